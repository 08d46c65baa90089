//! Letters that are all alike and all linked with each other: triangles and what is larger.
//!
//! The one link of such a question comes in, the number of combinations goes out. Entities are taken in the order of how many others each
//! is linked to: whoever is linked to very many is then looked at from the others only.

use super::Quick;
use super::join::Way;
use super::set::{Bits, from};
use crate::eval::divide::divided;
use crate::goal::Letter;
use crate::limits::{Budget, Exceeded};
use crate::plan::ListWay;

/// By entity, in the order of its links: those behind it that it is linked to, ascending in that order.
struct Behind {
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl Behind {
    #[inline]
    fn of(&self, one: u32) -> &[u32] {
        match self.starts.get(one as usize..(one as usize).saturating_add(2)) {
            Some([start, end]) => self.others.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Combinations of so many in which one is the first.
    fn with(&self, one: u32, width: usize, marks: &mut Bits, budget: &mut Budget) -> Result<u64, Exceeded> {
        let near = self.of(one);
        budget.steps(1 + near.len() as u64)?;
        if width == 2 {
            return Ok(near.len() as u64);
        }
        let mut total = 0;
        marks.add(near);
        for two in near {
            let far = self.of(*two);
            budget.steps(1 + far.len() as u64 / 4)?;
            if width == 3 {
                total += far.iter().filter(|three| marks.has(**three)).count() as u64;
            } else {
                let both: Vec<u32> = far.iter().copied().filter(|three| marks.has(*three)).collect();
                total += within(self, &both, width - 2, budget)?;
            }
        }
        marks.remove(near);
        Ok(total)
    }
}

/// Entities from which on their combinations are counted on all cores.
const MANY: usize = 1024;

/// Into so many parts they are cut.
const STRETCHES: usize = 64;

impl<'a> Quick<'a> {
    /// How many combinations there are, where each letter may be exchanged with each other and nothing but one link says what they may be.
    pub(super) fn cliques(&self, way: &mut Way<'a, 'a>, budget: &mut Budget) -> Result<Option<u64>, Exceeded> {
        let width = self.goal.width();
        let pairs = width * (width - 1) / 2;
        let linked =
            |one: Letter, two: Letter| way.links.iter().filter(|link| link.other(one) == Some(two)).count() == 1;
        let all_alike = self.goal.alike.len() == pairs && self.goal.alike.iter().all(|(one, two)| linked(*one, *two));
        let open = way.tests.is_empty() && way.domains.iter().all(Option::is_none);
        let Some(link) = way.links.first_mut().filter(|_| all_alike && open && width > 1) else { return Ok(None) };
        let letter = link.one;
        link.make_whole(letter, self.size, budget)?;
        let kind = self.goal.kind(letter);
        let mut room = Vec::new();
        let mut of = |id: u32| link.of(letter, id, &mut room).len() as u32;
        let mut order: Vec<(u32, u32)> = Vec::new();
        for id in 0..self.size as u32 {
            let links = of(id);
            if links > 0 && self.kind_of(id) == kind {
                super::push(budget, &mut order, (links, id))?;
            }
        }
        budget.steps((self.size + order.len()) as u64)?;
        order.sort_unstable();
        let behind =
            self.behind(&order, |id, out| out.extend_from_slice(link.of(letter, id, &mut Vec::new())), budget)?;
        link.look(2 * behind.others.len());
        self.tell_links(std::slice::from_ref(link));
        // all other links have the same lists
        let others = way.links.iter().skip(1).flat_map(|link| &link.effects);
        others.for_each(|effect| self.tell(*effect, ListWay::Together, None));
        // those with few links stand first: each stretch has some of all
        let stretches = STRETCHES.min(order.len().max(1)) as u32;
        let firsts: Vec<u32> = (0..stretches).collect();
        let in_stretch = |firsts: &[u32], budget: &mut Budget| {
            let mut marks = Bits::new(order.len(), budget)?;
            let mut total = 0;
            for first in firsts {
                for one in (*first..order.len() as u32).step_by(stretches as usize) {
                    total += behind.with(one, width, &mut marks, budget)?;
                }
            }
            Ok(total)
        };
        if order.len() < MANY {
            return in_stretch(&firsts, budget).map(Some);
        }
        let total = divided(&firsts, budget, in_stretch)?.into_iter().sum();
        Ok(Some(total))
    }

    /// The links of entities to those behind them, all as places in their order.
    fn behind(
        &self,
        order: &[(u32, u32)],
        list: impl Fn(u32, &mut Vec<u32>),
        budget: &mut Budget,
    ) -> Result<Behind, Exceeded> {
        budget.allocate((self.size + 2 * order.len()).saturating_mul(size_of::<u32>()))?;
        let mut place = vec![u32::MAX; self.size];
        for ((_, id), at) in order.iter().zip(0u32..) {
            if let Some(place) = place.get_mut(*id as usize) {
                *place = at;
            }
        }
        let at = |id: &u32| place.get(*id as usize).copied().unwrap_or(u32::MAX);
        let mut lists = Vec::new();
        let mut starts = vec![0u32; order.len() + 1];
        // once to count, once to fill: who comes last is written last, so that each list ascends
        for ((_, id), own) in order.iter().zip(0u32..) {
            lists.clear();
            list(*id, &mut lists);
            budget.steps(1 + lists.len() as u64 / 4)?;
            for other in lists.iter().map(at).filter(|other| *other < own) {
                if let Some(count) = starts.get_mut(other as usize + 1) {
                    *count += 1;
                }
            }
        }
        let mut sum = 0u32;
        for start in &mut starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        budget.allocate((sum as usize + order.len()).saturating_mul(size_of::<u32>()))?;
        let mut next = starts.clone();
        let mut others = vec![0u32; sum as usize];
        for ((_, id), own) in order.iter().zip(0u32..) {
            lists.clear();
            list(*id, &mut lists);
            budget.steps(1 + lists.len() as u64 / 4)?;
            for other in lists.iter().map(at).filter(|other| *other < own) {
                if let Some(next) = next.get_mut(other as usize) {
                    if let Some(slot) = others.get_mut(*next as usize) {
                        *slot = own;
                    }
                    *next += 1;
                }
            }
        }
        Ok(Behind { starts, others })
    }
}

/// How many combinations of so many there are among some that ascend.
fn within(behind: &Behind, some: &[u32], width: usize, budget: &mut Budget) -> Result<u64, Exceeded> {
    budget.steps(1 + some.len() as u64)?;
    if width <= 1 {
        return Ok(some.len() as u64);
    }
    let mut total = 0;
    for one in some {
        let mut both = behind.of(*one).to_vec();
        let mut rest = some;
        both.retain(|other| {
            rest = from(rest, *other);
            rest.first() == Some(other)
        });
        total += within(behind, &both, width - 1, budget)?;
    }
    Ok(total)
}
