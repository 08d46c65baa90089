//! Findings as columns: what repeats from finding to finding is kept once.
//!
//! Findings come in one after the other and are had again by their place, equal to what came in; columns of numbers and the pools that the
//! numbers are of go out to whoever writes them down. What entities, relations and studies are is not known here.

use super::Parts;
use super::pool::{Index, Lists, Texts};
use crate::model::{
    Bound, Entity, EntityId, Finding, Locator, RelationId, Schema, SlotValue, Source, SourceId, Stance, Study, StudyId,
    Value,
};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// Findings as columns, in the order in which they came.
///
/// A column holds a number for each finding: an id, or a place in a pool. In the pools number 0 is the empty list; the others are numbered
/// in the order of their first coming.
///
/// ```
/// use whereof::base::{Facts, Sheet, builtin};
/// let base = whereof::base::builtin::memory()?;
/// let sheet = Sheet::of(base.findings());
/// assert_eq!(sheet.len(), base.finding_count());
/// assert_eq!(sheet.get(0).as_ref(), base.findings().first());
/// assert!(sheet.sections().len() < sheet.len());
/// # Ok::<(), whereof::base::column::Damage>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    subjects: Vec<u32>,
    relations: Vec<u32>,
    objects: Vec<u32>,
    stances: Vec<Stance>,
    slots: Vec<u32>,
    studies: Vec<u32>,
    places: Vec<u32>,
    sentences: Vec<u32>,
    values: Values,
    slot_lists: Lists,
    study_lists: Lists,
    place_lists: Lists,
    sections: Texts,
}

/// A finding whose lists are in the pools of a sheet already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who or what acts.
    pub subject: EntityId,
    /// What it does.
    pub relation: RelationId,
    /// To whom or what.
    pub object: EntityId,
    /// In what sense.
    pub stance: Stance,
    /// The number of its list of slot values: see [`Sheet::slot_list`].
    pub slots: u32,
    /// The number of its list of studies: see [`Sheet::study_list`].
    pub studies: u32,
    /// The number of its place: see [`Sheet::place`].
    pub place: u32,
    /// The sentence of its only locator; 0 where it has none or several.
    pub sentence: u32,
}

impl Sheet {
    /// Without findings.
    #[must_use]
    pub fn new() -> Sheet {
        Sheet::default()
    }

    /// Of findings.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Sheet {
        let mut sheet = Sheet::new();
        findings.iter().for_each(|finding| sheet.push(finding));
        sheet
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: &Finding) {
        let (place, sentence) = self.place_list(&finding.locators);
        let row = Row {
            subject: finding.subject,
            relation: finding.relation,
            object: finding.object,
            stance: finding.stance,
            slots: self.slot_list(&finding.slots),
            studies: self.study_list(&finding.studies),
            place,
            sentence,
        };
        self.push_row(row);
    }

    /// Adds a finding whose lists are in the pools.
    pub fn push_row(&mut self, row: Row) {
        self.subjects.push(row.subject.0);
        self.relations.push(row.relation.0);
        self.objects.push(row.object.0);
        self.stances.push(row.stance);
        self.slots.push(row.slots);
        self.studies.push(row.studies);
        self.places.push(row.place);
        self.sentences.push(row.sentence);
    }

    /// The number of a slot value.
    pub fn value(&mut self, value: &SlotValue) -> u32 {
        self.values.put(value)
    }

    /// The number of a list of slot values.
    pub fn slot_list(&mut self, values: &[SlotValue]) -> u32 {
        if values.is_empty() {
            return 0;
        }
        let numbers: Vec<u32> = values.iter().map(|value| self.values.put(value)).collect();
        self.slot_lists.put(&numbers)
    }

    /// The number of a list of slot values, each told by its number.
    pub fn slot_list_of(&mut self, values: &[u32]) -> u32 {
        self.slot_lists.put(values)
    }

    /// The number of a list of studies.
    pub fn study_list(&mut self, studies: &[StudyId]) -> u32 {
        match studies {
            [] => 0,
            [one] => self.study_lists.put(&[one.0]),
            several => {
                let numbers: Vec<u32> = several.iter().map(|study| study.0).collect();
                self.study_lists.put(&numbers)
            }
        }
    }

    /// The number of the place of findings with one locator; its sentence is told apart.
    pub fn place(&mut self, source: SourceId, section: &str) -> u32 {
        let section = self.sections.put(section);
        self.place_lists.put(&[source.0, section])
    }

    /// The number of a place, and the sentence for the column.
    pub fn place_list(&mut self, locators: &[Locator]) -> (u32, u32) {
        match locators {
            [] => (0, 0),
            [one] => (self.place(one.source, &one.section), one.sentence),
            several => {
                let mut numbers = Vec::with_capacity(several.len() * 3);
                for locator in several {
                    numbers.extend([locator.source.0, self.sections.put(&locator.section), locator.sentence]);
                }
                (self.place_lists.put(&numbers), 0)
            }
        }
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// A finding, whole again.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Finding> {
        let row = self.row(at)?;
        let values = self.slot_lists.get(row.slots).iter();
        Some(Finding {
            subject: row.subject,
            relation: row.relation,
            object: row.object,
            slots: values.filter_map(|value| self.values.get(*value).cloned()).collect(),
            studies: self.study_lists.get(row.studies).iter().map(|study| StudyId(*study)).collect(),
            locators: self.locators(row.place, row.sentence),
            stance: row.stance,
        })
    }

    /// A finding in numbers.
    #[must_use]
    pub fn row(&self, at: usize) -> Option<Row> {
        Some(Row {
            subject: EntityId(*self.subjects.get(at)?),
            relation: RelationId(*self.relations.get(at)?),
            object: EntityId(*self.objects.get(at)?),
            stance: *self.stances.get(at)?,
            slots: *self.slots.get(at)?,
            studies: *self.studies.get(at)?,
            place: *self.places.get(at)?,
            sentence: *self.sentences.get(at)?,
        })
    }

    /// The locators of a place; `sentence` is that of the only one.
    fn locators(&self, place: u32, sentence: u32) -> Vec<Locator> {
        let locator = |source: u32, section: u32, sentence: u32| {
            let section = self.sections.get(section).to_owned();
            Locator { source: SourceId(source), section, sentence }
        };
        match self.place_lists.get(place) {
            [source, section] => vec![locator(*source, *section, sentence)],
            several => {
                let (threes, _) = several.as_chunks::<3>();
                threes.iter().map(|[source, section, sentence]| locator(*source, *section, *sentence)).collect()
            }
        }
    }

    /// All findings, whole again.
    pub fn iter(&self) -> impl Iterator<Item = Finding> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Makes findings cite other studies: each list is given to `make`, once.
    pub fn map_studies(&mut self, mut make: impl FnMut(&mut Vec<StudyId>)) {
        let mut studies = Vec::new();
        let (lists, numbers) = self.study_lists.map(|list| {
            studies.clear();
            studies.extend(list.iter().map(|study| StudyId(*study)));
            make(&mut studies);
            list.clear();
            list.extend(studies.iter().map(|study| study.0));
        });
        self.study_lists = lists;
        for number in &mut self.studies {
            *number = numbers.get(*number as usize).copied().unwrap_or(0);
        }
    }

    /// Makes findings cite the first of all studies that are the same work, so that one work counts once.
    pub fn unite(&mut self, studies: &[Study]) {
        super::studies::unite_sheet(studies, self);
    }

    /// The subject of each finding.
    #[must_use]
    pub fn subjects(&self) -> &[u32] {
        &self.subjects
    }

    /// The relation of each finding.
    #[must_use]
    pub fn relations(&self) -> &[u32] {
        &self.relations
    }

    /// The object of each finding.
    #[must_use]
    pub fn objects(&self) -> &[u32] {
        &self.objects
    }

    /// The stance of each finding.
    #[must_use]
    pub fn stances(&self) -> &[Stance] {
        &self.stances
    }

    /// The number of the list of slot values of each finding, a place in [`Sheet::slot_lists`].
    #[must_use]
    pub fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// The number of the list of studies of each finding, a place in [`Sheet::study_lists`].
    #[must_use]
    pub fn studies(&self) -> &[u32] {
        &self.studies
    }

    /// The number of the place of each finding, a place in [`Sheet::place_lists`].
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// The sentence of the only locator of each finding; 0 where it has none or several.
    #[must_use]
    pub fn sentences(&self) -> &[u32] {
        &self.sentences
    }

    /// Distinct slot values.
    #[must_use]
    pub fn values(&self) -> &[SlotValue] {
        &self.values.values
    }

    /// Distinct lists of slot values, each value a place in [`Sheet::values`].
    #[must_use]
    pub fn slot_lists(&self) -> &Lists {
        &self.slot_lists
    }

    /// Distinct lists of studies.
    #[must_use]
    pub fn study_lists(&self) -> &Lists {
        &self.study_lists
    }

    /// Distinct places: two numbers, source and section, of one locator whose sentence stands in [`Sheet::sentences`]; else three numbers
    /// for each locator, the last of them its sentence. Sections are places in [`Sheet::sections`].
    #[must_use]
    pub fn place_lists(&self) -> &Lists {
        &self.place_lists
    }

    /// Distinct sections.
    #[must_use]
    pub fn sections(&self) -> &Texts {
        &self.sections
    }
}

/// Equal where the findings are, however the pools are numbered.
impl PartialEq for Sheet {
    fn eq(&self, other: &Sheet) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

/// Distinct slot values.
#[derive(Clone, Debug, Default)]
struct Values {
    values: Vec<SlotValue>,
    index: Index,
}

impl Values {
    fn put(&mut self, value: &SlotValue) -> u32 {
        let hash = hash(value);
        if let Some(known) = self.index.find(hash, |at| self.get(at).is_some_and(|other| same(other, value))) {
            return known;
        }
        let at = self.values.len() as u32;
        self.values.push(value.clone());
        self.index.add(hash, at);
        at
    }

    fn get(&self, at: u32) -> Option<&SlotValue> {
        self.values.get(at as usize)
    }
}

/// The bits of an end: unlike amounts they can be compared in every case.
fn bits(bound: Option<Bound>) -> Option<(u64, bool)> {
    bound.map(|bound| (bound.amount.to_bits(), bound.open))
}

fn hash(value: &SlotValue) -> u64 {
    let mut hasher = FxHasher::default();
    (value.slot, value.inferred).hash(&mut hasher);
    match &value.value {
        Value::Entity(id) => (0u8, id).hash(&mut hasher),
        Value::Text(text) => (1u8, text).hash(&mut hasher),
        Value::Quantity(amount) => (2u8, bits(amount.low), bits(amount.high), amount.unit).hash(&mut hasher),
    }
    hasher.finish()
}

/// Whether two values are the same to the last bit: 0 and -0 are equal and yet two.
fn same(one: &SlotValue, other: &SlotValue) -> bool {
    (one.slot, one.inferred) == (other.slot, other.inferred)
        && match (&one.value, &other.value) {
            (Value::Quantity(one), Value::Quantity(other)) => {
                (bits(one.low), bits(one.high), one.approximate, one.unit)
                    == (bits(other.low), bits(other.high), other.approximate, other.unit)
            }
            (one, other) => one == other,
        }
}

/// The parts of a base with its findings as columns, as an import makes them; ids are places in these lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bulk {
    /// Kinds, slots, relations, units.
    pub schema: Schema,
    /// By [`EntityId`].
    pub entities: Vec<Entity>,
    /// By [`SourceId`].
    pub sources: Vec<Source>,
    /// By [`StudyId`].
    pub studies: Vec<Study>,
    /// By [`crate::model::FindingId`].
    pub findings: Sheet,
}

impl From<Parts> for Bulk {
    fn from(parts: Parts) -> Bulk {
        let Parts { schema, entities, sources, studies, findings } = parts;
        Bulk { schema, entities, sources, studies, findings: Sheet::of(&findings) }
    }
}

impl From<Bulk> for Parts {
    fn from(bulk: Bulk) -> Parts {
        let Bulk { schema, entities, sources, studies, findings } = bulk;
        Parts { schema, entities, sources, studies, findings: findings.iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Quantity, SlotId, UnitId};
    use proptest::prelude::*;

    fn bound() -> impl Strategy<Value = Option<Bound>> {
        let amount = prop::sample::select(vec![0.0, -0.0, 0.1, 24.0, f64::INFINITY]);
        prop::option::of((amount, any::<bool>()).prop_map(|(amount, open)| Bound { amount, open }))
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            (0u32..4).prop_map(|id| Value::Entity(EntityId(id))),
            "[ab]{0,2}".prop_map(Value::Text),
            (bound(), bound(), any::<bool>(), prop::option::of(0u32..2)).prop_map(|(low, high, approximate, unit)| {
                Value::Quantity(Quantity { low, high, approximate, unit: unit.map(UnitId) })
            }),
        ]
    }

    fn finding() -> impl Strategy<Value = Finding> {
        let slot = (0u32..3, value(), any::<bool>()).prop_map(|(slot, value, inferred)| {
            let slot = SlotId(slot);
            SlotValue { slot, value, inferred }
        });
        let locator = (0u32..2, "[12]{0,1}", 0u32..3).prop_map(|(source, section, sentence)| {
            let source = SourceId(source);
            Locator { source, section, sentence }
        });
        let stance = prop::sample::select(vec![Stance::Reported, Stance::Hypothesised, Stance::Gap]);
        let lists = (
            prop::collection::vec(slot, 0..3),
            prop::collection::vec(0u32..3, 0..3),
            prop::collection::vec(locator, 0..4),
        );
        (0u32..5, 0u32..3, 0u32..5, lists, stance).prop_map(|(subject, relation, object, lists, stance)| Finding {
            subject: EntityId(subject),
            relation: RelationId(relation),
            object: EntityId(object),
            slots: lists.0,
            studies: lists.1.into_iter().map(StudyId).collect(),
            locators: lists.2,
            stance,
        })
    }

    proptest! {
        #[test]
        fn what_came_in_is_had_again(findings in prop::collection::vec(finding(), 0..60)) {
            let sheet = Sheet::of(&findings);
            prop_assert_eq!(sheet.len(), findings.len());
            // debug, since 0 and -0 are equal
            prop_assert_eq!(format!("{:?}", sheet.iter().collect::<Vec<_>>()), format!("{findings:?}"));
            prop_assert!(sheet.get(findings.len()).is_none());
        }

        #[test]
        fn studies_are_united_as_in_findings(
            mut findings in prop::collection::vec(finding(), 0..20),
            dois in prop::collection::vec(prop::option::of("[AaB]"), 3),
        ) {
            let study = |doi| Study { doi, ..Study::new(SourceId(0), 1) };
            let studies: Vec<Study> = dois.into_iter().map(study).collect();
            let mut sheet = Sheet::of(&findings);
            super::super::studies::unite(&studies, &mut findings);
            sheet.unite(&studies);
            prop_assert_eq!(sheet.iter().collect::<Vec<_>>(), findings);
        }
    }

    #[test]
    fn what_repeats_is_kept_once() {
        let locator = |sentence| Locator { source: SourceId(0), section: "nodes".into(), sentence };
        let one = |sentence| Finding {
            subject: EntityId(1),
            relation: RelationId(0),
            object: EntityId(2),
            slots: vec![SlotValue { slot: SlotId(0), value: Value::Text("IEA".into()), inferred: false }],
            studies: vec![StudyId(1), StudyId(4)],
            locators: vec![locator(sentence)],
            stance: Stance::Reported,
        };
        let sheet = Sheet::of(&[one(1), one(2), one(3)]);
        assert_eq!(sheet.sentences(), [1, 2, 3]);
        assert_eq!((sheet.slots(), sheet.studies(), sheet.places()), (&[1; 3][..], &[1; 3][..], &[1; 3][..]));
        assert_eq!((sheet.values().len(), sheet.sections().len(), sheet.place_lists().get(1)), (1, 2, &[0, 1][..]));
    }
}
