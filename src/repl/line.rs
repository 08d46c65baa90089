//! The line as the editor last showed it, so that it outlives whatever ends its reading.
//!
//! The editor tells of every change; a line, its cursor and the moment when it was begun can be asked for. It knows no keys and no words.

use crate::terminal::{Interrupts, Keyboard};
use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

/// A Ctrl-C that is there so soon was pressed before the prompt was.
const WAITING: Duration = Duration::from_millis(5);

/// Keys that come sooner after each other were not typed by hand.
const PAUSE: Duration = Duration::from_millis(15);
/// Time for hints while keys come so fast; a hint that nobody can read must not hold up what is pasted.
const PATIENCE: Duration = Duration::from_millis(100);

/// The line that is being typed.
pub(super) struct Line {
    text: RefCell<String>,
    cursor: Cell<usize>,
    begun: Cell<Option<Instant>>,
    /// When the last hint was there, and what hints cost since keys began to come fast.
    hinted: Cell<Option<Instant>>,
    spent: Cell<Duration>,
    interrupts: Interrupts,
}

impl Line {
    /// No line yet.
    pub(super) fn new(interrupts: Interrupts) -> Line {
        Line {
            text: RefCell::default(),
            cursor: Cell::default(),
            begun: Cell::default(),
            hinted: Cell::default(),
            spent: Cell::default(),
            interrupts,
        }
    }

    /// A line is read from now on.
    pub(super) fn begin(&self) {
        self.begun.set(None);
        self.text.borrow_mut().clear();
        self.cursor.set(0);
        self.interrupts.over();
    }

    /// Takes down how the line stands; called whenever it changed, and once before any key.
    pub(super) fn shows(&self, text: &str, cursor: usize) {
        if self.begun.get().is_none() {
            self.begun.set(Some(Instant::now()));
            // a signal that came before was no order to end the next question; from now on the editor gets them
            self.interrupts.over();
        }
        if !text.is_empty() {
            self.interrupts.typed();
        }
        let mut kept = self.text.borrow_mut();
        kept.clear();
        kept.push_str(text);
        self.cursor.set(cursor);
    }

    /// A hint, where there is time for one.
    pub(super) fn hinted<T>(&self, hint: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.hinted.get().is_none_or(|then| then.elapsed() > PAUSE) {
            self.spent.set(Duration::ZERO);
        }
        let start = Instant::now();
        let found = if self.spent.get() < PATIENCE { hint() } else { None };
        self.spent.set(self.spent.get() + start.elapsed());
        self.hinted.set(Some(Instant::now()));
        found
    }

    /// What stands before and behind the cursor.
    pub(super) fn halves(&self) -> (String, String) {
        let text = self.text.borrow();
        let (before, behind) = text.split_at_checked(self.cursor.get()).unwrap_or((text.as_str(), ""));
        (before.to_owned(), behind.to_owned())
    }

    /// Whether the key that ended the reading was pressed before it began.
    pub(super) fn was_waited_for(&self) -> bool {
        self.text.borrow().is_empty() && self.begun.get().is_none_or(|begun| begun.elapsed() < WAITING)
    }
}

/// Does what may trip over itself in the editor, without a word on the terminal: a session is not lost for one line.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    done.ok()
}

/// Reads one input on a terminal that edits lines itself; none at the end. Lines that are no text are given as an error of that kind.
///
/// # Errors
/// The terminal fails.
pub(super) fn plain(
    prompt: &'static str,
    interrupts: &Interrupts,
    is_whole: impl Fn(&str) -> bool,
) -> io::Result<Option<String>> {
    let mut text = String::new();
    loop {
        let mut out = io::stdout();
        out.write_all(prompt.as_bytes())?;
        out.flush()?;
        interrupts.keyboard(Keyboard::Lines(prompt));
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_until(b'\n', &mut bytes);
        interrupts.keyboard(Keyboard::Nobody);
        if read? == 0 {
            return Ok(None);
        }
        if interrupts.over() {
            text.clear();
        }
        let line = std::str::from_utf8(&bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        text.push_str(line.trim_end_matches(['\n', '\r']));
        if is_whole(&text) {
            return Ok(Some(text));
        }
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_kept_as_it_was_shown() {
        let line = Line::new(Interrupts::default());
        line.begin();
        assert!(line.was_waited_for());
        line.shows("TGF-β1", 6);
        assert_eq!(line.halves(), ("TGF-β".to_owned(), "1".to_owned()));
        assert!(!line.was_waited_for());
        // a cursor within a character is no reason to lose the line
        line.shows("TGF-β1", 5);
        assert_eq!(line.halves(), ("TGF-β1".to_owned(), String::new()));
        line.begin();
        assert_eq!(line.halves(), (String::new(), String::new()));
    }

    #[test]
    fn what_panics_gives_nothing() {
        assert_eq!(caught(|| 1), Some(1));
        assert_eq!(caught(|| [0u8; 1].iter().map(|at| [1][usize::from(*at) + 7]).sum::<i32>()), None);
    }
}
