//! Chains in bases where there are very many: what is told ends soon, is capped, and grows with the findings and not with the paths.

use super::survive::counted;
use std::fmt::Write;
use std::time::{Duration, Instant};
use whereof::answer::reply::{Paths, Reply};
use whereof::limits::Limits;
use whereof::text::Source;
use whereof::{Base, ErrorKind, Session};

/// Layers of so many entities, each with a finding on each of the next: `start` before the first, `end` after the last.
fn layers(layers: usize, width: usize, verb: impl Fn(usize) -> &'static str) -> Base {
    let mut text = String::from(
        "source Layers; noun thing with plural = things; noun place; slot place with takes = place, place;
verb raises with passive = \"raised by\", direction = increase, opposite = lowers;
verb lowers with passive = \"lowered by\", direction = decrease;\n",
    );
    let name = |layer: usize, at: usize| match layer {
        0 => "start".to_owned(),
        one if one > layers => "end".to_owned(),
        _ => format!("N{layer}x{at}"),
    };
    text.push_str("entity start is thing; entity end is thing;\n");
    for layer in 1..=layers {
        (0..width).for_each(|at| writeln!(text, "entity {} is thing;", name(layer, at)).unwrap());
    }
    text.push_str("study 1 {\n");
    for layer in 0..=layers {
        for from in 0..if layer == 0 { 1 } else { width } {
            for to in 0..if layer == layers { 1 } else { width } {
                writeln!(text, "at \"1\" 1: {} {} {};", name(layer, from), verb(layer), name(layer + 1, to)).unwrap();
            }
        }
    }
    text.push('}');
    Base::from_text(Source::new("layers", text)).unwrap()
}

fn reply(base: &Base, text: &str, limits: Limits) -> Result<Reply, whereof::Error> {
    Session::new(base.clone(), limits).eval(&Source::new("query", text)).remove(0)
}

fn paths(base: &Base, text: &str) -> Paths {
    match reply(base, text, counted()) {
        Ok(Reply::Paths(paths)) => *paths,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn millions_of_paths_are_cut_and_the_cut_is_told() {
    // 12 to the fifth paths of six steps.
    let base = layers(5, 12, |_| "raises");
    let started = Instant::now();
    let found = paths(&base, "paths from start to end within 6");
    assert_eq!((found.paths.len(), found.total, found.total_is_least), (20, 1000, true));
    assert!(
        found.notes.iter().any(|note| note.starts_with("the first 20 of at least 1000 paths")),
        "{:?}",
        found.notes
    );
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    // None where the sign is the other one, though every pair of neighbours is joined.
    let Ok(Reply::Answers(answers)) = reply(&base, "thing where indirectly lowers end within 6", counted()) else {
        panic!("no answer")
    };
    assert!(answers.rows.is_empty() && answers.complete());
}

#[test]
fn all_paths_are_counted_where_they_are_few() {
    let base = layers(2, 5, |layer| if layer == 1 { "lowers" } else { "raises" });
    let found = paths(&base, "paths from start to end within 3");
    assert_eq!((found.paths.len(), found.total, found.total_is_least), (20, 25, false));
    assert!(found.paths.iter().all(|path| path.sign == '-' && path.steps.len() == 3));
    assert!(found.notes.iter().any(|note| note == "the first 20 of 25 paths"), "{:?}", found.notes);
}

/// Steps that a question takes, by the count that its limit is held against.
fn steps(base: &Base, text: &str) -> u64 {
    let (mut low, mut high) = (1u64, 1 << 34);
    while low < high {
        let middle = low + (high - low) / 2;
        let limits = Limits { steps: middle, ..counted() };
        match reply(base, text, limits) {
            Ok(_) => high = middle,
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{error}");
                low = middle + 1;
            }
        }
    }
    low
}

#[test]
fn work_grows_with_the_findings_and_not_with_the_paths() {
    // Twice as wide is four times the findings and thirty-two times the paths.
    let (small, large) = (layers(5, 8, |_| "raises"), layers(5, 16, |_| "raises"));
    for text in [
        "thing where indirectly lowers end within 6",
        "thing where indirectly raises end within 6 and is exactly start",
        "paths from start to end within 6",
    ] {
        let (few, many) = (steps(&small, text), steps(&large, text));
        assert!(many < few * 6, "{text}: {few} steps, then {many}");
    }
    // Farther is not dearer by more than the steps.
    let (near, far) =
        (steps(&large, "paths from start to end within 3"), steps(&large, "paths from start to end within 6"));
    assert!(far < near * 12, "{near} steps, then {far}");
}

#[test]
fn what_has_no_simple_path_ends_at_a_limit_or_with_an_answer() {
    // A thicket in which every two things are joined both ways, and one pair of signs that only a walk through a thing twice would give.
    let mut text = String::from(
        "source Thicket; noun thing with plural = things;
verb raises with passive = \"raised by\", direction = increase, opposite = lowers;
verb lowers with passive = \"lowered by\", direction = decrease;\n",
    );
    (0..40).for_each(|at| writeln!(text, "entity N{at} is thing;").unwrap());
    text.push_str("entity start is thing; entity end is thing; study 1 {\n");
    for a in 0..40 {
        for b in (0..40).filter(|b| *b != a) {
            writeln!(text, "at \"1\" 1: N{a} raises N{b};").unwrap();
        }
    }
    text.push_str("at \"1\" 1: start raises N0; at \"1\" 1: N0 lowers start; at \"1\" 1: N1 raises end;}");
    let base = Base::from_text(Source::new("thicket", text)).unwrap();
    let started = Instant::now();
    let result = reply(
        &base,
        "thing where indirectly lowers end within 6 and is exactly start",
        Limits { time: Some(Duration::from_secs(2)), ..Limits::interactive() },
    );
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    match result {
        Ok(Reply::Answers(answers)) => assert!(answers.rows.is_empty() && answers.complete()),
        Err(error) => assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{error}"),
        Ok(other) => panic!("{other:?}"),
    }
}
