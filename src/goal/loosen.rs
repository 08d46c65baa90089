//! Weaker questions: what to try where an answer is empty, or where a row is missing.
//!
//! A query's tree comes in and weaker trees go out, the smallest changes first; whether they have rows is for the caller to find out.

use super::rename::other_names;
use crate::model::{Direction, EntityId, RelationId};
use crate::names::{Vocabulary, benefit::does_good};
use crate::syntax::ast::{self, Body, Condition, Group, Joiner, Part, PartKind, Query, Tail, Target};
use rustc_hash::FxHashSet;

/// Conditions of a long question: of its second changes few are made at once.
const LONG: usize = 200;

/// One weaker question.
#[derive(Clone, Debug, PartialEq)]
pub struct Weaker {
    /// What was changed, in plain words.
    pub change: String,
    /// The question.
    pub query: Query,
    /// Of questions with the same number the first that has rows is enough.
    pub ladder: Option<u32>,
}

impl Weaker {
    pub(super) fn new(change: impl Into<String>, query: Query) -> Weaker {
        Weaker { change: change.into(), query, ladder: None }
    }
}

/// Questions weaker by one change, in the order in which they should be tried: findings may differ, one condition on the context less, one
/// name widened by a step, fewer studies.
///
/// Each is made when it is asked for: a long question has many, each as long as itself.
pub fn weaker<'q>(query: &'q Query, vocabulary: &'q Vocabulary) -> impl Iterator<Item = Weaker> + 'q {
    let paths = paths(query);
    let groups = query.body.groups.iter().enumerate();
    let split =
        groups.flat_map(|(index, group)| apart(query, index, group).into_iter().chain(by_studies(query, index)));
    let (again, again_for_all) = (paths.clone(), paths.clone());
    let dropped = paths.into_iter().flat_map(|path| dropped(query, &path));
    let widened = again.into_iter().flat_map(|path| widened(query, &path, vocabulary));
    let fewer = (0..query.body.tails.len()).filter_map(|index| fewer_studies(query, index));
    let once_more = again_for_all.into_iter().filter_map(|path| unquantified(query, &path, vocabulary));
    split.chain(once_more).chain(dropped).chain(widened).chain(fewer).filter(|weaker| weaker.query != *query)
}

/// `in one study` taken away.
fn by_studies(query: &Query, index: usize) -> Option<Weaker> {
    query.body.groups.get(index).filter(|group| group.in_one_study)?;
    let mut looser = query.clone();
    looser.body.groups.get_mut(index)?.in_one_study = false;
    Some(Weaker::new("the findings may be of different studies", looser))
}

/// `always` or `only` taken away.
fn unquantified(query: &Query, path: &[usize], vocabulary: &Vocabulary) -> Option<Weaker> {
    let Some(Condition::Effect(effect)) = condition_at(&query.body, path) else { return None };
    let words = quantifier_words(effect, vocabulary)?;
    let mut looser = query.clone();
    let (group, last) = group_at(&mut looser.body, path)?;
    let Some(Condition::Effect(effect)) = group.conditions.get_mut(last) else { return None };
    let word = effect.run.parts.remove(words).text;
    Some(Weaker::new(format!("without `{word}`"), looser))
}

/// Where `always` or `only` stands in front of an effect's verb, behind a letter or not.
fn quantifier_words(effect: &ast::Effect, vocabulary: &Vocabulary) -> Option<usize> {
    let quantifies = |part: &Part| part.kind == PartKind::Word && matches!(part.text.as_str(), "always" | "only");
    let at = effect.run.parts.iter().take(2).position(quantifies)?;
    verb_words(effect, vocabulary).is_none().then_some(at)
}

/// One study, or one value, less.
fn fewer_studies(query: &Query, index: usize) -> Option<Weaker> {
    if let Some(Tail::LeastValues(n, run, span)) = query.body.tails.get(index) {
        let mut looser = query.clone();
        looser.body.tails.remove(index);
        if *n > 2 {
            looser.body.tails.insert(index, Tail::LeastValues(n - 1, run.clone(), *span));
        }
        let change =
            if *n <= 2 { format!("without `in at least {n} {run}`") } else { format!("{} {run} are enough", n - 1) };
        return Some(Weaker::new(change, looser));
    }
    let Some(Tail::MinStudies(n, span)) =
        query.body.tails.get(index).filter(|tail| !matches!(tail, Tail::MinStudies(0 | 1, _)))
    else {
        return None;
    };
    let mut looser = query.clone();
    looser.body.tails.remove(index);
    if *n > 2 {
        looser.body.tails.insert(index, Tail::MinStudies(n - 1, *span));
    }
    let change = if *n == 2 { "1 study is enough".to_owned() } else { format!("{} studies are enough", n - 1) };
    Some(Weaker::new(change, looser))
}

/// Questions weaker by two changes, made as [`weaker`] makes them.
pub fn weaker_by_two<'q>(query: &'q Query, vocabulary: &'q Vocabulary) -> impl Iterator<Item = Weaker> + 'q {
    let mut known: FxHashSet<String> = FxHashSet::default();
    let conditions: usize = query.body.groups.iter().map(|group| group.conditions.len()).sum();
    let most = if conditions > LONG { 4 } else { usize::MAX };
    weaker(query, vocabulary)
        .flat_map(move |first| {
            let second = weaker(&first.query, vocabulary);
            second
                .take(most)
                .map(|second| Weaker::new(format!("{}; {}", first.change, second.change), second.query))
                .collect::<Vec<_>>()
        })
        .filter(move |weaker| weaker.query != *query && known.insert(weaker.query.to_string()))
}

/// The other reading of `in ...` behind one of several effects: bound to all of them. Nothing where there is only one effect.
#[must_use]
pub fn other_binding(query: &Query) -> Option<Query> {
    let mut other = query.clone();
    let mut moved = false;
    for group in &mut other.body.groups {
        let effects = group.conditions.iter().filter(|condition| !super::resolve::is_context(condition)).count();
        if group.joiner != Joiner::And || effects < 2 {
            continue;
        }
        let mut found = Vec::new();
        for condition in &mut group.conditions {
            if let Condition::Effect(effect) = condition {
                found.extend(effect.items.take().map(Condition::Items));
            }
        }
        moved |= !found.is_empty();
        group.conditions.extend(found);
    }
    moved.then_some(other)
}

/// The query with one of its verbs a step wider: `decreases` for `attenuates`. Each with what was changed.
#[must_use]
pub fn wider_verbs(query: &Query, vocabulary: &Vocabulary) -> Vec<Weaker> {
    let mut all = Vec::new();
    for (group_at, group) in query.body.groups.iter().enumerate() {
        for (at, condition) in group.conditions.iter().enumerate() {
            let Condition::Effect(effect) = condition else { continue };
            if effect.target.is_some() {
                continue;
            }
            for (change, wider) in wider_verb(effect, vocabulary) {
                let mut looser = query.clone();
                let place = looser.body.groups.get_mut(group_at).and_then(|group| group.conditions.get_mut(at));
                if let Some(place) = place {
                    *place = Condition::Effect(wider);
                    all.push(Weaker::new(change, looser));
                }
            }
        }
    }
    all
}

/// `increases survival` for `increases survival of MSC`, where the whole is no name.
fn without_bearer(effect: &ast::Effect, verb: usize, vocabulary: &Vocabulary) -> Option<(String, Condition)> {
    let name = effect.run.parts.get(verb..)?;
    if !vocabulary.entities_named(&super::lookup::text_of(name)).is_empty() {
        return None;
    }
    let cut = name.iter().rposition(|part| part.text == "of" && part.kind == PartKind::Word)?;
    let mut run = effect.run.clone();
    run.parts.truncate(verb + cut);
    let bearer = super::lookup::text_of(name.get(cut..)?);
    Some((format!("without `{bearer}`"), Condition::Effect(ast::Effect { run, ..effect.clone() })))
}

/// How many words of an effect's run are its verb.
pub(super) fn verb_words(effect: &ast::Effect, vocabulary: &Vocabulary) -> Option<usize> {
    let parts = &effect.run.parts;
    (1..parts.len().min(super::effect::VERB_WORDS + 1)).rev().find(|&words| {
        let text = super::lookup::text_of(parts.get(..words).unwrap_or_default());
        !vocabulary.verbs_named(&text).is_empty()
    })
}

pub(super) fn with_verb(effect: &ast::Effect, words: usize, phrase: &str) -> ast::Effect {
    let mut run = effect.run.clone();
    run.parts.splice(..words, phrase.split(' ').map(|text| word(text, effect.run.span)));
    ast::Effect { run, ..effect.clone() }
}

/// The verb itself, one step wider.
fn wider_verb(effect: &ast::Effect, vocabulary: &Vocabulary) -> Vec<(String, ast::Effect)> {
    let mut all = Vec::new();
    let Some(words) = verb_words(effect, vocabulary) else { return all };
    let text = super::lookup::text_of(effect.run.parts.get(..words).unwrap_or_default());
    for (relation, passive) in vocabulary.verbs_named(&text) {
        let wider = vocabulary.relation(relation).and_then(|own| own.broader).and_then(|id| vocabulary.relation(id));
        let phrase = wider.and_then(|wider| if passive { wider.passive.as_ref() } else { Some(&wider.name) });
        if let Some(phrase) = phrase {
            all.push((format!("`{phrase}` instead of `{text}`"), with_verb(effect, words, phrase)));
        }
    }
    all
}

/// `a and b and context` to `a and also b and also context`: each condition may have a finding of its own.
fn apart(query: &Query, index: usize, group: &Group) -> Option<Weaker> {
    let contexts = group.conditions.iter().filter(|condition| super::resolve::is_context(condition)).count();
    let effects = group.conditions.len() - contexts;
    if group.joiner != Joiner::And || contexts == 0 || effects == 0 {
        return None;
    }
    let own =
        |conditions: Vec<Condition>| Group { joiner: Joiner::And, conditions, in_one_study: false, span: group.span };
    let (contexts, effects): (Vec<Condition>, Vec<Condition>) =
        group.conditions.iter().cloned().partition(super::resolve::is_context);
    let mut looser = query.clone();
    looser.body.groups.splice(index..=index, [own(effects), own(contexts)]);
    Some(Weaker::new("each condition may rest on another finding", looser))
}

/// The way to a condition: group, then condition, then condition in its bracket, and so on.
pub(super) type Path = Vec<usize>;

/// The ways to all conditions of a question.
pub(super) fn paths(query: &Query) -> Vec<Path> {
    let mut paths = Vec::new();
    for (index, group) in query.body.groups.iter().enumerate() {
        collect(group, &mut vec![index], &mut paths);
    }
    paths
}

/// The question with another condition in one place.
pub(super) fn replaced(query: &Query, path: &[usize], condition: Condition) -> Option<Query> {
    let mut other = query.clone();
    let (group, last) = group_at(&mut other.body, path)?;
    *group.conditions.get_mut(last)? = condition;
    Some(other)
}

fn collect(group: &Group, at: &mut Path, paths: &mut Vec<Path>) {
    for (index, condition) in group.conditions.iter().enumerate() {
        at.push(index);
        paths.push(at.clone());
        // What stands under `not` is not looked into: weakening it would strengthen the question.
        if let Condition::Bracket(inner, _) = condition {
            collect(inner, at, paths);
        }
        at.pop();
    }
}

fn group_at<'q>(body: &'q mut Body, path: &[usize]) -> Option<(&'q mut Group, usize)> {
    let (first, rest) = path.split_first()?;
    let mut group = body.groups.get_mut(*first)?;
    let (last, way) = rest.split_last()?;
    for index in way {
        match group.conditions.get_mut(*index)? {
            Condition::Bracket(inner, _) => group = inner,
            _ => return None,
        }
    }
    Some((group, *last))
}

pub(super) fn condition_at<'q>(body: &'q Body, path: &[usize]) -> Option<&'q Condition> {
    let (first, rest) = path.split_first()?;
    let (last, way) = rest.split_last()?;
    let mut group = body.groups.get(*first)?;
    for index in way {
        match group.conditions.get(*index)? {
            Condition::Bracket(inner, _) => group = inner,
            _ => return None,
        }
    }
    group.conditions.get(*last)
}

/// One context less.
fn dropped(query: &Query, path: &[usize]) -> Vec<Weaker> {
    let mut all = Vec::new();
    // Most conditions of a long question are effects, and nothing of them can be dropped.
    let bare = |condition: &Condition| matches!(condition, Condition::Effect(effect) if effect.items.is_none());
    if condition_at(&query.body, path).is_none_or(bare) {
        return all;
    }
    let mut looser = query.clone();
    let Some((group, last)) = group_at(&mut looser.body, path) else { return all };
    let Some(condition) = group.conditions.get(last).cloned() else { return all };
    let is_context = super::resolve::is_context(&condition);
    if is_context && group.joiner == Joiner::And && group.conditions.len() > 1 {
        group.conditions.remove(last);
        all.push(Weaker::new(format!("without `{}`", condition), looser));
    } else if let Condition::Effect(effect) = &condition {
        if let Some(items) = &effect.items {
            let mut looser = query.clone();
            if let Some((group, last)) = group_at(&mut looser.body, path)
                && let Some(Condition::Effect(effect)) = group.conditions.get_mut(last)
            {
                effect.items = None;
            }
            all.push(Weaker::new(format!("without `{}`", items), looser));
        }
    } else if matches!(condition, Condition::Not(..) | Condition::Identity(_))
        && group.joiner == Joiner::And
        && group.conditions.len() > 1
    {
        group.conditions.remove(last);
        all.push(Weaker::new(format!("without `{}`", condition), looser));
    }
    all
}

/// One name one step wider, `exactly` gone, or `except` gone.
fn widened(query: &Query, path: &[usize], vocabulary: &Vocabulary) -> Vec<Weaker> {
    let mut all = Vec::new();
    let Some(condition) = condition_at(&query.body, path) else { return all };
    for (change, condition) in widened_condition(condition, vocabulary) {
        all.extend(replaced(query, path, condition).map(|looser| Weaker::new(change, looser)));
    }
    all
}

fn widened_condition(condition: &Condition, vocabulary: &Vocabulary) -> Vec<(String, Condition)> {
    let mut all = Vec::new();
    match condition {
        Condition::Slot(slot) => {
            let ast::SlotTest::Compare(comparison) = &slot.test else { return all };
            if comparison.operator != ast::Operator::Equal {
                return all;
            }
            if comparison.value.exactly {
                let mut looser = slot.clone();
                if let ast::SlotTest::Compare(comparison) = &mut looser.test {
                    comparison.value.exactly = false;
                }
                all.push(("without `exactly`".to_owned(), Condition::Slot(looser)));
            }
            all.extend(broader_names(condition, vocabulary));
        }
        Condition::Items(_) => all.extend(broader_names(condition, vocabulary)),
        Condition::Effect(effect) => match &effect.target {
            None => {
                let Some(verb) = verb_words(effect, vocabulary) else { return all };
                all.extend(broader_names(condition, vocabulary));
                all.extend(without_bearer(effect, verb, vocabulary));
                // `improves` where a rise or a fall was asked for that does good.
                let (head, name) = effect.run.parts.split_at(verb.min(effect.run.parts.len()));
                let text = super::lookup::text_of(head);
                let objects = objects(name, vocabulary);
                let asked = vocabulary.verbs_named(&text);
                let active = asked.iter().any(|(_, passive)| !passive);
                for other in vocabulary.schema().relations.iter().filter(|other| active && other.broader.is_none()) {
                    let by_benefit = matches!(other.direction, Direction::Better | Direction::Worse);
                    if by_benefit && asked.iter().all(|(id, _)| same_way(*id, other.direction, &objects, vocabulary)) {
                        let change = format!("`{}` instead of `{text}`", other.name);
                        all.push((change, Condition::Effect(with_verb(effect, verb, &other.name))));
                    }
                }
                let wider = wider_verb(effect, vocabulary).into_iter();
                all.extend(wider.map(|(change, effect)| (change, Condition::Effect(effect))));
            }
            Some(Target::Exactly(run)) => {
                let mut looser = effect.clone();
                looser.target = None;
                looser.run.parts.extend(run.parts.iter().cloned());
                all.push(("without `exactly`".to_owned(), Condition::Effect(looser)));
            }
            _ => {}
        },
        _ => {}
    }
    all
}

/// What a name behind a verb may be, what bears it left out where the whole is no name.
fn objects(name: &[Part], vocabulary: &Vocabulary) -> Vec<EntityId> {
    let whole = vocabulary.entities_named(&super::lookup::text_of(name));
    let of = name.iter().rposition(|part| part.text == "of" && part.kind == PartKind::Word);
    match of.and_then(|cut| name.get(..cut)).filter(|_| whole.is_empty()) {
        Some(borne) => vocabulary.entities_named(&super::lookup::text_of(borne)),
        None => whole,
    }
}

/// Whether a rise or a fall of these is known to be what is called better, or worse: less homing is no improvement.
fn same_way(asked: RelationId, called: Direction, objects: &[EntityId], vocabulary: &Vocabulary) -> bool {
    let moves = vocabulary
        .relation(asked)
        .is_some_and(|asked| matches!(asked.direction, Direction::Increase | Direction::Decrease));
    let good = called == Direction::Better;
    moves && !objects.is_empty() && objects.iter().all(|&object| does_good(vocabulary, asked, object) == Some(good))
}

/// Each name one step wider.
fn broader_names(condition: &Condition, vocabulary: &Vocabulary) -> Vec<(String, Condition)> {
    other_names(condition, vocabulary, &|id| {
        let edges = vocabulary.entity(id).map(|entity| entity.broader.as_slice()).unwrap_or_default();
        edges.iter().filter(|edge| edge.kind.is_followed()).map(|edge| edge.to).collect()
    })
}

fn word(text: &str, span: crate::text::Span) -> Part {
    Part { kind: PartKind::Word, text: text.to_owned(), span }
}
