//! Knowledge graphs in KGX, in the words of Biolink: tables of nodes and of edges, or the same as JSON Lines.
//!
//! Rows come in, things and statements go out. Direction and aspect stand in qualifiers of their own and stay apart; what the formats of this
//! library write besides is read back. Which verb a predicate is stands in the mapping.

use super::cite::cited;
use super::lines::Failure;
use super::mapping::Mapping;
use super::names::{is_curie, plain_words};
use super::record::{Cited, Name, Place, Record, SlotWords, Statement, Thing, Unit, ValueWords, VerbHint};
use super::row::{Row, Shape};
use crate::model::{Aspect, Direction};
use std::collections::BTreeSet;
use std::io::BufRead;

/// Identifiers that this library makes of kind and name: nobody else's cross-references.
const OWN: &str = "whereof:";

const ASPECTS: [(&str, Aspect); 5] = [
    ("amount", Aspect::Amount),
    ("activity", Aspect::Activity),
    ("secretion", Aspect::Secretion),
    ("process", Aspect::Process),
    ("benefit", Aspect::Benefit),
];

/// Qualifiers that are read as part of the relation.
const OF_RELATION: [&str; 3] = ["qualified_predicate", "object_direction_qualifier", "object_aspect_qualifier"];

/// Reads nodes or edges.
///
/// # Errors
/// The file is neither, or cannot be read to its end.
pub(super) fn read(
    input: &mut dyn BufRead,
    shape: Shape,
    mapping: &Mapping,
    take: &mut dyn FnMut(Unit) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let shape = match shape {
        Shape::Cells { separator, .. } => {
            Shape::Cells { separator, quotes: mapping.file.quotes.unwrap_or(separator != b'\t') }
        }
        Shape::Json => Shape::Json,
    };
    let lists = mapping.file.lists.as_deref().unwrap_or("|");
    super::row::rows(input, shape, lists, None, &mut |row| match row {
        Err((line, why, text)) => take(Unit::new(line, text, Err(why))),
        Ok(row) => {
            let says = match (row.has("subject") && row.has("object"), row.has("id")) {
                (true, _) => edge(row, mapping),
                (false, true) => node(row),
                (false, false) if shape == Shape::Json => Err("neither a node with `id` nor an edge".to_owned()),
                (false, false) => {
                    let note = "KGX has `id`, `category` of nodes, or `subject`, `predicate`, `object` of edges";
                    return Err(Failure::new(1, "neither nodes nor edges", note));
                }
            };
            take(Unit::new(row.line, row.text(), says))
        }
    })
}

fn node(row: &Row<'_>) -> Result<Record, String> {
    let id = row.cell("id").ok_or_else(|| "the id is left out".to_owned())?;
    let general = ["biolink:NamedThing", "biolink:Entity"];
    let categories = row.list("category");
    let class = categories.iter().find(|one| !general.contains(&one.as_str())).or(categories.first()).cloned();
    let mut xrefs: Vec<String> = Vec::new();
    for curie in std::iter::once(id.clone())
        .chain(row.list("xref"))
        .chain(row.list("same_as"))
        .chain(row.list("equivalent_identifiers"))
    {
        if is_curie(&curie) && !curie.starts_with(OWN) && !xrefs.contains(&curie) {
            xrefs.push(curie);
        }
    }
    let kind = row.cell("whereof_noun").or_else(|| class.clone());
    let name = Name {
        name: Some(row.cell("name").unwrap_or_else(|| id.clone())),
        key: Some(id),
        kind: Some(kind.ok_or_else(|| "the category is left out".to_owned())?),
        namespace: None,
        xrefs,
    };
    let class = class.filter(|class| class.starts_with("biolink:") && !general.contains(&class.as_str()));
    let aliases = row.list("synonym");
    Ok(Record::Thing(Box::new(Thing { name, aliases, note: row.cell("description"), class, ..Thing::default() })))
}

fn edge(row: &Row<'_>, mapping: &Mapping) -> Result<Record, String> {
    let needed = |column: &str| row.cell(column).ok_or_else(|| format!("the {column} is left out"));
    let (subject, predicate, object) = (needed("subject")?, needed("predicate")?, needed("object")?);
    let own = row.cell("whereof_verb");
    let is_declared = own.is_some() && row.cell("whereof_sign").is_none();
    if let (true, Some(words)) = (is_declared, &own) {
        match words.as_str() {
            "contains" => return Ok(Record::Made { whole: subject, part: object, is_agent: false }),
            "raises" | "lowers" | "applies" => {
                return Ok(Record::Made { whole: subject, part: object, is_agent: true });
            }
            _ => {}
        }
    }
    let mut statement = Statement {
        subject: Name::key(subject),
        object: Name::key(object),
        slots: slots(row, mapping),
        inferred: row.list("whereof_inferred"),
        ..Statement::default()
    };
    match own {
        Some(words) if is_declared => {
            statement.relations = vec![format!("declared {words}")];
            statement.places = Some(Vec::new());
        }
        Some(verb) => of_ours(row, &mut statement, verb, &predicate)?,
        None => of_others(row, &mut statement, &predicate),
    }
    Ok(Record::Statement(Box::new(statement)))
}

/// An edge as this library writes it.
fn of_ours(row: &Row<'_>, statement: &mut Statement, verb: String, predicate: &str) -> Result<(), String> {
    let direction = match row.cell("whereof_sign").as_deref() {
        Some("+") => Direction::Increase,
        Some("-") => Direction::Decrease,
        Some("0") => Direction::None,
        _ => Direction::Unclear,
    };
    let aspects = row.list("whereof_aspects");
    let aspects = aspects.iter().filter_map(|word| ASPECTS.iter().find(|(known, _)| known == word));
    let general = ["biolink:affects", "biolink:related_to"];
    statement.verb = Some(VerbHint {
        name: Some(verb),
        direction,
        aspects: aspects.map(|(_, aspect)| *aspect).collect(),
        xref: (!general.contains(&predicate)).then(|| predicate.to_owned()),
    });
    statement.stance = row.cell("whereof_stance");
    let source = row.cell("provided_by").and_then(|words| {
        let (name, _) = words.strip_prefix("whereof base ")?.rsplit_once(", ")?;
        Some(name.to_owned())
    });
    for words in row.list("whereof_references") {
        let (source, number) = match words.rsplit_once(':') {
            Some((source, number)) => (Some(source.to_owned()), number),
            None => (source.clone(), words.as_str()),
        };
        let number = number.parse().map_err(|_| format!("the reference `{words}` has no number"))?;
        statement.studies.push(Cited { source, number: Some(number), ..Cited::default() });
    }
    let mut places = Vec::new();
    for words in row.list("whereof_locators") {
        let place = words.rsplit_once(", sentence ").and_then(|(before, sentence)| {
            let (source, section) = before.split_once(", section ")?;
            let (source, section) = (Some(source.to_owned()), section.to_owned());
            Some(Place { source, section, sentence: sentence.parse().ok()? })
        });
        places.push(place.ok_or_else(|| format!("`{words}` is no place"))?);
    }
    let publications: Vec<Cited> = row.list("publications").iter().filter_map(|words| cited(words)).collect();
    let documents: BTreeSet<Option<&String>> = (statement.studies.iter().map(|study| study.source.as_ref()))
        .chain(places.iter().map(|place| place.source.as_ref()))
        .collect();
    // studies come first, then the documents that cite them: which is which is certain only where each has an identifier
    if publications.len() == statement.studies.len() + documents.len() {
        for (study, known) in statement.studies.iter_mut().zip(publications) {
            (study.pmid, study.doi) = (known.pmid, known.doi);
        }
    }
    statement.places = Some(places);
    Ok(())
}

/// An edge as others write it: the predicate, with direction and aspect where they stand.
fn of_others(row: &Row<'_>, statement: &mut Statement, predicate: &str) {
    let is_negated =
        row.cell("negated").is_some_and(|word| ["true", "1", "yes"].contains(&word.to_ascii_lowercase().as_str()));
    let not = if is_negated { "not " } else { "" };
    let bare = predicate.rsplit(':').next().unwrap_or(predicate);
    let direction = row.cell("object_direction_qualifier");
    let aspect = row.cell("object_aspect_qualifier");
    let words = [Some(bare.to_owned()), direction, aspect];
    let mut told: Vec<&str> = words.iter().flatten().map(String::as_str).collect();
    while !told.is_empty() {
        statement.relations.push(format!("{not}{}", told.join(" ")));
        told.pop();
    }
    statement.relations.push(format!("{not}{}", plain_words(predicate)));
    statement.verb = Some(VerbHint {
        name: None,
        direction: if is_negated { Direction::None } else { Direction::Unclear },
        aspects: Vec::new(),
        xref: (!is_negated && predicate.starts_with("biolink:")).then(|| predicate.to_owned()),
    });
    statement.studies = row.list("publications").iter().filter_map(|words| cited(words)).collect();
    statement.stance = row.cell("knowledge_level").filter(|word| word == "prediction");
    statement.section = row.cell("primary_knowledge_source");
}

/// Contexts: qualifiers, columns of this library, and those that the mapping names.
fn slots(row: &Row<'_>, mapping: &Mapping) -> Vec<SlotWords> {
    let mut columns = row.columns();
    columns.sort_unstable();
    let mut found: Vec<SlotWords> = Vec::new();
    let either = |slot: &str, value: String| SlotWords { slot: slot.to_owned(), value: ValueWords::Either(value) };
    for column in &columns {
        if let Some(slot) = column.strip_prefix("whereof_slot_") {
            found.extend(row.list(column).into_iter().map(|value| either(slot.trim_end_matches('_'), value)));
        }
    }
    for column in columns {
        let is_qualifier = column.ends_with("_qualifier") && !OF_RELATION.contains(&column);
        if mapping.slots.contains_key(column) || is_qualifier {
            let word = if mapping.slots.contains_key(column) { column.to_owned() } else { format!("biolink:{column}") };
            found.extend(row.list(column).into_iter().map(|value| either(&word, value)));
        }
    }
    found
}
