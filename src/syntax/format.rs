//! A whole text in canonical form, comments included.
//!
//! A text comes in and goes out with the same statements, one form for each, and every comment where it belongs: before the statement
//! or finding that it stood before or in, or behind the one whose line it ended. What the statements mean is not known here.

use super::ast::{Block, Entry, Item};
use super::lexer::{lex, scan};
use super::parser::{TextLimits, parse};
use super::print::{given_header, study_header};
use super::token::{Token, TokenKind};
use crate::diagnostic::Diagnostic;
use crate::text::{Source, Span};

/// Lines longer than this are broken where a part of the statement begins.
const WIDTH: usize = 100;

/// The text in canonical form.
///
/// Formatting twice gives what formatting once gives. At most one empty line is kept between two statements.
///
/// ```
/// use whereof::syntax::format::format;
/// use whereof::text::Source;
/// let text = Source::new("script", "verbs   # what can be asked\n\n\n\ntreatment where in rat,vivo");
/// assert_eq!(format(&text).unwrap(), "verbs; # what can be asked\n\ntreatment where in rat, in vivo;\n");
/// ```
///
/// # Errors
///
/// The diagnostics of a text that does not parse: nothing is formatted then.
pub fn format(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let limits = TextLimits { bytes: usize::MAX, ..TextLimits::default() };
    let parsed = parse(source, limits);
    if parsed.has_errors() {
        return Err(parsed.diagnostics);
    }
    let comments = scan(source).into_iter().filter(|token| token.kind == TokenKind::Comment).collect();
    let mut page = Page { source, comments, next: 0, out: String::new(), end: 0, level: 0, fresh: true };
    for (index, item) in parsed.script.items.iter().enumerate() {
        let following = parsed.script.items.get(index + 1).map_or(u32::MAX, |next| next.span().start);
        page.item(item, following);
    }
    page.comments_before(u32::MAX);
    Ok(page.out)
}

fn entry_span(entry: &Entry) -> Span {
    match entry {
        Entry::Given(given) => given.span,
        Entry::Finding(finding) => finding.span,
    }
}

struct Page<'a> {
    source: &'a Source,
    comments: Vec<Token>,
    /// The first comment not yet written.
    next: usize,
    out: String,
    /// Where what was written last ends in the source.
    end: u32,
    level: usize,
    /// At the beginning of the page or of a block: no empty line here.
    fresh: bool,
}

impl Page<'_> {
    /// Keeps one empty line of those before a place in the source.
    fn gap(&mut self, start: u32) {
        let between = self.source.slice(Span { start: self.end, end: start.max(self.end) });
        let mut breaks = 0;
        let mut empty = false;
        for character in between.chars() {
            match character {
                '\n' => {
                    breaks += 1;
                    empty |= breaks > 1;
                }
                other if other.is_whitespace() => {}
                _ => breaks = 0,
            }
        }
        if empty && !self.fresh {
            self.out.push('\n');
        }
        self.fresh = false;
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(&"  ".repeat(self.level));
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Comments that begin before a place, each on a line of its own.
    fn comments_before(&mut self, place: u32) {
        while let Some(comment) = self.comments.get(self.next).copied().filter(|next| next.span.start < place) {
            self.gap(comment.span.start);
            let text = self.source.slice(comment.span).trim_end().to_owned();
            self.line(&text);
            self.end = self.end.max(comment.span.end);
            self.next += 1;
        }
    }

    /// The comment that ends the line of what was just written, if it stands before `following`.
    fn comment_behind(&mut self, end: u32, following: u32) {
        self.end = self.end.max(end);
        let Some(comment) = self.comments.get(self.next).copied() else { return };
        let between = self.source.slice(Span { start: end, end: comment.span.start.max(end) });
        if comment.span.start >= following || between.contains('\n') {
            return;
        }
        let text = self.source.slice(comment.span).trim_end().to_owned();
        if self.out.ends_with('\n') {
            self.out.pop();
        }
        self.out.push(' ');
        self.out.push_str(&text);
        self.out.push('\n');
        self.end = comment.span.end;
        self.next += 1;
    }

    fn item(&mut self, item: &Item, following: u32) {
        let span = item.span();
        match item {
            Item::Block(Block::Study(study)) => self.block(&study_header(study), &study.entries, span),
            Item::Block(Block::Given(given)) => {
                self.block(&given_header(given), &given.entries, span);
            }
            Item::Statement(_) => self.statement(&item.to_string(), span),
        }
        self.comment_behind(span.end, following);
    }

    fn statement(&mut self, text: &str, span: Span) {
        // Comments inside a statement move in front of it.
        self.comments_before(span.end);
        self.gap(span.start);
        let wrapped = wrap(text, self.level * 2);
        self.line(&wrapped);
    }

    fn block(&mut self, header: &str, entries: &[Entry], span: Span) {
        let inside = entries.first().map_or(span.end, |entry| entry_span(entry).start);
        let brace = self.brace(span, inside);
        self.comments_before(brace);
        self.gap(span.start);
        let empty = entries.is_empty() && self.comments.get(self.next).is_none_or(|next| next.span.start >= span.end);
        let opened = wrap(&format!("{header} {{"), self.level * 2);
        self.line(&if empty { format!("{opened}}}") } else { opened });
        self.end = self.end.max(brace);
        if empty {
            return;
        }
        self.level += 1;
        self.fresh = true;
        for (index, entry) in entries.iter().enumerate() {
            let span = entry_span(entry);
            let following = entries.get(index + 1).map_or(u32::MAX, |next| entry_span(next).start);
            match entry {
                Entry::Given(given) => self.block(&given_header(given), &given.entries, span),
                Entry::Finding(finding) => self.statement(&format!("{finding};"), span),
            }
            self.comment_behind(span.end, following);
        }
        self.comments_before(span.end);
        self.level -= 1;
        self.fresh = false;
        self.line("}");
    }

    /// Behind the opening brace of a block: comments before it belong to the header.
    fn brace(&self, span: Span, inside: u32) -> u32 {
        let header = Source::new("", self.source.slice(Span { start: span.start, end: inside.max(span.start) }));
        let brace = scan(&header).into_iter().rfind(|token| token.kind == TokenKind::OpenBrace);
        brace.map_or(span.start, |brace| span.start + brace.span.end)
    }
}

/// Breaks a long statement before words that begin a part of it and behind commas; inside brackets only where it must be.
fn wrap(text: &str, indent: usize) -> String {
    if text.chars().count() + indent <= WIDTH {
        return text.to_owned();
    }
    let source = Source::new("", text);
    let mut lines = Lines { out: String::with_capacity(text.len() + 16), indent, column: indent };
    let (mut depth, mut after_comma) = (0usize, false);
    let (mut piece, mut inner) = (0, Vec::new());
    for token in lex(&source) {
        let start = token.span.start as usize;
        if start > 0 && (after_comma || begins_part(token.kind)) {
            if depth == 0 {
                lines.put(text, piece, &inner, start);
                inner.clear();
                piece = start;
            } else {
                inner.push(start);
            }
        }
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        after_comma = token.kind == TokenKind::Comma;
    }
    lines.put(text, piece, &inner, text.len());
    lines.out
}

struct Lines {
    out: String,
    indent: usize,
    column: usize,
}

impl Lines {
    /// Writes a piece, broken at the inner places only where it is longer than a line.
    fn put(&mut self, text: &str, from: usize, inner: &[usize], to: usize) {
        let width = |from, to| text.get(from..to).map_or(0, |part: &str| part.trim_end().chars().count());
        if width(from, to) + self.indent + 4 <= WIDTH {
            return self.place(text, from, to);
        }
        let mut at = from;
        for &next in inner.iter().chain([&to]) {
            self.place(text, at, next);
            at = next;
        }
    }

    fn place(&mut self, text: &str, from: usize, to: usize) {
        let part = text.get(from..to).unwrap_or("");
        if self.column > self.indent && self.column + part.trim_end().chars().count() > WIDTH {
            self.out.truncate(self.out.trim_end().len());
            self.out.push('\n');
            self.out.push_str(&" ".repeat(self.indent + 4));
            self.column = self.indent + 4;
        }
        self.out.push_str(part);
        self.column += part.chars().count();
    }
}

fn begins_part(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Where
            | TokenKind::With
            | TokenKind::And
            | TokenKind::Or
            | TokenKind::AndAlso
            | TokenKind::InOneStudy
            | TokenKind::MinStudies
            | TokenKind::InOneContext
            | TokenKind::InLeast
            | TokenKind::WithLeast
            | TokenKind::WithSome
            | TokenKind::CountFindings
            | TokenKind::OrderBy
            | TokenKind::By
            | TokenKind::Of
            | TokenKind::To
            | TokenKind::EitherWay
            | TokenKind::Limit
            | TokenKind::Show
            | TokenKind::Assuming
    )
}
