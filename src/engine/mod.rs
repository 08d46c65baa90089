//! The facade: bases, questions, sessions.
//!
//! Text and limits come in, replies and errors go out. It joins the stages and holds no logic of its own.

pub mod error;

pub use error::{Error, ErrorKind};
