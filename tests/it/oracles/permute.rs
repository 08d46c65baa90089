//! O5 and O9: other ids and other names, the same answer up to the map.

use super::compare::difference;
use super::random::Random;
use super::{Case, for_cases, run};
use crate::reference::{Small, folded};
use std::collections::BTreeSet;
use whereof::eval::{EffectOutcome, GroupValue, Outcome, Row, RowId, Tuple};
use whereof::goal::{Compare, Condition, EntitySet, Goal, Head, Target, Test};
use whereof::model::{EntityId, FindingId, StudyId, Value};

/// New ids: what was `i` becomes `map[i]`.
pub(super) struct Map {
    pub(super) entities: Vec<u32>,
    pub(super) studies: Vec<u32>,
    pub(super) findings: Vec<u32>,
}

fn permutation(random: &mut Random, size: usize) -> Vec<u32> {
    let mut map: Vec<u32> = (0..size as u32).collect();
    random.shuffle(&mut map);
    map
}

/// Puts each item where the map says.
fn moved<T: Clone>(items: &[T], map: &[u32]) -> Vec<T> {
    let mut places: Vec<(u32, T)> = map.iter().copied().zip(items.iter().cloned()).collect();
    places.sort_by_key(|(at, _)| *at);
    places.into_iter().map(|(_, item)| item).collect()
}

impl Map {
    fn entity(&self, id: EntityId) -> EntityId {
        EntityId(self.entities[id.index()])
    }

    fn sorted(&self, ids: &[EntityId]) -> Vec<EntityId> {
        let mut ids: Vec<_> = ids.iter().map(|id| self.entity(*id)).collect();
        ids.sort();
        ids
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::Entity(id) => Value::Entity(self.entity(*id)),
            other => other.clone(),
        }
    }

    fn world(&self, world: &Small) -> Small {
        let mut entities = world.vocabulary.entities().to_vec();
        for entity in &mut entities {
            entity.broader.iter_mut().for_each(|edge| edge.to = self.entity(edge.to));
            entity.parts = entity.parts.iter().map(|id| self.entity(*id)).collect();
        }
        let mut findings = world.findings.clone();
        for finding in &mut findings {
            finding.subject = self.entity(finding.subject);
            finding.object = self.entity(finding.object);
            finding.slots.iter_mut().for_each(|slot| slot.value = self.value(&slot.value));
            finding.studies = finding.studies.iter().map(|id| StudyId(self.studies[id.index()])).collect();
            finding.studies.sort();
        }
        Small::new(
            world.vocabulary.schema().clone(),
            moved(&entities, &self.entities),
            world.sources.clone(),
            moved(&world.studies, &self.studies),
            moved(&findings, &self.findings),
        )
    }

    fn set(&self, set: &mut EntitySet) {
        set.asked = self.sorted(&set.asked);
        set.except = self.sorted(&set.except);
        set.members = self.sorted(&set.members);
    }

    fn test(&self, test: &mut Test) {
        match test {
            Test::Slot { compare: Compare::Entities(set), .. } => self.set(set),
            Test::Slot { .. } | Test::NotStated(_) => {}
            Test::All(parts) | Test::Any(parts) | Test::AtLeast(_, parts) => {
                parts.iter_mut().for_each(|part| self.test(part));
            }
            Test::Not(part) => self.test(part),
        }
    }

    fn condition(&self, condition: &mut Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter_mut().for_each(|part| self.condition(part));
            }
            Condition::Not(part) | Condition::InOneStudy(part) => self.condition(part),
            Condition::Is(_, set) => self.set(set),
            Condition::Effect(_) => {}
        }
    }

    fn goal(&self, goal: &mut Goal) {
        goal.contexts.iter_mut().for_each(|context| self.test(&mut context.test));
        self.condition(&mut goal.condition);
        for effect in &mut goal.effects {
            match &mut effect.target {
                Target::Any | Target::Letter(_) => {}
                Target::Entities(set) => self.set(set),
                Target::Goal(inner) => self.goal(inner),
            }
        }
    }

    fn findings(&self, ids: &mut [FindingId]) {
        ids.iter_mut().for_each(|id| *id = FindingId(self.findings[id.index()]));
        ids.sort();
    }

    fn studies(&self, ids: &mut [StudyId]) {
        ids.iter_mut().for_each(|id| *id = StudyId(self.studies[id.index()]));
        ids.sort();
    }

    fn row_id(&self, id: RowId) -> RowId {
        match id {
            RowId::Entity(id) => RowId::Entity(self.entity(id)),
            RowId::Tuple(tuple) => {
                let entities: Vec<EntityId> = tuple.entities().iter().map(|id| self.entity(*id)).collect();
                RowId::Tuple(Tuple::new(&entities).unwrap())
            }
            RowId::Finding(id) => RowId::Finding(FindingId(self.findings[id.index()])),
            RowId::Study(id) => RowId::Study(StudyId(self.studies[id.index()])),
        }
    }

    fn row(&self, row: &mut Row) {
        row.id = self.row_id(row.id);
        self.findings(&mut row.findings);
        self.studies(&mut row.studies);
        self.studies(&mut row.studies_against);
        for EffectOutcome { witnesses, inside, elsewhere, .. } in &mut row.effects {
            [witnesses, inside, elsewhere].into_iter().for_each(|ids| self.findings(ids));
        }
    }

    pub(super) fn outcome(&self, outcome: &mut Outcome) {
        outcome.rows.iter_mut().chain(&mut outcome.possible).for_each(|row| self.row(row));
        for near in &mut outcome.near {
            near.id = self.row_id(near.id);
            self.findings(&mut near.findings);
            self.studies(&mut near.studies);
        }
        for group in &mut outcome.groups {
            match &mut group.value {
                GroupValue::Value(value) => *value = self.value(value),
                GroupValue::Study(id) => *id = StudyId(self.studies[id.index()]),
                GroupValue::Relation(_) | GroupValue::Word(_) | GroupValue::Noun(_) => {}
                GroupValue::Several(_) => {}
            }
        }
    }
}

/// Ids break ties only between equal names, between findings, between studies, and between nearest findings of near misses.
fn without_ties(outcome: &mut Outcome, head: Head) {
    for near in &mut outcome.near {
        let failed = near.failed.len() + near.broken.len();
        near.failed.clear();
        near.broken.clear();
        near.findings.push(FindingId(failed as u32));
    }
    if !matches!(head, Head::Noun(_)) {
        outcome.rows.sort_by_key(|row| row.id);
        outcome.possible.sort_by_key(|row| row.id);
    }
}

fn names_differ(world: &Small) -> bool {
    let names: BTreeSet<String> = world.vocabulary.entities().iter().map(|entity| folded(&entity.name)).collect();
    names.len() == world.vocabulary.entities().len()
}

/// The same case with other ids for entities, studies and findings gives the same outcome.
pub fn other_ids_give_the_same(case: &Case) -> Result<(), String> {
    let mut goal = case.goal.clone();
    if !names_differ(&case.world) {
        return Ok(());
    }
    if !matches!(goal.head, Head::Noun(_)) {
        goal.limit = None;
    }
    let mut random = Random::new(case.seed ^ 0x5555);
    let map = Map {
        entities: permutation(&mut random, case.world.vocabulary.entities().len()),
        studies: permutation(&mut random, case.world.studies.len()),
        findings: permutation(&mut random, case.world.findings.len()),
    };
    let mut plain = run(&goal, &case.world);
    map.outcome(&mut plain);
    let world = map.world(&case.world);
    map.goal(&mut goal);
    let mut other = run(&goal, &world);
    without_ties(&mut plain, goal.head);
    without_ties(&mut other, goal.head);
    difference(&other, &plain).map_or(Ok(()), Err)
}

#[test]
fn o5_other_ids_give_the_same_answer() {
    let compared = std::cell::Cell::new(0u64);
    for_cases("permute::o5", 3_000, |case| {
        compared.set(compared.get() + u64::from(names_differ(&case.world)));
        other_ids_give_the_same(case)
    });
    assert!(std::env::var("WHEREOF_SEED").is_ok() || compared.get() >= 2_000, "only {} compared", compared.get());
}

#[test]
fn o9_other_names_in_the_same_order_give_the_same_answer() {
    for_cases("permute::o9", 2_000, |case: &Case| {
        let mut entities = case.world.vocabulary.entities().to_vec();
        entities.iter_mut().for_each(|entity| entity.name = format!("notwhere{}", entity.name));
        let mut schema = case.world.vocabulary.schema().clone();
        schema.relations.iter_mut().for_each(|relation| relation.name = format!("andor{}", relation.name));
        schema.slots.iter_mut().for_each(|slot| slot.name = format!("in{}", slot.name));
        schema.kinds.iter_mut().for_each(|kind| kind.name = format!("is{}", kind.name));
        let (sources, studies) = (case.world.sources.clone(), case.world.studies.clone());
        let world = Small::new(schema, entities, sources, studies, case.world.findings.clone());
        difference(&run(&case.goal, &world), &run(&case.goal, &case.world)).map_or(Ok(()), Err)
    });
}
