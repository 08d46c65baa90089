//! Answers: what a question gives, in words that can be printed as they are.
//!
//! Evaluation fills them with ids and verdicts, `engine` with words; `render` prints them. An answer owns all its words and knows neither
//! the question's tree nor the base.

pub mod card;
pub mod graph;
pub mod reply;
mod script;
mod stands;
pub mod tables;
mod telling;

pub use card::{Card, NoCard};
pub use graph::Graph;
pub use reply::Reply;
pub use script::{Change, Changes, Expected, Noted, RowChange};
pub use stands::Rests;
pub(crate) use telling::{Rest, Room};
pub use telling::{Telling, Untold};

use crate::model::{FindingId, StudyId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Version of the JSON form of [`Answers`]; raised when a key changes its name or its meaning.
pub const SCHEMA: u32 = 1;

/// What findings say of a row and an effect, strongest first.
///
/// ```
/// use whereof::{Base, Verdict};
/// let answers = Base::builtin().query("treatment where no effect on immunomodulation in vivo")?;
/// assert_eq!(answers.get(0).unwrap().verdict(), Verdict::ContextSplit);
/// assert_eq!(Verdict::ContextSplit.words(), "context-split");
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Findings for it, none against it.
    Supported,
    /// Findings for and against it, told apart by a slot that all of them state.
    ContextSplit,
    /// Findings for and against it, told apart by nothing.
    Contested,
    /// No finding says it itself: it was derived from several, and is a hypothesis.
    Derived,
    /// Complement rows: a finding says the opposite.
    Opposed,
    /// Complement rows: it was measured and nothing changed.
    Null,
    /// Complement rows: no finding speaks of it.
    Silent,
}

impl Verdict {
    /// As printed.
    ///
    /// ```
    /// assert_eq!(whereof::Verdict::ContextSplit.words(), "context-split");
    /// ```
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Supported => "supported",
            Verdict::ContextSplit => "context-split",
            Verdict::Contested => "contested",
            Verdict::Derived => "derived",
            Verdict::Opposed => "opposed",
            Verdict::Null => "null",
            Verdict::Silent => "silent",
        }
    }
}

/// All that a question for rows gives.
///
/// ```
/// use whereof::{Base, Limits, Reply, Session};
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// let Reply::Answers(answers) = session.eval("treatment where upregulates CXCR4").remove(0)? else { panic!("no answer") };
/// assert_eq!((answers.columns[0].as_str(), answers.rows[0].cells[0].as_str()), ("treatment", "hypoxia"));
/// assert_eq!(answers.rows[0].refs[0].number, 62);
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answers {
    /// Version of this form: [`SCHEMA`].
    pub schema: u32,
    /// The question in canonical spelling.
    pub query: String,
    /// How it was read.
    pub reading: Reading,
    /// What was asked.
    pub base: BaseInfo,
    /// Column names, the row's nouns first; then those that `show` asked for.
    pub columns: Vec<String>,
    /// How many of the columns are nouns of the row: more than one where the question has letters.
    pub nouns: u32,
    /// The rows, in the documented order.
    pub rows: Vec<Answer>,
    /// What of them is only counted, where no more than a page or lines were wanted: [`Telling`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untold: Option<Untold>,
    /// `count`: the number of rows, by group where asked; none for other questions.
    pub counts: Option<Counts>,
    /// Rows that meet every effect and fail contexts only: the first two hundred.
    pub near_misses: Vec<NearMiss>,
    /// How many near misses there are in all.
    pub near_misses_total: u64,
    /// What was left out because a slot is not stated.
    pub skipped: Vec<Skipped>,
    /// Rows that may hold, the first thousand, told apart from those that do; near misses are told there and not again here.
    pub possible: Vec<NearMiss>,
    /// How many such rows there are in all.
    pub possible_total: u64,
    /// Findings of neighbouring objects: a ratio of the target, a null on a kind of it.
    pub related: Vec<Related>,
    /// Statements about the rows that do not witness: hypotheses and declared gaps.
    pub beside: Vec<Evidence>,
    /// Where there is no row though several conditions are set: what each of them leaves.
    pub emptied: Option<Emptied>,
    /// Where there is no row: weaker questions and what they give.
    pub looser: Vec<Looser>,
    /// Weaker questions that were not tried for lack of time; empty where all were.
    pub looser_untried: Vec<String>,
    /// Everything else that a reader should know, in plain words.
    pub notes: Vec<String>,
    /// Whether this is all.
    pub completeness: Completeness,
}

impl Answers {
    /// Whether nothing was left out for lack of time, memory or steps.
    ///
    /// ```
    /// let answers = whereof::Base::builtin().query("treatment where upregulates CXCR4 limit 1")?;
    /// assert!(answers.words()?.complete()); // nothing was given up; that there are more rows is said in `completeness`
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn complete(&self) -> bool {
        !matches!(self.completeness, Completeness::CutShort { .. })
    }
}

/// Whether an answer is all that there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Completeness {
    /// All rows are here.
    Complete,
    /// The question has a limit and there are more rows.
    FirstOf {
        /// Rows in all.
        total: u64,
    },
    /// A budget ended the search; the rows are true, others may be missing.
    CutShort {
        /// Which limit, in plain words.
        limit: String,
    },
}

impl Answers {
    /// What a row is called: its noun, or `row` where it has several.
    ///
    /// ```
    /// let answers = whereof::Base::builtin().query("treatment where upregulates CXCR4")?;
    /// assert_eq!(answers.words()?.noun(), "treatment");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn noun(&self) -> &str {
        match (self.nouns, self.columns.first()) {
            (1, Some(noun)) => noun,
            _ => "row",
        }
    }

    /// The name of a row: those of its nouns.
    ///
    /// ```
    /// let answers = whereof::Base::builtin().query("treatment A, gene G where A upregulates G and disease = fibrosis")?;
    /// let words = answers.words()?;
    /// assert_eq!(words.name(&words.rows[0]), words.rows[0].cells.join(" · "));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self, row: &Answer) -> String {
        row.cells.get(..self.nouns as usize).unwrap_or(&row.cells).join(" · ")
    }
}

/// How a question was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reading {
    /// The question as plain sentences.
    pub sentences: Vec<String>,
    /// What each name was taken to mean.
    pub names: Vec<NameRead>,
    /// What was added to names: narrower entities and narrower verbs.
    pub expansions: Vec<Expansion>,
}

/// One name and what it was taken to mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NameRead {
    /// As typed.
    pub typed: String,
    /// The preferred name.
    pub name: String,
    /// `gene`, `disease`; `verb`, `slot` or `noun` for words that are no entity.
    pub kind: String,
    /// A cross-reference, where there is one.
    pub xref: Option<String>,
    /// Whether the spelling differs from the preferred name.
    pub respelled: bool,
}

/// What a name was widened by.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expansion {
    /// The name that was widened.
    pub name: String,
    /// What was added; of very many the first.
    pub includes: Vec<Included>,
    /// How many were added besides.
    pub more: u64,
    /// The statement that lists all of them, ready to be typed; none for a verb.
    pub listed_by: Option<String>,
    /// What `exactly` and `except` left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leaves_out: Vec<Included>,
    /// How many were left out besides.
    pub more_left_out: u64,
}

/// One thing added by an expansion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Included {
    /// Its name.
    pub name: String,
    /// How it hangs there: `stage of fibrosis`.
    pub because: String,
    /// Where the source says so, if it does.
    pub locators: Vec<String>,
    /// The curator's remark on the step.
    pub note: Option<String>,
}

/// What was asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BaseInfo {
    /// Its name.
    pub name: String,
    /// A hash of all that it says, in hexadecimal.
    pub hash: String,
    /// How many findings it has.
    pub findings: u64,
    /// How many studies they cite.
    pub studies: u64,
}

/// One row.
///
/// ```
/// let answers = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
/// let row = &answers.words()?.rows[0];
/// assert_eq!(row.effects[0].witnesses[0].statement, "resveratrol upregulates CXCR4");
/// assert_eq!(row.through, ["cirrhosis (stage of fibrosis)"]);
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// One cell a column.
    pub cells: Vec<String>,
    /// The weakest of the effects' verdicts.
    pub verdict: Verdict,
    /// One entry for each effect that the question states and the row meets (or, of a complement row, does not meet).
    pub effects: Vec<EffectAnswer>,
    /// Studies for the row.
    pub refs: Vec<Ref>,
    /// Studies against the row.
    pub refs_against: Vec<Ref>,
    /// Findings for the row.
    pub findings: Vec<FindingId>,
    /// Narrower entities through which it matched: `cirrhosis, a stage of fibrosis`.
    pub through: Vec<String>,
    /// Remarks on this row: read by benefit, also in n combinations.
    pub notes: Vec<String>,
}

/// What stands for and against one effect of one row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectAnswer {
    /// The effect in plain words: `upregulates CXCR4`.
    pub effect: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What separates the sides, or (contested) what only one side states.
    pub separators: Vec<String>,
    /// Its witnesses.
    pub witnesses: Vec<Evidence>,
    /// How they meet it together, where no finding says it itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derivations: Vec<DerivationWords>,
    /// Of what is derived: what findings say themselves of the row and the target.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub direct: Vec<Evidence>,
    /// Findings against it, inside the asked contexts.
    pub against_inside: Vec<Evidence>,
    /// Findings against it, in other contexts.
    pub against_elsewhere: Vec<Evidence>,
}

/// How something was derived, in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DerivationWords {
    /// What it comes to: `let-7b inhibition, less let-7b ... more urea`.
    pub says: String,
    /// The sign of the whole: `+`, `-` or `?`; of a definition `?`.
    pub sign: char,
    /// What leads there, in order.
    pub steps: Vec<StepWords>,
    /// The step that rests on the least: contested steps first, then those of the fewest studies.
    pub weakest: Option<String>,
}

/// One step of a derivation, in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepWords {
    /// From where.
    pub from: String,
    /// To where.
    pub to: String,
    /// Its sign: `+`, `-`, `?`, or `0` where nothing was found.
    pub sign: char,
    /// `finding`, `bridge` (read into the name of a treatment), `absent` (looked for and not found), `more` (steps not told).
    pub kind: String,
    /// The step as a person reads it.
    pub words: String,
    /// Studies of its findings.
    pub refs: Vec<Ref>,
    /// Its findings.
    pub findings: Vec<Evidence>,
    /// Findings that say the contrary, or measured no change, in whatever context.
    pub against: Vec<Evidence>,
}

/// One finding, in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// Its id in this base.
    pub finding: FindingId,
    /// Subject, verb, object.
    pub statement: String,
    /// Its sign: `+`, `-`, `0` or `?`.
    pub sign: char,
    /// Slots and their values: `disease: cirrhosis`.
    pub context: Vec<SlotWords>,
    /// Cited studies; empty where the source speaks for itself.
    pub refs: Vec<Ref>,
    /// Where the source says so: `Hu 2020, section 4.1, sentence 8`.
    pub locators: Vec<String>,
    /// `reported`, `measured null`, `hypothesised`, `gap`.
    pub stance: String,
}

/// One slot of a finding, in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SlotWords {
    /// The slot.
    pub slot: String,
    /// Its values.
    pub values: Vec<String>,
    /// Whether one of them was inferred by the curator.
    pub inferred: bool,
}

/// A study as printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ref {
    /// Its number in its source.
    pub number: u32,
    /// Its id in this base.
    pub study: StudyId,
    /// Its source, where several are open.
    pub source: Option<String>,
}

/// A study as a reference list has it.
///
/// ```
/// let answers = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?;
/// let citation = &answers.get(0).unwrap().citations()[0];
/// assert_eq!((citation.source.as_str(), citation.number), ("Hu 2020", 59));
/// assert_eq!(citation.to_string(), "Hu 2020 [59]");
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The source that cites it: `Hu 2020`.
    pub source: String,
    /// Its number in the reference list of the source.
    pub number: u32,
    /// Its title, or the curator's words for it.
    pub title: Option<String>,
    /// Its digital object identifier.
    pub doi: Option<String>,
    /// Its PubMed identifier.
    pub pmid: Option<String>,
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.source, self.number)
    }
}

/// A row that is not in the answer but nearly is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearMiss {
    /// The row's name.
    pub name: String,
    /// Studies of the findings that meet the effects.
    pub refs: Vec<Ref>,
    /// Each context that failed, and how.
    pub failed: Vec<Failed>,
    /// Whether it was skipped because a slot is not stated.
    pub skipped: bool,
    /// The findings that meet the effects.
    pub findings: Vec<FindingId>,
}

/// Why a near miss is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failed {
    /// The context in plain words: `disease = fibrosis`.
    pub context: String,
    /// What is there instead: `disease not stated; other findings of [56] are in ischaemia-reperfusion injury`.
    pub reason: String,
}

/// What was left out because a slot is not stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The slot.
    pub slot: String,
    /// Rows left out for it.
    pub rows: u64,
    /// Findings left out for it.
    pub findings: u64,
}

/// A finding of a neighbouring object, offered and not counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Related {
    /// The row's name.
    pub name: String,
    /// Why it is offered and why it is no row.
    pub reason: String,
    /// The finding.
    pub evidence: Evidence,
}

/// What the conditions of a question leave, one after the other, where nothing is left in the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Emptied {
    /// The conditions in the order in which they were typed; of very many the first.
    pub conditions: Vec<ConditionCount>,
    /// The place of the first at which nothing is left, from 0; none where counting ended before it was found.
    pub at: Option<u32>,
    /// How many conditions were not counted, for lack of time.
    pub uncounted: u32,
}

/// One condition and the rows around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConditionCount {
    /// As typed.
    pub condition: String,
    /// Rows that meet all conditions up to this one; none where that is no question, or was not counted.
    pub rows_so_far: Option<u64>,
    /// Rows that meet all conditions but this one; none where that is no question, or was not counted.
    pub rows_without: Option<u64>,
}

/// A weaker question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Looser {
    /// What was changed, in plain words.
    pub change: String,
    /// The question.
    pub query: String,
    /// Whether it asks for less; else for something near: another name, verb or noun.
    pub weaker: bool,
    /// How many rows it gives.
    pub rows: u64,
    /// The first few of them, with their studies: `HGF overexpression [70, 72]`.
    pub examples: Vec<String>,
}

/// What a `count` gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counts {
    /// Distinct rows.
    pub total: u64,
    /// What makes the groups: a slot, or several places parted by commas.
    pub by: Option<String>,
    /// The same, each for itself.
    pub places: Vec<String>,
    /// Distinct rows a value, in order of count, then name; as many as the question wants.
    pub groups: Vec<CountGroup>,
    /// How many groups there are without the limit of the question.
    pub groups_total: u64,
    /// Distinct rows with a witness that does not state the slot.
    pub not_stated: u64,
    /// Whether some row falls in several groups, so that they add up to more than the total.
    pub overlapping: bool,
}

/// One group of a `count`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountGroup {
    /// The value; of several places all values, parted by commas.
    pub value: String,
    /// The value of each place.
    pub values: Vec<String>,
    /// Distinct rows.
    pub rows: u64,
}
