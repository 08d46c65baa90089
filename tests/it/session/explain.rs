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
fn what_was_done_is_told_with_what_it_looked_at() {
    let mut told = String::new();
    for question in [
        "treatment where upregulates CXCR4",
        "treatment where upregulates CXCR4 and upregulates VEGF",
        "treatment where upregulates CXCR4 or upregulates VEGF",
        "treatment where upregulates VEGF and not upregulates CXCR4",
        "treatment where not upregulates CXCR4",
        "treatment where upregulates VEGF and downregulates (gene where upregulated by rapamycin)",
        "treatment where upregulates (gene where upregulated by rapamycin) and increases homing",
        "treatment where upregulates (gene where downregulated by (treatment where upregulates VEGF))",
        "treatment A, treatment B, gene G where A upregulates G and B downregulates G",
        "count treatment A, treatment B, gene G where A upregulates G and (B downregulates G or B upregulates G) and not A upregulates VEGF",
        "treatment where is rapamycin and upregulates CXCR4",
        "count treatment where upregulates VEGF",
        "treatment where upregulates any of (CXCR4, VEGF) order by findings limit 2",
        "treatment where increases homing and upregulates CXCR4 order by verdict",
        "treatment where upregulates CXCR4 in rat",
    ] {
        let ran = session().explain_run(Source::new("query", question)).unwrap().unwrap();
        told.push_str(&format!("{question}\n"));
        for step in &ran.steps {
            let number = |number: Option<u64>| number.map_or("–".to_owned(), |number| number.to_string());
            let (wanted, looked) = (number(step.findings.map(|all| all as u64)), number(step.touched));
            told.push_str(&format!("  {:<4} {:>4} {:>4}  {}\n", step.number, wanted, looked, step.words));
        }
        told.push_str(&format!("  {} looked at, {} rows\n", ran.findings, ran.rows));
        let sum: u64 = ran.steps.iter().filter_map(|step| step.touched).sum();
        assert_eq!(sum, ran.findings, "{question}");
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
