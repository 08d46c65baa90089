//! Ways out where an effect's words make no verb and name.
//!
//! The words that could not be read come in, diagnostics with fixes go out. Nothing is resolved here.

use super::Head;
use super::effect::{Split, SplitVerb, VERB_WORDS};
use super::lookup::{Found, Position, insert, quoted, span_of, text_of};
use super::resolve::Lowering;
use super::unknown::misread;
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::KindId;
use crate::syntax::ast::{self, Part};

impl Lowering<'_, '_> {
    pub(super) fn two_verbs(&self, effect: &ast::Effect, best: &Split<'_>, rival: &Split<'_>) -> Diagnostic {
        let name = |verb: &SplitVerb| match verb {
            SplitVerb::Relation { relation, .. } => self.lookup.relation_name(*relation),
            SplitVerb::Chain { relation, .. } => format!("indirectly {}", self.lookup.relation_name(*relation)),
            other => format!("{other:?}").to_lowercase(),
        };
        let (one, two) = (name(&best.verb), name(&rival.verb));
        let head = effect.run.parts.get(..best.words).unwrap_or_default();
        let span = span_of(head);
        Diagnostic::error(
            "W0206",
            format!("`{}` may mean `{one}` or `{two}`", text_of(head)),
            span,
            "say which one is meant",
        )
        .with_fix(Fix::replace(one.clone(), span, one))
        .with_fix(Fix::replace(two.clone(), span, two))
    }

    pub(super) fn no_verb(&self, effect: &ast::Effect, before: Option<&ast::Effect>) -> Diagnostic {
        let run = &effect.run;
        let text = run.text();
        let vocabulary = self.lookup.vocabulary;
        let first = run.parts.first().map_or(run.span, |part| part.span);
        let mut found =
            Diagnostic::error("W0207", format!("`{text}` does not start with a verb"), first, "a verb is wanted here");
        if let Some(misread) = misread(&run.parts) {
            return misread.told("W0207", &run.parts);
        }
        if matches!(run.parts.first().map(|part| part.text.as_str()), Some("indirectly")) {
            return found.with_note("behind `indirectly` stands a verb that says more or less: `verbs` lists them");
        }
        if let Some(fix) = self.claim_inside(run) {
            return Diagnostic { message: format!("`{text}` starts with a name: the row is who acts"), ..found }
                .with_fix(fix);
        }
        // `upregulates A and B`: the verb is missing before B.
        let known = self.lookup.found(&run.parts, &Position { kinds: &[], words: String::new() }).is_some();
        if known && let Some(verb) = before.and_then(|before| self.verb_text(before)) {
            let mut fix = Fix::replace(format!("{verb} {text}"), run.span, "");
            fix.edits = vec![insert(run.span, format!("{verb} "))];
            return Diagnostic { message: format!("`{text}` is a name: the verb before it is missing"), ..found }
                .with_fix(fix);
        }
        if known {
            let slots: Vec<String> = self.slots_for(&run.parts);
            for slot in slots {
                let mut fix = Fix::replace(format!("{slot} = {text}"), run.span, "");
                fix.edits = vec![insert(run.span, format!("{slot} = "))];
                found = found.with_fix(fix);
            }
        }
        if let Some(second) = first_word_is_filler(run) {
            let (filler, rest) = run.parts.split_at(second);
            let span = span_of(filler).to(rest.first().map_or(run.span, |part| part.span));
            if let Some(start) = rest.first() {
                let word = start.text.clone();
                found = found.with_fix(Fix::replace(format!("leave out `{}`", text_of(filler)), span, word));
            }
        }
        // The nearest verbs, for as many words as there may be in one.
        let most = if self.lookup.may_suggest() { 4 } else { 0 };
        for words in (1..=run.parts.len().min(most)).rev() {
            let head = run.parts.get(..words).unwrap_or_default();
            for (phrase, _) in vocabulary.nearest_verbs(&text_of(head), 3) {
                // A verb that denies what was typed is no slip of the finger.
                if denies(&phrase) && !denies(&text) {
                    continue;
                }
                let fix = Fix::replace(phrase.clone(), span_of(head), phrase);
                if found.fixes.len() < 5 && !found.fixes.contains(&fix) {
                    found = found.with_fix(fix);
                }
            }
        }
        found.with_note("`verbs` lists the verbs of this base")
    }

    /// `SDF-1α increases homing` behind `where`: the name is said of the row apart.
    pub(super) fn claim_inside(&self, run: &ast::Run) -> Option<Fix> {
        let Head::Noun(kind) = self.head else { return None };
        for cut in (1..run.parts.len().min(VERB_WORDS)).rev() {
            let (name, rest) = run.parts.split_at(cut);
            let verb = (1..=rest.len().min(VERB_WORDS)).any(|words| {
                !self.lookup.vocabulary.verbs_named(&text_of(rest.get(..words).unwrap_or_default())).is_empty()
            });
            let position = Position { kinds: &[kind], words: String::new() };
            if verb && matches!(self.lookup.find(name, &position), Found::These(_)) {
                let span = span_of(name);
                let end = crate::text::Span { start: span.end, end: span.end };
                let mut fix = Fix::replace(format!("is {} and {}", text_of(name), text_of(rest)), span, "");
                fix.edits = vec![insert(span, "is "), insert(end, " and")];
                return Some(fix);
            }
        }
        None
    }

    pub(super) fn verb_text(&self, effect: &ast::Effect) -> Option<String> {
        let parts = &effect.run.parts;
        (1..=parts.len().min(VERB_WORDS))
            .rev()
            .map(|words| text_of(parts.get(..words).unwrap_or_default()))
            .find(|text| !self.lookup.vocabulary.verbs_named(text).is_empty())
    }

    /// Slots in which a name could stand.
    pub(super) fn slots_for(&self, parts: &[Part]) -> Vec<String> {
        let schema = self.lookup.vocabulary.schema();
        let named = self.lookup.vocabulary.entities_named(&text_of(parts));
        let kinds: Vec<KindId> =
            named.iter().filter_map(|&id| self.lookup.vocabulary.entity(id)).map(|e| e.kind).collect();
        schema
            .slots
            .iter()
            .filter(|slot| slot.place && kinds.iter().any(|&kind| slot.takes(kind)))
            .map(|slot| slot.name.clone())
            .collect()
    }

    /// `hepatocyte proliferation` for `proliferation of hepatocyte`.
    pub(super) fn other_way_round(&self, parts: &[Part], kinds: &[KindId]) -> Option<Fix> {
        // Names are short: what is longer is no name turned round.
        if parts.len() > VERB_WORDS {
            return None;
        }
        for cut in 1..parts.len() {
            let (bearer, name) = parts.split_at(cut);
            let mut turned = name.to_vec();
            turned.push(Part { kind: ast::PartKind::Word, text: "of".to_owned(), span: span_of(name) });
            turned.extend_from_slice(bearer);
            if self.named(&turned, kinds, "").is_ok_and(|named| named.bearer.is_some()) {
                let text = format!("{} of {}", quoted(&text_of(name)), quoted(&text_of(bearer)));
                return Some(Fix::replace(text.clone(), span_of(parts), text));
            }
        }
        None
    }

    /// Verbs of the same direction that take the name after all.
    pub(super) fn offer_verbs(
        &self,
        diagnostic: &mut Diagnostic,
        parts: &[Part],
        verb: &SplitVerb,
        verb_span: crate::text::Span,
    ) {
        let SplitVerb::Relation { relation, passive } = verb else { return };
        let schema = self.lookup.vocabulary.schema();
        let kinds: Vec<KindId> = self
            .lookup
            .vocabulary
            .entities_named(&text_of(parts))
            .iter()
            .filter_map(|&id| self.lookup.vocabulary.entity(id))
            .map(|entity| entity.kind)
            .collect();
        let mut next = schema.relations.get(relation.index()).and_then(|relation| relation.broader);
        for _ in 0..schema.relations.len() {
            let Some(broader) = next.and_then(|id| schema.relations.get(id.index())) else { return };
            let admitted = if *passive { &broader.subjects } else { &broader.objects };
            let phrase = if *passive { broader.passive.as_ref() } else { Some(&broader.name) };
            if let Some(phrase) = phrase
                && (admitted.is_empty() || kinds.iter().any(|kind| admitted.contains(kind)))
            {
                let words = format!("{phrase} {}", text_of(parts));
                diagnostic.fixes.insert(0, Fix::replace(words, verb_span, phrase.clone()));
                return;
            }
            next = broader.broader;
        }
    }
}

/// `that`, `which`, `it`, `does`: how many words at the beginning of a run are no verb but English around one.
fn first_word_is_filler(run: &ast::Run) -> Option<usize> {
    const FILLERS: [&str; 12] =
        ["that", "which", "who", "it", "they", "does", "do", "can", "will", "may", "has", "have"];
    let words = run.parts.iter().take_while(|part| FILLERS.contains(&part.text.as_str())).count();
    (words > 0 && words < run.parts.len()).then_some(words)
}

/// Whether words say that something is not so.
fn denies(text: &str) -> bool {
    text.to_lowercase()
        .split_whitespace()
        .any(|word| matches!(word, "no" | "not" | "without" | "never" | "fails" | "fail"))
}
