//! Amounts that a finding states.
//!
//! Words in the place of an amount come in, a quantity or what is wrong with it goes out. Which slot it fills is decided by `findings`.

use super::state::{Loader, listed};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{Bound, Quantity};
use crate::names::{a, one_of, quantity};
use crate::syntax::ast::{Operator, Run};

/// Units offered for a number without one.
const UNITS: usize = 4;

impl Loader<'_> {
    pub(super) fn quantity(&mut self, run: &Run, operator: Operator, dimensions: &[String]) -> Option<Quantity> {
        let text = run.text();
        let read = match quantity::read(&self.vocabulary, &text) {
            Ok(read) => read,
            Err(error) => {
                let mut told = Diagnostic::error(
                    "W0305",
                    error.to_string(),
                    run.span,
                    format!("{} is wanted here", one_of(dimensions, "or")),
                );
                if let quantity::QuantityError::UnknownUnit { .. } = error {
                    told.expected = self.units_of(dimensions);
                }
                self.tell(told);
                return None;
            }
        };
        let unit = read.unit.and_then(|id| self.parts.schema.units.get(id.index()));
        let wrong = match unit {
            Some(unit) if dimensions.contains(&unit.dimension) => None,
            Some(unit) => {
                Some(format!("`{}` measures {}, not {}", unit.name, a(&unit.dimension), listed(dimensions, "or")))
            }
            None if dimensions.iter().any(|dimension| dimension == "number") => None,
            None => Some("a unit is missing".to_owned()),
        };
        if let Some(message) = wrong {
            let label = format!("{} is wanted here", one_of(dimensions, "or"));
            let mut told = Diagnostic::error("W0305", message, run.span, label);
            told.expected = self.units_of(dimensions);
            if unit.is_none() {
                for unit in told.expected.clone().iter().take(UNITS) {
                    told = told.with_fix(Fix::replace(format!("`{text} {unit}`"), run.span, format!("{text} {unit}")));
                }
            }
            self.tell(told);
            return None;
        }
        let single = read.low.filter(|_| read.low == read.high).map(|bound| bound.amount);
        let bound = |open| single.map(|amount| Bound { amount, open });
        let bounded = match operator {
            Operator::Equal => Some(read),
            Operator::Less => bound(true).map(|high| Quantity { low: None, high: Some(high), ..read }),
            Operator::LessOrEqual => bound(false).map(|high| Quantity { low: None, high: Some(high), ..read }),
            Operator::Greater => bound(true).map(|low| Quantity { low: Some(low), high: None, ..read }),
            Operator::GreaterOrEqual => bound(false).map(|low| Quantity { low: Some(low), high: None, ..read }),
            Operator::NotEqual => None,
        };
        if bounded.is_none() {
            let message = format!("`{}` and `{text}` make no amount", operator.text());
            self.tell(Diagnostic::error("W0305", message, run.span, "one number is stated here"));
        }
        bounded
    }

    /// The units of some dimensions.
    fn units_of(&self, dimensions: &[String]) -> Vec<String> {
        let units = self.parts.schema.units.iter().filter(|unit| dimensions.contains(&unit.dimension));
        units.map(|unit| unit.name.clone()).collect()
    }
}
