//! Oracles: the product's evaluator against the reference evaluator and against laws, on random worlds and random goals.
//!
//! Every case is made from one seed. A failure prints it, and `WHEREOF_SEED=n cargo test oracles::NAME` runs that case alone;
//! `WHEREOF_CASES=100000 cargo test --release oracles` runs as many as one likes.

#![allow(unreachable_pub, missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod budget;
mod chains;
mod compare;
mod definitions;
mod goals;
mod joins;
mod laws;
mod permute;
mod plans;
mod quick;
pub(crate) mod random;
mod relations;
mod retract;
mod shortest;
mod survey;
mod tally;
mod telling;
mod walks;
mod why;
pub(crate) mod world;

use crate::reference::Small;
use goals::{Maker, Used};
use random::Random;
use std::collections::BTreeMap;
use whereof::eval::Outcome;
use whereof::goal::Goal;
use whereof::limits::{Budget, Limits};

/// One world, one goal.
pub struct Case {
    pub seed: u64,
    pub world: Small,
    pub goal: Goal,
    pub used: Used,
}

impl Case {
    pub fn new(seed: u64) -> Case {
        Case::with(seed, |maker| maker.goal())
    }

    /// A case whose goal is made otherwise.
    pub fn with(seed: u64, make: impl Fn(&mut Maker<'_>) -> Goal) -> Case {
        let mut random = Random::new(seed.wrapping_mul(0x2545_F491_4F6C_DD1D).wrapping_add(1));
        let world = world::world(&mut random);
        let mut maker = Maker { random, world: &world, used: Used::new(), chains: 0 };
        let goal = make(&mut maker);
        let used = maker.used;
        Case { seed, world, goal, used }
    }
}

/// How many cases a test runs, and from which seed on.
pub fn cases(usual: u64) -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match (number("WHEREOF_SEED"), number("WHEREOF_CASES")) {
        (Some(seed), _) => seed..seed + 1,
        (None, Some(cases)) => 0..cases,
        (None, None) => 0..usual,
    }
}

/// Runs a check over cases; a failure names the test and the seed to run again.
pub fn for_cases(test: &str, usual: u64, check: impl Fn(&Case) -> Result<(), String>) {
    for seed in cases(usual) {
        let case = Case::new(seed);
        if let Err(message) = check(&case) {
            panic!("seed {seed}: WHEREOF_SEED={seed} cargo test oracles::{test}\n{message}\ngoal: {:#?}", case.goal);
        }
    }
}

pub fn run(goal: &Goal, world: &dyn whereof::store::Facts) -> Outcome {
    let plan = whereof::plan::build(goal, world);
    whereof::eval::run(goal, &plan, world, &mut Budget::new(&Limits::interactive())).expect("no limit is reached")
}

/// Counts of what occurred, in a hundred cases.
pub fn shares(counts: &BTreeMap<&'static str, u64>, of: u64) -> BTreeMap<&'static str, u64> {
    counts.iter().map(|(name, count)| (*name, count * 100 / of.max(1))).collect()
}
