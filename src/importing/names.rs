//! Names of files, made fit for a base.
//!
//! A word of a file comes in, one that a base can hold goes out. Which thing it names is not known here.

use crate::names::normal;
use std::borrow::Cow;

/// Letters of a name; what is longer is no name.
const LONGEST: usize = 2_000;

/// A name without breaks and control characters.
///
/// # Errors
/// It is empty, or too long for a name.
pub(super) fn clean(text: &str) -> Result<String, String> {
    cleaned(text).map(|(words, _)| words)
}

/// The same with its normal form.
pub(super) fn cleaned(text: &str) -> Result<(String, String), String> {
    let words = tidy(text);
    let form = normal(&words);
    if form.is_empty() {
        return Err("a name is empty, or of signs alone that do not count".to_owned());
    }
    if words.len() > LONGEST && words.chars().count() > LONGEST {
        return Err(format!("a name is longer than {LONGEST} characters"));
    }
    Ok((words, form))
}

/// Words on one line: breaks and control characters are blanks, and several blanks are one.
pub(super) fn tidy(text: &str) -> String {
    let is_plain = |pair: &[u8]| matches!(pair, [b'!'..=b'~', b' '..=b'~'] | [b' ', b'!'..=b'~']);
    let ends = [text.as_bytes().first(), text.as_bytes().last()];
    if ends.into_iter().flatten().all(u8::is_ascii_graphic) && text.as_bytes().windows(2).all(is_plain) {
        return text.to_owned();
    }
    let blank = |c: char| c.is_whitespace() || c.is_control();
    text.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a text has the shape of a cross-reference: `HGNC:2561`.
pub(super) fn is_curie(text: &str) -> bool {
    text.split_once(':').is_some_and(|(prefix, local)| {
        !prefix.is_empty()
            && prefix.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
            && !local.is_empty()
            && !local.starts_with("//")
            && local.chars().all(|c| c.is_ascii_graphic() && c != '|' && c != '"')
    })
}

/// The form in which keys are compared: the prefix of a cross-reference has no case.
pub(super) fn key(text: &str) -> Cow<'_, str> {
    match text.split_once(':') {
        Some((prefix, _)) if prefix.bytes().any(|byte| byte.is_ascii_uppercase()) && is_curie(text) => {
            let mut key = text.to_owned();
            key.get_mut(..prefix.len()).unwrap_or_default().make_ascii_lowercase();
            key.into()
        }
        _ => text.into(),
    }
}

/// The vocabulary that a cross-reference is from.
pub(super) fn prefix(curie: &str) -> Option<&str> {
    curie.split_once(':').filter(|_| is_curie(curie)).map(|(prefix, _)| prefix)
}

/// A word of a program as people write it: `biolink:SmallMolecule` is `small molecule`, `has_part` is `has part`.
pub(super) fn plain_words(word: &str) -> String {
    let word = word.rsplit([':', '/', '#']).next().unwrap_or(word);
    let mut out = String::new();
    let mut before = ' ';
    for c in word.chars() {
        let is_blank = c == '_' || c.is_whitespace() || c.is_control();
        let begins = c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit());
        if (is_blank || begins) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        if !is_blank {
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tidy_stays_as_it_is() {
        for (text, wanted) in [
            ("", ""),
            (" ", ""),
            ("a", "a"),
            ("a b", "a b"),
            ("a  b", "a b"),
            (" a", "a"),
            ("a\tb", "a b"),
            ("a\u{7f}b", "a b"),
            ("a é", "a é"),
            ("é\u{a0}b", "é b"),
        ] {
            assert_eq!(tidy(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn words_are_made_fit() {
        assert_eq!(clean(" NF-κB\t(p65)\n ").as_deref(), Ok("NF-κB (p65)"));
        assert!(clean("\u{0}\n").is_err() && clean(&"x".repeat(3_000)).is_err());
        assert_eq!(plain_words("biolink:SmallMolecule"), "small molecule");
        assert_eq!(plain_words("has_part"), "has part");
        assert_eq!(plain_words("causesNoChange"), "causes no change");
        assert_eq!(plain_words("RNA"), "rna");
        assert_eq!(key("HGNC:2561"), "hgnc:2561");
        assert_eq!(key("p(HGNC:NOS2)"), "p(HGNC:NOS2)");
        assert!(!is_curie("https://x.org/1") && !is_curie("a b:1") && is_curie("MONDO:0005155"));
        assert_eq!(prefix("GO:1"), Some("GO"));
    }
}
