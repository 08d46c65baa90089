//! The formats that can be read.
//!
//! A word, a file's name or its first bytes come in, a format goes out. How one is read is not known here.

use std::fmt;
use std::str::FromStr;

/// A format that can be read.
///
/// ```
/// use whereof::importing::Form;
/// assert_eq!(Form::detect("mondo.obo", b""), Some(Form::Obo));
/// assert_eq!(Form::detect("stdin", b"id\tsubject\tpredicate\tobject\n"), Some(Form::Kgx));
/// assert_eq!("signor".parse(), Ok(Form::Signor));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Tables of findings or of terms, as a mapping names their columns: TSV, CSV or JSON Lines.
    Findings,
    /// Knowledge graphs in the words of Biolink: tables of nodes and edges, or JSON Lines.
    Kgx,
    /// Ontologies in the flat format of the OBO Foundry.
    Obo,
    /// The table of human genes of the HGNC.
    Hgnc,
    /// Mappings between vocabularies.
    Sssom,
    /// The table of signalling relations of SIGNOR.
    Signor,
    /// Statements of INDRA as JSON.
    Indra,
    /// Scripts in the Biological Expression Language.
    Bel,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 8] =
        [Form::Findings, Form::Kgx, Form::Obo, Form::Hgnc, Form::Sssom, Form::Signor, Form::Indra, Form::Bel];

    /// As typed: `kgx`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Form::Findings => "findings",
            Form::Kgx => "kgx",
            Form::Obo => "obo",
            Form::Hgnc => "hgnc",
            Form::Sssom => "sssom",
            Form::Signor => "signor",
            Form::Indra => "indra",
            Form::Bel => "bel",
        }
    }

    /// The mapping with which the format is read where a user gives none.
    #[must_use]
    pub fn mapping(self) -> &'static str {
        match self {
            Form::Findings => include_str!("maps/findings.toml"),
            Form::Kgx => include_str!("maps/kgx.toml"),
            Form::Obo => include_str!("maps/obo.toml"),
            Form::Hgnc => include_str!("maps/hgnc.toml"),
            Form::Sssom => include_str!("maps/sssom.toml"),
            Form::Signor => include_str!("maps/signor.toml"),
            Form::Indra => include_str!("maps/indra.toml"),
            Form::Bel => include_str!("maps/bel.toml"),
        }
    }

    /// The format of a file, by its name and its first bytes; nothing where neither tells.
    #[must_use]
    pub fn detect(name: &str, head: &[u8]) -> Option<Form> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let by_ending = [(".obo", Form::Obo), (".bel", Form::Bel), (".sssom.tsv", Form::Sssom)];
        if let Some((_, form)) = by_ending.iter().find(|(ending, _)| name.ends_with(ending)) {
            return Some(*form);
        }
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with('[') {
            return Some(Form::Indra);
        }
        if text.starts_with('{') {
            return Some(of_object(text.lines().next().unwrap_or_default()));
        }
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        if text.starts_with("format-version:") {
            return Some(Form::Obo);
        }
        if lines.clone().take(50).any(|line| line.starts_with("SET ") || line.starts_with("DEFINE ")) {
            return Some(Form::Bel);
        }
        of_header(lines.find(|line| !line.starts_with('#'))?)
    }
}

fn of_object(line: &str) -> Form {
    let has = |key: &str| line.contains(&format!("\"{key}\""));
    if (has("subject") && has("predicate")) || (has("id") && has("category")) {
        Form::Kgx
    } else if has("type") && (has("evidence") || has("matches_hash")) {
        Form::Indra
    } else {
        Form::Findings
    }
}

fn of_header(line: &str) -> Option<Form> {
    let separator = if line.contains('\t') { '\t' } else { ',' };
    let columns: Vec<&str> = line.split(separator).map(|cell| cell.trim().trim_matches('"')).collect();
    let has = |all: &[&str]| all.iter().all(|name| columns.contains(name));
    if has(&["subject_id", "predicate_id", "object_id"]) {
        Some(Form::Sssom)
    } else if has(&["subject", "predicate", "object"]) || has(&["id", "category"]) {
        Some(Form::Kgx)
    } else if has(&["ENTITYA", "ENTITYB", "EFFECT"]) {
        Some(Form::Signor)
    } else if has(&["hgnc_id", "symbol"]) || has(&["HGNC_ID", "STATUS", "WITHDRAWN_SYMBOL"]) {
        Some(Form::Hgnc)
    } else if columns.len() > 1 {
        Some(Form::Findings)
    } else {
        None
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Form {
    type Err = String;

    fn from_str(word: &str) -> Result<Form, String> {
        Form::ALL.into_iter().find(|form| form.word() == word).ok_or_else(|| {
            let words: Vec<&str> = Form::ALL.iter().map(|form| form.word()).collect();
            format!("`{word}` is none of {}", words.join(", "))
        })
    }
}
