//! Statements of INDRA as JSON.
//!
//! Objects come in; a finding for each piece of evidence goes out, one without evidence where there is none. What the types of statements are
//! stands in the mapping.

use super::cite::cited;
use super::items::objects;
use super::lines::Failure;
use super::names::is_curie;
use super::record::{Cited, Name, SlotWords, Statement, Unit, ValueWords};
use serde_json::{Map, Value};
use std::io::BufRead;

/// Vocabularies in which an agent is identified, the most telling first, each with the prefix of its cross-references.
const GROUNDINGS: [(&str, &str); 16] = [
    ("FPLX", "FPLX"),
    ("HGNC", "HGNC"),
    ("UP", "UniProtKB"),
    ("CHEBI", "CHEBI"),
    ("PUBCHEM", "PUBCHEM.COMPOUND"),
    ("DRUGBANK", "DRUGBANK"),
    ("CHEMBL", "CHEMBL"),
    ("GO", "GO"),
    ("MESH", "MESH"),
    ("MONDO", "MONDO"),
    ("DOID", "DOID"),
    ("HP", "HP"),
    ("EFO", "EFO"),
    ("UBERON", "UBERON"),
    ("CL", "CL"),
    ("TAXONOMY", "NCBITaxon"),
];

/// Who acts and on whom, by the names that the types of statements give them.
const ENDS: [(&str, &str); 6] =
    [("subj", "obj"), ("enz", "sub"), ("gef", "ras"), ("gap", "ras"), ("subj", "obj_to"), ("agent", "to_location")];

/// Parts of a biological context.
const CONTEXTS: [&str; 6] = ["location", "cell_line", "cell_type", "organ", "disease", "species"];

/// Reads statements.
///
/// # Errors
/// The file is no list of objects, or cannot be read to its end.
pub(super) fn read(input: &mut dyn BufRead, take: &mut dyn FnMut(Unit) -> Result<(), Failure>) -> Result<(), Failure> {
    objects(input, &mut |line, read| {
        let object = match read {
            Ok(object) => object,
            Err(why) => return take(Unit::new(line, "", Err(why))),
        };
        let text = shown(&object);
        match statements(&object) {
            Err(why) => take(Unit::new(line, text, Err(why))),
            Ok(said) => said.into_iter().try_for_each(|one| take(Unit::statement(line, text.clone(), one))),
        }
    })
}

fn shown(object: &Map<String, Value>) -> String {
    let agent = |key: &str| object.get(key).and_then(|agent| text(agent, "name"));
    let ends = ENDS.iter().find_map(|(one, other)| Some((agent(one)?, agent(other)?)));
    let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
    let (one, other) = ends.unwrap_or_default();
    format!("{kind}({one}, {other})")
}

fn statements(object: &Map<String, Value>) -> Result<Vec<Statement>, String> {
    let kind = object.get("type").and_then(Value::as_str).ok_or_else(|| "the type is left out".to_owned())?;
    let pairs = ends(object, kind)?;
    let evidence = object.get("evidence").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut said = Vec::new();
    for (subject, target) in pairs {
        let bare = Statement { subject, object: target, ..Statement::default() };
        let nothing = Value::Null;
        let pieces = if evidence.is_empty() { std::slice::from_ref(&nothing) } else { evidence };
        said.extend(pieces.iter().map(|piece| with_evidence(bare.clone(), object, kind, piece)));
    }
    Ok(said)
}

fn ends(object: &Map<String, Value>, kind: &str) -> Result<Vec<(Name, Name)>, String> {
    if let Some(members) = object.get("members").and_then(Value::as_array) {
        let members: Vec<Name> = members.iter().map(agent).collect::<Result<_, _>>()?;
        if members.len() < 2 {
            return Err("it has fewer than two members".to_owned());
        }
        let mut pairs = Vec::new();
        for (at, one) in members.iter().enumerate() {
            pairs.extend(members.iter().skip(at + 1).map(|other| (one.clone(), other.clone())));
        }
        return Ok(pairs);
    }
    for (one, other) in ENDS {
        let (Some(subject), Some(target)) = (object.get(one), object.get(other)) else { continue };
        if subject.is_null() {
            return Err(format!("it does not say who acts: `{one}` is null"));
        }
        if target.is_null() {
            return Err(format!("it does not say on whom: `{other}` is null"));
        }
        let several = target.as_array().map(Vec::as_slice).unwrap_or(std::slice::from_ref(target));
        let subject = agent(subject)?;
        return several.iter().map(|target| Ok((subject.clone(), agent(target)?))).collect();
    }
    Err(format!("a statement of the type `{kind}` has no two ends that are read here"))
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// An agent, or a concept, or a bare name.
fn agent(value: &Value) -> Result<Name, String> {
    if let Some(name) = value.as_str() {
        return Ok(Name { name: Some(name.to_owned()), kind: Some("TEXT".to_owned()), ..Name::default() });
    }
    let concept = value.get("concept").unwrap_or(value);
    let name = text(concept, "name").ok_or_else(|| "an agent has no name".to_owned())?;
    let refs = concept.get("db_refs");
    let mut xrefs = Vec::new();
    let mut kind = "TEXT";
    for (namespace, prefix) in GROUNDINGS {
        let Some(id) = refs.and_then(|refs| refs.get(namespace)) else { continue };
        let id = id.as_str().or_else(|| id.as_array().and_then(|ids| ids.first()).and_then(Value::as_str));
        let Some(id) = id else { continue };
        if xrefs.is_empty() {
            kind = namespace;
        }
        let curie = if id.starts_with(&format!("{prefix}:")) { id.to_owned() } else { format!("{prefix}:{id}") };
        if is_curie(&curie) {
            xrefs.push(curie);
        }
    }
    let state = state(concept);
    if state.is_empty() {
        return Ok(Name {
            key: xrefs.first().cloned(),
            kind: Some(kind.to_owned()),
            namespace: None,
            name: Some(name.to_owned()),
            xrefs,
        });
    }
    // a modified protein is another thing than the protein
    let name = format!("{name} ({})", state.join(", "));
    Ok(Name {
        key: Some(name.clone()),
        kind: Some(kind.to_owned()),
        namespace: None,
        name: Some(name),
        xrefs: Vec::new(),
    })
}

/// What is said of an agent beside which it is.
fn state(agent: &Value) -> Vec<String> {
    let list = |key: &str| agent.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut state = Vec::new();
    for one in list("mods") {
        let site: Vec<&str> = ["residue", "position"].iter().filter_map(|key| text(&one, key)).collect();
        let not = if one.get("is_modified") == Some(&Value::Bool(false)) { "no " } else { "" };
        let kind = text(&one, "mod_type").unwrap_or("modification");
        let site = if site.is_empty() { String::new() } else { format!(" {}", site.concat()) };
        state.push(format!("{not}{kind}{site}"));
    }
    for one in list("mutations") {
        let change: Vec<&str> =
            ["residue_from", "position", "residue_to"].iter().filter_map(|key| text(&one, key)).collect();
        state.push(format!("mutation {}", change.concat()));
    }
    for one in list("bound_conditions") {
        let not = if one.get("is_bound") == Some(&Value::Bool(false)) { "not " } else { "" };
        if let Some(name) = one.get("agent").and_then(|agent| text(agent, "name")) {
            state.push(format!("{not}bound to {name}"));
        }
    }
    state.extend(text(agent, "location").map(|place| format!("in {place}")));
    state
}

fn with_evidence(mut said: Statement, object: &Map<String, Value>, kind: &str, evidence: &Value) -> Statement {
    let epistemics = evidence.get("epistemics");
    let is = |key: &str| epistemics.and_then(|epistemics| epistemics.get(key)).and_then(Value::as_bool);
    let not = if is("negated") == Some(true) { "not " } else { "" };
    let activity = object.get("obj_activity").and_then(Value::as_str).filter(|activity| *activity != "activity");
    said.relations.extend(activity.map(|activity| format!("{not}{kind} {activity}")));
    said.relations.push(format!("{not}{kind}"));
    let mut slot = |name: &str, value: String| said.slots.push(SlotWords::text(name, value));
    let site: Vec<&str> = ["residue", "position"].iter().filter_map(|key| object.get(*key)?.as_str()).collect();
    if !site.is_empty() {
        slot("site", site.concat());
    }
    for key in ["text", "source_api"] {
        if let Some(words) = text(evidence, key) {
            slot(key, words.to_owned());
        }
    }
    // the belief is in the statement, not in what denies it
    if let Some(belief) = object.get("belief").and_then(Value::as_f64).filter(|_| not.is_empty()) {
        slot("belief", belief.to_string());
    }
    if let Some(direct) = is("direct") {
        slot("direct", direct.to_string());
    }
    for part in CONTEXTS {
        let Some(place) = evidence.get("context").and_then(|context| context.get(part)) else { continue };
        if let Some(name) = text(place, "name") {
            said.slots.push(SlotWords { slot: part.to_owned(), value: ValueWords::Text(name.to_owned()) });
        }
    }
    if is("hypothesis") == Some(true) {
        said.stance = Some("hypothesis".to_owned());
    }
    said.studies = study(evidence).into_iter().collect();
    said
}

fn study(evidence: &Value) -> Option<Cited> {
    let refs = evidence.get("text_refs");
    let of = |key: &str| refs.and_then(|refs| refs.get(key)).and_then(Value::as_str);
    let pmid = text(evidence, "pmid").or_else(|| of("PMID"));
    let mut study = match (pmid, of("DOI")) {
        (Some(pmid), _) => cited(&format!("PMID:{pmid}"))?,
        (None, Some(doi)) => cited(&format!("DOI:{doi}"))?,
        (None, None) => cited(of("PMCID").or_else(|| of("URL")).or_else(|| text(evidence, "source_id"))?)?,
    };
    if study.doi.is_none() {
        study.doi = of("DOI").map(str::to_owned).filter(|_| study.pmid.is_some());
    }
    if let Some(number) = study.number.take() {
        study.label = Some(number.to_string());
    }
    Some(study)
}
