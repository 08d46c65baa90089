//! A store that is not ours, behind `Facts`: the SQLite of the example answers the whole language as memory does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../examples/sqlite/mod.rs"]
mod sqlite;

use super::oracles::{Case, cases, run};
use rusqlite::Connection;
use sqlite::Sqlite;
use std::sync::Arc;
use whereof::store::Facts;
use whereof::{Base, ErrorKind, Format, Limits, Session, Source, Style, render};

fn copied(facts: &dyn Facts) -> Arc<Sqlite> {
    Arc::new(Sqlite::copy(facts, Connection::open_in_memory().unwrap()).unwrap())
}

#[test]
fn random_questions_have_the_same_outcome() {
    let mut rows = 0;
    for seed in cases(150) {
        let case = Case::new(seed);
        let sqlite = copied(&case.world);
        let (one, two) = (run(&case.goal, &case.world), run(&case.goal, sqlite.as_ref()));
        // How a plan goes about it may depend on estimates, and so may the steps; nothing else does.
        let two = whereof::eval::Outcome { steps: one.steps, ..two };
        assert_eq!(one, two, "WHEREOF_SEED={seed}");
        assert_eq!(sqlite.failure(), None);
        rows += one.rows.len();
    }
    assert!(rows > 0 || std::env::var("WHEREOF_SEED").is_ok());
}

/// Everything that a session prints of a script.
fn printed(base: Base, script: &Source) -> Vec<String> {
    let mut session = Session::new(base, Limits { time: None, ..Limits::script() });
    let told = |reply: Result<whereof::Reply, whereof::Error>| match reply {
        Ok(reply) => render(&reply, Format::Json, &Style::default()).unwrap(),
        Err(error) => error.report(),
    };
    session.eval(script).into_iter().map(told).collect()
}

#[test]
fn every_kind_of_statement_gives_the_same_bytes() {
    let sqlite = copied(Base::builtin().facts());
    let mut statements = 0;
    for path in std::fs::read_dir("examples/queries").unwrap().map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let script = Source::new(path.display().to_string(), text);
        let (one, two) = (printed(Base::builtin(), &script), printed(Base::with_facts(sqlite.clone()), &script));
        assert_eq!(one, two, "{}", path.display());
        statements += one.len();
    }
    assert!(statements > 50, "{statements}");
    assert_eq!(sqlite.failure(), None);
}

#[test]
fn a_store_that_fails_gives_no_half_answer() {
    let sqlite = copied(Base::builtin().facts());
    let base = Base::with_facts(sqlite.clone());
    let query = base.prepare("treatment where upregulates CXCR4").unwrap();
    let answers = query.run().unwrap();
    assert_eq!(answers.len(), 3);
    sqlite.execute("UPDATE finding SET body = 'spilt' WHERE id % 2 = 0").unwrap();
    let half = query.run().unwrap_err();
    assert_eq!((half.kind(), half.diagnostics()[0].code), (ErrorKind::File, "W0614"), "{}", half.report());
    assert!(half.diagnostics()[0].message.contains("expected value"), "{}", half.report());
    // What was found before is told only as long as the findings can be read.
    assert_eq!(answers.words().unwrap_err().diagnostics()[0].code, "W0614");
    let mut session = Session::new(base, Limits::script());
    for statement in
        ["treatment where upregulates VEGF", "describe CXCR4", "expect none: treatment where upregulates VEGF"]
    {
        let error = session.eval(statement).remove(0).unwrap_err();
        assert_eq!(error.diagnostics()[0].code, "W0614", "{statement}");
    }
}
