//! Limits: what a question may cost.
//!
//! A caller sets them, every stage that can grow keeps to them through a [`Budget`]. They know nothing of what is counted.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What one question may cost. Reaching a limit is an error that names it, never a shorter answer.
///
/// ```
/// use whereof::Limits;
/// let limits = Limits { rows: 10, ..Limits::untrusted() };
/// assert!(limits.nesting < Limits::interactive().nesting);
/// ```
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a question's text.
    pub text: usize,
    /// Levels of brackets, `not` and nested questions; more than 128 are taken for 128.
    pub nesting: usize,
    /// Rows of an answer.
    pub rows: usize,
    /// Findings looked at, once for each time.
    pub steps: u64,
    /// Wall time; none for no limit.
    pub time: Option<Duration>,
    /// Memory accounted for rows and witnesses, in bytes.
    pub memory: usize,
    /// Diagnostics reported for one text.
    pub diagnostics: usize,
    /// Set from another thread to end the question.
    pub cancel: Cancel,
}

impl Limits {
    /// For a person at a prompt.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let session = Session::new(Base::builtin(), Limits::interactive());
    /// assert_eq!(session.limits().time, Some(std::time::Duration::from_secs(60)));
    /// ```
    #[must_use]
    pub fn interactive() -> Limits {
        Limits {
            text: 1 << 20,
            nesting: 128,
            rows: 1_000_000,
            steps: 10_000_000_000,
            time: Some(Duration::from_secs(60)),
            memory: 2 << 30,
            diagnostics: 20,
            cancel: Cancel::default(),
        }
    }

    /// For a script in a pipeline.
    ///
    /// ```
    /// use whereof::Limits;
    /// assert!(Limits::script().rows > Limits::interactive().rows);
    /// let patient = Limits { time: None, ..Limits::script() };
    /// assert_eq!(patient.time, None);
    /// ```
    #[must_use]
    pub fn script() -> Limits {
        Limits {
            text: 16 << 20,
            rows: 10_000_000,
            time: Some(Duration::from_secs(600)),
            memory: 4 << 30,
            ..Limits::interactive()
        }
    }

    /// For questions of strangers: what an embedder starts from.
    ///
    /// ```
    /// use whereof::{Base, Limits};
    /// let mut query = Base::builtin().prepare("treatment where upregulates CXCR4")?;
    /// assert_eq!(query.limits(Limits::untrusted()).run()?.len(), 3);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn untrusted() -> Limits {
        Limits {
            text: 64 << 10,
            nesting: 64,
            rows: 10_000,
            steps: 50_000_000,
            time: Some(Duration::from_secs(2)),
            memory: 256 << 20,
            diagnostics: 5,
            cancel: Cancel::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits::untrusted()
    }
}

/// A switch that ends a question from another thread.
///
/// ```
/// use whereof::Cancel;
/// let cancel = Cancel::default();
/// let other = cancel.clone();
/// other.cancel();
/// assert!(cancel.is_cancelled());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Shares a flag that a signal handler sets.
    ///
    /// ```
    /// use std::sync::{Arc, atomic::AtomicBool};
    /// let flag = Arc::new(AtomicBool::new(true));
    /// assert!(whereof::Cancel::from_flag(flag).is_cancelled());
    /// ```
    #[must_use]
    pub fn from_flag(flag: Arc<AtomicBool>) -> Cancel {
        Cancel(flag)
    }

    /// Ends the questions that run under this switch.
    ///
    /// ```
    /// use whereof::{Base, ErrorKind, Exceeded, Limits};
    /// let limits = Limits::untrusted();
    /// let switch = limits.cancel.clone();
    /// std::thread::spawn(move || switch.cancel()).join().unwrap();
    /// let mut query = Base::builtin().prepare("treatment where upregulates CXCR4")?;
    /// assert_eq!(query.limits(limits).run().unwrap_err().kind(), ErrorKind::Limit(Exceeded::Cancelled));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Makes the switch usable again.
    ///
    /// ```
    /// let cancel = whereof::Cancel::default();
    /// cancel.cancel();
    /// cancel.reset();
    /// assert!(!cancel.is_cancelled());
    /// ```
    pub fn reset(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Whether it was set.
    ///
    /// ```
    /// let cancel = whereof::Cancel::default();
    /// assert!(!cancel.is_cancelled());
    /// cancel.clone().cancel(); // copies are one switch
    /// assert!(cancel.is_cancelled());
    /// ```
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Which limit ended a question.
///
/// ```
/// use whereof::{Base, ErrorKind, Exceeded, Limits};
/// let mut query = Base::builtin().prepare("finding where disease = fibrosis")?;
/// let error = query.limits(Limits { steps: 10, ..Limits::untrusted() }).run().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Limit(Exceeded::Steps));
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exceeded {
    /// Wall time.
    Time,
    /// Findings looked at.
    Steps,
    /// Rows.
    Rows,
    /// Accounted memory.
    Memory,
    /// Cancelled from outside.
    Cancelled,
}

impl Exceeded {
    /// In plain words.
    ///
    /// ```
    /// assert_eq!(whereof::Exceeded::Time.words(), "the time limit was reached");
    /// ```
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Exceeded::Time => "the time limit was reached",
            Exceeded::Steps => "the limit on findings looked at was reached",
            Exceeded::Rows => "the limit on rows was reached",
            Exceeded::Memory => "the memory limit was reached",
            Exceeded::Cancelled => "interrupted",
        }
    }
}

/// What is left of the limits while a question runs.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    /// Set by the first look at the clock, which comes within microseconds: a question that ends before it pays for none.
    deadline: Cell<Option<Instant>>,
    steps: u64,
    memory: usize,
}

/// Inner steps between two looks at the clock and the cancel switch.
const LOOK: u64 = 1024;

impl Budget {
    /// All of the limits; the clock starts when it is looked at first.
    #[must_use]
    pub fn new(limits: &Limits) -> Budget {
        Budget { limits: limits.clone(), deadline: Cell::new(None), steps: 0, memory: 0 }
    }

    /// Looks whether the question may begin at all, without looking at the clock: it may end before the first look at that.
    ///
    /// # Errors
    /// It was cancelled, or no time is given to it.
    pub fn begin(&self) -> Result<(), Exceeded> {
        match self.limits.time {
            _ if self.limits.cancel.is_cancelled() => Err(Exceeded::Cancelled),
            Some(Duration::ZERO) => Err(Exceeded::Time),
            _ => Ok(()),
        }
    }

    /// Accounts for one inner step.
    ///
    /// # Errors
    /// The limit that is reached: steps, time or cancellation, the latter two looked at every 1,024 steps.
    #[inline]
    pub fn step(&mut self) -> Result<(), Exceeded> {
        self.steps += 1;
        if self.steps.is_multiple_of(LOOK) { self.look() } else { Ok(()) }
    }

    /// Accounts for several inner steps at once.
    ///
    /// # Errors
    /// As [`Budget::step`].
    pub fn steps(&mut self, steps: u64) -> Result<(), Exceeded> {
        let before = self.steps / LOOK;
        self.steps = self.steps.saturating_add(steps);
        if self.steps / LOOK != before { self.look() } else { Ok(()) }
    }

    /// Looks at the step count, the cancel switch and the clock now.
    ///
    /// # Errors
    /// The limit that is reached.
    pub fn look(&self) -> Result<(), Exceeded> {
        self.begin()?;
        if self.steps > self.limits.steps {
            return Err(Exceeded::Steps);
        }
        let Some(time) = self.limits.time else { return Ok(()) };
        let now = Instant::now();
        match self.deadline.get() {
            Some(deadline) if now >= deadline => Err(Exceeded::Time),
            Some(_) => Ok(()),
            None => {
                self.deadline.set(now.checked_add(time));
                Ok(())
            }
        }
    }

    /// Accounts for bytes about to be allocated.
    ///
    /// # Errors
    /// [`Exceeded::Memory`].
    pub fn allocate(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.memory = self.memory.saturating_add(bytes);
        if self.memory > self.limits.memory { Err(Exceeded::Memory) } else { Ok(()) }
    }

    /// Checks the number of rows.
    ///
    /// # Errors
    /// [`Exceeded::Rows`].
    pub fn rows(&self, rows: usize) -> Result<(), Exceeded> {
        if rows > self.limits.rows { Err(Exceeded::Rows) } else { Ok(()) }
    }

    /// The same again, for work that goes on side by side: it may take what is left, and what it took is told by [`Budget::take_in`].
    pub(crate) fn part(&self) -> Budget {
        let Budget { limits, deadline, steps, memory } = self;
        Budget { limits: limits.clone(), deadline: deadline.clone(), steps: *steps, memory: *memory }
    }

    /// Takes over what a part took since it was what `before` is.
    ///
    /// # Errors
    /// All parts together have reached a limit.
    pub(crate) fn take_in(&mut self, before: &Budget, part: &Budget) -> Result<(), Exceeded> {
        self.steps = self.steps.saturating_add(part.steps.saturating_sub(before.steps));
        self.allocate(part.memory.saturating_sub(before.memory))?;
        if self.steps > self.limits.steps { Err(Exceeded::Steps) } else { Ok(()) }
    }

    /// Steps taken so far.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.steps
    }
}
