//! How definitions use each other.
//!
//! Definitions come in as they are asked; it goes out what they ask of others, and in which order they can be worked out. What they give is not
//! known here.

use super::define::Node;
use crate::goal::{Context, ContextId, DefinitionId, Effect, Goal, Letter, Purpose, Role, Target};

/// A definition as it is asked: under which contexts, and on which of its sides only some names are.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) definition: DefinitionId,
    pub(crate) contexts: Vec<Context>,
    pub(crate) min_studies: u32,
    /// The side, 0 or 1, that is bound.
    pub(crate) side: Option<u8>,
}

/// How many studies an effect asks of each step of what it uses.
pub(crate) fn least(goal: &Goal, effect: &Effect) -> u32 {
    if effect.purpose == Purpose::Asked { goal.min_studies } else { 1 }
}

/// Some contexts of a goal, to be asked of what it uses.
pub(crate) fn contexts_of(goal: &Goal, contexts: &[ContextId]) -> Vec<Context> {
    contexts.iter().filter_map(|id| goal.contexts.get(id.0 as usize)).cloned().collect()
}

/// On which side of what an effect uses a letter stands.
pub(super) fn side_of(effect: &Effect, letter: Letter) -> Option<u8> {
    let other = match effect.target {
        Target::Letter(other) => Some(other),
        Target::Any | Target::Entities(_) | Target::Goal(_) => None,
    };
    // the active side is named first
    let (active, passive) = match effect.role {
        Role::Object => (other, Some(effect.bearer)),
        Role::Subject | Role::Either => (Some(effect.bearer), other),
    };
    match (active == Some(letter), passive == Some(letter)) {
        (true, false) => Some(0),
        (false, true) => Some(1),
        _ => None,
    }
}

/// The nodes in groups that use each other, those that are used before those that use them.
pub(super) fn groups(nodes: &[Node]) -> Vec<Vec<usize>> {
    // Kosaraju: the order in which a search leaves the nodes, then a search the other way round.
    let mut left = Vec::new();
    let mut seen = vec![false; nodes.len()];
    for start in 0..nodes.len() {
        let mut stack = vec![(start, 0)];
        while let Some((at, edge)) = stack.pop() {
            if edge == 0 && std::mem::replace(seen.get_mut(at).unwrap_or(&mut true), true) {
                continue;
            }
            match nodes.get(at).and_then(|node| node.uses.get(edge)) {
                Some((_, next)) => {
                    stack.push((at, edge + 1));
                    if seen.get(*next) == Some(&false) {
                        stack.push((*next, 0));
                    }
                }
                None => left.push(at),
            }
        }
    }
    let mut used_by: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        for (_, used) in &node.uses {
            if let Some(list) = used_by.get_mut(*used) {
                list.push(at);
            }
        }
    }
    let mut group_of: Vec<Option<usize>> = vec![None; nodes.len()];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for start in left.into_iter().rev() {
        if group_of.get(start).copied().flatten().is_some() {
            continue;
        }
        let number = groups.len();
        let mut group = Vec::new();
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            match group_of.get_mut(at) {
                Some(place @ None) => *place = Some(number),
                _ => continue,
            }
            group.push(at);
            stack.extend(used_by.get(at).into_iter().flatten());
        }
        group.sort_unstable();
        groups.push(group);
    }
    groups.reverse();
    groups
}
