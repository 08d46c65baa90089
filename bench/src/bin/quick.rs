//! What plain questions cost on a big graph, question by question.
//!
//! A folder with `nodes.tsv` and `edges.tsv` comes in; for each question a line goes out: rows, microseconds to find them, to give them all
//! as ids, and to put them in order. The graph is read into memory anew each time: a small tool for whoever makes questions faster.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;
use whereof::base::{Facts, Memory};
use whereof::model::{
    Direction, Edge, EdgeKind, Entity, EntityId, Finding, Kind, KindId, Relation, RelationId, Schema, Stance,
};
use whereof::{Base, Limits};

const QUESTIONS: &[(&str, &str)] = &[
    ("Q00", "compound where upregulates exactly NR2E3"),
    ("Q01", "compound where upregulates CXCR4"),
    ("Q02", "gene where downregulated by Dexamethasone"),
    ("Q03", "compound where upregulates CDKN1A and causes Neutropenia"),
    (
        "Q04",
        "gene where associated by exactly \"breast cancer\" and expressed by \"mammary gland\" and not bound by (compound where verb = binds)",
    ),
    (
        "Q05",
        "compound where treats exactly hypertension or palliates exactly hypertension or treats exactly \"coronary artery disease\"",
    ),
    ("Q06", "gene where associated by cancer"),
    ("Q07", "compound where binds (gene where participates \"Signaling by VEGF\")"),
    ("Q08", "side_effect where caused by (compound where binds (gene where participates \"inflammatory response\"))"),
    ("Q09", "gene where upregulated by (compound where verb = upregulates) count findings order by findings limit 20"),
    (
        "Q09b",
        "count compound by object where upregulates (gene where upregulated by (compound where upregulates CXCR4))",
    ),
    ("Q16", "compound C, disease D, gene G where C treats D and C upregulates G and D upregulates G"),
    (
        "Q18",
        "count gene A, gene B, gene C where (A interacts B or B interacts A) and (B interacts C or C interacts B) and (A interacts C or C interacts A)",
    ),
    (
        "Q19",
        "gene A, pathway P, gene B where A bound by Metformin and A participates P and B participates P and B associated by exactly \"type 2 diabetes mellitus\"",
    ),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "/tmp/d".to_owned());
    let only = std::env::args().nth(2);
    let started = Instant::now();
    let memory = read(&folder)?;
    let read = started.elapsed();
    memory.links();
    println!("{} findings read in {read:?}, lists {:?}", memory.finding_count(), started.elapsed() - read);
    let base = Base::with_facts(std::sync::Arc::new(memory));
    println!("{:5} {:>9} {:>11} {:>11} {:>11}", "", "rows", "run", "ids", "in order");
    for (code, text) in QUESTIONS.iter().filter(|(code, _)| only.as_ref().is_none_or(|only| code.starts_with(only))) {
        let mut query = match base.prepare(*text) {
            Ok(query) => query,
            Err(error) => {
                println!(
                    "{code:5} {}",
                    error.diagnostics().first().map_or(String::new(), |found| found.message.clone())
                );
                continue;
            }
        };
        query.limits(Limits { rows: usize::MAX, time: None, steps: u64::MAX, memory: usize::MAX, ..Limits::script() });
        let answers = query.run()?;
        let (rows, width) = (answers.total(), answers.columns().len());
        let run = cost(|| drop(black_box(query.run())));
        let ids = cost(|| {
            let answers = query.run();
            let sum = |column| {
                answers.iter().flat_map(|answers| answers.entities(column)).map(|id| u64::from(id.0)).sum::<u64>()
            };
            black_box((0..width).map(sum).sum::<u64>());
        });
        let order = cost(|| {
            let answers = query.run();
            black_box(answers.iter().flatten_first());
        });
        println!("{code:5} {rows:9} {run:11.1} {ids:11.1} {order:11.1}");
    }
    Ok(())
}

/// The first row asks for the order of all.
trait FlattenFirst {
    fn flatten_first(self) -> usize;
}

impl<'a, I: Iterator<Item = &'a whereof::Answers>> FlattenFirst for I {
    fn flatten_first(mut self) -> usize {
        self.next().and_then(|answers| answers.get(0)).map_or(0, |row| row.name().len())
    }
}

/// Microseconds of processor for one run, over as many as half a second takes: others may be at work on the machine.
fn cost(mut run: impl FnMut()) -> f64 {
    let (started, before, mut runs) = (Instant::now(), processor(), 0);
    while runs < 5 || started.elapsed().as_millis() < 1000 {
        run();
        runs += 1;
    }
    let taken =
        processor().zip(before).map_or_else(|| started.elapsed().as_nanos() as f64, |(after, before)| after - before);
    taken / 1e3 / f64::from(runs)
}

/// Nanoseconds that this thread had a processor, where the system tells.
fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok()
}

fn read(folder: &str) -> Result<Memory, Box<dyn std::error::Error>> {
    let mut kinds: Vec<Kind> = Vec::new();
    let mut entities: Vec<Entity> = Vec::new();
    let mut by_id: HashMap<String, EntityId> = HashMap::new();
    for line in std::fs::read_to_string(format!("{folder}/nodes.tsv"))?.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(id), Some(kind), Some(name)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let at = kinds.iter().position(|known| known.name == kind).unwrap_or_else(|| {
            kinds.push(Kind::new(kind));
            kinds.len() - 1
        });
        by_id.insert(id.to_owned(), EntityId(entities.len() as u32));
        entities.push(Entity::new(name, KindId(at as u32)));
    }
    let passive = [
        ("upregulates", "upregulated by"),
        ("downregulates", "downregulated by"),
        ("causes", "caused by"),
        ("binds", "bound by"),
        ("associates", "associated by"),
        ("expresses", "expressed by"),
        ("treats", "treated by"),
    ];
    let mut relations: Vec<Relation> = Vec::new();
    let mut findings = Vec::new();
    for line in std::fs::read_to_string(format!("{folder}/edges.tsv"))?.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(one), Some(verb), Some(two)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let (Some(subject), Some(object)) = (by_id.get(one).copied(), by_id.get(two).copied()) else { continue };
        let at = relations.iter().position(|known| known.name == verb).unwrap_or_else(|| {
            relations.push(Relation {
                name: verb.to_owned(),
                aliases: vec![],
                passive: passive.iter().find(|(name, _)| *name == verb).map(|(_, by)| (*by).to_owned()),
                passive_aliases: vec![],
                xref: None,
                direction: Direction::Unclear,
                aspects: vec![],
                opposite: None,
                broader: None,
                subjects: vec![],
                objects: vec![],
                note: None,
            });
            relations.len() - 1
        });
        if let ("is_a" | "part_of", Some(entity)) = (verb, entities.get_mut(subject.index())) {
            let kind = if verb == "is_a" { EdgeKind::IsA } else { EdgeKind::PartOf };
            entity.broader.push(Edge { to: object, kind, locators: vec![], note: None });
        }
        findings.push(Finding {
            subject,
            relation: RelationId(at as u32),
            object,
            slots: vec![],
            studies: vec![],
            locators: vec![],
            stance: Stance::Reported,
        });
    }
    let schema = Schema { kinds, relations, ..Schema::default() };
    Ok(Memory::from_findings("graph", schema, entities, vec![], vec![], findings))
}
