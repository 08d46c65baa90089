//! Two names side by side: what they share and where they part.
//!
//! Two names come in; everything that either of them acts on, or that acts on either, goes out with how the two stand to it.

use super::super::sides::{Sides, weigh};
use super::super::test::{Sign, sign};
use super::{each, meets};
use crate::answer::Verdict;
use crate::base::{Facts, Scan};
use crate::goal::survey::Comparing;
use crate::goal::{Context, Role, SlotRef};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use crate::names::normal;
use std::collections::{BTreeMap, BTreeSet};

/// What one name does to another, or undergoes from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The findings, by what they say.
    pub sides: Sides,
    /// Findings that do not say which way.
    pub unclear: Vec<FindingId>,
}

impl Standing {
    /// The signs that are said, unclear ones apart.
    #[must_use]
    pub fn signs(&self) -> Vec<Sign> {
        let said = |sign: &Sign| !self.sides.of(*sign).is_empty();
        [Sign::Plus, Sign::Minus, Sign::Zero].into_iter().filter(said).collect()
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unclear.is_empty() && self.signs().is_empty()
    }

    /// All findings, sorted.
    #[must_use]
    pub fn findings(&self) -> Vec<FindingId> {
        let signs = self.signs();
        let mut all: Vec<FindingId> = signs.iter().flat_map(|sign| self.sides.of(*sign).iter().copied()).collect();
        all.extend(&self.unclear);
        all.sort_unstable();
        all
    }
}

/// How two names stand to one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Both say the same of it.
    Shared,
    /// They say the contrary, and nothing tells them apart.
    Opposite,
    /// They say the contrary, told apart by a slot.
    ContextSplit,
    /// The findings of one of them, or of each, disagree among themselves.
    Contested,
    /// One of them does not say which way.
    Unclear,
    /// Only the first has findings on it.
    OnlyLeft,
    /// Only the second has.
    OnlyRight,
}

/// One thing, as two names stand to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is.
    pub other: EntityId,
    /// Whether the names act on it, or it acts on them.
    pub active: bool,
    /// How they stand to it.
    pub comparison: Comparison,
    /// What tells them apart; of a contested one, slots that only one side states.
    pub separators: Vec<SlotRef>,
    /// The first name's findings.
    pub left: Standing,
    /// The second's.
    pub right: Standing,
}

/// By role and the other end.
pub(super) type Standings = BTreeMap<(bool, EntityId), Standing>;

/// What names do and undergo: active ends first.
pub(super) fn standings(
    facts: &dyn Facts,
    of: &[EntityId],
    contexts: &[Context],
    budget: &mut Budget,
) -> Result<Standings, Exceeded> {
    let mut found: Standings = BTreeMap::new();
    let mut names = of.to_vec();
    names.sort_unstable();
    names.dedup();
    for passive in [false, true] {
        let ends = Some(names.clone());
        let scan = if passive {
            Scan { objects: ends, ..Scan::default() }
        } else {
            Scan { subjects: ends, ..Scan::default() }
        };
        each(facts, &scan, budget, &mut |id, finding, budget| {
            if !finding.stance.witnesses() || !meets(facts, contexts, id) {
                return Ok(());
            }
            let other = if passive { finding.subject } else { finding.object };
            take(&mut found, (passive, other), sign(facts.vocabulary(), finding), id, budget)
        })?;
    }
    Ok(found)
}

/// Puts a finding where it belongs.
pub(super) fn take(
    found: &mut Standings,
    key: (bool, EntityId),
    sign: Sign,
    id: FindingId,
    budget: &mut Budget,
) -> Result<(), Exceeded> {
    if !found.contains_key(&key) {
        budget.allocate(size_of::<Standing>() + size_of::<(bool, EntityId)>())?;
    }
    let standing = found.entry(key).or_default();
    match sign {
        Sign::Unclear => super::super::grow::push(budget, &mut standing.unclear, id),
        Sign::Plus | Sign::Minus | Sign::Zero => standing.sides.add(sign, true, id, budget),
    }
}

/// Sets two names side by side: what is shared first, then by name.
///
/// # Errors
/// The limit that is reached.
pub fn compare(asked: &Comparing, facts: &dyn Facts, budget: &mut Budget) -> Result<Vec<Target>, Exceeded> {
    let mut left = standings(facts, &asked.left, &asked.contexts, budget)?;
    let mut right = standings(facts, &asked.right, &asked.contexts, budget)?;
    let keys: BTreeSet<(bool, EntityId)> = left.keys().chain(right.keys()).copied().collect();
    let mut found = Vec::new();
    for (passive, other) in keys {
        budget.step()?;
        let left = left.remove(&(passive, other)).unwrap_or_default();
        let right = right.remove(&(passive, other)).unwrap_or_default();
        let role = if passive { Role::Object } else { Role::Subject };
        let (comparison, separators) = stand(facts, role, &left, &right, budget)?;
        let target = Target { other, active: !passive, comparison, separators, left, right };
        let name = facts.vocabulary().entity(other).map(|entity| normal(&entity.name)).unwrap_or_default();
        super::super::grow::push(budget, &mut found, ((comparison, passive, name, other), target))?;
    }
    super::sort_by(budget, &mut found, |a, b| a.0.cmp(&b.0))?;
    budget.rows(found.len())?;
    Ok(found.into_iter().map(|(_, target)| target).collect())
}

fn stand(
    facts: &dyn Facts,
    role: Role,
    left: &Standing,
    right: &Standing,
    budget: &mut Budget,
) -> Result<(Comparison, Vec<SlotRef>), Exceeded> {
    match (left.is_empty(), right.is_empty()) {
        (false, true) => return Ok((Comparison::OnlyLeft, Vec::new())),
        (true, _) => return Ok((Comparison::OnlyRight, Vec::new())),
        (false, false) => {}
    }
    let mut one_sided = BTreeSet::new();
    let mut contested = false;
    for standing in [left, right] {
        for dispute in standing.sides.disputes(facts, role, budget)? {
            if dispute.verdict == Verdict::Contested {
                contested = true;
                one_sided.extend(dispute.separators);
            }
        }
    }
    if contested {
        return Ok((Comparison::Contested, one_sided.into_iter().collect()));
    }
    let (a, b) = (left.signs(), right.signs());
    if a.is_empty() || b.is_empty() {
        return Ok((Comparison::Unclear, Vec::new()));
    }
    let mut apart = BTreeSet::new();
    let mut against = false;
    for one in &a {
        for two in b.iter().filter(|two| *two != one) {
            against = true;
            let (verdict, slots) = weigh(facts, role, left.sides.of(*one), right.sides.of(*two), budget)?;
            if verdict == Verdict::Contested {
                return Ok((Comparison::Opposite, Vec::new()));
            }
            apart.extend(slots);
        }
    }
    Ok(if against { (Comparison::ContextSplit, apart.into_iter().collect()) } else { (Comparison::Shared, Vec::new()) })
}
