//! Findings as networks, for tools of graphs.
//!
//! A graph comes in, files of other tools go out, with what they could not hold. How an answer was asked is not known here.

mod attributes;
mod cx2;
mod dot;
pub(super) mod drawn;
mod graphml;
mod ids;
mod kgx;
mod mermaid;

pub(super) use attributes::references;
#[cfg(feature = "xlsx")]
pub(super) use attributes::table as findings_table;

use super::Format;
use super::words;
use crate::answer::Graph;

/// The files of a graph in one format, and what it cannot hold.
pub(super) fn write(graph: &Graph, format: Format) -> (Vec<String>, Vec<String>) {
    let one = |text: String| (vec![text], Vec::new());
    let (files, mut not_held) = match format {
        Format::Graphml => one(graphml::write(graph)),
        Format::Cx2 => one(cx2::write(graph)),
        Format::Dot => (vec![dot::write(graph)], drawn::not_held(graph)),
        Format::Mermaid => (vec![mermaid::write(graph)], drawn::not_held(graph)),
        _ => kgx::write(graph, format == Format::KgxJsonl),
    };
    if !graph.edges.is_empty() {
        not_held.push(format!(
            "rows and verdicts: {format} holds the findings behind them, each with how it stands to the answer"
        ));
    }
    (files, not_held)
}

/// `3 things`, and the first few names.
fn counted(names: &[&str], one: &str) -> String {
    const NAMED: usize = 8;
    let named = names.get(..names.len().min(NAMED)).unwrap_or_default().join(", ");
    let more = if names.len() > NAMED { " ..." } else { "" };
    format!("{} ({named}{more})", words::count(names.len() as u64, one))
}
