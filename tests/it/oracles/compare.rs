//! The product gives the whole outcome that the reference gives, and both are tried on enough.

use super::{Case, cases, for_cases, run, shares};
use crate::reference::{self, Mutant};
use std::collections::BTreeMap;
use whereof::eval::Outcome;

/// Where two outcomes differ, part by part.
pub fn difference(product: &Outcome, reference: &Outcome) -> Option<String> {
    macro_rules! same {
        ($($part:ident),*) => {
            $(if product.$part != reference.$part {
                return Some(format!(
                    "{} differ\nproduct: {:#?}\nreference: {:#?}",
                    stringify!($part), product.$part, reference.$part
                ));
            })*
        };
    }
    same!(rows, total, possible, possible_total, near, near_total, near_possible, skipped, groups, not_stated);
    None
}

#[test]
fn product_is_reference() {
    for_cases("compare::product_is_reference", 2_500, |case| {
        let product = run(&case.goal, &case.world);
        let reference = reference::answer(&case.goal, &case.world, Mutant::None);
        difference(&product, &reference).map_or(Ok(()), Err)
    });
}

#[test]
fn cases_are_not_vacuous() {
    let range = 0..2_000;
    let of = range.end - range.start;
    let (mut used, mut answered) = (BTreeMap::new(), BTreeMap::new());
    for seed in range {
        let case = Case::new(seed);
        for name in &case.used {
            *used.entry(*name).or_insert(0) += 1;
        }
        let outcome = run(&case.goal, &case.world);
        let verdicts: Vec<_> = outcome.rows.iter().map(|row| row.verdict.words()).collect();
        let some = [
            ("rows", outcome.total > 0),
            ("possible rows", !outcome.possible.is_empty()),
            ("near misses", outcome.near_total > 0),
            ("near misses that fail a context", outcome.near.iter().any(|near| !near.failed.is_empty())),
            ("skipped", !outcome.skipped.is_empty()),
            ("groups", outcome.groups.len() > 1),
            ("more than the limit", outcome.total > outcome.rows.len() as u64),
            ("context-split", verdicts.contains(&"context-split")),
            ("contested", verdicts.contains(&"contested")),
            ("opposed", verdicts.contains(&"opposed")),
            ("null", verdicts.contains(&"null")),
            ("silent", verdicts.contains(&"silent")),
        ];
        for (name, occurs) in some {
            *answered.entry(name).or_insert(0) += u64::from(occurs);
        }
    }
    let (used, answered) = (shares(&used, of), shares(&answered, of));
    println!("in a hundred goals: {used:?}\nin a hundred answers: {answered:?}");
    assert!(used.values().all(|share| *share >= 5), "{used:?}");
    assert!(answered["rows"] >= 60, "{answered:?}");
    assert!(answered.iter().all(|(name, share)| *share >= if *name == "null" { 1 } else { 3 }), "{answered:?}");
}

#[test]
fn planted_errors_are_noticed() {
    let mut unnoticed: Vec<Mutant> = Mutant::ALL.to_vec();
    for seed in cases(3_000) {
        if unnoticed.is_empty() {
            break;
        }
        let case = Case::new(seed);
        let product = run(&case.goal, &case.world);
        unnoticed.retain(|mutant| difference(&product, &reference::answer(&case.goal, &case.world, *mutant)).is_none());
    }
    assert!(unnoticed.is_empty(), "not noticed: {unnoticed:?}");
}
