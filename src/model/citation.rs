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
    /// Title, or a label in the curator's words.
    pub title: Option<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// PubMed identifier.
    pub pmid: Option<String>,
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
