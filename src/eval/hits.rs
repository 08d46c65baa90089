//! What a scan found, by row.
//!
//! Findings that meet an effect come in, each under the row that it speaks of; they go out sorted, to be looked up by row. How they are found
//! is not known here.

use super::grow::{push, sort_by};
use super::truth::Truth;
use crate::goal::ContextId;
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use rustc_hash::FxHashMap;

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

impl Hits {
    /// The same, found among so many findings.
    pub(super) fn after(self, looked_at: u64) -> Hits {
        Hits { looked_at, ..self }
    }

    /// Makes one of two hits of the same row and finding, which a finding gives that meets an effect on both sides.
    pub(super) fn without_twins(mut self) -> Hits {
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
