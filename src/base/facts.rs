//! What any store of findings must be able to say.
//!
//! Evaluation asks through [`Facts`] only, so that findings in memory, in a mapped file or in somebody else's store answer the whole
//! language. The trait is object-safe and batched, and knows nothing of questions.

use super::links::Links;
use crate::model::{EntityId, Finding, FindingId, RelationId, SlotId, Source, Stance, Study, StudyId, Value};
use crate::names::Vocabulary;
use std::borrow::Cow;

/// A store of findings, immutable while it is queried.
///
/// `examples/foreign_store.rs` is one over SQLite. What it must be able to say of the built-in base:
///
/// ```
/// use whereof::store::{Facts, Scan};
/// let base = whereof::Base::builtin();
/// let facts: &dyn Facts = base.facts();
/// let rapamycin = facts.vocabulary().entities_named("rapamycin");
/// let mut findings = facts.scan(&Scan { subjects: Some(rapamycin.clone()), ..Scan::default() });
/// let mut batch = Vec::new();
/// while findings.next_batch(&mut batch) {
///     assert!(batch.iter().all(|id| facts.finding(*id).unwrap().subject == rapamycin[0]));
/// }
/// ```
pub trait Facts: Send + Sync {
    /// What the base is called: its source's name, or its file.
    fn name(&self) -> &str;

    /// Names, kinds, relations, slots and entities.
    fn vocabulary(&self) -> &Vocabulary;

    /// The sources, by [`crate::model::SourceId`].
    fn sources(&self) -> &[Source];

    /// How many studies there are; their ids run from 0.
    fn study_count(&self) -> usize;

    /// One study; `None` where the id is not of this base.
    fn study(&self, id: StudyId) -> Option<Cow<'_, Study>>;

    /// How many findings there are; their ids run from 0.
    fn finding_count(&self) -> usize;

    /// One finding; `None` where the id is not of this base.
    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>>;

    /// What a finding is without its context, studies and places, which a store may have nearer at hand; `None` where the id is not of this base.
    fn core(&self, id: FindingId) -> Option<Core> {
        self.finding(id).map(|finding| Core::of(&finding))
    }

    /// The studies that a finding cites, which a store may have nearer at hand than the whole finding; `None` where the id is not of this base.
    fn cited(&self, id: FindingId) -> Option<Cow<'_, [StudyId]>> {
        self.finding(id).map(|finding| match finding {
            Cow::Borrowed(finding) => Cow::Borrowed(finding.studies.as_slice()),
            Cow::Owned(finding) => Cow::Owned(finding.studies),
        })
    }

    /// Sorted lists of who is linked to whom, where the store keeps them: questions without contexts are then answered without looking at any
    /// finding. They must be those of all findings that a scan gives.
    fn links(&self) -> Option<&Links> {
        None
    }

    /// The findings that a scan asks for, in ascending order, each once.
    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a>;

    /// About how many findings a scan gives; never asked for the findings themselves.
    fn estimate(&self, scan: &Scan) -> usize;

    /// A hash of all that the base says, the same wherever the same base is loaded.
    fn fingerprint(&self) -> u128;

    /// What went wrong while the store was read, now or before: a question that may have missed findings for it ends in an error, never in a
    /// shorter answer. A store that has failed once stays failed. Nothing can go wrong with findings in memory.
    fn failure(&self) -> Option<String> {
        None
    }

    /// How many findings can be found; fewer than their ids where some are left out.
    fn findings_held(&self) -> usize {
        self.finding_count()
    }

    /// How many studies count; fewer than their ids where some are left out.
    fn studies_held(&self) -> usize {
        self.study_count()
    }
}

/// The ends of a finding, and in what sense it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Core {
    /// Who or what acts.
    pub subject: EntityId,
    /// What it does.
    pub relation: RelationId,
    /// To whom or what.
    pub object: EntityId,
    /// In what sense the source says so.
    pub stance: Stance,
}

impl Core {
    /// That of a whole finding.
    ///
    /// ```
    /// use whereof::store::{Core, FindingId};
    /// let base = whereof::Base::builtin();
    /// let finding = base.facts().finding(FindingId(0)).unwrap();
    /// assert_eq!(base.facts().core(FindingId(0)), Some(Core::of(&finding)));
    /// ```
    #[must_use]
    pub fn of(finding: &Finding) -> Core {
        let Finding { subject, relation, object, stance, .. } = *finding;
        Core { subject, relation, object, stance }
    }
}

impl From<&Finding> for Core {
    fn from(finding: &Finding) -> Core {
        Core::of(finding)
    }
}

/// Which findings are wanted: those that meet every part that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Subject among these, sorted.
    pub subjects: Option<Vec<EntityId>>,
    /// Relation among these, sorted.
    pub relations: Option<Vec<RelationId>>,
    /// Object among these, sorted.
    pub objects: Option<Vec<EntityId>>,
    /// Citing one of these studies, sorted.
    pub studies: Option<Vec<StudyId>>,
    /// Stating one of these entities, sorted, in this slot. A store that has no lists of what is stated may leave this part out: what it gives
    /// beyond is looked at again.
    pub stated: Option<(SlotId, Vec<EntityId>)>,
}

impl Scan {
    /// Whether a finding states what is asked to be stated.
    ///
    /// ```
    /// use whereof::store::{EntityId, FindingId, Scan, SlotId};
    /// let base = whereof::Base::builtin();
    /// let finding = base.facts().finding(FindingId(0)).unwrap();
    /// assert!(Scan::default().states(&finding));
    /// assert!(!Scan { stated: Some((SlotId(0), Vec::new())), ..Scan::default() }.states(&finding));
    /// ```
    #[must_use]
    pub fn states(&self, finding: &Finding) -> bool {
        self.stated.as_ref().is_none_or(|(slot, entities)| {
            let among = |value: &Value| matches!(value, Value::Entity(id) if entities.binary_search(id).is_ok());
            finding.values(*slot).any(|stated| among(&stated.value))
        })
    }
}

/// Findings handed out in batches.
pub trait Batches {
    /// Clears `out`, fills it with the next findings (about a thousand at most), and says whether any came.
    fn next_batch(&mut self, out: &mut Vec<FindingId>) -> bool;
}

/// Findings in a batch.
const BATCH: usize = 1024;

/// Whatever gives findings one after the other gives them in batches.
impl<I: Iterator<Item = FindingId>> Batches for I {
    fn next_batch(&mut self, out: &mut Vec<FindingId>) -> bool {
        out.clear();
        out.extend(self.take(BATCH));
        !out.is_empty()
    }
}
