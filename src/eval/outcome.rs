//! What a run gives: rows with the findings behind them, as ids.
//!
//! Evaluation makes it and telling turns it into words. It holds no strings.

use crate::answer::Verdict;
use crate::goal::{ContextId, DefinitionId, EffectId, Letter, SlotRef};
use crate::model::{EntityId, FindingId, StudyId, Value};
pub use crate::plan::Touched;

/// All that a run gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The rows, in order, cut to the goal's limit.
    pub rows: Vec<Row>,
    /// How many rows there are without the goal's limit.
    pub total: u64,
    /// Rows for which the condition is unknown, by name, at most 1,200; of a question inside another all of them.
    pub possible: Vec<Row>,
    /// How many there are in all.
    pub possible_total: u64,
    /// Rows that fail contexts only, in order, at most 200.
    pub near: Vec<Near>,
    /// How many there are in all.
    pub near_total: u64,
    /// How many of all those are possible rows as well.
    pub near_possible: u64,
    /// What was left out for a slot that is not stated, by slot.
    pub skipped: Vec<SkippedSlot>,
    /// Of effects asked to be met indirectly: chains of the contrary sign, one for each entity that has none of the sign asked for.
    pub turned: Vec<Turned>,
    /// Groups of a `count ... by`, in order; empty otherwise.
    pub groups: Vec<Group>,
    /// Rows with a witness that does not state the slot of `count ... by`.
    pub not_stated: u64,
    /// Findings looked at.
    pub steps: u64,
    /// Findings looked at by each step of the plan.
    pub touched: Touched,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowId {
    /// An entity.
    Entity(EntityId),
    /// A finding.
    Finding(FindingId),
    /// A study.
    Study(StudyId),
    /// One entity of each noun of the head.
    Tuple(Tuple),
}

impl RowId {
    /// The entity in one column of a noun row.
    #[must_use]
    pub fn entity(&self, letter: Letter) -> Option<EntityId> {
        match self {
            RowId::Entity(entity) => (letter == Letter(0)).then_some(*entity),
            RowId::Tuple(tuple) => tuple.entities().get(letter.0 as usize).copied(),
            RowId::Finding(_) | RowId::Study(_) => None,
        }
    }

    /// All entities of a noun row, by letter.
    #[must_use]
    pub fn entities(&self) -> &[EntityId] {
        match self {
            RowId::Entity(entity) => std::slice::from_ref(entity),
            RowId::Tuple(tuple) => tuple.entities(),
            RowId::Finding(_) | RowId::Study(_) => &[],
        }
    }
}

/// The entities of a row of several nouns, by letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tuple {
    entities: [EntityId; Tuple::MOST],
    width: u8,
}

impl Tuple {
    /// Nouns of a head at most.
    pub const MOST: usize = crate::goal::MOST_LETTERS;

    /// A row of these entities; none where they are too many.
    #[must_use]
    pub fn new(entities: &[EntityId]) -> Option<Tuple> {
        let mut all = [EntityId(0); Tuple::MOST];
        all.get_mut(..entities.len())?.copy_from_slice(entities);
        Some(Tuple { entities: all, width: entities.len() as u8 })
    }

    /// The entities, by letter.
    #[must_use]
    pub fn entities(&self) -> &[EntityId] {
        self.entities.get(..self.width as usize).unwrap_or(&[])
    }
}

/// Which way something goes, by the product of the signs that lead there.
pub use super::test::Sign;

/// What meets an effect without being stated by a finding: a chain of findings, or the steps of a definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// Who bears the effect.
    pub bearer: EntityId,
    /// Who stands on the target's side.
    pub other: EntityId,
    /// The product of the signs of a chain; of a definition unclear.
    pub sign: Sign,
    /// By which definition; none of a chain.
    pub definition: Option<DefinitionId>,
    /// What leads there, in order.
    pub steps: Vec<Step>,
}

/// A chain that comes out the other way than asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Turned {
    /// Which effect asks for the chain.
    pub effect: EffectId,
    /// The chain.
    pub derivation: Derivation,
}

/// One step of a derivation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// From where.
    pub from: EntityId,
    /// To where.
    pub to: EntityId,
    /// Its sign: of a contested step that of this derivation.
    pub sign: Sign,
    /// The findings that say so, each enough alone, sorted; none of a bridge and of what is absent.
    pub findings: Vec<FindingId>,
    /// Findings on the same two that say the contrary or measured no change, in whatever context, sorted.
    pub against: Vec<FindingId>,
    /// What the step is.
    pub kind: StepKind,
}

/// What a step of a derivation is.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// Findings state it.
    Stated,
    /// A treatment raises (overexpression) or lowers (inhibition) its own agent: nothing states that, it is read into the name.
    Bridge,
    /// Findings were looked for and there are none, under a `not` of a definition.
    Absent {
        /// Which definition looked.
        definition: DefinitionId,
        /// For which of its effects.
        effect: EffectId,
    },
    /// There are more steps than are told.
    More,
}

impl Step {
    /// Stands for the steps that are not told.
    pub(crate) fn cut() -> Step {
        let nobody = EntityId(u32::MAX);
        let (findings, against) = (Vec::new(), Vec::new());
        Step { from: nobody, to: nobody, sign: Sign::Unclear, findings, against, kind: StepKind::More }
    }
}

impl Derivation {
    /// The findings of all steps, sorted.
    #[must_use]
    pub fn findings(&self) -> Vec<FindingId> {
        let mut all: Vec<FindingId> = Vec::new();
        for step in &self.steps {
            all.extend(&step.findings);
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// One row and what stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub id: RowId,
    /// The weakest of its effects' verdicts.
    pub verdict: Verdict,
    /// Its effects, by [`EffectId`]: of a complement row those under `not`.
    pub effects: Vec<EffectOutcome>,
    /// Studies of all witnesses, sorted.
    pub studies: Vec<StudyId>,
    /// Studies of all findings against it, sorted.
    pub studies_against: Vec<StudyId>,
    /// All witnesses, sorted.
    pub findings: Vec<FindingId>,
}

impl Row {
    /// A row with nothing behind it.
    #[must_use]
    pub fn bare(id: RowId) -> Row {
        Row {
            id,
            verdict: Verdict::Silent,
            effects: Vec::new(),
            studies: Vec::new(),
            studies_against: Vec::new(),
            findings: Vec::new(),
        }
    }
}

/// One effect of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectOutcome {
    /// Which effect of the goal.
    pub effect: EffectId,
    /// Its verdict.
    pub verdict: Verdict,
    /// What separates the sides; of a contested effect, slots that only one side states.
    pub separators: Vec<SlotRef>,
    /// Its certain witnesses (of a possible row, the possible ones), sorted; of what is derived, the findings of its steps.
    pub witnesses: Vec<FindingId>,
    /// How it was derived, where no finding states it itself.
    pub derived: Vec<Derivation>,
    /// Against it, inside its contexts, sorted.
    pub inside: Vec<FindingId>,
    /// Against it, in other contexts, sorted.
    pub elsewhere: Vec<FindingId>,
}

/// A near miss.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The row.
    pub id: RowId,
    /// The contexts that failed, by [`ContextId`].
    pub failed: Vec<FailedContext>,
    /// The effects of which an `always` or `only` is broken, each with the first finding that breaks it.
    pub broken: Vec<(EffectId, FindingId)>,
    /// Findings that meet the effects without their contexts, sorted.
    pub findings: Vec<FindingId>,
    /// Their studies, sorted.
    pub studies: Vec<StudyId>,
    /// Whether the row is also possible: it was skipped for a slot that is not stated.
    pub skipped: bool,
}

/// One context that a near miss fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailedContext {
    /// Which context of the goal.
    pub context: ContextId,
    /// The finding that came nearest.
    pub finding: FindingId,
    /// Whether a slot is not stated, rather than another value stated.
    pub not_stated: bool,
}

/// Possible rows left out for one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkippedSlot {
    /// The slot.
    pub slot: SlotRef,
    /// Rows.
    pub rows: u64,
    /// Findings.
    pub findings: u64,
}

/// One group of a `count ... by`.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The slot's value; for slots common to all findings, see [`GroupValue`].
    pub value: GroupValue,
    /// Distinct rows.
    pub rows: u64,
}

/// The value that a group stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupValue {
    /// A value of a declared slot, or a subject or object.
    Value(Value),
    /// A relation.
    Relation(crate::model::RelationId),
    /// A study.
    Study(StudyId),
    /// What kind of thing stands at an end of the finding.
    Noun(crate::model::KindId),
    /// One value of each of several places.
    Several(Vec<GroupValue>),
    /// A word: a direction, a stance, a source, a section.
    Word(String),
}
