//! Groups of a `count ... by subject` or `by object`.
//!
//! A plain goal of one noun comes in; for each subject or object of what is said of its rows, how many rows there are goes out, and how many
//! in all. No finding is looked at: the ends of the findings are the lists themselves.

use super::lists::{Lists, Part};
use super::order::{derives, witnessing};
use super::rows::conjuncts;
use super::set::Set;
use super::{Quick, push};
use crate::base::Facts;
use crate::eval::divide::divided;
use crate::eval::{Group, GroupValue};
use crate::goal::{Condition, Goal, SlotRef};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, Value};
use crate::plan::Plan;
use std::cmp::Reverse;

/// How many rows a goal has, and its groups, those of most rows first; `None` where they cannot be told from lists.
///
/// # Errors
/// The limit that is reached.
pub fn groups(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Option<(u64, Vec<Group>)>, Exceeded> {
    let active = match goal.count.and_then(|count| count.slot) {
        Some(SlotRef::Subject) => false,
        Some(SlotRef::Object) => true,
        _ => return Ok(None),
    };
    if !goal.others.is_empty() || derives(goal) {
        return Ok(None);
    }
    let Some(quick) = Quick::new(goal, plan, facts, budget)? else { return Ok(None) };
    let rows = quick.rows(budget)?;
    let total = rows.len() as u64;
    let mut counted = match quick.only_list(active) {
        Some((part, lists, all)) => by_key(part, lists, if all { None } else { Some(&rows) }, budget)?,
        None => quick.by_pair(rows, active, budget)?,
    };
    let ranks = quick.vocabulary.ranks().as_slice();
    budget.steps(counted.len() as u64)?;
    counted.sort_unstable_by_key(|(id, rows)| (Reverse(*rows), ranks.get(*id as usize).copied()));
    budget.allocate(counted.len().saturating_mul(size_of::<Group>()))?;
    let group =
        |(id, rows): (u32, u32)| Group { value: GroupValue::Value(Value::Entity(EntityId(id))), rows: u64::from(rows) };
    Ok(Some((total, counted.into_iter().map(group).collect())))
}

impl<'a> Quick<'a> {
    /// The one list whose other ends are the groups, if there is but one; and whether whoever stands in it is a row.
    fn only_list(&self, active: bool) -> Option<(&Part<'a>, &Lists<'a>, bool)> {
        let said = witnessing(self.goal);
        let [id] = said.as_slice() else { return None };
        let part = self.part(*id)?;
        let [lists] = part.lists.as_slice() else { return None };
        if lists.active != active {
            return None;
        }
        let mut parts = Vec::new();
        conjuncts(&self.goal.condition, &mut parts);
        let alone = matches!(parts.as_slice(), [Condition::Effect(_)]);
        let of_noun = lists.from.side.kind(|id| self.kind_of(id.0)) == Some(part.kind);
        Some((part, lists, alone && of_noun))
    }

    /// The same in general: each row with each of its groups once.
    fn by_pair(&self, rows: Set, active: bool, budget: &mut Budget) -> Result<Vec<(u32, u32)>, Exceeded> {
        let mut pairs: Vec<u64> = Vec::new();
        let said = witnessing(self.goal);
        let rows = rows.into_list(budget)?;
        for part in said.iter().filter_map(|id| self.part(*id)) {
            for lists in &part.lists {
                for row in &rows {
                    let others = lists.from.of(*row);
                    budget.steps(1 + others.len() as u64)?;
                    for other in others.iter().filter(|other| part.asks(**other)) {
                        // a row that stands on the side that is asked for is its own group
                        let key = if lists.active == active { *other } else { *row };
                        push(budget, &mut pairs, u64::from(key) << 32 | u64::from(*row))?;
                    }
                }
            }
        }
        budget.steps(pairs.len() as u64)?;
        pairs.sort_unstable();
        pairs.dedup();
        let same = pairs.chunk_by(|one, two| one >> 32 == two >> 32);
        Ok(same.filter_map(|group| Some(((group.first()? >> 32) as u32, group.len() as u32))).collect())
    }
}

/// Findings from which on their groups are counted on all cores.
const MANY: usize = 1 << 18;

/// For each who is asked for the number of those in its list; with `rows` of those among them.
fn by_key(
    part: &Part<'_>,
    lists: &Lists<'_>,
    rows: Option<&Set>,
    budget: &mut Budget,
) -> Result<Vec<(u32, u32)>, Exceeded> {
    let (aim, view) = (&part.aim, lists.to);
    let count = |keys: &[u32], budget: &mut Budget| {
        let first = keys.first().map_or(0, |first| view.keys.partition_point(|key| key < first));
        let mut found = Vec::new();
        budget.steps(keys.len() as u64)?;
        for (key, at) in keys.iter().zip(first..).filter(|(key, _)| aim.asks(**key)) {
            let list = view.at(view.bounds(at));
            budget.steps(list.len() as u64 / 4)?;
            let mut last = None;
            let mut counts = |id: &&u32| last.replace(**id) != Some(**id) && rows.is_none_or(|rows| rows.has(**id));
            let count = list.iter().filter(&mut counts).count() as u32;
            if count > 0 {
                push(budget, &mut found, (*key, count))?;
            }
        }
        Ok(found)
    };
    if view.len() < MANY {
        count(view.keys, budget)
    } else {
        divided(view.keys, budget, count).map(|found| found.concat())
    }
}
