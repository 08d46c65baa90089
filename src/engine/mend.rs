//! Mended questions: what can be asked instead of what went wrong.
//!
//! An error or an answer comes in, whole texts that can be asked go out, each with what it changes and the rows that it gives. It invents no
//! way out: those of the diagnostics and the weaker questions are all there is.

use super::run::small;
use super::tried::tried;
use super::{Error, Session};
use crate::answer::{Looser, Reply};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::text::Source;

/// A question that can be asked instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// What was changed, in plain words: `CXCR4 (gene)`.
    pub change: String,
    /// The whole text.
    pub text: String,
    /// How many rows it gives; none where that is not known.
    pub rows: Option<u64>,
    /// The first few of these rows, with their studies.
    pub examples: Vec<String>,
}

impl Session {
    /// The texts that an error's ways out lead to. Where several things are wrong, the first mends all of them that can be mended.
    ///
    /// ```
    /// use whereof::Source;
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let wrong = session.eval(&Source::new("query", "treatment where upregulates CXCR44")).remove(0).unwrap_err();
    /// let mended = session.fix(&wrong);
    /// assert_eq!((mended[0].text.as_str(), mended[0].rows), ("treatment where upregulates CXCR4", Some(3)));
    /// ```
    #[must_use]
    pub fn fix(&self, error: &Error) -> Vec<Mended> {
        let found = error.diagnostics();
        let mut mended: Vec<Mended> = Vec::new();
        if found.len() > 1 {
            mended.extend(self.all_at_once(error.source_text(), found));
        }
        for fix in found.iter().flat_map(|one| &one.fixes) {
            let Some(text) = applied(fix, error.source_text()) else { continue };
            if mended.iter().all(|known| known.text != text) {
                let (change, rows, examples) = (fix.message.clone(), fix.rows, fix.examples.clone());
                mended.push(Mended { change, text, rows, examples });
            }
        }
        mended
    }

    /// The first way out of everything that is wrong, taken together.
    fn all_at_once(&self, source: &Source, found: &[Diagnostic]) -> Option<Mended> {
        let mut firsts: Vec<&Fix> =
            found.iter().filter_map(|one| one.fixes.iter().find(|fix| !fix.edits.is_empty())).collect();
        firsts.sort_by_key(|fix| fix.edits.first().map(|edit| edit.span));
        let mut edits: Vec<Edit> = firsts.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        let clash = edits.windows(2).any(|pair| matches!(pair, [one, next] if next.span.start < one.span.end));
        if firsts.len() < 2 || clash {
            return None;
        }
        let at = edits.first().map_or(0, |edit| edit.span.start);
        let mut change = firsts.iter().map(|fix| fix.message.as_str()).collect::<Vec<_>>().join(", ");
        if firsts.len() < found.len() {
            change.push_str(&format!("; mends {} of {} mistakes", firsts.len(), found.len()));
        }
        let fix = Fix { message: change, edits, rows: None, examples: Vec::new() };
        let text = applied(&fix, source)?;
        let (limits, mended) = (small(&self.limits), Source::new(source.name(), text.clone()));
        let asked = super::run::Asked { limits: &limits, ..self.asked(source) };
        let (rows, examples) = match tried(&asked, &mended, at).rows {
            Some((rows, examples)) => (Some(rows), examples),
            None => (None, Vec::new()),
        };
        Some(Mended { change: fix.message, text, rows, examples })
    }
}

impl Mended {
    /// The weaker questions that a reply offers: those of an answer without a row, and those that would let a row in.
    ///
    /// ```
    /// use whereof::prompt::Mended;
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let none = session.eval("treatment where increases GSH and disease = fibrosis").remove(0)?;
    /// assert_eq!(Mended::of(&none)[0].text, "treatment where increases GSH and also disease = fibrosis");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn of(reply: &Reply) -> Vec<Mended> {
        let looser: &[Looser] = match reply {
            Reply::Answers(answers) => &answers.looser,
            Reply::WhyNot(why_not) => &why_not.relaxations,
            _ => &[],
        };
        let mended = looser.iter().map(|one| Mended {
            change: one.change.clone(),
            text: one.query.clone(),
            rows: Some(one.rows),
            examples: one.examples.clone(),
        });
        mended.collect()
    }
}

fn applied(fix: &Fix, source: &Source) -> Option<String> {
    if fix.edits.is_empty() { None } else { fix.apply(source.text()) }
}
