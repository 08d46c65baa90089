//! The terminals of the grammar, in one table.
//!
//! The lexer hands out [`Token`]s, the parser asks for [`TokenKind`]s, messages and editor grammars read how each is written. This
//! module does not know which terminal may follow which.

use crate::text::Span;

/// One terminal and its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// Which terminal.
    pub kind: TokenKind,
    /// Its place; a joined sequence spans all of its words.
    pub span: Span,
}

macro_rules! terminals {
    ($($name:ident, $grammar:literal, $shown:literal, $sample:literal;)*) => {
        /// A terminal of `grammar/whereof.ebnf`, or one of the few kinds that no production accepts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum TokenKind {
            $(#[doc = $shown] $name,)*
        }

        impl TokenKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [TokenKind] = &[$(TokenKind::$name,)*];

            /// How the grammar writes it: `WORD`, `"where"`; empty for a kind that is no terminal.
            #[must_use]
            pub fn grammar(self) -> &'static str {
                match self { $(TokenKind::$name => $grammar,)* }
            }

            /// How it is shown to people.
            #[must_use]
            pub fn shown(self) -> &'static str {
                match self { $(TokenKind::$name => $shown,)* }
            }

            /// A text that stands for it.
            #[must_use]
            pub fn sample(self) -> &'static str {
                match self { $(TokenKind::$name => $sample,)* }
            }
        }
    };
}

terminals! {
    Word, "WORD", "a name", "CXCR4";
    String, "STRING", "a name in quotes", "\"TGF-beta 1\"";
    Number, "NUMBER", "a number", "2";
    Parameter, "PARAM", "a parameter such as `$gene`", "$gene";
    Plus, "\"+\"", "`+`", "+";
    Operator, "OPERATOR", "`=` or another comparison", "=";
    Blank, "BLANK", "an empty line", "\n\n";
    Quantifier, "QUANTIFIER", "`any of (`, `all of (`, `none of (`, `at least 2 of (` or `exactly 2 of (`", "any of";
    MinStudies, "MINSTUDIES", "`with at least 2 studies`", "with at least 2 studies";
    WithLeast, "WITHLEAST", "`with at least 2`", "with at least 2";
    Limit, "LIMIT", "`limit 10`", "limit 10";
    Within, "WITHIN", "`within 2`", "within 2";
    InLeast, "INLEAST", "`in at least 2`", "in at least 2";
    Rows, "ROWS", "`3 rows`", "3 rows";
    Semicolon, "\";\"", "`;`", ";";
    Comma, "\",\"", "`,`", ",";
    Open, "\"(\"", "`(`", "(";
    Close, "\")\"", "`)`", ")";
    OpenBrace, "\"{\"", "`{`", "{";
    CloseBrace, "\"}\"", "`}`", "}";
    Colon, "\":\"", "`:`", ":";
    Where, "\"where\"", "`where`", "where";
    And, "\"and\"", "`and`", "and";
    Or, "\"or\"", "`or`", "or";
    Not, "\"not\"", "`not`", "not";
    In, "\"in\"", "`in`", "in";
    Is, "\"is\"", "`is`", "is";
    With, "\"with\"", "`with`", "with";
    Exactly, "\"exactly\"", "`exactly`", "exactly";
    Except, "\"except\"", "`except`", "except";
    Show, "\"show\"", "`show`", "show";
    Assuming, "\"assuming\"", "`assuming`", "assuming";
    AndAlso, "\"and also\"", "`and also`", "and also";
    NotStated, "\"not stated\"", "`not stated`", "not stated";
    InOneStudy, "\"in one study\"", "`in one study`", "in one study";
    InOneContext, "\"in one context\"", "`in one context`", "in one context";
    CountFindings, "\"count findings\"", "`count findings`", "count findings";
    OrderBy, "\"order by\"", "`order by`", "order by";
    By, "\"by\"", "`by`", "by";
    WithSome, "\"with some\"", "`with some`", "with some";
    Of, "\"of\"", "`of`", "of";
    To, "\"to\"", "`to`", "to";
    Equals, "\"=\"", "`=`", "=";
    Ratio, "\"ratio\"", "`ratio(`", "ratio";
    Count, "\"count\"", "`count`", "count";
    Why, "\"why\"", "`why`", "why";
    WhyNot, "\"why not\"", "`why not`", "why not";
    Describe, "\"describe\"", "`describe`", "describe";
    KindsOf, "\"kinds of\"", "`kinds of`", "kinds of";
    NamesContaining, "\"names containing\"", "`names containing`", "names containing";
    Resolve, "\"resolve\"", "`resolve`", "resolve";
    Nouns, "\"nouns\"", "`nouns`", "nouns";
    Verbs, "\"verbs\"", "`verbs`", "verbs";
    Slots, "\"slots\"", "`slots`", "slots";
    Sources, "\"sources\"", "`sources`", "sources";
    Matrix, "\"matrix\"", "`matrix`", "matrix";
    Gaps, "\"gaps\"", "`gaps`", "gaps";
    Compare, "\"compare\"", "`compare`", "compare";
    Contested, "\"contested\"", "`contested`", "contested";
    SimilarTo, "\"similar to\"", "`similar to`", "similar to";
    PathsFrom, "\"paths from\"", "`paths from`", "paths from";
    ShortestPath, "\"shortest path from\"", "`shortest path from`", "shortest path from";
    EitherWay, "\"either way\"", "`either way`", "either way";
    Define, "\"define\"", "`define`", "define";
    Let, "\"let\"", "`let`", "let";
    Use, "\"use\"", "`use`", "use";
    RetractStudy, "\"retract study\"", "`retract study`", "retract study";
    Expect, "\"expect\"", "`expect`", "expect";
    None, "\"none\"", "`none`", "none";
    Some, "\"some\"", "`some`", "some";
    Diff, "\"diff\"", "`diff`", "diff";
    Noun, "\"noun\"", "`noun`", "noun";
    Verb, "\"verb\"", "`verb`", "verb";
    Slot, "\"slot\"", "`slot`", "slot";
    Unit, "\"unit\"", "`unit`", "unit";
    Entity, "\"entity\"", "`entity`", "entity";
    Source, "\"source\"", "`source`", "source";
    Reference, "\"reference\"", "`reference`", "reference";
    At, "\"at\"", "`at`", "at";
    Study, "\"study\"", "`study`", "study";
    Given, "\"given\"", "`given`", "given";
    Unknown, "", "a character that means nothing here", "[";
    Unclosed, "", "a quote that is not closed on its line", "\"TGF";
    Comment, "", "a comment", "# comment";
    End, "", "the end of the text", "";
}

impl TokenKind {
    /// The terminals that the grammar speaks of: every kind but the unknown, the unclosed quote, the comment and the end.
    pub fn terminals() -> impl Iterator<Item = TokenKind> {
        TokenKind::ALL.iter().copied().filter(|kind| !kind.grammar().is_empty())
    }
}

/// The reserved words: lower case only, never part of a name unless it is quoted.
pub const RESERVED: &[(&str, TokenKind)] = &[
    ("where", TokenKind::Where),
    ("and", TokenKind::And),
    ("or", TokenKind::Or),
    ("not", TokenKind::Not),
    ("in", TokenKind::In),
    ("is", TokenKind::Is),
    ("with", TokenKind::With),
    ("exactly", TokenKind::Exactly),
    ("except", TokenKind::Except),
    ("show", TokenKind::Show),
    ("assuming", TokenKind::Assuming),
];

/// The reserved word that a text is, if any.
///
/// ```
/// use whereof::syntax::token::{TokenKind, reserved};
/// assert_eq!(reserved("where"), Some(TokenKind::Where));
/// assert_eq!(reserved("WHERE"), None);
/// ```
#[must_use]
pub fn reserved(word: &str) -> Option<TokenKind> {
    Some(match word {
        "where" => TokenKind::Where,
        "and" => TokenKind::And,
        "or" => TokenKind::Or,
        "not" => TokenKind::Not,
        "in" => TokenKind::In,
        "is" => TokenKind::Is,
        "with" => TokenKind::With,
        "exactly" => TokenKind::Exactly,
        "except" => TokenKind::Except,
        "show" => TokenKind::Show,
        "assuming" => TokenKind::Assuming,
        _ => return None,
    })
}

/// A set of kinds, as bits.
///
/// ```
/// use whereof::syntax::token::{TokenKind, TokenSet};
/// let set = TokenSet::of(&[TokenKind::And, TokenKind::Or]);
/// assert!(set.contains(TokenKind::Or) && !set.contains(TokenKind::Not));
/// assert_eq!(set.iter().count(), 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct TokenSet(u128);

impl TokenSet {
    /// No kind.
    pub const EMPTY: TokenSet = TokenSet(0);

    /// One kind.
    #[must_use]
    pub const fn one(kind: TokenKind) -> TokenSet {
        TokenSet(1 << kind as u8)
    }

    /// The kinds given.
    #[must_use]
    pub const fn of(kinds: &[TokenKind]) -> TokenSet {
        let mut bits = 0;
        let mut index = 0;
        while index < kinds.len() {
            bits |= 1 << kinds[index] as u8;
            index += 1;
        }
        TokenSet(bits)
    }

    /// The kinds of both.
    #[must_use]
    pub const fn union(self, other: TokenSet) -> TokenSet {
        TokenSet(self.0 | other.0)
    }

    /// The kinds of this one that are not in the other.
    #[must_use]
    pub const fn without(self, other: TokenSet) -> TokenSet {
        TokenSet(self.0 & !other.0)
    }

    /// Whether a kind is in it.
    #[must_use]
    pub const fn contains(self, kind: TokenKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Whether no kind is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = TokenKind> {
        TokenKind::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }
}

/// What a run is made of.
pub const PARTS: TokenSet =
    TokenSet::of(&[TokenKind::Word, TokenKind::String, TokenKind::Number, TokenKind::Plus, TokenKind::Parameter]);
