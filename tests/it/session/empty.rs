//! Empty answers explained: where nothing is left, and which questions near them have rows.

use super::{answers, session};
use whereof::answer::Answers;
use whereof::goal::loosen::{weaker, weaker_by_two};
use whereof::model::{Direction, EntityId, Relation, RelationId};
use whereof::names::{Vocabulary, does_good};
use whereof::render::{Format, Style, render};
use whereof::syntax::ast::{Item, Statement};
use whereof::syntax::{TextLimits, parse};
use whereof::text::Source;
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

/// The relation of a question's only verb, and whether it does good to what stands behind it.
fn verb_in<'v>(text: &str, vocabulary: &'v Vocabulary, object: EntityId) -> Option<(&'v Relation, Option<bool>)> {
    let said = text.split_once(" where ")?.1;
    let all = vocabulary.schema().relations.iter().enumerate();
    let named = all.filter(|(_, one)| said.starts_with(&format!("{} ", one.name)));
    let (at, relation) = named.max_by_key(|(_, one)| one.name.len())?;
    Some((relation, does_good(vocabulary, RelationId(at as u32), object)))
}

/// Less homing is no weaker form of more: of every verb on every name whose benefit the base tells, and on some whose it does not.
#[test]
fn no_weaker_question_asks_for_the_contrary() {
    let base = Base::builtin();
    let vocabulary = base.facts().vocabulary();
    let objects: Vec<EntityId> = (0..vocabulary.entities().len() as u32)
        .map(EntityId)
        .filter(|&id| vocabulary.entity(id).is_some_and(|one| one.benefit.is_some() || id.0 % 16 == 0))
        .collect();
    let (mut seen, mut by_benefit) = (0, 0);
    for (at, relation) in vocabulary.schema().relations.iter().enumerate() {
        for &object in &objects {
            let name = whereof::syntax::print::name(vocabulary.entity_name(object));
            let text = format!("treatment where {} {name}", relation.name);
            let parsed = parse(&Source::new("query", text.as_str()), TextLimits::default());
            let Some(Item::Statement(Statement::Query(query))) = parsed.script.items.first() else { panic!("{text}") };
            let asked = does_good(vocabulary, RelationId(at as u32), object);
            for weaker in weaker(query, vocabulary).chain(weaker_by_two(query, vocabulary).take(8)) {
                let Some((other, good)) = verb_in(&weaker.query.to_string(), vocabulary, object) else { continue };
                let contrary = matches!(
                    (relation.direction, other.direction),
                    (Direction::Increase, Direction::Decrease)
                        | (Direction::Decrease, Direction::Increase)
                        | (Direction::Better, Direction::Worse)
                        | (Direction::Worse, Direction::Better)
                );
                let called = matches!(other.direction, Direction::Better | Direction::Worse)
                    && matches!(relation.direction, Direction::Increase | Direction::Decrease);
                assert!(!contrary, "{text}: {}", weaker.query);
                // nobody knows which of the two it is
                assert!(asked.is_some() || !called, "{text}: {}", weaker.query);
                assert!(asked.is_none() || good.is_none() || asked == good, "{text}: {}", weaker.query);
                seen += 1;
                by_benefit += u32::from(called);
            }
        }
    }
    assert!(seen > 1_000 && by_benefit > 50, "{seen}, {by_benefit}");
}

/// The contrary is told as such, and so is what was measured and did not change.
#[test]
fn a_fall_that_nobody_saw_tells_of_the_null() {
    let mut session = session();
    for asked in ["treatment where decreases homing", "treatment where worsens homing"] {
        let found = answers(&mut session, asked);
        assert!(found.rows.is_empty() && found.looser.iter().all(|one| !one.weaker), "{:?}", found.looser);
        let null = found.looser.iter().find(|one| one.query.contains("has no effect on homing")).unwrap();
        assert_eq!(null.examples, ["FOXA-2 overexpression [68]"]);
    }
}
