//! The facade: bases, questions, sessions.
//!
//! Text and limits come in, replies and errors go out. It joins the stages and holds no logic of its own.

mod answers;
mod ask;
mod base;
mod complete;
mod define;
mod diff;
mod error;
mod expect;
mod files;
mod findings;
mod fixes;
mod parameters;
mod query;
mod retract;
mod run;
mod session;
mod tables;
mod walk;

pub use crate::notation::TEMPLATE;
pub use answers::{Answer, Answers, Iter};
pub use base::{Base, check, compare, export, fmt, survey};
pub use complete::{Completion, WordClass};
pub use error::{Error, ErrorKind};
pub use findings::NewFinding;
pub use parameters::Parameter;
pub use query::Query;
pub use session::Session;
