//! Goals of several nouns: what the product binds letter by letter, the reference finds among all combinations.

use super::compare::difference;
use super::goals::Maker;
use super::permute;
use super::world::{DISEASE, GENE, TREATMENT};
use super::{Case, cases, run, shares};
use crate::reference::{self, Mutant};
use std::collections::BTreeMap;
use whereof::eval::{RowId, proves, why};
use whereof::goal::letters::{alternatives, bound_by, exchangeable};
use whereof::goal::{Column, Condition, Effect, EffectId, Goal, Head, Letter, Order, Purpose, Role, Target, Verb};
use whereof::limits::{Budget, Limits};
use whereof::model::RelationId;
use whereof::text::Span;

/// A goal of two or three nouns, every letter bound in every way in which its condition may hold.
pub(super) fn goal(maker: &mut Maker<'_>) -> Goal {
    let kinds = [TREATMENT, GENE, DISEASE];
    let mut goal = Maker::empty(Head::Noun(TREATMENT));
    goal.letter = Some('A');
    for letter in ['B', 'C'].into_iter().take(1 + usize::from(maker.random.percent(9))) {
        let kind = kinds[maker.random.weighted(&[38, 60, 2])];
        goal.others.push(Column { kind, letter: Some(letter) });
    }
    let twins = maker.random.percent(14);
    if twins {
        // Two of one noun that do the same to a third, or to each other's target.
        goal.others.insert(0, Column { kind: TREATMENT, letter: Some('D') });
        goal.others.truncate(2);
        let first = maker.asked(&mut goal, &[], 0);
        if let (Condition::Effect(id), Some(last)) = (first, goal.effects.last().cloned()) {
            let other = Letter(1);
            let target = match last.target.clone() {
                Target::Letter(letter) if letter != Letter(0) && letter != other => last.target.clone(),
                Target::Letter(_) if goal.others.len() > 1 => Target::Letter(Letter(2)),
                other => other,
            };
            for (bearer, at) in [(Letter(0), id.0 as usize), (other, id.0 as usize + 1)] {
                let effect = Effect { bearer, target: target.clone(), ..last.clone() };
                goal.effects.truncate(at);
                goal.effects.push(effect);
            }
            let both = [id, EffectId(id.0 + 1)].map(Condition::Effect).to_vec();
            goal.condition = Condition::All(both);
        }
    } else if maker.random.percent(48) {
        maker.fill(&mut goal, 1);
    }
    for _ in 0..8 {
        let ways = alternatives(&goal.condition, &goal.effects);
        let open = (0..goal.width() as u8).map(Letter).find(|letter| {
            ways.iter().any(|way| !way.iter().any(|binder| bound_by(*binder, &goal.effects).any(|at| at == *letter)))
        });
        let Some(open) = open else { break };
        let more = if maker.random.percent(93) { link(maker, &mut goal, open) } else { maker.asked(&mut goal, &[], 0) };
        let condition = std::mem::replace(&mut goal.condition, Condition::All(Vec::new()));
        goal.condition = Condition::All(vec![more, condition]);
    }
    let ways = alternatives(&goal.condition, &goal.effects);
    let bound = |letter: Letter| {
        ways.iter().all(|way| way.iter().any(|binder| bound_by(*binder, &goal.effects).any(|at| at == letter)))
    };
    if !(0..goal.width() as u8).map(Letter).all(bound) {
        // Chance did not bind it: let each letter have a finding of its own.
        for letter in 0..goal.width() as u8 {
            let whole = std::mem::replace(&mut goal.condition, Condition::All(Vec::new()));
            let any = Effect::new(Role::Either, Verb::Any, Target::Any, Vec::new(), Purpose::Asked, Span::default());
            goal.effects.push(Effect { bearer: Letter(letter), ..any });
            let id = EffectId(goal.effects.len() as u32 - 1);
            goal.condition = Condition::All(vec![Condition::Effect(id), whole]);
        }
    }
    if maker.random.percent(4) {
        maker.used.insert("in one study");
        let whole = std::mem::replace(&mut goal.condition, Condition::All(Vec::new()));
        goal.condition = Condition::InOneStudy(Box::new(whole));
    }
    let letters: Vec<Letter> = (0..goal.width() as u8).map(Letter).collect();
    for (place, one) in letters.iter().enumerate() {
        for two in &letters[place + 1..] {
            if goal.kind(*one) == goal.kind(*two) && exchangeable(&goal.condition, &goal.effects, *one, *two) {
                maker.used.insert("letters that may be exchanged");
                goal.alike.push((*one, *two));
            }
        }
    }
    if maker.random.percent(10) {
        goal.min_studies = 2;
    }
    if maker.random.percent(20) {
        goal.limit = Some(maker.random.below(6) as u64);
    }
    if maker.random.percent(20) {
        goal.order = Some(*maker.random.pick(&[Order::Name, Order::Studies, Order::Findings, Order::Verdict]));
    }
    goal
}

/// An effect that many findings meet, between a letter and another.
fn link(maker: &mut Maker<'_>, goal: &mut Goal, open: Letter) -> Condition {
    let other = Letter(((usize::from(open.0) + 1 + maker.random.below(goal.width() - 1)) % goal.width()) as u8);
    let passive = goal.kind(open) == Some(GENE);
    let verb = match maker.random.below(3) {
        0 => Verb::Any,
        1 => Verb::Relations { asked: RelationId(0), members: vec![RelationId(0), RelationId(1), RelationId(2)] },
        _ => Verb::Relations { asked: RelationId(3), members: vec![RelationId(3), RelationId(4)] },
    };
    maker.used.insert("letter as target");
    let role = if passive { Role::Object } else { Role::Subject };
    let effect = Effect::new(role, verb, Target::Letter(other), Vec::new(), Purpose::Asked, Span::default());
    goal.effects.push(Effect { bearer: open, ..effect });
    Condition::Effect(EffectId(goal.effects.len() as u32 - 1))
}

pub(super) fn for_joins(test: &str, usual: u64, check: impl Fn(&Case) -> Result<(), String>) {
    for seed in cases(usual) {
        let case = Case::with(seed, goal);
        if let Err(message) = check(&case) {
            panic!(
                "seed {seed}: WHEREOF_SEED={seed} cargo test oracles::joins::{test}\n{message}\ngoal: {:#?}",
                case.goal
            );
        }
    }
}

#[test]
fn joins_are_the_reference() {
    for_joins("joins_are_the_reference", 2_000, |case| {
        let reference = reference::answer(&case.goal, &case.world, Mutant::None);
        difference(&run(&case.goal, &case.world), &reference).map_or(Ok(()), Err)
    });
}

#[test]
fn joins_do_not_depend_on_ids() {
    for_joins("joins_do_not_depend_on_ids", 300, permute::other_ids_give_the_same);
}

#[test]
fn proofs_of_joins_replay() {
    for_joins("proofs_of_joins_replay", 300, |case| {
        for row in &run(&case.goal, &case.world).rows {
            let mut budget = Budget::new(&Limits::interactive());
            let proofs = why(&case.goal, &case.world, row.id, 3, &mut budget).unwrap();
            if proofs.is_empty() {
                return Err(format!("no proof of {row:#?}"));
            }
            for proof in proofs.iter().filter(|proof| proof.replays) {
                if !proves(&case.goal, &case.world, row.id, &proof.findings, &mut budget).unwrap() {
                    return Err(format!("does not replay: {proof:#?}"));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn joins_are_not_vacuous() {
    let (mut used, mut rows, mut widths) = (BTreeMap::new(), 0u64, BTreeMap::new());
    let of = 1_000;
    for seed in 0..of {
        let case = Case::with(seed, goal);
        for name in &case.used {
            *used.entry(*name).or_insert(0) += 1;
        }
        let outcome = run(&case.goal, &case.world);
        rows += u64::from(outcome.total > 0);
        *widths.entry(case.goal.width()).or_insert(0u64) += 1;
        assert!(outcome.rows.iter().all(|row| matches!(row.id, RowId::Tuple(_))));
    }
    let used = shares(&used, of);
    println!("in a hundred joins: {used:?}; with rows {}; widths {widths:?}", rows * 100 / of);
    assert!(rows * 100 / of >= 60, "{rows}");
    for name in ["letter as target", "not", "any", "in one study", "letters that may be exchanged", "contested"] {
        assert!(used.get(name).is_some_and(|share| *share >= 5), "{name}: {used:?}");
    }
}
