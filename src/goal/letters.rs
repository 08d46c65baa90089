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
    match condition {
        Condition::Effect(id) => {
            let binds = effects.get(id.0 as usize).is_some_and(|effect| effect.verb != Verb::Includes);
            vec![if binds { vec![*id] } else { Vec::new() }]
        }
        Condition::Is(..) | Condition::Not(_) => vec![Vec::new()],
        Condition::InOneStudy(part) => alternatives(part, effects),
        Condition::Any(parts) => parts.iter().flat_map(|part| alternatives(part, effects)).collect(),
        Condition::AtLeast(0, _) => vec![Vec::new()],
        Condition::AtLeast(_, parts) => parts.iter().flat_map(|part| alternatives(part, effects)).collect(),
        Condition::All(parts) => {
            let mut each: Vec<Vec<Vec<EffectId>>> = parts.iter().map(|part| alternatives(part, effects)).collect();
            each.sort_by_key(Vec::len);
            let mut all: Vec<Vec<EffectId>> = vec![Vec::new()];
            for ways in each {
                if all.len().saturating_mul(ways.len()) > MOST {
                    continue;
                }
                all = all.iter().flat_map(|one| ways.iter().map(|two| [one.as_slice(), two].concat())).collect();
            }
            all
        }
    }
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
