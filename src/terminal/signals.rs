//! Ctrl-C as a switch that ends a question.
//!
//! A signal comes in, a flag goes up; a second one ends the program. It knows no question.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use whereof::limits::Cancel;

/// Makes Ctrl-C end the running question; pressed again before the switch is reset, it ends the program with 130.
///
/// Where the system refuses, Ctrl-C keeps its usual meaning.
pub(crate) fn on_interrupt() -> Cancel {
    let flag = Arc::new(AtomicBool::new(false));
    // the order matters: the first looks at the flag before the second raises it
    let _ = signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGINT, 130, Arc::clone(&flag));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&flag));
    Cancel::from_flag(flag)
}
