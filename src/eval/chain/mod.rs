//! Signed chains: from an effect that is met indirectly to the paths that meet it.
//!
//! An effect with its targets comes in; what is derived for it goes out, each with its steps. How a chain is told, and that it is a
//! hypothesis, is not known here.

mod net;
mod paths;
mod search;

pub use paths::{Paths, paths};

use super::Outcome;
use super::condition::{Answering, effects_of};
use super::derived::{Drawing, Drawn};
use super::grow::push;
use super::outcome::{Derivation, Turned};
use super::scan::{Keep, asks_of_stance};
use super::test::{Sign, sign};
use super::truth::Truth;
use crate::base::Scan;
use crate::goal::{Chain, Condition, EffectId, Role, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{Benefit, Direction, EntityId, FindingId, KindId, StudyId};
use net::{Level, Mesh, Net, Signs};
use rustc_hash::FxHashSet;
use search::{Apart, Search};

/// Chains told of one row, for each level of certainty.
pub(crate) const DRAWN: usize = 20;

/// One search: who may bear the effect, and what stands at the other end.
struct Ends {
    certain: Vec<(EntityId, Sign)>,
    possible: Vec<(EntityId, Sign)>,
}

impl Answering<'_> {
    /// The chains that meet an effect; those within each study apart where it stands under `in one study`.
    pub(crate) fn draw_chains(
        &mut self,
        id: EffectId,
        chain: Chain,
        keep: Keep,
        budget: &mut Budget,
    ) -> Result<Vec<Drawn>, Exceeded> {
        let mut drawn = Vec::new();
        if stands_in_one_study(&self.goal.condition, id, false) {
            for study in (0..self.facts.study_count() as u32).map(StudyId) {
                budget.step()?;
                self.draw_in(id, chain, keep, Some(study), &mut drawn, budget)?;
            }
        }
        // Of a row that is there because none lies within one study, it is asked whether there is one at all.
        self.draw_in(id, chain, keep, None, &mut drawn, budget)?;
        Ok(drawn)
    }

    fn draw_in(
        &mut self,
        id: EffectId,
        chain: Chain,
        keep: Keep,
        study: Option<StudyId>,
        drawn: &mut Vec<Drawn>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let (Some(effect), Some(targets)) = (self.effect(id), self.targets.get(id.0 as usize)) else { return Ok(()) };
        let Some(bearer_kind) = self.goal.kind(effect.bearer) else { return Ok(()) };
        let onwards = effect.role != Role::Object;
        let judge = |id: FindingId| {
            if effect.contexts.is_empty() {
                return Truth::True;
            }
            let Some(finding) = self.facts.finding(id) else { return Truth::False };
            let held = effect.contexts.iter().map(|context| self.context(*context, &finding));
            held.fold(Truth::True, Truth::and)
        };
        let mesh = Mesh {
            facts: self.facts,
            judge: &judge,
            every_stance: asks_of_stance(self.goal, id),
            need: self.goal.min_studies,
            count_findings: self.goal.count_findings,
            study,
            onwards,
        };
        let wanted = targets.wanted(budget)?;
        let within = chain.within.min(Chain::MOST) as usize;
        let net = Net::new(&mesh, wanted.as_deref(), within, budget)?;
        // The sign asked for stands at the object's end, which is the target's of an active effect.
        let at_target = |entity: EntityId| if onwards { self.asked_sign(chain, entity) } else { Some(Sign::Plus) };
        let mut each: Vec<Ends> = Vec::new();
        match targets.letter {
            None => {
                let signed = |ids: &[EntityId]| ids.iter().filter_map(|id| Some((*id, at_target(*id)?))).collect();
                let mut possible: Vec<EntityId> = targets.certain.clone();
                possible.extend(&targets.possible);
                each.push(Ends { certain: signed(&targets.certain), possible: signed(&possible) });
            }
            Some(letter) => {
                let kind = self.goal.kind(letter);
                for other in self.of_kind(kind, &net, budget)? {
                    let ends: Vec<(EntityId, Sign)> = at_target(other).map(|sign| (other, sign)).into_iter().collect();
                    each.push(Ends { certain: ends.clone(), possible: ends });
                }
            }
        }
        let bearers = self.of_kind(Some(bearer_kind), &net, budget)?;
        let mut turned = Vec::new();
        for ends in &each {
            let mut apart = chain.one_context.then(Apart::default);
            let search = Searched { net: &net, within, onwards, chain, keep, study };
            self.draw_between(&search, ends, &bearers, &mut apart, (drawn, &mut turned), budget)?;
        }
        if matches!(effect.target, Target::Entities(_) | Target::Goal(_)) && self.goal.others.is_empty() {
            for derivation in turned {
                push(budget, &mut self.turned, Turned { effect: id, derivation })?;
            }
        }
        Ok(())
    }

    /// Chains between those that may bear the effect and one set of ends.
    fn draw_between(
        &self,
        searched: &Searched<'_>,
        ends: &Ends,
        bearers: &[EntityId],
        apart: &mut Option<Apart>,
        (drawn, turned): (&mut Vec<Drawn>, &mut Vec<Derivation>),
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let Searched { net, within, onwards, keep, .. } = *searched;
        let certain = net.reach(&ends.certain, within, Level::Certain, budget)?;
        let possible = net.reach(&ends.possible, within, Level::Possible, budget)?;
        let free = match keep {
            Keep::Meeting | Keep::One | Keep::Certain | Keep::First => None,
            Keep::Free | Keep::Lone | Keep::All => Some(net.reach(&ends.certain, within, Level::Free, budget)?),
        };
        for bearer in bearers {
            budget.step()?;
            let own = if onwards { Some(Sign::Plus) } else { self.asked_sign(searched.chain, *bearer) };
            let Some(own) = own else { continue };
            let mut met = false;
            for (level, reach) in
                [(Level::Certain, Some(&certain)), (Level::Possible, Some(&possible)), (Level::Free, free.as_ref())]
            {
                let Some(reach) = reach.filter(|_| level != Level::Possible || !met) else { continue };
                let (degree, free) = match level {
                    Level::Certain => (Truth::True, false),
                    Level::Possible => (Truth::Unknown, false),
                    Level::Free => (Truth::False, true),
                };
                let wanted = Signs::PLUS;
                let mut search = Search { net, reach, level, wanted, within, onwards, apart: apart.as_mut() };
                for derivation in self.first_paths(&mut search, *bearer, own, DRAWN, budget)? {
                    met = true;
                    let (other, drawing) = (derivation.other, Drawing::Ready(derivation));
                    push(
                        budget,
                        drawn,
                        Drawn { bearer: *bearer, other, degree, free, drawing, study: searched.study },
                    )?;
                }
            }
            // What comes out only the other way is told, where answers are told at all.
            if !met && keep == Keep::Free && searched.study.is_none() {
                let (reach, level, wanted) = (&certain, Level::Certain, Signs::MINUS);
                let mut search = Search { net, reach, level, wanted, within, onwards, apart: apart.as_mut() };
                for derivation in self.first_paths(&mut search, *bearer, own, 1, budget)? {
                    push(budget, turned, derivation)?;
                }
            }
        }
        Ok(())
    }

    fn first_paths(
        &self,
        search: &mut Search<'_>,
        bearer: EntityId,
        own: Sign,
        most: usize,
        budget: &mut Budget,
    ) -> Result<Vec<Derivation>, Exceeded> {
        let mut links = Vec::new();
        search.paths(
            self,
            bearer,
            own,
            &mut |path, budget| {
                push(budget, &mut links, (path.links.to_vec(), path.together))?;
                Ok(links.len() < most)
            },
            budget,
        )?;
        let mut derivations = Vec::new();
        for (links, together) in links {
            let path = search::Path { start: bearer, links: &links, together };
            let mut derivation = search.derivation(self.facts.vocabulary(), &path, budget)?;
            self.oppose(&mut derivation, budget)?;
            push(budget, &mut derivations, derivation)?;
        }
        Ok(derivations)
    }

    /// Fills in what speaks against each step: findings on the same two of the contrary sign, and measured nulls, in any context.
    fn oppose(&self, derivation: &mut Derivation, budget: &mut Budget) -> Result<(), Exceeded> {
        let vocabulary = self.facts.vocabulary();
        for step in derivation.steps.iter_mut().filter(|step| !step.findings.is_empty()) {
            let scan = Scan { subjects: Some(vec![step.from]), objects: Some(vec![step.to]), ..Scan::default() };
            let mut batches = self.facts.scan(&scan);
            let mut batch = Vec::new();
            while batches.next_batch(&mut batch) {
                for id in &batch {
                    budget.step()?;
                    let Some(finding) = self.facts.core(*id).filter(|found| found.stance.witnesses()) else {
                        continue;
                    };
                    let against = match sign(vocabulary, finding) {
                        Sign::Zero => true,
                        Sign::Plus => step.sign == Sign::Minus,
                        Sign::Minus => step.sign == Sign::Plus,
                        Sign::Unclear => false,
                    };
                    if against {
                        push(budget, &mut step.against, *id)?;
                    }
                }
            }
            step.against.sort_unstable();
        }
        Ok(())
    }

    /// Puts chains that come out the other way than an effect in positive position asks into an outcome.
    #[inline(never)]
    pub(crate) fn tell_turned(&self, out: &mut Outcome, budget: &mut Budget) -> Result<(), Exceeded> {
        let mut asked = Vec::new();
        effects_of(&self.goal.condition, true, &mut |id, positive| asked.extend(positive.then_some(id)));
        for turned in self.turned.iter().filter(|turned| asked.contains(&turned.effect)) {
            push(budget, &mut out.turned, turned.clone())?;
        }
        Ok(())
    }

    /// Whether some effect asks for chains: then what is done to an agent makes a row of it, though it stands in no finding itself.
    pub(crate) fn chains_count(&self) -> bool {
        self.goal.effects.iter().any(|effect| matches!(effect.verb, Verb::Chain(_)))
    }

    /// Adds the agents that are wanted and raised or lowered by what stands in findings.
    pub(crate) fn agents(
        &self,
        wanted: &dyn Fn(EntityId) -> bool,
        into: &mut FxHashSet<u32>,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        if !self.chains_count() {
            return Ok(());
        }
        let vocabulary = self.facts.vocabulary();
        let agent = |id: EntityId| vocabulary.perturbed(id).map(|(agent, _)| agent).filter(|agent| wanted(*agent));
        let mut done_to = Vec::new();
        for id in (0..vocabulary.entities().len() as u32).map(EntityId) {
            budget.step()?;
            if agent(id).is_some() {
                push(budget, &mut done_to, id)?;
            }
        }
        if done_to.is_empty() {
            return Ok(());
        }
        let agent = |id: EntityId| agent(id).map(|agent| agent.0);
        let subjects = Scan { subjects: Some(done_to.clone()), ..Scan::default() };
        self.standing(&subjects, &agent, into, budget)?;
        self.standing(&Scan { objects: Some(done_to), ..Scan::default() }, &agent, into, budget)
    }

    /// What the whole chain must come to, so that its object goes the way that is asked; none where its benefit is not declared.
    fn asked_sign(&self, chain: Chain, object: EntityId) -> Option<Sign> {
        let vocabulary = self.facts.vocabulary();
        let relation = vocabulary.schema().relations.get(chain.asked.index())?;
        let better = match relation.direction {
            Direction::Increase => return Some(Sign::Plus),
            Direction::Decrease => return Some(Sign::Minus),
            Direction::None | Direction::Unclear => return None,
            Direction::Better => true,
            Direction::Worse => false,
        };
        let benefit = vocabulary.entity(object)?.benefit?;
        Some(if (benefit == Benefit::MoreIsBetter) == better { Sign::Plus } else { Sign::Minus })
    }

    /// The entities of a kind at which chains of a net may end, sorted.
    fn of_kind(&self, kind: Option<KindId>, net: &Net, budget: &mut Budget) -> Result<Vec<EntityId>, Exceeded> {
        let vocabulary = self.facts.vocabulary();
        let mut found = Vec::new();
        for edge in &net.edges {
            let agent = vocabulary.perturbed(edge.from).map(|(agent, _)| agent);
            for id in [edge.from, edge.to].into_iter().chain(agent) {
                budget.step()?;
                if kind.is_some() && vocabulary.kind_of(id) == kind {
                    push(budget, &mut found, id)?;
                }
            }
        }
        super::grow::sort_by(budget, &mut found, Ord::cmp)?;
        found.dedup();
        Ok(found)
    }
}

/// Where is searched, and how far.
#[derive(Clone, Copy)]
struct Searched<'s> {
    net: &'s Net,
    within: usize,
    onwards: bool,
    chain: Chain,
    keep: Keep,
    study: Option<StudyId>,
}

/// Whether an effect stands under `in one study`.
fn stands_in_one_study(condition: &Condition, id: EffectId, inside: bool) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().any(|part| stands_in_one_study(part, id, inside))
        }
        Condition::Not(part) => stands_in_one_study(part, id, inside),
        Condition::InOneStudy(part) => stands_in_one_study(part, id, true),
        Condition::Effect(other) => inside && *other == id,
        Condition::Is(..) => false,
    }
}
