//! The schema: kinds, slots, relations and units that a base declares.
//!
//! A loader fills it; resolution looks words up in it and answers print from it. It holds no entity and no finding.

use super::{KindId, Relation, SlotId, Unit};
use serde::{Deserialize, Serialize};

/// Everything that a base declares, entities apart; ids are indices of these tables.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// Kinds of entity, by [`KindId`].
    pub kinds: Vec<Kind>,
    /// Slots of findings, by [`SlotId`].
    pub slots: Vec<Slot>,
    /// Relations, by [`super::RelationId`].
    pub relations: Vec<Relation>,
    /// Units, by [`super::UnitId`].
    pub units: Vec<Unit>,
}

impl Schema {
    /// The slot that `in` reaches for values of a kind.
    #[must_use]
    pub fn place_of(&self, kind: KindId) -> Option<SlotId> {
        let index = self.slots.iter().position(|slot| slot.place && slot.takes(kind))?;
        Some(SlotId(index as u32))
    }
}

/// A kind of entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// As typed and printed: `gene`.
    pub name: String,
    /// `genes`
    pub plural: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it is in a public vocabulary: `biolink:Gene`.
    pub xref: Option<String>,
    /// Operations by which an entity of this kind raises its own agent: `overexpression`.
    pub raising: Vec<String>,
    /// Operations by which it lowers its own agent: `inhibition`.
    pub lowering: Vec<String>,
    /// A remark of the curator.
    pub note: Option<String>,
}

impl Kind {
    /// A kind of which nothing is known but its name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Kind {
        Kind {
            name: name.into(),
            plural: None,
            aliases: Vec::new(),
            xref: None,
            raising: Vec::new(),
            lowering: Vec::new(),
            note: None,
        }
    }
}

/// A slot of findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// As typed and printed: `disease`.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it is in a public vocabulary: `biolink:disease_context_qualifier`.
    pub xref: Option<String>,
    /// What it holds.
    pub holds: SlotType,
    /// Whether `in` reaches it.
    pub place: bool,
    /// Whether it says how, not where or in whom: what differs in it alone is no other context.
    pub mechanism: bool,
    /// A remark of the curator.
    pub note: Option<String>,
}

impl Slot {
    /// Whether entities of a kind may stand in it.
    #[must_use]
    pub fn takes(&self, kind: KindId) -> bool {
        matches!(&self.holds, SlotType::Entities(kinds) if kinds.contains(&kind))
    }
}

/// What a slot holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotType {
    /// Entities of these kinds.
    Entities(Vec<KindId>),
    /// Quantities of these dimensions.
    Quantity(Vec<String>),
    /// Free words.
    Text,
}
