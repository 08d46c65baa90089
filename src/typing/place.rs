//! Where in a statement a word stands.
//!
//! A statement's tree and a place in its text come in; what kind of word is wanted there goes out, with the question around it. What the
//! words before it mean is not known here.

use crate::syntax::ast::{
    Axis, Body, Choice, Comparison, Condition, Effect, Expected, Group, Identity, Items, Query, Ratio, Run,
    RunOrChoice, SlotTest, Statement, Tail, Target, Why,
};
use crate::text::Span;

/// What is wanted at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    /// A noun, one of these of a head.
    Noun(Vec<Run>),
    /// A word in the conditions of this question; resolution says what for.
    Condition(Box<Query>),
    /// The name of a slot, of findings that these nouns bear.
    Slot(Vec<Run>),
    /// What makes the groups of a count of these nouns: the name of a slot, or another noun.
    Group(Vec<Run>),
    /// What is counted, again: the first of these nouns.
    Counted(Vec<Run>),
    /// `order by ...`
    Order,
    /// A statement about one claim: `why rapamycin upregulates CXCR4`.
    Claim(Box<Effect>),
    /// The claim of a table: the verb first, said of one of these.
    TableClaim(Vec<Run>, Box<Effect>),
    /// An axis of a table.
    Axis,
    /// A name, or a word of the schema.
    Anything,
    /// Any name.
    Name,
    /// A name that has narrower ones.
    Broad,
    /// A name of the same noun as this one, which is compared with it.
    Like(Run),
    /// A name that findings speak of.
    Spoken,
    /// Where a chain ends that begins at this name.
    End(Run),
    /// A noun or a name.
    NounOrName,
    /// A verb.
    Verb,
}

/// A place and the run in which it is.
pub(super) struct At {
    pub(super) place: Place,
    pub(super) run: Run,
    /// Whether the question around it is that of the statement, and not one inside another.
    pub(super) outermost: bool,
}

/// Finds the run with a part that begins at a byte.
pub(super) fn place(statement: &Statement, byte: u32) -> Option<At> {
    let finder = Finder { byte };
    let here = |run: &Run, place: Place| finder.here(run).then(|| At { place, run: run.clone(), outermost: true });
    match statement {
        Statement::Query(query) | Statement::Why(Why::Query(query)) => finder.query(query, true),
        Statement::Count(count) => {
            let body = count.body.clone().unwrap_or_default();
            let by = count.by.iter().find_map(|by| here(by, Place::Group(count.head.clone())));
            let some = || count.some.iter().find_map(|run| here(run, Place::Noun(count.some.clone())));
            by.or_else(some).or_else(|| finder.query(&Query { head: count.nouns(), body, span: count.span }, true))
        }
        Statement::Why(Why::Claim(claim)) => {
            let inner = finder.nested(claim);
            inner.or_else(|| {
                finder
                    .effect(claim)
                    .then(|| Place::Claim(Box::new(claim.clone())))
                    .and_then(|place| finder.at(claim, place))
            })
        }
        Statement::WhyNot(why_not) => {
            let row = why_not.rows.iter().find_map(|run| here(run, Place::Spoken));
            row.or_else(|| finder.query(&why_not.query, true))
        }
        Statement::Describe(run) => here(run, Place::Anything),
        Statement::Kinds(run) => here(run, Place::Broad),
        Statement::Search(_) => None,
        Statement::Resolve(run) => here(run, Place::Name),
        Statement::Matrix(matrix) => {
            let axes = [&matrix.rows, &matrix.columns];
            finder.table(&axes, matrix.of.as_ref())
        }
        Statement::Gaps(gaps) => {
            let axes: Vec<&Axis> = gaps.axes.iter().flat_map(|(rows, columns)| [rows, columns]).collect();
            finder.table(&axes, gaps.of.as_ref())
        }
        Statement::Compare(compare) => {
            let left = here(&compare.left, Place::Spoken);
            let right = || here(&compare.right, Place::Like(compare.left.clone()));
            left.or_else(right).or_else(|| finder.items_alone(compare.items.as_ref()))
        }
        Statement::Contested(contested) => {
            let kind = contested.kinds.iter().find_map(|run| here(run, Place::NounOrName));
            kind.or_else(|| finder.items_alone(contested.items.as_ref()))
        }
        Statement::Similar(similar) => {
            here(&similar.to, Place::Spoken).or_else(|| finder.items_alone(similar.items.as_ref()))
        }
        Statement::Paths(paths) => {
            let from = here(&paths.from, Place::Spoken);
            let to = || here(&paths.to, Place::End(paths.from.clone()));
            from.or_else(to).or_else(|| finder.items_alone(paths.items.as_ref()))
        }
        Statement::Shortest(shortest) => {
            let from = here(&shortest.from, Place::Spoken);
            let to = || here(&shortest.to, Place::End(shortest.from.clone()));
            from.or_else(to).or_else(|| shortest.by.iter().find_map(|by| here(by, Place::Verb)))
        }
        Statement::Define(define) => {
            finder.query(&Query { head: define.head.clone(), body: define.body.clone(), span: define.span }, true)
        }
        Statement::Let(binding) => match &binding.value {
            RunOrChoice::Run(run) => here(run, Place::Name),
            RunOrChoice::Choice(choice) => choice.runs.iter().find_map(|run| here(run, Place::Name)),
        },
        Statement::Expect(expect) => {
            let row = match &expect.expected {
                Expected::Exactly(names, _) => names.iter().find_map(|run| here(run, Place::Spoken)),
                _ => None,
            };
            row.or_else(|| finder.query(&expect.query, true))
        }
        Statement::Diff(diff) => finder.query(&diff.query, true),
        Statement::Listing(..)
        | Statement::Declaration(_)
        | Statement::Edge(_)
        | Statement::Use(_)
        | Statement::Retract(_) => None,
    }
}

#[derive(Clone, Copy)]
struct Finder {
    byte: u32,
}

impl Finder {
    fn here(self, run: &Run) -> bool {
        run.parts.iter().any(|part| part.span.start == self.byte)
    }

    fn in_span(self, span: Span) -> bool {
        (span.start..span.end).contains(&self.byte)
    }

    fn query(self, query: &Query, outermost: bool) -> Option<At> {
        if let Some(run) = query.head.iter().find(|run| self.here(run)) {
            return Some(At { place: Place::Noun(query.head.clone()), run: run.clone(), outermost });
        }
        self.body(query, &query.body, outermost)
    }

    fn body(self, query: &Query, body: &Body, outermost: bool) -> Option<At> {
        for tail in &body.tails {
            let (runs, place): (&[Run], Place) = match tail {
                Tail::OrderBy(run, _) => (std::slice::from_ref(run), Place::Order),
                Tail::Show(runs, _) => (runs, Place::Slot(query.head.clone())),
                Tail::Assuming(run, _) | Tail::LeastValues(_, run, _) => {
                    (std::slice::from_ref(run), Place::Slot(query.head.clone()))
                }
                Tail::LeastRows(_, run, _) => (std::slice::from_ref(run), Place::Counted(query.head.clone())),
                Tail::MinStudies(..) | Tail::Limit(..) | Tail::CountFindings(_) => continue,
            };
            if let Some(run) = runs.iter().find(|run| self.here(run)) {
                return Some(At { place, run: run.clone(), outermost });
            }
        }
        let group = body.groups.iter().find(|group| self.in_span(group.span))?;
        self.group(query, group, outermost)
    }

    fn group(self, query: &Query, group: &Group, outermost: bool) -> Option<At> {
        group.conditions.iter().find_map(|condition| self.condition(query, condition, outermost))
    }

    fn condition(self, query: &Query, condition: &Condition, outermost: bool) -> Option<At> {
        let run = match condition {
            Condition::Not(inner, _) => return self.condition(query, inner, outermost),
            Condition::Bracket(group, _) => return self.group(query, group, outermost),
            Condition::Effect(effect) => {
                if let Some(Target::Query(inner)) = &effect.target
                    && self.in_span(inner.span)
                {
                    return self.query(inner, false);
                }
                self.run_of_effect(effect)
            }
            Condition::Items(items) => self.items(items),
            Condition::Slot(slot) => match &slot.test {
                _ if self.here(&slot.name) => Some(&slot.name),
                SlotTest::Compare(comparison) => self.comparison(comparison),
                SlotTest::NotStated => None,
            },
            Condition::Identity(identity) => self.identity(identity),
        }?;
        Some(At { place: Place::Condition(Box::new(query.clone())), run: run.clone(), outermost })
    }

    fn identity(self, identity: &Identity) -> Option<&Run> {
        let letter = identity.letter.as_ref().filter(|run| self.here(run));
        letter.or_else(|| self.run_or_choice(&identity.what))
    }

    fn run_of_effect(self, effect: &Effect) -> Option<&Run> {
        if self.here(&effect.run) {
            return Some(&effect.run);
        }
        let target = match &effect.target {
            Some(Target::Exactly(run)) => self.here(run).then_some(run),
            Some(Target::Ratio(ratio) | Target::ExactlyRatio(ratio, _)) => self.ratio(ratio),
            Some(Target::Choice(choice)) => self.choice(choice),
            Some(Target::Query(_)) | None => None,
        };
        target.or_else(|| effect.items.as_ref().and_then(|items| self.items(items)))
    }

    fn effect(self, effect: &Effect) -> bool {
        self.run_of_effect(effect).is_some()
    }

    fn at(self, effect: &Effect, place: Place) -> Option<At> {
        self.run_of_effect(effect).map(|run| At { place, run: run.clone(), outermost: true })
    }

    /// In a question that is the target of a claim.
    fn nested(self, effect: &Effect) -> Option<At> {
        match &effect.target {
            Some(Target::Query(inner)) if self.in_span(inner.span) => self.query(inner, false),
            _ => None,
        }
    }

    fn table(self, axes: &[&Axis], of: Option<&Effect>) -> Option<At> {
        let nouns = || axes.iter().filter_map(|axis| if let Axis::Run(run) = axis { Some(run.clone()) } else { None });
        for axis in axes {
            let (run, place) = match axis {
                Axis::Run(run) => (run, Place::Axis),
                Axis::Kinds(run, _) => (run, Place::Broad),
                Axis::Query(query, _) if self.in_span(query.span) => return self.query(query, false),
                Axis::Query(..) => continue,
            };
            if self.here(run) {
                return Some(At { place, run: run.clone(), outermost: true });
            }
        }
        let claim = of?;
        let inner = self.nested(claim);
        inner.or_else(|| self.at(claim, Place::TableClaim(nouns().collect(), Box::new(claim.clone()))))
    }

    /// Contexts of a statement that is no question: those of findings.
    fn items_alone(self, items: Option<&Items>) -> Option<At> {
        let items = items?;
        let run = self.items(items)?;
        let word = |text: &str| crate::syntax::ast::Part {
            kind: crate::syntax::ast::PartKind::Word,
            text: text.to_owned(),
            span: Span::default(),
        };
        let head = Run { parts: vec![word("finding")], span: Span::default() };
        let group = Group {
            joiner: crate::syntax::ast::Joiner::And,
            conditions: vec![Condition::Items(items.clone())],
            in_one_study: false,
            span: items.span,
        };
        let body = Body { groups: vec![group], tails: Vec::new() };
        let query = Query { head: vec![head], body, span: items.span };
        Some(At { place: Place::Condition(Box::new(query)), run: run.clone(), outermost: false })
    }

    fn items(self, items: &Items) -> Option<&Run> {
        items.places.iter().find_map(|place| {
            let value = || place.comparison.as_ref().and_then(|comparison| self.comparison(comparison));
            if self.here(&place.run) { Some(&place.run) } else { value() }
        })
    }

    fn comparison(self, comparison: &Comparison) -> Option<&Run> {
        let value = &comparison.value;
        self.run_or_choice(&value.what).or_else(|| value.except.as_ref().and_then(|what| self.run_or_choice(what)))
    }

    fn run_or_choice(self, what: &RunOrChoice) -> Option<&Run> {
        match what {
            RunOrChoice::Run(run) => self.here(run).then_some(run),
            RunOrChoice::Choice(choice) => self.choice(choice),
        }
    }

    fn choice(self, choice: &Choice) -> Option<&Run> {
        choice.runs.iter().find(|run| self.here(run))
    }

    fn ratio(self, ratio: &Ratio) -> Option<&Run> {
        [&ratio.numerator, &ratio.denominator].into_iter().find(|run| self.here(run))
    }
}
