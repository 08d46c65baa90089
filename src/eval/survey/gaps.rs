//! What nobody reported: gaps that a source declares, and cells that hold nothing.
//!
//! A table, or a base alone, comes in; gaps beside what was found for them go out. It does not know how many of them will be told.

use super::super::grow::push;
use super::super::target::with_kinds;
use super::each;
use super::table::{Cell, Table};
use crate::answer::Verdict;
use crate::base::{Facts, Scan};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, Finding, FindingId, SlotId, Stance, Value};
use std::collections::BTreeMap;

/// A gap that a source declares, and what the base holds nevertheless.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// The gap.
    pub gap: FindingId,
    /// Reported findings on what it names, kinds included, in its contexts.
    pub found: Vec<FindingId>,
    /// Reported findings on the same subject and object that do not state its contexts, or others.
    pub elsewhere: Vec<FindingId>,
    /// Reported findings of the same subject in the same contexts on another object; none where it names no context.
    pub beside: Vec<FindingId>,
}

/// The gaps of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaps {
    /// Cells in all, `not stated` apart.
    pub cells: u64,
    /// Silent cells in which a source declares a gap, by index of [`Table::cells`].
    pub declared: Vec<usize>,
    /// Cells in which a source declares a gap though something was found.
    pub answered: Vec<usize>,
    /// How many silent cells no source declares.
    pub undeclared: u64,
    /// The first of them, as row and column.
    pub silent: Vec<(usize, usize)>,
}

/// All gaps that sources declare, each with what the base holds.
///
/// # Errors
/// The limit that is reached.
pub fn declared(facts: &dyn Facts, budget: &mut Budget) -> Result<Vec<Declared>, Exceeded> {
    let mut gaps: Vec<FindingId> = Vec::new();
    each(facts, &Scan::default(), budget, &mut |id, finding, budget| match finding.stance {
        Stance::Gap => push(budget, &mut gaps, id),
        Stance::Reported | Stance::Hypothesised => Ok(()),
    })?;
    let mut all = Vec::new();
    for id in gaps {
        if let Some(gap) = facts.finding(id) {
            let found = reconciled(facts, id, &gap, budget)?;
            push(budget, &mut all, found)?;
        }
    }
    Ok(all)
}

fn reconciled(facts: &dyn Facts, id: FindingId, gap: &Finding, budget: &mut Budget) -> Result<Declared, Exceeded> {
    let vocabulary = facts.vocabulary();
    let subjects = with_kinds(vocabulary, vec![gap.subject], budget)?;
    let objects = with_kinds(vocabulary, vec![gap.object], budget)?;
    let mut slots: BTreeMap<SlotId, Vec<EntityId>> = BTreeMap::new();
    for stated in &gap.slots {
        if let Value::Entity(entity) = stated.value {
            slots.entry(stated.slot).or_default().push(entity);
        }
    }
    for values in slots.values_mut() {
        *values = with_kinds(vocabulary, std::mem::take(values), budget)?;
    }
    let mut declared = Declared { gap: id, found: Vec::new(), elsewhere: Vec::new(), beside: Vec::new() };
    let scan = Scan { subjects: Some(subjects), ..Scan::default() };
    each(facts, &scan, budget, &mut |at, finding, budget| {
        if !finding.stance.witnesses() {
            return Ok(());
        }
        let whole = if slots.is_empty() { None } else { facts.finding(at) };
        let here = slots.iter().all(|(slot, values)| {
            let Some(finding) = &whole else { return false };
            finding.values(*slot).any(|stated| match stated.value {
                Value::Entity(entity) => values.binary_search(&entity).is_ok(),
                Value::Quantity(_) | Value::Text(_) => false,
            })
        });
        match (objects.binary_search(&finding.object).is_ok(), here) {
            (true, true) => push(budget, &mut declared.found, at),
            (true, false) => push(budget, &mut declared.elsewhere, at),
            (false, true) if !slots.is_empty() => push(budget, &mut declared.beside, at),
            (false, _) => Ok(()),
        }
    })?;
    Ok(declared)
}

/// The silent cells of a table, beside what its sources declare; at most so many that nobody declares are listed.
///
/// # Errors
/// The limit that is reached.
pub fn gaps(table: &Table, most: usize, budget: &mut Budget) -> Result<Gaps, Exceeded> {
    let stated = |axis: &[Option<EntityId>]| axis.iter().flatten().count();
    let (rows, columns) = (stated(&table.rows), stated(&table.columns));
    let mut found = Gaps { cells: rows as u64 * columns as u64, ..Gaps::default() };
    let is_silent = |cell: &Cell| cell.verdict == Verdict::Silent;
    let mut spoken = 0u64;
    for (at, cell) in table.cells.iter().enumerate() {
        budget.step()?;
        if cell.row >= rows || cell.column >= columns {
            continue;
        }
        spoken += u64::from(!is_silent(cell) || !cell.gaps.is_empty());
        match (cell.gaps.is_empty(), is_silent(cell)) {
            (true, _) => {}
            (false, true) => push(budget, &mut found.declared, at)?,
            (false, false) => push(budget, &mut found.answered, at)?,
        }
    }
    found.undeclared = found.cells - spoken;
    let mut held = table.cells.iter().filter(|cell| !is_silent(cell) || !cell.gaps.is_empty()).peekable();
    'rows: for row in 0..rows {
        for column in 0..columns {
            if found.silent.len() == most {
                break 'rows;
            }
            budget.step()?;
            while held.next_if(|cell| (cell.row, cell.column) < (row, column)).is_some() {}
            if held.peek().is_none_or(|cell| (cell.row, cell.column) != (row, column)) {
                push(budget, &mut found.silent, (row, column))?;
            }
        }
    }
    Ok(found)
}
