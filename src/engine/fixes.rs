//! What each way out would give.
//!
//! Diagnostics of a text come in; the same come out with the rows that the text mended by each fix gives, counted under a small budget.

use super::run::{self, Asked, small};
use super::{Error, ErrorKind};
use crate::diagnostic::Diagnostic;
use crate::limits::{Budget, Exceeded};
use crate::syntax::ast::Statement;
use crate::syntax::{self, TextLimits};
use crate::text::Source;

/// Bytes of a text in which fixes are still tried.
const LONG: usize = 64 << 10;
/// Fixes tried for one text.
const TRIED: usize = 24;
/// Rows named for a fix.
const NAMED: usize = 5;

/// An error of a text, each fix with the rows that it gives.
pub(super) fn error(asked: &Asked<'_>, mut diagnostics: Vec<Diagnostic>) -> Error {
    let small = small(asked.limits);
    let budget = Budget::new(&small);
    let mut tried = 0;
    let most = asked.limits.diagnostics.max(1);
    let more = diagnostics.len().saturating_sub(most);
    let alone = diagnostics.len() == 1;
    for diagnostic in &mut diagnostics {
        for fix in &mut diagnostic.fixes {
            // Where several things are wrong, mending one of them gives no rows yet.
            // Each try reads the whole text again; a long one is mended statement by statement, by whoever reads this.
            if fix.edits.is_empty()
                || asked.source.text().len() > LONG
                || !alone
                || tried == TRIED
                || budget.look().is_err()
            {
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
    if more > 0 {
        diagnostics.truncate(most);
        if let Some(last) = diagnostics.last_mut() {
            last.notes.push(format!("{more} more mistakes are not told"));
        }
    }
    // A question may be too large to be held before anything of it is run.
    let held = diagnostics.first().is_some_and(|first| first.code == "W0504");
    let kind = if held { ErrorKind::Limit(Exceeded::Memory) } else { ErrorKind::Question };
    Error::new(kind, asked.source.clone(), diagnostics)
}

/// The rows of the statement at a byte of a text, and the first few of them.
fn rows_of(asked: &Asked<'_>, at: u32) -> Option<(u64, Vec<String>)> {
    let parsed = syntax::parse(asked.source, TextLimits::default());
    let statement = parsed.script.statement_at(at)?;
    let wrong_here = parsed.diagnostics.iter().any(|each| {
        let span = statement.span();
        (span.start..=span.end).contains(&each.span().start)
    });
    if wrong_here {
        return None;
    }
    match statement {
        Statement::Query(query) => run::rows(asked, query, NAMED),
        Statement::Count(count) => run::count_rows(asked, count).map(|rows| (rows, Vec::new())),
        Statement::WhyNot(why_not) => run::rows(asked, &why_not.query, NAMED),
        Statement::Why(crate::syntax::ast::Why::Query(query)) => run::rows(asked, query, NAMED),
        _ => None,
    }
}
