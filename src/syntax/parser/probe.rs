//! One production at a time, for the proof that grammar and parser agree.
//!
//! Tokens come in, made up by a test, and what the parser of one production makes of them goes out: the tree, the first token that does
//! not fit and what would have fitted. Nothing but tests uses it, and it knows no text but the one that the tokens point into.

use super::super::ast::{
    Axis, Block, Body, Choice, Compare, Comparison, Condition, Contested, Count, Declaration, Define, Diff, Edge,
    Effect, Entry, Expect, Finding, Gaps, Given, Group, Identity, Items, Let, Matrix, Part, Paths, Place, Property,
    Query, Ratio, Retract, Run, Script, Shortest, Similar, Slot, Spot, Statement, Study, Tail, Target, Use, Value, Why,
    WhyNot,
};
use super::super::token::{Token, TokenSet};
use super::super::tokens::{Miss, Parse, State, Step, Tokens, end};
use super::{TextLimits, bases, queries, recover, runs, statement, statements};
use crate::text::{Source, Span};

/// The tree of one production.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // each is the product of the production of its name
pub enum Node {
    Script(Script),
    Statement(Statement),
    Query(Query),
    Head(Vec<Run>),
    Body(Body),
    Count(Count),
    Group(Group),
    Condition(Condition),
    Comparison(Comparison),
    Identity(Identity),
    Effect(Effect),
    BareEffect(Effect),
    Target(Target),
    Items(Items),
    Place(Place),
    Value(Value),
    Choice(Choice),
    Ratio(Ratio),
    Tail(Tail),
    Run(Run),
    Part(Part),
    Why(Why),
    WhyNot(WhyNot),
    Declaration(Declaration),
    Property(Property),
    List(Vec<Run>, Span),
    Edge(Edge),
    Block(Block),
    Study(Study),
    Given(Given),
    Entry(Option<Entry>),
    Finding(Finding),
    Spot(Spot),
    Slot(Slot),
    Matrix(Matrix),
    Gaps(Gaps),
    Axis(Axis),
    Compare(Compare),
    Contested(Contested),
    Similar(Similar),
    Paths(Paths),
    Shortest(Shortest),
    Define(Define),
    Let(Let),
    Use(Use),
    Retract(Retract),
    Expect(Expect),
    Diff(Diff),
    Basename(Part),
}

/// What the parser of a production made of some tokens.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The tree, where the tokens are a sentence of the production.
    pub node: Option<Node>,
    /// Index of the first token that does not fit; the number of tokens where all of them do.
    pub at: usize,
    /// What would fit there, the end included.
    pub expected: TokenSet,
    /// How many times the parser looked at a token.
    pub steps: u64,
}

/// Runs the parser of a production over all tokens; `None` where no parser has that name.
#[must_use]
pub fn probe(production: &str, text: &str, tokens: &[Token]) -> Option<Verdict> {
    let state = State::new(text, tokens, TextLimits::default().nesting, 1);
    let input = Tokens::new(&state);
    if production == "script" {
        let script = recover::script(input);
        return Some(verdict(&state, Some(Node::Script(script))));
    }
    let result = run_production(production, input)?;
    let node = result.and_then(|(rest, node)| end(rest).map(|_| node)).ok();
    Some(verdict(&state, node))
}

/// How many times the parser looks at a token of a text.
#[must_use]
pub fn steps(source: &Source) -> u64 {
    let tokens = super::lex(source);
    let limits = TextLimits::default();
    let state = State::new(source.text(), &tokens, limits.nesting, limits.diagnostics);
    recover::script(Tokens::new(&state));
    state.steps()
}

/// Entries go on after an error: the first one noted is the verdict.
fn verdict(state: &State<'_>, node: Option<Node>) -> Verdict {
    let (at, expected) = state.farthest();
    let steps = state.steps();
    match state.failures().first() {
        Some(first) => Verdict { node: None, at: first.at, expected: first.expected, steps },
        None => Verdict { node, at, expected, steps },
    }
}

fn run_production<'a>(production: &str, input: Tokens<'a>) -> Option<Parse<'a, Node>> {
    fn as_node<'a, T>(result: Parse<'a, T>, node: impl FnOnce(T) -> Node) -> Parse<'a, Node> {
        result.map(|(rest, value)| (rest, node(value)))
    }
    fn filled<'a, T>(
        input: Tokens<'a>,
        parser: impl FnOnce(Tokens<'a>, &mut Vec<T>) -> Step<'a>,
        node: impl FnOnce(T) -> Node,
    ) -> Parse<'a, Node> {
        let mut found = Vec::new();
        let rest = parser(input, &mut found)?;
        queries::one(rest, found).map(|(rest, value)| (rest, node(value)))
    }
    Some(match production {
        "statement" => as_node(statement(input), Node::Statement),
        "query" => filled(input, queries::query, Node::Query),
        "count" => as_node(queries::count(input), Node::Count),
        "head" => as_node(queries::head(input), Node::Head),
        "body" => {
            let mut body = Body::default();
            queries::body(input, &mut body).map(|rest| (rest, Node::Body(body)))
        }
        "group" => filled(input, queries::group, Node::Group),
        "condition" => filled(input, queries::condition, Node::Condition),
        "negation" => filled(input, queries::negation, Node::Condition),
        "bracket" => filled(input, queries::bracket, Node::Condition),
        "clause" => filled(input, queries::clause, Node::Condition),
        "comparison" => as_node(runs::comparison(input), Node::Comparison),
        "identity" => as_node(queries::identity(input), Node::Identity),
        "effect" => {
            let run = Run { parts: Vec::new(), span: Span::default() };
            let mut effect =
                Effect { run, target: None, within: None, in_one_context: None, items: None, span: Span::default() };
            queries::effect(input, input, &mut effect).map(|rest| (rest, Node::BareEffect(effect)))
        }
        "claim" => as_node(queries::claim(input), Node::Effect),
        "target" => {
            let mut found = None;
            queries::target(input, &mut found)
                .and_then(|rest| found.map(|target| (rest, Node::Target(target))).ok_or(nom::Err::Error(Miss)))
        }
        "items" => as_node(runs::items(input), Node::Items),
        "place" => as_node(runs::place(input), Node::Place),
        "value" => as_node(runs::value(input), Node::Value),
        "choice" => as_node(runs::choice(input), Node::Choice),
        "ratio" => as_node(runs::ratio(input), Node::Ratio),
        "tail" => as_node(queries::tail(input), Node::Tail),
        "run" => as_node(runs::run(input), Node::Run),
        "part" => as_node(runs::part(input), Node::Part),
        "why" => as_node(queries::why(input), Node::Why),
        "whynot" => as_node(queries::whynot(input), Node::WhyNot),
        "describe" => as_node(queries::describe(input), Node::Statement),
        "kinds" => as_node(queries::kinds(input), Node::Statement),
        "search" => as_node(queries::search(input), Node::Statement),
        "resolve" => as_node(queries::resolve(input), Node::Statement),
        "listing" => as_node(queries::listing(input), Node::Statement),
        "declaration" => as_node(bases::declaration(input), Node::Declaration),
        "property" => as_node(bases::property(input), Node::Property),
        "list" => as_node(bases::list(input), |(runs, span)| Node::List(runs, span)),
        "edge" => as_node(bases::edge(input), Node::Edge),
        "block" => as_node(bases::block(input), Node::Block),
        "study" => as_node(bases::study(input), Node::Study),
        "given" => filled(input, bases::given, Node::Given),
        "entry" => {
            let mut found = Vec::new();
            bases::entry(input, &mut found).map(|rest| (rest, Node::Entry(found.pop())))
        }
        "finding" => as_node(bases::finding(input), Node::Finding),
        "spot" => as_node(bases::spot(input), Node::Spot),
        "slot" => as_node(bases::slot(input), Node::Slot),
        "matrix" => as_node(statements::matrix(input), Node::Matrix),
        "gaps" => as_node(statements::gaps(input), Node::Gaps),
        "axis" => as_node(statements::axis(input), Node::Axis),
        "compare" => as_node(statements::compare(input), Node::Compare),
        "contested" => as_node(statements::contested(input), Node::Contested),
        "similar" => as_node(statements::similar(input), Node::Similar),
        "paths" => as_node(statements::paths(input), Node::Paths),
        "shortest" => as_node(statements::shortest(input), Node::Shortest),
        "definition" => as_node(statements::definition(input), Node::Define),
        "binding" => as_node(statements::binding(input), Node::Let),
        "using" => as_node(statements::using(input), Node::Use),
        "retract" => as_node(statements::retract(input), Node::Retract),
        "expect" => as_node(statements::expect(input), Node::Expect),
        "diff" => as_node(statements::diff(input), Node::Diff),
        "basename" => as_node(statements::basename(input), Node::Basename),
        _ => return None,
    })
}
