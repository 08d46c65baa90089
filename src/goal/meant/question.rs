//! A question in the making, and how it is typed.
//!
//! Parts that a reader found come in, the text of a query goes out. Whether the query has a meaning is not known here.

use super::pieces::{Noun, Verb};
use crate::model::EntityId;

/// How the names behind a verb are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    One,
    /// By `and`.
    All,
    /// By `or`.
    Any,
    /// By commas alone, which may be either.
    Either,
    /// `neither CXCR4 nor VEGF`
    None,
    AtLeast(u32),
    Exactly(u32),
}

/// What a verb acts upon.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    Names(Joined, Vec<String>),
    /// A question in brackets, as it is typed.
    Inner(String),
}

/// `not always upregulates any of (CXCR4, VEGF)`
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    pub(super) not: bool,
    /// `always`, `only` or `indirectly`; may be empty.
    pub(super) before: String,
    pub(super) verb: Verb,
    pub(super) target: Target,
    /// What the first name of the target stands for.
    pub(super) ids: Vec<EntityId>,
    /// Joined to the clause before by `or`.
    pub(super) or: bool,
}

/// `disease = any of (fibrosis, cirrhosis)`
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Context {
    pub(super) not: bool,
    /// Slots that it may be about, the likeliest first.
    pub(super) slots: Vec<String>,
    pub(super) compare: String,
    pub(super) values: Vec<String>,
    /// Joined to what stands before by `or`.
    pub(super) or: bool,
}

/// A question for rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Question {
    /// None where the verb must tell.
    pub(super) head: Option<Noun>,
    pub(super) clauses: Vec<Clause>,
    pub(super) contexts: Vec<Context>,
    /// Names of the row itself: `is rapamycin`.
    pub(super) names: Vec<String>,
    /// What no finding says of the row, as it is typed: `unstudied in cirrhosis`.
    pub(super) unstudied: Vec<String>,
    /// `limit 5`
    pub(super) tails: Vec<String>,
    pub(super) count: bool,
    pub(super) by: Option<String>,
}

impl Question {
    /// The query as it is typed, with a head, the slots of this number in each context, and lists of commas read as `all` or as `any`.
    pub(super) fn text(&self, head: &str, slot: usize, all: bool) -> String {
        let mut out = String::new();
        if self.count {
            out.push_str("count ");
        }
        out.push_str(head);
        if let Some(by) = &self.by {
            out.push_str(&format!(" by {by}"));
        }
        let conditions = self.conditions(slot, all);
        if !conditions.is_empty() {
            out.push_str(&format!(" where {conditions}"));
        }
        for tail in &self.tails {
            out.push_str(&format!(" {tail}"));
        }
        out
    }

    fn conditions(&self, slot: usize, all: bool) -> String {
        let contexts: Vec<String> = self.contexts.iter().map(|context| context.text(slot)).collect();
        let mut effects = String::new();
        for clause in &self.clauses {
            if !effects.is_empty() {
                effects.push_str(if clause.or { " or " } else { " and " });
            }
            effects.push_str(&clause.text(all));
        }
        let alone = contexts.is_empty() && self.names.is_empty() && self.unstudied.is_empty();
        if self.clauses.iter().any(|clause| clause.or) && !alone {
            effects = format!("({effects})");
        }
        let either = self.contexts.iter().any(|context| context.or);
        let contexts = match contexts.len() {
            2.. if either && !self.clauses.is_empty() => format!("({})", contexts.join(" or ")),
            _ => contexts.join(if either { " or " } else { " and " }),
        };
        let names: Vec<String> = self.names.iter().map(|name| format!("is {name}")).collect();
        [names.join(" and "), effects, contexts, self.unstudied.join(" and ")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" and ")
    }
}

impl Clause {
    /// A verb and its target, with nothing before them.
    pub(super) fn of(verb: Verb, target: Target) -> Clause {
        Clause { not: false, before: String::new(), verb, target, ids: Vec::new(), or: false }
    }

    fn text(&self, all: bool) -> String {
        let list = |words: &str, names: &[String]| format!("{words} ({})", names.join(", "));
        let (not, target) = match &self.target {
            Target::Inner(query) => (self.not, format!("({query})")),
            Target::Names(Joined::One, names) => (self.not, names.join(", ")),
            // Of a denial, neither is meant.
            Target::Names(Joined::All | Joined::Any | Joined::Either, names) if self.not => {
                (false, list("none of", names))
            }
            Target::Names(Joined::None, names) => (self.not, list("none of", names)),
            Target::Names(Joined::AtLeast(n), names) => (self.not, list(&format!("at least {n} of"), names)),
            Target::Names(Joined::Exactly(n), names) => (self.not, list(&format!("exactly {n} of"), names)),
            Target::Names(Joined::Any, names) => (false, list("any of", names)),
            Target::Names(Joined::Either, names) if !all => (false, list("any of", names)),
            Target::Names(Joined::All | Joined::Either, names) => (false, list("all of", names)),
        };
        let not = if not { "not " } else { "" };
        let space = if self.before.is_empty() { "" } else { " " };
        format!("{not}{}{space}{} {target}", self.before, self.verb.phrase)
    }
}

impl Context {
    /// Slots that are one of these values.
    pub(super) fn of(slots: Vec<String>, values: Vec<String>) -> Context {
        Context { not: false, slots, compare: "=".to_owned(), values, or: false }
    }

    fn text(&self, slot: usize) -> String {
        let name = self.slots.get(slot).or(self.slots.first()).map_or("", String::as_str);
        let compare = match self.compare.as_str() {
            "=" if self.not => "!=",
            "!=" if self.not => "=",
            other => other,
        };
        let not = if self.not && !matches!(self.compare.as_str(), "=" | "!=") { "not " } else { "" };
        match self.values.as_slice() {
            [one] => format!("{not}{name} {compare} {one}"),
            several => format!("{not}{name} {compare} any of ({})", several.join(", ")),
        }
    }
}
