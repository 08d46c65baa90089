//! Laws that hold between questions: O1, O2, O6, and that rewriting and planning change nothing.

use super::compare::difference;
use super::goals::{Maker, Used};
use super::random::Random;
use super::{Case, for_cases, run};
use crate::reference;
use std::collections::BTreeSet;
use whereof::eval::RowId;
use whereof::goal::{
    Condition, Context, ContextId, Effect, EffectId, Goal, Pass, Purpose, Role, Target, Test, Verb, simplify,
    simplify_with,
};
use whereof::limits::{Budget, Limits};
use whereof::text::Span;

/// A goal with three conditions over its effects, and a candidate.
struct Conditions {
    goal: Goal,
    p: Condition,
    q: Condition,
    r: Condition,
    candidate: Condition,
}

impl Conditions {
    fn new(case: &Case) -> Conditions {
        let mut goal = case.goal.clone();
        (goal.limit, goal.order, goal.count) = (None, None, None);
        let random = Random::new(case.seed ^ 0xABCD_EF01);
        let mut maker = Maker { random, world: &case.world, used: Used::new(), chains: 0 };
        let p = goal.condition.clone();
        let bound = if goal.contexts.is_empty() { Vec::new() } else { vec![ContextId(0)] };
        let q = maker.condition(&mut goal, &bound, 1);
        let r = maker.condition(&mut goal, &[], 1);
        goal.effects.push(Effect::new(
            Role::Either,
            Verb::Any,
            Target::Any,
            Vec::new(),
            Purpose::Candidate,
            Span::default(),
        ));
        let candidate = Condition::Effect(EffectId(goal.effects.len() as u32 - 1));
        Conditions { goal, p, q, r, candidate }
    }

    /// The rows and the possible rows of a condition.
    fn of(&self, case: &Case, condition: Condition) -> (BTreeSet<RowId>, BTreeSet<RowId>) {
        let outcome = run(&Goal { condition, ..self.goal.clone() }, &case.world);
        let ids = |rows: &[whereof::eval::Row]| rows.iter().map(|row| row.id).collect();
        (ids(&outcome.rows), ids(&outcome.possible))
    }

    /// Whether two conditions have the same rows and possible rows.
    fn same(&self, case: &Case, law: &str, one: Condition, two: Condition) -> Result<(), String> {
        let (a, b) = (self.of(case, one.clone()), self.of(case, two.clone()));
        if a == b { Ok(()) } else { Err(format!("{law}: {a:?} != {b:?}\none: {one:?}\ntwo: {two:?}")) }
    }
}

fn all(parts: &[&Condition]) -> Condition {
    Condition::All(parts.iter().copied().cloned().collect())
}

fn any(parts: &[&Condition]) -> Condition {
    Condition::Any(parts.iter().copied().cloned().collect())
}

fn not(part: &Condition) -> Condition {
    Condition::Not(Box::new(part.clone()))
}

#[test]
fn o1_true_false_and_possible_split_the_candidates() {
    for_cases("laws::o1", 2_000, |case| {
        let c = Conditions::new(case);
        let (yes, maybe) = c.of(case, all(&[&c.candidate, &c.p]));
        let (no, maybe_not) = c.of(case, all(&[&c.candidate, &not(&c.p)]));
        let (candidates, none) = c.of(case, c.candidate.clone());
        let union: BTreeSet<RowId> = yes.iter().chain(&no).chain(&maybe).copied().collect();
        if maybe != maybe_not || !none.is_empty() {
            return Err(format!("possible: {maybe:?}, of not: {maybe_not:?}, of candidates: {none:?}"));
        }
        if union != candidates || yes.len() + no.len() + maybe.len() != candidates.len() {
            return Err(format!("{yes:?} + {no:?} + {maybe:?} != {candidates:?}"));
        }
        // Without a candidate, everything that can be a row is split.
        let (yes, maybe) = c.of(case, c.p.clone());
        let (no, _) = c.of(case, not(&c.p));
        let everything: BTreeSet<RowId> =
            reference::values(&c.goal, &case.world).into_iter().map(|(row, _)| row).collect();
        let union: BTreeSet<RowId> = yes.iter().chain(&no).chain(&maybe).copied().collect();
        if union != everything || yes.len() + no.len() + maybe.len() != everything.len() {
            return Err(format!("{yes:?} + {no:?} + {maybe:?} != {everything:?}"));
        }
        Ok(())
    });
}

#[test]
fn o2_boolean_laws_between_conditions() {
    for_cases("laws::o2_boolean", 2_000, |case| {
        let c = Conditions::new(case);
        let (p, q, r) = (&c.p, &c.q, &c.r);
        c.same(case, "double negation", not(&not(p)), p.clone())?;
        c.same(case, "de morgan, and", not(&all(&[p, q])), any(&[&not(p), &not(q)]))?;
        c.same(case, "de morgan, or", not(&any(&[p, q])), all(&[&not(p), &not(q)]))?;
        c.same(case, "absorption, and", all(&[p, &any(&[p, q])]), p.clone())?;
        c.same(case, "absorption, or", any(&[p, &all(&[p, q])]), p.clone())?;
        c.same(case, "distribution, and", all(&[p, &any(&[q, r])]), any(&[&all(&[p, q]), &all(&[p, r])]))?;
        c.same(case, "distribution, or", any(&[p, &all(&[q, r])]), all(&[&any(&[p, q]), &any(&[p, r])]))?;
        c.same(
            case,
            "at least",
            Condition::AtLeast(2, vec![p.clone(), q.clone(), r.clone()]),
            any(&[&all(&[p, q]), &all(&[p, r]), &all(&[q, r])]),
        )?;
        let (none, _) = c.of(case, all(&[p, &not(p)]));
        if none.is_empty() { Ok(()) } else { Err(format!("p without p: {none:?}")) }
    });
}

/// The same test, said with `not` on the inside.
fn turned(test: Test) -> Test {
    match test {
        Test::Not(part) => match *part {
            Test::All(parts) => Test::Any(parts.into_iter().map(|part| turned(Test::Not(Box::new(part)))).collect()),
            Test::Any(parts) => Test::All(parts.into_iter().map(|part| turned(Test::Not(Box::new(part)))).collect()),
            Test::Not(part) => turned(*part),
            other => Test::Not(Box::new(other)),
        },
        Test::All(parts) => Test::All(parts.into_iter().map(turned).collect()),
        Test::Any(parts) => Test::Any(parts.into_iter().map(turned).collect()),
        other => Test::Not(Box::new(Test::Not(Box::new(other)))),
    }
}

#[test]
fn o2_boolean_laws_between_contexts() {
    for_cases("laws::o2_boolean_laws_between_contexts", 2_000, |case| {
        let mut goal = case.goal.clone();
        for context in &mut goal.contexts {
            context.test = turned(context.test.clone());
        }
        difference(&run(&goal, &case.world), &run(&case.goal, &case.world)).map_or(Ok(()), Err)
    });
}

#[test]
fn o6_saying_it_twice_changes_nothing() {
    for_cases("laws::o6", 2_000, |case| {
        let plain = run(&case.goal, &case.world);
        let p = &case.goal.condition;
        let always = Condition::All(Vec::new());
        let never = Condition::Any(Vec::new());
        for condition in [all(&[p, p]), any(&[p, p]), all(&[p, &always]), any(&[p, &never]), all(&[p, &any(&[p])])] {
            let again = run(&Goal { condition, ..case.goal.clone() }, &case.world);
            difference(&again, &plain).map_or(Ok(()), Err)?;
        }
        // A context that always holds.
        let mut goal = case.goal.clone();
        goal.contexts.push(Context { test: Test::All(Vec::new()), span: Span::default() });
        let last = ContextId(goal.contexts.len() as u32 - 1);
        for effect in goal.effects.iter_mut().filter(|effect| effect.purpose != Purpose::Candidate) {
            effect.contexts.push(last);
        }
        difference(&run(&goal, &case.world), &plain).map_or(Ok(()), Err)?;
        let c = Conditions::new(case);
        c.same(case, "an implied condition", all(&[&c.p, &any(&[&c.p, &c.q])]), c.p.clone())
    });
}

#[test]
fn rewriting_changes_nothing() {
    let mut changed = [0u64; Pass::ALL.len()];
    let cell = std::cell::RefCell::new(&mut changed);
    for_cases("laws::rewriting_changes_nothing", 2_000, |case| {
        let plain = reference::answer(&case.goal, &case.world, reference::Mutant::None);
        for (i, pass) in Pass::ALL.into_iter().enumerate() {
            let goal = simplify_with(case.goal.clone(), &[pass]);
            cell.borrow_mut()[i] += u64::from(goal != case.goal);
            difference(&run(&goal, &case.world), &plain).map_or(Ok(()), |text| Err(format!("{pass:?}: {text}")))?;
        }
        let goal = simplify(case.goal.clone());
        let again = reference::answer(&goal, &case.world, reference::Mutant::None);
        difference(&again, &plain).map_or(Ok(()), |text| Err(format!("by the reference: {text}")))?;
        difference(&run(&goal, &case.world), &plain).map_or(Ok(()), Err)
    });
    if std::env::var("WHEREOF_SEED").is_err() {
        // Repetitions and a `not` of nothing at all are too rare here: the next two tests have them.
        let [negation, thresholds, _, flatten, _, single] = changed;
        assert!([negation, thresholds, flatten, single].iter().all(|n| *n >= 20), "{changed:?}");
    }
}

#[test]
fn rewriting_finds_what_it_is_for() {
    let effect = |id| Condition::Effect(EffectId(id));
    let (a, b) = (effect(0), effect(1));
    let always = Condition::All(Vec::new());
    let nested = all(&[&a, &all(&[&b, &a]), &not(&not(&b)), &not(&Condition::Any(Vec::new())), &always]);
    let goal = Goal { condition: nested, ..Case::new(1).goal };
    assert_eq!(simplify(goal.clone()).condition, all(&[&a, &b]));
    let without = simplify_with(goal, &[Pass::Flatten, Pass::Single]);
    assert_ne!(without.condition, all(&[&a, &b]));
}

#[test]
fn rewriting_redundant_goals_changes_nothing() {
    for_cases("laws::rewriting_redundant_goals_changes_nothing", 500, |case| {
        let p = &case.goal.condition;
        let always = Condition::All(Vec::new());
        let condition = all(&[p, &not(&not(p)), &not(&Condition::Any(Vec::new())), &any(&[p]), &always, p]);
        let goal = Goal { condition, ..case.goal.clone() };
        let plain = reference::answer(&goal, &case.world, reference::Mutant::None);
        for pass in Pass::ALL {
            let goal = simplify_with(goal.clone(), &[pass]);
            difference(&run(&goal, &case.world), &plain).map_or(Ok(()), |text| Err(format!("{pass:?}: {text}")))?;
        }
        difference(&run(&simplify(goal), &case.world), &plain).map_or(Ok(()), Err)
    });
}

#[test]
fn counting_counts_the_rows() {
    for_cases("laws::counting_counts_the_rows", 2_000, |case| {
        let plan = whereof::plan::build(&case.goal, &case.world);
        let mut budget = Budget::new(&Limits::interactive());
        let count = whereof::eval::run_count(&case.goal, &plan, &case.world, &mut budget).unwrap();
        let total = run(&case.goal, &case.world).total;
        if count == total { Ok(()) } else { Err(format!("counted {count}, found {total}")) }
    });
}

#[test]
fn plans_change_nothing() {
    use whereof::plan::{RowSource, ScanSide};
    for_cases("laws::plans_change_nothing", 1_000, |case| {
        let plain = run(&case.goal, &case.world);
        let plan = whereof::plan::build(&case.goal, &case.world);
        let mut plans = vec![plan.clone(), plan.clone(), plan.clone()];
        // Everything is scanned, in the order of the question.
        plans[0].rows = RowSource::Everything;
        plans[0].order.sort();
        // All effects that are not needed to say what a row can be are looked up by rows; then none is.
        if let RowSource::Among { effects, .. } = &plan.rows {
            for (i, side) in [(1, ScanSide::Rows), (2, ScanSide::All)] {
                for (id, effect) in plans[i].effects.iter_mut().enumerate() {
                    if !effects.contains(&EffectId(id as u32)) && effect.scan != ScanSide::Nothing {
                        effect.scan = side;
                    }
                }
            }
        }
        for plan in plans {
            let mut budget = Budget::new(&Limits::interactive());
            let outcome = whereof::eval::run(&case.goal, &plan, &case.world, &mut budget).unwrap();
            difference(&outcome, &plain).map_or(Ok(()), |text| Err(format!("{plan:?}: {text}")))?;
        }
        Ok(())
    });
}
