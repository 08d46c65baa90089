//! Two bases made one.
//!
//! The parts of two bases come in, the parts of one go out. Kinds, slots, units and relations are one where their names are; entities only
//! where a cross-reference is, for an equal name alone says nothing. It does not know where the parts came from.

use super::Parts;
use crate::model::{
    Entity, EntityId, Finding, KindId, Locator, RelationId, SlotId, SlotType, SourceId, StudyId, UnitId, Value,
};
use crate::names::normal;
use rustc_hash::FxHashMap;

/// Lays one base upon another: ids of the lower one stay, those of the upper one are renumbered.
#[must_use]
pub fn merge(mut below: Parts, above: Parts) -> Parts {
    let Parts { schema, entities, sources, studies, findings } = above;
    let own = &mut below.schema;
    let kinds = join(&mut own.kinds, schema.kinds, |kind| normal(&kind.name));
    let units = join(&mut own.units, schema.units, |unit| unit.name.clone());
    let (old_slots, old_relations) = (own.slots.len(), own.relations.len());
    let slots = join(&mut own.slots, schema.slots, |slot| normal(&slot.name));
    let relations = join(&mut own.relations, schema.relations, |relation| normal(&relation.name));
    let kind = |id: &mut KindId| id.0 = at(&kinds, id.index());
    for slot in own.slots.iter_mut().skip(old_slots) {
        if let SlotType::Entities(taken) = &mut slot.holds {
            taken.iter_mut().for_each(kind);
        }
    }
    let relation = |id: &mut RelationId| id.0 = at(&relations, id.index());
    for new in own.relations.iter_mut().skip(old_relations) {
        new.subjects.iter_mut().chain(&mut new.objects).for_each(kind);
        new.opposite.iter_mut().chain(&mut new.broader).for_each(relation);
    }
    let sources = join(&mut below.sources, sources, |source| normal(&source.name));
    let source = |id: &mut SourceId| id.0 = at(&sources, id.index());
    let located = |locator: &mut Locator| source(&mut locator.source);
    let studies: Vec<u32> = {
        let moved = studies.into_iter().map(|mut study| {
            source(&mut study.source);
            study
        });
        join(&mut below.studies, moved.collect(), |study| (study.source, study.number))
    };
    let ids = entity_ids(&below.entities, &entities, &kinds);
    let entity = |id: &mut EntityId| id.0 = at(&ids, id.index());
    for (place, mut new) in entities.into_iter().enumerate() {
        kind(&mut new.kind);
        new.parts.iter_mut().chain(&mut new.agent).for_each(entity);
        for edge in &mut new.broader {
            entity(&mut edge.to);
            edge.locators.iter_mut().for_each(located);
        }
        match below.entities.get_mut(at(&ids, place) as usize) {
            Some(known) => add(known, new),
            None => below.entities.push(new),
        }
    }
    below.findings.extend(findings.into_iter().map(|mut finding: Finding| {
        entity(&mut finding.subject);
        entity(&mut finding.object);
        relation(&mut finding.relation);
        finding.locators.iter_mut().for_each(located);
        finding.studies.iter_mut().for_each(|id: &mut StudyId| id.0 = at(&studies, id.index()));
        finding.studies.sort_unstable();
        finding.studies.dedup();
        for value in &mut finding.slots {
            let SlotId(slot) = &mut value.slot;
            *slot = at(&slots, *slot as usize);
            match &mut value.value {
                Value::Entity(id) => entity(id),
                Value::Quantity(quantity) => {
                    quantity.unit.iter_mut().for_each(|id: &mut UnitId| id.0 = at(&units, id.index()));
                }
                Value::Text(_) => {}
            }
        }
        finding.slots.sort_by_key(|value| value.slot);
        finding
    }));
    below
}

/// Appends what has a new key; gives for each of the upper list its place in the joined one.
fn join<T, K: Eq + std::hash::Hash>(known: &mut Vec<T>, more: Vec<T>, key: impl Fn(&T) -> K) -> Vec<u32> {
    let mut places: FxHashMap<K, u32> = FxHashMap::default();
    for (place, item) in known.iter().enumerate() {
        places.entry(key(item)).or_insert(place as u32);
    }
    let place = |item: T| {
        let next = known.len() as u32;
        let place = *places.entry(key(&item)).or_insert(next);
        if place == next {
            known.push(item);
        }
        place
    };
    more.into_iter().map(place).collect()
}

/// For each entity of the upper base its place: that of one of the same kind with a common cross-reference, else a new one.
fn entity_ids(known: &[Entity], more: &[Entity], kinds: &[u32]) -> Vec<u32> {
    let curie = |kind: u32, curie: &str| (kind, curie.to_ascii_lowercase());
    let mut places: FxHashMap<(u32, String), u32> = FxHashMap::default();
    for (place, entity) in known.iter().enumerate() {
        for xref in &entity.xrefs {
            places.entry(curie(entity.kind.0, &xref.curie)).or_insert(place as u32);
        }
    }
    let mut next = known.len() as u32;
    let place = |entity: &Entity| {
        let kind = at(kinds, entity.kind.index());
        let same = entity.xrefs.iter().find_map(|xref| places.get(&curie(kind, &xref.curie)).copied());
        same.unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    };
    more.iter().map(place).collect()
}

/// Adds what the upper base says of an entity that the lower one has too.
fn add(known: &mut Entity, more: Entity) {
    for name in std::iter::once(more.name).chain(more.aliases) {
        if known.name != name && !known.aliases.contains(&name) {
            known.aliases.push(name);
        }
    }
    for xref in more.xrefs {
        if !known.xrefs.iter().any(|other| other.curie.eq_ignore_ascii_case(&xref.curie)) {
            known.xrefs.push(xref);
        }
    }
    for edge in more.broader {
        if !known.broader.iter().any(|other| other.to == edge.to && other.kind == edge.kind) {
            known.broader.push(edge);
        }
    }
    known.benefit = known.benefit.or(more.benefit);
    known.evidence = known.evidence.or(more.evidence);
    known.agent = known.agent.or(more.agent);
    if known.parts.is_empty() {
        known.parts = more.parts;
    }
}

fn at(places: &[u32], index: usize) -> u32 {
    places.get(index).copied().unwrap_or(u32::MAX)
}
