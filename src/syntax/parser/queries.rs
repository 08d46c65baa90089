//! Productions of questions.
//!
//! Those that may stand in themselves fill a place given by the caller instead of handing their product up: a level of nesting then
//! takes so little of the stack that the deepest query allowed fits a small thread, even unoptimised.

use super::runs::{choice, comparison, items, ratio, run, run_or_choice, whole_within};
use super::{comma_list, more_commas};
use crate::syntax::ast::{
    Body, Condition, Count, Effect, Group, Identity, Joiner, Listing, Query, Run, Slot, SlotTest, Statement, Tail,
    Target, Why, WhyNot,
};
use crate::syntax::token::{TokenKind, TokenSet};
use crate::syntax::tokens::{
    Miss, Parse, Step, Tokens, Trouble, deeper, maybe, one_of, shallower, sign, sure, sure_step, token,
};
use crate::text::Span;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, map, opt};

/// `query = head , "where" , body ;`
pub(super) fn query<'a>(input: Tokens<'a>, into: &mut Vec<Query>) -> Step<'a> {
    let (rest, head) = head(input)?;
    query_after_head(input, rest, bare_query(head), into)
}

fn bare_query(head: Vec<Run>) -> Box<Query> {
    Box::new(Query { head, body: Body::default(), span: Span::default() })
}

/// The rest of a query; `start` is where its head began.
fn query_after_head<'a>(start: Tokens<'a>, rest: Tokens<'a>, mut made: Box<Query>, into: &mut Vec<Query>) -> Step<'a> {
    let rest = sign(TokenKind::Where, rest)?;
    let rest = body(rest, &mut made.body)?;
    push_query(start, rest, made, into);
    Ok(rest)
}

#[allow(clippy::boxed_local)] // so that the caller's frame holds a pointer only
fn push_query(start: Tokens<'_>, rest: Tokens<'_>, mut made: Box<Query>, into: &mut Vec<Query>) {
    made.span = start.span_to(rest);
    into.push(*made);
}

/// `count = "count" , head , [ "by" , run , { "," , run } ] , [ "with some" , head ] , [ "where" , body ] ;`
pub(super) fn count(input: Tokens<'_>) -> Parse<'_, Count> {
    let (rest, _) = token(TokenKind::Count)(input)?;
    let (rest, head) = sure(head(rest))?;
    let (rest, by) = opt((token(TokenKind::By), cut(comma_list(run)))).parse(rest)?;
    let (mut rest, some) = opt((token(TokenKind::WithSome), cut(self::head))).parse(rest)?;
    let mut found = None;
    if let Ok((next, _)) = token(TokenKind::Where)(rest) {
        rest = body(next, found.insert(Body::default()))?;
    }
    let runs = |found: Option<(_, Vec<Run>)>| found.map(|(_, runs)| runs).unwrap_or_default();
    let (by, some) = (runs(by), runs(some));
    Ok((rest, Count { head, by, some, body: found, span: input.span_to(rest) }))
}

/// `head = run , { "," , run } ;`
pub(super) fn head(input: Tokens<'_>) -> Parse<'_, Vec<Run>> {
    comma_list(run)(input)
}

/// `body = group , { "and also" , group } , { tail } ;`
pub(super) fn body<'a>(input: Tokens<'a>, into: &mut Body) -> Step<'a> {
    let mut rest = group(input, &mut into.groups)?;
    while let Some((next, _)) = maybe(TokenSet::one(TokenKind::AndAlso), rest) {
        rest = group(next, &mut into.groups)?;
    }
    tails(rest, &mut into.tails)
}

fn tails<'a>(mut rest: Tokens<'a>, into: &mut Vec<Tail>) -> Step<'a> {
    while let (next, Some(more)) = opt(tail).parse(rest)? {
        into.push(more);
        rest = next;
    }
    Ok(rest)
}

/// `group = condition , ( { "and" , condition } | "or" , condition , { "or" , condition } ) , [ "in one study" ] ;`
pub(super) fn group<'a>(input: Tokens<'a>, into: &mut Vec<Group>) -> Step<'a> {
    let mut conditions = Vec::new();
    let mut joiners = JOINERS;
    let mut rest = condition(input, &mut conditions)?;
    while let Some((next, joiner)) = maybe(joiners, rest) {
        joiners = TokenSet::one(joiner);
        rest = condition(next, &mut conditions)?;
    }
    group_end(input, rest, joiners, conditions, into)
}

fn group_end<'a>(
    start: Tokens<'a>,
    rest: Tokens<'a>,
    joiners: TokenSet,
    conditions: Vec<Condition>,
    into: &mut Vec<Group>,
) -> Step<'a> {
    let joiner = if joiners.contains(TokenKind::And) { Joiner::And } else { Joiner::Or };
    if JOINERS.contains(rest.kind()) {
        mixed(rest, joiner, &conditions);
    }
    let (rest, in_one_study) = opt(token(TokenKind::InOneStudy)).parse(rest)?;
    into.push(Group { joiner, conditions, in_one_study: in_one_study.is_some(), span: start.span_to(rest) });
    Ok(rest)
}

const JOINERS: TokenSet = TokenSet::of(&[TokenKind::And, TokenKind::Or]);

/// Reads the rest of a group that mixes `and` and `or`, so that the message can show both ways to bracket it.
fn mixed(from: Tokens<'_>, joiner: Joiner, conditions: &[Condition]) {
    let before = if joiner == Joiner::Or { TokenKind::Or } else { TokenKind::And };
    let mut chain: Vec<(TokenKind, Span)> = conditions.iter().map(|each| (before, condition_span(each))).collect();
    let mut more = Vec::new();
    from.state.unmarked(|| {
        let mut rest = from;
        while let Ok((next, sign)) = one_of(JOINERS)(rest) {
            let Ok(next) = condition(next, &mut more) else { break };
            chain.extend(more.pop().map(|read| (sign.kind, condition_span(&read))));
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
pub(super) fn condition<'a>(input: Tokens<'a>, into: &mut Vec<Condition>) -> Step<'a> {
    // The first token decides: nothing is tried twice.
    match input.kind() {
        TokenKind::Not => negation(input, into),
        TokenKind::Open => bracket(input, into),
        TokenKind::In | TokenKind::Is => plain_condition(input, into),
        _ => {
            input.state.miss(input.at(), CONDITIONS);
            clause(input, into)
        }
    }
}

const CONDITIONS: TokenSet = TokenSet::of(&[TokenKind::Not, TokenKind::Open, TokenKind::In, TokenKind::Is]);

/// A condition that nests nothing.
fn plain_condition<'a>(input: Tokens<'a>, into: &mut Vec<Condition>) -> Step<'a> {
    let items = map(items, Condition::Items);
    let (rest, condition) = alt((items, map(identity, Condition::Identity))).parse(input)?;
    into.push(condition);
    Ok(rest)
}

/// `negation = "not" , condition ;`
pub(super) fn negation<'a>(input: Tokens<'a>, into: &mut Vec<Condition>) -> Step<'a> {
    let rest = sign(TokenKind::Not, input)?;
    deeper(rest)?;
    let mut inner = Vec::new();
    let rest = condition(rest, &mut inner)?;
    shallower(rest);
    push_negation(input, rest, inner, into);
    Ok(rest)
}

fn push_negation(start: Tokens<'_>, rest: Tokens<'_>, mut inner: Vec<Condition>, into: &mut Vec<Condition>) {
    into.extend(inner.pop().map(|inner| Condition::Not(Box::new(inner), start.span_to(rest))));
}

/// `bracket = "(" , group , ")" ;`
pub(super) fn bracket<'a>(input: Tokens<'a>, into: &mut Vec<Condition>) -> Step<'a> {
    let rest = sign(TokenKind::Open, input)?;
    deeper(rest)?;
    let mut inner = Vec::new();
    let rest = group(rest, &mut inner)?;
    shallower(rest);
    let rest = sign(TokenKind::Close, rest)?;
    push_bracket(input, rest, inner, into);
    Ok(rest)
}

fn push_bracket(start: Tokens<'_>, rest: Tokens<'_>, mut inner: Vec<Group>, into: &mut Vec<Condition>) {
    into.extend(inner.pop().map(|inner| Condition::Bracket(Box::new(inner), start.span_to(rest))));
}

/// `clause = run , ( comparison | "not stated" | identity | effect ) ;`
pub(super) fn clause<'a>(input: Tokens<'a>, into: &mut Vec<Condition>) -> Step<'a> {
    let (rest, mut made) = bare_effect(input)?;
    match rest.kind() {
        TokenKind::Operator | TokenKind::NotStated | TokenKind::Is => clause_test(input, rest, made, into),
        _ => {
            rest.state.miss(rest.at(), TESTS);
            let rest = effect(input, rest, &mut made)?;
            push_effect(into, made);
            Ok(rest)
        }
    }
}

const TESTS: TokenSet = TokenSet::of(&[TokenKind::Operator, TokenKind::NotStated, TokenKind::Is]);

/// The run of an effect; the rest of it is still to be read.
fn bare_effect(input: Tokens<'_>) -> Parse<'_, Box<Effect>> {
    let (rest, run) = run(input)?;
    let span = run.span;
    Ok((rest, Box::new(Effect { run, target: None, within: None, in_one_context: None, items: None, span })))
}

#[allow(clippy::boxed_local)] // so that the caller's frame holds a pointer only
fn push_effect(into: &mut Vec<Condition>, effect: Box<Effect>) {
    into.push(Condition::Effect(*effect));
}

#[allow(clippy::boxed_local)] // so that the caller's frame holds a pointer only
fn clause_test<'a>(start: Tokens<'a>, rest: Tokens<'a>, made: Box<Effect>, into: &mut Vec<Condition>) -> Step<'a> {
    let run = made.run;
    if rest.kind() == TokenKind::Is {
        let (rest, identity) = identity(rest)?;
        let span = start.span_to(rest);
        into.push(Condition::Identity(Identity { letter: Some(run), span, ..identity }));
        return Ok(rest);
    }
    let (rest, test) = slot_test(rest)?;
    into.push(Condition::Slot(Slot { name: run, test, span: start.span_to(rest) }));
    Ok(rest)
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
    let (rest, what) = sure(run_or_choice(rest))?;
    let (not, exactly) = (not.is_some(), exactly.is_some());
    Ok((rest, Identity { letter: None, not, exactly, what, span: input.span_to(rest) }))
}

/// `effect = [ target ] , [ WITHIN ] , [ "in one context" ] , [ items ] ;`
pub(super) fn effect<'a>(start: Tokens<'a>, rest: Tokens<'a>, into: &mut Effect) -> Step<'a> {
    match target(rest, &mut into.target) {
        Ok(rest) => effect_end(start, rest, into),
        Err(nom::Err::Error(_)) => effect_end(start, rest, into),
        stop => stop,
    }
}

fn effect_end<'a>(start: Tokens<'a>, rest: Tokens<'a>, into: &mut Effect) -> Step<'a> {
    let (rest, within) = within(rest)?;
    into.within = within;
    let (rest, one_context) = opt(token(TokenKind::InOneContext)).parse(rest)?;
    into.in_one_context = one_context.map(|words| words.span);
    let (rest, items) = opt(items).parse(rest)?;
    into.items = items;
    into.span = start.span_to(rest);
    Ok(rest)
}

/// `within 2`, if it is there.
pub(super) fn within(input: Tokens<'_>) -> Parse<'_, Option<(u32, Span)>> {
    let (rest, words) = opt(token(TokenKind::Within)).parse(input)?;
    let Some(words) = words else { return Ok((rest, None)) };
    Ok((rest, Some((whole_within(input, words)?, words.span))))
}

/// `target = "exactly" , ( run | ratio ) | ratio | choice | "(" , query , ")" ;`
pub(super) fn target<'a>(input: Tokens<'a>, into: &mut Option<Target>) -> Step<'a> {
    if input.kind() != TokenKind::Open {
        input.state.miss(input.at(), TokenSet::one(TokenKind::Open));
        return name_target(input, into);
    }
    let rest = sign(TokenKind::Open, input)?;
    deeper(rest)?;
    let mut inner = Vec::new();
    let rest = sure_step(query(rest, &mut inner))?;
    shallower(rest);
    let rest = sign(TokenKind::Close, rest)?;
    fill_target(inner, into);
    Ok(rest)
}

fn fill_target(mut inner: Vec<Query>, into: &mut Option<Target>) {
    *into = inner.pop().map(|inner| Target::Query(Box::new(inner)));
}

/// A target that nests nothing.
fn name_target<'a>(input: Tokens<'a>, into: &mut Option<Target>) -> Step<'a> {
    let (rest, found) = alt((exact_target, map(ratio, Target::Ratio), map(choice, Target::Choice))).parse(input)?;
    *into = Some(found);
    Ok(rest)
}

fn exact_target(input: Tokens<'_>) -> Parse<'_, Target> {
    let (rest, _) = token(TokenKind::Exactly)(input)?;
    let (rest, ratio) = opt(ratio).parse(rest)?;
    if let Some(ratio) = ratio {
        return Ok((rest, Target::ExactlyRatio(ratio, input.span_to(rest))));
    }
    let (rest, run) = sure(run(rest))?;
    Ok((rest, Target::Exactly(run)))
}

/// `tail = MINSTUDIES | ( INLEAST | WITHLEAST ) , run | "count findings" | "order by" , run | LIMIT | "show" , run , { "," , run } | "assuming" , run ;`
pub(super) fn tail(input: Tokens<'_>) -> Parse<'_, Tail> {
    let (rest, first) = one_of(TAILS)(input)?;
    let span = |rest| input.span_to(rest);
    match first.kind {
        TokenKind::MinStudies => Ok((rest, Tail::MinStudies(whole_within(input, first)?, first.span))),
        TokenKind::Limit => Ok((rest, Tail::Limit(whole_within(input, first)?, first.span))),
        TokenKind::CountFindings => Ok((rest, Tail::CountFindings(first.span))),
        TokenKind::InLeast => {
            let least = whole_within(input, first)?;
            sure(run(rest)).map(|(rest, run)| (rest, Tail::LeastValues(least, run, span(rest))))
        }
        TokenKind::WithLeast => {
            let least = whole_within(input, first)?;
            sure(run(rest)).map(|(rest, run)| (rest, Tail::LeastRows(least, run, span(rest))))
        }
        TokenKind::Show => sure(comma_list(run)(rest)).map(|(rest, runs)| (rest, Tail::Show(runs, span(rest)))),
        TokenKind::Assuming => sure(run(rest)).map(|(rest, run)| (rest, Tail::Assuming(run, span(rest)))),
        _ => sure(run(rest)).map(|(rest, run)| (rest, Tail::OrderBy(run, span(rest)))),
    }
}

const TAILS: TokenSet = TokenSet::of(&[
    TokenKind::MinStudies,
    TokenKind::InLeast,
    TokenKind::WithLeast,
    TokenKind::CountFindings,
    TokenKind::OrderBy,
    TokenKind::Limit,
    TokenKind::Show,
    TokenKind::Assuming,
]);

/// `why = "why" , ( query | claim ) ;`
pub(super) fn why(input: Tokens<'_>) -> Parse<'_, Why> {
    let (start, _) = token(TokenKind::Why)(input)?;
    let (rest, first) = sure(run(start))?;
    // Both begin with a run: what follows it decides.
    let (after, more) = more_commas(run, rest)?;
    if !more.is_empty() || after.one_of(TokenSet::one(TokenKind::Where)).is_ok() {
        let head = std::iter::once(first).chain(more).collect();
        let mut found = Vec::new();
        let rest = sure_step(query_after_head(start, after, bare_query(head), &mut found))?;
        return one(rest, found).map(|(rest, query)| (rest, Why::Query(query)));
    }
    let (rest, effect) = claim(start)?;
    Ok((rest, Why::Claim(effect)))
}

/// `claim = run , effect ;`
pub(super) fn claim(input: Tokens<'_>) -> Parse<'_, Effect> {
    let (rest, mut made) = bare_effect(input)?;
    let rest = effect(input, rest, &mut made)?;
    Ok((rest, *made))
}

/// `whynot = "why not" , run , { "," , run } , ":" , query ;`
pub(super) fn whynot(input: Tokens<'_>) -> Parse<'_, WhyNot> {
    let (rest, _) = token(TokenKind::WhyNot)(input)?;
    let (rest, rows) = sure(comma_list(run)(rest))?;
    let (rest, _) = sure(token(TokenKind::Colon)(rest))?;
    let (rest, query) = sure(query_alone(rest))?;
    Ok((rest, WhyNot { rows, query, span: input.span_to(rest) }))
}

/// A query that stands in no other.
pub(super) fn query_alone(input: Tokens<'_>) -> Parse<'_, Query> {
    let mut found = Vec::new();
    let rest = query(input, &mut found)?;
    one(rest, found)
}

/// The last thing that was kept; every parser that succeeds keeps one.
pub(super) fn one<T>(rest: Tokens<'_>, mut kept: Vec<T>) -> Parse<'_, T> {
    kept.pop().map(|value| (rest, value)).ok_or(nom::Err::Error(Miss))
}

/// `describe = "describe" , run ;`
pub(super) fn describe(input: Tokens<'_>) -> Parse<'_, Statement> {
    let (rest, _) = token(TokenKind::Describe)(input)?;
    let (rest, run) = sure(run(rest))?;
    Ok((rest, Statement::Describe(run)))
}

/// `kinds = "kinds of" , run ;`
pub(super) fn kinds(input: Tokens<'_>) -> Parse<'_, Statement> {
    let (rest, _) = token(TokenKind::KindsOf)(input)?;
    let (rest, run) = sure(run(rest))?;
    Ok((rest, Statement::Kinds(run)))
}

/// `search = "names containing" , run ;`
pub(super) fn search(input: Tokens<'_>) -> Parse<'_, Statement> {
    let (rest, _) = token(TokenKind::NamesContaining)(input)?;
    let (rest, run) = sure(run(rest))?;
    Ok((rest, Statement::Search(run)))
}

/// `resolve = "resolve" , run ;`
pub(super) fn resolve(input: Tokens<'_>) -> Parse<'_, Statement> {
    let (rest, _) = token(TokenKind::Resolve)(input)?;
    let (rest, run) = sure(run(rest))?;
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
