//! Effects: runs split into verb and name, targets read.
//!
//! An effect's tree and the contexts that bind it come in; a condition over entries of the goal's effects goes out. The longest verb
//! phrase wins, then the longest name, so that every word is used.

use super::chain::INDIRECTLY;
use super::lookup::{Position, span_of, text_of};
use super::resolve::{Lowering, quantified, union};
use super::spelled::is_spelled;
use super::target::Targets;
use super::{
    Chain, Condition, ContextId, DefinitionId, Effect, Letter, Purpose, Quantifier, Role, Sense, Target, Verb,
};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{Direction, EntityId, RelationId, SlotId};
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

/// What a relation asks of a finding; none where it is not of this base.
#[must_use]
pub fn verb_of(vocabulary: &Vocabulary, asked: RelationId) -> Option<Verb> {
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
        if is_spelled(&effect.run, self.lookup.vocabulary) {
            return self.spelled(letter, effect);
        }
        let narrowed = self.quantifier(effect);
        let quantifier = narrowed.as_ref().map_or(Quantifier::Some, |(quantifier, _)| *quantifier);
        let effect = narrowed.as_ref().map_or(effect, |(_, rest)| rest);
        if self.lookup.is_hole(&effect.run.parts) && effect.target.is_none() {
            return self.open_condition(letter, effect, bound);
        }
        let split = self.split(effect, before)?;
        let chain = self.chain(&split, effect)?;
        if quantifier != Quantifier::Some && (chain.is_some() || !matches!(split.verb, SplitVerb::Relation { .. })) {
            self.not_quantified(effect);
            return None;
        }
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
        self.joined((effect, letter, quantifier), (bound, inner), (&split.verb, chain), targets)
    }

    /// The effects of all targets, as one condition. Apart from the way down: queries nest in targets, and each level is on the stack.
    #[inline(never)]
    fn joined(
        &mut self,
        (effect, letter, quantifier): (&ast::Effect, Letter, Quantifier),
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
            each.push(self.one((verb, chain), (letter, quantifier), target, contexts, effect)?);
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
        (bearer, quantifier): (Letter, Quantifier),
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
        if let (Quantifier::Only, Target::Letter(_)) = (quantifier, &target) {
            let wrong = Diagnostic::error(
                "W0224",
                "`only` asks for a name, not for a letter",
                effect.span,
                "what else there is would be every other row",
            );
            self.lookup.wrong(wrong);
            return None;
        }
        let effect = Effect::new(role, verb, target, contexts, Purpose::Asked, effect.span);
        let id = self.push(Effect { bearer, quantifier, ..effect });
        Some(Condition::Effect(id))
    }

    /// `always` or `only` before the verb, and the effect without it; nothing where a verb of the base begins so.
    #[inline(never)]
    fn quantifier(&self, effect: &ast::Effect) -> Option<(Quantifier, Box<ast::Effect>)> {
        let parts = &effect.run.parts;
        let (first, rest) = parts.split_first().filter(|(first, _)| first.kind == ast::PartKind::Word)?;
        let quantifier = match first.text.as_str() {
            "always" => Quantifier::Always,
            "only" => Quantifier::Only,
            _ => return None,
        };
        let declared = |words: usize| {
            let text = text_of(parts.get(..words).unwrap_or_default());
            !self.lookup.vocabulary.verbs_named(&text).is_empty()
        };
        if rest.is_empty() || (1..=parts.len().min(VERB_WORDS)).any(declared) {
            return None;
        }
        let run = ast::Run { parts: rest.to_vec(), span: effect.run.span };
        Some((quantifier, Box::new(ast::Effect { run, ..effect.clone() })))
    }

    #[inline(never)]
    fn not_quantified(&mut self, effect: &ast::Effect) {
        let found = Diagnostic::error(
            "W0224",
            "`always` and `only` stand before a verb of the base",
            effect.run.span,
            "nothing that a finding says",
        );
        self.lookup.wrong(found.with_fix(Fix::replace("leave it out", effect.run.span, effect.run.to_string())));
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
}
