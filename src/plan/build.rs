//! Choosing: which effects say what can be a row, and from which side each is scanned.

use super::{EffectPlan, Plan, RowSource, ScanSide};
use crate::base::{Facts, Scan};
use crate::goal::{Condition, Context, Effect, EffectId, Goal, Head, Quantifier, Role, SlotRef, Target, Test, Verb};
use crate::model::{Direction, EntityId, RelationId};

/// Plans a goal over a store. Estimates decide how it is answered, never what the answer is.
#[must_use]
pub fn build(goal: &Goal, facts: &dyn Facts) -> Plan {
    let mut effects: Vec<EffectPlan> = goal.effects.iter().map(|effect| effect_plan(goal, effect, facts)).collect();
    let rows = match bound(&goal.condition, &effects) {
        Some(bound) => RowSource::Among { effects: bound.effects, entities: bound.entities },
        None => RowSource::Everything,
    };
    let mut order: Vec<EffectId> = (0..goal.effects.len() as u32).map(EffectId).collect();
    if let RowSource::Among { effects: first, entities } = &rows {
        let estimate = |id: &EffectId| effects.get(id.0 as usize).map_or(0, |plan| plan.estimate);
        let rows = first.iter().map(estimate).fold(entities.len(), usize::saturating_add);
        let average = average(goal.head, facts);
        order.sort_by_key(|id| (first.binary_search(id).is_err(), estimate(id)));
        for id in order.iter().filter(|id| first.binary_search(id).is_err()) {
            let Some(plan) = effects.get_mut(id.0 as usize) else { continue };
            let from_rows = rows.saturating_mul(average);
            if plan.scan != ScanSide::Nothing && from_rows < plan.estimate {
                plan.scan = ScanSide::Rows;
                plan.estimate = from_rows;
            }
        }
    }
    Plan { effects, order, rows, by_sets: super::plain(goal, facts).is_some() }
}

/// About how many findings one row stands in.
fn average(head: Head, facts: &dyn Facts) -> usize {
    let rows = match head {
        Head::Noun(_) => facts.vocabulary().entities().len(),
        Head::Finding => return 1,
        Head::Study => facts.study_count(),
    };
    (facts.finding_count() / rows.max(1)).max(1)
}

fn effect_plan(goal: &Goal, effect: &Effect, facts: &dyn Facts) -> EffectPlan {
    let relations = relations(effect, facts);
    let inner = match &effect.target {
        Target::Goal(inner) => Some(Box::new(build(inner, facts))),
        Target::Any | Target::Entities(_) | Target::Letter(_) => None,
    };
    let estimate = |subjects: Option<&[EntityId]>, objects: Option<&[EntityId]>| {
        facts.estimate(&Scan {
            subjects: subjects.map(<[EntityId]>::to_vec),
            relations: relations.clone(),
            objects: objects.map(<[EntityId]>::to_vec),
            studies: None,
        })
    };
    let (scan, estimate) = match (&effect.verb, &effect.target) {
        (Verb::Includes, _) => (ScanSide::Nothing, 0),
        // what is said of others breaks an `only`
        (_, Target::Entities(_)) if effect.quantifier == Quantifier::Only => (ScanSide::All, estimate(None, None)),
        (_, Target::Any | Target::Letter(_)) => (ScanSide::All, estimate(None, None)),
        (_, Target::Goal(_)) => (ScanSide::Target, estimate(None, None)),
        (_, Target::Entities(set)) => {
            let members = Some(set.members.as_slice());
            let findings = match effect.role {
                Role::Subject => estimate(None, members),
                Role::Object => estimate(members, None),
                Role::Either => estimate(None, members).saturating_add(estimate(members, None)),
            };
            (ScanSide::Target, findings)
        }
    };
    let mut contexts = effect.contexts.clone();
    contexts.sort_by_key(|id| (goal.contexts.get(id.0 as usize).map_or(0, cost), *id));
    EffectPlan { scan, relations, estimate, contexts, inner }
}

/// The relations that can meet an effect; none for all.
fn relations(effect: &Effect, facts: &dyn Facts) -> Option<Vec<RelationId>> {
    // what says otherwise breaks an `always`
    if effect.quantifier == Quantifier::Always {
        return None;
    }
    let declared = facts.vocabulary().schema().relations.iter().zip(0u32..);
    let mut found: Vec<RelationId> = match &effect.verb {
        Verb::Any | Verb::Contested | Verb::Includes | Verb::Defined(_) | Verb::Chain(_) => return None,
        Verb::Relations { members, .. } => members.clone(),
        Verb::Benefit { members, .. } => {
            let changes =
                declared.filter(|(relation, _)| !matches!(relation.direction, Direction::None | Direction::Unclear));
            members.iter().copied().chain(changes.map(|(_, id)| RelationId(id))).collect()
        }
        Verb::NoEffect => declared
            .filter(|(relation, _)| relation.direction == Direction::None)
            .map(|(_, id)| RelationId(id))
            .collect(),
    };
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// How dear a context is to test: numbers of slots, twice where texts are folded.
fn cost(context: &Context) -> usize {
    fn of(test: &Test) -> usize {
        match test {
            Test::Slot { slot: SlotRef::Source | SlotRef::Study, .. } => 3,
            Test::Slot { compare: crate::goal::Compare::Texts(_), .. } => 2,
            Test::Slot { .. } | Test::NotStated(_) => 1,
            Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().map(of).sum(),
            Test::Not(test) => of(test),
        }
    }
    of(&context.test)
}

/// Effects and entities outside of which a condition is false.
struct Bound {
    effects: Vec<EffectId>,
    entities: Vec<EntityId>,
    size: usize,
}

/// What bounds a condition; none where nothing does, as under `not`.
fn bound(condition: &Condition, effects: &[EffectPlan]) -> Option<Bound> {
    match condition {
        Condition::Effect(id) => {
            let size = effects.get(id.0 as usize).map_or(0, |plan| plan.estimate);
            Some(Bound { effects: vec![*id], entities: Vec::new(), size })
        }
        Condition::Is(_, set) => {
            Some(Bound { effects: Vec::new(), entities: set.members.clone(), size: set.members.len() })
        }
        Condition::InOneStudy(part) => bound(part, effects),
        Condition::All(parts) => {
            let bounds = parts.iter().filter_map(|part| bound(part, effects));
            bounds.min_by_key(|bound| bound.size)
        }
        Condition::Any(parts) => {
            let bounds: Option<Vec<Bound>> = parts.iter().map(|part| bound(part, effects)).collect();
            bounds.map(union)
        }
        Condition::AtLeast(need, parts) => {
            let bounds: Vec<Bound> = parts.iter().filter_map(|part| bound(part, effects)).collect();
            // Unbounded members may hold of anything; one bounded member must hold as well if they are too few.
            let open = parts.len() - bounds.len();
            (open < *need as usize).then(|| union(bounds))
        }
        Condition::Not(_) => None,
    }
}

fn union(bounds: Vec<Bound>) -> Bound {
    let mut all = Bound { effects: Vec::new(), entities: Vec::new(), size: 0 };
    for bound in bounds {
        all.effects.extend(bound.effects);
        all.entities.extend(bound.entities);
        all.size = all.size.saturating_add(bound.size);
    }
    all.effects.sort_unstable();
    all.effects.dedup();
    all.entities.sort_unstable();
    all.entities.dedup();
    all
}
