//! Words that are explained: each question runs, and whatever a screen shows is explained.

use std::collections::BTreeSet;
use whereof::answer::Verdict;
use whereof::engine::{Part, term, terms};
use whereof::syntax::token::TokenKind;
use whereof::{Base, Format, Limits, Session, Style, render};

#[test]
fn every_word_is_explained_once() {
    let mut seen = BTreeSet::new();
    for one in terms() {
        for word in one.also.iter().copied().chain([one.name]) {
            assert!(seen.insert(word.to_lowercase()), "`{word}` leads to two terms");
            assert_eq!(term(word).map(|found| found.name), Some(one.name), "{word}");
        }
        assert!(one.also.iter().all(|word| *word == word.to_lowercase()), "{}", one.name);
        assert!(!one.meaning.is_empty(), "{} has no meaning", one.name);
        let page = one.page(&Style { width: 40, ..Style::default() });
        assert!(page.lines().all(|line| line.chars().count() <= 40), "{page}");
    }
}

#[test]
fn every_question_of_a_term_has_something_to_show() {
    for one in terms().filter(|one| !one.query.is_empty()) {
        let mut session = Session::new(Base::builtin(), Limits::script());
        let replies = session.eval(one.query);
        assert!(!replies.is_empty(), "{}", one.name);
        for reply in replies {
            let reply = reply.unwrap_or_else(|error| panic!("{}: {}: {error}", one.name, one.query));
            let page = render(&reply, Format::Table, &Style::default()).unwrap();
            // what is shown shows it: an empty answer only where emptiness is the point
            let is_empty = page.contains("\nno row") || page.contains("\nno path\n");
            assert!(
                !is_empty || ["near miss", "no row", "weaker question"].contains(&one.name),
                "{}: {page}",
                one.name
            );
            if one.part == Part::Verdicts {
                assert!(page.contains(one.name), "{}: {page}", one.name);
            }
        }
    }
}

#[test]
fn every_verdict_and_every_word_of_the_language_is_explained() {
    use Verdict::{Contested, ContextSplit, Derived, Null, Opposed, Silent, Supported};
    for verdict in [Supported, ContextSplit, Contested, Derived, Opposed, Null, Silent] {
        // another verdict does not compile until it stands above
        let (Supported | ContextSplit | Contested | Derived | Opposed | Null | Silent) = verdict;
        assert_eq!(term(verdict.words()).map(|found| found.part), Some(Part::Verdicts), "{}", verdict.words());
    }
    for kind in TokenKind::terminals() {
        let word = kind.grammar().trim_matches('"');
        // what only the text of a base has, and signs
        let is_asked = word.chars().all(|c| c.is_ascii_lowercase() || c == ' ')
            && !matches!(kind, TokenKind::Unit | TokenKind::Entity | TokenKind::At | TokenKind::Given);
        assert!(!is_asked || term(word).is_some(), "`{word}` of the language has no term");
    }
    for word in ["always", "only", "indirectly", "includes", "contested on", "unstudied on", "unstudied"] {
        assert!(term(word).is_some(), "{word}");
    }
}

/// Labels and titles that the printers of answers hold, as they stand in their text.
fn labels() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in ["document", "card", "replies", "tables", "comparisons", "chains", "script"] {
        let path = format!("{}/src/render/{file}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let begins = ["Block::fact(", "Block::Title(0, ", "Block::Title( 0, ", "Item(0, format!(", "looser(page, "];
        for begin in begins {
            for rest in text.split(begin).skip(1) {
                let rest = rest.strip_prefix("format!(").unwrap_or(rest).trim_start();
                if let Some(literal) = rest.strip_prefix('"') {
                    found.insert(literal.split('"').next().unwrap().to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn every_label_of_an_answer_is_explained() {
    let labels = labels();
    assert!(labels.len() > 30, "{labels:?}");
    for label in labels {
        // up to what it says of this answer; those that begin with a name or a number are sentences
        let head = label.split([':', '{']).next().unwrap().trim().trim_end_matches(',');
        let known = term(head).is_some() || head.split(", ").next().is_some_and(|first| term(first).is_some());
        assert!(known || head.is_empty() || SENTENCES.contains(&head), "`{label}` has no term");
    }
    for column in [
        "verdict",
        "for",
        "against",
        "through",
        "told apart by",
        "shared",
        "opposite",
        "score",
        "rises",
        "falls",
        "no change",
    ] {
        assert!(term(column).is_some(), "{column}");
    }
}

/// What says by itself what it means.
const SENTENCES: &[&str] = &[
    "no pair on which findings disagree",
    "neither has a finding here",
    "nothing has anything in common with it",
    "no row differs",
    "how to use it",
    "no cell holds anything",
];
