//! Statements run in a thread of their own, so that Ctrl-C gives the prompt back at once.
//!
//! A session and a text come in; each result is handed over as soon as it is there, and the session comes back as the statements left it. What
//! does not end soon after Ctrl-C (letting go of a hundred thousand rows takes its time too) ends by itself behind the prompt, and the session
//! stays as it was before. How results look is not known here.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};
use whereof::answer::Reply;
use whereof::limits::Cancel;
use whereof::text::Source;
use whereof::{Base, Error, Limits, Session};

/// Between two looks at Ctrl-C while nothing comes.
const LOOK: Duration = Duration::from_millis(2);
/// What a question may take to end by itself after Ctrl-C: with it, a message says how far it had come.
const GRACE: Duration = Duration::from_millis(12);
/// As a main thread has it.
const STACK: usize = 8 << 20;

/// Takes a result; false where no further statement is to run.
pub(super) type Take<'t> = dyn FnMut(Result<Reply, Error>, &Base) -> bool + 't;

/// What comes from the thread.
enum Said {
    Result(Box<Result<Reply, Error>>, Base),
    Over(Box<Session>),
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// All was handed over.
    Over,
    /// Ctrl-C came, and what was running is left to itself.
    Left,
}

/// Runs the statements of a text under a session, whose own switch is what Ctrl-C raises.
pub(super) fn ask(session: &mut Session, source: &Source, take: &mut Take<'_>) -> Ended {
    let text = source.clone();
    match apart(session, take, move |asked, say, may| work(asked, &text, say, may)) {
        Some(ended) => ended,
        // the system gives no thread
        None => {
            session.eval_with_base(source, take);
            Ended::Over
        }
    }
}

/// Does work in a thread of its own; none where there is no thread.
fn apart(
    session: &mut Session,
    take: &mut Take<'_>,
    work: impl FnOnce(Session, &Sender<Said>, &Receiver<bool>) + Send + 'static,
) -> Option<Ended> {
    let raised = session.limits().cancel.clone();
    // a switch of its own: the one of Ctrl-C is put down again while what was left to itself still runs
    let own = Cancel::default();
    let mut asked = session.clone();
    asked.set_limits(Limits { cancel: own.clone(), ..session.limits().clone() });
    let (say, hear) = channel();
    let (allow, may) = channel();
    Builder::new().stack_size(STACK).spawn(move || work(asked, &say, &may)).ok()?;
    let mut until: Option<Instant> = None;
    loop {
        match hear.recv_timeout(LOOK) {
            Ok(Said::Result(result, base)) => {
                let goes_on = take(*result, &base);
                // where the thread is gone, the next look at it says so
                let _ = allow.send(goes_on);
            }
            Ok(Said::Over(asked)) => {
                let limits = session.limits().clone();
                *session = *asked;
                session.set_limits(limits);
                return Some(Ended::Over);
            }
            Err(RecvTimeoutError::Disconnected) => return Some(Ended::Left),
            Err(RecvTimeoutError::Timeout) => {
                if raised.is_cancelled() {
                    own.cancel();
                    let end = *until.get_or_insert_with(|| Instant::now() + GRACE);
                    if Instant::now() >= end {
                        return Some(Ended::Left);
                    }
                }
            }
        }
    }
}

/// Lets go of something behind the prompt: an answer of a hundred thousand rows takes its time even then.
pub(super) fn let_go<T: Send + 'static>(thing: T) {
    // where the system gives no thread, the thing goes here
    let _ = Builder::new().spawn(move || drop(thing));
}

/// What the thread does. Where nobody hears any more, it ends.
fn work(mut session: Session, source: &Source, say: &Sender<Said>, may: &Receiver<bool>) {
    session.eval_with_base(source, &mut |result, base| {
        say.send(Said::Result(Box::new(result), base.clone())).is_ok() && may.recv().unwrap_or(false)
    });
    let _ = say.send(Said::Over(Box::new(session)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(cancel: &Cancel) -> Session {
        Session::new(Base::builtin(), Limits { cancel: cancel.clone(), ..Limits::interactive() })
    }

    #[test]
    fn what_statements_define_is_there_behind_them() {
        let mut session = session(&Cancel::default());
        let mut heard = 0;
        let text = Source::new("query", "define mine = treatment where upregulates CXCR4; mine; count mine");
        let ended = ask(&mut session, &text, &mut |result, _| {
            heard += usize::from(result.is_ok());
            heard < 2
        });
        assert_eq!((ended, heard), (Ended::Over, 2));
        assert!(session.eval(Source::new("query", "count mine")).iter().all(Result::is_ok));
    }

    #[test]
    fn what_does_not_end_is_left_and_the_session_stays() {
        let cancel = Cancel::default();
        let mut session = session(&cancel);
        let (end, ended) = channel::<()>();
        cancel.cancel();
        let begun = Instant::now();
        let left = apart(&mut session, &mut |_, _| true, move |mut asked, say, _| {
            asked.bind("name", "CXCR4");
            let _ = ended.recv();
            let _ = say.send(Said::Over(Box::new(asked)));
        });
        assert_eq!(left, Some(Ended::Left));
        assert!(begun.elapsed() >= GRACE);
        drop(end);
        cancel.reset();
        let found = session.eval(Source::new("query", "treatment where upregulates $name"));
        assert!(found.iter().all(Result::is_err), "what was left has changed the session");
    }

    #[test]
    fn what_is_gone_is_no_question_that_runs_for_ever() {
        let mut session = session(&Cancel::default());
        assert_eq!(apart(&mut session, &mut |_, _| true, |_, _, _| {}), Some(Ended::Left));
    }
}
