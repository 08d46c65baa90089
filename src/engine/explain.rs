//! How a question would be answered, or was.
//!
//! A text comes in, the steps of its plan go out; where it is asked too, with what each of them looked at. What the answer is is not told here.

use super::ask::{exceeded_error, sound};
use super::run::Asked;
use super::{Error, ErrorKind, Session, fixes, parameters};
use crate::eval;
use crate::goal::{self, Goal};
use crate::limits::Budget;
use crate::plan::{self, Step};
use crate::syntax::ast::{Item, Query, Statement, Why};
use crate::syntax::{self, TextLimits};
use crate::text::{Source, Span};

impl Session {
    /// The steps in which a question for rows would be answered, in plain words, each with about how many findings it looks at; none for
    /// other statements. Of several statements the first question is told. Nothing is run.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let session = Session::new(Base::builtin(), Limits::script());
    /// let steps = session.explain("treatment where upregulates CXCR4")?.unwrap();
    /// assert_eq!(steps[0].words, "look up the findings on CXCR4, about 3: upregulates CXCR4");
    /// assert_eq!(session.explain("nouns")?, None);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// The question is wrong.
    pub fn explain(&self, text: impl Into<Source>) -> Result<Option<Vec<Step>>, Error> {
        let source = &text.into();
        Ok(self.first_goal(source)?.map(|(goal, _)| self.steps(&goal)))
    }

    /// The same after asking it: each step with about how many findings it was thought to look at, and how many it did.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let session = Session::new(Base::builtin(), Limits::script());
    /// let told = session.explain_run("treatment where upregulates CXCR4")?.unwrap();
    /// assert_eq!(told.steps[0].words, "read the list for CXCR4: upregulates CXCR4; 3 names");
    /// assert_eq!((told.steps[0].findings, told.steps[0].touched, told.rows), (Some(3), Some(3), 3));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// The question is wrong, or a limit ended it.
    pub fn explain_run(&self, text: impl Into<Source>) -> Result<Option<Explained>, Error> {
        let source = &text.into();
        let Some((goal, span)) = self.first_goal(source)? else { return Ok(None) };
        explained(&self.asked(source), &goal, span).map(Some)
    }

    /// The first question for rows of a text.
    fn first_goal(&self, source: &Source) -> Result<Option<(Goal, Span)>, Error> {
        let asked = self.asked(source);
        let parsed = syntax::parse(source, TextLimits { bytes: self.limits.text, ..TextLimits::default() });
        if parsed.has_errors() {
            return Err(fixes::error(&asked, parsed.diagnostics));
        }
        for mut item in parsed.script.items {
            self.fits_the_limits(source, &mut item)?;
            parameters::put(&mut item, asked.bound)
                .map_err(|wrong| Error::new(ErrorKind::Question, source.clone(), wrong))?;
            let Item::Statement(statement) = &item else { continue };
            let goal = match statement {
                Statement::Count(count) => goal::resolve_count(count, asked.scope()),
                other => match query(other) {
                    Some(query) => goal::resolve(query, asked.scope()),
                    None => continue,
                },
            };
            let goal = goal.map_err(|wrong| fixes::error(&asked, wrong))?;
            return Ok(Some((goal, item.span())));
        }
        Ok(None)
    }

    fn steps(&self, goal: &Goal) -> Vec<Step> {
        let goal = goal::simplify(goal.clone());
        let facts = self.base.facts();
        plan::explain(&goal, &plan::build(&goal, facts), facts.vocabulary())
    }
}

/// A question that was asked, and what that took.
///
/// ```
/// let told = whereof::Base::builtin().prepare("count treatment where upregulates CXCR4")?.explain_run()?;
/// assert_eq!((told.rows, told.findings), (3, told.steps.iter().filter_map(|step| step.touched).sum()));
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The steps, in the order in which they ran.
    pub steps: Vec<Step>,
    /// Findings looked at by all of them, each once for each time; of a question that is answered by sets, entries of lists, of which there is
    /// one for each finding.
    pub findings: u64,
    /// How many rows the question has, its limit apart.
    pub rows: u64,
}

/// Asks a question and tells what that took.
pub(super) fn explained(asked: &Asked<'_>, goal: &Goal, span: Span) -> Result<Explained, Error> {
    let goal = goal::simplify(goal.clone());
    let plan = plan::build(&goal, asked.facts);
    let mut budget = Budget::new(asked.limits);
    let stopped = |exceeded, rows| exceeded_error(asked, exceeded, rows, span);
    budget.look().map_err(|exceeded| stopped(exceeded, 0))?;
    // as `Query::run` does
    let listed =
        eval::quick::listed(&goal, &plan, asked.facts, &mut budget).map_err(|exceeded| stopped(exceeded, 0))?;
    if let Some((rows, listed)) = listed {
        let listed = sound(asked.facts, asked.source, span, Ok(listed))?;
        return Ok(Explained {
            steps: plan::explain_listed(&goal, &plan, asked.facts.vocabulary(), &listed),
            findings: listed.entries(),
            rows,
        });
    }
    let found = eval::run(&goal, &plan, asked.facts, &mut budget)
        .map_err(|ended| stopped(ended.exceeded, ended.found.rows.len()))?;
    let found = sound(asked.facts, asked.source, span, Ok(found))?;
    Ok(Explained {
        steps: plan::explain_run(&goal, &plan, asked.facts.vocabulary(), &found.touched),
        findings: found.touched.findings(),
        rows: found.total,
    })
}

/// The question for rows in a statement.
fn query(statement: &Statement) -> Option<&Query> {
    match statement {
        Statement::Query(query) | Statement::Why(Why::Query(query)) => Some(query),
        Statement::WhyNot(why_not) => Some(&why_not.query),
        Statement::Expect(expect) => Some(&expect.query),
        Statement::Diff(diff) => Some(&diff.query),
        _ => None,
    }
}
