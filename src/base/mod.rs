//! Facts at rest.
//!
//! [`Facts`] is what a store of findings must be able to say; [`Memory`] is the store that a text is loaded into. Stores know nothing of
//! questions.

pub mod builtin;
mod census;
pub mod column;
pub mod compare;
pub mod facts;
mod finger;
pub mod fingerprint;
pub mod jsonl;
pub mod links;
pub mod memory;
pub mod merge;
pub mod pool;
pub mod sheet;
pub mod side;
mod studies;
mod without;

pub use census::{Census, Place, Ranked, close};
pub use facts::{Batches, Core, Facts, Scan};
pub use links::Links;
pub use memory::{Memory, Parts};
pub use merge::merge;
pub use sheet::{Bulk, Sheet};
pub use side::Side;
pub use without::Without;
