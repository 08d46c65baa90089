//! Text to tokens.
//!
//! A [`Source`] comes in and its tokens go out, whatever the text is: what cannot be read becomes an unknown token, and time grows
//! with the text only. Names are not looked up here; fixed word sequences are joined by `phrases`.

use super::phrases;
use super::token::{Token, TokenKind, reserved};
use crate::text::{Source, Span};

/// The terminals of a text, joined sequences included, comments left out.
///
/// ```
/// use whereof::syntax::lexer::lex;
/// use whereof::syntax::token::TokenKind;
/// use whereof::text::Source;
/// let tokens = lex(&Source::new("query", "treatment where upregulates CXCR4"));
/// let kinds: Vec<TokenKind> = tokens.iter().map(|token| token.kind).collect();
/// assert_eq!(kinds, [TokenKind::Word, TokenKind::Where, TokenKind::Word, TokenKind::Word]);
/// ```
#[must_use]
pub fn lex(source: &Source) -> Vec<Token> {
    let text = source.text();
    let mut tokens = Vec::with_capacity(text.len() / 6 + 1);
    tokens.extend(Scanner::new(text).filter(|token| token.kind != TokenKind::Comment));
    phrases::join(text, &mut tokens);
    tokens
}

/// The single words, signs and comments of a text before fixed sequences are joined; for highlighting and formatting.
///
/// ```
/// use whereof::syntax::lexer::scan;
/// use whereof::syntax::token::TokenKind;
/// use whereof::text::Source;
/// let tokens = scan(&Source::new("script", "verbs # what can be asked"));
/// assert_eq!(tokens[1].kind, TokenKind::Comment);
/// ```
#[must_use]
pub fn scan(source: &Source) -> Vec<Token> {
    Scanner::new(source.text()).collect()
}

/// Whether a text is one word: typed without quotes it is read as itself.
///
/// ```
/// use whereof::syntax::lexer::is_plain_word;
/// assert!(is_plain_word("CD4+CD25+Foxp3+"));
/// assert!(!is_plain_word("where") && !is_plain_word("bile duct") && !is_plain_word("8"));
/// ```
#[must_use]
pub fn is_plain_word(text: &str) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.next().is_some_and(|token| token.kind == TokenKind::Word && token.span.len() == text.len())
}

/// What a character does to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Part of a word.
    Word,
    /// Between words.
    Blank,
    /// A quote, bracket or sign: never in a word.
    Sign,
}

fn class(character: char) -> Class {
    match character {
        '"' | '(' | ')' | '{' | '}' | '[' | ']' | ',' | ';' | '=' | '<' | '>' | '!' => Class::Sign,
        // Quotes of a word processor stand for nothing: the message offers the plain ones.
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' => Class::Sign,
        // The byte order mark and the zero-width space are seen by nobody.
        '\u{feff}' | '\u{200b}' => Class::Blank,
        // Characters that turn the writing direction may hide what a name is.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Class::Sign,
        _ if character.is_whitespace() => Class::Blank,
        _ if character.is_control() => Class::Sign,
        _ => Class::Word,
    }
}

/// Whether a byte is surely part of a word and is neither `:` nor above ASCII.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0x21;
    while byte < 0x7f {
        plain[byte] = !matches!(
            byte as u8,
            b'"' | b'(' | b')' | b'{' | b'}' | b'[' | b']' | b',' | b';' | b'=' | b'<' | b'>' | b'!' | b':'
        );
        byte += 1;
    }
    plain
};

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    braces: u32,
    /// An empty line just given need not be given again.
    after_blank: bool,
    /// A `?` cut off the end of the word before.
    held: Option<Token>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0, braces: 0, after_blank: false, held: None }
    }

    fn peek(&self, at: usize) -> Option<char> {
        let bytes = self.text.as_bytes();
        match bytes.get(at) {
            None => None,
            Some(&byte) if byte < 0x80 => Some(byte as char),
            Some(_) => self.text.get(at..).and_then(|rest| rest.chars().next()),
        }
    }

    fn token(&self, kind: TokenKind, start: usize) -> Token {
        Token { kind, span: Span { start: start as u32, end: self.at as u32 } }
    }

    /// Passes over blanks; a second line break in them makes an empty line.
    fn blanks(&mut self) -> Option<Token> {
        // Mostly there is one blank and a word behind it.
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b' ') && bytes.get(self.at + 1).is_some_and(|&byte| PLAIN[byte as usize]) {
            self.at += 1;
            return None;
        }
        let mut breaks = 0;
        let mut first_break = self.at;
        let start = self.at;
        // The first line of a text is empty where nothing stands before its end.
        if start == 0 {
            breaks = 1;
        }
        while let Some(character) = self.peek(self.at) {
            if class(character) != Class::Blank {
                break;
            }
            if character == '\n' {
                if breaks == 0 {
                    first_break = self.at;
                }
                breaks += 1;
            }
            self.at += character.len_utf8();
        }
        if breaks < 2 || self.braces > 0 || self.after_blank {
            return None;
        }
        self.after_blank = true;
        Some(self.token(TokenKind::Blank, first_break))
    }

    fn word(&mut self, start: usize) -> Token {
        let bytes = self.text.as_bytes();
        loop {
            while bytes.get(self.at).is_some_and(|&byte| PLAIN[byte as usize]) {
                self.at += 1;
            }
            match self.peek(self.at) {
                // A colon belongs to the word when a name character follows: `cell:HSC`.
                Some(':') if self.peek(self.at + 1).is_some_and(|next| next != ':' && class(next) == Class::Word) => {
                    self.at += 1;
                }
                Some(character) if character != ':' && class(character) == Class::Word => {
                    self.at += character.len_utf8();
                }
                _ => break,
            }
        }
        let whole = self.text.get(start..self.at).unwrap_or("");
        let kept = whole.trim_end_matches('?').len();
        if kept < whole.len() {
            let question = self.token(TokenKind::Unknown, start + kept);
            if kept == 0 {
                return question;
            }
            self.held = Some(question);
        }
        let word = whole.get(..kept).unwrap_or(whole);
        let kind = if bytes.get(start).is_some_and(u8::is_ascii_lowercase) {
            reserved(word).unwrap_or(TokenKind::Word)
        } else if word == "+" {
            TokenKind::Plus
        } else if let Some(name) = word.strip_prefix('$') {
            if name.is_empty() { TokenKind::Unknown } else { TokenKind::Parameter }
        } else if is_number(word) {
            TokenKind::Number
        } else {
            TokenKind::Word
        };
        Token { kind, span: Span { start: start as u32, end: (start + kept) as u32 } }
    }

    /// From the opening quote to the closing one; without one, to the end of the line.
    fn string(&mut self, start: usize) -> Token {
        let bytes = self.text.as_bytes();
        self.at += 1;
        loop {
            match bytes.get(self.at) {
                Some(b'"') if bytes.get(self.at + 1) == Some(&b'"') => self.at += 2,
                Some(b'"') => {
                    self.at += 1;
                    return self.token(TokenKind::String, start);
                }
                None | Some(b'\n') => {
                    let line = self.text.get(start..self.at).unwrap_or("");
                    self.at = start + line.trim_end().len();
                    return self.token(TokenKind::Unclosed, start);
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn sign(&mut self, first: char, start: usize) -> Token {
        self.at += first.len_utf8();
        let mut equals = || {
            if self.text.as_bytes().get(self.at) == Some(&b'=') {
                self.at += 1;
                true
            } else {
                false
            }
        };
        let kind = match first {
            ';' => TokenKind::Semicolon,
            ',' => TokenKind::Comma,
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            '{' => {
                self.braces = self.braces.saturating_add(1);
                TokenKind::OpenBrace
            }
            '}' => {
                self.braces = self.braces.saturating_sub(1);
                TokenKind::CloseBrace
            }
            ':' => TokenKind::Colon,
            '=' => TokenKind::Operator,
            '<' | '>' => {
                equals();
                TokenKind::Operator
            }
            '!' if equals() => TokenKind::Operator,
            _ => TokenKind::Unknown,
        };
        self.token(kind, start)
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(held) = self.held.take() {
            return Some(held);
        }
        if let Some(blank) = self.blanks() {
            return Some(blank);
        }
        let start = self.at;
        let first = self.peek(start)?;
        if first == '#' {
            let rest = self.text.get(start..).unwrap_or("");
            self.at = start + rest.find('\n').unwrap_or(rest.len());
            return Some(self.token(TokenKind::Comment, start));
        }
        self.after_blank = false;
        Some(match first {
            '"' => self.string(start),
            ':' => self.sign(first, start),
            _ if class(first) == Class::Word => self.word(start),
            _ => self.sign(first, start),
        })
    }
}

/// `2`, `-0.5`, `1e6`: digits, at most one point between digits, an exponent.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    if !word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (word, None),
    };
    let exponent_fits = exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)));
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    exponent_fits && mantissa_fits
}
