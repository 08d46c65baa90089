//! The candidates for a place of a line, from all that could stand there to what is worth offering.
//!
//! A line and a place come in, a ranked list goes out. What each candidate is and how often it is found is said in the files beside this one;
//! here they are put in order, and each is read as the line that it would make.

use super::finish::{LONG, WORD, statements};
use super::read::{self, Reading};
use super::words::Word;
use super::{Completion, Completions, Known, MOST, What};
use crate::goal::{EffectId, Looked};
use crate::limits::Exceeded;
use crate::model::EntityId;
use crate::names::{Fit, Typed};
use crate::syntax::ast::Statement;
use crate::syntax::lexer::scan;
use crate::syntax::print;
use crate::syntax::token::TokenKind;
use crate::text::{Source, Span};
use std::cmp::Reverse;

/// Words that a name typed so far may have.
const WORDS: usize = 6;
/// Places of a list that are left to other words than names, verbs, slots and values.
const ROOM: usize = 14;
/// Verbs of a list in which slots stand too.
const VERBS: usize = 18;

/// A place at which a candidate could begin, and what is typed of it.
pub(super) struct Ask<'t> {
    /// The statement up to where the candidate begins.
    pub(super) head: &'t str,
    /// What is typed of it.
    pub(super) typed: Typed,
    /// The same as it stands there.
    pub(super) text: &'t str,
    /// Whether it stands in quotes.
    pub(super) quoted: bool,
    /// The statement behind the cursor.
    pub(super) behind: &'t str,
}

/// One candidate while it is judged.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) offer: Completion,
    /// Where it begins, in the statement.
    pub(super) start: usize,
    /// Sorts that are wanted more come first among those that fit as well.
    pub(super) group: u8,
    /// How far the letters typed are apart in it.
    pub(super) apart: u32,
    /// Findings by which it is ranked where their number is not one to be told.
    pub(super) weight: u64,
    /// How it is typed where its name alone is not enough.
    pub(super) fuller: Option<String>,
    pub(super) sure: Sure,
}

/// What a name is ranked by, beside how it fits, and how else it can be typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Rank {
    pub(super) apart: u32,
    pub(super) weight: u64,
    pub(super) fuller: Option<String>,
}

/// What is known of what a candidate gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sure {
    /// Nothing is to be asked: it begins what cannot be read yet.
    Free,
    /// That it gives a row, as far as it can be told here.
    Rows,
    /// Nothing: its line must be asked. What is counted are findings of these effects, where the number is not known.
    Asked(Option<Vec<EffectId>>),
}

impl Candidate {
    fn findings(&self) -> u64 {
        self.offer.findings.unwrap_or(self.weight)
    }
}

/// The candidates for a place of a line.
pub(super) fn complete(known: &Known<'_>, line: &str, at: usize) -> Completions {
    let source = Source::new("line", line);
    let at = source.span(at, at).start as usize;
    let line = source.text();
    let nothing = Completions { start: at, ..Completions::default() };
    let Some((from, to)) = statements(line).into_iter().find(|(from, to)| (*from..=*to).contains(&at)) else {
        return nothing;
    };
    let (Some(before), Some(behind)) = (line.get(from..at), line.get(at..to)) else { return nothing };
    if to - from > LONG || known.is_over() {
        return nothing;
    }
    let mut list = List { known, before, behind, all: Vec::new(), more: false };
    let mut starts = starts(before);
    // Behind a blank a new word is wanted first, and only then a longer name that begins with the words before it.
    let blank = starts.last().is_some_and(|(start, _)| *start == before.len());
    if blank {
        starts.reverse();
    }
    for (start, quoted) in starts {
        let (Some(head), Some(text)) = (before.get(..start), before.get(start..)) else { continue };
        let plain = if quoted { text.trim_start_matches('"') } else { text };
        let ask = Ask { head, typed: Typed::new(plain), text, quoted, behind };
        super::probe::probe(&mut list, &ask);
        if blank && list.all.iter().any(|one| one.offer.what != What::Keyword) {
            break;
        }
    }
    list.complete(from)
}

/// Where a name that is typed up to the end may begin, the earliest first, and whether it stands in quotes.
fn starts(before: &str) -> Vec<(usize, bool)> {
    let tokens = scan(&Source::new("line", before));
    let mut starts: Vec<(usize, bool)> = Vec::new();
    match tokens.last() {
        Some(token) if token.kind == TokenKind::Comment && token.span.end as usize == before.len() => return starts,
        Some(token) if token.kind == TokenKind::Unclosed => return vec![(token.span.start as usize, true)],
        _ => {}
    }
    for (at, token) in tokens.iter().rev().enumerate() {
        let text = before.get(token.span.range()).unwrap_or("");
        let ends_here = at == 0 && token.span.end as usize == before.len();
        let fits = match token.kind {
            TokenKind::Word | TokenKind::Number | TokenKind::Plus | TokenKind::String => true,
            TokenKind::Parameter => ends_here,
            TokenKind::Unknown => ends_here && text == "$",
            // a reserved word may be the beginning of a name or of a longer word
            _ => ends_here && text.starts_with(char::is_alphabetic),
        };
        if !fits || starts.len() == WORDS {
            break;
        }
        starts.push((token.span.start as usize, false));
        if matches!(token.kind, TokenKind::Parameter | TokenKind::Unknown) {
            break;
        }
    }
    starts.reverse();
    let ends_word = tokens.last().is_some_and(|token| {
        token.span.end as usize == before.len() && !starts.is_empty() && token.kind != TokenKind::String
    });
    if !ends_word {
        starts.push((before.len(), false));
    }
    starts
}

/// The candidates of all places at which one could begin.
pub(super) struct List<'l, 'k> {
    pub(super) known: &'l Known<'k>,
    before: &'l str,
    behind: &'l str,
    all: Vec<Candidate>,
    pub(super) more: bool,
}

impl List<'_, '_> {
    /// Adds a word of the language, a noun or the like, if it fits what is typed.
    pub(super) fn add(&mut self, ask: &Ask<'_>, group: u8, offer: Completion, sure: Sure) {
        if ask.quoted && !matches!(offer.what, What::Name | What::Value) {
            return;
        }
        let Some((fit, apart)) = ask.typed.fit(&offer.display) else { return };
        // Words of the language are short and many: only what begins them is meant for them, or letters of one word.
        let word = !ask.text.contains(char::is_whitespace);
        if offer.what == What::Keyword && !(fit <= Fit::Begins || (fit == Fit::Scattered && word)) {
            return;
        }
        self.push(ask, group, Completion { fit, ..offer }, Rank { apart, weight: 0, fuller: None }, sure);
    }

    /// Adds a candidate that fits.
    pub(super) fn push(&mut self, ask: &Ask<'_>, group: u8, offer: Completion, rank: Rank, sure: Sure) {
        // What is typed already, and left behind with a blank, is no news.
        if offer.fit == Fit::Whole && ask.text.ends_with(char::is_whitespace) {
            return;
        }
        let Rank { apart, weight, fuller } = rank;
        self.all.push(Candidate { offer, start: ask.head.len(), group, apart, weight, fuller, sure });
    }

    /// Adds words of the language.
    pub(super) fn words(&mut self, ask: &Ask<'_>, group: u8, words: &[Word]) {
        for (word, does) in words {
            let mut offer = offer(word, What::Keyword, does);
            offer.replacement = (*word).to_owned();
            self.add(ask, group, offer, Sure::Asked(None));
        }
    }

    fn complete(mut self, from: usize) -> Completions {
        // Letters scattered through a name are a last resort.
        if self.all.iter().any(|one| one.offer.fit < Fit::Scattered) {
            self.all.retain(|one| one.offer.fit < Fit::Scattered);
        }
        self.all.sort_by_cached_key(|one| {
            let findings = Reverse(one.findings());
            let name = one.offer.display.clone();
            (one.offer.fit.max(Fit::Begins), one.apart, one.group, findings, one.offer.fit, name.len(), name)
        });
        // However many names there are, there is room for what else could be typed.
        let others = self.all.iter().filter(|one| !is_many(one.offer.what)).count().min(ROOM);
        let verbs = if self.all.iter().any(|one| one.offer.what == What::Slot) { VERBS } else { MOST };
        let mut many = 0;
        let mut kept: Vec<Candidate> = Vec::new();
        let mut all = std::mem::take(&mut self.all).into_iter();
        for one in all.by_ref() {
            if is_many(one.offer.what) && many == MOST - others {
                self.more = true;
                continue;
            }
            let verb = |one: &&Candidate| one.offer.what == What::Verb;
            if one.offer.what == What::Verb && kept.iter().filter(verb).count() == verbs {
                self.more = true;
                continue;
            }
            let twin = |other: &Candidate| other.offer.replacement == one.offer.replacement && other.start == one.start;
            if kept.iter().any(twin) {
                continue;
            }
            match self.judged(one) {
                Ok(Some(one)) => {
                    many += usize::from(is_many(one.offer.what));
                    kept.push(one);
                }
                Ok(None) => {}
                Err(Exceeded::Cancelled) => {
                    return Completions { start: from + self.before.len(), ..Completions::default() };
                }
                Err(Exceeded::Time) => {
                    self.more = true;
                    break;
                }
                Err(_) => self.more = true,
            }
            if kept.len() == MOST {
                break;
            }
        }
        self.more |= all.next().is_some();
        // What was counted one by one takes its place by that.
        kept.sort_by_key(|one| (one.offer.fit.max(Fit::Begins), one.apart, one.group, Reverse(one.findings())));
        let start = kept.iter().map(|one| one.start).min().unwrap_or(self.before.len());
        let offers = kept.into_iter().map(|one| {
            let between = self.before.get(start..one.start).unwrap_or("");
            Completion { replacement: format!("{between}{}", one.offer.replacement), ..one.offer }
        });
        Completions { start: from + start, offers: offers.collect(), more: self.more }
    }

    /// A candidate as it is offered, if its line reads and gives something.
    fn judged(&self, one: Candidate) -> Result<Option<Candidate>, Exceeded> {
        if one.sure == Sure::Free {
            return Ok(Some(one));
        }
        let spellings = std::iter::once(one.offer.replacement.clone()).chain(one.fuller.clone());
        for spelling in spellings {
            let text = self.accepted(one.start, &spelling);
            let place = Span { start: one.start as u32, end: (one.start + spelling.len()) as u32 };
            let Some(reading) = read::read(self.known, &text) else {
                // Nothing that is offered may make a line that cannot be finished.
                continue;
            };
            if !reads(&reading, place, one.offer.what) {
                continue;
            }
            let mut one = one.clone();
            one.offer.replacement = spelling;
            let asked = self.asked(one, &reading)?;
            // Where there is no question, a name that may mean several things is only seen when it is asked.
            if asked.is_some() || reading.looked.is_some() {
                return Ok(asked);
            }
        }
        Ok(None)
    }

    /// The statement with a candidate in its place.
    fn accepted(&self, start: usize, replacement: &str) -> String {
        let head = self.before.get(..start).unwrap_or("");
        format!("{head}{replacement}{}", self.behind)
    }

    fn asked(&self, one: Candidate, reading: &Reading) -> Result<Option<Candidate>, Exceeded> {
        let mut one = one;
        if !reading.whole || !reading.bound {
            return Ok(Some(one));
        }
        let goal = match &reading.looked {
            Some(Looked { goal: Some(goal), .. }) => goal,
            Some(_) => return Ok(Some(one)),
            None => return Ok(super::probe::gives(self.known, &reading.statement)?.unwrap_or(true).then_some(one)),
        };
        // An expectation may well be that there is nothing.
        if matches!(reading.statement, Statement::Expect(_)) {
            return Ok(Some(one));
        }
        match &one.sure {
            Sure::Free | Sure::Rows => Ok(Some(one)),
            Sure::Asked(None) => Ok(read::gives(self.known, goal)?.then_some(one)),
            Sure::Asked(Some(effects)) => {
                let given = read::given(self.known, goal, effects)?;
                one.offer.findings = Some(given.findings).filter(|_| !effects.is_empty());
                Ok((given.rows > 0).then_some(one))
            }
        }
    }
}

/// Words of which a base may have any number.
fn is_many(what: What) -> bool {
    matches!(what, What::Name | What::Verb | What::Slot | What::Value)
}

/// Whether a candidate was read where it stands. What only begins a condition is not read before the rest is there.
fn reads(reading: &Reading, place: Span, what: What) -> bool {
    let Some(looked) = &reading.looked else { return true };
    let begins = matches!(what, What::Verb | What::Slot | What::Letter | What::Keyword | What::Noun);
    looked.wrong.iter().all(|wrong| {
        let at = wrong.span();
        let touches = at.start < place.end && place.start < at.end;
        match wrong.code {
            // a letter that no effect binds yet
            "W0230" => true,
            // a verb or a slot alone
            "W0205" | "W0207" | "W0209" | "W0231" if begins => true,
            _ => !touches,
        }
    })
}

/// A candidate of which nothing is known but its word.
pub(super) fn offer(word: &str, what: What, kind: &str) -> Completion {
    Completion {
        replacement: print::name(word),
        display: word.to_owned(),
        what,
        kind: kind.to_owned(),
        xref: None,
        through: None,
        findings: None,
        fit: Fit::Begins,
    }
}

/// A name as a candidate.
pub(super) fn named(known: &Known<'_>, id: EntityId, quoted: bool) -> (Completion, String) {
    let vocabulary = known.facts.vocabulary();
    let (name, kind) = (vocabulary.entity_name(id), vocabulary.kind_of(id));
    let typed = |text: &str| if quoted { print::quoted(text) } else { print::name(text) };
    let xref = vocabulary.entity(id).and_then(|entity| entity.xrefs.first()).map(|xref| xref.curie.clone());
    let kind = kind.map_or("", |kind| vocabulary.kind_name(kind));
    let offer = Completion { replacement: typed(name), xref, ..offer(name, What::Name, kind) };
    (offer, typed(&vocabulary.full_name(id)))
}

/// The statement with a word that nothing has where a candidate begins.
pub(super) fn with_hole(ask: &Ask<'_>) -> String {
    format!("{}{WORD}", ask.head)
}
