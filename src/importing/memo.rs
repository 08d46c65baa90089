//! What was found out about texts of cells, so that it is found out once.
//!
//! Texts come in with what they are, and by the same text it is had again. What the texts mean is not known here.

use crate::base::pool::Texts;

/// Bytes of texts that are remembered; then it begins anew.
pub(super) const MOST: usize = 32 << 20;

/// What is known of texts.
pub(super) struct Memo<T> {
    texts: Texts,
    known: Vec<T>,
    /// The text that was asked last: neighbours are often the same.
    last: u32,
}

impl<T> Memo<T> {
    pub(super) fn new() -> Memo<T> {
        Memo { texts: Texts::new(), known: Vec::new(), last: 0 }
    }

    pub(super) fn get(&mut self, text: &str) -> Option<&T> {
        if self.last == 0 || self.texts.get(self.last) != text {
            self.last = self.texts.find(text)?;
        }
        self.known.get((self.last as usize).checked_sub(1)?)
    }

    /// Remembers; an empty text is none.
    pub(super) fn put(&mut self, text: &str, known: T) {
        if self.texts.bytes() + self.known.len() * size_of::<T>() > MOST {
            *self = Memo::new();
        }
        match self.texts.put(text) as usize {
            0 => {}
            number if number > self.known.len() => self.known.push(known),
            number => {
                if let Some(place) = self.known.get_mut(number - 1) {
                    *place = known;
                }
            }
        }
    }
}

/// The same for texts that are mostly short: a short one is found with one look into memory.
pub(super) struct Short<T> {
    /// Text and what is known; a free place has no text.
    places: Vec<(u128, Option<T>)>,
    count: usize,
    last: (u128, Option<T>),
    long: Memo<T>,
}

impl<T: Copy> Short<T> {
    pub(super) fn new() -> Short<T> {
        Short { places: Vec::new(), count: 0, last: (0, None), long: Memo::new() }
    }

    pub(super) fn get(&mut self, text: &str) -> Option<T> {
        let Some(whole) = whole(text) else { return self.long.get(text).copied() };
        if self.last.0 == whole {
            return self.last.1;
        }
        let mask = self.places.len().checked_sub(1)?;
        let mut at = hash(whole) & mask;
        loop {
            match self.places.get(at) {
                Some((other, known)) if *other == whole => {
                    self.last = (whole, *known);
                    return *known;
                }
                Some((_, Some(_))) => at = (at + 1) & mask,
                _ => return None,
            }
        }
    }

    /// Remembers what is not known yet; an empty text is none.
    pub(super) fn put(&mut self, text: &str, known: T) {
        let Some(whole) = whole(text) else { return self.long.put(text, known) };
        if whole == 0 {
            return;
        }
        if (self.count + 1) * 3 > self.places.len() * 2 {
            let more = vec![(0, None); (self.places.len() * 2).max(64)];
            for (whole, known) in std::mem::replace(&mut self.places, more) {
                self.add(whole, known);
            }
        }
        self.count += 1;
        self.add(whole, Some(known));
    }

    fn add(&mut self, whole: u128, known: Option<T>) {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = hash(whole) & mask;
        while let Some(place) = self.places.get_mut(at).filter(|_| known.is_some()) {
            if place.1.is_none() {
                *place = (whole, known);
                return;
            }
            at = (at + 1) & mask;
        }
    }
}

/// A text of less than 16 bytes as one number, its length in the highest byte.
fn whole(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    let length = bytes.len();
    let mut all = [0u8; 16];
    all.get_mut(..length).filter(|_| length < 16)?.copy_from_slice(bytes);
    Some(u128::from_le_bytes(all) | (length as u128) << 120)
}

fn hash(whole: u128) -> usize {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let product = u128::from(whole as u64 ^ ODD) * u128::from((whole >> 64) as u64 ^ ODD.rotate_left(32));
    let mixed = (product as u64 ^ (product >> 64) as u64).wrapping_mul(ODD);
    (mixed >> 24) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn what_was_put_is_had_again(
            texts in prop::collection::vec("[a-b]{0,4}|[a-c]{14,17}|é{6,9}|\\x00{0,3}", 0..300),
            others in prop::collection::vec("[a-b]{0,4}|[a-c]{14,17}|\\x00{0,3}", 0..50),
        ) {
            let (mut memo, mut short, mut wanted) = (Memo::new(), Short::new(), BTreeMap::new());
            for (number, text) in (0u32..).zip(&texts) {
                prop_assert_eq!(memo.get(text).copied(), wanted.get(text).copied());
                prop_assert_eq!(short.get(text), wanted.get(text).copied());
                if !text.is_empty() && !wanted.contains_key(text) {
                    memo.put(text, number);
                    short.put(text, number);
                    wanted.insert(text, number);
                }
            }
            for text in texts.iter().chain(&others) {
                prop_assert_eq!(memo.get(text).copied(), wanted.get(text).copied());
                prop_assert_eq!(short.get(text), wanted.get(text).copied());
            }
        }
    }
}
