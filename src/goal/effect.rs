//! Effects: runs split into verb and name, targets read.
//!
//! An effect's tree and the contexts that bind it come in; a condition over entries of the goal's effects goes out. The longest verb
//! phrase wins, then the longest name, so that every word is used.

use super::chain::INDIRECTLY;
use super::lookup::{Found, Position, list, span_of, text_of};
use super::resolve::{Lowering, quantified, resolve_boxed, union};
use super::{
    Chain, Compare, Condition, ContextId, DefinitionId, Effect, EntitySet, Head, Letter, Purpose, Role, Sense, SlotRef,
    Target, Test, Verb,
};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{Direction, EntityId, KindId, RelationId, SlotId};
use crate::names::Vocabulary;
use crate::syntax::ast::{self, Part};

/// The verb of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SplitVerb {
    /// Declared by the base.
    Relation { relation: RelationId, passive: bool },
    /// `indirectly` and a verb that the base declares
    Chain { relation: RelationId, passive: bool },
    /// `contested on`
    Contested,
    /// `unstudied on`, `unstudied`
    Unstudied,
    /// `includes`
    Includes,
    /// Defined by the session.
    Defined { definition: DefinitionId, passive: bool },
}

/// Verb phrases that every base has.
const COMMON_VERBS: [(&str, SplitVerb); 4] = [
    ("contested on", SplitVerb::Contested),
    ("unstudied on", SplitVerb::Unstudied),
    ("unstudied", SplitVerb::Unstudied),
    ("includes", SplitVerb::Includes),
];

/// Words of a verb phrase; no verb has more, so no longer beginning of a run is looked up.
pub(super) const VERB_WORDS: usize = 12;
/// Places of `of` at which a name is cut from its bearer, from the last backwards.
const CUTS: usize = 16;

/// One way to cut an effect's run.
pub(super) struct Split<'r> {
    pub(super) verb: SplitVerb,
    /// How many parts the verb takes.
    pub(super) words: usize,
    /// What follows the verb.
    pub(super) name: &'r [Part],
}

/// A name with the cell or site that bears it.
pub(super) struct Named {
    pub(super) entities: Vec<EntityId>,
    pub(super) bearer: Option<(SlotId, Vec<EntityId>, crate::text::Span)>,
}

/// What a relation asks of a finding.
pub(super) fn verb_of(vocabulary: &Vocabulary, asked: RelationId) -> Option<Verb> {
    let members = vocabulary.narrower_relations(asked);
    let relation = vocabulary.schema().relations.get(asked.index())?;
    Some(match relation.direction {
        Direction::None => Verb::NoEffect,
        Direction::Better => Verb::Benefit { asked, members, better: true },
        Direction::Worse => Verb::Benefit { asked, members, better: false },
        _ => Verb::Relations { asked, members },
    })
}

impl Lowering<'_, '_> {
    pub(super) fn effect(
        &mut self,
        effect: &ast::Effect,
        bound: &[ContextId],
        before: Option<&ast::Effect>,
    ) -> Option<Condition> {
        if self.lookup.is_full() {
            return None;
        }
        let (letter, lettered) = self.take_bearer(effect)?;
        let effect = lettered.as_deref().unwrap_or(effect);
        let split = self.split(effect, before)?;
        let chain = self.chain(&split, effect)?;
        let own = match &effect.items {
            Some(items) => Some(self.items(items)?),
            None => None,
        };
        let inner = own.map_or_else(|| bound.to_vec(), |own| union(bound, &[own]));
        let verb_span = span_of(effect.run.parts.get(..split.words).unwrap_or_default());
        if let SplitVerb::Relation { relation, passive } | SplitVerb::Chain { relation, passive } = split.verb {
            self.lookup.used(verb_span, Sense::Relation { relation, passive });
        }
        let targets = match &effect.target {
            Some(ast::Target::Query(query)) if split.name.is_empty() => self.query_targets(query, &split.verb)?,
            _ => self.targets(effect, &split, verb_span)?,
        };
        self.joined((effect, letter), (bound, inner), (&split.verb, chain), targets)
    }

    /// The effects of all targets, as one condition. Apart from the way down: queries nest in targets, and each level is on the stack.
    #[inline(never)]
    fn joined(
        &mut self,
        (effect, letter): (&ast::Effect, Letter),
        (bound, inner): (&[ContextId], Vec<ContextId>),
        (verb, chain): (&SplitVerb, Option<Chain>),
        targets: Targets,
    ) -> Option<Condition> {
        let first = self.effects.len();
        let mut each = Vec::new();
        for (target, bearer) in targets.each {
            let contexts = match bearer {
                Some(bearer) => union(&inner, &[bearer]),
                None => inner.clone(),
            };
            each.push(self.one((verb, chain), letter, target, contexts, effect)?);
        }
        let joined = match targets.quantifier {
            // The contexts of what is denied are those of the candidates too.
            Some(ast::Quantifier::None) => {
                let denied = Condition::Any(each);
                return Some(self.denied(denied, first, &inner, effect.span));
            }
            Some(quantifier) => quantified(quantifier, each),
            None => each.pop()?,
        };
        // Contexts behind `unstudied` belong to what is denied, those around it to the candidates too.
        Some(if *verb == SplitVerb::Unstudied { self.denied(joined, first, bound, effect.span) } else { joined })
    }

    /// One effect of the goal, with one target.
    #[inline(never)]
    fn one(
        &mut self,
        (verb, chain): (&SplitVerb, Option<Chain>),
        bearer: Letter,
        target: Target,
        contexts: Vec<ContextId>,
        effect: &ast::Effect,
    ) -> Option<Condition> {
        let (role, verb) = match *verb {
            SplitVerb::Relation { relation, passive } => {
                let role = if passive { Role::Object } else { Role::Subject };
                (role, verb_of(self.lookup.vocabulary, relation)?)
            }
            SplitVerb::Chain { passive, .. } => {
                (if passive { Role::Object } else { Role::Subject }, Verb::Chain(chain?))
            }
            SplitVerb::Contested => (Role::Subject, Verb::Contested),
            SplitVerb::Unstudied => (Role::Subject, Verb::Any),
            SplitVerb::Includes => (Role::Subject, Verb::Includes),
            SplitVerb::Defined { definition, passive } => {
                let role = if passive { Role::Object } else { Role::Subject };
                (role, Verb::Defined(definition))
            }
        };
        if let (Verb::Includes, Target::Letter(_)) = (&verb, &target) {
            let wrong = Diagnostic::error(
                "W0231",
                "`includes` asks for a name, not for a letter",
                effect.span,
                "name the part",
            );
            self.lookup.wrong(wrong);
            return None;
        }
        let effect = Effect::new(role, verb, target, contexts, Purpose::Asked, effect.span);
        let id = self.push(Effect { bearer, ..effect });
        Some(Condition::Effect(id))
    }

    // ---- verb and name ----

    /// Cuts a run into verb and name: the longest verb phrase whose rest is a name, else the longest verb phrase.
    #[inline(never)]
    fn split<'r>(&mut self, effect: &'r ast::Effect, before: Option<&ast::Effect>) -> Option<Split<'r>> {
        let parts = &effect.run.parts;
        let mut splits: Vec<Split<'r>> = Vec::new();
        for words in (1..=parts.len().min(VERB_WORDS)).rev() {
            let (head, name) = parts.split_at(words);
            let text = text_of(head);
            if let Some((_, verb)) = COMMON_VERBS.iter().find(|(phrase, _)| *phrase == text) {
                splits.push(Split { verb: *verb, words, name });
            }
            if let Some((definition, passive)) = self.lookup.definitions.verb(&text) {
                splits.push(Split { verb: SplitVerb::Defined { definition, passive }, words, name });
            }
            let declared = self.lookup.vocabulary.verbs_named(&text);
            if let (true, Some(text)) = (declared.is_empty(), text.strip_prefix(INDIRECTLY)) {
                for (relation, passive) in self.lookup.vocabulary.verbs_named(text) {
                    splits.push(Split { verb: SplitVerb::Chain { relation, passive }, words, name });
                }
            }
            for (relation, passive) in declared {
                splits.push(Split { verb: SplitVerb::Relation { relation, passive }, words, name });
            }
        }
        let wants_name = effect.target.is_none();
        let readable = splits.iter().position(|split| {
            if split.name.is_empty() {
                return !wants_name || split.verb == SplitVerb::Unstudied;
            }
            let kinds = self.target_kinds(&split.verb);
            let letter = self.lone_letter(split.name).is_some() || self.set_target(split.name, &kinds).is_some();
            wants_name
                && (letter
                    || self.name_and_bearer(split.name, &Position { kinds: &kinds, words: String::new() }).is_some())
        });
        match readable {
            Some(index) => {
                let best = splits.swap_remove(index);
                let rival = splits.iter().find(|other| other.words == best.words && other.verb != best.verb);
                match rival {
                    Some(rival) => {
                        let diagnostic = self.two_verbs(effect, &best, rival);
                        self.lookup.wrong(diagnostic);
                        None
                    }
                    None => Some(best),
                }
            }
            None if splits.is_empty() => {
                let diagnostic = self.no_verb(effect, before);
                self.lookup.wrong(diagnostic);
                None
            }
            // The longest verb phrase: its name is then reported as unknown or missing.
            None => Some(splits.swap_remove(0)),
        }
    }

    // ---- targets ----

    #[inline(never)]
    fn targets(&mut self, effect: &ast::Effect, split: &Split<'_>, verb_span: crate::text::Span) -> Option<Targets> {
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
                self.no_target(effect, verb_span, &words);
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
    fn no_target(&mut self, effect: &ast::Effect, verb_span: crate::text::Span, words: &str) {
        let found = Diagnostic::error(
            "W0209",
            format!("`{}` has no target", effect.run.text()),
            verb_span,
            format!("say what: {}", words.replacen("what", "something that", 1)),
        )
        .with_note("for any target, name the class: `kinds of NAME` lists what is below a name");
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
    fn query_targets(&mut self, query: &ast::Query, verb: &SplitVerb) -> Option<Targets> {
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
                let message = format!("a {} cannot be {words}", self.lookup.kind_name(kind));
                Diagnostic::error("W0204", message, span, format!("a {} is wanted here", list(&wanted, "or a")))
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

    fn name_and_bearer(&self, parts: &[Part], position: &Position<'_>) -> Option<Named> {
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

/// The targets of one effect, each with the context of its bearer.
struct Targets {
    quantifier: Option<ast::Quantifier>,
    each: Vec<(Target, Option<ContextId>)>,
}
