//! Mappings between vocabularies in SSSOM: which identifiers are of one thing.
//!
//! Rows come in behind a head of remarks, statements go out. Which predicate says that two are one stands in the mapping.

use super::lines::Failure;
use super::record::{Name, Record, Statement, Unit};
use super::row::{Row, Shape};
use std::io::BufRead;

/// Columns without which a table is none of mappings.
const NEEDED: [&str; 4] = ["subject_id", "predicate_id", "object_id", "mapping_justification"];

/// Reads mappings.
///
/// # Errors
/// A column is missing that every table of mappings has, or the file cannot be read to its end.
pub(super) fn read(input: &mut dyn BufRead, take: &mut dyn FnMut(Unit) -> Result<(), Failure>) -> Result<(), Failure> {
    let shape = Shape::Cells { separator: b'\t', quotes: true };
    let mut visit = |row: &Row<'_>| Unit::new(row.line, row.text(), mapping(row));
    super::fixed_rows(input, shape, Some(b'#'), &NEEDED, &mut visit, take)
}

fn mapping(row: &Row<'_>) -> Result<Record, String> {
    let needed = |column: &str| row.cell(column).ok_or_else(|| format!("the {column} is left out"));
    needed("mapping_justification")?;
    let (subject, predicate, object) = (needed("subject_id")?, needed("predicate_id")?, needed("object_id")?);
    if row.cell("predicate_modifier").is_some_and(|word| word.eq_ignore_ascii_case("not")) {
        return Err(format!("it says that `{subject}` and `{object}` are not so related, which a base cannot hold"));
    }
    Ok(Record::Statement(Box::new(Statement {
        subject: Name::key(subject),
        relations: vec![predicate],
        object: Name::key(object),
        ..Statement::default()
    })))
}
