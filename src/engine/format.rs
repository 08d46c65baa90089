//! Texts in their canonical form.
//!
//! A script or a base comes in as typed, the same comes out as the printer writes it, comments kept. Nothing is resolved.

use super::session::span_of;
use super::{Error, ErrorKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::syntax::lexer::scan;
use crate::syntax::token::TokenKind;
use crate::syntax::{self, TextLimits};
use crate::text::{Source, Span};

/// The largest text that is formatted.
const LARGEST: usize = 1 << 30;

/// A text in canonical form: one statement a line, one spelling of everything, comments between statements kept. A statement that holds a
/// comment itself stays as it was typed.
///
/// ```
/// use whereof::engine::fmt;
/// use whereof::text::Source;
/// let text = fmt(&Source::new("script", "# first\nverbs;treatment  where\n upregulates CXCR4"))?;
/// assert_eq!(text, "# first\nverbs;\ntreatment where upregulates CXCR4;\n");
/// # Ok::<(), whereof::Error>(())
/// ```
///
/// # Errors
/// What in the text could not be read; then nothing of it is given.
pub fn fmt(source: &Source) -> Result<String, Error> {
    let parsed = syntax::parse(source, TextLimits { bytes: LARGEST, ..TextLimits::default() });
    let errors: Vec<Diagnostic> = parsed.diagnostics.into_iter().filter(|each| each.severity == Severity::Error).collect();
    if !errors.is_empty() {
        return Err(Error::new(ErrorKind::Question, source.clone(), errors));
    }
    let comments = scan(source).into_iter().filter(|token| token.kind == TokenKind::Comment).map(|token| token.span);
    let mut comments = comments.peekable();
    let mut out = String::new();
    let mut end = 0u32;
    for item in parsed.script.items {
        let span = span_of(&item);
        while let Some(comment) = comments.next_if(|comment| comment.start < span.start) {
            remark(&mut out, source, comment, end);
            end = comment.end;
        }
        part(&mut out, source, Span { start: end, end: span.start });
        let mut is_remarked = false;
        while comments.next_if(|comment| comment.start < span.end).is_some() {
            is_remarked = true;
        }
        if is_remarked {
            let typed = source.slice(span).trim_end();
            out.push_str(typed);
            out.push_str(if typed.ends_with(['}', ';']) { "\n" } else { ";\n" });
        } else {
            out.push_str(&format!("{item}\n"));
        }
        end = span.end;
    }
    for comment in comments {
        remark(&mut out, source, comment, end);
        end = comment.end;
    }
    Ok(out)
}

/// A comment: on the line of what stands before it, if it was there, else on its own.
fn remark(out: &mut String, source: &Source, comment: Span, end: u32) {
    let between = source.slice(Span { start: end, end: comment.start });
    let text = source.slice(comment).trim_end();
    if end > 0 && !between.contains('\n') && out.ends_with('\n') {
        out.pop();
        out.push_str(&format!("  {text}\n"));
    } else {
        part(out, source, Span { start: end, end: comment.start });
        out.push_str(&format!("{text}\n"));
    }
}

/// Empty lines part statements for the eye: one of them is kept.
fn part(out: &mut String, source: &Source, between: Span) {
    let breaks = source.slice(between).matches('\n').count();
    if breaks > 1 && !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}
