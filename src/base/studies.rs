//! Studies that several sources cite.
//!
//! Studies and findings come in; the findings go out citing one study for all that are the same work. Which sources cite it is not looked at.

use super::sheet::Sheet;
use crate::model::{Finding, Study, StudyId};
use rustc_hash::FxHashMap;

/// Makes findings cite the first of all studies with the same doi or PMID, so that one work counts once.
pub(super) fn unite(studies: &[Study], findings: &mut [Finding]) {
    let same = Same::of(studies);
    if !same.0.is_empty() {
        findings.iter_mut().for_each(|finding| same.apply(&mut finding.studies));
    }
}

/// The same of findings as columns.
pub(super) fn unite_sheet(studies: &[Study], sheet: &mut Sheet) {
    let same = Same::of(studies);
    if !same.0.is_empty() {
        sheet.map_studies(|list| same.apply(list));
    }
}

/// For studies that are the work of another one before them, that one.
struct Same(FxHashMap<StudyId, StudyId>);

impl Same {
    fn of(studies: &[Study]) -> Same {
        let mut first: FxHashMap<String, StudyId> = FxHashMap::default();
        let mut same: FxHashMap<StudyId, StudyId> = FxHashMap::default();
        for (at, study) in studies.iter().enumerate() {
            let id = StudyId(at as u32);
            let doi = study.doi.as_ref().map(|doi| format!("doi:{}", doi.trim().to_lowercase()));
            let pmid = study.pmid.as_ref().map(|pmid| format!("pmid:{}", pmid.trim()));
            let keys: Vec<String> = doi.into_iter().chain(pmid).collect();
            let known = keys.iter().find_map(|key| first.get(key).copied()).unwrap_or(id);
            for key in keys {
                first.entry(key).or_insert(known);
            }
            if known != id {
                same.insert(id, known);
            }
        }
        Same(same)
    }

    fn apply(&self, studies: &mut Vec<StudyId>) {
        for study in studies.iter_mut() {
            if let Some(known) = self.0.get(study) {
                *study = *known;
            }
        }
        studies.sort_unstable();
        studies.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntityId, RelationId, SourceId, Stance};

    fn study(source: u32, number: u32, doi: Option<&str>, pmid: Option<&str>) -> Study {
        let (doi, pmid) = (doi.map(str::to_owned), pmid.map(str::to_owned));
        Study { doi, pmid, ..Study::new(SourceId(source), number) }
    }

    #[test]
    fn one_work_counts_once() {
        let studies = [
            study(0, 1, Some("10.1/A"), None),
            study(0, 2, None, Some("7")),
            study(1, 9, Some("10.1/a"), Some("8")),
            study(1, 8, None, Some("8")),
            study(1, 7, None, None),
        ];
        let cited = [StudyId(0), StudyId(2), StudyId(3), StudyId(4)];
        let mut findings = [Finding {
            subject: EntityId(0),
            relation: RelationId(0),
            object: EntityId(1),
            slots: Vec::new(),
            studies: cited.to_vec(),
            locators: Vec::new(),
            stance: Stance::Reported,
        }];
        unite(&studies, &mut findings);
        assert_eq!(findings[0].studies, [StudyId(0), StudyId(4)]);
    }
}
