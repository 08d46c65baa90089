//! Evidence cards: which finding of which row, and how a card looks.

use super::{last, session};
use whereof::answer::card::Side;
use whereof::answer::{Card, NoCard, Reply};
use whereof::render::{Format, Style, is_banned, render};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";
const SPLIT: &str = "treatment where no effect on immunomodulation in vivo";

fn card(asked: &str, row: usize, finding: usize) -> Card {
    let mut session = session();
    let reply = last(&mut session, asked);
    session.card(&reply, row, finding).unwrap_or_else(|none| panic!("{asked}: {none}"))
}

fn page(card: Card, style: &Style) -> String {
    render(&Reply::Card(Box::new(card)), Format::Table, style).unwrap()
}

fn at(width: usize) -> Style {
    Style { width, ..Style::default() }
}

#[test]
fn the_headline_at_80_and_120() {
    let card = card(HEADLINE, 1, 1);
    insta::assert_snapshot!("headline_80", page(card.clone(), &at(80)));
    insta::assert_snapshot!("headline_120", page(card.clone(), &at(120)));
    insta::assert_snapshot!("headline_40_ascii", page(card, &Style { unicode: false, ..at(40) }));
}

/// Addresses too: they are the longest words of a card.
#[test]
fn a_card_is_as_narrow_as_the_terminal() {
    for width in 28..=100 {
        for style in [at(width), Style { links: true, color: true, ..at(width) }] {
            for (asked, row) in [(HEADLINE, 1), (SPLIT, 1)] {
                let page = page(card(asked, row, 1), &style);
                for line in page.lines().filter(|_| !style.links) {
                    assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "wider than {width}: {line}");
                }
                let whole: String = page.split_whitespace().collect();
                assert!(whole.contains("https://doi.org/10.1111/jcmm.14788"), "{width}: {page}");
            }
        }
    }
}

#[test]
fn both_sides_of_a_dispute() {
    let pages: Vec<String> = [1, 2].map(|finding| page(card(SPLIT, 1, finding), &at(80))).into_iter().collect();
    insta::assert_snapshot!("both_sides", pages.join("\n=====\n"));
}

#[test]
fn a_step_a_proof_and_what_is_said_instead() {
    let step = card("treatment where indirectly increases homing within 2", 1, 1);
    assert_eq!(step.side, Side::Step);
    let proof = card(&format!("why {HEADLINE}"), 1, 1);
    assert_eq!((proof.side, proof.verdict), (Side::Proof, None));
    assert_eq!(proof.evidence, card(HEADLINE, 1, 1).evidence);
    let instead = card("treatment where improves survival and not upregulates CXCR4 limit 30", 1, 1);
    assert_eq!(instead.side, Side::For);
    let pages = [step, proof].map(|card| page(card, &at(80)));
    insta::assert_snapshot!("step_and_proof", pages.join("\n=====\n"));
}

/// Every finding of a row is on one card, once, and those for the row come first.
#[test]
fn cards_go_through_all_findings_of_a_row() {
    let mut session = session();
    for asked in [
        HEADLINE,
        SPLIT,
        "treatment where improves homing",
        "gene where contested by hypoxia",
        "finding where object = CXCR4",
    ] {
        let replies = session.eval(&Source::new("query", asked));
        let Some(Ok(reply)) = replies.first() else { continue };
        let Reply::Answers(answers) = reply else { panic!("{asked}") };
        for (at, row) in answers.rows.iter().enumerate() {
            let first = session.card(reply, at + 1, 1).unwrap();
            let all: Vec<Card> = (1..=first.of as usize).map(|n| session.card(reply, at + 1, n).unwrap()).collect();
            let mut ids: Vec<u32> = all.iter().map(|card| card.evidence.finding.0).collect();
            let against = all.iter().position(|card| matches!(card.side, Side::Against | Side::AgainstElsewhere));
            let is_for = |card: &Card| card.side == Side::For;
            assert!(all.iter().skip(against.unwrap_or(all.len())).all(|card| !is_for(card)), "{asked}");
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all.len(), "{asked}: a finding on two cards");
            assert!(row.findings.iter().all(|id| ids.contains(&id.0)), "{asked}: a finding on no card");
            let none = session.card(reply, at + 1, all.len() + 1).unwrap_err();
            assert!(matches!(none, NoCard::NoFinding { .. }), "{none}");
        }
    }
}

#[test]
fn what_has_no_card_says_why() {
    let mut session = session();
    let reply = last(&mut session, HEADLINE);
    let why = |reply: &Reply, row, finding| session.card(reply, row, finding).unwrap_err().to_string();
    assert_eq!(why(&reply, 2, 1), "the last answer has 1 row, none is number 2");
    assert_eq!(why(&reply, 0, 1), "the last answer has 1 row, none is number 0");
    assert_eq!(why(&reply, 1, 2), "resveratrol rests on 1 finding, none is number 2");
    let mut other = super::session();
    let silent = last(&mut other, "treatment where unstudied on homing limit 1");
    assert!(why(&silent, 1, 1).starts_with("no finding says anything of "));
    let listing = last(&mut other, "nouns");
    assert_eq!(why(&listing, 1, 1), "the last answer has no rows with findings to show");
    let count = last(&mut other, "count treatment where upregulates CXCR4");
    assert_eq!(why(&count, 1, 1), "the last answer has no rows with findings to show");
}

/// An id means something in its own base only.
#[test]
fn a_card_is_never_of_another_base() {
    let mut old = session();
    let reply = last(&mut old, HEADLINE);
    let text = "source other; noun treatment; noun gene; verb upregulates with direction = increase;
        entity a is treatment; entity g is gene; study 1 { at \"1\" 1: a upregulates g; }";
    let other = Session::new(Base::from_text(Source::new("other", text)).unwrap(), Limits::script());
    assert_eq!(other.card(&reply, 1, 1), Err(NoCard::Changed));
    last(&mut old, "retract study 59");
    assert_eq!(old.card(&reply, 1, 1), Err(NoCard::Changed));
}

/// A base with everything that a terminal would obey, and identifiers that would break out of an address.
fn hostile() -> Base {
    let bad = "x\u{1b}]8;;http://evil\u{7}\u{202e}\u{9b}y";
    let text = format!(
        "source \"s{bad}\" with title = \"{bad}\", doi = \"10.1/{bad}\", pmid = 12, curator = \"{bad}\", curated = \"{bad}\";
        noun treatment; noun gene; slot dose is text;
        verb upregulates with direction = increase; verb downregulates with direction = decrease, opposite = upregulates;
        entity \"a{bad}\" is treatment; entity g is gene;
        study 1 \"{bad}\" {{ at \"{bad}\" 1: \"a{bad}\" upregulates g with dose = \"{bad}\"; }}
        study 2 {{ at \"1\" 2: \"a{bad}\" downregulates g; }}"
    );
    Base::from_text(Source::new("hostile", text)).unwrap_or_else(|e| panic!("{:?}", e.diagnostics()))
}

#[test]
fn nothing_in_data_reaches_the_terminal_raw() {
    let mut session = Session::new(hostile(), Limits::script());
    let reply = last(&mut session, "treatment where upregulates g");
    let card = session.card(&reply, 1, 1).unwrap();
    assert_eq!(card.contrary.len(), 1);
    let plain = page(card.clone(), &at(80));
    assert!(!plain.chars().any(|c| c != '\n' && is_banned(c)), "{plain}");
    let linked = page(card.clone(), &Style { links: true, ..at(80) });
    let bare = unlinked(&linked);
    assert!(!bare.chars().any(|c| c != '\n' && is_banned(c)), "{bare:?}");
    for format in [Format::Json, Format::Jsonl, Format::Tsv, Format::Csv, Format::Markdown] {
        let text = render(&Reply::Card(Box::new(card.clone())), format, &at(80)).unwrap();
        assert!(!text.chars().any(|c| !matches!(c, '\n' | '\t' | '\r') && is_banned(c)), "{format}: {text}");
    }
}

/// A text without its links; each of them must be whole, and its address made of harmless characters.
fn unlinked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\u{1b}]8;;") {
        let (url, behind) = behind.split_once("\u{1b}\\").unwrap();
        assert!(url.chars().all(|c| c.is_ascii_graphic()), "{url:?}");
        out.push_str(before);
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[test]
fn a_terminal_that_can_gets_links() {
    let linked = page(card(HEADLINE, 1, 1), &Style { links: true, ..at(80) });
    assert!(
        linked.contains("\u{1b}]8;;https://doi.org/10.1111/jcmm.14788\u{1b}\\doi 10.1111/jcmm.14788\u{1b}]8;;\u{1b}\\")
    );
    assert!(!unlinked(&linked).contains("https://"));
}

#[test]
fn a_card_as_json_and_as_a_row() {
    let reply = Reply::Card(Box::new(card(SPLIT, 1, 1)));
    let json: serde_json::Value = serde_json::from_str(&render(&reply, Format::Json, &at(80)).unwrap()).unwrap();
    crate::tables::has_the_keys_of_its_schema(&json);
    assert_eq!(json["side"], "for");
    assert_eq!(json["studies"][0]["number"], 67);
    assert_eq!(json["sources"][0]["links"][1]["url"], "https://pubmed.ncbi.nlm.nih.gov/31691463/");
    assert_eq!(json["contrary"].as_array().unwrap().len() as u64, json["of"].as_u64().unwrap() - 1);
    let tsv = render(&reply, Format::Tsv, &at(80)).unwrap();
    assert!(tsv.starts_with("row\tside\tabout\tfinding\tstatement\tsign\t"), "{tsv}");
    assert_eq!(tsv.lines().count(), 2);
}
