//! A meaning as SQL: three values by NULL, kinds and definitions by recursive common table expressions.
//!
//! A goal comes in, the text of a query goes out that gives rows with the studies for them, or counts. It knows the schema of `world`.

use crate::meaning::{About, Condition, Effect, Goal, Rows, Set, Side, Test, Verb, Witness};
use crate::world::{KINDS, NULL, SLOTS};

pub struct Sql {
    names: usize,
    /// Common table expressions of the definitions used.
    tables: Vec<String>,
    /// The verb that the case defines, if any.
    defined: Option<usize>,
}

/// What stands for a row: an alias for each of its nouns.
struct Row {
    kinds: Rows,
    names: Vec<String>,
}

impl Row {
    fn from(&self) -> String {
        let table = match self.kinds {
            Rows::Nouns(_) => "entity",
            Rows::Finding => "finding",
            Rows::Study => "study",
        };
        self.names.iter().map(|name| format!("{table} {name}")).collect::<Vec<_>>().join(", ")
    }

    fn name(&self) -> String {
        self.names.iter().map(|name| format!("{name}.name")).collect::<Vec<_>>().join(" || ' ' || ")
    }
}

/// What makes a finding one of an effect: what is never unknown, and what may be.
struct Meets {
    hard: String,
    degree: String,
}

fn and(parts: &[String]) -> String {
    if parts.is_empty() { "1".to_owned() } else { format!("({})", parts.join(" AND ")) }
}

fn or(parts: &[String]) -> String {
    if parts.is_empty() { "0".to_owned() } else { format!("({})", parts.join(" OR ")) }
}

/// At least so many, three-valued.
fn at_least(n: u32, parts: &[String]) -> String {
    let sum = |of: &str| parts.iter().map(|part| format!("coalesce({part}, {of})")).collect::<Vec<_>>().join(" + ");
    format!("(CASE WHEN {} >= {n} THEN 1 WHEN {} >= {n} THEN NULL ELSE 0 END)", sum("0"), sum("1"))
}

fn within(set: &Set, value: &str) -> String {
    let asked = if set.exactly {
        format!("{value} = {}", set.asked)
    } else {
        format!("{value} IN (SELECT id FROM below WHERE top = {})", set.asked)
    };
    match set.except {
        Some(but) => format!("({asked} AND {value} NOT IN (SELECT id FROM below WHERE top = {but}))"),
        None => asked,
    }
}

impl Sql {
    /// The query for rows and studies, or (`count`) for the groups and their sizes.
    pub fn of(goal: &Goal, defined: Option<usize>) -> String {
        let mut sql = Sql { names: 0, tables: Vec::new(), defined };
        let row = sql.row(&goal.rows);
        let base = sql.rows(goal, &row);
        let mut finds: Vec<String> = Vec::new();
        for witness in goal.witnesses() {
            if witness.effect.verb != Verb::Defined {
                finds.push(sql.witness(&witness, &row, &base));
            }
        }
        let found = if finds.is_empty() {
            "SELECT NULL AS answer, NULL AS finding WHERE 0".to_owned()
        } else {
            finds.join("\nUNION ")
        };
        let rows = format!("SELECT {} AS answer FROM {} WHERE {base}", row.name(), row.from());
        let last = match goal.count {
            Some(slot) => format!(
                "SELECT coalesce(value.name, '-'), count(DISTINCT found.answer) FROM found
                 LEFT JOIN slot ON slot.finding = found.finding AND slot.slot = '{}'
                 LEFT JOIN entity value ON value.id = slot.value GROUP BY value.name
                 UNION ALL SELECT 'total', count(*) FROM answers",
                SLOTS[slot].0
            ),
            None => "SELECT DISTINCT answers.answer, cites.study FROM answers
                 LEFT JOIN found ON found.answer = answers.answer LEFT JOIN cites ON cites.finding = found.finding"
                .to_owned(),
        };
        let tables: String = sql.tables.iter().map(|table| format!(",\n{table}")).collect();
        format!(
            "WITH RECURSIVE below(top, id) AS (SELECT id, id FROM entity UNION
               SELECT below.top, broader.child FROM below JOIN broader ON broader.parent = below.id),
             narrower(top, id) AS (SELECT id, id FROM verb UNION
               SELECT narrower.top, verb.id FROM narrower JOIN verb ON verb.broader = narrower.id){tables},
             answers AS ({rows}),
             found AS ({found})
             {last}"
        )
    }

    fn fresh(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    fn row(&mut self, rows: &Rows) -> Row {
        let width = if let Rows::Nouns(kinds) = rows { kinds.len() } else { 1 };
        Row { kinds: rows.clone(), names: (0..width).map(|_| self.fresh('r')).collect() }
    }

    /// What is asked of the row itself: kinds, distinct letters, and the condition.
    fn rows(&mut self, goal: &Goal, row: &Row) -> String {
        let mut parts = frame(goal, row);
        parts.push(self.condition(&goal.condition, row, &[]));
        and(&parts)
    }

    fn witness(&mut self, witness: &Witness<'_>, row: &Row, base: &str) -> String {
        let mut tables = vec![row.from()];
        let mut parts = vec![base.to_owned()];
        let mut studies: Vec<String> = Vec::new();
        for (condition, wanted) in &witness.studies {
            let study = self.fresh('w');
            tables.push(format!("study {study}"));
            studies.push(study);
            parts.push(format!("({}) IS {}", self.condition(condition, row, &studies), u8::from(*wanted)));
        }
        parts.push(self.effect(witness.effect, row, &studies));
        let finding = self.fresh('f');
        let meets = self.meets(witness.effect, row, &studies, &finding);
        tables.push(format!("finding {finding}"));
        parts.extend([meets.hard, meets.degree]);
        format!(
            "SELECT {} AS answer, {finding}.id AS finding FROM {} WHERE {}",
            row.name(),
            tables.join(", "),
            and(&parts)
        )
    }

    fn condition(&mut self, condition: &Condition, row: &Row, studies: &[String]) -> String {
        let mut each = |parts: &[Condition]| -> Vec<String> {
            parts.iter().map(|part| self.condition(part, row, studies)).collect()
        };
        match condition {
            Condition::All(parts) => and(&each(parts)),
            Condition::Any(parts) => or(&each(parts)),
            Condition::AtLeast(n, parts) => at_least(*n, &each(parts)),
            Condition::Not(part) => format!("(NOT {})", self.condition(part, row, studies)),
            Condition::Is(letter, set) => format!("({})", within(set, &format!("{}.id", row.names[*letter]))),
            Condition::Effect(effect) => self.effect(effect, row, studies),
            Condition::InOneStudy(part) => {
                let study = self.fresh('w');
                let degree = self.condition(part, row, &[studies, std::slice::from_ref(&study)].concat());
                strongest(&degree, &format!("study {study}"), "1")
            }
        }
    }

    fn effect(&mut self, effect: &Effect, row: &Row, studies: &[String]) -> String {
        if effect.verb == Verb::Defined {
            return self.defined(effect, row);
        }
        let finding = self.fresh('f');
        let Meets { hard, degree } = self.meets(effect, row, studies, &finding);
        if effect.min_studies < 2 {
            return strongest(&degree, &format!("finding {finding}"), &hard);
        }
        let n = effect.min_studies;
        format!(
            "(SELECT CASE WHEN count(DISTINCT CASE WHEN degree THEN study END) >= {n} THEN 1
               WHEN count(DISTINCT CASE WHEN degree IS NOT 0 THEN study END) >= {n} THEN NULL ELSE 0 END
               FROM (SELECT cites.study AS study, {degree} AS degree
                 FROM finding {finding} JOIN cites ON cites.finding = {finding}.id WHERE {hard}))"
        )
    }

    fn meets(&mut self, effect: &Effect, row: &Row, studies: &[String], f: &str) -> Meets {
        let mut hard: Vec<String> = Vec::new();
        if !effect.asks_stance() {
            hard.push(format!("{f}.stance = 'reported'"));
        }
        for study in studies {
            hard.push(format!("EXISTS (SELECT 1 FROM cites WHERE finding = {f}.id AND study = {study}.id)"));
        }
        let bearer = &row.names[effect.bearer];
        hard.push(match (&row.kinds, effect.side) {
            (Rows::Finding, _) => format!("{f}.id = {bearer}.id"),
            (Rows::Study, _) => format!("EXISTS (SELECT 1 FROM cites WHERE finding = {f}.id AND study = {bearer}.id)"),
            (_, Side::Subject) => format!("{f}.subject = {bearer}.id"),
            (_, Side::Object) => format!("{f}.object = {bearer}.id"),
            (_, Side::Either) => format!("{bearer}.id IN ({f}.subject, {f}.object)"),
        });
        let itself = effect.verb == Verb::NoEffect;
        match effect.verb {
            Verb::Any | Verb::Defined => {}
            Verb::NoEffect => hard.push(format!("{f}.verb = {NULL}")),
            Verb::Tree(verb) => hard.push(format!("{f}.verb IN (SELECT id FROM narrower WHERE top = {verb})")),
        }
        let other = if effect.side == Side::Object { format!("{f}.subject") } else { format!("{f}.object") };
        let mut degree: Vec<String> = Vec::new();
        match &effect.about {
            About::Anything => {}
            About::Set(set) => hard.push(within(&Set { exactly: set.exactly || itself, ..set.clone() }, &other)),
            About::Letter(letter) => hard.push(format!("{other} = {}.id", row.names[*letter])),
            About::Rows(goal) => {
                let inner = self.row(&goal.rows);
                let name = &inner.names[0];
                let mut parts = frame(goal, &inner);
                parts.push(match itself {
                    true => format!("{other} = {name}.id"),
                    false => format!("{other} IN (SELECT id FROM below WHERE top = {name}.id)"),
                });
                let of = self.condition(&goal.condition, &inner, &[]);
                degree.push(strongest(&of, &inner.from(), &and(&parts)));
            }
        }
        degree.extend(effect.tests.iter().map(|each| test(each, f)));
        Meets { hard: and(&hard), degree: and(&degree) }
    }

    /// An effect of the recursive verb: reached along certain steps, or along some that are not.
    fn defined(&mut self, effect: &Effect, row: &Row) -> String {
        let step = self.fresh('s');
        let Some(verb) = self.defined else { return "0".to_owned() };
        let degree = and(&effect.tests.iter().map(|each| test(each, "f")).collect::<Vec<_>>());
        let stance = if effect.asks_stance() { "1" } else { "f.stance = 'reported'" };
        self.tables.push(format!(
            "{step}(a, b, degree) AS (SELECT f.subject, f.object, {degree} FROM finding f
               JOIN entity one ON one.id = f.subject AND one.kind = 'gene'
               JOIN entity two ON two.id = f.object AND two.kind = 'gene'
               WHERE {stance} AND f.verb IN (SELECT id FROM narrower WHERE top = {verb}))"
        ));
        for (table, holds) in [("certain", "IS 1"), ("possible", "IS NOT 0")] {
            self.tables.push(format!(
                "{step}{table}(a, b) AS (SELECT a, b FROM {step} WHERE degree {holds} UNION
                   SELECT {step}.a, {step}{table}.b FROM {step} JOIN {step}{table} ON {step}.b = {step}{table}.a
                   WHERE {step}.degree {holds})"
            ));
        }
        let bearer = format!("{}.id", row.names[effect.bearer]);
        let (here, other) = if effect.side == Side::Object { ("b", "a") } else { ("a", "b") };
        let about = match &effect.about {
            About::Set(set) => within(set, other),
            About::Letter(letter) => format!("{other} = {}.id", row.names[*letter]),
            About::Anything | About::Rows(_) => "0".to_owned(),
        };
        let exists = |table: &str| {
            format!("EXISTS (SELECT 1 FROM {step}{table} WHERE {here} = {bearer} AND a <> b AND {about})")
        };
        format!("(CASE WHEN {} THEN 1 WHEN {} THEN NULL ELSE 0 END)", exists("certain"), exists("possible"))
    }
}

/// The strongest degree among some rows: true, else unknown, else false.
fn strongest(degree: &str, from: &str, hard: &str) -> String {
    format!(
        "(SELECT CASE WHEN max(degree) = 1 THEN 1 WHEN count(*) > count(degree) THEN NULL ELSE 0 END
           FROM (SELECT {degree} AS degree FROM {from} WHERE {hard}))"
    )
}

fn frame(goal: &Goal, row: &Row) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    if let Rows::Nouns(kinds) = &goal.rows {
        for (place, kind) in kinds.iter().enumerate() {
            parts.push(format!("{}.kind = '{}'", row.names[place], KINDS[*kind]));
            for (other, _) in kinds.iter().enumerate().take(place).filter(|(_, other)| **other == *kind) {
                let sign = if goal.alike.contains(&(other, place)) { "<" } else { "<>" };
                parts.push(format!("{}.name {sign} {}.name", row.names[other], row.names[place]));
            }
        }
    }
    parts
}

fn test(each: &Test, f: &str) -> String {
    let all = |parts: &[Test]| parts.iter().map(|part| test(part, f)).collect::<Vec<_>>();
    match each {
        Test::Slot(slot, set) => {
            let slot = SLOTS[*slot].0;
            let stated = format!("EXISTS (SELECT 1 FROM slot WHERE finding = {f}.id AND slot = '{slot}'");
            format!("(CASE WHEN {stated} AND {}) THEN 1 WHEN {stated}) THEN 0 END)", within(set, "value"))
        }
        Test::NotStated(slot) => {
            format!("(NOT EXISTS (SELECT 1 FROM slot WHERE finding = {f}.id AND slot = '{}'))", SLOTS[*slot].0)
        }
        Test::Stance("measured null") => format!("({f}.stance = 'reported' AND {f}.verb = {NULL})"),
        Test::Stance("reported") => format!("({f}.stance = 'reported' AND {f}.verb <> {NULL})"),
        Test::Stance(stance) => format!("({f}.stance = '{stance}')"),
        Test::Direction(direction) => format!("({f}.verb IN (SELECT id FROM verb WHERE direction = '{direction}'))"),
        Test::Subject(set) => format!("({})", within(set, &format!("{f}.subject"))),
        Test::Object(set) => format!("({})", within(set, &format!("{f}.object"))),
        Test::Study(study) => format!("(EXISTS (SELECT 1 FROM cites WHERE finding = {f}.id AND study = {study}))"),
        Test::All(parts) => and(&all(parts)),
        Test::Any(parts) => or(&all(parts)),
        Test::Not(part) => format!("(NOT {})", test(part, f)),
        Test::AtLeast(n, parts) => at_least(*n, &all(parts)),
    }
}
