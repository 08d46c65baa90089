//! What is narrower and what is broader, step by step.
//!
//! An entity comes in, all that followed edges lead to from it goes out: as bare ids, or each with the step by which it is reached. What is
//! said of them is not known here.

use super::Vocabulary;
use super::lists::{Ids, Lists};
use crate::model::{EdgeKind, EntityId};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

/// One entity below another, with the step that leads there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    /// The entity.
    pub entity: EntityId,
    /// The entity one step above it on the way; itself for the start.
    pub above: EntityId,
    /// The kind of that step; none for the start.
    pub step: Option<EdgeKind>,
}

/// Which entities were met: few of them by themselves, many as a bit for each that there is.
struct Seen {
    size: usize,
    few: Vec<EntityId>,
    bits: Vec<u64>,
}

/// So many are few.
const FEW: usize = 16;

impl Seen {
    fn new(size: usize) -> Seen {
        Seen { size, few: Vec::new(), bits: Vec::new() }
    }

    /// Adds one that is below `size`; says whether it is new.
    fn add(&mut self, id: EntityId) -> bool {
        if self.bits.is_empty() {
            if self.few.contains(&id) {
                return false;
            }
            self.few.push(id);
            if self.few.len() > FEW {
                self.bits = vec![0; self.size.div_ceil(64)];
                for id in std::mem::take(&mut self.few) {
                    set(&mut self.bits, id);
                }
            }
            return true;
        }
        set(&mut self.bits, id)
    }
}

/// Sets the bit of an entity; says whether it was not set.
fn set(bits: &mut [u64], id: EntityId) -> bool {
    let Some(word) = bits.get_mut(id.index() / 64) else { return false };
    let bit = 1 << (id.index() % 64);
    let new = *word & bit == 0;
    *word |= bit;
    new
}

impl Vocabulary {
    /// Entities one step broader by followed edges, sorted; found without reading any entity.
    #[must_use]
    pub fn parents(&self, id: EntityId) -> Ids<'_> {
        let children = &self.steps().children;
        let turned = || {
            let above = (0..self.entities().len() as u32).map(EntityId);
            Lists::new(self.entities().len(), above.flat_map(|id| children.of(id).iter().map(move |child| (child, id))))
        };
        self.parents.get_or_init(turned).of(id)
    }

    /// Whether some entity is narrower than this one.
    #[must_use]
    pub fn has_narrower(&self, id: EntityId) -> bool {
        !self.steps().children.of(id).is_empty()
    }

    /// The ids of an entity and of all narrower ones by followed edges, sorted; cycles are collapsed. Empty where the id is not of this base.
    /// It reads no entity: for large hierarchies.
    ///
    /// ```
    /// let base = whereof::Base::builtin();
    /// let vocabulary = base.facts().vocabulary();
    /// let fibrosis = vocabulary.entities_named("fibrosis")[0];
    /// let below: Vec<&str> = vocabulary.below(fibrosis).into_iter().map(|id| vocabulary.entity_name(id)).collect();
    /// assert!(below.contains(&"fibrosis") && below.contains(&"cirrhosis"));
    /// ```
    #[must_use]
    pub fn below(&self, id: EntityId) -> Vec<EntityId> {
        let size = self.entities().len();
        if id.index() >= size {
            return Vec::new();
        }
        let mut found = vec![id];
        let mut seen = Seen::new(size);
        seen.add(id);
        let mut at = 0;
        while let Some(above) = found.get(at) {
            at += 1;
            let children = self.children(*above);
            found.extend(children.iter().filter(|child| child.index() < size && seen.add(*child)));
        }
        found.sort_unstable();
        found
    }

    /// An entity and all narrower ones by followed edges, sorted by id; cycles are collapsed. Empty where the id is not of this base.
    #[must_use]
    pub fn narrower(&self, id: EntityId) -> Vec<Closure> {
        self.walk(id, |at, steps| {
            for child in self.children(at).iter() {
                let step = self.entity(child).and_then(|child| {
                    child.broader.iter().find(|edge| edge.to == at && edge.kind.is_followed()).map(|edge| edge.kind)
                });
                steps.push((child, step));
            }
        })
    }

    /// How an entity is narrower than another: what [`Vocabulary::narrower`] of that other says of it, found from below. `None` where it is not
    /// narrower.
    #[must_use]
    pub fn step_below(&self, top: EntityId, id: EntityId) -> Option<Closure> {
        if top == id {
            return self.kind_of(id).map(|_| Closure { entity: id, above: id, step: None });
        }
        let mut between = FxHashSet::from_iter([id]);
        let mut waiting = VecDeque::from([id]);
        while let Some(at) = waiting.pop_front() {
            waiting.extend(self.parents(at).iter().filter(|above| between.insert(*above)));
        }
        if !between.contains(&top) {
            return None;
        }
        // whatever lies on a way from there is broader than the entity: the others need not be walked
        let mut seen = FxHashSet::from_iter([top]);
        waiting.push_back(top);
        while let Some(at) = waiting.pop_front() {
            for child in self.children(at).iter().filter(|child| between.contains(child)) {
                if child == id {
                    let edges = self.entity(id).map_or(&[][..], |entity| &entity.broader);
                    let edge = edges.iter().find(|edge| edge.to == at && edge.kind.is_followed());
                    return Some(Closure { entity: id, above: at, step: edge.map(|edge| edge.kind) });
                }
                if seen.insert(child) {
                    waiting.push_back(child);
                }
            }
        }
        None
    }

    /// An entity and all broader ones by followed edges, sorted by id. `above` is then the entity one step nearer to the start, from which
    /// the step leads up. Empty where the id is not of this base.
    #[must_use]
    pub fn broader(&self, id: EntityId) -> Vec<Closure> {
        self.walk(id, |at, steps| {
            let edges = self.entity(at).map_or(&[][..], |entity| &entity.broader);
            steps.extend(edges.iter().filter(|edge| edge.kind.is_followed()).map(|edge| (edge.to, Some(edge.kind))));
        })
    }

    /// Breadth first, so that the way told is a shortest one; the first declared of several.
    fn walk(&self, start: EntityId, next: impl Fn(EntityId, &mut Vec<(EntityId, Option<EdgeKind>)>)) -> Vec<Closure> {
        if start.index() >= self.entities().len() {
            return Vec::new();
        }
        let mut found = vec![Closure { entity: start, above: start, step: None }];
        let mut seen = FxHashSet::from_iter([start]);
        let mut waiting = VecDeque::from([start]);
        let mut steps = Vec::new();
        while let Some(at) = waiting.pop_front() {
            steps.clear();
            next(at, &mut steps);
            for (entity, step) in &steps {
                if entity.index() < self.entities().len() && seen.insert(*entity) {
                    found.push(Closure { entity: *entity, above: at, step: *step });
                    waiting.push_back(*entity);
                }
            }
        }
        found.sort_unstable_by_key(|closure| closure.entity);
        found
    }
}
