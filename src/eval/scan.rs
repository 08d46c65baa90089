//! Scanning: from an effect to its hits, by row.
//!
//! An effect, its plan and a store come in; a list of hits goes out, sorted by row and finding. It knows nothing of how effects are
//! combined.

use super::grow::{push, sort_by};
use super::target::Targets;
use super::test::{asks_stance, direction, does_good, test};
use super::truth::Truth;
use crate::base::{Core, Facts, Scan};
use crate::goal::{ContextId, Effect, EffectId, Goal, Head, Letter, Purpose, Quantifier, Role, Test, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{Direction, EntityId, Finding, FindingId, StudyId};
use crate::plan::{EffectPlan, Plan, ScanSide};
use rustc_hash::{FxHashMap, FxHashSet};

/// A finding that meets an effect for a row, or would without some of its contexts; or one that breaks its `always` or `only`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) finding: FindingId,
    /// The one context that it does not meet truly, where there is just one and the target is met.
    pub(crate) lone: Option<ContextId>,
    /// To which degree it meets the effect.
    pub(crate) degree: Truth,
    /// Whether it meets verb and target truly.
    pub(crate) free: bool,
    /// Whether it may meet verb and target, and that is not known.
    pub(crate) maybe: bool,
    /// Whether it is no witness, but breaks an `always` or an `only`.
    pub(crate) breaks: bool,
}

/// Hits of one effect by key: see [`key_of`].
#[derive(Debug, Default)]
pub(crate) struct Hits {
    rows: Vec<u64>,
    starts: Vec<u32>,
    hits: Vec<Hit>,
    /// Hits of what is derived, which come while it is worked out; none beside scanned ones.
    grown: FxHashMap<u64, Vec<Hit>>,
    /// Findings looked at for them.
    pub(crate) looked_at: u64,
}

impl Hits {
    /// The hits under a key, by finding.
    pub(crate) fn of(&self, row: u64) -> &[Hit] {
        if let Some(grown) = self.grown.get(&row) {
            return grown;
        }
        let Ok(at) = self.rows.binary_search(&row) else { return &[] };
        let start = self.starts.get(at).map_or(0, |start| *start as usize);
        let end = self.starts.get(at + 1).map_or(self.hits.len(), |end| *end as usize);
        self.hits.get(start..end).unwrap_or(&[])
    }

    /// The keys that have hits, sorted.
    pub(crate) fn keys(&self) -> &[u64] {
        &self.rows
    }

    /// Adds one hit of what is derived; says whether its key is new.
    pub(crate) fn grow(&mut self, key: u64, hit: Hit, budget: &mut Budget) -> Result<bool, Exceeded> {
        let hits = self.grown.entry(key).or_default();
        let new = hits.is_empty();
        push(budget, hits, hit)?;
        Ok(new)
    }

    /// Findings that meet an effect, under one key; sorted, each once.
    pub(crate) fn certain(key: u64, findings: Vec<FindingId>) -> Hits {
        if findings.is_empty() {
            return Hits::default();
        }
        let hit = |finding: FindingId| Hit {
            finding,
            lone: None,
            degree: Truth::True,
            free: true,
            maybe: false,
            breaks: false,
        };
        let hits = findings.into_iter().map(hit).collect();
        Hits { rows: vec![key], starts: vec![0], hits, ..Hits::default() }
    }

    pub(crate) fn new(mut flat: Vec<(u64, Hit)>, budget: &mut Budget) -> Result<Hits, Exceeded> {
        let key = |hit: &(u64, Hit)| (hit.0, hit.1.finding, hit.1.breaks);
        let sorted = flat.windows(2).all(|pair| matches!(pair, [a, b] if key(a) <= key(b)));
        if !sorted {
            sort_by(budget, &mut flat, |a, b| key(a).cmp(&key(b)))?;
        }
        let mut hits = Hits::default();
        for (row, hit) in flat {
            budget.step()?;
            if hits.rows.last() != Some(&row) {
                push(budget, &mut hits.rows, row)?;
                let start = hits.hits.len() as u32;
                push(budget, &mut hits.starts, start)?;
            }
            push(budget, &mut hits.hits, hit)?;
        }
        Ok(hits)
    }
}

/// What hits are kept under: the row, or who bears the effect; with the entity on the other side where a letter stands for that.
pub(crate) fn key_of(bearer: u32, other: Option<EntityId>) -> u64 {
    u64::from(bearer) << 32 | other.map_or(0, |other| u64::from(other.0) + 1)
}

/// The row, or who bears the effect.
pub(crate) fn bearer_of(key: u64) -> u32 {
    (key >> 32) as u32
}

/// Who stands on the other side, where a letter does.
pub(crate) fn other_of(key: u64) -> Option<EntityId> {
    (key as u32).checked_sub(1).map(EntityId)
}

/// Which hits are kept beside those that meet the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// None.
    Meeting,
    /// None, and only those that are certain.
    Certain,
    /// None, and one that is certain under each key.
    First,
    /// For candidates: one a row is enough, if it is certain.
    One,
    /// Those that meet verb and target.
    Free,
    /// Those that fail one context.
    Lone,
    /// Those that meet verb and target, and which one context they fail.
    All,
}

impl Keep {
    /// Whether what is not certain is of no use.
    pub(crate) fn only_certain(self) -> bool {
        matches!(self, Keep::Certain | Keep::First)
    }
}

/// One effect, ready to be scanned.
pub(crate) struct Scanner<'a> {
    goal: &'a Goal,
    facts: &'a dyn Facts,
    effect: &'a Effect,
    plan: &'a EffectPlan,
    targets: &'a Targets,
    keep: Keep,
    every_stance: bool,
    /// Steps that one look at all contexts is worth beyond the first.
    weight: u64,
}

impl<'a> Scanner<'a> {
    /// Makes an effect ready; none where the goal or the plan does not have it.
    pub(crate) fn new(
        goal: &'a Goal,
        facts: &'a dyn Facts,
        targets: &'a Targets,
        plan: &'a Plan,
        id: EffectId,
        keep: Keep,
    ) -> Option<Scanner<'a>> {
        let effect = goal.effects.get(id.0 as usize)?;
        let plan = plan.effects.get(id.0 as usize)?;
        let tests = effect.contexts.iter().filter_map(|id| goal.contexts.get(id.0 as usize));
        let weight = tests.map(|context| tests_in(&context.test)).sum::<u64>() / TESTS;
        Some(Scanner { goal, facts, effect, plan, targets, keep, every_stance: every_stance(goal, id), weight })
    }
}

/// Tests of slots that take about the time of one step.
const TESTS: u64 = 16;

/// How many tests of slots stand in one context.
fn tests_in(test: &Test) -> u64 {
    match test {
        Test::Slot { .. } | Test::NotStated(_) => 1,
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().map(tests_in).sum(),
        Test::Not(test) => tests_in(test),
    }
}

/// Whether an effect looks at findings that are not reported; contested are only those that are.
fn every_stance(goal: &Goal, id: EffectId) -> bool {
    asks_of_stance(goal, id) && goal.effects.get(id.0 as usize).is_some_and(|effect| effect.verb != Verb::Contested)
}

/// Whether a context of an effect tests the stance.
pub(crate) fn asks_of_stance(goal: &Goal, id: EffectId) -> bool {
    let tests = |id: &ContextId| goal.contexts.get(id.0 as usize).is_some_and(|context| asks_stance(&context.test));
    goal.effects.get(id.0 as usize).is_some_and(|effect| effect.contexts.iter().any(tests))
}

/// A finding's two ends as the effect sees them: who stands where the row does, and who on the target's side.
pub(crate) fn standings(role: Role, finding: Core) -> impl Iterator<Item = (EntityId, EntityId)> {
    let active = (role != Role::Object).then_some((finding.subject, finding.object));
    let passive = (role != Role::Subject).then_some((finding.object, finding.subject));
    active.into_iter().chain(passive)
}

impl Scanner<'_> {
    /// Scans the effect; `rows` are those that are still wanted, sorted; `others` the entities that a letter on the other side may be.
    pub(crate) fn hits(
        &self,
        rows: Option<&[u32]>,
        others: Option<&[u32]>,
        budget: &mut Budget,
    ) -> Result<Hits, Exceeded> {
        let mut flat = Vec::new();
        let mut done = FxHashSet::default();
        let from_rows = if self.plan.scan == ScanSide::Rows { rows } else { None };
        let mut looked_at = 0;
        if let (Head::Finding, Some(rows)) = (self.goal.head, from_rows) {
            for row in rows {
                budget.step()?;
                self.look(FindingId(*row), None, (Some(rows), None), &mut flat, &mut done, budget)?;
            }
            looked_at = rows.len() as u64;
            return Ok(Hits::new(flat, budget)?.without_twins().after(looked_at));
        }
        for (role, scan) in self.scans(from_rows, others, budget)? {
            let mut batches = self.facts.scan(&scan);
            let mut batch = Vec::new();
            while batches.next_batch(&mut batch) {
                looked_at += batch.len() as u64;
                for id in &batch {
                    budget.step()?;
                    self.look(*id, Some(role), (rows, others), &mut flat, &mut done, budget)?;
                }
            }
        }
        Ok(Hits::new(flat, budget)?.without_twins().after(looked_at))
    }

    /// The scans to run, and the role under which what they give is looked at.
    fn scans(
        &self,
        rows: Option<&[u32]>,
        letters: Option<&[u32]>,
        budget: &mut Budget,
    ) -> Result<Vec<(Role, Scan)>, Exceeded> {
        let relations = self.plan.relations.clone();
        let others = match letters {
            Some(letters) => Some(letters.iter().copied().map(EntityId).collect()),
            None if self.plan.scan == ScanSide::All => None,
            None => self.targets.wanted(budget)?,
        };
        let stated = if self.keep.only_certain() { self.plan.stated.clone() } else { None };
        let (mut bearers, mut studies) = (None, None);
        if let Some(rows) = rows {
            budget.allocate(size_of_val(rows))?;
            match self.goal.head {
                Head::Noun(_) => bearers = Some(rows.iter().copied().map(EntityId).collect::<Vec<_>>()),
                Head::Study => studies = Some(rows.iter().copied().map(StudyId).collect::<Vec<_>>()),
                Head::Finding => {}
            }
        }
        let roles: &[Role] = match self.effect.role {
            Role::Subject => &[Role::Subject],
            Role::Object => &[Role::Object],
            // Nothing tells the sides apart: one scan sees both.
            Role::Either if others.is_none() && bearers.is_none() => &[Role::Either],
            Role::Either => &[Role::Subject, Role::Object],
        };
        Ok(roles
            .iter()
            .map(|role| {
                let (relations, studies, stated) = (relations.clone(), studies.clone(), stated.clone());
                let (bearers, others) = (bearers.clone(), others.clone());
                let scan = match role {
                    Role::Object => Scan { subjects: others, relations, objects: bearers, studies, stated },
                    _ => Scan { subjects: bearers, relations, objects: others, studies, stated },
                };
                (*role, scan)
            })
            .collect())
    }

    /// Adds the hits of one finding.
    fn look(
        &self,
        id: FindingId,
        role: Option<Role>,
        (rows, others): (Option<&[u32]>, Option<&[u32]>),
        flat: &mut Vec<(u64, Hit)>,
        done: &mut FxHashSet<u64>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        // Nearly all that a scan gives is about the target: what is needed of a finding is fetched once.
        let whole = if self.plan.contexts.is_empty() { None } else { self.facts.finding(id) };
        let said = match &whole {
            Some(finding) => Some(Core::of(finding)),
            None => self.facts.core(id),
        };
        let Some(said) = said else { return Ok(()) };
        if !said.stance.witnesses() && !self.every_stance {
            return Ok(());
        }
        let mut contexts = None;
        for (bearer, other) in standings(role.unwrap_or(self.effect.role), said) {
            for (breaks, about) in self.about(said, other) {
                if about == Truth::False {
                    continue;
                }
                if contexts.is_none() {
                    budget.steps(self.weight)?;
                }
                let (held, failed) = *contexts.get_or_insert_with(|| self.contexts(whole.as_deref()));
                let hit = Hit {
                    finding: id,
                    lone: if about == Truth::True { failed } else { None },
                    degree: about.and(held),
                    free: about == Truth::True,
                    maybe: about == Truth::Unknown,
                    breaks,
                };
                self.add((bearer, other), hit, (rows, others), (&mut *flat, &mut *done), budget)?;
            }
        }
        Ok(())
    }

    /// Adds a hit under its keys, if it is wanted.
    fn add(
        &self,
        (bearer, other): (EntityId, EntityId),
        hit: Hit,
        (rows, others): (Option<&[u32]>, Option<&[u32]>),
        (flat, done): (&mut Vec<(u64, Hit)>, &mut FxHashSet<u64>),
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let kept = match self.keep {
            Keep::Meeting | Keep::One => false,
            Keep::Certain | Keep::First if hit.degree != Truth::True => return Ok(()),
            Keep::Certain | Keep::First => false,
            // What may break an `always` or `only` does so without its contexts too.
            Keep::Free | Keep::All => hit.free || (hit.breaks && hit.maybe),
            Keep::Lone => hit.lone.is_some(),
        };
        if hit.degree == Truth::False && !kept {
            return Ok(());
        }
        let mut add = |row: u32, other: Option<EntityId>| -> Result<(), Exceeded> {
            let key = key_of(row, other);
            let one = matches!(self.keep, Keep::One | Keep::First);
            if !among(rows, row) || (one && done.contains(&key)) {
                return Ok(());
            }
            if one && hit.degree == Truth::True {
                budget.allocate(size_of::<u64>() * 2)?;
                done.insert(key);
            }
            push(budget, flat, (key, hit))
        };
        match self.goal.head {
            Head::Noun(_) => {
                if !self.is_a(bearer, self.effect.bearer) {
                    return Ok(());
                }
                match self.targets.letter {
                    None => add(bearer.0, None),
                    Some(letter) => {
                        let itself = letter == self.effect.bearer;
                        if self.is_a(other, letter) && among(others, other.0) && itself == (other == bearer) {
                            add(bearer.0, Some(other))?;
                        }
                        Ok(())
                    }
                }
            }
            Head::Finding => add(hit.finding.0, None),
            Head::Study => {
                let studies = self.facts.cited(hit.finding).unwrap_or_default();
                studies.iter().try_for_each(|study| add(study.0, None))
            }
        }
    }

    /// Whether a finding with this entity on the target's side meets verb and target, and whether it breaks an `always` or an `only`.
    fn about(&self, finding: Core, other: EntityId) -> [(bool, Truth); 2] {
        let says = self.verb(finding);
        let meets = if says { self.targets.meets(other) } else { Truth::False };
        let breaks = match self.effect.quantifier {
            Quantifier::Some => Truth::False,
            Quantifier::Always if says => Truth::False,
            Quantifier::Always => self.targets.covers(other),
            Quantifier::Only if says && self.is_alike(other) => self.targets.covers(other).negated(),
            Quantifier::Only => Truth::False,
        };
        [(false, meets), (true, breaks)]
    }

    /// Whether an entity is of the noun of one of those asked for.
    fn is_alike(&self, entity: EntityId) -> bool {
        let kind = self.facts.vocabulary().kind_of(entity);
        kind.is_some_and(|kind| self.targets.kinds.contains(&kind))
    }

    /// Whether an entity is of the kind that a letter stands for.
    fn is_a(&self, entity: EntityId, letter: Letter) -> bool {
        let kind = self.facts.vocabulary().kind_of(entity);
        kind.is_some() && kind == self.goal.kind(letter)
    }

    fn verb(&self, finding: Core) -> bool {
        let vocabulary = self.facts.vocabulary();
        match &self.effect.verb {
            Verb::Any | Verb::Contested => true,
            Verb::Relations { members, .. } => members.contains(&finding.relation),
            Verb::Benefit { members, better, .. } => {
                members.contains(&finding.relation) || does_good(vocabulary, finding) == Some(*better)
            }
            Verb::NoEffect => direction(vocabulary, finding) == Direction::None,
            Verb::Includes | Verb::Defined(_) | Verb::Chain(_) => false,
        }
    }

    /// Whether all contexts hold, and the one that does not where there is just one.
    fn contexts(&self, finding: Option<&Finding>) -> (Truth, Option<ContextId>) {
        let Some(finding) = finding else { return (Truth::True, None) };
        let (mut held, mut failed, mut failures) = (Truth::True, None, 0);
        for id in &self.plan.contexts {
            let Some(context) = self.goal.contexts.get(id.0 as usize) else { continue };
            let truth = test(self.facts, &context.test, finding, &self.goal.assuming);
            held = held.and(truth);
            if truth != Truth::True {
                failures += 1;
                failed = Some(*id);
            }
            let enough = !matches!(self.keep, Keep::Lone | Keep::All) || failures > 1;
            if held == Truth::False && enough {
                break;
            }
        }
        (held, if failures == 1 && self.effect.purpose == Purpose::Context { failed } else { None })
    }
}

fn among(rows: Option<&[u32]>, row: u32) -> bool {
    rows.is_none_or(|rows| rows.binary_search(&row).is_ok())
}

impl Hits {
    /// The same, found among so many findings.
    fn after(self, looked_at: u64) -> Hits {
        Hits { looked_at, ..self }
    }

    /// Makes one of two hits of the same row and finding, which a finding gives that meets an effect on both sides.
    fn without_twins(mut self) -> Hits {
        let twins = |a: &Hit, b: &Hit| a.finding == b.finding && a.breaks == b.breaks;
        let mut from = 0;
        let mut to = 0;
        let mut starts = Vec::with_capacity(self.starts.len());
        for at in 0..self.rows.len() {
            starts.push(to as u32);
            let end = self.starts.get(at + 1).map_or(self.hits.len(), |end| *end as usize);
            let begin = to;
            while from < end {
                let Some(hit) = self.hits.get(from).copied() else { break };
                from += 1;
                match self.hits.get_mut(begin..to).and_then(<[Hit]>::last_mut) {
                    Some(last) if twins(last, &hit) => {
                        last.degree = last.degree.or(hit.degree);
                        last.free |= hit.free;
                        last.maybe |= hit.maybe;
                        last.lone = last.lone.or(hit.lone);
                    }
                    _ => {
                        if let Some(place) = self.hits.get_mut(to) {
                            *place = hit;
                        }
                        to += 1;
                    }
                }
            }
        }
        self.hits.truncate(to);
        self.starts = starts;
        self
    }
}
