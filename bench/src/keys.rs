//! From a key press to what is to be painted: candidates, hint and classes of words, for each key of typed lines.
//!
//! Nothing comes in; the middle, the 99th and the worst of all keys go out, on the embedded base and on one of a million findings that is made
//! here, always the same. What is offered for some lines is looked at before anything is timed.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use whereof::base::{Facts, Memory, Parts, builtin};
use whereof::model::{
    Edge, EdgeKind, Entity, EntityId, Finding, KindId, Locator, RelationId, SlotId, SlotType, SlotValue, Source,
    SourceId, Stance, Study, StudyId, Value, Xref,
};
use whereof::{Base, Limits, Session};

/// Findings of the large base.
const FINDINGS: usize = 1_000_000;
const STUDIES: u32 = 60_000;
/// Entities of each kind that stands in findings or slots, by the name of the kind.
const ENTITIES: [(&str, usize); 9] = [
    ("treatment", 12_000),
    ("gene", 40_000),
    ("process", 10_000),
    ("outcome", 4_000),
    ("metabolite", 8_000),
    ("disease", 9_000),
    ("cell", 1_500),
    ("species", 120),
    ("setting", 3),
];

/// Lines as people type them; `_T`, `_G`, `_D`, `_P`, `_S`, `_C` stand for a treatment, a gene, a disease, a process, a species and a cell of the base.
const LINES: [&str; 20] = [
    "treatment where upregulates _G and disease = _D",
    "treatment where upregulates _G in _S",
    "treatment where disease = _D and increases _P",
    "gene where upregulated by _T",
    "gene where upregulated by _T and downregulated by _T",
    "treatment where increases expression of _G and not upregulates _G",
    "treatment where upregulates any of (_G, _G, _G) and disease != _D",
    "treatment where upregulates (gene where upregulated by _T)",
    "treatment where increases _P or improves _P with at least 2 studies",
    "count treatment by disease where upregulates _G",
    "finding where object = _G and species = _S",
    "finding where disease = _D and cell = _C",
    "study where upregulates _G",
    "treatment where is _T and upregulates _G",
    "treatment A, gene G where A upregulates G and A is _T",
    "treatment where upregulates _G and also disease = _D order by studies limit 10",
    "why not _T: treatment where upregulates _G",
    "why _T upregulates _G",
    "compare _T with _T",
    "describe _G",
];

/// What one key costs, in milliseconds.
#[derive(Clone, Copy, Default)]
struct Key {
    complete: f64,
    hint: f64,
    highlight: f64,
}

pub(crate) fn measure() -> Result<(), Box<dyn Error>> {
    println!("\n## From key press to what is painted\n");
    println!("| base | keys | part | ms, middle | ms, 99 of 100 | ms, worst |\n|---|---|---|---|---|---|");
    let small = builtin::memory()?;
    keys("embedded", &Arc::new(small), 5)?;
    let large = Arc::new(large()?);
    let started = Instant::now();
    Session::new(Base::with_facts(large.clone()), Limits::interactive()).count_names();
    let counted = started.elapsed().as_secs_f64() * 1e3;
    keys("a million findings", &large, 1)?;
    println!("\nCounting the names of the large base, once before the first key: {counted:.0} ms.");
    Ok(())
}

fn keys(name: &str, memory: &Arc<Memory>, rounds: usize) -> Result<(), Box<dyn Error>> {
    let session = Session::new(Base::with_facts(memory.clone()), Limits::interactive());
    session.count_names();
    let lines = lines(memory);
    check(&session, &lines)?;
    let mut all: Vec<Key> = Vec::new();
    for _ in 0..rounds {
        for line in &lines {
            for at in (1..=line.len()).filter(|at| line.is_char_boundary(*at)) {
                let typed = &line[..at];
                let mut key = Key::default();
                let mut time = |work: &dyn Fn(), into: fn(&mut Key) -> &mut f64| {
                    let started = Instant::now();
                    work();
                    *into(&mut key) = started.elapsed().as_secs_f64() * 1e3;
                };
                time(&|| drop(black_box(session.highlight(typed))), |key| &mut key.highlight);
                time(&|| drop(black_box(session.hint(typed, at))), |key| &mut key.hint);
                time(&|| drop(black_box(session.complete(typed, at))), |key| &mut key.complete);
                all.push(key);
            }
        }
    }
    let row = |part: &str, of: &dyn Fn(&Key) -> f64| {
        let mut times: Vec<f64> = all.iter().map(of).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("| {name} | {} | {part} | {:.2} | {:.2} | {:.2} |", all.len(), at(0.5), at(0.99), at(1.0));
    };
    row("candidates, hint and classes", &|key| key.complete + key.hint + key.highlight);
    row("candidates", &|key| key.complete);
    row("hint", &|key| key.hint);
    row("classes", &|key| key.highlight);
    Ok(())
}

/// The lines with names of the base, each with findings.
fn lines(memory: &Memory) -> Vec<String> {
    let vocabulary = memory.vocabulary();
    let mut random = Random(11);
    let mut name = |role: &str| {
        let finding = loop {
            let finding = &memory.findings()[random.below(memory.findings().len())];
            if stands_for(memory, finding, role).is_some() {
                break finding;
            }
        };
        let id = stands_for(memory, finding, role).unwrap_or(finding.subject);
        whereof::syntax::print::name(vocabulary.entity_name(id))
    };
    let fill = |line: &&str| {
        let mut text = (*line).to_owned();
        for role in ["_T", "_G", "_D", "_P", "_S", "_C"] {
            while text.contains(role) {
                text = text.replacen(role, &name(role), 1);
            }
        }
        text
    };
    LINES.iter().map(fill).collect()
}

fn stands_for(memory: &Memory, finding: &Finding, role: &str) -> Option<EntityId> {
    let vocabulary = memory.vocabulary();
    let kind = |id: EntityId| vocabulary.entity(id).map_or("", |entity| vocabulary.kind_name(entity.kind));
    let slot = |name: &str| {
        let slot = vocabulary.slots_named(name).first().copied()?;
        finding.values(slot).find_map(|value| if let Value::Entity(id) = value.value { Some(id) } else { None })
    };
    match role {
        "_T" => (kind(finding.subject) == "treatment").then_some(finding.subject),
        "_G" => (kind(finding.object) == "gene").then_some(finding.object),
        "_P" => (kind(finding.object) == "process").then_some(finding.object),
        "_D" => slot("disease"),
        "_S" => slot("species"),
        _ => slot("cell"),
    }
}

/// Whether the names that were typed are offered where they were typed.
fn check(session: &Session, lines: &[String]) -> Result<(), Box<dyn Error>> {
    let line = lines.iter().find(|line| line.starts_with("gene where upregulated by")).ok_or("no line")?;
    let start = "gene where upregulated by ".len();
    let name = &line[start..];
    let end = line.char_indices().rev().nth(name.chars().count() / 2).map_or(line.len(), |(at, _)| at);
    let found = session.complete(&line[..end], end);
    match found.offers.iter().find(|offer| offer.replacement == name) {
        Some(known) if known.findings.is_some_and(|findings| findings > 0) => Ok(()),
        _ => Err(format!("{name} is not offered after `{}`, but {:?}", &line[..end], found.offers).into()),
    }
}

/// A generator of its own, so that the base is always the same.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 ^ (self.0 >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 33)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// One of so many, the first far more often: a few names are in most findings.
    fn skewed(&mut self, end: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((share * share * share) * end as f64) as usize
    }
}

/// A base of a million findings under the schema of the embedded one: the same nouns, verbs and slots, many names, aliases and studies.
fn large() -> Result<Memory, Box<dyn Error>> {
    let schema = builtin::memory()?.parts().schema;
    let mut random = Random(7);
    let kind = |name: &str| -> Result<KindId, Box<dyn Error>> {
        let at = schema.kinds.iter().position(|kind| kind.name == name).ok_or("no such kind")?;
        Ok(KindId(at as u32))
    };
    let mut entities: Vec<Entity> = Vec::new();
    let mut ranges: Vec<(KindId, usize, usize)> = Vec::new();
    for (name, count) in ENTITIES {
        let (kind, first) = (kind(name)?, entities.len());
        for number in 0..count {
            let mut entity = Entity::new(called(name, number, &mut random), kind);
            entity.aliases =
                vec![format!("{}-{number}", syllables(2, &mut random)), called(name, number + 7_000_000, &mut random)];
            entity.xrefs =
                vec![Xref { curie: format!("{}:{}", name.to_uppercase(), 1000 + number), verified_in: None }];
            // every tenth stands under one before it
            if number > 0 && number % 10 == 0 {
                let to = EntityId((first + random.below(number.div_ceil(20))) as u32);
                entity.broader = vec![Edge { to, kind: EdgeKind::IsA, locators: Vec::new(), note: None }];
            }
            entities.push(entity);
        }
        ranges.push((kind, first, count));
    }
    let of = |kind: KindId| ranges.iter().find(|(known, ..)| *known == kind).copied();
    let pick = |kinds: &[KindId], random: &mut Random| -> Option<EntityId> {
        let known: Vec<_> = kinds.iter().filter_map(|kind| of(*kind)).collect();
        let (_, first, count) = *known.get(random.below(known.len()))?;
        Some(EntityId((first + random.skewed(count)) as u32))
    };
    let slots: Vec<(SlotId, Vec<KindId>)> = schema
        .slots
        .iter()
        .zip(0u32..)
        .filter_map(|(slot, id)| match (&slot.holds, slot.name.as_str()) {
            (SlotType::Entities(kinds), "disease" | "species" | "setting" | "cell" | "treated") => {
                Some((SlotId(id), kinds.clone()))
            }
            _ => None,
        })
        .collect();
    let mut findings = Vec::with_capacity(FINDINGS);
    while findings.len() < FINDINGS {
        let id = RelationId(random.skewed(schema.relations.len()) as u32);
        let relation = &schema.relations[id.index()];
        let (Some(subject), Some(object)) =
            (pick(&relation.subjects, &mut random), pick(&relation.objects, &mut random))
        else {
            continue;
        };
        let mut values = Vec::new();
        for (slot, kinds) in &slots {
            if random.below(3) > 0
                && let Some(value) = pick(kinds, &mut random)
            {
                values.push(SlotValue { slot: *slot, value: Value::Entity(value), inferred: false });
            }
        }
        let studies = vec![StudyId(random.below(STUDIES as usize) as u32)];
        let locators = vec![Locator {
            source: SourceId(0),
            section: format!("{}", random.below(9)),
            sentence: random.below(90) as u32,
        }];
        findings.push(Finding {
            subject,
            relation: id,
            object,
            slots: values,
            studies,
            locators,
            stance: Stance::Reported,
        });
    }
    let sources = vec![Source { name: "a million findings".to_owned(), ..Source::default() }];
    let studies = (0..STUDIES).map(|number| Study::new(SourceId(0), number + 1)).collect();
    Ok(Memory::from_parts("a million findings", Parts { schema, entities, sources, studies, findings }))
}

/// A name as things of a kind have it: symbols of genes, words of others.
fn called(kind: &str, number: usize, random: &mut Random) -> String {
    match kind {
        "gene" => {
            let letters: String = (0..3).map(|_| (b'A' + random.below(26) as u8) as char).collect();
            let greek = ["", "", "", "-α", "-β", "-γ"][random.below(6)];
            format!("{letters}{}{greek}", number)
        }
        _ => format!("{} {} {number}", syllables(3, random), syllables(2, random)),
    }
}

fn syllables(count: usize, random: &mut Random) -> String {
    const ALL: [&str; 24] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta", "ve", "wi",
        "xo", "zu", "cer", "tin", "mab", "ol",
    ];
    (0..count).map(|_| ALL[random.below(ALL.len())]).collect()
}
