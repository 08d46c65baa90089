//! A text in English, or in another query language, to plain words.
//!
//! A text comes in, its words and the signs that may matter go out: quotes taken off, contractions spelled out, signs of other languages
//! replaced by what they stand for. No vocabulary is known here.

use crate::syntax::foreign;

/// One word or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A word, and whether it stood in quotes, so that blanks belong to it.
    Plain(String, bool),
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, and `:` behind a word.
    Compare(&'static str),
    /// `,` or `;`
    Comma,
    /// `(`
    Open,
    /// `)`
    Close,
}

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) list: Vec<Word>,
    /// Whether it is a query in SQL, Cypher or SPARQL.
    pub(super) foreign: bool,
}

/// Signs of two characters and the comparison that they stand for; longer ones first.
const COMPARISONS: [(&str, &str); 15] = [
    ("==", "="),
    ("!=", "!="),
    ("<>", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("=<", "<="),
    ("=>", ">="),
    ("=~", "="),
    ("=", "="),
    ("<", "<"),
    (">", ">"),
    ("\u{2264}", "<="),
    ("\u{2265}", ">="),
    ("\u{2260}", "!="),
    (":=", "="),
];

/// Pairs of quotes, opening and closing.
const QUOTES: [(char, char); 9] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('\u{201c}', '\u{201d}'),
    ('\u{201e}', '\u{201c}'),
    ('\u{201d}', '\u{201d}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{201a}', '\u{2018}'),
    ('\u{ab}', '\u{bb}'),
];

/// Splits a text.
pub(super) fn words(text: &str) -> Words {
    let foreign = foreign::language(text).is_some();
    let mut list = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = rest.trim_start();
            continue;
        }
        if let Some((inside, after)) = quoted(rest) {
            list.push(Word::Plain(inside.trim().to_owned(), true));
            rest = after;
            continue;
        }
        // An arrow of Cypher compares nothing.
        let arrow =
            foreign.then(|| ["<-", "->", "--"].into_iter().find_map(|arrow| rest.strip_prefix(arrow))).flatten();
        if let Some(after) = arrow {
            rest = after;
            continue;
        }
        if let Some((sign, stands)) = COMPARISONS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            list.push(Word::Compare(stands));
            rest = rest.get(sign.len()..).unwrap_or("");
            continue;
        }
        let after = rest.get(first.len_utf8()..).unwrap_or("");
        match first {
            ',' | ';' => list.push(Word::Comma),
            '(' if !foreign => list.push(Word::Open),
            ')' if !foreign => list.push(Word::Close),
            _ if is_sign(first) => {}
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || is_sign(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                plain(word, foreign, &mut list);
                rest = after;
                continue;
            }
        }
        rest = after;
    }
    list.retain(|word| !matches!(word, Word::Plain(text, _) if text.is_empty()));
    Words { list, foreign }
}

/// Signs that part words and mean nothing themselves, or are looked at before.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '=' | '<' | '>' | '"' | '\u{201c}'
            ..='\u{201f}' | '\u{ab}' | '\u{bb}'
    ) || c.is_control()
        || matches!(c, '\u{200b}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2264}' | '\u{2265}' | '\u{2260}')
}

/// What stands between quotes at the beginning of a text, and what follows. A quote that begins no word, or is not closed, is none.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    let (_, closing) = QUOTES.iter().find(|(opening, _)| *opening == first)?;
    let inside = text.get(first.len_utf8()..)?;
    let ends = |at: usize| {
        let after = inside.get(at + closing.len_utf8()..).and_then(|after| after.chars().next());
        after.is_none_or(|next| !next.is_alphanumeric())
    };
    let end = inside.match_indices(*closing).map(|(at, _)| at).find(|at| ends(*at))?;
    let inner = inside.get(..end)?;
    (!inner.contains('\n')).then_some((inner, inside.get(end + closing.len_utf8()..)?))
}

/// One word as it was typed, to words.
fn plain(typed: &str, foreign: bool, list: &mut Vec<Word>) {
    let colon = typed.ends_with(':') && typed.len() > 1 && !foreign;
    let word =
        typed.trim_end_matches(['.', '!', '?', ':', '\'', '\u{2019}']).trim_start_matches(['\'', '\u{2018}', ':', '!']);
    let low = word.to_lowercase().replace('\u{2019}', "'");
    let mut push = |text: &str| list.push(Word::Plain(text.to_owned(), false));
    match low.as_str() {
        "&&" | "&" => push("and"),
        "||" | "|" | "and/or" | "or/and" => push("or"),
        "" if typed.starts_with('!') => push("not"),
        "can't" | "cannot" | "won't" => push("not"),
        "what's" | "who's" | "where's" | "that's" => {
            push(low.split('\'').next().unwrap_or(""));
            push("is");
        }
        _ if low.ends_with("n't") => push("not"),
        _ if foreign && stands_for_something(word) => {}
        _ if foreign => {
            for part in word
                .split([':', '|', '*', '/'])
                .flat_map(|part| part.rsplit_once('.').map_or([part].into_iter(), |(_, last)| [last].into_iter()))
            {
                if part.chars().any(char::is_alphanumeric) && !stands_for_something(part) {
                    push(part);
                }
            }
        }
        _ => {
            if typed.starts_with('!') {
                push("not");
            }
            let owned = low.ends_with("'s").then(|| word.get(..word.len().saturating_sub(2))).flatten();
            let word = owned.unwrap_or(word);
            // A word without a letter or a digit is decoration, but for the sign of combinations and units.
            if word.chars().any(char::is_alphanumeric) || matches!(word, "+" | "%") {
                push(word);
            }
        }
    }
    if colon {
        list.push(Word::Compare(":"));
    }
}

/// `?t`, `$x`, `t`, `g1`: a variable of another language.
fn stands_for_something(word: &str) -> bool {
    let short = word.len() <= 2
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && !matches!(word, "or" | "in" | "is" | "by" | "of" | "no");
    word.starts_with(['?', '$']) || short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let words = words(text).list.into_iter().map(|word| match word {
            Word::Plain(text, false) => text,
            Word::Plain(text, true) => format!("`{text}`"),
            Word::Compare(sign) => sign.to_owned(),
            Word::Comma => ",".to_owned(),
            Word::Open => "(".to_owned(),
            Word::Close => ")".to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn signs_and_contractions_become_words() {
        for (text, expected) in [
            ("what doesn\u{2019}t upregulate \u{2018}CXCR4\u{2019}?", "what not upregulate `CXCR4`"),
            ("dose <> 5 && x==3 || !homing.", "dose != 5 and x = 3 or not homing"),
            ("disease: \u{201c}liver fibrosis\u{201d}", "disease : `liver fibrosis`"),
            ("TGF-\u{3b2}1 + 5'-AMP (a, b)", "TGF-\u{3b2}1 + 5'-AMP ( a , b )"),
            ("rapamycin's dose \u{2265} 5 %", "rapamycin dose >= 5 %"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn other_languages_lose_their_variables() {
        for (text, expected) in [
            (
                "MATCH (t:Treatment)-[:UPREGULATES]->(g:Gene {name: 'CXCR4'}) RETURN t",
                "MATCH Treatment UPREGULATES Gene name `CXCR4` RETURN",
            ),
            ("SELECT ?t WHERE { ?t :upregulates :CXCR4 . }", "SELECT WHERE upregulates CXCR4"),
            ("SELECT t.name FROM findings t WHERE t.gene = 'CXCR4'", "SELECT name FROM findings WHERE gene = `CXCR4`"),
        ] {
            assert_eq!(shown(text), expected);
        }
        assert!(!words("select treatment where upregulates CXCR4").foreign);
    }
}
