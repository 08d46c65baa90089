//! Findings for knowledge graphs: KGX, in the words of Biolink.
//!
//! A graph comes in, a file of nodes and one of edges go out. What a verb, a noun or a slot is in Biolink is what the base declares; direction
//! and aspect of a change stand in qualifiers of their own. No word of any base is known here.

use super::super::rows::{Rows, named, text};
use super::attributes::aspect_word;
use super::ids::{Ids, own};
use super::{counted, words};
use crate::answer::Graph;
use crate::answer::graph::{Edge, EdgeSlot, EdgeValue, Link, LinkKind, Node, Standing};
use crate::model::{Aspect, Direction, EdgeKind, Locator, SourceId, Stance};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const NODES: [&str; 8] = ["id", "category", "name", "xref", "synonym", "description", "provided_by", "whereof_noun"];

/// Columns before those of qualifiers and slots.
const BEFORE: [&str; 9] = [
    "id",
    "subject",
    "predicate",
    "object",
    "category",
    "qualified_predicate",
    "object_direction_qualifier",
    "object_aspect_qualifier",
    "negated",
];

/// Columns behind them.
const BEHIND: [&str; 13] = [
    "knowledge_level",
    "agent_type",
    "publications",
    "original_predicate",
    "provided_by",
    "whereof_verb",
    "whereof_sign",
    "whereof_aspects",
    "whereof_stance",
    "whereof_stands",
    "whereof_references",
    "whereof_locators",
    "whereof_inferred",
];

/// Qualifiers that hold several values; all others hold one.
const OF_SEVERAL: [&str; 1] = ["anatomical_context_qualifier"];

/// Classes whose amount or activity changes, so that an aspect of it can be told.
const MOLECULES: [&str; 15] = [
    "Gene",
    "GeneFamily",
    "GeneOrGeneProduct",
    "GeneProductMixin",
    "Protein",
    "Polypeptide",
    "Transcript",
    "RNAProduct",
    "MicroRNA",
    "NucleicAcidEntity",
    "ChemicalEntity",
    "MolecularEntity",
    "SmallMolecule",
    "Drug",
    "MacromolecularComplex",
];

/// The file of nodes and the file of edges, and what they do not hold.
pub(super) fn write(graph: &Graph, as_json: bool) -> (Vec<String>, Vec<String>) {
    let ids = Ids::new(graph);
    let slots = Slots::of(graph);
    let edges: Vec<&Edge> = graph.edges.iter().filter(|edge| edge.stance != Stance::Gap).collect();
    let mut rows: Vec<Vec<Value>> = edges.iter().map(|edge| edge_row(graph, &ids, &slots, edge)).collect();
    rows.extend(graph.links.iter().map(|link| link_row(graph, &ids, &slots, link)));
    let edge_rows = Rows { columns: slots.columns(), rows };
    let node_rows =
        Rows { columns: named(&NODES), rows: graph.nodes.iter().map(|node| node_row(graph, &ids, node)).collect() };
    let files = [node_rows, edge_rows]
        .into_iter()
        .map(|rows| if as_json { rows.jsonl_of_stated() } else { rows.tsv_of_lists() });
    (files.collect(), not_held(graph, &ids, &slots))
}

fn not_held(graph: &Graph, ids: &Ids<'_>, slots: &Slots) -> Vec<String> {
    let mut told = Vec::new();
    let gaps = graph.edges.iter().filter(|edge| edge.stance == Stance::Gap).count();
    if gaps > 0 {
        told.push(format!(
            "{}: that something was not studied asserts nothing",
            words::count(gaps as u64, "declared gap")
        ));
    }
    if !ids.made.is_empty() {
        let names: Vec<&str> = ids.made.iter().map(|node| node.name.as_str()).collect();
        told.push(format!(
            "public identifiers of {}: the base states none, so their ids begin with whereof:",
            counted(&names, "thing")
        ));
    }
    let nouns: BTreeSet<&str> =
        graph.nodes.iter().filter(|node| class(node).is_none()).map(|node| node.kind.as_str()).collect();
    if !nouns.is_empty() {
        let nouns: Vec<&str> = nouns.into_iter().collect();
        told.push(format!(
            "classes of {}: the base does not say what these are in Biolink, so they are biolink:NamedThing",
            counted(&nouns, "noun")
        ));
    }
    let verbs: BTreeSet<&str> = graph
        .edges
        .iter()
        .filter(|edge| predicate(edge) == "biolink:related_to")
        .map(|edge| edge.relation.as_str())
        .collect();
    if !verbs.is_empty() {
        let verbs: Vec<&str> = verbs.into_iter().collect();
        told.push(format!("predicates of {}: the base does not say what these are in Biolink, so they are biolink:related_to; whereof_verb has the verb", counted(&verbs, "verb")));
    }
    let own: Vec<&str> =
        slots.own.iter().filter(|slot| !slots.qualifiers.contains_key(*slot)).map(String::as_str).collect();
    if !own.is_empty() {
        told.push(format!(
            "qualifiers of {}: Biolink has none that the base names, so they stand in columns whereof_slot_...",
            counted(&own, "slot")
        ));
    }
    if slots.crowded > 0 {
        told.push(format!(
            "{} in a qualifier of one value: a finding states several, which stand in a column whereof_slot_...",
            words::count(slots.crowded, "context")
        ));
    }
    told
}

/// Which slots are told, and where.
struct Slots {
    /// Slots with a qualifier, and which.
    qualifiers: BTreeMap<String, String>,
    /// Slots with a column of their own: those without a qualifier, those whose values do not fit one, those that share one.
    own: Vec<String>,
    /// How often several values stood where there is room for one.
    crowded: u64,
}

impl Slots {
    fn of(graph: &Graph) -> Slots {
        let mut slots = Slots { qualifiers: BTreeMap::new(), own: Vec::new(), crowded: 0 };
        let mut all: Vec<&str> = Vec::new();
        let mut own: BTreeSet<&str> = BTreeSet::new();
        for slot in graph.edges.iter().flat_map(|edge| &edge.slots) {
            if !all.contains(&slot.slot.as_str()) {
                all.push(&slot.slot);
            }
            match qualifier(slot) {
                None => {
                    own.insert(&slot.slot);
                }
                Some(qualifier) => {
                    slots.qualifiers.insert(slot.slot.clone(), qualifier.to_owned());
                    if !fits(slot, qualifier) {
                        slots.crowded += 1;
                        own.insert(&slot.slot);
                    }
                }
            }
        }
        for (slot, qualifier) in &slots.qualifiers {
            if slots.qualifiers.values().filter(|other| *other == qualifier).count() > 1 {
                own.extend(all.iter().find(|name| *name == slot));
            }
        }
        slots.own = all.into_iter().filter(|slot| own.contains(slot)).map(str::to_owned).collect();
        slots
    }

    fn qualifier_columns(&self) -> Vec<&str> {
        let set: BTreeSet<&str> = self.qualifiers.values().map(String::as_str).collect();
        set.into_iter().collect()
    }

    fn columns(&self) -> Vec<String> {
        let mut columns = named(&BEFORE);
        columns.extend(self.qualifier_columns().into_iter().map(str::to_owned));
        columns.extend(named(&BEHIND));
        for slot in &self.own {
            let words: String = slot.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
            let mut column = format!("whereof_slot_{words}");
            while columns.contains(&column) {
                column.push('_');
            }
            columns.push(column);
        }
        columns
    }
}

/// The qualifier that a slot of entities is in Biolink.
fn qualifier(slot: &EdgeSlot) -> Option<&str> {
    let name = slot.xref.as_deref()?.strip_prefix("biolink:")?;
    let is_thing = slot.values.iter().all(|value| matches!(value, EdgeValue::Node(_)));
    (is_thing && !BEFORE.contains(&name) && !BEHIND.contains(&name)).then_some(name)
}

fn fits(slot: &EdgeSlot, qualifier: &str) -> bool {
    slot.values.len() == 1 || OF_SEVERAL.contains(&qualifier)
}

fn class(node: &Node) -> Option<&str> {
    node.kind_xref.as_deref().filter(|xref| xref.starts_with("biolink:"))
}

fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> Value {
    let items: Vec<Value> = items.into_iter().map(|item| text(item.as_ref())).collect();
    if items.is_empty() { Value::Null } else { Value::Array(items) }
}

fn bases(graph: &Graph) -> Value {
    list(graph.bases.iter().map(|base| format!("whereof base {}, {}", base.name, base.hash)))
}

fn node_row(graph: &Graph, ids: &Ids<'_>, node: &Node) -> Vec<Value> {
    let id = ids.of(node.id);
    vec![
        text(id),
        list([class(node).unwrap_or("biolink:NamedThing")]),
        text(&node.name),
        list(node.xrefs.iter().filter(|xref| *xref != id)),
        list(&node.aliases),
        node.note.as_deref().map_or(Value::Null, text),
        bases(graph),
        text(&node.kind),
    ]
}

/// What the verb is in Biolink: as the base says, else by which way it goes.
fn predicate(edge: &Edge) -> &str {
    match (edge.relation_xref.as_deref().filter(|xref| xref.starts_with("biolink:")), edge.direction) {
        (Some(declared), _) => declared,
        (None, Direction::Unclear) if edge.aspects.is_empty() => "biolink:related_to",
        (None, _) => "biolink:affects",
    }
}

/// What of the object changes, in Biolink's words; none where they have no word for it.
fn aspect(graph: &Graph, edge: &Edge) -> Option<&'static str> {
    let has = |aspect| edge.aspects.contains(&aspect);
    let class = graph.node(edge.object).and_then(class).map(|class| class.trim_start_matches("biolink:"));
    let is_molecule = match class {
        Some(class) => MOLECULES.contains(&class),
        None => !has(Aspect::Process) && !has(Aspect::Benefit),
    };
    match (is_molecule, has(Aspect::Amount), has(Aspect::Activity), has(Aspect::Secretion)) {
        (true, true, true, _) => Some("activity_or_abundance"),
        (true, true, false, false) => Some("abundance"),
        (true, false, true, false) => Some("activity"),
        (true, false, false, true) => Some("secretion"),
        _ => None,
    }
}

fn edge_row(graph: &Graph, ids: &Ids<'_>, slots: &Slots, edge: &Edge) -> Vec<Value> {
    let predicate = predicate(edge);
    let is_change = matches!(predicate, "biolink:affects" | "biolink:regulates");
    let direction = match edge.sign {
        '+' if is_change => Some("increased"),
        '-' if is_change => Some("decreased"),
        _ => None,
    };
    let aspect = if is_change { aspect(graph, edge) } else { None };
    let mut row = vec![
        text(&ids.finding(edge)),
        text(ids.of(edge.subject)),
        text(predicate),
        text(ids.of(edge.object)),
        list(["biolink:Association"]),
        direction.map_or(Value::Null, |_| text("biolink:causes")),
        direction.map_or(Value::Null, text),
        aspect.map_or(Value::Null, text),
        // a reader of tables takes any word here for yes
        if edge.is_null() { Value::Bool(true) } else { Value::Null },
    ];
    for column in slots.qualifier_columns() {
        let here = |slot: &&EdgeSlot| qualifier(slot) == Some(column) && fits(slot, column);
        let values: Vec<&str> = edge
            .slots
            .iter()
            .filter(here)
            .flat_map(|slot| &slot.values)
            .filter_map(|value| match value {
                EdgeValue::Node(id) => Some(ids.of(*id)),
                EdgeValue::Text(_) => None,
            })
            .collect();
        row.push(match values.as_slice() {
            [one] if !OF_SEVERAL.contains(&column) => text(one),
            // two slots of one qualifier that holds one value: each has its own column
            [_, _, ..] if !OF_SEVERAL.contains(&column) => Value::Null,
            _ => list(values),
        });
    }
    let references = edge.studies.iter().filter_map(|id| graph.study(*id)).map(|study| graph.reference(study));
    let inferred = edge.slots.iter().filter(|slot| slot.inferred).map(|slot| slot.slot.as_str());
    row.extend([
        text(if edge.stance == Stance::Hypothesised { "prediction" } else { "knowledge_assertion" }),
        text("manual_agent"),
        list(publications(graph, edge)),
        text(&own(&["verb", &edge.relation])),
        bases(graph),
        text(&edge.relation),
        text(&edge.sign.to_string()),
        list(edge.aspects.iter().copied().map(aspect_word)),
        text(edge.stance_words()),
        list(edge.stands.iter().map(|stands: &Standing| stands.words())),
        list(references),
        list(edge.locators.iter().map(|locator: &Locator| graph.place(locator))),
        list(inferred),
    ]);
    for slot in &slots.own {
        let stated = edge.slots.iter().find(|stated| stated.slot == *slot);
        row.push(list(stated.into_iter().flat_map(|stated| &stated.values).map(|value| match value {
            EdgeValue::Node(id) => ids.of(*id).to_owned(),
            EdgeValue::Text(words) => words.clone(),
        })));
    }
    row
}

/// The cited studies as far as they can be found, and the documents that cite them: `PMID:31691463`.
fn publications(graph: &Graph, edge: &Edge) -> Vec<String> {
    let curie = |pmid: &Option<String>, doi: &Option<String>| {
        let pmid = pmid.as_ref().map(|pmid| format!("PMID:{}", pmid.trim()));
        pmid.or_else(|| doi.as_ref().map(|doi| format!("DOI:{}", doi.trim())))
    };
    let studies: Vec<_> = edge.studies.iter().filter_map(|id| graph.study(*id)).collect();
    let mut all: Vec<String> = studies.iter().filter_map(|study| curie(&study.pmid, &study.doi)).collect();
    let sources: BTreeSet<SourceId> =
        edge.locators.iter().map(|locator| locator.source).chain(studies.iter().map(|study| study.source)).collect();
    all.extend(
        sources.into_iter().filter_map(|id| graph.source(id)).filter_map(|source| curie(&source.pmid, &source.doi)),
    );
    all.dedup();
    all
}

/// What the base declares between two things; no finding says it.
fn link_row(graph: &Graph, ids: &Ids<'_>, slots: &Slots, link: &Link) -> Vec<Value> {
    let predicate = match link.kind {
        LinkKind::Step(EdgeKind::IsA) => "biolink:subclass_of",
        LinkKind::Step(EdgeKind::MemberOf) => "biolink:member_of",
        LinkKind::Step(EdgeKind::PartOf) => "biolink:part_of",
        LinkKind::Component => "biolink:has_part",
        LinkKind::Step(EdgeKind::StageOf | EdgeKind::MeasureOf)
        | LinkKind::Raises
        | LinkKind::Lowers
        | LinkKind::Applies => "biolink:related_to",
    };
    let words = link.kind.words();
    let (from, to) = (ids.of(link.from), ids.of(link.to));
    let mut row = vec![
        text(&own(&["declared", from, words, to])),
        text(from),
        text(predicate),
        text(to),
        list(["biolink:Association"]),
    ];
    row.resize(BEFORE.len() + slots.qualifier_columns().len(), Value::Null);
    row.extend([
        text("knowledge_assertion"),
        text("manual_agent"),
        Value::Null,
        text(&own(&["declared", words])),
        bases(graph),
        text(words),
        Value::Null,
        Value::Null,
        text("declared by the base"),
    ]);
    row.resize(BEFORE.len() + slots.qualifier_columns().len() + BEHIND.len() + slots.own.len(), Value::Null);
    row
}
