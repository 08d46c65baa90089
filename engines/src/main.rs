//! Random questions asked of whereof and of two engines that share no line with it: the three must give the same rows.
//!
//! The number of cases comes in, a count of agreements goes out; the first disagreements are printed with seed, base and the three texts.

mod ask;
mod maker;
mod meaning;
mod question;
mod random;
mod sparql;
mod sql;
mod world;

use ask::{Answer, Engines};
use maker::{Maker, OPERATORS};
use meaning::Goal;
use random::Random;
use std::collections::BTreeMap;
use std::process::ExitCode;
use world::World;

/// One case: a base, a question, and what it uses.
struct Case {
    world: World,
    whereof: String,
    goal: Goal,
    used: std::collections::BTreeSet<&'static str>,
    defined: Option<usize>,
}

fn case(seed: u64) -> Case {
    let mut random = Random::new(seed);
    let world = World::new(&mut random);
    let mut maker = Maker::new(&mut random);
    let question = maker.question();
    let (mut used, defined) = (maker.used, maker.defined);
    let goal = Goal::of(&question);
    if !goal.alike.is_empty() {
        used.insert("letters that may be exchanged");
    }
    let mut whereof = defined.map_or(String::new(), |verb| format!("{};\n", question::definition(verb)));
    whereof.push_str(&question.text(&world));
    Case { world, whereof, goal, used, defined }
}

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (cases, first) = match (numbers.next().transpose(), numbers.next().transpose()) {
        (Ok(cases), Ok(first)) => (cases.unwrap_or(2_000), first.unwrap_or(0)),
        _ => {
            eprintln!("engines/run [CASES [SEED]]");
            return ExitCode::from(2);
        }
    };
    let mut agreed: BTreeMap<&str, u64> = BTreeMap::from([("SQLite", 0), ("Oxigraph", 0)]);
    let (mut filled, mut wrong) = (0, 0);
    let mut used: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in first..first + cases {
        if seed > first && (seed - first).is_multiple_of(500) {
            eprintln!("{} cases asked", seed - first);
        }
        let case = case(seed);
        for name in &case.used {
            *used.entry(name).or_insert(0) += 1;
        }
        let (sql, sparql) =
            (sql::Sql::of(&case.goal, case.defined), sparql::Sparql::of(&case.goal, &case.world, case.defined));
        let engines = Engines { case: &case.world, goal: &case.goal, derived: case.defined.is_some() };
        let answers = [
            ("whereof", engines.whereof(&case.whereof)),
            ("SQLite", engines.sqlite(&sql)),
            ("Oxigraph", engines.oxigraph(&sparql)),
        ];
        let [(_, ours), others @ ..] = &answers;
        filled += u64::from(matches!(ours, Ok(answer) if !answer.is_empty()));
        let mut same = true;
        for (name, theirs) in others {
            if matches!((ours, theirs), (Ok(ours), Ok(theirs)) if ours == theirs) {
                *agreed.entry(name).or_insert(0) += 1;
            } else {
                same = false;
            }
        }
        if !same {
            wrong += 1;
            if wrong <= 3 {
                println!("== seed {seed}: the engines disagree\n-- base\n{}", case.world.text());
                println!("-- whereof\n{}\n-- SQL\n{sql}\n-- SPARQL", case.whereof);
                for text in sparql.updates.iter().chain([&sparql.rows]).chain(&sparql.found) {
                    println!("{text}");
                }
            }
            println!("-- seed {seed}: {}", case.whereof.replace('\n', " "));
            for (name, answer) in &answers {
                println!("   {name}: {}", Answer::words(answer));
            }
        }
    }
    let share = |count: u64| count as f64 * 100.0 / cases.max(1) as f64;
    println!("{cases} cases from seed {first}");
    for (name, count) in &agreed {
        println!("whereof and {name} agree in {count}");
    }
    println!("answers that are not empty: {:.1} %", share(filled));
    for (name, count) in &used {
        println!("  {name}: {:.1} %", share(*count));
    }
    let rare: Vec<&&str> =
        OPERATORS.iter().filter(|name| share(used.get(**name).copied().unwrap_or(0)) < 5.0).collect();
    // Of a few cases shares say nothing.
    let thin = cases >= 500 && (share(filled) < 60.0 || !rare.is_empty());
    if thin {
        println!(
            "the questions are too thin: at least 60 % must have rows, and each operator 5 % of the cases; rare: {rare:?}"
        );
    }
    if wrong > 0 || thin { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
