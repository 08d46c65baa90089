//! A plain question over a handful of findings, as a proof is replayed.
//!
//! A plain goal, a row and the ends of a few findings come in; whether the row would be in the answer if nothing else were said goes out. It
//! looks at each finding for each effect, which is quick only because they are few.

use crate::base::{Core, Facts};
use crate::eval::RowId;
use crate::eval::grow::push;
use crate::goal::{Condition, Effect, Goal, Letter, Role, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{Direction, EntityId, FindingId};
use crate::names::Vocabulary;
use crate::plan::of_relation;

/// The ends of findings.
pub(crate) fn cores(facts: &dyn Facts, findings: &[FindingId]) -> Vec<Core> {
    findings.iter().filter_map(|id| facts.core(*id)).collect()
}

/// Whether a row of a plain goal is in the answer over these findings alone.
///
/// # Errors
/// The limit that is reached.
pub(crate) fn holds_of(
    goal: &Goal,
    vocabulary: &Vocabulary,
    row: RowId,
    findings: &[Core],
    budget: &mut Budget,
) -> Result<bool, Exceeded> {
    Few { vocabulary, findings }.asked(goal, budget)?.holds(&goal.condition, row.entities(), budget)
}

#[derive(Clone, Copy)]
struct Few<'f> {
    vocabulary: &'f Vocabulary,
    findings: &'f [Core],
}

/// A goal over the findings, its inner goals answered.
struct Asked<'f> {
    few: Few<'f>,
    goal: &'f Goal,
    /// By effect: the rows of the inner goal, sorted.
    inner: Vec<Vec<EntityId>>,
}

impl<'f> Few<'f> {
    #[inline(never)]
    fn asked(self, goal: &'f Goal, budget: &mut Budget) -> Result<Asked<'f>, Exceeded> {
        let mut inner = Vec::with_capacity(goal.effects.len());
        for effect in &goal.effects {
            inner.push(match &effect.target {
                Target::Goal(goal) => self.rows(goal, budget)?,
                Target::Any | Target::Entities(_) | Target::Letter(_) => Vec::new(),
            });
        }
        Ok(Asked { few: self, goal, inner })
    }

    /// The rows of a goal of one noun, sorted.
    #[inline(never)]
    fn rows(self, goal: &'f Goal, budget: &mut Budget) -> Result<Vec<EntityId>, Exceeded> {
        let mut ends = Vec::with_capacity(2 * self.findings.len());
        ends.extend(self.findings.iter().flat_map(|said| [said.subject, said.object]));
        ends.sort_unstable();
        ends.dedup();
        ends.retain(|id| self.is_a(*id, goal, Letter(0)));
        let asked = self.asked(goal, budget)?;
        let mut rows = Vec::new();
        for end in ends {
            if asked.holds(&goal.condition, &[end], budget)? {
                push(budget, &mut rows, end)?;
            }
        }
        Ok(rows)
    }

    fn is_a(self, id: EntityId, goal: &Goal, letter: Letter) -> bool {
        let kind = self.vocabulary.kind_of(id);
        kind.is_some() && kind == goal.kind(letter)
    }
}

impl Asked<'_> {
    fn holds(&self, condition: &Condition, row: &[EntityId], budget: &mut Budget) -> Result<bool, Exceeded> {
        budget.step()?;
        Ok(match condition {
            Condition::All(parts) => {
                for part in parts {
                    if !self.holds(part, row, budget)? {
                        return Ok(false);
                    }
                }
                true
            }
            Condition::Any(parts) => {
                for part in parts {
                    if self.holds(part, row, budget)? {
                        return Ok(true);
                    }
                }
                false
            }
            Condition::AtLeast(need, parts) => {
                let mut held = 0;
                for part in parts {
                    held += usize::from(self.holds(part, row, budget)?);
                }
                held >= *need as usize
            }
            Condition::Not(part) => !self.holds(part, row, budget)?,
            Condition::Is(letter, set) => {
                row.get(letter.0 as usize).is_some_and(|id| set.members.binary_search(id).is_ok())
            }
            Condition::Effect(id) => {
                budget.steps(self.few.findings.len() as u64)?;
                let inner = self.inner.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
                let effect = self.goal.effects.get(id.0 as usize);
                effect.is_some_and(|effect| self.few.findings.iter().any(|said| self.meets(effect, inner, *said, row)))
            }
            // plain goals have none
            Condition::InOneStudy(_) => false,
        })
    }

    /// Whether a finding says what an effect asks of a row.
    fn meets(&self, effect: &Effect, inner: &[EntityId], said: Core, row: &[EntityId]) -> bool {
        let Few { vocabulary, .. } = self.few;
        let says = match &effect.verb {
            Verb::Any => true,
            Verb::Relations { members, .. } => members.contains(&said.relation),
            Verb::NoEffect => vocabulary.relation(said.relation).is_some_and(|each| each.direction == Direction::None),
            _ => false,
        };
        let held = || {
            let tests = effect.contexts.iter().filter_map(|id| self.goal.contexts.get(id.0 as usize));
            tests.into_iter().all(|context| of_relation(&context.test, said.relation))
        };
        let at = |letter: Letter| row.get(letter.0 as usize).copied();
        let ends = |bearer: EntityId, other: EntityId| {
            at(effect.bearer) == Some(bearer)
                && self.few.is_a(bearer, self.goal, effect.bearer)
                && match &effect.target {
                    Target::Any => true,
                    Target::Letter(letter) => at(*letter) == Some(other) && self.few.is_a(other, self.goal, *letter),
                    Target::Entities(set) => {
                        let meant = effect.verb != Verb::NoEffect || set.asked.contains(&other);
                        meant && set.members.binary_search(&other).is_ok()
                    }
                    Target::Goal(_) if inner.is_empty() => false,
                    Target::Goal(_) => {
                        let row = |id: EntityId| inner.binary_search(&id).is_ok();
                        let kinds = || effect.verb != Verb::NoEffect && !vocabulary.parents(other).is_empty();
                        row(other) || (kinds() && vocabulary.broader(other).iter().any(|step| row(step.entity)))
                    }
                }
        };
        said.stance.witnesses()
            && says
            && ((effect.role != Role::Object && ends(said.subject, said.object))
                || (effect.role != Role::Subject && ends(said.object, said.subject)))
            && held()
    }
}
