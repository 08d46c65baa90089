//! The table of rows: its heads, and what stands under each.
//!
//! Rows in words come in, one block goes out. It does not know layout.

use super::cells::{Cell, refs, sides};
use super::document::{Block, is_denied};
use crate::answer::{Answers, EffectAnswer, Evidence, Ref, Verdict};

/// The columns of the row table and its cells.
pub(super) fn row_grid(answers: &Answers) -> Block {
    // of a page that does not hold all rows, those behind the first are there for their findings
    let (held, left) = match &answers.untold {
        Some(untold) => (answers.rows.get(..usize::try_from(untold.first).unwrap_or(usize::MAX)), Some(untold)),
        None => (None, None),
    };
    let held = held.unwrap_or(&answers.rows);
    let through = left.is_some_and(|left| left.through) || answers.rows.iter().any(|row| !row.through.is_empty());
    let mut columns = answers.columns.clone();
    columns.push("verdict".to_owned());
    // of a row that is there because findings disagree, each of the sides has a column
    let effects = || answers.rows.iter().flat_map(|row| &row.effects);
    let is_said = |sign| effects().filter(|one| is_disputed(one)).any(|one| !of_sign(one, sign).is_empty());
    let sides_told: Vec<(char, &str)> = SIDES.into_iter().filter(|(sign, _)| is_said(*sign)).collect();
    columns.extend(sides_told.iter().map(|(_, head)| (*head).to_owned()));
    let is_both = sides_told.is_empty() || effects().any(|one| !is_disputed(one));
    if is_both {
        columns.extend(["for", "against"].map(str::to_owned));
    }
    if through {
        columns.push("through".to_owned());
    }
    let rows = held.iter().map(|row| {
        let name = |(at, cell): (usize, &String)| {
            if at < answers.nouns as usize { Cell::Name(cell.clone()) } else { Cell::Text(cell.clone()) }
        };
        let mut cells: Vec<Cell> = row.cells.iter().enumerate().map(name).collect();
        let instead = |effect: &EffectAnswer| is_denied(effect) && !effect.against_inside.is_empty();
        let has_for = !row.findings.is_empty() || row.effects.iter().any(instead);
        let has_against = row.effects.iter().any(|effect| {
            let silent = effect.against_inside.is_empty() && effect.against_elsewhere.is_empty();
            !(silent || is_denied(effect))
        });
        cells.push(Cell::Verdict(row.verdict, sides(row)));
        for (sign, _) in &sides_told {
            let said: Vec<&Evidence> =
                row.effects.iter().filter(|one| is_disputed(one)).flat_map(|one| of_sign(one, *sign)).collect();
            cells.push(refs(&studies(&said), !said.is_empty()));
        }
        if is_both && sides_told.is_empty() {
            cells.push(refs(&row.refs, has_for));
        } else if is_both {
            let said: Vec<&Evidence> =
                row.effects.iter().filter(|one| !is_disputed(one)).flat_map(|one| &one.witnesses).collect();
            cells.push(refs(&studies(&said), !said.is_empty()));
        }
        if is_both {
            cells.push(refs(&row.refs_against, has_against));
        }
        if through {
            cells.push(Cell::Text(row.through.join("; ")));
        }
        cells
    });
    Block::Rows(columns, rows.collect(), answers.len() - held.len())
}

/// The sides of findings that disagree, each with the head of its column.
const SIDES: [(char, &str); 3] = [('+', "rises"), ('-', "falls"), ('0', "no change")];

/// Whether an effect asks for disagreement: its witnesses are all sides of it, and nothing stands against them.
fn is_disputed(effect: &EffectAnswer) -> bool {
    let sides = SIDES.iter().filter(|(sign, _)| !of_sign(effect, *sign).is_empty()).count();
    let is_alone = effect.against_inside.is_empty() && effect.against_elsewhere.is_empty();
    effect.verdict == Verdict::Contested && is_alone && sides > 1
}

/// The witnesses of one side.
fn of_sign(effect: &EffectAnswer, sign: char) -> Vec<&Evidence> {
    effect.witnesses.iter().filter(|one| one.sign == sign).collect()
}

/// The studies of some findings, each once, in their order.
fn studies(findings: &[&Evidence]) -> Vec<Ref> {
    let mut all: Vec<Ref> = findings.iter().flat_map(|one| &one.refs).cloned().collect();
    all.sort_by_key(|one| one.study);
    all.dedup_by_key(|one| one.study);
    all
}
