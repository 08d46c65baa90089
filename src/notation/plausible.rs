//! What is known of units and amounts whatever a base says.
//!
//! Declared units and stated amounts come in, what is wrong with them goes out. It knows scales of measurement and nothing of findings.

use crate::model::{Quantity, Unit};

/// Units that mean the same everywhere: what they measure, their names, and how many of the group's first unit one of them is.
const KNOWN: [(&str, &[&str], f64); 36] = [
    ("time", &["s", "sec", "second", "seconds"], 1.0),
    ("time", &["ms", "millisecond"], 1e-3),
    ("time", &["min", "minute", "minutes"], 60.0),
    ("time", &["h", "hr", "hour", "hours"], 3600.0),
    ("time", &["d", "day", "days"], 86400.0),
    ("time", &["week", "weeks"], 604_800.0),
    ("fraction", &["fraction"], 1.0),
    ("fraction", &["%", "percent", "per cent"], 1e-2),
    ("fraction", &["‰"], 1e-3),
    ("fraction", &["ppm"], 1e-6),
    ("mass concentration", &["g/L", "mg/mL", "µg/µL"], 1.0),
    ("mass concentration", &["mg/dL"], 1e-2),
    ("mass concentration", &["mg/L", "µg/mL", "ng/µL"], 1e-3),
    ("mass concentration", &["µg/L", "ng/mL", "pg/µL"], 1e-6),
    ("mass concentration", &["ng/L", "pg/mL"], 1e-9),
    ("molar concentration", &["M", "mol/L"], 1.0),
    ("molar concentration", &["mM", "mmol/L"], 1e-3),
    ("molar concentration", &["µM", "µmol/L"], 1e-6),
    ("molar concentration", &["nM", "nmol/L"], 1e-9),
    ("molar concentration", &["pM", "pmol/L"], 1e-12),
    ("mass", &["kg"], 1e3),
    ("mass", &["g"], 1.0),
    ("mass", &["mg"], 1e-3),
    ("mass", &["µg"], 1e-6),
    ("mass", &["ng"], 1e-9),
    ("mass", &["pg"], 1e-12),
    ("length", &["m", "metre", "meter"], 1.0),
    ("length", &["cm"], 1e-2),
    ("length", &["mm"], 1e-3),
    ("length", &["µm"], 1e-6),
    ("length", &["nm"], 1e-9),
    ("dose", &["g/kg"], 1.0),
    ("dose", &["mg/kg"], 1e-3),
    ("dose", &["µg/kg"], 1e-6),
    ("dose", &["ng/kg"], 1e-9),
    ("volume", &["mL", "ml"], 1.0),
];

/// More than this of a group's first unit nobody measures, and why.
const MOST: [(&str, f64, &str); 4] = [
    ("time", 100.0 * 365.0 * 86400.0, "more than a hundred years"),
    ("fraction", 1.0, "more than the whole"),
    ("mass concentration", 2000.0, "more than any solution holds"),
    ("molar concentration", 60.0, "more than there is of water in water"),
];

/// What a unit measures, and how many of the group's first unit one of it is, by its names.
fn known(unit: &Unit) -> Option<(&'static str, f64)> {
    std::iter::once(&unit.name).chain(&unit.aliases).find_map(|name| {
        // the Greek letter and the sign for micro are one to the eye
        let name = name.replace('\u{3bc}', "µ");
        let (group, _, scale) = KNOWN.iter().find(|(_, names, _)| names.contains(&name.as_str()))?;
        Some((*group, *scale))
    })
}

/// An earlier unit of the same dimension that does not fit this one by what is known of both, and how many of it one of this should be.
pub(super) fn misfit(units: &[Unit], at: usize) -> Option<(&str, f64)> {
    let unit = units.get(at)?;
    let (group, scale) = known(unit)?;
    units.iter().take(at).filter(|other| other.dimension == unit.dimension).find_map(|other| {
        let (_, other_scale) = known(other).filter(|(known, _)| *known == group)?;
        let (said, right) = (unit.factor / other.factor, scale / other_scale);
        ((said / right - 1.0).abs() > 1e-6).then_some((other.name.as_str(), right))
    })
}

/// Why an amount is hard to believe.
pub(super) fn implausible(units: &[Unit], quantity: &Quantity) -> Option<&'static str> {
    let unit = units.get(quantity.unit?.index())?;
    let bounds = || quantity.low.iter().chain(&quantity.high).map(|bound| bound.amount);
    if bounds().any(|amount| amount < 0.0) {
        return Some("below zero");
    }
    // a unit of the base's own, such as a fortnight, is told by one of its dimension that is known
    let of_dimension = units.iter().filter(|other| other.dimension == unit.dimension);
    let (group, one) = std::iter::once(unit).chain(of_dimension).find_map(|other| {
        let (group, scale) = known(other)?;
        Some((group, scale * unit.factor / other.factor))
    })?;
    let (_, most, why) = MOST.iter().find(|(limited, ..)| *limited == group)?;
    bounds().any(|amount| amount * one > most * (1.0 + 1e-9)).then_some(why)
}
