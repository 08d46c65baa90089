//! Tokens to tree.
//!
//! A text comes in, a [`ast::Script`](super::ast::Script) of what could be read and a diagnostic for each statement that could not
//! go out. Each function that reads a production carries that production as its first line; no vocabulary is known here.

mod bases;
mod queries;
pub(crate) mod recover;
mod runs;
mod statements;

#[doc(hidden)]
pub mod probe;

use super::ast::{Script, Statement};
use super::error;
use super::lexer::lex;
use super::token::{PARTS, Token, TokenKind, TokenSet};
use super::tokens::{Miss, Parse, State, Tokens, token};
use crate::diagnostic::Diagnostic;
use crate::text::Source;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, map};

/// How much of a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimits {
    /// Longest text, in bytes.
    pub bytes: usize,
    /// Deepest nesting of `not`, brackets, nested queries and blocks.
    pub nesting: u32,
    /// Most diagnostics that are made; further errors are counted only.
    pub diagnostics: usize,
}

impl Default for TextLimits {
    fn default() -> TextLimits {
        TextLimits { bytes: 16 << 20, nesting: 128, diagnostics: 100 }
    }
}

/// What became of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What could be read.
    pub script: Script,
    /// One for each statement or finding that could not, and warnings about others.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Whether a part of the text is missing from the script.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|each| each.severity == crate::diagnostic::Severity::Error)
    }
}

/// Reads a text: queries, declarations and findings alike.
///
/// ```
/// use whereof::syntax::parser::{TextLimits, parse};
/// use whereof::text::Source;
/// let parsed = parse(&Source::new("script", "verbs; treatment upregulates; nouns"), TextLimits::default());
/// assert_eq!(parsed.script.items.len(), 2);
/// assert_eq!(parsed.diagnostics.len(), 1);
/// ```
#[must_use]
pub fn parse(source: &Source, limits: TextLimits) -> Parsed {
    if source.text().len() > limits.bytes {
        return Parsed { script: Script::default(), diagnostics: vec![error::too_long(source, limits.bytes)] };
    }
    let tokens = lex(source);
    let state = State::new(source.text(), &tokens, limits.nesting, limits.diagnostics);
    let script = recover::script(Tokens::new(&state));
    let diagnostics = error::diagnostics(source, &state, limits);
    Parsed { script, diagnostics }
}

/// Whether more text could complete what was typed so far: the prompt then waits for another line.
///
/// A text that is wrong already is complete: its error is worth more than another prompt.
///
/// ```
/// use whereof::syntax::parser::is_incomplete;
/// use whereof::text::Source;
/// assert!(is_incomplete(&Source::new("query", "treatment where")));
/// assert!(!is_incomplete(&Source::new("query", "treatment where upregulates CXCR4")));
/// assert!(!is_incomplete(&Source::new("query", "study 59")));
/// ```
#[must_use]
pub fn is_incomplete(source: &Source) -> bool {
    let tokens = lex(source);
    let Some(last) = tokens.last() else { return false };
    // After an empty line or a separator the next statement is another one.
    if matches!(last.kind, TokenKind::Blank) {
        return false;
    }
    let state = State::new(source.text(), &tokens, TextLimits::default().nesting, 1);
    recover::script(Tokens::new(&state));
    let failures = state.failures();
    failures.first().is_some_and(|first| {
        let statement = tokens.get(first.start..).unwrap_or(&[]);
        // Words alone may be anything: asking for more would hide the message from who did not know of `where`.
        let words_alone = statement.iter().all(|token| PARTS.contains(token.kind));
        // `study 59` alone asks what it says: a block of a base goes on behind it on the same line.
        let cites = matches!(statement, [study, number]
            if source.slice(study.span) == "study" && number.kind == TokenKind::Number);
        first.at >= tokens.len() && !cites && !(words_alone && first.expected.contains(TokenKind::Where))
    })
}

/// What may stand behind a text: completion offers these words, and names where a name may stand.
///
/// Empty where the text is wrong before its end.
///
/// ```
/// use whereof::syntax::parser::expected_behind;
/// use whereof::syntax::token::TokenKind;
/// use whereof::text::Source;
/// let expected = expected_behind(&Source::new("query", "treatment where not upregulates"));
/// assert!(expected.contains(TokenKind::Word) && expected.contains(TokenKind::And));
/// assert!(!expected.contains(TokenKind::Where));
/// ```
#[must_use]
pub fn expected_behind(source: &Source) -> TokenSet {
    let tokens = lex(source);
    // Every failure is kept: the last one tells about the end.
    let state = State::new(source.text(), &tokens, TextLimits::default().nesting, usize::MAX);
    recover::script(Tokens::new(&state));
    let (at, expected) = match state.failures().last() {
        Some(last) if !ended(tokens.get(last.at..).unwrap_or(&[])) => (last.at, last.expected),
        _ => state.farthest(),
    };
    if at >= tokens.len() { expected } else { TokenSet::EMPTY }
}

/// Whether something behind a failure ends the statement that failed.
fn ended(behind: &[Token]) -> bool {
    behind.iter().any(|token| matches!(token.kind, TokenKind::Semicolon | TokenKind::Blank | TokenKind::CloseBrace))
}

/// `statement = query | count | why | whynot | describe | kinds | resolve | search | listing | declaration | edge | matrix | gaps | compare | contested | similar | paths | shortest | definition | binding | using | retract | expect | diff ;`
fn statement(input: Tokens<'_>) -> Parse<'_, Statement> {
    // The first token decides, so that the frames of a query that may nest deeply hold nothing of the other statements.
    match input.kind() {
        kind if TABLES.contains(kind) => table(input),
        kind if SCRIPTS.contains(kind) => scripted(input),
        _ => {
            input.state.miss(input.at(), TABLES.union(SCRIPTS));
            asked_or_told(input)
        }
    }
}

#[inline(never)]
fn asked_or_told(input: Tokens<'_>) -> Parse<'_, Statement> {
    let asked = alt((
        map(queries::query_alone, Statement::Query),
        map(queries::count, Statement::Count),
        map(queries::why, Statement::Why),
        map(queries::whynot, Statement::WhyNot),
    ));
    let told = alt((map(bases::declaration, Statement::Declaration), map(bases::edge, Statement::Edge)));
    alt((asked, queries::describe, queries::kinds, queries::resolve, queries::search, queries::listing, told))
        .parse(input)
}

const TABLES: TokenSet = TokenSet::of(&[
    TokenKind::Matrix,
    TokenKind::Gaps,
    TokenKind::Compare,
    TokenKind::Contested,
    TokenKind::SimilarTo,
    TokenKind::PathsFrom,
    TokenKind::ShortestPath,
]);

#[inline(never)]
fn table(input: Tokens<'_>) -> Parse<'_, Statement> {
    alt((
        map(statements::matrix, Statement::Matrix),
        map(statements::gaps, Statement::Gaps),
        map(statements::compare, Statement::Compare),
        map(statements::contested, Statement::Contested),
        map(statements::similar, Statement::Similar),
        map(statements::paths, Statement::Paths),
        map(statements::shortest, Statement::Shortest),
    ))
    .parse(input)
}

const SCRIPTS: TokenSet = TokenSet::of(&[
    TokenKind::Define,
    TokenKind::Let,
    TokenKind::Use,
    TokenKind::RetractStudy,
    TokenKind::Expect,
    TokenKind::Diff,
]);

#[inline(never)]
fn scripted(input: Tokens<'_>) -> Parse<'_, Statement> {
    alt((
        map(statements::definition, Statement::Define),
        map(statements::binding, Statement::Let),
        map(statements::using, Statement::Use),
        map(statements::retract, Statement::Retract),
        map(statements::expect, Statement::Expect),
        map(statements::diff, Statement::Diff),
    ))
    .parse(input)
}

/// Members parted by commas, at least one.
fn comma_list<'a, T>(
    mut member: impl Parser<Tokens<'a>, Output = T, Error = Miss>,
) -> impl FnMut(Tokens<'a>) -> Parse<'a, Vec<T>> {
    move |input| {
        let (mut rest, first) = member.parse(input)?;
        let mut members = vec![first];
        while let Ok((next, _)) = token(TokenKind::Comma)(rest) {
            let (next, more) = cut(|input| member.parse(input)).parse(next)?;
            members.push(more);
            rest = next;
        }
        Ok((rest, members))
    }
}

/// Further members, each behind a comma.
fn more_commas<'a, T>(
    mut member: impl Parser<Tokens<'a>, Output = T, Error = Miss>,
    mut rest: Tokens<'a>,
) -> Parse<'a, Vec<T>> {
    let mut members = Vec::new();
    while let Ok((next, _)) = token(TokenKind::Comma)(rest) {
        let (next, more) = cut(|input| member.parse(input)).parse(next)?;
        members.push(more);
        rest = next;
    }
    Ok((rest, members))
}

/// Runs a parser; once `committed`, its failure is final.
fn then<'a, T>(committed: bool, parser: impl Fn(Tokens<'a>) -> Parse<'a, T>, input: Tokens<'a>) -> Parse<'a, T> {
    if committed { cut(parser).parse(input) } else { parser(input) }
}
