//! What is said behind a line while it is typed: counts that are the answer's, names, what is missing; or nothing.

use super::complete::questions;
use super::{eval, session, small};
use std::collections::BTreeSet;
use std::time::Duration;
use whereof::answer::{Completeness, Reply};
use whereof::limits::Cancel;
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn hint(session: &Session, line: &str) -> String {
    session.hint(line, line.len()).map_or_else(String::new, |hint| hint.to_string())
}

/// What is said of a line with nothing defined.
fn said(line: &str) -> String {
    hint(&session(), line)
}

#[test]
fn the_count_is_that_of_the_answer() {
    let (mut counted, mut with_studies) = (0, 0);
    for (before, text) in questions() {
        if before.contains("use \"") {
            continue;
        }
        let mut session = session();
        eval(&mut session, &before);
        let Some(hint) = session.hint(&text, text.len()) else { continue };
        let Some(count) = hint.count else { continue };
        let Some(Ok(Reply::Answers(answers))) = session.eval(&Source::new("line", text.as_str())).pop() else {
            continue;
        };
        counted += 1;
        let total = match (&answers.counts, &answers.completeness) {
            (Some(counts), _) => counts.total,
            (None, Completeness::FirstOf { total }) => {
                assert_eq!(count.shown, Some(answers.rows.len() as u64), "{text}");
                *total
            }
            (None, _) => answers.rows.len() as u64,
        };
        assert_eq!(count.rows, total, "{text}");
        if let (Some(studies), None) = (count.studies, &answers.counts) {
            let all: BTreeSet<u32> =
                answers.rows.iter().flat_map(|row| row.refs.iter().map(|one| one.study.0)).collect();
            assert_eq!(studies, all.len() as u64, "{text}");
            with_studies += 1;
        }
    }
    assert!(counted > 50 && with_studies > 30, "{counted} {with_studies}");
}

#[test]
fn it_says_how_much_and_what() {
    for (line, words) in [
        ("treatment where upregulates CXCR4", "3 treatments · 3 studies · CXCR4: gene, NCBIGene:7852"),
        ("treatment where upregulates CXCR4 and disease = fibrosis", "1 treatment · 1 study · fibrosis: disease"),
        ("treatment where upregulates SIRT1 and disease = fibrosis ", "1 treatment · 1 study"),
        ("treatment where increases GSH and disease = fibrosis", "0 treatments · 0 studies · fibrosis: disease"),
        ("treatment where upregulates CXCR4 limit 1", "first 1 of 3 treatments"),
        ("count treatment where upregulates CXCR4", "3 treatments · 3 studies · CXCR4: gene, NCBIGene:7852"),
        ("study where upregulates CXCR4", "3 studies · CXCR4: gene, NCBIGene:7852"),
        ("finding where object = CXCR4 ", "3 findings · 3 studies"),
        ("treatment A, gene G where A upregulates G and A is rapamycin ", "1 row · 1 study"),
        ("treatment where upregulates \"CK-18\"", "6 treatments · 7 studies · CK-18 is KRT18: gene, NCBIGene:3875"),
        ("why rapamycin upregulates CXCR4 ", "1 treatment · 1 study"),
        ("nouns; treatment where upregulates CXCR4 ", "3 treatments · 3 studies"),
    ] {
        assert_eq!(said(line), words, "{line}");
    }
    // complement rows have no studies of their own
    let line = "treatment where disease = fibrosis and not upregulates CXCR4 ";
    assert!(said(line).ends_with(" treatments"), "{}", said(line));
    // in the middle of a line the name under the cursor
    let line = "treatment where upregulates CXCR4 and disease = fibrosis";
    let middle = session().hint(line, "treatment where upregulates CXC".len()).unwrap();
    assert_eq!(middle.word.as_deref(), Some("CXCR4: gene, NCBIGene:7852"));
}

#[test]
fn it_says_what_is_not_known_and_what_may_mean_several_things() {
    assert_eq!(said("treatment where upregulates CXCR44"), "`CXCR44` is not known");
    assert_eq!(said("treatment where upregulates CXCR44 and disease = fibrosis"), "`CXCR44` is not known");
    assert_eq!(said("treatment where upregulates CXCR44 and disease = cirhosis"), "`CXCR44` is not known");
    assert_eq!(
        said("treatment where upregulates fibrosis"),
        "`fibrosis` is a disease, which cannot be what something upregulates"
    );
    // a name that is still being typed
    for line in
        ["treatment where upregulates CXC", "treatm", "treatment where upreg", "treatment where upregulates CXCR4 an"]
    {
        assert_eq!(said(line), "", "{line}");
    }
    let base = small(
        "entity HGF is gene; entity HGF is treatment; verb meets with subject = treatment, direction = unclear;
         study 1 { tea meets \"gene:HGF\"; }",
    );
    let session = Session::new(base, Limits { time: None, ..Limits::script() });
    assert_eq!(
        hint(&session, "treatment where meets HGF"),
        "`HGF`: 2 meanings, gene:HGF (gene HGF), treatment:HGF (treatment HGF)"
    );
    assert_eq!(hint(&session, "treatment where meets gene:HGF "), "1 treatment · 1 study");
}

#[test]
fn it_says_what_is_missing() {
    for (line, words) in [
        ("treatment ", "next: `where`"),
        ("treatment where ", "next: a verb, a slot or `is`"),
        ("treatment where upregulates CXCR4 and ", "next: a verb, a slot or `is`"),
        ("treatment where upregulates CXCR4 and disease = ", "next: a value of `disease`"),
        ("treatment where increases homing in ", "next: where, or in whom"),
        ("treatment where is ", "next: a treatment"),
        ("gene where upregulated by ", "next: a treatment or a condition"),
        ("gene where upregulated by (", "next: a noun"),
        ("treatment A, gene G where ", "next: one of the letters"),
        ("treatment where upregulates CXCR4 order by ", "next: studies, findings, name, verdict or evidence"),
        ("count treatment by ", "next: a slot, or a noun with a letter"),
        ("why ", "next: a noun or a name"),
        ("why rapamycin upregulates ", "next: a name"),
        ("compare rapamycin with ", "next: a name"),
        ("matrix ", "next: a noun or a slot"),
        ("matrix treatment by ", "next: a noun or a slot"),
    ] {
        assert_eq!(said(line), words, "{line}");
    }
}

#[test]
fn definitions_and_parameters_count() {
    let mut session = session();
    eval(&mut session, "define homing booster = treatment where improves homing or upregulates CXCR4; let $g = CXCR4");
    assert_eq!(
        hint(&session, "treatment where upregulates $g"),
        "3 treatments · 3 studies · $g is CXCR4: gene, NCBIGene:7852"
    );
    assert_eq!(hint(&session, "treatment where upregulates $h"), "`$h` is not known");
    assert!(hint(&session, "homing booster where disease = fibrosis ").contains("treatments"));
    // what the session says since counts at once
    eval(&mut session, "retract study 59");
    assert_eq!(hint(&session, "treatment where upregulates $g "), "2 treatments · 2 studies");
    eval(&mut session, "let $g = VEGF");
    assert!(!hint(&session, "treatment where upregulates $g").starts_with("2 treatments · 2"));
}

#[test]
fn it_is_silent_rather_than_wrong() {
    let line = "treatment where upregulates CXCR4";
    let cancel = Cancel::default();
    let limits = Limits { cancel: cancel.clone(), time: None, ..Limits::script() };
    let session = Session::new(Base::builtin(), limits);
    assert!(session.hint(line, line.len()).is_some());
    cancel.cancel();
    assert_eq!(session.hint(line, line.len()), None);
    cancel.reset();
    assert!(session.hint(line, line.len()).is_some(), "nothing of that is kept");
    let late = Session::new(Base::builtin(), Limits { time: Some(Duration::ZERO), ..Limits::script() });
    assert_eq!(late.hint(line, line.len()), None);
    // all that can be looked at in so few steps is told, the rest is not
    let few = Session::new(Base::builtin(), Limits { time: None, steps: 1, ..Limits::script() });
    let all = "treatment where not (upregulates zzzz)";
    assert!(few.hint(all, all.len()).is_none_or(|hint| hint.count.is_none()));
    let all = "finding where stance = reported or stance = gap or stance = hypothesised";
    assert!(few.hint(all, all.len()).is_none_or(|hint| hint.count.is_none()));
    for line in ["", "   ", "# a remark", ")", "[[", "study 59 { a"] {
        assert_eq!(hint(&session, line), "", "{line}");
    }
}
