//! Names with the most in common with one.
//!
//! A name comes in; names of its kind go out, ranked by what both do and undergo. The score is a signed Jaccard index.

use super::super::grow::push;
use super::super::test::{Sign, sign};
use super::comparing::{Standings, standings, take};
use super::{each, meets};
use crate::base::{Facts, Scan};
use crate::goal::survey;
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use crate::names::normal;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// What is similar to a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alike {
    /// Things on which the name itself has findings that say which way.
    pub things: u64,
    /// Names that share something with it, or say the contrary of something: most similar first, cut to what was asked for.
    pub neighbours: Vec<Neighbour>,
    /// How many there are in all.
    pub total: u64,
}

/// A name beside the one that was asked for. Things are counted by role: what both act on, and what acts on both.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// Which.
    pub id: EntityId,
    /// Things of which both say the same, with the findings of the asked name and of this one.
    pub shared: Vec<Thing>,
    /// Things of which they say the contrary, likewise.
    pub opposite: Vec<Thing>,
    /// How many things only the asked name speaks of.
    pub only_asked: u64,
    /// How many only this one speaks of.
    pub only_this: u64,
}

/// The other end, whether the names act on it, and the findings of both names.
pub type Thing = (EntityId, bool, Vec<FindingId>, Vec<FindingId>);

impl Neighbour {
    /// Shared less opposite things, over all things that either speaks of: from -1 to 1.
    #[must_use]
    pub fn score(&self) -> f64 {
        let (gain, of) = self.fraction();
        gain as f64 / of.max(1) as f64
    }

    fn fraction(&self) -> (i64, i64) {
        let (shared, opposite) = (self.shared.len() as i64, self.opposite.len() as i64);
        (shared - opposite, shared + opposite + self.only_asked as i64 + self.only_this as i64)
    }

    /// Higher scores first; fractions are compared exactly.
    fn before(&self, other: &Neighbour) -> Ordering {
        let ((gain, of), (other_gain, other_of)) = (self.fraction(), other.fraction());
        let scores = (other_gain * of).cmp(&(gain * other_of));
        scores.then_with(|| other.shared.len().cmp(&self.shared.len()))
    }
}

/// Ranks the names of a kind by what they share with one; at most so many are given.
///
/// # Errors
/// The limit that is reached.
pub fn alike(asked: &survey::Alike, facts: &dyn Facts, most: usize, budget: &mut Budget) -> Result<Alike, Exceeded> {
    let vocabulary = facts.vocabulary();
    let kind = vocabulary.entity(asked.to).map(|entity| entity.kind);
    let of_kind = |id: EntityId| id != asked.to && vocabulary.kind_of(id) == kind;
    let mut own = standings(facts, &[asked.to], &asked.contexts, budget)?;
    own.retain(|_, standing| !standing.signs().is_empty());
    // Who else speaks of these things; then all that they speak of.
    let mut others: BTreeSet<EntityId> = BTreeSet::new();
    for passive in [false, true] {
        let mut ends: Vec<EntityId> = own.keys().filter(|key| key.0 == passive).map(|key| key.1).collect();
        ends.dedup();
        let ends = Some(ends);
        let scan = if passive {
            Scan { subjects: ends, ..Scan::default() }
        } else {
            Scan { objects: ends, ..Scan::default() }
        };
        each(facts, &scan, budget, &mut |_, finding, budget| {
            let one = if passive { finding.object } else { finding.subject };
            if of_kind(one) && finding.stance.witnesses() && others.insert(one) {
                budget.allocate(3 * size_of::<EntityId>())?;
            }
            Ok(())
        })?;
    }
    let mut all: BTreeMap<EntityId, Standings> = BTreeMap::new();
    let names: Vec<EntityId> = others.into_iter().collect();
    for passive in [false, true] {
        let ends = Some(names.clone());
        let scan = if passive {
            Scan { objects: ends, ..Scan::default() }
        } else {
            Scan { subjects: ends, ..Scan::default() }
        };
        each(facts, &scan, budget, &mut |id, finding, budget| {
            let sign = sign(vocabulary, finding);
            if sign == Sign::Unclear || !finding.stance.witnesses() || !meets(facts, &asked.contexts, id) {
                return Ok(());
            }
            let (one, other) =
                if passive { (finding.object, finding.subject) } else { (finding.subject, finding.object) };
            take(all.entry(one).or_default(), (passive, other), sign, id, budget)
        })?;
    }
    let mut found: Vec<(String, Neighbour)> = Vec::new();
    for (id, theirs) in all {
        let neighbour = beside(id, &own, &theirs, budget)?;
        if neighbour.shared.is_empty() && neighbour.opposite.is_empty() {
            continue;
        }
        let name = vocabulary.entity(id).map(|entity| normal(&entity.name)).unwrap_or_default();
        push(budget, &mut found, (name, neighbour))?;
    }
    super::sort_by(budget, &mut found, |(name, one), (other_name, other)| {
        one.before(other).then_with(|| name.cmp(other_name)).then(one.id.cmp(&other.id))
    })?;
    let total = found.len() as u64;
    let neighbours = found.into_iter().map(|(_, one)| one).take(most).collect();
    Ok(Alike { things: own.len() as u64, neighbours, total })
}

fn beside(id: EntityId, own: &Standings, theirs: &Standings, budget: &mut Budget) -> Result<Neighbour, Exceeded> {
    let mut found = Neighbour { id, shared: Vec::new(), opposite: Vec::new(), only_asked: 0, only_this: 0 };
    let mut common = 0u64;
    for (key, this) in theirs {
        budget.step()?;
        let Some(asked) = own.get(key) else { continue };
        common += 1;
        let signs = this.signs();
        let list =
            if asked.signs().iter().any(|sign| signs.contains(sign)) { &mut found.shared } else { &mut found.opposite };
        push(budget, list, (key.1, !key.0, asked.findings(), this.findings()))?;
    }
    found.only_asked = own.len() as u64 - common;
    found.only_this = theirs.len() as u64 - common;
    Ok(found)
}
