//! What went wrong with a text, in the words of those who type it.
//!
//! Failures of the parser come in, diagnostics with stable codes go out: what was found, what would have been accepted, edits that mend
//! it. Whether the names in a query exist is not known here.

use super::parser::TextLimits;
use super::parser::recover::Failure;
use super::token::{PARTS, TokenKind, TokenSet};
use super::tokens::{State, Trouble};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::text::{Source, Span};

/// A text beyond the limit.
pub(crate) fn too_long(source: &Source, limit: usize) -> Diagnostic {
    let length = source.text().len();
    let start = source.span(limit, limit);
    Diagnostic::error("W0109", format!("the text has {length} bytes, the limit is {limit}"), start, "beyond the limit")
}

/// A diagnostic for each failure.
pub(crate) fn diagnostics(source: &Source, state: &State<'_>, limits: TextLimits) -> Vec<Diagnostic> {
    let failures = state.failures();
    let mut found: Vec<Diagnostic> = failures.iter().map(|failure| explain(source, state, failure, limits)).collect();
    let lost = state.failures_lost();
    if lost > 0
        && let Some(last) = found.last_mut()
    {
        last.notes.push(format!("{lost} more errors follow"));
    }
    found
}

/// The span of a token; the end of the text behind the last one.
fn place(source: &Source, state: &State<'_>, at: usize) -> Span {
    let end = source.text().trim_end().len();
    state.tokens.get(at).map_or_else(|| source.span(end, end), |token| token.span)
}

fn explain(source: &Source, state: &State<'_>, failure: &Failure, limits: TextLimits) -> Diagnostic {
    let span = place(source, state, failure.at);
    match &failure.trouble {
        Some(Trouble::TooDeep(at)) => {
            let message = format!("more than {} levels of nesting", limits.nesting);
            return Diagnostic::error("W0108", message, place(source, state, *at), "one level too many");
        }
        Some(Trouble::NotWhole(at)) => {
            let span = place(source, state, *at);
            return Diagnostic::error("W0107", "a whole number is needed here", span, "not a whole number");
        }
        Some(Trouble::Mixed(chain)) => return mixed(span, chain),
        None => {}
    }
    let kind = state.tokens.get(failure.at).map_or(TokenKind::End, |token| token.kind);
    let found = match kind {
        TokenKind::End | TokenKind::Blank => format!("{} is too early", kind.shown()),
        TokenKind::Unclosed => "a quote is not closed on its line".to_owned(),
        _ => format!("`{}` does not fit here", source.slice(span)),
    };
    let mut diagnostic = Diagnostic::error("W0101", found, span, "not expected here");
    diagnostic.expected = in_words(failure.expected);
    diagnostic
}

/// The expected kinds in words that can be typed.
fn in_words(expected: TokenSet) -> Vec<String> {
    let mut words = Vec::new();
    if expected.contains(TokenKind::Word) {
        words.push("a name".to_owned());
    }
    words.extend(expected.without(PARTS).iter().map(|kind| kind.shown().to_owned()));
    words
}

/// `and` and `or` in one group.
fn mixed(span: Span, chain: &[(TokenKind, Span)]) -> Diagnostic {
    let message = "`and` and `or` stand side by side: brackets must say which belongs together";
    Diagnostic::error("W0103", message, span, "the other joiner stands before")
        .with_fix(bracketed(TokenKind::And, chain))
        .with_fix(bracketed(TokenKind::Or, chain))
}

/// Brackets around each longest stretch of one joiner.
fn bracketed(joiner: TokenKind, chain: &[(TokenKind, Span)]) -> Fix {
    let mut edits = Vec::new();
    let insert = |at: u32, sign: &str| Edit { span: Span { start: at, end: at }, replacement: sign.to_owned() };
    let mut at = 0;
    while at < chain.len() {
        let mut last = at;
        while chain.get(last + 1).is_some_and(|next| next.0 == joiner) {
            last += 1;
        }
        if let (true, Some(from), Some(to)) = (last > at, chain.get(at), chain.get(last)) {
            edits.push(insert(from.1.start, "("));
            edits.push(insert(to.1.end, ")"));
        }
        at = last + 1;
    }
    let word = if joiner == TokenKind::And { "and" } else { "or" };
    Fix { message: format!("what `{word}` joins belongs together"), edits, rows: None, examples: Vec::new() }
}
