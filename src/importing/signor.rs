//! The table of signalling relations of SIGNOR.
//!
//! Rows come in, statements go out: effect, mechanism, site, organism, cell, tissue and sentence. What the words are stands in the mapping.

use super::cite::cited;
use super::lines::Failure;
use super::names::is_curie;
use super::record::{Name, Record, SlotWords, Statement, Unit};
use super::row::{Row, Shape};
use std::io::BufRead;

const NEEDED: [&str; 7] = ["ENTITYA", "IDA", "ENTITYB", "IDB", "EFFECT", "TYPEA", "TYPEB"];

/// Columns that are contexts of a finding.
const SLOTS: [&str; 10] = [
    "MECHANISM",
    "RESIDUE",
    "SEQUENCE",
    "TAX_ID",
    "CELL_DATA",
    "TISSUE_DATA",
    "DIRECT",
    "SENTENCE",
    "SCORE",
    "MODULATOR_COMPLEX",
];

/// Reads relations.
///
/// # Errors
/// A column is missing, or the file cannot be read to its end.
pub(super) fn read(input: &mut dyn BufRead, take: &mut dyn FnMut(Unit) -> Result<(), Failure>) -> Result<(), Failure> {
    let shape = Shape::Cells { separator: b'\t', quotes: false };
    let mut visit = |row: &Row<'_>| Unit::new(row.line, row.text(), relation(row));
    super::fixed_rows(input, shape, None, &NEEDED, &mut visit, take)
}

fn relation(row: &Row<'_>) -> Result<Record, String> {
    let effect = row.cell("EFFECT").ok_or_else(|| "the EFFECT is left out".to_owned())?;
    let mut slots = Vec::new();
    for column in SLOTS {
        let whole = row.list(column).join("|");
        // of places several may be told, in one cell
        let is_list = ["CELL_DATA", "TISSUE_DATA"].contains(&column);
        let values: Vec<&str> = if is_list { whole.split(';').collect() } else { vec![whole.as_str()] };
        for value in values.into_iter().map(str::trim).filter(|value| !value.is_empty()) {
            // no organism, in the words of the table
            if !(column == "TAX_ID" && value.starts_with('-')) {
                slots.push(SlotWords::text(column, value));
            }
        }
    }
    let pmids = row.list("PMID").join("|");
    let digits = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let studies = pmids.split([';', ',', '|']).map(str::trim).filter(digits);
    let studies = studies.filter_map(|pmid| cited(&format!("PMID:{pmid}"))).collect();
    Ok(Record::Statement(Box::new(Statement {
        subject: end(row, 'A')?,
        relations: vec![effect],
        object: end(row, 'B')?,
        slots,
        studies,
        section: row.cell("SIGNOR_ID"),
        sentence: row.cell("SIGNOR_ID").map(|_| 1),
        ..Statement::default()
    })))
}

fn end(row: &Row<'_>, side: char) -> Result<Name, String> {
    let cell = |column: &str| row.cell(&format!("{column}{side}"));
    let name = cell("ENTITY").ok_or_else(|| format!("the ENTITY{side} is left out"))?;
    let curie =
        cell("ID").map(|id| if is_curie(&id) { id } else { format!("{}:{id}", prefix(cell("DATABASE").as_deref())) });
    let curie = curie.filter(|curie| is_curie(curie));
    Ok(Name {
        key: curie.clone(),
        kind: Some(cell("TYPE").unwrap_or_else(|| "unknown".to_owned())),
        namespace: None,
        name: Some(name),
        xrefs: curie.into_iter().collect(),
    })
}

fn prefix(database: Option<&str>) -> &str {
    match database {
        Some("UNIPROT") => "UniProtKB",
        Some("RNAcentral") => "RNACENTRAL",
        Some(other) => other,
        None => "SIGNOR",
    }
}
