//! The corpus: every script in `ok` is accepted, every script in `err` is told what is wrong with it.

use super::generate::assert_prints_back;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use whereof::diagnostic::Diagnostic;
use whereof::syntax::format::format;
use whereof::syntax::{TextLimits, parse};
use whereof::text::{Source, Span};

fn scripts(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/corpus").join(folder);
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn source(path: &Path) -> Source {
    Source::new(path.file_stem().unwrap().to_string_lossy(), std::fs::read_to_string(path).unwrap())
}

/// A diagnostic in plain lines: places as line:column, fixes as the text that they give.
pub(crate) fn plain(source: &Source, diagnostic: &Diagnostic) -> String {
    let mut out = String::new();
    let place = |span: Span| {
        let (line, column) = source.line_column(span.start);
        let (last_line, last_column) = source.line_column(span.end);
        format!("{line}:{column}-{last_line}:{last_column} {:?}", source.slice(span))
    };
    writeln!(out, "{:?} {}: {}", diagnostic.severity, diagnostic.code, diagnostic.message).unwrap();
    for label in &diagnostic.labels {
        writeln!(out, "  at {}: {}", place(label.span), label.message).unwrap();
    }
    for note in &diagnostic.notes {
        writeln!(out, "  note: {note}").unwrap();
    }
    if !diagnostic.expected.is_empty() {
        writeln!(out, "  expected: {}", diagnostic.expected.join(" | ")).unwrap();
    }
    for fix in &diagnostic.fixes {
        writeln!(out, "  fix: {}", fix.message).unwrap();
        for line in fix.apply(source.text()).unwrap().lines() {
            writeln!(out, "    | {line}").unwrap();
        }
    }
    out
}

#[test]
fn accepted_scripts_are_accepted() {
    for path in scripts("ok") {
        let source = source(&path);
        let parsed = parse(&source, TextLimits::default());
        let told: String = parsed.diagnostics.iter().map(|each| plain(&source, each)).collect();
        assert!(told.is_empty(), "{}\n{told}", path.display());
        assert_prints_back(&source);
        let once = format(&source).unwrap();
        assert_eq!(format(&Source::new("", once.clone())).unwrap(), once);
        insta::with_settings!({snapshot_path => "snapshots/ok", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(source.name(), once);
        });
    }
}

#[test]
fn rejected_scripts_say_why() {
    for path in scripts("err") {
        let source = source(&path);
        let parsed = parse(&source, TextLimits::default());
        assert!(parsed.has_errors(), "{} has no error", path.display());
        let told: Vec<String> = parsed.diagnostics.iter().map(|each| plain(&source, each)).collect();
        let shown = format!("{}\n{}\nkept:\n{}", source.text(), told.join("\n"), parsed.script);
        insta::with_settings!({snapshot_path => "snapshots/err", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(source.name(), shown);
        });
    }
}

/// A fix of a single error is worth offering only if the mended text goes further than the broken one.
#[test]
fn fixes_mend() {
    let mut tried = 0;
    for path in scripts("err") {
        let source = source(&path);
        let errors = parse(&source, TextLimits::default()).diagnostics;
        for diagnostic in &errors {
            for fix in &diagnostic.fixes {
                let mended = Source::new("mended", fix.apply(source.text()).unwrap());
                let left = parse(&mended, TextLimits::default()).diagnostics;
                let gone = left.len() < errors.len()
                    || left.iter().zip(&errors).any(|(left, before)| left.span().start > before.span().start);
                assert!(gone, "{}: {} leaves\n{}", path.display(), fix.message, mended.text());
                tried += 1;
            }
        }
    }
    assert!(tried >= 20, "only {tried} fixes were tried");
}
