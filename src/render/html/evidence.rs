//! Evidence cards of a page: each finding once, with all that somebody needs who checks it against its source.
//!
//! A graph comes in, HTML goes out. Findings of the page lead here, and from here a reader goes on to the references.

use super::super::cite::Entry;
use super::super::words;
use super::{Linker, escaped, sign_looks};
use crate::answer::Graph;
use crate::answer::graph::Edge;
use crate::model::{FindingId, Study};
use std::collections::BTreeMap;

/// Where the card of a finding is; no reference has such a key.
pub(super) fn place(finding: FindingId) -> String {
    format!("_finding{}", finding.0)
}

/// The findings that have a card, each with what it says: ids of another base mean other findings.
pub(super) fn told(graph: &Graph) -> BTreeMap<FindingId, String> {
    graph.edges.iter().map(|edge| (edge.finding, graph.statement(edge))).collect()
}

/// All cards, in the order of the base.
pub(super) fn cards(out: &mut String, graph: &Graph, entries: &[Entry], linker: &Linker) {
    if graph.edges.is_empty() {
        return;
    }
    out.push_str("<section>\n<h1 id=\"_evidence\">Evidence</h1>\n<div class=\"cards\">\n");
    for edge in &graph.edges {
        card(out, graph, edge, entries, linker);
    }
    out.push_str("</div>\n</section>\n");
}

fn card(out: &mut String, graph: &Graph, edge: &Edge, entries: &[Entry], linker: &Linker) {
    let (class, glyph, word) = sign_looks(edge.sign);
    out.push_str(&format!(
        "<section class=\"card\" id=\"{}\">\n<h2><span class=\"{class}\" title=\"{word}\">{glyph}</span> {}</h2>\n<dl>\n",
        place(edge.finding),
        escaped(&graph.statement(edge))
    ));
    let mut fact = |label: &str, html: &str| out.push_str(&format!("<dt>{}</dt><dd>{html}</dd>\n", escaped(label)));
    let stands: Vec<&str> = edge.stands.iter().map(|stands| stands.words()).collect();
    fact("stands", &escaped(&format!("{} the answer; {}", stands.join(", "), edge.stance_words())));
    for slot in &edge.slots {
        let values: Vec<String> = slot.values.iter().map(|value| graph.value(value)).collect();
        let inferred = if slot.inferred { " (inferred by the curator)" } else { "" };
        fact(&slot.slot, &escaped(&format!("{}{inferred}", values.join(", "))));
    }
    let places: Vec<String> = edge.locators.iter().map(|locator| graph.place(locator)).collect();
    if !places.is_empty() {
        let places: Vec<String> = words::places(&places).split("; ").map(escaped).collect();
        fact("where", &places.join("<br/>"));
    }
    let study = |study: &Study| {
        let called = study.called().map(|called| format!(" {}", escaped(called))).unwrap_or_default();
        format!("{}{called}", linker.linked(&format!("[{}]", graph.reference(study))))
    };
    let studies: Vec<String> = edge.studies.iter().filter_map(|id| graph.study(*id)).map(study).collect();
    match studies.as_slice() {
        [] => fact("study", "none: the source says it itself"),
        [one] => fact("study", one),
        several => fact("studies", &several.join("<br/>")),
    }
    let mut sources: Vec<_> = edge.locators.iter().map(|locator| locator.source).collect();
    sources.sort_unstable();
    sources.dedup();
    for id in sources {
        // the entries of sources stand first, in the order of the graph
        let at = graph.sources.iter().position(|(known, _)| *known == id);
        let entry = at.and_then(|at| entries.get(at)).filter(|entry| entry.label.is_none());
        if let (Some(entry), Some(source)) = (entry, graph.source(id)) {
            fact("source", &format!("<a href=\"#{}\">{}</a>", escaped(&entry.key), escaped(&source.name)));
        }
    }
    out.push_str(&format!("<dt>finding</dt><dd>{}</dd>\n</dl>\n</section>\n", edge.finding.0));
}
