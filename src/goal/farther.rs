//! Questions near one that has no row and of which no weaker one has any: names further up, the
//! contrary, other nouns, names spelled alike.
//!
//! A query's tree comes in and other trees go out; whether they have rows is for the caller to find out.

use super::lookup::text_of;
use super::loosen::{self, Weaker, condition_at, paths, replaced, verb_words, with_verb};
use super::rename::other_names;
use crate::model::{Direction, EntityId, KindId};
use crate::names::Vocabulary;
use crate::syntax::ast::{Condition, Part, PartKind, Query};
use crate::syntax::print;

/// Names spelled alike that are tried for one name.
const ALIKE: usize = 3;

/// Questions with another name, verb or noun, in the order in which they should be tried. Of a name the broader ones above the next stand
/// on one ladder: the first that has rows is enough.
pub fn farther<'q>(query: &'q Query, vocabulary: &'q Vocabulary) -> impl Iterator<Item = Weaker> + 'q {
    let paths = paths(query);
    let again = paths.clone();
    let up = paths.into_iter().enumerate().flat_map(move |(at, path)| {
        let condition = condition_at(&query.body, &path);
        let renamed = condition.map(|condition| other_names(condition, vocabulary, &|id| above(id, vocabulary)));
        let made = renamed.unwrap_or_default().into_iter().filter_map(move |(change, condition)| {
            let query = replaced(query, &path, condition)?;
            Some(Weaker { ladder: u32::try_from(at).ok(), ..Weaker::new(change, query) })
        });
        made.collect::<Vec<_>>()
    });
    let alike = again.into_iter().flat_map(move |path| {
        let condition = condition_at(&query.body, &path);
        let renamed = condition.map(|condition| other_names(condition, vocabulary, &|id| alike(id, vocabulary)));
        let made = renamed.unwrap_or_default().into_iter().filter_map(move |(change, condition)| {
            Some(Weaker::new(format!("{change}, spelled alike"), replaced(query, &path, condition)?))
        });
        made.collect::<Vec<_>>()
    });
    up.chain(verbs(query, vocabulary)).chain(nouns(query, vocabulary)).chain(alike)
}

/// The question with the opposite of one of its verbs, or with one that says that nothing changed.
fn verbs<'q>(query: &'q Query, vocabulary: &'q Vocabulary) -> impl Iterator<Item = Weaker> + 'q {
    paths(query).into_iter().flat_map(move |path| {
        let mut all = Vec::new();
        let Some(Condition::Effect(effect)) = condition_at(&query.body, &path) else { return all };
        let Some(words) = verb_words(effect, vocabulary) else { return all };
        let text = text_of(effect.run.parts.get(..words).unwrap_or_default());
        for (id, passive) in vocabulary.verbs_named(&text) {
            let Some(asked) = vocabulary.relation(id) else { continue };
            let moves = !matches!(asked.direction, Direction::None | Direction::Unclear);
            let nulls = vocabulary.schema().relations.iter().filter(|one| moves && one.direction == Direction::None);
            for other in asked.opposite.and_then(|id| vocabulary.relation(id)).into_iter().chain(nulls) {
                let Some(phrase) = (if passive { other.passive.as_ref() } else { Some(&other.name) }) else { continue };
                let condition = Condition::Effect(with_verb(effect, words, phrase));
                let change = format!("`{phrase}` instead of `{text}`");
                all.extend(replaced(query, &path, condition).map(|query| Weaker::new(change, query)));
            }
        }
        all
    })
}

/// The question for rows of another noun, with another verb: what is left where neither alone gives anything. Only nouns are tried that the
/// verb takes.
pub fn noun_and_verb<'q>(query: &'q Query, vocabulary: &'q Vocabulary) -> impl Iterator<Item = Weaker> + 'q {
    nouns(query, vocabulary).flat_map(move |noun| {
        let verbs = loosen::wider_verbs(&noun.query, vocabulary).into_iter().chain(verbs(&noun.query, vocabulary));
        let both = verbs.map(|verb| Weaker::new(format!("{}; {}", noun.change, verb.change), verb.query));
        both.collect::<Vec<_>>()
    })
}

/// All that findings say of a name in the place where an effect has it, as texts; for questions of which nothing near has rows.
#[must_use]
pub fn all_said(query: &Query, vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for path in paths(query) {
        let Some(Condition::Effect(effect)) = condition_at(&query.body, &path) else { continue };
        let Some(words) = verb_words(effect, vocabulary) else { continue };
        let (verb, name) = effect.run.parts.split_at(words.min(effect.run.parts.len()));
        let passive = vocabulary.verbs_named(&text_of(verb)).iter().any(|(_, passive)| *passive);
        let name = text_of(name);
        if effect.target.is_some() || vocabulary.entities_named(&name).is_empty() {
            continue;
        }
        let side = if passive { "subject" } else { "object" };
        let text = format!("finding where {side} = {}", print::name(&name));
        all.push((format!("all findings that have `{name}` as {side}"), text));
    }
    all
}

/// Broader names beyond the next, the nearer first.
fn above(id: EntityId, vocabulary: &Vocabulary) -> Vec<EntityId> {
    let closure = vocabulary.broader(id);
    let step_below = |at: EntityId| {
        let place = closure.binary_search_by_key(&at, |step| step.entity).ok()?;
        closure.get(place).map(|step| step.above)
    };
    let steps = |from: EntityId| {
        let mut at = from;
        let mut count = 0usize;
        while at != id && count <= closure.len() {
            let Some(below) = step_below(at) else { break };
            at = below;
            count += 1;
        }
        count
    };
    let mut all: Vec<(usize, EntityId)> = closure.iter().map(|step| (steps(step.entity), step.entity)).collect();
    all.retain(|(steps, _)| *steps > 1);
    all.sort_unstable();
    all.into_iter().map(|(_, id)| id).collect()
}

/// Names of the same kind that are spelled alike.
fn alike(id: EntityId, vocabulary: &Vocabulary) -> Vec<EntityId> {
    let Some(entity) = vocabulary.entity(id) else { return Vec::new() };
    let kinds = vocabulary.entities().kinds().as_slice();
    let other = |near: EntityId| near != id && kinds.get(near.index()) == Some(&entity.kind.0);
    vocabulary.nearest_entities(&entity.name, ALIKE, &other).into_iter().map(|(_, id)| id).collect()
}

/// The question for rows of another noun.
fn nouns<'q>(query: &'q Query, vocabulary: &'q Vocabulary) -> impl Iterator<Item = Weaker> + 'q {
    let head = query.head.first().filter(|_| query.head.len() == 1);
    let own: Vec<KindId> = head.map(|run| vocabulary.kinds_named(&run.text())).unwrap_or_default();
    let kinds = if own.is_empty() { [].as_slice() } else { vocabulary.schema().kinds.as_slice() };
    kinds.iter().enumerate().filter_map(move |(at, kind)| {
        if own.iter().any(|own| own.index() == at) {
            return None;
        }
        let mut other = query.clone();
        let run = other.head.first_mut()?;
        let change = format!("`{}` instead of `{run}`", kind.name);
        let words =
            kind.name.split(' ').map(|text| Part { kind: PartKind::Word, text: text.to_owned(), span: run.span });
        run.parts = words.collect();
        Some(Weaker::new(change, other))
    })
}
