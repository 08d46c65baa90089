//! Whether what a finding says does good.
//!
//! A relation and an object come in; the vocabulary of the base tells whether that is a change for the better. What a question makes of it is
//! not known here.

use super::Vocabulary;
use crate::model::{Benefit, Direction, EntityId, RelationId};

/// Whether a finding of a relation on an object says that something changed for the better (true) or for the worse; none where it says
/// neither.
#[must_use]
pub fn does_good(vocabulary: &Vocabulary, relation: RelationId, object: EntityId) -> Option<bool> {
    let up = match vocabulary.relation(relation)?.direction {
        Direction::Better => return Some(true),
        Direction::Worse => return Some(false),
        Direction::Increase => true,
        Direction::Decrease => false,
        Direction::None | Direction::Unclear => return None,
    };
    vocabulary.entity(object)?.benefit.map(|benefit| (benefit == Benefit::MoreIsBetter) == up)
}
