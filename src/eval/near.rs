//! Near misses, and what was skipped for a slot that is not stated.
//!
//! A row that is not in the answer comes in; what it fails goes out, if that is contexts only.

use super::condition::{Answering, At, Without, add, effects_of, settle};
use super::grow::push;
use super::scan::Hit;
use super::test::{test, unstated};
use super::truth::Truth;
use super::{Derivation, FailedContext, Near, Row, RowId, SkippedSlot};
use crate::goal::{ContextId, EffectId, Goal, Head, Purpose, Quantifier, SlotRef};
use crate::limits::{Budget, Exceeded};
use crate::model::FindingId;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// How many near misses are kept; how many of them a page shows is the printer's affair.
pub(crate) const LISTED: usize = 200;

/// How many possible rows are kept: a thousand, and as many as may be told as near misses already.
pub(crate) const POSSIBLE: usize = 1000 + LISTED;

/// What a near miss may fail: all contexts of the asked effects, else their `always` and `only`; in a question without any, one context at a
/// time.
pub(crate) fn ways(goal: &Goal) -> Vec<Without> {
    if !matches!(goal.head, Head::Noun(_)) {
        return Vec::new();
    }
    let (mut asked, mut quantified) = (false, false);
    let mut contexts = Vec::new();
    effects_of(&goal.condition, true, &mut |id, positive| {
        let Some(effect) = goal.effects.get(id.0 as usize).filter(|_| positive) else { return };
        match effect.purpose {
            Purpose::Asked => {
                asked = true;
                quantified |= effect.quantifier != Quantifier::Some;
            }
            Purpose::Context => contexts.extend(&effect.contexts),
            Purpose::Candidate | Purpose::Member => {}
        }
    });
    if asked && quantified {
        return vec![Without::Asked, Without::Quantifiers];
    }
    if asked {
        return vec![Without::Asked];
    }
    contexts.sort_unstable();
    contexts.dedup();
    contexts.into_iter().map(Without::One).collect()
}

/// By effect: all findings that meet it without contexts, and those that fail some of them.
type Free = BTreeMap<EffectId, (Vec<FindingId>, Vec<FindingId>)>;

impl Answering<'_> {
    /// The near miss that a row is, if it is one; `skipped` says whether it is possible as well.
    pub(crate) fn near(
        &self,
        row: RowId,
        view: &[&[Hit]],
        ways: &[Without],
        skipped: bool,
        budget: &mut Budget,
    ) -> Result<Option<Near>, Exceeded> {
        for without in ways {
            let at = At { row, view, without: *without, positive: true };
            if self.truth(&self.goal.condition, at, budget)? == Truth::True {
                return self.failures(at, skipped, budget).map(Some);
            }
        }
        Ok(None)
    }

    fn failures(&self, at: At<'_>, skipped: bool, budget: &mut Budget) -> Result<Near, Exceeded> {
        let purpose = if matches!(at.without, Without::One(_)) { Purpose::Context } else { Purpose::Asked };
        let mut free = Free::new();
        let mut broken = Vec::new();
        self.found(
            &self.goal.condition,
            at,
            &mut |id, at, budget| {
                if self.effect(id).is_none_or(|effect| effect.purpose != purpose) {
                    return Ok(());
                }
                let entry = free.entry(id).or_default();
                let found = self.witnesses(id, at, Truth::True, budget)?;
                add(&mut entry.0, &found, budget)?;
                let full = At { without: Without::Nothing, ..at };
                if self.effect_truth(id, full, budget)? != Truth::True {
                    if at.without == Without::Quantifiers {
                        let certain = self.breakers(id, full, Truth::True, budget)?;
                        let first = match certain.first() {
                            Some(first) => Some(*first),
                            None => self.breakers(id, full, Truth::Unknown, budget)?.first().copied(),
                        };
                        broken.extend(first.map(|finding| (id, finding)));
                    }
                    let full = self.witnesses(id, full, Truth::True, budget)?;
                    for finding in found {
                        budget.step()?;
                        if full.binary_search(&finding).is_err() {
                            push(budget, &mut entry.1, finding)?;
                        }
                    }
                }
                Ok(())
            },
            budget,
        )?;
        broken.sort_unstable();
        // in several studies, an effect is told once
        broken.dedup_by_key(|(effect, _)| *effect);
        let (failed, findings, studies) = (Vec::new(), Vec::new(), Vec::new());
        let mut near = Near { id: at.row, failed, broken, findings, studies, skipped };
        for (id, (all, nearly)) in free {
            add(&mut near.findings, &self.behind(&all, budget)?, budget)?;
            near.failed.extend(self.nearest(id, &nearly, budget)?);
        }
        settle(&mut near.findings, budget)?;
        near.studies = self.studies(&near.findings, budget)?;
        Ok(near)
    }

    /// The contexts that fail for the finding that fails the fewest.
    pub(crate) fn nearest(
        &self,
        id: EffectId,
        findings: &[FindingId],
        budget: &mut Budget,
    ) -> Result<Vec<FailedContext>, Exceeded> {
        let mut best: Option<(usize, FindingId)> = None;
        for finding in findings {
            let failed = self.failed(id, *finding, budget)?.len();
            if best.is_none_or(|best| (failed, *finding) < best) {
                best = Some((failed, *finding));
            }
        }
        match best {
            Some((_, finding)) => self.failed(id, finding, budget),
            None => Ok(Vec::new()),
        }
    }

    /// The contexts of an effect that a finding does not meet truly.
    pub(crate) fn failed(
        &self,
        id: EffectId,
        finding: FindingId,
        budget: &mut Budget,
    ) -> Result<Vec<FailedContext>, Exceeded> {
        budget.step()?;
        let mut failed = Vec::new();
        if let Some(derivation) = self.derivation(finding) {
            return self.failed_on_the_way(id, &derivation, budget);
        }
        let (Some(effect), Some(stated)) = (self.effect(id), self.facts.finding(finding)) else { return Ok(failed) };
        for context in &effect.contexts {
            let truth = self.context(*context, &stated);
            if truth != Truth::True {
                failed.push(FailedContext { context: *context, finding, not_stated: truth == Truth::Unknown });
            }
        }
        Ok(failed)
    }

    /// The contexts that what is derived does not meet: for each step those of the finding that fails the fewest, each context once.
    fn failed_on_the_way(
        &self,
        id: EffectId,
        derivation: &Derivation,
        budget: &mut Budget,
    ) -> Result<Vec<FailedContext>, Exceeded> {
        let mut failed: Vec<FailedContext> = Vec::new();
        for step in &derivation.steps {
            for one in self.nearest(id, &step.findings, budget)? {
                if !failed.iter().any(|known| known.context == one.context) {
                    push(budget, &mut failed, one)?;
                }
            }
        }
        failed.sort_unstable_by_key(|one| one.context);
        Ok(failed)
    }

    /// Whether a context holds of a finding.
    pub(crate) fn context(&self, id: ContextId, finding: &crate::model::Finding) -> Truth {
        let context = self.goal.contexts.get(id.0 as usize);
        context.map_or(Truth::True, |context| test(self.facts, &context.test, finding, &self.goal.assuming))
    }

    /// Counts a possible row, and the findings behind it, for each slot that a context asks for and a finding does not state.
    pub(crate) fn skip(&self, row: &Row, skips: &mut Skips, budget: &mut Budget) -> Result<(), Exceeded> {
        let mut of_row = BTreeSet::new();
        let mut slots = Vec::new();
        for effect in &row.effects {
            let Some(contexts) = self.effect(effect.effect).map(|effect| &effect.contexts) else { continue };
            if contexts.is_empty() {
                continue;
            }
            for id in &effect.witnesses {
                budget.step()?;
                let Some(finding) = self.facts.finding(*id) else { continue };
                slots.clear();
                for context in contexts {
                    if self.context(*context, &finding) == Truth::Unknown
                        && let Some(context) = self.goal.contexts.get(context.0 as usize)
                    {
                        unstated(self.facts.vocabulary(), &context.test, &finding, &mut slots);
                    }
                }
                for slot in &slots {
                    of_row.insert(*slot);
                    if skips.left.entry(*slot).or_default().1.insert(*id) {
                        budget.allocate(2 * size_of::<FindingId>())?;
                    }
                }
            }
        }
        for slot in of_row {
            skips.left.entry(slot).or_default().0 += 1;
        }
        Ok(())
    }
}

/// What was left out, by slot: rows and findings.
#[derive(Debug, Default)]
pub(crate) struct Skips {
    left: BTreeMap<SlotRef, (u64, FxHashSet<FindingId>)>,
}

impl Skips {
    /// By slot.
    pub(crate) fn told(self) -> Vec<SkippedSlot> {
        let told = |(slot, (rows, findings)): (SlotRef, (u64, FxHashSet<FindingId>))| SkippedSlot {
            slot,
            rows,
            findings: findings.len() as u64,
        };
        self.left.into_iter().map(told).collect()
    }
}
