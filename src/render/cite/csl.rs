//! References as CSL-JSON.

use super::super::json::escaped;
use super::{Author, Entry};
use serde::Serialize;

#[derive(Serialize)]
struct Item<'e> {
    id: &'e str,
    #[serde(rename = "type")]
    class: &'static str,
    title: &'e str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'e>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Date>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    journal: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'e str>,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<&'e str>,
    #[serde(rename = "PMID", skip_serializing_if = "Option::is_none")]
    pmid: Option<&'e str>,
    #[serde(rename = "PMCID", skip_serializing_if = "Option::is_none")]
    pmcid: Option<&'e str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    keyword: String,
    note: &'e str,
    #[serde(skip_serializing_if = "String::is_empty")]
    annote: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Name<'e> {
    Person { family: &'e str, given: &'e str },
    Literal { literal: &'e str },
}

#[derive(Serialize)]
struct Date {
    #[serde(rename = "date-parts")]
    parts: [[u32; 1]; 1],
}

pub(super) fn write(entries: &[Entry]) -> String {
    let items: Vec<Item<'_>> = entries.iter().map(item).collect();
    let mut text = escaped(&serde_json::to_string_pretty(&items).unwrap_or_default());
    text.push('\n');
    text
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.key,
        class: if entry.is_article { "article-journal" } else { "document" },
        title: &entry.title,
        author: entry.authors.iter().map(name).collect(),
        issued: entry.year.map(|year| Date { parts: [[year]] }),
        journal: entry.journal.as_deref(),
        volume: entry.volume.as_deref(),
        issue: entry.issue.as_deref(),
        page: entry.pages.as_deref(),
        doi: entry.doi.as_deref(),
        pmid: entry.pmid.as_deref(),
        pmcid: entry.pmcid.as_deref(),
        keyword: entry.stands.join(", "),
        note: &entry.note,
        annote: entry.says.join("; "),
    }
}

fn name(author: &Author) -> Name<'_> {
    match author {
        Author::Person(family, given) if !given.is_empty() => Name::Person { family, given },
        Author::Person(name, _) | Author::Name(name) => Name::Literal { literal: name },
    }
}
