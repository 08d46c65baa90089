//! Amounts: intervals in the base unit of their dimension, and how they compare.
//!
//! Two quantities come in, one of three values goes out. What slot they stand in is not known here.

use super::truth::Truth;
use crate::goal::QuantityOperator;
use crate::model::{Bound, Quantity};
use crate::names::Vocabulary;
use std::cmp::Ordering;

/// One end of an interval: where it lies, and whether a little below (-1) or above (1), as where the end itself is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
struct End {
    amount: f64,
    nudge: i8,
}

impl End {
    fn cmp(&self, other: &End) -> Ordering {
        self.amount.total_cmp(&other.amount).then(self.nudge.cmp(&other.nudge))
    }

    fn is_below(&self, other: &End) -> bool {
        self.cmp(other) == Ordering::Less
    }

    /// Moved by less than any amount, but by more than an end that is left out.
    fn moved(self, by: i8) -> End {
        // nothing lies beyond the end of all amounts
        if self.amount.is_infinite() { self } else { End { nudge: self.nudge + 2 * by, ..self } }
    }
}

/// An interval in the base unit of its dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Amounts<'a> {
    pub(crate) dimension: Option<&'a str>,
    low: End,
    high: End,
}

impl<'a> Amounts<'a> {
    pub(crate) fn of(vocabulary: &'a Vocabulary, quantity: &Quantity) -> Amounts<'a> {
        let unit = quantity.unit.and_then(|unit| vocabulary.schema().units.get(unit.index()));
        let factor = unit.map_or(1.0, |unit| unit.factor);
        let end = |bound: Option<Bound>, none: f64, inwards: i8| match bound {
            // minus zero is zero
            Some(bound) => {
                End { amount: canonical(bound.amount * factor) + 0.0, nudge: if bound.open { inwards } else { 0 } }
            }
            None => End { amount: none, nudge: inwards },
        };
        Amounts {
            dimension: unit.map(|unit| unit.dimension.as_str()),
            low: end(quantity.low, f64::NEG_INFINITY, 1),
            high: end(quantity.high, f64::INFINITY, -1),
        }
    }

    /// The lower end.
    pub(crate) fn low(&self) -> f64 {
        self.low.amount
    }

    /// The upper end.
    pub(crate) fn high(&self) -> f64 {
        self.high.amount
    }

    /// Whether they have an amount in common.
    pub(crate) fn overlaps(&self, other: &Amounts<'_>) -> bool {
        self.dimension == other.dimension && !self.high.is_below(&other.low) && !other.high.is_below(&self.low)
    }

    /// Whether all of another lies in it.
    pub(crate) fn includes(&self, other: &Amounts<'_>) -> bool {
        self.dimension == other.dimension && !other.low.is_below(&self.low) && self.reaches_above(other)
    }

    /// By dimension, then from the low end up.
    pub(crate) fn by_low(&self, other: &Amounts<'_>) -> Ordering {
        self.dimension.cmp(&other.dimension).then(self.low.cmp(&other.low)).then(self.high.cmp(&other.high))
    }

    /// The same, of those with one low end the highest first: what includes another then stands before it.
    pub(crate) fn by_low_widest(&self, other: &Amounts<'_>) -> Ordering {
        self.dimension.cmp(&other.dimension).then(self.low.cmp(&other.low)).then(other.high.cmp(&self.high))
    }

    /// Whether it goes at least as high as another.
    pub(crate) fn reaches_above(&self, other: &Amounts<'_>) -> bool {
        !self.high.is_below(&other.high)
    }

    /// Whether amounts are as asked: all of them, some of them, or none.
    fn compare(&self, operator: QuantityOperator, asked: &Amounts<'_>) -> Truth {
        let (s, a) = (self, asked);
        let (all, any) = match operator {
            QuantityOperator::Equal => (a.includes(s), s.overlaps(a)),
            QuantityOperator::Less => (s.high.is_below(&a.low), s.low.is_below(&a.low)),
            QuantityOperator::LessOrEqual => (!a.high.is_below(&s.high), !a.high.is_below(&s.low)),
            QuantityOperator::Greater => (a.high.is_below(&s.low), a.high.is_below(&s.high)),
            QuantityOperator::GreaterOrEqual => (!s.low.is_below(&a.low), !s.high.is_below(&a.low)),
        };
        match (all, any) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }

    /// The same interval with its ends a little off, as "about" leaves open: both to one side where it is a single amount.
    fn near(&self) -> impl Iterator<Item = Amounts<'a>> + use<'a> {
        let (own, single) = (*self, self.low == self.high);
        let bys = [-1, 0, 1];
        let pairs = bys.into_iter().flat_map(move |low| bys.into_iter().map(move |high| (low, high)));
        pairs.filter(move |(low, high)| !single || low == high).map(move |(low, high)| Amounts {
            low: own.low.moved(low),
            high: own.high.moved(high),
            ..own
        })
    }
}

/// Compares what is stated with what is asked. "About" in a finding leaves open what the least deviation would change, unless the question
/// says "about" too.
pub(crate) fn quantities(
    vocabulary: &Vocabulary,
    stated: &Quantity,
    operator: QuantityOperator,
    asked: &Quantity,
) -> Truth {
    let (s, a) = (Amounts::of(vocabulary, stated), Amounts::of(vocabulary, asked));
    if s.dimension != a.dimension {
        return Truth::False;
    }
    let own = s.compare(operator, &a);
    if !stated.approximate || asked.approximate || s.near().all(|near| near.compare(operator, &a) == own) {
        return own;
    }
    Truth::Unknown
}

/// The nearest number of 13 decimal digits: units convert by decimal factors, which binary numbers hold only nearly, so that 0.1 mg and 100 µg
/// would differ.
fn canonical(amount: f64) -> f64 {
    if amount == 0.0 || !amount.is_finite() {
        return amount;
    }
    let digits = 12 - amount.abs().log10().floor() as i32;
    // powers of ten up to the 22nd are exact
    let rounded = match digits {
        0..=22 => (amount * 10f64.powi(digits)).round() / 10f64.powi(digits),
        -22..0 => (amount / 10f64.powi(-digits)).round() * 10f64.powi(-digits),
        _ => return amount,
    };
    if rounded.is_finite() { rounded } else { amount }
}
