//! Nodes of the statements beside queries: tables, chains, definitions, and what a script says to its session.
//!
//! The parser makes them, the engine answers them and the printer writes them. Names in them are words only, as everywhere in the
//! tree.

use super::{Body, Effect, Items, Part, Query, Run, RunOrChoice};
use crate::text::Span;

/// `matrix`: one cell for each pair of names
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// What the rows are.
    pub rows: Axis,
    /// What the columns are.
    pub columns: Axis,
    /// `of claim`: what is asked of each cell; the effect's run starts with the verb.
    pub of: Option<Effect>,
    /// The whole statement.
    pub span: Span,
}

/// `gaps`: what nobody reported
#[derive(Clone, Debug, PartialEq)]
pub struct Gaps {
    /// Rows and columns; none for the declared gaps alone.
    pub axes: Option<(Axis, Axis)>,
    /// `of claim`
    pub of: Option<Effect>,
    /// The whole statement.
    pub span: Span,
}

/// `axis`
#[derive(Clone, Debug, PartialEq)]
pub enum Axis {
    /// `treatment`, or the name of a slot
    Run(Run),
    /// `kinds of fibrosis`; the span starts at `kinds`
    Kinds(Run, Span),
    /// `( query )`; the span holds the brackets
    Query(Box<Query>, Span),
}

/// `compare`: two names side by side
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// The first name.
    pub left: Run,
    /// The second name.
    pub right: Run,
    /// `in ...`: contexts that findings of both must meet.
    pub items: Option<Items>,
    /// The whole statement.
    pub span: Span,
}

/// `contested`: where findings disagree
#[derive(Clone, Debug, PartialEq)]
pub struct Contested {
    /// The kinds or names that the findings are about, at least one.
    pub kinds: Vec<Run>,
    /// `in ...`
    pub items: Option<Items>,
    /// The whole statement.
    pub span: Span,
}

/// `similar`: names with the most in common
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The name that is compared with.
    pub to: Run,
    /// `in ...`
    pub items: Option<Items>,
    /// The whole statement.
    pub span: Span,
}

/// `paths`: signed chains from one name to another
#[derive(Clone, Debug, PartialEq)]
pub struct Paths {
    /// Where they begin.
    pub from: Run,
    /// Where they end.
    pub to: Run,
    /// `within n`
    pub within: Option<(u32, Span)>,
    /// `in one context`
    pub in_one_context: Option<Span>,
    /// `in ...`: contexts of every step.
    pub items: Option<Items>,
    /// The whole statement.
    pub span: Span,
}

/// `shortest`: the path of fewest findings from one name to another
#[derive(Clone, Debug, PartialEq)]
pub struct Shortest {
    /// Where it begins.
    pub from: Run,
    /// Where it ends.
    pub to: Run,
    /// `by`: the verbs of its findings; any where empty.
    pub by: Vec<Run>,
    /// `either way`: from object to subject as well.
    pub either_way: Option<Span>,
    /// The whole statement.
    pub span: Span,
}

/// `definition`: a name for a set of rows, or a verb between letters
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// What is defined, as typed before `=` or `where`.
    pub what: Run,
    /// What the rows are; empty for `define ... where`.
    pub head: Vec<Run>,
    /// What must hold.
    pub body: Body,
    /// The whole statement.
    pub span: Span,
}

/// `binding`: a value for the rest of the session
#[derive(Clone, Debug, PartialEq)]
pub struct Let {
    /// The parameter.
    pub name: Part,
    /// What it stands for.
    pub value: RunOrChoice,
    /// The whole statement.
    pub span: Span,
}

/// `using`: a file laid upon the session
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The file.
    pub file: Part,
    /// The whole statement.
    pub span: Span,
}

/// `retract`: studies left out for the rest of the session
#[derive(Clone, Debug, PartialEq)]
pub struct Retract {
    /// Their numbers, at least one.
    pub studies: Vec<(u32, Span)>,
    /// Which source cites them, where several are open.
    pub source: Option<Part>,
    /// The whole statement.
    pub span: Span,
}

/// `expect`: a claim on the rows of a query
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// What is claimed.
    pub expected: Expected,
    /// The query.
    pub query: Query,
    /// The whole statement.
    pub span: Span,
}

/// What `expect` claims.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// `none`
    None,
    /// `some`
    Some,
    /// `3 rows`
    Rows(u32),
    /// `exactly (a, b)`; the span is that of the brackets
    Exactly(Vec<Run>, Span),
}

/// `diff`: one query over two bases
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// The base that is compared with: a file, or the name of an open base.
    pub left: Part,
    /// The base that is asked what changed.
    pub right: Part,
    /// The query.
    pub query: Query,
    /// The whole statement.
    pub span: Span,
}
