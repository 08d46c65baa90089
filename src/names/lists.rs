//! Lists of entities by entity: who is narrower, who is combined with whom.
//!
//! Pairs come in, sorted lists go out. It does not know what a pair says.

use crate::columns::Ints;
use crate::model::EntityId;

/// For each entity a sorted list of others, all in one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// By entity and one more; none where all lists are empty.
    pub starts: Ints,
    /// The lists, one behind the other.
    pub items: Ints,
}

impl Lists {
    /// Lists for so many entities.
    #[must_use]
    pub fn new(size: usize, pairs: impl Iterator<Item = (EntityId, EntityId)>) -> Lists {
        let mut pairs: Vec<(EntityId, EntityId)> = pairs.filter(|(key, _)| key.index() < size).collect();
        if pairs.is_empty() {
            return Lists::default();
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0u32; size + 1];
        for (key, _) in &pairs {
            if let Some(count) = starts.get_mut(key.index() + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let items: Vec<u32> = pairs.into_iter().map(|(_, item)| item.0).collect();
        Lists { starts: starts.into(), items: items.into() }
    }

    /// The list of one entity.
    #[must_use]
    pub fn of(&self, key: EntityId) -> Ids<'_> {
        Ids(self.items.as_slice().get(self.starts.bounds(key.index())).unwrap_or(&[]))
    }

    /// Whether all lists are empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// Entities in a list, ascending.
///
/// ```
/// let base = whereof::Base::builtin();
/// let vocabulary = base.vocabulary();
/// let fibrosis = vocabulary.entities_named("fibrosis")[0];
/// let names: Vec<&str> = vocabulary.children(fibrosis).iter().map(|id| vocabulary.entity_name(id)).collect();
/// assert!(names.contains(&"cirrhosis"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ids<'a>(&'a [u32]);

impl<'a> Ids<'a> {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = EntityId> + use<'a> {
        self.0.iter().map(|id| EntityId(*id))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers of them.
    #[must_use]
    pub fn numbers(&self) -> &'a [u32] {
        self.0
    }
}
