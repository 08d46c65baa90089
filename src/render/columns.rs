//! Rows as Parquet and as Arrow IPC, for data frames.
//!
//! One reply with rows comes in, the bytes of a file go out: references and findings are lists, and the file says which base was asked what.

use super::Format;
use super::rows::{Rows, flat};
use super::write::{Told, Unwritable};
use crate::answer::Graph;
use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder, UInt32Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Columns that are lists of findings, by their numbers in the base.
const FINDINGS: [&str; 5] = ["findings", "against", "others", "left", "right"];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Text,
    Whole,
    Real,
    Truth,
    Texts,
    Findings,
}

/// The file.
pub(super) fn write(told: &[Told<'_>], graph: &Graph, format: Format) -> Result<Vec<u8>, Unwritable> {
    let tables: Vec<(&Told<'_>, Rows)> =
        told.iter().map(|one| (one, Rows::of(one.reply))).filter(|(_, rows)| !rows.columns.is_empty()).collect();
    let (one, rows) = match tables.as_slice() {
        [table] => table,
        [] => return Err(Unwritable::new(format!("{format} holds the rows of one answer, and here is none"))),
        many => {
            let many = many.len();
            return Err(Unwritable::new(format!(
                "{format} holds the rows of one answer, and here are {many}; json holds several"
            )));
        }
    };
    let failed = |why: &dyn std::fmt::Display| Unwritable::new(format!("{format} cannot hold this: {why}"));
    let batch = batch(rows, metadata(one, graph)).map_err(|why| failed(&why))?;
    match format {
        Format::Parquet => parquet(&batch).map_err(|why| failed(&why)),
        _ => ipc(&batch).map_err(|why| failed(&why)),
    }
}

/// What the file says of itself.
fn metadata(told: &Told<'_>, graph: &Graph) -> HashMap<String, String> {
    let mut all = HashMap::new();
    let mut say = |key: &str, value: String| all.insert(format!("whereof.{key}"), value);
    say("version", env!("CARGO_PKG_VERSION").to_owned());
    say("query", told.reply.query().unwrap_or_default().to_owned());
    let names: Vec<&str> = graph.bases.iter().map(|base| base.name.as_str()).collect();
    let hashes: Vec<&str> = graph.bases.iter().map(|base| base.hash.as_str()).collect();
    say("base", names.join(" | "));
    say("base_hash", hashes.join(" | "));
    say("reading", super::header(told.reply, &super::Style { width: 10_000, ..super::Style::default() }));
    all
}

fn holds(name: &str, cells: &[&Value]) -> Holds {
    let stated = || cells.iter().filter(|cell| !cell.is_null());
    if FINDINGS.contains(&name) && stated().all(|cell| cell.is_array()) {
        return Holds::Findings;
    }
    let is = |test: fn(&Value) -> bool| stated().next().is_some() && stated().all(|cell| test(cell));
    if name.ends_with("refs") || name.starts_with("refs") || is(Value::is_array) {
        Holds::Texts
    } else if is(|cell| cell.is_u64() || cell.is_i64()) {
        Holds::Whole
    } else if is(Value::is_number) {
        Holds::Real
    } else if is(Value::is_boolean) {
        Holds::Truth
    } else {
        Holds::Text
    }
}

fn batch(rows: &Rows, metadata: HashMap<String, String>) -> Result<RecordBatch, ArrowError> {
    let (mut fields, mut arrays) = (Vec::new(), Vec::new());
    for (at, name) in rows.columns.iter().enumerate() {
        let cells: Vec<&Value> = rows.rows.iter().map(|cells| cells.get(at).unwrap_or(&Value::Null)).collect();
        let array = array(holds(name, &cells), &cells);
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    RecordBatch::try_new(Arc::new(Schema::new_with_metadata(fields, metadata)), arrays)
}

fn array(holds: Holds, cells: &[&Value]) -> ArrayRef {
    match holds {
        Holds::Text => {
            let mut builder = StringBuilder::new();
            cells.iter().for_each(|cell| builder.append_option((!cell.is_null()).then(|| flat(cell))));
            Arc::new(builder.finish())
        }
        Holds::Whole => {
            let mut builder = Int64Builder::new();
            cells.iter().for_each(|cell| builder.append_option(cell.as_i64()));
            Arc::new(builder.finish())
        }
        Holds::Real => {
            let mut builder = Float64Builder::new();
            cells.iter().for_each(|cell| builder.append_option(cell.as_f64()));
            Arc::new(builder.finish())
        }
        Holds::Truth => {
            let mut builder = BooleanBuilder::new();
            cells.iter().for_each(|cell| builder.append_option(cell.as_bool()));
            Arc::new(builder.finish())
        }
        Holds::Texts => {
            let item = Arc::new(Field::new("item", DataType::Utf8, true));
            let mut builder = ListBuilder::new(StringBuilder::new()).with_field(item);
            for cell in cells {
                match cell {
                    Value::Null => builder.append(false),
                    Value::Array(items) => {
                        items.iter().for_each(|item| builder.values().append_value(flat(item)));
                        builder.append(true);
                    }
                    other => {
                        builder.values().append_value(flat(other));
                        builder.append(true);
                    }
                }
            }
            Arc::new(builder.finish())
        }
        Holds::Findings => {
            let item = Arc::new(Field::new("item", DataType::UInt32, true));
            let mut builder = ListBuilder::new(UInt32Builder::new()).with_field(item);
            for cell in cells {
                for item in cell.as_array().into_iter().flatten() {
                    builder.values().append_option(item.as_u64().and_then(|number| u32::try_from(number).ok()));
                }
                builder.append(!cell.is_null());
            }
            Arc::new(builder.finish())
        }
    }
}

/// What the file says of itself stands in it twice: in the schema, where readers of Arrow look, and beside it for all others.
fn parquet(batch: &RecordBatch) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_created_by(concat!("whereof ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(sorted(batch)))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
    writer.write(batch)?;
    writer.into_inner()
}

/// Metadata in the order of its keys: a map gives it in any.
fn sorted(batch: &RecordBatch) -> Vec<KeyValue> {
    let schema = batch.schema();
    let mut all: Vec<(&String, &String)> = schema.metadata().iter().collect();
    all.sort();
    all.into_iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect()
}

fn ipc(batch: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
    let mut writer = arrow_ipc::writer::FileWriter::try_new(Vec::new(), &batch.schema())?;
    writer.write(batch)?;
    writer.finish()?;
    writer.into_inner()
}
