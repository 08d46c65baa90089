//! `contested on X`: findings of a row that stand against each other.
//!
//! The findings of a row on the target come in; those that are unseparated go out, none if the row is not contested.

use super::RowId;
use super::condition::{Answering, add, settle};
use super::grow::push;
use super::scan::standings;
use super::test::{Sign, sign};
use crate::goal::EffectId;
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use std::collections::BTreeMap;

/// The findings on one asked entity: rises, falls, and nulls on the entity itself.
#[derive(Default)]
struct Sides {
    plus: Vec<FindingId>,
    minus: Vec<FindingId>,
    zero: Vec<FindingId>,
}

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
        let (Some(effect), Some(targets)) = (self.effect(id), self.targets.get(id.0 as usize)) else {
            return Ok(Vec::new());
        };
        let vocabulary = self.facts.vocabulary();
        let mut asked: BTreeMap<EntityId, Sides> = BTreeMap::new();
        for at in findings {
            budget.step()?;
            let Some(finding) = self.facts.finding(*at) else { continue };
            let sign = sign(vocabulary, &finding);
            for (bearer, other) in standings(effect.role, &finding) {
                if row.entity(effect.bearer).is_some_and(|entity| entity != bearer) {
                    continue;
                }
                for entity in targets.above(vocabulary, row, other, maybe) {
                    budget.step()?;
                    let sides = asked.entry(entity).or_default();
                    let side = match sign {
                        Sign::Plus => &mut sides.plus,
                        Sign::Minus => &mut sides.minus,
                        Sign::Zero if other == entity => &mut sides.zero,
                        Sign::Zero | Sign::Unclear => continue,
                    };
                    if side.last() != Some(at) {
                        push(budget, side, *at)?;
                    }
                }
            }
        }
        let mut contested = Vec::new();
        for sides in asked.values() {
            for (one, two) in [(&sides.plus, &sides.minus), (&sides.plus, &sides.zero), (&sides.minus, &sides.zero)] {
                if one.is_empty() || two.is_empty() {
                    continue;
                }
                let (a, b) = (self.side(effect.role, one, budget)?, self.side(effect.role, two, budget)?);
                if self.separators(&a, &b, budget)?.is_empty() {
                    add(&mut contested, one, budget)?;
                    add(&mut contested, two, budget)?;
                }
            }
        }
        settle(&mut contested, budget)?;
        Ok(contested)
    }
}
