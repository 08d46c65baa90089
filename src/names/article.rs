//! `a` or `an`.
//!
//! A word comes in, the same with its article goes out. It goes by how words are written: which of them sound otherwise is not known here.

/// A word or several with the article that English has before them.
///
/// ```
/// use whereof::names::a;
/// assert_eq!(a("gene"), "a gene");
/// assert_eq!(a("amount fraction"), "an amount fraction");
/// assert_eq!(a("unit"), "a unit");
/// ```
#[must_use]
pub fn a(words: &str) -> String {
    let low = words.trim_start_matches(['`', '"']).to_lowercase();
    // a unit, a use, a one: written with a vowel and said without
    let consonant = ["uni", "use", "uti", "eu", "one", "once"].iter().any(|start| low.starts_with(start))
        && !low.starts_with("unin")
        && !low.starts_with("unim");
    let article = if low.starts_with(['a', 'e', 'i', 'o', 'u']) && !consonant { "an" } else { "a" };
    format!("{article} {words}")
}

/// `a gene, process or an outcome`: some words of which one is meant, with articles; `thing` where there is none.
///
/// ```
/// use whereof::names::one_of;
/// assert_eq!(one_of(&["gene".to_owned(), "outcome".to_owned()], "or"), "a gene or an outcome");
/// ```
#[must_use]
pub fn one_of(words: &[String], last: &str) -> String {
    match words {
        [] => "a thing".to_owned(),
        [one] => a(one),
        [first, between @ .., end] => {
            let between: String = between.iter().map(|word| format!(", {word}")).collect();
            format!("{}{between} {last} {}", a(first), a(end))
        }
    }
}
