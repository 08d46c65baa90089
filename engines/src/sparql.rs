//! A meaning as SPARQL: each condition twice, once for what holds and once for what may hold; kinds and definitions by property paths.
//!
//! A goal comes in, the text of a query goes out that gives rows with the studies for them, or counts, and before it the updates that draw
//! the steps of a definition. It knows the triples of `world`.

use crate::meaning::{About, Condition, Effect, Goal, Rows, Set, Side, Test, Verb, Witness};
use crate::world::{KINDS, NULL, SLOTS, World};

pub struct Sparql<'w> {
    world: &'w World,
    names: usize,
    defined: Option<usize>,
    updates: Vec<String>,
}

/// A goal's updates and its queries.
pub struct Written {
    pub updates: Vec<String>,
    /// Gives rows.
    pub rows: String,
    /// Gives rows with studies for them, or rows with values; none where no effect has witnesses.
    pub found: Option<String>,
}

struct Row {
    kinds: Rows,
    names: Vec<String>,
}

fn all(parts: &[String]) -> String {
    if parts.is_empty() { "true".to_owned() } else { format!("({})", parts.join(" && ")) }
}

fn any(parts: &[String]) -> String {
    if parts.is_empty() { "false".to_owned() } else { format!("({})", parts.join(" || ")) }
}

fn at_least(n: u32, parts: &[String]) -> String {
    let each: Vec<String> = parts.iter().map(|part| format!("IF({part}, 1, 0)")).collect();
    format!("(({}) >= {n})", each.join(" + "))
}

/// What holds, or what may hold.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Certain,
    Possible,
}

impl Mode {
    fn contrary(self) -> Mode {
        if self == Mode::Certain { Mode::Possible } else { Mode::Certain }
    }
}

impl Sparql<'_> {
    pub fn of(goal: &Goal, world: &World, defined: Option<usize>) -> Written {
        let mut sparql = Sparql { world, names: 0, defined, updates: Vec::new() };
        let row = sparql.row(&goal.rows);
        let base = sparql.rows(goal, &row);
        let variables = row.names.join(" ");
        let mut found: Vec<String> = Vec::new();
        for witness in goal.witnesses() {
            if witness.effect.verb != Verb::Defined {
                let block = sparql.witness(&witness, &row, &base);
                let f = if matches!(goal.rows, Rows::Finding) { row.names[0].as_str() } else { "?f" };
                found.push(match goal.count {
                    Some(slot) => format!("{{ {block} OPTIONAL {{ {f} :{} ?value }} }}", SLOTS[slot].0),
                    None => format!("{{ {block} {f} :cites ?value }}"),
                });
            }
        }
        let prefix = "PREFIX : <urn:made:>\n";
        Written {
            updates: sparql.updates.iter().map(|update| format!("{prefix}{update}")).collect(),
            rows: format!("{prefix}SELECT DISTINCT {variables} WHERE {{ {base} }}"),
            found: (!found.is_empty())
                .then(|| format!("{prefix}SELECT DISTINCT {variables} ?value WHERE {{ {} }}", found.join("\nUNION "))),
        }
    }

    fn fresh(&mut self, letter: char) -> String {
        self.names += 1;
        format!("?{letter}{}", self.names)
    }

    fn iri(&self, entity: usize) -> String {
        format!(":{}", self.world.name(entity))
    }

    fn row(&mut self, rows: &Rows) -> Row {
        let width = if let Rows::Nouns(kinds) = rows { kinds.len() } else { 1 };
        Row { kinds: rows.clone(), names: (0..width).map(|_| self.fresh('r')).collect() }
    }

    /// Patterns for the rows: classes, distinct letters, the condition.
    fn rows(&mut self, goal: &Goal, row: &Row) -> String {
        let condition = self.condition(&goal.condition, row, &[], Mode::Certain);
        format!("{} FILTER({condition})", frame(goal, row))
    }

    fn witness(&mut self, witness: &Witness<'_>, row: &Row, base: &str) -> String {
        // The rows first, so that their condition is not looked at again for each finding.
        let mut block = format!("{{ SELECT DISTINCT {} WHERE {{ {base} }} }}", row.names.join(" "));
        let mut studies: Vec<String> = Vec::new();
        for (condition, wanted) in &witness.studies {
            let study = self.fresh('w');
            studies.push(study.clone());
            let is = match wanted {
                true => self.condition(condition, row, &studies, Mode::Certain),
                false => format!("!{}", self.condition(condition, row, &studies, Mode::Possible)),
            };
            block.push_str(&format!(" {study} a :study . FILTER({is})"));
        }
        let truth = self.effect(witness.effect, row, &studies, Mode::Certain);
        let meets = self.meets(witness.effect, row, &studies, "?f", Mode::Certain);
        format!("{block} FILTER({truth}) {meets}")
    }

    fn condition(&mut self, condition: &Condition, row: &Row, studies: &[String], mode: Mode) -> String {
        let mut each = |parts: &[Condition]| -> Vec<String> {
            parts.iter().map(|part| self.condition(part, row, studies, mode)).collect()
        };
        match condition {
            Condition::All(parts) => all(&each(parts)),
            Condition::Any(parts) => any(&each(parts)),
            Condition::AtLeast(n, parts) => at_least(*n, &each(parts)),
            Condition::Not(part) => format!("(!{})", self.condition(part, row, studies, mode.contrary())),
            Condition::Is(letter, set) => format!("EXISTS {{ {} }}", self.within(set, &row.names[*letter])),
            Condition::Effect(effect) => self.effect(effect, row, studies, mode),
            Condition::InOneStudy(part) => {
                let study = self.fresh('w');
                let inner = [studies, std::slice::from_ref(&study)].concat();
                let holds = self.condition(part, row, &inner, mode);
                format!("EXISTS {{ {study} a :study . FILTER({holds}) }}")
            }
        }
    }

    /// A pattern that a bound variable meets if it is in a set.
    fn within(&mut self, set: &Set, variable: &str) -> String {
        let asked = self.iri(set.asked);
        let mut pattern = match set.exactly {
            true => format!("FILTER(sameTerm({variable}, {asked}))"),
            false => format!("{variable} :broader* {asked} ."),
        };
        if let Some(but) = set.except {
            pattern.push_str(&format!(" FILTER NOT EXISTS {{ {variable} :broader* {} }}", self.iri(but)));
        }
        pattern
    }

    fn effect(&mut self, effect: &Effect, row: &Row, studies: &[String], mode: Mode) -> String {
        if effect.verb == Verb::Defined {
            return self.defined(effect, row, mode);
        }
        if effect.min_studies < 2 {
            let finding = self.fresh('f');
            return format!("EXISTS {{ {} }}", self.meets(effect, row, studies, &finding, mode));
        }
        // So many witnesses that cite different studies.
        let mut block = String::new();
        let mut cited: Vec<String> = Vec::new();
        for _ in 0..effect.min_studies {
            let (finding, study) = (self.fresh('f'), self.fresh('c'));
            block.push_str(&self.meets(effect, row, studies, &finding, mode));
            block.push_str(&format!(" {finding} :cites {study} . "));
            for other in &cited {
                block.push_str(&format!("FILTER(STR({other}) < STR({study})) "));
            }
            cited.push(study);
        }
        format!("EXISTS {{ {block} }}")
    }

    /// A pattern for the findings that meet an effect.
    fn meets(&mut self, effect: &Effect, row: &Row, studies: &[String], f: &str, mode: Mode) -> String {
        let bearer = row.names[effect.bearer].clone();
        let f = if matches!(row.kinds, Rows::Finding) { bearer.as_str() } else { f };
        let other = self.fresh('o');
        let mut out = match (&row.kinds, effect.side) {
            // The row is the finding: it goes by the row's name.
            (Rows::Finding, _) => format!("{bearer} a :finding . "),
            (Rows::Study, _) => format!("{f} :cites {bearer} . "),
            (_, Side::Subject) => format!("{f} :subject {bearer} . "),
            (_, Side::Object) => format!("{f} :object {bearer} . "),
            (_, Side::Either) => format!("{f} :subject|:object {bearer} . "),
        };
        for study in studies {
            out.push_str(&format!("{f} :cites {study} . "));
        }
        if !effect.asks_stance() {
            out.push_str(&format!("{f} :stance \"reported\" . "));
        }
        let itself = effect.verb == Verb::NoEffect;
        match effect.verb {
            Verb::Any | Verb::Defined => {}
            Verb::NoEffect => out.push_str(&format!("{f} :verb :v{NULL} . ")),
            Verb::Tree(verb) => out.push_str(&format!("{f} :verb/:under* :v{verb} . ")),
        }
        let path = if effect.side == Side::Object { ":subject" } else { ":object" };
        match &effect.about {
            About::Anything => {}
            About::Set(set) => {
                let within = self.within(&Set { exactly: set.exactly || itself, ..set.clone() }, &other);
                out.push_str(&format!("{f} {path} {other} . {within} "));
            }
            About::Letter(letter) => out.push_str(&format!("{f} {path} {} . ", row.names[*letter])),
            About::Rows(goal) => {
                let inner = self.row(&goal.rows);
                let up = if itself { "" } else { "/:broader*" };
                let holds = self.condition(&goal.condition, &inner, &[], mode);
                let name = &inner.names[0];
                // In braces of its own it would not see the row.
                out.push_str(&format!("{f} {path}{up} {name} . {} FILTER({holds}) ", frame(goal, &inner)));
            }
        }
        let tests: Vec<String> = effect.tests.iter().map(|each| self.test(each, f, mode)).collect();
        out.push_str(&format!("FILTER({}) ", all(&tests)));
        out
    }

    /// An effect of the recursive verb: the steps that hold are drawn first, then followed by a path.
    fn defined(&mut self, effect: &Effect, row: &Row, mode: Mode) -> String {
        let Some(verb) = self.defined else { return "false".to_owned() };
        let step = self.fresh('s').replace('?', ":");
        let stance = if effect.asks_stance() { "" } else { "?f :stance \"reported\" ." };
        let tests: Vec<String> = effect.tests.iter().map(|each| self.test(each, "?f", mode)).collect();
        self.updates.push(format!(
            "INSERT {{ ?a {step} ?b }} WHERE {{ ?f :subject ?a ; :object ?b ; :verb/:under* :v{verb} . {stance}
               ?a a :gene . ?b a :gene . FILTER({}) }}",
            all(&tests)
        ));
        let bearer = &row.names[effect.bearer];
        let other = self.fresh('o');
        let (about, other) = match &effect.about {
            About::Set(set) => (self.within(set, &other), other),
            About::Letter(letter) => (String::new(), row.names[*letter].clone()),
            About::Anything | About::Rows(_) => return "false".to_owned(),
        };
        let path = match effect.side {
            Side::Object => format!("{other} {step}+ {bearer} ."),
            _ => format!("{bearer} {step}+ {other} ."),
        };
        format!("EXISTS {{ {path} FILTER(!sameTerm({bearer}, {other})) {about} }}")
    }

    fn test(&mut self, each: &Test, f: &str, mode: Mode) -> String {
        let mut many = |parts: &[Test]| -> Vec<String> { parts.iter().map(|part| self.test(part, f, mode)).collect() };
        match each {
            Test::Slot(slot, set) => {
                let slot = SLOTS[*slot].0;
                let value = self.fresh('v');
                let matches = format!("EXISTS {{ {f} :{slot} {value} . {} }}", self.within(set, &value));
                match mode {
                    Mode::Certain => matches,
                    Mode::Possible => format!("({matches} || NOT EXISTS {{ {f} :{slot} {value} }})"),
                }
            }
            Test::NotStated(slot) => {
                let value = self.fresh('v');
                format!("NOT EXISTS {{ {f} :{} {value} }}", SLOTS[*slot].0)
            }
            Test::Stance("measured null") => format!("EXISTS {{ {f} :stance \"reported\" ; :verb :v{NULL} }}"),
            Test::Stance("reported") => {
                format!("(EXISTS {{ {f} :stance \"reported\" }} && NOT EXISTS {{ {f} :verb :v{NULL} }})")
            }
            Test::Stance(stance) => format!("EXISTS {{ {f} :stance \"{stance}\" }}"),
            Test::Direction(direction) => format!("EXISTS {{ {f} :verb/:direction \"{direction}\" }}"),
            Test::Subject(set) | Test::Object(set) => {
                let value = self.fresh('v');
                let path = if matches!(each, Test::Subject(_)) { ":subject" } else { ":object" };
                format!("EXISTS {{ {f} {path} {value} . {} }}", self.within(set, &value))
            }
            Test::Study(study) => format!("EXISTS {{ {f} :cites :n{study} }}"),
            Test::All(parts) => all(&many(parts)),
            Test::Any(parts) => any(&many(parts)),
            Test::Not(part) => format!("(!{})", self.test(part, f, mode.contrary())),
            Test::AtLeast(n, parts) => at_least(*n, &many(parts)),
        }
    }
}

fn frame(goal: &Goal, row: &Row) -> String {
    let mut out = String::new();
    for (place, name) in row.names.iter().enumerate() {
        let class = match &goal.rows {
            Rows::Nouns(kinds) => KINDS[kinds[place]],
            Rows::Finding => "finding",
            Rows::Study => "study",
        };
        out.push_str(&format!("{name} a :{class} . "));
        if let Rows::Nouns(kinds) = &goal.rows {
            for other in (0..place).filter(|other| kinds[*other] == kinds[place]) {
                let sign = if goal.alike.contains(&(other, place)) { "<" } else { "!=" };
                out.push_str(&format!("FILTER(STR({}) {sign} STR({name})) ", row.names[other]));
            }
        }
    }
    out
}
