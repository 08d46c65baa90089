//! Targets, ready to be looked up.
//!
//! The target of an effect comes in, with the rows of its inner goal if it has one; sorted lists go out. It does not know any finding.

use super::grow::{push, sort_by};
use super::quick;
use super::rows::{self, Want};
use super::truth::Truth;
use super::{Outcome, RowId, Touched};
use crate::base::Facts;
use crate::goal::{Effect, Goal, Head, Letter, Quantifier, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, KindId};
use crate::names::Vocabulary;
use crate::plan::Plan;

/// A target as sorted lists of entities.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// Whether anything will do.
    pub(crate) any: bool,
    /// The letter that stands for it: any entity of its kind will do, and which one it is the row says.
    pub(crate) letter: Option<Letter>,
    /// As asked: of an inner goal, its rows.
    pub(crate) asked: Vec<EntityId>,
    /// Of an inner goal, its possible rows.
    pub(crate) asked_maybe: Vec<EntityId>,
    /// Those asked and their kinds, as the target says.
    pub(crate) members: Vec<EntityId>,
    /// Those that meet the effect truly: the members, or of `no effect` the asked ones themselves.
    pub(crate) certain: Vec<EntityId>,
    /// Those that may meet the effect.
    pub(crate) possible: Vec<EntityId>,
    /// Of an `always` or `only`: those that may be asked for and their kinds, be they met or not.
    pub(crate) wide: Vec<EntityId>,
    /// Of an `only`: the nouns of what is asked for.
    pub(crate) kinds: Vec<KindId>,
    /// Of which findings must be looked at beside those that may meet the effect.
    beside: Quantifier,
    /// What an inner goal looked at.
    pub(crate) touched: Option<Box<Touched>>,
}

/// How an inner goal is asked.
#[derive(Debug, Default)]
pub(crate) struct Within {
    /// Whether only what is certainly a row of it is wanted.
    pub(crate) certain: bool,
    /// Its rows are among these, sorted: others decide nothing.
    pub(crate) among: Option<Vec<u32>>,
}

impl Targets {
    /// Anything will do.
    pub(crate) fn any() -> Targets {
        Targets { any: true, ..Targets::default() }
    }

    /// Whoever stands in that column of the row.
    pub(crate) fn letter(letter: Letter) -> Targets {
        Targets { letter: Some(letter), ..Targets::default() }
    }

    /// What is asked, and of it and its kinds as much as is looked at, all sorted; `meant` are those on which the effect is met, if that is
    /// not said of each of them.
    pub(crate) fn these(asked: Vec<EntityId>, members: Vec<EntityId>, meant: Option<Vec<EntityId>>) -> Targets {
        let certain = meant.unwrap_or_else(|| members.clone());
        Targets { asked, members, certain, ..Targets::default() }
    }

    pub(crate) fn new(
        effect: &Effect,
        inner: Option<&Plan>,
        within: Within,
        facts: &dyn Facts,
        budget: &mut Budget,
    ) -> Result<Targets, Exceeded> {
        match &effect.target {
            Target::Any => Ok(Targets { any: true, beside: effect.quantifier, ..Targets::default() }),
            Target::Entities(set) => {
                budget.allocate((set.members.len() * 2 + set.asked.len()).saturating_mul(size_of::<EntityId>()))?;
                let mut asked = set.asked.clone();
                asked.sort_unstable();
                asked.dedup();
                let members = set.members.clone();
                let certain = match effect.verb {
                    Verb::NoEffect => {
                        asked.iter().copied().filter(|entity| members.binary_search(entity).is_ok()).collect()
                    }
                    _ => members.clone(),
                };
                let kinds = asked.iter().filter_map(|id| facts.vocabulary().entity(*id)).map(|entity| entity.kind);
                let kinds = kinds.collect();
                Ok(Targets { asked, members, certain, kinds, beside: effect.quantifier, ..Targets::default() })
            }
            Target::Letter(letter) => Ok(Targets::letter(*letter)),
            Target::Goal(goal) => {
                let built;
                let plan = match inner {
                    Some(plan) => plan,
                    None => {
                        built = crate::plan::build(goal, facts);
                        &built
                    }
                };
                let (asked, asked_maybe, touched) = inner_rows(goal, plan, within, facts, budget)?;
                let members = with_kinds(facts.vocabulary(), asked.clone(), budget)?;
                let (certain, possible) = match effect.verb {
                    Verb::NoEffect => (asked.clone(), asked_maybe.clone()),
                    _ => (members.clone(), with_kinds(facts.vocabulary(), asked_maybe.clone(), budget)?),
                };
                let wide = match effect.quantifier {
                    Quantifier::Some => Vec::new(),
                    Quantifier::Always | Quantifier::Only => {
                        with_kinds(facts.vocabulary(), asked_maybe.clone(), budget)?
                    }
                };
                let kinds = match goal.head {
                    Head::Noun(kind) => vec![kind],
                    Head::Finding | Head::Study => Vec::new(),
                };
                let beside = effect.quantifier;
                Ok(Targets {
                    asked,
                    asked_maybe,
                    members,
                    certain,
                    possible,
                    wide,
                    kinds,
                    beside,
                    touched,
                    ..Targets::default()
                })
            }
        }
    }

    /// Whether an entity on the target's side meets the effect.
    pub(crate) fn meets(&self, entity: EntityId) -> Truth {
        if self.any || self.letter.is_some() || self.certain.binary_search(&entity).is_ok() {
            Truth::True
        } else if self.possible.binary_search(&entity).is_ok() {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Whether an entity is asked for or a kind of what is, be the effect met on it or not.
    pub(crate) fn covers(&self, entity: EntityId) -> Truth {
        if self.any || self.letter.is_some() || self.members.binary_search(&entity).is_ok() {
            Truth::True
        } else if self.wide.binary_search(&entity).is_ok() {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// The entities to look findings up by; none for all.
    pub(crate) fn wanted(&self, budget: &mut Budget) -> Result<Option<Vec<EntityId>>, Exceeded> {
        if self.any || self.letter.is_some() || self.beside == Quantifier::Only {
            return Ok(None);
        }
        budget.allocate((self.certain.len() + self.possible.len()).saturating_mul(size_of::<EntityId>()))?;
        let mut all = [self.certain.as_slice(), &self.possible].concat();
        if self.beside == Quantifier::Always {
            budget.allocate((self.members.len() + self.wide.len()).saturating_mul(size_of::<EntityId>()))?;
            all.extend(self.members.iter().chain(&self.wide));
        }
        all.sort_unstable();
        all.dedup();
        Ok(Some(all))
    }

    /// The asked entities of which an entity is a kind; with `maybe`, among possible inner rows too. Of a letter it is the entity that
    /// stands in that column of the row.
    pub(crate) fn above(&self, vocabulary: &Vocabulary, row: RowId, entity: EntityId, maybe: bool) -> Vec<EntityId> {
        if self.any {
            return vec![entity];
        }
        if let Some(letter) = self.letter {
            let Some(asked) = row.entity(letter) else { return Vec::new() };
            let is_kind = asked == entity || vocabulary.broader(entity).iter().any(|step| step.entity == asked);
            return if is_kind { vec![asked] } else { Vec::new() };
        }
        let among = |entities: &[EntityId]| entities.binary_search(&entity).is_ok();
        let is_asked_of = among(&self.members) || (maybe && among(&self.possible));
        if !is_asked_of {
            return Vec::new();
        }
        if self.asked.len() == 1 && self.asked_maybe.is_empty() {
            return self.asked.clone();
        }
        let asked = |entity: &EntityId| {
            self.asked.binary_search(entity).is_ok() || (maybe && self.asked_maybe.binary_search(entity).is_ok())
        };
        vocabulary.broader(entity).into_iter().map(|step| step.entity).filter(asked).collect()
    }
}

/// The rows of an inner goal, its possible rows, and what was looked at for them.
type InnerRows = (Vec<EntityId>, Vec<EntityId>, Option<Box<Touched>>);

/// Answers an inner goal. On the stack once for each question inside another, so it keeps little there.
#[inline(never)]
fn inner_rows(
    goal: &Goal,
    plan: &Plan,
    within: Within,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<InnerRows, Exceeded> {
    // Restricted to some names, only those are looked for.
    if goal.limit.is_none()
        && within.among.is_none()
        && let Some(found) = quick::rows(goal, plan, facts, budget)?.filter(|found| found.width == 1)
    {
        return Ok((found.entities, Vec::new(), None));
    }
    let mut found: Box<Outcome> = Box::default();
    let want = if within.certain { Want::Certain } else { Want::Rows };
    rows::answer(goal, plan, facts, (want, within.among), budget, &mut found)?;
    told(*found, budget)
}

#[inline(never)]
fn told(mut found: Outcome, budget: &mut Budget) -> Result<InnerRows, Exceeded> {
    let touched = Some(Box::new(std::mem::take(&mut found.touched)));
    let rows = entities(found.rows.iter().map(|row| row.id), budget)?;
    Ok((rows, entities(found.possible.iter().map(|row| row.id), budget)?, touched))
}

fn entities(rows: impl Iterator<Item = RowId>, budget: &mut Budget) -> Result<Vec<EntityId>, Exceeded> {
    let mut found = Vec::new();
    for row in rows {
        budget.step()?;
        if let RowId::Entity(entity) = row {
            push(budget, &mut found, entity)?;
        }
    }
    sort_by(budget, &mut found, Ord::cmp)?;
    Ok(found)
}

/// Entities and all narrower ones, sorted.
pub(crate) fn with_kinds(
    vocabulary: &Vocabulary,
    mut entities: Vec<EntityId>,
    budget: &mut Budget,
) -> Result<Vec<EntityId>, Exceeded> {
    entities.sort_unstable();
    entities.dedup();
    let mut all = Vec::new();
    for entity in entities {
        for step in vocabulary.narrower(entity) {
            budget.step()?;
            push(budget, &mut all, step.entity)?;
        }
    }
    sort_by(budget, &mut all, Ord::cmp)?;
    all.dedup();
    Ok(all)
}
