//! What stands against rows, and the verdicts.
//!
//! Rows with their witnesses come in and leave with evidence against them and a verdict each. Evidence against is looked up for all rows
//! of an effect at once.

use super::condition::{Answering, add, settle};
use super::grow::{push, sort_by};
use super::scan::standings;
use super::separate::one_sided;
use super::test::{Sign, direction, does_good, sign};
use super::truth::Truth;
use super::{EffectOutcome, Row, RowId};
use crate::answer::Verdict;
use crate::base::{Core, Scan};
use crate::goal::{ContextId, EffectId, Purpose, Role, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{Direction, EntityId, FindingId, RelationId, StudyId};
use crate::names::Vocabulary;

/// What an effect asks for, so that its contrary can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    Rise,
    Fall,
    Null,
    Good,
    Harm,
}

/// A finding that says the contrary of an effect.
#[derive(Clone, Copy, Debug)]
struct Contrary {
    /// Who bears it: an entity, or of complement rows of studies and findings the row.
    bearer: u32,
    /// Whether the bearer stands as subject.
    active: bool,
    /// Who stands on the target's side.
    other: EntityId,
    finding: FindingId,
}

/// What a verb asks for; nothing where it has no contrary.
pub(crate) fn asks_of(vocabulary: &Vocabulary, verb: &Verb) -> Option<Asks> {
    match verb {
        Verb::Relations { asked, .. } => match vocabulary.schema().relations.get(asked.index())?.direction {
            Direction::Increase => Some(Asks::Rise),
            Direction::Decrease => Some(Asks::Fall),
            Direction::None => Some(Asks::Null),
            Direction::Better => Some(Asks::Good),
            Direction::Worse => Some(Asks::Harm),
            Direction::Unclear => None,
        },
        Verb::Benefit { better: true, .. } => Some(Asks::Good),
        Verb::Benefit { better: false, .. } => Some(Asks::Harm),
        Verb::NoEffect => Some(Asks::Null),
        Verb::Any | Verb::Contested | Verb::Includes | Verb::Defined(_) | Verb::Chain(_) => None,
    }
}

/// Whether a finding says the contrary; `itself` tells a finding on an asked entity from one on a kind of it.
pub(crate) fn opposes(vocabulary: &Vocabulary, asks: Asks, said: impl Into<Core>, itself: bool) -> bool {
    let finding = said.into();
    let sign = sign(vocabulary, finding);
    if sign == Sign::Zero {
        return asks != Asks::Null && itself;
    }
    match asks {
        Asks::Rise => sign == Sign::Minus,
        Asks::Fall => sign == Sign::Plus,
        Asks::Null => sign == Sign::Plus || sign == Sign::Minus,
        Asks::Good => does_good(vocabulary, finding) == Some(false),
        Asks::Harm => does_good(vocabulary, finding) == Some(true),
    }
}

/// The relations of which some finding may say the contrary of a verb; nothing where it has no contrary.
pub(crate) fn contrary_to<'v>(
    vocabulary: &'v Vocabulary,
    verb: &Verb,
) -> Option<impl Iterator<Item = RelationId> + use<'v>> {
    asks_of(vocabulary, verb).map(|asks| contrary_relations(vocabulary, asks))
}

/// The relations of which some finding may say the contrary.
fn contrary_relations(vocabulary: &Vocabulary, asks: Asks) -> impl Iterator<Item = RelationId> + use<'_> {
    let may = move |direction: Direction| match direction {
        Direction::Unclear => false,
        Direction::None => asks != Asks::Null,
        Direction::Increase => asks != Asks::Rise,
        Direction::Decrease => asks != Asks::Fall,
        Direction::Better => asks != Asks::Good,
        Direction::Worse => asks != Asks::Harm,
    };
    let relations = vocabulary.schema().relations.iter().zip((0u32..).map(RelationId));
    relations.filter(move |(relation, _)| may(relation.direction)).map(|(_, id)| id)
}

impl Answering<'_> {
    fn asks(&self, id: EffectId) -> Option<Asks> {
        let effect = self.effect(id)?;
        if effect.purpose != Purpose::Asked || self.targets.get(id.0 as usize).is_none_or(|targets| targets.any) {
            return None;
        }
        asks_of(self.facts.vocabulary(), &effect.verb)
    }

    /// Whether a finding says the contrary; `itself` tells a finding on an asked entity from one on a kind of it.
    fn opposes(&self, asks: Asks, finding: Core, itself: bool) -> bool {
        opposes(self.facts.vocabulary(), asks, finding, itself)
    }

    /// Fills in evidence against rows and the verdicts of their effects and of themselves.
    pub(crate) fn verdicts(&self, rows: &mut [Row], budget: &mut Budget) -> Result<(), Exceeded> {
        self.verdicts_where(rows, &|_| true, budget)
    }

    /// The same where it is known against which effects something may be said at all.
    pub(crate) fn verdicts_where(
        &self,
        rows: &mut [Row],
        against: &dyn Fn(EffectId) -> bool,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        for id in (0..self.goal.effects.len() as u32).map(EffectId) {
            let asks = self.asks(id);
            let mut of_witnesses = Vec::new();
            let mut of_complements = Vec::new();
            for (at, row) in rows.iter_mut().enumerate() {
                budget.step()?;
                let complement = self.is_complement(row);
                let Some(effect) = effect_of(row, id) else { continue };
                // That a row is in a set says nothing of its verdict.
                let member = self.effect(id).is_some_and(|effect| effect.purpose == Purpose::Member);
                effect.verdict = match (complement, effect.derived.is_empty() || member) {
                    (true, _) => Verdict::Silent,
                    (false, true) => Verdict::Supported,
                    (false, false) => Verdict::Derived,
                };
                push(budget, if complement { &mut of_complements } else { &mut of_witnesses }, at)?;
            }
            let Some(asks) = asks.filter(|_| against(id)) else { continue };
            self.judge(id, asks, rows, &of_witnesses, false, budget)?;
            self.judge(id, asks, rows, &of_complements, true, budget)?;
        }
        for row in rows {
            budget.step()?;
            let said = row.effects.iter().map(|effect| effect.verdict);
            row.verdict = if self.is_complement(row) {
                said.min().unwrap_or(Verdict::Silent)
            } else {
                said.max().unwrap_or(Verdict::Supported)
            };
            let mut against = Vec::new();
            for effect in &row.effects {
                add(&mut against, &effect.inside, budget)?;
                add(&mut against, &effect.elsewhere, budget)?;
            }
            row.studies_against = self.studies(&against, budget)?;
        }
        Ok(())
    }

    fn judge(
        &self,
        id: EffectId,
        asks: Asks,
        rows: &mut [Row],
        which: &[usize],
        complement: bool,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        if which.is_empty() {
            return Ok(());
        }
        let (Some(goal_effect), Some(targets)) = (self.effect(id), self.targets.get(id.0 as usize)) else {
            return Ok(());
        };
        let role = goal_effect.role;
        let noun = |row: RowId| matches!(row, RowId::Entity(_) | RowId::Tuple(_));
        // Who bears the effect in each row.
        let mut bearers: Vec<(usize, u32, Option<bool>)> = Vec::new();
        for at in which {
            let Some(row) = rows.get(*at) else { continue };
            if noun(row.id) || complement {
                let key = match row.id {
                    RowId::Entity(_) | RowId::Tuple(_) => row.id.entity(goal_effect.bearer).map(|entity| entity.0),
                    RowId::Finding(id) => Some(id.0),
                    RowId::Study(id) => Some(id.0),
                };
                if let Some(key) = key {
                    push(budget, &mut bearers, (*at, key, None))?;
                }
                continue;
            }
            let place = row.effects.binary_search_by_key(&id, |effect| effect.effect);
            let effect = place.ok().and_then(|place| row.effects.get(place));
            for witness in effect.map_or(&[][..], |effect| &effect.witnesses) {
                budget.step()?;
                let Some(finding) = self.facts.core(*witness) else { continue };
                for (bearer, other, active) in ends(role, finding) {
                    if targets.meets(other) == Truth::True {
                        push(budget, &mut bearers, (*at, bearer.0, Some(active)))?;
                    }
                }
            }
        }
        let by_row = complement && rows.first().is_some_and(|row| !noun(row.id));
        let mut keys = Vec::new();
        for (_, key, _) in &bearers {
            push(budget, &mut keys, *key)?;
        }
        sort_by(budget, &mut keys, Ord::cmp)?;
        keys.dedup();
        let sample = which.first().and_then(|at| rows.get(*at)).map(|row| row.id);
        let members = match targets.letter {
            None => targets.members.clone(),
            Some(letter) => {
                let asked = which.iter().filter_map(|at| rows.get(*at)?.id.entity(letter)).collect();
                super::target::with_kinds(self.facts.vocabulary(), asked, budget)?
            }
        };
        let contrary = self.contrary(id, asks, (&keys, members), by_row, sample, budget)?;
        for of_row in bearers.chunk_by(|a, b| a.0 == b.0) {
            let Some(row) = of_row.first().and_then(|(at, ..)| rows.get_mut(*at)) else { continue };
            let row_id = row.id;
            let Some(effect) = effect_of(row, id) else { continue };
            let matched = self.matched(id, row_id, &effect.witnesses, budget)?;
            let mut against = Vec::new();
            for (_, key, active) in of_row {
                let from = contrary.partition_point(|entry| entry.bearer < *key);
                for entry in contrary.get(from..).unwrap_or(&[]).iter().take_while(|entry| entry.bearer == *key) {
                    budget.step()?;
                    if active.is_some_and(|active| active != entry.active) {
                        continue;
                    }
                    let above = targets.above(self.facts.vocabulary(), row_id, entry.other, false);
                    let shared = |asked: &EntityId| complement || matched.binary_search(asked).is_ok();
                    if !above.iter().any(shared) {
                        continue;
                    }
                    let itself = above.contains(&entry.other) && shared(&entry.other);
                    let Some(finding) = self.facts.core(entry.finding) else { continue };
                    if self.opposes(asks, finding, itself) {
                        push(budget, &mut against, entry.finding)?;
                    }
                }
            }
            settle(&mut against, budget)?;
            self.decide(effect, role, against, complement, budget)?;
        }
        Ok(())
    }

    /// Findings that may say the contrary, by bearer; for complement rows of findings and studies, by row.
    fn contrary(
        &self,
        id: EffectId,
        asks: Asks,
        (keys, members): (&[u32], Vec<EntityId>),
        by_row: bool,
        sample: Option<RowId>,
        budget: &mut Budget,
    ) -> Result<Vec<Contrary>, Exceeded> {
        let mut found = Vec::new();
        let Some(effect) = self.effect(id) else { return Ok(found) };
        let relations: Vec<RelationId> = contrary_relations(self.facts.vocabulary(), asks).collect();
        budget.allocate((members.len() + keys.len()).saturating_mul(size_of::<u32>()))?;
        let mut look = |at: FindingId, role: Role, budget: &mut Budget| -> Result<(), Exceeded> {
            budget.step()?;
            let Some(finding) = self.facts.core(at).filter(|finding| finding.stance.witnesses()) else {
                return Ok(());
            };
            for (bearer, other, active) in ends(role, finding) {
                if members.binary_search(&other).is_err() {
                    continue;
                }
                let mut add = |key: u32| push(budget, &mut found, Contrary { bearer: key, active, other, finding: at });
                match (by_row, sample) {
                    (true, Some(RowId::Study(_))) => {
                        self.facts.cited(at).unwrap_or_default().iter().try_for_each(|study| add(study.0))?;
                    }
                    (true, _) => add(at.0)?,
                    (false, _) => add(bearer.0)?,
                }
            }
            Ok(())
        };
        if by_row && matches!(sample, Some(RowId::Finding(_))) {
            for key in keys {
                look(FindingId(*key), effect.role, budget)?;
            }
        } else {
            let roles: &[Role] = match effect.role {
                Role::Either => &[Role::Subject, Role::Object],
                Role::Subject => &[Role::Subject],
                Role::Object => &[Role::Object],
            };
            for role in roles {
                let bearers = (!by_row).then(|| keys.iter().copied().map(EntityId).collect::<Vec<_>>());
                let studies = by_row.then(|| keys.iter().copied().map(StudyId).collect::<Vec<_>>());
                let (members, relations) = (Some(members.clone()), Some(relations.clone()));
                let scan = match role {
                    Role::Object => Scan { subjects: members, relations, objects: bearers, studies, ..Scan::default() },
                    _ => Scan { subjects: bearers, relations, objects: members, studies, ..Scan::default() },
                };
                let mut batches = self.facts.scan(&scan);
                let mut batch = Vec::new();
                while batches.next_batch(&mut batch) {
                    self.against.set(self.against.get() + batch.len() as u64);
                    for at in &batch {
                        look(*at, *role, budget)?;
                    }
                }
            }
        }
        sort_by(budget, &mut found, |a, b| (a.bearer, a.finding).cmp(&(b.bearer, b.finding)))?;
        Ok(found)
    }

    /// The asked entities on which a row has a witness, sorted.
    fn matched(
        &self,
        id: EffectId,
        row: RowId,
        witnesses: &[FindingId],
        budget: &mut Budget,
    ) -> Result<Vec<EntityId>, Exceeded> {
        let mut matched = Vec::new();
        let (Some(effect), Some(targets)) = (self.effect(id), self.targets.get(id.0 as usize)) else {
            return Ok(matched);
        };
        for witness in witnesses {
            budget.step()?;
            let Some(finding) = self.facts.core(*witness) else { continue };
            for (bearer, other) in standings(effect.role, finding) {
                if row.entity(effect.bearer).is_some_and(|entity| entity != bearer) {
                    continue;
                }
                if targets.meets(other) != Truth::True {
                    continue;
                }
                for asked in targets.above(self.facts.vocabulary(), row, other, false) {
                    push(budget, &mut matched, asked)?;
                }
            }
        }
        sort_by(budget, &mut matched, Ord::cmp)?;
        matched.dedup();
        Ok(matched)
    }

    /// The verdict of one effect of one row, given all that stands against it.
    fn decide(
        &self,
        effect: &mut EffectOutcome,
        role: Role,
        against: Vec<FindingId>,
        complement: bool,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        if against.is_empty() {
            return Ok(());
        }
        let mut opposite = false;
        for id in &against {
            budget.step()?;
            let Some(finding) = self.facts.core(*id) else { continue };
            let contexts = self.effect(effect.effect).map_or(&[][..], |effect| &effect.contexts);
            let meets = contexts.is_empty() || {
                let whole = self.facts.finding(*id);
                let held = |context: &ContextId| whole.as_ref().map(|finding| self.context(*context, finding));
                contexts.iter().all(|context| held(context) == Some(Truth::True))
            };
            if meets {
                opposite |= direction(self.facts.vocabulary(), finding) != Direction::None;
                push(budget, &mut effect.inside, *id)?;
            } else {
                push(budget, &mut effect.elsewhere, *id)?;
            }
        }
        if complement {
            effect.verdict = match (opposite, effect.inside.is_empty()) {
                (true, _) => Verdict::Opposed,
                (false, false) => Verdict::Null,
                (false, true) => Verdict::Silent,
            };
            return Ok(());
        }
        let (one, two) = (self.side(role, &effect.witnesses, budget)?, self.side(role, &against, budget)?);
        effect.separators = self.separators(&one, &two, budget)?;
        effect.verdict = Verdict::ContextSplit;
        if effect.separators.is_empty() {
            effect.separators = one_sided(&one, &two);
            effect.verdict = Verdict::Contested;
        }
        Ok(())
    }

    /// Whether a row has no witness though some effect is denied.
    fn is_complement(&self, row: &Row) -> bool {
        row.findings.is_empty() && self.negative
    }
}

/// A row's effects stand by id.
fn effect_of(row: &mut Row, id: EffectId) -> Option<&mut EffectOutcome> {
    let place = row.effects.binary_search_by_key(&id, |effect| effect.effect).ok()?;
    row.effects.get_mut(place)
}

/// The ends of a finding as an effect sees them, and whether the first stands as subject.
fn ends(role: Role, finding: Core) -> impl Iterator<Item = (EntityId, EntityId, bool)> {
    let active = (role != Role::Object).then_some((finding.subject, finding.object, true));
    let passive = (role != Role::Subject).then_some((finding.object, finding.subject, false));
    active.into_iter().chain(passive)
}
