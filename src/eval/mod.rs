//! Answering a goal over a store.
//!
//! A [`Goal`], its [`Plan`] and a store come in; an [`Outcome`] goes out, rows with the findings behind them as ids. It knows neither the
//! words of the question nor how an answer is printed. What each part means is said in `docs/semantics.md`.
//!
//! Every effect is scanned once into a list of *hits* by row; conditions are then combined row by row, and evidence against is looked up
//! only for the rows that are given back.

mod amounts;
mod chain;
mod condition;
mod contested;
mod count;
mod define;
mod derived;
mod divide;
mod each;
mod enough;
mod grow;
mod hits;
mod join;
mod keep;
mod near;
mod only;
mod order;
pub mod outcome;
pub mod quick;
mod replay;
mod rows;
mod scan;
mod semi;
mod separate;
mod shortest;
mod sides;
mod standing;
pub mod survey;
mod tally;
mod target;
mod test;
mod truth;
mod uses;
mod verdict;
mod why;
mod why_not;

pub use chain::{Paths, paths};
pub use each::{EachRow, each_row, one_row, slot_values};
pub use join::row_of;
pub use outcome::{
    Derivation, EffectOutcome, FailedContext, Group, GroupValue, Near, Outcome, Row, RowId, Sign, SkippedSlot, Step,
    StepKind, Touched, Tuple, Turned,
};
pub use quick::Bare;
pub use replay::proves;
pub use shortest::shortest;
pub use sides::{Dispute, Sides};
pub use truth::Truth;
pub use why::{Part, Proof, why, why_first};
pub use why_not::{Cause, WhyNot, why_not};

use crate::base::Facts;
use crate::goal::Goal;
use crate::limits::{Budget, Exceeded};
use crate::plan::Plan;

/// Whether a test holds of one finding, whatever its stance.
#[must_use]
pub fn holds(facts: &dyn Facts, asked: &crate::goal::Test, finding: &crate::model::Finding) -> Truth {
    test::test(facts, asked, finding, &[])
}

/// The slots that a finding does not state, of those in `assuming`, without which some of these tests would not be true of it.
#[must_use]
pub fn assumed<'t>(
    facts: &dyn Facts,
    tests: impl Iterator<Item = &'t crate::goal::Test>,
    finding: &crate::model::Finding,
    assuming: &[crate::goal::SlotRef],
) -> Vec<crate::goal::SlotRef> {
    let mut slots = Vec::new();
    for asked in tests.filter(|asked| holds(facts, asked, finding) != Truth::True) {
        test::unstated(facts.vocabulary(), asked, finding, &mut slots);
    }
    slots.retain(|slot| assuming.contains(slot));
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// A question that a limit ended.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// The limit.
    pub exceeded: Exceeded,
    /// What was found so far. Its rows are true and out of order, others may be missing; a verdict that was not reached stands as silent.
    pub found: Box<Outcome>,
}

/// Answers a goal.
///
/// # Errors
/// [`Stopped`] where a limit is reached.
pub fn run(goal: &Goal, plan: &Plan, facts: &dyn Facts, budget: &mut Budget) -> Result<Outcome, Stopped> {
    let mut found = Outcome::default();
    let before = budget.taken();
    match quick::tally(goal, plan, facts, budget) {
        Ok(Some((total, groups))) => {
            let steps = budget.taken() - before;
            return Ok(Outcome { total, groups, steps, ..found });
        }
        Ok(None) => {}
        Err(exceeded) => return Err(Stopped { exceeded, found: Box::new(found) }),
    }
    let result = rows::answer(goal, plan, facts, (rows::Want::Everything, None), budget, &mut found);
    found.steps = budget.taken() - before;
    match result {
        Ok(()) => Ok(found),
        Err(exceeded) => Err(Stopped { exceeded, found: Box::new(found) }),
    }
}

/// Counts the rows of a goal, its limit apart: as [`run`] does, but without verdicts, near misses and groups.
///
/// # Errors
/// The limit that is reached.
pub fn run_count(goal: &Goal, plan: &Plan, facts: &dyn Facts, budget: &mut Budget) -> Result<u64, Exceeded> {
    budget.look()?;
    if goal.tally.is_some() {
        return run(goal, plan, facts, budget).map(|found| found.total).map_err(|stopped| stopped.exceeded);
    }
    if let Some(total) = quick::count(goal, plan, facts, budget)? {
        return Ok(total);
    }
    let mut found = Outcome::default();
    rows::answer(goal, plan, facts, (rows::Want::Count, None), budget, &mut found)?;
    Ok(found.total)
}

/// The rows of a goal in order, cut to its limit, and how many there are without it: as [`run`] does, but without verdicts that no order
/// asks for, possible rows, near misses and groups.
///
/// # Errors
/// The limit that is reached.
pub fn run_rows(goal: &Goal, plan: &Plan, facts: &dyn Facts, budget: &mut Budget) -> Result<Outcome, Exceeded> {
    let mut found = Outcome::default();
    rows::answer(goal, plan, facts, (rows::Want::Certain, None), budget, &mut found)?;
    Ok(found)
}
