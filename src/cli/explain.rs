//! Telling how a question is answered.
//!
//! A question and bases come in; the steps of its plan go out as a table, with what each looked at, and an exit code. It does not know how
//! questions are planned.

use super::args::Explains;
use super::bases::show;
use super::run::{Failure, bind, open};
use super::tools::fail;
use crate::terminal::{Exit, Look, Stop, on_interrupt};
use whereof::answer::reply::Listing;
use whereof::engine::Explained;
use whereof::text::Source;
use whereof::{Limits, Session};

/// Asks a question and shows the steps.
///
/// # Errors
/// What ends the program before its time.
pub(super) fn run(explains: &Explains, look: &Look) -> Result<Exit, Stop> {
    let base = match open(&explains.bases) {
        Ok(base) => base,
        Err(Failure::Base(error)) => return Ok(fail(&error, look)),
        Err(Failure::Stop(stop)) => return Err(stop),
    };
    let mut limits = Limits { cancel: on_interrupt(), ..Limits::script() };
    if let Some(timeout) = explains.timeout {
        limits.time = timeout.0;
    }
    let mut session = Session::new(base, limits);
    bind(&mut session, &explains.params);
    match session.explain_run(Source::new("query", explains.question.as_str())) {
        Ok(Some(told)) => {
            show(listed(&told), explains.format, look)?;
            Ok(Exit::Answered)
        }
        Ok(None) => {
            Err(Stop::Failed(Exit::Wrong, "only questions for rows and counts are answered in steps".to_owned()))
        }
        Err(error) => Ok(fail(&error, look)),
    }
}

/// The steps as a table, and below them what they give.
fn listed(told: &Explained) -> Listing {
    let number = |number: Option<u64>| number.map_or(String::new(), |number| number.to_string());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for step in &told.steps {
        let expected = step.findings.map(|findings| findings as u64);
        rows.push(vec![step.number.clone(), step.words.clone(), number(expected), number(step.touched)]);
    }
    let given = if told.rows == 1 { "1 row".to_owned() } else { format!("{} rows", told.rows) };
    rows.push(vec![String::new(), format!("given: {given}"), String::new(), number(Some(told.findings))]);
    let columns = ["step", "what is done", "findings expected", "findings looked at"].map(str::to_owned).to_vec();
    Listing { title: "steps".to_owned(), columns, rows }
}
