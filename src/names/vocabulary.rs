//! The vocabulary of a base: its schema, its entities, and an index of all their names.

use crate::model::{EdgeKind, Entity, EntityId, KindId, RelationId, Schema, SlotId, UnitId};

/// Everything with a name in a base.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    schema: Schema,
    entities: Vec<Entity>,
}

/// One entity below another, with the step that leads there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    /// The entity.
    pub entity: EntityId,
    /// The entity one step above it on the way; itself for the start.
    pub above: EntityId,
    /// The kind of that step; none for the start.
    pub step: Option<EdgeKind>,
}

impl Vocabulary {
    /// Indexes the names of a schema and its entities.
    #[must_use]
    pub fn new(schema: Schema, entities: Vec<Entity>) -> Vocabulary {
        Vocabulary { schema, entities }
    }

    /// Kinds, slots, relations and units.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// All entities, by [`EntityId`].
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// One entity; `None` where the id is not of this base.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.index())
    }

    /// Entities that a text names: by a declared spelling if one agrees exactly, else by normal form; `kind:name` and CURIEs too.
    /// Sorted; empty where the name is unknown.
    #[must_use]
    pub fn entities_named(&self, _text: &str) -> Vec<EntityId> {
        Vec::new()
    }

    /// Kinds that a word names, plurals included.
    #[must_use]
    pub fn kinds_named(&self, _text: &str) -> Vec<KindId> {
        Vec::new()
    }

    /// Slots that a word names.
    #[must_use]
    pub fn slots_named(&self, _text: &str) -> Vec<SlotId> {
        Vec::new()
    }

    /// Relations that a phrase names, and whether it is their passive phrase.
    #[must_use]
    pub fn verbs_named(&self, _text: &str) -> Vec<(RelationId, bool)> {
        Vec::new()
    }

    /// Units that a word names.
    #[must_use]
    pub fn units_named(&self, _text: &str) -> Vec<UnitId> {
        Vec::new()
    }

    /// Whether some declared name begins with these words, in normal form and at a word's end: `bile duct` of `bile duct ligation`.
    #[must_use]
    pub fn is_prefix_of_name(&self, _text: &str) -> bool {
        false
    }

    /// An entity and all narrower ones by followed edges, sorted by id; cycles are collapsed.
    #[must_use]
    pub fn narrower(&self, _id: EntityId) -> Vec<Closure> {
        Vec::new()
    }

    /// An entity and all broader ones by followed edges, sorted by id.
    #[must_use]
    pub fn broader(&self, _id: EntityId) -> Vec<Closure> {
        Vec::new()
    }

    /// A relation and all narrower ones, sorted.
    #[must_use]
    pub fn narrower_relations(&self, _id: RelationId) -> Vec<RelationId> {
        Vec::new()
    }

    /// The combination of these parts, in any order.
    #[must_use]
    pub fn composite_of(&self, _parts: &[EntityId]) -> Option<EntityId> {
        None
    }

    /// Composites that have this entity as a part, sorted.
    #[must_use]
    pub fn composites_with(&self, _part: EntityId) -> &[EntityId] {
        &[]
    }

    /// Treatments that apply this agent, sorted.
    #[must_use]
    pub fn operations_on(&self, _agent: EntityId) -> &[EntityId] {
        &[]
    }

    /// The ratio of two entities.
    #[must_use]
    pub fn ratio_of(&self, _numerator: EntityId, _denominator: EntityId) -> Option<EntityId> {
        None
    }

    /// Declared names near a text, the nearest first, at most `most`; `admits` filters by entity.
    #[must_use]
    pub fn nearest_entities(
        &self,
        _text: &str,
        _most: usize,
        _admits: &dyn Fn(EntityId) -> bool,
    ) -> Vec<(String, EntityId)> {
        Vec::new()
    }

    /// Verb phrases near a text, the nearest first.
    #[must_use]
    pub fn nearest_verbs(&self, _text: &str, _most: usize) -> Vec<(String, RelationId)> {
        Vec::new()
    }

    /// Names of kinds near a text, the nearest first.
    #[must_use]
    pub fn nearest_kinds(&self, _text: &str, _most: usize) -> Vec<(String, KindId)> {
        Vec::new()
    }

    /// Names of slots near a text, the nearest first.
    #[must_use]
    pub fn nearest_slots(&self, _text: &str, _most: usize) -> Vec<(String, SlotId)> {
        Vec::new()
    }
}
