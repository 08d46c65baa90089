//! Bytes that many columns share: of the program, of memory, or of a file.
//!
//! They come in once and are cloned without being copied. Who changes a mapped file in place while it is read is not known here: see
//! `docs/reliability.md`.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A stretch of shared bytes, which begins at a multiple of four.
///
/// ```
/// use whereof::columns::Bytes;
/// let bytes = Bytes::owned(b"abcdefgh");
/// assert_eq!(bytes.part(4..6).unwrap().as_slice(), b"ef");
/// assert!(bytes.part(4..9).is_none());
/// ```
#[derive(Clone)]
pub struct Bytes {
    whole: Whole,
    start: usize,
    length: usize,
}

#[derive(Clone)]
enum Whole {
    Static(&'static [u8]),
    /// Words, so that numbers lie where the machine reads them.
    Owned(Arc<[u64]>),
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl Bytes {
    /// Bytes of the program itself.
    #[must_use]
    pub fn fixed(bytes: &'static [u8]) -> Bytes {
        Bytes { whole: Whole::Static(bytes), start: 0, length: bytes.len() }
    }

    /// A copy of bytes.
    #[must_use]
    pub fn owned(bytes: &[u8]) -> Bytes {
        let mut words = vec![0u64; bytes.len().div_ceil(8)];
        if let Some(place) = bytemuck::cast_slice_mut::<u64, u8>(&mut words).get_mut(..bytes.len()) {
            place.copy_from_slice(bytes);
        }
        Bytes { whole: Whole::Owned(words.into()), start: 0, length: bytes.len() }
    }

    /// Bytes that something else holds, such as a mapped file.
    #[must_use]
    pub fn shared(holder: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Bytes {
        let length = (*holder).as_ref().len();
        Bytes { whole: Whole::Shared(holder), start: 0, length }
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

    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        let whole: &[u8] = match &self.whole {
            Whole::Static(bytes) => bytes,
            Whole::Owned(words) => bytemuck::cast_slice(words),
            Whole::Shared(holder) => (**holder).as_ref(),
        };
        whole.get(self.start..self.start + self.length).unwrap_or(&[])
    }

    /// A part of them; `None` where it does not lie inside.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Option<Bytes> {
        let length = range.end.checked_sub(range.start)?;
        (range.end <= self.length).then(|| Bytes { whole: self.whole.clone(), start: self.start + range.start, length })
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.length)
    }
}

impl Default for Bytes {
    fn default() -> Bytes {
        Bytes::fixed(&[])
    }
}
