//! Source text and places in it.
//!
//! A `Source` comes in as whatever a person typed or a file held; `Span`s of it go out to every later stage. This room
//! does not know what the text means.

use std::fmt;
use std::sync::Arc;

/// A half-open range of bytes of one [`Source`], always on character boundaries of that source.
///
/// ```
/// use whereof::{Source, diagnostic::Span};
/// let source = Source::new("query", "TGF-β where");
/// let span = source.span(0, 5); // byte 5 lies inside `β`: moved back to the boundary
/// assert_eq!(source.slice(span), "TGF-");
/// assert_eq!(Span::default().len(), 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Covers both spans and what lies between them.
    ///
    /// ```
    /// use whereof::diagnostic::Span;
    /// assert_eq!(Span { start: 3, end: 5 }.to(Span { start: 8, end: 9 }), Span { start: 3, end: 9 });
    /// ```
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Number of bytes.
    ///
    /// ```
    /// use whereof::diagnostic::Span;
    /// assert_eq!(Span { start: 3, end: 5 }.len(), 2);
    /// ```
    #[must_use]
    pub fn len(self) -> usize {
        (self.end.saturating_sub(self.start)) as usize
    }

    /// Whether nothing lies inside.
    ///
    /// ```
    /// use whereof::diagnostic::Span;
    /// assert!(Span { start: 3, end: 3 }.is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The span as a range of bytes.
    ///
    /// ```
    /// let question = "treatment where upregulates CXCR44";
    /// let error = whereof::Base::builtin().query(question).unwrap_err();
    /// assert_eq!(&question[error.diagnostics()[0].span().range()], "CXCR44");
    /// ```
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A named text: a typed query, a script, a base.
///
/// ```
/// use whereof::Source;
/// let source = Source::new("query", "a\nTGF-β b");
/// let b = source.span(9, 10);
/// assert_eq!(source.slice(b), "b");
/// assert_eq!(source.line_column(b.start), (2, 7)); // counted in characters, from 1
/// ```
///
/// A text without a name is a query. Copies share the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
}

impl Source {
    /// Names a text. Text beyond 4 GiB is cut, so that a byte offset always fits a [`Span`].
    ///
    /// ```
    /// let source = whereof::Source::new("script.whereof", "nouns;");
    /// assert_eq!((source.name(), source.text()), ("script.whereof", "nouns;"));
    /// ```
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        let mut text = text.into();
        if text.len() > u32::MAX as usize {
            text.truncate(floor_boundary(&text, u32::MAX as usize));
        }
        Source { name: name.into().into(), text: text.into() }
    }

    /// What the text is called in messages: a file's path, or `query`.
    ///
    /// ```
    /// assert_eq!(whereof::Source::from("nouns").name(), "query");
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    ///
    /// ```
    /// assert_eq!(whereof::Source::from("nouns").text(), "nouns");
    /// ```
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Makes a span; offsets past the end or inside a character move back to the nearest boundary.
    ///
    /// ```
    /// let source = whereof::Source::from("TGF-β where");
    /// assert_eq!(source.slice(source.span(0, 6)), "TGF-β");
    /// assert_eq!(source.slice(source.span(0, 5)), "TGF-"); // byte 5 lies inside `β`
    /// ```
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start = floor_boundary(&self.text, start);
        let end = floor_boundary(&self.text, end).max(start);
        Span { start: start as u32, end: end as u32 }
    }

    /// The text inside a span; a span of another source is clamped, never a panic.
    ///
    /// ```
    /// let source = whereof::Source::from("treatment where");
    /// assert_eq!(source.slice(source.span(10, 15)), "where");
    /// ```
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let span = self.span(span.start as usize, span.end as usize);
        self.text.get(span.range()).unwrap_or("")
    }

    /// Line and column of a byte, both from 1, columns counted in characters.
    ///
    /// ```
    /// let source = whereof::Source::from("nouns;\nTGF-β");
    /// assert_eq!(source.line_column(source.text().len() as u32), (2, 6));
    /// ```
    #[must_use]
    pub fn line_column(&self, byte: u32) -> (usize, usize) {
        let before = self.text.get(..floor_boundary(&self.text, byte as usize)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

impl From<&str> for Source {
    fn from(text: &str) -> Source {
        Source::new("query", text)
    }
}

impl From<String> for Source {
    fn from(text: String) -> Source {
        Source::new("query", text)
    }
}

impl From<&String> for Source {
    fn from(text: &String) -> Source {
        Source::new("query", text.as_str())
    }
}

impl From<&Source> for Source {
    fn from(source: &Source) -> Source {
        source.clone()
    }
}

fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}
