//! Names that are not known, of the wrong kind, or of several things: the messages.
//!
//! Words that could not be looked up come in, diagnostics with the nearest names go out. Nothing is looked up for good here.

use super::lookup::{Lookup, Position, quoted, span_of, text_of};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::model::{EntityId, SlotId};
use crate::names::one_of;
use crate::syntax::ast::{Part, PartKind, Run};
use crate::syntax::token;
use crate::text::Span;

/// How many nearest names or senses a message lists.
const MOST: usize = 5;

/// Words of a run in which a known name at the beginning is looked for.
const LONGEST: usize = 24;

impl Lookup<'_> {
    pub(super) fn unknown(&self, parts: &[Part], position: &Position<'_>, suggest: bool) -> Diagnostic {
        let (text, span) = (text_of(parts), span_of(parts));
        let text = text.as_str();
        let mut found = Diagnostic::error("W0201", format!("`{text}` is no name in this base"), span, "not known");
        if let Some(misread) = misread(parts) {
            return misread.told("W0201", parts);
        }
        if !suggest {
            return found;
        }
        if let Some(longer) = self.longer(parts, position) {
            return longer;
        }
        let near = self.vocabulary.nearest_entities(text, MOST, &|id| self.admits(id, position));
        if near.is_empty() {
            // What is like it and cannot stand here may still tell what to ask.
            let elsewhere = self.vocabulary.nearest_entities(text, MOST, &|_| true);
            if let Some((spelling, id)) = elsewhere.first() {
                let kind = self.kind_of(*id);
                return found.with_note(format!("`{spelling}` is known as {kind}, which cannot be {}", position.words));
            }
            let known = if position.words.starts_with("reached") { "" } else { "known as " };
            return found
                .with_note(format!("nothing like it is {known}{}", position.words))
                .with_note("`nouns` lists what kinds of thing there are; `resolve NAME` tells what a name stands for");
        }
        for (spelling, id) in near {
            found = found.with_fix(self.replace_by(span, &spelling, id));
        }
        found
    }

    /// Words behind a name that is known by itself: `CXCR4 for fibrosis`. Longer runs are no slip in a name, and would be read again for each word.
    fn longer(&self, parts: &[Part], position: &Position<'_>) -> Option<Diagnostic> {
        if parts.len() > LONGEST {
            return None;
        }
        let cut = (1..parts.len()).rev().find(|&cut| {
            let name = parts.get(..cut).unwrap_or_default();
            let senses = self.vocabulary.entities_named(&text_of(name));
            senses.iter().any(|&id| self.admits(id, position))
        })?;
        let (name, rest) = parts.split_at(cut);
        let (name, more) = (text_of(name), text_of(rest));
        let message = format!("`{name}` is known, `{name} {more}` is not");
        let mut found = Diagnostic::error("W0201", message, span_of(rest), "no part of the name");
        // What follows may be a slip in the longer name, or has no business here.
        for (spelling, id) in self.vocabulary.nearest_entities(&text_of(parts), 3, &|id| self.admits(id, position)) {
            if spelling.split_whitespace().count() >= parts.len() {
                found = found.with_fix(self.replace_by(span_of(parts), &spelling, id));
            }
        }
        Some(found.with_note("conditions are joined by `and`; a place, a disease or a species stands behind `in` or in a slot: `disease = fibrosis`"))
    }

    pub(super) fn wrong_kind(
        &self,
        senses: &[EntityId],
        text: &str,
        span: Span,
        position: &Position<'_>,
    ) -> Diagnostic {
        let kinds: Vec<String> = senses.iter().map(|&id| self.kind_of(id)).collect();
        let wanted: Vec<String> = position.kinds.iter().map(|&kind| self.kind_name(kind)).collect();
        let mut found = Diagnostic::error(
            "W0204",
            format!("`{text}` is {}, which cannot be {}", one_of(&kinds, "and"), position.words),
            span,
            format!("{} is wanted here", one_of(&wanted, "or")),
        );
        let schema = self.vocabulary.schema();
        let place =
            senses.iter().filter_map(|&id| self.vocabulary.entity(id)).find_map(|entity| schema.place_of(entity.kind));
        match place.and_then(|slot| schema.slots.get(slot.index())) {
            Some(slot) if !position.words.starts_with("a value") => {
                let (slot, name) = (quoted(&slot.name), quoted(text));
                found.notes.push(format!("as a context: `{slot} = {name}`, or `in {name}`"));
            }
            _ => found.notes.push("`describe NAME` tells where a name stands in findings".to_owned()),
        }
        found
    }

    pub(super) fn ambiguous(&self, text: &str, span: Span, senses: &[EntityId]) -> Diagnostic {
        let mut found = Diagnostic::error(
            "W0203",
            format!("`{text}` may mean {} things", senses.len()),
            span,
            "say which one is meant",
        );
        let full: Vec<String> = senses.iter().map(|&id| self.vocabulary.full_name(id)).collect();
        if full.iter().any(|name| full.iter().filter(|other| *other == name).count() > 1) {
            return found.with_note(
                "the name was declared twice: a base laid upon another uses its names and does not declare them again",
            );
        }
        for &id in senses {
            let name = self.vocabulary.entity(id).map_or_else(String::new, |entity| entity.name.clone());
            let names_one = self.vocabulary.entities_named(&name).len() == 1;
            let spelling = if names_one { name } else { format!("{}:{name}", self.kind_of(id)) };
            found = found.with_fix(self.replace_by(span, &spelling, id));
        }
        found
    }

    fn replace_by(&self, span: Span, spelling: &str, id: EntityId) -> Fix {
        let name = self.vocabulary.entity(id).map_or_else(String::new, |entity| entity.name.clone());
        let kind = self.kind_of(id);
        let message = if name == spelling { format!("{name} ({kind})") } else { format!("{spelling} ({kind} {name})") };
        Fix::replace(message, span, quoted(spelling))
    }

    pub(super) fn unknown_slot(&self, text: &str, run: &Run) -> Diagnostic {
        let span = run.span;
        if let Some(misread) = misread(&run.parts) {
            return misread.told("W0205", &run.parts);
        }
        let verb = (1..run.parts.len().min(super::effect::VERB_WORDS))
            .any(|words| !self.vocabulary.verbs_named(&text_of(run.parts.get(..words).unwrap_or_default())).is_empty());
        if verb {
            return Diagnostic::error(
                "W0205",
                format!("`{text}` is said of the row, and compares nothing"),
                span,
                "no slot",
            )
            .with_note("an amount is a slot of its own: `and dose = ...`");
        }
        let mut found =
            Diagnostic::error("W0205", format!("`{text}` is no slot of findings"), span, "not known as a slot");
        let most = if self.may_suggest() { MOST } else { 0 };
        let near: Vec<(String, SlotId)> = self.vocabulary.nearest_slots(text, most);
        for (spelling, _) in &near {
            found = found.with_fix(Fix::replace(spelling.clone(), span, quoted(spelling)));
        }
        let kind = self.vocabulary.kinds_named(text).first().copied();
        let place = kind.and_then(|kind| self.vocabulary.schema().place_of(kind));
        if let Some(slot) = place.and_then(|id| self.vocabulary.schema().slots.get(id.index())) {
            found = found.with_fix(Fix::replace(slot.name.clone(), span, quoted(&slot.name)));
        }
        found.with_note("`slots` lists the slots of this base")
    }
}

/// What was read as part of a name and is none: keywords in capitals, signs of other languages, comments of theirs.
pub(super) struct Misread {
    /// The first such word.
    pub(super) span: Span,
    wanted: String,
    note: &'static str,
    fix: Fix,
}

impl Misread {
    /// The same as a diagnostic with a code.
    pub(super) fn told(self, code: &'static str, parts: &[Part]) -> Diagnostic {
        let word = parts.iter().find(|part| part.span == self.span).map_or("", |part| part.text.as_str());
        let message = format!("`{word}` is read as part of a name");
        let label = format!("`{}` is wanted here", self.wanted);
        Diagnostic::error(code, message, self.span, label).with_note(self.note).with_fix(self.fix)
    }
}

/// The words of a run that are none of a name: `upregulates A AND disease`, `A && disease`, `A -- comment`.
pub(super) fn misread(parts: &[Part]) -> Option<Misread> {
    let words = || parts.iter().filter(|part| part.kind == PartKind::Word);
    if let Some(first) = words().find(|part| part.text.starts_with("--") || part.text.starts_with("//")) {
        let at = Span { start: first.span.start, end: first.span.start };
        let fix = Fix::replace("a comment begins with `#`", at, "# ");
        return Some(Misread {
            span: first.span,
            wanted: "#".to_owned(),
            note: "a comment runs from `#` to the end of its line",
            fix,
        });
    }
    let mut edits = Vec::new();
    let (mut shouted, mut first) = (false, None);
    for part in words() {
        let lower = part.text.to_ascii_lowercase();
        let replacement = match part.text.as_str() {
            "&&" | "&" => "and".to_owned(),
            "||" | "|" => "or".to_owned(),
            "\u{2260}" => "!=".to_owned(),
            "\u{2264}" => "<=".to_owned(),
            "\u{2265}" => ">=".to_owned(),
            typed if lower != typed && token::reserved(&lower).is_some() => {
                shouted = true;
                lower
            }
            _ => continue,
        };
        first.get_or_insert(part.span);
        edits.push(Edit { span: part.span, replacement });
    }
    let words: Vec<String> = edits.iter().map(|edit| format!("`{}`", edit.replacement)).collect();
    let (message, note) = if shouted {
        (format!("lower case: {}", words.join(", ")), "keywords are lower case; in upper case they are names")
    } else {
        (
            words.join(", "),
            "conditions are joined by the words `and` and `or`, and compared by `=`, `!=`, `<`, `<=`, `>`, `>=`",
        )
    };
    let wanted = edits.first().map_or_else(String::new, |edit| edit.replacement.clone());
    Some(Misread { span: first?, wanted, note, fix: Fix { message, edits, rows: None, examples: Vec::new() } })
}
