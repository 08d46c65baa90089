//! A store without some studies gives what the reference gives of a world in which nobody ever cited them.

use super::compare::difference;
use super::permute::Map;
use super::random::Random;
use super::{Case, for_cases};
use crate::reference::{self, Mutant, Small};
use std::cell::Cell;
use std::sync::Arc;
use whereof::base::{Facts, Without};
use whereof::eval::Outcome;
use whereof::limits::{Budget, Limits};
use whereof::model::{FindingId, StudyId};

/// The world without these studies, and for each of its findings the id that it had.
fn rewritten(world: &Small, out: &[StudyId]) -> (Small, Vec<u32>) {
    let mut kept = Vec::new();
    let mut findings = Vec::new();
    for (at, finding) in (0u32..).zip(&world.findings) {
        let mut left = finding.clone();
        left.studies.retain(|study| !out.contains(study));
        if finding.studies.is_empty() || !left.studies.is_empty() {
            kept.push(at);
            findings.push(left);
        }
    }
    (with(world, findings), kept)
}

fn with(world: &Small, findings: Vec<whereof::model::Finding>) -> Small {
    let schema = world.vocabulary.schema().clone();
    let entities = world.vocabulary.entities().to_vec();
    Small::new(schema, entities, world.sources.clone(), world.studies.clone(), findings)
}

fn run(case: &Case, facts: &dyn Facts) -> Outcome {
    let plan = whereof::plan::build(&case.goal, facts);
    whereof::eval::run(&case.goal, &plan, facts, &mut Budget::new(&Limits::interactive())).unwrap()
}

#[test]
fn leaving_studies_out_is_never_having_had_them() {
    let changed = Cell::new(0u64);
    for_cases("retract::leaving_studies_out_is_never_having_had_them", 2_000, |case| {
        let mut random = Random::new(case.seed ^ 0x7E7E);
        let studies = case.world.studies.len() as u64;
        let out: Vec<StudyId> = (0..studies as u32).map(StudyId).filter(|_| random.below(3) == 0).collect();
        let whole: Arc<dyn Facts> = Arc::new(with(&case.world, case.world.findings.clone()));
        let product = run(case, &Without::new(Arc::clone(&whole), &out));
        let (less, kept) = rewritten(&case.world, &out);
        let mut reference = reference::answer(&case.goal, &less, Mutant::None);
        let same = |size: usize| (0..size as u32).collect();
        let entities = case.world.vocabulary.entities().len();
        let map = Map { entities: same(entities), studies: same(case.world.studies.len()), findings: kept.clone() };
        map.outcome(&mut reference);
        for failed in reference.near.iter_mut().flat_map(|near| &mut near.failed) {
            failed.finding = FindingId(kept[failed.finding.index()]);
        }
        changed.set(changed.get() + u64::from(difference(&run(case, whole.as_ref()), &product).is_some()));
        difference(&product, &reference).map_or(Ok(()), Err)
    });
    assert!(std::env::var("WHEREOF_SEED").is_ok() || changed.get() >= 500, "only {} changed", changed.get());
}
