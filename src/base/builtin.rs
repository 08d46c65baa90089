//! The embedded base.
//!
//! Its file is part of the program and is asked where it lies; its texts are what people read and what the file is made from. That both say
//! the same is tested, not known here.

use super::column::{self, Column, Damage};
use super::{Facts, Memory, Parts};
use crate::columns::Bytes;

/// What the embedded base is called.
pub const NAME: &str = "Hu 2020";

/// The texts of the embedded base, in the order in which they are loaded: file name and text.
pub const TEXTS: [(&str, &str); 11] = [
    ("schema.whereof", include_str!("builtin/schema.whereof")),
    ("entities.whereof", include_str!("builtin/entities.whereof")),
    ("entities-cells.whereof", include_str!("builtin/entities-cells.whereof")),
    ("abstract.whereof", include_str!("builtin/abstract.whereof")),
    ("section1.whereof", include_str!("builtin/section1.whereof")),
    ("section2.whereof", include_str!("builtin/section2.whereof")),
    ("section3.whereof", include_str!("builtin/section3.whereof")),
    ("section4.whereof", include_str!("builtin/section4.whereof")),
    ("section5.whereof", include_str!("builtin/section5.whereof")),
    ("table1.whereof", include_str!("builtin/table1.whereof")),
    ("figures.whereof", include_str!("builtin/figures.whereof")),
];

/// Bytes of the program that begin where numbers may.
#[repr(C, align(64))]
struct Aligned<B: ?Sized>(B);

static IMAGE: &Aligned<[u8]> = &Aligned(*include_bytes!("builtin/image.whereof-base"));

/// The base that ships inside the library, asked where it lies in the program.
///
/// ```
/// use whereof::base::{Facts, builtin};
/// let base = builtin::column()?;
/// assert_eq!(base.vocabulary().entities_named("cxcr-4").len(), 1);
/// # Ok::<(), whereof::base::column::Damage>(())
/// ```
///
/// # Errors
/// None, unless the library was built from a damaged file.
pub fn column() -> Result<Column, Damage> {
    column::trusted(Bytes::fixed(&IMAGE.0))
}

/// The same as a copy in memory.
///
/// # Errors
/// As [`column`].
pub fn memory() -> Result<Memory, Damage> {
    let column = column()?;
    Ok(Memory::from_parts(column.name(), Parts::of(&column)).with_fingerprint(column.fingerprint()))
}
