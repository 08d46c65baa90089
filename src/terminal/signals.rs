//! Ctrl-C as a switch that ends a question.
//!
//! A signal comes in, a flag goes up; a second one ends the program. It knows no question.

use super::Exit;
use signal_hook::consts::SIGINT;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use whereof::limits::Cancel;

/// Makes Ctrl-C end the running question; pressed again before the switch is reset, it ends the program with 130.
///
/// Where the system refuses, Ctrl-C keeps its usual meaning.
pub(crate) fn on_interrupt() -> Cancel {
    let flag = Arc::new(AtomicBool::new(false));
    // the order matters: the first looks at the flag before the second raises it
    let _ = signal_hook::flag::register_conditional_shutdown(SIGINT, 130, Arc::clone(&flag));
    let _ = signal_hook::flag::register(SIGINT, Arc::clone(&flag));
    Cancel::from_flag(flag)
}

/// Ctrl-C for a program that goes on after it: it counts only while something is being answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupts {
    cancel: Cancel,
    is_busy: Arc<AtomicBool>,
}

impl Interrupts {
    /// Takes Ctrl-C over. While nothing is being answered it is nothing: a second press that comes just after an answer, or while a pager
    /// is open, must not end what comes next.
    ///
    /// Where the system refuses, Ctrl-C keeps its usual meaning.
    pub(crate) fn catch() -> Interrupts {
        let caught = Interrupts::default();
        let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT]) else { return caught };
        let here = caught.clone();
        // a thread, since a handler may not look at two switches; it sleeps until a signal comes
        std::thread::spawn(move || {
            for _ in signals.forever() {
                if here.pressed() {
                    std::process::exit(Exit::Interrupted as i32);
                }
            }
        });
        caught
    }

    /// Takes one press; true where the program is to end.
    fn pressed(&self) -> bool {
        if !self.is_busy.load(Ordering::SeqCst) {
            return false;
        }
        let is_second = self.cancel.is_cancelled();
        self.cancel.cancel();
        is_second
    }

    /// The switch that ends a question.
    pub(crate) fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Says whether something is being answered from now on; says what was so far.
    pub(crate) fn busy(&self, is_busy: bool) -> bool {
        self.cancel.reset();
        self.is_busy.swap(is_busy, Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ctrl_c_counts_while_something_is_answered() {
        let keys = Interrupts::default();
        assert!(!keys.pressed() && !keys.pressed() && !keys.cancel().is_cancelled());
        keys.busy(true);
        assert!(!keys.pressed() && keys.cancel().is_cancelled());
        assert!(keys.pressed());
        // the next question starts anew
        keys.busy(false);
        assert!(!keys.cancel().is_cancelled());
        keys.busy(true);
        assert!(!keys.pressed() && keys.cancel().is_cancelled());
    }
}
