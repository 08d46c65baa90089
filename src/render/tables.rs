//! Replies to tables and comparisons, as pages and as rows.
//!
//! Replies come in, blocks or rows go out for the same printers as those of answers. It does not know layout.

use super::document::{Block, Mark, finding};
use super::rows::{named, refs, text};
use super::words;
use crate::answer::tables::{Cell, Compared, ComparedTarget, Contested, Dispute, Gap, Gaps, Matrix, Similar, Thing};
use crate::answer::{BaseInfo, Evidence, Ref, Verdict};
use serde_json::Value;

/// Pairs told in full on one page; the others are counted.
const PAIRS: usize = 40;

fn lead(sentences: &[String]) -> Vec<Block> {
    sentences.iter().map(|sentence| Block::Lead(sentence.clone())).collect()
}

fn notes(page: &mut Vec<Block>, notes: &[String]) {
    page.extend(notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
}

fn close(page: &mut Vec<Block>, told: &str, base: &BaseInfo) {
    page.push(Block::Close(format!("{told}; {}", words::base_info(base))));
}

fn unstated(name: Option<&String>) -> String {
    name.map_or_else(|| "not stated".to_owned(), Clone::clone)
}

fn slots_of(verdict: Verdict, separators: &[String]) -> String {
    let word = verdict.words();
    let slots = separators.join(", ");
    match (verdict, slots.is_empty()) {
        (Verdict::ContextSplit, false) => format!("{word}, told apart by {slots}"),
        (Verdict::Contested, false) => format!("{word}; only one side states {slots}"),
        _ => word.to_owned(),
    }
}

// ---- matrix ----

fn mark(cell: &Cell) -> Mark {
    let said = [('+', cell.signs.plus), ('-', cell.signs.minus), ('0', cell.signs.zero), ('?', cell.signs.unclear)];
    Mark {
        signs: said.into_iter().filter(|(_, count)| *count > 0).map(|(sign, _)| sign).collect(),
        studies: cell.studies,
        verdict: match cell.verdict {
            Verdict::Contested => Some('!'),
            Verdict::ContextSplit => Some('/'),
            Verdict::Opposed => Some('x'),
            Verdict::Supported | Verdict::Null | Verdict::Silent => None,
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

fn findings(ids: &[crate::model::FindingId]) -> Value {
    ids.iter().map(|id| Value::from(id.0)).collect()
}

fn list(words: &[String]) -> Value {
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

pub(super) fn gaps(gaps: &Gaps) -> Vec<Block> {
    let mut page = lead(&gaps.sentences);
    gap_list(&mut page, "declared by the source, and nothing found:", &gaps.open);
    gap_list(&mut page, "declared by the source, though something was found:", &gaps.answered);
    if gaps.open.is_empty() && gaps.answered.is_empty() {
        page.push(Block::Title(0, "no source declares a gap here".to_owned()));
    }
    if !gaps.silent.is_empty() {
        page.push(Block::Title(0, "never tested, and nobody says so:".to_owned()));
        page.extend(gaps.silent.iter().map(|(row, column)| Block::Item(1, format!("{row}, {column}"))));
    }
    let untold = gaps.silent_total.saturating_sub(gaps.silent.len() as u64);
    if untold > 0 {
        page.push(Block::Item(1, format!("and {}", words::count(untold, "more cell"))));
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

fn gap_list(page: &mut Vec<Block>, title: &str, all: &[Gap]) {
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
            for one in list {
                page.push(Block::Item(level + 1, format!("{label}: {}", brief(one))));
            }
            let untold = total.saturating_sub(list.len() as u64);
            if untold > 0 {
                page.push(Block::Item(level + 1, format!("and {}", words::count(untold, "more finding"))));
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

// ---- compare ----

pub(super) fn compared(compared: &Compared) -> Vec<Block> {
    let mut page = lead(&compared.sentences);
    if compared.targets.is_empty() {
        page.push(Block::Title(0, "neither has a finding here".to_owned()));
    } else {
        let columns = vec![
            "on".to_owned(),
            "comparison".to_owned(),
            compared.left.clone(),
            compared.right.clone(),
            "told apart by".to_owned(),
        ];
        let side = |signs: &str, refs: &[Ref]| match (signs.is_empty(), refs.is_empty()) {
            (true, _) => String::new(),
            (false, true) => signs.to_owned(),
            (false, false) => format!("{signs} {}", words::references(refs)),
        };
        let told = |target: &ComparedTarget| match target.comparison.as_str() {
            "contested" if !target.separators.is_empty() => {
                format!("only one side states {}", target.separators.join(", "))
            }
            _ => target.separators.join(", "),
        };
        let rows = compared.targets.iter().map(|target| {
            let name = if target.role == "by" { format!("by {}", target.name) } else { target.name.clone() };
            vec![
                name,
                comparison(compared, target),
                side(&target.left_signs, &target.left_refs),
                side(&target.right_signs, &target.right_refs),
                told(target),
            ]
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        let mut columns = columns;
        if rows.iter().all(|row| row.last().is_none_or(String::is_empty)) {
            columns.pop();
            rows.iter_mut().for_each(|row| drop(row.pop()));
        }
        page.push(Block::Grid(columns, rows));
    }
    compared_aside(&mut page, compared);
    page
}

fn comparison(compared: &Compared, target: &ComparedTarget) -> String {
    match target.comparison.as_str() {
        "only left" => format!("only {}", compared.left),
        "only right" => format!("only {}", compared.right),
        other => other.to_owned(),
    }
}

/// What surrounds the comparison.
pub(super) fn compared_header(compared: &Compared) -> Vec<Block> {
    let mut page = lead(&compared.sentences);
    compared_aside(&mut page, compared);
    page
}

fn compared_aside(page: &mut Vec<Block>, compared: &Compared) {
    notes(page, &compared.notes);
    let mut counts: Vec<(String, u64)> = Vec::new();
    for target in &compared.targets {
        let word = comparison(compared, target);
        match counts.last_mut().filter(|(last, _)| *last == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let counts: Vec<String> = counts.into_iter().map(|(word, count)| format!("{count} {word}")).collect();
    let told =
        if counts.is_empty() { "complete: nothing".to_owned() } else { format!("complete: {}", counts.join(", ")) };
    close(page, &told, &compared.base);
}

pub(super) fn compared_rows(compared: &Compared) -> (Vec<String>, Vec<Vec<Value>>) {
    let columns = named(&[
        "name",
        "role",
        "comparison",
        "left_signs",
        "right_signs",
        "left_refs",
        "right_refs",
        "left",
        "right",
        "separators",
    ]);
    let row = |target: &ComparedTarget| {
        vec![
            text(&target.name),
            text(&target.role),
            text(&target.comparison),
            text(&target.left_signs),
            text(&target.right_signs),
            refs(&target.left_refs),
            refs(&target.right_refs),
            findings(&target.left),
            findings(&target.right),
            list(&target.separators),
        ]
    };
    (columns, compared.targets.iter().map(row).collect())
}

// ---- contested ----

fn dispute(dispute: &Dispute) -> String {
    let (one, two) = dispute.between;
    format!("{one} against {two}: {}", slots_of(dispute.verdict, &dispute.separators))
}

pub(super) fn contested(contested: &Contested) -> Vec<Block> {
    let mut page = lead(&contested.sentences);
    if contested.pairs.is_empty() {
        page.push(Block::Title(0, "no pair on which findings disagree".to_owned()));
    } else {
        let studies = |pair: &crate::answer::tables::Pair, sign: char| {
            let side = pair.sides.iter().find(|side| side.sign == sign);
            side.map_or_else(String::new, |side| match side.refs.is_empty() {
                true => words::count(side.evidence.len() as u64, "finding"),
                false => words::references(&side.refs),
            })
        };
        let rows = contested.pairs.iter().map(|pair| {
            vec![
                pair.subject.clone(),
                pair.object.clone(),
                pair.verdict.words().to_owned(),
                studies(pair, '+'),
                studies(pair, '-'),
                studies(pair, '0'),
            ]
        });
        let columns = ["subject", "object", "verdict", "rises", "falls", "no change"].map(str::to_owned).to_vec();
        page.push(Block::Grid(columns, rows.collect()));
    }
    for pair in contested.pairs.iter().take(PAIRS) {
        page.push(Block::Title(0, format!("{}, {}", pair.subject, pair.object)));
        if !pair.broader.is_empty() {
            page.push(Block::Item(1, format!("and so on {}, by the same findings", pair.broader.join(", "))));
        }
        page.extend(pair.disputes.iter().map(|one| Block::Item(1, dispute(one))));
        for side in &pair.sides {
            page.extend(side.evidence.iter().map(|one| finding(1, one)));
        }
    }
    let untold = contested.pairs.len().saturating_sub(PAIRS);
    if untold > 0 {
        let more = words::count(untold as u64, "more pair");
        page.push(Block::Item(0, format!("the findings of {more} with --format json")));
    }
    contested_aside(&mut page, contested);
    page
}

/// What surrounds the pairs.
pub(super) fn contested_header(contested: &Contested) -> Vec<Block> {
    let mut page = lead(&contested.sentences);
    contested_aside(&mut page, contested);
    page
}

fn contested_aside(page: &mut Vec<Block>, contested: &Contested) {
    notes(page, &contested.notes);
    let split = contested.pairs.iter().filter(|pair| pair.verdict == Verdict::ContextSplit).count();
    let told = format!("complete: {} contested, {split} context-split", contested.pairs.len() - split);
    close(page, &told, &contested.base);
}

pub(super) fn contested_rows(contested: &Contested) -> (Vec<String>, Vec<Vec<Value>>) {
    let columns = named(&["subject", "object", "verdict", "separators", "sign", "refs", "findings", "broader"]);
    let rows = contested.pairs.iter().flat_map(|pair| {
        let decisive = pair.disputes.iter().filter(|dispute| dispute.verdict == pair.verdict);
        let mut slots: Vec<&str> = decisive.flat_map(|dispute| dispute.separators.iter().map(String::as_str)).collect();
        slots.sort_unstable();
        slots.dedup();
        pair.sides.iter().map(move |side| {
            vec![
                text(&pair.subject),
                text(&pair.object),
                text(pair.verdict.words()),
                slots.iter().map(|slot| text(slot)).collect::<Value>(),
                text(&side.sign.to_string()),
                refs(&side.refs),
                findings(&side.evidence.iter().map(|one| one.finding).collect::<Vec<_>>()),
                list(&pair.broader),
            ]
        })
    });
    (columns, rows.collect())
}

// ---- similar ----

fn thing(thing: &Thing) -> String {
    if thing.role == "by" { format!("by {}", thing.name) } else { thing.name.clone() }
}

fn things(things: &[Thing]) -> Value {
    things.iter().map(|one| text(&thing(one))).collect()
}

pub(super) fn similar(similar: &Similar) -> Vec<Block> {
    let mut page = lead(&similar.sentences);
    if similar.rows.is_empty() {
        page.push(Block::Title(0, "nothing has anything in common with it".to_owned()));
    } else {
        let columns = ["name", "score", "shared", "opposite", "only the other", "only it"].map(str::to_owned).to_vec();
        let rows = similar.rows.iter().map(|row| {
            vec![
                row.name.clone(),
                format!("{:.3}", row.score),
                row.shared.len().to_string(),
                row.opposite.len().to_string(),
                row.only_asked.to_string(),
                row.only_this.to_string(),
            ]
        });
        page.push(Block::Grid(columns, rows.collect()));
        for row in &similar.rows {
            page.push(Block::Title(0, row.name.clone()));
            for (label, list) in [("shared", &row.shared), ("opposite", &row.opposite)] {
                for one in list {
                    let (asked, this) = (words::references(&one.asked_refs), words::references(&one.refs));
                    page.push(Block::Item(1, format!("{label}: {} {asked} and {this}", thing(one))));
                }
            }
        }
    }
    similar_aside(&mut page, similar);
    page
}

/// What surrounds the names.
pub(super) fn similar_header(similar: &Similar) -> Vec<Block> {
    let mut page = lead(&similar.sentences);
    similar_aside(&mut page, similar);
    page
}

fn similar_aside(page: &mut Vec<Block>, similar: &Similar) {
    notes(page, &similar.notes);
    let shown = similar.rows.len() as u64;
    let told = if shown < similar.total {
        format!("the first {shown} of {}", words::count(similar.total, "name"))
    } else {
        format!("complete: {}", words::count(shown, "name"))
    };
    let things = words::count(similar.things, "thing");
    close(page, &format!("{told}; {} has findings on {things}", similar.name), &similar.base);
}

pub(super) fn similar_rows(similar: &Similar) -> (Vec<String>, Vec<Vec<Value>>) {
    let columns =
        named(&["name", "score", "shared", "opposite", "only_asked", "only_this", "shared_names", "opposite_names"]);
    let rows = similar.rows.iter().map(|row| {
        vec![
            text(&row.name),
            Value::from(row.score),
            Value::from(row.shared.len()),
            Value::from(row.opposite.len()),
            Value::from(row.only_asked),
            Value::from(row.only_this),
            things(&row.shared),
            things(&row.opposite),
        ]
    });
    (columns, rows.collect())
}
