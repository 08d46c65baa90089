//! Which entity a name means in its place.
//!
//! Candidates and the kinds that a place allows come in; one entity or a diagnostic goes out. Nothing is guessed: what stays ambiguous is
//! an error that lists the senses.

use super::state::{listed, typed, unknown};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{EntityId, KindId};
use crate::names::{Vocabulary, a, one_of};
use crate::text::Span;

/// Picks the entity that a text names where these kinds are allowed; any kind where the list is empty.
///
/// The name of an agent names the treatment where a treatment is asked for and only one applies that agent.
pub(super) fn pick(
    vocabulary: &Vocabulary,
    text: &str,
    span: Span,
    allowed: &[KindId],
    suggest: bool,
) -> Result<EntityId, Box<Diagnostic>> {
    let candidates = vocabulary.entities_named(text);
    let fits =
        |id: EntityId| allowed.is_empty() || vocabulary.entity(id).is_some_and(|entity| allowed.contains(&entity.kind));
    if candidates.is_empty() {
        let near = if suggest { vocabulary.nearest_entities(text, 3, &fits) } else { Vec::new() };
        return Err(Box::new(unknown("name", text, span, near.into_iter().map(|(name, _)| name).collect())));
    }
    let mut fitting: Vec<EntityId> = candidates.iter().copied().filter(|id| fits(*id)).collect();
    if fitting.is_empty() {
        fitting =
            candidates.iter().flat_map(|id| vocabulary.operations_on(*id).iter()).filter(|id| fits(*id)).collect();
        fitting.sort_unstable();
        fitting.dedup();
    }
    match fitting.as_slice() {
        [one] => Ok(*one),
        [] => Err(Box::new(wrong_kind(vocabulary, text, span, &candidates, allowed))),
        several => Err(Box::new(ambiguous(vocabulary, text, span, several))),
    }
}

fn wrong_kind(
    vocabulary: &Vocabulary,
    text: &str,
    span: Span,
    candidates: &[EntityId],
    allowed: &[KindId],
) -> Diagnostic {
    let mut kinds: Vec<String> = candidates
        .iter()
        .filter_map(|id| vocabulary.entity(*id))
        .map(|entity| a(vocabulary.kind_name(entity.kind)))
        .collect();
    kinds.sort();
    kinds.dedup();
    let is = listed(&kinds, "or");
    let wanted: Vec<String> = allowed.iter().map(|kind| vocabulary.kind_name(*kind).to_owned()).collect();
    let label = format!("{} is wanted here", one_of(&wanted, "or"));
    let mut diagnostic = Diagnostic::error("W0302", format!("`{text}` is {is}"), span, label);
    diagnostic.expected = wanted;
    diagnostic
}

/// A name with several senses.
pub(super) fn ambiguous(vocabulary: &Vocabulary, text: &str, span: Span, senses: &[EntityId]) -> Diagnostic {
    let names: Vec<String> = senses.iter().map(|id| format!("`{}`", vocabulary.full_name(*id))).collect();
    let message = format!("`{text}` may mean {}", listed(&names, "or"));
    let mut diagnostic = Diagnostic::error("W0308", message, span, "more than one sense");
    for id in senses {
        let name = vocabulary.full_name(*id);
        diagnostic = diagnostic.with_fix(Fix::replace(format!("`{name}`"), span, typed(&name)));
    }
    diagnostic
}
