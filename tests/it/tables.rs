//! Tables and comparisons over the embedded base, as a reader of the review would fill them.

use unicode_width::UnicodeWidthStr;
use whereof::answer::tables::{Cell, Compared, Contested, Gaps, Matrix, Similar};
use whereof::answer::{Ref, Reply, Verdict};
use whereof::render::{Format, Style, header, render};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn reply(text: &str) -> Reply {
    let mut session = Session::new(Base::builtin(), Limits::script());
    match session.eval(&Source::new("query", text)).remove(0) {
        Ok(reply) => reply,
        Err(error) => panic!("{text}: {:#?}", error.diagnostics()),
    }
}

fn wrong(text: &str) -> &'static str {
    let mut session = Session::new(Base::builtin(), Limits::script());
    match session.eval(&Source::new("query", text)).remove(0) {
        Ok(reply) => panic!("{text}: {reply:?}"),
        Err(error) => error.diagnostics()[0].code,
    }
}

fn matrix(text: &str) -> Matrix {
    if let Reply::Matrix(matrix) = reply(text) { *matrix } else { panic!("{text}") }
}

fn gaps(text: &str) -> Gaps {
    if let Reply::Gaps(gaps) = reply(text) { *gaps } else { panic!("{text}") }
}

fn compared(text: &str) -> Compared {
    if let Reply::Compared(compared) = reply(text) { *compared } else { panic!("{text}") }
}

fn contested(text: &str) -> Contested {
    if let Reply::Contested(contested) = reply(text) { *contested } else { panic!("{text}") }
}

fn similar(text: &str) -> Similar {
    if let Reply::Similar(similar) = reply(text) { *similar } else { panic!("{text}") }
}

fn numbers(refs: &[Ref]) -> Vec<u32> {
    refs.iter().map(|one| one.number).collect()
}

fn cell<'m>(matrix: &'m Matrix, row: &str, column: Option<&str>) -> &'m Cell {
    let here = |cell: &&Cell| cell.row.as_deref() == Some(row) && cell.column.as_deref() == column;
    matrix.cells.iter().find(here).unwrap_or_else(|| panic!("no cell {row}, {column:?}"))
}

#[test]
fn who_improves_homing_in_which_disease() {
    let matrix = matrix("matrix treatment by disease of improves homing");
    // 4.1, 6 and 4.3, 4: melatonin and injured liver in fibrosis; 4.4, 6: HGF and c-Met in acute liver failure
    for (row, column, refs) in [
        ("melatonin", Some("fibrosis"), vec![17]),
        ("injured liver tissue", Some("fibrosis"), vec![65]),
        ("HGF overexpression", Some("acute liver failure"), vec![70]),
        ("c-Met overexpression", Some("acute liver failure"), vec![75]),
        // 4.2, 6 names no disease
        ("hypoxia", None, vec![62]),
    ] {
        let cell = cell(&matrix, row, column);
        assert_eq!((cell.verdict, cell.from_kinds.is_empty()), (Verdict::Supported, true), "{row}");
        assert_eq!(numbers(&cell.refs), refs, "{row}");
    }
    // 4.4, 3: FOXA-2 was measured and changed nothing, which is no silence
    let null = cell(&matrix, "FOXA-2 overexpression", None);
    assert_eq!((null.verdict, null.signs.zero, numbers(&null.refs_against)), (Verdict::Null, 1, vec![68]));
    // Broader treatments hold what their kinds do.
    let rolled = cell(&matrix, "chemical pre-treatment", Some("fibrosis"));
    assert_eq!((rolled.from_kinds.as_slice(), numbers(&rolled.refs)), (&["melatonin".to_owned()][..], vec![17]));
    assert_eq!(matrix.columns.last(), Some(&None), "what states no disease stands last");
    let stated = matrix.cells.iter().filter(|cell| cell.column.is_some() && cell.verdict != Verdict::Silent).count();
    assert_eq!(matrix.silent as usize, matrix.rows.len() * (matrix.columns.len() - 1) - stated);
}

#[test]
fn axes_find_their_places() {
    // the headline's treatments, by what they raise
    let genes = matrix("matrix (treatment where upregulates CXCR4) by gene of upregulates");
    assert_eq!(numbers(&cell(&genes, "resveratrol", Some("CXCR4")).refs), [59]);
    assert_eq!(numbers(&cell(&genes, "hypoxia", Some("VEGF")).refs), [61, 63]);
    // passive: what rows undergo from columns
    let passive = matrix("matrix gene by treatment of upregulated by");
    assert_eq!(numbers(&cell(&passive, "CXCR4", Some("rapamycin")).refs), [56]);
    let turned = matrix("matrix disease by treatment of improves homing");
    assert_eq!(numbers(&cell(&turned, "fibrosis", Some("melatonin")).refs), [17]);
    assert_eq!(
        numbers(&cell(&matrix("matrix treatment by site of improves homing"), "melatonin", Some("liver")).refs),
        [17]
    );
    let kinds = matrix("matrix kinds of pre-treatment by disease");
    assert!(kinds.rows.contains(&Some("physical pre-treatment".to_owned())), "{:?}", kinds.rows);
    assert!(!kinds.rows.contains(&Some("rapamycin".to_owned())), "one step below only");
    for (text, code) in [
        ("matrix disease by disease", "W0262"),
        ("matrix treatment by fibrosis", "W0261"),
        ("matrix treatment by comment", "W0261"),
        ("matrix kinds of rapamycin by disease", "W0261"),
        ("matrix treatment by nonsense", "W0261"),
        ("matrix treatment by disease of upregulates", "W0263"),
        ("matrix treatment by object of upregulates CXCR4", "W0263"),
        ("contested treatment, disease, species", "W0264"),
        ("compare rapamycin with rapamycin", "W0265"),
        ("similar to nonsense", "W0201"),
    ] {
        assert_eq!(wrong(text), code, "{text}");
    }
}

#[test]
fn the_review_says_itself_what_is_missing() {
    let all = gaps("gaps");
    let declared = |subject: &str| {
        let of = all.open.iter().chain(&all.answered).flat_map(|gap| &gap.declared);
        let of = of.filter(|one| one.statement.starts_with(subject)).map(|one| {
            let disease = one.context.iter().find(|slot| slot.slot == "disease");
            (disease.map_or("", |slot| slot.values[0].as_str()).to_owned(), one.locators[0].clone())
        });
        of.collect::<Vec<_>>()
    };
    let place = |sentence: &str| format!("Hu 2020, section {sentence}");
    // 4.1, 9 and 10; 4.2, 10
    assert_eq!(
        declared("chemical pre-treatment"),
        [
            ("liver disease".to_owned(), place("4.1, sentence 9")),
            ("acute liver failure".to_owned(), place("4.1, sentence 10")),
            ("liver cancer".to_owned(), place("4.1, sentence 10")),
        ]
    );
    assert_eq!(
        declared("hypoxia "),
        ["acute liver failure", "fibrosis", "hepatocellular carcinoma"]
            .map(|disease| (disease.to_owned(), place("4.2, sentence 10")))
    );
    // 4.2, 2: hypoxia raised the effect, in no disease that is named; so the gap stays open
    let open = |one: &&whereof::answer::tables::Gap| one.declared[0].statement.starts_with("hypoxia ");
    let hypoxia: Vec<_> = all.open.iter().filter(open).collect();
    assert_eq!(hypoxia.len(), 3);
    assert!(hypoxia.iter().all(|gap| numbers(&gap.elsewhere[0].refs) == [18] && gap.found_total == 0));

    let table = gaps("gaps treatment by disease");
    let cells: Vec<_> = table.open.iter().filter_map(|gap| gap.cell.clone()).collect();
    for disease in ["acute liver failure", "fibrosis", "hepatocellular carcinoma"] {
        assert!(cells.contains(&("hypoxia".to_owned(), disease.to_owned())), "{cells:?}");
    }
    assert!(cells.contains(&("chemical pre-treatment".to_owned(), "liver cancer".to_owned())), "{cells:?}");
    assert_eq!((table.silent.len() as u64, table.silent_total > 20), (table.silent_total, true));
    let spoken = matrix("matrix treatment by disease");
    let spoken = spoken.cells.iter().filter(|cell| cell.column.is_some() && cell.verdict != Verdict::Silent).count();
    assert_eq!(table.cells, table.silent_total + table.open.len() as u64 + spoken as u64);
}

#[test]
fn rapamycin_and_hypoxia_side_by_side() {
    let compared = compared("compare rapamycin with hypoxia");
    let of = |comparison: &str| {
        let these = compared.targets.iter().filter(|target| target.comparison == comparison);
        these
            .map(|target| (target.name.as_str(), numbers(&target.left_refs), numbers(&target.right_refs)))
            .collect::<Vec<_>>()
    };
    // 4.1, 1; 4.2, 3 and 6
    assert_eq!(of("shared"), [("CXCR4", vec![56], vec![62]), ("migration", vec![56], vec![18])]);
    assert_eq!(of("opposite"), []);
    let left: Vec<_> = of("only left").into_iter().map(|target| target.0).collect();
    assert_eq!(left, ["anti-inflammatory effect", "autophagy", "pathological change", "viability"]);
    assert!(of("only right").contains(&("homing", vec![], vec![62])));
    let viability = compared.targets.iter().find(|target| target.name == "viability").unwrap();
    assert_eq!(viability.left_signs, "0");
    assert_eq!(super::tables::compared("compare hypoxia with rapamycin").targets.len(), compared.targets.len());
}

#[test]
fn studies_disagree_on_stem_cells_and_liver_cancer() {
    let contested = contested("contested treatment, disease");
    let pair = &contested.pairs[0];
    assert_eq!((pair.subject.as_str(), pair.object.as_str()), ("MSC transplantation", "hepatocellular carcinoma"));
    assert!(pair.broader.contains(&"liver cancer".to_owned()), "{:?}", pair.broader);
    assert_eq!(pair.verdict, Verdict::Contested);
    let refs = |sign: char| numbers(&pair.sides.iter().find(|side| side.sign == sign).unwrap().refs);
    // 2, 22 against 2, 23 and 24; 1, 13 tells the first as well
    assert_eq!((refs('-'), refs('+')), (vec![11, 36, 37], vec![38, 39]));
    assert!(!pair.disputes[0].separators.is_empty(), "which slots only one side states");
    // The same as the verb phrase.
    let Reply::Answers(answers) = reply("treatment where contested on \"liver cancer\"") else { panic!("rows") };
    assert_eq!(answers.rows[0].cells[0], "MSC transplantation");
    let order: Vec<Verdict> =
        super::tables::contested("contested treatment").pairs.iter().map(|pair| pair.verdict).collect();
    assert!(order.windows(2).all(|two| two[0] >= two[1]), "contested first: {order:?}");
    assert!(super::tables::contested("contested melatonin, fibrosis").pairs.is_empty());
}

#[test]
fn who_does_what_rapamycin_does() {
    let similar = similar("similar to rapamycin");
    let first = &similar.rows[0];
    assert_eq!((first.name.as_str(), first.opposite.len(), similar.things), ("resveratrol", 0, 6));
    let shared: Vec<_> = first.shared.iter().map(|thing| (thing.name.as_str(), numbers(&thing.refs))).collect();
    assert_eq!(shared, [("CXCR4", vec![59]), ("pathological change", vec![59])]);
    let size = (first.shared.len() as u64 + first.only_asked + first.only_this) as f64;
    assert!((first.score - 2.0 / size).abs() < 0.001);
    assert!(similar.rows.windows(2).all(|two| two[0].score >= two[1].score));
    assert!(similar.rows.iter().any(|row| row.name == "hypoxia"));
}

#[test]
fn unstudied_is_never_tested() {
    let Reply::Answers(answers) = reply("treatment where unstudied in \"liver cancer\"") else { panic!("rows") };
    let names: Vec<_> = answers.rows.iter().map(|row| row.cells[0].as_str()).collect();
    // 4.1, 8 is of cirrhosis only; hypoxia has findings that name no disease, so nobody knows
    assert!(names.contains(&"resveratrol"), "{names:?}");
    assert!(!names.contains(&"MSC transplantation") && !names.contains(&"hypoxia"), "{names:?}");
    assert!(answers.rows.iter().all(|row| row.verdict == Verdict::Silent));
}

const ALL: [&str; 9] = [
    "matrix treatment by disease",
    "matrix treatment by disease of improves homing",
    "matrix treatment by gene of upregulates",
    "gaps",
    "gaps treatment by disease",
    "compare rapamycin with hypoxia in MSC",
    "contested treatment, disease",
    "contested treatment",
    "similar to rapamycin",
];

#[test]
fn every_format_tells_every_statement() {
    for text in ALL {
        let reply = reply(text);
        for width in [40, 80, 120] {
            for unicode in [true, false] {
                let style = Style { width, unicode, ..Style::default() };
                let shown = render(&reply, Format::Table, &style).unwrap();
                assert!(shown.lines().all(|line| line.width() <= width.max(40)), "{text} at {width}\n{shown}");
                assert!(unicode || !shown.contains(['↑', '↓', '○', '·', '─']), "{text}\n{shown}");
            }
        }
        assert!(!header(&reply, &Style::default()).is_empty(), "{text}");
        let tsv = render(&reply, Format::Tsv, &Style::default()).unwrap();
        let columns = tsv.lines().next().unwrap().matches('\t').count();
        assert!(tsv.lines().count() > 1 && tsv.lines().all(|line| line.matches('\t').count() == columns), "{tsv}");
        for line in render(&reply, Format::Jsonl, &Style::default()).unwrap().lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
        assert!(render(&reply, Format::Markdown, &Style::default()).unwrap().contains("**"), "{text}");
        assert!(
            render(&reply, Format::Csv, &Style::default()).unwrap().lines().count() == tsv.lines().count(),
            "{text}"
        );
        let json: serde_json::Value =
            serde_json::from_str(&render(&reply, Format::Json, &Style::default()).unwrap()).unwrap();
        has_the_keys_of_its_schema(&json);
    }
}

/// Every key that the schema requires is there, and every key is in the schema, some levels down.
pub(crate) fn has_the_keys_of_its_schema(json: &serde_json::Value) {
    let schema: serde_json::Value = serde_json::from_str(whereof::render::RESULT_SCHEMA).unwrap();
    let tag = json["reply"].as_str().unwrap();
    let name = format!("#/$defs/{tag}");
    assert!(schema["anyOf"].as_array().unwrap().iter().any(|one| one["$ref"] == name.as_str()), "{tag}");
    matches(&schema, &schema["$defs"][tag], json, tag);
}

fn matches(schema: &serde_json::Value, part: &serde_json::Value, json: &serde_json::Value, at: &str) {
    if let Some(reference) = part["$ref"].as_str() {
        let name = reference.trim_start_matches("#/$defs/");
        return matches(schema, &schema["$defs"][name], json, name);
    }
    if let Some(choices) = part["anyOf"].as_array() {
        if let Some(choice) = choices.iter().find(|choice| json.is_null() == (choice["type"] == "null")) {
            matches(schema, choice, json, at);
        }
        return;
    }
    match (json, part["type"].as_str()) {
        (serde_json::Value::Object(keys), _) => {
            for key in part["required"].as_array().unwrap_or_else(|| panic!("{at}: {part}")) {
                assert!(keys.contains_key(key.as_str().unwrap()), "{at}: {key}");
            }
            for (key, value) in keys {
                let inner = &part["properties"][key];
                assert!(!inner.is_null(), "{at}: `{key}` is in no schema");
                matches(schema, inner, value, &format!("{at}.{key}"));
            }
        }
        (serde_json::Value::Array(all), Some("array")) => {
            all.iter().for_each(|one| matches(schema, &part["items"], one, at));
        }
        (serde_json::Value::String(_), None | Some("string")) | (serde_json::Value::Null, _) => {}
        (serde_json::Value::Number(_), None | Some("integer" | "number")) | (serde_json::Value::Bool(_), _) => {}
        (other, wanted) => panic!("{at}: {other} is no {wanted:?}"),
    }
}

#[test]
fn tables_look_like_this() {
    for (name, text) in [
        ("tables-matrix", "matrix treatment by disease of improves homing"),
        ("tables-kinds", "matrix kinds of pre-treatment by disease"),
        ("tables-gaps", "gaps kinds of pre-treatment by disease"),
        ("tables-compare", "compare rapamycin with hypoxia"),
        ("tables-contested", "contested treatment, disease"),
        ("tables-similar", "similar to rapamycin"),
    ] {
        let reply = reply(text);
        let mut shown = String::new();
        for (width, unicode) in [(80, true), (120, false)] {
            shown.push_str(&format!("==== {width} columns\n"));
            shown.push_str(&render(&reply, Format::Table, &Style { width, unicode, ..Style::default() }).unwrap());
        }
        insta::assert_snapshot!(name, shown);
    }
}
