//! The vocabulary of a base: its schema, its entities, and what their names stand for.
//!
//! A schema and entities come in; lookups by name, walks along hierarchies, and combinations go out. It knows nothing of findings and
//! nothing of how a name was quoted.

use super::entities::Entities;
use super::index::{Entry, NameIndex, Named};
use super::lists::{Ids, Lists};
use super::normal::{is_separator, normal};
use super::verbs::without_to_be;
use crate::columns::Ints;
use crate::model::{Entity, EntityId, KindId, Relation, RelationId, Schema, SlotId, UnitId};
use std::sync::OnceLock;

/// Everything with a name in a base.
///
/// ```
/// use whereof::model::{Entity, EntityId, Kind, KindId, Schema};
/// use whereof::names::Vocabulary;
/// let gene = Kind::new("gene");
/// let cxcr4 = Entity { aliases: vec!["CD184".into()], ..Entity::new("CXCR4", KindId(0)) };
/// let vocabulary = Vocabulary::new(Schema { kinds: vec![gene], ..Schema::default() }, vec![cxcr4]);
/// assert_eq!(vocabulary.entities_named("cxcr-4"), [EntityId(0)]);
/// assert_eq!(vocabulary.entities_named("gene:CD184"), [EntityId(0)]);
/// assert_eq!(vocabulary.kinds_named("genes"), [KindId(0)]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    schema: Schema,
    entities: Entities,
    index: NameIndex,
    ratio: Option<KindId>,
    steps: Steps,
    ranks: OnceLock<Ints>,
    pub(super) parents: OnceLock<Lists>,
}

/// What leads from one entity to others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// To narrower ones, by followed edges.
    pub children: Lists,
    /// From parts to composites.
    pub composites: Lists,
    /// From agents to treatments.
    pub operations: Lists,
    /// From parts to ratios.
    pub ratios: Lists,
}

impl Vocabulary {
    /// Indexes the names of a schema and its entities.
    #[must_use]
    pub fn new(schema: Schema, entities: Vec<Entity>) -> Vocabulary {
        let index = NameIndex::new(&schema, &entities);
        Vocabulary::with_index(schema, entities, index)
    }

    /// The same with an index of names made before; it must be that of this schema and these entities.
    #[must_use]
    pub fn with_index(schema: Schema, entities: Vec<Entity>, index: NameIndex) -> Vocabulary {
        let ratio = ratio_of(&schema);
        let steps = Steps::new(&entities, ratio);
        let (ranks, parents) = (OnceLock::new(), OnceLock::new());
        Vocabulary { schema, entities: entities.into(), index, ratio, steps, ranks, parents }
    }

    /// The same out of what a file keeps; `ranks` are those of [`Vocabulary::ranks`].
    #[must_use]
    pub fn stored(schema: Schema, entities: Entities, index: NameIndex, steps: Steps, ranks: Ints) -> Vocabulary {
        let ratio = ratio_of(&schema);
        let (ranks, parents) = (OnceLock::from(ranks), OnceLock::new());
        Vocabulary { schema, entities, index, ratio, steps, ranks, parents }
    }

    /// Kinds, slots, relations and units.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// All entities, by [`EntityId`].
    #[must_use]
    pub fn entities(&self) -> &Entities {
        &self.entities
    }

    /// What leads from one entity to others.
    #[must_use]
    pub fn steps(&self) -> &Steps {
        &self.steps
    }

    /// By entity: its place when all are ordered by name in normal form, then by number.
    #[must_use]
    pub fn ranks(&self) -> &Ints {
        self.ranks.get_or_init(|| self.index.ranks(self.entities.len()).into())
    }

    /// The entities whose name, in normal form, has these letters inside, in the order of their names; of one kind or of all. Aliases are not
    /// looked at.
    ///
    /// ```
    /// let base = whereof::Base::builtin();
    /// let vocabulary = base.facts().vocabulary();
    /// let gene = vocabulary.kinds_named("gene").first().copied();
    /// let names = vocabulary.names_containing("cxcr", gene);
    /// assert!(names.iter().any(|id| vocabulary.entity_name(*id) == "CXCR4"));
    /// ```
    #[must_use]
    pub fn names_containing(&self, letters: &str, kind: Option<KindId>) -> Vec<EntityId> {
        let form = normal(letters);
        if form.is_empty() {
            return Vec::new();
        }
        let found = self.index.entries_containing(&form).filter_map(|entry| match entry {
            Entry { named: Named::Entity(id), spelling: 0 } => Some(id),
            _ => None,
        });
        found.filter(|id| kind.is_none() || self.kind_of(*id) == kind).collect()
    }

    /// Of which kind an entity is, without reading the rest of it; `None` where the id is not of this base.
    #[must_use]
    pub fn kind_of(&self, id: EntityId) -> Option<KindId> {
        self.entities.kind(id)
    }

    /// Whether no entity is made of others or applies one: then a name stands for itself alone.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.steps.composites.is_empty() && self.steps.operations.is_empty() && self.steps.ratios.is_empty()
    }

    /// Entities one step narrower, sorted.
    #[must_use]
    pub fn children(&self, id: EntityId) -> Ids<'_> {
        self.steps.children.of(id)
    }

    /// All names in normal form.
    #[must_use]
    pub fn index(&self) -> &NameIndex {
        &self.index
    }

    /// One entity; `None` where the id is not of this base.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id)
    }

    /// One relation; `None` where the id is not of this base.
    #[must_use]
    pub fn relation(&self, id: RelationId) -> Option<&Relation> {
        self.schema.relations.get(id.index())
    }

    /// What a kind is called; empty where the id is not of this base.
    #[must_use]
    pub fn kind_name(&self, id: KindId) -> &str {
        self.schema.kinds.get(id.index()).map_or("", |kind| kind.name.as_str())
    }

    /// What an entity is called; empty where the id is not of this base.
    #[must_use]
    pub fn entity_name(&self, id: EntityId) -> &str {
        self.entity(id).map_or("", |entity| entity.name.as_str())
    }

    /// An entity with its kind, as it can be typed where the name alone is not enough: `gene:HGF`.
    #[must_use]
    pub fn full_name(&self, id: EntityId) -> String {
        self.entity(id).map_or_else(String::new, |entity| format!("{}:{}", self.kind_name(entity.kind), entity.name))
    }

    /// Entities that a text names: by a declared spelling if one agrees exactly, else by normal form; `kind:name`, CURIEs and combinations
    /// (`B + A` for a declared `A + B`) too. Sorted; empty where the name is unknown.
    #[must_use]
    pub fn entities_named(&self, text: &str) -> Vec<EntityId> {
        let text = text.trim();
        let found = self.entities_spelled(text);
        if !found.is_empty() {
            return found;
        }
        if let Some((kind, name)) = text.split_once(':') {
            let kinds = self.kinds_named(kind);
            let of_kind = |id: EntityId| self.kind_of(id).is_some_and(|kind| kinds.contains(&kind));
            let mut found = self.entities_spelled_where(name.trim(), of_kind);
            if found.is_empty() && !kinds.is_empty() {
                found = self.combinations_named(name);
                found.retain(|id| of_kind(*id));
            }
            if !found.is_empty() {
                return found;
            }
            let found = self.entities_referred(text);
            if !found.is_empty() {
                return found;
            }
        }
        self.combinations_named(text)
    }

    /// Whether an entity has this very spelling among its name and aliases.
    #[must_use]
    pub fn is_spelled(&self, id: EntityId, text: &str) -> bool {
        self.entity(id).is_some_and(|entity| entity.name == text || entity.aliases.iter().any(|alias| alias == text))
    }

    fn entities_spelled(&self, text: &str) -> Vec<EntityId> {
        self.entities_spelled_where(text, |_| true)
    }

    fn entities_spelled_where(&self, text: &str, admits: impl Fn(EntityId) -> bool) -> Vec<EntityId> {
        let form = normal(text);
        let mut found: Vec<EntityId> = self
            .index
            .exactly(&form)
            .filter_map(|entry| if let Named::Entity(id) = entry.named { Some(id) } else { None })
            .filter(|id| admits(*id))
            .collect();
        if found.len() > 1 && found.iter().any(|id| self.is_spelled(*id, text)) {
            found.retain(|id| self.is_spelled(*id, text));
        }
        found
    }

    fn entities_referred(&self, text: &str) -> Vec<EntityId> {
        let same = |curie: &str| match (curie.split_once(':'), text.split_once(':')) {
            (Some((prefix, local)), Some((typed, name))) => prefix.eq_ignore_ascii_case(typed) && local == name,
            _ => false,
        };
        let form = normal(text);
        self.index
            .exactly(&form)
            .filter_map(|entry| if let Named::Reference(id) = entry.named { Some(id) } else { None })
            .filter(|id| self.entity(*id).is_some_and(|entity| entity.xrefs.iter().any(|xref| same(&xref.curie))))
            .collect()
    }

    /// Composites whose parts are named here, in any order, joined by ` + `. A part may be named by its agent.
    fn combinations_named(&self, text: &str) -> Vec<EntityId> {
        let parts: Vec<&str> = text.split(" + ").collect();
        if parts.len() < 2 || parts.len() > 16 {
            return Vec::new();
        }
        let named: Vec<Vec<EntityId>> = parts.iter().map(|part| self.entities_spelled(part.trim())).collect();
        let Some(first) = named.first() else { return Vec::new() };
        let mut found: Vec<EntityId> = first
            .iter()
            .flat_map(|id| [Some(*id), self.entity(*id).and_then(|entity| entity.agent)].into_iter().flatten())
            .flat_map(|id| std::iter::once(id).chain(self.operations_on(id).iter()))
            .flat_map(|id| self.composites_with(id).iter())
            .filter(|id| self.entity(*id).is_some_and(|entity| self.parts_are(&entity.parts, &named)))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn parts_are(&self, parts: &[EntityId], named: &[Vec<EntityId>]) -> bool {
        let agent = |id: EntityId| self.entity(id).and_then(|entity| entity.agent);
        let mut left: Vec<EntityId> = parts.to_vec();
        parts.len() == named.len()
            && named.iter().all(|senses| {
                let place = left.iter().position(|part| {
                    senses.iter().any(|id| id == part || agent(*id) == Some(*part) || agent(*part) == Some(*id))
                });
                place.map(|at| left.swap_remove(at)).is_some()
            })
    }

    /// Kinds that a word names, plurals included.
    #[must_use]
    pub fn kinds_named(&self, text: &str) -> Vec<KindId> {
        let form = normal(text);
        let kinds = self.index.exactly(&form);
        kinds.filter_map(|entry| if let Named::Kind(id) = entry.named { Some(id) } else { None }).collect()
    }

    /// Slots that a word names.
    #[must_use]
    pub fn slots_named(&self, text: &str) -> Vec<SlotId> {
        let form = normal(text);
        let slots = self.index.exactly(&form);
        slots.filter_map(|entry| if let Named::Slot(id) = entry.named { Some(id) } else { None }).collect()
    }

    /// Relations that a phrase names, and whether it is their passive phrase. Third person and infinitive are one; `is`, `are`, `was` and
    /// `were` may stand in front of a passive phrase.
    #[must_use]
    pub fn verbs_named(&self, text: &str) -> Vec<(RelationId, bool)> {
        let text = text.trim();
        let plain = without_to_be(text);
        let named = |text: &str| -> Vec<(RelationId, bool)> {
            let form = normal(text);
            let verbs = self.index.exactly(&form);
            verbs
                .filter_map(|entry| if let Named::Verb(id, passive) = entry.named { Some((id, passive)) } else { None })
                .collect()
        };
        let mut found = named(text);
        if found.is_empty() && plain.len() < text.len() {
            found = named(plain);
            found.retain(|(_, passive)| *passive);
        }
        found
    }

    /// Units that a word names: exactly, but for the two signs for micro and the `u` typed for them.
    #[must_use]
    pub fn units_named(&self, text: &str) -> Vec<UnitId> {
        super::quantity::units_named(&self.schema, text)
    }

    /// What `in` followed by these words may mean: entities that a place slot takes, with that slot. A name that itself begins with `in`
    /// (`in vitro`) is found by its rest. Sorted.
    #[must_use]
    pub fn places_named(&self, text: &str) -> Vec<(SlotId, EntityId)> {
        let places = |names: Vec<EntityId>| -> Vec<(SlotId, EntityId)> {
            let mut found: Vec<(SlotId, EntityId)> =
                names.into_iter().filter_map(|id| Some((self.schema.place_of(self.entity(id)?.kind)?, id))).collect();
            found.sort_unstable();
            found
        };
        let with_in = places(self.entities_named(&format!("in {text}")));
        if with_in.is_empty() { places(self.entities_named(text)) } else { with_in }
    }

    /// Whether some declared name begins with these words, in normal form and at a word's end: `bile duct` of `bile duct ligation`. A
    /// whole name is a beginning of itself; letters and digits part like words, so `CXCR` begins `CXCR4`.
    #[must_use]
    pub fn is_prefix_of_name(&self, text: &str) -> bool {
        let form = normal(text);
        !form.is_empty()
            && self.index.beginning(&form).any(|(found, entry)| {
                found.len() == form.len()
                    || self.spelling(entry.named, entry.spelling).is_some_and(|name| ends_word(name, &form))
            })
    }

    /// A declared spelling: 0 the name, then the others in the order declared.
    #[must_use]
    pub fn spelling(&self, named: Named, number: u16) -> Option<&str> {
        let number = usize::from(number);
        let spelling = match named {
            Named::Kind(id) => {
                let kind = self.schema.kinds.get(id.index())?;
                std::iter::once(&kind.name).chain(&kind.plural).chain(&kind.aliases).nth(number)
            }
            Named::Slot(id) => {
                let slot = self.schema.slots.get(id.index())?;
                std::iter::once(&slot.name).chain(&slot.aliases).nth(number)
            }
            Named::Verb(id, passive) => {
                let relation = self.relation(id)?;
                if passive {
                    relation.passive.iter().chain(&relation.passive_aliases).nth(number)
                } else {
                    std::iter::once(&relation.name).chain(&relation.aliases).nth(number)
                }
            }
            Named::Entity(id) => {
                let entity = self.entity(id)?;
                std::iter::once(&entity.name).chain(&entity.aliases).nth(number)
            }
            Named::Reference(id) => self.entity(id)?.xrefs.get(number).map(|xref| &xref.curie),
        };
        spelling.map(String::as_str)
    }

    /// A relation and all narrower ones, sorted. Empty where the id is not of this base.
    #[must_use]
    pub fn narrower_relations(&self, id: RelationId) -> Vec<RelationId> {
        if self.relation(id).is_none() {
            return Vec::new();
        }
        let mut found = vec![id];
        let mut at = 0;
        while let Some(above) = found.get(at).copied() {
            at += 1;
            for (index, relation) in self.schema.relations.iter().enumerate() {
                let below = RelationId(index as u32);
                if relation.broader == Some(above) && !found.contains(&below) {
                    found.push(below);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The combination of these parts, in any order.
    #[must_use]
    pub fn composite_of(&self, parts: &[EntityId]) -> Option<EntityId> {
        let sorted = |parts: &[EntityId]| {
            let mut parts = parts.to_vec();
            parts.sort_unstable();
            parts
        };
        let asked = sorted(parts);
        let mut composites = self.composites_with(*parts.first()?).iter();
        composites.find(|id| self.entity(*id).is_some_and(|entity| sorted(&entity.parts) == asked))
    }

    /// Composites that have this entity as a part, sorted.
    #[must_use]
    pub fn composites_with(&self, part: EntityId) -> Ids<'_> {
        self.steps.composites.of(part)
    }

    /// Treatments that apply this agent, sorted.
    #[must_use]
    pub fn operations_on(&self, agent: EntityId) -> Ids<'_> {
        self.steps.operations.of(agent)
    }

    /// Which agent an entity raises (true) or lowers by its operation, where its kind says so; none of a combination.
    #[must_use]
    pub fn perturbed(&self, id: EntityId) -> Option<(EntityId, bool)> {
        let entity = self.entity(id)?;
        let (agent, operation) = (entity.agent?, entity.operation.as_deref()?);
        let kind = self.schema.kinds.get(entity.kind.index()).filter(|_| entity.parts.is_empty())?;
        if kind.raising.is_empty() && kind.lowering.is_empty() {
            return None;
        }
        let form = super::normal(operation);
        let among = |operations: &[String]| operations.iter().any(|other| super::normal(other) == form);
        match (among(&kind.raising), among(&kind.lowering)) {
            (true, false) => Some((agent, true)),
            (false, true) => Some((agent, false)),
            _ => None,
        }
    }

    /// The kind of ratios, where the base declares one.
    #[must_use]
    pub fn ratio_kind(&self) -> Option<KindId> {
        self.ratio
    }

    /// Ratios that have this entity above or below the line, sorted.
    #[must_use]
    pub fn ratios_with(&self, part: EntityId) -> Ids<'_> {
        self.steps.ratios.of(part)
    }

    /// The ratio of two entities.
    #[must_use]
    pub fn ratio_of(&self, numerator: EntityId, denominator: EntityId) -> Option<EntityId> {
        let mut known = self.ratios_with(numerator).iter();
        known.find(|id| self.entity(*id).is_some_and(|entity| entity.parts == [numerator, denominator]))
    }
}

fn ratio_of(schema: &Schema) -> Option<KindId> {
    schema.kinds.iter().position(|kind| normal(&kind.name) == "ratio").map(|at| KindId(at as u32))
}

impl Steps {
    fn new(entities: &[Entity], ratio: Option<KindId>) -> Steps {
        let each = || (0u32..).map(EntityId).zip(entities);
        let size = entities.len();
        let parts = |ratios: bool| {
            each()
                .filter(move |(_, entity)| (ratio.is_some() && Some(entity.kind) == ratio) == ratios)
                .flat_map(|(id, entity)| entity.parts.iter().map(move |part| (*part, id)))
        };
        let narrower = each().flat_map(|(id, entity)| {
            entity.broader.iter().filter(|edge| edge.kind.is_followed()).map(move |edge| (edge.to, id))
        });
        Steps {
            children: Lists::new(size, narrower),
            composites: Lists::new(size, parts(false)),
            operations: Lists::new(size, each().filter_map(|(id, entity)| Some((entity.agent?, id)))),
            ratios: Lists::new(size, parts(true)),
        }
    }
}

/// Whether a beginning in normal form ends where a word of the spelling ends.
fn ends_word(spelling: &str, form: &str) -> bool {
    let mut before: Option<char> = None;
    for (at, c) in spelling.char_indices() {
        let ends = match before {
            Some(b) => is_separator(c) || is_separator(b) || b.is_numeric() != c.is_numeric(),
            None => false,
        };
        if ends && spelling.get(..at).is_some_and(|front| normal(front) == form) {
            return true;
        }
        before = Some(c);
    }
    false
}
