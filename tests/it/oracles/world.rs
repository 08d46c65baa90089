//! Random worlds: small stores in which everything that the language knows occurs often.

use super::random::Random;
use crate::reference::Small;
use std::collections::BTreeSet;
use whereof::model::{
    Benefit, Bound, Direction, Edge, EdgeKind, Entity, EntityId, Finding, Kind, KindId, Locator, Quantity, Relation,
    RelationId, Schema, Slot, SlotId, SlotType, SlotValue, Source, SourceId, Stance, Study, StudyId, Tier, Unit,
    UnitId, Value,
};

pub const TREATMENT: KindId = KindId(0);
pub const GENE: KindId = KindId(1);
pub const DISEASE: KindId = KindId(2);
pub const SPECIES: KindId = KindId(3);
pub const DISEASES: SlotId = SlotId(0);
pub const SPECIES_SLOT: SlotId = SlotId(1);
pub const DOSE: SlotId = SlotId(2);
pub const REMARK: SlotId = SlotId(3);
pub const VIA: SlotId = SlotId(4);
pub const IMPROVES: RelationId = RelationId(5);
pub const WORSENS: RelationId = RelationId(6);
pub const TEXTS: [&str; 3] = ["early", "late", "La-te"];

fn schema() -> Schema {
    let kind = |name: &str| Kind::new(name);
    let slot = |name: &str, holds| Slot {
        name: name.to_owned(),
        aliases: Vec::new(),
        xref: None,
        holds,
        place: ["disease", "species"].contains(&name),
        mechanism: name == "via",
        note: None,
    };
    let unit = |name: &str, dimension: &str, factor| Unit {
        name: name.to_owned(),
        aliases: Vec::new(),
        dimension: dimension.to_owned(),
        factor,
    };
    let relation = |name: &str, direction, broader: Option<u32>| Relation {
        name: name.to_owned(),
        aliases: Vec::new(),
        passive: None,
        passive_aliases: Vec::new(),
        xref: None,
        direction,
        aspects: Vec::new(),
        opposite: None,
        broader: broader.map(RelationId),
        subjects: Vec::new(),
        objects: Vec::new(),
        note: None,
    };
    Schema {
        kinds: ["treatment", "gene", "disease", "species"].into_iter().map(kind).collect(),
        slots: vec![
            slot("disease", SlotType::Entities(vec![DISEASE])),
            slot("species", SlotType::Entities(vec![SPECIES])),
            slot("dose", SlotType::Quantity(vec!["mass".to_owned(), "duration".to_owned()])),
            slot("remark", SlotType::Text),
            slot("via", SlotType::Entities(vec![GENE])),
        ],
        relations: vec![
            relation("increases", Direction::Increase, None),
            relation("upregulates", Direction::Increase, Some(0)),
            relation("activates", Direction::Increase, Some(1)),
            relation("decreases", Direction::Decrease, None),
            relation("downregulates", Direction::Decrease, Some(3)),
            relation("improves", Direction::Better, None),
            relation("worsens", Direction::Worse, None),
            relation("has no effect on", Direction::None, None),
            relation("affects", Direction::Unclear, None),
        ],
        units: vec![unit("ng", "mass", 1.0), unit("ug", "mass", 1000.0), unit("h", "duration", 1.0)],
    }
}

/// Entities of each kind: how many, and the letter of their names.
const SIZES: [(KindId, usize, &str); 4] = [(TREATMENT, 5, "t"), (GENE, 4, "g"), (DISEASE, 4, "d"), (SPECIES, 3, "s")];

fn entities(random: &mut Random) -> Vec<Entity> {
    let mut entities = Vec::new();
    for (kind, size, letter) in SIZES {
        let first = entities.len();
        // Names that are not in the order of ids, some of them equal in normal form.
        let mut names: Vec<String> = (0..size).map(|i| format!("{letter}{}", (b'a' + i as u8) as char)).collect();
        if random.percent(5) {
            names[1] = format!("{letter}-A");
        }
        random.shuffle(&mut names);
        for name in names {
            let benefit = match random.below(4) {
                0 => Some(Benefit::MoreIsBetter),
                1 => Some(Benefit::MoreIsWorse),
                _ => None,
            };
            let mut broader = Vec::new();
            // Steps lead anywhere in the kind, so that there are chains, diamonds and cycles.
            for _ in 0..random.weighted(&[55, 35, 10]) {
                let to = EntityId((first + random.below(size)) as u32);
                let edge = *random.pick(&EdgeKind::ALL);
                broader.push(Edge { to, kind: edge, locators: Vec::new(), note: None });
            }
            let parts = if kind == TREATMENT && random.percent(40) {
                vec![EntityId((first + random.below(size)) as u32), EntityId((first + random.below(size)) as u32)]
            } else {
                Vec::new()
            };
            entities.push(Entity {
                name,
                kind,
                aliases: Vec::new(),
                xrefs: Vec::new(),
                broader,
                benefit,
                evidence: ([DISEASE, SPECIES].contains(&kind) && random.percent(60)).then(|| *random.pick(&Tier::ALL)),
                parts,
                agent: None,
                operation: None,
                note: None,
            });
        }
    }
    entities
}

pub fn quantity(random: &mut Random) -> Quantity {
    let low = [1.0, 2.0, 1000.0][random.below(3)];
    let open = |random: &mut Random| random.percent(25);
    let (low, high) = match random.below(4) {
        0 | 1 => (Some(Bound { amount: low, open: false }), Some(Bound { amount: low, open: false })),
        2 => (Some(Bound { amount: low, open: open(random) }), Some(Bound { amount: low * 2.0, open: open(random) })),
        _ if random.percent(50) => (None, Some(Bound { amount: low, open: open(random) })),
        _ => (Some(Bound { amount: low, open: open(random) }), None),
    };
    let unit = match random.below(8) {
        0 => None,
        1 => Some(UnitId(2)),
        2 | 3 => Some(UnitId(1)),
        _ => Some(UnitId(0)),
    };
    Quantity { low, high, approximate: random.percent(10), unit }
}

/// An entity of a kind.
pub fn entity(random: &mut Random, kind: KindId) -> EntityId {
    let mut first = 0;
    for (of, size, _) in SIZES {
        if of == kind {
            return EntityId((first + random.below(size)) as u32);
        }
        first += size;
    }
    EntityId(0)
}

fn finding(random: &mut Random, studies: usize) -> Finding {
    let subject = [TREATMENT, GENE][random.weighted(&[80, 20])];
    let object = [GENE, TREATMENT, DISEASE][random.weighted(&[80, 10, 10])];
    let relation = RelationId(random.weighted(&[8, 26, 8, 6, 16, 6, 6, 18, 4]) as u32);
    let mut slots = Vec::new();
    for (slot, stated) in [(DISEASES, 75), (SPECIES_SLOT, 60), (DOSE, 35), (REMARK, 30), (VIA, 40)] {
        let values = if random.percent(stated) { 1 + usize::from(random.percent(20)) } else { 0 };
        for _ in 0..values {
            let value = match slot {
                DISEASES => Value::Entity(entity(random, DISEASE)),
                SPECIES_SLOT => Value::Entity(entity(random, SPECIES)),
                DOSE => Value::Quantity(quantity(random)),
                VIA => Value::Entity(entity(random, GENE)),
                _ => Value::Text((*random.pick(&TEXTS)).to_owned()),
            };
            slots.push(SlotValue { slot, value, inferred: random.percent(10) });
        }
    }
    let cited: BTreeSet<StudyId> =
        (0..random.weighted(&[8, 67, 20, 5])).map(|_| StudyId(random.below(studies) as u32)).collect();
    let locators = (0..random.weighted(&[20, 65, 15]))
        .map(|_| Locator {
            source: SourceId(random.below(2) as u32),
            section: ["4.1", "4.2", "5"][random.below(3)].to_owned(),
            sentence: 1 + random.below(9) as u32,
        })
        .collect();
    Finding {
        subject: entity(random, subject),
        relation,
        object: entity(random, object),
        slots,
        studies: cited.into_iter().collect(),
        locators,
        stance: [Stance::Reported, Stance::Hypothesised, Stance::Gap][random.weighted(&[86, 8, 6])],
    }
}

/// A store with 20 to 60 findings.
pub fn world(random: &mut Random) -> Small {
    let entities = entities(random);
    let sources = ["Red 2001", "Blue 2002"]
        .into_iter()
        .map(|name| Source { name: name.to_owned(), ..Source::default() })
        .collect();
    let count = 4 + random.below(4);
    let mut numbers: Vec<u32> = (1..=count as u32).collect();
    random.shuffle(&mut numbers);
    let study = |number| Study::new(SourceId(number % 2), number);
    let studies: Vec<Study> = numbers.into_iter().map(study).collect();
    let size = 34 + random.below(30);
    let findings = (0..size).map(|_| finding(random, count)).collect();
    Small::new(schema(), entities, sources, studies, findings)
}

/// A world in which some treatments raise or lower genes, so that chains are bridged.
pub fn chained(random: &mut Random) -> Small {
    let mut small = world(random);
    let mut schema = small.vocabulary.schema().clone();
    schema.kinds[TREATMENT.index()].raising = vec!["more".to_owned()];
    schema.kinds[TREATMENT.index()].lowering = vec!["less".to_owned()];
    let mut entities = small.vocabulary.entities().to_vec();
    for one in entities.iter_mut().filter(|one| one.kind == TREATMENT) {
        if random.percent(65) {
            one.agent = Some(entity(random, GENE));
            one.operation = Some(["more", "less", "other"][random.weighted(&[50, 35, 15])].to_owned());
        }
    }
    let studies = small.studies.len();
    small.findings.extend((0..14).map(|_| finding(random, studies)));
    small.vocabulary = whereof::names::Vocabulary::new(schema, entities);
    small
}
