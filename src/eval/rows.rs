//! From hits to rows: the course of one question.
//!
//! A goal, its plan and a store come in; rows, possible rows and near misses go out, in order. How each is found is said in the files
//! beside this one.

use super::condition::{Answering, At, Found, View, Without, effects_of};
use super::derived::is_derived;
use super::grow::push;
use super::keep::{Enough, keep_for};
use super::near::{Skips, ways};
use super::scan::{Hits, Keep, Scanner};
use super::target::{Targets, Within};
use super::truth::Truth;
use super::why::key;
use super::{EffectOutcome, Outcome, Row, RowId, Touched};
use crate::answer::Verdict;
use crate::base::Facts;
use crate::goal::{EffectId, Goal, Head, Order, Purpose, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId, StudyId};
use crate::plan::{Choices, Plan, Rewrite, RowSource};
use rustc_hash::FxHashMap;
use std::cell::Cell;

/// How much of an outcome is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// All of it.
    Everything,
    /// The rows and the possible rows, for another question to look up.
    Rows,
    /// The rows alone: for another question, or in order where they are cut to a limit.
    Certain,
    /// How many rows there are.
    Count,
}

/// What can be a row, where that is known.
#[derive(Clone, Debug)]
pub(crate) enum Restrict {
    /// This row alone.
    Row(RowId),
    /// These rows of one noun, sorted.
    Among(Vec<u32>),
}

/// Effects of which the hits of one row are fetched in about the time of one step.
const WIDE: u64 = 16;

/// Answers a goal into `out`, which holds what was found so far if a limit is reached.
pub(crate) fn answer(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    (want, among): (Want, Option<Vec<u32>>),
    budget: &mut Budget,
    out: &mut Outcome,
) -> Result<(), Exceeded> {
    // Small questions take fewer steps than lie between two looks.
    budget.look()?;
    let near = if want == Want::Everything { ways(goal) } else { Vec::new() };
    // Rows for another question need what stands behind them only if a limit picks some of them.
    let bare = want == Want::Count || (want != Want::Everything && goal.limit.is_none());
    let certain = matches!(want, Want::Certain | Want::Count).then_some(if bare { Enough::One } else { Enough::All });
    let narrowed = among.as_ref().map(|among| plan.among(goal, among.len(), facts));
    let plan = narrowed.as_ref().unwrap_or(plan);
    let keep = keep_for(goal, plan, &near, certain);
    let (answering, rows) = Answering::prepare(goal, plan, facts, &keep, among.map(Restrict::Among), budget)?;
    collect(&answering, rows, plan, &near, (want, bare, certain), budget, out)
}

/// What is true of the rows that can be any. Apart from [`answer`], which is on the stack once for each question inside another.
#[inline(never)]
fn collect(
    answering: &Answering<'_>,
    rows: Vec<u32>,
    plan: &Plan,
    near: &[Without],
    (want, bare, certain): (Want, bool, Option<Enough>),
    budget: &mut Budget,
    out: &mut Outcome,
) -> Result<(), Exceeded> {
    let goal = answering.goal;
    let denied = denied(goal);
    let late = !bare && plan.choices.has(Rewrite::Late) && is_ordered_by_name(goal);
    let mut waiting: Vec<u32> = Vec::new();
    let mut skips = Skips::default();
    out.touched.tried = rows.len() as u64;
    let wide = 1 + goal.effects.len() as u64 / WIDE;
    for row in rows {
        budget.steps(wide)?;
        let id = answering.row_id(row);
        let view = answering.view(row);
        let at = At { row: id, view: &view, without: Without::Nothing, positive: true };
        let truth = answering.truth(&goal.condition, at, budget)?;
        match truth {
            Truth::True => {
                out.total += 1;
                if late {
                    push(budget, &mut waiting, row)?;
                } else if want != Want::Count {
                    let row = if bare { Row::bare(id) } else { answering.draft(id, &view, &denied, budget)? };
                    push(budget, &mut out.rows, row)?;
                }
            }
            Truth::Unknown if certain.is_none() => {
                let mut row = Row::bare(id);
                if want == Want::Everything {
                    let found = answering.possible(id, &view, budget)?;
                    answering.fill(&mut row, found, budget)?;
                }
                out.possible_total += 1;
                push(budget, &mut out.possible, row)?;
                if want == Want::Everything {
                    if let Some(row) = out.possible.last() {
                        answering.skip(row, &mut skips, budget)?;
                    }
                    if out.possible.len() >= 4 * super::near::POSSIBLE {
                        answering.order_possible(&mut out.possible, budget)?;
                        out.possible.truncate(super::near::POSSIBLE);
                    }
                }
            }
            Truth::Unknown | Truth::False => {}
        }
        if truth != Truth::True
            && let Some(near) = answering.near(id, &view, near, truth == Truth::Unknown, budget)?
        {
            out.near_total += 1;
            out.near_possible += u64::from(near.skipped);
            push(budget, &mut out.near, near)?;
            // only so many are told: of a million the others need not be kept until all are known
            if out.near.len() >= MANY * super::near::LISTED {
                answering.order_near(&mut out.near, budget)?;
                out.near.truncate(super::near::LISTED);
            }
        }
    }
    answering.touch(&mut out.touched);
    if bare {
        return Ok(());
    }
    if late {
        answering.cut(&mut waiting, budget)?;
        for row in waiting {
            let row = answering.draft(answering.row_id(row), &answering.view(row), &denied, budget)?;
            push(budget, &mut out.rows, row)?;
        }
    }
    if want == Want::Everything {
        if let Some(tally) = &goal.tally {
            let told = answering.tallied(tally, &out.rows, budget)?;
            (out.groups, out.not_stated, out.total) = (told.groups, told.not_stated, told.total);
        } else {
            let (groups, not_stated) = answering.groups(&out.rows, budget)?;
            (out.groups, out.not_stated) = (groups, not_stated);
        }
    }
    if goal.order == Some(Order::Verdict) {
        answering.verdicts(&mut out.rows, budget)?;
    }
    answering.order_rows(&mut out.rows, budget)?;
    if let Some(limit) = goal.limit {
        out.rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    budget.rows(out.rows.len())?;
    if want == Want::Everything {
        if goal.order != Some(Order::Verdict) {
            answering.verdicts(&mut out.rows, budget)?;
        }
        answering.order_possible(&mut out.possible, budget)?;
        out.possible.truncate(super::near::POSSIBLE);
        answering.order_near(&mut out.near, budget)?;
        out.near.truncate(super::near::LISTED);
        out.skipped = skips.told();
        answering.tell_turned(out, budget)?;
        answering.touch(&mut out.touched);
    }
    Ok(())
}

/// Near misses and possible rows are put in order when so many times as are told have come together.
const MANY: usize = 16;

/// Whether rows are put in order without what stands behind them, and cut to a limit.
fn is_ordered_by_name(goal: &Goal) -> bool {
    let grouped = goal.tally.is_some() || goal.count.is_some_and(|count| count.slot.is_some());
    let by_name = match goal.order {
        Some(Order::Name) => true,
        None => !matches!(goal.head, Head::Noun(_)),
        Some(_) => false,
    };
    goal.limit.is_some() && !grouped && by_name
}

/// An effect with its witnesses, and no verdict yet.
fn undecided(effect: EffectId, witnesses: Vec<FindingId>) -> EffectOutcome {
    EffectOutcome {
        effect,
        verdict: Verdict::Silent,
        separators: Vec::new(),
        witnesses,
        derived: Vec::new(),
        inside: Vec::new(),
        elsewhere: Vec::new(),
    }
}

impl<'a> Answering<'a> {
    /// The targets of all effects.
    pub(crate) fn targets_of(
        goal: &Goal,
        plan: &Plan,
        facts: &dyn Facts,
        keep: &dyn Fn(EffectId) -> Keep,
        budget: &mut Budget,
    ) -> Result<Vec<Targets>, Exceeded> {
        let mut targets = Vec::with_capacity(goal.effects.len());
        for (at, effect) in (0u32..).zip(&goal.effects) {
            let inner = plan.effects.get(at as usize).and_then(|plan| plan.inner.as_deref());
            let within = Within { certain: keep(EffectId(at)).only_certain(), among: None };
            targets.push(Targets::new(effect, inner, within, facts, budget)?);
        }
        Ok(targets)
    }

    /// The targets of all effects but those whose inner goals wait for the rows that are left.
    fn targets_before_rows(
        goal: &Goal,
        plan: &Plan,
        facts: &dyn Facts,
        keep: &dyn Fn(EffectId) -> Keep,
        budget: &mut Budget,
    ) -> Result<Vec<Targets>, Exceeded> {
        let mut targets = Vec::with_capacity(goal.effects.len());
        for (at, effect) in (0u32..).zip(&goal.effects) {
            let step = plan.effects.get(at as usize);
            let inner = step.and_then(|plan| plan.inner.as_deref());
            let within = Within { certain: keep(EffectId(at)).only_certain(), among: None };
            targets.push(match step.is_some_and(|step| step.semi) {
                true => Targets::default(),
                false => Targets::new(effect, inner, within, facts, budget)?,
            });
        }
        Ok(targets)
    }

    /// A goal of which nothing was looked up yet.
    pub(crate) fn bare(goal: &'a Goal, facts: &'a dyn Facts, targets: Vec<Targets>) -> Answering<'a> {
        let hits: Vec<Hits> = goal.effects.iter().map(|_| Hits::default()).collect();
        let mut negative = false;
        effects_of(&goal.condition, true, &mut |id, positive| {
            let purpose = goal.effects.get(id.0 as usize).map(|effect| effect.purpose);
            negative |= !positive && purpose.is_some_and(|purpose| purpose != Purpose::Candidate);
        });
        Answering {
            goal,
            facts,
            targets,
            hits,
            drawn: Vec::new(),
            drawn_in: FxHashMap::default(),
            turned: Vec::new(),
            extensions: Vec::new(),
            tuples: Vec::new(),
            choices: Choices::ALL,
            standing: Cell::new(0),
            against: Cell::new(0),
            negative,
        }
    }

    /// Scans all effects, those that say what can be a row first, and gives what can be a row, sorted; `only` restricts it.
    #[inline(never)]
    pub(crate) fn prepare(
        goal: &'a Goal,
        plan: &Plan,
        facts: &'a dyn Facts,
        keep: &dyn Fn(EffectId) -> Keep,
        only: Option<Restrict>,
        budget: &mut Budget,
    ) -> Result<(Answering<'a>, Vec<u32>), Exceeded> {
        if !goal.others.is_empty() {
            let targets = Answering::targets_of(goal, plan, facts, keep, budget)?;
            let mut answering = Answering::bare(goal, facts, targets);
            answering.choices = plan.choices;
            let only = match only {
                Some(Restrict::Row(row)) => Some(row),
                Some(Restrict::Among(_)) | None => None,
            };
            let rows = answering.join(plan, keep, only, budget)?;
            return Ok((answering, rows));
        }
        let targets = Answering::targets_before_rows(goal, plan, facts, keep, budget)?;
        let mut answering = Answering::bare(goal, facts, targets);
        answering.choices = plan.choices;
        let mut rows: Option<Vec<u32>> = only.map(|only| match only {
            Restrict::Row(row) => key(goal.head, row).into_iter().collect(),
            Restrict::Among(rows) => rows,
        });
        let first = match &plan.rows {
            RowSource::Everything => &[][..],
            RowSource::Among { effects, .. } => effects,
        };
        let mut waiting = first.len();
        for id in &plan.order {
            let Some(effect) = answering.effect(*id) else { continue };
            if waiting == 0
                && rows.is_none()
                && let RowSource::Among { effects, entities } = &plan.rows
            {
                rows = Some(answering.among(effects, entities, budget)?);
            }
            waiting = waiting.saturating_sub(usize::from(first.contains(id)));
            if effect.verb == Verb::Includes || rows.as_ref().is_some_and(Vec::is_empty) {
                continue;
            }
            if let Some(step) = plan.effects.get(id.0 as usize).filter(|step| step.semi) {
                let among = match &rows {
                    Some(rows) => Some(answering.reached(*id, rows, budget)?),
                    None => None,
                };
                let within = Within { certain: keep(*id).only_certain(), among };
                let asked = Targets::new(effect, step.inner.as_deref(), within, facts, budget)?;
                if let Some(place) = answering.targets.get_mut(id.0 as usize) {
                    *place = asked;
                }
            }
            let found = if is_derived(&effect.verb) {
                let before = budget.taken();
                let mut hits = answering.derive(*id, keep(*id), budget)?;
                hits.looked_at = budget.taken() - before;
                hits
            } else {
                let Some(targets) = answering.targets.get(id.0 as usize) else { continue };
                let Some(scanner) = Scanner::new(goal, facts, targets, plan, *id, keep(*id)) else { continue };
                scanner.hits(rows.as_deref(), None, budget)?
            };
            if let Some(place) = answering.hits.get_mut(id.0 as usize) {
                *place = found;
            }
        }
        let rows = match (rows, &plan.rows) {
            (Some(rows), _) => rows,
            (None, RowSource::Among { effects, entities }) => answering.among(effects, entities, budget)?,
            (None, RowSource::Everything) => answering.everything(budget)?,
        };
        Ok((answering, rows))
    }

    pub(crate) fn row_id(&self, row: u32) -> RowId {
        match self.goal.head {
            // Definitions of sets are worked out as rows of one noun too.
            Head::Noun(_) => {
                self.tuples.get(row as usize).map_or(RowId::Entity(EntityId(row)), |tuple| RowId::Tuple(*tuple))
            }
            Head::Finding => RowId::Finding(FindingId(row)),
            Head::Study => RowId::Study(StudyId(row)),
        }
    }

    /// What was looked at so far.
    fn touch(&self, touched: &mut Touched) {
        touched.effects = self.hits.iter().map(|hits| hits.looked_at).collect();
        touched.inner = self.targets.iter().map(|targets| targets.touched.clone()).collect();
        (touched.standing, touched.against) = (self.standing.get(), self.against.get());
    }

    /// A row of which the condition is true, with its witnesses; of a complement row, with the effects denied.
    pub(crate) fn draft(
        &self,
        id: RowId,
        view: &View<'_>,
        denied: &[EffectId],
        budget: &mut Budget,
    ) -> Result<Row, Exceeded> {
        let found = self.certain(id, view, budget)?;
        let mut row = Row::bare(id);
        if self.negative && found.values().all(Vec::is_empty) {
            let at = At { row: id, view, without: Without::Nothing, positive: true };
            for effect in denied {
                if self.effect_truth(*effect, at, budget)? != Truth::True {
                    push(budget, &mut row.effects, undecided(*effect, Vec::new()))?;
                }
            }
        } else {
            self.fill(&mut row, found, budget)?;
        }
        Ok(row)
    }

    /// Puts witnesses into a row, and their studies.
    fn fill(&self, row: &mut Row, found: Found, budget: &mut Budget) -> Result<(), Exceeded> {
        for (effect, witnesses) in found {
            let effect = self.unfold(undecided(effect, witnesses), budget)?;
            super::condition::add(&mut row.findings, &effect.witnesses, budget)?;
            push(budget, &mut row.effects, effect)?;
        }
        super::condition::settle(&mut row.findings, budget)?;
        row.studies = self.studies(&row.findings, budget)?;
        Ok(())
    }
}

/// The asked effects in negative position, sorted.
pub(crate) fn denied(goal: &Goal) -> Vec<EffectId> {
    let mut denied = Vec::new();
    effects_of(&goal.condition, true, &mut |id, positive| {
        let purpose = goal.effects.get(id.0 as usize).map(|effect| effect.purpose);
        if !positive && purpose == Some(Purpose::Asked) {
            denied.push(id);
        }
    });
    denied.sort_unstable();
    denied.dedup();
    denied
}
