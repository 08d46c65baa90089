//! Fixed word sequences to single terminals.
//!
//! Tokens of single words come in and the same tokens go out with each fixed sequence joined, so that the grammar needs one token
//! of lookahead. Outside the places named at the foot of the grammar the words stay words.

use super::token::{PARTS, Token, TokenKind};

/// Joins the sequences in place.
pub(crate) fn join(text: &str, tokens: &mut Vec<Token>) {
    let mut state = State::default();
    let mut read = 0;
    let mut write = 0;
    while let Some(&token) = tokens.get(read) {
        let ahead = Ahead { text, tokens: tokens.get(read..).unwrap_or(&[]) };
        let (kind, taken) = state.joined(&ahead, token.kind);
        let last = tokens.get(read + taken - 1).map_or(token, |last| *last);
        if let Some(slot) = tokens.get_mut(write) {
            *slot = Token { kind, span: token.span.to(last.span) };
        }
        state.after(kind);
        read += taken;
        write += 1;
    }
    tokens.truncate(write);
}

/// The tokens from here on; reading goes past none of them.
struct Ahead<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Ahead<'_> {
    fn kind(&self, index: usize) -> TokenKind {
        self.tokens.get(index).map_or(TokenKind::End, |token| token.kind)
    }

    fn word(&self, index: usize) -> &str {
        match self.tokens.get(index) {
            Some(token) if token.kind == TokenKind::Word => self.text.get(token.span.range()).unwrap_or(""),
            _ => "",
        }
    }

    /// What is typed there.
    fn sign(&self, index: usize) -> &str {
        self.tokens.get(index).and_then(|token| self.text.get(token.span.range())).unwrap_or("")
    }

    /// The word there acts as a keyword only where none of these follows.
    fn names_itself(&self, index: usize) -> bool {
        matches!(self.kind(index), TokenKind::Where | TokenKind::Comma | TokenKind::Operator)
    }
}

struct State {
    start: bool,
    braces: u32,
    brackets: u32,
    after_where: bool,
    /// The terminal that the statement began with, where it has one.
    opener: Option<TokenKind>,
    /// The terminal just before.
    last: Option<TokenKind>,
    /// The words that act once in a statement and were met: `by`, `of`, `to`, `=`.
    by: bool,
    met: bool,
}

impl Default for State {
    fn default() -> State {
        State {
            start: true,
            braces: 0,
            brackets: 0,
            after_where: false,
            opener: None,
            last: None,
            by: false,
            met: false,
        }
    }
}

/// What begins a statement that may hold `within`.
const CHAINS: &[TokenKind] = &[TokenKind::Why, TokenKind::PathsFrom, TokenKind::Matrix, TokenKind::Gaps];

impl State {
    /// The terminal that begins here and how many tokens it takes.
    fn joined(&mut self, ahead: &Ahead<'_>, kind: TokenKind) -> (TokenKind, usize) {
        let found = match kind {
            TokenKind::Word => self.starter(ahead).or_else(|| self.inside(ahead)),
            TokenKind::And if ahead.word(1) == "also" => Some((TokenKind::AndAlso, 2)),
            TokenKind::Not if ahead.word(1) == "stated" => Some((TokenKind::NotStated, 2)),
            TokenKind::In if ahead.word(1) == "one" && ahead.word(2) == "study" => Some((TokenKind::InOneStudy, 3)),
            TokenKind::In if ahead.word(1) == "one" && ahead.word(2) == "context" => Some((TokenKind::InOneContext, 3)),
            TokenKind::In
                if self.after_where
                    && ahead.word(1) == "at"
                    && ahead.word(2) == "least"
                    && ahead.kind(3) == TokenKind::Number
                    && ahead.word(4) != "of" =>
            {
                Some((TokenKind::InLeast, 4))
            }
            TokenKind::Operator
                if self.opened(&[TokenKind::Define, TokenKind::Let])
                    && !self.after_where
                    && !self.met
                    && ahead.sign(0) == "=" =>
            {
                Some((TokenKind::Equals, 1))
            }
            TokenKind::Number if self.last == Some(TokenKind::Expect) && matches!(ahead.word(1), "rows" | "row") => {
                Some((TokenKind::Rows, 2))
            }
            TokenKind::With
                if ahead.word(1) == "at"
                    && ahead.word(2) == "least"
                    && ahead.kind(3) == TokenKind::Number
                    && matches!(ahead.word(4), "studies" | "study") =>
            {
                Some((TokenKind::MinStudies, 5))
            }
            TokenKind::With
                if self.after_where
                    && ahead.word(1) == "at"
                    && ahead.word(2) == "least"
                    && ahead.kind(3) == TokenKind::Number =>
            {
                Some((TokenKind::WithLeast, 4))
            }
            TokenKind::With if self.opened(&[TokenKind::Count]) && !self.after_where && ahead.word(1) == "some" => {
                Some((TokenKind::WithSome, 2))
            }
            TokenKind::Exactly
                if ahead.kind(1) == TokenKind::Number && ahead.word(2) == "of" && ahead.kind(3) == TokenKind::Open =>
            {
                Some((TokenKind::Quantifier, 3))
            }
            _ => None,
        };
        found.unwrap_or((kind, 1))
    }

    /// A word that acts at the start of a statement or of an entry.
    fn starter(&mut self, ahead: &Ahead<'_>) -> Option<(TokenKind, usize)> {
        if !self.start {
            return None;
        }
        let one = |kind| Some((kind, 1));
        match ahead.word(0) {
            "at" if ahead.kind(1) == TokenKind::String => return one(TokenKind::At),
            "study" if ahead.kind(1) == TokenKind::Number => {
                // A study never stands inside braces: the brace before it was not closed, and what follows is read as if it were.
                self.braces = 0;
                return one(TokenKind::Study);
            }
            "given" if !ahead.names_itself(1) => return one(TokenKind::Given),
            _ => {}
        }
        if self.braces > 0 || ahead.names_itself(1) {
            return None;
        }
        match ahead.word(0) {
            "count" => one(TokenKind::Count),
            "why" if ahead.kind(1) == TokenKind::Not => Some((TokenKind::WhyNot, 2)),
            "why" => one(TokenKind::Why),
            "describe" => one(TokenKind::Describe),
            "kinds" if ahead.word(1) == "of" => Some((TokenKind::KindsOf, 2)),
            "resolve" => one(TokenKind::Resolve),
            "names" if ahead.word(1) == "containing" => Some((TokenKind::NamesContaining, 2)),
            "nouns" => one(TokenKind::Nouns),
            "verbs" => one(TokenKind::Verbs),
            "slots" => one(TokenKind::Slots),
            "sources" => one(TokenKind::Sources),
            "matrix" => one(TokenKind::Matrix),
            "gaps" => one(TokenKind::Gaps),
            "compare" => one(TokenKind::Compare),
            "contested" => one(TokenKind::Contested),
            "similar" if ahead.word(1) == "to" => Some((TokenKind::SimilarTo, 2)),
            "paths" if ahead.word(1) == "from" => Some((TokenKind::PathsFrom, 2)),
            "shortest" if ahead.word(1) == "path" && ahead.word(2) == "from" => Some((TokenKind::ShortestPath, 3)),
            "define" => one(TokenKind::Define),
            "let" if ahead.kind(1) == TokenKind::Parameter => one(TokenKind::Let),
            "use" if ahead.kind(1) == TokenKind::String => one(TokenKind::Use),
            "retract" if ahead.word(1) == "study" && ahead.kind(2) == TokenKind::Number => {
                Some((TokenKind::RetractStudy, 2))
            }
            "expect" => one(TokenKind::Expect),
            "diff" => one(TokenKind::Diff),
            "noun" => one(TokenKind::Noun),
            "verb" => one(TokenKind::Verb),
            "slot" => one(TokenKind::Slot),
            "unit" => one(TokenKind::Unit),
            "entity" => one(TokenKind::Entity),
            "source" => one(TokenKind::Source),
            "reference" => one(TokenKind::Reference),
            _ => None,
        }
    }

    /// A word that acts elsewhere.
    fn inside(&self, ahead: &Ahead<'_>) -> Option<(TokenKind, usize)> {
        let number = |index| ahead.kind(index) == TokenKind::Number;
        match ahead.word(0) {
            "any" | "all" | "none" if ahead.word(1) == "of" && ahead.kind(2) == TokenKind::Open => {
                Some((TokenKind::Quantifier, 2))
            }
            "at" if ahead.word(1) == "least"
                && number(2)
                && ahead.word(3) == "of"
                && ahead.kind(4) == TokenKind::Open =>
            {
                Some((TokenKind::Quantifier, 4))
            }
            "ratio" if ahead.kind(1) == TokenKind::Open => Some((TokenKind::Ratio, 1)),
            "by" if self.opened(&[TokenKind::Count]) && !self.after_where => Some((TokenKind::By, 1)),
            "by" if self.in_table() && !self.by => Some((TokenKind::By, 1)),
            "kinds" if self.in_table() && ahead.word(1) == "of" && self.begins_axis() => Some((TokenKind::KindsOf, 2)),
            "of" if self.in_table() && self.by && !self.met => Some((TokenKind::Of, 1)),
            "to" if self.opened(&[TokenKind::PathsFrom, TokenKind::ShortestPath]) && !self.met => {
                Some((TokenKind::To, 1))
            }
            "by" if self.opened(&[TokenKind::ShortestPath]) && self.met && !self.by => Some((TokenKind::By, 1)),
            "either" if self.opened(&[TokenKind::ShortestPath]) && self.met && ahead.word(1) == "way" => {
                Some((TokenKind::EitherWay, 2))
            }
            "none" if self.last == Some(TokenKind::Expect) => Some((TokenKind::None, 1)),
            "some" if self.last == Some(TokenKind::Expect) => Some((TokenKind::Some, 1)),
            "count" if self.after_where && ahead.word(1) == "findings" => Some((TokenKind::CountFindings, 2)),
            "limit" if self.after_where && number(1) => Some((TokenKind::Limit, 2)),
            "order" if self.after_where && ahead.word(1) == "by" => Some((TokenKind::OrderBy, 2)),
            "within" if (self.after_where || self.opened(CHAINS)) && number(1) => {
                let tail =
                    (ahead.word(2) == "limit" && number(3)) || (ahead.word(2) == "order" && ahead.word(3) == "by");
                // `within 24 h` is a duration and stays words.
                if PARTS.contains(ahead.kind(2)) && !tail { None } else { Some((TokenKind::Within, 2)) }
            }
            _ => None,
        }
    }

    /// Whether the statement began with one of these.
    fn opened(&self, with: &[TokenKind]) -> bool {
        self.opener.is_some_and(|opener| with.contains(&opener))
    }

    /// In a table, outside the brackets of an axis.
    fn in_table(&self) -> bool {
        self.brackets == 0 && self.opened(&[TokenKind::Matrix, TokenKind::Gaps])
    }

    fn begins_axis(&self) -> bool {
        matches!(self.last, Some(TokenKind::Matrix | TokenKind::Gaps | TokenKind::By))
    }

    fn after(&mut self, kind: TokenKind) {
        if self.start {
            self.opener = Some(kind);
        }
        self.start = false;
        self.last = Some(kind);
        match kind {
            TokenKind::Semicolon | TokenKind::Blank => self.restart(),
            TokenKind::OpenBrace => {
                self.braces = self.braces.saturating_add(1);
                self.restart();
            }
            TokenKind::CloseBrace => {
                self.braces = self.braces.saturating_sub(1);
                self.restart();
            }
            TokenKind::Where => self.after_where = true,
            TokenKind::Open => self.brackets = self.brackets.saturating_add(1),
            TokenKind::Close => self.brackets = self.brackets.saturating_sub(1),
            TokenKind::By => self.by = true,
            TokenKind::Of | TokenKind::To | TokenKind::Equals => self.met = true,
            _ => {}
        }
    }

    fn restart(&mut self) {
        *self = State { braces: self.braces, ..State::default() };
    }
}
