//! Replies to comparisons, as pages and as rows.
//!
//! Replies come in, blocks or rows go out for the same printers as those of answers. It does not know layout.

use super::document::{Block, finding};
use super::rows::{named, refs, text};
use super::style::Style;
use super::tables::{close, findings, lead, list, notes, slots_of};
use super::words;
use crate::answer::tables::{Compared, ComparedTarget, Contested, Dispute, Pair, Similar, Thing};
use crate::answer::{Ref, Verdict};
use serde_json::Value;

/// Pairs told in full on one page; the others are counted.
const PAIRS: usize = 40;
/// Names shown that are like another; the others are counted.
const SIMILAR: usize = 20;

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

pub(super) fn contested(contested: &Contested, style: &Style) -> Vec<Block> {
    let mut page = lead(&contested.sentences);
    if contested.pairs.is_empty() {
        page.push(Block::Title(0, "no pair on which findings disagree".to_owned()));
    } else {
        let studies = |pair: &Pair, sign: char| {
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
    let shown = words::shown(contested.pairs.len(), PAIRS, style);
    for pair in contested.pairs.iter().take(shown) {
        page.push(Block::Title(0, format!("{}, {}", pair.subject, pair.object)));
        if !pair.broader.is_empty() {
            page.push(Block::Item(1, format!("and so on {}, by the same findings", pair.broader.join(", "))));
        }
        page.extend(pair.disputes.iter().map(|one| Block::Item(1, dispute(one))));
        for side in &pair.sides {
            page.extend(side.evidence.iter().map(|one| finding(1, one)));
        }
    }
    let untold = contested.pairs.len().saturating_sub(shown);
    if untold > 0 {
        page.push(Block::Item(0, words::rest(untold as u64, "more pair", style)));
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

pub(super) fn similar(similar: &Similar, style: &Style) -> Vec<Block> {
    let mut page = lead(&similar.sentences);
    if similar.rows.is_empty() {
        page.push(Block::Title(0, "nothing has anything in common with it".to_owned()));
    } else {
        let columns = ["name", "score", "shared", "opposite", "only the other", "only it"].map(str::to_owned).to_vec();
        let shown = words::shown(similar.rows.len(), SIMILAR, style);
        let rows = similar.rows.iter().take(shown).map(|row| {
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
        let untold = similar.total.saturating_sub(shown as u64);
        if untold > 0 {
            page.push(Block::Item(0, words::rest(untold, "more name", style)));
        }
        for row in similar.rows.iter().take(shown) {
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
