//! Questions of strangers: bounded, and stopped from another thread.
//!
//! Reaching a limit is an error that names the limit, never a shorter answer. The switch can be set at any time from anywhere; the question
//! can be asked again afterwards.
#![allow(clippy::print_stdout)] // an example shows its result

use std::thread;
use std::time::Duration;
use whereof::{Base, ErrorKind, Exceeded, Limits};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = Base::builtin();
    let mut query = base.prepare("treatment where upregulates CXCR4")?;

    query.limits(Limits { rows: 2, time: Some(Duration::from_millis(200)), ..Limits::untrusted() });
    match query.run() {
        Err(error) if error.kind() == ErrorKind::Limit(Exceeded::Rows) => println!("bounded: {error}"),
        other => return Err(format!("unexpected: {other:?}").into()),
    }

    // Each thread asks a copy of its own; they share the base and one switch.
    let limits = Limits { time: None, steps: u64::MAX, ..Limits::untrusted() };
    let switch = limits.cancel.clone();
    query.limits(limits);
    let asking: Vec<_> = (0..2)
        .map(|_| {
            let query = query.clone();
            // Until it is stopped: an answer of three rows takes no time at all.
            thread::spawn(move || {
                loop {
                    if let Err(error) = query.run() {
                        break error.to_string();
                    }
                }
            })
        })
        .collect();
    switch.cancel();
    for thread in asking {
        println!("stopped: {}", thread.join().map_err(|_| "a thread failed")?);
    }
    switch.reset();
    println!("again: {} rows", query.run()?.len());
    Ok(())
}
