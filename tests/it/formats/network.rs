//! Findings as networks, read back.

use super::{NASTY, asked, nasty, text, written};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use whereof::Base;
use whereof::answer::{Graph, Reply};
use whereof::render::{Format, sanitise};

const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";
const SPLIT: &str = "treatment where no effect on immunomodulation in vivo";

fn lines(file: &[u8]) -> Vec<Value> {
    std::str::from_utf8(file).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A table of KGX by its columns: every line has as many cells as the first.
fn table(file: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = std::str::from_utf8(file).unwrap();
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap().split('\t').collect();
    assert_eq!(columns.len(), columns.iter().collect::<BTreeSet<_>>().len(), "{columns:?}");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), columns.len(), "{line}");
        columns.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), cell.to_owned())).collect()
    };
    lines.map(row).collect()
}

#[test]
fn drawings_of_the_headline() {
    for (name, query) in [("headline", HEADLINE), ("split", SPLIT)] {
        let told = asked(Base::builtin(), query);
        for format in [Format::Dot, Format::Mermaid, Format::Graphml] {
            insta::assert_snapshot!(format!("{name}_{format}"), text(&told, format));
        }
    }
}

#[test]
fn kgx_of_the_headline() {
    let told = asked(Base::builtin(), HEADLINE);
    let kgx = written(&told, Format::KgxJsonl);
    insta::assert_snapshot!("kgx_nodes", String::from_utf8(kgx.files[0].clone()).unwrap());
    insta::assert_snapshot!("kgx_edges", String::from_utf8(kgx.files[1].clone()).unwrap());
    insta::assert_snapshot!("kgx_not_held", kgx.not_held.join("\n"));
}

#[test]
fn direction_and_aspect_stand_apart_and_a_null_is_a_denial() {
    let told = asked(
        Base::builtin(),
        &format!("{HEADLINE}; {SPLIT}; finding where verb = treats; finding where verb = inhibits"),
    );
    let edges = lines(&written(&told, Format::KgxJsonl).files[1]);
    let with = |key: &str, value: &str| edges.iter().filter(|edge| edge[key] == value).collect::<Vec<_>>();
    let raised = with("whereof_verb", "upregulates")[0];
    assert_eq!(raised["predicate"], "biolink:affects");
    assert_eq!(raised["qualified_predicate"], "biolink:causes");
    assert_eq!(raised["object_direction_qualifier"], "increased");
    assert_eq!(raised["object_aspect_qualifier"], "activity_or_abundance");
    assert_eq!(raised["disease_context_qualifier"], "DOID:5082");
    assert_eq!(raised["publications"], serde_json::json!(["PMID:31691463"]));
    assert_eq!(raised["knowledge_level"], "knowledge_assertion");
    let null = with("whereof_stance", "measured null")[0];
    assert_eq!((&null["negated"], &null["predicate"]), (&Value::Bool(true), &Value::from("biolink:affects")));
    assert!(null.get("object_direction_qualifier").is_none());
    // on a process: which way, and no aspect of a molecule
    let process = with("whereof_verb", "increases")[0];
    assert_eq!(process["object_direction_qualifier"], "increased");
    assert!(process.get("object_aspect_qualifier").is_none());
    let treats = with("whereof_verb", "treats")[0];
    assert_eq!(treats["predicate"], "biolink:treats_or_applied_or_studied_to_treat");
    let inhibits = with("whereof_verb", "inhibits");
    assert!(
        inhibits
            .iter()
            .any(|edge| edge["object_aspect_qualifier"] == "activity"
                && edge["object_direction_qualifier"] == "decreased")
    );
    assert!(edges.iter().all(|edge| edge["id"].is_string() && edge["agent_type"] == "manual_agent"));
    let hypothesised = with("whereof_stance", "hypothesised");
    assert!(!hypothesised.is_empty() && hypothesised.iter().all(|edge| edge["knowledge_level"] == "prediction"));
}

#[test]
fn tables_and_lines_of_kgx_say_the_same() {
    let told = asked(nasty(), NASTY);
    let (tables, json) = (written(&told, Format::Kgx), written(&told, Format::KgxJsonl));
    assert_eq!(tables.not_held.len(), json.not_held.len());
    for (file, jsonl) in tables.files.iter().zip(&json.files) {
        let (rows, lines) = (table(file), lines(jsonl));
        assert_eq!(rows.len(), lines.len());
        for (row, line) in rows.iter().zip(&lines) {
            for (key, value) in line.as_object().unwrap() {
                let cell = match value {
                    Value::String(text) => sanitise(&text.replace('|', "¦")).into_owned(),
                    Value::Array(items) => {
                        let items =
                            items.iter().map(|item| sanitise(&item.as_str().unwrap().replace('|', "¦")).into_owned());
                        items.collect::<Vec<_>>().join("|")
                    }
                    other => other.to_string(),
                };
                assert_eq!(row[key], cell, "{key}");
            }
        }
    }
    let nodes = table(&tables.files[0]);
    let ids: BTreeSet<&String> = nodes.iter().map(|node| &node["id"]).collect();
    assert_eq!(ids.len(), nodes.len(), "ids are told apart");
    assert!(
        ids.iter().all(|id| id.split_once(':').is_some_and(|(prefix, rest)| !prefix.is_empty() && !rest.is_empty()))
    );
    // `HGNC:1` and `hgnc:1` are one identifier, and two things: the second keeps its own
    assert!(ids.iter().any(|id| *id == "HGNC:1") && ids.iter().any(|id| *id == "whereof:gene.same%20id"), "{ids:?}");
    let edges = table(&tables.files[1]);
    assert!(edges.iter().all(|edge| ids.contains(&edge["subject"]) && ids.contains(&edge["object"])));
    assert!(edges.iter().all(|edge| edge["whereof_stance"] != "gap"));
    assert!(tables.not_held.iter().any(|line| line.starts_with("1 declared gap")), "{:?}", tables.not_held);
    // two species, one place: the qualifier stays empty and the column of the slot has both
    let crowded: Vec<_> = edges.iter().filter(|edge| edge["whereof_slot_species"].contains('|')).collect();
    assert!(!crowded.is_empty() && crowded.iter().all(|edge| edge["species_context_qualifier"].is_empty()));
    assert_eq!(edges.iter().filter(|edge| edge["negated"] == "true").count(), 1);
}

/// All texts of a document by element, unescaped; an error where it is not well-formed.
fn xml(text: &str) -> Vec<(String, BTreeMap<String, String>, String)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut found: Vec<(String, BTreeMap<String, String>, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                let attributes = attributes.collect();
                found.push((start.name().as_ref().to_owned(), attributes, String::new()));
            }
            Event::Text(more) => {
                if let Some(last) = found.last_mut() {
                    last.2.push_str(&more);
                }
            }
            Event::GeneralRef(named) => {
                if let Some(last) = found.last_mut() {
                    let name = format!("&{};", &*named);
                    last.2.push_str(&quick_xml::escape::unescape(&name).unwrap());
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn graphml_keeps_names_types_and_ends() {
    let told = asked(nasty(), NASTY);
    let found = xml(&text(&told, Format::Graphml));
    let graph = joined(&told);
    let of = |element: &str| found.iter().filter(|(name, ..)| name == element).count();
    assert_eq!((of("node"), of("edge")), (graph.nodes.len(), graph.edges.len() + graph.links.len()));
    let keys: BTreeMap<&str, &str> = found
        .iter()
        .filter(|(name, ..)| name == "key")
        .map(|(_, attributes, _)| (attributes["id"].as_str(), attributes["attr.name"].as_str()))
        .collect();
    let texts: BTreeSet<&str> = found
        .iter()
        .filter(|(name, attributes, _)| name == "data" && keys[attributes["key"].as_str()] == "name")
        .map(|(.., text)| text.trim())
        .collect();
    for node in &graph.nodes {
        assert!(texts.contains(sanitise(&node.name).trim()), "{:?} is not in {texts:?}", node.name);
    }
    let ids: BTreeSet<&str> =
        found.iter().filter(|(name, ..)| name == "node").map(|(_, attributes, _)| attributes["id"].as_str()).collect();
    for (_, attributes, _) in found.iter().filter(|(name, ..)| name == "edge") {
        assert!(ids.contains(attributes["source"].as_str()) && ids.contains(attributes["target"].as_str()));
    }
}

fn joined(told: &[(Reply, Graph)]) -> Graph {
    told.iter().fold(Graph::default(), |graph, (_, more)| graph.with(more.clone()))
}

#[test]
fn cx2_declares_what_it_holds() {
    for (base, query) in [(nasty(), NASTY), (Base::builtin(), HEADLINE), (Base::builtin(), "nouns")] {
        let told = asked(base, query);
        let all: Value = serde_json::from_str(&text(&told, Format::Cx2)).unwrap();
        let all = all.as_array().unwrap();
        assert_eq!(all[0]["CXVersion"], "2.0");
        assert_eq!(all.last().unwrap()["status"][0]["success"], true);
        let aspect = |name: &str| all.iter().find_map(|aspect| aspect.get(name)).unwrap();
        let declared = &aspect("attributeDeclarations")[0];
        let nodes = aspect("nodes").as_array().unwrap();
        for counted in aspect("metaData").as_array().unwrap() {
            let name = counted["name"].as_str().unwrap();
            assert_eq!(
                aspect(name).as_array().unwrap().len() as u64,
                counted["elementCount"].as_u64().unwrap(),
                "{name}"
            );
        }
        for (of, items) in [("nodes", nodes), ("edges", aspect("edges").as_array().unwrap())] {
            for (key, value) in items.iter().flat_map(|item| item["v"].as_object().unwrap()) {
                let right =
                    match declared[of][key]["d"].as_str().unwrap_or_else(|| panic!("{of} {key} is not declared")) {
                        "string" => value.is_string(),
                        "list_of_string" => value.is_array(),
                        "boolean" => value.is_boolean(),
                        "integer" => value.is_u64(),
                        other => panic!("{other}"),
                    };
                assert!(right, "{of} {key}: {value}");
            }
        }
        for edge in aspect("edges").as_array().unwrap() {
            assert!(
                edge["s"].as_u64().unwrap() < nodes.len() as u64 && edge["t"].as_u64().unwrap() < nodes.len() as u64
            );
        }
    }
}

/// Outside of quotes there is nothing but what the format writes itself.
#[test]
fn no_name_leaves_its_quotes_in_a_drawing() {
    let told = asked(nasty(), NASTY);
    let dot = text(&told, Format::Dot);
    for line in dot.lines().filter(|line| line.starts_with("  n") && !line.starts_with("  node")) {
        let (mut bare, mut inside, mut letters) = (String::new(), false, line.chars());
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if inside => {
                    letters.next();
                }
                '"' => inside = !inside,
                letter if !inside => bare.push(letter),
                _ => {}
            }
        }
        assert!(!inside, "{line}");
        let plain = |c: char| c.is_ascii_alphanumeric() || " [],=;->.".contains(c);
        assert!(bare.chars().all(plain), "{bare:?} of {line}");
    }
    let mermaid = text(&told, Format::Mermaid);
    for line in mermaid.lines().filter(|line| !line.trim_start().starts_with("%%")) {
        assert!(line.matches('"').count() % 2 == 0, "{line}");
        let quoted: String = line.split('"').skip(1).step_by(2).collect();
        assert!(!quoted.contains(['<', '>', '`', '\\', '&']), "{line}");
    }
}

#[test]
fn a_drawing_joins_findings_that_say_the_same() {
    let told = asked(Base::builtin(), "finding where object = homing");
    let graph = joined(&told);
    let dot = text(&told, Format::Dot);
    let drawn = dot.lines().filter(|line| line.contains("arrowhead=normal") || line.contains("arrowhead=tee")).count();
    assert!(drawn > 2 && drawn < graph.edges.len(), "{drawn} lines for {} findings", graph.edges.len());
}
