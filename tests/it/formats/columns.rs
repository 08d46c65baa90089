//! Parquet and Arrow, read back by the readers of their crates.

use super::{asked, nasty, text, written};
use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::FileReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::io::Cursor;
use whereof::answer::{Graph, Reply};
use whereof::render::{Format, Style, Told, write};
use whereof::{Base, Verdict};

const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

/// Statements whose replies have rows of every type of column.
const EVERY: &[&str] = &[
    HEADLINE,
    "treatment where increases GSH and disease = fibrosis",
    "treatment A, gene G where A upregulates G and disease = fibrosis",
    "treatment where upregulates CXCR4 show species, disease",
    "count treatment by disease where improves homing",
    "count treatment where upregulates CXCR4",
    "finding where disease = fibrosis",
    "study where upregulates CXCR4",
    "matrix treatment by disease of improves homing",
    "gaps treatment by disease",
    "compare rapamycin with hypoxia",
    "contested treatment, disease",
    "similar to rapamycin",
    "paths from hypoxia to homing within 3",
    "kinds of fibrosis",
    "nouns",
];

type Said = BTreeMap<String, String>;

/// The one batch of an Arrow file, and what the file says of itself.
fn arrow(bytes: Vec<u8>) -> (RecordBatch, Said) {
    let mut reader = FileReader::try_new(Cursor::new(bytes), None).unwrap();
    let said = reader.schema().metadata().clone().into_iter().collect();
    let batch = reader.next().unwrap().unwrap();
    assert!(reader.next().is_none(), "one batch");
    (batch, said)
}

/// The same of a Parquet file.
fn parquet(bytes: Vec<u8>) -> (Option<RecordBatch>, Said) {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!(
        "columns-{}-{:?}.parquet",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::write(&path, bytes).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(&path).unwrap()).unwrap();
    let file = builder.metadata().file_metadata();
    assert!(file.created_by().unwrap().starts_with("whereof "), "{:?}", file.created_by());
    let said = file.key_value_metadata().unwrap().iter();
    let said =
        said.filter(|one| one.key.starts_with("whereof.")).map(|one| (one.key.clone(), one.value.clone().unwrap()));
    let said: Said = said.collect();
    // readers of Arrow look into the schema, others beside it
    let schema: Said = builder.schema().metadata().clone().into_iter().collect();
    assert_eq!(schema, said);
    let mut reader = builder.with_batch_size(1 << 20).build().unwrap();
    let batch = reader.next().map(Result::unwrap);
    assert!(reader.next().is_none(), "one batch");
    std::fs::remove_file(path).unwrap();
    (batch, said)
}

fn both(told: &[(Reply, Graph)]) -> (RecordBatch, Said) {
    let (one, said) = arrow(written(told, Format::Arrow).files.remove(0));
    let (two, also) = parquet(written(told, Format::Parquet).files.remove(0));
    assert_eq!(said, also);
    match two {
        Some(two) => {
            assert_eq!(one.columns(), two.columns());
            let names = |batch: &RecordBatch| -> Vec<(String, String)> {
                batch
                    .schema()
                    .fields()
                    .iter()
                    .map(|field| (field.name().clone(), field.data_type().to_string()))
                    .collect()
            };
            assert_eq!(names(&one), names(&two));
        }
        // a reader of Parquet gives no batch where there is no row
        None => assert_eq!(one.num_rows(), 0),
    }
    (one, said)
}

#[test]
fn rows_of_the_headline_are_read_back() {
    let (batch, said) = both(&asked(Base::builtin(), HEADLINE));
    let columns: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(columns, ["treatment", "verdict", "refs", "refs_against", "findings"]);
    let word = |name: &str| batch.column_by_name(name).unwrap().as_string::<i32>().value(0).to_owned();
    assert_eq!((word("treatment").as_str(), word("verdict").as_str()), ("resveratrol", Verdict::Supported.words()));
    let list = |name: &str| batch.column_by_name(name).unwrap().as_list::<i32>().value(0);
    assert_eq!(list("refs").as_string::<i32>().iter().collect::<Vec<_>>(), [Some("59")]);
    assert_eq!(list("refs_against").len(), 0);
    assert_eq!(list("findings").as_primitive::<UInt32Type>().values(), &[404]);
    assert_eq!(said["whereof.query"], HEADLINE);
    assert_eq!(said["whereof.base"], "Hu 2020");
    assert_eq!(said["whereof.base_hash"], Base::builtin().info().hash);
    assert!(said["whereof.reading"].starts_with("treatments with a finding that says: upregulates CXCR4"));
    assert_eq!(said.len(), 5, "{said:?}");
}

/// Whatever has rows has as many of them here as in JSON Lines, under the same names.
#[test]
fn every_reply_with_rows_is_a_table() {
    let mut types = std::collections::BTreeSet::new();
    for query in EVERY {
        let told = asked(Base::builtin(), query);
        let (batch, said) = both(&told);
        let lines = text(&told, Format::Jsonl);
        assert_eq!(batch.num_rows(), lines.lines().count(), "{query}");
        if let Some(line) = lines.lines().next() {
            let row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
            let names: std::collections::BTreeSet<String> = row.keys().cloned().collect();
            let columns = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
            assert_eq!(names, columns, "{query}");
        }
        assert_eq!(said["whereof.query"], told[0].0.query().unwrap_or_default(), "{query}");
        types.extend(batch.schema().fields().iter().map(|field| field.data_type().to_string()));
    }
    // text, whole numbers, lists of words, lists of findings
    assert!(types.len() >= 4, "{types:?}");
}

#[test]
fn names_come_back_as_they_are() {
    let (batch, _) = both(&asked(
        nasty(),
        "treatment where has no effect on \"same id\" or raises \"gene one\" or lowers \"gene one\"",
    ));
    let names = batch.column(0).as_string::<i32>();
    let names: Vec<&str> = names.iter().flatten().collect();
    for name in ["SEPT2", "MARCH1", "1E5", "=cmd|' /C calc'!A0", "TGF-β / Ωμέγα", "<script>alert(\"x\")</script>&amp;"]
    {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
}

#[test]
fn several_answers_and_none_are_refused_with_what_to_do() {
    for format in [Format::Parquet, Format::Arrow] {
        let refused = |text: &str| {
            let told = asked(Base::builtin(), text);
            let told: Vec<Told<'_>> = told.iter().map(|(reply, graph)| Told { reply, graph }).collect();
            write(&told, format, &Style::default()).unwrap_err().to_string()
        };
        assert_eq!(
            refused("treatment where upregulates CXCR4; treatment where upregulates VEGF"),
            format!("{format} holds the rows of one answer, and here are 2; json holds several")
        );
        assert_eq!(refused("let $gene = CXCR4"), format!("{format} holds the rows of one answer, and here is none"));
    }
}
