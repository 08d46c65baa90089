//! What could stand in the conditions of a question: verbs, slots, letters, and by way of them names.
//!
//! A question with a hole comes in, and what could stand there is added to a list. What is typed there is compared where it is added.

use super::counts::{self, Counts};
use super::finish::{self, WORD};
use super::offers::{Ask, List, Rank, Sure, offer};
use super::place::{At, Place, place};
use super::probe::Before;
use super::values::{units, values};
use super::words::{BEFORE_VERBS, VERBS};
use super::{Completion, Known, What, read};
use crate::goal::{self, COMMON_SLOTS, Hole, Open, SlotRef, slot_name};
use crate::limits::Exceeded;
use crate::model::{Direction, KindId};
use crate::syntax::ast::{Condition, Group, Part, PartKind, Query};
use crate::text::Span;
use std::sync::Arc;

/// What could stand in the conditions of a question.
pub(super) fn condition(
    list: &mut List<'_, '_>,
    ask: &Ask<'_>,
    query: &Query,
    hole: Span,
    outermost: bool,
    preceding: &[Part],
) -> Before {
    let known = list.known;
    let vocabulary = known.facts.vocabulary();
    let open = goal::resolve_open(query, hole, known.scope());
    let before = preceding.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
    let chain = preceding.iter().any(|part| part.text == "indirectly");
    if let Hole::Condition(_) = open.hole {
        conditions(list, ask, &open, query, preceding);
        return if preceding.is_empty() { Before::Nothing } else { Before::Noun };
    }
    // Of several nouns one must be named before anything is said of it.
    if open.hole == Hole::Elsewhere && !open.names && preceding.is_empty() && query.head.len() > 1 {
        letters(list, ask, query, &[]);
        return Before::Nothing;
    }
    if open.names {
        values(list, ask, &open, outermost);
        return match open.hole {
            Hole::Target(_) if !preceding.is_empty() => Before::Verb,
            _ => Before::Nothing,
        };
    }
    if preceding.last().is_some_and(|part| part.text == "indirectly") {
        directed_verbs(list, ask);
        return Before::Noun;
    }
    if preceding.last().is_some_and(|part| part.kind == PartKind::Number) && units(list, ask) {
        return Before::Noun;
    }
    let is_slot = !vocabulary.slots_named(&before).is_empty()
        || COMMON_SLOTS.iter().any(|(name, _)| name.eq_ignore_ascii_case(&before));
    match (is_slot, chain) {
        (true, _) => Before::Slot,
        (false, true) => Before::Chain,
        (false, false) if preceding.is_empty() => Before::Nothing,
        (false, false) => Before::Whole,
    }
}

/// Letters, verbs and slots at the beginning of a condition.
pub(super) fn conditions(list: &mut List<'_, '_>, ask: &Ask<'_>, open: &Open, query: &Query, preceding: &[Part]) {
    let known = list.known;
    let Ok(counted) = counted(known, ask, "verb", open) else { return };
    let vocabulary = known.facts.vocabulary();
    let number = |findings: u64| Some(findings).filter(|_| counted.under);
    for (id, passive, findings) in &counted.verbs {
        let Some(relation) = vocabulary.relation(*id) else { continue };
        let (name, others) = match (passive, &relation.passive) {
            (true, Some(passive)) => (passive, &relation.passive_aliases),
            (true, None) => continue,
            (false, _) => (&relation.name, &relation.aliases),
        };
        // another phrase of the verb, where that is what is typed
        let best = ask.typed.fit(name);
        let other = others.iter().filter_map(|other| Some((ask.typed.fit(other)?, other))).min();
        let phrase = match (best, other) {
            (Some(best), Some((fit, other))) if fit < best => other,
            (None, Some((_, other))) => other,
            _ => name,
        };
        let through = (phrase != name).then(|| name.clone());
        let offer = Completion { findings: number(*findings), through, ..verb(phrase, "verb") };
        list.add(ask, 0, offer, Sure::Rows);
    }
    defined_verbs(list, ask);
    if preceding.is_empty() {
        let open = goal::resolve_open(&with_slot(query), hole_of(ask), known.scope());
        if let Hole::Slot(_) = open.hole {
            slots(list, ask, &open);
        }
        list.words(ask, 4, &BEFORE_VERBS);
    }
    list.words(ask, 3, &VERBS);
}

/// The question in which the condition that is to come is one on a slot.
pub(super) fn with_slot(query: &Query) -> Query {
    fn in_group(group: &mut Group) {
        for condition in &mut group.conditions {
            match condition {
                Condition::Not(inner, _) => in_condition(inner),
                Condition::Bracket(group, _) => in_group(group),
                other => in_condition(other),
            }
        }
    }
    fn in_condition(condition: &mut Condition) {
        if let Condition::Effect(effect) = condition
            && let [part] = effect.run.parts.as_slice()
            && part.text == WORD
        {
            let (name, span) = (effect.run.clone(), effect.span);
            let test = crate::syntax::ast::SlotTest::NotStated;
            *condition = Condition::Slot(crate::syntax::ast::Slot { name, test, span });
        }
    }
    let mut query = query.clone();
    query.body.groups.iter_mut().for_each(in_group);
    query
}

/// What could stand in a hole, from the keys before where it was the same place.
pub(super) fn counted(known: &Known<'_>, ask: &Ask<'_>, what: &str, open: &Open) -> Result<Arc<Counts>, Exceeded> {
    known.memo.counts(&format!("{what}\n{}\n{}", ask.head, ask.behind), || counts::count(known, open))
}

pub(super) fn hole_of(ask: &Ask<'_>) -> Span {
    let start = ask.head.len() as u32;
    Span { start, end: start + WORD.len() as u32 }
}

pub(super) fn slots(list: &mut List<'_, '_>, ask: &Ask<'_>, open: &Open) {
    let known = list.known;
    let Ok(counted) = counted(known, ask, "slot", open) else { return };
    for (slot, findings) in &counted.slots {
        let name = slot_name(known.facts.vocabulary(), *slot);
        let findings = Some(*findings).filter(|_| counted.under);
        let group = if matches!(slot, SlotRef::Declared(_)) { 2 } else { 3 };
        list.add(ask, group, Completion { findings, ..offer(&name, What::Slot, "slot") }, Sure::Rows);
    }
}

pub(super) fn verb(phrase: &str, kind: &str) -> Completion {
    Completion { replacement: phrase.to_owned(), ..offer(phrase, What::Verb, kind) }
}

pub(super) fn directed_verbs(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    let known = list.known;
    for relation in &known.facts.vocabulary().schema().relations {
        if matches!(relation.direction, Direction::None | Direction::Unclear) {
            continue;
        }
        for phrase in std::iter::once(&relation.name).chain(&relation.passive) {
            list.add(ask, 0, verb(phrase, "verb"), Sure::Free);
        }
    }
}

/// Verbs that the session defined, if they hold of any row here.
pub(super) fn defined_verbs(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    let known = list.known;
    for found in known.definitions.list().iter().filter(|found| found.kinds.len() == 2) {
        for phrase in [found.name.clone(), found.passive()] {
            if ask.typed.fit(&phrase).is_none() {
                continue;
            }
            let text = format!("{}{phrase} {WORD}", ask.head);
            let start = (ask.head.len() + phrase.len() + 1) as u32;
            let Some(finished) = finish::finish(&text) else { continue };
            let Some(At { place: Place::Condition(query), .. }) = place(&finished.statement, start) else { continue };
            let hole = Span { start, end: start + WORD.len() as u32 };
            let open = goal::resolve_open(&query, hole, known.scope());
            let Some(goal) = &open.goal else { continue };
            if read::gives(known, goal).unwrap_or(false) {
                let Some((fit, apart)) = ask.typed.fit(&phrase) else { continue };
                let own = Completion { fit, ..verb(&phrase, "verb of this session") };
                list.push(ask, 0, own, Rank { apart, weight: u64::MAX, fuller: None }, Sure::Rows);
            }
        }
    }
}

pub(super) fn letters(list: &mut List<'_, '_>, ask: &Ask<'_>, query: &Query, kinds: &[KindId]) {
    let vocabulary = list.known.facts.vocabulary();
    for run in &query.head {
        let Some((last, noun)) = run.parts.split_last() else { continue };
        let noun = noun.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut named = vocabulary.kinds_named(&noun).into_iter();
        let fits = kinds.is_empty() || named.any(|kind| kinds.contains(&kind));
        if fits && last.text.len() == 1 && last.text.starts_with(|c: char| c.is_ascii_uppercase()) {
            let Some((fit, apart)) = ask.typed.fit(&last.text) else { continue };
            let letter = Completion { fit, ..offer(&last.text, What::Letter, &noun) };
            let first = Rank { apart, weight: u64::MAX, fuller: None };
            list.push(ask, 0, letter, first, Sure::Asked(None));
        }
    }
}
