//! Heads: nouns, and the capital letters that stand for them.
//!
//! The runs of a head come in, kinds and letters go out, and later whether each letter is bound. Conditions are lowered elsewhere.

use super::letters::{alternatives, bound_by, exchangeable};
use super::lookup::Lookup;
use super::nouns::unknown_noun;
use super::resolve::stands_in_findings;
use super::{Column, Goal, Head, Letter, Sense};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::KindId;
use crate::names::a;
use crate::syntax::ast::{self, PartKind};
use crate::text::Span;

/// Nouns of one head at most; evaluation holds so many in a row.
const MOST: usize = super::MOST_LETTERS;

/// The nouns of a head, in order.
#[derive(Clone, Debug)]
pub(super) struct Nouns {
    pub(super) head: Head,
    /// By [`Letter`]; one without a letter where there is one noun only.
    pub(super) letters: Vec<(Option<char>, Span)>,
    pub(super) others: Vec<Column>,
    /// The set that the first noun is, where it is one of the session's.
    pub(super) set: Option<super::DefinitionId>,
}

impl Nouns {
    /// One noun without a letter.
    pub(super) fn of(head: Head) -> Nouns {
        Nouns { head, letters: vec![(None, Span::default())], others: Vec::new(), set: None }
    }

    /// The kind that a letter stands for.
    pub(super) fn kind(&self, letter: Letter) -> Option<KindId> {
        match (letter.0.checked_sub(1), self.head) {
            (None, Head::Noun(kind)) => Some(kind),
            (None, Head::Finding | Head::Study) => None,
            (Some(other), _) => self.others.get(other as usize).map(|column| column.kind),
        }
    }

    /// The kinds of all nouns.
    pub(super) fn kinds(&self) -> Vec<KindId> {
        (0..self.letters.len() as u8).filter_map(|letter| self.kind(Letter(letter))).collect()
    }

    /// The letter that a part of a run is, if it is one of this head's.
    pub(super) fn letter(&self, part: &ast::Part) -> Option<Letter> {
        let typed = single_letter(part)?;
        let place = self.letters.iter().position(|(letter, _)| *letter == Some(typed))?;
        u8::try_from(place).ok().map(Letter)
    }

    /// Whether rows are made of several entities.
    pub(super) fn many(&self) -> bool {
        !self.others.is_empty()
    }

    /// The letters as typed: `A`, `B`.
    pub(super) fn names(&self) -> Vec<String> {
        self.letters.iter().filter_map(|(letter, _)| letter.map(String::from)).collect()
    }
}

/// One capital letter, as a word of its own.
pub(super) fn single_letter(part: &ast::Part) -> Option<char> {
    let mut letters = part.text.chars();
    let letter = letters.next().filter(char::is_ascii_uppercase)?;
    (part.kind == PartKind::Word && letters.next().is_none()).then_some(letter)
}

/// Reads the nouns of a head.
pub(super) fn nouns(lookup: &mut Lookup<'_>, head: &[ast::Run], span: Span) -> Option<Nouns> {
    let mut all: Vec<(Head, Option<char>, Span, Option<super::DefinitionId>)> = Vec::new();
    for run in head {
        let (found, letter, set) = noun(lookup, run)?;
        all.push((found, letter, run.span, set));
    }
    let mut nouns = all.iter();
    let (first, letter, place, set) = *nouns.next()?;
    let mut found = Nouns { head: first, letters: vec![(letter, place)], others: Vec::new(), set };
    if all.len() > MOST {
        let place = head.get(MOST).map_or(span, |run| run.span);
        let wrong = format!("a question asks for at most {MOST} nouns at once");
        lookup.wrong(Diagnostic::error("W0210", wrong, place, "one noun too many"));
        return None;
    }
    for (more, letter, place, set) in nouns {
        let (Head::Noun(_), Head::Noun(kind)) = (first, *more) else {
            lookup.wrong(
                Diagnostic::error("W0210", "findings and studies stand alone in a question", *place, "a second noun")
                    .with_note("ask for the findings with conditions on their slots: `finding where subject = ...`"),
            );
            return None;
        };
        if set.is_some() {
            lookup.wrong(
                Diagnostic::error("W0210", "a set is the only noun of its question", *place, "a set of the session")
                    .with_note("name its noun here, and say `A is ...` behind `where`"),
            );
            return None;
        }
        found.letters.push((*letter, *place));
        found.others.push(Column { kind, letter: *letter });
    }
    check_letters(lookup, head, &found)?;
    Some(found)
}

/// Each of several nouns has a letter of its own.
fn check_letters(lookup: &mut Lookup<'_>, head: &[ast::Run], found: &Nouns) -> Option<()> {
    if found.many()
        && let Some((_, place)) = found.letters.iter().find(|(letter, _)| letter.is_none())
    {
        let mut free = ('A'..='Z').filter(|letter| !found.letters.iter().any(|(other, _)| *other == Some(*letter)));
        let (mut edits, mut typed) = (Vec::new(), Vec::new());
        for (run, (letter, place)) in head.iter().zip(&found.letters) {
            let text = run.text();
            match letter {
                Some(_) => typed.push(text),
                None => {
                    let text = format!("{text} {}", free.next().unwrap_or('A'));
                    edits.push(crate::diagnostic::Edit { span: *place, replacement: text.clone() });
                    typed.push(text);
                }
            }
        }
        let fix = Fix { message: typed.join(", "), edits, rows: None, examples: Vec::new() };
        lookup.wrong(
            Diagnostic::error(
                "W0210",
                "each of several nouns needs a capital letter that stands for it",
                *place,
                "no letter behind this noun",
            )
            .with_fix(fix)
            .with_note("then say of each what it does: `A upregulates G and B downregulates G`"),
        );
        return None;
    }
    for (place, (letter, span)) in found.letters.iter().enumerate() {
        if letter.is_some() && found.letters.iter().take(place).any(|(other, _)| other == letter) {
            let letter = letter.map_or_else(String::new, String::from);
            lookup.wrong(Diagnostic::error(
                "W0210",
                format!("the letter {letter} stands for two nouns"),
                *span,
                "take another letter",
            ));
            return None;
        }
    }
    Some(())
}

/// One noun with its letter.
fn noun(lookup: &mut Lookup<'_>, run: &ast::Run) -> Option<(Head, Option<char>, Option<super::DefinitionId>)> {
    let whole = named(lookup, &run.text());
    let (found, letter, parts) = match (whole, run.parts.split_last()) {
        (Some(found), _) => (Some(found), None, run.parts.as_slice()),
        (None, Some((last, rest))) if !rest.is_empty() && single_letter(last).is_some() => {
            let words: Vec<&str> = rest.iter().map(|part| part.text.as_str()).collect();
            (named(lookup, &words.join(" ")), single_letter(last), rest)
        }
        (None, _) => (None, None, run.parts.as_slice()),
    };
    let span = super::lookup::span_of(parts);
    match found {
        Some((Head::Noun(kind), set)) => {
            lookup.used(span, Sense::Kind(kind));
            if stands_in_findings(lookup.vocabulary, kind) {
                return Some((Head::Noun(kind), letter, set));
            }
            let name = lookup.kind_name(kind);
            let diagnostic = Diagnostic::error(
                "W0211",
                format!("no finding says anything of {}: it is neither subject nor object", a(&name)),
                run.span,
                "only where and in whom findings were made",
            )
            .with_fix(Fix::replace(
                format!("count findings for each {name}"),
                run.span,
                format!("count finding by {name}"),
            ));
            lookup.wrong(diagnostic);
            None
        }
        Some((head, set)) => match letter {
            None => Some((head, None, set)),
            Some(letter) => {
                lookup.wrong(
                    Diagnostic::error(
                        "W0210",
                        "letters stand for nouns only",
                        run.span,
                        "findings and studies have none",
                    )
                    .with_fix(Fix::replace(
                        format!("leave out `{letter}`"),
                        run.span,
                        run_without_last(run),
                    )),
                );
                None
            }
        },
        None => {
            let diagnostic = unknown_noun(lookup, run, &run.text());
            lookup.wrong(diagnostic);
            None
        }
    }
}

fn run_without_last(run: &ast::Run) -> String {
    let parts = run.parts.split_last().map_or(&[][..], |(_, rest)| rest);
    super::lookup::text_of(parts)
}

/// What a noun's words name: a kind, findings, studies, or a set of the session.
fn named(lookup: &Lookup<'_>, text: &str) -> Option<(Head, Option<super::DefinitionId>)> {
    match text {
        "finding" | "findings" => Some((Head::Finding, None)),
        "study" | "studies" => Some((Head::Study, None)),
        _ => match lookup.vocabulary.kinds_named(text).first() {
            Some(&kind) => Some((Head::Noun(kind), None)),
            None => lookup.definitions.set(text).map(|(id, kind)| (Head::Noun(kind), Some(id))),
        },
    }
}

/// Puts letters into a goal, and sees that each is bound in every way in which the condition may hold. Of a definition only the first
/// `own` letters, those of what is defined, must be.
pub(super) fn bind(lookup: &mut Lookup<'_>, nouns: &Nouns, goal: &mut Goal, own: Option<usize>) -> Option<()> {
    goal.letter = nouns.letters.first().and_then(|(letter, _)| *letter);
    goal.others.clone_from(&nouns.others);
    if !nouns.many() {
        return Some(());
    }
    let width = own.unwrap_or(nouns.letters.len());
    let ways = alternatives(&goal.condition, &goal.effects);
    for (place, (letter, span)) in nouns.letters.iter().enumerate().take(width) {
        let this = Letter(place as u8);
        let free =
            ways.iter().find(|way| !way.iter().any(|binder| bound_by(*binder, &goal.effects).any(|at| at == this)));
        let Some(way) = free else { continue };
        let name = letter.map_or_else(String::new, String::from);
        let wrong = if ways.len() > 1 && !way.is_empty() {
            format!("one side of an `or` says nothing of {name}: it could be anything")
        } else {
            format!("nothing says what {name} is: it could be anything")
        };
        lookup.wrong(
            Diagnostic::error("W0230", wrong, *span, "not bound by any effect").with_note(
                "a letter is bound where it stands beside a verb; `not`, `is` and `includes` only leave out",
            ),
        );
        return None;
    }
    if own.is_some() {
        return Some(());
    }
    let letters: Vec<Letter> = (0..goal.width() as u8).map(Letter).collect();
    for (place, one) in letters.iter().enumerate() {
        for two in letters.iter().skip(place + 1) {
            let same = goal.kind(*one) == goal.kind(*two);
            if same && exchangeable(&goal.condition, &goal.effects, *one, *two) {
                goal.alike.push((*one, *two));
            }
        }
    }
    Some(())
}
