//! Section 6 of the page: counts by letters and by several places.

use super::Reference;
use std::collections::BTreeSet;
use whereof::eval::{Group, GroupValue, Row, RowId};
use whereof::goal::{GroupBy, Tally};
use whereof::model::{EntityId, FindingId, Value};

/// What is counted: the first nouns of a row, or all of another.
type Counted = (Vec<EntityId>, Option<RowId>);

impl Reference<'_> {
    /// The groups, the number of what is counted, and of that what states nothing in some place.
    pub fn tallied(&self, tally: &Tally, rows: &[Row]) -> (Vec<Group>, u64, u64) {
        let mut pairs: Vec<(Vec<GroupValue>, BTreeSet<Counted>)> = Vec::new();
        let (mut all, mut unstated) = (BTreeSet::new(), BTreeSet::new());
        for row in rows {
            let counted: Counted = match row.id.entities() {
                [] => (Vec::new(), Some(row.id)),
                entities => (entities[..(tally.counted as usize).min(entities.len())].to_vec(), None),
            };
            all.insert(counted.clone());
            if tally.by.is_empty() {
                continue;
            }
            let by_letters = tally.by.iter().all(|by| matches!(by, GroupBy::Letter(_)));
            let said: Vec<Option<FindingId>> =
                if by_letters { vec![None] } else { row.findings.iter().copied().map(Some).collect() };
            for finding in said {
                let places: Vec<Vec<GroupValue>> =
                    tally.by.iter().map(|by| self.of_place(*by, row.id, finding)).collect();
                if places.iter().any(Vec::is_empty) {
                    unstated.insert(counted.clone());
                }
                for key in product(&places) {
                    match pairs.iter_mut().find(|pair| pair.0 == key) {
                        Some(pair) => drop(pair.1.insert(counted.clone())),
                        None => pairs.push((key, BTreeSet::from([counted.clone()]))),
                    }
                }
            }
        }
        pairs.retain(|(_, counted)| counted.len() as u64 >= self.goal.least_rows);
        pairs.sort_by(|one, two| {
            let order = |key: &[GroupValue]| key.iter().map(|value| self.printed_order(value)).collect::<Vec<_>>();
            two.1.len().cmp(&one.1.len()).then_with(|| order(&one.0).partial_cmp(&order(&two.0)).unwrap())
        });
        let group = |(mut key, counted): (Vec<GroupValue>, BTreeSet<Counted>)| Group {
            value: if key.len() == 1 { key.remove(0) } else { GroupValue::Several(key) },
            rows: counted.len() as u64,
        };
        (pairs.into_iter().map(group).collect(), all.len() as u64, unstated.len() as u64)
    }

    fn of_place(&self, by: GroupBy, row: RowId, finding: Option<FindingId>) -> Vec<GroupValue> {
        let finding = finding.map(|id| self.finding(id));
        let noun = |id: EntityId| vec![GroupValue::Noun(self.facts.vocabulary().entity(id).unwrap().kind)];
        match (by, finding) {
            (GroupBy::Letter(letter), _) => {
                vec![GroupValue::Value(Value::Entity(row.entities()[letter.0 as usize]))]
            }
            (GroupBy::Slot(slot), Some(f)) => self.printed(slot, f),
            (GroupBy::SubjectNoun, Some(f)) => noun(f.subject),
            (GroupBy::ObjectNoun, Some(f)) => noun(f.object),
            (_, None) => Vec::new(),
        }
    }
}

/// One of each, in all ways.
fn product(places: &[Vec<GroupValue>]) -> Vec<Vec<GroupValue>> {
    let Some((first, rest)) = places.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for one in first {
        for mut more in product(rest) {
            more.insert(0, one.clone());
            all.push(more);
        }
    }
    all
}
