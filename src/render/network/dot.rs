//! Findings as DOT, for Graphviz.
//!
//! A graph comes in, a drawing to be laid out goes out: arrow for more, T for less, dashed where it is supposed, as wide as its studies are many.

use super::super::sanitise::sanitise;
use super::drawn::{Shape, lines, shape};
use crate::answer::Graph;

pub(super) fn write(graph: &Graph) -> String {
    let mut out = String::from("digraph answer {\n");
    let title: Vec<String> = graph.queries.iter().map(|query| escaped(query)).collect();
    let bases: Vec<String> =
        graph.bases.iter().map(|base| escaped(&format!("{} ({})", base.name, base.hash))).collect();
    out.push_str(&format!(
        "  graph [rankdir=LR, labelloc=b, fontname=\"sans-serif\", label=\"{}\\n{}\"];\n",
        title.join("\\n"),
        bases.join("\\n")
    ));
    out.push_str("  node [fontname=\"sans-serif\", style=filled, fillcolor=\"#F2F2F2\", color=\"#555555\"];\n");
    out.push_str("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for node in graph.ends() {
        let shape = match shape(node) {
            Shape::Treatment => "box",
            Shape::Molecule => "ellipse",
            Shape::Disease => "hexagon",
            Shape::Other => "plaintext",
        };
        let bold = if node.is_row { ", penwidth=2" } else { "" };
        let (name, kind) = (escaped(&node.name), escaped(&node.kind));
        out.push_str(&format!("  n{} [label=\"{name}\", tooltip=\"{kind}\", shape={shape}{bold}];\n", node.id.0));
    }
    for (way, line) in lines(graph) {
        let (head, color) = match way.sign {
            '+' => ("normal", "#0072B2"),
            '-' => ("tee", "#D55E00"),
            '0' => ("odot", "#777777"),
            _ => ("onormal", "#777777"),
        };
        let style = match (way.is_supposed, way.is_beside) {
            (true, _) => ", style=dashed",
            (false, true) => ", style=dotted",
            (false, false) => "",
        };
        // the width says how many studies, and stays a line
        let wide = 1.0 + 0.5 * line.references.len().saturating_sub(1).min(8) as f64;
        let label = escaped(&line.label());
        out.push_str(&format!(
            "  n{} -> n{} [label=\"{label}\", arrowhead={head}, color=\"{color}\", penwidth={wide}{style}];\n",
            way.from.0, way.to.0
        ));
    }
    for link in &graph.links {
        out.push_str(&format!(
            "  n{} -> n{} [label=\"{}\", arrowhead=none, color=\"#AAAAAA\", fontcolor=\"#777777\", style=dotted];\n",
            link.from.0,
            link.to.0,
            link.kind.words()
        ));
    }
    out.push_str("}\n");
    out
}

/// A text between quotes; a backslash would begin an order.
fn escaped(text: &str) -> String {
    sanitise(text).replace('\\', "\\\\").replace('"', "\\\"")
}
