//! Scripts in the Biological Expression Language.
//!
//! Lines come in; a statement for each relation between two terms goes out, with the citation, the evidence and the annotations that were set
//! before it. Definitions of namespaces and annotations are passed over; nothing is fetched.

mod term;

use super::cite::{cited, year};
use super::lines::{Failure, Lines};
use super::record::{Cited, Record, SlotWords, Statement, Thing, Unit};
use std::collections::BTreeMap;
use std::io::BufRead;
use term::{Term, quoted, term};

/// Signs for relations, each with its word.
const SIGNS: [(&str, &str); 8] = [
    ("->", "increases"),
    ("=>", "directlyIncreases"),
    ("-|", "decreases"),
    ("=|", "directlyDecreases"),
    ("--", "association"),
    (":>", "transcribedTo"),
    (">>", "translatedTo"),
    ("→", "increases"),
];

/// Bytes of one statement on several lines.
const LONGEST: usize = 256 << 10;

/// What was set and holds until it is unset.
#[derive(Default)]
struct Setting {
    citation: Option<Cited>,
    evidence: Option<String>,
    annotations: BTreeMap<String, Vec<String>>,
}

/// Reads a script.
///
/// # Errors
/// The file cannot be read to its end.
pub(super) fn read(input: &mut dyn BufRead, take: &mut dyn FnMut(Unit) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut lines = Lines::new(input);
    let mut setting = Setting::default();
    // a statement that goes on: where it begins, what it is so far, and whether a quote is open
    let mut open: Option<(u64, String, bool)> = None;
    while let Some(text) = lines.next()? {
        let text = text.map(|text| text.trim().to_owned());
        let number = lines.number;
        let text = match text {
            Ok(text) => text,
            Err(why) => {
                take(Unit::new(number, "", Err(why)))?;
                continue;
            }
        };
        let (line, mut whole, inside) = open.take().unwrap_or((number, String::new(), false));
        if !whole.is_empty() && !text.is_empty() {
            whole.push(' ');
        }
        whole.push_str(&text);
        let inside = is_open(&text, inside);
        let continues = whole.ends_with('\\') || (inside && whole.starts_with("SET "));
        if whole.ends_with('\\') {
            whole.pop();
        }
        if continues && whole.len() < LONGEST && !text.is_empty() {
            open = Some((line, whole, inside));
            continue;
        }
        statement(line, &whole, &mut setting, take)?;
    }
    match open {
        Some((line, whole, _)) => statement(line, &whole, &mut setting, take),
        None => Ok(()),
    }
}

/// Whether a quote is open at the end of a line, which began inside of one or not.
fn is_open(text: &str, mut inside: bool) -> bool {
    let mut escaped = false;
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

fn statement(
    line: u64,
    text: &str,
    setting: &mut Setting,
    take: &mut dyn FnMut(Unit) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') || text.starts_with("//") || text.starts_with("DEFINE ") {
        return Ok(());
    }
    if let Some(rest) = text.strip_prefix("SET ") {
        return match set(rest, setting) {
            Ok(()) => Ok(()),
            // what cannot be set would be missing from all that follows
            Err(why) => Err(Failure::new(line, why, "SET Name = \"value\", or {\"one\", \"another\"}").showing(text)),
        };
    }
    if let Some(name) = text.strip_prefix("UNSET ") {
        unset(name, setting);
        return Ok(());
    }
    take(Unit::new(line, text, relation(text, setting)))
}

fn set(text: &str, setting: &mut Setting) -> Result<(), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "nothing is set: `=` is missing".to_owned())?;
    let name = name.trim();
    let values = values(value.trim())?;
    match name.to_ascii_lowercase().as_str() {
        "citation" => {
            setting.citation = citation(&values);
            setting.evidence = None;
            setting.annotations.clear();
        }
        "evidence" | "supportingtext" | "support" => setting.evidence = values.into_iter().next(),
        name if name.starts_with("document ") || name == "statement_group" => {}
        _ => {
            setting.annotations.insert(name.to_owned(), values);
        }
    }
    Ok(())
}

fn unset(name: &str, setting: &mut Setting) {
    for name in name.trim().trim_matches(['{', '}']).split(',').map(str::trim) {
        match name.to_ascii_lowercase().as_str() {
            "all" => *setting = Setting::default(),
            "statement_group" => {}
            "citation" => setting.citation = None,
            "evidence" | "supportingtext" | "support" => setting.evidence = None,
            _ => {
                setting.annotations.remove(name);
            }
        }
    }
}

/// The values of a setting: one, or a list in braces.
fn values(text: &str) -> Result<Vec<String>, String> {
    let Some(inside) = text.strip_prefix('{') else { return one_value(text).map(|(value, _)| vec![value]) };
    let mut values = Vec::new();
    let mut rest = inside.trim_start();
    loop {
        if rest.starts_with('}') {
            return Ok(values);
        }
        let (value, behind) = one_value(rest)?;
        values.push(value);
        rest = behind.trim_start();
        match rest.strip_prefix(',') {
            Some(behind) => rest = behind.trim_start(),
            None if rest.starts_with('}') => {}
            None => return Err("a list does not close with `}`".to_owned()),
        }
    }
}

fn one_value(text: &str) -> Result<(String, &str), String> {
    if let Some(found) = quoted(text)? {
        return Ok(found);
    }
    let end = text.find([',', '}']).unwrap_or(text.len());
    let (value, rest) = text.split_at(end);
    if value.trim().is_empty() { Err("a value is left out".to_owned()) } else { Ok((value.trim().to_owned(), rest)) }
}

/// `{"PubMed", "12345"}`, or with the title between, and the date behind.
fn citation(values: &[String]) -> Option<Cited> {
    let kind = values.first()?.to_ascii_lowercase();
    let (title, reference) = match values {
        [_, reference] => (None, reference),
        [_, title, reference, ..] => (Some(title.clone()), reference),
        _ => return None,
    };
    let mut study = match kind.as_str() {
        "pubmed" => cited(&format!("PMID:{}", reference.trim()))?,
        "doi" => cited(&format!("DOI:{}", reference.trim()))?,
        _ => cited(reference)?,
    };
    study.title = title.filter(|title| !title.trim().is_empty() && title.trim() != reference.trim());
    study.year = values.get(3).and_then(|date| year(date));
    // a number alone would be that of a reference list
    if let Some(number) = study.number.take() {
        study.label = Some(number.to_string());
    }
    Some(study)
}

fn relation(text: &str, setting: &Setting) -> Result<Record, String> {
    let (subject, rest) = term(text)?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Ok(Record::Thing(Box::new(Thing { name: subject.thing().1.name(), ..Thing::default() })));
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (sign, rest) = rest.split_at(end);
    let rest = rest.trim();
    if rest.starts_with('(') {
        return Err("it speaks of another statement: write the inner one on a line of its own".to_owned());
    }
    let word = SIGNS.iter().find(|(known, _)| *known == sign).map_or(sign, |(_, word)| word);
    let (object, behind) = term(rest).map_err(|why| format!("behind `{sign}`: {why}"))?;
    if !behind.trim().is_empty() && !behind.trim().starts_with("//") {
        return Err(format!("`{}` stands behind the statement", behind.trim().chars().take(40).collect::<String>()));
    }
    let (agent_of, agent) = subject.thing();
    let (of, target) = object.thing();
    let mut relations: Vec<String> = Vec::new();
    relations.extend(of.map(|of| format!("{word} {of}")));
    if of.is_none() {
        relations.push(format!("{word} {}", target.function));
    }
    relations.push(word.to_owned());
    let mut slots: Vec<SlotWords> = Vec::new();
    for (name, values) in &setting.annotations {
        slots.extend(values.iter().map(|value| SlotWords::text(name, value)));
    }
    slots.extend(setting.evidence.iter().map(|words| SlotWords::text("evidence", words)));
    let told = |what: Option<&str>, term: &Term| what.map(|_| term.text());
    slots.extend(told(agent_of, &subject).map(|term| SlotWords::text("subject term", term)));
    slots.extend(told(of, &object).map(|term| SlotWords::text("object term", term)));
    Ok(Record::Statement(Box::new(Statement {
        subject: agent.name(),
        relations,
        object: target.name(),
        slots,
        studies: setting.citation.iter().cloned().collect(),
        ..Statement::default()
    })))
}
