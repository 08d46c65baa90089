//! Random goals: such as resolution makes, and some that it never would.

use super::random::Random;
use super::world::{self, DISEASE, DISEASES, DOSE, GENE, IMPROVES, REMARK, SPECIES, SPECIES_SLOT, TREATMENT, WORSENS};
use crate::reference::Small;
use std::collections::BTreeSet;
use whereof::goal::{
    Chain, Compare, Condition, Context, ContextId, CountBy, Effect, EffectId, EntitySet, Goal, Head, Letter, Order,
    Purpose, Quantifier, QuantityOperator, QuantityTest, Role, SlotRef, StanceTest, Target, Test, Verb,
};
use whereof::model::{Direction, EntityId, KindId, RelationId, SlotId, Stance, Tier};
use whereof::text::Span;

/// Which things occur in a goal, to see that all of them occur often enough.
pub type Used = BTreeSet<&'static str>;

pub struct Maker<'w> {
    pub random: Random,
    pub world: &'w Small,
    pub used: Used,
    /// In so many of a hundred effects of nouns a chain is asked for.
    pub chains: usize,
}

impl Maker<'_> {
    /// All narrower entities, found without the vocabulary's index.
    fn narrower(&self, of: EntityId) -> BTreeSet<EntityId> {
        let entities = self.world.vocabulary.entities();
        let mut found = BTreeSet::from([of]);
        loop {
            let more: Vec<EntityId> = (0..entities.len() as u32)
                .map(EntityId)
                .filter(|id| {
                    let steps = &entities.get(*id).unwrap().broader;
                    steps.iter().any(|step| step.kind.is_followed() && found.contains(&step.to))
                })
                .filter(|id| !found.contains(id))
                .collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more);
        }
    }

    pub fn set(&mut self, kind: KindId) -> EntitySet {
        let asked: BTreeSet<EntityId> =
            (0..self.random.weighted(&[0, 45, 55])).map(|_| world::entity(&mut self.random, kind)).collect();
        let except: Vec<EntityId> =
            if self.random.percent(8) { vec![world::entity(&mut self.random, kind)] } else { Vec::new() };
        let exactly = self.random.percent(9);
        let mut members: BTreeSet<EntityId> =
            if exactly { asked.clone() } else { asked.iter().flat_map(|id| self.narrower(*id)).collect() };
        for id in &except {
            self.used.insert("except");
            for narrower in self.narrower(*id) {
                members.remove(&narrower);
            }
        }
        if exactly {
            self.used.insert("exactly");
        }
        EntitySet {
            asked: asked.into_iter().collect(),
            except,
            exactly,
            members: members.into_iter().collect(),
            containing: None,
        }
    }

    fn relations(&self, asked: RelationId) -> Vec<RelationId> {
        let relations = &self.world.vocabulary.schema().relations;
        let under = |mut id: RelationId| loop {
            if id == asked {
                return true;
            }
            match relations[id.index()].broader {
                Some(broader) => id = broader,
                None => return false,
            }
        };
        (0..relations.len() as u32).map(RelationId).filter(|id| under(*id)).collect()
    }

    pub fn test(&mut self, depth: usize) -> Test {
        let shape = if depth == 0 { 0 } else { self.random.weighted(&[52, 8, 7, 14, 14, 5]) };
        let mut parts = |most: usize| -> Vec<Test> {
            let n = 1 + self.random.below(most);
            (0..n).map(|_| self.test(depth - 1)).collect()
        };
        match shape {
            0 => self.slot_test(),
            1 => {
                self.used.insert("not stated");
                let any = [SlotRef::Study, SlotRef::Section, SlotRef::Source, SlotRef::Object, SlotRef::Evidence];
                let slot = if self.random.percent(75) {
                    SlotRef::Declared(SlotId(self.random.below(5) as u32))
                } else {
                    *self.random.pick(&any)
                };
                Test::NotStated(slot)
            }
            2 => {
                let parts = parts(2);
                self.used.insert("test all");
                Test::All(parts)
            }
            3 => {
                let parts = parts(3);
                self.used.insert("test any");
                Test::Any(parts)
            }
            4 => {
                self.used.insert("test not");
                Test::Not(Box::new(self.test(depth - 1)))
            }
            _ => {
                let parts = parts(3);
                self.used.insert("test at least");
                Test::AtLeast(self.random.below(parts.len() + 1) as u32, parts)
            }
        }
    }

    fn slot_test(&mut self) -> Test {
        let (slot, compare) = match self.random.weighted(&[57, 14, 12, 6, 2, 3, 3, 2, 6, 4, 3, 3, 6]) {
            0 => (SlotRef::Declared(DISEASES), Compare::Entities(self.set(DISEASE))),
            1 => (SlotRef::Declared(SPECIES_SLOT), Compare::Entities(self.set(SPECIES))),
            2 => {
                self.used.insert("quantity");
                let operators = [
                    QuantityOperator::Equal,
                    QuantityOperator::Less,
                    QuantityOperator::LessOrEqual,
                    QuantityOperator::Greater,
                    QuantityOperator::GreaterOrEqual,
                ];
                let operator = *self.random.pick(&operators);
                let quantity = world::quantity(&mut self.random);
                (SlotRef::Declared(DOSE), Compare::Quantity(QuantityTest { operator, quantity }))
            }
            3 => (SlotRef::Declared(REMARK), Compare::Texts(vec![(*self.random.pick(&world::TEXTS)).to_owned()])),
            4 => (SlotRef::Subject, Compare::Entities(self.set(TREATMENT))),
            5 => (SlotRef::Object, Compare::Entities(self.set(GENE))),
            6 => {
                let asked = RelationId(self.random.below(9) as u32);
                (SlotRef::Verb, Compare::Relations(self.relations(asked)))
            }
            7 => {
                let ways = [Direction::Increase, Direction::Decrease, Direction::None, Direction::Better];
                (SlotRef::Direction, Compare::Direction(*self.random.pick(&ways)))
            }
            8 => {
                self.used.insert("stance");
                let tests = [
                    StanceTest::Is(Stance::Reported),
                    StanceTest::Is(Stance::Hypothesised),
                    StanceTest::Is(Stance::Gap),
                    StanceTest::MeasuredNull,
                ];
                (SlotRef::Stance, Compare::Stance(*self.random.pick(&tests)))
            }
            9 => {
                let numbers = (0..1 + self.random.below(3)).map(|_| 1 + self.random.below(7) as u32).collect();
                (SlotRef::Study, Compare::Numbers(numbers))
            }
            12 => {
                self.used.insert("evidence");
                let operators = [QuantityOperator::Equal, QuantityOperator::GreaterOrEqual, QuantityOperator::Less];
                let tier = *self.random.pick(&Tier::ALL);
                (SlotRef::Evidence, Compare::Tier(*self.random.pick(&operators), tier))
            }
            10 => (SlotRef::Source, Compare::Texts(vec!["red-2001".to_owned()])),
            _ => (SlotRef::Section, Compare::Texts(vec!["4.1".to_owned(), "5".to_owned()])),
        };
        if !matches!(slot, SlotRef::Declared(_)) {
            self.used.insert("common slot");
        }
        Test::Slot { slot, compare }
    }

    fn verb(&mut self) -> Verb {
        match self.random.weighted(&[12, 55, 12, 8, 8, 5]) {
            0 => {
                self.used.insert("any verb");
                Verb::Any
            }
            1 => {
                let asked = RelationId(self.random.weighted(&[40, 22, 2, 20, 8, 2, 2, 2, 2]) as u32);
                Verb::Relations { asked, members: self.relations(asked) }
            }
            2 => {
                self.used.insert("benefit");
                let better = self.random.percent(60);
                let asked = if better { IMPROVES } else { WORSENS };
                Verb::Benefit { asked, members: vec![asked], better }
            }
            3 => {
                self.used.insert("no effect");
                Verb::NoEffect
            }
            4 => {
                self.used.insert("contested");
                Verb::Contested
            }
            _ => {
                self.used.insert("includes");
                Verb::Includes
            }
        }
    }

    fn span() -> Span {
        Span::default()
    }

    /// An asked effect with some of the contexts, added to the goal.
    pub fn asked(&mut self, goal: &mut Goal, bound: &[ContextId], depth: usize) -> Condition {
        let bearer = self.letter(goal);
        let role = match goal.kind(bearer).map_or(goal.head, Head::Noun) {
            Head::Noun(GENE) => [Role::Object, Role::Subject, Role::Either][self.random.weighted(&[70, 20, 10])],
            _ => [Role::Subject, Role::Object, Role::Either][self.random.weighted(&[75, 13, 12])],
        };
        match role {
            Role::Object => self.used.insert("passive"),
            Role::Either => self.used.insert("either side"),
            Role::Subject => false,
        };
        let mut verb = self.verb();
        if self.chains > 0 && matches!(goal.head, Head::Noun(_)) && self.random.percent(self.chains) {
            self.used.insert("chain");
            let asked = RelationId([1, 4, 5, 6][self.random.weighted(&[45, 30, 15, 10])]);
            let within = 2 + self.random.weighted(&[55, 35, 10]) as u32;
            verb = Verb::Chain(Chain { asked, within, one_context: self.random.percent(25) });
        }
        let role = if matches!(verb, Verb::Chain(_)) && role == Role::Either { Role::Subject } else { role };
        let kind = match (&verb, role) {
            (Verb::Includes, _) | (_, Role::Object) => TREATMENT,
            _ => [GENE, TREATMENT, DISEASE][self.random.weighted(&[85, 10, 5])],
        };
        let letters: Vec<Letter> = (0..goal.width() as u8).map(Letter).filter(|letter| *letter != bearer).collect();
        let target = match self.random.weighted(&[76, 9, 15]) {
            _ if !letters.is_empty() && verb != Verb::Includes && self.random.percent(62) => {
                self.used.insert("letter as target");
                Target::Letter(*self.random.pick(&letters))
            }
            2 if depth > 0 => {
                self.used.insert("inner goal");
                Target::Goal(Box::new(self.inner(kind, depth - 1)))
            }
            1 if !matches!(verb, Verb::Chain(_)) => {
                self.used.insert("no target");
                Target::Any
            }
            _ => Target::Entities(self.set(kind)),
        };
        let mut contexts = bound.to_vec();
        if self.random.percent(6) {
            self.used.insert("own context");
            contexts.push(self.context(goal));
        }
        if verb == Verb::Includes {
            contexts.clear();
        }
        let plain = matches!(verb, Verb::Relations { .. } | Verb::Benefit { .. } | Verb::NoEffect);
        let letter = matches!(target, Target::Letter(_));
        let often = if goal.others.is_empty() { [90, 5, 5] } else { [98, 1, 1] };
        let quantifier = match self.random.weighted(&often) {
            1 if plain => Quantifier::Always,
            2 if plain && !letter => Quantifier::Only,
            _ => Quantifier::Some,
        };
        match quantifier {
            Quantifier::Some => false,
            Quantifier::Always => self.used.insert("always"),
            Quantifier::Only => self.used.insert("only"),
        };
        let effect = Effect::new(role, verb, target, contexts, Purpose::Asked, Maker::span());
        self.add(goal, Effect { bearer, quantifier, ..effect })
    }

    /// One of the nouns of a goal.
    fn letter(&mut self, goal: &Goal) -> Letter {
        if goal.others.is_empty() { Letter(0) } else { Letter(self.random.below(goal.width()) as u8) }
    }

    fn context(&mut self, goal: &mut Goal) -> ContextId {
        let depth = 1 + self.random.below(2);
        let test = self.test(depth);
        goal.contexts.push(Context { test, span: Maker::span() });
        ContextId(goal.contexts.len() as u32 - 1)
    }

    fn add(&mut self, goal: &mut Goal, mut effect: Effect) -> Condition {
        effect.contexts.sort();
        effect.contexts.dedup();
        goal.effects.push(effect);
        Condition::Effect(EffectId(goal.effects.len() as u32 - 1))
    }

    fn contexts_alone(&mut self, goal: &mut Goal, bound: &[ContextId]) -> Condition {
        self.used.insert("contexts alone");
        let mut contexts = bound.to_vec();
        if contexts.is_empty() || self.random.percent(40) {
            contexts.push(self.context(goal));
        }
        let role = if self.random.percent(30) { Role::Either } else { Role::Subject };
        let effect = Effect::new(role, Verb::Any, Target::Any, contexts, Purpose::Context, Maker::span());
        self.add(goal, effect)
    }

    /// `not`, with its candidate as resolution makes it, or (seldom) without.
    pub fn denied(&mut self, goal: &mut Goal, bound: &[ContextId], part: Condition) -> Condition {
        self.used.insert("not");
        if self.random.percent(12) {
            return Condition::Not(Box::new(part));
        }
        self.used.insert("candidate");
        let role = [Role::Subject, Role::Either][self.random.weighted(&[70, 30])];
        let effect = Effect::new(role, Verb::Any, Target::Any, bound.to_vec(), Purpose::Candidate, Maker::span());
        let candidate = self.add(goal, effect);
        Condition::All(vec![candidate, Condition::Not(Box::new(part))])
    }

    pub fn condition(&mut self, goal: &mut Goal, bound: &[ContextId], depth: usize) -> Condition {
        let shape = if depth == 0 { 0 } else { self.random.weighted(&[31, 8, 22, 13, 8, 7, 9, 5]) };
        let parts = |maker: &mut Self, goal: &mut Goal, least: usize| -> Vec<Condition> {
            let n = least + maker.random.below(2);
            (0..n).map(|_| maker.condition(goal, bound, depth - 1)).collect()
        };
        match shape {
            1 => {
                let parts = parts(self, goal, 1);
                self.used.insert("all");
                Condition::All(parts)
            }
            2 => {
                let parts = parts(self, goal, 2);
                self.used.insert("any");
                Condition::Any(parts)
            }
            3 => {
                // A context of its own belongs to what is denied.
                let mut inside = bound.to_vec();
                if self.random.percent(25) {
                    inside.push(self.context(goal));
                }
                let part = self.condition(goal, &inside, depth - 1);
                self.denied(goal, bound, part)
            }
            4 => {
                let parts = parts(self, goal, 2);
                self.used.insert("at least");
                Condition::AtLeast(self.random.below(parts.len() + 1) as u32, parts)
            }
            5 => {
                self.used.insert("is");
                let letter = self.letter(goal);
                let set = self.set(if goal.kind(letter) == Some(GENE) { GENE } else { TREATMENT });
                let is = Condition::Is(letter, set);
                let is = if self.random.percent(60) { Condition::Not(Box::new(is)) } else { is };
                let rest = self.condition(goal, bound, depth - 1);
                Condition::All(vec![rest, is])
            }
            6 => {
                let part = if self.random.percent(70) {
                    Condition::All(parts(self, goal, 2))
                } else {
                    self.condition(goal, bound, depth - 1)
                };
                self.used.insert("in one study");
                Condition::InOneStudy(Box::new(part))
            }
            7 => {
                // `and also`: nothing binds across it.
                let context = self.context(goal);
                self.used.insert("and also");
                Condition::All(vec![
                    self.condition(goal, bound, depth - 1),
                    self.condition(goal, &[context], depth - 1),
                ])
            }
            _ if goal.others.is_empty() && self.random.percent(14) => self.contexts_alone(goal, bound),
            _ => self.asked(goal, bound, 1),
        }
    }

    pub fn empty(head: Head) -> Goal {
        Goal::new(head)
    }

    pub fn fill(&mut self, goal: &mut Goal, depth: usize) {
        let n = self.random.weighted(&[62, 32, 6]);
        let bound: Vec<ContextId> = (0..n).map(|_| self.context(goal)).collect();
        goal.condition = self.condition(goal, &bound, depth);
    }

    fn inner(&mut self, kind: KindId, depth: usize) -> Goal {
        let mut goal = Maker::empty(Head::Noun(kind));
        self.fill(&mut goal, depth);
        if self.random.percent(15) {
            goal.limit = Some(self.random.below(3) as u64);
        }
        if self.random.percent(15) {
            goal.min_studies = 2;
        }
        goal
    }

    /// A goal of any shape.
    pub fn goal(&mut self) -> Goal {
        let heads = [Head::Noun(TREATMENT), Head::Noun(GENE), Head::Noun(DISEASE), Head::Finding, Head::Study];
        let mut goal = Maker::empty(heads[self.random.weighted(&[68, 15, 1, 8, 8])]);
        match goal.head {
            Head::Finding => self.used.insert("finding head"),
            Head::Study => self.used.insert("study head"),
            Head::Noun(_) => self.used.insert("noun head"),
        };
        self.fill(&mut goal, 2);
        if self.random.percent(9) {
            self.used.insert("at least n studies");
            goal.min_studies = 2 + u32::from(self.random.percent(20));
        }
        if self.random.percent(6) {
            self.used.insert("in at least n");
            let slots = [
                SlotRef::Declared(DISEASES),
                SlotRef::Declared(SPECIES_SLOT),
                SlotRef::Declared(DOSE),
                SlotRef::Declared(REMARK),
                SlotRef::Evidence,
                SlotRef::Study,
            ];
            let slot = slots[self.random.weighted(&[35, 25, 20, 10, 5, 5])];
            goal.least_values.push((2 + u32::from(self.random.percent(10)), slot));
        }
        if self.random.percent(10) {
            self.used.insert("count findings");
            goal.count_findings = true;
        }
        if self.random.percent(12) {
            self.used.insert("assuming");
            let slots = [SlotRef::Declared(DISEASES), SlotRef::Declared(SPECIES_SLOT), SlotRef::Evidence];
            goal.assuming.push(slots[self.random.weighted(&[60, 30, 10])]);
        }
        if self.random.percent(20) {
            self.used.insert("limit");
            goal.limit = Some(self.random.weighted(&[5, 30, 30, 35]) as u64);
        }
        if self.random.percent(30) {
            self.used.insert("order by");
            goal.order = Some(*self.random.pick(&[
                Order::Name,
                Order::Studies,
                Order::Findings,
                Order::Verdict,
                Order::Evidence,
            ]));
        }
        if self.random.percent(30) {
            self.used.insert("count by");
            let common = [
                SlotRef::Subject,
                SlotRef::Object,
                SlotRef::Verb,
                SlotRef::Direction,
                SlotRef::Stance,
                SlotRef::Study,
                SlotRef::Source,
                SlotRef::Section,
                SlotRef::Evidence,
            ];
            let slot = match self.random.below(10) {
                0 => None,
                1..5 => Some(SlotRef::Declared(SlotId(self.random.below(5) as u32))),
                _ => Some(*self.random.pick(&common)),
            };
            goal.count = Some(CountBy { slot });
        }
        goal
    }
}
