//! One name of a condition put in the place of another.
//!
//! A condition of a query's tree and a choice of other entities come in, conditions with one name replaced go out, each with what was changed. Why
//! these names and no others is not known here.

use super::lookup::text_of;
use super::loosen::verb_words;
use crate::model::EntityId;
use crate::names::Vocabulary;
use crate::syntax::ast::{self, Condition, Part, PartKind, Run, RunOrChoice};

/// The condition with each of its names replaced by each of the others of what it means.
pub(super) fn other_names(
    condition: &Condition,
    vocabulary: &Vocabulary,
    others: &dyn Fn(EntityId) -> Vec<EntityId>,
) -> Vec<(String, Condition)> {
    let runs = |run: &Run, from: usize| renamed(run, from, vocabulary, others);
    let mut all = Vec::new();
    match condition {
        Condition::Slot(slot) => {
            let ast::SlotTest::Compare(comparison) = &slot.test else { return all };
            let RunOrChoice::Run(run) = &comparison.value.what else { return all };
            if comparison.operator != ast::Operator::Equal {
                return all;
            }
            for (change, run) in runs(run, 0) {
                let mut other = slot.clone();
                if let ast::SlotTest::Compare(comparison) = &mut other.test {
                    comparison.value.what = RunOrChoice::Run(run);
                }
                all.push((change, Condition::Slot(other)));
            }
        }
        Condition::Items(items) => {
            for (index, place) in items.places.iter().enumerate().filter(|(_, place)| place.comparison.is_none()) {
                for (change, run) in runs(&place.run, 0) {
                    let mut other = items.clone();
                    if let Some(place) = other.places.get_mut(index) {
                        place.run = run;
                    }
                    all.push((change, Condition::Items(other)));
                }
            }
        }
        Condition::Effect(effect) if effect.target.is_none() => {
            let Some(verb) = verb_words(effect, vocabulary) else { return all };
            for (change, run) in runs(&effect.run, verb) {
                all.push((change, Condition::Effect(ast::Effect { run, ..effect.clone() })));
            }
        }
        _ => {}
    }
    all
}

/// A run whose name, from part `from` on, is replaced.
fn renamed(
    run: &Run,
    from: usize,
    vocabulary: &Vocabulary,
    others: &dyn Fn(EntityId) -> Vec<EntityId>,
) -> Vec<(String, Run)> {
    let name = text_of(run.parts.get(from..).unwrap_or_default());
    let mut all = Vec::new();
    for id in vocabulary.entities_named(&name) {
        let Some(entity) = vocabulary.entity(id) else { continue };
        for other in others(id) {
            let Some(other) = vocabulary.entity(other) else { continue };
            let mut run = run.clone();
            run.parts.truncate(from);
            run.parts.push(Part { kind: PartKind::Quoted, text: other.name.clone(), span: run.span });
            all.push((format!("`{}` instead of `{}`", other.name, entity.name), run));
        }
    }
    all
}
