//! Questions as a person writes them, and as text.
//!
//! A tree of a question comes in, its text in the language goes out. What the tree means is said in `meaning`; nothing here knows which
//! context binds which effect.

use crate::world::{KINDS, SLOTS, VERBS, World};

#[derive(Clone)]
pub enum Head {
    /// Kinds; with more than one each has a letter: A, B, C.
    Nouns(Vec<usize>),
    Finding,
    Study,
}

#[derive(Clone)]
pub struct Question {
    pub head: Head,
    pub groups: Vec<Group>,
    pub min_studies: u32,
    /// `count HEAD by SLOT`.
    pub count: Option<usize>,
}

#[derive(Clone)]
pub struct Group {
    pub or: bool,
    pub parts: Vec<Condition>,
    pub one_study: bool,
}

#[derive(Clone)]
pub enum Condition {
    Not(Box<Condition>),
    Bracket(Group),
    Context(Context),
    Effect(Effect),
    Is { letter: Option<usize>, not: bool, exactly: bool, entity: usize },
}

#[derive(Clone)]
pub struct Effect {
    pub letter: Option<usize>,
    pub verb: Verb,
    pub passive: bool,
    pub target: Target,
    /// `in X, Y`: values of slots.
    pub places: Vec<(usize, usize)>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Verb {
    /// With all narrower ones.
    Tree(usize),
    NoEffect,
    Unstudied,
    /// The verb that the case defines.
    Defined,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Quantifier {
    Any,
    All,
    None,
    AtLeast(u32),
    Exactly(u32),
}

#[derive(Clone)]
pub enum Target {
    Name(usize),
    Exactly(usize),
    Choice(Quantifier, Vec<usize>),
    Letter(usize),
    Query(Box<Question>),
}

#[derive(Clone)]
pub enum Context {
    Slot { slot: usize, differs: bool, value: Value },
    NotStated(usize),
    Stance(&'static str),
    Direction(&'static str),
    Subject(usize),
    Object(usize),
    Study(usize),
    In(Vec<(usize, usize)>),
    Not(Box<Context>),
    Any(Vec<Context>),
    All(Vec<Context>),
}

#[derive(Clone)]
pub enum Value {
    Name(usize),
    Exactly(usize),
    Except(usize, usize),
    Choice(Quantifier, Vec<usize>),
}

/// The recursive verb of a case: genes along findings of one verb with all narrower ones.
pub fn definition(verb: usize) -> String {
    let verb = VERBS[verb].name;
    format!("define gene A governs gene B = gene C where A {verb} B or (A {verb} C and C governs B)")
}

pub fn letter(place: usize) -> char {
    ['A', 'B', 'C', 'D'][place]
}

impl Quantifier {
    fn words(self) -> String {
        match self {
            Quantifier::Any => "any of".to_owned(),
            Quantifier::All => "all of".to_owned(),
            Quantifier::None => "none of".to_owned(),
            Quantifier::AtLeast(n) => format!("at least {n} of"),
            Quantifier::Exactly(n) => format!("exactly {n} of"),
        }
    }
}

fn choice(world: &World, quantifier: Quantifier, entities: &[usize]) -> String {
    let names: Vec<&str> = entities.iter().map(|entity| world.name(*entity)).collect();
    format!("{} ({})", quantifier.words(), names.join(", "))
}

impl Question {
    pub fn text(&self, world: &World) -> String {
        let head = match &self.head {
            Head::Finding => "finding".to_owned(),
            Head::Study => "study".to_owned(),
            Head::Nouns(kinds) if kinds.len() == 1 => KINDS[kinds[0]].to_owned(),
            Head::Nouns(kinds) => {
                let each = kinds.iter().enumerate().map(|(place, kind)| format!("{} {}", KINDS[*kind], letter(place)));
                each.collect::<Vec<_>>().join(", ")
            }
        };
        let groups: Vec<String> = self.groups.iter().map(|group| group.text(world)).collect();
        let mut out = match self.count {
            Some(slot) => format!("count {head} by {} where ", SLOTS[slot].0),
            None => format!("{head} where "),
        };
        out.push_str(&groups.join(" and also "));
        if self.min_studies > 1 {
            out.push_str(&format!(" with at least {} studies", self.min_studies));
        }
        out
    }
}

impl Group {
    fn text(&self, world: &World) -> String {
        let parts: Vec<String> = self.parts.iter().map(|part| part.text(world)).collect();
        let study = if self.one_study { " in one study" } else { "" };
        format!("{}{study}", parts.join(if self.or { " or " } else { " and " }))
    }
}

impl Condition {
    fn text(&self, world: &World) -> String {
        match self {
            Condition::Not(part) => format!("not {}", part.text(world)),
            Condition::Bracket(group) => format!("({})", group.text(world)),
            Condition::Context(context) => context.text(world),
            Condition::Effect(effect) => effect.text(world),
            Condition::Is { letter: of, not, exactly, entity } => {
                let of = of.map_or(String::new(), |place| format!("{} ", letter(place)));
                let not = if *not { "not " } else { "" };
                let exactly = if *exactly { "exactly " } else { "" };
                format!("{of}is {not}{exactly}{}", world.name(*entity))
            }
        }
    }
}

fn places(world: &World, places: &[(usize, usize)]) -> String {
    let names: Vec<&str> = places.iter().map(|(_, entity)| world.name(*entity)).collect();
    format!("in {}", names.join(", "))
}

impl Effect {
    fn text(&self, world: &World) -> String {
        let bearer = self.letter.map_or(String::new(), |place| format!("{} ", letter(place)));
        let verb = match (self.verb, self.passive) {
            (Verb::Tree(verb), false) => VERBS[verb].name,
            (Verb::Tree(verb), true) => VERBS[verb].passive,
            (Verb::NoEffect, false) => "no effect on",
            (Verb::NoEffect, true) => "unaffected by",
            (Verb::Unstudied, _) => "unstudied on",
            (Verb::Defined, false) => "governs",
            (Verb::Defined, true) => "governed by",
        };
        let target = match &self.target {
            Target::Name(entity) => world.name(*entity).to_owned(),
            Target::Exactly(entity) => format!("exactly {}", world.name(*entity)),
            Target::Choice(quantifier, entities) => choice(world, *quantifier, entities),
            Target::Letter(place) => letter(*place).to_string(),
            Target::Query(question) => format!("({})", question.text(world)),
        };
        let own = if self.places.is_empty() { String::new() } else { format!(" {}", places(world, &self.places)) };
        format!("{bearer}{verb} {target}{own}")
    }
}

impl Context {
    fn text(&self, world: &World) -> String {
        let bracket = |parts: &[Context], joiner: &str| {
            let parts: Vec<String> = parts.iter().map(|part| part.text(world)).collect();
            format!("({})", parts.join(joiner))
        };
        match self {
            Context::Slot { slot, differs, value } => {
                let operator = if *differs { "!=" } else { "=" };
                let value = match value {
                    Value::Name(entity) => world.name(*entity).to_owned(),
                    Value::Exactly(entity) => format!("exactly {}", world.name(*entity)),
                    Value::Except(entity, but) => format!("{} except {}", world.name(*entity), world.name(*but)),
                    Value::Choice(quantifier, entities) => choice(world, *quantifier, entities),
                };
                format!("{} {operator} {value}", SLOTS[*slot].0)
            }
            Context::NotStated(slot) => format!("{} not stated", SLOTS[*slot].0),
            Context::Stance(stance) => format!("stance = \"{stance}\""),
            Context::Direction(direction) => format!("direction = {direction}"),
            Context::Subject(entity) => format!("subject = {}", world.name(*entity)),
            Context::Object(entity) => format!("object = {}", world.name(*entity)),
            Context::Study(study) => format!("study = {study}"),
            Context::In(values) => places(world, values),
            Context::Not(part) => match &**part {
                Context::Any(_) | Context::All(_) => format!("not {}", part.text(world)),
                _ => format!("not ({})", part.text(world)),
            },
            Context::Any(parts) => bracket(parts, " or "),
            Context::All(parts) => bracket(parts, " and "),
        }
    }
}
