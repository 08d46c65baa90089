//! Evidence cards: one finding of one row, with all that somebody needs who checks it against its source.
//!
//! `tell` fills them from an answer and its base, `render` prints them. A card owns all its words, as an answer does.

use super::{Evidence, Ref, Verdict};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One finding of one row.
///
/// ```
/// use whereof::Source;
/// use whereof::{Base, Limits, Session};
/// let mut session = Session::new(Base::builtin(), Limits::interactive());
/// let asked = "treatment where upregulates CXCR4 and disease = fibrosis";
/// let reply = session.eval(&Source::new("query", asked)).remove(0)?;
/// let card = session.card(&reply, 1, 1)?;
/// assert_eq!((card.subject.as_str(), card.evidence.sign, card.object.as_str()), ("resveratrol", '+', "CXCR4"));
/// assert_eq!(card.sources[0].links[0].url, "https://doi.org/10.1111/jcmm.14788");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Card {
    /// The row's name.
    pub row: String,
    /// The number of the row in its answer, from 1.
    pub row_number: u64,
    /// How many rows the answer has.
    pub rows: u64,
    /// The number of the finding in its row, from 1: those for the row first, then those against it.
    pub number: u64,
    /// How many findings the row has.
    pub of: u64,
    /// How it stands to the row.
    pub side: Side,
    /// What of the row it speaks of: `upregulates CXCR4`; of a proof the question itself.
    pub about: String,
    /// The verdict on that; none for a proof.
    pub verdict: Option<Verdict>,
    /// Who or what acts.
    pub subject: String,
    /// What it does.
    pub verb: String,
    /// To whom or what.
    pub object: String,
    /// The finding as a whole.
    pub evidence: Evidence,
    /// How near to patients it is: `cells`, `animal`, `patients`; none where the finding does not tell.
    pub tier: Option<String>,
    /// The studies that it cites; none where the source speaks for itself.
    pub studies: Vec<CitedStudy>,
    /// The sources that report it.
    pub sources: Vec<CitedSource>,
    /// Other findings that say the same: those of its side in the row, and those of the base on the same two things with the same sign.
    pub same: Vec<Evidence>,
    /// Distinct studies of those.
    pub same_studies: u64,
    /// Findings that say otherwise: those of the other side in the row, and those of the base on the same two things with another sign.
    pub contrary: Vec<Evidence>,
    /// Distinct studies of those.
    pub contrary_studies: u64,
    /// Slots in which the two sides differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub separators: Vec<String>,
}

/// How a finding stands to the row on whose card it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// It speaks for the row.
    For,
    /// It is a step of what was derived for the row.
    Step,
    /// It says of the same thing what the row is derived for, itself.
    Direct,
    /// It speaks against the row, in the contexts asked for.
    Against,
    /// It speaks against the row, in other contexts.
    AgainstElsewhere,
    /// The row is there because something is not so; this is said instead.
    Instead,
    /// It is part of a proof that `why` gave.
    Proof,
}

/// A study with all that the base knows of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CitedStudy {
    /// Its number, and its source where several are open.
    #[serde(flatten)]
    pub reference: Ref,
    /// What the curator calls it.
    pub label: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// By whom and where it was printed, as far as known.
    pub printed: Option<String>,
    /// Where it can be read.
    pub links: Vec<Link>,
    /// Findings of this base that cite it.
    pub findings: u64,
}

/// A source with all that the base knows of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CitedSource {
    /// Its short name.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// By whom, where and when it was printed, as far as known.
    pub printed: Option<String>,
    /// Where it can be read.
    pub links: Vec<Link>,
    /// Who wrote its findings down.
    pub curator: Option<String>,
    /// When they were last looked at.
    pub curated: Option<String>,
}

/// An identifier that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// As a person reads it: `doi 10.1111/jcmm.14788`.
    pub text: String,
    /// Where it leads; only letters that an address may have.
    pub url: String,
}

/// Why there is no card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoCard {
    /// The reply has no rows that rest on findings.
    NoRows,
    /// It has fewer rows.
    NoRow {
        /// The number that was asked for.
        asked: usize,
        /// How many there are.
        rows: usize,
    },
    /// No finding says anything of the row.
    Silent {
        /// The row.
        row: String,
    },
    /// The row has fewer findings.
    NoFinding {
        /// The number that was asked for.
        asked: usize,
        /// The row.
        row: String,
        /// How many findings it has.
        findings: usize,
    },
    /// The row was only counted, and its question cannot be answered again.
    Untold {
        /// Why not.
        why: String,
    },
    /// The base that is open does not hold the finding as the answer tells it.
    Changed,
}

impl fmt::Display for NoCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoCard::NoRows => write!(f, "the last answer has no rows with findings to show"),
            NoCard::NoRow { asked, rows: 1 } => write!(f, "the last answer has 1 row, none is number {asked}"),
            NoCard::NoRow { asked, rows } => write!(f, "the last answer has {rows} rows, none is number {asked}"),
            NoCard::Silent { row } => write!(f, "no finding says anything of {row}, so there is none to show"),
            NoCard::NoFinding { asked, row, findings: 1 } => {
                write!(f, "{row} rests on 1 finding, none is number {asked}")
            }
            NoCard::NoFinding { asked, row, findings } => {
                write!(f, "{row} has {findings} findings, none is number {asked}")
            }
            NoCard::Untold { why } => write!(f, "{why}"),
            NoCard::Changed => {
                write!(f, "what is open has changed since that answer; ask again, then look at its findings")
            }
        }
    }
}

impl std::error::Error for NoCard {}
