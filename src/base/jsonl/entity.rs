//! The line of an entity, written without a copy of it: a large base has many.
//!
//! An entity comes in and its line goes out, the same to the letter as one that was read and is written again. What reads it is not known here.

use super::Writer;
use crate::model::{Benefit, EdgeKind, Entity, EntityId, Locator, Tier};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    r#type: &'static str,
    kind: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    xrefs: Vec<Xref<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    broader: Vec<Edge<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    benefit: Option<Benefit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Tier>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Xref<'a> {
    curie: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_in: Option<&'a str>,
}

#[derive(Serialize)]
struct Edge<'a> {
    to: &'a str,
    kind: EdgeKind,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locators: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    source: &'a str,
    section: &'a str,
    sentence: u32,
}

impl Writer<'_> {
    /// The line of an entity.
    pub(super) fn entity(&self, at: usize, entity: &Entity) -> String {
        let key = |id: EntityId| self.keys.get(id.index()).map_or("", String::as_str);
        let kind = self.base.vocabulary().kind_name(entity.kind);
        let own = key(EntityId(at as u32));
        let rest = own.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':'));
        let source = |locator: &Locator| {
            self.base.sources().get(locator.source.index()).map_or("", |source| source.name.as_str())
        };
        let place = |locator| Place { source: source(locator), section: &locator.section, sentence: locator.sentence };
        let edges = entity.broader.iter().map(|edge| {
            let locators = edge.locators.iter().map(place).collect();
            Edge { to: key(edge.to), kind: edge.kind, locators, note: edge.note.as_deref() }
        });
        let xrefs = entity.xrefs.iter();
        let line = Line {
            r#type: "entity",
            kind,
            name: &entity.name,
            key: (rest != Some(entity.name.as_str())).then_some(own),
            aliases: &entity.aliases,
            xrefs: xrefs.map(|xref| Xref { curie: &xref.curie, verified_in: xref.verified_in.as_deref() }).collect(),
            broader: edges.collect(),
            benefit: entity.benefit,
            evidence: entity.evidence,
            parts: entity.parts.iter().map(|id| key(*id)).collect(),
            agent: entity.agent.map(key),
            operation: entity.operation.as_deref(),
            note: entity.note.as_deref(),
        };
        serde_json::to_string(&line).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::base::{Facts, builtin};

    #[test]
    fn what_is_read_is_written_the_same() {
        let base = builtin::column().unwrap();
        let lines: Vec<String> = super::super::declared(&base).collect();
        let entities = lines.iter().filter(|line| line.starts_with("{\"type\":\"entity\""));
        let mut count = 0;
        for line in entities {
            let read: super::super::Line = serde_json::from_str(line).unwrap();
            assert_eq!(&serde_json::to_string(&read).unwrap(), line);
            count += 1;
        }
        assert_eq!(count, base.vocabulary().entities().len());
    }
}
