//! The rows of an answer in words, as many of them as somebody looks at.
//!
//! Rows come in one after the other; those that are wanted go out in words, the others counted. It does not know how rows are printed, only how
//! many findings a page has room for.

use super::evidence::Teller;
use super::{
    Told, assumed, cells_of, chain, is_complement, is_contested, keep_first, matched_through, read_by_benefit, studies,
    verdict,
};
use crate::answer::{Answer, EffectAnswer, Room, Telling, Untold, Verdict};
use crate::eval::outcome::{EffectOutcome, Row, RowId};
use crate::goal::print::effect_words;
use crate::goal::{Goal, Target, slot_name};
use crate::model::{FindingId, StudyId};
use rustc_hash::FxHashSet;

/// How much of a row is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// All that stands behind it.
    Whole,
    /// Of its findings no more than their signs and studies.
    Signs,
    /// None of its findings.
    Cells,
}

/// The rows in words, and what is left out.
pub(super) fn told<E>(
    teller: &Teller<'_>,
    goal: &Goal,
    told: &Told<'_, E>,
) -> Result<(Vec<Answer>, Option<Untold>), E> {
    let most = match told.telling {
        Telling::Page { rows } if rows > 0 => rows,
        Telling::Page { .. } | Telling::Lines | Telling::Whole => usize::MAX,
    };
    let mut rows: Vec<Answer> = Vec::with_capacity(told.ids.len().min(most));
    let mut room = Room::new(told.telling == Telling::Whole);
    let mut left: Option<Left> = None;
    let mut cut = false;
    for (at, id) in told.ids.iter().enumerate() {
        if at >= most
            && let Some(here) = (told.findings)(at)?
        {
            let left = left.get_or_insert_with(|| Left::behind(&rows));
            if left.counts(teller, goal, (*id, here), &mut room) {
                continue;
            }
        }
        let Some(row) = (told.row)(at)? else { continue };
        let row = row.as_ref();
        if told.telling == Telling::Lines {
            rows.push(answer(teller, goal, row, Depth::Cells));
            cut = true;
            continue;
        }
        let here = row.effects.iter().map(findings_of).sum();
        let is_told = room.takes(here);
        cut |= !is_told;
        if at < most {
            rows.push(answer(teller, goal, row, if is_told { Depth::Whole } else { Depth::Signs }));
            continue;
        }
        let left = left.get_or_insert_with(|| Left::behind(&rows));
        // a page may have room for what stands behind a row of which it has no line
        if is_told && (here > 0 || !notes(teller, goal, row).is_empty()) {
            rows.push(answer(teller, goal, row, Depth::Whole));
        } else {
            left.count(teller, goal, row, here);
        }
    }
    if left.is_none() && !cut {
        return Ok((rows, None));
    }
    let first = rows.len().min(most) as u64;
    let untold = left.unwrap_or_else(|| Left::behind(&rows)).told(&rows, first, told.telling);
    Ok((rows, Some(untold)))
}

/// Rows that are only counted.
struct Left {
    rows: u64,
    findings: u64,
    studies: FxHashSet<StudyId>,
    /// Whether a narrower name leads to one of the rows, told or not.
    through: bool,
    /// Those of the first row of all that each row so far has.
    notes: Vec<String>,
}

impl Left {
    fn behind(told: &[Answer]) -> Left {
        let notes = told.first().map(|row| row.notes.clone()).unwrap_or_default();
        let through = told.iter().any(|row| !row.through.is_empty());
        Left { rows: 0, findings: 0, studies: FxHashSet::default(), through, notes }
    }

    /// Counts a row of which no more is known than how many findings stand behind it; false where more must be known of it.
    fn counts(&mut self, teller: &Teller<'_>, goal: &Goal, (id, findings): (RowId, u64), room: &mut Room) -> bool {
        let here = usize::try_from(findings).unwrap_or(usize::MAX);
        let mut after = room.clone();
        let is_told = after.takes(here);
        // what is noted of a row without a look at its findings is noted of its names
        let notes = || notes(teller, goal, &Row::bare(id));
        if (is_told && (here > 0 || !notes().is_empty())) || !(self.through || leads_straight(goal)) {
            return false;
        }
        *room = after;
        self.rows += 1;
        self.findings += findings;
        if !self.notes.is_empty() {
            let own = notes();
            self.notes.retain(|note| own.contains(note));
        }
        true
    }

    fn count(&mut self, teller: &Teller<'_>, goal: &Goal, row: &Row, findings: usize) {
        self.rows += 1;
        self.findings += findings as u64;
        self.studies.extend(studies(teller.facts, row).0);
        self.through = self.through || is_through(teller, goal, row);
        if !self.notes.is_empty() {
            let own = notes(teller, goal, row);
            self.notes.retain(|note| own.contains(note));
        }
    }

    fn told(mut self, rows: &[Answer], first: u64, telling: Telling) -> Untold {
        self.studies.extend(rows.iter().flat_map(|row| row.refs.iter().map(|one| one.study)));
        Untold {
            first,
            rows: self.rows,
            findings: self.findings,
            studies: self.studies.len() as u64,
            through: self.through,
            notes: self.notes,
            telling,
            rest: None,
        }
    }
}

fn findings_of(effect: &EffectOutcome) -> usize {
    effect.witnesses.len() + effect.inside.len() + effect.elsewhere.len()
}

/// One row in words.
fn answer(teller: &Teller<'_>, goal: &Goal, row: &Row, depth: Depth) -> Answer {
    let (refs, refs_against) = studies(teller.facts, row);
    let mut told = Answer {
        cells: cells_of(teller, goal, row),
        verdict: verdict(goal, teller.facts, row),
        effects: Vec::new(),
        refs: teller.refs(&refs),
        refs_against: teller.refs(&refs_against),
        findings: row.findings.clone(),
        through: Vec::new(),
        notes: Vec::new(),
    };
    if depth == Depth::Cells {
        return told;
    }
    told.notes = notes(teller, goal, row);
    // A long question may name the same set many times, and many witnesses the same entity.
    let mut seen = FxHashSet::default();
    for effect in row.effects.iter().filter(|effect| !is_complement(effect)) {
        for &finding in &effect.witnesses {
            told.through.extend(matched_through(teller, goal, effect, finding, &mut seen));
        }
    }
    keep_first(&mut told.through);
    let whole = depth == Depth::Whole || row.effects.iter().any(|effect| !effect.derived.is_empty());
    told.effects = row.effects.iter().map(|effect| effect_answer(teller, goal, row, effect, whole)).collect();
    told
}

/// What is to be noted of a row.
fn notes(teller: &Teller<'_>, goal: &Goal, row: &Row) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for effect in row.effects.iter().filter(|effect| !is_complement(effect)) {
        for &finding in &effect.witnesses {
            notes.extend(read_by_benefit(teller, goal, effect.effect, finding));
            notes.extend(assumed(teller, goal, effect, finding));
        }
    }
    for &entity in row.id.entities() {
        let combinations = teller.vocabulary().composites_with(entity).len();
        if combinations > 0 {
            let who = if row.id.entities().len() > 1 { format!("{}: ", teller.name(entity)) } else { String::new() };
            notes.push(match combinations {
                1 => format!("{who}also in 1 combination, which says nothing of it alone"),
                many => format!("{who}also in {many} combinations, which say nothing of it alone"),
            });
        }
    }
    notes.extend(chain::row_notes(goal, row));
    keep_first(&mut notes);
    notes
}

/// Whether no narrower name can lead to a row.
fn leads_straight(goal: &Goal) -> bool {
    goal.effects.iter().all(|effect| match &effect.target {
        Target::Entities(set) => set.members.iter().all(|id| set.asked.contains(id)),
        Target::Any | Target::Goal(_) | Target::Letter(_) => true,
    })
}

/// Whether a narrower name leads to a row.
fn is_through(teller: &Teller<'_>, goal: &Goal, row: &Row) -> bool {
    let mut seen = FxHashSet::default();
    row.effects.iter().filter(|effect| !is_complement(effect)).any(|effect| {
        let mut witnesses = effect.witnesses.iter();
        witnesses.any(|finding| !matched_through(teller, goal, effect, *finding, &mut seen).is_empty())
    })
}

fn effect_answer(teller: &Teller<'_>, goal: &Goal, row: &Row, effect: &EffectOutcome, whole: bool) -> EffectAnswer {
    let evidence = |findings: &[FindingId]| match whole {
        true => teller.evidences(findings),
        false => teller.signs(findings),
    };
    EffectAnswer {
        effect: if whole { effect_words(goal, effect.effect, teller.vocabulary()) } else { String::new() },
        verdict: if is_contested(goal, effect) { Verdict::Contested } else { effect.verdict },
        separators: effect.separators.iter().map(|&slot| slot_name(teller.vocabulary(), slot)).collect(),
        witnesses: evidence(&effect.witnesses),
        derivations: effect.derived.iter().map(|one| chain::derivation_words(teller, goal, one)).collect(),
        direct: chain::direct(teller, goal, row.id, effect),
        against_inside: evidence(&effect.inside),
        against_elsewhere: evidence(&effect.elsewhere),
    }
}
