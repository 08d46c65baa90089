//! From words to meaning: which contexts bind which effects, on a base small enough to be read whole.

use whereof::answer::reply::Reply;
use whereof::answer::{Answers, Verdict};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

const BASE: &str = r#"
source mini;
noun drug; noun gene; noun process; noun disease; noun species; noun setting;
slot disease with takes = disease, place;
slot species with takes = species, place;
slot setting with takes = setting, place;
unit h is duration with factor = 3600;
slot duration is quantity with dimension = duration;

verb raises with passive = "raised by", direction = increase, opposite = lowers, subject = drug, object = (gene, process, disease);
verb boosts with passive = "boosted by", direction = increase, broader = raises, subject = drug, object = (gene, process);
verb lowers with passive = "lowered by", direction = decrease, opposite = raises, subject = drug, object = (gene, process, disease);
verb "no effect on" with direction = none, subject = drug;
verb improves with direction = better, opposite = worsens, subject = drug, object = (gene, process, disease);
verb worsens with direction = worse, opposite = improves, subject = drug, object = (gene, process, disease);

entity A1 is drug; entity A2 is drug; entity A3 is drug; entity A4 is drug; entity A5 is drug;
entity "A1 + A2" is drug with parts = (A1, A2);
entity G1 is gene; entity G2 is gene; entity G3 is gene with broader = G1;
entity growth is process with benefit = more;
entity scar is disease with benefit = less;
entity early scar is disease with stage of = scar;
entity flu is disease;
entity rat is species; entity mouse is species;
entity "in vivo" is setting with alias = vivo; entity "in vitro" is setting with alias = vitro;

study 1 { at "1" 1: A1 raises G1 in scar; at "1" 1: A1 raises G2 in flu; }
study 2 { at "1" 2: A2 raises G1 in scar; at "1" 2: A2 lowers G2 in scar; }
study 3 { at "1" 3: A3 raises G1; at "1" 3: A3 raises G2 in scar, rat; }
study 4 { at "1" 4: A4 lowers G1 in scar; at "1" 4: A4 no effect on G2 in early scar; at "1" 4: A4 raises growth in rat, mouse; }
study 5 { at "1" 5: A4 raises G1 in scar; at "1" 5: A5 boosts G3 in early scar, rat with duration = 24 h; }
study 6 { at "1" 6: A5 lowers scar in mouse; at "1" 6: "A1 + A2" raises growth in flu; at "1" 6: A1 raises G1 in scar; }
given { at "1" 7: A2 raises growth with stance = hypothesised; }
"#;

fn base() -> Base {
    Base::from_text(Source::new("mini", BASE)).unwrap_or_else(|error| panic!("{:#?}", error.diagnostics()))
}

fn ask(text: &str) -> Answers {
    let mut session = Session::new(base(), Limits::script());
    match session.eval(&Source::new("query", text)).remove(0) {
        Ok(Reply::Answers(answers)) => *answers,
        Ok(other) => panic!("{text}: {other:?}"),
        Err(error) => panic!("{text}: {:#?}", error.diagnostics()),
    }
}

fn wrong(text: &str) -> String {
    let mut session = Session::new(base(), Limits::script());
    match session.eval(&Source::new("query", text)).remove(0) {
        Ok(reply) => panic!("{text}: {reply:?}"),
        Err(error) => format!("{}", error),
    }
}

fn names(answers: &Answers) -> String {
    let mut names: Vec<&str> = answers.rows.iter().map(|row| row.cells[0].as_str()).collect();
    names.sort_unstable();
    names.join(" ")
}

#[track_caller]
fn check(query: &str, expect: &str) -> Answers {
    let answers = ask(query);
    assert_eq!(names(&answers), expect, "{query}");
    answers
}

fn verdict(answers: &Answers, name: &str) -> Verdict {
    answers.rows.iter().find(|row| row.cells[0] == name).unwrap().verdict
}

#[test]
fn contexts_bind_and_effects_join() {
    // A1 raises both, but G2 in flu only; A3 raises both, but states no disease for G1.
    check("drug where raises G1 and raises G2", "A1 A3");
    check("drug where raises G1 and raises G2 and disease = scar", "");
    check("drug where raises G1 and lowers G2 and disease = scar", "A2");
    // `in` binds one effect, the one before it.
    check("drug where raises G1 in scar and raises G2", "A1");
    check("drug where raises G1 and raises G2 in scar", "A3");
    // Each group has contexts and witnesses of its own.
    check("drug where raises G1 and disease = scar and also raises G2", "A1");
    check("drug where raises G2 and also disease = flu", "A1");
    // Outer contexts reach into brackets, inner ones stay inside.
    check("drug where disease = scar and (raises G1 or raises G2)", "A1 A2 A3 A4 A5");
    check("drug where (raises G1 and disease = scar) and raises G2", "A1");
}

#[test]
fn the_other_binding_is_offered_where_rows_differ() {
    let answers = ask("drug where raises G1 in scar and raises G2");
    assert!(answers.notes.iter().any(|note| note.contains("bound to all of them: 0 rows")), "{:?}", answers.notes);
    let same = ask("drug where lowers G2 in scar and raises G1");
    assert!(same.notes.iter().all(|note| !note.contains("bound to all")), "{:?}", same.notes);
}

#[test]
fn contexts_alone() {
    check("drug where disease = flu", "A1 A1 + A2");
    check("drug where in rat, scar", "A3 A5");
    check("drug where in rat and in flu", "");
    check("drug where (in rat or in mouse)", "A3 A4 A5");
    check("drug where in rat or in flu", "A1 A1 + A2 A3 A4 A5");
    check("drug where not (disease = scar) and in rat", "");
    check("drug where disease not stated", "A3 A4 A5");
    check("drug where species = rat and disease = exactly scar", "A3");
    check("drug where disease = scar except early scar and in rat", "A3");
    // Several values: `=` holds if one matches, `!=` if all differ, and is unknown where none is stated.
    check("drug where raises growth and species = rat", "A4");
    check("drug where raises growth and species != rat", "");
    check("drug where raises G1 and species != rat", "");
    assert_eq!(ask("drug where raises G1 and species != rat").skipped[0].slot, "species");
}

#[test]
fn negation() {
    // Candidates: drugs with a finding in scar. A3 raises G1 where no disease is stated: it may be a row, and is none.
    let answers = check("drug where disease = scar and not raises G1", "");
    assert!(answers.possible.iter().any(|row| row.name == "A3"), "{:?}", answers.possible);
    let answers = check("drug where disease = scar and not lowers G2", "A1 A3 A4 A5");
    assert_eq!(verdict(&answers, "A3"), Verdict::Opposed);
    assert_eq!(verdict(&answers, "A4"), Verdict::Null);
    assert_eq!(verdict(&answers, "A1"), Verdict::Silent);
    // A4 both raises and lowers G1; a null is told from silence.
    let answers = check("drug where not raises G2", "A1 + A2 A2 A4 A5");
    assert_eq!(verdict(&answers, "A2"), Verdict::Opposed);
    assert_eq!(verdict(&answers, "A4"), Verdict::Null);
    assert_eq!(verdict(&answers, "A5"), Verdict::Silent);
    // What stands inside the bracket belongs to what is denied.
    check("drug where not (raises G2 and disease = scar)", "A1 A1 + A2 A2 A4 A5");
    check("drug where not not raises G2", "A1 A3");
    check("drug where raises none of (G2, growth) and in scar", "A1 A2 A5");
    check("drug where unstudied on G2", "A1 + A2 A5");
    check("drug where unstudied in flu", "A2");
}

#[test]
fn choices_of_names() {
    check("drug where raises any of (G1, growth)", "A1 A1 + A2 A2 A3 A4 A5");
    check("drug where raises all of (G1, growth)", "A4");
    check("drug where raises at least 2 of (G1, G2, growth)", "A1 A3 A4");
    check("drug where raises exactly 1 of (G1, G2, growth)", "A1 + A2 A2 A5");
    check("drug where disease = any of (flu, early scar)", "A1 A1 + A2 A4 A5");
    check("drug where species = all of (rat, mouse)", "A4");
    check("drug where raises G1 and is any of (A1, A2)", "A1 A2");
    check("drug where raises G1 and is not A1", "A2 A3 A4 A5");
}

#[test]
fn kinds_and_verbs_downwards() {
    check("drug where raises G1", "A1 A2 A3 A4 A5");
    check("drug where raises exactly G1", "A1 A2 A3 A4");
    check("drug where boosts G1", "A5");
    check("gene where raised by A5", "G3");
    check("drug where improves growth", "A1 + A2 A4");
    check("drug where improves scar", "A5");
    check("drug where worsens scar", "");
    check("drug where raises (gene where lowered by A2)", "A1 A3");
}

#[test]
fn verdicts() {
    // A4 raises and lowers G1 in scar: nothing tells the two apart.
    assert_eq!(verdict(&ask("drug where raises G1"), "A4"), Verdict::Contested);
    check("drug where contested on G1", "A4");
    check("drug where contested on G2", "");
    // A null on early scar does not count against a rise on scar of another drug, and no rise stands against it.
    assert_eq!(verdict(&check("drug where no effect on G2", "A4"), "A4"), Verdict::Supported);
    assert_eq!(verdict(&ask("drug where raises G1"), "A1"), Verdict::Supported);
}

#[test]
fn composites_stay_composite() {
    let answers = ask("drug where raises growth");
    assert_eq!(names(&answers), "A1 + A2 A4");
    check("drug where includes A1", "A1 + A2");
    check("drug where is \"A1 + A2\"", "A1 + A2");
    check("gene where raised by A2 + A1", "");
    check("process where raised by A2 + A1", "growth");
    let alone = ask("drug where raises G1 and is A1");
    assert!(alone.rows[0].notes[0].contains("1 combination"), "{:?}", alone.rows[0].notes);
}

#[test]
fn studies() {
    check("drug where raises G1 with at least 2 studies", "A1");
    check("drug where raises G1 and lowers G1 in one study", "");
    check("drug where raises G1 and lowers G1", "A4");
    check("drug where raises G1 and raises G2 in one study", "A1 A3");
    let studies = ask("study where raises G1 and lowers G2");
    assert_eq!(studies.rows.len(), 1, "one study has both, whoever acts");
    assert_eq!(studies.rows[0].refs[0].number, 2);
}

#[test]
fn findings_as_rows() {
    assert_eq!(ask("finding where raises G1 and disease = scar").rows.len(), 5);
    assert_eq!(ask("finding where subject = A4 and direction = decrease").rows.len(), 1);
    assert_eq!(ask("finding where stance = hypothesised").rows.len(), 1);
    assert_eq!(ask("finding where stance = measured null").rows.len(), 1);
    assert_eq!(ask("finding where study = 5").rows.len(), 2);
    assert_eq!(ask("finding where verb = raises and object = G1").rows.len(), 6);
    assert_eq!(ask("finding where duration = 24 h").rows.len(), 1);
    assert_eq!(ask("finding where duration = 1440 h").rows.len(), 0);
}

#[test]
fn hypotheses_stand_beside() {
    let answers = ask("drug where raises growth");
    assert!(answers.rows.iter().all(|row| row.cells[0] != "A2"));
    assert_eq!(answers.beside.len(), 1);
    assert_eq!(answers.beside[0].stance, "hypothesised");
}

#[test]
fn counts_and_order() {
    let answers = ask("count drug by disease where raises G1");
    let counts = answers.counts.unwrap();
    let group = |name: &str| counts.groups.iter().find(|group| group.value == name).map(|group| group.rows);
    assert_eq!((counts.total, group("scar"), group("early scar"), counts.not_stated), (5, Some(3), Some(1), 1));
    assert_eq!(ask("count drug where raises G1").counts.unwrap().total, 5);
    let first = ask("drug where raises G1 limit 1");
    assert_eq!(first.rows[0].cells[0], "A1", "two studies come first");
    assert_eq!(names(&ask("drug where raises G1 order by name limit 2")), "A1 A2");
    let shown = ask("drug where raises G1 and is A5 show disease, duration");
    assert_eq!(shown.rows[0].cells, ["A5", "early scar", "24 h"]);
}

#[test]
fn what_cannot_be_meant_is_said() {
    for (query, code) in [
        ("drug where raises G1 and raises", "W0209"),
        ("drug where raises A1", "W0204"),
        ("rat where raises G1", "W0202"),
        ("species where raises G1", "W0211"),
        ("drug where disease < scar", "W0222"),
        ("drug where duration = 5", "W0219"),
        ("drug, gene where raises G1", "W0210"),
        ("finding where is A1", "W0215"),
        ("drug where study = one", "W0220"),
        ("drug where stance = sure", "W0221"),
        ("drug where raises G1 order by colour", "W0212"),
        ("drug where raises $gene", "W0602"),
    ] {
        assert!(wrong(query).starts_with(code), "{query}: {}", wrong(query));
    }
}

/// The grammar takes the `in` of `in vitro` for its own; the name is found all the same.
#[test]
fn a_place_whose_name_begins_with_in_needs_no_other_name() {
    let base = "source mini; noun drug; noun gene; noun setting; slot setting with takes = setting, place;
        verb raises with direction = increase, subject = drug, object = gene;
        entity A1 is drug; entity G1 is gene; entity \"in vitro\" is setting; entity \"in vivo\" is setting;
        study 1 { at \"1\" 1: A1 raises G1 in vitro; }";
    let base = Base::from_text(Source::new("mini", base)).unwrap();
    let mut session = Session::new(base, Limits::script());
    for (query, rows) in [("drug where raises G1 in vitro", 1), ("drug where raises G1 in vivo", 0)] {
        let Ok(Reply::Answers(answers)) = session.eval(&Source::new("query", query)).remove(0) else {
            panic!("{query}")
        };
        assert_eq!(answers.rows.len(), rows, "{query}");
    }
}
