//! Tiers of evidence: how near to patients a finding is.
//!
//! A finding and the vocabulary of its base come in, a tier goes out where the base tells it. Which entities tell it, and which slots say where a
//! finding was made, is declared by the base; what a question makes of the tier is not known here.

use super::Vocabulary;
use crate::model::{EntityId, Finding, Tier, Value};

/// The tier that an entity tells: its own, else the lowest of those of broader entities.
#[must_use]
pub fn tier_of(vocabulary: &Vocabulary, entity: EntityId) -> Option<Tier> {
    let own = |id: EntityId| vocabulary.entity(id).and_then(|entity| entity.evidence);
    own(entity).or_else(|| vocabulary.broader(entity).iter().filter_map(|step| own(step.entity)).min())
}

/// The tier of a finding. A slot that `in` reaches limits it to the highest tier of its values, if each of them tells one; the lowest limit
/// counts, so that human cells in the dish are cells. None where nothing limits it: then it is not stated.
#[must_use]
pub fn tier(vocabulary: &Vocabulary, finding: &Finding) -> Option<Tier> {
    let mut found: Option<Tier> = None;
    // values stand ordered by slot
    for values in finding.slots.chunk_by(|one, other| one.slot == other.slot) {
        let place = values.first().and_then(|value| vocabulary.schema().slots.get(value.slot.index()));
        if !place.is_some_and(|slot| slot.place) {
            continue;
        }
        let mut limit: Option<Tier> = None;
        let told = values.iter().all(|value| {
            let tier = match &value.value {
                Value::Entity(entity) => tier_of(vocabulary, *entity),
                Value::Quantity(_) | Value::Text(_) => None,
            };
            limit = limit.max(tier);
            tier.is_some()
        });
        if told {
            found = match (found, limit) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
    }
    found
}
