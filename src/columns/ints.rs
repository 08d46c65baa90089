//! Columns of numbers of 32 bits.
//!
//! A vector or a stretch of a file comes in and is read as one slice. It does not know what they count.

use super::Bytes;
use std::ops::Range;
use std::sync::Arc;

/// Numbers by place, owned or lying in the bytes of a file; cheap to clone.
///
/// ```
/// use whereof::columns::{Bytes, Ints};
/// let numbers = Ints::from(vec![3, 1, 4]);
/// assert_eq!((numbers.as_slice(), numbers.get(2), numbers.get(3)), (&[3, 1, 4][..], Some(4), None));
/// let same = Ints::within(Bytes::owned(&numbers.to_bytes())).unwrap();
/// assert_eq!(same, numbers);
/// ```
#[derive(Clone, Debug)]
pub struct Ints {
    lies: Lies,
    start: usize,
    length: usize,
}

#[derive(Clone, Debug)]
enum Lies {
    Here(Arc<Vec<u32>>),
    /// Their start and length are those of numbers.
    Within(Bytes),
}

impl Ints {
    /// Numbers in the order of bytes of this machine; `None` where the bytes are no whole numbers or do not begin where numbers may.
    #[must_use]
    pub fn within(bytes: Bytes) -> Option<Ints> {
        let length = bytemuck::try_cast_slice::<u8, u32>(bytes.as_slice()).ok()?.len();
        Some(Ints { lies: Lies::Within(bytes), start: 0, length })
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[u32] {
        let whole: &[u32] = match &self.lies {
            Lies::Here(numbers) => numbers,
            Lies::Within(bytes) => bytemuck::try_cast_slice(bytes.as_slice()).unwrap_or(&[]),
        };
        whole.get(self.start..self.start + self.length).unwrap_or(&[])
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<u32> {
        self.as_slice().get(at).copied()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Some of them; `None` where they do not all exist.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Option<Ints> {
        let length = range.end.checked_sub(range.start)?;
        (range.end <= self.length).then(|| Ints { lies: self.lies.clone(), start: self.start + range.start, length })
    }

    /// As they are written to a file of this machine.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        bytemuck::cast_slice(self.as_slice()).to_vec()
    }

    /// The numbers between two neighbours of this column, read as bounds of a list: the place of one list among all.
    #[must_use]
    pub fn bounds(&self, at: usize) -> Range<usize> {
        match self.as_slice().get(at..).and_then(<[u32]>::first_chunk::<2>) {
            Some([start, end]) => *start as usize..*end as usize,
            None => 0..0,
        }
    }
}

impl From<Vec<u32>> for Ints {
    fn from(numbers: Vec<u32>) -> Ints {
        Ints { start: 0, length: numbers.len(), lies: Lies::Here(Arc::new(numbers)) }
    }
}

impl Default for Ints {
    fn default() -> Ints {
        Ints::from(Vec::new())
    }
}

impl PartialEq for Ints {
    fn eq(&self, other: &Ints) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Ints {}
