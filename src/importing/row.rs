//! Rows of tables, parted by tabs or commas, or objects of JSON Lines.
//!
//! Bytes come in, rows with named cells go out, one after the other. What a column means is not known here.

use super::lines::{Failure, Guard, Lines};
use crate::base::jsonl::json_words;
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::io::BufRead;

/// How a table stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Cells parted by a character; `"` quotes a cell or is a character like others.
    Cells { separator: u8, quotes: bool },
    /// An object a line.
    Json,
}

/// One row.
pub(super) struct Row<'a> {
    /// The line on which it begins.
    pub(super) line: u64,
    cells: Cells<'a>,
    lists: &'a str,
}

enum Cells<'a> {
    Text { columns: &'a FxHashMap<String, usize>, cells: &'a [&'a str] },
    Json(&'a serde_json::Map<String, Value>),
}

impl Row<'_> {
    /// The columns and the cells, where it has such.
    pub(super) fn cells(&self) -> Option<(&FxHashMap<String, usize>, &[&str])> {
        match &self.cells {
            Cells::Text { columns, cells } => Some((columns, cells)),
            Cells::Json(_) => None,
        }
    }

    /// Whether the table has a column.
    pub(super) fn has(&self, column: &str) -> bool {
        match &self.cells {
            Cells::Text { columns, .. } => columns.contains_key(column),
            Cells::Json(object) => object.contains_key(column),
        }
    }

    /// The columns, in no order.
    pub(super) fn columns(&self) -> Vec<&str> {
        match &self.cells {
            Cells::Text { columns, .. } => columns.keys().map(String::as_str).collect(),
            Cells::Json(object) => object.keys().map(String::as_str).collect(),
        }
    }

    /// A cell that says something; of several values the first.
    pub(super) fn cell(&self, column: &str) -> Option<String> {
        match &self.cells {
            Cells::Text { .. } => self.whole(column),
            Cells::Json(_) => self.list(column).into_iter().next(),
        }
    }

    fn whole(&self, column: &str) -> Option<String> {
        let Cells::Text { columns, cells } = &self.cells else { return None };
        let text = cells.get(*columns.get(column)?)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The values of a cell.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        match &self.cells {
            Cells::Text { .. } => {
                let Some(whole) = self.whole(column) else { return Vec::new() };
                if self.lists.is_empty() {
                    return vec![whole];
                }
                let parts = whole.split(self.lists).map(str::trim).filter(|part| !part.is_empty());
                parts.map(str::to_owned).collect()
            }
            Cells::Json(object) => match object.get(column) {
                None | Some(Value::Null) => Vec::new(),
                Some(Value::Array(items)) => items.iter().filter_map(plain).collect(),
                Some(other) => plain(other).into_iter().collect(),
            },
        }
    }

    /// The row as text, for messages.
    pub(super) fn text(&self) -> String {
        match &self.cells {
            Cells::Text { cells, .. } => cells.join("\t"),
            Cells::Json(object) => serde_json::to_string(object).unwrap_or_default(),
        }
    }
}

fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(is) => is.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// What is made of a row, or of what is none.
pub(super) type Visit<'v> = dyn FnMut(Result<&Row<'_>, (u64, String, String)>) -> Result<(), Failure> + 'v;

/// Hands out the rows of a table. Lines that are empty or begin with `comment` are no rows.
///
/// # Errors
/// The file cannot be read any further, or `visit` ends it.
pub(super) fn rows(
    input: &mut dyn BufRead,
    shape: Shape,
    lists: &str,
    comment: Option<u8>,
    visit: &mut Visit<'_>,
) -> Result<(), Failure> {
    match shape {
        Shape::Json => objects(input, lists, visit),
        Shape::Cells { separator, quotes: false } => plain_cells(input, separator, lists, comment, visit),
        Shape::Cells { separator, quotes: true } => quoted_cells(input, separator, lists, comment, visit),
    }
}

fn objects(input: &mut dyn BufRead, lists: &str, visit: &mut Visit<'_>) -> Result<(), Failure> {
    let mut lines = Lines::new(input);
    while let Some(text) = lines.next()? {
        let text = text.map(str::to_owned);
        let line = lines.number;
        let read = match &text {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => serde_json::from_str::<serde_json::Map<String, Value>>(text)
                .map_err(|error| format!("no object of JSON: {}", json_words(&error))),
            Err(why) => Err(why.clone()),
        };
        match read {
            Ok(object) => visit(Ok(&Row { line, cells: Cells::Json(&object), lists }))?,
            Err(why) => visit(Err((line, why, text.unwrap_or_default())))?,
        }
    }
    Ok(())
}

/// Where each column stands; a name that comes twice is no name.
fn header<'a>(names: impl Iterator<Item = &'a str>, line: u64) -> Result<FxHashMap<String, usize>, Failure> {
    let mut columns = FxHashMap::default();
    for (at, name) in names.enumerate() {
        let name = name.trim();
        if !name.is_empty() && columns.insert(name.to_owned(), at).is_some() {
            let message = format!("two columns are called `{name}`");
            return Err(Failure::new(line, message, "the first line names the columns, each once"));
        }
    }
    Ok(columns)
}

fn uneven(found: usize, wanted: usize) -> String {
    let cells = |number: usize| if number == 1 { "1 cell".to_owned() } else { format!("{number} cells") };
    format!("{} where the header has {wanted}", cells(found))
}

fn plain_cells(
    input: &mut dyn BufRead,
    separator: u8,
    lists: &str,
    comment: Option<u8>,
    visit: &mut Visit<'_>,
) -> Result<(), Failure> {
    let mut lines = Lines::new(input);
    let mut columns: Option<(FxHashMap<String, usize>, usize)> = None;
    let mut room = Vec::new();
    loop {
        let line = lines.number + 1;
        let Some(text) = lines.next()? else { return Ok(()) };
        match (text, &columns) {
            (Ok(text), _) if text.is_empty() || comment.is_some_and(|sign| text.as_bytes().first() == Some(&sign)) => {}
            (Ok(text), known) => {
                let cells = split(text, separator, room);
                match known {
                    None => columns = Some((header(cells.iter().copied(), line)?, cells.len())),
                    Some((columns, count)) if cells.len() == *count => {
                        visit(Ok(&Row { line, cells: Cells::Text { columns, cells: &cells }, lists }))?;
                    }
                    Some((_, count)) => visit(Err((line, uneven(cells.len(), *count), text.to_owned())))?,
                }
                room = emptied(cells);
            }
            (Err(why), None) => return Err(Failure::new(line, why, "the first line names the columns")),
            (Err(why), Some(_)) => visit(Err((line, why, String::new())))?,
        }
    }
}

/// The cells of a line.
fn split<'t>(text: &'t str, separator: u8, room: Vec<&str>) -> Vec<&'t str> {
    let mut cells = emptied(room);
    let mut start = 0;
    for at in memchr::memchr_iter(separator, text.as_bytes()) {
        cells.push(text.get(start..at).unwrap_or_default());
        start = at + 1;
    }
    cells.push(text.get(start..).unwrap_or_default());
    cells
}

/// The room of a list for texts that live elsewhere.
fn emptied<'t>(mut list: Vec<&str>) -> Vec<&'t str> {
    list.clear();
    list.into_iter().map(|_| "").collect()
}

fn quoted_cells(
    input: &mut dyn BufRead,
    separator: u8,
    lists: &str,
    comment: Option<u8>,
    visit: &mut Visit<'_>,
) -> Result<(), Failure> {
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(separator).comment(comment);
    let mut reader = reader.from_reader(Guard::new(input));
    let mut record = csv::ByteRecord::new();
    let mut columns: Option<(FxHashMap<String, usize>, usize)> = None;
    loop {
        reader.get_mut().reset();
        let before = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) => {
                return Err(match error.into_kind() {
                    csv::ErrorKind::Io(error) => Failure::reading(before, &error),
                    _ => Failure::new(before, "the table cannot be read any further", ""),
                });
            }
        }
        let line = record.position().map_or(before, csv::Position::line);
        let cells: Result<Vec<&str>, usize> =
            record.iter().enumerate().map(|(at, cell)| std::str::from_utf8(cell).map_err(|_| at)).collect();
        match (cells, &columns) {
            (Ok(cells), None) => {
                let first = cells.first().map(|cell| cell.trim_start_matches('\u{feff}'));
                let names = first.into_iter().chain(cells.iter().skip(1).copied());
                columns = Some((header(names, line)?, cells.len()));
            }
            (Ok(cells), Some((columns, count))) if cells.len() == *count => {
                visit(Ok(&Row { line, cells: Cells::Text { columns, cells: &cells }, lists }))?;
            }
            (Ok(cells), Some((_, count))) => visit(Err((line, uneven(cells.len(), *count), cells.join("\t"))))?,
            (Err(_), None) => {
                return Err(Failure::new(line, "the header is not UTF-8", "the first line names the columns"));
            }
            (Err(at), Some(_)) => visit(Err((line, format!("cell {} is not UTF-8", at + 1), String::new())))?,
        }
    }
}
