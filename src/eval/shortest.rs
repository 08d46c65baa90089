//! The shortest path between two names, over findings of whatever they say.
//!
//! What is asked comes in with a store; the names on the way go out with the findings between each two of them, or nothing where none leads
//! there. It looks from both ends, step by step, always from the end where fewer names wait: in sorted lists of who is linked to whom, or in
//! the findings themselves where there are no such lists. How a path is told is not known here.

use super::Sign;
use super::grow::push;
use super::outcome::{Step, StepKind};
use super::target::with_kinds;
use super::test::sign;
use crate::base::{Facts, Links, Scan};
use crate::goal::ShortestGoal;
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId, RelationId};

/// What leads from an entity to its neighbours: findings of these relations, the entity being their subject or not.
struct Ways<'a> {
    facts: &'a dyn Facts,
    /// Where every finding of the relations witnesses.
    links: Option<&'a Links>,
    /// Each with whether a path goes from its object to its subject.
    verbs: Vec<(RelationId, bool)>,
}

/// One end of the path, and what was reached from there.
struct End {
    /// By entity: from which it was reached, and one more; 0 where it was not.
    before: Vec<u32>,
    waiting: Vec<u32>,
    /// Whether paths lead from here on, rather than to here.
    onwards: bool,
}

/// Who is shown the lists of neighbours.
type Show<'s> = &'s mut dyn FnMut(&[u32], &mut Budget) -> Result<(), Exceeded>;

/// What stands in [`End::before`] of an end itself.
const FIRST: u32 = u32::MAX;

/// Looks for the shortest path between two names: its steps in order, of paths of one length that of the names with the smallest ids. None
/// where no path leads there.
///
/// # Errors
/// The limit that is reached.
pub fn shortest(asked: &ShortestGoal, facts: &dyn Facts, budget: &mut Budget) -> Result<Option<Vec<Step>>, Exceeded> {
    budget.look()?;
    let ways = Ways::new(asked, facts);
    let size = facts.vocabulary().entities().len();
    let to = with_kinds(facts.vocabulary(), asked.to.clone(), budget)?;
    let mut from = End::new(&asked.from, size, true, budget)?;
    let mut to = End::new(&to, size, false, budget)?;
    if let Some(met) = from.waiting.iter().copied().find(|id| to.reached(*id)) {
        return ways.told(&from, &to, met, budget).map(Some);
    }
    while !from.waiting.is_empty() && !to.waiting.is_empty() {
        let (near, far) = if from.waiting.len() <= to.waiting.len() { (&mut from, &to) } else { (&mut to, &from) };
        if let Some(met) = ways.widen(near, far, budget)? {
            return ways.told(&from, &to, met, budget).map(Some);
        }
    }
    Ok(None)
}

impl End {
    fn new(ids: &[EntityId], size: usize, onwards: bool, budget: &mut Budget) -> Result<End, Exceeded> {
        budget.allocate(size.saturating_mul(size_of::<u32>()))?;
        let mut before = vec![0u32; size];
        let mut waiting: Vec<u32> = Vec::new();
        for id in ids {
            if let Some(place) = before.get_mut(id.index()) {
                *place = FIRST;
                waiting.push(id.0);
            }
        }
        waiting.sort_unstable();
        waiting.dedup();
        Ok(End { before, waiting, onwards })
    }

    fn reached(&self, id: u32) -> bool {
        self.before.get(id as usize).is_some_and(|before| *before != 0)
    }

    /// From an entity back to this end, itself first.
    fn back(&self, from: u32) -> Vec<u32> {
        let mut all = vec![from];
        let mut at = from;
        while let Some(before) = self.before.get(at as usize).filter(|before| !matches!(**before, 0 | FIRST)) {
            at = before - 1;
            all.push(at);
        }
        all
    }
}

impl<'a> Ways<'a> {
    fn new(asked: &ShortestGoal, facts: &'a dyn Facts) -> Ways<'a> {
        let all = || (0..facts.vocabulary().schema().relations.len() as u32).map(|id| (RelationId(id), false));
        let mut verbs: Vec<(RelationId, bool)> =
            if asked.verbs.is_empty() { all().collect() } else { asked.verbs.clone() };
        if asked.either_way {
            let turned: Vec<(RelationId, bool)> = verbs.iter().map(|(id, passive)| (*id, !passive)).collect();
            verbs.extend(turned);
        }
        verbs.sort_unstable();
        verbs.dedup();
        let links = facts.links().filter(|links| verbs.iter().all(|(id, _)| links.witnesses(*id)));
        Ways { facts, links, verbs }
    }

    /// Goes one step on from one end; the first entity at which it meets what was reached from the other.
    fn widen(&self, near: &mut End, far: &End, budget: &mut Budget) -> Result<Option<u32>, Exceeded> {
        let mut next: Vec<u32> = Vec::new();
        let mut met: Option<u32> = None;
        for id in std::mem::take(&mut near.waiting) {
            let onwards = near.onwards;
            let before = &mut near.before;
            self.neighbours(id, onwards, budget, &mut |list, budget| {
                budget.steps(1 + list.len() as u64 / 8)?;
                for other in list.iter().copied() {
                    let Some(place) = before.get_mut(other as usize).filter(|place| **place == 0) else { continue };
                    *place = id + 1;
                    push(budget, &mut next, other)?;
                    if far.reached(other) && met.is_none_or(|met| other < met) {
                        met = Some(other);
                    }
                }
                Ok(())
            })?;
        }
        near.waiting = next;
        Ok(met)
    }

    /// Shows the lists of the entities one step on, or one step back.
    fn neighbours(&self, id: u32, onwards: bool, budget: &mut Budget, show: Show<'_>) -> Result<(), Exceeded> {
        if let Some(links) = self.links {
            for (relation, turned) in &self.verbs {
                let from_subject = onwards != *turned;
                let side = if from_subject { links.forward(*relation) } else { links.back(*relation) };
                if let Some(side) = side.filter(|side| !side.is_empty()) {
                    show(side.of(id), budget)?;
                }
            }
            return Ok(());
        }
        for from_subject in [true, false] {
            let own = self.verbs.iter().filter(|(_, turned)| (onwards != *turned) == from_subject);
            let relations: Vec<RelationId> = own.map(|(id, _)| *id).collect();
            if relations.is_empty() {
                continue;
            }
            let here = Some(vec![EntityId(id)]);
            let scan = match from_subject {
                true => Scan { subjects: here, relations: Some(relations), ..Scan::default() },
                false => Scan { objects: here, relations: Some(relations), ..Scan::default() },
            };
            let mut others = Vec::new();
            for finding in self.scanned(&scan, budget)? {
                let Some(core) = self.facts.core(finding) else { continue };
                push(budget, &mut others, if from_subject { core.object.0 } else { core.subject.0 })?;
            }
            others.sort_unstable();
            show(&others, budget)?;
        }
        Ok(())
    }

    /// The findings of a scan that witness.
    fn scanned(&self, scan: &Scan, budget: &mut Budget) -> Result<Vec<FindingId>, Exceeded> {
        let mut found = Vec::new();
        let mut batches = self.facts.scan(scan);
        let mut batch = Vec::new();
        while batches.next_batch(&mut batch) {
            for id in &batch {
                budget.step()?;
                if self.facts.core(*id).is_some_and(|core| core.stance.witnesses()) {
                    push(budget, &mut found, *id)?;
                }
            }
        }
        Ok(found)
    }

    /// The steps from one end by way of where they met to the other.
    fn told(&self, from: &End, to: &End, met: u32, budget: &mut Budget) -> Result<Vec<Step>, Exceeded> {
        let mut names = from.back(met);
        names.reverse();
        names.extend(to.back(met).into_iter().skip(1));
        let mut steps = Vec::new();
        for two in names.windows(2) {
            let [one, other] = two else { continue };
            let (one, other) = (EntityId(*one), EntityId(*other));
            let mut findings = Vec::new();
            for (relation, turned) in &self.verbs {
                let (subject, object) = if *turned { (other, one) } else { (one, other) };
                let scan = Scan {
                    subjects: Some(vec![subject]),
                    relations: Some(vec![*relation]),
                    objects: Some(vec![object]),
                    ..Scan::default()
                };
                findings.extend(match self.links {
                    Some(links) => {
                        let places = links.places(*relation, subject, object);
                        budget.steps(places.len() as u64)?;
                        places.map(|place| links.finding(place)).collect()
                    }
                    None => self.scanned(&scan, budget)?,
                });
            }
            findings.sort_unstable();
            findings.dedup();
            let mut signs =
                findings.iter().filter_map(|id| self.facts.core(*id)).map(|core| sign(self.facts.vocabulary(), core));
            let first = signs.next().unwrap_or(Sign::Unclear);
            let sign = if signs.all(|other| other == first) { first } else { Sign::Unclear };
            let step = Step { from: one, to: other, sign, findings, against: Vec::new(), kind: StepKind::Stated };
            push(budget, &mut steps, step)?;
        }
        Ok(steps)
    }
}
