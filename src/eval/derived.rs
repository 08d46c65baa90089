//! What no finding states itself: chains, and what the session defined.
//!
//! An effect whose verb is derived comes in, its hits go out; each names a drawing, which is unfolded into steps only for the rows that
//! are given back. Findings are counted where they are read, never here.

use super::EffectOutcome;
use super::condition::Answering;
use super::grow::push;
use super::outcome::Derivation;
use super::scan::{Hit, Hits, Keep, key_of};
use super::truth::Truth;
use crate::goal::{EffectId, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, FindingId};

/// One derivation, not yet unfolded.
#[derive(Clone, Debug)]
pub(crate) enum Drawing {
    /// Told already.
    Ready(Derivation),
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
}

/// Whether what meets a verb is derived.
pub(crate) fn is_derived(verb: &Verb) -> bool {
    matches!(verb, Verb::Defined(_) | Verb::Chain(_))
}

impl Answering<'_> {
    /// The hits of an effect whose verb is derived.
    pub(crate) fn derive(&mut self, id: EffectId, keep: Keep, budget: &mut Budget) -> Result<Hits, Exceeded> {
        let Some(effect) = self.effect(id) else { return Ok(Hits::default()) };
        let drawn: Vec<Drawn> = match &effect.verb {
            Verb::Chain(_) => Vec::new(),
            Verb::Defined(_) => Vec::new(),
            _ => Vec::new(),
        };
        let first = self.facts.finding_count();
        let mut flat = Vec::new();
        for drawn in drawn {
            budget.step()?;
            let kept = drawn.free && !matches!(keep, Keep::Meeting | Keep::One);
            if drawn.degree == Truth::False && !kept {
                continue;
            }
            let finding = FindingId((first + self.drawn.len()) as u32);
            let hit = Hit { finding, lone: None, degree: drawn.degree, free: drawn.free, breaks: false };
            let letter = matches!(effect.target, Target::Letter(_));
            push(budget, &mut flat, (key_of(drawn.bearer.0, letter.then_some(drawn.other)), hit))?;
            push(budget, &mut self.drawn, drawn.drawing)?;
        }
        Hits::new(flat, budget)
    }

    /// Finds out who is in the sets that the goal names.
    pub(crate) fn name_sets(&mut self, _budget: &mut Budget) -> Result<(), Exceeded> {
        Ok(())
    }

    /// Puts steps and their findings in the place of what a hit names.
    pub(crate) fn unfold(&self, mut effect: EffectOutcome, budget: &mut Budget) -> Result<EffectOutcome, Exceeded> {
        let first = self.facts.finding_count();
        let mut findings = Vec::new();
        for id in std::mem::take(&mut effect.witnesses) {
            budget.step()?;
            match self.drawn.get(id.index().wrapping_sub(first)) {
                Some(Drawing::Ready(derivation)) => {
                    super::condition::add(&mut findings, &derivation.findings(), budget)?;
                    push(budget, &mut effect.derived, derivation.clone())?;
                }
                None => push(budget, &mut findings, id)?,
            }
        }
        super::condition::settle(&mut findings, budget)?;
        effect.witnesses = findings;
        Ok(effect)
    }
}
