//! The entities of one column of the rows, one for each row.
//!
//! Rows come in as they are held; ids go out, one after the other. What they are called is not known here.

use crate::eval::{Row, RowId};
use crate::model::EntityId;
use std::iter::{Skip, StepBy};
use std::slice;

/// What [`super::Answers::entities`] goes along.
pub(super) enum Column<'s> {
    /// Rows with all that stands behind them, and which column.
    Rows(slice::Iter<'s, Row>, usize),
    /// Names of rows, and which column.
    Ids(slice::Iter<'s, RowId>, usize),
    /// Rows of one noun.
    One(slice::Iter<'s, EntityId>),
    /// Row after row, from the column on.
    Several(StepBy<Skip<slice::Iter<'s, EntityId>>>),
}

impl<'s> Column<'s> {
    /// A column of bare rows, so many entities wide.
    pub(super) fn of(entities: &'s [EntityId], width: usize, column: usize) -> Column<'s> {
        match (width, column) {
            (1, 0) => Column::One(entities.iter()),
            _ if column < width => Column::Several(entities.iter().skip(column).step_by(width)),
            _ => Column::none(),
        }
    }

    /// A column without rows.
    pub(super) fn none() -> Column<'s> {
        Column::One([].iter())
    }
}

impl Iterator for Column<'_> {
    type Item = EntityId;

    #[inline]
    fn next(&mut self) -> Option<EntityId> {
        match self {
            Column::Rows(rows, column) => rows.find_map(|row| row.id.entities().get(*column).copied()),
            Column::Ids(rows, column) => rows.find_map(|row| row.entities().get(*column).copied()),
            Column::One(entities) => entities.next().copied(),
            Column::Several(entities) => entities.next().copied(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Column::Rows(rows, _) => (0, Some(rows.len())),
            Column::Ids(rows, _) => (0, Some(rows.len())),
            Column::One(entities) => entities.size_hint(),
            Column::Several(entities) => entities.size_hint(),
        }
    }

    #[inline]
    fn fold<B, F: FnMut(B, EntityId) -> B>(self, first: B, mut with: F) -> B {
        match self {
            Column::Rows(rows, column) => {
                rows.filter_map(|row| row.id.entities().get(column).copied()).fold(first, &mut with)
            }
            Column::Ids(rows, column) => {
                rows.filter_map(|row| row.entities().get(column).copied()).fold(first, &mut with)
            }
            Column::One(entities) => entities.copied().fold(first, with),
            Column::Several(entities) => entities.copied().fold(first, with),
        }
    }
}
