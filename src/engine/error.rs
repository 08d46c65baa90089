//! What can go wrong, as one opaque type that owns its source.

use crate::diagnostic::Diagnostic;
use crate::limits::Exceeded;
use crate::render::{Style, report};
use crate::text::Source;
use std::fmt;

/// Why a statement has no answer.
///
/// It owns the text it speaks of, so it can be shown after the text is gone. Its `Debug` is the report for eyes: a `main` that returns
/// `Result<(), Error>` shows it.
///
/// ```
/// use whereof::{Base, ErrorKind};
/// let error = Base::builtin().query("treatment where upregulates CXCR44").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Question);
/// assert_eq!(error.to_string(), "W0201: `CXCR44` is no name in this base");
/// assert_eq!(format!("{error:?}"), error.report().trim_end());
/// ```
#[derive(Clone)]
pub struct Error {
    kind: ErrorKind,
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

/// What sort of error it is; decides the exit code of the command line.
///
/// ```
/// use whereof::{Base, ErrorKind};
/// let status = |error: &whereof::Error| match error.kind() {
///     ErrorKind::Question => 400,
///     ErrorKind::Limit(_) => 503,
///     _ => 500,
/// };
/// assert_eq!(status(&Base::builtin().query("treatment where").unwrap_err()), 400);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The question is wrong.
    Question,
    /// A base is wrong.
    Base,
    /// A file cannot be read or written, or a foreign store failed.
    File,
    /// An expectation failed.
    Expectation,
    /// A limit was reached.
    Limit(Exceeded),
}

impl Error {
    /// Joins what is needed to show an error.
    ///
    /// ```
    /// use whereof::diagnostic::Diagnostic;
    /// use whereof::{Error, ErrorKind, Source};
    /// let source = Source::new("wish list", "treatment where tastes good");
    /// let found = Diagnostic::error("X0001", "we ask for no tastes", source.span(16, 27), "here");
    /// assert!(Error::new(ErrorKind::Question, source, vec![found]).report().contains("tastes good"));
    /// ```
    #[must_use]
    pub fn new(kind: ErrorKind, source: Source, mut diagnostics: Vec<Diagnostic>) -> Error {
        if diagnostics.is_empty() {
            // only a base whose numbers were forged leads here
            let mut damaged =
                Diagnostic::error("W0618", "what the base says does not fit together", source.span(0, 0), "");
            damaged.labels.clear();
            diagnostics.push(damaged.with_note("`whereof base verify FILE` tells whether a file is damaged"));
        }
        Error { kind, source, diagnostics }
    }

    /// What sort of error it is.
    ///
    /// ```
    /// use whereof::{Base, ErrorKind};
    /// assert_eq!(Base::builtin().query("treatment where").unwrap_err().kind(), ErrorKind::Question);
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What is to be said, located in [`Error::source_text`].
    ///
    /// ```
    /// let error = whereof::Base::builtin().query("treatment where upregulates CXCR44").unwrap_err();
    /// let found = &error.diagnostics()[0];
    /// assert_eq!((found.code, found.fixes[0].message.as_str()), ("W0201", "CXCR4 (gene)"));
    /// ```
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// For eyes: what is wrong, each with the piece of text that it points at and the ways out, 80 columns wide and without colour.
    ///
    /// ```
    /// let error = whereof::Base::builtin().query("treatment where upregulates CXCR44").unwrap_err();
    /// assert!(error.report().starts_with("[W0201] error: `CXCR44` is no name in this base"));
    /// ```
    #[must_use]
    pub fn report(&self) -> String {
        report::human(&self.source, &self.diagnostics, self.diagnostics.len().max(1), &Style::default())
    }

    /// For a program: the same as JSON Lines, a diagnostic each, in the form that `whereof schema` tells.
    ///
    /// ```
    /// let error = whereof::Base::builtin().query("treatment where upregulates CXCR44").unwrap_err();
    /// assert!(error.to_json_lines().contains(r#""code":"W0201""#));
    /// ```
    #[must_use]
    pub fn to_json_lines(&self) -> String {
        report::json(&self.source, &self.diagnostics, self.diagnostics.len().max(1))
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
    ///
    /// ```
    /// let error = whereof::Base::builtin().query("treatment where upregulates CXCR44").unwrap_err();
    /// assert_eq!(error.source_text().slice(error.diagnostics()[0].span()), "CXCR44");
    /// ```
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

/// The report, so that a program whose `main` gives the error away shows what is wrong.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.report().trim_end())
    }
}

impl std::error::Error for Error {}
