//! The tokens as an input of nom.
//!
//! A slice of tokens and the text behind it come in; nom's combinators read [`Tokens`], a window on them. Beside the window stands
//! a [`State`] that nom does not know of: how far any attempt got and what was tried there, how deep the nesting is, how many steps
//! were made.

use super::parser::recover::Failure;
use super::token::{Token, TokenKind, TokenSet};
use crate::text::Span;
use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Input, Needed};
use std::cell::{Cell, RefCell};

/// What a parser of `T` gives.
pub(crate) type Parse<'a, T> = IResult<Tokens<'a>, T, Miss>;

/// An attempt failed; what and where stands in [`State`], so that an attempt costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Miss;

impl ParseError<Tokens<'_>> for Miss {
    fn from_error_kind(_: Tokens<'_>, _: ErrorKind) -> Miss {
        Miss
    }

    fn append(_: Tokens<'_>, _: ErrorKind, _: Miss) -> Miss {
        Miss
    }
}

/// What only the parser can tell of a failure, beyond what was expected where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Trouble {
    /// Nesting goes past the limit at this token.
    TooDeep(usize),
    /// The number at this token must be whole.
    NotWhole(usize),
    /// `and` and `or` in one group: each condition, and the joiner before it.
    Mixed(Vec<(TokenKind, Span)>),
}

/// What the windows of one text share.
pub(crate) struct State<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    nesting_limit: u32,
    depth: Cell<u32>,
    farthest: Cell<usize>,
    expected: Cell<TokenSet>,
    steps: Cell<u64>,
    trouble: RefCell<Option<Trouble>>,
    failures: RefCell<Vec<Failure>>,
    failures_kept: usize,
    failures_lost: Cell<usize>,
}

impl<'a> State<'a> {
    pub(crate) fn new(text: &'a str, tokens: &'a [Token], nesting_limit: u32, failures_kept: usize) -> State<'a> {
        State {
            text,
            tokens,
            nesting_limit,
            depth: Cell::new(0),
            farthest: Cell::new(0),
            expected: Cell::new(TokenSet::EMPTY),
            steps: Cell::new(0),
            trouble: RefCell::new(None),
            failures: RefCell::new(Vec::new()),
            failures_kept,
            failures_lost: Cell::new(0),
        }
    }

    /// Forgets what was tried: a new statement begins.
    pub(crate) fn restart(&self, at: usize) {
        self.farthest.set(at);
        self.expected.set(TokenSet::EMPTY);
        *self.trouble.borrow_mut() = None;
    }

    /// The farthest token that an attempt failed at, and what was tried there.
    pub(crate) fn farthest(&self) -> (usize, TokenSet) {
        (self.farthest.get(), self.expected.get())
    }

    pub(crate) fn take_trouble(&self) -> Option<Trouble> {
        self.trouble.borrow_mut().take()
    }

    /// Tells of a trouble; the first one of a statement counts.
    pub(crate) fn trouble(&self, trouble: impl FnOnce() -> Trouble) {
        let mut known = self.trouble.borrow_mut();
        if known.is_none() {
            *known = Some(trouble());
        }
    }

    /// Notes that a statement failed; one failure for each token is enough.
    pub(crate) fn fail(&self, failure: Failure) {
        let mut failures = self.failures.borrow_mut();
        if failures.last().is_some_and(|last| last.at == failure.at) {
            return;
        }
        if failures.len() < self.failures_kept {
            failures.push(failure);
        } else {
            self.failures_lost.set(self.failures_lost.get() + 1);
        }
    }

    /// What failed, in the order of the text.
    pub(crate) fn failures(&self) -> std::cell::Ref<'_, Vec<Failure>> {
        self.failures.borrow()
    }

    /// How many failures were counted only.
    pub(crate) fn failures_lost(&self) -> usize {
        self.failures_lost.get()
    }

    /// How many times a token was looked at: the measure of work that tests use instead of seconds.
    pub(crate) fn steps(&self) -> u64 {
        self.steps.get()
    }

    pub(crate) fn depth(&self) -> u32 {
        self.depth.get()
    }

    pub(crate) fn set_depth(&self, depth: u32) {
        self.depth.set(depth);
    }

    /// Looks ahead without leaving a mark on what was expected.
    pub(crate) fn unmarked<T>(&self, look: impl FnOnce() -> T) -> T {
        let (farthest, expected) = self.farthest();
        let trouble = self.take_trouble();
        let depth = self.depth.get();
        let found = look();
        self.depth.set(depth);
        self.farthest.set(farthest);
        self.expected.set(expected);
        *self.trouble.borrow_mut() = trouble;
        found
    }

    pub(crate) fn miss(&self, at: usize, tried: TokenSet) {
        let farthest = self.farthest.get();
        if at > farthest {
            self.farthest.set(at);
            self.expected.set(tried);
        } else if at == farthest {
            self.expected.set(self.expected.get().union(tried));
        }
    }
}

/// A window on the tokens.
#[derive(Clone, Copy)]
pub(crate) struct Tokens<'a> {
    pub(crate) state: &'a State<'a>,
    // Half the size of `usize`, because windows stand in every frame of the parser.
    start: u32,
    end: u32,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(state: &'a State<'a>) -> Tokens<'a> {
        Tokens { state, start: 0, end: u32::try_from(state.tokens.len()).unwrap_or(u32::MAX) }
    }

    /// Index of the first token of the window.
    pub(crate) fn at(self) -> usize {
        self.start as usize
    }

    /// The window from another index on.
    pub(crate) fn from(self, at: usize) -> Tokens<'a> {
        Tokens { start: (at as u32).min(self.end), ..self }
    }

    fn items(self) -> &'a [Token] {
        self.state.tokens.get(self.start as usize..self.end as usize).unwrap_or(&[])
    }

    /// The kind of the first token; `End` where there is none.
    pub(crate) fn kind(self) -> TokenKind {
        if self.start >= self.end {
            return TokenKind::End;
        }
        self.state.tokens.get(self.at()).map_or(TokenKind::End, |token| token.kind)
    }

    /// Whether the first token stands on another line than the one before it.
    pub(crate) fn begins_line(self) -> bool {
        let place = |at: usize| self.state.tokens.get(at).map(|token| token.span);
        let before = self.at().checked_sub(1).and_then(place).map_or(0, |span| span.end as usize);
        let here = place(self.at()).map_or(self.state.text.len(), |span| span.start as usize);
        self.state.text.get(before..here).is_none_or(|between| between.contains('\n'))
    }

    /// How many tokens of the set stand in front.
    pub(crate) fn leading(self, set: TokenSet) -> usize {
        let items = self.items();
        items.iter().position(|token| !set.contains(token.kind)).unwrap_or(items.len())
    }

    /// From the first token of this window to the last one before `rest`.
    pub(crate) fn span_to(self, rest: Tokens<'a>) -> Span {
        let first = self.state.tokens.get(self.at()).map_or(Span::default(), |token| token.span);
        let last = rest.at().checked_sub(1).and_then(|at| self.state.tokens.get(at)).map_or(first, |token| token.span);
        first.to(last)
    }

    /// The text of a token.
    pub(crate) fn text(self, token: Token) -> &'a str {
        self.state.text.get(token.span.range()).unwrap_or("")
    }

    /// Takes one token of the set, or tells that it was tried.
    #[inline]
    pub(crate) fn one_of(self, set: TokenSet) -> Parse<'a, Token> {
        self.state.steps.set(self.state.steps.get() + 1);
        if self.start < self.end
            && let Some(&token) = self.state.tokens.get(self.at())
            && set.contains(token.kind)
        {
            return Ok((Tokens { start: self.start + 1, ..self }, token));
        }
        self.state.miss(self.at(), set);
        Err(nom::Err::Error(Miss))
    }
}

/// Takes one token of a kind.
pub(crate) fn token<'a>(kind: TokenKind) -> impl Fn(Tokens<'a>) -> Parse<'a, Token> {
    move |input| input.one_of(TokenSet::one(kind))
}

/// Takes one token of several kinds.
pub(crate) fn one_of<'a>(set: TokenSet) -> impl Fn(Tokens<'a>) -> Parse<'a, Token> {
    move |input| input.one_of(set)
}

/// Takes one token of several kinds if it is there.
pub(crate) fn maybe(set: TokenSet, input: Tokens<'_>) -> Option<(Tokens<'_>, TokenKind)> {
    input.one_of(set).ok().map(|(rest, token)| (rest, token.kind))
}

/// Takes the end. It is marked as expected even where it is found: more of something else might have followed.
pub(crate) fn end(input: Tokens<'_>) -> Parse<'_, ()> {
    input.state.miss(input.at(), TokenSet::one(TokenKind::End));
    if input.kind() == TokenKind::End { Ok((input, ())) } else { Err(nom::Err::Error(Miss)) }
}

/// Makes a failure final: what was read so far leaves no other way.
pub(crate) fn sure<T>(result: Parse<'_, T>) -> Parse<'_, T> {
    match result {
        Err(nom::Err::Error(miss)) => Err(nom::Err::Failure(miss)),
        other => other,
    }
}

/// What a parser gives that fills a place: where to go on.
pub(crate) type Step<'a> = Result<Tokens<'a>, nom::Err<Miss>>;

/// The same for a parser that fills a place.
pub(crate) fn sure_step(step: Step<'_>) -> Step<'_> {
    match step {
        Err(nom::Err::Error(miss)) => Err(nom::Err::Failure(miss)),
        other => other,
    }
}

/// Takes one token that there must be.
pub(crate) fn sign(kind: TokenKind, input: Tokens<'_>) -> Step<'_> {
    match input.one_of(TokenSet::one(kind)) {
        Ok((rest, _)) => Ok(rest),
        Err(_) => Err(nom::Err::Failure(Miss)),
    }
}

/// Goes one level deeper, the sign that opens it being taken already; past the limit the statement is given up.
///
/// A parser that fails inside need not come back up: the depth is set anew with the next statement.
pub(crate) fn deeper(input: Tokens<'_>) -> Result<(), nom::Err<Miss>> {
    let state = input.state;
    let depth = state.depth.get();
    if depth >= state.nesting_limit {
        state.trouble(|| Trouble::TooDeep(input.at().saturating_sub(1)));
        return Err(nom::Err::Failure(Miss));
    }
    state.depth.set(depth + 1);
    Ok(())
}

/// Comes back up.
pub(crate) fn shallower(input: Tokens<'_>) {
    let depth = &input.state.depth;
    depth.set(depth.get().saturating_sub(1));
}

impl<'a> Input for Tokens<'a> {
    type Item = Token;
    type Iter = std::iter::Copied<std::slice::Iter<'a, Token>>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        (self.end - self.start) as usize
    }

    fn take(&self, index: usize) -> Self {
        Tokens { end: self.start.saturating_add(index as u32).min(self.end), ..*self }
    }

    fn take_from(&self, index: usize) -> Self {
        Tokens { start: self.start.saturating_add(index as u32).min(self.end), ..*self }
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.items().iter().position(|token| predicate(*token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.items().iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.input_len() { Ok(count) } else { Err(Needed::new(count - self.input_len())) }
    }
}
