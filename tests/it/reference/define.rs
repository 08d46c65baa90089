//! Definitions, as docs/semantics.md says: all combinations are tried, again and again, until nothing new holds.

use super::{Kleene, Mutant, Reference};
use std::collections::BTreeMap;
use whereof::base::Facts;
use whereof::eval::{RowId, Tuple};
use whereof::goal::{Context, ContextId, DefinitionId, Effect, EffectId, Goal, Letter, Purpose, Role, Target, Verb};
use whereof::model::EntityId;

/// Stands in a column that nothing binds.
const NOBODY: EntityId = EntityId(u32::MAX - 1);

/// One definition under contexts, each step resting on so many studies.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    definition: DefinitionId,
    contexts: Vec<Context>,
    min_studies: u32,
}

/// What holds between whom; unknown where it is not certain.
pub type Table = BTreeMap<(EntityId, EntityId), Kleene>;

fn least(goal: &Goal, effect: &Effect) -> u32 {
    if effect.purpose == Purpose::Asked { goal.min_studies } else { 1 }
}

/// The node that an effect uses.
fn node(goal: &Goal, effect: &Effect) -> Option<Node> {
    let Verb::Defined(definition) = effect.verb else { return None };
    let contexts = effect.contexts.iter().map(|id| goal.contexts[id.0 as usize].clone()).collect();
    Some(Node { definition, contexts, min_studies: least(goal, effect) })
}

/// What a node says, with its contexts in it.
fn body(goal: &Goal, node: &Node) -> Goal {
    let mut body = goal.definitions[node.definition.0 as usize].goal.clone();
    body.definitions.clone_from(&goal.definitions);
    body.min_studies = body.min_studies.max(node.min_studies);
    let first = body.contexts.len() as u32;
    body.contexts.extend(node.contexts.iter().cloned());
    for effect in &mut body.effects {
        effect.contexts.extend((first..first + node.contexts.len() as u32).map(ContextId));
        effect.contexts.sort();
    }
    // A context asked twice is asked once, or recursion would ask it ever more often.
    let mut kept: Vec<Context> = Vec::new();
    let mut map = Vec::new();
    for context in &body.contexts {
        let place = kept.iter().position(|known| known.test == context.test).unwrap_or_else(|| {
            kept.push(context.clone());
            kept.len() - 1
        });
        map.push(ContextId(place as u32));
    }
    body.contexts = kept;
    for effect in &mut body.effects {
        effect.contexts = effect.contexts.iter().map(|id| map[id.0 as usize]).collect();
        effect.contexts.sort();
        effect.contexts.dedup();
    }
    body
}

fn uses(goal: &Goal, node: &Node) -> Vec<Node> {
    let body = body(goal, node);
    body.effects.iter().filter_map(|effect| self::node(&body, effect)).collect()
}

/// All nodes that a node needs, itself among them if it needs itself.
fn reach(goal: &Goal, from: &Node) -> Vec<Node> {
    let mut all: Vec<Node> = uses(goal, from);
    let mut next = 0;
    while next < all.len() {
        for node in uses(goal, &all[next].clone()) {
            if !all.iter().any(|known| same(known, &node)) {
                all.push(node);
            }
        }
        next += 1;
    }
    all
}

fn same(one: &Node, two: &Node) -> bool {
    let inside = |a: &Node, b: &Node| a.contexts.iter().all(|c| b.contexts.iter().any(|d| c.test == d.test));
    one.definition == two.definition && one.min_studies == two.min_studies && inside(one, two) && inside(two, one)
}

/// What the effect of a goal finds in what is defined; none for effects that findings state.
pub fn tables(goal: &Goal, facts: &dyn Facts, mutant: Mutant) -> Vec<Option<Table>> {
    let known = &mut Vec::new();
    let asked = |effect: &Effect| {
        let mut node = node(goal, effect)?;
        if mutant == Mutant::DefinitionContextsForgotten {
            node.contexts.clear();
        }
        Some(node)
    };
    goal.effects.iter().map(|effect| asked(effect).map(|node| table(goal, &node, facts, mutant, known))).collect()
}

fn table(goal: &Goal, wanted: &Node, facts: &dyn Facts, mutant: Mutant, known: &mut Vec<(Node, Table)>) -> Table {
    if let Some((_, table)) = known.iter().find(|(node, _)| same(node, wanted)) {
        return table.clone();
    }
    // Those that need it and that it needs are worked out with it, all others before it.
    let below = reach(goal, wanted);
    let (group, before): (Vec<Node>, Vec<Node>) =
        below.into_iter().partition(|node| same(node, wanted) || reach(goal, node).iter().any(|n| same(n, wanted)));
    let mut group = group;
    if !group.iter().any(|node| same(node, wanted)) {
        group.push(wanted.clone());
    }
    for node in before {
        table(goal, &node, facts, mutant, known);
    }
    let first = known.len();
    known.extend(group.into_iter().map(|node| (node, Table::new())));
    loop {
        let mut changed = false;
        for at in first..known.len() {
            let more = once(goal, &known[at].0.clone(), facts, mutant, known);
            changed |= more != known[at].1;
            known[at].1 = more;
        }
        if !changed || mutant == Mutant::DefinitionsOneRound {
            break;
        }
    }
    known.iter().find(|(node, _)| same(node, wanted)).map(|(_, table)| table.clone()).unwrap()
}

/// What holds if the tables so far are all that holds.
fn once(goal: &Goal, node: &Node, facts: &dyn Facts, mutant: Mutant, known: &[(Node, Table)]) -> Table {
    let body = body(goal, node);
    let width = goal.definitions[node.definition.0 as usize].width as usize;
    let tables = body.effects.iter().map(|effect| {
        let node = self::node(&body, effect)?;
        known.iter().find(|(other, _)| same(other, &node)).map(|(_, table)| table.clone())
    });
    let reference = Reference::with_tables(&body, facts, mutant, tables.collect());
    let entities = facts.vocabulary().entities();
    let mut rows: Vec<Vec<EntityId>> = vec![Vec::new()];
    for letter in (0..body.width() as u8).map(Letter) {
        let mut of: Vec<EntityId> = (0..entities.len() as u32)
            .map(EntityId)
            .filter(|id| Some(entities.get(*id).unwrap().kind) == body.kind(letter))
            .collect();
        if usize::from(letter.0) >= width {
            of.push(NOBODY);
        }
        rows = rows.iter().flat_map(|row| of.iter().map(move |id| [row.as_slice(), &[*id]].concat())).collect();
    }
    let mut table = Table::new();
    for row in rows {
        let mut somebody: Vec<EntityId> = row.iter().copied().filter(|id| *id != NOBODY).collect();
        let all = somebody.len();
        somebody.sort();
        somebody.dedup();
        if somebody.len() < all {
            continue;
        }
        let id = RowId::Tuple(Tuple::new(&row).unwrap());
        let value = reference.value_of(id);
        if value == Some(false) {
            continue;
        }
        let pair = (row[0], if width > 1 { row[1] } else { NOBODY });
        let entry = table.entry(pair).or_insert(value);
        if value == Some(true) {
            *entry = value;
        }
    }
    table
}

impl Reference<'_> {
    /// Whether what is defined gives an effect for a row.
    pub fn defined(&self, id: EffectId, row: RowId) -> Kleene {
        let effect = self.effect(id);
        let Some(table) = self.tables.get(id.0 as usize).and_then(Option::as_ref) else { return Some(false) };
        let each = table.iter().map(|((one, two), value)| {
            let (bearer, other) = if effect.role == Role::Object { (*two, *one) } else { (*one, *two) };
            if row.entity(effect.bearer) != Some(bearer) {
                return Some(false);
            }
            let about = if effect.target == Target::Any { Some(true) } else { self.target(id, row, other) };
            super::finding::and(&[*value, about])
        });
        super::finding::or(&each.collect::<Vec<_>>())
    }
}
