//! Answering by sets: plain questions, of which lists of who is linked to whom say everything.
//!
//! A goal that `plan` calls plain and a store that keeps such lists come in; the rows go out as bare numbers, in no order that means
//! anything, or how many there are. It looks at no finding and no name: verdicts, studies and the order of rows are worked out by the other
//! files of this room, for the rows that somebody looks at.

mod bind;
mod clique;
mod ends;
mod evidence;
mod few;
mod groups;
mod join;
mod links;
mod lists;
mod named;
mod order;
mod ranked;
mod rows;
mod set;
mod tally;
mod told;
mod walk;

use super::grow::push;
use super::outcome::{RowId, Tuple};
use crate::base::{Facts, Links, Side};
use crate::goal::{Condition, Effect, Goal, Head, Letter, Role, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{Direction, EntityId, KindId, Relation, RelationId};
use crate::names::Vocabulary;
use crate::plan::{Listed, Plan, Steps, of_relation, steps};
pub(crate) use evidence::{Known, Looked, looked};
pub(crate) use few::{cores, holds_of};
pub use groups::groups;
pub use named::{findings_of, named};
pub use order::{findings, finds, in_order, orders};
pub use tally::tally;
pub use told::listed;

use lists::{Aim, Lists, Part, Seen, View};
use set::Set;
use std::cell::RefCell;

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
    /// What was done, if somebody wants to know.
    told: Option<RefCell<Listed>>,
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
        // the plan was made for this goal and this store, and is by sets only where the goal is plain
        match facts.links() {
            Some(links) if plan.by_sets => Quick::ready(goal, facts, links, (None, false), budget).map(Some),
            _ => Ok(None),
        }
    }

    /// A goal of which it is known that it is plain, and nothing of which is prepared.
    fn bare(goal: &'a Goal, facts: &'a dyn Facts, links: &'a Links) -> Quick<'a> {
        let vocabulary = facts.vocabulary();
        let kinds = vocabulary.entities().kinds().as_slice();
        Quick { goal, facts, vocabulary, links, parts: Vec::new(), kinds, size: kinds.len(), told: None }
    }

    /// A goal of which it is known that it is plain; where only some entities are asked of, inner goals may be answered for these alone.
    #[inline(never)]
    fn ready(
        goal: &'a Goal,
        facts: &'a dyn Facts,
        links: &'a Links,
        (some, told): (Option<&Set>, bool),
        budget: &mut Budget,
    ) -> Result<Quick<'a>, Exceeded> {
        let mut quick = Quick::bare(goal, facts, links);
        quick.told = told.then(RefCell::default);
        quick.parts.reserve_exact(goal.effects.len());
        for effect in &goal.effects {
            // of a plain goal there always is one
            let kind = goal.kind(effect.bearer).unwrap_or(KindId(u32::MAX));
            let followed = if let Verb::Defined(id) = effect.verb { steps(goal, id) } else { None };
            let all = match followed {
                None => quick.lists(effect, kind),
                Some(followed) => quick.steps(effect, followed),
            };
            let seen = Seen::default();
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
                Target::Goal(inner) => {
                    let open = quick.is_open(inner, &all);
                    // what steps begin at lies anywhere
                    let some = some.filter(|_| followed.is_none());
                    if open { Aim::Any } else { quick.inner((inner, effect), (&all, &seen), some, budget)? }
                }
            };
            let mut part = Part { lists: all, aim, kind, reached: None, seen };
            if let Some(followed) = followed {
                quick.follow(&mut part, followed.kind, budget)?;
            }
            quick.parts.push(part);
        }
        Ok(quick)
    }

    /// Puts what steps lead to in the place of the lists of one step.
    #[inline(never)]
    fn follow(&self, part: &mut Part<'a>, kind: KindId, budget: &mut Budget) -> Result<(), Exceeded> {
        let reached = if kind == part.kind {
            self.walk(&part.lists, (&part.aim, &part.seen), kind, budget)?
        } else {
            Set::default()
        };
        part.lists = Vec::new();
        part.reached = Some(reached);
        Ok(())
    }

    /// The lists of one step of a definition that follows a verb.
    fn steps(&self, effect: &Effect, followed: Steps<'_>) -> Vec<Lists<'a>> {
        // One that follows it against its direction turns the sides round.
        let role = match effect.role {
            Role::Subject if !followed.along => Role::Object,
            Role::Object if !followed.along => Role::Subject,
            role => role,
        };
        self.lists_of(role, followed.relations.iter().copied(), followed.kind)
    }

    /// The lists of an effect whose bearer is of a kind.
    fn lists(&self, effect: &Effect, kind: KindId) -> Vec<Lists<'a>> {
        let tests = || effect.contexts.iter().filter_map(|id| self.goal.contexts.get(id.0 as usize));
        let admits = |id: &RelationId| tests().all(|context| of_relation(&context.test, *id));
        let declared = || self.vocabulary.schema().relations.iter().zip((0u32..).map(RelationId));
        let null = |(relation, _): &(&Relation, RelationId)| relation.direction == Direction::None;
        match &effect.verb {
            Verb::Relations { members, .. } => self.lists_of(effect.role, members.iter().copied().filter(admits), kind),
            Verb::NoEffect => {
                self.lists_of(effect.role, declared().filter(null).map(|(_, id)| id).filter(admits), kind)
            }
            _ => self.lists_of(effect.role, declared().map(|(_, id)| id).filter(admits), kind),
        }
    }

    /// The lists of some relations, as whoever stands in a role sees them.
    fn lists_of(&self, role: Role, relations: impl Iterator<Item = RelationId>, kind: KindId) -> Vec<Lists<'a>> {
        let mut all = Vec::new();
        for id in relations {
            let (Some(forward), Some(back)) = (self.links.forward(id), self.links.back(id)) else { continue };
            if forward.keys().is_empty() {
                continue;
            }
            let (forward, back) = (View::new(forward), View::new(back));
            if role != Role::Object {
                all.push(Lists { from: forward, to: back, relation: id.0, active: true });
            }
            if role != Role::Subject {
                all.push(Lists { from: back, to: forward, relation: id.0, active: false });
            }
        }
        // Where several lists might be looked through, those of other nouns at the bearer's end are not.
        if all.len() > 1 {
            all.retain(|lists: &Lists<'_>| lists.from.side.kind(|id| self.kind_of(id.0)).is_none_or(|of| of == kind));
        }
        all
    }

    /// Whether whatever stands at the other end is a row of an inner goal: it is of the noun, and nothing more is asked.
    fn is_open(&self, inner: &Goal, lists: &[Lists<'a>]) -> bool {
        let open = matches!(&inner.condition, Condition::All(parts) if parts.is_empty());
        let of_noun = |lists: &Lists<'_>| lists.to.side.kind(|id| self.kind_of(id.0)) == inner.kind(Letter(0));
        open && matches!(inner.head, Head::Noun(_)) && lists.iter().all(of_noun)
    }

    /// What an inner goal leaves to aim at.
    #[inline(never)]
    fn inner(
        &self,
        (inner, effect): (&'a Goal, &Effect),
        (lists, seen): (&[Lists<'a>], &Seen),
        some: Option<&Set>,
        budget: &mut Budget,
    ) -> Result<Aim, Exceeded> {
        let among = match some {
            Some(some) => self.reached(inner, lists, some, budget)?,
            None => None,
        };
        let quick = Quick::ready(inner, self.facts, self.links, (among.as_ref(), self.told.is_some()), budget)?;
        let rows = quick.meeting(&inner.condition, among.as_ref(), budget)?;
        if let Some(listed) = quick.listed() {
            seen.inner.replace(Some(Box::new(listed)));
        }
        // All who stand at the other end may be asked for, as if none was named.
        let mut all = !lists.is_empty();
        for each in lists {
            let keys = each.to.keys;
            all = all && rows.len() >= keys.len() && {
                budget.steps(keys.len() as u64 / 8)?;
                rows.has_all(keys)
            };
        }
        if all {
            return Ok(Aim::Any);
        }
        if effect.verb == Verb::NoEffect { Ok(Aim::These(rows)) } else { self.aim_of(rows, budget) }
    }

    /// The rows of an inner goal, all of them or those among some that can be any.
    #[inline(never)]
    fn inner_rows(&self, inner: &'a Goal, among: Option<&Set>, budget: &mut Budget) -> Result<Set, Exceeded> {
        let quick = Quick::ready(inner, self.facts, self.links, (among, false), budget)?;
        quick.meeting(&inner.condition, among, budget)
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
