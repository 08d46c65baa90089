//! What a question gave, as ids: all of it at once, or rows found by sets whose evidence is worked out for those that are told.
//!
//! A goal and a base come in; ids, rows and the outcome beside them go out. It words nothing.

use super::run::Asked;
use crate::base::Facts;
use crate::eval::outcome::{Outcome, Row, RowId};
use crate::eval::{self, quick};
use crate::goal::{self, Goal};
use crate::limits::{Budget, Exceeded};
use crate::plan::{self, Plan};
use std::borrow::Cow;
use std::cell::RefCell;

/// What was found.
pub(super) struct Given<'a> {
    facts: &'a dyn Facts,
    goal: Goal,
    plan: Plan,
    /// What is not told of single rows; the rows too, where they were worked out at once.
    pub(super) outcome: Box<Outcome>,
    /// The rows, in order.
    pub(super) ids: Vec<RowId>,
    by_sets: bool,
    budget: RefCell<Budget>,
}

/// Answers a goal; what was found until a limit was reached is counted.
pub(super) fn given<'a>(asked: &Asked<'a>, goal: &Goal) -> Result<Given<'a>, (Exceeded, usize)> {
    let (facts, goal) = (asked.facts, goal::simplify(goal.clone()));
    let plan = plan::build(&goal, facts);
    let mut budget = Budget::new(asked.limits);
    // A question may be shorter than the steps between two looks at the clock.
    budget.look().map_err(|exceeded| (exceeded, 0))?;
    if let Some((ids, outcome)) = by_sets(&goal, &plan, facts, &mut budget).map_err(|exceeded| (exceeded, 0))? {
        return Ok(Given { facts, goal, plan, outcome, ids, by_sets: true, budget: RefCell::new(budget) });
    }
    let outcome = eval::run(&goal, &plan, facts, &mut budget);
    let outcome = Box::new(outcome.map_err(|stopped| (stopped.exceeded, stopped.found.rows.len()))?);
    let ids = outcome.rows.iter().map(|row| row.id).collect();
    // words are made under a clock of their own
    let budget = RefCell::new(Budget::new(asked.limits));
    Ok(Given { facts, goal, plan, outcome, ids, by_sets: false, budget })
}

/// The rows of a goal that is answered by sets, and what stands beside them; `None` where it is not.
#[inline(never)]
fn by_sets(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Option<(Vec<RowId>, Box<Outcome>)>, Exceeded> {
    // what asks of the verb of an effect may be nearly met
    if !plan.by_sets || !quick::orders(goal) || goal.effects.iter().any(|effect| !effect.contexts.is_empty()) {
        return Ok(None);
    }
    let mut outcome = Box::<Outcome>::default();
    if let Some(count) = goal.count {
        if count.slot.is_some() {
            let Some((total, groups)) = quick::groups(goal, plan, facts, budget)? else { return Ok(None) };
            (outcome.total, outcome.groups) = (total, groups);
        } else {
            let Some(total) = quick::count(goal, plan, facts, budget)? else { return Ok(None) };
            outcome.total = total;
        }
        budget.rows(usize::try_from(outcome.total).unwrap_or(usize::MAX))?;
        return Ok(Some((Vec::new(), outcome)));
    }
    let Some(bare) = quick::rows(goal, plan, facts, budget)? else { return Ok(None) };
    outcome.total = bare.len() as u64;
    let limit = goal.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    budget.rows(bare.len().min(limit))?;
    let places = quick::in_order(goal, plan, facts, &bare, budget)?;
    budget.allocate(places.len().saturating_mul(size_of::<RowId>()))?;
    Ok(Some((places.into_iter().take(limit).filter_map(|place| bare.id(place)).collect(), outcome)))
}

impl Given<'_> {
    /// A row with what stands behind it, by its place.
    pub(super) fn row(&self, at: usize) -> Result<Option<Cow<'_, Row>>, Exceeded> {
        let mut budget = self.budget.borrow_mut();
        budget.look()?;
        if !self.by_sets {
            return Ok(self.outcome.rows.get(at).map(Cow::Borrowed));
        }
        let Some(id) = self.ids.get(at) else { return Ok(None) };
        Ok(eval::one_row(&self.goal, &self.plan, self.facts, *id, &mut budget)?.map(Cow::Owned))
    }
}
