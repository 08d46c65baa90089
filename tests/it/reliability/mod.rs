//! What `docs/reliability.md` promises, tried as somebody would who wants to break it.
//!
//! Hostile texts, bases and surroundings go in; a panic, a wrong bound or other bytes than before come out as a failure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    missing_docs,
    unreachable_pub,
    clippy::print_stdout
)]

mod bases;
mod chains;
mod costs;
mod depth;
mod fixes;
mod growth;
#[cfg(unix)]
mod program;
mod questions;
mod same;
mod saving;
mod shared;
mod supply;
mod survive;

use crate::grammar::Chance;

/// How many cases a test runs: as usual, or as many as `WHEREOF_CASES` says.
pub(crate) fn cases(usual: u64) -> u64 {
    std::env::var("WHEREOF_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// From which seed on: to run one failure again.
pub(crate) fn seed() -> u64 {
    std::env::var("WHEREOF_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// One of some things.
fn one<T: Copy>(chance: &mut Chance, of: &[T]) -> T {
    of[chance.below(of.len())]
}

/// Runs in a thread with this stack.
fn in_stack<T: Send + 'static>(bytes: usize, work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(bytes).spawn(work).unwrap().join().unwrap()
}

/// A base of many findings: `treatments` by `genes` and diseases, one finding in four without a disease.
pub(crate) fn large(findings: usize) -> whereof::Base {
    use std::fmt::Write;
    let (treatments, genes, diseases) = (findings / 5 + 1, findings / 50 + 2, 50);
    let mut text = String::from(
        "source Big; noun treatment; noun gene; noun disease; slot disease with takes = disease, place;
verb raises with passive = \"raised by\", alias = r, direction = increase, opposite = lowers, object = gene;
verb lowers with passive = \"lowered by\", direction = decrease, object = gene;
verb \"no effect on\" with direction = none, object = gene; entity everything is gene with alias = e; entity illness is disease;\n",
    );
    (0..genes).for_each(|at| writeln!(text, "entity G{at} is gene with broader = everything;").unwrap());
    (0..diseases).for_each(|at| writeln!(text, "entity D{at} is disease with broader = illness;").unwrap());
    (0..treatments).for_each(|at| writeln!(text, "entity T{at} is treatment;").unwrap());
    let mut chance = Chance::new(7);
    for at in 0..findings {
        if at % 10 == 0 {
            write!(text, "{}study {} {{", if at > 0 { "}\n" } else { "" }, at / 10 + 1).unwrap();
        }
        let subject =
            if at % 3 > 0 { format!("T{}", chance.below(treatments)) } else { format!("G{}", chance.below(genes)) };
        let verb = one(&mut chance, &["raises", "raises", "lowers", "\"no effect on\""]);
        write!(text, "at \"1\" {}: {subject} {verb} G{}", at % 10 + 1, chance.below(genes)).unwrap();
        if at % 4 > 0 {
            write!(text, " in D{}", chance.below(diseases)).unwrap();
        }
        text.push(';');
    }
    text.push('}');
    whereof::Base::from_text(&whereof::text::Source::new("big", text)).unwrap()
}
