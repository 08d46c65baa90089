//! Sets of entities: short ones as sorted lists, long ones as bits.
//!
//! Sorted lists come in, a set goes out; sets are joined, cut and counted. What the numbers stand for is not known here.

use crate::limits::{Budget, Exceeded};

/// Entities, each once.
#[derive(Clone, Debug)]
pub(crate) enum Set {
    /// Ascending.
    List(Vec<u32>),
    /// A bit for each number.
    Bits(Bits),
}

/// A bit for each number below a bound, and how many are set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
}

/// Numbers of the whole range for each number in a set from which on bits are cheaper than sorting: found by measuring.
const SPARSE: usize = 512;

/// How much longer one list must be than another before leaps are shorter than steps.
const LEAP: usize = 12;

impl Bits {
    /// No bit set, for numbers below `size`.
    pub(crate) fn new(size: usize, budget: &mut Budget) -> Result<Bits, Exceeded> {
        let words = size.div_ceil(64);
        budget.allocate(words.saturating_mul(size_of::<u64>()))?;
        budget.steps(words as u64 / 64)?;
        Ok(Bits { words: vec![0; words], len: 0 })
    }

    /// Sets the bits of a list; numbers beyond the bound are none of ours.
    pub(crate) fn add(&mut self, list: &[u32]) {
        for number in list {
            if let Some(word) = self.words.get_mut((*number >> 6) as usize) {
                *word |= 1 << (number & 63);
            }
        }
    }

    /// Takes away the bits of a list.
    pub(crate) fn remove(&mut self, list: &[u32]) {
        for number in list {
            if let Some(word) = self.words.get_mut((*number >> 6) as usize) {
                *word &= !(1 << (number & 63));
            }
        }
    }

    /// Whether there is room for any bit.
    pub(crate) fn is_made(&self) -> bool {
        !self.words.is_empty()
    }

    /// Counts what is set; to be called when all was added.
    pub(crate) fn count(&mut self) {
        self.len = self.words.iter().map(|word| word.count_ones() as usize).sum();
    }

    #[inline]
    pub(crate) fn has(&self, number: u32) -> bool {
        self.words.get((number >> 6) as usize).is_some_and(|word| word >> (number & 63) & 1 == 1)
    }

    fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().zip(0u32..).flat_map(|(word, at)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(at << 6 | bit)
            })
        })
    }
}

impl Default for Set {
    fn default() -> Set {
        Set::List(Vec::new())
    }
}

impl Set {
    /// One set of sorted lists, in which a number may stand several times; `size` is above all numbers.
    pub(crate) fn union(lists: &[&[u32]], size: usize, budget: &mut Budget) -> Result<Set, Exceeded> {
        let total: usize = lists.iter().map(|list| list.len()).sum();
        budget.steps(total as u64)?;
        if lists.len() > 1 && total > size / SPARSE {
            let mut bits = Bits::new(size, budget)?;
            lists.iter().for_each(|list| bits.add(list));
            bits.count();
            return Ok(Set::Bits(bits));
        }
        budget.allocate(total.saturating_mul(size_of::<u32>()))?;
        let mut all = Vec::with_capacity(total);
        lists.iter().for_each(|list| all.extend_from_slice(list));
        if lists.len() > 1 {
            all.sort_unstable();
        }
        all.dedup();
        Ok(Set::List(all))
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Set::List(list) => list.len(),
            Set::Bits(bits) => bits.len,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub(crate) fn has(&self, number: u32) -> bool {
        match self {
            Set::List(list) => list.binary_search(&number).is_ok(),
            Set::Bits(bits) => bits.has(number),
        }
    }

    /// Whether a sorted list is in it, whole.
    pub(crate) fn has_all(&self, other: &[u32]) -> bool {
        match self {
            Set::List(list) if list.as_slice() == other => true,
            Set::List(list) => {
                let mut rest = list.as_slice();
                other.iter().all(|number| {
                    rest = from(rest, *number);
                    rest.first() == Some(number)
                })
            }
            Set::Bits(bits) => other.iter().all(|number| bits.has(*number)),
        }
    }

    /// Hands out all numbers, ascending.
    pub(crate) fn each(&self, mut out: impl FnMut(u32)) {
        match self {
            Set::List(list) => list.iter().for_each(|number| out(*number)),
            Set::Bits(bits) => bits.iter().for_each(out),
        }
    }

    /// The same as bits, to be asked often; `size` is above all numbers.
    pub(crate) fn into_bits(self, size: usize, budget: &mut Budget) -> Result<Set, Exceeded> {
        match self {
            Set::List(list) => {
                let mut bits = Bits::new(size, budget)?;
                bits.add(&list);
                bits.count();
                Ok(Set::Bits(bits))
            }
            bits @ Set::Bits(_) => Ok(bits),
        }
    }

    /// As a sorted list.
    pub(crate) fn into_list(self, budget: &mut Budget) -> Result<Vec<u32>, Exceeded> {
        match self {
            Set::List(list) => Ok(list),
            Set::Bits(bits) => {
                budget.allocate(bits.len.saturating_mul(size_of::<u32>()))?;
                budget.steps(bits.len as u64 / 16)?;
                let mut list = Vec::with_capacity(bits.len);
                list.extend(bits.iter());
                Ok(list)
            }
        }
    }

    /// Leaves what is wanted.
    pub(crate) fn retain(&mut self, mut wanted: impl FnMut(u32) -> bool) {
        match self {
            Set::List(list) => list.retain(|number| wanted(*number)),
            Set::Bits(bits) => {
                for (word, at) in bits.words.iter_mut().zip(0u32..) {
                    let mut left = *word;
                    while left != 0 {
                        let bit = left.trailing_zeros();
                        left &= left - 1;
                        if !wanted(at << 6 | bit) {
                            *word &= !(1 << bit);
                        }
                    }
                }
                bits.count();
            }
        }
    }

    /// What is in both.
    pub(crate) fn and(&mut self, other: &Set) {
        match (&mut *self, other) {
            (Set::List(list), Set::List(other)) => keep_common(list, other),
            (Set::List(list), Set::Bits(other)) => list.retain(|number| other.has(*number)),
            (Set::Bits(bits), Set::Bits(other)) => {
                let others = other.words.iter().copied().chain(std::iter::repeat(0));
                bits.words.iter_mut().zip(others).for_each(|(word, other)| *word &= other);
                bits.count();
            }
            (Set::Bits(bits), Set::List(other)) => {
                let list = other.iter().copied().filter(|number| bits.has(*number)).collect();
                *self = Set::List(list);
            }
        }
    }

    /// What is not in the other.
    pub(crate) fn without(&mut self, other: &Set) {
        match (&mut *self, other) {
            (Set::List(list), Set::List(other)) => {
                let mut rest = other.as_slice();
                list.retain(|number| {
                    rest = from(rest, *number);
                    rest.first() != Some(number)
                });
            }
            (Set::List(list), Set::Bits(other)) => list.retain(|number| !other.has(*number)),
            (Set::Bits(bits), Set::Bits(other)) => {
                bits.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
                bits.count();
            }
            (Set::Bits(bits), Set::List(other)) => {
                bits.remove(other);
                bits.count();
            }
        }
    }

    /// What is in one of two; `size` is above all numbers.
    pub(crate) fn or(self, other: Set, size: usize, budget: &mut Budget) -> Result<Set, Exceeded> {
        match (self, other) {
            (Set::List(one), Set::List(two)) => Set::union(&[&one, &two], size, budget),
            (Set::Bits(mut bits), Set::List(list)) | (Set::List(list), Set::Bits(mut bits)) => {
                budget.steps(list.len() as u64)?;
                bits.add(&list);
                bits.count();
                Ok(Set::Bits(bits))
            }
            (Set::Bits(mut one), Set::Bits(two)) => {
                one.words.iter_mut().zip(&two.words).for_each(|(word, other)| *word |= other);
                one.count();
                Ok(Set::Bits(one))
            }
        }
    }
}

/// What is left of a sorted list from a number on.
#[inline]
pub(crate) fn from(list: &[u32], number: u32) -> &[u32] {
    // nearly always the next one or a near one
    let mut step = 1;
    let mut low = 0;
    while let Some(there) = list.get(low + step - 1) {
        if *there >= number {
            break;
        }
        low += step;
        step *= 2;
    }
    let near = list.get(low..(low + step).min(list.len())).unwrap_or(&[]);
    let first = low + near.partition_point(|there| *there < number);
    list.get(first..).unwrap_or(&[])
}

/// Leaves of a list what is in another, in which numbers may stand several times; both ascend.
pub(crate) fn keep_common(list: &mut Vec<u32>, other: &[u32]) {
    if list.len().saturating_mul(LEAP) < other.len() {
        let mut rest = other;
        list.retain(|number| {
            rest = from(rest, *number);
            rest.first() == Some(number)
        });
        return;
    }
    let mut found = 0;
    let (mut one, mut two) = (0, 0);
    let leaps = other.len().saturating_mul(LEAP) < list.len();
    while let (Some(a), Some(b)) = (list.get(one).copied(), other.get(two).copied()) {
        if a == b {
            if let Some(place) = list.get_mut(found) {
                *place = a;
            }
            found += 1;
            one += 1;
            two += 1;
        } else if a > b {
            two += 1;
        } else if leaps {
            one = list.len() - from(list.get(one..).unwrap_or(&[]), b).len();
        } else {
            one += 1;
        }
    }
    list.truncate(found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const SIZE: usize = 300;

    fn made(numbers: &BTreeSet<u32>, bits: bool) -> Set {
        let list: Vec<u32> = numbers.iter().copied().collect();
        if !bits {
            return Set::List(list);
        }
        let mut made = Bits::new(SIZE, &mut Budget::new(&Limits::untrusted())).unwrap_or_default();
        made.add(&list);
        made.count();
        Set::Bits(made)
    }

    fn listed(set: &Set) -> Vec<u32> {
        let mut all = Vec::new();
        set.each(|number| all.push(number));
        assert_eq!(all.len(), set.len());
        all
    }

    proptest! {
        #[test]
        fn sets_are_sets(
            one in prop::collection::btree_set(0u32..300, 0..90),
            two in prop::collection::btree_set(0u32..300, 0..90),
            small in prop::collection::btree_set(0u32..300, 0..4),
            shapes in (any::<bool>(), any::<bool>()),
        ) {
            let budget = &mut Budget::new(&Limits::untrusted());
            for (one, two) in [(&one, &two), (&one, &small), (&small, &one)] {
                let (a, b) = (made(one, shapes.0), made(two, shapes.1));
                let mut both = a.clone();
                both.and(&b);
                prop_assert_eq!(listed(&both), one.intersection(two).copied().collect::<Vec<u32>>());
                prop_assert!(a.has_all(&listed(&both)) && a.has_all(&listed(&a)));
                prop_assert_eq!(a.has_all(&listed(&b)), two.is_subset(one));
                let mut rest = a.clone();
                rest.without(&b);
                prop_assert_eq!(listed(&rest), one.difference(two).copied().collect::<Vec<u32>>());
                let mut odd = a.clone();
                odd.retain(|number| number % 2 == 1);
                prop_assert_eq!(listed(&odd), one.iter().copied().filter(|n| n % 2 == 1).collect::<Vec<u32>>());
                prop_assert!((0..300).all(|number| a.has(number) == one.contains(&number)));
                let all = a.clone().or(b.clone(), SIZE, budget).unwrap_or_default();
                prop_assert_eq!(listed(&all), one.union(two).copied().collect::<Vec<u32>>());
                prop_assert_eq!(all.into_list(budget).unwrap_or_default(), one.union(two).copied().collect::<Vec<u32>>());
                let twice: Vec<u32> = two.iter().flat_map(|number| [*number, *number]).collect();
                let mut common: Vec<u32> = one.iter().copied().collect();
                keep_common(&mut common, &twice);
                prop_assert_eq!(common, one.intersection(two).copied().collect::<Vec<u32>>());
                let lists = [twice.as_slice(), &one.iter().copied().collect::<Vec<u32>>()];
                let all = Set::union(&lists, SIZE, budget).unwrap_or_default();
                prop_assert_eq!(listed(&all), one.union(two).copied().collect::<Vec<u32>>());
            }
        }
    }
}
