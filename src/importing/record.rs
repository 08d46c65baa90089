//! What a reader makes of a file, before it is known what a base calls it.
//!
//! Readers make these, the builder takes them. Words in them are the file's own; which noun, verb or slot they are is not known here.

use crate::model::{Aspect, Direction, EdgeKind};

/// A thing as a file names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Name {
    /// What identifies it in the file: a cross-reference, a term.
    pub(super) key: Option<String>,
    /// What sort of thing it is, in the file's word.
    pub(super) kind: Option<String>,
    /// The vocabulary that its name is from.
    pub(super) namespace: Option<String>,
    /// What it is called.
    pub(super) name: Option<String>,
    /// Cross-references.
    pub(super) xrefs: Vec<String>,
}

impl Name {
    /// A thing that is known by what identifies it.
    pub(super) fn key(key: impl Into<String>) -> Name {
        Name { key: Some(key.into()), ..Name::default() }
    }

    /// How it is told in messages.
    pub(super) fn shown(&self) -> &str {
        self.name.as_deref().or(self.key.as_deref()).unwrap_or("")
    }
}

/// One statement of a file.
#[derive(Clone, Debug)]
pub(super) enum Record {
    /// A thing and its names.
    Thing(Box<Thing>),
    /// A finding, or a step between two things where the mapping takes its relation for one.
    Statement(Box<Statement>),
    /// Names of something that is identified elsewhere.
    Aliases(String, Vec<String>),
    /// Something that was given up, and what took its place.
    Redirect { from: String, name: Option<String>, to: String },
    /// What a thing is made of, or what it applies.
    Made { whole: String, part: String, is_agent: bool },
}

/// A thing and its names.
#[derive(Clone, Debug, Default)]
pub(super) struct Thing {
    pub(super) name: Name,
    pub(super) aliases: Vec<String>,
    /// Steps to broader things, each known by what identifies it.
    pub(super) steps: Vec<(EdgeKind, String)>,
    pub(super) note: Option<String>,
    /// Other identifiers that lead here.
    pub(super) leads: Vec<String>,
    /// What its kind is in a public vocabulary.
    pub(super) class: Option<String>,
}

/// A finding in the words of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Statement {
    pub(super) subject: Name,
    /// Words for the relation, the most telling first: the first that the mapping knows is taken.
    pub(super) relations: Vec<String>,
    pub(super) object: Name,
    pub(super) slots: Vec<SlotWords>,
    pub(super) studies: Vec<Cited>,
    /// Where it is said; the line of the file where this is left out.
    pub(super) places: Option<Vec<Place>>,
    /// The section, where only it is known.
    pub(super) section: Option<String>,
    pub(super) sentence: Option<u32>,
    pub(super) stance: Option<String>,
    /// Slots whose values somebody inferred, by name.
    pub(super) inferred: Vec<String>,
    /// What the verb is where it has to be declared.
    pub(super) verb: Option<VerbHint>,
}

/// What a file tells of a verb.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct VerbHint {
    /// Its name, where the file has it from a base and not in words of its own.
    pub(super) name: Option<String>,
    pub(super) direction: Direction,
    pub(super) aspects: Vec<Aspect>,
    pub(super) xref: Option<String>,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// The document; that of the import where it is left out.
    pub(super) source: Option<String>,
    pub(super) section: String,
    pub(super) sentence: u32,
}

/// A stated value of a slot.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SlotWords {
    /// The file's word for the slot.
    pub(super) slot: String,
    pub(super) value: ValueWords,
}

/// What is stated.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ValueWords {
    /// Words, to be read as the slot takes them.
    Text(String),
    /// What identifies a thing, where one is known by it; else words.
    Either(String),
}

impl SlotWords {
    pub(super) fn text(slot: impl Into<String>, value: impl Into<String>) -> SlotWords {
        SlotWords { slot: slot.into(), value: ValueWords::Text(value.into()) }
    }
}

/// A cited study.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cited {
    /// The document that cites it; that of the import where it is left out.
    pub(super) source: Option<String>,
    pub(super) number: Option<u32>,
    pub(super) pmid: Option<String>,
    pub(super) doi: Option<String>,
    pub(super) label: Option<String>,
    pub(super) title: Option<String>,
    pub(super) journal: Option<String>,
    pub(super) year: Option<u32>,
}

/// One unit of a file, which is kept or rejected as a whole.
#[derive(Debug)]
pub(super) struct Unit {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// What it says, or why it cannot be used.
    pub(super) says: Result<Record, String>,
    /// The text itself, for messages.
    pub(super) text: String,
}

impl Unit {
    pub(super) fn new(line: u64, text: impl Into<String>, says: Result<Record, String>) -> Unit {
        Unit { line, says, text: text.into() }
    }

    pub(super) fn statement(line: u64, text: impl Into<String>, says: Statement) -> Unit {
        Unit::new(line, text, Ok(Record::Statement(Box::new(says))))
    }
}
