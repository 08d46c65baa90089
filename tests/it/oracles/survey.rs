//! Tables and comparisons against the reference and against questions, on random worlds.

use super::random::Random;
use super::world::{self, DISEASE, DISEASES, GENE, SPECIES, SPECIES_SLOT, TREATMENT};
use super::{cases, run};
use crate::reference::Small;
use crate::reference::survey::{Cell, Slip, Survey};
use std::collections::BTreeMap;
use whereof::answer::Verdict;
use whereof::base::Facts;
use whereof::eval::survey::{Comparison, alike, compare, disputed, gaps, table};
use whereof::eval::{RowId, Sign};
use whereof::goal::survey::{Alike, Among, Axis, Claim, Comparing, Disputed, Entries, Place, Table};
use whereof::goal::{
    Compare, Condition, Context, ContextId, Effect, EffectId, EntitySet, Goal, Head, Purpose, Role, SlotRef, Target,
    Test, Verb,
};
use whereof::limits::{Budget, Limits};
use whereof::model::{EntityId, RelationId};
use whereof::text::Span;

struct Asked {
    world: Small,
    table: Table,
    disputed: Disputed,
    left: EntityId,
    right: EntityId,
}

fn closure(world: &Small, id: EntityId) -> Vec<EntityId> {
    world.vocabulary.narrower(id).into_iter().map(|step| step.entity).collect()
}

fn set(world: &Small, asked: Vec<EntityId>) -> EntitySet {
    let mut members: Vec<EntityId> = asked.iter().flat_map(|id| closure(world, *id)).collect();
    members.sort_unstable();
    members.dedup();
    EntitySet { asked, members, ..EntitySet::default() }
}

fn axis(random: &mut Random, world: &Small, place: Place) -> Axis {
    let kind = match place {
        Place::Subject => *random.pick(&[TREATMENT, TREATMENT, GENE]),
        Place::Object => *random.pick(&[GENE, GENE, DISEASE]),
        Place::Slot(slot) => [DISEASE, SPECIES][usize::from(slot == SPECIES_SLOT)],
    };
    let top = world::entity(random, kind);
    let entries = match random.below(6) {
        0 => Entries::Any,
        1 | 2 if closure(world, top).len() > 1 => Entries::Kinds(top),
        _ => Entries::Noun(kind),
    };
    Axis { entries, place }
}

fn verb(random: &mut Random, world: &Small) -> Verb {
    let asked = RelationId(random.below(8) as u32);
    let members = world.vocabulary.narrower_relations(asked);
    match asked {
        world::IMPROVES => Verb::Benefit { asked, members, better: true },
        world::WORSENS => Verb::Benefit { asked, members, better: false },
        RelationId(7) => Verb::NoEffect,
        _ => Verb::Relations { asked, members },
    }
}

fn make(seed: u64) -> Asked {
    let mut random = Random::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(7));
    let world = world::world(&mut random);
    let slot = |random: &mut Random| Place::Slot(*random.pick(&[DISEASES, SPECIES_SLOT]));
    let (rows, columns) = match random.below(6) {
        0 => (Place::Subject, Place::Object),
        1 => (Place::Object, Place::Subject),
        2 => (Place::Slot(DISEASES), Place::Slot(SPECIES_SLOT)),
        3 => (slot(&mut random), Place::Subject),
        _ => (Place::Subject, slot(&mut random)),
    };
    let claim = random.percent(55).then(|| {
        let role = if random.percent(80) { Role::Subject } else { Role::Object };
        let held = if role == Role::Subject { Place::Object } else { Place::Subject };
        let open = rows == held || columns == held;
        let target = if open {
            Target::Any
        } else {
            let kind = if role == Role::Subject { GENE } else { TREATMENT };
            let mut asked = vec![world::entity(&mut random, kind)];
            if random.percent(30) {
                asked.push(world::entity(&mut random, kind));
            }
            asked.sort_unstable();
            asked.dedup();
            Target::Entities(set(&world, asked))
        };
        let verb = verb(&mut random, &world);
        Claim {
            effect: Effect::new(role, verb, target, Vec::new(), Purpose::Asked, Span::default()),
            contexts: Vec::new(),
        }
    });
    let table = Table {
        rows: axis(&mut random, &world, rows),
        columns: axis(&mut random, &world, columns),
        claim,
        words: Vec::new(),
    };
    let second = random.percent(60).then(|| Among::Kind(*random.pick(&[GENE, GENE, DISEASE])));
    let first = match random.below(4) {
        0 => Among::Names(vec![world::entity(&mut random, TREATMENT)]),
        1 => Among::Kind(GENE),
        _ => Among::Kind(TREATMENT),
    };
    let disputed = Disputed { first, second, contexts: Vec::new() };
    let kind = *random.pick(&[TREATMENT, TREATMENT, GENE]);
    let left = world::entity(&mut random, kind);
    let mut right = world::entity(&mut random, kind);
    while right == left {
        right = world::entity(&mut random, kind);
    }
    Asked { world, table, disputed, left, right }
}

fn budget() -> Budget {
    Budget::new(&Limits::interactive())
}

fn product_table(asked: &Asked) -> Vec<Cell> {
    let found = table(&asked.table, &asked.world, &mut budget()).unwrap();
    let cells = found.cells.iter().map(|cell| {
        let lists = [&cell.findings, &cell.against, &cell.others, &cell.gaps].map(Clone::clone);
        (found.rows[cell.row], found.columns[cell.column], cell.verdict, lists)
    });
    let mut cells: Vec<Cell> = cells.collect();
    cells.sort();
    cells
}

/// Where product and reference differ, part by part.
fn difference(asked: &Asked, slip: Slip) -> Option<String> {
    let reference = Survey::new(&asked.world, slip);
    let (a, b) = (product_table(asked), reference.table(&asked.table));
    if a != b {
        return Some(format!("tables differ\nproduct: {a:#?}\nreference: {b:#?}\nasked: {:#?}", asked.table));
    }
    let signs = [Sign::Plus, Sign::Minus, Sign::Zero];
    let found = disputed(&asked.disputed, &asked.world, &mut budget()).unwrap();
    let mut a: Vec<_> = found
        .iter()
        .map(|pair| (pair.subject, pair.object, pair.verdict, signs.map(|sign| pair.sides.of(sign).to_vec())))
        .collect();
    a.sort();
    let of = |among: &Among| among.entities(&asked.world.vocabulary);
    let second = asked.disputed.second.as_ref().map(of);
    let b = reference.disputed(&of(&asked.disputed.first), second.as_deref());
    if a != b {
        return Some(format!(
            "contested pairs differ\nproduct: {a:#?}\nreference: {b:#?}\nasked: {:#?}",
            asked.disputed
        ));
    }
    let names = Comparing { left: vec![asked.left], right: vec![asked.right], contexts: Vec::new() };
    let found = compare(&names, &asked.world, &mut budget()).unwrap();
    let mut a: Vec<_> = found.iter().map(|target| (target.other, target.active, word(target.comparison))).collect();
    a.sort();
    let b = reference.compare(asked.left, asked.right);
    if a != b {
        return Some(format!("comparisons differ\nproduct: {a:?}\nreference: {b:?}"));
    }
    let name = Alike { to: asked.left, contexts: Vec::new() };
    let found = alike(&name, &asked.world, 1000, &mut budget()).unwrap();
    let scores: Vec<f64> = found.neighbours.iter().map(whereof::eval::survey::Neighbour::score).collect();
    if scores.windows(2).any(|pair| pair[0] < pair[1] - 1e-9) {
        return Some(format!("scores are not in order: {scores:?}"));
    }
    let mut a: Vec<_> =
        found.neighbours.iter().map(|one| (one.id, one.score(), one.shared.len(), one.opposite.len())).collect();
    a.sort_by_key(|one| one.0);
    let b: Vec<_> = reference
        .alike(asked.left)
        .into_iter()
        .map(|(id, (gain, all), shared, opposite)| (id, gain as f64 / all as f64, shared as usize, opposite as usize))
        .collect();
    (a != b).then(|| format!("similar names differ\nproduct: {a:?}\nreference: {b:?}"))
}

fn word(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Shared => "shared",
        Comparison::Opposite => "opposite",
        Comparison::ContextSplit => "context-split",
        Comparison::Contested => "contested",
        Comparison::Unclear => "unclear",
        Comparison::OnlyLeft => "only left",
        Comparison::OnlyRight => "only right",
    }
}

#[test]
fn tables_are_those_of_the_reference() {
    for seed in cases(2_000) {
        let asked = make(seed);
        if let Some(message) = difference(&asked, Slip::None) {
            panic!("seed {seed}: WHEREOF_SEED={seed} cargo test oracles::survey\n{message}");
        }
    }
}

#[test]
fn planted_errors_of_tables_are_noticed() {
    let mut unnoticed: Vec<Slip> = Slip::ALL.to_vec();
    for seed in cases(2_000) {
        if unnoticed.is_empty() {
            break;
        }
        let asked = make(seed);
        unnoticed.retain(|slip| difference(&asked, *slip).is_none());
    }
    assert!(unnoticed.is_empty(), "not noticed: {unnoticed:?}");
}

#[test]
fn cases_of_tables_are_not_vacuous() {
    let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
    let of = 1_000;
    for seed in 0..of {
        let asked = make(seed);
        let found = table(&asked.table, &asked.world, &mut budget()).unwrap();
        let verdict = |verdict: Verdict| found.cells.iter().any(|cell| cell.verdict == verdict);
        let pairs = disputed(&asked.disputed, &asked.world, &mut budget()).unwrap();
        let names = Comparing { left: vec![asked.left], right: vec![asked.right], contexts: Vec::new() };
        let targets = compare(&names, &asked.world, &mut budget()).unwrap();
        let target = |comparison: Comparison| targets.iter().any(|target| target.comparison == comparison);
        let some = [
            ("cells", !found.cells.is_empty()),
            ("supported", verdict(Verdict::Supported)),
            ("split", verdict(Verdict::ContextSplit)),
            ("contested", verdict(Verdict::Contested)),
            ("opposed", verdict(Verdict::Opposed)),
            ("null", verdict(Verdict::Null)),
            ("gaps", found.cells.iter().any(|cell| !cell.gaps.is_empty())),
            ("rolled up", found.cells.iter().any(|cell| !cell.through.is_empty())),
            ("not stated", found.rows.contains(&None) || found.columns.contains(&None)),
            ("claims", asked.table.claim.is_some()),
            ("pairs", !pairs.is_empty()),
            ("split pairs", pairs.iter().any(|pair| pair.verdict == Verdict::ContextSplit)),
            ("shared", target(Comparison::Shared)),
            ("opposite", target(Comparison::Opposite)),
            ("split targets", target(Comparison::ContextSplit)),
            ("contested targets", target(Comparison::Contested)),
        ];
        for (name, occurs) in some {
            *counts.entry(name).or_insert(0) += u64::from(occurs);
        }
    }
    println!("in {of} cases: {counts:?}");
    assert!(counts["cells"] > of * 60 / 100, "{counts:?}");
    assert!(counts.values().all(|count| *count >= of * 3 / 100), "{counts:?}");
}

// ---- laws: a cell is a question ----

/// The question whose findings are those of a cell: all findings that have both names, or those of the claim.
fn question(asked: &Asked, row: EntityId, column: EntityId, head: Head) -> Goal {
    let is = |place: Place, id: EntityId| {
        let slot = match place {
            Place::Subject => SlotRef::Subject,
            Place::Object => SlotRef::Object,
            Place::Slot(slot) => SlotRef::Declared(slot),
        };
        let compare = Compare::Entities(set(&asked.world, vec![id]));
        Context { test: Test::Slot { slot, compare }, span: Span::default() }
    };
    let mut effect = match &asked.table.claim {
        Some(claim) => claim.effect.clone(),
        None => Effect::new(Role::Either, Verb::Any, Target::Any, Vec::new(), Purpose::Context, Span::default()),
    };
    let entry = |place: Place| if asked.table.rows.place == place { row } else { column };
    if asked.table.claim.is_some() && effect.target == Target::Any {
        let target = if effect.role == Role::Object { Place::Subject } else { Place::Object };
        effect.target = Target::Entities(set(&asked.world, vec![entry(target)]));
    }
    effect.contexts = vec![ContextId(0), ContextId(1)];
    Goal {
        contexts: vec![is(asked.table.rows.place, row), is(asked.table.columns.place, column)],
        effects: vec![effect],
        condition: Condition::Effect(EffectId(0)),
        ..Goal::new(head)
    }
}

#[test]
fn a_cell_is_its_question() {
    let (mut looked, mut judged) = (0, 0);
    for seed in cases(600) {
        let asked = make(seed);
        let found = table(&asked.table, &asked.world, &mut budget()).unwrap();
        for (at, row) in found.rows.iter().enumerate() {
            for (to, column) in found.columns.iter().enumerate() {
                let (Some(row), Some(column)) = (*row, *column) else { continue };
                let cell = found.cells.iter().find(|cell| (cell.row, cell.column) == (at, to));
                let rows = run(&question(&asked, row, column, Head::Finding), &asked.world).rows;
                let mut ids: Vec<_> = rows
                    .iter()
                    .map(|row| if let RowId::Finding(id) = row.id { id } else { panic!("a finding") })
                    .collect();
                ids.sort_unstable();
                let held = cell.map_or(Vec::new(), |cell| cell.findings.clone());
                assert_eq!(held, ids, "seed {seed}: {row:?} {column:?} {:#?}", asked.table);
                looked += 1;
                // The verdict is that of the row where nothing rolled up and nothing stands against it in other contexts.
                let Some(claim) = &asked.table.claim else { continue };
                let bearer = if claim.effect.role == Role::Object { Place::Object } else { Place::Subject };
                let subject = if asked.table.rows.place == bearer {
                    row
                } else if asked.table.columns.place == bearer {
                    column
                } else {
                    continue;
                };
                let kind = asked.world.vocabulary.entity(subject).unwrap().kind;
                if closure(&asked.world, subject).len() > 1 {
                    continue;
                }
                let outcome = run(&question(&asked, row, column, Head::Noun(kind)), &asked.world);
                let Some(same) = outcome.rows.iter().find(|row| row.id == RowId::Entity(subject)) else { continue };
                let effect = &same.effects[0];
                let cell = cell.expect("a row has a cell");
                assert_eq!(cell.against, effect.inside, "seed {seed}: {row:?} {column:?} {:#?}", asked.table);
                if effect.elsewhere.is_empty() {
                    assert_eq!(cell.verdict, effect.verdict, "seed {seed}");
                    assert_eq!(cell.separators, effect.separators, "seed {seed}");
                    judged += 1;
                }
            }
        }
    }
    assert!(looked > 1_000 && judged > 100 || std::env::var("WHEREOF_SEED").is_ok(), "{looked} {judged}");
}

#[test]
fn gaps_are_what_a_table_leaves() {
    for seed in cases(600) {
        let asked = make(seed);
        let found = table(&asked.table, &asked.world, &mut budget()).unwrap();
        let left = gaps(&found, 7, &mut budget()).unwrap();
        let (mut silent, mut first) = (0, Vec::new());
        for (row, name) in found.rows.iter().enumerate() {
            for (column, other) in found.columns.iter().enumerate() {
                if name.is_none() || other.is_none() {
                    continue;
                }
                let cell = found.cells.iter().find(|cell| (cell.row, cell.column) == (row, column));
                if cell.is_none_or(|cell| cell.verdict == Verdict::Silent && cell.gaps.is_empty()) {
                    silent += 1;
                    if first.len() < 7 {
                        first.push((row, column));
                    }
                }
            }
        }
        assert_eq!((left.undeclared, left.silent), (silent, first), "seed {seed}");
        for at in left.declared.iter().chain(&left.answered) {
            let cell = &found.cells[*at];
            assert!(!cell.gaps.is_empty(), "seed {seed}");
            assert_eq!(cell.verdict == Verdict::Silent, left.declared.contains(at), "seed {seed}");
        }
    }
}

#[test]
fn a_comparison_turned_round_is_the_same() {
    for seed in cases(600) {
        let asked = make(seed);
        let turned = |left, right| {
            let names = Comparing { left: vec![left], right: vec![right], contexts: Vec::new() };
            let found = compare(&names, &asked.world, &mut budget()).unwrap();
            let mut all: Vec<_> = found
                .into_iter()
                .map(|target| {
                    let mut sides = [target.left.findings(), target.right.findings()];
                    sides.sort();
                    let comparison = match target.comparison {
                        Comparison::OnlyLeft | Comparison::OnlyRight => "only one",
                        other => word(other),
                    };
                    (target.other, target.active, comparison, sides, target.separators)
                })
                .collect();
            all.sort();
            all
        };
        assert_eq!(turned(asked.left, asked.right), turned(asked.right, asked.left), "seed {seed}");
        let _ = asked.world.finding_count();
    }
}
