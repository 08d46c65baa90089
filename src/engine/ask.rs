//! One statement through all stages.
//!
//! A tree and a base come in, a reply or an error goes out. Each stage is called once, in order; nothing is decided here but which.

use super::given::{Given, given};
use super::run::{Asked, run_goal, small, total};
use super::{Base, Error, ErrorKind, empty, fixes, tables};
use crate::answer::reply::{Why, WhyNot};
use crate::answer::{Answers, Reply, Rest, Telling};
use crate::base::Facts;
use crate::diagnostic::Diagnostic;
use crate::eval;
use crate::eval::outcome::{Outcome, RowId};
use crate::goal::loosen;
use crate::goal::{self, Definitions, Goal, Head};
use crate::limits::{Budget, Exceeded, Limits};
use crate::model::EntityId;
use crate::syntax::ast::{self, Run, Statement};
use crate::tell::{self, Told};
use crate::text::{Source, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Proofs looked for, for each row.
pub(super) const PROOFS: usize = 10;
/// Rows explained by one `why`.
const EXPLAINED: usize = 20;

/// Runs one statement.
///
/// What it asks may nest as deeply as the stack allows: each kind of statement has a function of its own, whose frame is there only while
/// that kind is answered.
pub(super) fn statement(asked: &Asked<'_>, statement: &Statement) -> Result<Reply, Error> {
    match statement {
        Statement::Query(query) => answers_reply(asked, query),
        Statement::Count(count) => count_reply(asked, count),
        Statement::Why(ast::Why::Query(query)) => why(asked, query, EXPLAINED).map(Reply::Why),
        Statement::Why(ast::Why::Claim(claim)) => claim_reply(asked, claim),
        Statement::WhyNot(statement) => why_not(asked, statement).map(Reply::WhyNot),
        Statement::Describe(run) => describe(asked, run),
        Statement::Kinds(run) => kinds(asked, run),
        Statement::Search(run) => search(asked, run),
        Statement::Resolve(run) => Ok(Reply::Resolved(tell::resolved(asked.facts, &run.text()))),
        Statement::Listing(what, _) => Ok(Reply::Listing(tell::listing(asked.facts, *what))),
        Statement::Declaration(declaration) => Err(misplaced(asked, declaration.span)),
        Statement::Edge(edge) => Err(misplaced(asked, edge.span)),
        Statement::Matrix(matrix) => tables::matrix(asked, matrix),
        Statement::Gaps(gaps) => tables::gaps(asked, gaps),
        Statement::Compare(compare) => tables::compare(asked, compare),
        Statement::Contested(contested) => tables::contested(asked, contested),
        Statement::Similar(similar) => tables::similar(asked, similar),
        Statement::Paths(paths) => self::paths(asked, paths),
        Statement::Shortest(shortest) => self::shortest(asked, shortest),
        // What changes the session or reads files never comes here: the session answers it.
        Statement::Define(_)
        | Statement::Let(_)
        | Statement::Use(_)
        | Statement::Retract(_)
        | Statement::Expect(_)
        | Statement::Diff(_) => Err(for_a_session(asked, statement.span())),
    }
}

#[inline(never)]
fn answers_reply(asked: &Asked<'_>, query: &ast::Query) -> Result<Reply, Error> {
    self::query(asked, query).map(Reply::Answers)
}

#[inline(never)]
fn count_reply(asked: &Asked<'_>, count: &ast::Count) -> Result<Reply, Error> {
    let goal = goal::resolve_count(count, asked.scope()).map_err(|wrong| fixes::error(asked, wrong))?;
    let found = given_to(asked, &goal, count.span)?;
    let mut answers = Box::new(tell(asked, &goal, &found, count.to_string(), count.span)?);
    let nothing = answers.counts.as_ref().is_some_and(|counts| counts.total == 0);
    if let Some(body) = count.body.as_ref().filter(|_| nothing) {
        let query = ast::Query { head: count.nouns(), body: body.clone(), span: count.span };
        nothing_found(asked, &query, &mut answers);
        // what is offered counts as well
        for looser in &mut answers.looser {
            if let Some((_, rest)) = looser.query.split_once(" where ") {
                looser.query = format!("{} where {rest}", count.asks());
            }
        }
    }
    Ok(Reply::Answers(answers))
}

#[inline(never)]
fn claim_reply(asked: &Asked<'_>, claim: &ast::Effect) -> Result<Reply, Error> {
    let query = goal::claim_query(claim, asked.scope()).map_err(|wrong| fixes::error(asked, wrong))?;
    let mut reply = why(asked, &query, EXPLAINED)?;
    if reply.rows.is_empty() {
        reply.notes.push(format!("no finding says so; what is there instead: `{}`", ask_why_not(&query)));
    }
    Ok(Reply::Why(reply))
}

#[inline(never)]
fn kinds(asked: &Asked<'_>, run: &Run) -> Result<Reply, Error> {
    if let Some(listing) = tell::names_of(asked.facts, &run.text()) {
        return Ok(Reply::Listing(listing));
    }
    let id = one_entity(asked, run)?;
    Ok(Reply::Kinds(tell::kinds(asked.facts, id)))
}

#[inline(never)]
fn search(asked: &Asked<'_>, run: &Run) -> Result<Reply, Error> {
    let listing = tell::names_containing(asked.facts, &run.text());
    listing.map(Reply::Listing).ok_or_else(|| {
        let wrong = Diagnostic::error("W0240", "there are no letters to look for", run.span, "no letter or digit")
            .with_note("blanks, dashes and signs do not count in names");
        Error::new(ErrorKind::Question, asked.source.clone(), vec![wrong])
    })
}

fn misplaced(asked: &Asked<'_>, span: Span) -> Error {
    let wrong = Diagnostic::error("W0601", "a declaration is no question", span, "declares a part of a base")
        .with_note("declarations belong in a base: `whereof check FILE` reads one, `--base FILE` asks it");
    Error::new(ErrorKind::Question, asked.source.clone(), vec![wrong])
}

/// A statement that changes a session, where there is none.
fn for_a_session(asked: &Asked<'_>, span: Span) -> Error {
    let wrong = Diagnostic::error("W0606", "this statement speaks to a session", span, "there is none here");
    Error::new(ErrorKind::Question, asked.source.clone(), vec![wrong])
}

/// What a question gives.
pub(super) struct Found {
    pub(super) goal: Goal,
    pub(super) total: u64,
    pub(super) ids: Vec<RowId>,
    pub(super) answers: Answers,
}

/// Resolves a query; only the goal is held while its tree is gone through.
#[inline(never)]
fn resolved(asked: &Asked<'_>, query: &ast::Query) -> Result<Box<Goal>, Error> {
    match goal::resolve(query, asked.scope()) {
        Ok(goal) => Ok(Box::new(goal)),
        Err(wrong) => Err(fixes::error(asked, wrong)),
    }
}

/// Resolves and answers a query, and tells no more than its rows and what is near them.
#[inline(never)]
pub(super) fn rows(asked: &Asked<'_>, query: &ast::Query) -> Result<Box<Found>, Error> {
    let goal = resolved(asked, query)?;
    found(asked, *goal, query)
}

#[inline(never)]
fn found(asked: &Asked<'_>, goal: Goal, query: &ast::Query) -> Result<Box<Found>, Error> {
    let given = given_to(asked, &goal, query.span)?;
    let answers = tell(asked, &goal, &given, query.to_string(), query.span)?;
    Ok(Box::new(Found { goal, total: given.outcome.total, ids: given.ids, answers }))
}

/// Resolves and answers a query; an empty answer is explained.
#[inline(never)]
fn query(asked: &Asked<'_>, query: &ast::Query) -> Result<Box<Answers>, Error> {
    let found = rows(asked, query)?;
    let Found { total, ids, answers, .. } = *found;
    Ok(explained(asked, query, (total, &ids), Box::new(answers)))
}

/// Adds what other questions would give: beside rows a remark, instead of rows the weaker questions.
#[inline(never)]
pub(super) fn explained(
    asked: &Asked<'_>,
    query: &ast::Query,
    (total, ids): (u64, &[RowId]),
    mut answers: Box<Answers>,
) -> Box<Answers> {
    answers.notes.extend(other_binding(asked, query, (total, ids)));
    if !ids.is_empty() {
        answers.notes.extend(wider_verb(asked, query, total));
    }
    if ids.is_empty() {
        nothing_found(asked, query, &mut answers);
    }
    answers
}

/// Says which condition left nothing, and which questions near it have rows.
fn nothing_found(asked: &Asked<'_>, query: &ast::Query, answers: &mut Answers) {
    answers.emptied = empty::emptied(asked, query);
    (answers.looser, answers.looser_untried) = empty::looser(asked, query, None, true);
}

/// What the answer would be if `in ...` bound all effects rather than the one before it, where that differs.
fn other_binding(asked: &Asked<'_>, query: &ast::Query, (rows, ids): (u64, &[RowId])) -> Option<String> {
    let other = loosen::other_binding(query)?;
    let mut goal = goal::resolve(&other, asked.scope()).ok()?;
    goal.limit = None;
    let small = small(asked.limits);
    let found = total(asked.facts, &goal, &small)?;
    // of as many rows it is to be seen whether they are the same
    if found == rows && run_goal(asked.facts, &goal, &small).ok()?.rows.iter().map(|row| row.id).eq(ids.iter().copied())
    {
        return None;
    }
    let rows = if found == 1 { "1 row".to_owned() } else { format!("{found} rows") };
    Some(format!("`in` binds the effect before it alone; bound to all of them: {rows} (`{other}`)"))
}

/// That a wider verb has more rows: people use such verbs as one.
fn wider_verb(asked: &Asked<'_>, query: &ast::Query, rows: u64) -> Option<String> {
    loosen::wider_verbs(query, asked.facts.vocabulary()).into_iter().take(3).find_map(|wider| {
        let mut goal = goal::resolve(&wider.query, asked.scope()).ok()?;
        goal.limit = None;
        let found = total(asked.facts, &goal, &small(asked.limits))?;
        let more = found > rows;
        more.then(|| format!("{}: {found} rows (`{}`)", wider.change, wider.query))
    })
}

/// Plans and runs a goal under the limits.
fn given_to<'a>(asked: &Asked<'a>, goal: &Goal, span: Span) -> Result<Given<'a>, Error> {
    given(asked, goal).map_err(|(exceeded, rows)| exceeded_error(asked, exceeded, rows, span))
}

/// What was found in words, under the clock and the cancel switch too.
fn tell(asked: &Asked<'_>, goal: &Goal, found: &Given<'_>, query: String, span: Span) -> Result<Answers, Error> {
    let mut query = Some(query);
    let answers = found.told(asked.telling, &mut |told| {
        tell::answers(goal, told, asked.facts, asked.source, query.take().unwrap_or_default())
    });
    let mut answers = answers.map_err(|exceeded| exceeded_error(asked, exceeded, found.ids.len(), span))?;
    if let (Some(untold), Some(base)) = (&mut answers.untold, asked.base) {
        untold.rest = Some(rest(base.clone(), goal.clone(), asked.limits.clone()));
    }
    Ok(answers)
}

/// What tells all rows of a goal, should somebody look at them after all.
fn rest(base: Base, goal: Goal, limits: Limits) -> Rest {
    Rest(Arc::new(move || {
        let (source, definitions, bound) = (Source::new("query", ""), Definitions::default(), BTreeMap::new());
        let facts = base.facts();
        let asked = Asked {
            facts,
            definitions: &definitions,
            source: &source,
            limits: &limits,
            bound: &bound,
            fixing: true,
            telling: Telling::Whole,
            base: None,
        };
        let said = |error: Error| error.to_string();
        let span = Span::default();
        let answers = given_to(&asked, &goal, span).and_then(|found| tell(&asked, &goal, &found, String::new(), span));
        sound(facts, &source, span, answers).map(|answers| answers.rows).map_err(said)
    }))
}

/// An outcome in words, all of it.
pub(super) fn tell_outcome(
    asked: &Asked<'_>,
    goal: &Goal,
    outcome: &Outcome,
    query: String,
    span: Span,
) -> Result<Answers, Error> {
    let budget = Budget::new(asked.limits);
    let ids: Vec<RowId> = outcome.rows.iter().map(|row| row.id).collect();
    let row = |at: usize| budget.look().map(|()| outcome.rows.get(at).map(Cow::Borrowed));
    let told = Told { outcome, ids: &ids, row: &row, findings: &|_| Ok(None), telling: Telling::Whole };
    let answers = tell::answers(goal, &told, asked.facts, asked.source, query);
    answers.map_err(|exceeded| exceeded_error(asked, exceeded, ids.len(), span))
}

pub(super) fn exceeded_error(asked: &Asked<'_>, exceeded: Exceeded, found: usize, span: Span) -> Error {
    let code = match exceeded {
        Exceeded::Time => "W0501",
        Exceeded::Steps => "W0502",
        Exceeded::Rows => "W0503",
        Exceeded::Memory => "W0504",
        Exceeded::Cancelled => "W0505",
    };
    let mut wrong = Diagnostic::error(code, exceeded.words(), span, "this question was not finished");
    if found > 0 {
        wrong = wrong.with_note(format!("{found} rows had been found; they are not printed as if they were all"));
    }
    let raise = match exceeded {
        Exceeded::Time => Some("narrow the question, or raise the limit on time"),
        Exceeded::Steps => Some("narrow the question, or raise the limit on findings looked at"),
        Exceeded::Rows => Some("narrow the question, add `limit` to it, or raise the limit on rows"),
        Exceeded::Memory => Some("narrow the question, add `limit` to it, or raise the limit on memory"),
        Exceeded::Cancelled => None,
    };
    if let Some(raise) = raise {
        wrong = wrong.with_note(raise);
    }
    Error::new(ErrorKind::Limit(exceeded), asked.source.clone(), vec![wrong])
}

/// What a question gave, unless the store failed while it was asked: then it may have missed findings.
pub(super) fn sound<T>(facts: &dyn Facts, source: &Source, span: Span, result: Result<T, Error>) -> Result<T, Error> {
    let Some(why) = facts.failure() else { return result };
    let wrong =
        Diagnostic::error("W0614", format!("the store of `{}` failed: {why}", facts.name()), span, "not answered")
            .with_note("findings may have been missed, so what was found is not given as an answer");
    Err(Error::new(ErrorKind::File, source.clone(), vec![wrong]))
}

// ---- why, why not ----

#[inline(never)]
fn why(asked: &Asked<'_>, query: &ast::Query, most: usize) -> Result<Why, Error> {
    let goal = resolved(asked, query)?;
    proved(asked, query, *goal, most)
}

#[inline(never)]
fn proved(asked: &Asked<'_>, query: &ast::Query, goal: Goal, most: usize) -> Result<Why, Error> {
    let found = given_to(asked, &goal, query.span)?;
    let mut budget = Budget::new(asked.limits);
    let mut rows = Vec::new();
    for &id in found.ids.iter().take(most) {
        let proofs = eval::why(&goal, asked.facts, id, PROOFS, &mut budget)
            .map_err(|exceeded| exceeded_error(asked, exceeded, 0, query.span))?;
        rows.push(tell::why_row(&goal, asked.facts, id, &proofs));
    }
    let (reading, mut notes) =
        (tell::reading(&goal, asked.facts, asked.source), tell::notes(&goal, asked.facts, &found.outcome, &found.ids));
    if found.ids.len() > most {
        notes.push(format!("the first {most} of {} rows are explained", found.ids.len()));
    }
    Ok(Why { query: query.to_string(), reading, rows, notes })
}

#[inline(never)]
fn why_not(asked: &Asked<'_>, statement: &ast::WhyNot) -> Result<WhyNot, Error> {
    let vocabulary = asked.facts.vocabulary();
    let query = &statement.query;
    let goal = goal::resolve(query, asked.scope()).map_err(|wrong| fixes::error(asked, wrong))?;
    if !matches!(goal.head, Head::Noun(_)) {
        let span = query.head.first().map_or(query.span, |run| run.span);
        let wrong =
            Diagnostic::error("W0603", "`why not` asks for a name among the rows", span, "these rows have no names");
        return Err(Error::new(ErrorKind::Question, asked.source.clone(), vec![wrong]));
    }
    let row = goal::resolve_row(&statement.rows, &goal, vocabulary).map_err(|wrong| fixes::error(asked, wrong))?;
    let id = eval::row_of(&goal, asked.facts, &row);
    let is_row = given_to(asked, &goal, statement.span)?.ids.contains(&id);
    let mut budget = Budget::new(asked.limits);
    let found = eval::why_not(&goal, asked.facts, id, &mut budget)
        .map_err(|exceeded| exceeded_error(asked, exceeded, 0, statement.span))?;
    let mut told = tell::why_not(&goal, asked.facts, id, &found);
    told.query = query.to_string();
    told.is_row = is_row;
    if !is_row {
        let (relaxations, untried) = empty::looser(asked, query, Some(id), false);
        told.relaxations = relaxations;
        if !untried.is_empty() {
            told.notes.push(format!("{} more changes of the question were not tried", untried.len()));
        }
    }
    Ok(told)
}

/// The question why a claim is not told, ready to be asked.
fn ask_why_not(query: &ast::Query) -> String {
    let mut asked = query.clone();
    let mut name = String::new();
    for group in &mut asked.body.groups {
        group.conditions.retain(|condition| match condition {
            ast::Condition::Identity(identity) => {
                if let ast::RunOrChoice::Run(run) = &identity.what {
                    name = run.to_string();
                }
                false
            }
            _ => true,
        });
    }
    format!("why not {name}: {asked}")
}

// ---- paths ----

fn paths(asked: &Asked<'_>, paths: &ast::Paths) -> Result<Reply, Error> {
    let goal = goal::resolve_paths(paths, asked.facts.vocabulary()).map_err(|wrong| fixes::error(asked, wrong))?;
    let mut budget = Budget::new(asked.limits);
    let found = eval::paths(&goal, asked.facts, &mut budget)
        .map_err(|exceeded| exceeded_error(asked, exceeded, 0, paths.span))?;
    Ok(Reply::Paths(Box::new(tell::paths(&goal, &found, asked.facts, asked.source, paths.to_string()))))
}

#[inline(never)]
fn shortest(asked: &Asked<'_>, shortest: &ast::Shortest) -> Result<Reply, Error> {
    let goal =
        goal::resolve_shortest(shortest, asked.facts.vocabulary()).map_err(|wrong| fixes::error(asked, wrong))?;
    let mut budget = Budget::new(asked.limits);
    let found = eval::shortest(&goal, asked.facts, &mut budget)
        .map_err(|exceeded| exceeded_error(asked, exceeded, 0, shortest.span))?;
    let told = tell::shortest(&goal, found.as_deref(), asked.facts, asked.source, shortest.to_string());
    Ok(Reply::Paths(Box::new(told)))
}

// ---- names ----

fn one_entity(asked: &Asked<'_>, run: &Run) -> Result<EntityId, Error> {
    let found = goal::resolve_name(run, asked.scope()).map_err(|wrong| fixes::error(asked, wrong))?;
    found.first().copied().ok_or_else(|| Error::new(ErrorKind::Question, asked.source.clone(), Vec::new()))
}

fn describe(asked: &Asked<'_>, run: &Run) -> Result<Reply, Error> {
    if let Some(word) = tell::describe_word(asked.facts, &run.text()) {
        return Ok(Reply::Description(Box::new(word)));
    }
    let id = one_entity(asked, run)?;
    match tell::describe(asked.facts, id, &run.text()) {
        Some(description) => Ok(Reply::Description(Box::new(description))),
        None => Err(Error::new(ErrorKind::Question, asked.source.clone(), Vec::new())),
    }
}
