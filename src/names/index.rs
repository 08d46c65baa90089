//! The index of names: every spelling in normal form, sorted, with what it stands for.
//!
//! A schema and its entities come in; lookups by whole name and by beginning go out. It is plain data, so that an image of a base can
//! carry it; it does not know hierarchies.

use super::normal::normal_into;
use super::verbs::{other_form, plural, without_to_be};
use crate::columns::{Bytes, Ints, Packed};
use crate::model::{Entity, EntityId, KindId, RelationId, Schema, SlotId};
use memchr::memmem;
use std::str;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Named {
    /// As one number: what sort of thing it is in the lowest bits, above them its own.
    fn number(self) -> u32 {
        match self {
            Named::Kind(id) => id.0 << SORTS,
            Named::Slot(id) => (id.0 << SORTS) | 1,
            Named::Verb(id, false) => (id.0 << SORTS) | 2,
            Named::Verb(id, true) => (id.0 << SORTS) | 3,
            Named::Entity(id) => (id.0 << SORTS) | 4,
            Named::Reference(id) => (id.0 << SORTS) | 5,
        }
    }

    /// What a number stands for; a damaged one for some entity, which then is not there.
    fn of(number: u32) -> Named {
        let id = number >> SORTS;
        match number & ((1 << SORTS) - 1) {
            0 => Named::Kind(KindId(id)),
            1 => Named::Slot(SlotId(id)),
            2 => Named::Verb(RelationId(id), false),
            3 => Named::Verb(RelationId(id), true),
            5 => Named::Reference(EntityId(id)),
            _ => Named::Entity(EntityId(id)),
        }
    }
}

/// Bits that tell sorts of things.
const SORTS: u32 = 3;

/// One spelling of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it stands for.
    pub named: Named,
    /// Which declared spelling: 0 the name, then the others in the order declared.
    pub spelling: u16,
}

/// All names of a base in normal form, sorted.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    /// The forms, one behind the other.
    text: Bytes,
    /// Where each ends.
    ends: Ints,
    named: Ints,
    spellings: Packed,
}

/// What a [`NameIndex`] is made of, as it is kept in a file.
#[derive(Clone, Debug, Default)]
pub struct NameColumns {
    /// The normal forms, sorted, one behind the other.
    pub text: Bytes,
    /// Where each of them ends.
    pub ends: Ints,
    /// What each stands for.
    pub named: Ints,
    /// Which spelling of that it is.
    pub spellings: Packed,
}

/// A spelling on its way into the index.
struct Spelled {
    /// The first bytes of the form: most are told apart by them, without a look at the text.
    front: u128,
    /// Where the form lies in the text of all of them.
    start: usize,
    length: usize,
    named: Named,
    number: u16,
}

/// The first bytes of a form as a number that is in order where they are.
fn front(form: &str) -> u128 {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(form.bytes()).for_each(|(place, byte)| *place = byte);
    u128::from_be_bytes(bytes)
}

impl NameIndex {
    /// Indexes a schema and its entities.
    #[must_use]
    pub fn new(schema: &Schema, entities: &[Entity]) -> NameIndex {
        let mut all: Vec<Spelled> = Vec::with_capacity(entities.len() * 4);
        let mut forms = String::new();
        let mut add = |spelling: &str, named: Named, number: usize| {
            let start = forms.len();
            normal_into(spelling, &mut forms);
            let form = forms.get(start..).unwrap_or_default();
            if !form.is_empty() {
                let (front, length) = (front(form), form.len());
                let number = u16::try_from(number).unwrap_or(u16::MAX);
                all.push(Spelled { front, start, length, named, number });
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
        let form = |one: &Spelled| forms.as_bytes().get(one.start..one.start + one.length).unwrap_or_default();
        all.sort_unstable_by(|one, other| {
            let order = one.front.cmp(&other.front).then_with(|| form(one).cmp(form(other)));
            order.then_with(|| (one.named, one.number).cmp(&(other.named, other.number)))
        });
        all.dedup_by(|later, earlier| later.named == earlier.named && form(later) == form(earlier));
        let mut text: Vec<u8> = Vec::with_capacity(all.iter().map(|one| one.length).sum());
        let (mut ends, mut numbers, mut spellings) = (Vec::new(), Vec::new(), Vec::new());
        for one in &all {
            text.extend_from_slice(form(one));
            ends.push(text.len() as u32);
            numbers.push(one.named.number());
            spellings.push(u32::from(one.number));
        }
        NameIndex {
            text: Bytes::owned(&text),
            ends: ends.into(),
            named: numbers.into(),
            spellings: Packed::of(&spellings),
        }
    }

    /// The same out of what a file keeps.
    #[must_use]
    pub fn stored(columns: NameColumns) -> NameIndex {
        let NameColumns { text, ends, named, spellings } = columns;
        NameIndex { text, ends, named, spellings }
    }

    /// What it is made of.
    #[must_use]
    pub fn columns(&self) -> NameColumns {
        let NameIndex { text, ends, named, spellings } = self.clone();
        NameColumns { text, ends, named, spellings }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.named.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// All entries with their normal forms, sorted by form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Entry)> {
        self.from(0)
    }

    /// By entity: its place when all are ordered by name in normal form, then by number. Those whose name has no form come first.
    pub(super) fn ranks(&self, entities: usize) -> Vec<u32> {
        let mut ranks = vec![u32::MAX; entities];
        let mut named = 0u32;
        for (number, at) in self.named.as_slice().iter().zip(0usize..) {
            // the name is the first spelling, and the one that is kept where several have one form
            if let (Named::Entity(id), Some(0)) = (Named::of(*number), self.spellings.get(at))
                && let Some(rank) = ranks.get_mut(id.index())
            {
                *rank = named;
                named += 1;
            }
        }
        let unnamed = (entities as u32).saturating_sub(named);
        let mut next = 0;
        for rank in &mut ranks {
            if *rank == u32::MAX {
                *rank = next;
                next += 1;
            } else {
                *rank += unnamed;
            }
        }
        ranks
    }

    /// Entries whose normal form is this one.
    pub fn exactly<'a>(&'a self, form: &'a str) -> impl Iterator<Item = Entry> + 'a {
        self.from(self.first(form)).take_while(move |(found, _)| *found == form).map(|(_, entry)| entry)
    }

    /// Entries whose normal form begins so, with the form.
    pub fn beginning<'a>(&'a self, form: &'a str) -> impl Iterator<Item = (&'a str, Entry)> {
        self.from(self.first(form)).take_while(move |(found, _)| found.starts_with(form))
    }

    /// Entries whose normal form has this inside, with the form: one look through the text of all names, not name by name.
    pub fn containing<'a, 'f>(&'a self, form: &'f str) -> impl Iterator<Item = (&'a str, Entry)> + use<'a, 'f> {
        self.places_containing(form).filter_map(|place| Some((self.form(place), self.entry(place)?)))
    }

    /// The same without the forms.
    pub(super) fn entries_containing<'a, 'f>(&'a self, form: &'f str) -> impl Iterator<Item = Entry> + use<'a, 'f> {
        self.places_containing(form).filter_map(|place| self.entry(place))
    }

    fn places_containing<'a, 'f>(&'a self, form: &'f str) -> impl Iterator<Item = usize> + use<'a, 'f> {
        let (text, wanted) = (self.text.as_slice(), form.as_bytes());
        let ends = self.ends.as_slice();
        let (mut last, mut first) = (None, 0);
        // Names lie one behind the other: what is found across two of them is in none.
        memmem::find_iter(text, wanted).filter_map(move |at| {
            // the next one is mostly near
            let mut step = 1usize;
            while ends.get(first + step).is_some_and(|end| *end as usize <= at) {
                first += step;
                step *= 2;
            }
            let near = ends.get(first..(first + step + 1).min(ends.len())).unwrap_or(&[]);
            let place = first + near.partition_point(|end| *end as usize <= at);
            first = place;
            let end = *ends.get(place)? as usize;
            let fits = at + wanted.len() <= end && last != Some(place);
            // Spellings of the same form share none of its text, so each is found for itself.
            last = if fits { Some(place) } else { last };
            fits.then_some(place)
        })
    }

    /// Whether the index could have been made from so many things: what a file says is from outside until this holds.
    #[must_use]
    pub fn fits(&self, schema: &Schema, entities: usize) -> bool {
        let mut start = 0u32;
        let whole = self.ends.as_slice().iter().all(|end| {
            let whole = *end >= start && self.text.as_slice().get(start as usize..*end as usize).is_some_and(is_text);
            start = *end;
            whole
        });
        let known = self.named.as_slice().iter().all(|number| {
            let (index, size) = match Named::of(*number) {
                Named::Kind(id) => (id.index(), schema.kinds.len()),
                Named::Slot(id) => (id.index(), schema.slots.len()),
                Named::Verb(id, _) => (id.index(), schema.relations.len()),
                Named::Entity(id) | Named::Reference(id) => (id.index(), entities),
            };
            index < size
        });
        whole && known && self.ends.len() == self.named.len() && self.spellings.len() == self.named.len()
    }

    /// The first entry whose form is not before this one.
    fn first(&self, form: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.bytes(middle) < form.as_bytes() { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn from(&self, first: usize) -> impl Iterator<Item = (&str, Entry)> {
        (first..self.len()).filter_map(|at| Some((self.form(at), self.entry(at)?)))
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        let spelling = self.spellings.get(at).unwrap_or(0);
        Some(Entry { named: Named::of(self.named.get(at)?), spelling: spelling as u16 })
    }

    fn bytes(&self, at: usize) -> &[u8] {
        let ends = self.ends.as_slice();
        let start = at.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
        let end = ends.get(at).map_or(start, |end| *end as usize);
        self.text.as_slice().get(start..end).unwrap_or(&[])
    }

    fn form(&self, at: usize) -> &str {
        str::from_utf8(self.bytes(at)).unwrap_or("")
    }
}

fn is_text(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok()
}

fn spellings_of_kind(kind: &crate::model::Kind) -> impl Iterator<Item = &String> {
    std::iter::once(&kind.name).chain(&kind.plural).chain(&kind.aliases)
}

#[cfg(test)]
mod tests {
    use super::super::normal;
    use super::*;
    use proptest::prelude::*;

    fn name() -> impl Strategy<Value = String> {
        prop_oneof!["[a-bA-B -]{0,3}", "a sixteen letters long [a-b]{0,2}", "[\\u{0}a]{0,2}|é"]
    }

    proptest! {
        #[test]
        fn entries_are_sorted_by_form_and_named_once(
            names in prop::collection::vec((name(), prop::collection::vec(name(), 0..3), prop::option::of("X:[0-9]")), 0..20),
        ) {
            let entity = |(name, aliases, curie): (String, Vec<String>, Option<String>)| {
                let xrefs = curie.map(|curie| crate::model::Xref { curie, verified_in: None }).into_iter().collect();
                Entity { aliases, xrefs, ..Entity::new(name, KindId(0)) }
            };
            let entities: Vec<Entity> = names.into_iter().map(entity).collect();
            let index = NameIndex::new(&Schema::default(), &entities);
            let mut wanted: Vec<(String, Named, u16)> = Vec::new();
            for (id, entity) in (0u32..).map(EntityId).zip(&entities) {
                let spellings = std::iter::once(&entity.name).chain(&entity.aliases);
                wanted.extend((0u16..).zip(spellings).map(|(at, name)| (normal(name), Named::Entity(id), at)));
                wanted.extend(entity.xrefs.iter().map(|xref| (normal(&xref.curie), Named::Reference(id), 0)));
            }
            wanted.retain(|(form, ..)| !form.is_empty());
            wanted.sort();
            wanted.dedup_by(|later, earlier| (&later.0, later.1) == (&earlier.0, earlier.1));
            let found: Vec<_> = index.iter().map(|(form, entry)| (form.to_owned(), entry.named, entry.spelling)).collect();
            prop_assert_eq!(found, wanted);
            let mut order: Vec<(String, usize)> = entities.iter().map(|one| normal(&one.name)).zip(0..).collect();
            order.sort();
            let mut ranks = vec![0; entities.len()];
            order.iter().zip(0u32..).for_each(|((_, at), rank)| ranks[*at] = rank);
            prop_assert_eq!(index.ranks(entities.len()), ranks);
        }
    }
}
