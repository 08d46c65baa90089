//! The order of rows.
//!
//! Rows come in as they were found and leave in the documented order. It knows names and numbers, not what the rows mean.

use super::condition::Answering;
use super::grow::{push, sort_by};
use super::{Near, Row, RowId};
use crate::goal::Order;
use crate::limits::{Budget, Exceeded};
use crate::model::Tier;
use crate::names::evidence::tier;
use crate::names::normal;
use std::cmp::{Ordering, Reverse};

impl Answering<'_> {
    /// The name of a row in normal form; empty for findings and studies.
    fn row_name(&self, row: RowId, budget: &mut Budget) -> Result<String, Exceeded> {
        budget.step()?;
        let mut name = String::new();
        for id in row.entities() {
            if !name.is_empty() {
                // Before every character of a name, so that names compare one after the other.
                name.push('\u{0}');
            }
            name.push_str(&self.facts.vocabulary().entity(*id).map_or(String::new(), |entity| normal(&entity.name)));
        }
        budget.allocate(name.len() + size_of::<String>())?;
        Ok(name)
    }

    /// The number of a study row; 0 for others.
    fn row_number(&self, row: RowId) -> u32 {
        match row {
            RowId::Study(id) => self.facts.study(id).map_or(0, |study| study.number),
            RowId::Entity(_) | RowId::Finding(_) | RowId::Tuple(_) => 0,
        }
    }

    /// Orders rows as the goal says, else by evidence, name and id.
    pub(crate) fn order_rows(&self, rows: &mut Vec<Row>, budget: &mut Budget) -> Result<(), Exceeded> {
        let order = self.goal.order;
        let mut keys = Vec::new();
        for row in rows.iter() {
            let noun = matches!(row.id, RowId::Entity(_) | RowId::Tuple(_));
            let evidence = match self.goal.count_findings {
                false => (Reverse(row.studies.len()), Reverse(row.findings.len())),
                true => (Reverse(row.findings.len()), Reverse(row.studies.len())),
            };
            // Smaller is first in every part.
            let first = match order {
                None => 0,
                Some(Order::Name) => u64::from(self.row_number(row.id)),
                Some(Order::Studies) => u64::MAX - row.studies.len() as u64,
                Some(Order::Findings) => u64::MAX - row.findings.len() as u64,
                Some(Order::Verdict) => row.verdict as u64,
                Some(Order::Evidence) => self.rank(row, budget)?,
            };
            let second = (noun && order != Some(Order::Name)).then_some(evidence);
            let name = self.row_name(row.id, budget)?;
            push(budget, &mut keys, (first, second, name, row.id))?;
        }
        arrange(rows, &keys, budget)
    }

    /// Puts rows in order by number, name and id, and cuts them to the goal's limit.
    pub(crate) fn cut(&self, rows: &mut Vec<u32>, budget: &mut Budget) -> Result<(), Exceeded> {
        let mut keys = Vec::new();
        for row in rows.iter() {
            let id = self.row_id(*row);
            let number = if self.goal.order == Some(Order::Name) { self.row_number(id) } else { 0 };
            let name = self.row_name(id, budget)?;
            push(budget, &mut keys, (number, name, id))?;
        }
        arrange(rows, &keys, budget)?;
        rows.truncate(self.goal.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX)));
        Ok(())
    }

    /// The place of a row by the highest tier of its findings: patients first, not stated last.
    fn rank(&self, row: &Row, budget: &mut Budget) -> Result<u64, Exceeded> {
        let mut highest: Option<Tier> = None;
        for id in &row.findings {
            budget.step()?;
            highest = highest.max(self.facts.finding(*id).and_then(|finding| tier(self.facts.vocabulary(), &finding)));
        }
        Ok(highest.map_or(u64::MAX, |tier| u64::MAX - 1 - tier as u64))
    }

    /// Orders possible rows by name.
    pub(crate) fn order_possible(&self, rows: &mut Vec<Row>, budget: &mut Budget) -> Result<(), Exceeded> {
        let mut keys = Vec::new();
        for row in rows.iter() {
            let name = self.row_name(row.id, budget)?;
            push(budget, &mut keys, (name, row.id))?;
        }
        arrange(rows, &keys, budget)
    }

    /// Orders near misses: fewest failed contexts, then more studies, then name.
    pub(crate) fn order_near(&self, rows: &mut Vec<Near>, budget: &mut Budget) -> Result<(), Exceeded> {
        let mut keys = Vec::new();
        for near in rows.iter() {
            let name = self.row_name(near.id, budget)?;
            let failed = near.failed.len() + near.broken.len();
            let evidence = if self.goal.count_findings { near.findings.len() } else { near.studies.len() };
            push(budget, &mut keys, (failed, Reverse(evidence), name, near.id))?;
        }
        arrange(rows, &keys, budget)
    }
}

/// Sorts items by their keys, moving each item once.
pub(crate) fn arrange<T, K: Ord>(items: &mut Vec<T>, keys: &[K], budget: &mut Budget) -> Result<(), Exceeded> {
    let mut places = Vec::new();
    for place in 0..items.len().min(keys.len()) {
        push(budget, &mut places, place)?;
    }
    sort_by(budget, &mut places, |a, b| match (keys.get(*a), keys.get(*b)) {
        (Some(a), Some(b)) => a.cmp(b),
        _ => Ordering::Equal,
    })?;
    budget.allocate(items.len().saturating_mul(2 * size_of::<Option<T>>()))?;
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken.get_mut(place).and_then(Option::take)));
    Ok(())
}
