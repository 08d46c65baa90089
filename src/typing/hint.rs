//! What is worth saying behind a line while it is typed.
//!
//! A line and its cursor come in; how much the question gives, what the name under the cursor is and what is still missing go out. It says
//! nothing of a question that it could not answer to the end.

use super::Known;
use super::finish::{LONG, statements};
use super::highlight::{Classes, WordClass};
use super::place::Place;
use super::probe::{self, Wanted};
use super::read::{self, Reading};
use crate::goal::print::head_plural;
use crate::goal::{Goal, Head, Hole, Sense, slot_name};
use crate::model::{EntityId, KindId};
use crate::names::a;
use crate::text::{Source, Span};
use std::fmt;

/// What is worth saying of a line; printed as one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hint {
    /// What the question typed so far gives, where it is one.
    pub count: Option<Counted>,
    /// The name under the cursor, a word that is not known, or one that may mean several things.
    pub word: Option<String>,
    /// What is still missing.
    pub next: Option<String>,
}

/// What a question gives, counted to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What the rows are: `treatments`; `rows` where they have several nouns.
    pub noun: String,
    /// How many there are in all.
    pub rows: u64,
    /// How many of them are shown, where the question has a limit that is smaller.
    pub shown: Option<u64>,
    /// Studies behind the rows; none where rows have no finding of their own, where not all of them are shown, and of studies themselves.
    pub studies: Option<u64>,
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = match (self.rows, &self.noun) {
            (1, noun) => singular(noun),
            (_, noun) => noun.clone(),
        };
        match self.shown {
            Some(shown) => write!(f, "first {shown} of {} {noun}", self.rows)?,
            None => write!(f, "{} {noun}", self.rows)?,
        }
        match self.studies {
            Some(1) => f.write_str(" · 1 study"),
            Some(studies) => write!(f, " · {studies} studies"),
            None => Ok(()),
        }
    }
}

fn singular(noun: &str) -> String {
    match noun {
        "studies" => "study".to_owned(),
        "rows" => "row".to_owned(),
        "findings" => "finding".to_owned(),
        _ => noun.to_owned(),
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count.as_ref().map(ToString::to_string);
        let next = self.next.as_ref().map(|next| format!("next: {next}"));
        let parts: Vec<String> = [count, self.word.clone(), next].into_iter().flatten().collect();
        f.write_str(&parts.join(" · "))
    }
}

/// What is worth saying of a line whose cursor is at a place.
pub(super) fn hint(known: &Known<'_>, line: &str, at: usize) -> Option<Hint> {
    let source = Source::new("line", line);
    let at = source.span(at, at).start as usize;
    let text = source.text();
    let (from, to) = statements(text).into_iter().find(|(from, to)| (*from..=*to).contains(&at))?;
    let statement = text.get(from..to)?;
    if statement.trim().is_empty() || statement.len() > LONG || known.is_over() {
        return None;
    }
    let at = at - from;
    let reading = known.memo.reading(statement, || read::read(known, statement));
    let reading = reading.as_deref();
    let last = to == text.len();
    let hint = Hint {
        count: reading.and_then(|reading| count(known, reading)),
        word: word(known, statement, last, at, reading),
        next: if statement.get(at..).is_some_and(|rest| rest.trim().is_empty()) {
            next(known, statement, reading)
        } else {
            None
        },
    };
    (hint != Hint::default()).then_some(hint)
}

/// What a question gives, if it is whole and there is time enough.
fn count(known: &Known<'_>, reading: &Reading) -> Option<Counted> {
    let goal = reading.looked.as_ref()?.goal.as_ref().filter(|_| reading.whole && reading.bound)?;
    let given = read::given(known, goal, &[]).ok()?;
    let noun = match goal.others.is_empty() {
        true => head_plural(goal.head, known.facts.vocabulary()),
        false => "rows".to_owned(),
    };
    let noun = if given.rows == 1 { one(known, goal).unwrap_or(noun) } else { noun };
    let shown = goal.limit.filter(|limit| *limit < given.rows && goal.count.is_none());
    let studies = given.studies.filter(|_| shown.is_none() && goal.head != Head::Study);
    Some(Counted { noun, rows: given.rows, shown, studies })
}

fn one(known: &Known<'_>, goal: &Goal) -> Option<String> {
    match goal.head {
        Head::Noun(kind) if goal.others.is_empty() => Some(known.facts.vocabulary().kind_name(kind).to_owned()),
        _ => None,
    }
}

/// What is to be said of the word at the cursor, or of the first one that is not read.
fn word(known: &Known<'_>, text: &str, last: bool, at: usize, reading: Option<&Reading>) -> Option<String> {
    let source = Source::new("line", text);
    let touches = |span: Span| (span.start as usize..=span.end as usize).contains(&at);
    let looked = reading.and_then(|reading| reading.looked.as_ref());
    let wrong = looked.into_iter().flat_map(|looked| &looked.wrong);
    let mut wrong = wrong.filter(|wrong| matches!(wrong.code, "W0203" | "W0204" | "W0211"));
    if let Some(wrong) = wrong.next() {
        let senses: Vec<&str> = wrong.fixes.iter().map(|fix| fix.message.as_str()).collect();
        return Some(match wrong.code {
            "W0203" => format!("`{}`: {} meanings, {}", source.slice(wrong.span()), senses.len(), senses.join(", ")),
            _ => wrong.message.clone(),
        });
    }
    let classes = Classes::new(known, text, last, reading).all();
    let unknown = classes.chunk_by(|(one, class), (other, next)| {
        class == next
            && text.get(one.end as usize..other.start as usize).is_some_and(|between| between.trim().is_empty())
    });
    let mut unknown = unknown.filter_map(|run| {
        let ((first, class), (end, _)) = (run.first()?, run.last()?);
        Some((first.to(*end), *class))
    });
    if let Some((span, _)) = unknown.find(|(_, class)| *class == WordClass::Unknown) {
        // a hint is one line, whatever was typed on several
        let typed: Vec<&str> = source.slice(span).split_whitespace().collect();
        return Some(format!("`{}` is not known", typed.join(" ")));
    }
    let words = looked.map_or(&[][..], |looked| &looked.words);
    let mut under = words.iter().filter(|word| touches(word.span));
    let id = under.find_map(|word| if let Sense::Entity(id) = word.sense { Some((word.span, id)) } else { None });
    id.map(|(span, id)| named(known, source.slice(span), id))
}

/// `CXCR4: gene, NCBIGene:7852`; `CD184 is CXCR4: gene, NCBIGene:7852`.
fn named(known: &Known<'_>, typed: &str, id: EntityId) -> String {
    let vocabulary = known.facts.vocabulary();
    let name = vocabulary.entity_name(id);
    let entity = vocabulary.entity(id);
    let kind = entity.map_or("", |entity| vocabulary.kind_name(entity.kind));
    let typed = typed.trim_matches('"');
    let mut words = if typed == name { format!("{name}: {kind}") } else { format!("{typed} is {name}: {kind}") };
    if let Some(xref) = entity.and_then(|entity| entity.xrefs.first()) {
        words.push_str(&format!(", {}", xref.curie));
    }
    words
}

/// Kinds named in a hint, at most.
const KINDS: usize = 3;

/// What is missing at the end of a statement.
fn next(known: &Known<'_>, text: &str, reading: Option<&Reading>) -> Option<String> {
    let reading = reading?;
    let missing = reading.looked.as_ref().is_none_or(|looked| {
        looked.goal.is_none()
            && looked.wrong.iter().all(|wrong| matches!(wrong.code, "W0209" | "W0207" | "W0205" | "W0230"))
    });
    // A word that is just being typed is no place for another one yet.
    let blank = text.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '=' | ',' | '<' | '>' | ':'));
    if (reading.whole && !missing) || !blank {
        return None;
    }
    let vocabulary = known.facts.vocabulary();
    let (wanted, alone) = probe::wanted_behind(known, text)?;
    match wanted {
        Wanted::Open(open, nouns) => match open.hole {
            Hole::Condition(_) => Some("a verb, a slot or `is`".to_owned()),
            Hole::Value(slot, _) => Some(format!("a value of `{}`", slot_name(vocabulary, slot))),
            Hole::Place(_) => Some("where, or in whom".to_owned()),
            _ if open.names => Some(kinds(known, &open.kinds)),
            Hole::Elsewhere if nouns > 1 && alone => Some("one of the letters".to_owned()),
            _ => None,
        },
        Wanted::Place(place) => match place {
            Place::Noun(_) if alone => Some("a noun".to_owned()),
            Place::Noun(_) => Some("`where`".to_owned()),
            Place::Slot(_) => Some("a slot".to_owned()),
            Place::Group(_) if alone => Some("a slot, or a noun with a letter".to_owned()),
            Place::Group(_) => None,
            Place::Counted(_) => Some("what is counted".to_owned()),
            Place::Verb => Some("a verb".to_owned()),
            Place::Order => Some("studies, findings, name, verdict or evidence".to_owned()),
            Place::Axis => Some("a noun or a slot".to_owned()),
            Place::NounOrName | Place::Claim(_) if alone => Some("a noun or a name".to_owned()),
            Place::Claim(_) | Place::TableClaim(..) => None,
            _ if alone => Some("a name".to_owned()),
            _ => None,
        },
    }
}

/// `a gene, a metabolite or a process`; `a name` where there are many.
fn kinds(known: &Known<'_>, kinds: &[KindId]) -> String {
    let names: Vec<&str> = kinds.iter().map(|kind| known.facts.vocabulary().kind_name(*kind)).collect();
    match names.as_slice() {
        [one] => a(one),
        [most @ .., end] if names.len() <= KINDS => {
            let most: Vec<String> = most.iter().map(|name| a(name)).collect();
            format!("{} or {}", most.join(", "), a(end))
        }
        _ => "a name".to_owned(),
    }
}
