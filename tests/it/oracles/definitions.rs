//! Definitions: what the product works out round by round, the reference finds by trying all combinations until nothing new holds.

use super::goals::Maker;
use super::random::Random;
use super::world::{DISEASE, GENE, TREATMENT};
use super::{Case, cases, run, shares};
use crate::reference::{self, Mutant};
use std::collections::{BTreeMap, BTreeSet};
use whereof::eval::{RowId, proves, why};
use whereof::goal::{
    Column, Condition, ContextId, Definition, DefinitionId, Effect, EffectId, Goal, Head, Letter, Purpose, Role,
    Target, Verb,
};
use whereof::limits::{Budget, Limits};
use whereof::model::{KindId, RelationId};
use whereof::text::Span;

fn relations(random: &mut Random) -> Verb {
    match random.below(10) {
        0..5 => Verb::Any,
        5..9 => Verb::Relations { asked: RelationId(0), members: vec![RelationId(0), RelationId(1), RelationId(2)] },
        _ => Verb::Relations { asked: RelationId(3), members: vec![RelationId(3), RelationId(4)] },
    }
}

/// A goal of these nouns that asks nothing yet.
pub(super) fn nouns(kinds: &[KindId]) -> Goal {
    let mut goal = Goal::new(Head::Noun(kinds[0]));
    goal.letter = Some('A');
    goal.others = kinds[1..].iter().zip('B'..='Z').map(|(kind, c)| Column { kind: *kind, letter: Some(c) }).collect();
    goal
}

pub(super) fn add(goal: &mut Goal, bearer: u8, verb: Verb, target: Target) -> Condition {
    let (role, purpose) = (Role::Subject, Purpose::Asked);
    let effect = Effect::new(role, verb, target, Vec::new(), purpose, Span::default());
    goal.effects.push(Effect { bearer: Letter(bearer), ..effect });
    Condition::Effect(EffectId(goal.effects.len() as u32 - 1))
}

pub(super) fn letter(at: u8) -> Target {
    Target::Letter(Letter(at))
}

/// Lets a context bind all effects of a goal.
fn bind(maker: &mut Maker<'_>, goal: &mut Goal) {
    let test = maker.test(1);
    goal.contexts.push(whereof::goal::Context { test, span: Span::default() });
    let id = ContextId(goal.contexts.len() as u32 - 1);
    goal.effects.iter_mut().for_each(|effect| effect.contexts.push(id));
}

/// `A like B`: they do something to the same; `A reaches B`: so in any number of steps; a set; and one that denies another.
fn definitions(maker: &mut Maker<'_>) -> Vec<Definition> {
    let mut all = Vec::new();
    let middle = if maker.random.percent(80) { GENE } else { DISEASE };
    let mut like = nouns(&[TREATMENT, TREATMENT, middle]);
    let (one, two) = (relations(&mut maker.random), relations(&mut maker.random));
    let parts = vec![add(&mut like, 0, one, letter(2)), add(&mut like, 1, two, letter(2))];
    like.condition = Condition::All(parts);
    if maker.random.percent(12) {
        maker.used.insert("context in a definition");
        bind(maker, &mut like);
    }
    if maker.random.percent(10) {
        like.min_studies = 2;
    }
    all.push(Definition { name: "like".into(), goal: like, width: 2 });
    let like = || Verb::Defined(DefinitionId(0));
    let mut reaches = nouns(&[TREATMENT, TREATMENT, TREATMENT]);
    let start = add(&mut reaches, 0, like(), letter(1));
    let step = add(&mut reaches, 0, like(), letter(2));
    let rest = add(&mut reaches, 2, Verb::Defined(DefinitionId(1)), letter(1));
    reaches.condition = Condition::Any(vec![start, Condition::All(vec![step, rest])]);
    if maker.random.percent(15) {
        bind(maker, &mut reaches);
    }
    all.push(Definition { name: "reaches".into(), goal: reaches, width: 2 });
    let kind = if maker.random.percent(70) { TREATMENT } else { GENE };
    let mut set = Maker::empty(Head::Noun(kind));
    let condition = maker.condition(&mut set, &[], 0);
    set.effects.push(Effect::new(Role::Either, Verb::Any, Target::Any, Vec::new(), Purpose::Context, Span::default()));
    let stands = Condition::Effect(EffectId(set.effects.len() as u32 - 1));
    set.condition = Condition::All(vec![stands, condition]);
    all.push(Definition { name: "set".into(), goal: set, width: 1 });
    let mut only = nouns(&[TREATMENT, TREATMENT]);
    let reached = add(&mut only, 0, Verb::Defined(DefinitionId(1)), letter(1));
    let denied = match maker.random.below(3) {
        0 => add(&mut only, 0, like(), letter(1)),
        1 => add(&mut only, 1, Verb::Defined(DefinitionId(1)), letter(0)),
        _ => {
            let verb = relations(&mut maker.random);
            let set = maker.set(GENE);
            add(&mut only, 1, verb, Target::Entities(set))
        }
    };
    only.condition = Condition::All(vec![reached, Condition::Not(Box::new(denied))]);
    all.push(Definition { name: "only".into(), goal: only, width: 2 });
    all
}

pub(super) fn goal(maker: &mut Maker<'_>) -> Goal {
    let definitions = definitions(maker);
    let id = maker.random.weighted(&[32, 48, 13, 7]);
    let mut goal;
    if id == 2 {
        maker.used.insert("a set");
        let Head::Noun(kind) = definitions[2].goal.head else { unreachable!() };
        goal = nouns(&[kind]);
        let member = Effect::new(
            Role::Subject,
            Verb::Defined(DefinitionId(2)),
            Target::Any,
            Vec::new(),
            Purpose::Member,
            Span::default(),
        );
        goal.effects.push(member);
        let is = Condition::Effect(EffectId(0));
        goal.condition = if maker.random.percent(25) {
            let other = maker.asked(&mut goal, &[], 0);
            let is = if maker.random.percent(50) { Condition::Not(Box::new(is)) } else { is };
            Condition::All(vec![other, is])
        } else {
            is
        };
        goal.definitions = definitions;
        return goal;
    }
    maker.used.insert(["like", "reaches", "", "only"][id]);
    let verb = Verb::Defined(DefinitionId(id as u32));
    let role = if maker.random.percent(30) {
        maker.used.insert("passive of a definition");
        Role::Object
    } else {
        Role::Subject
    };
    let (mut made, target) = if maker.random.percent(36) {
        maker.used.insert("letters");
        (nouns(&[TREATMENT, TREATMENT]), letter(1))
    } else {
        (
            nouns(&[TREATMENT]),
            if maker.random.percent(70) { Target::Any } else { Target::Entities(maker.set(TREATMENT)) },
        )
    };
    made.effects.push(Effect::new(role, verb, target, Vec::new(), Purpose::Asked, Span::default()));
    made.condition = Condition::Effect(EffectId(0));
    if maker.random.percent(18) {
        maker.used.insert("context of a question");
        bind(maker, &mut made);
    }
    if maker.random.percent(10) {
        maker.used.insert("beside another effect");
        let other = maker.asked(&mut made, &[], 0);
        let other = if maker.random.percent(35) { Condition::Not(Box::new(other)) } else { other };
        made.condition = Condition::All(vec![made.condition.clone(), other]);
    }
    if maker.random.percent(8) {
        made.min_studies = 2;
    }
    goal = made;
    goal.definitions = definitions;
    goal
}

pub(super) fn for_definitions(test: &str, usual: u64, check: impl Fn(&Case) -> Result<(), String>) {
    for seed in cases(usual) {
        let case = Case::with(seed, goal);
        if let Err(message) = check(&case) {
            panic!(
                "seed {seed}: WHEREOF_SEED={seed} cargo test oracles::definitions::{test}\n{message}\ngoal: {:#?}",
                case.goal
            );
        }
    }
}

#[test]
fn definitions_are_the_reference() {
    for_definitions("definitions_are_the_reference", 2_000, |case| {
        let reference = reference::answer(&case.goal, &case.world, Mutant::None);
        let product = run(&case.goal, &case.world);
        let ids = |rows: &[whereof::eval::Row]| rows.iter().map(|row| row.id).collect::<BTreeSet<RowId>>();
        if ids(&product.rows) != ids(&reference.rows) || ids(&product.possible) != ids(&reference.possible) {
            return Err(format!(
                "rows {:?} and {:?}\npossible {:?} and {:?}",
                ids(&product.rows),
                ids(&reference.rows),
                ids(&product.possible),
                ids(&reference.possible)
            ));
        }
        Ok(())
    });
}

#[test]
fn planted_errors_in_definitions_are_noticed() {
    let mut unnoticed = vec![Mutant::DefinitionsOneRound, Mutant::DefinitionContextsForgotten];
    for seed in cases(1_000) {
        let case = Case::with(seed, goal);
        let product = run(&case.goal, &case.world);
        unnoticed.retain(|mutant| {
            let reference = reference::answer(&case.goal, &case.world, *mutant);
            let ids = |rows: &[whereof::eval::Row]| rows.iter().map(|row| row.id).collect::<BTreeSet<RowId>>();
            ids(&product.rows) == ids(&reference.rows)
        });
    }
    assert!(unnoticed.is_empty(), "{unnoticed:?}");
}

#[test]
fn definitions_rest_on_their_findings() {
    for_definitions("definitions_rest_on_their_findings", 300, |case| {
        for row in run(&case.goal, &case.world).rows.iter().take(4) {
            let mut budget = Budget::new(&Limits::interactive());
            let proofs = why(&case.goal, &case.world, row.id, 2, &mut budget).unwrap();
            if proofs.is_empty() {
                return Err(format!("no proof of {row:#?}"));
            }
            for proof in &proofs {
                let holds = proves(&case.goal, &case.world, row.id, &proof.findings, &mut budget).unwrap();
                if proof.replays != holds {
                    return Err(format!("replays {} and holds {holds}: {proof:#?}", proof.replays));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn definitions_are_not_vacuous() {
    let (mut used, mut rows, of) = (BTreeMap::new(), 0u64, 1_000);
    for seed in 0..of {
        let case = Case::with(seed, goal);
        for name in &case.used {
            *used.entry(*name).or_insert(0) += 1;
        }
        rows += u64::from(run(&case.goal, &case.world).total > 0);
    }
    let used = shares(&used, of);
    println!("in a hundred questions: {used:?}; with rows {}", rows * 100 / of);
    assert!(rows * 100 / of >= 60, "{rows}");
    for name in ["a set", "like", "reaches", "only", "passive of a definition", "letters", "context of a question"] {
        assert!(used.get(name).is_some_and(|share| *share >= 5), "{name}: {used:?}");
    }
}
