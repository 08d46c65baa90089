//! Random questions over the part of the language that SQL and SPARQL can say as well.
//!
//! A stream of numbers comes in, the tree of a question goes out with the operators that occur in it. Nothing here knows a finding.

use crate::question::{Condition, Context, Effect, Group, Head, Quantifier, Question, Target, Value, Verb};
use crate::random::Random;
use crate::world::{GENE, NULL, PROCESS, SLOTS, TREATMENT, VERBS, entity, several};
use std::collections::BTreeSet;

pub struct Maker<'r> {
    pub random: &'r mut Random,
    pub used: BTreeSet<&'static str>,
    /// The verb of the recursive definition, once there is one.
    pub defined: Option<usize>,
    /// Whether the letters of the head leave no room for what a single noun may say.
    many: bool,
    depth: usize,
}

impl<'r> Maker<'r> {
    pub fn new(random: &'r mut Random) -> Maker<'r> {
        Maker { random, used: BTreeSet::new(), defined: None, many: false, depth: 0 }
    }

    pub fn question(&mut self) -> Question {
        match self.random.weighted(&[42, 23, 11, 11, 13]) {
            0 => self.noun_question(),
            1 => self.join(),
            2 => self.governing(),
            3 => self.count(),
            _ => self.finding_or_study(),
        }
    }

    fn noun_question(&mut self) -> Question {
        let kind = *self.random.pick(&[TREATMENT, TREATMENT, GENE, GENE, PROCESS]);
        let count = 1 + self.random.weighted(&[87, 13]);
        if count > 1 {
            self.used.insert("and also");
        }
        let groups = (0..count).map(|_| self.group(kind, true)).collect();
        let min_studies = if self.random.percent(16) { 2 + u32::from(self.random.percent(20)) } else { 1 };
        if min_studies > 1 {
            self.used.insert("with at least n studies");
        }
        Question { head: Head::Nouns(vec![kind]), groups, min_studies, count: None }
    }

    fn count(&mut self) -> Question {
        self.used.insert("count by");
        let slot = self.random.below(SLOTS.len());
        let mut question = match self.random.percent(25) {
            true => self.finding_or_study(),
            false => self.noun_question(),
        };
        if let Head::Study = question.head {
            question.head = Head::Finding;
        }
        question.count = Some(slot);
        question
    }

    fn finding_or_study(&mut self) -> Question {
        let finding = self.random.percent(48);
        self.used.insert(if finding { "finding rows" } else { "study rows" });
        let mut parts: Vec<Condition> = Vec::new();
        if finding {
            for _ in 0..1 + self.random.below(2) {
                parts.push(Condition::Context(self.finding_context()));
            }
        }
        if !finding || self.random.percent(50) {
            for _ in 0..1 + self.random.below(if finding { 1 } else { 2 }) {
                let kind = *self.random.pick(&[TREATMENT, GENE]);
                parts.push(self.effect_or_not(kind));
            }
            if self.random.percent(30) {
                parts.push(Condition::Context(self.context(0)));
            }
        }
        let group = Group { or: false, parts, one_study: false };
        let head = if finding { Head::Finding } else { Head::Study };
        Question { head, groups: vec![group], min_studies: 1, count: None }
    }

    /// Letters: every one of them stands beside a verb outside of `not`.
    fn join(&mut self) -> Question {
        self.used.insert("letters");
        let shapes: [&[usize]; 7] = [
            &[TREATMENT, GENE],
            &[TREATMENT, TREATMENT, GENE],
            &[TREATMENT, TREATMENT, GENE],
            &[GENE, GENE],
            &[GENE, GENE, GENE],
            &[TREATMENT, GENE, PROCESS],
            &[TREATMENT, TREATMENT, GENE],
        ];
        let kinds = (*self.random.pick(&shapes)).to_vec();
        self.many = true;
        let mut parts: Vec<Condition> = Vec::new();
        let mut twins = false;
        if kinds == [TREATMENT, TREATMENT, GENE] {
            let verb = self.verb();
            twins = self.random.percent(65);
            let other = if twins { verb } else { self.verb() };
            parts.push(self.link(0, 2, verb, false));
            parts.push(self.link(1, 2, other, false));
        } else {
            for place in 1..kinds.len() {
                let verb = self.verb();
                let turned = self.random.percent(25);
                parts.push(self.link(place - 1, place, verb, turned));
            }
            if kinds.len() == 3 && self.random.percent(40) && kinds[0] != TREATMENT || self.random.percent(15) {
                let verb = self.verb();
                let (one, two) = if kinds[0] == GENE { (kinds.len() - 1, 0) } else { (0, kinds.len() - 1) };
                parts.push(self.link(one, two, verb, false));
            }
        }
        self.used.insert("several effects");
        if self.random.percent(24) {
            let context = self.context(0);
            parts.push(Condition::Context(context));
        }
        // What is said of one of two twins tells them apart.
        if self.random.percent(if twins { 8 } else { 28 }) {
            let place = self.random.below(kinds.len());
            let effect = Effect { letter: Some(place), ..self.effect(kinds[place]) };
            let more = Condition::Effect(effect);
            match self.random.below(4) {
                0 => parts.push(more),
                1 | 2 => {
                    self.used.insert("not");
                    parts.push(Condition::Not(Box::new(more)));
                }
                _ => {
                    self.used.insert("or");
                    let other = self.random.below(kinds.len());
                    let other = Effect { letter: Some(other), ..self.effect(kinds[other]) };
                    let arms = vec![more, Condition::Effect(other)];
                    parts.push(Condition::Bracket(Group { or: true, parts: arms, one_study: false }));
                }
            }
        }
        if self.random.percent(if twins { 4 } else { 15 }) {
            let place = self.random.below(kinds.len());
            let is = self.is(kinds[place], Some(place));
            parts.push(is);
        }
        self.random.shuffle(&mut parts);
        let one_study = self.random.percent(10);
        if one_study {
            self.used.insert("in one study");
        }
        self.many = false;
        let group = Group { or: false, parts, one_study };
        Question { head: Head::Nouns(kinds), groups: vec![group], min_studies: 1, count: None }
    }

    fn link(&mut self, from: usize, to: usize, verb: Verb, turned: bool) -> Condition {
        let (from, to) = if turned { (to, from) } else { (from, to) };
        let effect =
            Effect { letter: Some(from), verb, passive: turned, target: Target::Letter(to), places: Vec::new() };
        Condition::Effect(effect)
    }

    /// Questions that use a recursive verb.
    fn governing(&mut self) -> Question {
        self.used.insert("recursive definition");
        self.defined = Some(*self.random.pick(&[0, 0, 1, 3, 3, 4]));
        let passive = self.random.percent(40);
        let head = *self.random.pick(&[1, 1, 2, 3]);
        let governs = |letter, target| {
            Condition::Effect(Effect { letter, verb: Verb::Defined, passive, target, places: Vec::new() })
        };
        let name = match self.random.below(4) {
            0 => Target::Exactly(entity(self.random, GENE)),
            1 => Target::Choice(Quantifier::AtLeast(1), several(self.random, GENE, 3)),
            _ => Target::Name(entity(self.random, GENE)),
        };
        let mut parts = Vec::new();
        let kinds = match head {
            1 => {
                parts.push(governs(None, name));
                if self.random.percent(30) {
                    parts.push(self.effect_or_not(GENE));
                    self.used.insert("several effects");
                }
                vec![GENE]
            }
            2 => {
                parts.push(governs(Some(0), Target::Letter(1)));
                if self.random.percent(30) {
                    let effect = Effect { letter: Some(1), ..self.effect(GENE) };
                    let more = Condition::Effect(effect);
                    parts.push(if self.random.percent(50) { Condition::Not(Box::new(more)) } else { more });
                }
                vec![GENE, GENE]
            }
            _ => {
                self.used.insert("nested");
                let inner = Group { or: false, parts: vec![governs(None, name)], one_study: false };
                let inner =
                    Question { head: Head::Nouns(vec![GENE]), groups: vec![inner], min_studies: 1, count: None };
                let verb = self.verb();
                let target = Target::Query(Box::new(inner));
                parts.push(Condition::Effect(Effect {
                    letter: None,
                    verb,
                    passive: false,
                    target,
                    places: Vec::new(),
                }));
                vec![TREATMENT]
            }
        };
        if self.random.percent(35) {
            let context = self.slot_context();
            parts.push(Condition::Context(context));
        }
        let group = Group { or: false, parts, one_study: false };
        Question { head: Head::Nouns(kinds), groups: vec![group], min_studies: 1, count: None }
    }

    fn group(&mut self, kind: usize, top: bool) -> Group {
        let or = self.random.percent(25);
        let count = 1 + usize::from(or) + self.random.weighted(&[64, 32, 4]);
        let mut parts: Vec<Condition> = Vec::new();
        for _ in 0..count {
            let part = match self.random.weighted(&[70, 12, if top && self.depth < 2 { 12 } else { 0 }]) {
                0 => Condition::Effect(self.effect(kind)),
                1 => self.effect_or_not(kind),
                _ => {
                    self.depth += 1;
                    let group = self.group(kind, false);
                    self.depth -= 1;
                    if self.random.percent(25) {
                        self.used.insert("not");
                        Condition::Not(Box::new(Condition::Bracket(group)))
                    } else {
                        Condition::Bracket(group)
                    }
                }
            };
            parts.push(part);
        }
        if or {
            self.used.insert("or");
        } else if count > 1 {
            self.used.insert("several effects");
        }
        let contexts = self.random.weighted(&[52, 40, 8]);
        for _ in 0..contexts.min(if or { 1 } else { 2 }) {
            parts.push(Condition::Context(self.context(0)));
        }
        // Contexts alone; in a bracket they would be one context.
        if top && !or && contexts > 0 && self.random.percent(10) {
            self.used.insert("contexts alone");
            parts.retain(|part| matches!(part, Condition::Context(_)));
        } else if !or && self.random.percent(8) {
            parts.push(self.is(kind, None));
        }
        self.random.shuffle(&mut parts);
        let one_study = parts.len() > 1 && self.random.percent(14);
        if one_study {
            self.used.insert("in one study");
        }
        Group { or, parts, one_study }
    }

    fn effect_or_not(&mut self, kind: usize) -> Condition {
        let effect = Condition::Effect(self.effect(kind));
        if self.random.percent(60) {
            self.used.insert("not");
            Condition::Not(Box::new(effect))
        } else {
            effect
        }
    }

    fn is(&mut self, kind: usize, letter: Option<usize>) -> Condition {
        self.used.insert("is");
        let (not, exactly) = (self.random.percent(60), self.random.percent(30));
        Condition::Is { letter, not, exactly, entity: entity(self.random, kind) }
    }

    fn verb(&mut self) -> Verb {
        let verb = [0, 1, 2, 3, 4][self.random.weighted(&[40, 22, 3, 24, 11])];
        if VERBS.iter().any(|other| other.broader == Some(verb)) {
            self.used.insert("verb tree");
        }
        Verb::Tree(verb)
    }

    /// An effect that a noun can have: active for treatments, passive for processes, either for genes.
    fn effect(&mut self, kind: usize) -> Effect {
        let passive = kind == PROCESS || kind == GENE && self.random.percent(50);
        let other = match (passive, self.random.percent(75)) {
            (true, true) => TREATMENT,
            (true, false) => GENE,
            (false, true) => GENE,
            (false, false) => PROCESS,
        };
        if passive {
            self.used.insert("passive");
        }
        let verb = match self.random.weighted(&[80, 13, if passive { 0 } else { 5 }]) {
            0 => self.verb(),
            1 => {
                self.used.insert("measured null");
                Verb::NoEffect
            }
            _ => Verb::Unstudied,
        };
        let size = if other == PROCESS { 2 } else { 3 };
        let target = match self.random.weighted(&[52, 8, 26, if self.depth < 2 && !self.many { 14 } else { 0 }]) {
            _ if verb == Verb::Unstudied => Target::Name(entity(self.random, other)),
            0 => {
                self.used.insert("kinds");
                Target::Name(self.broad(other))
            }
            1 => Target::Exactly(entity(self.random, other)),
            2 => {
                self.used.insert("choice");
                let quantifier = match self.random.below(7) {
                    0 | 1 => Quantifier::Any,
                    2 => Quantifier::All,
                    3 => Quantifier::None,
                    4 => Quantifier::Exactly(1),
                    _ => {
                        self.used.insert("at least n of");
                        Quantifier::AtLeast(1 + self.random.below(2) as u32)
                    }
                };
                Target::Choice(quantifier, several(self.random, other, size))
            }
            _ => {
                self.used.insert("nested");
                self.depth += 2;
                let group = self.group(other, false);
                self.depth -= 2;
                let head = Head::Nouns(vec![other]);
                Target::Query(Box::new(Question { head, groups: vec![group], min_studies: 1, count: None }))
            }
        };
        let places = if self.random.percent(6) { self.places() } else { Vec::new() };
        Effect { letter: None, verb, passive, target, places }
    }

    /// An entity of a kind, more often one with others below it.
    fn broad(&mut self, kind: usize) -> usize {
        entity(self.random, kind).min(entity(self.random, kind))
    }

    fn places(&mut self) -> Vec<(usize, usize)> {
        self.used.insert("in");
        let slots = if self.random.percent(75) { vec![self.random.below(2)] } else { vec![0, 1] };
        slots.into_iter().map(|slot| (slot, self.broad(SLOTS[slot].1))).collect()
    }

    fn slot_context(&mut self) -> Context {
        self.used.insert("context");
        let slot = self.random.weighted(&[70, 30]);
        let kind = SLOTS[slot].1;
        let name = self.broad(kind);
        let value = match self.random.weighted(&[60, 10, 10, 20]) {
            0 => Value::Name(name),
            1 => Value::Exactly(name),
            2 => Value::Except(name, entity(self.random, kind)),
            _ => {
                let quantifier =
                    *self.random.pick(&[Quantifier::Any, Quantifier::Any, Quantifier::None, Quantifier::AtLeast(1)]);
                Value::Choice(quantifier, several(self.random, kind, 2))
            }
        };
        let differs = matches!(value, Value::Name(_) | Value::Exactly(_)) && self.random.percent(25);
        Context::Slot { slot, differs, value }
    }

    fn context(&mut self, depth: usize) -> Context {
        self.used.insert("context");
        match self.random.weighted(&[58, 12, 8, 4, 8, if depth == 0 { 10 } else { 0 }]) {
            0 => self.slot_context(),
            1 => {
                self.used.insert("not stated");
                Context::NotStated(self.random.below(2))
            }
            2 => {
                self.used.insert("stance");
                Context::Stance(self.random.pick::<&str>(&["hypothesised", "measured null", "reported", "gap"]))
            }
            3 => Context::Study(1 + self.random.below(6)),
            4 => Context::In(self.places()),
            _ => {
                let parts = vec![self.context(1), self.context(1)];
                match self.random.below(3) {
                    0 => Context::Any(parts),
                    1 => Context::All(parts),
                    _ => {
                        let inner = self.context(1);
                        Context::Not(Box::new(inner))
                    }
                }
            }
        }
    }

    fn finding_context(&mut self) -> Context {
        match self.random.below(5) {
            0 => Context::Subject(entity(self.random, TREATMENT)),
            1 => Context::Object(entity(self.random, GENE)),
            2 => Context::Direction(VERBS[*self.random.pick(&[0, 3, NULL])].direction),
            _ => self.context(0),
        }
    }
}

/// All operators that must occur, each in one case of twenty at least.
pub const OPERATORS: [&str; 23] = [
    "and also",
    "at least n of",
    "choice",
    "context",
    "count by",
    "finding rows",
    "in",
    "in one study",
    "kinds",
    "letters",
    "letters that may be exchanged",
    "measured null",
    "nested",
    "not",
    "not stated",
    "or",
    "passive",
    "recursive definition",
    "several effects",
    "stance",
    "study rows",
    "verb tree",
    "with at least n studies",
];
