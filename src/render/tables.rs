//! Replies to tables, as pages and as rows.
//!
//! Replies come in, blocks or rows go out for the same printers as those of answers. It does not know layout.

use super::document::{Block, Mark, finding};
use super::rows::{named, refs, text};
use super::style::Style;
use super::words;
use crate::answer::tables::{Cell, Gap, Gaps, Matrix};
use crate::answer::{BaseInfo, Evidence, Verdict};
use serde_json::Value;

/// Cells without a finding shown on one page; the others are counted.
const SILENT: usize = 20;
/// Findings shown beside a declared gap; the others are counted.
const FOUND: usize = 5;

pub(super) fn lead(sentences: &[String]) -> Vec<Block> {
    sentences.iter().map(|sentence| Block::Lead(sentence.clone())).collect()
}

pub(super) fn notes(page: &mut Vec<Block>, notes: &[String]) {
    page.extend(notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
}

pub(super) fn close(page: &mut Vec<Block>, told: &str, base: &BaseInfo) {
    page.push(Block::Close(format!("{told}; base {}", words::base_info(base))));
}

pub(super) fn unstated(name: Option<&String>) -> String {
    name.map_or_else(|| "not stated".to_owned(), Clone::clone)
}

pub(super) fn slots_of(verdict: Verdict, separators: &[String]) -> String {
    let word = verdict.words();
    let slots = separators.join(", ");
    match (verdict, slots.is_empty()) {
        (Verdict::ContextSplit, false) => format!("{word}, told apart by {slots}"),
        (Verdict::Contested, false) => format!("{word}; only one side states {slots}"),
        _ => word.to_owned(),
    }
}

// ---- matrix ----

pub(super) fn mark(cell: &Cell) -> Mark {
    let said = [('+', cell.signs.plus), ('-', cell.signs.minus), ('0', cell.signs.zero), ('?', cell.signs.unclear)];
    Mark {
        signs: said.into_iter().filter(|(_, count)| *count > 0).map(|(sign, _)| sign).collect(),
        studies: cell.studies,
        verdict: match cell.verdict {
            Verdict::Contested => Some('!'),
            Verdict::ContextSplit => Some('/'),
            Verdict::Opposed => Some('x'),
            Verdict::Supported | Verdict::Derived | Verdict::Null | Verdict::Silent => None,
        },
        rolled: !cell.from_kinds.is_empty(),
        gap: !cell.gaps.is_empty(),
    }
}

pub(super) fn matrix(matrix: &Matrix) -> Vec<Block> {
    let mut page = lead(&matrix.sentences);
    if matrix.cells.is_empty() {
        page.push(Block::Title(0, "no cell holds anything".to_owned()));
    } else {
        let columns: Vec<String> = matrix.columns.iter().map(|name| unstated(name.as_ref())).collect();
        // Cells stand by row, then column, as the names of both do.
        let mut cells = matrix.cells.iter().peekable();
        let rows = matrix.rows.iter().map(|row| {
            let marks = matrix.columns.iter().map(|column| {
                let here = cells.next_if(|cell| cell.row == *row && cell.column == *column);
                here.map_or_else(Mark::default, mark)
            });
            (unstated(row.as_ref()), marks.collect())
        });
        let rows = rows.collect();
        page.push(Block::Marks(matrix.axes.0.clone(), columns, rows));
    }
    let disputed =
        matrix.cells.iter().filter(|cell| matches!(cell.verdict, Verdict::Contested | Verdict::ContextSplit));
    let mut disputed = disputed.peekable();
    if disputed.peek().is_some() {
        page.push(Block::Title(0, "where findings disagree:".to_owned()));
    }
    for cell in disputed {
        let names = format!("{}, {}", unstated(cell.row.as_ref()), unstated(cell.column.as_ref()));
        let refs = words::references(&cell.refs);
        let against = words::references(&cell.refs_against);
        let against = if against.is_empty() { String::new() } else { format!(" against {against}") };
        page.push(Block::Item(1, format!("{names} {refs}{against}: {}", slots_of(cell.verdict, &cell.separators))));
    }
    aside(&mut page, matrix);
    page
}

/// What surrounds the cells.
pub(super) fn matrix_header(matrix: &Matrix) -> Vec<Block> {
    let mut page = lead(&matrix.sentences);
    aside(&mut page, matrix);
    page
}

fn aside(page: &mut Vec<Block>, matrix: &Matrix) {
    for (count, axis) in [(matrix.left_out.0, &matrix.axes.0), (matrix.left_out.1, &matrix.axes.1)] {
        if count > 0 {
            page.push(Block::Item(0, format!("not shown: {} without a cell here", words::count(count, axis))));
        }
    }
    notes(page, &matrix.notes);
    let stated = |axis: &[Option<String>]| axis.iter().flatten().count() as u64;
    let told = format!(
        "complete: {} by {}, {} silent",
        words::count(stated(&matrix.rows), "row"),
        words::count(stated(&matrix.columns), "column"),
        words::count(matrix.silent, "cell")
    );
    close(page, &told, &matrix.base);
}

pub(super) fn findings(ids: &[crate::model::FindingId]) -> Value {
    ids.iter().map(|id| Value::from(id.0)).collect()
}

pub(super) fn list(words: &[String]) -> Value {
    words.iter().map(|word| text(word)).collect()
}

pub(super) fn matrix_rows(matrix: &Matrix) -> (Vec<String>, Vec<Vec<Value>>) {
    let columns = named(&[
        "row",
        "column",
        "verdict",
        "studies",
        "plus",
        "minus",
        "zero",
        "unclear",
        "refs",
        "refs_against",
        "findings",
        "against",
        "separators",
        "from_kinds",
        "gaps",
    ]);
    let row = |cell: &Cell| {
        vec![
            cell.row.as_deref().map_or(Value::Null, text),
            cell.column.as_deref().map_or(Value::Null, text),
            text(cell.verdict.words()),
            Value::from(cell.studies),
            Value::from(cell.signs.plus),
            Value::from(cell.signs.minus),
            Value::from(cell.signs.zero),
            Value::from(cell.signs.unclear),
            refs(&cell.refs),
            refs(&cell.refs_against),
            findings(&cell.findings),
            findings(&cell.against),
            list(&cell.separators),
            list(&cell.from_kinds),
            findings(&cell.gaps.iter().map(|gap| gap.finding).collect::<Vec<_>>()),
        ]
    };
    (columns, matrix.cells.iter().map(row).collect())
}

// ---- gaps ----

pub(super) fn gaps(gaps: &Gaps, style: &Style) -> Vec<Block> {
    let mut page = lead(&gaps.sentences);
    gap_list(&mut page, "declared by the source, and nothing found:", &gaps.open, style);
    gap_list(&mut page, "declared by the source, though something was found:", &gaps.answered, style);
    if gaps.open.is_empty() && gaps.answered.is_empty() {
        page.push(Block::Title(0, "no source declares a gap here".to_owned()));
    }
    if !gaps.silent.is_empty() {
        page.push(Block::Title(0, "no finding in this base, and no gap declared:".to_owned()));
    }
    let shown = words::shown(gaps.silent.len(), SILENT, style);
    let first = gaps.silent.iter().take(shown);
    page.extend(first.map(|(row, column)| Block::Item(1, format!("{row}, {column}"))));
    let untold = gaps.silent_total.saturating_sub(shown as u64);
    if untold > 0 {
        page.push(Block::Item(1, words::rest(untold, "more cell", style)));
    }
    gaps_aside(&mut page, gaps);
    page
}

/// What surrounds the gaps.
pub(super) fn gaps_header(gaps: &Gaps) -> Vec<Block> {
    let mut page = lead(&gaps.sentences);
    gaps_aside(&mut page, gaps);
    page
}

fn gaps_aside(page: &mut Vec<Block>, gaps: &Gaps) {
    notes(page, &gaps.notes);
    let declared = words::count((gaps.open.len() + gaps.answered.len()) as u64, "declared gap");
    let told = match &gaps.axes {
        None => format!("complete: {declared}"),
        Some(_) => format!(
            "complete: {} of {} silent, {} with a declared gap",
            words::thousands(gaps.silent_total + gaps.open.len() as u64),
            words::count(gaps.cells, "cell"),
            gaps.open.len() + gaps.answered.len()
        ),
    };
    close(page, &told, &gaps.base);
}

fn gap_list(page: &mut Vec<Block>, title: &str, all: &[Gap], style: &Style) {
    if all.is_empty() {
        return;
    }
    page.push(Block::Title(0, title.to_owned()));
    for gap in all {
        let level = match &gap.cell {
            Some((row, column)) => {
                page.push(Block::Item(1, format!("{row}, {column}")));
                2
            }
            None => 1,
        };
        page.extend(gap.declared.iter().map(|one| finding(level, one)));
        let lists =
            [("found", &gap.found, gap.found_total), ("in other contexts", &gap.elsewhere, gap.elsewhere_total)];
        for (label, list, total) in lists {
            let shown = words::shown(list.len(), FOUND, style);
            for one in list.iter().take(shown) {
                page.push(Block::Item(level + 1, format!("{label}: {}", brief(one))));
            }
            let untold = total.saturating_sub(shown as u64);
            if untold > 0 {
                page.push(Block::Item(level + 1, words::rest(untold, "more finding", style)));
            }
        }
        if gap.cell.is_none() && gap.found_total == 0 {
            let beside = gap.beside_total;
            if beside > 0 {
                let said = format!("{} in the same contexts on something else", words::count(beside, "finding"));
                page.push(Block::Item(level + 1, said));
            } else if gap.elsewhere_total == 0 {
                page.push(Block::Item(level + 1, "silent".to_owned()));
            }
        }
    }
}

/// A finding on one line.
fn brief(one: &Evidence) -> String {
    let refs = words::references(&one.refs);
    let refs = if refs.is_empty() { String::new() } else { format!(" {refs}") };
    let context = words::context(one, "; ");
    let context = if context.is_empty() { String::new() } else { format!(" ({context})") };
    format!("{}{refs}{}{context}", one.statement, words::stance(one))
}

pub(super) fn gap_rows(gaps: &Gaps) -> (Vec<String>, Vec<Vec<Value>>) {
    let columns = named(&["is", "row", "column", "statement", "gap", "places", "found", "elsewhere", "beside"]);
    let mut rows = Vec::new();
    for (is, all) in [("open", &gaps.open), ("answered", &gaps.answered)] {
        for gap in all {
            let (row, column) = match &gap.cell {
                Some((row, column)) => (text(row), text(column)),
                None => (Value::Null, Value::Null),
            };
            for one in &gap.declared {
                rows.push(vec![
                    text(is),
                    row.clone(),
                    column.clone(),
                    text(&one.statement),
                    Value::from(one.finding.0),
                    list(&one.locators),
                    Value::from(gap.found_total),
                    Value::from(gap.elsewhere_total),
                    Value::from(gap.beside_total),
                ]);
            }
        }
    }
    rows.extend(gaps.silent.iter().map(|(row, column)| {
        let mut cells = vec![text("silent"), text(row), text(column)];
        cells.resize(columns.len(), Value::Null);
        cells
    }));
    (columns, rows)
}
