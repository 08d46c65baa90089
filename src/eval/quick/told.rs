//! What a question that is answered by sets did.
//!
//! A plain goal comes in; how many rows it has goes out with the steps that were done for them, and how many entries of lists each looked at.
//! It changes nothing of how rows are found.

use super::Quick;
use super::links::Link;
use crate::base::Facts;
use crate::goal::{EffectId, Goal, Purpose, SlotRef};
use crate::limits::{Budget, Exceeded};
use crate::plan::{ListStep, ListWay, Listed, Plan, plain};

/// How many rows a goal has, its limit apart, and what was done for them; `None` where it cannot be answered by sets.
///
/// # Errors
/// The limit that is reached.
#[inline(never)]
pub fn listed(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Option<(u64, Listed)>, Exceeded> {
    let by_sets = plan.by_sets && super::finds(goal) && goal.tally.is_none();
    let Some(links) = plain(goal, facts).filter(|_| by_sets) else { return Ok(None) };
    let one_noun = goal.others.is_empty();
    match goal.count.and_then(|count| count.slot) {
        None => {}
        Some(SlotRef::Subject | SlotRef::Object) if one_noun => {}
        Some(_) => return Ok(None),
    }
    let quick = Quick::ready(goal, facts, links, (None, true), budget)?;
    let total = match (one_noun, goal.count) {
        (true, _) => quick.rows(budget)?.len() as u64,
        (false, Some(_)) => quick.count_tuples(budget)?,
        (false, None) => (quick.tuples(budget)?.len() / goal.width().max(1)) as u64,
    };
    Ok(quick.listed().map(|listed| (total, listed)))
}

impl<'a> Quick<'a> {
    /// Notes what was done with an effect, if somebody wants to know.
    pub(super) fn tell(&self, effect: EffectId, way: ListWay, left: Option<usize>) {
        let (Some(told), Some(part)) = (&self.told, self.part(effect)) else { return };
        let (entries, inner) = (part.seen.entries.take(), part.seen.inner.take());
        let (left, inner) = (left.map(|left| left as u64), inner.map(|inner| *inner));
        told.borrow_mut().steps.push(ListStep { effect, way, entries, left, inner });
    }

    /// The same of links that were followed.
    pub(super) fn tell_links(&self, links: &[Link<'a>]) {
        if self.told.is_none() {
            return;
        }
        for link in links {
            for (at, effect) in link.effects.iter().enumerate() {
                if let (0, Some(part)) = (at, self.part(*effect)) {
                    part.seen.entries.set(link.entries.take());
                }
                self.tell(*effect, if at == 0 { ListWay::Followed } else { ListWay::Together }, None);
            }
        }
    }

    /// All that was done, if somebody wants to know: with what was tested or was not needed behind it.
    pub(super) fn listed(&self) -> Option<Listed> {
        let told = self.told.as_ref()?;
        for (effect, id) in self.goal.effects.iter().zip((0u32..).map(EffectId)) {
            let is_told = told.borrow().steps.iter().any(|step| step.effect == id);
            let looked = self.part(id).map_or(0, |part| part.seen.entries.get());
            match looked {
                _ if is_told => {}
                // whoever bears another effect can be a row anyway
                0 if effect.purpose == Purpose::Candidate => {}
                0 => self.tell(id, ListWay::Spared, None),
                _ => self.tell(id, ListWay::Tested, None),
            }
        }
        Some(told.take())
    }
}
