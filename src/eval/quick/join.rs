//! Rows of several nouns: letter after letter, from lists that are cut with each other.
//!
//! A goal of several nouns that is ready comes in; combinations go out, or their number. What links two letters is a link, what says
//! something of one alone narrows it, all else is tested as soon as its letters are bound. How a combination is printed is not known here.

use super::Quick;
use super::bind::Binding;
use super::links::Link;
use super::lists::Part;
use super::rows::conjuncts;
use super::set::Set;
use crate::eval::Tuple;
use crate::goal::letters::alternatives;
use crate::goal::{Condition, EffectId, Letter, Target};
use crate::limits::{Budget, Exceeded};
use crate::model::EntityId;
use crate::plan::ListWay;

/// One way to bind all letters: what must hold together.
pub(super) struct Way<'c, 'a> {
    pub(super) links: Vec<Link<'a>>,
    /// By letter: what it may be, where something says so.
    pub(super) domains: Vec<Option<Set>>,
    /// What is left to be tested, with the letters that it speaks of as bits.
    pub(super) tests: Vec<(&'c Condition, u8)>,
}

/// Sets of more than so many entries are tested one by one where something else binds the letter.
const WIDE: usize = 4096;

impl<'a> Quick<'a> {
    /// All combinations, row after row.
    pub(super) fn tuples(&self, budget: &mut Budget) -> Result<Vec<EntityId>, Exceeded> {
        let mut found = Vec::new();
        let ways = self.ways(budget)?;
        let several = ways.len() > 1;
        for way in ways {
            Binding::new(self, way, Some(&mut found), budget)?.run(budget)?;
        }
        if several {
            found = self.each_once(&found, budget)?;
        }
        self.in_order_of_names(&mut found, budget)?;
        Ok(found.into_iter().map(EntityId).collect())
    }

    /// How many combinations there are.
    pub(super) fn count_tuples(&self, budget: &mut Budget) -> Result<u64, Exceeded> {
        let mut ways = self.ways(budget)?;
        match (ways.len(), ways.pop()) {
            (1, Some(mut way)) => match self.cliques(&mut way, budget)? {
                Some(total) => Ok(total),
                None => Binding::new(self, way, None, budget)?.run(budget),
            },
            _ => Ok((self.tuples(budget)?.len() / self.goal.width().max(1)) as u64),
        }
    }

    /// The ways in which the condition can hold: one where the parts that must all hold bind every letter.
    fn ways(&self, budget: &mut Budget) -> Result<Vec<Way<'a, 'a>>, Exceeded> {
        let mut parts = Vec::new();
        conjuncts(&self.goal.condition, &mut parts);
        let way = self.way(&parts, budget)?;
        if self.binds_all(&way) {
            return Ok(vec![way]);
        }
        let mut ways = Vec::new();
        for binders in alternatives(&self.goal.condition, &self.goal.effects) {
            let effects: Vec<Condition> = binders.into_iter().map(Condition::Effect).collect();
            let parts: Vec<&Condition> = effects.iter().collect();
            let Way { links, domains, tests } = self.way(&parts, budget)?;
            let all = (1u16 << self.goal.width()) - 1;
            // a binder that was too wide to be narrowed by is in the condition too
            drop(tests);
            ways.push(Way { links, domains, tests: vec![(&self.goal.condition, all as u8)] });
        }
        Ok(ways)
    }

    fn binds_all(&self, way: &Way<'_, '_>) -> bool {
        (0..self.goal.width() as u8).map(Letter).all(|letter| {
            way.links.iter().any(|link| link.one == letter || link.two == letter)
                || way.domains.get(letter.0 as usize).is_some_and(Option::is_some)
        })
    }

    fn way<'c>(&self, parts: &[&'c Condition], budget: &mut Budget) -> Result<Way<'c, 'a>, Exceeded> {
        let mut way = Way { links: Vec::new(), domains: vec![None; self.goal.width()], tests: Vec::new() };
        for part in parts {
            if let Some(link) = self.link(part) {
                way.links.push(link);
            }
        }
        let linked = |letter: Letter| way.links.iter().any(|link| link.one == letter || link.two == letter);
        for part in parts {
            match part {
                Condition::Effect(id) => {
                    let (Some(part_of), Some(effect)) = (self.part(*id), self.goal.effects.get(id.0 as usize)) else {
                        continue;
                    };
                    if matches!(effect.target, Target::Letter(_)) {
                        continue;
                    }
                    if part_of.cost() > WIDE && linked(effect.bearer) {
                        way.tests.push((part, self.letters(part)));
                        continue;
                    }
                    let bearing = self.bearing(part_of, budget)?;
                    self.tell(*id, ListWay::Read, Some(bearing.len()));
                    narrow(&mut way.domains, effect.bearer, bearing);
                }
                Condition::Is(letter, set) if linked(*letter) => {
                    narrow(&mut way.domains, *letter, Set::List(set.members.iter().map(|id| id.0).collect()));
                }
                other if self.link(other).is_some() => {}
                other => way.tests.push((other, self.letters(other))),
            }
        }
        Ok(way)
    }

    /// What links two letters: an effect, or several of which one is enough.
    fn link(&self, condition: &Condition) -> Option<Link<'a>> {
        let effects: Vec<EffectId> = match condition {
            Condition::Effect(id) => vec![*id],
            Condition::Any(parts) => {
                let each = parts.iter().map(|part| if let Condition::Effect(id) = part { Some(*id) } else { None });
                each.collect::<Option<_>>()?
            }
            _ => return None,
        };
        let mut found: Option<Link<'a>> = None;
        for id in effects {
            let effect = self.goal.effects.get(id.0 as usize)?;
            let Target::Letter(other) = effect.target else { return None };
            let lists = &self.part(id)?.lists;
            match &mut found {
                None => found = Some(Link::new(id, effect.bearer, other, lists)),
                Some(link) => {
                    if !link.add(id, effect.bearer, other, lists) {
                        return None;
                    }
                }
            }
        }
        found
    }

    /// The letters that a condition speaks of, as bits.
    fn letters(&self, condition: &Condition) -> u8 {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().fold(0, |all, part| all | self.letters(part))
            }
            Condition::Not(part) | Condition::InOneStudy(part) => self.letters(part),
            Condition::Is(letter, _) => 1 << letter.0,
            Condition::Effect(id) => self.goal.effects.get(id.0 as usize).map_or(0, |effect| {
                let other = if let Target::Letter(other) = effect.target { 1 << other.0 } else { 0 };
                1 << effect.bearer.0 | other
            }),
        }
    }

    /// Whether a condition is true of a combination of which all its letters are bound.
    pub(super) fn holds(&self, condition: &Condition, row: &[u32]) -> bool {
        let at = |letter: Letter| row.get(letter.0 as usize).copied();
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, row)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, row)),
            Condition::AtLeast(need, parts) => {
                parts.iter().filter(|part| self.holds(part, row)).count() >= *need as usize
            }
            Condition::Not(part) => !self.holds(part, row),
            Condition::Is(letter, set) => {
                at(*letter).is_some_and(|id| set.members.binary_search(&EntityId(id)).is_ok())
            }
            Condition::Effect(id) => {
                let (Some(part), Some(effect)) = (self.part(*id), self.goal.effects.get(id.0 as usize)) else {
                    return false;
                };
                let other = if let Target::Letter(other) = effect.target { at(other) } else { None };
                at(effect.bearer).is_some_and(|bearer| Part::holds(part, bearer, other))
            }
            Condition::InOneStudy(_) => false,
        }
    }

    /// Combinations that several ways found, each once.
    fn each_once(&self, found: &[u32], budget: &mut Budget) -> Result<Vec<u32>, Exceeded> {
        let width = self.goal.width();
        budget.steps(found.len() as u64)?;
        budget.allocate(size_of_val(found).saturating_mul(3))?;
        let mut rows: Vec<&[u32]> = found.chunks_exact(width.max(1)).collect();
        rows.sort_unstable();
        rows.dedup();
        Ok(rows.concat())
    }

    /// Letters that may be exchanged were bound in the order of their numbers; rows give them in the order of their names.
    fn in_order_of_names(&self, found: &mut [u32], budget: &mut Budget) -> Result<(), Exceeded> {
        if self.goal.alike.is_empty() {
            return Ok(());
        }
        let ranks = self.vocabulary.ranks().as_slice();
        budget.steps(found.len() as u64)?;
        for row in found.chunks_exact_mut(self.goal.width().max(1)) {
            // As often as there are pairs: each pass puts one pair right.
            for _ in 0..self.goal.alike.len() {
                for (one, two) in &self.goal.alike {
                    let at = |letter: &Letter| row.get(letter.0 as usize).and_then(|id| ranks.get(*id as usize));
                    if at(one) > at(two) {
                        row.swap(one.0 as usize, two.0 as usize);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Leaves of a letter what is in a set.
fn narrow(domains: &mut [Option<Set>], letter: Letter, set: Set) {
    match domains.get_mut(letter.0 as usize) {
        Some(Some(before)) => before.and(&set),
        Some(place) => *place = Some(set),
        None => {}
    }
}

/// Letters of one question at most.
pub(super) const LETTERS: usize = Tuple::MOST;
