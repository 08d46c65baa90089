//! From the parts of a base to the bytes of its file.
//!
//! Parts come in, with their findings as columns; sections go out. Where the bytes are written to is not known here.

use super::Damage;
use super::sections::Sections;
use crate::base::finger::Finger;
use crate::base::fingerprint::declared;
use crate::base::{Bulk, Core, Facts, Links, Memory, Sheet, jsonl};
use crate::columns::{Blobs, Ints, Packed};
use crate::model::{EntityId, RelationId, Schema, SlotValue, Source, Stance, StudyId, Value};
use crate::names::{Lists, NameColumns, Vocabulary};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::thread;

/// The numbers of sections. A number is never given a second meaning.
pub(super) mod number {
    pub(crate) const ABOUT: u32 = 1;
    pub(crate) const KINDS: u32 = 2;
    pub(crate) const ENTITIES: u32 = 3;
    pub(crate) const ENTITY_ENDS: u32 = 4;
    pub(crate) const NAMES: u32 = 5;
    pub(crate) const NAME_ENDS: u32 = 6;
    pub(crate) const NAMED: u32 = 7;
    pub(crate) const SPELLINGS: u32 = 8;
    pub(crate) const RANKS: u32 = 9;
    /// Starts and items of children, composites, operations, ratios.
    pub(crate) const STEPS: [(u32, u32); 4] = [(10, 11), (12, 13), (14, 15), (16, 17)];
    pub(crate) const STUDIES: u32 = 18;
    pub(crate) const STUDY_ENDS: u32 = 19;
    /// In the order of `LinkColumns`.
    pub(crate) const LINKS: [u32; 12] = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31];
    pub(crate) const ENTITY_SECTIONS: u32 = 32;
    pub(crate) const ENTITY_SECTION_ENDS: u32 = 33;
    pub(crate) const SLOTS: u32 = 40;
    pub(crate) const CITED: u32 = 41;
    pub(crate) const PLACES: u32 = 42;
    pub(crate) const SENTENCES: u32 = 43;
    pub(crate) const STANCES: u32 = 44;
    pub(crate) const VALUES: u32 = 45;
    pub(crate) const VALUE_ENDS: u32 = 46;
    /// Ends and items of lists of values, studies, places.
    pub(crate) const LISTS: [(u32, u32); 3] = [(47, 48), (49, 50), (51, 52)];
    pub(crate) const SECTIONS: u32 = 53;
    pub(crate) const SECTION_ENDS: u32 = 54;
    /// By study and one more where its findings begin, and they.
    pub(crate) const BY_STUDY: (u32, u32) = (55, 56);

    /// Pairs of slot and entity that some finding states, ascending; by pair and one more where its findings begin; they.
    pub(crate) const BY_STATED: (u32, u32, u32) = (57, 58, 59);

    /// What a section holds, as a person is told that it is damaged.
    pub(crate) fn told(number: u32) -> &'static str {
        match number {
            ABOUT => "what it declares",
            KINDS..=RANKS | ENTITY_SECTIONS | ENTITY_SECTION_ENDS => "the table of its names",
            10..=17 => "what leads from name to name",
            STUDIES | STUDY_ENDS => "the table of its studies",
            20..=31 => "the table of its findings",
            _ => "what its findings state",
        }
    }
}

/// What a file says of itself beside its columns.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) name: String,
    pub(super) schema: Schema,
    pub(super) sources: Vec<Source>,
    pub(super) findings: u32,
}

/// A base as the bytes of its file, not yet written.
#[derive(Debug)]
pub struct Image {
    sections: Sections,
    fingerprint: u128,
    findings: usize,
    studies: usize,
    entities: usize,
}

impl Image {
    /// How many bytes the file will have.
    #[must_use]
    pub fn length(&self) -> usize {
        self.sections.length()
    }

    /// That of the base.
    #[must_use]
    pub fn fingerprint(&self) -> u128 {
        self.fingerprint
    }

    /// How many findings, studies and entities the base has.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.findings, self.studies, self.entities)
    }

    /// Writes the bytes, from first to last.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.sections.write(self.fingerprint, out)
    }

    /// The bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.length());
        // A vector takes all that it is given.
        let _ = self.write(&mut bytes);
        bytes
    }
}

/// Makes the file of a base.
///
/// ```
/// use whereof::base::column::{image, open};
/// use whereof::base::{Facts, builtin};
/// use whereof::columns::Bytes;
/// let base = builtin::memory()?;
/// let bytes = image(base.name(), base.parts().into())?.to_bytes();
/// let same = open(Bytes::owned(&bytes))?;
/// assert_eq!(same.fingerprint(), base.fingerprint());
/// # Ok::<(), whereof::base::column::Damage>(())
/// ```
///
/// # Errors
/// [`Damage::Large`] where there is more of something than a file can number.
pub fn image(name: &str, bulk: Bulk) -> Result<Image, Damage> {
    let Bulk { schema, entities, sources, studies, findings: mut sheet } = bulk;
    let fits = |count: usize, what| if count < (1 << 29) { Ok(()) } else { Err(Damage::Large(what)) };
    fits(entities.len(), "names")?;
    fits(studies.len(), "studies")?;
    if sheet.len() >= u32::MAX as usize {
        return Err(Damage::Large("findings"));
    }
    sheet.unite(&studies);
    let (relations, entity_count) = (schema.relations.len(), entities.len());
    let about = About { name: name.to_owned(), schema: schema.clone(), sources, findings: sheet.len() as u32 };
    let About { sources, .. } = &about;
    let keys = jsonl::keys_of(&schema, entities.iter());
    let finger = Finger::new(&schema, keys.iter().map(String::as_str), sources, studies.iter().cloned());
    let study_count = studies.len();
    let (names, facts) = thread::scope(|scope| {
        let facts = scope.spawn(|| findings(&finger, &sheet, relations, study_count));
        let vocabulary = Vocabulary::new(schema, entities);
        let shell = Memory::with_vocabulary(name, vocabulary, sources.clone(), studies, Vec::new());
        (names(&shell, keys), facts.join())
    });
    // A thread of ours does not panic; were it to, there would be no file.
    let Ok((mut sections, mut sum)) = facts else { return Err(Damage::Large("findings")) };
    let (of_names, of_declared) = names?;
    sum = sum.wrapping_add(of_declared);
    sections.put(number::ABOUT, postcard::to_allocvec(&about).map_err(|_| Damage::Large("declarations"))?);
    of_names.into_iter().for_each(|(number, bytes)| sections.put(number, bytes));
    let image =
        Image { sections, fingerprint: sum, findings: sheet.len(), studies: study_count, entities: entity_count };
    Ok(image)
}

type Named = Vec<(u32, Vec<u8>)>;

/// The sections of names and studies, and their part of the fingerprint.
fn names(shell: &Memory, keys: Vec<String>) -> Result<(Named, u128), Damage> {
    let vocabulary = shell.vocabulary();
    let NameColumns { text, ends, named, spellings } = vocabulary.index().columns();
    let (records, places) = vocabulary.entities().records();
    let studies: Vec<Vec<u8>> =
        shell.studies().iter().map(|study| postcard::to_allocvec(study).unwrap_or_default()).collect();
    let studies = Blobs::of(studies.iter().map(Vec::as_slice));
    if [text.len(), records.bytes().len(), studies.bytes().len()].into_iter().any(|length| length >= u32::MAX as usize)
    {
        return Err(Damage::Large("names"));
    }
    let mut all: Named = vec![
        (number::KINDS, vocabulary.entities().kinds().to_bytes()),
        (number::ENTITIES, records.bytes().as_slice().to_vec()),
        (number::ENTITY_ENDS, records.ends().to_bytes()),
        (number::ENTITY_SECTIONS, places.bytes().as_slice().to_vec()),
        (number::ENTITY_SECTION_ENDS, places.ends().to_bytes()),
        (number::NAMES, text.as_slice().to_vec()),
        (number::NAME_ENDS, ends.to_bytes()),
        (number::NAMED, named.to_bytes()),
        (number::SPELLINGS, spellings.words().to_bytes()),
        (number::RANKS, vocabulary.ranks().to_bytes()),
        (number::STUDIES, studies.bytes().as_slice().to_vec()),
        (number::STUDY_ENDS, studies.ends().to_bytes()),
    ];
    let steps = vocabulary.steps();
    let lists = [&steps.children, &steps.composites, &steps.operations, &steps.ratios];
    for ((starts, items), Lists { starts: of, items: others }) in number::STEPS.into_iter().zip(lists) {
        all.push((starts, of.to_bytes()));
        all.push((items, others.to_bytes()));
    }
    Ok((all, declared(shell, keys)))
}

/// The sections of findings, and their part of the fingerprint.
fn findings(finger: &Finger, sheet: &Sheet, relations: usize, studies: usize) -> (Sections, u128) {
    let mut sections = Sections::default();
    let ends = sheet.subjects().iter().zip(sheet.relations()).zip(sheet.objects()).zip(sheet.stances());
    let ends = ends.map(|(((subject, relation), object), stance)| {
        (EntityId(*subject), RelationId(*relation), EntityId(*object), stance.witnesses())
    });
    let links = Links::new(relations, ends);
    let columns = links.columns();
    let kept = [
        &columns.relations,
        &columns.subject_groups,
        &columns.subjects,
        &columns.subject_starts,
        &columns.objects,
        &columns.object_groups,
        &columns.object_keys,
        &columns.object_starts,
        &columns.back,
        columns.findings.words(),
        columns.places.words(),
        &columns.unwitnessing,
    ];
    for (number, column) in number::LINKS.into_iter().zip(kept) {
        sections.put(number, column.to_bytes());
    }
    drop(links);
    let packed = [
        (number::SLOTS, sheet.slots()),
        (number::CITED, sheet.studies()),
        (number::PLACES, sheet.places()),
        (number::SENTENCES, sheet.sentences()),
    ];
    for (number, column) in packed {
        sections.put(number, Packed::of(column).words().to_bytes());
    }
    let odd = (0u32..).zip(sheet.stances()).filter_map(|(at, stance)| Some([at, stance_number(*stance)?]));
    sections.put(number::STANCES, Ints::from(odd.flatten().collect::<Vec<u32>>()).to_bytes());
    let values: Vec<Vec<u8>> =
        sheet.values().iter().map(|value| postcard::to_allocvec(value).unwrap_or_default()).collect();
    let blobs = [
        (number::VALUES, number::VALUE_ENDS, Blobs::of(values.iter().map(Vec::as_slice))),
        (number::SECTIONS, number::SECTION_ENDS, Blobs::of(sheet.sections().iter().map(str::as_bytes))),
    ];
    for (bytes, ends, blobs) in blobs {
        sections.put(bytes, blobs.bytes().as_slice().to_vec());
        sections.put(ends, blobs.ends().to_bytes());
    }
    let lists = [sheet.slot_lists(), sheet.study_lists(), sheet.place_lists()];
    for ((ends, items), lists) in number::LISTS.into_iter().zip(lists) {
        let (mut all, mut at) = (Vec::new(), Vec::new());
        for list in lists.iter() {
            all.extend_from_slice(list);
            at.push(all.len() as u32);
        }
        sections.put(ends, Ints::from(at).to_bytes());
        sections.put(items, Ints::from(all).to_bytes());
    }
    let (starts, cited) = by_study(sheet, studies);
    sections.put(number::BY_STUDY.0, Ints::from(starts).to_bytes());
    sections.put(number::BY_STUDY.1, Ints::from(cited).to_bytes());
    let (pairs, starts, stating) = by_stated(sheet);
    sections.put(number::BY_STATED.0, Ints::from(pairs).to_bytes());
    sections.put(number::BY_STATED.1, Ints::from(starts).to_bytes());
    sections.put(number::BY_STATED.2, Ints::from(stating).to_bytes());
    let sum = sum(finger, sheet);
    (sections, sum)
}

/// As a stance is kept; none of reported findings, which are nearly all.
pub(super) fn stance_number(stance: Stance) -> Option<u32> {
    match stance {
        Stance::Reported => None,
        Stance::Hypothesised => Some(1),
        Stance::Gap => Some(2),
    }
}

/// The findings of each study, ascending.
fn by_study(sheet: &Sheet, studies: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; studies + 1];
    let each = |visit: &mut dyn FnMut(u32, usize)| {
        for (at, list) in (0u32..).zip(sheet.studies()) {
            let mut studies = sheet.study_lists().get(*list).to_vec();
            studies.sort_unstable();
            studies.dedup();
            studies.into_iter().for_each(|study| visit(at, study as usize));
        }
    };
    if sheet.study_lists().len() > 1 {
        each(&mut |_, study| {
            if let Some(count) = starts.get_mut(study + 1) {
                *count += 1;
            }
        });
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut items = vec![0u32; sum as usize];
    let mut next = starts.clone();
    if sum > 0 {
        each(&mut |at, study| {
            if let Some(place) = next.get_mut(study) {
                if let Some(item) = items.get_mut(*place as usize) {
                    *item = at;
                }
                *place += 1;
            }
        });
    }
    (starts, items)
}

/// The findings that state an entity in a slot, ascending, by slot and entity.
fn by_stated(sheet: &Sheet) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let pair = |number: &u32| match sheet.values().get(*number as usize) {
        Some(SlotValue { slot, value: Value::Entity(id), .. }) => Some((slot.0, id.0)),
        _ => None,
    };
    let lists: Vec<Vec<(u32, u32)>> = sheet
        .slot_lists()
        .iter()
        .map(|list| {
            let mut pairs: Vec<(u32, u32)> = list.iter().filter_map(pair).collect();
            pairs.sort_unstable();
            pairs.dedup();
            pairs
        })
        .collect();
    if lists.iter().all(Vec::is_empty) {
        return (Vec::new(), vec![0], Vec::new());
    }
    let mut all: Vec<(u32, u32, u32)> = Vec::new();
    for (at, list) in (0u32..).zip(sheet.slots()) {
        let pairs = lists.get(*list as usize).map_or(&[][..], Vec::as_slice);
        all.extend(pairs.iter().map(|(slot, entity)| (*slot, *entity, at)));
    }
    all.sort_unstable();
    let (mut pairs, mut starts) = (Vec::new(), Vec::new());
    for (place, (slot, entity, _)) in (0u32..).zip(&all) {
        if pairs.last_chunk::<2>() != Some(&[*slot, *entity]) {
            pairs.extend([*slot, *entity]);
            starts.push(place);
        }
    }
    starts.push(all.len() as u32);
    (pairs, starts, all.into_iter().map(|(.., at)| at).collect())
}

/// The part of the fingerprint that findings have: lists are hashed once.
fn sum(finger: &Finger, sheet: &Sheet) -> u128 {
    let values: Vec<u128> = sheet.values().iter().map(|value| finger.value(value)).collect();
    let of_value = |number: &u32| {
        let (value, hash) = (sheet.values().get(*number as usize)?, values.get(*number as usize)?);
        Some((value.slot, *hash))
    };
    let slots: Vec<u128> =
        sheet.slot_lists().iter().map(|list| finger.values(list.iter().filter_map(of_value))).collect();
    let ids = |list: &[u32]| list.iter().map(|id| StudyId(*id)).collect::<Vec<_>>();
    let studies: Vec<u128> = sheet.study_lists().iter().map(|list| finger.studies(&ids(list))).collect();
    let section =
        |source: u32, section: u32| finger.section(crate::model::SourceId(source), sheet.sections().get(section));
    // Of one place its section, to which the sentence comes; of several the sum.
    let places = sheet.place_lists().iter().map(|list| match list {
        [source, name] => (true, section(*source, *name)),
        several => {
            let threes = several.as_chunks::<3>().0.iter();
            let each = threes.map(|[source, name, at]| finger.sentence(section(*source, *name), *at));
            (false, each.fold(0, u128::wrapping_add))
        }
    });
    let places: Vec<(bool, u128)> = places.collect();
    let mut sum = 0u128;
    for row in (0..sheet.len()).filter_map(|at| sheet.row(at)) {
        let core = Core { subject: row.subject, relation: row.relation, object: row.object, stance: row.stance };
        let of = |hashes: &[u128], at: u32| hashes.get(at as usize).copied().unwrap_or_default();
        let place = match places.get(row.place as usize) {
            Some((true, section)) => finger.sentence(*section, row.sentence),
            Some((false, all)) => *all,
            None => 0,
        };
        sum = sum.wrapping_add(finger.finding(core, of(&slots, row.slots), of(&studies, row.studies), place));
    }
    sum
}
