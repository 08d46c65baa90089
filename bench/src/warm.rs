//! The headline question in a program that is already running, stage by stage.
//!
//! Nothing comes in; microseconds go out, the middle of many runs. The stages are those of `ARCHITECTURE.md`, each fed with the product
//! of the one before it.

use crate::{HEADLINE, spread};
use std::borrow::Cow;
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;
use whereof::answer::{Reply, Telling};
use whereof::limits::{Budget, Exceeded};
use whereof::render::{Format, Style, render};
use whereof::syntax::ast::{Item, Statement};
use whereof::syntax::{TextLimits, parse};
use whereof::text::Source;
use whereof::{Base, Limits, Session};
use whereof::{eval, goal, plan, tell};

/// Microseconds of one call: batches of 100, the least and the middle of 200 of them.
fn line<T>(what: &str, mut work: impl FnMut() -> T) {
    let mut times = Vec::new();
    for _ in 0..200 {
        let started = Instant::now();
        for _ in 0..100 {
            black_box(work());
        }
        times.push(started.elapsed().as_secs_f64() * 1e6 / 100.0);
    }
    let (least, middle, _) = spread(times);
    println!("| {what} | {least:.2} | {middle:.2} |");
}

pub(crate) fn measure() -> Result<(), Box<dyn Error>> {
    let base = Base::builtin();
    let facts = base.facts();
    let source = Source::new("query", HEADLINE);
    let limits = Limits::script();
    let text_limits = TextLimits::default();

    let parsed = parse(&source, text_limits);
    let Some(Item::Statement(Statement::Query(query))) = parsed.script.items.first() else {
        return Err("the headline is no query".into());
    };
    let meant = goal::resolve(query, facts.vocabulary()).map_err(|_| "the headline does not resolve")?;
    let simple = goal::simplify(meant.clone());
    let planned = plan::build(&simple, facts);
    let outcome =
        eval::run(&simple, &planned, facts, &mut Budget::new(&limits)).map_err(|_| "the headline does not run")?;
    let words = |outcome: &eval::Outcome| {
        let ids: Vec<eval::RowId> = outcome.rows.iter().map(|row| row.id).collect();
        let row = |at: usize| Ok::<_, Exceeded>(outcome.rows.get(at).map(Cow::Borrowed));
        let told = tell::Told { outcome, ids: &ids, row: &row, findings: &|_| Ok(None), telling: Telling::Whole };
        tell::answers(&meant, &told, facts, &source, query.to_string())
    };
    let answers = words(&outcome).map_err(|limit| limit.words())?;
    if answers.rows.len() != 1 || answers.rows[0].cells.first().map(String::as_str) != Some("resveratrol") {
        return Err("the headline has another answer".into());
    }
    let mut session = Session::new(base.clone(), limits.clone());

    println!("\n## The headline, warm\n\n| stage | µs, least | µs, middle |\n|---|---|---|");
    line("parse", || parse(black_box(&source), text_limits));
    line("resolve", || goal::resolve(black_box(query), facts.vocabulary()));
    line("simplify", || goal::simplify(black_box(meant.clone())));
    line("plan", || plan::build(black_box(&simple), facts));
    line("run", || eval::run(black_box(&simple), &planned, facts, &mut Budget::new(&limits)));
    line("words", || words(black_box(&outcome)));
    let reply = Reply::Answers(Box::new(answers));
    line("table", || render(black_box(&reply), Format::Table, &Style::default()));
    line("JSON", || render(black_box(&reply), Format::Json, &Style::default()));
    line("parse, resolve, simplify, plan", || {
        let parsed = parse(black_box(&source), text_limits);
        let Some(Item::Statement(Statement::Query(query))) = parsed.script.items.first() else { return None };
        let simple = goal::simplify(goal::resolve(query, facts.vocabulary()).ok()?);
        Some(plan::build(&simple, facts))
    });
    line("whole question in a session, without table", || session.eval(black_box(&source)));
    prepared(&base)
}

/// A base that declares what the headline names and holds no finding.
const EMPTY: &str = "source Nothing; noun treatment; noun gene; noun disease; slot disease with takes = disease;
    verb upregulates with direction = increase, subject = treatment, object = gene;
    entity CXCR4 is gene; entity fibrosis is disease;";

/// What a program pays that prepares the question once.
fn prepared(base: &Base) -> Result<(), Box<dyn Error>> {
    let nothing = Base::from_text(Source::from(EMPTY))?.prepare(HEADLINE)?;
    let headline = base.prepare(HEADLINE)?;
    let mut open = base.prepare("treatment where upregulates $gene and disease = fibrosis")?;
    let rows = [nothing.run()?.len(), headline.run()?.len(), open.bind("gene", "CXCR4").run()?.len()];
    if rows != [0, 1, 1] {
        return Err(format!("prepared questions have {rows:?} rows").into());
    }
    println!("\n## Prepared\n\n| what | µs, least | µs, middle |\n|---|---|---|");
    line("run, where there is no finding: the fixed cost", || nothing.run());
    line("run the headline", || headline.run());
    line("run the headline, name and verdict of each row", || {
        headline.run().map(|answers| answers.iter().map(|row| (row.name().len(), row.verdict())).collect::<Vec<_>>())
    });
    line("run the headline, all words", || {
        headline.run().and_then(|answers| answers.words().map(|words| words.rows.len()))
    });
    line("bind a name and run", || open.bind("gene", "CXCR4").run());
    line("prepare", || base.prepare(HEADLINE));
    Ok(())
}
