//! A second, dull store: findings in a vector, scanned from end to end.

use std::borrow::Cow;
use whereof::base::{Batches, Facts, Scan};
use whereof::model::{Entity, Finding, FindingId, Schema, Source, Study, StudyId, Value};
use whereof::names::Vocabulary;

/// Findings in a vector.
#[derive(Clone, Debug)]
pub struct Small {
    pub vocabulary: Vocabulary,
    pub sources: Vec<Source>,
    pub studies: Vec<Study>,
    pub findings: Vec<Finding>,
}

impl Small {
    pub fn new(
        schema: Schema,
        entities: Vec<Entity>,
        sources: Vec<Source>,
        studies: Vec<Study>,
        findings: Vec<Finding>,
    ) -> Small {
        Small { vocabulary: Vocabulary::new(schema, entities), sources, studies, findings }
    }

    /// Whether a finding meets all parts of a scan.
    fn meets(scan: &Scan, f: &Finding) -> bool {
        scan.subjects.as_ref().is_none_or(|some| some.contains(&f.subject))
            && scan.relations.as_ref().is_none_or(|some| some.contains(&f.relation))
            && scan.objects.as_ref().is_none_or(|some| some.contains(&f.object))
            && scan.studies.as_ref().is_none_or(|some| f.studies.iter().any(|study| some.contains(study)))
            && scan.stated.as_ref().is_none_or(|(slot, some)| {
                f.values(*slot).any(|stated| matches!(stated.value, Value::Entity(id) if some.contains(&id)))
            })
    }
}

/// Ids handed out three at a time, so that batches end in awkward places.
struct ByThree<'a>(Box<dyn Iterator<Item = FindingId> + 'a>);

impl Batches for ByThree<'_> {
    fn next_batch(&mut self, out: &mut Vec<FindingId>) -> bool {
        out.clear();
        out.extend(self.0.by_ref().take(3));
        !out.is_empty()
    }
}

impl Facts for Small {
    fn name(&self) -> &str {
        "small"
    }

    fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }

    fn study_count(&self) -> usize {
        self.studies.len()
    }

    fn study(&self, id: StudyId) -> Option<Cow<'_, Study>> {
        self.studies.get(id.index()).map(Cow::Borrowed)
    }

    fn finding_count(&self) -> usize {
        self.findings.len()
    }

    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        self.findings.get(id.index()).map(Cow::Borrowed)
    }

    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        let scan = scan.clone();
        let ids = self.findings.iter().enumerate().filter(move |(_, f)| Small::meets(&scan, f));
        Box::new(ByThree(Box::new(ids.map(|(i, _)| FindingId(i as u32)))))
    }

    fn estimate(&self, scan: &Scan) -> usize {
        self.findings.iter().filter(|f| Small::meets(scan, f)).count()
    }

    fn fingerprint(&self) -> u128 {
        0
    }
}
