//! What went wrong with a text, in the words of those who type it.
//!
//! Failures of the parser come in, diagnostics with stable codes go out: what was found, what would have been accepted, edits that mend
//! it. Whether the names in a query exist is not known here.

mod statements;

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
        return upper_case_names(source, state, limits);
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

/// English words that stand before `not` and mean nothing here.
const HELPERS: [&str; 6] = ["does", "do", "did", "can", "has", "have"];

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
            .or_else(|| self.statement_slip())
            .or_else(|| self.sign())
            .or_else(|| self.upper_case())
            .or_else(|| self.question())
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
            Trouble::Mixed(chain) => Some(mixed(self.source.slice(self.span), self.span, chain)),
        }
    }

    /// A character or a quote that no terminal is made of.
    fn sign(&self) -> Option<Diagnostic> {
        let typed = self.source.slice(self.span);
        if self.kind == TokenKind::Unclosed {
            let end = Span { start: self.span.end, end: self.span.end };
            let found =
                Diagnostic::error("W0105", "a quote is not closed on its line", self.span, "the quote opens here");
            return Some(found.with_fix(Fix::replace("close the quote at the end of the line", end, "\"")));
        }
        if self.kind != TokenKind::Unknown || typed.starts_with('?') {
            return None;
        }
        let message = format!("`{}` means nothing here", shown(typed));
        let found = Diagnostic::error("W0106", message, self.span, "this character");
        Some(match typed {
            "\u{201c}" | "\u{201d}" | "\u{201e}" | "\u{201f}" | "\u{ab}" | "\u{bb}" => {
                found.with_fix(self.straight_quotes())
            }
            "[" => found.with_fix(Fix::replace("a round bracket", self.span, "(")),
            "]" => found.with_fix(Fix::replace("a round bracket", self.span, ")")),
            "!" => found.with_fix(Fix::replace("`!=`: not equal", self.span, "!=")),
            "$" => found.with_note("a parameter is `$` and a name: `$gene`"),
            _ => found.with_note("a name with such a character stands in double quotes"),
        })
    }

    /// All quotes of a word processor on this line become plain ones.
    fn straight_quotes(&self) -> Fix {
        let rest = self.source.text().get(self.span.start as usize..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        let curly = |c: &char| matches!(c, '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}');
        let edits = line.char_indices().filter(|(_, c)| curly(c)).take(2).map(|(offset, c)| {
            let start = self.span.start as usize + offset;
            Edit { span: self.source.span(start, start + c.len_utf8()), replacement: "\"".to_owned() }
        });
        Fix { message: "plain double quotes".to_owned(), edits: edits.collect(), rows: None, examples: Vec::new() }
    }

    /// Words of the failed statement that would be keywords in lower case.
    fn upper_case(&self) -> Option<Diagnostic> {
        let last = self.statement_end();
        let mut suspects = Vec::new();
        for at in self.failure.start..last {
            let typed = self.word(at);
            if typed.len() > 8 || !typed.starts_with(|c: char| c.is_ascii_uppercase()) {
                continue;
            }
            if let Some(kind) = reserved(&typed.to_lowercase()) {
                suspects.push((kind, self.place(at)));
            }
        }
        // `OR` and `IN` may be names: only a word that would have helped is blamed.
        let helps = |kind: TokenKind| matches!(kind, TokenKind::Where | TokenKind::And) || self.expects(kind);
        let (_, first) = *suspects.iter().find(|(kind, span)| helps(*kind) && span.start <= self.span.start)?;
        let typed = self.source.slice(first);
        let message = format!("`{typed}` is read as a name: keywords are lower case");
        let edits: Vec<Edit> = suspects
            .iter()
            .map(|(_, span)| Edit { span: *span, replacement: self.source.slice(*span).to_lowercase() })
            .collect();
        let words: Vec<String> = edits.iter().map(|edit| format!("`{}`", edit.replacement)).collect();
        let fix = Fix { message: format!("lower case: {}", words.join(", ")), edits, rows: None, examples: Vec::new() };
        Some(Diagnostic::error("W0102", message, first, "write it in lower case").with_fix(fix))
    }

    /// Index of the separator that ends the failed statement.
    fn statement_end(&self) -> usize {
        let ends = TokenSet::of(&[TokenKind::Semicolon, TokenKind::Blank, TokenKind::OpenBrace, TokenKind::CloseBrace]);
        let rest = self.state.tokens.get(self.failure.at..).unwrap_or(&[]);
        self.failure.at + rest.iter().position(|token| ends.contains(token.kind)).unwrap_or(rest.len())
    }

    /// A question as one would ask a person.
    fn question(&self) -> Option<Diagnostic> {
        let start = self.failure.start;
        let first = self.word(start).to_lowercase();
        let asks = matches!(
            first.as_str(),
            "which" | "what" | "who" | "where" | "how" | "does" | "do" | "did" | "is" | "are" | "can" | "when"
        ) && self.expects(TokenKind::Where);
        let mark = self.kind == TokenKind::Unknown && self.source.slice(self.span).starts_with('?');
        if !asks && !mark {
            return None;
        }
        let message = if asks {
            format!("`{first}` begins a question; a query names what is wanted, then `where`")
        } else {
            "a query has no question mark".to_owned()
        };
        let span = if asks { self.place(start) } else { self.span };
        let found = Diagnostic::error("W0110", message, span, "leave it out");
        let remove = |span: Span| Edit { span, replacement: String::new() };
        let mut edits = Vec::new();
        let words_only = (start..self.failure.at).all(|at| PARTS.contains(self.kind_at(at)));
        let names_kind = matches!(first.as_str(), "which" | "what") && self.failure.at - start >= 4;
        if asks && names_kind && words_only {
            edits.push(remove(Span { start: self.place(start).start, end: self.place(start + 1).start }));
            let end = self.place(start + 1).end;
            edits.push(Edit { span: Span { start: end, end }, replacement: " where".to_owned() });
        } else if asks {
            return Some(found.with_note("for example `treatment where upregulates CXCR4`"));
        }
        if mark {
            edits.push(remove(self.span));
        }
        let mended = Fix { message: String::new(), edits, rows: None, examples: Vec::new() };
        let mended = Fix { message: self.preview(&mended), ..mended };
        Some(found.with_fix(mended))
    }

    /// The failed statement as it would be with a fix.
    fn preview(&self, fix: &Fix) -> String {
        let from = self.place(self.failure.start).start;
        let end = self.place(self.statement_end()).start.max(self.span.end);
        let inside: Vec<Edit> = fix
            .edits
            .iter()
            .map(|edit| Edit {
                span: Span {
                    start: edit.span.start - from.min(edit.span.start),
                    end: edit.span.end - from.min(edit.span.end),
                },
                replacement: edit.replacement.clone(),
            })
            .collect();
        let statement = self.source.slice(Span { start: from, end });
        let moved = Fix { message: String::new(), edits: inside, rows: None, examples: Vec::new() };
        let text = moved.apply(statement).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().take(40).collect();
        shown_long(&words.join(" "))
    }

    /// Small things that are often typed.
    fn slip(&self) -> Option<Diagnostic> {
        let previous = self.failure.at.checked_sub(1).map_or(TokenKind::End, |at| self.kind_at(at));
        let helper = self
            .failure
            .at
            .checked_sub(1)
            .filter(|&at| previous == TokenKind::Word && HELPERS.contains(&self.word(at)));
        if let (TokenKind::Not, Some(helper)) = (self.kind, helper) {
            let words = Span { start: self.place(helper).start, end: self.span.end };
            let message = format!("`{}`: `not` stands before the verb", self.source.slice(words));
            let found = Diagnostic::error("W0101", message, words, "`not` alone is wanted here");
            return Some(found.with_fix(Fix::replace("`not`", words, "not")));
        }
        if self.kind == TokenKind::In
            && previous == TokenKind::Operator
            && self.kind_at(self.failure.at + 1) == TokenKind::Word
        {
            let words = self.span.to(self.place(self.failure.at + 1));
            let name = self.source.slice(words);
            let found =
                Diagnostic::error("W0101", format!("`{name}` behind `=` wants quotes"), words, "`in` is a keyword");
            let quotes = super::print::quoted(name);
            return Some(found.with_fix(Fix::replace(quotes.clone(), words, quotes)));
        }
        if self.kind == TokenKind::NotStated && previous == TokenKind::Is {
            let is = self.place(self.failure.at - 1);
            let remove = Span { start: is.start, end: self.span.start };
            let found = Diagnostic::error("W0101", "`is` does not go with `not stated`", is, "leave it out");
            return Some(found.with_fix(Fix::replace("`not stated` alone", remove, "")));
        }
        if self.kind == TokenKind::Word
            && self.expects(TokenKind::Number)
            && let Some((digits, _)) = self.source.slice(self.span).split_once(':')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.is_empty()
        {
            let at = self.span.start + digits.len() as u32 + 1;
            let message = format!("`{}` is one word", shown(self.source.slice(self.span)));
            let found = Diagnostic::error("W0101", message, self.span, "a blank is missing behind `:`");
            return Some(found.with_fix(Fix::replace("a blank behind `:`", Span { start: at, end: at }, " ")));
        }
        None
    }

    /// A bracket that is not closed, or that closes nothing.
    fn bracket(&self) -> Option<Diagnostic> {
        let ended = TokenSet::of(&[
            TokenKind::End,
            TokenKind::Semicolon,
            TokenKind::Blank,
            TokenKind::CloseBrace,
            TokenKind::OpenBrace,
            TokenKind::Study,
        ]);
        if matches!(self.kind, TokenKind::Close | TokenKind::CloseBrace) && self.opener().is_none() {
            let sign = self.source.slice(self.span);
            let found =
                Diagnostic::error("W0104", format!("`{sign}` closes nothing"), self.span, "nothing is open here");
            return Some(found.with_fix(Fix::replace(format!("without `{sign}`"), self.span, "")));
        }
        if !ended.contains(self.kind) {
            return None;
        }
        let opener = self.opener()?;
        let closer = match self.kind_at(opener) {
            TokenKind::Open if self.expects(TokenKind::Close) => ")",
            TokenKind::OpenBrace if self.expects(TokenKind::CloseBrace) => "}",
            _ => return None,
        };
        let span = self.place(opener);
        let message = format!("`{}` is not closed", self.source.slice(span));
        let found = Diagnostic::error("W0104", message, span, "opened here")
            .with_label(self.span, format!("`{closer}` is missing before this"));
        let replacement = if closer == "}" { "\n}" } else { closer };
        Some(found.with_fix(Fix::replace(format!("close it with `{closer}`"), self.before(), replacement)))
    }

    /// The innermost bracket that is open before the failure.
    fn opener(&self) -> Option<usize> {
        let mut closed = 0usize;
        let ends = TokenSet::of(&[TokenKind::Semicolon, TokenKind::Blank]);
        let mut statement = true;
        for at in (0..self.failure.at).rev() {
            let kind = self.kind_at(at);
            statement &= !ends.contains(kind);
            match kind {
                // A round bracket of another statement is not this one's.
                TokenKind::Close | TokenKind::Open if !statement => {}
                TokenKind::Close | TokenKind::CloseBrace => closed += 1,
                TokenKind::Open | TokenKind::OpenBrace if closed > 0 => closed -= 1,
                TokenKind::Open | TokenKind::OpenBrace => return Some(at),
                TokenKind::Study if closed == 0 && !statement => return None,
                _ => {}
            }
        }
        None
    }

    /// Two statements that nothing parts.
    fn separator(&self) -> Option<Diagnostic> {
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

    /// The `at` of a finding whose forerunner was not ended: its words were read on as names.
    fn unended_finding(&self) -> Option<usize> {
        let at = self.failure.at.checked_sub(3).filter(|at| *at > self.failure.start)?;
        let behind = [TokenKind::Word, TokenKind::String, TokenKind::Number];
        let fits = behind.iter().enumerate().all(|(index, kind)| self.kind_at(at + index) == *kind);
        (self.kind == TokenKind::Colon && fits && self.word(at) == "at").then_some(at)
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
        if matches!(self.word(start), "study" | "given") && names_only {
            found.notes.push("a block begins with `study` and a number, or with `given in`".to_owned());
        } else if first == TokenKind::At && self.expects(TokenKind::Is) && !self.expects(TokenKind::Semicolon) {
            found.notes.push("a finding stands inside `study 1 { }`; a step of a hierarchy has `is`".to_owned());
        } else if found.code == "W0111" && self.expects(TokenKind::Where) {
            found.message = "`where` is missing".to_owned();
            found.notes.push("a query names what is wanted, then `where`, then what must hold".to_owned());
        } else if self.kind == TokenKind::Comma && self.expects(TokenKind::And) {
            found.notes.push("conditions are joined by `and` or by `or`".to_owned());
            found.fixes.push(Fix::replace("`and`", self.span, " and"));
        }
        found
    }
}

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
    words.extend(rest.iter().map(|kind| kind.shown().to_owned()));
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

/// `and` and `or` in one group.
fn mixed(typed: &str, span: Span, chain: &[(TokenKind, Span)]) -> Diagnostic {
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
