//! What one base says and another does not.
//!
//! Two stores come in, their differences go out in the words of a curator: what was added, what was removed, and which part of what stayed
//! says something else. It does not know which of the two is right, nor in which files they stood.

use super::{Facts, jsonl};
use crate::model::{Finding, FindingId, SlotId, SlotValue, Value};
use crate::names::quantity;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value as Json};

/// One difference between two bases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about: `source`, `noun`, `slot`, `unit`, `verb`, `entity`, `study` or `finding`.
    pub what: &'static str,
    /// Which one: `CXCR4 (gene)`, `at "4.1" 8: resveratrol upregulates CXCR4 [59]`.
    pub name: String,
    /// What became of it.
    pub change: Change,
}

/// What became of something between two bases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the new base has it; with what it says there.
    Added(String),
    /// Only the old base has it; with what it said there.
    Removed(String),
    /// Both have it, and one part of it differs.
    Changed {
        /// The part: `alias`, `slot dose`, `stance`, `place`.
        part: String,
        /// What the old base says; empty for nothing.
        old: String,
        /// What the new base says; empty for nothing.
        new: String,
    },
}

/// All differences, declarations first, in the order in which a base is written. Empty exactly where the fingerprints are equal.
///
/// Findings are the same where subject, verb, object, studies and places are; their slots and stance may then have changed. A finding of
/// which nothing but the place differs has changed its place.
///
/// ```
/// use whereof::base::{builtin, compare::compare};
/// let base = builtin::memory()?;
/// assert_eq!(compare(&base, &base), []);
/// # Ok::<(), whereof::base::column::Damage>(())
/// ```
#[must_use]
pub fn compare(old: &dyn Facts, new: &dyn Facts) -> Vec<Difference> {
    let (old, new) = (read(old), read(new));
    let mut found = declarations(&old.declared, &new.declared);
    found.extend(findings(old.findings, new.findings));
    found
}

/// What a base says, a thing at a time.
#[derive(Default)]
struct Said {
    declared: Vec<Declared>,
    findings: Vec<FindingSaid>,
}

/// A declaration.
struct Declared {
    what: &'static str,
    key: String,
    name: String,
    parts: Map<String, Json>,
}

/// A finding.
struct FindingSaid {
    line: String,
    /// Subject, verb, object and studies.
    core: String,
    places: String,
    /// `at "4.1" 8: resveratrol upregulates CXCR4 [59]`
    name: String,
    place_words: String,
    /// Stance and slots: the part, exactly, and in words.
    parts: Vec<(String, String, String)>,
}

fn read(base: &dyn Facts) -> Said {
    let mut said = Said::default();
    let mut next = 0u32;
    for line in jsonl::lines(base) {
        let Ok(Json::Object(mut parts)) = serde_json::from_str::<Json>(&line) else { continue };
        let class = parts.remove("type").map(|class| words(&class)).unwrap_or_default();
        if class == "finding" {
            let finding = base.finding(FindingId(next));
            next += 1;
            if let Some(finding) = finding {
                said.findings.push(one_finding(base, &finding, &parts, line));
            }
            continue;
        }
        let text = |name: &str| parts.get(name).map(words).unwrap_or_default();
        let (what, name) = match class.as_str() {
            "kind" => ("noun", text("name")),
            "relation" => ("verb", text("name")),
            "entity" => ("entity", format!("{} ({})", text("name"), text("kind"))),
            "study" => ("study", format!("[{}] of {}", text("number"), text("source"))),
            "slot" => ("slot", text("name")),
            "unit" => ("unit", text("name")),
            _ => ("source", text("name")),
        };
        // Two entities may share name and kind; their lines then have a key of their own.
        let key = format!("{what} {name} {}", text("key"));
        said.declared.push(Declared { what, key, name, parts });
    }
    said
}

fn one_finding(base: &dyn Facts, finding: &Finding, parts: &Map<String, Json>, line: String) -> FindingSaid {
    let vocabulary = base.vocabulary();
    let exact = |name: &str| parts.get(name).map(Json::to_string).unwrap_or_default();
    let relation = vocabulary.relation(finding.relation).map_or("", |relation| relation.name.as_str());
    let (subject, object) = (vocabulary.entity_name(finding.subject), vocabulary.entity_name(finding.object));
    let studies: Vec<String> =
        finding.studies.iter().filter_map(|id| base.study(*id)).map(|study| format!(" [{}]", study.number)).collect();
    let places: Vec<String> =
        finding.locators.iter().map(|place| format!("\"{}\" {}", place.section, place.sentence)).collect();
    let place_words = if places.is_empty() { String::new() } else { format!("at {}", places.join(", ")) };
    let front = if places.is_empty() { String::new() } else { format!("{place_words}: ") };
    let stance = exact("stance");
    let mut told = vec![("stance".to_owned(), stance.clone(), words(parts.get("stance").unwrap_or(&Json::Null)))];
    for (at, slot) in vocabulary.schema().slots.iter().enumerate() {
        let values: Vec<&SlotValue> = finding.values(SlotId(at as u32)).collect();
        if values.is_empty() {
            continue;
        }
        let lines: Vec<String> = parts
            .get("slots")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter(|value| value.get("slot").and_then(Json::as_str) == Some(slot.name.as_str()))
            .map(Json::to_string)
            .collect();
        let in_words: Vec<String> = values.into_iter().map(|value| value_words(base, value)).collect();
        told.push((format!("slot {}", slot.name), lines.join(" "), in_words.join(", ")));
    }
    // in the order of names, so that the order of declarations does not count
    told[1..].sort();
    FindingSaid {
        line,
        core: [exact("subject"), exact("relation"), exact("object"), exact("studies")].join(" "),
        places: exact("locators"),
        name: format!("{front}{subject} {relation} {object}{}", studies.concat()),
        place_words,
        parts: told,
    }
}

fn value_words(base: &dyn Facts, value: &SlotValue) -> String {
    let text = match &value.value {
        Value::Entity(id) => base.vocabulary().entity_name(*id).to_owned(),
        Value::Quantity(amount) => quantity::print(base.vocabulary(), amount),
        Value::Text(text) => text.clone(),
    };
    if value.inferred { format!("{text} (inferred)") } else { text }
}

/// A part of a line as a person reads it.
fn words(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(is) => if *is { "yes" } else { "no" }.to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(list) => list.iter().map(words).collect::<Vec<_>>().join(", "),
        Json::Object(map) => {
            let get = |name: &str| map.get(name).map(words).filter(|text| !text.is_empty());
            let lead = match (get("curie"), get("to"), get("section")) {
                (Some(curie), _, _) => curie,
                (_, Some(to), _) => format!("{} {to}", get("kind").unwrap_or_default().replace('_', " ")),
                (_, _, Some(section)) => format!("\"{section}\" {}", get("sentence").unwrap_or_default()),
                _ => map.values().map(words).collect::<Vec<_>>().join(" "),
            };
            let more: Vec<String> = [
                get("verified_in").map(|place| format!("verified in {place}")),
                get("locators").map(|places| format!("at {places}")),
                get("note"),
            ]
            .into_iter()
            .flatten()
            .collect();
            if more.is_empty() { lead } else { format!("{lead} ({})", more.join("; ")) }
        }
    }
}

/// Parts by the word that the notation has for them.
fn part_name(key: &str) -> String {
    match key {
        "aliases" => "alias".to_owned(),
        "xref" | "xrefs" => "id".to_owned(),
        "kinds" => "takes".to_owned(),
        "dimensions" => "dimension".to_owned(),
        "passive_aliases" => "passive alias".to_owned(),
        "aspects" => "aspect".to_owned(),
        "subjects" => "subject".to_owned(),
        "objects" => "object".to_owned(),
        "authors" => "author".to_owned(),
        other => other.replace('_', " "),
    }
}

/// All parts of a declaration but its name.
fn summary(declared: &Declared) -> String {
    let told =
        declared.parts.iter().filter(|(key, _)| !["name", "kind", "key", "number", "source"].contains(&key.as_str()));
    told.map(|(key, value)| format!("{}: {}", part_name(key), words(value))).collect::<Vec<_>>().join("; ")
}

fn declarations(old: &[Declared], new: &[Declared]) -> Vec<Difference> {
    let by_key: FxHashMap<&str, &Declared> = new.iter().map(|one| (one.key.as_str(), one)).collect();
    let known: FxHashSet<&str> = old.iter().map(|one| one.key.as_str()).collect();
    let mut found = Vec::new();
    let mut add = |one: &Declared, change| found.push(Difference { what: one.what, name: one.name.clone(), change });
    for one in old {
        let Some(other) = by_key.get(one.key.as_str()) else {
            add(one, Change::Removed(summary(one)));
            continue;
        };
        let mut keys: Vec<&String> = one.parts.keys().chain(other.parts.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let (old, new) = (one.parts.get(key), other.parts.get(key));
            if old != new {
                let said = |value: Option<&Json>| value.map(words).unwrap_or_default();
                add(one, Change::Changed { part: part_name(key), old: said(old), new: said(new) });
            }
        }
    }
    for one in new.iter().filter(|one| !known.contains(one.key.as_str())) {
        add(one, Change::Added(summary(one)));
    }
    // the sort is stable: what belongs to one class keeps its order
    const ORDER: [&str; 7] = ["source", "noun", "slot", "unit", "verb", "entity", "study"];
    found.sort_by_key(|difference| ORDER.iter().position(|what| *what == difference.what));
    found
}

/// So many pairs of findings that a key says are the same are compared for the nearest; beyond that the order in which they stand decides.
const MOST_PAIRS: usize = 10_000;

/// Takes the findings out of two lists that a key says are the same; each has one partner at most, the nearest one first.
fn pair(
    old: &mut Vec<FindingSaid>,
    new: &mut Vec<FindingSaid>,
    key: impl Fn(&FindingSaid) -> String,
) -> Vec<(FindingSaid, FindingSaid)> {
    let mut alike: FxHashMap<String, (Vec<usize>, Vec<usize>)> = FxHashMap::default();
    old.iter().enumerate().for_each(|(at, one)| alike.entry(key(one)).or_default().0.push(at));
    new.iter().enumerate().for_each(|(at, one)| alike.entry(key(one)).or_default().1.push(at));
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    for (left, right) in alike.into_values() {
        if left.len().saturating_mul(right.len()) > MOST_PAIRS {
            left.iter().zip(&right).for_each(|(one, other)| partner[*one] = Some(*other));
            continue;
        }
        let both = left.iter().flat_map(|one| right.iter().map(move |other| (*one, *other)));
        let mut ranked: Vec<(usize, usize, usize)> =
            both.map(|(one, other)| (differing(&old[one], &new[other]).len(), one, other)).collect();
        ranked.sort_unstable();
        let mut taken: FxHashSet<usize> = FxHashSet::default();
        for (_, one, other) in ranked {
            if partner[one].is_none() && taken.insert(other) {
                partner[one] = Some(other);
            }
        }
    }
    let mut rest: Vec<Option<FindingSaid>> = new.drain(..).map(Some).collect();
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    for (one, at) in old.drain(..).zip(partner) {
        match at.and_then(|at| rest.get_mut(at)).and_then(Option::take) {
            Some(other) => pairs.push((one, other)),
            None => left.push(one),
        }
    }
    *old = left;
    *new = rest.into_iter().flatten().collect();
    pairs
}

/// The parts in which two findings differ: name, old words, new words.
fn differing(old: &FindingSaid, new: &FindingSaid) -> Vec<(String, String, String)> {
    let mut names: Vec<&String> = old.parts.iter().chain(&new.parts).map(|(name, ..)| name).collect();
    names.sort();
    names.dedup();
    let of = |said: &FindingSaid, name: &str| {
        let part = said.parts.iter().find(|(part, ..)| part == name);
        part.map(|(_, exact, words)| (exact.clone(), words.clone())).unwrap_or_default()
    };
    let both = names.into_iter().map(|name| (name, of(old, name), of(new, name)));
    both.filter(|(_, old, new)| old.0 != new.0).map(|(name, old, new)| (name.clone(), old.1, new.1)).collect()
}

fn findings(mut old: Vec<FindingSaid>, mut new: Vec<FindingSaid>) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |name: &str, change| found.push(Difference { what: "finding", name: name.to_owned(), change });
    pair(&mut old, &mut new, |one| one.line.clone());
    for (one, other) in pair(&mut old, &mut new, |one| format!("{} {}", one.core, one.places)) {
        for (part, old, new) in differing(&one, &other) {
            add(&one.name, Change::Changed { part, old, new });
        }
    }
    let elsewhere = pair(&mut old, &mut new, |one| {
        let parts: Vec<&str> = one.parts.iter().map(|(_, exact, _)| exact.as_str()).collect();
        format!("{} {}", one.core, parts.join(" "))
    });
    for (one, other) in elsewhere {
        add(&one.name, Change::Changed { part: "place".to_owned(), old: one.place_words, new: other.place_words });
    }
    let told = |one: &FindingSaid| {
        let reported = |name: &str, words: &str| name == "stance" && words == "reported";
        let parts = one.parts.iter().filter(|(name, _, words)| !reported(name, words));
        let parts = parts.map(|(name, _, words)| format!("{}: {words}", name.trim_start_matches("slot ")));
        parts.collect::<Vec<_>>().join("; ")
    };
    for one in &old {
        add(&one.name, Change::Removed(told(one)));
    }
    for one in &new {
        add(&one.name, Change::Added(told(one)));
    }
    found
}
