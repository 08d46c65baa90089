//! Records of bytes by place.
//!
//! Records come in one after the other, or a column of ends with the bytes of all; the bytes of one go out. What they say is not known here.

use super::{Bytes, Ints};

/// Byte strings by place, each found without reading those before it.
///
/// ```
/// use whereof::columns::Blobs;
/// let names = Blobs::of(["CXCR4", "", "HGF"].map(str::as_bytes));
/// assert_eq!((names.len(), names.get(2), names.get(3)), (3, Some(&b"HGF"[..]), None));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Blobs {
    ends: Ints,
    bytes: Bytes,
}

impl Blobs {
    /// Records in order.
    #[must_use]
    pub fn of<'a>(records: impl IntoIterator<Item = &'a [u8]>) -> Blobs {
        let (mut ends, mut bytes) = (Vec::new(), Vec::new());
        for record in records {
            bytes.extend_from_slice(record);
            ends.push(bytes.len() as u32);
        }
        Blobs { ends: ends.into(), bytes: Bytes::owned(&bytes) }
    }

    /// Where each record ends, and all bytes; what lies outside is found by nobody.
    #[must_use]
    pub fn within(ends: Ints, bytes: Bytes) -> Blobs {
        Blobs { ends, bytes }
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One record.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&[u8]> {
        let ends = self.ends.as_slice();
        let end = *ends.get(at)? as usize;
        let start = at.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
        self.bytes.as_slice().get(start..end)
    }

    /// Where each record ends.
    #[must_use]
    pub fn ends(&self) -> &Ints {
        &self.ends
    }

    /// The bytes of all.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}
