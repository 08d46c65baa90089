//! A session as a script: what was asked, what it gave, and claims that tell later whether it still does.
//!
//! Statements that succeeded come in with their replies; paragraphs of a script go out. A claim is only written down after it was checked
//! against the base that is open, so that the script holds as long as nothing changes. Dates and files are not known here.

use super::{Session, expect};
use crate::answer::{Answers, Completeness, Ref, Reply};
use crate::syntax::ast::{Item, Query, Statement};
use crate::syntax::print::{name, quoted};
use crate::syntax::{self, TextLimits};
use crate::text::Source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rows that a claim names; of more rows only their number is claimed.
const NAMED: usize = 60;

/// What a session remembers of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// Statements that changed the session, in canonical form, and the file that each used.
    changes: Vec<(String, Option<PathBuf>)>,
    /// Where the script will lie, while there is one.
    folder: Option<PathBuf>,
    /// Paragraphs that were not taken yet.
    paragraphs: Vec<String>,
}

impl Record {
    /// Whether a script is written.
    pub(super) fn is_on(&self) -> bool {
        self.folder.is_some()
    }

    /// What of it is true of a session on another base too.
    pub(super) fn values(&self) -> Record {
        let changes = self.changes.iter().filter(|(text, _)| text.starts_with("let ")).cloned();
        Record { changes: changes.collect(), ..Record::default() }
    }
}

impl Session {
    /// Begins to record what is asked, as a script that will lie in a folder; ends it where there is none. [`Session::recorded`] gives the
    /// script.
    ///
    /// ```
    /// use whereof::Source;
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.record(Some(".".into()));
    /// session.eval(&Source::new("query", "treatment where upregulates CXCR4 and disease = fibrosis"));
    /// let script = session.recorded();
    /// assert!(script.contains("expect exactly (resveratrol): treatment where upregulates CXCR4 and disease = fibrosis;"));
    /// assert!(session.eval(&Source::new("again", script)).iter().all(Result::is_ok));
    /// ```
    pub fn record(&mut self, folder: Option<PathBuf>) {
        self.record.folder = folder;
        self.record.paragraphs.clear();
    }

    /// What was recorded since it was last asked for: each statement that succeeded in canonical form, with values in the places of
    /// parameters, what it gave, and claims on that. Such a text can be run as it is.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.record(Some(".".into()));
    /// session.eval("count treatment where upregulates CXCR4");
    /// assert!(session.recorded().starts_with("count treatment where upregulates CXCR4;"));
    /// assert_eq!(session.recorded(), "");
    /// ```
    pub fn recorded(&mut self) -> String {
        std::mem::take(&mut self.record.paragraphs).concat()
    }

    /// The statements so far that changed what later ones mean, as a script for the folder that is recorded for: `let`, `define`, `use`,
    /// `retract study`.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.eval("let $gene = CXCR4; treatment where upregulates $gene; retract study 59");
    /// assert_eq!(session.changes(), "let $gene = CXCR4;\nretract study 59;\n");
    /// ```
    #[must_use]
    pub fn changes(&self) -> String {
        self.record
            .changes
            .iter()
            .map(|(text, used)| format!("{};\n", self.named_from_there(text, used.as_deref())))
            .collect()
    }

    /// A statement as it must stand in the script: a file that is named from another folder is named in full.
    fn named_from_there(&self, text: &str, used: Option<&Path>) -> String {
        let same = |one: &Path, other: &Path| match (std::fs::canonicalize(one), std::fs::canonicalize(other)) {
            (Ok(one), Ok(other)) => one == other,
            _ => false,
        };
        match (used, &self.record.folder, &self.files.folder) {
            (Some(path), Some(there), Some(here)) if !same(there, here) => {
                format!("use {}", quoted(&path.display().to_string()))
            }
            _ => text.to_owned(),
        }
    }

    /// Remembers a statement that succeeded.
    #[inline(never)]
    pub(super) fn note(&mut self, item: &Item, reply: &Reply) {
        let Item::Statement(statement) = item else { return };
        let is_change =
            matches!(statement, Statement::Let(_) | Statement::Define(_) | Statement::Use(_) | Statement::Retract(_));
        if !is_change && self.record.folder.is_none() {
            return;
        }
        let used = match statement {
            Statement::Use(used) => {
                let path = self.files.folder.as_ref().map(|folder| folder.join(&used.file.text));
                path.and_then(|path| std::fs::canonicalize(path).ok())
            }
            _ => None,
        };
        let text = statement.to_string();
        if self.record.folder.is_some() {
            let said = match statement {
                Statement::Expect(_) => String::new(),
                _ if is_change => String::new(),
                _ => self.told(statement, reply),
            };
            let paragraph = format!("{};\n{said}\n", self.named_from_there(&text, used.as_deref()));
            self.record.paragraphs.push(paragraph);
        }
        if is_change {
            self.record.changes.push((text, used));
        }
    }

    /// What a reply gave, as comments, and the claims on it.
    fn told(&self, statement: &Statement, reply: &Reply) -> String {
        let (Reply::Answers(answers), Some(query)) = (reply, query(statement)) else {
            return "# not a question for rows: nothing of it is checked when this is run again\n".to_owned();
        };
        let mut out = format!("# {}\n", gave(answers));
        let claims = self.claims(&query, answers);
        if claims.is_empty() {
            out.push_str("# nothing of it is checked when this is run again\n");
        }
        for claim in claims {
            out.push_str(&claim);
            out.push_str(";\n");
        }
        out
    }

    /// Claims that hold now and fail when the rows, or the studies behind them, are others.
    fn claims(&self, query: &Query, answers: &Answers) -> Vec<String> {
        if !answers.complete() {
            return Vec::new();
        }
        let text = query.to_string();
        let number = answers.counts.as_ref().map_or(answers.rows.len() as u64, |counts| counts.total);
        let counted = if number == 1 { "1 row".to_owned() } else { format!("{number} rows") };
        let mut claims = Vec::new();
        let named = match number {
            0 => Some(format!("expect none: {text}")),
            _ if answers.counts.is_some() => None,
            _ => exactly(answers.rows.iter().map(|row| name(row.cells.first().map_or("", String::as_str))), &text),
        };
        let by_number = format!("expect {counted}: {text}");
        claims.extend(named.into_iter().chain([by_number]).find(|claim| self.holds(claim).is_some()));
        // who still is a row may have lost a study
        if let Some(of_studies) = with_head(query, "study")
            && answers.counts.is_none()
            && number > 0
        {
            let refs: BTreeSet<u32> =
                answers.rows.iter().flat_map(|row| &row.refs).map(|one: &Ref| one.number).collect();
            claims.extend(
                exactly(refs.iter().map(u32::to_string), &of_studies).filter(|claim| self.holds(claim).is_some()),
            );
        }
        claims
    }

    /// Whether a claim can be read and is true; the rows that its question has.
    fn holds(&self, claim: &str) -> Option<u64> {
        let source = Source::new("claim", claim);
        let parsed = syntax::parse(&source, TextLimits { bytes: self.limits.text, ..TextLimits::default() });
        let [Item::Statement(Statement::Expect(tree))] = parsed.script.items.as_slice() else { return None };
        if parsed.has_errors() {
            return None;
        }
        match expect::expect(&self.asked(&source), None, tree) {
            Ok(Reply::Expected(held)) => Some(held.rows),
            _ => None,
        }
    }
}

/// `expect exactly (a, b): ...`; none where there are too many to be named.
fn exactly(names: impl Iterator<Item = String>, query: &str) -> Option<String> {
    let names: Vec<String> = names.collect();
    let fits = !names.is_empty() && names.len() <= NAMED;
    fits.then(|| format!("expect exactly ({}): {query}", names.join(", ")))
}

/// The question for rows of a statement; of a count, the rows that it counts.
fn query(statement: &Statement) -> Option<Query> {
    match statement {
        Statement::Query(query) => Some(query.clone()),
        Statement::Count(count) => {
            let body = count.body.clone()?;
            Some(Query { head: count.nouns(), body, span: count.span })
        }
        _ => None,
    }
}

/// A question of one noun with another noun in its place.
fn with_head(query: &Query, noun: &str) -> Option<String> {
    let [head] = query.head.as_slice() else { return None };
    let text = query.to_string();
    let rest = text.strip_prefix(&head.to_string())?;
    rest.starts_with(" where ").then(|| format!("{noun}{rest}"))
}

/// `2 rows; studies [56], [59]`
fn gave(answers: &Answers) -> String {
    let number = answers.counts.as_ref().map_or(answers.rows.len() as u64, |counts| counts.total);
    let mut words = if number == 1 { "1 row".to_owned() } else { format!("{number} rows") };
    match &answers.completeness {
        Completeness::Complete => {}
        Completeness::FirstOf { total } => words.push_str(&format!(", the first of {total}: the question has a limit")),
        Completeness::CutShort { .. } => words.push_str(", not complete"),
    }
    let shown = |one: &Ref| match &one.source {
        Some(source) => (Some(source.clone()), one.number),
        None => (None, one.number),
    };
    let refs: BTreeSet<(Option<String>, u32)> = answers.rows.iter().flat_map(|row| &row.refs).map(shown).collect();
    if !refs.is_empty() {
        let refs: Vec<String> = refs
            .into_iter()
            .map(|(source, number)| source.map_or_else(|| number.to_string(), |source| format!("{source}:{number}")))
            .collect();
        let one = if refs.len() == 1 { "study" } else { "studies" };
        words.push_str(&format!("; {one} [{}]", refs.join(", ")));
    }
    // a comment is one line whatever a base is called
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
