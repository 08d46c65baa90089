//! What separates two sides of findings.
//!
//! Two lists of findings come in; the slots that tell them apart go out, or those that only one side states. It does not know what the
//! sides say.

use super::condition::Answering;
use super::test::Amounts;
use crate::base::Facts;
use crate::goal::{Role, SlotRef};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId, Quantity, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The values of one slot on one side.
#[derive(Default)]
struct Stated {
    findings: usize,
    last: Option<FindingId>,
    entities: BTreeSet<EntityId>,
    quantities: Vec<Quantity>,
}

/// What one side states, by slot.
pub(crate) struct Side {
    size: usize,
    slots: BTreeMap<SlotRef, Stated>,
}

impl Answering<'_> {
    /// As [`read`].
    pub(crate) fn side(&self, role: Role, findings: &[FindingId], budget: &mut Budget) -> Result<Side, Exceeded> {
        read(self.facts, role, findings, budget)
    }

    /// As [`separators`].
    pub(crate) fn separators(&self, one: &Side, two: &Side, budget: &mut Budget) -> Result<Vec<SlotRef>, Exceeded> {
        separators(self.facts, one, two, budget)
    }
}

/// Reads what the findings of one side state; the target's end of an active or passive effect counts as a slot.
pub(crate) fn read(
    facts: &dyn Facts,
    role: Role,
    findings: &[FindingId],
    budget: &mut Budget,
) -> Result<Side, Exceeded> {
    let mut side = Side { size: findings.len(), slots: BTreeMap::new() };
    for id in findings {
        budget.step()?;
        let Some(finding) = facts.finding(*id) else { continue };
        for value in &finding.slots {
            budget.step()?;
            // Free words are remarks: that they differ tells nothing apart.
            if matches!(value.value, Value::Text(_)) {
                continue;
            }
            let stated = side.slots.entry(SlotRef::Declared(value.slot)).or_default();
            // A slot with several values stands several times.
            if stated.last != Some(*id) {
                stated.findings += 1;
                stated.last = Some(*id);
            }
            budget.allocate(size_of::<Value>())?;
            match &value.value {
                Value::Entity(entity) => drop(stated.entities.insert(*entity)),
                Value::Text(_) => {}
                Value::Quantity(quantity) => stated.quantities.push(quantity.clone()),
            }
        }
        let end = match role {
            Role::Subject => Some((SlotRef::Object, finding.object)),
            Role::Object => Some((SlotRef::Subject, finding.subject)),
            Role::Either => None,
        };
        if let Some((slot, entity)) = end {
            let stated = side.slots.entry(slot).or_default();
            stated.findings += 1;
            stated.entities.insert(entity);
        }
    }
    Ok(side)
}

/// The slots that separate two sides: all findings state them, and no value of one side has to do with one of the other.
pub(crate) fn separators(
    facts: &dyn Facts,
    one: &Side,
    two: &Side,
    budget: &mut Budget,
) -> Result<Vec<SlotRef>, Exceeded> {
    let mut found = Vec::new();
    for (slot, a) in &one.slots {
        let Some(b) = two.slots.get(slot) else { continue };
        if a.findings == one.size && b.findings == two.size && !meet(facts, a, b, budget)? {
            found.push(*slot);
        }
    }
    Ok(found)
}

/// Whether some value of one side equals, includes or is included in one of the other.
fn meet(facts: &dyn Facts, one: &Stated, two: &Stated, budget: &mut Budget) -> Result<bool, Exceeded> {
    let vocabulary = facts.vocabulary();
    for (narrow, broad) in [(one, two), (two, one)] {
        for entity in &narrow.entities {
            budget.step()?;
            if broad.entities.contains(entity) {
                return Ok(true);
            }
            for step in vocabulary.broader(*entity) {
                budget.step()?;
                if broad.entities.contains(&step.entity) {
                    return Ok(true);
                }
            }
        }
    }
    if one.quantities.is_empty() || two.quantities.is_empty() {
        return Ok(false);
    }
    // Swept from the low end: an interval can only meet those of the other side that reach up to it, and the one that reaches highest
    // meets it if any does.
    let mut all: Vec<(Amounts<'_>, bool)> = Vec::with_capacity(one.quantities.len() + two.quantities.len());
    all.extend(one.quantities.iter().map(|quantity| (Amounts::of(vocabulary, quantity), true)));
    all.extend(two.quantities.iter().map(|quantity| (Amounts::of(vocabulary, quantity), false)));
    super::grow::sort_by(budget, &mut all, |a, b| a.0.by_low(&b.0))?;
    let mut highest: [Option<Amounts<'_>>; 2] = [None, None];
    for (amounts, side) in all {
        budget.step()?;
        if highest[usize::from(!side)].is_some_and(|other| other.overlaps(&amounts)) {
            return Ok(true);
        }
        let own = &mut highest[usize::from(side)];
        if !own.is_some_and(|own| own.dimension == amounts.dimension && own.reaches_above(&amounts)) {
            *own = Some(amounts);
        }
    }
    Ok(false)
}

/// The slots that some finding of one side and none of the other states.
pub(crate) fn one_sided(one: &Side, two: &Side) -> Vec<SlotRef> {
    let mut slots: Vec<SlotRef> = one.slots.keys().filter(|slot| !two.slots.contains_key(slot)).copied().collect();
    slots.extend(two.slots.keys().filter(|slot| !one.slots.contains_key(slot)));
    slots.sort_unstable();
    slots
}
