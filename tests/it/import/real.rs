//! Files as their makers publish them, small ones: a test graph of the kgx project (BSD-3-Clause) whose tables are broken in two places, and the
//! mappings of NANDO to MONDO by nanbyodata.jp (CC BY 4.0), without their address lines.

use super::{names, read, read_onto, rejected};

const NODES: &str = "id\tname\tcategory\ttaxon
HGNC:10848\tSHH\tbiolink:Gene\tNCBITaxon:9606
HGNC:20738\tSYVN1\tbiolink:Gene\tNCBITaxon:9606
HGNC:20635\tPSME4\tbiolink:Gene\tNCBITaxon:9606
";

const EDGES: &str = "subject\tobject\tpredicate\trelation\taggregator_knowledge_source
HGNC:20635\tbiolink:interacts_with\tRO:0002434\tstring
HGNC:10848\tHGNC:20738\tbiolink:interacts_with\tRO:0002434\tstring|biogrid
HGNC:20635\tHGNC:20738\tbiolink:interacts_with\tRO:0002434\tstring
HGNC:20635  HGNC:10848\tbiolink:interacts_with\tRO:0002434\tbiogrid";

#[test]
fn a_graph_with_broken_rows() {
    let files = [("graph_tiny_nodes.tsv", NODES), ("graph_tiny_edges.tsv", EDGES)];
    let imported = read(None, &files).unwrap();
    let broken = |line: usize| format!("graph_tiny_edges.tsv:{line}: 4 cells where the header has 5");
    assert_eq!(rejected(&imported), [broken(2), broken(5)]);
    assert_eq!(imported.counts.kept, 5);
    assert_eq!(names(&imported.base, "gene where \"interacts with\" HGNC:20738"), ["PSME4", "SHH"]);
}

const MAPPINGS: &str = "#curie_map: 
#  NANDO: \"http://nanbyodata.jp/ontology/NANDO_\"
#  MONDO: \"http://purl.obolibrary.org/obo/MONDO_\"
#license: \"https://creativecommons.org/licenses/by/4.0/\"
#mapping_set_title: \"NANDO - Mondo mappings provided by nanbyodata.jp\"
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification
NANDO:1100001\tNeuromuscular disease\tskos:exactMatch\tMONDO:0019056\tneuromuscular disease\tsemapv:MappingCuration
NANDO:1100004\tImmune system disease\tskos:exactMatch\tMONDO:0005046\timmune system disorder\tsemapv:MappingCuration
NANDO:2200355\tIsolated ACTH deficiency\tskos:exactMatch\tMONDO:0008720|MONDO:0016042\t\tsemapv:MappingCuration
";

#[test]
fn mappings_of_another_vocabulary() {
    let terms = "[Term]\nid: MONDO:0019056\nname: neuromuscular disease\n\n[Term]\nid: MONDO:0005046\nname: immune system disorder\n";
    let vocabulary = read(None, &[("mondo.obo", terms)]).unwrap().base;
    let imported = read_onto(Some(&vocabulary), None, false, &[("mondo-nando.sssom.tsv", MAPPINGS)]).unwrap();
    let unknown =
        "nothing of this base has `NANDO:2200355` or `MONDO:0008720|MONDO:0016042`: import what has them before";
    assert_eq!(rejected(&imported), [format!("mondo-nando.sssom.tsv:9: {unknown}")]);
    assert_eq!(imported.base.vocabulary().entities_named("NANDO:1100004").len(), 1);
}
