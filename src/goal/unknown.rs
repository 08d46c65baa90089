//! Names that are not known, of the wrong kind, or of several things: the messages.
//!
//! Words that could not be looked up come in, diagnostics with the nearest names go out. Nothing is looked up for good here.

use super::lookup::{Lookup, Position, list, quoted, span_of, text_of};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::model::{EntityId, SlotId};
use crate::syntax::ast::{Part, PartKind, Run};
use crate::syntax::token;
use crate::text::Span;

/// How many nearest names or senses a message lists.
const MOST: usize = 5;

impl Lookup<'_> {
    pub(super) fn unknown(&self, parts: &[Part], position: &Position<'_>, suggest: bool) -> Diagnostic {
        let (text, span) = (text_of(parts), span_of(parts));
        let text = text.as_str();
        let mut found = Diagnostic::error("W0201", format!("`{text}` is no name in this base"), span, "not known");
        if let Some(fix) = lower_case(parts) {
            return found.with_note("keywords are lower case; in upper case they are names").with_fix(fix);
        }
        if !suggest {
            return found;
        }
        let near = self.vocabulary.nearest_entities(text, MOST, &|id| self.admits(id, position));
        if near.is_empty() {
            // What is like it and cannot stand here may still tell what to ask.
            let elsewhere = self.vocabulary.nearest_entities(text, MOST, &|_| true);
            if let Some((spelling, id)) = elsewhere.first() {
                let kind = self.kind_of(*id);
                return found.with_note(format!("`{spelling}` is known as {kind}, which cannot be {}", position.words));
            }
            return found
                .with_note(format!("nothing like it is known as {}", position.words))
                .with_note("`nouns` lists what kinds of thing there are; `resolve NAME` tells what a name stands for");
        }
        for (spelling, id) in near {
            found = found.with_fix(self.replace_by(span, &spelling, id));
        }
        found
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
            format!("`{text}` is a {}, which cannot be {}", list(&kinds, "and a"), position.words),
            span,
            format!("a {} is wanted here", list(&wanted, "or a")),
        );
        found.notes.push("`describe NAME` tells where a name stands in findings".to_owned());
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
        let verb = (1..run.parts.len().min(super::effect::VERB_WORDS))
            .any(|words| !self.vocabulary.verbs_named(&text_of(run.parts.get(..words).unwrap_or_default())).is_empty());
        if verb && lower_case(&run.parts).is_none() {
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
        if let Some(fix) = lower_case(&run.parts) {
            return found.with_note("keywords are lower case; in upper case they are names").with_fix(fix);
        }
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

/// The fix that writes keywords in lower case, where a run holds some in upper case: `upregulates A AND disease`.
pub(super) fn lower_case(parts: &[Part]) -> Option<Fix> {
    let shouted = |part: &&Part| {
        let lower = part.text.to_ascii_lowercase();
        part.kind == PartKind::Word && lower != part.text && token::reserved(&lower).is_some()
    };
    let edits: Vec<Edit> = parts
        .iter()
        .filter(shouted)
        .map(|part| Edit { span: part.span, replacement: part.text.to_ascii_lowercase() })
        .collect();
    let words: Vec<String> = edits.iter().map(|edit| format!("`{}`", edit.replacement)).collect();
    (!edits.is_empty()).then(|| Fix {
        message: format!("lower case: {}", words.join(", ")),
        edits,
        rows: None,
        examples: Vec::new(),
    })
}
