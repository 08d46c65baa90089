//! A statement as far as it is typed: its tree, its meaning, and whether it gives anything.
//!
//! The text of one statement comes in; what parser and resolver make of it goes out, with values in the places of parameters. What is to be
//! shown of it is not known here.

use super::Known;
use super::finish::finish;
use crate::eval;
use crate::goal::{self, EffectId, Goal, Looked};
use crate::limits::{Budget, Exceeded};
use crate::model::{FindingId, StudyId};
use crate::plan;
use crate::syntax::ast::{Body, Define, Item, Query, Run, Statement, Why};
use crate::text::Span;
use rustc_hash::FxHashSet;

/// A statement that was read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) statement: Statement,
    /// Whether nothing is missing behind it.
    pub(super) whole: bool,
    /// Whether all its parameters have values that fit.
    pub(super) bound: bool,
    /// Its question; none where it asks none, or what is asked cannot be seen alone.
    pub(super) looked: Option<Looked>,
}

/// Reads a statement; none where no end would make it one.
pub(super) fn read(known: &Known<'_>, text: &str) -> Option<Reading> {
    let finished = finish(text)?;
    let (statement, bound) = put(known, finished.statement);
    let looked = question(known, &statement).map(|asked| {
        let (head, body, span) = asked.parts();
        goal::look(head, body, span, known.scope())
    });
    Some(Reading { statement, whole: finished.whole, bound, looked })
}

/// A statement with values in the places of its parameters, and whether each has one that fits.
pub(super) fn put(known: &Known<'_>, statement: Statement) -> (Statement, bool) {
    let mut item = Item::Statement(statement.clone());
    let bound = (known.put)(&mut item);
    match item {
        Item::Statement(put) if bound => (put, true),
        _ => (statement, false),
    }
}

/// What a statement asks.
enum Asked<'t> {
    Tree(&'t [Run], Option<&'t Body>, Span),
    Made(Box<Query>),
}

impl Asked<'_> {
    fn parts(&self) -> (&[Run], Option<&Body>, Span) {
        match self {
            Asked::Tree(head, body, span) => (head, *body, *span),
            Asked::Made(query) => (&query.head, Some(&query.body), query.span),
        }
    }
}

fn question<'t>(known: &Known<'_>, statement: &'t Statement) -> Option<Asked<'t>> {
    let of = |query: &'t Query| Some(Asked::Tree(&query.head, Some(&query.body), query.span));
    match statement {
        Statement::Query(query) | Statement::Why(Why::Query(query)) => of(query),
        Statement::WhyNot(why_not) => of(&why_not.query),
        Statement::Expect(expect) => of(&expect.query),
        Statement::Diff(diff) => of(&diff.query),
        // its rows are combinations, and it is not these that are counted
        Statement::Count(count) if count.nouns().len() > count.head.len() => None,
        Statement::Count(count) => Some(Asked::Tree(&count.head, count.body.as_ref(), count.span)),
        Statement::Why(Why::Claim(claim)) => {
            goal::claim_look(claim, known.scope()).map(|query| Asked::Made(Box::new(query)))
        }
        // The letters of a verb stand in what is defined, not in its head.
        Statement::Define(Define { head, body, span, .. }) if !head.is_empty() => {
            let lettered = head.iter().any(|run| run.parts.last().is_some_and(|part| part.text.len() == 1));
            (!lettered).then_some(Asked::Tree(head, Some(body), *span))
        }
        _ => None,
    }
}

/// What a question gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) rows: u64,
    /// Studies behind the rows; none where some row has no finding of its own.
    pub(super) studies: Option<u64>,
    /// Findings that meet the effects asked about.
    pub(super) findings: u64,
}

/// Counts what a question gives; of the findings those that meet `effects`, or all where none is given.
///
/// # Errors
/// No time left, or cancelled.
pub(super) fn given(known: &Known<'_>, goal: &Goal, effects: &[EffectId]) -> Result<Given, Exceeded> {
    let goal = if effects.is_empty() { &goal::simplify(goal.clone()) } else { goal };
    let plan = plan::build(goal, known.facts);
    let mut budget = Budget::new(&known.allowance());
    let mut given = Given::default();
    let mut studies: FxHashSet<StudyId> = FxHashSet::default();
    let mut findings: FxHashSet<FindingId> = FxHashSet::default();
    let mut silent = false;
    eval::each_row(goal, &plan, known.facts, &mut budget, &mut |row, _| {
        given.rows += 1;
        silent |= row.studies.is_empty() && row.findings.is_empty();
        studies.extend(&row.studies);
        for effect in row.effects.iter().filter(|effect| effects.is_empty() || effects.contains(&effect.effect)) {
            findings.extend(&effect.witnesses);
        }
        Ok(())
    })?;
    given.studies = (!silent).then_some(studies.len() as u64);
    given.findings = findings.len() as u64;
    Ok(given)
}

/// Whether a question gives any row.
///
/// # Errors
/// No time left, or cancelled.
pub(super) fn gives(known: &Known<'_>, goal: &Goal) -> Result<bool, Exceeded> {
    let goal = &goal::simplify(goal.clone());
    let plan = plan::build(goal, known.facts);
    let mut found = false;
    // The first row is enough: nothing else ends a run with this limit.
    let ended = eval::each_row(goal, &plan, known.facts, &mut Budget::new(&known.allowance()), &mut |_, _| {
        found = true;
        Err(Exceeded::Rows)
    });
    match ended {
        Err(exceeded) if !found => Err(exceeded),
        _ => Ok(found),
    }
}
