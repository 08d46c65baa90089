//! Tables of findings and of terms, as a mapping names their columns.

use super::{lines, names, read, read_onto, rejected};
use whereof::base::jsonl;

const MAP: &str = r#"
declarations = '''
noun treatment with plural = treatments;
noun gene with plural = genes;
noun disease with plural = diseases;
slot disease with takes = disease, place;
slot duration is quantity with dimension = duration;
slot remark is text;
unit h is duration with factor = 3600;
verb upregulates with passive = "upregulated by", direction = increase, subject = treatment, object = gene;
verb "has no effect on" with direction = none, subject = treatment, object = gene;
'''
[source]
name = "Plates"
year = "2026"
[columns]
subject = "agent"
relation = "what"
object = "target"
study = "paper"
year = "date"
section = "sheet"
sentence = "row"
stance = "how"
[slots]
illness = "disease"
time = "duration"
note = "remark"
[verbs]
up = "upregulates"
"up by" = "upregulated by"
flat = "has no effect on"
part = { step = "part of" }
maybe = { reject = "nobody can tell" }
[stances]
guess = "hypothesised"
"#;

const TABLE: &str = "\
agent\twhat\ttarget\tpaper\tdate\tsheet\trow\thow\tillness\ttime\tnote
hypoxia\tup\tCXCR4\tPMID:11|10.1/x\t2001-05-01\tA\t3\t\tfibrosis|cirrhosis\t24 h\tsaid \"so\"
CXCR4\tup by\tcurcumin\tPMID:12\t2002\tA\t4\tguess\t\t\t
hypoxia\tflat\tVEGF\t\t\tB\t1\t\tfibrosis\t\t
hypoxia\tmaybe\tVEGF\t\t\tB\t2\t\t\t\t
hypoxia\tlifts\tVEGF\t\t\tB\t3\t\t\t\t
hypoxia\tup\tVEGF\t\t\tB\t0\t\t\t\t
hypoxia\tup\tVEGF\t\t\tB\t4\t\t\t24\t
hypoxia\tup\tVEGF\t\t\tB\t5\tsurely\t\t\t
hypoxia\tup\t\t\t\tB\t6\t\t\t\t
hypoxia\tup\tVEGF
";

#[test]
fn columns_and_words_are_what_the_mapping_says() {
    let imported = read(Some(MAP), &[("table.tsv", TABLE)]).unwrap();
    assert_eq!((imported.counts.read, imported.counts.kept), (10, 3));
    assert_eq!(
        rejected(&imported),
        [
            "table.tsv:5: nobody can tell",
            "table.tsv:6: no verb stands for `lifts`: say one in [verbs] of the mapping",
            "table.tsv:7: the sentence `0` is no number from 1",
            "table.tsv:8: slot `duration`: `24` is no amount of duration",
            "table.tsv:9: no stance stands for `surely`: say one in [stances] of the mapping",
            "table.tsv:10: the object is left out",
            "table.tsv:11: 3 cells where the header has 11",
        ]
    );
    let base = &imported.base;
    assert_eq!(base.info().name, "Plates");
    assert_eq!(names(base, "treatment where upregulates CXCR4 in cirrhosis"), ["hypoxia"]);
    assert_eq!(names(base, "finding where stance = hypothesised").len(), 1);
    assert_eq!(names(base, "treatment where has no effect on VEGF"), ["hypoxia"]);
    let told = jsonl::write(base.facts());
    insta::assert_snapshot!("import-table", told);
}

/// A passive phrase turns a row round, and what nobody read makes nothing: a rejected row leaves no name behind.
#[test]
fn rejected_rows_leave_nothing() {
    let imported = read(Some(MAP), &[("table.tsv", TABLE)]).unwrap();
    let entities = lines(&imported.base, "entity");
    assert!(!entities.iter().any(|line| line.contains("lifts")), "{entities:?}");
    assert_eq!(entities.iter().filter(|line| line.contains("\"kind\":\"treatment\"")).count(), 2, "{entities:?}");
}

#[test]
fn csv_and_json_lines_say_the_same_as_tsv() {
    let kept = TABLE.lines().take(4);
    let csv: String = kept
        .clone()
        .map(|line| {
            let cells = line.split('\t').map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
            cells.collect::<Vec<_>>().join(",") + "\r\n"
        })
        .collect();
    let columns: Vec<&str> = TABLE.lines().next().unwrap().split('\t').collect();
    let objects: String = kept
        .skip(1)
        .map(|line| {
            let cells = columns.iter().zip(line.split('\t')).filter(|(_, cell)| !cell.is_empty());
            let value = |cell: &str| match cell.split_once('|') {
                Some((one, other)) => serde_json::json!([one, other]),
                None => {
                    cell.parse::<u32>().map_or_else(|_| serde_json::json!(cell), |number| serde_json::json!(number))
                }
            };
            let object: serde_json::Map<_, _> = cells.map(|(name, cell)| ((*name).to_owned(), value(cell))).collect();
            serde_json::to_string(&object).unwrap() + "\n"
        })
        .collect();
    let tsv = TABLE.lines().take(4).fold(String::new(), |text, line| text + line + "\n");
    let print = |files: &[(&str, &str)]| read(Some(MAP), files).unwrap().base.facts().fingerprint();
    assert_eq!(print(&[("t.csv", &csv)]), print(&[("t.tsv", &tsv)]));
    assert_eq!(print(&[("t.jsonl", &objects)]), print(&[("t.tsv", &tsv)]));
    // a mark of the byte order, and lines that end as on Windows
    let marked = format!("\u{feff}{}", tsv.replace('\n', "\r\n"));
    assert_eq!(print(&[("t.tsv", &marked)]), print(&[("t.tsv", &tsv)]));
}

#[test]
fn kinds_come_from_a_table_of_terms() {
    let map = r#"
declarations = '''noun gene; noun place; slot site with takes = place, place; verb raises with direction = increase;'''
[nouns]
Protein = "gene"
Spot = "place"
[slots]
where = "site"
[verbs]
increases = "raises"
"#;
    let terms = "term\tkind\tnamespace\tname\tid\talias\n\
        p(HGNC:MAPT)\tProtein\tHGNC\tMAPT\tHGNC:6893\ttau|TAU\n\
        p(MGI:Mapt)\tProtein\tMGI\tMapt\tMGI:97180\t\n\
        x\tThing\t\tX\t\t\n\
        l\tSpot\t\tliver\t\t\n";
    let more = "term\talias\np(HGNC:MAPT)\tmicrotubule protein\nnobody\tnothing\n";
    let table = "subject\trelation\tobject\twhere\n\
        p(MGI:Mapt)\tincreases\tp(HGNC:MAPT)\tliver\n\
        p(HGNC:MAPT)\tincreases\tp(HGNC:NOBODY)\t\n";
    let imported = read(Some(map), &[("terms.tsv", terms), ("more.tsv", more), ("table.tsv", table)]).unwrap();
    assert_eq!(
        rejected(&imported),
        [
            "terms.tsv:4: no noun stands for `Thing`: say one in [nouns] of the mapping",
            "more.tsv:3: nothing read so far is called `nobody`: give the file that has it first",
            "table.tsv:3: the object of `raises`: what `p(HGNC:NOBODY)` is is not known: give a table of terms, or a column of kinds",
        ]
    );
    // two genes of two species are two, whatever they are called
    assert_eq!(names(&imported.base, "gene where raises \"microtubule protein\" in liver"), ["Mapt (MGI)"]);
    let reread = whereof::Base::from_text(whereof::Source::new("t", whereof::engine::written(&imported.base).text));
    assert_eq!(reread.unwrap().facts().fingerprint(), imported.base.facts().fingerprint());
}

#[test]
fn what_is_unknown_is_declared_where_the_mapping_says_so() {
    let map = "[fixed]\nsubject_kind = \"Drug\"\nobject_kind = \"CellType\"\n[slots]\nwhen = \"when\"\n\
        [unknown]\nnouns = \"declare\"\nverbs = \"declare\"\nslots = \"declare\"\n";
    let table = "subject\trelation\tobject\twhen\tother\na\tmakesBetter\tb\tnow\t1\n";
    let imported = read(Some(map), &[("table.tsv", table)]).unwrap();
    assert_eq!(names(&imported.base, "drug where makes better b"), ["a"]);
    assert_eq!(lines(&imported.base, "kind").len(), 2);
    assert!(lines(&imported.base, "kind")[1].contains("cell type"));
    assert_eq!(imported.left_out, ["of table.tsv, what stands in `other`"]);
    // unless it says that they are dropped, which is told
    let dropped = read(Some(&map.replace("slots = \"declare\"", "slots = \"drop\"")), &[("table.tsv", table)]).unwrap();
    assert_eq!(dropped.left_out, ["1 values of `when`", "of table.tsv, what stands in `other`"]);
}

#[test]
fn findings_are_laid_upon_a_base() {
    let builtin = whereof::Base::builtin();
    let table =
        "subject,relation,object,study,setting\nquercetin,upregulates,CXCR4,7,in vitro\nquercetin,upregulates,rat,7,\n";
    let map = "[slots]\nsetting = \"setting\"\n[source]\nname = \"Notebook\"\n[fixed]\nsubject_kind = \"treatment\"\n";
    let imported = read_onto(Some(&builtin), Some(map), false, &[("t.csv", table)]).unwrap();
    assert_eq!(imported.base.info().findings, builtin.info().findings + 1);
    let found = imported.base.query("treatment where upregulates CXCR4 in vitro").unwrap();
    let quercetin = found.iter().find(|row| row.name() == "quercetin").unwrap();
    assert_eq!(quercetin.citations()[0].to_string(), "Notebook [7]");
    assert!(rejected(&imported)[0].contains("rat"), "{:?}", rejected(&imported));
}

#[test]
fn strictness_ends_at_the_first_record_and_points_at_it() {
    let error = read_onto(None, Some(MAP), true, &[("table.tsv", TABLE)]).unwrap_err();
    assert_eq!(error.diagnostics()[0].code, "W0615");
    insta::assert_snapshot!("import-strict", error.report());
}

#[test]
fn mistakes_in_a_mapping_are_told_at_their_place() {
    let wrong = "[colums]\nsubject = 1\n[columns]\nsubjekt = \"a\"\n[verbs]\na = { step = \"below\" }\nb = 7\n[file]\nseparator = \"::\"\n[unknown]\nnouns = \"drop\"\n";
    let error = read(Some(wrong), &[]).unwrap_err();
    insta::assert_snapshot!("import-mapping", error.report());
    let broken = read(Some("[columns\n"), &[]).unwrap_err();
    assert!(broken.to_string().starts_with("W0616: no TOML"), "{broken}");
    let undeclared = read(Some("declarations = '''noun gene; verb raises;'''"), &[]).unwrap_err();
    assert!(undeclared.report().contains("map.toml, declarations:1"), "{}", undeclared.report());
}

#[test]
fn files_that_are_none_say_so() {
    for (name, text, told) in [
        ("x.tsv", "a\tb\n1\t2\n", "no columns `subject`, `relation`, `object`"),
        ("x.tsv", "a\ta\n1\t2\n", "two columns are called `a`"),
        ("x.txt", "hello\n", "nothing tells which format this file has"),
        ("x.txt", "", "nothing tells which format this file has"),
        ("x.json", "[1, 2]", "no list of objects in JSON"),
        ("x.obo", "hello\n", "no ontology in OBO"),
        ("x.jsonl", "{\"type\":\"kind\",\"name\":\"gene\"}\n", "this is a base already"),
        ("x.whereof", "noun gene;\n", "this is a base already"),
        ("x_nodes.tsv", "id\tcategory\n", ""),
    ] {
        match read(None, &[(name, text)]) {
            Ok(imported) => assert!(told.is_empty() && imported.counts.read == 0, "{name}: {text}"),
            Err(error) => {
                assert!(!told.is_empty() && error.to_string().contains(told), "{error}");
                assert_eq!(error.diagnostics()[0].code, "W0617");
            }
        }
    }
}

/// What identifies things decides which are one, not what they are called.
#[test]
fn things_of_one_name_are_as_many_as_their_identifiers() {
    let terms = "term\tname\tkind\nt1\tsame\tgene\nt2\tsame\tgene\nt1\tsame\tgene\n";
    let table = "subject\trelation\tobject\nt1\tbinds\tt2\n";
    let map = "[unknown]\nnouns = \"declare\"\nverbs = \"declare\"\n";
    let imported = read(Some(map), &[("terms.tsv", terms), ("t.tsv", table)]).unwrap();
    assert_eq!(names(&imported.base, "gene where binds \"same (t2)\""), ["same"]);
    assert_eq!(lines(&imported.base, "entity").len(), 2);
}
