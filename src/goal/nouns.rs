//! What does not begin a question: the messages.
//!
//! Words that stand where a noun is wanted come in, a diagnostic with what was probably meant goes out. No noun is looked up for good here.

use super::heads::single_letter;
use super::lookup::{Lookup, insert, quoted, span_of, text_of};
use crate::diagnostic::{Diagnostic, Fix};
use crate::names::a;
use crate::syntax::ast::{Part, PartKind, Run};

/// Names that are listed as nouns of a base; a base may have many.
const MOST: usize = 5;

pub(super) fn unknown_noun(lookup: &Lookup<'_>, run: &Run, text: &str) -> Diagnostic {
    let vocabulary = lookup.vocabulary;
    let mut found = Diagnostic::error(
        "W0202",
        format!("`{text}` is no noun of this base"),
        run.span,
        "a question starts with a noun",
    );
    let names = vocabulary.schema().kinds.iter().map(|kind| kind.name.clone());
    found.expected = names.chain(["finding".to_owned(), "study".to_owned()]).collect();
    if vocabulary.schema().kinds.is_empty() {
        return found
            .with_note("this base declares no noun, so nothing can be asked of it; `noun treatment;` declares one");
    }
    let noun = |parts: &[Part]| !vocabulary.kinds_named(&text_of(parts)).is_empty();
    if let Some(id) = vocabulary.entities_named(text).first() {
        let kind = lookup.kind_of(*id);
        found.message = format!("`{text}` is {}, and a question starts with a noun", a(&kind));
        let name = quoted(text);
        return found.with_note(format!("the row itself is named behind `where`: `{kind} where is {name} and ...`"));
    }
    if let Some((last, rest)) = run.parts.split_last()
        && noun(rest)
        && is_like_a_letter(last)
    {
        let letter = last.text.chars().next().unwrap_or('A').to_ascii_uppercase();
        found.message = format!("`{}` is no letter for a noun", last.text);
        found.labels =
            vec![crate::diagnostic::Label { span: last.span, message: "one capital letter is wanted".to_owned() }];
        found.expected.clear();
        return found
            .with_note(format!("a letter is one capital, everywhere in the question: `{} {letter}`", text_of(rest)));
    }
    // `treatment A gene G`: a comma parts nouns.
    let cut = (2..run.parts.len().saturating_sub(1)).find(|&cut| {
        let (one, two) = run.parts.split_at(cut);
        [one, two]
            .iter()
            .all(|half| half.split_last().is_some_and(|(last, rest)| single_letter(last).is_some() && noun(rest)))
    });
    if let Some(second) = cut.and_then(|cut| run.parts.get(cut)) {
        let first = cut.and_then(|cut| run.parts.get(..cut)).map_or(run.span, span_of);
        let at = crate::text::Span { start: first.end, end: first.end };
        let fix = Fix {
            message: "a comma between two nouns".to_owned(),
            edits: vec![insert(at, ",")],
            rows: None,
            examples: Vec::new(),
        };
        found.message = "a comma parts two nouns".to_owned();
        found.labels = vec![crate::diagnostic::Label { span: second.span, message: "the second noun".to_owned() }];
        found.expected.clear();
        return found.with_fix(fix);
    }
    for (name, _) in vocabulary.nearest_kinds(text, if lookup.may_suggest() { MOST } else { 0 }) {
        // A noun that is only a part of what was typed would leave the rest out.
        if name.split_whitespace().count() >= run.parts.len() {
            found = found.with_fix(Fix::replace(name.clone(), run.span, quoted(&name)));
        }
    }
    // `which treatments`, `all treatments`, `show me treatments`: the last word is the noun.
    let last = run.parts.last().filter(|_| run.parts.len() > 1);
    if let Some(kind) = last.and_then(|last| vocabulary.kinds_named(&last.text).first().copied()) {
        let name = lookup.kind_name(kind);
        found = found.with_fix(Fix::replace(format!("start with `{name}`"), run.span, quoted(&name)));
    }
    found
}

/// `a`, `T1`: what people type where one capital letter is wanted.
fn is_like_a_letter(part: &Part) -> bool {
    let mut letters = part.text.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
    let rest = letters.as_str();
    let short = rest.len() <= 2 && rest.chars().all(|c| c.is_ascii_digit());
    part.kind == PartKind::Word && first && short && single_letter(part).is_none()
}
