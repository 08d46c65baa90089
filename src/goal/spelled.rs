//! Conditions on how names are written: `name contains kinase`.
//!
//! An effect's tree comes in where its words say so; the names that have those letters go out, as if each had been typed. What findings say of
//! them is not known here.

use super::heads::single_letter;
use super::lookup::text_of;
use super::resolve::{Lowering, quantified};
use super::{Condition, EntitySet, Letter};
use crate::diagnostic::Diagnostic;
use crate::model::KindId;
use crate::names::{Vocabulary, normal};
use crate::syntax::ast::{self, Part, PartKind};
use crate::text::Span;

/// What stands before the letters that are looked for.
const WORDS: [&str; 2] = ["name", "contains"];

/// Whether a run begins `name contains`, a letter before it apart.
pub(super) fn is_spelled(run: &ast::Run, vocabulary: &Vocabulary) -> bool {
    let parts = match run.parts.split_first() {
        Some((first, rest)) if single_letter(first).is_some() => rest,
        _ => run.parts.as_slice(),
    };
    begins(parts) && vocabulary.verbs_named("name contains").is_empty()
}

fn begins(parts: &[Part]) -> bool {
    let word = |(part, word): (&Part, &str)| part.kind == PartKind::Word && part.text == word;
    parts.len() >= WORDS.len() && parts.iter().zip(WORDS).all(word)
}

impl Lowering<'_, '_> {
    /// The names that are written so.
    #[inline(never)]
    pub(super) fn spelled(&mut self, letter: Letter, effect: &ast::Effect) -> Option<Condition> {
        let wrong = |words: &str, span: Span, label: &str| {
            Diagnostic::error("W0240", words, span, label)
                .with_note("as in `gene where name contains kinase`, `name contains \"protein kinase\"`, `name contains any of (kinase, phosphatase)`")
        };
        let Some(kind) = self.nouns.kind(letter) else {
            let found = wrong("a finding or a study has no name", effect.span, "names are of nouns");
            self.lookup.wrong(found);
            return None;
        };
        let besides =
            [effect.within.map(|(_, span)| span), effect.in_one_context, effect.items.as_ref().map(|items| items.span)];
        if let Some(span) = besides.into_iter().flatten().next() {
            let found = wrong("how a name is written has no context", span, "said of findings");
            self.lookup.wrong(found.with_note("join it to the conditions by `and`"));
            return None;
        }
        let rest = effect.run.parts.get(WORDS.len()..).unwrap_or_default();
        match (&effect.target, rest) {
            (None, [_, ..]) => self.containing(letter, kind, &text_of(rest), effect.span),
            (Some(ast::Target::Choice(choice)), []) => {
                let each = choice.runs.iter().map(|run| self.containing(letter, kind, &run.text(), run.span));
                let each: Vec<Option<Condition>> = each.collect();
                Some(quantified(choice.quantifier, each.into_iter().collect::<Option<_>>()?))
            }
            _ => {
                let found = wrong("`name contains` takes letters of a name", effect.span, "letters are wanted here");
                self.lookup.wrong(found);
                None
            }
        }
    }

    fn containing(&mut self, letter: Letter, kind: KindId, text: &str, span: Span) -> Option<Condition> {
        if normal(text).is_empty() {
            let found = Diagnostic::error("W0240", "there are no letters to look for", span, "no letter or digit")
                .with_note("blanks, dashes and signs do not count in names");
            self.lookup.wrong(found);
            return None;
        }
        let mut members = self.lookup.vocabulary.names_containing(text, Some(kind));
        members.sort_unstable();
        Some(Condition::Is(letter, EntitySet { members, containing: Some(text.to_owned()), ..EntitySet::default() }))
    }
}
