//! Answering by sets: plain questions, of which lists of who is linked to whom say everything.
//!
//! A goal that `plan` calls plain and a store that keeps such lists come in; the rows go out as bare numbers, in no order that means
//! anything, or how many there are. It looks at no finding and no name: verdicts, studies and the order of rows are worked out by the other
//! files of this room, for the rows that somebody looks at.

mod bind;
mod clique;
mod groups;
mod join;
mod links;
mod lists;
mod order;
mod rows;
mod set;

use super::grow::push;
use super::outcome::{RowId, Tuple};
use crate::base::{Facts, Links, Side};
use crate::goal::{Goal, Head, Letter, Role, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{Direction, EntityId, KindId, RelationId};
use crate::names::Vocabulary;
use crate::plan::{Plan, of_relation, plain};
pub use groups::groups;
pub use order::{in_order, orders};

use lists::{Aim, Lists, Part, View};
use set::Set;

/// The rows of a plain question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bare {
    /// Entities in a row.
    pub width: usize,
    /// Row after row; ascending where they are of one noun.
    pub entities: Vec<EntityId>,
}

impl Bare {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entities.len() / self.width.max(1)
    }

    /// One row, by its place.
    #[must_use]
    pub fn row(&self, place: u32) -> &[EntityId] {
        let start = place as usize * self.width;
        self.entities.get(start..start + self.width).unwrap_or(&[])
    }

    /// The same as it stands in an outcome.
    #[must_use]
    pub fn id(&self, place: u32) -> Option<RowId> {
        match self.row(place) {
            [one] => Some(RowId::Entity(*one)),
            many => Tuple::new(many).map(RowId::Tuple),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }
}

/// A plain goal, ready to be looked up.
struct Quick<'a> {
    goal: &'a Goal,
    facts: &'a dyn Facts,
    vocabulary: &'a Vocabulary,
    links: &'a Links,
    parts: Vec<Part<'a>>,
    /// By entity: its kind.
    kinds: &'a [u32],
    /// Above all entities.
    size: usize,
}

/// The rows of a goal, its limit apart; `None` where it cannot be answered by sets.
///
/// # Errors
/// The limit that is reached.
#[inline(never)]
pub fn rows(goal: &Goal, plan: &Plan, facts: &dyn Facts, budget: &mut Budget) -> Result<Option<Bare>, Exceeded> {
    let Some(quick) = Quick::new(goal, plan, facts, budget)? else { return Ok(None) };
    if goal.others.is_empty() {
        let list = quick.rows(budget)?.into_list(budget)?;
        return Ok(Some(Bare { width: 1, entities: list.into_iter().map(EntityId).collect() }));
    }
    let entities = quick.tuples(budget)?;
    Ok(Some(Bare { width: goal.width(), entities }))
}

/// How many rows a goal has, its limit apart; `None` where it cannot be answered by sets.
///
/// # Errors
/// The limit that is reached.
#[inline(never)]
pub fn count(goal: &Goal, plan: &Plan, facts: &dyn Facts, budget: &mut Budget) -> Result<Option<u64>, Exceeded> {
    let Some(quick) = Quick::new(goal, plan, facts, budget)? else { return Ok(None) };
    if goal.others.is_empty() {
        return quick.rows(budget).map(|set| Some(set.len() as u64));
    }
    quick.count_tuples(budget).map(Some)
}

impl<'a> Quick<'a> {
    fn new(
        goal: &'a Goal,
        plan: &Plan,
        facts: &'a dyn Facts,
        budget: &mut Budget,
    ) -> Result<Option<Quick<'a>>, Exceeded> {
        budget.step()?;
        match plain(goal, facts) {
            Some(links) if plan.by_sets => Quick::ready(goal, facts, links, budget).map(Some),
            _ => Ok(None),
        }
    }

    /// A goal of which it is known that it is plain.
    #[inline(never)]
    fn ready(
        goal: &'a Goal,
        facts: &'a dyn Facts,
        links: &'a Links,
        budget: &mut Budget,
    ) -> Result<Quick<'a>, Exceeded> {
        let vocabulary = facts.vocabulary();
        let kinds = vocabulary.entities().kinds().as_slice();
        let size = kinds.len();
        let parts = Vec::with_capacity(goal.effects.len());
        let mut quick = Quick { goal, facts, vocabulary, links, parts, kinds, size };
        for effect in &goal.effects {
            // of a plain goal there always is one
            let kind = goal.kind(effect.bearer).unwrap_or(KindId(u32::MAX));
            let mut all = Vec::new();
            let tests = || effect.contexts.iter().filter_map(|id| goal.contexts.get(id.0 as usize));
            let mut add = |id: RelationId| {
                if !tests().all(|context| of_relation(&context.test, id)) {
                    return;
                }
                let (Some(forward), Some(back)) = (links.forward(id), links.back(id)) else { return };
                if forward.keys().is_empty() {
                    return;
                }
                let (forward, back) = (View::new(forward), View::new(back));
                if effect.role != Role::Object {
                    all.push(Lists { from: forward, to: back, relation: id.0, active: true });
                }
                if effect.role != Role::Subject {
                    all.push(Lists { from: back, to: forward, relation: id.0, active: false });
                }
            };
            let declared = || vocabulary.schema().relations.iter().zip((0u32..).map(RelationId));
            match &effect.verb {
                Verb::Relations { members, .. } => members.iter().for_each(|id| add(*id)),
                Verb::NoEffect => {
                    declared().filter(|(relation, _)| relation.direction == Direction::None).for_each(|(_, id)| add(id))
                }
                _ => declared().for_each(|(_, id)| add(id)),
            }
            // Where several lists might be looked through, those of other nouns at the bearer's end are not.
            if all.len() > 1 {
                all.retain(|lists: &Lists<'_>| {
                    lists.from.side.kind(true, |id| quick.kind_of(id.0)).is_none_or(|of| of == kind)
                });
            }
            let aim = match &effect.target {
                Target::Any => Aim::Any,
                Target::Letter(_) => Aim::Letter,
                Target::Entities(set) => {
                    budget.allocate(size_of_val(set.members.as_slice()))?;
                    let members = set.members.iter();
                    // a measured null is one of the very name that was asked for
                    let meant = |id: &&EntityId| effect.verb != Verb::NoEffect || set.asked.contains(id);
                    Aim::These(Set::List(members.filter(meant).map(|id| id.0).collect()))
                }
                Target::Goal(inner) => quick.inner(inner, &all, effect.verb == Verb::NoEffect, budget)?,
            };
            quick.parts.push(Part { lists: all, aim, kind });
        }
        Ok(quick)
    }

    /// What an inner goal leaves to aim at.
    #[inline(never)]
    fn inner(
        &self,
        inner: &'a Goal,
        lists: &[Lists<'a>],
        themselves: bool,
        budget: &mut Budget,
    ) -> Result<Aim, Exceeded> {
        // Whatever stands at the other end is a row, where it is of the noun and nothing more is asked.
        let open = matches!(&inner.condition, crate::goal::Condition::All(parts) if parts.is_empty());
        let of_noun = |lists: &Lists<'_>| lists.to.side.kind(true, |id| self.kind_of(id.0)) == inner.kind(Letter(0));
        if open && matches!(inner.head, Head::Noun(_)) && lists.iter().all(of_noun) {
            return Ok(Aim::Any);
        }
        let rows = Quick::ready(inner, self.facts, self.links, budget)?.rows(budget)?;
        if themselves { Ok(Aim::These(rows)) } else { self.aim_of(rows, budget) }
    }

    #[inline]
    fn kind_of(&self, id: u32) -> Option<KindId> {
        self.kinds.get(id as usize).copied().map(KindId)
    }

    /// Both sides of all relations.
    fn sides(&self) -> impl Iterator<Item = &'a Side> + use<'a> {
        let (links, relations) = (self.links, self.vocabulary.schema().relations.len() as u32);
        (0..relations).map(RelationId).flat_map(move |id| [links.forward(id), links.back(id)]).flatten()
    }
}
