//! The rows of a goal as they are found, for whoever only counts.
//!
//! A goal, its plan and a store come in; each row with its witnesses is handed out, in no order and without verdicts, near misses or what
//! stands against it; or one row with all that. It keeps nothing and knows nothing of what is done with a row.

use super::condition::{Answering, At, Without};
use super::keep::{Enough, keep_for};
use super::rows::{Restrict, denied};
use super::truth::Truth;
use super::{GroupValue, Row, RowId, quick};
use crate::base::{Facts, Links};
use crate::goal::{EffectId, Goal, SlotRef};
use crate::limits::{Budget, Exceeded};
use crate::model::Finding;
use crate::plan::{Plan, direct};

/// Hands out the rows of a goal, its limit and order apart, each with its witnesses and their studies.
///
/// # Errors
/// The limit that is reached; what was handed out until then is true, and not all.
pub fn each_row(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    budget: &mut Budget,
    take: &mut dyn FnMut(Row, &mut Budget) -> Result<(), Exceeded>,
) -> Result<(), Exceeded> {
    budget.look()?;
    // each row is given with all its witnesses
    let keep = keep_for(goal, plan, &[], Some(Enough::All));
    let (answering, rows) = Answering::prepare(goal, plan, facts, &keep, None, budget)?;
    let denied = denied(goal);
    for row in rows {
        budget.step()?;
        let id = answering.row_id(row);
        let view = answering.view(row);
        let at = At { row: id, view: &view, without: Without::Nothing, positive: true };
        if answering.truth(&goal.condition, at, budget)? == Truth::True {
            take(answering.draft(id, &view, &denied, budget)?, budget)?;
        }
    }
    Ok(())
}

/// One row of a goal with its verdict, as an outcome has it; `None` where it is no row.
///
/// # Errors
/// The limit that is reached.
pub fn one_row(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    row: RowId,
    budget: &mut Budget,
) -> Result<Option<Row>, Exceeded> {
    EachRow::new(goal, plan, facts, false).row(row, budget)
}

/// Rows of one goal, looked at one by one.
pub struct EachRow<'a> {
    goal: &'a Goal,
    plan: &'a Plan,
    facts: &'a dyn Facts,
    /// The lists that say all about a row, where the goal is plain.
    links: Option<&'a Links>,
    known: quick::Known,
}

impl<'a> EachRow<'a> {
    /// Nothing is looked up yet. Where many rows will be asked for, questions inside are answered once for all of them.
    #[must_use]
    pub fn new(goal: &'a Goal, plan: &'a Plan, facts: &'a dyn Facts, many: bool) -> EachRow<'a> {
        let links = if plan.by_sets { direct(goal, facts) } else { None };
        EachRow { goal, plan, facts, links, known: quick::Known::new(if many { goal.effects.len() } else { 0 }) }
    }

    /// One row with its verdict, as an outcome has it; `None` where it is no row.
    ///
    /// # Errors
    /// The limit that is reached.
    pub fn row(&self, row: RowId, budget: &mut Budget) -> Result<Option<Row>, Exceeded> {
        let EachRow { goal, plan, facts, links, known } = self;
        if let Some(links) = links {
            let quick::Looked { answering, key, against } = quick::looked(goal, *facts, links, (row, known), budget)?;
            let against = |id: EffectId| against.get(id.0 as usize).copied().unwrap_or(true);
            return judged(&answering, key, row, &against, budget);
        }
        let keep = keep_for(goal, plan, &[], Some(Enough::All));
        let (answering, rows) = Answering::prepare(goal, plan, *facts, &keep, Some(Restrict::Row(row)), budget)?;
        match rows.first() {
            Some(number) => judged(&answering, *number, row, &|_| true, budget),
            None => Ok(None),
        }
    }
}

/// A row of which all hits are there, with its verdict; `against` are effects against which something may be said.
fn judged(
    answering: &Answering<'_>,
    number: u32,
    row: RowId,
    against: &dyn Fn(EffectId) -> bool,
    budget: &mut Budget,
) -> Result<Option<Row>, Exceeded> {
    let goal = answering.goal;
    let id = answering.row_id(number);
    let view = answering.view(number);
    let at = At { row: id, view: &view, without: Without::Nothing, positive: true };
    if id != row || answering.truth(&goal.condition, at, budget)? != Truth::True {
        return Ok(None);
    }
    let mut found = [answering.draft(id, &view, &denied(goal), budget)?];
    answering.verdicts_where(&mut found, against, budget)?;
    let [found] = found;
    Ok(Some(found))
}

/// The values that a finding has in a slot, as a `count ... by` tells them apart.
pub fn slot_values(facts: &dyn Facts, slot: SlotRef, finding: &Finding, out: &mut Vec<GroupValue>) {
    super::count::printed(facts, slot, finding, out);
}
