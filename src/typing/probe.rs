//! What could begin at one place of a statement.
//!
//! A statement up to there comes in and is read with a hole behind it; nouns, verbs, slots, names, letters, definitions, parameters and words of
//! the language go out, as far as they make sense behind the words before. What each of them gives is asked later.

use super::claims::{claim_query, table_query};
use super::conditions::condition;
use super::finish::{self, WORD};
use super::nouns::{Nouns, counted_noun, entity_slots, inner_nouns, lettered, nouns, schema_words, slots_of, verbs_of};
use super::offers::{Ask, List, Sure, offer, with_hole};
use super::place::{At, Place, place};
use super::values::{broad, parameters, standing};
use super::words::{self, BEHIND_CHAINS, BEHIND_SLOTS, NOT_DEFINED, ORDERS, TARGETS};
use super::{Known, What, read};
use crate::eval::{self, survey};
use crate::goal::{self, Open};
use crate::limits::{Budget, Exceeded};
use crate::names::Typed;
use crate::syntax::ast::{Part, Statement};
use crate::syntax::expected_behind;
use crate::syntax::token::TokenKind;
use crate::text::{Source, Span};

/// What stands before the place, in the same run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing.
    Nothing,
    /// A noun.
    Noun,
    /// A slot, whose value is to come.
    Slot,
    /// A verb, whose target is to come.
    Verb,
    /// Something that may be complete.
    Whole,
    /// The same, of a chain.
    Chain,
}

/// Adds what could begin at a place.
pub(super) fn probe(list: &mut List<'_, '_>, ask: &Ask<'_>) {
    let before = match found(list.known, ask) {
        Some((at, hole)) => wanted(list, ask, at, hole),
        None => Before::Nothing,
    };
    if !ask.quoted {
        keywords(list, ask, before);
    }
}

/// The place in the tree, and the hole there.
pub(super) fn found(known: &Known<'_>, ask: &Ask<'_>) -> Option<(At, Span)> {
    let text = with_hole(ask);
    let start = ask.head.len() as u32;
    // What stands behind the cursor counts where it goes together with what stands before.
    let behind = ask.behind.chars().next().is_some_and(|c| c.is_whitespace() || matches!(c, ')' | ','));
    let together =
        (behind && !ask.behind.trim().is_empty()).then(|| finish::finish(&format!("{text}{}", ask.behind))).flatten();
    let finished = together.or_else(|| finish::finish(&text))?;
    let (statement, _) = read::put(known, finished.statement);
    let at = place(&statement, start)?;
    Some((at, Span { start, end: start + WORD.len() as u32 }))
}

/// What is wanted behind a text.
pub(super) enum Wanted {
    /// A word in the conditions of a question of so many nouns.
    Open(Box<Open>, usize),
    /// Another.
    Place(Place),
}

/// What is wanted behind a text, and whether it begins a run.
pub(super) fn wanted_behind(known: &Known<'_>, text: &str) -> Option<(Wanted, bool)> {
    let ask = Ask { head: text, typed: Typed::new(""), text: "", quoted: false, behind: "" };
    let (at, hole) = found(known, &ask)?;
    let preceding: Vec<Part> = at.run.parts.iter().take_while(|part| part.span.start < hole.start).cloned().collect();
    let query = match at.place {
        Place::Condition(query) => Ok(*query),
        Place::Claim(claim) => claim_query(known, &claim, hole, &preceding).ok_or(Place::Claim(claim)),
        Place::TableClaim(heads, claim) => {
            table_query(known, &heads, &claim, hole).ok_or(Place::TableClaim(heads, claim))
        }
        other => Err(other),
    };
    let wanted = match query {
        Ok(query) => Wanted::Open(Box::new(goal::resolve_open(&query, hole, known.scope())), query.head.len()),
        Err(place) => Wanted::Place(place),
    };
    Some((wanted, preceding.is_empty()))
}

fn wanted(list: &mut List<'_, '_>, ask: &Ask<'_>, at: At, hole: Span) -> Before {
    let known = list.known;
    let preceding: Vec<Part> = at.run.parts.iter().take_while(|part| part.span.start < hole.start).cloned().collect();
    let text = preceding.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
    match at.place {
        Place::Condition(query) => condition(list, ask, &query, hole, at.outermost, &preceding),
        Place::Claim(claim) => match claim_query(known, &claim, hole, &preceding) {
            Some(query) => condition(list, ask, &query, hole, at.outermost, &preceding),
            None if preceding.is_empty() => {
                nouns(list, ask, &Nouns::Head(&[]));
                standing(list, ask, &[], 1);
                Before::Nothing
            }
            None => Before::Whole,
        },
        Place::TableClaim(heads, claim) => match table_query(known, &heads, &claim, hole) {
            Some(query) => condition(list, ask, &query, hole, false, &preceding),
            None => Before::Whole,
        },
        Place::Noun(heads) if preceding.is_empty() && at.outermost => {
            nouns(list, ask, &Nouns::Head(&heads));
            Before::Nothing
        }
        Place::Noun(_) if preceding.is_empty() => {
            inner_nouns(list, ask);
            Before::Nothing
        }
        Place::Noun(_) => Before::Noun,
        // Behind these only one run stands, so a hole that is not alone continues a name.
        _ if !preceding.is_empty() => Before::Whole,
        Place::Slot(heads) => {
            slots_of(list, ask, &heads);
            Before::Nothing
        }
        Place::Group(heads) => {
            slots_of(list, ask, &heads);
            list.words(ask, 1, &words::ENDS);
            lettered(list, ask, &heads);
            Before::Nothing
        }
        Place::Order => {
            list.words(ask, 0, &ORDERS);
            Before::Nothing
        }
        Place::Axis => {
            nouns(list, ask, &Nouns::Any);
            entity_slots(list, ask);
            Before::Nothing
        }
        Place::Anything => {
            standing(list, ask, &[], 0);
            nouns(list, ask, &Nouns::Any);
            schema_words(list, ask);
            Before::Nothing
        }
        Place::Name | Place::Spoken => {
            standing(list, ask, &[], 0);
            parameters(list, ask);
            Before::Nothing
        }
        Place::Broad => {
            broad(list, ask);
            Before::Nothing
        }
        Place::Like(other) => {
            let id = known.facts.vocabulary().entities_named(&other.text()).first().copied();
            let kind = id.and_then(|id| known.facts.vocabulary().entity(id)).map(|entity| entity.kind);
            standing(list, ask, kind.as_slice(), 0);
            Before::Nothing
        }
        Place::End(_) => {
            standing(list, ask, &[], 0);
            Before::Nothing
        }
        Place::Counted(heads) => {
            counted_noun(list, ask, &heads);
            Before::Nothing
        }
        Place::Verb => {
            verbs_of(list, ask);
            Before::Nothing
        }
        Place::NounOrName => {
            nouns(list, ask, &Nouns::Any);
            standing(list, ask, &[], 1);
            Before::Nothing
        }
    }
    .or_text(&text)
}

impl Before {
    /// Nothing was found out of the words before, and there are some.
    fn or_text(self, text: &str) -> Before {
        if self == Before::Nothing && !text.is_empty() { Before::Whole } else { self }
    }
}

/// The words that the grammar admits here, as far as they make sense behind what stands before.
fn keywords(list: &mut List<'_, '_>, ask: &Ask<'_>, before: Before) {
    let starts = ask.head.trim().is_empty();
    let defines = ask.head.trim_start().starts_with("define ");
    for kind in expected_behind(&Source::new("line", ask.head)).iter() {
        let sense = match before {
            Before::Nothing => !BEHIND_SLOTS.contains(&kind) && !BEHIND_CHAINS.contains(&kind),
            Before::Noun => matches!(kind, TokenKind::Where | TokenKind::By),
            Before::Slot => BEHIND_SLOTS.contains(&kind),
            Before::Verb => TARGETS.contains(&kind),
            Before::Whole | Before::Chain => {
                let chain = before == Before::Chain || !BEHIND_CHAINS.contains(&kind);
                chain && !BEHIND_SLOTS.contains(&kind) && !TARGETS.contains(&kind) && kind != TokenKind::Is
            }
        };
        if !sense || (defines && NOT_DEFINED.contains(&kind)) {
            continue;
        }
        for (word, does) in words::of(kind) {
            let mut one = offer(word, What::Keyword, does);
            one.replacement = (*word).to_owned();
            list.add(ask, 5, one, if starts { Sure::Free } else { Sure::Asked(None) });
        }
    }
}

/// Whether a statement that asks no question gives anything; none where that cannot be told.
///
/// # Errors
/// No time left, or cancelled.
pub(super) fn gives(known: &Known<'_>, statement: &Statement) -> Result<Option<bool>, Exceeded> {
    let (facts, vocabulary) = (known.facts, known.facts.vocabulary());
    let mut budget = Budget::new(&known.allowance());
    budget.look()?;
    Ok(match statement {
        Statement::Paths(paths) => match goal::resolve_paths(paths, vocabulary) {
            Ok(goal) => Some(eval::paths(&goal, facts, &mut budget)?.total > 0),
            Err(_) => Some(false),
        },
        Statement::Shortest(shortest) => match goal::resolve_shortest(shortest, vocabulary) {
            Ok(goal) => Some(eval::shortest(&goal, facts, &mut budget)?.is_some()),
            Err(_) => Some(false),
        },
        Statement::Similar(similar) => match goal::survey::resolve_alike(similar, vocabulary) {
            Ok(name) => Some(survey::alike(&name, facts, 1, &mut budget)?.total > 0),
            Err(_) => Some(false),
        },
        Statement::Contested(contested) => match goal::survey::resolve_disputed(contested, vocabulary) {
            Ok(names) => Some(!survey::disputed(&names, facts, &mut budget)?.is_empty()),
            Err(_) => Some(false),
        },
        Statement::Compare(compare) => Some(goal::survey::resolve_comparing(compare, vocabulary).is_ok()),
        Statement::Describe(run) | Statement::Kinds(run) | Statement::Resolve(run) => {
            let word = !vocabulary.kinds_named(&run.text()).is_empty() && !matches!(statement, Statement::Resolve(_));
            Some(word || goal::resolve_name(run, known.scope()).is_ok())
        }
        _ => None,
    })
}
