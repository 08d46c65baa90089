//! Targets: what a verb acts upon.
//!
//! The rest of an effect behind its verb comes in, entities, letters and nested goals go out. Which verb it is was decided by `effect`.

use super::effect::{Named, Split, SplitVerb};
use super::lookup::{Found, Position, span_of, text_of};
use super::resolve::{Lowering, resolve_boxed};
use super::{Compare, ContextId, EntitySet, Head, Sense, SlotRef, Target, Test};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{EntityId, KindId, SlotId};
use crate::names::{a, one_of};
use crate::syntax::ast::{self, Part};

/// Places of `of` at which a name is cut from its bearer, from the last backwards.
const CUTS: usize = 16;

/// The targets of one effect, each with the context of its bearer.
pub(super) struct Targets {
    pub(super) quantifier: Option<ast::Quantifier>,
    pub(super) each: Vec<(Target, Option<ContextId>)>,
}

impl Lowering<'_, '_> {
    #[inline(never)]
    pub(super) fn targets(
        &mut self,
        effect: &ast::Effect,
        split: &Split<'_>,
        verb_span: crate::text::Span,
    ) -> Option<Targets> {
        let kinds = self.target_kinds(&split.verb);
        let words = self.position_words(&split.verb);
        if let Some(target) = &effect.target
            && !split.name.is_empty()
        {
            let _ = target;
            self.words_between(split);
            return None;
        }
        let single = |target: Target| Targets { quantifier: None, each: vec![(target, None)] };
        match &effect.target {
            None if split.name.is_empty() && split.verb == SplitVerb::Unstudied => Some(single(Target::Any)),
            None if split.name.is_empty() => {
                self.no_target(effect, verb_span, &kinds);
                None
            }
            None if let Some(letter) = self.lone_letter(split.name) => {
                Some(single(self.letter_target(letter, span_of(split.name), &kinds, &words)?))
            }
            None if let Some(set) = self.set_target(split.name, &kinds)
                && self.lookup.found(split.name, &Position { kinds: &kinds, words: String::new() }).is_none() =>
            {
                Some(single(set))
            }
            None => {
                let named = self.name(split.name, &kinds, &words, &split.verb, verb_span)?;
                let bearer = named.bearer.map(|(slot, entities, span)| self.bearer(slot, entities, span));
                let set = self.lookup.set(named.entities, false, Vec::new());
                Some(Targets { quantifier: None, each: vec![(Target::Entities(set), bearer)] })
            }
            Some(ast::Target::Exactly(run)) => {
                if let Some(letter) = self.lone_letter(&run.parts) {
                    return Some(single(self.letter_target(letter, run.span, &kinds, &words)?));
                }
                if self.lookup.is_hole(&run.parts) {
                    self.lookup.learn_exactly();
                }
                let asked = self.lookup.entities(run, &Position { kinds: &kinds, words })?;
                Some(single(Target::Entities(self.lookup.set(asked, true, Vec::new()))))
            }
            Some(ast::Target::Ratio(ratio)) => Some(single(self.ratio(ratio, false)?)),
            Some(ast::Target::ExactlyRatio(ratio, _)) => Some(single(self.ratio(ratio, true)?)),
            Some(ast::Target::Choice(choice)) => self.choice(choice, &kinds, &words),
            Some(ast::Target::Query(query)) => self.query_targets(query, &split.verb),
        }
    }

    // What is wrong with a target, and what only some targets need, stays out of the frame that waits for nested questions.

    #[inline(never)]
    fn words_between(&mut self, split: &Split<'_>) {
        let span = span_of(split.name);
        let found = Diagnostic::error(
            "W0208",
            format!("`{}` stands between the verb and its target", text_of(split.name)),
            span,
            "not part of the verb",
        )
        .with_fix(Fix::replace("leave it out", span, ""));
        self.lookup.wrong(found);
    }

    #[inline(never)]
    fn no_target(&mut self, effect: &ast::Effect, verb_span: crate::text::Span, kinds: &[KindId]) {
        let found =
            Diagnostic::error("W0209", format!("`{}` has no target", effect.run.text()), verb_span, "name what")
                .with_note("behind it stands a name, a list such as `any of (A, B)`, or a question in brackets");
        let kinds: Vec<String> = kinds.iter().map(|&kind| self.lookup.kind_name(kind)).collect();
        let mut found = found;
        found.expected = kinds.iter().map(|kind| a(kind)).collect();
        self.lookup.wrong(found);
    }

    #[inline(never)]
    fn choice(&mut self, choice: &ast::Choice, kinds: &[KindId], words: &str) -> Option<Targets> {
        let mut each = Vec::new();
        let mut failed = false;
        for run in &choice.runs {
            if let Some(letter) = self.lone_letter(&run.parts) {
                match self.letter_target(letter, run.span, kinds, words) {
                    Some(target) => each.push((target, None)),
                    None => failed = true,
                }
                continue;
            }
            match self.lookup.entities(run, &Position { kinds, words: words.to_owned() }) {
                Some(asked) => each.push((Target::Entities(self.lookup.set(asked, false, Vec::new())), None)),
                None => failed = true,
            }
        }
        if failed { None } else { Some(Targets { quantifier: Some(choice.quantifier), each }) }
    }

    /// A nested query. On the way down nothing but this is held for it.
    #[inline(never)]
    pub(super) fn query_targets(&mut self, query: &ast::Query, verb: &SplitVerb) -> Option<Targets> {
        let goal = resolve_boxed(self.lookup, &query.head, Some(&query.body), None, query.span)?;
        self.goal_targets(query, goal, verb)
    }

    /// A nested query as a target, if its rows can be one.
    #[inline(never)]
    fn goal_targets(&mut self, query: &ast::Query, goal: Box<super::Goal>, verb: &SplitVerb) -> Option<Targets> {
        let (kinds, words) = (self.target_kinds(verb), self.position_words(verb));
        let span = query.head.first().map_or(query.span, |run| run.span);
        let wrong = match goal.head {
            Head::Noun(kind) if kinds.is_empty() || kinds.contains(&kind) => {
                return Some(Targets { quantifier: None, each: vec![(Target::Goal(goal), None)] });
            }
            Head::Noun(kind) => {
                let wanted: Vec<String> = kinds.iter().map(|&kind| self.lookup.kind_name(kind)).collect();
                let message = format!("{} cannot be {words}", a(&self.lookup.kind_name(kind)));
                Diagnostic::error("W0204", message, span, format!("{} is wanted here", one_of(&wanted, "or")))
            }
            Head::Finding | Head::Study => {
                let message = format!("findings and studies cannot be {words}");
                Diagnostic::error("W0217", message, span, "a noun is wanted here")
            }
        };
        self.lookup.wrong(wrong);
        None
    }

    fn position_words(&self, verb: &SplitVerb) -> String {
        match verb {
            SplitVerb::Relation { relation, passive } | SplitVerb::Chain { relation, passive } => {
                let name = self.lookup.relation_name(*relation);
                if *passive { format!("what {name} something") } else { format!("what something {name}") }
            }
            SplitVerb::Contested => "what findings are contested on".to_owned(),
            SplitVerb::Unstudied => "what is unstudied".to_owned(),
            SplitVerb::Includes => "part of a combination".to_owned(),
            SplitVerb::Defined { definition, passive } => {
                let found = self.lookup.definitions.get(*definition);
                let name = found.map_or_else(String::new, |found| found.name.clone());
                if *passive { format!("what {name} something") } else { format!("what something {name}") }
            }
        }
    }

    /// A name, with `of bearer` split off where the whole is no name.
    pub(super) fn named(&self, parts: &[Part], kinds: &[KindId], words: &str) -> Result<Named, Box<Diagnostic>> {
        let position = Position { kinds, words: words.to_owned() };
        if let Some(named) = self.name_and_bearer(parts, &position) {
            return Ok(named);
        }
        match self.lookup.find(parts, &position) {
            Found::These(entities) => Ok(Named { entities, bearer: None }),
            Found::Wrong(whole) => Err(whole),
        }
    }

    pub(super) fn name_and_bearer(&self, parts: &[Part], position: &Position<'_>) -> Option<Named> {
        if let Some(entities) = self.lookup.found(parts, position) {
            return Some(Named { entities, bearer: None });
        }
        let mut cuts = 0;
        // The longest name first: the last `of` is tried before the others.
        for cut in (1..parts.len().saturating_sub(1)).rev() {
            let (name, rest) = parts.split_at(cut);
            let [of, bearer @ ..] = rest else { continue };
            if of.text != "of" || of.kind != ast::PartKind::Word {
                continue;
            }
            cuts += 1;
            if cuts > CUTS {
                break;
            }
            let Some(entities) = self.lookup.found(name, position) else { continue };
            for slot in ["cell", "site"] {
                let Some(&slot) = self.lookup.vocabulary.slots_named(slot).first() else { continue };
                let Some(crate::model::SlotType::Entities(holds)) =
                    self.lookup.vocabulary.schema().slots.get(slot.index()).map(|slot| &slot.holds)
                else {
                    continue;
                };
                let wanted = Position { kinds: holds, words: "a cell or a site".to_owned() };
                if let Some(bearers) = self.lookup.found(bearer, &wanted) {
                    return Some(Named { entities, bearer: Some((slot, bearers, span_of(bearer))) });
                }
            }
        }
        None
    }

    #[inline(never)]
    fn name(
        &mut self,
        parts: &[Part],
        kinds: &[KindId],
        words: &str,
        verb: &SplitVerb,
        verb_span: crate::text::Span,
    ) -> Option<Named> {
        match self.named(parts, kinds, words) {
            Ok(named) => {
                let upto = named.bearer.as_ref().map_or(parts.len(), |(_, _, span)| {
                    parts.iter().take_while(|part| part.span.end < span.start).count().saturating_sub(1)
                });
                let span = span_of(parts.get(..upto).unwrap_or(parts));
                for &entity in &named.entities {
                    self.lookup.used(span, Sense::Entity(entity));
                }
                Some(named)
            }
            Err(diagnostic) if diagnostic.code == "W0201" && parts.len() == 1 && self.is_letter(parts) => {
                let wrong = self.undeclared_target(parts, kinds);
                self.lookup.wrong(wrong);
                None
            }
            Err(mut diagnostic) => {
                if diagnostic.code == "W0204" {
                    self.offer_verbs(&mut diagnostic, parts, verb, verb_span);
                } else if let Some(fix) = self.other_way_round(parts, kinds) {
                    diagnostic.fixes.insert(0, fix);
                }
                self.lookup.wrong(*diagnostic);
                None
            }
        }
    }

    fn bearer(&mut self, slot: SlotId, entities: Vec<EntityId>, span: crate::text::Span) -> ContextId {
        for &entity in &entities {
            self.lookup.used(span, Sense::Entity(entity));
        }
        let set = self.lookup.set(entities, false, Vec::new());
        self.push_context(Test::Slot { slot: SlotRef::Declared(slot), compare: Compare::Entities(set) }, span)
    }

    #[inline(never)]
    fn ratio(&mut self, ratio: &ast::Ratio, exactly: bool) -> Option<Target> {
        let position = Position { kinds: &[], words: "part of a ratio".to_owned() };
        let numerators = self.lookup.entities(&ratio.numerator, &position);
        let denominators = self.lookup.entities(&ratio.denominator, &position);
        let (numerators, denominators) = (numerators?, denominators?);
        let vocabulary = self.lookup.vocabulary;
        let pairs = |above: &[EntityId], below: &[EntityId]| -> Vec<EntityId> {
            above.iter().flat_map(|&a| below.iter().filter_map(move |&b| vocabulary.ratio_of(a, b))).collect()
        };
        let found = pairs(&numerators, &denominators);
        if !found.is_empty() {
            for &entity in &found {
                self.lookup.used(ratio.span, Sense::Entity(entity));
            }
            return Some(Target::Entities(self.lookup.set(found, exactly, Vec::new())));
        }
        let inverse = pairs(&denominators, &numerators);
        if let Some(&ratio_below) = inverse.first() {
            // Nothing is ever turned into its inverse: the target is empty, and the answer offers the other way round.
            self.lookup.used(ratio.span, Sense::InverseOf(ratio_below));
            return Some(Target::Entities(EntitySet { exactly, ..EntitySet::default() }));
        }
        let words = format!("no finding is on the ratio of {} to {}", ratio.numerator.text(), ratio.denominator.text());
        self.lookup.wrong(Diagnostic::error("W0218", words, ratio.span, "this ratio is not known"));
        None
    }
}
