//! How a goal will be answered.
//!
//! `build` makes a [`Plan`] from a goal and the estimates of a store; evaluation follows it and `explain` prints it. A plan holds every
//! choice and no finding, and another plan of the same goal gives the same answer.

mod build;
mod explain;
mod plain;
mod rewrite;

pub use build::{build, build_with};
pub use explain::{Step, explain, explain_listed, explain_run};
pub use plain::{of_relation, plain};
pub use rewrite::{Choices, Rewrite};

use crate::goal::{ContextId, EffectId, Letter};
use crate::model::{EntityId, RelationId, SlotId};

/// Every choice made for one goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How each effect's findings are found, by [`EffectId`].
    pub effects: Vec<EffectPlan>,
    /// The effects in the order in which they are scanned: those that say what can be a row first.
    pub order: Vec<EffectId>,
    /// Of several nouns: the order in which they are bound, unless the shortest list decides.
    pub letters: Vec<Letter>,
    /// What may be chosen while the plan runs.
    pub choices: Choices,
    /// What can be a row.
    pub rows: RowSource,
    /// Whether rows are found by sets, without looking at any finding; a goal for which that is not exact is answered finding by finding
    /// all the same.
    pub by_sets: bool,
}

/// How the findings of one effect are found.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectPlan {
    /// Which side of the findings is looked up.
    pub scan: ScanSide,
    /// The relations that can hold, sorted; none for all.
    pub relations: Option<Vec<RelationId>>,
    /// About how many findings are looked at.
    pub estimate: usize,
    /// The effect's contexts, cheap tests first.
    pub contexts: Vec<ContextId>,
    /// What a context asks for certain: that one of these entities, sorted, stands in this slot.
    pub stated: Option<(SlotId, Vec<EntityId>)>,
    /// The plan of the inner goal that is the target.
    pub inner: Option<Box<Plan>>,
    /// Whether the inner goal is only asked of what the findings of the rows left lead to.
    pub semi: bool,
}

/// Which side of an effect's findings is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanSide {
    /// No finding is looked at: the vocabulary answers.
    Nothing,
    /// Neither side: all findings of the relations.
    All,
    /// The target's entities.
    Target,
    /// The rows that the effects before it left.
    Rows,
}

/// What can be a row: everything outside is neither a row, nor possible, nor a near miss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowSource {
    /// All that stands in a finding.
    Everything,
    /// What meets one of these effects, or is one of these entities.
    Among {
        /// Effects, sorted.
        effects: Vec<EffectId>,
        /// Entities, sorted.
        entities: Vec<EntityId>,
    },
}

/// What the steps of a plan looked at, findings once for each time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// By [`EffectId`]: findings looked at.
    pub effects: Vec<u64>,
    /// By [`EffectId`]: what the question inside looked at.
    pub inner: Vec<Option<Box<Touched>>>,
    /// Findings looked at to tell what can be a row.
    pub standing: u64,
    /// What was tried as a row.
    pub tried: u64,
    /// Findings looked at for what stands against the rows.
    pub against: u64,
}

/// What a question that is answered by sets did, step by step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// In the order in which they were done.
    pub steps: Vec<ListStep>,
    /// Entries of lists looked at to tell what can be a row.
    pub standing: u64,
}

/// One step of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListStep {
    /// Which effect it is about.
    pub effect: EffectId,
    /// What was done.
    pub way: ListWay,
    /// Entries of lists looked at; there is one for each finding.
    pub entries: u64,
    /// How many names were left after it, where that is known.
    pub left: Option<u64>,
    /// What the question inside did.
    pub inner: Option<Listed>,
}

/// How lists were used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWay {
    /// All names in the lists of the target were taken.
    Read,
    /// Names that were left were compared with those lists.
    Compared,
    /// Each name that was left was looked up in its own list.
    LookedUp,
    /// Letters were bound by following lists from one to the other.
    Followed,
    /// The same in the same lists as another effect, of which one is enough.
    Together,
    /// Combinations were tested.
    Tested,
    /// No name was left, so nothing was looked at.
    Spared,
}

impl Listed {
    /// Entries looked at by all steps.
    #[must_use]
    pub fn entries(&self) -> u64 {
        let each = |step: &ListStep| step.entries + step.inner.as_ref().map_or(0, Listed::entries);
        self.steps.iter().map(each).sum::<u64>() + self.standing
    }
}

impl Touched {
    /// Findings looked at by all steps.
    #[must_use]
    pub fn findings(&self) -> u64 {
        let inner: u64 = self.inner.iter().flatten().map(|inner| inner.findings()).sum();
        self.effects.iter().sum::<u64>() + inner + self.standing + self.against
    }
}
