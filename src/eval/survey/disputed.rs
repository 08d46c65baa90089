//! Where findings disagree.
//!
//! Kinds or names come in, pairs of a subject and an object whose findings stand against each other go out, with what tells them apart.

use super::super::grow::push;
use super::super::sides::{Dispute, Sides};
use super::super::target::with_kinds;
use super::super::test::sign;
use super::{each, meets};
use crate::answer::Verdict;
use crate::base::{Facts, Scan};
use crate::goal::Role;
use crate::goal::survey::{self, Among};
use crate::limits::{Budget, Exceeded};
use crate::model::EntityId;
use crate::names::normal;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

/// A pair whose findings disagree.
#[derive(Clone, Debug, PartialEq)]
pub struct Disputed {
    /// Who acts.
    pub subject: EntityId,
    /// On what, its kinds included where the question names the objects.
    pub object: EntityId,
    /// Broader objects among those asked on which the same findings disagree alike, sorted.
    pub broader: Vec<EntityId>,
    /// Contested, or context-split.
    pub verdict: Verdict,
    /// The findings of each side.
    pub sides: Sides,
    /// Which sides stand against each other, and what tells them apart.
    pub disputes: Vec<Dispute>,
}

/// Pairs whose findings disagree: contested ones first, then by names.
///
/// # Errors
/// The limit that is reached.
pub fn disputed(asked: &survey::Disputed, facts: &dyn Facts, budget: &mut Budget) -> Result<Vec<Disputed>, Exceeded> {
    let vocabulary = facts.vocabulary();
    let first = asked.first.entities(vocabulary);
    let second = asked.second.as_ref().map(|second: &Among| second.entities(vocabulary));
    budget.allocate((first.len() + second.as_ref().map_or(0, Vec::len)).saturating_mul(8 * size_of::<EntityId>()))?;
    let mut pairs: BTreeMap<(EntityId, EntityId), Sides> = BTreeMap::new();
    // Objects that the question names are asked with their kinds, others by themselves.
    let objects = second.as_ref().unwrap_or(&first);
    let named: FxHashSet<EntityId> = objects.iter().copied().collect();
    let mut above: FxHashMap<EntityId, Vec<EntityId>> = FxHashMap::default();
    let members = with_kinds(vocabulary, objects.clone(), budget)?;
    let acts: FxHashSet<EntityId> = first.iter().copied().collect();
    let by_subject = Scan { subjects: Some(first), ..Scan::default() };
    let by_object = Scan { objects: Some(members.clone()), ..Scan::default() };
    let scans = match second {
        Some(_) => vec![(Scan { objects: Some(members), ..by_subject }, true)],
        None => vec![(by_object, true), (by_subject, false)],
    };
    let alone = asked.second.is_none();
    for (scan, with) in scans {
        each(facts, &scan, budget, &mut |id, finding, budget| {
            if !finding.stance.witnesses() || !meets(facts, &asked.contexts, id) {
                return Ok(());
            }
            let sign = sign(vocabulary, finding);
            let mut add = |object: EntityId, budget: &mut Budget| {
                let pair = (finding.subject, object);
                if !pairs.contains_key(&pair) {
                    budget.allocate(size_of::<Sides>() + size_of::<(EntityId, EntityId)>())?;
                }
                pairs.entry(pair).or_default().add(sign, object == finding.object, id, budget)
            };
            if !with {
                // What was asked with its kinds is not asked again.
                let again = alone && acts.contains(&finding.object);
                return if again { Ok(()) } else { add(finding.object, budget) };
            }
            let over = match above.entry(finding.object) {
                Entry::Occupied(known) => known.get().clone(),
                Entry::Vacant(unknown) => {
                    let steps = vocabulary.broader(finding.object);
                    budget.steps(steps.len() as u64)?;
                    budget.allocate(steps.len().saturating_mul(size_of::<EntityId>()))?;
                    let asked = steps.into_iter().map(|step| step.entity).filter(|entity| named.contains(entity));
                    unknown.insert(asked.collect()).clone()
                }
            };
            over.into_iter().try_for_each(|object| {
                budget.step()?;
                add(object, budget)
            })
        })?;
    }
    let mut found = Vec::new();
    for ((subject, object), sides) in pairs {
        budget.step()?;
        let disputes = sides.disputes(facts, Role::Subject, budget)?;
        if let Some(verdict) = disputes.iter().map(|dispute| dispute.verdict).max() {
            push(budget, &mut found, Disputed { subject, object, broader: Vec::new(), verdict, sides, disputes })?;
        }
    }
    let found = narrowest(facts, found, budget)?;
    let name = |id: EntityId| vocabulary.entity(id).map(|entity| normal(&entity.name)).unwrap_or_default();
    let mut keyed = Vec::new();
    for one in found {
        let key = (std::cmp::Reverse(one.verdict), name(one.subject), name(one.object), one.subject, one.object);
        push(budget, &mut keyed, (key, one))?;
    }
    super::sort_by(budget, &mut keyed, |a, b| a.0.cmp(&b.0))?;
    budget.rows(keyed.len())?;
    Ok(keyed.into_iter().map(|(_, one)| one).collect())
}

/// Takes pairs that say no more than one on a kind of their object, the same findings on the same sides, into that one.
fn narrowest(facts: &dyn Facts, found: Vec<Disputed>, budget: &mut Budget) -> Result<Vec<Disputed>, Exceeded> {
    let vocabulary = facts.vocabulary();
    let mut kept = Vec::new();
    for of_subject in found.chunk_by(|a, b| a.subject == b.subject) {
        let by_object: BTreeMap<EntityId, &Disputed> = of_subject.iter().map(|one| (one.object, one)).collect();
        for one in of_subject {
            let mut again = false;
            for step in vocabulary.narrower(one.object) {
                budget.step()?;
                again |= by_object.get(&step.entity).is_some_and(|other| {
                    // Of names that are kinds of each other the first is kept.
                    let around = || vocabulary.broader(other.object).len() == vocabulary.broader(one.object).len();
                    other.sides == one.sides && other.object != one.object && (other.object < one.object || !around())
                });
            }
            if again {
                continue;
            }
            let mut broader = Vec::new();
            for step in vocabulary.broader(one.object) {
                budget.step()?;
                if by_object
                    .get(&step.entity)
                    .is_some_and(|other| other.sides == one.sides && step.entity != one.object)
                {
                    push(budget, &mut broader, step.entity)?;
                }
            }
            push(budget, &mut kept, Disputed { broader, ..one.clone() })?;
        }
    }
    Ok(kept)
}
