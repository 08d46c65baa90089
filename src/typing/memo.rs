//! What was worked out for the last keys, so that one key press does the work once.
//!
//! Readings of statements and counts of places come in under the text that they were made from and are handed out again for the same text. It does
//! not know when they stop being true: a session forgets them whenever it changes.

use super::counts::Counts;
use super::read::Reading;
use std::sync::{Arc, Mutex, PoisonError};

/// Texts kept of each sort: a line has few statements, and a name is typed letter by letter at one place.
const KEPT: usize = 8;

/// What a session worked out while its line was typed. A clone begins anew.
#[derive(Debug, Default)]
pub struct Memo {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    readings: Vec<(String, Option<Arc<Reading>>)>,
    counts: Vec<(String, Arc<Counts>)>,
}

impl Clone for Memo {
    fn clone(&self) -> Memo {
        Memo::default()
    }
}

impl Memo {
    /// Forgets everything: what words mean may have changed.
    pub fn forget(&mut self) {
        *self = Memo::default();
    }

    pub(super) fn reading(&self, text: &str, read: impl FnOnce() -> Option<Reading>) -> Option<Arc<Reading>> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = kept().readings.iter().find(|(known, _)| known == text) {
            return found.clone();
        }
        let made = read().map(Arc::new);
        push(&mut kept().readings, text, made.clone());
        made
    }

    pub(super) fn counts<E>(&self, place: &str, count: impl FnOnce() -> Result<Counts, E>) -> Result<Arc<Counts>, E> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = kept().counts.iter().find(|(known, _)| known == place) {
            return Ok(Arc::clone(found));
        }
        let made = Arc::new(count()?);
        push(&mut kept().counts, place, Arc::clone(&made));
        Ok(made)
    }
}

fn push<T>(kept: &mut Vec<(String, T)>, text: &str, made: T) {
    if kept.len() == KEPT {
        kept.remove(0);
    }
    kept.push((text.to_owned(), made));
}
