//! What can go wrong, as one opaque type that owns its source.

use crate::diagnostic::Diagnostic;
use crate::limits::Exceeded;
use crate::text::Source;
use std::fmt;

/// Why a statement has no answer.
///
/// It owns the text it speaks of, so it can be shown after the text is gone.
#[derive(Clone, Debug)]
pub struct Error {
    kind: ErrorKind,
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

/// What sort of error it is; decides the exit code of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The question is wrong.
    Question,
    /// A base is wrong.
    Base,
    /// A file cannot be read or written.
    File,
    /// An expectation failed.
    Expectation,
    /// A limit was reached.
    Limit(Exceeded),
}

impl Error {
    /// Joins what is needed to show an error.
    #[must_use]
    pub fn new(kind: ErrorKind, source: Source, diagnostics: Vec<Diagnostic>) -> Error {
        Error { kind, source, diagnostics }
    }

    /// What sort of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What is to be said, located in [`Error::source_text`].
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The same with a remark on the first thing that is said.
    pub(super) fn with_note(mut self, note: &str) -> Error {
        if let Some(first) = self.diagnostics.first_mut() {
            first.notes.push(note.to_owned());
        }
        self
    }

    pub(super) fn diagnostics_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.diagnostics
    }

    /// The text that the diagnostics point into.
    #[must_use]
    pub fn source_text(&self) -> &Source {
        &self.source
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.diagnostics.first() {
            Some(first) => write!(f, "{}: {}", first.code, first.message),
            None => f.write_str("unknown error"),
        }
    }
}

impl std::error::Error for Error {}
