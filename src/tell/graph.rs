//! What a reply rests on, as a graph.
//!
//! A reply and the base that gave it come in, things, findings and studies in words go out. Nothing is decided here: the ids are those of the
//! reply.

use super::evidence::Teller;
use crate::answer::Reply;
use crate::answer::graph::{Edge, EdgeSlot, EdgeValue, Graph, Link, LinkKind, Node, Standing};
use crate::base::Facts;
use crate::model::{Direction, EntityId, Finding, FindingId, SourceId, StudyId, Value};
use std::collections::BTreeSet;

/// The graph of a reply; the base must be the one that gave it, for ids mean nothing in another.
#[must_use]
pub fn graph(reply: &Reply, facts: &dyn Facts) -> Graph {
    let teller = Teller::new(facts);
    let rests = reply.rests();
    let mut graph = Graph {
        queries: reply.query().map(str::to_owned).into_iter().collect(),
        bases: vec![super::base_info(facts)],
        several_sources: facts.sources().len() > 1,
        ..Graph::default()
    };
    let (mut nodes, mut studies, mut sources) = (BTreeSet::new(), rests.studies, BTreeSet::new());
    for (id, stands) in rests.findings {
        let Some(finding) = facts.finding(id) else { continue };
        let edge = edge(&teller, id, &finding, stands);
        nodes.extend([edge.subject, edge.object]);
        nodes.extend(edge.slots.iter().flat_map(|slot| &slot.values).filter_map(|value| match value {
            EdgeValue::Node(id) => Some(*id),
            EdgeValue::Text(_) => None,
        }));
        studies.extend(edge.studies.iter().copied());
        sources.extend(edge.locators.iter().map(|locator| locator.source));
        graph.edges.push(edge);
    }
    graph.studies = studies.into_iter().filter_map(|id: StudyId| Some((id, facts.study(id)?.into_owned()))).collect();
    sources.extend(graph.studies.iter().map(|(_, study)| study.source));
    let source = |id: SourceId| Some((id, facts.sources().get(id.index())?.clone()));
    graph.sources = sources.into_iter().filter_map(source).collect();
    let rows = row_names(reply);
    graph.nodes = nodes.iter().filter_map(|id| node(&teller, *id, &rows)).collect();
    graph.links = nodes.iter().flat_map(|id| links(&teller, *id)).filter(|link| nodes.contains(&link.to)).collect();
    graph
}

fn edge(teller: &Teller<'_>, id: FindingId, finding: &Finding, stands: BTreeSet<Standing>) -> Edge {
    let schema = teller.vocabulary().schema();
    let relation = schema.relations.get(finding.relation.index());
    let mut slots: Vec<EdgeSlot> = Vec::new();
    for stated in &finding.slots {
        let slot = teller.slot(stated.slot);
        let value = match &stated.value {
            Value::Entity(id) => EdgeValue::Node(*id),
            other => EdgeValue::Text(teller.value(other)),
        };
        match slots.iter_mut().find(|known| known.slot == slot) {
            Some(known) => {
                known.values.push(value);
                known.inferred |= stated.inferred;
            }
            None => {
                let xref = schema.slots.get(stated.slot.index()).and_then(|slot| slot.xref.clone());
                slots.push(EdgeSlot { slot, xref, values: vec![value], inferred: stated.inferred });
            }
        }
    }
    Edge {
        finding: id,
        subject: finding.subject,
        relation: teller.relation(finding.relation),
        relation_xref: relation.and_then(|relation| relation.xref.clone()),
        object: finding.object,
        direction: relation.map_or(Direction::Unclear, |relation| relation.direction),
        sign: teller.sign(finding),
        aspects: relation.map(|relation| relation.aspects.clone()).unwrap_or_default(),
        stance: finding.stance,
        slots,
        studies: finding.studies.clone(),
        locators: finding.locators.clone(),
        stands,
    }
}

fn node(teller: &Teller<'_>, id: EntityId, rows: &BTreeSet<&str>) -> Option<Node> {
    let entity = teller.vocabulary().entity(id)?;
    let kind = teller.vocabulary().schema().kinds.get(entity.kind.index());
    Some(Node {
        id,
        name: entity.name.clone(),
        kind: teller.kind(id),
        kind_xref: kind.and_then(|kind| kind.xref.clone()),
        aliases: entity.aliases.clone(),
        xrefs: entity.xrefs.iter().map(|xref| xref.curie.clone()).collect(),
        benefit: entity.benefit,
        note: entity.note.clone(),
        is_row: rows.contains(entity.name.as_str()),
    })
}

/// What the base declares of a thing and others: steps to broader ones, components, the agent.
fn links(teller: &Teller<'_>, id: EntityId) -> Vec<Link> {
    let Some(entity) = teller.vocabulary().entity(id) else { return Vec::new() };
    let link = |to: EntityId, kind: LinkKind| Link { from: id, to, kind };
    let mut links: Vec<Link> = entity.broader.iter().map(|edge| link(edge.to, LinkKind::Step(edge.kind))).collect();
    links.extend(entity.parts.iter().map(|part| link(*part, LinkKind::Component)));
    links.extend(match (teller.vocabulary().perturbed(id), entity.agent) {
        (Some((agent, true)), _) => Some(link(agent, LinkKind::Raises)),
        (Some((agent, false)), _) => Some(link(agent, LinkKind::Lowers)),
        (None, agent) => agent.map(|agent| link(agent, LinkKind::Applies)),
    });
    links.sort_by_key(|link| (link.to, link.kind));
    links.dedup();
    links
}

/// The names that make the rows of a reply.
fn row_names(reply: &Reply) -> BTreeSet<&str> {
    let Reply::Answers(answers) = reply else { return BTreeSet::new() };
    let cells = answers.rows.iter().filter_map(|row| row.cells.get(..answers.nouns as usize)).flatten();
    cells.map(String::as_str).collect()
}
