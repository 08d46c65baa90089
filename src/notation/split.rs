//! Cutting the words of a finding into subject, verb and object.
//!
//! A run of words comes in; the ways to cut it so that every word is used go out, fewest doubts first. Kinds are not looked at here.

use crate::model::RelationId;
use crate::names::Vocabulary;
use crate::syntax::ast::{Part, PartKind};
use std::ops::Range;

/// Words of a finding's run; more are refused, for each way to cut it is tried.
pub(super) const MOST_WORDS: usize = 80;

/// Words of a verb phrase.
const MOST_VERB_WORDS: usize = 12;

/// One way to cut a run, as places of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) subject: Range<usize>,
    pub(super) verb: Range<usize>,
    pub(super) relation: RelationId,
    pub(super) passive: bool,
    /// The words behind the verb; empty where a ratio follows.
    pub(super) object: Range<usize>,
}

/// Why a run cannot be cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Uncut {
    /// No verb stands in it with words in front and behind.
    NoVerb,
    /// A side of the likeliest verb names nothing.
    Unknown(Cut),
    /// Two ways are equally good.
    Several(Cut, Cut),
}

/// The parts of a range as one name; `None` where a quoted name stands beside other words, for it is a name of its own.
pub(super) fn name_of(parts: &[Part], range: Range<usize>) -> Option<String> {
    let parts = parts.get(range)?;
    let joins = |at: Option<usize>| at.and_then(|at| parts.get(at)).is_none_or(|part| part.kind == PartKind::Plus);
    let whole =
        |(at, part): (usize, &Part)| part.kind != PartKind::Quoted || (joins(at.checked_sub(1)) && joins(Some(at + 1)));
    if parts.is_empty() || !parts.iter().enumerate().all(whole) {
        return None;
    }
    Some(parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" "))
}

/// Cuts subject, verb and object: the longest verb phrase wins among the ways in which both sides name something.
pub(super) fn cut(vocabulary: &Vocabulary, parts: &[Part], ratio_follows: bool) -> Result<Cut, Uncut> {
    let known =
        |range: Range<usize>| name_of(parts, range).is_some_and(|name| !vocabulary.entities_named(&name).is_empty());
    let mut whole: Vec<Cut> = Vec::new();
    let mut likeliest: Option<(usize, usize, Cut)> = None;
    for start in 1..parts.len() {
        for end in (start + 1..=parts.len().min(start + MOST_VERB_WORDS)).rev() {
            if (end == parts.len()) != ratio_follows {
                continue;
            }
            let Some(phrase) = name_of(parts, start..end) else { continue };
            for (relation, passive) in vocabulary.verbs_named(&phrase) {
                let cut = Cut { subject: 0..start, verb: start..end, relation, passive, object: end..parts.len() };
                let subject = known(cut.subject.clone());
                let object =
                    ratio_follows || known(cut.object.clone()) || !bearers(vocabulary, parts, &cut.object).is_empty();
                if subject && object {
                    whole.push(cut);
                } else {
                    let (length, sides) = (cut.verb.len(), usize::from(subject) + usize::from(object));
                    if likeliest.as_ref().is_none_or(|(l, s, _)| (sides, length) > (*s, *l)) {
                        likeliest = Some((length, sides, cut));
                    }
                }
            }
        }
    }
    let longest = whole.iter().map(|cut| cut.verb.len()).max();
    whole.retain(|cut| Some(cut.verb.len()) == longest);
    let mut whole = whole.into_iter();
    match (whole.next(), whole.next(), likeliest) {
        (Some(first), Some(second), _) => Err(Uncut::Several(first, second)),
        (Some(only), None, _) => Ok(only),
        (None, _, Some((_, _, cut))) => Err(Uncut::Unknown(cut)),
        (None, _, None) => Err(Uncut::NoVerb),
    }
}

/// The ways to read words as `X of Y`, where `Y` is something that `in` reaches: the place of `of` for each.
pub(super) fn bearers(vocabulary: &Vocabulary, parts: &[Part], object: &Range<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    for at in object.clone().skip(1) {
        if parts.get(at).is_none_or(|part| part.kind != PartKind::Word || part.text != "of") {
            continue;
        }
        let (thing, bearer) = (name_of(parts, object.start..at), name_of(parts, at + 1..object.end));
        if thing.is_some_and(|name| !vocabulary.entities_named(&name).is_empty())
            && bearer.is_some_and(|name| !vocabulary.places_named(&name).is_empty())
        {
            found.push(at);
        }
    }
    found
}
