//! Quantities: conversion, comparison, intervals, against exact arithmetic and sampled points.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use whereof::base::{Facts, Memory, builtin};
use whereof::eval::{Truth, holds};
use whereof::goal::{Compare, QuantityOperator, QuantityTest, SlotRef, Test};
use whereof::model::{Bound, Finding, FindingId, Quantity, SlotId, SlotValue, UnitId, Value};
use whereof::names::quantity;

const OPERATORS: [QuantityOperator; 5] = [
    QuantityOperator::Equal,
    QuantityOperator::Less,
    QuantityOperator::LessOrEqual,
    QuantityOperator::Greater,
    QuantityOperator::GreaterOrEqual,
];

/// The embedded base, for its units, and a finding to put amounts into.
struct Bench {
    base: Memory,
    finding: Finding,
}

impl Bench {
    fn new() -> Bench {
        let base = builtin::memory().unwrap();
        let finding = base.finding(FindingId(0)).unwrap().into_owned();
        Bench { base, finding }
    }

    fn compare(&self, stated: &Quantity, operator: QuantityOperator, asked: &Quantity) -> Truth {
        let mut finding = self.finding.clone();
        let value = Value::Quantity(stated.clone());
        finding.slots = vec![SlotValue { slot: SlotId(0), value, inferred: false }];
        let compare = Compare::Quantity(QuantityTest { operator, quantity: asked.clone() });
        holds(&self.base, &Test::Slot { slot: SlotRef::Declared(SlotId(0)), compare }, &finding)
    }

    fn read(&self, text: &str) -> Quantity {
        quantity::read(self.base.vocabulary(), text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn asked(&self, stated: &str, operator: QuantityOperator, asked: &str) -> Truth {
        self.compare(&self.read(stated), operator, &self.read(asked))
    }
}

fn point(amount: f64, unit: u32) -> Quantity {
    let end = Some(Bound { amount, open: false });
    Quantity { low: end, high: end, approximate: false, unit: Some(UnitId(unit)) }
}

/// A decimal number in units of 10^-9, exactly.
fn exact(decimal: &str) -> i128 {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, ""));
    assert!(part.len() <= 9, "{decimal}");
    format!("{whole}{part:0<9}").parse().unwrap()
}

#[test]
fn comparison_is_exact_whatever_the_units() {
    let bench = Bench::new();
    let units = &bench.base.vocabulary().schema().units;
    let amounts = ["0.1", "0.3", "0.7", "1", "2.5", "7", "24", "30.4375", "36", "100", "999.9", "1000", "604800"];
    let mut compared = 0;
    for (a, one) in units.iter().enumerate() {
        for (b, other) in units.iter().enumerate().filter(|(_, other)| other.dimension == one.dimension) {
            for x in amounts {
                for y in amounts {
                    // both factors and amounts are decimals: their products are compared in units of 10^-18
                    let left = exact(x) * exact(&one.factor.to_string());
                    let right = exact(y) * exact(&other.factor.to_string());
                    let (p, q) = (point(x.parse().unwrap(), a as u32), point(y.parse().unwrap(), b as u32));
                    for operator in OPERATORS {
                        let is = match operator {
                            QuantityOperator::Equal => left == right,
                            QuantityOperator::Less => left < right,
                            QuantityOperator::LessOrEqual => left <= right,
                            QuantityOperator::Greater => left > right,
                            QuantityOperator::GreaterOrEqual => left >= right,
                        };
                        let found = bench.compare(&p, operator, &q);
                        assert_eq!(found, Truth::from(is), "{x} {} {operator:?} {y} {}", one.name, other.name);
                        compared += 1;
                    }
                    // what is less is not more, and the other way round
                    let turned = bench.compare(&q, QuantityOperator::Greater, &p);
                    assert_eq!(bench.compare(&p, QuantityOperator::Less, &q), turned);
                }
            }
        }
    }
    assert!(compared > 50_000, "{compared}");
}

#[test]
fn what_is_printed_is_read_back() {
    let bench = Bench::new();
    let vocabulary = bench.base.vocabulary();
    for unit in 0..vocabulary.schema().units.len() as u32 {
        for amount in [0.0, 0.001, 0.5, 1.0, 3.25, 24.0, 1e6, 2.5e10] {
            for approximate in [false, true] {
                let single = Quantity { approximate, ..point(amount, unit) };
                let ends = |low: bool, high: bool| Quantity {
                    low: Some(Bound { amount, open: low }),
                    high: Some(Bound { amount: amount + 1.5, open: high }),
                    ..single.clone()
                };
                let bounds = [ends(false, false), ends(false, true), ends(true, false), ends(true, true)];
                let half = [Quantity { low: None, ..single.clone() }, Quantity { high: None, ..single.clone() }];
                let told = |quantity: &Quantity| quantity::print(vocabulary, quantity);
                for quantity in bounds.iter().chain(&half).chain([&single]) {
                    let text = told(quantity);
                    assert_eq!(&bench.read(&text), quantity, "{text}");
                }
            }
        }
    }
}

/// Sample points, close enough to tell open from closed ends at whole numbers.
fn points(quantity: &Quantity) -> Vec<i32> {
    let quarters = |bound: Bound| (bound.amount * 4.0) as i32;
    let low = quantity.low.map_or(-8, |end| quarters(end) + i32::from(end.open));
    let high = quantity.high.map_or(24, |end| quarters(end) - i32::from(end.open));
    (low..=high).collect()
}

#[test]
fn intervals_compare_as_their_points_do() {
    let bench = Bench::new();
    let mut intervals = Vec::new();
    for low in [None, Some(0), Some(1), Some(2), Some(3)] {
        for high in [None, Some(0), Some(1), Some(2), Some(3)] {
            for (low_open, high_open) in [(false, false), (false, true), (true, false), (true, true)] {
                let bound = |at: Option<i32>, open| at.map(|at| Bound { amount: f64::from(at), open });
                let (low, high) = (bound(low, low_open), bound(high, high_open));
                let interval = Quantity { low, high, approximate: false, unit: None };
                let known = intervals.contains(&interval);
                if !known && !points(&interval).is_empty() {
                    intervals.push(interval);
                }
            }
        }
    }
    let mut seen = [0; 3];
    for stated in &intervals {
        for asked in &intervals {
            let (s, a) = (points(stated), points(asked));
            for operator in OPERATORS {
                // an amount is as asked: below or above all amounts asked, else among or not beyond some of them
                let meets = |x: &i32| match operator {
                    QuantityOperator::Equal => a.contains(x),
                    QuantityOperator::Less => a.iter().all(|y| x < y),
                    QuantityOperator::LessOrEqual => a.iter().any(|y| x <= y),
                    QuantityOperator::Greater => a.iter().all(|y| x > y),
                    QuantityOperator::GreaterOrEqual => a.iter().any(|y| x >= y),
                };
                let truth = match (s.iter().all(meets), s.iter().any(meets)) {
                    (true, _) => Truth::True,
                    (false, true) => Truth::Unknown,
                    (false, false) => Truth::False,
                };
                assert_eq!(bench.compare(stated, operator, asked), truth, "{stated:?} {operator:?} {asked:?}");
                seen[truth as usize] += 1;
            }
        }
    }
    assert!(seen.iter().all(|times| *times > 500), "{seen:?}");
}

#[test]
fn about_leaves_open_what_the_least_deviation_would_change() {
    use QuantityOperator::{Equal, Greater, GreaterOrEqual, Less};
    let bench = Bench::new();
    for (stated, operator, asked, truth) in [
        ("about 24 h", Equal, "24 h", Truth::Unknown),
        ("about 24 h", GreaterOrEqual, "1 day", Truth::Unknown),
        ("about 24 h", Less, "1 day", Truth::Unknown),
        ("about 24 h", GreaterOrEqual, "20 h", Truth::True),
        ("about 24 h", Greater, "30 h", Truth::False),
        ("about 24 h", Equal, "about 1 day", Truth::True),
        ("24 h", Equal, "about 24 h", Truth::True),
        ("about 24 h", Equal, "20 h to 30 h", Truth::True),
        ("about 1 day to 2 days", Equal, "1 day to 3 days", Truth::Unknown),
        ("about 24 h", Equal, "25 h", Truth::False),
    ] {
        assert_eq!(bench.asked(stated, operator, asked), truth, "{stated} {operator:?} {asked}");
    }
}

#[test]
fn what_lies_inside_a_range_is_in_it() {
    use QuantityOperator::Equal;
    let bench = Bench::new();
    assert_eq!(bench.asked("48 h", Equal, "1 day to 3 days"), Truth::True);
    assert_eq!(bench.asked("3 days", Equal, "1 day to less than 3 days"), Truth::False);
    assert_eq!(bench.asked("1 day to 5 days", Equal, "1 day to 3 days"), Truth::Unknown);
    assert_eq!(bench.asked("0.5 % to less than 5 %", Equal, "1 %"), Truth::Unknown);
    assert_eq!(bench.asked("10 µg/mL", Equal, "10 mcg/mL"), Truth::True);
    assert_eq!(bench.asked("100 ng/mL", Equal, "0.1 µg/mL"), Truth::True);
    assert_eq!(bench.asked("5 %", Equal, "0.05 fraction"), Truth::True);
    assert_eq!(bench.asked("2 weeks", Equal, "14 days"), Truth::True);
    assert_eq!(bench.asked("1 mmol/L", Equal, "1 mg/L"), Truth::False);
    assert_eq!(bench.asked("2 x 10^6 cells", Equal, "2000000 cells"), Truth::True);
}

#[test]
fn a_base_declares_what_units_it_needs() {
    let text = r#"
noun treatment; noun outcome;
slot dose is quantity with dimension = (dose by weight, activity, cells by weight);
slot temperature is quantity with dimension = temperature;
slot spin is quantity with dimension = acceleration;
unit "mg/kg" is dose by weight with factor = 1;
unit "µg/kg" is dose by weight with factor = 0.001;
unit "U/mL" is activity with factor = 1;
unit "cells/kg" is cells by weight with factor = 1;
unit "°C" is temperature with factor = 1;
unit "x g" is acceleration with factor = 1;
verb promotes with direction = increase;
entity salt is treatment; entity growth is outcome;
source "One" with title = "one";
study 1 "one" {
  at "1" 1: salt promotes growth with dose = 500 µg/kg, temperature = 37 °C, spin = 1000 x g;
  at "1" 2: salt promotes growth with dose = 2 x 10^6 cells/kg;
  at "1" 3: salt promotes growth with dose = 5 U/mL, temperature = 4 °C;
}
"#;
    let base = whereof::Base::from_text(&whereof::text::Source::new("units.whereof", text)).unwrap();
    let mut session = whereof::Session::new(base, whereof::Limits::interactive());
    for (question, rows) in [
        ("count finding where dose = 0.5 mg/kg", 1),
        ("count finding where dose = \"500 mcg/kg\"", 1),
        ("count finding where dose >= 1000000 cells/kg", 1),
        ("count finding where dose > 1 U/mL and temperature < 10 °C", 1),
        ("count finding where spin = \"1000 x g\"", 1),
        ("count finding where temperature >= 4 °C", 2),
    ] {
        let mut replies = session.eval(&whereof::text::Source::new("query", question));
        let Ok(whereof::answer::Reply::Answers(answers)) = replies.remove(0) else { panic!("{question}") };
        assert_eq!(answers.counts.map(|counts| counts.total), Some(rows), "{question}");
    }
}
