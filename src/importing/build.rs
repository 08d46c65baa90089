//! A base out of what readers say.
//!
//! Records come in with their lines; the parts of a base go out, and a reason for each record that could not be used. How the records stood
//! in a file is not known here.

use super::mapping::Mapping;
use super::names::{clean, tidy};
use super::plan::{PlannedValue, unread};
use super::quick::Version;
use super::record::{Cited, Record, Statement, Thing};
use super::studies::Studies;
use super::things::{Planned, Things};
use super::words::{Said, Words};
use crate::base::sheet::Row;
use crate::base::{Bulk, Sheet};
use crate::model::{Edge, EdgeKind, EntityId, Locator, Schema, SlotValue, SourceId, Stance, StudyId, Value};
use crate::names::normal;
use std::collections::BTreeMap;

/// Values of slots in one record.
pub(super) const MOST_VALUES: usize = 1_000;

/// Where something was read.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The place of the file among those read.
    pub(super) file: usize,
    pub(super) line: u64,
}

/// What can only be looked up when all is read.
#[derive(Debug)]
pub(super) enum Pending {
    Step(EntityId, EdgeKind, String),
    Redirect { origin: Origin, from: String, name: Option<String>, to: String },
}

/// A base under construction.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) words: Words,
    pub(super) things: Things,
    cited: Studies,
    pub(super) findings: Sheet,
    pub(super) pending: Vec<Pending>,
    /// The source of what names none.
    own: Option<SourceId>,
    own_name: String,
    /// What was left out of what was kept, and how often.
    pub(super) left_out: BTreeMap<String, u64>,
}

impl Builder {
    pub(super) fn new(parts: Bulk, mapping: Mapping, own_name: String) -> Builder {
        let Bulk { schema, entities, sources, studies, findings } = parts;
        Builder {
            words: Words::new(schema, mapping),
            things: Things::of(entities),
            cited: Studies::of(sources, studies),
            findings,
            pending: Vec::new(),
            own: None,
            own_name,
            left_out: BTreeMap::new(),
        }
    }

    pub(super) fn finding_count(&self) -> usize {
        self.findings.len()
    }

    /// Changes where a name may stand for something else than before.
    pub(super) fn version(&self) -> Version {
        (self.things.version, self.words.schema.kinds.len())
    }

    /// Takes what a unit says: all of it, or nothing.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub(super) fn take(&mut self, record: Record, origin: &Origin, file_name: &str) -> Result<(), String> {
        match record {
            Record::Thing(thing) => self.thing(*thing),
            Record::Statement(statement) => self.statement(*statement, origin, file_name),
            Record::Aliases(key, aliases) => match self.things.keyed(&key) {
                Some(id) => {
                    self.things.alias(id, &aliases);
                    Ok(())
                }
                None => Err(unread(&key)),
            },
            Record::Redirect { from, name, to } => {
                self.pending.push(Pending::Redirect { origin: origin.clone(), from, name, to });
                Ok(())
            }
            Record::Made { whole, part, is_agent } => self.made(&whole, &part, is_agent),
        }
    }

    fn thing(&mut self, thing: Thing) -> Result<(), String> {
        let word = thing.name.kind.as_deref();
        let kind = match word {
            Some(word) => self.words.kind(word)?,
            None => match self.words.mapping.nouns.get("*").cloned() {
                Some(noun) => self.words.kind(&noun)?,
                None => {
                    return Err(format!(
                        "no kind is stated of `{}`: say one for all as \"*\" in [nouns] of the mapping",
                        thing.name.shown()
                    ));
                }
            },
        };
        let id = self.things.put(&thing.name, kind, &thing.aliases)?;
        if let Some(class) = &thing.class {
            self.words.class(kind, class);
        }
        self.things.refer(id, &thing.leads);
        for (step, to) in thing.steps {
            self.pending.push(Pending::Step(id, step, to));
        }
        if let (Some(note), Some(entity)) = (thing.note, self.things.get_mut(id)) {
            let note = tidy(&note);
            if !note.is_empty() && entity.note.is_none() {
                entity.note = Some(note);
            }
        }
        Ok(())
    }

    fn statement(&mut self, said: Statement, origin: &Origin, file_name: &str) -> Result<(), String> {
        if said.slots.len() > MOST_VALUES {
            return Err(format!("more than {MOST_VALUES} values of slots in one record"));
        }
        let verb = self.words.said(&said.relations, said.verb.as_ref())?;
        let stance = match &said.stance {
            None => Stance::Reported,
            Some(word) => self.stance(word)?,
        };
        match verb {
            Said::Same => self.same(said.subject.key.as_deref(), said.object.key.as_deref()),
            Said::Step(kind, turned) => self.step(said, kind, turned, origin, file_name),
            Said::Verb(relation, passive) => {
                let (subjects, objects, phrase) = match self.words.relation(relation) {
                    Some(relation) => (relation.subjects.clone(), relation.objects.clone(), relation.name.clone()),
                    None => (Vec::new(), Vec::new(), String::new()),
                };
                let (agent, target) =
                    if passive { (&said.object, &said.subject) } else { (&said.subject, &said.object) };
                let subject = self.plan(agent, &subjects).map_err(|why| told(&phrase, "subject", &why))?;
                let object = self.plan(target, &objects).map_err(|why| told(&phrase, "object", &why))?;
                let mut slots = Vec::new();
                for value in said.slots {
                    if let Some((slot, planned)) = self.value(&value)? {
                        slots.push((slot, planned));
                    }
                }
                // nothing can go wrong any more
                let (subject, object) = (self.things.take(subject), self.things.take(object));
                let mut values: Vec<SlotValue> = Vec::with_capacity(slots.len());
                let inferred: Vec<String> = said.inferred.iter().map(|name| normal(name)).collect();
                for (slot, planned) in slots {
                    let declared = self.words.schema.slots.get(slot.index());
                    let inferred = declared.is_some_and(|slot| inferred.contains(&normal(&slot.name)));
                    let value = match planned {
                        PlannedValue::Thing(planned) => Value::Entity(self.things.take(planned)),
                        PlannedValue::Plain(value) => value,
                    };
                    values.push(SlotValue { slot, value, inferred });
                }
                let slots = self.slot_list(values);
                let studies = self.studies(said.studies);
                let studies = self.findings.study_list(&studies);
                let locators = self.places(said.places, said.section, said.sentence, origin, file_name);
                let (place, sentence) = self.findings.place_list(&locators);
                self.findings.push_row(Row { subject, relation, object, stance, slots, studies, place, sentence });
                Ok(())
            }
        }
    }

    /// The number of a list of values, each once, ordered by slot.
    pub(super) fn slot_list(&mut self, all: Vec<SlotValue>) -> u32 {
        let mut values: Vec<SlotValue> = Vec::with_capacity(all.len());
        for value in all {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values.sort_by_key(|value| value.slot);
        self.findings.slot_list(&values)
    }

    fn made(&mut self, whole: &str, part: &str, is_agent: bool) -> Result<(), String> {
        let known = |key: &str| self.things.keyed(key).ok_or_else(|| unread(key));
        let (whole, part) = (known(whole)?, known(part)?);
        if let Some(entity) = self.things.get_mut(whole) {
            if is_agent {
                entity.agent = entity.agent.or(Some(part));
            } else if !entity.parts.contains(&part) {
                entity.parts.push(part);
            }
        }
        Ok(())
    }

    /// Two identifiers of one thing.
    fn same(&mut self, one: Option<&str>, other: Option<&str>) -> Result<(), String> {
        let (Some(one), Some(other)) = (one, other) else {
            return Err("only identifiers can be of one thing, not names".to_owned());
        };
        match (self.things.keyed(one), self.things.keyed(other)) {
            (Some(a), Some(b)) if a != b => Err(format!("`{one}` and `{other}` are two things of this base already")),
            (Some(_), Some(_)) => Ok(()),
            (Some(id), None) => {
                self.things.refer(id, &[other.to_owned()]);
                Ok(())
            }
            (None, Some(id)) => {
                self.things.refer(id, &[one.to_owned()]);
                Ok(())
            }
            (None, None) => Err(format!("nothing of this base has `{one}` or `{other}`: import what has them before")),
        }
    }

    pub(super) fn stance(&self, word: &str) -> Result<Stance, String> {
        if let Some(stance) = self.words.mapping.stances.get(word) {
            return Ok(*stance);
        }
        match word {
            "reported" => Ok(Stance::Reported),
            "hypothesised" => Ok(Stance::Hypothesised),
            "gap" => Ok(Stance::Gap),
            _ => Err(format!("no stance stands for `{word}`: say one in [stances] of the mapping")),
        }
    }

    fn step(
        &mut self,
        said: Statement,
        kind: EdgeKind,
        turned: bool,
        origin: &Origin,
        file_name: &str,
    ) -> Result<(), String> {
        let (narrower, broader) = if turned { (&said.object, &said.subject) } else { (&said.subject, &said.object) };
        let itself = || "a step leads from a thing to itself".to_owned();
        let same = narrower == broader;
        let (narrower, broader) = (self.plan(narrower, &[])?, self.plan(broader, &[])?);
        if same || matches!((&narrower, &broader), (Planned::Known(one), Planned::Known(other)) if one == other) {
            return Err(itself());
        }
        let (narrower, to) = (self.things.take(narrower), self.things.take(broader));
        if narrower == to {
            return Err(itself());
        }
        let cited: Vec<String> = said.studies.iter().map(cited_words).collect();
        let locators = self.places(said.places, said.section, said.sentence, origin, file_name);
        self.link(narrower, to, kind, locators, (!cited.is_empty()).then(|| cited.join(", ")));
        Ok(())
    }

    /// A step from one thing to another, or more places where one is stated.
    pub(super) fn link(
        &mut self,
        narrower: EntityId,
        to: EntityId,
        kind: EdgeKind,
        locators: Vec<Locator>,
        note: Option<String>,
    ) {
        let Some(entity) = self.things.get_mut(narrower) else { return };
        match entity.broader.iter_mut().find(|edge| edge.to == to && edge.kind == kind) {
            Some(edge) => {
                for locator in locators {
                    if !edge.locators.contains(&locator) {
                        edge.locators.push(locator);
                    }
                }
                edge.note = edge.note.take().or(note);
            }
            None => entity.broader.push(Edge { to, kind, locators, note }),
        }
    }

    /// The source of what names none, with what the mapping says of it.
    fn own_source(&mut self) -> SourceId {
        if let Some(id) = self.own {
            return id;
        }
        let known = self.words.mapping.source.clone();
        let name = known.get("name").cloned().unwrap_or_else(|| self.own_name.clone());
        let name = clean(&name).unwrap_or_else(|_| "import".to_owned());
        let id = self.cited.source(&name);
        if let Some(source) = self.cited.sources.get_mut(id.index()) {
            let told = |key: &str| known.get(key).map(|text| tidy(text)).filter(|text| !text.is_empty());
            source.title = source.title.take().or_else(|| told("title"));
            source.doi = source.doi.take().or_else(|| told("doi"));
            source.pmid = source.pmid.take().or_else(|| told("pmid"));
            source.pmcid = source.pmcid.take().or_else(|| told("pmcid"));
            source.year = source.year.or_else(|| told("year").and_then(|year| year.parse().ok()));
            source.curator = source.curator.take().or_else(|| told("curator"));
            source.curated = source.curated.take().or_else(|| told("curated"));
            source.note = source.note.take().or_else(|| told("note"));
        }
        self.own = Some(id);
        id
    }

    pub(super) fn studies(&mut self, cited: Vec<Cited>) -> Vec<StudyId> {
        let mut ids = Vec::with_capacity(cited.len());
        for one in cited {
            let source = match one.source.as_deref().map(clean) {
                Some(Ok(name)) => self.cited.source(&name),
                _ => self.own_source(),
            };
            ids.push(self.cited.study(source, one));
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn places(
        &mut self,
        places: Option<Vec<super::record::Place>>,
        section: Option<String>,
        sentence: Option<u32>,
        origin: &Origin,
        file_name: &str,
    ) -> Vec<Locator> {
        match places {
            Some(places) => places
                .into_iter()
                .map(|place| {
                    let source = match place.source.as_deref().map(clean) {
                        Some(Ok(name)) => self.cited.source(&name),
                        _ => self.own_source(),
                    };
                    Locator { source, section: tidy(&place.section), sentence: place.sentence.max(1) }
                })
                .collect(),
            None => {
                let sentence = sentence.unwrap_or_else(|| u32::try_from(origin.line.max(1)).unwrap_or(u32::MAX));
                vec![self.only_place(section.as_deref(), sentence, file_name)]
            }
        }
    }

    /// The place of what names no source.
    pub(super) fn only_place(&mut self, section: Option<&str>, sentence: u32, file_name: &str) -> Locator {
        let source = self.own_source();
        let section = section.map(tidy).filter(|text| !text.is_empty());
        Locator { source, section: section.unwrap_or_else(|| file_name.to_owned()), sentence }
    }

    /// Looks up what had to wait; gives each that could not be used, with the reason.
    pub(super) fn settle(&mut self) -> Vec<(Origin, String)> {
        let mut wrong = Vec::new();
        let pending = std::mem::take(&mut self.pending);
        // redirects first: a step may lead to what was given up
        for one in &pending {
            if let Pending::Redirect { origin, from, name, to } = one {
                match self.things.keyed(to) {
                    Some(id) => {
                        self.things.refer(id, std::slice::from_ref(from));
                        if let Some(name) = name {
                            self.things.alias(id, std::slice::from_ref(name));
                        }
                    }
                    None => {
                        wrong.push((origin.clone(), format!("`{from}` gave way to `{to}`, which no file declares")))
                    }
                }
            }
        }
        for one in pending {
            if let Pending::Step(id, kind, to) = one {
                match self.things.keyed(&to) {
                    Some(to) if to != id => {
                        if let Some(entity) = self.things.get_mut(id)
                            && !entity.broader.iter().any(|edge| edge.to == to && edge.kind == kind)
                        {
                            entity.broader.push(Edge { to, kind, locators: Vec::new(), note: None });
                        }
                    }
                    _ => *self.left_out.entry("steps to things that no file declares".to_owned()).or_default() += 1,
                }
            }
        }
        wrong
    }

    /// The parts of the base.
    pub(super) fn finish(mut self) -> Bulk {
        if self.cited.sources.is_empty() {
            self.own_source();
        }
        let mut findings = self.findings;
        let (sources, studies) = self.cited.finish(&mut findings);
        let schema: Schema = self.words.schema;
        Bulk { schema, entities: self.things.entities, sources, studies, findings }
    }
}

fn told(verb: &str, side: &str, why: &str) -> String {
    format!("the {side} of `{verb}`: {why}")
}

fn cited_words(cited: &Cited) -> String {
    let pmid = cited.pmid.as_ref().map(|pmid| format!("PMID:{pmid}"));
    let doi = || cited.doi.as_ref().map(|doi| format!("DOI:{doi}"));
    let number = || cited.number.map(|number| number.to_string());
    pmid.or_else(doi).or_else(number).or_else(|| cited.label.clone()).unwrap_or_default()
}
