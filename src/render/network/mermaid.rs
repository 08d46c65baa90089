//! Findings as a Mermaid flowchart, which notes and code hosts draw.
//!
//! A graph comes in, text goes out. Mermaid has no T: a cross at the end means less.

use super::super::sanitise::sanitise;
use super::drawn::{Shape, lines, shape};
use crate::answer::Graph;

pub(super) fn write(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for query in &graph.queries {
        out.push_str(&format!("  %% {}\n", sanitise(query).replace(['{', '}'], " ")));
    }
    for base in &graph.bases {
        out.push_str(&format!("  %% base {} {}\n", sanitise(&base.name).replace(['{', '}'], " "), base.hash));
    }
    out.push_str("  %% --> more, --x less, --o measured and unchanged, dotted: not measured, or not said which way\n");
    for node in graph.ends() {
        let name = escaped(&node.name);
        let drawn = match shape(node) {
            Shape::Treatment => format!("[\"{name}\"]"),
            Shape::Molecule => format!("([\"{name}\"])"),
            Shape::Disease => format!("{{{{\"{name}\"}}}}"),
            Shape::Other => format!("(\"{name}\")"),
        };
        out.push_str(&format!("  n{}{drawn}\n", node.id.0));
    }
    for (way, line) in lines(graph) {
        let is_dotted = way.is_supposed || way.is_beside;
        let arrow = match (way.sign, is_dotted) {
            ('+', false) => "-->",
            ('-', false) => "--x",
            ('0', false) => "--o",
            ('+' | '?', _) => "-.->",
            ('-', true) => "-.-x",
            (_, _) => "-.-o",
        };
        let label = escaped(&line.label());
        let label = if label.is_empty() { String::new() } else { format!("|\"{label}\"|") };
        out.push_str(&format!("  n{} {arrow}{label} n{}\n", way.from.0, way.to.0));
    }
    for link in &graph.links {
        out.push_str(&format!("  n{} -.-|\"{}\"| n{}\n", link.from.0, link.kind.words(), link.to.0));
    }
    out
}

/// A text between quotes: everything that Mermaid, Markdown or HTML would read as markup by its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in sanitise(text).chars() {
        match letter {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '*' | '_' | '$' | ';' => {
                out.push_str(&format!("#{};", letter as u32))
            }
            letter => out.push(letter),
        }
    }
    out
}
