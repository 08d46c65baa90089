//! What no message says: names that only those know who write the program, and words that blame whoever reads them.
//!
//! Looked at is every message of the gallery as it is shown, and what `whereof help CODE` says. Texts that people typed are not: they may say
//! anything.

use std::path::{Path, PathBuf};
use whereof::render::codes;

/// A word that no message has, and why.
const BANNED: &[(&str, &str)] = &[
    // names from inside
    ("::", "a path of Rust"),
    ("Option", "a type of Rust"),
    ("Some(", "a value of Rust"),
    ("Err(", "a value of Rust"),
    ("Ok(", "a value of Rust"),
    ("Vec<", "a type of Rust"),
    ("u32", "a type of Rust"),
    ("u64", "a type of Rust"),
    ("f64", "a type of Rust"),
    ("usize", "a type of Rust"),
    ("struct ", "a word of Rust: things have keys"),
    ("enum", "a word of Rust: a word is one of several"),
    ("variant", "a word of serde: a word is one of several"),
    ("unknown field", "a word of serde: a key"),
    ("missing field", "a word of serde: a key"),
    ("invalid type", "a word of serde: say what is wanted and what stands there"),
    ("expected one of", "a word of serde: `expected a, b or c`"),
    ("EOF", "a word of those who write readers: the line ends"),
    ("os error", "a number of the system"),
    ("No such file or directory", "what the system says: `there is no such file`"),
    ("panicked", "the program never does, and never says so"),
    ("unwrap", "a function of Rust"),
    ("token", "a word of those who write parsers: words and signs"),
    ("parse", "a word of those who write parsers: to read"),
    ("lexer", "a room"),
    ("resolver", "a stage"),
    ("recogniser", "a tool of the tests"),
    ("syntax error", "says that something is wrong, and not what"),
    ("serde", "a crate"),
    ("ariadne", "a crate"),
    ("toml_edit", "a crate"),
    ("rustyline", "a crate"),
    ("None", "a value of Rust"),
    ("Span", "a type"),
    ("Diagnostic", "a type"),
    // words that blame or frighten
    ("you must", "blames; say what is wanted"),
    ("you should have", "blames"),
    ("you forgot", "blames; say what is missing"),
    ("your mistake", "blames"),
    ("invalid", "judges; say what is wanted instead"),
    ("illegal", "judges"),
    ("incorrect", "judges; say what is wanted instead"),
    ("malformed", "judges; say what is missing"),
    ("bad input", "judges"),
    ("garbage", "judges"),
    ("nonsense", "judges"),
    ("stupid", "judges"),
    ("wrong!", "shouts"),
    ("!\n", "shouts"),
    ("fatal", "frightens"),
    ("abort", "frightens"),
    ("crash", "frightens"),
    ("failed to", "of the program, not of the text; say what cannot be done"),
    ("oops", "is no news"),
    ("sorry", "is no news"),
    ("unexpected", "of the reader, not of the text; say what fits there"),
    ("please", "begs; say what helps"),
    ("simply", "belittles"),
    ("obviously", "belittles"),
];

/// Codes whose help speaks to those who embed the library: there the names of its functions are the words of the trade.
const FOR_PROGRAMS: &[&str] = &["W0602", "W0611", "W0613"];

fn snapshots(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            snapshots(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "snap") {
            found.push(path);
        }
    }
}

/// What a message says itself: without the lines of the text that it shows, and without what it quotes.
fn own_words(message: &str) -> String {
    let body = message.splitn(3, "---\n").last().unwrap_or(message);
    let numbered = |line: &str| {
        let (before, _) = line.split_once(['│', '|']).unwrap_or(("", ""));
        !before.trim().is_empty() && before.trim().bytes().all(|byte| byte.is_ascii_digit())
    };
    let lines: String = body.lines().filter(|line| !numbered(line)).map(|line| format!("{line}\n")).collect();
    // what stands between backticks was typed, or can be
    lines.split('`').step_by(2).collect::<Vec<_>>().join("``")
}

fn banned_in(text: &str) -> Vec<String> {
    let low = text.to_lowercase();
    let has = |word: &str| match word.chars().any(char::is_uppercase) {
        true => text.contains(word),
        false => low.contains(word),
    };
    BANNED.iter().filter(|(word, _)| has(word)).map(|(word, why)| format!("`{word}`: {why}")).collect()
}

#[test]
fn no_message_says_them() {
    let mut found = Vec::new();
    snapshots(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots/errors"), &mut found);
    assert!(found.len() >= 180, "{} messages", found.len());
    let mut told = String::new();
    for path in found {
        for each in banned_in(&own_words(&std::fs::read_to_string(&path).unwrap())) {
            told.push_str(&format!("{}: {each}\n", path.file_name().unwrap().to_str().unwrap()));
        }
    }
    for code in codes() {
        let words = format!("{}\n{}\n", code.meaning, code.words);
        for each in banned_in(&words).iter().filter(|each| !FOR_PROGRAMS.contains(&code.code) || !each.contains("Rust"))
        {
            told.push_str(&format!("whereof help {}: {each}\n", code.code));
        }
    }
    assert!(told.is_empty(), "\n{told}");
}

/// The terminal of the gallery has 80 columns.
#[test]
fn no_line_of_a_message_is_wider_than_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    let mut found = Vec::new();
    snapshots(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots/errors"), &mut found);
    let mut wide = String::new();
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.splitn(3, "---\n").last().unwrap_or("").lines().filter(|line| line.width() > 80) {
            wide.push_str(&format!("{}: {line}\n", path.file_name().unwrap().to_str().unwrap()));
        }
    }
    assert!(wide.is_empty(), "\n{wide}");
}

#[test]
fn the_list_is_heeded() {
    assert_eq!(banned_in("`tea` is no gene of this base\n"), Vec::<String>::new());
    assert_eq!(banned_in("Invalid value: expected Option\n").len(), 2);
    assert_eq!(
        own_words("a\n---\nb\n---\n[W0101] error: `illegal` is no name\n 1 │ illegal\n").trim(),
        "[W0101] error: `` is no name"
    );
}

/// A number alone may be of any unit: those that findings of the base use come first.
#[test]
fn a_number_gets_the_units_that_are_in_use() {
    let first = |question: &str| {
        let error = whereof::Base::builtin().query(question).unwrap_err();
        error.diagnostics()[0].fixes.iter().map(|fix| fix.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(first("treatment where duration = 25")[0], "25 h");
    assert_eq!(first("treatment where dose = 5")[0], "5 %");
}

/// Of a ratio with one member the known ratios of it are offered, whichever place it has there.
#[test]
fn half_a_ratio_is_completed() {
    for (question, mended) in [
        ("treatment where downregulates ratio(Bax)", "treatment where downregulates ratio(Bax, BCL2)"),
        ("treatment where downregulates ratio(Bcl-2)", "treatment where downregulates ratio(BAX, Bcl-2)"),
    ] {
        let error = whereof::Base::builtin().query(question).unwrap_err();
        assert_eq!(error.diagnostics()[0].fixes[0].apply(question).as_deref(), Some(mended));
    }
    let error = whereof::Base::builtin().query("treatment where downregulates ratio(CXCR4)").unwrap_err();
    assert!(error.diagnostics()[0].fixes.is_empty() && !error.diagnostics()[0].notes.is_empty(), "{error:?}");
}

/// Values that all findings share are known by other words too.
#[test]
fn values_are_known_as_people_say_them() {
    for (question, mended) in [
        ("treatment where direction = up", "treatment where direction = increase"),
        ("treatment where direction = decreased", "treatment where direction = decrease"),
        ("treatment where evidence = patient", "treatment where evidence = patients"),
        ("treatment where evidence = clinical", "treatment where evidence = patients"),
        ("treatment where evidence >= animals", "treatment where evidence >= animal"),
        ("finding where stance = hypothesis", "finding where stance = hypothesised"),
        ("finding where stance = null", "finding where stance = measured null"),
    ] {
        let error = whereof::Base::builtin().query(question).unwrap_err();
        let [only] = error.diagnostics()[0].fixes.as_slice() else { panic!("{question}: {error:?}") };
        assert_eq!(only.apply(question).as_deref(), Some(mended));
    }
    // what may be anything is offered everything
    let error = whereof::Base::builtin().query("treatment where evidence = high").unwrap_err();
    assert_eq!(error.diagnostics()[0].fixes.len(), 3);
}
