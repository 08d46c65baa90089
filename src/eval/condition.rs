//! Conditions of one row, by Kleene's tables over its hits.
//!
//! The hits of a row come in; whether the condition holds goes out, and which findings make it so. It does not know how hits were found.

use super::define::Extension;
use super::derived::Drawing;
use super::grow::{push, sort_by};
use super::scan::{Hit, Hits, key_of};
use super::target::Targets;
use super::truth::{Tally, Truth};
use super::{RowId, Tuple};
use crate::base::Facts;
use crate::goal::{Condition, ContextId, Effect, EffectId, Goal, Purpose, Quantifier, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{FindingId, StudyId};
use crate::plan::Choices;
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::collections::BTreeMap;

/// A goal with the hits of all its effects.
pub(crate) struct Answering<'a> {
    pub(crate) goal: &'a Goal,
    pub(crate) facts: &'a dyn Facts,
    pub(crate) targets: Vec<Targets>,
    pub(crate) hits: Vec<Hits>,
    /// What was derived for verbs that no finding states itself; a hit names it by an id beyond those of the findings.
    pub(crate) drawn: Vec<Drawing>,
    /// What the definitions that it uses give, to unfold what was drawn.
    pub(crate) extensions: Vec<Extension>,
    /// Of what was derived within one study: which.
    pub(crate) drawn_in: FxHashMap<FindingId, StudyId>,
    /// Chains that come out the other way than asked.
    pub(crate) turned: Vec<super::outcome::Turned>,
    /// Rows of several nouns, by number.
    pub(crate) tuples: Vec<Tuple>,
    /// What may be chosen on the way.
    pub(crate) choices: Choices,
    /// Findings looked at to tell what can be a row, and what stands against rows.
    pub(crate) standing: Cell<u64>,
    pub(crate) against: Cell<u64>,
    /// Whether some effect, candidates apart, stands in negative position: only then are there complement rows.
    pub(crate) negative: bool,
}

/// Which contexts of effects in positive position are taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Without {
    /// None.
    Nothing,
    /// All contexts of asked effects.
    Asked,
    /// One context of context effects.
    One(ContextId),
    /// No context, but `always` and `only`: one finding is enough, whatever else is said.
    Quantifiers,
}

/// The hits of one row, by effect; under `in one study`, those that cite it.
pub(crate) type View<'v> = Vec<&'v [Hit]>;

/// Witnesses by effect.
pub(crate) type Found = BTreeMap<EffectId, Vec<FindingId>>;

/// Where a condition is looked at: in a row, under what, and in what position.
#[derive(Clone, Copy)]
pub(crate) struct At<'v> {
    pub(crate) row: RowId,
    pub(crate) view: &'v [&'v [Hit]],
    pub(crate) without: Without,
    pub(crate) positive: bool,
}

impl At<'_> {
    fn turned(self) -> Self {
        At { positive: !self.positive, ..self }
    }
}

impl<'a> Answering<'a> {
    pub(crate) fn effect(&self, id: EffectId) -> Option<&'a Effect> {
        self.goal.effects.get(id.0 as usize)
    }

    /// All hits of a row.
    pub(crate) fn view(&self, row: u32) -> View<'_> {
        let id = self.row_id(row);
        self.hits
            .iter()
            .zip(&self.goal.effects)
            .map(|(hits, effect)| hits.of(self.kept_under(effect, row, id)))
            .collect()
    }

    /// What the hits of an effect are kept under for a row.
    fn kept_under(&self, effect: &Effect, row: u32, id: RowId) -> u64 {
        let other = match effect.target {
            Target::Letter(letter) => id.entity(letter),
            Target::Any | Target::Entities(_) | Target::Goal(_) => None,
        };
        key_of(id.entity(effect.bearer).map_or(row, |entity| entity.0), other)
    }

    /// The degree of a hit when some contexts are taken away.
    fn degree(effect: &Effect, hit: &Hit, without: Without) -> Truth {
        let freed = match without {
            Without::Nothing | Without::Quantifiers => false,
            Without::Asked => effect.purpose == Purpose::Asked && hit.free,
            Without::One(context) => effect.purpose == Purpose::Context && hit.lone == Some(context),
        };
        // Without its contexts, what may break an `always` or `only` still may.
        let unsure = without == Without::Asked && effect.purpose == Purpose::Asked && hit.breaks && hit.maybe;
        match (freed, unsure) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => hit.degree,
        }
    }

    /// The witnesses of an effect among the hits of a view: the certain ones, or those and the possible ones.
    pub(crate) fn witnesses(
        &self,
        id: EffectId,
        at: At<'_>,
        floor: Truth,
        budget: &mut Budget,
    ) -> Result<Vec<FindingId>, Exceeded> {
        let Some(effect) = self.effect(id) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for hit in at.view.get(id.0 as usize).copied().unwrap_or(&[]) {
            budget.step()?;
            if !hit.breaks && Answering::degree(effect, hit, at.without) >= floor {
                push(budget, &mut found, hit.finding)?;
            }
        }
        if effect.verb == Verb::Contested {
            return self.contested(id, at.row, &found, floor == Truth::Unknown, budget);
        }
        Ok(found)
    }

    /// The findings that break an `always` or an `only`: those that certainly do, or those and the ones that may.
    pub(crate) fn breakers(
        &self,
        id: EffectId,
        at: At<'_>,
        floor: Truth,
        budget: &mut Budget,
    ) -> Result<Vec<FindingId>, Exceeded> {
        let mut found = Vec::new();
        let Some(effect) = self.effect(id).filter(|effect| effect.quantifier != Quantifier::Some) else {
            return Ok(found);
        };
        for hit in at.view.get(id.0 as usize).copied().unwrap_or(&[]) {
            budget.step()?;
            if hit.breaks && Answering::degree(effect, hit, at.without) >= floor {
                push(budget, &mut found, hit.finding)?;
            }
        }
        Ok(found)
    }

    /// Whether an effect is true of a row.
    pub(crate) fn effect_truth(&self, id: EffectId, at: At<'_>, budget: &mut Budget) -> Result<Truth, Exceeded> {
        budget.step()?;
        let Some(effect) = self.effect(id) else { return Ok(Truth::False) };
        if effect.verb == Verb::Includes {
            return Ok(self.includes(id, at.row));
        }
        let said = self.said(id, effect, at, budget)?;
        if said == Truth::False || effect.quantifier == Quantifier::Some || at.without == Without::Quantifiers {
            return Ok(said);
        }
        // `always` and `only` are as true as what breaks them is false.
        let mut broken = Truth::False;
        for hit in at.view.get(id.0 as usize).copied().unwrap_or(&[]).iter().filter(|hit| hit.breaks) {
            budget.step()?;
            broken = broken.or(Answering::degree(effect, hit, at.without));
        }
        Ok(said.and(broken.negated()))
    }

    /// Whether findings enough say what an effect asks.
    fn said(&self, id: EffectId, effect: &Effect, at: At<'_>, budget: &mut Budget) -> Result<Truth, Exceeded> {
        if !self.has_thresholds(effect) && effect.verb != Verb::Contested {
            let mut best = Truth::False;
            for hit in at.view.get(id.0 as usize).copied().unwrap_or(&[]) {
                budget.step()?;
                if !hit.breaks {
                    best = best.or(Answering::degree(effect, hit, at.without));
                }
                if best == Truth::True {
                    break;
                }
            }
            return Ok(best);
        }
        for floor in [Truth::True, Truth::Unknown] {
            let found = self.witnesses(id, at, floor, budget)?;
            if self.enough(effect, &found, floor, budget)? {
                return Ok(floor);
            }
        }
        Ok(Truth::False)
    }

    fn includes(&self, id: EffectId, row: RowId) -> Truth {
        let entity = self.effect(id).and_then(|effect| row.entity(effect.bearer));
        let (Some(entity), Some(targets)) = (entity, self.targets.get(id.0 as usize)) else {
            return Truth::False;
        };
        let parts = self.facts.vocabulary().entity(entity).map_or(&[][..], |entity| &entity.parts);
        parts.iter().map(|part| targets.meets(*part)).max().unwrap_or(Truth::False)
    }

    /// The distinct studies of findings, sorted.
    pub(crate) fn studies(&self, findings: &[FindingId], budget: &mut Budget) -> Result<Vec<StudyId>, Exceeded> {
        let mut studies = Vec::new();
        for id in findings {
            budget.step()?;
            if let Some(cited) = self.facts.cited(*id) {
                for study in cited.iter() {
                    push(budget, &mut studies, *study)?;
                }
            }
        }
        sort_by(budget, &mut studies, Ord::cmp)?;
        studies.dedup();
        Ok(studies)
    }

    /// Whether a condition is true of a row.
    pub(crate) fn truth(&self, condition: &Condition, at: At<'_>, budget: &mut Budget) -> Result<Truth, Exceeded> {
        // A question may be long and the base empty of what it asks.
        budget.step()?;
        Ok(match condition {
            Condition::All(parts) => {
                let mut truth = Truth::True;
                for part in parts {
                    truth = truth.and(self.truth(part, at, budget)?);
                    if truth == Truth::False {
                        break;
                    }
                }
                truth
            }
            Condition::Any(parts) => {
                let mut truth = Truth::False;
                for part in parts {
                    truth = truth.or(self.truth(part, at, budget)?);
                    if truth == Truth::True {
                        break;
                    }
                }
                truth
            }
            Condition::AtLeast(need, parts) => {
                let mut tally = Tally::new(*need);
                for part in parts {
                    tally.add(self.truth(part, at, budget)?);
                }
                tally.truth()
            }
            Condition::Not(part) => self.truth(part, at.turned(), budget)?.negated(),
            Condition::Is(letter, set) => {
                at.row.entity(*letter).is_some_and(|entity| set.members.binary_search(&entity).is_ok()).into()
            }
            Condition::Effect(id) => self.effect_truth(*id, in_position(at), budget)?,
            Condition::InOneStudy(part) => {
                let mut truth = Truth::False;
                for view in self.by_study(part, at.view, budget)? {
                    let view: View<'_> = view.iter().map(Vec::as_slice).collect();
                    truth = truth.or(self.truth(part, At { view: &view, ..at }, budget)?);
                    if truth == Truth::True {
                        break;
                    }
                }
                truth
            }
        })
    }

    /// The hits of a view by the studies that they cite, and once no hits at all if some study is cited by none.
    pub(crate) fn by_study(
        &self,
        condition: &Condition,
        view: &[&[Hit]],
        budget: &mut Budget,
    ) -> Result<Vec<Vec<Vec<Hit>>>, Exceeded> {
        let mut effects = Vec::new();
        effects_of(condition, true, &mut |id, _| effects.push(id));
        effects.sort_unstable();
        effects.dedup();
        let mut cited: Vec<(StudyId, EffectId, Hit)> = Vec::new();
        for id in effects {
            for hit in view.get(id.0 as usize).copied().unwrap_or(&[]) {
                budget.step()?;
                if let Some(study) = self.drawn_in.get(&hit.finding) {
                    push(budget, &mut cited, (*study, id, *hit))?;
                }
                let Some(studies) = self.facts.cited(hit.finding) else { continue };
                for study in studies.iter() {
                    push(budget, &mut cited, (*study, id, *hit))?;
                }
            }
        }
        sort_by(budget, &mut cited, |a, b| (a.0, a.1, a.2.finding).cmp(&(b.0, b.1, b.2.finding)))?;
        let mut views: Vec<Vec<Vec<Hit>>> = Vec::new();
        for study in cited.chunk_by(|a, b| a.0 == b.0) {
            budget.allocate(view.len() * size_of::<Vec<Hit>>())?;
            let mut sets = vec![Vec::new(); view.len()];
            for (_, id, hit) in study {
                budget.step()?;
                if let Some(set) = sets.get_mut(id.0 as usize) {
                    push(budget, set, *hit)?;
                }
            }
            views.push(sets);
        }
        if views.len() < self.facts.study_count() {
            views.push(vec![Vec::new(); view.len()]);
        }
        Ok(views)
    }

    /// Adds the witnesses of a row, by effect: of asked and context effects in positive position that are true of it.
    pub(crate) fn found(
        &self,
        condition: &Condition,
        at: At<'_>,
        found: &mut dyn FnMut(EffectId, At<'_>, &mut Budget) -> Result<(), Exceeded>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().try_for_each(|part| self.found(part, at, found, budget))
            }
            Condition::Not(part) => self.found(part, at.turned(), found, budget),
            Condition::Is(..) => Ok(()),
            Condition::Effect(id) => {
                let counts = self.effect(*id).is_some_and(|effect| effect.purpose != Purpose::Candidate);
                if at.positive && counts && self.effect_truth(*id, at, budget)? == Truth::True {
                    found(*id, at, budget)?;
                }
                Ok(())
            }
            Condition::InOneStudy(part) => {
                for view in self.by_study(part, at.view, budget)? {
                    let view: View<'_> = view.iter().map(Vec::as_slice).collect();
                    let at = At { view: &view, ..at };
                    if self.truth(part, at, budget)? == Truth::from(at.positive) {
                        self.found(part, at, found, budget)?;
                    }
                }
                Ok(())
            }
        }
    }

    /// The witnesses of a row of which the condition is true.
    pub(crate) fn certain(&self, row: RowId, view: &[&[Hit]], budget: &mut Budget) -> Result<Found, Exceeded> {
        let mut found = Found::new();
        let at = At { row, view, without: Without::Nothing, positive: true };
        self.found(
            &self.goal.condition,
            at,
            &mut |id, at, budget| {
                let witnesses = self.witnesses(id, at, Truth::True, budget)?;
                add(found.entry(id).or_default(), &witnesses, budget)
            },
            budget,
        )?;
        found.values_mut().try_for_each(|findings| settle(findings, budget))?;
        Ok(found)
    }

    /// The effects that are unknown of a possible row, with their certain and possible witnesses.
    pub(crate) fn possible(&self, row: RowId, view: &[&[Hit]], budget: &mut Budget) -> Result<Found, Exceeded> {
        let mut found = Found::new();
        let at = At { row, view, without: Without::Nothing, positive: true };
        self.unknown(&self.goal.condition, at, &mut found, budget)?;
        found.values_mut().try_for_each(|findings| settle(findings, budget))?;
        Ok(found)
    }

    fn unknown(
        &self,
        condition: &Condition,
        at: At<'_>,
        found: &mut Found,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().try_for_each(|part| self.unknown(part, at, found, budget))
            }
            Condition::Not(part) => self.unknown(part, at, found, budget),
            Condition::Is(..) => Ok(()),
            Condition::Effect(id) => {
                if self.effect_truth(*id, at, budget)? == Truth::Unknown {
                    let mut witnesses = self.witnesses(*id, at, Truth::Unknown, budget)?;
                    // what may break it is why it is only possible
                    witnesses.extend(self.breakers(*id, at, Truth::Unknown, budget)?);
                    add(found.entry(*id).or_default(), &witnesses, budget)?;
                }
                Ok(())
            }
            Condition::InOneStudy(part) => {
                for view in self.by_study(part, at.view, budget)? {
                    let view: View<'_> = view.iter().map(Vec::as_slice).collect();
                    let at = At { view: &view, ..at };
                    if self.truth(part, at, budget)? == Truth::Unknown {
                        self.unknown(part, at, found, budget)?;
                    }
                }
                Ok(())
            }
        }
    }
}

/// Contexts are taken away in positive position only.
fn in_position(at: At<'_>) -> At<'_> {
    if at.positive { at } else { At { without: Without::Nothing, ..at } }
}

/// Adds findings to a list, to be settled when all are there.
pub(crate) fn add(into: &mut Vec<FindingId>, more: &[FindingId], budget: &mut Budget) -> Result<(), Exceeded> {
    more.iter().try_for_each(|finding| push(budget, into, *finding))
}

/// Sorts findings and leaves each once.
pub(crate) fn settle(findings: &mut Vec<FindingId>, budget: &mut Budget) -> Result<(), Exceeded> {
    if !findings.is_sorted() {
        sort_by(budget, findings, Ord::cmp)?;
    }
    findings.dedup();
    Ok(())
}

/// Hands out the effects of a condition with the position in which each stands.
pub(crate) fn effects_of(condition: &Condition, positive: bool, out: &mut dyn FnMut(EffectId, bool)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| effects_of(part, positive, out));
        }
        Condition::Not(part) => effects_of(part, !positive, out),
        Condition::InOneStudy(part) => effects_of(part, positive, out),
        Condition::Effect(id) => out(*id, positive),
        Condition::Is(..) => {}
    }
}
