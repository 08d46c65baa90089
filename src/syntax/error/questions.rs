//! Questions as one would put them to a person, and keywords in capitals.
//!
//! The scene of a failure comes in, and where its words are English rather than a query, a diagnostic goes out. No vocabulary is known here.

use super::{Diagnostic, Edit, Fix, PARTS, Scene, Span, TokenKind, reserved, shown, shown_long};
use crate::syntax::foreign::language;

/// Words that begin what is said to a person.
const ASKING: [&str; 32] = [
    "which", "what", "who", "whom", "whose", "where", "how", "does", "do", "did", "is", "are", "was", "were", "can",
    "could", "will", "when", "show", "list", "find", "give", "get", "tell", "search", "please", "i", "return", "fetch",
    "display", "has", "have",
];
/// Words that may follow one of them and ask for nothing yet.
const ASKED: [&str; 14] =
    ["me", "us", "all", "the", "a", "an", "any", "many", "much", "there", "want", "need", "for", "about"];

/// A whole query, for whoever has not seen one.
const EXAMPLE: &str = "for example `treatment where upregulates CXCR4`; `nouns` and `verbs` list the words of the base";

impl Scene<'_> {
    /// Words of the failed statement that would be keywords in lower case.
    pub(super) fn upper_case(&self) -> Option<Diagnostic> {
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

    /// A query in SQL, Cypher or SPARQL.
    pub(super) fn foreign(&self) -> Option<Diagnostic> {
        let start = self.place(self.failure.start);
        let rest = self.source.text().get(start.start as usize..)?;
        let language = language(rest.split(";\n").next().unwrap_or(rest))?;
        let message = format!("this is {language}; a query names what is wanted, then `where`, then what must hold");
        let found = Diagnostic::error("W0112", message, start, format!("begins a query in {language}"));
        Some(found.with_note("nothing is joined or matched by hand: `treatment where upregulates CXCR4`"))
    }

    /// A question as one would ask a person.
    pub(super) fn question(&self) -> Option<Diagnostic> {
        let start = self.failure.start;
        let first = self.source.slice(self.place(start)).to_lowercase();
        let asks = ASKING.contains(&first.as_str()) && (self.expects(TokenKind::Where) || self.failure.at <= start + 1);
        let mark = self.kind == TokenKind::Unknown && self.source.slice(self.span).starts_with('?');
        if !asks && !mark {
            return None;
        }
        let words = if asks { self.asking(start) } else { start };
        let said = self.place(start).to(self.place(words));
        let message = if asks {
            format!(
                "`{}` is how one asks a person; a query names what is wanted, then `where`",
                shown(self.source.slice(said))
            )
        } else {
            "a query has no question mark".to_owned()
        };
        let span = if asks { said } else { self.span };
        let found = Diagnostic::error("W0110", message, span, "leave it out").with_note(EXAMPLE);
        let remove = |span: Span| Edit { span, replacement: String::new() };
        let mut edits = Vec::new();
        let words_only = (start..self.failure.at).all(|at| PARTS.contains(self.kind_at(at)));
        let names_kind = matches!(first.as_str(), "which" | "what") && self.failure.at - start >= 4;
        if asks && names_kind && words_only {
            edits.push(remove(Span { start: self.place(start).start, end: self.place(start + 1).start }));
            let end = self.place(start + 1).end;
            edits.push(Edit { span: Span { start: end, end }, replacement: " where".to_owned() });
        } else if asks {
            return Some(found);
        }
        if mark {
            edits.push(remove(self.span));
        }
        let mended = Fix { message: String::new(), edits, rows: None, examples: Vec::new() };
        let mended = Fix { message: self.preview(&mended), ..mended };
        Some(if mended.message.is_empty() { found } else { found.with_fix(mended) })
    }

    /// The last of the words that only ask: `show me all`.
    fn asking(&self, start: usize) -> usize {
        let asks = |at: &usize| {
            let typed = self.source.slice(self.place(*at)).to_lowercase();
            ASKED.contains(&typed.as_str())
        };
        (start + 1..self.statement_end().min(start + 5)).take_while(asks).last().unwrap_or(start)
    }

    /// `treatments that upregulate CXCR4`, `treatment wher upregulates CXCR4`: an English word, or a slip, where `where` is wanted.
    pub(super) fn relative(&self) -> Option<Diagnostic> {
        let ended = matches!(self.kind, TokenKind::End | TokenKind::Semicolon | TokenKind::Blank);
        let words_only = (self.failure.start..self.failure.at).all(|at| PARTS.contains(self.kind_at(at)));
        if !words_only || !self.expects(TokenKind::Where) {
            return None;
        }
        let relative = |at: &usize| {
            let word = self.word(*at);
            ended && matches!(word, "that" | "which" | "who" | "whose") || one_off(word, "where")
        };
        let at = (self.failure.start + 1..self.failure.at.saturating_sub(1)).find(relative)?;
        let (word, span) = (self.word(at), self.place(at));
        let found = Diagnostic::error(
            "W0101",
            format!("`{word}` stands where `where` is wanted"),
            span,
            "`where` is wanted here",
        );
        Some(found.with_fix(Fix::replace("`where`", span, "where")).with_note(EXAMPLE))
    }

    /// The failed statement as it would be with a fix.
    pub(super) fn preview(&self, fix: &Fix) -> String {
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
}

/// Whether a word is another with one letter more, less or wrong, or with two that changed places.
fn one_off(typed: &str, word: &str) -> bool {
    let same = typed.bytes().zip(word.bytes()).take_while(|(one, two)| one == two).count();
    let (one, two) = (typed.as_bytes().get(same..).unwrap_or(&[]), word.as_bytes().get(same..).unwrap_or(&[]));
    let alike = |skip: usize, other: usize| one.get(skip..).is_some_and(|rest| two.get(other..) == Some(rest));
    let turned = matches!((one, two), ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c && rest == other);
    typed != word && (alike(1, 1) || alike(1, 0) || alike(0, 1) || turned)
}

#[cfg(test)]
mod tests {
    use super::one_off;

    #[test]
    fn one_letter_is_a_slip() {
        for typed in ["wher", "were", "whre", "wheer", "hwere", "wherre", "wheres", "there"] {
            assert!(one_off(typed, "where"), "{typed}");
        }
        for typed in ["where", "here we", "who", "whether", "when", "", "w"] {
            assert!(!one_off(typed, "where"), "{typed}");
        }
    }
}
