//! Who is linked to whom by which relation: sorted lists from subjects to objects and back.
//!
//! The ends of findings come in once, or the columns of a file; lists by relation and entity go out, to be intersected and walked without
//! looking at any finding. Findings themselves, their contexts and studies are not known here, only their numbers.

use crate::columns::{Ints, Packed};
use crate::model::{EntityId, FindingId, KindId, RelationId};
use std::ops::Range;
use std::sync::OnceLock;

/// The ends of all findings, in the order of relation, subject, object and number. A *place* is a place in this order.
///
/// ```
/// use whereof::base::{Facts, builtin};
/// use whereof::model::FindingId;
/// let base = builtin::memory()?;
/// let links = base.links().unwrap();
/// let first = base.core(FindingId(0)).unwrap();
/// assert!(links.forward(first.relation).unwrap().of(first.subject.0).contains(&first.object.0));
/// assert!(links.back(first.relation).unwrap().of(first.object.0).contains(&first.subject.0));
/// let mut said = links.places(first.relation, first.subject, first.object).map(|place| links.finding(place));
/// assert!(said.any(|id| id == FindingId(0)));
/// # Ok::<(), whereof::base::column::Damage>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Links {
    columns: LinkColumns,
    relations: Vec<Relation>,
}

/// What [`Links`] are made of, as it is kept in a file. Groups are those of findings with the same relation and subject, or object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkColumns {
    /// By relation and one more: the place where its findings begin.
    pub relations: Ints,
    /// By relation and one more: where its groups of subjects begin.
    pub subject_groups: Ints,
    /// The subject of each group, ascending within a relation.
    pub subjects: Ints,
    /// By group and one more: the place where it begins.
    pub subject_starts: Ints,
    /// By place: the object.
    pub objects: Ints,
    /// By relation and one more: where its groups of objects begin.
    pub object_groups: Ints,
    /// The object of each group, ascending within a relation.
    pub object_keys: Ints,
    /// By group and one more: where it begins in `back`.
    pub object_starts: Ints,
    /// The subjects of each group of objects, ascending.
    pub back: Ints,
    /// By place: the number of the finding; empty where they are the same.
    pub findings: Packed,
    /// By finding: its place; empty where they are the same.
    pub places: Packed,
    /// The places of findings that witness nothing, ascending.
    pub unwitnessing: Ints,
}

/// The lists of one relation.
#[derive(Clone, Debug, Default)]
struct Relation {
    forward: Side,
    back: Side,
    /// Whether each of its findings witnesses.
    witnesses: bool,
}

/// Lists of one relation from one end to the other.
#[derive(Clone, Debug, Default)]
pub struct Side {
    keys: Ints,
    starts: Ints,
    others: Ints,
    kind: OnceLock<Option<KindId>>,
}

impl Side {
    /// The entities at this end, ascending.
    #[must_use]
    pub fn keys(&self) -> &[u32] {
        self.keys.as_slice()
    }

    /// Where the list of each key begins in [`Side::others`], and where the last one ends.
    #[must_use]
    pub fn starts(&self) -> &[u32] {
        self.starts.as_slice()
    }

    /// The lists of all relations, one behind the other.
    #[must_use]
    pub fn others(&self) -> &[u32] {
        self.others.as_slice()
    }

    /// The kind that all its keys are of, by what says the kind of each; `None` where they are of several. It is worked out once, and
    /// only where that is `worth` a look at all of them; else it is `None` too.
    pub fn kind(&self, worth: bool, of: impl Fn(EntityId) -> Option<KindId>) -> Option<KindId> {
        if !worth && self.kind.get().is_none() {
            return None;
        }
        *self.kind.get_or_init(|| {
            let mut kinds = self.keys().iter().map(|key| of(EntityId(*key)));
            let first = kinds.next()??;
            kinds.all(|kind| kind == Some(first)).then_some(first)
        })
    }

    /// Which of the keys an entity is.
    #[must_use]
    pub fn key(&self, entity: u32) -> Option<usize> {
        self.keys().binary_search(&entity).ok()
    }

    /// The list of one of the keys, by its place among them: ascending; an entity stands there once for each finding.
    #[must_use]
    pub fn list(&self, key: usize) -> &[u32] {
        self.others().get(self.starts.bounds(key)).unwrap_or(&[])
    }

    /// The other ends of an entity's findings, ascending, once for each finding.
    #[must_use]
    pub fn of(&self, entity: u32) -> &[u32] {
        self.key(entity).map_or(&[], |key| self.list(key))
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match (self.starts().first(), self.starts().last()) {
            (Some(first), Some(last)) => last.saturating_sub(*first) as usize,
            _ => 0,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lists of all keys, one behind the other: sorted within each.
    #[must_use]
    pub fn all(&self) -> &[u32] {
        match (self.starts().first(), self.starts().last()) {
            (Some(first), Some(last)) => self.others().get(*first as usize..*last as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

impl Links {
    /// Sorts the ends of findings, which come by number, each with whether it witnesses.
    #[must_use]
    pub fn new(relations: usize, ends: impl Iterator<Item = (EntityId, RelationId, EntityId, bool)>) -> Links {
        let (mut subjects, mut verbs, mut objects) = (Vec::new(), Vec::new(), Vec::new());
        let mut unwitnessing = Vec::new();
        for (at, (subject, relation, object, witness)) in (0u32..).zip(ends) {
            subjects.push(subject.0);
            verbs.push(relation.0);
            objects.push(object.0);
            if !witness {
                unwitnessing.push(at);
            }
        }
        let of = |column: &[u32], at: u32| column.get(at as usize).copied().unwrap_or(0);
        let numbers = 0..objects.len() as u32;
        let whole = |at: u32| (of(&verbs, at), of(&subjects, at), of(&objects, at));
        let in_order = numbers.clone().is_sorted_by_key(whole);
        let mut order: Vec<u32> = numbers.collect();
        if !in_order {
            // from the last to the first: each sorting leaves what is equal in the order of those before
            [&objects, &subjects, &verbs].into_iter().for_each(|column| sort(&mut order, column));
        }
        let mut places = vec![0u32; if in_order { 0 } else { order.len() }];
        for (place, at) in (0u32..).zip(&order) {
            if let Some(slot) = places.get_mut(*at as usize) {
                *slot = place;
            }
        }
        if !in_order {
            unwitnessing.iter_mut().for_each(|at| *at = of(&places, *at));
            unwitnessing.sort_unstable();
        }
        let (relation_starts, subject_groups, group_subjects, subject_starts) =
            groups(relations, order.iter().map(|at| (of(&verbs, *at), of(&subjects, *at))));
        let sorted_objects: Vec<u32> = order.iter().map(|at| of(&objects, *at)).collect();
        let findings = if in_order { Packed::default() } else { Packed::of(&order) };
        let places = if in_order { Packed::default() } else { Packed::of(&places) };
        // by relation and object; subjects ascend already
        [&objects, &verbs].into_iter().for_each(|column| sort(&mut order, column));
        let (_, object_groups, object_keys, object_starts) =
            groups(relations, order.iter().map(|at| (of(&verbs, *at), of(&objects, *at))));
        let back: Vec<u32> = order.iter().map(|at| of(&subjects, *at)).collect();
        let columns = LinkColumns {
            relations: relation_starts.into(),
            subject_groups: subject_groups.into(),
            subjects: group_subjects.into(),
            subject_starts: subject_starts.into(),
            objects: sorted_objects.into(),
            object_groups: object_groups.into(),
            object_keys: object_keys.into(),
            object_starts: object_starts.into(),
            back: back.into(),
            findings,
            places,
            unwitnessing: unwitnessing.into(),
        };
        Links::of_columns(columns)
    }

    /// The same out of columns that were made before; lists that do not lie inside are empty.
    #[must_use]
    pub fn of_columns(columns: LinkColumns) -> Links {
        let mut relations = Vec::new();
        for relation in 0..columns.relations.len().saturating_sub(1) {
            let side = |groups: &Ints, keys: &Ints, starts: &Ints, others: &Ints| {
                let bounds = groups.bounds(relation);
                let starts = starts.part(bounds.start..bounds.end + 1);
                match keys.part(bounds).zip(starts) {
                    Some((keys, starts)) => Side { keys, starts, others: others.clone(), kind: OnceLock::new() },
                    None => Side::default(),
                }
            };
            let places = columns.relations.bounds(relation);
            let first = columns.unwitnessing.as_slice().partition_point(|place| (*place as usize) < places.start);
            let next = columns.unwitnessing.get(first).map_or(usize::MAX, |place| place as usize);
            relations.push(Relation {
                forward: side(&columns.subject_groups, &columns.subjects, &columns.subject_starts, &columns.objects),
                back: side(&columns.object_groups, &columns.object_keys, &columns.object_starts, &columns.back),
                witnesses: next >= places.end,
            });
        }
        Links { columns, relations }
    }

    /// What they are made of.
    #[must_use]
    pub fn columns(&self) -> &LinkColumns {
        &self.columns
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.objects.len()
    }

    /// Whether all lists lie inside, ascend, and lead to one of so many entities; and whether the lists back say the same.
    #[must_use]
    pub fn is_whole(&self, entities: u32) -> bool {
        let columns = &self.columns;
        let whole = |starts: &Ints, end: usize| {
            let all = starts.as_slice();
            all.is_sorted() && all.first() == Some(&0) && all.last().copied() == Some(end as u32)
        };
        let groups = whole(&columns.relations, self.len())
            && whole(&columns.subject_groups, columns.subjects.len())
            && whole(&columns.subject_starts, self.len())
            && columns.subject_starts.len() == columns.subjects.len() + 1
            && whole(&columns.object_groups, columns.object_keys.len())
            && whole(&columns.object_starts, self.len())
            && columns.object_starts.len() == columns.object_keys.len() + 1;
        let sides = || self.relations.iter().flat_map(|relation| [&relation.forward, &relation.back]);
        let lists = || sides().flat_map(|side| (0..side.keys().len()).map(|key| side.list(key)));
        groups
            && sides().all(|side| side.keys().is_sorted_by(|a, b| a < b) && side.keys().iter().all(|id| *id < entities))
            && lists().all(|list| list.is_sorted() && list.iter().all(|id| *id < entities))
            && columns.unwitnessing.as_slice().is_sorted_by(|a, b| a < b)
            && self.relations.iter().all(|relation| {
                let sum = |side: &Side, turned: bool| {
                    let pairs = (0..side.keys().len()).flat_map(|key| {
                        let of = side.keys().get(key).copied().unwrap_or(0);
                        side.list(key).iter().map(move |other| if turned { (*other, of) } else { (of, *other) })
                    });
                    pairs.fold(0u64, |sum, (one, other)| {
                        let both = u64::from(one) << 32 | u64::from(other);
                        sum.wrapping_add(
                            both.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(both | 1),
                        )
                    })
                };
                sum(&relation.forward, false) == sum(&relation.back, true)
            })
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.objects.is_empty()
    }

    /// From subjects to objects; `None` where the relation is not of this base.
    #[must_use]
    pub fn forward(&self, relation: RelationId) -> Option<&Side> {
        self.relations.get(relation.index()).map(|relation| &relation.forward)
    }

    /// From objects to subjects.
    #[must_use]
    pub fn back(&self, relation: RelationId) -> Option<&Side> {
        self.relations.get(relation.index()).map(|relation| &relation.back)
    }

    /// Whether an entity is an end of any finding.
    #[must_use]
    pub fn stands(&self, entity: EntityId) -> bool {
        let ends = self.relations.iter().flat_map(|relation| [&relation.forward, &relation.back]);
        ends.into_iter().any(|side| side.key(entity.0).is_some())
    }

    /// Whether each finding of a relation witnesses: then its lists can be taken as they are.
    #[must_use]
    pub fn witnesses(&self, relation: RelationId) -> bool {
        self.relations.get(relation.index()).is_none_or(|relation| relation.witnesses)
    }

    /// The places of a relation's findings.
    #[must_use]
    pub fn relation(&self, relation: RelationId) -> Range<usize> {
        self.columns.relations.bounds(relation.index())
    }

    /// The places of the findings with these ends.
    #[must_use]
    pub fn places(&self, relation: RelationId, subject: EntityId, object: EntityId) -> Range<usize> {
        let Some(side) = self.forward(relation) else { return 0..0 };
        let Some(key) = side.key(subject.0) else { return 0..0 };
        let start = side.starts.bounds(key).start;
        let list = side.list(key);
        let first = list.partition_point(|other| *other < object.0);
        let behind = list.get(first..).unwrap_or(&[]).partition_point(|other| *other == object.0);
        start + first..start + first + behind
    }

    /// The places of all findings of a subject by one relation.
    #[must_use]
    pub fn places_of(&self, relation: RelationId, subject: EntityId) -> Range<usize> {
        let side = self.forward(relation);
        side.and_then(|side| Some(side.starts.bounds(side.key(subject.0)?))).unwrap_or(0..0)
    }

    /// The finding at a place.
    #[must_use]
    pub fn finding(&self, place: usize) -> FindingId {
        FindingId(self.columns.findings.get(place).unwrap_or(place as u32))
    }

    /// The place of a finding.
    #[must_use]
    pub fn place(&self, finding: FindingId) -> usize {
        self.columns.places.get(finding.index()).unwrap_or(finding.0) as usize
    }

    /// The ends of the finding at a place; `None` where there is none.
    #[must_use]
    pub fn ends(&self, place: usize) -> Option<(EntityId, RelationId, EntityId)> {
        let object = self.columns.objects.get(place)?;
        let before = |starts: &[u32]| starts.partition_point(|start| *start as usize <= place).checked_sub(1);
        let relation = before(self.columns.relations.as_slice())?;
        let side = self.relations.get(relation).map(|relation| &relation.forward)?;
        let subject = *side.keys().get(before(side.starts())?)?;
        Some((EntityId(subject), RelationId(relation as u32), EntityId(object)))
    }
}

/// Sorts places of a column by what stands there; places of equals stay in their order.
fn sort(order: &mut Vec<u32>, column: &[u32]) {
    let most = column.iter().copied().max().unwrap_or(0) as usize;
    let of = |at: u32| column.get(at as usize).copied().unwrap_or(0);
    // numbers of another base may be as large as they like
    if most > 2 * column.len() + (1 << 16) {
        order.sort_by_key(|at| of(*at));
        return;
    }
    let mut next = vec![0u32; most + 1];
    for number in column {
        if let Some(count) = next.get_mut(*number as usize) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut next {
        sum += std::mem::replace(start, sum);
    }
    let mut sorted = vec![0u32; order.len()];
    for at in order.iter() {
        if let Some(place) = next.get_mut(of(*at) as usize) {
            if let Some(slot) = sorted.get_mut(*place as usize) {
                *slot = *at;
            }
            *place += 1;
        }
    }
    *order = sorted;
}

/// Groups of equal keys within each relation: where relations begin, where their groups do, the key of each group, where each begins.
fn groups(relations: usize, sorted: impl Iterator<Item = (u32, u32)>) -> (Vec<u32>, Vec<u32>, Vec<u32>, Vec<u32>) {
    let (mut relation_starts, mut group_starts) = (vec![0u32], vec![0u32]);
    let (mut keys, mut starts) = (Vec::new(), Vec::new());
    let mut count = 0u32;
    let mut last = None;
    for (relation, key) in sorted {
        while relation_starts.len() <= (relation as usize).min(relations) {
            relation_starts.push(count);
            group_starts.push(keys.len() as u32);
        }
        if last != Some((relation, key)) {
            keys.push(key);
            starts.push(count);
            last = Some((relation, key));
        }
        count += 1;
    }
    while relation_starts.len() <= relations {
        relation_starts.push(count);
        group_starts.push(keys.len() as u32);
    }
    starts.push(count);
    (relation_starts, group_starts, keys, starts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_as_large_as_they_like_are_sorted() {
        let large = [u32::MAX, 7, 1 << 20, 7];
        let mut order = vec![3, 0, 1, 2];
        sort(&mut order, &large);
        assert_eq!(order, [3, 1, 2, 0]);
        let small = [9, 7, 8, 7];
        let mut order = vec![3, 0, 1, 2];
        sort(&mut order, &small);
        assert_eq!(order, [3, 1, 2, 0]);
    }

    proptest! {
        #[test]
        fn lists_are_those_of_the_findings(ends in prop::collection::vec((0u32..6, 0u32..4, 0u32..6, any::<bool>()), 0..60)) {
            let ids = ends.iter().map(|(s, r, o, w)| (EntityId(*s), RelationId(*r), EntityId(*o), *w));
            let links = Links::new(4, ids);
            prop_assert_eq!(links.len(), ends.len());
            for (at, (s, r, o, _)) in ends.iter().enumerate() {
                let place = links.place(FindingId(at as u32));
                prop_assert_eq!(links.finding(place), FindingId(at as u32));
                prop_assert_eq!(links.ends(place), Some((EntityId(*s), RelationId(*r), EntityId(*o))));
                prop_assert!(links.places(RelationId(*r), EntityId(*s), EntityId(*o)).contains(&place));
                prop_assert!(links.relation(RelationId(*r)).contains(&place));
                prop_assert!(links.places_of(RelationId(*r), EntityId(*s)).contains(&place));
            }
            for r in 0..4u32 {
                let mut forward: Vec<(u32, u32)> = Vec::new();
                let mut back = Vec::new();
                for e in 0..6u32 {
                    forward.extend(links.forward(RelationId(r)).unwrap().of(e).iter().map(|o| (e, *o)));
                    back.extend(links.back(RelationId(r)).unwrap().of(e).iter().map(|s| (*s, e)));
                }
                let mut wanted: Vec<(u32, u32)> = ends.iter().filter(|e| e.1 == r).map(|e| (e.0, e.2)).collect();
                wanted.sort_unstable();
                prop_assert_eq!(&forward, &wanted);
                back.sort_unstable();
                prop_assert_eq!(&back, &wanted);
                let all = ends.iter().filter(|e| e.1 == r).all(|e| e.3);
                prop_assert_eq!(links.witnesses(RelationId(r)), all);
            }
        }
    }
}
