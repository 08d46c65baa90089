//! Which goals are plain: lists of who is linked to whom say all about their rows.
//!
//! A goal and the lists of a store come in; yes or no goes out. How such a goal is answered is not known here.

use super::steps;
use crate::base::{Facts, Links};
use crate::goal::letters::{bound_by, every_alternative};
use crate::goal::{
    Compare, Condition, Effect, Goal, Head, Letter, Purpose, Quantifier, Role, SlotRef, Target, Test, Verb,
};
use crate::model::{Direction, RelationId};
use crate::names::Vocabulary;

/// The lists that answer a goal, if it asks nothing of its findings but who says what of whom, and all findings that it could meet witness.
/// Contexts but those of the verb, studies, amounts of evidence, definitions, chains and parts of combinations are looked at finding by finding.
#[must_use]
pub fn plain<'f>(goal: &Goal, facts: &'f dyn Facts) -> Option<&'f Links> {
    // a store makes its lists when it is asked for them first
    if !looks_plain(goal) {
        return None;
    }
    facts.links().filter(|links| witnesses(goal, facts.vocabulary(), links))
}

/// The same where findings with the right ends stand behind each row too, and nothing that is derived from them.
#[must_use]
pub fn direct<'f>(goal: &Goal, facts: &'f dyn Facts) -> Option<&'f Links> {
    if derives(goal) { None } else { plain(goal, facts) }
}

/// Whether a definition is asked for, here or inside.
fn derives(goal: &Goal) -> bool {
    goal.effects.iter().any(|effect| match &effect.target {
        _ if matches!(effect.verb, Verb::Defined(_)) => true,
        Target::Goal(inner) => derives(inner),
        _ => false,
    })
}

fn looks_plain(goal: &Goal) -> bool {
    matches!(goal.head, Head::Noun(_))
        && goal.min_studies <= 1
        && goal.least_values.is_empty()
        && goal.effects.iter().all(|effect| effect_is_plain(goal, effect))
        && condition_is_plain(goal, &goal.condition)
        && (goal.others.is_empty() || is_join(goal))
}

/// Whether all findings of the relations that a goal asks for witness.
fn witnesses(goal: &Goal, vocabulary: &Vocabulary, links: &Links) -> bool {
    let relations = || (0..vocabulary.schema().relations.len() as u32).map(RelationId);
    let null = |id: &RelationId| vocabulary.relation(*id).is_some_and(|each| each.direction == Direction::None);
    goal.effects.iter().all(|effect| {
        let verb = match &effect.verb {
            Verb::Relations { members, .. } => members.iter().all(|id| links.witnesses(*id)),
            Verb::Defined(id) => {
                steps(goal, *id).is_some_and(|steps| steps.relations.iter().all(|id| links.witnesses(*id)))
            }
            Verb::NoEffect => relations().filter(null).all(|id| links.witnesses(id)),
            _ => relations().all(|id| links.witnesses(id)),
        };
        let target = match &effect.target {
            Target::Any | Target::Entities(_) | Target::Letter(_) => true,
            Target::Goal(inner) => witnesses(inner, vocabulary, links),
        };
        verb && target
    })
}

fn effect_is_plain(goal: &Goal, effect: &Effect) -> bool {
    let verb = match effect.verb {
        Verb::Any | Verb::Relations { .. } | Verb::NoEffect => true,
        // who is linked to whom by steps is not worked out for all
        Verb::Defined(id) => {
            let bound = !matches!(effect.target, Target::Letter(_)) && effect.contexts.is_empty();
            bound && effect.role != Role::Either && effect.purpose == Purpose::Asked && steps(goal, id).is_some()
        }
        _ => false,
    };
    let target = match &effect.target {
        Target::Any | Target::Entities(_) => true,
        Target::Letter(letter) => *letter != effect.bearer && goal.kind(*letter).is_some(),
        Target::Goal(inner) => inner.others.is_empty() && inner.limit.is_none() && looks_plain(inner),
    };
    let contexts = effect
        .contexts
        .iter()
        .all(|id| goal.contexts.get(id.0 as usize).is_some_and(|context| is_of_relation(&context.test)));
    verb && target && contexts && effect.quantifier == Quantifier::Some && goal.kind(effect.bearer).is_some()
}

/// Whether a test asks of nothing but the relation.
fn is_of_relation(test: &Test) -> bool {
    match test {
        Test::Slot { slot, compare } => *slot == SlotRef::Verb && matches!(compare, Compare::Relations(_)),
        Test::NotStated(slot) => *slot == SlotRef::Verb,
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().all(is_of_relation),
        Test::Not(test) => is_of_relation(test),
    }
}

/// Whether findings of a relation meet a test that asks of nothing else.
#[must_use]
pub fn of_relation(test: &Test, relation: RelationId) -> bool {
    let of = |test: &Test| of_relation(test, relation);
    match test {
        Test::Slot { compare: Compare::Relations(asked), .. } => asked.contains(&relation),
        Test::Slot { .. } | Test::NotStated(_) => false,
        Test::All(tests) => tests.iter().all(of),
        Test::Any(tests) => tests.iter().any(of),
        Test::AtLeast(need, tests) => tests.iter().filter(|test| of(test)).count() >= *need as usize,
        Test::Not(test) => !of(test),
    }
}

fn condition_is_plain(goal: &Goal, condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().all(|part| condition_is_plain(goal, part))
        }
        Condition::Not(part) => condition_is_plain(goal, part),
        Condition::Effect(id) => goal.effects.get(id.0 as usize).is_some(),
        Condition::Is(letter, _) => goal.kind(*letter).is_some(),
        Condition::InOneStudy(_) => false,
    }
}

/// Whether each way in which the condition can hold binds every letter, and letters that may be exchanged may be so in any order.
fn is_join(goal: &Goal) -> bool {
    let (ways, whole) = every_alternative(&goal.condition, &goal.effects);
    let letters = || (0..goal.width() as u8).map(Letter);
    let binds = |way: &Vec<crate::goal::EffectId>, letter: Letter| {
        way.iter().any(|id| bound_by(*id, &goal.effects).any(|bound| bound == letter))
    };
    let alike = |one: Letter, two: Letter| goal.alike.iter().any(|pair| *pair == (one, two) || *pair == (two, one));
    let in_order = goal.alike.iter().all(|(one, two)| one < two && goal.kind(*one) == goal.kind(*two));
    let every = goal.alike.iter().all(|(one, two)| {
        letters().filter(|third| third != one && third != two).all(|third| alike(*one, third) == alike(*two, third))
    });
    whole && in_order && every && ways.iter().all(|way| letters().all(|letter| binds(way, letter)))
}
