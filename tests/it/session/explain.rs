//! The steps in which questions are answered.

use super::session;
use whereof::text::Source;

#[test]
fn steps_are_told_in_plain_words() {
    let mut told = String::new();
    for question in [
        "treatment where upregulates CXCR4 and disease = fibrosis",
        "gene where upregulated by rapamycin",
        "treatment where upregulates (gene where upregulated by rapamycin and disease = fibrosis) and improves homing",
        "treatment A, treatment B, gene G where A upregulates G and B downregulates G and disease = fibrosis",
        "treatment where not upregulates CXCR4",
        "treatment where indirectly increases homing within 2",
        "treatment where upregulates any of (CXCR4, VEGF) in rat",
        "treatment where includes hypoxia",
        "treatment where is rapamycin",
        "finding where disease = fibrosis",
        "count treatment by disease where increases homing",
        "why not hypoxia: treatment where upregulates VEGF",
    ] {
        told.push_str(&format!("{question}\n"));
        for step in session().explain(Source::new("query", question)).unwrap().unwrap() {
            told.push_str(&format!("  {:<4} {}\n", step.number, step.words));
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn other_statements_have_none_and_wrong_ones_are_errors() {
    assert_eq!(session().explain(Source::new("query", "describe CXCR4; nouns")).unwrap(), None);
    let steps = session().explain(Source::new("query", "nouns; treatment where upregulates CXCR4")).unwrap();
    assert_eq!(steps.unwrap()[0].findings, Some(3));
    let wrong = session().explain(Source::new("query", "treatment where upregulates CXCR44")).unwrap_err();
    assert_eq!(wrong.diagnostics()[0].fixes[0].rows, Some(3));
    let mut bound = session();
    bound.bind("gene", "CXCR4");
    assert!(bound.explain(Source::new("query", "treatment where upregulates $gene")).unwrap().is_some());
    assert!(session().explain(Source::new("query", "treatment where upregulates $gene")).is_err());
}
