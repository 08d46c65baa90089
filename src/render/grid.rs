//! A table fitted to a width, or a record a row where columns would grow too narrow.
//!
//! Column names and cells come in, lines of text go out. It does not know what the cells mean.

use super::cells::{Cell, TIE};
use super::sanitise::sanitise;
use super::style::{Ink, Style};
use comfy_table::{CellAlignment, ColumnConstraint, LineStyle, Row, TableStyle, Width};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// No column is made narrower than this; a table that would need it becomes records.
const NARROWEST: usize = 8;
/// A word up to this width is not cut in two.
const LONGEST: usize = 16;
/// A column that is at least so wide may cut what its cells say.
const ROOMY: usize = 24;
/// Lines of one row of a table; what is longer ends in an ellipsis.
const TALLEST: usize = 3;
/// Lines of one value of a record, and of a row's name; what is longer ends in an ellipsis.
const TALLEST_VALUE: usize = 6;
/// Blanks between two columns.
const GAP: usize = 2;

/// A table before it has a width.
pub(super) struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Which columns hold signs.
    signs: Vec<bool>,
    /// Which columns may be cut where they are too tall.
    cut: Vec<bool>,
}

impl Table {
    /// A table of words.
    pub(super) fn of_words(columns: &[String], rows: &[Vec<String>]) -> Table {
        let names: Vec<String> = columns.iter().map(|name| sanitise(name).into_owned()).collect();
        let rows = rows.iter().map(|row| row.iter().map(|cell| sanitise(cell).into_owned()).collect()).collect();
        Table { signs: vec![false; names.len()], cut: vec![true; names.len()], names, rows }
    }

    /// A table whose cells are signs, but for the first of each row.
    pub(super) fn of_marks(columns: &[String], rows: &[Vec<String>]) -> Table {
        let signs = (0..columns.len()).map(|at| at > 0).collect();
        Table { signs, ..Table::of_words(columns, rows) }
    }

    /// The rows of an answer.
    pub(super) fn of_rows(columns: &[String], rows: &[Vec<Cell>], style: &Style) -> Table {
        let words: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| cell.short(style)).collect()).collect();
        let mut table = Table::of_words(columns, &words);
        for (at, signs) in table.signs.iter_mut().enumerate() {
            *signs = rows.iter().any(|row| row.get(at).is_some_and(Cell::has_signs));
        }
        for (at, cut) in table.cut.iter_mut().enumerate() {
            *cut = rows.iter().all(|row| row.get(at).is_none_or(Cell::may_be_cut));
        }
        if style.numbered {
            table.names.insert(0, "#".to_owned());
            table.signs.insert(0, false);
            table.cut.insert(0, true);
            for (at, row) in table.rows.iter_mut().enumerate() {
                row.insert(0, (at + 1).to_string());
            }
        }
        table
    }

    /// Whether there is room for all columns side by side.
    pub(super) fn fits(&self, width: usize) -> bool {
        self.widths(width).is_some()
    }

    /// Lays the cells out as a table where every column gets its due, else as records. Where that makes the difference, columns in which
    /// nothing stands are left out and named.
    pub(super) fn lines(self, style: &Style) -> Vec<String> {
        let mut lines = self.laid_out(style);
        for line in lines.iter_mut().filter(|line| line.contains(TIE)) {
            *line = line.replace(TIE, " ");
        }
        lines
    }

    fn laid_out(mut self, style: &Style) -> Vec<String> {
        if let Some(widths) = self.widths(style.width) {
            return self.table(&widths, style);
        }
        let empty = self.without_empty();
        let mut lines = match self.widths(style.width) {
            Some(widths) => self.table(&widths, style),
            None => self.records(style),
        };
        if !empty.is_empty() {
            let told = format!("empty in every row: {}", empty.join(", "));
            lines.extend(wrap(&told, style.width).iter().map(|line| style.ink(Ink::Faint, line)));
        }
        lines
    }

    /// Takes out the columns in which nothing stands, and gives their names.
    fn without_empty(&mut self) -> Vec<String> {
        let mut taken = Vec::new();
        for at in (0..self.names.len()).rev() {
            let is_empty = |row: &Vec<String>| row.get(at).is_none_or(String::is_empty);
            if self.names.len() > 1 && self.rows.iter().all(is_empty) {
                taken.push(self.names.remove(at));
                self.signs.remove(at);
                self.cut.remove(at);
                for row in self.rows.iter_mut().filter(|row| at < row.len()) {
                    row.remove(at);
                }
            }
        }
        taken.reverse();
        taken
    }

    /// The width of each column, or none where some would get less than its floor.
    fn widths(&self, width: usize) -> Option<Vec<usize>> {
        let mut widths: Vec<usize> = self.names.iter().map(|name| name.width().max(1)).collect();
        let mut floors: Vec<usize> = self.names.iter().map(|name| floor(name)).collect();
        for row in &self.rows {
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

    fn table(&self, widths: &[usize], style: &Style) -> Vec<String> {
        let rule = if style.unicode { '─' } else { '-' };
        let mut table = comfy_table::Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)));
        table.set_header(&self.names);
        for cells in &self.rows {
            let cells = cells.iter().zip(widths).zip(&self.cut).map(|((cell, width), cut)| {
                let tallest = if *cut { TALLEST } else { TALLEST_VALUE };
                capped(wrap(&dashed(cell, style), *width), *width, tallest, style).join("\n")
            });
            table.add_row(Row::from(cells));
        }
        let last = widths.len().saturating_sub(1);
        for (at, width) in widths.iter().enumerate() {
            if let Some(column) = table.column_mut(at) {
                let gap = if at == last { 0 } else { GAP };
                column.set_padding((0, gap as u16));
                if self.is_numbers(at) {
                    column.set_cell_alignment(CellAlignment::Right);
                }
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
                lines.push(self.painted(line, widths, style));
            }
        }
        lines
    }

    /// Whether a column holds numbers, and nothing else.
    fn is_numbers(&self, at: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| is_number(cell))
    }

    /// A line of a table with its signs coloured.
    fn painted(&self, line: &str, widths: &[usize], style: &Style) -> String {
        if !style.color || !self.signs.iter().any(|signs| *signs) {
            return line.to_owned();
        }
        let mut out = String::with_capacity(line.len() + 32);
        let mut rest = line;
        for (width, signs) in widths.iter().zip(&self.signs) {
            let (cell, behind) = rest.split_at(bytes_of(rest, width + GAP));
            out.push_str(&if *signs { signs_painted(cell, style) } else { cell.to_owned() });
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    fn records(&self, style: &Style) -> Vec<String> {
        let label = self.names.iter().map(|name| name.width()).max().unwrap_or(0).min(style.width / 2);
        let room = style.width.saturating_sub(label + GAP);
        let mut lines = Vec::new();
        for (at, cells) in self.rows.iter().enumerate() {
            if at > 0 {
                lines.push(String::new());
            }
            for ((name, cell), signs) in self.names.iter().zip(cells).zip(&self.signs) {
                let name = fitted(name, label, style);
                let pad = " ".repeat(label.saturating_sub(name.width()));
                let first = format!("{}{pad}  ", style.ink(Ink::Strong, &name));
                let rest = " ".repeat(label + GAP);
                let value = dashed(cell, style);
                for (turn, piece) in capped(wrap(&value, room), room, TALLEST_VALUE, style).into_iter().enumerate() {
                    let lead = if turn == 0 { &first } else { &rest };
                    let piece = if *signs { signs_painted(&piece, style) } else { piece };
                    lines.push(format!("{lead}{piece}").trim_end().to_owned());
                }
            }
        }
        lines
    }
}

/// The least that a text asks for: its longest word, unless that is very long, and what lets it stand whole on as many lines as a row may have,
/// unless it is too long for that.
fn floor(text: &str) -> usize {
    let longest = text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let least = longest.min(LONGEST).max(NARROWEST.min(text.width()));
    if text.width() <= least * TALLEST || text.width() > ROOMY * TALLEST {
        return least;
    }
    (least..ROOMY).find(|width| wrap(text, *width).len() <= TALLEST).unwrap_or(ROOMY)
}

/// `12`, `1,234`, `0.53`: what stands under its like by its last digit.
fn is_number(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit()) && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
}

/// An empty cell is shown as a dash, so that it is not taken for a slip.
fn dashed(cell: &str, style: &Style) -> String {
    if cell.is_empty() { style.dash().to_owned() } else { cell.to_owned() }
}

/// How many bytes of a text take up so many columns.
fn bytes_of(text: &str, columns: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return at;
        }
    }
    text.len()
}

/// Colours each sign and the number behind it: `↑7`, `↑ 4`.
fn signs_painted(cell: &str, style: &Style) -> String {
    if !style.color || cell.trim_end() == style.dash() {
        return cell.to_owned();
    }
    let plain = Style { color: false, ..*style };
    let sign_of = |c: char| ['+', '-', '0', '?'].into_iter().find(|sign| plain.sign(*sign).starts_with(c));
    let mut out = String::with_capacity(cell.len() + 16);
    for piece in cell.split_inclusive([' ', TIE]) {
        let word = piece.trim_end_matches([' ', TIE]);
        let signs: Vec<char> = word.chars().map_while(sign_of).collect();
        match signs.as_slice() {
            [] => out.push_str(word),
            [one] => out.push_str(&style.signed(*one, word)),
            // `↑↓` of a mark: each its own colour
            many => {
                many.iter().for_each(|sign| out.push_str(&style.sign(*sign)));
                out.extend(word.chars().skip(many.len()));
            }
        }
        out.push_str(piece.get(word.len()..).unwrap_or(""));
    }
    out
}

/// The first lines of a text, the last of them with an ellipsis where there were more.
fn capped(lines: Vec<String>, width: usize, tallest: usize, style: &Style) -> Vec<String> {
    let mut lines = lines;
    if lines.len() > tallest {
        lines.truncate(tallest);
        if let Some(last) = lines.last_mut() {
            let room = width.saturating_sub(style.ellipsis().width());
            last.truncate(bytes_of(last, room));
            last.truncate(last.trim_end().len());
            last.push_str(style.ellipsis());
        }
    }
    lines
}

/// A text on one line of so many columns, with an ellipsis where it was longer.
pub(super) fn fitted(text: &str, width: usize, style: &Style) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(style.ellipsis().width());
    let start = text.get(..bytes_of(text, room)).unwrap_or("");
    format!("{}{}", start.trim_end(), style.ellipsis())
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

/// The same with further lines set in by so many columns.
pub(super) fn hanging(text: &str, width: usize, inset: usize) -> Vec<String> {
    let mut lines = wrap(text, width);
    let first = lines.first().cloned().unwrap_or_default();
    if lines.len() > 1 {
        let rest = text.get(first.len()..).unwrap_or("").trim_start();
        let further = wrap(rest, width.saturating_sub(inset));
        lines.truncate(1);
        lines.extend(further.iter().map(|line| format!("{}{line}", " ".repeat(inset))));
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
        Table::of_words(&columns, &rows).lines(&Style { width, ..Style::default() })
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
