//! What the words of a line are.
//!
//! A line comes in; its words with their classes go out, as resolution reads them, and by the vocabulary alone where it cannot. How a class looks
//! is not known here.

use super::Known;
use super::finish::{LONG, statements};
use super::read::{Reading, read};
use super::words::{BEFORE_VERBS, ORDERS, VERBS};
use crate::goal::{COMMON_SLOTS, Sense, WordUse};
use crate::names::normal;
use crate::syntax::lexer::lex;
use crate::syntax::token::{PARTS, RESERVED, Token, TokenKind};
use crate::text::{Source, Span};

/// What a word of a line is.
///
/// ```
/// use whereof::prompt::WordClass;
/// let session = whereof::Session::new(whereof::Base::builtin(), whereof::Limits::interactive());
/// let words = session.highlight("treatment where upregulates CXCR4");
/// assert_eq!(words[1].1, WordClass::Keyword);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WordClass {
    /// A reserved word, or a word that acts in a fixed sequence.
    Keyword,
    /// Part of a verb.
    Verb,
    /// Part of a name that the base knows.
    Name,
    /// A noun.
    Noun,
    /// A slot.
    Slot,
    /// A capital letter that stands for a noun.
    Letter,
    /// Part of a name that the session defined.
    Defined,
    /// A text in quotes that is no name.
    Text,
    /// A number, or an amount with its unit.
    Number,
    /// A parameter that has a value.
    Parameter,
    /// The beginning of a word that is known, at the end of the line.
    Begun,
    /// Part of a name that may mean several things here.
    Ambiguous,
    /// Part of a name that is known and cannot stand here.
    Misplaced,
    /// A word that nothing is known of.
    Unknown,
}

/// The classes of a line's words, in order.
pub(super) fn highlight(known: &Known<'_>, line: &str) -> Vec<(Span, WordClass)> {
    let source = Source::new("line", line);
    let mut all = Vec::new();
    for (from, to) in statements(source.text()) {
        let Some(text) = source.text().get(from..to) else { continue };
        let reading = if text.len() <= LONG { known.memo.reading(text, || read(known, text)) } else { None };
        let classes = Classes::new(known, text, to == source.text().len(), reading.as_deref()).all();
        let moved = |span: Span| Span { start: span.start + from as u32, end: span.end + from as u32 };
        all.extend(classes.into_iter().map(|(span, class)| (moved(span), class)));
    }
    all
}

/// Words of a verb phrase, at most.
const VERB_WORDS: usize = 12;

pub(super) struct Classes<'c, 'k> {
    known: &'c Known<'k>,
    source: Source,
    tokens: Vec<Token>,
    /// Whether the line ends where the statement does.
    last: bool,
    reading: Option<&'c Reading>,
    classes: Vec<Option<WordClass>>,
}

impl<'c, 'k> Classes<'c, 'k> {
    pub(super) fn new(known: &'c Known<'k>, text: &str, last: bool, reading: Option<&'c Reading>) -> Classes<'c, 'k> {
        let source = Source::new("line", text);
        let tokens = lex(&source);
        let classes = vec![None; tokens.len()];
        Classes { known, source, tokens, last, reading, classes }
    }

    pub(super) fn all(mut self) -> Vec<(Span, WordClass)> {
        self.signs();
        self.resolved();
        self.rest();
        let classes = self.tokens.iter().zip(&self.classes);
        classes.filter_map(|(token, class)| Some((token.span, (*class)?))).collect()
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| self.source.slice(token.span))
    }

    fn set(&mut self, at: usize, class: WordClass) {
        if let Some(place) = self.classes.get_mut(at) {
            *place = Some(class);
        }
    }

    /// What needs no vocabulary.
    fn signs(&mut self) {
        for at in 0..self.tokens.len() {
            let Some(token) = self.tokens.get(at).copied() else { continue };
            let class = match token.kind {
                TokenKind::Parameter => {
                    let name = self.text(at).trim_start_matches('$');
                    let stands = self.known.parameters.iter().any(|(known, _)| known == name);
                    let begins = self.ends_line(token.span)
                        && self.known.parameters.iter().any(|(known, _)| known.starts_with(name));
                    let named = at > 0 && self.tokens.get(at - 1).is_some_and(|before| before.kind == TokenKind::Let);
                    match (stands || named, begins) {
                        (true, _) => WordClass::Parameter,
                        (false, true) => WordClass::Begun,
                        (false, false) => WordClass::Unknown,
                    }
                }
                TokenKind::Unclosed => WordClass::Begun,
                kind if PARTS.contains(kind) || matches!(kind, TokenKind::Unknown | TokenKind::Comment) => continue,
                _ if self.text(at).starts_with(|c: char| c.is_alphanumeric()) => WordClass::Keyword,
                _ => continue,
            };
            self.set(at, class);
        }
    }

    fn ends_line(&self, span: Span) -> bool {
        self.last && span.end as usize == self.source.text().len()
    }

    /// What resolution read, and what it could not.
    fn resolved(&mut self) {
        let Some(looked) = self.reading.and_then(|reading| reading.looked.as_ref()) else { return };
        let vocabulary = self.known.facts.vocabulary();
        // The noun of a claim is read from its name.
        let nouns = |word: &&WordUse| matches!(word.sense, Sense::Kind(_));
        let words = looked.words.iter();
        for word in words.clone().filter(|word| !nouns(word)).chain(words.filter(nouns)) {
            let class = match word.sense {
                // a set of the session as the noun of its question
                Sense::Kind(_) if vocabulary.kinds_named(self.source.slice(word.span)).is_empty() => WordClass::Defined,
                Sense::Kind(_) => WordClass::Noun,
                Sense::Slot(_) => WordClass::Slot,
                Sense::Relation { .. } => WordClass::Verb,
                Sense::Entity(_) | Sense::InverseOf(_) => WordClass::Name,
            };
            self.mark(word.span, class, false);
        }
        for wrong in &looked.wrong {
            let class = match wrong.code {
                "W0203" | "W0206" => WordClass::Ambiguous,
                "W0204" | "W0211" | "W0217" => WordClass::Misplaced,
                _ => continue,
            };
            self.mark(wrong.span(), class, true);
        }
    }

    fn mark(&mut self, span: Span, class: WordClass, over: bool) {
        for at in 0..self.tokens.len() {
            let Some(token) = self.tokens.get(at).copied() else { continue };
            let inside = span.start <= token.span.start && token.span.end <= span.end;
            let free = over || self.classes.get(at).is_some_and(Option::is_none);
            if inside && free && PARTS.contains(token.kind) && token.kind != TokenKind::Parameter {
                self.set(at, class);
            }
        }
    }

    /// What is left, run by run.
    fn rest(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let mut end = at;
            while self.is_left(end) {
                end += 1;
            }
            if end > at {
                self.run(at, end);
            }
            at = end.max(at + 1);
        }
    }

    fn is_left(&self, at: usize) -> bool {
        let part = self.tokens.get(at).is_some_and(|token| PARTS.contains(token.kind));
        part && self.classes.get(at).is_some_and(Option::is_none)
    }

    /// A run of words by the vocabulary alone: words before a verb, the longest verb, then one name.
    fn run(&mut self, start: usize, end: usize) {
        let mut from = start;
        while from < end && (self.is_letter(from) || (end - from > 1 && self.is_before_verb(from))) {
            let class = if self.is_letter(from) { WordClass::Letter } else { WordClass::Keyword };
            self.set(from, class);
            from += 1;
        }
        // A statement begins with a noun or a word of the language, not with a verb.
        let longest = if start == 0 { from } else { end.min(from + VERB_WORDS) };
        if let Some(to) = (from + 1..=longest).rev().find(|to| self.is_verb(from, *to)) {
            let defined = self.known.definitions.list().iter().any(|found| found.name == self.words(from, to));
            let class = if defined { WordClass::Defined } else { WordClass::Verb };
            (from..to).for_each(|at| self.set(at, class));
            from = to;
        }
        // a letter may stand behind the verb as well
        let mut to = end;
        if to > from && self.is_letter(to - 1) {
            to -= 1;
            self.set(to, WordClass::Letter);
        }
        // a word of the language that is being typed behind a name
        if self.begins_keyword(from, to) && self.class_of(from, to) == WordClass::Unknown {
            to -= 1;
            self.set(to, WordClass::Begun);
        }
        if from < to {
            let class = self.class_of(from, to);
            (from..to).for_each(|at| {
                let number = self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Number);
                self.set(at, if number && class == WordClass::Unknown { WordClass::Number } else { class });
            });
        }
    }

    /// The words of some tokens, without quotes.
    fn words(&self, from: usize, to: usize) -> String {
        let word = |at: usize| match self.tokens.get(at).map(|token| token.kind) {
            Some(TokenKind::String) => self.text(at).trim_matches('"').replace("\"\"", "\""),
            _ => self.text(at).to_owned(),
        };
        (from..to).map(word).collect::<Vec<_>>().join(" ")
    }

    fn is_before_verb(&self, at: usize) -> bool {
        BEFORE_VERBS.iter().any(|(word, _)| *word == self.text(at))
    }

    fn is_verb(&self, from: usize, to: usize) -> bool {
        let words = self.words(from, to);
        !self.known.facts.vocabulary().verbs_named(&words).is_empty()
            || VERBS.iter().any(|(verb, _)| *verb == words)
            || self.known.definitions.list().iter().any(|found| {
                found.kinds.len() == 2 && (found.name == words || found.passive() == words || found.inverse() == words)
            })
    }

    /// Whether a capital letter is declared before `where`, or is just being.
    fn is_letter(&self, at: usize) -> bool {
        let text = self.text(at);
        if text.len() != 1 || !text.starts_with(|c: char| c.is_ascii_uppercase()) {
            return false;
        }
        let head = self.tokens.iter().position(|token| token.kind == TokenKind::Where).unwrap_or(self.tokens.len());
        (1..head).any(|place| {
            let before = self.tokens.get(place - 1).is_some_and(|token| token.kind == TokenKind::Word);
            before && self.text(place) == text
        })
    }

    fn class_of(&self, from: usize, to: usize) -> WordClass {
        let vocabulary = self.known.facts.vocabulary();
        let words = self.words(from, to);
        let senses = vocabulary.entities_named(&words);
        let is_set = || {
            let same = |name: &str| normal(name) == normal(&words) || normal(&format!("{name}s")) == normal(&words);
            self.known.definitions.list().iter().any(|found| found.kinds.len() == 1 && same(&found.name))
        };
        let asks = |word: &str| words == word;
        let slot = !vocabulary.slots_named(&words).is_empty() || COMMON_SLOTS.iter().any(|(slot, _)| asks(slot));
        let wanted = [TokenKind::By, TokenKind::Show, TokenKind::Assuming, TokenKind::InLeast];
        let before = from.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| token.kind);
        if slot && before.is_some_and(|before| wanted.contains(&before)) {
            WordClass::Slot
        } else if !vocabulary.kinds_named(&words).is_empty()
            || ["finding", "findings", "study", "studies"].iter().any(|word| asks(word))
        {
            WordClass::Noun
        } else if slot {
            WordClass::Slot
        } else if senses.len() > 1 && self.is_ambiguous(&words) {
            WordClass::Ambiguous
        } else if !senses.is_empty() {
            WordClass::Name
        } else if is_set() {
            WordClass::Defined
        } else if ORDERS.iter().any(|(word, _)| asks(word)) || self.is_before_verb(from) && to == from + 1 {
            WordClass::Keyword
        } else if self.is_read_as_words(from)
            && self.tokens.get(from).is_some_and(|token| token.kind == TokenKind::String)
        {
            WordClass::Text
        } else if crate::names::quantity::read(vocabulary, &words).is_ok() {
            WordClass::Number
        } else if self.is_read_as_words(from) {
            WordClass::Text
        } else if self.is_begun(from, to, &words) {
            WordClass::Begun
        } else {
            WordClass::Unknown
        }
    }

    /// Whether the words were compared with something that is no name, and nothing was wrong with that: a section, a direction.
    fn is_read_as_words(&self, from: usize) -> bool {
        let behind = from > 0 && self.tokens.get(from - 1).is_some_and(|token| token.kind == TokenKind::Operator);
        let looked = self.reading.and_then(|reading| reading.looked.as_ref());
        behind && looked.is_some_and(|looked| looked.goal.is_some())
    }

    fn is_ambiguous(&self, words: &str) -> bool {
        use crate::syntax::ast::{Part, PartKind, Run};
        let part = Part { kind: PartKind::Quoted, text: words.to_owned(), span: Span::default() };
        let run = Run { parts: vec![part], span: Span::default() };
        crate::goal::resolve_name(&run, self.known.scope()).is_err()
    }

    /// Whether the words end the line and something known begins so.
    fn is_begun(&self, from: usize, to: usize, words: &str) -> bool {
        let Some(last) = to.checked_sub(1).and_then(|at| self.tokens.get(at)) else { return false };
        let blank = self.source.text().get(last.span.end as usize..).is_some_and(|rest| rest.trim().is_empty());
        if !self.last || !blank {
            return false;
        }
        // The last words may begin a name behind others that are known: `increases secretion of HG`.
        let begins = |from: usize| {
            let words = self.words(from, to);
            let form = normal(&words);
            !form.is_empty()
                && (self.known.facts.vocabulary().index().beginning(&form).next().is_some()
                    || self.known.definitions.list().iter().any(|found| normal(&found.name).starts_with(&form)))
        };
        let keyword = |word: &str| RESERVED.iter().any(|(known, _)| known.starts_with(word) && !word.is_empty());
        begins(from) || (to == from + 1 && keyword(words))
    }

    /// Whether the last word begins one of the language, behind a name that is known: `CXCR4 an`.
    fn begins_keyword(&self, from: usize, to: usize) -> bool {
        let Some(last) = to.checked_sub(1).filter(|last| *last > from) else { return false };
        let word = self.text(last);
        let known = !matches!(self.class_of(from, last), WordClass::Unknown | WordClass::Begun);
        known
            && self.tokens.get(last).is_some_and(|token| self.ends_line(token.span))
            && RESERVED
                .iter()
                .map(|(word, _)| *word)
                .chain(["limit", "order", "count", "within"])
                .any(|other| other.starts_with(word))
    }
}
