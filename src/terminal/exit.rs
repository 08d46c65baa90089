//! How the program ends.
//!
//! Outcomes of statements come in, one code goes out; the codes are a promise of the manual.

use whereof::ErrorKind;
use whereof::limits::Exceeded;

/// The exit codes, the weightier the later it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Answered, be it with no row.
    Answered = 0,
    /// The question or the base is wrong, or two bases that were compared differ.
    Wrong = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A file cannot be read or written.
    File = 3,
    /// No rows, and `--fail-empty` was asked.
    Empty = 4,
    /// An expectation failed.
    Broken = 5,
    /// Cut short by a limit.
    Cut = 6,
    /// Interrupted by the user.
    Interrupted = 130,
}

impl Exit {
    /// The code for an error of the library.
    pub(crate) fn of(kind: ErrorKind) -> Exit {
        match kind {
            ErrorKind::File => Exit::File,
            ErrorKind::Expectation => Exit::Broken,
            ErrorKind::Limit(Exceeded::Cancelled) => Exit::Interrupted,
            ErrorKind::Limit(_) => Exit::Cut,
            _ => Exit::Wrong,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> std::process::ExitCode {
        std::process::ExitCode::from(exit as u8)
    }
}
