//! Replaying proofs: whether some findings alone put a row into an answer, and which of them are needed.
//!
//! A goal, a row and findings come in; whether they are enough, and the fewest that are, goes out. It does not know how they were found.

use super::condition::{Answering, At, Without};
use super::only::Only;
use super::scan::Keep;
use super::truth::Truth;
use super::why::row_plan;
use super::{RowId, quick};
use crate::base::{Core, Facts};
use crate::goal::Goal;
use crate::limits::{Budget, Exceeded};
use crate::model::FindingId;

/// Findings and the row, where that is a finding too: it is what the question is about, be it a part of the proof or not.
pub(crate) fn with_row(row: RowId, findings: &[FindingId]) -> Vec<FindingId> {
    let mut all = findings.to_vec();
    if let RowId::Finding(id) = row
        && let Err(place) = all.binary_search(&id)
    {
        all.insert(place, id);
    }
    all
}

/// Replays a proof: whether a row is in the answer over a store that holds only these findings, sorted, and the row if it is one.
///
/// # Errors
/// The limit that is reached.
pub fn proves(
    goal: &Goal,
    facts: &dyn Facts,
    row: RowId,
    findings: &[FindingId],
    budget: &mut Budget,
) -> Result<bool, Exceeded> {
    let kept = with_row(row, findings);
    let only = Only { facts, findings: &kept };
    let plan = row_plan(goal, &only);
    let (answering, rows) =
        Answering::prepare(goal, &plan, &only, &|_| Keep::Meeting, Some(super::rows::Restrict::Row(row)), budget)?;
    let Some(key) = rows.first() else { return Ok(false) };
    let view = answering.view(*key);
    let at = At { row, view: &view, without: Without::Nothing, positive: true };
    Ok(answering.truth(&goal.condition, at, budget)? == Truth::True)
}

/// A proof that is replayed, with all of its findings or with fewer.
pub(crate) struct Replay<'r> {
    pub(crate) goal: &'r Goal,
    pub(crate) facts: &'r dyn Facts,
    pub(crate) row: RowId,
    /// Of a plain goal: the ends of all findings, in their order.
    pub(crate) said: Option<Vec<Core>>,
}

impl Replay<'_> {
    /// Whether some of all findings are enough.
    pub(crate) fn proves(&self, all: &[FindingId], some: &[FindingId], budget: &mut Budget) -> Result<bool, Exceeded> {
        let Replay { goal, facts, row, said } = self;
        let Some(said) = said.as_ref().filter(|said| said.len() == all.len()) else {
            return proves(goal, *facts, *row, some, budget);
        };
        let kept = all.iter().zip(said).filter(|(id, _)| some.binary_search(id).is_ok());
        let kept: Vec<Core> = kept.map(|(_, core)| *core).collect();
        quick::holds_of(goal, facts.vocabulary(), *row, &kept, budget)
    }

    /// Leaves out findings without which the row is still there; says whether there were any.
    pub(crate) fn minimise(
        &self,
        all: &[FindingId],
        findings: &mut Vec<FindingId>,
        budget: &mut Budget,
    ) -> Result<bool, Exceeded> {
        let mut changed = false;
        // Under a `not` a finding may be needed only as long as another is there: again, until nothing more can go.
        loop {
            let before = findings.len();
            for id in findings.clone().into_iter().filter(|id| RowId::Finding(*id) != self.row) {
                let fewer: Vec<FindingId> = findings.iter().copied().filter(|other| *other != id).collect();
                if self.proves(all, &fewer, budget)? {
                    *findings = fewer;
                }
            }
            if findings.len() == before {
                return Ok(changed);
            }
            changed = true;
        }
    }
}
