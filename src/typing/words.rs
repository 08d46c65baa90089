//! The words of the language as candidates, each with what it does.
//!
//! Terminals that the grammar admits at a place come in; words with a short description go out. Which of them make sense behind the words before
//! is said by whoever asks.

use crate::syntax::token::TokenKind;

/// A word of the language and what it does.
pub(super) type Word = (&'static str, &'static str);

/// How a terminal is typed, and what it does; none of those that only a base's text has.
pub(super) fn of(kind: TokenKind) -> &'static [Word] {
    match kind {
        TokenKind::Where => &[("where", "what must hold of it")],
        TokenKind::And => &[("and", "a further condition, of the same findings")],
        TokenKind::AndAlso => &[("and also", "a further condition, of other findings")],
        TokenKind::Or => &[("or", "one of the two is enough")],
        TokenKind::Not => &[("not", "the contrary")],
        TokenKind::In => &[("in", "where, or in whom")],
        TokenKind::Is => &[("is", "a name of the row")],
        TokenKind::With => &[("with", "the other name")],
        TokenKind::Exactly => &[("exactly", "without narrower names")],
        TokenKind::Except => &[("except", "less these")],
        TokenKind::Show => &[("show", "slots beside each row")],
        TokenKind::Assuming => &[("assuming", "a slot that is not stated is as asked")],
        TokenKind::NotStated => &[("not stated", "findings that do not say")],
        TokenKind::InOneStudy => &[("in one study", "all of it in the same study")],
        TokenKind::InOneContext => &[("in one context", "no slot tells its steps apart")],
        TokenKind::CountFindings => &[("count findings", "findings count, not studies")],
        TokenKind::OrderBy => &[("order by", "which rows come first")],
        TokenKind::By => &[("by", "the groups")],
        TokenKind::Of => &[("of", "what is asked of each cell")],
        TokenKind::To => &[("to", "where the path ends")],
        TokenKind::Ratio => &[("ratio(", "one amount over another")],
        TokenKind::Open => &[("(", "the rows of another question")],
        TokenKind::Close => &[(")", "the end of the brackets")],
        TokenKind::Colon => &[(":", "then the question")],
        TokenKind::Quantifier => &[
            ("any of (", "one of several"),
            ("all of (", "each of several"),
            ("none of (", "not one of several"),
            ("at least 2 of (", "two of several"),
            ("exactly 1 of (", "one of several and no more"),
        ],
        TokenKind::MinStudies => &[("with at least 2 studies", "for each condition")],
        TokenKind::WithLeast => &[("with at least 2", "groups of fewer are left out")],
        TokenKind::WithSome => &[("with some", "nouns that only link the others")],
        TokenKind::Limit => &[("limit 10", "the first ten rows")],
        TokenKind::Within => &[("within 2", "steps of a chain")],
        TokenKind::InLeast => &[("in at least 2", "so many values of a slot")],
        TokenKind::Operator => &[
            ("=", "is"),
            ("!=", "is not"),
            (">=", "at least"),
            ("<=", "at most"),
            (">", "more than"),
            ("<", "less than"),
        ],
        TokenKind::Equals => &[("=", "what it stands for")],
        TokenKind::Count => &[("count", "how many rows there are")],
        TokenKind::Why => &[("why", "what an answer rests on")],
        TokenKind::WhyNot => &[("why not", "what keeps a name from being a row")],
        TokenKind::Describe => &[("describe", "what the base says of a name")],
        TokenKind::KindsOf => &[("kinds of", "what is below a name")],
        TokenKind::NamesContaining => &[("names containing", "names of every noun that have some letters")],
        TokenKind::Resolve => &[("resolve", "what a name stands for")],
        TokenKind::Nouns => &[("nouns", "all nouns of the base")],
        TokenKind::Verbs => &[("verbs", "all verbs of the base")],
        TokenKind::Slots => &[("slots", "all slots of the base")],
        TokenKind::Sources => &[("sources", "what the base was read from")],
        TokenKind::Matrix => &[("matrix", "a table of names by names")],
        TokenKind::Gaps => &[("gaps", "what no finding speaks of")],
        TokenKind::Compare => &[("compare", "two names side by side")],
        TokenKind::Contested => &[("contested", "where findings disagree")],
        TokenKind::SimilarTo => &[("similar to", "names that do the same")],
        TokenKind::PathsFrom => &[("paths from", "chains from one name to another")],
        TokenKind::ShortestPath => &[("shortest path from", "the fewest findings from one name to another")],
        TokenKind::EitherWay => &[("either way", "from object to subject as well")],
        TokenKind::Define => &[("define", "a set or a verb of your own")],
        TokenKind::Let => &[("let $x =", "a value for `$x`")],
        TokenKind::Use => &[("use \"", "a file laid upon the base")],
        TokenKind::RetractStudy => &[("retract study", "leave a study out")],
        TokenKind::Expect => &[("expect", "a claim on the rows of a question")],
        TokenKind::None => &[("none:", "no row")],
        TokenKind::Some => &[("some:", "at least one row")],
        TokenKind::Diff => &[("diff", "one question over two bases")],
        _ => &[],
    }
}

/// What a word of the language does, found by how it is typed or by what stands before its arguments: `limit` for `limit 10`.
pub(crate) fn does(word: &str) -> Option<&'static str> {
    let all = || TokenKind::ALL.iter().flat_map(|kind| of(*kind)).chain(&BEFORE_VERBS).chain(&VERBS).chain(&ENDS);
    let begins = |typed: &str| {
        let rest = typed.strip_prefix(word)?;
        (!rest.trim_start().starts_with(char::is_alphabetic)).then_some(())
    };
    let found = all().find(|(typed, _)| *typed == word).or_else(|| all().find(|(typed, _)| begins(typed).is_some()));
    found.map(|(_, does)| *does)
}

/// Words that stand before a verb, and verbs that every base has.
pub(super) const BEFORE_VERBS: [Word; 3] = [
    ("always", "every finding on it says so"),
    ("only", "and nothing else of its kind"),
    ("indirectly", "by a chain of findings"),
];

/// Verbs that every base has.
pub(super) const VERBS: [Word; 5] = [
    ("includes", "is a combination with"),
    ("contested on", "findings disagree on it"),
    ("unstudied on", "nothing is said of it"),
    ("unstudied", "nothing is said at all"),
    ("name contains", "is written with these letters"),
];

/// What rows can be ordered by.
pub(super) const ORDERS: [Word; 5] = [
    ("studies", "most studies first"),
    ("findings", "most findings first"),
    ("name", "by name"),
    ("verdict", "supported first"),
    ("evidence", "nearest to patients first"),
];

/// The nouns of the ends of a finding, by which findings are counted.
pub(super) const ENDS: [Word; 2] =
    [("subject noun", "what kind of thing acts"), ("object noun", "what kind of thing is acted upon")];

/// What may only stand behind a slot.
pub(super) const BEHIND_SLOTS: [TokenKind; 2] = [TokenKind::Operator, TokenKind::NotStated];

/// What may only stand where a target is missing.
pub(super) const TARGETS: [TokenKind; 4] =
    [TokenKind::Exactly, TokenKind::Quantifier, TokenKind::Ratio, TokenKind::Open];

/// What may only stand behind a chain.
pub(super) const BEHIND_CHAINS: [TokenKind; 2] = [TokenKind::Within, TokenKind::InOneContext];

/// What a definition cannot have.
pub(super) const NOT_DEFINED: [TokenKind; 7] = [
    TokenKind::Limit,
    TokenKind::OrderBy,
    TokenKind::Show,
    TokenKind::CountFindings,
    TokenKind::Assuming,
    TokenKind::InLeast,
    TokenKind::WithLeast,
];
