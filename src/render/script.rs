//! Replies to what a script says to its session, as pages and as rows.
//!
//! A reply comes in, blocks and cells go out for the printers of all replies. It does not know layout.

use super::document::{Block, finding};
use super::words;
use crate::answer::{Changes, Evidence, Expected, Noted, RowChange, Verdict};
use serde_json::Value;

/// What a statement did to its session.
pub(super) fn noted(noted: &Noted) -> Vec<Block> {
    let mut page = vec![Block::Lead(noted.statement.clone())];
    page.extend(noted.did.iter().map(|did| Block::Item(1, did.clone())));
    page
}

/// An expectation that held.
pub(super) fn expected(expected: &Expected) -> Vec<Block> {
    let mut page = vec![Block::Lead(format!("as expected: {}", expected.expected))];
    page.push(Block::fact("asked", expected.query.clone()));
    page.extend(expected.notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
    page
}

/// The rows that two bases do not agree on.
pub(super) fn changes(changes: &Changes) -> Vec<Block> {
    let mut page =
        vec![Block::Lead(format!("what {} says otherwise than {}", named(changes, false), named(changes, true)))];
    page.push(Block::fact("asked", changes.query.clone()));
    if changes.rows.is_empty() {
        page.push(Block::Title(0, "no row differs".to_owned()));
    } else {
        let columns = ["row", "change", "left", "right"].map(str::to_owned).to_vec();
        let cells = |row: &RowChange| {
            vec![row.name.clone(), row.change.words().to_owned(), verdict(row.left), verdict(row.right)]
        };
        page.push(Block::Grid(columns, changes.rows.iter().map(cells).collect()));
    }
    for row in &changes.rows {
        page.push(Block::Title(0, row.name.clone()));
        for (title, findings) in [("only left:", &row.only_left), ("only right:", &row.only_right)] {
            if !findings.is_empty() {
                page.push(Block::Item(1, title.to_owned()));
                page.extend(findings.iter().map(|one| finding(2, one)));
            }
        }
    }
    page.extend(changes_aside(changes));
    page
}

/// What surrounds the rows of a comparison.
pub(super) fn changes_aside(changes: &Changes) -> Vec<Block> {
    let mut page: Vec<Block> = changes.notes.iter().map(|note| Block::Item(0, format!("note: {note}"))).collect();
    let differ = words::count(changes.rows.len() as u64, "row");
    page.push(Block::Close(format!(
        "{differ} not the same, {} the same; left {}, right {}",
        words::thousands(changes.unchanged),
        words::base_info(&changes.left),
        words::base_info(&changes.right)
    )));
    page
}

fn named(changes: &Changes, left: bool) -> String {
    let (base, other) = if left { (&changes.left, &changes.right) } else { (&changes.right, &changes.left) };
    match base.name == other.name {
        false => base.name.clone(),
        true if left => "the left one".to_owned(),
        true => "the right base".to_owned(),
    }
}

fn verdict(verdict: Option<Verdict>) -> String {
    verdict.map_or_else(String::new, |verdict| verdict.words().to_owned())
}

/// Column names of the rows of a comparison.
pub(super) const CHANGES: [&str; 6] = ["row", "change", "left", "right", "only_left", "only_right"];

/// One row of a comparison, a cell a column.
pub(super) fn change_cells(row: &RowChange) -> Vec<Value> {
    let text = |text: &str| Value::String(text.to_owned());
    let verdict = |verdict: Option<Verdict>| verdict.map_or(Value::Null, |verdict| text(verdict.words()));
    let findings = |all: &[Evidence]| all.iter().map(|one| text(&with_refs(one))).collect::<Value>();
    vec![
        text(&row.name),
        text(row.change.words()),
        verdict(row.left),
        verdict(row.right),
        findings(&row.only_left),
        findings(&row.only_right),
    ]
}

fn with_refs(one: &Evidence) -> String {
    let refs = words::references(&one.refs);
    if refs.is_empty() { one.statement.clone() } else { format!("{} {refs}", one.statement) }
}
