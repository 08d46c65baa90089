//! What a base knows of a name: descriptions, trees of kinds, listings, senses.
//!
//! Text comes in for `resolve`, ids for everything else; replies that own their words go out.

use super::evidence::Teller;
use super::nearby::{each, studies_of};
use crate::answer::reply::{Description, KindLine, Kinds, Resolved, SenseWords, Tally};
use crate::base::{Facts, Scan};
use crate::model::{Benefit, EntityId, Finding, FindingId, Slot, SlotId, SlotType};
use crate::names::{Closure, normal};
use crate::syntax::print;
use std::collections::BTreeMap;

/// How many lines a list of names has at most.
const LISTED: usize = 12;

/// What the base knows of an entity, and what else the typed name means.
#[must_use]
pub fn describe(facts: &dyn Facts, id: EntityId, typed: &str) -> Option<Description> {
    let teller = Teller::new(facts);
    let vocabulary = facts.vocabulary();
    let entity = vocabulary.entity(id)?;
    let mut words: Vec<(String, String)> = Vec::new();
    let names = |ids: &[EntityId]| -> String {
        let mut names: Vec<String> = ids.iter().take(LISTED).map(|&id| teller.name(id)).collect();
        if ids.len() > LISTED {
            names.push(format!("{} more", ids.len() - LISTED));
        }
        names.join(", ")
    };
    for edge in &entity.broader {
        words.push((edge.kind.words().to_owned(), teller.name(edge.to)));
    }
    let narrower: Vec<EntityId> = vocabulary.below(id).into_iter().filter(|&other| other != id).collect();
    if !narrower.is_empty() {
        words.push(("includes".to_owned(), names(&narrower)));
    }
    if let Some(agent) = entity.agent {
        words.push(("applies".to_owned(), teller.name(agent)));
    }
    if let Some(operation) = &entity.operation {
        words.push(("operation".to_owned(), operation.clone()));
    }
    if !entity.parts.is_empty() {
        words.push(("made of".to_owned(), names(&entity.parts)));
    }
    let operations = vocabulary.operations_on(id);
    if !operations.is_empty() {
        words.push(("applied as".to_owned(), names(&operations.iter().collect::<Vec<_>>())));
    }
    let composites = vocabulary.composites_with(id);
    if !composites.is_empty() {
        words.push(("part of the combinations".to_owned(), names(&composites.iter().collect::<Vec<_>>())));
    }
    match entity.benefit {
        Some(Benefit::MoreIsBetter) => words.push(("benefit".to_owned(), "more is better".to_owned())),
        Some(Benefit::MoreIsWorse) => words.push(("benefit".to_owned(), "more is worse".to_owned())),
        None => {}
    }
    if let Some(tier) = entity.evidence {
        words.push(("evidence".to_owned(), tier.word().to_owned()));
    }
    if let Some(note) = &entity.note {
        words.push(("note".to_owned(), note.clone()));
    }
    for other in vocabulary.entities_named(&entity.name).into_iter().chain(vocabulary.entities_named(typed)) {
        let line =
            format!("{} (`describe {}:{}`)", teller.kind(other), teller.kind(other), print::name(&teller.name(other)));
        if other != id && !words.iter().any(|(_, known)| *known == line) {
            words.push(("the name also means".to_owned(), line));
        }
    }
    let (tallies, findings) = tallies(&teller, id);
    Some(Description {
        name: entity.name.clone(),
        kind: teller.kind(id),
        aliases: entity.aliases.clone(),
        xrefs: entity
            .xrefs
            .iter()
            .map(|xref| match &xref.verified_in {
                Some(place) => format!("{} (verified in {place})", xref.curie),
                None => xref.curie.clone(),
            })
            .collect(),
        facts: words,
        questions: questions(&teller, id, &tallies),
        tallies: tallies.into_iter().map(|(tally, _)| tally).collect(),
        studies: studies_of(&teller, &findings).len() as u64,
        findings: findings.len() as u64,
    })
}

/// What the base knows of a verb, a slot or a noun; `None` where the words are none of them.
#[must_use]
pub fn describe_word(facts: &dyn Facts, typed: &str) -> Option<Description> {
    let teller = Teller::new(facts);
    let vocabulary = facts.vocabulary();
    let schema = vocabulary.schema();
    if !vocabulary.entities_named(typed).is_empty() {
        return None;
    }
    let mut found = Description {
        name: String::new(),
        kind: String::new(),
        aliases: Vec::new(),
        xrefs: Vec::new(),
        facts: Vec::new(),
        tallies: Vec::new(),
        findings: 0,
        studies: 0,
        questions: Vec::new(),
    };
    let mut findings: Vec<FindingId> = Vec::new();
    let mut say = |label: &str, words: Option<String>| {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            found.facts.push((label.to_owned(), words));
        }
    };
    if let Some(&(id, _)) = vocabulary.verbs_named(typed).first() {
        let relation = schema.relations.get(id.index())?;
        let narrower = vocabulary.narrower_relations(id);
        let names: Vec<String> = narrower.iter().filter(|&&other| other != id).map(|&id| teller.relation(id)).collect();
        say("passive", relation.passive.clone());
        say("direction", Some(crate::goal::print::direction_words(relation.direction).to_owned()));
        say("a kind of", relation.broader.map(|id| teller.relation(id)));
        say("includes", Some(names.join(", ")));
        say("opposite", relation.opposite.map(|id| teller.relation(id)));
        say("note", relation.note.clone());
        (found.name, found.kind, found.aliases) = (relation.name.clone(), "verb".to_owned(), relation.aliases.clone());
        findings = ids_of(&teller, &Scan { relations: Some(narrower), ..Scan::default() });
    } else if let Some(&id) = vocabulary.slots_named(typed).first() {
        let slot = schema.slots.get(id.index())?;
        say("reached by", slot.place.then(|| "in ...".to_owned()));
        say("says", slot.mechanism.then(|| "how, not where or in whom: no other context by itself".to_owned()));
        say("note", slot.note.clone());
        (found.name, found.kind, found.aliases) = (slot.name.clone(), "slot".to_owned(), slot.aliases.clone());
        each(&teller, &Scan::default(), &mut |finding_id, finding| {
            if finding.values(id).next().is_some() {
                findings.push(finding_id);
            }
        });
    } else {
        let &id = vocabulary.kinds_named(typed).first()?;
        let kind = schema.kinds.get(id.index())?;
        let of_kind = || vocabulary.entities().of_kind(id);
        let first: Vec<&str> = of_kind().take(LISTED).map(|id| vocabulary.entity_name(id)).collect();
        say("names", Some(format!("{}: {}", of_kind().count(), first.join(", "))));
        say("note", kind.note.clone());
        (found.name, found.kind, found.aliases) = (kind.name.clone(), "noun".to_owned(), kind.aliases.clone());
        let kinds = vocabulary.entities().kinds().as_slice();
        let is = |one: EntityId| kinds.get(one.index()) == Some(&id.0) && !vocabulary.entity_name(one).is_empty();
        let core = |at: &FindingId| facts.core(*at).is_some_and(|core| is(core.subject) || is(core.object));
        findings = ids_of(&teller, &Scan::default()).into_iter().filter(core).collect();
    }
    found.findings = findings.len() as u64;
    found.studies = studies_of(&teller, &findings).len() as u64;
    Some(found)
}

/// In what roles an entity stands in findings, most findings first; each with the question words that ask for it.
fn tallies(teller: &Teller<'_>, id: EntityId) -> (Vec<(Tally, Option<Ask>)>, Vec<FindingId>) {
    let mut roles: Vec<(String, Option<Ask>, Vec<FindingId>)> = Vec::new();
    let mut all: Vec<FindingId> = Vec::new();
    let mut add = |role: String, ask: Option<Ask>, finding: FindingId| {
        if all.last() != Some(&finding) {
            all.push(finding);
        }
        match roles.iter_mut().find(|(known, _, _)| *known == role) {
            Some((_, _, findings)) => findings.push(finding),
            None => roles.push((role, ask, vec![finding])),
        }
    };
    each_standing(teller, &[id], &mut |finding_id, finding| {
        let relation = teller.vocabulary().schema().relations.get(finding.relation.index());
        let stance = if finding.stance.witnesses() { "" } else { " (not reported)" };
        if finding.subject == id {
            let verb = teller.relation(finding.relation);
            add(format!("{verb} ...{stance}"), None, finding_id);
        }
        if finding.object == id {
            let verb = teller.relation(finding.relation);
            let role = match relation.and_then(|relation| relation.passive.clone()) {
                Some(passive) => format!("{passive} ...{stance}"),
                None => format!("... {verb}{stance}"),
            };
            let subject = teller.kind(finding.subject);
            let ask = stance.is_empty().then_some(Ask { noun: subject, verb });
            add(role, ask, finding_id);
        }
        for stated in &finding.slots {
            if stated.value == crate::model::Value::Entity(id) {
                add(format!("in slot {}", teller.slot(stated.slot)), None, finding_id);
            }
        }
    });
    all.sort_unstable();
    all.dedup();
    let mut tallies: Vec<(Tally, Option<Ask>)> = roles
        .into_iter()
        .map(|(role, ask, mut findings)| {
            findings.dedup();
            let studies = studies_of(teller, &findings).len() as u64;
            (Tally { role, findings: findings.len() as u64, studies }, ask)
        })
        .collect();
    tallies.sort_by(|(a, _), (b, _)| b.findings.cmp(&a.findings).then_with(|| a.role.cmp(&b.role)));
    (tallies, all)
}

/// The words of a question that has rows.
#[derive(Clone)]
struct Ask {
    noun: String,
    verb: String,
}

fn questions(teller: &Teller<'_>, id: EntityId, tallies: &[(Tally, Option<Ask>)]) -> Vec<String> {
    let name = print::name(&teller.name(id));
    let mut all: Vec<String> = Vec::new();
    for (_, ask) in tallies {
        if let Some(ask) = ask {
            let question = format!("{} where {} {name}", print::name(&ask.noun), ask.verb);
            if !all.contains(&question) {
                all.push(question);
            }
        }
    }
    all.truncate(3);
    all
}

/// An entity and what is narrower, as a tree.
#[must_use]
pub fn kinds(facts: &dyn Facts, id: EntityId) -> Kinds {
    let teller = Teller::new(facts);
    let closure = facts.vocabulary().narrower(id);
    let counts = standing(&teller, &closure);
    let mut lines = Vec::new();
    let mut stack: Vec<(Closure, u32)> =
        closure.iter().filter(|step| step.entity == id).map(|step| (*step, 0)).collect();
    let mut under: BTreeMap<EntityId, Vec<Closure>> = BTreeMap::new();
    for next in closure.iter().filter(|next| next.entity != next.above && next.step.is_some()) {
        under.entry(next.above).or_default().push(*next);
    }
    while let Some((step, depth)) = stack.pop() {
        lines.push(line(&teller, step, depth, &counts));
        let mut below: Vec<Closure> = under.remove(&step.entity).unwrap_or_default();
        below.sort_by_cached_key(|next| std::cmp::Reverse(teller.name(next.entity)));
        stack.extend(below.into_iter().map(|next| (next, depth + 1)));
    }
    let broader = facts
        .vocabulary()
        .entity(id)
        .map(|entity| {
            entity.broader.iter().map(|edge| format!("{} {}", edge.kind.words(), teller.name(edge.to))).collect()
        })
        .unwrap_or_default();
    Kinds { name: teller.name(id), kind: teller.kind(id), lines, broader }
}

fn line(teller: &Teller<'_>, step: Closure, depth: u32, counts: &BTreeMap<EntityId, u64>) -> KindLine {
    let edge = teller
        .vocabulary()
        .entity(step.entity)
        .and_then(|entity| entity.broader.iter().find(|edge| edge.to == step.above && Some(edge.kind) == step.step));
    let source = edge.and_then(|edge| {
        let mut words: Vec<String> = edge.locators.iter().map(|locator| teller.locator(locator)).collect();
        words.extend(edge.note.clone());
        (!words.is_empty()).then(|| words.join("; "))
    });
    KindLine {
        depth,
        name: teller.name(step.entity),
        because: step.step.filter(|_| depth > 0).map(|kind| kind.words().to_owned()).unwrap_or_default(),
        source,
        findings: counts.get(&step.entity).copied().unwrap_or(0),
    }
}

/// Whether none of some entities stands in a slot, as far as a store can tell without looking.
fn no_slot_states(teller: &Teller<'_>, closure: &[Closure]) -> bool {
    let slots = (0u32..).map(SlotId).zip(&teller.vocabulary().schema().slots);
    let mut slots = slots.filter(|(_, slot)| is_of_entities(slot)).peekable();
    if slots.peek().is_none() {
        return true;
    }
    let ids: Vec<EntityId> = closure.iter().map(|step| step.entity).collect();
    let stated = |slot| Scan { stated: Some((slot, ids.clone())), ..Scan::default() };
    slots.all(|(slot, _)| teller.facts.estimate(&stated(slot)) == 0)
}

/// Calls `visit` with every finding in which one of some entities stands, as subject, as object or in a slot, in ascending order. The entities
/// are sorted; a finding in which none stands may come too.
fn each_standing(teller: &Teller<'_>, ids: &[EntityId], visit: &mut dyn FnMut(FindingId, &Finding)) {
    let ends = [
        Scan { subjects: Some(ids.to_vec()), ..Scan::default() },
        Scan { objects: Some(ids.to_vec()), ..Scan::default() },
    ];
    let slots = (0u32..).map(SlotId).zip(&teller.vocabulary().schema().slots);
    let slots = slots.filter(|(_, slot)| is_of_entities(slot));
    let stated = slots.map(|(slot, _)| Scan { stated: Some((slot, ids.to_vec())), ..Scan::default() });
    let scans: Vec<Scan> = ends.into_iter().chain(stated).collect();
    let looked_at = scans.iter().map(|scan| teller.facts.estimate(scan)).fold(0, usize::saturating_add);
    // a store without lists of what is stated would be gone through for each slot
    if looked_at >= teller.facts.finding_count() {
        return each(teller, &Scan::default(), visit);
    }
    let mut found: Vec<FindingId> = scans.iter().flat_map(|scan| ids_of(teller, scan)).collect();
    found.sort_unstable();
    found.dedup();
    for id in found {
        if let Some(finding) = teller.facts.finding(id) {
            visit(id, &finding);
        }
    }
}

fn is_of_entities(slot: &Slot) -> bool {
    matches!(slot.holds, SlotType::Entities(_))
}

/// The findings of a scan, unread.
fn ids_of(teller: &Teller<'_>, scan: &Scan) -> Vec<FindingId> {
    let (mut all, mut batch) = (Vec::new(), Vec::new());
    let mut batches = teller.facts.scan(scan);
    while batches.next_batch(&mut batch) {
        all.extend_from_slice(&batch);
    }
    all
}

/// In how many findings each of some entities stands: as subject, as object, or in a slot.
fn standing(teller: &Teller<'_>, closure: &[Closure]) -> BTreeMap<EntityId, u64> {
    let mut counts: BTreeMap<EntityId, u64> = closure.iter().map(|step| (step.entity, 0)).collect();
    if let Some(links) = teller.facts.links().filter(|_| no_slot_states(teller, closure)) {
        for (id, count) in &mut counts {
            *count = links.standing(*id) as u64;
        }
        return counts;
    }
    let ids: Vec<EntityId> = counts.keys().copied().collect();
    each_standing(teller, &ids, &mut |_, finding| {
        let slots = finding.slots.iter().filter_map(|stated| match stated.value {
            crate::model::Value::Entity(id) => Some(id),
            _ => None,
        });
        let mut ids: Vec<EntityId> = slots.chain([finding.subject, finding.object]).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            counts.entry(id).and_modify(|count| *count += 1);
        }
    });
    counts
}

/// What a name may stand for.
#[must_use]
pub fn resolved(facts: &dyn Facts, typed: &str) -> Resolved {
    let teller = Teller::new(facts);
    let vocabulary = facts.vocabulary();
    let mut senses: Vec<SenseWords> =
        vocabulary.entities_named(typed).iter().filter_map(|&id| sense(&teller, id, typed)).collect();
    senses.sort_by(|a, b| b.findings.cmp(&a.findings).then_with(|| a.name.cmp(&b.name)));
    let plain = |name: &str, kind: &str| SenseWords {
        name: name.to_owned(),
        kind: kind.to_owned(),
        xref: None,
        because: "word of this base".to_owned(),
        findings: 0,
    };
    for id in vocabulary.kinds_named(typed) {
        if let Some(kind) = vocabulary.schema().kinds.get(id.index()) {
            senses.push(plain(&kind.name, "noun"));
        }
    }
    for id in vocabulary.slots_named(typed) {
        senses.push(plain(&teller.slot(id), "slot"));
    }
    for (id, _) in vocabulary.verbs_named(typed) {
        senses.push(plain(&teller.relation(id), "verb"));
    }
    let nearest = if senses.is_empty() {
        vocabulary
            .nearest_entities(typed, 5, &|_| true)
            .into_iter()
            .filter_map(|(near, id)| sense(&teller, id, &near))
            .collect()
    } else {
        Vec::new()
    };
    Resolved { typed: typed.to_owned(), normal: normal(typed), senses, nearest }
}

fn sense(teller: &Teller<'_>, id: EntityId, typed: &str) -> Option<SenseWords> {
    let entity = teller.vocabulary().entity(id)?;
    let form = normal(typed);
    let because = if entity.name == typed {
        "preferred name".to_owned()
    } else if normal(&entity.name) == form {
        format!("preferred name {}", entity.name)
    } else if let Some(alias) = entity.aliases.iter().find(|alias| *alias == typed || normal(alias) == form) {
        format!("alias {alias}")
    } else {
        "cross-reference or kind".to_owned()
    };
    let mut findings: Vec<FindingId> = Vec::new();
    for scan in
        [Scan { subjects: Some(vec![id]), ..Scan::default() }, Scan { objects: Some(vec![id]), ..Scan::default() }]
    {
        findings.extend(ids_of(teller, &scan));
    }
    findings.sort_unstable();
    findings.dedup();
    Some(SenseWords {
        name: entity.name.clone(),
        kind: teller.kind(id),
        xref: entity.xrefs.first().map(|xref| xref.curie.clone()),
        because,
        findings: findings.len() as u64,
    })
}
