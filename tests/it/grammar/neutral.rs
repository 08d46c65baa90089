//! One bracketed form for two trees: the derivation that the grammar gives and the tree that the parser gives.
//!
//! A node is written `name@first..last[children]` with the bytes it covers; a production that has no node of its own in the tree is left
//! out of both, signs are left out, names and the words that change a meaning stay.

mod statements;

use super::ebnf::Grammar;
use super::recogniser::Event;
use whereof::syntax::ast::*;
use whereof::syntax::parser::probe::Node;
use whereof::syntax::token::{Token, TokenKind};
use whereof::text::Span;

/// A derivation, rebuilt from what the recogniser did.
enum Derived {
    Node(String, Vec<Derived>),
    Token(usize),
}

/// The neutral form of a derivation.
pub(crate) fn of_derivation(grammar: &Grammar, events: &[Event], text: &str, tokens: &[Token]) -> String {
    let mut open: Vec<(String, Vec<Derived>)> = vec![(String::new(), Vec::new())];
    for event in events {
        match event {
            Event::Enter(production) => open.push((grammar.productions[*production].name.clone(), Vec::new())),
            Event::Token(index) => open.last_mut().unwrap().1.push(Derived::Token(*index)),
            Event::Exit => {
                let (name, children) = open.pop().unwrap();
                open.last_mut().unwrap().1.push(Derived::Node(name, children));
            }
        }
    }
    let root = open.pop().unwrap().1.remove(0);
    let writer = Writer { text, tokens };
    let mut out = String::new();
    writer.write(&root, true, &mut out);
    out
}

struct Writer<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Writer<'_> {
    fn write(&self, derived: &Derived, root: bool, out: &mut String) {
        match derived {
            Derived::Token(index) => {
                let token = self.tokens[*index];
                put_token(out, token.kind, &self.text[token.span.range()]);
            }
            Derived::Node(name, children) => self.write_node(name, children, root, out),
        }
    }

    fn write_all(&self, children: &[Derived], out: &mut String) {
        children.iter().for_each(|child| self.write(child, false, out));
    }

    fn write_node(&self, name: &str, children: &[Derived], root: bool, out: &mut String) {
        match name {
            // No node of their own.
            "statement" | "condition" | "block" | "entry" | "part" | "target" | "basename" => {
                self.write_all(children, out)
            }
            "script" | "head" | "body" | "why" | "describe" | "kinds" | "resolve" | "search" | "comparison" => {
                put(out, name);
                out.push('[');
                self.write_all(children, out);
                out.push(']');
            }
            "effect" if root => {
                put(out, "effect[");
                self.write_all(children, out);
                out.push(']');
            }
            "clause" | "claim" => {
                let inner = match children.get(1) {
                    Some(Derived::Node(inner, _)) if inner == "comparison" => "slot",
                    Some(Derived::Node(inner, _)) => inner,
                    _ => "slot",
                };
                self.put_node(inner, children, out);
                for child in children {
                    match child {
                        // The tree has one node for the words in front and what follows them.
                        Derived::Node(inner, inside) if inner == "identity" || inner == "effect" => {
                            self.write_all(inside, out);
                        }
                        other => self.write(other, false, out),
                    }
                }
                out.push(']');
            }
            _ => {
                self.put_node(name, children, out);
                self.write_all(children, out);
                out.push(']');
            }
        }
    }

    fn put_node(&self, name: &str, children: &[Derived], out: &mut String) {
        let first = children.first().map_or(0, |child| ends(child).0);
        let last = children.iter().rev().map(|child| ends(child).1).find(|last| *last != usize::MAX).unwrap_or(first);
        put_open(out, name, self.tokens[first].span.to(self.tokens[last].span));
    }
}

/// First and last token of a derivation; `usize::MAX` where it has none.
fn ends(derived: &Derived) -> (usize, usize) {
    match derived {
        Derived::Token(index) => (*index, *index),
        Derived::Node(_, children) => {
            let mut all = children.iter().map(ends).filter(|(first, _)| *first != usize::MAX);
            let Some(first) = all.next() else { return (usize::MAX, usize::MAX) };
            (first.0, all.next_back().map_or(first.1, |last| last.1))
        }
    }
}

fn put(out: &mut String, word: &str) {
    if !out.is_empty() && !out.ends_with('[') {
        out.push(' ');
    }
    out.push_str(word);
}

fn put_open(out: &mut String, name: &str, span: Span) {
    put(out, &format!("{name}@{span:?}["));
}

fn put_token(out: &mut String, kind: TokenKind, typed: &str) {
    use TokenKind as K;
    match kind {
        K::Word
        | K::String
        | K::Number
        | K::Plus
        | K::Parameter
        | K::Operator
        | K::Quantifier
        | K::MinStudies
        | K::WithLeast
        | K::WithSome
        | K::EitherWay
        | K::Limit
        | K::Within
        | K::And
        | K::Or
        | K::Not
        | K::Is
        | K::Exactly
        | K::Except
        | K::Show
        | K::Assuming
        | K::NotStated
        | K::InOneStudy
        | K::InOneContext
        | K::InLeast
        | K::CountFindings
        | K::Rows
        | K::None
        | K::Some
        | K::OrderBy
        | K::By
        | K::Nouns
        | K::Verbs
        | K::Slots
        | K::Sources
        | K::Noun
        | K::Verb
        | K::Slot
        | K::Unit
        | K::Entity
        | K::Source
        | K::Reference => put(out, typed),
        _ => {}
    }
}

/// The neutral form of a tree.
pub(crate) fn of_tree(node: &Node) -> String {
    let mut out = String::new();
    let o = &mut out;
    match node {
        Node::Script(script) => {
            put(o, "script[");
            for item in &script.items {
                match item {
                    Item::Block(each) => block(o, each),
                    Item::Statement(each) => statement(o, each),
                }
            }
            o.push(']');
        }
        Node::Statement(each) => statement(o, each),
        Node::Query(each) => query(o, each),
        Node::Head(each) => head(o, each),
        Node::Body(each) => body(o, each),
        Node::Count(each) => count(o, each),
        Node::Group(each) => group(o, each),
        Node::Condition(each) => condition(o, each),
        Node::Comparison(each) => comparison(o, each),
        Node::Identity(each) => identity(o, each),
        Node::Effect(each) => effect(o, each),
        Node::BareEffect(each) => {
            put(o, "effect[");
            after_verb(o, each);
            o.push(']');
        }
        Node::Target(each) => target(o, each),
        Node::Items(each) => items(o, each),
        Node::Place(each) => place(o, each),
        Node::Value(each) => value(o, each),
        Node::Choice(each) => choice(o, each),
        Node::Ratio(each) => ratio(o, each),
        Node::Tail(each) => tail(o, each),
        Node::Run(each) => run(o, each),
        Node::Part(each) => part(o, each),
        Node::Why(each) => why(o, each),
        Node::WhyNot(each) => whynot(o, each),
        Node::Declaration(each) => declaration(o, each),
        Node::Property(each) => property(o, each),
        Node::List(runs, span) => list(o, runs, *span),
        Node::Edge(each) => edge(o, each),
        Node::Block(each) => block(o, each),
        Node::Study(each) => study(o, each),
        Node::Given(each) => given(o, each),
        Node::Entry(each) => each.iter().for_each(|each| entry(o, each)),
        Node::Finding(each) => finding(o, each),
        Node::Spot(each) => spot(o, each),
        Node::Slot(each) => slot(o, each),
        Node::Matrix(each) => statements::matrix(o, each),
        Node::Gaps(each) => statements::gaps(o, each),
        Node::Axis(each) => statements::axis(o, each),
        Node::Compare(each) => statements::compare(o, each),
        Node::Contested(each) => statements::contested(o, each),
        Node::Similar(each) => statements::similar(o, each),
        Node::Paths(each) => statements::paths(o, each),
        Node::Shortest(each) => statements::shortest(o, each),
        Node::Define(each) => statements::definition(o, each),
        Node::Let(each) => statements::binding(o, each),
        Node::Use(each) => statements::using(o, each),
        Node::Retract(each) => statements::retract(o, each),
        Node::Expect(each) => statements::expect(o, each),
        Node::Diff(each) => statements::diff(o, each),
        Node::Basename(each) => part(o, each),
    }
    out
}

fn statement(o: &mut String, each: &Statement) {
    let mut named = |name: &str, each: &Run| {
        put(o, name);
        o.push('[');
        run(o, each);
        o.push(']');
    };
    match each {
        Statement::Describe(each) => named("describe", each),
        Statement::Kinds(each) => named("kinds", each),
        Statement::Resolve(each) => named("resolve", each),
        Statement::Search(each) => named("search", each),
        Statement::Query(each) => query(o, each),
        Statement::Count(each) => count(o, each),
        Statement::Why(each) => why(o, each),
        Statement::WhyNot(each) => whynot(o, each),
        Statement::Listing(each, span) => {
            put_open(o, "listing", *span);
            put(o, &each.to_string());
            o.push(']');
        }
        Statement::Declaration(each) => declaration(o, each),
        Statement::Edge(each) => edge(o, each),
        Statement::Matrix(each) => statements::matrix(o, each),
        Statement::Gaps(each) => statements::gaps(o, each),
        Statement::Compare(each) => statements::compare(o, each),
        Statement::Contested(each) => statements::contested(o, each),
        Statement::Similar(each) => statements::similar(o, each),
        Statement::Paths(each) => statements::paths(o, each),
        Statement::Shortest(each) => statements::shortest(o, each),
        Statement::Define(each) => statements::definition(o, each),
        Statement::Let(each) => statements::binding(o, each),
        Statement::Use(each) => statements::using(o, each),
        Statement::Retract(each) => statements::retract(o, each),
        Statement::Expect(each) => statements::expect(o, each),
        Statement::Diff(each) => statements::diff(o, each),
    }
}

fn query(o: &mut String, each: &Query) {
    put_open(o, "query", each.span);
    head(o, &each.head);
    body(o, &each.body);
    o.push(']');
}

fn head(o: &mut String, each: &[Run]) {
    put(o, "head[");
    each.iter().for_each(|each| run(o, each));
    o.push(']');
}

fn body(o: &mut String, each: &Body) {
    put(o, "body[");
    each.groups.iter().for_each(|each| group(o, each));
    each.tails.iter().for_each(|each| tail(o, each));
    o.push(']');
}

fn count(o: &mut String, each: &Count) {
    put_open(o, "count", each.span);
    head(o, &each.head);
    if !each.by.is_empty() {
        put(o, "by");
        each.by.iter().for_each(|by| run(o, by));
    }
    if !each.some.is_empty() {
        put(o, "with some");
        head(o, &each.some);
    }
    each.body.iter().for_each(|each| body(o, each));
    o.push(']');
}

fn group(o: &mut String, each: &Group) {
    put_open(o, "group", each.span);
    for (index, inner) in each.conditions.iter().enumerate() {
        if index > 0 {
            put(o, &each.joiner.to_string());
        }
        condition(o, inner);
    }
    if each.in_one_study {
        put(o, "in one study");
    }
    o.push(']');
}

fn condition(o: &mut String, each: &Condition) {
    match each {
        Condition::Not(inner, span) => {
            put_open(o, "negation", *span);
            put(o, "not");
            condition(o, inner);
            o.push(']');
        }
        Condition::Bracket(inner, span) => {
            put_open(o, "bracket", *span);
            group(o, inner);
            o.push(']');
        }
        Condition::Items(each) => items(o, each),
        Condition::Slot(each) => slot(o, each),
        Condition::Identity(each) => identity(o, each),
        Condition::Effect(each) => effect(o, each),
    }
}

fn slot(o: &mut String, each: &Slot) {
    put_open(o, "slot", each.span);
    run(o, &each.name);
    match &each.test {
        SlotTest::Compare(each) => comparison(o, each),
        SlotTest::NotStated => put(o, "not stated"),
    }
    o.push(']');
}

fn comparison(o: &mut String, each: &Comparison) {
    put(o, "comparison[");
    put(o, each.operator.text());
    value(o, &each.value);
    o.push(']');
}

fn value(o: &mut String, each: &Value) {
    put_open(o, "value", each.span);
    if each.exactly {
        put(o, "exactly");
    }
    run_or_choice(o, &each.what);
    if let Some(except) = &each.except {
        put(o, "except");
        run_or_choice(o, except);
    }
    o.push(']');
}

fn run_or_choice(o: &mut String, each: &RunOrChoice) {
    match each {
        RunOrChoice::Run(each) => run(o, each),
        RunOrChoice::Choice(each) => choice(o, each),
    }
}

fn identity(o: &mut String, each: &Identity) {
    put_open(o, "identity", each.span);
    each.letter.iter().for_each(|each| run(o, each));
    put(o, "is");
    if each.not {
        put(o, "not");
    }
    if each.exactly {
        put(o, "exactly");
    }
    run_or_choice(o, &each.what);
    o.push(']');
}

fn effect(o: &mut String, each: &Effect) {
    put_open(o, "effect", each.span);
    run(o, &each.run);
    after_verb(o, each);
    o.push(']');
}

fn after_verb(o: &mut String, each: &Effect) {
    each.target.iter().for_each(|each| target(o, each));
    if let Some((steps, _)) = each.within {
        put(o, &format!("within {steps}"));
    }
    if each.in_one_context.is_some() {
        put(o, "in one context");
    }
    each.items.iter().for_each(|each| items(o, each));
}

fn target(o: &mut String, each: &Target) {
    match each {
        Target::Exactly(each) => {
            put(o, "exactly");
            run(o, each);
        }
        Target::ExactlyRatio(each, _) => {
            put(o, "exactly");
            ratio(o, each);
        }
        Target::Ratio(each) => ratio(o, each),
        Target::Choice(each) => choice(o, each),
        Target::Query(each) => query(o, each),
    }
}

fn items(o: &mut String, each: &Items) {
    put_open(o, "items", each.span);
    each.places.iter().for_each(|each| place(o, each));
    o.push(']');
}

fn place(o: &mut String, each: &Place) {
    put_open(o, "place", each.span);
    run(o, &each.run);
    each.comparison.iter().for_each(|each| comparison(o, each));
    o.push(']');
}

fn choice(o: &mut String, each: &Choice) {
    put_open(o, "choice", each.span);
    put(o, &each.quantifier.to_string());
    each.runs.iter().for_each(|each| run(o, each));
    o.push(']');
}

fn ratio(o: &mut String, each: &Ratio) {
    put_open(o, "ratio", each.span);
    run(o, &each.numerator);
    run(o, &each.denominator);
    o.push(']');
}

fn tail(o: &mut String, each: &Tail) {
    let (Tail::MinStudies(_, span)
    | Tail::OrderBy(_, span)
    | Tail::Limit(_, span)
    | Tail::Show(_, span)
    | Tail::LeastValues(_, _, span)
    | Tail::LeastRows(_, _, span)
    | Tail::CountFindings(span)
    | Tail::Assuming(_, span)) = each;
    put_open(o, "tail", *span);
    match each {
        Tail::MinStudies(number, _) => put(o, &format!("with at least {number} studies")),
        Tail::Limit(number, _) => put(o, &format!("limit {number}")),
        Tail::CountFindings(_) => put(o, "count findings"),
        Tail::LeastValues(number, each, _) => {
            put(o, &format!("in at least {number}"));
            run(o, each);
        }
        Tail::LeastRows(number, each, _) => {
            put(o, &format!("with at least {number}"));
            run(o, each);
        }
        Tail::OrderBy(each, _) => {
            put(o, "order by");
            run(o, each);
        }
        Tail::Show(all, _) => {
            put(o, "show");
            all.iter().for_each(|each| run(o, each));
        }
        Tail::Assuming(each, _) => {
            put(o, "assuming");
            run(o, each);
        }
    }
    o.push(']');
}

fn run(o: &mut String, each: &Run) {
    put_open(o, "run", each.span);
    each.parts.iter().for_each(|each| part(o, each));
    o.push(']');
}

fn part(o: &mut String, each: &Part) {
    match each.kind {
        PartKind::Quoted => put(o, &format!("\"{}\"", each.text)),
        PartKind::Parameter => put(o, &format!("${}", each.text)),
        PartKind::Word | PartKind::Number | PartKind::Plus => put(o, &each.text),
    }
}

fn why(o: &mut String, each: &Why) {
    put(o, "why[");
    match each {
        Why::Query(each) => query(o, each),
        Why::Claim(each) => effect(o, each),
    }
    o.push(']');
}

fn whynot(o: &mut String, each: &WhyNot) {
    put_open(o, "whynot", each.span);
    each.rows.iter().for_each(|each| run(o, each));
    query(o, &each.query);
    o.push(']');
}

fn declaration(o: &mut String, each: &Declaration) {
    put_open(o, "declaration", each.span);
    put(o, &each.what.to_string());
    run(o, &each.name);
    if let Some(is) = &each.is {
        put(o, "is");
        run(o, is);
    }
    each.properties.iter().for_each(|each| property(o, each));
    o.push(']');
}

fn property(o: &mut String, each: &Property) {
    put_open(o, "property", each.span);
    run(o, &each.name);
    if let Some((operator, found)) = &each.value {
        put(o, operator.text());
        match found {
            PropertyValue::List(runs, span) => list(o, runs, *span),
            PropertyValue::Value(each) => value(o, each),
        }
    }
    o.push(']');
}

fn list(o: &mut String, runs: &[Run], span: Span) {
    put_open(o, "list", span);
    runs.iter().for_each(|each| run(o, each));
    o.push(']');
}

fn edge(o: &mut String, each: &Edge) {
    put_open(o, "edge", each.span);
    each.spots.iter().for_each(|each| spot(o, each));
    run(o, &each.narrower);
    put(o, "is");
    run(o, &each.broader);
    each.properties.iter().for_each(|each| property(o, each));
    o.push(']');
}

fn block(o: &mut String, each: &Block) {
    match each {
        Block::Study(each) => study(o, each),
        Block::Given(each) => given(o, each),
    }
}

fn study(o: &mut String, each: &Study) {
    put_open(o, "study", each.span);
    each.numbers.iter().for_each(|(number, _)| put(o, &number.to_string()));
    each.label.iter().for_each(|each| part(o, each));
    each.items.iter().for_each(|each| items(o, each));
    each.entries.iter().for_each(|each| entry(o, each));
    o.push(']');
}

fn given(o: &mut String, each: &Given) {
    put_open(o, "given", each.span);
    each.items.iter().for_each(|each| items(o, each));
    each.entries.iter().for_each(|each| entry(o, each));
    o.push(']');
}

fn entry(o: &mut String, each: &Entry) {
    match each {
        Entry::Given(each) => given(o, each),
        Entry::Finding(each) => finding(o, each),
    }
}

fn finding(o: &mut String, each: &Finding) {
    put_open(o, "finding", each.span);
    each.spots.iter().for_each(|each| spot(o, each));
    run(o, &each.run);
    each.ratio.iter().for_each(|each| ratio(o, each));
    for object in &each.objects {
        match object {
            RunOrRatio::Run(each) => run(o, each),
            RunOrRatio::Ratio(each) => ratio(o, each),
        }
    }
    each.items.iter().for_each(|each| items(o, each));
    each.slots.iter().for_each(|each| slot(o, each));
    o.push(']');
}

fn spot(o: &mut String, each: &Spot) {
    put_open(o, "spot", each.span);
    put(o, &format!("\"{}\"", each.section));
    put(o, &each.sentence.to_string());
    o.push(']');
}
