//! Choosing: which effects say what can be a row, and from which side each is scanned.

use super::{Choices, EffectPlan, Plan, Rewrite, RowSource, ScanSide};
use crate::base::{Facts, Scan};
use crate::goal::letters::alternatives;
use crate::goal::{
    Compare, Condition, Context, ContextId, Effect, EffectId, Goal, Head, Letter, Quantifier, Role, SlotRef, Target,
    Test, Verb,
};
use crate::model::{Direction, EntityId, RelationId, SlotId};

/// Findings from which on looking at them takes much longer than beginning a thread.
const MANY: usize = 16_384;

/// Plans a goal over a store. Estimates decide how it is answered, never what the answer is.
#[must_use]
pub fn build(goal: &Goal, facts: &dyn Facts) -> Plan {
    build_with(goal, facts, Choices::ALL)
}

/// The same with some choices only: to look at one alone, or to leave one out.
#[must_use]
pub fn build_with(goal: &Goal, facts: &dyn Facts, choices: Choices) -> Plan {
    let each = goal.effects.iter().map(|effect| effect_plan(goal, effect, facts, choices));
    let mut effects: Vec<EffectPlan> = each.collect();
    let rows = match bound(&goal.condition, &effects).filter(|_| choices.has(Rewrite::Bound)) {
        Some(bound) => RowSource::Among { effects: bound.effects, entities: bound.entities },
        None => RowSource::Everything,
    };
    let mut order: Vec<EffectId> = (0..goal.effects.len() as u32).map(EffectId).collect();
    // rows of several nouns are put together letter by letter, and each effect is narrowed by what is left of its letters
    if let (RowSource::Among { effects: first, entities }, true) = (&rows, goal.others.is_empty()) {
        let estimate = |id: &EffectId| effects.get(id.0 as usize).map_or(0, |plan| plan.estimate);
        let rows = first.iter().map(estimate).fold(entities.len(), usize::saturating_add);
        let average = average(goal.head, facts);
        if choices.has(Rewrite::Order) {
            order.sort_by_key(|id| (first.binary_search(id).is_err(), estimate(id)));
        }
        for id in order.iter().filter(|id| first.binary_search(id).is_err()) {
            let Some(plan) = effects.get_mut(id.0 as usize) else { continue };
            let from_rows = rows.saturating_mul(average);
            if plan.scan != ScanSide::Nothing && from_rows < plan.estimate && choices.has(Rewrite::FromRows) {
                plan.scan = ScanSide::Rows;
                plan.estimate = from_rows;
                let effect = goal.effects.get(id.0 as usize);
                let inner = plan.inner.as_deref().zip(effect);
                // of findings and studies the rows lead nowhere: they are no ends of findings
                plan.semi = choices.has(Rewrite::Semi)
                    && matches!(goal.head, Head::Noun(_))
                    && inner
                        .is_some_and(|(inner, effect)| from_rows < inner.cost() && may_be_asked_of_some(effect, inner));
            }
        }
    }
    if !goal.others.is_empty() && choices.has(Rewrite::Order) {
        // what each way to be a row needs narrows the letters for the others
        let ways = alternatives(&goal.condition, &goal.effects);
        let needed = |id: EffectId| ways.iter().all(|way| way.contains(&id));
        order.sort_by_key(|id| (!needed(*id), effects.get(id.0 as usize).map_or(0, |plan| plan.estimate), *id));
    }
    let letters = (0..goal.width() as u8).map(Letter).collect();
    let by_sets = choices.has(Rewrite::Sets) && super::plain(goal, facts).is_some();
    let divide_from = if choices.has(Rewrite::Divide) { MANY } else { usize::MAX };
    Plan { effects, order, rows, letters, choices, divide_from, by_sets }
}

/// Whether the inner goal of an effect may be asked of some names only: what is a row of it does not depend on what else is, and all
/// that can be a row meets an effect.
fn may_be_asked_of_some(effect: &Effect, inner: &Plan) -> bool {
    let Target::Goal(goal) = &effect.target else { return false };
    let plain = matches!(effect.verb, Verb::Any | Verb::Relations { .. } | Verb::Benefit { .. } | Verb::NoEffect);
    let derived = |effect: &Effect| matches!(effect.verb, Verb::Includes | Verb::Defined(_) | Verb::Chain(_));
    plain
        && effect.quantifier == Quantifier::Some
        && goal.limit.is_none()
        && goal.others.is_empty()
        && matches!(goal.head, Head::Noun(_))
        && !goal.effects.iter().any(derived)
        && matches!(&inner.rows, RowSource::Among { entities, .. } if entities.is_empty())
}

impl Plan {
    /// About how many findings are looked at, those of inner goals too.
    #[must_use]
    pub fn cost(&self) -> usize {
        let inner = |plan: &EffectPlan| plan.inner.as_deref().map_or(0, Plan::cost);
        let each = self.effects.iter().map(|plan| plan.estimate.saturating_add(inner(plan)));
        each.fold(0, usize::saturating_add)
    }

    /// The same plan for a few rows that are known: effects that would look at more findings are looked up by those rows.
    #[must_use]
    pub fn among(&self, goal: &Goal, rows: usize, facts: &dyn Facts) -> Plan {
        let mut plan = self.clone();
        let from_rows = rows.saturating_mul(average(goal.head, facts));
        for (effect, plan) in goal.effects.iter().zip(&mut plan.effects) {
            if plan.scan == ScanSide::Nothing || from_rows >= plan.estimate {
                continue;
            }
            plan.scan = ScanSide::Rows;
            plan.estimate = from_rows;
            let inner = plan.inner.as_deref();
            plan.semi |= self.choices.has(Rewrite::Semi)
                && inner.is_some_and(|inner| from_rows < inner.cost() && may_be_asked_of_some(effect, inner));
        }
        plan
    }
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

fn effect_plan(goal: &Goal, effect: &Effect, facts: &dyn Facts, choices: Choices) -> EffectPlan {
    let relations = if choices.has(Rewrite::Verbs) { relations(effect, facts) } else { None };
    let inner = match &effect.target {
        Target::Goal(inner) => Some(Box::new(build_with(inner, facts, choices))),
        Target::Any | Target::Entities(_) | Target::Letter(_) => None,
    };
    let estimate = |subjects: Option<&[EntityId]>, objects: Option<&[EntityId]>| {
        facts.estimate(&Scan {
            subjects: subjects.map(<[EntityId]>::to_vec),
            relations: relations.clone(),
            objects: objects.map(<[EntityId]>::to_vec),
            ..Scan::default()
        })
    };
    let (scan, estimate) = match (&effect.verb, &effect.target) {
        (Verb::Includes, _) => (ScanSide::Nothing, 0),
        (_, Target::Entities(_)) if !choices.has(Rewrite::FromTarget) => (ScanSide::All, estimate(None, None)),
        (_, Target::Goal(_)) if !choices.has(Rewrite::FromTarget) => (ScanSide::All, estimate(None, None)),
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
    if choices.has(Rewrite::Cheap) {
        contexts.sort_by_key(|id| (goal.contexts.get(id.0 as usize).map_or(0, cost), *id));
    }
    let stated = if choices.has(Rewrite::Stated) { stated(goal, &contexts, facts) } else { None };
    EffectPlan { scan, relations, estimate, contexts, stated, inner, semi: false }
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

/// What some context asks to be stated, by which the fewest findings are found.
fn stated(goal: &Goal, contexts: &[ContextId], facts: &dyn Facts) -> Option<(SlotId, Vec<EntityId>)> {
    let tests = contexts.iter().filter_map(|id| goal.contexts.get(id.0 as usize));
    let all: Vec<(SlotId, Vec<EntityId>)> =
        tests.filter_map(|context| asks_for(&context.test, &goal.assuming)).collect();
    let size =
        |stated: &(SlotId, Vec<EntityId>)| facts.estimate(&Scan { stated: Some(stated.clone()), ..Scan::default() });
    match all.len() {
        0 | 1 => all.into_iter().next(),
        _ => all.into_iter().min_by_key(size),
    }
}

/// The slot in which one of some entities must stand for a test to be true.
fn asks_for(test: &Test, assuming: &[SlotRef]) -> Option<(SlotId, Vec<EntityId>)> {
    match test {
        Test::Slot { slot: slot @ SlotRef::Declared(id), compare: Compare::Entities(set) } => {
            (!assuming.contains(slot)).then(|| (*id, set.members.clone()))
        }
        Test::Slot { .. } | Test::NotStated(_) | Test::Not(_) | Test::AtLeast(..) => None,
        Test::All(tests) => tests.iter().find_map(|test| asks_for(test, assuming)),
        Test::Any(tests) => {
            let mut all: Option<(SlotId, Vec<EntityId>)> = None;
            for test in tests {
                let (slot, members) = asks_for(test, assuming)?;
                match &mut all {
                    Some((same, known)) if *same == slot => known.extend(members),
                    Some(_) => return None,
                    None => all = Some((slot, members)),
                }
            }
            let (slot, mut members) = all?;
            members.sort_unstable();
            members.dedup();
            Some((slot, members))
        }
    }
}

/// How dear a context is to test: numbers of slots, twice where texts are folded.
fn cost(context: &Context) -> usize {
    fn of(test: &Test) -> usize {
        match test {
            Test::Slot { slot: SlotRef::Source | SlotRef::Study, .. } => 3,
            Test::Slot { compare: Compare::Texts(_), .. } => 2,
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
