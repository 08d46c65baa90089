//! The index of names: every spelling in normal form, sorted, with what it stands for.
//!
//! A schema and its entities come in; lookups by whole name and by beginning go out. It is plain data, so that an image of a base can
//! carry it; it does not know hierarchies.

use super::normal::normal;
use super::verbs::{other_form, plural, without_to_be};
use crate::model::{Entity, EntityId, KindId, RelationId, Schema, SlotId};
use memchr::memmem;
use serde::{Deserialize, Serialize};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Named {
    /// A kind.
    Kind(KindId),
    /// A slot.
    Slot(SlotId),
    /// A relation, and whether by its passive phrase.
    Verb(RelationId, bool),
    /// An entity.
    Entity(EntityId),
    /// An entity, by a cross-reference to a public vocabulary.
    Reference(EntityId),
}

/// One spelling of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where its normal form ends in the text of all of them.
    end: u32,
    /// What it stands for.
    pub named: Named,
    /// Which declared spelling: 0 the name, then the others in the order declared.
    pub spelling: u16,
}

/// All names of a base in normal form, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameIndex {
    text: String,
    entries: Vec<Entry>,
}

impl NameIndex {
    /// Indexes a schema and its entities.
    #[must_use]
    pub fn new(schema: &Schema, entities: &[Entity]) -> NameIndex {
        let mut all: Vec<(String, Named, u16)> = Vec::with_capacity(entities.len() * 4);
        let mut add = |spelling: &str, named: Named, number: usize| {
            let form = normal(spelling);
            if !form.is_empty() {
                all.push((form, named, u16::try_from(number).unwrap_or(u16::MAX)));
            }
        };
        for (index, kind) in schema.kinds.iter().enumerate() {
            let named = Named::Kind(KindId(index as u32));
            for (number, spelling) in spellings_of_kind(kind).enumerate() {
                add(spelling, named, number);
            }
            if kind.plural.is_none() {
                add(&plural(&kind.name), named, 0);
            }
        }
        for (index, slot) in schema.slots.iter().enumerate() {
            for (number, spelling) in std::iter::once(&slot.name).chain(&slot.aliases).enumerate() {
                add(spelling, Named::Slot(SlotId(index as u32)), number);
            }
        }
        for (index, relation) in schema.relations.iter().enumerate() {
            let id = RelationId(index as u32);
            for (number, spelling) in std::iter::once(&relation.name).chain(&relation.aliases).enumerate() {
                add(spelling, Named::Verb(id, false), number);
                if let Some(other) = other_form(spelling) {
                    add(&other, Named::Verb(id, false), number);
                }
            }
            for (number, spelling) in relation.passive.iter().chain(&relation.passive_aliases).enumerate() {
                add(without_to_be(spelling), Named::Verb(id, true), number);
            }
        }
        for (index, entity) in entities.iter().enumerate() {
            let id = EntityId(index as u32);
            for (number, spelling) in std::iter::once(&entity.name).chain(&entity.aliases).enumerate() {
                add(spelling, Named::Entity(id), number);
            }
            for (number, xref) in entity.xrefs.iter().enumerate() {
                add(&xref.curie, Named::Reference(id), number);
            }
        }
        all.sort_unstable();
        all.dedup_by(|later, earlier| later.0 == earlier.0 && later.1 == earlier.1);
        let mut index = NameIndex {
            text: String::with_capacity(all.iter().map(|(form, ..)| form.len()).sum()),
            entries: Vec::with_capacity(all.len()),
        };
        for (form, named, spelling) in all {
            index.text.push_str(&form);
            index.entries.push(Entry { end: index.text.len() as u32, named, spelling });
        }
        index
    }

    /// All entries with their normal forms, sorted by form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().enumerate().map(|(at, entry)| (self.form(at), entry))
    }

    /// Entries whose normal form is this one.
    pub fn exactly<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.from(form).take_while(move |(found, _)| *found == form).map(|(_, entry)| entry)
    }

    /// Entries whose normal form begins so, with the form.
    pub fn beginning<'a>(&'a self, form: &'a str) -> impl Iterator<Item = (&'a str, &'a Entry)> {
        self.from(form).take_while(move |(found, _)| found.starts_with(form))
    }

    /// Entries whose normal form has this inside, with the form: one look through the text of all names, not name by name.
    pub fn containing<'a, 'f>(&'a self, form: &'f str) -> impl Iterator<Item = (&'a str, &'a Entry)> + use<'a, 'f> {
        let (text, wanted) = (self.text.as_bytes(), form.as_bytes());
        let mut last = None;
        // Names lie one behind the other: what is found across two of them is in none.
        memmem::find_iter(text, wanted).filter_map(move |at| {
            let place = self.entries.partition_point(|entry| entry.end as usize <= at);
            let entry = self.entries.get(place)?;
            let fits = at + wanted.len() <= entry.end as usize && last != Some(place);
            // Spellings of the same form share none of its text, so each is found for itself.
            last = if fits { Some(place) } else { last };
            fits.then(|| (self.form(place), entry))
        })
    }

    /// Whether the index could have been made from so many things: an image is data from outside until this holds.
    #[must_use]
    pub fn fits(&self, schema: &Schema, entities: &[Entity]) -> bool {
        let mut start = 0u32;
        self.entries.iter().all(|entry| {
            let whole = entry.end >= start && self.text.get(start as usize..entry.end as usize).is_some();
            start = entry.end;
            let (index, size) = match entry.named {
                Named::Kind(id) => (id.index(), schema.kinds.len()),
                Named::Slot(id) => (id.index(), schema.slots.len()),
                Named::Verb(id, _) => (id.index(), schema.relations.len()),
                Named::Entity(id) | Named::Reference(id) => (id.index(), entities.len()),
            };
            whole && index < size
        })
    }

    fn from<'a>(&'a self, form: &str) -> impl Iterator<Item = (&'a str, &'a Entry)> {
        let (mut low, mut high) = (0, self.entries.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.form(middle) < form { low = middle + 1 } else { high = middle }
        }
        self.entries.iter().enumerate().skip(low).map(|(at, entry)| (self.form(at), entry))
    }

    fn form(&self, at: usize) -> &str {
        let start = match at.checked_sub(1).and_then(|before| self.entries.get(before)) {
            Some(before) => before.end as usize,
            None => 0,
        };
        let end = self.entries.get(at).map_or(start, |entry| entry.end as usize);
        self.text.get(start..end).unwrap_or("")
    }
}

fn spellings_of_kind(kind: &crate::model::Kind) -> impl Iterator<Item = &String> {
    std::iter::once(&kind.name).chain(&kind.plural).chain(&kind.aliases)
}
