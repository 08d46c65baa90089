//! Entities: what findings speak of.
//!
//! A loader makes them from declarations; resolution and answers read them. They do not know the findings in which they stand.

use super::{EntityId, KindId, Locator};
use serde::{Deserialize, Serialize};

/// A thing that findings speak of: a gene, a treatment, a disease.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Preferred name, as printed in answers.
    pub name: String,
    /// What kind of thing it is.
    pub kind: KindId,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Cross-references to public vocabularies.
    pub xrefs: Vec<Xref>,
    /// Steps to broader entities.
    pub broader: Vec<Edge>,
    /// Whether more of it is better or worse, where the source says so.
    pub benefit: Option<Benefit>,
    /// How near to patients a finding in it is, where it tells.
    pub evidence: Option<Tier>,
    /// The components of a composite; empty otherwise. Of a ratio: numerator, then denominator.
    pub parts: Vec<EntityId>,
    /// What a treatment applies.
    pub agent: Option<EntityId>,
    /// How a treatment applies its agent: `overexpression`.
    pub operation: Option<String>,
    /// A remark of the curator.
    pub note: Option<String>,
}

impl Entity {
    /// An entity of which nothing is known but its name and kind.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: KindId) -> Entity {
        Entity {
            name: name.into(),
            kind,
            aliases: Vec::new(),
            xrefs: Vec::new(),
            broader: Vec::new(),
            benefit: None,
            evidence: None,
            parts: Vec::new(),
            agent: None,
            operation: None,
            note: None,
        }
    }
}

/// A name in a public vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Xref {
    /// Prefix and identifier: `HGNC:2561`.
    pub curie: String,
    /// Where it was verified.
    pub verified_in: Option<String>,
}

/// A step from an entity to a broader one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// The broader entity.
    pub to: EntityId,
    /// What kind of step it is.
    pub kind: EdgeKind,
    /// Where the source says so; empty where the curator does.
    pub locators: Vec<Locator>,
    /// A remark of the curator.
    pub note: Option<String>,
}

/// What leads from an entity to a broader one. All but [`EdgeKind::PartOf`] are followed by `=` and by targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// `is a`
    IsA,
    /// `stage of`
    StageOf,
    /// `member of`
    MemberOf,
    /// `measure of`
    MeasureOf,
    /// `part of`
    PartOf,
}

impl EdgeKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [EdgeKind; 5] =
        [EdgeKind::IsA, EdgeKind::StageOf, EdgeKind::MemberOf, EdgeKind::MeasureOf, EdgeKind::PartOf];

    /// As a person reads it: `stage of`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            EdgeKind::IsA => "a kind of",
            EdgeKind::StageOf => "stage of",
            EdgeKind::MemberOf => "member of",
            EdgeKind::MeasureOf => "measure of",
            EdgeKind::PartOf => "part of",
        }
    }

    /// Whether `=` and targets take the narrower end for the broader one.
    #[must_use]
    pub fn is_followed(self) -> bool {
        self != EdgeKind::PartOf
    }
}

/// Whether a rise of an entity does good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Benefit {
    /// More is better.
    MoreIsBetter,
    /// More is worse.
    MoreIsWorse,
}

/// How near to patients a finding is; the nearer is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Cells in the dish.
    Cells,
    /// Living animals.
    Animal,
    /// People.
    Patients,
}

impl Tier {
    /// All of them, the least first.
    pub const ALL: [Tier; 3] = [Tier::Cells, Tier::Animal, Tier::Patients];

    /// As typed and printed: `patients`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Tier::Cells => "cells",
            Tier::Animal => "animal",
            Tier::Patients => "patients",
        }
    }
}
