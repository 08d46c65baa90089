//! Rows of several nouns: which combinations can be rows at all.
//!
//! The hits of effects between letters come in, the combinations that they link go out. One letter is bound after the other, each from
//! the shortest list that links it to those before and looked up in all others, so that no product is made of what is not linked, in
//! cycles too; whether a combination is a row, the conditions decide.

use super::condition::Answering;
use super::derived::is_derived;
use super::grow::{push, sort_by};
use super::scan::{Hits, Keep, Scanner, bearer_of, key_of, other_of};
use super::{RowId, Tuple};
use crate::base::Facts;
use crate::goal::letters::alternatives;
use crate::goal::{EffectId, Goal, Letter, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::EntityId;
use crate::names::{Vocabulary, normal};
use crate::plan::{Plan, Rewrite, ScanSide};
use rustc_hash::FxHashMap;

/// Stands in a column that nothing binds: no entity has this number.
pub(crate) const NOBODY: u32 = u32::MAX - 1;

/// Entities bound so far, by letter.
pub(crate) type Bound = [Option<u32>; Tuple::MOST];

/// What the hits of one effect link, both ways.
#[derive(Debug, Default)]
pub(crate) struct Links {
    forward: FxHashMap<u32, Vec<u32>>,
    back: FxHashMap<u32, Vec<u32>>,
}

impl Links {
    /// Adds one pair, or (no other side) one bearer.
    pub(crate) fn add(&mut self, key: u64, budget: &mut Budget) -> Result<(), Exceeded> {
        budget.step()?;
        let others = self.forward.entry(bearer_of(key)).or_default();
        if let Some(other) = other_of(key) {
            push(budget, others, other.0)?;
            push(budget, self.back.entry(other.0).or_default(), bearer_of(key))?;
        }
        Ok(())
    }

    pub(crate) fn of(hits: &Hits, budget: &mut Budget) -> Result<Links, Exceeded> {
        let mut links = Links::default();
        hits.keys().iter().try_for_each(|key| links.add(*key, budget))?;
        Ok(links)
    }
}

/// Where the entities that a letter may be are read from.
enum Source<'s> {
    Keys(&'s FxHashMap<u32, Vec<u32>>),
    List(&'s [u32]),
}

impl Source<'_> {
    fn len(&self) -> usize {
        match self {
            Source::Keys(keys) => keys.len(),
            Source::List(list) => list.len(),
        }
    }
}

/// One way to bind the letters.
pub(crate) struct Joining<'j, 'a> {
    pub(crate) answering: &'j Answering<'a>,
    /// By effect.
    pub(crate) links: &'j [Links],
    pub(crate) binders: &'j [EffectId],
    /// In which order letters are bound; by the shortest list where it is not said.
    pub(crate) order: Option<&'j [Letter]>,
    /// Combinations found; those of letters that nothing binds have nobody there.
    pub(crate) found: &'j mut Vec<Tuple>,
}

impl Joining<'_, '_> {
    /// Binds the letters that are left.
    pub(crate) fn bind(&mut self, bound: &mut Bound, budget: &mut Budget) -> Result<(), Exceeded> {
        budget.step()?;
        let mut best: Option<(Letter, usize)> = None;
        for letter in self.letters() {
            if bound.get(letter.0 as usize).copied().flatten().is_some() {
                continue;
            }
            if self.order.is_some() && best.is_some() {
                break;
            }
            for binder in self.binders {
                if let Some(source) = self.source(*binder, letter, bound) {
                    let length = source.len();
                    if best.is_none_or(|(_, shortest)| length < shortest) {
                        best = Some((letter, length));
                    }
                }
            }
        }
        let Some((letter, _)) = best else { return self.keep(bound, budget) };
        let sources = self.binders.iter().filter_map(|binder| self.source(*binder, letter, bound));
        let Some(source) = sources.min_by_key(Source::len) else { return Ok(()) };
        let mut items: Vec<u32> = Vec::new();
        match source {
            Source::Keys(keys) => keys.keys().try_for_each(|item| push(budget, &mut items, *item))?,
            Source::List(list) => list.iter().try_for_each(|item| push(budget, &mut items, *item))?,
        }
        for item in items {
            budget.step()?;
            if self.fits(letter, item, bound) {
                if let Some(place) = bound.get_mut(letter.0 as usize) {
                    *place = Some(item);
                }
                self.bind(bound, budget)?;
                if let Some(place) = bound.get_mut(letter.0 as usize) {
                    *place = None;
                }
            }
        }
        Ok(())
    }

    fn letters(&self) -> Vec<Letter> {
        match self.order {
            Some(order) => order.to_vec(),
            None => (0..self.answering.goal.width() as u8).map(Letter).collect(),
        }
    }

    /// The entities that a binder lets a letter be; none where it says nothing of it yet.
    fn source(&self, binder: EffectId, letter: Letter, bound: &Bound) -> Option<Source<'_>> {
        let (effect, links) = (self.answering.effect(binder)?, self.links.get(binder.0 as usize)?);
        let other = match effect.target {
            Target::Letter(other) => Some(other),
            Target::Any | Target::Entities(_) | Target::Goal(_) => None,
        };
        let is = |at: Letter| bound.get(at.0 as usize).copied().flatten();
        if effect.bearer == letter {
            return Some(match other.filter(|other| *other != letter).and_then(is) {
                Some(other) => Source::List(links.back.get(&other).map_or(&[][..], Vec::as_slice)),
                None => Source::Keys(&links.forward),
            });
        }
        if other != Some(letter) {
            return None;
        }
        Some(match is(effect.bearer) {
            Some(bearer) => Source::List(links.forward.get(&bearer).map_or(&[][..], Vec::as_slice)),
            None => Source::Keys(&links.back),
        })
    }

    /// Whether a letter may be an entity, as far as all binders can tell.
    pub(crate) fn fits(&self, letter: Letter, item: u32, bound: &Bound) -> bool {
        let goal = self.answering.goal;
        let is = |at: Letter| if at == letter { Some(item) } else { bound.get(at.0 as usize).copied().flatten() };
        // Distinct letters of one noun are distinct entities.
        let kind = goal.kind(letter);
        let taken = (0..goal.width() as u8)
            .map(Letter)
            .any(|other| other != letter && goal.kind(other) == kind && is(other).is_some_and(|entity| entity == item));
        if taken {
            return false;
        }
        self.binders.iter().all(|binder| {
            let Some(effect) = self.answering.effect(*binder) else { return true };
            let (Some(hits), Some(bearer)) = (self.answering.hits.get(binder.0 as usize), is(effect.bearer)) else {
                return true;
            };
            match effect.target {
                Target::Letter(other) => match is(other) {
                    Some(other) => !hits.of(key_of(bearer, Some(EntityId(other)))).is_empty(),
                    None => true,
                },
                _ => !hits.of(key_of(bearer, None)).is_empty(),
            }
        })
    }

    fn keep(&mut self, bound: &Bound, budget: &mut Budget) -> Result<(), Exceeded> {
        let entities = bound.iter().take(self.answering.goal.width());
        let entities: Vec<EntityId> = entities.map(|entity| EntityId(entity.unwrap_or(NOBODY))).collect();
        match Tuple::new(&entities).filter(|tuple| !self.answering.is_twin(tuple)) {
            Some(tuple) => push(budget, self.found, tuple),
            None => Ok(()),
        }
    }
}

/// What an entity is ordered by among letters that may be exchanged: the smaller name comes first.
fn order(vocabulary: &Vocabulary, tuple: &[EntityId], letter: Letter) -> (Option<String>, Option<EntityId>) {
    let id = tuple.get(letter.0 as usize).copied();
    let entity = id.and_then(|id| vocabulary.entity(id));
    (entity.map(|entity| normal(&entity.name)), id)
}

/// The row that entities make, by letter: of letters that may be exchanged in the order in which such rows are given.
#[must_use]
pub fn row_of(goal: &Goal, facts: &dyn Facts, entities: &[EntityId]) -> RowId {
    if let ([one], true) = (entities, goal.others.is_empty()) {
        return RowId::Entity(*one);
    }
    let mut sorted = entities.to_vec();
    // As often as there are pairs: each pass puts one pair right.
    for _ in 0..=goal.alike.len() {
        for (one, two) in &goal.alike {
            if order(facts.vocabulary(), &sorted, *one) > order(facts.vocabulary(), &sorted, *two) {
                sorted.swap(one.0 as usize, two.0 as usize);
            }
        }
    }
    Tuple::new(&sorted).map_or(RowId::Entity(EntityId(NOBODY)), RowId::Tuple)
}

impl Answering<'_> {
    /// Whether the combination is given the other way round.
    fn is_twin(&self, tuple: &Tuple) -> bool {
        let order = |letter: Letter| order(self.facts.vocabulary(), tuple.entities(), letter);
        self.goal.alike.iter().any(|(one, two)| order(*one) > order(*two))
    }

    /// Scans all effects, each with what those before it leave of its letters, and gives what can be a row.
    pub(crate) fn join(
        &mut self,
        plan: &Plan,
        keep: &dyn Fn(EffectId) -> Keep,
        only: Option<RowId>,
        budget: &mut Budget,
    ) -> Result<Vec<u32>, Exceeded> {
        let ways = alternatives(&self.goal.condition, &self.goal.effects);
        let mut left: Vec<Option<Vec<u32>>> = match only {
            Some(RowId::Tuple(tuple)) => tuple.entities().iter().map(|entity| Some(vec![entity.0])).collect(),
            Some(_) => return Ok(Vec::new()),
            None => vec![None; self.goal.width()],
        };
        let needed = |id: EffectId| ways.iter().all(|way| way.contains(&id));
        for id in plan.order.iter().copied() {
            let hits = self.scan_between(id, plan, keep(id), &left, budget)?;
            // one row is looked at whole: what fails of it is told beside what does not
            if only.is_none()
                && needed(id)
                && let Some(effect) = self.effect(id)
            {
                let bearers = hits.keys().iter().map(|key| bearer_of(*key)).collect();
                narrow(&mut left, effect.bearer, bearers, budget)?;
                if let Target::Letter(letter) = effect.target {
                    let others = hits.keys().iter().filter_map(|key| Some(other_of(*key)?.0)).collect();
                    narrow(&mut left, letter, others, budget)?;
                }
            }
            if let Some(place) = self.hits.get_mut(id.0 as usize) {
                *place = hits;
            }
        }
        let mut found = Vec::new();
        if let Some(RowId::Tuple(tuple)) = only {
            found.push(tuple);
        } else {
            let links = self.links(budget)?;
            for way in &ways {
                let order = (!plan.choices.has(Rewrite::Shortest)).then_some(plan.letters.as_slice());
                let found = &mut found;
                let mut joining = Joining { answering: self, links: &links, binders: way, order, found };
                joining.bind(&mut Bound::default(), budget)?;
            }
            sort_by(budget, &mut found, Ord::cmp)?;
            found.dedup();
        }
        self.tuples = found;
        Ok((0..self.tuples.len() as u32).collect())
    }

    /// Scans all effects that findings state, between what is left of their letters.
    pub(crate) fn scan_stated(
        &mut self,
        plan: &Plan,
        keep: &dyn Fn(EffectId) -> Keep,
        left: &[Option<Vec<u32>>],
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        for id in (0..self.goal.effects.len() as u32).map(EffectId) {
            if self.effect(id).is_some_and(|effect| matches!(effect.verb, Verb::Defined(_))) {
                continue;
            }
            let hits = self.scan_between(id, plan, keep(id), left, budget)?;
            if let Some(place) = self.hits.get_mut(id.0 as usize) {
                *place = hits;
            }
        }
        Ok(())
    }

    /// What the hits of each effect link.
    pub(crate) fn links(&self, budget: &mut Budget) -> Result<Vec<Links>, Exceeded> {
        self.hits.iter().map(|hits| Links::of(hits, budget)).collect()
    }

    /// The hits of one effect between what is left of its letters.
    fn scan_between(
        &mut self,
        id: EffectId,
        plan: &Plan,
        keep: Keep,
        left: &[Option<Vec<u32>>],
        budget: &mut Budget,
    ) -> Result<Hits, Exceeded> {
        let Some(effect) = self.effect(id).filter(|effect| effect.verb != Verb::Includes) else {
            return Ok(Hits::default());
        };
        if is_derived(&effect.verb) {
            return self.derive(id, keep, budget);
        }
        let mut plan = plan.clone();
        let of = |letter: Letter| left.get(letter.0 as usize).and_then(Option::as_deref);
        let bearers = of(effect.bearer);
        let others = match effect.target {
            Target::Letter(letter) => of(letter),
            Target::Any | Target::Entities(_) | Target::Goal(_) => None,
        };
        if let Some(step) = plan.effects.get_mut(id.0 as usize) {
            // Looking up many entities costs more than looking at every finding once.
            let few = |list: Option<&[u32]>| list.is_some_and(|list| list.len() < 1 + step.estimate / 4);
            step.scan = if few(bearers) { ScanSide::Rows } else { ScanSide::Target };
        }
        let Some(targets) = self.targets.get(id.0 as usize) else { return Ok(Hits::default()) };
        match Scanner::new(self.goal, self.facts, targets, &plan, id, keep) {
            Some(scanner) => scanner.hits(bearers, others, budget),
            None => Ok(Hits::default()),
        }
    }
}

/// Leaves of a letter what is in a list.
fn narrow(
    left: &mut [Option<Vec<u32>>],
    letter: Letter,
    mut list: Vec<u32>,
    budget: &mut Budget,
) -> Result<(), Exceeded> {
    sort_by(budget, &mut list, Ord::cmp)?;
    list.dedup();
    let Some(place) = left.get_mut(letter.0 as usize) else { return Ok(()) };
    match place {
        Some(before) => before.retain(|entity| list.binary_search(entity).is_ok()),
        None => *place = Some(list),
    }
    Ok(())
}
