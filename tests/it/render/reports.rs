//! Diagnostics, drawn over texts that make it hard.

use proptest::prelude::*;
use std::time::{Duration, Instant};
use whereof::diagnostic::{Diagnostic, Fix, Label, Severity};
use whereof::render::{Style, is_banned, report};
use whereof::text::{Source, Span};

/// An error at the word `CXCR44` of a text.
fn unknown_in(text: &str) -> (Source, Diagnostic) {
    let source = Source::new("query", text);
    let at = text.find("CXCR44").unwrap();
    let span = source.span(at, at + 6);
    let mut fix = Fix::replace("CXCR4 (gene)", span, "CXCR4");
    fix.rows = Some(1);
    let found = Diagnostic::error("W0201", "no name `CXCR44` in this base", span, "not known").with_fix(fix);
    (source, found)
}

fn drawn(text: &str) -> String {
    let (source, found) = unknown_in(text);
    report::human(&source, &[found], 20, &Style::default())
}

#[test]
fn plain() {
    insta::assert_snapshot!(drawn("treatment where upregulates CXCR44"));
}

#[test]
fn greek_and_odd_hyphens_in_front() {
    insta::assert_snapshot!(drawn("treatment where downregulates TGF-β and upregulates CXCR‐4, CXCR44"));
}

#[test]
fn wide_characters_in_front() {
    insta::assert_snapshot!(drawn("线粒体 where upregulates CXCR44"));
}

#[test]
fn escape_and_bidirectional_characters_in_front() {
    insta::assert_snapshot!(drawn("tre\u{1b}[31matment \u{202e}where\tupregulates CXCR44"));
}

#[test]
fn third_line_of_a_script() {
    insta::assert_snapshot!(drawn("treatment where upregulates CXCR4;\r\n\r\ntreatment where upregulates CXCR44\r\n"));
}

#[test]
fn in_ascii() {
    let (source, found) = unknown_in("treatment where upregulates CXCR44");
    insta::assert_snapshot!(report::human(&source, &[found], 20, &Style { unicode: false, ..Style::default() }));
}

#[test]
fn at_the_end_and_with_two_places() {
    let source = Source::new("query", "treatment where (upregulates CXCR4 and");
    let mut found = Diagnostic::error("W0101", "the question ends here", source.span(38, 38), "something is missing")
        .with_label(source.span(16, 17), "this bracket is open")
        .with_note("a bracket holds conditions joined by `and` or by `or`");
    found.expected = vec!["a verb".into(), "`not`".into(), "`(`".into(), "`in`".into()];
    insta::assert_snapshot!(report::human(&source, &[found], 20, &Style::default()));
}

#[test]
fn empty_text() {
    let source = Source::new("query", "");
    let found = Diagnostic::error("W0101", "nothing is asked", source.span(0, 0), "here");
    insta::assert_snapshot!(report::human(&source, &[found], 20, &Style::default()));
}

#[test]
fn one_line_and_json() {
    let (source, found) = unknown_in("treatment where downregulates TGF-β and upregulates CXCR44");
    assert_eq!(
        report::short(&source, std::slice::from_ref(&found), 20),
        "query:1:53: error W0201: no name `CXCR44` in this base; CXCR4 (gene): 1 row\n"
    );
    let json: serde_json::Value = serde_json::from_str(&report::json(&source, &[found], 20)).unwrap();
    assert_eq!(json["labels"][0]["start"], 53);
    assert_eq!(json["labels"][0]["column"], 53);
    assert_eq!(json["labels"][0]["line"], 1);
    assert_eq!(json["fixes"][0]["rows"], 1);
    assert_eq!(json["fixes"][0]["edits"][0]["replacement"], "CXCR4");
    assert_eq!(json["code"], "W0201");
}

#[test]
fn ten_megabytes_on_one_line_are_quick_and_small() {
    for filler in ["a ", "β ", "\u{1b}[31m", "线", "e\u{301}"] {
        let mut text = filler.repeat((10 << 20) / filler.len());
        let at = text.len();
        text.push_str("CXCR44");
        text.push_str(&filler.repeat(1000));
        let source = Source::new("query", text);
        let mut found =
            Diagnostic::error("W0201", filler.repeat(10_000), source.span(at, at + 6), filler.repeat(10_000));
        for step in 0..1000 {
            found = found
                .with_label(source.span(step * 7, step * 7 + 3), filler.repeat(1000))
                .with_note(filler.repeat(1000));
            found.expected.push(filler.repeat(100));
            found.fixes.push(Fix::replace(filler.repeat(100), source.span(at, at + 6), "x"));
        }
        let found = [found];
        let begin = Instant::now();
        let report = report::human(&source, &found, 20, &Style::default());
        let took = begin.elapsed();
        // the promise is 50 ms; a debug build on a busy machine is given more
        let bound = if cfg!(debug_assertions) { 500 } else { 50 };
        assert!(took < Duration::from_millis(bound), "{filler:?} took {took:?}");
        assert!(report.len() < 64 << 10, "{filler:?}: {} bytes", report.len());
        assert!(!report.chars().any(|c| c != '\n' && is_banned(c)));
    }
}

#[test]
fn far_down_is_told_without_a_picture() {
    let text = format!("{}treatment where upregulates CXCR44", "x\n".repeat(200_000));
    let report = drawn(&text);
    assert!(report.contains("at query:200001:29"), "{report}");
    assert!(report.contains("^^^^^^ not known"), "{report}");
}

#[test]
fn many_reports_are_counted() {
    let (source, found) = unknown_in("CXCR44");
    let many = vec![found; 30];
    let report = report::human(&source, &many, 20, &Style::default());
    assert_eq!(report.matches("error: no name").count(), 20);
    assert!(report.ends_with("\nand 10 messages more\n"), "{report}");
}

/// Pieces of text that have gone wrong elsewhere.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("treatment where ".to_owned()),
        Just("TGF-β CXCR‐4 ".to_owned()),
        Just("线粒体".to_owned()),
        Just("e\u{301}\u{1f468}\u{200d}\u{1f469}".to_owned()),
        Just("\u{1b}[2J\u{202e}\u{2066}\u{0}".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n\t".to_owned()),
        Just("\u{2028}\u{85}\u{b}\u{c}".to_owned()),
        Just("…(place)".to_owned()),
        ".{0,12}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_spans_are_drawn_safely(
        pieces in prop::collection::vec(piece(), 0..12),
        spans in prop::collection::vec((0u32..300, 0u32..300, piece()), 0..12),
        color in any::<bool>(),
        unicode in any::<bool>(),
        width in 0usize..200,
    ) {
        let text = pieces.concat();
        let source = Source::new(text.clone(), text);
        let labels = spans.iter().map(|(start, end, message)| Label { span: Span { start: *start, end: *end }, message: message.clone() });
        let found = Diagnostic {
            code: "W0101",
            severity: Severity::Warning,
            message: source.text().to_owned(),
            labels: labels.collect(),
            expected: pieces.clone(),
            notes: pieces.clone(),
            fixes: spans.iter().map(|(start, end, message)| Fix::replace(message.clone(), Span { start: *start, end: *end }, "x")).collect(),
        };
        let style = Style { width, color, unicode, ..Style::default() };
        let found = [found];
        for report in [report::human(&source, &found, 20, &style), report::short(&source, &found, 20), report::json(&source, &found, 20)] {
            let plain = if color { report.replace("\u{1b}[", "[") } else { report.clone() };
            prop_assert!(!plain.chars().any(|c| c != '\n' && is_banned(c)), "{}", report);
            prop_assert!(report.len() < 64 << 10);
        }
    }
}
