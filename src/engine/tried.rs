//! What a mended text gives.
//!
//! A text and a place in it come in; whether the statement there is accepted, what is still wrong with it, and its rows go out, under a small
//! budget. What was mended is not known here.

use super::run::{self, Asked};
use super::{ErrorKind, ask, parameters};
use crate::answer::Reply;
use crate::diagnostic::{Diagnostic, Severity};
use crate::goal;
use crate::syntax::ast::{Statement, Why};
use crate::syntax::token::TokenKind;
use crate::syntax::{self, Parsed, TextLimits};
use crate::text::{Source, Span};

/// Rows named for a fix.
const NAMED: usize = 5;

/// What became of one statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Tried {
    /// What is still wrong with it, in the order of the text.
    pub(super) wrong: Vec<Diagnostic>,
    /// Its rows and the first few of them; none where it has no rows, or is too dear.
    pub(super) rows: Option<(u64, Vec<String>)>,
}

impl Tried {
    pub(super) fn is_accepted(&self) -> bool {
        self.wrong.is_empty()
    }
}

/// Reads and asks the statement at a byte of a text.
pub(super) fn tried(asked: &Asked<'_>, text: &Source, at: u32) -> Tried {
    let asked = &Asked { source: text, fixing: true, ..*asked };
    let parsed = read(asked);
    let errors = || parsed.diagnostics.iter().filter(|each| each.severity == Severity::Error);
    let statement = parsed.script.statement_at(at);
    let span = statement.map(Statement::span);
    // What failed is no statement: the error is nearer to the place than any statement.
    let here = |each: &&Diagnostic| match span {
        Some(span) if span.start <= at && at <= span.end => (span.start..=span.end).contains(&each.span().start),
        _ => true,
    };
    let wrong: Vec<Diagnostic> = errors().filter(here).cloned().collect();
    match statement {
        Some(statement) if wrong.is_empty() => dry(asked, statement),
        _ if wrong.is_empty() => Tried { wrong: errors().take(1).cloned().collect(), rows: None },
        _ => Tried { wrong, rows: None },
    }
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

/// A statement asked for nothing but whether it can be, and how many rows it has. What changes a session or reads files is only read.
fn dry(asked: &Asked<'_>, statement: &Statement) -> Tried {
    let query = |query| match goal::resolve(query, asked.scope()) {
        Ok(_) => Tried { wrong: Vec::new(), rows: run::rows(asked, query, NAMED) },
        Err(wrong) => Tried { wrong, rows: None },
    };
    match statement {
        Statement::Query(asks) | Statement::Why(Why::Query(asks)) => query(asks),
        Statement::WhyNot(why_not) => query(&why_not.query),
        Statement::Expect(expect) => query(&expect.query),
        Statement::Diff(diff) => query(&diff.query),
        Statement::Why(Why::Claim(claim)) => match goal::claim_query(claim, asked.scope()) {
            Ok(asks) => query(&asks),
            Err(wrong) => Tried { wrong, rows: None },
        },
        Statement::Count(count) => match goal::resolve_count(count, asked.scope()) {
            Ok(_) => Tried { wrong: Vec::new(), rows: run::count_rows(asked, count).map(|rows| (rows, Vec::new())) },
            Err(wrong) => Tried { wrong, rows: None },
        },
        Statement::Define(tree) => {
            let wrong = asked.definitions.define(tree, asked.facts.vocabulary()).err();
            Tried { wrong: wrong.unwrap_or_default(), rows: None }
        }
        Statement::Let(_) | Statement::Use(_) | Statement::Retract(_) => Tried::default(),
        other => match ask::statement(asked, other) {
            Err(error) if error.kind() == ErrorKind::Question => {
                Tried { wrong: error.diagnostics().to_vec(), rows: None }
            }
            Ok(Reply::Contested(found)) => {
                let named = found.pairs.iter().take(NAMED).map(|pair| format!("{} on {}", pair.subject, pair.object));
                Tried { wrong: Vec::new(), rows: Some((found.pairs.len() as u64, named.collect())) }
            }
            _ => Tried::default(),
        },
    }
}

/// From the first to the last word of the statement at a byte, comments behind it left out.
pub(super) fn statement_around(source: &Source, at: u32) -> Span {
    let tokens = syntax::lexer::lex(source);
    let parts = |kind: TokenKind| matches!(kind, TokenKind::Semicolon | TokenKind::Blank);
    let place = tokens.iter().position(|token| token.span.end > at).unwrap_or(tokens.len());
    let before = tokens.get(..place).unwrap_or_default();
    let first = before.iter().rposition(|token| parts(token.kind)).map_or(0, |separator| separator + 1);
    let behind = tokens.get(first..).unwrap_or_default();
    let length = behind.iter().position(|token| parts(token.kind)).unwrap_or(behind.len());
    match behind.get(..length).and_then(|own| own.first().zip(own.last())) {
        Some((first, last)) => first.span.to(last.span),
        None => source.span(at as usize, at as usize),
    }
}
