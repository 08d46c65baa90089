//! What went wrong with a text, in the words of those who type it.
//!
//! Failures of the parser come in, diagnostics with stable codes go out: what was found, what would have been accepted, edits that mend
//! it. Whether the names in a query exist is not known here.

mod joins;
mod questions;
mod signs;
mod slips;
mod statements;

pub(crate) use slips::HALF_A_RATIO;

use super::parser::TextLimits;
use super::parser::recover::Failure;
use super::token::{PARTS, Token, TokenKind, TokenSet, reserved};
use super::tokens::{State, Trouble};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::text::{Source, Span};

/// A text beyond the limit.
pub(crate) fn too_long(source: &Source, limit: usize) -> Diagnostic {
    let length = source.text().len();
    let message = format!("the text is {length} bytes long, the limit is {limit}");
    Diagnostic::error("W0109", message, source.span(limit, limit), "the limit is here")
}

/// A diagnostic for each failure; where nothing failed, warnings.
pub(crate) fn diagnostics(source: &Source, state: &State<'_>, limits: TextLimits) -> Vec<Diagnostic> {
    let failures = state.failures();
    if failures.is_empty() {
        let mut found = upper_case_names(source, state, limits);
        found.extend(joins::swallowed(source, state.tokens).take(limits.diagnostics));
        return found;
    }
    let explain = |failure| Scene::new(source, state, failure).explain(limits);
    let mut found: Vec<Diagnostic> = failures.iter().map(explain).collect();
    let lost = state.failures_lost();
    if lost > 0
        && let Some(last) = found.last_mut()
    {
        last.notes.push(format!("{lost} more errors follow"));
    }
    found
}

/// `AND` and `WHERE` inside a longer name are seldom meant as names.
fn upper_case_names(source: &Source, state: &State<'_>, limits: TextLimits) -> Vec<Diagnostic> {
    let part =
        |at: Option<usize>| at.and_then(|at| state.tokens.get(at)).is_some_and(|token| PARTS.contains(token.kind));
    let suspects = state.tokens.iter().enumerate().filter(|(at, token)| {
        token.kind == TokenKind::Word
            && matches!(token.span.len(), 3 | 5)
            && matches!(source.slice(token.span), "AND" | "WHERE")
            && (part(at.checked_sub(1)) || part(Some(at + 1)))
    });
    let warn = |(_, token): (usize, &Token)| {
        let typed = source.slice(token.span);
        let message = format!("`{typed}` is read as part of a name: keywords are lower case");
        Diagnostic::warning("W0102", message, token.span, "read as a name").with_fix(Fix::replace(
            typed.to_lowercase(),
            token.span,
            typed.to_lowercase(),
        ))
    };
    suspects.take(limits.diagnostics).map(warn).collect()
}

/// One failure and what stands around it.
struct Scene<'a> {
    source: &'a Source,
    state: &'a State<'a>,
    failure: &'a Failure,
    /// The token that does not fit.
    kind: TokenKind,
    span: Span,
}

impl<'a> Scene<'a> {
    fn new(source: &'a Source, state: &'a State<'a>, failure: &'a Failure) -> Scene<'a> {
        let kind = state.tokens.get(failure.at).map_or(TokenKind::End, |token| token.kind);
        let mut scene = Scene { source, state, failure, kind, span: Span::default() };
        scene.span = scene.place(failure.at);
        scene
    }

    /// The span of a token; behind the last one, where the text ends.
    fn place(&self, at: usize) -> Span {
        let end = self.source.text().trim_end().len();
        self.state.tokens.get(at).map_or_else(|| self.source.span(end, end), |token| token.span)
    }

    fn kind_at(&self, at: usize) -> TokenKind {
        self.state.tokens.get(at).map_or(TokenKind::End, |token| token.kind)
    }

    fn word(&self, at: usize) -> &'a str {
        let token = self.state.tokens.get(at).filter(|token| token.kind == TokenKind::Word);
        token.map_or("", |token| self.source.slice(token.span))
    }

    /// Where the token before the failure ends.
    fn before(&self) -> Span {
        let end = self.failure.at.checked_sub(1).map_or(0, |at| self.place(at).end);
        Span { start: end, end }
    }

    fn expects(&self, kind: TokenKind) -> bool {
        self.failure.expected.contains(kind)
    }

    /// Whether the token that does not fit begins a line.
    fn begins_line(&self) -> bool {
        let between = Span { start: self.before().end, end: self.span.start };
        self.source.slice(between).contains('\n')
    }

    fn explain(&self, limits: TextLimits) -> Diagnostic {
        self.trouble(limits)
            .or_else(|| self.foreign())
            .or_else(|| self.statement_slip())
            .or_else(|| self.sign())
            .or_else(|| self.upper_case())
            .or_else(|| self.question())
            .or_else(|| self.relative())
            .or_else(|| self.slip())
            .or_else(|| self.bracket())
            .or_else(|| self.separator())
            .unwrap_or_else(|| self.plain())
    }

    fn trouble(&self, limits: TextLimits) -> Option<Diagnostic> {
        match self.failure.trouble.as_ref()? {
            Trouble::TooDeep(at) => {
                let message = format!("more than {} levels of brackets, `not` or blocks", limits.nesting);
                Some(Diagnostic::error("W0108", message, self.place(*at), "one level too many"))
            }
            Trouble::NotWhole(at) => {
                let span = self.place(*at);
                let message = format!("`{}` needs a whole number", shown(self.source.slice(span)));
                Some(Diagnostic::error("W0107", message, span, "not a whole number, or too large"))
            }
            Trouble::Mixed(chain) => Some(joins::mixed(self.source.slice(self.span), self.span, chain)),
        }
    }

    /// Index of the separator that ends the failed statement.
    fn statement_end(&self) -> usize {
        let ends = TokenSet::of(&[TokenKind::Semicolon, TokenKind::Blank, TokenKind::OpenBrace, TokenKind::CloseBrace]);
        let rest = self.state.tokens.get(self.failure.at..).unwrap_or(&[]);
        self.failure.at + rest.iter().position(|token| ends.contains(token.kind)).unwrap_or(rest.len())
    }

    fn plain(&self) -> Diagnostic {
        let expected = in_words(self.failure.expected);
        let mut found = match self.kind {
            TokenKind::End | TokenKind::Blank | TokenKind::Semicolon => {
                let at = self.before();
                Diagnostic::error("W0111", "the statement ends too early", at, "more is needed here")
            }
            _ => {
                let message = format!("`{}` does not fit here", shown(self.source.slice(self.span)));
                Diagnostic::error("W0101", message, self.span, "not expected here")
            }
        };
        found.expected = expected;
        self.advise(found)
    }

    /// What is most likely wanted where nothing more can be said of the token itself.
    fn advise(&self, mut found: Diagnostic) -> Diagnostic {
        let start = self.failure.start;
        let first = self.kind_at(start);
        let names_only = (start..self.failure.at).all(|at| PARTS.contains(self.kind_at(at)));
        let in_finding = self.expects(TokenKind::Ratio) && !self.expects(TokenKind::Not);
        let opens = self.source.slice(self.place(start));
        if matches!(opens, "studies" | "references" | "refs" | "ref") && self.kind == TokenKind::OpenBrace {
            found.notes.push("a block begins with `study` and a number, or with `given in`".to_owned());
            found.fixes.push(Fix::replace("`study`", self.place(start), "study"));
        } else if opens == "at"
            && (self.kind == TokenKind::Colon || self.expects(TokenKind::Number) && !self.expects(TokenKind::Word))
        {
            found
                .notes
                .push("a place is a section in quotes and the number of a sentence: `at \"4.1\" 3: ...`".to_owned());
        } else if in_finding && self.kind == TokenKind::And {
            found
                .notes
                .push("each subject has a finding of its own; what was given together is one name: `A + B`".to_owned());
        } else if matches!(self.word(start), "study" | "given") && names_only {
            found.notes.push("a block begins with `study` and a number, or with `given in`".to_owned());
        } else if first == TokenKind::At && self.expects(TokenKind::Is) && !self.expects(TokenKind::Semicolon) {
            found.notes.push("a finding stands inside `study 1 { }`; a step of a hierarchy has `is`".to_owned());
        } else if found.code == "W0111" && self.expects(TokenKind::Where) {
            found.message = "`where` is missing".to_owned();
            found.notes.push(FORM.to_owned());
        } else if let (true, Some(example)) = (found.code == "W0111" && self.failure.at <= start + 1, example(first)) {
            found.notes.push(format!("for example `{example}`"));
        } else if self.kind == TokenKind::With && self.expects(TokenKind::Not) {
            found.notes.push(
                "what is said of the rows comes first: `treatment where improves homing with at least 2 studies`"
                    .to_owned(),
            );
        } else if self.kind == TokenKind::With && self.expects(TokenKind::And) {
            found.expected.clear();
            found.expected.push("`with at least 2 studies`".to_owned());
            found.notes.push("a further condition is joined by `and`: `and dose < 5 %`".to_owned());
        } else if self.kind == TokenKind::Comma && self.expects(TokenKind::And) {
            found.notes.push("conditions are joined by `and` or by `or`".to_owned());
            found.fixes.push(Fix::replace("`and`", self.span, " and"));
        }
        found
    }
}

/// What a query is made of, for whoever has not seen one.
pub(crate) const FORM: &str =
    "a query names what is wanted, then `where`, then what must hold: `treatment where upregulates CXCR4`";

/// A whole statement that begins so.
fn example(opener: TokenKind) -> Option<&'static str> {
    Some(match opener {
        TokenKind::Count => "count treatment where upregulates CXCR4",
        TokenKind::Why => "why rapamycin upregulates CXCR4",
        TokenKind::WhyNot => "why not hypoxia: treatment where upregulates CXCR4 and disease = fibrosis",
        TokenKind::Describe => "describe CXCR4",
        TokenKind::KindsOf => "kinds of fibrosis",
        TokenKind::NamesContaining => "names containing fibro",
        TokenKind::Resolve => "resolve SDF-1",
        TokenKind::Matrix => "matrix treatment by disease of improves homing",
        TokenKind::Gaps => "gaps treatment by disease of improves homing",
        TokenKind::Compare => "compare rapamycin with hypoxia",
        TokenKind::Contested => "contested treatment, disease",
        TokenKind::SimilarTo => "similar to rapamycin",
        TokenKind::PathsFrom => "paths from hypoxia to homing within 2",
        TokenKind::ShortestPath => "shortest path from hypoxia to fibrosis either way",
        TokenKind::Define => "define booster = treatment where improves homing",
        TokenKind::Expect => "expect some: treatment where upregulates CXCR4",
        TokenKind::Diff => "diff builtin session: treatment where upregulates CXCR4",
        _ => return None,
    })
}

/// What is mostly wanted where it is accepted at all, in this order.
const LIKELY: &[TokenKind] = &[
    TokenKind::Where,
    TokenKind::By,
    TokenKind::To,
    TokenKind::Colon,
    TokenKind::Equals,
    TokenKind::Operator,
    TokenKind::And,
    TokenKind::Or,
    TokenKind::Not,
    TokenKind::In,
    TokenKind::Is,
    TokenKind::Comma,
    TokenKind::Close,
    TokenKind::Open,
    TokenKind::Semicolon,
    TokenKind::End,
];

/// The expected kinds in words that can be typed, names first.
pub(crate) fn in_words(expected: TokenSet) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = expected;
    if expected.contains(TokenKind::Word) {
        words.push("a name".to_owned());
        rest = rest.without(PARTS);
    }
    if expected.contains(TokenKind::Semicolon) {
        // An empty line does what `;` does: told once.
        rest = rest.without(TokenSet::one(TokenKind::Blank));
    }
    // What goes on comes first, then what ends a bracket or the statement, then what few people want.
    let first = LIKELY.iter().copied().filter(|kind| rest.contains(*kind));
    words.extend(first.chain(rest.without(TokenSet::of(LIKELY)).iter()).map(|kind| kind.shown().to_owned()));
    words
}

/// What was typed, fit for a message: short, and nothing in it that a terminal obeys.
fn shown(typed: &str) -> String {
    clipped(typed, 40)
}

fn shown_long(typed: &str) -> String {
    clipped(typed, 200)
}

fn clipped(typed: &str, longest: usize) -> String {
    let mut out = String::new();
    for (count, character) in typed.chars().enumerate() {
        if count == longest {
            out.push('…');
            break;
        }
        let hidden = character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if hidden {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}
