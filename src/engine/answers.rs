//! What a prepared question gives: its rows, what stands beside them, and all of it in words and formats.
//!
//! An outcome of ids comes in with the question that it answers; rows and words go out, each made only once somebody wants it. It finds no
//! row and drops none.

use super::ask;
use super::column::Column;
use super::found::Found;
use super::query::Ready;
use super::session::with_remarks;
use super::{Answer, Error, ErrorKind};
use crate::answer::{self, Counts, Graph, NearMiss, Reply, Skipped};
use crate::diagnostic::Diagnostic;
use crate::eval::{Row, RowId};
use crate::limits::Limits;
use crate::model::EntityId;
use crate::render::{self, Format, Style, Told};
use crate::tell;
use std::io;
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
    pub(super) ready: Arc<Ready>,
    pub(super) found: Found,
    pub(super) limits: Limits,
    /// The cells of rows that were asked for one.
    cells: OnceLock<Vec<OnceLock<Vec<String>>>>,
    told: OnceLock<Reply>,
    counts: OnceLock<Option<Counts>>,
}

impl Answers {
    pub(super) fn new(ready: Arc<Ready>, found: Found, limits: Limits) -> Answers {
        Answers { ready, found, limits, cells: OnceLock::new(), told: OnceLock::new(), counts: OnceLock::new() }
    }

    /// How many rows there are; none of a `count`.
    ///
    /// ```
    /// use whereof::Base;
    /// assert_eq!(Base::builtin().query("treatment where upregulates CXCR4")?.len(), 3);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        if self.ready.goal.count.is_some() { 0 } else { self.found.len() }
    }

    /// Whether there is no row.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where increases GSH and disease = fibrosis")?;
    /// assert!(answers.is_empty() && !answers.near_misses()?.is_empty());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
        self.found.total()
    }

    /// Whether all rows are here: false where the `limit` of the question left some out. Other limits never shorten an answer, reaching
    /// them is an error.
    ///
    /// ```
    /// use whereof::Base;
    /// let base = Base::builtin();
    /// assert!(base.query("treatment where upregulates CXCR4")?.complete());
    /// assert!(!base.query("treatment where upregulates CXCR4 limit 1")?.complete());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn complete(&self) -> bool {
        self.ready.goal.count.is_some() || self.found.len() as u64 >= self.found.total()
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
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 order by name")?;
    /// let names: Vec<&str> = answers.iter().filter_map(|row| row.get("treatment")).collect();
    /// assert_eq!(names, ["hypoxia", "rapamycin", "resveratrol"]);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    pub fn iter(&self) -> Iter<'_> {
        Iter { answers: self, rows: 0..self.len() }
    }

    /// One row, from 0; none behind the last.
    ///
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// assert_eq!(answers.get(0).map(|row| row["treatment"].to_owned()).as_deref(), Some("resveratrol"));
    /// assert!(answers.get(1).is_none());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Answer<'_>> {
        let id = if at < self.len() { self.found.id(&self.ready, at) } else { None };
        id.map(|id| Answer::new(self, id, at))
    }

    /// The entities in one column of the nouns, one for each row, as a store knows them: for programs that take many rows. They come in an order
    /// that means nothing, the same for each column, and cost no more than finding them; rows of findings and studies have none.
    ///
    /// ```
    /// use whereof::Base;
    /// let base = Base::builtin();
    /// let answers = base.query("treatment where upregulates CXCR4")?;
    /// let vocabulary = base.facts().vocabulary();
    /// let mut names: Vec<&str> = answers.entities(0).map(|id| vocabulary.entity_name(id)).collect();
    /// names.sort();
    /// assert_eq!(names, ["hypoxia", "rapamycin", "resveratrol"]);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    pub fn entities(&self, column: usize) -> impl Iterator<Item = EntityId> + '_ {
        let counts = self.ready.goal.count.is_some();
        if counts { Column::none() } else { self.found.entities(&self.ready, column) }
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
        if let Some(Reply::Answers(words)) = self.told.get() {
            return Ok(words.counts.as_ref());
        }
        let counts = || tell::counts(&self.ready.goal, self.ready.facts(), self.found.total(), self.found.groups());
        Ok(self.counts.get_or_init(counts).as_ref())
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
    /// ```
    /// use whereof::Base;
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// let skipped = &answers.excluded()?[0];
    /// assert_eq!((skipped.slot.as_str(), skipped.rows, skipped.findings), ("disease", 2, 2));
    /// # Ok::<(), whereof::Error>(())
    /// ```
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
    /// ```
    /// use whereof::{Base, Format, Style, render};
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// let wide = Style { width: 120, ..Style::default() };
    /// assert!(render(answers.reply()?, Format::Table, &wide)?.contains("resveratrol"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Answers::words`].
    pub fn reply(&self) -> Result<&Reply, Error> {
        if let Some(told) = self.told.get() {
            return Ok(told);
        }
        let asked = self.ready.asked(&self.limits);
        let outcome = match self.found.outcome(&self.ready, &self.limits) {
            Ok(outcome) => outcome,
            Err((exceeded, rows)) => return Err(ask::exceeded_error(&asked, exceeded, rows, self.ready.span())),
        };
        let words = ask::tell_outcome(&asked, &self.ready.goal, outcome, self.ready.spelled(), self.ready.span())?;
        let words = match self.ready.query() {
            Some(query) => {
                let ids: Vec<RowId> = outcome.rows.iter().map(|row| row.id).collect();
                ask::explained(&asked, query, (outcome.total, &ids), Box::new(words))
            }
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
            let text = render::render(self.reply()?, format, &Style::default());
            return text.map_err(|why| self.unwritable(&why.to_string()));
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
    /// ```
    /// use whereof::{Base, Format};
    /// let answers = Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
    /// let names = Format::Kgx.file_names("answer");
    /// let files = answers.files(Format::Kgx)?;
    /// assert_eq!(names, ["answer_nodes.tsv", "answer_edges.tsv"]);
    /// assert!(files[1].starts_with(b"id\tsubject\tpredicate\tobject"));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Answers::words`]; and the format does not take this answer.
    pub fn files(&self, format: Format) -> Result<Vec<Vec<u8>>, Error> {
        if let Some(why) = format.missing() {
            return Err(self.unwritable(&why));
        }
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

    pub(super) fn row(&self, at: usize) -> Option<&Row> {
        self.found.row(&self.ready, at)
    }

    pub(super) fn cells(&self, at: usize) -> Option<&[String]> {
        let all = self.cells.get_or_init(|| vec![OnceLock::new(); self.len()]);
        let cells = all.get(at)?;
        if let Some(cells) = cells.get() {
            return Some(cells);
        }
        let row = self.row(at)?;
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
