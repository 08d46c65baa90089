//! From the bytes of a file to a base that can be asked.
//!
//! Bytes come in; a store goes out that reads of them what it is asked for, or what is wrong with them. How the bytes came here is not known.

use super::sections::File;
use super::store::Stated;
use super::write::{About, number};
use super::{Column, Damage};
use crate::base::links::LinkColumns;
use crate::base::{Facts, Links};
use crate::columns::{Blobs, Bytes, Ints, Packed};
use crate::model::{Edge, Entity, EntityId, Finding, FindingId, SlotValue, Study, StudyId, Value};
use crate::names::{Entities, Lists, NameColumns, NameIndex, Steps, Vocabulary};

/// The largest file of which every byte is looked at when it is opened: it takes less than a millisecond.
const SMALL: usize = 8 << 20;

/// Opens the file of a base. Head, table and declarations are checked, and every byte of a small file; of a larger one [`verify`] does that,
/// and a damaged number leads to nobody.
///
/// # Errors
/// What is wrong with the bytes.
pub fn open(bytes: Bytes) -> Result<Column, Damage> {
    let file = File::read(bytes)?;
    if file.length() <= SMALL {
        checked(&file)?;
    }
    column(&file)
}

/// Opens the file of a base that was made by this very library and is part of it: nothing of it is looked at that is not asked for.
///
/// # Errors
/// What is wrong with head, table or declarations.
pub(in crate::base) fn trusted(bytes: Bytes) -> Result<Column, Damage> {
    column(&File::read(bytes)?)
}

/// Looks at every byte of a file, and at whether all numbers in it lead to something.
///
/// # Errors
/// What is wrong with the bytes.
pub fn verify(bytes: Bytes) -> Result<Column, Damage> {
    let file = File::read(bytes)?;
    checked(&file)?;
    let column = column(&file)?;
    whole(&column)?;
    Ok(column)
}

fn checked(file: &File) -> Result<(), Damage> {
    let corrupt = |section: Option<u32>| Damage::Corrupt(section.map_or("its table", number::told));
    file.sound().map_err(corrupt)
}

fn column(file: &File) -> Result<Column, Damage> {
    let section = |number: u32| file.section(number);
    let ints = |at: u32| Ints::within(section(at)).ok_or(Damage::Corrupt(number::told(at)));
    let about: About =
        postcard::from_bytes(section(number::ABOUT).as_slice()).map_err(|_| Damage::Corrupt("what it declares"))?;
    let findings = about.findings as usize;
    let packed = |at: u32, length: usize| Packed::within(length, ints(at)?).ok_or(Damage::Corrupt(number::told(at)));
    let blobs = |bytes: u32, ends: u32| Ok::<Blobs, Damage>(Blobs::within(ints(ends)?, section(bytes)));
    let records = blobs(number::ENTITIES, number::ENTITY_ENDS)?;
    let places = blobs(number::ENTITY_SECTIONS, number::ENTITY_SECTION_ENDS)?;
    let kinds = ints(number::KINDS)?;
    let names = NameColumns {
        text: section(number::NAMES),
        ends: ints(number::NAME_ENDS)?,
        named: ints(number::NAMED)?,
        spellings: packed(number::SPELLINGS, ints(number::NAMED)?.len())?,
    };
    let ranks = ints(number::RANKS)?;
    let mut steps = Vec::with_capacity(number::STEPS.len());
    for (starts, items) in number::STEPS {
        steps.push(Lists { starts: ints(starts)?, items: ints(items)? });
    }
    let Ok([children, composites, operations, ratios]) = <[Lists; 4]>::try_from(steps) else {
        return Err(Damage::Corrupt("what leads from name to name"));
    };
    if [records.len(), ranks.len()].into_iter().any(|length| length != kinds.len())
        || names.ends.len() != names.named.len()
    {
        return Err(Damage::Corrupt("the table of its names"));
    }
    let steps = Steps { children, composites, operations, ratios };
    let vocabulary = Vocabulary::stored(
        about.schema,
        Entities::stored(kinds, records, places),
        NameIndex::stored(names),
        steps,
        ranks,
    );
    let mut links = Vec::with_capacity(number::LINKS.len());
    for at in number::LINKS {
        links.push(ints(at)?);
    }
    let Ok(
        [
            relations,
            subject_groups,
            subjects,
            subject_starts,
            objects,
            object_groups,
            object_keys,
            object_starts,
            back,
            ids,
            places,
            unwitnessing,
        ],
    ) = <[Ints; 12]>::try_from(links)
    else {
        return Err(Damage::Corrupt("the table of its findings"));
    };
    if objects.len() != findings || back.len() != findings || relations.len() != vocabulary.schema().relations.len() + 1
    {
        return Err(Damage::Corrupt("the table of its findings"));
    }
    // Where findings lie in the order of their numbers, no numbers are kept.
    let turned = |words: Ints| {
        let length = if words.is_empty() { 0 } else { findings };
        Packed::within(length, words).ok_or(Damage::Corrupt("the table of its findings"))
    };
    let links = Links::of_columns(LinkColumns {
        relations,
        subject_groups,
        subjects,
        subject_starts,
        objects,
        object_groups,
        object_keys,
        object_starts,
        back,
        findings: turned(ids)?,
        places: turned(places)?,
        unwitnessing,
    });
    let mut lists = Vec::with_capacity(number::LISTS.len());
    for (ends, items) in number::LISTS {
        lists.push((ints(ends)?, ints(items)?));
    }
    let Ok([slot_lists, study_lists, place_lists]) = <[(Ints, Ints); 3]>::try_from(lists) else {
        return Err(Damage::Corrupt("what its findings state"));
    };
    let stated = Stated {
        slots: packed(number::SLOTS, findings)?,
        cited: packed(number::CITED, findings)?,
        places: packed(number::PLACES, findings)?,
        sentences: packed(number::SENTENCES, findings)?,
        stances: ints(number::STANCES)?,
        values: blobs(number::VALUES, number::VALUE_ENDS)?,
        slot_lists,
        study_lists,
        place_lists,
        sections: blobs(number::SECTIONS, number::SECTION_ENDS)?,
    };
    let studies = blobs(number::STUDIES, number::STUDY_ENDS)?;
    let by_study = (ints(number::BY_STUDY.0)?, ints(number::BY_STUDY.1)?);
    if by_study.0.len() != studies.len() + 1 {
        return Err(Damage::Corrupt("the table of its studies"));
    }
    Ok(Column {
        name: about.name,
        vocabulary,
        sources: about.sources,
        studies,
        links,
        stated,
        by_study,
        by_stated: (ints(number::BY_STATED.0)?, ints(number::BY_STATED.1)?, ints(number::BY_STATED.2)?),
        fingerprint: file.fingerprint,
    })
}

/// Whether every number leads to something and every record can be read.
fn whole(column: &Column) -> Result<(), Damage> {
    let vocabulary = column.vocabulary();
    let (schema, entities) = (vocabulary.schema(), vocabulary.entities());
    let names = Damage::Corrupt("the table of its names");
    let count = entities.len() as u32;
    let known = |id: EntityId| id.0 < count;
    for kind in entities.kinds().as_slice() {
        if *kind as usize >= schema.kinds.len() {
            return Err(names);
        }
    }
    let sources = column.sources().len();
    let sound = |id: EntityId, read: Option<Entity>| {
        let step = |edge: &Edge| known(edge.to) && edge.locators.iter().all(|place| place.source.index() < sources);
        read.is_some_and(|entity| {
            Some(entity.kind) == entities.kind(id)
                && entity.broader.iter().all(step)
                && entity.parts.iter().chain(&entity.agent).all(|id| known(*id))
        })
    };
    if !entities.each_record(sound) {
        return Err(names);
    }
    if !vocabulary.index().fits(schema, entities.len()) || !permutation(vocabulary.ranks().as_slice()) {
        return Err(names);
    }
    let steps = vocabulary.steps();
    for lists in [&steps.children, &steps.composites, &steps.operations, &steps.ratios] {
        let starts = lists.starts.as_slice();
        let whole = starts.is_empty() && lists.items.is_empty()
            || starts.len() == entities.len() + 1
                && starts.is_sorted()
                && starts.last().copied() == Some(lists.items.len() as u32);
        if !whole || lists.items.as_slice().iter().any(|id| *id >= count) {
            return Err(Damage::Corrupt("what leads from name to name"));
        }
    }
    for at in 0..column.studies.len() {
        let read = column.studies.get(at).and_then(|record| postcard::from_bytes::<Study>(record).ok());
        if read.is_none_or(|study| study.source.index() >= column.sources().len()) {
            return Err(Damage::Corrupt("the table of its studies"));
        }
    }
    let findings = Damage::Corrupt("the table of its findings");
    if !column.links.is_whole(count) {
        return Err(findings);
    }
    for at in 0..column.finding_count() as u32 {
        let id = FindingId(at);
        let sound = column.links.finding(column.links.place(id)) == id
            && column.finding(id).is_some_and(|finding| refers(&finding, column, count));
        if !sound {
            return Err(Damage::Corrupt("what its findings state"));
        }
    }
    let (starts, cited) = (column.by_study.0.as_slice(), column.by_study.1.as_slice());
    let whole = starts.is_sorted() && starts.last().copied().unwrap_or(0) as usize == cited.len();
    for study in (0..column.studies.len() as u32).map(StudyId) {
        let list = column.citing(study);
        let cites = |at: &u32| column.finding(FindingId(*at)).is_some_and(|finding| finding.studies.contains(&study));
        if !whole || !list.is_sorted_by(|a, b| a < b) || !list.iter().all(cites) {
            return Err(Damage::Corrupt("the table of its studies"));
        }
    }
    let (pairs, starts, stating) = &column.by_stated;
    let pairs = pairs.as_slice().as_chunks::<2>().0;
    let starts = starts.as_slice();
    let whole = starts.len() == pairs.len() + 1
        && starts.is_sorted()
        && starts.last().copied().unwrap_or(0) as usize == stating.len()
        && pairs.is_sorted_by(|a, b| a < b);
    let states = |[slot, entity]: &[u32; 2], at: &u32| {
        column.finding(FindingId(*at)).is_some_and(|finding| {
            let is = |value: &SlotValue| value.slot.0 == *slot && value.value == Value::Entity(EntityId(*entity));
            finding.slots.iter().any(is)
        })
    };
    let each = |(key, pair)| {
        let list = column.stating(key);
        list.is_sorted_by(|a, b| a < b) && list.iter().all(|at| states(pair, at))
    };
    if !whole || !pairs.iter().enumerate().all(each) {
        return Err(Damage::Corrupt("what its findings state"));
    }
    Ok(())
}

/// Whether all that a finding refers to is in the base.
fn refers(finding: &Finding, column: &Column, entities: u32) -> bool {
    let schema = column.vocabulary().schema();
    let value = |value: &SlotValue| {
        let known = match &value.value {
            Value::Entity(id) => id.0 < entities,
            Value::Quantity(amount) => amount.unit.is_none_or(|unit| unit.index() < schema.units.len()),
            Value::Text(_) => true,
        };
        known && value.slot.index() < schema.slots.len()
    };
    finding.slots.iter().all(value)
        && finding.studies.iter().all(|study| study.index() < column.studies.len())
        && finding.locators.iter().all(|place| place.source.index() < column.sources().len())
}

fn permutation(ranks: &[u32]) -> bool {
    let mut seen = vec![false; ranks.len()];
    ranks.iter().all(|rank| seen.get_mut(*rank as usize).is_some_and(|seen| !std::mem::replace(seen, true)))
}
