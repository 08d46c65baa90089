//! Findings: what a source reports, citing whom, and where.
//!
//! A loader makes them from text or a file; everything else reads them. A finding does not know which questions it answers.

use super::{EntityId, Locator, Quantity, RelationId, SlotId, StudyId};
use serde::{Deserialize, Serialize};

/// One statement of a source: a subject does something to an object, in a context, as cited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Who or what acts.
    pub subject: EntityId,
    /// What it does.
    pub relation: RelationId,
    /// To whom or what.
    pub object: EntityId,
    /// The context, ordered by slot; a slot with several values stands several times, a slot not stated not at all.
    pub slots: Vec<SlotValue>,
    /// The cited studies, ordered; empty where the source speaks for itself.
    pub studies: Vec<StudyId>,
    /// Where the source says so.
    pub locators: Vec<Locator>,
    /// In what sense the source says so.
    pub stance: Stance,
}

impl Finding {
    /// The stated values of one slot, in the order given.
    pub fn values(&self, slot: SlotId) -> impl Iterator<Item = &SlotValue> {
        self.slots.iter().filter(move |value| value.slot == slot)
    }
}

/// One stated value of one slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlotValue {
    /// Which slot.
    pub slot: SlotId,
    /// What is stated.
    pub value: Value,
    /// Whether the curator inferred it, rather than the source stating it.
    pub inferred: bool,
}

/// What a slot holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// An entity of one of the slot's kinds.
    Entity(EntityId),
    /// An amount with a unit.
    Quantity(Quantity),
    /// Free words.
    Text(String),
}

/// In what sense a source says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It was measured or observed. A measured null is a reported finding whose relation has no direction.
    Reported,
    /// The source supposes it.
    Hypothesised,
    /// The source says that it was not studied.
    Gap,
}

impl Stance {
    /// Whether findings of this stance witness, count and contradict.
    #[must_use]
    pub fn witnesses(self) -> bool {
        self == Stance::Reported
    }
}
