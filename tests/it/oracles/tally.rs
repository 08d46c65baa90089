//! Counts by letters and by several places: row by row, by sets, and by the reference.

use super::compare::difference;
use super::goals::Maker;
use super::quick::{Linked, case};
use super::random::Random;
use super::world::{DISEASES, SPECIES_SLOT};
use super::{Case, cases, joins, run};
use crate::reference::{self, Mutant};
use whereof::eval::quick;
use whereof::goal::{Condition, Verb};
use whereof::goal::{CountBy, Effect, EffectId, Goal, GroupBy, Head, Letter, Purpose, Role, SlotRef, Tally, Target};
use whereof::limits::{Budget, Limits};
use whereof::model::{RelationId, Stance};
use whereof::text::Span;

/// Makes a goal count some of its nouns by others, or by places.
fn counting(goal: &mut Goal, random: &mut Random, letters_only: bool) {
    let width = goal.width();
    let counted = 1 + random.below(width);
    let mut by = Vec::new();
    for letter in (0..width as u8).map(Letter) {
        let often = if letter.0 < counted as u8 { 8 } else { 75 };
        if goal.kind(letter).is_some() && random.percent(often) {
            by.push(GroupBy::Letter(letter));
        }
    }
    let places = [
        GroupBy::Slot(SlotRef::Verb),
        GroupBy::Slot(SlotRef::Subject),
        GroupBy::Slot(SlotRef::Study),
        GroupBy::Slot(SlotRef::Direction),
        GroupBy::Slot(SlotRef::Declared(DISEASES)),
        GroupBy::Slot(SlotRef::Declared(SPECIES_SLOT)),
        GroupBy::SubjectNoun,
        GroupBy::ObjectNoun,
    ];
    if !letters_only && (by.is_empty() || random.percent(30)) {
        (0..1 + random.below(3)).for_each(|_| by.push(*random.pick(&places)));
    }
    goal.count = Some(CountBy { slot: None });
    if random.percent(25) {
        goal.least_rows = 2;
    }
    let tally = Tally { by, counted: counted as u8 };
    let role =
        |letter: Letter| (letter.0 < tally.counted, tally.by.iter().position(|by| *by == GroupBy::Letter(letter)));
    goal.alike.retain(|(one, two)| role(*one) == role(*two));
    goal.tally = Some(tally);
}

fn budget() -> Budget {
    Budget::new(&Limits::interactive())
}

#[test]
fn counts_are_those_of_the_reference() {
    let (mut groups, mut all) = (0, 0);
    for (test, make) in [(0u64, (|maker: &mut Maker<'_>| maker.goal()) as fn(&mut Maker<'_>) -> Goal), (1, joins::goal)]
    {
        for seed in cases(350) {
            let mut case = Case::with(seed, make);
            counting(&mut case.goal, &mut Random::new(seed ^ test ^ 0x7A11), false);
            let product = run(&case.goal, &case.world);
            let reference = reference::answer(&case.goal, &case.world, Mutant::None);
            if let Some(message) = difference(&product, &reference) {
                panic!("seed {seed}: WHEREOF_SEED={seed}\n{message}\ngoal: {:#?}", case.goal);
            }
            groups += u64::from(product.groups.len() > 1);
            all += 1;
        }
    }
    assert!(all < 100 || groups * 100 / all > 25, "{groups} of {all}");
}

/// What lists tell is what is found row by row.
fn by_sets(goal: &Goal, linked: &Linked, seed: u64) -> bool {
    let general = run(goal, linked.small());
    let plan = whereof::plan::build(goal, linked);
    let Some(found) = quick::tally(goal, &plan, linked, &mut budget()).unwrap() else { return false };
    assert_eq!(found, (general.total, general.groups), "seed {seed}: WHEREOF_SEED={seed}\ngoal: {goal:#?}");
    assert_eq!(general.not_stated + general.possible_total + general.near_total, 0, "seed {seed}: {goal:#?}");
    let whole = run(goal, linked);
    assert_eq!((whole.total, whole.groups), found, "seed {seed}");
    true
}

#[test]
fn counts_by_letters_are_told_by_lists() {
    let (mut told, mut filled, mut all) = (0, 0, 0);
    for seed in cases(900) {
        let (case, linked) = case(seed, joins::goal);
        let mut goal = Goal { limit: None, ..case.goal };
        goal.contexts.clear();
        goal.effects.iter_mut().for_each(|effect| effect.contexts.clear());
        goal.count = None;
        counting(&mut goal, &mut Random::new(seed ^ 0x7A11), true);
        let by_lists = by_sets(&goal, &linked, seed);
        told += u64::from(by_lists);
        filled += u64::from(by_lists && run(&goal, &linked).groups.len() > 1);
        all += 1;
    }
    println!("of {all} counts {told} are told by lists, {filled} of them with groups");
    assert!(all < 100 || (told * 100 / all >= 60 && filled * 100 / all >= 20), "{told} {filled} {all}");
}

#[test]
fn counts_by_ends_are_told_by_lists() {
    let mut told = 0;
    for seed in cases(300) {
        let case = Case::new(seed);
        let mut random = Random::new(seed ^ 0xE4D5);
        let mut goal = Goal::new(Head::Finding);
        let verb = match random.below(3) {
            0 => Verb::Any,
            _ => Verb::Relations {
                asked: RelationId(0),
                members: (0..9).filter(|_| random.percent(60)).map(RelationId).collect(),
            },
        };
        let role = if verb == Verb::Any { Role::Either } else { Role::Subject };
        let effect = Effect::new(role, verb, Target::Any, Vec::new(), Purpose::Asked, Span::default());
        goal.effects.push(effect);
        goal.condition = Condition::Effect(EffectId(0));
        goal.count = Some(CountBy { slot: None });
        goal.least_rows = u64::from(random.percent(30)) * 3;
        let places = [GroupBy::SubjectNoun, GroupBy::Slot(SlotRef::Verb), GroupBy::ObjectNoun];
        let by: Vec<GroupBy> = (0..1 + random.below(3)).map(|_| *random.pick(&places)).collect();
        goal.tally = Some(Tally { by, counted: 1 });
        let mut small = case.world.clone();
        if random.percent(85) {
            small.findings.iter_mut().for_each(|finding| finding.stance = Stance::Reported);
        }
        let reference = reference::answer(&goal, &small, Mutant::None);
        if let Some(message) = difference(&run(&goal, &small), &reference) {
            panic!("seed {seed}: WHEREOF_SEED={seed}\n{message}");
        }
        told += u64::from(by_sets(&goal, &Linked::new(small), seed));
    }
    assert!(told > 150 || cases(300).end < 300, "{told}");
}
