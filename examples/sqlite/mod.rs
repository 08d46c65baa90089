//! A base whose findings stay in SQLite, behind the trait `Facts`.
//!
//! Names are held in memory; studies and findings are fetched by number. What goes wrong is kept, and ends the question in an error.

use rusqlite::{Connection, Error, Params, Result, types::FromSql};
use std::borrow::Cow;
use std::sync::{Mutex, OnceLock, PoisonError};
use whereof::store::{Batches, Facts, Finding, FindingId, Scan, Source, Study, StudyId, Vocabulary};

/// A base in a database.
pub(crate) struct Sqlite {
    /// Studies and findings, each as JSON beside its number and ends.
    db: Mutex<Connection>,
    name: String,
    vocabulary: Vocabulary,
    sources: Vec<Source>,
    fingerprint: u128,
    failure: OnceLock<String>,
}

fn json(what: &impl serde::Serialize) -> String {
    serde_json::to_string(what).unwrap_or_default()
}

impl Sqlite {
    /// Writes a base into an empty database.
    pub(crate) fn copy(facts: &dyn Facts, db: Connection) -> Result<Sqlite> {
        db.execute_batch(
            "CREATE TABLE study (id INTEGER PRIMARY KEY, body);
             CREATE TABLE finding (id INTEGER PRIMARY KEY, subject, relation, object, body);
             CREATE INDEX by_subject ON finding (subject); CREATE INDEX by_object ON finding (object);",
        )?;
        for (id, study) in (0..).map_while(|id| Some((id, facts.study(StudyId(id))?))) {
            db.execute("INSERT INTO study VALUES (?, ?)", (id, json(&study)))?;
        }
        for (id, f) in (0..).map_while(|id| Some((id, facts.finding(FindingId(id))?))) {
            let row = (id, f.subject.0, f.relation.0, f.object.0, json(&f));
            db.execute("INSERT INTO finding VALUES (?, ?, ?, ?, ?)", row)?;
        }
        Ok(Sqlite {
            db: Mutex::new(db),
            name: facts.name().to_owned(),
            vocabulary: facts.vocabulary().clone(),
            sources: facts.sources().to_vec(),
            fingerprint: facts.fingerprint(),
            failure: OnceLock::new(),
        })
    }

    /// Lets the database do something: the one who owns it may.
    pub(crate) fn execute(&self, sql: &str) -> Result<()> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner).execute_batch(sql)
    }

    /// The first column of all rows.
    fn ask<T: FromSql>(&self, sql: &str, with: impl Params) -> Vec<T> {
        let db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = db.prepare_cached(sql).and_then(|mut asked| asked.query_map(with, |row| row.get(0))?.collect());
        rows.unwrap_or_else(|error: Error| {
            self.failure.get_or_init(|| error.to_string());
            Vec::new()
        })
    }

    /// What a scan asks for, in SQL. Ids are numbers, so there is nothing to quote; as JSON they are a list of them, or `null`.
    fn wanted(scan: &Scan) -> String {
        let ids = [json(&scan.subjects), json(&scan.relations), json(&scan.objects), json(&scan.studies)];
        let cited = "EXISTS (SELECT 1 FROM json_each(body, '$.studies') WHERE value IN (#))";
        let tests = ["subject IN (#)", "relation IN (#)", "object IN (#)", cited];
        let asked = ids.iter().zip(tests).filter(|(ids, _)| *ids != "null");
        let asked = asked.map(|(ids, test)| test.replace('#', ids.trim_matches(['[', ']'])));
        std::iter::once("finding WHERE TRUE".to_owned()).chain(asked).collect::<Vec<_>>().join(" AND ")
    }

    fn count(&self, what: &str) -> usize {
        self.ask::<u32>(&format!("SELECT count(*) FROM {what}"), []).first().map_or(0, |count| *count as usize)
    }

    fn one<T: serde::de::DeserializeOwned>(&self, table: &str, id: u32) -> Option<T> {
        let json = self.ask::<String>(&format!("SELECT body FROM {table} WHERE id = ?"), [id]).pop()?;
        serde_json::from_str(&json).map_err(|error| self.failure.get_or_init(|| error.to_string())).ok()
    }
}

impl Facts for Sqlite {
    fn name(&self) -> &str {
        &self.name
    }
    fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
    fn sources(&self) -> &[Source] {
        &self.sources
    }
    fn study_count(&self) -> usize {
        self.count("study")
    }
    fn study(&self, id: StudyId) -> Option<Cow<'_, Study>> {
        self.one("study", id.0).map(Cow::Owned)
    }
    fn finding_count(&self) -> usize {
        self.count("finding")
    }
    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        self.one("finding", id.0).map(Cow::Owned)
    }
    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        let sql = format!("SELECT id FROM {} ORDER BY id", Sqlite::wanted(scan));
        Box::new(self.ask(&sql, []).into_iter().map(FindingId))
    }
    fn estimate(&self, scan: &Scan) -> usize {
        self.count(&Sqlite::wanted(scan))
    }
    fn fingerprint(&self) -> u128 {
        self.fingerprint
    }
    fn failure(&self) -> Option<String> {
        self.failure.get().cloned()
    }
}
