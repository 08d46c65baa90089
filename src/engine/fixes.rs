//! What each way out would give.
//!
//! Diagnostics of a text come in; the same come out with the rows that the text mended by each fix gives, counted under a small budget. A fix
//! that is refused in its turn is not offered; where none is left, the statement is read as English.

use super::run::{Asked, small};
use super::tried::{Tried, statement_around, tried};
use super::{Error, ErrorKind};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::goal::meant::meant;
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId, Quantity, UnitId, Value};
use crate::syntax::{FORM, HALF_A_RATIO, print};
use crate::text::{Source, Span};
use std::collections::BTreeMap;

/// Bytes of a text in which fixes are still tried: each try reads all of it again. A long one is mended statement by statement, by whoever
/// reads the messages.
const LONG: usize = 64 << 10;
/// Fixes tried for one statement.
const TRIED: usize = 24;
/// Units offered for a number without one.
const UNITS: usize = 4;
/// Findings that are looked at for the units that are in use.
const LOOKED_AT: usize = 4096;
/// Readings in English that are offered.
const MEANT: usize = 3;

/// An error of a text, each fix with the rows that it gives.
pub(super) fn error(asked: &Asked<'_>, diagnostics: Vec<Diagnostic>) -> Error {
    let mut diagnostics = diagnostics;
    // A question may be too large to be held before anything of it is run.
    let held = diagnostics.first().is_some_and(|first| first.code == "W0504");
    let kind = if held { ErrorKind::Limit(Exceeded::Memory) } else { ErrorKind::Question };
    if !held {
        diagnostics.sort_by_key(|each| each.span().start);
    }
    if !held && !asked.fixing && asked.source.text().len() <= LONG {
        let small = small(asked.limits);
        let asked = Asked { limits: &small, ..*asked };
        Trying { asked: &asked, budget: Budget::new(&small), tried: 0 }.all(&mut diagnostics);
    }
    let most = asked.limits.diagnostics.max(1);
    let more = diagnostics.len().saturating_sub(most);
    if more > 0 {
        diagnostics.truncate(most);
        if let Some(last) = diagnostics.last_mut() {
            last.notes.push(format!("{more} more mistakes are not told"));
        }
    }
    Error::new(kind, asked.source.clone(), diagnostics)
}

/// Tries fixes under one budget.
struct Trying<'a> {
    asked: &'a Asked<'a>,
    budget: Budget,
    tried: usize,
}

impl Trying<'_> {
    fn all(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(at) = diagnostics.first().map(|first| first.span().start) else { return };
        for wrong in diagnostics.iter_mut().filter(|one| one.code == "W0219" && one.fixes.len() > UNITS) {
            self.usual_units_first(wrong);
        }
        for wrong in diagnostics.iter_mut().filter(|one| one.message == HALF_A_RATIO) {
            self.whole_ratios(wrong);
        }
        let mut good = false;
        if let [only] = diagnostics.as_mut_slice() {
            good = self.alone(only);
        } else {
            self.together(diagnostics);
        }
        // What is too long or too deep is no English.
        let limit = diagnostics.first().is_some_and(|first| matches!(first.code, "W0108" | "W0109"));
        if !good && !limit {
            self.meant(diagnostics, at);
        } else if let ([only], false) = (diagnostics.as_mut_slice(), limit)
            && matches!(only.code, "W0102" | "W0201")
        {
            self.understood(only, at);
        }
    }

    /// Of the units that a number may have, those that findings of this base use, the most used first.
    fn usual_units_first(&self, wrong: &mut Diagnostic) {
        let facts = self.asked.facts;
        let mut used: BTreeMap<UnitId, usize> = BTreeMap::new();
        for id in 0..facts.finding_count().min(LOOKED_AT) {
            let Some(finding) = facts.finding(FindingId(id as u32)) else { continue };
            for value in &finding.slots {
                if let Value::Quantity(Quantity { unit: Some(unit), .. }) = value.value {
                    *used.entry(unit).or_default() += 1;
                }
            }
        }
        let units = &facts.vocabulary().schema().units;
        let uses = |fix: &Fix| {
            let of = |id: &UnitId| {
                units.get(id.index()).is_some_and(|unit| fix.message.ends_with(&format!(" {}", unit.name)))
            };
            used.iter().filter(|(id, _)| of(id)).map(|(_, uses)| *uses).max().unwrap_or(0)
        };
        wrong.fixes.sort_by_cached_key(|fix| std::cmp::Reverse(uses(fix)));
        wrong.fixes.truncate(UNITS);
    }

    /// The ratios of the base that have the one member which was named.
    fn whole_ratios(&self, wrong: &mut Diagnostic) {
        let Some(span) = wrong.labels.get(1).map(|label| label.span) else { return };
        let (typed, vocabulary) = (self.asked.source.slice(span), self.asked.facts.vocabulary());
        for id in vocabulary.entities_named(typed) {
            for ratio in vocabulary.ratios_with(id).iter().filter_map(|ratio| vocabulary.entity(ratio)).take(UNITS) {
                let member = |part: &EntityId| match *part == id {
                    true => typed.to_owned(),
                    false => print::name(vocabulary.entity_name(*part)),
                };
                let both: Vec<String> = ratio.parts.iter().map(member).collect();
                let both = both.join(", ");
                wrong.fixes.push(Fix::replace(format!("`ratio({both})`"), span, both));
            }
        }
    }

    /// What the statement at a byte is with a fix; nothing where no more is to be tried.
    fn mended(&mut self, fix: &Fix, at: u32) -> Option<Tried> {
        if self.tried == TRIED || self.budget.look().is_err() {
            return None;
        }
        self.tried += 1;
        let text = fix.apply(self.asked.source.text())?;
        Some(tried(self.asked, &Source::new(self.asked.source.name(), text), at))
    }

    /// The fixes of the only mistake of a statement; whether one of them is accepted and keeps every word.
    fn alone(&mut self, wrong: &mut Diagnostic) -> bool {
        let (mut kept, mut later) = (Vec::new(), Vec::new());
        let mut good = false;
        for mut fix in std::mem::take(&mut wrong.fixes) {
            let Some(edit) = fix.edits.first() else { continue };
            let at = edit.span.start;
            let Some(found) = self.mended(&fix, at) else {
                later.push(fix);
                continue;
            };
            if let Some(next) = found.wrong.first() {
                // The next mistake is worth going on to only where it stands behind this one. All that is wrong with the words of a question
                // is told at once: what leaves something wrong with them mends nothing.
                let leads_on = match wrong.code {
                    // of English that is left over one may go on to a slip in a name, and to nothing else
                    "W0110" => next.code == "W0201",
                    code => !code.starts_with("W02"),
                };
                if next.span().start > wrong.span().start && leads_on {
                    later.push(fix);
                }
                continue;
            }
            good |= !self.loses_words(&fix);
            // Of an order the rows are the same.
            if let Some((rows, examples)) = found.rows.filter(|_| wrong.code != "W0212") {
                fix.rows = Some(rows);
                fix.examples = examples;
            }
            kept.push(fix);
        }
        // What gives nothing is offered last.
        kept.sort_by_key(|fix| fix.rows == Some(0));
        wrong.fixes = if kept.is_empty() { later } else { kept };
        if !wrong.fixes.is_empty() {
            // the statement itself is a better example than any other
            wrong.notes.retain(|note| !note.starts_with("for example"));
        }
        good
    }

    /// Several mistakes of one statement: the likeliest fix of each, all made at once, may give rows.
    fn together(&mut self, diagnostics: &mut [Diagnostic]) {
        let mut edits: Vec<Edit> = Vec::new();
        for wrong in diagnostics.iter() {
            let Some(fix) = wrong.fixes.iter().find(|fix| !fix.edits.is_empty()) else { return };
            edits.extend(fix.edits.iter().cloned());
        }
        edits.sort_by_key(|edit| edit.span.start);
        if edits.windows(2).any(|pair| matches!(pair, [one, two] if two.span.start < one.span.end)) {
            return;
        }
        let Some(at) = edits.first().map(|edit| edit.span.start) else { return };
        let mut fix = Fix { message: String::new(), edits, rows: None, examples: Vec::new() };
        let Some(found) = self.mended(&fix, at).filter(Tried::is_accepted) else { return };
        if let Some((rows, examples)) = found.rows {
            fix.rows = Some(rows);
            fix.examples = examples;
        }
        fix.message = if diagnostics.len() == 2 { "both at once".to_owned() } else { "all at once".to_owned() };
        if let Some(last) = diagnostics.last_mut() {
            last.fixes.push(fix);
        }
    }

    /// Whether a fix leaves out words that were typed: `CXCR4 for fibrosis` is no `CXCR4`.
    fn loses_words(&self, fix: &Fix) -> bool {
        let words = |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        fix.edits.iter().any(|edit| words(self.asked.source.slice(edit.span)) > words(&edit.replacement))
    }

    /// Readings in English that are accepted, each with its rows, whether a name of it was guessed, and what is to be said of it.
    fn readings(&mut self, span: Span) -> Vec<(Fix, bool, Vec<String>)> {
        let mut found = Vec::new();
        for reading in meant(self.asked.source.slice(span), self.asked.scope()) {
            let mut fix = Fix::replace(reading.text.clone(), span, reading.text);
            let guessed = !reading.guessed.is_empty();
            for (typed, read) in reading.guessed {
                fix.message.push_str(&format!(" (`{read}` for `{typed}`)"));
            }
            let Some(given) = self.mended(&fix, span.start).filter(Tried::is_accepted) else { continue };
            if let Some((rows, examples)) = given.rows {
                fix.rows = Some(rows);
                fix.examples = examples;
            }
            found.push((fix, guessed, reading.notes));
        }
        found
    }

    /// A reading in which every word has its meaning stands before a name that is only near: `in animals` is no graft in them.
    fn understood(&mut self, wrong: &mut Diagnostic, at: u32) {
        let found = self.readings(statement_around(self.asked.source, at));
        let sure = |(fix, guessed, _): &(Fix, bool, Vec<String>)| !guessed && fix.rows.is_some_and(|rows| rows > 0);
        let Some((fix, _, notes)) = found.into_iter().find(sure) else { return };
        let text = self.asked.source.text();
        let mended = |fix: &Fix| fix.apply(text).unwrap_or_default();
        let meant = mended(&fix);
        if wrong.fixes.iter().any(|known| mended(known) == meant) {
            return;
        }
        // the same in another case
        wrong.fixes.retain(|known| !mended(known).eq_ignore_ascii_case(&meant));
        wrong.fixes.insert(0, fix);
        wrong.notes.extend(notes);
    }

    /// The statement read as English, in front of other ways out.
    fn meant(&mut self, diagnostics: &mut Vec<Diagnostic>, at: u32) {
        let span = statement_around(self.asked.source, at);
        let typed = self.asked.source.slice(span);
        let mut found = self.readings(span);
        let some = found.iter().any(|(fix, ..)| fix.rows.is_some_and(|rows| rows > 0));
        found.retain(|(fix, ..)| !some || fix.rows != Some(0));
        // of tables none is likelier than another: those with the most come first
        if found.iter().all(|(fix, ..)| fix.message.starts_with("contested ")) {
            found.sort_by_key(|(fix, ..)| std::cmp::Reverse(fix.rows));
        }
        // of readings that give nothing the likeliest is enough
        found.truncate(if some || found.iter().any(|(fix, ..)| fix.rows.is_none()) { MEANT } else { 1 });
        let Some((first, guessed, notes)) = found.first() else { return };
        let notes = notes.clone();
        // Where every word was understood there is one mistake: it is no query.
        if !guessed {
            diagnostics.truncate(1);
        }
        let changed = difference(typed, first.edits.first().map_or("", |edit| &edit.replacement));
        let Some(wrong) = diagnostics.first_mut() else { return };
        if let (Some(label), Some(changed)) = (wrong.labels.first_mut(), changed)
            && wrong.code == "W0111"
        {
            let start = span.start as usize;
            label.span = self.asked.source.span(start + changed.start, start + changed.end);
            label.message = "here it parts from a query".to_owned();
        }
        // The statement itself is a better example than any other.
        wrong.notes.retain(|note| !note.starts_with("for example") && note != FORM);
        wrong.notes.extend(notes);
        wrong.fixes = found.into_iter().map(|(fix, ..)| fix).collect();
    }
}

/// Where one text begins to differ from another: the word there, or the place before it.
fn difference(typed: &str, meant: &str) -> Option<std::ops::Range<usize>> {
    let mut same = 0;
    for (one, two) in typed.split_inclusive(' ').zip(meant.split_inclusive(' ')) {
        let plain = |word: &str| word.trim_end().trim_end_matches('s').to_lowercase();
        if plain(one) != plain(two) {
            break;
        }
        same += one.len();
    }
    let rest = typed.get(same..)?;
    let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
    Some(same..same + word)
}
