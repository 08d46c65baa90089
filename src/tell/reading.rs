//! How a question was read, in words.
//!
//! A goal and the text that it came from come in; sentences, names and expansions go out.

use super::evidence::Teller;
use crate::answer::{Expansion, Included, NameRead, Reading};
use crate::goal::{Compare, Condition, EntitySet, Goal, Sense, Target, Test, Verb, slot_name};
use crate::model::{EdgeKind, EntityId};
use crate::syntax::print;
use crate::text::Source;

/// How many narrower entities an expansion names; more are counted.
const NAMED: usize = 200;

pub(super) fn reading(teller: &Teller<'_>, goal: &Goal, source: &Source) -> Reading {
    let vocabulary = teller.vocabulary();
    let names = goal.words.iter().filter_map(|word| name_read(teller, source.slice(word.span), word.sense)).collect();
    let mut expansions = Vec::new();
    sets(goal, &mut |set| {
        if let Some(expansion) = expansion(teller, set)
            && !expansions.contains(&expansion)
        {
            expansions.push(expansion);
        }
    });
    verbs(goal, &mut |asked, members| {
        let includes: Vec<Included> = members
            .iter()
            .filter(|&&id| id != asked)
            .map(|&id| {
                let broader = vocabulary.schema().relations.get(id.index()).and_then(|relation| relation.broader);
                Included {
                    name: teller.relation(id),
                    because: match broader {
                        Some(broader) if broader != asked => format!("a kind of {}", teller.relation(broader)),
                        _ => String::new(),
                    },
                    locators: Vec::new(),
                    note: None,
                }
            })
            .collect();
        let expansion = Expansion {
            name: teller.relation(asked),
            includes,
            more: 0,
            listed_by: None,
            leaves_out: Vec::new(),
            more_left_out: 0,
        };
        if !expansion.includes.is_empty() && !expansions.contains(&expansion) {
            expansions.push(expansion);
        }
    });
    Reading { sentences: crate::goal::print::reading(goal, vocabulary), names, expansions }
}

fn name_read(teller: &Teller<'_>, typed: &str, sense: Sense) -> Option<NameRead> {
    let vocabulary = teller.vocabulary();
    let typed = typed.trim_matches('"').to_owned();
    let (name, kind, xref) = match sense {
        Sense::Entity(id) => {
            let entity = vocabulary.entity(id)?;
            (entity.name.clone(), teller.kind(id), entity.xrefs.first().map(|xref| xref.curie.clone()))
        }
        Sense::Slot(slot) => (slot_name(vocabulary, slot), "slot".to_owned(), None),
        Sense::Relation { relation, passive } => {
            let relation = vocabulary.schema().relations.get(relation.index())?;
            let name = if passive { relation.passive.clone().unwrap_or_default() } else { relation.name.clone() };
            let typed = typed.strip_prefix("indirectly ").unwrap_or(&typed).to_owned();
            let respelled = typed != name;
            return Some(NameRead { typed, name, kind: "verb".to_owned(), xref: None, respelled });
        }
        // The noun stands in the sentence itself.
        Sense::Kind(_) | Sense::InverseOf(_) => return None,
    };
    // `in vivo` is typed as `in` and `vivo`.
    let typed = if name == format!("in {typed}") { name.clone() } else { typed };
    let respelled = typed != name;
    Some(NameRead { typed, name, kind, xref, respelled })
}

/// Calls `visit` with every set of entities that the question names.
pub(super) fn sets(goal: &Goal, visit: &mut dyn FnMut(&EntitySet)) {
    for effect in &goal.effects {
        match &effect.target {
            Target::Entities(set) => visit(set),
            Target::Goal(inner) => sets(inner, visit),
            Target::Any | Target::Letter(_) => {}
        }
    }
    for context in &goal.contexts {
        test_sets(&context.test, visit);
    }
    identity_sets(&goal.condition, visit);
}

fn test_sets(test: &Test, visit: &mut dyn FnMut(&EntitySet)) {
    match test {
        Test::Slot { compare: Compare::Entities(set), .. } => visit(set),
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => {
            tests.iter().for_each(|test| test_sets(test, visit))
        }
        Test::Not(inner) => test_sets(inner, visit),
        Test::Slot { .. } | Test::NotStated(_) => {}
    }
}

fn identity_sets(condition: &Condition, visit: &mut dyn FnMut(&EntitySet)) {
    match condition {
        Condition::Is(_, set) => visit(set),
        Condition::All(inner) | Condition::Any(inner) | Condition::AtLeast(_, inner) => {
            inner.iter().for_each(|condition| identity_sets(condition, visit));
        }
        Condition::Not(inner) | Condition::InOneStudy(inner) => identity_sets(inner, visit),
        Condition::Effect(_) => {}
    }
}

fn verbs(goal: &Goal, visit: &mut dyn FnMut(crate::model::RelationId, &[crate::model::RelationId])) {
    for effect in &goal.effects {
        if let Verb::Relations { asked, members } | Verb::Benefit { asked, members, .. } = &effect.verb {
            visit(*asked, members);
        }
        if let Target::Goal(inner) = &effect.target {
            verbs(inner, visit);
        }
    }
}

pub(super) fn expansion(teller: &Teller<'_>, set: &EntitySet) -> Option<Expansion> {
    let vocabulary = teller.vocabulary();
    let (mut includes, mut leaves_out) = (Vec::new(), Vec::new());
    let (mut more, mut more_left_out) = (0, 0);
    for &top in &set.asked {
        for step in vocabulary.narrower(top) {
            let Some(kind) = step.step.filter(|_| !set.asked.contains(&step.entity)) else { continue };
            let is_member = set.members.binary_search(&step.entity).is_ok();
            let (into, more) =
                if is_member { (&mut includes, &mut more) } else { (&mut leaves_out, &mut more_left_out) };
            if into.len() == NAMED {
                *more += 1;
                continue;
            }
            let name = teller.name(step.entity);
            into.push(included(teller, name, step.entity, step.above, kind));
        }
        if set.exactly {
            // What decides whether it counts for a wider name is told too.
            let edges = vocabulary.entity(top).map(|entity| entity.broader.as_slice()).unwrap_or_default();
            for edge in edges.iter().filter(|edge| edge.kind.is_followed()) {
                includes.push(included(teller, format!("{} alone", teller.name(top)), top, edge.to, edge.kind));
            }
        }
    }
    if includes.is_empty() && leaves_out.is_empty() {
        return None;
    }
    let names: Vec<String> = set.asked.iter().map(|&id: &EntityId| teller.name(id)).collect();
    let listed_by = names.first().map(|name| format!("kinds of {}", print::name(name)));
    Some(Expansion { name: names.join(" or "), includes, more, listed_by, leaves_out, more_left_out })
}

/// A narrower entity with the step that leads up from it.
fn included(teller: &Teller<'_>, name: String, from: EntityId, to: EntityId, kind: EdgeKind) -> Included {
    let edges = teller.vocabulary().entity(from).map(|entity| entity.broader.as_slice()).unwrap_or_default();
    let edge = edges.iter().find(|edge| edge.to == to && edge.kind == kind);
    Included {
        name,
        because: format!("{} {}", kind.words(), teller.name(to)),
        locators: edge.map(|edge| edge.locators.iter().map(|l| teller.locator(l)).collect()).unwrap_or_default(),
        note: edge.and_then(|edge| edge.note.clone()),
    }
}
