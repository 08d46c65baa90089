//! Shortest paths against a search that goes through all findings again and again; and names by their letters.

use super::quick::Linked;
use super::random::Random;
use super::{Case, cases};
use std::collections::BTreeSet;
use whereof::base::Facts;
use whereof::eval::shortest;
use whereof::goal::{Goal, Head, ShortestGoal};
use whereof::limits::{Budget, Limits};
use whereof::model::{EntityId, Finding, FindingId, RelationId, Stance};
use whereof::names::normal;
use whereof::{Base, Session};

fn findings(facts: &dyn Facts) -> Vec<Finding> {
    (0..facts.finding_count() as u32).map(|id| facts.finding(FindingId(id)).unwrap().into_owned()).collect()
}

/// From where to where the findings of a goal lead.
fn steps(goal: &ShortestGoal, facts: &dyn Facts) -> BTreeSet<(EntityId, EntityId)> {
    let mut all = BTreeSet::new();
    for found in findings(facts).iter().filter(|found| found.stance.witnesses()) {
        let verbs: Vec<(RelationId, bool)> =
            if goal.verbs.is_empty() { vec![(found.relation, false)] } else { goal.verbs.clone() };
        for (_, passive) in verbs.iter().filter(|(id, _)| *id == found.relation) {
            let (one, two) = if *passive { (found.object, found.subject) } else { (found.subject, found.object) };
            all.insert((one, two));
            if goal.either_way {
                all.insert((two, one));
            }
        }
    }
    all
}

/// How many steps it takes.
fn distance(goal: &ShortestGoal, facts: &dyn Facts, ends: &BTreeSet<EntityId>) -> Option<usize> {
    let steps = steps(goal, facts);
    let mut reached: BTreeSet<EntityId> = goal.from.iter().copied().collect();
    for length in 0.. {
        if reached.intersection(ends).next().is_some() {
            return Some(length);
        }
        let more: Vec<EntityId> = steps.iter().filter(|(one, _)| reached.contains(one)).map(|(_, two)| *two).collect();
        let before = reached.len();
        reached.extend(more);
        if reached.len() == before {
            return None;
        }
    }
    None
}

#[test]
fn no_path_is_shorter() {
    let (mut far, mut none, mut all) = (0, 0, 0);
    for seed in cases(1_200) {
        let case = Case::new(seed);
        let mut random = Random::new(seed ^ 0x5407);
        let mut small = case.world.clone();
        if random.percent(60) {
            small.findings.iter_mut().for_each(|finding| finding.stance = Stance::Reported);
        }
        if random.percent(50) {
            let few = 1 + small.findings.len() / (1 + random.below(6));
            small.findings.truncate(few);
        }
        let entities = small.vocabulary().entities().len();
        let mut one = || EntityId(random.below(entities) as u32);
        let (from, to) = (one(), one());
        if from == to {
            continue;
        }
        let mut verbs: Vec<(RelationId, bool)> = Vec::new();
        let often = [0, 50, 50][random.below(3)];
        for id in (0..9).map(RelationId) {
            if random.percent(often) {
                verbs.push((id, random.percent(30)));
            }
        }
        let either_way = random.percent(50);
        let goal = ShortestGoal {
            from: vec![from],
            to: vec![to],
            verbs,
            asked: Vec::new(),
            either_way,
            goal: Goal::new(Head::Finding),
        };
        let ends: BTreeSet<EntityId> = small.vocabulary().narrower(to).into_iter().map(|step| step.entity).collect();
        let wanted = distance(&goal, &small, &ends);
        let linked = Linked::new(small);
        let budget = || Budget::new(&Limits::interactive());
        let found = shortest(&goal, linked.small(), &mut budget()).unwrap();
        assert_eq!(found.as_ref().map(Vec::len), wanted, "seed {seed}: {goal:?}");
        let by_lists = shortest(&goal, &linked, &mut budget()).unwrap();
        assert_eq!(by_lists.as_ref().map(Vec::len), wanted, "seed {seed}: {goal:?}");
        let allowed = steps(&goal, &linked);
        for path in [found, by_lists].into_iter().flatten() {
            assert!(path.first().is_none_or(|step| step.from == from), "seed {seed}");
            assert!(path.last().is_none_or(|step| ends.contains(&step.to)), "seed {seed}");
            for step in &path {
                assert!(allowed.contains(&(step.from, step.to)) && !step.findings.is_empty(), "seed {seed}: {step:?}");
                for id in &step.findings {
                    let finding = linked.finding(*id).unwrap();
                    let two = BTreeSet::from([step.from, step.to]);
                    assert_eq!(BTreeSet::from([finding.subject, finding.object]), two, "seed {seed}");
                }
            }
            assert!(path.windows(2).all(|two| two[0].to == two[1].from), "seed {seed}");
        }
        far += u64::from(wanted.is_some_and(|steps| steps > 1));
        none += u64::from(wanted.is_none());
        all += 1;
    }
    assert!(all < 100 || (far * 100 / all > 8 && none * 100 / all > 10), "{far} and {none} of {all}");
}

#[test]
fn names_have_the_letters() {
    let base = Base::builtin();
    let facts = base.facts();
    let vocabulary = facts.vocabulary();
    let gene = vocabulary.kinds_named("gene")[0];
    let standing: BTreeSet<EntityId> = findings(facts).iter().flat_map(|found| [found.subject, found.object]).collect();
    for letters in ["c", "CXCR", "il", "I L-6", "factor", "α", "zz", "2"] {
        let form = normal(letters);
        let named = |id: &EntityId| normal(vocabulary.entity_name(*id)).contains(&form);
        let ids = || (0..vocabulary.entities().len() as u32).map(EntityId);
        let wanted: BTreeSet<EntityId> = ids().filter(named).collect();
        let found = vocabulary.names_containing(letters, None);
        assert_eq!(
            (found.iter().copied().collect::<BTreeSet<_>>(), found.len()),
            (wanted.clone(), wanted.len()),
            "{letters}"
        );
        let genes = |has: bool| -> BTreeSet<&str> {
            let all = ids().filter(|id| vocabulary.kind_of(*id) == Some(gene) && standing.contains(id));
            all.filter(|id| wanted.contains(id) == has).map(|id| vocabulary.entity_name(id)).collect()
        };
        for (question, has) in [("gene where name contains", true), ("gene where not name contains", false)] {
            let answers = base.query(&format!("{question} \"{letters}\"")).unwrap();
            let rows: BTreeSet<&str> = answers
                .iter()
                .filter_map(|row| row.get("gene"))
                .map(|name| genes(has).get(name).copied().unwrap_or("another"))
                .collect();
            assert_eq!(rows, genes(has), "{question} {letters}");
        }
    }
    let joined = "treatment T, gene G where T upregulates G and G name contains cxcr";
    let answers = base.query(joined).unwrap();
    assert!(
        answers.len() > 2
            && answers.iter().all(|row| row["gene G"].contains("CXCR") || row["gene G"].contains("CX3CR")),
        "{joined}"
    );
    let mut session = Session::new(base, Limits::interactive());
    for (wrong, code) in [
        ("finding where name contains cxcr", "W0240"),
        ("gene where name contains \"-\"", "W0240"),
        ("gene where name contains (gene where upregulated by hypoxia)", "W0240"),
        ("gene where name contains cxcr in rat", "W0240"),
        ("names containing \"-\"", "W0240"),
        ("shortest path from hypoxia to hypoxia", "W0265"),
        ("shortest path from hypoxia to homing by upregulats", "W0207"),
    ] {
        let error = session.eval(wrong).remove(0).unwrap_err();
        assert_eq!(error.diagnostics()[0].code, code, "{wrong}");
    }
}
