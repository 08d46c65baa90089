//! Small things that are often typed inside a query.
//!
//! The scene of a failure comes in, and where one word or sign is known to be meant otherwise, a diagnostic goes out. What the query asks is not
//! known here.

use super::{Diagnostic, Fix, PARTS, Scene, Span, TokenKind, TokenSet, shown};

/// What is said of a ratio with one member; whoever knows the names of a base can offer the other one.
pub(crate) const HALF_A_RATIO: &str = "a ratio has two members";

/// English words that stand before `not` and mean nothing here.
const HELPERS: [&str; 6] = ["does", "do", "did", "can", "has", "have"];

impl Scene<'_> {
    /// Small things that are often typed.
    pub(super) fn slip(&self) -> Option<Diagnostic> {
        let previous = self.failure.at.checked_sub(1).map_or(TokenKind::End, |at| self.kind_at(at));
        let helper = self
            .failure
            .at
            .checked_sub(1)
            .filter(|&at| previous == TokenKind::Word && HELPERS.contains(&self.word(at)));
        if let (TokenKind::Not, Some(helper)) = (self.kind, helper) {
            let words = Span { start: self.place(helper).start, end: self.span.end };
            if !self.expects(TokenKind::And) && !self.expects(TokenKind::Where) {
                let message = "a finding denies nothing: that nothing changed is said by a verb";
                let found = Diagnostic::error("W0101", message, words, "a verb is wanted here");
                return Some(found.with_note("such a verb is declared with `direction = none`: `has no effect on`"));
            }
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
            let quotes = crate::syntax::print::quoted(name);
            return Some(found.with_fix(Fix::replace(quotes.clone(), words, quotes)));
        }
        self.ratio_slip()
            .or_else(|| self.operator_slip(previous))
            .or_else(|| self.decimal_slip(previous))
            .or_else(|| self.word_slip(previous))
    }

    /// `ratio(Bax)`: one of the two members is missing.
    fn ratio_slip(&self) -> Option<Diagnostic> {
        if self.kind != TokenKind::Close {
            return None;
        }
        let open = (self.failure.start..self.failure.at).rev().find(|at| !PARTS.contains(self.kind_at(*at)))?;
        let word = open.checked_sub(1).filter(|_| self.kind_at(open) == TokenKind::Open)?;
        if self.source.slice(self.place(word)) != "ratio" {
            return None;
        }
        let found = Diagnostic::error("W0101", HALF_A_RATIO, self.span, "`,` and a second name are wanted here");
        let found = match self.failure.at - open {
            0 | 1 => found,
            _ => found.with_label(self.place(open + 1).to(self.place(self.failure.at - 1)), "the first"),
        };
        Some(found.with_note("what stands above the line comes first: `ratio(Bax, Bcl-2)`"))
    }

    /// `==`, `<>`, `=>`: signs of other languages.
    fn operator_slip(&self, previous: TokenKind) -> Option<Diagnostic> {
        let signs = TokenSet::of(&[TokenKind::Operator, TokenKind::Equals]);
        if !signs.contains(self.kind) || !signs.contains(previous) {
            return None;
        }
        let both = self.place(self.failure.at.checked_sub(1)?).to(self.span);
        let wanted = match self.source.slice(both) {
            "==" | "= =" | ":=" => "=",
            "<>" | "< >" => "!=",
            "=>" => ">=",
            "=<" => "<=",
            _ => return None,
        };
        Some(self.wanted(format!("`{}` is written `{wanted}`", self.source.slice(both)), both, wanted))
    }

    /// `1,5 h`
    fn decimal_slip(&self, previous: TokenKind) -> Option<Diagnostic> {
        let next = self.kind_at(self.failure.at + 1);
        if self.kind != TokenKind::Comma || previous != TokenKind::Number {
            return None;
        }
        let (before, behind) = (self.before(), self.place(self.failure.at + 1));
        let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let touching = before.end == self.span.start && self.span.end == behind.start;
        if !touching || !matches!(next, TokenKind::Number | TokenKind::Word) || !digits(self.source.slice(behind)) {
            return None;
        }
        let found = Diagnostic::error("W0101", "a comma in a number", self.span, "`.` is wanted here");
        Some(found.with_fix(Fix::replace("a point", self.span, ".")))
    }

    fn word_slip(&self, previous: TokenKind) -> Option<Diagnostic> {
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
}
