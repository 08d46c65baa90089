//! Section 2 of the page: what holds of one finding.

use super::{Mutant, Reference};
use whereof::base::Facts;
use whereof::eval::RowId;
use whereof::goal::{Compare, ContextId, EffectId, QuantityOperator, SlotRef, StanceTest, Target, Test, Verb};
use whereof::model::{Benefit, Bound, Direction, EntityId, Finding, Quantity, SlotId, Stance, Tier, Value};

/// True, false or (none) unknown.
pub type Kleene = Option<bool>;

pub fn not(value: Kleene) -> Kleene {
    value.map(|value| !value)
}

pub fn at_least(n: usize, values: &[Kleene]) -> Kleene {
    let yes = values.iter().filter(|v| **v == Some(true)).count();
    let maybe = values.iter().filter(|v| v.is_none()).count();
    if yes >= n {
        Some(true)
    } else if yes + maybe >= n {
        None
    } else {
        Some(false)
    }
}

pub fn and(values: &[Kleene]) -> Kleene {
    at_least(values.len(), values)
}

pub fn or(values: &[Kleene]) -> Kleene {
    at_least(1, values)
}

/// The amounts of an interval in base units: low, whether it is left out, high, whether it is left out, dimension.
pub fn amounts(facts: &dyn Facts, q: &Quantity) -> (f64, bool, f64, bool, Option<String>) {
    let unit = q.unit.map(|unit| &facts.vocabulary().schema().units[unit.index()]);
    let factor = unit.map_or(1.0, |unit| unit.factor);
    let low = q.low.map_or((f64::NEG_INFINITY, true), |b| (b.amount * factor, b.open));
    let high = q.high.map_or((f64::INFINITY, true), |b| (b.amount * factor, b.open));
    (low.0, low.1, high.0, high.1, unit.map(|unit| unit.dimension.clone()))
}

pub fn overlap(facts: &dyn Facts, a: &Quantity, b: &Quantity) -> bool {
    let (al, alo, ah, aho, ad) = amounts(facts, a);
    let (bl, blo, bh, bho, bd) = amounts(facts, b);
    let below = |high: f64, ho: bool, low: f64, lo: bool| high < low || high == low && (ho || lo);
    ad == bd && !below(ah, aho, bl, blo) && !below(bh, bho, al, alo)
}

impl Reference<'_> {
    /// Whether effects look at other stances than reported: only if one of their contexts tests it.
    pub fn asks_stance(&self, id: EffectId) -> bool {
        fn tests(test: &Test) -> bool {
            match test {
                Test::Slot { slot, .. } | Test::NotStated(slot) => *slot == SlotRef::Stance,
                Test::All(tests_) | Test::Any(tests_) | Test::AtLeast(_, tests_) => tests_.iter().any(tests),
                Test::Not(test) => tests(test),
            }
        }
        self.effect(id).contexts.iter().any(|c| tests(&self.goal.contexts[c.0 as usize].test))
    }

    pub fn context(&self, id: ContextId, f: &Finding) -> Kleene {
        self.test(&self.goal.contexts[id.0 as usize].test, f)
    }

    fn test(&self, test: &Test, f: &Finding) -> Kleene {
        self.taken(test, f, true)
    }

    /// Whether a test holds, where what is asked of assumed slots that are not stated is `taken`: false under a `not`, so that the `not` holds.
    fn taken(&self, test: &Test, f: &Finding, taken: bool) -> Kleene {
        let each = |tests: &[Test]| tests.iter().map(|test| self.taken(test, f, taken)).collect::<Vec<_>>();
        if let Test::Slot { slot, .. } = test
            && self.goal.assuming.contains(slot)
            && !self.states(*slot, f)
        {
            return Some(taken || self.mutant == Mutant::AssumedUnderNot);
        }
        match test {
            Test::All(tests) => and(&each(tests)),
            Test::Any(tests) => or(&each(tests)),
            Test::AtLeast(n, tests) => at_least(*n as usize, &each(tests)),
            Test::Not(test) => match self.taken(test, f, !taken) {
                None if self.mutant == Mutant::NotUnknownIsTrue => Some(true),
                value => not(value),
            },
            Test::NotStated(slot) => Some(match slot {
                SlotRef::Declared(slot) => f.values(*slot).next().is_none(),
                SlotRef::Study => f.studies.is_empty(),
                SlotRef::Source => self.sources(f).is_empty(),
                SlotRef::Section => f.locators.is_empty(),
                SlotRef::Evidence => self.tier(f).is_none(),
                _ => false,
            }),
            Test::Slot { slot: SlotRef::Declared(slot), compare } => {
                let values: Vec<_> = f.values(*slot).map(|value| self.value(&value.value, compare)).collect();
                match self.mutant {
                    Mutant::UnknownIsTrue if values.is_empty() => Some(true),
                    Mutant::UnknownIsFalse if values.is_empty() => Some(false),
                    _ if values.is_empty() => None,
                    _ => or(&values),
                }
            }
            Test::Slot { slot: SlotRef::Evidence, compare: Compare::Tier(operator, asked) } => {
                self.tier(f).map(|tier| match operator {
                    QuantityOperator::Equal => tier == *asked,
                    QuantityOperator::Less => tier < *asked,
                    QuantityOperator::LessOrEqual => tier <= *asked,
                    QuantityOperator::Greater => tier > *asked,
                    QuantityOperator::GreaterOrEqual => tier >= *asked,
                })
            }
            Test::Slot { slot, compare } => Some(self.common(*slot, compare, f)),
        }
    }

    fn value(&self, value: &Value, compare: &Compare) -> Kleene {
        match (value, compare) {
            (Value::Entity(entity), Compare::Entities(set)) => Some(set.members.contains(entity)),
            (Value::Text(text), Compare::Texts(texts)) => Some(same_text(text, texts)),
            (Value::Quantity(stated), Compare::Quantity(asked)) => {
                let (sl, slo, sh, sho, sd) = amounts(self.facts, stated);
                let (al, alo, ah, aho, ad) = amounts(self.facts, &asked.quantity);
                if sd != ad {
                    return Some(false);
                }
                if stated.approximate && !asked.quantity.approximate && self.mutant != Mutant::AboutIgnored {
                    return self.about(stated, compare);
                }
                // Least and greatest amounts: whether all of them satisfy, whether any does.
                let (all, some) = match asked.operator {
                    QuantityOperator::Equal => (
                        (al < sl || al == sl && (!alo || slo)) && (ah > sh || ah == sh && (!aho || sho))
                            || self.mutant == Mutant::OverlapIsEqual && overlap(self.facts, stated, &asked.quantity),
                        overlap(self.facts, stated, &asked.quantity),
                    ),
                    QuantityOperator::Less => (sh < al || sh == al && (sho || alo), sl < al || sl == al && !slo && alo),
                    QuantityOperator::LessOrEqual => {
                        (sh < ah || sh == ah && (sho || !aho), sl < ah || sl == ah && !slo && !aho)
                    }
                    QuantityOperator::Greater => {
                        (sl > ah || sl == ah && (slo || aho), sh > ah || sh == ah && !sho && aho)
                    }
                    QuantityOperator::GreaterOrEqual => {
                        (sl > al || sl == al && (slo || !alo), sh > al || sh == al && !sho && !alo)
                    }
                };
                if all {
                    Some(true)
                } else if some {
                    None
                } else {
                    Some(false)
                }
            }
            _ => Some(false),
        }
    }

    /// A stated "about": true or false if it is so of the amounts as stated and of those a little off, else unknown.
    fn about(&self, stated: &Quantity, compare: &Compare) -> Kleene {
        let off = |end: Option<Bound>, by: f64| end.map(|end| Bound { amount: end.amount + by, open: false });
        let mut values = vec![self.value(&Value::Quantity(Quantity { approximate: false, ..stated.clone() }), compare)];
        let single = stated.low == stated.high;
        for low in [-1e-6, 0.0, 1e-6] {
            for high in [-1e-6, 0.0, 1e-6] {
                if low != high && single {
                    continue;
                }
                let moved = |end: Option<Bound>, by: f64| if by == 0.0 { end } else { off(end, by) };
                let (low, high) = (moved(stated.low, low), moved(stated.high, high));
                let near = Quantity { low, high, approximate: false, unit: stated.unit };
                values.push(self.value(&Value::Quantity(near), compare));
            }
        }
        if values.iter().all(|value| *value == values[0]) { values[0] } else { None }
    }

    fn common(&self, slot: SlotRef, compare: &Compare, f: &Finding) -> bool {
        match (slot, compare) {
            (SlotRef::Subject, Compare::Entities(set)) => set.members.contains(&f.subject),
            (SlotRef::Object, Compare::Entities(set)) => set.members.contains(&f.object),
            (SlotRef::Verb, Compare::Relations(relations)) => relations.contains(&f.relation),
            (SlotRef::Direction, Compare::Direction(direction)) => self.direction(f) == *direction,
            (SlotRef::Stance, Compare::Stance(StanceTest::MeasuredNull)) => {
                f.stance == Stance::Reported && self.direction(f) == Direction::None
            }
            (SlotRef::Stance, Compare::Stance(StanceTest::Is(stance))) => {
                f.stance == *stance && (f.stance != Stance::Reported || self.direction(f) != Direction::None)
            }
            (SlotRef::Study, Compare::Numbers(numbers)) => {
                f.studies.iter().any(|id| numbers.contains(&self.facts.study(*id).unwrap().number))
            }
            (SlotRef::Source, Compare::Texts(texts)) => self.sources(f).iter().any(|name| same_text(name, texts)),
            (SlotRef::Section, Compare::Texts(texts)) => f.locators.iter().any(|at| same_text(&at.section, texts)),
            _ => false,
        }
    }

    pub fn sources(&self, f: &Finding) -> Vec<String> {
        let mut ids: Vec<_> = f.locators.iter().map(|at| at.source).collect();
        ids.extend(f.studies.iter().map(|id| self.facts.study(*id).unwrap().source));
        ids.iter().map(|id| self.facts.sources()[id.index()].name.clone()).collect()
    }

    /// The tier of a finding: the lowest of the limits that the slots reached by `in` set.
    pub fn tier(&self, f: &Finding) -> Option<Tier> {
        let vocabulary = self.facts.vocabulary();
        let own = |id: EntityId| vocabulary.entity(id).unwrap().evidence;
        let of = |id: EntityId| own(id).or(self.broader[id.index()].iter().filter_map(|id| own(*id)).min());
        let slots = vocabulary.schema().slots.iter().enumerate().filter(|(_, slot)| slot.place);
        let limit = |at: usize| {
            let tiers: Vec<Option<Tier>> = f
                .values(SlotId(at as u32))
                .map(|value| if let Value::Entity(entity) = value.value { of(entity) } else { None })
                .collect();
            if tiers.contains(&None) && self.mutant != Mutant::TierOfSomeValues {
                None
            } else {
                tiers.into_iter().max().flatten()
            }
        };
        let limits = slots.filter_map(|(at, _)| limit(at));
        if self.mutant == Mutant::HighestTier { limits.max() } else { limits.min() }
    }

    pub fn direction(&self, f: &Finding) -> Direction {
        self.facts.vocabulary().schema().relations[f.relation.index()].direction
    }

    /// The sign of a finding: `+`, `-`, `0`, or `?`.
    pub fn sign(&self, f: &Finding) -> char {
        let benefit = self.facts.vocabulary().entity(f.object).unwrap().benefit;
        match (self.direction(f), benefit) {
            (Direction::Increase, _) => '+',
            (Direction::Decrease, _) => '-',
            (Direction::None, _) => '0',
            (Direction::Better, Some(Benefit::MoreIsBetter)) | (Direction::Worse, Some(Benefit::MoreIsWorse)) => '+',
            (Direction::Better, Some(Benefit::MoreIsWorse)) | (Direction::Worse, Some(Benefit::MoreIsBetter)) => '-',
            _ => '?',
        }
    }

    /// Whether a finding says that something changed for the better or for the worse.
    pub fn good(&self, f: &Finding) -> Option<bool> {
        let benefit = self.facts.vocabulary().entity(f.object).unwrap().benefit;
        match (self.direction(f), self.sign(f), benefit) {
            (Direction::Better, ..) | (_, '+', Some(Benefit::MoreIsBetter)) | (_, '-', Some(Benefit::MoreIsWorse)) => {
                Some(true)
            }
            (Direction::Worse, ..) | (_, '-', Some(Benefit::MoreIsBetter)) | (_, '+', Some(Benefit::MoreIsWorse)) => {
                Some(false)
            }
            _ => None,
        }
    }

    /// Whether the verb of an effect holds of a finding, whatever it is about.
    pub fn verb_alone(&self, id: EffectId, f: &Finding) -> bool {
        match &self.effect(id).verb {
            Verb::NoEffect => self.direction(f) == Direction::None,
            _ => self.verb(id, f, f.object),
        }
    }

    /// Whether the verb of an effect holds of a finding with this entity on the target's side.
    pub fn verb(&self, id: EffectId, f: &Finding, other: EntityId) -> bool {
        match &self.effect(id).verb {
            Verb::Any | Verb::Contested => true,
            Verb::Relations { members, .. } => members.contains(&f.relation),
            Verb::Benefit { members, better, .. } => {
                members.contains(&f.relation) || self.mutant != Mutant::BenefitIgnored && self.good(f) == Some(*better)
            }
            Verb::NoEffect => {
                self.verb_alone(id, f)
                    && match &self.effect(id).target {
                        Target::Any | Target::Letter(_) => true,
                        Target::Entities(_) if self.mutant == Mutant::NoEffectOnKinds => true,
                        Target::Entities(set) => set.asked.contains(&other),
                        Target::Goal(_) => {
                            let (rows, possible) = &self.inner[id.0 as usize];
                            rows.contains(&other) || possible.contains(&other)
                        }
                    }
            }
            Verb::Includes | Verb::Defined(_) | Verb::Chain(_) => false,
        }
    }

    /// Whether an entity is in the target of an effect. Of a null on an inner row itself, narrower ones do not count.
    pub fn target(&self, id: EffectId, row: RowId, other: EntityId) -> Kleene {
        let effect = self.effect(id);
        match &effect.target {
            Target::Any => Some(true),
            Target::Entities(set) => Some(set.members.contains(&other)),
            Target::Letter(letter) => Some(row.entity(*letter) == Some(other)),
            Target::Goal(_) => {
                let exactly = effect.verb == Verb::NoEffect || self.mutant == Mutant::InnerRowsWithoutKinds;
                let of = |rows: &[EntityId]| {
                    rows.iter().any(|row| if exactly { *row == other } else { self.is_kind_of(other, *row) })
                };
                let (rows, possible) = &self.inner[id.0 as usize];
                if of(rows) || self.mutant == Mutant::InnerPossibleRowsCount && of(possible) {
                    Some(true)
                } else if of(possible) {
                    None
                } else {
                    Some(false)
                }
            }
        }
    }

    /// The entities that a target names, each with all its kinds that the target holds; possible inner rows on demand.
    pub fn asked(&self, id: EffectId, row: RowId, maybe: bool) -> Vec<(EntityId, Vec<EntityId>)> {
        let everything = (0..self.facts.vocabulary().entities().len()).map(|i| EntityId(i as u32));
        let with_kinds = |asked: &[EntityId], admits: &dyn Fn(EntityId) -> bool| {
            let kinds = |a: EntityId| everything.clone().filter(move |e| admits(*e) && self.is_kind_of(*e, a));
            asked.iter().map(|a| (*a, kinds(*a).collect())).collect()
        };
        match &self.effect(id).target {
            Target::Any => everything.clone().map(|e| (e, vec![e])).collect(),
            Target::Entities(set) => with_kinds(&set.asked, &|e| set.members.contains(&e)),
            Target::Letter(letter) => with_kinds(row.entity(*letter).as_slice(), &|_| true),
            Target::Goal(_) => {
                let (rows, possible) = &self.inner[id.0 as usize];
                with_kinds(&[rows.as_slice(), if maybe { possible } else { &[] }].concat(), &|_| true)
            }
        }
    }
}

pub fn same_text(text: &str, texts: &[String]) -> bool {
    texts.iter().any(|other| super::answer::folded(other) == super::answer::folded(text))
}
