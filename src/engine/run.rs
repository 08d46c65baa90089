//! One goal through planning and evaluation, and the numbers that messages need.
//!
//! A goal or a query's tree and a base come in; outcomes and counts go out. It words nothing.

use super::parameters::Bound;
use crate::base::Facts;
use crate::eval::outcome::Outcome;
use crate::eval::{self, Stopped};
use crate::goal::{self, Definitions, Goal, Scope};
use crate::limits::{Budget, Limits};
use crate::plan;
use crate::syntax::ast;
use crate::tell;
use crate::text::Source;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a statement is asked of.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) facts: &'a dyn Facts,
    /// What the session defined.
    pub(super) definitions: &'a Definitions,
    pub(super) source: &'a Source,
    pub(super) limits: &'a Limits,
    /// What parameters stand for in further texts: questions mended by a fix.
    pub(super) bound: &'a BTreeMap<String, Bound>,
    /// Whether this only sees what a mended statement would give: its own messages need no ways out.
    pub(super) fixing: bool,
}

impl<'a> Asked<'a> {
    /// What words are looked up in.
    pub(super) fn scope(&self) -> Scope<'a> {
        Scope { vocabulary: self.facts.vocabulary(), definitions: self.definitions }
    }
}

/// Steps that a message may cost.
const SMALL: u64 = 1_000_000;

/// A tenth of the time and steps, and no more than a quarter of a second: a message must not keep a person waiting. Where no time is set,
/// steps alone decide, so that the same question always gets the same words.
pub(super) fn small(limits: &Limits) -> Limits {
    let time = limits.time.map(|time| (time / 10).min(Duration::from_millis(250)));
    Limits { time, steps: (limits.steps / 10).min(SMALL), ..limits.clone() }
}

/// Simplifies, plans and runs a goal under limits. The reading is told of the goal as it was resolved.
pub(super) fn run_goal(facts: &dyn Facts, goal: &Goal, limits: &Limits) -> Result<Outcome, Stopped> {
    let goal = &goal::simplify(goal.clone());
    let plan = plan::build(goal, facts);
    let mut budget = Budget::new(limits);
    // A question may be shorter than the steps between two looks at the clock.
    if let Err(exceeded) = budget.look() {
        return Err(Stopped { exceeded, found: Box::default() });
    }
    eval::run(goal, &plan, facts, &mut budget)
}

/// How many rows a goal has, its limit apart; none where it is too dear.
pub(super) fn total(facts: &dyn Facts, goal: &Goal, limits: &Limits) -> Option<u64> {
    let goal = &goal::simplify(goal.clone());
    let plan = plan::build(goal, facts);
    eval::run_count(goal, &plan, facts, &mut Budget::new(limits)).ok()
}

/// How many rows a query has, and the first few; none where it is wrong or too dear.
pub(super) fn rows(asked: &Asked<'_>, query: &ast::Query, named: usize) -> Option<(u64, Vec<String>)> {
    let mut goal = goal::resolve(query, asked.scope()).ok()?;
    let limit = goal.limit;
    goal.limit = Some(limit.unwrap_or(u64::MAX).min(named as u64));
    let outcome = run_goal(asked.facts, &goal, asked.limits).ok()?;
    let total = limit.map_or(outcome.total, |limit| outcome.total.min(limit));
    Some((total, outcome.rows.iter().map(|row| tell::row_with_refs(asked.facts, row)).collect()))
}

/// How many rows a count has; none where it is wrong or too dear.
pub(super) fn count_rows(asked: &Asked<'_>, count: &ast::Count) -> Option<u64> {
    let goal = goal::resolve_count(count, asked.scope()).ok()?;
    total(asked.facts, &goal, asked.limits)
}
