//! whereof: a query language for cited findings.

pub mod answer;
pub mod base;
pub mod diagnostic;
pub mod eval;
pub mod goal;
pub mod limits;
pub mod model;
pub mod names;
pub mod notation;
pub mod plan;
pub mod syntax;
pub mod text;

pub use limits::Limits;
