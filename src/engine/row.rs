//! One row of an answer: cells that can be read by name, and the evidence when it is asked for.
//!
//! The ids of a row come in with the answer that it is of; names, verdicts, citations and proofs go out.

use super::ask::{self, exceeded_error};
use super::{Answers, Error};
use crate::answer::{Citation, Evidence, Verdict, reply::Proof};
use crate::eval::{self, Row, RowId};
use crate::limits::Budget;
use crate::tell;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::fmt;
use std::ops::Index;

/// One row of [`Answers`].
///
/// `row["treatment"]` is the text of a cell; of a column that is not there it is empty, [`Answer::get`] tells the two apart.
///
/// ```
/// use whereof::Base;
/// let answers = Base::builtin().query("treatment where upregulates CXCR4 order by name show species")?;
/// let last = answers.iter().last().unwrap();
/// assert_eq!((&last["treatment"], &last["species"]), ("resveratrol", "rat"));
/// assert_eq!((last.get("tissue"), &last["tissue"]), (None, ""));
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    answers: &'a Answers,
    id: RowId,
    at: usize,
}

impl<'a> Answer<'a> {
    pub(super) fn new(answers: &'a Answers, id: RowId, at: usize) -> Answer<'a> {
        Answer { answers, id, at }
    }

    /// The row with what stands behind it.
    fn row(&self) -> Cow<'a, Row> {
        self.answers.row(self.at).map_or_else(|| Cow::Owned(Row::bare(self.id)), Cow::Borrowed)
    }

    /// The text of a cell by the name of its column; none where there is no such column.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// let row = answers.get(0).unwrap();
    /// assert_eq!((row.get("treatment"), row.get("species")), (Some("resveratrol"), None));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&'a str> {
        let ready = &self.answers.ready;
        let at = ready.columns.iter().position(|name| name == column)?;
        // A name stands in the base; nothing needs to be made.
        match self.id.entities().get(at) {
            Some(entity) => Some(ready.facts().vocabulary().entity_name(*entity)),
            None => self.answers.cells(self.at)?.get(at).map(String::as_str),
        }
    }

    /// What the row is called: its noun, the statement of a finding, a study's number and title; of several nouns all of them.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("study where upregulates CXCR4 and disease = fibrosis")?;
    /// assert!(answers.get(0).unwrap().name().starts_with("[59]"));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        let facts = self.answers.ready.facts();
        match self.id {
            RowId::Entity(entity) => Cow::Borrowed(facts.vocabulary().entity_name(entity)),
            id => Cow::Owned(tell::row_name(facts, id)),
        }
    }

    /// What the findings say, taken together.
    ///
    /// ```
    /// use whereof::{Base, Verdict};
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// assert!(answers.iter().all(|row| row.verdict() == Verdict::Supported));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        tell::verdict(&self.answers.ready.goal, self.answers.ready.facts(), &self.row())
    }

    /// The studies for the row, by source and number.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// let cited = answers.get(0).unwrap().citations();
    /// assert_eq!((cited[0].source.as_str(), cited[0].number), ("Hu 2020", 59));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn citations(&self) -> Vec<Citation> {
        let ready = &self.answers.ready;
        tell::citations(ready.facts(), &tell::studies(ready.facts(), &self.row()).0)
    }

    /// The studies of findings against the row, by source and number.
    ///
    /// ```
    /// use whereof::{Base, Verdict};
    /// let answers = Base::builtin().query("treatment where no effect on immunomodulation in vivo")?;
    /// let row = answers.get(0).unwrap();
    /// assert_eq!((row.name().as_ref(), row.verdict()), ("IFN-γ", Verdict::ContextSplit));
    /// assert_eq!(row.citations_against()[0].number, 67);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn citations_against(&self) -> Vec<Citation> {
        let ready = &self.answers.ready;
        tell::citations(ready.facts(), &tell::studies(ready.facts(), &self.row()).1)
    }

    /// The findings for the row, each once.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// let evidence = answers.get(0).unwrap().evidence();
    /// assert_eq!(evidence[0].statement, "resveratrol upregulates CXCR4");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn evidence(&self) -> Vec<Evidence> {
        let facts = self.answers.ready.facts();
        self.row().findings.iter().filter_map(|id| tell::evidence_of(facts, *id)).collect()
    }

    /// How many findings there are for the row, without a word of them being made.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4")?;
    /// let row = answers.get(0).unwrap();
    /// assert_eq!(row.findings(), row.evidence().len());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn findings(&self) -> usize {
        self.answers.found.findings(&self.answers.ready, self.at).unwrap_or_default()
    }

    /// The findings that speak against the row, those in the contexts that were asked for before those elsewhere, each once.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where no effect on immunomodulation in vivo")?;
    /// let against = answers.get(0).unwrap().against();
    /// assert!(against.iter().all(|evidence| evidence.sign == '+' && !evidence.locators.is_empty()));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn against(&self) -> Vec<Evidence> {
        let facts = self.answers.ready.facts();
        let row = self.row();
        let effects = || row.effects.iter();
        let all = effects().flat_map(|effect| &effect.inside).chain(effects().flat_map(|effect| &effect.elsewhere));
        let mut seen = FxHashSet::default();
        all.filter(|id| seen.insert(**id)).filter_map(|id| tell::evidence_of(facts, *id)).collect()
    }

    /// Why it is a row: the first few of the smallest sets of findings that put it there, each with its steps; what `why` answers.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// let proof = &answers.get(0).unwrap().why()?[0];
    /// assert_eq!(proof.evidence[0].statement, "resveratrol upregulates CXCR4");
    /// assert!(proof.steps.iter().any(|step| step.contains("fibrosis")));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// A limit was reached, those of the query that gave the row.
    pub fn why(&self) -> Result<Vec<Proof>, Error> {
        let Answers { ready, limits, .. } = self.answers;
        let mut budget = Budget::new(limits);
        let proofs =
            eval::why_first(&ready.goal, ready.facts(), self.id, (tell::PROOFS_TOLD, ask::PROOFS), &mut budget)
                .map_err(|exceeded| exceeded_error(&ready.asked(limits), exceeded, 0, ready.span()));
        let proofs = ready.sound(proofs)?;
        Ok(tell::why_row(&ready.goal, ready.facts(), self.id, &proofs).proofs)
    }
}

impl Index<&str> for Answer<'_> {
    type Output = str;

    fn index(&self, column: &str) -> &str {
        self.get(column).unwrap_or("")
    }
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("name", &self.name()).field("verdict", &self.verdict()).finish_non_exhaustive()
    }
}
