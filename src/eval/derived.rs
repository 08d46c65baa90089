//! What no finding states itself: chains, and what the session defined.
//!
//! An effect whose verb is derived comes in, its hits go out; each names a drawing, which is unfolded into steps only for the rows that
//! are given back. Findings are counted where they are read, never here.

use super::EffectOutcome;
use super::condition::{Answering, add, settle};
use super::define::{Draw, extension};
use super::grow::push;
use super::outcome::{Derivation, Sign, Step, StepKind};
use super::scan::{Hit, Hits, Keep, key_of};
use super::test::sign;
use super::truth::Truth;
use super::uses::{Ask, contexts_of, least};
use crate::goal::{Condition, Context, EffectId, Letter, Role, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId, StudyId};
use crate::plan::Rewrite;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Steps that one derivation is unfolded into at most.
const STEPS: usize = 200;

/// One derivation, not yet unfolded.
#[derive(Clone, Debug)]
pub(crate) enum Drawing {
    /// Told already.
    Ready(Derivation),
    /// By a definition, while it is worked out: a node and what it gave.
    Rule {
        /// Which node.
        node: usize,
        /// Which of what it gave.
        draw: usize,
    },
    /// By a definition that was worked out.
    Given {
        /// Which of the extensions.
        extension: usize,
        /// Which of what its first node gave.
        draw: usize,
    },
}

/// Something derived for an effect.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    /// Who bears the effect.
    pub(crate) bearer: EntityId,
    /// Who stands on the target's side.
    pub(crate) other: EntityId,
    /// To which degree it meets the effect with all its contexts.
    pub(crate) degree: Truth,
    /// Whether it meets the effect truly without its contexts.
    pub(crate) free: bool,
    /// How it was derived.
    pub(crate) drawing: Drawing,
    /// Where all its findings must share a study: which.
    pub(crate) study: Option<StudyId>,
}

/// Whether what meets a verb is derived.
pub(crate) fn is_derived(verb: &Verb) -> bool {
    matches!(verb, Verb::Defined(_) | Verb::Chain(_))
}

impl Answering<'_> {
    /// The hits of an effect whose verb is derived.
    // Questions nest: what only some of them need stays out of the frames of all.
    #[inline(never)]
    pub(crate) fn derive(&mut self, id: EffectId, keep: Keep, budget: &mut Budget) -> Result<Hits, Exceeded> {
        let Some(effect) = self.effect(id) else { return Ok(Hits::default()) };
        let drawn: Vec<Drawn> = match &effect.verb {
            Verb::Chain(chain) => self.draw_chains(id, *chain, keep, budget)?,
            Verb::Defined(_) => self.defined(id, keep, budget)?,
            _ => Vec::new(),
        };
        let first = self.facts.finding_count();
        let mut flat = Vec::new();
        for drawn in drawn {
            budget.step()?;
            let kept = drawn.free && !matches!(keep, Keep::Meeting | Keep::One | Keep::Certain | Keep::First);
            if drawn.degree == Truth::False && !kept {
                continue;
            }
            let finding = FindingId((first + self.drawn.len()) as u32);
            let hit = Hit { finding, lone: None, degree: drawn.degree, free: drawn.free, maybe: false, breaks: false };
            let letter = matches!(effect.target, Target::Letter(_));
            push(budget, &mut flat, (key_of(drawn.bearer.0, letter.then_some(drawn.other)), hit))?;
            if let Some(study) = drawn.study {
                budget.allocate(4 * size_of::<u32>())?;
                self.drawn_in.insert(finding, study);
            }
            push(budget, &mut self.drawn, drawn.drawing)?;
        }
        Hits::new(flat, budget)
    }

    /// What a definition gives for an effect, with its contexts and (for near misses) without.
    fn defined(&mut self, id: EffectId, keep: Keep, budget: &mut Budget) -> Result<Vec<Drawn>, Exceeded> {
        let Some(effect) = self.effect(id) else { return Ok(Vec::new()) };
        let contexts = contexts_of(self.goal, &effect.contexts);
        let bound = !contexts.is_empty();
        let mut all: Vec<Drawn> = Vec::new();
        let mut places: FxHashMap<(u32, u32), usize> = FxHashMap::default();
        self.given(id, contexts, keep, budget)?;
        for drawn in self.drawn_of(id, !bound, budget)? {
            // A later one is more certain than those before it.
            match places.get(&(drawn.bearer.0, drawn.other.0)) {
                Some(at) => {
                    if let Some(place) = all.get_mut(*at) {
                        *place = drawn;
                    }
                }
                None => {
                    places.insert((drawn.bearer.0, drawn.other.0), all.len());
                    push(budget, &mut all, drawn)?;
                }
            }
        }
        if bound && !matches!(keep, Keep::Meeting | Keep::One | Keep::Certain | Keep::First) {
            self.given(id, Vec::new(), keep, budget)?;
            for drawn in self.drawn_of(id, true, budget)?.into_iter().filter(|drawn| drawn.free) {
                match places.get(&(drawn.bearer.0, drawn.other.0)).and_then(|at| all.get_mut(*at)) {
                    Some(place) => place.free = true,
                    None => {
                        places.insert((drawn.bearer.0, drawn.other.0), all.len());
                        push(budget, &mut all, Drawn { degree: Truth::False, ..drawn })?;
                    }
                }
            }
        }
        Ok(all)
    }

    /// Works a definition out and keeps what it gives.
    fn given(&mut self, id: EffectId, contexts: Vec<Context>, keep: Keep, budget: &mut Budget) -> Result<(), Exceeded> {
        let Some(effect) = self.effect(id) else { return Ok(()) };
        let Verb::Defined(definition) = effect.verb else { return Ok(()) };
        let (mut names, mut side) = (None, None);
        if self.choices.has(Rewrite::Demand) {
            // why a row is missing is told of rows that the condition leaves out, too
            let looks_beyond = keep == Keep::All;
            let of_target = u8::from(effect.role != Role::Object);
            let wanted = match self.targets.get(id.0 as usize) {
                Some(targets) => targets.wanted(budget)?.map(|names| (names, of_target)),
                None => None,
            };
            let other = match effect.target {
                Target::Letter(letter) if !looks_beyond => self.must_be(letter).map(|names| (names, of_target)),
                _ => None,
            };
            let bearer = || self.must_be(effect.bearer).filter(|_| !looks_beyond).map(|names| (names, 1 - of_target));
            (names, side) = wanted.or(other).or_else(bearer).unzip();
        }
        let names: Vec<u32> = names.unwrap_or_default().into_iter().map(|name| name.0).collect();
        let asked = Ask { definition, contexts, min_studies: least(self.goal, effect), side };
        let made = extension(self.goal, asked, &names, self.facts, budget)?;
        self.extensions.push(made);
        Ok(())
    }

    /// The names of which a row's entity must be one for the condition to be anything but false.
    fn must_be(&self, letter: Letter) -> Option<Vec<EntityId>> {
        let names = |part: &Condition| match part {
            Condition::Is(of, set) if *of == letter => Some(set.members.clone()),
            _ => None,
        };
        match &self.goal.condition {
            Condition::All(parts) => parts.iter().find_map(names),
            part => names(part),
        }
    }

    /// What the last extension gives for an effect.
    fn drawn_of(&self, id: EffectId, free: bool, budget: &mut Budget) -> Result<Vec<Drawn>, Exceeded> {
        let mut found = Vec::new();
        let extension = self.extensions.len().saturating_sub(1);
        let node = self.extensions.get(extension).and_then(|extension| extension.nodes.first());
        let passive = self.effect(id).is_some_and(|effect| effect.role == Role::Object);
        for (number, draw) in node.map_or(&[][..], |node| &node.draws).iter().enumerate() {
            budget.step()?;
            let Some((_, degree)) = self.drawn_key(id, draw) else { continue };
            let (bearer, other) = if passive { (draw.pair.1, draw.pair.0) } else { draw.pair };
            let drawing = Drawing::Given { extension, draw: number };
            let free = free && degree == Truth::True;
            let (bearer, other) = (EntityId(bearer), EntityId(other));
            let drawn = Drawn { bearer, other, degree, free, drawing, study: None };
            push(budget, &mut found, drawn)?;
        }
        Ok(found)
    }

    /// How what a hit names was derived; none where it names a finding.
    pub(crate) fn derivation(&self, id: FindingId) -> Option<Cow<'_, Derivation>> {
        match self.drawn.get(id.index().wrapping_sub(self.facts.finding_count()))? {
            Drawing::Ready(derivation) => Some(Cow::Borrowed(derivation)),
            Drawing::Given { extension, draw } => Some(Cow::Owned(self.unfolded(*extension, *draw))),
            Drawing::Rule { .. } => None,
        }
    }

    /// A draw with its steps, those of what it uses in its place.
    fn unfolded(&self, extension: usize, draw: usize) -> Derivation {
        let nodes = self.extensions.get(extension).map_or(&[][..], |extension| &extension.nodes);
        let first = nodes.first();
        let whole = first.and_then(|node| node.draws.get(draw));
        let pair = whole.map_or((0, 0), |draw| draw.pair);
        let mut derivation = Derivation {
            bearer: EntityId(pair.0),
            other: EntityId(pair.1),
            sign: Sign::Unclear,
            definition: first.map(|node| node.definition),
            steps: Vec::new(),
        };
        let mut left: Vec<(usize, usize)> = vec![(0, draw)];
        while let Some((at, number)) = left.pop() {
            let Some(node) = nodes.get(at) else { continue };
            let Some(Draw { row, parts, .. }) = node.draws.get(number) else { continue };
            let mut inner_first: Vec<(usize, usize)> = Vec::new();
            for part in parts {
                if derivation.steps.len() == STEPS {
                    derivation.steps.push(Step::cut());
                    return derivation;
                }
                inner_first.extend(part.inner);
                if let Some(step) = self.stated(&part.findings) {
                    derivation.steps.push(step);
                }
            }
            for absent in denied(&node.body) {
                let bearer = node
                    .body
                    .effects
                    .get(absent.0 as usize)
                    .and_then(|effect| row.entities().get(effect.bearer.0 as usize).copied());
                let other = node.body.effects.get(absent.0 as usize).and_then(|effect| match &effect.target {
                    Target::Letter(letter) => row.entities().get(letter.0 as usize).copied(),
                    Target::Entities(set) => set.asked.first().copied(),
                    _ => None,
                });
                if let (Some(from), Some(to)) = (bearer, other) {
                    let kind = StepKind::Absent { definition: node.definition, effect: absent };
                    let step = Step { from, to, sign: Sign::Unclear, findings: Vec::new(), against: Vec::new(), kind };
                    derivation.steps.push(step);
                }
            }
            left.extend(inner_first.into_iter().rev());
        }
        derivation
    }

    /// Findings as one step.
    fn stated(&self, findings: &[FindingId]) -> Option<Step> {
        let first = self.facts.core(*findings.first()?)?;
        Some(Step {
            from: first.subject,
            to: first.object,
            sign: sign(self.facts.vocabulary(), first),
            findings: findings.to_vec(),
            against: Vec::new(),
            kind: StepKind::Stated,
        })
    }

    /// The findings behind hits: of what is derived, those of its steps.
    pub(crate) fn behind(&self, hits: &[FindingId], budget: &mut Budget) -> Result<Vec<FindingId>, Exceeded> {
        let mut findings = Vec::new();
        for id in hits {
            budget.step()?;
            match self.derivation(*id) {
                Some(derivation) => add(&mut findings, &derivation.findings(), budget)?,
                None => push(budget, &mut findings, *id)?,
            }
        }
        settle(&mut findings, budget)?;
        Ok(findings)
    }

    /// Puts steps and their findings in the place of what a hit names.
    pub(crate) fn unfold(&self, mut effect: EffectOutcome, budget: &mut Budget) -> Result<EffectOutcome, Exceeded> {
        let hits = std::mem::take(&mut effect.witnesses);
        for id in &hits {
            budget.step()?;
            // One chain may lie within several studies.
            if let Some(derivation) = self.derivation(*id).filter(|derivation| !effect.derived.contains(derivation)) {
                push(budget, &mut effect.derived, derivation.into_owned())?;
            }
        }
        effect.witnesses = self.behind(&hits, budget)?;
        Ok(effect)
    }
}

/// The effects of a definition that must be absent.
fn denied(body: &crate::goal::Goal) -> Vec<EffectId> {
    let mut found = Vec::new();
    super::condition::effects_of(&body.condition, true, &mut |id, positive| {
        if !positive {
            found.push(id);
        }
    });
    found
}
