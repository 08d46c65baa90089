//! The three engines: each gets its form of a base and of a question, and gives what can be compared.
//!
//! Texts come in; sets of rows with the studies for them, or counts by value, go out. Nothing here knows what a question means.

use crate::meaning::{Goal, Rows};
use crate::sparql::Written;
use crate::world::World;
use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use whereof::answer::Reply;
use whereof::text::Source;
use whereof::{Base, Limits, Session};

/// What is compared.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Rows, each with the studies of its witnesses, sorted. Findings are named by what they say.
    Rows(Vec<(String, BTreeSet<String>)>),
    /// Rows by value of a slot: `-` where it is not stated, and `total`.
    Counts(BTreeMap<String, u64>),
}

impl Answer {
    pub fn is_empty(&self) -> bool {
        match self {
            Answer::Rows(rows) => rows.is_empty(),
            Answer::Counts(counts) => counts.get("total").is_none_or(|total| *total == 0),
        }
    }

    pub fn words(answer: &Result<Answer, String>) -> String {
        match answer {
            Ok(Answer::Rows(rows)) => {
                let each = rows.iter().map(|(row, studies)| {
                    let studies: Vec<&str> = studies.iter().map(String::as_str).collect();
                    format!("{row} [{}]", studies.join(", "))
                });
                each.collect::<Vec<_>>().join("; ")
            }
            Ok(Answer::Counts(counts)) => format!("{counts:?}"),
            Err(error) => format!("ERROR {error}"),
        }
    }
}

pub struct Engines<'c> {
    pub case: &'c World,
    pub goal: &'c Goal,
    /// What is derived is no finding of a row, so only the rows are compared.
    pub derived: bool,
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Engines<'_> {
    pub fn whereof(&self, text: &str) -> Result<Answer, String> {
        let report = |error: whereof::Error| format!("{error:?}");
        let base = Base::from_text(&Source::new("made", self.case.text())).map_err(report)?;
        let mut session = Session::new(base, Limits::script());
        let mut last = Err("no reply".to_owned());
        for reply in session.eval(&Source::new("question", text)) {
            last = Ok(reply.map_err(report)?);
        }
        let Reply::Answers(answers) = last? else { return Err("not an answer".to_owned()) };
        if !answers.complete() {
            return Err("not complete".to_owned());
        }
        if let (Some(counts), Some(_)) = (&answers.counts, self.goal.count) {
            let groups = counts.groups.iter().map(|group| (group.value.clone(), group.rows));
            let rest = [("-".to_owned(), counts.not_stated), ("total".to_owned(), counts.total)];
            return Ok(Answer::Counts(groups.chain(rest).filter(|(_, rows)| *rows > 0).collect()));
        }
        let mut rows = Vec::new();
        for row in &answers.rows {
            // A study is named by its number.
            let name = row.cells.join(" ").trim_matches(['[', ']']).to_owned();
            // A row without witnesses is there by a `not`: its studies say the contrary of what is denied and witness nothing.
            let witnessed = !self.derived && !row.findings.is_empty();
            let studies = row.refs.iter().filter(|_| witnessed).map(|study| study.number.to_string());
            rows.push((name, studies.collect()));
        }
        rows.sort();
        Ok(Answer::Rows(rows))
    }

    /// Rows by the engines' own names, findings by number.
    fn rows(&self, rows: BTreeMap<String, BTreeSet<String>>) -> Answer {
        let name = |row: String| match self.goal.rows {
            Rows::Finding => self.case.statement(row.trim_start_matches('f').parse().unwrap_or(0)),
            Rows::Study | Rows::Nouns(_) => row,
        };
        let mut rows: Vec<_> = rows.into_iter().map(|(row, studies)| (name(row), studies)).collect();
        rows.sort();
        Answer::Rows(rows)
    }

    pub fn sqlite(&self, query: &str) -> Result<Answer, String> {
        let connection = rusqlite::Connection::open_in_memory().map_err(words)?;
        connection.execute_batch(&format!("BEGIN;{}COMMIT;", self.case.sql())).map_err(words)?;
        let mut statement = connection.prepare(query).map_err(words)?;
        let pairs = statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)))
            .map_err(words)?;
        let mut rows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut counts = BTreeMap::new();
        for pair in pairs {
            let (name, number) = pair.map_err(words)?;
            if self.goal.count.is_some() {
                counts.insert(name, number.unwrap_or(0) as u64);
                continue;
            }
            let studies = rows.entry(name).or_default();
            studies.extend(number.filter(|_| !self.derived).map(|number| number.to_string()));
        }
        counts.retain(|_, rows| *rows > 0);
        Ok(if self.goal.count.is_some() { Answer::Counts(counts) } else { self.rows(rows) })
    }

    pub fn oxigraph(&self, written: &Written) -> Result<Answer, String> {
        let store = Store::new().map_err(words)?;
        store.update(&self.case.triples()).map_err(words)?;
        for update in &written.updates {
            store.update(update).map_err(words)?;
        }
        let rows: Vec<(String, Option<String>)> = solutions(&store, &written.rows, false)?;
        let found = match &written.found {
            Some(found) => solutions(&store, found, true)?,
            None => Vec::new(),
        };
        if self.goal.count.is_some() {
            let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (row, value) in found {
                groups.entry(value.unwrap_or("-".to_owned())).or_default().insert(row);
            }
            let mut counts: BTreeMap<String, u64> =
                groups.into_iter().map(|(value, rows)| (value, rows.len() as u64)).collect();
            if !rows.is_empty() {
                counts.insert("total".to_owned(), rows.len() as u64);
            }
            return Ok(Answer::Counts(counts));
        }
        let mut all: BTreeMap<String, BTreeSet<String>> =
            rows.into_iter().map(|(row, _)| (row, BTreeSet::new())).collect();
        for (row, study) in found {
            let studies = all.entry(row).or_default();
            studies.extend(study.filter(|_| !self.derived).map(|study| study.trim_start_matches('n').to_owned()));
        }
        Ok(self.rows(all))
    }
}

/// Rows of names, the last one apart.
fn solutions(store: &Store, query: &str, apart: bool) -> Result<Vec<(String, Option<String>)>, String> {
    let parsed = SparqlEvaluator::new().parse_query(query).map_err(words)?;
    let QueryResults::Solutions(solutions) = parsed.on_store(store).execute().map_err(words)? else {
        return Err("no solutions".to_owned());
    };
    let width = solutions.variables().len() - usize::from(apart);
    let name = |term: &Term| match term {
        Term::NamedNode(node) => node.as_str().trim_start_matches("urn:made:").to_owned(),
        other => other.to_string(),
    };
    let mut rows = Vec::new();
    for solution in solutions {
        let solution = solution.map_err(words)?;
        let values = solution.values();
        let row: Vec<String> = values[..width].iter().flatten().map(name).collect();
        let row = row.join(" ").trim_start_matches('n').to_owned();
        rows.push((row, values.get(width).and_then(|value| value.as_ref().map(name))));
    }
    Ok(rows)
}
