//! Ids into words: outcomes become answers.
//!
//! A goal, what its run gave, and the base come in; an [`Answers`] that owns all its words goes out. Nothing is searched for here that would
//! change which rows there are.

mod bases;
mod card;
mod chain;
mod changes;
mod counts;
mod evidence;
mod examples;
mod graph;
mod listings;
mod names;
mod nearby;
mod reading;
mod rows;
mod shortest;
pub mod tables;
mod why;

pub use bases::{compared, survey};
pub use card::card;
pub use chain::paths;
pub use changes::{changes, evidence_line};
pub use counts::counts;
pub use examples::examples;
pub use graph::graph;
pub use listings::{listing, names_containing, names_of};
pub use names::{describe, describe_word, kinds, resolved};
pub use shortest::shortest;
pub use why::{TOLD as PROOFS_TOLD, why_not, why_row};

use crate::answer::{
    Answers, BaseInfo, Citation, Completeness, Evidence, NearMiss, Reading, SCHEMA, Skipped, Telling, Verdict,
};
use crate::base::Facts;
use crate::eval::outcome::{EffectOutcome, Outcome, Row, RowId};
use crate::goal::print::{columns as head_columns, head_word};
use crate::goal::{Compare, EffectId, EntitySet, Goal, Head, Sense, SlotRef, Target, Test, Verb, slot_name};
use crate::model::{Benefit, EntityId, Finding, FindingId, Study, StudyId};
use crate::text::Source;
use counts::counts_of;
use evidence::Teller;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// Possible rows that are told; all of them are counted under what was skipped. How many a page shows is the printer's affair.
const POSSIBLE: usize = 1000;

/// What is told of.
pub struct Told<'o, E> {
    /// What stands beside the rows.
    pub outcome: &'o Outcome,
    /// The rows, in order.
    pub ids: &'o [RowId],
    /// What stands behind a row, by its place; asked of each row once, in order. There may be many, each with much behind it, so it says whether
    /// to go on.
    pub row: &'o dyn Fn(usize) -> Result<Option<Cow<'o, Row>>, E>,
    /// How many findings stand for and against it, where that is known without a look at it, and none of them cites a study.
    pub findings: &'o dyn Fn(usize) -> Result<Option<u64>, E>,
    /// How much of it is told.
    pub telling: Telling,
}

/// Turns what a run gave into words. `query` is the question in canonical spelling, `source` the text that the goal's spans point into.
///
/// # Errors
/// What the rows give.
pub fn answers<E>(
    goal: &Goal,
    told: &Told<'_, E>,
    facts: &dyn Facts,
    source: &Source,
    query: String,
) -> Result<Answers, E> {
    let teller = Teller::new(facts);
    let outcome = told.outcome;
    let columns = columns(goal, facts);
    let nouns = (columns.len() - goal.show.len()) as u32;
    let (rows, untold) = match goal.count {
        Some(_) => (Vec::new(), None),
        None => rows::told(&teller, goal, told)?,
    };
    let near: Vec<NearMiss> = outcome.near.iter().map(|near| nearby::near_miss(&teller, goal, near)).collect();
    let near_ids: Vec<RowId> = outcome.near.iter().map(|near| near.id).collect();
    let possible = outcome
        .possible
        .iter()
        .filter(|row| !near_ids.contains(&row.id))
        .take(POSSIBLE)
        .map(|row| nearby::possible(&teller, goal, row))
        .collect();
    let shown = told.ids.len() as u64;
    Ok(Answers {
        schema: SCHEMA,
        query,
        reading: reading::reading(&teller, goal, source),
        base: base_info(facts),
        columns,
        nouns,
        rows,
        untold,
        counts: counts_of(&teller, goal, outcome.total, (&outcome.groups, outcome.not_stated)),
        near_misses: near,
        near_misses_total: outcome.near_total - untold_here(outcome),
        skipped: outcome
            .skipped
            .iter()
            .map(|skipped| Skipped {
                slot: slot_name(facts.vocabulary(), skipped.slot),
                rows: skipped.rows,
                findings: skipped.findings,
            })
            .collect(),
        // those that are told as near misses are not told again
        possible_total: outcome
            .possible_total
            .saturating_sub(outcome.near.iter().filter(|near| near.skipped).count() as u64),
        possible,
        related: {
            let mut related = chain::turned(&teller, goal, outcome, told.ids);
            related.extend(nearby::related(&teller, goal, told.ids));
            related
        },
        beside: nearby::beside(&teller, goal),
        emptied: None,
        looser: Vec::new(),
        looser_untried: Vec::new(),
        notes: notes_of(&teller, goal, outcome, told.ids),
        completeness: if goal.count.is_none() && shown < outcome.total {
            Completeness::FirstOf { total: outcome.total }
        } else {
            Completeness::Complete
        },
    })
}

/// The names of the columns: the nouns of a row, then what `show` asks for.
#[must_use]
pub fn columns(goal: &Goal, facts: &dyn Facts) -> Vec<String> {
    let mut columns = head_columns(goal, facts.vocabulary());
    if let Some(tally) = goal.tally.as_ref().filter(|_| !goal.others.is_empty()) {
        // of a count by letters, what is counted
        columns.truncate(tally.counted as usize);
        if let [one] = columns.as_mut_slice() {
            *one = head_word(goal.head, facts.vocabulary());
        }
    }
    columns.extend(goal.show.iter().map(|&slot| slot_name(facts.vocabulary(), slot)));
    columns
}

/// How a question was read; `source` is the text that the goal's spans point into.
#[must_use]
pub fn reading(goal: &Goal, facts: &dyn Facts, source: &Source) -> Reading {
    reading::reading(&Teller::new(facts), goal, source)
}

/// The cells of a row, by column.
#[must_use]
pub fn cells(goal: &Goal, facts: &dyn Facts, row: &Row) -> Vec<String> {
    cells_of(&Teller::new(facts), goal, row)
}

fn cells_of(teller: &Teller<'_>, goal: &Goal, row: &Row) -> Vec<String> {
    let mut cells = match row.id {
        RowId::Tuple(tuple) => tuple.entities().iter().map(|&entity| teller.name(entity)).collect(),
        id => vec![teller.row_name(id)],
    };
    for &slot in &goal.show {
        cells.push(teller.slot_values(&row.findings, slot).join(" | "));
    }
    cells
}

/// The verdict of a row, as told.
#[must_use]
pub fn verdict(goal: &Goal, facts: &dyn Facts, row: &Row) -> Verdict {
    // A hypothesis or a declared gap supports nothing.
    let reported = |id: &FindingId| facts.core(*id).is_none_or(|finding| finding.stance.witnesses());
    let witnesses = row.findings.is_empty() || row.findings.iter().any(reported);
    if witnesses { row_verdict(goal, row) } else { Verdict::Silent }
}

/// The studies for a row and those against it, as told.
#[must_use]
pub fn studies(facts: &dyn Facts, row: &Row) -> (Vec<StudyId>, Vec<StudyId>) {
    // Of a complement row, what makes the denied untrue speaks for it.
    if row.findings.is_empty() && row.effects.iter().any(is_complement) {
        let inside: Vec<FindingId> = row.effects.iter().flat_map(|effect| effect.inside.iter().copied()).collect();
        return (nearby::studies_of(&Teller::new(facts), &inside), Vec::new());
    }
    (row.studies.clone(), row.studies_against.clone())
}

/// Studies as a reference list has them, by source and number.
#[must_use]
pub fn citations(facts: &dyn Facts, studies: &[StudyId]) -> Vec<Citation> {
    let mut found: Vec<Citation> = studies
        .iter()
        .filter_map(|id| facts.study(*id))
        .map(|study| {
            let source = facts.sources().get(study.source.index()).map_or("?", |source| source.name.as_str());
            let Study { number, title, doi, pmid, .. } = study.into_owned();
            Citation { source: source.to_owned(), number, title, doi, pmid }
        })
        .collect();
    found.sort_by(|a, b| (&a.source, a.number).cmp(&(&b.source, b.number)));
    found
}

/// Near misses that are not listed as such, because they are listed among what may be a row.
fn untold_here(outcome: &Outcome) -> u64 {
    let listed = outcome.near.iter().filter(|near| near.skipped).count() as u64;
    outcome.near_possible.saturating_sub(listed)
}

/// What a base is called and how much it holds.
#[must_use]
pub fn base_info(facts: &dyn Facts) -> BaseInfo {
    BaseInfo {
        name: facts.name().to_owned(),
        hash: format!("{:032x}", facts.fingerprint()),
        findings: facts.findings_held() as u64,
        studies: facts.studies_held() as u64,
    }
}

/// A row's name as printed.
#[must_use]
pub fn row_name(facts: &dyn Facts, id: RowId) -> String {
    Teller::new(facts).row_name(id)
}

/// A row's name with its studies: `HGF overexpression [70, 72]`.
#[must_use]
pub fn row_with_refs(facts: &dyn Facts, row: &Row) -> String {
    let teller = Teller::new(facts);
    let refs = teller.refs(&row.studies);
    let numbers: Vec<String> = refs
        .iter()
        .map(|r| match &r.source {
            Some(source) => format!("{source}:{}", r.number),
            None => r.number.to_string(),
        })
        .collect();
    match row.id {
        RowId::Study(_) => teller.row_name(row.id),
        _ if numbers.is_empty() => teller.row_name(row.id),
        _ => format!("{} [{}]", teller.row_name(row.id), numbers.join(", ")),
    }
}

/// One finding in words.
#[must_use]
pub fn evidence_of(facts: &dyn Facts, id: FindingId) -> Option<Evidence> {
    Teller::new(facts).evidence(id)
}

/// A row that is there because findings disagree is contested, though nothing stands against that.
fn row_verdict(goal: &Goal, row: &Row) -> Verdict {
    if row.effects.iter().any(|effect| is_contested(goal, effect)) { Verdict::Contested } else { row.verdict }
}

fn is_contested(goal: &Goal, effect: &EffectOutcome) -> bool {
    let asked = goal.effects.get(effect.effect.0 as usize);
    asked.is_some_and(|asked| asked.verb == Verb::Contested) && !is_complement(effect)
}

fn is_complement(effect: &EffectOutcome) -> bool {
    matches!(effect.verdict, Verdict::Silent | Verdict::Null | Verdict::Opposed)
}

/// Narrower entities by which a witness matched: in the target and in the contexts.
fn matched_through<'g>(
    teller: &Teller<'_>,
    goal: &'g Goal,
    effect: &EffectOutcome,
    finding: FindingId,
    seen: &mut FxHashSet<(EntityId, &'g [EntityId])>,
) -> Vec<String> {
    // most questions name nothing that has kinds, and ask for no context: then no finding is read
    let Some(asked) = goal.effects.get(effect.effect.0 as usize) else { return Vec::new() };
    let straight = match &asked.target {
        Target::Entities(set) => {
            set.members.len() <= set.asked.len() && set.members.iter().all(|id| set.asked.contains(id))
        }
        Target::Any | Target::Goal(_) | Target::Letter(_) => true,
    };
    if straight && asked.contexts.is_empty() {
        return Vec::new();
    }
    let finding = teller.facts.finding(finding);
    finding.map_or_else(Vec::new, |finding| matched_in(teller, goal, effect.effect, &finding, seen))
}

/// The same of a finding that is at hand.
fn matched_in<'g>(
    teller: &Teller<'_>,
    goal: &'g Goal,
    effect: EffectId,
    finding: &Finding,
    seen: &mut FxHashSet<(EntityId, &'g [EntityId])>,
) -> Vec<String> {
    let mut all = Vec::new();
    let Some(asked) = goal.effects.get(effect.0 as usize) else { return all };
    if let Target::Entities(set) = &asked.target {
        for side in [finding.subject, finding.object] {
            if set.members.binary_search(&side).is_ok() && !set.asked.contains(&side) && seen.insert((side, &set.asked))
            {
                all.push(teller.with_reason(side, &set.asked));
            }
        }
    }
    if asked.contexts.is_empty() {
        return all;
    }
    for id in &asked.contexts {
        let Some(context) = goal.contexts.get(id.0 as usize) else { continue };
        entity_tests(&context.test, &mut |slot, set| {
            let SlotRef::Declared(slot) = slot else { return };
            for value in finding.values(slot) {
                if let crate::model::Value::Entity(entity) = value.value
                    && set.members.binary_search(&entity).is_ok()
                    && !set.asked.contains(&entity)
                    && seen.insert((entity, &set.asked))
                {
                    all.push(teller.with_reason(entity, &set.asked));
                }
            }
        });
    }
    all
}

/// Calls `visit` with slot and set of every test for entities that is not under `not`.
fn entity_tests<'t>(test: &'t Test, visit: &mut dyn FnMut(SlotRef, &'t EntitySet)) {
    match test {
        Test::Slot { slot, compare: Compare::Entities(set) } => visit(*slot, set),
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => {
            for test in tests {
                entity_tests(test, visit);
            }
        }
        Test::Slot { .. } | Test::NotStated(_) | Test::Not(_) => {}
    }
}

fn read_by_benefit(teller: &Teller<'_>, goal: &Goal, effect: EffectId, finding: FindingId) -> Option<String> {
    let asked = goal.effects.get(effect.0 as usize)?;
    let Verb::Benefit { members, better, .. } = &asked.verb else { return None };
    let finding = teller.facts.core(finding)?;
    if members.contains(&finding.relation) {
        return None;
    }
    let object = teller.name(finding.object);
    let verb = teller.relation(finding.relation);
    let word = if *better { "an improvement" } else { "a worsening" };
    let benefit = match teller.vocabulary().entity(finding.object).and_then(|entity| entity.benefit) {
        Some(Benefit::MoreIsBetter) => "more",
        _ => "less",
    };
    Some(format!("`{verb} {object}` counts as {word}: the base declares that {benefit} {object} is better"))
}

/// `improves X` where the base does not say whether more X is better.
/// What a witness is only taken to have, as the question says by `assuming`.
fn assumed(teller: &Teller<'_>, goal: &Goal, effect: &EffectOutcome, finding: FindingId) -> Option<String> {
    if goal.assuming.is_empty() {
        return None;
    }
    let asked = goal.effects.get(effect.effect.0 as usize)?;
    let finding = teller.facts.finding(finding)?;
    let contexts = asked.contexts.iter().filter_map(|id| goal.contexts.get(id.0 as usize));
    let slots = crate::eval::assumed(teller.facts, contexts.map(|context| &context.test), &finding, &goal.assuming);
    let names: Vec<String> = slots.iter().map(|slot| slot_name(teller.vocabulary(), *slot)).collect();
    (!names.is_empty()).then(|| format!("assumes {}", names.join(" and ")))
}

fn no_benefit(teller: &Teller<'_>, effect: &crate::goal::Effect) -> Option<String> {
    let (Verb::Benefit { asked, .. }, Target::Entities(set)) = (&effect.verb, &effect.target) else { return None };
    // Of a passive the target acts; the rows are what changes.
    if effect.role == crate::goal::Role::Object {
        return None;
    }
    let declared = |id: &EntityId| teller.vocabulary().entity(*id).is_some_and(|entity| entity.benefit.is_some());
    if set.members.iter().any(declared) {
        return None;
    }
    let name = crate::goal::print::set_words(set, teller.vocabulary());
    let verb = teller.relation(*asked);
    Some(format!(
        "this base does not say whether more {name} is better, so `{verb}` finds only what is said in that word; ask for a rise or a fall of it"
    ))
}

/// What is to be noted of an answer, but for what other questions give.
#[must_use]
pub fn notes(goal: &Goal, facts: &dyn Facts, outcome: &Outcome, ids: &[RowId]) -> Vec<String> {
    notes_of(&Teller::new(facts), goal, outcome, ids)
}

fn notes_of(teller: &Teller<'_>, goal: &Goal, outcome: &Outcome, ids: &[RowId]) -> Vec<String> {
    let mut notes = Vec::new();
    for effect in &goal.effects {
        notes.extend(no_benefit(teller, effect));
    }
    if goal.head == Head::Finding && goal.count.is_some() && !asks_stance(goal) {
        notes.push(
            "hypotheses and declared gaps are not counted; `stance = hypothesised` or `stance = gap` asks for them"
                .to_owned(),
        );
    }
    notes.extend(nearby::nothing_said(teller, goal, outcome));
    for word in &goal.words {
        if let Sense::InverseOf(ratio) = word.sense {
            notes.push(format!(
                "findings are on the {}, the other way round: ask for it with the opposite verb",
                teller.name(ratio)
            ));
        }
    }
    // A row of `treatment where upregulates (gene where upregulated by X)` may be X itself.
    if let Head::Noun(_) = goal.head {
        let mut inner = Vec::new();
        for effect in &goal.effects {
            if let Target::Goal(goal) = &effect.target {
                named_entities(goal, &mut inner);
            }
        }
        inner.sort_unstable();
        for row in ids.iter().filter(|_| !inner.is_empty()) {
            if let RowId::Entity(entity) = row
                && inner.binary_search(entity).is_ok()
            {
                let name = teller.name(*entity);
                let typed = crate::syntax::print::name(&name);
                notes.push(format!("{name} itself is one of the rows; `and is not {typed}` leaves it out"));
            }
        }
    }
    keep_first(&mut notes);
    notes
}

fn asks_stance(goal: &Goal) -> bool {
    goal.effects.iter().any(|effect| nearby::asks_stance(goal, effect))
}

fn named_entities(goal: &Goal, into: &mut Vec<EntityId>) {
    for effect in &goal.effects {
        match &effect.target {
            Target::Entities(set) => into.extend_from_slice(&set.asked),
            Target::Goal(inner) => named_entities(inner, into),
            Target::Any | Target::Letter(_) => {}
        }
    }
}

/// Drops later repetitions.
/// So few words are compared with each other.
const FEW: usize = 8;

fn keep_first(words: &mut Vec<String>) {
    if words.len() < FEW {
        for at in (1..words.len()).rev() {
            if words.get(..at).zip(words.get(at)).is_some_and(|(before, word)| before.contains(word)) {
                words.remove(at);
            }
        }
        return;
    }
    let mut seen: FxHashSet<String> = FxHashSet::default();
    words.retain(|word| seen.insert(word.clone()));
}
