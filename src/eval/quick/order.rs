//! The order of rows that were found by sets.
//!
//! Bare rows come in, their places in the documented order go out: for each row its findings and their studies are counted in the lists. It
//! knows which findings witness, not what they say in what context.

use super::lists::{Aim, Along, Lists, Part};
use super::set::Set;
use super::{Bare, Quick};
use crate::base::Facts;
use crate::eval::RowId;
use crate::eval::condition::effects_of;
use crate::goal::{EffectId, Goal, Letter, Order, Purpose, Target};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, RelationId, StudyId};
use crate::names::normal;
use crate::plan::{Plan, direct};
use rustc_hash::FxHashMap;

/// Whether rows can be put in the order that a goal asks for without judging them.
#[must_use]
pub fn orders(goal: &Goal) -> bool {
    match goal.order {
        Some(Order::Name) => true,
        None | Some(Order::Studies | Order::Findings) => !derives(goal),
        Some(Order::Verdict | Order::Evidence) => false,
    }
}

/// Whether rows can be found by sets for whoever asks: in their order, or where all are given and their order, which is then worked out with what
/// stands behind them, need not be known.
#[must_use]
pub fn finds(goal: &Goal) -> bool {
    orders(goal) || (goal.order.is_none() && goal.limit.is_none())
}

/// Whether something that is derived stands behind a row.
pub(super) fn derives(goal: &Goal) -> bool {
    let defined = |id: &EffectId| {
        goal.effects.get(id.0 as usize).is_some_and(|effect| matches!(effect.verb, crate::goal::Verb::Defined(_)))
    };
    goal.effects.iter().any(|effect| matches!(effect.verb, crate::goal::Verb::Defined(_)))
        && witnessing(goal).iter().any(defined)
}

/// The places of rows in the order that their goal asks for, its limit kept: the place of the first row, of the second, and so on.
///
/// # Errors
/// The limit that is reached.
pub fn in_order(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    rows: &Bare,
    budget: &mut Budget,
) -> Result<Vec<u32>, Exceeded> {
    let most = goal.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let Some(mut quick) = Quick::new(goal, plan, facts, budget)? else {
        return Ok((0..rows.len() as u32).collect());
    };
    if rows.len() > SEVERAL {
        quick.aim_by_bits(budget)?;
    }
    let weighing = Weighing::new(&quick);
    let weights = weighing.weights(rows, budget)?;
    // Names tell only rows of equal weight apart.
    let heaviest = last_of(&weights, most);
    budget.steps(weights.len() as u64 / 8)?;
    // weight, the name of the first noun, place: one number for each row
    let mut keys: Vec<u128> = Vec::new();
    for (weight, place) in weights.iter().zip(0u32..).filter(|(weight, _)| **weight <= heaviest) {
        super::push(budget, &mut keys, u128::from(*weight) << 64 | u128::from(place))?;
    }
    let place = |key: u128| key as u32;
    let names = Names::new(&quick, rows, keys.iter().map(|key| place(*key)), budget)?;
    for key in &mut keys {
        let first = names.of(rows.row(place(*key))).next().unwrap_or(u32::MAX);
        *key |= u128::from(first) << 32;
    }
    budget.steps(keys.len() as u64)?;
    if rows.width > 1 {
        let rest = |key: u128| names.of(rows.row(place(key)));
        keys.sort_unstable_by(|a, b| {
            let (one, two) = (rows.row(place(*a)), rows.row(place(*b)));
            (a >> 32).cmp(&(b >> 32)).then_with(|| rest(*a).cmp(rest(*b))).then_with(|| one.cmp(two))
        });
    } else {
        keys.sort_unstable();
    }
    keys.truncate(most);
    Ok(keys.into_iter().map(place).collect())
}

/// The weight of the last of so many lightest rows; above all where there are no more.
fn last_of(weights: &[u64], most: usize) -> u64 {
    let Some(last) = most.checked_sub(1).filter(|last| *last < weights.len()) else { return u64::MAX };
    let mut lightest: Vec<u64> = Vec::new();
    let mut bound = u64::MAX;
    for weight in weights {
        if *weight < bound {
            lightest.push(*weight);
            if lightest.len() > most.saturating_mul(2) {
                let (_, of_last, _) = lightest.select_nth_unstable(last);
                bound = *of_last;
                lightest.truncate(most);
            }
        }
    }
    if last < lightest.len() { *lightest.select_nth_unstable(last).1 } else { bound }
}

/// Rows from which on it is worth it to turn what is asked for into bits.
const SEVERAL: usize = 64;

/// Entities as numbers in the order of their names; of several nouns the same number where two have the same name.
struct Names<'v> {
    ranks: &'v [u32],
    same: FxHashMap<u32, u32>,
}

impl<'v> Names<'v> {
    fn new(
        quick: &Quick<'v>,
        rows: &Bare,
        places: impl Iterator<Item = u32>,
        budget: &mut Budget,
    ) -> Result<Names<'v>, Exceeded> {
        let ranks = quick.vocabulary.ranks().as_slice();
        let mut same = FxHashMap::default();
        if rows.width > 1 {
            let all = places.flat_map(|place| rows.row(place)).map(|id| id.0);
            let mut all: Vec<u32> = all.collect();
            budget.allocate(size_of_val(all.as_slice()))?;
            budget.steps(all.len() as u64)?;
            let rank = |id: &u32| ranks.get(*id as usize).copied();
            all.sort_unstable_by_key(rank);
            all.dedup();
            let mut last: Option<(String, u32)> = None;
            for id in all {
                budget.step()?;
                let name = normal(quick.vocabulary.entity_name(EntityId(id)));
                match &last {
                    Some((before, first)) if *before == name => {
                        same.insert(id, *first);
                    }
                    _ => last = Some((name, rank(&id).unwrap_or(u32::MAX))),
                }
            }
        }
        Ok(Names { ranks, same })
    }

    fn of<'s>(&'s self, row: &'s [EntityId]) -> impl Iterator<Item = u32> + 's {
        row.iter().map(|id| {
            let own = || self.ranks.get(id.index()).copied().unwrap_or(u32::MAX);
            if self.same.is_empty() { own() } else { self.same.get(&id.0).copied().unwrap_or_else(own) }
        })
    }
}

/// How many findings stand behind each of some rows; `None` where that cannot be told from lists.
///
/// # Errors
/// The limit that is reached.
pub fn findings(
    goal: &Goal,
    facts: &dyn Facts,
    rows: &[RowId],
    budget: &mut Budget,
) -> Result<Option<Vec<u64>>, Exceeded> {
    let Some(links) = direct(goal, facts) else { return Ok(None) };
    let mut some: Vec<u32> = rows.iter().flat_map(|row| row.entities()).map(|id| id.0).collect();
    some.sort_unstable();
    some.dedup();
    let mut quick = Quick::ready(goal, facts, links, (Some(&Set::List(some)), false), budget)?;
    if rows.len() > 1 {
        quick.aim_by_bits(budget)?;
    }
    let weighing = Weighing::new(&quick);
    let counted = rows.iter().map(|row| Ok(weighing.evidence(row.entities(), budget)?.1));
    counted.collect::<Result<Vec<u64>, Exceeded>>().map(Some)
}

/// The effects of which findings stand behind a row.
pub(super) fn witnessing(goal: &Goal) -> Vec<EffectId> {
    let mut effects = Vec::new();
    effects_of(&goal.condition, true, &mut |id, positive| {
        let purpose = goal.effects.get(id.0 as usize).map(|effect| effect.purpose);
        if positive && purpose != Some(Purpose::Candidate) {
            effects.push(id);
        }
    });
    effects.sort_unstable();
    effects.dedup();
    effects
}

/// What is counted for each row.
struct Weighing<'q, 'a> {
    quick: &'q Quick<'a>,
    effects: Vec<EffectId>,
    /// Whether no finding can be met twice in a row, and none cites a study: then lists need no more than to be counted.
    apart: bool,
}

impl<'q, 'a> Weighing<'q, 'a> {
    fn new(quick: &'q Quick<'a>) -> Weighing<'q, 'a> {
        let goal = quick.goal;
        let effects = witnessing(goal);
        let mut relations: Vec<u32> = Vec::new();
        for part in effects.iter().filter_map(|id| quick.part(*id)) {
            relations.extend(part.lists.iter().map(|lists| lists.relation));
        }
        let all = relations.len();
        relations.sort_unstable();
        relations.dedup();
        let apart = relations.len() == all && quick.facts.study_count() == 0;
        Weighing { quick, effects, apart }
    }

    /// What rows are ordered by before their names; smaller is first.
    fn weights(&self, rows: &Bare, budget: &mut Budget) -> Result<Vec<u64>, Exceeded> {
        budget.allocate(rows.len().saturating_mul(size_of::<u64>()))?;
        let mut weights = vec![0u64; rows.len()];
        if self.quick.goal.order == Some(Order::Name) {
            return Ok(weights);
        }
        if !self.apart || rows.width != 1 {
            for (row, weight) in rows.entities.chunks(rows.width.max(1)).zip(&mut weights) {
                *weight = self.weight(row, budget)?;
            }
            return Ok(weights);
        }
        // Rows of one noun ascend, as the lists do: each list is gone along once.
        for part in self.effects.iter().filter_map(|id| self.quick.part(*id)) {
            for lists in &part.lists {
                add_lengths(part, lists, &rows.entities, &mut weights, budget)?;
            }
        }
        weights.iter_mut().for_each(|findings| *findings = self.weighed(0, *findings));
        Ok(weights)
    }

    /// What a row is ordered by before its name.
    fn weight(&self, row: &[EntityId], budget: &mut Budget) -> Result<u64, Exceeded> {
        let (studies, findings) = self.evidence(row, budget)?;
        Ok(self.weighed(studies, findings))
    }

    fn weighed(&self, studies: u64, findings: u64) -> u64 {
        let goal = self.quick.goal;
        let (first, second) = match goal.order {
            Some(Order::Studies) => (studies, findings),
            Some(Order::Findings) => (findings, studies),
            _ if goal.count_findings => (findings, studies),
            _ => (studies, findings),
        };
        !(first.min(u64::from(u32::MAX)) << 32 | second.min(u64::from(u32::MAX)))
    }

    /// Studies and findings of a row.
    fn evidence(&self, row: &[EntityId], budget: &mut Budget) -> Result<(u64, u64), Exceeded> {
        let mut places: Vec<usize> = Vec::new();
        let mut counted = 0;
        for id in &self.effects {
            let (Some(part), Some(effect)) = (self.quick.part(*id), self.quick.goal.effects.get(id.0 as usize)) else {
                continue;
            };
            let at = |letter: Letter| row.get(letter.0 as usize).map(|id| id.0);
            let Some(bearer) = at(effect.bearer) else { continue };
            let other = if let Target::Letter(letter) = effect.target { at(letter) } else { None };
            for lists in &part.lists {
                let others = lists.from.of(bearer);
                let one = other.or_else(|| part.only());
                let others = one.map_or(others, |one| equal(others, one));
                budget.steps(1 + others.len() as u64)?;
                let asked = |id: &&u32| one.is_some() || part.asks(**id);
                if self.apart {
                    counted += others.iter().filter(asked).count() as u64;
                } else {
                    self.places(lists, bearer, others.iter().filter(asked), &mut places);
                }
            }
        }
        if self.apart {
            return Ok((0, counted));
        }
        places.sort_unstable();
        places.dedup();
        if self.quick.facts.study_count() == 0 {
            return Ok((0, places.len() as u64));
        }
        let mut studies: Vec<StudyId> = Vec::new();
        for place in &places {
            budget.step()?;
            if let Some(finding) = self.quick.facts.finding(self.quick.links.finding(*place)) {
                studies.extend(&finding.studies);
            }
        }
        studies.sort_unstable();
        studies.dedup();
        Ok((studies.len() as u64, places.len() as u64))
    }

    /// The places of the findings between an entity and others.
    fn places<'l>(&self, lists: &Lists<'_>, bearer: u32, others: impl Iterator<Item = &'l u32>, into: &mut Vec<usize>) {
        let mut last = None;
        for other in others {
            // the same entity stands there once for each finding
            if last.replace(*other) == Some(*other) {
                continue;
            }
            let (subject, object) = if lists.active { (bearer, *other) } else { (*other, bearer) };
            into.extend(self.quick.links.places(RelationId(lists.relation), EntityId(subject), EntityId(object)));
        }
    }
}

/// Adds to each of ascending rows how many of its findings are asked for.
fn add_lengths(
    part: &Part<'_>,
    lists: &Lists<'_>,
    rows: &[EntityId],
    counts: &mut [u64],
    budget: &mut Budget,
) -> Result<(), Exceeded> {
    let open = matches!(part.aim, Aim::Any | Aim::Letter);
    let only = part.only();
    let view = lists.from;
    if open && rows.iter().map(|id| id.0).eq(view.keys.iter().copied()) {
        budget.steps(rows.len() as u64 / 4)?;
        for (at, count) in counts.iter_mut().enumerate() {
            *count += view.bounds(at).len() as u64;
        }
        return Ok(());
    }
    let mut along = Along::new(view);
    let mut work = 0;
    for (row, count) in rows.iter().zip(counts) {
        let others = along.of(row.0);
        work += 1 + if open { 0 } else { others.len() as u64 };
        *count += match only {
            _ if open => others.len() as u64,
            Some(one) => equal(others, one).len() as u64,
            None => others.iter().filter(|other| part.asks(**other)).count() as u64,
        };
        if work > BLOCK {
            budget.steps(std::mem::take(&mut work))?;
        }
    }
    budget.steps(work)
}

/// Work between two looks at the budget.
const BLOCK: u64 = 4096;

/// The stretch of a sorted list that is one number.
fn equal(list: &[u32], number: u32) -> &[u32] {
    let first = list.partition_point(|other| *other < number);
    let rest = list.get(first..).unwrap_or(&[]);
    let end = rest.iter().take_while(|other| **other == number).count();
    rest.get(..end).unwrap_or(&[])
}
