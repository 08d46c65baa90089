//! The table of human genes of the HGNC, and that of symbols that were given up.
//!
//! Rows come in, things with all their symbols go out; what was given up leads to what took its place.

use super::lines::Failure;
use super::names::is_curie;
use super::record::{Name, Record, Thing, Unit};
use super::row::{Row, Shape};
use std::io::BufRead;

/// Columns with identifiers of other vocabularies, and the prefix of each.
const XREFS: [(&str, &str); 4] =
    [("entrez_id", "NCBIGene"), ("ensembl_gene_id", "ENSEMBL"), ("uniprot_ids", "UniProtKB"), ("omim_id", "OMIM")];

/// Columns with other spellings, the symbols first.
const ALIASES: [&str; 5] = ["alias_symbol", "prev_symbol", "name", "alias_name", "prev_name"];

/// Reads the table.
///
/// # Errors
/// The columns are not those of the HGNC, or the file cannot be read to its end.
pub(super) fn read(input: &mut dyn BufRead, take: &mut dyn FnMut(Unit) -> Result<(), Failure>) -> Result<(), Failure> {
    let shape = Shape::Cells { separator: b'\t', quotes: true };
    super::row::rows(input, shape, "|", None, &mut |row| match row {
        Err((line, why, text)) => take(Unit::new(line, text, Err(why))),
        Ok(row) => {
            let says = if row.has("hgnc_id") && row.has("symbol") {
                gene(row)
            } else if row.has("HGNC_ID") && row.has("WITHDRAWN_SYMBOL") {
                withdrawn(row)
            } else {
                let note = "the tables of the HGNC have `hgnc_id` and `symbol`, or `HGNC_ID` and `WITHDRAWN_SYMBOL`";
                return Err(Failure::new(1, "no table of the HGNC", note));
            };
            take(Unit::new(row.line, row.text(), says))
        }
    })
}

fn gene(row: &Row<'_>) -> Result<Record, String> {
    let id = row.cell("hgnc_id").ok_or_else(|| "the hgnc_id is left out".to_owned())?;
    let symbol = row.cell("symbol").ok_or_else(|| "the symbol is left out".to_owned())?;
    if !is_curie(&id) {
        return Err(format!("`{id}` is no identifier of the HGNC"));
    }
    if let Some(status) = row.cell("status").filter(|status| status != "Approved") {
        return Err(format!("`{symbol}` has the status `{status}`, and nothing took its place"));
    }
    let mut xrefs = vec![id.clone()];
    for (column, prefix) in XREFS {
        xrefs.extend(
            row.list(column).into_iter().map(|local| format!("{prefix}:{local}")).filter(|curie| is_curie(curie)),
        );
    }
    let aliases = ALIASES.iter().flat_map(|column| row.list(column)).collect();
    let name = Name {
        key: Some(id),
        kind: row.cell("locus_group").or_else(|| Some("locus".to_owned())),
        namespace: Some("HGNC".to_owned()),
        name: Some(symbol),
        xrefs,
    };
    Ok(Record::Thing(Box::new(Thing { name, aliases, ..Thing::default() })))
}

fn withdrawn(row: &Row<'_>) -> Result<Record, String> {
    let from = row.cell("HGNC_ID").ok_or_else(|| "the HGNC_ID is left out".to_owned())?;
    let symbol = row.cell("WITHDRAWN_SYMBOL");
    let shown = symbol.clone().unwrap_or_else(|| from.clone());
    let column = row.columns().into_iter().find(|column| column.starts_with("MERGED_INTO")).map(str::to_owned);
    let whole = column.map(|column| row.list(&column).join("|")).unwrap_or_default();
    let ids = |part: &str| part.trim().starts_with("HGNC:").then(|| part.trim().to_owned());
    let to: Vec<String> = whole.split(['|', ',', ';']).filter_map(ids).collect();
    match to.as_slice() {
        [one] => Ok(Record::Redirect { from, name: symbol, to: one.clone() }),
        [] => Err(format!("`{shown}` was withdrawn, and nothing took its place")),
        several => Err(format!("`{shown}` gave way to several: {}", several.join(", "))),
    }
}
