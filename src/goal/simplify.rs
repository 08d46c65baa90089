//! Rewriting a goal into a smaller one that means the same.
//!
//! A [`Goal`] comes in and one with the same whole outcome goes out: rows, witnesses, verdicts, near misses and what was skipped. It knows the
//! shapes of conditions and tests, not what they say, so a rewrite that would forget an effect or a slot is none of its own.

use super::{Condition, Goal, Target, Test};
use rustc_hash::{FxHashMap, FxHasher};
use std::fmt::{self, Write};
use std::hash::Hasher;

/// One rewrite; all of them run in the order of [`Pass::ALL`], inner goals included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pass {
    /// `not not a` => `a`
    DoubleNegation,
    /// `at least 1 of (a, b)` => `a or b`; `at least 2 of (a, b)` => `a and b`
    Thresholds,
    /// `not` of nothing at all: `not all()` => `any()`, `not any()` => `all()`
    Constants,
    /// `a and (b and c)` => `a and b and c`; likewise `or`; an empty `and` in an `and` and an empty `or` in an `or` go
    Flatten,
    /// `a and b and a` => `a and b`; likewise `or`
    Duplicates,
    /// `and` or `or` of `a` alone => `a`
    Single,
}

impl Pass {
    /// All of them, in the order in which they run.
    pub const ALL: [Pass; 6] =
        [Pass::DoubleNegation, Pass::Thresholds, Pass::Constants, Pass::Flatten, Pass::Duplicates, Pass::Single];
}

/// Runs all passes.
#[must_use]
pub fn simplify(goal: Goal) -> Goal {
    simplify_with(goal, &Pass::ALL)
}

/// Runs some passes, in the order given: to look at one alone, or to leave one out.
#[must_use]
pub fn simplify_with(mut goal: Goal, passes: &[Pass]) -> Goal {
    for pass in passes {
        goal.condition = rewrite(goal.condition, *pass);
        for context in &mut goal.contexts {
            let test = std::mem::replace(&mut context.test, Test::All(Vec::new()));
            context.test = rewrite(test, *pass);
        }
    }
    for effect in &mut goal.effects {
        if let Target::Goal(inner) = &mut effect.target {
            let copy = Goal::clone(inner);
            **inner = simplify_with(copy, passes);
        }
    }
    goal
}

/// What conditions of rows and tests of findings have in common.
trait Shape: Sized + PartialEq + fmt::Debug {
    fn open(self) -> Open<Self>;
    fn all(parts: Vec<Self>) -> Self;
    fn any(parts: Vec<Self>) -> Self;
    fn not(part: Self) -> Self;
    fn at_least(need: u32, parts: Vec<Self>) -> Self;
    /// Rewrites what only one of the two has.
    fn within(self, pass: Pass) -> Self;
}

/// A shape taken apart.
enum Open<T> {
    All(Vec<T>),
    Any(Vec<T>),
    Not(T),
    AtLeast(u32, Vec<T>),
    Other(T),
}

impl Shape for Condition {
    fn open(self) -> Open<Self> {
        match self {
            Condition::All(parts) => Open::All(parts),
            Condition::Any(parts) => Open::Any(parts),
            Condition::Not(part) => Open::Not(*part),
            Condition::AtLeast(need, parts) => Open::AtLeast(need, parts),
            other @ (Condition::Effect(_) | Condition::Is(..) | Condition::InOneStudy(_)) => Open::Other(other),
        }
    }
    fn all(parts: Vec<Self>) -> Self {
        Condition::All(parts)
    }
    fn any(parts: Vec<Self>) -> Self {
        Condition::Any(parts)
    }
    fn not(part: Self) -> Self {
        Condition::Not(Box::new(part))
    }
    fn at_least(need: u32, parts: Vec<Self>) -> Self {
        Condition::AtLeast(need, parts)
    }
    fn within(self, pass: Pass) -> Self {
        match self {
            Condition::InOneStudy(part) => Condition::InOneStudy(Box::new(rewrite(*part, pass))),
            other => other,
        }
    }
}

impl Shape for Test {
    fn open(self) -> Open<Self> {
        match self {
            Test::All(parts) => Open::All(parts),
            Test::Any(parts) => Open::Any(parts),
            Test::Not(part) => Open::Not(*part),
            Test::AtLeast(need, parts) => Open::AtLeast(need, parts),
            other @ (Test::Slot { .. } | Test::NotStated(_)) => Open::Other(other),
        }
    }
    fn all(parts: Vec<Self>) -> Self {
        Test::All(parts)
    }
    fn any(parts: Vec<Self>) -> Self {
        Test::Any(parts)
    }
    fn not(part: Self) -> Self {
        Test::Not(Box::new(part))
    }
    fn at_least(need: u32, parts: Vec<Self>) -> Self {
        Test::AtLeast(need, parts)
    }
    fn within(self, _pass: Pass) -> Self {
        self
    }
}

/// Opens a part of the same shape as the whole, or gives it back.
type Same<T> = fn(Open<T>) -> Result<Vec<T>, Open<T>>;

/// Rewrites from the inside out.
fn rewrite<T: Shape>(shape: T, pass: Pass) -> T {
    let inside = |parts: Vec<T>| parts.into_iter().map(|part| rewrite(part, pass)).collect::<Vec<T>>();
    match shape.open() {
        Open::All(parts) => many(inside(parts), pass, T::all, |open| match open {
            Open::All(parts) => Ok(parts),
            other => Err(other),
        }),
        Open::Any(parts) => many(inside(parts), pass, T::any, |open| match open {
            Open::Any(parts) => Ok(parts),
            other => Err(other),
        }),
        Open::Not(part) => match (pass, rewrite(part, pass).open()) {
            (Pass::DoubleNegation, Open::Not(part)) => part,
            (Pass::Constants, Open::All(parts)) if parts.is_empty() => T::any(parts),
            (Pass::Constants, Open::Any(parts)) if parts.is_empty() => T::all(parts),
            (_, open) => T::not(close(open)),
        },
        Open::AtLeast(need, parts) => {
            let parts = inside(parts);
            match need {
                1 if pass == Pass::Thresholds => T::any(parts),
                n if pass == Pass::Thresholds && n as usize == parts.len() => T::all(parts),
                n => T::at_least(n, parts),
            }
        }
        Open::Other(other) => other.within(pass),
    }
}

/// Rewrites an `and` or an `or`; `same` opens a part of the same shape.
fn many<T: Shape>(parts: Vec<T>, pass: Pass, make: fn(Vec<T>) -> T, same: Same<T>) -> T {
    match pass {
        Pass::Flatten => {
            let mut flat = Vec::with_capacity(parts.len());
            for part in parts {
                match same(part.open()) {
                    Ok(parts) => flat.extend(parts),
                    Err(open) => flat.push(close(open)),
                }
            }
            make(flat)
        }
        Pass::Duplicates => make(once(parts)),
        Pass::Single if parts.len() == 1 => parts.into_iter().next().unwrap_or_else(|| make(Vec::new())),
        _ => make(parts),
    }
}

/// The parts without later ones that equal an earlier one.
fn once<T: Shape>(parts: Vec<T>) -> Vec<T> {
    let few = parts.len() <= FEW;
    let mut once: Vec<T> = Vec::with_capacity(parts.len());
    // Many parts are only compared with those that look alike.
    let mut alike: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for part in parts {
        if few {
            if !once.contains(&part) {
                once.push(part);
            }
            continue;
        }
        let same = alike.entry(looks(&part)).or_default();
        if !same.iter().any(|at| once.get(*at) == Some(&part)) {
            same.push(once.len());
            once.push(part);
        }
    }
    once
}

/// So few parts are compared each with each.
const FEW: usize = 16;

/// A number that equal parts share.
fn looks(part: &impl fmt::Debug) -> u64 {
    struct Looks(FxHasher);
    impl Write for Looks {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut looks = Looks(FxHasher::default());
    // writing to a hash does not fail; were it so, the parts would only be compared more often
    let _ = write!(looks, "{part:?}");
    looks.0.finish()
}

fn close<T: Shape>(open: Open<T>) -> T {
    match open {
        Open::All(parts) => T::all(parts),
        Open::Any(parts) => T::any(parts),
        Open::Not(part) => T::not(part),
        Open::AtLeast(need, parts) => T::at_least(need, parts),
        Open::Other(other) => other,
    }
}
