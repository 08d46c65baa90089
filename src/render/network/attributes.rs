//! What is told of a graph, its nodes and its edges, as named columns that every format of networks shares.
//!
//! A graph comes in, columns go out. Declared links stand behind the findings, as edges of their own.

#[cfg(feature = "xlsx")]
use super::super::rows::Rows;
use super::ids::{Ids, own};
use crate::answer::Graph;
use crate::answer::graph::{Edge, Link, Node};
use crate::model::{Aspect, EntityId};
#[cfg(feature = "xlsx")]
use serde_json::Value;
use std::collections::BTreeSet;

/// What a column tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Graph,
    Node,
    Edge,
}

/// The cells of a column, one for each thing; none where nothing is told.
#[derive(Debug)]
pub(super) enum Column {
    Text(Vec<Option<String>>),
    Texts(Vec<Vec<String>>),
    Truth(Vec<bool>),
    Number(Vec<Option<u32>>),
}

impl Column {
    pub(super) fn graphml(&self) -> &'static str {
        match self {
            Column::Text(_) | Column::Texts(_) => "string",
            Column::Truth(_) => "boolean",
            Column::Number(_) => "int",
        }
    }

    /// One cell as text, several values joined by `|`.
    pub(super) fn text(&self, at: usize) -> Option<String> {
        match self {
            Column::Text(cells) => cells.get(at)?.clone(),
            Column::Texts(cells) => {
                let cells = cells.get(at).filter(|cells| !cells.is_empty())?;
                Some(cells.iter().map(|cell| cell.replace('|', "¦")).collect::<Vec<_>>().join("|"))
            }
            Column::Truth(cells) => cells.get(at).map(bool::to_string),
            Column::Number(cells) => cells.get(at)?.map(|number| number.to_string()),
        }
    }
}

/// A named column.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) of: Of,
    pub(super) name: String,
    pub(super) value: Column,
}

/// An edge of a file: a finding, or what the base declares.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) from: EntityId,
    pub(super) to: EntityId,
}

/// All edges: findings, then declared links.
pub(super) fn edges<'g>(graph: &'g Graph, ids: &'g Ids<'g>) -> impl Iterator<Item = Line> + 'g {
    let findings = graph.edges.iter().map(|edge| Line { id: ids.finding(edge), from: edge.subject, to: edge.object });
    let links = graph.links.iter().map(|link| Line {
        id: own(&["declared", ids.of(link.from), link.kind.words(), ids.of(link.to)]),
        from: link.from,
        to: link.to,
    });
    findings.chain(links)
}

/// All columns.
pub(super) fn of(graph: &Graph) -> Vec<Attribute> {
    let mut all = Vec::new();
    let mut add = |of: Of, name: &str, value: Column| all.push(Attribute { of, name: name.to_owned(), value });
    add(Of::Graph, "name", Column::Text(vec![graph.queries.first().cloned()]));
    add(Of::Graph, "queries", Column::Texts(vec![graph.queries.clone()]));
    let bases = graph.bases.iter().map(|base| format!("{} {}", base.name, base.hash));
    add(Of::Graph, "base", Column::Texts(vec![bases.collect()]));
    let node = |tell: &dyn Fn(&Node) -> Option<String>| Column::Text(graph.nodes.iter().map(tell).collect());
    add(Of::Node, "name", node(&|node| Some(node.name.clone())));
    add(Of::Node, "kind", node(&|node| Some(node.kind.clone())));
    add(Of::Node, "class", node(&|node| node.kind_xref.clone()));
    add(Of::Node, "identifiers", Column::Texts(graph.nodes.iter().map(|node| node.xrefs.clone()).collect()));
    add(Of::Node, "synonyms", Column::Texts(graph.nodes.iter().map(|node| node.aliases.clone()).collect()));
    add(Of::Node, "row", Column::Truth(graph.nodes.iter().map(|node| node.is_row).collect()));
    of_edges(graph, &mut add);
    all
}

fn of_edges(graph: &Graph, add: &mut dyn FnMut(Of, &str, Column)) {
    let text = |edge: &dyn Fn(&Edge) -> Option<String>, link: &dyn Fn(&Link) -> Option<String>| {
        Column::Text(graph.edges.iter().map(edge).chain(graph.links.iter().map(link)).collect())
    };
    let texts = |edge: &dyn Fn(&Edge) -> Vec<String>| {
        Column::Texts(graph.edges.iter().map(edge).chain(graph.links.iter().map(|_| Vec::new())).collect())
    };
    add(
        Of::Edge,
        "name",
        text(&|edge| Some(graph.statement(edge)), &|link| {
            let name = |id| graph.node(id).map_or("?", |node| node.name.as_str());
            Some(format!("{} {} {}", name(link.from), link.kind.words(), name(link.to)))
        }),
    );
    add(Of::Edge, "interaction", text(&|edge| Some(edge.relation.clone()), &|link| Some(link.kind.words().to_owned())));
    add(Of::Edge, "sign", text(&|edge| Some(edge.sign.to_string()), &|_| None));
    add(Of::Edge, "aspects", texts(&|edge| edge.aspects.iter().map(|one| aspect_word(*one).to_owned()).collect()));
    add(Of::Edge, "stance", text(&|edge| Some(edge.stance_words().to_owned()), &|_| Some("declared".to_owned())));
    add(Of::Edge, "stands", texts(&|edge| edge.stands.iter().map(|one| one.words().to_owned()).collect()));
    let numbers =
        graph.edges.iter().map(|edge| Some(edge.studies.len() as u32)).chain(graph.links.iter().map(|_| None));
    add(Of::Edge, "studies", Column::Number(numbers.collect()));
    add(Of::Edge, "references", texts(&|edge| references(graph, edge)));
    add(Of::Edge, "places", texts(&|edge| edge.locators.iter().map(|place| graph.place(place)).collect()));
    add(
        Of::Edge,
        "inferred",
        texts(&|edge| edge.slots.iter().filter(|slot| slot.inferred).map(|slot| slot.slot.clone()).collect()),
    );
    let mut slots: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for slot in graph.edges.iter().flat_map(|edge| &edge.slots) {
        if seen.insert(slot.slot.as_str()) {
            slots.push(&slot.slot);
        }
    }
    for slot in slots {
        let values = texts(&|edge| {
            let stated = edge.slots.iter().filter(|stated| stated.slot == slot);
            stated.flat_map(|stated| &stated.values).map(|value| graph.value(value)).collect()
        });
        add(Of::Edge, &format!("slot {slot}"), values);
    }
}

/// The numbers of a finding's studies.
pub(in super::super) fn references(graph: &Graph, edge: &Edge) -> Vec<String> {
    edge.studies.iter().filter_map(|id| graph.study(*id)).map(|study| graph.reference(study)).collect()
}

pub(super) fn aspect_word(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Amount => "amount",
        Aspect::Activity => "activity",
        Aspect::Secretion => "secretion",
        Aspect::Process => "process",
        Aspect::Benefit => "benefit",
    }
}

/// Findings as a table: a row each, a column for every slot that one of them states.
#[cfg(feature = "xlsx")]
pub(in super::super) fn table(graph: &Graph) -> Rows {
    let name = |id| Value::String(graph.node(id).map_or_else(|| "?".to_owned(), |node| node.name.clone()));
    let columns: Vec<Attribute> = of(graph)
        .into_iter()
        .filter(|column| column.of == Of::Edge && column.name != "name" && column.name != "interaction")
        .collect();
    let mut names: Vec<String> = ["finding", "subject", "verb", "object"].map(str::to_owned).to_vec();
    names.extend(columns.iter().map(|column| column.name.trim_start_matches("slot ").to_owned()));
    let row = |(at, edge): (usize, &Edge)| {
        let mut cells = vec![
            Value::from(edge.finding.0),
            name(edge.subject),
            Value::String(edge.relation.clone()),
            name(edge.object),
        ];
        cells.extend(columns.iter().map(|column| match &column.value {
            Column::Number(numbers) => numbers.get(at).copied().flatten().map_or(Value::Null, Value::from),
            other => other.text(at).map_or(Value::Null, Value::String),
        }));
        cells
    };
    Rows { columns: names, rows: graph.edges.iter().enumerate().map(row).collect() }
}
