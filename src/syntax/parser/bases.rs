//! Productions of declarations and findings.

use super::recover::entries;
use super::runs::{items, operator, ratio, run, unquoted, value, whole};
use super::{comma_list, more_commas};
use crate::syntax::ast::{
    Block, Declaration, Declared, Edge, Entry, Finding, Given, Part, PartKind, Property, PropertyValue, Run,
    RunOrRatio, Slot, Spot, Study,
};
use crate::syntax::parser::queries::{one, slot_test};
use crate::syntax::token::{TokenKind, TokenSet};
use crate::syntax::tokens::{Parse, Step, Tokens, deeper, one_of, shallower, sign, sure, token};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, map, opt};

/// `declaration = ( "noun" | "verb" | "slot" | "unit" | "entity" | "source" | "reference" ) , run , [ "is" , run ] , [ "with" , property , { "," , property } ] ;`
pub(super) fn declaration(input: Tokens<'_>) -> Parse<'_, Declaration> {
    let (rest, word) = one_of(DECLARED)(input)?;
    let what = match word.kind {
        TokenKind::Noun => Declared::Noun,
        TokenKind::Verb => Declared::Verb,
        TokenKind::Slot => Declared::Slot,
        TokenKind::Unit => Declared::Unit,
        TokenKind::Entity => Declared::Entity,
        TokenKind::Source => Declared::Source,
        _ => Declared::Reference,
    };
    let (rest, name) = sure(run(rest))?;
    let (rest, is) = opt((token(TokenKind::Is), cut(run))).parse(rest)?;
    let (rest, properties) = with_properties(rest)?;
    let span = input.span_to(rest);
    Ok((rest, Declaration { what, name, is: is.map(|(_, run)| run), properties, span }))
}

const DECLARED: TokenSet = TokenSet::of(&[
    TokenKind::Noun,
    TokenKind::Verb,
    TokenKind::Slot,
    TokenKind::Unit,
    TokenKind::Entity,
    TokenKind::Source,
    TokenKind::Reference,
]);

/// The `with` of declarations and edges; empty where it is left out.
fn with_properties(input: Tokens<'_>) -> Parse<'_, Vec<Property>> {
    let (rest, properties) = opt((token(TokenKind::With), cut(comma_list(property)))).parse(input)?;
    Ok((rest, properties.map_or_else(Vec::new, |(_, properties)| properties)))
}

/// `property = run , [ OPERATOR , ( list | value ) ] ;`
pub(super) fn property(input: Tokens<'_>) -> Parse<'_, Property> {
    let (rest, name) = run(input)?;
    let (rest, operator) = opt(operator).parse(rest)?;
    let Some(operator) = operator else {
        return Ok((rest, Property { name, value: None, span: input.span_to(rest) }));
    };
    let listed = map(list, |(runs, span)| PropertyValue::List(runs, span));
    let (rest, found) = cut(alt((listed, map(value, PropertyValue::Value)))).parse(rest)?;
    Ok((rest, Property { name, value: Some((operator, found)), span: input.span_to(rest) }))
}

/// `list = "(" , run , { "," , run } , ")" ;`
pub(super) fn list(input: Tokens<'_>) -> Parse<'_, (Vec<Run>, crate::text::Span)> {
    let (rest, _) = token(TokenKind::Open)(input)?;
    let (rest, runs) = sure(comma_list(run)(rest))?;
    let (rest, _) = sure(token(TokenKind::Close)(rest))?;
    Ok((rest, (runs, input.span_to(rest))))
}

/// `edge = "at" , spot , { "," , spot } , ":" , run , "is" , run , [ "with" , property , { "," , property } ] ;`
pub(super) fn edge(input: Tokens<'_>) -> Parse<'_, Edge> {
    let (rest, spots) = spots(input)?;
    let (rest, narrower) = sure(run(rest))?;
    let (rest, _) = sure(token(TokenKind::Is)(rest))?;
    let (rest, broader) = sure(run(rest))?;
    let (rest, properties) = with_properties(rest)?;
    Ok((rest, Edge { spots, narrower, broader, properties, span: input.span_to(rest) }))
}

/// `at "4.1" 8, "5" 3:`
fn spots(input: Tokens<'_>) -> Parse<'_, Vec<Spot>> {
    let (rest, _) = token(TokenKind::At)(input)?;
    let (rest, spots) = sure(comma_list(spot)(rest))?;
    let (rest, _) = sure(token(TokenKind::Colon)(rest))?;
    Ok((rest, spots))
}

/// `block = study | given ;`
pub(super) fn block(input: Tokens<'_>) -> Parse<'_, Block> {
    alt((map(study, Block::Study), map(given_alone, Block::Given))).parse(input)
}

/// A `given` that stands in no other block.
pub(super) fn given_alone(input: Tokens<'_>) -> Parse<'_, Given> {
    let mut found = Vec::new();
    let rest = given(input, &mut found)?;
    one(rest, found)
}

/// `study = "study" , NUMBER , { "," , NUMBER } , [ STRING ] , [ items ] , "{" , { entry } , "}" ;`
pub(super) fn study(input: Tokens<'_>) -> Parse<'_, Study> {
    let (rest, _) = token(TokenKind::Study)(input)?;
    let (rest, found) = cut(comma_list(token(TokenKind::Number))).parse(rest)?;
    let (rest, label) = opt(token(TokenKind::String)).parse(rest)?;
    let (rest, items) = opt(items).parse(rest)?;
    let (rest, _) = sure(token(TokenKind::OpenBrace)(rest))?;
    let mut numbers = Vec::with_capacity(found.len());
    for number in found {
        numbers.push((whole(input, number)?, number.span));
    }
    let label = label.map(|label| Part { kind: PartKind::Quoted, text: unquoted(input.text(label)), span: label.span });
    deeper(rest)?;
    let mut found = Vec::new();
    let rest = entries(rest, &mut found)?;
    shallower(rest);
    Ok((rest, Study { numbers, label, items, entries: found, span: input.span_to(rest) }))
}

/// `given = "given" , [ items ] , "{" , { entry } , "}" ;`
pub(super) fn given<'a>(input: Tokens<'a>, into: &mut Vec<Given>) -> Step<'a> {
    let (rest, mut made) = given_header(input)?;
    deeper(rest)?;
    let rest = entries(rest, &mut made.entries)?;
    shallower(rest);
    push_given(input, rest, made, into)
}

fn given_header(input: Tokens<'_>) -> Parse<'_, Box<Given>> {
    let (rest, _) = token(TokenKind::Given)(input)?;
    let (rest, items) = opt(items).parse(rest)?;
    let (rest, _) = sure(token(TokenKind::OpenBrace)(rest))?;
    Ok((rest, Box::new(Given { items, entries: Vec::new(), span: input.span_to(rest) })))
}

#[allow(clippy::boxed_local)] // so that the caller's frame holds a pointer only
fn push_given<'a>(start: Tokens<'a>, rest: Tokens<'a>, mut made: Box<Given>, into: &mut Vec<Given>) -> Step<'a> {
    made.span = start.span_to(rest);
    into.push(*made);
    Ok(rest)
}

/// `entry = ";" | given | finding , ";" ;`
pub(super) fn entry<'a>(input: Tokens<'a>, into: &mut Vec<Entry>) -> Step<'a> {
    if input.kind() != TokenKind::Given {
        input.state.miss(input.at(), TokenSet::one(TokenKind::Given));
        return finding_entry(input, into);
    }
    let mut found = Vec::new();
    let rest = given(input, &mut found)?;
    into.extend(found.pop().map(Entry::Given));
    Ok(rest)
}

fn finding_entry<'a>(input: Tokens<'a>, into: &mut Vec<Entry>) -> Step<'a> {
    if let Ok((rest, _)) = token(TokenKind::Semicolon)(input) {
        return Ok(rest);
    }
    let (rest, finding) = finding(input)?;
    let rest = sign(TokenKind::Semicolon, rest)?;
    into.push(Entry::Finding(finding));
    Ok(rest)
}

/// `finding = [ "at" , spot , { "," , spot } , ":" ] , run , [ ratio ] , { "," , ( run | ratio ) } , [ items ] , [ "with" , slot , { "," , slot } ] ;`
pub(super) fn finding(input: Tokens<'_>) -> Parse<'_, Finding> {
    let (rest, spots) = opt(spots).parse(input)?;
    let (rest, run) = run(rest)?;
    let (rest, over) = opt(ratio).parse(rest)?;
    let (rest, objects) = more_commas(run_or_ratio, rest)?;
    let (rest, items) = opt(items).parse(rest)?;
    let (rest, slots) = opt((token(TokenKind::With), cut(comma_list(slot)))).parse(rest)?;
    let finding = Finding {
        spots: spots.unwrap_or_default(),
        run,
        ratio: over,
        objects,
        items,
        slots: slots.map_or_else(Vec::new, |(_, slots)| slots),
        span: input.span_to(rest),
    };
    Ok((rest, finding))
}

fn run_or_ratio(input: Tokens<'_>) -> Parse<'_, RunOrRatio> {
    alt((map(ratio, RunOrRatio::Ratio), map(run, RunOrRatio::Run))).parse(input)
}

/// `spot = STRING , NUMBER ;`
pub(super) fn spot(input: Tokens<'_>) -> Parse<'_, Spot> {
    let (rest, section) = token(TokenKind::String)(input)?;
    let (rest, number) = sure(token(TokenKind::Number)(rest))?;
    let sentence = whole(input, number)?;
    Ok((rest, Spot { section: unquoted(input.text(section)), sentence, span: input.span_to(rest) }))
}

/// `slot = run , ( comparison | "not stated" ) ;`
pub(super) fn slot(input: Tokens<'_>) -> Parse<'_, Slot> {
    let (rest, name) = run(input)?;
    let (rest, test) = sure(slot_test(rest))?;
    Ok((rest, Slot { name, test, span: input.span_to(rest) }))
}
