//! The large tables of the field, where they lie beside the project; without them these tests say so and look at nothing.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use whereof::engine::{Import, Imported, Options};
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

fn unpacked(folder: &Path, name: &str) -> impl Read {
    flate2::bufread::MultiGzDecoder::new(BufReader::new(std::fs::File::open(folder.join(name)).unwrap()))
}

fn imported(folder: &Path, mapping: &str, files: &[&str]) -> Imported {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/imports").join(mapping);
    let map = Source::new(mapping, std::fs::read_to_string(path).unwrap());
    let mut import = Import::new(None, Some(&map), Options::default()).unwrap();
    for name in files {
        import.read(name, &mut BufReader::new(unpacked(folder, name))).unwrap();
    }
    import.finish().unwrap()
}

/// The rows of a table, read here and not by the code under test.
fn rows(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let mut text = String::new();
    unpacked(folder, name).read_to_string(&mut text).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

const BEL: [&str; 2] = ["findings-terms.tsv.gz", "findings.tsv.gz"];

/// The noun that each kind of term is, as the mapping says.
fn noun(kind: &str) -> &str {
    match kind {
        "Protein" => "protein",
        "RNA" | "miRNA" => "rna",
        "Gene" => "gene",
        "Abundance" => "substance",
        "BiologicalProcess" => "process",
        "Pathology" => "pathology",
        "Complex" => "complex",
        "Composite" => "combination",
        "Reaction" => "reaction",
        other => panic!("{other}"),
    }
}

#[test]
fn cited_findings_are_imported_and_answer() {
    let Some(folder) = folder() else { return };
    let imported = imported(&folder, "bel-findings.toml", &BEL);
    assert_eq!((imported.counts.read, imported.counts.kept), (8_941 + 33_677, 8_941 + 33_676));
    let rejected = &imported.rejected[0];
    assert_eq!((rejected.line, rejected.reason.as_str()), (10_449, "a step leads from a thing to itself"));
    let base = &imported.base;
    let nulls = super::lines(base, "finding").iter().filter(|line| line.contains("\"has no effect on\"")).count();
    assert_eq!(nulls, 702);
    let query = "protein where increases protein:MAPT in \"Alzheimer Disease\"";
    assert_eq!(super::names(base, query), ["Calpains", "Caspases"]);
    // what is written as text is the same base
    let written = whereof::engine::written(base);
    assert_eq!(written.not_held, [""; 0]);
    let again = whereof::Base::from_text(Source::new("again", written.text)).unwrap();
    assert_eq!(again.facts().fingerprint(), base.facts().fingerprint());
}

/// Who raises what, citing whom: the answers are those of the rows themselves.
#[test]
fn answers_are_those_of_the_rows() {
    let Some(folder) = folder() else { return };
    let base = imported(&folder, "bel-findings.toml", &BEL).base;
    let terms: BTreeMap<String, (String, String)> = rows(&folder, BEL[0])
        .into_iter()
        .map(|row| (row[0].clone(), (noun(&row[1]).to_owned(), row[3].clone())))
        .collect();
    let mut spelled: BTreeMap<String, u32> = BTreeMap::new();
    for (_, name) in terms.values() {
        *spelled.entry(whereof::names::normal(name)).or_default() += 1;
    }
    let all = rows(&folder, BEL[1]);
    // what has kinds or members is asked with them
    let broad: BTreeSet<&str> = all
        .iter()
        .filter_map(|row| match row[1].as_str() {
            "isA" => Some(row[2].as_str()),
            "hasMember" => Some(row[0].as_str()),
            _ => None,
        })
        .collect();
    let mut wanted: BTreeMap<(&str, &str), BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for row in &all {
        if ["increases", "directlyIncreases"].contains(&row[1].as_str()) && !broad.contains(row[2].as_str()) {
            let subject = &terms[&row[0]];
            let raised = wanted.entry((row[2].as_str(), subject.0.as_str())).or_default();
            raised.entry(row[0].as_str()).or_default().insert(row[3].as_str());
        }
    }
    let (mut asked, mut rows_seen) = (0, 0);
    for ((object, noun), subjects) in &wanted {
        let (kind, name) = &terms[*object];
        if subjects.len() < 4 || spelled[&whereof::names::normal(name)] > 1 || name.contains('"') {
            continue;
        }
        let answers = base.query(format!("{noun} where increases \"{kind}:{name}\"")).unwrap();
        assert_eq!(answers.len(), subjects.len(), "{noun} {object}");
        let cited: BTreeSet<String> = answers
            .iter()
            .flat_map(|row| row.citations().iter().map(ToString::to_string).collect::<Vec<_>>())
            .collect();
        let pmids = subjects.values().flatten().filter_map(|citation| citation.strip_prefix("PMID:").map(str::trim));
        for pmid in pmids {
            assert!(cited.contains(&format!("BEL documents [{pmid}]")), "{object}: {pmid} is not in {cited:?}");
        }
        asked += 1;
        rows_seen += answers.len();
    }
    assert!(asked > 150 && rows_seen > 1_000, "{asked} questions, {rows_seen} rows");
}
