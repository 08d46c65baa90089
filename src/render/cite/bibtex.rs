//! References as BibTeX, in UTF-8.

use super::{Author, Entry};

pub(super) fn write(entries: &[Entry]) -> String {
    let mut out = String::new();
    for entry in entries {
        if !out.is_empty() {
            out.push('\n');
        }
        let class = if entry.is_article { "article" } else { "misc" };
        out.push_str(&format!("@{class}{{{},\n", entry.key));
        let authors: Vec<String> = entry.authors.iter().map(author).collect();
        let year = entry.year.map(|year| year.to_string());
        let pages = entry.pages.as_ref().map(|pages| pages.replace('-', "--"));
        // a second pair of braces keeps the capitals of names as they are
        field(&mut out, "title", Some(&entry.title), |text| format!("{{{text}}}"));
        field(&mut out, "author", Some(&authors.join(" and ")), |_| authors.join(" and "));
        field(&mut out, "year", year.as_ref(), |text| text);
        field(&mut out, "journal", entry.journal.as_ref(), |text| text);
        field(&mut out, "volume", entry.volume.as_ref(), |text| text);
        field(&mut out, "number", entry.issue.as_ref(), |text| text);
        field(&mut out, "pages", pages.as_ref(), |text| text);
        for (name, value) in [("doi", &entry.doi), ("pmid", &entry.pmid), ("pmcid", &entry.pmcid)] {
            if let Some(value) = value {
                out.push_str(&format!("  {name} = {{{}}},\n", verbatim(value)));
            }
        }
        field(&mut out, "keywords", Some(&entry.stands.join(", ")), |text| text);
        field(&mut out, "note", Some(&entry.note), |text| text);
        field(&mut out, "annote", Some(&entry.says.join("; ")), |text| text);
        out.push_str("}\n");
    }
    out
}

fn field(out: &mut String, name: &str, value: Option<&String>, shape: impl Fn(String) -> String) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        out.push_str(&format!("  {name} = {{{}}},\n", shape(escaped(value))));
    }
}

fn author(author: &Author) -> String {
    // `and` parts authors, and words in lower case the parts of a name: what is no plain name is braced
    let braced = |text: &str| {
        let escaped = escaped(text);
        let is_plain = escaped == text && !text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
        if is_plain { escaped } else { format!("{{{escaped}}}") }
    };
    match author {
        Author::Person(family, given) if given.is_empty() => braced(family),
        Author::Person(family, given) => format!("{}, {}", braced(family), braced(given)),
        Author::Name(name) => format!("{{{}}}", escaped(name)),
    }
}

/// An identifier, which is read as it stands; what would close the field is written as addresses write it.
fn verbatim(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20")
}

/// What LaTeX would take for an order, spelled out. Braces become words, since BibTeX counts escaped ones too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("{\\textbackslash}"),
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out
}
