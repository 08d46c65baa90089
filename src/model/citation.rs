//! Citations: sources, the studies that they cite, and places in them.
//!
//! A loader makes them; answers print them. They do not know the findings that rest on them.

use super::SourceId;
use serde::{Deserialize, Serialize};

/// The document that a base's author read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Short name: `Hu 2020`.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// PubMed identifier.
    pub pmid: Option<String>,
    /// PubMed Central identifier.
    pub pmcid: Option<String>,
    /// Year of publication.
    pub year: Option<u32>,
    /// By whom and where it was printed.
    pub imprint: Imprint,
    /// Who wrote its findings down.
    pub curator: Option<String>,
    /// When they were last looked at, as the curator writes it: `2026-11-23`.
    pub curated: Option<String>,
    /// A remark of the curator.
    pub note: Option<String>,
}

/// A reference that a source cites.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// The source that cites it.
    pub source: SourceId,
    /// Its number there: `59`, printed `[59]`.
    pub number: u32,
    /// What the curator calls it: `plate 7, spring`. No title, and never given out as one.
    pub label: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// PubMed identifier.
    pub pmid: Option<String>,
    /// Year of publication.
    pub year: Option<u32>,
    /// By whom and where it was printed.
    pub imprint: Imprint,
}

impl Study {
    /// A study of which nothing is known but its number.
    #[must_use]
    pub fn new(source: SourceId, number: u32) -> Study {
        let (label, title, doi, pmid, year) = (None, None, None, None, None);
        Study { source, number, label, title, doi, pmid, year, imprint: Imprint::default() }
    }

    /// What it is called where it is printed: its title, else its label.
    #[must_use]
    pub fn called(&self) -> Option<&str> {
        self.title.as_deref().or(self.label.as_deref())
    }

    /// Whether a reader could find it: by an identifier, or by title.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.doi.is_some() || self.pmid.is_some() || self.title.is_some()
    }
}

/// By whom a work was written and where it was printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    /// Authors in order, each as `Family, Given`; a name without a comma is printed as it is.
    pub authors: Vec<String>,
    /// The journal.
    pub journal: Option<String>,
    /// Its volume.
    pub volume: Option<String>,
    /// The issue of the volume.
    pub issue: Option<String>,
    /// First and last page: `40-49`.
    pub pages: Option<String>,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Locator {
    /// The source.
    pub source: SourceId,
    /// The section, as named there: `4.1`.
    pub section: String,
    /// The sentence in the section, from 1.
    pub sentence: u32,
}
