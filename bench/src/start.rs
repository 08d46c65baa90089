//! From the start of a process to its printed answer, against two that do less.
//!
//! Programs come in and are run in turns, so that whatever else the machine does falls on all of them; times and ratios go out. What
//! they print is checked first and thrown away after.

use crate::{HEADLINE, spread};
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 300;

fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null());
    command
}

pub(crate) fn measure(whereof: &Path) -> Result<(), Box<dyn Error>> {
    let hello = std::env::current_exe()?.with_file_name("hello");
    let mut programs: Vec<(&str, Command, &str)> = vec![
        ("hello world", command(&hello, &[]), "hello, world"),
        (
            "whereof, the headline",
            command(whereof, &["--format", "table", "-c", HEADLINE]),
            "resveratrol  supported  [59]",
        ),
        ("whereof --version", command(whereof, &["--version"]), "whereof"),
    ];
    let mut sqlite = command(Path::new("sqlite3"), &[":memory:", "select 1"]);
    if sqlite.output().is_ok() {
        programs.push(("sqlite3 :memory: 'select 1'", sqlite, "1"));
    } else {
        eprintln!("SKIPPED: sqlite3 is not installed; nothing is compared with it");
    }
    for (name, command, expected) in &mut programs {
        let printed = String::from_utf8(command.output()?.stdout)?;
        if !printed.contains(*expected) {
            return Err(format!("{name} printed {printed:?}").into());
        }
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); programs.len()];
    for _ in 0..ROUNDS {
        for ((_, command, _), times) in programs.iter_mut().zip(&mut times) {
            let started = Instant::now();
            let output = command.output()?;
            times.push(started.elapsed().as_secs_f64() * 1e3);
            std::hint::black_box(output);
        }
    }
    println!("## Start to printed answer, {ROUNDS} rounds in turns\n");
    println!("| program | ms, least | ms, middle | ÷ hello world of the same round: least | middle | most |");
    println!("|---|---|---|---|---|---|");
    let first = times.first().cloned().unwrap_or_default();
    for ((name, _, _), times) in programs.iter().zip(times) {
        let (least, middle, most) = spread(times.iter().zip(&first).map(|(time, hello)| time / hello).collect());
        let (fastest, usual, _) = spread(times);
        println!("| {name} | {fastest:.2} | {usual:.2} | {least:.2} | {middle:.2} | {most:.2} |");
    }
    Ok(())
}
