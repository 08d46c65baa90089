//! What a script says to its session: values, expectations, files, retracted studies, comparisons.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod card;
mod complete;
mod diff;
mod empty;
mod expect;
mod explain;
mod files;
mod guide;
mod highlight;
mod hint;
mod record;
mod retract;
mod terms;
mod values;
mod why;

use whereof::answer::{Answers, Reply};
use whereof::text::Source;
use whereof::{Base, Error, Limits, Session};

/// A session on the embedded base, without a clock.
pub(crate) fn session() -> Session {
    Session::new(Base::builtin(), Limits { time: None, ..Limits::script() })
}

pub(crate) fn eval(session: &mut Session, text: &str) -> Vec<Result<Reply, Error>> {
    session.eval(&Source::new("script", text))
}

/// The last reply, where all statements succeed.
pub(crate) fn last(session: &mut Session, text: &str) -> Reply {
    let replies = eval(session, text);
    let mut good: Vec<Reply> =
        replies.into_iter().map(|reply| reply.unwrap_or_else(|e| panic!("{text}: {e:?}"))).collect();
    good.pop().unwrap()
}

pub(crate) fn answers(session: &mut Session, text: &str) -> Answers {
    match last(session, text) {
        Reply::Answers(answers) => *answers,
        other => panic!("{text}: {other:?}"),
    }
}

/// The error of the last statement.
pub(crate) fn error(session: &mut Session, text: &str) -> Error {
    match eval(session, text).pop().unwrap() {
        Err(error) => error,
        Ok(reply) => panic!("{text}: {reply:?}"),
    }
}

/// Its code and everything that it says.
pub(crate) fn said(error: &Error) -> (&'static str, String) {
    let first = &error.diagnostics()[0];
    let mut all = vec![first.message.clone()];
    all.extend(first.labels.iter().map(|label| label.message.clone()));
    all.extend(first.notes.iter().cloned());
    all.extend(first.fixes.iter().map(|fix| fix.message.clone()));
    (first.code, all.join("\n"))
}

/// Cells, verdict, numbers of the studies for and against.
pub(crate) type RowWords = (Vec<String>, &'static str, Vec<u32>, Vec<u32>);

/// Names, verdicts and numbers of studies of the rows: what two bases can be compared by.
pub(crate) fn rows(answers: &Answers) -> Vec<RowWords> {
    let numbers = |refs: &[whereof::answer::Ref]| refs.iter().map(|one| one.number).collect::<Vec<_>>();
    let row = |row: &whereof::answer::Answer| {
        (row.cells.clone(), row.verdict.words(), numbers(&row.refs), numbers(&row.refs_against))
    };
    answers.rows.iter().map(row).collect()
}

/// A small base of one's own.
pub(crate) const SMALL: &str =
    "source Notes; noun gene; noun treatment; noun disease; slot disease with takes = (disease);
    verb lifts with passive = \"lifted by\", direction = increase, opposite = sinks, subject = treatment, object = gene;
    verb sinks with passive = \"sunk by\", direction = decrease, opposite = lifts, subject = treatment, object = gene;
    entity tea is treatment; entity milk is treatment; entity salt is treatment;
    entity G1 is gene; entity G2 is gene; entity flu is disease; entity cold is disease;";

pub(crate) fn small(findings: &str) -> Base {
    Base::from_text(Source::new("small", format!("{SMALL}\n{findings}"))).unwrap()
}
