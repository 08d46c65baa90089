//! What can be a row at all.
//!
//! Hits of effects, names of a question or nothing come in; the rows that they leave go out, sorted. Whether one is in the answer is not
//! known here.

use super::condition::Answering;
use super::grow::{push, sort_by};
use super::scan::{Hits, asks_of_stance, bearer_of};
use crate::base::Scan;
use crate::goal::{EffectId, Head, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::EntityId;
use rustc_hash::FxHashSet;

impl Answering<'_> {
    /// Composites are rows without a finding where `includes` asks.
    pub(crate) fn composites_count(&self) -> bool {
        self.goal.effects.iter().any(|effect| effect.verb == Verb::Includes)
    }

    /// What meets one of these effects, or is one of these entities, sorted.
    pub(crate) fn among(
        &self,
        effects: &[EffectId],
        entities: &[EntityId],
        budget: &mut Budget,
    ) -> Result<Vec<u32>, Exceeded> {
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
            self.standing.set(self.standing.get() + batch.len() as u64);
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
    pub(crate) fn everything(&self, budget: &mut Budget) -> Result<Vec<u32>, Exceeded> {
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
                    self.standing.set(self.standing.get() + batch.len() as u64);
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
}
