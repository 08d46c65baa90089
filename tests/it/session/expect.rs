//! Expectations: those that hold, and what is said of those that do not.

use super::{answers, error, last, said, session};
use whereof::ErrorKind;
use whereof::answer::Reply;

#[test]
fn what_holds_says_so() {
    for (text, expected, rows) in [
        ("expect none: treatment where increases GSH and disease = fibrosis", "none", 0),
        ("expect some: treatment where upregulates CXCR4", "some", 3),
        ("expect 3 rows: treatment where upregulates CXCR4", "3 rows", 3),
        ("expect 1 row: treatment where upregulates CXCR4 and disease = fibrosis", "1 row", 1),
        ("expect 0 rows: treatment where increases GSH and disease = fibrosis", "0 rows", 0),
        ("expect 2 rows: treatment where upregulates CXCR4 limit 2", "2 rows", 2),
        (
            "expect exactly (rapamycin, hypoxia, resveratrol): treatment where upregulates CXCR4",
            "exactly (rapamycin, hypoxia, resveratrol)",
            3,
        ),
        ("expect exactly (56, 59, 62): study where upregulates CXCR4", "exactly (56, 59, 62)", 3),
        (
            "let $all = any of (rapamycin, hypoxia); expect exactly ($all, resveratrol): treatment where upregulates CXCR4",
            "exactly (\"rapamycin\", \"hypoxia\", resveratrol)",
            3,
        ),
    ] {
        let Reply::Expected(held) = last(&mut session(), text) else { panic!("{text}") };
        assert_eq!((held.expected.as_str(), held.rows), (expected, rows), "{text}");
    }
}

#[test]
fn what_fails_names_rows_and_findings() {
    for (text, at, words) in [
        (
            "expect none: treatment where upregulates CXCR4 and disease = fibrosis",
            "expect none: ",
            &[
                "1 row where none was expected",
                "a row: resveratrol, by “resveratrol upregulates CXCR4” [59]",
                "Hu 2020, section 4.1, sentence 8",
            ][..],
        ),
        (
            "expect some: treatment where upregulates CXCR4 and disease = cirrhosis and species = mouse",
            "expect some: ",
            &[
                "no row where some was expected",
                "nearly a row: resveratrol: species is rat",
                "without `species = mouse`: 1 row",
            ],
        ),
        (
            "expect 2 rows: treatment where upregulates CXCR4",
            "expect 2 rows: ",
            &["3 rows where 2 were expected", "a row: hypoxia", "a row: rapamycin", "a row: resveratrol"],
        ),
        (
            "expect 2 rows: treatment where upregulates CXCR4 and disease = fibrosis",
            "expect 2 rows: ",
            &["1 row where 2 were expected", "a row: resveratrol", "nearly a row: rapamycin: disease not stated"],
        ),
        (
            "expect exactly (resveratrol): treatment where upregulates CXCR4",
            "(resveratrol)",
            &["2 rows too many", "a row: hypoxia, by “hypoxia increases expression of CXCR4” [62]"],
        ),
        (
            "expect exactly (rapamycin, HGF overexpression): treatment where upregulates CXCR4 and disease = fibrosis",
            "(rapamycin, HGF overexpression)",
            &[
                "1 row too many, 2 rows missing",
                "missing: rapamycin; a finding says `upregulates CXCR4`, but not in the context asked for",
                "the finding of rapamycin that comes nearest: “rapamycin increases expression of CXCR4” [56]",
                "missing: HGF overexpression",
            ],
        ),
        ("expect exactly (56, 59): study where upregulates CXCR4", "(56, 59)", &["1 row too many", "[62]"]),
        (
            "expect exactly (56, 59, 60, 62): study where upregulates CXCR4",
            "(56, 59, 60, 62)",
            &["1 row missing", "missing: [60]"],
        ),
    ] {
        let wrong = error(&mut session(), text);
        assert_eq!(wrong.kind(), ErrorKind::Expectation);
        let (code, said) = said(&wrong);
        assert_eq!(code, "W0610");
        assert_eq!(&text[wrong.diagnostics()[0].span().range()], at);
        for words in words {
            assert!(said.contains(words), "{text}: no {words} in\n{said}");
        }
    }
}

#[test]
fn missing_names_are_shown_where_they_stand() {
    let text = "expect exactly (resveratrol, rapamycin): treatment where upregulates CXCR4 and disease = fibrosis";
    let wrong = error(&mut session(), text);
    let label = &wrong.diagnostics()[0].labels[1];
    assert_eq!((&text[label.span.range()], label.message.as_str()), ("rapamycin", "no row"));
}

/// A retraction that breaks a claim is named with the findings that it took.
#[test]
fn a_retraction_is_found_out() {
    let text = "retract study 59; expect some: treatment where upregulates CXCR4 and disease = fibrosis";
    let (code, said) = said(&error(&mut session(), text));
    assert_eq!(code, "W0610");
    assert!(said.contains("retracted, of resveratrol: “resveratrol upregulates CXCR4” [59]"), "{said}");
    assert!(said.contains("without study 59, retracted in this session"), "{said}");
}

#[test]
fn wrong_questions_and_names_are_no_broken_expectations() {
    for (text, code) in [
        ("expect none: treatment where upregulates CXCR44", "W0201"),
        ("expect exactly (rapamycyn): treatment where upregulates CXCR4", "W0201"),
        ("expect exactly (CXCR4): treatment where upregulates CXCR4", "W0204"),
        ("expect exactly (999): study where upregulates CXCR4", "W0609"),
        ("expect exactly (rapamycin): finding where upregulates CXCR4", "W0603"),
    ] {
        let wrong = error(&mut session(), text);
        assert_eq!((said(&wrong).0, wrong.kind()), (code, ErrorKind::Question), "{text}");
    }
}

#[test]
fn a_broken_expectation_changes_nothing() {
    let mut session = session();
    error(&mut session, "let $g = CXCR4; expect none: treatment where upregulates $g");
    assert_eq!(answers(&mut session, "treatment where upregulates $g").rows.len(), 3);
}
