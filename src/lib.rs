//! whereof: a query language for cited findings.
//!
//! ```
//! let base = whereof::Base::builtin();
//! for row in &base.query("treatment where upregulates CXCR4 and disease = fibrosis")? {
//!     assert_eq!(&row["treatment"], "resveratrol");
//!     assert_eq!(row.citations()[0].to_string(), "Hu 2020 [59]");
//! }
//! # Ok::<(), whereof::Error>(())
//! ```

pub mod answer;
pub mod diagnostic;

/// What a store of findings is made of, for who keeps them elsewhere.
///
/// A [`Facts`] says what it holds and hands out findings by their ends; [`Base::with_facts`] asks the whole language of it. The words here are
/// those of `docs/bases.md`. This module follows the needs of evaluation and may change between versions below 1.0.
pub mod store {
    pub use crate::base::fingerprint::fingerprint;
    pub use crate::base::{Batches, Facts, Scan};
    pub use crate::model::{
        Aspect, Benefit, Bound, Direction, Edge, EdgeKind, Entity, EntityId, Finding, FindingId, Kind, KindId, Locator,
        Quantity, Relation, RelationId, Schema, Slot, SlotId, SlotType, SlotValue, Source, SourceId, Stance, Study,
        StudyId, Tier, Unit, UnitId, Value, Xref,
    };
    pub use crate::names::Vocabulary;
}

// The stages, for the program itself, its tests and its benchmarks. They are no part of the library's promise.
#[doc(hidden)]
pub mod base;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod eval;
#[doc(hidden)]
pub mod goal;
#[doc(hidden)]
pub mod limits;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod names;
#[doc(hidden)]
pub mod notation;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod syntax;
#[doc(hidden)]
pub mod tell;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod typing;

#[doc(inline)]
pub use answer::{Citation, Reply, Verdict};
pub use base::Facts;
#[doc(inline)]
pub use diagnostic::Diagnostic;
pub use engine::{Answer, Answers, Base, Error, ErrorKind, NewFinding, Parameter, Query, Session};
pub use engine::{Completion, WordClass};
pub use limits::{Cancel, Exceeded, Limits};
pub use render::{Format, Style, render};
pub use text::Source;
