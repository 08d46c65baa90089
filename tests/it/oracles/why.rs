//! O13: proofs are sound and minimal by the reference evaluator; and why a row is not there is told in full.

use super::{Case, for_cases, run};
use crate::reference::{self, Small};
use std::cell::Cell;
use whereof::eval::{Cause, Proof, RowId, Truth, proves, why, why_not};
use whereof::goal::{Condition, Goal, Head, Quantifier, Target};
use whereof::limits::{Budget, Limits};
use whereof::model::{EntityId, FindingId};
use whereof::syntax::ast::{Item, Statement};

fn budget() -> Budget {
    Budget::new(&Limits::interactive())
}

/// A store that holds only these findings, and the row in it. A finding row is always there: it is what the question is about.
fn only(world: &Small, findings: &[FindingId], row: RowId) -> (Small, RowId) {
    let mut kept = findings.to_vec();
    if let RowId::Finding(id) = row
        && !kept.contains(&id)
    {
        kept.push(id);
    }
    kept.sort();
    let mut small = world.clone();
    small.findings = kept.iter().map(|id| world.findings[id.index()].clone()).collect();
    let row = match row {
        RowId::Finding(id) => RowId::Finding(FindingId(kept.iter().position(|other| *other == id).unwrap() as u32)),
        row => row,
    };
    (small, row)
}

fn holds(case: &Case, findings: &[FindingId], row: RowId) -> bool {
    let (world, row) = only(&case.world, findings, row);
    reference::value(&case.goal, &world, row) == Some(true)
}

/// Whether a question has an `always` or `only`: what is left out may then bring rows into it.
fn quantified(goal: &Goal) -> bool {
    goal.effects.iter().any(|effect| effect.quantifier != Quantifier::Some)
}

/// Whether what an inner question leaves out can bring rows into it: a `not` or a limit of its own.
fn inner_denies(goal: &Goal) -> bool {
    fn denies(condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => parts.iter().any(denies),
            Condition::Not(_) => true,
            Condition::InOneStudy(part) => denies(part),
            Condition::Effect(_) | Condition::Is(..) => false,
        }
    }
    goal.effects.iter().any(|effect| match &effect.target {
        Target::Goal(inner) if effect.quantifier == Quantifier::Only || quantified(inner) => true,
        Target::Goal(inner) => inner.limit.is_some() || denies(&inner.condition) || inner_denies(inner),
        Target::Any | Target::Entities(_) | Target::Letter(_) => false,
    })
}

fn check(case: &Case, row: RowId, proof: &Proof) -> Result<(), String> {
    let told = || format!("row {row:?}, proof {proof:#?}");
    if !proof.replays {
        return if inner_denies(&case.goal) { Ok(()) } else { Err(format!("does not replay: {}", told())) };
    }
    if !holds(case, &proof.findings, row) {
        return Err(format!("not sound: {}", told()));
    }
    for id in &proof.findings {
        let fewer: Vec<_> = proof.findings.iter().copied().filter(|other| other != id).collect();
        if RowId::Finding(*id) != row && holds(case, &fewer, row) {
            return Err(format!("{id:?} is not needed: {}", told()));
        }
    }
    let mut said: Vec<FindingId> = Vec::new();
    for part in &proof.parts {
        said.extend(&part.findings);
        said.extend(part.through.iter().flat_map(|(_, inner)| &inner.findings));
        if part.absent && !part.findings.is_empty() {
            return Err(format!("absent with findings: {}", told()));
        }
    }
    said.sort();
    said.dedup();
    if said == proof.findings { Ok(()) } else { Err(format!("parts say other findings: {}", told())) }
}

#[test]
fn o13_proofs_are_sound_and_minimal() {
    let (proofs, replayed, several) = (Cell::new(0u64), Cell::new(0u64), Cell::new(0u64));
    for_cases("why::o13", 2_000, |case| {
        let outcome = run(&case.goal, &case.world);
        for row in outcome.rows.iter().take(4) {
            let found = why(&case.goal, &case.world, row.id, 6, &mut budget()).unwrap();
            if found.is_empty() {
                return Err(format!("no proof of {:?}", row.id));
            }
            several.set(several.get() + u64::from(found.len() > 1));
            for proof in &found {
                proofs.set(proofs.get() + 1);
                replayed.set(replayed.get() + u64::from(proof.replays));
                check(case, row.id, proof)?;
            }
        }
        // What is no row has no proof, and no set of findings proves it.
        for (row, value) in reference::values(&case.goal, &case.world).into_iter().filter(|(_, v)| *v != Some(true)) {
            if !why(&case.goal, &case.world, row, 6, &mut budget()).unwrap().is_empty() {
                return Err(format!("proof of {row:?}, which is {value:?}"));
            }
        }
        Ok(())
    });
    println!("{} proofs, {} replay, {} rows with several", proofs.get(), replayed.get(), several.get());
    if std::env::var("WHEREOF_SEED").is_err() {
        assert!(replayed.get() * 100 >= proofs.get() * 98, "{} of {}", replayed.get(), proofs.get());
        assert!(several.get() >= 300);
    }
}

#[test]
fn a_proof_with_the_wrong_findings_does_not_replay() {
    let mut refused = 0;
    for seed in 0..200 {
        let case = Case::new(seed);
        for row in run(&case.goal, &case.world).rows.iter().take(2) {
            for proof in why(&case.goal, &case.world, row.id, 1, &mut budget()).unwrap() {
                let others: Vec<_> = proof.findings.iter().filter(|id| RowId::Finding(**id) != row.id).collect();
                if let (true, Some(last)) = (proof.replays, others.last()) {
                    let fewer: Vec<_> = proof.findings.iter().copied().filter(|id| id != *last).collect();
                    assert!(proves(&case.goal, &case.world, row.id, &proof.findings, &mut budget()).unwrap());
                    assert!(!proves(&case.goal, &case.world, row.id, &fewer, &mut budget()).unwrap());
                    refused += 1;
                }
            }
        }
    }
    assert!(refused >= 50, "{refused}");
}

/// Were a finding taken out of its own replay, it would be proved by nothing: of what is not there nobody says anything.
#[test]
fn a_finding_stays_where_its_proof_is_replayed() {
    let base = whereof::Base::builtin();
    let source = whereof::Source::from("finding where not (not upregulates CXCR4)");
    let parsed = whereof::syntax::parse(&source, whereof::syntax::TextLimits::default());
    let Some(Item::Statement(Statement::Query(query))) = parsed.script.items.first() else { panic!("{parsed:?}") };
    let mut goal = whereof::goal::resolve(query, base.vocabulary()).unwrap();
    // Without the candidate that the language puts beside each `not`.
    let Condition::All(parts) = &goal.condition else { panic!("{:?}", goal.condition) };
    goal.condition = parts.iter().find(|part| matches!(part, Condition::Not(_))).unwrap().clone();
    let row = base.query("finding where upregulates CXCR4").unwrap().words().unwrap().rows[0].findings[0];
    let proofs = why(&goal, base.facts(), RowId::Finding(row), 6, &mut budget()).unwrap();
    assert_eq!(proofs[0].findings, [row]);
}

#[test]
fn why_not_says_what_fails() {
    let causes = Cell::new([0u64; 4]);
    for_cases("why::why_not", 2_000, |case| {
        let outcome = run(&case.goal, &case.world);
        let domain = reference::values(&case.goal, &case.world);
        for (row, value) in &domain {
            let told = why_not(&case.goal, &case.world, *row, &mut budget()).unwrap();
            let truth = match value {
                Some(true) => Truth::True,
                Some(false) => Truth::False,
                None => Truth::Unknown,
            };
            if !told.can_be || told.truth != truth || (truth == Truth::True && !told.causes.is_empty()) {
                return Err(format!("{row:?} is {truth:?}: {told:#?}"));
            }
            // A condition of nothing fails without a cause.
            if truth != Truth::True && told.causes.is_empty() && !has_empty(&case.goal.condition) {
                return Err(format!("{row:?} without a cause: {told:#?}"));
            }
            if let Some(near) = outcome.near.iter().find(|near| near.id == *row)
                && told.near.as_ref() != Some(near)
            {
                return Err(format!("near: {near:#?}, told: {told:#?}"));
            }
            if told.near.is_some() && outcome.near_total == 0 {
                return Err(format!("no near miss: {told:#?}"));
            }
            let mut count = causes.get();
            for cause in &told.causes {
                count[match cause {
                    Cause::Effect { .. } => 0,
                    Cause::Denied { .. } => 1,
                    Cause::Identity { .. } => 2,
                    Cause::OneStudy { .. } => 3,
                }] += 1;
            }
            causes.set(count);
        }
        if let Head::Noun(_) = case.goal.head {
            for id in (0..case.world.vocabulary.entities().len() as u32).map(|id| RowId::Entity(EntityId(id))) {
                let told = why_not(&case.goal, &case.world, id, &mut budget()).unwrap();
                if told.can_be != domain.iter().any(|(row, _)| *row == id) {
                    return Err(format!("{id:?} can be: {}", told.can_be));
                }
            }
        }
        Ok(())
    });
    println!("causes: {:?}", causes.get());
    assert!(std::env::var("WHEREOF_SEED").is_ok() || causes.get().iter().all(|n| *n >= 25), "{:?}", causes.get());
}

fn has_empty(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.is_empty() || parts.iter().any(has_empty),
        Condition::AtLeast(need, parts) => *need == 0 || parts.iter().any(has_empty),
        Condition::Not(part) | Condition::InOneStudy(part) => has_empty(part),
        Condition::Effect(_) | Condition::Is(..) => false,
    }
}
