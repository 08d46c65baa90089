//! What a question gave, as ids: all of it at once, or rows found by sets whose evidence is worked out for those that are told.
//!
//! A goal and a base come in; ids, rows and the outcome beside them go out. It words nothing.

use super::run::Asked;
use crate::answer::Telling;
use crate::base::Facts;
use crate::eval::outcome::{Outcome, RowId};
use crate::eval::{self, EachRow, quick};
use crate::goal::{self, Goal};
use crate::limits::{Budget, Exceeded};
use crate::plan::{self, Plan};
use crate::tell::Told;
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
    if let Some((ids, outcome)) = quick::named(&goal, &plan, facts, &mut budget).map_err(|exceeded| (exceeded, 0))? {
        let outcome = Box::new(outcome);
        let limit = goal.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let rows = usize::try_from(outcome.total).unwrap_or(usize::MAX).min(limit);
        budget.rows(rows).map_err(|exceeded| (exceeded, rows))?;
        return Ok(Given { facts, goal, plan, outcome, ids, by_sets: true, budget: RefCell::new(budget) });
    }
    let outcome = eval::run(&goal, &plan, facts, &mut budget);
    let outcome = Box::new(outcome.map_err(|stopped| (stopped.exceeded, stopped.found.rows.len()))?);
    let ids = outcome.rows.iter().map(|row| row.id).collect();
    // words are made under a clock of their own
    let budget = RefCell::new(Budget::new(asked.limits));
    Ok(Given { facts, goal, plan, outcome, ids, by_sets: false, budget })
}

/// Findings are counted for so many rows at once.
const BLOCK: usize = 4096;

impl Given<'_> {
    /// What is told of it: so much as is wanted, each row once.
    pub(super) fn told<T>(
        &self,
        telling: Telling,
        tell: &mut dyn FnMut(&Told<'_, Exceeded>) -> Result<T, Exceeded>,
    ) -> Result<T, Exceeded> {
        let looked = match telling {
            Telling::Page { rows } if rows > 0 => self.ids.len().min(rows),
            _ => self.ids.len(),
        };
        let each = EachRow::new(&self.goal, &self.plan, self.facts, looked > FEW);
        let row = |at: usize| {
            let mut budget = self.budget.borrow_mut();
            budget.look()?;
            match self.ids.get(at) {
                Some(id) if self.by_sets => Ok(each.row(*id, &mut budget)?.map(Cow::Owned)),
                _ => Ok(self.outcome.rows.get(at).map(Cow::Borrowed)),
            }
        };
        let counted: RefCell<(usize, Option<Vec<u64>>)> = RefCell::new((usize::MAX, None));
        let findings = |at: usize| {
            if !self.by_sets {
                return Ok(None);
            }
            let (start, mut counted) = (at - at % BLOCK, counted.borrow_mut());
            if counted.0 != start {
                let rows = self.ids.get(start..self.ids.len().min(start + BLOCK)).unwrap_or_default();
                let found = quick::findings_of(&self.goal, self.facts, rows, &mut self.budget.borrow_mut())?;
                *counted = (start, found);
            }
            Ok(counted.1.as_ref().and_then(|all| all.get(at - start).copied()))
        };
        tell(&Told { outcome: &self.outcome, ids: &self.ids, row: &row, findings: &findings, telling })
    }
}

/// So many rows are looked at one by one without preparing for more.
const FEW: usize = 8;
