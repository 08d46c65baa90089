//! Images: a base in the form in which it is quickest to load.
//!
//! A base in memory comes in and bytes go out, or the other way round. An image is trusted no more than any file: what does not fit together
//! is refused.

use super::{Facts, Memory};
use crate::model::{Entity, Finding, Schema, Source, Study};
use crate::names::{NameIndex, Vocabulary};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// Raised when the form changes.
const VERSION: u32 = 5;

/// Why bytes are no image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// The bytes are cut short, or of another form.
    Unreadable,
    /// The image was made by another version of this library.
    Version(u32),
    /// The index of names does not belong to the names.
    Index,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImageError::Unreadable => write!(f, "the image of the base cannot be read"),
            ImageError::Version(version) => write!(f, "the image of the base has version {version}, not {VERSION}"),
            ImageError::Index => write!(f, "the index of names in the image does not fit its names"),
        }
    }
}

impl std::error::Error for ImageError {}

#[derive(Serialize, Deserialize)]
struct Image<'a> {
    name: Cow<'a, str>,
    fingerprint: u128,
    schema: Cow<'a, Schema>,
    entities: Cow<'a, [Entity]>,
    index: Cow<'a, NameIndex>,
    sources: Cow<'a, [Source]>,
    studies: Cow<'a, [Study]>,
    findings: Cow<'a, [Finding]>,
}

/// The image of a base.
///
/// # Errors
/// [`ImageError::Unreadable`] where the base is too large for one.
pub fn write(base: &Memory) -> Result<Vec<u8>, ImageError> {
    let image = Image {
        name: base.name().into(),
        fingerprint: base.fingerprint(),
        schema: Cow::Borrowed(base.vocabulary().schema()),
        entities: base.vocabulary().entities().into(),
        index: Cow::Borrowed(base.vocabulary().index()),
        sources: base.sources().into(),
        studies: base.studies().into(),
        findings: base.findings().into(),
    };
    postcard::to_allocvec(&(VERSION, image)).map_err(|_| ImageError::Unreadable)
}

/// The base of an image.
///
/// # Errors
/// What is wrong with the bytes.
pub fn read(bytes: &[u8]) -> Result<Memory, ImageError> {
    let (version, rest) = postcard::take_from_bytes::<u32>(bytes).map_err(|_| ImageError::Unreadable)?;
    if version != VERSION {
        return Err(ImageError::Version(version));
    }
    let image: Image<'_> = postcard::from_bytes(rest).map_err(|_| ImageError::Unreadable)?;
    let (schema, entities, index) = (image.schema.into_owned(), image.entities.into_owned(), image.index.into_owned());
    if !index.fits(&schema, &entities) {
        return Err(ImageError::Index);
    }
    let vocabulary = Vocabulary::with_index(schema, entities, index);
    let (sources, studies) = (image.sources.into_owned(), image.studies.into_owned());
    let memory =
        Memory::with_vocabulary(image.name.into_owned(), vocabulary, sources, studies, image.findings.into_owned());
    Ok(memory.with_fingerprint(image.fingerprint))
}
