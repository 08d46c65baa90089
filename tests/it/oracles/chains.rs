//! Chains: the product against a reference that walks every simple path, over worlds in which there are many.

use super::compare::difference;
use super::goals::{Maker, Used};
use super::random::Random;
use super::{cases, run, world};
use crate::reference::{self, Mutant, Small};
use whereof::base::Facts;
use whereof::eval::{RowId, why};
use whereof::goal::{Condition, Goal, Verb};
use whereof::limits::{Budget, Limits};
use whereof::model::EntityId;

/// A world whose treatments do something to agents, and a goal with at least one chain; none where chains stand under two `in one study`.
fn case(seed: u64) -> Option<(Small, Goal)> {
    let mut random = Random::new(seed.wrapping_mul(0x9E6C_63D0_9759_9F91).wrapping_add(7));
    let small = world::chained(&mut random);
    let mut maker = Maker { random, world: &small, used: Used::new(), chains: 45 };
    let goal = maker.goal();
    let chain = goal.effects.iter().any(|effect| matches!(effect.verb, Verb::Chain(_)));
    (chain && !twice_in_one_study(&goal.condition, 0)).then_some((small, goal))
}

fn twice_in_one_study(condition: &Condition, depth: usize) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().any(|part| twice_in_one_study(part, depth))
        }
        Condition::Not(part) => twice_in_one_study(part, depth),
        Condition::InOneStudy(part) => depth > 0 || twice_in_one_study(part, depth + 1),
        Condition::Effect(_) | Condition::Is(..) => false,
    }
}

#[test]
fn product_is_reference() {
    let (mut asked, mut answered, mut drawn, mut bridged, mut contested) = (0u64, 0u64, 0u64, 0u64, 0u64);
    for seed in cases(2_000) {
        let Some((world, goal)) = case(seed) else { continue };
        let product = run(&goal, &world);
        let reference = reference::answer(&goal, &world, Mutant::None);
        if let Some(different) = difference(&product, &reference) {
            panic!(
                "seed {seed}: WHEREOF_SEED={seed} cargo test oracles::chains::product_is_reference\n{different}\ngoal: {goal:#?}"
            );
        }
        asked += 1;
        answered += u64::from(product.total > 0);
        let chains = || product.rows.iter().flat_map(|row| &row.effects).flat_map(|effect| &effect.derived);
        drawn += u64::from(chains().next().is_some());
        bridged += u64::from(chains().flat_map(|chain| &chain.steps).any(|step| step.findings.is_empty()));
        contested += u64::from(chains().flat_map(|chain| &chain.steps).any(|step| !step.against.is_empty()));
    }
    println!(
        "{asked} goals with chains: {answered} with rows, {drawn} with chains, {bridged} bridged, {contested} contested"
    );
    if std::env::var("WHEREOF_SEED").is_err() && std::env::var("WHEREOF_CASES").is_err() {
        assert!(answered * 100 >= asked * 60, "{answered} of {asked}");
        assert!(drawn * 100 >= asked * 20 && bridged * 100 >= asked * 5 && contested * 100 >= asked * 5);
    }
}

#[test]
fn planted_errors_are_noticed() {
    let mut unnoticed: Vec<Mutant> = Mutant::OF_CHAINS.to_vec();
    for seed in cases(1_500) {
        if unnoticed.is_empty() {
            break;
        }
        let Some((world, goal)) = case(seed) else { continue };
        let product = run(&goal, &world);
        unnoticed.retain(|mutant| difference(&product, &reference::answer(&goal, &world, *mutant)).is_none());
    }
    assert!(unnoticed.is_empty(), "not noticed: {unnoticed:?}");
}

#[test]
fn proofs_of_chains_replay_and_are_minimal() {
    let budget = || Budget::new(&Limits::interactive());
    let mut proofs = 0;
    for seed in cases(300) {
        let Some((world, goal)) = case(seed) else { continue };
        let simple = goal.effects.iter().all(|effect| matches!(effect.target, whereof::goal::Target::Entities(_)));
        if !simple {
            continue;
        }
        for row in run(&goal, &world).rows.iter().take(3) {
            for proof in why(&goal, &world, row.id, 3, &mut budget()).unwrap() {
                assert!(proof.replays, "seed {seed}: {proof:#?} {goal:#?}");
                let only = |kept: &[whereof::model::FindingId]| {
                    let mut small = world.clone();
                    small.findings = kept.iter().map(|id| world.findings[id.index()].clone()).collect();
                    small
                };
                if let RowId::Entity(EntityId(_)) = row.id {
                    let all = reference::value(&goal, &only(&proof.findings), row.id);
                    assert_eq!(all, Some(true), "seed {seed}: {proof:#?}");
                    for id in &proof.findings {
                        let fewer: Vec<_> = proof.findings.iter().copied().filter(|other| other != id).collect();
                        let value = reference::value(&goal, &only(&fewer), row.id);
                        assert_ne!(value, Some(true), "seed {seed}: {id:?} is not needed: {proof:#?}");
                    }
                    proofs += 1;
                }
            }
        }
        assert!(world.finding_count() > 0);
    }
    assert!(proofs >= 100, "{proofs}");
}
