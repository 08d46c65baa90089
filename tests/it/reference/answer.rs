//! Sections 3, 5 and 6 of the page: rows, near misses, what was skipped, order and counts.

use super::row::{Found, Without};
use super::{Mutant, Reference};
use std::collections::{BTreeMap, BTreeSet};
use whereof::answer::Verdict;
use whereof::base::Facts;
use whereof::eval::{FailedContext, Group, GroupValue, Near, Outcome, Row, RowId, SkippedSlot};
use whereof::goal::{Condition, ContextId, EffectId, Goal, Head, Order, Purpose, SlotRef, Test};
use whereof::model::{Direction, EntityId, Finding, FindingId, Stance, StudyId, Value};

/// The normal form of names.
pub fn folded(name: &str) -> String {
    whereof::names::normal(name)
}

/// Answers a goal.
pub fn answer(goal: &Goal, facts: &dyn Facts, mutant: Mutant) -> Outcome {
    Reference::new(goal, facts, mutant).answer()
}

/// What a condition is of every row that it could have: rows, possible rows, and others.
pub fn values(goal: &Goal, facts: &dyn Facts) -> Vec<(RowId, Option<bool>)> {
    let reference = Reference::new(goal, facts, Mutant::None);
    reference.domain().into_iter().map(|row| (row, reference.row_value(row, Without::Nothing))).collect()
}

/// What a goal's condition is of one row.
pub fn value(goal: &Goal, facts: &dyn Facts, row: RowId) -> Option<bool> {
    Reference::new(goal, facts, Mutant::None).row_value(row, Without::Nothing)
}

impl Reference<'_> {
    /// What the condition is of a row.
    pub fn value_of(&self, row: RowId) -> Option<bool> {
        self.row_value(row, Without::Nothing)
    }

    fn row_value(&self, row: RowId, without: Without) -> Option<bool> {
        self.holds(&self.goal.condition, row, &[], without, true)
    }

    fn answer(&self) -> Outcome {
        let goal = self.goal;
        let domain = self.domain();
        let of = |value: Option<bool>| {
            domain.iter().copied().filter(move |row| self.row_value(*row, Without::Nothing) == value)
        };
        let mut rows: Vec<Row> = of(Some(true)).map(|row| self.row(row)).collect();
        if self.mutant != Mutant::LimitBeforeOrder {
            self.order(&mut rows);
        }
        let (mut total, (mut groups, mut not_stated)) = (rows.len() as u64, self.groups(&rows));
        if let Some(tally) = &goal.tally {
            (groups, total, not_stated) = self.tallied(tally, &rows);
        }
        groups.retain(|group| group.rows >= goal.least_rows);
        if let Some(limit) = goal.limit {
            rows.truncate(limit as usize);
        }
        if self.mutant == Mutant::LimitBeforeOrder {
            self.order(&mut rows);
        }
        let mut possible: Vec<Row> = of(None).map(|row| self.possible(row)).collect();
        possible.sort_by_key(|row| self.name(row.id));
        let mut near: Vec<Near> = domain
            .iter()
            .filter(|row| self.row_value(**row, Without::Nothing) != Some(true))
            .filter_map(|row| self.near(*row))
            .collect();
        near.sort_by_key(|near| {
            let evidence = if goal.count_findings { near.findings.len() } else { near.studies.len() };
            (near.failed.len() + near.broken.len(), usize::MAX - evidence, self.name(near.id))
        });
        let near_total = near.len() as u64;
        let near_possible = near.iter().filter(|near| near.skipped).count() as u64;
        near.truncate(200);
        let skipped = self.skipped(&possible);
        let turned = Vec::new();
        Outcome {
            turned,
            rows,
            total,
            possible_total: possible.len() as u64,
            possible,
            near,
            near_total,
            near_possible,
            skipped,
            groups,
            not_stated,
            steps: 0,
            touched: Default::default(),
        }
    }

    /// What rows are put in order by: names of nouns, numbers of the rest.
    fn name(&self, row: RowId) -> (String, u32, RowId) {
        match row {
            RowId::Entity(_) | RowId::Tuple(_) => {
                let name = |id: &EntityId| folded(&self.facts.vocabulary().entity(*id).unwrap().name);
                let names: Vec<String> = row.entities().iter().map(name).collect();
                (names.join("\0"), 0, row)
            }
            RowId::Finding(_) => (String::new(), 0, row),
            RowId::Study(_) => (String::new(), 0, row),
        }
    }

    fn order(&self, rows: &mut [Row]) {
        let most = |n: usize| usize::MAX - n;
        rows.sort_by_key(|row| {
            let noun = matches!(row.id, RowId::Entity(_) | RowId::Tuple(_));
            let (studies, findings) = (most(row.studies.len()), most(row.findings.len()));
            let by_evidence = match (noun, self.goal.count_findings) {
                (true, false) => (studies, findings),
                (true, true) => (findings, studies),
                (false, _) => (0, 0),
            };
            let number = match row.id {
                RowId::Study(study) => self.facts.study(study).unwrap().number,
                _ => 0,
            };
            let first = match self.goal.order {
                None => (0, (0, 0)),
                Some(Order::Name) if noun => (0, (0, 0)),
                Some(Order::Name) => (number as usize, (0, 0)),
                Some(Order::Studies) => (most(row.studies.len()), (0, 0)),
                Some(Order::Findings) => (most(row.findings.len()), (0, 0)),
                Some(Order::Verdict) => (row.verdict as usize, (0, 0)),
                Some(Order::Evidence) => {
                    let tier = row.findings.iter().filter_map(|at| self.tier(self.finding(*at))).max();
                    (tier.map_or(3, |tier| 2 - tier as usize), (0, 0))
                }
            };
            let second = if self.goal.order == Some(Order::Name) { (0, 0) } else { by_evidence };
            (first, second, self.name(row.id))
        });
    }

    /// Effects that stand in a position, and are of a purpose.
    fn effects_in(&self, positive: bool, purpose: Option<Purpose>) -> BTreeSet<EffectId> {
        fn walk(condition: &Condition, positive: bool, out: &mut BTreeSet<(EffectId, bool)>) {
            match condition {
                Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                    parts.iter().for_each(|part| walk(part, positive, out));
                }
                Condition::Not(part) => walk(part, !positive, out),
                Condition::InOneStudy(part) => walk(part, positive, out),
                Condition::Effect(id) => drop(out.insert((*id, positive))),
                Condition::Is(..) => {}
            }
        }
        let mut all = BTreeSet::new();
        walk(&self.goal.condition, true, &mut all);
        let wanted = |id: EffectId| match purpose {
            Some(purpose) => self.effect(id).purpose == purpose,
            None => self.effect(id).purpose != Purpose::Candidate,
        };
        all.into_iter().filter(|(id, at)| *at == positive && wanted(*id)).map(|(id, _)| id).collect()
    }

    fn row(&self, id: RowId) -> Row {
        let mut found = Found::new();
        self.drawn.borrow_mut().clear();
        self.found(&self.goal.condition, id, &[], Without::Nothing, true, &mut found);
        let witnesses: BTreeSet<FindingId> = found.values().flat_map(|(findings, ..)| findings).copied().collect();
        let complement = witnesses.is_empty() && !self.effects_in(false, None).is_empty();
        let effects: Vec<_> = if complement {
            let denied = self.effects_in(false, Some(Purpose::Asked));
            let denied = denied.into_iter().filter(|e| self.effect_holds(*e, id, &[], Without::Nothing) != Some(true));
            denied.map(|effect| self.outcome(effect, id, None)).collect()
        } else {
            found.iter().map(|(effect, (findings, ..))| self.outcome(*effect, id, Some(findings))).collect()
        };
        let said = effects.iter().map(|effect| effect.verdict);
        let verdict =
            if complement { said.min().unwrap_or(Verdict::Silent) } else { said.max().unwrap_or(Verdict::Supported) };
        let against: Vec<_> = effects.iter().flat_map(|e| e.inside.iter().chain(&e.elsewhere)).copied().collect();
        Row {
            id,
            verdict,
            studies: self.studies(&witnesses).into_iter().collect(),
            studies_against: self.studies(&against).into_iter().collect(),
            findings: witnesses.into_iter().collect(),
            effects,
        }
    }

    fn possible(&self, id: RowId) -> Row {
        let mut found = BTreeMap::new();
        self.drawn.borrow_mut().clear();
        self.unknown(&self.goal.condition, id, &[], &mut found);
        let findings: BTreeSet<FindingId> = found.values().flatten().copied().collect();
        let effect = |(effect, witnesses): (&EffectId, &BTreeSet<FindingId>)| whereof::eval::EffectOutcome {
            effect: *effect,
            verdict: Verdict::Silent,
            separators: Vec::new(),
            witnesses: witnesses.iter().copied().collect(),
            derived: self.drawn.borrow().get(effect).map_or(Vec::new(), |[told, _]| told.clone()),
            inside: Vec::new(),
            elsewhere: Vec::new(),
        };
        Row {
            id,
            verdict: Verdict::Silent,
            effects: found.iter().map(effect).collect(),
            studies: self.studies(&findings).into_iter().collect(),
            studies_against: Vec::new(),
            findings: findings.into_iter().collect(),
        }
    }

    /// Section 5.
    fn near(&self, id: RowId) -> Option<Near> {
        if !matches!(self.goal.head, Head::Noun(_)) {
            return None;
        }
        let asked = !self.effects_in(true, Some(Purpose::Asked)).is_empty();
        let purpose = if asked { Purpose::Asked } else { Purpose::Context };
        let ways: Vec<Without> = if asked {
            vec![Without::Asked, Without::Quantifiers]
        } else {
            let effects = self.effects_in(true, Some(Purpose::Context));
            let contexts: BTreeSet<ContextId> = effects.iter().flat_map(|e| self.effect(*e).contexts.clone()).collect();
            contexts.into_iter().map(Without::One).collect()
        };
        let without = ways.into_iter().find(|without| self.row_value(id, *without) == Some(true))?;
        let mut found = Found::new();
        self.drawn.borrow_mut().clear();
        self.found(&self.goal.condition, id, &[], without, true, &mut found);
        found.retain(|effect, _| self.effect(*effect).purpose == purpose);
        let mut failed = Vec::new();
        let mut broken = Vec::new();
        for (effect, (_, nearly, breakers)) in &found {
            if without == Without::Quantifiers {
                broken.extend(breakers.first().map(|at| (*effect, *at)));
                continue;
            }
            if let Some([_, nearly]) = self.drawn.borrow().get(effect) {
                let nearest =
                    nearly.iter().map(|chain| self.fails_on_the_way(*effect, chain)).min_by_key(BTreeMap::len);
                failed.extend(nearest.into_iter().flatten().map(|(context, finding)| FailedContext {
                    context,
                    finding,
                    not_stated: self.context(context, self.finding(finding)).is_none(),
                }));
                continue;
            }
            let fails = |at: &FindingId| {
                let contexts = self.effect(*effect).contexts.iter();
                contexts.filter(|c| self.context(**c, self.finding(*at)) != Some(true)).copied().collect::<Vec<_>>()
            };
            if let Some(nearest) = nearly.iter().min_by_key(|at| (fails(at).len(), **at)) {
                failed.extend(fails(nearest).into_iter().map(|context| FailedContext {
                    context,
                    finding: *nearest,
                    not_stated: self.context(context, self.finding(*nearest)).is_none(),
                }));
            }
        }
        let findings: BTreeSet<FindingId> = found.values().flat_map(|(findings, ..)| findings).copied().collect();
        Some(Near {
            id,
            failed,
            broken,
            studies: self.studies(&findings).into_iter().collect(),
            findings: findings.into_iter().collect(),
            skipped: self.row_value(id, Without::Nothing).is_none(),
        })
    }

    fn skipped(&self, possible: &[Row]) -> Vec<SkippedSlot> {
        fn asks(test: &Test, out: &mut BTreeSet<SlotRef>) {
            match test {
                Test::Slot { slot: slot @ (SlotRef::Declared(_) | SlotRef::Evidence), .. } => drop(out.insert(*slot)),
                Test::Slot { .. } | Test::NotStated(_) => {}
                Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => {
                    tests.iter().for_each(|test| asks(test, out));
                }
                Test::Not(test) => asks(test, out),
            }
        }
        let mut skipped: BTreeMap<SlotRef, (BTreeSet<RowId>, BTreeSet<FindingId>)> = BTreeMap::new();
        for row in possible {
            for effect in &row.effects {
                for at in &effect.witnesses {
                    let f = self.finding(*at);
                    for context in &self.effect(effect.effect).contexts {
                        let mut slots = BTreeSet::new();
                        asks(&self.goal.contexts[context.0 as usize].test, &mut slots);
                        let open =
                            self.context(*context, f).is_none() || self.mutant == Mutant::SkippedCountsEveryContext;
                        for slot in slots.into_iter().filter(|slot| open && !self.states(*slot, f)) {
                            let entry = skipped.entry(slot).or_default();
                            entry.0.insert(row.id);
                            entry.1.insert(*at);
                        }
                    }
                }
            }
        }
        let slot = |(slot, (rows, findings)): (SlotRef, (BTreeSet<_>, BTreeSet<_>))| SkippedSlot {
            slot,
            rows: rows.len() as u64,
            findings: findings.len() as u64,
        };
        skipped.into_iter().map(slot).collect()
    }

    /// Whether a finding states a slot.
    pub fn states(&self, slot: SlotRef, f: &Finding) -> bool {
        match slot {
            SlotRef::Declared(slot) => f.values(slot).next().is_some(),
            SlotRef::Evidence => self.tier(f).is_some(),
            _ => true,
        }
    }

    /// Section 6: the groups of a `count ... by`.
    fn groups(&self, rows: &[Row]) -> (Vec<Group>, u64) {
        let Some(slot) = self.goal.count.and_then(|count| count.slot) else { return (Vec::new(), 0) };
        let mut groups: Vec<(GroupValue, BTreeSet<RowId>)> = Vec::new();
        let mut not_stated = BTreeSet::new();
        for row in rows {
            for at in &row.findings {
                let values = self.printed(slot, self.finding(*at));
                if values.is_empty() && self.mutant != Mutant::NotStatedGroupForgotten {
                    not_stated.insert(row.id);
                }
                for value in values {
                    match groups.iter_mut().find(|group| group.0 == value) {
                        Some(group) => drop(group.1.insert(row.id)),
                        None => groups.push((value, BTreeSet::from([row.id]))),
                    }
                }
            }
        }
        let mut groups: Vec<_> =
            groups.into_iter().map(|(value, rows)| Group { value, rows: rows.len() as u64 }).collect();
        groups.sort_by(|one, two| {
            let (a, b) = (self.printed_order(&one.value), self.printed_order(&two.value));
            two.rows.cmp(&one.rows).then(a.partial_cmp(&b).unwrap())
        });
        (groups, not_stated.len() as u64)
    }

    pub fn printed(&self, slot: SlotRef, f: &Finding) -> Vec<GroupValue> {
        let word = |word: &str| GroupValue::Word(word.to_owned());
        match slot {
            SlotRef::Declared(slot) => f.values(slot).map(|value| GroupValue::Value(value.value.clone())).collect(),
            SlotRef::Subject => vec![GroupValue::Value(Value::Entity(f.subject))],
            SlotRef::Object => vec![GroupValue::Value(Value::Entity(f.object))],
            SlotRef::Verb => vec![GroupValue::Relation(f.relation)],
            SlotRef::Study => f.studies.iter().copied().map(GroupValue::Study).collect(),
            SlotRef::Source => self.sources(f).iter().map(|name| word(name)).collect(),
            SlotRef::Section => f.locators.iter().map(|at| word(&at.section)).collect(),
            SlotRef::Evidence => self.tier(f).iter().map(|tier| word(tier.word())).collect(),
            SlotRef::Direction => vec![word(match self.direction(f) {
                Direction::Increase => "increase",
                Direction::Decrease => "decrease",
                Direction::None => "none",
                Direction::Unclear => "unclear",
                Direction::Better => "better",
                Direction::Worse => "worse",
            })],
            SlotRef::Stance => vec![word(match (f.stance, self.direction(f)) {
                (Stance::Reported, Direction::None) => "measured null",
                (Stance::Reported, _) => "reported",
                (Stance::Hypothesised, _) => "hypothesised",
                (Stance::Gap, _) => "gap",
            })],
        }
    }

    /// Entities, relations, words and texts by name, studies by number, quantities by their amounts; then by id.
    pub fn printed_order(&self, value: &GroupValue) -> (u8, String, [f64; 2], String, u32) {
        let vocabulary = self.facts.vocabulary();
        let none = [0.0; 2];
        match value {
            GroupValue::Value(Value::Entity(e)) => {
                (0, folded(&vocabulary.entity(*e).unwrap().name), none, String::new(), e.0)
            }
            GroupValue::Value(Value::Text(text)) => (1, folded(text), none, text.clone(), 0),
            GroupValue::Value(Value::Quantity(q)) => {
                let (low, _, high, _, dimension) = super::finding::amounts(self.facts, q);
                (2, dimension.unwrap_or_default(), [low, high], format!("{q:?}"), 0)
            }
            GroupValue::Relation(r) => {
                (3, folded(&vocabulary.schema().relations[r.index()].name), none, String::new(), r.0)
            }
            GroupValue::Study(StudyId(id)) => {
                (4, String::new(), none, String::new(), self.facts.study(StudyId(*id)).unwrap().number * 1000 + id)
            }
            GroupValue::Noun(kind) => (6, folded(vocabulary.kind_name(*kind)), none, String::new(), kind.0),
            GroupValue::Several(_) => unreachable!("places are put in order one by one"),
            GroupValue::Word(word) => (5, folded(word), none, word.clone(), 0),
        }
    }
}
