//! An effect as lists: who bears it for whom, and who is asked for.
//!
//! The lists of relations come in with what is aimed at; those who bear the effect go out, all of them or those among some. Conditions and
//! several nouns are not known here.

use super::set::{Set, from, keep_common};
use crate::base::Side;
use crate::limits::{Budget, Exceeded};
use crate::model::KindId;
use crate::plan::Listed;
use std::cell::{Cell, RefCell};
use std::ops::Range;

/// One side of a relation with its columns at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) side: &'a Side,
    pub(super) keys: &'a [u32],
    starts: &'a [u32],
    others: &'a [u32],
}

impl<'a> View<'a> {
    pub(super) fn new(side: &'a Side) -> View<'a> {
        View { side, keys: side.keys(), starts: side.starts(), others: side.others() }
    }

    /// Where the list of one of the keys lies.
    #[inline]
    pub(super) fn bounds(&self, key: usize) -> Range<usize> {
        match self.starts.get(key..key.saturating_add(2)) {
            Some([start, end]) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// What lies there.
    #[inline]
    pub(super) fn at(&self, bounds: Range<usize>) -> &'a [u32] {
        self.others.get(bounds).unwrap_or(&[])
    }

    /// The list of an entity.
    #[inline]
    pub(super) fn of(&self, entity: u32) -> &'a [u32] {
        self.at(self.place(entity))
    }

    /// Where the list of an entity lies.
    #[inline]
    pub(super) fn place(&self, entity: u32) -> Range<usize> {
        self.keys.binary_search(&entity).map_or(0..0, |key| self.bounds(key))
    }

    /// How many findings there are.
    pub(super) fn len(&self) -> usize {
        match (self.starts.first(), self.starts.last()) {
            (Some(first), Some(last)) => last.saturating_sub(*first) as usize,
            _ => 0,
        }
    }

    /// Others for one key, about.
    pub(super) fn degree(&self) -> usize {
        self.len() / self.keys.len().max(1) + 1
    }
}

/// Looks up entities that come in ascending order.
struct Along<'a> {
    view: View<'a>,
    rest: &'a [u32],
}

impl<'a> Along<'a> {
    fn new(view: View<'a>) -> Along<'a> {
        Along { view, rest: view.keys }
    }

    #[inline]
    fn of(&mut self, entity: u32) -> &'a [u32] {
        self.rest = from(self.rest, entity);
        if self.rest.first() != Some(&entity) {
            return &[];
        }
        self.view.at(self.view.bounds(self.view.keys.len() - self.rest.len()))
    }
}

/// A relation as an effect sees it: by who bears it, and by the other end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lists<'a> {
    pub(super) from: View<'a>,
    pub(super) to: View<'a>,
    /// Which relation.
    pub(super) relation: u32,
    /// Whether the bearer is the subject.
    pub(super) active: bool,
}

/// Who is asked for at the other end.
#[derive(Debug)]
pub(super) enum Aim {
    /// Anybody.
    Any,
    /// These.
    These(Set),
    /// Whoever stands in that column of the row.
    Letter,
}

/// An effect, ready to be looked up.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) lists: Vec<Lists<'a>>,
    pub(super) aim: Aim,
    /// Of which kind its bearers are.
    pub(super) kind: KindId,
    /// What of it was looked at, to be told.
    pub(super) seen: Seen,
}

/// What of an effect was looked at.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Entries of lists.
    pub(super) entries: Cell<u64>,
    /// Whether names were looked up one by one, the last time.
    pub(super) one_by_one: Cell<bool>,
    /// What the question inside did, if somebody wants to know.
    pub(super) inner: RefCell<Option<Box<Listed>>>,
}

impl Seen {
    #[inline]
    pub(super) fn add(&self, entries: usize) {
        self.entries.set(self.entries.get() + entries as u64);
    }
}

/// Lists that are cut with what is left one after the other; of more lists one set is made first.
const FEW: usize = 4;

/// Items between two looks at the budget.
const BLOCK: usize = 1024;

impl<'a> Part<'a> {
    /// About how many entries lead to all who bear it.
    pub(super) fn cost(&self) -> usize {
        let of = |lists: &Lists<'a>| match &self.aim {
            Aim::Any | Aim::Letter => lists.from.keys.len(),
            Aim::These(Set::List(list)) if list.len() <= FEW => {
                list.iter().map(|entity| lists.to.of(*entity).len()).sum()
            }
            Aim::These(set) => set.len().saturating_mul(lists.to.degree()).min(lists.from.len()),
        };
        self.lists.iter().map(of).sum()
    }

    /// The lists of all who bear it; each ascends.
    fn bearers(&self, budget: &mut Budget) -> Result<Vec<&'a [u32]>, Exceeded> {
        let mut found: Vec<&'a [u32]> = Vec::with_capacity(self.lists.len());
        for lists in &self.lists {
            match &self.aim {
                Aim::Any | Aim::Letter => found.push(lists.from.keys),
                Aim::These(Set::List(list)) if list.len() <= FEW => {
                    found.extend(list.iter().map(|entity| lists.to.of(*entity)).filter(|list| !list.is_empty()));
                }
                Aim::These(set) => {
                    let keys = lists.to.keys;
                    budget.steps(set.len().min(keys.len()) as u64)?;
                    budget.allocate(set.len().min(keys.len()).saturating_mul(size_of::<&[u32]>()))?;
                    if set.len() > keys.len() {
                        let asked = keys.iter().enumerate().filter(|(_, key)| set.has(**key));
                        found.extend(asked.map(|(at, _)| lists.to.at(lists.to.bounds(at))));
                    } else {
                        let mut along = Along::new(lists.to);
                        set.each(|entity| {
                            let list = along.of(entity);
                            if !list.is_empty() {
                                found.push(list);
                            }
                        });
                    }
                }
            }
        }
        self.seen.add(found.iter().map(|list| list.len()).sum());
        Ok(found)
    }

    /// All who bear it, of whatever kind; `size` is above all entities.
    pub(super) fn all(&self, size: usize, budget: &mut Budget) -> Result<Set, Exceeded> {
        Set::union(&self.bearers(budget)?, size, budget)
    }

    /// Those of some who bear it.
    pub(super) fn among(&self, some: &Set, size: usize, budget: &mut Budget) -> Result<Set, Exceeded> {
        let one_by_one = match &self.aim {
            Aim::Any | Aim::Letter => 0,
            Aim::These(_) => self.lists.iter().map(|lists| 4 + lists.from.degree()).sum::<usize>(),
        };
        let by_target = match &self.aim {
            Aim::These(Set::List(list)) if list.len() <= FEW => 0,
            Aim::These(_) => self.cost(),
            Aim::Any | Aim::Letter => 1,
        };
        self.seen.one_by_one.set(one_by_one.saturating_mul(some.len()) < by_target);
        if self.seen.one_by_one.get() {
            return self.looked_up(some, budget);
        }
        let lists = self.bearers(budget)?;
        if let (Set::List(some), true) = (some, lists.len() <= FEW) {
            let mut parts = Vec::with_capacity(lists.len());
            for list in &lists {
                budget.steps(some.len().min(list.len()) as u64)?;
                budget.allocate(size_of_val(some.as_slice()))?;
                let mut part = some.clone();
                keep_common(&mut part, list);
                parts.push(part);
            }
            if parts.len() == 1 {
                return Ok(Set::List(parts.pop().unwrap_or_default()));
            }
            let parts: Vec<&[u32]> = parts.iter().map(Vec::as_slice).collect();
            return Set::union(&parts, size, budget);
        }
        let mut all = Set::union(&lists, size, budget)?;
        budget.steps(some.len() as u64 / 16)?;
        all.and(some);
        Ok(all)
    }

    /// The same by looking at each of them.
    fn looked_up(&self, some: &Set, budget: &mut Budget) -> Result<Set, Exceeded> {
        let mut along: Vec<Along<'a>> = self.lists.iter().map(|lists| Along::new(lists.from)).collect();
        let mut found = Vec::new();
        let some = some.clone().into_list(budget)?;
        for block in some.chunks(BLOCK) {
            let mut work = 0;
            budget.allocate(size_of_val(block))?;
            for entity in block {
                let meets = along.iter_mut().any(|along| {
                    let others = along.of(*entity);
                    work += others.len();
                    self.meets(others)
                });
                if meets {
                    found.push(*entity);
                }
            }
            self.seen.add(work);
            budget.steps((block.len() + work) as u64)?;
        }
        Ok(Set::List(found))
    }

    /// Whether one of a sorted list is asked for.
    #[inline]
    fn meets(&self, others: &[u32]) -> bool {
        match &self.aim {
            Aim::Any | Aim::Letter => !others.is_empty(),
            Aim::These(Set::Bits(bits)) => others.iter().any(|other| bits.has(*other)),
            Aim::These(Set::List(list)) => common(list, others),
        }
    }

    /// Whether an entity bears it for another, or for whoever is asked for.
    pub(super) fn holds(&self, bearer: u32, other: Option<u32>) -> bool {
        self.lists.iter().any(|lists| {
            let others = lists.from.of(bearer);
            self.seen.add(1);
            match other {
                Some(other) => others.binary_search(&other).is_ok(),
                None => self.meets(others),
            }
        })
    }

    /// The one that is asked for, if it is but one.
    pub(super) fn only(&self) -> Option<u32> {
        match &self.aim {
            Aim::These(Set::List(list)) => match list.as_slice() {
                [one] => Some(*one),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether an end of its findings is asked for.
    #[inline]
    pub(super) fn asks(&self, other: u32) -> bool {
        match &self.aim {
            Aim::Any | Aim::Letter => true,
            Aim::These(set) => set.has(other),
        }
    }
}

/// Whether two ascending lists have something in common.
fn common(one: &[u32], two: &[u32]) -> bool {
    let (short, mut long) = if one.len() < two.len() { (one, two) } else { (two, one) };
    short.iter().any(|number| {
        long = from(long, *number);
        long.first() == Some(number)
    })
}
