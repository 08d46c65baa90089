//! Findings as they are drawn: one line for all that say the same of two things.
//!
//! A graph comes in, lines with their studies go out. What a line looks like is the format's affair.

use super::attributes::references;
use crate::answer::Graph;
use crate::answer::graph::{Node, Standing};
use crate::model::{EntityId, Stance};
use std::collections::BTreeMap;

/// How the ends of a line are joined, and for what reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Way {
    pub(in super::super) from: EntityId,
    pub(in super::super) to: EntityId,
    /// `+`, `-`, `0`, `?`
    pub(in super::super) sign: char,
    /// Neither measured nor observed.
    pub(in super::super) is_supposed: bool,
    /// Told beside the answer only.
    pub(in super::super) is_beside: bool,
    /// Declared to be unknown.
    pub(in super::super) is_gap: bool,
}

/// One line.
#[derive(Debug, Default)]
pub(in super::super) struct Drawn {
    /// The studies that it rests on, each once.
    pub(in super::super) references: Vec<String>,
    /// The findings that it stands for, by their places in the graph.
    pub(in super::super) findings: Vec<usize>,
}

impl Drawn {
    /// `[59, 62]`; of findings that cite nobody how many there are.
    pub(in super::super) fn label(&self) -> String {
        match self.references.as_slice() {
            [] if self.findings.len() == 1 => String::new(),
            [] => format!("{} findings", self.findings.len()),
            references => format!("[{}]", references.join(", ")),
        }
    }
}

/// All lines, by their ends.
pub(in super::super) fn lines(graph: &Graph) -> BTreeMap<Way, Drawn> {
    let mut all: BTreeMap<Way, Drawn> = BTreeMap::new();
    for (at, edge) in graph.edges.iter().enumerate() {
        let way = Way {
            from: edge.subject,
            to: edge.object,
            sign: edge.sign,
            is_supposed: edge.stance != Stance::Reported,
            is_beside: edge.stands.iter().all(|stands| *stands == Standing::Beside),
            is_gap: edge.stance == Stance::Gap,
        };
        let line = all.entry(way).or_default();
        line.findings.push(at);
        for reference in references(graph, edge) {
            if !line.references.contains(&reference) {
                line.references.push(reference);
            }
        }
    }
    all
}

/// What sort of thing a node is, for its shape; by what its noun is in Biolink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Shape {
    Treatment,
    Molecule,
    Disease,
    Other,
}

pub(in super::super) fn shape(node: &Node) -> Shape {
    match node.kind_xref.as_deref().and_then(|xref| xref.strip_prefix("biolink:")) {
        Some("Treatment" | "Drug" | "ChemicalEntity" | "Procedure" | "ChemicalOrDrugOrTreatment") => Shape::Treatment,
        Some("Disease" | "PhenotypicFeature" | "DiseaseOrPhenotypicFeature") => Shape::Disease,
        Some("Gene" | "GeneFamily" | "Protein" | "SmallMolecule" | "MolecularEntity" | "GeneOrGeneProduct") => {
            Shape::Molecule
        }
        _ => Shape::Other,
    }
}

/// What a drawing does not say.
pub(in super::super) fn not_held(graph: &Graph) -> Vec<String> {
    let mut told = Vec::new();
    if graph.edges.iter().any(|edge| !edge.slots.is_empty()) {
        told.push(
            "contexts and places of the findings: a line stands for all findings that say the same of two things"
                .to_owned(),
        );
    }
    told
}
