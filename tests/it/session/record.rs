//! A session written down as a script that claims what it gave.

use whereof::answer::Reply;
use whereof::engine::Mended;
use whereof::text::Source;
use whereof::{Base, ErrorKind, Limits, Session};

/// A small base in which `A` and `C` raise `G`, `A` twice.
const TEXT: &str = "source notes; noun gene; noun drug;
    verb raises with direction = increase, subject = drug, object = gene;
    entity A is drug; entity B is drug; entity C is drug; entity \"D and E\" is drug; entity G is gene; entity H is gene;
    study 1 { A raises G; B raises H; } study 2 { A raises G; C raises G; \"D and E\" raises G; }";

fn base(text: &str) -> Base {
    Base::from_text(Source::new("base", text)).unwrap()
}

fn on(base: Base) -> Session {
    let mut session = Session::new(base, Limits::script());
    session.read_files(".");
    session
}

/// What is recorded of a text that succeeds.
fn recorded(session: &mut Session, text: &str) -> String {
    session.record(Some(".".into()));
    for reply in session.eval(&Source::new("query", text)) {
        reply.unwrap();
    }
    session.recorded()
}

/// The messages of a script's failures.
fn failures(base: Base, script: &str) -> Vec<String> {
    let results = on(base).eval(&Source::new("script", script));
    let errors = results.into_iter().filter_map(Result::err);
    errors
        .map(|error| {
            assert_eq!(error.kind(), ErrorKind::Expectation);
            let one = &error.diagnostics()[0];
            format!("{}; {}", one.message, one.notes.join("; "))
        })
        .collect()
}

#[test]
fn rows_and_studies_are_claimed_in_canonical_form() {
    let mut session = on(base(TEXT));
    let script = recorded(&mut session, "drugs  where raises g");
    assert_eq!(
        script,
        "drugs where raises g;\n\
         # 3 rows; studies [1, 2]\n\
         expect exactly (A, C, \"D and E\"): drugs where raises g;\n\
         expect exactly (1, 2): study where raises g;\n\n"
    );
    assert!(failures(base(TEXT), &script).is_empty());
    assert_eq!(session.recorded(), "");
}

#[test]
fn a_finding_less_is_told_by_row_or_by_study() {
    let script = recorded(&mut on(base(TEXT)), "drug where raises G");
    let row = failures(base(&TEXT.replace("C raises G;", "")), &script);
    assert!(row[0].contains("1 row missing; missing: C"), "{row:?}");
    // A is a row still, by the other study alone
    let study = failures(base(&TEXT.replace("{ A raises G; B", "{ B")), &script);
    assert!(study.len() == 1 && study[0].contains("1 row missing; missing: [1]"), "{study:?}");
    // and one more
    let more = failures(base(&format!("{TEXT} study 3 {{ B raises G; }}")), &script);
    assert!(more[0].contains("1 row too many; a row: B, by “B raises G” [3]"), "{more:?}");
}

#[test]
fn counts_and_empty_answers_are_claimed_too() {
    let mut session = on(base(TEXT));
    let script = recorded(
        &mut session,
        "count drug where raises G; drug where raises H and study = 2; drug where raises G limit 1",
    );
    assert!(script.contains("expect 3 rows: drug where raises G;"), "{script}");
    assert!(script.contains("expect none: drug where raises H and study = 2;"), "{script}");
    assert!(script.contains("# 1 row, the first of 3: the question has a limit"), "{script}");
    assert!(failures(base(TEXT), &script).is_empty());
    assert!(!failures(base(&TEXT.replace("C raises G;", "")), &script).is_empty());
}

#[test]
fn what_cannot_be_claimed_is_said() {
    let script = recorded(&mut on(base(TEXT)), "describe A; drug where not raises G; drug X, gene Y where X raises Y");
    assert!(
        script.starts_with("describe A;\n# not a question for rows: nothing of it is checked when this is run again\n")
    );
    assert!(script.contains("expect exactly (B): drug where not raises G;"), "{script}");
    assert!(script.contains("expect 4 rows: drug X, gene Y where X raises Y;"), "{script}");
    assert!(failures(base(TEXT), &script).is_empty());
}

#[test]
fn what_changes_the_session_is_part_of_it() {
    let mut session = on(base(TEXT));
    for text in ["let $g = G", "define mine = drug where raises $g", "retract study 1"] {
        session.eval(&Source::new("query", text)).remove(0).unwrap();
    }
    let script = recorded(&mut session, "mine where raises $g");
    let whole = format!("{}{script}", session.changes());
    assert!(whole.starts_with("let $g = G;\ndefine mine = drug where raises \"G\";\nretract study 1;\n"), "{whole}");
    assert!(whole.contains("expect exactly (A, C, \"D and E\"): mine where raises \"G\";"), "{whole}");
    assert!(failures(base(TEXT), &whole).is_empty(), "{whole}");
}

#[test]
fn a_file_that_is_used_is_named_so_that_it_is_found() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("record-use");
    std::fs::create_dir_all(folder.join("logs")).unwrap();
    std::fs::write(folder.join("more.whereof"), "let $g = G; define mine = drug where raises $g").unwrap();
    let mut session = on(base(TEXT));
    session.read_files(&folder);
    session.record(Some(folder.clone()));
    session.eval(&Source::new("query", "use \"more.whereof\"")).remove(0).unwrap();
    assert_eq!(session.recorded(), "use \"more.whereof\";\n\n");
    session.record(Some(folder.join("logs")));
    let full = std::fs::canonicalize(folder.join("more.whereof")).unwrap();
    assert_eq!(session.changes(), format!("use \"{}\";\n", full.display()));
    assert!(failures(base(TEXT), &session.changes()).is_empty());
}

#[test]
fn nothing_is_recorded_of_what_failed_or_unasked() {
    let mut session = on(base(TEXT));
    session.eval(&Source::new("query", "drug where raises G"));
    assert_eq!(session.recorded(), "");
    session.record(Some(".".into()));
    session.eval(&Source::new("query", "drug where raises Z; let $g = G; drug where"));
    assert_eq!(session.recorded(), "let $g = G;\n\n");
    session.record(None);
    session.eval(&Source::new("query", "drug where raises G"));
    assert_eq!(session.recorded(), "");
}

#[test]
fn ways_out_are_whole_texts_that_can_be_asked() {
    let mut session = on(Base::builtin());
    let mut first_error = |text: &str| {
        let mut results = session.eval(&Source::new("query", text));
        let at = results.iter().position(Result::is_err).unwrap();
        results.remove(at).unwrap_err()
    };
    let one = first_error("treatment where upregulates CXCR44");
    let both = first_error("treatment where upregulates CXCR44 and disease = fibrosys");
    let none = first_error("treatment where");
    let session = on(Base::builtin());
    let mended = session.fix(&one);
    assert_eq!(mended.len(), 1);
    assert_eq!((mended[0].change.as_str(), mended[0].rows), ("CXCR4 (gene)", Some(3)));
    let mended = session.fix(&both);
    assert_eq!(mended[0].text, "treatment where upregulates CXCR4 and disease = fibrosis");
    assert_eq!((mended[0].rows, mended[0].examples.len()), (Some(1), 1));
    // one mistake mended alone leaves the other
    assert!(mended[1..].iter().all(|one| one.rows.is_none()));
    assert!(session.fix(&none).is_empty());

    let mut session = session;
    let empty = "treatment where upregulates CXCR4 and disease = fibrosis and species = mouse";
    let reply = session.eval(&Source::new("query", empty)).remove(0).unwrap();
    let offers = Mended::of(&reply);
    assert!(!offers.is_empty());
    for offer in offers {
        let Reply::Answers(answers) = session.eval(&Source::new("query", &*offer.text)).remove(0).unwrap() else {
            panic!()
        };
        assert_eq!(Some(answers.rows.len() as u64), offer.rows, "{}", offer.text);
    }
    assert!(Mended::of(&session.eval(&Source::new("query", "nouns")).remove(0).unwrap()).is_empty());
}
