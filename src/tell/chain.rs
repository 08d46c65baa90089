//! Chains in words: what they come to, their steps, their weakest link.
//!
//! Derivations come in as ids, words go out; that a chain is a hypothesis is said with it. Which chains there are is not decided here.

use super::evidence::Teller;
use super::reading;
use crate::answer::reply::Paths as PathsWords;
use crate::answer::{DerivationWords, Evidence, Reading, Ref, Related, StepWords};
use crate::base::{Facts, Scan};
use crate::eval::outcome::{Derivation, EffectOutcome, Outcome, Row, RowId, Step, StepKind};
use crate::eval::{Paths, Sign};
use crate::goal::print::{context_words, effect_words};
use crate::goal::{ContextId, EntitySet, Goal, PathsGoal, Role, Target, Verb};
use crate::model::{EntityId, FindingId};
use crate::text::Source;
use rustc_hash::FxHashSet;

/// Rows told whose chains come out the other way.
const TURNED: usize = 10;
/// Chains of one row that evaluation gives at most.
const DRAWN: usize = 20;

/// What every chain is, said wherever one is told.
const HYPOTHESIS: &str = "a chain of findings, not a finding: a hypothesis, no stronger than its weakest link";

/// A reply to `paths from ... to ...`; `query` is the statement in canonical spelling.
#[must_use]
pub fn paths(asked: &PathsGoal, found: &Paths, facts: &dyn Facts, source: &Source, query: String) -> PathsWords {
    let teller = Teller::new(facts);
    let names = |ids: &[EntityId]| -> String {
        let names: Vec<String> = ids.iter().map(|id| teller.name(*id)).collect();
        names.join(" or ")
    };
    let (from, to) = (names(&asked.from), names(&asked.to));
    let mut notes = Vec::new();
    if found.total > 0 {
        let each = if found.total == 1 { HYPOTHESIS.to_owned() } else { format!("each is {HYPOTHESIS}") };
        notes.push(each);
    }
    let told = found.told.len() as u64;
    if found.at_least {
        notes.push(format!("the first {told} of at least {} paths; counting ended there", found.total));
    } else if told < found.total {
        notes.push(format!("the first {told} of {} paths", found.total));
    }
    if found.possible > 0 {
        notes.push(format!(
            "{} more may be paths: some finding does not state a slot that is asked for",
            found.possible
        ));
    }
    if found.total == 0 {
        notes.push(format!("no chain of {} findings leads there", lengths(asked.within)));
    }
    let combinations: usize = asked.from.iter().map(|id| facts.vocabulary().composites_with(*id).len()).sum();
    if combinations > 0 {
        notes.push("findings on a combination are steps of the combination only, never of its parts".to_owned());
    }
    PathsWords {
        query,
        reading: paths_reading(&teller, asked, source, (&from, &to)),
        from,
        to,
        paths: found.told.iter().map(|derivation| derivation_words(&teller, &asked.goal, derivation)).collect(),
        total: found.total,
        total_is_least: found.at_least,
        direct: teller.evidences(&found.direct),
        notes,
    }
}

fn paths_reading(teller: &Teller<'_>, asked: &PathsGoal, source: &Source, (from, to): (&str, &str)) -> Reading {
    let vocabulary = teller.vocabulary();
    let mut told = reading::reading(teller, &asked.goal, source);
    let mut members: Vec<EntityId> = asked.to.iter().flat_map(|id| vocabulary.below(*id)).collect();
    members.sort_unstable();
    members.dedup();
    let set = EntitySet { asked: asked.to.clone(), members, ..EntitySet::default() };
    told.expansions.extend(reading::expansion(teller, &set));
    told.sentences = vec![format!("chains of {} findings from {from} to {to}", lengths(asked.within))];
    let contexts: Vec<String> =
        (0..asked.goal.contexts.len() as u32).map(|id| context_words(&asked.goal, ContextId(id), vocabulary)).collect();
    if !contexts.is_empty() {
        told.sentences.push(format!("each of these findings itself has {}", contexts.join(" and ")));
    }
    if asked.one_context {
        told.sentences.push("no slot tells two findings of a chain apart".to_owned());
    }
    told
}

/// How long a chain may be: `2`, `2 to 3`.
fn lengths(within: u32) -> String {
    if within <= 2 { "2".to_owned() } else { format!("2 to {within}") }
}

/// One derivation in words.
pub(super) fn derivation_words(teller: &Teller<'_>, goal: &Goal, derivation: &Derivation) -> DerivationWords {
    let steps: Vec<StepWords> = derivation.steps.iter().map(|step| step_words(teller, goal, step)).collect();
    let definition = derivation.definition.and_then(|id| goal.definitions.get(id.0 as usize));
    if let Some(definition) = definition {
        let bearer = teller.name(derivation.bearer);
        let says = match definition.width {
            1 => format!("{bearer} is one of `{}`, by definition", definition.name),
            _ => format!("{bearer} {} {}, by definition", definition.name, teller.name(derivation.other)),
        };
        return DerivationWords { says, sign: glyph(derivation.sign), weakest: weakest(&steps), steps };
    }
    let (from, to) = match (derivation.steps.first(), derivation.steps.last()) {
        (Some(first), Some(last)) => (teller.name(first.from), teller.name(last.to)),
        _ => (teller.name(derivation.bearer), teller.name(derivation.other)),
    };
    let says = match derivation.sign {
        Sign::Plus => format!("{from} indirectly raises {to}"),
        Sign::Minus => format!("{from} indirectly lowers {to}"),
        Sign::Zero | Sign::Unclear => format!("{from} indirectly changes {to}, not said which way"),
    };
    DerivationWords { says, sign: glyph(derivation.sign), weakest: weakest(&steps), steps }
}

pub(super) fn step_words(teller: &Teller<'_>, goal: &Goal, step: &Step) -> StepWords {
    let (from, to) = (teller.name(step.from), teller.name(step.to));
    let findings = teller.evidences(&step.findings);
    let words = match step.kind {
        StepKind::Stated => {
            let mut statements: Vec<String> = findings.iter().map(|one| one.statement.clone()).collect();
            super::keep_first(&mut statements);
            statements.join("; ")
        }
        StepKind::Bridge => {
            let way = if step.sign == Sign::Minus { "less" } else { "more" };
            format!("{to} is read as {way} {from}: a bridge, stated by no finding")
        }
        StepKind::Absent { definition, effect } => {
            let says = goal.definitions.get(definition.0 as usize);
            let says = says.map_or_else(String::new, |found| effect_words(&found.goal, effect, teller.vocabulary()));
            format!("no finding says `{says}` of {from} and {to}")
        }
        StepKind::More => "and further steps, which are not told".to_owned(),
    };
    let kind = match step.kind {
        StepKind::Stated => "finding",
        StepKind::Bridge => "bridge",
        StepKind::Absent { .. } => "absent",
        StepKind::More => "more",
    };
    StepWords {
        from,
        to,
        sign: glyph(step.sign),
        kind: kind.to_owned(),
        words,
        refs: teller.refs(&super::nearby::studies_of(teller, &step.findings)),
        findings,
        against: teller.evidences(&step.against),
    }
}

/// The step that rests on the least: contested steps first, then those of the fewest studies, then the first.
fn weakest(steps: &[StepWords]) -> Option<String> {
    let stated = steps.iter().filter(|step| step.kind == "finding");
    let weakest = stated.min_by_key(|step| (step.against.is_empty(), step.refs.len()))?;
    let studies = match weakest.refs.len() {
        1 => "1 study".to_owned(),
        many => format!("{many} studies"),
    };
    let contested = if weakest.against.is_empty() {
        String::new()
    } else {
        let mut refs: Vec<Ref> = weakest.against.iter().flat_map(|one| one.refs.clone()).collect();
        refs.sort();
        refs.dedup();
        let numbers: Vec<String> = refs.iter().map(|one| one.number.to_string()).collect();
        format!(", contested by [{}]", numbers.join(", "))
    };
    Some(format!("{} ({studies}{contested})", weakest.words))
}

fn glyph(sign: Sign) -> char {
    match sign {
        Sign::Plus => '+',
        Sign::Minus => '-',
        Sign::Zero => '0',
        Sign::Unclear => '?',
    }
}

/// What findings say themselves of the bearer of a chain and its target.
pub(super) fn direct(teller: &Teller<'_>, goal: &Goal, row: RowId, effect: &EffectOutcome) -> Vec<Evidence> {
    let Some(asked) = goal.effects.get(effect.effect.0 as usize) else { return Vec::new() };
    if !matches!(asked.verb, Verb::Chain(_)) {
        return Vec::new();
    }
    let Some(bearer) = row.entity(asked.bearer) else { return Vec::new() };
    let others: Vec<EntityId> = effect.derived.iter().map(|derivation| derivation.other).collect();
    teller.evidences(&said_itself(teller, goal, effect.effect.0 as usize, bearer, &others))
}

/// Reported findings between an entity and the target of an effect, whatever they say.
fn said_itself(
    teller: &Teller<'_>,
    goal: &Goal,
    effect: usize,
    bearer: EntityId,
    others: &[EntityId],
) -> Vec<FindingId> {
    let mut found = Vec::new();
    let Some(asked) = goal.effects.get(effect) else { return found };
    let mut others = match &asked.target {
        Target::Entities(set) => set.members.clone(),
        Target::Any | Target::Goal(_) | Target::Letter(_) => others.to_vec(),
    };
    others.sort_unstable();
    others.dedup();
    let (bearer, others) = (Some(vec![bearer]), Some(others));
    let scan = match asked.role {
        Role::Object => Scan { subjects: others, objects: bearer, ..Scan::default() },
        Role::Subject | Role::Either => Scan { subjects: bearer, objects: others, ..Scan::default() },
    };
    super::nearby::each(teller, &scan, &mut |id, finding| {
        if finding.stance.witnesses() {
            found.push(id);
        }
    });
    found
}

/// What is said of a row that is there by a chain.
pub(super) fn row_notes(goal: &Goal, row: &Row) -> Vec<String> {
    let mut notes = Vec::new();
    for effect in &row.effects {
        let asked = goal.effects.get(effect.effect.0 as usize);
        if !asked.is_some_and(|asked| matches!(asked.verb, Verb::Chain(_))) || effect.derived.is_empty() {
            continue;
        }
        notes.push(HYPOTHESIS.to_owned());
        if effect.derived.len() >= DRAWN {
            notes.push(format!("the first {DRAWN} chains are told; there may be more"));
        }
    }
    notes
}

/// Entities whose chains come out only the other way than asked.
pub(super) fn turned(teller: &Teller<'_>, goal: &Goal, outcome: &Outcome, ids: &[RowId]) -> Vec<Related> {
    if outcome.turned.is_empty() {
        return Vec::new();
    }
    let rows: FxHashSet<EntityId> = ids.iter().flat_map(|row| row.entities().iter().copied()).collect();
    let mut all = Vec::new();
    for turned in outcome.turned.iter().filter(|turned| !rows.contains(&turned.derivation.bearer)) {
        if all.len() == TURNED {
            break;
        }
        let derivation = &turned.derivation;
        let words = derivation_words(teller, goal, derivation);
        let steps: Vec<String> = words.steps.iter().map(step_line).collect();
        let way = match derivation.sign {
            Sign::Plus => "positive",
            Sign::Minus => "negative",
            Sign::Zero | Sign::Unclear => "unclear",
        };
        let own = said_itself(teller, goal, turned.effect.0 as usize, derivation.bearer, &[derivation.other]);
        let itself = match own.len() {
            0 => String::new(),
            1 => ", beside what a finding says itself".to_owned(),
            many => format!(", beside what {many} findings say themselves"),
        };
        let shown = own.first().copied().or_else(|| derivation.findings().first().copied());
        let Some(evidence) = shown.and_then(|id| teller.evidence(id)) else { continue };
        all.push(Related {
            name: teller.name(derivation.bearer),
            reason: format!("the chain comes out {way}: {}{itself}", steps.join(", then ")),
            evidence,
        });
    }
    all
}

/// A step on one line: `+ hypoxia upregulates HGF [61]`.
pub(super) fn step_line(step: &StepWords) -> String {
    let numbers: Vec<String> = step
        .refs
        .iter()
        .map(|one| match &one.source {
            Some(source) => format!("{source}:{}", one.number),
            None => one.number.to_string(),
        })
        .collect();
    let refs = if numbers.is_empty() { String::new() } else { format!(" [{}]", numbers.join(", ")) };
    let contested = if step.against.is_empty() { "" } else { ", contested" };
    format!("{} {}{refs}{contested}", step.sign, step.words)
}
