//! What an answer rests on, as a graph.

use super::asked;
use whereof::Base;
use whereof::answer::Graph;
use whereof::answer::graph::{Edge, EdgeValue, LinkKind, Standing};
use whereof::model::EdgeKind;

fn graph(query: &str) -> Graph {
    let all = asked(Base::builtin(), query);
    all.into_iter().fold(Graph::default(), |graph, (_, more)| graph.with(more))
}

fn stands(graph: &Graph, stands: Standing) -> Vec<String> {
    let with = |edge: &&Edge| edge.stands.contains(&stands);
    graph.edges.iter().filter(with).map(|edge| graph.statement(edge)).collect()
}

#[test]
fn an_answer_rests_on_its_witnesses_and_what_stands_against_them() {
    let graph = graph("treatment where no effect on immunomodulation in vivo");
    assert_eq!(
        stands(&graph, Standing::For),
        ["IFN-γ has no effect on immunomodulation", "IFN-γ + TGF-β + retinoic acid has no effect on immunomodulation"]
    );
    assert!(stands(&graph, Standing::Elsewhere).contains(&"IFN-γ increases inhibition of IFN-γ production".to_owned()));
    assert!(graph.edges.iter().any(Edge::is_null));
    let row = graph.nodes.iter().find(|node| node.name == "IFN-γ").unwrap();
    assert!(row.is_row && row.kind == "treatment" && row.kind_xref.as_deref() == Some("biolink:Treatment"));
    assert_eq!(graph.studies.len(), 1);
    assert_eq!(graph.sources[0].1.name, "Hu 2020");
}

#[test]
fn direction_and_aspect_stand_apart_and_slots_keep_what_they_are() {
    let graph = graph("treatment where upregulates CXCR4 and disease = fibrosis");
    let edge = &graph.edges[0];
    assert_eq!((edge.sign, edge.aspects.len(), edge.stance_words()), ('+', 3, "reported"));
    let disease = edge.slots.iter().find(|slot| slot.slot == "disease").unwrap();
    assert_eq!(disease.xref.as_deref(), Some("biolink:disease_context_qualifier"));
    let EdgeValue::Node(id) = disease.values[0] else { panic!("{disease:?}") };
    assert_eq!(graph.node(id).unwrap().name, "cirrhosis");
    assert!(graph.ends().all(|node| node.name != "cirrhosis"), "it stands in a slot only");
    assert!(edge.slots.iter().any(|slot| slot.slot == "comment" && matches!(slot.values[0], EdgeValue::Text(_))));
    assert_eq!(graph.place(&edge.locators[0]), "Hu 2020, section 4.1, sentence 8");
}

#[test]
fn chains_are_joined_by_what_the_base_declares() {
    let graph = graph("paths from hypoxia to homing within 3; finding where disease = \"liver disease\"");
    let name = |id| graph.node(id).unwrap().name.as_str();
    let links: Vec<(&str, LinkKind, &str)> =
        graph.links.iter().map(|link| (name(link.from), link.kind, name(link.to))).collect();
    assert!(links.contains(&("HGF overexpression", LinkKind::Raises, "HGF")), "{links:?}");
    assert!(links.contains(&("cirrhosis", LinkKind::Step(EdgeKind::StageOf), "fibrosis")), "{links:?}");
    assert!(graph.links.iter().all(|link| graph.node(link.from).is_some() && graph.node(link.to).is_some()));
}

/// Every reply that tells findings has them in its graph, each once and in order, and joining changes nothing that was there.
#[test]
fn every_reply_with_findings_has_a_graph() {
    for (query, least) in [
        ("why treatment where upregulates CXCR4", 3),
        ("why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis", 1),
        ("matrix treatment by disease of improves homing", 2),
        ("gaps", 2),
        ("compare rapamycin with hypoxia", 4),
        ("contested treatment, disease", 2),
        ("finding where disease = fibrosis", 5),
        ("study where upregulates CXCR4", 1),
        ("treatment where indirectly increases homing within 2", 2),
        ("treatment where not upregulates CXCR4 limit 40", 0),
    ] {
        let (reply, graph) = asked(Base::builtin(), query).pop().unwrap();
        assert!(graph.edges.len() >= least, "{query}: {}", graph.edges.len());
        assert_eq!(graph.edges.len(), reply.rests().findings.len(), "{query}");
        assert!(graph.edges.is_sorted_by(|one, two| one.finding < two.finding), "{query}");
        assert!(graph.nodes.is_sorted_by(|one, two| one.id < two.id), "{query}");
        assert!(graph.studies.is_sorted_by(|one, two| one.0 < two.0), "{query}");
        for edge in &graph.edges {
            assert!(!edge.stands.is_empty() && graph.node(edge.subject).is_some() && graph.node(edge.object).is_some());
            assert!(edge.studies.iter().all(|id| graph.study(*id).is_some()), "{query}");
            assert!(edge.locators.iter().all(|place| graph.source(place.source).is_some()), "{query}");
        }
        assert_eq!(graph.clone().with(graph.clone()), graph, "{query}");
    }
    let (_, similar) = asked(Base::builtin(), "similar to rapamycin").pop().unwrap();
    assert!(similar.edges.is_empty() && similar.studies.len() > 2);
}

#[test]
fn a_retracted_study_leaves_the_graph_too() {
    let graphs = asked(
        Base::builtin(),
        "treatment where upregulates CXCR4; retract study 59; treatment where upregulates CXCR4",
    );
    assert_eq!((graphs[0].1.edges.len(), graphs[2].1.edges.len()), (3, 2));
    assert_ne!(graphs[0].1.bases, graphs[2].1.bases);
    let both = graphs[0].1.clone().with(graphs[2].1.clone());
    assert_eq!((both.edges.len(), both.bases.len(), both.queries.len()), (3, 2, 1));
}
