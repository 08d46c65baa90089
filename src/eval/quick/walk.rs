//! What steps of one verb lead to, in any number.
//!
//! The lists of a verb and where to begin come in; all that is reached goes out. Which definition asks for it, and in which direction, is said
//! elsewhere.

use super::lists::{Aim, Lists, Seen};
use super::set::{Bits, Set};
use super::{Quick, push};
use crate::limits::{Budget, Exceeded};
use crate::model::KindId;
use rustc_hash::FxHashMap;

/// How much dearer it is to follow the lists of all that was reached last than to look who of the others is next to it, before the latter is
/// done: found by measuring.
const TURN: usize = 4;

/// Items between two looks at the budget.
const BLOCK: u64 = 4096;

/// Who was reached, and by whom the next steps start.
struct Front {
    reached: Bits,
    last: Vec<u32>,
}

impl<'a> Quick<'a> {
    /// All of a kind that steps lead to from what is aimed at, each from another than itself.
    pub(super) fn walk(
        &self,
        lists: &[Lists<'a>],
        (aim, seen): (&Aim, &Seen),
        kind: KindId,
        budget: &mut Budget,
    ) -> Result<Set, Exceeded> {
        let mut starts: Vec<u32> = Vec::new();
        match aim {
            Aim::These(set) => {
                budget.allocate(set.len().saturating_mul(size_of::<u32>()))?;
                set.each(|id| starts.push(id));
            }
            Aim::Any | Aim::Letter => {
                let keys: Vec<&[u32]> = lists.iter().map(|lists| lists.to.keys).collect();
                starts = Set::union(&keys, self.size, budget)?.into_list(budget)?;
            }
        }
        budget.steps(starts.len() as u64)?;
        starts.retain(|id| self.kind_of(*id) == Some(kind));
        let before = budget.taken();
        let found = match starts.as_slice() {
            [] => Ok(Set::default()),
            [start] => self.steps_of_one(lists, *start, kind, budget),
            several => self.steps_of_several(lists, several, kind, budget),
        };
        // a step is an entry of a list, or a name
        seen.add(usize::try_from(budget.taken() - before).unwrap_or(usize::MAX));
        found
    }

    /// All but the start that is reached from it: level by level, from the reached ones or from those that are not, whichever is less to look at.
    fn steps_of_one(
        &self,
        lists: &[Lists<'a>],
        start: u32,
        kind: KindId,
        budget: &mut Budget,
    ) -> Result<Set, Exceeded> {
        let mut front = Front { reached: Bits::new(self.size, budget)?, last: vec![start] };
        front.reached.add(&[start]);
        let all: usize = lists.iter().map(|lists| lists.from.len()).sum();
        let mut left = all;
        while !front.last.is_empty() {
            let ahead: usize = front.last.iter().flat_map(|id| lists.iter().map(|each| each.to.place(*id).len())).sum();
            budget.steps(front.last.len() as u64)?;
            if ahead > left / TURN {
                self.look_back(lists, kind, &mut front, budget)?;
            } else {
                self.look_ahead(lists, kind, &mut front, budget)?;
            }
            left = left.saturating_sub(ahead);
        }
        front.reached.remove(&[start]);
        front.reached.count();
        Ok(Set::Bits(front.reached))
    }

    /// One level, by the lists of what was reached last.
    fn look_ahead(
        &self,
        lists: &[Lists<'a>],
        kind: KindId,
        front: &mut Front,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let Front { reached, last } = front;
        let mut next = Vec::new();
        for id in last.iter() {
            for each in lists {
                let others = each.to.of(*id);
                budget.steps(1 + others.len() as u64)?;
                for other in others {
                    if !reached.has(*other) && self.kind_of(*other) == Some(kind) {
                        reached.add(&[*other]);
                        push(budget, &mut next, *other)?;
                    }
                }
            }
        }
        *last = next;
        Ok(())
    }

    /// What a step leads to from anything reached, by the lists of what was not; more than one level where one lies behind the other.
    fn look_back(
        &self,
        lists: &[Lists<'a>],
        kind: KindId,
        front: &mut Front,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let Front { reached, last } = front;
        let mut next = Vec::new();
        let mut work = 0;
        for each in lists {
            for (at, key) in each.from.keys.iter().enumerate() {
                work += 1;
                if reached.has(*key) || self.kind_of(*key) != Some(kind) {
                    continue;
                }
                let others = each.from.at(each.from.bounds(at));
                let found = others.iter().position(|other| reached.has(*other));
                work += found.unwrap_or(others.len()) as u64;
                if found.is_some() {
                    reached.add(&[*key]);
                    push(budget, &mut next, *key)?;
                }
                if work > BLOCK {
                    budget.steps(work)?;
                    work = 0;
                }
            }
        }
        budget.steps(work)?;
        *last = next;
        Ok(())
    }

    /// All that is reached from one of several starts, a start only from another. Of each thing two of the starts that lead to it are kept: one of
    /// them is not itself.
    fn steps_of_several(
        &self,
        lists: &[Lists<'a>],
        starts: &[u32],
        kind: KindId,
        budget: &mut Budget,
    ) -> Result<Set, Exceeded> {
        let mut known: FxHashMap<u32, (u32, Option<u32>)> = FxHashMap::default();
        let mut waiting: Vec<(u32, u32)> = Vec::new();
        for start in starts {
            known.insert(*start, (*start, None));
            push(budget, &mut waiting, (*start, *start))?;
        }
        while let Some((id, start)) = waiting.pop() {
            for each in lists {
                let others = each.to.of(id);
                budget.steps(1 + others.len() as u64)?;
                for other in others {
                    match known.get_mut(other) {
                        None if self.kind_of(*other) == Some(kind) => {
                            budget.allocate(size_of::<(u32, u32, Option<u32>)>())?;
                            known.insert(*other, (start, None));
                        }
                        Some((first, second @ None)) if *first != start => *second = Some(start),
                        _ => continue,
                    }
                    push(budget, &mut waiting, (*other, start))?;
                }
            }
        }
        let meets = |(id, (first, second)): (u32, (u32, Option<u32>))| (first != id || second.is_some()).then_some(id);
        let mut found: Vec<u32> = known.into_iter().filter_map(meets).collect();
        budget.steps(found.len() as u64)?;
        found.sort_unstable();
        Ok(Set::List(found))
    }
}
