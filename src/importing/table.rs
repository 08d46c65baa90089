//! Tables of findings and of things, as the mapping names their columns.
//!
//! Rows come in, statements and things go out. What the words in them are is the builder's affair.

use super::cite::{cited, year};
use super::mapping::{COLUMNS, Mapping};
use super::record::{Cited, Name, Record, SlotWords, Statement, Thing, Unit};
use super::row::Row;
use std::collections::BTreeSet;

/// What a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Findings,
    Things,
    /// Further names of things.
    Aliases,
}

/// What a table is of, by the columns that it has.
///
/// # Errors
/// It is of none of these: what is missing.
pub(super) fn of(row: &Row<'_>, mapping: &Mapping) -> Result<Of, String> {
    let stated = |role: &str| mapping.fixed.contains_key(role) || row.has(mapping.column(role));
    let ends = |side: &str| stated(side) || stated(&format!("{side}_id"));
    if ends("subject") && ends("object") && stated("relation") {
        return Ok(Of::Findings);
    }
    let has = |role: &str| row.has(mapping.term(role));
    match (has("term") || has("id"), has("name"), has("alias")) {
        (true, true, _) => Ok(Of::Things),
        (true, false, true) => Ok(Of::Aliases),
        _ => {
            let wanted: Vec<String> =
                ["subject", "relation", "object"].map(|role| format!("`{}`", mapping.column(role))).to_vec();
            let mut columns = row.columns();
            columns.sort_unstable();
            Err(format!(
                "no columns {} of findings, and none of things; there are {}",
                wanted.join(", "),
                columns.iter().take(30).map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
            ))
        }
    }
}

/// Columns that the mapping says nothing of.
pub(super) fn unused(row: &Row<'_>, of: Of, mapping: &Mapping) -> BTreeSet<String> {
    let used = |column: &str| match of {
        Of::Findings => COLUMNS.iter().any(|role| mapping.column(role) == column) || mapping.slots.contains_key(column),
        Of::Things | Of::Aliases => super::mapping::TERMS.iter().any(|role| mapping.term(role) == column),
    };
    row.columns().into_iter().filter(|column| !used(column)).map(str::to_owned).collect()
}

/// What a row says; with the text of it where that may be told.
pub(super) fn unit(row: &Row<'_>, of: Of, mapping: &Mapping, is_told: bool) -> Unit {
    let says = match of {
        Of::Findings => finding(row, mapping),
        Of::Things => thing(row, mapping),
        Of::Aliases => {
            let key = row.cell(mapping.term("term")).or_else(|| row.cell(mapping.term("id")));
            let key = key.ok_or_else(|| "what it names is left out".to_owned());
            key.map(|key| Record::Aliases(key, row.list(mapping.term("alias"))))
        }
    };
    Unit::new(row.line, if is_told { row.text() } else { String::new() }, says)
}

fn finding(row: &Row<'_>, mapping: &Mapping) -> Result<Record, String> {
    let cell = |role: &str| mapping.fixed.get(role).cloned().or_else(|| row.cell(mapping.column(role)));
    let end = |side: &str| {
        let (id, kind) = (format!("{side}_id"), format!("{side}_kind"));
        let (name, id) = (cell(side), cell(&id));
        if name.is_none() && id.is_none() {
            return Err(format!("the {side} is left out"));
        }
        let xrefs = id.iter().filter(|id| super::names::is_curie(id)).cloned().collect();
        Ok(Name { key: id, kind: cell(&kind), namespace: None, name, xrefs })
    };
    let relation = cell("relation").ok_or_else(|| "the relation is left out".to_owned())?;
    let sentence = match cell("sentence") {
        None => None,
        Some(text) => match text.parse::<u32>() {
            Ok(number) if number > 0 => Some(number),
            _ => return Err(format!("the sentence `{text}` is no number from 1")),
        },
    };
    let mut slots = Vec::new();
    for column in mapping.slots.keys() {
        slots.extend(row.list(column).into_iter().map(|value| SlotWords::text(column, value)));
    }
    Ok(Record::Statement(Box::new(Statement {
        subject: end("subject")?,
        relations: vec![relation],
        object: end("object")?,
        slots,
        studies: studies(row, mapping)?,
        section: cell("section"),
        sentence,
        stance: cell("stance"),
        ..Statement::default()
    })))
}

fn studies(row: &Row<'_>, mapping: &Mapping) -> Result<Vec<Cited>, String> {
    let mut studies: Vec<Cited> = row.list(mapping.column("study")).iter().filter_map(|words| cited(words)).collect();
    if let [one] = studies.as_mut_slice() {
        one.title = row.cell(mapping.column("title"));
        one.journal = row.cell(mapping.column("journal"));
        one.year = row.cell(mapping.column("year")).and_then(|date| year(&date));
        one.source = mapping.fixed.get("source").cloned().or_else(|| row.cell(mapping.column("source")));
    }
    Ok(studies)
}

fn thing(row: &Row<'_>, mapping: &Mapping) -> Result<Record, String> {
    let cell = |role: &str| row.cell(mapping.term(role));
    let id = cell("id");
    let name = cell("name").ok_or_else(|| "the name is left out".to_owned())?;
    let xrefs = id.iter().filter(|id| super::names::is_curie(id)).cloned().collect();
    let name =
        Name { key: cell("term").or(id), kind: cell("kind"), namespace: cell("namespace"), name: Some(name), xrefs };
    let aliases = row.list(mapping.term("alias"));
    Ok(Record::Thing(Box::new(Thing { name, aliases, note: cell("note"), ..Thing::default() })))
}
