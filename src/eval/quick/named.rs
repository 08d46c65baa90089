//! A plain question as an outcome of which the rows are only named.
//!
//! A goal that is plain comes in; its rows in order go out, with what stands beside them. What stands behind a row is looked up by
//! [`one_row`](crate::eval::one_row) when somebody looks at it.

use super::order::witnessing;
use super::{Quick, count, findings, groups, in_order, orders, rows};
use crate::base::{Facts, Links};
use crate::eval::verdict::contrary_to;
use crate::eval::{Outcome, RowId};
use crate::goal::{Effect, Goal, Purpose, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::KindId;
use crate::plan::{Plan, direct};

/// The rows of a goal in order, its limit kept, however many, and the outcome beside them, itself without rows; `None` where it cannot be answered by sets or
/// something might stand beside the rows: what asks of the verb of an effect may be nearly met.
///
/// # Errors
/// The limit that is reached.
pub fn named(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Option<(Vec<RowId>, Outcome)>, Exceeded> {
    let is_bare = goal.effects.iter().all(|effect| effect.contexts.is_empty());
    if !plan.by_sets || !is_bare || !orders(goal) || direct(goal, facts).is_none() {
        return Ok(None);
    }
    // a count that makes its groups by nouns or several things keeps what it counted beside it
    if goal.tally.is_some() {
        return Ok(None);
    }
    let mut outcome = Outcome::default();
    if let Some(by) = goal.count {
        if by.slot.is_some() {
            let Some((total, found)) = groups(goal, plan, facts, budget)? else { return Ok(None) };
            (outcome.total, outcome.groups) = (total, found);
        } else {
            let Some(total) = count(goal, plan, facts, budget)? else { return Ok(None) };
            outcome.total = total;
        }
        // notes on a count may speak of single rows
        let named = if speaks_of_rows(goal, facts) { ids(goal, plan, facts, budget)? } else { None };
        return Ok(Some((named.map_or_else(Vec::new, |(_, ids)| ids), outcome)));
    }
    let Some((total, ids)) = ids(goal, plan, facts, budget)? else { return Ok(None) };
    outcome.total = total;
    Ok(Some((ids, outcome)))
}

/// How many rows there are, and those that are given, in order.
fn ids(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Option<(u64, Vec<RowId>)>, Exceeded> {
    let Some(bare) = rows(goal, plan, facts, budget)? else { return Ok(None) };
    let places = in_order(goal, plan, facts, &bare, budget)?;
    budget.allocate(places.len().saturating_mul(size_of::<RowId>()))?;
    Ok(Some((bare.len() as u64, places.into_iter().filter_map(|place| bare.id(place)).collect())))
}

/// Whether what is told beside a count depends on which rows it counts: names inside a question that are rows, and neighbours that are none.
fn speaks_of_rows(goal: &Goal, facts: &dyn Facts) -> bool {
    let of_effect = |effect: &Effect| match &effect.target {
        Target::Goal(_) => true,
        Target::Entities(set) => {
            let mut asked = set.asked.iter();
            effect.verb == Verb::NoEffect || asked.any(|id| facts.vocabulary().ratios_with(*id).iter().next().is_some())
        }
        Target::Any | Target::Letter(_) => false,
    };
    goal.others.is_empty() && goal.effects.iter().any(of_effect)
}

/// How many findings speak for and against each of some rows, effect by effect; `None` where lists alone cannot tell, since a finding might cite a
/// study, meet two effects or say the contrary.
///
/// # Errors
/// The limit that is reached.
pub fn findings_of(
    goal: &Goal,
    facts: &dyn Facts,
    of: &[RowId],
    budget: &mut Budget,
) -> Result<Option<Vec<u64>>, Exceeded> {
    match direct(goal, facts) {
        Some(links) if facts.study_count() == 0 && are_apart(goal, facts, links) => findings(goal, facts, of, budget),
        _ => Ok(None),
    }
}

/// Whether no finding can meet two effects, and none say the contrary of one.
fn are_apart(goal: &Goal, facts: &dyn Facts, links: &Links) -> bool {
    let quick = Quick::bare(goal, facts, links);
    let kind = |letter| goal.kind(letter).unwrap_or(KindId(u32::MAX));
    let contrary = goal.effects.iter().any(|effect| {
        let may_be = effect.purpose == Purpose::Asked && effect.target != Target::Any;
        let relations = if may_be { contrary_to(facts.vocabulary(), &effect.verb) } else { None };
        relations.is_some_and(|said| !quick.lists_of(effect.role, said, kind(effect.bearer)).is_empty())
    });
    let mut met: Vec<u32> = Vec::new();
    let positive = witnessing(goal);
    for effect in positive.iter().filter_map(|id| goal.effects.get(id.0 as usize)) {
        let mut own: Vec<u32> = quick.lists(effect, kind(effect.bearer)).iter().map(|lists| lists.relation).collect();
        own.sort_unstable();
        own.dedup();
        met.extend(own);
    }
    let all = met.len();
    met.sort_unstable();
    met.dedup();
    !contrary && met.len() == all
}
