//! The tour and the examples: every question of them is asked, and gives something.

use super::session;
use std::collections::BTreeSet;
use whereof::answer::Reply;
use whereof::engine::{TOPIC_NAMES, tour};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn gives_something(reply: &Reply) -> bool {
    match reply {
        Reply::Answers(answers) => match &answers.counts {
            Some(counts) => counts.total > 0,
            None => !answers.rows.is_empty(),
        },
        Reply::Why(why) => !why.rows.is_empty(),
        Reply::WhyNot(why_not) => !why_not.failing.is_empty() && !why_not.is_row,
        Reply::Matrix(matrix) => !matrix.cells.is_empty(),
        Reply::Gaps(gaps) => !gaps.open.is_empty() || !gaps.silent.is_empty(),
        Reply::Compared(compared) => !compared.targets.is_empty(),
        Reply::Contested(contested) => !contested.pairs.is_empty(),
        Reply::Similar(similar) => !similar.rows.is_empty(),
        Reply::Paths(paths) => !paths.paths.is_empty(),
        Reply::Description(description) => description.findings > 0,
        Reply::Kinds(kinds) => kinds.lines.len() > 1,
        Reply::Listing(listing) => !listing.rows.is_empty(),
        Reply::Resolved(resolved) => !resolved.senses.is_empty(),
        Reply::Defined(defined) => defined.members != Some(0),
        Reply::Noted(_) | Reply::Expected(_) | Reply::Changes(_) | Reply::Card(_) => true,
    }
}

/// Asks one line in a session of its own, as whoever picks it would.
fn asked(line: &str) -> Vec<Reply> {
    let replies = session().eval(&Source::new("example", line));
    replies.into_iter().map(|reply| reply.unwrap_or_else(|error| panic!("{line}: {:?}", error.diagnostics()))).collect()
}

#[test]
fn every_example_gives_something() {
    let topics = session().examples();
    let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(names, TOPIC_NAMES);
    let mut count = 0;
    let mut wrong = Vec::new();
    for topic in &topics {
        assert!(!topic.examples.is_empty() && !topic.about.is_empty(), "{}", topic.name);
        for example in &topic.examples {
            count += 1;
            assert!(!example.shows.is_empty() && !example.line().contains('\n'), "{}", example.line());
            let replies = asked(&example.line());
            assert_eq!(replies.len(), example.before.len() + example.statements.len(), "{}", example.line());
            if !replies.iter().all(gives_something) {
                wrong.push(example.line());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 60, "{count}");
    assert_eq!(session().first_question().as_deref(), Some("treatment where upregulates CXCR4 and disease = fibrosis"));
}

/// There is one list: each script of questions is among the topics, but those that are whole scripts and the one with one of each.
#[test]
fn every_script_of_questions_is_a_topic() {
    let topics = session().examples();
    let known: BTreeSet<&str> = topics.iter().map(|topic| topic.about.as_str()).collect();
    for entry in std::fs::read_dir("examples/queries").unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if stem.starts_with("script") || stem == "language" || stem == "report" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap().trim_start_matches("# ").to_owned();
        assert!(known.contains(first.as_str()), "{stem} is in no topic");
    }
}

#[test]
fn every_step_of_the_tour_shows_what_it_says() {
    let tour = tour();
    assert_eq!(tour.len(), 7);
    for lesson in &tour {
        let sentences = lesson.says.matches(['.', '?']).count();
        assert!(!lesson.title.is_empty() && (1..=4).contains(&sentences), "{}: {}", lesson.title, lesson.says);
        assert!(!lesson.look.is_empty(), "{}", lesson.title);
        let replies = asked(&lesson.question);
        let is_empty = !replies.iter().all(gives_something);
        assert_eq!(is_empty, lesson.title.contains("none"), "{}", lesson.question);
    }
    // what the texts point at
    let answers = |at: usize| match asked(&tour[at].question).remove(0) {
        Reply::Answers(answers) => *answers,
        other => panic!("{other:?}"),
    };
    assert_eq!(answers(0).rows.len(), 3);
    let fibrosis = answers(1);
    assert_eq!((fibrosis.rows.len(), fibrosis.skipped[0].rows), (1, 2));
    assert!(fibrosis.rows[0].through[0].contains("stage of fibrosis"));
    let split = answers(4);
    assert_eq!(split.rows[0].verdict.words(), "context-split");
    assert_eq!(split.rows[0].effects[0].separators, ["setting"]);
    let none = answers(5);
    assert!(none.emptied.is_some() && !none.looser.is_empty());
    assert!(none.near_misses.iter().any(|miss| miss.failed[0].reason.contains("acute liver failure")));
}

const OWN: &str = "source notes; noun compound; noun protein; noun tissue with plural = tissues;
    slot tissue with takes = tissue, place;
    verb \"switches on\" with passive = \"switched on by\", direction = increase;
    entity \"compound X\" is compound; entity \"compound Y\" is compound; entity \"protein K\" is protein;
    entity gut is tissue; entity skin is tissue;
    study 1 { at \"1\" 1: \"compound X\" switches on \"protein K\" with tissue = gut; }
    study 2 { at \"1\" 2: \"compound Y\" switches on \"protein K\" with tissue = gut; }
    study 3 { at \"1\" 3: \"compound Y\" switches on \"protein K\" with tissue = skin; }";

#[test]
fn another_base_gets_questions_of_its_own() {
    let base = Base::from_text(Source::new("own", OWN)).unwrap_or_else(|error| panic!("{:?}", error.diagnostics()));
    let session = Session::new(base, Limits::script());
    assert!(!session.asks_builtin());
    let topics = session.examples();
    assert_eq!(topics.len(), 1);
    let lines: Vec<String> = topics[0].examples.iter().map(|example| example.line()).collect();
    insta::assert_snapshot!(lines.join("\n"));
    let mut asking = session.clone();
    for line in &lines {
        let replies = asking.eval(&Source::new("own", line.as_str()));
        assert!(replies.iter().all(|reply| reply.as_ref().is_ok_and(gives_something)), "{line}: {replies:?}");
    }
    assert_eq!(session.first_question().as_ref(), Some(&lines[0]));
}

#[test]
fn a_base_laid_upon_the_embedded_one_gets_both() {
    let notes = "source \"Our notes\"; entity quercetin is treatment;
        study 1 { at \"1\" 1: quercetin upregulates CXCR4 with disease = fibrosis; }";
    let base = Base::builtin().with_text(Source::new("notes", notes)).unwrap();
    let session = Session::new(base, Limits::script());
    assert!(session.asks_builtin());
    let topics = session.examples();
    assert_eq!(topics.len(), TOPIC_NAMES.len() + 1);
    assert!(topics[0].examples.iter().any(|example| example.line().contains("quercetin")), "{:?}", topics[0]);
}

#[test]
fn a_base_without_findings_has_no_examples() {
    let base = Base::from_text(Source::new("bare", "source s; noun gene; entity g is gene;")).unwrap();
    let session = Session::new(base, Limits::script());
    assert_eq!((session.examples(), session.first_question()), (Vec::new(), None));
}
