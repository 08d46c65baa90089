//! JSON Lines to the parts of a base.
//!
//! Lines come in, and parts or what is wrong with each line go out. Lines may stand in any order, so that names are looked up last.

use super::wrong;
use super::{
    BoundLine, EdgeLine, EntityLine, KindLine, Line, LineError, LocatorLine, SlotLine, SourceLine, StudyLine, UnitLine,
    ValueLine, XrefLine,
};
use crate::base::Parts;
use crate::model::{
    Bound, Edge, Entity, EntityId, Finding, Imprint, Kind, KindId, Locator, Quantity, Relation, RelationId, Slot,
    SlotId, SlotType, SlotValue, Source, SourceId, Study, StudyId, Unit, UnitId, Value, Xref,
};
use rustc_hash::FxHashMap;

/// Errors that are kept.
const MOST: usize = 1000;
/// Errors for which the nearest name is looked for.
const SUGGESTED: usize = 20;

/// Reads the lines of a base; empty lines are skipped, keys that nobody knows are errors.
///
/// # Errors
/// Every line that cannot be read, or that refers to what no line declares.
pub fn read(text: &str) -> Result<Parts, Vec<LineError>> {
    let mut reader = Reader::default();
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for (at, text) in text.lines().enumerate() {
        reader.line = at + 1;
        if text.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Line>(text) {
            Ok(line) => {
                reader.declare(&line);
                lines.push((at + 1, line));
            }
            Err(error) => reader.keep(wrong::explain(text, &error)),
        }
    }
    let mut parts = Parts::default();
    for (at, line) in lines {
        reader.line = at;
        reader.add(line, &mut parts);
    }
    if reader.errors.is_empty() {
        return Ok(parts);
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut errors = reader.errors;
    // a name that no line declares was read long before, so it is looked for in its line again
    for (error, name) in errors.iter_mut().zip(&reader.names_at) {
        let line = error.line.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or("");
        if let Some(name) = name {
            error.at = wrong::place_of(line, name);
        } else if error.at.is_empty() && error.near.is_none() {
            error.at = 0..line.len();
        }
    }
    errors.sort_by_key(|error| error.line);
    Err(errors)
}

#[derive(Default)]
struct Reader {
    line: usize,
    errors: Vec<LineError>,
    /// For each error the name in the line that it is about, where its place is not known yet.
    names_at: Vec<Option<String>>,
    /// For each type the things declared, by name.
    names: FxHashMap<(&'static str, String), u32>,
    counts: FxHashMap<&'static str, u32>,
}

impl Reader {
    fn tell(&mut self, message: String) {
        self.keep(LineError { message, ..LineError::default() });
    }

    fn keep(&mut self, error: LineError) {
        if self.errors.len() < MOST {
            self.errors.push(LineError { line: self.line, ..error });
            self.names_at.push(None);
        }
    }

    /// Tells of a name in the line.
    fn tell_name(&mut self, message: String, name: &str, near: Option<String>) {
        if self.errors.len() < MOST {
            self.errors.push(LineError { line: self.line, message, near, ..LineError::default() });
            self.names_at.push(Some(name.to_owned()));
        }
    }

    fn declare(&mut self, line: &Line) {
        let (class, name) = match line {
            Line::Source(source) => ("source", source.name.clone()),
            Line::Kind(kind) => ("kind", kind.name.clone()),
            Line::Slot(slot) => ("slot", slot.name.clone()),
            Line::Unit(unit) => ("unit", unit.name.clone()),
            Line::Relation(relation) => ("relation", relation.name.clone()),
            Line::Entity(entity) => {
                ("entity", entity.key.clone().unwrap_or_else(|| format!("{}:{}", entity.kind, entity.name)))
            }
            Line::Study(study) => ("study", format!("{}:{}", study.source, study.number)),
            Line::Finding(_) => return,
        };
        let count = self.counts.entry(class).or_insert(0);
        let earlier = self.names.insert((class, name.clone()), *count);
        *count += 1;
        if earlier.is_some() {
            let message = format!("{class} `{name}` stands on two lines");
            self.tell_name(message, line.own_name(), None);
        }
    }

    fn id(&mut self, class: &'static str, name: &str) -> u32 {
        let found = self.names.get(&(class, name.to_owned())).copied();
        if found.is_none() {
            let near = self.near(class, name);
            self.tell_name(format!("no {class} `{name}` stands on any line"), name, near);
        }
        found.unwrap_or(0)
    }

    /// The declared name that is nearest; looked for a few times only, since a base may be large and wrong all over.
    fn near(&self, class: &'static str, name: &str) -> Option<String> {
        if self.errors.len() >= SUGGESTED {
            return None;
        }
        let names = self.names.keys().filter(|(of, _)| *of == class).map(|(_, name)| name.as_str());
        wrong::nearest(name, names).map(|near| wrong::written(&near))
    }

    fn entity(&mut self, name: &str) -> EntityId {
        EntityId(self.id("entity", name))
    }

    fn kinds(&mut self, names: &[String]) -> Vec<KindId> {
        let mut kinds: Vec<KindId> = names.iter().map(|name| KindId(self.id("kind", name))).collect();
        kinds.sort_unstable();
        kinds
    }

    fn add(&mut self, line: Line, parts: &mut Parts) {
        match line {
            Line::Source(line) => {
                let SourceLine { name, title, doi, pmid, pmcid, year, curator, curated, note, .. } = line;
                let SourceLine { authors, journal, volume, issue, pages, .. } = line;
                let imprint = Imprint { authors, journal, volume, issue, pages };
                parts.sources.push(Source { name, title, doi, pmid, pmcid, year, imprint, curator, curated, note });
            }
            Line::Kind(KindLine { name, plural, aliases, xref, raising, lowering, note }) => {
                parts.schema.kinds.push(Kind { name, plural, aliases, xref, raising, lowering, note });
            }
            Line::Unit(UnitLine { name, dimension, factor, aliases }) => {
                if !(factor.is_finite() && factor > 0.0) {
                    self.tell(format!("the factor of unit `{name}` must be above 0"));
                }
                parts.schema.units.push(Unit { name, aliases, dimension, factor });
            }
            Line::Slot(slot) => {
                let holds = match (slot.kinds, slot.dimensions) {
                    (Some(kinds), None) => SlotType::Entities(self.kinds(&kinds)),
                    (None, Some(dimensions)) => SlotType::Quantity(dimensions),
                    (None, None) => SlotType::Text,
                    (Some(_), Some(_)) => {
                        self.tell(format!("slot `{}` has both kinds and dimensions", slot.name));
                        SlotType::Text
                    }
                };
                let SlotLine { name, aliases, xref, place, mechanism, note, .. } = slot;
                parts.schema.slots.push(Slot { name, aliases, xref, holds, place, mechanism, note });
            }
            Line::Relation(line) => parts.schema.relations.push(Relation {
                name: line.name,
                aliases: line.aliases,
                passive: line.passive,
                passive_aliases: line.passive_aliases,
                xref: line.xref,
                direction: line.direction,
                aspects: line.aspects,
                opposite: line.opposite.map(|name| RelationId(self.id("relation", &name))),
                broader: line.broader.map(|name| RelationId(self.id("relation", &name))),
                subjects: self.kinds(&line.subjects),
                objects: self.kinds(&line.objects),
                note: line.note,
            }),
            Line::Entity(line) => {
                let entity = self.one_entity(line);
                parts.entities.push(entity);
            }
            Line::Study(line) => {
                let StudyLine { number, label, title, doi, pmid, year, .. } = line;
                let StudyLine { authors, journal, volume, issue, pages, .. } = line;
                let imprint = Imprint { authors, journal, volume, issue, pages };
                let source = SourceId(self.id("source", &line.source));
                parts.studies.push(Study { source, number, label, title, doi, pmid, year, imprint });
            }
            Line::Finding(line) => {
                let mut slots: Vec<SlotValue> = line.slots.into_iter().filter_map(|value| self.value(value)).collect();
                slots.sort_by_key(|value| value.slot);
                let mut studies: Vec<StudyId> =
                    line.studies.iter().map(|name| StudyId(self.id("study", name))).collect();
                studies.sort_unstable();
                studies.dedup();
                parts.findings.push(Finding {
                    subject: self.entity(&line.subject),
                    relation: RelationId(self.id("relation", &line.relation)),
                    object: self.entity(&line.object),
                    slots,
                    studies,
                    locators: self.locators(line.locators),
                    stance: line.stance,
                });
            }
        }
    }

    fn one_entity(&mut self, line: EntityLine) -> Entity {
        let mut edge = |edge: EdgeLine| Edge {
            to: self.entity(&edge.to),
            kind: edge.kind,
            locators: self.locators(edge.locators),
            note: edge.note,
        };
        let broader = line.broader.into_iter().map(&mut edge).collect();
        let xref = |xref: XrefLine| Xref { curie: xref.curie, verified_in: xref.verified_in };
        Entity {
            name: line.name,
            kind: KindId(self.id("kind", &line.kind)),
            aliases: line.aliases,
            xrefs: line.xrefs.into_iter().map(xref).collect(),
            broader,
            benefit: line.benefit,
            evidence: line.evidence,
            parts: line.parts.iter().map(|name| self.entity(name)).collect(),
            agent: line.agent.map(|name| self.entity(&name)),
            operation: line.operation,
            note: line.note,
        }
    }

    fn locators(&mut self, lines: Vec<LocatorLine>) -> Vec<Locator> {
        let mut locator = |line: LocatorLine| Locator {
            source: SourceId(self.id("source", &line.source)),
            section: line.section,
            sentence: line.sentence,
        };
        lines.into_iter().map(&mut locator).collect()
    }

    fn value(&mut self, line: ValueLine) -> Option<SlotValue> {
        let slot = SlotId(self.id("slot", &line.slot));
        let bound = |line: BoundLine| Bound { amount: line.amount, open: line.open };
        let value = match (line.entity, line.quantity, line.text) {
            (Some(name), None, None) => Value::Entity(self.entity(&name)),
            (None, Some(quantity), None) => Value::Quantity(Quantity {
                low: quantity.low.map(bound),
                high: quantity.high.map(bound),
                approximate: quantity.approximate,
                unit: quantity.unit.map(|name| UnitId(self.id("unit", &name))),
            }),
            (None, None, Some(text)) => Value::Text(text),
            _ => {
                self.tell(format!("slot `{}` has one of `entity`, `quantity` and `text`", line.slot));
                return None;
            }
        };
        Some(SlotValue { slot, value, inferred: line.inferred })
    }
}
