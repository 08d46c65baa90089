//! Amounts that a slot cannot hold: the messages.
//!
//! Words that stand where an amount is wanted come in, a quantity or a diagnostic with the amounts that were probably meant goes out. Which
//! findings state such amounts is not known here.

use super::resolve::Lowering;
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{Quantity, SlotId, SlotType, Unit};
use crate::names::quantity::{self, QuantityError};
use crate::syntax::ast::Run;

/// Units that a message lists.
const MOST: usize = 4;
/// Units that are offered for a number without one.
const OFFERED: usize = 32;

/// Why words are no amount of a slot.
pub(super) enum NoAmount {
    /// They are no amount at all.
    Unread(QuantityError),
    /// They are an amount of something else.
    Other { dimension: String },
    /// They are a number alone.
    NoUnit,
}

impl Lowering<'_, '_> {
    /// An amount of one of these dimensions.
    pub(super) fn quantity(&self, text: &str, dimensions: &[String]) -> Result<Quantity, NoAmount> {
        let quantity = quantity::read(self.lookup.vocabulary, text).map_err(NoAmount::Unread)?;
        let unit = quantity.unit.and_then(|unit| self.lookup.vocabulary.schema().units.get(unit.index()));
        match unit {
            Some(unit) if !dimensions.is_empty() && !dimensions.contains(&unit.dimension) => {
                Err(NoAmount::Other { dimension: unit.dimension.clone() })
            }
            None if !dimensions.is_empty() => Err(NoAmount::NoUnit),
            _ => Ok(quantity),
        }
    }

    /// What is wrong with an amount, and the amounts that were probably meant.
    pub(super) fn no_amount(&self, wrong: NoAmount, slot: SlotId, run: &Run, dimensions: &[String]) -> Diagnostic {
        let text = run.text();
        let schema = self.lookup.vocabulary.schema();
        let name = schema.slots.get(slot.index()).map_or_else(String::new, |slot| slot.name.clone());
        let of = dimensions.join(" or ");
        let units: Vec<&Unit> = schema.units.iter().filter(|unit| dimensions.contains(&unit.dimension)).collect();
        let message = match &wrong {
            NoAmount::Unread(wrong) => wrong.to_string(),
            NoAmount::Other { dimension } => format!("`{text}` is an amount of {dimension}, not of {of}"),
            NoAmount::NoUnit => format!("`{text}` has no unit"),
        };
        let mut found = Diagnostic::error("W0219", message, run.span, "an amount with a unit is wanted here");
        let replace = |text: &str| Fix::replace(text.to_owned(), run.span, text.to_owned());
        match &wrong {
            NoAmount::NoUnit => {
                // which of them findings use is not known here: whoever knows leaves the others out
                found.fixes =
                    units.iter().take(OFFERED).map(|unit| replace(&format!("{text} {}", unit.name))).collect();
            }
            NoAmount::Other { dimension } => {
                let holds = |holds: &SlotType| matches!(holds, SlotType::Quantity(of) if of.contains(dimension));
                let slots: Vec<&str> =
                    schema.slots.iter().filter(|slot| holds(&slot.holds)).map(|slot| slot.name.as_str()).collect();
                if !slots.is_empty() {
                    found.notes.push(format!("amounts of {dimension} stand in `{}`", slots.join("`, `")));
                }
            }
            NoAmount::Unread(QuantityError::UnknownUnit { found: typed }) => {
                let number = text.strip_suffix(typed.as_str()).map_or("", str::trim);
                let near = self.lookup.vocabulary.nearest_units(typed, dimensions, MOST);
                found.fixes = near.iter().map(|unit| replace(format!("{number} {unit}").trim())).collect();
            }
            NoAmount::Unread(_) => {
                found.fixes.extend(spelled(&text).filter(|_| !units.is_empty()).map(|text| replace(&text)))
            }
        }
        let names: Vec<&str> = units.iter().take(MOST).map(|unit| unit.name.as_str()).collect();
        let more = if units.len() > names.len() { ", ..." } else { "" };
        let listed = if names.is_empty() { String::new() } else { format!(": `{}`{more}", names.join("`, `")) };
        found.with_note(format!("`{name}` holds amounts of {of}{listed}"))
    }
}

/// `one day` in digits, `.5 h` with its nought.
fn spelled(text: &str) -> Option<String> {
    const NUMBERS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if text.starts_with('.') {
        return Some(format!("0{text}"));
    }
    let (first, rest) = text.split_once(' ')?;
    let low = first.to_lowercase();
    let number =
        NUMBERS.iter().position(|word| *word == low).or_else(|| matches!(low.as_str(), "a" | "an").then_some(1))?;
    Some(format!("{number} {rest}"))
}
