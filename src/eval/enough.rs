//! Thresholds: whether witnesses are enough.
//!
//! The witnesses of one effect come in; whether they cite enough studies, are enough findings, and state enough values of a slot goes out. It
//! does not know which row they are of.

use super::GroupValue;
use super::amounts::Amounts;
use super::condition::Answering;
use super::grow::{push, sort_by};
use super::truth::Truth;
use crate::goal::{Effect, Purpose, SlotRef, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{FindingId, Value};
use crate::names::normal;

impl Answering<'_> {
    /// Whether more than one witness may be asked of an effect. What is derived asks so many studies of each of its steps.
    pub(crate) fn has_thresholds(&self, effect: &Effect) -> bool {
        let derived = matches!(effect.verb, Verb::Defined(_) | Verb::Chain(_));
        let asked = effect.purpose == Purpose::Asked && !derived;
        asked && (self.goal.min_studies > 1 || !self.goal.least_values.is_empty())
    }

    /// Whether findings are enough for an effect; where they are only possible (`floor`), one that states no value of a slot may state one
    /// more.
    pub(crate) fn enough(
        &self,
        effect: &Effect,
        found: &[FindingId],
        floor: Truth,
        budget: &mut Budget,
    ) -> Result<bool, Exceeded> {
        if found.is_empty() || !self.has_thresholds(effect) {
            return Ok(!found.is_empty());
        }
        let need = self.goal.min_studies.max(1) as usize;
        let enough = match need {
            1 => true,
            _ if self.goal.count_findings => found.len() >= need,
            _ => self.studies(found, budget)?.len() >= need,
        };
        if !enough {
            return Ok(false);
        }
        for (need, slot) in &self.goal.least_values {
            let (values, none) = self.distinct(found, *slot, budget)?;
            let more = if floor == Truth::Unknown { none } else { 0 };
            if values + more < *need as usize {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many values of a slot findings state of which none is broader than another, and how many of them state none.
    pub(crate) fn distinct(
        &self,
        findings: &[FindingId],
        slot: SlotRef,
        budget: &mut Budget,
    ) -> Result<(usize, usize), Exceeded> {
        let (mut values, mut stated, mut none) = (Vec::new(), Vec::new(), 0);
        for id in findings {
            budget.step()?;
            let Some(finding) = self.facts.finding(*id) else { continue };
            stated.clear();
            self.printed(slot, &finding, &mut stated);
            none += usize::from(stated.is_empty());
            for value in stated.drain(..) {
                push(budget, &mut values, value)?;
            }
        }
        let (mut entities, mut amounts, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for value in &values {
            match value {
                GroupValue::Value(Value::Entity(entity)) => entities.push(*entity),
                GroupValue::Value(Value::Quantity(quantity)) => {
                    amounts.push(Amounts::of(self.facts.vocabulary(), quantity));
                }
                GroupValue::Value(Value::Text(text)) | GroupValue::Word(text) => others.push(normal(text)),
                GroupValue::Relation(relation) => others.push(relation.0.to_string()),
                // of slots, which have no such values
                GroupValue::Noun(_) | GroupValue::Several(_) => {}
                GroupValue::Study(study) => others.push(study.0.to_string()),
            }
        }
        sort_by(budget, &mut others, Ord::cmp)?;
        others.dedup();
        // Entities that another is narrower than do not count; those of a circle are one.
        sort_by(budget, &mut entities, Ord::cmp)?;
        entities.dedup();
        let mut steps = Vec::new();
        for entity in &entities {
            for step in self.facts.vocabulary().broader(*entity) {
                budget.step()?;
                if step.entity != *entity && entities.binary_search(&step.entity).is_ok() {
                    push(budget, &mut steps, (*entity, step.entity))?;
                }
            }
        }
        sort_by(budget, &mut steps, Ord::cmp)?;
        let mut broad = Vec::new();
        for (narrow, wide) in &steps {
            budget.step()?;
            if narrow < wide || steps.binary_search(&(*wide, *narrow)).is_err() {
                push(budget, &mut broad, *wide)?;
            }
        }
        sort_by(budget, &mut broad, Ord::cmp)?;
        entities.retain(|entity| broad.binary_search(entity).is_err());
        // Nor do intervals inside of which another lies. From the last on, each knows which of those behind it ends lowest.
        sort_by(budget, &mut amounts, Amounts::by_low_widest)?;
        amounts.dedup();
        let (mut narrow, mut lowest) = (0, None::<Amounts<'_>>);
        for amount in amounts.iter().rev() {
            budget.step()?;
            let same = lowest.filter(|lowest| lowest.dimension == amount.dimension);
            if same.is_none_or(|lowest| !amount.reaches_above(&lowest)) {
                narrow += 1;
                lowest = Some(*amount);
            }
        }
        Ok((entities.len() + narrow + others.len(), none))
    }
}
