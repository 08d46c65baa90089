//! Names: one normal form, and what each name stands for.
//!
//! The loader of bases and the resolver of questions both look names up here, so that a name is read the same way on both sides.
//! It does not know the grammar and does not know the findings.

pub mod vocabulary;

pub use vocabulary::{Closure, Vocabulary};
