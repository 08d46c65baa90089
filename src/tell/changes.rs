//! How two answers to one question differ, and findings on one line.
//!
//! Answers come in, the rows that they do not agree on go out; findings are told apart by what they say, since ids mean nothing between two
//! bases. Which answer is right is not known here.

use crate::answer::{Answer, Answers, Change, Changes, Evidence, RowChange};
use rustc_hash::{FxHashMap, FxHashSet};

/// The rows that two answers do not agree on, by name.
///
/// ```
/// use whereof::answer::Reply;
/// use whereof::text::Source;
/// use whereof::{Base, Limits, Session};
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// let replies = session.eval(&Source::new("query", "treatment where upregulates CXCR4"));
/// let Ok(Reply::Answers(answers)) = &replies[0] else { panic!("no answer") };
/// let changes = whereof::tell::changes(answers, answers);
/// assert!(changes.rows.is_empty());
/// assert_eq!(changes.unchanged, answers.rows.len() as u64);
/// ```
#[must_use]
pub fn changes(left: &Answers, right: &Answers) -> Changes {
    let before: FxHashMap<&str, &Answer> = left.rows.iter().map(|row| (name(row), row)).collect();
    let after: FxHashMap<&str, &Answer> = right.rows.iter().map(|row| (name(row), row)).collect();
    let mut names: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    let mut rows = Vec::new();
    let mut unchanged = 0;
    for name in names {
        match row_change(name, before.get(name).copied(), after.get(name).copied()) {
            Some(change) => rows.push(change),
            None => unchanged += 1,
        }
    }
    let mut notes = Vec::new();
    for (answers, side) in [(left, "left"), (right, "right")] {
        notes.extend(answers.notes.iter().map(|note| format!("{side}: {note}")));
    }
    Changes { query: right.query.clone(), left: left.base.clone(), right: right.base.clone(), rows, unchanged, notes }
}

fn name(row: &Answer) -> &str {
    row.cells.first().map_or("", String::as_str)
}

fn row_change(name: &str, left: Option<&Answer>, right: Option<&Answer>) -> Option<RowChange> {
    let (before, after) = (left.map(findings).unwrap_or_default(), right.map(findings).unwrap_or_default());
    let only_left = beyond(&before, &after);
    let only_right = beyond(&after, &before);
    let change = match (left, right) {
        (None, _) => Change::Added,
        (_, None) => Change::Removed,
        (Some(left), Some(right)) if left.verdict != right.verdict => Change::Verdict,
        _ if !only_left.is_empty() || !only_right.is_empty() => Change::Findings,
        _ => return None,
    };
    Some(RowChange {
        name: name.to_owned(),
        change,
        left: left.map(|row| row.verdict),
        right: right.map(|row| row.verdict),
        only_left,
        only_right,
    })
}

/// All findings for and against a row, each once.
fn findings(row: &Answer) -> Vec<&Evidence> {
    let mut seen = FxHashSet::default();
    let all = row
        .effects
        .iter()
        .flat_map(|effect| effect.witnesses.iter().chain(&effect.against_inside).chain(&effect.against_elsewhere));
    all.filter(|one| seen.insert(one.finding)).collect()
}

/// What one side has and the other has not; a finding that stands twice counts twice.
fn beyond(here: &[&Evidence], there: &[&Evidence]) -> Vec<Evidence> {
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for one in there {
        *known.entry(evidence_line(one)).or_default() += 1;
    }
    let mut more = Vec::new();
    for one in here {
        match known.get_mut(&evidence_line(one)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => more.push((*one).clone()),
        }
    }
    more
}

/// A finding on one line: what it says, of whom, where, and where the source says so.
#[must_use]
pub fn evidence_line(one: &Evidence) -> String {
    let mut line = format!("“{}”", one.statement);
    let refs: Vec<String> = one
        .refs
        .iter()
        .map(|each| match &each.source {
            Some(source) => format!("{source}:{}", each.number),
            None => each.number.to_string(),
        })
        .collect();
    if !refs.is_empty() {
        line.push_str(&format!(" [{}]", refs.join(", ")));
    }
    if one.stance != "reported" {
        line.push_str(&format!(" ({})", one.stance));
    }
    let context: Vec<String> =
        one.context.iter().map(|words| format!("{}: {}", words.slot, words.values.join(", "))).collect();
    let rest: Vec<String> = context.into_iter().chain(one.locators.iter().cloned()).collect();
    if !rest.is_empty() {
        line.push_str(&format!(" ({})", rest.join("; ")));
    }
    line
}
