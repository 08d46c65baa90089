//! What went wrong with a text, where, and the way out.
//!
//! Every stage makes [`Diagnostic`]s; `render` shows them and `engine` adds to each fix the number of rows that the mended query
//! gives. A diagnostic does not know how it is shown.

pub use crate::text::Span;
use serde::Serialize;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The text was accepted; a reader should know something about it.
    Note,
    /// The text was accepted; it probably does not say what was meant.
    Warning,
    /// The text was not accepted.
    Error,
}

/// A piece of the text pointed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be said of it.
    pub message: String,
}

/// One replacement in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

/// A way out: what to do, the edits that do it, and what the mended query gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, in plain words: `CXCR4 (gene)`.
    pub message: String,
    /// The edits, in the order of the text, none overlapping; empty where only advice can be given.
    pub edits: Vec<Edit>,
    /// Rows that the query gives with this fix; filled in by `engine`, none where it was not tried.
    pub rows: Option<u64>,
    /// The first few of those rows, with their studies; filled in with `rows`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

impl Fix {
    /// A fix that replaces one span.
    ///
    /// ```
    /// use whereof::diagnostic::{Fix, Span};
    /// let fix = Fix::replace("CXCR4 (gene)", Span { start: 0, end: 6 }, "CXCR4");
    /// assert_eq!(fix.apply("CXCR44").as_deref(), Some("CXCR4"));
    /// ```
    #[must_use]
    pub fn replace(message: impl Into<String>, span: Span, replacement: impl Into<String>) -> Fix {
        Fix {
            message: message.into(),
            edits: vec![Edit { span, replacement: replacement.into() }],
            rows: None,
            examples: Vec::new(),
        }
    }

    /// The text with the edits made; `None` where they do not fit the text.
    ///
    /// ```
    /// use whereof::diagnostic::Fix;
    /// use whereof::{Source, diagnostic::Span};
    /// let source = Source::new("query", "treatment where upregulates CXCR44");
    /// let fix = Fix::replace("CXCR4 (gene)", source.span(28, 34), "CXCR4");
    /// assert_eq!(fix.apply(source.text()).as_deref(), Some("treatment where upregulates CXCR4"));
    /// ```
    #[must_use]
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut from = 0usize;
        for edit in &self.edits {
            out.push_str(text.get(from..edit.span.start as usize)?);
            out.push_str(&edit.replacement);
            from = edit.span.end as usize;
        }
        out.push_str(text.get(from..)?);
        Some(out)
    }
}

/// One thing to say about a text.
///
/// ```
/// let question = "treatment where upregulates CXCR44";
/// let error = whereof::Base::builtin().query(question).unwrap_err();
/// let found = &error.diagnostics()[0];
/// assert_eq!((found.code, &question[found.span().range()]), ("W0201", "CXCR44"));
/// assert_eq!(found.fixes[0].apply(question).as_deref(), Some("treatment where upregulates CXCR4"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code: `W0103`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found: lower case, no full stop.
    pub message: String,
    /// The place itself first, then places that explain it.
    pub labels: Vec<Label>,
    /// What would have been accepted at the first label, in the words that can be typed.
    pub expected: Vec<String>,
    /// Advice.
    pub notes: Vec<String>,
    /// Ways out, the likeliest first.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// An error at one place.
    ///
    /// ```
    /// use whereof::diagnostic::{Diagnostic, Severity};
    /// use whereof::diagnostic::Span;
    /// let found = Diagnostic::error("W0201", "no name `CXCR44` in this base", Span { start: 28, end: 34 }, "not known");
    /// assert_eq!(found.severity, Severity::Error);
    /// assert_eq!(found.span().start, 28);
    /// ```
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>, span: Span, label: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: vec![Label { span, message: label.into() }],
            expected: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// The same as a warning.
    ///
    /// ```
    /// use whereof::diagnostic::{Diagnostic, Severity, Span};
    /// let found = Diagnostic::warning("W0407", "nothing is said of it", Span { start: 0, end: 4 }, "this one");
    /// assert_eq!(found.severity, Severity::Warning);
    /// ```
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>, span: Span, label: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message, span, label) }
    }

    /// Adds advice.
    ///
    /// ```
    /// use whereof::diagnostic::{Diagnostic, Span};
    /// let found = Diagnostic::error("W0201", "not known", Span::default(), "").with_note("`resolve` lists what is like it");
    /// assert_eq!(found.notes.len(), 1);
    /// ```
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Diagnostic {
        self.notes.push(note.into());
        self
    }

    /// Adds a way out.
    ///
    /// ```
    /// use whereof::diagnostic::{Diagnostic, Fix, Span};
    /// let place = Span { start: 0, end: 6 };
    /// let found = Diagnostic::error("W0201", "not known", place, "").with_fix(Fix::replace("CXCR4", place, "CXCR4"));
    /// assert_eq!(found.fixes[0].message, "CXCR4");
    /// ```
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Diagnostic {
        self.fixes.push(fix);
        self
    }

    /// Adds a second place.
    ///
    /// ```
    /// use whereof::diagnostic::{Diagnostic, Span};
    /// let found = Diagnostic::error("W0204", "two meanings", Span { start: 20, end: 24 }, "here").with_label(Span { start: 0, end: 4 }, "and here");
    /// assert_eq!((found.labels.len(), found.span().start), (2, 20));
    /// ```
    #[must_use]
    pub fn with_label(mut self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// The place of the first label; the beginning of the text where there is none.
    ///
    /// ```
    /// let question = "treatment where upregulates CXCR44";
    /// let error = whereof::Base::builtin().query(question).unwrap_err();
    /// assert_eq!(&question[error.diagnostics()[0].span().range()], "CXCR44");
    /// ```
    #[must_use]
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }
}
