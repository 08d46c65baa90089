//! One goal through planning and evaluation, and the numbers that messages need.
//!
//! A goal or a query's tree and a base come in; outcomes and counts go out. It words nothing.

use super::Base;
use super::parameters::Bound;
use crate::answer::Telling;
use crate::base::Facts;
use crate::eval::outcome::{Outcome, Row, RowId};
use crate::eval::{self, Stopped, quick};
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
    /// How much of an answer is put into words.
    pub(super) telling: Telling,
    /// What tells the rest, should somebody ask for it.
    pub(super) base: Option<&'a Base>,
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

/// How many rows a goal has, its limit apart, and the first few; 0 where the row that is wanted is none of them, and none where it is too dear.
pub(super) fn first(
    facts: &dyn Facts,
    goal: &Goal,
    wanted: Option<RowId>,
    named: usize,
    limits: &Limits,
) -> Option<(u64, Vec<Row>)> {
    let goal = &goal::simplify(Goal { limit: Some(named as u64), ..goal.clone() });
    let plan = plan::build(goal, facts);
    let mut budget = Budget::new(limits);
    budget.look().ok()?;
    if let Some(row) = wanted
        && eval::one_row(goal, &plan, facts, row, &mut budget).ok()?.is_none()
    {
        return Some((0, Vec::new()));
    }
    if quick::orders(goal)
        && let Some(bare) = quick::rows(goal, &plan, facts, &mut budget).ok()?
    {
        let places = quick::in_order(goal, &plan, facts, &bare, &mut budget).ok()?;
        let mut rows = Vec::with_capacity(places.len());
        for id in places.into_iter().filter_map(|place| bare.id(place)) {
            rows.extend(eval::one_row(goal, &plan, facts, id, &mut budget).ok()?);
        }
        return Some((bare.len() as u64, rows));
    }
    let outcome = eval::run_rows(goal, &plan, facts, &mut budget).ok()?;
    Some((outcome.total, outcome.rows))
}

/// How many rows a query has, and the first few; none where it is wrong or too dear.
pub(super) fn rows(asked: &Asked<'_>, query: &ast::Query, named: usize) -> Option<(u64, Vec<String>)> {
    let goal = goal::resolve(query, asked.scope()).ok()?;
    let least = goal.limit.unwrap_or(u64::MAX);
    let named = usize::try_from(least).unwrap_or(usize::MAX).min(named);
    let (total, first) = first(asked.facts, &goal, None, named, asked.limits)?;
    Some((total.min(least), first.iter().map(|row| tell::row_with_refs(asked.facts, row)).collect()))
}

/// How many rows a count has; none where it is wrong or too dear.
pub(super) fn count_rows(asked: &Asked<'_>, count: &ast::Count) -> Option<u64> {
    let goal = goal::resolve_count(count, asked.scope()).ok()?;
    total(asked.facts, &goal, asked.limits)
}
