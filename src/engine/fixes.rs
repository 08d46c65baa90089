//! What each way out would give.
//!
//! Diagnostics of a text come in; the same come out with the rows that the text mended by each fix gives, counted under a small budget.

use super::ask::{self, Asked};
use super::session::statement_at;
use super::{Error, ErrorKind};
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::syntax::ast::Statement;
use crate::syntax::{self, TextLimits};
use crate::text::Source;
use std::time::Duration;

/// Fixes tried for one text.
const TRIED: usize = 24;
/// Rows named for a fix.
const NAMED: usize = 5;

/// An error of a text, each fix with the rows that it gives.
pub(super) fn error(asked: &Asked<'_>, mut diagnostics: Vec<Diagnostic>) -> Error {
    let small = small(asked.limits);
    let mut tried = 0;
    let alone = diagnostics.len() == 1;
    for diagnostic in &mut diagnostics {
        for fix in &mut diagnostic.fixes {
            // Where several things are wrong, mending one of them gives no rows yet.
            if fix.edits.is_empty() || !alone || tried == TRIED || asked.limits.cancel.is_cancelled() {
                continue;
            }
            tried += 1;
            let at = fix.edits.first().map_or(0, |edit| edit.span.start);
            let Some(text) = fix.apply(asked.source.text()) else { continue };
            let mended = Source::new(asked.source.name(), text);
            let asked = Asked { facts: asked.facts, source: &mended, limits: &small };
            if let Some((rows, examples)) = rows_of(&asked, at) {
                fix.rows = Some(rows);
                fix.examples = examples;
            }
        }
    }
    Error::new(ErrorKind::Question, asked.source.clone(), diagnostics)
}

/// A tenth of the time, and no more than a quarter of a second: a message must not keep a person waiting.
pub(super) fn small(limits: &Limits) -> Limits {
    let time = limits.time.map_or(Duration::from_millis(250), |time| (time / 10).min(Duration::from_millis(250)));
    Limits { time: Some(time), ..limits.clone() }
}

/// The rows of the statement at a byte of a text, and the first few of them.
fn rows_of(asked: &Asked<'_>, at: u32) -> Option<(u64, Vec<String>)> {
    let parsed = syntax::parse(asked.source, TextLimits::default());
    let statement = statement_at(&parsed.script, at)?;
    let wrong_here = parsed.diagnostics.iter().any(|each| {
        let span = super::session::statement_span(statement);
        (span.start..=span.end).contains(&each.span().start)
    });
    if wrong_here {
        return None;
    }
    match statement {
        Statement::Query(query) => ask::rows(asked, query, NAMED),
        Statement::Count(count) => ask::count_rows(asked, count).map(|rows| (rows, Vec::new())),
        Statement::WhyNot(why_not) => ask::rows(asked, &why_not.query, NAMED),
        Statement::Why(crate::syntax::ast::Why::Query(query)) => ask::rows(asked, query, NAMED),
        _ => None,
    }
}
