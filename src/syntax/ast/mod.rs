//! The tree of a script: faithful, unresolved, owned.
//!
//! The parser makes it; resolution (`goal`), the loader of bases (`notation`) and the printer read it. It knows no verb,
//! noun or slot: a [`Run`] is words only. Every node is named as its production in `grammar/whereof.ebnf`.

mod bases;
mod statements;

pub use bases::{
    Block, Declaration, Declared, Edge, Entry, Finding, Given, Property, PropertyValue, RunOrRatio, Spot, Study,
};

pub use statements::{
    Axis, Compare, Contested, Define, Diff, Expect, Expected, Gaps, Let, Matrix, Paths, Retract, Shortest, Similar, Use,
};

use crate::text::Span;

/// `script`: what a text holds, in order; a statement that did not parse is left out and reported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Statements and blocks, in the order of the text.
    pub items: Vec<Item>,
}

/// One member of a script.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `block`: findings of studies.
    Block(Block),
    /// `statement`: a question, a declaration or an edge.
    Statement(Statement),
}

/// `statement`
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// `query`: `treatment where upregulates CXCR4`
    Query(Query),
    /// `count`: `count treatment by disease where upregulates CXCR4`
    Count(Count),
    /// `why`: `why treatment where upregulates CXCR4`, `why rapamycin upregulates CXCR4`
    Why(Why),
    /// `whynot`: `why not rapamycin: treatment where upregulates CXCR4`
    WhyNot(WhyNot),
    /// `describe`: `describe CXCR4`
    Describe(Run),
    /// `kinds`: `kinds of fibrosis`
    Kinds(Run),
    /// `resolve`: `resolve "SDF-1α"`
    Resolve(Run),
    /// `search`: `names containing kinase`
    Search(Run),
    /// `listing`: `verbs`
    Listing(Listing, Span),
    /// `declaration`: `entity CXCR4 is gene with alias = (CXCR-4, CD184)`
    Declaration(Declaration),
    /// `edge`: `at "2" 19: cirrhosis is stage of fibrosis`
    Edge(Edge),
    /// `matrix`: `matrix treatment by disease of upregulates CXCR4`
    Matrix(Matrix),
    /// `gaps`: `gaps treatment by disease`
    Gaps(Gaps),
    /// `compare`: `compare rapamycin with hypoxia`
    Compare(Compare),
    /// `contested`: `contested treatment, disease`
    Contested(Contested),
    /// `similar`: `similar to rapamycin`
    Similar(Similar),
    /// `paths`: `paths from hypoxia to homing within 3`
    Paths(Paths),
    /// `shortest`: `shortest path from hypoxia to fibrosis either way`
    Shortest(Shortest),
    /// `definition`: `define homing booster = treatment where improves homing`
    Define(Define),
    /// `binding`: `let $gene = CXCR4`
    Let(Let),
    /// `using`: `use "more.whereof"`
    Use(Use),
    /// `retract`: `retract study 59`
    Retract(Retract),
    /// `expect`: `expect 3 rows: treatment where upregulates CXCR4`
    Expect(Expect),
    /// `diff`: `diff old.whereof new.whereof: treatment where upregulates CXCR4`
    Diff(Diff),
}

impl Script {
    /// The statement that holds a byte of the text, or the last one before it; the first where all come later.
    #[must_use]
    pub fn statement_at(&self, byte: u32) -> Option<&Statement> {
        let mut found = None;
        for item in &self.items {
            if let Item::Statement(statement) = item
                && (statement.span().start <= byte || found.is_none())
            {
                found = Some(statement);
            }
        }
        found
    }
}

impl Item {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Item::Block(Block::Study(study)) => study.span,
            Item::Block(Block::Given(given)) => given.span,
            Item::Statement(statement) => statement.span(),
        }
    }
}

impl Statement {
    /// Where it stands; of a statement about one name, where the name does.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Statement::Query(query) | Statement::Why(Why::Query(query)) => query.span,
            Statement::Count(count) => count.span,
            Statement::Why(Why::Claim(claim)) => claim.span,
            Statement::WhyNot(whynot) => whynot.span,
            Statement::Describe(run) | Statement::Kinds(run) | Statement::Resolve(run) | Statement::Search(run) => {
                run.span
            }
            Statement::Listing(_, span) => *span,
            Statement::Declaration(declaration) => declaration.span,
            Statement::Edge(edge) => edge.span,
            Statement::Matrix(matrix) => matrix.span,
            Statement::Gaps(gaps) => gaps.span,
            Statement::Compare(compare) => compare.span,
            Statement::Contested(contested) => contested.span,
            Statement::Similar(similar) => similar.span,
            Statement::Paths(paths) => paths.span,
            Statement::Shortest(shortest) => shortest.span,
            Statement::Define(define) => define.span,
            Statement::Let(binding) => binding.span,
            Statement::Use(used) => used.span,
            Statement::Retract(retract) => retract.span,
            Statement::Expect(expect) => expect.span,
            Statement::Diff(diff) => diff.span,
        }
    }
}

/// `query`
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// `head`: what the rows are.
    pub head: Vec<Run>,
    /// `body`: what must hold of them.
    pub body: Body,
    /// The whole query.
    pub span: Span,
}

/// `body`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// `group { "and also" group }`: each with witnesses and contexts of its own.
    pub groups: Vec<Group>,
    /// `tail`s in the order written.
    pub tails: Vec<Tail>,
}

/// `count`
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// `head`: what is counted.
    pub head: Vec<Run>,
    /// `by`: the places or letters whose values make the groups.
    pub by: Vec<Run>,
    /// `with some`: nouns that conditions speak of and that are neither counted nor make groups.
    pub some: Vec<Run>,
    /// `where`: which rows count; all where it is left out.
    pub body: Option<Body>,
    /// The whole statement.
    pub span: Span,
}

impl Count {
    /// All nouns of which its conditions speak: those counted, those that make groups, and the others.
    ///
    /// ```
    /// use whereof::syntax::ast::{Item, Statement};
    /// use whereof::{syntax, text::Source};
    /// let text = "count treatment T by disease, gene G with some marker M where T upregulates G and T upregulates M";
    /// let parsed = syntax::parse(&Source::new("line", text), syntax::TextLimits::default());
    /// let Some(Item::Statement(Statement::Count(count))) = parsed.script.items.first() else { panic!("no count") };
    /// assert_eq!(count.nouns().len(), 3);
    /// assert!(text.starts_with(&format!("{} where", count.asks())));
    /// ```
    #[must_use]
    pub fn nouns(&self) -> Vec<Run> {
        let by = self.by.iter().filter(|run| Count::declares(run));
        self.head.iter().chain(by).chain(&self.some).cloned().collect()
    }

    /// The count as it is typed, without its conditions.
    #[must_use]
    pub fn asks(&self) -> String {
        Count { body: None, ..self.clone() }.to_string()
    }

    /// Whether a run ends in a single capital letter, as a noun with its letter does.
    pub(crate) fn declares(run: &Run) -> bool {
        let last = run.parts.last().filter(|part| part.kind == PartKind::Word && run.parts.len() > 1);
        last.is_some_and(|part| matches!(part.text.as_bytes(), [letter] if letter.is_ascii_uppercase()))
    }
}

/// `group`
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// How the conditions are joined; `Joiner::And` where there is only one.
    pub joiner: Joiner,
    /// At least one condition.
    pub conditions: Vec<Condition>,
    /// `in one study`: all witnesses share a study.
    pub in_one_study: bool,
    /// From the first to the last token.
    pub span: Span,
}

/// `and` or `or`; a group has one of them, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joiner {
    /// `and`
    And,
    /// `or`
    Or,
}

/// `condition`
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// `negation`: `not upregulates CXCR4`; the span starts at `not`.
    Not(Box<Condition>, Span),
    /// `bracket`: `( group )`; the span holds the brackets.
    Bracket(Box<Group>, Span),
    /// `items` standing alone: `in rat, in vivo`
    Items(Items),
    /// `run comparison`: `disease = fibrosis`
    Slot(Slot),
    /// `[ run ] identity`: `is not rapamycin`
    Identity(Identity),
    /// `run effect`: `upregulates CXCR4 in rat`
    Effect(Effect),
}

/// `slot`, and `clause` with a comparison: `disease = fibrosis`, `disease not stated`
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The slot's name as typed.
    pub name: Run,
    /// What is said of it.
    pub test: SlotTest,
    /// The whole condition.
    pub span: Span,
}

/// What is said of a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum SlotTest {
    /// `comparison`
    Compare(Comparison),
    /// `not stated`
    NotStated,
}

/// `comparison`
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// `OPERATOR`
    pub operator: Operator,
    /// `value`
    pub value: Value,
}

/// `OPERATOR`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Operator {
    /// As it is typed.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
        }
    }
}

/// `value`: `exactly fibrosis`, `any of (rat, mouse)`, `fibrosis except cirrhosis`
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// `exactly`: narrower entities do not match.
    pub exactly: bool,
    /// What is compared with.
    pub what: RunOrChoice,
    /// `except`: what is subtracted.
    pub except: Option<RunOrChoice>,
    /// The whole value.
    pub span: Span,
}

/// `run | choice`
#[derive(Clone, Debug, PartialEq)]
pub enum RunOrChoice {
    /// One name.
    Run(Run),
    /// Several names under a quantifier.
    Choice(Choice),
}

/// `identity`
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// The words before `is`, if any: a placeholder's letter.
    pub letter: Option<Run>,
    /// `is not`
    pub not: bool,
    /// `exactly`: narrower entities do not count.
    pub exactly: bool,
    /// What the row is.
    pub what: RunOrChoice,
    /// The whole condition.
    pub span: Span,
}

/// `run effect`: a verb, its target, and the contexts bound to it alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// `[letter] verb [name]`, split by resolution.
    pub run: Run,
    /// The target, where it is not part of the run.
    pub target: Option<Target>,
    /// `within n`
    pub within: Option<(u32, Span)>,
    /// `in one context`
    pub in_one_context: Option<Span>,
    /// `in ...`: contexts of this effect alone.
    pub items: Option<Items>,
    /// The whole condition.
    pub span: Span,
}

/// `target`
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// `exactly run`
    Exactly(Run),
    /// `exactly ratio(a, b)`: the span starts at `exactly`.
    ExactlyRatio(Ratio, Span),
    /// `ratio(a, b)`
    Ratio(Ratio),
    /// `any of (a, b)`
    Choice(Choice),
    /// `( query )`
    Query(Box<Query>),
}

/// `items`: `in rat, in vivo, disease = fibrosis`
#[derive(Clone, Debug, PartialEq)]
pub struct Items {
    /// At least one place.
    pub places: Vec<Place>,
    /// From the first `in`.
    pub span: Span,
}

/// `place`: `rat`, or `disease = fibrosis`
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The value, or the slot's name where a comparison follows.
    pub run: Run,
    /// The comparison, if any.
    pub comparison: Option<Comparison>,
    /// The whole place.
    pub span: Span,
}

/// `choice`: `at least 2 of (ALB, AFP, CK-18)`
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// How many must hold.
    pub quantifier: Quantifier,
    /// The names, at least one.
    pub runs: Vec<Run>,
    /// The whole choice.
    pub span: Span,
}

/// `QUANTIFIER`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// `any of`
    Any,
    /// `all of`
    All,
    /// `none of`
    None,
    /// `at least n of`
    AtLeast(u32),
    /// `exactly n of`
    Exactly(u32),
}

/// `ratio`: `ratio(Bax, Bcl-2)`
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// Above the line.
    pub numerator: Run,
    /// Below the line.
    pub denominator: Run,
    /// The whole ratio.
    pub span: Span,
}

/// `tail`
#[derive(Clone, Debug, PartialEq)]
pub enum Tail {
    /// `with at least n studies`
    MinStudies(u32, Span),
    /// `order by run`
    OrderBy(Run, Span),
    /// `limit n`
    Limit(u32, Span),
    /// `show a, b`
    Show(Vec<Run>, Span),
    /// `assuming run`
    Assuming(Run, Span),
    /// `in at least n run`: so many values of a slot among the witnesses.
    LeastValues(u32, Run, Span),
    /// `with at least n run`: groups of fewer are left out; the noun that is counted.
    LeastRows(u32, Run, Span),
    /// `count findings`: findings are counted, not studies.
    CountFindings(Span),
}

impl Tail {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Tail::MinStudies(_, span)
            | Tail::OrderBy(_, span)
            | Tail::Limit(_, span)
            | Tail::Show(_, span)
            | Tail::Assuming(_, span)
            | Tail::LeastValues(_, _, span)
            | Tail::LeastRows(_, _, span)
            | Tail::CountFindings(span) => *span,
        }
    }
}

/// `why`
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// `why treatment where upregulates CXCR4`
    Query(Query),
    /// `why rapamycin upregulates CXCR4`: the effect's run starts with the subject.
    Claim(Effect),
}

/// `whynot`
#[derive(Clone, Debug, PartialEq)]
pub struct WhyNot {
    /// The missing row: one name for each column.
    pub rows: Vec<Run>,
    /// The query that it is missing from.
    pub query: Query,
    /// The whole statement.
    pub span: Span,
}

/// `listing`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Listing {
    /// `nouns`
    Nouns,
    /// `verbs`
    Verbs,
    /// `slots`
    Slots,
    /// `sources`
    Sources,
}

/// `run`: words up to the next reserved word or punctuation; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The words, in order.
    pub parts: Vec<Part>,
    /// From the first to the last word.
    pub span: Span,
}

impl Run {
    /// The words joined by single blanks, without quotes.
    ///
    /// ```
    /// use whereof::syntax::ast::{Part, PartKind, Run};
    /// use whereof::text::Span;
    /// let word = |text: &str| Part { kind: PartKind::Word, text: text.into(), span: Span::default() };
    /// let run = Run { parts: vec![word("bile"), word("duct")], span: Span::default() };
    /// assert_eq!(run.text(), "bile duct");
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        let words: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
        words.join(" ")
    }
}

/// `part`
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What the lexer took it for.
    pub kind: PartKind,
    /// A word as typed, a string without its quotes, a parameter without its `$`.
    pub text: String,
    /// Its place, quotes included.
    pub span: Span,
}

/// What a part of a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// `WORD`
    Word,
    /// `STRING`
    Quoted,
    /// `NUMBER`
    Number,
    /// `+`
    Plus,
    /// `PARAM`
    Parameter,
}
