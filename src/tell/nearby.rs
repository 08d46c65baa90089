//! What stands near an answer and is not in it: near misses, possible rows, neighbouring findings, hypotheses and gaps.
//!
//! Outcomes and the base come in, words go out. Nothing here counts for or against a row.

use super::evidence::Teller;
use crate::answer::{Evidence, Failed, NearMiss, Related};
use crate::base::Scan;
use crate::eval::outcome::{Near, Outcome, Row, RowId};
use crate::eval::{Truth, holds};
use crate::goal::print::{context_words, effect_words, set_words};
use crate::goal::{Compare, Effect, Goal, Head, Purpose, Role, SlotRef, Target, Test, Verb, slot_name};
use crate::model::{Direction, EntityId, Finding, FindingId, RelationId, StudyId};
use crate::names::a;
use crate::syntax::print;
use rustc_hash::FxHashSet;

/// How many neighbouring findings and remarks are listed.
const LISTED: usize = 10;

pub(super) fn near_miss(teller: &Teller<'_>, goal: &Goal, near: &Near) -> NearMiss {
    let failed = near
        .failed
        .iter()
        .map(|failed| Failed {
            context: context_words(goal, failed.context, teller.vocabulary()),
            reason: goal
                .contexts
                .get(failed.context.0 as usize)
                .map_or_else(String::new, |context| reason(teller, &context.test, failed.finding)),
        })
        .chain(near.broken.iter().map(|(effect, finding)| Failed {
            context: effect_words(goal, *effect, teller.vocabulary()),
            reason: super::why::said(teller, &[*finding]),
        }))
        .collect();
    NearMiss {
        name: teller.row_name(near.id),
        refs: teller.refs(&near.studies),
        failed,
        skipped: near.skipped,
        findings: near.findings.clone(),
    }
}

pub(super) fn possible(teller: &Teller<'_>, goal: &Goal, row: &Row) -> NearMiss {
    let mut failed: Vec<Failed> = Vec::new();
    for effect in &row.effects {
        let contexts =
            goal.effects.get(effect.effect.0 as usize).map(|effect| effect.contexts.as_slice()).unwrap_or_default();
        for &id in contexts {
            let Some(context_test) = goal.contexts.get(id.0 as usize) else { continue };
            for &finding in &effect.witnesses {
                let mut reason = reason(teller, &context_test.test, finding);
                if compares_amounts(&context_test.test) && !reason.contains("not stated") {
                    reason = format!("{reason}, which may or may not meet it");
                }
                let context = context_words(goal, id, teller.vocabulary());
                let open = reason.contains("not stated") || compares_amounts(&context_test.test);
                if open && !failed.iter().any(|known| known.context == context && known.reason == reason) {
                    failed.push(Failed { context, reason });
                }
            }
        }
    }
    NearMiss {
        name: teller.row_name(row.id),
        refs: teller.refs(&row.studies),
        failed,
        skipped: true,
        findings: row.findings.clone(),
    }
}

/// What a finding has instead of what a context asks: `disease not stated; other findings of [56] are in ...`.
pub(super) fn reason(teller: &Teller<'_>, test: &Test, id: FindingId) -> String {
    let Some(finding) = teller.facts.finding(id) else { return String::new() };
    let mut slots = Vec::new();
    slots_of(test, &mut slots);
    let mut reasons: Vec<String> = Vec::new();
    for slot in slots {
        let name = slot_name(teller.vocabulary(), slot);
        let values = teller.values_of(&finding, slot);
        if values.is_empty() {
            let mut words = format!("{name} not stated");
            if let Some(elsewhere) = stated_elsewhere(teller, &finding, slot) {
                words = format!("{words}; {elsewhere}");
            }
            reasons.push(words);
        } else {
            reasons.push(format!("{name} is {}", values.join(" and ")));
        }
    }
    reasons.join(", ")
}

fn compares_amounts(test: &Test) -> bool {
    match test {
        Test::Slot { compare, .. } => matches!(compare, Compare::Quantity(_)),
        Test::NotStated(_) => false,
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().any(compares_amounts),
        Test::Not(inner) => compares_amounts(inner),
    }
}

fn slots_of(test: &Test, into: &mut Vec<SlotRef>) {
    match test {
        Test::Slot { slot, .. } | Test::NotStated(slot) if !into.contains(slot) => into.push(*slot),
        Test::Slot { .. } | Test::NotStated(_) => {}
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => {
            tests.iter().for_each(|test| slots_of(test, into))
        }
        Test::Not(inner) => slots_of(inner, into),
    }
}

/// The numbers of studies that a context asks for.
fn numbers_of(test: &Test, into: &mut Vec<u32>) {
    match test {
        Test::Slot { compare: Compare::Numbers(numbers), .. } => into.extend(numbers),
        Test::Slot { .. } | Test::NotStated(_) | Test::Not(_) => {}
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => {
            tests.iter().for_each(|test| numbers_of(test, into))
        }
    }
}

/// What other findings of the same subject and the same studies state in a slot.
fn stated_elsewhere(teller: &Teller<'_>, finding: &Finding, slot: SlotRef) -> Option<String> {
    if finding.studies.is_empty() {
        return None;
    }
    let scan =
        Scan { subjects: Some(vec![finding.subject]), studies: Some(finding.studies.clone()), ..Scan::default() };
    let mut values: Vec<String> = Vec::new();
    each(teller, &scan, &mut |_, other| {
        for value in teller.values_of(other, slot) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
    });
    if values.is_empty() {
        return None;
    }
    let numbers: Vec<String> = teller.refs(&finding.studies).iter().map(|r| r.number.to_string()).collect();
    let place = match slot {
        SlotRef::Declared(id) => teller.vocabulary().schema().slots.get(id.index()).is_some_and(|slot| slot.place),
        _ => false,
    };
    // `in vivo` brings its own preposition.
    let bare = values.iter().all(|value| !value.starts_with("in "));
    let state = match (place, bare) {
        (true, true) => "are in ".to_owned(),
        (true, false) => "are ".to_owned(),
        (false, _) => format!("state {} ", slot_name(teller.vocabulary(), slot)),
    };
    Some(format!("other findings of [{}] {state}{}", numbers.join(", "), values.join(" and ")))
}

/// Calls `visit` with every finding of a scan.
pub(super) fn each(teller: &Teller<'_>, scan: &Scan, visit: &mut dyn FnMut(FindingId, &Finding)) {
    let mut batches = teller.facts.scan(scan);
    let mut batch = Vec::new();
    while batches.next_batch(&mut batch) {
        for &id in &batch {
            if let Some(finding) = teller.facts.finding(id) {
                visit(id, &finding);
            }
        }
    }
}

/// Findings of neighbouring objects: ratios with the target in them, and measured nulls on a kind of it.
pub(super) fn related(teller: &Teller<'_>, goal: &Goal, ids: &[RowId]) -> Vec<Related> {
    let mut all: Vec<Related> = Vec::new();
    if !matches!(goal.head, Head::Noun(_)) {
        return all;
    }
    for effect in asked(goal) {
        let Target::Entities(set) = &effect.target else { continue };
        if effect.role != Role::Subject {
            continue;
        }
        let what = set_words(set, teller.vocabulary());
        match &effect.verb {
            Verb::Relations { members, .. } => {
                let vocabulary = teller.vocabulary();
                let ratios: Vec<EntityId> =
                    set.asked.iter().flat_map(|&id| vocabulary.ratios_with(id).iter()).collect();
                // The ratio moves with what is above its line and against what is below it: either verb is offered.
                offer(teller, goal, &ratios, None, &mut |id, finding| {
                    let same = members.contains(&finding.relation);
                    let word = if same { "" } else { ", with another verb" };
                    push(
                        &mut all,
                        teller,
                        id,
                        finding,
                        format!("on the {}{word}, not on {what} itself", teller.name(finding.object)),
                    );
                });
            }
            Verb::NoEffect => {
                let narrower: Vec<EntityId> =
                    set.members.iter().copied().filter(|id| !set.asked.contains(id)).collect();
                offer(teller, goal, &narrower, Some(Direction::None), &mut |id, finding| {
                    push(
                        &mut all,
                        teller,
                        id,
                        finding,
                        format!("a null on {}, a kind of {what}, not on {what} itself", teller.name(finding.object)),
                    );
                });
            }
            _ => {}
        }
    }
    if all.is_empty() {
        return all;
    }
    let rows: FxHashSet<String> = ids.iter().map(|row| teller.row_name(*row)).collect();
    all.retain(|related| !rows.contains(&related.name));
    all.truncate(LISTED);
    all
}

fn push(all: &mut Vec<Related>, teller: &Teller<'_>, id: FindingId, finding: &Finding, reason: String) {
    if let Some(evidence) = teller.evidence(id) {
        all.push(Related { name: teller.name(finding.subject), reason, evidence });
    }
}

/// Where there is no row: targets of which no finding says anything in that place, and what else the base knows of them.
pub(super) fn nothing_said(teller: &Teller<'_>, goal: &Goal, outcome: &Outcome) -> Vec<String> {
    let mut notes = Vec::new();
    if outcome.total > 0 || !outcome.near.is_empty() || !outcome.possible.is_empty() {
        return notes;
    }
    let mut numbers = Vec::new();
    goal.contexts.iter().for_each(|context| numbers_of(&context.test, &mut numbers));
    for number in numbers.into_iter().take(LISTED) {
        let ids = (0..teller.facts.study_count()).map(|at| StudyId(at as u32));
        if !ids.filter_map(|id| teller.facts.study(id)).any(|study| study.number == number) {
            notes.push(format!("no source of this base cites a study {number}"));
        }
    }
    for effect in asked(goal) {
        let Target::Entities(set) = &effect.target else { continue };
        if set.members.is_empty() || effect.verb == Verb::Includes {
            continue;
        }
        let side = Some(set.members.clone());
        let (scan, place) = match effect.role {
            Role::Object => (Scan { subjects: side, ..Scan::default() }, "acting"),
            Role::Subject | Role::Either => (Scan { objects: side, ..Scan::default() }, "acted upon"),
        };
        if any_witness(teller, &scan) {
            continue;
        }
        let name = set_words(set, teller.vocabulary());
        notes.push(format!(
            "no finding has {name} as what is {place}; `describe {}` tells where it stands",
            print::name(&name)
        ));
        for &id in &set.asked {
            let Some(entity) = teller.vocabulary().entity(id) else { continue };
            let spellings = entity.aliases.iter().chain([&entity.name]);
            let mut others: Vec<EntityId> = spellings
                .flat_map(|name| teller.vocabulary().entities_named(name))
                .filter(|&other| other != id)
                .collect();
            others.sort_unstable();
            others.dedup();
            for other in others {
                notes.push(format!("{} of this base is called {} too", a(&teller.kind(other)), teller.name(other)));
            }
        }
    }
    notes
}

/// Whether some finding of a scan witnesses.
fn any_witness(teller: &Teller<'_>, scan: &Scan) -> bool {
    let mut batches = teller.facts.scan(scan);
    let mut batch = Vec::new();
    while batches.next_batch(&mut batch) {
        if batch.iter().filter_map(|id| teller.facts.core(*id)).any(|core| core.stance.witnesses()) {
            return true;
        }
    }
    false
}

/// Witnessing findings on some objects whose subject is of the head's kind.
fn offer(
    teller: &Teller<'_>,
    goal: &Goal,
    objects: &[EntityId],
    direction: Option<Direction>,
    visit: &mut dyn FnMut(FindingId, &Finding),
) {
    let Head::Noun(kind) = goal.head else { return };
    if objects.is_empty() {
        return;
    }
    let mut objects = objects.to_vec();
    objects.sort_unstable();
    objects.dedup();
    let scan = Scan { objects: Some(objects), ..Scan::default() };
    each(teller, &scan, &mut |id, finding| {
        let of_kind = teller.vocabulary().entity(finding.subject).is_some_and(|entity| entity.kind == kind);
        let relation = teller.vocabulary().schema().relations.get(finding.relation.index());
        let directed = direction.is_none_or(|wanted| relation.is_some_and(|relation| relation.direction == wanted));
        if of_kind && directed && finding.stance.witnesses() {
            visit(id, finding);
        }
    });
}

/// Hypotheses and declared gaps on what was asked.
pub(super) fn beside(teller: &Teller<'_>, goal: &Goal) -> Vec<Evidence> {
    let mut found: Vec<FindingId> = Vec::new();
    let mut seen = FxHashSet::default();
    for effect in asked(goal) {
        if asks_stance(goal, effect) {
            continue;
        }
        let Some(mut relations) = relations(teller, effect) else { continue };
        // where the store knows that all findings of a verb witness, none of them is looked for
        if let Some(links) = teller.facts.links() {
            relations.retain(|id| !links.witnesses(*id));
        }
        if relations.is_empty() {
            continue;
        }
        let side = match &effect.target {
            Target::Entities(set) => Some(set.members.clone()),
            // `unstudied in X`: what the source itself says was not studied there.
            Target::Any if effect.verb == Verb::Any => None,
            Target::Any | Target::Goal(_) | Target::Letter(_) => continue,
        };
        let meets = |finding: &Finding| {
            side.is_some()
                || effect.contexts.iter().all(|id| {
                    let context = goal.contexts.get(id.0 as usize);
                    context.is_some_and(|context| holds(teller.facts, &context.test, finding) == Truth::True)
                })
        };
        let side = side.clone();
        let scan = match effect.role {
            Role::Object => Scan { subjects: side, relations: Some(relations), ..Scan::default() },
            Role::Subject | Role::Either => Scan { objects: side, relations: Some(relations), ..Scan::default() },
        };
        each(teller, &scan, &mut |id, finding| {
            let row = if effect.role == Role::Object { finding.object } else { finding.subject };
            let of_kind = match goal.head {
                Head::Noun(kind) => teller.vocabulary().entity(row).is_some_and(|entity| entity.kind == kind),
                Head::Finding | Head::Study => true,
            };
            if !finding.stance.witnesses() && of_kind && meets(finding) && seen.insert(id) {
                found.push(id);
            }
        });
    }
    found.truncate(LISTED);
    teller.evidences(&found)
}

fn relations(teller: &Teller<'_>, effect: &Effect) -> Option<Vec<RelationId>> {
    match &effect.verb {
        Verb::Relations { members, .. } => Some(members.clone()),
        Verb::Any | Verb::Contested | Verb::Benefit { .. } | Verb::NoEffect => {
            let count = teller.vocabulary().schema().relations.len() as u32;
            Some((0..count).map(RelationId).collect())
        }
        Verb::Includes | Verb::Defined(_) | Verb::Chain(_) => None,
    }
}

/// The effects that a question states.
fn asked(goal: &Goal) -> impl Iterator<Item = &Effect> {
    goal.effects.iter().filter(|effect| effect.purpose == Purpose::Asked)
}

pub(super) fn asks_stance(goal: &Goal, effect: &Effect) -> bool {
    effect.contexts.iter().any(|id| {
        let mut slots = Vec::new();
        if let Some(context) = goal.contexts.get(id.0 as usize) {
            slots_of(&context.test, &mut slots);
        }
        slots.contains(&SlotRef::Stance)
    })
}

/// Distinct studies of some findings.
pub(super) fn studies_of(teller: &Teller<'_>, findings: &[FindingId]) -> Vec<StudyId> {
    if teller.facts.study_count() == 0 {
        return Vec::new();
    }
    let mut studies: Vec<StudyId> =
        findings.iter().filter_map(|&id| teller.facts.cited(id)).flat_map(|studies| studies.into_owned()).collect();
    studies.sort_unstable();
    studies.dedup();
    studies
}
