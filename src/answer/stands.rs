//! Which findings and studies a reply rests on.
//!
//! A reply comes in, ids go out, each with how it stands to the reply. What they say is not looked up here.

use super::card::Side;
use super::graph::Standing;
use super::{Answers, DerivationWords, Evidence, Ref, Reply};
use crate::model::{FindingId, StudyId};
use std::collections::{BTreeMap, BTreeSet};

/// What a reply rests on, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rests {
    /// Findings, and how they stand to the reply.
    pub findings: BTreeMap<FindingId, BTreeSet<Standing>>,
    /// Studies that it tells.
    pub studies: BTreeSet<StudyId>,
}

impl Rests {
    fn on(&mut self, ids: &[FindingId], stands: Standing) {
        for id in ids {
            self.findings.entry(*id).or_default().insert(stands);
        }
    }

    fn told(&mut self, evidence: &[Evidence], stands: Standing) {
        for one in evidence {
            self.findings.entry(one.finding).or_default().insert(stands);
        }
    }

    fn cited(&mut self, refs: &[Ref]) {
        self.studies.extend(refs.iter().map(|one| one.study));
    }

    fn derived(&mut self, derivations: &[DerivationWords]) {
        for step in derivations.iter().flat_map(|one| &one.steps) {
            self.told(&step.findings, Standing::For);
            self.told(&step.against, Standing::Elsewhere);
        }
    }
}

impl Reply {
    /// The findings and studies that this reply rests on. Empty where it tells neither: a list of words, a count, a `diff`, whose findings
    /// are those of two bases.
    ///
    /// ```
    /// use whereof::Source;
    /// use whereof::{Base, Limits, Session};
    ///
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let replies = session.eval(&Source::new("query", "treatment where upregulates CXCR4; nouns"));
    /// assert_eq!(replies[0].as_ref().unwrap().rests().findings.len(), 3);
    /// assert!(replies[1].as_ref().unwrap().rests().findings.is_empty());
    /// ```
    #[must_use]
    pub fn rests(&self) -> Rests {
        let mut rests = Rests::default();
        match self {
            Reply::Answers(answers) => of_answers(answers, &mut rests),
            Reply::Why(why) => {
                for proof in why.rows.iter().flat_map(|row| &row.proofs) {
                    rests.told(&proof.evidence, Standing::For);
                }
            }
            Reply::WhyNot(why_not) => rests.told(why_not.nearest.as_slice(), Standing::Beside),
            Reply::Paths(paths) => {
                rests.derived(&paths.paths);
                rests.told(&paths.direct, Standing::Beside);
            }
            Reply::Matrix(matrix) => {
                for cell in &matrix.cells {
                    rests.on(&cell.findings, Standing::For);
                    rests.on(&cell.against, Standing::Against);
                    rests.on(&cell.others, Standing::Beside);
                    rests.told(&cell.gaps, Standing::Beside);
                }
            }
            Reply::Gaps(gaps) => {
                for gap in gaps.open.iter().chain(&gaps.answered) {
                    rests.told(&gap.found, Standing::For);
                    rests.told(&gap.declared, Standing::Beside);
                    rests.told(&gap.elsewhere, Standing::Beside);
                }
            }
            Reply::Compared(compared) => {
                for target in &compared.targets {
                    rests.on(&target.left, Standing::For);
                    rests.on(&target.right, Standing::For);
                }
            }
            Reply::Contested(contested) => {
                for side in contested.pairs.iter().flat_map(|pair| &pair.sides) {
                    rests.told(&side.evidence, Standing::For);
                }
            }
            Reply::Similar(similar) => {
                for thing in similar.rows.iter().flat_map(|row| row.shared.iter().chain(&row.opposite)) {
                    rests.cited(&thing.asked_refs);
                    rests.cited(&thing.refs);
                }
            }
            Reply::Card(card) => {
                let against = matches!(card.side, Side::Against | Side::AgainstElsewhere);
                let (side, other) =
                    if against { (Standing::Against, Standing::For) } else { (Standing::For, Standing::Against) };
                rests.told(std::slice::from_ref(&card.evidence), side);
                rests.told(&card.same, side);
                rests.told(&card.contrary, other);
            }
            Reply::Description(_)
            | Reply::Kinds(_)
            | Reply::Listing(_)
            | Reply::Resolved(_)
            | Reply::Noted(_)
            | Reply::Expected(_)
            | Reply::Changes(_)
            | Reply::Defined(_) => {}
        }
        rests
    }

    /// The statement in canonical spelling, where the reply tells it.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let reply = Session::new(Base::builtin(), Limits::script()).eval("treatment  where upregulates cxcr-4").remove(0)?;
    /// assert_eq!(reply.query(), Some("treatment where upregulates cxcr-4"));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        match self {
            Reply::Answers(answers) => Some(&answers.query),
            Reply::Why(why) => Some(&why.query),
            Reply::WhyNot(why_not) => Some(&why_not.query),
            Reply::Paths(paths) => Some(&paths.query),
            Reply::Matrix(matrix) => Some(&matrix.query),
            Reply::Gaps(gaps) => Some(&gaps.query),
            Reply::Compared(compared) => Some(&compared.query),
            Reply::Contested(contested) => Some(&contested.query),
            Reply::Similar(similar) => Some(&similar.query),
            Reply::Expected(expected) => Some(&expected.query),
            Reply::Changes(changes) => Some(&changes.query),
            Reply::Noted(noted) => Some(&noted.statement),
            Reply::Card(_)
            | Reply::Description(_)
            | Reply::Kinds(_)
            | Reply::Listing(_)
            | Reply::Resolved(_)
            | Reply::Defined(_) => None,
        }
    }
}

fn of_answers(answers: &Answers, rests: &mut Rests) {
    for row in &answers.rows {
        rests.on(&row.findings, Standing::For);
        rests.cited(&row.refs);
        rests.cited(&row.refs_against);
        for effect in &row.effects {
            // a row that a `not` let in has nothing for it: what is said instead speaks for the row
            let inside = if row.findings.is_empty() { Standing::For } else { Standing::Against };
            rests.told(&effect.witnesses, Standing::For);
            rests.told(&effect.against_inside, inside);
            rests.told(&effect.against_elsewhere, Standing::Elsewhere);
            rests.told(&effect.direct, Standing::Beside);
            rests.derived(&effect.derivations);
        }
    }
    rests.told(&answers.beside, Standing::Beside);
    for related in &answers.related {
        rests.told(std::slice::from_ref(&related.evidence), Standing::Beside);
    }
}
