//! What is known of a line while it is typed: what could come next, what it gives so far, and what its words are.
//!
//! A line, a place in it and what it would be asked of come in; candidates with their findings, a hint and classes of words go out, all of
//! them read by the parser and the resolver that the finished question goes through. It shows nothing, changes nothing, and would rather
//! give nothing than something wrong.
//!
//! # How a list stays quick, and what its numbers mean
//!
//! The number beside a name is the number of findings that would meet the condition in which it is typed, for rows of which all other
//! conditions typed so far are true. It is found in one of three ways, the first that does:
//!
//! 1. Where nothing else narrows the question, from a [`Census`]: one look at every finding, made once for a base, then a list for each place
//!    that is kept.
//! 2. Where the plan says that few findings are to be looked at (50,000), by answering the question with the place left open
//!    ([`crate::goal::resolve_open`]): the planner starts from the shortest posting list, and each witness says what stands in the place.
//! 3. Else the names of the place are taken in the order of all their findings, and each is asked by itself in the question: a name's own
//!    posting list is short. What is not reached before the time is over is not offered, so the list is ranked by what was counted,
//!    and [`Completions::more`] says that there may be others.
//!
//! Names are found by what is typed through the sorted index of names. Only where too few begin so, the text of all names is searched for it,
//! in one pass, or (where the question leaves few names) these alone; only where still nothing is found, names with the letters scattered in them
//! are taken. What is shown is read once more as the line that it would make: a name that would not be read there, or that would give no row, is
//! left out.
//!
//! One call takes at most 5 ms on a base of up to 100,000 findings and 20 ms on larger ones, if the limits of the session set a time at all;
//! without one, steps alone decide, so that the same line always gets the same answer.

mod claims;
mod conditions;
mod counts;
mod finish;
mod highlight;
mod hint;
mod memo;
mod names;
mod nouns;
mod offers;
mod place;
mod probe;
mod read;
mod values;
mod words;

pub use highlight::WordClass;
pub use hint::{Counted, Hint};
pub use memo::Memo;
pub(crate) use words::does;

use crate::base::{Census, Facts};
use crate::goal::{Definitions, Scope};
use crate::limits::{Budget, Limits};
use crate::names::Fit;
use crate::syntax::ast::Item;
use crate::text::Span;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Candidates of one list at most: `rustyline` draws no more well, and nobody reads them.
pub const MOST: usize = 40;

/// Findings up to which a base is small.
const SMALL: usize = 100_000;
/// Time for one call on a small base and on a larger one, and for a hint: with a hint, a key is answered within 20 ms.
const QUICK: Duration = Duration::from_millis(5);
const SLOW: Duration = Duration::from_millis(12);
/// Findings looked at for one call.
const STEPS: u64 = 400_000;

/// What a line would be asked of.
pub struct Known<'a> {
    /// The store.
    pub facts: &'a dyn Facts,
    /// What the session defined.
    pub definitions: &'a Definitions,
    /// How many findings each name has, once it was counted.
    pub census: &'a OnceLock<Census>,
    /// The parameters that have a value, and what each stands for.
    pub parameters: &'a [(String, String)],
    /// Puts values where parameters stand; false where one has none or does not fit.
    pub put: &'a dyn Fn(&mut Item) -> bool,
    /// What the session allows a question.
    pub limits: &'a Limits,
    /// What was worked out for the keys before.
    pub memo: &'a Memo,
    /// When a call must end; each sets it for itself.
    pub deadline: Option<Instant>,
}

impl<'a> Known<'a> {
    /// The candidates for a place of a line.
    #[must_use]
    pub fn complete(&mut self, line: &str, at: usize) -> Completions {
        self.deadline = self.after(if self.facts.finding_count() <= SMALL { QUICK } else { SLOW });
        offers::complete(self, line, at)
    }

    /// What is worth saying of a line whose cursor is at a place; none where nothing is, or where it takes too long.
    #[must_use]
    pub fn hint(&mut self, line: &str, at: usize) -> Option<Hint> {
        self.deadline = self.after(QUICK);
        hint::hint(self, line, at)
    }

    /// The classes of a line's words, in order.
    #[must_use]
    pub fn highlight(&self, line: &str) -> Vec<(Span, WordClass)> {
        highlight::highlight(self, line)
    }

    fn after(&self, time: Duration) -> Option<Instant> {
        let time = self.limits.time.map(|most| most.min(time))?;
        Instant::now().checked_add(time)
    }

    fn scope(&self) -> Scope<'a> {
        Scope { vocabulary: self.facts.vocabulary(), definitions: self.definitions }
    }

    fn census(&self) -> &'a Census {
        self.census.get_or_init(|| Census::of(self.facts))
    }

    /// What is left for one question.
    fn allowance(&self) -> Limits {
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        Limits { time: left, steps: self.limits.steps.min(STEPS), ..self.limits.clone() }
    }

    /// Whether there is no time left, or the call was cancelled.
    fn is_over(&self) -> bool {
        Budget::new(&self.allowance()).look().is_err()
    }
}

/// The candidates for a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Where what they replace begins; it ends at the place itself.
    pub start: usize,
    /// The candidates, the likeliest first.
    pub offers: Vec<Completion>,
    /// Whether there may be more: the list was full, or the time over.
    pub more: bool,
}

/// One candidate for a place.
///
/// ```
/// let session = whereof::Session::new(whereof::Base::builtin(), whereof::Limits::interactive());
/// let line = "treatment where upregulates CXC";
/// let found = session.complete(line, line.len());
/// assert_eq!((found.start, found.offers[0].replacement.as_str()), (28, "CXCR4"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completion {
    /// What is put in.
    pub replacement: String,
    /// What is shown.
    pub display: String,
    /// What sort of word it is.
    pub what: What,
    /// The same in the words of the base: `gene`, `verb`; of a keyword, what it does.
    pub kind: String,
    /// A cross-reference to a public vocabulary: `NCBIGene:7852`.
    pub xref: Option<String>,
    /// Another name of it, where that is what was typed.
    pub through: Option<String>,
    /// Findings under the question typed so far; none where they were not counted.
    pub findings: Option<u64>,
    /// How it fits what was typed.
    pub fit: Fit,
}

/// What sort of word a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum What {
    /// A noun of the base, or `finding` and `study`.
    Noun,
    /// A capital letter that stands for a noun of the question.
    Letter,
    /// A verb of the base or of the session.
    Verb,
    /// A slot.
    Slot,
    /// A name.
    Name,
    /// An amount, a number or words that findings state.
    Value,
    /// A set that the session defined.
    Set,
    /// A parameter.
    Parameter,
    /// A word of the language.
    Keyword,
}
