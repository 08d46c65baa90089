//! Rows found by sets are the rows that are found finding by finding, and those of the reference.

use super::compare::difference;
use super::goals::Maker;
use super::random::Random;
use super::world::{GENE, TREATMENT};
use super::{Case, cases, joins, run};
use crate::reference::{self, Mutant, Small};
use std::borrow::Cow;
use std::collections::BTreeSet;
use whereof::base::{Batches, Facts, Links, Scan};
use whereof::eval::{EffectOutcome, RowId, one_row, quick, why, why_first};
use whereof::goal::letters::exchangeable;
use whereof::goal::{
    Column, Compare, Condition, Context, ContextId, CountBy, Effect, EffectId, Goal, Head, Letter, Purpose, Quantifier,
    Role, SlotRef, Target, Test, Verb,
};
use whereof::limits::{Budget, Limits};
use whereof::model::{EntityId, Finding, FindingId, RelationId, Source, Stance, Study, StudyId};
use whereof::names::Vocabulary;
use whereof::text::Span;

/// The dull store with lists of who is linked to whom.
pub struct Linked {
    small: Small,
    links: Links,
}

impl Linked {
    /// The store without lists.
    pub fn small(&self) -> &Small {
        &self.small
    }

    pub fn new(small: Small) -> Linked {
        let ends = small.findings.iter().map(|f| (f.subject, f.relation, f.object, f.stance.witnesses()));
        let links = Links::new(small.vocabulary.schema().relations.len(), ends);
        Linked { small, links }
    }

    /// The same without lists.
    pub fn world(&self) -> &Small {
        &self.small
    }
}

impl Linked {
    /// The same findings, none of which cites anybody.
    pub fn without_studies(mut self) -> Linked {
        self.small.studies.clear();
        self.small.findings.iter_mut().for_each(|finding| finding.studies.clear());
        self
    }
}

impl Facts for Linked {
    fn name(&self) -> &str {
        self.small.name()
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.small.vocabulary()
    }

    fn sources(&self) -> &[Source] {
        self.small.sources()
    }

    fn study_count(&self) -> usize {
        self.small.study_count()
    }

    fn study(&self, id: StudyId) -> Option<Cow<'_, Study>> {
        self.small.study(id)
    }

    fn finding_count(&self) -> usize {
        self.small.finding_count()
    }

    fn finding(&self, id: FindingId) -> Option<Cow<'_, Finding>> {
        self.small.finding(id)
    }

    fn links(&self) -> Option<&Links> {
        Some(&self.links)
    }

    fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Batches + 'a> {
        self.small.scan(scan)
    }

    fn estimate(&self, scan: &Scan) -> usize {
        self.small.estimate(scan)
    }

    fn fingerprint(&self) -> u128 {
        self.small.fingerprint()
    }
}

/// Takes away nearly all that must be looked at finding by finding.
fn plainly(goal: &mut Goal, random: &mut Random) {
    if random.percent(6) {
        return;
    }
    if !matches!(goal.head, Head::Noun(_)) {
        goal.head = Head::Noun([TREATMENT, GENE][random.below(2)]);
    }
    let verbs: Vec<RelationId> = (0..9).filter(|_| random.percent(60)).map(RelationId).collect();
    let test = Test::Slot { slot: SlotRef::Verb, compare: Compare::Relations(verbs) };
    let test = if random.percent(20) { Test::Not(Box::new(test)) } else { test };
    goal.contexts = vec![Context { test, span: Span::default() }];
    goal.least_values.clear();
    goal.min_studies = 1;
    for effect in &mut goal.effects {
        let often = if effect.purpose == Purpose::Candidate { 50 } else { 15 };
        effect.contexts = if random.percent(often) { vec![ContextId(0)] } else { Vec::new() };
        if !effect.contexts.is_empty() && effect.purpose == Purpose::Asked && random.percent(50) {
            effect.purpose = Purpose::Context;
        }
        effect.quantifier = Quantifier::Some;
        let asked = RelationId(random.below(9) as u32);
        match effect.verb {
            Verb::Any | Verb::NoEffect if random.percent(60) => {}
            Verb::Relations { .. } => {}
            _ => {
                let members = if random.percent(30) { vec![asked] } else { (0..5).map(RelationId).collect() };
                effect.verb = Verb::Relations { asked, members };
            }
        }
        if let Target::Goal(inner) = &mut effect.target {
            inner.limit = None;
            if random.percent(15) {
                inner.condition = Condition::All(Vec::new());
                inner.effects.clear();
            }
            plainly(inner, random);
        }
    }
    simply(&mut goal.condition);
    goal.alike = pairs(goal);
    if random.percent(40) {
        let slots = [SlotRef::Subject, SlotRef::Object];
        goal.count = Some(CountBy { slot: Some(slots[random.below(2)]) });
    }
}

/// Letters that may be exchanged in what is left of the goal.
fn pairs(goal: &Goal) -> Vec<(Letter, Letter)> {
    let letters = || (0..goal.width() as u8).map(Letter);
    let all = letters().flat_map(|one| letters().filter(move |two| one < *two).map(move |two| (one, two)));
    all.filter(|(one, two)| {
        goal.kind(*one) == goal.kind(*two) && exchangeable(&goal.condition, &goal.effects, *one, *two)
    })
    .collect()
}

/// Takes `in one study` away.
fn simply(condition: &mut Condition) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter_mut().for_each(simply)
        }
        Condition::Not(part) => simply(part),
        Condition::InOneStudy(part) => {
            let mut inside = std::mem::replace(part.as_mut(), Condition::All(Vec::new()));
            simply(&mut inside);
            *condition = inside;
        }
        Condition::Effect(_) | Condition::Is(..) => {}
    }
}

/// A case in which most goals are plain, in a world in which most findings witness.
pub(super) fn case(seed: u64, make: fn(&mut Maker<'_>) -> Goal) -> (Case, Linked) {
    let mut case = Case::with(seed, make);
    let mut random = Random::new(seed ^ 0x51CC);
    plainly(&mut case.goal, &mut random);
    let mut small = case.world.clone();
    let some = random.percent(12);
    for finding in &mut small.findings {
        if !(some && finding.relation.0 > 6) {
            finding.stance = Stance::Reported;
        }
    }
    // Many findings on the same two.
    if random.percent(30) {
        let again = small.findings.clone();
        small.findings.extend(again);
    }
    (case, Linked::new(small))
}

fn budget() -> Budget {
    Budget::new(&Limits::interactive())
}

/// What is wrong with the quick way; else whether it was gone.
pub(super) fn checked(case: &Case, linked: &Linked) -> Result<bool, String> {
    let goal = Goal { limit: None, ..case.goal.clone() };
    let general = run(&goal, &linked.small);
    let plan = whereof::plan::build(&goal, linked);
    let (rows, count) =
        (quick::rows(&goal, &plan, linked, &mut budget()), quick::count(&goal, &plan, linked, &mut budget()));
    let (rows, count) = (rows.unwrap(), count.unwrap());
    let Some(rows) = rows else {
        return if count.is_none() { Ok(false) } else { Err("counted, though no rows are found".to_owned()) };
    };
    let found: Vec<Vec<EntityId>> = rows.entities.chunks(rows.width).map(<[EntityId]>::to_vec).collect();
    let set: BTreeSet<Vec<EntityId>> = found.iter().cloned().collect();
    let wanted: BTreeSet<Vec<EntityId>> = general.rows.iter().map(|row| row.id.entities().to_vec()).collect();
    if set != wanted || found.len() != set.len() {
        return Err(format!("rows {found:?}\ninstead of {wanted:?}"));
    }
    if count != Some(general.total) {
        return Err(format!("{count:?} rows are counted instead of {}", general.total));
    }
    if rows.width == 1 && !found.is_sorted() {
        return Err(format!("not ascending: {found:?}"));
    }
    if !general.possible.is_empty() {
        return Err("a plain question has possible rows".to_owned());
    }
    if quick::orders(&goal) {
        let places = quick::in_order(&goal, &plan, linked, &rows, &mut budget()).unwrap();
        let found: Vec<&[EntityId]> = places.iter().map(|place| found[*place as usize].as_slice()).collect();
        let wanted: Vec<&[EntityId]> = general.rows.iter().map(|row| row.id.entities()).collect();
        if found != wanted {
            return Err(format!("in the order {found:?}\ninstead of {wanted:?}"));
        }
    }
    let counted = quick::groups(&goal, &plan, linked, &mut budget()).unwrap();
    if let Some(counted) = counted {
        if counted != (general.total, general.groups.clone()) || general.not_stated > 0 {
            return Err(format!("groups {counted:#?}\ninstead of {:#?}", general.groups));
        }
    } else if counted_by_ends(&goal) {
        return Err("no groups".to_owned());
    }
    let told = quick::listed(&goal, &plan, linked, &mut budget()).unwrap();
    let counted = goal.count.is_none() || counted_by_ends(&goal);
    match told {
        Some((total, _)) if total != general.total => return Err(format!("{total} rows are told of")),
        Some((_, listed)) if listed.steps.iter().any(|step| step.effect.0 as usize >= goal.effects.len()) => {
            return Err(format!("{listed:#?}"));
        }
        None if quick::orders(&goal) && counted => return Err("nothing is told of what was done".to_owned()),
        _ => {}
    }
    let mut off = plan.clone();
    off.by_sets = false;
    if quick::rows(&goal, &off, linked, &mut budget()).unwrap().is_some() {
        return Err("answered by sets though that is off".to_owned());
    }
    Ok(true)
}

/// Whether rows of one noun are counted by what stands at an end of their findings.
fn counted_by_ends(goal: &Goal) -> bool {
    let ends = |count: CountBy| matches!(count.slot, Some(SlotRef::Subject | SlotRef::Object));
    goal.others.is_empty() && goal.count.is_some_and(ends)
}

/// How often rows of each sort were looked up.
#[derive(Debug, Default)]
struct Met {
    rows: u64,
    opposed: u64,
    denied: u64,
    nested: u64,
    several: u64,
    proofs: u64,
    shorter: u64,
}

/// What is wrong with what stands behind rows that were looked up one by one, of a goal that is answered by sets.
fn looked_up(case: &Case, linked: &Linked, met: &mut Met) -> Result<(), String> {
    let goal = Goal { limit: None, ..case.goal.clone() };
    let general = run(&goal, &linked.small);
    let plan = whereof::plan::build(&goal, linked);
    let ids: Vec<RowId> = general.rows.iter().map(|row| row.id).collect();
    for row in &general.rows {
        let one = one_row(&goal, &plan, linked, row.id, &mut budget()).unwrap();
        if one.as_ref() != Some(row) {
            return Err(format!("{one:#?}\ninstead of {row:#?}"));
        }
        let some = |of: fn(&EffectOutcome) -> bool| u64::from(row.effects.iter().any(of));
        met.rows += 1;
        met.opposed += some(|effect| !effect.inside.is_empty() || !effect.elsewhere.is_empty());
        met.denied += some(|effect| effect.witnesses.is_empty());
        met.several += u64::from(goal.width() > 1);
        met.nested += u64::from(goal.effects.iter().any(|effect| matches!(effect.target, Target::Goal(_))));
    }
    let counted = quick::findings(&goal, linked, &ids, &mut budget()).unwrap();
    let wanted: Vec<u64> = general.rows.iter().map(|row| row.findings.len() as u64).collect();
    if counted.as_ref() != Some(&wanted) {
        return Err(format!("{counted:?} findings instead of {wanted:?}"));
    }
    // What is no row is none, looked up or not.
    let others = (0..linked.vocabulary().entities().len() as u32).map(|id| RowId::Entity(EntityId(id)));
    let others = others.filter(|id| goal.others.is_empty() && !ids.contains(id));
    for id in ids.iter().take(6).copied().chain(others) {
        let (proofs, wanted) = (
            why(&goal, linked, id, 5, &mut budget()).unwrap(),
            why(&goal, &linked.small, id, 5, &mut budget()).unwrap(),
        );
        if proofs != wanted || proofs.is_empty() == ids.contains(&id) {
            return Err(format!("{id:?} by {proofs:#?}\ninstead of {wanted:#?}"));
        }
        let first = why_first(&goal, linked, id, (2, 5), &mut budget()).unwrap();
        if first != proofs[..proofs.len().min(2)] {
            return Err(format!("first {first:#?}\nof {proofs:#?}"));
        }
        met.proofs += proofs.len() as u64;
        met.shorter += u64::from(first.len() < proofs.len());
    }
    Ok(())
}

#[test]
fn rows_are_looked_up_as_they_are_found() {
    let mut met = Met::default();
    let makes: [fn(&mut Maker<'_>) -> Goal; 2] = [|maker| maker.goal(), joins::goal];
    for seed in cases(500) {
        for make in makes {
            let (case, linked) = case(seed, make);
            let goal = Goal { limit: None, ..case.goal.clone() };
            let plan = whereof::plan::build(&goal, &linked);
            if quick::rows(&goal, &plan, &linked, &mut budget()).unwrap().is_some()
                && let Err(message) = looked_up(&case, &linked, &mut met)
            {
                panic!("seed {seed}: {message}\ngoal: {:#?}\nfindings: {:#?}", case.goal, linked.small.findings);
            }
        }
    }
    println!("{met:?}");
    let Met { rows, opposed, denied, nested, several, proofs, shorter } = met;
    let enough = rows >= 2_000 && proofs >= 1_500 && shorter >= 100;
    let each = [opposed, denied, nested, several].into_iter().all(|some| some >= 100);
    assert!(std::env::var("WHEREOF_SEED").is_ok() || (enough && each), "{met:?}");
}

fn for_plain(test: &str, usual: u64, make: fn(&mut Maker<'_>) -> Goal) -> (u64, u64, u64) {
    let (mut quick, mut filled, mut all) = (0, 0, 0);
    for seed in cases(usual) {
        let (case, linked) = case(seed, make);
        let fail = |message: String| -> bool {
            panic!(
                "seed {seed}: WHEREOF_SEED={seed} cargo test oracles::quick::{test}\n{message}\ngoal: {:#?}",
                case.goal
            )
        };
        all += 1;
        let applied = checked(&case, &linked).unwrap_or_else(fail);
        quick += u64::from(applied);
        filled += u64::from(applied && run(&case.goal, &linked.small).total > 0);
        // Questions that are not plain use it for those inside.
        let reference = reference::answer(&case.goal, &linked.small, Mutant::None);
        if let Some(message) = difference(&run(&case.goal, &linked), &reference) {
            fail(message);
        }
    }
    (quick, filled, all)
}

fn enough((quick, filled, all): (u64, u64, u64)) {
    println!("of {all} goals {quick} are answered by sets, {filled} of them with rows");
    assert!(all < 100 || (quick * 100 / all >= 60 && filled * 100 / all >= 40), "{quick} {filled} {all}");
}

#[test]
fn sets_are_the_rows() {
    enough(for_plain("sets_are_the_rows", 700, |maker| maker.goal()));
}

#[test]
fn joins_of_lists_are_the_rows() {
    enough(for_plain("joins_of_lists_are_the_rows", 500, joins::goal));
}

/// Letters that are all linked with each other.
fn clique(maker: &mut Maker<'_>) -> Goal {
    let mut goal = Goal::new(Head::Noun(TREATMENT));
    let width = 2 + maker.random.below(3);
    goal.others = (1..width).map(|_| Column { kind: TREATMENT, letter: None }).collect();
    let verb = |asked: u32| Verb::Relations {
        asked: RelationId(asked),
        members: (asked..asked + 5).map(RelationId).collect(),
    };
    let verb = if maker.random.percent(50) { verb(0) } else { verb(3) };
    let either = maker.random.percent(50);
    let mut parts = Vec::new();
    for one in (0..width as u8).map(Letter) {
        for two in (one.0 + 1..width as u8).map(Letter) {
            let mut any = Vec::new();
            for (bearer, other) in [(one, two), (two, one)] {
                let role = if either { Role::Either } else { Role::Subject };
                let effect =
                    Effect::new(role, verb.clone(), Target::Letter(other), vec![], Purpose::Asked, Span::default());
                goal.effects.push(Effect { bearer, ..effect });
                any.push(Condition::Effect(EffectId(goal.effects.len() as u32 - 1)));
            }
            parts.push(Condition::Any(any));
        }
    }
    goal.condition = Condition::All(parts);
    goal
}

/// Triangles and what is larger, in worlds of treatments that act on each other.
#[test]
fn cliques_are_the_rows() {
    let (mut filled, mut all) = (0, 0);
    for seed in cases(250) {
        let mut case = Case::with(seed, clique);
        case.goal.alike = pairs(&case.goal);
        let mut random = Random::new(seed);
        for finding in &mut case.world.findings {
            finding.stance = Stance::Reported;
            if random.percent(70) {
                finding.subject = EntityId(random.below(5) as u32);
                finding.object = EntityId(random.below(5) as u32);
            }
        }
        let linked = Linked::new(case.world.clone());
        let plain = checked(&case, &linked).unwrap_or_else(|message| panic!("seed {seed}: {message}"));
        assert!(plain && case.goal.alike.len() == case.goal.width() * (case.goal.width() - 1) / 2, "seed {seed}");
        filled += u64::from(run(&case.goal, &linked).total > 0);
        all += 1;
    }
    assert!(all < 100 || filled * 100 / all > 50, "{filled} of {all}");
}

/// Goals that are not plain are refused, whatever makes them so.
#[test]
fn what_is_not_plain_is_refused() {
    let mut refused = 0;
    for seed in cases(300) {
        let case = Case::new(seed);
        let linked = Linked::new(case.world.clone());
        let plain = checked(&case, &linked).unwrap_or_else(|message| panic!("seed {seed}: {message}"));
        refused += u64::from(!plain);
    }
    assert!(refused > 150, "{refused}");
}

#[test]
fn rows_do_not_depend_on_the_order_of_effects() {
    // A row of several nouns is the same whichever letter is bound first.
    let rows = |goal: &Goal, linked: &Linked| -> BTreeSet<Vec<EntityId>> {
        let plan = whereof::plan::build(goal, linked);
        let found = quick::rows(goal, &plan, linked, &mut budget()).unwrap().unwrap();
        found.entities.chunks(found.width).map(<[EntityId]>::to_vec).collect()
    };
    for seed in cases(300) {
        let (case, linked) = case(seed, joins::goal);
        let goal = Goal { limit: None, ..case.goal };
        if quick::rows(&goal, &whereof::plan::build(&goal, &linked), &linked, &mut budget()).unwrap().is_none() {
            continue;
        }
        let mut other = goal.clone();
        other.effects.reverse();
        let last = goal.effects.len() as u32 - 1;
        renumbered(&mut other.condition, last);
        assert_eq!(rows(&goal, &linked), rows(&other, &linked), "seed {seed}");
        let outcome = run(&other, &linked.small);
        assert!(outcome.rows.iter().all(|row| matches!(row.id, RowId::Tuple(_))));
    }
}

fn renumbered(condition: &mut Condition, last: u32) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter_mut().for_each(|part| renumbered(part, last));
        }
        Condition::Not(part) | Condition::InOneStudy(part) => renumbered(part, last),
        Condition::Effect(id) => id.0 = last - id.0,
        Condition::Is(..) => {}
    }
}
