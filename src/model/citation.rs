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

/// Where a digital object identifier leads; nothing where the text is none.
///
/// ```
/// use whereof::model::citation::doi_url;
/// assert_eq!(doi_url("10.1111/jcmm.14788").as_deref(), Some("https://doi.org/10.1111/jcmm.14788"));
/// assert_eq!(doi_url("doi:10.1002/(SICI)1097<1::AID>2").as_deref(), Some("https://doi.org/10.1002/(SICI)1097%3C1::AID%3E2"));
/// assert_eq!(doi_url("in press"), None);
/// ```
#[must_use]
pub fn doi_url(doi: &str) -> Option<String> {
    let bare = doi_name(doi)?;
    let mut url = String::from("https://doi.org/");
    for byte in bare.bytes() {
        // what RFC 3986 lets stand in a path; a terminal obeys none of it
        if byte.is_ascii_alphanumeric() || b"/-._~:;()!$&'*+,=@".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(url)
}

/// A digital object identifier without what people write before it: `10.1111/jcmm.14788`. Nothing where the text is none.
#[must_use]
pub fn doi_name(doi: &str) -> Option<&str> {
    let mut bare = doi.trim();
    for before in ["https://", "http://", "dx.doi.org/", "doi.org/", "doi:"] {
        if bare.get(..before.len()).is_some_and(|start| start.eq_ignore_ascii_case(before)) {
            bare = bare.get(before.len()..)?.trim_start();
        }
    }
    let (prefix, suffix) = bare.split_once('/')?;
    let is_prefix = prefix.strip_prefix("10.").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (is_prefix && !suffix.is_empty()).then_some(bare)
}

/// Where a PubMed identifier leads; nothing where the text is none.
#[must_use]
pub fn pmid_url(pmid: &str) -> Option<String> {
    let digits = pmid.trim();
    is_number(digits).then(|| format!("https://pubmed.ncbi.nlm.nih.gov/{digits}/"))
}

/// Where a PubMed Central identifier leads; nothing where the text is none.
#[must_use]
pub fn pmcid_url(pmcid: &str) -> Option<String> {
    let digits = pmcid.trim().strip_prefix("PMC")?;
    is_number(digits).then(|| format!("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{digits}/"))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_identifiers_become_addresses() {
        assert_eq!(doi_url("https://doi.org/10.1/x").as_deref(), Some("https://doi.org/10.1/x"));
        assert_eq!(
            doi_url("10.1/a b\u{1b}]8;;\u{7}é#?").as_deref(),
            Some("https://doi.org/10.1/a%20b%1B%5D8;;%07%C3%A9%23%3F")
        );
        assert_eq!(doi_url("10.x/y"), None);
        assert_eq!(doi_url("10.1/"), None);
        assert_eq!(doi_url("javascript:10"), None);
        assert_eq!(pmid_url("31691463").as_deref(), Some("https://pubmed.ncbi.nlm.nih.gov/31691463/"));
        assert_eq!(pmid_url("3169a"), None);
        assert_eq!(pmcid_url("PMC6933358").as_deref(), Some("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6933358/"));
        assert_eq!(pmcid_url("6933358"), None);
    }
}
