//! KGX: what others write, and that what this program writes is read back to the same findings.

use super::super::oracles::random::Random;
use super::super::oracles::world::world;
use super::{lines, names, read, read_onto, rejected};
use whereof::base::{Memory, builtin};
use whereof::model::{SlotValue, Value};
use whereof::names::normal;
use whereof::render::{Format, Style, Told, write};
use whereof::{Base, Limits, Session, Source};

/// The two files that a question gives.
fn written(base: &Base, query: &str, format: Format) -> Vec<String> {
    let mut session = Session::new(base.clone(), Limits::interactive());
    let reply = session.eval(query).remove(0).unwrap();
    let graph = base.graph(&reply);
    let files = write(&[Told { reply: &reply, graph: &graph }], format, &Style::default()).unwrap().files;
    files.into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect()
}

/// The built-in base without its things and findings.
fn schema() -> Base {
    let (name, text) = builtin::TEXTS[0];
    Base::from_text(Source::new(name, text)).unwrap()
}

/// Findings as lines, those of a question only, none of them a gap.
fn asked(base: &Base, query: &str) -> Vec<String> {
    let mut session = Session::new(base.clone(), Limits::interactive());
    let reply = session.eval(query).remove(0).unwrap();
    let all = lines(base, "finding");
    let graph = base.graph(&reply);
    let mut found: Vec<String> = graph.edges.iter().map(|edge| all[edge.finding.index()].clone()).collect();
    found.retain(|line| !line.contains("\"stance\":\"gap\""));
    found.sort();
    found
}

#[test]
fn what_is_written_is_read_back_to_the_same_findings() {
    let base = Base::builtin();
    for query in [
        "treatment where upregulates CXCR4",
        "treatment where no effect on immunomodulation in vivo",
        "finding where disease = fibrosis",
        "finding where stance = hypothesised",
        "finding where duration >= 1 h",
        "finding where direction = decrease",
    ] {
        for (format, ending) in [(Format::Kgx, "tsv"), (Format::KgxJsonl, "jsonl")] {
            let files = written(&base, query, format);
            let (nodes, edges) = (format!("x_nodes.{ending}"), format!("x_edges.{ending}"));
            let both = [(nodes.as_str(), files[0].as_str()), (edges.as_str(), files[1].as_str())];
            let imported = read_onto(Some(&schema()), None, true, &both).unwrap_or_else(|e| panic!("{}", e.report()));
            let mut found = lines(&imported.base, "finding");
            found.sort();
            let wanted = asked(&base, query);
            assert!(!wanted.is_empty(), "{query}");
            let differing: Vec<_> = wanted.iter().zip(&found).filter(|(one, other)| one != other).take(3).collect();
            assert!(differing.is_empty() && wanted.len() == found.len(), "{query} {format}: {differing:#?}");
        }
    }
}

/// Without the schema nouns, verbs and slots are made of what the files say.
#[test]
fn what_is_written_is_read_without_its_schema() {
    let files = written(&Base::builtin(), "treatment where upregulates CXCR4", Format::Kgx);
    let imported = read(None, &[("x_nodes.tsv", &files[0]), ("x_edges.tsv", &files[1])]).unwrap();
    assert_eq!(rejected(&imported), [""; 0]);
    let query = "treatment where upregulates CXCR4";
    // what else upregulates it there does so by verbs below this one, and which verb is below which stands in no file
    assert_eq!(names(&imported.base, query), ["resveratrol"]);
    assert_eq!(lines(&imported.base, "finding").len(), asked(&Base::builtin(), query).len());
    let gene = lines(&imported.base, "kind").into_iter().find(|line| line.contains("\"name\":\"gene\"")).unwrap();
    assert!(gene.contains("biolink:Gene"), "{gene}");
}

/// What a study is known by comes back where nothing is left out that could be taken for it.
#[test]
fn identifiers_of_studies_are_read_back() {
    let text = "source S with pmid = 9; noun gene; verb raises with direction = increase; entity A is gene; entity B is gene;
        reference 1 with pmid = 11; reference 2 with doi = \"10.1/x\"; study 1, 2 { at \"1\" 1: A raises B; } study 3 { at \"1\" 2: B raises A; }";
    let base = Base::from_text(Source::new("s", text)).unwrap();
    let files = written(&base, "finding where direction = increase", Format::Kgx);
    let imported = read(None, &[("x_nodes.tsv", &files[0]), ("x_edges.tsv", &files[1])]).unwrap();
    assert_eq!(lines(&imported.base, "study"), lines(&base, "study"));
}

const NODES: &str = "id\tcategory\tname\tsynonym\txref
CHEBI:9168\tbiolink:SmallMolecule\tsirolimus\trapamycin|Rapamune\tDRUGBANK:DB00877
HGNC:2561\tbiolink:NamedThing|biolink:Gene\tCXCR4\tCD184\tNCBIGene:7852
MONDO:0005155\tbiolink:Disease\tliver cirrhosis\t\t
MONDO:0005154\tbiolink:Disease\tliver disorder\t\t
\tbiolink:Gene\tnameless\t\t
";

const EDGES: &str = "subject\tpredicate\tobject\tqualified_predicate\tobject_direction_qualifier\tobject_aspect_qualifier\tnegated\tdisease_context_qualifier\tpublications\tknowledge_level\tprimary_knowledge_source
CHEBI:9168\tbiolink:affects\tHGNC:2561\tbiolink:causes\tincreased\texpression\t\tMONDO:0005155\tPMID:1|PMID:2\tknowledge_assertion\tinfores:x
CHEBI:9168\tbiolink:affects\tHGNC:2561\tbiolink:causes\tdecreased\tactivity\t\t\tPMID:3\tprediction\tinfores:x
CHEBI:9168\tbiolink:affects\tHGNC:2561\t\t\t\ttrue\t\tPMID:4\t\t
CHEBI:9168\tbiolink:treats\tMONDO:0005155\t\t\t\t\t\tPMID:5\t\t
CHEBI:9168\tbiolink:treats\tMONDO:0005154\t\t\t\tTrue\t\tPMID:6\t\t
MONDO:0005155\tbiolink:subclass_of\tMONDO:0005154\t\t\t\t\t\t\t\t
CHEBI:9168\tbiolink:treats\tMONDO:1\t\t\t\t\t\t\t\t
";

#[test]
fn direction_aspect_and_denial_of_others_stay_apart() {
    let imported = read(None, &[("x_nodes.tsv", NODES), ("x_edges.tsv", EDGES)]).unwrap();
    assert_eq!(
        rejected(&imported),
        [
            "x_nodes.tsv:6: the id is left out",
            "x_edges.tsv:8: the object of `treats`: nothing read so far is called `MONDO:1`: give the file that has it first",
        ]
    );
    let base = &imported.base;
    assert_eq!(names(base, "small molecule where upregulates CD184 and disease = liver disorder"), ["sirolimus"]);
    assert_eq!(names(base, "small molecule where has no effect on CXCR4"), ["sirolimus"]);
    assert_eq!(names(base, "finding where stance = hypothesised and direction = decrease").len(), 1);
    insta::assert_snapshot!("import-kgx", whereof::engine::written(base).text);
}

/// A finding as a line, with what KGX cannot hold made equal: a slot is inferred as a whole, and says each value once.
fn comparable(line: &str) -> String {
    let mut finding: serde_json::Value = serde_json::from_str(line).unwrap();
    let Some(slots) = finding["slots"].as_array().cloned() else { return finding.to_string() };
    let inferred = |slot: &serde_json::Value| slots.iter().any(|one| one["slot"] == *slot && one["inferred"] == true);
    let mut told: Vec<serde_json::Value> = Vec::new();
    for mut slot in slots.clone() {
        slot["inferred"] = inferred(&slot["slot"]).into();
        if !told.contains(&slot) {
            told.push(slot);
        }
    }
    finding["slots"] = told.into();
    finding.to_string()
}

#[test]
fn random_bases_survive() {
    let mut seen = 0;
    for seed in 0..super::super::reliability::cases(40) {
        let small = world(&mut Random::new(seed + 90_210));
        let names: Vec<String> = small.vocabulary.entities().iter().map(|one| normal(&one.name)).collect();
        if names.iter().collect::<std::collections::BTreeSet<_>>().len() < names.len() {
            // an equal name alone makes no two things one, so one of them would be renamed
            continue;
        }
        let memory = |entities, studies, findings| {
            let (schema, sources) = (small.vocabulary.schema().clone(), small.sources.clone());
            Memory::from_findings("random", schema, entities, sources, studies, findings)
        };
        let bare = whereof::notation::write(&memory(Vec::new(), Vec::new(), Vec::new())).text;
        let schema = Base::from_text(Source::new("schema", bare)).unwrap();
        // amounts that no text of a base could state
        let can_be_told = |value: &SlotValue| match &value.value {
            Value::Quantity(amount) => amount.unit.is_some() && (amount.low.is_some() || amount.high.is_some()),
            _ => true,
        };
        let told = small.findings.iter().filter(|one| one.slots.iter().all(can_be_told)).cloned().collect();
        let whole = memory(small.vocabulary.entities().to_vec(), small.studies.clone(), told);
        let base = Base::with_facts(std::sync::Arc::new(whole));
        for query in ["finding where stance = reported", "finding where stance = hypothesised"] {
            let mut wanted: Vec<String> = asked(&base, query).iter().map(|line| comparable(line)).collect();
            if wanted.is_empty() {
                continue;
            }
            for (format, ending) in [(Format::Kgx, "tsv"), (Format::KgxJsonl, "jsonl")] {
                let files = written(&base, query, format);
                let (nodes, edges) = (format!("x_nodes.{ending}"), format!("x_edges.{ending}"));
                let both = [(nodes.as_str(), files[0].as_str()), (edges.as_str(), files[1].as_str())];
                let imported = read_onto(Some(&schema), None, false, &both);
                let imported = imported.unwrap_or_else(|error| panic!("seed {seed}: {}", error.report()));
                // a random base may say of a thing that it is a kind of itself
                let steps = rejected(&imported);
                assert!(steps.iter().all(|one| one.contains("a step leads from a thing to itself")), "{steps:?}");
                let mut found: Vec<String> =
                    lines(&imported.base, "finding").iter().map(|line| comparable(line)).collect();
                wanted.sort();
                found.sort();
                assert_eq!(found, wanted, "seed {seed}, {query}, {format}");
                seen += found.len();
            }
        }
    }
    assert!(seen > 500, "{seen}");
}
