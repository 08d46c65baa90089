//! The questions of `bench/suite` asked through the library, as `bench/suite/run` orders.
//!
//! A base and a folder of questions come in; lines on standard input say what to do, as `bench/suite/peers/common.py` tells, and answers go out as lines. Time is
//! taken here. It knows nothing of peers nor of what an answer should be.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use whereof::{Answers, Base, Explained, Limits, PlanStep, Query, Reply, Session};

type Failure = Box<dyn std::error::Error>;

/// How a question is asked.
enum Asked {
    /// Read once: all that are questions for rows or a count, with what is defined before them.
    Prepared(Query, Wanted),
    /// In a session, from its text to its words: what is no question for rows.
    Told(Box<Session>, String),
}

/// All that is needed, and an end: what takes a minute has no figure.
fn limits() -> Limits {
    let time = Some(Duration::from_secs(60));
    Limits { time, rows: usize::MAX, memory: 8 << 30, steps: u64::MAX, ..Limits::script() }
}

/// What of the answer is wanted.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Rows,
    /// The number of findings of each row.
    Numbers,
}

impl Wanted {
    fn of(text: &str) -> Wanted {
        if text.contains("count findings") { Wanted::Numbers } else { Wanted::Rows }
    }
}

impl Asked {
    fn read(base: &Base, text: &str) -> Result<Asked, Failure> {
        let statements = text.trim_end().trim_end_matches(';');
        let Some((before, last)) = statements.rsplit_once(";\n") else {
            return match base.prepare(text) {
                Ok(mut query) => {
                    query.limits(limits());
                    Ok(Asked::Prepared(query, Wanted::of(text)))
                }
                Err(_) => Asked::told(base, "", text),
            };
        };
        Asked::told(base, before, last)
    }

    fn told(base: &Base, before: &str, last: &str) -> Result<Asked, Failure> {
        let mut session = Session::new(base.clone(), limits());
        for reply in session.eval(before.to_owned()) {
            reply?;
        }
        // what is no question for rows is asked from its text to its words
        Ok(match session.prepare(last) {
            Ok(query) => Asked::Prepared(query, Wanted::of(last)),
            Err(_) => Asked::Told(Box::new(session), last.to_owned()),
        })
    }

    /// Asks and takes the number of every name in every row, as peers give them, in no order but where one was asked for; where the answer is
    /// numbers of findings, these.
    fn ask(&mut self) -> Result<usize, Failure> {
        match self {
            Asked::Prepared(query, wanted) => {
                let answers = query.run()?;
                if let Some(counts) = counted(&answers)? {
                    return Ok(black_box(counts) as usize);
                }
                if *wanted == Wanted::Numbers {
                    return Ok(answers.iter().map(|row| black_box(row.findings())).sum());
                }
                let nouns = answers.columns().len();
                let ids = (0..nouns).flat_map(|column| answers.entities(column));
                Ok(ids.fold(0, |sum, id| sum ^ black_box(id.0 as usize)))
            }
            Asked::Told(session, text) => {
                let mut bytes = 0;
                for reply in session.eval(text.as_str()) {
                    bytes += names(&black_box(reply?)).len();
                }
                Ok(bytes)
            }
        }
    }

    /// The same with the names of the rows, in order, as they are printed.
    fn named(&mut self) -> Result<usize, Failure> {
        let Asked::Prepared(query, _) = self else { return self.ask() };
        let answers = query.run()?;
        if let Some(counts) = counted(&answers)? {
            return Ok(black_box(counts) as usize);
        }
        let cells = answers
            .iter()
            .map(|row| answers.columns().iter().filter_map(|column| row.get(column)).map(str::len).sum::<usize>());
        Ok(black_box(cells.sum()))
    }

    /// The rows, a line each: names, and the number of findings behind them.
    fn rows(&mut self) -> Result<Vec<String>, Failure> {
        match self {
            Asked::Prepared(query, _) => {
                let answers = query.run()?;
                if let Some(counts) = counted(&answers)? {
                    return Ok(vec![counts.to_string()]);
                }
                let line = |row: whereof::Answer<'_>| {
                    let cells = answers.columns().iter().filter_map(|column| row.get(column));
                    cells.map(str::to_owned).chain([row.findings().to_string()]).collect::<Vec<_>>().join("\t")
                };
                Ok(answers.iter().map(line).collect())
            }
            Asked::Told(session, text) => {
                let mut rows = Vec::new();
                for reply in session.eval(text.as_str()) {
                    rows.extend(names(&reply?).into_iter().map(|name| format!("{name}\t0")));
                }
                Ok(rows)
            }
        }
    }
}

/// The number that a `count` gives, if the question was one. A question for rows has a row or none to tell of.
fn counted(answers: &Answers) -> Result<Option<u64>, Failure> {
    if answers.is_empty() && answers.total() > 0 {
        return Ok(Some(answers.total()));
    }
    Ok(None)
}

fn names(reply: &Reply) -> Vec<&str> {
    match reply {
        Reply::Answers(told) => told.rows.iter().map(|row| row.cells[0].as_str()).collect(),
        Reply::Kinds(kinds) => {
            let below = kinds.lines.iter().filter(|line| line.depth > 0);
            let names: std::collections::BTreeSet<&str> = below.map(|line| line.name.as_str()).collect();
            names.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The steps of a question that was asked, each with what it looked at.
fn told(explained: &Explained) -> Vec<String> {
    let Explained { steps, findings, rows } = explained;
    let line = |step: &PlanStep| {
        let looked = step.touched.map_or(String::new(), |touched| format!(" [{touched}]"));
        format!("{} {}{looked}", step.number, step.words).trim_start().to_owned()
    };
    steps.iter().map(line).chain([format!("{findings} looked at, {rows} rows")]).collect()
}

/// Noun, name and first identifier of everything in the base.
fn things(base: &Base, out: &mut impl Write) -> Result<(), Failure> {
    let vocabulary = base.facts().vocabulary();
    let lines: Vec<String> = vocabulary
        .entities()
        .iter()
        .filter_map(|each| {
            let curie = &each.xrefs.first()?.curie;
            Some(format!("{}\t{}\t{curie}", vocabulary.kind_name(each.kind), each.name))
        })
        .collect();
    writeln!(out, "{}", lines.len())?;
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(())
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("suite BASE FOLDER".into());
    };
    let base = Base::open(&path)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut asked: BTreeMap<String, Asked> = BTreeMap::new();
    writeln!(out, "ready")?;
    out.flush()?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["names"] => things(&base, &mut out)?,
            [order, code, ref rest @ ..] => {
                let file = Path::new(&folder).join(format!("{code}.whereof"));
                if !file.is_file() {
                    writeln!(out, "none")?;
                } else if let Err(error) = obey(&base, &mut asked, &file, order, code, rest, &mut out) {
                    writeln!(out, "failed {}", error.to_string().replace('\n', " "))?;
                }
            }
            _ => writeln!(out, "none")?,
        }
        out.flush()?;
    }
    Ok(())
}

fn obey(
    base: &Base,
    asked: &mut BTreeMap<String, Asked>,
    file: &Path,
    order: &str,
    code: &str,
    rest: &[&str],
    out: &mut impl Write,
) -> Result<(), Failure> {
    if !asked.contains_key(code) {
        asked.insert(code.to_owned(), Asked::read(base, &std::fs::read_to_string(file)?)?);
    }
    let question = asked.get_mut(code).ok_or("not read")?;
    match (order, rest) {
        ("rows", _) => {
            let rows = question.rows()?;
            writeln!(out, "{}", rows.len())?;
            rows.iter().try_for_each(|row| writeln!(out, "{row}"))?;
        }
        ("plan", _) => {
            let steps = match question {
                Asked::Prepared(query, _) => told(&query.explain_run()?),
                Asked::Told(..) => Vec::new(),
            };
            writeln!(out, "{}", steps.len())?;
            steps.iter().try_for_each(|step: &String| writeln!(out, "{step}"))?;
        }
        // why the first row is one, its question asked before the clock starts
        ("why", [times]) => {
            let Asked::Prepared(query, _) = question else { return Ok(writeln!(out, "none")?) };
            let answers = query.run()?;
            let Some(row) = answers.get(0) else { return Ok(writeln!(out, "none")?) };
            let times: u32 = times.parse()?;
            let start = Instant::now();
            for _ in 0..times {
                black_box(row.why()?);
            }
            writeln!(out, "{}", start.elapsed().as_nanos())?;
        }
        ("time" | "named", [times]) => {
            let times: u32 = times.parse()?;
            let start = Instant::now();
            for _ in 0..times {
                black_box(if order == "time" { question.ask()? } else { question.named()? });
            }
            writeln!(out, "{}", start.elapsed().as_nanos())?;
        }
        _ => writeln!(out, "none")?,
    }
    Ok(())
}
