//! The embedded base.
//!
//! Its image is read when a program asks for it; its texts are what people read and what the image is made from. That both say the same is
//! tested, not known here.

use super::Memory;
use super::image::{self, ImageError};

/// What the embedded base is called.
pub const NAME: &str = "Hu 2020";

/// The texts of the embedded base, in the order in which they are loaded: file name and text.
pub const TEXTS: [(&str, &str); 6] = [
    ("schema.whereof", include_str!("builtin/schema.whereof")),
    ("entities.whereof", include_str!("builtin/entities.whereof")),
    ("abstract.whereof", include_str!("builtin/abstract.whereof")),
    ("section2.whereof", include_str!("builtin/section2.whereof")),
    ("findings.whereof", include_str!("builtin/findings.whereof")),
    ("section5.whereof", include_str!("builtin/section5.whereof")),
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
