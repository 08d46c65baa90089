//! Findings as CX2, for Cytoscape and NDEx.
//!
//! A graph comes in, an ordered JSON array goes out, with the looks that readers of signed networks expect: arrow for more, T for less.

use super::super::json::escaped;
use super::attributes::{self, Attribute, Column, Of};
use super::ids::Ids;
use crate::answer::Graph;
use serde_json::{Map, Value, json};

pub(super) fn write(graph: &Graph) -> String {
    let ids = Ids::new(graph);
    let columns = attributes::of(graph);
    let nodes: Vec<Value> = graph
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let mut told = told(&columns, Of::Node, at);
            told.insert("represents".to_owned(), json!(ids.of(node.id)));
            json!({"id": at, "v": told})
        })
        .collect();
    let place = |id| graph.nodes.binary_search_by_key(&id, |node| node.id).unwrap_or_default();
    let edges: Vec<Value> = attributes::edges(graph, &ids)
        .enumerate()
        .map(|(at, edge)| {
            let mut told = told(&columns, Of::Edge, at);
            told.insert("finding".to_owned(), json!(edge.id));
            json!({"id": at, "s": place(edge.from), "t": place(edge.to), "v": told})
        })
        .collect();
    let mut declared = [declared(&columns, Of::Graph), declared(&columns, Of::Node), declared(&columns, Of::Edge)];
    declared[1].insert("represents".to_owned(), json!({"d": "string"}));
    declared[2].insert("finding".to_owned(), json!({"d": "string"}));
    let [of_graph, of_nodes, of_edges] = declared;
    let aspects = [
        ("attributeDeclarations", 1, json!([{"networkAttributes": of_graph, "nodes": of_nodes, "edges": of_edges}])),
        ("networkAttributes", 1, json!([told(&columns, Of::Graph, 0)])),
        ("nodes", nodes.len(), Value::Array(nodes)),
        ("edges", edges.len(), Value::Array(edges)),
        ("visualProperties", 1, json!([looks()])),
    ];
    let counts: Vec<Value> =
        aspects.iter().map(|(name, count, _)| json!({"name": name, "elementCount": count})).collect();
    let mut all = vec![json!({"CXVersion": "2.0", "hasFragments": false}), json!({"metaData": counts})];
    all.extend(aspects.into_iter().map(|(name, _, items)| json!({name: items})));
    all.push(json!({"status": [{"success": true}]}));
    let lines: Vec<String> = all.iter().map(|aspect| escaped(&aspect.to_string())).collect();
    format!("[{}]\n", lines.join(",\n"))
}

fn declared(columns: &[Attribute], of: Of) -> Map<String, Value> {
    let of_these = columns.iter().filter(|column| column.of == of);
    of_these.map(|column| (column.name.clone(), json!({"d": column.value.cx2()}))).collect()
}

fn told(columns: &[Attribute], of: Of, at: usize) -> Map<String, Value> {
    let of_these = columns.iter().filter(|column| column.of == of);
    of_these.filter_map(|column| Some((column.name.clone(), column.value.json(at)?))).collect()
}

impl Column {
    fn cx2(&self) -> &'static str {
        match self {
            Column::Text(_) => "string",
            Column::Texts(_) => "list_of_string",
            Column::Truth(_) => "boolean",
            Column::Number(_) => "integer",
        }
    }

    fn json(&self, at: usize) -> Option<Value> {
        match self {
            Column::Text(cells) => cells.get(at)?.as_ref().map(|text| json!(text)),
            Column::Texts(cells) => cells.get(at).filter(|cells| !cells.is_empty()).map(|cells| json!(cells)),
            Column::Truth(cells) => cells.get(at).map(|truth| json!(truth)),
            Column::Number(cells) => cells.get(at)?.map(|number| json!(number)),
        }
    }
}

/// Arrows by sign, lines by stance, names as labels. Blue and vermilion are told apart by colour-blind eyes too.
fn looks() -> Value {
    let by = |attribute: &str, pairs: &[(&str, &str)]| {
        let map: Vec<Value> = pairs.iter().map(|(value, look)| json!({"v": value, "vp": look})).collect();
        json!({"type": "DISCRETE", "definition": {"attribute": attribute, "type": "string", "map": map}})
    };
    json!({
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {"NODE_SHAPE": "round-rectangle", "NODE_BACKGROUND_COLOR": "#EEEEEE", "NODE_BORDER_COLOR": "#555555", "NODE_BORDER_WIDTH": 1, "NODE_WIDTH": 110, "NODE_HEIGHT": 36, "NODE_LABEL_COLOR": "#000000"},
            "edge": {"EDGE_WIDTH": 2, "EDGE_LINE_COLOR": "#777777", "EDGE_TARGET_ARROW_SHAPE": "none"}
        },
        "nodeMapping": {
            "NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}}
        },
        "edgeMapping": {
            "EDGE_TARGET_ARROW_SHAPE": by("sign", &[("+", "triangle"), ("-", "tee"), ("0", "circle"), ("?", "open_circle")]),
            "EDGE_LINE_COLOR": by("sign", &[("+", "#0072B2"), ("-", "#D55E00"), ("0", "#777777"), ("?", "#777777")]),
            "EDGE_TARGET_ARROW_COLOR": by("sign", &[("+", "#0072B2"), ("-", "#D55E00"), ("0", "#777777"), ("?", "#777777")]),
            "EDGE_LINE_STYLE": by("stance", &[("reported", "solid"), ("measured null", "solid"), ("hypothesised", "dashed"), ("gap", "dotted"), ("declared", "dotted")])
        }
    })
}
