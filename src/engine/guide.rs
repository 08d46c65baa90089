//! Ways in: questions to start from, by topic, and a tour in steps.
//!
//! The scripts under `examples/` and the base that is open come in, questions that can be asked go out. Nothing is printed here, and what is
//! offered for a base that nobody wrote questions for is asked before it is offered.

use super::run::small;
use super::{Base, Session};
use crate::answer::Reply;
use crate::limits::Limits;
use crate::syntax::ast::{Item, Statement};
use crate::syntax::{self, TextLimits};
use crate::tell;
use crate::text::Source;
use serde::Serialize;

/// Questions on one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// One word.
    pub name: String,
    /// What its questions have in common.
    pub about: String,
    /// The questions.
    pub examples: Vec<Example>,
}

/// A question to start from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// What it shows.
    pub shows: String,
    /// The statements, each as it can be typed.
    pub statements: Vec<String>,
    /// Statements of the same topic that must come before: definitions and values.
    pub before: Vec<String>,
}

impl Example {
    /// All of it on one line, ready to be asked.
    ///
    /// ```
    /// use whereof::prompt::Example;
    /// let example = Example {
    ///     shows: "a name for a set".to_owned(),
    ///     statements: vec!["raiser where improves survival".to_owned()],
    ///     before: vec!["define raiser = treatment where upregulates CXCR4".to_owned()],
    /// };
    /// assert_eq!(example.line(), "define raiser = treatment where upregulates CXCR4; raiser where improves survival");
    /// ```
    #[must_use]
    pub fn line(&self) -> String {
        let all: Vec<&str> = self.before.iter().chain(&self.statements).map(String::as_str).collect();
        all.join("; ")
    }
}

/// One step of the tour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lesson {
    /// What it teaches, in a few words.
    pub title: String,
    /// What to know before.
    pub says: String,
    /// The question, ready to be asked.
    pub question: String,
    /// What to look at in the answer.
    pub look: String,
}

/// The scripts with examples over the embedded base, by topic.
const TOPICS: &[(&str, &str)] = &[
    ("first", include_str!("../../examples/queries/headline.whereof")),
    ("contexts", include_str!("../../examples/queries/contexts.whereof")),
    ("logic", include_str!("../../examples/queries/logic.whereof")),
    ("passive", include_str!("../../examples/queries/passive.whereof")),
    ("lists", include_str!("../../examples/queries/lists.whereof")),
    ("nested", include_str!("../../examples/queries/nested.whereof")),
    ("amounts", include_str!("../../examples/queries/quantities.whereof")),
    ("ratios", include_str!("../../examples/queries/ratios.whereof")),
    ("evidence", include_str!("../../examples/queries/evidence.whereof")),
    ("tiers", include_str!("../../examples/queries/tiers.whereof")),
    ("gaps", include_str!("../../examples/queries/gaps.whereof")),
    ("always", include_str!("../../examples/queries/quantifiers.whereof")),
    ("why", include_str!("../../examples/queries/why.whereof")),
    ("names", include_str!("../../examples/queries/names.whereof")),
    ("tables", include_str!("../../examples/queries/tables.whereof")),
    ("letters", include_str!("../../examples/queries/letters.whereof")),
    ("counts", include_str!("../../examples/queries/tallies.whereof")),
    ("search", include_str!("../../examples/queries/spelled.whereof")),
    ("chains", include_str!("../../examples/queries/chains.whereof")),
    ("definitions", include_str!("../../examples/queries/definitions.whereof")),
];

/// The names of the topics, in their order.
pub const TOPIC_NAMES: [&str; TOPICS.len()] = {
    let mut names = [""; TOPICS.len()];
    let mut at = 0;
    while at < TOPICS.len() {
        names[at] = TOPICS[at].0;
        at += 1;
    }
    names
};

const TOUR: &str = include_str!("../../examples/tour.whereof");

/// The name of the topic whose questions are made from the base that is open.
const OWN: &str = "this-base";

/// The steps of the tour; their questions are asked of the embedded base.
///
/// ```
/// let tour = whereof::prompt::tour();
/// assert_eq!((tour.len(), tour[0].title.as_str()), (7, "A question"));
/// ```
#[must_use]
pub fn tour() -> Vec<Lesson> {
    let mut lessons: Vec<Lesson> = Vec::new();
    for chunk in chunks(TOUR) {
        let said = chunk.comments.join(" ");
        match said.strip_prefix("Look: ") {
            // what stands below a question belongs to it
            Some(look) => {
                if let Some(lesson) = lessons.last_mut() {
                    look.clone_into(&mut lesson.look);
                }
            }
            None => {
                let title = chunk
                    .comments
                    .first()
                    .and_then(|line| line.split_once(". "))
                    .filter(|(number, _)| number.chars().all(|c| c.is_ascii_digit()));
                if let (Some((_, title)), false) = (title, chunk.statements.is_empty()) {
                    lessons.push(Lesson {
                        title: title.to_owned(),
                        says: chunk.comments.get(1..).unwrap_or_default().join(" "),
                        question: chunk.statements.join("; "),
                        look: String::new(),
                    });
                }
            }
        }
    }
    lessons
}

/// Lines of comment and the statements behind them.
struct Chunk {
    comments: Vec<String>,
    statements: Vec<String>,
}

/// A script cut before each comment that follows statements or an empty line.
fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut code = String::new();
    let mut fresh = true;
    let end = |code: &mut String, chunks: &mut Vec<Chunk>| {
        if let Some(chunk) = chunks.last_mut() {
            chunk.statements = statements(code);
        }
        code.clear();
    };
    for line in text.lines() {
        match line.strip_prefix('#') {
            Some(comment) => {
                if fresh || !code.trim().is_empty() {
                    end(&mut code, &mut chunks);
                    chunks.push(Chunk { comments: Vec::new(), statements: Vec::new() });
                }
                if let Some(chunk) = chunks.last_mut() {
                    chunk.comments.push(comment.trim().to_owned());
                }
                fresh = false;
            }
            None => {
                fresh |= line.trim().is_empty();
                code.push_str(line);
                code.push('\n');
            }
        }
    }
    end(&mut code, &mut chunks);
    chunks
}

/// The statements of a text, each in canonical spelling.
fn statements(text: &str) -> Vec<String> {
    let parsed = syntax::parse(&Source::new("examples", text), TextLimits::default());
    parsed.script.items.iter().map(|item| item.to_string().trim_end_matches(';').to_owned()).collect()
}

/// The questions over the embedded base.
fn written() -> Vec<Topic> {
    let topic = |(name, text): &(&str, &str)| {
        let mut about = String::new();
        let mut before: Vec<String> = Vec::new();
        let mut examples = Vec::new();
        for chunk in chunks(text) {
            let said = chunk.comments.join(" ");
            if about.is_empty() {
                about.clone_from(&said);
            }
            if chunk.statements.is_empty() {
                continue;
            }
            let (names, _): (Vec<&String>, Vec<&String>) =
                chunk.statements.iter().partition(|one| names_something(one));
            let names: Vec<String> = names.into_iter().cloned().collect();
            examples.push(Example { shows: said, statements: chunk.statements, before: before.clone() });
            before.extend(names);
        }
        Topic { name: (*name).to_owned(), about, examples }
    };
    TOPICS.iter().map(topic).collect()
}

/// Whether later statements may need it.
fn names_something(statement: &str) -> bool {
    let parsed = syntax::parse(&Source::new("examples", statement), TextLimits::default());
    matches!(parsed.script.items.first(), Some(Item::Statement(Statement::Define(_) | Statement::Let(_))))
}

impl Session {
    /// Whether the embedded base is among what is asked, so that its examples and the tour can be tried.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// assert!(Session::new(Base::builtin(), Limits::interactive()).asks_builtin());
    /// ```
    #[must_use]
    pub fn asks_builtin(&self) -> bool {
        let builtin = Base::builtin();
        let mut of_builtin = builtin.facts().sources().iter();
        let open = self.whole.facts().sources();
        of_builtin.all(|source| open.iter().any(|other| other.doi == source.doi && other.name == source.name))
    }

    /// Questions to start from, by topic: those written for the embedded base where it is asked, and questions made from what else is open, each of
    /// which has rows.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let topics = Session::new(Base::builtin(), Limits::interactive()).examples();
    /// assert_eq!(topics[0].examples[0].line(), "treatment where upregulates CXCR4 and disease = fibrosis");
    /// ```
    #[must_use]
    pub fn examples(&self) -> Vec<Topic> {
        let mut topics = Vec::new();
        if self.asks_builtin() {
            topics = written();
            if self.whole.facts().sources().len() == Base::builtin().facts().sources().len() {
                return topics;
            }
        }
        let examples = self.made(usize::MAX);
        if !examples.is_empty() {
            let about = format!("Made from {}, as it is open now.", self.base.info().name);
            topics.insert(0, Topic { name: OWN.to_owned(), about, examples });
        }
        topics
    }

    /// One question to begin with; none where nothing of what is open can be asked for.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let first = Session::new(Base::builtin(), Limits::interactive()).first_question();
    /// assert_eq!(first.as_deref(), Some("treatment where upregulates CXCR4 and disease = fibrosis"));
    /// ```
    #[must_use]
    pub fn first_question(&self) -> Option<String> {
        let written = || written().into_iter().next()?.examples.into_iter().next();
        let first = if self.asks_builtin() { written() } else { self.made(1).into_iter().next() };
        first.map(|example| example.line())
    }

    /// Questions made from what is open, the first so many of those that have rows.
    fn made(&self, most: usize) -> Vec<Example> {
        let builtin = Base::builtin();
        let known = if self.asks_builtin() { builtin.facts().sources() } else { &[] };
        let candidates = tell::examples(self.base.facts(), known);
        // asked of a copy: what is offered changes nothing
        let mut asking = self.clone();
        asking.set_limits(Limits { rows: 10_000, ..small(&self.limits) });
        let examples = candidates.into_iter().filter(|(_, question)| {
            let replies = asking.eval(Source::new("example", question.as_str()));
            !replies.is_empty() && replies.iter().all(|reply| reply.as_ref().is_ok_and(gives_something))
        });
        let made = examples.map(|(shows, question)| Example { shows, statements: vec![question], before: Vec::new() });
        made.take(most).collect()
    }
}

/// Whether a reply is worth looking at.
fn gives_something(reply: &Reply) -> bool {
    match reply {
        Reply::Answers(answers) => match &answers.counts {
            Some(counts) => counts.total > 0,
            None => !answers.rows.is_empty(),
        },
        Reply::Why(why) => !why.rows.is_empty(),
        Reply::Matrix(matrix) => !matrix.cells.is_empty(),
        Reply::Description(description) => description.findings > 0,
        _ => true,
    }
}
