//! What whereof costs, as the tables of docs/performance.md.
//!
//! The name of a part and the program come in, Markdown tables go out. Every measured answer is compared before it is timed.

#[cfg(unix)]
mod cancel;
mod keys;
#[cfg(unix)]
mod prompt;
mod read;
mod start;
mod warm;

use std::error::Error;

/// The question that everything is measured with.
pub(crate) const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(what), Some(program)) = (arguments.next(), arguments.next()) else {
        return Err(
            "two arguments are wanted: start, prompt, read, warm, keys, cancel or all; and the built program".into()
        );
    };
    let all = what == "all";
    if all || what == "start" {
        start::measure(program.as_ref())?;
    }
    #[cfg(unix)]
    if all || what == "prompt" {
        prompt::measure(program.as_ref())?;
    }
    if all || what == "read" {
        read::measure()?;
    }
    if all || what == "warm" {
        warm::measure()?;
    }
    if all || what == "keys" {
        keys::measure()?;
    }
    #[cfg(unix)]
    if all || what == "cancel" {
        cancel::measure(program.as_ref())?;
    }
    Ok(())
}

/// The smallest, the middle and the largest of some figures.
pub(crate) fn spread(mut figures: Vec<f64>) -> (f64, f64, f64) {
    figures.sort_by(f64::total_cmp);
    let at = |index: usize| figures.get(index).copied().unwrap_or(f64::NAN);
    (at(0), at(figures.len() / 2), at(figures.len().saturating_sub(1)))
}
