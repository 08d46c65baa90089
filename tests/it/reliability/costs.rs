//! Limits: each of them ends a question with an error that names it, soon, and leaves the session as it was.

use super::large;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use whereof::limits::{Cancel, Exceeded};
use whereof::render::{Format, Style, render};
use whereof::text::Source;
use whereof::{Base, ErrorKind, Limits, Session};

fn base() -> Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| large(20_000)).clone()
}

/// Questions that look at much of a base.
const DEAR: &[&str] = &[
    "treatment where raises everything",
    "finding where disease = illness",
    "study where raises everything",
    "treatment where not raises everything",
    "treatment where raises none of (G1, G2, everything)",
    "treatment where contested on everything",
    "treatment where raises everything and lowers everything and disease = illness in one study",
    "count treatment by study where raises everything",
    "gene where raised by (gene where raised by (gene where raised by (gene where raised by (gene where raises everything))))",
    "treatment where raises everything show object, disease, study",
    "treatment where raises everything and disease = D1 and disease = D2 order by verdict",
    "treatment A, gene G where A raises G and not A lowers G",
    "why treatment where raises everything",
    "matrix treatment by disease",
    "matrix treatment by gene of raises",
    "gaps treatment by disease of raises everything",
    "contested treatment, gene",
    "contested gene",
    "similar to G1",
    "why not T5: treatment where raises everything and disease = D1",
];

fn ask(limits: Limits, text: &str) -> Result<String, (ErrorKind, &'static str)> {
    let mut session = Session::new(base(), limits);
    let reply = session.eval(&Source::new("query", text)).remove(0);
    reply
        .map(|reply| render(&reply, Format::Tsv, &Style::default()).unwrap())
        .map_err(|error| (error.kind(), error.diagnostics()[0].code))
}

#[test]
fn dear_questions_end_within_the_limits_of_strangers() {
    for text in DEAR {
        let started = Instant::now();
        let reply = ask(Limits::untrusted(), text);
        assert!(started.elapsed() < Duration::from_secs(20), "{text}: {:?}", started.elapsed());
        if let Err((kind, code)) = reply {
            assert!(matches!(kind, ErrorKind::Limit(_)), "{text}: {code}");
        }
    }
}

#[test]
fn each_limit_has_its_error() {
    let wide = Limits { time: None, ..Limits::script() };
    let cancelled = Cancel::default();
    cancelled.cancel();
    for text in DEAR {
        assert!(ask(wide.clone(), text).is_ok(), "{text}");
        let cut = [
            (Limits { steps: 500, ..wide.clone() }, Exceeded::Steps, "W0502"),
            (Limits { time: Some(Duration::ZERO), ..wide.clone() }, Exceeded::Time, "W0501"),
            (Limits { memory: 1_000, ..wide.clone() }, Exceeded::Memory, "W0504"),
            (Limits { cancel: cancelled.clone(), ..wide.clone() }, Exceeded::Cancelled, "W0505"),
        ];
        for (limits, exceeded, code) in cut {
            assert_eq!(ask(limits, text), Err((ErrorKind::Limit(exceeded), code)), "{text}");
        }
    }
    let few = Limits { rows: 3, ..wide.clone() };
    assert_eq!(ask(few.clone(), DEAR[0]), Err((ErrorKind::Limit(Exceeded::Rows), "W0503")));
    assert!(ask(few, &format!("{} limit 3", DEAR[0])).is_ok());
    let short = Limits { text: 20, ..wide.clone() };
    assert_eq!(ask(short, DEAR[0]), Err((ErrorKind::Question, "W0109")));
    let flat = Limits { nesting: 1, ..wide.clone() };
    assert_eq!(ask(flat, "treatment where ((raises G1))"), Err((ErrorKind::Question, "W0108")));
    let mut session = Session::new(base(), Limits { diagnostics: 2, ..wide });
    let error = session
        .eval(&Source::new("q", "treatment where raises X1 and raises X2 and raises X3 and raises X4"))
        .remove(0);
    let error = error.unwrap_err();
    assert_eq!(error.diagnostics().len(), 2);
    assert!(error.diagnostics()[1].notes.iter().any(|note| note.contains("2 more mistakes")));
}

/// A table looks at each finding once for each cell that holds it, never once for each cell.
#[test]
fn tables_grow_with_the_findings_and_not_with_the_cells() {
    for findings in [4_000, 16_000] {
        let base = large(findings);
        let limits = Limits { time: None, steps: 40 * findings as u64, ..Limits::script() };
        for text in [
            "matrix treatment by disease",
            "matrix treatment by gene of raises",
            "gaps treatment by gene",
            "contested treatment, gene",
            "compare T1 with T2",
            "similar to T1",
        ] {
            let reply = Session::new(base.clone(), limits.clone()).eval(&Source::new("query", text)).remove(0);
            assert!(reply.is_ok(), "{findings}: {text}: {}", reply.unwrap_err());
        }
    }
}

#[test]
fn a_session_is_as_it_was_after_every_error() {
    let cancel = Cancel::default();
    let limits = Limits { steps: 40_000, cancel: cancel.clone(), time: None, ..Limits::untrusted() };
    let mut session = Session::new(base(), limits);
    session.bind("x", "G1");
    let probe = "treatment where raises $x show disease";
    let tell = |session: &mut Session| {
        let reply = session.eval(&Source::new("probe", probe)).remove(0).unwrap();
        render(&reply, Format::Json, &Style::default()).unwrap()
    };
    let before = tell(&mut session);
    for text in DEAR.iter().chain(&["treatment where raises $y", "treatment where (", "noun x;", "\u{0}"]) {
        let _ = session.eval(&Source::new("query", *text));
        assert_eq!(tell(&mut session), before, "{text}");
    }
    cancel.cancel();
    assert!(session.eval(&Source::new("query", probe))[0].is_err());
    cancel.reset();
    assert_eq!(tell(&mut session), before);
}

#[test]
fn another_thread_ends_a_question_soon() {
    // many inner questions, each over the whole base
    let one = "raises (gene where raises (gene where raises everything))";
    let text = format!("treatment where {}", vec![one; 400].join(" or "));
    let cancel = Cancel::default();
    let mut session = Session::new(base(), Limits { cancel: cancel.clone(), time: None, ..Limits::script() });
    let asking = std::thread::spawn(move || session.eval(&Source::new("query", text)).remove(0).map(|_| ()));
    std::thread::sleep(Duration::from_millis(300));
    let at = Instant::now();
    cancel.cancel();
    let error = asking.join().unwrap().unwrap_err();
    let late = at.elapsed();
    assert_eq!(error.kind(), ErrorKind::Limit(Exceeded::Cancelled));
    // 1,024 steps take far less; a busy machine may take its time
    assert!(late < Duration::from_secs(2), "{late:?}");
}
