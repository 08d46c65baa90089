//! Tables and comparisons in words.
//!
//! What evaluation found comes in as ids, replies that own their words go out. Nothing is searched for here.

use super::evidence::Teller;
use super::{base_info, nearby};
use crate::answer::Verdict;
use crate::answer::tables::{
    Cell, Compared, ComparedTarget, Contested, Dispute, Gap, Gaps, Matrix, Neighbour, Pair, Side, Signs, Similar, Thing,
};
use crate::base::Facts;
use crate::eval::Sign;
use crate::eval::survey::{self, Comparison, Standing};
use crate::goal::print::effect_words;
use crate::goal::survey::{Among, Axis, Comparing, Disputed, Entries, Place, Table};
use crate::goal::{EffectId, Goal, Head, SlotRef, slot_name};
use crate::model::{EntityId, FindingId};
use crate::names::a;

/// Findings told of one list; the others are counted. How many of these lists a page shows is the printer's affair.
const TOLD: usize = 200;
/// Silent cells told; the others are counted.
pub const SILENT: usize = 10_000;
/// Names told of `similar to`; the others are counted.
pub const SIMILAR: usize = 1000;

/// A matrix in words. Of an axis that is a noun, names without a cell are left out and counted; `look` is asked before each cell whether to go on.
///
/// # Errors
/// What `look` gives.
pub fn matrix<E>(
    asked: &Table,
    found: &survey::Table,
    facts: &dyn Facts,
    query: String,
    look: &dyn Fn() -> Result<(), E>,
) -> Result<Matrix, E> {
    let teller = Teller::new(facts);
    let (row_used, column_used) = (used(&asked.rows, &found.rows), used(&asked.columns, &found.columns));
    let (mut row_used, mut column_used) = (row_used, column_used);
    for cell in &found.cells {
        for (used, at) in [(&mut row_used, cell.row), (&mut column_used, cell.column)] {
            if let Some(used) = used.get_mut(at) {
                *used = true;
            }
        }
    }
    let cells = found
        .cells
        .iter()
        .map(|cell| look().map(|()| self::cell(&teller, found, cell)))
        .collect::<Result<Vec<_>, E>>()?;
    let (rows, columns) = (kept(&teller, &found.rows, &row_used), kept(&teller, &found.columns, &column_used));
    let stated = |axis: &[Option<String>]| axis.iter().flatten().count() as u64;
    let spoken = cells.iter().filter(|cell| cell.row.is_some() && cell.column.is_some());
    let spoken = spoken.filter(|cell| cell.verdict != Verdict::Silent).count() as u64;
    let silent = stated(&rows) * stated(&columns) - spoken;
    let left_out = ((found.rows.len() - rows.len()) as u64, (found.columns.len() - columns.len()) as u64);
    let mut notes = Vec::new();
    if cells.is_empty() {
        notes.push(format!("no finding has both: {}", turned(asked)));
    }
    Ok(Matrix {
        query,
        sentences: sentences(&teller, asked),
        base: base_info(facts),
        axes: (axis_words(&teller, &asked.rows), axis_words(&teller, &asked.columns)),
        rows,
        columns,
        cells,
        silent,
        left_out,
        notes,
    })
}

/// Which names of an axis are told though nothing was found: those that the question names itself.
fn used(axis: &Axis, names: &[Option<EntityId>]) -> Vec<bool> {
    let named = matches!(axis.entries, Entries::Kinds(_) | Entries::Rows(_));
    vec![named; names.len()]
}

fn kept(teller: &Teller<'_>, names: &[Option<EntityId>], used: &[bool]) -> Vec<Option<String>> {
    let kept = names.iter().zip(used).filter(|(_, used)| **used);
    kept.map(|(id, _)| id.map(|id| teller.name(id))).collect()
}

/// How to ask where nothing was found.
fn turned(asked: &Table) -> String {
    match (asked.rows.place, asked.columns.place) {
        (Place::Subject, Place::Object) => {
            "the rows act and the columns are acted upon; turned round they change places".to_owned()
        }
        (Place::Object, Place::Subject) => {
            "the columns act and the rows are acted upon; turned round they change places".to_owned()
        }
        _ => "`slots` tells which slots findings state".to_owned(),
    }
}

fn cell(teller: &Teller<'_>, table: &survey::Table, cell: &survey::Cell) -> Cell {
    let name = |axis: &[Option<EntityId>], at: usize| axis.get(at).copied().flatten().map(|id| teller.name(id));
    let mut signs = Signs::default();
    for id in cell.findings.iter().chain(&cell.against).chain(&cell.others) {
        let Some(finding) = teller.facts.finding(*id) else { continue };
        match teller.sign(&*finding) {
            '+' => signs.plus += 1,
            '-' => signs.minus += 1,
            '0' => signs.zero += 1,
            _ => signs.unclear += 1,
        }
    }
    Cell {
        row: name(&table.rows, cell.row),
        column: name(&table.columns, cell.column),
        verdict: cell.verdict,
        separators: slots(teller, &cell.separators),
        signs,
        studies: cell.studies.len() as u64,
        findings: cell.findings.clone(),
        against: cell.against.clone(),
        others: cell.others.clone(),
        refs: teller.refs(&nearby::studies_of(teller, &cell.findings)),
        refs_against: teller.refs(&nearby::studies_of(teller, &cell.against)),
        from_kinds: cell.through.iter().map(|id| teller.name(*id)).collect(),
        gaps: teller.evidences(&cell.gaps),
    }
}

fn slots(teller: &Teller<'_>, slots: &[SlotRef]) -> Vec<String> {
    slots.iter().map(|slot| slot_name(teller.vocabulary(), *slot)).collect()
}

fn place_words(teller: &Teller<'_>, place: Place) -> String {
    match place {
        Place::Subject => "subject".to_owned(),
        Place::Object => "object".to_owned(),
        Place::Slot(slot) => teller.slot(slot),
    }
}

fn axis_words(teller: &Teller<'_>, axis: &Axis) -> String {
    match &axis.entries {
        Entries::Any => place_words(teller, axis.place),
        Entries::Noun(kind) => teller.vocabulary().kind_name(*kind).to_owned(),
        Entries::Kinds(top) => format!("kind of {}", teller.name(*top)),
        Entries::Rows(goal) => goal
            .kind(crate::goal::Letter(0))
            .map_or_else(|| "row".to_owned(), |kind| teller.vocabulary().kind_name(kind).to_owned()),
    }
}

/// How a table was read.
fn sentences(teller: &Teller<'_>, asked: &Table) -> Vec<String> {
    let place = |place: Place| match place {
        Place::Subject => "as subject".to_owned(),
        Place::Object => "as object".to_owned(),
        Place::Slot(slot) => format!("as value of {}", teller.slot(slot)),
    };
    let axis = |axis: &Axis| match &axis.entries {
        Entries::Any => format!("what stands {}", place(axis.place)),
        Entries::Noun(_) => format!("each {} {}", axis_words(teller, axis), place(axis.place)),
        Entries::Kinds(_) => format!("each {}, one step below it, {}", axis_words(teller, axis), place(axis.place)),
        Entries::Rows(_) => format!("each {} of the inner question {}", axis_words(teller, axis), place(axis.place)),
    };
    let cells = match &asked.claim {
        None => "a cell holds the findings that have both, kinds included".to_owned(),
        Some(claim) => {
            let (effects, contexts) = (vec![claim.effect.clone()], claim.contexts.clone());
            let goal = Goal { effects, contexts, ..Goal::new(Head::Finding) };
            let claim = effect_words(&goal, EffectId(0), teller.vocabulary());
            format!("a cell holds the findings that have both, kinds included, asked whether it {claim}")
        }
    };
    vec![format!("rows: {}; columns: {}; {cells}", axis(&asked.rows), axis(&asked.columns))]
}

// ---- gaps ----

/// All declared gaps, each with what the base holds.
#[must_use]
pub fn declared_gaps(found: &[survey::Declared], facts: &dyn Facts, query: String) -> Gaps {
    let teller = Teller::new(facts);
    let told = |one: &survey::Declared| Gap {
        cell: None,
        declared: teller.evidence(one.gap).into_iter().collect(),
        found: first(&teller, &one.found),
        found_total: one.found.len() as u64,
        elsewhere: first(&teller, &one.elsewhere),
        elsewhere_total: one.elsewhere.len() as u64,
        beside_total: one.beside.len() as u64,
    };
    let (answered, open): (Vec<_>, Vec<_>) = found.iter().partition(|one| !one.found.is_empty());
    Gaps {
        query,
        sentences: vec![
            "gaps that the sources declare, each beside what the base holds on it, kinds included".to_owned(),
        ],
        base: base_info(facts),
        open: open.into_iter().map(told).collect(),
        answered: answered.into_iter().map(told).collect(),
        axes: None,
        cells: 0,
        silent: Vec::new(),
        silent_total: 0,
        notes: Vec::new(),
    }
}

fn first(teller: &Teller<'_>, findings: &[FindingId]) -> Vec<crate::answer::Evidence> {
    findings.iter().take(TOLD).filter_map(|id| teller.evidence(*id)).collect()
}

/// The gaps of a table.
#[must_use]
pub fn gaps(asked: &Table, table: &survey::Table, found: &survey::Gaps, facts: &dyn Facts, query: String) -> Gaps {
    let teller = Teller::new(facts);
    let name = |axis: &[Option<EntityId>], at: usize| {
        axis.get(at).copied().flatten().map_or_else(|| "not stated".to_owned(), |id| teller.name(id))
    };
    let told = |at: &usize| {
        let cell = table.cells.get(*at)?;
        let all: Vec<FindingId> = [cell.findings.as_slice(), &cell.against, &cell.others].concat();
        Some(Gap {
            cell: Some((name(&table.rows, cell.row), name(&table.columns, cell.column))),
            declared: teller.evidences(&cell.gaps),
            found: first(&teller, &all),
            found_total: all.len() as u64,
            elsewhere: Vec::new(),
            elsewhere_total: 0,
            beside_total: 0,
        })
    };
    let mut sentences = sentences(&teller, asked);
    sentences.push("a gap is a cell without a finding".to_owned());
    let mut notes = Vec::new();
    let stated = |axis: &[Option<EntityId>]| axis.iter().flatten().count();
    let outside = |cell: &&survey::Cell| cell.row >= stated(&table.rows) || cell.column >= stated(&table.columns);
    let outside: usize = table.cells.iter().filter(outside).map(|cell| cell.gaps.len()).sum();
    if outside > 0 {
        notes.push(format!("{outside} declared gaps state no value for an axis; `gaps` alone lists them"));
    }
    Gaps {
        query,
        sentences,
        base: base_info(facts),
        open: found.declared.iter().filter_map(told).collect(),
        answered: found.answered.iter().filter_map(told).collect(),
        axes: Some((axis_words(&teller, &asked.rows), axis_words(&teller, &asked.columns))),
        cells: found.cells,
        silent: found.silent.iter().map(|(r, c)| (name(&table.rows, *r), name(&table.columns, *c))).collect(),
        silent_total: found.undeclared,
        notes,
    }
}

// ---- compare, contested, similar ----

/// Two names side by side.
#[must_use]
pub fn comparison(asked: &Comparing, found: &[survey::Target], facts: &dyn Facts, query: String) -> Compared {
    let teller = Teller::new(facts);
    let named = |ids: &[EntityId]| ids.first().map_or_else(|| "?".to_owned(), |id| teller.name(*id));
    let refs = |standing: &Standing| teller.refs(&nearby::studies_of(&teller, &standing.findings()));
    let targets = found.iter().map(|target| ComparedTarget {
        name: teller.name(target.other),
        role: role(target.active).to_owned(),
        comparison: comparison_words(target.comparison).to_owned(),
        separators: slots(&teller, &target.separators),
        left_signs: signs_of(&target.left),
        right_signs: signs_of(&target.right),
        left_refs: refs(&target.left),
        right_refs: refs(&target.right),
        left: target.left.findings(),
        right: target.right.findings(),
    });
    let (left, right) = (named(&asked.left), named(&asked.right));
    let mut notes = Vec::new();
    for (name, ids) in [(&left, &asked.left), (&right, &asked.right)] {
        if ids.len() > 1 {
            let others: Vec<String> = ids.iter().skip(1).map(|id| teller.name(*id)).collect();
            notes.push(format!("{name} is taken in all its roles: with {}", others.join(", ")));
        }
    }
    Compared {
        query,
        sentences: vec![format!(
            "what {left} and {right} act on and what acts on them, by what the findings say of it; kinds of either are not taken in"
        )],
        base: base_info(facts),
        left,
        right,
        targets: targets.collect(),
        notes,
    }
}

fn role(active: bool) -> &'static str {
    if active { "on" } else { "by" }
}

fn sign_char(sign: Sign) -> char {
    match sign {
        Sign::Plus => '+',
        Sign::Minus => '-',
        Sign::Zero => '0',
        Sign::Unclear => '?',
    }
}

fn signs_of(standing: &Standing) -> String {
    let mut signs: String = standing.signs().into_iter().map(sign_char).collect();
    if !standing.unclear.is_empty() {
        signs.push('?');
    }
    signs
}

fn comparison_words(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Shared => "shared",
        Comparison::Opposite => "opposite",
        Comparison::ContextSplit => "context-split",
        Comparison::Contested => "contested",
        Comparison::Unclear => "unclear",
        Comparison::OnlyLeft => "only left",
        Comparison::OnlyRight => "only right",
    }
}

/// Pairs whose findings disagree.
#[must_use]
pub fn contested(asked: &Disputed, found: &[survey::Disputed], facts: &dyn Facts, query: String) -> Contested {
    let teller = Teller::new(facts);
    let among = |among: &Among| match among {
        Among::Kind(kind) => a(teller.vocabulary().kind_name(*kind)),
        Among::Names(names) => {
            let names: Vec<String> = names.iter().map(|id| teller.name(*id)).collect();
            names.join(" or ")
        }
    };
    let sentence = match &asked.second {
        Some(second) => format!(
            "pairs of {} as subject and {} as object, its kinds included, on which findings disagree",
            among(&asked.first),
            among(second)
        ),
        None => format!("pairs with {} as subject or object on which findings disagree", among(&asked.first)),
    };
    let pairs = found.iter().map(|pair| Pair {
        subject: teller.name(pair.subject),
        object: teller.name(pair.object),
        broader: pair.broader.iter().map(|id| teller.name(*id)).collect(),
        verdict: pair.verdict,
        disputes: pair
            .disputes
            .iter()
            .map(|dispute| Dispute {
                between: (sign_char(dispute.one), sign_char(dispute.two)),
                verdict: dispute.verdict,
                separators: slots(&teller, &dispute.separators),
            })
            .collect(),
        sides: [Sign::Plus, Sign::Minus, Sign::Zero]
            .into_iter()
            .filter(|sign| !pair.sides.of(*sign).is_empty())
            .map(|sign| Side {
                sign: sign_char(sign),
                refs: teller.refs(&nearby::studies_of(&teller, pair.sides.of(sign))),
                evidence: teller.evidences(pair.sides.of(sign)),
            })
            .collect(),
    });
    let pairs = pairs.collect();
    Contested { query, sentences: vec![sentence], base: base_info(facts), pairs, notes: Vec::new() }
}

/// Names with the most in common with one.
#[must_use]
pub fn similar(to: EntityId, found: &survey::Alike, facts: &dyn Facts, query: String) -> Similar {
    let teller = Teller::new(facts);
    let refs = |findings: &[FindingId]| teller.refs(&nearby::studies_of(&teller, findings));
    let thing = |(other, active, asked, this): &survey::Thing| Thing {
        name: teller.name(*other),
        role: role(*active).to_owned(),
        asked_refs: refs(asked),
        refs: refs(this),
    };
    let rows = found.neighbours.iter().map(|one| Neighbour {
        name: teller.name(one.id),
        score: (one.score() * 1000.0).round() / 1000.0,
        shared: one.shared.iter().map(thing).collect(),
        opposite: one.opposite.iter().map(thing).collect(),
        only_asked: one.only_asked,
        only_this: one.only_this,
    });
    let name = teller.name(to);
    let kind = teller.kind(to);
    Similar {
        query,
        sentences: vec![format!(
            "each {kind} that shares with {name} what it acts on or what acts on it, with the same sign; shared less opposite, over all that either speaks of"
        )],
        base: base_info(facts),
        name,
        things: found.things,
        rows: rows.collect(),
        total: found.total,
        notes: Vec::new(),
    }
}
