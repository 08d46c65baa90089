//! Quantities as people write them.
//!
//! Words come in, as they stand in a question or a base; an interval with a unit goes out, and back. Units are those of the vocabulary;
//! whether a slot takes their dimension is not known here.

use super::Vocabulary;
use crate::model::{Bound, Quantity, Schema, Unit, UnitId};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Why words are no quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// There is no number where one belongs.
    NoNumber {
        /// What stands there; empty at the end.
        found: String,
    },
    /// The number is too large, or not a number.
    NotFinite {
        /// What stands there.
        found: String,
    },
    /// No unit of the base is spelled so.
    UnknownUnit {
        /// What stands there.
        found: String,
    },
    /// Units of two dimensions, or a unit on one end of the interval only where it cannot be carried over.
    MixedUnits {
        /// The unit of the lower end.
        low: String,
        /// The unit of the upper end.
        high: String,
        /// What the two measure, where each has a unit.
        dimensions: Option<(String, String)>,
    },
    /// The lower end lies above the upper.
    Reversed,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            QuantityError::NoNumber { found } if found.is_empty() => write!(f, "a number is missing"),
            QuantityError::NoNumber { found } => write!(f, "`{found}` is not a number"),
            QuantityError::NotFinite { found } => write!(f, "`{found}` is too large a number"),
            QuantityError::UnknownUnit { found } => write!(f, "no unit `{found}` in this base"),
            QuantityError::MixedUnits { low, high, dimensions: Some((one, other)) } => {
                write!(f, "the ends of the range are in `{low}`, an amount of {one}, and in `{high}`, of {other}: ")?;
                write!(f, "no factor leads from the one to the other")
            }
            QuantityError::MixedUnits { low, high, dimensions: None } => {
                write!(f, "the ends of the range are in `{low}` and in `{high}`")
            }
            QuantityError::Reversed => write!(f, "the lower end of the range lies above the upper end"),
        }
    }
}

impl std::error::Error for QuantityError {}

/// Words in front of an amount, longest first, with the side that they open.
const FRONTS: [(&str, Front); 27] = [
    ("greater than or equal to", Front::AtLeast),
    ("less than or equal to", Front::AtMost),
    ("greater than", Front::MoreThan),
    ("no more than", Front::AtMost),
    ("no less than", Front::AtLeast),
    ("lower than", Front::LessThan),
    ("higher than", Front::MoreThan),
    ("more than", Front::MoreThan),
    ("less than", Front::LessThan),
    ("at least", Front::AtLeast),
    ("at most", Front::AtMost),
    ("approximately", Front::About),
    ("about", Front::About),
    ("around", Front::About),
    ("up to", Front::AtMost),
    ("below", Front::LessThan),
    ("under", Front::LessThan),
    ("above", Front::MoreThan),
    ("over", Front::MoreThan),
    (">=", Front::AtLeast),
    ("<=", Front::AtMost),
    ("≥", Front::AtLeast),
    ("≤", Front::AtMost),
    (">", Front::MoreThan),
    ("<", Front::LessThan),
    ("~", Front::About),
    ("≈", Front::About),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Front {
    About,
    LessThan,
    AtMost,
    MoreThan,
    AtLeast,
}

/// Reads a quantity: `10 ng/µL`, `24 h`, `1%`, `0.5 % to less than 5 %`, `2-3 h`, `less than 5 %`, `about 1 %`, `at least 3 d`. A unit on the
/// upper end alone counts for both; both ends must be of one unit or convert to the lower one's.
///
/// # Errors
/// The first thing that is no part of a quantity.
pub fn read(vocabulary: &Vocabulary, text: &str) -> Result<Quantity, QuantityError> {
    read_with(vocabulary.schema(), text)
}

/// The same where only a schema is at hand.
///
/// # Errors
/// As [`read`].
pub fn read_with(schema: &Schema, text: &str) -> Result<Quantity, QuantityError> {
    let (first, rest) = front(text.trim());
    // `about at least 2 h`: what is known to be rough may be open too
    let (about, (side, rest)) = match first {
        Some(Front::About) => (true, front(rest)),
        other => (false, (other, rest)),
    };
    let (amount, rest) = number(rest)?;
    let (lower_unit, upper) = parts(rest);
    let closed = Bound { amount, open: false };
    let open = Bound { amount, open: true };
    let Some(upper) = upper else {
        let unit = unit(schema, lower_unit)?;
        let (low, high) = match side {
            None | Some(Front::About) => (Some(closed), Some(closed)),
            Some(Front::LessThan) => (None, Some(open)),
            Some(Front::AtMost) => (None, Some(closed)),
            Some(Front::MoreThan) => (Some(open), None),
            Some(Front::AtLeast) => (Some(closed), None),
        };
        return Ok(Quantity { low, high, approximate: about, unit });
    };
    let low = match side {
        None | Some(Front::AtLeast) => closed,
        Some(Front::MoreThan) => open,
        Some(_) => return Err(QuantityError::NoNumber { found: text.trim().into() }),
    };
    let (upper_front, upper) = self::front(upper);
    let (upper_amount, upper_unit) = number(upper)?;
    let upper_unit = upper_unit.trim();
    let high_open = match upper_front {
        None | Some(Front::AtMost) => false,
        Some(Front::LessThan) => true,
        Some(_) => return Err(QuantityError::NoNumber { found: upper.into() }),
    };
    let high_unit = unit(schema, upper_unit)?;
    let low_unit = if lower_unit.is_empty() { high_unit } else { unit(schema, lower_unit)? };
    let factor = match (low_unit.and_then(|id| get(schema, id)), high_unit.and_then(|id| get(schema, id))) {
        (None, None) => 1.0,
        (Some(low), Some(high)) if low.dimension == high.dimension => {
            if low_unit == high_unit {
                1.0
            } else {
                high.factor / low.factor
            }
        }
        (low, high) => {
            let name = |unit: Option<&Unit>| unit.map_or_else(String::new, |unit| unit.name.clone());
            let dimensions = low.zip(high).map(|(low, high)| (low.dimension.clone(), high.dimension.clone()));
            return Err(QuantityError::MixedUnits { low: name(low), high: name(high), dimensions });
        }
    };
    let high = Bound { amount: upper_amount * factor, open: high_open };
    if !high.amount.is_finite() {
        return Err(QuantityError::NotFinite { found: upper.into() });
    }
    if low.amount > high.amount || (low.amount == high.amount && (low.open || high.open)) {
        return Err(QuantityError::Reversed);
    }
    Ok(Quantity { low: Some(low), high: Some(high), approximate: about, unit: low_unit })
}

/// Whether words begin as a quantity does, so that an error about quantities is the helpful one.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    number(front(text.trim()).1).is_ok()
}

/// A quantity as [`read`] takes it back: `0.5 % to less than 5 %`.
#[must_use]
pub fn print(vocabulary: &Vocabulary, quantity: &Quantity) -> String {
    print_with(vocabulary.schema(), quantity)
}

/// The same where only a schema is at hand.
#[must_use]
pub fn print_with(schema: &Schema, quantity: &Quantity) -> String {
    let unit = quantity.unit.and_then(|id| get(schema, id)).map_or("", |unit| unit.name.as_str());
    let amount = |bound: Bound| {
        let number = bound.amount;
        let plain = number == 0.0 || (1e-4..1e9).contains(&number.abs());
        let number = if plain { number.to_string() } else { format!("{number:e}") };
        if unit.is_empty() { number } else { format!("{number} {unit}") }
    };
    let about = if quantity.approximate { "about " } else { "" };
    match (quantity.low, quantity.high) {
        (Some(low), Some(high)) if low == high && !low.open => format!("{about}{}", amount(low)),
        (Some(low), Some(high)) => {
            let more = if low.open { "more than " } else { "" };
            let less = if high.open { "less than " } else { "" };
            format!("{about}{more}{} to {less}{}", amount(low), amount(high))
        }
        (Some(low), None) => format!("{about}{} {}", if low.open { "more than" } else { "at least" }, amount(low)),
        (None, Some(high)) => format!("{about}{} {}", if high.open { "less than" } else { "at most" }, amount(high)),
        (None, None) => format!("{about}any amount"),
    }
}

/// Units spelled so. Case counts (`mM` is not `MM`); the two signs for micro and the `u` or `mc` typed for them are one.
pub(super) fn units_named(schema: &Schema, text: &str) -> Vec<UnitId> {
    let form = unit_form(text);
    let spelled = |unit: &Unit| std::iter::once(&unit.name).chain(&unit.aliases).any(|name| unit_form(name) == form);
    let units = schema.units.iter().enumerate();
    units.filter(|(_, unit)| spelled(unit)).map(|(at, _)| UnitId(at as u32)).collect()
}

fn unit_form(text: &str) -> String {
    let form: String = text.nfkc().filter(|c| !c.is_whitespace()).map(|c| if c == 'μ' { 'u' } else { c }).collect();
    // `mcg/mL`, as prescriptions have it
    let part = |part: &str| match part.strip_prefix("mc") {
        Some(rest @ ("g" | "l" | "L" | "M" | "mol")) => format!("u{rest}"),
        _ => part.to_owned(),
    };
    form.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn get(schema: &Schema, id: UnitId) -> Option<&Unit> {
    schema.units.get(id.index())
}

fn unit(schema: &Schema, text: &str) -> Result<Option<UnitId>, QuantityError> {
    if text.is_empty() {
        return Ok(None);
    }
    match units_named(schema, text).first() {
        Some(id) => Ok(Some(*id)),
        None => Err(QuantityError::UnknownUnit { found: text.into() }),
    }
}

fn front(text: &str) -> (Option<Front>, &str) {
    for (words, front) in FRONTS {
        if let Some(rest) = text.strip_prefix(words)
            && (rest.starts_with(|c: char| c.is_whitespace()) || !words.ends_with(|c: char| c.is_alphabetic()))
        {
            return (Some(front), rest.trim_start());
        }
    }
    (None, text)
}

/// The number at the beginning, and what follows it.
fn number(text: &str) -> Result<(f64, &str), QuantityError> {
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let start = usize::from(bytes.first() == Some(&b'-'));
    let mut end = digits(start);
    let found = || text.split_whitespace().next().unwrap_or("").to_owned();
    if end == start {
        return Err(QuantityError::NoNumber { found: found() });
    }
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    let (number, rest) = text.split_at(end);
    if let Some((power, rest)) = power(rest) {
        return match format!("{number}e{power}").parse::<f64>() {
            Ok(amount) if amount.is_finite() => Ok((amount, rest)),
            _ => Err(QuantityError::NotFinite { found: found() }),
        };
    }
    match number.parse::<f64>() {
        Ok(amount) if amount.is_finite() => Ok((amount, rest.trim_start())),
        _ => Err(QuantityError::NotFinite { found: found() }),
    }
}

/// `x 10^6`, `×10⁶`, `* 10^-3` behind a number: the exponent, and what follows.
fn power(text: &str) -> Option<(i32, &str)> {
    let rest = text.trim_start().strip_prefix(['x', '×', '*', '·'])?.trim_start().strip_prefix("10")?;
    let (digits, rest) = match rest.strip_prefix('^') {
        Some(rest) => {
            let is_part = |(at, c): (usize, char)| !(c.is_ascii_digit() || (at == 0 && matches!(c, '-' | '−' | '+')));
            let end = rest.char_indices().find(|found| is_part(*found)).map_or(rest.len(), |(at, _)| at);
            rest.split_at(end)
        }
        None => {
            let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".contains(c);
            rest.split_at(rest.find(|c| !raised(c)).unwrap_or(rest.len()))
        }
    };
    let plain: String = digits.nfkc().map(|c| if c == '−' { '-' } else { c }).collect();
    Some((plain.parse().ok()?, rest.trim_start()))
}

/// Cuts `% to less than 5 %` at `to`, and `-3 h` at the dash; otherwise all of it is a unit.
fn parts(rest: &str) -> (&str, Option<&str>) {
    if let Some(upper) = rest.strip_prefix(['-', '–', '‐', '‑']) {
        return ("", Some(upper.trim_start()));
    }
    if let Some(upper) = rest.strip_prefix("to ") {
        return ("", Some(upper.trim_start()));
    }
    match rest.split_once(" to ") {
        Some((unit, upper)) => (unit.trim(), Some(upper.trim_start())),
        None => (rest.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn schema() -> Schema {
        let unit = |name: &str, aliases: &[&str], dimension: &str, factor: f64| Unit {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
            dimension: dimension.into(),
            factor,
        };
        Schema {
            units: vec![
                unit("s", &["second"], "duration", 1.0),
                unit("h", &["hour", "hours"], "duration", 3600.0),
                unit("d", &["days"], "duration", 86400.0),
                unit("%", &["percent"], "amount fraction", 0.01),
                unit("ng/µL", &[], "mass concentration", 1e-3),
                unit("per cell", &[], "count", 1.0),
            ],
            ..Schema::default()
        }
    }

    #[test]
    fn people_write_amounts_in_many_ways() {
        let schema = schema();
        for (text, printed) in [
            ("24 h", "24 h"),
            ("24h", "24 h"),
            ("24 hours", "24 h"),
            ("1%", "1 %"),
            ("10 ng/uL", "10 ng/µL"),
            ("10 ng/μL", "10 ng/µL"),
            ("0.5 % to less than 5 %", "0.5 % to less than 5 %"),
            ("0.5 to 5 %", "0.5 % to 5 %"),
            ("2-3 h", "2 h to 3 h"),
            ("2–3 d", "2 d to 3 d"),
            ("12 h to 2 days", "12 h to 48 h"),
            ("more than 1 h to 2 h", "more than 1 h to 2 h"),
            ("less than 5 %", "less than 5 %"),
            ("< 5 %", "less than 5 %"),
            ("up to 5 %", "at most 5 %"),
            ("at least 3 d", "at least 3 d"),
            ("over 3 d", "more than 3 d"),
            ("about 1 %", "about 1 %"),
            ("~1 %", "about 1 %"),
            ("about at least 3 d", "about at least 3 d"),
            ("about more than 1 h to 2 h", "about more than 1 h to 2 h"),
            ("3e6", "3000000"),
            ("1e12", "1e12"),
            ("2.5 per cell", "2.5 per cell"),
            ("2 x 10^6", "2000000"),
            ("2×10⁶", "2000000"),
            ("1.5 · 10^-3 %", "0.0015 %"),
            ("1 x 10^6 to 2 x 10^6", "1000000 to 2000000"),
            ("10 ng/mcL", "10 ng/µL"),
        ] {
            let quantity = read_with(&schema, text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(print_with(&schema, &quantity), printed, "{text}");
            assert_eq!(read_with(&schema, printed).unwrap(), quantity, "{printed}");
        }
    }

    #[test]
    fn what_is_no_quantity_says_why() {
        let schema = schema();
        for (text, error) in [
            ("", "a number is missing"),
            ("h", "`h` is not a number"),
            ("about", "`about` is not a number"),
            ("24 H", "no unit `H` in this base"),
            ("24 h/day", "no unit `h/day` in this base"),
            (
                "1 h to 2 %",
                "the ends of the range are in `h`, an amount of duration, and in `%`, of amount fraction: no factor leads from the one to \
                 the other",
            ),
            ("1 h to 2", "the ends of the range are in `h` and in ``"),
            ("3 h to 2 h", "the lower end of the range lies above the upper end"),
            ("2 h to less than 2 h", "the lower end of the range lies above the upper end"),
            ("1e999 h", "`1e999` is too large a number"),
            ("less than 1 h to 2 h", "`less than 1 h to 2 h` is not a number"),
        ] {
            assert_eq!(read_with(&schema, text).expect_err(text).to_string(), error, "{text}");
        }
    }
}
