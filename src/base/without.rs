//! A store without some of its studies.
//!
//! A store and the studies that no longer count come in, and the same store goes out, asked through [`Facts`]: a finding loses those
//! studies, and one that only they report is not found any more. Nothing else is copied, and it is not known why they do not count.

use super::facts::{Batches, Core, Facts, Scan};
use crate::model::{Finding, FindingId, Source, Study, StudyId};
use crate::names::Vocabulary;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use twox_hash::XxHash3_128;

/// A store of which some studies are left out. Ids are those of the store beneath; those of findings that are gone name nothing.
///
/// ```
/// use std::sync::Arc;
/// use whereof::base::{Facts, Without, builtin};
/// use whereof::model::StudyId;
/// let base: Arc<dyn Facts> = Arc::new(builtin::memory()?);
/// let first = Without::new(Arc::clone(&base), &[StudyId(0)]);
/// assert_eq!(first.findings_held() + first.gone(), base.findings_held());
/// assert_eq!(first.studies_held() + 1, base.studies_held());
/// # Ok::<(), whereof::base::column::Damage>(())
/// ```
pub struct Without {
    facts: Arc<dyn Facts>,
    /// Sorted.
    studies: Vec<StudyId>,
    /// Findings that cited one of them: as they are without, or nothing where nobody else reports them.
    touched: FxHashMap<FindingId, Option<Finding>>,
    gone: usize,
    fingerprint: OnceLock<u128>,
}

impl Without {
    /// Leaves studies out of a store; what of them the store does not have is left out already.
    #[must_use]
    pub fn new(facts: Arc<dyn Facts>, studies: &[StudyId]) -> Without {
        let mut studies: Vec<StudyId> = studies.iter().copied().filter(|id| facts.study(*id).is_some()).collect();
        studies.sort_unstable();
        studies.dedup();
        let mut touched = FxHashMap::default();
        let mut batch = Vec::new();
        {
            let mut batches = facts.scan(&Scan { studies: Some(studies.clone()), ..Scan::default() });
            while batches.next_batch(&mut batch) {
                for &id in &batch {
                    let Some(finding) = facts.finding(id) else { continue };
                    let mut finding = finding.into_owned();
                    finding.studies.retain(|study| studies.binary_search(study).is_err());
                    touched.insert(id, (!finding.studies.is_empty()).then_some(finding));
                }
            }
        }
        let gone = touched.values().filter(|left| left.is_none()).count();
        Without { facts, studies, touched, gone, fingerprint: OnceLock::new() }
    }

    /// How many findings are gone, since nobody else reports them.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.gone
    }

    /// How many findings lost a study and are still reported by another.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.touched.len() - self.gone
    }

    fn is_gone(&self, id: FindingId) -> bool {
        matches!(self.touched.get(&id), Some(None))
    }

    /// A scan that asks for no study that is left out.
    fn narrowed(&self, scan: &Scan) -> Scan {
        let studies = scan.studies.as_ref();
        let studies = studies
            .map(|asked| asked.iter().copied().filter(|study| self.studies.binary_search(study).is_err()).collect());
        Scan { studies, ..scan.clone() }
    }
}

impl Facts for Without {
    fn name(&self) -> &str {
        self.facts.name()
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.facts.vocabulary()
    }

    fn sources(&self) -> &[Source] {
        self.facts.sources()
    }

    fn study_count(&self) -> usize {
        self.facts.study_count()
    }

    fn study(&self, id: StudyId) -> Option<Cow<'_, Study>> {
        self.facts.study(id)
    }

    fn finding_count(&self) -> usize {
        self.facts.finding_count()
    }

    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        match self.touched.get(&id) {
            Some(left) => left.as_ref().map(Cow::Borrowed),
            None => self.facts.finding(id),
        }
    }

    fn core(&self, id: FindingId) -> Option<Core> {
        match self.touched.get(&id) {
            Some(left) => left.as_ref().map(Core::of),
            None => self.facts.core(id),
        }
    }

    fn cited(&self, id: FindingId) -> Option<Cow<'_, [StudyId]>> {
        match self.touched.get(&id) {
            Some(left) => left.as_ref().map(|finding| Cow::Borrowed(finding.studies.as_slice())),
            None => self.facts.cited(id),
        }
    }

    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        Box::new(Remaining { base: self, batches: self.facts.scan(&self.narrowed(scan)) })
    }

    fn estimate(&self, scan: &Scan) -> usize {
        self.facts.estimate(&self.narrowed(scan))
    }

    fn failure(&self) -> Option<String> {
        self.facts.failure()
    }

    fn fingerprint(&self) -> u128 {
        *self.fingerprint.get_or_init(|| {
            if self.studies.is_empty() {
                return self.facts.fingerprint();
            }
            // What is left follows from the base and from what is left out: nothing has to be read again.
            let mut said: Vec<String> = self
                .studies
                .iter()
                .filter_map(|id| self.facts.study(*id))
                .map(|study| {
                    let source =
                        self.facts.sources().get(study.source.index()).map_or("", |source| source.name.as_str());
                    format!("{source}\n{}", study.number)
                })
                .collect();
            said.sort_unstable();
            let all = format!("{:032x} without\n{}", self.facts.fingerprint(), said.join("\n"));
            XxHash3_128::oneshot(all.as_bytes())
        })
    }

    fn findings_held(&self) -> usize {
        self.facts.findings_held().saturating_sub(self.gone)
    }

    fn studies_held(&self) -> usize {
        self.facts.studies_held().saturating_sub(self.studies.len())
    }
}

/// What a scan gives, but for the findings that are gone.
struct Remaining<'a> {
    base: &'a Without,
    batches: Box<dyn Batches + 'a>,
}

impl Batches for Remaining<'_> {
    fn next_batch(&mut self, out: &mut Vec<FindingId>) -> bool {
        // A batch of which nothing is left is not the end.
        while self.batches.next_batch(out) {
            out.retain(|id| !self.base.is_gone(*id));
            if !out.is_empty() {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::base::builtin;

    fn all(facts: &dyn Facts, scan: &Scan) -> Vec<FindingId> {
        let (mut found, mut batch) = (Vec::new(), Vec::new());
        let mut batches = facts.scan(scan);
        while batches.next_batch(&mut batch) {
            found.extend_from_slice(&batch);
        }
        found
    }

    /// Every study of the embedded base in turn, and pairs: the same findings as when each is looked at by hand.
    #[test]
    fn what_is_left_is_what_others_report() {
        let base: Arc<dyn Facts> = Arc::new(builtin::memory().unwrap());
        let studies = base.study_count() as u32;
        for first in 0..studies {
            let out = [StudyId(first), StudyId((first + 7) % studies)];
            let without = Without::new(Arc::clone(&base), &out);
            let wanted: Vec<(FindingId, Finding)> = (0..base.finding_count() as u32)
                .filter_map(|at| {
                    let mut finding = base.finding(FindingId(at))?.into_owned();
                    let cited = !finding.studies.is_empty();
                    finding.studies.retain(|study| !out.contains(study));
                    (!cited || !finding.studies.is_empty()).then_some((FindingId(at), finding))
                })
                .collect();
            let ids: Vec<FindingId> = wanted.iter().map(|(id, _)| *id).collect();
            assert_eq!(all(&without, &Scan::default()), ids);
            assert_eq!(without.findings_held(), ids.len());
            for (id, finding) in &wanted {
                assert_eq!(without.finding(*id).unwrap().as_ref(), finding);
            }
            let cited = Scan { studies: Some(out.to_vec()), ..Scan::default() };
            assert!(all(&without, &cited).is_empty());
        }
    }

    #[test]
    fn without_nothing_it_is_the_same_base() {
        let base: Arc<dyn Facts> = Arc::new(builtin::memory().unwrap());
        let same = Without::new(Arc::clone(&base), &[StudyId(u32::MAX)]);
        assert_eq!(same.fingerprint(), base.fingerprint());
        assert_eq!((same.gone(), same.kept(), same.studies_held()), (0, 0, base.studies_held()));
    }

    #[test]
    fn what_is_left_out_changes_the_fingerprint() {
        let base: Arc<dyn Facts> = Arc::new(builtin::memory().unwrap());
        let less = Without::new(Arc::clone(&base), &[StudyId(3)]);
        assert_ne!(less.fingerprint(), base.fingerprint());
    }
}
