//! Nodes of declarations and findings: what a base's text holds.
//!
//! The parser makes them and the loader of bases reads them. Names in them are words only, as everywhere in the tree.

use super::{Items, Operator, Part, Ratio, Run, Slot, Value};
use crate::text::Span;

/// `declaration`
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// What is declared.
    pub what: Declared,
    /// Its name.
    pub name: Run,
    /// `is run`: an entity's kind, a slot's or unit's type.
    pub is: Option<Run>,
    /// `with ...`
    pub properties: Vec<Property>,
    /// The whole declaration.
    pub span: Span,
}

/// What a declaration declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Declared {
    /// `noun`: a kind of entity
    Noun,
    /// `verb`: a relation
    Verb,
    /// `slot`
    Slot,
    /// `unit`
    Unit,
    /// `entity`
    Entity,
    /// `source`: the document that the base's author read
    Source,
    /// `reference`: a study that the source cites
    Reference,
}

/// `property`: `alias = (CXCR-4, CD184)`, or a bare flag
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// What is said.
    pub name: Run,
    /// `OPERATOR` and what follows; none for a flag.
    pub value: Option<(Operator, PropertyValue)>,
    /// The whole property.
    pub span: Span,
}

/// What follows the operator of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum PropertyValue {
    /// `list`: `( a, b )`
    List(Vec<Run>, Span),
    /// `value`
    Value(Value),
}

/// `edge`: a cited step of a hierarchy
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Where the source says so.
    pub spots: Vec<Spot>,
    /// The narrower entity.
    pub narrower: Run,
    /// The relation and the broader entity: `stage of fibrosis`
    pub broader: Run,
    /// `with ...`
    pub properties: Vec<Property>,
    /// The whole statement.
    pub span: Span,
}

/// `block`
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// `study`
    Study(Study),
    /// `given`
    Given(Given),
}

/// `study`
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The reference numbers that close the sentences of this block.
    pub numbers: Vec<(u32, Span)>,
    /// A short label in the curator's words.
    pub label: Option<Part>,
    /// What the source states of every finding inside.
    pub items: Option<Items>,
    /// The findings.
    pub entries: Vec<Entry>,
    /// The whole block.
    pub span: Span,
}

/// `given`
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// What the source states of every finding inside.
    pub items: Option<Items>,
    /// The findings.
    pub entries: Vec<Entry>,
    /// The whole block.
    pub span: Span,
}

/// `entry`
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// `given`
    Given(Given),
    /// `finding`
    Finding(Finding),
}

/// `finding`: one subject, one verb, one object or several
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where the source says so.
    pub spots: Vec<Spot>,
    /// Subject, verb and, unless a ratio follows, the first object.
    pub run: Run,
    /// `ratio(a, b)` directly behind the verb.
    pub ratio: Option<Ratio>,
    /// Further objects.
    pub objects: Vec<RunOrRatio>,
    /// `in ...`
    pub items: Option<Items>,
    /// `with ...`
    pub slots: Vec<Slot>,
    /// The whole finding.
    pub span: Span,
}

/// `run | ratio`
#[derive(Clone, Debug, PartialEq)]
pub enum RunOrRatio {
    /// A name.
    Run(Run),
    /// A ratio of two names.
    Ratio(Ratio),
}

/// `spot`: `"4.1" 8`, section and sentence
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The section's name in the source.
    pub section: String,
    /// The sentence in the section, from 1.
    pub sentence: u32,
    /// The whole spot.
    pub span: Span,
}
