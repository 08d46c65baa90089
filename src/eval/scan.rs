//! Scanning: from an effect to its hits, by row.
//!
//! An effect, its plan and a store come in; a list of hits goes out, sorted by row and finding. It knows nothing of how effects are
//! combined.

use super::divide::divided;
use super::grow::push;
pub(crate) use super::hits::{Hit, Hits, bearer_of, key_of, other_of};
use super::target::Targets;
use super::test::{asks_stance, direction, does_good, test};
use super::truth::Truth;
use crate::base::{Core, Facts, Scan};
use crate::goal::{ContextId, Effect, EffectId, Goal, Head, Letter, Purpose, Quantifier, Role, Test, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{Direction, EntityId, Finding, FindingId, StudyId};
use crate::plan::{EffectPlan, Plan, ScanSide};
use rustc_hash::FxHashSet;

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
    /// Findings from which on a scan is divided over the cores.
    divide_from: usize,
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
        let divide_from = plan.divide_from;
        let plan = plan.effects.get(id.0 as usize)?;
        let tests = effect.contexts.iter().filter_map(|id| goal.contexts.get(id.0 as usize));
        let weight = tests.map(|context| tests_in(&context.test)).sum::<u64>() / TESTS;
        Some(Scanner {
            goal,
            facts,
            effect,
            plan,
            targets,
            keep,
            every_stance: every_stance(goal, id),
            weight,
            divide_from,
        })
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
            if self.facts.estimate(&scan) >= self.divide_from {
                let ids = self.gathered(&scan, budget)?;
                looked_at += ids.len() as u64;
                self.side_by_side(&ids, role, (rows, others), (&mut flat, &mut done), budget)?;
                continue;
            }
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

    /// All that a scan gives.
    fn gathered(&self, scan: &Scan, budget: &mut Budget) -> Result<Vec<FindingId>, Exceeded> {
        let mut ids: Vec<FindingId> = Vec::new();
        let mut batches = self.facts.scan(scan);
        let mut batch = Vec::new();
        while batches.next_batch(&mut batch) {
            budget.allocate(size_of_val(batch.as_slice()))?;
            budget.step()?;
            ids.append(&mut batch);
        }
        Ok(ids)
    }

    /// Looks at findings on all cores; the hits are those of one core, in the same order.
    fn side_by_side(
        &self,
        ids: &[FindingId],
        role: Role,
        (rows, others): (Option<&[u32]>, Option<&[u32]>),
        (flat, done): (&mut Vec<(u64, Hit)>, &mut FxHashSet<u64>),
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let parts = divided(ids, budget, |ids, budget| {
            let (mut flat, mut done) = (Vec::new(), FxHashSet::default());
            for id in ids {
                budget.step()?;
                self.look(*id, Some(role), (rows, others), &mut flat, &mut done, budget)?;
            }
            Ok(flat)
        })?;
        let one = matches!(self.keep, Keep::One | Keep::First);
        for (key, hit) in parts.into_iter().flatten() {
            // what another stretch has given is enough
            if one && done.contains(&key) {
                continue;
            }
            if one && hit.degree == Truth::True {
                done.insert(key);
            }
            flat.push((key, hit));
        }
        Ok(())
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
