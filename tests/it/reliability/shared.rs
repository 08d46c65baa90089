//! One base, many threads: the same bytes in each, and a switch that stops a question which would never end.

use super::cases;
use super::questions::{WORDS, text};
use crate::grammar::Chance;
use std::borrow::Cow;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use whereof::store::{Batches, Facts, Finding, FindingId, Scan, Source, Study, StudyId, Vocabulary};
use whereof::{Base, ErrorKind, Exceeded, Format, Limits, Query};

/// What a question gives, in full, or what is wrong with it.
fn told(query: &Query) -> String {
    let text = query.run().and_then(|answers| answers.text(Format::Json));
    text.unwrap_or_else(|error| error.report())
}

#[test]
fn prepared_questions_are_shared_between_threads() {
    let limits = Limits { time: None, ..Limits::script() };
    let base = Base::builtin();
    let made = (0..cases(60)).map(|seed| text(&mut Chance::new(seed + 900_000), WORDS));
    let mut queries: Vec<Query> = made.filter_map(|text| base.prepare(text).ok()).collect();
    for text in
        ["treatment where upregulates CXCR4 and disease = fibrosis", "count treatment by disease where improves homing"]
    {
        queries.push(base.prepare(text).unwrap());
    }
    for query in &mut queries {
        query.limits(limits.clone());
    }
    let mut open = base.prepare("treatment where upregulates $gene").unwrap();
    open.limits(limits);
    let genes = ["CXCR4", "VEGF", "HGF", "GSH", "no such gene"];
    // Prepared questions are shared as they are; what is bound is bound on a copy.
    let all = || -> Vec<String> {
        let bound = genes.iter().map(|gene| told(open.clone().bind("gene", *gene)));
        queries.iter().map(told).chain(bound).collect()
    };
    let alone = all();
    assert!(alone.iter().any(|text| text.contains("\"resveratrol\"")));
    for threads in [2, 4, 8, 16] {
        std::thread::scope(|scope| {
            let asking: Vec<_> = (0..threads).map(|_| scope.spawn(all)).collect();
            for thread in asking {
                assert!(thread.join().unwrap() == alone, "{threads} threads");
            }
        });
    }
}

/// A store whose scans never end; it tells when one is well under way.
struct Endless {
    base: Base,
    under_way: Mutex<Option<SyncSender<()>>>,
}

impl Facts for Endless {
    fn name(&self) -> &str {
        "endless"
    }
    fn vocabulary(&self) -> &Vocabulary {
        self.base.vocabulary()
    }
    fn sources(&self) -> &[Source] {
        self.base.facts().sources()
    }
    fn study_count(&self) -> usize {
        self.base.facts().study_count()
    }
    fn study(&self, id: StudyId) -> Option<Cow<'_, Study>> {
        self.base.facts().study(id)
    }
    fn finding_count(&self) -> usize {
        self.base.facts().finding_count()
    }
    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        self.base.facts().finding(id)
    }
    fn scan<'a>(&'a self, _: &Scan) -> Box<dyn Batches + 'a> {
        // Always the same finding, which meets nothing that is asked here: nothing is kept of it.
        Box::new((0u64..).map(|at| {
            if at == 100_000
                && let Some(sender) = self.under_way.lock().unwrap().take()
            {
                sender.send(()).unwrap();
            }
            FindingId(0)
        }))
    }
    fn estimate(&self, _: &Scan) -> usize {
        1
    }
    fn fingerprint(&self) -> u128 {
        0
    }
}

const ENDLESS: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

#[test]
fn a_question_that_never_ends_is_stopped_from_another_thread() {
    let (sender, receiver) = sync_channel(1);
    let store = Endless { base: Base::builtin(), under_way: Mutex::new(Some(sender)) };
    let mut query = Base::with_facts(Arc::new(store)).prepare(ENDLESS).unwrap();
    let limits = Limits { time: None, steps: u64::MAX, ..Limits::untrusted() };
    let switch = limits.cancel.clone();
    query.limits(limits);
    let stopped = std::thread::scope(|scope| {
        let asking = scope.spawn(|| query.run().map(|answers| answers.len()));
        receiver.recv().unwrap();
        switch.cancel();
        asking.join().unwrap()
    });
    let error = stopped.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit(Exceeded::Cancelled));
    assert_eq!(error.diagnostics()[0].code, "W0505");
    // The base is none the worse for it.
    assert_eq!(Base::builtin().query(ENDLESS).unwrap().len(), 1);
}

#[test]
fn what_strangers_may_ask_ends_by_itself() {
    let store = Endless { base: Base::builtin(), under_way: Mutex::new(None) };
    let error = Base::with_facts(Arc::new(store)).query(ENDLESS).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Limit(Exceeded::Steps | Exceeded::Time)), "{error}");
}
