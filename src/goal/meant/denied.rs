//! What was never looked at: `not tested in cirrhosis`, `untested in rats`.
//!
//! Pieces of a text come in, conditions go out that ask for the absence of findings. A finding elsewhere is no such absence, so that `!=` would
//! say something else.

use super::places::PLACES;
use super::question::Context;
use super::rows::{DENIES, JOINERS, RELATIVE};
use super::words::Word;
use super::{FILLERS, HELPERS, Reader};

/// What a study does.
const STUDIED: &[&str] =
    &["studied", "tested", "investigated", "examined", "tried", "explored", "evaluated", "assessed", "measured"];
/// What no study did.
pub(super) const UNSTUDIED: &[&str] =
    &["unstudied", "untested", "uninvestigated", "unexamined", "untried", "unexplored"];

impl Reader<'_> {
    /// `has never been tested in patients`, as conditions that are typed so.
    pub(super) fn unstudied(&mut self) -> Option<Vec<String>> {
        let start = self.at;
        let found = self.absence();
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn absence(&mut self) -> Option<Vec<String>> {
        let mut denied = false;
        while self.piece(0)?.is_unknown() && !self.is(0, STUDIED) && !self.is(0, UNSTUDIED) {
            let says_nothing = [JOINERS, RELATIVE, FILLERS, HELPERS].iter().any(|words| self.is(0, words));
            let denies = self.is(0, DENIES);
            let still = self.is(0, &["yet", "so", "far", "ever"]);
            if self.is(0, &["or", "nor"]) || !(says_nothing || denies || still) {
                return None;
            }
            denied |= denies;
            self.at += 1;
        }
        if self.is(0, STUDIED) != denied || self.is(0, UNSTUDIED) == denied {
            return None;
        }
        self.at += 1;
        self.skip(&["yet", "so", "far", "ever", "before"]);
        let mut found = Vec::new();
        // `in rats with fibrosis` is one place, `in rats or mice` are two.
        while self.is(0, PLACES) {
            let mut places = self.contexts()?;
            let first = places.drain(..1).next()?;
            let rest: Vec<String> = places.iter().flat_map(unstudied_in).collect();
            match found.last_mut() {
                None => found.extend(unstudied_in(&first)),
                Some(last) => *last = format!("{last}, {}", inside(&first)?),
            }
            found.extend(rest);
        }
        // More names of the list: `in rats, mice`
        let ends = self.ended() || self.is(0, JOINERS) || self.piece(0)?.sign == Some(Word::Comma);
        (ends && !found.is_empty()).then_some(found)
    }
}

/// One condition for each value.
fn unstudied_in(place: &Context) -> Vec<String> {
    let slot = place.slots.first().map_or("", String::as_str);
    let one = |value: &String| match slot {
        "object" | "subject" => format!("unstudied on {value}"),
        "evidence" => format!("unstudied in evidence = {value}"),
        _ => format!("unstudied in {value}"),
    };
    place.values.iter().map(one).collect()
}

/// A further place of the same findings.
fn inside(place: &Context) -> Option<String> {
    match place.values.as_slice() {
        [one] if place.slots.first().is_some_and(|slot| slot == "evidence") => Some(format!("evidence = {one}")),
        [one] => Some(one.clone()),
        _ => None,
    }
}
