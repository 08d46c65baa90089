//! Why bytes are no base that can be asked.
//!
//! Readers of the file say it; the command line and the library print it. It does not know the name of the file.

use super::VERSION;
use std::fmt;

/// What is wrong with the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It is a file of something else.
    Foreign,
    /// It was written by a later version of this library.
    Newer(u32),
    /// It was written by an earlier version, in a form that is no longer read.
    Older(u32),
    /// It was written by a machine that stores numbers the other way round.
    Turned,
    /// It ends too early: so many bytes of so many are there.
    Short(u64, u64),
    /// A part of it is not what was written: which one.
    Corrupt(&'static str),
    /// It does not fit into the form: what.
    Large(&'static str),
}

impl Damage {
    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Damage::Foreign => "`whereof import` makes a base of files of others",
            Damage::Newer(_) => "a newer whereof reads it; this one leaves it as it is",
            Damage::Older(_) | Damage::Turned => "make it anew with `whereof import` from what it was made of",
            Damage::Short(..) | Damage::Corrupt(_) => "take a copy of it, or make it anew with `whereof import`",
            Damage::Large(_) => "import a part of it",
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::Foreign => write!(f, "this is no base"),
            Damage::Newer(version) => {
                write!(f, "this base has form {version}, and this whereof reads up to form {VERSION}")
            }
            Damage::Older(version) => write!(f, "this base has form {version}, which is no longer read"),
            Damage::Turned => write!(f, "this base was written on a machine that stores numbers the other way round"),
            Damage::Short(there, whole) => write!(f, "this base is cut short: {there} of its {whole} bytes are there"),
            Damage::Corrupt(part) => write!(f, "this base is damaged: {part} is not what was written"),
            Damage::Large(what) => write!(f, "too large for one base: {what}"),
        }
    }
}

impl std::error::Error for Damage {}
