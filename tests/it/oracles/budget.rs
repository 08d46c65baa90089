//! Limits are kept: steps, memory, rows, cancelling; and questions cost what their findings cost.

use super::compare::difference;
use super::goals::{Maker, Used};
use super::random::Random;
use super::world;
use super::{Case, run};
use crate::reference::Small;
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use whereof::base::{Batches, Facts, Scan};
use whereof::eval::Stopped;
use whereof::goal::Goal;
use whereof::limits::{Budget, Cancel, Exceeded, Limits};
use whereof::model::{Entity, EntityId, Finding, FindingId, Source, Study, StudyId};
use whereof::names::Vocabulary;

/// A random world many times over: each copy has entities and studies of its own but for the diseases and species.
fn large(random: &mut Random, copies: usize) -> Small {
    let small = world::world(random);
    let mut entities: Vec<Entity> = small.vocabulary.entities().to_vec();
    let (size, studies_size) = (entities.len() as u32, small.studies.len() as u32);
    let own: Vec<bool> =
        entities.iter().map(|entity| entity.kind == world::TREATMENT || entity.kind == world::GENE).collect();
    let mut studies = small.studies.clone();
    let mut findings = small.findings.clone();
    for copy in 1..copies as u32 {
        // Rows get their own entity every time; genes and diseases stay, so that one target has more and more findings.
        let map = |id: EntityId| {
            let treatment = own[id.index()] && small.vocabulary.kind_of(id) == Some(world::TREATMENT);
            if treatment { EntityId(id.0 + copy * size) } else { id }
        };
        for entity in small.vocabulary.entities().iter() {
            let mut entity = entity.clone();
            entity.name = format!("{} {copy}", entity.name);
            entity.broader.iter_mut().for_each(|edge| edge.to = map(edge.to));
            entity.parts.iter_mut().for_each(|part| *part = map(*part));
            entities.push(entity);
        }
        studies.extend(small.studies.iter().cloned());
        for finding in &small.findings {
            let mut finding = finding.clone();
            (finding.subject, finding.object) = (map(finding.subject), map(finding.object));
            finding.studies.iter_mut().for_each(|id| id.0 += copy * studies_size);
            findings.push(finding);
        }
    }
    Small::new(small.vocabulary.schema().clone(), entities, small.sources.clone(), studies, findings)
}

/// Random goals whose targets keep to entities of the first copy.
fn goals(world: &Small, random: Random, count: usize) -> Vec<Goal> {
    let mut maker = Maker { random, world, used: Used::new(), chains: 0 };
    (0..count).map(|_| maker.goal()).collect()
}

fn try_run(goal: &Goal, facts: &dyn Facts, limits: &Limits) -> (Result<whereof::eval::Outcome, Stopped>, u64) {
    let plan = whereof::plan::build(goal, facts);
    let mut budget = Budget::new(limits);
    let result = whereof::eval::run(goal, &plan, facts, &mut budget);
    (result, budget.taken())
}

fn steps(goal: &Goal, facts: &dyn Facts) -> u64 {
    let (result, taken) = try_run(goal, facts, &Limits::interactive());
    result.expect("no limit is reached");
    taken
}

#[test]
fn twice_the_findings_take_twice_the_steps() {
    // A merge sort of twice the rows takes a little more than twice the steps.
    for seed in 0..12 {
        let (one, two) = (large(&mut Random::new(seed), 30), large(&mut Random::new(seed), 60));
        let few = large(&mut Random::new(seed), 1);
        for (i, goal) in goals(&few, Random::new(seed + 100), 8).into_iter().enumerate() {
            let (a, b) = (steps(&goal, &one), steps(&goal, &two));
            assert!(b as f64 <= 2.6 * a as f64 + 4_096.0, "seed {seed}, goal {i}: {a} steps, then {b}: {goal:#?}");
        }
    }
}

#[test]
fn a_step_limit_ends_the_question() {
    let mut stopped = 0;
    for seed in 0..8 {
        let world = large(&mut Random::new(seed), 25);
        let few = large(&mut Random::new(seed), 1);
        for goal in goals(&few, Random::new(seed + 100), 5) {
            let (whole, taken) = try_run(&goal, &world, &Limits::interactive());
            let whole = whole.unwrap();
            for limit in [0, taken / 10, taken / 2, taken * 9 / 10, taken] {
                let limits = Limits { steps: limit, ..Limits::interactive() };
                match try_run(&goal, &world, &limits) {
                    (Ok(outcome), _) => assert_eq!(difference(&outcome, &whole), None),
                    (Err(Stopped { exceeded, found }), taken) => {
                        stopped += 1;
                        assert_eq!(exceeded, Exceeded::Steps);
                        // Looked at every 1,024 steps; a chunk to sort is counted at once.
                        assert!(taken <= limit + 1_024 + 256, "{taken} of {limit}");
                        assert!(
                            found.rows.iter().all(|row| row.effects.iter().all(|effect| effect.witnesses.is_sorted()))
                        );
                        // What was found is true.
                        if goal.limit.is_none() {
                            let rows: Vec<_> = whole.rows.iter().map(|row| row.id).collect();
                            assert!(found.rows.iter().all(|row| rows.contains(&row.id)));
                        }
                    }
                }
            }
        }
    }
    assert!(stopped >= 40, "{stopped}");
}

#[test]
fn a_memory_limit_ends_the_question() {
    let mut stopped = 0;
    for seed in 0..8 {
        let world = large(&mut Random::new(seed), 25);
        let few = large(&mut Random::new(seed), 1);
        for goal in goals(&few, Random::new(seed + 100), 5) {
            let whole = try_run(&goal, &world, &Limits::interactive()).0.unwrap();
            let mut before = true;
            for memory in [0, 1 << 8, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 26] {
                let limits = Limits { memory, ..Limits::interactive() };
                match try_run(&goal, &world, &limits).0 {
                    Ok(outcome) => {
                        assert_eq!(difference(&outcome, &whole), None);
                        before = false;
                    }
                    Err(Stopped { exceeded, .. }) => {
                        stopped += 1;
                        assert_eq!(exceeded, Exceeded::Memory);
                        assert!(before, "more memory must not be worse");
                        assert!(memory < 1 << 26);
                    }
                }
            }
        }
    }
    assert!(stopped >= 40, "{stopped}");
}

#[test]
fn a_row_limit_ends_the_question() {
    let case = (0..).map(Case::new).find(|case| run(&case.goal, &case.world).rows.len() > 3).unwrap();
    let limits = Limits { rows: 2, ..Limits::interactive() };
    let stopped = try_run(&case.goal, &case.world, &limits).0.unwrap_err();
    assert_eq!(stopped.exceeded, Exceeded::Rows);
}

/// A store that cancels the question when so many findings were handed out, and counts those after.
struct Cancelling<'a> {
    world: &'a Small,
    after: usize,
    seen: AtomicUsize,
    cancel: Cancel,
}

impl Facts for Cancelling<'_> {
    fn name(&self) -> &str {
        self.world.name()
    }
    fn vocabulary(&self) -> &Vocabulary {
        self.world.vocabulary()
    }
    fn sources(&self) -> &[Source] {
        self.world.sources()
    }
    fn study_count(&self) -> usize {
        self.world.study_count()
    }
    fn study(&self, id: StudyId) -> Option<Cow<'_, Study>> {
        self.world.study(id)
    }
    fn finding_count(&self) -> usize {
        self.world.finding_count()
    }
    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        if self.seen.fetch_add(1, Ordering::Relaxed) == self.after {
            self.cancel.cancel();
        }
        self.world.finding(id)
    }
    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        self.world.scan(scan)
    }
    fn estimate(&self, scan: &Scan) -> usize {
        self.world.estimate(scan)
    }
    fn fingerprint(&self) -> u128 {
        self.world.fingerprint()
    }
}

#[test]
fn cancelling_ends_the_question_within_1024_steps() {
    let mut cancelled = 0;
    for seed in 0..10 {
        let world = large(&mut Random::new(seed), 25);
        let few = large(&mut Random::new(seed), 1);
        for goal in goals(&few, Random::new(seed + 100), 6) {
            for after in [0, 10, 1_000, 3_000, 10_000] {
                let cancel = Cancel::default();
                let limits = Limits { cancel: cancel.clone(), ..Limits::interactive() };
                let facts = Cancelling { world: &world, after, seen: AtomicUsize::new(0), cancel };
                let (result, _) = try_run(&goal, &facts, &limits);
                let more = facts.seen.into_inner().saturating_sub(after);
                // A step may look at the ends of a finding and then at the rest of it.
                assert!(more <= 2 * (1_024 + 1), "{more} findings after cancelling: {goal:#?}");
                if let Err(stopped) = result {
                    assert_eq!(stopped.exceeded, Exceeded::Cancelled);
                    cancelled += 1;
                }
            }
        }
    }
    assert!(cancelled >= 60, "{cancelled}");
}

#[test]
fn cancelled_before_it_starts() {
    let case = Case::new(0);
    let limits = Limits::interactive();
    limits.cancel.cancel();
    let (result, taken) = try_run(&case.goal, &case.world, &limits);
    assert_eq!(result.unwrap_err().exceeded, Exceeded::Cancelled);
    assert_eq!(taken, 0);
}
