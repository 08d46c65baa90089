//! From the start of a process to its prompt, beside two shells that people know.
//!
//! Each program is started on a terminal of its own, in turns; the time to the words of its prompt goes out, and the ratio to ours in the
//! same round. A program that is not installed is left out, and that is said.

use crate::spread;
use rexpect::process::PtyProcess;
use std::error::Error;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const ROUNDS: usize = 100;
const PATIENCE: Duration = Duration::from_secs(20);

/// What shells ask of a terminal and wait for: where the cursor is; its background; what it can do.
const ASKED: [(&[u8], &[u8]); 3] = [
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b]11;?\x07\x1b[c", b"\x1b]11;rgb:0000/0000/0000\x07\x1b[?62;22c"),
    (b"\x1b[c", b"\x1b[?62;22c"),
];

/// A shell: what is started, what its prompt ends with, how it is left.
struct Shell {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    prompt: &'static [u8],
    leave: &'static [u8],
}

/// A program of the search path; of DuckDB the binary itself, since what Python installs is a script around it.
fn found(name: &str) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(name.to_uppercase()) {
        return Some(named.into());
    }
    let folders = std::env::var_os("PATH")?;
    let path = std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())?;
    let mut start = [0; 4];
    std::fs::File::open(&path).ok()?.read_exact(&mut start).ok()?;
    if start.starts_with(b"#!") {
        eprintln!("SKIPPED: {} is a script; DUCKDB=/path/to/the/binary names the program itself", path.display());
        return None;
    }
    Some(path)
}

/// Milliseconds from the start to the prompt.
fn once(shell: &Shell, folder: &Path) -> Result<f64, Box<dyn Error>> {
    let mut command = Command::new(&shell.program);
    command.args(&shell.arguments).env_clear().env("TERM", "xterm").env("HOME", folder).current_dir(folder);
    let begun = Instant::now();
    let mut process = PtyProcess::new(command)?;
    process.set_kill_timeout(Some(1_000));
    let mut terminal = process.get_file_handle()?;
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    while !contains(&seen, shell.prompt) {
        if begun.elapsed() > PATIENCE {
            return Err(format!("{} shows no prompt: {}", shell.name, String::from_utf8_lossy(&seen)).into());
        }
        let length = terminal.read(&mut buffer)?;
        let heard = buffer.get(..length).unwrap_or_default();
        answer(heard, &mut terminal)?;
        seen.extend_from_slice(heard);
    }
    let time = begun.elapsed();
    terminal.write_all(shell.leave)?;
    terminal.flush()?;
    // what it still writes would keep it from ending
    while let Ok(length) = terminal.read(&mut buffer)
        && let Some(heard) = buffer.get(..length)
        && !heard.is_empty()
    {
        let _ = answer(heard, &mut terminal);
    }
    process.wait()?;
    Ok(time.as_secs_f64() * 1e3)
}

/// What a terminal answers to a question at the end of what it heard.
fn answer(heard: &[u8], terminal: &mut std::fs::File) -> std::io::Result<()> {
    match ASKED.iter().find(|(asked, _)| heard.ends_with(asked)) {
        Some((_, answer)) => terminal.write_all(answer),
        None => Ok(()),
    }
}

fn contains(seen: &[u8], words: &[u8]) -> bool {
    seen.windows(words.len()).any(|window| window == words)
}

pub(crate) fn measure(whereof: &Path) -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("whereof-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let whereof = std::fs::canonicalize(whereof)?;
    // our editor has the terminal when it asks for marks around what is pasted, and the prompt stands there then
    let prompt = b"whereof> ";
    let own = Shell { name: "whereof".into(), program: whereof, arguments: Vec::new(), prompt, leave: b"\x04" };
    let mut shells = vec![own];
    for (name, arguments, prompt, leave) in
        [("sqlite3", vec![], &b"sqlite> "[..], &b".quit\r"[..]), ("duckdb", vec![], &b"D "[..], &b".quit\r"[..])]
    {
        match found(name) {
            Some(program) => shells.push(Shell { name: name.into(), program, arguments, prompt, leave }),
            None => eprintln!("SKIPPED: {name} is not installed; nothing is compared with it"),
        }
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); shells.len()];
    for round in 0..=ROUNDS {
        for (shell, times) in shells.iter().zip(&mut times) {
            let time = once(shell, &folder)?;
            // the first round reads the programs from the disk
            if round > 0 {
                times.push(time);
            }
        }
    }
    std::fs::remove_dir_all(&folder)?;
    println!("\n## Start to prompt on a terminal, {ROUNDS} rounds in turns\n");
    println!("| program | ms, least | ms, middle | whereof ÷ it, of the same round: least | middle | most |");
    println!("|---|---|---|---|---|---|");
    let own = times.first().cloned().unwrap_or_default();
    for (shell, times) in shells.iter().zip(times) {
        let (least, middle, most) = spread(own.iter().zip(&times).map(|(own, time)| own / time).collect());
        let (fastest, usual, _) = spread(times);
        let version = version(shell);
        println!("| {version} | {fastest:.2} | {usual:.2} | {least:.2} | {middle:.2} | {most:.2} |");
    }
    Ok(())
}

/// What a program says it is.
fn version(shell: &Shell) -> String {
    let said = Command::new(&shell.program).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let number =
        said.split_whitespace().find(|word| word.trim_start_matches('v').starts_with(|one: char| one.is_ascii_digit()));
    format!("{} {}", shell.name, number.unwrap_or(""))
}
