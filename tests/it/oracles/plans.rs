//! O8: whatever is chosen while a question is planned, the outcome is the same; and it is the outcome of the reference, which plans nothing.

use super::compare::difference;
use super::random::Random;
use super::{Case, definitions, for_cases, joins, run};
use crate::reference::{self, Mutant, Small};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use whereof::base::{Batches, Facts, Memory, Scan};
use whereof::eval::Outcome;
use whereof::goal::{EffectId, Goal, Head, Letter, Target, Verb};
use whereof::limits::{Budget, Limits};
use whereof::model::{Finding, FindingId, Source, Study, StudyId};
use whereof::names::Vocabulary;
use whereof::plan::{Choices, Plan, Rewrite, RowSource, build_with};

/// A store whose estimates mean nothing, so that a planner that trusts them plans anything; and that may leave out of a scan what is to be
/// stated, as a foreign store may.
struct Guessing<'a> {
    world: &'a Small,
    /// What the guesses follow from.
    seed: u64,
    asked: AtomicU64,
    leaves_out: bool,
}

impl Guessing<'_> {
    fn new(world: &Small, seed: u64) -> Guessing<'_> {
        Guessing { world, seed, asked: AtomicU64::new(0), leaves_out: seed.is_multiple_of(2) }
    }
}

impl Facts for Guessing<'_> {
    fn name(&self) -> &str {
        self.world.name()
    }
    fn vocabulary(&self) -> &Vocabulary {
        self.world.vocabulary()
    }
    fn sources(&self) -> &[Source] {
        self.world.sources()
    }
    fn study_count(&self) -> usize {
        self.world.study_count()
    }
    fn study(&self, id: StudyId) -> Option<Cow<'_, Study>> {
        self.world.study(id)
    }
    fn finding_count(&self) -> usize {
        self.world.finding_count()
    }
    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        self.world.finding(id)
    }
    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        match self.leaves_out {
            true => self.world.scan(&Scan { stated: None, ..scan.clone() }),
            false => self.world.scan(scan),
        }
    }
    fn estimate(&self, _: &Scan) -> usize {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        // small and large guesses alike
        let random = &mut Random::new(self.seed.wrapping_add(asked.wrapping_mul(0x9E37_79B9)));
        [random.below(4), random.below(60), random.below(1_000_000)][random.below(3)]
    }
    fn fingerprint(&self) -> u128 {
        self.world.fingerprint()
    }
}

fn run_plan(goal: &Goal, plan: &Plan, facts: &dyn Facts) -> Outcome {
    whereof::eval::run(goal, plan, facts, &mut Budget::new(&Limits::interactive())).expect("no limit is reached")
}

/// The outcome of a plan, its count, and its rows alone are those of the reference.
fn same(goal: &Goal, plan: &Plan, facts: &dyn Facts, wanted: &Outcome, what: &str) -> Result<(), String> {
    let found = run_plan(goal, plan, facts);
    difference(&found, wanted).map_or(Ok(()), |text| Err(format!("{what}: {text}\n{plan:#?}")))?;
    let mut budget = Budget::new(&Limits::interactive());
    let count = whereof::eval::run_count(goal, plan, facts, &mut budget).expect("no limit is reached");
    if count != wanted.total {
        return Err(format!("{what}: counted {count} of {}\n{plan:#?}", wanted.total));
    }
    let rows = whereof::eval::run_rows(goal, plan, facts, &mut budget).expect("no limit is reached");
    let mut ids: Vec<_> = rows.rows.iter().map(|row| row.id).collect();
    let mut of: Vec<_> = wanted.rows.iter().map(|row| row.id).collect();
    if goal.limit.is_none() {
        // where nothing is cut they come as they are found
        ids.sort_unstable();
        of.sort_unstable();
    }
    if rows.total != wanted.total || ids != of {
        return Err(format!("{what}: rows alone {ids:?} of {of:?}\n{plan:#?}"));
    }
    let mut each = Vec::new();
    let mut unlimited = goal.clone();
    unlimited.limit = None;
    let take = |row: whereof::eval::Row, _: &mut Budget| {
        each.push((row.id, row.findings, row.studies));
        Ok(())
    };
    let mut take = take;
    whereof::eval::each_row(&unlimited, plan, facts, &mut budget, &mut take).expect("no limit is reached");
    each.sort();
    let whole = run_plan(&unlimited, plan, facts);
    let mut all: Vec<_> = whole.rows.into_iter().map(|row| (row.id, row.findings, row.studies)).collect();
    all.sort();
    if each == all { Ok(()) } else { Err(format!("{what}: each row {each:?} of {all:?}\n{plan:#?}")) }
}

/// The same world, as the product keeps it.
fn memory(world: &Small) -> Memory {
    let (schema, entities) = (world.vocabulary.schema().clone(), world.vocabulary.entities().to_vec());
    Memory::from_findings(
        "small",
        schema,
        entities,
        world.sources.clone(),
        world.studies.clone(),
        world.findings.clone(),
    )
}

/// Random sets of choices.
fn some(random: &mut Random) -> Choices {
    let share = [20, 50, 80][random.below(3)];
    Rewrite::ALL.into_iter().filter(|_| random.percent(share)).fold(Choices::NONE, Choices::with)
}

/// Plans a goal in many ways and compares each outcome.
fn any_choices_give_the_same(case: &Case) -> Result<(), String> {
    let wanted = reference::answer(&case.goal, &case.world, Mutant::None);
    let goal = &case.goal;
    let plan = |choices: Choices, facts: &dyn Facts| build_with(goal, facts, choices);
    same(goal, &plan(Choices::ALL, &case.world), &case.world, &wanted, "all choices")?;
    same(goal, &plan(Choices::NONE, &case.world), &case.world, &wanted, "no choice")?;
    let mut random = Random::new(case.seed ^ 0x7171_0008);
    let alone = *random.pick(&Rewrite::ALL);
    same(goal, &plan(Choices::NONE.with(alone), &case.world), &case.world, &wanted, &format!("{alone:?} alone"))?;
    for rewrite in Rewrite::ALL {
        let choices = Choices::ALL.without(rewrite);
        same(goal, &plan(choices, &case.world), &case.world, &wanted, &format!("without {rewrite:?}"))?;
    }
    // a store with lists of who is linked to whom
    let memory = memory(&case.world);
    let sets = Choices::NONE.with(Rewrite::Sets);
    for choices in [Choices::ALL, Choices::ALL.without(Rewrite::Sets), sets, some(&mut random)] {
        same(goal, &plan(choices, &memory), &memory, &wanted, &format!("in memory, {choices:?}"))?;
    }
    for choices in [Choices::ALL, some(&mut random)] {
        let mut divided = build_with(goal, &case.world, choices);
        divide(&mut divided);
        same(goal, &divided, &case.world, &wanted, &format!("over the cores, {choices:?}"))?;
    }
    for _ in 0..3 {
        let facts = Guessing::new(&case.world, random.next());
        let choices = if random.percent(50) { Choices::ALL } else { some(&mut random) };
        same(goal, &plan(choices, &facts), &facts, &wanted, &format!("guesses, {choices:?}"))?;
    }
    Ok(())
}

/// Lets every scan be divided, however small.
fn divide(plan: &mut Plan) {
    plan.divide_from = 0;
    plan.effects.iter_mut().filter_map(|effect| effect.inner.as_deref_mut()).for_each(divide);
}

/// All orders of some items, or some of them where they are many.
fn orders<T: Clone>(items: &[T], most: usize) -> Vec<Vec<T>> {
    if items.len() <= 1 {
        return vec![items.to_vec()];
    }
    let mut all = Vec::new();
    for at in 0..items.len() {
        let mut rest = items.to_vec();
        let first = rest.remove(at);
        for mut order in orders(&rest, most) {
            if all.len() < most {
                order.insert(0, first.clone());
                all.push(order);
            }
        }
    }
    all
}

/// All orders up to five atoms, of letters too.
fn any_order_gives_the_same(case: &Case) -> Result<(), String> {
    let goal = &case.goal;
    if goal.effects.len() > 5 {
        return Ok(());
    }
    let wanted = run(goal, &case.world);
    let plan = build_with(goal, &case.world, Choices::ALL);
    let effects: Vec<EffectId> = (0..goal.effects.len() as u32).map(EffectId).collect();
    for order in orders(&effects, 120) {
        let plan = Plan { order, ..plan.clone() };
        let found = run_plan(goal, &plan, &case.world);
        difference(&found, &wanted).map_or(Ok(()), |text| Err(format!("{:?}: {text}", plan.order)))?;
    }
    let letters: Vec<Letter> = (0..goal.width() as u8).map(Letter).collect();
    for letters in orders(&letters, 120) {
        let plan = Plan { letters, choices: Choices::ALL.without(Rewrite::Shortest), ..plan.clone() };
        let found = run_plan(goal, &plan, &case.world);
        difference(&found, &wanted).map_or(Ok(()), |text| Err(format!("{:?}: {text}", plan.letters)))?;
    }
    Ok(())
}

#[test]
fn any_choices_give_the_outcome_of_the_reference() {
    for_cases("plans::any_choices_give_the_outcome_of_the_reference", 400, any_choices_give_the_same);
}

#[test]
fn any_choices_in_joins_give_the_outcome_of_the_reference() {
    joins::for_joins("any_choices_in_joins_give_the_outcome_of_the_reference", 200, any_choices_give_the_same);
}

#[test]
fn any_order_gives_the_same_outcome() {
    for_cases("plans::any_order_gives_the_same_outcome", 300, any_order_gives_the_same);
}

#[test]
fn any_order_of_joins_gives_the_same_outcome() {
    joins::for_joins("any_order_of_joins_gives_the_same_outcome", 200, any_order_gives_the_same);
}

/// Definitions give the same, derived in the same steps; the reference knows no steps.
#[test]
fn any_choices_in_definitions_give_the_same_outcome() {
    definitions::for_definitions("any_choices_in_definitions_give_the_same_outcome", 400, |case| {
        let goal = &case.goal;
        let wanted = run_plan(goal, &build_with(goal, &case.world, Choices::NONE), &case.world);
        let mut random = Random::new(case.seed ^ 0x7171_0009);
        let all = Rewrite::ALL.into_iter().map(|one| Choices::NONE.with(one));
        for choices in all.chain([Choices::ALL, Choices::ALL.without(Rewrite::Demand), some(&mut random)]) {
            let found = run_plan(goal, &build_with(goal, &case.world, choices), &case.world);
            difference(&found, &wanted).map_or(Ok(()), |text| Err(format!("{choices:?}: {text}")))?;
        }
        Ok(())
    });
}

/// Whether a choice changed the plan, or may change the run, of a goal.
fn used(goal: &Goal, rewrite: Rewrite, world: &Small, guessing: &dyn Facts) -> bool {
    let facts: &dyn Facts = world;
    let plan = build_with(goal, facts, Choices::ALL);
    let without = build_with(goal, facts, Choices::ALL.without(rewrite));
    match rewrite {
        Rewrite::First => goal.min_studies < 2,
        Rewrite::Shortest => goal.width() > 1,
        Rewrite::Demand => goal.effects.iter().any(|effect| {
            matches!(effect.verb, Verb::Defined(_)) && matches!(effect.target, Target::Entities(_) | Target::Goal(_))
        }),
        Rewrite::Sets => build_with(goal, &memory(world), Choices::ALL).by_sets,
        Rewrite::Late => goal.limit.is_some() && !matches!(goal.head, Head::Noun(_)),
        Rewrite::Semi => build_with(goal, guessing, Choices::ALL).effects.iter().any(|effect| effect.semi),
        Rewrite::Bound => plan.rows != without.rows && without.rows == RowSource::Everything,
        _ => Plan { choices: Choices::ALL, ..without } != plan,
    }
}

/// What rows of findings or studies have to do with is not looked for among names.
#[test]
fn only_names_lead_to_names() {
    let (mut names, mut others) = (0, 0);
    for seed in 0..400 {
        let case = Case::new(seed);
        let plan = build_with(&case.goal, &Guessing::new(&case.world, seed), Choices::ALL);
        let semi = plan.effects.iter().any(|effect| effect.semi);
        let nested = case.goal.effects.iter().any(|effect| matches!(effect.target, Target::Goal(_)));
        match case.goal.head {
            Head::Noun(_) => names += u64::from(semi),
            Head::Finding | Head::Study => {
                assert!(!semi, "seed {seed}");
                others += u64::from(nested);
            }
        }
    }
    assert!(names > 5 && others > 5, "{names} {others}");
}

#[test]
fn all_choices_are_made() {
    let mut made: BTreeMap<Rewrite, u64> = BTreeMap::new();
    for seed in 0..1_500 {
        let case = match seed % 4 {
            0 => Case::with(seed, joins::goal),
            1 => Case::with(seed, definitions::goal),
            _ => Case::new(seed),
        };
        let facts = Guessing::new(&case.world, seed);
        for rewrite in Rewrite::ALL {
            *made.entry(rewrite).or_default() += u64::from(used(&case.goal, rewrite, &case.world, &facts));
        }
    }
    println!("of 1500 plans: {made:?}");
    assert!(Rewrite::ALL.iter().all(|rewrite| made.get(rewrite).is_some_and(|made| *made >= 15)), "{made:?}");
}

/// The page lists every pass and every choice in the words of the code.
#[test]
fn the_page_lists_what_is_chosen() {
    let page = include_str!("../../../docs/planning.md");
    let mut missing = Vec::new();
    for rewrite in Rewrite::ALL {
        let (name, before, after, why) = (rewrite.name(), rewrite.before(), rewrite.after(), rewrite.why());
        let row = format!("| `{name}` | {before} ⇒ {after} | {why} |");
        if !page.lines().any(|line| line == row) {
            missing.push(row);
        }
    }
    for pass in whereof::goal::Pass::ALL {
        let row = format!("| `{pass:?}` | ");
        if !page.lines().any(|line| line.starts_with(&row)) {
            missing.push(row);
        }
    }
    let named = page.lines().filter(|line| line.starts_with("| `")).count();
    assert!(missing.is_empty(), "docs/planning.md lacks\n{}", missing.join("\n"));
    assert_eq!(named, Rewrite::ALL.len() + whereof::goal::Pass::ALL.len(), "it lists what is not there");
}
