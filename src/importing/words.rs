//! Words of a file against the schema of a base: nouns, verbs and slots.
//!
//! A mapping and a schema come in; for each word of a file what it is goes out, or why it is nothing. Words that may be declared are.

use super::mapping::{Mapping, SlotTo, Unknown, VerbTo};
use super::names::{plain_words, tidy};
use super::record::VerbHint;
use crate::model::{Direction, EdgeKind, Kind, KindId, Relation, RelationId, Schema, Slot, SlotId, SlotType};
use crate::names::Vocabulary;
use rustc_hash::FxHashMap;

/// Nouns, verbs and slots that are declared for a file, each; where there are more, the column holds something else.
const MOST: usize = 2_000;

/// What the words of files are.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) schema: Schema,
    /// The names of the schema.
    index: Vocabulary,
    pub(super) mapping: Mapping,
    kinds: FxHashMap<String, Result<KindId, String>>,
    verbs: FxHashMap<String, Option<Result<Said, String>>>,
    slots: FxHashMap<String, Result<SlotId, Missing>>,
    /// Nouns that were declared for a file.
    new_kinds: Vec<KindId>,
    /// Verbs that were declared for a file, whose direction may yet turn out unclear.
    declared: Vec<RelationId>,
    /// Slots that were declared for a file and take what comes.
    open: Vec<SlotId>,
}

/// What a relation of a file says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said {
    /// A verb; passive where subject and object change places.
    Verb(RelationId, bool),
    /// A step; turned where the object is the narrower.
    Step(EdgeKind, bool),
    /// That two identifiers are of one thing.
    Same,
}

/// A word for a slot that is none.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Missing {
    /// What it stands in is rejected, for this reason.
    Reject(String),
    /// It is left out.
    Drop,
}

impl Words {
    pub(super) fn new(schema: Schema, mapping: Mapping) -> Words {
        let index = Vocabulary::new(schema.clone(), Vec::new());
        Words { schema, index, mapping, ..Words::default() }
    }

    /// Takes up another mapping, and declarations laid upon the schema: words of another file are others.
    pub(super) fn turn_to(&mut self, mapping: Mapping, schema: Option<Schema>) {
        self.mapping = mapping;
        if let Some(schema) = schema {
            self.schema = schema;
        }
        self.index = Vocabulary::new(self.schema.clone(), Vec::new());
        self.kinds.clear();
        self.verbs.clear();
        self.slots.clear();
    }

    /// The schema has changed: what was found out before may be wrong.
    fn renew(&mut self) {
        self.index = Vocabulary::new(self.schema.clone(), Vec::new());
        self.kinds.retain(|_, found| found.is_ok());
        self.verbs.retain(|_, found| matches!(found, Some(Ok(_))));
        self.slots.retain(|_, found| found.is_ok());
    }

    pub(super) fn kind_name(&self, id: KindId) -> &str {
        self.index.kind_name(id)
    }

    pub(super) fn relation(&self, id: RelationId) -> Option<&Relation> {
        self.schema.relations.get(id.index())
    }

    /// The noun that a file's word is.
    pub(super) fn kind(&mut self, word: &str) -> Result<KindId, String> {
        if let Some(found) = self.kinds.get(word) {
            return found.clone();
        }
        let mapped = self.mapping.nouns.get(word).or_else(|| self.mapping.nouns.get("*")).cloned();
        let noun = mapped.clone().unwrap_or_else(|| word.to_owned());
        let by_xref = |kind: &Kind| kind.xref.as_deref().is_some_and(|xref| xref.eq_ignore_ascii_case(&noun));
        let named = self.index.kinds_named(&noun).first().copied();
        let named = named.or_else(|| self.schema.kinds.iter().position(by_xref).map(|at| KindId(at as u32)));
        let named = named.or_else(|| self.index.kinds_named(&plain_words(&noun)).first().copied());
        let found = match (named, self.mapping.unknown.nouns.unwrap_or_default()) {
            (Some(id), _) => Ok(id),
            (None, Unknown::Declare) if self.new_kinds.len() >= MOST => Err(too_many("nouns")),
            (None, Unknown::Declare) if !plain_words(&noun).is_empty() => {
                let id = KindId(self.schema.kinds.len() as u32);
                let name = if mapped.is_some() { noun } else { plain_words(&noun) };
                self.schema.kinds.push(Kind::new(name));
                self.new_kinds.push(id);
                self.renew();
                Ok(id)
            }
            (None, _) if mapped.is_some() => {
                Err(format!("the mapping says noun `{noun}` for `{word}`, and no such noun is declared"))
            }
            (None, _) => Err(format!("no noun stands for `{word}`: say one in [nouns] of the mapping")),
        };
        self.kinds.insert(word.to_owned(), found.clone());
        found
    }

    /// What a noun that was declared for a file is in a public vocabulary.
    pub(super) fn class(&mut self, id: KindId, class: &str) {
        if self.new_kinds.contains(&id)
            && let Some(kind) = self.schema.kinds.get_mut(id.index())
        {
            kind.xref.get_or_insert_with(|| class.to_owned());
        }
    }

    /// What the first word says that the mapping or the schema knows.
    pub(super) fn said(&mut self, relations: &[String], hint: Option<&VerbHint>) -> Result<Said, String> {
        let own = hint.and_then(|hint| hint.name.clone());
        if let Some(name) = &own
            && let Some(found) = verb(&self.index, name)?
        {
            self.compare(found, hint);
            return Ok(found);
        }
        for word in relations {
            if let Some(found) = self.one(word) {
                let found = found?;
                self.compare(found, hint);
                return Ok(found);
            }
        }
        let last = own.as_deref().or(relations.last().map(String::as_str)).unwrap_or_default();
        let unknown = || format!("no verb stands for `{last}`: say one in [verbs] of the mapping");
        if self.mapping.unknown.verbs != Some(Unknown::Declare) || plain_words(last).is_empty() {
            return Err(unknown());
        }
        if self.declared.len() >= MOST {
            return Err(too_many("verbs"));
        }
        let name = match hint {
            Some(_) => tidy(last),
            None => plain_words(last),
        };
        let id = RelationId(self.schema.relations.len() as u32);
        self.schema.relations.push(Relation {
            name,
            aliases: Vec::new(),
            passive: None,
            passive_aliases: Vec::new(),
            xref: hint.and_then(|hint| hint.xref.clone()),
            direction: hint.map_or(Direction::Unclear, |hint| hint.direction),
            aspects: hint.map(|hint| hint.aspects.clone()).unwrap_or_default(),
            opposite: None,
            broader: None,
            subjects: Vec::new(),
            objects: Vec::new(),
            note: None,
        });
        self.declared.push(id);
        self.renew();
        self.verbs.insert(last.to_owned(), Some(Ok(Said::Verb(id, false))));
        Ok(Said::Verb(id, false))
    }

    /// A verb that was declared as going one way and goes another elsewhere goes no way that could be told.
    fn compare(&mut self, said: Said, hint: Option<&VerbHint>) {
        if let (Said::Verb(id, false), Some(hint)) = (said, hint)
            && self.declared.contains(&id)
            && let Some(relation) = self.schema.relations.get_mut(id.index())
            && relation.direction != hint.direction
        {
            relation.direction = Direction::Unclear;
        }
    }

    fn one(&mut self, word: &str) -> Option<Result<Said, String>> {
        if let Some(found) = self.verbs.get(word) {
            return found.clone();
        }
        let to = self.mapping.verbs.get(word).cloned();
        let found = match to {
            Some(VerbTo::Reject(why)) => Some(Err(why)),
            Some(VerbTo::Same) => Some(Ok(Said::Same)),
            Some(VerbTo::Step(kind, turned)) => Some(Ok(Said::Step(kind, turned))),
            Some(VerbTo::Verb(phrase)) => Some(verb(&self.index, &phrase).and_then(|found| {
                found.ok_or_else(|| {
                    format!("the mapping says verb `{phrase}` for `{word}`, and no such verb is declared")
                })
            })),
            None => verb(&self.index, word).transpose().or_else(|| verb(&self.index, &plain_words(word)).transpose()),
        };
        self.verbs.insert(word.to_owned(), found.clone());
        found
    }

    /// What a word for a relation was found to say; that holds for the rest of the file.
    pub(super) fn known_verb(&self, word: &str) -> Option<Said> {
        self.verbs.get(word)?.as_ref()?.as_ref().ok().copied()
    }

    /// The slot that a word was found to be; that holds for the rest of the file.
    pub(super) fn known_slot(&self, word: &str) -> Option<SlotId> {
        self.slots.get(word)?.as_ref().ok().copied()
    }

    /// The slot that a file's word is.
    pub(super) fn slot(&mut self, word: &str, holds: SlotType) -> Result<SlotId, Missing> {
        if let Some(found) = self.slots.get(word) {
            let found = found.clone();
            if let (Ok(id), SlotType::Entities(kinds)) = (&found, &holds)
                && self.open.contains(id)
            {
                self.widen(*id, kinds);
            }
            return found;
        }
        let mapped = self.mapping.slots.get(word).or_else(|| self.mapping.slots.get("*"));
        let name = mapped.map_or(word, |to| to.slot.as_str()).to_owned();
        let by_xref = |slot: &Slot| {
            let same = |xref: &str| xref == word || xref.strip_prefix("biolink:") == Some(word);
            slot.xref.as_deref().is_some_and(same)
        };
        let referred: Vec<SlotId> =
            (0u32..).zip(&self.schema.slots).filter(|(_, slot)| by_xref(slot)).map(|(at, _)| SlotId(at)).collect();
        let named = match referred.as_slice() {
            [] => self.index.slots_named(&name).first().copied(),
            [one] => Some(*one),
            several => {
                // which one depends on what is told: the answer holds for this value only
                let kind = if let SlotType::Entities(kinds) = &holds { kinds.first().copied() } else { None };
                let takes = |id: &SlotId| {
                    kind.is_some_and(|kind| self.schema.slots.get(id.index()).is_some_and(|slot| slot.takes(kind)))
                };
                let mut fit = several.iter().copied().filter(takes);
                return match (fit.next(), fit.next()) {
                    (Some(one), None) => Ok(one),
                    _ => {
                        let why = "is several slots of this base: say which in [slots] of the mapping";
                        Err(Missing::Reject(format!("`{word}` {why}")))
                    }
                };
            }
        };
        let found = match (named, self.mapping.unknown.slots.unwrap_or_default()) {
            (Some(id), _) => Ok(id),
            (None, Unknown::Declare) if self.open.len() >= MOST => Err(Missing::Reject(too_many("slots"))),
            (None, Unknown::Declare) if !plain_words(&name).is_empty() => {
                let id = SlotId(self.schema.slots.len() as u32);
                let xref =
                    word.ends_with("_qualifier").then(|| format!("biolink:{}", word.trim_start_matches("biolink:")));
                let (aliases, place, mechanism, note) = (Vec::new(), false, false, None);
                let name = if mapped.is_some() { name } else { plain_words(&name) };
                self.schema.slots.push(Slot { name, aliases, xref, holds, place, mechanism, note });
                self.open.push(id);
                self.renew();
                Ok(id)
            }
            (None, Unknown::Drop) => Err(Missing::Drop),
            (None, _) => {
                let how = if mapped.is_some() { "declare it" } else { "say one in [slots] of the mapping" };
                Err(Missing::Reject(format!("no slot stands for `{word}`: {how}")))
            }
        };
        self.slots.insert(word.to_owned(), found.clone());
        found
    }

    fn widen(&mut self, id: SlotId, more: &[KindId]) {
        if let Some(Slot { holds: SlotType::Entities(kinds), .. }) = self.schema.slots.get_mut(id.index()) {
            for kind in more {
                if !kinds.contains(kind) {
                    kinds.push(*kind);
                    kinds.sort_unstable();
                }
            }
        }
    }

    /// The noun that the mapping says for values of a slot.
    pub(super) fn slot_noun(&self, word: &str) -> Option<&str> {
        let to: Option<&SlotTo> = self.mapping.slots.get(word).or_else(|| self.mapping.slots.get("*"));
        to.and_then(|to| to.noun.as_deref())
    }
}

/// The verb that a phrase names, active or passive.
///
/// # Errors
/// It names several.
fn verb(index: &Vocabulary, phrase: &str) -> Result<Option<Said>, String> {
    let named = index.verbs_named(phrase);
    match named.as_slice() {
        [] => Ok(None),
        [(id, passive)] => Ok(Some(Said::Verb(*id, *passive))),
        several => {
            let is_name = |id: &RelationId| index.relation(*id).is_some_and(|relation| relation.name == phrase);
            let exact = several.iter().find(|(id, passive)| !passive && is_name(id));
            let (id, passive) = exact.ok_or_else(|| format!("`{phrase}` names more than one verb"))?;
            Ok(Some(Said::Verb(*id, *passive)))
        }
    }
}

fn too_many(what: &str) -> String {
    format!("more than {MOST} {what} were declared for the files: this does not look like a word of a vocabulary")
}
