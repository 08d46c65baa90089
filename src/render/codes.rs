//! Every code, explained once.
//!
//! A code comes in, its meaning, an example and its remedy go out. It does not know the stages that give the codes.

mod bases;
mod questions;
mod runs;

/// One code of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// `W0201`
    pub code: &'static str,
    /// What it says, in one line.
    pub meaning: &'static str,
    /// The shortest text that causes it: a question, a base laid upon the built-in one, or a command line that begins with `whereof`; empty
    /// where none of these does.
    pub wrong: &'static str,
    /// The same, mended; empty where that depends.
    pub right: &'static str,
    /// Why it is so and what to do.
    pub words: &'static str,
}

impl Code {
    /// The page that `whereof help CODE` prints.
    ///
    /// ```
    /// let page = whereof::prompt::explain("W0201").unwrap().page();
    /// assert!(page.starts_with("W0201: ") && page.contains("wrong  "));
    /// ```
    #[must_use]
    pub fn page(&self) -> String {
        let mut out = format!("{}: {}\n", self.code, self.meaning);
        if !self.wrong.is_empty() {
            out.push_str(&format!("\n  wrong  {}\n", self.wrong.replace('\n', "\n         ")));
        }
        if !self.right.is_empty() {
            out.push_str(&format!("  right  {}\n", self.right.replace('\n', "\n         ")));
        }
        out.push('\n');
        for line in super::grid::wrap(self.words, 78) {
            out.push_str(&line);
            out.push('\n');
        }
        out
    }
}

/// All codes, in the order of their numbers.
///
/// ```
/// use whereof::prompt::codes;
/// assert!(codes().any(|known| known.code == "W0201") && codes().is_sorted_by_key(|known| known.code));
/// ```
pub fn codes() -> impl Iterator<Item = &'static Code> {
    [questions::CODES, bases::CODES, runs::CODES].into_iter().flatten()
}

/// Finds a code, however its letter and zeros are typed.
///
/// ```
/// use whereof::prompt::explain;
/// assert_eq!(explain("w101").map(|found| found.code), Some("W0101"));
/// assert_eq!(explain("CXCR4"), None);
/// ```
#[must_use]
pub fn explain(code: &str) -> Option<&'static Code> {
    let digits = code.trim().trim_start_matches(['w', 'W']);
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    codes().find(|known| known.code.get(1..).is_some_and(|number| number == format!("{digits:0>4}")))
}
