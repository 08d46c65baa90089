//! The meaning of a question: ids instead of words.
//!
//! `resolve` makes a [`Goal`] from a tree and a vocabulary; planning and evaluation read it. It holds no strings and does not know
//! how many findings there are; the spans of the words that it came from are kept, so that its reading can be printed.

use crate::model::{Direction, EntityId, KindId, Quantity, RelationId, SlotId, Stance, Tier};
use crate::text::Span;

mod advice;
mod amounts;
mod bearers;
mod chain;
mod claim;
pub mod conjuncts;
mod context;
mod definitions;
mod effect;
pub mod farther;
mod heads;
mod hole;
pub mod letters;
mod lookup;
pub mod loosen;
pub mod meant;
mod nouns;
pub mod print;
mod rename;
mod resolve;
mod shortest;
pub mod simplify;
mod spelled;
pub mod survey;
mod tails;
mod tally;
mod target;
mod unknown;

pub use chain::resolve_paths;
pub use claim::{claim_look, claim_query};
pub(crate) use definitions::body_of;
pub use definitions::{Defined, Definitions, Scope};
pub use effect::verb_of;
pub use hole::{Hole, Looked, Open, look, resolve_open};
pub use lookup::{COMMON_SLOTS, slot_name};
pub use resolve::{resolve, resolve_count, resolve_name, resolve_row};
pub use shortest::resolve_shortest;
pub use simplify::{Pass, simplify, simplify_with};
pub use tally::{NOUNS_OF_ENDS, places_of_count};

/// A resolved question for rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// What the rows are.
    pub head: Head,
    /// The capital letter that stands for the head's noun, where one was declared.
    pub letter: Option<char>,
    /// Further nouns of the head: each row is then one entity of each. [`Letter`] 1 is the first of them.
    pub others: Vec<Column>,
    /// Letters of one noun that may be exchanged without changing the question: of each such pair one row is given.
    pub alike: Vec<(Letter, Letter)>,
    /// The contexts that stand in the question, by [`ContextId`].
    pub contexts: Vec<Context>,
    /// The effects, by [`EffectId`]; each names the contexts that bind it.
    pub effects: Vec<Effect>,
    /// What must hold of a row, over [`EffectId`]s.
    pub condition: Condition,
    /// `with at least n studies`: each effect's witnesses must cite so many distinct studies.
    pub min_studies: u32,
    /// `in at least n species`: each effect's witnesses must state so many values of the slot, none narrower than another.
    pub least_values: Vec<(u32, SlotRef)>,
    /// `count findings`: thresholds and order count findings instead of studies.
    pub count_findings: bool,
    /// `assuming`: slots of which a finding that states none is taken to meet the contexts.
    pub assuming: Vec<SlotRef>,
    /// `count`: answer with numbers, by the values of a slot where one is given.
    pub count: Option<CountBy>,
    /// `count` by letters or by several places; none where [`Goal::count`] says all.
    pub tally: Option<Tally>,
    /// `with at least n genes`: groups of a count of fewer are left out.
    pub least_rows: u64,
    /// `order by`; by study count, then name, where empty.
    pub order: Option<Order>,
    /// `limit n`
    pub limit: Option<u64>,
    /// `show`: slots of the witnesses to print beside each row.
    pub show: Vec<SlotRef>,
    /// How words were read: what the printed reading is made of.
    pub words: Vec<WordUse>,
    /// The definitions that the question uses, those inside others too, by [`DefinitionId`]; inner goals have none of their own.
    pub definitions: Vec<Definition>,
}

impl Goal {
    /// A goal that asks nothing of its rows yet.
    #[must_use]
    pub fn new(head: Head) -> Goal {
        Goal {
            head,
            letter: None,
            others: Vec::new(),
            alike: Vec::new(),
            contexts: Vec::new(),
            effects: Vec::new(),
            condition: Condition::All(Vec::new()),
            min_studies: 1,
            least_values: Vec::new(),
            count_findings: false,
            assuming: Vec::new(),
            count: None,
            tally: None,
            least_rows: 0,
            order: None,
            limit: None,
            show: Vec::new(),
            words: Vec::new(),
            definitions: Vec::new(),
        }
    }

    /// How many entities a row of a noun head has.
    #[must_use]
    pub fn width(&self) -> usize {
        1 + self.others.len()
    }

    /// The kind that a letter stands for; none of `finding` and `study` heads.
    #[must_use]
    pub fn kind(&self, letter: Letter) -> Option<KindId> {
        match (letter.0.checked_sub(1), self.head) {
            (None, Head::Noun(kind)) => Some(kind),
            (None, Head::Finding | Head::Study) => None,
            (Some(other), _) => self.others.get(other as usize).map(|column| column.kind),
        }
    }
}

/// A further noun of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Of which kind its entities are.
    pub kind: KindId,
    /// The capital letter that stands for it.
    pub letter: Option<char>,
}

/// Nouns of one head at most.
pub const MOST_LETTERS: usize = 6;

/// One of the nouns of a head: 0 is the first, the others are counted through [`Goal::others`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letter(pub u8);

/// An index into [`Goal::definitions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionId(pub u32);

/// A set or a verb that a session defined.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its words, without letters: `homing booster`, `antagonises`.
    pub name: String,
    /// What it says; its first noun is the set, its first two are the sides of the verb. Its effects name definitions of the question.
    pub goal: Goal,
    /// 1 of a set, 2 of a verb.
    pub width: u8,
}

/// What the rows of an answer are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Head {
    /// Entities of a kind: subject of active and object of passive effects.
    Noun(KindId),
    /// Findings: all conditions must hold of the same one.
    Finding,
    /// Studies: each condition needs a finding of that study, of any subject.
    Study,
}

/// An index into [`Goal::contexts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextId(pub u32);

/// An index into [`Goal::effects`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectId(pub u32);

/// A condition on the slots of one finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// What is asked.
    pub test: Test,
    /// Where it stands in the question.
    pub span: Span,
}

/// A test of one finding; it holds, fails, or is unknown because a slot is not stated.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `slot = value`: holds if one stated value matches, is unknown if none is stated.
    Slot {
        /// Which slot.
        slot: SlotRef,
        /// How its values are compared.
        compare: Compare,
    },
    /// `slot not stated`: never unknown.
    NotStated(SlotRef),
    /// Kleene's and; holds where empty.
    All(Vec<Test>),
    /// Kleene's or; fails where empty.
    Any(Vec<Test>),
    /// Kleene's not.
    Not(Box<Test>),
    /// At least so many hold.
    AtLeast(u32, Vec<Test>),
}

/// A slot, declared by the base or common to all findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SlotRef {
    /// Declared by the base.
    Declared(SlotId),
    /// The finding's subject.
    Subject,
    /// The finding's object.
    Object,
    /// The finding's relation.
    Verb,
    /// Which way the object goes.
    Direction,
    /// Reported, hypothesised, or a gap.
    Stance,
    /// The cited studies' numbers.
    Study,
    /// The sources' names.
    Source,
    /// The sections of the locators.
    Section,
    /// How near to patients it is; not stated where the base does not tell.
    Evidence,
}

/// How a slot's values are compared. A slot that is always stated is never unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum Compare {
    /// Equals one of these, narrower ones included as asked.
    Entities(EntitySet),
    /// Is one of these relations.
    Relations(Vec<RelationId>),
    /// Goes this way.
    Direction(Direction),
    /// Is of this stance.
    Stance(StanceTest),
    /// Cites a study of one of these numbers.
    Numbers(Vec<u32>),
    /// Equals one of these in the normal form of names.
    Texts(Vec<String>),
    /// Compares as an interval.
    Quantity(QuantityTest),
    /// Compares as a tier of evidence.
    Tier(QuantityOperator, Tier),
}

/// What `stance = ...` asks. Both name what a finding says; only reported findings, nulls included, witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StanceTest {
    /// The stance itself; `reported` leaves measured nulls out.
    Is(Stance),
    /// `measured null`: reported, of a relation without direction.
    MeasuredNull,
}

/// How a stated interval is compared with one that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityTest {
    /// How.
    pub operator: QuantityOperator,
    /// With what.
    pub quantity: Quantity,
}

/// How intervals are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuantityOperator {
    /// The same amounts.
    Equal,
    /// All amounts below.
    Less,
    /// No amount above.
    LessOrEqual,
    /// All amounts above.
    Greater,
    /// No amount below.
    GreaterOrEqual,
}

/// Entities that match, as asked and as expanded.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct EntitySet {
    /// As typed; several where the question has a choice.
    pub asked: Vec<EntityId>,
    /// Subtracted by `except`, as typed.
    pub except: Vec<EntityId>,
    /// Whether narrower entities were left out.
    pub exactly: bool,
    /// All that match, sorted.
    pub members: Vec<EntityId>,
    /// `name contains`: the letters that the names have, where none was typed.
    pub containing: Option<String>,
}

/// A verb with its target and the contexts that bind it: true of a row that has a finding which meets all three.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Which noun of the head bears it.
    pub bearer: Letter,
    /// How many of its findings must say so.
    pub quantifier: Quantifier,
    /// On which side of its findings the row stands.
    pub role: Role,
    /// What the findings say.
    pub verb: Verb,
    /// About what.
    pub target: Target,
    /// The contexts that a witness must carry itself, sorted.
    pub contexts: Vec<ContextId>,
    /// Why the effect stands in the goal.
    pub purpose: Purpose,
    /// Where it stands in the question.
    pub span: Span,
}

impl Effect {
    /// An effect of the first noun that one finding is enough for.
    #[must_use]
    pub fn new(
        role: Role,
        verb: Verb,
        target: Target,
        contexts: Vec<ContextId>,
        purpose: Purpose,
        span: Span,
    ) -> Effect {
        Effect { bearer: Letter(0), quantifier: Quantifier::Some, role, verb, target, contexts, purpose, span }
    }
}

/// How many of the findings on a target must say what an effect asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// One is enough.
    #[default]
    Some,
    /// `always`: one, and every finding on the target in the contexts.
    Always,
    /// `only`: one, and none of the same relation on anything else of the target's kind.
    Only,
}

/// On which side of a finding the row stands. Of `finding` and `study` rows it says which side the target is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Active: the row acts, the target is the object.
    Subject,
    /// Passive: the row is acted upon, the target is the subject.
    Object,
    /// Either side; the target, if any, is the other.
    Either,
}

/// Why an effect stands in a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The question states it.
    Asked,
    /// The question states contexts alone: one finding must have them all.
    Context,
    /// A `not` needs to know who is a candidate; never a witness of anything.
    Candidate,
    /// The row is in a set that the session defined: a name for what its findings say, which no context of the question binds.
    Member,
}

/// What an effect asks of a finding's relation.
#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    /// Any relation.
    Any,
    /// One of these: the verb asked for and all narrower ones.
    Relations {
        /// As typed.
        asked: RelationId,
        /// Itself and all narrower ones, sorted.
        members: Vec<RelationId>,
    },
    /// `improves`, `worsens`: these relations, or a rise or fall that does so by the object's benefit.
    Benefit {
        /// As typed.
        asked: RelationId,
        /// Relations that say so themselves, sorted.
        members: Vec<RelationId>,
        /// Whether for the better.
        better: bool,
    },
    /// `no effect on X`: measured nulls on X itself.
    NoEffect,
    /// `contested on X`: findings on X disagree, and no slot separates them.
    Contested,
    /// `includes X`: the row is a composite with this part; no finding is asked for.
    Includes,
    /// A verb that the session defined; what meets it is derived, not a finding.
    Defined(DefinitionId),
    /// `indirectly increases X within n`: a chain of two to so many signed steps leads from the row to the target.
    Chain(Chain),
}

/// What is asked of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chain {
    /// The verb as typed: its direction is the sign that the chain must have.
    pub asked: RelationId,
    /// At most so many steps.
    pub within: u32,
    /// `in one context`: no slot separates two of its findings.
    pub one_context: bool,
}

impl Chain {
    /// Steps of a chain where the question does not say.
    pub const USUAL: u32 = 3;
    /// The most steps that may be asked for: beyond them nearly everything leads to everything.
    pub const MOST: u32 = 6;
}

/// `paths from A to B`
#[derive(Clone, Debug, PartialEq)]
pub struct PathsGoal {
    /// Where they begin: an agent in all its roles.
    pub from: Vec<EntityId>,
    /// Where they end, as typed; narrower entities are taken in.
    pub to: Vec<EntityId>,
    /// At most so many steps.
    pub within: u32,
    /// `in one context`
    pub one_context: bool,
    /// Its contexts, which every finding must meet, and how its words were read.
    pub goal: Goal,
}

/// `shortest path from A to B`
#[derive(Clone, Debug, PartialEq)]
pub struct ShortestGoal {
    /// Where it begins: an agent in all its roles.
    pub from: Vec<EntityId>,
    /// Where it ends, as typed; narrower entities are taken in.
    pub to: Vec<EntityId>,
    /// By which relations, narrower ones included, each with whether by its passive phrase; by any where empty.
    pub verbs: Vec<(RelationId, bool)>,
    /// Those of them that were typed.
    pub asked: Vec<RelationId>,
    /// `either way`: findings are followed from object to subject as well.
    pub either_way: bool,
    /// How its words were read.
    pub goal: Goal,
}

/// What an effect is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Anything.
    Any,
    /// One of these.
    Entities(EntitySet),
    /// One of the rows of another question, narrower entities included.
    Goal(Box<Goal>),
    /// The entity that stands in this column of the row, itself.
    Letter(Letter),
}

/// What must hold of a row: Kleene's tables over effects.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of them; holds where empty.
    All(Vec<Condition>),
    /// One of them; fails where empty.
    Any(Vec<Condition>),
    /// The contrary; what is unknown stays so.
    Not(Box<Condition>),
    /// At least so many of them.
    AtLeast(u32, Vec<Condition>),
    /// The row has a finding that meets the effect.
    Effect(EffectId),
    /// The row, or the entity in this column of it, is one of these.
    Is(Letter, EntitySet),
    /// All findings that meet the effects inside share a study.
    InOneStudy(Box<Condition>),
}

/// `count ... by ...`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CountBy {
    /// The slot of the witnesses whose values make the groups; none for one number.
    pub slot: Option<SlotRef>,
}

/// What is counted and for what, where a single slot does not say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What makes the groups, in the order asked for; empty where all are one.
    pub by: Vec<GroupBy>,
    /// So many nouns of the head are counted, each combination of them once. Others make groups or only link these.
    pub counted: u8,
}

/// One of the things by which a count makes its groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// The values of a slot of the witnesses.
    Slot(SlotRef),
    /// The noun of a witness's subject.
    SubjectNoun,
    /// The noun of its object.
    ObjectNoun,
    /// One of the nouns of the head.
    Letter(Letter),
}

/// `order by ...`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// By name, or by number for findings and studies.
    Name,
    /// Most studies for the row first.
    Studies,
    /// Most findings for the row first.
    Findings,
    /// Supported first, contested last.
    Verdict,
    /// The highest tier of its findings: patients first, not stated last.
    Evidence,
}

/// How a piece of the question was read.
#[derive(Clone, Debug, PartialEq)]
pub struct WordUse {
    /// Which words.
    pub span: Span,
    /// What they were taken for.
    pub sense: Sense,
    /// Whether the spelling differs from every declared one.
    pub respelled: bool,
}

/// What words were taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
    /// A kind of entity.
    Kind(KindId),
    /// A slot.
    Slot(SlotRef),
    /// A relation.
    Relation {
        /// Which.
        relation: RelationId,
        /// Whether the passive phrase was used.
        passive: bool,
    },
    /// An entity.
    Entity(EntityId),
    /// A ratio that is known only the other way round, as this one.
    InverseOf(EntityId),
}
