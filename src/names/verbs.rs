//! Forms of verb phrases.
//!
//! A declared phrase comes in; the forms of it that are accepted go out. The rule is plain English and knows no vocabulary: only the
//! first word of an active phrase changes, and only a passive phrase takes `is`, `are`, `was` or `were`.

use super::normal::is_separator;

/// Forms of `to be` that may stand in front of a passive phrase.
pub const TO_BE: [&str; 4] = ["is", "are", "was", "were"];

/// The other form of an active phrase: the infinitive of a third person, or the third person of an infinitive.
///
/// `upregulates` and `upregulate`, `has no effect on` and `have no effect on`, `carries` and `carry`, `increases secretion of` and
/// `increase secretion of`.
///
/// ```
/// use whereof::names::verbs::other_form;
/// assert_eq!(other_form("increases secretion of").as_deref(), Some("increase secretion of"));
/// assert_eq!(other_form("carry").as_deref(), Some("carries"));
/// assert_eq!(other_form("no effect on"), None);
/// ```
#[must_use]
pub fn other_form(phrase: &str) -> Option<String> {
    let end = phrase.find(char::is_whitespace).unwrap_or(phrase.len());
    let (first, rest) = phrase.split_at(end);
    let stem_at = first.rfind(is_separator).map_or(0, |at| at + first[at..].chars().next().map_or(1, char::len_utf8));
    let (front, verb) = first.split_at(stem_at);
    Some(format!("{front}{}{rest}", inflect(&verb.to_lowercase())?))
}

fn inflect(verb: &str) -> Option<String> {
    for (third, infinitive) in [("has", "have"), ("does", "do"), ("is", "are"), ("goes", "go")] {
        if verb == third {
            return Some(infinitive.into());
        }
        if verb == infinitive {
            return Some(third.into());
        }
    }
    if verb.len() < 3 || !verb.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let sibilant = |stem: &str| ["s", "sh", "ch", "x", "zz"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = verb.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = verb.strip_suffix("es")
        && sibilant(stem)
        && !["as", "is", "os", "us", "ns", "rs", "ps"].iter().any(|end| stem.ends_with(end))
    {
        return Some(stem.into());
    }
    if verb.ends_with('s') && !verb.ends_with("ss") {
        return verb.strip_suffix('s').map(Into::into);
    }
    if sibilant(verb) {
        return Some(format!("{verb}es"));
    }
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => Some(format!("{stem}ies")),
        _ => Some(format!("{verb}s")),
    }
}

/// A passive phrase without the form of `to be` in front; itself where there is none.
///
/// ```
/// use whereof::names::verbs::without_to_be;
/// assert_eq!(without_to_be("is upregulated by"), "upregulated by");
/// assert_eq!(without_to_be("isolated from"), "isolated from");
/// ```
#[must_use]
pub fn without_to_be(phrase: &str) -> &str {
    let phrase = phrase.trim_start();
    match phrase.split_once(char::is_whitespace) {
        Some((first, rest)) if TO_BE.contains(&first) && !rest.trim().is_empty() => rest.trim_start(),
        _ => phrase,
    }
}

/// The plain English plural of a noun: `gene` and `genes`, `process` and `processes`, `pathology` and `pathologies`.
#[must_use]
pub fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if ["s", "sh", "ch", "x", "z"].iter().any(|end| noun.ends_with(end)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_lead_to_each_other() {
        for (third, infinitive) in [
            ("upregulates", "upregulate"),
            ("up-regulates", "up-regulate"),
            ("has no effect on", "have no effect on"),
            ("suppresses", "suppress"),
            ("increases", "increase"),
            ("promotes homing", "promote homing"),
            ("carries", "carry"),
            ("enriches", "enrich"),
            ("reduces", "reduce"),
            ("raises", "raise"),
            ("does not change", "do not change"),
        ] {
            assert_eq!(other_form(third).as_deref(), Some(infinitive));
            assert_eq!(other_form(infinitive).as_deref(), Some(third));
        }
        assert_eq!(other_form("no effect on"), None);
        assert_eq!(other_form("→"), None);
    }

    #[test]
    fn plurals_are_plain() {
        for (one, many) in
            [("gene", "genes"), ("process", "processes"), ("pathway", "pathways"), ("pathology", "pathologies")]
        {
            assert_eq!(plural(one), many);
        }
    }
}
