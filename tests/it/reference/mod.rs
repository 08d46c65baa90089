//! The reference evaluator: `docs/semantics.md` written down as nested loops.
//!
//! A goal and a store come in; a whole outcome goes out. It has no index, no plan and no line in common with `src/eval`, and does not
//! care how long it takes; it must stay under 600 lines and dull.

#![allow(unreachable_pub, missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod answer;
mod chain;
mod define;
mod finding;
mod quantified;
mod row;
pub mod store;
pub mod survey;
mod tally;

pub use answer::{answer, folded, value, values};
pub use finding::Kleene;
pub use store::Small;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use whereof::base::Facts;
use whereof::eval::Derivation;
use whereof::goal::{Effect, EffectId, Goal, Target};
use whereof::model::{EntityId, Finding};

/// Errors planted in the semantics, to see that the comparison notices each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// No error.
    None,
    ContextsForgotten,
    UnknownIsTrue,
    UnknownIsFalse,
    NotUnknownIsTrue,
    InnerRowsWithoutKinds,
    InnerPossibleRowsCount,
    NoEffectOnKinds,
    NullOnKindCounts,
    NullNeverCounts,
    EitherIsSubject,
    AllStancesWitness,
    FindingsInsteadOfStudies,
    StudiesNotShared,
    SeparatorsForgetKinds,
    SeparatorsForgetUnstated,
    NearDropsAllContexts,
    LimitBeforeOrder,
    AtLeastOneFewer,
    CandidatesWitness,
    BenefitIgnored,
    ContestedThoughSeparated,
    NotStatedGroupForgotten,
    SkippedCountsEveryContext,
    InsideAndElsewhereSwapped,
    OverlapIsEqual,
    ComplementIsSilent,
    MechanismSeparates,
    TierOfSomeValues,
    HighestTier,
    AssumedUnderNot,
    AlwaysIsSome,
    OnlyIsSome,
    OnlyAmongAllNouns,
    BreakersNeedNoContext,
    PossibleBreakersIgnored,
    BroadValuesCount,
    UnstatedValuesIgnored,
    AboutIgnored,
    /// Planted in definitions, see `oracles::definitions`.
    DefinitionsOneRound,
    DefinitionContextsForgotten,
    // Of chains: see the oracle of chains, which alone makes goals with them.
    SignsNotMultiplied,
    PathsNotSimple,
    BridgeSignIgnored,
    NullsAreSteps,
}

impl Mutant {
    /// All that are errors.
    pub const ALL: [Mutant; 38] = [
        Mutant::ContextsForgotten,
        Mutant::UnknownIsTrue,
        Mutant::UnknownIsFalse,
        Mutant::NotUnknownIsTrue,
        Mutant::InnerRowsWithoutKinds,
        Mutant::InnerPossibleRowsCount,
        Mutant::NoEffectOnKinds,
        Mutant::NullOnKindCounts,
        Mutant::NullNeverCounts,
        Mutant::EitherIsSubject,
        Mutant::AllStancesWitness,
        Mutant::FindingsInsteadOfStudies,
        Mutant::StudiesNotShared,
        Mutant::SeparatorsForgetKinds,
        Mutant::SeparatorsForgetUnstated,
        Mutant::NearDropsAllContexts,
        Mutant::LimitBeforeOrder,
        Mutant::AtLeastOneFewer,
        Mutant::CandidatesWitness,
        Mutant::BenefitIgnored,
        Mutant::ContestedThoughSeparated,
        Mutant::NotStatedGroupForgotten,
        Mutant::SkippedCountsEveryContext,
        Mutant::InsideAndElsewhereSwapped,
        Mutant::OverlapIsEqual,
        Mutant::ComplementIsSilent,
        Mutant::MechanismSeparates,
        Mutant::TierOfSomeValues,
        Mutant::HighestTier,
        Mutant::AssumedUnderNot,
        Mutant::AlwaysIsSome,
        Mutant::OnlyIsSome,
        Mutant::OnlyAmongAllNouns,
        Mutant::BreakersNeedNoContext,
        Mutant::PossibleBreakersIgnored,
        Mutant::BroadValuesCount,
        Mutant::UnstatedValuesIgnored,
        Mutant::AboutIgnored,
    ];

    /// Errors that only chains can show.
    pub const OF_CHAINS: [Mutant; 4] =
        [Mutant::SignsNotMultiplied, Mutant::PathsNotSimple, Mutant::BridgeSignIgnored, Mutant::NullsAreSteps];
}

/// A goal over a store, with all findings copied out and the inner goals answered.
pub struct Reference<'a> {
    pub goal: &'a Goal,
    pub facts: &'a dyn Facts,
    pub all: Vec<Finding>,
    /// For each effect with an inner goal: its rows, and its possible rows.
    pub inner: Vec<(Vec<EntityId>, Vec<EntityId>)>,
    /// For each entity, all broader ones and itself.
    pub broader: Vec<BTreeSet<EntityId>>,
    pub mutant: Mutant,
    /// For each effect whose verb is defined: what the definition gives.
    pub tables: Vec<Option<define::Table>>,
    /// Chains found for the row that is looked at, by effect: those that witness, and those that do without their contexts.
    pub drawn: RefCell<BTreeMap<EffectId, [Vec<Derivation>; 2]>>,
}

impl<'a> Reference<'a> {
    pub fn new(goal: &'a Goal, facts: &'a dyn Facts, mutant: Mutant) -> Reference<'a> {
        let tables = define::tables(goal, facts, mutant);
        Reference::with_tables(goal, facts, mutant, tables)
    }

    /// A goal of which it is known what the definitions that it uses give.
    pub fn with_tables(
        goal: &'a Goal,
        facts: &'a dyn Facts,
        mutant: Mutant,
        tables: Vec<Option<define::Table>>,
    ) -> Reference<'a> {
        let all = (0..facts.finding_count())
            .map(|i| facts.finding(whereof::model::FindingId(i as u32)).unwrap().into_owned())
            .collect();
        let inner = goal
            .effects
            .iter()
            .map(|effect| match &effect.target {
                Target::Goal(inner) => {
                    let outcome = answer(inner, facts, mutant);
                    let entities = |rows: &[whereof::eval::Row]| {
                        rows.iter()
                            .filter_map(|row| match row.id {
                                whereof::eval::RowId::Entity(entity) => Some(entity),
                                _ => None,
                            })
                            .collect::<Vec<_>>()
                    };
                    (entities(&outcome.rows), entities(&outcome.possible))
                }
                _ => (Vec::new(), Vec::new()),
            })
            .collect();
        let entities = facts.vocabulary().entities().len();
        let broader = (0..entities).map(|i| broader(facts, EntityId(i as u32))).collect();
        Reference { goal, facts, all, inner, broader, mutant, tables, drawn: RefCell::default() }
    }

    pub fn effect(&self, id: EffectId) -> &'a Effect {
        &self.goal.effects[id.0 as usize]
    }

    /// Whether one entity is another or narrower than it.
    pub fn is_kind_of(&self, narrow: EntityId, broad: EntityId) -> bool {
        self.broader[narrow.index()].contains(&broad)
    }
}

/// An entity and all broader ones, by walking upwards until nothing new is met.
fn broader(facts: &dyn Facts, of: EntityId) -> BTreeSet<EntityId> {
    let entities = facts.vocabulary().entities();
    let mut reached = BTreeSet::from([of]);
    loop {
        let steps = reached.iter().flat_map(|id| &entities.get(*id).unwrap().broader);
        let more: BTreeSet<EntityId> = steps.filter(|edge| edge.kind.is_followed()).map(|edge| edge.to).collect();
        if more.is_subset(&reached) {
            return reached;
        }
        reached.extend(more);
    }
}
