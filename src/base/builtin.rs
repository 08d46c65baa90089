//! The embedded base.
//!
//! Its image is read when a program asks for it; its texts are what people read and what the image is made from. That both say the same is
//! tested, not known here.

use super::Memory;
use super::image::{self, ImageError};

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

/// The base that ships inside the library.
///
/// ```
/// use whereof::base::{Facts, builtin};
/// let base = builtin::memory()?;
/// assert_eq!(base.vocabulary().entities_named("cxcr-4").len(), 1);
/// # Ok::<(), whereof::base::image::ImageError>(())
/// ```
///
/// # Errors
/// None, unless the library was built from a damaged image.
pub fn memory() -> Result<Memory, ImageError> {
    image::read(include_bytes!("builtin/image.bin"))
}
