//! Counts by letters and by several places, row by row.
//!
//! Rows with their witnesses come in; for each combination of what makes the groups, the number of what is counted goes out, each of that
//! once. It does not know how a value is printed.

use super::condition::Answering;
use super::count::Key;
use super::grow::push;
use super::order::arrange;
use super::{Group, GroupValue, Row, RowId, Tuple};
use crate::goal::{GroupBy, Tally};
use crate::limits::{Budget, Exceeded};
use crate::model::{Finding, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What a count by letters or by several places gives.
#[derive(Debug, Default)]
pub(crate) struct Tallied {
    pub(crate) groups: Vec<Group>,
    /// What is counted, each once.
    pub(crate) total: u64,
    /// How many of those have a witness that does not state one of the places.
    pub(crate) not_stated: u64,
}

/// Values as numbers: the same number for the same value only.
#[derive(Default)]
struct Values {
    known: Vec<GroupValue>,
    plain: FxHashMap<(u8, u32), u32>,
    others: BTreeMap<Key, u32>,
}

/// What is counted, by the group in which it was met.
#[derive(Default)]
struct Met {
    groups: FxHashMap<Vec<u32>, (u32, u64)>,
    pairs: FxHashSet<(u32, RowId)>,
    all: FxHashSet<RowId>,
    unstated: FxHashSet<RowId>,
}

impl Answering<'_> {
    /// The groups of a tally, most first, without those of fewer than the goal asks for.
    pub(crate) fn tallied(&self, tally: &Tally, rows: &[Row], budget: &mut Budget) -> Result<Tallied, Exceeded> {
        let mut values = Values::default();
        let mut met = Met::default();
        let of_findings = tally.by.iter().any(|by| !matches!(by, GroupBy::Letter(_)));
        for row in rows {
            let counted = counted(row.id, tally.counted);
            once(&mut met.all, counted, budget)?;
            if tally.by.is_empty() {
                continue;
            }
            if !of_findings {
                let places = self.places(tally, row.id, None, &mut values, budget)?;
                met.add(&places, counted, budget)?;
                continue;
            }
            for said in self.said_of(row, budget)? {
                let mut agreed: Option<Vec<Vec<u32>>> = None;
                for id in said {
                    let Some(finding) = self.facts.finding(id) else { continue };
                    let places = self.places(tally, row.id, Some(&finding), &mut values, budget)?;
                    // what is derived has a value only where all its findings agree
                    agreed = Some(match agreed {
                        None => places,
                        Some(before) => before.into_iter().zip(places).map(|(a, b)| agree(a, b)).collect(),
                    });
                }
                met.add(&agreed.unwrap_or_default(), counted, budget)?;
            }
        }
        self.told(met, &values, budget)
    }

    /// For each place that makes the groups, the values that a row has there.
    fn places(
        &self,
        tally: &Tally,
        row: RowId,
        finding: Option<&Finding>,
        values: &mut Values,
        budget: &mut Budget,
    ) -> Result<Vec<Vec<u32>>, Exceeded> {
        let mut places = Vec::with_capacity(tally.by.len());
        for by in &tally.by {
            let mut found = Vec::new();
            match (*by, finding) {
                (GroupBy::Letter(letter), _) => {
                    found.extend(row.entity(letter).map(|id| GroupValue::Value(Value::Entity(id))));
                }
                (GroupBy::Slot(slot), Some(finding)) => self.printed(slot, finding, &mut found),
                (GroupBy::SubjectNoun, Some(finding)) => found.extend(self.noun_of(finding.subject)),
                (GroupBy::ObjectNoun, Some(finding)) => found.extend(self.noun_of(finding.object)),
                (_, None) => {}
            }
            let mut numbers = Vec::with_capacity(found.len());
            for value in found {
                budget.step()?;
                numbers.push(self.number(value, values, budget)?);
            }
            numbers.sort_unstable();
            numbers.dedup();
            places.push(numbers);
        }
        Ok(places)
    }

    fn noun_of(&self, id: crate::model::EntityId) -> Option<GroupValue> {
        self.facts.vocabulary().kind_of(id).map(GroupValue::Noun)
    }

    fn number(&self, value: GroupValue, values: &mut Values, budget: &mut Budget) -> Result<u32, Exceeded> {
        let next = values.known.len() as u32;
        let plain = match &value {
            GroupValue::Value(Value::Entity(id)) => Some((0, id.0)),
            GroupValue::Relation(id) => Some((1, id.0)),
            GroupValue::Noun(id) => Some((2, id.0)),
            GroupValue::Study(id) => Some((3, id.0)),
            _ => None,
        };
        let number = match plain {
            Some(plain) => *values.plain.entry(plain).or_insert(next),
            None => *values.others.entry(self.key(&value)).or_insert(next),
        };
        if number == next {
            budget.allocate(size_of::<Key>())?;
            push(budget, &mut values.known, value)?;
        }
        Ok(number)
    }

    /// The groups in order, with their values.
    fn told(&self, met: Met, values: &Values, budget: &mut Budget) -> Result<Tallied, Exceeded> {
        let (mut groups, mut keys) = (Vec::new(), Vec::new());
        for (places, (_, rows)) in met.groups {
            budget.step()?;
            if rows < self.goal.least_rows {
                continue;
            }
            let named: Vec<GroupValue> =
                places.iter().filter_map(|place| values.known.get(*place as usize).cloned()).collect();
            let key: Vec<Key> = named.iter().map(|value| self.key(value)).collect();
            let value = match <[GroupValue; 1]>::try_from(named) {
                Ok([one]) => one,
                Err(several) => GroupValue::Several(several),
            };
            push(budget, &mut groups, Group { value, rows })?;
            push(budget, &mut keys, (Reverse(rows), key))?;
        }
        arrange(&mut groups, &keys, budget)?;
        Ok(Tallied { groups, total: met.all.len() as u64, not_stated: met.unstated.len() as u64 })
    }
}

impl Met {
    /// Puts what is counted into every group that the values make; where a place has none, among what does not state it.
    fn add(&mut self, places: &[Vec<u32>], counted: RowId, budget: &mut Budget) -> Result<(), Exceeded> {
        if places.is_empty() || places.iter().any(Vec::is_empty) {
            return once(&mut self.unstated, counted, budget).map(drop);
        }
        let mut keys: Vec<Vec<u32>> = vec![Vec::new()];
        for values in places {
            budget.steps(keys.len().saturating_mul(values.len()) as u64)?;
            let longer = |key: &Vec<u32>| {
                let key = key.clone();
                values.iter().map(move |value| [key.as_slice(), &[*value]].concat())
            };
            keys = keys.iter().flat_map(longer).collect();
        }
        for key in keys {
            let next = self.groups.len() as u32;
            let (group, rows) = match self.groups.entry(key) {
                std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::hash_map::Entry::Vacant(new) => {
                    budget.allocate(64 + 4 * places.len())?;
                    new.insert((next, 0))
                }
            };
            if once(&mut self.pairs, (*group, counted), budget)? {
                *rows += 1;
            }
        }
        Ok(())
    }
}

/// Adds to a set; whether it is new there.
fn once<T: std::hash::Hash + Eq>(set: &mut FxHashSet<T>, value: T, budget: &mut Budget) -> Result<bool, Exceeded> {
    budget.step()?;
    let new = set.insert(value);
    if new {
        budget.allocate(2 * size_of::<T>())?;
    }
    Ok(new)
}

/// The values where both have the same, else none.
fn agree(one: Vec<u32>, two: Vec<u32>) -> Vec<u32> {
    if one == two { one } else { Vec::new() }
}

/// What of a row is counted: its first nouns.
fn counted(row: RowId, nouns: u8) -> RowId {
    match row {
        RowId::Tuple(tuple) => match tuple.entities().get(..nouns as usize) {
            Some([one]) => RowId::Entity(*one),
            Some(first) => Tuple::new(first).map_or(row, RowId::Tuple),
            None => row,
        },
        other => other,
    }
}
