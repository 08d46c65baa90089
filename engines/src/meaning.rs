//! What a question means, by sections 1 and 3 of `docs/semantics.md`: effects with the contexts that bind them, joined by and, or, not.
//!
//! A tree of a question comes in, conditions go out that SQL and SPARQL are written from. It is made without any code of whereof, so that
//! a wrong binding there is seen.

use crate::question::{self, Context, Head, Quantifier, Question, Target, Value};

/// Entities, by their numbers in the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub asked: usize,
    pub exactly: bool,
    pub except: Option<usize>,
}

/// A condition on one finding: holds, fails, or is unknown where a slot is not stated.
#[derive(Clone, Debug)]
pub enum Test {
    Slot(usize, Set),
    NotStated(usize),
    Stance(&'static str),
    Direction(&'static str),
    Subject(Set),
    Object(Set),
    Study(usize),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    AtLeast(u32, Vec<Test>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Side {
    Subject,
    Object,
    Either,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Purpose {
    Asked,
    Context,
    Candidate,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verb {
    Any,
    Tree(usize),
    NoEffect,
    Defined,
}

#[derive(Clone, Debug)]
pub enum About {
    Anything,
    Set(Set),
    Letter(usize),
    Rows(Box<Goal>),
}

#[derive(Clone, Debug)]
pub struct Effect {
    pub bearer: usize,
    pub side: Side,
    pub verb: Verb,
    pub about: About,
    pub tests: Vec<Test>,
    pub purpose: Purpose,
    pub min_studies: u32,
}

impl Effect {
    /// Whether findings of other stances than reported are looked at.
    pub fn asks_stance(&self) -> bool {
        fn asks(test: &Test) -> bool {
            match test {
                Test::Stance(_) => true,
                Test::All(parts) | Test::Any(parts) | Test::AtLeast(_, parts) => parts.iter().any(asks),
                Test::Not(part) => asks(part),
                _ => false,
            }
        }
        self.tests.iter().any(asks)
    }
}

#[derive(Clone, Debug)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    AtLeast(u32, Vec<Condition>),
    Effect(Box<Effect>),
    Is(usize, Set),
    InOneStudy(Box<Condition>),
}

#[derive(Clone, Debug)]
pub enum Rows {
    Nouns(Vec<usize>),
    Finding,
    Study,
}

#[derive(Clone, Debug)]
pub struct Goal {
    pub rows: Rows,
    pub condition: Condition,
    /// Letters of one noun that may be exchanged: of such a pair the row with the smaller name first is given.
    pub alike: Vec<(usize, usize)>,
    pub count: Option<usize>,
}

/// An effect in positive position: what witnesses are looked for of. With the conditions of the `in one study` around it, from the
/// outermost, and whether each must be true or false.
pub struct Witness<'g> {
    pub effect: &'g Effect,
    pub studies: Vec<(&'g Condition, bool)>,
}

impl Goal {
    pub fn of(question: &Question) -> Goal {
        let rows = match &question.head {
            Head::Nouns(kinds) => Rows::Nouns(kinds.clone()),
            Head::Finding => Rows::Finding,
            Head::Study => Rows::Study,
        };
        let many = matches!(&rows, Rows::Nouns(kinds) if kinds.len() > 1);
        let reading = Reading { many, min_studies: question.min_studies };
        let groups = question.groups.iter().map(|group| reading.group(group, &[])).collect();
        let condition = Condition::All(groups);
        let mut alike = Vec::new();
        if let Rows::Nouns(kinds) = &rows {
            for two in 0..kinds.len() {
                for one in 0..two {
                    let written = |swap| canonical(&condition, swap);
                    if kinds[one] == kinds[two] && written((one, one)) == written((one, two)) {
                        alike.push((one, two));
                    }
                }
            }
        }
        Goal { rows, condition, alike, count: question.count }
    }

    pub fn witnesses(&self) -> Vec<Witness<'_>> {
        fn walk<'g>(
            condition: &'g Condition,
            positive: bool,
            studies: &[(&'g Condition, bool)],
            found: &mut Vec<Witness<'g>>,
        ) {
            match condition {
                Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                    parts.iter().for_each(|part| walk(part, positive, studies, found));
                }
                Condition::Not(part) => walk(part, !positive, studies, found),
                Condition::Is(..) => {}
                Condition::InOneStudy(part) => {
                    let studies = [studies, &[(&**part, positive)]].concat();
                    walk(part, positive, &studies, found);
                }
                Condition::Effect(effect) => {
                    if positive && effect.purpose != Purpose::Candidate {
                        found.push(Witness { effect, studies: studies.to_vec() });
                    }
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.condition, true, &[], &mut found);
        found
    }
}

/// A condition in an order that does not depend on how it was written, with two letters exchanged.
fn canonical(condition: &Condition, swap: (usize, usize)) -> String {
    let other = |letter: usize| match swap {
        (one, two) if letter == one => two,
        (one, two) if letter == two => one,
        _ => letter,
    };
    let many = |parts: &[Condition]| {
        let mut parts: Vec<String> = parts.iter().map(|part| canonical(part, swap)).collect();
        parts.sort();
        parts.join(" ; ")
    };
    match condition {
        Condition::All(parts) => format!("all [{}]", many(parts)),
        Condition::Any(parts) => format!("any [{}]", many(parts)),
        Condition::AtLeast(n, parts) => format!("{n} [{}]", many(parts)),
        Condition::Not(part) => format!("not [{}]", canonical(part, swap)),
        Condition::InOneStudy(part) => format!("study [{}]", canonical(part, swap)),
        Condition::Is(letter, set) => format!("{} is {set:?}", other(*letter)),
        Condition::Effect(effect) => {
            let mut effect = effect.clone();
            effect.bearer = other(effect.bearer);
            if let About::Letter(letter) = &mut effect.about {
                *letter = other(*letter);
            }
            format!("{effect:?}")
        }
    }
}

struct Reading {
    many: bool,
    min_studies: u32,
}

impl Reading {
    fn group(&self, group: &question::Group, outer: &[Test]) -> Condition {
        let read = if group.or { self.or_group(group, outer) } else { self.and_group(group, outer) };
        if group.one_study { Condition::InOneStudy(Box::new(read)) } else { read }
    }

    /// Every context of an and-group binds every effect in it, in brackets and under `not` too.
    fn and_group(&self, group: &question::Group, outer: &[Test]) -> Condition {
        let mut bound = outer.to_vec();
        for part in &group.parts {
            if let question::Condition::Context(context) = part {
                bound.push(test(context));
            }
        }
        let others: Vec<_> =
            group.parts.iter().filter(|part| !matches!(part, question::Condition::Context(_))).collect();
        if others.is_empty() {
            return some_finding(bound);
        }
        Condition::All(others.into_iter().map(|part| self.condition(part, &bound)).collect())
    }

    /// A context that stands alone in an or-group means: has a finding with it.
    fn or_group(&self, group: &question::Group, outer: &[Test]) -> Condition {
        let arms = group.parts.iter().map(|part| match part {
            question::Condition::Context(context) => some_finding([outer, &[test(context)]].concat()),
            _ => self.condition(part, outer),
        });
        Condition::Any(arms.collect())
    }

    fn condition(&self, condition: &question::Condition, bound: &[Test]) -> Condition {
        match condition {
            question::Condition::Not(part) => self.denied(self.condition(part, bound), bound),
            question::Condition::Bracket(group) => self.group(group, bound),
            question::Condition::Context(context) => some_finding([bound, &[test(context)]].concat()),
            question::Condition::Effect(effect) => self.effect(effect, bound),
            question::Condition::Is { letter, not, exactly, entity } => {
                let set = Set { asked: *entity, exactly: *exactly, except: None };
                let is = Condition::Is(letter.unwrap_or(0), set);
                if *not { Condition::Not(Box::new(is)) } else { is }
            }
        }
    }

    /// `not`: among those that have a finding in the contexts outside, on the side on which the denied effects have the row.
    fn denied(&self, denied: Condition, bound: &[Test]) -> Condition {
        if self.many {
            return Condition::Not(Box::new(denied));
        }
        let mut sides = Vec::new();
        sides_of(&denied, &mut sides);
        sides.dedup();
        let side = if let [side] = sides.as_slice() { *side } else { Side::Either };
        let candidate = Effect { side, purpose: Purpose::Candidate, ..any(bound.to_vec()) };
        Condition::All(vec![Condition::Effect(Box::new(candidate)), Condition::Not(Box::new(denied))])
    }

    fn effect(&self, effect: &question::Effect, bound: &[Test]) -> Condition {
        let mut tests = bound.to_vec();
        if !effect.places.is_empty() {
            tests.push(place(&effect.places));
        }
        let one = |about: About| {
            Condition::Effect(Box::new(Effect {
                bearer: effect.letter.unwrap_or(0),
                side: if effect.passive { Side::Object } else { Side::Subject },
                verb: match effect.verb {
                    question::Verb::Tree(verb) => Verb::Tree(verb),
                    question::Verb::NoEffect => Verb::NoEffect,
                    question::Verb::Unstudied => Verb::Any,
                    question::Verb::Defined => Verb::Defined,
                },
                about,
                tests: tests.clone(),
                purpose: Purpose::Asked,
                min_studies: self.min_studies,
            }))
        };
        let of = |asked: usize, exactly| one(About::Set(Set { asked, exactly, except: None }));
        let read = match &effect.target {
            Target::Name(entity) => of(*entity, false),
            Target::Exactly(entity) => of(*entity, true),
            Target::Letter(letter) => one(About::Letter(*letter)),
            Target::Query(question) => one(About::Rows(Box::new(Goal::of(question)))),
            Target::Choice(quantifier, entities) => {
                let each: Vec<Condition> = entities.iter().map(|entity| of(*entity, false)).collect();
                match quantifier {
                    Quantifier::Any => Condition::Any(each),
                    Quantifier::All => Condition::All(each),
                    Quantifier::None => return self.denied(Condition::Any(each), &tests),
                    Quantifier::AtLeast(n) => Condition::AtLeast(*n, each),
                    Quantifier::Exactly(n) => Condition::All(vec![
                        Condition::AtLeast(*n, each.clone()),
                        Condition::Not(Box::new(Condition::AtLeast(n + 1, each))),
                    ]),
                }
            }
        };
        if effect.verb == question::Verb::Unstudied { self.denied(read, bound) } else { read }
    }
}

fn sides_of(condition: &Condition, sides: &mut Vec<Side>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| sides_of(part, sides));
        }
        Condition::Not(part) | Condition::InOneStudy(part) => sides_of(part, sides),
        Condition::Is(..) => {}
        Condition::Effect(effect) => {
            if effect.purpose == Purpose::Asked {
                sides.push(effect.side);
            }
        }
    }
}

/// Any verb on anything.
fn any(tests: Vec<Test>) -> Effect {
    Effect {
        bearer: 0,
        side: Side::Either,
        verb: Verb::Any,
        about: About::Anything,
        tests,
        purpose: Purpose::Context,
        min_studies: 1,
    }
}

fn some_finding(tests: Vec<Test>) -> Condition {
    Condition::Effect(Box::new(any(tests)))
}

fn place(values: &[(usize, usize)]) -> Test {
    let set = |asked| Set { asked, exactly: false, except: None };
    Test::All(values.iter().map(|(slot, entity)| Test::Slot(*slot, set(*entity))).collect())
}

fn test(context: &Context) -> Test {
    let set = |asked| Set { asked, exactly: false, except: None };
    match context {
        Context::Slot { slot, differs, value } => {
            let holds = match value {
                Value::Name(entity) => Test::Slot(*slot, set(*entity)),
                Value::Exactly(entity) => Test::Slot(*slot, Set { exactly: true, ..set(*entity) }),
                Value::Except(entity, but) => Test::Slot(*slot, Set { except: Some(*but), ..set(*entity) }),
                Value::Choice(quantifier, entities) => {
                    let each: Vec<Test> = entities.iter().map(|entity| Test::Slot(*slot, set(*entity))).collect();
                    match quantifier {
                        Quantifier::Any => Test::Any(each),
                        Quantifier::All => Test::All(each),
                        Quantifier::None => Test::Not(Box::new(Test::Any(each))),
                        Quantifier::AtLeast(n) => Test::AtLeast(*n, each),
                        Quantifier::Exactly(n) => Test::All(vec![
                            Test::AtLeast(*n, each.clone()),
                            Test::Not(Box::new(Test::AtLeast(n + 1, each))),
                        ]),
                    }
                }
            };
            if *differs { Test::Not(Box::new(holds)) } else { holds }
        }
        Context::NotStated(slot) => Test::NotStated(*slot),
        Context::Stance(stance) => Test::Stance(stance),
        Context::Direction(direction) => Test::Direction(direction),
        Context::Subject(entity) => Test::Subject(set(*entity)),
        Context::Object(entity) => Test::Object(set(*entity)),
        Context::Study(study) => Test::Study(*study),
        Context::In(values) => place(values),
        Context::Not(part) => Test::Not(Box::new(test(part))),
        Context::Any(parts) => Test::Any(parts.iter().map(test).collect()),
        Context::All(parts) => Test::All(parts.iter().map(test).collect()),
    }
}
