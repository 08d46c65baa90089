//! Tests of one finding: contexts, signs, and whether two values have to do with each other.
//!
//! A finding and a test come in, one of three values goes out. This knows nothing of rows.

use super::truth::{Tally, Truth};
use crate::base::Facts;
use crate::goal::{Compare, QuantityOperator, SlotRef, StanceTest, Test};
use crate::model::{Benefit, Direction, EntityId, Finding, Quantity, Stance, Tier, Value};
use crate::names::evidence::tier;
use crate::names::{Vocabulary, normal};
use std::cmp::Ordering;

/// Evaluates a test on a finding, which is taken to meet what is asked of slots in `assuming` that it does not state.
pub(crate) fn test(facts: &dyn Facts, test_: &Test, finding: &Finding, assuming: &[SlotRef]) -> Truth {
    within(facts, test_, finding, (assuming, Truth::True))
}

/// The same inside a test; `taken` is what is true of an assumed slot there: under a `not` the contrary.
fn within(facts: &dyn Facts, test_: &Test, finding: &Finding, taken: (&[SlotRef], Truth)) -> Truth {
    let unstated = |slot: &SlotRef| if taken.0.contains(slot) { taken.1 } else { Truth::Unknown };
    match test_ {
        Test::Slot { slot: declared @ SlotRef::Declared(slot), compare } => {
            let mut stated = false;
            let mut truth = Truth::False;
            for value in finding.values(*slot) {
                stated = true;
                truth = truth.or(matches(facts.vocabulary(), &value.value, compare));
            }
            if stated { truth } else { unstated(declared) }
        }
        Test::Slot { slot: slot @ SlotRef::Evidence, compare } => match tier(facts.vocabulary(), finding) {
            Some(tier) => tiers(tier, compare),
            None => unstated(slot),
        },
        Test::Slot { slot, compare } => common(facts, *slot, compare, finding).into(),
        Test::NotStated(slot) => match slot {
            SlotRef::Declared(slot) => finding.values(*slot).next().is_none(),
            SlotRef::Study => finding.studies.is_empty(),
            SlotRef::Source => finding.studies.is_empty() && finding.locators.is_empty(),
            SlotRef::Section => finding.locators.is_empty(),
            SlotRef::Evidence => tier(facts.vocabulary(), finding).is_none(),
            SlotRef::Subject | SlotRef::Object | SlotRef::Verb | SlotRef::Direction | SlotRef::Stance => false,
        }
        .into(),
        Test::All(tests) => {
            let mut truth = Truth::True;
            for one in tests {
                truth = truth.and(within(facts, one, finding, taken));
                if truth == Truth::False {
                    break;
                }
            }
            truth
        }
        Test::Any(tests) => {
            let mut truth = Truth::False;
            for one in tests {
                truth = truth.or(within(facts, one, finding, taken));
                if truth == Truth::True {
                    break;
                }
            }
            truth
        }
        Test::Not(one) => within(facts, one, finding, (taken.0, taken.1.negated())).negated(),
        Test::AtLeast(need, tests) => {
            let mut tally = Tally::new(*need);
            tests.iter().for_each(|one| tally.add(within(facts, one, finding, taken)));
            tally.truth()
        }
    }
}

/// Whether a test looks at the stance: only then are findings seen that are not reported.
pub(crate) fn asks_stance(test: &Test) -> bool {
    match test {
        Test::Slot { slot, .. } | Test::NotStated(slot) => *slot == SlotRef::Stance,
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().any(asks_stance),
        Test::Not(test) => asks_stance(test),
    }
}

/// The slots of a test that a finding does not state.
pub(crate) fn unstated(vocabulary: &Vocabulary, test: &Test, finding: &Finding, out: &mut Vec<SlotRef>) {
    match test {
        Test::Slot { slot: slot @ SlotRef::Evidence, .. } => {
            if tier(vocabulary, finding).is_none() {
                out.push(*slot);
            }
        }
        Test::Slot { slot: slot @ SlotRef::Declared(id), .. } => {
            if finding.values(*id).next().is_none() {
                out.push(*slot);
            }
        }
        Test::Slot { .. } | Test::NotStated(_) => {}
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => {
            tests.iter().for_each(|test| unstated(vocabulary, test, finding, out));
        }
        Test::Not(test) => unstated(vocabulary, test, finding, out),
    }
}

fn matches(vocabulary: &Vocabulary, value: &Value, compare: &Compare) -> Truth {
    match (value, compare) {
        (Value::Entity(entity), Compare::Entities(set)) => set.members.binary_search(entity).is_ok().into(),
        (Value::Text(text), Compare::Texts(texts)) => one_of(text, texts).into(),
        (Value::Quantity(stated), Compare::Quantity(asked)) => {
            quantities(vocabulary, stated, asked.operator, &asked.quantity)
        }
        _ => Truth::False,
    }
}

/// Whether a tier is as asked.
fn tiers(stated: Tier, compare: &Compare) -> Truth {
    let Compare::Tier(operator, asked) = compare else { return Truth::False };
    match operator {
        QuantityOperator::Equal => stated == *asked,
        QuantityOperator::Less => stated < *asked,
        QuantityOperator::LessOrEqual => stated <= *asked,
        QuantityOperator::Greater => stated > *asked,
        QuantityOperator::GreaterOrEqual => stated >= *asked,
    }
    .into()
}

fn common(facts: &dyn Facts, slot: SlotRef, compare: &Compare, finding: &Finding) -> bool {
    match (slot, compare) {
        (SlotRef::Subject, Compare::Entities(set)) => set.members.binary_search(&finding.subject).is_ok(),
        (SlotRef::Object, Compare::Entities(set)) => set.members.binary_search(&finding.object).is_ok(),
        (SlotRef::Verb, Compare::Relations(relations)) => relations.contains(&finding.relation),
        (SlotRef::Direction, Compare::Direction(asked)) => direction(facts.vocabulary(), finding) == *asked,
        (SlotRef::Stance, Compare::Stance(asked)) => {
            let null = finding.stance == Stance::Reported && direction(facts.vocabulary(), finding) == Direction::None;
            match asked {
                StanceTest::MeasuredNull => null,
                StanceTest::Is(stance) => finding.stance == *stance && !null,
            }
        }
        (SlotRef::Study, Compare::Numbers(numbers)) => {
            finding.studies.iter().any(|study| facts.study(*study).is_some_and(|study| numbers.contains(&study.number)))
        }
        (SlotRef::Source, Compare::Texts(texts)) => {
            let mut any = false;
            sources(facts, finding, &mut |name| any |= one_of(name, texts));
            any
        }
        (SlotRef::Section, Compare::Texts(texts)) => {
            finding.locators.iter().any(|locator| one_of(&locator.section, texts))
        }
        _ => false,
    }
}

/// Hands out the names of the sources that say a finding: those of its locators, then those of its studies.
pub(crate) fn sources(facts: &dyn Facts, finding: &Finding, out: &mut dyn FnMut(&str)) {
    let located = finding.locators.iter().map(|locator| locator.source);
    let cited = finding.studies.iter().filter_map(|study| facts.study(*study).map(|study| study.source));
    for source in located.chain(cited) {
        if let Some(source) = facts.sources().get(source.index()) {
            out(&source.name);
        }
    }
}

fn one_of(text: &str, texts: &[String]) -> bool {
    // Most texts are typed as they are stated; folding is the slow way.
    texts.iter().any(|other| other == text) || {
        let text = normal(text);
        texts.iter().any(|other| normal(other) == text)
    }
}

/// Which way the object of a finding goes.
pub(crate) fn direction(vocabulary: &Vocabulary, finding: &Finding) -> Direction {
    vocabulary.schema().relations.get(finding.relation.index()).map_or(Direction::Unclear, |r| r.direction)
}

fn benefit(vocabulary: &Vocabulary, entity: EntityId) -> Option<Benefit> {
    vocabulary.entity(entity).and_then(|entity| entity.benefit)
}

/// What a finding says of its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// More of it.
    Plus,
    /// Less of it.
    Minus,
    /// Measured, and no change.
    Zero,
    /// A change, not said which.
    Unclear,
}

/// The sign of a finding.
pub(crate) fn sign(vocabulary: &Vocabulary, finding: &Finding) -> Sign {
    match direction(vocabulary, finding) {
        Direction::Increase => Sign::Plus,
        Direction::Decrease => Sign::Minus,
        Direction::None => Sign::Zero,
        Direction::Unclear => Sign::Unclear,
        way @ (Direction::Better | Direction::Worse) => match benefit(vocabulary, finding.object) {
            None => Sign::Unclear,
            Some(benefit) if (benefit == Benefit::MoreIsBetter) == (way == Direction::Better) => Sign::Plus,
            Some(_) => Sign::Minus,
        },
    }
}

/// Whether a finding says that something changed for the better (true) or for the worse; none where it says neither.
pub(crate) fn does_good(vocabulary: &Vocabulary, finding: &Finding) -> Option<bool> {
    let up = match direction(vocabulary, finding) {
        Direction::Better => return Some(true),
        Direction::Worse => return Some(false),
        Direction::Increase => true,
        Direction::Decrease => false,
        Direction::None | Direction::Unclear => return None,
    };
    benefit(vocabulary, finding.object).map(|benefit| (benefit == Benefit::MoreIsBetter) == up)
}

/// An interval in the base unit of its dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Amounts<'a> {
    pub(crate) dimension: Option<&'a str>,
    pub(crate) low: f64,
    low_open: bool,
    pub(crate) high: f64,
    high_open: bool,
}

impl<'a> Amounts<'a> {
    pub(crate) fn of(vocabulary: &'a Vocabulary, quantity: &Quantity) -> Amounts<'a> {
        let unit = quantity.unit.and_then(|unit| vocabulary.schema().units.get(unit.index()));
        let factor = unit.map_or(1.0, |unit| unit.factor);
        let (low, low_open) = quantity.low.map_or((f64::NEG_INFINITY, true), |end| (end.amount * factor, end.open));
        let (high, high_open) = quantity.high.map_or((f64::INFINITY, true), |end| (end.amount * factor, end.open));
        Amounts { dimension: unit.map(|unit| unit.dimension.as_str()), low, low_open, high, high_open }
    }

    /// Whether all of it lies below all of another.
    fn below(&self, other: &Amounts<'_>) -> bool {
        self.high < other.low || (self.high == other.low && (self.high_open || other.low_open))
    }

    /// Whether they have an amount in common.
    pub(crate) fn overlaps(&self, other: &Amounts<'_>) -> bool {
        self.dimension == other.dimension && !self.below(other) && !other.below(self)
    }

    /// Whether all of another lies in it.
    pub(crate) fn includes(&self, other: &Amounts<'_>) -> bool {
        let low = self.low < other.low || (self.low == other.low && (!self.low_open || other.low_open));
        self.dimension == other.dimension && low && self.reaches_above(other)
    }

    /// By dimension, then from the low end up.
    pub(crate) fn by_low(&self, other: &Amounts<'_>) -> Ordering {
        (self.dimension.cmp(&other.dimension))
            .then(self.low.total_cmp(&other.low))
            .then(self.low_open.cmp(&other.low_open))
            .then(self.high.total_cmp(&other.high))
            .then(other.high_open.cmp(&self.high_open))
    }

    /// Whether it goes at least as high as another.
    pub(crate) fn reaches_above(&self, other: &Amounts<'_>) -> bool {
        self.high > other.high || (self.high == other.high && (!self.high_open || other.high_open))
    }

    fn below_low(amount: f64, open: bool, low: f64, low_open: bool) -> bool {
        amount < low || (amount == low && (open || low_open))
    }
}

fn quantities(vocabulary: &Vocabulary, stated: &Quantity, operator: QuantityOperator, asked: &Quantity) -> Truth {
    let (s, a) = (Amounts::of(vocabulary, stated), Amounts::of(vocabulary, asked));
    if s.dimension != a.dimension {
        return Truth::False;
    }
    // Each pair: whether all amounts satisfy, and whether any does.
    let (all, any) = match operator {
        QuantityOperator::Equal => (s == a, s.overlaps(&a)),
        QuantityOperator::Less => (
            Amounts::below_low(s.high, s.high_open, a.low, a.low_open),
            s.low < a.low || (s.low == a.low && !s.low_open && a.low_open),
        ),
        QuantityOperator::LessOrEqual => (
            s.high < a.high || (s.high == a.high && (s.high_open || !a.high_open)),
            s.low < a.high || (s.low == a.high && !s.low_open && !a.high_open),
        ),
        QuantityOperator::Greater => (
            s.low > a.high || (s.low == a.high && (s.low_open || a.high_open)),
            s.high > a.high || (s.high == a.high && !s.high_open && a.high_open),
        ),
        QuantityOperator::GreaterOrEqual => (
            s.low > a.low || (s.low == a.low && (s.low_open || !a.low_open)),
            s.high > a.low || (s.high == a.low && !s.high_open && !a.low_open),
        ),
    };
    if all {
        Truth::True
    } else if any {
        Truth::Unknown
    } else {
        Truth::False
    }
}
