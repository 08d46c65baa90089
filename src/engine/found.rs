//! What a prepared question found: the whole outcome, or rows found by sets of which the rest is worked out when somebody asks.
//!
//! Rows come in as they were found; their order, their evidence and the outcome with all that stands beside it go out, each made once. It
//! words nothing.

use super::column::Column;
use super::query::Ready;
use crate::eval::{self, Bare, Group, Outcome, Row, RowId, Tuple};
use crate::limits::{Budget, Exceeded, Limits};
use std::sync::OnceLock;

/// What was found.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// Finding by finding.
    Whole(Box<Outcome>),
    /// By sets.
    Sets(Box<Sets>),
}

/// Rows found by sets.
#[derive(Clone, Debug)]
pub(super) struct Sets {
    /// Empty where rows were only counted.
    bare: Bare,
    total: u64,
    /// Of a `count ... by`.
    groups: Vec<Group>,
    /// How many rows are given of those: all of them, or as many as the question wants.
    given: usize,
    ordered: OnceLock<Vec<RowId>>,
    /// What stands behind each, worked out for each alone.
    rows: Blocks<Vec<OnceLock<Row>>>,
    /// How many findings stand behind each.
    counts: Blocks<Vec<u64>>,
    whole: OnceLock<Outcome>,
}

/// So many rows lie together, and their findings are counted at once: whoever asks of one mostly asks of those behind it too.
const BLOCK: usize = 32;

/// What is known of rows, made for a block of them when somebody asks of one: of a million rows mostly a few are looked at.
type Blocks<T> = OnceLock<Vec<OnceLock<T>>>;

/// The block of a row, of so many rows.
fn block<T: Clone>(blocks: &Blocks<T>, rows: usize, at: usize) -> Option<&OnceLock<T>> {
    blocks.get_or_init(|| vec![OnceLock::new(); rows.div_ceil(BLOCK)]).get(at / BLOCK)
}

/// What is owed once rows were given may take as long as it takes.
fn unlimited() -> Limits {
    Limits { rows: usize::MAX, steps: u64::MAX, time: None, memory: usize::MAX, ..Limits::script() }
}

impl Found {
    /// Runs a question: by sets where the plan says so and nobody wants an order that needs verdicts.
    pub(super) fn of(ready: &Ready, limits: &Limits) -> Result<Found, (Exceeded, usize)> {
        let mut budget = Budget::new(limits);
        // A question may be shorter than the steps between two looks at the clock.
        budget.begin().map_err(|exceeded| (exceeded, 0))?;
        if ready.plan.by_sets && eval::quick::finds(&ready.simple) {
            let found = Sets::of(ready, &mut budget).map_err(|exceeded| (exceeded, 0))?;
            if let Some(sets) = found {
                return Ok(Found::Sets(Box::new(sets)));
            }
        }
        let outcome = eval::run(&ready.simple, &ready.plan, ready.facts(), &mut budget);
        let outcome = outcome.map_err(|stopped| (stopped.exceeded, stopped.found.rows.len()))?;
        Ok(Found::Whole(Box::new(outcome)))
    }

    /// How many rows are given.
    pub(super) fn len(&self) -> usize {
        match self {
            Found::Whole(outcome) => outcome.rows.len(),
            Found::Sets(sets) => sets.given,
        }
    }

    /// How many there are without the limit of the question.
    pub(super) fn total(&self) -> u64 {
        match self {
            Found::Whole(outcome) => outcome.total,
            Found::Sets(sets) => sets.total,
        }
    }

    /// A row by its place in the order asked for.
    pub(super) fn id(&self, ready: &Ready, at: usize) -> Option<RowId> {
        match self {
            Found::Whole(outcome) => outcome.rows.get(at).map(|row| row.id),
            Found::Sets(sets) => sets.ordered(ready).get(at).copied(),
        }
    }

    /// The same with all that stands behind it.
    pub(super) fn row(&self, ready: &Ready, at: usize) -> Option<&Row> {
        match self {
            Found::Whole(outcome) => outcome.rows.get(at),
            Found::Sets(sets) => sets.row(ready, at),
        }
    }

    /// How many findings stand behind a row.
    pub(super) fn findings(&self, ready: &Ready, at: usize) -> Option<usize> {
        match self {
            Found::Whole(outcome) => outcome.rows.get(at).map(|row| row.findings.len()),
            Found::Sets(sets) => sets.findings(ready, at),
        }
    }

    /// The groups of a `count ... by`, and how many rows have a witness that states none.
    pub(super) fn groups(&self) -> (&[Group], u64) {
        match self {
            Found::Whole(outcome) => (&outcome.groups, outcome.not_stated),
            Found::Sets(sets) => (&sets.groups, 0),
        }
    }

    /// The whole outcome.
    pub(super) fn outcome(&self, ready: &Ready, limits: &Limits) -> Result<&Outcome, (Exceeded, usize)> {
        match self {
            Found::Whole(outcome) => Ok(outcome),
            Found::Sets(sets) => sets.outcome(ready, limits),
        }
    }

    /// The entities in one column, one for each row.
    pub(super) fn entities<'s>(&'s self, ready: &'s Ready, column: usize) -> Column<'s> {
        match self {
            Found::Whole(outcome) => Column::Rows(outcome.rows.iter(), column),
            Found::Sets(sets) if (sets.given as u64) < sets.total && !sets.bare.is_empty() => {
                Column::Ids(sets.ordered(ready).iter(), column)
            }
            Found::Sets(sets) => Column::of(&sets.bare.entities, sets.bare.width, column),
        }
    }
}

impl Sets {
    fn of(ready: &Ready, budget: &mut Budget) -> Result<Option<Sets>, Exceeded> {
        let (goal, plan, facts) = (&ready.simple, &ready.plan, ready.facts());
        let mut bare = Bare { width: goal.width(), entities: Vec::new() };
        let mut groups = Vec::new();
        let total = if goal.tally.is_some() {
            let Some((total, found)) = eval::quick::tally(goal, plan, facts, budget)? else { return Ok(None) };
            groups = found;
            total
        } else if goal.count.is_some_and(|count| count.slot.is_some()) {
            let Some((total, found)) = eval::quick::groups(goal, plan, facts, budget)? else { return Ok(None) };
            groups = found;
            total
        } else if goal.count.is_some() {
            let Some(total) = eval::quick::count(goal, plan, facts, budget)? else { return Ok(None) };
            total
        } else {
            let Some(rows) = eval::quick::rows(goal, plan, facts, budget)? else { return Ok(None) };
            bare = rows;
            bare.len() as u64
        };
        let limit = goal.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let given = bare.len().min(limit);
        if goal.tally.is_none() {
            budget.rows(usize::try_from(total).unwrap_or(usize::MAX).min(limit))?;
        }
        let (ordered, rows) = (OnceLock::new(), OnceLock::new());
        let (counts, whole) = (OnceLock::new(), OnceLock::new());
        Ok(Some(Sets { bare, total, groups, given, ordered, rows, counts, whole }))
    }

    fn ordered(&self, ready: &Ready) -> &[RowId] {
        self.ordered.get_or_init(|| {
            if !eval::quick::orders(&ready.simple) {
                let whole = self.outcome(ready, &unlimited());
                return whole.map(|outcome| outcome.rows.iter().map(|row| row.id).collect()).unwrap_or_default();
            }
            let mut budget = Budget::new(&unlimited());
            let places = eval::quick::in_order(&ready.simple, &ready.plan, ready.facts(), &self.bare, &mut budget);
            let row = |place: u32| match self.bare.row(place) {
                [one] => Some(RowId::Entity(*one)),
                many => Tuple::new(many).map(RowId::Tuple),
            };
            places.unwrap_or_default().into_iter().take(self.given).filter_map(row).collect()
        })
    }

    /// A row by its place that was worked out already.
    fn known(&self, id: RowId, at: usize) -> Option<&Row> {
        let whole = self.whole.get().and_then(|outcome| outcome.rows.get(at)).filter(|row| row.id == id);
        whole.or_else(|| self.rows.get()?.get(at / BLOCK)?.get()?.get(at % BLOCK)?.get())
    }

    fn findings(&self, ready: &Ready, at: usize) -> Option<usize> {
        let ordered = self.ordered(ready);
        if let Some(row) = self.known(*ordered.get(at)?, at) {
            return Some(row.findings.len());
        }
        let start = at - at % BLOCK;
        let counted = block(&self.counts, ordered.len(), at)?.get_or_init(|| {
            let rows = ordered.get(start..ordered.len().min(start + BLOCK)).unwrap_or(&[]);
            let counted = eval::quick::findings(&ready.simple, ready.facts(), rows, &mut Budget::new(&unlimited()));
            counted.ok().flatten().unwrap_or_default()
        });
        counted.get(at - start).map(|count| *count as usize)
    }

    fn row(&self, ready: &Ready, at: usize) -> Option<&Row> {
        let id = *self.ordered(ready).get(at)?;
        if let Some(row) = self.known(id, at) {
            return Some(row);
        }
        let rows = block(&self.rows, self.given, at)?.get_or_init(|| vec![OnceLock::new(); BLOCK]);
        let place = rows.get(at % BLOCK)?;
        let mut budget = Budget::new(&unlimited());
        let found = eval::one_row(&ready.simple, &ready.plan, ready.facts(), id, &mut budget);
        let row = found.ok().flatten()?;
        Some(place.get_or_init(|| row))
    }

    fn outcome(&self, ready: &Ready, limits: &Limits) -> Result<&Outcome, (Exceeded, usize)> {
        if let Some(whole) = self.whole.get() {
            return Ok(whole);
        }
        let mut budget = Budget::new(limits);
        budget.look().map_err(|exceeded| (exceeded, 0))?;
        let outcome = eval::run(&ready.simple, &ready.plan, ready.facts(), &mut budget);
        let outcome = outcome.map_err(|stopped| (stopped.exceeded, stopped.found.rows.len()))?;
        Ok(self.whole.get_or_init(|| outcome))
    }
}
