//! Quantities: intervals with a unit.
//!
//! Text comes in where a slot takes a quantity; an interval in the dimension's base unit goes out. Units are declared by a base.

use super::UnitId;
use serde::{Deserialize, Serialize};

/// An interval of amounts with a unit: `24 h`, `0.5 % to less than 5 %`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Lower end, in the unit given; none where it is open below.
    pub low: Option<Bound>,
    /// Upper end, in the unit given; none where it is open above.
    pub high: Option<Bound>,
    /// Whether the source says "about".
    pub approximate: bool,
    /// The unit as stated; none for a bare number.
    pub unit: Option<UnitId>,
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// The amount, in the unit given.
    pub amount: f64,
    /// Whether the end itself is left out.
    pub open: bool,
}

/// A unit of measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// As printed: `h`.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// What it measures: `duration`.
    pub dimension: String,
    /// How many of the dimension's base units one of it is.
    pub factor: f64,
}
