//! What the command line and the prompt share: exit codes, sinks, looks, signals.
//!
//! The surroundings of the program come in as values, bytes go out to streams and files. It does not know what is asked or typed.

mod exit;
pub(crate) mod files;
mod output;
mod signals;
mod surface;
mod time;

pub(crate) use exit::Exit;
pub(crate) use output::{NewFile, Sink, Stop, shown};
pub(crate) use signals::{Interrupts, Keyboard, on_interrupt};
pub(crate) use surface::{ErrorFormat, Look, When, reads_lines};
pub(crate) use time::{Timeout, took};

use std::io::{IsTerminal, Write};
use whereof::limits::Exceeded;
use whereof::render::{prose, report, sanitise};
use whereof::{Error, ErrorKind};

/// Writes to standard error; there is nowhere to tell that this failed.
pub(crate) fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// What is said in plain words, as wide as the terminal where there is one.
pub(crate) fn flowing(words: &str, look: &Look) -> String {
    if look.width.is_some() || std::io::stderr().is_terminal() {
        return prose(words, 0, &look.stderr());
    }
    format!("{}\n", sanitise(words))
}

/// The text of an error in the form asked for, so many diagnostics at most.
pub(crate) fn told(error: &Error, look: &Look, limit: usize) -> String {
    let (source, mut found) = (error.source_text(), error.diagnostics().to_vec());
    if let (ErrorKind::Limit(Exceeded::Time), Some(first)) = (error.kind(), found.first_mut()) {
        first.notes.push("the switch for it is `--timeout TIME`".to_owned());
    }
    let found = &found;
    match look.errors {
        ErrorFormat::Human => report::human(source, found, limit, &look.stderr()),
        ErrorFormat::Short => report::short(source, found, limit),
        ErrorFormat::Json => report::json(source, found, limit),
    }
}
