//! What each way out would give.
//!
//! Diagnostics of a text come in; the same come out with the rows that the text mended by each fix gives, counted under a small budget.

use super::run::{self, Asked, small};
use super::{Error, ErrorKind, parameters};
use crate::diagnostic::{Diagnostic, Fix};
use crate::goal;
use crate::limits::{Budget, Exceeded};
use crate::syntax::ast::{Item, Statement, Why};
use crate::syntax::{self, Parsed, TextLimits};
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
    if let [only] = diagnostics.as_mut_slice() {
        only.fixes.extend(claim(asked, only));
        only.fixes.extend(what(asked, only));
    }
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
            let asked = Asked { source: &mended, limits: &small, ..*asked };
            match rows_of(&asked, at) {
                // Of an order the rows are the same.
                Some(_) if diagnostic.code == "W0212" => {}
                Some((rows, examples)) => {
                    fix.rows = Some(rows);
                    fix.examples = examples;
                }
                // All that is wrong with the words of a question is told at once: what leaves something wrong mends nothing.
                None if diagnostic.code.starts_with("W02") && !mended_parses(&asked, at) => fix.edits.clear(),
                None => {}
            }
        }
        if alone {
            diagnostic.fixes.retain(|fix| !fix.edits.is_empty());
        }
    }
    for diagnostic in &mut diagnostics {
        // What gives nothing is offered last.
        diagnostic.fixes.sort_by_key(|fix| fix.rows == Some(0));
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

/// `What upregulates VEGF?` asks for some noun: those of which it makes sense.
fn what(asked: &Asked<'_>, wrong: &Diagnostic) -> Vec<Fix> {
    if !wrong.fixes.is_empty() || wrong.code != "W0110" {
        return Vec::new();
    }
    let text = asked.source.text();
    let start = wrong.span().start as usize;
    let statement = text.get(start..).and_then(|rest| rest.split([';', '\n']).next()).unwrap_or("");
    let Some((first, rest)) = statement.split_once(' ') else { return Vec::new() };
    if !matches!(first.to_ascii_lowercase().as_str(), "what" | "who" | "which") {
        return Vec::new();
    }
    let rest = rest.trim().trim_end_matches('?').trim_end();
    let span = asked.source.span(start, start + statement.len());
    let vocabulary = asked.facts.vocabulary();
    let kinds =
        vocabulary.schema().kinds.iter().map(|kind| format!("{} where {rest}", crate::syntax::print::name(&kind.name)));
    let makes_sense = |question: &String| {
        let parsed = syntax::parse(&Source::new("question", question.clone()), TextLimits::default());
        let small = small(asked.limits);
        let source = Source::new("question", question.clone());
        let asked = Asked { source: &source, limits: &small, ..*asked };
        match parsed.script.items.as_slice() {
            [Item::Statement(Statement::Query(query))] if !parsed.has_errors() => {
                run::rows(&asked, query, 1).is_some_and(|(rows, _)| rows > 0)
            }
            _ => false,
        }
    };
    kinds.filter(makes_sense).take(3).map(|question| Fix::replace("name what is wanted", span, question)).collect()
}

/// A text with values in the places of its parameters; one that has none stays a parameter, which no name resolves to.
fn read(asked: &Asked<'_>) -> Parsed {
    let mut parsed = syntax::parse(asked.source, TextLimits::default());
    for item in &mut parsed.script.items {
        // What is wrong with a parameter was told of the text as it was typed.
        let _ = parameters::put(item, asked.bound);
    }
    parsed
}

/// Whether the statement at a byte can be read and resolved, or is none whose words are looked up.
fn mended_parses(asked: &Asked<'_>, at: u32) -> bool {
    let parsed = read(asked);
    match parsed.script.statement_at(at) {
        Some(Statement::Query(query) | Statement::Why(Why::Query(query))) => {
            !parsed.has_errors() && goal::resolve(query, asked.scope()).is_ok()
        }
        Some(Statement::Expect(expect)) => !parsed.has_errors() && goal::resolve(&expect.query, asked.scope()).is_ok(),
        Some(Statement::Count(count)) => !parsed.has_errors() && goal::resolve_count(count, asked.scope()).is_ok(),
        Some(_) => true,
        None => false,
    }
}

/// `rapamycin upregulates CXCR4` is no question, but it can be asked why.
fn claim(asked: &Asked<'_>, wrong: &Diagnostic) -> Option<Fix> {
    if !wrong.fixes.is_empty() || wrong.code != "W0111" {
        return None;
    }
    let end = wrong.span().start as usize;
    let before = asked.source.text().get(..end)?;
    let start = before.rfind([';', '\n']).map_or(0, |at| at + 1);
    let start = start + before.get(start..)?.len() - before.get(start..)?.trim_start().len();
    let asking = Source::new("claim", format!("why {}", before.get(start..)?));
    let parsed = syntax::parse(&asking, TextLimits::default());
    let [Item::Statement(Statement::Why(Why::Claim(claim)))] = parsed.script.items.as_slice() else { return None };
    let query = goal::claim_query(claim, asked.scope()).ok()?;
    goal::resolve(&query, asked.scope()).ok()?;
    Some(Fix::replace("ask why a finding says so", asked.source.span(start, start), "why "))
}

/// The rows of the statement at a byte of a text, and the first few of them.
pub(super) fn rows_of(asked: &Asked<'_>, at: u32) -> Option<(u64, Vec<String>)> {
    let parsed = read(asked);
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
        Statement::Expect(expect) => run::rows(asked, &expect.query, NAMED),
        Statement::Why(crate::syntax::ast::Why::Query(query)) => run::rows(asked, query, NAMED),
        _ => None,
    }
}
