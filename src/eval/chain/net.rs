//! The net of findings around a target, as far as chains may reach.
//!
//! A store and the entities at one end come in; links towards that end go out, and for each entity the signs with which it is reached in
//! so many steps. Which paths are simple is not known here.

use super::super::grow::push;
use super::super::test::{Sign, sign};
use super::super::truth::Truth;
use crate::base::{Facts, Scan};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId, StudyId};
use rustc_hash::{FxHashMap, FxHashSet};

/// The most steps that a chain may have.
pub(crate) const MOST: usize = crate::goal::Chain::MOST as usize;

/// A set of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs(u8);

impl Signs {
    pub(crate) const NONE: Signs = Signs(0);
    pub(crate) const PLUS: Signs = Signs(1);
    pub(crate) const MINUS: Signs = Signs(2);
    pub(crate) const ALL: Signs = Signs(7);

    pub(crate) fn of(sign: Sign) -> Signs {
        match sign {
            Sign::Plus => Signs::PLUS,
            Sign::Minus => Signs::MINUS,
            Sign::Unclear => Signs(4),
            Sign::Zero => Signs::NONE,
        }
    }

    pub(crate) fn has(self, other: Signs) -> bool {
        self.0 & other.0 != 0
    }

    fn with(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }

    /// Each of them multiplied by a sign.
    pub(crate) fn times(self, sign: Sign) -> Signs {
        match sign {
            Sign::Plus => self,
            Sign::Minus => Signs(self.0 & 4 | (self.0 & 1) << 1 | (self.0 & 2) >> 1),
            Sign::Unclear if self.0 != 0 => Signs(4),
            Sign::Unclear | Sign::Zero => Signs::NONE,
        }
    }
}

/// The product of two signs: what is unclear makes it unclear.
pub(crate) fn product(one: Sign, two: Sign) -> Sign {
    match (one, two) {
        (Sign::Zero, _) | (_, Sign::Zero) => Sign::Zero,
        (Sign::Unclear, _) | (_, Sign::Unclear) => Sign::Unclear,
        (one, two) if one == two => Sign::Plus,
        _ => Sign::Minus,
    }
}

/// Which findings carry a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Those that meet the contexts truly.
    Certain,
    /// Those that may meet them as well.
    Possible,
    /// All: the contexts are taken away.
    Free,
}

/// All findings of one sign from one entity to another.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) from: EntityId,
    pub(crate) to: EntityId,
    pub(crate) sign: Sign,
    /// By id, each with whether it meets the contexts.
    findings: Vec<(FindingId, Truth)>,
    /// The first level on which there is enough evidence.
    level: Option<Level>,
}

impl Edge {
    /// Its findings on a level, sorted.
    pub(crate) fn findings(&self, level: Level) -> impl Iterator<Item = FindingId> + '_ {
        let floor = match level {
            Level::Certain => Truth::True,
            Level::Possible => Truth::Unknown,
            Level::Free => Truth::False,
        };
        self.findings.iter().filter(move |(_, truth)| *truth >= floor).map(|(id, _)| *id)
    }
}

/// One move of a chain, seen from the end at which the search starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The other end.
    pub(crate) far: EntityId,
    /// The treatment of whose agent the move is, where a bridge leads to it.
    pub(crate) via: Option<EntityId>,
    /// The sign of the move, bridge included.
    pub(crate) sign: Sign,
    /// Which edge.
    pub(crate) edge: u32,
}

/// What a net is made of.
pub(crate) struct Mesh<'m> {
    pub(crate) facts: &'m dyn Facts,
    /// Whether a finding meets the contexts.
    pub(crate) judge: &'m dyn Fn(FindingId) -> Truth,
    /// Whether findings are looked at that are not reported.
    pub(crate) every_stance: bool,
    /// How many studies (or findings) each step needs.
    pub(crate) need: u32,
    /// Whether findings are counted rather than studies.
    pub(crate) count_findings: bool,
    /// Only findings that cite this study.
    pub(crate) study: Option<StudyId>,
    /// Whether the search starts where chains begin, so that links lead onwards.
    pub(crate) onwards: bool,
}

/// Links around the entities at one end.
#[derive(Debug, Default)]
pub(crate) struct Net {
    pub(crate) edges: Vec<Edge>,
    /// By the end at which the search starts, in order of the far end, bridge and sign.
    links: FxHashMap<EntityId, Vec<Link>>,
    places: FxHashMap<(EntityId, EntityId, Signed), u32>,
}

/// A sign as part of a key.
type Signed = u8;

impl Net {
    /// Takes in all findings that lie at most so many steps from the ends; from everywhere where there are none.
    pub(crate) fn new(
        mesh: &Mesh<'_>,
        ends: Option<&[EntityId]>,
        within: usize,
        budget: &mut Budget,
    ) -> Result<Net, Exceeded> {
        let mut net = Net::default();
        let studies = mesh.study.map(|study| vec![study]);
        match ends {
            None => {
                net.take(mesh, &Scan { studies, ..Scan::default() }, None, budget)?;
            }
            Some(ends) => {
                let mut seen: FxHashSet<EntityId> = ends.iter().copied().collect();
                let mut frontier: Vec<EntityId> = seen.iter().copied().collect();
                let vocabulary = mesh.facts.vocabulary();
                for _ in 0..within {
                    if frontier.is_empty() {
                        break;
                    }
                    budget.steps(frontier.len() as u64)?;
                    let mut fresh = FxHashSet::default();
                    if !mesh.onwards {
                        // Chains may begin with what is done to an entity.
                        let mut done_to = Vec::new();
                        for entity in &frontier {
                            for treatment in vocabulary.operations_on(*entity).iter() {
                                budget.step()?;
                                if vocabulary.perturbed(treatment).is_some() && seen.insert(treatment) {
                                    push(budget, &mut done_to, treatment)?;
                                }
                            }
                        }
                        frontier.append(&mut done_to);
                    }
                    frontier.sort_unstable();
                    frontier.dedup();
                    let ends = Some(std::mem::take(&mut frontier));
                    let scan = match mesh.onwards {
                        true => Scan { objects: ends, studies: studies.clone(), ..Scan::default() },
                        false => Scan { subjects: ends, studies: studies.clone(), ..Scan::default() },
                    };
                    net.take(mesh, &scan, Some(&mut fresh), budget)?;
                    for entity in fresh {
                        budget.step()?;
                        if seen.insert(entity) {
                            push(budget, &mut frontier, entity)?;
                        }
                    }
                }
            }
        }
        net.link(mesh, budget)?;
        Ok(net)
    }

    /// Takes in the findings of one scan; `fresh` collects the far ends.
    fn take(
        &mut self,
        mesh: &Mesh<'_>,
        scan: &Scan,
        mut fresh: Option<&mut FxHashSet<EntityId>>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let vocabulary = mesh.facts.vocabulary();
        let mut batches = mesh.facts.scan(scan);
        let mut batch = Vec::new();
        while batches.next_batch(&mut batch) {
            for id in &batch {
                budget.step()?;
                let Some(finding) = mesh.facts.core(*id) else { continue };
                if finding.subject == finding.object || !(mesh.every_stance || finding.stance.witnesses()) {
                    continue;
                }
                let sign = sign(vocabulary, finding);
                if sign == Sign::Zero {
                    continue;
                }
                let key = (finding.subject, finding.object, Signs::of(sign).0);
                let place = match self.places.get(&key) {
                    Some(place) => *place,
                    None => {
                        budget.allocate(4 * size_of::<u64>())?;
                        let place = self.edges.len() as u32;
                        self.places.insert(key, place);
                        let (from, to) = (finding.subject, finding.object);
                        push(budget, &mut self.edges, Edge { from, to, sign, findings: Vec::new(), level: None })?;
                        place
                    }
                };
                if let Some(edge) = self.edges.get_mut(place as usize) {
                    push(budget, &mut edge.findings, (*id, (mesh.judge)(*id)))?;
                }
                if let Some(fresh) = &mut fresh {
                    budget.allocate(2 * size_of::<EntityId>())?;
                    if mesh.onwards {
                        fresh.insert(finding.subject);
                        fresh.extend(vocabulary.perturbed(finding.subject).map(|(agent, _)| agent));
                    } else {
                        fresh.insert(finding.object);
                    }
                }
            }
        }
        Ok(())
    }

    /// Makes the links, once all edges are there.
    fn link(&mut self, mesh: &Mesh<'_>, budget: &mut Budget) -> Result<(), Exceeded> {
        let vocabulary = mesh.facts.vocabulary();
        for (edge, place) in self.edges.iter_mut().zip(0u32..) {
            budget.step()?;
            edge.findings.sort_unstable_by_key(|(id, _)| *id);
            edge.findings.dedup_by_key(|(id, _)| *id);
            edge.level = enough(mesh, edge, budget)?;
            if edge.level.is_none() {
                continue;
            }
            let plain = (edge.from, None, edge.sign);
            let bridged =
                vocabulary.perturbed(edge.from).filter(|(agent, _)| *agent != edge.to).map(|(agent, raises)| {
                    let bridge = if raises { Sign::Plus } else { Sign::Minus };
                    (agent, Some(edge.from), product(bridge, edge.sign))
                });
            for (from, via, sign) in std::iter::once(plain).chain(bridged) {
                let (near, far) = if mesh.onwards { (from, edge.to) } else { (edge.to, from) };
                let link = Link { far, via, sign, edge: place };
                push(budget, self.links.entry(near).or_default(), link)?;
            }
        }
        for links in self.links.values_mut() {
            budget.steps(links.len() as u64)?;
            links.sort_unstable_by_key(|link| (link.far, link.via, Signs::of(link.sign).0));
        }
        Ok(())
    }

    /// The links of an entity on a level, in order.
    pub(crate) fn links(&self, near: EntityId, level: Level) -> impl Iterator<Item = Link> + '_ {
        let all = self.links.get(&near).map_or(&[][..], Vec::as_slice);
        all.iter().copied().filter(move |link| self.bears(link.edge, level))
    }

    fn bears(&self, edge: u32, level: Level) -> bool {
        self.edges.get(edge as usize).and_then(|edge| edge.level).is_some_and(|least| least <= level)
    }

    /// From where the ends are reached, and with which signs: a walk may come through an entity twice, so this is where to look and no
    /// more. The sign of each end is what its product is multiplied by.
    pub(crate) fn reach(
        &self,
        ends: &[(EntityId, Sign)],
        within: usize,
        level: Level,
        budget: &mut Budget,
    ) -> Result<Reach, Exceeded> {
        let mut reach: Reach = FxHashMap::default();
        for (end, sign) in ends {
            budget.allocate(4 * size_of::<u64>())?;
            reach.entry(*end).or_default()[0] = Signs::of(*sign);
        }
        for steps in 1..=within.min(MOST) {
            for near in self.links.keys() {
                let mut signs = Signs::NONE;
                for link in self.links(*near, level) {
                    budget.step()?;
                    let rest = reach.get(&link.far).and_then(|reach| reach.get(steps - 1));
                    signs = signs.with(rest.copied().unwrap_or_default().times(link.sign));
                }
                if signs != Signs::NONE {
                    budget.allocate(4 * size_of::<u64>())?;
                    if let Some(place) = reach.entry(*near).or_default().get_mut(steps) {
                        *place = signs;
                    }
                }
            }
        }
        Ok(reach)
    }
}

/// For each entity the signs with which an end is reached in exactly so many steps.
pub(crate) type Reach = FxHashMap<EntityId, [Signs; MOST + 1]>;

/// The first level on which an edge has as much evidence as is asked.
fn enough(mesh: &Mesh<'_>, edge: &Edge, budget: &mut Budget) -> Result<Option<Level>, Exceeded> {
    for level in [Level::Certain, Level::Possible, Level::Free] {
        let mut studies = FxHashSet::default();
        let mut findings = 0u32;
        for id in edge.findings(level) {
            budget.step()?;
            findings += 1;
            if mesh.need > 1 && !mesh.count_findings {
                studies.extend(mesh.facts.cited(id).unwrap_or_default().iter().copied());
            }
        }
        let counted = if mesh.count_findings || mesh.need <= 1 { findings } else { studies.len() as u32 };
        if counted >= mesh.need.max(1) {
            return Ok(Some(level));
        }
    }
    // Without contexts nothing asks for more than there is, unless it is studies.
    Ok(None)
}
