//! A base in columns, asked where it lies.
//!
//! Scans come in and findings go out, each made when it is asked for. It does not know whether its bytes lie in the program, in memory or in
//! a mapped file.

use crate::base::{Batches, Core, Facts, Links, Scan};
use crate::columns::{Blobs, Ints, Packed};
use crate::model::{
    EntityId, Finding, FindingId, Locator, RelationId, SlotId, SlotValue, Source, SourceId, Stance, Study, StudyId,
};
use crate::names::Vocabulary;
use std::borrow::Cow;

/// A base out of a file.
#[derive(Clone, Debug)]
pub struct Column {
    pub(super) name: String,
    pub(super) vocabulary: Vocabulary,
    pub(super) sources: Vec<Source>,
    pub(super) studies: Blobs,
    pub(super) links: Links,
    pub(super) stated: Stated,
    /// By study and one more where its findings begin, and they.
    pub(super) by_study: (Ints, Ints),
    /// Pairs of slot and entity, ascending; by pair and one more where its findings begin; they.
    pub(super) by_stated: (Ints, Ints, Ints),
    pub(super) fingerprint: u128,
}

/// What findings state beside their ends, by number.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) slots: Packed,
    pub(super) cited: Packed,
    pub(super) places: Packed,
    pub(super) sentences: Packed,
    /// Number and stance of findings that are not reported, by number.
    pub(super) stances: Ints,
    pub(super) values: Blobs,
    pub(super) slot_lists: (Ints, Ints),
    pub(super) study_lists: (Ints, Ints),
    pub(super) place_lists: (Ints, Ints),
    pub(super) sections: Blobs,
}

/// One of several lists, by where each ends.
fn list((ends, items): &(Ints, Ints), at: u32) -> &[u32] {
    let ends = ends.as_slice();
    let Some(end) = ends.get(at as usize) else { return &[] };
    let start = (at as usize).checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    items.as_slice().get(start as usize..*end as usize).unwrap_or(&[])
}

impl Stated {
    fn stance(&self, id: FindingId) -> Stance {
        let (pairs, _) = self.stances.as_slice().as_chunks::<2>();
        match pairs.binary_search_by_key(&id.0, |[at, _]| *at).ok().and_then(|at| pairs.get(at)) {
            Some([_, 1]) => Stance::Hypothesised,
            Some([_, 2]) => Stance::Gap,
            _ => Stance::Reported,
        }
    }

    fn values(&self, id: FindingId) -> Vec<SlotValue> {
        let values = list(&self.slot_lists, self.slots.get(id.index()).unwrap_or(0));
        let read = |at: &u32| postcard::from_bytes(self.values.get(*at as usize)?).ok();
        values.iter().filter_map(read).collect()
    }

    fn studies(&self, id: FindingId) -> &[u32] {
        list(&self.study_lists, self.cited.get(id.index()).unwrap_or(0))
    }

    fn section(&self, at: u32) -> String {
        String::from_utf8_lossy(self.sections.get(at as usize).unwrap_or(&[])).into_owned()
    }

    fn locators(&self, id: FindingId) -> Vec<Locator> {
        let locator = |source: u32, section: u32, sentence: u32| Locator {
            source: SourceId(source),
            section: self.section(section),
            sentence,
        };
        match list(&self.place_lists, self.places.get(id.index()).unwrap_or(0)) {
            [source, section] => vec![locator(*source, *section, self.sentences.get(id.index()).unwrap_or(0))],
            several => {
                let (threes, _) = several.as_chunks::<3>();
                threes.iter().map(|[source, section, sentence]| locator(*source, *section, *sentence)).collect()
            }
        }
    }
}

impl Column {
    /// The same base under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Column {
        Column { name: name.into(), ..self }
    }

    /// The findings that cite a study, ascending.
    pub(super) fn citing(&self, study: StudyId) -> &[u32] {
        self.by_study.1.as_slice().get(self.by_study.0.bounds(study.index())).unwrap_or(&[])
    }

    /// The findings that state one of the pairs, ascending.
    pub(super) fn stating(&self, pair: usize) -> &[u32] {
        self.by_stated.2.as_slice().get(self.by_stated.1.bounds(pair)).unwrap_or(&[])
    }

    /// The lists of findings that state one of these entities in a slot.
    fn stated_lists<'a>(&'a self, slot: SlotId, entities: &[EntityId]) -> Vec<&'a [u32]> {
        let pairs = self.by_stated.0.as_slice().as_chunks::<2>().0;
        let place = |entity: &EntityId| pairs.binary_search(&[slot.0, entity.0]).ok();
        entities.iter().filter_map(place).map(|pair| self.stating(pair)).collect()
    }

    /// The relations that a scan asks for.
    fn relations(&self, scan: &Scan) -> Vec<RelationId> {
        let all = || (0..self.vocabulary.schema().relations.len() as u32).map(RelationId).collect();
        scan.relations.clone().unwrap_or_else(all)
    }

    /// About how many findings each part of a scan leaves: subjects, objects, studies, relations, what is stated.
    fn sizes(&self, scan: &Scan) -> [Option<usize>; 5] {
        let relations = self.relations(scan);
        let ends = |ids: &Option<Vec<EntityId>>, forward: bool| {
            let ids = ids.as_ref()?;
            let each = relations.iter().filter_map(|relation| {
                let side = if forward { self.links.forward(*relation)? } else { self.links.back(*relation)? };
                Some(match ids.len() < side.keys().len() {
                    true => ids.iter().map(|id| side.of(id.0).len()).sum::<usize>(),
                    false => side.len(),
                })
            });
            Some(each.sum())
        };
        let studies = scan.studies.as_ref().map(|studies| studies.iter().map(|study| self.citing(*study).len()).sum());
        let said = scan.relations.as_ref();
        let said = said.map(|relations| relations.iter().map(|relation| self.links.relation(*relation).len()).sum());
        let stated = scan.stated.as_ref();
        let stated = stated.map(|(slot, ids)| self.stated_lists(*slot, ids).iter().map(|list| list.len()).sum());
        [ends(&scan.subjects, true), ends(&scan.objects, false), studies, said, stated]
    }

    /// The places of findings by one end.
    fn by_ends(&self, scan: &Scan, ids: &[EntityId], forward: bool) -> Vec<u32> {
        let among = |ids: &Option<Vec<EntityId>>, id: u32| {
            ids.as_ref().is_none_or(|ids| ids.binary_search(&EntityId(id)).is_ok())
        };
        let mut found = Vec::new();
        for relation in self.relations(scan) {
            let Some(side) = (if forward { self.links.forward(relation) } else { self.links.back(relation) }) else {
                continue;
            };
            let mut take = |key: usize, id: u32| {
                let list = side.list(key);
                if forward {
                    let places = self.links.places_of(relation, EntityId(id));
                    let wanted = places.zip(list).filter(|(_, object)| among(&scan.objects, **object));
                    found.extend(wanted.map(|(place, _)| place as u32));
                    return;
                }
                let mut last = None;
                for subject in list.iter().filter(|subject| among(&scan.subjects, **subject)) {
                    // twice for two findings with the same ends: both are found at once
                    if last != Some(*subject) {
                        let places = self.links.places(relation, EntityId(*subject), EntityId(id));
                        found.extend(places.map(|place| place as u32));
                    }
                    last = Some(*subject);
                }
            };
            if ids.len() < side.keys().len() {
                for id in ids {
                    if let Some(key) = side.key(id.0) {
                        take(key, id.0);
                    }
                }
            } else {
                for (key, id) in side.keys().iter().enumerate() {
                    if ids.binary_search(&EntityId(*id)).is_ok() {
                        take(key, *id);
                    }
                }
            }
        }
        found
    }
}

impl Facts for Column {
    fn name(&self) -> &str {
        &self.name
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
        postcard::from_bytes(self.studies.get(id.index())?).ok().map(Cow::Owned)
    }

    fn finding_count(&self) -> usize {
        self.links.len()
    }

    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        let Core { subject, relation, object, stance } = self.core(id)?;
        let slots = self.stated.values(id);
        let studies = self.stated.studies(id).iter().map(|study| StudyId(*study)).collect();
        let locators = self.stated.locators(id);
        Some(Cow::Owned(Finding { subject, relation, object, slots, studies, locators, stance }))
    }

    fn core(&self, id: FindingId) -> Option<Core> {
        let (subject, relation, object) = self.links.ends(self.links.place(id))?;
        Some(Core { subject, relation, object, stance: self.stated.stance(id) })
    }

    fn cited(&self, id: FindingId) -> Option<Cow<'_, [StudyId]>> {
        let studies = self.stated.studies(id).iter().map(|study| StudyId(*study));
        (id.index() < self.links.len()).then(|| Cow::Owned(studies.collect()))
    }

    fn links(&self) -> Option<&Links> {
        Some(&self.links)
    }

    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        let sizes = self.sizes(scan);
        let least = sizes.iter().flatten().min().copied();
        let by = least.and_then(|least| sizes.iter().position(|size| *size == Some(least)));
        let mut numbers: Vec<u32> = match (by, &scan.subjects, &scan.objects, &scan.studies) {
            (Some(0), Some(subjects), ..) => self.by_ends(scan, subjects, true),
            (Some(1), _, Some(objects), _) => self.by_ends(scan, objects, false),
            (Some(2), _, _, Some(studies)) => {
                return self.among(studies.iter().map(|study| self.citing(*study)).collect(), scan, false);
            }
            (Some(4), ..) => {
                let lists = scan.stated.as_ref().map(|(slot, entities)| self.stated_lists(*slot, entities));
                return self.among(lists.unwrap_or_default(), scan, true);
            }
            (Some(_), ..) => {
                let relations = self.relations(scan).into_iter();
                relations.flat_map(|relation| self.links.relation(relation)).map(|place| place as u32).collect()
            }
            (None, ..) => return Box::new((0..self.links.len() as u32).map(FindingId)),
        };
        for place in &mut numbers {
            *place = self.links.finding(*place as usize).0;
        }
        numbers.sort_unstable();
        let more = scan.studies.is_some() || by == Some(3) && (scan.subjects.is_some() || scan.objects.is_some());
        let ids = numbers.into_iter().map(FindingId);
        if more {
            Box::new(ids.filter({
                let scan = scan.clone();
                move |id| self.admits(&scan, *id, true)
            }))
        } else {
            Box::new(ids)
        }
    }

    fn estimate(&self, scan: &Scan) -> usize {
        self.sizes(scan).into_iter().flatten().min().unwrap_or(self.links.len())
    }

    fn fingerprint(&self) -> u128 {
        self.fingerprint
    }
}

impl Column {
    /// What a scan asks for of some lists of findings; `cited` where their studies are still to be looked at.
    fn among<'a>(&'a self, lists: Vec<&'a [u32]>, scan: &Scan, cited: bool) -> Box<dyn Batches + 'a> {
        let mut all: Vec<u32> = lists.concat();
        all.sort_unstable();
        all.dedup();
        all.retain(|id| self.admits(scan, FindingId(*id), cited));
        Box::new(all.into_iter().map(FindingId))
    }

    /// Whether a scan asks for a finding; `cited` where its studies are still to be looked at.
    fn admits(&self, scan: &Scan, id: FindingId, cited: bool) -> bool {
        fn among<T: Ord>(keys: Option<&Vec<T>>, key: &T) -> bool {
            keys.is_none_or(|keys| keys.binary_search(key).is_ok())
        }
        let Some(core) = self.core(id) else { return false };
        let of = |study: &u32| among(scan.studies.as_ref(), &StudyId(*study));
        among(scan.subjects.as_ref(), &core.subject)
            && among(scan.relations.as_ref(), &core.relation)
            && among(scan.objects.as_ref(), &core.object)
            && (!cited || scan.studies.is_none() || self.stated.studies(id).iter().any(of))
    }
}
