//! `contested on X`: findings of a row that stand against each other.
//!
//! The findings of a row on the target come in; those that are unseparated go out, none if the row is not contested.

use super::RowId;
use super::condition::{Answering, add, settle};
use super::grow::push;
use super::scan::standings;
use super::sides::Sides;
use super::test::sign;
use crate::answer::Verdict;
use crate::goal::EffectId;
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use std::collections::BTreeMap;

impl Answering<'_> {
    /// The findings of sides that stand against each other on one asked entity, and are not separated.
    pub(crate) fn contested(
        &self,
        id: EffectId,
        row: RowId,
        findings: &[FindingId],
        maybe: bool,
        budget: &mut Budget,
    ) -> Result<Vec<FindingId>, Exceeded> {
        let mut contested = Vec::new();
        for (_, sides) in self.contested_on(id, row, findings, maybe, budget)? {
            add(&mut contested, &sides, budget)?;
        }
        settle(&mut contested, budget)?;
        Ok(contested)
    }

    /// The asked entities on which findings stand against each other unseparated, by id, each with the findings of those sides, sorted.
    pub(crate) fn contested_on(
        &self,
        id: EffectId,
        row: RowId,
        findings: &[FindingId],
        maybe: bool,
        budget: &mut Budget,
    ) -> Result<Vec<(EntityId, Vec<FindingId>)>, Exceeded> {
        let (Some(effect), Some(targets)) = (self.effect(id), self.targets.get(id.0 as usize)) else {
            return Ok(Vec::new());
        };
        let vocabulary = self.facts.vocabulary();
        let mut asked: BTreeMap<EntityId, Sides> = BTreeMap::new();
        for at in findings {
            budget.step()?;
            let Some(finding) = self.facts.core(*at) else { continue };
            let sign = sign(vocabulary, finding);
            for (bearer, other) in standings(effect.role, finding) {
                if row.entity(effect.bearer).is_some_and(|entity| entity != bearer) {
                    continue;
                }
                for entity in targets.above(vocabulary, row, other, maybe) {
                    budget.step()?;
                    let sides = asked.entry(entity).or_default();
                    sides.add(sign, other == entity, *at, budget)?;
                }
            }
        }
        let mut contested = Vec::new();
        for (entity, sides) in asked {
            let mut unseparated = Vec::new();
            for dispute in sides.disputes(self.facts, effect.role, budget)? {
                if dispute.verdict == Verdict::Contested {
                    add(&mut unseparated, sides.of(dispute.one), budget)?;
                    add(&mut unseparated, sides.of(dispute.two), budget)?;
                }
            }
            if !unseparated.is_empty() {
                settle(&mut unseparated, budget)?;
                push(budget, &mut contested, (entity, unseparated))?;
            }
        }
        Ok(contested)
    }
}
