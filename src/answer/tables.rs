//! Replies to tables and comparisons: matrix, gaps, compare, contested, similar.
//!
//! Telling fills them with words, rendering prints them. They own all that they print.

use super::{BaseInfo, Evidence, Ref, Verdict};
use crate::model::FindingId;
use serde::Serialize;

/// `matrix ...`
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Matrix {
    /// The statement in canonical spelling.
    pub query: String,
    /// How it was read, as plain sentences.
    pub sentences: Vec<String>,
    /// What was asked.
    pub base: BaseInfo,
    /// What the rows and the columns are.
    pub axes: (String, String),
    /// Names of the rows, in order: most studies first, then by name; `null`, last, stands for `not stated`.
    pub rows: Vec<Option<String>>,
    /// Names of the columns, likewise.
    pub columns: Vec<Option<String>>,
    /// Cells with a finding or a declared gap, by row, then column; all others are silent.
    pub cells: Vec<Cell>,
    /// Cells in which nothing was found, declared gaps included, `not stated` apart.
    pub silent: u64,
    /// Names that stand in the axes' places and have no cell here: rows, then columns.
    pub left_out: (u64, u64),
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// One cell of a matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// Its row's name; `null` for `not stated`.
    pub row: Option<String>,
    /// Its column's name; `null` for `not stated`.
    pub column: Option<String>,
    /// What the findings say together.
    pub verdict: Verdict,
    /// What separates the sides, or (contested) what only one side states.
    pub separators: Vec<String>,
    /// How many findings say that something rises, falls, does not change, changes in an unclear way; those against a claim and
    /// beside it included.
    pub signs: Signs,
    /// Distinct studies of the findings for and against.
    pub studies: u64,
    /// Findings: for the claim where there is one.
    pub findings: Vec<FindingId>,
    /// Findings against the claim.
    pub against: Vec<FindingId>,
    /// Findings on what the claim is about that neither support it nor stand against it.
    pub others: Vec<FindingId>,
    /// Studies of the findings.
    pub refs: Vec<Ref>,
    /// Studies of those against.
    pub refs_against: Vec<Ref>,
    /// Narrower names through which findings came here.
    pub from_kinds: Vec<String>,
    /// Gaps that the source declares here.
    pub gaps: Vec<Evidence>,
}

/// How many findings say what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Signs {
    /// More of it.
    pub plus: u64,
    /// Less of it.
    pub minus: u64,
    /// Measured, and no change.
    pub zero: u64,
    /// A change, not said which.
    pub unclear: u64,
}

/// `gaps`, `gaps ... by ...`
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gaps {
    /// The statement in canonical spelling.
    pub query: String,
    /// How it was read, as plain sentences.
    pub sentences: Vec<String>,
    /// What was asked.
    pub base: BaseInfo,
    /// Gaps that sources declare: nothing reported fills them.
    pub open: Vec<Gap>,
    /// Gaps that sources declare though something was found.
    pub answered: Vec<Gap>,
    /// What the rows and the columns are; none of bare `gaps`.
    pub axes: Option<(String, String)>,
    /// Cells in all, `not stated` apart; 0 of bare `gaps`.
    pub cells: u64,
    /// The first ten thousand silent cells that nobody declares, as row and column.
    pub silent: Vec<(String, String)>,
    /// How many there are.
    pub silent_total: u64,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// One declared gap, and what the base holds nevertheless.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// Row and column of its cell; none of bare `gaps`.
    pub cell: Option<(String, String)>,
    /// What the source declares; several in one cell.
    pub declared: Vec<Evidence>,
    /// Reported findings that fill it, the first few.
    pub found: Vec<Evidence>,
    /// How many there are.
    pub found_total: u64,
    /// Reported findings on the same subject and object in other contexts, or in none that is stated: the first few.
    pub elsewhere: Vec<Evidence>,
    /// How many there are.
    pub elsewhere_total: u64,
    /// Reported findings of the same subject in the same contexts on something else: how many.
    pub beside_total: u64,
}

/// `compare A with B`
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// The statement in canonical spelling.
    pub query: String,
    /// How it was read, as plain sentences.
    pub sentences: Vec<String>,
    /// What was asked.
    pub base: BaseInfo,
    /// The first name.
    pub left: String,
    /// The second name.
    pub right: String,
    /// What either has to do with, what is shared first.
    pub targets: Vec<ComparedTarget>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// One thing, as two names stand to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedTarget {
    /// Its name.
    pub name: String,
    /// `on`: the names act on it; `by`: it acts on them.
    pub role: String,
    /// `shared`, `opposite`, `context-split`, `contested`, `unclear`, `only left`, `only right`.
    pub comparison: String,
    /// What tells the two apart; of a contested one, what only one side states.
    pub separators: Vec<String>,
    /// What the first name's findings say: `+`, `-`, `0`, `?`, each once.
    pub left_signs: String,
    /// What the second's say.
    pub right_signs: String,
    /// Studies of the first name's findings.
    pub left_refs: Vec<Ref>,
    /// Studies of the second's.
    pub right_refs: Vec<Ref>,
    /// The first name's findings.
    pub left: Vec<FindingId>,
    /// The second's.
    pub right: Vec<FindingId>,
}

/// `contested ...`
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contested {
    /// The statement in canonical spelling.
    pub query: String,
    /// How it was read, as plain sentences.
    pub sentences: Vec<String>,
    /// What was asked.
    pub base: BaseInfo,
    /// Pairs whose findings disagree: contested ones first, then by names.
    pub pairs: Vec<Pair>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// A subject and an object on which findings disagree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// Who acts.
    pub subject: String,
    /// On what.
    pub object: String,
    /// Broader objects on which the same findings disagree alike.
    pub broader: Vec<String>,
    /// Contested, or context-split.
    pub verdict: Verdict,
    /// Sides that stand against each other.
    pub disputes: Vec<Dispute>,
    /// The findings of each side.
    pub sides: Vec<Side>,
}

/// Two sides that stand against each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dispute {
    /// Signs of the two sides: `+` and `-`, `+` and `0`, `-` and `0`.
    pub between: (char, char),
    /// Contested, or context-split.
    pub verdict: Verdict,
    /// What tells them apart, or (contested) what only one side states.
    pub separators: Vec<String>,
}

/// One side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// What it says: `+`, `-`, `0`.
    pub sign: char,
    /// Studies of its findings.
    pub refs: Vec<Ref>,
    /// Its findings.
    pub evidence: Vec<Evidence>,
}

/// `similar to X`
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Similar {
    /// The statement in canonical spelling.
    pub query: String,
    /// How it was read, as plain sentences.
    pub sentences: Vec<String>,
    /// What was asked.
    pub base: BaseInfo,
    /// The name that was asked for.
    pub name: String,
    /// Things on which it has findings that say which way.
    pub things: u64,
    /// Most similar first.
    pub rows: Vec<Neighbour>,
    /// How many there are in all.
    pub total: u64,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// A name that has something in common with the asked one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Neighbour {
    /// Which.
    pub name: String,
    /// Shared less opposite things, over all that either speaks of, to three places: from -1 to 1.
    pub score: f64,
    /// Things of which both say the same.
    pub shared: Vec<Thing>,
    /// Things of which they say the contrary.
    pub opposite: Vec<Thing>,
    /// Things that only the asked name speaks of: how many.
    pub only_asked: u64,
    /// Things that only this one speaks of: how many.
    pub only_this: u64,
}

/// What two names have in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Thing {
    /// Its name.
    pub name: String,
    /// `on`: the names act on it; `by`: it acts on them.
    pub role: String,
    /// Studies of the asked name's findings.
    pub asked_refs: Vec<Ref>,
    /// Studies of this one's.
    pub refs: Vec<Ref>,
}
