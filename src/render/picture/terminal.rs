//! Heat maps and bars on a terminal: blocks, or ASCII where it shows no others.
//!
//! A matrix or counts come in with a style, lines go out. Colour may be there, and nothing rests on it alone.

use super::super::grid::{fitted, wrap};
use super::super::sanitise::sanitise;
use super::super::style::{Ink, Style};
use super::super::words::thousands;
use super::bars::{bars, total};
use super::heat::{STEPS, Shown, State};
use crate::answer::tables::{Cell, Matrix};
use crate::answer::{Answers, Counts};
use unicode_width::UnicodeWidthStr;

/// Columns of a cell of a heat map, with what may stand behind its number.
const CELL: usize = 6;

/// Counts as bars.
pub(super) fn of_counts(answers: &Answers, counts: &Counts, style: &Style) -> String {
    let (bars, cut) = bars(counts);
    let names: Vec<String> = bars.iter().map(|bar| fitted(&sanitise(&bar.name), style.width / 3, style)).collect();
    let label = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let numbers: Vec<String> = bars.iter().map(|bar| thousands(bar.rows)).collect();
    let number = numbers.iter().map(String::len).max().unwrap_or(0);
    let room = style.width.saturating_sub(label + number + 3).clamp(4, 60);
    let most = bars.iter().map(|bar| bar.rows).max().unwrap_or(1).max(1);
    let mut out = String::new();
    for ((bar, name), number) in bars.iter().zip(&names).zip(&numbers) {
        let drawn = blocks(bar.rows, most, room, bar.rest, style);
        let blank = " ".repeat(label.saturating_sub(name.width()));
        out.push_str(&format!(
            "{name}{blank}  {} {number}\n",
            style.ink(if bar.rest { Ink::Faint } else { Ink::Up }, &drawn)
        ));
    }
    for line in std::iter::once(total(answers, counts)).chain(cut) {
        flow(&mut out, "", &line, style);
    }
    out
}

/// A bar, to an eighth of a column where blocks can be shown.
fn blocks(rows: u64, most: u64, room: usize, rest: bool, style: &Style) -> String {
    let eighths = (u128::from(rows) * room as u128 * 8 / u128::from(most)).max(1) as usize;
    match (style.unicode, rest) {
        (true, false) => {
            const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
            format!("{}{}", "█".repeat(eighths / 8), PARTS.get(eighths % 8).copied().unwrap_or_default())
        }
        (true, true) => "░".repeat((eighths / 8).max(1)),
        (false, false) => "#".repeat((eighths / 8).max(1)),
        (false, true) => "-".repeat((eighths / 8).max(1)),
    }
}

/// A matrix as a heat map: columns by letters, as many side by side as there is room for.
pub(super) fn of_matrix(matrix: &Matrix, style: &Style) -> String {
    let shown = Shown::of(matrix);
    let name = |name: Option<&String>| sanitise(&super::super::tables::unstated(name)).into_owned();
    let rows: Vec<String> = shown.rows.iter().map(|row| fitted(&name(*row), style.width / 3, style)).collect();
    let label = rows.iter().map(|row| row.width()).max().unwrap_or(0);
    let side_by_side = (style.width.saturating_sub(label + 1) / CELL).max(1);
    let mut out = String::new();
    let mut states = Vec::new();
    let all: Vec<usize> = (0..shown.columns.len()).collect();
    for (band, columns) in all.chunks(side_by_side).enumerate() {
        if band > 0 {
            out.push('\n');
        }
        let heads: String = columns
            .iter()
            .map(|at| format!(" {:>width$}", letter(*at), width = CELL - 2))
            .map(|head| format!("{head} "))
            .collect();
        out.push_str(&style.ink(Ink::Strong, format!("{}{heads}", " ".repeat(label + 1)).trim_end()));
        out.push('\n');
        for (row, cells) in rows.iter().zip(&shown.cells) {
            let mut line = format!("{row}{}", " ".repeat(label + 1 - row.width()));
            for cell in columns.iter().map(|at| cells.get(*at).copied().flatten()) {
                let state = State::of(cell);
                line.push_str(&drawn(state, cell, style));
                states.push((state, cell.is_some_and(|cell| !cell.gaps.is_empty())));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out.push('\n');
    let columns: Vec<String> =
        shown.columns.iter().enumerate().map(|(at, column)| format!("{} {}", letter(at), name(*column))).collect();
    items(&mut out, &columns, style);
    items(&mut out, &legend(&states, style), style);
    if let Some(cut) = &shown.cut {
        flow(&mut out, "  ", cut, style);
    }
    out
}

/// Items one behind the other; a line ends between two of them where that can be.
fn items(out: &mut String, items: &[String], style: &Style) {
    let mut line = String::new();
    for (at, item) in items.iter().enumerate() {
        let item = if at + 1 < items.len() { format!("{item};") } else { item.clone() };
        if !line.is_empty() && 3 + line.width() + item.width() > style.width {
            flow(out, "  ", &std::mem::take(&mut line), style);
        }
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(&item);
    }
    flow(out, "  ", &line, style);
}

fn flow(out: &mut String, indent: &str, text: &str, style: &Style) {
    for line in wrap(text, style.width.saturating_sub(indent.len())) {
        out.push_str(&format!("{indent}{}\n", line.trim_end()));
    }
}

/// `A` to `Z`, then `AA`.
fn letter(at: usize) -> String {
    let one = |at: usize| char::from(b'A' + (at % 26) as u8);
    if at < 26 { one(at).to_string() } else { format!("{}{}", one(at / 26 - 1), one(at)) }
}

/// A cell of [`CELL`] columns: a shade of two, the number of studies, a glyph.
fn drawn(state: State, cell: Option<&Cell>, style: &Style) -> String {
    let studies = cell.map_or(0, |cell| cell.studies);
    let number = if studies > 99 { "99+".to_owned() } else { studies.to_string() };
    let (text, ink) = match state {
        State::Supported(_) => (format!("{}{number:>3}", shade(state, style)), Ink::Up),
        State::Null => (format!("{}{number:>3}", if style.unicode { "○ " } else { "0 " }), Ink::Flat),
        State::Against => (format!("x {number:>3}"), Ink::Down),
        State::Contested => (format!("! {number:>3}"), Ink::Warn),
        State::Split => (format!("/ {number:>3}"), Ink::Unclear),
        State::Gap => ("  gap".to_owned(), Ink::Warn),
        State::Silent => (format!("    {}", if style.unicode { "·" } else { "." }), Ink::Faint),
    };
    let gap = state != State::Gap && cell.is_some_and(|cell| !cell.gaps.is_empty());
    format!("{}{}", style.ink(ink, &text), if gap { "g" } else { " " })
}

fn shade(state: State, style: &Style) -> &'static str {
    let State::Supported(step) = state else { return "  " };
    match (step, style.unicode) {
        (1, true) => "░ ",
        (2, true) => "░░",
        (3, true) => "▒▒",
        (4, true) => "▓▓",
        (_, true) => "██",
        (1, false) => ": ",
        (2, false) => "::",
        (3, false) => "++",
        (4, false) => "**",
        (_, false) => "##",
    }
}

/// What the glyphs mean that were used.
fn legend(states: &[(State, bool)], style: &Style) -> Vec<String> {
    let any = |test: &dyn Fn(State) -> bool| states.iter().any(|(state, _)| test(*state));
    let mut told = Vec::new();
    if any(&|state| matches!(state, State::Supported(_))) {
        let ramp: Vec<String> = STEPS
            .iter()
            .map(|(step, words)| format!("{} {words}", shade(State::Supported(*step), style).trim_end()))
            .collect();
        told.push(format!("supported, studies: {}", ramp.join(", ")));
    }
    let glyphs = [
        (State::Null, if style.unicode { "○" } else { "0" }),
        (State::Against, "x"),
        (State::Contested, "!"),
        (State::Split, "/"),
        (State::Silent, if style.unicode { "·" } else { "." }),
    ];
    for (state, glyph) in glyphs {
        if any(&|other| other == state) {
            told.push(format!("{glyph} {}", state.words()));
        }
    }
    if states.iter().any(|(_, gap)| *gap) {
        told.push("gap or g: declared by the source".to_owned());
    }
    told.push("the number counts studies".to_owned());
    told
}
