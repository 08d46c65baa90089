//! Terms of BEL: functions of names and of other terms.
//!
//! Text comes in, a tree goes out, and a name for what the tree stands for: what is more than one name keeps its form as its name.

use super::super::record::Name;

/// Terms inside one another that are read.
const DEEPEST: usize = 32;

/// A term: `p(HGNC:MAPT, pmod(Ph))`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    /// The short form of its function.
    pub(super) function: String,
    pub(super) arguments: Vec<Argument>,
}

/// What stands between the brackets of a term.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Argument {
    Term(Term),
    /// A name of a namespace.
    Named(String, String),
    /// A word or a quoted text.
    Word(String),
}

/// Long forms of functions, each with the short one.
const SHORT: [(&str, &str); 40] = [
    ("abundance", "a"),
    ("activity", "act"),
    ("biologicalProcess", "bp"),
    ("cellSecretion", "sec"),
    ("cellSurfaceExpression", "surf"),
    ("complexAbundance", "complex"),
    ("compositeAbundance", "composite"),
    ("degradation", "deg"),
    ("fragment", "frag"),
    ("fusion", "fus"),
    ("geneAbundance", "g"),
    ("location", "loc"),
    ("microRNAAbundance", "m"),
    ("molecularActivity", "ma"),
    ("pathology", "path"),
    ("populationAbundance", "pop"),
    ("proteinAbundance", "p"),
    ("proteinModification", "pmod"),
    ("reaction", "rxn"),
    ("rnaAbundance", "r"),
    ("translocation", "tloc"),
    ("variant", "var"),
    // what version 1 of the language calls an activity
    ("catalyticActivity", "act"),
    ("cat", "act"),
    ("kinaseActivity", "act"),
    ("kin", "act"),
    ("transcriptionalActivity", "act"),
    ("tscript", "act"),
    ("phosphataseActivity", "act"),
    ("phos", "act"),
    ("peptidaseActivity", "act"),
    ("pep", "act"),
    ("gtpBoundActivity", "act"),
    ("gtp", "act"),
    ("chaperoneActivity", "act"),
    ("chap", "act"),
    ("ribosylationActivity", "act"),
    ("ribo", "act"),
    ("transportActivity", "act"),
    ("tport", "act"),
];

/// Functions that say what of a thing changes, rather than which thing it is.
const OF_A_THING: [&str; 5] = ["act", "sec", "surf", "deg", "tloc"];

/// Reads one term from the front of a text; gives what stands behind it.
pub(super) fn term(text: &str) -> Result<(Term, &str), String> {
    term_at(text, 0)
}

fn term_at(text: &str, depth: usize) -> Result<(Term, &str), String> {
    if depth > DEEPEST {
        return Err(format!("more than {DEEPEST} terms stand inside one another"));
    }
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (function, rest) = text.split_at(end);
    let Some(mut rest) = rest.strip_prefix('(').filter(|_| !function.is_empty()) else {
        return Err(format!("`{}` is no term", shown(text)));
    };
    let short = SHORT.iter().find(|(long, _)| *long == function).map_or(function, |(_, short)| short);
    let mut arguments = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix(')') {
            return Ok((Term { function: short.to_owned(), arguments }, behind));
        }
        if !arguments.is_empty() {
            rest =
                rest.strip_prefix(',').ok_or_else(|| format!("a comma or `)` is missing before `{}`", shown(rest)))?;
        }
        let (one, behind) = argument(rest.trim_start(), depth)?;
        arguments.push(one);
        rest = behind;
    }
}

fn argument(text: &str, depth: usize) -> Result<(Argument, &str), String> {
    if let Some((words, rest)) = quoted(text)? {
        return Ok((Argument::Word(words), rest));
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_-.?*/+'=>%".contains(c))).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if rest.starts_with('(') {
        let (term, rest) = term_at(text, depth + 1)?;
        return Ok((Argument::Term(term), rest));
    }
    if word.is_empty() {
        return Err(format!("a name is missing before `{}`", shown(text)));
    }
    match rest.strip_prefix(':') {
        None => Ok((Argument::Word(word.to_owned()), rest)),
        Some(rest) => {
            if let Some((name, rest)) = quoted(rest)? {
                return Ok((Argument::Named(word.to_owned(), name), rest));
            }
            let end = rest.find([',', ')', ' ', '\t']).unwrap_or(rest.len());
            let (name, rest) = rest.split_at(end);
            if name.is_empty() {
                Err(format!("`{word}:` names nothing"))
            } else {
                Ok((Argument::Named(word.to_owned(), name.to_owned()), rest))
            }
        }
    }
}

/// A text in quotes at the front; nothing where there is none.
pub(super) fn quoted(text: &str) -> Result<Option<(String, &str)>, String> {
    let Some(inside) = text.strip_prefix('"') else { return Ok(None) };
    let mut words = String::new();
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => {
                words.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Ok(Some((words, inside.get(at + 1..).unwrap_or_default()))),
            c => words.push(c),
        }
    }
    Err("a quote does not close".to_owned())
}

/// The beginning of a text, for messages.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

impl Term {
    /// As it is written in short.
    pub(super) fn text(&self) -> String {
        let arguments: Vec<String> = self.arguments.iter().map(Argument::text).collect();
        format!("{}({})", self.function, arguments.join(", "))
    }

    /// What of which thing this is: `act(p(HGNC:AKT1))` is the activity of the protein.
    pub(super) fn thing(&self) -> (Option<&str>, &Term) {
        match self.arguments.first() {
            Some(Argument::Term(inner)) if OF_A_THING.contains(&self.function.as_str()) => {
                (Some(&self.function), inner)
            }
            _ => (None, self),
        }
    }

    /// What it is called: by its one name, or by its form where it is more.
    pub(super) fn name(&self) -> Name {
        let text = self.text();
        let (namespace, name) = match self.arguments.as_slice() {
            [Argument::Named(namespace, name)] => (Some(namespace.clone()), name.clone()),
            [Argument::Word(name)] => (None, name.clone()),
            _ => (None, text.clone()),
        };
        Name { key: Some(text), kind: Some(self.function.clone()), namespace, name: Some(name), xrefs: Vec::new() }
    }
}

impl Argument {
    fn text(&self) -> String {
        let bare = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let word = |text: &str| {
            if bare(text) {
                text.to_owned()
            } else {
                format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
            }
        };
        match self {
            Argument::Term(term) => term.text(),
            Argument::Named(namespace, name) => format!("{namespace}:{}", word(name)),
            Argument::Word(text) => word(text),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn terms_are_read_in_long_and_short() {
        let (long, rest) = term("proteinAbundance(HGNC:MAPT, proteinModification(Ph, Ser, 396)) -> x").unwrap();
        assert_eq!((long.text().as_str(), rest), ("p(HGNC:MAPT, pmod(Ph, Ser, 396))", " -> x"));
        let (act, _) = term("act(p(HGNC:AKT1), ma(kin))").unwrap();
        let (what, thing) = act.thing();
        assert_eq!((what, thing.name().name.as_deref()), (Some("act"), Some("AKT1")));
        let (chemical, _) = term(r#"a(CHEBI:"amyloid-\"beta\" (1-42)")"#).unwrap();
        assert_eq!(chemical.name().name.as_deref(), Some("amyloid-\"beta\" (1-42)"));
        assert_eq!(term(&chemical.text()).unwrap().0, chemical);
        for right in ["p(HGNC:CFTR, var(=))", "p(HGNC:MIA, frag(?_*))", "p(fus(HGNC:A, p.1_79, HGNC:B, p.312_5034))"] {
            assert_eq!(term(right).unwrap().1, "", "{right}");
        }
        assert_eq!(term("pep(complex(p(HGNC:F3),p(HGNC:F7)))").unwrap().0.thing().0, Some("act"));
        for wrong in ["", "p", "p(", "p(HGNC:)", "p(HGNC:A", "p(HGNC:A B)", "p(\"x)", &"p(".repeat(100)] {
            assert!(term(wrong).is_err(), "{wrong}");
        }
    }
}
