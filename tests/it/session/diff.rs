//! `diff`: the rows that two bases do not agree on.

use super::{SMALL, error, last, said, small};
use whereof::answer::{Changes, Reply};
use whereof::{Limits, Session};

const OLD: &str = "study 1 { at \"1\" 1: tea lifts G1; } study 2 { at \"1\" 2: milk lifts G1; } study 3 { at \"1\" 3: tea lifts G2; }";
const NEW: &str = "study 2 { at \"1\" 2: milk lifts G1; at \"1\" 5: tea sinks G1; } study 1 { at \"1\" 1: tea lifts G1; } study 4 { at \"1\" 4: salt lifts G1; } study 3, 5 { at \"1\" 3: tea lifts G2; }";

fn changes(session: &mut Session, text: &str) -> Changes {
    match last(session, text) {
        Reply::Changes(changes) => *changes,
        other => panic!("{other:?}"),
    }
}

fn told(changes: &Changes) -> Vec<String> {
    let row = |row: &whereof::answer::RowChange| {
        let verdict = |verdict: Option<whereof::answer::Verdict>| verdict.map_or("-", whereof::answer::Verdict::words);
        let findings = |all: &[whereof::answer::Evidence]| {
            all.iter().map(whereof::tell::evidence_line).collect::<Vec<_>>().join("; ")
        };
        let (left, right) = (findings(&row.only_left), findings(&row.only_right));
        format!("{} {} {} {} | {left} | {right}", row.name, row.change.words(), verdict(row.left), verdict(row.right))
    };
    changes.rows.iter().map(row).collect()
}

fn session() -> Session {
    let mut session = Session::new(small(NEW), Limits::script());
    session.name_base("old", small(OLD));
    session
}

#[test]
fn rows_are_added_removed_and_judged_otherwise() {
    let found = changes(&mut session(), "diff old session: treatment where lifts G1");
    assert_eq!(
        told(&found),
        [
            "salt added - supported |  | “salt lifts G1” [4] (Notes, section 1, sentence 4)",
            "tea verdict supported contested |  | “tea sinks G1” [2] (Notes, section 1, sentence 5)",
        ]
    );
    assert_eq!((found.unchanged, found.left.findings, found.right.findings), (1, 3, 5));
    let back = changes(&mut session(), "diff session old: treatment where lifts G1");
    assert_eq!(back.rows[0].change.words(), "removed");
    assert_eq!(back.rows[0].only_left.len(), 1);
}

#[test]
fn the_same_verdict_on_other_findings_is_told() {
    let found = changes(&mut session(), "diff old session: gene where lifted by tea and is G2");
    assert_eq!(
        told(&found),
        [
            "G2 findings supported supported | “tea lifts G2” [3] (Notes, section 1, sentence 3) | “tea lifts G2” [3, 5] (Notes, section 1, sentence 3)"
        ]
    );
}

#[test]
fn a_base_does_not_differ_from_itself() {
    for text in ["diff old old: treatment where lifts G1", "diff session Notes: treatment where lifts G1 or sinks G1"] {
        let found = changes(&mut session(), text);
        assert!(found.rows.is_empty() && found.unchanged > 0, "{found:?}");
    }
}

#[test]
fn values_and_retractions_of_the_session_count() {
    let found = changes(&mut session(), "let $g = G1; diff old session: treatment where lifts $g");
    assert_eq!(found.rows.len(), 2);
    let found =
        changes(&mut session(), "define lifter = treatment where lifts G1; diff old session: lifter where lifts G1");
    assert_eq!(found.rows.len(), 2);
    let mut session = session();
    let found = changes(&mut session, "retract study 2; diff old session: treatment where lifts G1");
    assert_eq!(found.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["milk", "salt"]);
    assert!(found.notes.contains(&"without study 2, retracted in this session".to_owned()), "{:?}", found.notes);
}

#[test]
fn files_stand_alone_or_speak_of_what_is_open() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("diff-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("old.whereof"), format!("{SMALL}{OLD}")).unwrap();
    std::fs::write(folder.join("old.jsonl"), whereof::engine::export(&small(OLD))).unwrap();
    std::fs::write(folder.join("more.whereof"), "source More; study 9 { at \"1\" 1: salt lifts G2; }").unwrap();
    let mut session = session();
    session.read_files(&folder);
    for old in ["old.whereof", "\"old.jsonl\"", "./old.whereof"] {
        let found = changes(&mut session, &format!("diff {old} session: treatment where lifts G1"));
        assert_eq!(found.rows.len(), 2, "{old}");
    }
    let found = changes(&mut session, "diff session more.whereof: treatment where lifts G2");
    assert_eq!(
        found.rows.iter().map(|row| (row.name.as_str(), row.change.words())).collect::<Vec<_>>(),
        [("salt", "added"), ("tea", "findings")]
    );
    let (code, text) = said(&error(&mut session, "diff missing.whereof session: treatment where lifts G1"));
    assert!(code == "W0605" && text.contains("missing.whereof"), "{text}");
}

#[test]
fn a_question_that_one_base_cannot_read_says_which() {
    let mut session = session();
    let (code, text) = said(&error(&mut session, "diff builtin session: treatment where lifts G1"));
    assert!(code.starts_with("W02") && text.contains("asked of `builtin`"), "{code} {text}");
}
