//! Work divided over the cores.
//!
//! A list of things to look at comes in; stretches of it are looked at side by side, and what each gave goes out in the order of the list, so
//! that nothing depends on who was faster. What is looked for is not known here.

use crate::limits::{Budget, Exceeded};
use std::num::NonZero;
use std::sync::OnceLock;
use std::thread;

/// Stretches at most.
const MOST: usize = 8;

/// How many stretches there are: one for each core, and two where there is but one, so that the same is done everywhere.
fn stretches() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(2, NonZero::get).clamp(2, MOST))
}

/// Does some work on stretches of a list side by side; what they gave, in order. Each may take what is left of the budget, and the whole is
/// charged for all of them.
///
/// # Errors
/// The limit that the first of them reached, or all of them together.
pub(crate) fn divided<I: Sync, T: Send>(
    items: &[I],
    budget: &mut Budget,
    work: impl Fn(&[I], &mut Budget) -> Result<T, Exceeded> + Sync,
) -> Result<Vec<T>, Exceeded> {
    let mut parts = items.chunks(items.len().div_ceil(stretches()).max(1));
    let first = parts.next().unwrap_or_default();
    let work = &work;
    let done: Vec<(Result<T, Exceeded>, Budget)> = thread::scope(|scope| {
        let begin = |part| {
            let mut own = budget.part();
            let run = move || {
                let found = work(part, &mut own);
                (found, own)
            };
            // where no thread is to be had, the work is done here
            (part, thread::Builder::new().spawn_scoped(scope, run))
        };
        let begun: Vec<_> = parts.map(begin).collect();
        let here = |part| {
            let mut own = budget.part();
            (work(part, &mut own), own)
        };
        let mut done = vec![here(first)];
        for (part, thread) in begun {
            done.push(match thread.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(done)) => done,
                // what would end this thread here ends it, as if nothing had been divided
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(_) => here(part),
            });
        }
        done
    });
    let mut found = Vec::with_capacity(done.len());
    let before = budget.part();
    for (part, own) in done {
        found.push(part?);
        budget.take_in(&before, &own)?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    #[test]
    fn stretches_are_put_together_in_order() {
        for of in [0usize, 1, 2, 3, 7, 100, 1001] {
            let items: Vec<usize> = (0..of).collect();
            let mut budget = Budget::new(&Limits::untrusted());
            let done = divided(&items, &mut budget, |part, budget| {
                budget.steps(part.len() as u64)?;
                Ok(part.to_vec())
            });
            assert_eq!(done.map(|done| done.concat()), Ok(items));
            assert_eq!(budget.taken(), of as u64);
        }
    }

    #[test]
    fn all_of_them_share_one_budget() {
        let items = [0u8; 100];
        // each stretch alone keeps to the limit, all of them do not
        let limits = Limits { steps: 60, memory: 60, ..Limits::untrusted() };
        let steps = divided(&items, &mut Budget::new(&limits), |part, budget| {
            let mut steps = 0;
            for _ in part {
                steps += 1;
                budget.step()?;
            }
            Ok(steps)
        });
        assert_eq!(steps, Err(Exceeded::Steps));
        let memory = divided(&items, &mut Budget::new(&limits), |part, budget| budget.allocate(part.len()));
        assert_eq!(memory, Err(Exceeded::Memory));
        let none = divided(&items, &mut Budget::new(&limits), |_, _| Err::<(), _>(Exceeded::Cancelled));
        assert_eq!(none, Err(Exceeded::Cancelled));
    }
}
