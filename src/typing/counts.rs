//! How many findings each candidate has under the question typed so far.
//!
//! A question with a hole comes in; names, values, verbs and slots go out, each with the findings that meet the condition in which the hole
//! stands, for rows of which the rest is true. How they are typed is not known here.

use super::Known;
use crate::base::{Place, close};
use crate::eval::{self, GroupValue, Row, RowId};
use crate::goal::{
    COMMON_SLOTS, Condition, Effect, EffectId, Goal, Head, Hole, Open, Quantifier, Role, SlotRef, Target, Verb, verb_of,
};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, Finding, FindingId, KindId, RelationId, SlotId, SlotType, Value};
use crate::names::{Vocabulary, does_good};
use crate::plan;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// What could stand in a hole, most findings first.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) names: Vec<(EntityId, u64)>,
    /// Amounts, words and numbers as they are stated.
    pub(super) values: Vec<(GroupValue, u64)>,
    /// Verbs, and whether by their passive phrase.
    pub(super) verbs: Vec<(RelationId, bool, u64)>,
    pub(super) slots: Vec<(SlotRef, u64)>,
    /// Whether what has a finding here surely gives a row; else each must be asked.
    pub(super) exact: bool,
    /// Whether the question was looked at, rather than all findings: only then is the number one that can be told.
    pub(super) under: bool,
    /// Whether the hole stands under a `not`: then a name gives rows that no finding on it speaks of.
    pub(super) denied: bool,
}

/// Findings that may be looked at for one list; about a fifth of the time that is there for it.
const LOOKED: u64 = 50_000;

/// Counts what could stand in the hole of a question.
///
/// # Errors
/// Cancelled, or no time left.
pub(super) fn count(known: &Known<'_>, open: &Open) -> Result<Counts, Exceeded> {
    let Some(goal) = &open.goal else { return Ok(everywhere(known, open, None)) };
    if let Some(parts) = parts(known, open, goal) {
        return Ok(parts);
    }
    let plain = is_plain(goal, &open.hole);
    if plain && let Some(counts) = by_census(known, open, goal) {
        return Ok(counts);
    }
    let plan = plan::build(goal, known.facts);
    let cost: u64 = plan.effects.iter().map(|effect| effect.estimate as u64).sum();
    let seen =
        bound(&open.hole).iter().any(|id| is_seen(&goal.condition, *id, true)) || matches!(open.hole, Hole::Name(_));
    if cost <= LOOKED.min(known.limits.steps) && seen {
        match by_rows(known, open, goal, &plan) {
            Ok(counts) => return Ok(counts),
            Err(Exceeded::Cancelled) => return Err(Exceeded::Cancelled),
            Err(_) => {}
        }
    }
    Ok(Counts { denied: !seen, ..everywhere(known, open, Some(goal)) })
}

/// Behind `includes`, which no finding says: the parts of combinations, by how many they are in.
fn parts(known: &Known<'_>, open: &Open, goal: &Goal) -> Option<Counts> {
    let Hole::Target(id) = &open.hole else { return None };
    let effect = goal.effects.get(id.0 as usize).filter(|effect| effect.verb == Verb::Includes)?;
    let (vocabulary, kind) = (known.facts.vocabulary(), goal.kind(effect.bearer));
    let of_kind = |id: &EntityId| vocabulary.kind_of(*id) == kind;
    let all = (0..vocabulary.entities().len() as u32).map(EntityId);
    let counted = all.map(|id| (id, vocabulary.composites_with(id).iter().filter(of_kind).count() as u64));
    Some(Counts { names: ranked(counted.filter(|(_, combinations)| *combinations > 0)), ..Counts::default() })
}

/// The effects whose findings say what could stand in a hole.
fn bound(hole: &Hole) -> &[EffectId] {
    match hole {
        Hole::Target(id) | Hole::Condition(id) => std::slice::from_ref(id),
        Hole::Value(_, ids) | Hole::Place(ids) | Hole::Slot(ids) => ids,
        Hole::Name(_) | Hole::Elsewhere => &[],
    }
}

/// Whether an effect stands where its findings are witnesses.
fn is_seen(condition: &Condition, id: EffectId, positive: bool) -> bool {
    match condition {
        Condition::Effect(other) => positive && *other == id,
        Condition::Not(part) => is_seen(part, id, !positive),
        Condition::InOneStudy(part) => is_seen(part, id, positive),
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().any(|part| is_seen(part, id, positive))
        }
        Condition::Is(..) => false,
    }
}

/// Whether nothing but the hole narrows a question.
fn is_plain(goal: &Goal, hole: &Hole) -> bool {
    let [effect] = goal.effects.as_slice() else { return false };
    fn lone(condition: &Condition) -> bool {
        match condition {
            Condition::Effect(_) => true,
            Condition::All(parts) => parts.iter().all(lone),
            Condition::InOneStudy(part) => lone(part),
            Condition::Any(_) | Condition::AtLeast(..) | Condition::Not(_) | Condition::Is(..) => false,
        }
    }
    let contexts = usize::from(matches!(hole, Hole::Value(..) | Hole::Place(_) | Hole::Slot(_)));
    let free = matches!((&effect.verb, &effect.target), (Verb::Any, Target::Any));
    // A study bears only the findings that cite it, and some cite none.
    goal.others.is_empty()
        && goal.head != Head::Study
        && goal.contexts.len() <= contexts
        && goal.min_studies <= 1
        && goal.least_values.is_empty()
        && goal.assuming.is_empty()
        && effect.quantifier == Quantifier::Some
        && (free || matches!(hole, Hole::Target(_)))
        && lone(&goal.condition)
}

/// Whether what is found under a question with a hole is found under the same question with a name there too.
fn is_exact(goal: &Goal, open: &Open) -> bool {
    fn only_and(condition: &Condition) -> bool {
        match condition {
            Condition::Effect(_) | Condition::Is(..) => true,
            Condition::All(parts) => parts.iter().all(only_and),
            Condition::Any(_) | Condition::AtLeast(..) | Condition::Not(_) | Condition::InOneStudy(_) => false,
        }
    }
    let ordinary = |effect: &Effect| {
        effect.quantifier == Quantifier::Some
            && matches!(effect.verb, Verb::Any | Verb::Relations { .. } | Verb::Benefit { .. } | Verb::NoEffect)
    };
    open.whole
        && goal.others.is_empty()
        && goal.min_studies <= 1
        && goal.least_values.is_empty()
        && bound(&open.hole).len() <= 1
        && bound(&open.hole).iter().all(|id| goal.effects.get(id.0 as usize).is_some_and(ordinary))
        && only_and(&goal.condition)
}

// ---- by the rows of the question ----

/// Findings by what stands in them.
#[derive(Default)]
struct Tallies {
    names: FxHashMap<EntityId, u32>,
    /// Of findings that state several names: all that is broader, each once.
    several: FxHashMap<EntityId, u32>,
    values: Vec<(GroupValue, u64)>,
    verbs: FxHashMap<(RelationId, bool, Option<bool>), u64>,
    slots: FxHashMap<SlotRef, u64>,
}

fn by_rows(known: &Known<'_>, open: &Open, goal: &Goal, plan: &plan::Plan) -> Result<Counts, Exceeded> {
    let mut limits = known.allowance();
    limits.steps = limits.steps.min(8 * LOOKED);
    let mut budget = Budget::new(&limits);
    let mut tallies = Tallies::default();
    let mut seen: FxHashSet<(FindingId, EntityId)> = FxHashSet::default();
    eval::each_row(goal, plan, known.facts, &mut budget, &mut |row, budget| {
        budget.steps(row.findings.len() as u64)?;
        tallies.add(known, open, goal, &row, &mut seen);
        Ok(())
    })?;
    let vocabulary = known.facts.vocabulary();
    let names = if is_closed(goal, open) {
        let mut whole = tallies.several;
        close(vocabulary, &tallies.names, &mut whole);
        whole
    } else {
        tallies.names
    };
    let mut values = tallies.values;
    values.sort_by_key(|(_, count)| Reverse(*count));
    Ok(Counts {
        names: ranked(names.into_iter().map(|(id, count)| (id, u64::from(count)))),
        values,
        verbs: verbs(
            vocabulary,
            tallies.verbs.into_iter().map(|((relation, passive, good), n)| (relation, passive, good, n)),
        ),
        slots: slots(tallies.slots),
        exact: is_exact(goal, open),
        under: open.told,
        denied: false,
    })
}

/// Whether a broader name stands for narrower ones in the hole.
fn is_closed(goal: &Goal, open: &Open) -> bool {
    let null = match &open.hole {
        Hole::Target(id) => goal.effects.get(id.0 as usize).is_some_and(|effect| effect.verb == Verb::NoEffect),
        _ => false,
    };
    !null && !open.exactly
}

impl Tallies {
    fn add(
        &mut self,
        known: &Known<'_>,
        open: &Open,
        goal: &Goal,
        row: &Row,
        seen: &mut FxHashSet<(FindingId, EntityId)>,
    ) {
        if let Hole::Name(letter) = &open.hole {
            if let Some(entity) = row.id.entity(*letter) {
                *self.names.entry(entity).or_default() += row.findings.len().max(1) as u32;
            }
            return;
        }
        for outcome in row.effects.iter().filter(|outcome| bound(&open.hole).contains(&outcome.effect)) {
            let Some(effect) = goal.effects.get(outcome.effect.0 as usize) else { continue };
            if let (Hole::Target(_), false) = (&open.hole, outcome.derived.is_empty()) {
                for derived in &outcome.derived {
                    *self.names.entry(derived.other).or_default() += 1;
                }
                continue;
            }
            for id in &outcome.witnesses {
                let Some(finding) = known.facts.finding(*id) else { continue };
                let bearer = bearer(row.id, effect, goal);
                // A finding between two names of one noun stands behind a row of each.
                if seen.insert((*id, bearer.unwrap_or(EntityId(u32::MAX)))) {
                    self.add_finding(known, &open.hole, effect, bearer, &finding);
                }
            }
        }
    }

    fn add_finding(
        &mut self,
        known: &Known<'_>,
        hole: &Hole,
        effect: &Effect,
        bearer: Option<EntityId>,
        finding: &Finding,
    ) {
        let vocabulary = known.facts.vocabulary();
        match hole {
            Hole::Target(_) => {
                let other = match (effect.role, bearer) {
                    (Role::Subject, _) => finding.object,
                    (Role::Object, _) => finding.subject,
                    (Role::Either, Some(bearer)) if finding.subject == bearer => finding.object,
                    (Role::Either, _) => finding.subject,
                };
                *self.names.entry(other).or_default() += 1;
            }
            Hole::Value(slot, _) => {
                let mut stated = Vec::new();
                eval::slot_values(known.facts, *slot, finding, &mut stated);
                self.add_values(vocabulary, stated);
            }
            Hole::Place(_) => {
                let places = vocabulary.schema().slots.iter().zip(0u32..).filter(|(slot, _)| slot.place);
                for (_, id) in places {
                    let mut stated = Vec::new();
                    eval::slot_values(known.facts, SlotRef::Declared(SlotId(id)), finding, &mut stated);
                    self.add_values(vocabulary, stated);
                }
            }
            Hole::Condition(_) => {
                let good = does_good(vocabulary, finding.relation, finding.object);
                let is = |side: EntityId| bearer.is_none_or(|bearer| bearer == side);
                for (passive, side) in [(false, finding.subject), (true, finding.object)] {
                    if is(side) {
                        *self.verbs.entry((finding.relation, passive, good)).or_default() += 1;
                    }
                }
            }
            Hole::Slot(_) => {
                let stated: FxHashSet<SlotRef> = stated_slots(known, finding).collect();
                stated.into_iter().for_each(|slot| *self.slots.entry(slot).or_default() += 1);
            }
            Hole::Name(_) | Hole::Elsewhere => {}
        }
    }

    fn add_values(&mut self, vocabulary: &Vocabulary, stated: Vec<GroupValue>) {
        let entity = |value: &GroupValue| match value {
            GroupValue::Value(Value::Entity(id)) => Some(*id),
            _ => None,
        };
        match stated.as_slice() {
            [one] if let Some(id) = entity(one) => *self.names.entry(id).or_default() += 1,
            several if several.iter().all(|value| entity(value).is_some()) => {
                let all = several.iter().filter_map(entity).flat_map(|id| vocabulary.broader(id));
                let all: FxHashSet<EntityId> = all.map(|step| step.entity).collect();
                all.into_iter().for_each(|id| *self.several.entry(id).or_default() += 1);
            }
            others => {
                for value in others {
                    if let Some((_, count)) = self.values.iter_mut().find(|(known, _)| known == value) {
                        *count += 1;
                    } else if self.values.len() < MOST_VALUES {
                        self.values.push((value.clone(), 1));
                    }
                }
            }
        }
    }
}

/// Different amounts and words that are told apart.
const MOST_VALUES: usize = 256;

/// Who bears an effect in a row; nobody of findings and studies.
fn bearer(row: RowId, effect: &Effect, goal: &Goal) -> Option<EntityId> {
    matches!(goal.head, Head::Noun(_)).then(|| row.entity(effect.bearer)).flatten()
}

/// The slots that a finding states, those that all findings have included.
fn stated_slots<'f>(known: &Known<'f>, finding: &'f Finding) -> impl Iterator<Item = SlotRef> + 'f {
    let tier = crate::names::evidence::tier(known.facts.vocabulary(), finding).is_some();
    let common = COMMON_SLOTS.iter().map(|(_, slot)| *slot).filter(move |slot| match slot {
        SlotRef::Study | SlotRef::Source => !finding.studies.is_empty(),
        SlotRef::Section => !finding.locators.is_empty(),
        SlotRef::Evidence => tier,
        _ => true,
    });
    finding.slots.iter().map(|value| SlotRef::Declared(value.slot)).chain(common)
}

// ---- by all findings ----

/// A question that nothing narrows: what all findings say.
fn by_census(known: &Known<'_>, open: &Open, goal: &Goal) -> Option<Counts> {
    let bearer = kind_of(goal.head);
    let vocabulary = known.facts.vocabulary();
    let census = known.census();
    let mut counts = Counts { exact: open.whole, under: open.told, ..Counts::default() };
    match &open.hole {
        Hole::Condition(_) => {
            let of = |passive: bool| census.verbs(passive, bearer).map(move |(r, good, n)| (r, passive, good, n));
            counts.verbs = verbs(vocabulary, of(false).chain(of(true)));
        }
        Hole::Slot(_) => {
            let declared = (0..vocabulary.schema().slots.len() as u32).map(SlotId);
            let stated = declared.map(|id| (SlotRef::Declared(id), census.stating(id, bearer)));
            let all = bearer.map_or(census.findings(), |kind| census.of_kind(kind));
            let common = COMMON_SLOTS.iter().map(|(_, slot)| (*slot, all));
            counts.slots = slots(stated.chain(common).collect());
        }
        hole => {
            let (place, exact) = place(known, goal, hole, open.exactly)?;
            counts.names = census.ranked(&place, vocabulary).iter().map(|(id, n)| (*id, u64::from(*n))).collect();
            counts.exact &= exact;
        }
    }
    Some(counts)
}

/// The place of a hole in findings, and whether each name there gives a row; none where findings do not say.
fn place(known: &Known<'_>, goal: &Goal, hole: &Hole, exactly: bool) -> Option<(Place, bool)> {
    let vocabulary = known.facts.vocabulary();
    let bearer = kind_of(goal.head);
    let directed = |none: bool| -> Vec<RelationId> {
        let all = vocabulary.schema().relations.iter().zip(0u32..);
        let all = all.filter(|(relation, _)| (relation.direction == crate::model::Direction::None) == none);
        all.map(|(_, id)| RelationId(id)).collect()
    };
    match hole {
        Hole::Target(id) => {
            let effect = goal.effects.get(id.0 as usize)?;
            let passive = effect.role == Role::Object;
            let bearer = goal.kind(effect.bearer).or(bearer);
            let target = |relations: Vec<RelationId>, sign: Option<bool>, closed: bool| Place::Target {
                relations,
                passive,
                bearer,
                sign,
                closed: closed && !exactly,
            };
            match &effect.verb {
                Verb::Relations { members, .. } => Some((target(members.clone(), None, true), true)),
                Verb::Benefit { members, better, .. } => Some((target(members.clone(), Some(*better), true), !passive)),
                Verb::NoEffect => Some((target(directed(true), None, false), true)),
                Verb::Chain(_) => Some((target(directed(false), None, true), false)),
                Verb::Any | Verb::Contested => {
                    let all = (0..vocabulary.schema().relations.len() as u32).map(RelationId).collect();
                    Some((target(all, None, true), false))
                }
                Verb::Includes => Some((Place::Row { kind: None, closed: false }, false)),
                Verb::Defined(_) => None,
            }
        }
        Hole::Value(SlotRef::Declared(slot), _) => {
            let declared = vocabulary.schema().slots.get(slot.index())?;
            let entities = matches!(declared.holds, SlotType::Entities(_)) && !exactly;
            entities.then(|| (Place::Value { slots: vec![*slot], bearer }, true))
        }
        Hole::Value(SlotRef::Subject | SlotRef::Object, _) => Some((Place::Row { kind: None, closed: false }, false)),
        Hole::Place(_) => {
            let places = vocabulary.schema().slots.iter().zip(0u32..).filter(|(slot, _)| slot.place);
            Some((Place::Value { slots: places.map(|(_, id)| SlotId(id)).collect(), bearer }, true))
        }
        Hole::Name(letter) => Some((Place::Row { kind: goal.kind(*letter), closed: !exactly }, true)),
        Hole::Value(..) | Hole::Condition(_) | Hole::Slot(_) | Hole::Elsewhere => None,
    }
}

/// What all findings say, where the question could not be looked at: each candidate must be asked by itself.
fn everywhere(known: &Known<'_>, open: &Open, goal: Option<&Goal>) -> Counts {
    let plain = goal.and_then(|goal| by_census(known, open, goal));
    let counts = plain.unwrap_or_else(|| {
        let vocabulary = known.facts.vocabulary();
        let any = known.census().ranked(&Place::Row { kind: None, closed: false }, vocabulary);
        Counts { names: any.iter().map(|(id, n)| (*id, u64::from(*n))).collect(), ..Counts::default() }
    });
    Counts { exact: false, under: false, ..counts }
}

fn kind_of(head: Head) -> Option<KindId> {
    match head {
        Head::Noun(kind) => Some(kind),
        Head::Finding | Head::Study => None,
    }
}

fn ranked(names: impl Iterator<Item = (EntityId, u64)>) -> Vec<(EntityId, u64)> {
    let mut names: Vec<(EntityId, u64)> = names.collect();
    names.sort_unstable_by_key(|(id, count)| (Reverse(*count), *id));
    names
}

fn slots(stated: FxHashMap<SlotRef, u64>) -> Vec<(SlotRef, u64)> {
    let mut slots: Vec<(SlotRef, u64)> = stated.into_iter().filter(|(_, count)| *count > 0).collect();
    // Those of the base tell findings apart, those that all findings have seldom do.
    let common = |slot: SlotRef| !matches!(slot, SlotRef::Declared(_));
    slots.sort_unstable_by_key(|(slot, count)| (common(*slot), Reverse(*count), *slot));
    slots
}

/// The verbs that findings of these relations meet, with how many do.
fn verbs(
    vocabulary: &Vocabulary,
    said: impl Iterator<Item = (RelationId, bool, Option<bool>, u64)>,
) -> Vec<(RelationId, bool, u64)> {
    let mut all: FxHashMap<(RelationId, bool, Option<bool>), u64> = FxHashMap::default();
    for (relation, passive, good, count) in said.filter(|(.., count)| *count > 0) {
        *all.entry((relation, passive, good)).or_default() += count;
    }
    let mut found = Vec::new();
    for (id, relation) in (0u32..).map(RelationId).zip(&vocabulary.schema().relations) {
        let Some(verb) = verb_of(vocabulary, id) else { continue };
        let meets = |said: RelationId, good: Option<bool>| match &verb {
            Verb::Relations { members, .. } => members.binary_search(&said).is_ok(),
            Verb::Benefit { members, better, .. } => members.binary_search(&said).is_ok() || good == Some(*better),
            Verb::NoEffect => {
                vocabulary.relation(said).is_some_and(|said| said.direction == crate::model::Direction::None)
            }
            _ => false,
        };
        for passive in [false, true] {
            if passive && relation.passive.is_none() {
                continue;
            }
            let count: u64 = all
                .iter()
                .filter(|((said, side, good), _)| *side == passive && meets(*said, *good))
                .map(|(_, count)| *count)
                .sum();
            if count > 0 {
                found.push((id, passive, count));
            }
        }
    }
    found.sort_by_key(|(id, passive, count)| (Reverse(*count), *passive, *id));
    found
}
