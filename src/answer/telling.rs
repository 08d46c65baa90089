//! How much of an answer is put into words, and what is left out.
//!
//! Whoever shows an answer says what it has room for; an answer that holds no more than that counts the rest, and can be told whole later. How
//! rows are found and printed is not known here.

use super::{Answer, Answers, EffectAnswer};
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// How much of an answer somebody is going to look at. Which rows there are, their number, order and verdicts never depend on it.
///
/// ```
/// use whereof::answer::Telling;
/// use whereof::{Base, Limits, Reply, Session};
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// session.set_telling(Telling::Page { rows: 2 });
/// let Reply::Answers(page) = session.eval("treatment where improves homing").remove(0)? else { panic!("no answer") };
/// let untold = page.untold.as_ref().unwrap();
/// assert_eq!((untold.first, page.rows.len() + untold.rows as usize), (2, page.len())); // those that are not told are counted
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Telling {
    /// All of it.
    #[default]
    Whole,
    /// As much as a page shows: so many rows, all where it is 0, and the first findings behind them.
    Page {
        /// Rows of its table.
        rows: usize,
    },
    /// What a line for each row holds: cells, verdict, studies and numbers of findings, no finding in words.
    Lines,
}

/// What an answer holds no words of.
///
/// ```
/// use whereof::answer::Telling;
/// use whereof::{Base, Limits, Reply, Session};
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// session.set_telling(Telling::Page { rows: 3 });
/// let Reply::Answers(answers) = session.eval("treatment where improves homing").remove(0)? else { panic!("no answer") };
/// let untold = answers.untold.as_ref().unwrap();
/// assert_eq!((untold.first, answers.rows.len() as u64 + untold.rows), (3, answers.len() as u64));
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Untold {
    /// So many of its rows are the first ones of the answer; those behind them are there because their findings are shown.
    pub first: u64,
    /// Rows that it does not hold.
    pub rows: u64,
    /// Findings for and against those rows.
    pub findings: u64,
    /// Distinct studies of all rows, held or not.
    pub studies: u64,
    /// Whether a narrower name leads to one of the rows that it does not hold.
    pub through: bool,
    /// Notes that each of those rows has.
    pub notes: Vec<String>,
    /// What was wanted.
    #[serde(skip)]
    pub telling: Telling,
    #[serde(skip)]
    pub(crate) rest: Option<Rest>,
}

/// What tells all rows.
#[derive(Clone)]
pub(crate) struct Rest(pub(crate) Arc<dyn Fn() -> Result<Vec<Answer>, String> + Send + Sync>);

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rest")
    }
}

impl PartialEq for Rest {
    fn eq(&self, _: &Rest) -> bool {
        // what is the same so far has the same rest
        true
    }
}

impl Answers {
    /// How many rows there are, whether the answer holds words of them or not.
    ///
    /// ```
    /// use whereof::{Base, Limits, Reply, Session};
    /// let reply = Session::new(Base::builtin(), Limits::script()).eval("treatment where upregulates CXCR4").remove(0)?;
    /// let Reply::Answers(answers) = reply else { panic!("no answer") };
    /// assert_eq!((answers.len(), answers.is_empty()), (3, false));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        let rows = self.untold.as_ref().map_or(0, |untold| usize::try_from(untold.rows).unwrap_or(usize::MAX));
        self.rows.len().saturating_add(rows)
    }

    /// Whether there is no row.
    ///
    /// ```
    /// use whereof::{Base, Limits, Reply, Session};
    /// let reply = Session::new(Base::builtin(), Limits::script()).eval("treatment where decreases CXCR4").remove(0)?;
    /// let Reply::Answers(answers) = reply else { panic!("no answer") };
    /// assert!(answers.is_empty());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it holds all that stands behind a row, counted from 0.
    ///
    /// ```
    /// use whereof::answer::Telling;
    /// use whereof::{Base, Limits, Reply, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.set_telling(Telling::Page { rows: 1 });
    /// let reply = session.eval("treatment where improves homing").remove(0)?;
    /// let Reply::Answers(answers) = reply else { panic!("no answer") };
    /// assert!(answers.tells(0) && !answers.tells(answers.len() - 1));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn tells(&self, row: usize) -> bool {
        let Some(untold) = &self.untold else { return row < self.rows.len() };
        let is_first = usize::try_from(untold.first).is_ok_and(|first| row < first);
        // a finding without a statement is only counted
        let is_told = |effect: &EffectAnswer| {
            let all = effect.witnesses.iter().chain(&effect.against_inside).chain(&effect.against_elsewhere);
            all.into_iter().all(|one| !one.statement.is_empty())
        };
        let told = |row: &Answer| row.effects.iter().all(is_told);
        is_first && untold.telling != Telling::Lines && self.rows.get(row).is_some_and(told)
    }

    /// The same answer with words of all rows and all that stands behind them: the question is answered again, as it was asked.
    ///
    /// ```
    /// use whereof::answer::Telling;
    /// use whereof::{Base, Limits, Reply, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.set_telling(Telling::Lines);
    /// let Reply::Answers(lines) = session.eval("treatment where upregulates CXCR4").remove(0)? else { panic!("no answer") };
    /// assert!(lines.rows[0].effects.is_empty());
    /// let whole = lines.whole()?;
    /// assert!(!whole.rows[0].effects[0].witnesses[0].statement.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Why it is not answered again: a limit was reached.
    pub fn whole(&self) -> Result<Answers, String> {
        let Some(rest) = self.untold.as_ref().and_then(|untold| untold.rest.as_ref()) else { return Ok(self.clone()) };
        let rows = (rest.0)()?;
        Ok(Answers { rows, untold: None, ..self.clone() })
    }
}

/// Findings told in full on one page; the others are counted.
const FINDINGS: usize = 40;

/// Which rows of a page have their findings told: as many as there is room for, and those of the first row in any case.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    told: usize,
    most: usize,
}

impl Room {
    /// The room of a page, or of one that is told to its end.
    pub(crate) fn new(whole: bool) -> Room {
        Room { told: 0, most: if whole { usize::MAX } else { FINDINGS } }
    }

    /// Whether so many findings of the next row are told.
    pub(crate) fn takes(&mut self, findings: usize) -> bool {
        let sum = self.told.saturating_add(findings);
        let fits = self.told == 0 || sum <= self.most;
        if fits {
            self.told = sum;
        }
        fits
    }
}
