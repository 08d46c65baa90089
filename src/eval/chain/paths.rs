//! `paths from A to B`: all chains between two names, the first of them told.
//!
//! What is asked comes in with a store; chains go out with their number, or with what it is at least. How they are told is not known here.

use super::super::condition::Answering;
use super::super::grow::push;
use super::super::outcome::Derivation;
use super::super::target::with_kinds;
use super::super::test::Sign;
use super::super::truth::Truth;
use super::DRAWN;
use super::net::{Level, Mesh, Net, Signs};
use super::search::{Apart, Path, Search};
use crate::base::{Facts, Scan};
use crate::goal::{Chain, ContextId, PathsGoal};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};

/// Chains that are counted; more are not looked for.
const COUNTED: usize = 1000;

/// The chains between two names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paths {
    /// The first of them: fewest steps first.
    pub told: Vec<Derivation>,
    /// How many there are.
    pub total: u64,
    /// Whether there may be more than that, because counting ended there.
    pub at_least: bool,
    /// How many more there would be if every slot that is not stated met the contexts; not counted where `at_least`.
    pub possible: u64,
    /// Reported findings from one name to the other: no chains, but they say it themselves.
    pub direct: Vec<FindingId>,
}

/// Looks for the chains between two names.
///
/// # Errors
/// The limit that is reached.
pub fn paths(asked: &PathsGoal, facts: &dyn Facts, budget: &mut Budget) -> Result<Paths, Exceeded> {
    budget.look()?;
    let answering = Answering::bare(&asked.goal, facts, Vec::new());
    let contexts = 0..asked.goal.contexts.len() as u32;
    let judge = |id: FindingId| {
        if contexts.is_empty() {
            return Truth::True;
        }
        let Some(finding) = facts.finding(id) else { return Truth::False };
        let held = contexts.clone().map(|context| answering.context(ContextId(context), &finding));
        held.fold(Truth::True, Truth::and)
    };
    let every_stance = asked.goal.contexts.iter().any(|context| super::super::test::asks_stance(&context.test));
    let mesh = Mesh { facts, judge: &judge, every_stance, need: 1, count_findings: false, study: None, onwards: true };
    let to = with_kinds(facts.vocabulary(), asked.to.clone(), budget)?;
    let within = asked.within.min(Chain::MOST) as usize;
    let net = Net::new(&mesh, Some(&to), within, budget)?;
    let ends: Vec<(EntityId, Sign)> = to.iter().map(|end| (*end, Sign::Plus)).collect();
    let mut found = Paths::default();
    for level in [Level::Certain, Level::Possible] {
        if level == Level::Possible && (asked.goal.contexts.is_empty() || found.at_least) {
            break;
        }
        let reach = net.reach(&ends, within, level, budget)?;
        let mut apart = asked.one_context.then(Apart::default);
        let apart = apart.as_mut();
        let mut search = Search { net: &net, reach: &reach, level, wanted: Signs::ALL, within, onwards: true, apart };
        let (mut first, mut total, mut at_least) = (Vec::new(), 0usize, false);
        for steps in 2..=within {
            for from in &asked.from {
                let mut take = |path: Path<'_>, budget: &mut Budget| -> Result<bool, Exceeded> {
                    // What begins with a treatment of a name that means the treatment too is told once.
                    if path.links.first().and_then(|link| link.via).is_some_and(|via| asked.from.contains(&via)) {
                        return Ok(true);
                    }
                    if total == COUNTED {
                        at_least = true;
                        return Ok(false);
                    }
                    total += 1;
                    if first.len() < DRAWN && level == Level::Certain {
                        push(budget, &mut first, (path.start, path.links.to_vec(), path.together))?;
                    }
                    Ok(true)
                };
                if !search.paths_of(&answering, *from, Sign::Plus, steps, &mut take, budget)? {
                    break;
                }
            }
            if at_least {
                break;
            }
        }
        if level == Level::Possible {
            found.possible = (total as u64).saturating_sub(found.total);
            break;
        }
        (found.total, found.at_least) = (total as u64, at_least);
        for (start, links, together) in first {
            let path = Path { start, links: &links, together };
            let mut derivation = search.derivation(facts.vocabulary(), &path, budget)?;
            answering.oppose(&mut derivation, budget)?;
            push(budget, &mut found.told, derivation)?;
        }
    }
    let scan = Scan { subjects: Some(sorted(&asked.from)), objects: Some(to), ..Scan::default() };
    let mut batches = facts.scan(&scan);
    let mut batch = Vec::new();
    while batches.next_batch(&mut batch) {
        for id in &batch {
            budget.step()?;
            if facts.core(*id).is_some_and(|finding| finding.stance.witnesses()) {
                push(budget, &mut found.direct, *id)?;
            }
        }
    }
    Ok(found)
}

fn sorted(ids: &[EntityId]) -> Vec<EntityId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}
