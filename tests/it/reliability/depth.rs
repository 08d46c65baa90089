//! Depth and width through the whole engine: reading, meaning, running, telling, showing, dropping.

use super::survive::{counted, told};
use super::{cases, in_stack};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

/// What stands before, what opens a level, what stands inside, what closes a level, and how many levels one opening is.
const NESTING: &[(&str, &str, &str, &str, usize)] = &[
    ("treatment where ", "not ", "upregulates CXCR4", "", 1),
    ("treatment where ", "(", "upregulates CXCR4", ")", 1),
    ("treatment where ", "not (", "disease = fibrosis", ")", 2),
    ("treatment where ", "upregulates VEGF and (disease = fibrosis or (", "upregulates CXCR4", "))", 2),
    ("treatment where ", "not (improves homing or ", "upregulates CXCR4", ")", 2),
    (
        "treatment where upregulates (",
        "gene where upregulated by (treatment where upregulates (",
        "gene where upregulated by rapamycin",
        "))",
        2,
    ),
    (
        "treatment where indirectly upregulates (",
        "gene where indirectly upregulated by (treatment where indirectly upregulates (",
        "gene where upregulated by rapamycin",
        "))",
        2,
    ),
    ("why treatment where ", "(", "upregulates CXCR4", ")", 1),
    ("why not rapamycin: treatment where ", "not (", "upregulates CXCR4 and disease = fibrosis", ")", 2),
    ("count finding by disease where ", "(", "disease = fibrosis", ")", 1),
    ("expect none: treatment where ", "not (", "upregulates CXCR4 and disease = fibrosis", ")", 2),
    ("diff builtin session: treatment where ", "(", "upregulates CXCR4", ")", 1),
    ("matrix disease by (treatment where ", "not ", "upregulates CXCR4", "", 1),
];

fn nested(case: &(&str, &str, &str, &str, usize), levels: usize) -> String {
    let (before, open, inner, close, _) = case;
    let end = ")".repeat(before.matches('(').count());
    format!("{before}{}{inner}{}{end}", open.repeat(levels), close.repeat(levels))
}

#[test]
fn every_stage_fits_128_levels_into_a_small_stack() {
    for (stack, step) in [(512 << 10, 9), (2 << 20, 31)] {
        in_stack(stack, move || {
            let base = Base::builtin();
            let limits = Limits { nesting: 1_000_000, ..counted() };
            for case in NESTING {
                let deepest = 128 / case.4;
                let all = (1..=deepest + 1).filter(|levels| levels % step == 1 || *levels + 4 > deepest);
                for levels in all {
                    let text = nested(case, levels);
                    let shown = told(&base, &text, &limits);
                    let extra = case.0.matches('(').count();
                    if levels * case.4 + extra > 128 {
                        assert!(shown.contains("W0108"), "{levels} levels of {:?}: {shown}", case.1);
                    } else {
                        assert!(!shown.contains("W0108"), "{levels} levels of {:?}: {shown}", case.1);
                    }
                }
            }
        });
    }
}

#[test]
fn many_more_levels_are_an_error_of_the_question() {
    in_stack(512 << 10, || {
        let mut session = Session::new(Base::builtin(), Limits { text: 64 << 20, time: None, ..Limits::interactive() });
        for case in NESTING {
            for levels in [1_000, 10_000, 100_000, 1_000_000] {
                // the longest openings make the text longer than need be
                if case.1.len() * levels > 4 << 20 {
                    continue;
                }
                let results = session.eval(&Source::new("deep", nested(case, levels)));
                assert!(results.iter().any(Result::is_err), "{levels} levels of {:?}", case.1);
            }
        }
    });
}

/// What a wide question repeats: what stands before, the piece, what joins two pieces, what stands behind.
const WIDE: &[(&str, &str, &str, &str)] = &[
    ("treatment where ", "upregulates CXCR4", " and ", ""),
    ("treatment where ", "upregulates CXCR4", " or ", ""),
    ("treatment where ", "upregulates CXCR4", " and also ", ""),
    ("treatment where ", "not upregulates CXCR4", " and ", ""),
    ("treatment where upregulates CXCR4 and ", "disease = fibrosis", " and ", ""),
    ("treatment where ", "upregulates CXCR44", " and ", ""),
    ("treatment where upregulates CXCR4 and downregulates CXCR4 and ", "disease = fibrosis", " and ", ""),
    ("treatment where upregulates any of (", "CXCR4", ", ", ")"),
    ("treatment where ", "indirectly increases homing within 2", " and ", ""),
    ("", "paths from hypoxia to homing", ";", ""),
    ("treatment where upregulates exactly 3 of (", "CXCR4", ", ", ")"),
    ("treatment where disease = any of (", "fibrosis", ", ", ")"),
    ("treatment where disease = fibrosis except any of (", "cirrhosis", ", ", ")"),
    ("treatment where is any of (", "rapamycin", ", ", ")"),
    ("treatment where upregulates ", "CXCR4", " ", ""),
    ("treatment where upregulates ", "CXCR4", " of ", ""),
    ("treatment where upregulates ", "HGF", " + ", ""),
    ("treatment where ", "upregulates", " ", ""),
    ("treatment where upregulates CXCR4 show ", "disease", ", ", ""),
    ("treatment where upregulates CXCR4 in ", "rat", ", ", ""),
    ("why ", "rapamycin", " ", ""),
    ("why not rapamycin: treatment where ", "upregulates CXCR4", " and ", ""),
    ("let $x = any of (", "CXCR4", ", ", "); treatment where upregulates $x"),
    ("let $x = ", "CXCR4", " + ", "; treatment where upregulates $x"),
    ("let $x = CXCR4; treatment where upregulates any of (", "$x", ", ", ")"),
    ("treatment where ", "upregulates $x", " and ", ""),
    ("expect exactly (", "rapamycin", ", ", "): treatment where upregulates CXCR4"),
    ("expect exactly (", "rapamycyn", ", ", "): treatment where upregulates CXCR4"),
    ("retract study ", "59", ", ", ""),
    ("", "let $x = CXCR4", ";", ""),
    ("", "retract study 59", ";", ""),
    ("", "use \"x\"", ";", ""),
    ("resolve ", "CXCR4", " ", ""),
    ("describe ", "CXCR4", " ", ""),
    ("", "treatment where upregulates CXCR4", ";", ""),
    ("", "treatment where upregulates CXCR44", ";", ""),
    ("", "treatment where where CXCR44", ";", ""),
];

/// `WHEREOF_CASES=100000` makes them as wide as that.
#[test]
fn wide_questions_end_in_good_time() {
    in_stack(2 << 20, || {
        let base = Base::builtin();
        let width = cases(4_000) as usize;
        for (before, piece, joiner, behind) in WIDE {
            let text = format!("{before}{}{behind}", vec![*piece; width].join(joiner));
            let started = std::time::Instant::now();
            let limits = Limits { text: 64 << 20, time: None, ..Limits::interactive() };
            let mut session = Session::new(base.clone(), limits);
            let results = session.eval(&Source::new("wide", text));
            assert!(!results.is_empty());
            drop(results);
            // a bound against work that grows with the square, generous enough for a busy machine
            assert!(
                started.elapsed().as_secs() < 90 + width as u64 / 1_000,
                "{piece:?} joined by {joiner:?}: {:?}",
                started.elapsed()
            );
        }
    });
}

#[test]
fn what_is_too_large_to_be_held_is_a_limit() {
    let base = Base::builtin();
    let text = format!("treatment where {}", vec!["upregulates CXCR4 and disease = fibrosis"; 6_000].join(" and "));
    let mut session = Session::new(base, Limits { text: 64 << 20, ..Limits::interactive() });
    let error = session.eval(&Source::new("wide", text)).remove(0).unwrap_err();
    assert_eq!(error.diagnostics()[0].code, "W0504");
    assert_eq!(error.kind(), whereof::ErrorKind::Limit(whereof::limits::Exceeded::Memory));
}

#[test]
fn ten_megabytes_on_one_line_are_answered_or_refused() {
    let base = Base::builtin();
    for piece in ["x", "CXCR4 ", "a where b c;", "\u{809d} ", "\"", "treatment where upregulates "] {
        let text = piece.repeat((10 << 20) / piece.len());
        let limits = Limits { text: 16 << 20, time: None, ..Limits::interactive() };
        let shown = told(&base, &format!("treatment where upregulates {text}"), &limits);
        assert!(shown.contains("error"));
        // a stranger's text of this length is not even read
        assert!(told(&base, &text, &counted()).contains("W0109"));
    }
}

#[test]
fn what_stands_behind_a_row_of_a_deep_question_fits_into_the_stack_of_a_thread() {
    let deep = (
        "treatment where upregulates (",
        "gene where upregulated by (treatment where upregulates (",
        "gene where upregulated by rapamycin",
        "))",
        2,
    );
    // reading so deep a question is another test's matter
    let read = move || {
        let session = Session::new(Base::builtin(), Limits::script());
        let queries = [0, 1, 9, 31, 62].map(|levels| session.prepare(nested(&deep, levels)).unwrap());
        in_stack(2 << 20, move || stands_behind(&queries));
    };
    in_stack(16 << 20, read);

    fn stands_behind(queries: &[whereof::Query]) {
        for query in queries {
            let answers = query.run().unwrap();
            let row = answers.iter().find(|row| row.name() == "rapamycin").unwrap();
            assert_eq!((row.findings(), row.evidence().len(), row.citations().len()), (1, 1, 1));
            let proofs = row.why().unwrap();
            assert!(proofs.len() == 1 && proofs[0].steps.iter().any(|step| step.contains("inner rows")), "{proofs:?}");
            let told = query.explain_run().unwrap();
            assert_eq!(told.rows, answers.total());
        }
    }
}
