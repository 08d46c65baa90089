//! Columns of numbers that are looked at one by one, in as few bits as they need.
//!
//! Numbers come in; blocks go out in which each number is the least of its block, plus its place where that helps, plus a few bits. Numbers
//! that are searched or walked through belong into [`Ints`], which takes no unpacking.

use super::Ints;

/// Numbers in a block.
const BLOCK: usize = 512;
/// Words that tell of a block: the least, the bits of each and whether places are added, where the bits begin.
const HEAD: usize = 3;
/// Added to the bits of a block in which places are added.
const SLOPE: u32 = 1 << 8;

/// Numbers by place, packed.
///
/// ```
/// use whereof::columns::Packed;
/// let lines: Vec<u32> = (0..10_000).map(|at| at * 1 + 7).collect();
/// let packed = Packed::of(&lines);
/// assert_eq!((packed.len(), packed.get(9_999), packed.get(10_000)), (10_000, Some(10_006), None));
/// assert!(packed.words().len() < 100); // a line after the other takes no bits
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    length: usize,
    words: Ints,
}

impl Packed {
    /// Packs numbers.
    #[must_use]
    pub fn of(numbers: &[u32]) -> Packed {
        if numbers.iter().all(|number| *number == 0) {
            return Packed { length: numbers.len(), words: Ints::default() };
        }
        let blocks = numbers.len().div_ceil(BLOCK);
        let mut words: Vec<u32> = Vec::with_capacity(blocks * HEAD);
        let mut bits: Vec<u32> = Vec::new();
        for block in numbers.chunks(BLOCK) {
            let flat = Frame::of(block, 0);
            let sloped = Frame::of(block, 1);
            let (frame, slope) = match sloped {
                Some(sloped) if flat.as_ref().is_none_or(|flat| sloped.width < flat.width) => (sloped, 1),
                _ => (flat.unwrap_or(Frame { least: 0, width: 32 }), 0),
            };
            words.extend([frame.least, frame.width | (slope * SLOPE), bits.len() as u32]);
            let mut filled = 0u32;
            let mut word = 0u64;
            for (place, number) in (0u32..).zip(block) {
                let rest = number.wrapping_sub(frame.least).wrapping_sub(slope * place);
                word |= u64::from(rest) << filled;
                filled += frame.width;
                while filled >= 32 {
                    bits.push(word as u32);
                    word >>= 32;
                    filled -= 32;
                }
            }
            if filled > 0 {
                bits.push(word as u32);
            }
        }
        words.extend(bits);
        Packed { length: numbers.len(), words: words.into() }
    }

    /// What [`Packed::words`] gave of so many numbers; `None` where they cannot be that.
    #[must_use]
    pub fn within(length: usize, words: Ints) -> Option<Packed> {
        let heads = length.div_ceil(BLOCK).checked_mul(HEAD)?;
        (words.is_empty() || words.len() >= heads).then_some(Packed { length, words })
    }

    /// As they are kept in a file; none where all numbers are 0.
    #[must_use]
    pub fn words(&self) -> &Ints {
        &self.words
    }

    /// How many numbers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Whether all numbers are 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.words.is_empty()
    }

    /// One number; 0 where the bits of a damaged file end before it.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<u32> {
        if at >= self.length {
            return None;
        }
        let words = self.words.as_slice();
        if words.is_empty() {
            return Some(0);
        }
        let (block, place) = (at / BLOCK, at % BLOCK);
        let [least, frame, start] = *words.get(block * HEAD..)?.first_chunk::<HEAD>()?;
        let (width, slope) = ((frame & 0xff).min(32) as usize, (frame / SLOPE) & 1);
        let first = self.length.div_ceil(BLOCK) * HEAD + start as usize + place * width / 32;
        let word = |at: usize| u64::from(words.get(at).copied().unwrap_or(0));
        let pair = word(first) | (word(first + 1) << 32);
        let mask = (1u64 << width) - 1;
        let rest = (pair >> (place * width % 32)) & mask;
        Some(least.wrapping_add(slope * place as u32).wrapping_add(rest as u32))
    }
}

/// How the numbers of a block are told.
struct Frame {
    least: u32,
    width: u32,
}

impl Frame {
    /// None where a number is less than what its place adds.
    fn of(block: &[u32], slope: u32) -> Option<Frame> {
        let (mut least, mut most) = (u32::MAX, 0);
        for (place, number) in (0u32..).zip(block) {
            let rest = number.checked_sub(slope * place)?;
            least = least.min(rest);
            most = most.max(rest);
        }
        Some(Frame { least, width: 32 - most.saturating_sub(least).leading_zeros() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers() -> impl Strategy<Value = Vec<u32>> {
        let steps = prop_oneof![0u32..2, 0u32..40, any::<u32>()];
        (any::<bool>(), prop::collection::vec(steps, 0..2_000)).prop_map(|(rising, steps)| {
            let mut sum = 0u32;
            let add = |step: u32| {
                sum = sum.wrapping_add(step % 50);
                if rising { sum } else { step }
            };
            steps.into_iter().map(add).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out(numbers in numbers()) {
            let packed = Packed::of(&numbers);
            let out: Vec<u32> = (0..numbers.len()).filter_map(|at| packed.get(at)).collect();
            prop_assert_eq!(&out, &numbers);
            prop_assert_eq!(packed.get(numbers.len()), None);
            let again = Packed::within(numbers.len(), packed.words().clone());
            prop_assert_eq!(again, Some(packed));
        }

        #[test]
        fn damaged_words_never_panic(words in prop::collection::vec(any::<u32>(), 0..100), length in 0usize..3_000) {
            if let Some(packed) = Packed::within(length, words.into()) {
                (0..=length).for_each(|at| { let _ = packed.get(at); });
            }
        }
    }
}
