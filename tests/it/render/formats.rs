//! Formats for machines: their column names and keys are a promise.

use super::fixtures::*;
use serde_json::Value;
use whereof::answer::Reply;
use whereof::render::{Format, Style, render};

fn of(answers: whereof::answer::Answers, format: Format) -> String {
    render(&reply(answers), format, &Style::default()).unwrap()
}

#[test]
fn tsv_has_a_header_and_a_line_a_row() {
    assert_eq!(
        of(disputed(), Format::Tsv),
        "treatment\tverdict\trefs\trefs_against\tfindings\n\
         IFN-γ pre-treatment\tcontext-split\t61|67\t67\t88|89\n\
         resveratrol\tsupported\t59\t\t41\n"
    );
    assert_eq!(of(none(), Format::Tsv), "treatment\tverdict\trefs\trefs_against\tfindings\n");
}

#[test]
fn jsonl_is_one_object_a_row_with_its_keys_in_order() {
    let text = of(disputed(), Format::Jsonl);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        r#"{"treatment":"IFN-γ pre-treatment","verdict":"context-split","refs":[61,67],"refs_against":[67],"findings":[88,89]}"#
    );
    assert_eq!(lines.len(), 2);
    assert_eq!(of(none(), Format::Jsonl), "");
}

#[test]
fn references_name_their_source_where_several_are_open() {
    let mut answers = headline();
    answers.rows[0].refs[0].source = Some("Hu 2020".into());
    assert!(of(answers.clone(), Format::Jsonl).contains(r#""refs":["Hu 2020:59"]"#));
    assert!(of(answers, Format::Table).contains("[Hu 2020:59]"));
}

#[test]
fn csv_is_inert_in_a_spreadsheet_unless_raw() {
    let mut answers = headline();
    for (cell, shown) in
        [("=1+1", "'=1+1"), ("+1", "'+1"), ("-x", "'-x"), ("@x", "'@x"), ("a,b", "\"a,b\""), ("8-OHG", "8-OHG")]
    {
        answers.rows[0].cells[0] = cell.into();
        let csv = of(answers.clone(), Format::Csv);
        assert_eq!(csv.lines().nth(1).unwrap(), format!("{shown},supported,59,,41"));
    }
    answers.rows[0].cells[0] = "=1+1".into();
    let raw = render(&reply(answers), Format::Csv, &Style { raw: true, ..Style::default() }).unwrap();
    assert_eq!(raw.lines().nth(1).unwrap(), "=1+1,supported,59,,41");
}

#[test]
fn a_tab_in_a_cell_does_not_make_a_column() {
    let mut answers = headline();
    answers.rows[0].cells[0] = "a\tb\nc".into();
    assert_eq!(of(answers, Format::Tsv).lines().nth(1).unwrap(), "a\\u{9}b\\u{a}c\tsupported\t59\t\t41");
}

#[test]
fn a_column_never_takes_a_fixed_key() {
    let mut answers = headline();
    answers.columns = vec!["treatment".into(), "verdict".into()];
    answers.rows[0].cells.push("x".into());
    let line: Value = serde_json::from_str(of(answers, Format::Jsonl).trim()).unwrap();
    assert_eq!(line["verdict"], "supported");
    assert_eq!(line["verdict_"], "x");
}

#[test]
fn counts_are_rows_too() {
    use whereof::answer::{CountGroup, Counts};
    let mut answers = headline();
    answers.rows.clear();
    answers.counts = Some(Counts {
        total: 5,
        by: Some("disease".into()),
        places: vec!["disease".into()],
        groups_total: 2,
        groups: vec![
            CountGroup { value: "cirrhosis".into(), values: vec!["cirrhosis".into()], rows: 3 },
            CountGroup { value: "steatosis".into(), values: vec!["steatosis".into()], rows: 2 },
        ],
        not_stated: 1,
        overlapping: true,
    });
    assert_eq!(of(answers.clone(), Format::Tsv), "disease\tcount\ncirrhosis\t3\nsteatosis\t2\n\t1\n");
    assert!(of(answers.clone(), Format::Jsonl).ends_with("{\"disease\":null,\"count\":1}\n"));
    insta::assert_snapshot!(of(answers.clone(), Format::Table));
    answers.counts.as_mut().unwrap().by = None;
    assert_eq!(of(answers, Format::Tsv), "count\n5\n");
}

#[test]
fn json_holds_all_and_a_version() {
    let value: Value = serde_json::from_str(&of(headline(), Format::Json)).unwrap();
    assert_eq!(value["schema"], 1);
    assert_eq!(value["reply"], "answers");
    assert_eq!(value["rows"][0]["effects"][0]["witnesses"][0]["locators"][0], "Hu 2020, section 4.1, sentence 8");
    assert_eq!(value["near_misses"].as_array().unwrap().len(), 2);
    assert_eq!(value["completeness"]["is"], "complete");
    for reply in others() {
        let value: Value = serde_json::from_str(&render(&reply, Format::Json, &Style::default()).unwrap()).unwrap();
        assert_eq!(value["schema"], 1);
        assert!(value["reply"].is_string());
    }
}

#[test]
fn every_reply_has_rows_as_wide_as_its_header() {
    for reply in others() {
        let tsv = render(&reply, Format::Tsv, &Style::default()).unwrap();
        if matches!(reply, Reply::Noted(_) | Reply::Expected(_)) {
            // they hold no rows: not even the names of columns are printed
            assert_eq!(tsv, "");
            continue;
        }
        let mut widths: Vec<usize> = tsv.lines().map(|line| line.split('\t').count()).collect();
        assert!(tsv.lines().count() > 1, "{tsv}");
        widths.dedup();
        assert_eq!(widths.len(), 1, "{tsv}");
    }
}
