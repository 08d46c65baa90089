//! What links two letters, looked up from either.
//!
//! The lists of one or more effects between the same two letters come in; the list of what one of them may be, given the other, goes out.

use super::lists::{Lists, View};
use crate::goal::{EffectId, Letter};
use crate::limits::{Budget, Exceeded};
use std::cell::Cell;

/// A link between two letters.
pub(super) struct Link<'a> {
    pub(super) one: Letter,
    pub(super) two: Letter,
    /// From the first to the second, and back; several where any of several effects is enough.
    forward: Vec<View<'a>>,
    back: Vec<View<'a>>,
    /// The same made into one, by the number of the entity.
    whole: [Option<Whole>; 2],
    /// The effects of which each is enough.
    pub(super) effects: Vec<EffectId>,
    /// Entries of its lists that were looked at.
    pub(super) entries: Cell<u64>,
}

/// Lists by the number of an entity, each ascending without repetition.
struct Whole {
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl<'a> Link<'a> {
    pub(super) fn new(id: EffectId, one: Letter, two: Letter, lists: &[Lists<'a>]) -> Link<'a> {
        let forward = lists.iter().map(|lists| lists.from).collect();
        let back = lists.iter().map(|lists| lists.to).collect();
        Link { one, two, forward, back, whole: [None, None], effects: vec![id], entries: Cell::new(0) }
    }

    /// Adds an effect that is enough as well, if it is between the same letters.
    pub(super) fn add(&mut self, id: EffectId, one: Letter, two: Letter, lists: &[Lists<'a>]) -> bool {
        let straight = (one, two) == (self.one, self.two);
        if !straight && (two, one) != (self.one, self.two) {
            return false;
        }
        self.effects.push(id);
        for each in lists {
            let (from, to) = if straight { (each.from, each.to) } else { (each.to, each.from) };
            self.forward.push(from);
            self.back.push(to);
        }
        true
    }

    /// Counts entries that are looked at.
    #[inline]
    pub(super) fn look(&self, entries: usize) {
        self.entries.set(self.entries.get() + entries as u64);
    }

    /// The lists of a letter of it.
    pub(super) fn side(&self, letter: Letter) -> &[View<'a>] {
        if letter == self.one { &self.forward } else { &self.back }
    }

    /// The other letter.
    pub(super) fn other(&self, letter: Letter) -> Option<Letter> {
        match letter {
            letter if letter == self.one => Some(self.two),
            letter if letter == self.two => Some(self.one),
            _ => None,
        }
    }

    /// How many a letter of it may be, about.
    pub(super) fn keys(&self, letter: Letter) -> usize {
        self.side(letter).iter().map(|view| view.keys.len()).sum()
    }

    /// How many the other letter may be for each, about.
    pub(super) fn degree(&self, letter: Letter) -> usize {
        let all: usize = self.side(letter).iter().map(View::len).sum();
        all / self.keys(letter).max(1) + 1
    }

    /// Makes the lists from one letter into one table; for links that are looked up very often.
    pub(super) fn make_whole(&mut self, letter: Letter, size: usize, budget: &mut Budget) -> Result<(), Exceeded> {
        let views = self.side(letter).to_vec();
        let all: usize = views.iter().map(View::len).sum();
        budget.allocate((size + all).saturating_mul(size_of::<u32>()))?;
        budget.steps((size / 16 + all) as u64)?;
        self.look(all);
        let mut starts: Vec<u32> = Vec::with_capacity(size + 1);
        let mut others: Vec<u32> = Vec::with_capacity(all);
        let mut at = vec![0usize; views.len()];
        for entity in 0..size as u32 {
            starts.push(others.len() as u32);
            let first = others.len();
            let mut filled = 0;
            for (view, at) in views.iter().zip(&mut at) {
                while view.keys.get(*at).is_some_and(|key| *key < entity) {
                    *at += 1;
                }
                if view.keys.get(*at) == Some(&entity) {
                    others.extend_from_slice(view.at(view.bounds(*at)));
                    filled += 1;
                }
            }
            if filled > 1
                && let Some(new) = others.get_mut(first..)
            {
                new.sort_unstable();
            }
            let mut kept = first;
            for next in first..others.len() {
                let Some(other) = others.get(next).copied() else { break };
                let repeated = kept > first && others.get(kept - 1) == Some(&other);
                if !repeated && let Some(place) = others.get_mut(kept) {
                    *place = other;
                    kept += 1;
                }
            }
            others.truncate(kept);
        }
        starts.push(others.len() as u32);
        if let Some(place) = self.whole.get_mut(usize::from(letter != self.one)) {
            *place = Some(Whole { starts, others });
        }
        Ok(())
    }

    /// What the other letter may be where a letter is an entity: a list of its own, or put together in `room`; ascending, with repetitions.
    #[inline]
    pub(super) fn of<'s>(&'s self, letter: Letter, entity: u32, room: &'s mut Vec<u32>) -> &'s [u32] {
        if let Some(Some(whole)) = self.whole.get(usize::from(letter != self.one)) {
            return match whole.starts.get(entity as usize..(entity as usize).saturating_add(2)) {
                Some([start, end]) => whole.others.get(*start as usize..*end as usize).unwrap_or(&[]),
                _ => &[],
            };
        }
        match self.side(letter) {
            [view] => view.of(entity),
            views => {
                room.clear();
                views.iter().for_each(|view| room.extend_from_slice(view.of(entity)));
                room.sort_unstable();
                room
            }
        }
    }
}
