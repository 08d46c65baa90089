//! Retracted studies against the same base written without them.

use super::{answers, error, last, rows, said, session, small};
use std::sync::Arc;
use whereof::answer::Reply;
use whereof::base::{Facts, Memory, Parts, builtin};
use whereof::model::StudyId;
use whereof::{Base, Limits, Session};

const ASKED: &[&str] = &[
    "treatment where increases homing",
    "treatment where upregulates CXCR4 and disease = fibrosis",
    "treatment where disease = fibrosis and not upregulates CXCR4",
    "treatment where contested on homing",
    "treatment where unstudied in cirrhosis",
    "treatment where upregulates VEGF with at least 2 studies",
    "gene where upregulated by (treatment where increases homing)",
    "study where increases homing",
    "finding where disease = fibrosis",
    "count treatment by disease where increases survival",
    "count finding by species where in vivo",
    "treatment where increases homing and also disease = fibrosis",
];

/// The embedded base made anew, as if nobody had cited these studies.
fn rewritten(out: &[StudyId]) -> Base {
    let memory = builtin::memory().unwrap();
    let Parts { schema, entities, sources, studies, findings } = memory.parts();
    let findings = findings
        .into_iter()
        .filter_map(|mut finding| {
            let cited = !finding.studies.is_empty();
            finding.studies.retain(|study| !out.contains(study));
            (!cited || !finding.studies.is_empty()).then_some(finding)
        })
        .collect();
    Base::with_facts(Arc::new(Memory::from_findings("Hu 2020", schema, entities, sources, studies, findings)))
}

#[test]
fn retracting_is_asking_a_base_that_never_had_the_study() {
    let memory = builtin::memory().unwrap();
    let mut differ = 0;
    for at in (0..memory.study_count() as u32).step_by(5) {
        let out = [StudyId(at), StudyId((at + 11) % memory.study_count() as u32)];
        let numbers: Vec<String> = out.iter().map(|id| memory.study(*id).unwrap().number.to_string()).collect();
        let mut retracted = session();
        last(&mut retracted, &format!("retract study {}", numbers.join(", ")));
        let mut written = Session::new(rewritten(&out), Limits { time: None, ..Limits::script() });
        for asked in ASKED {
            let (now, wanted) = (answers(&mut retracted, asked), answers(&mut written, asked));
            assert_eq!(rows(&now), rows(&wanted), "{asked} without {numbers:?}");
            assert_eq!(now.counts, wanted.counts, "{asked} without {numbers:?}");
            assert_eq!(now.skipped, wanted.skipped, "{asked} without {numbers:?}");
            assert_eq!(now.near_misses_total, wanted.near_misses_total, "{asked} without {numbers:?}");
            assert_eq!(now.base.findings, wanted.base.findings);
            let note = format!("without studies {}, retracted in this session", numbers.join(", "));
            assert!(now.notes.contains(&note), "{:?}", now.notes);
            differ += usize::from(rows(&now) != rows(&answers(&mut session(), asked)));
        }
    }
    assert!(differ > 20, "only {differ} answers were changed by a retraction");
}

#[test]
fn what_others_report_stays_and_verdicts_follow() {
    let base = small(
        "study 1, 2 { at \"1\" 1: tea lifts G1; } study 3 { at \"1\" 2: tea sinks G1; } study 4 { at \"1\" 3: milk lifts G1; }",
    );
    let mut session = Session::new(base, Limits::script());
    let asked = "treatment where lifts G1";
    let tea = |answers: &whereof::answer::Answers| rows(answers).into_iter().find(|row| row.0 == ["tea"]).unwrap();
    let before = answers(&mut session, asked);
    assert_eq!((before.rows.len(), tea(&before).1), (2, "contested"));
    let Reply::Noted(noted) = last(&mut session, "retract study 1") else { panic!() };
    assert_eq!(noted.did, ["study 1 is left out: none gone, 1 finding still reported by other studies"]);
    assert_eq!(tea(&answers(&mut session, asked)).2, [2]);
    last(&mut session, "retract study 3");
    let after = answers(&mut session, asked);
    assert_eq!(tea(&after).1, "supported");
    assert_eq!((after.base.findings, after.base.studies), (2, 2));
    assert_ne!(after.base.hash, before.base.hash);
    last(&mut session, "retract study 2");
    let after = answers(&mut session, asked);
    assert_eq!(rows(&after).into_iter().map(|row| row.0.concat()).collect::<Vec<_>>(), ["milk"]);
    assert!(after.notes.contains(&"without studies 1, 3, 2, retracted in this session".to_owned()));
    let Reply::Noted(noted) = last(&mut session, "retract study 2") else { panic!() };
    assert_eq!(noted.did, ["study 2 is left out already"]);
}

#[test]
fn proofs_and_counts_know_of_it() {
    let mut session = session();
    last(&mut session, "retract study 59");
    let Reply::WhyNot(why_not) = last(&mut session, "why not resveratrol: treatment where upregulates CXCR4") else {
        panic!()
    };
    assert!(!why_not.is_row && why_not.notes.iter().any(|note| note.contains("without study 59")), "{why_not:?}");
    let Reply::Why(why) = last(&mut session, "why treatment where upregulates CXCR4") else { panic!() };
    assert_eq!(why.rows.len(), 2);
    let count = answers(&mut session, "count treatment where upregulates CXCR4");
    assert_eq!(count.counts.unwrap().total, 2);
    assert!(answers(&mut session, "finding where study = 59").rows.is_empty());
}

/// One work cited by two sources is one study: retracting it by either name takes both.
#[test]
fn one_work_under_two_numbers_goes_at_once() {
    let text = |source: &str, number: u32, doi: &str, finding: &str| {
        format!("source {source}; reference {number} with doi = \"{doi}\"; study {number} {{ at \"1\" 1: {finding}; }}")
    };
    let base = small("study 1 { at \"1\" 9: salt lifts G2; }");
    let base = base.with_text(&whereof::text::Source::new("one", text("One", 7, "10.1/x", "tea lifts G1"))).unwrap();
    let base = base.with_text(&whereof::text::Source::new("two", text("Two", 8, "10.1/X", "milk lifts G1"))).unwrap();
    let mut session = Session::new(base, Limits::script());
    assert_eq!(answers(&mut session, "treatment where lifts G1").rows.len(), 2);
    last(&mut session, "retract study 8 \"Two\"");
    assert!(answers(&mut session, "treatment where lifts G1").rows.is_empty());
    let (code, said_) = said(&error(&mut session, "retract study 8 \"One\""));
    assert!(code == "W0609" && said_.contains("no study 8"), "{said_}");
}

#[test]
fn several_sources_with_one_number_must_be_told_apart() {
    let base = small("study 1 { at \"1\" 1: tea lifts G1; }");
    let more = "source \"Other notes\"; study 1 { at \"1\" 1: milk lifts G1; }";
    let base = base.with_text(&whereof::text::Source::new("more", more)).unwrap();
    let mut session = Session::new(base, Limits::script());
    let wrong = error(&mut session, "retract study 1");
    let (code, text) = said(&wrong);
    assert!(code == "W0609" && text.contains("1 \"Other notes\""), "{text}");
    assert_eq!(answers(&mut session, "treatment where lifts G1").rows.len(), 2);
    let mended = wrong.diagnostics()[0].fixes[1].apply("retract study 1").unwrap();
    assert_eq!(mended, "retract study 1 \"Other notes\"");
    last(&mut session, &mended);
    let left = answers(&mut session, "treatment where lifts G1");
    assert_eq!(left.rows[0].cells, ["tea"]);
    assert!(
        left.notes.contains(&"without study Other notes:1, retracted in this session".to_owned()),
        "{:?}",
        left.notes
    );
}

#[test]
fn a_list_with_a_wrong_number_retracts_nothing() {
    let mut session = session();
    assert_eq!(said(&error(&mut session, "retract study 59, 999")).0, "W0609");
    assert_eq!(answers(&mut session, "treatment where upregulates CXCR4").rows.len(), 3);
}
