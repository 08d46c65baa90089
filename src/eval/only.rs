//! A store cut down to a few findings.
//!
//! A store and some finding ids come in; a store in which only those are said goes out, under the same ids. It is how a proof is replayed.

use crate::base::{Batches, Core, Facts, Scan};
use crate::model::{Finding, FindingId, Source, Study, StudyId};
use crate::names::Vocabulary;
use std::borrow::Cow;

/// Some findings of a store.
pub(crate) struct Only<'a> {
    pub(crate) facts: &'a dyn Facts,
    /// Sorted.
    pub(crate) findings: &'a [FindingId],
}

impl Only<'_> {
    fn meets(&self, scan: &Scan, id: FindingId) -> bool {
        if scan.stated.is_some() && !self.finding(id).is_some_and(|finding| scan.states(&finding)) {
            return false;
        }
        let Some(finding) = self.core(id) else { return false };
        let among = |ids: &Option<Vec<_>>, id| ids.as_ref().is_none_or(|ids: &Vec<_>| ids.binary_search(&id).is_ok());
        let relations = scan.relations.as_ref();
        among(&scan.subjects, finding.subject)
            && among(&scan.objects, finding.object)
            && relations.is_none_or(|relations| relations.binary_search(&finding.relation).is_ok())
            && scan.studies.as_ref().is_none_or(|studies| {
                let cited = self.cited(id);
                cited.is_some_and(|cited| cited.iter().any(|study| studies.binary_search(study).is_ok()))
            })
    }
}

impl Facts for Only<'_> {
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
        self.findings.binary_search(&id).ok().and_then(|_| self.facts.finding(id))
    }

    fn core(&self, id: FindingId) -> Option<Core> {
        self.findings.binary_search(&id).ok().and_then(|_| self.facts.core(id))
    }

    fn cited(&self, id: FindingId) -> Option<Cow<'_, [StudyId]>> {
        self.findings.binary_search(&id).ok().and_then(|_| self.facts.cited(id))
    }

    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        let scan = scan.clone();
        Box::new(self.findings.iter().copied().filter(move |id| self.meets(&scan, *id)))
    }

    fn estimate(&self, _scan: &Scan) -> usize {
        self.findings.len()
    }

    fn fingerprint(&self) -> u128 {
        self.facts.fingerprint()
    }

    fn failure(&self) -> Option<String> {
        self.facts.failure()
    }
}
