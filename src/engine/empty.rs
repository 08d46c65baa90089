//! Why an answer is empty: at which condition nothing is left, and which questions near it have rows.
//!
//! A query that has no row comes in; counts of its conditions and questions with their rows go out. What there was no time for is named.

use super::run::{Asked, first, small, total};
use crate::answer::{ConditionCount, Emptied, Looser};
use crate::eval::RowId;
use crate::goal::conjuncts::conjuncts;
use crate::goal::loosen::{self, Weaker};
use crate::goal::{self, farther};
use crate::limits::Budget;
use crate::syntax::ast::{Item, Query, Statement};
use crate::syntax::{self, TextLimits};
use crate::tell;
use crate::text::Source;
use rustc_hash::FxHashSet;

/// Conditions counted one by one.
const COUNTED: usize = 12;
/// Weaker questions tried for one empty answer.
const TRIED: usize = 40;
/// Weaker questions named that were not tried.
const UNTRIED: usize = 20;
/// Weaker questions told.
const TOLD: usize = 6;
/// Rows named for each.
const NAMED: usize = 5;

/// What each condition leaves; nothing where there is only one.
pub(super) fn emptied(asked: &Asked<'_>, query: &Query) -> Option<Emptied> {
    let all = conjuncts(query);
    if all.len() < 2 {
        return None;
    }
    let small = small(asked.limits);
    let budget = Budget::new(&small);
    // a message must not keep a person waiting, whatever each question of it costs
    let rows = |query: &Query| -> Option<u64> {
        budget.look().ok()?;
        let goal = goal::resolve(query, asked.scope()).ok()?;
        total(asked.facts, &goal, &small)
    };
    let conditions: Vec<ConditionCount> = all
        .iter()
        .take(COUNTED)
        .enumerate()
        .map(|(index, conjunct)| ConditionCount {
            condition: conjunct.words.clone(),
            // the last is the question itself
            rows_so_far: if index + 1 == all.len() { Some(0) } else { rows(&conjunct.until) },
            rows_without: conjunct.without.as_ref().and_then(&rows),
        })
        .collect();
    // a context may bring rows back that a `not` had left out: what counts is where nothing is left for good
    let gone = conditions.iter().rev().take_while(|one| one.rows_so_far == Some(0)).count();
    let at = u32::try_from(conditions.len() - gone).ok().filter(|_| gone > 0);
    let uncounted = u32::try_from(all.len().saturating_sub(COUNTED)).unwrap_or(u32::MAX);
    Some(Emptied { conditions, at, uncounted })
}

/// The query of a text of our own.
fn read(text: &str) -> Option<Query> {
    let parsed = syntax::parse(&Source::new("query", text), TextLimits::default());
    match parsed.script.items.into_iter().next() {
        Some(Item::Statement(Statement::Query(query))) if parsed.diagnostics.is_empty() => Some(query),
        _ => None,
    }
}

/// Weaker questions that give something, the smallest changes first, and those that were not tried: some row, or the row that is wanted. Where no
/// single change gives anything, questions near it are tried too if that is `wide`.
pub(super) fn looser(
    asked: &Asked<'_>,
    query: &Query,
    wanted: Option<RowId>,
    wide: bool,
) -> (Vec<Looser>, Vec<String>) {
    let vocabulary = asked.facts.vocabulary();
    let small = small(asked.limits);
    let mut told: Vec<Looser> = Vec::new();
    let mut untried = Vec::new();
    let mut tried = 0usize;
    let mut ladders = FxHashSet::default();
    let budget = Budget::new(&small);
    let mut try_all = |all: &mut dyn Iterator<Item = Weaker>, is_weaker: bool, told: &mut Vec<Looser>| {
        for weaker in all {
            if weaker.ladder.is_some_and(|ladder| ladders.contains(&ladder)) {
                continue;
            }
            if untried.len() == UNTRIED {
                untried.push("further changes".to_owned());
            }
            if untried.len() > UNTRIED {
                return;
            }
            if tried == TRIED || budget.look().is_err() {
                untried.push(weaker.change);
                continue;
            }
            let Ok(mut goal) = goal::resolve(&weaker.query, asked.scope()) else { continue };
            tried += 1;
            let limit = goal.limit.take();
            let named = limit.map_or(NAMED, |limit| usize::try_from(limit).unwrap_or(usize::MAX).min(NAMED));
            let Some((total, first)) = first(asked.facts, &goal, wanted, named, &small) else {
                untried.push(weaker.change);
                continue;
            };
            if total == 0 {
                continue;
            }
            ladders.extend(weaker.ladder);
            told.push(Looser {
                change: weaker.change,
                query: weaker.query.to_string(),
                weaker: is_weaker,
                rows: limit.map_or(total, |limit| total.min(limit)),
                examples: first.iter().map(|row| tell::row_with_refs(asked.facts, row)).collect(),
            });
        }
    };
    try_all(&mut loosen::weaker(query, vocabulary), true, &mut told);
    if told.is_empty() && wide {
        try_all(&mut farther::farther(query, vocabulary), false, &mut told);
    }
    if told.is_empty() {
        try_all(&mut loosen::weaker_by_two(query, vocabulary), true, &mut told);
    }
    if told.is_empty() && wide {
        try_all(&mut farther::noun_and_verb(query, vocabulary), false, &mut told);
    }
    if told.is_empty() && wide {
        let said = farther::all_said(query, vocabulary);
        let read =
            said.into_iter().filter_map(|(change, text)| Some(Weaker { change, query: read(&text)?, ladder: None }));
        try_all(&mut read.into_iter(), false, &mut told);
    }
    told.truncate(TOLD);
    (told, untried)
}
