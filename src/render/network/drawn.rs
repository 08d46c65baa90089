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
pub(super) struct Way {
    pub(super) from: EntityId,
    pub(super) to: EntityId,
    /// `+`, `-`, `0`, `?`
    pub(super) sign: char,
    /// Neither measured nor observed.
    pub(super) is_supposed: bool,
    /// Told beside the answer only.
    pub(super) is_beside: bool,
}

/// One line.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// The studies that it rests on, each once.
    pub(super) references: Vec<String>,
    /// How many findings it stands for.
    pub(super) findings: usize,
}

impl Drawn {
    /// `[59, 62]`; of findings that cite nobody how many there are.
    pub(super) fn label(&self) -> String {
        match self.references.as_slice() {
            [] if self.findings == 1 => String::new(),
            [] => format!("{} findings", self.findings),
            references => format!("[{}]", references.join(", ")),
        }
    }
}

/// All lines, by their ends.
pub(super) fn lines(graph: &Graph) -> BTreeMap<Way, Drawn> {
    let mut all: BTreeMap<Way, Drawn> = BTreeMap::new();
    for edge in &graph.edges {
        let way = Way {
            from: edge.subject,
            to: edge.object,
            sign: edge.sign,
            is_supposed: edge.stance != Stance::Reported,
            is_beside: edge.stands.iter().all(|stands| *stands == Standing::Beside),
        };
        let line = all.entry(way).or_default();
        line.findings += 1;
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
pub(super) enum Shape {
    Treatment,
    Molecule,
    Disease,
    Other,
}

pub(super) fn shape(node: &Node) -> Shape {
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
pub(super) fn not_held(graph: &Graph) -> Vec<String> {
    let mut told = Vec::new();
    if graph.edges.iter().any(|edge| !edge.slots.is_empty()) {
        told.push(
            "contexts and places of the findings: a line stands for all findings that say the same of two things"
                .to_owned(),
        );
    }
    told
}
