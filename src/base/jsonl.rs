//! JSON Lines: the interchange form of a base, one thing a line, names instead of numbers.
//!
//! A store comes in and lines go out, or lines come in and the parts of a base go out; nothing is lost either way. It knows no file and no
//! other format.

mod entity;
mod read;
mod wrong;

pub use read::read;
pub use wrong::json_words;

use super::Facts;
use super::pool::{Index, hash_of};
use crate::model::{
    Aspect, Benefit, Bound, Direction, EdgeKind, Entity, EntityId, Finding, FindingId, Imprint, Kind, KindId, Locator,
    Relation, RelationId, Schema, Slot, SlotType, SlotValue, Source, SourceId, Stance, Study, StudyId, Tier, Unit,
    Value,
};
use crate::names::Vocabulary;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// A line that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineError {
    /// The line, from 1.
    pub line: usize,
    /// The bytes of the line that it is about.
    pub at: Range<usize>,
    /// What is wrong with it, in plain words.
    pub message: String,
    /// What would have been accepted there.
    pub expected: Vec<String>,
    /// What was probably meant in the place of those bytes, as it is written in a line.
    pub near: Option<String>,
    /// Advice.
    pub note: Option<String>,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for LineError {}

/// One line. Entities are told by `kind:name`, studies by `source:number`, everything else by name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    Source(SourceLine),
    Kind(KindLine),
    Slot(SlotLine),
    Unit(UnitLine),
    Relation(RelationLine),
    Entity(EntityLine),
    Study(StudyLine),
    Finding(FindingLine),
}

impl Line {
    /// The name that a line gives to what it declares, as it stands there.
    fn own_name(&self) -> &str {
        match self {
            Line::Source(line) => &line.name,
            Line::Kind(line) => &line.name,
            Line::Slot(line) => &line.name,
            Line::Unit(line) => &line.name,
            Line::Relation(line) => &line.name,
            Line::Entity(line) => &line.name,
            Line::Study(line) => &line.source,
            Line::Finding(_) => "",
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A part of a line.
macro_rules! part {
    ($name:ident { $($field:ident : $type:ty),* $(,)? } $(optional { $($more:ident : $mtype:ty),* $(,)? })?) => {
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            $($field: $type,)*
            $($(#[serde(default, skip_serializing_if = "is_default")] $more: $mtype,)*)?
        }
    };
}

/// A line, with the names of its keys for messages.
macro_rules! line {
    ($name:ident { $($field:ident : $type:ty),* $(,)? } optional { $($more:ident : $mtype:ty),* $(,)? }) => {
        part!($name { $($field: $type),* } optional { $($more: $mtype),* });

        impl $name {
            /// The keys that each such line has, and those that it may have.
            const KEYS: (&'static [&'static str], &'static [&'static str]) =
                (&[$(stringify!($field)),*], &[$(stringify!($more)),*]);
        }
    };
}

line!(SourceLine { name: String } optional {
    title: Option<String>, doi: Option<String>, pmid: Option<String>, pmcid: Option<String>, year: Option<u32>,
    authors: Vec<String>, journal: Option<String>, volume: Option<String>, issue: Option<String>, pages: Option<String>,
    curator: Option<String>, curated: Option<String>, note: Option<String>,
});
line!(KindLine { name: String } optional {
    plural: Option<String>, aliases: Vec<String>, xref: Option<String>, raising: Vec<String>, lowering: Vec<String>, note: Option<String>,
});
line!(UnitLine { name: String, dimension: String, factor: f64 } optional { aliases: Vec<String> });
line!(SlotLine { name: String } optional {
    aliases: Vec<String>, xref: Option<String>, kinds: Option<Vec<String>>, dimensions: Option<Vec<String>>, place: bool,
    mechanism: bool, note: Option<String>,
});
line!(RelationLine { name: String, direction: Direction } optional {
    aliases: Vec<String>, passive: Option<String>, passive_aliases: Vec<String>, xref: Option<String>,
    aspects: Vec<Aspect>,
    opposite: Option<String>, broader: Option<String>, subjects: Vec<String>, objects: Vec<String>, note: Option<String>,
});
line!(EntityLine { kind: String, name: String } optional {
    key: Option<String>, aliases: Vec<String>, xrefs: Vec<XrefLine>, broader: Vec<EdgeLine>, benefit: Option<Benefit>,
    evidence: Option<Tier>,
    parts: Vec<String>, agent: Option<String>, operation: Option<String>, note: Option<String>,
});
part!(XrefLine { curie: String } optional { verified_in: Option<String> });
part!(EdgeLine { to: String, kind: EdgeKind } optional { locators: Vec<LocatorLine>, note: Option<String> });
part!(LocatorLine { source: String, section: String, sentence: u32 });
line!(StudyLine { source: String, number: u32 } optional {
    label: Option<String>, title: Option<String>, doi: Option<String>, pmid: Option<String>, year: Option<u32>,
    authors: Vec<String>, journal: Option<String>, volume: Option<String>, issue: Option<String>, pages: Option<String>,
});
line!(FindingLine { subject: String, relation: String, object: String, stance: Stance } optional {
    slots: Vec<ValueLine>, studies: Vec<String>, locators: Vec<LocatorLine>,
});
part!(ValueLine { slot: String } optional {
    entity: Option<String>, quantity: Option<QuantityLine>, text: Option<String>, inferred: bool,
});
part!(QuantityLine {} optional { low: Option<BoundLine>, high: Option<BoundLine>, approximate: bool, unit: Option<String> });
part!(BoundLine { amount: f64 } optional { open: bool });

impl PartialEq for XrefLine {
    fn eq(&self, other: &XrefLine) -> bool {
        self.curie == other.curie && self.verified_in == other.verified_in
    }
}

// Only emptiness is ever compared, to leave a key out.
macro_rules! never_equal {
    ($($name:ident),*) => { $(impl PartialEq for $name { fn eq(&self, _: &$name) -> bool { false } })* };
}
never_equal!(EdgeLine, LocatorLine, ValueLine, QuantityLine, BoundLine);

/// All of a base, in an order in which everything is declared before it is used, entities apart.
pub fn lines(base: &dyn Facts) -> impl Iterator<Item = String> + '_ {
    let writer = Writer::new(base);
    let findings = (0..base.finding_count()).filter_map(move |at| {
        let finding = base.finding(FindingId(at as u32))?;
        Some(text(&writer.finding(&finding)))
    });
    declared(base).chain(findings)
}

/// The lines of everything but findings.
pub fn declared(base: &dyn Facts) -> impl Iterator<Item = String> + '_ {
    declared_by(base, keys(base.vocabulary()))
}

/// The same where what each entity is told by is known: see [`keys`].
pub fn declared_by(base: &dyn Facts, keys: Vec<String>) -> impl Iterator<Item = String> + '_ {
    let writer = Writer { base, keys };
    let schema = base.vocabulary().schema();
    let mut all: Vec<Line> = base.sources().iter().map(source_line).collect();
    all.extend(schema.kinds.iter().map(kind_line));
    all.extend(schema.slots.iter().map(|slot| writer.slot(slot)));
    all.extend(schema.units.iter().map(unit_line));
    all.extend(schema.relations.iter().map(|relation| writer.relation(relation)));
    let all: Vec<String> = all.iter().map(text).collect();
    let writer = Rc::new(writer);
    let entities = base.vocabulary().entities().iter().enumerate();
    let of_entities = Rc::clone(&writer);
    let entities = entities.map(move |(at, entity)| of_entities.entity(at, entity));
    let studies = (0..base.study_count())
        .filter_map(move |at| Some(text(&writer.study(base.study(StudyId(at as u32))?.as_ref()))));
    all.into_iter().chain(entities).chain(studies)
}

fn text(line: &Line) -> String {
    serde_json::to_string(line).unwrap_or_default()
}

/// What each entity is told by: `kind:name`, numbered where a base has several of one kind and name.
#[must_use]
pub fn keys(vocabulary: &Vocabulary) -> Vec<String> {
    keys_of(vocabulary.schema(), vocabulary.entities().iter())
}

/// The same of entities that are in no vocabulary yet.
pub fn keys_of<'e>(schema: &Schema, entities: impl Iterator<Item = &'e Entity>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut first = Index::default();
    let mut more: FxHashMap<u32, usize> = FxHashMap::default();
    for entity in entities {
        let kind = schema.kinds.get(entity.kind.index()).map_or("", |kind| kind.name.as_str());
        let mut key = [kind, ":", &entity.name].concat();
        let hash = hash_of(key.as_bytes());
        match first.find(hash, |at| keys.get(at as usize) == Some(&key)) {
            None => first.add(hash, keys.len() as u32),
            Some(at) => {
                // Bases laid over each other may hold two entities of one name and kind.
                let count = more.entry(at).or_insert(1);
                *count += 1;
                key.push_str(&format!("#{count}"));
            }
        }
        keys.push(key);
    }
    keys
}

/// All of a base as one text.
///
/// ```
/// use whereof::base::{Memory, jsonl};
/// let base = Memory::from_parts("empty", Default::default());
/// assert_eq!(jsonl::write(&base), "");
/// ```
#[must_use]
pub fn write(base: &dyn Facts) -> String {
    lines(base).fold(String::new(), |mut text, line| {
        text.push_str(&line);
        text.push('\n');
        text
    })
}

fn source_line(source: &Source) -> Line {
    let Source { name, title, doi, pmid, pmcid, year, imprint, curator, curated, note } = source.clone();
    let Imprint { authors, journal, volume, issue, pages } = imprint;
    Line::Source(SourceLine {
        name,
        title,
        doi,
        pmid,
        pmcid,
        year,
        authors,
        journal,
        volume,
        issue,
        pages,
        curator,
        curated,
        note,
    })
}

fn kind_line(kind: &Kind) -> Line {
    let Kind { name, plural, aliases, xref, raising, lowering, note } = kind.clone();
    Line::Kind(KindLine { name, plural, aliases, xref, raising, lowering, note })
}

fn unit_line(unit: &Unit) -> Line {
    let Unit { name, aliases, dimension, factor } = unit.clone();
    Line::Unit(UnitLine { name, aliases, dimension, factor })
}

struct Writer<'a> {
    base: &'a dyn Facts,
    keys: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(base: &'a dyn Facts) -> Writer<'a> {
        Writer { keys: keys(base.vocabulary()), base }
    }

    fn key(&self, id: EntityId) -> String {
        self.keys.get(id.index()).cloned().unwrap_or_default()
    }

    /// What has no order is written by name, so that lines do not depend on the order of declarations.
    fn kinds(&self, ids: &[KindId]) -> Vec<String> {
        let mut names: Vec<String> = ids.iter().map(|id| self.base.vocabulary().kind_name(*id).to_owned()).collect();
        names.sort();
        names
    }

    fn relation_name(&self, id: RelationId) -> String {
        self.base.vocabulary().relation(id).map_or_else(String::new, |relation| relation.name.clone())
    }

    fn source_name(&self, id: SourceId) -> String {
        self.base.sources().get(id.index()).map_or_else(String::new, |source| source.name.clone())
    }

    fn slot(&self, slot: &Slot) -> Line {
        let (kinds, dimensions) = match &slot.holds {
            SlotType::Entities(kinds) => (Some(self.kinds(kinds)), None),
            SlotType::Quantity(dimensions) => (None, Some(dimensions.clone())),
            SlotType::Text => (None, None),
        };
        let Slot { name, aliases, xref, place, mechanism, note, .. } = slot.clone();
        Line::Slot(SlotLine { name, aliases, xref, kinds, dimensions, place, mechanism, note })
    }

    fn relation(&self, relation: &Relation) -> Line {
        let relation = relation.clone();
        Line::Relation(RelationLine {
            name: relation.name,
            direction: relation.direction,
            aliases: relation.aliases,
            passive: relation.passive,
            passive_aliases: relation.passive_aliases,
            xref: relation.xref,
            aspects: relation.aspects,
            opposite: relation.opposite.map(|id| self.relation_name(id)),
            broader: relation.broader.map(|id| self.relation_name(id)),
            subjects: self.kinds(&relation.subjects),
            objects: self.kinds(&relation.objects),
            note: relation.note,
        })
    }

    fn locators(&self, locators: &[Locator]) -> Vec<LocatorLine> {
        let line = |locator: &Locator| LocatorLine {
            source: self.source_name(locator.source),
            section: locator.section.clone(),
            sentence: locator.sentence,
        };
        locators.iter().map(line).collect()
    }

    fn study(&self, study: &Study) -> Line {
        let Study { source, number, label, title, doi, pmid, year, imprint } = study.clone();
        let Imprint { authors, journal, volume, issue, pages } = imprint;
        let source = self.source_name(source);
        Line::Study(StudyLine { source, number, label, title, doi, pmid, year, authors, journal, volume, issue, pages })
    }

    fn finding(&self, finding: &Finding) -> Line {
        let study = |id: &StudyId| {
            let study = self.base.study(*id);
            study.map_or_else(String::new, |study| format!("{}:{}", self.source_name(study.source), study.number))
        };
        let mut slots: Vec<ValueLine> = finding.slots.iter().map(|value| self.value(value)).collect();
        slots.sort_by(|one, two| one.slot.cmp(&two.slot));
        let mut studies: Vec<String> = finding.studies.iter().map(study).collect();
        studies.sort();
        Line::Finding(FindingLine {
            subject: self.key(finding.subject),
            relation: self.relation_name(finding.relation),
            object: self.key(finding.object),
            stance: finding.stance,
            slots,
            studies,
            locators: self.locators(&finding.locators),
        })
    }

    fn value(&self, value: &SlotValue) -> ValueLine {
        let schema = self.base.vocabulary().schema();
        let slot = schema.slots.get(value.slot.index()).map_or_else(String::new, |slot| slot.name.clone());
        let mut line = ValueLine { slot, entity: None, quantity: None, text: None, inferred: value.inferred };
        let bound = |bound: Bound| BoundLine { amount: bound.amount, open: bound.open };
        match &value.value {
            Value::Entity(id) => line.entity = Some(self.key(*id)),
            Value::Text(text) => line.text = Some(text.clone()),
            Value::Quantity(quantity) => {
                let unit = quantity.unit.and_then(|id| schema.units.get(id.index())).map(|unit| unit.name.clone());
                let (low, high) = (quantity.low.map(bound), quantity.high.map(bound));
                line.quantity = Some(QuantityLine { low, high, approximate: quantity.approximate, unit });
            }
        }
        line
    }
}
