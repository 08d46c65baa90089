//! The scripts under examples/: topical ones answer, wrong ones are rejected by the stage whose folder they stand in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::cli::{program, scratch};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use whereof::diagnostic::Severity;
use whereof::render::{Style, codes, prose, report};
use whereof::syntax::{self, TextLimits};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

/// Codes of questions and runs that no script can cause; `docs/embedding.md` and `docs/importing.md` say what causes them.
const OUT_OF_REACH: &[&str] = &["W0604", "W0606", "W0613", "W0614", "W0615", "W0616", "W0617", "W0618"];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

fn scripts(name: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "whereof")).collect();
    found.sort();
    found
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// What stands behind `# name:` on the first line.
fn header(text: &str, name: &str) -> Option<String> {
    text.lines().next()?.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned)
}

/// Runs a script where it stands, 80 columns wide.
fn run(path: &Path, text: &str) -> (String, String, i32) {
    let output = program()
        .current_dir(path.parent().unwrap())
        // without a clock, so that a busy machine says the same
        .args(["--format", "table", "--width", "80", "--color", "never", "--timeout", "0"])
        .args(header(text, "arguments").unwrap_or_default().split_whitespace())
        .arg(path.file_name().unwrap())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// Limits that the command line does not offer: `steps=1`, `rows=2`, `cancelled`.
fn run_limited(path: &Path, text: &str, header: &str) -> String {
    let mut limits = Limits::script();
    for word in header.split_whitespace() {
        match word.split_once('=').map(|(name, value)| (name, value.parse::<usize>().unwrap())) {
            Some(("text", value)) => limits.text = value,
            Some(("steps", value)) => limits.steps = value as u64,
            Some(("rows", value)) => limits.rows = value,
            Some(("memory", value)) => limits.memory = value,
            Some(("time", value)) => limits.time = Some(std::time::Duration::from_nanos(value as u64)),
            None if word == "cancelled" => limits.cancel.cancel(),
            other => panic!("{}: no limit {other:?}", path.display()),
        }
    }
    let mut session = Session::new(Base::builtin(), limits);
    let source = Source::new(path.file_name().unwrap().to_str().unwrap(), text);
    let replies = session.eval(&source);
    let error = replies[0].as_ref().unwrap_err();
    report::human(error.source_text(), error.diagnostics(), 20, &Style::default())
}

/// What stands behind `# file NAME: ` in the lines at the top, with its escapes as bytes: `\\n`, `\\xff`.
fn files_of(text: &str) -> Vec<(String, Vec<u8>)> {
    let lines = text.lines().take_while(|line| line.starts_with('#'));
    let named = lines.filter_map(|line| line.strip_prefix("# file ")?.split_once(": "));
    named.map(|(name, shown)| (name.to_owned(), bytes_of(shown))).collect()
}

fn bytes_of(shown: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = shown;
    while let Some(at) = rest.find('\\') {
        bytes.extend(rest[..at].bytes());
        rest = match &rest[at + 1..=at + 1] {
            "n" => {
                bytes.push(b'\n');
                &rest[at + 2..]
            }
            "x" => {
                bytes.push(u8::from_str_radix(&rest[at + 2..at + 4], 16).unwrap());
                &rest[at + 4..]
            }
            other => panic!("`\\{other}` in `{shown}`"),
        };
    }
    bytes.extend(rest.bytes());
    bytes
}

/// A script of the stage `files` in a folder of its own with the files that it speaks of; what it says, and its code.
fn run_among_files(path: &Path, text: &str, form: &[&str]) -> (String, i32) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let folder = scratch(&format!("gallery-{}", stem(path)));
    for (name, bytes) in files_of(text) {
        let place = folder.join(name);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }
    let line = |wanted: &str| text.lines().find_map(|line| line.strip_prefix(wanted)).map(str::to_owned);
    let mut command = program();
    command
        .current_dir(&folder)
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("XDG_STATE_HOME", folder.join("state"))
        // the folder's own name is as long as it happens to be
        .args(["--width", if name.starts_with("prompt_") { "1000" } else { "80" }, "--color", "never"])
        .args(form)
        .args(header(text, "arguments").unwrap_or_default().split_whitespace());
    let body: String = text.lines().skip_while(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let output = if name.starts_with("prompt_") {
        let typed = folder.join("typed");
        std::fs::write(&typed, body).unwrap();
        command.args(["-q", "-i"]).stdin(std::fs::File::open(&typed).unwrap()).output().unwrap()
    } else {
        std::fs::write(folder.join(name), text).unwrap();
        command.arg(line("# script: ").unwrap_or_else(|| name.to_owned())).output().unwrap()
    };
    let said = String::from_utf8(output.stderr).unwrap().replace(folder.to_str().unwrap(), "~");
    let said = match name.starts_with("prompt_") {
        true => said.lines().map(|line| format!("{}\n", wrapped(line))).collect(),
        false => said,
    };
    (said, output.status.code().unwrap())
}

/// A line as a terminal of 80 columns would have it, had it not been told otherwise.
fn wrapped(line: &str) -> String {
    if line.chars().count() <= 80 {
        return line.to_owned();
    }
    prose(line, 0, &Style::default()).trim_end().to_owned()
}

fn shown(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn scripts_answer() {
    for path in scripts("queries") {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# "), "{}: say first what it shows", path.display());
        let (out, err, code) = run(&path, &text);
        assert_eq!((code, err.as_str()), (0, ""), "{}", path.display());
        shown("queries", &stem(&path), &out);
    }
}

fn rejected(stage: &str, codes: &[&str]) {
    for path in scripts(&format!("errors/{stage}")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let said = match header(&text, "limits") {
            Some(limits) => run_limited(&path, &text, &limits),
            None => {
                let (out, err, code) = run(&path, &text);
                assert!(matches!(code, 1 | 3 | 5), "{}: exit {code}\n{out}{err}", path.display());
                assert_eq!(out, "", "{}: a rejected question printed an answer", path.display());
                err
            }
        };
        let code = stem(&path)[..5].to_uppercase();
        assert!(said.starts_with(&format!("[{code}] ")), "{}:\n{said}", path.display());
        assert!(codes.iter().any(|start| code.starts_with(start)), "{}: not of this stage", path.display());
        let parsed = syntax::parse(&Source::new("script", text.as_str()), TextLimits::default());
        let by_syntax = stage == "syntax" && header(&text, "limits").is_none();
        let wrong = parsed.diagnostics.iter().any(|each| each.severity == Severity::Error);
        assert_eq!(by_syntax, wrong, "{}: {:?}", path.display(), parsed.diagnostics);
        shown(&format!("errors/{stage}"), &stem(&path), &said);
    }
}

#[test]
fn syntax_rejects() {
    rejected("syntax", &["W01"]);
}

#[test]
fn resolution_rejects() {
    rejected("resolve", &["W02"]);
}

#[test]
fn running_rejects() {
    rejected("run", &["W05", "W06", "W03"]);
}

#[test]
fn files_are_told() {
    for path in scripts("errors/files") {
        let text = std::fs::read_to_string(&path).unwrap();
        let (said, code) = run_among_files(&path, &text, &[]);
        let name = stem(&path);
        if name.starts_with("prompt_") {
            // at the prompt nobody is thrown out for a file
            assert_eq!(code, 0, "{name}: {said}");
        } else {
            assert!(matches!(code, 1..=3), "{name}: exit {code}\n{said}");
            let (short, _) = run_among_files(&path, &text, &["--error-format", "short"]);
            let code = name[..5].to_uppercase();
            assert!(short.contains(&format!("error {code}: ")), "{name}:\n{short}");
        }
        assert!(!said.is_empty(), "{name}");
        shown("errors/files", &name, &said);
    }
}

#[test]
fn every_code_of_questions_and_runs_has_an_example() {
    let shown: BTreeSet<String> = ["syntax", "resolve", "run"]
        .iter()
        .flat_map(|stage| scripts(&format!("errors/{stage}")))
        .map(|path| stem(&path)[..5].to_uppercase())
        .collect();
    for code in codes()
        .map(|each| each.code)
        .filter(|code| !code.starts_with("W03") && !code.starts_with("W04") && !code.starts_with("W07"))
    {
        assert_ne!(shown.contains(code), OUT_OF_REACH.contains(&code), "{code}");
    }
}

/// A file that no test reads is a file that nobody keeps true.
#[test]
fn nothing_under_examples_is_forgotten() {
    let names = |path: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder(path)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let own = |name: &&String| !name.ends_with(".rs");
    let top = names("");
    // what the tour asks is asked by the test of the session's guide
    // pictures and the report are remade by the test of pictures
    let known =
        ["answers", "bases", "errors", "imports", "pictures", "queries", "report.html", "sqlite", "tour.whereof"];
    assert_eq!(top.iter().filter(own).map(String::as_str).collect::<Vec<_>>(), known);
    // the store of an example, which the test of foreign stores holds to the bytes of memory
    assert_eq!(names("sqlite"), ["mod.rs"].map(str::to_owned).into());
    // the guide builds it piece by piece, and its test compares the two
    assert_eq!(names("bases"), ["snails.whereof"].map(str::to_owned).into());
    assert_eq!(names("pictures"), ["bars.svg", "heatmap.svg", "network.svg"].map(str::to_owned).into());
    assert_eq!(names("errors"), ["bases", "files", "resolve", "run", "syntax"].map(str::to_owned).into());
    for path in ["queries", "errors/files", "errors/syntax", "errors/resolve", "errors/run"] {
        assert_eq!(names(path).len(), scripts(path).len(), "a file of another kind in examples/{path}");
    }
    let all: String = ["syntax", "resolve", "run"]
        .iter()
        .flat_map(|stage| scripts(&format!("errors/{stage}")))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for base in names("errors/bases") {
        assert!(all.contains(&format!("../bases/{base}")), "examples/errors/bases/{base} is asked by no script");
    }
    // the gate runs each example; the manifest must not turn any of them off
    let manifest = std::fs::read_to_string(folder("../Cargo.toml")).unwrap();
    assert!(!manifest.contains("autoexamples"));
    let gate = std::fs::read_to_string(folder("../.ci/run")).unwrap();
    assert!(gate.contains("for example in examples/*.rs"));
    // a snapshot without its script is a leftover
    for part in ["queries", "errors/files", "errors/syntax", "errors/resolve", "errors/run"] {
        let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots").join(part);
        let kept: BTreeSet<PathBuf> =
            std::fs::read_dir(snapshots).unwrap().map(|entry| entry.unwrap().path()).collect();
        let kept: BTreeSet<String> = kept
            .iter()
            .filter(|path| path.extension().is_some_and(|ending| ending == "snap"))
            .map(|path| stem(path))
            .collect();
        assert_eq!(kept, scripts(part).iter().map(|path| stem(path)).collect(), "tests/it/snapshots/{part}");
    }
}

/// What shows how to embed whereof is read at one look.
#[test]
fn examples_of_embedding_are_short() {
    let page = std::fs::read_to_string(folder("../docs/embedding.md")).unwrap();
    let mut shown = 0;
    for entry in std::fs::read_dir(folder("")).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".rs") {
            continue;
        }
        let lines = std::fs::read_to_string(&entry).unwrap().lines().count();
        assert!(lines < 60, "{name}: {lines} lines");
        shown += usize::from(page.contains(&format!("](../examples/{name})")));
    }
    assert!(shown >= 9, "{shown} examples are told of");
}

/// The list of poor messages speaks of snapshots that are there.
#[test]
fn poor_messages_are_shown() {
    let page = include_str!("../../docs/poor-messages.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    for (name, _) in rows {
        let place = if name.starts_with("queries/") { name.to_owned() } else { format!("errors/{name}") };
        let snapshot = format!("{}/tests/it/snapshots/{place}.snap", env!("CARGO_MANIFEST_DIR"));
        assert!(Path::new(&snapshot).is_file(), "{name}");
    }
}
