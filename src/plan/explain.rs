//! Telling a plan in plain words.
//!
//! A goal, its plan and the vocabulary come in; steps in the order in which they run go out. How long they took is not known here.

use super::{Plan, RowSource, ScanSide};
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
}

/// Tells a plan: a step for each look at the findings, those of inner questions before the step that needs them, and last what can be a row.
#[must_use]
pub fn explain(goal: &Goal, plan: &Plan, vocabulary: &Vocabulary) -> Vec<Step> {
    let mut steps = Vec::new();
    tell(goal, plan, vocabulary, "", &mut steps);
    steps
}

fn tell(goal: &Goal, plan: &Plan, vocabulary: &Vocabulary, before: &str, steps: &mut Vec<Step>) {
    let mut numbers: Vec<(EffectId, String)> = Vec::new();
    for id in &plan.order {
        let (Some(effect), Some(step)) = (goal.effects.get(id.0 as usize), plan.effects.get(id.0 as usize)) else {
            continue;
        };
        let number = format!("{before}{}", numbers.len() + 1);
        if let (Target::Goal(inner), Some(plan)) = (&effect.target, &step.inner) {
            tell(inner, plan, vocabulary, &format!("{number}."), steps);
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
        let about = findings.map_or(String::new(), |findings| format!(", about {findings}"));
        let mut words = format!("{looked_at}{about}: {what}");
        let contexts: Vec<String> =
            step.contexts.iter().map(|context| context_words(goal, *context, vocabulary)).collect();
        if !contexts.is_empty() {
            words.push_str(&format!("; keep those with {}", contexts.join(" and ")));
        }
        steps.push(Step { number: number.clone(), words, findings });
        numbers.push((*id, number));
    }
    let rows = match &plan.rows {
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
    steps.push(Step { number: String::new(), words: format!("rows: {rows}"), findings: None });
}

impl Plan {
    /// How an effect's findings are found.
    #[must_use]
    pub fn effect(&self, id: EffectId) -> Option<&super::EffectPlan> {
        self.effects.get(id.0 as usize)
    }
}
