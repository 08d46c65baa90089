//! Nouns and slots, by the findings in which they stand.
//!
//! What the place is comes in, and what could stand there is added to a list.

use super::conditions::{counted, verb};
use super::offers::{Ask, List, Sure, offer};
use super::place::{At, Place};
use super::probe::found;
use super::values::sets;
use super::{Completion, What};
use crate::goal::{self, COMMON_SLOTS};
use crate::model::{KindId, SlotId, SlotType};
use crate::names::{Typed, verbs::plural};
use crate::syntax::ast::{Count, Run};
use crate::syntax::lexer::scan;
use crate::syntax::token::TokenKind;
use crate::text::Source;

/// Which nouns are wanted.
pub(super) enum Nouns<'n> {
    /// What rows can be, beside these other nouns of the head.
    Head(&'n [Run]),
    /// Any.
    Any,
}

/// Nouns, and at the beginning of a question what else can be asked for.
pub(super) fn nouns(list: &mut List<'_, '_>, ask: &Ask<'_>, wanted: &Nouns<'_>) {
    let known = list.known;
    let schema = known.facts.vocabulary().schema();
    let others: &[Run] = if let Nouns::Head(heads) = wanted { heads } else { &[] };
    let letter = if others.len() > 1 { free_letter(others) } else { None };
    for (id, kind) in (0u32..).map(KindId).zip(&schema.kinds) {
        let findings = known.census().of_kind(id);
        if findings == 0 && matches!(wanted, Nouns::Head(_)) {
            continue;
        }
        let plural = kind.plural.clone().unwrap_or_else(|| plural(&kind.name));
        let name = match (ask.typed.fit(&kind.name), ask.typed.fit(&plural)) {
            (None, Some(_)) => &plural,
            _ => &kind.name,
        };
        let name = match letter {
            Some(letter) => format!("{name} {letter}"),
            None => name.clone(),
        };
        let findings = Some(findings).filter(|findings| *findings > 0);
        let one = Completion { findings, replacement: name.clone(), ..offer(&name, What::Noun, "noun") };
        list.add(ask, 0, one, Sure::Rows);
    }
    if let (Nouns::Head(_), None) = (wanted, letter) {
        sets(list, ask, &[]);
        for (word, does) in [("finding", "the findings themselves"), ("study", "the studies cited")] {
            list.add(ask, 1, offer(word, What::Noun, does), Sure::Rows);
        }
    }
}

/// Nouns with a letter, for groups of what is counted, where that has one.
pub(super) fn lettered(list: &mut List<'_, '_>, ask: &Ask<'_>, heads: &[Run]) {
    let known = list.known;
    let Some(letter) = free_letter(heads).filter(|_| heads.iter().any(Count::declares)) else { return };
    for (id, kind) in (0u32..).map(KindId).zip(&known.facts.vocabulary().schema().kinds) {
        let findings = known.census().of_kind(id);
        if findings > 0 {
            let name = format!("{} {letter}", kind.name);
            let one = Completion { findings: Some(findings), ..offer(&name, What::Noun, "noun") };
            list.add(ask, 0, one, Sure::Asked(None));
        }
    }
}

/// What a count counts, as it is said of several: `genes`.
pub(super) fn counted_noun(list: &mut List<'_, '_>, ask: &Ask<'_>, heads: &[Run]) {
    let Some(first) = heads.first() else { return };
    let text = first.text();
    let text = if Count::declares(first) { text.rsplit_once(' ').map_or("", |(noun, _)| noun) } else { text.as_str() };
    let schema = list.known.facts.vocabulary().schema();
    let kind = list.known.facts.vocabulary().kinds_named(text).first().copied();
    let name = match kind.and_then(|kind| schema.kinds.get(kind.index())) {
        Some(kind) => kind.plural.clone().unwrap_or_else(|| plural(&kind.name)),
        None => text.to_owned(),
    };
    list.add(ask, 0, offer(&name, What::Noun, "what is counted"), Sure::Asked(None));
}

/// Verbs, by their findings.
pub(super) fn verbs_of(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    for relation in &list.known.facts.vocabulary().schema().relations {
        list.add(ask, 0, offer(&relation.name, What::Verb, "verb"), Sure::Asked(None));
    }
}

/// A capital letter that no noun of a head has.
pub(super) fn free_letter(heads: &[Run]) -> Option<char> {
    let taken = |letter: &char| {
        heads
            .iter()
            .filter_map(|run| run.parts.last())
            .any(|part| part.text.starts_with(*letter) && part.text.len() == 1)
    };
    ('A'..='Z').find(|letter| !taken(letter))
}

/// The nouns of a question that is a target, by the findings whose target they would be.
pub(super) fn inner_nouns(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    let known = list.known;
    let vocabulary = known.facts.vocabulary();
    let tokens = scan(&Source::new("line", ask.head));
    let Some(bracket) = tokens.iter().rfind(|token| token.kind == TokenKind::Open) else { return };
    let Some(head) = ask.head.get(..bracket.span.start as usize) else { return };
    let outer = Ask { head, typed: Typed::new(""), text: "", quoted: false, behind: "" };
    let Some((At { place: Place::Condition(query), .. }, hole)) = found(known, &outer) else {
        return nouns(list, ask, &Nouns::Head(&[]));
    };
    let open = goal::resolve_open(&query, hole, known.scope());
    let Ok(counted) = counted(known, &outer, "name", &open) else { return };
    let mut kinds: Vec<(KindId, u64)> = Vec::new();
    for (id, findings) in &counted.names {
        // Names that are broader than others count findings again.
        let Some(entity) = vocabulary.entity(*id).filter(|_| !vocabulary.has_narrower(*id)) else { continue };
        match kinds.iter_mut().find(|(kind, _)| *kind == entity.kind) {
            Some((_, sum)) => *sum += findings,
            None => kinds.push((entity.kind, *findings)),
        }
    }
    for (kind, findings) in kinds {
        if open.kinds.is_empty() || open.kinds.contains(&kind) {
            let findings = Some(findings).filter(|_| counted.under);
            let name = vocabulary.kind_name(kind);
            list.add(ask, 0, Completion { findings, ..offer(name, What::Noun, "noun") }, Sure::Rows);
        }
    }
}

/// Slots that findings of some nouns state.
pub(super) fn slots_of(list: &mut List<'_, '_>, ask: &Ask<'_>, heads: &[Run]) {
    let known = list.known;
    let vocabulary = known.facts.vocabulary();
    let kind = heads.first().and_then(|run| vocabulary.kinds_named(&run.text()).first().copied());
    for (id, slot) in (0u32..).map(SlotId).zip(&vocabulary.schema().slots) {
        let findings = known.census().stating(id, kind);
        if findings > 0 {
            let one = Completion { findings: Some(findings), ..offer(&slot.name, What::Slot, "slot") };
            list.add(ask, 0, one, Sure::Asked(None));
        }
    }
    for (name, _) in COMMON_SLOTS {
        list.add(ask, 1, offer(name, What::Slot, "of all findings"), Sure::Asked(None));
    }
}

/// Slots that hold names: they can be an axis.
pub(super) fn entity_slots(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    for slot in &list.known.facts.vocabulary().schema().slots {
        if matches!(slot.holds, SlotType::Entities(_)) {
            list.add(ask, 1, offer(&slot.name, What::Slot, "slot"), Sure::Asked(None));
        }
    }
}

/// Verbs and slots as words that can be described.
pub(super) fn schema_words(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    let schema = list.known.facts.vocabulary().schema();
    for relation in &schema.relations {
        list.add(ask, 1, verb(&relation.name, "verb"), Sure::Free);
    }
    for slot in &schema.slots {
        list.add(ask, 1, offer(&slot.name, What::Slot, "slot"), Sure::Free);
    }
}
