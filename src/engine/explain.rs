//! How a question would be answered, without answering it.
//!
//! A text comes in, the steps of its plan go out. What they give is not known here.

use super::{Error, ErrorKind, Session, fixes, parameters};
use crate::goal::{self, Goal};
use crate::plan::{self, Step};
use crate::syntax::ast::{Item, Query, Statement, Why};
use crate::syntax::{self, TextLimits};
use crate::text::Source;

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
            return Ok(Some(self.steps(&goal)));
        }
        Ok(None)
    }

    fn steps(&self, goal: &Goal) -> Vec<Step> {
        let goal = goal::simplify(goal.clone());
        let facts = self.base.facts();
        plan::explain(&goal, &plan::build(&goal, facts), facts.vocabulary())
    }
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
