//! Why a row is in the answer: the smallest sets of findings that put it there.
//!
//! A goal, a store and a row come in; proofs go out, each replayed over a store that holds nothing but its findings. It does not know how
//! proofs are worded.

use super::condition::{Answering, At, View, Without};
use super::derived::is_derived;
use super::only::Only;
use super::replay::{Replay, with_row};
use super::scan::{Keep, standings};
use super::truth::Truth;
use super::{Derivation, RowId, quick};
use crate::base::{Facts, Links};
use crate::goal::{Condition, Effect, EffectId, Goal, Head, Letter, Purpose, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use crate::plan::{Plan, ScanSide, build, direct};

/// One set of findings that puts a row into an answer; without any one of them it would not.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// All of them, inner questions included, sorted.
    pub findings: Vec<FindingId>,
    /// What each effect rests on, in the order of the question.
    pub parts: Vec<Part>,
    /// Whether the findings alone give the row again. They do not where an inner question has a `not` of its own that is denied in turn:
    /// then what was found absent counts as well.
    pub replays: bool,
}

/// What one effect rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The effect.
    pub effect: EffectId,
    /// The findings that meet it; none where it was looked for and is absent, and for `includes`.
    pub findings: Vec<FindingId>,
    /// The steps, where no finding meets it itself: its findings are theirs.
    pub derived: Option<Derivation>,
    /// Whether it is denied: no finding meets it.
    pub absent: bool,
    /// Whether it is denied because the findings break its `always` or `only`.
    pub breaks: bool,
    /// Rows of an inner question through which the findings meet the effect, each with its own proof.
    pub through: Vec<(RowId, Proof)>,
}

/// The proofs of a row, at most so many; none if it is no row. The first is that of the first witnesses.
///
/// # Errors
/// The limit that is reached.
pub fn why(
    goal: &Goal,
    facts: &dyn Facts,
    row: RowId,
    most: usize,
    budget: &mut Budget,
) -> Result<Vec<Proof>, Exceeded> {
    proofs(goal, facts, row, most.max(1), budget).map(|(proofs, _)| proofs)
}

/// The first proofs of a row, at most `told` of as many as [`why`] would give; none if it is no row.
///
/// # Errors
/// The limit that is reached.
pub fn why_first(
    goal: &Goal,
    facts: &dyn Facts,
    row: RowId,
    (told, most): (usize, usize),
    budget: &mut Budget,
) -> Result<Vec<Proof>, Exceeded> {
    let (found, ways) = proofs(goal, facts, row, told, budget)?;
    // Two ways may come down to the same findings: then others are told.
    if found.len() == ways || ways < told {
        return Ok(found);
    }
    let mut found = why(goal, facts, row, most, budget)?;
    found.truncate(told);
    Ok(found)
}

/// The proofs that the first ways to show a row come down to, and how many ways those were.
fn proofs(
    goal: &Goal,
    facts: &dyn Facts,
    row: RowId,
    most: usize,
    budget: &mut Budget,
) -> Result<(Vec<Proof>, usize), Exceeded> {
    let links = direct(goal, facts);
    let ways = match links {
        Some(links) => listed_ways(goal, facts, links, row, most, budget)?,
        None if Answering::bare(goal, facts, Vec::new()).can_be(row, budget)? => ways(goal, facts, row, most, budget)?,
        None => Vec::new(),
    };
    let count = ways.len();
    let mut proofs: Vec<Proof> = Vec::new();
    for parts in ways {
        let mut proof = Proof { findings: all_findings(&parts), parts, replays: true };
        let said = links.map(|_| quick::cores(facts, &proof.findings));
        let replay = Replay { goal, facts, row, said };
        let all = proof.findings.clone();
        proof.replays = replay.proves(&all, &all, budget)?;
        if proof.replays && replay.minimise(&all, &mut proof.findings, budget)? {
            // With fewer findings the row may rest on them in another way.
            let kept = with_row(row, &proof.findings);
            let only = Only { facts, findings: &kept };
            if let Some(parts) = self::ways(goal, &only, row, 1, budget)?.into_iter().next() {
                proof.parts = parts;
            }
            let said = all_findings(&proof.parts);
            proof.findings = kept;
            proof.findings.retain(|id| RowId::Finding(*id) != row || said.contains(id));
        }
        if !proofs.iter().any(|other: &Proof| other.findings == proof.findings) {
            proofs.push(proof);
        }
    }
    Ok((proofs, count))
}

/// Ways to show that a row is in the answer; none if it is not.
fn ways(goal: &Goal, facts: &dyn Facts, row: RowId, most: usize, budget: &mut Budget) -> Result<Vec<Parts>, Exceeded> {
    let plan = row_plan(goal, facts);
    let (answering, rows) =
        Answering::prepare(goal, &plan, facts, &|_| Keep::Meeting, Some(super::rows::Restrict::Row(row)), budget)?;
    let Some(key) = rows.first() else { return Ok(Vec::new()) };
    let view = answering.view(*key);
    let at = At { row, view: &view, without: Without::Nothing, positive: true };
    Prover { answering: &answering, most }.prove(&goal.condition, true, at, budget)
}

/// The same of a plain goal, from lists.
#[inline(never)]
fn listed_ways(
    goal: &Goal,
    facts: &dyn Facts,
    links: &Links,
    row: RowId,
    most: usize,
    budget: &mut Budget,
) -> Result<Vec<Parts>, Exceeded> {
    let quick::Looked { answering, key, .. } =
        quick::looked(goal, facts, links, (row, &quick::Known::whole()), budget)?;
    let can_be = match row {
        RowId::Entity(entity) if goal.others.is_empty() => {
            // whoever has a finding that meets an effect stands in one
            let met = || answering.hits.iter().any(|hits| !hits.keys().is_empty());
            let kind = facts.vocabulary().kind_of(entity);
            kind.is_some() && kind == goal.kind(Letter(0)) && (met() || links.stands(entity))
        }
        row => answering.can_be(row, budget)?,
    };
    if !can_be {
        return Ok(Vec::new());
    }
    let view = answering.view(key);
    let at = At { row, view: &view, without: Without::Nothing, positive: true };
    Prover { answering: &answering, most }.prove(&goal.condition, true, at, budget)
}

/// A plan that looks everything up by the row.
pub(crate) fn row_plan(goal: &Goal, facts: &dyn Facts) -> Plan {
    let mut plan = build(goal, facts);
    for effect in plan.effects.iter_mut().filter(|effect| effect.scan != ScanSide::Nothing) {
        effect.scan = ScanSide::Rows;
    }
    plan
}

/// A row as evaluation numbers it; none where it is not of the head.
pub(crate) fn key(head: Head, row: RowId) -> Option<u32> {
    match (head, row) {
        (Head::Noun(_), RowId::Entity(id)) => Some(id.0),
        (Head::Finding, RowId::Finding(id)) => Some(id.0),
        (Head::Study, RowId::Study(id)) => Some(id.0),
        _ => None,
    }
}

fn all_findings(parts: &[Part]) -> Vec<FindingId> {
    let mut all: Vec<FindingId> = Vec::new();
    for part in parts {
        all.extend(&part.findings);
        all.extend(part.through.iter().flat_map(|(_, proof)| &proof.findings));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The parts of one proof.
type Parts = Vec<Part>;

struct Prover<'p, 'a> {
    answering: &'p Answering<'a>,
    most: usize,
}

impl Prover<'_, '_> {
    /// Ways to show that a condition is true, or (not `want`) false.
    fn prove(
        &self,
        condition: &Condition,
        want: bool,
        at: At<'_>,
        budget: &mut Budget,
    ) -> Result<Vec<Parts>, Exceeded> {
        budget.step()?;
        if self.answering.truth(condition, at, budget)? != Truth::from(want) {
            return Ok(Vec::new());
        }
        match condition {
            Condition::All(parts) if want => self.some(parts, parts.len(), want, at, budget),
            Condition::All(parts) => self.some(parts, 1, want, at, budget),
            Condition::Any(parts) if want => self.some(parts, 1, want, at, budget),
            Condition::Any(parts) => self.some(parts, parts.len(), want, at, budget),
            Condition::AtLeast(need, parts) => {
                let need = *need as usize;
                let need = if want { need } else { (parts.len() + 1).saturating_sub(need) };
                self.some(parts, need, want, at, budget)
            }
            Condition::Not(part) => self.prove(part, !want, At { positive: !at.positive, ..at }, budget),
            Condition::Is(..) => Ok(vec![Vec::new()]),
            Condition::Effect(id) if want => self.witnessed(*id, at, budget),
            Condition::Effect(id) => self.denied(*id, at, budget),
            Condition::InOneStudy(part) => {
                let mut ways = Vec::new();
                let mut every: Vec<Parts> = vec![Vec::new()];
                for view in self.answering.by_study(part, at.view, budget)? {
                    let view: View<'_> = view.iter().map(Vec::as_slice).collect();
                    let found = self.prove(part, want, At { view: &view, ..at }, budget)?;
                    if want {
                        ways.extend(found);
                        ways.truncate(self.most);
                    } else {
                        every = self.product(&every, &found, budget)?;
                    }
                }
                Ok(if want { ways } else { every })
            }
        }
    }

    /// Ways in which so many of some conditions are as wanted.
    fn some(
        &self,
        conditions: &[Condition],
        need: usize,
        want: bool,
        at: At<'_>,
        budget: &mut Budget,
    ) -> Result<Vec<Parts>, Exceeded> {
        let mut found = Vec::new();
        for condition in conditions {
            let ways = self.prove(condition, want, at, budget)?;
            if !ways.is_empty() {
                found.push(ways);
            }
        }
        // Each choice of as many as are needed, those that come first in the question first.
        let mut ways: Vec<Parts> = Vec::new();
        for start in 0..found.len() {
            let Some(chosen) = found.get(start..start + need) else { break };
            let mut product: Vec<Parts> = vec![Vec::new()];
            for part in chosen {
                product = self.product(&product, part, budget)?;
            }
            ways.extend(product);
            if need == 0 {
                break;
            }
        }
        if need == 0 && ways.is_empty() {
            ways.push(Vec::new());
        }
        ways.truncate(self.most);
        Ok(ways)
    }

    /// Each way of one with each way of the other.
    fn product(&self, one: &[Parts], two: &[Parts], budget: &mut Budget) -> Result<Vec<Parts>, Exceeded> {
        let mut ways = Vec::new();
        for a in one {
            for b in two {
                budget.step()?;
                if ways.len() < self.most {
                    budget.allocate((a.len() + b.len()) * size_of::<Part>())?;
                    ways.push(a.iter().chain(b).cloned().collect());
                }
            }
        }
        Ok(ways)
    }

    /// Ways to show that an effect is false: nothing says it, or something breaks its `always` or `only`.
    fn denied(&self, id: EffectId, at: At<'_>, budget: &mut Budget) -> Result<Vec<Parts>, Exceeded> {
        let some = At { without: Without::Quantifiers, positive: true, ..at };
        let part = |findings: Vec<FindingId>| {
            let absent = findings.is_empty();
            vec![Part { effect: id, findings, derived: None, absent, breaks: !absent, through: Vec::new() }]
        };
        if self.answering.effect_truth(id, some, budget)? == Truth::False {
            return Ok(vec![part(Vec::new())]);
        }
        let breakers = self.answering.breakers(id, at, Truth::True, budget)?;
        if breakers.is_empty() {
            return Ok(vec![part(Vec::new())]);
        }
        Ok(breakers.into_iter().take(self.most).map(|breaker| part(vec![breaker])).collect())
    }

    /// Sets of witnesses each of which makes an effect true.
    fn witnessed(&self, id: EffectId, at: At<'_>, budget: &mut Budget) -> Result<Vec<Parts>, Exceeded> {
        let Some(effect) = self.answering.effect(id) else { return Ok(Vec::new()) };
        if effect.verb == Verb::Includes {
            let Some(entity) = at.row.entity(effect.bearer) else { return Ok(Vec::new()) };
            let parts = self.answering.facts.vocabulary().entity(entity).map_or(Vec::new(), |e| e.parts.clone());
            let through = self.through(id, &self.inner_rows(id, at, &parts), budget)?;
            let part = Part { effect: id, findings: Vec::new(), derived: None, absent: false, breaks: false, through };
            return Ok(vec![vec![part]]);
        }
        let witnesses = self.answering.witnesses(id, at, Truth::True, budget)?;
        if is_derived(&effect.verb) {
            return self.derived(id, at, &witnesses, budget);
        }
        let mut sets: Vec<Vec<FindingId>> = Vec::new();
        if effect.purpose == Purpose::Candidate {
            // Any finding makes a candidate: one will do.
            sets.extend(witnesses.first().map(|first| vec![*first]));
        } else if effect.verb == Verb::Contested || self.answering.has_thresholds(effect) {
            for start in 0..witnesses.len().min(self.most) {
                let mut set = witnesses.clone();
                set.rotate_left(start);
                self.fewest(id, effect, at.row, &mut set, budget)?;
                set.sort_unstable();
                if !sets.contains(&set) {
                    sets.push(set);
                }
            }
        } else {
            sets.extend(witnesses.iter().take(self.most).map(|witness| vec![*witness]));
        }
        let mut ways = Vec::new();
        for findings in sets {
            let rows = if !matches!(effect.target, Target::Goal(_)) {
                Vec::new()
            } else if effect.verb == Verb::Contested {
                self.contested_rows(id, at, &findings, budget)?
            } else {
                let mut others = Vec::new();
                for finding in findings.iter().filter_map(|id| self.answering.facts.core(*id)) {
                    let here = standings(effect.role, finding)
                        .filter(|(bearer, _)| at.row.entity(effect.bearer).is_none_or(|entity| entity == *bearer));
                    others.extend(here.map(|(_, other)| other));
                }
                self.inner_rows(id, at, &others)
            };
            let through = self.through(id, &rows, budget)?;
            ways.push(vec![Part { effect: id, findings, derived: None, absent: false, breaks: false, through }]);
        }
        Ok(ways)
    }

    /// What was derived for an effect, each enough alone; findings of a step that others make needless are left out when all is replayed.
    fn derived(
        &self,
        id: EffectId,
        at: At<'_>,
        witnesses: &[FindingId],
        budget: &mut Budget,
    ) -> Result<Vec<Parts>, Exceeded> {
        let mut ways = Vec::new();
        for derivation in witnesses.iter().filter_map(|id| self.answering.derivation(*id)).take(self.most) {
            budget.step()?;
            // Of what is defined the active side stands first.
            let ends = [derivation.other, derivation.bearer];
            let ends = if derivation.definition.is_some() { &ends[..] } else { &ends[..1] };
            let through = self.through(id, &self.inner_rows(id, at, ends), budget)?;
            let (findings, derived) = (derivation.findings(), Some(derivation.into_owned()));
            ways.push(vec![Part { effect: id, findings, derived, absent: false, breaks: false, through }]);
        }
        Ok(ways)
    }

    /// Drops witnesses, the last first, as long as the effect stays true.
    fn fewest(
        &self,
        id: EffectId,
        effect: &Effect,
        row: RowId,
        set: &mut Vec<FindingId>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let contested = effect.verb == Verb::Contested;
        for drop in (0..set.len()).rev() {
            let mut fewer = set.clone();
            fewer.remove(drop);
            let mut counted = fewer.clone();
            counted.sort_unstable();
            if contested {
                counted = self.answering.contested(id, row, &counted, false, budget)?;
            }
            if self.answering.enough(effect, &counted, Truth::True, budget)? {
                *set = fewer;
            }
        }
        Ok(())
    }

    /// The inner row by which each entity on the target's side meets the effect.
    fn inner_rows(&self, id: EffectId, at: At<'_>, others: &[EntityId]) -> Vec<EntityId> {
        let mut rows = Vec::new();
        let Some(targets) = self.answering.targets.get(id.0 as usize) else { return rows };
        for other in others.iter().filter(|other| targets.meets(**other) == Truth::True) {
            let above = targets.above(self.answering.facts.vocabulary(), at.row, *other, false);
            // Of itself, if it is a row; of a broader row otherwise.
            let row = if above.contains(other) { Some(*other) } else { above.first().copied() };
            rows.extend(row.filter(|row| !rows.contains(row)));
        }
        rows
    }

    /// The inner rows on which findings are contested. Two findings on kinds of one row stand against each other on that row, be the kinds
    /// rows themselves or not.
    fn contested_rows(
        &self,
        id: EffectId,
        at: At<'_>,
        findings: &[FindingId],
        budget: &mut Budget,
    ) -> Result<Vec<EntityId>, Exceeded> {
        let (mut rows, mut covered) = (Vec::new(), Vec::new());
        for (row, sides) in self.answering.contested_on(id, at.row, findings, false, budget)? {
            if sides.iter().any(|finding| !covered.contains(finding)) {
                covered.extend(sides);
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// The first proof of each of these rows of an inner question.
    fn through(&self, id: EffectId, rows: &[EntityId], budget: &mut Budget) -> Result<Vec<(RowId, Proof)>, Exceeded> {
        let mut through: Vec<(RowId, Proof)> = Vec::new();
        let Some(Target::Goal(inner)) = self.answering.effect(id).map(|effect| &effect.target) else {
            return Ok(through);
        };
        for row in rows.iter().copied().map(RowId::Entity) {
            if let Some(proof) = why(inner, self.answering.facts, row, 1, budget)?.into_iter().next() {
                through.push((row, proof));
            }
        }
        Ok(through)
    }
}
