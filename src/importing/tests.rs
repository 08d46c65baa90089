//! Rows read the quick way are what they are in the general way, whatever stands in them.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use proptest::prelude::*;
use proptest::sample::select;
use std::cell::Cell;

const DECLARATIONS: &str = r#"
declarations = '''
noun treatment; noun gene; noun disease;
slot disease with takes = disease, place;
slot target with takes = gene;
slot spot with takes = disease, takes = gene;
slot duration is quantity with dimension = duration;
slot remark is text;
unit h is duration with factor = 3600;
verb raises with passive = "raised by", direction = increase, subject = treatment, object = gene;
verb meets with direction = unclear;
verb "has no effect on" with direction = none, subject = treatment;
'''
[source]
name = "Plates"
[terms]
term = "term"
[stances]
guess = "hypothesised"
[verbs]
up = "raises"
"up by" = "raised by"
flat = "has no effect on"
part = { step = "part of" }
"has part" = { step = "part of", turned = true }
same = { same = true }
maybe = { reject = "nobody can tell" }
lost = "not declared"
[slots]
illness = "disease"
aim = "target"
spot = { slot = "spot", noun = "disease" }
time = "duration"
note = "remark"
gone = "nowhere"
[nouns]
g = "gene"
t = "treatment"
"#;

/// What else a mapping may say.
const MORE: [&str; 5] = [
    "",
    "\"*\" = \"gene\"\n",
    "[unknown]\nverbs = \"declare\"\nslots = \"drop\"\nnouns = \"declare\"\n",
    "[unknown]\nslots = \"declare\"\n[fixed]\nsource = \"Book\"\nsubject_kind = \"t\"\n",
    "[file]\nlists = \"|\"\n[fixed]\nsection = \" a  b \"\nstance = \"guess\"\n",
];

const COLUMNS: [&str; 19] = [
    "subject",
    "relation",
    "object",
    "subject_id",
    "object_id",
    "subject_kind",
    "object_kind",
    "study",
    "year",
    "title",
    "source",
    "section",
    "sentence",
    "stance",
    "illness",
    "aim",
    "spot",
    "time",
    "note",
];

fn cell(column: &str) -> Vec<&'static str> {
    match column {
        "subject" | "object" => {
            vec!["light", "CXCR4", "cxcr-4", "fibrosis", "X:1", "x:2", "shared", " light ", "new", "newer", ""]
        }
        "relation" => {
            vec!["up", "up", "up by", "flat", "meets", "raises", "part", "has part", "same", "maybe", "lost", "odd", ""]
        }
        "subject_id" | "object_id" => vec!["", "", "", "X:1", "x:1", "X:2", "X:9", "plain", "light"],
        "subject_kind" | "object_kind" => vec!["", "", "t", "g", "gene", "disease", "other"],
        "study" => vec!["", "", "PMID:1", "PMID:1|PMID:2", "10.1/x", "7", "someone", "|"],
        "year" => vec!["", "2001", "2002-05"],
        "title" => vec!["", "On light", "On  light"],
        "source" => vec!["", "Book", "book ", "-"],
        "section" => vec!["", "a", " a  b ", "edges.tsv", "a\u{a0}b"],
        "sentence" => vec!["", "", "3", "0", "x"],
        "stance" => vec!["", "", "guess", "gap", "surely"],
        "illness" | "spot" | "aim" => {
            vec!["", "", "", "fibrosis", "fibrosis|cirrhosis", "CXCR4", "shared", "brand new", "X:1", "X:3"]
        }
        "time" => vec!["", "", "24 h", "24 h|1 h", "24", "long"],
        _ => vec!["", "", "so", "so|so", " so  so ", "é"],
    }
}

/// A table with a header, and rows of which some have a cell too many or too few.
fn table(columns: Vec<&'static str>) -> impl Strategy<Value = String> {
    let row: Vec<_> = columns.iter().map(|column| select(cell(column))).collect();
    let row = (row, 0..40u8).prop_map(|(cells, wrong)| {
        let row = cells.join("\t");
        match wrong {
            0 => row + "\tmore",
            1 => row.split_once('\t').map(|(_, rest)| rest.to_owned()).unwrap_or(row),
            2 => String::new(),
            _ => row,
        }
    });
    let header = columns.join("\t");
    prop::collection::vec(row, 0..40).prop_map(move |rows| format!("{header}\n{}\n", rows.join("\n")))
}

fn findings() -> impl Strategy<Value = String> {
    let more = prop::sample::subsequence(COLUMNS[3..].to_vec(), 0..8);
    more.prop_flat_map(|more| table([&COLUMNS[..3], &more].concat()))
}

fn things() -> impl Strategy<Value = String> {
    let row = (
        select(vec!["X:1", "X:2", "X:3", "X:9", "plain", "light"]),
        select(vec!["t", "g", "disease", "", "other"]),
        select(vec!["light", "CXCR4", "fibrosis", "cirrhosis", "shared", "new"]),
        select(vec!["", "beam", "shared", "CXCR4"]),
    );
    let row = row.prop_map(|(id, kind, name, alias)| format!("{id}\t{kind}\t{name}\t{alias}"));
    prop::collection::vec(row, 0..8).prop_map(|rows| format!("term\tkind\tname\talias\n{}\n", rows.join("\n")))
}

/// Everything that an import gives, and how many rows were read the quick way.
fn read(mapping: &str, files: &[(String, String)], quick: bool) -> (String, Vec<String>) {
    let mut import =
        Importer::new(Parts::default(), Some(&Source::new("map.toml", mapping)), Options::default()).unwrap();
    import.quick = quick;
    let told = Cell::new(Vec::new());
    let mut listen = |event: Event<'_>| {
        if let Event::Rejected(one) = event {
            let mut all = told.take();
            all.push(format!("{}:{}: {}", one.file, one.line, one.reason));
            told.set(all);
        }
        ControlFlow::Continue(())
    };
    for (name, text) in files {
        let _ = import.read(name, Some(Form::Findings), &mut text.as_bytes(), &mut listen);
    }
    let imported = import.finish(&mut listen).unwrap();
    let counts = imported.counts;
    assert_eq!(counts.read, counts.kept + counts.rejected);
    (format!("{:#?} {counts:?} {:?}", Parts::from(imported.parts), imported.left_out), told.take())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_quick_way_is_the_general_way(
        more in select(MORE.to_vec()),
        things in things(),
        tables in prop::collection::vec(findings(), 1..3),
    ) {
        let mapping = format!("{DECLARATIONS}{more}");
        let mut files = vec![("things.tsv".to_owned(), things)];
        files.extend(tables.into_iter().map(|table| ("edges.tsv".to_owned(), table)));
        let (base, told) = read(&mapping, &files, true);
        let (wanted, wanted_told) = read(&mapping, &files, false);
        prop_assert_eq!(told, wanted_told);
        prop_assert!(base == wanted, "{} instead of {}", base, wanted);
    }
}

#[test]
fn too_many_values_are_too_many_either_way() {
    let many = |count: usize| (0..count).map(|at| format!("w{at}")).collect::<Vec<_>>().join("|");
    let rows = [
        ("up", "so".to_owned(), "fibrosis".to_owned()),
        ("part", "so".to_owned(), "fibrosis".to_owned()),
        ("up", many(1_001), String::new()),
        ("up", many(1_000), String::new()),
        ("up", many(1_000), "fibrosis".to_owned()),
        ("up", many(999), "fibrosis".to_owned()),
        ("part", many(1_001), String::new()),
        ("part", many(600), many(600)),
        ("part", many(600), String::new()),
    ];
    let row = |(relation, note, illness): &(&str, String, String)| format!("X:2\t{relation}\tX:1\t{note}\t{illness}\n");
    let table = "subject\trelation\tobject\tnote\tillness\n".to_owned() + &rows.iter().map(row).collect::<String>();
    let things = "term\tkind\tname\nX:1\tg\tCXCR4\nX:2\tt\tlight\nX:3\tdisease\tfibrosis\n";
    let files = [("things.tsv".to_owned(), things.to_owned()), ("edges.tsv".to_owned(), table)];
    let quick = read(DECLARATIONS, &files, true);
    assert_eq!(quick.1.len(), 4, "{:?}", quick.1);
    assert_eq!(quick, read(DECLARATIONS, &files, false));
}

#[test]
fn plain_rows_are_read_the_quick_way() {
    let things = "term\tkind\tname\nX:1\tg\tCXCR4\nX:2\tt\tlight\n";
    let table = "subject\trelation\tobject\tstudy\tillness\ttime\nX:2\tup\tX:1\tPMID:1\tfibrosis\t24 h\n";
    let mut import =
        Importer::new(Parts::default(), Some(&Source::new("map.toml", DECLARATIONS)), Options::default()).unwrap();
    let mut listen = |_: Event<'_>| ControlFlow::Continue(());
    import.read("things.tsv", None, &mut things.as_bytes(), &mut listen).unwrap();
    let row = table.lines().last().unwrap();
    let rows = format!("{table}{row}\n{row}\n");
    import.read("edges.tsv", None, &mut rows.as_bytes(), &mut listen).unwrap();
    let cells: Vec<&str> = row.split('\t').collect();
    let columns = table.lines().next().unwrap().split('\t').enumerate().map(|(at, name)| (name.to_owned(), at));
    let mapping = import.builder.words.mapping.clone();
    let mut quick = Quick::new(&columns.collect(), &mapping, "|");
    assert!(quick.take(&mut import.builder, &cells, 5, "edges.tsv").is_some());
    let parts = Parts::from(import.finish(&mut listen).unwrap().parts);
    let [first, second, third, fourth] = parts.findings.as_slice() else { panic!("{:?}", parts.findings) };
    for (other, line) in [(second, 3), (third, 4), (fourth, 5)] {
        let mut wanted = first.clone();
        wanted.locators[0].sentence = line;
        assert_eq!(other, &wanted);
    }
}

/// Found by the test above: a row that is refused for having no object declared the noun of its subject.
#[test]
fn a_refused_row_declares_nothing_either_way() {
    let mapping = format!("{DECLARATIONS}[unknown]\nverbs = \"declare\"\nslots = \"drop\"\nnouns = \"declare\"\n");
    let things = "term\tkind\tname\talias\nplain\tt\tlight\t\n".to_owned();
    let table =
        "subject\trelation\tobject\tsubject_id\tsubject_kind\nlight\tup\tlight\t\t\nlight\tup\t\t\tother\n".to_owned();
    let files = [("things.tsv".to_owned(), things), ("edges.tsv".to_owned(), table)];
    let quick = read(&mapping, &files, true);
    assert_eq!(quick.1.len(), 1, "{:?}", quick.1);
    assert_eq!(quick, read(&mapping, &files, false));
}
