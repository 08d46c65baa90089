//! A base in one file: columns that are asked where they lie.
//!
//! The parts of a base come in and the bytes of a file go out, or the other way round, without reading more of it than a question needs. A
//! file is trusted no more than any other input: what does not fit together is refused, or found by nobody.

mod damage;
mod read;
mod sections;
mod store;
mod write;

pub use damage::Damage;
pub(super) use read::trusted;
pub use read::{open, verify};
pub use sections::{MAGIC, VERSION};
pub use store::Column;
pub use write::{Image, image};
