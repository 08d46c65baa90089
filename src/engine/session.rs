//! A session: statements in, replies out, one at a time.
//!
//! A script, a prompt, a notebook are thin shells over it. A statement that fails leaves the session as it was.

use super::ask;
use super::files::Files;
use super::parameters::{self, Bound, Parameter};
use super::query::text_limits;
use super::record::Record;
use super::run::Asked;
use super::{Base, Completions, Error, ErrorKind, Hint, Query, WordClass};
use crate::answer::{Card, Graph, NoCard, Noted, Reply, Telling};
use crate::base::Census;
use crate::diagnostic::{Diagnostic, Severity};
use crate::goal::Definitions;
use crate::limits::Limits;
use crate::model::StudyId;
use crate::syntax;
use crate::syntax::ast::{Item, Statement};
use crate::text::{Source, Span};
use crate::typing::{Known, Memo};
use std::collections::BTreeMap;

/// Statements asked of one base under one set of limits.
///
/// ```
/// use whereof::Reply;
/// use whereof::Source;
/// use whereof::{Base, Limits, Session};
///
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// let replies = session.eval(&Source::new("query", "treatment where upregulates CXCR4 and disease = fibrosis"));
/// let Ok(Reply::Answers(answers)) = &replies[0] else { panic!("no answer") };
/// assert_eq!(answers.rows[0].cells[0], "resveratrol");
/// ```
#[derive(Clone, Debug)]
pub struct Session {
    /// What is asked: all that is open, without the studies that are retracted.
    pub(super) base: Base,
    /// All that is open.
    pub(super) whole: Base,
    pub(super) retracted: Vec<StudyId>,
    pub(super) limits: Limits,
    telling: Telling,
    pub(super) files: Files,
    parameters: BTreeMap<String, Bound>,
    pub(super) record: Record,
    pub(super) definitions: Definitions,
    /// What was worked out while a line was typed.
    memo: Memo,
}

impl Session {
    /// Opens a session on a base.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// assert_eq!(session.eval("nouns; verbs").len(), 2);
    /// ```
    #[must_use]
    pub fn new(base: Base, limits: Limits) -> Session {
        Session {
            whole: base.clone(),
            base,
            retracted: Vec::new(),
            limits,
            telling: Telling::Whole,
            files: Files::default(),
            parameters: BTreeMap::new(),
            record: Record::default(),
            definitions: Definitions::default(),
            memo: Memo::default(),
        }
    }

    /// A session on another base, with the limits, the values of `$name`s and the leave to read files of this one, and nothing else.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.bind("gene", "CXCR4");
    /// let mut other = session.on(Base::builtin());
    /// assert!(other.eval("treatment where upregulates $gene").remove(0).is_ok());
    /// ```
    #[must_use]
    pub fn on(&self, base: Base) -> Session {
        let mut session = Session::new(base, self.limits.clone());
        session.parameters.clone_from(&self.parameters);
        session.telling = self.telling;
        session.files.folder.clone_from(&self.files.folder);
        session.record = self.record.values();
        session
    }

    /// The base that is asked: all that is open, without the studies that are retracted.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let before = session.base().info().studies;
    /// session.eval("retract study 59");
    /// assert_eq!(session.base().info().studies, before - 1);
    /// ```
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The limits that every statement runs under.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// assert_eq!(Session::new(Base::builtin(), Limits::untrusted()).limits().rows, 10_000);
    /// ```
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Runs statements under other limits from now on.
    ///
    /// ```
    /// use whereof::{Base, ErrorKind, Exceeded, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.set_limits(Limits { rows: 2, ..Limits::untrusted() });
    /// let stopped = session.eval("treatment where upregulates CXCR4").remove(0).unwrap_err();
    /// assert_eq!(stopped.kind(), ErrorKind::Limit(Exceeded::Rows));
    /// ```
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Puts no more of answers into words from now on than somebody is going to look at; the rest is counted, and told by [`Answers::whole`].
    /// While the session is recorded, all is told.
    ///
    /// ```
    /// use whereof::answer::Telling;
    /// use whereof::{Base, Format, Limits, Session, Style, render};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let whole = session.eval("treatment where improves homing").remove(0)?;
    /// session.set_telling(Telling::Page { rows: 5 });
    /// let page = session.eval("treatment where improves homing").remove(0)?;
    /// let five = Style { rows: 5, ..Style::default() };
    /// assert_eq!(render(&page, Format::Table, &five)?, render(&whole, Format::Table, &five)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`Answers::whole`]: crate::answer::Answers::whole
    pub fn set_telling(&mut self, telling: Telling) {
        self.telling = telling;
    }

    /// Gives a parameter its value: `$name` in a statement then stands for this value, whatever characters it holds.
    ///
    /// A value is typed where it is used: an amount where a name is wanted is an error there.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.bind("gene", "CXCR4; nouns"); // one name, whatever characters it holds
    /// assert_eq!(session.eval("treatment where upregulates $gene").remove(0).unwrap_err().diagnostics()[0].code, "W0201");
    /// ```
    pub fn bind(&mut self, name: impl Into<String>, value: impl Into<Parameter>) {
        self.memo.forget();
        self.parameters.insert(name.into(), Bound::of_parameter(value.into()));
    }

    /// Reads one question now, to be run often: as [`Base::prepare`] does, with what the session has defined, bound and retracted by now, and under
    /// its limits. What the session does later changes nothing of it.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.eval("define booster = treatment where improves homing or upregulates CXCR4").remove(0)?;
    /// let query = session.prepare("booster where improves survival")?;
    /// assert_eq!(query.run()?.len(), query.run()?.len());
    /// assert!(Base::builtin().prepare("booster where improves survival").is_err());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Base::prepare`].
    pub fn prepare(&self, text: impl Into<Source>) -> Result<Query, Error> {
        let (base, limits) = (self.base.clone(), self.limits.clone());
        Query::with(base, text.into(), limits, self.definitions.clone(), self.parameters.clone())
    }

    /// Runs all statements of a text, in order; what does not parse is an error in its place.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let replies = session.eval("nouns; treatment where upregulates CXCR44; verbs");
    /// assert_eq!(replies.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    /// ```
    pub fn eval(&mut self, text: impl Into<Source>) -> Vec<Result<Reply, Error>> {
        let mut results = Vec::new();
        self.eval_each(text, &mut |result| {
            results.push(result);
            true
        });
        results
    }

    /// Runs the statements of a text and hands each result over as soon as it is there; stops where `take` says false.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let mut taken = 0;
    /// session.eval_each("nouns; treatment where upregulates CXCR44; verbs", &mut |reply| {
    ///     taken += 1;
    ///     reply.is_ok()
    /// });
    /// assert_eq!(taken, 2); // it stopped at the error
    /// ```
    pub fn eval_each(&mut self, text: impl Into<Source>, take: &mut dyn FnMut(Result<Reply, Error>) -> bool) {
        self.eval_with_base(&text.into(), &mut |result, _| take(result));
    }

    /// The same, each result with the base that was asked: a later statement may open another, and [`Base::graph`] wants this one.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let mut graphs = Vec::new();
    /// session.eval_with_base(&"treatment where upregulates CXCR4; retract study 59".into(), &mut |reply, base| {
    ///     graphs.extend(reply.map(|reply| base.graph(&reply)));
    ///     true
    /// });
    /// assert_eq!(graphs[0].edges.len(), 3);
    /// ```
    pub fn eval_with_base(&mut self, source: &Source, take: &mut dyn FnMut(Result<Reply, Error>, &Base) -> bool) {
        self.memo.forget();
        let parsed = syntax::parse(source, text_limits(&self.limits));
        let (errors, remarks): (Vec<Diagnostic>, Vec<Diagnostic>) =
            parsed.diagnostics.into_iter().partition(|each| each.severity == Severity::Error);
        let mut errors = errors.into_iter().peekable();
        for item in parsed.script.items {
            let start = item.span().start;
            while let Some(error) = errors.next_if(|error| error.span().start < start) {
                if !take(Err(self.wrong(source, vec![error])), &self.base) {
                    return;
                }
            }
            let end = item.span().end;
            // A statement that was read but has errors inside is not run: it does not say what was typed.
            let mut inside = Vec::new();
            while let Some(error) = errors.next_if(|error| error.span().start < end) {
                inside.push(error);
            }
            let result = if inside.is_empty() { self.item(source, item) } else { Err(self.wrong(source, inside)) };
            let result = result.map(|reply| with_remarks(reply, &remarks, start, end));
            if !take(result, &self.base) {
                return;
            }
        }
        for error in errors {
            if !take(Err(self.wrong(source, vec![error])), &self.base) {
                return;
            }
        }
    }

    fn item(&mut self, source: &Source, item: Item) -> Result<Reply, Error> {
        let mut item = item;
        self.fits_the_limits(source, &mut item)?;
        let uses = parameters::put(&mut item, &self.parameters)
            .map_err(|wrong| Error::new(ErrorKind::Question, source.clone(), wrong))?;
        let retraction = self.retraction();
        let result = self.run(source, &item);
        match ask::sound(self.base.facts(), source, item.span(), result) {
            Ok(mut reply) => {
                if let (Some(note), Some(notes)) = (retraction, reply.notes_mut()) {
                    notes.push(note);
                }
                self.note(&item, &reply);
                Ok(reply)
            }
            Err(mut error) => {
                parameters::explain(&uses, error.diagnostics_mut());
                Err(match retraction {
                    Some(note) if error.kind() == ErrorKind::Expectation => error.with_note(&note),
                    _ => error,
                })
            }
        }
    }

    /// Whether a statement with the values of its parameters is no longer than a text may be.
    pub(super) fn fits_the_limits(&self, source: &Source, item: &mut Item) -> Result<(), Error> {
        let (names, span) = (parameters::names(item), item.span());
        let text = (span.end - span.start) as usize;
        match parameters::too_long(text, &self.parameters, &names, self.limits.text, span) {
            Some(wrong) => Err(Error::new(ErrorKind::Question, source.clone(), vec![wrong])),
            None => Ok(()),
        }
    }

    #[inline(never)]
    fn run(&mut self, source: &Source, item: &Item) -> Result<Reply, Error> {
        let statement = match item {
            Item::Statement(statement) => statement,
            Item::Block(_) => {
                let wrong = Diagnostic::error("W0601", "findings are no question", item.span(), "a block of findings")
                    .with_note("findings belong in a base: `whereof check FILE` reads one, `--base FILE` asks it");
                return Err(Error::new(ErrorKind::Question, source.clone(), vec![wrong]));
            }
        };
        match statement {
            Statement::Let(binding) => {
                let bound = Bound::of_let(&binding.value, self.base.facts().vocabulary());
                let did = vec![parameters::told(&binding.name.text, &bound)];
                self.parameters.insert(binding.name.text.clone(), bound);
                Ok(Reply::Noted(Noted { statement: binding.to_string(), did }))
            }
            Statement::Define(tree) => {
                let (definitions, reply) = super::define::define(&self.asked(source), tree)?;
                self.definitions = definitions;
                Ok(reply)
            }
            Statement::Use(used) => self.use_file(source, used),
            Statement::Retract(retract) => self.retract(source, retract),
            Statement::Diff(diff) => self.diff(source, diff),
            Statement::Expect(expect) => {
                let whole = (!self.retracted.is_empty()).then(|| self.whole.facts());
                super::expect::expect(&self.asked(source), whole, expect)
            }
            statement => {
                let telling = if self.record.is_on() { Telling::Whole } else { self.telling };
                ask::statement(&Asked { telling, base: Some(&self.base), ..self.asked(source) }, statement)
            }
        }
    }

    pub(super) fn asked<'a>(&'a self, source: &'a Source) -> Asked<'a> {
        Asked {
            facts: self.base.facts(),
            definitions: &self.definitions,
            source,
            limits: &self.limits,
            bound: &self.parameters,
            fixing: false,
            telling: Telling::Whole,
            base: None,
        }
    }

    /// An error of the text, each fix with the rows that it gives.
    fn wrong(&self, source: &Source, diagnostics: Vec<Diagnostic>) -> Error {
        super::fixes::error(&self.asked(source), diagnostics)
    }

    /// One finding of one row of a reply, with all that is known of it: row and finding are counted from 1, first those for the row.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let reply = session.eval("treatment where upregulates CXCR4 and disease = fibrosis").remove(0)?;
    /// assert_eq!(session.card(&reply, 1, 1)?.evidence.statement, "resveratrol upregulates CXCR4");
    /// assert!(session.card(&reply, 2, 1).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// There is no such row or finding, or what is open has changed since the reply was given.
    pub fn card(&self, reply: &Reply, row: usize, finding: usize) -> Result<Card, NoCard> {
        crate::tell::card(self.base.facts(), reply, row, finding)
    }

    /// What a reply of this session rests on, as a graph: things, findings, studies. It is made when asked for, and only then; a reply from
    /// before the session opened another base is given to the [`Base::graph`] of the base that was asked.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let reply = session.eval("matrix treatment by disease of improves homing").remove(0)?;
    /// assert!(session.graph(&reply).edges.iter().all(|edge| !edge.locators.is_empty()));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn graph(&self, reply: &Reply) -> Graph {
        self.base.graph(reply)
    }

    /// Whether more text could complete what was typed so far.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let session = Session::new(Base::builtin(), Limits::interactive());
    /// assert!(session.is_incomplete("treatment where upregulates CXCR4 and"));
    /// assert!(!session.is_incomplete("treatment where upregulates CXCR4"));
    /// ```
    #[must_use]
    pub fn is_incomplete(&self, text: &str) -> bool {
        syntax::is_incomplete(&Source::new("query", text))
    }

    /// What could stand at a place of a line, the likeliest first, each with its findings under what is typed so far.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let session = Session::new(Base::builtin(), Limits { time: None, ..Limits::interactive() });
    /// let line = "treatment where upregulates cxc";
    /// let found = session.complete(line, line.len());
    /// assert_eq!(&line[found.start..], "cxc");
    /// assert_eq!(found.offers[0].replacement, "CXCR4");
    /// assert!(found.offers[0].findings.is_some_and(|findings| findings > 2));
    /// ```
    #[must_use]
    pub fn complete(&self, line: &str, at: usize) -> Completions {
        self.known(&mut |known| known.complete(line, at))
    }

    /// What is worth saying of a line whose cursor is at a place: how much it gives, counted to the end or not at all, what the name under the
    /// cursor is, and what is missing.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let session = Session::new(Base::builtin(), Limits { time: None, ..Limits::interactive() });
    /// let hint = |line: &str| session.hint(line, line.len()).map_or_else(String::new, |hint| hint.to_string());
    /// assert_eq!(hint("treatment where upregulates CXCR4"), "3 treatments · 3 studies · CXCR4: gene, NCBIGene:7852");
    /// assert_eq!(hint("treatment where upregulates CXCR44"), "`CXCR44` is not known");
    /// ```
    #[must_use]
    pub fn hint(&self, line: &str, at: usize) -> Option<Hint> {
        self.known(&mut |known| known.hint(line, at))
    }

    /// What the words of a line are, for colours.
    ///
    /// ```
    /// use whereof::prompt::WordClass;
    /// use whereof::{Base, Limits, Session};
    /// let session = Session::new(Base::builtin(), Limits::interactive());
    /// let line = "treatment where upregulates CXCR4";
    /// let names: Vec<&str> =
    ///     session.highlight(line).into_iter().filter(|(_, class)| *class == WordClass::Name).map(|(span, _)| &line[span.range()]).collect();
    /// assert_eq!(names, ["CXCR4"]);
    /// ```
    #[must_use]
    pub fn highlight(&self, line: &str) -> Vec<(Span, WordClass)> {
        self.known(&mut |known| known.highlight(line))
    }

    /// Counts now what completion ranks by. Otherwise the first list on a base waits for it: about a tenth of a second for a million findings.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let session = Session::new(Base::builtin(), Limits::interactive());
    /// session.count_names(); // while nobody waits
    /// assert!(!session.complete("treatment where ", 16).offers.is_empty());
    /// ```
    pub fn count_names(&self) {
        self.base.census().get_or_init(|| Census::of(self.base.facts()));
    }

    fn known<T>(&self, ask: &mut dyn FnMut(&mut Known<'_>) -> T) -> T {
        let told = |(name, bound): (&String, &Bound)| (name.clone(), bound.words());
        let parameters: Vec<(String, String)> = self.parameters.iter().map(told).collect();
        let put = |item: &mut Item| parameters::put(item, &self.parameters).is_ok();
        ask(&mut Known {
            facts: self.base.facts(),
            definitions: &self.definitions,
            census: self.base.census(),
            parameters: &parameters,
            put: &put,
            limits: &self.limits,
            memo: &self.memo,
            deadline: None,
        })
    }
}

/// A reply with the remarks that were made on its text.
pub(super) fn with_remarks(reply: Reply, remarks: &[Diagnostic], start: u32, end: u32) -> Reply {
    let mut reply = reply;
    if let Reply::Answers(answers) = &mut reply {
        for remark in remarks.iter().filter(|remark| (start..=end).contains(&remark.span().start)) {
            answers.notes.push(remark.message.clone());
        }
    }
    reply
}
