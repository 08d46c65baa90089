//! Groups of a `count ... by`.
//!
//! Rows with their witnesses come in; the values of one slot go out, each with the number of its rows. It does not know how a value is
//! printed, only when two are the same.

use super::amounts::Amounts;
use super::condition::Answering;
use super::grow::push;
use super::order::arrange;
use super::test::{direction, sources};
use super::{EffectOutcome, Group, GroupValue, Row};
use crate::base::Facts;
use crate::goal::SlotRef;
use crate::limits::{Budget, Exceeded};
use crate::model::{Direction, Finding, FindingId, Quantity, Stance, Value};
use crate::names::evidence::tier;
use crate::names::normal;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

/// A value by which groups are told apart and put in order: entities, relations, texts and words by name, studies by number, quantities
/// by their amounts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    sort: u8,
    name: String,
    low: f64,
    high: f64,
    spelling: String,
    id: u64,
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        self.sort
            .cmp(&other.sort)
            .then_with(|| self.name.cmp(&other.name))
            .then(self.low.total_cmp(&other.low))
            .then(self.high.total_cmp(&other.high))
            .then_with(|| self.spelling.cmp(&other.spelling))
            .then(self.id.cmp(&other.id))
    }
}

impl Answering<'_> {
    /// The groups by the goal's slot, most rows first, and the number of rows with a witness that does not state it.
    pub(crate) fn groups(&self, rows: &[Row], budget: &mut Budget) -> Result<(Vec<Group>, u64), Exceeded> {
        let Some(slot) = self.goal.count.and_then(|count| count.slot) else { return Ok((Vec::new(), 0)) };
        let mut groups: BTreeMap<Key, (GroupValue, u64, usize)> = BTreeMap::new();
        let mut not_stated = 0;
        for (at, row) in rows.iter().enumerate() {
            let mut misses = false;
            for said in self.said_of(row, budget)? {
                let values = self.agreed(slot, &said, budget)?;
                misses |= values.is_empty();
                for value in values {
                    budget.step()?;
                    let key = self.key(&value);
                    match groups.get_mut(&key) {
                        Some((_, rows, last)) => {
                            // A row counts once in a group.
                            if *last != at {
                                *rows += 1;
                                *last = at;
                            }
                        }
                        None => {
                            let size = size_of::<Key>() + size_of::<GroupValue>() + 2 * key.name.len();
                            budget.allocate(2 * size)?;
                            groups.insert(key, (value, 1, at));
                        }
                    }
                }
            }
            not_stated += u64::from(misses);
        }
        let mut found = Vec::new();
        let mut keys = Vec::new();
        let least = self.goal.least_rows;
        for (key, (value, rows, _)) in groups.into_iter().filter(|(_, (_, rows, _))| *rows >= least) {
            push(budget, &mut found, Group { value, rows })?;
            push(budget, &mut keys, (Reverse(rows), key))?;
        }
        arrange(&mut found, &keys, budget)?;
        Ok((found, not_stated))
    }

    /// What is said of a row: each finding for itself, and what a definition gives by the findings that it rests on together.
    pub(super) fn said_of(&self, row: &Row, budget: &mut Budget) -> Result<Vec<Vec<FindingId>>, Exceeded> {
        let by_definition = |effect: &&EffectOutcome| effect.derived.iter().any(|one| one.definition.is_some());
        let mut all: Vec<Vec<FindingId>> = Vec::new();
        if !row.effects.iter().any(|effect| by_definition(&effect)) {
            for id in &row.findings {
                push(budget, &mut all, vec![*id])?;
            }
            return Ok(all);
        }
        for effect in &row.effects {
            if by_definition(&effect) {
                for derivation in &effect.derived {
                    push(budget, &mut all, derivation.findings())?;
                }
            } else {
                for id in &effect.witnesses {
                    push(budget, &mut all, vec![*id])?;
                }
            }
        }
        Ok(all)
    }

    /// The values of a slot of findings that are said together: those of all of them where they agree, else none.
    fn agreed(&self, slot: SlotRef, said: &[FindingId], budget: &mut Budget) -> Result<Vec<GroupValue>, Exceeded> {
        let mut agreed: Option<Vec<GroupValue>> = None;
        for id in said {
            budget.step()?;
            let Some(finding) = self.facts.finding(*id) else { continue };
            let mut values = Vec::new();
            self.printed(slot, &finding, &mut values);
            let keys = |values: &[GroupValue]| values.iter().map(|value| self.key(value)).collect::<BTreeSet<Key>>();
            match &agreed {
                Some(before) if keys(before) != keys(&values) => return Ok(Vec::new()),
                Some(_) => {}
                None => agreed = Some(values),
            }
        }
        Ok(agreed.unwrap_or_default())
    }

    pub(crate) fn printed(&self, slot: SlotRef, finding: &Finding, out: &mut Vec<GroupValue>) {
        printed(self.facts, slot, finding, out);
    }

    pub(super) fn key(&self, value: &GroupValue) -> Key {
        let vocabulary = self.facts.vocabulary();
        let empty = Key { sort: 0, name: String::new(), low: 0.0, high: 0.0, spelling: String::new(), id: 0 };
        match value {
            GroupValue::Value(Value::Entity(id)) => Key {
                name: vocabulary.entity(*id).map_or(String::new(), |entity| normal(&entity.name)),
                id: u64::from(id.0),
                ..empty
            },
            GroupValue::Value(Value::Text(text)) => {
                Key { sort: 1, name: normal(text), spelling: text.clone(), ..empty }
            }
            GroupValue::Value(Value::Quantity(quantity)) => {
                let amounts = Amounts::of(vocabulary, quantity);
                Key {
                    sort: 2,
                    name: amounts.dimension.unwrap_or_default().to_owned(),
                    low: amounts.low(),
                    high: amounts.high(),
                    spelling: spelled(quantity),
                    ..empty
                }
            }
            GroupValue::Relation(id) => Key {
                sort: 3,
                name: vocabulary.schema().relations.get(id.index()).map_or(String::new(), |r| normal(&r.name)),
                id: u64::from(id.0),
                ..empty
            },
            GroupValue::Study(id) => {
                let number = self.facts.study(*id).map_or(0, |study| study.number);
                Key { sort: 4, id: (u64::from(number) << 32) | u64::from(id.0), ..empty }
            }
            GroupValue::Noun(id) => {
                Key { sort: 6, name: normal(vocabulary.kind_name(*id)), id: u64::from(id.0), ..empty }
            }
            // values of several places are compared one by one
            GroupValue::Several(_) => empty,
            GroupValue::Word(word) => Key { sort: 5, name: normal(word), spelling: word.clone(), ..empty },
        }
    }
}

/// The values that a finding has in a slot.
pub(crate) fn printed(facts: &dyn Facts, slot: SlotRef, finding: &Finding, out: &mut Vec<GroupValue>) {
    let way = || direction(facts.vocabulary(), finding);
    match slot {
        SlotRef::Declared(slot) => {
            out.extend(finding.values(slot).map(|value| GroupValue::Value(value.value.clone())));
        }
        SlotRef::Subject => out.push(GroupValue::Value(Value::Entity(finding.subject))),
        SlotRef::Object => out.push(GroupValue::Value(Value::Entity(finding.object))),
        SlotRef::Verb => out.push(GroupValue::Relation(finding.relation)),
        SlotRef::Study => out.extend(finding.studies.iter().copied().map(GroupValue::Study)),
        SlotRef::Source => {
            sources(facts, finding, &mut |name| out.push(GroupValue::Word(name.to_owned())));
        }
        SlotRef::Section => {
            out.extend(finding.locators.iter().map(|locator| GroupValue::Word(locator.section.clone())));
        }
        SlotRef::Evidence => {
            let tier = tier(facts.vocabulary(), finding);
            out.extend(tier.map(|tier| GroupValue::Word(tier.word().to_owned())));
        }
        SlotRef::Direction => out.push(GroupValue::Word(direction_word(way()).to_owned())),
        SlotRef::Stance => out.push(GroupValue::Word(stance_word(finding.stance, way()).to_owned())),
    }
}

/// A spelling that is the same for the same stated quantity only.
fn spelled(quantity: &Quantity) -> String {
    format!("{quantity:?}")
}

/// The word for a direction.
fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Increase => "increase",
        Direction::Decrease => "decrease",
        Direction::None => "none",
        Direction::Unclear => "unclear",
        Direction::Better => "better",
        Direction::Worse => "worse",
    }
}

/// The word for a stance.
fn stance_word(stance: Stance, direction: Direction) -> &'static str {
    match (stance, direction) {
        (Stance::Reported, Direction::None) => "measured null",
        (Stance::Reported, _) => "reported",
        (Stance::Hypothesised, _) => "hypothesised",
        (Stance::Gap, _) => "gap",
    }
}
