//! Names, amounts and words that could stand in a hole, and what a session says instead of them.
//!
//! A question with a hole comes in, and what could stand there is added to a list with its findings. Whether it gives a row is asked later.

use super::conditions::{counted, letters};
use super::counts::Counts;
use super::names;
use super::offers::{Ask, List, Rank, Sure, named, offer};
use super::place::Place;
use super::probe::found;
use super::{Completion, Known, What};
use crate::base::Place as Standing;
use crate::eval::GroupValue;
use crate::goal::{Hole, Open};
use crate::model::{EntityId, KindId, SlotType, Value};
use crate::names::{quantity, verbs::plural};
use crate::syntax::ast::Query;
use crate::syntax::lexer::scan;
use crate::syntax::print;
use crate::syntax::token::TokenKind;
use crate::text::Source;

/// Names, amounts and words that could stand in a hole.
pub(super) fn values(list: &mut List<'_, '_>, ask: &Ask<'_>, open: &Open, outermost: bool) {
    let known = list.known;
    let Ok(counted) = counted(known, ask, "name", open) else { return };
    let sure = |counted: &Counts| match (counted.exact && outermost, &open.hole) {
        (true, _) => Sure::Rows,
        (false, _) if counted.under || counted.denied || !outermost || !open.whole => Sure::Asked(None),
        (false, Hole::Target(id) | Hole::Condition(id)) => Sure::Asked(Some(vec![*id])),
        (false, Hole::Value(_, ids) | Hole::Place(ids)) => Sure::Asked(Some(ids.clone())),
        (false, _) => Sure::Asked(None),
    };
    let (found, cut) = names::fitting(known, &counted.names, &open.kinds, &ask.typed);
    list.more |= cut;
    for one in found {
        let (offer, fuller) = named(known, one.id, ask.quoted);
        let findings = Some(one.findings).filter(|_| counted.under);
        let offer = Completion { findings, through: one.through, fit: one.fit, ..offer };
        let rank = Rank { apart: one.apart, weight: one.findings, fuller: Some(fuller) };
        list.push(ask, 0, offer, rank, sure(&counted));
    }
    for (value, findings) in &counted.values {
        if let Some((text, kind)) = spelled(known, value) {
            let findings = Some(*findings).filter(|_| counted.under);
            let numeric = text.starts_with(|c: char| c.is_ascii_digit());
            let replacement = if numeric && !ask.quoted { text.clone() } else { print::name(&text) };
            list.add(
                ask,
                0,
                Completion { replacement, findings, ..offer(&text, What::Value, kind) },
                Sure::Asked(None),
            );
        }
    }
    if matches!(open.hole, Hole::Target(_) | Hole::Name(_)) {
        sets(list, ask, &open.kinds);
    }
    if let (Hole::Target(_), Some(query)) = (&open.hole, question(known, ask)) {
        letters(list, ask, &query, &open.kinds);
    }
    parameters(list, ask);
}

/// Behind a number that a slot is compared with, the units of that slot; false where it takes none.
pub(super) fn units(list: &mut List<'_, '_>, ask: &Ask<'_>) -> bool {
    let vocabulary = list.known.facts.vocabulary();
    let source = Source::new("line", ask.head);
    let tokens = scan(&source);
    let Some(operator) = tokens.iter().rposition(|token| token.kind == TokenKind::Operator) else { return false };
    let words = tokens.iter().take(operator).rev().take_while(|token| token.kind == TokenKind::Word);
    let mut words: Vec<&str> = words.map(|token| source.slice(token.span)).collect();
    words.reverse();
    // The slot is what stands right before the comparison, however many words it has.
    let slot = (0..words.len()).find_map(|from| {
        let named = vocabulary.slots_named(&words.get(from..)?.join(" "));
        named.first().and_then(|id| vocabulary.schema().slots.get(id.index()))
    });
    let Some(SlotType::Quantity(dimensions)) = slot.map(|slot| &slot.holds) else { return false };
    for unit in vocabulary.schema().units.iter().filter(|unit| dimensions.contains(&unit.dimension)) {
        let one = Completion { replacement: unit.name.clone(), ..offer(&unit.name, What::Value, &unit.dimension) };
        list.add(ask, 0, one, Sure::Asked(None));
    }
    true
}

/// The question in which a place is.
pub(super) fn question(known: &Known<'_>, ask: &Ask<'_>) -> Option<Query> {
    match found(known, ask)?.0.place {
        Place::Condition(query) => Some(*query),
        _ => None,
    }
}

/// A stated value as it can be typed, and what it is.
pub(super) fn spelled(known: &Known<'_>, value: &GroupValue) -> Option<(String, &'static str)> {
    let vocabulary = known.facts.vocabulary();
    Some(match value {
        GroupValue::Value(Value::Quantity(amount)) => (quantity::print(vocabulary, amount), "amount"),
        GroupValue::Value(Value::Text(text)) => (text.clone(), "words"),
        GroupValue::Value(Value::Entity(_)) | GroupValue::Noun(_) | GroupValue::Several(_) => return None,
        GroupValue::Relation(id) => (vocabulary.relation(*id)?.name.clone(), "verb"),
        GroupValue::Study(id) => (known.facts.study(*id)?.number.to_string(), "study"),
        GroupValue::Word(word) => (word.clone(), "word"),
    })
}

pub(super) fn sets(list: &mut List<'_, '_>, ask: &Ask<'_>, kinds: &[KindId]) {
    let known = list.known;
    for set in known.definitions.list() {
        let [kind] = set.kinds.as_slice() else { continue };
        if kinds.is_empty() || kinds.contains(kind) {
            let noun = known.facts.vocabulary().kind_name(*kind);
            let one = offer(&set.name, What::Set, &format!("{} of this session", plural(noun)));
            list.add(ask, 1, one, Sure::Asked(None));
        }
    }
}

pub(super) fn parameters(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    let known = list.known;
    for (name, stands_for) in known.parameters {
        let name = format!("${name}");
        let offer = Completion { replacement: name.clone(), ..offer(&name, What::Parameter, stands_for) };
        let begins = ask.text.trim_start().is_empty() || name.starts_with(ask.text);
        if begins && !ask.quoted {
            list.push(ask, 2, offer, Rank::default(), Sure::Asked(None));
        }
    }
}

/// Names that findings speak of, of some kinds.
pub(super) fn standing(list: &mut List<'_, '_>, ask: &Ask<'_>, kinds: &[KindId], group: u8) {
    let known = list.known;
    let all = known.census().ranked(&Standing::Row { kind: None, closed: false }, known.facts.vocabulary());
    let counted: Vec<(EntityId, u64)> = all.iter().map(|(id, findings)| (*id, u64::from(*findings))).collect();
    let (found, cut) = names::fitting(known, &counted, kinds, &ask.typed);
    list.more |= cut;
    for one in found {
        let (offer, fuller) = named(known, one.id, ask.quoted);
        let offer = Completion { findings: Some(one.findings), through: one.through, fit: one.fit, ..offer };
        list.push(ask, group, offer, Rank { apart: one.apart, weight: 0, fuller: Some(fuller) }, Sure::Asked(None));
    }
}

/// Names that have narrower ones, those with the most findings below them first.
pub(super) fn broad(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    let known = list.known;
    let vocabulary = known.facts.vocabulary();
    let all = known.census().ranked(&Standing::Row { kind: None, closed: true }, vocabulary);
    let counted: Vec<(EntityId, u64)> = all.iter().map(|(id, findings)| (*id, u64::from(*findings))).collect();
    let (found, cut) = names::fitting(known, &counted, &[], &ask.typed);
    list.more |= cut;
    for one in found.into_iter().filter(|one| vocabulary.has_narrower(one.id)) {
        let (offer, fuller) = named(known, one.id, ask.quoted);
        let offer = Completion { findings: Some(one.findings), through: one.through, fit: one.fit, ..offer };
        let rank = Rank { apart: one.apart, weight: 0, fuller: Some(fuller) };
        list.push(ask, 0, offer, rank, Sure::Asked(None));
    }
}
