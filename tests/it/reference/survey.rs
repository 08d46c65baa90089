//! Tables and comparisons, written down as nested loops: section 7 of the page.
//!
//! Findings are looked at once for every cell and every pair, names are walked anew each time. No line is shared with `src/eval/survey`.

use super::broader;
use std::collections::BTreeSet;
use whereof::answer::Verdict;
use whereof::base::Facts;
use whereof::goal::survey::{Axis, Entries, Place, Table};
use whereof::goal::{Role, SlotRef, Target, Verb};
use whereof::model::{Benefit, Direction, EntityId, Finding, FindingId, Stance, Value};

/// Errors planted in tables and comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// No error.
    None,
    NothingRollsUp,
    AllStances,
    NullOnKindCounts,
    NullIsSilent,
    OpposedIsSilent,
    SeparatedIsContested,
    UnstatedForgotten,
    ObjectsTogether,
    SharedThoughOpposite,
    PassiveForgotten,
    BroaderPairsKept,
    OppositeNotTakenOff,
}

impl Slip {
    pub const ALL: [Slip; 12] = [
        Slip::NothingRollsUp,
        Slip::AllStances,
        Slip::NullOnKindCounts,
        Slip::NullIsSilent,
        Slip::OpposedIsSilent,
        Slip::SeparatedIsContested,
        Slip::UnstatedForgotten,
        Slip::ObjectsTogether,
        Slip::SharedThoughOpposite,
        Slip::PassiveForgotten,
        Slip::BroaderPairsKept,
        Slip::OppositeNotTakenOff,
    ];
}

/// A cell: row, column (none for not stated), verdict, findings, against, others, gaps.
pub type Cell = (Option<EntityId>, Option<EntityId>, Verdict, [Vec<FindingId>; 4]);

pub struct Survey<'a> {
    pub facts: &'a dyn Facts,
    pub all: Vec<Finding>,
    pub slip: Slip,
}

type Ids = Vec<FindingId>;

impl<'a> Survey<'a> {
    pub fn new(facts: &'a dyn Facts, slip: Slip) -> Survey<'a> {
        let ids = 0..facts.finding_count();
        let all = ids.map(|i| facts.finding(FindingId(i as u32)).unwrap().into_owned()).collect();
        Survey { facts, all, slip }
    }

    fn ids(&self) -> impl Iterator<Item = (FindingId, &Finding)> {
        self.all.iter().enumerate().map(|(i, f)| (FindingId(i as u32), f))
    }

    fn witnesses(&self, f: &Finding) -> bool {
        f.stance == Stance::Reported || self.slip == Slip::AllStances && f.stance == Stance::Hypothesised
    }

    fn is_kind_of(&self, narrow: EntityId, broad: EntityId) -> bool {
        narrow == broad || self.slip != Slip::NothingRollsUp && broader(self.facts, narrow).contains(&broad)
    }

    fn sign(&self, f: &Finding) -> char {
        let vocabulary = self.facts.vocabulary();
        let benefit = vocabulary.entity(f.object).unwrap().benefit;
        match (vocabulary.schema().relations[f.relation.index()].direction, benefit) {
            (Direction::Increase, _)
            | (Direction::Better, Some(Benefit::MoreIsBetter))
            | (Direction::Worse, Some(Benefit::MoreIsWorse)) => '+',
            (Direction::Decrease, _)
            | (Direction::Better, Some(Benefit::MoreIsWorse))
            | (Direction::Worse, Some(Benefit::MoreIsBetter)) => '-',
            (Direction::None, _) => '0',
            _ => '?',
        }
    }

    fn good(&self, f: &Finding) -> Option<bool> {
        let vocabulary = self.facts.vocabulary();
        let benefit = vocabulary.entity(f.object).unwrap().benefit;
        match vocabulary.schema().relations[f.relation.index()].direction {
            Direction::Better => Some(true),
            Direction::Worse => Some(false),
            Direction::Increase => benefit.map(|b| b == Benefit::MoreIsBetter),
            Direction::Decrease => benefit.map(|b| b == Benefit::MoreIsWorse),
            _ => None,
        }
    }

    // ---- what tells two sides apart ----

    fn values(&self, f: &Finding, slot: SlotRef, role: Role) -> Vec<Value> {
        match slot {
            SlotRef::Declared(slot) if self.facts.vocabulary().schema().slots[slot.index()].mechanism => Vec::new(),
            SlotRef::Declared(slot) => {
                let all = f.values(slot).map(|v| v.value.clone());
                all.filter(|value| !matches!(value, Value::Text(_))).collect()
            }
            SlotRef::Object if role == Role::Subject => vec![Value::Entity(f.object)],
            SlotRef::Subject if role == Role::Object => vec![Value::Entity(f.subject)],
            _ => Vec::new(),
        }
    }

    fn related(&self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Entity(a), Value::Entity(b)) => {
                broader(self.facts, *a).contains(b) || broader(self.facts, *b).contains(a)
            }
            (Value::Quantity(a), Value::Quantity(b)) => super::finding::overlap(self.facts, a, b),
            _ => false,
        }
    }

    /// Whether two sides are told apart.
    fn apart(&self, one: &[FindingId], two: &[FindingId], role: Role) -> bool {
        let slots = (0..self.facts.vocabulary().schema().slots.len())
            .map(|i| SlotRef::Declared(whereof::model::SlotId(i as u32)))
            .chain([SlotRef::Object, SlotRef::Subject]);
        let found = slots.into_iter().any(|slot| {
            let of = |side: &[FindingId]| -> Vec<Vec<Value>> {
                side.iter().map(|id| self.values(&self.all[id.index()], slot, role)).collect()
            };
            let (a, b) = (of(one), of(two));
            a.iter().chain(&b).all(|values| !values.is_empty())
                && a.iter().flatten().all(|x| b.iter().flatten().all(|y| !self.related(x, y)))
        });
        found && self.slip != Slip::SeparatedIsContested
    }

    /// The three sides of findings on one asked object.
    fn sides(&self, findings: &[FindingId], asked: EntityId) -> [Ids; 3] {
        ['+', '-', '0'].map(|sign| {
            let counts = |f: &Finding| sign != '0' || f.object == asked || self.slip == Slip::NullOnKindCounts;
            let of = findings.iter().copied();
            of.filter(|id| self.sign(&self.all[id.index()]) == sign && counts(&self.all[id.index()])).collect()
        })
    }

    /// The verdict of sides; none where no two stand against each other.
    fn verdict(&self, sides: &[Ids; 3], role: Role) -> Option<Verdict> {
        let mut worst = None;
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            if sides[a].is_empty() || sides[b].is_empty() {
                continue;
            }
            let apart = self.apart(&sides[a], &sides[b], role);
            let this = if apart { Verdict::ContextSplit } else { Verdict::Contested };
            worst = worst.max(Some(this));
        }
        worst
    }

    // ---- matrix ----

    fn names(&self, f: &Finding, place: Place) -> Vec<EntityId> {
        match place {
            Place::Subject => vec![f.subject],
            Place::Object => vec![f.object],
            Place::Slot(slot) => {
                f.values(slot).filter_map(|v| if let Value::Entity(e) = v.value { Some(e) } else { None }).collect()
            }
        }
    }

    fn entries(&self, axis: &Axis) -> Vec<Option<EntityId>> {
        let everything = 0..self.facts.vocabulary().entities().len() as u32;
        let stands = |id: EntityId| self.all.iter().any(|f| self.names(f, axis.place).contains(&id));
        let kind = |id: EntityId| self.facts.vocabulary().entity(id).unwrap().kind;
        let named = everything.map(EntityId).filter(|&id| match &axis.entries {
            Entries::Any => stands(id),
            Entries::Noun(of) => kind(id) == *of && stands(id),
            Entries::Kinds(top) => {
                let edges = &self.facts.vocabulary().entity(id).unwrap().broader;
                id != *top && edges.iter().any(|edge| edge.kind.is_followed() && edge.to == *top)
            }
            Entries::Rows(_) => false,
        });
        named.map(Some).chain([None]).collect()
    }

    /// Whether a finding stands under an entry of an axis.
    fn under(&self, f: &Finding, axis: &Axis, entries: &[Option<EntityId>], entry: Option<EntityId>) -> bool {
        let names = self.names(f, axis.place);
        let Some(entry) = entry else { return names.is_empty() && self.slip != Slip::UnstatedForgotten };
        names.iter().any(|name| {
            // A declared gap stays with its own name where the axis has it.
            let own = f.stance == Stance::Gap && entries.contains(&Some(*name));
            if own { *name == entry } else { self.is_kind_of(*name, entry) }
        })
    }

    /// Cells with something in them, sorted by their names.
    pub fn table(&self, table: &Table) -> Vec<Cell> {
        let (rows, columns) = (self.entries(&table.rows), self.entries(&table.columns));
        let mut cells = Vec::new();
        for &row in &rows {
            for &column in &columns {
                let here = |f: &Finding| {
                    self.under(f, &table.rows, &rows, row) && self.under(f, &table.columns, &columns, column)
                };
                let mut lists: [Ids; 4] = Default::default();
                for (id, f) in self.ids().filter(|(_, f)| here(f)) {
                    let Some(at) = self.list(table, row, column, f) else { continue };
                    lists[at].push(id);
                }
                self.keep_to_witnessed(table, &mut lists);
                if lists.iter().any(|list| !list.is_empty()) {
                    let verdict = self.cell_verdict(table, row, column, &lists);
                    cells.push((row, column, verdict, lists));
                }
            }
        }
        cells.sort();
        cells
    }

    /// Of several things that a claim names, only those with a witness in the cell can be spoken against.
    fn keep_to_witnessed(&self, table: &Table, lists: &mut [Ids; 4]) {
        let Some(claim) = &table.claim else { return };
        let Target::Entities(set) = &claim.effect.target else { return };
        let other = |id: &FindingId| {
            let f = &self.all[id.index()];
            if claim.effect.role == Role::Object { f.subject } else { f.object }
        };
        if lists[0].is_empty() {
            return;
        }
        let kinds = |a: &EntityId, id: &FindingId| broader(self.facts, other(id)).contains(a);
        let named: Vec<EntityId> =
            set.asked.iter().filter(|a| lists[0].iter().any(|id| kinds(a, id))).copied().collect();
        let (kept, dropped) = lists[1].iter().partition(|id| {
            let null = self.sign(&self.all[id.index()]) == '0' && self.slip != Slip::NullOnKindCounts;
            if null { named.contains(&other(id)) } else { named.iter().any(|a| kinds(a, id)) }
        });
        lists[1] = kept;
        lists[2].extend::<Ids>(dropped);
        lists[2].sort();
    }

    /// Which list of a cell a finding belongs to: for, against, neither, gaps.
    fn list(&self, table: &Table, row: Option<EntityId>, column: Option<EntityId>, f: &Finding) -> Option<usize> {
        let gap = f.stance == Stance::Gap;
        if !gap && !self.witnesses(f) {
            return None;
        }
        let Some(claim) = &table.claim else { return Some(if gap { 3 } else { 0 }) };
        let effect = &claim.effect;
        let (other, place) =
            if effect.role == Role::Object { (f.subject, Place::Subject) } else { (f.object, Place::Object) };
        let entry = if table.rows.place == place { row } else { column };
        let (about, itself) = match &effect.target {
            Target::Any => (true, entry == Some(other)),
            Target::Entities(set) => {
                (set.members.contains(&other), set.asked.contains(&other) && set.members.contains(&other))
            }
            _ => panic!("no such claim is made"),
        };
        if !about {
            return None;
        }
        if gap {
            return Some(3);
        }
        let itself = itself || self.slip == Slip::NullOnKindCounts;
        let relation = |members: &[whereof::model::RelationId]| members.contains(&f.relation);
        let sign = self.sign(f);
        let direction =
            |id: whereof::model::RelationId| self.facts.vocabulary().schema().relations[id.index()].direction;
        let (says, against) = match &effect.verb {
            Verb::Relations { asked, members } => {
                let against = match direction(*asked) {
                    Direction::Increase => sign == '-' || sign == '0' && itself,
                    Direction::Decrease => sign == '+' || sign == '0' && itself,
                    _ => false,
                };
                (relation(members), against)
            }
            Verb::Benefit { members, better, .. } => (
                relation(members) || self.good(f) == Some(*better),
                if sign == '0' { itself } else { self.good(f) == Some(!better) },
            ),
            Verb::NoEffect => (sign == '0' && itself, sign == '+' || sign == '-'),
            _ => panic!("no such claim is made"),
        };
        Some(if says {
            0
        } else if against {
            1
        } else {
            2
        })
    }

    fn cell_verdict(
        &self,
        table: &Table,
        row: Option<EntityId>,
        column: Option<EntityId>,
        [all, against, _, _]: &[Ids; 4],
    ) -> Verdict {
        if let Some(claim) = &table.claim {
            let nulls = against.iter().all(|id| self.sign(&self.all[id.index()]) == '0');
            return match (all.is_empty(), against.is_empty()) {
                (true, true) => Verdict::Silent,
                (true, false) if nulls => {
                    if self.slip == Slip::NullIsSilent {
                        Verdict::Silent
                    } else {
                        Verdict::Null
                    }
                }
                (true, false) if self.slip == Slip::OpposedIsSilent => Verdict::Silent,
                (true, false) => Verdict::Opposed,
                (false, true) => Verdict::Supported,
                (false, false) if self.apart(all, against, claim.effect.role) => Verdict::ContextSplit,
                (false, false) => Verdict::Contested,
            };
        }
        if all.is_empty() {
            return Verdict::Silent;
        }
        let asked = if table.rows.place == Place::Object {
            row
        } else if table.columns.place == Place::Object {
            column
        } else {
            None
        };
        let objects: BTreeSet<EntityId> = match asked {
            Some(asked) => BTreeSet::from([asked]),
            None => all.iter().map(|id| self.all[id.index()].object).collect(),
        };
        let mut worst = None;
        for object in objects {
            let of = |id: &&FindingId| {
                asked.is_some() || self.slip == Slip::ObjectsTogether || self.all[id.index()].object == object
            };
            let on: Ids = all.iter().filter(of).copied().collect();
            worst = worst.max(self.verdict(&self.sides(&on, object), Role::Subject));
        }
        let nulls = all.iter().all(|id| self.sign(&self.all[id.index()]) == '0');
        worst.unwrap_or(if nulls { Verdict::Null } else { Verdict::Supported })
    }

    // ---- contested ----

    /// Pairs of a subject and an object with the sides of each.
    pub fn disputed(
        &self,
        first: &[EntityId],
        second: Option<&[EntityId]>,
    ) -> Vec<(EntityId, EntityId, Verdict, [Ids; 3])> {
        let everything: Vec<EntityId> = (0..self.facts.vocabulary().entities().len() as u32).map(EntityId).collect();
        let named = second.unwrap_or(first);
        let mut pairs = Vec::new();
        for &subject in &everything {
            for &object in &everything {
                let with_kinds = named.contains(&object) && (second.is_none() || first.contains(&subject));
                let alone = second.is_none() && first.contains(&subject) && !named.contains(&object);
                if !with_kinds && !alone {
                    continue;
                }
                let meets = |f: &Finding| {
                    self.witnesses(f)
                        && f.subject == subject
                        && if with_kinds { self.is_kind_of(f.object, object) } else { f.object == object }
                };
                let findings: Ids = self.ids().filter(|(_, f)| meets(f)).map(|(id, _)| id).collect();
                let sides = self.sides(&findings, object);
                if let Some(verdict) = self.verdict(&sides, Role::Subject) {
                    pairs.push((subject, object, verdict, sides));
                }
            }
        }
        let all = pairs.clone();
        if self.slip != Slip::BroaderPairsKept {
            pairs.retain(|(subject, object, _, sides)| {
                !all.iter().any(|(s, o, _, other)| {
                    let below = s == subject && o != object && other == sides && self.is_kind_of(*o, *object);
                    below && (!self.is_kind_of(*object, *o) || o < object)
                })
            });
        }
        pairs.sort();
        pairs
    }

    // ---- compare, similar ----

    /// The findings of a name on another, by sign and in one list; `?` apart.
    fn standing(&self, of: EntityId, other: EntityId, active: bool) -> ([Ids; 3], Ids) {
        let here = |f: &Finding| {
            let ends = if active { (f.subject, f.object) } else { (f.object, f.subject) };
            self.witnesses(f) && ends == (of, other) && (active || self.slip != Slip::PassiveForgotten)
        };
        let with = |sign: char| -> Ids {
            self.ids().filter(|(_, f)| here(f) && self.sign(f) == sign).map(|(id, _)| id).collect()
        };
        (['+', '-', '0'].map(with), with('?'))
    }

    /// For each other entity and role: how two names stand to it.
    pub fn compare(&self, left: EntityId, right: EntityId) -> Vec<(EntityId, bool, &'static str)> {
        let mut found = Vec::new();
        for other in (0..self.facts.vocabulary().entities().len() as u32).map(EntityId) {
            for active in [true, false] {
                let role = if active { Role::Subject } else { Role::Object };
                let (a, a_unclear) = self.standing(left, other, active);
                let (b, b_unclear) = self.standing(right, other, active);
                let none = |sides: &[Ids; 3]| sides.iter().all(Vec::is_empty);
                let (no_a, no_b) = (none(&a) && a_unclear.is_empty(), none(&b) && b_unclear.is_empty());
                let crossed: Vec<bool> = (0..3)
                    .flat_map(|i| (0..3).map(move |j| (i, j)))
                    .filter(|(i, j)| i != j && !a[*i].is_empty() && !b[*j].is_empty())
                    .map(|(i, j)| self.apart(&a[i], &b[j], role))
                    .collect();
                let within = |sides: &[Ids; 3]| self.verdict(sides, role) == Some(Verdict::Contested);
                let same = (0..3).any(|i| !a[i].is_empty() && !b[i].is_empty());
                let word = match () {
                    () if no_a && no_b => continue,
                    () if no_b => "only left",
                    () if no_a => "only right",
                    () if within(&a) || within(&b) => "contested",
                    () if none(&a) || none(&b) => "unclear",
                    () if same && self.slip == Slip::SharedThoughOpposite => "shared",
                    () if crossed.contains(&false) => "opposite",
                    () if !crossed.is_empty() => "context-split",
                    () => "shared",
                };
                found.push((other, active, word));
            }
        }
        found.sort();
        found
    }

    /// For each entity of the same kind with something in common: score as gain and size, shared and opposite.
    pub fn alike(&self, to: EntityId) -> Vec<(EntityId, (i64, i64), i64, i64)> {
        let entities = self.facts.vocabulary().entities();
        let mut found = Vec::new();
        for id in (0..entities.len() as u32).map(EntityId) {
            if id == to || entities.get(id).unwrap().kind != entities.get(to).unwrap().kind {
                continue;
            }
            let (mut shared, mut opposite, mut all) = (0, 0, 0);
            for other in (0..entities.len() as u32).map(EntityId) {
                for active in [true, false] {
                    let (a, b) = (self.standing(to, other, active).0, self.standing(id, other, active).0);
                    let (in_a, in_b) = (a.iter().any(|s| !s.is_empty()), b.iter().any(|s| !s.is_empty()));
                    let same = (0..3).any(|i| !a[i].is_empty() && !b[i].is_empty());
                    all += i64::from(in_a || in_b);
                    shared += i64::from(same);
                    opposite += i64::from(in_a && in_b && !same);
                }
            }
            if shared + opposite > 0 {
                let off = if self.slip == Slip::OppositeNotTakenOff { 0 } else { opposite };
                found.push((id, (shared - off, all), shared, opposite));
            }
        }
        found
    }
}
