//! whereof: a query language for cited findings.

pub mod answer;
pub mod base;
pub mod diagnostic;
pub mod engine;
pub mod goal;
pub mod limits;
pub mod model;
pub mod names;
pub mod render;
pub mod syntax;
pub mod text;

pub use engine::{Error, ErrorKind};
pub use limits::Limits;
