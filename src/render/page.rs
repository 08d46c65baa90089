//! Pages on a terminal: indented, wrapped, coloured where that is wanted.
//!
//! Blocks come in, text goes out. It does not know what the blocks tell.

use super::document::Block;
use super::grid::{Table, fitted, wrap};
use super::marks;
use super::sanitise::sanitise;
use super::style::{Ink, Style};
use super::words::{all, count, thousands, untold};
use unicode_width::UnicodeWidthStr;

/// Blanks of one step of indentation.
const STEP: usize = 2;

/// Prints blocks, each part of the page set off by an empty line.
pub(super) fn print(blocks: &[Block], style: &Style) -> String {
    let mut out = Page { text: String::new(), style };
    let labels = blocks.iter().filter_map(|block| match block {
        Block::Fact(label, _) | Block::Link(label, ..) => Some(sanitise(label).width()),
        _ => None,
    });
    // labels give way where they would leave no room for what they say
    let label = labels.max().unwrap_or(0).min(style.width / 3);
    let mut last_fact = "";
    let mut before: Option<&Block> = None;
    // findings one after the other that share what stands under them
    let mut alike = 1usize;
    for (at, block) in blocks.iter().enumerate() {
        let begins = match block {
            Block::Grid(..) | Block::Rows(..) | Block::Marks(..) | Block::Title(0, _) | Block::Close(_) => true,
            Block::Item(0, _) => !matches!(before, Some(Block::Item(0, _))),
            Block::Fact(..) | Block::Link(..) | Block::Lead(_) => false,
            _ => matches!(
                before,
                Some(
                    Block::Lead(_)
                        | Block::Fact(..)
                        | Block::Link(..)
                        | Block::Grid(..)
                        | Block::Rows(..)
                        | Block::Marks(..)
                )
            ),
        };
        if begins && before.is_some() {
            out.text.push('\n');
        }
        match block {
            Block::Lead(text) => out.flow("", "", 0, text, Some(Ink::Strong)),
            Block::Fact(name, text) => {
                out.flow(&out.margin(name, last_fact, label), &" ".repeat(label + 4), label + 4, text, None);
                last_fact = name;
            }
            Block::Link(name, text, url) => {
                let margin = out.margin(name, last_fact, label);
                out.link(&margin, label + 4, text, url);
                last_fact = name;
            }
            Block::Grid(..) | Block::Rows(..) => {
                let most = if style.rows == 0 { usize::MAX } else { style.rows };
                let (table, held, rows) = match block {
                    Block::Rows(columns, rows, more) => (
                        Table::of_rows(columns, first(rows, most), style),
                        rows.len(),
                        rows.len().saturating_add(*more),
                    ),
                    Block::Grid(columns, rows) => (Table::of_words(columns, first(rows, most)), rows.len(), rows.len()),
                    _ => continue,
                };
                for line in table.lines(style) {
                    out.text.push_str(&line);
                    out.text.push('\n');
                }
                let shown = held.min(most);
                if rows > shown {
                    let more = if rows - shown == 1 { "is" } else { "are" };
                    let more = format!("{} more {more} not shown", thousands((rows - shown) as u64));
                    let text = format!("the first {} of {}", thousands(shown as u64), count(rows as u64, "row"));
                    out.item(0, &format!("{text}; {more}: {}", all(style)), Some(Ink::Warn));
                }
            }
            Block::Marks(corner, columns, rows) => {
                for line in marks::print(corner, columns, rows, style) {
                    out.text.push_str(&line);
                    out.text.push('\n');
                }
                for line in marks::legend(rows, style) {
                    out.item(1, &line, Some(Ink::Faint));
                }
            }
            Block::Title(level, text) => out.item(*level, text, Some(Ink::Strong)),
            Block::Item(level, text) => out.item(*level, text, None),
            Block::Query(level, text) => out.item(*level, text, Some(Ink::Faint)),
            Block::Finding(level, sign, statement, under, _) => {
                let indent = " ".repeat(STEP * level);
                let rest = format!("{indent}  ");
                out.flow(&format!("{indent}{} ", style.sign(*sign)), &rest, rest.len(), statement, None);
                let same = |next: &Block| matches!(next, Block::Finding(l, _, _, u, _) if l == level && u == under);
                if !under.is_empty() && blocks.get(at + 1).is_some_and(same) {
                    alike += 1;
                } else {
                    let of = if alike > 1 { format!("all {alike}: ") } else { String::new() };
                    for (turn, line) in under.iter().enumerate() {
                        let line = if turn == 0 { format!("{of}{line}") } else { line.clone() };
                        out.flow(&rest, &rest, rest.len(), &line, Some(Ink::Faint));
                    }
                    alike = 1;
                }
            }
            Block::Untold(count) => out.item(0, &untold(*count, style), None),
            Block::Close(text) => out.flow("", "  ", 2, text, None),
        }
        before = Some(block);
    }
    out.text
}

/// An address on lines of so many columns, each of which ends where a part of it does.
fn broken(address: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in address.split_inclusive(['/', '?', '&', '=', ' ']).flat_map(|part| wrap(part, room)) {
        match lines.last_mut() {
            Some(line) if line.width() + part.width() <= room => line.push_str(&part),
            _ => lines.push(part),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn first<T>(rows: &[T], most: usize) -> &[T] {
    rows.get(..most).unwrap_or(rows)
}

struct Page<'s> {
    text: String,
    style: &'s Style,
}

impl Page<'_> {
    /// The margin of a fact: its label, unless the line above has the same.
    fn margin(&self, label: &str, before: &str, width: usize) -> String {
        let shown = if label == before { String::new() } else { fitted(&sanitise(label), width, self.style) };
        format!("  {}{}  ", self.style.ink(Ink::Faint, &shown), " ".repeat(width.saturating_sub(shown.width())))
    }

    /// A name that leads to an address, behind a margin of so many columns; where the surface makes no link of it, with the address.
    fn link(&mut self, margin: &str, columns: usize, text: &str, url: &str) {
        let (safe, style) = (sanitise(text), self.style);
        let room = style.width.saturating_sub(columns);
        let under = format!("\n{}", " ".repeat(columns));
        let linked: Vec<String> = broken(&safe, room).iter().map(|line| style.link(line, url)).collect();
        self.text.push_str(&format!("{margin}{}", linked.join(&under)));
        if !style.links {
            // whole where that can be, so that it can be copied; below where both would not fit, and then further to the left
            let url_wide = url.width();
            if linked.len() == 1 && safe.width() + 2 + url_wide <= room {
                self.text.push_str(&format!("  {}", style.ink(Ink::Faint, url)));
            } else if url_wide + STEP <= style.width {
                let indent = columns.min(style.width - url_wide);
                self.text.push_str(&format!("\n{}{}", " ".repeat(indent), style.ink(Ink::Faint, url)));
            } else {
                let columns = columns.min(3 * STEP);
                for line in broken(url, style.width.saturating_sub(columns)) {
                    self.text.push_str(&format!("\n{}{}", " ".repeat(columns), style.ink(Ink::Faint, &line)));
                }
            }
        }
        self.text.push('\n');
    }

    fn item(&mut self, level: usize, text: &str, ink: Option<Ink>) {
        let indent = " ".repeat(STEP * level);
        let rest = format!("{indent}  ");
        self.flow(&indent, &rest, rest.len(), text, ink);
    }

    /// Wraps a text behind a first and a further indentation of so many columns.
    fn flow(&mut self, first: &str, rest: &str, columns: usize, text: &str, ink: Option<Ink>) {
        let safe = sanitise(text);
        let room = self.style.width.saturating_sub(columns);
        for (turn, line) in wrap(&safe, room).into_iter().enumerate() {
            self.text.push_str(if turn == 0 { first } else { rest });
            match ink {
                Some(ink) => self.text.push_str(&self.style.ink(ink, &line)),
                None => self.text.push_str(&line),
            }
            while self.text.ends_with(' ') {
                self.text.pop();
            }
            self.text.push('\n');
        }
        debug_assert!(safe.width() == 0 || !self.text.is_empty());
    }
}
