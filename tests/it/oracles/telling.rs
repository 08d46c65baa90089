//! What is told for a page or for lines is what the same page and the same lines show of an answer that is told whole, whether its rows were
//! found by sets or finding by finding.

use super::goals::Maker;
use super::quick::case;
use super::{Case, cases, joins, run};
use std::borrow::Cow;
use whereof::answer::{Answers, Reply, Telling};
use whereof::base::Facts;
use whereof::eval::outcome::{Outcome, Row, RowId};
use whereof::eval::{EachRow, quick};
use whereof::goal::Goal;
use whereof::limits::{Budget, Limits};
use whereof::render::{Format, Style, header, render};
use whereof::tell::{self, Told};
use whereof::text::Source;

fn budget() -> Budget {
    Budget::new(&Limits::interactive())
}

fn told(
    goal: &Goal,
    facts: &dyn Facts,
    (outcome, ids): (&Outcome, &[RowId]),
    (row, findings): Looks<'_>,
    telling: Telling,
) -> Answers {
    let row = |at: usize| Ok::<_, ()>(row(at).map(Cow::Owned));
    let told = Told { outcome, ids, row: &row, findings: &|at| Ok(findings(at)), telling };
    tell::answers(goal, &told, facts, &Source::new("query", ""), "asked".to_owned()).unwrap()
}

/// What looks a row up, and what counts the findings behind it.
type Looks<'l> = (&'l dyn Fn(usize) -> Option<Row>, &'l dyn Fn(usize) -> Option<u64>);

/// What each surface shows.
fn shown(answers: &Answers, telling: Telling) -> Vec<String> {
    let reply = Reply::Answers(Box::new(answers.clone()));
    let formats: &[Format] = match telling {
        Telling::Whole => &[Format::Json, Format::Table, Format::Markdown],
        Telling::Page { .. } => &[Format::Table],
        Telling::Lines => &[Format::Tsv, Format::Csv, Format::Jsonl],
    };
    let rows = if let Telling::Page { rows } = telling { rows } else { 0 };
    let style = Style { rows, width: 100, ..Style::default() };
    let texts = formats.iter().map(|format| render(&reply, *format, &style).unwrap());
    texts.chain([header(&reply, &style)]).collect()
}

/// What is wrong with what is told; else whether rows were found by sets, whether some were left out, and whether those were only counted.
fn checked(goal: &Goal, facts: &dyn Facts) -> Result<[bool; 3], String> {
    let general = run(goal, facts);
    let plan = whereof::plan::build(goal, facts);
    let ids: Vec<RowId> = general.rows.iter().map(|row| row.id).collect();
    let of_outcome = |at: usize| general.rows.get(at).cloned();
    let listed = quick::named(goal, &plan, facts, &mut budget()).unwrap();
    let whole = told(goal, facts, (&general, &ids), (&of_outcome, &|_| None), Telling::Whole);
    let (mut left, mut counted) = (false, false);
    for telling in [Telling::Whole, Telling::Lines].into_iter().chain([0, 1, 2, 5].map(|rows| Telling::Page { rows })) {
        let wanted = shown(&whole, telling);
        let part = told(goal, facts, (&general, &ids), (&of_outcome, &|_| None), telling);
        left |= part.untold.as_ref().is_some_and(|untold| untold.rows > 0);
        if shown(&part, telling) != wanted {
            return Err(format!("{telling:?} shows {:#?}\ninstead of {wanted:#?}", shown(&part, telling)));
        }
        let Some((listed, outcome)) = &listed else { continue };
        let each = EachRow::new(goal, &plan, facts, listed.len() > 2);
        let row = |at: usize| each.row(listed[at], &mut budget()).unwrap();
        let counts = quick::findings_of(goal, facts, listed, &mut budget()).unwrap();
        counted |= counts.is_some() && listed.len() > 2;
        let findings = |at: usize| counts.as_ref().map(|all| all[at]);
        let part = told(goal, facts, (outcome, listed), (&row, &findings), telling);
        if shown(&part, telling) != wanted {
            return Err(format!("{telling:?} by sets shows {:#?}\ninstead of {wanted:#?}", shown(&part, telling)));
        }
        if telling == Telling::Whole && part != whole {
            return Err(format!("by sets {part:#?}\ninstead of {whole:#?}"));
        }
    }
    Ok([listed.is_some(), left, counted])
}

#[test]
fn a_part_of_an_answer_is_told_as_the_whole_is() {
    let (mut met, mut of) = ([0u64; 3], 0u64);
    let makers: [fn(&mut Maker<'_>) -> Goal; 2] = [|maker| maker.goal(), joins::goal];
    for seed in cases(600) {
        let (Case { goal, .. }, linked) = case(seed, makers[seed as usize / 2 % 2]);
        let linked = if seed % 2 == 0 { linked.without_studies() } else { linked };
        match checked(&goal, &linked) {
            Ok(these) => {
                of += 1;
                met.iter_mut().zip(these).for_each(|(count, met)| *count += u64::from(met));
            }
            Err(wrong) => panic!("WHEREOF_SEED={seed} cargo test oracles::telling\n{wrong}\ngoal: {goal:#?}"),
        }
    }
    let [by_sets, left, counted] = met;
    println!("{by_sets} by sets, {left} with rows left out, {counted} only counted, of {of}");
    assert!(of < 400 || (by_sets * 4 > of && left * 20 > of && counted > 0), "{met:?} of {of}");
}

#[test]
fn so_it_is_whatever_is_asked() {
    super::for_cases("telling::so_it_is_whatever_is_asked", 400, |case| checked(&case.goal, &case.world).map(|_| ()));
}
