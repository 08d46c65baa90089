//! How the work of joins and definitions grows: steps are counted, not seconds.

use super::in_stack;
use whereof::Base;
use whereof::eval::{self, Outcome, RowId};
use whereof::goal::{Definitions, Scope, resolve};
use whereof::limits::{Budget, Limits};
use whereof::plan::build;
use whereof::syntax::ast::{Item, Statement};
use whereof::syntax::{TextLimits, parse};
use whereof::text::Source;

/// A base of genes that raise each other.
fn base(edges: impl Iterator<Item = (usize, usize)>) -> Base {
    let mut text = String::from(
        "noun gene with plural = genes;\nverb raises with direction = increase, passive = \"raised by\";\nsource book;\nstudy 1 {\n",
    );
    let mut names = std::collections::BTreeSet::new();
    let mut findings = String::new();
    for (from, to) in edges {
        names.extend([from, to]);
        findings.push_str(&format!("  gene{from} raises gene{to};\n"));
    }
    let entities: String = names.iter().map(|name| format!("entity gene{name} is gene;\n")).collect();
    text = text.replacen("study 1 {", &format!("{entities}\nstudy 1 {{"), 1);
    text.push_str(&findings);
    text.push_str("}\n");
    match Base::from_text(Source::new("growth", text)) {
        Ok(base) => base,
        Err(error) => panic!("{error}"),
    }
}

/// What a question gives after definitions, under the limits of scripts.
fn run(base: &Base, text: &str) -> Outcome {
    let source = Source::new("question", text);
    let parsed = parse(&source, TextLimits::default());
    assert!(!parsed.has_errors(), "{text}");
    let vocabulary = base.facts().vocabulary();
    let mut definitions = Definitions::default();
    for item in &parsed.script.items {
        match item {
            Item::Statement(Statement::Define(tree)) => definitions = definitions.define(tree, vocabulary).unwrap().0,
            Item::Statement(Statement::Query(query)) => {
                let goal = resolve(query, Scope { vocabulary, definitions: &definitions }).unwrap();
                let limits =
                    Limits { steps: u64::MAX, memory: usize::MAX, rows: usize::MAX, time: None, ..Limits::script() };
                return eval::run(&goal, &build(&goal, base.facts()), base.facts(), &mut Budget::new(&limits)).unwrap();
            }
            _ => panic!("{text}"),
        }
    }
    panic!("no question in {text}")
}

#[test]
fn triangles_are_found_without_the_products_of_their_sides() {
    // Everybody raises the hub and the hub raises everybody: each pair of sides has n * n combinations, and there are few triangles.
    let wheel = |n: usize| base((1..=n).flat_map(|at| [(at, 0), (0, at)]).chain([(1, 2)]));
    let question = "gene A, gene B, gene C where A raises B and B raises C and C raises A";
    let (one, two) = (run(&wheel(300), question), run(&wheel(600), question));
    // hub, 1, 2 in each of the three turns of the circle
    assert_eq!((one.total, two.total), (3, 3));
    assert!(one.steps < 300 * 100, "{}", one.steps);
    assert!(two.steps < one.steps * 3, "{} and {}", one.steps, two.steps);
}

#[test]
fn pairs_that_share_something_take_work_for_each_pair_only() {
    let question = "gene A, gene B, gene C where A raises C and B raises C limit 3";
    let pairs = |n: usize| base((0..n).map(|at| (at + n, at / 2)));
    let (one, two) = (run(&pairs(200), question), run(&pairs(400), question));
    assert_eq!((one.total, two.total), (100, 200));
    assert!(two.steps < one.steps * 3, "{} and {}", one.steps, two.steps);
}

const DRIVES: &str = "define gene A drives gene B = gene C where A raises B or (A raises C and C drives B)\n\n";

#[test]
fn a_chain_is_followed_to_its_end_and_each_pair_is_found_once() {
    let chain = |n: usize| base((0..n).map(|at| (at, at + 1)));
    let question = format!("{DRIVES}gene A, gene B where A drives B limit 1");
    let (one, two) = (run(&chain(40), &question), run(&chain(80), &question));
    assert_eq!((one.total, two.total), (40 * 41 / 2, 80 * 81 / 2));
    assert!(two.steps < one.steps * 6, "{} and {}: pairs are four times as many", one.steps, two.steps);
    let circle = base((0..50).map(|at| (at, (at + 1) % 50)));
    assert_eq!(run(&circle, &question).total, 50 * 49, "in a circle everybody drives everybody else");
}

#[test]
fn definitions_may_use_each_other_as_deep_as_one_likes() {
    in_stack(2 << 20, || {
        let base = base((0..3).map(|at| (at, at + 1)));
        let mut text = String::from("define gene A v0 gene B where A raises B\n\n");
        for at in 1..300 {
            text.push_str(&format!("define gene A v{at} gene B where A v{} B\n\n", at - 1));
        }
        text.push_str("gene A, gene B where A v299 B");
        assert_eq!(run(&base, &text).total, 3);
    });
}

#[test]
fn a_definition_of_many_alternatives_is_worked_out_or_refused() {
    let base = base((0..70).flat_map(|at| [(at, at + 1), (at, at + 2)]));
    let arms: Vec<String> = (0..60).map(|at| format!("(A raises C and C raises gene{at} and A raises B)")).collect();
    let text =
        format!("define gene A wide gene B = gene C where {}\n\ngene A, gene B where A wide B", arms.join(" or "));
    assert!(run(&base, &text).total > 0);
    let both = "(A raises C or C raises A)";
    let text = format!("define gene A deep gene B = gene C where A raises B and {}", [both; 8].join(" and "));
    let mut session = whereof::Session::new(base, Limits::script());
    let error = session.eval(&Source::new("deep", text)).remove(0).unwrap_err();
    assert_eq!(error.diagnostics()[0].code, "W0234");
}

#[test]
fn a_definition_is_followed_from_its_bound_end() {
    // As many chains of ten as one likes beside the one that is asked for.
    let chains =
        |n: usize| base((0..n).flat_map(|chain| (0..10).map(move |at| (chain * 100 + at, chain * 100 + at + 1))));
    let from_below = format!("{DRIVES}gene where drives gene10");
    let led = "define gene A drives gene B = gene C where A raises B or (A drives C and C raises B)\n\n";
    let from_above = format!("{led}gene A, gene B where A is gene0 and A drives B");
    for question in [from_below, from_above] {
        let (one, two) = (run(&chains(20), &question), run(&chains(200), &question));
        assert_eq!((one.total, two.total), (10, 10), "{question}");
        let others = 180 * 10;
        assert!(two.steps < one.steps + 12 * others, "{} and {}: {question}", one.steps, two.steps);
    }
}

#[test]
fn what_nearly_is_a_row_is_counted_in_full_and_kept_in_part() {
    let mut text = String::from(
        "noun drug with plural = drugs; noun gene with plural = genes; noun place with plural = places;\n\
        verb raises with direction = increase;\nslot site with takes = place, place;\nentity G is gene; entity here is place; entity there is place;\n",
    );
    let count = 6_000;
    for at in 0..count {
        text.push_str(&format!("entity d{at:05} is drug;\n"));
    }
    text.push_str("source book;\nstudy 1 {\n");
    for at in (0..count).rev() {
        let stated = if at % 2 == 0 { "" } else { " with site = there" };
        text.push_str(&format!("  d{at:05} raises G{stated};\n"));
    }
    text.push_str("}\n");
    let base = match Base::from_text(Source::new("near", text)) {
        Ok(base) => base,
        Err(error) => panic!("{error}"),
    };
    let found = run(&base, "drug where raises G and site = here");
    let half = count / 2;
    assert_eq!((found.total, found.possible_total, found.near_total, found.near_possible), (0, half, count, half));
    assert_eq!(
        found.skipped.iter().map(|skipped| (skipped.rows, skipped.findings)).collect::<Vec<_>>(),
        [(half, half)]
    );
    let names = |ids: Vec<whereof::eval::RowId>| -> Vec<u64> {
        let entity = |id: whereof::eval::RowId| id.entities()[0];
        let name = |id: whereof::eval::RowId| base.facts().vocabulary().entity(entity(id)).unwrap().name.clone();
        ids.into_iter().map(|id| name(id)[1..].parse().unwrap()).collect()
    };
    assert_eq!(names(found.near.iter().map(|near| near.id).collect()), (0..200).collect::<Vec<u64>>());
    assert_eq!(
        names(found.possible.iter().map(|row| row.id).collect()),
        (0..1200).map(|at| 2 * at).collect::<Vec<u64>>()
    );
}

#[test]
fn one_row_takes_the_work_of_its_own_lists() {
    // a hub raises many, few of which raise what is asked for; beside it much is said that has nothing to do with it
    let wheel = |n: usize, beside: usize| {
        let hub = (1..=n).map(|at| (0, at)).chain((1..=3).map(|at| (at, 9_000)));
        base(hub.chain((0..beside).flat_map(|at| [(10_000 + at, 10_001 + at), (10_000 + at, 10_002 + at)])))
    };
    let questions = [
        "gene where raises (gene where raises gene9000)",
        "gene where raises (gene where raises gene9000 or not raises gene9000)",
        "gene where raises gene7 and not raises (gene where raises gene10001)",
        "gene where raises (gene where raises (gene where raised by gene3))",
    ];
    for question in questions {
        let steps = |n: usize, beside: usize| {
            let base = wheel(n, beside);
            let facts = base.facts();
            let parsed = parse(&Source::new("question", question), TextLimits::default());
            let Some(Item::Statement(Statement::Query(query))) = parsed.script.items.first() else { panic!() };
            let goal = resolve(query, facts.vocabulary()).unwrap();
            let plan = build(&goal, facts);
            let whole = run(&base, question);
            let row =
                whole.rows.iter().find(|row| row.id == RowId::Entity(facts.vocabulary().entities_named("gene0")[0]));
            let (mut looked, mut why) = (Budget::new(&Limits::script()), Budget::new(&Limits::script()));
            let found = eval::one_row(&goal, &plan, facts, row.unwrap().id, &mut looked).unwrap();
            assert_eq!(found.as_ref(), row, "{question}");
            assert!(!eval::why(&goal, facts, row.unwrap().id, 2, &mut why).unwrap().is_empty());
            looked.taken() + why.taken()
        };
        let (few, many, beside) = (steps(20, 50), steps(300, 50), steps(300, 2_000));
        println!("{question}: {few}, {many}, {beside} steps");
        assert!(many < few + 280 * 60, "{question}: {few} and {many}");
        assert!(beside < many + 100, "{question}: {many} and {beside}");
    }
}
