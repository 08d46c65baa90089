//! The lists of one relation from one end to the other.
//!
//! Columns of numbers come in, the lists of entities go out. Which relation it is and what else there is, is not known here.

use crate::columns::Ints;
use crate::model::{EntityId, KindId};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Lists of one relation from one end to the other.
#[derive(Clone, Debug, Default)]
pub struct Side {
    keys: Ints,
    pub(super) starts: Ints,
    others: Ints,
    kind: OnceLock<Option<KindId>>,
    /// How many entities were looked at for want of it.
    wanted: Wanted,
}

/// A number that grows and means nothing to whoever gets a copy.
#[derive(Debug, Default)]
struct Wanted(AtomicU32);

impl Clone for Wanted {
    fn clone(&self) -> Wanted {
        Wanted::default()
    }
}

impl Side {
    /// The keys of a relation, where the list of each begins in `others`, and the lists of all relations.
    pub(super) fn new(keys: Ints, starts: Ints, others: Ints) -> Side {
        Side { keys, starts, others, kind: OnceLock::new(), wanted: Wanted::default() }
    }

    /// The entities at this end, ascending.
    #[must_use]
    pub fn keys(&self) -> &[u32] {
        self.keys.as_slice()
    }

    /// Where the list of each key begins in [`Side::others`], and where the last one ends.
    #[must_use]
    pub fn starts(&self) -> &[u32] {
        self.starts.as_slice()
    }

    /// The lists of all relations, one behind the other.
    #[must_use]
    pub fn others(&self) -> &[u32] {
        self.others.as_slice()
    }

    /// What [`Side::kind`] is, where that is known or has been worth it: the kinds of `rows` entities are looked at in its place, and when as
    /// many were looked at as there are keys, it is worked out.
    pub fn kind_for(&self, rows: usize, of: impl Fn(EntityId) -> Option<KindId>) -> Option<KindId> {
        if self.kind.get().is_none() {
            let rows = u32::try_from(rows).unwrap_or(u32::MAX);
            let wanted = self.wanted.0.fetch_add(rows, Ordering::Relaxed);
            if (wanted as usize).saturating_add(rows as usize) < self.keys().len() {
                return None;
            }
        }
        self.kind(of)
    }

    /// The kind that all its keys are of, by what says the kind of each; `None` where they are of several. It is worked out once.
    pub fn kind(&self, of: impl Fn(EntityId) -> Option<KindId>) -> Option<KindId> {
        *self.kind.get_or_init(|| {
            let mut kinds = self.keys().iter().map(|key| of(EntityId(*key)));
            let first = kinds.next()??;
            kinds.all(|kind| kind == Some(first)).then_some(first)
        })
    }

    /// Which of the keys an entity is.
    #[must_use]
    pub fn key(&self, entity: u32) -> Option<usize> {
        self.keys().binary_search(&entity).ok()
    }

    /// The list of one of the keys, by its place among them: ascending; an entity stands there once for each finding.
    #[must_use]
    pub fn list(&self, key: usize) -> &[u32] {
        self.others().get(self.starts.bounds(key)).unwrap_or(&[])
    }

    /// The other ends of an entity's findings, ascending, once for each finding.
    #[must_use]
    pub fn of(&self, entity: u32) -> &[u32] {
        self.key(entity).map_or(&[], |key| self.list(key))
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match (self.starts().first(), self.starts().last()) {
            (Some(first), Some(last)) => last.saturating_sub(*first) as usize,
            _ => 0,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lists of all keys, one behind the other: sorted within each.
    #[must_use]
    pub fn all(&self) -> &[u32] {
        match (self.starts().first(), self.starts().last()) {
            (Some(first), Some(last)) => self.others().get(*first as usize..*last as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}
