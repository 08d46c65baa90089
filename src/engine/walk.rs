//! Every word of a tree.
//!
//! A tree comes in and a visitor sees each of its runs, and each place where several names may stand; parameters are bound this way.
//! What a run means is not known here.

use crate::syntax::ast::{
    Axis, Body, Choice, Comparison, Condition, Effect, Expected, Group, Item, Items, Query, Ratio, Run, RunOrChoice,
    SlotTest, Statement, Tail, Target, Value, Why,
};

/// What may stand in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A name.
    Name,
    /// What a slot is compared with: a name, an amount or words.
    Value,
}

/// Sees the runs of a statement.
pub(super) trait Visit {
    /// A run, last of all.
    fn run(&mut self, run: &mut Run, wanted: Wanted);

    /// A list of names, before its runs.
    fn names(&mut self, runs: &mut Vec<Run>);

    /// One name or a choice among several, before its runs.
    fn one_or_several(&mut self, what: &mut RunOrChoice);

    /// An effect, before its runs.
    fn effect(&mut self, effect: &mut Effect);
}

/// Shows every run of a statement to a visitor; blocks of findings hold no parameters.
pub(super) fn runs_of(item: &mut Item, visit: &mut dyn Visit) {
    let Item::Statement(statement) = item else { return };
    match statement {
        Statement::Query(query) => self::query(query, visit),
        Statement::Count(count) => {
            runs(&mut count.head, visit);
            runs(&mut count.by, visit);
            runs(&mut count.some, visit);
            count.body.iter_mut().for_each(|inner| body(inner, visit));
        }
        Statement::Why(Why::Query(inner)) => query(inner, visit),
        Statement::Why(Why::Claim(claim)) => effect(claim, visit),
        Statement::WhyNot(why_not) => {
            runs(&mut why_not.rows, visit);
            query(&mut why_not.query, visit);
        }
        Statement::Describe(name) | Statement::Kinds(name) | Statement::Resolve(name) | Statement::Search(name) => {
            run(name, visit)
        }
        Statement::Matrix(matrix) => {
            axis(&mut matrix.rows, visit);
            axis(&mut matrix.columns, visit);
            matrix.of.iter_mut().for_each(|claim| effect(claim, visit));
        }
        Statement::Gaps(gaps) => {
            if let Some((rows, columns)) = &mut gaps.axes {
                axis(rows, visit);
                axis(columns, visit);
            }
            gaps.of.iter_mut().for_each(|claim| effect(claim, visit));
        }
        Statement::Compare(compare) => {
            run(&mut compare.left, visit);
            run(&mut compare.right, visit);
            compare.items.iter_mut().for_each(|inner| items(inner, visit));
        }
        Statement::Contested(contested) => {
            runs(&mut contested.kinds, visit);
            contested.items.iter_mut().for_each(|inner| items(inner, visit));
        }
        Statement::Similar(similar) => {
            run(&mut similar.to, visit);
            similar.items.iter_mut().for_each(|inner| items(inner, visit));
        }
        Statement::Paths(paths) => {
            run(&mut paths.from, visit);
            run(&mut paths.to, visit);
            paths.items.iter_mut().for_each(|inner| items(inner, visit));
        }
        Statement::Shortest(shortest) => {
            run(&mut shortest.from, visit);
            run(&mut shortest.to, visit);
            runs(&mut shortest.by, visit);
        }
        Statement::Define(define) => {
            run(&mut define.what, visit);
            runs(&mut define.head, visit);
            body(&mut define.body, visit);
        }
        // The name that is bound is no use of it.
        Statement::Let(binding) => run_or_choice(&mut binding.value, Wanted::Value, visit),
        Statement::Expect(expect) => {
            if let Expected::Exactly(names, _) = &mut expect.expected {
                self::names(names, Wanted::Name, visit);
            }
            query(&mut expect.query, visit);
        }
        Statement::Diff(diff) => query(&mut diff.query, visit),
        Statement::Listing(..)
        | Statement::Declaration(_)
        | Statement::Edge(_)
        | Statement::Use(_)
        | Statement::Retract(_) => {}
    }
}

fn axis(axis: &mut Axis, visit: &mut dyn Visit) {
    match axis {
        Axis::Run(inner) | Axis::Kinds(inner, _) => run(inner, visit),
        Axis::Query(inner, _) => query(inner, visit),
    }
}

fn query(query: &mut Query, visit: &mut dyn Visit) {
    runs(&mut query.head, visit);
    body(&mut query.body, visit);
}

fn body(body: &mut Body, visit: &mut dyn Visit) {
    body.groups.iter_mut().for_each(|inner| group(inner, visit));
    for tail in &mut body.tails {
        match tail {
            Tail::OrderBy(inner, _)
            | Tail::Assuming(inner, _)
            | Tail::LeastValues(_, inner, _)
            | Tail::LeastRows(_, inner, _) => run(inner, visit),
            Tail::Show(inner, _) => runs(inner, visit),
            Tail::MinStudies(..) | Tail::Limit(..) | Tail::CountFindings(_) => {}
        }
    }
}

fn group(group: &mut Group, visit: &mut dyn Visit) {
    group.conditions.iter_mut().for_each(|inner| condition(inner, visit));
}

fn condition(condition: &mut Condition, visit: &mut dyn Visit) {
    match condition {
        Condition::Not(inner, _) => self::condition(inner, visit),
        Condition::Bracket(inner, _) => group(inner, visit),
        Condition::Items(inner) => items(inner, visit),
        Condition::Slot(slot) => {
            run(&mut slot.name, visit);
            if let SlotTest::Compare(inner) = &mut slot.test {
                comparison(inner, visit);
            }
        }
        Condition::Identity(identity) => {
            identity.letter.iter_mut().for_each(|letter| run(letter, visit));
            run_or_choice(&mut identity.what, Wanted::Name, visit);
        }
        Condition::Effect(inner) => effect(inner, visit),
    }
}

fn effect(effect: &mut Effect, visit: &mut dyn Visit) {
    visit.effect(effect);
    run(&mut effect.run, visit);
    match &mut effect.target {
        Some(Target::Exactly(inner)) => run(inner, visit),
        Some(Target::Ratio(inner) | Target::ExactlyRatio(inner, _)) => ratio(inner, visit),
        Some(Target::Choice(inner)) => choice(inner, visit),
        Some(Target::Query(inner)) => query(inner, visit),
        None => {}
    }
    effect.items.iter_mut().for_each(|inner| items(inner, visit));
}

fn items(items: &mut Items, visit: &mut dyn Visit) {
    for place in &mut items.places {
        run(&mut place.run, visit);
        place.comparison.iter_mut().for_each(|inner| comparison(inner, visit));
    }
}

fn comparison(comparison: &mut Comparison, visit: &mut dyn Visit) {
    let Value { what, except, .. } = &mut comparison.value;
    run_or_choice(what, Wanted::Value, visit);
    except.iter_mut().for_each(|inner| run_or_choice(inner, Wanted::Value, visit));
}

fn run_or_choice(what: &mut RunOrChoice, wanted: Wanted, visit: &mut dyn Visit) {
    visit.one_or_several(what);
    match what {
        RunOrChoice::Run(inner) => visit.run(inner, wanted),
        RunOrChoice::Choice(inner) => names(&mut inner.runs, wanted, visit),
    }
}

fn choice(choice: &mut Choice, visit: &mut dyn Visit) {
    names(&mut choice.runs, Wanted::Name, visit);
}

fn names(runs: &mut Vec<Run>, wanted: Wanted, visit: &mut dyn Visit) {
    visit.names(runs);
    runs.iter_mut().for_each(|inner| visit.run(inner, wanted));
}

fn ratio(ratio: &mut Ratio, visit: &mut dyn Visit) {
    run(&mut ratio.numerator, visit);
    run(&mut ratio.denominator, visit);
}

fn runs(runs: &mut [Run], visit: &mut dyn Visit) {
    runs.iter_mut().for_each(|inner| run(inner, visit));
}

fn run(run: &mut Run, visit: &mut dyn Visit) {
    visit.run(run, Wanted::Name);
}
