//! Why a row is there, and why it is not, in words.
//!
//! Proofs and failing conditions come in as ids; evidence and plain steps go out. Whether a proof holds was checked before.

use super::evidence::Teller;
use super::matched_in;
use super::nearby::reason;
use crate::answer::Evidence;
use crate::answer::reply::{Proof as ProofWords, WhyNot as WhyNotWords, WhyRow};
use crate::base::Facts;
use crate::eval::outcome::RowId;
use crate::eval::{Cause, FailedContext, Part, Proof, Truth, WhyNot};
use crate::goal::print::{context_words, effect_words, effect_words_plain, set_words};
use crate::goal::{EffectId, Goal, Quantifier, Target, Verb, slot_name};
use crate::model::{Finding, FindingId};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// Proofs of one row that are told; more are counted.
pub const TOLD: usize = 3;

/// Why one row is in an answer.
#[must_use]
pub fn why_row(goal: &Goal, facts: &dyn Facts, id: RowId, proofs: &[Proof]) -> WhyRow {
    let (teller, phrases) = (Teller::new(facts), Phrases::default());
    WhyRow {
        name: teller.row_name(id),
        proofs: proofs.iter().take(TOLD).map(|proof| proof_words(&teller, goal, proof, &phrases)).collect(),
        proofs_total: proofs.len() as u64,
    }
}

/// The words of effects that were told so far.
type Phrases<'g> = RefCell<Vec<(&'g Goal, EffectId, Rc<str>)>>;

fn proof_words<'g>(teller: &Teller<'_>, goal: &'g Goal, proof: &Proof, phrases: &Phrases<'g>) -> ProofWords {
    let mut steps = Vec::new();
    let findings = proof.findings.iter().filter_map(|id| Some((*id, teller.facts.finding(*id)?)));
    let findings: Vec<(FindingId, Cow<'_, Finding>)> = findings.collect();
    let evidence = findings.iter().map(|(id, finding)| teller.evidence_of(*id, finding)).collect();
    let said = Said { teller, findings, evidence, phrases };
    for part in &proof.parts {
        part_steps(&said, goal, part, &mut steps);
    }
    if !proof.replays {
        steps.push(
            "the findings alone do not give the row: what was looked for and found absent counts as well".to_owned(),
        );
    }
    super::keep_first(&mut steps);
    ProofWords { evidence: said.evidence, steps }
}

/// The findings of a proof, each read and put into words once.
struct Said<'t, 'a, 'g> {
    teller: &'t Teller<'a>,
    findings: Vec<(FindingId, Cow<'a, Finding>)>,
    evidence: Vec<Evidence>,
    phrases: &'t Phrases<'g>,
}

impl<'g> Said<'_, '_, 'g> {
    fn statement(&self, id: FindingId, finding: &Finding) -> Cow<'_, str> {
        let known = self.evidence.iter().find(|evidence| evidence.finding == id);
        known.map_or_else(|| self.teller.statement(finding).into(), |evidence| evidence.statement.as_str().into())
    }

    fn phrase(&self, goal: &'g Goal, effect: EffectId) -> Rc<str> {
        let mut phrases = self.phrases.borrow_mut();
        if let Some((.., known)) = phrases.iter().find(|(of, id, _)| std::ptr::eq(*of, goal) && *id == effect) {
            return Rc::clone(known);
        }
        let words: Rc<str> = effect_words(goal, effect, self.teller.vocabulary()).into();
        phrases.push((goal, effect, Rc::clone(&words)));
        words
    }

    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        let known = self.findings.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| self.teller.facts.finding(id), |(_, finding)| Some(Cow::Borrowed(finding.as_ref())))
    }
}

fn part_steps<'g>(findings: &Said<'_, '_, 'g>, goal: &'g Goal, part: &Part, steps: &mut Vec<String>) {
    let teller = findings.teller;
    let Some(effect) = goal.effects.get(part.effect.0 as usize) else { return };
    let words = findings.phrase(goal, part.effect);
    let contexts: Vec<String> =
        effect.contexts.iter().map(|&id| context_words(goal, id, teller.vocabulary())).collect();
    let with = if contexts.is_empty() { String::new() } else { format!(" with `{}`", contexts.join(" and ")) };
    if part.absent {
        steps.push(format!("looked for and found in no finding: `{words}`{with}"));
        return;
    }
    if part.breaks {
        for id in &part.findings {
            steps.push(format!("{}: that breaks `{words}`{with}", said(teller, &[*id])));
        }
        return;
    }
    if effect.verb == Verb::Includes {
        steps.push(format!("the combination {words}"));
    }
    let anything = effect.verb == Verb::Any && effect.target == Target::Any;
    let met = match (anything, contexts.is_empty()) {
        (true, true) => "any finding".to_owned(),
        (true, false) => format!("`{}`", contexts.join(" and ")),
        (false, _) => format!("`{words}`{with}"),
    };
    if let Some(derivation) = &part.derived {
        let told = super::chain::derivation_words(teller, goal, derivation);
        steps.extend(told.steps.iter().map(super::chain::step_line));
        let how = if derivation.definition.is_some() { "together" } else { "together, by the product of the signs" };
        steps.push(format!("{how}: {}, which meets {met}", told.says));
        if let Target::Entities(set) = &effect.target
            && !set.asked.contains(&derivation.other)
        {
            steps.push(format!("counted as asked for: {}", teller.with_reason(derivation.other, &set.asked)));
        }
    }
    for &id in part.findings.iter().filter(|_| part.derived.is_none()) {
        let Some(finding) = findings.finding(id) else { continue };
        let statement = findings.statement(id, &finding);
        steps.push(format!("“{statement}” meets {met}"));
        if let Verb::Relations { asked, .. } = effect.verb
            && asked != finding.relation
        {
            steps.push(format!("`{}` is a kind of `{}`", teller.relation(finding.relation), teller.relation(asked)));
        }
    }
    match effect.quantifier {
        Quantifier::Some => {}
        Quantifier::Always => steps.push(format!("looked for and found in no finding: anything else said there{with}")),
        Quantifier::Only => steps.push(format!("looked for and found in no finding: the same said of others{with}")),
    }
    for &id in part.findings.iter().filter(|_| part.derived.is_none()) {
        let Some(finding) = findings.finding(id) else { continue };
        let matched = matched_in(teller, goal, part.effect, &finding, &mut FxHashSet::default());
        steps.extend(matched.into_iter().map(|step| format!("counted as asked for: {step}")));
        steps.extend(super::read_by_benefit(teller, goal, part.effect, id));
    }
    if let Target::Goal(inner) = &effect.target {
        for (row, proof) in &part.through {
            steps.push(format!("{} is one of the inner rows:", teller.row_name(*row)));
            for part in &proof.parts {
                part_steps(findings, inner, part, steps);
            }
        }
    }
}

/// Why one row is not in an answer. The question, whether it is a row after all, and the changes that would let it in are added by the
/// caller.
#[must_use]
pub fn why_not(goal: &Goal, facts: &dyn Facts, id: RowId, found: &WhyNot) -> WhyNotWords {
    let teller = Teller::new(facts);
    let name = teller.row_name(id);
    let mut nearest: Option<FindingId> =
        found.near.as_ref().and_then(|near| near.failed.first()).map(|failed| failed.finding);
    let mut failing = Vec::new();
    if !found.can_be {
        failing.push(format!("no finding says anything of {name}"));
    }
    for cause in &found.causes {
        failing.push(cause_words(&teller, goal, &name, cause, &mut nearest));
    }
    WhyNotWords {
        row: name,
        query: String::new(),
        is_row: false,
        failing,
        nearest: nearest.and_then(|finding| teller.evidence(finding)),
        relaxations: Vec::new(),
        notes: Vec::new(),
    }
}

fn cause_words(teller: &Teller<'_>, goal: &Goal, name: &str, cause: &Cause, nearest: &mut Option<FindingId>) -> String {
    match cause {
        Cause::Effect { effect, truth, free, broken, failed, on_target } => {
            let words = effect_words(goal, *effect, teller.vocabulary());
            if let Some(&first) = broken.first() {
                *nearest = nearest.or(Some(first));
                let plain = effect_words_plain(goal, *effect, teller.vocabulary());
                let says = said(teller, broken);
                let word = if *truth == Truth::Unknown { "may break" } else { "breaks" };
                return format!("a finding says `{plain}`, but {says}, which {word} `{words}`");
            }
            if !failed.is_empty() {
                let reasons: Vec<String> = failed.iter().map(|failed| failed_words(teller, goal, *failed)).collect();
                *nearest = nearest.or(failed.first().map(|failed| failed.finding));
                let may = if *truth == Truth::Unknown { "; it may hold, but that is not stated" } else { "" };
                return format!(
                    "a finding says `{words}`, but not in the context asked for: {}{may}",
                    reasons.join(", and ")
                );
            }
            if !free.is_empty() {
                *nearest = nearest.or(free.first().copied());
                return format!("findings say `{words}`, but {}", too_few(teller, goal, free));
            }
            match on_target.first() {
                Some(&finding) => {
                    *nearest = nearest.or(Some(finding));
                    let statement =
                        teller.facts.finding(finding).map_or_else(String::new, |found| teller.statement(&found));
                    format!("no finding says `{words}` of {name}; what is said is “{statement}”")
                }
                None => format!("no finding says `{words}` of {name}"),
            }
        }
        Cause::Denied { effect, truth, findings } => {
            *nearest = nearest.or(findings.first().copied());
            let words = effect_words(goal, *effect, teller.vocabulary());
            let may = if *truth == Truth::Unknown { "may say" } else { "says" };
            format!("the question leaves out rows of which a finding says `{words}`, and one {may} so of {name}")
        }
        Cause::Identity { set, excluded } => {
            let words = set_words(set, teller.vocabulary());
            if *excluded { format!("{name} is left out by `is not {words}`") } else { format!("{name} is not {words}") }
        }
        Cause::OneStudy { effects } => {
            let words: Vec<String> =
                effects.iter().map(|&effect| effect_words(goal, effect, teller.vocabulary())).collect();
            format!("no single study has all of it: {}", words.join(", "))
        }
    }
}

/// Findings that say otherwise: the first in words, the others counted.
pub(super) fn said(teller: &Teller<'_>, findings: &[FindingId]) -> String {
    let Some((first, more)) = findings.split_first() else { return String::new() };
    let Some(finding) = teller.facts.finding(*first) else { return String::new() };
    let refs: Vec<String> = teller.refs(&finding.studies).iter().map(|r| r.number.to_string()).collect();
    let cited = if refs.is_empty() { String::new() } else { format!(" [{}]", refs.join(", ")) };
    let more = match more.len() {
        0 => String::new(),
        1 => " and 1 more".to_owned(),
        many => format!(" and {many} more"),
    };
    format!("there is “{}”{cited}{more}", teller.statement(&finding))
}

/// Which threshold findings do not reach.
fn too_few(teller: &Teller<'_>, goal: &Goal, found: &[FindingId]) -> String {
    let need = goal.min_studies as usize;
    if goal.count_findings && found.len() < need {
        return "they are too few".to_owned();
    }
    let mut studies = super::nearby::studies_of(teller, found);
    studies.dedup();
    if studies.len() < need {
        return "they cite too few studies".to_owned();
    }
    match goal.least_values.first() {
        Some((need, slot)) => {
            format!("they do not state {need} different values of {}", slot_name(teller.vocabulary(), *slot))
        }
        None => "they are too few".to_owned(),
    }
}

fn failed_words(teller: &Teller<'_>, goal: &Goal, failed: FailedContext) -> String {
    let context = context_words(goal, failed.context, teller.vocabulary());
    let test = goal.contexts.get(failed.context.0 as usize).map(|context| &context.test);
    let reason = test.map_or_else(String::new, |test| reason(teller, test, failed.finding));
    format!("`{context}` is asked, {reason}")
}
