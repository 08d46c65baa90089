//! `use`: bases and scripts from files, read only where that was allowed.

use super::{SMALL, answers, error, eval, last, said, session, small};
use std::path::PathBuf;
use whereof::answer::Reply;
use whereof::{Base, ErrorKind, Limits, Session};

/// A folder with these files, and a session that may read there.
fn folder(name: &str, files: &[(&str, &str)]) -> (PathBuf, Session) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("use-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    for (file, text) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut session = session();
    session.read_files(&folder);
    (folder, session)
}

const MORE: &str = "source \"More notes\"; study 3 { at \"1\" 1: melatonin upregulates CXCR4 in rat; }";

#[test]
fn nothing_is_read_unless_it_is_allowed() {
    let (folder, _) = folder("allowed", &[("more.whereof", MORE)]);
    let path = folder.join("more.whereof");
    for text in [
        format!("use \"{}\"", path.display()),
        format!("diff session \"{}\": treatment where upregulates CXCR4", path.display()),
    ] {
        let wrong = error(&mut session(), &text);
        assert_eq!((said(&wrong).0, wrong.kind()), ("W0611", ErrorKind::File), "{text}");
    }
}

#[test]
fn a_base_is_laid_upon_the_session() {
    let (_, mut session) = folder("base", &[("more.whereof", MORE)]);
    let Reply::Noted(noted) = last(&mut session, "use \"more.whereof\"") else { panic!() };
    assert!(noted.did[0].starts_with("added 1 finding and 1 study: "), "{noted:?}");
    let all = answers(&mut session, "treatment where upregulates CXCR4");
    assert_eq!(all.rows.len(), 4);
    assert!(all.base.name.contains("More notes"));
    // a second time it is there already
    let Reply::Noted(noted) = last(&mut session, "use \"./more.whereof\"") else { panic!() };
    assert_eq!(noted.did, ["it is part of this session already"]);
    assert_eq!(answers(&mut session, "finding where upregulates CXCR4 and source = \"More notes\"").rows.len(), 1);
}

#[test]
fn what_is_retracted_stays_so_under_a_further_base() {
    let (_, mut session) = folder("retracted", &[("more.whereof", MORE)]);
    last(&mut session, "retract study 59; use \"more.whereof\"");
    let rows = answers(&mut session, "treatment where upregulates CXCR4").rows;
    let names: Vec<&str> = rows.iter().map(|row| row.cells[0].as_str()).collect();
    assert_eq!(names, ["hypoxia", "melatonin", "rapamycin"]);
}

#[test]
fn json_lines_are_laid_upon_the_session_too() {
    let lines = whereof::engine::export(&small("study 1 { at \"1\" 1: tea lifts G1; }"));
    let (_, mut session) = folder("lines", &[("small.jsonl", &lines)]);
    last(&mut session, "use \"small.jsonl\"");
    assert_eq!(answers(&mut session, "treatment where lifts G1").rows.len(), 1);
    assert_eq!(answers(&mut session, "treatment where upregulates CXCR4").rows.len(), 3);
}

#[test]
fn scripts_use_scripts_relative_to_themselves() {
    let (_, mut session) = folder(
        "scripts",
        &[
            ("all.whereof", "# values\nuse \"sub/genes.whereof\"; let $d = fibrosis;"),
            (
                "sub/genes.whereof",
                "use \"more.whereof\"; let $g = CXCR4; expect 4 rows: treatment where upregulates $g",
            ),
            ("sub/more.whereof", MORE),
        ],
    );
    let Reply::Noted(noted) = last(&mut session, "use \"all.whereof\"") else { panic!() };
    assert!(noted.did.contains(&"`$d` stands for a name `fibrosis`".to_owned()), "{noted:?}");
    assert_eq!(answers(&mut session, "treatment where upregulates $g").rows.len(), 4);
    // the folder is that of the session again
    assert_eq!(said(&error(&mut session, "use \"genes.whereof\"")).0, "W0605");
}

#[test]
fn a_used_script_that_fails_changes_nothing() {
    let (_, mut session) = folder(
        "fails",
        &[
            (
                "bad.whereof",
                "let $g = HGF; retract study 59; use \"more.whereof\"; expect none: treatment where upregulates CXCR4",
            ),
            ("more.whereof", MORE),
        ],
    );
    last(&mut session, "let $g = CXCR4");
    let wrong = error(&mut session, "use \"bad.whereof\"");
    assert_eq!(wrong.kind(), ErrorKind::Expectation);
    assert_eq!(wrong.source_text().name(), "bad.whereof");
    assert_eq!(answers(&mut session, "treatment where upregulates $g").rows.len(), 3);
    // and what it used may be used again
    last(&mut session, "use \"more.whereof\"");
    assert_eq!(answers(&mut session, "treatment where upregulates $g").rows.len(), 4);
}

#[test]
fn files_that_cannot_be_used_say_why() {
    let mut chain: Vec<(String, String)> =
        (0..20).map(|at| (format!("c{at}.whereof"), format!("use \"c{}.whereof\"", at + 1))).collect();
    chain.push(("c20.whereof".to_owned(), "let $x = CXCR4".to_owned()));
    let mut files: Vec<(&str, &str)> = chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.extend([
        ("self.whereof", "use \"self.whereof\""),
        ("a.whereof", "use \"b.whereof\""),
        ("b.whereof", "use \"a.whereof\""),
        ("asks.whereof", "let $x = CXCR4; treatment where upregulates $x"),
        ("wrong.whereof", "let $x = "),
        ("bad.whereof", "source X; study 1 { at \"1\" 1: nobody upregulates CXCR4; }"),
        ("bad.jsonl", "{\n"),
        ("folder/x", ""),
    ]);
    let (folder, mut session) = folder("wrong", &files);
    std::fs::write(folder.join("bytes.whereof"), b"let $x = \xff").unwrap();
    for (file, code, name) in [
        ("missing.whereof", "W0605", "script"),
        ("folder", "W0605", "script"),
        ("bytes.whereof", "W0605", "bytes.whereof"),
        ("self.whereof", "W0612", "self.whereof"),
        ("a.whereof", "W0612", "b.whereof"),
        ("c0.whereof", "W0612", "c15.whereof"),
        ("asks.whereof", "W0612", "asks.whereof"),
        ("wrong.whereof", "W0111", "wrong.whereof"),
        ("bad.whereof", "W0301", "bad.whereof"),
        ("bad.jsonl", "W0607", "bad.jsonl"),
    ] {
        let wrong = error(&mut session, &format!("use \"{file}\""));
        assert_eq!((said(&wrong).0, wrong.source_text().name()), (code, name), "{file}");
        assert_eq!(answers(&mut session, "treatment where upregulates CXCR4").rows.len(), 3, "{file}");
    }
    last(&mut session, "use \"c5.whereof\"");
    assert_eq!(answers(&mut session, "treatment where upregulates $x").rows.len(), 3);
}

/// Files that use one another as deep as is allowed, in the smallest stack that is promised.
#[test]
fn a_long_chain_fits_a_small_stack() {
    let chain: Vec<(String, String)> = (0..16)
        .map(|at| {
            let next = if at == 15 { "let $x = CXCR4".to_owned() } else { format!("use \"c{}.whereof\"", at + 1) };
            (format!("c{at}.whereof"), format!("{next}; expect 3 rows: treatment where upregulates CXCR4"))
        })
        .collect();
    let files: Vec<(&str, &str)> = chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_, mut session) = folder("chain", &files);
    let run = move || {
        last(&mut session, "use \"c0.whereof\"");
        assert_eq!(answers(&mut session, "treatment where upregulates $x").rows.len(), 3);
    };
    std::thread::Builder::new().stack_size(512 << 10).spawn(run).unwrap().join().unwrap();
}

#[test]
fn definitions_come_with_a_script_and_are_read_anew_over_a_richer_base() {
    let (_, mut session) = folder(
        "define",
        &[
            (
                "sets.whereof",
                "define raiser = treatment where upregulates CXCR4; expect 3 rows: raiser where upregulates CXCR4",
            ),
            ("more.whereof", MORE),
        ],
    );
    let Reply::Noted(noted) = last(&mut session, "use \"sets.whereof\"") else { panic!() };
    assert_eq!(noted.did, ["the set `raiser` is defined"]);
    assert_eq!(answers(&mut session, "count raiser where upregulates CXCR4").counts.unwrap().total, 3);
    last(&mut session, "use \"more.whereof\"");
    assert_eq!(answers(&mut session, "count raiser where upregulates CXCR4").counts.unwrap().total, 4);
    last(&mut session, "retract study 59, 56 \"Hu 2020\"");
    assert_eq!(answers(&mut session, "count raiser where upregulates CXCR4").counts.unwrap().total, 2);
}

#[test]
fn an_empty_file_is_used_and_changes_nothing() {
    let (_, mut session) = folder("empty", &[("empty.whereof", ""), ("remark.whereof", "# nothing\n")]);
    for reply in eval(&mut session, "use \"empty.whereof\"; use \"remark.whereof\"") {
        let Ok(Reply::Noted(noted)) = reply else { panic!("{reply:?}") };
        assert!(noted.did.is_empty());
    }
}

#[test]
fn a_foreign_store_takes_no_base() {
    struct Foreign(whereof::base::Memory);
    impl whereof::base::Facts for Foreign {
        fn name(&self) -> &str {
            self.0.name()
        }
        fn vocabulary(&self) -> &whereof::names::Vocabulary {
            self.0.vocabulary()
        }
        fn sources(&self) -> &[whereof::model::Source] {
            self.0.sources()
        }
        fn study_count(&self) -> usize {
            self.0.study_count()
        }
        fn study(&self, id: whereof::model::StudyId) -> Option<std::borrow::Cow<'_, whereof::model::Study>> {
            self.0.study(id)
        }
        fn finding_count(&self) -> usize {
            self.0.finding_count()
        }
        fn finding(&self, id: whereof::model::FindingId) -> Option<std::borrow::Cow<'_, whereof::model::Finding>> {
            self.0.finding(id)
        }
        fn scan<'a>(&'a self, scan: &whereof::base::Scan) -> Box<dyn whereof::base::Batches + 'a> {
            self.0.scan(scan)
        }
        fn estimate(&self, scan: &whereof::base::Scan) -> usize {
            self.0.estimate(scan)
        }
        fn fingerprint(&self) -> u128 {
            self.0.fingerprint()
        }
    }
    let (folder, _) = folder("foreign", &[("more.whereof", MORE), ("values.whereof", "let $g = CXCR4")]);
    let store = Foreign(whereof::base::builtin::memory().unwrap());
    let mut session = Session::new(Base::with_facts(std::sync::Arc::new(store)), Limits::script());
    session.read_files(folder);
    assert_eq!(said(&error(&mut session, "use \"more.whereof\"")).0, "W0604");
    // what needs no further findings works on it as on any other
    last(&mut session, "use \"values.whereof\"; retract study 59");
    assert_eq!(answers(&mut session, "treatment where upregulates $g").rows.len(), 2);
    assert!(SMALL.contains("entity"));
}
