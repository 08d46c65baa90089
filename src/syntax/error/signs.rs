//! Characters, quotes and brackets that do not fit.
//!
//! The scene of a failure comes in, and where a sign alone is to blame, a diagnostic goes out. Words are not looked at here.

use super::{Diagnostic, Edit, Fix, Scene, Span, TokenKind, TokenSet, shown};

impl Scene<'_> {
    /// A character or a quote that no terminal is made of.
    pub(super) fn sign(&self) -> Option<Diagnostic> {
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
        let double = |c: char| matches!(c, '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}');
        let single = |c: char| matches!(c, '\u{2018}'..='\u{201b}');
        let (mut found, mut opened, mut before) = (Vec::new(), None, None);
        let mut signs = line.char_indices().peekable();
        while let Some((at, c)) = signs.next() {
            let next = signs.peek().map(|(_, next)| *next);
            let in_a_word = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
            if double(c) {
                found.push((at, c));
            } else if single(c) && !in_a_word(before) {
                opened = Some((at, c));
            } else if single(c) && !in_a_word(next) {
                // One alone is no quote: `5\u{2019}` is a prime.
                if let Some(opening) = opened.take() {
                    found.extend([opening, (at, c)]);
                }
            }
            before = Some(c);
        }
        found.sort_unstable();
        let edits = found.into_iter().map(|(offset, c)| {
            let start = self.span.start as usize + offset;
            Edit { span: self.source.span(start, start + c.len_utf8()), replacement: "\"".to_owned() }
        });
        Fix { message: "plain double quotes".to_owned(), edits: edits.collect(), rows: None, examples: Vec::new() }
    }

    /// A bracket that is not closed, or that closes nothing.
    pub(super) fn bracket(&self) -> Option<Diagnostic> {
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
    pub(super) fn opener(&self) -> Option<usize> {
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
}
