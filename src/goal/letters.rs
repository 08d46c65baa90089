//! Letters: what binds them, and which of them may be exchanged.
//!
//! A condition over effects comes in; the ways in which it can bind the nouns of a head go out. Resolution asks whether every letter is
//! bound, evaluation where to look for what it may be; neither findings nor words are known here.

use super::{Condition, Effect, EffectId, Letter, Verb};

/// Alternatives that are told apart; a condition of more is bound by fewer of its parts.
const MOST: usize = 64;

/// The alternatives of a condition: it can only be true where all effects of one of them hold. What stands under `not`, and what `includes`
/// and `is` say, binds nothing.
#[must_use]
pub fn alternatives(condition: &Condition, effects: &[Effect]) -> Vec<Vec<EffectId>> {
    every_alternative(condition, effects).0
}

/// The alternatives of a condition, and whether none was left out for their number: then a letter that one of them does not bind is not
/// needed in it.
#[must_use]
pub fn every_alternative(condition: &Condition, effects: &[Effect]) -> (Vec<Vec<EffectId>>, bool) {
    let of = |parts: &[Condition]| -> (Vec<Vec<Vec<EffectId>>>, bool) {
        let each: Vec<_> = parts.iter().map(|part| every_alternative(part, effects)).collect();
        let whole = each.iter().all(|(_, whole)| *whole);
        (each.into_iter().map(|(ways, _)| ways).collect(), whole)
    };
    match condition {
        Condition::Effect(id) => {
            let binds = effects.get(id.0 as usize).is_some_and(|effect| effect.verb != Verb::Includes);
            (vec![if binds { vec![*id] } else { Vec::new() }], true)
        }
        Condition::Is(..) | Condition::Not(_) => (vec![Vec::new()], true),
        Condition::InOneStudy(part) => every_alternative(part, effects),
        Condition::Any(parts) => {
            let (each, whole) = of(parts);
            (each.concat(), whole)
        }
        Condition::AtLeast(0, _) => (vec![Vec::new()], true),
        Condition::AtLeast(need, parts) => {
            let (each, whole) = of(parts);
            match chosen(parts.len(), *need as usize) {
                Some(choices) => {
                    let mut all = Vec::new();
                    let mut whole = whole;
                    for choice in choices {
                        let some = choice.iter().filter_map(|at| each.get(*at)).cloned().collect();
                        let (ways, every) = together(some);
                        all.extend(ways);
                        whole &= every;
                    }
                    (all, whole)
                }
                None => (each.concat(), false),
            }
        }
        Condition::All(parts) => {
            let (each, whole) = of(parts);
            let (ways, every) = together(each);
            (ways, whole && every)
        }
    }
}

/// One way of each, in all combinations.
fn together(mut each: Vec<Vec<Vec<EffectId>>>) -> (Vec<Vec<EffectId>>, bool) {
    each.sort_by_key(Vec::len);
    let mut all: Vec<Vec<EffectId>> = vec![Vec::new()];
    let mut whole = true;
    for ways in each {
        if all.len().saturating_mul(ways.len()) > MOST {
            whole = false;
            continue;
        }
        all = all.iter().flat_map(|one| ways.iter().map(|two| [one.as_slice(), two].concat())).collect();
    }
    (all, whole)
}

/// All choices of so many places; none where they are too many.
fn chosen(of: usize, need: usize) -> Option<Vec<Vec<usize>>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..need {
        let mut longer = Vec::new();
        for choice in &all {
            let from = choice.last().map_or(0, |last| last + 1);
            longer.extend((from..of).map(|next| [choice.as_slice(), &[next]].concat()));
            if longer.len() > MOST {
                return None;
            }
        }
        all = longer;
    }
    Some(all)
}

/// The letters that an effect binds: its bearer, and the letter that is its target.
pub fn bound_by(id: EffectId, effects: &[Effect]) -> impl Iterator<Item = Letter> + use<> {
    let effect = effects.get(id.0 as usize);
    let other = effect.and_then(|effect| match effect.target {
        super::Target::Letter(letter) => Some(letter),
        _ => None,
    });
    effect.map(|effect| effect.bearer).into_iter().chain(other)
}

/// The condition with two letters exchanged, in an order that does not depend on how it was written; none where a part has no such order.
fn exchanged(condition: &Condition, effects: &[Effect], swap: Option<(Letter, Letter)>) -> String {
    let other = |letter: Letter| match swap {
        Some((one, two)) if letter == one => two,
        Some((one, two)) if letter == two => one,
        _ => letter,
    };
    let many = |parts: &[Condition]| -> String {
        let mut words: Vec<String> = parts.iter().map(|part| exchanged(part, effects, swap)).collect();
        words.sort();
        words.join(", ")
    };
    match condition {
        Condition::All(parts) => format!("all({})", many(parts)),
        Condition::Any(parts) => format!("any({})", many(parts)),
        Condition::AtLeast(n, parts) => format!("at least {n} ({})", many(parts)),
        Condition::Not(part) => format!("not {}", exchanged(part, effects, swap)),
        Condition::InOneStudy(part) => format!("one study {}", exchanged(part, effects, swap)),
        Condition::Is(letter, set) => format!("{} is {set:?}", other(*letter).0),
        Condition::Effect(id) => match effects.get(id.0 as usize) {
            None => String::new(),
            Some(effect) => {
                let mut effect = effect.clone();
                effect.bearer = other(effect.bearer);
                if let super::Target::Letter(letter) = &mut effect.target {
                    *letter = other(*letter);
                }
                effect.span = crate::text::Span::default();
                format!("{effect:?}")
            }
        },
    }
}

/// Whether a condition stays the same when two letters are exchanged.
#[must_use]
pub fn exchangeable(condition: &Condition, effects: &[Effect], one: Letter, two: Letter) -> bool {
    exchanged(condition, effects, None) == exchanged(condition, effects, Some((one, two)))
}
