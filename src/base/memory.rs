//! A store of findings in memory.
//!
//! The parts of a base come in, from a text or a file; scans over sorted lists of findings go out. It does not know where the
//! parts came from.

use super::facts::{Batches, Facts, Scan};
use super::fingerprint::fingerprint;
use super::links::Links;
use crate::model::{Entity, EntityId, Finding, FindingId, RelationId, Schema, SlotId, Source, Study, StudyId, Value};
use crate::names::Vocabulary;
use std::borrow::Cow;
use std::sync::OnceLock;

/// Findings with everything that they refer to, indexed by subject, relation, object and study.
///
/// ```
/// use whereof::base::{Facts, Memory};
/// use whereof::model::Schema;
/// let base = Memory::from_findings("empty", Schema::default(), vec![], vec![], vec![], vec![]);
/// assert_eq!(base.finding_count(), 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Memory {
    name: String,
    vocabulary: Vocabulary,
    sources: Vec<Source>,
    studies: Vec<Study>,
    findings: Vec<Finding>,
    by_subject: Postings,
    by_relation: Postings,
    by_object: Postings,
    by_study: Postings,
    /// By slot, then by entity: made when a scan first asks for it.
    by_stated: OnceLock<Vec<Postings>>,
    links: OnceLock<Links>,
    fingerprint: OnceLock<u128>,
}

/// The parts of a base, not yet indexed; ids are places in these lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// Kinds, slots, relations, units.
    pub schema: Schema,
    /// By [`EntityId`].
    pub entities: Vec<Entity>,
    /// By [`crate::model::SourceId`].
    pub sources: Vec<Source>,
    /// By [`StudyId`].
    pub studies: Vec<Study>,
    /// By [`FindingId`].
    pub findings: Vec<Finding>,
}

impl Parts {
    /// A copy of all that a store says.
    #[must_use]
    pub fn of(facts: &dyn Facts) -> Parts {
        let studies = (0..facts.study_count() as u32).filter_map(|id| facts.study(StudyId(id)));
        let findings = (0..facts.finding_count() as u32).filter_map(|id| facts.finding(FindingId(id)));
        Parts {
            schema: facts.vocabulary().schema().clone(),
            entities: facts.vocabulary().entities().to_vec(),
            sources: facts.sources().to_vec(),
            studies: studies.map(Cow::into_owned).collect(),
            findings: findings.map(Cow::into_owned).collect(),
        }
    }
}

impl Memory {
    /// Indexes the parts of a base.
    #[must_use]
    pub fn from_parts(name: impl Into<String>, parts: Parts) -> Memory {
        Memory::from_findings(name, parts.schema, parts.entities, parts.sources, parts.studies, parts.findings)
    }

    /// A copy of the parts, to put more on top of them.
    #[must_use]
    pub fn parts(&self) -> Parts {
        Parts {
            schema: self.vocabulary.schema().clone(),
            entities: self.vocabulary.entities().to_vec(),
            sources: self.sources.clone(),
            studies: self.studies.clone(),
            findings: self.findings.clone(),
        }
    }

    /// The same base under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Memory {
        Memory { name: name.into(), ..self }
    }

    /// Puts the parts of a base together. Ids are places in these lists; a finding that refers to what is not there is found by no scan
    /// for it.
    #[must_use]
    pub fn from_findings(
        name: impl Into<String>,
        schema: Schema,
        entities: Vec<Entity>,
        sources: Vec<Source>,
        studies: Vec<Study>,
        findings: Vec<Finding>,
    ) -> Memory {
        Memory::with_vocabulary(name, Vocabulary::new(schema, entities), sources, studies, findings)
    }

    /// The same with the names indexed already.
    #[must_use]
    pub fn with_vocabulary(
        name: impl Into<String>,
        vocabulary: Vocabulary,
        sources: Vec<Source>,
        studies: Vec<Study>,
        mut findings: Vec<Finding>,
    ) -> Memory {
        super::studies::unite(&studies, &mut findings);
        let entities = vocabulary.entities().len();
        let relations = vocabulary.schema().relations.len();
        Memory {
            name: name.into(),
            by_subject: Postings::new(entities, &findings, |finding, add| add(finding.subject.0)),
            by_relation: Postings::new(relations, &findings, |finding, add| add(finding.relation.0)),
            by_object: Postings::new(entities, &findings, |finding, add| add(finding.object.0)),
            by_study: Postings::new(studies.len(), &findings, |finding, add| {
                let first =
                    |at: usize, study: &StudyId| finding.studies.iter().position(|other| other == study) == Some(at);
                finding
                    .studies
                    .iter()
                    .enumerate()
                    .filter(|(at, study)| first(*at, study))
                    .for_each(|(_, study)| add(study.0));
            }),
            vocabulary,
            sources,
            studies,
            findings,
            by_stated: OnceLock::new(),
            links: OnceLock::new(),
            fingerprint: OnceLock::new(),
        }
    }

    /// The same base with a fingerprint computed before.
    #[must_use]
    pub fn with_fingerprint(self, fingerprint: u128) -> Memory {
        Memory { fingerprint: OnceLock::from(fingerprint), ..self }
    }

    /// All studies, by [`StudyId`].
    #[must_use]
    pub fn studies(&self) -> &[Study] {
        &self.studies
    }

    /// All findings, by [`FindingId`].
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings that state an entity in a slot.
    fn stated(&self, slot: SlotId) -> Option<&Postings> {
        let slots = self.vocabulary.schema().slots.len() as u32;
        let entities = self.vocabulary.entities().len();
        let of = |slot: SlotId| {
            Postings::new(entities, &self.findings, |finding, add| {
                let mut seen: Vec<EntityId> = Vec::new();
                for value in finding.values(slot) {
                    if let Value::Entity(entity) = value.value
                        && !seen.contains(&entity)
                    {
                        seen.push(entity);
                        add(entity.0);
                    }
                }
            })
        };
        self.by_stated.get_or_init(|| (0..slots).map(SlotId).map(of).collect()).get(slot.index())
    }

    /// The list of candidates that is shortest for a scan, and how long it is; `None` where no part is given.
    fn shortest<'a, 's>(&'a self, scan: &'s Scan) -> Option<(usize, &'a Postings, Keys<'s>)> {
        let subjects = scan.subjects.as_deref().map(|keys| (&self.by_subject, Keys::Entities(keys)));
        let objects = scan.objects.as_deref().map(|keys| (&self.by_object, Keys::Entities(keys)));
        let relations = scan.relations.as_deref().map(|keys| (&self.by_relation, Keys::Relations(keys)));
        let studies = scan.studies.as_deref().map(|keys| (&self.by_study, Keys::Studies(keys)));
        let stated = scan.stated.as_ref();
        let stated = stated.and_then(|(slot, keys)| Some((self.stated(*slot)?, Keys::Entities(keys.as_slice()))));
        [subjects, objects, studies, stated, relations]
            .into_iter()
            .flatten()
            .map(|(postings, keys)| (keys.iter().map(|key| postings.of(key).len()).sum(), postings, keys))
            .min_by_key(|(length, ..)| *length)
    }
}

impl Facts for Memory {
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
        self.studies.get(id.index()).map(Cow::Borrowed)
    }

    fn finding_count(&self) -> usize {
        self.findings.len()
    }

    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        self.findings.get(id.index()).map(Cow::Borrowed)
    }

    fn links(&self) -> Option<&Links> {
        let ends = |finding: &Finding| (finding.subject, finding.relation, finding.object, finding.stance.witnesses());
        let relations = self.vocabulary.schema().relations.len();
        Some(self.links.get_or_init(|| Links::new(relations, self.findings.iter().map(ends))))
    }

    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        let candidates = match self.shortest(scan) {
            // Merging long lists costs more than looking at every finding once.
            Some((length, postings, keys)) if length < self.findings.len() => match keys.only() {
                Some(key) => Candidates::Some(Cow::Borrowed(postings.of(key))),
                None => {
                    let mut merged: Vec<u32> = Vec::with_capacity(length);
                    keys.iter().for_each(|key| merged.extend_from_slice(postings.of(key)));
                    merged.sort_unstable();
                    merged.dedup();
                    Candidates::Some(Cow::Owned(merged))
                }
            },
            _ => Candidates::All,
        };
        Box::new(Scanning { findings: &self.findings, scan: scan.clone(), candidates, at: 0 })
    }

    fn estimate(&self, scan: &Scan) -> usize {
        self.shortest(scan).map_or(self.findings.len(), |(length, ..)| length.min(self.findings.len()))
    }

    fn fingerprint(&self) -> u128 {
        *self.fingerprint.get_or_init(|| fingerprint(self))
    }
}

/// For each key the findings that have it, ascending, all in one table.
#[derive(Clone, Debug, Default)]
struct Postings {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Postings {
    fn new(keys: usize, findings: &[Finding], keys_of: impl Fn(&Finding, &mut dyn FnMut(u32))) -> Postings {
        let mut starts = vec![0u32; keys + 1];
        for finding in findings {
            keys_of(finding, &mut |key| {
                if let Some(count) = starts.get_mut(key as usize + 1) {
                    *count += 1;
                }
            });
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut items = vec![0u32; sum as usize];
        for (at, finding) in findings.iter().enumerate() {
            keys_of(finding, &mut |key| {
                if (key as usize) < keys
                    && let Some(next) = next.get_mut(key as usize)
                {
                    if let Some(item) = items.get_mut(*next as usize) {
                        *item = at as u32;
                    }
                    *next += 1;
                }
            });
        }
        Postings { starts, items }
    }

    fn of(&self, key: u32) -> &[u32] {
        let bounds = self.starts.get(key as usize).zip(self.starts.get(key as usize + 1));
        bounds.and_then(|(start, end)| self.items.get(*start as usize..*end as usize)).unwrap_or(&[])
    }
}

#[derive(Clone, Copy)]
enum Keys<'a> {
    Entities(&'a [EntityId]),
    Relations(&'a [RelationId]),
    Studies(&'a [StudyId]),
}

impl<'a> Keys<'a> {
    fn iter(self) -> Box<dyn Iterator<Item = u32> + 'a> {
        match self {
            Keys::Entities(keys) => Box::new(keys.iter().map(|key| key.0)),
            Keys::Relations(keys) => Box::new(keys.iter().map(|key| key.0)),
            Keys::Studies(keys) => Box::new(keys.iter().map(|key| key.0)),
        }
    }

    fn only(self) -> Option<u32> {
        let mut keys = self.iter();
        let key = keys.next()?;
        keys.next().is_none().then_some(key)
    }
}

enum Candidates<'a> {
    All,
    Some(Cow<'a, [u32]>),
}

struct Scanning<'a> {
    findings: &'a [Finding],
    scan: Scan,
    candidates: Candidates<'a>,
    at: usize,
}

const BATCH: usize = 1024;

impl Scanning<'_> {
    fn next(&mut self) -> Option<u32> {
        let next = match &self.candidates {
            Candidates::All => (self.at < self.findings.len()).then_some(self.at as u32),
            Candidates::Some(list) => list.get(self.at).copied(),
        };
        self.at += 1;
        next
    }

    fn admits(&self, finding: &Finding) -> bool {
        fn among<T: Ord>(keys: Option<&Vec<T>>, key: &T) -> bool {
            keys.is_none_or(|keys| keys.binary_search(key).is_ok())
        }
        among(self.scan.subjects.as_ref(), &finding.subject)
            && among(self.scan.relations.as_ref(), &finding.relation)
            && among(self.scan.objects.as_ref(), &finding.object)
            && self
                .scan
                .studies
                .as_ref()
                .is_none_or(|keys| finding.studies.iter().any(|study| keys.binary_search(study).is_ok()))
            && self.scan.states(finding)
    }
}

impl Batches for Scanning<'_> {
    fn next_batch(&mut self, out: &mut Vec<FindingId>) -> bool {
        out.clear();
        while out.len() < BATCH {
            let Some(id) = self.next() else { break };
            if self.findings.get(id as usize).is_some_and(|finding| self.admits(finding)) {
                out.push(FindingId(id));
            }
        }
        !out.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Direction, Kind, KindId, Relation, Slot, SlotType, SlotValue, SourceId, Stance};
    use proptest::prelude::*;

    fn base(findings: Vec<Finding>) -> Memory {
        let kind = Kind::new("thing");
        let relation = |at: u32| Relation {
            name: format!("verb {at}"),
            aliases: vec![],
            passive: None,
            passive_aliases: vec![],
            xref: None,
            direction: Direction::Unclear,
            aspects: vec![],
            opposite: None,
            broader: None,
            subjects: vec![],
            objects: vec![],
            note: None,
        };
        let relations = (0..3).map(relation).collect();
        let slot = |at: u32| Slot {
            name: format!("slot {at}"),
            aliases: vec![],
            xref: None,
            holds: SlotType::Entities(vec![KindId(0)]),
            place: false,
            mechanism: false,
            note: None,
        };
        let slots = (0..2).map(slot).collect();
        let schema = Schema { kinds: vec![kind], relations, slots, ..Schema::default() };
        let entities = (0..6).map(|at| Entity::new(format!("thing {at}"), KindId(0))).collect();
        let study = |number| Study::new(SourceId(0), number);
        let source = Source { name: "book".into(), ..Source::default() };
        Memory::from_findings("test", schema, entities, vec![source], (1..5).map(study).collect(), findings)
    }

    fn finding() -> impl Strategy<Value = Finding> {
        (
            0u32..6,
            0u32..3,
            0u32..6,
            prop::collection::vec(0u32..4, 0..3),
            prop::collection::vec((0u32..2, 0u32..6), 0..3),
        )
            .prop_map(|(subject, relation, object, studies, slots)| Finding {
                subject: EntityId(subject),
                relation: RelationId(relation),
                object: EntityId(object),
                slots: slots.into_iter().map(stated).collect(),
                studies: studies.into_iter().map(StudyId).collect(),
                locators: vec![],
                stance: Stance::Reported,
            })
    }

    fn stated((slot, entity): (u32, u32)) -> SlotValue {
        SlotValue { slot: SlotId(slot), value: Value::Entity(EntityId(entity)), inferred: false }
    }

    fn keys(below: u32) -> impl Strategy<Value = Option<Vec<u32>>> {
        prop::option::of(prop::collection::btree_set(0..below, 0..4).prop_map(|keys| keys.into_iter().collect()))
    }

    fn among<T: PartialEq>(keys: &Option<Vec<T>>, key: &T) -> bool {
        keys.as_ref().is_none_or(|keys| keys.contains(key))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn a_scan_finds_what_a_look_at_everything_finds(
            findings in prop::collection::vec(finding(), 0..40),
            subjects in keys(7), relations in keys(4), objects in keys(7), studies in keys(5),
            slots in prop::option::of((0u32..3, prop::collection::btree_set(0u32..7, 0..4))),
        ) {
            let base = base(findings);
            let scan = Scan {
                subjects: subjects.map(|keys| keys.into_iter().map(EntityId).collect()),
                relations: relations.map(|keys| keys.into_iter().map(RelationId).collect()),
                objects: objects.map(|keys| keys.into_iter().map(EntityId).collect()),
                studies: studies.map(|keys| keys.into_iter().map(StudyId).collect()),
                stated: slots.map(|(slot, keys)| (SlotId(slot), keys.into_iter().map(EntityId).collect())),
            };
            let wanted: Vec<FindingId> = (0u32..).map(FindingId).zip(base.findings()).filter(|(_, finding)| {
                among(&scan.subjects, &finding.subject)
                    && among(&scan.relations, &finding.relation)
                    && among(&scan.objects, &finding.object)
                    && (scan.studies.is_none() || finding.studies.iter().any(|study| among(&scan.studies, study)))
                    && scan.stated.as_ref().is_none_or(|(slot, keys)| finding.slots.iter().any(|one| {
                        one.slot == *slot && matches!(one.value, Value::Entity(id) if keys.contains(&id))
                    }))
            }).map(|(id, _)| id).collect();
            let mut found = Vec::new();
            let mut batch = Vec::new();
            let mut batches = base.scan(&scan);
            while batches.next_batch(&mut batch) {
                found.extend_from_slice(&batch);
            }
            prop_assert!(base.estimate(&scan) >= found.len());
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn long_answers_come_in_batches() {
        let one = Finding {
            subject: EntityId(1),
            relation: RelationId(0),
            object: EntityId(2),
            slots: vec![],
            studies: vec![],
            locators: vec![],
            stance: Stance::Reported,
        };
        let base = base(vec![one; 2500]);
        let mut batches = base.scan(&Scan { subjects: Some(vec![EntityId(1)]), ..Scan::default() });
        let mut batch = Vec::new();
        let mut sizes = Vec::new();
        while batches.next_batch(&mut batch) {
            sizes.push(batch.len());
        }
        assert_eq!(sizes, [1024, 1024, 452]);
    }
}
