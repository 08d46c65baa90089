//! Replies as a workbook: rows, findings, references, and how the question was read.
//!
//! Replies come in, the bytes of an XLSX file go out. Every word is a text cell, so that no program makes a date of SEPT2 or runs a name as a
//! formula; counts are numbers.

use super::Style;
use super::cite;
use super::network::findings_table;
use super::rows::{Rows, flat};
use super::sanitise::sanitise;
use super::write::{Told, Unwritable};
use crate::answer::Graph;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;

/// Letters that one cell holds.
const LETTERS: usize = 32_767;
/// Rows that one sheet holds, the names of its columns apart.
const ROWS: usize = 1_048_575;
/// Columns wide at most, so that a sheet can be read.
const WIDEST: u32 = 420;

/// The workbook, and what it does not hold.
pub(super) fn write(told: &[Told<'_>], graph: &Graph) -> Result<(Vec<u8>, Vec<String>), Unwritable> {
    let mut book = Book { workbook: Workbook::new(), head: Format::new().set_bold(), cut: 0 };
    let several = told.len() > 1;
    let mut build = || -> Result<Vec<u8>, XlsxError> {
        // a workbook says when it was made; the same replies must give the same bytes
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.workbook.set_properties(&DocProperties::new().set_creation_datetime(&made).set_author("whereof"));
        for (at, one) in told.iter().enumerate() {
            let name = if several { format!("{} rows", at + 1) } else { "rows".to_owned() };
            book.sheet(&name, &Rows::of(one.reply))?;
        }
        if !graph.edges.is_empty() {
            book.sheet("findings", &findings_table(graph))?;
        }
        if !graph.studies.is_empty() || !graph.sources.is_empty() {
            book.sheet("references", &references(graph))?;
        }
        book.sheet("reading", &reading(told, graph))?;
        book.workbook.save_to_buffer()
    };
    let bytes = build()
        .map_err(|why| Unwritable::new(format!("a workbook cannot hold this: {why}; csv has no such limits")))?;
    let mut not_held = Vec::new();
    if book.cut > 0 {
        let cells = super::words::count(book.cut, "cell");
        not_held.push(format!("the end of {cells}: a cell of a workbook holds {LETTERS} letters"));
    }
    Ok((bytes, not_held))
}

struct Book {
    workbook: Workbook,
    head: Format,
    /// Cells that were too long.
    cut: u64,
}

impl Book {
    fn sheet(&mut self, name: &str, rows: &Rows) -> Result<(), XlsxError> {
        if rows.rows.len() > ROWS {
            return Err(XlsxError::RowColumnLimitError);
        }
        let Book { workbook, head, cut } = self;
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        for (column, title) in rows.columns.iter().enumerate() {
            sheet.write_string_with_format(0, column as u16, sanitise(title), head)?;
        }
        for (row, cells) in rows.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                put(sheet, row as u32 + 1, column as u16, cell, cut)?;
            }
        }
        if !rows.columns.is_empty() {
            sheet.set_freeze_panes(1, 0)?;
            sheet.autofilter(0, 0, rows.rows.len() as u32, rows.columns.len() as u16 - 1)?;
            sheet.set_autofit_max_width(WIDEST).autofit();
        }
        Ok(())
    }
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Value, cut: &mut u64) -> Result<(), XlsxError> {
    match cell {
        Value::Null => {}
        Value::Number(number) => {
            sheet.write_number(row, column, number.as_f64().unwrap_or_default())?;
        }
        Value::Bool(truth) => {
            sheet.write_boolean(row, column, *truth)?;
        }
        words => {
            let text = flat(words);
            let text = sanitise(&text);
            // as many letters as the programs count: UTF-16 units
            let mut units = 0usize;
            let end = text.char_indices().find(|(_, letter)| {
                units += letter.len_utf16();
                units > LETTERS
            });
            let kept = match end {
                Some((end, _)) => {
                    *cut += 1;
                    text.get(..end).unwrap_or_default()
                }
                None => &text,
            };
            sheet.write_string(row, column, kept)?;
        }
    }
    Ok(())
}

fn references(graph: &Graph) -> Rows {
    let columns = ["reference", "title", "authors", "printed", "doi", "pmid", "note"];
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::String(text.to_owned()) };
    let rows = cite::entries(graph).into_iter().map(|entry| {
        vec![
            entry.label.as_deref().map_or(Value::Null, text),
            text(&entry.title),
            text(&entry.author_words()),
            text(&entry.printed_words()),
            entry.doi.as_deref().map_or(Value::Null, text),
            entry.pmid.as_deref().map_or(Value::Null, text),
            text(&entry.note),
        ]
    });
    Rows { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// What surrounds the rows, a line a cell.
fn reading(told: &[Told<'_>], graph: &Graph) -> Rows {
    let wide = Style { width: 10_000, ..Style::default() };
    let mut lines = Vec::new();
    for one in told {
        lines.extend(one.reply.query().map(str::to_owned));
        lines.extend(super::header(one.reply, &wide).lines().map(str::to_owned));
        lines.push(String::new());
    }
    lines.extend(graph.bases.iter().map(|base| format!("base {}, fingerprint {}", base.name, base.hash)));
    let rows = lines.into_iter().map(|line| vec![Value::String(line)]).collect();
    Rows { columns: vec!["how it was read, and what was left out".to_owned()], rows }
}
