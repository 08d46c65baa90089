//! The entities of a base by number, in memory or made one by one when they are asked for.
//!
//! Whole entities come in, or their kinds and the bytes of their records; references to entities go out. How a file keeps the bytes is not
//! known here.

use crate::columns::{Blobs, Ints};
use crate::model::{Edge, Entity, EntityId, KindId, Locator, SourceId};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// Records in a part of the table of those that were read.
const PART: usize = 512;

/// Entities by [`EntityId`].
///
/// ```
/// use whereof::model::{Entity, EntityId, KindId};
/// use whereof::names::Entities;
/// let whole = Entities::from(vec![Entity::new("CXCR4", KindId(2))]);
/// let (records, sections) = whole.records();
/// let stored = Entities::stored(whole.kinds().clone(), records, sections);
/// assert_eq!(stored.kind(EntityId(0)), Some(KindId(2)));
/// assert_eq!(stored.get(EntityId(0)), whole.get(EntityId(0)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Entities {
    kinds: Ints,
    held: Held,
}

#[derive(Clone, Debug)]
enum Held {
    Whole(Vec<Entity>),
    Stored(Arc<Stored>),
}

impl Default for Held {
    fn default() -> Held {
        Held::Whole(Vec::new())
    }
}

/// Entities that were asked for, once; nobody, where a record cannot be read.
type Read = Box<[OnceLock<Option<Box<Entity>>>]>;

#[derive(Debug)]
struct Stored {
    records: Blobs,
    /// What sections of sources are called, by the number that stands in records.
    sections: Blobs,
    read: Box<[OnceLock<Read>]>,
}

impl Stored {
    fn get(&self, at: usize) -> Option<&Entity> {
        let part = self.read.get(at / PART)?;
        let size = PART.min(self.records.len().checked_sub(at / PART * PART)?);
        let part = part.get_or_init(|| (0..size).map(|_| OnceLock::new()).collect());
        let read = || self.read(at).map(Box::new);
        part.get(at % PART)?.get_or_init(read).as_deref()
    }
}

impl Stored {
    fn read(&self, at: usize) -> Option<Entity> {
        let kept: Kept<'_> = postcard::from_bytes(self.records.get(at)?).ok()?;
        let section = |number: u32| {
            self.sections.get(number as usize).and_then(|text| std::str::from_utf8(text).ok()).map(str::to_owned)
        };
        let edge = |(edge, places): (Edge, Vec<(SourceId, u32, u32)>)| {
            let place = |(source, number, sentence)| Some(Locator { source, section: section(number)?, sentence });
            let locators = places.into_iter().map(place).collect::<Option<_>>()?;
            Some(Edge { locators, ..edge })
        };
        let broader = kept.broader.into_iter().map(edge).collect::<Option<_>>()?;
        Some(Entity { broader, ..kept.entity.into_owned() })
    }
}

/// Source, section and sentence of each place.
type KeptPlaces = Vec<(SourceId, u32, u32)>;

/// An entity as its record keeps it: sections of sources, of which there are few, stand in it as numbers.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    /// Without its steps.
    entity: Cow<'a, Entity>,
    /// Each step without its places, and they: source, section, sentence.
    broader: Vec<(Edge, KeptPlaces)>,
}

impl Kept<'_> {
    fn of(entity: &Entity, sections: &mut Vec<String>, numbers: &mut FxHashMap<String, u32>) -> Kept<'static> {
        let mut number = |section: &String| match numbers.get(section) {
            Some(number) => *number,
            None => {
                let number = sections.len() as u32;
                sections.push(section.clone());
                numbers.insert(section.clone(), number);
                number
            }
        };
        let mut entity = entity.clone();
        let mut broader = std::mem::take(&mut entity.broader);
        let places = |edge: &mut Edge| {
            let locators = std::mem::take(&mut edge.locators);
            locators.into_iter().map(|place| (place.source, number(&place.section), place.sentence)).collect()
        };
        let places: Vec<_> = broader.iter_mut().map(places).collect();
        Kept { entity: Cow::Owned(entity), broader: broader.into_iter().zip(places).collect() }
    }
}

impl Entities {
    /// Entities of which only kinds are at hand: a record is read when it is asked for.
    #[must_use]
    pub fn stored(kinds: Ints, records: Blobs, sections: Blobs) -> Entities {
        let parts = records.len().min(kinds.len()).div_ceil(PART);
        let read = (0..parts).map(|_| OnceLock::new()).collect();
        Entities { kinds, held: Held::Stored(Arc::new(Stored { records, sections, read })) }
    }

    /// The record of each and the sections that records name by number, as [`Entities::stored`] reads them.
    #[must_use]
    pub fn records(&self) -> (Blobs, Blobs) {
        match &self.held {
            Held::Stored(stored) => (stored.records.clone(), stored.sections.clone()),
            Held::Whole(entities) => {
                let (mut sections, mut numbers) = (Vec::new(), FxHashMap::default());
                let mut record = |entity: &Entity| {
                    postcard::to_allocvec(&Kept::of(entity, &mut sections, &mut numbers)).unwrap_or_default()
                };
                let records: Vec<Vec<u8>> = entities.iter().map(&mut record).collect();
                (Blobs::of(records.iter().map(Vec::as_slice)), Blobs::of(sections.iter().map(String::as_bytes)))
            }
        }
    }

    /// Whether each record of a file can be read; all are whole where they are in memory.
    pub fn each_record(&self, mut visit: impl FnMut(EntityId, Option<Entity>) -> bool) -> bool {
        let ids = (0..self.len() as u32).map(EntityId);
        match &self.held {
            Held::Whole(entities) => ids.zip(entities).all(|(id, entity)| visit(id, Some(entity.clone()))),
            Held::Stored(stored) => ids.into_iter().all(|id| visit(id, stored.read(id.index()))),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// One of them; `None` where the number is not of this base, or its record is damaged.
    #[must_use]
    pub fn get(&self, id: EntityId) -> Option<&Entity> {
        match &self.held {
            Held::Whole(entities) => entities.get(id.index()),
            Held::Stored(stored) => stored.get(id.index()),
        }
    }

    /// Of which kind one is, without reading the rest of it.
    #[must_use]
    pub fn kind(&self, id: EntityId) -> Option<KindId> {
        self.kinds.get(id.index()).map(KindId)
    }

    /// The kind of each.
    #[must_use]
    pub fn kinds(&self) -> &Ints {
        &self.kinds
    }

    /// Those of a kind, ascending.
    pub fn of_kind(&self, kind: KindId) -> impl Iterator<Item = EntityId> + '_ {
        let all = (0u32..).zip(self.kinds.as_slice());
        all.filter(move |(_, of)| **of == kind.0).map(|(id, _)| EntityId(id))
    }

    /// All of them: each is read and kept.
    pub fn iter(&self) -> impl Iterator<Item = &Entity> + '_ {
        (0..self.len() as u32).filter_map(|id| self.get(EntityId(id)))
    }

    /// A copy of all of them.
    #[must_use]
    pub fn to_vec(&self) -> Vec<Entity> {
        match &self.held {
            Held::Whole(entities) => entities.clone(),
            Held::Stored(stored) => {
                let read = |at: usize| stored.read(at);
                let nobody = |at: usize| Entity::new("", KindId(self.kinds.get(at).unwrap_or(0)));
                (0..self.len()).map(|at| read(at).unwrap_or_else(|| nobody(at))).collect()
            }
        }
    }
}

impl From<Vec<Entity>> for Entities {
    fn from(entities: Vec<Entity>) -> Entities {
        let kinds: Vec<u32> = entities.iter().map(|entity| entity.kind.0).collect();
        Entities { kinds: kinds.into(), held: Held::Whole(entities) }
    }
}
