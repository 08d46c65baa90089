//! What a prepared question gives: rows that can be read by name, and their evidence when it is asked for.
//!
//! An outcome of ids comes in with the question that it answers; names, verdicts, citations and proofs go out, each put into words only once
//! somebody wants it. It finds no row and drops none.

use super::ask::{self, exceeded_error};
use super::query::Ready;
use super::session::with_remarks;
use super::{Error, ErrorKind};
use crate::answer::{self, Citation, Counts, Evidence, Graph, NearMiss, Reply, Skipped, Verdict, reply::Proof};
use crate::diagnostic::Diagnostic;
use crate::eval::{self, Outcome, Row, RowId};
use crate::limits::{Budget, Limits};
use crate::render::{self, Format, Style, Told};
use crate::tell;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::fmt;
use std::io;
use std::ops::Index;
use std::sync::{Arc, OnceLock};

/// The rows of a question, each with what stands behind it.
///
/// It owns all that it needs and may outlive the base and the question. Rows are held as numbers; words are made when they are asked for.
///
/// ```
/// use whereof::{Base, Verdict};
/// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
/// for row in &answers {
///     assert_eq!(&row["treatment"], "resveratrol");
///     assert_eq!(row.verdict(), Verdict::Supported);
///     assert_eq!(row.citations()[0].to_string(), "Hu 2020 [59]");
///     assert_eq!(row.why()?[0].evidence[0].locators[0], "Hu 2020, section 4.1, sentence 8");
/// }
/// assert_eq!(answers.excluded()?[0].slot, "disease"); // what is not stated was left out, and counted
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Answers {
    ready: Arc<Ready>,
    outcome: Outcome,
    limits: Limits,
    /// The cells of rows that were asked for one.
    cells: OnceLock<Vec<OnceLock<Vec<String>>>>,
    told: OnceLock<Reply>,
}

impl Answers {
    pub(super) fn new(ready: Arc<Ready>, outcome: Outcome, limits: Limits) -> Answers {
        Answers { ready, outcome, limits, cells: OnceLock::new(), told: OnceLock::new() }
    }

    /// How many rows there are; none of a `count`.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows().is_empty()
    }

    /// How many rows there are without the `limit` of the question; of a `count` what it counts.
    ///
    /// ```
    /// use whereof::Base;
    /// let base = Base::builtin();
    /// let answers = base.query("treatment where upregulates CXCR4 limit 2")?;
    /// assert_eq!((answers.len(), answers.total(), answers.complete()), (2, 3, false));
    /// assert_eq!(base.query("count treatment where upregulates CXCR4")?.total(), 3);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> u64 {
        self.outcome.total
    }

    /// Whether all rows are here: false where the `limit` of the question left some out. Other limits never shorten an answer, reaching
    /// them is an error.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.ready.goal.count.is_some() || self.outcome.rows.len() as u64 >= self.outcome.total
    }

    /// The names of the columns: the nouns of the rows first, then what `show` asked for.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 show disease, species")?;
    /// assert_eq!(answers.columns(), ["treatment", "disease", "species"]);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.ready.columns
    }

    /// The rows, in the order that the question asked for: those with more studies first where it says nothing.
    pub fn iter(&self) -> Iter<'_> {
        Iter { answers: self, rows: 0..self.rows().len() }
    }

    /// One row, from 0; none behind the last.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Answer<'_>> {
        self.rows().get(at).map(|row| Answer { answers: self, row, at })
    }

    /// What a `count` counts, by group where it asked for groups; none of other questions.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("count treatment by disease where improves homing")?;
    /// let counts = answers.counts()?.unwrap();
    /// assert_eq!(counts.by.as_deref(), Some("disease"));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Answers::words`].
    pub fn counts(&self) -> Result<Option<&Counts>, Error> {
        self.words().map(|words| words.counts.as_ref())
    }

    /// Names that meet all effects and fail contexts only, or state nothing of them, each with what fails: five at most, never rows of the
    /// answer.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where increases GSH and disease = fibrosis")?;
    /// assert_eq!(answers.near_misses()?[0].name, "HGF overexpression");
    /// assert_eq!(answers.near_misses()?[0].failed[0].reason, "disease is acute liver failure");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Answers::words`].
    pub fn near_misses(&self) -> Result<&[NearMiss], Error> {
        self.words().map(|words| words.near_misses.as_slice())
    }

    /// What was left out because a finding does not state what was asked for: rows and findings for each slot.
    ///
    /// # Errors
    /// As [`Answers::words`].
    pub fn excluded(&self) -> Result<&[Skipped], Error> {
        self.words().map(|words| words.skipped.as_slice())
    }

    /// The whole answer in words, as it is printed: the reading, the rows with all their findings, near misses, notes, weaker questions where
    /// there is no row. It is made once and kept.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// let words = answers.words()?;
    /// assert_eq!(words.reading.expansions[0].includes[0].name, "cirrhosis");
    /// assert_eq!(words.rows[0].through, ["cirrhosis (stage of fibrosis)"]);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// The time limit was reached while there were still words to be made, or the question was cancelled.
    pub fn words(&self) -> Result<&answer::Answers, Error> {
        match self.reply()? {
            Reply::Answers(words) => Ok(words),
            // Nothing else is ever put there.
            _ => Err(Error::new(ErrorKind::Question, self.ready.source.clone(), Vec::new())),
        }
    }

    /// The same as a session gives it: what [`crate::render::render`] prints.
    ///
    /// # Errors
    /// As [`Answers::words`].
    pub fn reply(&self) -> Result<&Reply, Error> {
        if let Some(told) = self.told.get() {
            return Ok(told);
        }
        let asked = self.ready.asked(&self.limits);
        let words = ask::tell(&asked, &self.ready.goal, &self.outcome, self.ready.spelled(), self.ready.span())?;
        let words = match self.ready.query() {
            Some(query) => ask::explained(&asked, query, &self.outcome, Box::new(words)),
            None => Box::new(words),
        };
        let span = self.ready.span();
        let reply = with_remarks(Reply::Answers(words), &self.ready.remarks, span.start, span.end);
        let reply = self.ready.sound(Ok(reply))?;
        Ok(self.told.get_or_init(|| reply))
    }

    /// The answer in one format, as the program prints it 80 columns wide without colour.
    ///
    /// ```
    /// use whereof::{Base, Format};
    /// let answers = Base::builtin().query("gene where upregulated by rapamycin")?;
    /// assert_eq!(answers.text(Format::Csv)?, "gene,verdict,refs,refs_against,findings\nCXCR4,supported,56,,360\n");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Answers::words`]; and the format is no text, or several files: [`Answers::write`] and [`Answers::files`] are for those.
    pub fn text(&self, format: Format) -> Result<String, Error> {
        if !format.is_document() {
            return self.reply().map(|reply| render::render(reply, format, &Style::default()));
        }
        let mut files = self.files(format)?;
        match (files.len(), files.pop().map(String::from_utf8)) {
            (1, Some(Ok(text))) => Ok(text),
            _ => Err(self.unwritable(&format!("{format} is no one text"))),
        }
    }

    /// Writes the answer in one format that is one file, be it text or not.
    ///
    /// ```
    /// use whereof::{Base, Format};
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4")?;
    /// let mut references = Vec::new();
    /// answers.write(Format::Ris, &mut references)?;
    /// assert!(String::from_utf8(references)?.contains("DO  - 10.1111/jcmm.14788"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the writer says; where the bytes cannot be made, an error of kind [`io::ErrorKind::Other`] that holds the [`Error`].
    pub fn write(&self, format: Format, mut out: impl io::Write) -> io::Result<()> {
        let files = self.files(format).map_err(io::Error::other)?;
        match files.as_slice() {
            [file] => out.write_all(file),
            _ => Err(io::Error::other(self.unwritable(&format!("{format} is several files")))),
        }
    }

    /// The bytes of the files of one format, named by [`Format::file_names`]: more than one for those of knowledge graphs.
    ///
    /// # Errors
    /// As [`Answers::words`]; and the format does not take this answer.
    pub fn files(&self, format: Format) -> Result<Vec<Vec<u8>>, Error> {
        let (reply, graph) = (self.reply()?, self.graph()?);
        let written = render::write(&[Told { reply, graph: &graph }], format, &Style::default());
        written.map(|written| written.files).map_err(|why| self.unwritable(&why.to_string()))
    }

    /// What the answer rests on, as a graph: things, findings between them, studies. It is made anew each time.
    ///
    /// ```
    /// use whereof::Base;
    /// let graph = Base::builtin().query("treatment where upregulates CXCR4")?.graph()?;
    /// assert_eq!((graph.edges.len(), graph.studies.len()), (3, 3));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Answers::words`].
    pub fn graph(&self) -> Result<Graph, Error> {
        Ok(tell::graph(self.reply()?, self.ready.facts()))
    }

    fn unwritable(&self, why: &str) -> Error {
        let wrong = Diagnostic::error("W0701", why, self.ready.span(), "asked for here");
        Error::new(ErrorKind::File, self.ready.source.clone(), vec![wrong])
    }

    fn rows(&self) -> &[Row] {
        if self.ready.goal.count.is_some() { &[] } else { &self.outcome.rows }
    }

    fn cells(&self, row: &Row, at: usize) -> Option<&[String]> {
        let all = self.cells.get_or_init(|| vec![OnceLock::new(); self.rows().len()]);
        let cells = all.get(at)?;
        Some(cells.get_or_init(|| tell::cells(&self.ready.goal, self.ready.facts(), row)))
    }
}

impl<'a> IntoIterator for &'a Answers {
    type Item = Answer<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// The rows of [`Answers`], one after the other.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    answers: &'a Answers,
    rows: std::ops::Range<usize>,
}

impl<'a> Iterator for Iter<'a> {
    type Item = Answer<'a>;

    fn next(&mut self) -> Option<Answer<'a>> {
        self.answers.get(self.rows.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.answers.get(self.rows.next_back()?)
    }
}

impl ExactSizeIterator for Iter<'_> {}

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
    row: &'a Row,
    at: usize,
}

impl<'a> Answer<'a> {
    /// The text of a cell by the name of its column; none where there is no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&'a str> {
        let ready = &self.answers.ready;
        let at = ready.columns.iter().position(|name| name == column)?;
        // A name stands in the base; nothing needs to be made.
        match self.row.id.entities().get(at) {
            Some(entity) => Some(ready.facts().vocabulary().entity_name(*entity)),
            None => self.answers.cells(self.row, self.at)?.get(at).map(String::as_str),
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
        match self.row.id {
            RowId::Entity(entity) => Cow::Borrowed(facts.vocabulary().entity_name(entity)),
            id => Cow::Owned(tell::row_name(facts, id)),
        }
    }

    /// What the findings say, taken together.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        tell::verdict(&self.answers.ready.goal, self.answers.ready.facts(), self.row)
    }

    /// The studies for the row, by source and number.
    #[must_use]
    pub fn citations(&self) -> Vec<Citation> {
        let ready = &self.answers.ready;
        tell::citations(ready.facts(), &tell::studies(ready.facts(), self.row).0)
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
        tell::citations(ready.facts(), &tell::studies(ready.facts(), self.row).1)
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
        self.row.findings.iter().filter_map(|id| tell::evidence_of(facts, *id)).collect()
    }

    /// The findings that speak against the row, those in the contexts that were asked for before those elsewhere, each once.
    #[must_use]
    pub fn against(&self) -> Vec<Evidence> {
        let facts = self.answers.ready.facts();
        let effects = || self.row.effects.iter();
        let all = effects().flat_map(|effect| &effect.inside).chain(effects().flat_map(|effect| &effect.elsewhere));
        let mut seen = FxHashSet::default();
        all.filter(|id| seen.insert(**id)).filter_map(|id| tell::evidence_of(facts, *id)).collect()
    }

    /// Why it is a row: the first few of the smallest sets of findings that put it there, each with its steps; what `why` answers.
    ///
    /// # Errors
    /// A limit was reached, those of the query that gave the row.
    pub fn why(&self) -> Result<Vec<Proof>, Error> {
        let Answers { ready, limits, .. } = self.answers;
        let mut budget = Budget::new(limits);
        let proofs = eval::why(&ready.goal, ready.facts(), self.row.id, ask::PROOFS, &mut budget)
            .map_err(|exceeded| exceeded_error(&ready.asked(limits), exceeded, 0, ready.span()));
        let proofs = ready.sound(proofs)?;
        Ok(tell::why_row(&ready.goal, ready.facts(), self.row.id, &proofs).proofs)
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
