//! References: the sources and studies behind replies, for reference managers.
//!
//! A graph comes in, entries go out, which each format of this folder writes in its own way. A study of which the base knows no title and no
//! identifier is told by its number in the reference list of the source that cites it, and never gets a title that nobody printed.

mod bibtex;
mod csl;
mod ris;

use super::Format;
use super::sanitise::sanitise;
use super::words;
use crate::answer::Graph;
use crate::answer::graph::{Edge, Standing};
use crate::model::{Imprint, Source, Study, StudyId};
use std::collections::BTreeSet;

/// One reference.
#[derive(Debug)]
pub(super) struct Entry {
    /// Letters and digits, `Hu2020-59`; no other entry has it.
    pub(super) key: String,
    /// As printed between brackets in answers; none of a source.
    pub(super) label: Option<String>,
    /// Whether it is an article, as far as is known.
    is_article: bool,
    pub(super) title: String,
    pub(super) authors: Vec<Author>,
    year: Option<u32>,
    journal: Option<String>,
    volume: Option<String>,
    issue: Option<String>,
    pages: Option<String>,
    pub(super) doi: Option<String>,
    pub(super) pmid: Option<String>,
    pmcid: Option<String>,
    /// Where it is cited, and what is not known of it.
    pub(super) note: String,
    /// How findings that cite it stand to the answer.
    stands: Vec<&'static str>,
    /// What they say, a line each.
    says: Vec<String>,
}

impl Entry {
    /// `Hu C, Wu Z, Li L`
    pub(super) fn author_words(&self) -> String {
        let words = self.authors.iter().map(|author| match author {
            Author::Person(family, given) => format!("{family} {given}").trim_end().to_owned(),
            Author::Name(name) => name.clone(),
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// `Journal of Cellular and Molecular Medicine 2020;24(1):40-49`, as far as known.
    pub(super) fn printed_words(&self) -> String {
        let mut words = self.journal.clone().unwrap_or_default();
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        if !year.is_empty() {
            words = format!("{words} {year}").trim_start().to_owned();
        }
        let issue = self.issue.as_ref().map(|issue| format!("({issue})")).unwrap_or_default();
        if let Some(volume) = &self.volume {
            words.push_str(&format!(";{volume}{issue}"));
        }
        if let Some(pages) = &self.pages {
            words.push_str(&format!(":{pages}"));
        }
        words
    }

    /// Where it can be read: a name and an address each.
    pub(super) fn addresses(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        if let Some(doi) = &self.doi {
            all.push((format!("doi {doi}"), format!("https://doi.org/{}", address(doi))));
        }
        if let Some(pmid) = &self.pmid {
            all.push((format!("PubMed {pmid}"), format!("https://pubmed.ncbi.nlm.nih.gov/{}/", address(pmid))));
        }
        if let Some(pmcid) = &self.pmcid {
            all.push((pmcid.clone(), format!("https://pmc.ncbi.nlm.nih.gov/articles/{}/", address(pmcid))));
        }
        all
    }
}

/// What stands in an address as it is, and all else by its bytes.
fn address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:;()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// One author.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// Family name, given name.
    Person(String, String),
    /// A name that is printed as it is.
    Name(String),
}

/// The one file of references of a graph, and what it cannot hold.
pub(super) fn write(graph: &Graph, format: Format) -> (Vec<String>, Vec<String>) {
    let entries = entries(graph);
    let text = match format {
        Format::Bibtex => bibtex::write(&entries),
        Format::Ris => ris::write(&entries),
        _ => csl::write(&entries),
    };
    (vec![text], not_held(graph, format))
}

/// What a list of references does not say.
fn not_held(graph: &Graph, format: Format) -> Vec<String> {
    let mut told = Vec::new();
    let unknown = graph.studies.iter().filter(|(_, study)| !study.is_known()).count();
    if unknown > 0 {
        told.push(format!(
            "title and authors of {}: this base holds none, so each is an entry that names its number in the reference list of its source",
            words::count(unknown as u64, "study")
        ));
    }
    if !graph.edges.is_empty() {
        told.push(format!("contexts and verdicts: {format} holds references, each with what its findings say"));
    }
    told
}

/// Sources first, then studies by source and number.
pub(super) fn entries(graph: &Graph) -> Vec<Entry> {
    let mut keys = Keys::default();
    let mut entries: Vec<Entry> = graph.sources.iter().map(|(_, source)| of_source(source, &mut keys)).collect();
    let mut studies: Vec<&(StudyId, Study)> = graph.studies.iter().collect();
    studies.sort_by_key(|(id, study)| (study.source, study.number, *id));
    entries.extend(studies.into_iter().map(|(id, study)| of_study(graph, *id, study, &mut keys)));
    entries
}

fn of_source(source: &Source, keys: &mut Keys) -> Entry {
    let mut note = vec![format!("source of the base, there called {}", plain(&source.name))];
    note.extend(source.curator.as_ref().map(|who| format!("findings written down by {}", plain(who))));
    note.extend(source.curated.as_ref().map(|when| format!("last held against it {}", plain(when))));
    let known = source.doi.is_some() || source.pmid.is_some() || source.imprint.journal.is_some();
    Entry {
        key: keys.take(&source.name, None),
        label: None,
        is_article: known,
        title: plain(source.title.as_ref().unwrap_or(&source.name)),
        year: source.year,
        doi: source.doi.as_deref().map(plain),
        pmid: source.pmid.as_deref().map(plain),
        pmcid: source.pmcid.as_deref().map(plain),
        note: note.join("; "),
        stands: Vec::new(),
        says: Vec::new(),
        ..printed(&source.imprint)
    }
}

fn of_study(graph: &Graph, id: StudyId, study: &Study, keys: &mut Keys) -> Entry {
    let source = graph.source(study.source);
    let (name, doi) = source.map_or(("?", None), |source| (source.name.as_str(), source.doi.as_deref()));
    let doi = doi.map(|doi| format!(" (doi {})", plain(doi))).unwrap_or_default();
    let cited = format!("reference {} of {}", study.number, plain(name));
    let mut note = vec![format!("cited as {cited}{doi}")];
    if !study.is_known() {
        note.push(match &study.label {
            Some(label) => format!("title and authors are not in this base, its curator calls it: {}", plain(label)),
            None => "title and authors are not in this base".to_owned(),
        });
    }
    let edges: Vec<&Edge> = graph.edges.iter().filter(|edge| edge.studies.contains(&id)).collect();
    let stands: BTreeSet<Standing> = edges.iter().flat_map(|edge| edge.stands.iter().copied()).collect();
    Entry {
        key: keys.take(name, Some(study.number)),
        label: Some(graph.reference(study)),
        is_article: study.doi.is_some() || study.pmid.is_some() || study.imprint.journal.is_some(),
        title: study.title.as_deref().map_or_else(|| capital(&cited), plain),
        year: study.year,
        doi: study.doi.as_deref().map(plain),
        pmid: study.pmid.as_deref().map(plain),
        pmcid: None,
        note: note.join("; "),
        stands: stands.into_iter().map(Standing::words).collect(),
        says: edges.into_iter().map(|edge| says(graph, edge)).collect(),
        ..printed(&study.imprint)
    }
}

/// `for: resveratrol upregulates CXCR4 (Hu 2020, section 4.1, sentence 8)`
fn says(graph: &Graph, edge: &Edge) -> String {
    let stands: Vec<&str> = edge.stands.iter().map(|stands| stands.words()).collect();
    let stance = match edge.stance_words() {
        "reported" => String::new(),
        other => format!(", {other}"),
    };
    let places: Vec<String> = edge.locators.iter().map(|locator| graph.place(locator)).collect();
    let places = if places.is_empty() { String::new() } else { format!(" ({})", words::places(&places)) };
    plain(&format!("{}: {}{stance}{places}", stands.join(", "), graph.statement(edge)))
}

/// What an imprint tells; the rest is filled in by the caller.
fn printed(imprint: &Imprint) -> Entry {
    let author = |name: &String| match name.split_once(',') {
        Some((family, given)) => Author::Person(plain(family.trim()), plain(given.trim())),
        None => Author::Name(plain(name)),
    };
    Entry {
        key: String::new(),
        label: None,
        is_article: false,
        title: String::new(),
        authors: imprint.authors.iter().map(author).collect(),
        year: None,
        journal: imprint.journal.as_deref().map(plain),
        volume: imprint.volume.as_deref().map(plain),
        issue: imprint.issue.as_deref().map(plain),
        pages: imprint.pages.as_deref().map(plain),
        doi: None,
        pmid: None,
        pmcid: None,
        note: String::new(),
        stands: Vec::new(),
        says: Vec::new(),
    }
}

/// A text on one line, without what could turn or hide it.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    sanitise(&words.join(" ")).into_owned()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Keys that were given out.
#[derive(Default)]
struct Keys(BTreeSet<String>);

impl Keys {
    /// The letters and digits of a source's name with the number of a study; with a further letter where that was taken.
    fn take(&mut self, name: &str, number: Option<u32>) -> String {
        let mut key: String = name.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        if key.is_empty() {
            key.push_str("source");
        }
        if let Some(number) = number {
            key.push_str(&format!("-{number}"));
        }
        let mut free = key.clone();
        let mut turn = 1u32;
        while !self.0.insert(free.clone()) {
            turn += 1;
            free = format!("{key}-x{turn}");
        }
        free
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn keys_are_plain_and_told_apart() {
        let mut keys = Keys::default();
        assert_eq!(keys.take("Hu 2020", None), "Hu2020");
        assert_eq!(keys.take("Hu 2020", Some(59)), "Hu2020-59");
        assert_eq!(keys.take("Hu, 2020!", Some(59)), "Hu2020-59-x2");
        assert_eq!(keys.take("ΔΨ", None), "source");
    }

    #[test]
    fn what_is_in_several_lines_stands_on_one() {
        assert_eq!(plain(" a\n\tb\u{202e}c "), "a b\\u{202e}c");
    }
}
