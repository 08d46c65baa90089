//! Counts by letters and by several places: what is counted, and for what.
//!
//! The tree of a `count` comes in; a goal goes out that knows which of its nouns are counted and what makes the groups. How many of them there
//! are is not known here.

use super::heads::single_letter;
use super::lookup::{Lookup, common_slot, slot_name};
use super::print::{columns, letter_word};
use super::resolve::resolve_boxed;
use super::{CountBy, Goal, GroupBy, Letter, Sense, Tally};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::KindId;
use crate::names::{Vocabulary, a};
use crate::syntax::ast::{self, Run};

/// Words for the noun of either end of a finding, as typed.
pub const NOUNS_OF_ENDS: [(&str, GroupBy); 2] =
    [("subject noun", GroupBy::SubjectNoun), ("object noun", GroupBy::ObjectNoun)];

/// What makes one of the groups, before letters are known.
enum Named {
    /// A place of a finding.
    Place(GroupBy),
    /// A further noun with its letter.
    Noun,
    /// A letter alone.
    Letter(char),
}

/// Resolves a count; what is wrong is reported to the lookup.
pub(super) fn counted(lookup: &mut Lookup<'_>, count: &ast::Count) -> Option<Goal> {
    let by: Vec<Option<Named>> = count.by.iter().map(|run| named(lookup, run)).collect();
    let mut heads = count.head.clone();
    for (run, named) in count.by.iter().zip(&by) {
        if matches!(named, Some(Named::Noun)) {
            heads.push(run.clone());
        }
    }
    heads.extend(count.some.iter().cloned());
    let plain = match by.as_slice() {
        [Some(Named::Place(GroupBy::Slot(slot)))] if count.some.is_empty() => Some(*slot),
        _ => None,
    };
    let goal = resolve_boxed(lookup, &heads, count.body.as_ref(), Some(CountBy { slot: plain }), count.span);
    let by: Vec<Named> = by.into_iter().collect::<Option<_>>()?;
    let mut goal = *goal?;
    if plain.is_none() && (!by.is_empty() || !count.some.is_empty()) {
        let mut next = count.head.len();
        let mut places = Vec::new();
        for (run, named) in count.by.iter().zip(by) {
            places.push(match named {
                Named::Place(place) => place,
                Named::Noun => {
                    next += 1;
                    GroupBy::Letter(Letter(next.saturating_sub(1) as u8))
                }
                Named::Letter(letter) => GroupBy::Letter(declared(lookup, &goal, letter, run)?),
            });
        }
        goal.tally = Some(Tally { by: places, counted: count.head.len() as u8 });
        apart(&mut goal);
    }
    least_of_noun(lookup, count, &goal)?;
    Some(goal)
}

/// What a run behind `by` names.
fn named(lookup: &mut Lookup<'_>, run: &Run) -> Option<Named> {
    let text = run.text();
    if let Some((_, end)) = NOUNS_OF_ENDS.iter().find(|(words, _)| *words == text) {
        return Some(Named::Place(*end));
    }
    let vocabulary = lookup.vocabulary;
    if vocabulary.slots_named(&text).is_empty() && common_slot(&text).is_none() {
        if let [part] = run.parts.as_slice()
            && let Some(letter) = single_letter(part)
        {
            return Some(Named::Letter(letter));
        }
        if ast::Count::declares(run) {
            return Some(Named::Noun);
        }
        let kind = vocabulary.kinds_named(&text).first().copied();
        if let Some(kind) = kind.filter(|kind| vocabulary.schema().place_of(*kind).is_none()) {
            let wrong = noun_alone(lookup, run, kind);
            lookup.wrong(wrong);
            return None;
        }
    }
    lookup.slot(run).map(|slot| Named::Place(GroupBy::Slot(slot)))
}

/// A noun without a letter behind `by`, that no slot takes.
fn noun_alone(lookup: &Lookup<'_>, run: &Run, kind: KindId) -> Diagnostic {
    let noun = lookup.kind_name(kind);
    let initial = noun.chars().next().filter(char::is_ascii_alphabetic).unwrap_or('x').to_ascii_uppercase();
    Diagnostic::error(
        "W0238",
        format!("no finding has {} beside it: {noun} is a noun here, and no slot", a(&noun)),
        run.span,
        "it takes a letter, of which the conditions speak",
    )
    .with_fix(Fix::replace(format!("by {noun} {initial}"), run.span, format!("{} {initial}", run.text())))
    .with_note("what is counted takes a letter as well: `count compound C by disease D where C treats D`")
}

/// A letter that stands alone behind `by`.
fn declared(lookup: &mut Lookup<'_>, goal: &Goal, letter: char, run: &Run) -> Option<Letter> {
    let others = goal.others.iter().map(|column| column.letter);
    let place = std::iter::once(goal.letter).chain(others).position(|known| known == Some(letter));
    let found = place.and_then(|place| u8::try_from(place).ok()).map(Letter);
    if found.is_none() {
        lookup.wrong(
            Diagnostic::error("W0238", format!("nothing says what {letter} is"), run.span, "no letter of this count")
                .with_note("a letter stands behind its noun: `count compound C by disease D where C treats D`"),
        );
    }
    found
}

/// Of letters that may be exchanged one row is given; such that are counted, make groups, or do neither are never exchanged for each other.
fn apart(goal: &mut Goal) {
    let Some(tally) = &goal.tally else { return };
    let role = |letter: Letter| {
        let groups = tally.by.iter().position(|by| *by == GroupBy::Letter(letter));
        (letter.0 < tally.counted, groups)
    };
    goal.alike.retain(|(one, two)| role(*one) == role(*two));
}

/// `with at least 25 genes` says again what is counted.
fn least_of_noun(lookup: &mut Lookup<'_>, count: &ast::Count, goal: &Goal) -> Option<()> {
    let tails = count.body.iter().flat_map(|body| &body.tails);
    for tail in tails {
        let ast::Tail::LeastRows(_, run, span) = tail else { continue };
        let vocabulary = lookup.vocabulary;
        let noun = super::print::head_word(goal.head, vocabulary);
        let nouns = super::print::head_plural(goal.head, vocabulary);
        let text = run.text();
        let kinds = vocabulary.kinds_named(&text);
        let same = text == noun || text == nouns || kinds.iter().any(|kind| goal.kind(Letter(0)) == Some(*kind));
        if !same {
            let wrong = format!("this counts {nouns}, not {text}");
            lookup.wrong(
                Diagnostic::error("W0239", wrong, run.span, "what is counted stands here").with_fix(Fix::replace(
                    nouns.clone(),
                    run.span,
                    nouns,
                )),
            );
            return None;
        }
        if goal.count.is_some_and(|count| count.slot.is_none()) && goal.tally.as_ref().is_none_or(|t| t.by.is_empty()) {
            lookup.wrong(
                Diagnostic::error("W0239", "there are no groups to be left out", *span, "said of groups")
                    .with_note("`by` says for what is counted: `count treatment by disease where ...`"),
            );
            return None;
        }
        if let Some(kind) = goal.kind(Letter(0)) {
            lookup.used(run.span, Sense::Kind(kind));
        }
    }
    Some(())
}

/// What makes the groups of a count, each as printed; none where it gives one number.
#[must_use]
pub fn places_of_count(goal: &Goal, vocabulary: &Vocabulary) -> Vec<String> {
    let Some(tally) = &goal.tally else {
        let slot = goal.count.and_then(|count| count.slot);
        return slot.map(|slot| slot_name(vocabulary, slot)).into_iter().collect();
    };
    let place = |by: &GroupBy| match by {
        GroupBy::Slot(slot) => slot_name(vocabulary, *slot),
        GroupBy::Letter(letter) => match columns(goal, vocabulary).get(letter.0 as usize) {
            Some(column) => column.clone(),
            None => letter_word(goal, *letter),
        },
        end => NOUNS_OF_ENDS.iter().find(|(_, known)| known == end).map_or("", |(words, _)| words).to_owned(),
    };
    tally.by.iter().map(place).collect()
}

/// What is counted by letters, in a sentence.
pub(super) fn tally_words(goal: &Goal, tally: &Tally, vocabulary: &Vocabulary) -> String {
    let nouns = columns(goal, vocabulary);
    let counted = nouns.get(..tally.counted as usize).unwrap_or_default().join(" with ");
    let places = places_of_count(goal, vocabulary);
    match places.is_empty() {
        true => format!("each {counted} is counted once"),
        false => format!("each {counted} is counted once for each {}", listed(&places)),
    }
}

/// `a, b and c`
fn listed(words: &[String]) -> String {
    match words {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        words => words.concat(),
    }
}
