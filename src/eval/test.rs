//! Tests of one finding: contexts, signs, and whether two values have to do with each other.
//!
//! A finding and a test come in, one of three values goes out. This knows nothing of rows.

use super::amounts::quantities;
use super::truth::{Tally, Truth};
use crate::base::{Core, Facts};
use crate::goal::{Compare, QuantityOperator, SlotRef, StanceTest, Test};
use crate::model::{Benefit, Direction, EntityId, Finding, Stance, Tier, Value};
use crate::names::evidence::tier;
use crate::names::{Vocabulary, normal};

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
pub(crate) fn direction(vocabulary: &Vocabulary, said: impl Into<Core>) -> Direction {
    vocabulary.schema().relations.get(said.into().relation.index()).map_or(Direction::Unclear, |r| r.direction)
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
pub(crate) fn sign(vocabulary: &Vocabulary, said: impl Into<Core>) -> Sign {
    let said = said.into();
    match direction(vocabulary, said) {
        Direction::Increase => Sign::Plus,
        Direction::Decrease => Sign::Minus,
        Direction::None => Sign::Zero,
        Direction::Unclear => Sign::Unclear,
        way @ (Direction::Better | Direction::Worse) => match benefit(vocabulary, said.object) {
            None => Sign::Unclear,
            Some(benefit) if (benefit == Benefit::MoreIsBetter) == (way == Direction::Better) => Sign::Plus,
            Some(_) => Sign::Minus,
        },
    }
}

/// Whether a finding says that something changed for the better (true) or for the worse; none where it says neither.
pub(crate) fn does_good(vocabulary: &Vocabulary, said: impl Into<Core>) -> Option<bool> {
    let said = said.into();
    crate::names::does_good(vocabulary, said.relation, said.object)
}
