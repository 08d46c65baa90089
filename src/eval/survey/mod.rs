//! Tables and comparisons over a whole base: matrix, gaps, compare, contested, similar.
//!
//! What was asked comes in as ids, cells and pairs with the ids of their findings go out. It knows no words, and looks at each finding once for
//! a table, not once for a cell.

mod alike;
mod comparing;
mod disputed;
mod gaps;
mod table;

pub use alike::{Alike, Neighbour, Thing, alike};
pub use comparing::{Comparison, Standing, Target, compare};
pub use disputed::{Disputed, disputed};
pub use gaps::{Declared, Gaps, declared, gaps};
pub use table::{Cell, Table, table};

use super::grow::sort_by;
use super::test::test;
use super::truth::Truth;
use crate::base::{Core, Facts, Scan};
use crate::goal::Context;
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use crate::names::{Vocabulary, normal};

/// Hands out the findings of a scan, of any stance.
fn each(
    facts: &dyn Facts,
    scan: &Scan,
    budget: &mut Budget,
    look: &mut dyn FnMut(FindingId, Core, &mut Budget) -> Result<(), Exceeded>,
) -> Result<(), Exceeded> {
    let mut batches = facts.scan(scan);
    let mut batch = Vec::new();
    while batches.next_batch(&mut batch) {
        for id in &batch {
            budget.step()?;
            if let Some(finding) = facts.core(*id) {
                look(*id, finding, budget)?;
            }
        }
    }
    Ok(())
}

/// Whether a finding meets all contexts for certain.
fn meets(facts: &dyn Facts, contexts: &[Context], id: FindingId) -> bool {
    if contexts.is_empty() {
        return true;
    }
    let Some(finding) = facts.finding(id) else { return false };
    contexts.iter().all(|context| test(facts, &context.test, &finding, &[]) == Truth::True)
}

/// Sorts by a number, highest first, then by name, then by id.
fn by_rank<K: Ord + Clone>(
    vocabulary: &Vocabulary,
    entities: Vec<(K, EntityId)>,
    budget: &mut Budget,
) -> Result<Vec<EntityId>, Exceeded> {
    let name = |id: EntityId| vocabulary.entity(id).map(|entity| normal(&entity.name)).unwrap_or_default();
    let mut keyed: Vec<(K, String, EntityId)> = Vec::new();
    for (rank, id) in entities {
        super::grow::push(budget, &mut keyed, (rank, name(id), id))?;
    }
    sort_by(budget, &mut keyed, |a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)).then(a.2.cmp(&b.2)))?;
    Ok(keyed.into_iter().map(|(_, _, id)| id).collect())
}
