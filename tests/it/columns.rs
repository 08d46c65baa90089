//! A base in columns says what the same base in memory says: random scans, random questions, every example script; and a file of one is whole
//! or as it was, whatever happens while it is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::oracles::random::Random;
use super::oracles::{Case, cases, run};
use std::path::Path;
use whereof::base::column::{Column, image, open, verify};
use whereof::base::{Parts, Scan};
use whereof::columns::Bytes;
use whereof::model::{EntityId, FindingId, RelationId, SlotId, StudyId};
use whereof::store::Facts;
use whereof::{Access, Base, ErrorKind, Format, Limits, Session, Source, Style, render};

fn column_of(facts: &dyn Facts) -> Column {
    let bytes = image(facts.name(), Parts::of(facts).into()).unwrap().to_bytes();
    let column = verify(Bytes::owned(&bytes)).unwrap();
    assert_eq!(open(Bytes::owned(&bytes)).unwrap().fingerprint(), column.fingerprint());
    column
}

fn all(facts: &dyn Facts, scan: &Scan) -> Vec<FindingId> {
    let (mut found, mut batch) = (Vec::new(), Vec::new());
    let mut batches = facts.scan(scan);
    while batches.next_batch(&mut batch) {
        found.extend_from_slice(&batch);
    }
    found
}

/// Some of the numbers below a bound, sorted; sometimes one that nothing has.
fn some(random: &mut Random, below: usize) -> Option<Vec<u32>> {
    if random.below(2) == 0 {
        return None;
    }
    let count = random.below(4);
    let mut ids: Vec<u32> = (0..count).map(|_| random.below(below + 2) as u32).collect();
    ids.sort_unstable();
    ids.dedup();
    Some(ids)
}

#[test]
fn random_scans_give_the_same_findings() {
    let mut found = 0;
    for seed in cases(300) {
        let case = Case::new(seed);
        let facts: &dyn Facts = &case.world;
        let column = column_of(facts);
        assert_eq!(whereof::store::fingerprint(facts), column.fingerprint());
        let (entities, relations) = (facts.vocabulary().entities().len(), facts.vocabulary().schema().relations.len());
        let mut random = Random::new(seed + 77);
        for _ in 0..20 {
            let scan = Scan {
                subjects: some(&mut random, entities).map(|ids| ids.into_iter().map(EntityId).collect()),
                relations: some(&mut random, relations).map(|ids| ids.into_iter().map(RelationId).collect()),
                objects: some(&mut random, entities).map(|ids| ids.into_iter().map(EntityId).collect()),
                studies: some(&mut random, facts.study_count()).map(|ids| ids.into_iter().map(StudyId).collect()),
                stated: None,
            };
            let wanted = all(facts, &scan);
            assert_eq!(all(&column, &scan), wanted, "WHEREOF_SEED={seed} {scan:?}");
            assert!(column.estimate(&scan) >= wanted.len(), "WHEREOF_SEED={seed} {scan:?}");
            found += wanted.len();
            let Some(ids) = some(&mut random, entities) else { continue };
            let slot = SlotId(random.below(facts.vocabulary().schema().slots.len()) as u32);
            let scan = Scan { stated: Some((slot, ids.into_iter().map(EntityId).collect())), ..scan };
            // this part may be left out by a store
            let states = |facts: &dyn Facts| -> Vec<FindingId> {
                let found = all(facts, &scan).into_iter();
                found.filter(|id| facts.finding(*id).is_some_and(|finding| scan.states(&finding))).collect()
            };
            let wanted = states(facts);
            assert_eq!(states(&column), wanted, "WHEREOF_SEED={seed} {scan:?}");
            found += wanted.len();
        }
        for id in (0..facts.finding_count() as u32 + 1).map(FindingId) {
            assert_eq!(column.finding(id), facts.finding(id), "WHEREOF_SEED={seed} {id:?}");
            assert_eq!(column.core(id), facts.core(id), "WHEREOF_SEED={seed} {id:?}");
            assert_eq!(column.cited(id), facts.cited(id), "WHEREOF_SEED={seed} {id:?}");
        }
    }
    assert!(found > 1_000 || std::env::var("WHEREOF_SEED").is_ok(), "{found}");
}

#[test]
fn random_questions_have_the_same_outcome() {
    let mut rows = 0;
    for seed in cases(400) {
        let case = Case::new(seed);
        let column = column_of(&case.world);
        let (one, two) = (run(&case.goal, &case.world), run(&case.goal, &column));
        // How a plan goes about it may depend on estimates, and so may the steps; nothing else does.
        let two = whereof::eval::Outcome { steps: one.steps, touched: one.touched.clone(), ..two };
        assert_eq!(one, two, "WHEREOF_SEED={seed}");
        rows += one.rows.len();
    }
    assert!(rows > 100 || std::env::var("WHEREOF_SEED").is_ok(), "{rows}");
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
    let memory = std::sync::Arc::new(whereof::base::builtin::memory().unwrap());
    let mut statements = 0;
    for path in std::fs::read_dir("examples/queries").unwrap().map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let script = Source::new(path.display().to_string(), text);
        let (one, two) = (printed(Base::builtin(), &script), printed(Base::with_facts(memory.clone()), &script));
        assert_eq!(one, two, "{}", path.display());
        statements += one.len();
    }
    assert!(statements > 50, "{statements}");
}

#[test]
fn a_file_is_opened_by_what_it_holds() {
    let folder = std::env::temp_dir().join(format!("whereof-columns-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let bytes = std::fs::read("src/base/builtin/image.whereof-base").unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let question = "treatment where upregulates CXCR4 and disease = fibrosis";
    let asked = |path: &Path, reading: Access| Base::open_as(path, reading).and_then(|base| base.query(question));
    for path in [put("one.whereof-base", &bytes), put("renamed.whereof", &bytes)] {
        for reading in [Access::Mapped, Access::Whole] {
            assert_eq!(&asked(&path, reading).unwrap().get(0).unwrap()["treatment"], "resveratrol");
        }
    }
    let code = |path: &Path| {
        let error = Base::open(path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File);
        error.diagnostics()[0].code
    };
    assert_eq!(code(&put("cut.whereof-base", &bytes[..bytes.len() / 2])), "W0618");
    assert_eq!(code(&put("empty.whereof-base", b"")), "W0618");
    assert_eq!(code(&put("text.whereof-base", b"noun gene;")), "W0618");
    // laid upon another base, and used by a script
    let twice = Base::builtin().with_file(folder.join("one.whereof-base")).unwrap();
    assert!(twice.info().findings > Base::builtin().info().findings);
    let mut session = Session::new(Base::from_text("source S; noun thing;").unwrap(), Limits::script());
    session.read_files(&folder);
    let replies = session.eval("diff builtin \"one.whereof-base\": treatment where upregulates CXCR4");
    assert!(replies.iter().all(Result::is_ok), "{replies:?}");
    std::fs::remove_dir_all(&folder).unwrap();
}
