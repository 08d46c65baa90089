//! Questions of strangers: bounded, and stopped from another thread.
//!
//! Reaching a limit is an error that names the limit, never a shorter answer. The switch can be set at any time from anywhere; the
//! session goes on as it was.
#![allow(clippy::print_stdout)] // an example shows its result

use std::time::Duration;
use whereof::text::Source;
use whereof::{Base, ErrorKind, Limits, Session};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = Source::new("question", "treatment where upregulates CXCR4");

    let limits = Limits { rows: 2, time: Some(Duration::from_millis(200)), ..Limits::untrusted() };
    let mut session = Session::new(Base::builtin(), limits);
    for reply in session.eval(&question) {
        match reply {
            Err(error) if matches!(error.kind(), ErrorKind::Limit(_)) => println!("bounded: {error}"),
            other => println!("unexpected: {other:?}"),
        }
    }

    let limits = Limits::untrusted();
    let switch = limits.cancel.clone();
    let mut session = Session::new(Base::builtin(), limits);
    std::thread::spawn(move || switch.cancel()).join().map_err(|_| "the other thread failed")?;
    for reply in session.eval(&question) {
        println!("stopped: {}", reply.err().map_or_else(|| "no error".to_owned(), |error| error.to_string()));
    }
    session.limits().cancel.reset();
    println!("again: {} reply", session.eval(&question).iter().filter(|reply| reply.is_ok()).count());
    Ok(())
}
