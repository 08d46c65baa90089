//! Plain tables of what a base declares: nouns, verbs, slots, sources, and what goes by a noun or a verb.
//!
//! A base and what is to be listed come in, a listing that owns its words goes out.

use super::evidence::Teller;
use super::nearby::each;
use crate::answer::reply::Listing;
use crate::base::{Facts, Scan};
use crate::goal::COMMON_SLOTS;
use crate::model::{EntityId, SlotType};
use crate::names::normal;
use crate::syntax::ast;

/// `kinds of` a noun or a verb: what goes by it. `None` where the words name an entity, or nothing.
#[must_use]
pub fn names_of(facts: &dyn Facts, typed: &str) -> Option<Listing> {
    let vocabulary = facts.vocabulary();
    let teller = Teller::new(facts);
    if !vocabulary.entities_named(typed).is_empty() {
        return None;
    }
    let (columns, rows): ([&str; 2], Vec<Vec<String>>) = if let Some(&kind) = vocabulary.kinds_named(typed).first() {
        let of_kind = vocabulary.entities().of_kind(kind).filter_map(|id| vocabulary.entity(id));
        let row = |entity: &crate::model::Entity| {
            let broader: Vec<String> = entity.broader.iter().map(|edge| teller.name(edge.to)).collect();
            vec![entity.name.clone(), broader.join(", ")]
        };
        (["name", "a kind of"], of_kind.map(row).collect())
    } else {
        let &(verb, _) = vocabulary.verbs_named(typed).first()?;
        let narrower = vocabulary.narrower_relations(verb);
        let row = |id: &crate::model::RelationId| {
            let broader = vocabulary.relation(*id).and_then(|relation| relation.broader);
            vec![teller.relation(*id), broader.map(|id| teller.relation(id)).unwrap_or_default()]
        };
        (["verb", "a kind of"], narrower.iter().map(row).collect())
    };
    Some(Listing { title: format!("kinds of {typed}"), columns: columns.map(str::to_owned).to_vec(), rows })
}

/// `names containing`: names of every noun that have these letters. `None` where there are none to look for.
#[must_use]
pub fn names_containing(facts: &dyn Facts, letters: &str) -> Option<Listing> {
    if normal(letters).is_empty() {
        return None;
    }
    let vocabulary = facts.vocabulary();
    let row = |id: EntityId| -> Option<Vec<String>> {
        let noun = vocabulary.kind_name(vocabulary.kind_of(id)?);
        Some(vec![vocabulary.entity_name(id).to_owned(), noun.to_owned()])
    };
    let rows = vocabulary.names_containing(letters, None).into_iter().filter_map(row).collect();
    Some(Listing {
        title: format!("names containing {letters}"),
        columns: ["name", "noun"].map(str::to_owned).to_vec(),
        rows,
    })
}

/// `nouns`, `verbs`, `slots`, `sources`.
#[must_use]
pub fn listing(facts: &dyn Facts, what: ast::Listing) -> Listing {
    let teller = Teller::new(facts);
    let schema = facts.vocabulary().schema();
    let table = |title: &str, columns: &[&str], rows: Vec<Vec<String>>| Listing {
        title: title.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        rows,
    };
    match what {
        ast::Listing::Nouns => {
            let mut counts = vec![0u64; schema.kinds.len()];
            for kind in facts.vocabulary().entities().kinds().as_slice() {
                if let Some(count) = counts.get_mut(*kind as usize) {
                    *count += 1;
                }
            }
            let rows = schema
                .kinds
                .iter()
                .zip(counts)
                .map(|(kind, count)| vec![kind.name.clone(), count.to_string(), kind.note.clone().unwrap_or_default()])
                .collect();
            table("nouns", &["noun", "names", "note"], rows)
        }
        ast::Listing::Verbs => {
            let mut counts = vec![0u64; schema.relations.len()];
            each(&teller, &Scan::default(), &mut |_, finding| {
                if let Some(count) = counts.get_mut(finding.relation.index()) {
                    *count += 1;
                }
            });
            let rows = schema
                .relations
                .iter()
                .zip(counts)
                .map(|(relation, count)| {
                    let broader = relation.broader.map(|id| teller.relation(id)).unwrap_or_default();
                    let opposite = relation.opposite.map(|id| teller.relation(id)).unwrap_or_default();
                    vec![
                        relation.name.clone(),
                        relation.passive.clone().unwrap_or_default(),
                        crate::goal::print::direction_words(relation.direction).to_owned(),
                        broader,
                        opposite,
                        count.to_string(),
                    ]
                })
                .collect();
            table("verbs", &["verb", "passive", "direction", "a kind of", "opposite", "findings"], rows)
        }
        ast::Listing::Slots => {
            let mut counts = vec![0u64; schema.slots.len()];
            each(&teller, &Scan::default(), &mut |_, finding| {
                let mut last = None;
                for stated in &finding.slots {
                    if last != Some(stated.slot)
                        && let Some(count) = counts.get_mut(stated.slot.index())
                    {
                        *count += 1;
                    }
                    last = Some(stated.slot);
                }
            });
            let mut rows: Vec<Vec<String>> = schema
                .slots
                .iter()
                .zip(counts)
                .map(|(slot, count)| {
                    let holds = match &slot.holds {
                        SlotType::Entities(kinds) => {
                            let names: Vec<String> = kinds
                                .iter()
                                .filter_map(|kind| schema.kinds.get(kind.index()))
                                .map(|kind| kind.name.clone())
                                .collect();
                            names.join(", ")
                        }
                        SlotType::Quantity(dimensions) => format!("amount: {}", dimensions.join(", ")),
                        SlotType::Text => "words".to_owned(),
                    };
                    let place = if slot.place { "in ..." } else { "" };
                    vec![slot.name.clone(), holds, place.to_owned(), count.to_string()]
                })
                .collect();
            for (name, _) in COMMON_SLOTS {
                rows.push(vec![
                    name.to_owned(),
                    "of every finding".to_owned(),
                    String::new(),
                    facts.findings_held().to_string(),
                ]);
            }
            table("slots", &["slot", "holds", "reached by", "findings"], rows)
        }
        ast::Listing::Sources => {
            let rows = facts
                .sources()
                .iter()
                .map(|source| {
                    vec![
                        source.name.clone(),
                        source.title.clone().unwrap_or_default(),
                        source.year.map(|year| year.to_string()).unwrap_or_default(),
                        source.doi.clone().unwrap_or_default(),
                        source.pmid.clone().unwrap_or_default(),
                        [&source.curator, &source.curated]
                            .into_iter()
                            .flatten()
                            .cloned()
                            .collect::<Vec<_>>()
                            .join(", "),
                    ]
                })
                .collect();
            table("sources", &["source", "title", "year", "doi", "pmid", "curated"], rows)
        }
    }
}
