//! Simple paths through a net, one after the other.
//!
//! A net and an entity to start from come in; paths are handed out in order, fewest steps first, until nobody wants more. How an effect
//! asks for them is not known here.

use super::super::condition::Answering;
use super::super::grow::push;
use super::super::outcome::{Derivation, Step, StepKind};
use super::super::separate::Side;
use super::super::test::Sign;
use super::net::{Level, Link, Net, Reach, Signs, product};
use crate::goal::Role;
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};
use crate::names::Vocabulary;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// What paths are looked for.
pub(crate) struct Search<'s> {
    pub(crate) net: &'s Net,
    pub(crate) reach: &'s Reach,
    pub(crate) level: Level,
    /// Which signs of the whole are wanted, once those of both ends are multiplied in.
    pub(crate) wanted: Signs,
    pub(crate) within: usize,
    /// Whether the search starts where chains begin.
    pub(crate) onwards: bool,
    /// Told apart where no slot may separate two findings.
    pub(crate) apart: Option<&'s mut Apart>,
}

/// One path while it is looked for.
struct Walk {
    links: Vec<Link>,
    met: Vec<EntityId>,
    /// The findings that each link may rest on; kept only where they must not be separated.
    findings: Vec<Vec<FindingId>>,
    /// Whether more paths are wanted.
    more: bool,
}

/// What is done with a path, given where it ends; false where no more are wanted.
pub(crate) type Take<'t> = dyn FnMut(Path<'_>, &mut Budget) -> Result<bool, Exceeded> + 't;

/// One path as it was found.
pub(crate) struct Path<'p> {
    /// From where the search started.
    pub(crate) start: EntityId,
    /// Its moves, from there.
    pub(crate) links: &'p [Link],
    /// The findings of each move that go together; none where all do.
    pub(crate) together: Option<Vec<Vec<FindingId>>>,
}

impl Search<'_> {
    /// Hands out the paths from an entity whose own sign is as given.
    pub(crate) fn paths(
        &mut self,
        answering: &Answering<'_>,
        start: EntityId,
        own: Sign,
        take: &mut Take<'_>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        for steps in 2..=self.within {
            if !self.paths_of(answering, start, own, steps, take, budget)? {
                break;
            }
        }
        Ok(())
    }

    /// Those of so many steps; whether more are wanted.
    pub(crate) fn paths_of(
        &mut self,
        answering: &Answering<'_>,
        start: EntityId,
        own: Sign,
        steps: usize,
        take: &mut Take<'_>,
        budget: &mut Budget,
    ) -> Result<bool, Exceeded> {
        let signs = self.reach.get(&start).and_then(|reach| reach.get(steps)).copied().unwrap_or_default();
        let mut walk = Walk { links: Vec::new(), met: vec![start], findings: Vec::new(), more: true };
        if signs.times(own).has(self.wanted) {
            self.walk(answering, (start, start), steps, own, (&mut walk, take), budget)?;
        }
        Ok(walk.more)
    }

    fn walk(
        &mut self,
        answering: &Answering<'_>,
        (start, at): (EntityId, EntityId),
        left: usize,
        sign: Sign,
        (walk, take): (&mut Walk, &mut Take<'_>),
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        budget.step()?;
        let Some(rest) = left.checked_sub(1) else {
            let together = match &mut self.apart {
                Some(apart) => Some(apart.together(answering, &walk.findings, budget)?),
                None => None,
            };
            for findings in together.iter().flatten() {
                if !enough_studies(answering, findings, budget)? {
                    return Ok(());
                }
            }
            walk.more = take(Path { start, links: &walk.links, together }, budget)?;
            return Ok(());
        };
        for link in self.net.links(at, self.level) {
            budget.step()?;
            let reached = self.reach.get(&link.far).and_then(|reach| reach.get(rest)).copied().unwrap_or_default();
            let so_far = product(sign, link.sign);
            if !reached.times(so_far).has(self.wanted) || walk.met.contains(&link.far) {
                continue;
            }
            if link.via.is_some_and(|via| via == link.far || walk.met.contains(&via)) {
                continue;
            }
            let met = walk.met.len();
            walk.met.extend(link.via);
            walk.met.push(link.far);
            walk.links.push(link);
            let mut fits = true;
            if let Some(apart) = &mut self.apart {
                let edge = self.net.edges.get(link.edge as usize);
                walk.findings.push(edge.map_or_else(Vec::new, |edge| edge.findings(self.level).collect()));
                fits = apart.fit(answering, &walk.findings, &mut Vec::new(), budget)?;
            }
            if fits {
                self.walk(answering, (start, link.far), rest, so_far, (walk, take), budget)?;
            }
            walk.met.truncate(met);
            walk.links.pop();
            if self.apart.is_some() {
                walk.findings.pop();
            }
            if !walk.more {
                return Ok(());
            }
        }
        Ok(())
    }

    /// A path as a derivation, from where chains begin to where they end.
    pub(crate) fn derivation(
        &self,
        vocabulary: &Vocabulary,
        path: &Path<'_>,
        budget: &mut Budget,
    ) -> Result<Derivation, Exceeded> {
        let mut moves: Vec<(EntityId, EntityId, Link, Vec<FindingId>)> = Vec::new();
        let mut near = path.start;
        for (at, link) in path.links.iter().enumerate() {
            budget.step()?;
            let edge = self.net.edges.get(link.edge as usize);
            let findings: Vec<FindingId> = match path.together.as_ref().and_then(|together| together.get(at)) {
                Some(findings) => findings.clone(),
                None => edge.map_or_else(Vec::new, |edge| edge.findings(self.level).collect()),
            };
            budget.allocate(findings.len() * size_of::<FindingId>() + 2 * size_of::<Step>())?;
            let (from, to) = if self.onwards { (near, link.far) } else { (link.far, near) };
            moves.push((from, to, *link, findings));
            near = link.far;
        }
        if !self.onwards {
            moves.reverse();
        }
        let mut sign = Sign::Plus;
        let mut steps = Vec::new();
        for (from, to, link, findings) in moves {
            sign = product(sign, link.sign);
            let stated = self.net.edges.get(link.edge as usize).map_or(Sign::Unclear, |edge| edge.sign);
            let mut begins = from;
            if let Some(via) = link.via {
                let raises = vocabulary.perturbed(via).is_some_and(|(_, raises)| raises);
                let bridge = if raises { Sign::Plus } else { Sign::Minus };
                let none = Vec::new();
                let step =
                    Step { from, to: via, sign: bridge, findings: none, against: Vec::new(), kind: StepKind::Bridge };
                push(budget, &mut steps, step)?;
                begins = via;
            }
            let step = Step { from: begins, to, sign: stated, findings, against: Vec::new(), kind: StepKind::Stated };
            push(budget, &mut steps, step)?;
        }
        let (bearer, other) = (path.start, near);
        Ok(Derivation { bearer, other, sign, definition: None, steps })
    }
}

/// Whether the findings of a step that go together cite as many studies as are asked of each step.
fn enough_studies(answering: &Answering<'_>, findings: &[FindingId], budget: &mut Budget) -> Result<bool, Exceeded> {
    let need = answering.goal.min_studies as usize;
    if need <= 1 || answering.goal.count_findings {
        return Ok(findings.len() >= need);
    }
    Ok(answering.studies(findings, budget)?.len() >= need)
}

/// Which findings are separated by a slot, remembered.
#[derive(Default)]
pub(crate) struct Apart {
    sides: FxHashMap<FindingId, Rc<Side>>,
    pairs: FxHashMap<(FindingId, FindingId), bool>,
}

impl Apart {
    fn side(&mut self, answering: &Answering<'_>, id: FindingId, budget: &mut Budget) -> Result<Rc<Side>, Exceeded> {
        if let Some(side) = self.sides.get(&id) {
            return Ok(Rc::clone(side));
        }
        let side = Rc::new(answering.side(Role::Either, &[id], budget)?);
        self.sides.insert(id, Rc::clone(&side));
        Ok(side)
    }

    fn separated(
        &mut self,
        answering: &Answering<'_>,
        one: FindingId,
        two: FindingId,
        budget: &mut Budget,
    ) -> Result<bool, Exceeded> {
        budget.step()?;
        let key = (one.min(two), one.max(two));
        if let Some(known) = self.pairs.get(&key) {
            return Ok(*known);
        }
        let (a, b) = (self.side(answering, one, budget)?, self.side(answering, two, budget)?);
        let apart = !answering.separators(&a, &b, budget)?.is_empty();
        budget.allocate(4 * size_of::<u64>())?;
        self.pairs.insert(key, apart);
        Ok(apart)
    }

    /// Whether one finding of each list can be chosen so that none is separated from another, beside those chosen already.
    fn fit(
        &mut self,
        answering: &Answering<'_>,
        lists: &[Vec<FindingId>],
        chosen: &mut Vec<FindingId>,
        budget: &mut Budget,
    ) -> Result<bool, Exceeded> {
        let Some((first, rest)) = lists.split_first() else { return Ok(true) };
        for id in first {
            let mut free = true;
            for other in chosen.iter() {
                free = free && !self.separated(answering, *id, *other, budget)?;
            }
            if free {
                chosen.push(*id);
                let fits = self.fit(answering, rest, chosen, budget)?;
                chosen.pop();
                if fits {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The findings of each list that some such choice takes.
    fn together(
        &mut self,
        answering: &Answering<'_>,
        lists: &[Vec<FindingId>],
        budget: &mut Budget,
    ) -> Result<Vec<Vec<FindingId>>, Exceeded> {
        let mut all = Vec::new();
        for (at, list) in lists.iter().enumerate() {
            let others: Vec<Vec<FindingId>> =
                lists.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, list)| list.clone()).collect();
            let mut kept = Vec::new();
            for id in list {
                if self.fit(answering, &others, &mut vec![*id], budget)? {
                    push(budget, &mut kept, *id)?;
                }
            }
            all.push(kept);
        }
        Ok(all)
    }
}
