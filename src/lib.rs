//! whereof: a query language for cited findings.

pub mod answer;
pub mod base;
pub mod diagnostic;
pub mod engine;
pub mod eval;
pub mod goal;
pub mod limits;
pub mod model;
pub mod names;
pub mod notation;
pub mod plan;
pub mod render;
pub mod syntax;
pub mod tell;
pub mod text;
pub mod typing;

pub use engine::{Base, Error, ErrorKind, Session};
pub use limits::Limits;
