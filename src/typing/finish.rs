//! A statement that is not finished, finished.
//!
//! A text comes in, and the tree that it would have with a few words behind it goes out, so that what is typed so far can be read by the same
//! parser as what is asked. The words mean nothing: [`WORD`] is a name that nothing has.

use crate::syntax::ast::{Item, Statement};
use crate::syntax::lexer::{lex, scan};
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::{TextLimits, parse};
use crate::text::Source;

/// A word that nobody types and that names nothing.
pub(super) const WORD: &str = "\u{f0000}";

/// Bytes of a statement that is looked at while it is typed; a longer one was pasted.
pub(super) const LONG: usize = 4096;

/// What may be missing behind a statement, the least first; `_` stands for a word.
const ENDS: [&str; 15] = [
    "",
    " _",
    " where _",
    ", _",
    " _, _",
    " = _",
    " with _",
    " to _",
    " by _",
    " _ where _",
    ": _ where _",
    " = _ where _",
    " some: _ where _",
    " of (_",
    " studies",
];

/// A statement with what was missing behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Finished {
    /// The statement.
    pub(super) statement: Statement,
    /// Whether nothing was missing.
    pub(super) whole: bool,
}

/// Reads one statement; none where no end makes it one.
pub(super) fn finish(text: &str) -> Option<Finished> {
    finish_with(text, &ENDS)
}

/// The same with these ends only.
pub(super) fn finish_with(text: &str, ends: &[&str]) -> Option<Finished> {
    if text.len() > LONG {
        return None;
    }
    let tokens = scan(&Source::new("line", text));
    let quote = if tokens.last().is_some_and(|token| token.kind == TokenKind::Unclosed) { "\"" } else { "" };
    let brackets = open_brackets(&tokens);
    // Brackets may be missing, and no end makes up for one too many.
    let close = ")".repeat(brackets?);
    for end in ends {
        let end = end.replace('_', WORD);
        // `of (` opens one more
        let more = if end.ends_with(&format!("({WORD}")) { ")" } else { "" };
        let whole = format!("{text}{quote}{end}{more}{close}");
        if let Some(statement) = statement(&whole) {
            return Some(Finished { statement, whole: whole.len() == text.len() });
        }
    }
    None
}

/// The only statement of a text that has no error.
pub(super) fn statement(text: &str) -> Option<Statement> {
    let parsed = parse(&Source::new("line", text), TextLimits { diagnostics: 1, ..TextLimits::default() });
    if parsed.has_errors() {
        return None;
    }
    let mut items = parsed.script.items.into_iter();
    match (items.next(), items.next()) {
        (Some(Item::Statement(statement)), None) => Some(statement),
        _ => None,
    }
}

/// How many brackets are open at the end; none where one closes nothing or a brace stands there: findings are not typed at a prompt.
fn open_brackets(tokens: &[Token]) -> Option<usize> {
    let mut open = 0usize;
    for token in tokens {
        match token.kind {
            TokenKind::Open => open += 1,
            TokenKind::Close => open = open.checked_sub(1)?,
            TokenKind::OpenBrace | TokenKind::CloseBrace => return None,
            _ => {}
        }
    }
    Some(open)
}

/// The statements of a line: where each begins and ends, separators left out.
pub(super) fn statements(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut braces = 0usize;
    for token in lex(&Source::new("line", text)) {
        match token.kind {
            TokenKind::OpenBrace => braces += 1,
            TokenKind::CloseBrace => braces = braces.saturating_sub(1),
            TokenKind::Semicolon | TokenKind::Blank if braces == 0 => {
                found.push((start, token.span.start as usize));
                start = token.span.end as usize;
            }
            _ => {}
        }
    }
    found.push((start, text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_so_far_is_a_statement() {
        for (text, whole) in [
            ("treatment where upregulates CXCR4", true),
            ("treatment", false),
            ("treatment where", false),
            ("treatment where upregulates CXCR4 and", false),
            ("treatment where disease =", false),
            ("treatment where upregulates any of (CXCR4,", false),
            ("treatment where upregulates at least 2", true),
            ("treatment where upregulates (gene", false),
            ("treatment where upregulates ratio(Bax", false),
            ("treatment where disease = \"bile du", false),
            ("compare rapamycin", false),
            ("paths from hypoxia", false),
            ("matrix treatment", false),
            ("why not rapamycin", false),
            ("let $x", false),
            ("define booster", false),
            ("expect none:", false),
            ("count treatment by", false),
        ] {
            let finished = finish(text);
            assert_eq!(finished.map(|finished| finished.whole), Some(whole), "{text}");
        }
        for text in ["treatment where )", "study 59 {", "[", "treatment where upregulates where"] {
            assert_eq!(finish(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_is_cut_into_statements() {
        assert_eq!(statements("nouns; verbs"), [(0, 5), (6, 12)]);
        assert_eq!(statements(""), [(0, 0)]);
        assert_eq!(statements("study 1 { a; b; } x"), [(0, 19)]);
    }
}
