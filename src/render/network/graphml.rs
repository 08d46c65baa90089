//! Findings as GraphML: Cytoscape, Gephi, yEd, igraph and networkx open it.
//!
//! A graph comes in, one XML document goes out, an edge a finding. It holds no lists: several values of one thing are joined by `|`.

use super::super::sanitise::sanitise;
use super::attributes::{self, Attribute, Of};
use super::ids::Ids;
use crate::answer::Graph;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io::Error;

pub(super) fn write(graph: &Graph) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    // writing to memory has no way to fail
    let _ = document(&mut writer, graph);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

type Out = Writer<Vec<u8>>;

fn document(out: &mut Out, graph: &Graph) -> Result<(), Error> {
    let ids = Ids::new(graph);
    let keys = attributes::of(graph);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    out.write_event(Event::Start(BytesStart::new("graphml").with_attributes([
        ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        (
            "xsi:schemaLocation",
            "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
        ),
    ])))?;
    for (at, key) in keys.iter().enumerate() {
        let of = match key.of {
            Of::Graph => "graph",
            Of::Node => "node",
            Of::Edge => "edge",
        };
        let (id, name) = (format!("k{at}"), legal(&key.name));
        out.write_event(Event::Empty(BytesStart::new("key").with_attributes([
            ("id", id.as_str()),
            ("for", of),
            ("attr.name", name.as_str()),
            ("attr.type", key.value.graphml()),
        ])))?;
    }
    out.write_event(Event::Start(
        BytesStart::new("graph").with_attributes([("id", "answer"), ("edgedefault", "directed")]),
    ))?;
    let told = |of: Of, at: usize| {
        keys.iter()
            .enumerate()
            .filter(move |(_, key)| key.of == of)
            .filter_map(move |(number, key)| Some((number, key.text(at)?)))
    };
    data(out, told(Of::Graph, 0))?;
    for (at, node) in graph.nodes.iter().enumerate() {
        element(out, BytesStart::new("node").with_attributes([("id", ids.of(node.id))]), told(Of::Node, at))?;
    }
    for (at, edge) in attributes::edges(graph, &ids).enumerate() {
        let start = BytesStart::new("edge").with_attributes([
            ("id", edge.id.as_str()),
            ("source", ids.of(edge.from)),
            ("target", ids.of(edge.to)),
        ]);
        element(out, start, told(Of::Edge, at))?;
    }
    out.write_event(Event::End(BytesEnd::new("graph")))?;
    out.write_event(Event::End(BytesEnd::new("graphml")))
}

fn element(out: &mut Out, start: BytesStart<'_>, told: impl Iterator<Item = (usize, String)>) -> Result<(), Error> {
    let end = start.to_end().into_owned();
    out.write_event(Event::Start(start))?;
    data(out, told)?;
    out.write_event(Event::End(end))
}

fn data(out: &mut Out, told: impl Iterator<Item = (usize, String)>) -> Result<(), Error> {
    for (number, text) in told {
        let key = format!("k{number}");
        out.write_event(Event::Start(BytesStart::new("data").with_attributes([("key", key.as_str())])))?;
        out.write_event(Event::Text(BytesText::new(&legal(&text))))?;
        out.write_event(Event::End(BytesEnd::new("data")))?;
    }
    Ok(())
}

/// A text of letters that XML allows.
fn legal(text: &str) -> String {
    sanitise(text).chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}

impl Attribute {
    /// Its value for one thing, as text.
    fn text(&self, at: usize) -> Option<String> {
        self.value.text(at)
    }
}
