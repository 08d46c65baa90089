//! The nouns of the domain: entities, relations, findings, studies, quantities.
//!
//! A base is made of these, and an answer speaks of them. They carry no query words and do not know how they are stored.

pub mod citation;
pub mod entity;
pub mod finding;
pub mod id;
pub mod quantity;
pub mod relation;
pub mod schema;

pub use citation::{Imprint, Locator, Source, Study};
pub use entity::{Benefit, Edge, EdgeKind, Entity, Tier, Xref};
pub use finding::{Finding, SlotValue, Stance, Value};
pub use id::{EntityId, FindingId, KindId, RelationId, SlotId, SourceId, StudyId, UnitId};
pub use quantity::{Bound, Quantity, Unit};
pub use relation::{Aspect, Direction, Relation};
pub use schema::{Kind, Schema, Slot, SlotType};
