//! A table: rows by columns, each cell with its findings.
//!
//! Axes and a claim come in, cells that hold something go out. A finding is looked at once and put into every cell that it belongs to, those of
//! broader names too.

use super::super::grow::push;
use super::super::rows::{self, Want};
use super::super::separate::{one_sided, read, separators};
use super::super::sides::Sides;
use super::super::target::{Targets, Within};
use super::super::test::{Sign, direction, does_good, sign};
use super::super::truth::Truth;
use super::super::verdict::{Asks, asks_of, opposes};
use super::super::{Outcome, RowId};
use super::{by_rank, each, meets};
use crate::answer::Verdict;
use crate::base::{Core, Facts, Scan};
use crate::goal::survey::{self, Axis, Claim, Entries, Place, ends};
use crate::goal::{Role, SlotRef, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{Direction, EntityId, FindingId, RelationId, SlotId, Stance, StudyId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Rows, columns, and the cells that hold something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The rows, in order: most studies first, then by name; `None`, last, stands for findings that state no value.
    pub rows: Vec<Option<EntityId>>,
    /// The columns, likewise.
    pub columns: Vec<Option<EntityId>>,
    /// By row, then column: cells with a finding or a declared gap.
    pub cells: Vec<Cell>,
}

/// What the findings of one pair say.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Index of its row.
    pub row: usize,
    /// Index of its column.
    pub column: usize,
    /// What they say together; silent where there is only a declared gap, or nothing on the claim.
    pub verdict: Verdict,
    /// What separates the sides; of a contested cell, slots that only one side states.
    pub separators: Vec<SlotRef>,
    /// Findings for the claim; without a claim all of them. Sorted, as the others are.
    pub findings: Vec<FindingId>,
    /// Findings against the claim.
    pub against: Vec<FindingId>,
    /// Findings on what the claim is about that neither support it nor stand against it.
    pub others: Vec<FindingId>,
    /// Gaps that the source declares here.
    pub gaps: Vec<FindingId>,
    /// Narrower names through which findings came here.
    pub through: Vec<EntityId>,
    /// Studies of the findings, for and against, sorted.
    pub studies: Vec<StudyId>,
}

/// The names of one axis and where they are found.
struct Lane<'a> {
    facts: &'a dyn Facts,
    place: Place,
    entries: Vec<EntityId>,
    index: FxHashMap<EntityId, u32>,
    /// For each name met so far, the entries that it is or is a kind of.
    above: FxHashMap<EntityId, Vec<u32>>,
}

/// The entry of findings that state nothing.
const UNSTATED: u32 = u32::MAX;

impl<'a> Lane<'a> {
    fn new(facts: &'a dyn Facts, axis: &Axis, standing: &Standing, budget: &mut Budget) -> Result<Lane<'a>, Exceeded> {
        let vocabulary = facts.vocabulary();
        let entries: Vec<EntityId> = match &axis.entries {
            Entries::Any => standing.at(axis.place).iter().copied().collect(),
            Entries::Noun(kind) => {
                let of_kind = |id: &&EntityId| vocabulary.entity(**id).is_some_and(|entity| entity.kind == *kind);
                standing.at(axis.place).iter().filter(of_kind).copied().collect()
            }
            Entries::Kinds(top) => {
                let below = vocabulary.narrower(*top);
                let direct = below.iter().filter(|step| step.above == *top && step.entity != *top);
                direct.map(|step| step.entity).collect()
            }
            Entries::Rows(goal) => {
                let plan = crate::plan::build(goal, facts);
                let mut found = Outcome::default();
                rows::answer(goal, &plan, facts, (Want::Certain, None), budget, &mut found)?;
                let entity = |id: RowId| if let RowId::Entity(entity) = id { Some(entity) } else { None };
                let all: BTreeSet<EntityId> = found.rows.iter().filter_map(|row| entity(row.id)).collect();
                all.into_iter().collect()
            }
        };
        budget.rows(entries.len())?;
        budget.allocate(entries.len().saturating_mul(4 * size_of::<EntityId>()))?;
        let index = entries.iter().zip(0u32..).map(|(id, at)| (*id, at)).collect();
        Ok(Lane { facts, place: axis.place, entries, index, above: FxHashMap::default() })
    }

    /// The entries of one name.
    fn of(&mut self, id: EntityId, budget: &mut Budget) -> Result<&[u32], Exceeded> {
        if !self.above.contains_key(&id) {
            let steps = self.facts.vocabulary().broader(id);
            budget.steps(steps.len() as u64)?;
            let found: Vec<u32> = steps.iter().filter_map(|step| self.index.get(&step.entity).copied()).collect();
            budget.allocate(found.len().saturating_mul(size_of::<u32>()) + 3 * size_of::<usize>())?;
            self.above.insert(id, found);
        }
        Ok(self.above.get(&id).map_or(&[], Vec::as_slice))
    }

    /// The entries of a finding, each with the names that lead there. A declared gap speaks of its own names: it comes under broader
    /// ones only where the axis lacks them.
    fn entries_of(
        &mut self,
        (id, finding): (FindingId, Core),
        gap: bool,
        budget: &mut Budget,
    ) -> Result<BTreeMap<u32, Vec<EntityId>>, Exceeded> {
        let mut found: BTreeMap<u32, Vec<EntityId>> = BTreeMap::new();
        let mut stated = false;
        let mut names = Vec::new();
        match self.place {
            Place::Subject => names.push(finding.subject),
            Place::Object => names.push(finding.object),
            Place::Slot(slot) => names.extend(in_slot(self.facts, id, slot)),
        }
        for name in names {
            stated = true;
            if let Some(own) = self.index.get(&name).filter(|_| gap) {
                found.entry(*own).or_default().push(name);
                continue;
            }
            for entry in self.of(name, budget)? {
                found.entry(*entry).or_default().push(name);
            }
        }
        if !stated {
            found.insert(UNSTATED, Vec::new());
        }
        Ok(found)
    }

    fn entity(&self, entry: u32) -> Option<EntityId> {
        self.entries.get(entry as usize).copied()
    }
}

/// The entities that a finding states in a slot.
fn in_slot(facts: &dyn Facts, id: FindingId, slot: SlotId) -> Vec<EntityId> {
    let Some(finding) = facts.finding(id) else { return Vec::new() };
    let entity = |value: &Value| match value {
        Value::Entity(entity) => Some(*entity),
        Value::Quantity(_) | Value::Text(_) => None,
    };
    finding.values(slot).filter_map(|stated| entity(&stated.value)).collect()
}

/// What stands in the places of both axes, in findings of any stance.
#[derive(Default)]
struct Standing {
    at: BTreeMap<Place, BTreeSet<EntityId>>,
}

impl Standing {
    fn of(facts: &dyn Facts, places: [Place; 2], budget: &mut Budget) -> Result<Standing, Exceeded> {
        let mut standing = Standing::default();
        // who is linked to whom says who stands at an end, without a look at any finding
        if let Some(links) = facts.links().filter(|_| places.iter().all(|place| !matches!(place, Place::Slot(_)))) {
            let relations = || (0..facts.vocabulary().schema().relations.len() as u32).map(RelationId);
            for place in places {
                let side = |id: RelationId| if place == Place::Subject { links.forward(id) } else { links.back(id) };
                let all = standing.at.entry(place).or_default();
                for key in relations().filter_map(side).flat_map(|side| side.keys()) {
                    budget.step()?;
                    if all.insert(EntityId(*key)) {
                        budget.allocate(2 * size_of::<EntityId>())?;
                    }
                }
            }
            return Ok(standing);
        }
        each(facts, &Scan::default(), budget, &mut |id, finding, budget| {
            for place in places {
                let all = standing.at.entry(place).or_default();
                let mut add = |id: EntityId| {
                    if all.insert(id) { budget.allocate(2 * size_of::<EntityId>()) } else { Ok(()) }
                };
                match place {
                    Place::Subject => add(finding.subject)?,
                    Place::Object => add(finding.object)?,
                    Place::Slot(slot) => in_slot(facts, id, slot).into_iter().try_for_each(add)?,
                }
            }
            Ok(())
        })?;
        Ok(standing)
    }

    fn at(&self, place: Place) -> &BTreeSet<EntityId> {
        static NONE: BTreeSet<EntityId> = BTreeSet::new();
        self.at.get(&place).unwrap_or(&NONE)
    }
}

/// The claim of a table, ready to be tried on findings.
struct Asked<'a> {
    claim: &'a Claim,
    targets: Targets,
    asks: Option<Asks>,
    target: Place,
}

/// How a finding stands to a claim.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    For,
    Against,
    Neither,
}

impl Asked<'_> {
    fn ends(&self, finding: Core) -> (EntityId, EntityId) {
        match self.claim.effect.role {
            Role::Subject | Role::Either => (finding.subject, finding.object),
            Role::Object => (finding.object, finding.subject),
        }
    }

    /// Whether a finding is about the claim's target, in its contexts.
    fn is_about(&self, facts: &dyn Facts, id: FindingId, finding: Core) -> bool {
        let (_, other) = self.ends(finding);
        let about = self.targets.any || self.targets.members.binary_search(&other).is_ok();
        about && meets(facts, &self.claim.contexts, id)
    }

    /// Where the claim names several things, what stands against it must be on one of those on which the cell has a witness; what is on
    /// another says nothing of it.
    fn keep_to_witnessed(&self, facts: &dyn Facts, cell: &mut Growing, budget: &mut Budget) -> Result<(), Exceeded> {
        if self.targets.asked.len() < 2 || cell.findings.is_empty() {
            return Ok(());
        }
        let vocabulary = facts.vocabulary();
        let above = |id: FindingId| {
            let finding = facts.core(id)?;
            let (bearer, other) = self.ends(finding);
            let above = self.targets.above(vocabulary, RowId::Entity(bearer), other, false);
            Some((above, other, sign(vocabulary, finding) == Sign::Zero))
        };
        let mut witnessed: BTreeSet<EntityId> = BTreeSet::new();
        for id in &cell.findings {
            budget.step()?;
            witnessed.extend(above(*id).into_iter().flat_map(|found| found.0));
        }
        for id in std::mem::take(&mut cell.against) {
            budget.step()?;
            let kept = above(id).is_some_and(|(above, other, null)| match null {
                true => witnessed.contains(&other),
                false => above.iter().any(|asked| witnessed.contains(asked)),
            });
            push(budget, if kept { &mut cell.against } else { &mut cell.others }, id)?;
        }
        cell.others.sort_unstable();
        Ok(())
    }

    /// Of a finding about the target; `entry` is the cell's name where an axis holds the targets.
    fn stands(&self, facts: &dyn Facts, finding: Core, entry: Option<EntityId>) -> Stands {
        let vocabulary = facts.vocabulary();
        let (bearer, other) = self.ends(finding);
        let itself = match entry {
            Some(entry) => entry == other,
            None => self.targets.above(vocabulary, RowId::Entity(bearer), other, false).contains(&other),
        };
        let says = match &self.claim.effect.verb {
            Verb::Relations { members, .. } => members.binary_search(&finding.relation).is_ok(),
            Verb::Benefit { members, better, .. } => {
                members.binary_search(&finding.relation).is_ok() || does_good(vocabulary, finding) == Some(*better)
            }
            Verb::NoEffect => direction(vocabulary, finding) == Direction::None && itself,
            Verb::Any | Verb::Contested | Verb::Includes | Verb::Defined(_) | Verb::Chain(_) => false,
        };
        let meets = match entry {
            Some(_) => true,
            None => self.targets.meets(other) == Truth::True,
        };
        if says && meets {
            Stands::For
        } else if self.asks.is_some_and(|asks| opposes(vocabulary, asks, finding, itself)) {
            Stands::Against
        } else {
            Stands::Neither
        }
    }
}

/// A cell while findings come in.
#[derive(Default)]
struct Growing {
    findings: Vec<FindingId>,
    against: Vec<FindingId>,
    others: Vec<FindingId>,
    gaps: Vec<FindingId>,
    through: BTreeSet<EntityId>,
}

/// Fills a table.
///
/// # Errors
/// The limit that is reached.
pub fn table(asked: &survey::Table, facts: &dyn Facts, budget: &mut Budget) -> Result<Table, Exceeded> {
    let standing = Standing::of(facts, [asked.rows.place, asked.columns.place], budget)?;
    let mut rows = Lane::new(facts, &asked.rows, &standing, budget)?;
    let mut columns = Lane::new(facts, &asked.columns, &standing, budget)?;
    let claim = match &asked.claim {
        None => None,
        Some(claim) => Some(Asked {
            targets: Targets::new(&claim.effect, None, Within::default(), facts, budget)?,
            asks: asks_of(facts.vocabulary(), &claim.effect.verb),
            target: ends(claim.effect.role).1,
            claim,
        }),
    };
    let mut cells: BTreeMap<(u32, u32), Growing> = BTreeMap::new();
    each(facts, &Scan::default(), budget, &mut |id, finding, budget| {
        let gap = finding.stance == Stance::Gap;
        if !gap && !finding.stance.witnesses()
            || claim.as_ref().is_some_and(|claim| !claim.is_about(facts, id, finding))
        {
            return Ok(());
        }
        let in_rows = rows.entries_of((id, finding), gap, budget)?;
        if in_rows.is_empty() {
            return Ok(());
        }
        let in_columns = columns.entries_of((id, finding), gap, budget)?;
        for (row, row_names) in &in_rows {
            for (column, column_names) in &in_columns {
                budget.step()?;
                let key = (*row, *column);
                if !cells.contains_key(&key) {
                    budget.allocate(size_of::<Growing>() + size_of::<(u32, u32)>())?;
                }
                let cell = cells.entry(key).or_default();
                if gap {
                    push(budget, &mut cell.gaps, id)?;
                    continue;
                }
                let entry = claim.as_ref().and_then(|claim| {
                    let of_rows = (rows.place == claim.target).then(|| rows.entity(*row)).flatten();
                    of_rows.or_else(|| (columns.place == claim.target).then(|| columns.entity(*column)).flatten())
                });
                let list = match claim.as_ref().map(|claim| claim.stands(facts, finding, entry)) {
                    None | Some(Stands::For) => &mut cell.findings,
                    Some(Stands::Against) => &mut cell.against,
                    Some(Stands::Neither) => &mut cell.others,
                };
                push(budget, list, id)?;
                let narrower = |names: &[EntityId], entry: Option<EntityId>| {
                    let itself = names.iter().any(|name| Some(*name) == entry);
                    names.iter().copied().filter(|_| !itself).collect::<Vec<_>>()
                };
                cell.through.extend(narrower(row_names, rows.entity(*row)));
                cell.through.extend(narrower(column_names, columns.entity(*column)));
            }
        }
        Ok(())
    })?;
    finish(facts, claim.as_ref(), (&rows, &columns), cells, budget)
}

/// Puts rows and columns in order and judges the cells.
fn finish(
    facts: &dyn Facts,
    claim: Option<&Asked<'_>>,
    (rows, columns): (&Lane<'_>, &Lane<'_>),
    cells: BTreeMap<(u32, u32), Growing>,
    budget: &mut Budget,
) -> Result<Table, Exceeded> {
    let mut in_rows: FxHashMap<u32, FxHashSet<StudyId>> = FxHashMap::default();
    let mut in_columns: FxHashMap<u32, FxHashSet<StudyId>> = FxHashMap::default();
    let mut judged = Vec::new();
    for ((row, column), mut cell) in cells {
        if let Some(claim) = claim {
            claim.keep_to_witnessed(facts, &mut cell, budget)?;
        }
        let mut studies = BTreeSet::new();
        for id in cell.findings.iter().chain(&cell.against) {
            budget.step()?;
            studies.extend(facts.cited(*id).unwrap_or_default().iter().copied());
        }
        for (all, key) in [(&mut in_rows, row), (&mut in_columns, column)] {
            budget.allocate(studies.len().saturating_mul(2 * size_of::<StudyId>()))?;
            all.entry(key).or_default().extend(studies.iter().copied());
        }
        let (verdict, separators) = match claim {
            Some(asked) => judge(facts, asked.claim, &cell, budget)?,
            None => {
                let on_rows = (rows.place == Place::Object).then(|| rows.entity(row)).flatten();
                let on_columns = (columns.place == Place::Object).then(|| columns.entity(column)).flatten();
                weigh(facts, on_rows.or(on_columns), &cell.findings, budget)?
            }
        };
        let studies = studies.into_iter().collect();
        let Growing { findings, against, others, gaps, through } = cell;
        let through = through.into_iter().collect();
        let cell = Cell { row: 0, column: 0, verdict, separators, findings, against, others, gaps, through, studies };
        push(budget, &mut judged, (row, column, cell))?;
    }
    let (row_order, row_place) = ordered(facts, rows, &in_rows, budget)?;
    let (column_order, column_place) = ordered(facts, columns, &in_columns, budget)?;
    let mut cells: Vec<Cell> = Vec::new();
    for (row, column, cell) in judged {
        let (Some(row), Some(column)) = (row_place.get(&row), column_place.get(&column)) else { continue };
        push(budget, &mut cells, Cell { row: *row, column: *column, ..cell })?;
    }
    super::sort_by(budget, &mut cells, |a, b| (a.row, a.column).cmp(&(b.row, b.column)))?;
    Ok(Table { rows: row_order, columns: column_order, cells })
}

type Places = FxHashMap<u32, usize>;

/// The entries of an axis in order, and where each went.
fn ordered(
    facts: &dyn Facts,
    lane: &Lane<'_>,
    studies: &FxHashMap<u32, FxHashSet<StudyId>>,
    budget: &mut Budget,
) -> Result<(Vec<Option<EntityId>>, Places), Exceeded> {
    let ranked = lane.entries.iter().zip(0u32..);
    let ranked = ranked.map(|(id, at)| (studies.get(&at).map_or(0, FxHashSet::len), *id)).collect();
    let mut order: Vec<Option<EntityId>> = by_rank(facts.vocabulary(), ranked, budget)?.into_iter().map(Some).collect();
    let mut places: Places = FxHashMap::default();
    for (at, id) in order.iter().enumerate() {
        places.extend(id.and_then(|id| lane.index.get(&id)).map(|entry| (*entry, at)));
    }
    if studies.contains_key(&UNSTATED) {
        places.insert(UNSTATED, order.len());
        order.push(None);
    }
    Ok((order, places))
}

/// The verdict of a cell on its claim.
fn judge(
    facts: &dyn Facts,
    claim: &Claim,
    cell: &Growing,
    budget: &mut Budget,
) -> Result<(Verdict, Vec<SlotRef>), Exceeded> {
    let vocabulary = facts.vocabulary();
    if cell.findings.is_empty() {
        let opposed = cell.against.iter().filter_map(|id| facts.core(*id));
        let strongest = opposed.map(|finding| match direction(vocabulary, finding) {
            Direction::None => Verdict::Null,
            _ => Verdict::Opposed,
        });
        return Ok((strongest.min().unwrap_or(Verdict::Silent), Vec::new()));
    }
    if cell.against.is_empty() {
        return Ok((Verdict::Supported, Vec::new()));
    }
    let role = claim.effect.role;
    let (one, two) = (read(facts, role, &cell.findings, budget)?, read(facts, role, &cell.against, budget)?);
    let apart = separators(facts, &one, &two, budget)?;
    Ok(if apart.is_empty() { (Verdict::Contested, one_sided(&one, &two)) } else { (Verdict::ContextSplit, apart) })
}

/// The verdict of a cell without a claim: whether its findings on one object disagree. `object` is the cell's own, with its kinds; without
/// it each object is taken by itself.
fn weigh(
    facts: &dyn Facts,
    object: Option<EntityId>,
    findings: &[FindingId],
    budget: &mut Budget,
) -> Result<(Verdict, Vec<SlotRef>), Exceeded> {
    if findings.is_empty() {
        return Ok((Verdict::Silent, Vec::new()));
    }
    let vocabulary = facts.vocabulary();
    let mut by_object: BTreeMap<EntityId, Sides> = BTreeMap::new();
    let mut nulls = true;
    for id in findings {
        budget.step()?;
        let Some(finding) = facts.core(*id) else { continue };
        let sign = sign(vocabulary, finding);
        nulls &= sign == Sign::Zero;
        let asked = object.unwrap_or(finding.object);
        by_object.entry(asked).or_default().add(sign, asked == finding.object, *id, budget)?;
    }
    let mut worst = if nulls { Verdict::Null } else { Verdict::Supported };
    let mut slots: BTreeSet<SlotRef> = BTreeSet::new();
    for sides in by_object.values() {
        for dispute in sides.disputes(facts, Role::Subject, budget)? {
            // Contested is the weakest; the slots are those of the disputes that decide.
            if worst != Verdict::Contested && dispute.verdict != worst {
                worst = dispute.verdict;
                slots.clear();
            }
            if dispute.verdict == worst {
                slots.extend(dispute.separators);
            }
        }
    }
    Ok((worst, slots.into_iter().collect()))
}
