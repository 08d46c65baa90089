//! What the rows that are left have to do with.
//!
//! Rows of one noun and an effect with a question inside come in; the names that can decide anything of those rows go out, so that the
//! question inside is asked of them alone. What it says of them is not known here.

use super::condition::Answering;
use super::grow::{push, sort_by};
use crate::base::Scan;
use crate::goal::{EffectId, Role};
use crate::limits::{Budget, Exceeded};
use crate::model::EntityId;
use rustc_hash::FxHashSet;

impl Answering<'_> {
    /// The other ends of all findings of some rows, whatever the verb since evidence against is looked for there too, and what is broader
    /// than them since an inner row stands for its kinds; sorted.
    pub(crate) fn reached(&self, id: EffectId, rows: &[u32], budget: &mut Budget) -> Result<Vec<u32>, Exceeded> {
        let role = self.effect(id).map_or(Role::Either, |effect| effect.role);
        budget.allocate(size_of_val(rows))?;
        let rows: Vec<EntityId> = rows.iter().copied().map(EntityId).collect();
        let mut ends: FxHashSet<EntityId> = FxHashSet::default();
        for active in [true, false] {
            if (active && role == Role::Object) || (!active && role == Role::Subject) {
                continue;
            }
            let of = Some(rows.clone());
            let scan = match active {
                true => Scan { subjects: of, ..Scan::default() },
                false => Scan { objects: of, ..Scan::default() },
            };
            let mut batches = self.facts.scan(&scan);
            let mut batch = Vec::new();
            while batches.next_batch(&mut batch) {
                self.standing.set(self.standing.get() + batch.len() as u64);
                for id in &batch {
                    budget.step()?;
                    let Some(finding) = self.facts.core(*id) else { continue };
                    if ends.insert(if active { finding.object } else { finding.subject }) {
                        budget.allocate(2 * size_of::<EntityId>())?;
                    }
                }
            }
        }
        let mut all = Vec::new();
        for end in ends {
            for step in self.facts.vocabulary().broader(end) {
                budget.step()?;
                push(budget, &mut all, step.entity.0)?;
            }
        }
        sort_by(budget, &mut all, Ord::cmp)?;
        all.dedup();
        Ok(all)
    }
}
