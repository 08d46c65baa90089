//! Walks along hierarchies: what is narrower, what is broader, and by which steps.
//!
//! An entity comes in; those below or above it go out, each with the step that leads there. It knows nothing of names.

use super::{Closure, Vocabulary};
use crate::model::{EdgeKind, EntityId};
use crate::names::lists::{Ids, Lists};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

impl Vocabulary {
    /// Entities one step broader by followed edges, sorted; found without reading any entity.
    #[must_use]
    pub fn parents(&self, id: EntityId) -> Ids<'_> {
        let children = &self.steps.children;
        let turned = || {
            let above = (0..self.entities.len() as u32).map(EntityId);
            Lists::new(self.entities.len(), above.flat_map(|id| children.of(id).iter().map(move |child| (child, id))))
        };
        self.parents.get_or_init(turned).of(id)
    }

    /// Whether some entity is narrower than this one.
    #[must_use]
    pub fn has_narrower(&self, id: EntityId) -> bool {
        !self.steps.children.of(id).is_empty()
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
        if start.index() >= self.entities.len() {
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
                if entity.index() < self.entities.len() && seen.insert(*entity) {
                    found.push(Closure { entity: *entity, above: at, step: *step });
                    waiting.push_back(*entity);
                }
            }
        }
        found.sort_unstable_by_key(|closure| closure.entity);
        found
    }
}
