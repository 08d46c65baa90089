//! Replies to what a script says to its session.
//!
//! The engine fills them with words and verdicts; `render` prints them. They own all their words, as answers do.

use super::{BaseInfo, Evidence, Verdict};
use serde::Serialize;

/// A statement that changed the session and asked nothing: `let`, `use`, `retract study`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Noted {
    /// The statement in canonical spelling.
    pub statement: String,
    /// What it did, a line each.
    pub did: Vec<String>,
}

/// An expectation that held. One that failed is an error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expected {
    /// What was expected: `3 rows`, `exactly (resveratrol)`.
    pub expected: String,
    /// The question in canonical spelling.
    pub query: String,
    /// How many rows it has.
    pub rows: u64,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// How the answers of two bases to one question differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changes {
    /// The question in canonical spelling.
    pub query: String,
    /// The base that is compared with.
    pub left: BaseInfo,
    /// The base that is asked what changed.
    pub right: BaseInfo,
    /// Rows that are not the same in both, by name.
    pub rows: Vec<RowChange>,
    /// How many rows are the same in both, findings included.
    pub unchanged: u64,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// One row that two bases do not agree on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowChange {
    /// The row's name.
    pub name: String,
    /// What became of it from left to right.
    pub change: Change,
    /// Its verdict on the left, where it is a row there.
    pub left: Option<Verdict>,
    /// Its verdict on the right, where it is a row there.
    pub right: Option<Verdict>,
    /// Findings for and against it on the left only.
    pub only_left: Vec<Evidence>,
    /// Findings for and against it on the right only.
    pub only_right: Vec<Evidence>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Only the right base has it.
    Added,
    /// Only the left base has it.
    Removed,
    /// Its verdict differs.
    Verdict,
    /// Its verdict is the same and rests on other findings.
    Findings,
}

impl Change {
    /// As printed.
    ///
    /// ```
    /// use whereof::answer::Change;
    /// assert_eq!(Change::Added.words(), "added");
    /// ```
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Verdict => "verdict",
            Change::Findings => "findings",
        }
    }
}
