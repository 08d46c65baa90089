//! `whereof import` as a user runs it.

use super::super::cli::{fed, program, run, scratch};
use std::fs;
use std::io::Write;

const TABLE: &str = "subject,relation,object,study\nlight,raises,growth,PMID:1\nlight,eats,growth,PMID:1\n";
const MAP: &str =
    "declarations = '''noun thing; verb raises with direction = increase;'''\n[nouns]\n\"*\" = \"thing\"\n";

fn sample(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    fs::write(folder.join("t.csv"), TABLE).unwrap();
    fs::write(folder.join("map.toml"), MAP).unwrap();
    folder
}

/// Runs in a folder.
fn here(folder: &std::path::Path, args: &[&str]) -> super::super::cli::Ran {
    program().current_dir(folder).arg("import").args(args).output().unwrap().into()
}

#[test]
fn a_base_appears_whole_and_is_never_written_over_unasked() {
    let folder = sample("import");
    let usual = ["t.csv", "--map", "map.toml", "--to", "out.jsonl"];
    let ran = here(&folder, &usual);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    insta::assert_snapshot!("import-account", ran.err);
    let first = fs::read(folder.join("out.jsonl")).unwrap();
    let again = here(&folder, &usual);
    assert!(again.code == 3 && again.err.contains("--force"), "{again:?}");
    assert_eq!(fs::read(folder.join("out.jsonl")).unwrap(), first);
    let forced = here(&folder, &[&usual[..], &["--force", "--quiet"]].concat());
    assert_eq!((forced.code, forced.err.as_str()), (0, ""));
    assert_eq!(fs::read(folder.join("out.jsonl")).unwrap(), first, "the same bytes");
    // the text says the same as the lines
    assert_eq!(here(&folder, &["t.csv", "--map", "map.toml", "--to", "out.whereof"]).code, 0);
    let differ = program().current_dir(&folder).args(["base", "diff", "out.jsonl", "out.whereof"]).output().unwrap();
    assert_eq!(differ.status.code(), Some(0));
    let asked = ["-q", "--no-builtin", "--base", "out.whereof", "-c", "thing where raises growth"];
    let asked: super::super::cli::Ran = program().current_dir(&folder).args(asked).output().unwrap().into();
    assert_eq!(asked.out, "thing\tverdict\trefs\trefs_against\tfindings\nlight\tsupported\t1\t\t0\n");
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
fn a_base_in_columns_is_that_of_the_lines() {
    let folder = sample("import-columns");
    let more = "light,raises,growth,PMID:2\nwarmth,raises,growth,\n\"warm light\",raises,growth,PMID:2\n";
    fs::write(folder.join("t.csv"), format!("{TABLE}{more}")).unwrap();
    let made = ["a.jsonl", "a.whereof-base", "a.whereof-base"].map(|out| {
        let ran = here(&folder, &["t.csv", "--map", "map.toml", "--force", "--to", out]);
        assert!(ran.code == 0 && ran.err.ends_with("4 findings, 2 studies, 4 entities\n"), "{ran:?}");
        fs::read(folder.join(out)).unwrap()
    });
    assert_eq!(made[1], made[2], "the same bytes");
    let done = |args: &[&str]| -> super::super::cli::Ran {
        program().current_dir(&folder).args(args).output().unwrap().into()
    };
    let same = done(&["base", "diff", "a.jsonl", "a.whereof-base"]);
    assert_eq!(same.code, 0, "{same:?}");
    let asked = |base: &str| done(&["-q", "--no-builtin", "--base", base, "-c", "thing where raises growth"]);
    assert_eq!(asked("a.whereof-base").out, asked("a.jsonl").out);
    assert_eq!(asked("a.whereof-base").out.lines().count(), 4);
    // what is a base already is no table
    let ran = here(&folder, &["a.whereof-base", "--to", "c.jsonl"]);
    assert!(ran.code == 1 && ran.err.contains("this is a base already"), "{ran:?}");
}

#[test]
fn what_is_rejected_is_listed() {
    let folder = sample("import-rejected");
    let ran = here(&folder, &["t.csv", "--map", "map.toml", "--to", "a.jsonl", "--rejected", "no.tsv"]);
    assert_eq!(ran.code, 0);
    let told = "no verb stands for `eats`: say one in [verbs] of the mapping";
    assert_eq!(fs::read_to_string(folder.join("no.tsv")).unwrap(), format!("file\tline\treason\nt.csv\t3\t{told}\n"));
    let ran = here(&folder, &["t.csv", "--map", "map.toml", "--to", "b.jsonl", "--rejected", "no.jsonl"]);
    assert_eq!(ran.code, 0);
    let line = fs::read_to_string(folder.join("no.jsonl")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap()["line"], 3);
    let ran = here(&folder, &["t.csv", "--map", "map.toml", "--to", "c.jsonl", "--rejected", "no.jsonl"]);
    assert!(ran.code == 3 && !folder.join("c.jsonl").exists());
}

#[test]
fn strictness_and_mistakes_have_their_codes() {
    let folder = sample("import-codes");
    let code = |args: &[&str]| here(&folder, args);
    let strict = code(&["t.csv", "--map", "map.toml", "--to", "x.jsonl", "--strict", "--error-format", "short"]);
    assert_eq!(strict.code, 1);
    assert_eq!(strict.err, "t.csv:3:1: error W0615: no verb stands for `eats`: say one in [verbs] of the mapping\n");
    // nothing that could be used is no base
    let none = code(&["t.csv", "--to", "x.jsonl"]);
    assert!(none.code == 1 && none.err.contains("no base is written"), "{none:?}");
    fs::write(folder.join("empty.csv"), "subject,relation,object\n").unwrap();
    assert_eq!(code(&["empty.csv", "--to", "x.jsonl"]).code, 1);
    fs::write(folder.join("bad.toml"), "[columns\n").unwrap();
    assert_eq!(code(&["t.csv", "--map", "bad.toml", "--to", "x.jsonl"]).code, 1);
    assert_eq!(code(&["nowhere.csv", "--to", "x.jsonl"]).code, 3);
    assert_eq!(code(&["t.csv", "--map", "nowhere.toml", "--to", "x.jsonl"]).code, 3);
    assert_eq!(code(&["t.csv", "--map", "map.toml", "--to", "no/such/folder/x.jsonl"]).code, 3);
    for wrong in [
        &["t.csv"][..],
        &["--to", "x.jsonl"],
        &["t.csv", "--to", "x.tsv"],
        &["t.csv", "--from", "word", "--to", "x.jsonl"],
    ] {
        assert_eq!(code(wrong).code, 2, "{wrong:?}");
    }
    assert!(!folder.join("x.jsonl").exists());
}

#[test]
fn packed_files_and_standard_input_are_read_as_they_are() {
    let folder = sample("import-packed");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(TABLE.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    fs::write(folder.join("t.csv.gz"), &packed).unwrap();
    let ran = here(&folder, &["t.csv.gz", "--map", "map.toml", "--source", "t", "--to", "a.jsonl"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let map = folder.join("map.toml");
    let args = ["import", "-", "--map", map.to_str().unwrap(), "--source", "t", "--to", "-", "--quiet"];
    for input in [TABLE.as_bytes(), &packed] {
        let ran = fed(&args, input);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("\"section\":\"stdin\"") && ran.out.lines().count() == 7, "{}", ran.out);
    }
    // a packed file that is cut short is no shorter table
    fs::write(folder.join("cut.csv.gz"), &packed[..packed.len() - 12]).unwrap();
    let cut = here(&folder, &["cut.csv.gz", "--map", "map.toml", "--to", "b.jsonl"]);
    assert!(cut.code == 1 && !folder.join("b.jsonl").exists(), "{cut:?}");
}

#[test]
fn each_mapping_that_is_shown_can_be_given() {
    for form in whereof::engine::Form::ALL {
        let shown = run(&["import", "--show-map", form.word()]);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""));
        let folder = sample(&format!("import-map-{form}"));
        fs::write(folder.join("own.toml"), &shown.out).unwrap();
        let ran = here(&folder, &["t.csv", "--map", "own.toml", "--to", "x.jsonl"]);
        assert!(ran.err.contains("no base is written") || ran.code == 0, "{form}: {ran:?}");
    }
}

/// On a terminal a line tells how far it is, and is gone when it is done; elsewhere nothing of the kind is written.
#[cfg(unix)]
#[test]
fn a_terminal_is_told_how_far_it_is() {
    let folder = sample("import-progress");
    // more than any machine reads between two looks at the clock: a study of each row keeps all of them from being quick
    let rows: String = (0..300_000).map(|at| format!("a{},raises,b{},PMID:{at}\n", at % 100, at % 90)).collect();
    fs::write(folder.join("long.csv"), format!("subject,relation,object,study\n{rows}")).unwrap();
    let args = ["long.csv", "--map", "map.toml", "--to", "a.whereof-base", "--force"];
    let piped = here(&folder, &args);
    assert!(piped.code == 0 && !piped.err.contains('\r') && !piped.err.contains('\u{1b}'), "{}", piped.err);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_whereof"));
    command.env_clear().env("TERM", "xterm").current_dir(&folder).arg("import").args(args);
    let options = rexpect::session::Options::new().timeout_ms(Some(60_000)).strip_ansi_escape_codes(false);
    let mut session = rexpect::session::spawn_with_options(command, options).unwrap();
    let told = session.exp_eof().unwrap();
    let (before, after) = told.rsplit_once("\r\u{1b}[K").unwrap();
    assert!(before.contains("long.csv: ") && before.contains(" read, 0 rejected, "), "{told:?}");
    assert!(after.starts_with("read 300,000: kept 300,000, rejected 0"), "{told:?}");
}

/// Ctrl-C ends the reading soon, with its own code, and leaves nothing behind.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing() {
    use rustix::process::{Pid, Signal, kill_process};
    let folder = sample("import-interrupt");
    let mut command = program();
    command.current_dir(&folder).args(["import", "-", "--map", "map.toml", "--to", "a.jsonl", "--rejected", "no.tsv"]);
    command.stdin(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let rows = "a,raises,b,\n".repeat(10_000);
    let writer = std::thread::spawn(move || {
        let mut done = input.write_all(b"subject,relation,object,study\n");
        // it reads until it is told to end
        while done.is_ok() {
            done = input.write_all(rows.as_bytes());
        }
    });
    std::thread::sleep(std::time::Duration::from_millis(500));
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let ran: super::super::cli::Ran = child.wait_with_output().unwrap().into();
    writer.join().unwrap();
    assert!(ran.code == 130 && ran.err.contains("no base is written"), "{ran:?}");
    let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["map.toml", "t.csv"]);
}
