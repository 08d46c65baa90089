//! The axes of a table: which names stand on them, and where findings have those names.
//!
//! Trees of axes come in, entries and places go out, or what is wrong with the words. It does not know what is asked of the cells.

use super::super::lookup::{Lookup, Position, list};
use super::super::resolve::{resolve, resolve_name};
use super::super::{Effect, Head, Scope, Sense, SlotRef, Target, Verb, WordUse, slot_name};
use super::{Claim, Entries, Place, ends};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{KindId, Relation, SlotId, SlotType};
use crate::names::Vocabulary;
use crate::syntax::ast;
use crate::text::Span;

/// An axis whose place is not known yet.
pub(super) struct Named {
    pub(super) entries: Entries,
    /// Of which kind the names are; none where the place was named instead.
    kind: Option<KindId>,
    place: Option<Place>,
    text: String,
    span: Span,
}

pub(super) fn names(axis: &ast::Axis, scope: Scope<'_>, words: &mut Vec<WordUse>) -> Result<Named, Vec<Diagnostic>> {
    let vocabulary = scope.vocabulary;
    match axis {
        ast::Axis::Run(run) => noun_or_slot(run, vocabulary, words),
        ast::Axis::Kinds(run, span) => {
            if vocabulary.entities_named(&run.text()).is_empty() && !vocabulary.kinds_named(&run.text()).is_empty() {
                return noun_or_slot(run, vocabulary, words);
            }
            let found = resolve_name(run, vocabulary)?;
            let Some(&top) = found.first() else { return Err(Vec::new()) };
            words.push(WordUse { span: run.span, sense: Sense::Entity(top), respelled: false });
            if vocabulary.narrower(top).len() < 2 {
                let wrong =
                    Diagnostic::error("W0261", format!("`{}` has no kinds", run.text()), *span, "nothing is below it")
                        .with_note("`kinds of NAME` lists what is below a name");
                return Err(vec![wrong]);
            }
            let kind = vocabulary.kind_of(top);
            Ok(Named { entries: Entries::Kinds(top), kind, place: None, text: run.text(), span: *span })
        }
        ast::Axis::Query(query, span) => {
            let goal = resolve(query, scope)?;
            let text = query.head.first().map_or_else(String::new, ast::Run::text);
            match goal.head {
                Head::Noun(kind) if goal.others.is_empty() => {
                    words.extend(goal.words.iter().cloned());
                    Ok(Named {
                        entries: Entries::Rows(Box::new(goal)),
                        kind: Some(kind),
                        place: None,
                        text,
                        span: *span,
                    })
                }
                Head::Noun(_) | Head::Finding | Head::Study => Err(vec![
                    Diagnostic::error("W0261", "the rows of this question are no names", *span, "cannot be an axis")
                        .with_note("an axis is a noun, `kinds of NAME`, or a question for one noun in brackets"),
                ]),
            }
        }
    }
}

fn noun_or_slot(run: &ast::Run, vocabulary: &Vocabulary, words: &mut Vec<WordUse>) -> Result<Named, Vec<Diagnostic>> {
    let text = run.text();
    let named = |entries, kind, place| Named { entries, kind, place, text: text.clone(), span: run.span };
    if let Some(&kind) = vocabulary.kinds_named(&text).first() {
        words.push(WordUse { span: run.span, sense: Sense::Kind(kind), respelled: false });
        return Ok(named(Entries::Noun(kind), Some(kind), None));
    }
    match text.as_str() {
        "subject" => return Ok(named(Entries::Any, None, Some(Place::Subject))),
        "object" => return Ok(named(Entries::Any, None, Some(Place::Object))),
        _ => {}
    }
    if let Some(&slot) = vocabulary.slots_named(&text).first() {
        let holds = vocabulary.schema().slots.get(slot.index()).map(|slot| &slot.holds);
        if matches!(holds, Some(SlotType::Entities(_))) {
            words.push(WordUse { span: run.span, sense: Sense::Slot(SlotRef::Declared(slot)), respelled: false });
            return Ok(named(Entries::Any, None, Some(Place::Slot(slot))));
        }
        let wrong = Diagnostic::error("W0261", format!("`{text}` holds no names"), run.span, "cannot be an axis");
        return Err(vec![
            wrong.with_note("an axis takes names; `count finding by SLOT where ...` counts amounts and words"),
        ]);
    }
    let mut lookup = Lookup::new(vocabulary);
    let position = Position { kinds: &[], words: "an axis".to_owned() };
    let wrong = match lookup.entities(run, &position) {
        // A name where a noun is wanted: what is below it, if anything.
        Some(_) => {
            let wrong = Diagnostic::error("W0261", format!("`{text}` is one name"), run.span, "an axis needs several");
            let whole = format!("kinds of {run}");
            wrong.with_fix(Fix::replace(whole.clone(), run.span, whole))
        }
        None => {
            let mut wrong =
                Diagnostic::error("W0261", format!("`{text}` is no noun of this base"), run.span, "an axis is a noun");
            for (name, _) in vocabulary.nearest_kinds(&text, 3) {
                wrong = wrong.with_fix(Fix::replace(name.clone(), run.span, name));
            }
            wrong.with_note(
                "or `kinds of NAME`, a question in brackets, a slot, `subject`, `object`; `nouns` lists the nouns",
            )
        }
    };
    Err(vec![wrong])
}

/// Where findings have the names of both axes.
pub(super) fn places(
    rows: &Named,
    columns: &Named,
    claim: Option<&Claim>,
    of: Option<&ast::Effect>,
    vocabulary: &Vocabulary,
) -> Result<(Place, Place), Box<Diagnostic>> {
    let found = match claim {
        Some(claim) => claimed(rows, columns, &claim.effect, vocabulary)?,
        None => free(rows, columns, vocabulary)?,
    };
    if found.0 == found.1 {
        let place = place_words(found.0, vocabulary);
        let wrong = Diagnostic::error("W0262", format!("both axes are {place}"), columns.span, "the same again");
        return Err(Box::new(wrong.with_note(
            "a table sets two things of one finding against each other: its subject, its object, or a slot",
        )));
    }
    if let (Some(claim), Some(of)) = (claim, of) {
        let (_, target) = ends(claim.effect.role);
        let open = claim.effect.target == Target::Any;
        let held = found.0 == target || found.1 == target;
        if open && !held {
            let wrong = Diagnostic::error(
                "W0263",
                format!("`{}` does not say what it is about, and no axis does", of.run.text()),
                of.span,
                "a name is missing behind the verb",
            );
            return Err(Box::new(wrong.with_note(
                "name it: `of improves homing`; or make it an axis: `matrix treatment by gene of upregulates`",
            )));
        }
        if !open && held {
            let axis = if found.0 == target { rows } else { columns };
            let wrong = Diagnostic::error(
                "W0263",
                "the claim says what it is about, and an axis does too",
                axis.span,
                "this axis holds the targets",
            );
            return Err(Box::new(wrong.with_note("leave the name behind the verb out, or take another axis")));
        }
    }
    Ok(found)
}

/// A claim's bearer and target take the axes that fit; what is left is a slot.
fn claimed(
    rows: &Named,
    columns: &Named,
    effect: &Effect,
    vocabulary: &Vocabulary,
) -> Result<(Place, Place), Box<Diagnostic>> {
    let (bearer, target) = ends(effect.role);
    let open = effect.target == Target::Any;
    let asked = match &effect.verb {
        Verb::Relations { asked, .. } | Verb::Benefit { asked, .. } => vocabulary.relation(*asked),
        _ => None,
    };
    // The verb itself says what it may be about, if it says anything.
    let verb_admits = |kind: KindId, place: Place| {
        let kinds = asked.map_or(&[][..], |asked| match place {
            Place::Subject => &asked.subjects,
            Place::Object => &asked.objects,
            Place::Slot(_) => &[],
        });
        kinds.is_empty() || kinds.contains(&kind)
    };
    let fits = |named: &Named, place: Place| match (named.place, named.kind) {
        (Some(known), _) => known == place,
        (None, Some(kind)) => stands(kind, place, vocabulary) && (place == bearer || verb_admits(kind, place)),
        (None, None) => false,
    };
    let slotted = |named: &Named| match (named.place, named.kind) {
        (Some(place), _) => matches!(place, Place::Slot(_)),
        (None, Some(kind)) => vocabulary.schema().place_of(kind).is_some(),
        (None, None) => false,
    };
    if open {
        if fits(rows, bearer) && fits(columns, target) {
            return Ok((bearer, target));
        }
        if fits(rows, target) && fits(columns, bearer) {
            return Ok((target, bearer));
        }
    }
    // The bearer of a claim stands in the rows where it can.
    let other = |named: &Named| named.place.map_or_else(|| slot_of(named, vocabulary), Ok);
    if fits(rows, bearer) && (!slotted(rows) || !fits(columns, bearer)) {
        return Ok((bearer, other(columns)?));
    }
    if fits(columns, bearer) {
        return Ok((other(rows)?, bearer));
    }
    Ok((other(rows)?, other(columns)?))
}

/// Without a claim: a kind that `in` reaches is its slot; of the others the rows act and the columns are acted upon, where that can be.
fn free(rows: &Named, columns: &Named, vocabulary: &Vocabulary) -> Result<(Place, Place), Box<Diagnostic>> {
    let settled = |named: &Named| {
        let reached = named.kind.and_then(|kind| vocabulary.schema().place_of(kind));
        named.place.or(reached.map(Place::Slot))
    };
    let (row, column) = (settled(rows), settled(columns));
    let side = |named: &Named, taken: Option<Place>| -> Result<Place, Box<Diagnostic>> {
        let kind = named.kind;
        for place in [Place::Subject, Place::Object] {
            if taken != Some(place) && kind.is_some_and(|kind| stands(kind, place, vocabulary)) {
                return Ok(place);
            }
        }
        slot_of(named, vocabulary)
    };
    match (row, column) {
        (Some(row), Some(column)) => Ok((row, column)),
        (Some(row), None) => Ok((row, side(columns, Some(row))?)),
        (None, Some(column)) => Ok((side(rows, Some(column))?, column)),
        (None, None) => {
            let (one, two) = (rows.kind, columns.kind);
            let pair = |subject: Option<KindId>, object: Option<KindId>| match (subject, object) {
                (Some(subject), Some(object)) => {
                    stands(subject, Place::Subject, vocabulary)
                        && stands(object, Place::Object, vocabulary)
                        && vocabulary.schema().relations.iter().any(|relation| admits(relation, subject, object))
                }
                _ => false,
            };
            if pair(one, two) {
                Ok((Place::Subject, Place::Object))
            } else if pair(two, one) {
                Ok((Place::Object, Place::Subject))
            } else {
                let row = side(rows, None)?;
                Ok((row, side(columns, Some(row))?))
            }
        }
    }
}

fn admits(relation: &Relation, subject: KindId, object: KindId) -> bool {
    (relation.subjects.is_empty() || relation.subjects.contains(&subject))
        && (relation.objects.is_empty() || relation.objects.contains(&object))
}

/// Whether some verb names a kind for a place; where no verb names any, all kinds stand anywhere.
fn stands(kind: KindId, place: Place, vocabulary: &Vocabulary) -> bool {
    let sides = |relation: &Relation| match place {
        Place::Subject => relation.subjects.clone(),
        Place::Object => relation.objects.clone(),
        Place::Slot(_) => Vec::new(),
    };
    let mut named = vocabulary.schema().relations.iter().flat_map(sides).peekable();
    !matches!(place, Place::Slot(_)) && (named.peek().is_none() || named.any(|other| other == kind))
}

/// The slot of an axis that is neither subject nor object: the one that `in` reaches, else the only one that takes its kind.
fn slot_of(named: &Named, vocabulary: &Vocabulary) -> Result<Place, Box<Diagnostic>> {
    let wrong = |slots: &[String]| nowhere(&named.text, named.span, Some(slots), vocabulary);
    let Some(kind) = named.kind else { return Err(Box::new(wrong(&[]))) };
    let schema = vocabulary.schema();
    if let Some(slot) = schema.place_of(kind) {
        return Ok(Place::Slot(slot));
    }
    let takes: Vec<(u32, &str)> = (0u32..)
        .zip(&schema.slots)
        .filter(|(_, slot)| slot.takes(kind))
        .map(|(at, slot)| (at, slot.name.as_str()))
        .collect();
    match takes.as_slice() {
        [(slot, _)] => Ok(Place::Slot(SlotId(*slot))),
        several => Err(Box::new(wrong(&several.iter().map(|(_, name)| (*name).to_owned()).collect::<Vec<_>>()))),
    }
}

/// An axis that has no place, or several.
pub(super) fn nowhere(text: &str, span: Span, slots: Option<&[String]>, vocabulary: &Vocabulary) -> Diagnostic {
    match slots {
        Some(slots) if slots.len() > 1 => {
            let said = format!("`{text}` may stand in {} places of a finding", slots.len());
            let mut wrong = Diagnostic::error("W0261", said, span, "which one is meant?")
                .with_note(format!("it is a value of {}", list(slots, "and of")));
            for slot in slots {
                wrong = wrong.with_fix(Fix::replace(format!("the slot {slot}"), span, slot.clone()));
            }
            wrong
        }
        _ => {
            let places: Vec<String> =
                vocabulary.schema().slots.iter().filter(|slot| slot.place).map(|slot| slot.name.clone()).collect();
            let wrong = Diagnostic::error("W0261", format!("`{text}` has no place here"), span, "cannot be this axis");
            wrong.with_note(format!(
                "an axis is the subject or the object of findings, or a slot such as {}; `slots` lists them",
                list(&places, "or")
            ))
        }
    }
}

fn place_words(place: Place, vocabulary: &Vocabulary) -> String {
    match place {
        Place::Subject => "the subjects of findings".to_owned(),
        Place::Object => "the objects of findings".to_owned(),
        Place::Slot(slot) => format!("the slot {}", slot_name(vocabulary, SlotRef::Declared(slot))),
    }
}
