//! Queries in other languages.
//!
//! A text comes in; the name of the language that it is in goes out, where it is one that people know. What it asks is not known here.

/// SQL, Cypher or SPARQL, by the word that a text begins with and what such a query must have.
///
/// ```
/// use whereof::syntax::foreign::language;
/// assert_eq!(language("SELECT name FROM treatments WHERE gene = 'CXCR4'"), Some("SQL"));
/// assert_eq!(language("MATCH (t:Treatment)-[:UPREGULATES]->(g) RETURN t"), Some("Cypher"));
/// assert_eq!(language("SELECT ?t WHERE { ?t :upregulates :CXCR4 }"), Some("SPARQL"));
/// assert_eq!(language("select treatment where upregulates CXCR4"), None);
/// ```
#[must_use]
pub fn language(text: &str) -> Option<&'static str> {
    let low = text.trim_start().to_lowercase();
    let words = || low.split(|c: char| !c.is_alphanumeric() && c != '_');
    let has = |word: &str| words().any(|other| other == word);
    match words().next()? {
        "select" | "construct" | "ask" | "prefix" if low.contains('{') => Some("SPARQL"),
        "select" if has("from") => Some("SQL"),
        "match" | "optional" if low.contains('(') && (has("return") || low.contains("-[")) => Some("Cypher"),
        _ => None,
    }
}
