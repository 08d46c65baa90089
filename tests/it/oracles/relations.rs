//! Laws between questions: a verb and its inverse, more findings, names for what is said, limits, and questions made to fetch a finding.

use super::goals::Maker;
use super::random::Random;
use super::world::{GENE, TREATMENT};
use super::{Case, for_cases, run};
use crate::reference::Small;
use std::cell::Cell;
use std::collections::BTreeSet;
use whereof::eval::{Outcome, RowId};
use whereof::goal::{
    Column, Compare, Condition, Context, ContextId, Definition, DefinitionId, Effect, EffectId, EntitySet, Goal, Head,
    Letter, Order, Purpose, Quantifier, Role, SlotRef, Target, Test, Verb,
};
use whereof::model::{EntityId, FindingId, KindId};
use whereof::text::Span;

fn rows(outcome: &Outcome) -> BTreeSet<RowId> {
    outcome.rows.iter().map(|row| row.id).collect()
}

/// A goal of one noun and one effect.
fn one(kind: KindId, effect: Effect, contexts: Vec<Context>) -> Goal {
    let mut goal = Goal::new(Head::Noun(kind));
    goal.contexts = contexts;
    goal.effects.push(effect);
    goal.condition = Condition::Effect(EffectId(0));
    goal
}

fn exactly(entity: EntityId) -> Target {
    let (asked, members) = (vec![entity], vec![entity]);
    Target::Entities(EntitySet { asked, members, exactly: true, ..EntitySet::default() })
}

/// A verb and some contexts, from the goal of a case.
fn verb_and_contexts(case: &Case) -> Option<(Verb, Vec<Context>)> {
    let plain = |effect: &&Effect| {
        let verb = matches!(effect.verb, Verb::Any | Verb::Relations { .. } | Verb::Benefit { .. });
        verb && effect.purpose == Purpose::Asked && effect.quantifier == Quantifier::Some
    };
    let effect = case.goal.effects.iter().find(plain)?;
    let contexts = effect.contexts.iter().map(|id| case.goal.contexts[id.0 as usize].clone()).collect();
    Some((effect.verb.clone(), contexts))
}

fn ids(contexts: &[Context]) -> Vec<ContextId> {
    (0..contexts.len() as u32).map(ContextId).collect()
}

#[test]
fn o3_a_verb_and_its_inverse_hold_of_the_same_pairs() {
    let pairs = Cell::new(0u64);
    for_cases("relations::o3", 2_000, |case| {
        let Some((verb, contexts)) = verb_and_contexts(case) else { return Ok(()) };
        let entities = case.world.vocabulary.entities();
        let of = |kind: KindId| {
            (0..entities.len() as u32).map(EntityId).filter(move |id| entities.get(*id).unwrap().kind == kind)
        };
        let mut active = BTreeSet::new();
        for gene in of(GENE) {
            let effect = Effect::new(
                Role::Subject,
                verb.clone(),
                exactly(gene),
                ids(&contexts),
                Purpose::Asked,
                Span::default(),
            );
            let found = run(&one(TREATMENT, effect, contexts.clone()), &case.world);
            active.extend(rows(&found).into_iter().map(|row| (row.entities()[0], gene)));
        }
        let mut passive = BTreeSet::new();
        for treatment in of(TREATMENT) {
            let target = exactly(treatment);
            let effect =
                Effect::new(Role::Object, verb.clone(), target, ids(&contexts), Purpose::Asked, Span::default());
            let found = run(&one(GENE, effect, contexts.clone()), &case.world);
            passive.extend(rows(&found).into_iter().map(|row| (treatment, row.entities()[0])));
        }
        let mut joined = Goal::new(Head::Noun(TREATMENT));
        joined.others.push(Column { kind: GENE, letter: Some('B') });
        joined.contexts.clone_from(&contexts);
        let target = Target::Letter(Letter(1));
        joined.effects.push(Effect::new(Role::Subject, verb, target, ids(&contexts), Purpose::Asked, Span::default()));
        joined.condition = Condition::Effect(EffectId(0));
        let joined = rows(&run(&joined, &case.world));
        let joined: BTreeSet<_> = joined.iter().map(|row| (row.entities()[0], row.entities()[1])).collect();
        pairs.set(pairs.get() + u64::from(!active.is_empty()));
        if active == passive && active == joined {
            Ok(())
        } else {
            Err(format!("active {active:?}\npassive {passive:?}\nas letters {joined:?}"))
        }
    });
    assert!(std::env::var("WHEREOF_SEED").is_ok() || pairs.get() >= 700, "{}", pairs.get());
}

/// Whether more findings can only give more rows.
fn grows(goal: &Goal) -> bool {
    fn positive(condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => parts.iter().all(positive),
            Condition::InOneStudy(part) => positive(part),
            Condition::Not(_) => false,
            Condition::Effect(_) | Condition::Is(..) => true,
        }
    }
    let plain = |effect: &Effect| {
        effect.quantifier == Quantifier::Some
            && !matches!(effect.verb, Verb::Contested | Verb::Chain(_))
            && match &effect.target {
                Target::Goal(inner) => grows(inner),
                _ => true,
            }
    };
    // A value narrower than two others makes one of them.
    goal.limit.is_none() && goal.least_values.is_empty() && positive(&goal.condition) && goal.effects.iter().all(plain)
}

#[test]
fn o4_more_findings_take_no_row_from_a_question_without_not() {
    let compared = Cell::new(0u64);
    for_cases("relations::o4", 3_000, |case| {
        let goal = Goal { limit: None, count: None, ..case.goal.clone() };
        // Rows that are findings have other ids when some are taken away.
        if !grows(&goal) || goal.head == Head::Finding {
            return Ok(());
        }
        let mut random = Random::new(case.seed ^ 0x0404);
        let mut fewer: Small = case.world.clone();
        fewer.findings.retain(|_| random.percent(60));
        let (few, all) = (rows(&run(&goal, &fewer)), rows(&run(&goal, &case.world)));
        compared.set(compared.get() + u64::from(!few.is_empty()));
        if few.is_subset(&all) { Ok(()) } else { Err(format!("{few:?} of {all:?}")) }
    });
    assert!(std::env::var("WHEREOF_SEED").is_ok() || compared.get() >= 400, "{}", compared.get());
}

#[test]
fn o7_a_name_for_what_is_said_says_the_same() {
    let compared = Cell::new(0u64);
    for_cases("relations::o7", 2_000, |case| {
        let Some((verb, contexts)) = verb_and_contexts(case) else { return Ok(()) };
        let mut maker =
            Maker { random: Random::new(case.seed ^ 0x0707), world: &case.world, used: BTreeSet::new(), chains: 0 };
        let target = Target::Entities(maker.set(GENE));
        let passive = maker.random.percent(30);
        let (kind, role, target) = match passive {
            true => (GENE, Role::Object, Target::Entities(maker.set(TREATMENT))),
            false => (TREATMENT, Role::Subject, target),
        };
        let effect =
            |verb: Verb| Effect::new(role, verb, target.clone(), ids(&contexts), Purpose::Asked, Span::default());
        let plain = run(&one(kind, effect(verb.clone()), contexts.clone()), &case.world);
        let mut body = Goal::new(Head::Noun(TREATMENT));
        body.others.push(Column { kind: GENE, letter: Some('B') });
        let said =
            Effect::new(Role::Subject, verb, Target::Letter(Letter(1)), Vec::new(), Purpose::Asked, Span::default());
        body.effects.push(said);
        body.condition = Condition::Effect(EffectId(0));
        let mut named = one(kind, effect(Verb::Defined(DefinitionId(0))), contexts.clone());
        named.definitions = vec![Definition { name: "does".into(), goal: body, width: 2 }];
        let named = run(&named, &case.world);
        compared.set(compared.get() + u64::from(!plain.rows.is_empty()));
        let maybe = |outcome: &Outcome| outcome.possible.iter().map(|row| row.id).collect::<BTreeSet<_>>();
        if rows(&plain) == rows(&named) && maybe(&plain) == maybe(&named) {
            Ok(())
        } else {
            Err(format!("said {:?}\nnamed {:?}", rows(&plain), rows(&named)))
        }
    });
    assert!(std::env::var("WHEREOF_SEED").is_ok() || compared.get() >= 400, "{}", compared.get());
}

#[test]
fn o12_a_limit_takes_the_first_and_a_count_counts_all() {
    for_cases("relations::o12", 2_000, |case| {
        let whole = Goal { limit: None, ..case.goal.clone() };
        let all = run(&whole, &case.world);
        if all.total != all.rows.len() as u64 {
            return Err(format!("{} rows of {}", all.rows.len(), all.total));
        }
        for limit in [0, 1, 2, 5] {
            let first = run(&Goal { limit: Some(limit), ..whole.clone() }, &case.world);
            let wanted: Vec<RowId> = all.rows.iter().take(limit as usize).map(|row| row.id).collect();
            let found: Vec<RowId> = first.rows.iter().map(|row| row.id).collect();
            if found != wanted || first.total != all.total {
                return Err(format!("limit {limit}: {found:?}, of all {wanted:?}"));
            }
        }
        for order in [Order::Name, Order::Studies, Order::Findings, Order::Verdict] {
            if rows(&run(&Goal { order: Some(order), ..whole.clone() }, &case.world)) != rows(&all) {
                return Err(format!("{order:?} changes which rows there are"));
            }
        }
        Ok(())
    });
}

#[test]
fn o12_a_question_made_from_a_finding_fetches_it() {
    for_cases("relations::o12_pivot", 1_000, |case| {
        let mut random = Random::new(case.seed ^ 0x1212);
        let reported: Vec<usize> =
            (0..case.world.findings.len()).filter(|at| case.world.findings[*at].stance.witnesses()).collect();
        let Some(at) = reported.get(random.below(reported.len().max(1))).copied() else { return Ok(()) };
        let finding = &case.world.findings[at];
        let slots = finding.slots.iter().map(|slot| (slot.slot, slot.value.clone()));
        let contexts: Vec<Context> = slots
            .filter_map(|(slot, value)| match value {
                whereof::model::Value::Entity(entity) => {
                    let set = EntitySet { asked: vec![entity], members: vec![entity], ..EntitySet::default() };
                    let test = Test::Slot { slot: SlotRef::Declared(slot), compare: Compare::Entities(set) };
                    Some(Context { test, span: Span::default() })
                }
                _ => None,
            })
            .collect();
        let verb = Verb::Relations { asked: finding.relation, members: vec![finding.relation] };
        let target = exactly(finding.object);
        let kind = case.world.vocabulary.entities().get(finding.subject).unwrap().kind;
        let effect = Effect::new(Role::Subject, verb, target, ids(&contexts), Purpose::Asked, Span::default());
        let found = run(&one(kind, effect, contexts), &case.world);
        let row = found.rows.iter().find(|row| row.id == RowId::Entity(finding.subject));
        match row {
            Some(row) if row.findings.contains(&FindingId(at as u32)) => Ok(()),
            other => Err(format!("finding {at} is not fetched: {other:?}")),
        }
    });
}
