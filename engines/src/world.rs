//! Random bases, each written three times: as a text for whereof, as rows for SQLite, as triples for Oxigraph.
//!
//! A stream of numbers comes in, a base goes out in three forms. Nothing here knows a question, and the two foreign forms hold what the
//! text says and nothing that is worked out from it.

use crate::random::Random;
use std::fmt::Write;

/// Kinds of entities, by number.
pub const KINDS: [&str; 5] = ["treatment", "gene", "process", "disease", "species"];
pub const TREATMENT: usize = 0;
pub const GENE: usize = 1;
pub const PROCESS: usize = 2;
const SIZES: [usize; 5] = [5, 5, 2, 5, 3];

/// A verb: phrase, passive, direction, broader verb.
pub struct VerbRow {
    pub name: &'static str,
    pub passive: &'static str,
    pub direction: &'static str,
    pub broader: Option<usize>,
}

const fn verb(name: &'static str, passive: &'static str, direction: &'static str, broader: Option<usize>) -> VerbRow {
    VerbRow { name, passive, direction, broader }
}

pub const VERBS: [VerbRow; 7] = [
    verb("increases", "increased by", "increase", None),
    verb("upregulates", "upregulated by", "increase", Some(0)),
    verb("activates", "activated by", "increase", Some(1)),
    verb("decreases", "decreased by", "decrease", None),
    verb("downregulates", "downregulated by", "decrease", Some(3)),
    verb("silences", "silenced by", "decrease", Some(4)),
    verb("has no effect on", "unaffected by", "none", None),
];
/// The verb of measured nulls.
pub const NULL: usize = 6;

/// What a finding's slots are called; their values are of the kind of the same name.
pub const SLOTS: [(&str, usize); 2] = [("disease", 3), ("species", 4)];

pub struct Entity {
    pub name: String,
    pub kind: usize,
    pub broader: Vec<usize>,
}

pub struct Finding {
    pub subject: usize,
    pub verb: usize,
    pub object: usize,
    /// By slot.
    pub slots: [Vec<usize>; 2],
    pub studies: Vec<usize>,
    pub stance: &'static str,
}

pub struct World {
    pub entities: Vec<Entity>,
    pub findings: Vec<Finding>,
}

/// An entity of a kind.
pub fn entity(random: &mut Random, kind: usize) -> usize {
    first(kind) + random.below(SIZES[kind])
}

/// Different entities of a kind.
pub fn several(random: &mut Random, kind: usize, count: usize) -> Vec<usize> {
    random.some(count, SIZES[kind]).into_iter().map(|place| first(kind) + place).collect()
}

fn first(kind: usize) -> usize {
    SIZES.iter().take(kind).sum()
}

impl World {
    pub fn new(random: &mut Random) -> World {
        let mut entities = Vec::new();
        for (kind, size) in SIZES.into_iter().enumerate() {
            for number in 0..size {
                let name = format!("{}{number}", &KINDS[kind][..1]);
                let chance = [25, 55, 30, 85, 0][kind];
                let mut broader = Vec::new();
                for chance in [chance, chance / 4] {
                    // Mostly downwards; now and then in a circle, whose members count as one.
                    let to = if random.percent(4) { random.below(size) } else { random.below(number.max(1)) };
                    if to != number && random.percent(chance) && !broader.contains(&(first(kind) + to)) {
                        broader.push(first(kind) + to);
                    }
                }
                entities.push(Entity { name, kind, broader });
            }
        }
        let size = 50 + random.below(40);
        let findings = (0..size).map(|_| finding(random)).collect();
        World { entities, findings }
    }

    pub fn name(&self, entity: usize) -> &str {
        &self.entities[entity].name
    }

    /// What the finding of this number says.
    pub fn statement(&self, number: usize) -> String {
        let finding = number.checked_sub(1).and_then(|place| self.findings.get(place));
        finding.map_or(String::new(), |finding| {
            let (subject, object) = (self.name(finding.subject), self.name(finding.object));
            format!("{subject} {} {object}", VERBS[finding.verb].name)
        })
    }

    /// In the notation of `docs/bases.md`. The sentence of a finding's place is its number.
    pub fn text(&self) -> String {
        let mut out = String::from("source Made;\n");
        for kind in KINDS {
            let plural = if kind == "species" {
                "species".to_owned()
            } else {
                format!("{}s", kind.replace("process", "processe"))
            };
            let _ = writeln!(out, "noun {kind} with plural = {plural};");
        }
        for (slot, kind) in SLOTS {
            let _ = writeln!(out, "slot {slot} with takes = {}, place;", KINDS[kind]);
        }
        for verb in VERBS {
            let broader = verb.broader.map_or(String::new(), |broader| format!(", broader = {}", VERBS[broader].name));
            let alias = if verb.direction == "none" { ", alias = \"no effect on\"" } else { "" };
            let _ = writeln!(
                out,
                "verb \"{}\" with passive = \"{}\"{alias}, direction = {}{broader}, subject = (treatment, gene), object = (gene, process);",
                verb.name, verb.passive, verb.direction
            );
        }
        for entity in &self.entities {
            let broader: Vec<&str> = entity.broader.iter().map(|to| self.name(*to)).collect();
            let broader =
                if broader.is_empty() { String::new() } else { format!(" with broader = ({})", broader.join(", ")) };
            let _ = writeln!(out, "entity {} is {}{broader};", entity.name, KINDS[entity.kind]);
        }
        for (number, finding) in self.findings.iter().enumerate() {
            let studies: Vec<String> = finding.studies.iter().map(usize::to_string).collect();
            let block = if studies.is_empty() { "given".to_owned() } else { format!("study {}", studies.join(", ")) };
            let mut slots: Vec<String> = Vec::new();
            for ((slot, _), values) in SLOTS.iter().zip(&finding.slots) {
                slots.extend(values.iter().map(|value| format!("{slot} = {}", self.name(*value))));
            }
            if finding.stance != "reported" {
                slots.push(format!("stance = {}", finding.stance));
            }
            let with = if slots.is_empty() { String::new() } else { format!(" with {}", slots.join(", ")) };
            let _ = writeln!(
                out,
                "{block} {{ at \"1\" {}: {} {} {}{with}; }}",
                number + 1,
                self.name(finding.subject),
                VERBS[finding.verb].name,
                self.name(finding.object)
            );
        }
        out
    }

    /// As a relational schema with its rows.
    pub fn sql(&self) -> String {
        let mut out = String::from(
            "CREATE TABLE entity(id INTEGER PRIMARY KEY, name TEXT, kind TEXT);
             CREATE TABLE broader(child INTEGER, parent INTEGER);
             CREATE TABLE verb(id INTEGER PRIMARY KEY, name TEXT, direction TEXT, broader INTEGER);
             CREATE TABLE finding(id INTEGER PRIMARY KEY, name TEXT, subject INTEGER, verb INTEGER, object INTEGER, stance TEXT);
             CREATE TABLE slot(finding INTEGER, slot TEXT, value INTEGER);
             CREATE TABLE study(id INTEGER PRIMARY KEY, name TEXT);
             CREATE TABLE cites(finding INTEGER, study INTEGER);
             CREATE INDEX of_slot ON slot(finding, slot); CREATE INDEX of_cites ON cites(finding, study);
             CREATE INDEX of_subject ON finding(subject); CREATE INDEX of_object ON finding(object);\n",
        );
        for (id, entity) in self.entities.iter().enumerate() {
            let _ = writeln!(out, "INSERT INTO entity VALUES({id}, '{}', '{}');", entity.name, KINDS[entity.kind]);
            for to in &entity.broader {
                let _ = writeln!(out, "INSERT INTO broader VALUES({id}, {to});");
            }
        }
        for (id, verb) in VERBS.iter().enumerate() {
            let broader = verb.broader.map_or("NULL".to_owned(), |broader| broader.to_string());
            let _ = writeln!(out, "INSERT INTO verb VALUES({id}, '{}', '{}', {broader});", verb.name, verb.direction);
        }
        for (id, finding) in self.findings.iter().enumerate() {
            let Finding { subject, verb, object, stance, .. } = finding;
            let name = id + 1;
            let _ =
                writeln!(out, "INSERT INTO finding VALUES({id}, 'f{name}', {subject}, {verb}, {object}, '{stance}');");
            for ((slot, _), values) in SLOTS.iter().zip(&finding.slots) {
                for value in values {
                    let _ = writeln!(out, "INSERT INTO slot VALUES({id}, '{slot}', {value});");
                }
            }
            for study in &finding.studies {
                let _ = writeln!(out, "INSERT OR IGNORE INTO study VALUES({study}, '{study}');");
                let _ = writeln!(out, "INSERT INTO cites VALUES({id}, {study});");
            }
        }
        out
    }

    /// As triples, findings reified.
    pub fn triples(&self) -> String {
        let mut out = String::from("PREFIX : <urn:made:>\nINSERT DATA {\n");
        for entity in &self.entities {
            let _ = writeln!(out, ":{} a :{} .", entity.name, KINDS[entity.kind]);
            for to in &entity.broader {
                let _ = writeln!(out, ":{} :broader :{} .", entity.name, self.name(*to));
            }
        }
        for (id, verb) in VERBS.iter().enumerate() {
            let _ = writeln!(out, ":v{id} a :verb ; :direction \"{}\" .", verb.direction);
            if let Some(to) = verb.broader {
                let _ = writeln!(out, ":v{id} :under :v{to} .");
            }
        }
        for (id, finding) in self.findings.iter().enumerate() {
            let f = format!(":f{}", id + 1);
            let (subject, object) = (self.name(finding.subject), self.name(finding.object));
            let _ = writeln!(
                out,
                "{f} a :finding ; :subject :{subject} ; :verb :v{} ; :object :{object} ; :stance \"{}\" .",
                finding.verb, finding.stance
            );
            for ((slot, _), values) in SLOTS.iter().zip(&finding.slots) {
                for value in values {
                    let _ = writeln!(out, "{f} :{slot} :{} .", self.name(*value));
                }
            }
            for study in &finding.studies {
                let _ = writeln!(out, ":n{study} a :study . {f} :cites :n{study} .");
            }
        }
        out.push('}');
        out
    }
}

fn finding(random: &mut Random) -> Finding {
    let subject = [TREATMENT, GENE][random.weighted(&[64, 36])];
    let subject = entity(random, subject);
    let object = loop {
        let kind = [GENE, PROCESS][random.weighted(&[82, 18])];
        let object = entity(random, kind);
        // Nothing acts upon itself, most of the time.
        if object != subject || random.percent(5) {
            break object;
        }
    };
    let mut slots = [Vec::new(), Vec::new()];
    for ((values, (_, kind)), stated) in slots.iter_mut().zip(SLOTS).zip([72, 62]) {
        let count = if random.percent(stated) { 1 + usize::from(random.percent(25)) } else { 0 };
        *values = several(random, kind, count);
    }
    let cited = random.weighted(&[7, 66, 22, 5]);
    Finding {
        subject,
        verb: random.weighted(&[9, 30, 9, 9, 22, 6, 15]),
        object,
        slots,
        studies: random.some(cited, 6).into_iter().map(|study| study + 1).collect(),
        stance: ["reported", "hypothesised", "gap"][random.weighted(&[86, 8, 6])],
    }
}
