//! whereof: a query language for cited findings.
pub mod diagnostic;
pub mod model;
pub mod syntax;
pub mod text;
