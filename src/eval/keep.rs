//! Which hits are worth keeping.
//!
//! A goal, its plan and what is wanted of it come in; for each effect it goes out which of its hits are kept, so that scans throw the others
//! away at once. No finding is known here.

use super::condition::{Without, effects_of};
use super::scan::Keep;
use crate::goal::{Condition, Effect, EffectId, Goal, Purpose, Quantifier, Verb};
use crate::plan::{Plan, Rewrite};
use rustc_hash::FxHashSet;

/// How many of the hits that make a row certain are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Enough {
    /// All of them.
    All,
    /// One of each effect.
    One,
}

/// Which hits of each effect are kept beside those that meet it, for these ways to miss.
/// Where nothing but certain rows is wanted, it is said how many hits of each are.
pub(crate) fn keep_for<'g>(
    goal: &'g Goal,
    plan: &Plan,
    near: &'g [Without],
    certain: Option<Enough>,
) -> impl Fn(EffectId) -> Keep + use<'g> {
    let mut together = FxHashSet::default();
    in_one_study(&goal.condition, false, &mut together);
    // What is unknown only makes a row possible, but for what stands under a `not`.
    let mut turned = FxHashSet::default();
    effects_of(&goal.condition, true, &mut |id, positive| {
        if !positive {
            turned.insert(id);
        }
    });
    let (first, stated) = (plan.choices.has(Rewrite::First), plan.choices.has(Rewrite::Stated));
    move |id| {
        let kept = keep(goal, id, near, &together);
        let plain = |effect: &Effect| {
            let verb =
                matches!(effect.verb, Verb::Any | Verb::Relations { .. } | Verb::Benefit { .. } | Verb::NoEffect);
            verb && effect.quantifier == Quantifier::Some
        };
        let effect = goal.effects.get(id.0 as usize).filter(|effect| plain(effect));
        match (certain, effect) {
            (Some(enough), Some(effect)) if !turned.contains(&id) && !together.contains(&id) => {
                let thresholds = goal.min_studies > 1 || !goal.least_values.is_empty();
                let all = enough == Enough::All || (thresholds && effect.purpose == Purpose::Asked);
                match kept {
                    Keep::Meeting | Keep::One if first && !all => Keep::First,
                    Keep::Meeting if stated => Keep::Certain,
                    Keep::One if stated => Keep::First,
                    kept => kept,
                }
            }
            _ => kept,
        }
    }
}

/// Which hits of an effect are kept beside those that meet it.
fn keep(goal: &Goal, id: EffectId, near: &[Without], together: &FxHashSet<EffectId>) -> Keep {
    let purpose = goal.effects.get(id.0 as usize).map(|effect| effect.purpose);
    match (purpose, near.first()) {
        (Some(Purpose::Asked), Some(Without::Asked)) => Keep::Free,
        (Some(Purpose::Context), Some(Without::One(_))) => Keep::Lone,
        (Some(Purpose::Candidate), _) if !together.contains(&id) => Keep::One,
        _ => Keep::Meeting,
    }
}

/// The effects under `in one study`.
fn in_one_study(condition: &Condition, inside: bool, found: &mut FxHashSet<EffectId>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| in_one_study(part, inside, found));
        }
        Condition::Not(part) => in_one_study(part, inside, found),
        Condition::InOneStudy(part) => in_one_study(part, true, found),
        Condition::Effect(id) => {
            if inside {
                found.insert(*id);
            }
        }
        Condition::Is(..) => {}
    }
}
