//! Questions that are prepared once and run many times.
//!
//! A text and a base come in; a [`Query`] goes out that holds everything which does not depend on its parameters, and gives [`Answers`]
//! each time it is run. Statements that are no question for rows belong to a session.

use super::answers::Answers;
use super::ask::{exceeded_error, sound};
use super::explain::{Explained, explained};
use super::found::Found;
use super::parameters::{self, Bound, Parameter};
use super::run::Asked;
use super::{Base, Error, ErrorKind, fixes};
use crate::answer::{Expansion, Reading, Telling};
use crate::base::Facts;
use crate::diagnostic::{Diagnostic, Severity};
use crate::goal::{self, Definitions, Goal};
use crate::limits::Limits;
use crate::plan::{self, Plan, Step as PlanStep};
use crate::syntax::ast;
use crate::syntax::ast::{Item, Statement};
use crate::syntax::{self, TextLimits};
use crate::tell;
use crate::text::{Source, Span};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A question over one base, read once and run as often as one likes.
///
/// It is cheap to clone, and may be shared between threads: a thread that binds other values does so on a clone of its own. What is bound is
/// data and never becomes part of the question; it is typed where it is used, so an amount where a name is wanted is an error of
/// [`Query::run`].
///
/// ```
/// use whereof::Base;
/// let mut query = Base::builtin().prepare("treatment where upregulates $gene and disease = $disease")?;
/// query.bind("disease", "fibrosis");
/// for (gene, rows) in [("CXCR4", 1), ("IL-10", 0)] {
///     assert_eq!(query.bind("gene", gene).run()?.len(), rows);
/// }
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Query {
    base: Base,
    source: Source,
    asking: Arc<Asking>,
    limits: Limits,
    bound: BTreeMap<String, Bound>,
    /// What the session had defined in which it was prepared.
    definitions: Definitions,
    /// Why the text is not one that the limits allow.
    refused: Option<Error>,
    ready: OnceLock<Result<Arc<Ready>, Error>>,
}

/// What was read.
#[derive(Debug)]
struct Asking {
    item: Item,
    parameters: Vec<String>,
    remarks: Vec<Diagnostic>,
}

/// A question with nothing left open.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) base: Base,
    pub(super) source: Source,
    pub(super) item: Item,
    pub(super) remarks: Vec<Diagnostic>,
    pub(super) bound: BTreeMap<String, Bound>,
    pub(super) definitions: Definitions,
    /// As it was resolved: the words of an answer are told of it.
    pub(super) goal: Goal,
    /// The same, simplified: it is run.
    pub(super) simple: Goal,
    pub(super) plan: Plan,
    pub(super) columns: Vec<String>,
}

impl Ready {
    pub(super) fn facts(&self) -> &dyn Facts {
        self.base.facts()
    }

    pub(super) fn asked<'a>(&'a self, limits: &'a Limits) -> Asked<'a> {
        Asked {
            facts: self.base.facts(),
            definitions: &self.definitions,
            source: &self.source,
            limits,
            bound: &self.bound,
            fixing: false,
            telling: Telling::Whole,
            base: None,
        }
    }

    pub(super) fn span(&self) -> Span {
        self.item.span()
    }

    /// What was made of the store, unless it failed meanwhile.
    pub(super) fn sound<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        sound(self.facts(), &self.source, self.span(), result)
    }
}

impl Query {
    pub(super) fn new(base: Base, source: Source) -> Result<Query, Error> {
        Query::with(base, source, Limits::untrusted(), Definitions::default(), BTreeMap::new())
    }

    pub(super) fn with(
        base: Base,
        source: Source,
        limits: Limits,
        definitions: Definitions,
        bound: BTreeMap<String, Bound>,
    ) -> Result<Query, Error> {
        let (mut item, remarks) = one_question(&base, &source, &limits, &definitions)?;
        let parameters = parameters::names(&mut item);
        let asking = Arc::new(Asking { item, parameters, remarks });
        let (refused, ready) = (None, OnceLock::new());
        let query = Query { base, source, asking, limits, bound, definitions, refused, ready };
        if query.asking.parameters.is_empty() {
            query.ready()?;
        }
        Ok(query)
    }

    /// The parameters of the question, without their `$`, each once, in the order of the text.
    ///
    /// ```
    /// use whereof::Base;
    /// let query = Base::builtin().prepare("treatment where upregulates $gene and disease = $disease")?;
    /// assert_eq!(query.parameters(), ["gene", "disease"]);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn parameters(&self) -> &[String] {
        &self.asking.parameters
    }

    /// Gives a parameter its value, in place of the one that it may have: a name, a number, an amount, or a list of these.
    ///
    /// ```
    /// use whereof::{Base, Parameter};
    /// let mut query = Base::builtin().prepare("treatment where upregulates $genes and duration >= $time")?;
    /// query.bind("genes", vec!["CXCR4", "VEGF"]).bind("time", Parameter::Amount(24.0, "h".to_owned()));
    /// assert!(!query.run()?.is_empty());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    pub fn bind(&mut self, name: impl Into<String>, value: impl Into<Parameter>) -> &mut Query {
        self.bound.insert(name.into(), Bound::of_parameter(value.into()));
        self.ready = OnceLock::new();
        self
    }

    /// Sets what a run may cost; [`Limits::untrusted`] where nothing was said. A text that is longer or nested deeper than they allow is an error
    /// of each run; values that are bound count as text.
    ///
    /// ```
    /// use whereof::{Base, ErrorKind, Exceeded, Limits};
    /// let mut query = Base::builtin().prepare("finding where disease = fibrosis")?;
    /// let stopped = query.limits(Limits { rows: 10, ..Limits::untrusted() }).run();
    /// assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Limit(Exceeded::Rows));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    pub fn limits(&mut self, limits: Limits) -> &mut Query {
        let narrower = limits.text < self.source.text().len() || limits.nesting < Limits::untrusted().nesting;
        self.refused =
            if narrower { one_question(&self.base, &self.source, &limits, &self.definitions).err() } else { None };
        self.limits = limits;
        self
    }

    /// Answers the question with the values that are bound.
    ///
    /// ```
    /// use whereof::Base;
    /// let query = Base::builtin().prepare("treatment where upregulates CXCR4")?;
    /// assert_eq!((query.run()?.len(), query.run()?.len()), (3, 3));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// A parameter has no value or one that does not fit its place, a bound name is none of the base, a limit was reached, or a foreign store
    /// failed.
    pub fn run(&self) -> Result<Answers, Error> {
        let ready = self.ready()?;
        let result = match Found::of(ready, &self.limits) {
            Ok(found) => Ok(Answers::new(Arc::clone(ready), found, self.limits.clone())),
            Err((exceeded, rows)) => Err(exceeded_error(&ready.asked(&self.limits), exceeded, rows, ready.span())),
        };
        ready.sound(result)
    }

    /// How the question is read with the values that are bound: as plain sentences, and what each name was taken to mean.
    ///
    /// ```
    /// use whereof::Base;
    /// let reading = Base::builtin().prepare("treatment where upregulates cxcr-4")?.reading()?;
    /// assert_eq!(reading.sentences, ["treatments with a finding that says: upregulates CXCR4"]);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Query::run`], limits apart.
    pub fn reading(&self) -> Result<Reading, Error> {
        let ready = self.ready()?;
        Ok(tell::reading(&ready.goal, ready.facts(), &ready.source))
    }

    /// The narrower names and verbs that the question takes in, and what `exactly` and `except` leave out.
    ///
    /// ```
    /// use whereof::Base;
    /// let expansions = Base::builtin().prepare("finding where disease = fibrosis")?.expansions()?;
    /// assert_eq!(expansions[0].includes[0].name, "cirrhosis");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Query::run`], limits apart.
    pub fn expansions(&self) -> Result<Vec<Expansion>, Error> {
        self.reading().map(|reading| reading.expansions)
    }

    /// The steps in which the answer is looked for, in plain words, each with about how many findings it looks at: for a person who wonders
    /// what a question costs.
    ///
    /// ```
    /// use whereof::Base;
    /// let steps = Base::builtin().prepare("treatment where upregulates CXCR4")?.explain()?;
    /// assert_eq!(steps[0].words, "look up the findings on CXCR4, about 3: upregulates CXCR4");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Query::run`], limits apart.
    pub fn explain(&self) -> Result<Vec<PlanStep>, Error> {
        let ready = self.ready()?;
        Ok(plan::explain(&ready.simple, &ready.plan, ready.facts().vocabulary()))
    }

    /// The same after asking it: each step with how many findings it did look at.
    ///
    /// ```
    /// use whereof::Base;
    /// let told = Base::builtin().prepare("treatment where upregulates CXCR4 and disease = fibrosis")?.explain_run()?;
    /// assert!(told.findings < 20, "{told:?}");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Query::run`].
    pub fn explain_run(&self) -> Result<Explained, Error> {
        let ready = self.ready()?;
        explained(&ready.asked(&self.limits), &ready.goal, ready.span())
    }

    fn ready(&self) -> Result<&Arc<Ready>, Error> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        let (text, names) = (self.source.text().len(), &self.asking.parameters);
        if let Some(wrong) = parameters::too_long(text, &self.bound, names, self.limits.text, self.asking.item.span()) {
            return Err(Error::new(ErrorKind::Question, self.source.clone(), vec![wrong]));
        }
        self.ready.get_or_init(|| self.understood().map(Arc::new)).as_ref().map_err(Clone::clone)
    }

    /// Resolves and plans the question with what is bound.
    fn understood(&self) -> Result<Ready, Error> {
        let wrong = |found: Vec<Diagnostic>| Error::new(ErrorKind::Question, self.source.clone(), found);
        let nowhere: Vec<&String> =
            self.bound.keys().filter(|name| !self.asking.parameters.contains(*name)).take(3).collect();
        if !nowhere.is_empty() {
            let told = |name: &&String| parameters::nowhere(name, &self.asking.parameters, self.asking.item.span());
            return Err(wrong(nowhere.iter().map(told).collect()));
        }
        let mut item = self.asking.item.clone();
        let uses = parameters::put(&mut item, &self.bound).map_err(wrong)?;
        let definitions = self.definitions.clone();
        let asked = Asked {
            facts: self.base.facts(),
            definitions: &definitions,
            source: &self.source,
            limits: &self.limits,
            bound: &self.bound,
            fixing: false,
            telling: Telling::Whole,
            base: None,
        };
        let goal = resolved(&asked, &item).map_err(|mut error| {
            parameters::explain(&uses, error.diagnostics_mut());
            error
        })?;
        let simple = goal::simplify(goal.clone());
        let plan = plan::build(&simple, self.base.facts());
        Ok(Ready {
            base: self.base.clone(),
            source: self.source.clone(),
            item,
            remarks: self.asking.remarks.clone(),
            bound: self.bound.clone(),
            definitions,
            columns: tell::columns(&goal, self.base.facts()),
            goal,
            simple,
            plan,
        })
    }
}

/// What the reading of a text keeps to.
pub(super) fn text_limits(limits: &Limits) -> TextLimits {
    // Every stage fits so many levels into a small stack; a caller may ask for fewer.
    let nesting = limits.nesting.min(TextLimits::default().nesting as usize) as u32;
    TextLimits { bytes: limits.text, nesting, diagnostics: limits.diagnostics }
}

/// The one question of a text, and the remarks on it.
fn one_question(
    base: &Base,
    source: &Source,
    limits: &Limits,
    definitions: &Definitions,
) -> Result<(Item, Vec<Diagnostic>), Error> {
    let bound = BTreeMap::new();
    let asked = Asked {
        facts: base.facts(),
        definitions,
        source,
        limits,
        bound: &bound,
        fixing: false,
        telling: Telling::Whole,
        base: None,
    };
    let parsed = syntax::parse(source, text_limits(limits));
    let (errors, remarks): (Vec<Diagnostic>, Vec<Diagnostic>) =
        parsed.diagnostics.into_iter().partition(|each| each.severity == Severity::Error);
    if !errors.is_empty() {
        return Err(fixes::error(&asked, errors));
    }
    let mut items = parsed.script.items.into_iter();
    match (items.next(), items.next()) {
        (Some(item @ Item::Statement(Statement::Query(_) | Statement::Count(_))), None) => Ok((item, remarks)),
        (first, second) => {
            let span = match (&first, &second) {
                (_, Some(second)) => second.span(),
                (Some(first), None) => first.span(),
                (None, None) => source.span(0, source.text().len()),
            };
            let found = Diagnostic::error("W0606", "this is not one question for rows or a count", span, "not here")
                .with_note("a session answers every statement, and several of them: `Session::eval`");
            Err(Error::new(ErrorKind::Question, source.clone(), vec![found]))
        }
    }
}

fn resolved(asked: &Asked<'_>, item: &Item) -> Result<Goal, Error> {
    let resolved = match item {
        Item::Statement(Statement::Query(query)) => goal::resolve(query, asked.scope()),
        Item::Statement(Statement::Count(count)) => goal::resolve_count(count, asked.scope()),
        _ => Err(Vec::new()),
    };
    resolved.map_err(|wrong| fixes::error(asked, wrong))
}

impl Ready {
    /// The tree, where it is a question for rows; none of a count.
    pub(super) fn query(&self) -> Option<&ast::Query> {
        match &self.item {
            Item::Statement(Statement::Query(query)) => Some(query),
            _ => None,
        }
    }

    /// The question in canonical spelling.
    pub(super) fn spelled(&self) -> String {
        match &self.item {
            Item::Statement(Statement::Query(query)) => query.to_string(),
            Item::Statement(Statement::Count(count)) => count.to_string(),
            _ => String::new(),
        }
    }
}
