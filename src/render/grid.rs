//! A table fitted to a width, or a record a row where columns would grow too narrow.
//!
//! Column names and cells come in, lines of text go out. It does not know what the cells mean.

use super::sanitise::sanitise;
use super::style::{Ink, Style};
use comfy_table::{ColumnConstraint, LineStyle, Row, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

/// No column is made narrower than this; a table that would need it becomes records.
const NARROWEST: usize = 8;
/// A word up to this width is not cut in two.
const LONGEST: usize = 16;
/// Lines of one row; what is longer ends in an ellipsis.
const TALLEST: usize = 3;
/// Blanks between two columns.
const GAP: usize = 2;

/// Lays cells out as a table where every column gets its due, else as records.
pub(super) fn grid(columns: &[String], rows: &[Vec<String>], style: &Style) -> Vec<String> {
    let names: Vec<String> = columns.iter().map(|name| sanitise(name).into_owned()).collect();
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| sanitise(cell).into_owned()).collect()).collect();
    match widths(&names, &cells, style.width) {
        Some(widths) => table(&names, &cells, &widths, style),
        None => records(&names, &cells, style),
    }
}

/// Whether a table has room for all of its columns side by side.
pub(super) fn fits(columns: &[String], rows: &[Vec<String>], width: usize) -> bool {
    widths(columns, rows, width).is_some()
}

/// The width of each column, or none where some would get less than its floor.
fn widths(names: &[String], rows: &[Vec<String>], width: usize) -> Option<Vec<usize>> {
    let mut widths: Vec<usize> = names.iter().map(|name| name.width().max(1)).collect();
    let mut floors: Vec<usize> = names.iter().map(|name| floor(name)).collect();
    for row in rows {
        for ((widest, least), cell) in widths.iter_mut().zip(&mut floors).zip(row) {
            *widest = (*widest).max(cell.width());
            *least = (*least).max(floor(cell));
        }
    }
    let gaps = GAP * widths.len().saturating_sub(1);
    let room = width.checked_sub(gaps)?;
    loop {
        let over = widths.iter().sum::<usize>().saturating_sub(room);
        if over == 0 {
            return Some(widths);
        }
        // the widest that may give gives, down to the next widest at once: a cell of a million characters costs no million turns
        let (at, widest) = widths
            .iter()
            .enumerate()
            .filter(|(at, w)| **w > floors[*at])
            .map(|(at, w)| (at, *w))
            .max_by_key(|(_, w)| *w)?;
        let next = widths.iter().copied().filter(|w| *w < widest).max().unwrap_or(0).max(floors[at]);
        widths[at] -= over.min(widest - next).max(1);
    }
}

/// The least that a text asks for: its longest word, unless that is very long.
fn floor(text: &str) -> usize {
    let longest = text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
    longest.min(LONGEST).max(NARROWEST.min(text.width()))
}

fn table(names: &[String], rows: &[Vec<String>], widths: &[usize], style: &Style) -> Vec<String> {
    let rule = if style.unicode { '─' } else { '-' };
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)));
    table.set_truncation_indicator(style.ellipsis());
    table.set_header(names);
    for cells in rows {
        let mut row = Row::from(cells);
        row.max_height(TALLEST);
        table.add_row(row);
    }
    let last = widths.len().saturating_sub(1);
    for (at, width) in widths.iter().enumerate() {
        if let Some(column) = table.column_mut(at) {
            let gap = if at == last { 0 } else { GAP };
            column.set_padding((0, gap as u16));
            let width = u16::try_from(width + gap).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    let mut head = true;
    let mut lines = Vec::new();
    for line in table.lines() {
        let line = line.trim_end();
        if head && line.chars().all(|c| c == rule) {
            head = false;
            lines.push(style.ink(Ink::Faint, line));
        } else if head {
            lines.push(style.ink(Ink::Strong, line));
        } else {
            lines.push(line.to_owned());
        }
    }
    lines
}

fn records(names: &[String], rows: &[Vec<String>], style: &Style) -> Vec<String> {
    let label = names.iter().map(|name| name.width()).max().unwrap_or(0).min(style.width / 2);
    let mut lines = Vec::new();
    for (at, cells) in rows.iter().enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        for (name, cell) in names.iter().zip(cells) {
            let pad = " ".repeat(label.saturating_sub(name.width()));
            let first = format!("{}{pad}  ", style.ink(Ink::Strong, name));
            let rest = " ".repeat(label + 2);
            for (turn, piece) in wrap(cell, style.width.saturating_sub(label + 2)).into_iter().enumerate() {
                let lead = if turn == 0 { &first } else { &rest };
                lines.push(format!("{lead}{piece}").trim_end().to_owned());
            }
        }
    }
    lines
}

/// Cuts a text into lines of at most so many columns, between words where that can be; at least one line.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(NARROWEST);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0usize;
    for word in text.split(' ') {
        let wide = word.width();
        if used > 0 && used + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        } else if !(line.is_empty() && lines.is_empty() && used == 0) && used > 0 {
            line.push(' ');
            used += 1;
        }
        if wide <= width {
            line.push_str(word);
            used += wide;
            continue;
        }
        for c in word.chars() {
            let mut buffer = [0; 4];
            let wide = c.encode_utf8(&mut buffer).width();
            if used + wide > width && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn lines(width: usize, columns: &[&str], rows: &[&[&str]]) -> Vec<String> {
        let columns: Vec<String> = columns.iter().map(|s| (*s).to_owned()).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|s| (*s).to_owned()).collect()).collect();
        grid(&columns, &rows, &Style { width, ..Style::default() })
    }

    #[test]
    fn a_table_that_fits_keeps_its_own_widths() {
        let got = lines(40, &["treatment", "for"], &[&["resveratrol", "[59]"]]);
        assert_eq!(got, ["treatment    for", "─────────────────", "resveratrol  [59]"]);
    }

    #[test]
    fn no_line_is_wider_than_asked_and_words_stay_whole() {
        let long = "inhibition of the stronger suppression of T cells by preconditioned stem cells of rats";
        for width in [40, 60, 80] {
            let got = lines(width, &["treatment", "through"], &[&["resveratrol", long]]);
            assert!(got.iter().all(|line| line.width() <= width), "{got:#?}");
            assert!(got.iter().any(|line| line.contains("resveratrol")), "{got:#?}");
        }
    }

    #[test]
    fn many_columns_on_a_narrow_surface_become_records() {
        let got = lines(24, &["treatment", "verdict", "for"], &[&["resveratrol", "supported", "[59]"]]);
        assert_eq!(got, ["treatment  resveratrol", "verdict    supported", "for        [59]"]);
    }

    #[test]
    fn wrapping_measures_columns_not_bytes() {
        assert_eq!(wrap("线粒体线粒体", 8), ["线粒体线", "粒体"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("a b", 8), ["a b"]);
    }
}
