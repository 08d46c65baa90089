//! Productions that questions and findings share: runs, values, places.

use super::{comma_list, then};
use crate::syntax::ast::{
    Choice, Comparison, Items, Operator, Part, PartKind, Place, Quantifier, Ratio, Run, RunOrChoice, Value,
};
use crate::syntax::lexer::scan;
use crate::syntax::token::{PARTS, Token, TokenKind};
use crate::syntax::tokens::{Miss, Parse, Tokens, Trouble, one_of, sure, token};
use crate::text::Source;
use nom::Parser;
use nom::combinator::opt;

/// `run = part , { part } ;`
pub(super) fn run(input: Tokens<'_>) -> Parse<'_, Run> {
    // Counted first, so that the words of a run take one allocation.
    let count = input.leading(PARTS);
    let (mut rest, first) = part(input)?;
    let mut parts = Vec::with_capacity(count);
    parts.push(first);
    while let Ok((next, more)) = part(rest) {
        parts.push(more);
        rest = next;
    }
    Ok((rest, Run { parts, span: input.span_to(rest) }))
}

/// `part = WORD | STRING | NUMBER | "+" | PARAM ;`
pub(super) fn part(input: Tokens<'_>) -> Parse<'_, Part> {
    let (rest, token) = one_of(PARTS)(input)?;
    let typed = input.text(token);
    let (kind, text) = match token.kind {
        TokenKind::String => (PartKind::Quoted, unquoted(typed)),
        TokenKind::Number => (PartKind::Number, typed.to_owned()),
        TokenKind::Plus => (PartKind::Plus, typed.to_owned()),
        TokenKind::Parameter => (PartKind::Parameter, typed.strip_prefix('$').unwrap_or(typed).to_owned()),
        _ => (PartKind::Word, typed.to_owned()),
    };
    Ok((rest, Part { kind, text, span: token.span }))
}

pub(super) fn unquoted(typed: &str) -> String {
    let inner = typed.strip_prefix('"').unwrap_or(typed);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if inner.contains('"') { inner.replace("\"\"", "\"") } else { inner.to_owned() }
}

/// `comparison = OPERATOR , value ;`
pub(super) fn comparison(input: Tokens<'_>) -> Parse<'_, Comparison> {
    let (rest, operator) = operator(input)?;
    let (rest, value) = sure(value(rest))?;
    Ok((rest, Comparison { operator, value }))
}

pub(super) fn operator(input: Tokens<'_>) -> Parse<'_, Operator> {
    let (rest, sign) = token(TokenKind::Operator)(input)?;
    let operator = match input.text(sign) {
        "!=" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessOrEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterOrEqual,
        _ => Operator::Equal,
    };
    Ok((rest, operator))
}

/// `value = [ "exactly" ] , ( run | choice ) , [ "except" , ( run | choice ) ] ;`
pub(super) fn value(input: Tokens<'_>) -> Parse<'_, Value> {
    let (rest, exactly) = opt(token(TokenKind::Exactly)).parse(input)?;
    let (rest, what) = then(exactly.is_some(), run_or_choice, rest)?;
    let (mut rest, found) = opt(token(TokenKind::Except)).parse(rest)?;
    let mut except = None;
    if found.is_some() {
        let (after, what) = sure(run_or_choice(rest))?;
        (rest, except) = (after, Some(what));
    }
    Ok((rest, Value { exactly: exactly.is_some(), what, except, span: input.span_to(rest) }))
}

pub(super) fn run_or_choice(input: Tokens<'_>) -> Parse<'_, RunOrChoice> {
    let (rest, choice) = opt(choice).parse(input)?;
    if let Some(choice) = choice {
        return Ok((rest, RunOrChoice::Choice(choice)));
    }
    let (rest, run) = run(rest)?;
    Ok((rest, RunOrChoice::Run(run)))
}

/// `choice = QUANTIFIER , "(" , run , { "," , run } , ")" ;`
pub(super) fn choice(input: Tokens<'_>) -> Parse<'_, Choice> {
    let (rest, words) = token(TokenKind::Quantifier)(input)?;
    let typed = input.text(words);
    let quantifier = match typed.as_bytes().get(..3) {
        Some(b"any") => Quantifier::Any,
        Some(b"all") => Quantifier::All,
        Some(b"non") => Quantifier::None,
        Some(b"at ") => Quantifier::AtLeast(whole_within(input, words)?),
        // `at` may also be parted from `least` by a tab, a line break or a comment.
        Some([b'a', b't', _]) => Quantifier::AtLeast(whole_within(input, words)?),
        _ => Quantifier::Exactly(whole_within(input, words)?),
    };
    let (rest, _) = sure(token(TokenKind::Open)(rest))?;
    let (rest, runs) = sure(comma_list(run)(rest))?;
    let (rest, _) = sure(token(TokenKind::Close)(rest))?;
    Ok((rest, Choice { quantifier, runs, span: input.span_to(rest) }))
}

/// `ratio = "ratio" , "(" , run , "," , run , ")" ;`
pub(super) fn ratio(input: Tokens<'_>) -> Parse<'_, Ratio> {
    let (rest, _) = token(TokenKind::Ratio)(input)?;
    let (rest, _) = sure(token(TokenKind::Open)(rest))?;
    let (rest, numerator) = sure(run(rest))?;
    let (rest, _) = sure(token(TokenKind::Comma)(rest))?;
    let (rest, denominator) = sure(run(rest))?;
    let (rest, _) = sure(token(TokenKind::Close)(rest))?;
    Ok((rest, Ratio { numerator, denominator, span: input.span_to(rest) }))
}

/// `items = "in" , place , { "," , [ "in" ] , place } ;`
pub(super) fn items(input: Tokens<'_>) -> Parse<'_, Items> {
    let (rest, _) = token(TokenKind::In)(input)?;
    let (mut rest, first) = sure(place(rest))?;
    let mut places = vec![first];
    while let Ok((next, _)) = token(TokenKind::Comma)(rest) {
        let (next, _) = opt(token(TokenKind::In)).parse(next)?;
        let (next, more) = sure(place(next))?;
        places.push(more);
        rest = next;
    }
    Ok((rest, Items { places, span: input.span_to(rest) }))
}

/// `place = run , [ comparison ] ;`
pub(super) fn place(input: Tokens<'_>) -> Parse<'_, Place> {
    let (rest, run) = run(input)?;
    let (rest, comparison) = opt(comparison).parse(rest)?;
    Ok((rest, Place { run, comparison, span: input.span_to(rest) }))
}

/// The whole number that a `NUMBER` token is.
pub(super) fn whole<'a>(input: Tokens<'a>, number: Token) -> Result<u32, nom::Err<Miss>> {
    read_whole(input, input.text(number), number)
}

/// The whole number inside a joined sequence: `at least 2 of`.
pub(super) fn whole_within<'a>(input: Tokens<'a>, words: Token) -> Result<u32, nom::Err<Miss>> {
    // Comments may stand between the words, so the sequence is read again rather than split.
    let words_text = Source::new("", input.text(words));
    let number = scan(&words_text).into_iter().find(|token| token.kind == TokenKind::Number);
    read_whole(input, number.map_or("", |number| words_text.slice(number.span)), words)
}

fn read_whole<'a>(input: Tokens<'a>, typed: &str, token: Token) -> Result<u32, nom::Err<Miss>> {
    typed.parse().map_err(|_| {
        let at = input.state.tokens.partition_point(|other| other.span.start < token.span.start);
        input.state.trouble(|| Trouble::NotWhole(at));
        nom::Err::Failure(Miss)
    })
}
