//! What a count counts, in words.
//!
//! Numbers by ids come in, groups with the words of their values go out. Which groups there are is not decided here, only how many are told.

use super::evidence::Teller;
use crate::answer::{CountGroup, Counts};
use crate::base::Facts;
use crate::eval::outcome::{Group, GroupValue, RowId};
use crate::goal::{Goal, places_of_count};

/// What a count counts, without all that stands beside it; `groups` come with the number of rows that state none. None of other questions.
#[must_use]
pub fn counts(goal: &Goal, facts: &dyn Facts, total: u64, groups: (&[Group], u64)) -> Option<Counts> {
    counts_of(&Teller::new(facts), goal, total, groups)
}

pub(super) fn counts_of(
    teller: &Teller<'_>,
    goal: &Goal,
    total: u64,
    (groups, not_stated): (&[Group], u64),
) -> Option<Counts> {
    goal.count?;
    let most = goal.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let sum: u64 = groups.iter().map(|group| group.rows).sum::<u64>().saturating_add(not_stated);
    let groups_total = groups.len() as u64;
    let groups: Vec<CountGroup> = groups
        .iter()
        .take(most)
        .map(|group| {
            let values = values_of(teller, &group.value);
            CountGroup { value: values.join(", "), values, rows: group.rows }
        })
        .collect();
    let places = places_of_count(goal, teller.vocabulary());
    Some(Counts {
        total,
        by: (!places.is_empty()).then(|| places.join(", ")),
        overlapping: !places.is_empty() && sum > total,
        places,
        groups,
        groups_total,
        not_stated,
    })
}

/// The value of a group as printed, one for each place.
fn values_of(teller: &Teller<'_>, value: &GroupValue) -> Vec<String> {
    vec![match value {
        GroupValue::Value(value) => teller.value(value),
        GroupValue::Relation(relation) => teller.relation(*relation),
        GroupValue::Study(study) => teller.row_name(RowId::Study(*study)),
        GroupValue::Noun(kind) => teller.vocabulary().kind_name(*kind).to_owned(),
        GroupValue::Word(word) => word.clone(),
        GroupValue::Several(values) => return values.iter().flat_map(|value| values_of(teller, value)).collect(),
    }]
}
