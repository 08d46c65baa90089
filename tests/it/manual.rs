//! The documents: every question and command in them runs, and every output in them is what the program prints today.
//!
//! `WHEREOF_BLESS=1 cargo test manual` writes today's output into the documents.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod fences;

use super::cli::program;
use fences::{Document, Fence};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// README.md and all pages under docs/.
fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md")];
    let pages = std::fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    found.extend(pages.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    found.sort();
    found
}

/// What a run printed on both streams, and its exit code.
fn ran(command: &mut Command) -> (String, i32) {
    let output = command.output().unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(std::str::from_utf8(&output.stderr).unwrap());
    (text, output.status.code().unwrap_or(-1))
}

/// A question as a person sees it answered on a terminal of 80 columns.
fn asked(query: &str, folder: &Path) -> (String, i32) {
    ran(program().current_dir(folder).args([
        "--timeout",
        "0",
        "--format",
        "table",
        "--width",
        "80",
        "--color",
        "never",
        "-c",
        query,
    ]))
}

/// A command line of a document, with the built program in the place of `cargo run ... --` and of `whereof`.
#[cfg(unix)]
fn shell(line: &str, folder: &Path) -> (String, i32) {
    let built = format!("'{}'", env!("CARGO_BIN_EXE_whereof"));
    let line = match line.strip_prefix("cargo run").and_then(|rest| rest.split_once(" -- ")) {
        // on a terminal the answer is a table; where a test reads it, this has to be said
        Some((_, arguments)) => format!("whereof --format table --width 80 {arguments}"),
        None => line.to_owned(),
    };
    let script = format!("whereof() {{ {built} \"$@\"; }}\n( {line}\n) 2>&1");
    let mut command = Command::new("sh");
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C.UTF-8").current_dir(folder);
    ran(command.arg("-c").arg(script))
}

/// Runs what a document holds; gives it back with the outputs of today.
fn renewed(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_stem().unwrap().to_str().unwrap();
    let folder = super::cli::scratch(&format!("manual-{name}"));
    let mut document = Document::parse(&text).unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()));
    let mut outputs: Vec<(usize, Vec<String>)> = Vec::new();
    for (at, fence) in document.fences().enumerate() {
        let at_line = format!("{}:{}", path.display(), fence.line);
        let body = fence.body.join("\n");
        match fence.tag() {
            _ if fence.option("file").is_some() => {
                std::fs::write(folder.join(fence.option("file").unwrap()), body + "\n").unwrap();
            }
            "whereof" if fence.option("append").is_some() => {
                let path = folder.join(fence.option("append").unwrap());
                let before = std::fs::read_to_string(&path).unwrap();
                std::fs::write(path, before + &body + "\n").unwrap();
            }
            "whereof" => {
                let (said, code) = asked(&body, &folder);
                assert_eq!(code, i32::from(fence.has("error")), "{at_line}: `{body}`\n{said}");
                if document.answered(at) {
                    outputs.push((at + 1, fence.cut(&said)));
                }
            }
            #[cfg(unix)]
            "console" => {
                let mut lines = Vec::new();
                for command in fence.body.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    let (said, code) = shell(command, &folder);
                    let expected = fence.option("exit").map_or(0, |code| code.parse().unwrap());
                    assert_eq!(code, expected, "{at_line}: {command}\n{said}");
                    lines.push(format!("$ {command}"));
                    lines.extend(fence.cut(&said));
                }
                assert!(!lines.is_empty(), "{at_line}: no `$ ` line");
                outputs.push((at, lines));
            }
            #[cfg(unix)]
            "sh" => {
                for command in fence.body.iter().filter(|line| line.starts_with("cargo run") && line.contains(" -- ")) {
                    let (said, code) = shell(command, &folder);
                    assert_eq!(code, 0, "{at_line}: {command}\n{said}");
                    if document.answered(at) {
                        outputs.push((at + 1, fence.cut(&said)));
                    }
                }
            }
            #[cfg(not(unix))]
            "console" | "sh" => {}
            "rust" => assert!(
                is_compiled(path) || stands_in_an_example(fence),
                "{at_line}: these lines stand in no file under examples/, nor is the page compiled"
            ),
            "toml" => assert!(body.contains("whereof ="), "{at_line}: what is it about?"),
            "ebnf" => stands_in_the_grammar(fence, &at_line),
            "text" => {}
            // the same questions in other languages; `engines/` runs those of SQL and SPARQL
            "sql" | "sparql" | "cypher" | "datalog" | "bel" => assert_eq!(name, "coming-from", "{at_line}"),
            other => panic!("{at_line}: a fence `{other}` that no test looks at"),
        }
    }
    for (at, lines) in outputs {
        document.replace(at, lines);
    }
    document.text()
}

/// Code in a document is compiled and run with the library's own examples, where the library names the document.
fn is_compiled(path: &Path) -> bool {
    let name = path.strip_prefix(root()).unwrap().display().to_string();
    std::fs::read_to_string(root().join("src/lib.rs")).unwrap().contains(&format!("include_str!(\"../{name}\")"))
}

/// Code in a document is compiled and run as part of an example.
fn stands_in_an_example(fence: &Fence) -> bool {
    std::fs::read_dir(root().join("examples")).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        path.is_file() && std::fs::read_to_string(path).unwrap().contains(&fence.body.join("\n"))
    })
}

/// Productions in a document are those of the grammar.
fn stands_in_the_grammar(fence: &Fence, at_line: &str) {
    let grammar = std::fs::read_to_string(root().join("grammar/whereof.ebnf")).unwrap();
    for line in fence.body.iter().filter(|line| !line.is_empty()) {
        assert!(grammar.lines().any(|known| known == line), "{at_line}: not in the grammar: {line}");
    }
}

#[test]
fn what_the_documents_show_is_what_the_program_prints() {
    let bless = std::env::var_os("WHEREOF_BLESS").is_some();
    let mut stale = Vec::new();
    for path in documents() {
        let now = renewed(&path);
        let then = std::fs::read_to_string(&path).unwrap();
        if now == then {
            continue;
        }
        if bless {
            std::fs::write(&path, now).unwrap();
        } else {
            let at = now.lines().zip(then.lines()).position(|(now, then)| now != then).unwrap_or(0);
            let printed = now.lines().nth(at).unwrap_or_default();
            stale.push(format!("{}:{}: the program prints `{printed}`", path.display(), at + 1));
        }
    }
    assert!(stale.is_empty(), "{}\n`WHEREOF_BLESS=1 cargo test manual` renews them", stale.join("\n"));
}

/// A form that can be typed is a form that is explained.
#[test]
fn every_production_is_explained() {
    let grammar = std::fs::read_to_string(root().join("grammar/whereof.ebnf")).unwrap();
    let pages: String = documents().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let productions: Vec<&str> = grammar.lines().filter(|line| line.contains(" = ") && line.ends_with(';')).collect();
    assert!(productions.len() > 30);
    for production in productions {
        assert!(pages.lines().any(|line| line == production), "explained nowhere: {production}");
    }
}

/// The base that a page builds up in pieces is a base that loads.
#[test]
fn bases_in_the_documents_are_sound() {
    for path in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        let document = Document::parse(&text).unwrap();
        for fence in
            document.fences().filter(|fence| fence.option("file").is_some_and(|name| name.ends_with(".whereof")))
        {
            let source = whereof::text::Source::new("page", fence.body.join("\n"));
            let found: Vec<String> =
                whereof::engine::check(&[source]).iter().map(|(_, each)| each.message.clone()).collect();
            assert!(fence.has("unsound") || found.is_empty(), "{}:{}: {found:?}", path.display(), fence.line);
        }
    }
}

/// What the guide builds piece by piece is the base that it points to.
#[test]
fn the_guide_ends_with_the_base_under_examples() {
    let text = std::fs::read_to_string(root().join("docs/curating.md")).unwrap();
    let document = Document::parse(&text).unwrap();
    let mut built = String::new();
    for fence in document.fences() {
        if fence.option("file").or(fence.option("append")) == Some("snails.whereof") {
            built.push_str(&fence.body.join("\n"));
            built.push('\n');
        }
    }
    let kept = std::fs::read_to_string(root().join("examples/bases/snails.whereof")).unwrap();
    assert_eq!(built, kept);
    let source = whereof::text::Source::new("snails", built);
    assert!(whereof::engine::check(&[source]).is_empty());
}

/// Side by side means that no language is left out of a question.
#[test]
fn each_question_stands_beside_those_of_five_languages() {
    let text = std::fs::read_to_string(root().join("docs/coming-from.md")).unwrap();
    let (_, questions) = text.split_once("## Ten questions").unwrap();
    let document = Document::parse(questions).unwrap();
    let tags: Vec<&str> = document.fences().map(Fence::tag).collect();
    let each = ["whereof", "text", "sql", "sparql", "cypher", "datalog", "bel"];
    assert_eq!(tags.chunks(each.len()).filter(|tags| *tags == each).count(), 10);
    assert_eq!(tags.len(), 10 * each.len());
    assert!(document.fences().all(|fence| !fence.body.is_empty()));
}

#[test]
fn links_lead_somewhere() {
    for path in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            if file.contains("://") {
                continue;
            }
            let file = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(file.exists(), "{}: {target}", path.display());
            if !heading.is_empty() {
                let there = std::fs::read_to_string(&file).unwrap();
                let mut headings = there.lines().filter(|line| line.starts_with('#')).map(anchor);
                assert!(headings.any(|known| known == heading), "{}: {target}", path.display());
            }
        }
    }
}

/// The address of a heading, as the sites that show these pages form it.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    words
        .chars()
        .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter))
        .collect::<String>()
        .replace(' ', "-")
}
