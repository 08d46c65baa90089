//! Names: one normal form, and what each name stands for.
//!
//! The loader of bases and the resolver of questions both look names up here, so that a name is read the same way on both sides.
//! It does not know the grammar and does not know the findings.

pub mod article;
pub mod benefit;
mod closure;
pub mod entities;
pub mod evidence;
pub mod index;
pub mod lists;
pub mod normal;
pub mod quantity;
pub mod suggest;
pub mod typed;
pub mod verbs;
pub mod vocabulary;

pub use article::{a, one_of};
pub use benefit::does_good;
pub use closure::Closure;
pub use entities::Entities;
pub use index::{Entry, NameColumns, NameIndex, Named};
pub use lists::{Ids, Lists};
pub use normal::normal;
pub use typed::{Fit, Typed};
pub use vocabulary::{Steps, Vocabulary};

#[cfg(test)]
mod tests;
