//! Which definitions follow one verb, step by step.
//!
//! A definition comes in; where it says no more than that steps of one verb lead from its one side to the other, that verb goes out. How such
//! steps are followed is not known here.

use crate::goal::{
    Condition, Definition, DefinitionId, Effect, EffectId, Goal, Letter, Quantifier, Role, Target, Verb,
};
use crate::model::{KindId, RelationId};

/// A verb that is followed step by step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps<'g> {
    /// It and all narrower ones, sorted.
    pub relations: &'g [RelationId],
    /// Whether the first side of the definition is the subject of the first step; else it is the object.
    pub along: bool,
    /// The noun of all that is met.
    pub kind: KindId,
}

/// What a part of a body says of two letters.
#[derive(Clone, Copy, PartialEq)]
enum Says<'g> {
    /// A step from the first letter to the second, by one of these.
    Step(&'g [RelationId], Letter, Letter),
    /// The definition itself, of these two.
    Itself(Letter, Letter),
}

/// The verb that a definition follows, if each of its two sides leads to the other by one step or by several of it, and nothing else is said:
/// `A regulates B or (A steers C and C regulates B)`.
#[must_use]
pub fn steps(goal: &Goal, id: DefinitionId) -> Option<Steps<'_>> {
    let Definition { goal: body, width: 2, .. } = goal.definitions.get(id.0 as usize)? else { return None };
    let kind = body.kind(Letter(0))?;
    let asks_no_more = body.min_studies <= 1
        && body.least_values.is_empty()
        && body.alike.is_empty()
        && body.limit.is_none()
        && (1..body.width() as u8).all(|other| body.kind(Letter(other)) == Some(kind));
    let Condition::Any(ways) = &body.condition else { return None };
    if !asks_no_more {
        return None;
    }
    let mut verb: Option<(&[RelationId], bool)> = None;
    let mut goes_on = false;
    // the same verb in the same direction, wherever it stands
    let mut same = |relations, along| *verb.get_or_insert((relations, along)) == (relations, along);
    let (first, last) = (Letter(0), Letter(1));
    let mut flat = Vec::new();
    ways.iter().for_each(|way| alternatives(way, &mut flat));
    for way in flat {
        let fits = match way {
            Condition::Effect(effect) => match says(body, id, *effect)? {
                Says::Step(relations, one, two) => {
                    ends((one, two), (first, last)).is_some_and(|on| same(relations, on))
                }
                Says::Itself(..) => false,
            },
            Condition::All(parts) => {
                let [Condition::Effect(one), Condition::Effect(two)] = parts.as_slice() else { return None };
                let (one, two) = (says(body, id, *one)?, says(body, id, *two)?);
                goes_on = true;
                let middle = |letter: Letter| letter != first && letter != last;
                match (one, two) {
                    (Says::Itself(a, b), Says::Itself(c, d)) => {
                        let (here, there) = if a == first { ((a, b), (c, d)) } else { ((c, d), (a, b)) };
                        here.0 == first && here.1 == there.0 && there.1 == last && middle(here.1)
                    }
                    (Says::Itself(a, b), Says::Step(relations, c, d))
                    | (Says::Step(relations, c, d), Says::Itself(a, b)) => {
                        let rest = match (a == first, b == last) {
                            (true, false) => Some((b, last)),
                            (false, true) => Some((first, a)),
                            _ => None,
                        };
                        let over = if a == first { b } else { a };
                        middle(over)
                            && rest.and_then(|rest| ends((c, d), rest)).is_some_and(|along| same(relations, along))
                    }
                    (Says::Step(..), Says::Step(..)) => false,
                }
            }
            _ => false,
        };
        if !fits {
            return None;
        }
    }
    let (relations, along) = verb?;
    goes_on.then_some(Steps { relations, along, kind })
}

/// The parts of which one must hold.
fn alternatives<'c>(condition: &'c Condition, into: &mut Vec<&'c Condition>) {
    match condition {
        Condition::Any(parts) => parts.iter().for_each(|part| alternatives(part, into)),
        other => into.push(other),
    }
}

/// Whether a step goes from the one to the other, or back; none where it is between others.
fn ends(step: (Letter, Letter), wanted: (Letter, Letter)) -> Option<bool> {
    match () {
        () if step == wanted => Some(true),
        () if (step.1, step.0) == wanted => Some(false),
        () => None,
    }
}

fn says(body: &Goal, id: DefinitionId, effect: EffectId) -> Option<Says<'_>> {
    let Effect { bearer, quantifier: Quantifier::Some, role, verb, target: Target::Letter(other), contexts, .. } =
        body.effects.get(effect.0 as usize)?
    else {
        return None;
    };
    let (one, two) = match role {
        Role::Subject => (*bearer, *other),
        Role::Object => (*other, *bearer),
        Role::Either => return None,
    };
    if !contexts.is_empty() {
        return None;
    }
    match verb {
        Verb::Relations { members, .. } => Some(Says::Step(members, one, two)),
        Verb::Defined(used) if *used == id => Some(Says::Itself(one, two)),
        _ => None,
    }
}
