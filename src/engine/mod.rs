//! The facade: bases, questions, sessions.
//!
//! Text and limits come in, replies and errors go out. It joins the stages and holds no logic of its own.

mod answers;
mod ask;
mod base;
mod check;
mod column;
mod define;
mod diff;
mod empty;
mod error;
mod expect;
mod explain;
mod files;
mod findings;
mod fixes;
mod found;
mod given;
mod guide;
#[cfg(feature = "import")]
mod import;
mod mend;
mod opening;
mod parameters;
mod query;
mod record;
mod retract;
mod row;
mod run;
mod session;
mod sources;
mod tables;
mod terms;
mod tried;
mod unread;
mod walk;

#[cfg(feature = "import")]
pub use crate::importing::{Counts, Event, Form, Listen, Options, Rejection};
pub use crate::names::Fit;
pub use crate::notation::TEMPLATE;
pub use crate::plan::Step;
pub use crate::typing::{Completion, Completions, Counted, Hint, What, WordClass};
pub use answers::{Answers, Iter};
pub use base::Base;
pub use check::{check, compare, export, fmt, survey};
pub use error::{Error, ErrorKind};
pub use explain::Explained;
pub use findings::NewFinding;
pub use guide::{Example, Lesson, TOPIC_NAMES, Topic, tour};
#[cfg(feature = "import")]
pub use import::{BaseFile, Import, Imported, lines, written};
pub use mend::Mended;
pub use opening::{Access, verified, verify};
pub use parameters::Parameter;
pub use query::Query;
pub use row::Answer;
pub use session::Session;
pub use terms::{Looked, Part, Term, look_up, term, term_list, terms};
pub use unread::{NoText, file_trouble, near_file, text_of};
