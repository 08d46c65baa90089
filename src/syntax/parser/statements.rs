//! Productions of the statements beside queries.
//!
//! Tokens come in behind the word that begins each of them, and one node goes out. What the names in it mean is not known here, nor
//! whether a session allows the statement.

use super::bases::list;
use super::comma_list;
use super::queries::{body, claim, head, query_alone, within};
use super::runs::{items, run, run_or_choice, unquoted, whole, whole_within};
use crate::syntax::ast::{
    Axis, Body, Compare, Contested, Define, Diff, Effect, Expect, Expected, Gaps, Let, Matrix, Part, PartKind, Paths,
    Retract, Shortest, Similar, Use,
};
use crate::syntax::token::{Token, TokenKind, TokenSet};
use crate::syntax::tokens::{Parse, Tokens, deeper, one_of, shallower, sure, token};
use nom::Parser;
use nom::combinator::{cut, map, opt};

/// `matrix = "matrix" , axis , "by" , axis , [ "of" , claim ] ;`
pub(super) fn matrix(input: Tokens<'_>) -> Parse<'_, Matrix> {
    let (rest, _) = token(TokenKind::Matrix)(input)?;
    let (rest, (rows, columns, of)) = sure(axes(rest))?;
    Ok((rest, Matrix { rows, columns, of, span: input.span_to(rest) }))
}

/// `gaps = "gaps" , [ axis , "by" , axis , [ "of" , claim ] ] ;`
pub(super) fn gaps(input: Tokens<'_>) -> Parse<'_, Gaps> {
    let (rest, _) = token(TokenKind::Gaps)(input)?;
    let (rest, found) = opt(axes).parse(rest)?;
    let span = input.span_to(rest);
    Ok((
        rest,
        match found {
            Some((rows, columns, of)) => Gaps { axes: Some((rows, columns)), of, span },
            None => Gaps { axes: None, of: None, span },
        },
    ))
}

fn axes(input: Tokens<'_>) -> Parse<'_, (Axis, Axis, Option<Effect>)> {
    let (rest, rows) = axis(input)?;
    let (rest, _) = sure(token(TokenKind::By)(rest))?;
    let (rest, columns) = sure(axis(rest))?;
    let (rest, of) = opt((token(TokenKind::Of), cut(claim))).parse(rest)?;
    Ok((rest, (rows, columns, of.map(|(_, claim)| claim))))
}

/// `axis = run | "kinds of" , run | "(" , query , ")" ;`
pub(super) fn axis(input: Tokens<'_>) -> Parse<'_, Axis> {
    if let Ok((rest, _)) = token(TokenKind::KindsOf)(input) {
        let (rest, run) = sure(run(rest))?;
        return Ok((rest, Axis::Kinds(run, input.span_to(rest))));
    }
    if let Ok((rest, _)) = token(TokenKind::Open)(input) {
        deeper(rest)?;
        let (rest, query) = sure(query_alone(rest))?;
        shallower(rest);
        let (rest, _) = sure(token(TokenKind::Close)(rest))?;
        return Ok((rest, Axis::Query(Box::new(query), input.span_to(rest))));
    }
    map(run, Axis::Run).parse(input)
}

/// `compare = "compare" , run , "with" , run , [ items ] ;`
pub(super) fn compare(input: Tokens<'_>) -> Parse<'_, Compare> {
    let (rest, _) = token(TokenKind::Compare)(input)?;
    let (rest, left) = sure(run(rest))?;
    let (rest, _) = sure(token(TokenKind::With)(rest))?;
    let (rest, right) = sure(run(rest))?;
    let (rest, items) = opt(items).parse(rest)?;
    Ok((rest, Compare { left, right, items, span: input.span_to(rest) }))
}

/// `contested = "contested" , run , { "," , run } , [ items ] ;`
pub(super) fn contested(input: Tokens<'_>) -> Parse<'_, Contested> {
    let (rest, _) = token(TokenKind::Contested)(input)?;
    let (rest, kinds) = sure(comma_list(run)(rest))?;
    let (rest, items) = opt(items).parse(rest)?;
    Ok((rest, Contested { kinds, items, span: input.span_to(rest) }))
}

/// `similar = "similar to" , run , [ items ] ;`
pub(super) fn similar(input: Tokens<'_>) -> Parse<'_, Similar> {
    let (rest, _) = token(TokenKind::SimilarTo)(input)?;
    let (rest, to) = sure(run(rest))?;
    let (rest, items) = opt(items).parse(rest)?;
    Ok((rest, Similar { to, items, span: input.span_to(rest) }))
}

/// `paths = "paths from" , run , "to" , run , [ WITHIN ] , [ "in one context" ] , [ items ] ;`
pub(super) fn paths(input: Tokens<'_>) -> Parse<'_, Paths> {
    let (rest, _) = token(TokenKind::PathsFrom)(input)?;
    let (rest, from) = sure(run(rest))?;
    let (rest, _) = sure(token(TokenKind::To)(rest))?;
    let (rest, to) = sure(run(rest))?;
    let (rest, within) = within(rest)?;
    let (rest, one_context) = opt(token(TokenKind::InOneContext)).parse(rest)?;
    let (rest, items) = opt(items).parse(rest)?;
    let in_one_context = one_context.map(|words| words.span);
    Ok((rest, Paths { from, to, within, in_one_context, items, span: input.span_to(rest) }))
}

/// `shortest = "shortest path from" , run , "to" , run , [ "by" , run , { "," , run } ] , [ "either way" ] ;`
pub(super) fn shortest(input: Tokens<'_>) -> Parse<'_, Shortest> {
    let (rest, _) = token(TokenKind::ShortestPath)(input)?;
    let (rest, from) = sure(run(rest))?;
    let (rest, _) = sure(token(TokenKind::To)(rest))?;
    let (rest, to) = sure(run(rest))?;
    let (rest, by) = opt((token(TokenKind::By), cut(comma_list(run)))).parse(rest)?;
    let (rest, either_way) = opt(token(TokenKind::EitherWay)).parse(rest)?;
    let (by, either_way) = (by.map(|(_, by)| by).unwrap_or_default(), either_way.map(|words| words.span));
    Ok((rest, Shortest { from, to, by, either_way, span: input.span_to(rest) }))
}

/// `definition = "define" , run , ( "=" , head , "where" | "where" ) , body ;`
pub(super) fn definition(input: Tokens<'_>) -> Parse<'_, Define> {
    let (rest, _) = token(TokenKind::Define)(input)?;
    let (rest, what) = sure(run(rest))?;
    let (rest, columns) = opt((token(TokenKind::Equals), cut(head))).parse(rest)?;
    let (rest, _) = sure(token(TokenKind::Where)(rest))?;
    let mut found = Body::default();
    let rest = body(rest, &mut found)?;
    let head = columns.map_or_else(Vec::new, |(_, head)| head);
    Ok((rest, Define { what, head, body: found, span: input.span_to(rest) }))
}

/// `binding = "let" , PARAM , "=" , ( run | choice ) ;`
pub(super) fn binding(input: Tokens<'_>) -> Parse<'_, Let> {
    let (rest, _) = token(TokenKind::Let)(input)?;
    let (rest, name) = sure(token(TokenKind::Parameter)(rest))?;
    let typed = input.text(name);
    let text = typed.strip_prefix('$').unwrap_or(typed).to_owned();
    let name = Part { kind: PartKind::Parameter, text, span: name.span };
    let (rest, _) = sure(token(TokenKind::Equals)(rest))?;
    let (rest, value) = sure(run_or_choice(rest))?;
    Ok((rest, Let { name, value, span: input.span_to(rest) }))
}

/// `using = "use" , STRING ;`
pub(super) fn using(input: Tokens<'_>) -> Parse<'_, Use> {
    let (rest, _) = token(TokenKind::Use)(input)?;
    let (rest, file) = sure(token(TokenKind::String)(rest))?;
    Ok((rest, Use { file: quoted_part(input, file), span: input.span_to(rest) }))
}

fn quoted_part(input: Tokens<'_>, token: Token) -> Part {
    Part { kind: PartKind::Quoted, text: unquoted(input.text(token)), span: token.span }
}

/// `retract = "retract study" , NUMBER , { "," , NUMBER } , [ STRING ] ;`
pub(super) fn retract(input: Tokens<'_>) -> Parse<'_, Retract> {
    let (rest, _) = token(TokenKind::RetractStudy)(input)?;
    let (rest, numbers) = sure(comma_list(token(TokenKind::Number))(rest))?;
    let (rest, source) = opt(token(TokenKind::String)).parse(rest)?;
    let mut studies = Vec::with_capacity(numbers.len());
    for number in numbers {
        studies.push((whole(input, number)?, number.span));
    }
    let source = source.map(|source| quoted_part(input, source));
    Ok((rest, Retract { studies, source, span: input.span_to(rest) }))
}

/// `expect = "expect" , ( "none" | "some" | ROWS | "exactly" , list ) , ":" , query ;`
pub(super) fn expect(input: Tokens<'_>) -> Parse<'_, Expect> {
    let (rest, _) = token(TokenKind::Expect)(input)?;
    let (rest, first) = sure(one_of(EXPECTED)(rest))?;
    let (rest, expected) = match first.kind {
        TokenKind::None => (rest, Expected::None),
        TokenKind::Some => (rest, Expected::Some),
        TokenKind::Rows => (rest, Expected::Rows(whole_within(input, first)?)),
        _ => sure(list(rest)).map(|(rest, (names, span))| (rest, Expected::Exactly(names, span)))?,
    };
    let (rest, _) = sure(token(TokenKind::Colon)(rest))?;
    let (rest, query) = sure(query_alone(rest))?;
    Ok((rest, Expect { expected, query, span: input.span_to(rest) }))
}

const EXPECTED: TokenSet = TokenSet::of(&[TokenKind::None, TokenKind::Some, TokenKind::Rows, TokenKind::Exactly]);

/// `diff = "diff" , basename , basename , ":" , query ;`
pub(super) fn diff(input: Tokens<'_>) -> Parse<'_, Diff> {
    let (rest, _) = token(TokenKind::Diff)(input)?;
    let (rest, left) = sure(basename(rest))?;
    let (rest, right) = sure(basename(rest))?;
    let (rest, _) = sure(token(TokenKind::Colon)(rest))?;
    let (rest, query) = sure(query_alone(rest))?;
    Ok((rest, Diff { left, right, query, span: input.span_to(rest) }))
}

/// `basename = WORD | STRING ;`
pub(super) fn basename(input: Tokens<'_>) -> Parse<'_, Part> {
    let (rest, name) = one_of(TokenSet::of(&[TokenKind::Word, TokenKind::String]))(input)?;
    let part = match name.kind {
        TokenKind::String => quoted_part(input, name),
        _ => Part { kind: PartKind::Word, text: input.text(name).to_owned(), span: name.span },
    };
    Ok((rest, part))
}
