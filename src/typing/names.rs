//! Names that fit what is typed of them.
//!
//! Names with their findings, kinds that are wanted and the letters typed come in; those that fit go out, the best first. What they are counted
//! under is not known here.

use super::{Known, MOST};
use crate::model::{EntityId, KindId};
use crate::names::index::{Entry, Named};
use crate::names::{Fit, Typed, Vocabulary};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// Names up to which each is looked at by itself.
const FEW: usize = 2_000;
/// Names handed on: some of them may give no row.
pub(super) const KEPT: usize = 8 * MOST;
/// Names between two looks at the clock.
const LOOK: usize = 4_096;

/// A name that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fitting {
    pub(super) id: EntityId,
    pub(super) findings: u64,
    pub(super) fit: Fit,
    /// How far the letters typed are apart in it.
    pub(super) apart: u32,
    /// The spelling that fits, where it is not the name itself.
    pub(super) through: Option<String>,
}

/// The names that fit, and whether there may be more.
pub(super) fn fitting(
    known: &Known<'_>,
    counted: &[(EntityId, u64)],
    kinds: &[KindId],
    typed: &Typed,
) -> (Vec<Fitting>, bool) {
    let vocabulary = known.facts.vocabulary();
    let admits =
        |id: EntityId| kinds.is_empty() || vocabulary.entity(id).is_some_and(|entity| kinds.contains(&entity.kind));
    if typed.is_empty() {
        let mut admitted = counted.iter().filter(|(id, _)| admits(*id));
        let first = |(id, findings): &(EntityId, u64)| Fitting {
            id: *id,
            findings: *findings,
            fit: Fit::Begins,
            apart: 0,
            through: None,
        };
        let found: Vec<Fitting> = admitted.by_ref().take(KEPT).map(first).collect();
        return (found, admitted.next().is_some());
    }
    let findings: FxHashMap<EntityId, u64> = counted.iter().copied().filter(|(id, _)| admits(*id)).collect();
    let mut search = Search { vocabulary, typed, findings: &findings, found: FxHashMap::default() };
    for (form, entry) in vocabulary.index().beginning(typed.form()) {
        search.look(form, entry);
    }
    let mut cut = false;
    if search.found.len() < MOST {
        cut = search.further(known);
    }
    let mut found: Vec<Fitting> = search.found.into_values().collect();
    found.sort_by_cached_key(|one| {
        let name = vocabulary.entity_name(one.id);
        (one.fit, one.apart, Reverse(one.findings), name.len(), name.to_owned())
    });
    cut |= found.len() > KEPT;
    found.truncate(KEPT);
    (found, cut)
}

struct Search<'s> {
    vocabulary: &'s Vocabulary,
    typed: &'s Typed,
    findings: &'s FxHashMap<EntityId, u64>,
    found: FxHashMap<EntityId, Fitting>,
}

impl Search<'_> {
    fn look(&mut self, form: &str, entry: Entry) {
        let (Named::Entity(id) | Named::Reference(id)) = entry.named else { return };
        let Some(findings) = self.findings.get(&id).copied() else { return };
        let Some(spelling) = self.vocabulary.spelling(entry.named, entry.spelling) else { return };
        if let Some((fit, apart)) = self.typed.fit_form(form, spelling) {
            let other = spelling != self.vocabulary.entity_name(id);
            self.add(Fitting { id, findings, fit, apart, through: other.then(|| spelling.to_owned()) });
        }
    }

    /// Keeps the best spelling of each name; of equally good ones the name itself.
    fn add(&mut self, one: Fitting) {
        let rank = |one: &Fitting| (one.fit, one.apart, one.through.is_some());
        match self.found.get_mut(&one.id) {
            Some(before) if rank(before) <= rank(&one) => {}
            Some(before) => *before = one,
            None => {
                self.found.insert(one.id, one);
            }
        }
    }

    /// Names that do not begin so; whether the search was cut short.
    fn further(&mut self, known: &Known<'_>) -> bool {
        let vocabulary = self.vocabulary;
        if self.findings.len() <= FEW {
            let begun = self.found.len();
            let ids: Vec<EntityId> = self.findings.keys().copied().collect();
            for id in ids {
                let Some(entity) = vocabulary.entity(id) else { continue };
                for spelling in std::iter::once(&entity.name).chain(&entity.aliases) {
                    let Some((fit, apart)) = self.typed.fit(spelling) else { continue };
                    let findings = self.findings.get(&id).copied().unwrap_or(0);
                    let other = *spelling != entity.name;
                    self.add(Fitting { id, findings, fit, apart, through: other.then(|| spelling.clone()) });
                }
            }
            let scattered = self.found.values().filter(|one| one.fit == Fit::Scattered).count();
            if begun > 0 || self.found.len() > scattered {
                self.found.retain(|_, one| one.fit != Fit::Scattered);
            }
            return false;
        }
        for (at, (form, entry)) in vocabulary.index().containing(self.typed.form()).enumerate() {
            if at % LOOK == LOOK - 1 && known.is_over() {
                return true;
            }
            self.look(form, entry);
        }
        if !self.found.is_empty() {
            return false;
        }
        for (at, (form, entry)) in vocabulary.index().iter().enumerate() {
            if at % LOOK == LOOK - 1 && known.is_over() {
                return true;
            }
            self.look(form, entry);
        }
        false
    }
}
