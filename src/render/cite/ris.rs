//! References as RIS.

use super::{Author, Entry};

pub(super) fn write(entries: &[Entry]) -> String {
    let mut out = String::new();
    for entry in entries {
        if !out.is_empty() {
            out.push('\n');
        }
        let mut line = |tag: &str, value: &str| {
            if !value.is_empty() {
                out.push_str(&format!("{tag}  - {value}\n"));
            }
        };
        line("TY", if entry.is_article { "JOUR" } else { "GEN" });
        line("ID", &entry.key);
        line("TI", &entry.title);
        for author in &entry.authors {
            line(
                "AU",
                &match author {
                    Author::Person(family, given) if given.is_empty() => family.clone(),
                    Author::Person(family, given) => format!("{family}, {given}"),
                    Author::Name(name) => name.clone(),
                },
            );
        }
        line("PY", &entry.year.map(|year| year.to_string()).unwrap_or_default());
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        line("JO", &text(&entry.journal));
        line("VL", &text(&entry.volume));
        line("IS", &text(&entry.issue));
        let pages = text(&entry.pages);
        let (first, last) = pages.split_once(['-', '–']).unwrap_or((&pages, ""));
        line("SP", first.trim());
        line("EP", last.trim());
        line("DO", &text(&entry.doi));
        line("AN", &text(&entry.pmid));
        line("DB", if entry.pmid.is_some() { "PubMed" } else { "" });
        line("C2", &text(&entry.pmcid));
        for word in &entry.stands {
            line("KW", word);
        }
        line("N1", &entry.note);
        for said in &entry.says {
            line("N1", said);
        }
        out.push_str("ER  - \n");
    }
    out
}
