//! Empty answers explained: where nothing is left, and which questions near them have rows.

use super::{answers, session};
use whereof::answer::Answers;
use whereof::render::{Format, Style, render};
use whereof::{Base, Limits, Session};

/// Conditions that mean the same alone and joined by `and`.
const POOL: &[&str] = &[
    "upregulates CXCR4",
    "increases homing",
    "improves survival",
    "upregulates VEGF",
    "increases GSH",
    "disease = fibrosis",
    "species = rat",
    "in vitro",
    "disease = \"acute liver failure\"",
    "is not hypoxia",
];

fn rows(session: &mut Session, conditions: &[&str]) -> Option<u64> {
    let asked = format!("treatment where {}", conditions.join(" and "));
    (!conditions.is_empty()).then(|| answers(session, &asked).rows.len() as u64)
}

/// The counts are those of asking: the conditions up to each, and all but each.
#[test]
fn counts_are_those_of_asking() {
    let mut session = session();
    let (mut empty, mut at_each) = (0, [0; 4]);
    for turn in 0..44 {
        let picked = [
            turn % POOL.len(),
            (turn / POOL.len()) % POOL.len(),
            (turn * 7 + 3) % POOL.len(),
            (turn * 3 + 1) % POOL.len(),
        ];
        let mut conditions: Vec<&str> = picked[..2 + turn % 3].iter().map(|at| POOL[*at]).collect();
        conditions.dedup();
        let found = answers(&mut session, &format!("treatment where {}", conditions.join(" and ")));
        let Some(emptied) = found.emptied else {
            assert!(!found.rows.is_empty() || conditions.len() == 1);
            continue;
        };
        empty += 1;
        assert_eq!(emptied.conditions.len(), conditions.len());
        for (at, told) in emptied.conditions.iter().enumerate() {
            assert_eq!(told.condition, conditions[at]);
            assert_eq!(told.rows_so_far, rows(&mut session, &conditions[..=at]), "{conditions:?}");
            let mut rest = conditions.clone();
            rest.remove(at);
            assert_eq!(told.rows_without, rows(&mut session, &rest), "{conditions:?}");
        }
        let at = emptied.at.unwrap() as usize;
        assert_eq!(emptied.conditions[at].rows_so_far, Some(0));
        assert!(at == 0 || emptied.conditions[at - 1].rows_so_far > Some(0), "{conditions:?}");
        at_each[at] += 1;
    }
    assert!(empty > 12 && at_each[1] > 4 && at_each[2] > 4, "{empty}: {at_each:?}");
}

fn page(answers: Answers) -> String {
    render(&whereof::answer::Reply::Answers(Box::new(answers)), Format::Table, &Style::default()).unwrap()
}

#[test]
fn empty_answers_look_like_this() {
    let mut session = session();
    let pages: Vec<String> = [
        // a context that leaves nothing; then one with a tail, two changes away; a bracket; nothing but the contrary; the wrong noun
        "treatment where increases GSH and disease = fibrosis",
        "treatment where upregulates CXCR4 and improves survival and disease = fibrosis with at least 2 studies",
        "treatment where (upregulates CXCR4 or improves homing) in one study and also disease = cirrhosis and species = human",
        "treatment where downregulates CXCR4",
        "disease where increased by hypoxia",
        "treatment where upregulates IL6",
    ]
    .map(|asked| format!("> {asked}\n{}", page(answers(&mut session, asked))))
    .into();
    insta::assert_snapshot!(pages.join("\n"));
}

/// What a `not` left out a context may bring back: nothing is left only from where it stays so.
#[test]
fn nothing_is_left_where_it_stays_so() {
    let mut session = session();
    let found = answers(
        &mut session,
        "treatment where disease = fibrosis and not improves homing and upregulates CXCR4 and species = human",
    );
    let emptied = found.emptied.unwrap();
    let at = emptied.at.unwrap() as usize;
    assert!(emptied.conditions[at..].iter().all(|one| one.rows_so_far == Some(0)));
    assert_eq!(emptied.conditions[1].condition, "not improves homing");
}

/// No name but one that leads on: of the ladder of broader names the first with rows is enough.
#[test]
fn of_broader_names_the_first_with_rows_is_told() {
    let text = "source s; noun treatment; noun gene;
        verb upregulates with direction = increase, opposite = downregulates;
        verb downregulates with direction = decrease, opposite = upregulates;
        entity t is treatment; entity root is gene; entity limb is gene with broader = root;
        entity twig is gene with broader = limb; entity leaf is gene with broader = twig; entity vein is gene with broader = leaf;
        entity elsewhere is gene with broader = limb;
        study 1 { at \"1\" 1: t upregulates elsewhere; }";
    let source = whereof::text::Source::new("ladder", text);
    let base = Base::from_text(&source).unwrap_or_else(|error| panic!("{:?}", error.diagnostics()));
    let mut session = Session::new(base, Limits::script());
    let mut near = |asked: &str| -> Vec<(String, bool)> {
        answers(&mut session, asked).looser.into_iter().map(|one| (one.query, one.weaker)).collect()
    };
    // the next name up has no row, nor has the one above it; the third has, and the root need not be told
    assert_eq!(near("treatment where upregulates vein"), [("treatment where upregulates \"limb\"".to_owned(), false)]);
    assert_eq!(
        near("treatment where downregulates elsewhere"),
        [("treatment where upregulates elsewhere".to_owned(), false)]
    );
    assert_eq!(near("treatment where upregulates twig"), [("treatment where upregulates \"limb\"".to_owned(), true)]);
}

/// Long questions are explained within bounds, and what was not looked at is said.
#[test]
fn what_was_not_counted_is_said() {
    let mut session = session();
    let conditions: Vec<String> = (0..60).map(|at| format!("duration != {at} h")).collect();
    let asked = format!("treatment where downregulates CXCR4 and {}", conditions.join(" and "));
    let found = answers(&mut session, &asked);
    let emptied = found.emptied.clone().unwrap();
    assert_eq!(emptied.conditions.len() as u32 + emptied.uncounted, 61);
    assert!(emptied.uncounted > 0 && emptied.at == Some(0));
    let page = page(found);
    assert!(page.contains("more conditions, not counted one by one"), "{page}");
}

/// A count of nothing is as empty as an answer.
#[test]
fn a_count_of_nothing_is_explained() {
    let mut session = session();
    let asked = "count treatment by disease where upregulates CXCR4 and disease = \"liver cancer\"";
    let found = answers(&mut session, asked);
    let emptied = found.emptied.as_ref().unwrap();
    assert_eq!(emptied.at, Some(1));
    assert_eq!(found.looser[0].query, "count treatment by disease where upregulates CXCR4");
    for looser in &found.looser {
        let counted = answers(&mut session, &looser.query).counts.unwrap().total;
        assert_eq!(counted, looser.rows, "{}", looser.query);
    }
    let page = render(&whereof::Reply::Answers(Box::new(found)), Format::Table, &Style::default()).unwrap();
    assert!(page.contains("nothing is left at `disease = \"liver cancer\"`"), "{page}");
    // where something is counted nothing is said
    let found = answers(&mut session, "count treatment where upregulates CXCR4");
    assert!(found.emptied.is_none() && found.looser.is_empty());
}

/// Where neither another noun nor another verb alone has rows, both together may.
#[test]
fn noun_and_verb_may_both_be_others() {
    let mut session = session();
    let found = answers(&mut session, "gene where decreases homing");
    let near = found.looser.iter().find(|one| one.query == "treatment where increases homing").unwrap();
    assert!(!near.weaker && near.rows == 11, "{near:?}");
}

/// Where no question near it has rows, what findings say of the name at all.
#[test]
fn what_is_said_of_a_name_is_offered_last() {
    let mut session = session();
    let found = answers(&mut session, "gene where regulated by rapamycin");
    assert_eq!(found.looser[0].query, "finding where subject = rapamycin");
    assert_eq!(answers(&mut session, &found.looser[0].query).rows.len() as u64, found.looser[0].rows);
    // a study that no source cites is told apart from one that says nothing
    let found = answers(&mut session, "finding where study = 999");
    assert_eq!(found.notes, ["no source of this base cites a study 999"]);
}
