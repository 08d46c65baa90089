//! Findings that stand on the sides of one question, and where those sides disagree.
//!
//! Findings come in with what they say, pairs of sides that stand against each other go out, with what tells them apart. It does not know
//! how the findings were found.

use super::grow::push;
use super::separate::{one_sided, read, separators};
use super::test::Sign;
use crate::answer::Verdict;
use crate::base::Facts;
use crate::goal::{Role, SlotRef};
use crate::limits::{Budget, Exceeded};
use crate::model::FindingId;

/// The findings on one asked entity: rises, falls, and nulls on the entity itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sides {
    plus: Vec<FindingId>,
    minus: Vec<FindingId>,
    zero: Vec<FindingId>,
}

/// Two sides that stand against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// What one side says.
    pub one: Sign,
    /// What the other says.
    pub two: Sign,
    /// Whether a slot tells them apart: context-split, else contested.
    pub verdict: Verdict,
    /// The slots that tell them apart; of a contested pair, those that only one side states.
    pub separators: Vec<SlotRef>,
}

impl Sides {
    /// Takes a finding in, the ids ascending; a null counts on the asked entity `itself` only, and what is unclear on no side.
    pub(crate) fn add(
        &mut self,
        sign: Sign,
        itself: bool,
        finding: FindingId,
        budget: &mut Budget,
    ) -> Result<(), Exceeded> {
        let side = match sign {
            Sign::Plus => &mut self.plus,
            Sign::Minus => &mut self.minus,
            Sign::Zero if itself => &mut self.zero,
            Sign::Zero | Sign::Unclear => return Ok(()),
        };
        if side.last() == Some(&finding) { Ok(()) } else { push(budget, side, finding) }
    }

    /// The findings of one side.
    #[must_use]
    pub fn of(&self, sign: Sign) -> &[FindingId] {
        match sign {
            Sign::Plus => &self.plus,
            Sign::Minus => &self.minus,
            Sign::Zero => &self.zero,
            Sign::Unclear => &[],
        }
    }

    /// Each pair of sides with findings on both.
    pub(crate) fn disputes(
        &self,
        facts: &dyn Facts,
        role: Role,
        budget: &mut Budget,
    ) -> Result<Vec<Dispute>, Exceeded> {
        let mut found = Vec::new();
        for (one, two) in [(Sign::Plus, Sign::Minus), (Sign::Plus, Sign::Zero), (Sign::Minus, Sign::Zero)] {
            if !self.of(one).is_empty() && !self.of(two).is_empty() {
                let (verdict, separators) = weigh(facts, role, self.of(one), self.of(two), budget)?;
                found.push(Dispute { one, two, verdict, separators });
            }
        }
        Ok(found)
    }
}

/// Whether a slot tells two sides apart, and which; else which slots only one of them states.
pub(crate) fn weigh(
    facts: &dyn Facts,
    role: Role,
    one: &[FindingId],
    two: &[FindingId],
    budget: &mut Budget,
) -> Result<(Verdict, Vec<SlotRef>), Exceeded> {
    let (one, two) = (read(facts, role, one, budget)?, read(facts, role, two, budget)?);
    let apart = separators(facts, &one, &two, budget)?;
    Ok(if apart.is_empty() { (Verdict::Contested, one_sided(&one, &two)) } else { (Verdict::ContextSplit, apart) })
}
