//! How well a name fits what was typed of it.
//!
//! The letters typed so far and a declared spelling come in; how they fit goes out: as the beginning, at a later word, inside one, or
//! scattered through it. Both are compared in normal form, so `tgf b` begins `TGF-β1`; nothing is known of what a name stands for.

use super::normal::{is_separator, normal};
use memchr::memmem;

/// How a name fits what was typed, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// It is what was typed.
    Whole,
    /// It begins so.
    Begins,
    /// A later word of it begins so.
    Word,
    /// It has it inside.
    Inside,
    /// It has the letters in this order, with others between: `fndng` in `finding`.
    Scattered,
}

/// What was typed of a name.
///
/// ```
/// use whereof::names::{Fit, Typed};
/// let fit = |typed: &str, name: &str| Typed::new(typed).fit(name).map(|(fit, _)| fit);
/// assert_eq!(fit("tgfb", "TGF-β1"), Some(Fit::Begins));
/// assert_eq!(fit("duct", "bile duct ligation"), Some(Fit::Word));
/// assert_eq!(fit("R4", "CXCR4"), Some(Fit::Inside));
/// assert_eq!(fit("fndng", "finding"), Some(Fit::Scattered));
/// assert_eq!(fit("fndng", "fibrosis"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    form: String,
}

/// Letters from which on a name may have them inside, and scattered.
const INSIDE: usize = 2;
const SCATTERED: usize = 3;

impl Typed {
    /// Brings what was typed into normal form.
    #[must_use]
    pub fn new(text: &str) -> Typed {
        Typed { form: normal(text) }
    }

    /// Its normal form.
    #[must_use]
    pub fn form(&self) -> &str {
        &self.form
    }

    /// Whether nothing was typed that tells names apart.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.form.is_empty()
    }

    /// How a spelling fits, and how far its letters are apart: the nearer the better.
    #[must_use]
    pub fn fit(&self, spelling: &str) -> Option<(Fit, u32)> {
        self.fit_form(&normal(spelling), spelling)
    }

    /// The same where the normal form of the spelling is known.
    #[must_use]
    pub fn fit_form(&self, form: &str, spelling: &str) -> Option<(Fit, u32)> {
        if let Some(rest) = form.strip_prefix(self.form.as_str()) {
            return Some((if rest.is_empty() { Fit::Whole } else { Fit::Begins }, 0));
        }
        if self.form.len() >= INSIDE
            && let Some(at) = memmem::find(form.as_bytes(), self.form.as_bytes())
        {
            return Some((self.inside(form, at, spelling), 0));
        }
        self.scattered(form).map(|apart| (Fit::Scattered, apart))
    }

    /// Whether a place in the normal form is where a word of the spelling begins.
    fn inside(&self, form: &str, at: usize, spelling: &str) -> Fit {
        let finder = memmem::Finder::new(self.form.as_bytes());
        let mut places = std::iter::once(at).chain(finder.find_iter(form.as_bytes()).skip(1));
        let begins = |at: usize| {
            let mut parted = spelling.char_indices().zip(spelling.chars().skip(1));
            parted.any(|((place, c), next)| {
                is_separator(c)
                    && !is_separator(next)
                    && spelling.get(..place).is_some_and(|front| normal(front).len() == at)
            })
        };
        if places.any(begins) { Fit::Word } else { Fit::Inside }
    }

    /// How many letters stand between those typed, in the nearest place that begins as typed; none where they are not all there in order.
    fn scattered(&self, form: &str) -> Option<u32> {
        let (typed, form) = (self.form.as_bytes(), form.as_bytes());
        if typed.len() < SCATTERED || typed.len() > form.len() {
            return None;
        }
        let first = *typed.first()?;
        let mut best: Option<u32> = None;
        for start in memchr::memchr_iter(first, form) {
            let mut wanted = typed.iter().skip(1);
            let mut next = wanted.next();
            let mut end = start;
            for (at, byte) in form.iter().enumerate().skip(start + 1) {
                match next {
                    Some(letter) if letter == byte => {
                        next = wanted.next();
                        end = at;
                    }
                    Some(_) => {}
                    None => break,
                }
            }
            if next.is_some() {
                break;
            }
            let apart = (end - start + 1 - typed.len()) as u32;
            best = Some(best.map_or(apart, |before| before.min(apart)));
        }
        // Letters that lie too far apart are there by chance.
        best.filter(|apart| *apart <= 2 * typed.len() as u32)
    }
}
