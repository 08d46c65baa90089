//! Relations: what a finding says that its subject does to its object.
//!
//! A base declares them as verbs. They know their phrases and their place in the tree of verbs, not the findings that use them.

use super::{KindId, RelationId};
use serde::{Deserialize, Serialize};

/// A relation between a subject and an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// The active phrase, as printed: `upregulates`.
    pub name: String,
    /// Other active phrases.
    pub aliases: Vec<String>,
    /// The passive phrase: `upregulated by`.
    pub passive: Option<String>,
    /// Other passive phrases.
    pub passive_aliases: Vec<String>,
    /// What it is in a public vocabulary: `biolink:treats`.
    pub xref: Option<String>,
    /// Which way the object goes.
    pub direction: Direction,
    /// What of the object changes; empty where nothing is said.
    pub aspects: Vec<Aspect>,
    /// The relation that says the contrary.
    pub opposite: Option<RelationId>,
    /// The next broader relation of the same direction.
    pub broader: Option<RelationId>,
    /// Kinds allowed as subject; empty for all.
    pub subjects: Vec<KindId>,
    /// Kinds allowed as object; empty for all.
    pub objects: Vec<KindId>,
    /// A remark of the curator.
    pub note: Option<String>,
}

/// Which way the object goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It rises.
    Increase,
    /// It falls.
    Decrease,
    /// It was measured and did not change.
    None,
    /// It changes, or the source does not say which way.
    Unclear,
    /// It changes for the better: which way is read from the object's benefit.
    Better,
    /// It changes for the worse.
    Worse,
}

/// What of an object changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// How much of it there is.
    Amount,
    /// How active it is.
    Activity,
    /// How much of it is released.
    Secretion,
    /// The course of a process.
    Process,
    /// Whether it does good.
    Benefit,
}
