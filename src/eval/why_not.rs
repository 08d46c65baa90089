//! Why a row is not in the answer: which conditions fail, and how nearly.
//!
//! A goal, a store and a row come in; the conditions that fail go out in the order of the question, each with the findings that come
//! nearest. It does not look for weaker questions.

use super::condition::{Answering, At, Without};
use super::near::ways;
use super::scan::Keep;
use super::truth::Truth;
use super::why::row_plan;
use super::{FailedContext, Near, RowId};
use crate::base::{Facts, Scan};
use crate::goal::{Condition, EffectId, EntitySet, Goal, Head, Letter, Role};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use rustc_hash::FxHashSet;

/// Why a row is not in the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyNot {
    /// Whether the question's condition is true of it: then it is a row, unless a limit cut it.
    pub truth: Truth,
    /// Whether it can be a row of this question at all: it is of the head's kind and stands in a finding.
    pub can_be: bool,
    /// The conditions that fail, in the order of the question.
    pub causes: Vec<Cause>,
    /// The row as a near miss, if it fails contexts only.
    pub near: Option<Near>,
}

/// One condition that fails.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// No finding meets the effect.
    Effect {
        /// Which effect.
        effect: EffectId,
        /// Unknown if one may meet it.
        truth: Truth,
        /// Findings that meet verb and target, sorted: contexts fail, or they are too few.
        free: Vec<FindingId>,
        /// Findings that break its `always` or `only`, or may; where it would be met without.
        broken: Vec<FindingId>,
        /// The contexts that the nearest of them fails; empty if there is none.
        failed: Vec<FailedContext>,
        /// Where none meets verb and target: reported findings of the row on the target with another verb, sorted.
        on_target: Vec<FindingId>,
    },
    /// Findings meet an effect that the question denies.
    Denied {
        /// Which effect.
        effect: EffectId,
        /// Unknown if they only may.
        truth: Truth,
        /// The findings, sorted.
        findings: Vec<FindingId>,
    },
    /// The row is not one of these, or is one of those that are excluded.
    Identity {
        /// Which.
        set: EntitySet,
        /// Whether they are excluded.
        excluded: bool,
    },
    /// All holds, but in no single study.
    OneStudy {
        /// The effects that must share one, sorted.
        effects: Vec<EffectId>,
    },
}

/// Says why a row is not in the answer.
///
/// # Errors
/// The limit that is reached.
pub fn why_not(goal: &Goal, facts: &dyn Facts, row: RowId, budget: &mut Budget) -> Result<WhyNot, Exceeded> {
    let mut why = WhyNot { truth: Truth::False, can_be: false, causes: Vec::new(), near: None };
    let plan = row_plan(goal, facts);
    let (answering, rows) =
        Answering::prepare(goal, &plan, facts, &|_| Keep::All, Some(super::rows::Restrict::Row(row)), budget)?;
    let Some(key) = rows.first() else { return Ok(why) };
    why.can_be = answering.can_be(row, budget)?;
    if !why.can_be {
        return Ok(why);
    }
    let view = answering.view(*key);
    let at = At { row, view: &view, without: Without::Nothing, positive: true };
    why.truth = answering.truth(&goal.condition, at, budget)?;
    if why.truth != Truth::True {
        answering.causes(&goal.condition, true, at, &mut why.causes, budget)?;
        why.near = answering.near(row, &view, &ways(goal), why.truth == Truth::Unknown, budget)?;
    }
    Ok(why)
}

impl Answering<'_> {
    /// Whether something can be a row of the goal at all.
    pub(crate) fn can_be(&self, row: RowId, budget: &mut Budget) -> Result<bool, Exceeded> {
        let mut standing = FxHashSet::default();
        match (self.goal.head, row) {
            (Head::Noun(_), RowId::Tuple(tuple)) => {
                let letters = (0..tuple.entities().len() as u8).map(Letter);
                let is_a = |(letter, id): (Letter, &EntityId)| {
                    let kind = self.facts.vocabulary().kind_of(*id);
                    kind.is_some() && kind == self.goal.kind(letter)
                };
                let distinct = (1..tuple.entities().len())
                    .all(|at| !tuple.entities().iter().take(at).any(|id| Some(id) == tuple.entities().get(at)));
                let fits = tuple.entities().len() == self.goal.width() && letters.zip(tuple.entities()).all(is_a);
                Ok(fits && distinct)
            }
            (Head::Noun(kind), RowId::Entity(id)) => {
                let Some(entity) = self.facts.vocabulary().entity(id) else { return Ok(false) };
                if entity.kind != kind {
                    return Ok(false);
                }
                if self.composites_count() && !entity.parts.is_empty() {
                    return Ok(true);
                }
                let wanted = |other: EntityId| (other == id).then_some(id.0);
                for scan in [
                    Scan { subjects: Some(vec![id]), ..Scan::default() },
                    Scan { objects: Some(vec![id]), ..Scan::default() },
                ] {
                    self.standing(&scan, &wanted, &mut standing, budget)?;
                }
                self.agents(&|other| other == id, &mut standing, budget)?;
                Ok(!standing.is_empty())
            }
            (Head::Finding, RowId::Finding(id)) => {
                let effects = (0..self.goal.effects.len() as u32).map(EffectId);
                let every = effects.into_iter().any(|id| super::scan::asks_of_stance(self.goal, id));
                Ok(self.facts.core(id).is_some_and(|finding| every || finding.stance.witnesses()))
            }
            (Head::Study, RowId::Study(id)) => {
                let scan = Scan { studies: Some(vec![id]), ..Scan::default() };
                Ok(self.facts.scan(&scan).next_batch(&mut Vec::new()))
            }
            _ => Ok(false),
        }
    }

    fn causes(
        &self,
        condition: &Condition,
        want: bool,
        at: At<'_>,
        out: &mut Vec<Cause>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let truth = self.truth(condition, at, budget)?;
        if truth == Truth::from(want) {
            return Ok(());
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().try_for_each(|part| self.causes(part, want, at, out, budget))
            }
            Condition::Not(part) => self.causes(part, !want, At { positive: !at.positive, ..at }, out, budget),
            Condition::Is(_, set) => {
                out.push(Cause::Identity { set: set.clone(), excluded: !want });
                Ok(())
            }
            Condition::Effect(id) if want => {
                let cause = self.missing(*id, truth, at, budget)?;
                out.push(cause);
                Ok(())
            }
            Condition::Effect(id) => {
                let findings = self.witnesses(*id, at, Truth::Unknown, budget)?;
                let findings = self.behind(&findings, budget)?;
                out.push(Cause::Denied { effect: *id, truth, findings });
                Ok(())
            }
            Condition::InOneStudy(part) => {
                if self.truth(part, at, budget)? != Truth::from(want) {
                    return self.causes(part, want, at, out, budget);
                }
                let mut effects = Vec::new();
                super::condition::effects_of(part, true, &mut |id, _| effects.push(id));
                effects.sort_unstable();
                effects.dedup();
                out.push(Cause::OneStudy { effects });
                Ok(())
            }
        }
    }

    fn missing(&self, id: EffectId, truth: Truth, at: At<'_>, budget: &mut Budget) -> Result<Cause, Exceeded> {
        let mut free = Vec::new();
        for hit in at.view.get(id.0 as usize).copied().unwrap_or(&[]).iter().filter(|hit| hit.free && !hit.breaks) {
            super::grow::push(budget, &mut free, hit.finding)?;
        }
        let some = At { without: Without::Quantifiers, positive: true, ..at };
        let broken = match self.effect_truth(id, some, budget)? {
            Truth::True => self.breakers(id, at, Truth::Unknown, budget)?,
            Truth::Unknown | Truth::False => Vec::new(),
        };
        if !broken.is_empty() {
            return Ok(Cause::Effect { effect: id, truth, free, broken, failed: Vec::new(), on_target: Vec::new() });
        }
        let failed = self.nearest(id, &free, budget)?;
        let free = self.behind(&free, budget)?;
        let on_target = if free.is_empty() { self.on_target(id, at.row, budget)? } else { Vec::new() };
        Ok(Cause::Effect { effect: id, truth, free, broken, failed, on_target })
    }

    /// Reported findings of a noun row on the target of an effect, whatever their verb.
    fn on_target(&self, id: EffectId, row: RowId, budget: &mut Budget) -> Result<Vec<FindingId>, Exceeded> {
        let mut found = Vec::new();
        let (Some(effect), Some(targets)) = (self.effect(id), self.targets.get(id.0 as usize)) else {
            return Ok(found);
        };
        let Some(bearer) = row.entity(effect.bearer).filter(|_| !targets.any) else { return Ok(found) };
        let members = match targets.letter {
            None => targets.members.clone(),
            Some(letter) => {
                let asked = row.entity(letter).into_iter().collect();
                super::target::with_kinds(self.facts.vocabulary(), asked, budget)?
            }
        };
        for role in [Role::Subject, Role::Object] {
            if effect.role != Role::Either && effect.role != role {
                continue;
            }
            let (row, members) = (Some(vec![bearer]), Some(members.clone()));
            let scan = match role {
                Role::Object => Scan { subjects: members, objects: row, ..Scan::default() },
                _ => Scan { subjects: row, objects: members, ..Scan::default() },
            };
            let mut batches = self.facts.scan(&scan);
            let mut batch = Vec::new();
            while batches.next_batch(&mut batch) {
                for id in &batch {
                    budget.step()?;
                    if self.facts.core(*id).is_some_and(|finding| finding.stance.witnesses()) {
                        super::grow::push(budget, &mut found, *id)?;
                    }
                }
            }
        }
        super::condition::settle(&mut found, budget)?;
        Ok(found)
    }
}
