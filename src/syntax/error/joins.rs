//! What joins and what parts: `and` beside `or`, statements that nothing parts.
//!
//! The scene of a failure comes in, and where a joiner or a separator is missing or one too many, a diagnostic goes out. What is joined is not
//! known here.

use super::{Diagnostic, Edit, Fix, Scene, Source, Span, Token, TokenKind, TokenSet, shown};

impl Scene<'_> {
    /// Two statements that nothing parts.
    pub(super) fn separator(&self) -> Option<Diagnostic> {
        if self.expects(TokenKind::Semicolon) && self.begins_line() && self.kind != TokenKind::End {
            let message = format!("`;` is missing before `{}`", shown(self.source.slice(self.span)));
            let found = Diagnostic::error("W0101", message, self.before(), "`;` or an empty line ends a statement");
            return Some(found.with_fix(Fix::replace("end the statement with `;`", self.before(), ";")));
        }
        if let Some(at) = self.unended_finding() {
            let end = self.place(at - 1).end;
            let before = Span { start: end, end };
            let found = Diagnostic::error("W0101", "`;` is missing before `at`", before, "`;` ends a finding");
            return Some(found.with_fix(Fix::replace("end the finding with `;`", before, ";")));
        }
        if let Some(next) = self.unended_declaration() {
            let before = Span { start: self.place(next - 1).end, end: self.place(next - 1).end };
            let message = format!("`;` is missing before `{}`", self.word(next));
            let found = Diagnostic::error("W0101", message, before, "`;` ends a declaration");
            return Some(found.with_fix(Fix::replace("end the declaration with `;`", before, ";")));
        }
        if self.kind != TokenKind::Where || self.expects(TokenKind::Where) {
            return None;
        }
        let tokens = self.failure.start..self.failure.at;
        let first = tokens.clone().find(|at| self.kind_at(*at) == TokenKind::Where)?;
        let found = Diagnostic::error("W0101", "a second `where` in one statement", self.span, "the second")
            .with_label(self.place(first), "the first")
            .with_note("`;` or an empty line parts two statements; a nested query stands in brackets");
        // A name that begins a line in front of it may begin the next statement.
        let begins = |at: &usize| {
            let behind = self.place(*at).start;
            let between = Span { start: at.checked_sub(1).map_or(behind, |at| self.place(at).end), end: behind };
            *at > first + 1 && self.source.slice(between).contains('\n')
        };
        let Some(next) = tokens.rev().find(begins) else { return Some(found) };
        let end = self.place(next - 1).end;
        Some(found.with_fix(Fix::replace("end the first statement with `;`", Span { start: end, end }, ";")))
    }

    /// The beginning of a declaration on a line of its own, where the one before it was not ended.
    fn unended_declaration(&self) -> Option<usize> {
        let begins = |at: &usize| {
            let between = Span { start: self.place(at - 1).end, end: self.place(*at).start };
            DECLARES.contains(&self.word(*at)) && self.source.slice(between).contains('\n')
        };
        let first = DECLARES.contains(&self.source.slice(self.place(self.failure.start)));
        (self.failure.start + 1..self.failure.at).rev().find(begins).filter(|_| first)
    }

    /// The `at` of a finding whose forerunner was not ended: its words were read on as names.
    pub(super) fn unended_finding(&self) -> Option<usize> {
        let at = self.failure.at.checked_sub(3).filter(|at| *at > self.failure.start)?;
        let behind = [TokenKind::Word, TokenKind::String, TokenKind::Number];
        let fits = behind.iter().enumerate().all(|(index, kind)| self.kind_at(at + index) == *kind);
        (self.kind == TokenKind::Colon && fits && self.word(at) == "at").then_some(at)
    }
}

/// Words that begin a declaration.
const DECLARES: [&str; 7] = ["noun", "verb", "slot", "unit", "entity", "source", "reference"];

/// Declarations that were read as a part of the one before, which was not ended: they begin a line and are names all the same.
pub(super) fn swallowed<'s>(source: &'s Source, tokens: &'s [Token]) -> impl Iterator<Item = Diagnostic> + 's {
    let ends = TokenSet::of(&[TokenKind::Semicolon, TokenKind::Blank, TokenKind::OpenBrace, TokenKind::CloseBrace]);
    // whether the statement that a token belongs to is a declaration
    let mut declares = false;
    let mut before: Option<&Token> = None;
    tokens.iter().filter_map(move |token| {
        let begins = before.is_none_or(|last| ends.contains(last.kind));
        let word = DECLARES.contains(&source.slice(token.span));
        let last = before.replace(token);
        if begins {
            declares = word;
            return None;
        }
        let end = last.map_or(0, |last| last.span.end);
        let gap = Span { start: end, end: token.span.start };
        if !declares || !word || token.kind != TokenKind::Word || !source.slice(gap).contains('\n') {
            return None;
        }
        let at = Span { start: end, end };
        let message = format!("`;` is missing before `{}`", source.slice(token.span));
        let found = Diagnostic::warning("W0101", message, at, "`;` ends a declaration");
        Some(found.with_fix(Fix::replace("end the declaration with `;`", at, ";")))
    })
}

/// `and` and `or` in one group.
pub(super) fn mixed(typed: &str, span: Span, chain: &[(TokenKind, Span)]) -> Diagnostic {
    let other = if typed == "and" { "or" } else { "and" };
    let message = "`and` and `or` in one group: brackets must say what belongs together";
    Diagnostic::error("W0103", message, span, format!("`{typed}` after `{other}`"))
        .with_fix(bracketed(TokenKind::Or, chain))
        .with_fix(bracketed(TokenKind::And, chain))
}

/// Brackets around each longest stretch of one joiner.
fn bracketed(joiner: TokenKind, chain: &[(TokenKind, Span)]) -> Fix {
    let mut edits = Vec::new();
    let insert = |at: u32, sign: &str| Edit { span: Span { start: at, end: at }, replacement: sign.to_owned() };
    let mut at = 0;
    while at < chain.len() {
        let mut last = at;
        while chain.get(last + 1).is_some_and(|next| next.0 == joiner) {
            last += 1;
        }
        if let (true, Some(from), Some(to)) = (last > at, chain.get(at), chain.get(last)) {
            edits.push(insert(from.1.start, "("));
            edits.push(insert(to.1.end, ")"));
        }
        at = last + 1;
    }
    let word = if joiner == TokenKind::And { "and" } else { "or" };
    Fix { message: format!("first what `{word}` joins"), edits, rows: None, examples: Vec::new() }
}
