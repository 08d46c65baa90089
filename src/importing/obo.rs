//! Ontologies in the flat format of the OBO Foundry: names, synonyms, steps, cross-references, and what took the place of what.
//!
//! Lines come in, a thing for each stanza of a term goes out. Axioms, definitions and stanzas of relations are passed over.
//!
//! The crate fastobo reads all of the format and brings 44 crates, more than the library has in all; what a base can hold of it is read here.

use super::lines::{Failure, Lines};
use super::mapping::Mapping;
use super::names::is_curie;
use super::record::{Name, Record, Thing, Unit};
use crate::model::EdgeKind;
use std::io::BufRead;

/// A stanza under construction.
#[derive(Default)]
struct Stanza {
    line: u64,
    is_term: bool,
    id: Option<String>,
    name: Option<String>,
    namespace: Option<String>,
    synonyms: Vec<String>,
    xrefs: Vec<String>,
    steps: Vec<(EdgeKind, String)>,
    obsolete: bool,
    replaced_by: Vec<String>,
    alternatives: Vec<String>,
    wrong: Option<String>,
}

/// Reads an ontology.
///
/// # Errors
/// The file cannot be read to its end, or is none.
pub(super) fn read(
    input: &mut dyn BufRead,
    mapping: &Mapping,
    take: &mut dyn FnMut(Unit) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let scopes = mapping.synonyms.clone().unwrap_or_else(|| vec!["EXACT".to_owned()]);
    let mut lines = Lines::new(input);
    let mut default = None;
    let mut stanza: Option<Stanza> = None;
    let mut any = false;
    while let Some(text) = lines.next()? {
        let text = text.map(|text| text.trim().to_owned());
        let line = lines.number;
        match (&text, &mut stanza) {
            (Ok(text), _) if text.is_empty() || text.starts_with('!') => {}
            (Ok(text), _) if text.starts_with('[') && text.ends_with(']') => {
                any = true;
                if let Some(done) = stanza.take() {
                    finish(done, default.as_deref(), take)?;
                }
                stanza = Some(Stanza { line, is_term: text == "[Term]", ..Stanza::default() });
            }
            (Ok(text), None) => match text.split_once(':') {
                Some(("default-namespace", value)) => default = Some(value.trim().to_owned()),
                Some(("ontology", value)) => {
                    any = true;
                    default.get_or_insert_with(|| value.trim().to_owned());
                }
                Some(_) => any |= text.starts_with("format-version"),
                None => return Err(not_obo(line)),
            },
            (Ok(text), Some(stanza)) => {
                if let Err(why) = tag(stanza, text, &scopes) {
                    stanza.wrong.get_or_insert(format!("line {line}: {why}"));
                }
            }
            (Err(why), Some(stanza)) => {
                stanza.wrong.get_or_insert(format!("line {line}: {why}"));
            }
            (Err(_), None) => return Err(not_obo(line)),
        }
    }
    match stanza {
        Some(done) => finish(done, default.as_deref(), take),
        None if any => Ok(()),
        None => Err(not_obo(1)),
    }
}

fn not_obo(line: u64) -> Failure {
    Failure::new(line, "no ontology in OBO", "such a file begins with `format-version:` and has stanzas [Term]")
}

/// Reads one line of a stanza.
fn tag(stanza: &mut Stanza, text: &str, scopes: &[String]) -> Result<(), String> {
    let Some((tag, value)) = text.split_once(':') else { return Err(format!("`{text}` is no tag with a value")) };
    let value = value.trim();
    match tag.trim() {
        "id" => stanza.id = Some(identifier(value)?),
        "name" => stanza.name = Some(unescaped(bare(value))),
        "namespace" => stanza.namespace = Some(unescaped(bare(value))),
        "alt_id" => stanza.alternatives.push(identifier(value)?),
        "is_a" => stanza.steps.push((EdgeKind::IsA, identifier(value)?)),
        "relationship" => {
            let mut words = bare(value).split_whitespace();
            if let (Some("part_of" | "BFO:0000050"), Some(to)) = (words.next(), words.next()) {
                stanza.steps.push((EdgeKind::PartOf, unescaped(to)));
            }
        }
        "xref" => {
            let id = identifier(value)?;
            if is_curie(&id) {
                stanza.xrefs.push(id);
            }
        }
        "synonym" => {
            let (words, rest) = quoted(value)?;
            let scope = rest.split_whitespace().next().unwrap_or("RELATED");
            if scopes.iter().any(|one| one == scope) {
                stanza.synonyms.push(words);
            }
        }
        // the older form of the same
        "exact_synonym" if scopes.iter().any(|one| one == "EXACT") => stanza.synonyms.push(quoted(value)?.0),
        "is_obsolete" => stanza.obsolete = bare(value) == "true",
        "replaced_by" => stanza.replaced_by.push(identifier(value)?),
        _ => {}
    }
    Ok(())
}

fn finish(
    stanza: Stanza,
    default: Option<&str>,
    take: &mut dyn FnMut(Unit) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if !stanza.is_term {
        return Ok(());
    }
    let text = format!("[Term] {}", stanza.id.as_deref().unwrap_or_default());
    take(Unit::new(stanza.line, text, says(stanza, default)))
}

fn says(stanza: Stanza, default: Option<&str>) -> Result<Record, String> {
    if let Some(wrong) = stanza.wrong {
        return Err(wrong);
    }
    let id = stanza.id.ok_or_else(|| "the id is left out".to_owned())?;
    if stanza.obsolete {
        return match stanza.replaced_by.as_slice() {
            [to] => {
                let name = stanza.name.map(|name| name.trim_start_matches("obsolete ").to_owned());
                Ok(Record::Redirect { from: id, name, to: to.clone() })
            }
            [] => Err(format!("`{id}` is obsolete, and nothing took its place")),
            several => Err(format!("`{id}` gave way to several: {}", several.join(", "))),
        };
    }
    let name = stanza.name.ok_or_else(|| format!("`{id}` has no name"))?;
    let mut xrefs: Vec<String> = Vec::new();
    if is_curie(&id) {
        xrefs.push(id.clone());
    }
    xrefs.extend(stanza.xrefs);
    let kind = stanza
        .namespace
        .or_else(|| default.map(str::to_owned))
        .or_else(|| super::names::prefix(&id).map(str::to_owned));
    let name = Name { key: Some(id), kind, namespace: None, name: Some(name), xrefs };
    Ok(Record::Thing(Box::new(Thing {
        name,
        aliases: stanza.synonyms,
        steps: stanza.steps,
        leads: stanza.alternatives,
        ..Thing::default()
    })))
}

/// The value without what stands behind it: a remark behind ` ! `, qualifiers in braces.
fn bare(value: &str) -> &str {
    let value = value.split(" ! ").next().unwrap_or(value).trim_end();
    match value.rfind(" {") {
        // names of chemicals end in braces too
        Some(at) if value.ends_with('}') && value.get(at..).is_some_and(|end| end.contains('=')) => {
            value.get(..at).unwrap_or(value).trim_end()
        }
        _ => value,
    }
}

fn identifier(value: &str) -> Result<String, String> {
    let word = bare(value).split_whitespace().next().unwrap_or_default();
    if word.is_empty() { Err("an identifier is left out".to_owned()) } else { Ok(unescaped(word)) }
}

/// The text between quotes, and what stands behind them.
fn quoted(value: &str) -> Result<(String, &str), String> {
    let inside = value.strip_prefix('"').ok_or_else(|| format!("`{value}` does not begin with a quote"))?;
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => {
                let (words, rest) = (inside.get(..at).unwrap_or_default(), inside.get(at + 1..).unwrap_or_default());
                return Ok((unescaped(words), rest));
            }
            _ => {}
        }
    }
    Err("a quote does not close".to_owned())
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars();
    while let Some(c) = signs.next() {
        match c {
            '\\' => match signs.next() {
                Some('n' | 't' | 'W') => out.push(' '),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}
