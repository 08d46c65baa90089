//! What comes in, and the code that goes out.

use super::{HEADLINE, fed, run, scratch};

#[test]
fn an_answer_is_0_with_rows_or_without() {
    let ran = run(&["-c", HEADLINE]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 2), "{ran:?}");
    assert!(
        ran.out.starts_with("treatment\tverdict\trefs\trefs_against\tfindings\nresveratrol\tsupported\t59\t\t"),
        "{ran:?}"
    );
    assert!(ran.err.contains("complete: 1 row, 1 study"), "{ran:?}");
    let ran = run(&["-c", "treatment where increases GSH and disease = fibrosis"]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1), "{ran:?}");
}

#[test]
fn no_row_is_4_only_where_asked() {
    let none = "treatment where increases GSH and disease = fibrosis";
    assert_eq!(run(&["--fail-empty", "-c", none]).code, 4);
    assert_eq!(run(&["--fail-empty", "-c", HEADLINE]).code, 0);
    assert_eq!(run(&["--fail-empty", "-c", HEADLINE, "-c", none]).code, 4);
}

#[test]
fn a_wrong_question_is_1_and_prints_no_row() {
    let ran = run(&["-c", "treatment where upregulates CXCR44"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    assert!(ran.err.contains("W0201") && ran.err.contains("CXCR4 (gene)"), "{ran:?}");
}

#[test]
fn a_wrong_command_line_is_2() {
    for args in [
        &["--nope"][..],
        &["--format", "xml", "-c", "nouns"],
        &["--no-builtin", "-c", "nouns"],
        &["--param", "x", "-c", "nouns"],
        &["--timeout", "soon", "-c", "nouns"],
        &["help", "W9999"],
        &["check"],
    ] {
        let ran = run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {ran:?}");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn it_stops_at_the_first_error_unless_told_to_go_on() {
    let script = b"nouns; treatment where upregulates CXCR44; verbs";
    let ran = fed(&["-q", "--format", "jsonl"], script);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("treatment") && !ran.out.contains("upregulates"), "{ran:?}");
    let ran = fed(&["-q", "--format", "jsonl", "--keep-going"], script);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("upregulates"), "{ran:?}");
}

#[test]
fn standard_input_is_run_where_nothing_else_is_given() {
    assert_eq!(fed(&["-q"], b"nouns"), fed(&["-q", "-"], b"nouns"));
    let ran = fed(&[], b"");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let ran = fed(&[], b"  \n# nothing but a remark\n");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
}

#[test]
fn questions_run_in_the_order_given_before_the_file() {
    let ran = fed(&["-q", "-c", "nouns", "-e", "verbs", "-"], b"slots");
    assert_eq!(ran.code, 0);
    let order: Vec<usize> =
        ["noun\t", "\nverb\t", "\nslot\t"].iter().map(|head| ran.out.find(head).unwrap_or(usize::MAX)).collect();
    assert!(order.is_sorted() && order[2] < usize::MAX, "{ran:?}");
}

#[test]
fn bytes_that_are_no_text_are_told_where() {
    let ran = fed(&[], b"nouns;\nverbs \xff\xfe");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("line 2, column 7: it is no text in UTF-8"), "{ran:?}");
    let ran = fed(&["--error-format", "json"], b"\xff");
    let value: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(value["code"], "W0703");
}

#[test]
fn a_parameter_is_data() {
    let asked = "treatment where upregulates $gene and disease = fibrosis";
    let ran = run(&["-q", "--param", "gene=cxcr-4", "-c", asked]);
    assert!(ran.code == 0 && ran.out.contains("resveratrol"), "{ran:?}");
    let ran = run(&["-q", "--param", "gene=CXCR4 or improves homing", "-c", asked]);
    assert!(ran.code == 1 && ran.err.contains("CXCR4 or improves homing"), "{ran:?}");
    let ran = run(&["-q", "-c", asked]);
    assert!(ran.code == 1 && ran.err.contains("$gene"), "{ran:?}");
}

#[test]
fn errors_take_three_forms() {
    let wrong = "treatment where upregulates CXCR44";
    let ran = run(&["--error-format", "json", "-c", wrong]);
    let value: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!((value["code"].as_str(), value["labels"][0]["start"].as_u64()), (Some("W0201"), Some(28)));
    assert_eq!(value["fixes"][0]["rows"], 3);
    let ran = run(&["--error-format", "short", "-c", wrong]);
    assert!(ran.err.starts_with("query:1:29: error W0201: "), "{ran:?}");
    assert_eq!(ran.err.lines().count(), 1);
}

#[test]
fn help_explains_codes() {
    let all = run(&["help"]);
    assert!(all.code == 0 && all.out.contains("W0201") && all.err.is_empty());
    let one = run(&["help", "w201"]);
    assert!(one.out.starts_with("W0201: ") && one.out.contains("CXCR44"), "{one:?}");
    let term = run(&["help", "near", "miss"]);
    assert!(term.code == 0 && term.out.starts_with("near miss: ") && all.out.contains("near miss"), "{term:?}");
    assert!(run(&["help", "excel"]).out.contains("-o answer.xlsx"));
    let name = run(&["help", "cxcr4"]);
    assert!(name.code == 2 && name.err.contains("whereof -c 'describe cxcr4'"), "{name:?}");
    let slip = run(&["help", "contexed-split"]);
    assert!(slip.code == 2 && slip.err.contains("near it: context-split"), "{slip:?}");
    let version = run(&["--version"]);
    assert_eq!((version.code, version.out.as_str()), (0, concat!("whereof ", env!("CARGO_PKG_VERSION"), "\n")));
}

impl PartialEq for super::Ran {
    fn eq(&self, other: &super::Ran) -> bool {
        (self.code, &self.out, &self.err) == (other.code, &other.out, &other.err)
    }
}

#[test]
fn the_prompt_opens_behind_what_is_asked() {
    let folder = scratch("interactive");
    let file = folder.join("ask.whereof");
    std::fs::write(&file, "let $gene = CXCR4; treatment where upregulates $gene").unwrap();
    let done = fed(&["-i", "-q", "-c", "nouns", "-f", file.to_str().unwrap()], b".mode tsv\nresolve $gene\n");
    assert_eq!(done.code, 0, "{}", done.err);
    let (nouns, rows, mode) =
        (done.out.find("16 entries"), done.out.find("complete: 3 rows"), done.out.find("mode tsv"));
    assert!(nouns.is_some() && nouns < rows && rows < mode, "{}", done.out);
    // what is wrong is told, and the prompt opens all the same
    let done = fed(&["-i", "-q", "-c", "treatment where", "-c", "nouns"], b"verbs\n");
    assert!(done.err.contains("W0111") && done.out.contains("upregulated by"), "{}{}", done.err, done.out);
    // without input it ends at once
    assert_eq!(run(&["-i", "-q"]).code, 0);
    assert_eq!(run(&["-i", "-o", "rows.csv"]).code, 2);
}

#[test]
fn a_file_may_be_named_and_what_happens_be_told() {
    let folder = scratch("named");
    let file = folder.join("ask.whereof");
    std::fs::write(&file, HEADLINE).unwrap();
    let file = file.to_str().unwrap();
    let (plain, named) = (run(&[file, "-q"]), run(&["-f", file, "-q"]));
    assert_eq!((plain.code, &plain.out), (0, &named.out));
    assert_eq!(run(&[file, "-f", file]).code, 2);
    let verbose = run(&["-v", "-f", file]);
    assert_eq!(verbose.out, named.out);
    assert!(verbose.err.starts_with("base Hu 2020: 587 findings, 76 studies, fingerprint "), "{}", verbose.err);
    assert!(verbose.err.lines().last().unwrap().starts_with("time: "), "{}", verbose.err);
    assert_eq!(run(&["-v", "-q", "-c", "nouns"]).code, 2);
}
