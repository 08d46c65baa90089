//! What stands behind one row of a plain question, from its own lists.
//!
//! A plain goal and a row come in; the row's hits and what they lead to go out, with word of which effects something may speak against, as
//! they are found finding by finding. Whether it is a row, and what is said of it, is worked out by the other files of this room.

use super::Quick;
use super::lists::Lists;
use super::set::{Set, from};
use crate::base::{Facts, Links};
use crate::eval::RowId;
use crate::eval::condition::{Answering, effects_of};
use crate::eval::grow::push;
use crate::eval::scan::{Hits, key_of};
use crate::eval::target::Targets;
use crate::eval::verdict::contrary_to;
use crate::goal::{Condition, Effect, Goal, Letter, Purpose, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId, KindId, RelationId};
use rustc_hash::FxHashSet;
use std::cell::OnceCell;

/// One row of a goal, looked up.
pub(crate) struct Looked<'a> {
    /// The goal with the hits of that row, and targets cut down to what it has to do with.
    pub(crate) answering: Answering<'a>,
    /// What the hits are kept under.
    pub(crate) key: u32,
    /// By effect: whether some finding may say the contrary.
    pub(crate) against: Vec<bool>,
}

/// Looks up one row of a goal that is plain.
///
/// # Errors
/// The limit that is reached.
#[inline(never)]
pub(crate) fn looked<'a>(
    goal: &'a Goal,
    facts: &'a dyn Facts,
    links: &'a Links,
    (row, known): (RowId, &Known),
    budget: &mut Budget,
) -> Result<Looked<'a>, Exceeded> {
    let quick = Quick::bare(goal, facts, links);
    let (mut targets, mut hits) = (Vec::with_capacity(goal.effects.len()), Vec::with_capacity(goal.effects.len()));
    let mut against = Vec::with_capacity(goal.effects.len());
    for (at, effect) in goal.effects.iter().enumerate() {
        budget.step()?;
        let of_effect = quick.of_row(effect, row, (known.inner.get(at), known.once), budget)?;
        targets.push(of_effect.targets);
        hits.push(of_effect.hits);
        against.push(of_effect.against);
    }
    let mut answering = Answering::bare(goal, facts, targets);
    answering.hits = hits;
    let key = match row {
        RowId::Tuple(tuple) => {
            answering.tuples = vec![tuple];
            0
        }
        RowId::Entity(entity) => entity.0,
        RowId::Finding(_) | RowId::Study(_) => u32::MAX,
    };
    Ok(Looked { answering, key, against })
}

/// What is worked out once for many rows.
pub(crate) struct Known {
    /// By effect: the rows of the goal inside.
    inner: Vec<OnceCell<Set>>,
    /// Whether it is enough to know that a row stands somewhere at all.
    once: bool,
}

impl Known {
    /// Nothing, or in time what so many effects ask inside.
    pub(crate) fn new(effects: usize) -> Known {
        Known { inner: (0..effects).map(|_| OnceCell::new()).collect(), once: true }
    }

    /// Nothing, and of each row all findings are wanted.
    pub(crate) fn whole() -> Known {
        Known { inner: Vec::new(), once: false }
    }
}

/// One effect of one row.
#[derive(Default)]
struct OfEffect {
    targets: Targets,
    hits: Hits,
    against: bool,
}

impl<'a> Quick<'a> {
    /// The hits of a row that bears an effect, and whether something may be said against it.
    fn of_row(
        &self,
        effect: &'a Effect,
        row: RowId,
        (known, once): (Option<&OnceCell<Set>>, bool),
        budget: &mut Budget,
    ) -> Result<OfEffect, Exceeded> {
        let is_a = |id: &EntityId, letter: Letter| {
            let kind = self.kind_of(id.0);
            kind.is_some() && kind == self.goal.kind(letter)
        };
        let Some(bearer) = row.entity(effect.bearer).filter(|id| is_a(id, effect.bearer)) else {
            return Ok(OfEffect::default());
        };
        let kind = self.goal.kind(effect.bearer).unwrap_or(KindId(u32::MAX));
        let lists = self.lists(effect, kind);
        let contrary = match effect.purpose {
            Purpose::Asked if effect.target != Target::Any => contrary_to(self.vocabulary, &effect.verb),
            _ => None,
        };
        let contrary = contrary.map_or_else(Vec::new, |relations| self.lists_of(effect.role, relations, kind));
        // that it stands somewhere at all is seen in one finding
        let one = once && effect.purpose == Purpose::Candidate;
        let (found, others) = (Vec::new(), Vec::new());
        let mut findings = Findings { links: self.links, bearer: bearer.0, found, others, one };
        let mut other = None;
        let mut said = Vec::new();
        let targets = match &effect.target {
            Target::Any => {
                findings.add(&lists, None, budget)?;
                Targets::any()
            }
            Target::Letter(letter) => {
                other = row.entity(*letter).filter(|id| is_a(id, *letter));
                if let Some(other) = other {
                    findings.add(&lists, Some(&[other]), budget)?;
                    let kinds = if contrary.is_empty() { Vec::new() } else { self.with_kinds(other, budget)? };
                    said = standing(&contrary, bearer, &kinds, budget)?;
                }
                Targets::letter(*letter)
            }
            Target::Entities(set) => {
                let mut asked = set.asked.clone();
                asked.sort_unstable();
                asked.dedup();
                let meant: Option<Vec<EntityId>> = (effect.verb == Verb::NoEffect)
                    .then(|| asked.iter().copied().filter(|id| set.members.binary_search(id).is_ok()).collect());
                findings.add(&lists, Some(meant.as_deref().unwrap_or(&set.members)), budget)?;
                said = standing(&contrary, bearer, &set.members, budget)?;
                let members = findings.ends(&said, budget)?;
                Targets::these(asked, members, meant)
            }
            Target::Goal(inner) => {
                let all = standing_of(&lists, bearer, budget)?;
                let ends = if contrary.is_empty() {
                    all
                } else {
                    let more = standing_of(&contrary, bearer, budget)?;
                    merged(&all, &more)
                };
                let asked = self.asked_of((inner, known), &lists, &contrary, (bearer, &ends), budget)?;
                let members = self.below(&ends, &asked, budget)?;
                let meant: Option<Vec<EntityId>> = (effect.verb == Verb::NoEffect)
                    .then(|| members.iter().copied().filter(|id| asked.binary_search(id).is_ok()).collect());
                findings.add(&lists, Some(meant.as_deref().unwrap_or(&members)), budget)?;
                said = standing(&contrary, bearer, &members, budget)?;
                Targets::these(asked, members, meant)
            }
        };
        let hits = Hits::certain(key_of(bearer.0, other), findings.ids(budget)?);
        Ok(OfEffect { targets, hits, against: !said.is_empty() })
    }

    /// The rows of an inner goal that some ends of findings are, or are narrower than; sorted.
    fn asked_of(
        &self,
        (inner, known): (&'a Goal, Option<&OnceCell<Set>>),
        lists: &[Lists<'a>],
        contrary: &[Lists<'a>],
        (bearer, ends): (EntityId, &[u32]),
        budget: &mut Budget,
    ) -> Result<Vec<EntityId>, Exceeded> {
        if ends.is_empty() {
            return Ok(Vec::new());
        }
        let entries: usize = lists.iter().chain(contrary).map(|lists| lists.from.of(bearer.0).len()).sum();
        let mut among = self.above(inner, Set::List(ends.to_vec()), budget)?;
        if let Some(known) = known {
            if known.get().is_none() {
                let rows = self.inner_rows(inner, None, budget)?.into_bits(self.size, budget)?;
                let _ = known.set(rows);
            }
            among.retain(|id| known.get().is_some_and(|rows| rows.has(id)));
            return Ok(among.into_list(budget)?.into_iter().map(EntityId).collect());
        }
        let rows = if self.is_dear(entries, inner) {
            let mut rows = self.inner_rows(inner, None, budget)?;
            rows.and(&among);
            rows
        } else {
            self.inner_rows(inner, Some(&among), budget)?
        };
        Ok(rows.into_list(budget)?.into_iter().map(EntityId).collect())
    }

    /// Those of sorted ends that are asked for, or narrower than one that is.
    fn below(&self, ends: &[u32], asked: &[EntityId], budget: &mut Budget) -> Result<Vec<EntityId>, Exceeded> {
        let is_asked = |id: EntityId| asked.binary_search(&id).is_ok();
        let mut found = Vec::new();
        if asked.is_empty() {
            return Ok(found);
        }
        // above which nothing stands that is asked
        let mut aside: FxHashSet<EntityId> = FxHashSet::default();
        let (mut waiting, mut seen) = (Vec::new(), Vec::new());
        for end in ends {
            let id = EntityId(*end);
            let mut is_below = false;
            waiting.push(id);
            while let Some(at) = waiting.pop() {
                budget.step()?;
                if is_asked(at) {
                    is_below = true;
                    break;
                }
                let above = self.vocabulary.parents(at);
                if !above.is_empty() && aside.insert(at) {
                    push(budget, &mut seen, at)?;
                    waiting.extend(above.iter());
                }
            }
            if is_below {
                push(budget, &mut found, id)?;
                // on the way up some may not have been looked at to their end
                for at in &seen {
                    aside.remove(at);
                }
            }
            waiting.clear();
            seen.clear();
        }
        Ok(found)
    }

    fn with_kinds(&self, id: EntityId, budget: &mut Budget) -> Result<Vec<EntityId>, Exceeded> {
        if self.vocabulary.has_narrower(id) {
            crate::eval::target::with_kinds(self.vocabulary, vec![id], budget)
        } else {
            Ok(vec![id])
        }
    }

    /// What the lists of some entities lead to and what is broader, as far as it can be a row of an inner goal; nothing where it is cheaper to
    /// answer that goal whole.
    pub(super) fn reached(
        &self,
        inner: &Goal,
        lists: &[Lists<'a>],
        some: &Set,
        budget: &mut Budget,
    ) -> Result<Option<Set>, Exceeded> {
        let mut found: Vec<&[u32]> = Vec::new();
        let mut entries = 0;
        some.each(|id| {
            for list in lists.iter().map(|lists| lists.from.of(id)).filter(|list| !list.is_empty()) {
                entries += list.len();
                found.push(list);
            }
        });
        budget.steps((some.len() * lists.len()) as u64)?;
        budget.allocate(size_of_val(found.as_slice()))?;
        if self.is_dear(entries, inner) {
            return Ok(None);
        }
        let ends = Set::union(&found, self.size, budget)?;
        self.above(inner, ends, budget).map(Some)
    }

    /// Whether it is dearer to look at so many ends than to answer an inner goal whole.
    fn is_dear(&self, entries: usize, inner: &Goal) -> bool {
        entries > FEW && entries / 4 > self.price(inner)
    }

    /// About how many entries are looked at to answer an inner goal whole.
    #[inline(never)]
    fn price(&self, goal: &Goal) -> usize {
        let quick = Quick::bare(goal, self.facts, self.links);
        let of = |effect: &Effect| -> usize {
            let lists = quick.lists(effect, goal.kind(effect.bearer).unwrap_or(KindId(u32::MAX)));
            // once for all lists: questions inside questions would double it each time
            let inside = if let Target::Goal(inner) = &effect.target { quick.price(inner) } else { 0 };
            let entries = |lists: &Lists<'_>| match &effect.target {
                Target::Any | Target::Letter(_) => lists.from.keys.len(),
                Target::Entities(set) => match set.members.as_slice() {
                    few if few.len() <= FEW => few.iter().map(|id| lists.to.of(id.0).len()).sum(),
                    many => many.len().saturating_mul(lists.to.degree()).min(lists.from.len()),
                },
                Target::Goal(_) => inside.saturating_mul(lists.to.degree()).min(lists.from.len()),
            };
            lists.iter().map(entries).fold(0, usize::saturating_add)
        };
        let all = goal.effects.is_empty() || denies(&goal.condition);
        // what is denied is taken away from all that stands in a finding
        let standing = if all { self.sides().map(|side| side.keys().len()).sum() } else { 0 };
        goal.effects.iter().map(of).fold(standing, usize::saturating_add)
    }

    /// Some entities and what is broader, as far as it stands in findings and is of the noun of a goal.
    fn above(&self, goal: &Goal, ends: Set, budget: &mut Budget) -> Result<Set, Exceeded> {
        let kind = goal.kind(Letter(0));
        let mut broader: Vec<u32> = Vec::new();
        ends.each(|id| broader.extend(self.vocabulary.parents(EntityId(id)).numbers()));
        let mut all = ends;
        budget.steps(all.len() as u64)?;
        all.retain(|id| self.kind_of(id) == kind);
        if broader.is_empty() {
            return Ok(all);
        }
        budget.allocate(size_of_val(broader.as_slice()))?;
        let mut seen = FxHashSet::default();
        let mut found: Vec<u32> = Vec::new();
        while let Some(id) = broader.pop() {
            budget.step()?;
            if seen.insert(id) {
                budget.allocate(2 * size_of::<u32>())?;
                broader.extend(self.vocabulary.parents(EntityId(id)).numbers());
                if self.kind_of(id) == kind && !all.has(id) && self.stands(id) {
                    push(budget, &mut found, id)?;
                }
            }
        }
        found.sort_unstable();
        all.or(Set::List(found), self.size, budget)
    }
}

/// Whether something is denied in a condition.
fn denies(condition: &Condition) -> bool {
    let mut denied = false;
    effects_of(condition, true, &mut |_, positive| denied |= !positive);
    denied
}

/// Ends of findings that are looked at without a thought.
const FEW: usize = 64;

/// The findings of one bearer.
struct Findings<'a> {
    links: &'a Links,
    bearer: u32,
    found: Vec<FindingId>,
    /// The ends of those found, as they come.
    others: Vec<u32>,
    /// Whether one is enough.
    one: bool,
}

impl Findings<'_> {
    /// Adds those of some lists: all of them, or those on certain others.
    fn add(&mut self, lists: &[Lists<'_>], others: Option<&[EntityId]>, budget: &mut Budget) -> Result<(), Exceeded> {
        for lists in lists {
            if self.one && !self.found.is_empty() {
                break;
            }
            let bounds = lists.from.place(self.bearer);
            let list = lists.from.at(bounds.clone());
            let most = if self.one { 1 } else { list.len() };
            budget.steps(1 + most.min(others.map_or(most, <[EntityId]>::len)) as u64)?;
            let (links, bearer) = (self.links, self.bearer);
            let (found, ends) = (&mut self.found, &mut self.others);
            let mut last = None;
            let mut take = |at: usize, other: u32| -> Result<(), Exceeded> {
                if ends.last() != Some(&other) {
                    push(budget, ends, other)?;
                }
                if lists.active {
                    return push(budget, found, links.finding(bounds.start + at));
                }
                // it stands there once for each finding: all are found at once
                if last.replace(other) == Some(other) {
                    return Ok(());
                }
                let mut places = links.places(RelationId(lists.relation), EntityId(other), EntityId(bearer));
                places.try_for_each(|place| push(budget, found, links.finding(place)))
            };
            match others {
                None => (0..).zip(list).take(most).try_for_each(|(at, other)| take(at, *other))?,
                Some(others) => common(list, others, &mut take)?,
            }
        }
        Ok(())
    }

    /// All ends of those found and some more, sorted.
    fn ends(&mut self, more: &[u32], budget: &mut Budget) -> Result<Vec<EntityId>, Exceeded> {
        budget.allocate(size_of_val(self.others.as_slice()) + size_of_val(more))?;
        let mut all: Vec<EntityId> = self.others.iter().chain(more).copied().map(EntityId).collect();
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    /// The findings, each once, sorted.
    fn ids(mut self, budget: &mut Budget) -> Result<Vec<FindingId>, Exceeded> {
        if !self.found.is_sorted() {
            budget.steps(self.found.len() as u64)?;
            self.found.sort_unstable();
        }
        self.found.dedup();
        Ok(self.found)
    }
}

/// Hands out the entries of an ascending list that are among others, ascending too, with their places.
fn common(
    list: &[u32],
    others: &[EntityId],
    take: &mut dyn FnMut(usize, u32) -> Result<(), Exceeded>,
) -> Result<(), Exceeded> {
    if others.len() < list.len() {
        let mut rest = list;
        for other in others {
            rest = from(rest, other.0);
            while rest.first() == Some(&other.0) {
                take(list.len() - rest.len(), other.0)?;
                rest = rest.get(1..).unwrap_or(&[]);
            }
            if rest.is_empty() {
                break;
            }
        }
        return Ok(());
    }
    let mut entries = (0..).zip(list).filter(|(_, other)| others.binary_search(&EntityId(**other)).is_ok());
    entries.try_for_each(|(at, other)| take(at, *other))
}

/// The ends of a bearer's findings in some lists that are among others.
fn standing(
    lists: &[Lists<'_>],
    bearer: EntityId,
    others: &[EntityId],
    budget: &mut Budget,
) -> Result<Vec<u32>, Exceeded> {
    let mut found = Vec::new();
    if others.is_empty() {
        return Ok(found);
    }
    for lists in lists {
        let list = lists.from.of(bearer.0);
        budget.steps(1 + list.len().min(others.len()) as u64)?;
        common(list, others, &mut |_, other| push(budget, &mut found, other))?;
    }
    Ok(found)
}

/// All ends of a bearer's findings in some lists, sorted, each once.
fn standing_of(lists: &[Lists<'_>], bearer: EntityId, budget: &mut Budget) -> Result<Vec<u32>, Exceeded> {
    let mut found = Vec::new();
    for list in lists.iter().map(|lists| lists.from.of(bearer.0)) {
        budget.steps(1 + list.len() as u64)?;
        budget.allocate(size_of_val(list))?;
        found.extend_from_slice(list);
    }
    if !found.is_sorted() {
        found.sort_unstable();
    }
    found.dedup();
    Ok(found)
}

/// Two sorted lists as one.
fn merged(one: &[u32], two: &[u32]) -> Vec<u32> {
    let mut all = [one, two].concat();
    all.sort_unstable();
    all.dedup();
    all
}
