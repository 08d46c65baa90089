//! The conditions of a question one by one, so that it can be said at which of them nothing is left.
//!
//! A query's tree comes in; for each condition that all rows must meet its words go out, with the query that ends with it and the query without
//! it. How many rows these have is for the caller to find out.

use crate::syntax::ast::{Body, Condition, Group, Joiner, Query, Tail};

/// One condition that all rows must meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Conjunct {
    /// As it is typed.
    pub words: String,
    /// The query with the conditions up to this one.
    pub until: Query,
    /// The query without it; none where nothing would be left of it.
    pub without: Option<Query>,
}

/// Where a condition stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A condition of a group, without the `in ...` of its own.
    Condition(usize, usize),
    /// The `in ...` of an effect.
    Items(usize, usize),
    /// A group whose conditions are joined by `or`.
    Either(usize),
    /// `in one study` of a group.
    OneStudy(usize),
    /// `with at least n studies`, `in at least n SLOT`.
    Tail(usize),
}

/// The conditions that all rows must meet, in the order in which they are typed; those that `or` joins are one.
///
/// ```
/// use whereof::goal::conjuncts::conjuncts;
/// use whereof::syntax::{TextLimits, ast::{Item, Statement}, parse};
/// use whereof::text::Source;
/// let asked = Source::new("query", "treatment where upregulates CXCR4 in rat and not (disease = fibrosis) limit 3");
/// let script = parse(&asked, TextLimits::default()).script;
/// let Item::Statement(Statement::Query(query)) = &script.items[0] else { panic!() };
/// let all: Vec<String> = conjuncts(query).iter().map(|one| format!("{} | {}", one.words, one.until)).collect();
/// assert_eq!(all[1], "in rat | treatment where upregulates CXCR4 in rat");
/// assert_eq!(all.len(), 3);
/// ```
#[must_use]
pub fn conjuncts(query: &Query) -> Vec<Conjunct> {
    let places = places(&query.body);
    let without = |at: Place| {
        let rest: Vec<Place> = places.iter().copied().filter(|place| *place != at).collect();
        let query = part(query, &rest);
        (!query.body.groups.is_empty()).then_some(query)
    };
    let told = places.iter().enumerate().map(|(index, place)| Conjunct {
        words: words(query, *place),
        until: part(query, places.get(..=index).unwrap_or_default()),
        without: without(*place),
    });
    told.collect()
}

fn places(body: &Body) -> Vec<Place> {
    let mut all = Vec::new();
    for (at, group) in body.groups.iter().enumerate() {
        match group.joiner {
            Joiner::Or => all.push(Place::Either(at)),
            Joiner::And => {
                for (index, condition) in group.conditions.iter().enumerate() {
                    all.push(Place::Condition(at, index));
                    if matches!(condition, Condition::Effect(effect) if effect.items.is_some()) {
                        all.push(Place::Items(at, index));
                    }
                }
            }
        }
        if group.in_one_study {
            all.push(Place::OneStudy(at));
        }
    }
    let tails = body.tails.iter().enumerate().filter(|(_, tail)| leaves_out(tail));
    all.extend(tails.map(|(at, _)| Place::Tail(at)));
    all
}

/// Whether a tail says which rows there are.
fn leaves_out(tail: &Tail) -> bool {
    matches!(tail, Tail::MinStudies(..) | Tail::LeastValues(..))
}

/// The query of some of its conditions, in their order; of how rows are shown nothing is kept.
fn part(query: &Query, places: &[Place]) -> Query {
    let mut body = Body::default();
    // the group of the whole query that the last group of the part comes from
    let mut last = None;
    for place in places {
        match *place {
            Place::Condition(at, index) => {
                let Some(group) = query.body.groups.get(at) else { continue };
                let Some(mut condition) = group.conditions.get(index).cloned() else { continue };
                if let Condition::Effect(effect) = &mut condition {
                    effect.items = None;
                }
                match body.groups.last_mut().filter(|_| last == Some(at)) {
                    Some(known) => known.conditions.push(condition),
                    None => {
                        let (joiner, span) = (Joiner::And, group.span);
                        body.groups.push(Group { joiner, conditions: vec![condition], in_one_study: false, span });
                    }
                }
                last = Some(at);
            }
            Place::Items(at, index) => {
                let whole = query.body.groups.get(at).and_then(|group| group.conditions.get(index));
                let here = body.groups.last_mut().filter(|_| last == Some(at));
                let here = here.and_then(|group| group.conditions.last_mut());
                if let (Some(Condition::Effect(whole)), Some(Condition::Effect(here))) = (whole, here)
                    && here.span == whole.span
                {
                    here.items = whole.items.clone();
                }
            }
            Place::Either(at) => {
                let group = query.body.groups.get(at).cloned();
                body.groups.extend(group.map(|group| Group { in_one_study: false, ..group }));
                last = Some(at);
            }
            Place::OneStudy(at) => {
                if let Some(group) = body.groups.last_mut().filter(|_| last == Some(at)) {
                    group.in_one_study = true;
                }
            }
            Place::Tail(at) => body.tails.extend(query.body.tails.get(at).cloned()),
        }
    }
    // what is counted and what is assumed changes what the conditions mean
    let means = |tail: &&Tail| matches!(tail, Tail::Assuming(..) | Tail::CountFindings(_));
    body.tails.extend(query.body.tails.iter().filter(means).cloned());
    Query { head: query.head.clone(), body, span: query.span }
}

fn words(query: &Query, place: Place) -> String {
    let group = |at: usize| query.body.groups.get(at);
    let told = match place {
        Place::Condition(at, index) => group(at).and_then(|group| group.conditions.get(index)).map(|condition| {
            let mut condition = condition.clone();
            if let Condition::Effect(effect) = &mut condition {
                effect.items = None;
            }
            condition.to_string()
        }),
        Place::Items(at, index) => group(at).and_then(|group| group.conditions.get(index)).and_then(|condition| {
            let Condition::Effect(effect) = condition else { return None };
            effect.items.as_ref().map(ToString::to_string)
        }),
        Place::Either(at) => group(at).map(|group| Group { in_one_study: false, ..group.clone() }.to_string()),
        Place::OneStudy(_) => Some("in one study".to_owned()),
        Place::Tail(at) => query.body.tails.get(at).map(ToString::to_string),
    };
    told.unwrap_or_default()
}
