//! Replies to statements that do not ask for rows.

use super::tables::{Compared, Contested, Gaps, Matrix, Similar};
use super::{Answers, Card, Changes, Evidence, Expected, Looser, Noted};
use serde::Serialize;

/// What one statement gives.
///
/// ```
/// use whereof::{Base, Format, Limits, Reply, Session, Style, render};
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// match session.eval("kinds of fibrosis").remove(0)? {
///     Reply::Kinds(kinds) => assert_eq!(kinds.lines[1].name, "cirrhosis"),
///     other => println!("{}", render(&other, Format::Table, &Style::default())?),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reply")]
pub enum Reply {
    /// `treatment where ...`, `count ...`
    Answers(Box<Answers>),
    /// `why ...`
    Why(Why),
    /// `why not ...`
    WhyNot(WhyNot),
    /// `describe ...`
    Description(Box<Description>),
    /// `kinds of ...`
    Kinds(Kinds),
    /// `nouns`, `verbs`, `slots`, `sources`
    Listing(Listing),
    /// `resolve ...`
    Resolved(Resolved),
    /// `let ...`, `use ...`, `retract study ...`
    Noted(Noted),
    /// `expect ...` that held
    Expected(Expected),
    /// `diff ...`
    Changes(Box<Changes>),
    /// `matrix ...`
    Matrix(Box<Matrix>),
    /// `gaps`, `gaps ... by ...`
    Gaps(Box<Gaps>),
    /// `compare ... with ...`
    Compared(Box<Compared>),
    /// `contested ...`
    Contested(Box<Contested>),
    /// `similar to ...`
    Similar(Box<Similar>),
    /// `define ...`
    Defined(Defined),
    /// `paths from ... to ...`
    Paths(Box<Paths>),
    /// One finding of a row, as [`crate::Session::card`] gives it; no statement asks for it.
    Card(Box<Card>),
}

/// Signed chains of findings from one name to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paths {
    /// The statement in canonical spelling.
    pub query: String,
    /// How it was read.
    pub reading: super::Reading,
    /// Where they begin.
    pub from: String,
    /// Where they end.
    pub to: String,
    /// The first of them, fewest steps first.
    pub paths: Vec<super::DerivationWords>,
    /// How many there are.
    pub total: u64,
    /// Whether there may be more than that, because counting ended there.
    pub total_is_least: bool,
    /// What findings say themselves from one to the other: no paths.
    pub direct: Vec<Evidence>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

impl Reply {
    /// Where further remarks are put; none where a reply has no room for them.
    ///
    /// ```
    /// use whereof::{Base, Format, Limits, Session, Style, render};
    /// let mut reply = Session::new(Base::builtin(), Limits::script()).eval("treatment where upregulates CXCR4").remove(0)?;
    /// reply.notes_mut().unwrap().push("asked for the grant report".to_owned());
    /// assert!(render(&reply, Format::Markdown, &Style::default())?.contains("grant report"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn notes_mut(&mut self) -> Option<&mut Vec<String>> {
        match self {
            Reply::Answers(answers) => Some(&mut answers.notes),
            Reply::Why(why) => Some(&mut why.notes),
            Reply::WhyNot(why_not) => Some(&mut why_not.notes),
            Reply::Expected(expected) => Some(&mut expected.notes),
            Reply::Changes(changes) => Some(&mut changes.notes),
            Reply::Matrix(matrix) => Some(&mut matrix.notes),
            Reply::Gaps(gaps) => Some(&mut gaps.notes),
            Reply::Compared(compared) => Some(&mut compared.notes),
            Reply::Contested(contested) => Some(&mut contested.notes),
            Reply::Similar(similar) => Some(&mut similar.notes),
            Reply::Paths(paths) => Some(&mut paths.notes),
            Reply::Description(_)
            | Reply::Kinds(_)
            | Reply::Listing(_)
            | Reply::Resolved(_)
            | Reply::Noted(_)
            | Reply::Defined(_)
            | Reply::Card(_) => None,
        }
    }
}

/// Why rows are in an answer: for each row the smallest sets of findings that prove it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// The question or claim in canonical spelling.
    pub query: String,
    /// How it was read.
    pub reading: super::Reading,
    /// One entry a row; empty where there is none.
    pub rows: Vec<WhyRow>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// Why one row is in an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyRow {
    /// The row's name.
    pub name: String,
    /// Proofs, each sufficient; the first few.
    pub proofs: Vec<Proof>,
    /// How many proofs there are in all.
    pub proofs_total: u64,
}

/// One smallest set of findings that proves a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proof {
    /// The findings.
    pub evidence: Vec<Evidence>,
    /// How they lead to the row, in plain words: names read, kinds followed, verbs widened, what was checked absent.
    pub steps: Vec<String>,
}

/// Why a row is not in an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyNot {
    /// The row's name.
    pub row: String,
    /// The question in canonical spelling.
    pub query: String,
    /// Whether the row is in the answer after all.
    pub is_row: bool,
    /// What fails, the first first, in plain words.
    pub failing: Vec<String>,
    /// The finding that comes nearest.
    pub nearest: Option<Evidence>,
    /// The smallest changes of the question that let the row in.
    pub relaxations: Vec<Looser>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// What a base knows of one name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Description {
    /// Preferred name.
    pub name: String,
    /// `gene`, `verb`, `slot`, `noun` ...
    pub kind: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Cross-references, each with where it was verified.
    pub xrefs: Vec<String>,
    /// Everything else, a line each: label and words.
    pub facts: Vec<(String, String)>,
    /// Findings in which it stands, by role and verb, most first.
    pub tallies: Vec<Tally>,
    /// Distinct findings in which it stands.
    pub findings: u64,
    /// Distinct studies of those findings.
    pub studies: u64,
    /// Questions that can be asked of it and have rows.
    pub questions: Vec<String>,
}

/// How often something stands in findings in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// `upregulated by`, `in slot disease`
    pub role: String,
    /// Findings.
    pub findings: u64,
    /// Distinct studies.
    pub studies: u64,
}

/// A name and what is narrower.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Kinds {
    /// The name asked for.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// The tree, depth first, the name itself first.
    pub lines: Vec<KindLine>,
    /// What is directly broader.
    pub broader: Vec<String>,
}

/// One line of a tree of kinds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindLine {
    /// How deep; 0 for the name asked for.
    pub depth: u32,
    /// Its name.
    pub name: String,
    /// How it hangs on the line above: `stage of`; empty for the first.
    pub because: String,
    /// Where the source says so, and the curator's remark.
    pub source: Option<String>,
    /// Findings in which it stands itself.
    pub findings: u64,
}

/// A plain table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listing {
    /// What it lists: `verbs`.
    pub title: String,
    /// Column names.
    pub columns: Vec<String>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
}

/// What a definition made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Defined {
    /// Its words, without letters: `homing booster`, `antagonises`.
    pub name: String,
    /// `set` or `verb`.
    pub kind: String,
    /// How it was read.
    pub reading: Vec<String>,
    /// Questions that use it.
    pub uses: Vec<String>,
    /// Members of a set, pairs of a verb; none where counting them takes too long.
    pub members: Option<u64>,
}

/// What a name may stand for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resolved {
    /// As typed.
    pub typed: String,
    /// Its normal form.
    pub normal: String,
    /// What it may mean, most findings first; empty where it is unknown.
    pub senses: Vec<SenseWords>,
    /// The nearest names where it is unknown.
    pub nearest: Vec<SenseWords>,
}

/// One meaning of a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SenseWords {
    /// Preferred name.
    pub name: String,
    /// `gene`, `verb`, `slot`, `noun` ...
    pub kind: String,
    /// A cross-reference, where there is one.
    pub xref: Option<String>,
    /// How the typed words lead to it: `preferred name`, `alias CXCR-4`, `cross-reference`.
    pub because: String,
    /// Findings in which it stands.
    pub findings: u64,
}
