//! The fingerprint of a base, thing by thing.
//!
//! Names and lists come in as numbers of one base; hashes that do not depend on the numbers go out, to be added up in any order. Where the
//! things lie is not known here.

use super::Core;
use crate::model::{
    Bound, EntityId, Locator, RelationId, Schema, SlotId, SlotValue, Source, SourceId, Stance, Study, StudyId, UnitId,
    Value,
};
use twox_hash::XxHash3_128;

/// Hashes of what findings refer to, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Finger {
    entities: Vec<u128>,
    relations: Vec<u128>,
    slots: Vec<u128>,
    units: Vec<u128>,
    sources: Vec<u128>,
    studies: Vec<u128>,
}

/// Bytes to be hashed.
#[derive(Default)]
struct Said(Vec<u8>);

impl Said {
    fn hash(&self) -> u128 {
        XxHash3_128::oneshot(&self.0)
    }

    fn number(mut self, number: u128) -> Said {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn bound(mut self, bound: Option<Bound>) -> Said {
        match bound {
            None => self.0.push(0),
            Some(bound) => {
                self.0.push(1 + u8::from(bound.open));
                self.0.extend(bound.amount.to_bits().to_le_bytes());
            }
        }
        self
    }
}

fn text(text: &str) -> u128 {
    XxHash3_128::oneshot(text.as_bytes())
}

fn of<T>(hashes: &[T], at: usize) -> T
where
    T: Copy + Default,
{
    hashes.get(at).copied().unwrap_or_default()
}

impl Finger {
    /// Of a schema, the keys of entities (`gene:CXCR4`), sources and studies.
    #[must_use]
    pub(super) fn new<'k>(
        schema: &Schema,
        entities: impl Iterator<Item = &'k str>,
        sources: &[Source],
        studies: impl Iterator<Item = Study>,
    ) -> Finger {
        let sources: Vec<u128> = sources.iter().map(|source| text(&source.name)).collect();
        let studies = studies.map(|study| {
            Said::default().number(of(&sources, study.source.index())).number(u128::from(study.number)).hash()
        });
        Finger {
            entities: entities.map(text).collect(),
            relations: schema.relations.iter().map(|relation| text(&relation.name)).collect(),
            slots: schema.slots.iter().map(|slot| text(&slot.name)).collect(),
            units: schema.units.iter().map(|unit| text(&unit.name)).collect(),
            studies: studies.collect(),
            sources,
        }
    }

    /// Of a value of a slot.
    #[must_use]
    pub(super) fn value(&self, value: &SlotValue) -> u128 {
        let said = Said::default().number(of(&self.slots, value.slot.index())).number(u128::from(value.inferred));
        match &value.value {
            Value::Entity(id) => said.number(1).number(self.entity(*id)),
            Value::Text(words) => said.number(2).number(text(words)),
            Value::Quantity(amount) => {
                let unit = |unit: UnitId| of(&self.units, unit.index());
                let said = said.number(3).bound(amount.low).bound(amount.high).number(u128::from(amount.approximate));
                said.number(amount.unit.map_or(0, unit))
            }
        }
        .hash()
    }

    /// Of the values of a finding, each given with its slot: in any order of slots, but in the order given within one.
    pub(super) fn values(&self, values: impl Iterator<Item = (SlotId, u128)>) -> u128 {
        let mut sum = 0u128;
        let (mut last, mut place) = (None, 0);
        for (slot, value) in values {
            place = if last == Some(slot) { place + 1 } else { 0 };
            last = Some(slot);
            sum = sum.wrapping_add(Said::default().number(value).number(place).hash());
        }
        sum
    }

    /// Of the studies of a finding, in any order.
    #[must_use]
    pub(super) fn studies(&self, studies: &[StudyId]) -> u128 {
        studies.iter().fold(0, |sum: u128, study| sum.wrapping_add(of(&self.studies, study.index())))
    }

    /// Of a section of a source.
    #[must_use]
    pub(super) fn section(&self, source: SourceId, section: &str) -> u128 {
        Said::default().number(of(&self.sources, source.index())).number(text(section)).hash()
    }

    /// Of a sentence of a section.
    #[must_use]
    pub(super) fn sentence(&self, section: u128, sentence: u32) -> u128 {
        let mut bytes = [0; 20];
        if let Some((first, rest)) = bytes.split_at_mut_checked(16) {
            first.copy_from_slice(&section.to_le_bytes());
            rest.copy_from_slice(&sentence.to_le_bytes());
        }
        XxHash3_128::oneshot(&bytes)
    }

    /// Of places, in any order.
    #[must_use]
    pub(super) fn places(&self, places: &[Locator]) -> u128 {
        let of = |place: &Locator| self.sentence(self.section(place.source, &place.section), place.sentence);
        places.iter().fold(0, |sum: u128, place| sum.wrapping_add(of(place)))
    }

    fn entity(&self, id: EntityId) -> u128 {
        of(&self.entities, id.index())
    }

    fn relation(&self, id: RelationId) -> u128 {
        of(&self.relations, id.index())
    }

    /// Of a finding with what its lists came to.
    #[must_use]
    pub(super) fn finding(&self, core: Core, values: u128, studies: u128, places: u128) -> u128 {
        let stance = match core.stance {
            Stance::Reported => 0u128,
            Stance::Hypothesised => 1,
            Stance::Gap => 2,
        };
        let all = [
            self.entity(core.subject),
            self.relation(core.relation),
            self.entity(core.object),
            stance,
            values,
            studies,
            places,
        ];
        XxHash3_128::oneshot(bytemuck::cast_slice(&all.map(u128::to_le)))
    }
}
