//! From hits to rows: the course of one question.
//!
//! A goal, its plan and a store come in; rows, possible rows and near misses go out, in order. How each is found is said in the files
//! beside this one.

use super::condition::{Answering, At, Found, View, Without, effects_of};
use super::derived::is_derived;
use super::grow::{push, sort_by};
use super::near::ways;
use super::scan::{Hits, Keep, Scanner, asks_of_stance, bearer_of};
use super::target::Targets;
use super::truth::Truth;
use super::why::key;
use super::{EffectOutcome, Outcome, Row, RowId};
use crate::answer::Verdict;
use crate::base::{Facts, Scan};
use crate::goal::{Condition, EffectId, Goal, Head, Order, Purpose, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId, StudyId};
use crate::plan::{Plan, RowSource};
use rustc_hash::{FxHashMap, FxHashSet};

/// How much of an outcome is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// All of it.
    Everything,
    /// The rows and the possible rows, for another question to look up.
    Rows,
    /// How many rows there are.
    Count,
}

/// Effects of which the hits of one row are fetched in about the time of one step.
const WIDE: u64 = 16;

/// Answers a goal into `out`, which holds what was found so far if a limit is reached.
pub(crate) fn answer(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    want: Want,
    budget: &mut Budget,
    out: &mut Outcome,
) -> Result<(), Exceeded> {
    // Small questions take fewer steps than lie between two looks.
    budget.look()?;
    let near = if want == Want::Everything { ways(goal) } else { Vec::new() };
    let (answering, rows) = Answering::prepare(goal, plan, facts, &keep_for(goal, &near), None, budget)?;
    let denied = denied(goal);
    // Rows for another question need what stands behind them only if a limit picks some of them.
    let bare = want == Want::Count || (want == Want::Rows && goal.limit.is_none());
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
                if want != Want::Count {
                    let row = if bare { blank(id) } else { answering.draft(id, &view, &denied, budget)? };
                    push(budget, &mut out.rows, row)?;
                }
            }
            Truth::Unknown if want != Want::Count => {
                let mut row = blank(id);
                if want == Want::Everything {
                    let found = answering.possible(id, &view, budget)?;
                    answering.fill(&mut row, found, budget)?;
                }
                push(budget, &mut out.possible, row)?;
            }
            Truth::Unknown | Truth::False => {}
        }
        if truth != Truth::True
            && let Some(near) = answering.near(id, &view, &near, truth == Truth::Unknown, budget)?
        {
            push(budget, &mut out.near, near)?;
        }
    }
    if bare {
        return Ok(());
    }
    if want == Want::Everything {
        let (groups, not_stated) = answering.groups(&out.rows, budget)?;
        (out.groups, out.not_stated) = (groups, not_stated);
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
        answering.order_near(&mut out.near, budget)?;
        out.near_total = out.near.len() as u64;
        out.near_possible = out.near.iter().filter(|near| near.skipped).count() as u64;
        out.near.truncate(super::near::LISTED);
        out.skipped = answering.skipped(&out.possible, budget)?;
        answering.tell_turned(out, budget)?;
    }
    Ok(())
}

/// A row with nothing behind it yet.
fn blank(id: RowId) -> Row {
    Row {
        id,
        verdict: Verdict::Silent,
        effects: Vec::new(),
        studies: Vec::new(),
        studies_against: Vec::new(),
        findings: Vec::new(),
    }
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
        budget: &mut Budget,
    ) -> Result<Vec<Targets>, Exceeded> {
        let mut targets = Vec::with_capacity(goal.effects.len());
        for (at, effect) in goal.effects.iter().enumerate() {
            let inner = plan.effects.get(at).and_then(|plan| plan.inner.as_deref());
            targets.push(Targets::new(effect, inner, facts, budget)?);
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
            negative,
        }
    }

    /// Scans all effects, those that say what can be a row first, and gives what can be a row, sorted; `only` restricts it.
    pub(crate) fn prepare(
        goal: &'a Goal,
        plan: &Plan,
        facts: &'a dyn Facts,
        keep: &dyn Fn(EffectId) -> Keep,
        only: Option<RowId>,
        budget: &mut Budget,
    ) -> Result<(Answering<'a>, Vec<u32>), Exceeded> {
        let targets = Answering::targets_of(goal, plan, facts, budget)?;
        let mut answering = Answering::bare(goal, facts, targets);
        if !goal.others.is_empty() {
            let rows = answering.join(plan, keep, only, budget)?;
            return Ok((answering, rows));
        }
        let mut rows: Option<Vec<u32>> = only.map(|row| key(goal.head, row).into_iter().collect());
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
            let found = if is_derived(&effect.verb) {
                answering.derive(*id, keep(*id), budget)?
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

    /// Composites are rows without a finding where `includes` asks.
    pub(crate) fn composites_count(&self) -> bool {
        self.goal.effects.iter().any(|effect| effect.verb == Verb::Includes)
    }

    /// What meets one of these effects, or is one of these entities, sorted.
    fn among(&self, effects: &[EffectId], entities: &[EntityId], budget: &mut Budget) -> Result<Vec<u32>, Exceeded> {
        let Head::Noun(kind) = self.goal.head else { return self.hit_rows(effects, budget) };
        let vocabulary = self.facts.vocabulary();
        let of_kind = |id: &EntityId| vocabulary.kind_of(*id) == Some(kind);
        let mut rows = self.hit_rows(effects, budget)?;
        for id in effects {
            if self.effect(*id).is_some_and(|effect| effect.verb == Verb::Includes) {
                self.composites(*id, &mut rows, budget)?;
            }
        }
        let named: Vec<EntityId> = entities.iter().copied().filter(of_kind).collect();
        if !named.is_empty() {
            for id in &named {
                let composite = vocabulary.entity(*id).is_some_and(|entity| !entity.parts.is_empty());
                if composite && self.composites_count() {
                    push(budget, &mut rows, id.0)?;
                }
            }
            let mut standing = FxHashSet::default();
            for scan in [
                Scan { subjects: Some(named.clone()), ..Scan::default() },
                Scan { objects: Some(named.clone()), ..Scan::default() },
            ] {
                let of_named = |id: EntityId| named.binary_search(&id).is_ok().then_some(id.0);
                self.standing(&scan, &of_named, &mut standing, budget)?;
            }
            self.agents(&|id| named.binary_search(&id).is_ok(), &mut standing, budget)?;
            for row in standing {
                push(budget, &mut rows, row)?;
            }
        }
        sort_by(budget, &mut rows, Ord::cmp)?;
        rows.dedup();
        Ok(rows)
    }

    /// The rows that have a hit of one of these effects.
    fn hit_rows(&self, effects: &[EffectId], budget: &mut Budget) -> Result<Vec<u32>, Exceeded> {
        let mut rows = Vec::new();
        for id in effects {
            for key in self.hits.get(id.0 as usize).map_or(&[][..], Hits::keys) {
                budget.step()?;
                push(budget, &mut rows, bearer_of(*key))?;
            }
        }
        if !rows.is_sorted() {
            sort_by(budget, &mut rows, Ord::cmp)?;
        }
        rows.dedup();
        Ok(rows)
    }

    /// Adds composites of the head's kind; all of them, for the condition picks.
    fn composites(&self, id: EffectId, rows: &mut Vec<u32>, budget: &mut Budget) -> Result<(), Exceeded> {
        let Head::Noun(kind) = self.goal.head else { return Ok(()) };
        let vocabulary = self.facts.vocabulary();
        let wanted = match self.targets.get(id.0 as usize) {
            Some(targets) => targets.wanted(budget)?,
            None => None,
        };
        match wanted {
            Some(parts) => {
                for part in parts {
                    for composite in vocabulary.composites_with(part).iter() {
                        budget.step()?;
                        if vocabulary.kind_of(composite) == Some(kind) {
                            push(budget, rows, composite.0)?;
                        }
                    }
                }
            }
            None => {
                for id in vocabulary.entities().of_kind(kind) {
                    budget.step()?;
                    if vocabulary.entity(id).is_some_and(|entity| !entity.parts.is_empty()) {
                        push(budget, rows, id.0)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds the ends of a scan's findings that are wanted.
    pub(crate) fn standing(
        &self,
        scan: &Scan,
        wanted: &dyn Fn(EntityId) -> Option<u32>,
        into: &mut FxHashSet<u32>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let mut batches = self.facts.scan(scan);
        let mut batch = Vec::new();
        while batches.next_batch(&mut batch) {
            for id in &batch {
                budget.step()?;
                let Some(finding) = self.facts.core(*id) else { continue };
                for row in [finding.subject, finding.object].into_iter().filter_map(wanted) {
                    if into.insert(row) {
                        budget.allocate(2 * size_of::<u32>())?;
                    }
                }
            }
        }
        Ok(())
    }

    /// All that can be a row at all, sorted.
    fn everything(&self, budget: &mut Budget) -> Result<Vec<u32>, Exceeded> {
        let mut rows = FxHashSet::default();
        let vocabulary = self.facts.vocabulary();
        match self.goal.head {
            Head::Noun(kind) => {
                let of_kind = |id: EntityId| (vocabulary.kind_of(id) == Some(kind)).then_some(id.0);
                self.standing(&Scan::default(), &of_kind, &mut rows, budget)?;
                self.agents(&|id| of_kind(id).is_some(), &mut rows, budget)?;
                if self.composites_count() {
                    for id in vocabulary.entities().of_kind(kind) {
                        budget.step()?;
                        if vocabulary.entity(id).is_some_and(|entity| !entity.parts.is_empty()) {
                            rows.insert(id.0);
                        }
                    }
                }
            }
            head @ (Head::Finding | Head::Study) => {
                let all = (0..self.goal.effects.len() as u32).any(|id| asks_of_stance(self.goal, EffectId(id)));
                let mut batches = self.facts.scan(&Scan::default());
                let mut batch = Vec::new();
                while batches.next_batch(&mut batch) {
                    for id in &batch {
                        budget.step()?;
                        budget.allocate(2 * size_of::<u32>())?;
                        if head == Head::Study {
                            rows.extend(self.facts.cited(*id).unwrap_or_default().iter().map(|study| study.0));
                        } else if all || self.facts.core(*id).is_some_and(|finding| finding.stance.witnesses()) {
                            rows.insert(id.0);
                        }
                    }
                }
            }
        }
        budget.allocate(rows.len() * size_of::<u32>())?;
        let mut rows: Vec<u32> = rows.into_iter().collect();
        sort_by(budget, &mut rows, Ord::cmp)?;
        Ok(rows)
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
        let mut row = blank(id);
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

/// Which hits of each effect are kept beside those that meet it, for these ways to miss.
pub(crate) fn keep_for<'g>(goal: &'g Goal, near: &'g [Without]) -> impl Fn(EffectId) -> Keep + use<'g> {
    let mut together = FxHashSet::default();
    in_one_study(&goal.condition, false, &mut together);
    move |id| keep(goal, id, near, &together)
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
