//! Files of others: what each format gives, what is rejected and why, and that nothing of any file ends in a panic.

mod bytes;
mod data;
mod kgx;
mod program;
mod real;
mod statements;
mod tables;
mod vocabularies;

use whereof::base::jsonl;
use whereof::engine::{Import, Imported, Options};
use whereof::text::Source;
use whereof::{Base, Error};

/// Reads files into a base.
fn read(mapping: Option<&str>, files: &[(&str, &str)]) -> Result<Imported, Error> {
    read_onto(None, mapping, false, files)
}

fn read_onto(
    onto: Option<&Base>,
    mapping: Option<&str>,
    strict: bool,
    files: &[(&str, &str)],
) -> Result<Imported, Error> {
    let mapping = mapping.map(|text| Source::new("map.toml", text));
    let options = Options { source: Some("Sample".to_owned()), strict };
    let mut import = Import::new(onto, mapping.as_ref(), options)?;
    for (name, text) in files {
        import.read(name, &mut text.as_bytes())?;
    }
    let imported = import.finish()?;
    let counts = imported.counts;
    assert_eq!(counts.kept + counts.rejected, counts.read);
    assert_eq!(counts.rejected, imported.rejected.len() as u64);
    Ok(imported)
}

/// What was rejected, each as `file:line: reason`.
fn rejected(imported: &Imported) -> Vec<String> {
    imported.rejected.iter().map(|one| format!("{}:{}: {}", one.file, one.line, one.reason)).collect()
}

/// Lines of a base of one type, without what would tell where it was read.
fn lines(base: &Base, of: &str) -> Vec<String> {
    let start = format!("{{\"type\":\"{of}\"");
    jsonl::write(base.facts()).lines().filter(|line| line.starts_with(&start)).map(str::to_owned).collect()
}

/// The names in the first column of an answer.
fn names(base: &Base, query: &str) -> Vec<String> {
    let answers = base.query(query).unwrap_or_else(|error| panic!("{query}: {}", error.report()));
    answers.iter().map(|row| row.name().into_owned()).collect()
}
