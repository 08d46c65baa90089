//! How many findings each name has in each place: what completion ranks names by where a question does not narrow them yet.
//!
//! A store comes in and each of its findings is looked at once; counts go out, taken together for broader names and ranked when they are first
//! asked for. It knows places in findings, not questions; only findings that witness are counted.

use super::facts::{Facts, Scan};
use crate::model::{EntityId, Finding, KindId, RelationId, SlotId, SlotValue, Value};
use crate::names::{Vocabulary, does_good};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts of findings by what stands where.
///
/// ```
/// use whereof::base::{Census, Place, builtin};
/// use whereof::base::Facts;
/// let base = builtin::memory()?;
/// let census = Census::of(&base);
/// let vocabulary = base.vocabulary();
/// let relation = vocabulary.verbs_named("upregulates")[0].0;
/// let treatment = vocabulary.kinds_named("treatment")[0];
/// let place = Place::Target { relations: vec![relation], passive: false, bearer: Some(treatment), sign: None, closed: true };
/// let ranked = census.ranked(&place, vocabulary);
/// assert!(ranked.windows(2).all(|pair| pair[0].1 >= pair[1].1));
/// # Ok::<(), whereof::base::column::Damage>(())
/// ```
#[derive(Debug, Default)]
pub struct Census {
    kinds: usize,
    findings: u64,
    /// By [`Census::pair`] of the kinds of subject and object.
    pairs: FxHashMap<u32, u32>,
    /// By relation and pair: findings, their objects, their subjects.
    said: FxHashMap<(RelationId, u32), Said>,
    /// By slot and pair.
    stated: FxHashMap<(SlotId, u32), Stated>,
    /// By entity: findings with it as subject or object.
    standing: Vec<u32>,
    /// Lists that were asked for before.
    ranked: Mutex<Vec<(Place, Ranked)>>,
}

/// Names with their findings, most findings first, then by id.
pub type Ranked = Arc<Vec<(EntityId, u32)>>;

/// A place of a finding, or of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The side of findings of these relations that the bearer does not stand on.
    Target {
        /// The relations, sorted.
        relations: Vec<RelationId>,
        /// Whether the bearer is the object.
        passive: bool,
        /// Of which kind the bearer is; any where none is given.
        bearer: Option<KindId>,
        /// Findings of further relations count too where they do good (or harm).
        sign: Option<bool>,
        /// Whether a finding counts for broader names as well.
        closed: bool,
    },
    /// What findings state in one of these slots, with the bearer on either side.
    Value {
        /// The slots.
        slots: Vec<SlotId>,
        /// Of which kind the bearer is; any where none is given.
        bearer: Option<KindId>,
    },
    /// Subjects and objects.
    Row {
        /// Of which kind they are; any where none is given.
        kind: Option<KindId>,
        /// Whether a finding counts for broader names as well.
        closed: bool,
    },
}

/// Findings of one relation between two kinds.
#[derive(Debug, Default)]
struct Said {
    /// Findings that do good, that do harm, and the others.
    findings: [u32; 3],
    objects: FxHashMap<EntityId, u32>,
    subjects: FxHashMap<EntityId, u32>,
}

/// What findings between two kinds state in one slot.
#[derive(Debug, Default)]
struct Stated {
    findings: u32,
    /// By value, of findings that state one.
    values: FxHashMap<EntityId, u32>,
    /// By value and all that is broader, of findings that state several.
    several: FxHashMap<EntityId, u32>,
}

/// Lists kept; nobody types in more places before they come round again.
const KEPT: usize = 64;

impl Census {
    /// Counts the findings of a store.
    #[must_use]
    pub fn of(facts: &dyn Facts) -> Census {
        let vocabulary = facts.vocabulary();
        let kinds = vocabulary.schema().kinds.len();
        let mut census = Census { kinds, standing: vec![0; vocabulary.entities().len()], ..Census::default() };
        let mut batches = facts.scan(&Scan::default());
        let mut batch = Vec::new();
        while batches.next_batch(&mut batch) {
            for id in &batch {
                if let Some(finding) = facts.finding(*id).filter(|finding| finding.stance.witnesses()) {
                    census.add(vocabulary, &finding);
                }
            }
        }
        census
    }

    fn add(&mut self, vocabulary: &Vocabulary, finding: &Finding) {
        let kind = |id: EntityId| vocabulary.kind_of(id);
        let (Some(subject), Some(object)) = (kind(finding.subject), kind(finding.object)) else { return };
        let pair = self.pair(subject, object);
        self.findings += 1;
        *self.pairs.entry(pair).or_default() += 1;
        let said = self.said.entry((finding.relation, pair)).or_default();
        let good = does_good(vocabulary, finding.relation, finding.object);
        let sort = good.map_or(2, |good| usize::from(!good));
        if let Some(count) = said.findings.get_mut(sort) {
            *count += 1;
        }
        *said.objects.entry(finding.object).or_default() += 1;
        *said.subjects.entry(finding.subject).or_default() += 1;
        for values in finding.slots.chunk_by(|one, other| one.slot == other.slot) {
            let Some(first) = values.first() else { continue };
            let stated = self.stated.entry((first.slot, pair)).or_default();
            stated.findings += 1;
            let entity = |value: &SlotValue| if let Value::Entity(id) = value.value { Some(id) } else { None };
            match values {
                [one] => {
                    if let Some(id) = entity(one) {
                        *stated.values.entry(id).or_default() += 1;
                    }
                }
                several => {
                    let above = several.iter().filter_map(entity).flat_map(|id| vocabulary.broader(id));
                    let all: FxHashSet<EntityId> = above.map(|step| step.entity).collect();
                    all.into_iter().for_each(|id| *stated.several.entry(id).or_default() += 1);
                }
            }
        }
        let mut stands = |id: EntityId| {
            if let Some(count) = self.standing.get_mut(id.index()) {
                *count += 1;
            }
        };
        stands(finding.subject);
        if finding.object != finding.subject {
            stands(finding.object);
        }
    }

    fn pair(&self, subject: KindId, object: KindId) -> u32 {
        (subject.index() * self.kinds + object.index()) as u32
    }

    fn subject(&self, pair: u32) -> KindId {
        KindId(pair / (self.kinds.max(1) as u32))
    }

    fn object(&self, pair: u32) -> KindId {
        KindId(pair % (self.kinds.max(1) as u32))
    }

    /// Whether one of a pair is of a kind.
    fn has(&self, pair: u32, kind: Option<KindId>) -> bool {
        kind.is_none_or(|kind| self.subject(pair) == kind || self.object(pair) == kind)
    }

    /// All findings that witness.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.findings
    }

    /// Findings whose subject or object is of a kind.
    #[must_use]
    pub fn of_kind(&self, kind: KindId) -> u64 {
        let pairs = self.pairs.iter().filter(|(pair, _)| self.has(**pair, Some(kind)));
        pairs.map(|(_, findings)| u64::from(*findings)).sum()
    }

    /// Findings that have an entity as subject or object.
    #[must_use]
    pub fn of_entity(&self, id: EntityId) -> u32 {
        self.standing.get(id.index()).copied().unwrap_or(0)
    }

    /// Findings that state a slot, with a bearer of a kind on either side.
    #[must_use]
    pub fn stating(&self, slot: SlotId, bearer: Option<KindId>) -> u64 {
        let stated = self.stated.iter().filter(|((of, pair), _)| *of == slot && self.has(*pair, bearer));
        stated.map(|(_, stated)| u64::from(stated.findings)).sum()
    }

    /// What findings say of bearers of a kind on one side: each relation with its findings that do good (`Some(true)`), that do harm, and others.
    pub fn verbs(
        &self,
        passive: bool,
        bearer: Option<KindId>,
    ) -> impl Iterator<Item = (RelationId, Option<bool>, u64)> + use<'_> {
        self.said_of(passive, bearer).flat_map(|(relation, said)| {
            let sorts = [Some(true), Some(false), None].into_iter().zip(said.findings);
            sorts.map(move |(good, findings)| (relation, good, u64::from(findings)))
        })
    }

    fn said_of(&self, passive: bool, bearer: Option<KindId>) -> impl Iterator<Item = (RelationId, &Said)> {
        let said = self.said.iter().filter(move |((_, pair), _)| {
            let kind = if passive { self.object(*pair) } else { self.subject(*pair) };
            bearer.is_none_or(|bearer| bearer == kind)
        });
        said.map(|((relation, _), said)| (*relation, said))
    }

    /// The names that stand in a place, ranked.
    #[must_use]
    pub fn ranked(&self, place: &Place, vocabulary: &Vocabulary) -> Ranked {
        let kept = || self.ranked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = kept().iter().find(|(other, _)| other == place) {
            return Arc::clone(found);
        }
        let found = Arc::new(self.rank(place, vocabulary));
        let mut kept = kept();
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((place.clone(), Arc::clone(&found)));
        found
    }

    fn rank(&self, place: &Place, vocabulary: &Vocabulary) -> Vec<(EntityId, u32)> {
        let mut own: FxHashMap<EntityId, u32> = FxHashMap::default();
        let mut whole: FxHashMap<EntityId, u32> = FxHashMap::default();
        let add = |into: &mut FxHashMap<EntityId, u32>, from: &FxHashMap<EntityId, u32>| {
            from.iter().for_each(|(id, count)| *into.entry(*id).or_default() += count);
        };
        let mut closed = true;
        match place {
            Place::Target { relations, passive, bearer, sign, closed: kinds } => {
                closed = *kinds;
                for (relation, said) in self.said_of(*passive, *bearer) {
                    let others = if *passive { &said.subjects } else { &said.objects };
                    if relations.binary_search(&relation).is_ok() {
                        add(&mut own, others);
                    } else if let Some(good) = sign {
                        let good = |id: &EntityId| *passive || does_good(vocabulary, relation, *id) == Some(*good);
                        let counts = others.iter().filter(|(id, _)| good(id));
                        counts.for_each(|(id, count)| *own.entry(*id).or_default() += count);
                    }
                }
            }
            Place::Value { slots, bearer } => {
                let stated =
                    self.stated.iter().filter(|((slot, pair), _)| slots.contains(slot) && self.has(*pair, *bearer));
                for (_, stated) in stated {
                    add(&mut own, &stated.values);
                    add(&mut whole, &stated.several);
                }
            }
            Place::Row { kind, closed: kinds } => {
                closed = *kinds;
                let counts = (0u32..).map(EntityId).zip(&self.standing).filter(|(_, count)| **count > 0);
                let of_kind = |id: EntityId| kind.is_none_or(|kind| vocabulary.kind_of(id) == Some(kind));
                own.extend(counts.filter(|(id, _)| of_kind(*id)).map(|(id, count)| (id, *count)));
            }
        }
        if closed {
            close(vocabulary, &own, &mut whole);
        } else {
            whole = own;
        }
        let mut ranked: Vec<(EntityId, u32)> = whole.into_iter().collect();
        ranked.sort_unstable_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        ranked
    }
}

/// Adds the findings of each name to all broader ones.
pub fn close(vocabulary: &Vocabulary, own: &FxHashMap<EntityId, u32>, whole: &mut FxHashMap<EntityId, u32>) {
    for (id, count) in own {
        let flat = vocabulary.entity(*id).is_none_or(|entity| entity.broader.is_empty());
        if flat {
            *whole.entry(*id).or_default() += count;
            continue;
        }
        for step in vocabulary.broader(*id) {
            *whole.entry(step.entity).or_default() += count;
        }
    }
}
