//! The program in hostile surroundings: streams that are closed or full, bytes that are no text, signals, folders that refuse.

use super::large;
use crate::cli::{HEADLINE, Ran, fed, program, run, scratch};
use rexpect::session::{Options, PtySession, spawn_with_options};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FORMATS: [&str; 6] = ["table", "tsv", "csv", "json", "jsonl", "markdown"];

/// Neither a panic nor an unfinished thought.
fn calm(ran: &Ran) {
    assert!(!ran.err.contains("panicked") && !ran.out.contains("panicked"), "{ran:?}");
    assert!((0..=6).contains(&ran.code) || ran.code == 130, "{ran:?}");
}

#[test]
fn full_and_closed_streams_in_every_format() {
    for format in FORMATS {
        let asked = ["-q", "--format", format, "-c", HEADLINE];
        if let Ok(full) = fs::File::options().write(true).open("/dev/full") {
            let ran: Ran = program().args(asked).stdout(full).output().unwrap().into();
            assert_eq!(ran.code, 3, "{format}: {ran:?}");
        }
        // closed, not only at their end
        for closing in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
            let line = format!("exec \"$0\" \"$@\" {closing}");
            let mut shell = Command::new("sh");
            shell.env_clear().arg("-c").arg(line).arg(env!("CARGO_BIN_EXE_whereof")).args(asked);
            calm(&shell.output().unwrap().into());
        }
        let ran: Ran = Command::new("sh")
            .env_clear()
            .args(["-c", "exec \"$0\" --format \"$1\" <&-", env!("CARGO_BIN_EXE_whereof"), format])
            .output()
            .unwrap()
            .into();
        calm(&ran);
    }
}

#[test]
fn bytes_that_are_no_text() {
    for (bytes, code) in [
        (&b"nouns;\xff\xfe"[..], 1),
        (b"\0", 1),
        (b"nouns\0;", 1),
        (b"", 0),
        (b"\xef\xbb\xbfnouns", 0),
        (b"\xed\xa0\x80", 1),
    ] {
        let ran = fed(&["-q", "-"], bytes);
        calm(&ran);
        assert_eq!(ran.code, code, "{bytes:?}: {ran:?}");
        let folder = scratch("bytes");
        let file = folder.join("q.whereof");
        fs::write(&file, bytes).unwrap();
        assert_eq!(run(&["-q", file.to_str().unwrap()]).code, code, "{bytes:?}");
        let checked = run(&["check", file.to_str().unwrap()]);
        calm(&checked);
        let based = run(&["--no-builtin", "--base", file.to_str().unwrap(), "-c", "nouns"]);
        calm(&based);
        for odd in ["LANG", "LC_ALL"] {
            let ran: Ran = program().env(odd, "C").args(["-q", file.to_str().unwrap()]).output().unwrap().into();
            assert_eq!(ran.code, code);
        }
    }
}

#[test]
fn places_that_cannot_be_written() {
    let folder = scratch("places");
    let asked = |place: &Path| run(&["-q", "-o", place.to_str().unwrap(), "-c", HEADLINE]);
    for place in [
        folder.join("no/such/folder/rows.tsv"),
        folder.clone(),
        PathBuf::from("/dev/full"),
        PathBuf::from("/proc/none"),
    ] {
        let ran = asked(&place);
        calm(&ran);
        assert_eq!(ran.code, 3, "{}: {ran:?}", place.display());
    }
    // an old file outlives a question that fails
    let kept = folder.join("kept.tsv");
    fs::write(&kept, "old").unwrap();
    let ran = run(&["-q", "-o", kept.to_str().unwrap(), "-c", "treatment where upregulates CXCR44"]);
    assert_eq!((ran.code, fs::read_to_string(&kept).unwrap().as_str()), (1, "old"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "something was left beside it");
}

/// The base for questions of seconds, and one that looks so often at all that could be contested.
fn slow(folder: &Path, times: usize) -> (PathBuf, String) {
    let path = folder.join("big.jsonl");
    fs::write(&path, whereof::engine::export(&large(20_000))).unwrap();
    let one = "contested on e";
    (path, format!("treatment where {}", vec![one; times].join(" or ")))
}

fn interrupt(id: u32) {
    assert!(Command::new("kill").args(["-INT", &id.to_string()]).status().unwrap().success());
}

#[test]
fn an_interrupted_script_is_130_and_prints_no_row() {
    let folder = scratch("interrupted");
    let (base, question) = slow(&folder, 2_000);
    let file = folder.join("slow.whereof");
    fs::write(&file, question).unwrap();
    let mut child = program()
        .args(["-q", "--no-builtin", "--base", base.to_str().unwrap(), "--format", "tsv", file.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(2_500));
    let at = Instant::now();
    interrupt(child.id());
    let status = child.wait().unwrap();
    assert!(at.elapsed() < Duration::from_secs(5), "{:?}", at.elapsed());
    let mut out = String::new();
    std::io::Read::read_to_string(&mut child.stdout.take().unwrap(), &mut out).unwrap();
    assert_eq!((status.code(), out.as_str()), (Some(130), ""));
}

const PROMPT: &str = "whereof> ";

fn open(state: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whereof"));
    command.env_clear().env("XDG_STATE_HOME", state).env("TERM", "xterm").env("NO_COLOR", "1");
    command.envs(variables.iter().copied()).args(arguments);
    let options = Options::new().timeout_ms(Some(30_000)).strip_ansi_escape_codes(true);
    let mut session = spawn_with_options(command, options).unwrap();
    session.exp_string(PROMPT).unwrap();
    session
}

/// The prompt still answers, and leaves when it is told to.
fn alive(mut session: PtySession) {
    session.send_line("nouns").unwrap();
    session.exp_string("entries").unwrap();
    session.exp_string(PROMPT).unwrap();
    session.send_control('d').unwrap();
    session.exp_eof().unwrap();
}

#[test]
fn an_interrupted_question_gives_the_prompt_back() {
    let folder = scratch("prompt-interrupted");
    let (base, question) = slow(&folder, 120);
    let mut session = open(&folder, &["--no-builtin", "--base", base.to_str().unwrap()], &[]);
    for _ in 0..2 {
        // the last word is shown when the whole line was taken
        session.send_line(&format!("{question} or raises G77")).unwrap();
        session.exp_string("G77").unwrap();
        std::thread::sleep(Duration::from_millis(200));
        session.send_control('c').unwrap();
        session.exp_string("interrupted").unwrap();
        session.exp_string(PROMPT).unwrap();
    }
    alive(session);
}

/// What lies where the history should, and how it is made.
type History = (&'static str, fn(&Path));

#[test]
fn a_history_that_is_none_is_no_matter() {
    let make: [History; 7] = [
        ("nul", |at| fs::write(at, b"a\0b\n").unwrap()),
        ("latin", |at| fs::write(at, b"caf\xe9\n").unwrap()),
        ("huge", |at| fs::File::create(at).unwrap().set_len(40 << 20).unwrap()),
        ("folder", |at| fs::create_dir(at).unwrap()),
        ("dangling", |at| std::os::unix::fs::symlink("/no/such/place", at).unwrap()),
        ("full", |at| std::os::unix::fs::symlink("/dev/full", at).unwrap()),
        ("read-only", |at| {
            fs::write(at, "nouns\n").unwrap();
            let mut rights = fs::metadata(at).unwrap().permissions();
            rights.set_readonly(true);
            fs::set_permissions(at, rights).unwrap();
        }),
    ];
    for (name, make) in make {
        let state = scratch(&format!("history-{name}"));
        fs::create_dir_all(state.join("whereof")).unwrap();
        make(&state.join("whereof/history"));
        let kept = || {
            let texts = fs::read_dir(state.join("whereof")).unwrap().map(|entry| entry.unwrap().path());
            // what a link leads to is read by nobody: it may have no end
            let whole = |path: PathBuf| match fs::read_link(&path) {
                Ok(to) => to.into_os_string().into_encoded_bytes(),
                Err(_) => fs::read(path).unwrap_or_default(),
            };
            texts.map(whole).collect::<Vec<_>>()
        };
        let before = kept();
        alive(open(&state, &[], &[]));
        // whatever was there is still there, aside or with more behind it
        let after = kept();
        for old in before {
            assert!(after.iter().any(|new| *new == old || (name == "read-only" && new.len() > old.len())), "{name}");
        }
    }
    // nowhere to keep one
    for variables in [
        &[("XDG_STATE_HOME", "/proc/none")][..],
        &[("XDG_STATE_HOME", ""), ("HOME", "")],
        &[("XDG_STATE_HOME", ""), ("HOME", "/dev/null")],
    ] {
        alive(open(&scratch("history-none"), &[], variables));
    }
}
