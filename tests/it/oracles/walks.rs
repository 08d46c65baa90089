//! Definitions that follow a verb step by step: what sets give for them is what rounds give, and the reference.

use super::definitions::{add, letter, nouns};
use super::goals::Maker;
use super::quick::{Linked, checked};
use super::random::Random;
use super::world::{self, GENE, TREATMENT};
use super::{Case, cases, run};
use crate::reference::{self, Mutant};
use std::collections::BTreeSet;
use whereof::eval::RowId;
use whereof::goal::{Condition, Definition, DefinitionId, Effect, EffectId, Goal, Head, Purpose, Role, Target, Verb};
use whereof::model::{RelationId, Stance};
use whereof::plan;
use whereof::text::Span;

/// An effect of a definition said from either of its ends.
fn said(maker: &mut Maker<'_>, goal: &mut Goal, verb: Verb, from: u8, to: u8) -> Condition {
    let turned = maker.random.percent(30);
    let (bearer, other) = if turned { (to, from) } else { (from, to) };
    let condition = add(goal, bearer, verb, letter(other));
    if turned && let Some(effect) = goal.effects.last_mut() {
        effect.role = Role::Object;
    }
    condition
}

/// `A steers B` in one of the ways in which people write it; sometimes something that is nearly one.
fn definition(maker: &mut Maker<'_>) -> Definition {
    let mut goal = nouns(&[TREATMENT, TREATMENT, TREATMENT]);
    let verb =
        |from: u32| Verb::Relations { asked: RelationId(from), members: (from..from + 3).map(RelationId).collect() };
    let (base, itself) = (verb(0), Verb::Defined(DefinitionId(0)));
    let step = if maker.random.percent(6) { verb(1) } else { verb(0) };
    let against = maker.random.percent(30);
    let ends = |from: u8, to: u8| if against { (to, from) } else { (from, to) };
    let (from, to) = ends(0, 1);
    let mut ways = vec![said(maker, &mut goal, base, from, to)];
    for _ in 0..1 + maker.random.below(2) {
        let parts = match maker.random.below(3) {
            0 => {
                let (from, to) = ends(2, 1);
                vec![said(maker, &mut goal, itself.clone(), 0, 2), said(maker, &mut goal, step.clone(), from, to)]
            }
            1 => {
                let (from, to) = ends(0, 2);
                vec![said(maker, &mut goal, step.clone(), from, to), said(maker, &mut goal, itself.clone(), 2, 1)]
            }
            _ => vec![said(maker, &mut goal, itself.clone(), 0, 2), said(maker, &mut goal, itself.clone(), 2, 1)],
        };
        ways.push(Condition::All(parts));
    }
    if maker.random.percent(5) {
        // back again: no longer one verb in one direction
        ways.push(said(maker, &mut goal, step, to, from));
    }
    if maker.random.percent(4) {
        goal.min_studies = 2;
    }
    if maker.random.percent(30) {
        ways.reverse();
    }
    goal.condition = Condition::Any(ways);
    Definition { name: "steers".into(), goal, width: 2 }
}

fn goal(maker: &mut Maker<'_>) -> Goal {
    let definition = definition(maker);
    let mut goal = nouns(&[if maker.random.percent(95) { TREATMENT } else { GENE }]);
    let mut parts = Vec::new();
    for _ in 0..1 + maker.random.below(2) {
        let target = match maker.random.below(10) {
            0 => Target::Any,
            1..4 => {
                let mut inner = Goal::new(Head::Noun(TREATMENT));
                let set = maker.set(GENE);
                let verb = Verb::Relations { asked: RelationId(0), members: (0..5).map(RelationId).collect() };
                inner.condition = add(&mut inner, 0, verb, Target::Entities(set));
                Target::Goal(Box::new(inner))
            }
            _ => Target::Entities(maker.set(TREATMENT)),
        };
        let role = if maker.random.percent(50) { Role::Object } else { Role::Subject };
        goal.effects.push(Effect::new(
            role,
            Verb::Defined(DefinitionId(0)),
            target,
            Vec::new(),
            Purpose::Asked,
            Span::default(),
        ));
        let effect = Condition::Effect(EffectId(goal.effects.len() as u32 - 1));
        parts.push(if maker.random.percent(15) { Condition::Not(Box::new(effect)) } else { effect });
    }
    if maker.random.percent(30) {
        goal.effects.push(Effect::new(
            Role::Either,
            Verb::Any,
            Target::Any,
            Vec::new(),
            Purpose::Candidate,
            Span::default(),
        ));
        parts.push(Condition::Effect(EffectId(goal.effects.len() as u32 - 1)));
    }
    goal.condition = if maker.random.percent(70) { Condition::All(parts) } else { Condition::Any(parts) };
    goal.definitions = vec![definition];
    goal
}

#[test]
fn steps_of_a_verb_are_the_rows() {
    let (mut quick, mut filled, mut all) = (0, 0, 0);
    for seed in cases(150) {
        let mut case = Case::with(seed, goal);
        let mut random = Random::new(seed ^ 0x3A17);
        let some = random.percent(6);
        let among = 3 + random.below(9);
        for finding in &mut case.world.findings {
            if !some {
                finding.stance = Stance::Reported;
            }
            if random.percent(70) {
                finding.relation = RelationId(random.below(3) as u32);
                finding.subject = world::entity(&mut random, TREATMENT);
                finding.object = world::entity(&mut random, TREATMENT);
            }
            if random.percent(60) {
                // chains rather than knots
                let from = random.below(among) as u32;
                finding.subject.0 = from;
                finding.object.0 = from + random.below(3) as u32;
            }
        }
        let linked = Linked::new(case.world.clone());
        let said = format!("seed {seed}: WHEREOF_SEED={seed} cargo test walks::steps_of_a_verb_are_the_rows\n");
        let plain = checked(&case, &linked).unwrap_or_else(|message| panic!("{said}{message}\n{:#?}", case.goal));
        let general = run(&case.goal, &linked);
        let reference = reference::answer(&case.goal, linked.world(), Mutant::None);
        // Which of several ways to a thing is told is the product's choice.
        let ids = |rows: &[whereof::eval::Row]| rows.iter().map(|row| row.id).collect::<BTreeSet<RowId>>();
        assert_eq!(ids(&general.rows), ids(&reference.rows), "{said}{:#?}", case.goal);
        let followed = plan::steps(&case.goal, DefinitionId(0)).is_some();
        assert!(followed || !plain, "{said}");
        all += 1;
        quick += u64::from(plain);
        filled += u64::from(plain && general.total > 0);
    }
    println!("of {all} goals {quick} are answered by sets, {filled} of them with rows");
    assert!(all < 100 || (quick * 100 / all >= 50 && filled * 100 / all >= 40), "{quick} {filled} {all}");
}
