//! Definitions worked out: who is in a set, and between whom a verb holds.
//!
//! A definition and the contexts that are asked of it come in; what it gives goes out, each with the findings that it rests on.
//! Definitions that use each other are worked out together, round by round, each round from what the one before added; what a `not`
//! needs is complete before it is looked at.

use super::condition::{Answering, At, Without};
use super::derived::Drawing;
use super::grow::{push, sort_by};
use super::join::{Bound, Joining, Links, NOBODY};
use super::scan::{Hit, Keep, key_of};
use super::truth::Truth;
use super::uses::{Ask, contexts_of, groups, least, side_of};
use super::{RowId, Tuple};
use crate::base::Facts;
use crate::goal::letters::alternatives;
use crate::goal::{Context, ContextId, DefinitionId, EffectId, Goal, Letter, Role, Target, Verb, body_of};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use crate::plan::{Plan, build};
use rustc_hash::FxHashMap;

/// What definitions give: the one that was asked for first, then those that it uses.
#[derive(Debug, Default)]
pub(crate) struct Extension {
    pub(crate) nodes: Vec<Node>,
}

/// One definition under some contexts.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) definition: DefinitionId,
    contexts: Vec<Context>,
    min_studies: u32,
    /// The letter that only some names are asked for.
    side: Option<u8>,
    /// What it says, with the contexts in it.
    pub(crate) body: Goal,
    plan: Plan,
    /// By effect of the body: the node that it uses.
    pub(super) uses: Vec<(EffectId, usize)>,
    /// What it gives.
    pub(crate) draws: Vec<Draw>,
    at: FxHashMap<(u32, u32), usize>,
}

/// One thing that a definition gives.
#[derive(Clone, Debug)]
pub(crate) struct Draw {
    /// Who it is of; of a set with nobody on the other side.
    pub(crate) pair: (u32, u32),
    pub(crate) degree: Truth,
    /// The entities of the body's letters.
    pub(crate) row: Tuple,
    /// What the effects of the body rest on.
    pub(crate) parts: Vec<DrawPart>,
}

/// What one effect of a body rests on.
#[derive(Clone, Debug)]
pub(crate) struct DrawPart {
    /// Findings that meet it.
    pub(crate) findings: Vec<FindingId>,
    /// What another definition gave: which node, and which of what it gave.
    pub(crate) inner: Option<(usize, usize)>,
}

/// A body as it is read while the nodes change.
struct Read {
    node: usize,
    goal: Goal,
    plan: Plan,
    /// By effect: the node that it uses.
    uses: Vec<(EffectId, usize)>,
    /// The letter that only some names are asked for.
    side: Option<u8>,
}

/// Works a definition out; where a side of it is bound, for the names given, sorted.
pub(crate) fn extension(
    goal: &Goal,
    asked: Ask,
    names: &[u32],
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Extension, Exceeded> {
    let mut nodes = used(goal, asked.clone(), facts, budget)?;
    // What a definition needs of itself on other names than those asked for, it needs of all.
    let is_both = |node: &Node| {
        node.side.is_some() && nodes.iter().any(|other| other.definition == node.definition && other.side != node.side)
    };
    if asked.side.is_some() && nodes.iter().any(is_both) {
        nodes = used(goal, Ask { side: None, ..asked }, facts, budget)?;
    }
    for group in groups(&nodes) {
        work_out(&mut nodes, &group, names, facts, budget)?;
    }
    Ok(Extension { nodes })
}

/// A definition and those that it uses, not worked out yet.
fn used(goal: &Goal, asked: Ask, facts: &dyn Facts, budget: &mut Budget) -> Result<Vec<Node>, Exceeded> {
    let mut nodes: Vec<Node> = Vec::new();
    let first = node(&mut nodes, goal, asked, facts, budget)?;
    let mut next = first.unwrap_or(0);
    while next < nodes.len() {
        let Some(this) = nodes.get(next) else { break };
        let mut wanted: Vec<(EffectId, Ask)> = Vec::new();
        for (effect, id) in this.body.effects.iter().zip(0u32..) {
            if let Verb::Defined(definition) = effect.verb {
                let contexts = contexts_of(&this.body, &effect.contexts);
                let side = this.side.and_then(|side| side_of(effect, Letter(side)));
                let min_studies = least(&this.body, effect);
                wanted.push((EffectId(id), Ask { definition, contexts, min_studies, side }));
            }
        }
        for (use_, asked) in wanted {
            if let Some(at) = node(&mut nodes, goal, asked, facts, budget)?
                && let Some(this) = nodes.get_mut(next)
            {
                this.uses.push((use_, at));
            }
        }
        next += 1;
    }
    Ok(nodes)
}

/// The node of a definition under contexts, made where it is new.
fn node(
    nodes: &mut Vec<Node>,
    goal: &Goal,
    asked: Ask,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Option<usize>, Exceeded> {
    let Ask { definition, contexts, min_studies, side } = asked;
    let mut tests: Vec<Context> = Vec::new();
    for context in contexts {
        if !tests.iter().any(|known| known.test == context.test) {
            tests.push(context);
        }
    }
    budget.steps(1 + nodes.len() as u64)?;
    let same = |node: &Node| {
        node.definition == definition
            && node.min_studies == min_studies
            && node.side == side
            && node.contexts.len() == tests.len()
            && tests.iter().all(|wanted| node.contexts.iter().any(|known| known.test == wanted.test))
    };
    if let Some(at) = nodes.iter().position(same) {
        return Ok(Some(at));
    }
    let Some(mut body) = body_of(goal, definition) else { return Ok(None) };
    body.min_studies = body.min_studies.max(min_studies);
    let first = body.contexts.len() as u32;
    for test in &tests {
        budget.allocate(size_of::<Context>())?;
        body.contexts.push(test.clone());
    }
    for effect in &mut body.effects {
        effect.contexts.extend((first..first + tests.len() as u32).map(ContextId));
    }
    let plan = build(&body, facts);
    let made = Node {
        definition,
        contexts: tests,
        min_studies,
        side,
        body,
        plan,
        uses: Vec::new(),
        draws: Vec::new(),
        at: FxHashMap::default(),
    };
    push(budget, nodes, made)?;
    Ok(Some(nodes.len() - 1))
}

/// One body that is being worked out.
struct Work<'a> {
    node: usize,
    answering: Answering<'a>,
    links: Vec<Links>,
    ways: Vec<Vec<EffectId>>,
    /// How many draws of each used node it has seen.
    seen: Vec<usize>,
    width: usize,
}

/// Works out the nodes of one group, round by round.
fn work_out(
    nodes: &mut [Node],
    group: &[usize],
    names: &[u32],
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<(), Exceeded> {
    // What the bodies read while the nodes change.
    let mut bodies: Vec<Read> = Vec::new();
    for at in group {
        if let Some(node) = nodes.get(*at) {
            let (goal, plan, uses) = (node.body.clone(), node.plan.clone(), node.uses.clone());
            bodies.push(Read { node: *at, goal, plan, uses, side: node.side });
        }
    }
    let mut works: Vec<Work<'_>> = Vec::new();
    for Read { node: at, goal: body, plan, uses, side } in &bodies {
        let mut answering = Answering::open(body, plan, facts, budget)?;
        let mut left: Vec<Option<Vec<u32>>> = vec![None; body.width()];
        if let Some(place) = side.and_then(|side| left.get_mut(usize::from(side))) {
            budget.allocate(size_of_val(names))?;
            *place = Some(names.to_vec());
        }
        answering.scan_stated(plan, &|_| Keep::Meeting, &left, budget)?;
        let links = answering.links(budget)?;
        let width = body.definitions.get(nodes.get(*at).map_or(0, |node| node.definition.0 as usize));
        works.push(Work {
            node: *at,
            answering,
            links,
            ways: alternatives(&body.condition, &body.effects),
            seen: vec![0; uses.len()],
            width: width.map_or(1, |definition| definition.width as usize),
        });
    }
    let mut first = true;
    loop {
        let mut news: Vec<(usize, Draw)> = Vec::new();
        for (work, body) in works.iter_mut().zip(&bodies) {
            let fresh = work.take_in(nodes, &body.uses, budget)?;
            let mut found: Vec<Tuple> = Vec::new();
            if first {
                work.all(&mut found, budget)?;
            } else {
                work.from(&fresh, &mut found, budget)?;
            }
            sort_by(budget, &mut found, Ord::cmp)?;
            found.dedup();
            for row in found {
                if let Some(draw) = work.draw(row, nodes, budget)? {
                    push(budget, &mut news, (work.node, draw))?;
                }
            }
        }
        first = false;
        let mut changed = false;
        for (at, draw) in news {
            let Some(node) = nodes.get_mut(at) else { continue };
            let known = node.at.get(&draw.pair).and_then(|known| node.draws.get(*known)).map(|known| known.degree);
            if known.is_none_or(|known| known < draw.degree) {
                changed = true;
                node.at.insert(draw.pair, node.draws.len());
                push(budget, &mut node.draws, draw)?;
            }
        }
        if !changed {
            return Ok(());
        }
    }
}

/// What a node gave since a body looked last: by use, the keys and the draws.
type Fresh = Vec<(EffectId, Vec<(u32, u32)>)>;

impl Work<'_> {
    /// Makes hits of what the used nodes gave since the last time.
    fn take_in(&mut self, nodes: &[Node], uses: &[(EffectId, usize)], budget: &mut Budget) -> Result<Fresh, Exceeded> {
        let mut fresh = Fresh::new();
        for (place, (use_, used)) in uses.iter().enumerate() {
            let Some(node) = nodes.get(*used) else { continue };
            let seen = self.seen.get(place).copied().unwrap_or(0);
            let mut pairs = Vec::new();
            for (number, draw) in node.draws.iter().enumerate().skip(seen) {
                budget.step()?;
                let drawing = Drawing::Rule { node: *used, draw: number };
                if self.answering.add_drawn(*use_, draw, drawing, &mut self.links, budget)? {
                    push(budget, &mut pairs, draw.pair)?;
                }
            }
            if let Some(seen) = self.seen.get_mut(place) {
                *seen = node.draws.len();
            }
            fresh.push((*use_, pairs));
        }
        Ok(fresh)
    }

    /// All that can hold now.
    fn all(&self, found: &mut Vec<Tuple>, budget: &mut Budget) -> Result<(), Exceeded> {
        for way in &self.ways {
            let mut joining =
                Joining { answering: &self.answering, links: &self.links, binders: way, order: None, found };
            joining.bind(&mut Bound::default(), budget)?;
        }
        Ok(())
    }

    /// What can hold because of something fresh.
    fn from(&self, fresh: &Fresh, found: &mut Vec<Tuple>, budget: &mut Budget) -> Result<(), Exceeded> {
        for (use_, pairs) in fresh {
            if pairs.is_empty() {
                continue;
            }
            for way in &self.ways {
                if !way.contains(use_) {
                    continue;
                }
                let Some(effect) = self.answering.effect(*use_) else { continue };
                let other = match effect.target {
                    Target::Letter(letter) => Some(letter),
                    _ => None,
                };
                // A draw names the active side first.
                let sides = match effect.role {
                    Role::Object => (other, Some(effect.bearer)),
                    Role::Subject | Role::Either => (Some(effect.bearer), other),
                };
                self.bind_each(way, pairs, sides, found, budget)?;
            }
        }
        Ok(())
    }

    /// Binds letters to the sides of each pair, then the rest.
    fn bind_each(
        &self,
        way: &[EffectId],
        pairs: &[(u32, u32)],
        (one, two): (Option<Letter>, Option<Letter>),
        found: &mut Vec<Tuple>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        for pair in pairs {
            budget.step()?;
            let mut bound = Bound::default();
            let sides = [(one, pair.0), (two, pair.1)];
            let mut joining =
                Joining { answering: &self.answering, links: &self.links, binders: way, order: None, found };
            let mut fits = true;
            for (letter, item) in sides {
                let Some(letter) = letter else { continue };
                fits = fits && joining.fits(letter, item, &bound);
                if let Some(place) = bound.get_mut(letter.0 as usize) {
                    *place = Some(item);
                }
            }
            if fits {
                joining.bind(&mut bound, budget)?;
            }
        }
        Ok(())
    }

    /// What a combination gives, unless the condition fails or as much is known already.
    fn draw(&mut self, row: Tuple, nodes: &[Node], budget: &mut Budget) -> Result<Option<Draw>, Exceeded> {
        let side = |place: usize| row.entities().get(place).map_or(NOBODY, |entity| entity.0);
        let pair = (side(0), if self.width > 1 { side(1) } else { NOBODY });
        let node = nodes.get(self.node);
        let known = node.and_then(|node| node.draws.get(*node.at.get(&pair)?)).map(|known| known.degree);
        if known == Some(Truth::True) {
            return Ok(None);
        }
        self.answering.tuples = vec![row];
        let view = self.answering.view(0);
        let id = RowId::Tuple(row);
        let at = At { row: id, view: &view, without: Without::Nothing, positive: true };
        let degree = self.answering.truth(&self.answering.goal.condition, at, budget)?;
        if degree == Truth::False || known.is_some_and(|known| known >= degree) {
            return Ok(None);
        }
        let found = match degree {
            Truth::True => self.answering.certain(id, &view, budget)?,
            _ => {
                // What it rests on is certain in part.
                let mut found = self.answering.possible(id, &view, budget)?;
                for (effect, findings) in self.answering.certain(id, &view, budget)? {
                    found.entry(effect).or_insert(findings);
                }
                found
            }
        };
        let first = self.answering.facts.finding_count();
        let mut parts = Vec::new();
        for ids in found.into_values() {
            let (mut findings, mut inner) = (Vec::new(), Vec::new());
            for id in ids {
                match self.answering.drawn.get(id.index().wrapping_sub(first)) {
                    Some(Drawing::Rule { node, draw }) => push(budget, &mut inner, (*node, *draw))?,
                    Some(Drawing::Ready(derivation)) => {
                        super::condition::add(&mut findings, &derivation.findings(), budget)?;
                    }
                    Some(Drawing::Given { .. }) => {}
                    None => push(budget, &mut findings, id)?,
                }
            }
            // One way to derive a step is enough.
            parts.push(DrawPart { findings, inner: inner.first().copied() });
        }
        Ok(Some(Draw { pair, degree, row, parts }))
    }
}

impl<'a> Answering<'a> {
    /// A goal with its targets, and nothing looked up yet.
    fn open(goal: &'a Goal, plan: &Plan, facts: &'a dyn Facts, budget: &mut Budget) -> Result<Answering<'a>, Exceeded> {
        let targets = Answering::targets_of(goal, plan, facts, &|_| Keep::Meeting, budget)?;
        Ok(Answering::bare(goal, facts, targets))
    }

    /// Adds what a definition gives to the hits of an effect that uses it; says whether it fits the target.
    fn add_drawn(
        &mut self,
        id: EffectId,
        draw: &Draw,
        drawing: Drawing,
        links: &mut [Links],
        budget: &mut Budget,
    ) -> Result<bool, Exceeded> {
        let Some((key, degree)) = self.drawn_key(id, draw) else { return Ok(false) };
        let finding = FindingId((self.facts.finding_count() + self.drawn.len()) as u32);
        push(budget, &mut self.drawn, drawing)?;
        let hit = Hit { finding, lone: None, degree, free: degree == Truth::True, maybe: false, breaks: false };
        let Some(hits) = self.hits.get_mut(id.0 as usize) else { return Ok(false) };
        if hits.grow(key, hit, budget)?
            && let Some(links) = links.get_mut(id.0 as usize)
        {
            links.add(key, budget)?;
        }
        Ok(true)
    }

    /// Under which key, and to which degree, something given by a definition meets an effect; none where it is not on the target.
    pub(crate) fn drawn_key(&self, id: EffectId, draw: &Draw) -> Option<(u64, Truth)> {
        let (effect, targets) = (self.effect(id)?, self.targets.get(id.0 as usize)?);
        let (bearer, other) = match effect.role {
            Role::Object => (draw.pair.1, draw.pair.0),
            _ => draw.pair,
        };
        let about = targets.meets(EntityId(other));
        let is_a = |entity: u32, letter| {
            let kind = self.facts.vocabulary().entity(EntityId(entity)).map(|entity| entity.kind);
            kind.is_some() && kind == self.goal.kind(letter)
        };
        let fits = match targets.letter {
            Some(letter) => is_a(other, letter) && (letter == effect.bearer) == (other == bearer),
            None => true,
        };
        let degree = draw.degree.and(about);
        let letter = targets.letter.map(|_| EntityId(other));
        (fits && degree != Truth::False && is_a(bearer, effect.bearer)).then(|| (key_of(bearer, letter), degree))
    }
}
