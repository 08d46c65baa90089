//! A recogniser that is made from the grammar alone and shares nothing with the parser.
//!
//! It follows every way through the productions at once: each is a place in a production and a stack of places to come back to.
//! The same place and stack reached twice for the same tokens means that the grammar is ambiguous.

use super::ebnf::{Expr, Grammar};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use whereof::syntax::token::{TokenKind, TokenSet};

enum Edge {
    Empty(usize),
    Terminal(TokenKind, usize),
    Call(usize, usize),
}

/// What happened on the way: enough to rebuild the derivation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    Enter(usize),
    Token(usize),
    Exit,
}

pub(crate) struct Trail {
    event: Event,
    before: Option<Rc<Trail>>,
}

type Way = Option<Rc<Trail>>;

/// Long ways must not be dropped one inside the other.
impl Drop for Trail {
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(trail) = next {
            match Rc::try_unwrap(trail) {
                Ok(mut alone) => next = alone.before.take(),
                Err(_) => return,
            }
        }
    }
}

fn along(way: &Way, event: Event) -> Way {
    Some(Rc::new(Trail { event, before: way.clone() }))
}

/// The events of a way, from its beginning.
pub(crate) fn events(way: &Way) -> Vec<Event> {
    let mut found = Vec::new();
    let mut at = way.as_ref();
    while let Some(trail) = at {
        found.push(trail.event);
        at = trail.before.as_ref();
    }
    found.reverse();
    found
}

/// All ways that the tokens so far leave open.
#[derive(Clone)]
pub(crate) struct Places {
    /// Place, stack, how it was reached; each has a terminal in front of it.
    open: Vec<(usize, usize, Way)>,
    /// How the tokens so far are a whole sentence, if they are.
    pub(crate) whole: Option<Way>,
    /// The tokens so far.
    pub(crate) length: usize,
    pub(crate) ambiguous: bool,
}

pub(crate) struct Recogniser {
    edges: Vec<Vec<Edge>>,
    starts: Vec<usize>,
    is_end: Vec<bool>,
    /// Stacks: place to come back to and the stack below; 0 is the empty one.
    stacks: Vec<(usize, usize)>,
    known_stacks: HashMap<(usize, usize), usize>,
}

impl Recogniser {
    pub(crate) fn new(grammar: &Grammar) -> Recogniser {
        let mut made = Recogniser {
            edges: Vec::new(),
            starts: Vec::new(),
            is_end: Vec::new(),
            stacks: vec![(usize::MAX, 0)],
            known_stacks: HashMap::new(),
        };
        let mut ends = Vec::new();
        for production in &grammar.productions {
            let (start, end) = (made.place(), made.place());
            made.build(&production.expr, grammar, start, end);
            made.starts.push(start);
            ends.push(end);
        }
        made.is_end = (0..made.edges.len()).map(|place| ends.contains(&place)).collect();
        made
    }

    fn place(&mut self) -> usize {
        self.edges.push(Vec::new());
        self.edges.len() - 1
    }

    fn build(&mut self, expr: &Expr, grammar: &Grammar, from: usize, to: usize) {
        match expr {
            Expr::Terminal(kind) => self.edges[from].push(Edge::Terminal(*kind, to)),
            Expr::Name(name) => self.edges[from].push(Edge::Call(grammar.index(name), to)),
            Expr::Sequence(all) => {
                let mut at = from;
                for (index, each) in all.iter().enumerate() {
                    let next = if index + 1 == all.len() { to } else { self.place() };
                    self.build(each, grammar, at, next);
                    at = next;
                }
            }
            Expr::Choice(all) => {
                for each in all {
                    let start = self.place();
                    self.edges[from].push(Edge::Empty(start));
                    self.build(each, grammar, start, to);
                }
            }
            Expr::Optional(inner) => {
                let start = self.place();
                self.edges[from].push(Edge::Empty(start));
                self.edges[from].push(Edge::Empty(to));
                self.build(inner, grammar, start, to);
            }
            Expr::Repeat(inner) => {
                let (round, start) = (self.place(), self.place());
                self.edges[from].push(Edge::Empty(round));
                self.edges[round].push(Edge::Empty(start));
                self.edges[round].push(Edge::Empty(to));
                self.build(inner, grammar, start, round);
            }
        }
    }

    fn push(&mut self, back: usize, below: usize) -> usize {
        if let Some(&known) = self.known_stacks.get(&(back, below)) {
            return known;
        }
        self.stacks.push((back, below));
        self.known_stacks.insert((back, below), self.stacks.len() - 1);
        self.stacks.len() - 1
    }

    pub(crate) fn begin(&mut self, production: usize) -> Places {
        let way = along(&None, Event::Enter(production));
        // The production that is looked at returns to nowhere: its end is recognised by the empty stack.
        self.close(vec![(self.starts[production], 0, way)], 0)
    }

    /// Follows everything that takes no token.
    fn close(&mut self, mut work: Vec<(usize, usize, Way)>, length: usize) -> Places {
        let mut found = Places { open: Vec::new(), whole: None, length, ambiguous: false };
        let mut seen = HashSet::new();
        while let Some((place, stack, way)) = work.pop() {
            if !seen.insert((place, stack)) {
                found.ambiguous = true;
                continue;
            }
            if self.is_end[place] {
                let way = along(&way, Event::Exit);
                match self.stacks[stack] {
                    (usize::MAX, _) => found.whole = Some(way),
                    (back, below) => work.push((back, below, way)),
                }
                continue;
            }
            let mut terminal = false;
            for edge in 0..self.edges[place].len() {
                match self.edges[place][edge] {
                    Edge::Empty(to) => work.push((to, stack, way.clone())),
                    Edge::Terminal(..) => terminal = true,
                    Edge::Call(production, to) => {
                        let stack = self.push(to, stack);
                        work.push((self.starts[production], stack, along(&way, Event::Enter(production))));
                    }
                }
            }
            if terminal {
                found.open.push((place, stack, way));
            }
        }
        found
    }

    /// What is left open after one more token.
    pub(crate) fn step(&mut self, places: &Places, kind: TokenKind) -> Places {
        let mut work = Vec::new();
        for (place, stack, way) in &places.open {
            for edge in &self.edges[*place] {
                if let Edge::Terminal(wanted, to) = edge
                    && *wanted == kind
                {
                    work.push((*to, *stack, along(way, Event::Token(places.length))));
                }
            }
        }
        self.close(work, places.length + 1)
    }

    /// The terminals that may come next, the end included.
    pub(crate) fn next(&self, places: &Places) -> TokenSet {
        let mut set = if places.whole.is_some() { TokenSet::one(TokenKind::End) } else { TokenSet::EMPTY };
        for (place, ..) in &places.open {
            for edge in &self.edges[*place] {
                if let Edge::Terminal(kind, _) = edge {
                    set = set.union(TokenSet::one(*kind));
                }
            }
        }
        set
    }

    /// What tells one set of ways from another, whatever the tokens were.
    pub(crate) fn signature(&self, places: &Places) -> Vec<(usize, usize)> {
        let mut signature: Vec<(usize, usize)> = places.open.iter().map(|(place, stack, _)| (*place, *stack)).collect();
        signature.sort_unstable();
        signature
    }
}
