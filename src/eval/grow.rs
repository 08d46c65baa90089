//! Growing and sorting under a budget.
//!
//! Vectors come in; they leave longer or in order, with memory accounted before it is taken and every few hundred steps counted. Nothing
//! here knows what is in them.

use crate::limits::{Budget, Exceeded};
use std::cmp::Ordering;

/// Adds an item, accounting for the memory before the vector grows.
pub(crate) fn push<T>(budget: &mut Budget, items: &mut Vec<T>, item: T) -> Result<(), Exceeded> {
    if items.len() == items.capacity() {
        let more = items.capacity().max(4);
        budget.allocate(more.saturating_mul(size_of::<T>()))?;
        items.reserve_exact(more);
    }
    items.push(item);
    Ok(())
}

/// Elements sorted at once, between two looks at the budget.
const CHUNK: usize = 256;

/// Sorts by merging sorted chunks, so that a limit ends it soon; equal items keep their order.
pub(crate) fn sort_by<T: Clone>(
    budget: &mut Budget,
    items: &mut Vec<T>,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Result<(), Exceeded> {
    for chunk in items.chunks_mut(CHUNK) {
        budget.steps(chunk.len() as u64)?;
        chunk.sort_by(&compare);
    }
    if items.len() <= CHUNK {
        return Ok(());
    }
    budget.allocate(items.len().saturating_mul(size_of::<T>()))?;
    let mut merged: Vec<T> = Vec::with_capacity(items.len());
    let mut width = CHUNK;
    while width < items.len() {
        merged.clear();
        for pair in items.chunks(width * 2) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let (Some(l), Some(r)) = (left.first(), right.first()) {
                budget.step()?;
                if compare(l, r) == Ordering::Greater {
                    merged.push(r.clone());
                    right = &right[1..];
                } else {
                    merged.push(l.clone());
                    left = &left[1..];
                }
            }
            budget.steps((left.len() + right.len()) as u64)?;
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(items, &mut merged);
        width *= 2;
    }
    Ok(())
}
