//! Productions of questions.

use super::runs::{choice, comparison, items, ratio, run, run_or_choice, whole_within};
use super::{comma_list, more_commas};
use crate::syntax::ast::{
    Body, Condition, Count, Effect, Group, Identity, Joiner, Listing, Query, Run, Slot, SlotTest, Statement, Tail,
    Target, Why, WhyNot,
};
use crate::syntax::token::{TokenKind, TokenSet};
use crate::syntax::tokens::{Parse, Tokens, Trouble, nested, one_of, token};
use crate::text::Span;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, map, opt};

/// `query = head , "where" , body ;`
pub(super) fn query(input: Tokens<'_>) -> Parse<'_, Query> {
    let (rest, head) = head(input)?;
    query_after_head(input, rest, head)
}

/// The rest of a query; `start` is where its head began.
fn query_after_head<'a>(start: Tokens<'a>, rest: Tokens<'a>, head: Vec<Run>) -> Parse<'a, Query> {
    let (rest, _) = cut(token(TokenKind::Where)).parse(rest)?;
    let (rest, body) = cut(body).parse(rest)?;
    Ok((rest, Query { head, body, span: start.span_to(rest) }))
}

/// `count = "count" , head , [ "by" , run ] , [ "where" , body ] ;`
pub(super) fn count(input: Tokens<'_>) -> Parse<'_, Count> {
    let (rest, _) = token(TokenKind::Count)(input)?;
    let (rest, head) = cut(head).parse(rest)?;
    let (rest, by) = opt((token(TokenKind::By), cut(run))).parse(rest)?;
    let (rest, body) = opt((token(TokenKind::Where), cut(body))).parse(rest)?;
    let span = input.span_to(rest);
    Ok((rest, Count { head, by: by.map(|(_, run)| run), body: body.map(|(_, body)| body), span }))
}

/// `head = run , { "," , run } ;`
pub(super) fn head(input: Tokens<'_>) -> Parse<'_, Vec<Run>> {
    comma_list(run)(input)
}

/// `body = group , { "and also" , group } , { tail } ;`
pub(super) fn body(input: Tokens<'_>) -> Parse<'_, Body> {
    let (mut rest, first) = group(input)?;
    let mut groups = vec![first];
    while let Ok((next, _)) = token(TokenKind::AndAlso)(rest) {
        let (next, more) = cut(group).parse(next)?;
        groups.push(more);
        rest = next;
    }
    let mut tails = Vec::new();
    loop {
        let (next, more) = opt(tail).parse(rest)?;
        let Some(more) = more else { break };
        tails.push(more);
        rest = next;
    }
    Ok((rest, Body { groups, tails }))
}

/// `group = condition , ( { "and" , condition } | "or" , condition , { "or" , condition } ) , [ "in one study" ] ;`
pub(super) fn group(input: Tokens<'_>) -> Parse<'_, Group> {
    let (mut rest, first) = condition(input)?;
    let mut conditions = vec![first];
    let mut joiner = Joiner::And;
    let mut joiners = JOINERS;
    while let Ok((next, sign)) = one_of(joiners)(rest) {
        if sign.kind == TokenKind::Or {
            joiner = Joiner::Or;
        }
        joiners = TokenSet::one(sign.kind);
        let (next, more) = cut(condition).parse(next)?;
        conditions.push(more);
        rest = next;
    }
    if JOINERS.contains(rest.kind()) {
        mixed(rest, joiner, &conditions);
    }
    let (rest, in_one_study) = opt(token(TokenKind::InOneStudy)).parse(rest)?;
    Ok((rest, Group { joiner, conditions, in_one_study: in_one_study.is_some(), span: input.span_to(rest) }))
}

const JOINERS: TokenSet = TokenSet::of(&[TokenKind::And, TokenKind::Or]);

/// Reads the rest of a group that mixes `and` and `or`, so that the message can show both ways to bracket it.
fn mixed(from: Tokens<'_>, joiner: Joiner, conditions: &[Condition]) {
    let before = if joiner == Joiner::Or { TokenKind::Or } else { TokenKind::And };
    let mut chain: Vec<(TokenKind, Span)> = conditions.iter().map(|each| (before, condition_span(each))).collect();
    from.state.unmarked(|| {
        let mut rest = from;
        while let Ok((next, sign)) = one_of(JOINERS)(rest) {
            let Ok((next, more)) = condition(next) else { break };
            chain.push((sign.kind, condition_span(&more)));
            rest = next;
        }
    });
    from.state.trouble(|| Trouble::Mixed(chain));
}

fn condition_span(condition: &Condition) -> Span {
    match condition {
        Condition::Not(_, span) | Condition::Bracket(_, span) => *span,
        Condition::Items(items) => items.span,
        Condition::Slot(slot) => slot.span,
        Condition::Identity(identity) => identity.span,
        Condition::Effect(effect) => effect.span,
    }
}

/// `condition = negation | bracket | items | identity | clause ;`
pub(super) fn condition(input: Tokens<'_>) -> Parse<'_, Condition> {
    let items = map(items, Condition::Items);
    let identity = map(identity, Condition::Identity);
    alt((negation, bracket, items, identity, clause)).parse(input)
}

/// `negation = "not" , condition ;`
pub(super) fn negation(input: Tokens<'_>) -> Parse<'_, Condition> {
    let (rest, _) = token(TokenKind::Not)(input)?;
    let (rest, inner) = nested(rest, |rest| cut(condition).parse(rest))?;
    Ok((rest, Condition::Not(Box::new(inner), input.span_to(rest))))
}

/// `bracket = "(" , group , ")" ;`
pub(super) fn bracket(input: Tokens<'_>) -> Parse<'_, Condition> {
    let (rest, _) = token(TokenKind::Open)(input)?;
    let (rest, inner) = nested(rest, |rest| cut(group).parse(rest))?;
    let (rest, _) = cut(token(TokenKind::Close)).parse(rest)?;
    Ok((rest, Condition::Bracket(Box::new(inner), input.span_to(rest))))
}

/// `clause = run , ( comparison | "not stated" | identity | effect ) ;`
pub(super) fn clause(input: Tokens<'_>) -> Parse<'_, Condition> {
    let (rest, run) = run(input)?;
    let (rest, test) = opt(slot_test).parse(rest)?;
    if let Some(test) = test {
        return Ok((rest, Condition::Slot(Slot { name: run, test, span: input.span_to(rest) })));
    }
    let (rest, identity) = opt(identity).parse(rest)?;
    if let Some(identity) = identity {
        let span = input.span_to(rest);
        return Ok((rest, Condition::Identity(Identity { letter: Some(run), span, ..identity })));
    }
    let (rest, effect) = effect(input, rest, run)?;
    Ok((rest, Condition::Effect(effect)))
}

/// What is said of a slot, in a clause or in a finding.
pub(super) fn slot_test(input: Tokens<'_>) -> Parse<'_, SlotTest> {
    let stated = map(comparison, SlotTest::Compare);
    let not_stated = map(token(TokenKind::NotStated), |_| SlotTest::NotStated);
    alt((stated, not_stated)).parse(input)
}

/// `identity = "is" , [ "not" ] , [ "exactly" ] , ( run | choice ) ;`
pub(super) fn identity(input: Tokens<'_>) -> Parse<'_, Identity> {
    let (rest, _) = token(TokenKind::Is)(input)?;
    let (rest, not) = opt(token(TokenKind::Not)).parse(rest)?;
    let (rest, exactly) = opt(token(TokenKind::Exactly)).parse(rest)?;
    let (rest, what) = cut(run_or_choice).parse(rest)?;
    let (not, exactly) = (not.is_some(), exactly.is_some());
    Ok((rest, Identity { letter: None, not, exactly, what, span: input.span_to(rest) }))
}

/// `effect = [ target ] , [ WITHIN ] , [ items ] ;`
pub(super) fn effect<'a>(start: Tokens<'a>, rest: Tokens<'a>, run: Run) -> Parse<'a, Effect> {
    let (rest, target) = opt(target).parse(rest)?;
    let (rest, within) = opt(token(TokenKind::Within)).parse(rest)?;
    let within = match within {
        Some(words) => Some((whole_within(start, words)?, words.span)),
        None => None,
    };
    let (rest, items) = opt(items).parse(rest)?;
    Ok((rest, Effect { run, target, within, items, span: start.span_to(rest) }))
}

/// `target = "exactly" , ( run | ratio ) | ratio | choice | "(" , query , ")" ;`
pub(super) fn target(input: Tokens<'_>) -> Parse<'_, Target> {
    alt((exact_target, map(ratio, Target::Ratio), map(choice, Target::Choice), query_target)).parse(input)
}

fn exact_target(input: Tokens<'_>) -> Parse<'_, Target> {
    let (rest, _) = token(TokenKind::Exactly)(input)?;
    let (rest, ratio) = opt(ratio).parse(rest)?;
    if let Some(ratio) = ratio {
        return Ok((rest, Target::ExactlyRatio(ratio, input.span_to(rest))));
    }
    let (rest, run) = cut(run).parse(rest)?;
    Ok((rest, Target::Exactly(run)))
}

fn query_target(input: Tokens<'_>) -> Parse<'_, Target> {
    let (rest, _) = token(TokenKind::Open)(input)?;
    let (rest, inner) = nested(rest, |rest| cut(query).parse(rest))?;
    let (rest, _) = cut(token(TokenKind::Close)).parse(rest)?;
    Ok((rest, Target::Query(Box::new(inner))))
}

/// `tail = MINSTUDIES | "order by" , run | LIMIT | "show" , run , { "," , run } | "assuming" , run ;`
pub(super) fn tail(input: Tokens<'_>) -> Parse<'_, Tail> {
    let (rest, first) = one_of(TAILS)(input)?;
    let span = |rest| input.span_to(rest);
    match first.kind {
        TokenKind::MinStudies => Ok((rest, Tail::MinStudies(whole_within(input, first)?, first.span))),
        TokenKind::Limit => Ok((rest, Tail::Limit(whole_within(input, first)?, first.span))),
        TokenKind::Show => cut(comma_list(run)).parse(rest).map(|(rest, runs)| (rest, Tail::Show(runs, span(rest)))),
        TokenKind::Assuming => cut(run).parse(rest).map(|(rest, run)| (rest, Tail::Assuming(run, span(rest)))),
        _ => cut(run).parse(rest).map(|(rest, run)| (rest, Tail::OrderBy(run, span(rest)))),
    }
}

const TAILS: TokenSet =
    TokenSet::of(&[TokenKind::MinStudies, TokenKind::OrderBy, TokenKind::Limit, TokenKind::Show, TokenKind::Assuming]);

/// `why = "why" , ( query | claim ) ;`
pub(super) fn why(input: Tokens<'_>) -> Parse<'_, Why> {
    let (start, _) = token(TokenKind::Why)(input)?;
    let (rest, first) = cut(run).parse(start)?;
    // Both begin with a run: what follows it decides.
    let (after, more) = more_commas(run, rest)?;
    if !more.is_empty() || after.one_of(TokenSet::one(TokenKind::Where)).is_ok() {
        let head = std::iter::once(first).chain(more).collect();
        let (rest, query) = query_after_head(start, after, head)?;
        return Ok((rest, Why::Query(query)));
    }
    let (rest, effect) = claim(start, rest, first)?;
    Ok((rest, Why::Claim(effect)))
}

/// `claim = run , effect ;`
pub(super) fn claim<'a>(start: Tokens<'a>, rest: Tokens<'a>, run: Run) -> Parse<'a, Effect> {
    effect(start, rest, run)
}

/// `whynot = "why not" , run , ":" , query ;`
pub(super) fn whynot(input: Tokens<'_>) -> Parse<'_, WhyNot> {
    let (rest, _) = token(TokenKind::WhyNot)(input)?;
    let (rest, row) = cut(run).parse(rest)?;
    let (rest, _) = cut(token(TokenKind::Colon)).parse(rest)?;
    let (rest, query) = cut(query).parse(rest)?;
    Ok((rest, WhyNot { row, query, span: input.span_to(rest) }))
}

/// `describe = "describe" , run ;`
pub(super) fn describe(input: Tokens<'_>) -> Parse<'_, Statement> {
    let (rest, _) = token(TokenKind::Describe)(input)?;
    let (rest, run) = cut(run).parse(rest)?;
    Ok((rest, Statement::Describe(run)))
}

/// `kinds = "kinds of" , run ;`
pub(super) fn kinds(input: Tokens<'_>) -> Parse<'_, Statement> {
    let (rest, _) = token(TokenKind::KindsOf)(input)?;
    let (rest, run) = cut(run).parse(rest)?;
    Ok((rest, Statement::Kinds(run)))
}

/// `resolve = "resolve" , run ;`
pub(super) fn resolve(input: Tokens<'_>) -> Parse<'_, Statement> {
    let (rest, _) = token(TokenKind::Resolve)(input)?;
    let (rest, run) = cut(run).parse(rest)?;
    Ok((rest, Statement::Resolve(run)))
}

/// `listing = "nouns" | "verbs" | "slots" | "sources" ;`
pub(super) fn listing(input: Tokens<'_>) -> Parse<'_, Statement> {
    let (rest, word) = one_of(LISTINGS)(input)?;
    let listing = match word.kind {
        TokenKind::Nouns => Listing::Nouns,
        TokenKind::Verbs => Listing::Verbs,
        TokenKind::Slots => Listing::Slots,
        _ => Listing::Sources,
    };
    Ok((rest, Statement::Listing(listing, word.span)))
}

const LISTINGS: TokenSet = TokenSet::of(&[TokenKind::Nouns, TokenKind::Verbs, TokenKind::Slots, TokenKind::Sources]);
