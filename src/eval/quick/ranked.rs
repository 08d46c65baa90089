//! Sorted numbers, each with its place among them: looked up in about the time of one look at memory.
//!
//! Lists of entities come in; places go out. What stands at a place is not known here. It takes a bit for each number and a count for each 64,
//! so that it stays near the processor where a table by number would not.

use crate::limits::{Budget, Exceeded};

/// Numbers with their places.
pub(super) struct Ranked {
    /// A bit for each number, and how many are set before its word.
    words: Vec<(u64, u32)>,
    len: usize,
}

impl Ranked {
    /// The numbers of some lists, all of them below `size`.
    pub(super) fn new(lists: &[&[u32]], size: usize, budget: &mut Budget) -> Result<Ranked, Exceeded> {
        let count = size.div_ceil(64);
        budget.allocate(count.saturating_mul(size_of::<(u64, u32)>()))?;
        budget.steps(count as u64 / 64 + lists.iter().map(|list| list.len() as u64).sum::<u64>() / 16)?;
        let mut words = vec![(0u64, 0u32); count];
        for number in lists.iter().copied().flatten() {
            if let Some((word, _)) = words.get_mut((*number >> 6) as usize) {
                *word |= 1 << (number & 63);
            }
        }
        let mut len = 0u32;
        for (word, before) in &mut words {
            *before = len;
            len += word.count_ones();
        }
        Ok(Ranked { words, len: len as usize })
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The place of a number.
    #[inline]
    pub(super) fn place(&self, number: u32) -> Option<usize> {
        let (word, before) = self.words.get((number >> 6) as usize)?;
        let bit = 1u64 << (number & 63);
        (word & bit != 0).then(|| (before + (word & (bit - 1)).count_ones()) as usize)
    }

    /// All numbers, ascending: by place.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut all = Vec::with_capacity(self.len);
        for ((word, _), at) in self.words.iter().zip(0u32..) {
            let mut left = *word;
            while left != 0 {
                all.push(at << 6 | left.trailing_zeros());
                left &= left - 1;
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn places_are_those_in_order(
            one in prop::collection::btree_set(0u32..300, 0..90),
            two in prop::collection::btree_set(0u32..300, 0..9),
        ) {
            let (a, b): (Vec<u32>, Vec<u32>) = (one.iter().copied().collect(), two.iter().copied().collect());
            let made = Ranked::new(&[&a, &b], 300, &mut Budget::new(&Limits::untrusted()));
            let Ok(ranked) = made else { return Err(TestCaseError::fail("a limit was reached")) };
            let all: Vec<u32> = one.union(&two).copied().collect();
            prop_assert_eq!(ranked.numbers(), all.clone());
            prop_assert_eq!(ranked.len(), all.len());
            let known: BTreeSet<u32> = all.iter().copied().collect();
            for number in 0..310 {
                let place = all.iter().position(|known| *known == number);
                prop_assert_eq!(ranked.place(number), place, "{} of {:?}", number, &known);
            }
        }
    }
}
