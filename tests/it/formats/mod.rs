//! Formats that carry what an answer rests on into other tools, each read back by a reader that is not ours where there is one.
//!
//! `tests/readers/run` reads them with the tools of their users.

mod cite;
#[cfg(feature = "columns")]
mod columns;
mod graph;
mod kept;
mod network;
mod pages;
mod pictures;

use std::path::Path;
use whereof::answer::{Graph, Reply};
use whereof::render::{Format, Style, Told, Written, is_banned, write};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

/// A base of names that break what is not escaped.
fn nasty() -> Base {
    Base::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/nasty.jsonl")).unwrap()
}

/// Questions of the nasty base: for every treatment, and for every sort of finding.
const NASTY: &str = "treatment where has no effect on \"same id\" or raises \"gene one\" or lowers \"gene one\";
    finding where direction = unclear; finding where stance = gap; finding where stance = hypothesised; finding where object = ague";

/// Replies with what they rest on.
fn asked(base: Base, text: &str) -> Vec<(Reply, Graph)> {
    let mut session = Session::new(base, Limits::script());
    let mut kept = Vec::new();
    session.eval_with_base(&Source::new("query", text), &mut |result, base| {
        let reply = result.unwrap_or_else(|error| panic!("{text}: {error}"));
        let graph = base.graph(&reply);
        kept.push((reply, graph));
        true
    });
    kept
}

fn written(told: &[(Reply, Graph)], format: Format) -> Written {
    let told: Vec<Told<'_>> = told.iter().map(|(reply, graph)| Told { reply, graph }).collect();
    write(&told, format, &Style::default()).unwrap_or_else(|why| panic!("{format}: {why}"))
}

/// The text of a format that is one file.
fn text(told: &[(Reply, Graph)], format: Format) -> String {
    let written = written(told, format);
    assert_eq!(written.files.len(), 1, "{format}");
    String::from_utf8(written.files[0].clone()).unwrap()
}

#[test]
fn the_same_replies_give_the_same_bytes_and_no_hostile_character() {
    let (all, again) = (asked(nasty(), NASTY), asked(nasty(), NASTY));
    // a chart is of a matrix or of counts, and tested there
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Chart) {
        // data frames hold one answer
        let one = if matches!(format, Format::Parquet | Format::Arrow) { 1 } else { all.len() };
        let (told, again) = (&all[..one], &again[..one]);
        let written = written(told, format);
        assert_eq!(written, self::written(again, format), "{format}");
        assert_eq!(written.files.len(), format.parts().len(), "{format}");
        assert_eq!(format.file_names("x").len(), format.parts().len(), "{format}");
        for file in written.files.iter().filter(|_| !format.is_binary()) {
            let text = std::str::from_utf8(file).unwrap();
            let bad: Vec<char> = text.chars().filter(|c| *c != '\n' && *c != '\t' && is_banned(*c)).collect();
            assert!(bad.is_empty(), "{format}: {bad:?}");
        }
    }
}

#[test]
fn what_has_no_findings_is_said_and_not_made_up() {
    let told = asked(
        Base::builtin(),
        "nouns; count treatment where upregulates CXCR4; treatment where increases GSH and disease = fibrosis",
    );
    // pictures refuse what they do not show at all
    let pictures = [Format::Svg, Format::Chart];
    for format in Format::ALL.into_iter().filter(|format| {
        format.is_document() && !format.tells_all() && !format.is_binary() && !pictures.contains(format)
    }) {
        let said = written(&told, format).not_held.join("\n");
        assert!(said.contains("a list of words"), "{format}: {said}");
        assert!(said.contains("ask without `count`"), "{format}: {said}");
    }
}
