//! Sources and studies that were read, and their numbers.
//!
//! Citations come in, ids go out; at the end each study has a number in its source. What cites them is not known here.

use super::names::tidy;
use super::record::Cited;
use crate::base::Sheet;
use crate::model::{Source, SourceId, Study, StudyId};
use crate::names::normal;
use rustc_hash::{FxHashMap, FxHashSet};

/// All sources and studies so far.
#[derive(Debug, Default)]
pub(super) struct Studies {
    pub(super) sources: Vec<Source>,
    source_ids: FxHashMap<String, SourceId>,
    studies: Vec<Study>,
    /// By source and what identifies a study there.
    study_ids: FxHashMap<(SourceId, String), StudyId>,
    /// Studies of which no number is known yet.
    unnumbered: Vec<StudyId>,
}

impl Studies {
    /// Takes over those of a base.
    pub(super) fn of(sources: Vec<Source>, studies: Vec<Study>) -> Studies {
        let source_ids = sources.iter().enumerate().map(|(at, one)| (normal(&one.name), SourceId(at as u32))).collect();
        let mut study_ids = FxHashMap::default();
        for (at, study) in studies.iter().enumerate() {
            let id = StudyId(at as u32);
            study_ids.insert((study.source, study.number.to_string()), id);
            if let Some(pmid) = &study.pmid {
                study_ids.insert((study.source, format!("pmid:{pmid}")), id);
            }
            if let Some(doi) = &study.doi {
                study_ids.insert((study.source, format!("doi:{}", doi.to_ascii_lowercase())), id);
            }
        }
        Studies { sources, source_ids, studies, study_ids, unnumbered: Vec::new() }
    }

    /// The source of a name.
    pub(super) fn source(&mut self, name: &str) -> SourceId {
        let next = SourceId(self.sources.len() as u32);
        let id = *self.source_ids.entry(normal(name)).or_insert(next);
        if id == next {
            self.sources.push(Source { name: name.to_owned(), ..Source::default() });
        }
        id
    }

    /// The study that is cited, under its source.
    pub(super) fn study(&mut self, source: SourceId, cited: Cited) -> StudyId {
        let label = cited.label.as_deref().map(tidy);
        let key = match (&cited.number, &cited.pmid, &cited.doi, &label) {
            (Some(number), ..) => number.to_string(),
            (None, Some(pmid), ..) => format!("pmid:{pmid}"),
            (None, None, Some(doi), _) => format!("doi:{}", doi.to_ascii_lowercase()),
            (None, None, None, label) => format!("label:{}", label.as_deref().unwrap_or_default()),
        };
        let next = StudyId(self.studies.len() as u32);
        let id = *self.study_ids.entry((source, key)).or_insert(next);
        if id == next {
            self.studies.push(Study::new(source, cited.number.unwrap_or(0)));
            if cited.number.is_none() {
                self.unnumbered.push(id);
            }
        }
        if let Some(study) = self.studies.get_mut(id.index()) {
            study.pmid = study.pmid.take().or(cited.pmid);
            study.doi = study.doi.take().or_else(|| cited.doi.map(|doi| tidy(&doi)));
            study.label = study.label.take().or(label);
            study.title = study.title.take().or_else(|| cited.title.map(|title| tidy(&title)));
            study.year = study.year.or(cited.year);
            study.imprint.journal = study.imprint.journal.take().or_else(|| cited.journal.map(|name| tidy(&name)));
        }
        id
    }

    /// Sources and studies, the studies by source and number; findings follow them.
    pub(super) fn finish(mut self, findings: &mut Sheet) -> (Vec<Source>, Vec<Study>) {
        self.number();
        (self.sources, sorted(self.studies, findings))
    }

    /// Numbers studies that have none: by their PMID, else by the first number that is free.
    fn number(&mut self) {
        let mut taken: FxHashMap<(SourceId, u32), StudyId> = FxHashMap::default();
        let waiting: FxHashSet<StudyId> = self.unnumbered.iter().copied().collect();
        for (at, study) in self.studies.iter().enumerate() {
            let id = StudyId(at as u32);
            if !waiting.contains(&id) {
                taken.insert((study.source, study.number), id);
            }
        }
        let mut rest = Vec::new();
        for id in &self.unnumbered {
            let Some(study) = self.studies.get_mut(id.index()) else { continue };
            let number = study.pmid.as_deref().and_then(|pmid| pmid.parse::<u32>().ok()).filter(|number| *number > 0);
            match number.map(|number| ((study.source, number), number)) {
                Some((key, number)) if !taken.contains_key(&key) => {
                    taken.insert(key, *id);
                    study.number = number;
                }
                _ => rest.push(*id),
            }
        }
        let mut next: FxHashMap<SourceId, u32> = FxHashMap::default();
        for id in rest {
            let Some(study) = self.studies.get_mut(id.index()) else { continue };
            let number = next.entry(study.source).or_insert(1);
            while taken.contains_key(&(study.source, *number)) {
                *number = number.saturating_add(1);
            }
            taken.insert((study.source, *number), id);
            study.number = *number;
        }
    }
}

/// Studies by source and number, so that ids do not depend on the order of rows.
fn sorted(studies: Vec<Study>, findings: &mut Sheet) -> Vec<Study> {
    let mut order: Vec<usize> = (0..studies.len()).collect();
    order.sort_by_key(|at| studies.get(*at).map(|study| (study.source, study.number)));
    let mut places = vec![StudyId(0); studies.len()];
    for (new, old) in order.iter().enumerate() {
        if let Some(place) = places.get_mut(*old) {
            *place = StudyId(new as u32);
        }
    }
    findings.map_studies(|list| {
        for id in list.iter_mut() {
            *id = places.get(id.index()).copied().unwrap_or(*id);
        }
        list.sort_unstable();
    });
    let mut studies: Vec<Option<Study>> = studies.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| studies.get_mut(at).and_then(Option::take)).collect()
}
