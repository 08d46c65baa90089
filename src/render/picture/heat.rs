//! A matrix as a heat map: what was found is told by colour, by glyph and by the number of studies.
//!
//! A matrix comes in, a sheet goes out. What was measured without a change, what findings disagree on and what nobody tested look different.

use super::super::tables::{mark, slots_of, unstated};
use super::super::words::{count, references};
use super::sheet::{Key, Sheet};
use super::svg::{Anchor, Svg, fitted, width};
use crate::answer::tables::{Cell, Matrix};
use crate::answer::{Evidence, Verdict};

/// Rows and columns that a picture holds; the others are counted.
pub(super) const ROWS: usize = 40;
pub(super) const COLUMNS: usize = 25;

/// The narrowest cell.
const WIDE: f64 = 46.0;
const HIGH: f64 = 28.0;
const LETTERS: f64 = 13.0;
const ROW_NAME: f64 = 250.0;
const COLUMN_NAME: f64 = 200.0;
/// Sets `not stated` apart.
const APART: f64 = 10.0;

/// What a cell says, as it is told by colour and glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Findings that do not disagree, with a step of the ramp.
    Supported(u8),
    Null,
    Against,
    Contested,
    Split,
    /// Nothing, and a source says so.
    Gap,
    Silent,
}

impl State {
    pub(super) fn of(cell: Option<&Cell>) -> State {
        let Some(cell) = cell else { return State::Silent };
        let signs = &cell.signs;
        if signs.plus + signs.minus + signs.zero + signs.unclear == 0 {
            return if cell.gaps.is_empty() { State::Silent } else { State::Gap };
        }
        match cell.verdict {
            Verdict::Contested => State::Contested,
            Verdict::ContextSplit => State::Split,
            Verdict::Opposed => State::Against,
            Verdict::Null => State::Null,
            _ if signs.plus + signs.minus + signs.unclear == 0 => State::Null,
            _ => State::Supported(step(cell.studies)),
        }
    }

    fn class(self) -> &'static str {
        match self {
            State::Supported(1) => "s1",
            State::Supported(2) => "s2",
            State::Supported(3) => "s3",
            State::Supported(4) => "s4",
            State::Supported(_) => "s5",
            State::Null => "null",
            State::Against => "against",
            State::Contested => "contested",
            State::Split => "split",
            State::Gap => "gap",
            State::Silent => "silent",
        }
    }

    /// What stands in its corner.
    pub(super) fn glyph(self) -> Option<char> {
        match self {
            State::Against => Some('x'),
            State::Contested => Some('!'),
            State::Split => Some('/'),
            _ => None,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            State::Supported(_) => "supported",
            State::Null => "measured, no change",
            State::Against => "only against the claim",
            State::Contested => "contested",
            State::Split => "context-split",
            State::Gap => "gap declared by the source",
            State::Silent => "no finding in this base",
        }
    }
}

/// The step of the ramp, the same in all pictures: none or one study, two, three or four, five to eight, more.
pub(super) fn step(studies: u64) -> u8 {
    match studies {
        0 | 1 => 1,
        2 => 2,
        3 | 4 => 3,
        5..=8 => 4,
        _ => 5,
    }
}

pub(super) const STEPS: [(u8, &str); 5] = [(1, "1"), (2, "2"), (3, "3-4"), (4, "5-8"), (5, "9+")];

/// The part of a matrix that is drawn.
pub(super) struct Shown<'m> {
    pub(super) rows: Vec<Option<&'m String>>,
    pub(super) columns: Vec<Option<&'m String>>,
    /// By row, then column.
    pub(super) cells: Vec<Vec<Option<&'m Cell>>>,
    /// What was cut, as a sentence.
    pub(super) cut: Option<String>,
}

impl<'m> Shown<'m> {
    /// The rows and columns with most studies, and what is not stated beside them.
    pub(super) fn of(matrix: &'m Matrix) -> Shown<'m> {
        let (rows, rows_cut) = first(&matrix.rows, ROWS);
        let (columns, columns_cut) = first(&matrix.columns, COLUMNS);
        let column = |name: &Option<String>| columns.iter().position(|known| *known == name.as_ref());
        let row = |name: &Option<String>| rows.iter().position(|known| *known == name.as_ref());
        let mut cells = vec![vec![None; columns.len()]; rows.len()];
        for cell in &matrix.cells {
            let place = row(&cell.row).and_then(|at| cells.get_mut(at)).zip(column(&cell.column));
            if let Some(slot) = place.and_then(|(row, at)| row.get_mut(at)) {
                *slot = Some(cell);
            }
        }
        let told: Vec<String> = [(rows_cut, "row"), (columns_cut, "column")]
            .into_iter()
            .filter(|(cut, _)| *cut > 0)
            .map(|(cut, one)| count(cut as u64, &format!("more {one}")))
            .collect();
        let cut = (!told.is_empty())
            .then(|| format!("not drawn: {}, of fewer studies; --format tsv has all", told.join(" and ")));
        Shown { rows, columns, cells, cut }
    }
}

fn first(names: &[Option<String>], most: usize) -> (Vec<Option<&String>>, usize) {
    let stated: Vec<Option<&String>> = names.iter().filter(|name| name.is_some()).map(Option::as_ref).collect();
    let cut = stated.len().saturating_sub(most);
    let unstated = names.iter().filter(|name| name.is_none()).map(Option::as_ref);
    (stated.into_iter().take(most).chain(unstated).collect(), cut)
}

pub(super) fn sheet(matrix: &Matrix) -> Sheet {
    let shown = Shown::of(matrix);
    let row_names: Vec<String> = shown.rows.iter().map(|name| short(*name, ROW_NAME)).collect();
    let column_names: Vec<String> = shown.columns.iter().map(|name| short(*name, COLUMN_NAME)).collect();
    let left = row_names.iter().map(|name| width(name, LETTERS)).fold(60.0, f64::max) + 10.0;
    // names of columns lean to the right by 40 degrees: sine 0.643, cosine 0.766
    let longest = column_names.iter().map(|name| width(name, LETTERS)).fold(40.0, f64::max);
    let top = longest * 0.643 + 16.0;
    let said = shown.cells.iter().flatten().flatten().map(|cell| wanted(cell));
    let wide = said.fold(WIDE, f64::max);
    let x = |column: usize| {
        let apart = if column > 0 && shown.columns.get(column).is_some_and(Option::is_none) { APART } else { 0.0 };
        left + column as f64 * wide + apart
    };
    let y = |row: usize| {
        let apart = if row > 0 && shown.rows.get(row).is_some_and(Option::is_none) { APART } else { 0.0 };
        top + row as f64 * HIGH + apart
    };
    let mut body = Svg::default();
    for (at, (name, whole)) in column_names.iter().zip(&shown.columns).enumerate() {
        body.mark("name", &unstated(whole.cloned().as_ref()), |svg| {
            svg.turned("lean", x(at) + wide / 2.0 - 2.0, top - 7.0, Anchor::Start, -40, name);
        });
    }
    for (at, (name, whole)) in row_names.iter().zip(&shown.rows).enumerate() {
        body.mark("name", &unstated(whole.cloned().as_ref()), |svg| {
            svg.text("side", left - 8.0, y(at) + HIGH / 2.0 + 4.5, Anchor::End, name);
        });
    }
    let mut states = Vec::new();
    let mut has_gap = false;
    for (row, cells) in shown.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let state = State::of(*cell);
            let name = |names: &[Option<&String>], at: usize| unstated(names.get(at).copied().flatten());
            let title = told(&name(&shown.rows, row), &name(&shown.columns, column), state, *cell);
            body.mark(state.class(), &title, |svg| draw(svg, (x(column), y(row), wide), state, *cell));
            states.push(state);
            has_gap |= cell.is_some_and(|cell| !cell.gaps.is_empty());
        }
    }
    let lean = column_names.iter().enumerate().map(|(at, name)| x(at) + wide / 2.0 + width(name, LETTERS) * 0.766);
    let right = lean.fold(x(shown.columns.len()) + APART, f64::max);
    let bottom = top + shown.rows.len() as f64 * HIGH + APART;
    Sheet {
        says: format!(
            "heat map of {} by {}",
            count(shown.rows.len() as u64, "row"),
            count(shown.columns.len() as u64, "column")
        ),
        queries: vec![matrix.query.clone()],
        bases: vec![matrix.base.clone()],
        width: right,
        height: bottom,
        body,
        legend: legend(&states, has_gap, matrix),
        remarks: shown.cut.into_iter().collect(),
    }
}

fn short(name: Option<&String>, room: f64) -> String {
    fitted(&unstated(name), LETTERS, room)
}

/// The width that a cell needs.
fn wanted(cell: &Cell) -> f64 {
    let corner = if State::of(Some(cell)).glyph().is_some() { 14.0 } else { 0.0 };
    width(&said(cell), LETTERS) + corner + 10.0
}

fn draw(svg: &mut Svg, (x, y, wide): (f64, f64, f64), state: State, cell: Option<&Cell>) {
    svg.rect("cell", x, y, wide, HIGH, 0.0);
    let (middle, line) = (x + wide / 2.0, y + HIGH / 2.0 + 4.5);
    let gap = cell.is_some_and(|cell| !cell.gaps.is_empty());
    if gap {
        svg.rect("frame", x + 2.5, y + 2.5, wide - 5.0, HIGH - 5.0, 2.0);
    }
    match state {
        State::Silent => svg.text("said", middle, line, Anchor::Middle, "·"),
        State::Gap => svg.text("said small", middle, line - 1.0, Anchor::Middle, "gap"),
        _ => {
            let said = cell.map(said).unwrap_or_default();
            let nudge = if state.glyph().is_some() { 5.0 } else { 0.0 };
            svg.text("said", middle - nudge, line, Anchor::Middle, &said);
            if let Some(glyph) = state.glyph() {
                let glyph = if glyph == 'x' { '×' } else { glyph };
                svg.text("corner", x + wide - 5.0, y + 13.5, Anchor::End, &glyph.to_string());
            }
        }
    }
}

/// `↑↓ 11`
fn said(cell: &Cell) -> String {
    let mark = mark(cell);
    let signs: String = mark
        .signs
        .chars()
        .map(|sign| match sign {
            '+' => '↑',
            '-' => '↓',
            '0' => '○',
            _ => '?',
        })
        .collect();
    format!("{signs} {}", mark.studies)
}

/// All that a cell says.
fn told(row: &str, column: &str, state: State, cell: Option<&Cell>) -> String {
    let Some(cell) = cell else { return format!("{row}, {column}: {}", state.words()) };
    let verdict = match state {
        State::Supported(_) | State::Contested | State::Split => slots_of(cell.verdict, &cell.separators),
        _ => state.words().to_owned(),
    };
    let mut lines = vec![format!("{row}, {column}: {verdict}")];
    if !matches!(state, State::Gap | State::Silent) {
        let refs = references(&cell.refs);
        let against = references(&cell.refs_against);
        let against = if against.is_empty() { String::new() } else { format!(" against {against}") };
        lines.push(format!("{} {refs}{against}", count(cell.studies, "study")).trim_end().to_owned());
        let signs = &cell.signs;
        let said = [
            (signs.plus, "rises"),
            (signs.minus, "falls"),
            (signs.zero, "measured, no change"),
            (signs.unclear, "changes, not said which way"),
        ];
        let said: Vec<String> = said
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, words)| format!("{words} in {}", count(*number, "finding")))
            .collect();
        lines.push(said.join("; "));
    }
    if !cell.from_kinds.is_empty() {
        lines.push(format!("with findings on {}", cell.from_kinds.join(", ")));
    }
    lines.extend(cell.gaps.iter().map(|gap: &Evidence| format!("gap declared by the source: {}", gap.statement)));
    lines.join("\n")
}

fn legend(states: &[State], has_gap: bool, matrix: &Matrix) -> Vec<Key> {
    let mut keys = Vec::new();
    if states.iter().any(|state| matches!(state, State::Supported(_))) {
        for (at, (step, words)) in STEPS.iter().enumerate() {
            let words =
                if at == 0 { "supported by 1 study, or by the source itself".to_owned() } else { (*words).to_owned() };
            keys.push(swatch(State::Supported(*step), &words));
        }
    }
    for state in [State::Null, State::Against, State::Contested, State::Split, State::Silent] {
        if states.contains(&state) {
            keys.push(swatch(state, state.words()));
        }
    }
    if has_gap {
        keys.push(swatch(State::Gap, State::Gap.words()));
    }
    let cells = &matrix.cells;
    let signs = [
        (cells.iter().any(|cell| cell.signs.plus > 0), "↑ rises"),
        (cells.iter().any(|cell| cell.signs.minus > 0), "↓ falls"),
        (cells.iter().any(|cell| cell.signs.zero > 0), "○ no change"),
        (cells.iter().any(|cell| cell.signs.unclear > 0), "? not said which way"),
    ];
    let signs: Vec<&str> = signs.iter().filter(|(used, _)| *used).map(|(_, words)| *words).collect();
    let mut key =
        Key::new(signs.iter().copied().chain(["the number counts studies"]).collect::<Vec<_>>().join("; "), |_| {});
    key.wide = 0.0;
    keys.push(key);
    keys
}

fn swatch(state: State, words: &str) -> Key {
    let mut key = Key::new(words, |svg| {
        svg.add(&format!("<g class=\"{}\">", state.class()));
        svg.rect("cell", 0.0, -8.0, 24.0, 16.0, 0.0);
        match state {
            State::Gap => svg.rect("frame", 1.0, -7.0, 22.0, 14.0, 2.0),
            State::Null => svg.text("said", 12.0, 4.5, Anchor::Middle, "○"),
            State::Silent => svg.text("said", 12.0, 4.5, Anchor::Middle, "·"),
            State::Against => svg.text("corner", 12.0, 4.5, Anchor::Middle, "×"),
            State::Contested => svg.text("corner", 12.0, 4.5, Anchor::Middle, "!"),
            State::Split => svg.text("corner", 12.0, 4.5, Anchor::Middle, "/"),
            State::Supported(_) => {}
        }
        svg.add("</g>");
    });
    key.wide = 30.0;
    key
}
