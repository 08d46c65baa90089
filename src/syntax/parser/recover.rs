//! Going on after an error: statement by statement, and finding by finding inside braces.
//!
//! What failed is noted with the token where it failed and what was tried there; the good rest is kept. Wording is not made here.

use super::bases::{block, entry};
use super::statement;
use crate::syntax::ast::{Entry, Item, Script};
use crate::syntax::token::{TokenKind, TokenSet};
use crate::syntax::tokens::{Parse, Step, Tokens, Trouble, end, one_of, token};
use nom::Parser;
use nom::combinator::opt;

/// One statement or entry that did not parse.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    /// Index of the first token of the statement or entry.
    pub(crate) start: usize,
    /// Index of the first token that fits no reading; the number of tokens at the end.
    pub(crate) at: usize,
    /// What would have been accepted there.
    pub(crate) expected: TokenSet,
    /// What the parser knows beyond that.
    pub(crate) trouble: Option<Trouble>,
}

const SEPARATORS: TokenSet = TokenSet::of(&[TokenKind::Semicolon, TokenKind::Blank]);

/// `script = { ";" | BLANK | block | statement , ( ";" | BLANK ) } , [ statement ] ;`
pub(crate) fn script(input: Tokens<'_>) -> Script {
    let mut items = Vec::new();
    let mut rest = input;
    loop {
        rest.state.restart(rest.at());
        if let Ok((next, _)) = one_of(SEPARATORS)(rest) {
            rest = next;
            continue;
        }
        match item(rest) {
            Ok((next, (item, last))) => {
                items.push(item);
                rest = next;
                if last {
                    return Script { items };
                }
            }
            // Looked for last, so that all that might stand here is known to be expected.
            Err(_) if end(rest).is_ok() => return Script { items },
            Err(_) => {
                rest.state.set_depth(0);
                note(rest);
                rest = skip(rest);
            }
        }
    }
}

/// A block, or a statement up to its separator; true where the text ends with the statement.
fn item(input: Tokens<'_>) -> Parse<'_, (Item, bool)> {
    let (rest, block) = opt(block).parse(input)?;
    if let Some(block) = block {
        return Ok((rest, (Item::Block(block), false)));
    }
    let (rest, statement) = statement(rest)?;
    let (rest, separator) = opt(one_of(SEPARATORS)).parse(rest)?;
    if separator.is_none() {
        end(rest)?;
    }
    Ok((rest, (Item::Statement(statement), separator.is_none())))
}

/// Entries up to the closing brace, which is taken too; a block that is not closed is noted and keeps its entries.
pub(super) fn entries<'a>(input: Tokens<'a>, into: &mut Vec<Entry>) -> Step<'a> {
    let mut rest = input;
    loop {
        rest.state.restart(rest.at());
        if let Ok((next, _)) = token(TokenKind::CloseBrace)(rest) {
            return Ok(next);
        }
        let depth = rest.state.depth();
        match entry(rest, into) {
            Ok(next) => rest = next,
            Err(_) => {
                rest.state.set_depth(depth);
                note(rest);
                let (next, closed) = skip_entry(rest);
                if closed {
                    return Ok(next);
                }
                rest = next;
            }
        }
    }
}

fn note(start: Tokens<'_>) {
    let (at, expected) = start.state.farthest();
    let trouble = start.state.take_trouble();
    start.state.fail(Failure { start: start.at(), at, expected, trouble });
}

/// Past the separator that ends the failed statement, or past its block.
fn skip(start: Tokens<'_>) -> Tokens<'_> {
    let (at, _) = start.state.farthest();
    let mut rest = start.from(at.max(start.at()));
    loop {
        match rest.kind() {
            TokenKind::End => return rest,
            TokenKind::Semicolon | TokenKind::Blank | TokenKind::CloseBrace => return rest.from(rest.at() + 1),
            TokenKind::Study if rest.at() > start.at() => return rest,
            TokenKind::OpenBrace => {
                let inner = rest.from(rest.at() + 1);
                if begins_block(start) {
                    // The header is lost, the findings are still worth checking.
                    return entries(inner, &mut Vec::new()).unwrap_or_else(|_| skip_braces(inner));
                }
                // What goes on behind the brace on its line belongs to what failed.
                rest = skip_braces(inner);
                if rest.begins_line() {
                    return rest;
                }
            }
            _ => rest = rest.from(rest.at() + 1),
        }
    }
}

fn begins_block(start: Tokens<'_>) -> bool {
    let first = start.state.tokens.get(start.at());
    first.is_some_and(|&first| match first.kind {
        TokenKind::Study | TokenKind::Given => true,
        TokenKind::Word => matches!(start.text(first), "study" | "given"),
        _ => false,
    })
}

/// Past the `;` that ends the failed entry; true where the block ends instead.
fn skip_entry(start: Tokens<'_>) -> (Tokens<'_>, bool) {
    let (at, _) = start.state.farthest();
    let mut rest = start.from(at.max(start.at()));
    loop {
        match rest.kind() {
            TokenKind::End | TokenKind::Study => return (rest, true),
            TokenKind::CloseBrace => return (rest.from(rest.at() + 1), true),
            TokenKind::Semicolon => return (rest.from(rest.at() + 1), false),
            TokenKind::OpenBrace => return (skip_braces(rest.from(rest.at() + 1)), false),
            _ => rest = rest.from(rest.at() + 1),
        }
    }
}

/// Past the brace that closes the one just opened.
fn skip_braces(mut rest: Tokens<'_>) -> Tokens<'_> {
    let mut open = 1u32;
    loop {
        match rest.kind() {
            TokenKind::End | TokenKind::Study => return rest,
            TokenKind::OpenBrace => open = open.saturating_add(1),
            TokenKind::CloseBrace => open -= 1,
            _ => {}
        }
        rest = rest.from(rest.at() + 1);
        if open == 0 {
            return rest;
        }
    }
}
