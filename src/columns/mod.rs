//! Numbers and bytes in columns, owned or lying in the bytes of a file.
//!
//! Vectors or a stretch of bytes come in; slices, numbers by place and records by place go out, without a copy of what lies in a file. It
//! does not know what the numbers stand for.

mod blobs;
mod bytes;
mod ints;
mod mapped;
mod packed;

pub use blobs::Blobs;
pub use bytes::Bytes;
pub use ints::Ints;
pub use packed::Packed;
