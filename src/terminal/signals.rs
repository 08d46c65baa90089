//! Signals: Ctrl-C as a switch that ends a question, and what else may come while somebody sits at the prompt.
//!
//! Signals come in, flags go up, and the terminal is put back before the program ends. It knows no question and no line.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use whereof::limits::Cancel;

/// Within this time a second Ctrl-C leaves.
const AGAIN: Duration = Duration::from_secs(2);

/// Makes Ctrl-C end the running question of a script; pressed again before that has ended, it ends the program with 130.
///
/// Where the system refuses, Ctrl-C keeps its usual meaning.
pub(crate) fn on_interrupt() -> Cancel {
    let flag = Arc::new(AtomicBool::new(false));
    // the order matters: the first looks at the flag before the second raises it
    let _ = signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGINT, 130, Arc::clone(&flag));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&flag));
    Cancel::from_flag(flag)
}

/// Who has the keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Keyboard {
    /// Nobody: something is being answered.
    #[default]
    Nobody,
    /// The line editor, which puts the terminal in a mode of its own and sees Ctrl-C as a key.
    Editor,
    /// The terminal itself, a line at a time; these words are shown again after Ctrl-C.
    Lines(&'static str),
    /// Another program, such as a pager, which heeds Ctrl-C itself.
    Program,
}

/// Ctrl-C, and the other signals of a terminal, for a program that goes on after them.
///
/// Ctrl-C ends the question or clears the line. One that clears the line within two seconds after another, with nothing typed between, leaves
/// with 130, and so does any that finds a question still there which an earlier one should have ended. The terminal is as it was found whenever the program ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupts {
    cancel: Cancel,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// When Ctrl-C was pressed last, with nothing typed since.
    pressed: Mutex<Option<Instant>>,
    keyboard: Mutex<Keyboard>,
    /// Whether the editor has to begin anew, since the program was stopped and the mode of the terminal is gone.
    resumed: AtomicBool,
}

/// What stands behind a lock; it is whole whoever panicked with it.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Interrupts {
    /// Takes Ctrl-C over, and remembers how the terminal is.
    ///
    /// Where the system refuses, the signals keep their usual meaning.
    pub(crate) fn catch() -> Interrupts {
        let caught = Interrupts::default();
        #[cfg(unix)]
        thread::attend(caught.clone());
        #[cfg(not(unix))]
        {
            let flag = Arc::new(AtomicBool::new(false));
            let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&flag));
            return Interrupts { cancel: Cancel::from_flag(flag), ..caught };
        }
        #[cfg(unix)]
        caught
    }

    /// The switch that ends a question.
    pub(crate) fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Says who has the keyboard from now on, and gives who had it.
    pub(crate) fn keyboard(&self, who: Keyboard) -> Keyboard {
        std::mem::replace(&mut *held(&self.shared.keyboard), who)
    }

    /// Something was answered: a signal that came meanwhile is no order to end what comes next, and the first of no two. Says whether one came.
    pub(crate) fn over(&self) -> bool {
        let was = self.cancel.is_cancelled();
        self.cancel.reset();
        if was {
            self.typed();
        }
        was
    }

    /// Counts a Ctrl-C; true where it is the second in a row.
    pub(crate) fn press(&self) -> bool {
        self.press_at(Instant::now())
    }

    fn press_at(&self, now: Instant) -> bool {
        held(&self.shared.pressed).replace(now).is_some_and(|before| now.saturating_duration_since(before) <= AGAIN)
    }

    /// Something was typed: the next Ctrl-C is a first one again.
    pub(crate) fn typed(&self) {
        *held(&self.shared.pressed) = None;
    }

    /// Whether the editor was ended only to begin anew; said once.
    pub(crate) fn take_resumed(&self) -> bool {
        self.shared.resumed.swap(false, Ordering::Relaxed)
    }

    /// Takes one Ctrl-C that came as a signal; true where the program is to end.
    fn signalled(&self) -> bool {
        // one that only wakes the editor says nothing
        if *held(&self.shared.keyboard) == Keyboard::Program || self.shared.resumed.load(Ordering::Relaxed) {
            return false;
        }
        let is_unheeded = self.cancel.is_cancelled();
        self.cancel.cancel();
        self.press() || is_unheeded
    }
}

/// A thread that waits for signals: a handler may do next to nothing, a thread anything.
#[cfg(unix)]
mod thread {
    use super::{Interrupts, Keyboard, held};
    use crate::terminal::{Exit, say};
    use rustix::process::{Signal, getpid, kill_process};
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::io::stdin;
    use std::sync::atomic::Ordering;
    use std::time::Duration;

    /// How long the editor may take to put the terminal in its mode again, where it was the editor that stopped the program.
    const AWAKE: Duration = Duration::from_millis(50);
    /// How often it is woken.
    const TURNS: usize = 100;

    pub(super) fn attend(here: Interrupts) {
        let found = tcgetattr(stdin()).ok();
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGCONT]) else { return };
        // it sleeps until a signal comes
        std::thread::spawn(move || {
            for signal in signals.forever() {
                let keyboard = *held(&here.shared.keyboard);
                match (signal, keyboard) {
                    (SIGINT, _) => {
                        if here.signalled() {
                            restore(found.as_ref());
                            std::process::exit(Exit::Interrupted as i32);
                        }
                        if let Keyboard::Lines(words) = keyboard {
                            say(&format!("\n{words}"));
                        }
                    }
                    (SIGCONT, _) => wake(&here),
                    (other, _) => {
                        restore(found.as_ref());
                        let _ = emulate_default_handler(other);
                    }
                }
            }
        });
    }

    /// Makes the editor begin the line anew, where it had the terminal and others have changed the mode since.
    fn wake(here: &Interrupts) {
        // several times: one that comes while the editor is not waiting for keys is not seen by it
        for _ in 0..TURNS {
            std::thread::sleep(AWAKE);
            if *held(&here.shared.keyboard) != Keyboard::Editor || is_edited() {
                break;
            }
            here.shared.resumed.store(true, Ordering::Relaxed);
            let _ = kill_process(getpid(), Signal::INT);
        }
    }

    /// Whether the terminal gives keys one by one, as the line editor wants them.
    fn is_edited() -> bool {
        tcgetattr(stdin()).is_ok_and(|now| !now.local_modes.contains(LocalModes::ICANON))
    }

    /// Puts the terminal back as it was found.
    fn restore(found: Option<&Termios>) {
        if let (Some(found), true) = (found, is_edited()) {
            // the editor had asked for marks around what is pasted
            say("\u{1b}[?2004l\r\n");
            let _ = tcsetattr(stdin(), OptionalActions::Now, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_two_quick_ones_leaves() {
        let keys = Interrupts::default();
        let start = Instant::now();
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        assert!(!keys.press_at(start) && !keys.press_at(after(2_001)) && keys.press_at(after(4_001)));
        keys.typed();
        assert!(!keys.press_at(after(4_002)));
    }

    #[test]
    fn one_that_ended_nothing_leaves_however_late() {
        let keys = Interrupts::default();
        assert!(!keys.signalled() && keys.cancel().is_cancelled());
        *held(&keys.shared.pressed) = Instant::now().checked_sub(AGAIN * 2);
        assert!(keys.signalled());
        assert!(keys.over() && !keys.over());
        // what a pager gets is its own
        assert_eq!(keys.keyboard(Keyboard::Program), Keyboard::Nobody);
        assert!(!keys.signalled() && !keys.signalled() && !keys.cancel().is_cancelled());
    }
}
