//! The large tables of the field, where they lie beside the project; without them these tests say so and look at nothing.
#![allow(clippy::print_stdout)]

use std::io::BufReader;
use std::path::PathBuf;
use whereof::engine::{Import, Options};
use whereof::text::Source;

/// Where the tables lie, if they do.
fn folder() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os("WHEREOF_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    if folder.join("findings.tsv.gz").is_file() {
        return Some(folder);
    }
    println!("SKIPPED: no tables of findings in {}; WHEREOF_DATA=FOLDER says where they lie", folder.display());
    None
}

#[test]
fn cited_findings_are_imported_and_answer() {
    let Some(folder) = folder() else { return };
    let map =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/imports/bel-findings.toml")).unwrap();
    let mut import = Import::new(None, Some(&Source::new("bel-findings.toml", map)), Options::default()).unwrap();
    for name in ["findings-terms.tsv.gz", "findings.tsv.gz"] {
        let file = BufReader::new(std::fs::File::open(folder.join(name)).unwrap());
        let mut unpacked = BufReader::new(flate2::bufread::MultiGzDecoder::new(file));
        import.read(name, &mut unpacked).unwrap();
    }
    let imported = import.finish().unwrap();
    assert_eq!((imported.counts.read, imported.counts.kept), (8_941 + 33_677, 8_941 + 33_676));
    assert_eq!(
        (imported.rejected[0].line, imported.rejected[0].reason.as_str()),
        (10_449, "a step leads from a thing to itself")
    );
    let base = &imported.base;
    let nulls = super::lines(base, "finding").iter().filter(|line| line.contains("\"has no effect on\"")).count();
    assert_eq!(nulls, 702);
    let found = base.query("substance where increases rna:NOS2").unwrap();
    assert!(found.iter().any(|row| row.name() == "quinolinic acid"));
    let in_context = base.query("protein where increases protein:MAPT in \"Alzheimer Disease\"").unwrap();
    let names: Vec<String> = in_context.iter().map(|row| row.name().into_owned()).collect();
    assert_eq!(names, ["Calpains", "Caspases"]);
}
