//! Telling a plan in plain words.
//!
//! A goal, its plan and the vocabulary come in; steps in the order in which they run go out. How long they took is not known here.

use super::{ListWay, Listed, Plan, RowSource, ScanSide, Touched};
use crate::goal::print::{context_words, effect_words_plain, set_words};
use crate::goal::{EffectId, Goal, Role, Target, Verb};
use crate::names::Vocabulary;

/// One step of a plan.
///
/// ```
/// let steps = whereof::Base::builtin().prepare("treatment where upregulates CXCR4 in rat")?.explain()?;
/// assert_eq!(steps[0].number, "1");
/// assert!(steps[0].findings.is_some_and(|findings| findings < 100));
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// `1`, `2`; `1.1` for the first step of a question inside step 1. Empty for what follows from the steps before.
    pub number: String,
    /// What is done, in plain words.
    pub words: String,
    /// About how many findings are looked at; none where none are.
    pub findings: Option<usize>,
    /// How many were looked at, each once for each time; of a question that is answered by sets, how many entries of lists, of which there is
    /// one for each finding. None where the question was not asked.
    pub touched: Option<u64>,
}

/// Tells a plan: a step for each look at the findings, those of inner questions before the step that needs them, and last what can be a row.
#[must_use]
pub fn explain(goal: &Goal, plan: &Plan, vocabulary: &Vocabulary) -> Vec<Step> {
    let mut steps = Vec::new();
    tell(goal, plan, vocabulary, &Within::default(), &mut steps);
    steps
}

/// Tells a plan that was followed, each step with what it looked at, and last what was looked at beside the rows.
#[must_use]
pub fn explain_run(goal: &Goal, plan: &Plan, vocabulary: &Vocabulary, touched: &Touched) -> Vec<Step> {
    let mut steps = Vec::new();
    tell(goal, plan, vocabulary, &Within { touched: Some(touched), run: true, ..Within::default() }, &mut steps);
    if touched.against > 0 {
        let words = "verdicts: look up the findings that may say the contrary of a row".to_owned();
        steps.push(Step { number: String::new(), words, findings: None, touched: Some(touched.against) });
    }
    steps
}

/// Tells what was done for a question that was answered by sets, each step with how many entries of lists it looked at.
#[must_use]
pub fn explain_listed(goal: &Goal, plan: &Plan, vocabulary: &Vocabulary, listed: &Listed) -> Vec<Step> {
    let mut steps = Vec::new();
    tell_listed(goal, plan, vocabulary, (listed, ""), &mut steps);
    steps
}

fn tell_listed(
    goal: &Goal,
    plan: &Plan,
    vocabulary: &Vocabulary,
    (listed, before): (&Listed, &str),
    steps: &mut Vec<Step>,
) {
    for (step, at) in listed.steps.iter().zip(1..) {
        let (Some(effect), Some(planned)) = (goal.effects.get(step.effect.0 as usize), plan.effect(step.effect)) else {
            continue;
        };
        let number = format!("{before}{at}");
        if let (Target::Goal(inner), Some(plan), Some(listed)) = (&effect.target, &planned.inner, &step.inner) {
            tell_listed(inner, plan, vocabulary, (listed, &format!("{number}.")), steps);
        }
        let lists = match &effect.target {
            Target::Entities(set) if set.members.len() == 1 => format!("the list for {}", set_words(set, vocabulary)),
            Target::Entities(set) => format!("the lists for {}", set_words(set, vocabulary)),
            Target::Goal(_) if step.inner.is_some() => format!("the lists for what steps {number}.1 and on give"),
            Target::Any | Target::Letter(_) | Target::Goal(_) => "the list of all names".to_owned(),
        };
        let done = match step.way {
            ListWay::Read => format!("read {lists}"),
            ListWay::Compared => format!("compare the names left with {lists}"),
            ListWay::LookedUp => "look up each name left in its own list".to_owned(),
            ListWay::Followed => "follow the lists from letter to letter".to_owned(),
            ListWay::Together => "in the same lists".to_owned(),
            ListWay::Tested => "test the rows that are put together".to_owned(),
            ListWay::Spared => "not needed".to_owned(),
        };
        let what = effect_words_plain(goal, step.effect, vocabulary);
        let mut words = format!("{done}: {what}");
        let contexts: Vec<String> =
            planned.contexts.iter().map(|context| context_words(goal, *context, vocabulary)).collect();
        if !contexts.is_empty() {
            words.push_str(&format!(" with {}", contexts.join(" and ")));
        }
        match step.left {
            Some(1) => words.push_str("; 1 name"),
            Some(left) => words.push_str(&format!("; {left} names")),
            None => {}
        }
        let together = matches!(step.way, ListWay::Together);
        let touched = (!together).then_some(step.entries);
        steps.push(Step { number, words, findings: (!together).then_some(planned.estimate), touched });
    }
    let rows = match (goal.others.is_empty(), listed.standing) {
        (false, _) => "names put together letter by letter",
        (true, 0) => "the names left",
        (true, _) => "of all names that stand in a finding those left",
    };
    let how = if before.is_empty() { ", by sorted lists of names, without a look at any finding" } else { "" };
    let words = format!("rows: {rows}{how}");
    let touched = Some(listed.standing).filter(|standing| *standing > 0);
    steps.push(Step { number: String::new(), words, findings: None, touched });
}

/// Where a question stands: in which step, and what it looked at.
#[derive(Default)]
struct Within<'t> {
    /// The number of the step, with a full stop behind it.
    before: String,
    touched: Option<&'t Touched>,
    /// Whether the question was asked; where nothing is known of what this one looked at, it was answered by lists.
    run: bool,
    /// Whether it is asked only of what the rows around it lead to.
    of_some: bool,
}

fn tell(goal: &Goal, plan: &Plan, vocabulary: &Vocabulary, within: &Within<'_>, steps: &mut Vec<Step>) {
    let Within { before, touched, run, of_some } = within;
    let mut numbers: Vec<(EffectId, String)> = Vec::new();
    for id in &plan.order {
        let (Some(effect), Some(step)) = (goal.effects.get(id.0 as usize), plan.effects.get(id.0 as usize)) else {
            continue;
        };
        let number = format!("{before}{}", numbers.len() + 1);
        if let (Target::Goal(inner), Some(plan)) = (&effect.target, &step.inner) {
            let before = format!("{number}.");
            let touched = touched.and_then(|touched| touched.inner.get(id.0 as usize)?.as_deref());
            tell(inner, plan, vocabulary, &Within { before, touched, run: *run, of_some: step.semi }, steps);
        }
        let what = effect_words_plain(goal, *id, vocabulary);
        let target = match &effect.target {
            Target::Entities(set) => set_words(set, vocabulary),
            Target::Goal(_) => format!("what steps {number}.1 and on give"),
            Target::Any | Target::Letter(_) => "anything".to_owned(),
        };
        let looked_at = match (step.scan, effect.role) {
            (ScanSide::Nothing, _) => "read what combinations are made of".to_owned(),
            (ScanSide::All, _) if effect.verb == Verb::Any => "go through all findings".to_owned(),
            (ScanSide::All, _) => "go through all findings of the verb".to_owned(),
            (ScanSide::Target, Role::Subject) => format!("look up the findings on {target}"),
            (ScanSide::Target, Role::Object) => format!("look up the findings of {target}"),
            (ScanSide::Target, Role::Either) => format!("look up the findings of and on {target}"),
            (ScanSide::Rows, _) => "look up the findings of the rows left".to_owned(),
        };
        let findings = (step.scan != ScanSide::Nothing).then_some(step.estimate);
        // beside what was looked at, what was expected has a place of its own
        let about = findings.filter(|_| !run).map_or(String::new(), |findings| format!(", about {findings}"));
        let looked = touched.and_then(|touched| touched.effects.get(id.0 as usize).copied());
        let looked = run.then(|| looked.unwrap_or(0));
        let looked = looked.filter(|_| step.scan != ScanSide::Nothing);
        let mut words = format!("{looked_at}{about}: {what}");
        let contexts: Vec<String> =
            step.contexts.iter().map(|context| context_words(goal, *context, vocabulary)).collect();
        if !contexts.is_empty() {
            words.push_str(&format!("; keep those with {}", contexts.join(" and ")));
        }
        steps.push(Step { number: number.clone(), words, findings, touched: looked });
        numbers.push((*id, number));
    }
    let rows = match &plan.rows {
        _ if !goal.others.is_empty() => {
            "names of the steps put together, each next letter the one with the fewest names left".to_owned()
        }
        RowSource::Everything => "all that stands in a finding".to_owned(),
        RowSource::Among { effects, entities } => {
            let of = |id: &EffectId| numbers.iter().find(|(known, _)| known == id).map(|(_, number)| number.as_str());
            let from: Vec<&str> = effects.iter().filter_map(of).collect();
            let mut parts = Vec::new();
            if !from.is_empty() {
                parts.push(format!("what step {} gives", from.join(" or ")));
            }
            match entities.len() {
                0 if parts.is_empty() => parts.push("nothing".to_owned()),
                0 => {}
                1 => parts.push("the one that is named".to_owned()),
                many => parts.push(format!("the {many} that are named")),
            }
            let others = numbers.len() > from.len() && !parts.is_empty();
            let rest = if others { "; the other steps say which of it stays" } else { "" };
            format!("{}{rest}", parts.join(", and "))
        }
    };
    let of_some = match (*of_some, *run && touched.is_none()) {
        (true, _) => ", of what the rows left lead to",
        (false, true) => ", by sorted lists of names, without a look at any finding",
        (false, false) => "",
    };
    let looked = touched.map(|touched| touched.standing).filter(|standing| *standing > 0);
    steps.push(Step {
        number: String::new(),
        words: format!("rows: {rows}{of_some}"),
        findings: None,
        touched: looked,
    });
}

impl Plan {
    /// How an effect's findings are found.
    #[must_use]
    pub fn effect(&self, id: EffectId) -> Option<&super::EffectPlan> {
        self.effects.get(id.0 as usize)
    }
}
