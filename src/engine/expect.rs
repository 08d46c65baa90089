//! Expectations: a claim on the rows of a question, and what broke it.
//!
//! A claim and its question come in; that it held goes out, or an error that names the row that is too many with its findings, and the row
//! that is missing with the finding that comes nearest. Whether the script goes on is not decided here.

use super::ask::{self, Found, exceeded_error};
use super::run::Asked;
use super::{Error, ErrorKind, fixes};
use crate::answer::{Answer, Answers, Expected as Held, Reply, Telling};
use crate::base::Facts;
use crate::diagnostic::{Diagnostic, Label};
use crate::eval;
use crate::eval::outcome::RowId;
use crate::goal::{self, Goal, Head};
use crate::limits::Budget;
use crate::syntax::ast::{Expect, Expected, Run};
use crate::tell;
use crate::text::Span;
use rustc_hash::FxHashSet;

/// Rows told of one broken expectation.
const ROWS: usize = 5;
/// Findings told of each.
const FINDINGS: usize = 3;

/// `expect 3 rows: treatment where ...`; where it failed and studies are retracted, also the rows that went with them. `whole` is all that
/// is open, retracted studies included.
pub(super) fn expect(asked: &Asked<'_>, whole: Option<&dyn Facts>, expect: &Expect) -> Result<Reply, Error> {
    match (claim(asked, expect), whole) {
        (Err(error), Some(whole)) if error.kind() == ErrorKind::Expectation => {
            Err(retracted(asked, whole, expect, error))
        }
        (result, _) => result,
    }
}

/// The same error with the findings that went with retracted studies.
#[inline(never)]
fn retracted(asked: &Asked<'_>, whole: &dyn Facts, expect: &Expect, error: Error) -> Error {
    let (Ok(before), Ok(now)) =
        (ask::rows(&Asked { facts: whole, ..*asked }, &expect.query), ask::rows(asked, &expect.query))
    else {
        return error;
    };
    let lost = tell::changes(&before.answers, &now.answers).rows;
    lost.iter().filter(|row| !row.only_left.is_empty()).take(ROWS).fold(error, |error, row| {
        let findings: Vec<String> = row.only_left.iter().take(FINDINGS).map(tell::evidence_line).collect();
        error.with_note(&format!("retracted, of {}: {}", row.name, findings.join(" · ")))
    })
}

#[inline(never)]
fn claim(asked: &Asked<'_>, expect: &Expect) -> Result<Reply, Error> {
    let found = ask::rows(&Asked { telling: Telling::Lines, ..*asked }, &expect.query)?;
    let rows = found.answers.rows.len();
    let wrong = match &expect.expected {
        Expected::None if rows > 0 => {
            let wrong = broken(expect, &format!("{} where none was expected", counted(rows)));
            Some(too_many(asked, wrong, &found.answers.rows))
        }
        Expected::Some if rows == 0 => Some(no_row(asked, expect, &found.answers)),
        Expected::Rows(number) if rows != *number as usize => {
            let wrong = broken(expect, &format!("{} where {} expected", counted(rows), were(*number)));
            let wrong = too_many(asked, wrong, &found.answers.rows);
            Some(if rows < *number as usize { nearly(wrong, &found.answers) } else { wrong })
        }
        Expected::Exactly(names, _) => not_these(asked, expect, &found, names)?,
        Expected::None | Expected::Some | Expected::Rows(_) => None,
    };
    match wrong {
        Some(wrong) => Err(Error::new(ErrorKind::Expectation, asked.source.clone(), vec![*wrong])),
        None => Ok(Reply::Expected(Held {
            expected: expect.expected.to_string(),
            query: expect.query.to_string(),
            rows: rows as u64,
            notes: Vec::new(),
        })),
    }
}

#[inline(never)]
fn broken(expect: &Expect, message: &str) -> Box<Diagnostic> {
    let message = format!("the expectation failed: {message}");
    Box::new(Diagnostic::error("W0610", message, claimed(expect), "expected"))
}

#[inline(never)]
fn no_row(asked: &Asked<'_>, expect: &Expect, answers: &Answers) -> Box<Diagnostic> {
    let mut wrong = nearly(broken(expect, "no row where some was expected"), answers);
    let (looser, _) = super::empty::looser(asked, &expect.query, None, true);
    wrong.notes.extend(
        looser.iter().take(ROWS).map(|one| format!("{}: {} (`{}`)", one.change, counted(one.rows as usize), one.query)),
    );
    wrong
}

/// What is wrong with `exactly`, if anything.
#[inline(never)]
fn not_these(
    asked: &Asked<'_>,
    expect: &Expect,
    found: &Found,
    names: &[Run],
) -> Result<Option<Box<Diagnostic>>, Error> {
    let claimed = claimed_rows(asked, &found.goal, names)?;
    let ids: FxHashSet<RowId> = claimed.iter().map(|(id, _)| *id).collect();
    let there: FxHashSet<RowId> = found.ids.iter().copied().collect();
    let extra = extra(&found.ids, &found.answers, &ids);
    let missing: Vec<(RowId, Span)> = claimed.into_iter().filter(|(id, _)| !there.contains(id)).collect();
    if extra.is_empty() && missing.is_empty() {
        return Ok(None);
    }
    let mut parts = Vec::new();
    if !extra.is_empty() {
        parts.push(format!("{} too many", counted(extra.len())));
    }
    if !missing.is_empty() {
        parts.push(format!("{} missing", counted(missing.len())));
    }
    let wrong = too_many(asked, broken(expect, &parts.join(", ")), &extra);
    lacking(asked, wrong, &found.goal, &missing, expect.span).map(Some)
}

/// What is claimed, without the question.
fn claimed(expect: &Expect) -> Span {
    match &expect.expected {
        Expected::Exactly(_, span) => *span,
        _ => Span { start: expect.span.start, end: expect.query.span.start.max(expect.span.start) },
    }
}

fn counted(rows: usize) -> String {
    match rows {
        0 => "no row".to_owned(),
        1 => "1 row".to_owned(),
        many => format!("{many} rows"),
    }
}

fn were(number: u32) -> String {
    if number == 1 { "1 was".to_owned() } else { format!("{number} were") }
}

/// The rows that `exactly` names, each with the place of its name.
fn claimed_rows(asked: &Asked<'_>, goal: &Goal, names: &[Run]) -> Result<Vec<(RowId, Span)>, Error> {
    let mut claimed = Vec::with_capacity(names.len());
    let mut wrong = Vec::new();
    for name in names {
        let found = match goal.head {
            Head::Noun(_) if goal.width() == 1 => {
                let row = goal::resolve_row(std::slice::from_ref(name), goal, asked.scope());
                row.map(|row| eval::row_of(goal, asked.facts, &row))
            }
            Head::Study => study_row(asked, name).ok_or_else(|| {
                let span = name.span;
                vec![Diagnostic::error(
                    "W0609",
                    format!("no study `{}`", name.text()),
                    span,
                    "a study's number is wanted",
                )]
            }),
            Head::Noun(_) | Head::Finding => {
                let message = "`exactly` names rows, and these rows have no names of one word";
                let found = Diagnostic::error("W0603", message, name.span, "these rows are not known by one name");
                Err(vec![found.with_note("say how many there are: `expect 3 rows: ...`")])
            }
        };
        match found {
            Ok(id) => claimed.push((id, name.span)),
            Err(more) => wrong.extend(more),
        }
    }
    if wrong.is_empty() { Ok(claimed) } else { Err(fixes::error(asked, wrong)) }
}

fn study_row(asked: &Asked<'_>, name: &Run) -> Option<RowId> {
    let number: u32 = name.text().parse().ok()?;
    let ids = (0..asked.facts.study_count() as u32).map(crate::model::StudyId);
    let mut of_number = ids.filter(|id| asked.facts.study(*id).is_some_and(|study| study.number == number));
    of_number.next().map(RowId::Study)
}

/// The rows that were not claimed.
fn extra(ids: &[RowId], answers: &Answers, claimed: &FxHashSet<RowId>) -> Vec<Answer> {
    let rows = ids.iter().zip(&answers.rows);
    rows.filter(|(row, _)| !claimed.contains(row)).map(|(_, answer)| answer.clone()).collect()
}

/// Names rows with the findings that make them rows.
#[inline(never)]
fn too_many(asked: &Asked<'_>, mut found: Box<Diagnostic>, rows: &[Answer]) -> Box<Diagnostic> {
    for row in rows.iter().take(ROWS) {
        let name = row.cells.first().map_or("?", String::as_str);
        let mut findings = row.findings.iter().filter_map(|id| tell::evidence_of(asked.facts, *id));
        let told: Vec<String> = findings.by_ref().take(FINDINGS).map(|one| tell::evidence_line(&one)).collect();
        let more = findings.count();
        let mut words = match told.is_empty() {
            true => format!("a row: {name}, by no finding ({})", row.verdict.words()),
            false => format!("a row: {name}, by {}", told.join(" · ")),
        };
        if more > 0 {
            words.push_str(&format!(" · and {more} more"));
        }
        found.notes.push(words);
    }
    if rows.len() > ROWS {
        found.notes.push(format!("and {} more", counted(rows.len() - ROWS)));
    }
    found
}

/// Names rows that nearly are, with what keeps them out.
#[inline(never)]
fn nearly(mut found: Box<Diagnostic>, answers: &Answers) -> Box<Diagnostic> {
    for miss in answers.near_misses.iter().chain(&answers.possible).take(ROWS) {
        let reasons: Vec<&str> = miss.failed.iter().map(|failed| failed.reason.as_str()).collect();
        found.notes.push(format!("nearly a row: {}: {}", miss.name, reasons.join("; ")));
    }
    found
}

/// Says of missing rows what fails and which finding comes nearest.
#[inline(never)]
fn lacking(
    asked: &Asked<'_>,
    mut found: Box<Diagnostic>,
    goal: &Goal,
    missing: &[(RowId, Span)],
    whole: Span,
) -> Result<Box<Diagnostic>, Error> {
    let mut budget = Budget::new(asked.limits);
    for &(id, span) in missing.iter().take(ROWS) {
        found.labels.push(Label { span, message: "no row".to_owned() });
        let why = eval::why_not(goal, asked.facts, id, &mut budget)
            .map_err(|exceeded| exceeded_error(asked, exceeded, 0, whole))?;
        let told = tell::why_not(goal, asked.facts, id, &why);
        let mut words = format!("missing: {}", told.row);
        for failing in &told.failing {
            words.push_str(&format!("; {failing}"));
        }
        found.notes.push(words);
        if let Some(nearest) = &told.nearest {
            found.notes.push(format!(
                "the finding of {} that comes nearest: {}",
                told.row,
                tell::evidence_line(nearest)
            ));
        }
    }
    if missing.len() > ROWS {
        found.notes.push(format!("and {} more missing", counted(missing.len() - ROWS)));
    }
    Ok(found)
}
