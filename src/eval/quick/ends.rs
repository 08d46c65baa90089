//! Counts of findings by verb and by the nouns of their ends, from lists.
//!
//! A goal of findings with a tally comes in; groups go out with their numbers. A side of a relation knows whether all its entities are of one
//! noun: then its lists count as a whole, and no finding is looked at.

use super::push;
use crate::base::{Facts, Links, Side};
use crate::eval::{Group, GroupValue};
use crate::goal::{Condition, Goal, GroupBy, Purpose, SlotRef, Tally, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{KindId, RelationId};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// Counts findings by verb and by the nouns of their ends.
pub(super) fn ends(
    goal: &Goal,
    tally: &Tally,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Option<(u64, Vec<Group>)>, Exceeded> {
    let told = |by: &GroupBy| matches!(by, GroupBy::SubjectNoun | GroupBy::ObjectNoun | GroupBy::Slot(SlotRef::Verb));
    let plain = tally.by.iter().all(told) && goal.min_studies <= 1 && goal.least_values.is_empty();
    let Condition::Effect(id) = &goal.condition else { return Ok(None) };
    let Some(effect) = goal.effects.get(id.0 as usize).filter(|effect| effect.target == Target::Any && plain) else {
        return Ok(None);
    };
    let Some(links) = facts.links().filter(|_| effect.purpose != Purpose::Candidate) else { return Ok(None) };
    let schema = facts.vocabulary().schema();
    let all = || (0..schema.relations.len() as u32).map(RelationId);
    let asked: Vec<RelationId> = match &effect.verb {
        Verb::Any => all().collect(),
        Verb::Relations { members, .. } => members.clone(),
        _ => return Ok(None),
    };
    if !asked.iter().all(|id| links.witnesses(*id)) {
        return Ok(None);
    }
    let kinds = facts.vocabulary().entities().kinds().as_slice();
    let kind = |id: u32| kinds.get(id as usize).copied().map(KindId);
    let mut counted: FxHashMap<(KindId, RelationId, KindId), u64> = FxHashMap::default();
    for id in asked {
        by_kinds(links, id, &kind, budget, &mut |subject, object, findings| {
            *counted.entry((subject, id, object)).or_default() += findings;
        })?;
    }
    let mut groups: FxHashMap<Vec<u32>, u64> = FxHashMap::default();
    let mut total = 0;
    for ((subject, verb, object), findings) in counted {
        budget.step()?;
        total += findings;
        let key = tally.by.iter().map(|by| match by {
            GroupBy::SubjectNoun => subject.0,
            GroupBy::ObjectNoun => object.0,
            _ => verb.0,
        });
        *groups.entry(key.collect()).or_default() += findings;
    }
    let value = |(by, id): (&GroupBy, &u32)| match by {
        GroupBy::SubjectNoun | GroupBy::ObjectNoun => GroupValue::Noun(KindId(*id)),
        _ => GroupValue::Relation(RelationId(*id)),
    };
    let name = |value: &GroupValue| match value {
        GroupValue::Noun(id) => (1, crate::names::normal(facts.vocabulary().kind_name(*id)), id.0),
        GroupValue::Relation(id) => {
            (0, schema.relations.get(id.index()).map_or(String::new(), |one| crate::names::normal(&one.name)), id.0)
        }
        _ => (2, String::new(), 0),
    };
    let mut told = Vec::new();
    for (key, rows) in groups.into_iter().filter(|(_, rows)| *rows >= goal.least_rows) {
        let values: Vec<GroupValue> = tally.by.iter().zip(&key).map(value).collect();
        let order: Vec<(u8, String, u32)> = values.iter().map(name).collect();
        let value = match <[GroupValue; 1]>::try_from(values) {
            Ok([one]) => one,
            Err(several) => GroupValue::Several(several),
        };
        push(budget, &mut told, (Reverse(rows), order, Group { value, rows }))?;
    }
    told.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    Ok(Some((total, told.into_iter().map(|(.., group)| group).collect())))
}

/// How many findings of a relation lead from which noun to which: of a side of one noun by its lists as wholes, else entity by entity.
fn by_kinds(
    links: &Links,
    relation: RelationId,
    kind: &dyn Fn(u32) -> Option<KindId>,
    budget: &mut Budget,
    add: &mut dyn FnMut(KindId, KindId, u64),
) -> Result<(), Exceeded> {
    let (Some(forward), Some(back)) = (links.forward(relation), links.back(relation)) else { return Ok(()) };
    budget.step()?;
    if forward.is_empty() {
        return Ok(());
    }
    let of = |side: &Side| side.kind(|id| kind(id.0));
    // entities of one noun mostly lie together
    let mut last: Option<(KindId, KindId)> = None;
    let mut findings = 0u64;
    let mut count = |subject: KindId, object: KindId, more: u64| {
        if last != Some((subject, object)) {
            if let Some((subject, object)) = last.replace((subject, object)) {
                add(subject, object, findings);
            }
            findings = 0;
        }
        findings += more;
    };
    let lengths = |side: &Side| -> u64 { side.keys().len() as u64 / 16 };
    match (of(forward), of(back)) {
        (Some(subject), Some(object)) => count(subject, object, forward.len() as u64),
        (Some(subject), None) => {
            budget.steps(lengths(back))?;
            for (id, bounds) in back.keys().iter().zip(back.starts().windows(2)) {
                let (Some(object), [start, end]) = (kind(*id), bounds) else { continue };
                count(subject, object, u64::from(end.saturating_sub(*start)));
            }
        }
        (None, Some(object)) => {
            budget.steps(lengths(forward))?;
            for (id, bounds) in forward.keys().iter().zip(forward.starts().windows(2)) {
                let (Some(subject), [start, end]) = (kind(*id), bounds) else { continue };
                count(subject, object, u64::from(end.saturating_sub(*start)));
            }
        }
        (None, None) => {
            for (key, id) in forward.keys().iter().enumerate() {
                let list = forward.list(key);
                budget.steps(1 + list.len() as u64 / 8)?;
                let Some(subject) = kind(*id) else { continue };
                for object in list.iter().filter_map(|other| kind(*other)) {
                    count(subject, object, 1);
                }
            }
        }
    }
    if let Some((subject, object)) = last {
        add(subject, object, findings);
    }
    Ok(())
}
