//! Pools: what comes again and again, kept once and told by a number.
//!
//! Lists of numbers and texts come in, and a number goes out for each, from 0 in the order of their first coming; by its number each is had
//! again. What a list or a text says is not known here.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A table from hashes to places in a list that somebody else keeps: no key is held twice.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Part of the hash and the place after next; a free one has 0.
    slots: Vec<(u32, u32)>,
    count: usize,
}

impl Index {
    /// The place that is known for a hash where `is` says that it is the same.
    pub fn find(&self, hash: u64, mut is: impl FnMut(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mark = mark(hash);
        let mut at = mark as usize & mask;
        loop {
            match self.slots.get(at) {
                Some((_, 0)) | None => return None,
                Some((other, place)) if *other == mark && is(*place - 1) => return Some(*place - 1),
                Some(_) => at = (at + 1) & mask,
            }
        }
    }

    /// Adds a place that was not found. The last number that there is has no place.
    pub fn add(&mut self, hash: u64, place: u32) {
        if (self.count + 1) * 4 > self.slots.len() * 3 {
            let more = vec![(0, 0); (self.slots.len() * 2).max(16)];
            for (mark, place) in std::mem::replace(&mut self.slots, more) {
                if place > 0 {
                    self.put(mark, place);
                }
            }
        }
        self.count += 1;
        self.put(mark(hash), place.saturating_add(1));
    }

    fn put(&mut self, mark: u32, place: u32) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = mark as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.1 == 0 {
                *slot = (mark, place);
                return;
            }
            at = (at + 1) & mask;
        }
    }
}

/// The part of a hash that is kept: both halves have a say.
fn mark(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// The hash of a text, for an [`Index`].
#[must_use]
pub fn hash_of(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}

/// Distinct lists of numbers; number 0 is the empty one.
///
/// ```
/// use whereof::base::pool::Lists;
/// let mut lists = Lists::new();
/// assert_eq!([lists.put(&[7, 9]), lists.put(&[]), lists.put(&[9]), lists.put(&[7, 9])], [1, 0, 2, 1]);
/// assert_eq!((lists.get(1), lists.len()), (&[7, 9][..], 3));
/// ```
#[derive(Clone, Debug)]
pub struct Lists {
    ends: Vec<usize>,
    items: Vec<u32>,
    index: Index,
}

impl Default for Lists {
    fn default() -> Lists {
        Lists { ends: vec![0], items: Vec::new(), index: Index::default() }
    }
}

impl Lists {
    /// With the empty list alone.
    #[must_use]
    pub fn new() -> Lists {
        Lists::default()
    }

    fn hash(list: &[u32]) -> u64 {
        let mut hasher = FxHasher::default();
        list.iter().for_each(|item| hasher.write_u32(*item));
        hasher.finish()
    }

    /// The number of a list that is there.
    #[must_use]
    pub fn find(&self, list: &[u32]) -> Option<u32> {
        if list.is_empty() { Some(0) } else { self.index.find(Lists::hash(list), |at| self.get(at) == list) }
    }

    /// The number of a list, which is added where it is not there.
    pub fn put(&mut self, list: &[u32]) -> u32 {
        if let Some(known) = self.find(list) {
            return known;
        }
        let hash = Lists::hash(list);
        let at = self.ends.len() as u32;
        self.items.extend_from_slice(list);
        self.ends.push(self.items.len());
        self.index.add(hash, at);
        at
    }

    /// The list of a number; the empty one where there is none.
    #[must_use]
    pub fn get(&self, number: u32) -> &[u32] {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.items.get(start..*end)).unwrap_or(&[])
    }

    /// How many there are, the empty one counted.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always the empty list")]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All, by number.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|at| self.get(at as u32))
    }

    /// The pool of what is made of each list, and the new number of each.
    #[must_use]
    pub fn map(&self, mut make: impl FnMut(&mut Vec<u32>)) -> (Lists, Vec<u32>) {
        let (mut lists, mut list) = (Lists::new(), Vec::new());
        let numbers = self.iter().map(|old| {
            list.clear();
            list.extend_from_slice(old);
            make(&mut list);
            lists.put(&list)
        });
        let numbers = numbers.collect();
        (lists, numbers)
    }
}

/// Distinct texts; number 0 is the empty one.
///
/// ```
/// use whereof::base::pool::Texts;
/// let mut texts = Texts::new();
/// assert_eq!([texts.put("4.1"), texts.put(""), texts.put("4.2"), texts.put("4.1")], [1, 0, 2, 1]);
/// assert_eq!((texts.get(2), texts.len()), ("4.2", 3));
/// ```
#[derive(Clone, Debug)]
pub struct Texts {
    ends: Vec<usize>,
    text: String,
    index: Index,
}

impl Default for Texts {
    fn default() -> Texts {
        Texts { ends: vec![0], text: String::new(), index: Index::default() }
    }
}

impl Texts {
    /// With the empty text alone.
    #[must_use]
    pub fn new() -> Texts {
        Texts::default()
    }

    /// The number of a text that is there.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        if text.is_empty() { Some(0) } else { self.index.find(hash_of(text.as_bytes()), |at| self.get(at) == text) }
    }

    /// How many bytes all of them have.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The number of a text, which is added where it is not there.
    pub fn put(&mut self, text: &str) -> u32 {
        if let Some(known) = self.find(text) {
            return known;
        }
        let hash = hash_of(text.as_bytes());
        let at = self.ends.len() as u32;
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.index.add(hash, at);
        at
    }

    /// The text of a number; the empty one where there is none.
    #[must_use]
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.text.get(start..*end)).unwrap_or("")
    }

    /// How many there are, the empty one counted.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always the empty text")]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All, by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.get(at as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_is_kept_once_and_had_again(
            lists in prop::collection::vec(prop::collection::vec(0u32..4, 0..4), 0..200),
            texts in prop::collection::vec("[a-c]{0,3}", 0..200),
        ) {
            let mut pool = Lists::new();
            let numbers: Vec<u32> = lists.iter().map(|list| pool.put(list)).collect();
            for (number, list) in numbers.iter().zip(&lists) {
                prop_assert_eq!(pool.get(*number), &list[..]);
            }
            let mut seen: Vec<&[u32]> = vec![&[]];
            for list in &lists {
                if !seen.contains(&list.as_slice()) {
                    seen.push(list);
                }
            }
            prop_assert_eq!(pool.iter().collect::<Vec<_>>(), seen);
            let mut pool = Texts::new();
            let numbers: Vec<u32> = texts.iter().map(|text| pool.put(text)).collect();
            for (number, text) in numbers.iter().zip(&texts) {
                prop_assert_eq!(pool.get(*number), text);
                prop_assert_eq!(pool.put(text), *number);
            }
        }
    }

    #[test]
    fn hashes_that_meet_are_kept_apart() {
        let mut index = Index::default();
        for place in 0..100 {
            index.add(u64::from(place % 3), place);
        }
        for place in 0..100 {
            assert_eq!(index.find(u64::from(place % 3), |at| at == place), Some(place));
        }
        assert_eq!(index.find(3, |_| true), None);
    }
}
