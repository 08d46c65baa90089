//! Questions made from a base that nobody wrote questions for.
//!
//! A base comes in; questions about what it says most go out, each with what it shows. Whether they have rows is for the caller to find out.

use super::evidence::Teller;
use crate::base::Facts;
use crate::model::{Direction, EntityId, Finding, FindingId, RelationId, SlotId, Source, Value};
use crate::syntax::print;
use rustc_hash::FxHashMap;

/// Findings looked at: enough to see what a base is about, and soon done.
const LOOKED_AT: usize = 20_000;

/// Questions about what a base says most, beside what the sources in `known` say. Each with what it shows, those to begin with first.
#[must_use]
pub fn examples(facts: &dyn Facts, known: &[Source]) -> Vec<(String, String)> {
    let teller = Teller::new(facts);
    let findings = findings(facts, known);
    let mut said: FxHashMap<(RelationId, EntityId), Vec<&Finding>> = FxHashMap::default();
    for finding in &findings {
        said.entry((finding.relation, finding.object)).or_default().push(finding);
    }
    let direction = |id: RelationId| facts.vocabulary().relation(id).map(|relation| relation.direction);
    let directed = |id: RelationId| matches!(direction(id), Some(Direction::Increase | Direction::Decrease));
    // most subjects first; what says which way is worth more than what does not
    let best = said.iter().max_by_key(|((relation, object), findings)| {
        let mut subjects: Vec<EntityId> = findings.iter().map(|finding| finding.subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        (directed(*relation), subjects.len(), findings.len(), std::cmp::Reverse((relation.0, object.0)))
    });
    let Some((&(relation, object), findings)) = best else { return Vec::new() };
    let Some(subject) = most(findings.iter().map(|finding| finding.subject)) else { return Vec::new() };
    let name = |id: EntityId| print::name(&teller.name(id));
    let noun = |id: EntityId| print::name(&teller.kind(id));
    let (verb, target, who) = (teller.relation(relation), name(object), noun(subject));
    let question = format!("{who} where {verb} {target}");
    let mut all = vec![(format!("what {verb} {}", teller.name(object)), question.clone())];
    let placed = most(findings.iter().flat_map(|finding| places(&teller, finding)));
    if let Some((slot, value)) = placed {
        let slot_words = print::name(&teller.slot(slot));
        all.push((
            format!("the same, where a finding itself states {}", teller.name(value)),
            format!("{question} and {slot_words} = {}", name(value)),
        ));
        all.push((
            format!("how many of them, by {}", teller.slot(slot)),
            format!("count {who} by {slot_words} where {verb} {target}"),
        ));
        all.push((
            format!("a table: what was seen in which {}", teller.kind(value)),
            format!("matrix {who} by {} of {verb} {target}", noun(value)),
        ));
    }
    let passive = facts.vocabulary().relation(relation).and_then(|relation| relation.passive.clone());
    if let Some(passive) = passive {
        let asked = format!("{} where {passive} {}", noun(object), name(subject));
        all.push(("the same findings from the other end".to_owned(), asked));
    }
    all.push(("where findings disagree".to_owned(), format!("{who} where contested on {target}")));
    all.push(("why one of the rows is there".to_owned(), format!("why {} {verb} {target}", name(subject))));
    all.push((format!("what is known of {}", teller.name(object)), format!("describe {target}")));
    all.push(("what kinds of things there are".to_owned(), "nouns".to_owned()));
    all
}

/// The first reported findings that do not come from known sources alone.
fn findings(facts: &dyn Facts, known: &[Source]) -> Vec<Finding> {
    let is_known = |finding: &Finding| {
        let mut sources = finding.locators.iter().filter_map(|locator| facts.sources().get(locator.source.index()));
        !finding.locators.is_empty()
            && sources.all(|source| known.iter().any(|known| known.name == source.name && known.doi == source.doi))
    };
    let count = u32::try_from(facts.finding_count()).unwrap_or(u32::MAX);
    let all = (0..count).filter_map(|id| facts.finding(FindingId(id)));
    let reported = all.filter(|finding| finding.stance.witnesses() && !is_known(finding));
    reported.take(LOOKED_AT).map(std::borrow::Cow::into_owned).collect()
}

/// What a finding states in slots that `in` reaches.
fn places(teller: &Teller<'_>, finding: &Finding) -> Vec<(SlotId, EntityId)> {
    let slots = &teller.vocabulary().schema().slots;
    let place = |slot: SlotId| slots.get(slot.index()).is_some_and(|slot| slot.place);
    let stated = finding.slots.iter().filter(|stated| place(stated.slot));
    stated
        .filter_map(|stated| if let Value::Entity(id) = stated.value { Some((stated.slot, id)) } else { None })
        .collect()
}

/// What comes most often; of several the least.
fn most<T: Copy + Ord + std::hash::Hash>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(one, count)| (*count, std::cmp::Reverse(*one))).map(|(one, _)| one)
}
