//! Telling a plan in lines of plain text.

use super::{Plan, RowSource, ScanSide};
use crate::goal::print::letter_word;
use crate::goal::{EffectId, Goal, Role, Target, Verb};
use crate::names::Vocabulary;

/// Prints a plan, one line a scan in the order in which they run; scans of inner questions are indented below the effect that needs them.
#[must_use]
pub fn explain(goal: &Goal, plan: &Plan, vocabulary: &Vocabulary) -> Vec<String> {
    let mut lines = Vec::new();
    tell(goal, plan, vocabulary, 0, &mut lines);
    lines
}

fn tell(goal: &Goal, plan: &Plan, vocabulary: &Vocabulary, depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    lines.push(match &plan.rows {
        RowSource::Everything => format!("{indent}rows: all that stands in a finding"),
        RowSource::Among { effects, entities } => {
            let mut parts = Vec::new();
            if !effects.is_empty() {
                let ids: Vec<String> = effects.iter().map(|id| (id.0 + 1).to_string()).collect();
                parts.push(format!("what meets effect {}", ids.join(" or ")));
            }
            if !entities.is_empty() || effects.is_empty() {
                parts.push(match entities.len() {
                    1 => "one named entity".to_owned(),
                    n => format!("{n} named entities"),
                });
            }
            format!("{indent}rows: {}", parts.join(", or "))
        }
    });
    for id in &plan.order {
        let (Some(effect), Some(step)) = (goal.effects.get(id.0 as usize), plan.effects.get(id.0 as usize)) else {
            continue;
        };
        let side = match (step.scan, effect.role) {
            (ScanSide::Nothing, _) => "read the parts of composites".to_owned(),
            (ScanSide::All, _) => "scan all findings".to_owned(),
            (ScanSide::Target, role) => match role {
                Role::Subject => "scan by object".to_owned(),
                Role::Object => "scan by subject".to_owned(),
                Role::Either => "scan by object and by subject".to_owned(),
            },
            (ScanSide::Rows, _) => "scan by the rows left".to_owned(),
        };
        let mut line = format!("{indent}effect {}: {side}, {}", id.0 + 1, verb(&effect.verb, goal, vocabulary));
        match &effect.target {
            Target::Any => {}
            Target::Letter(letter) => line.push_str(&format!(" {}", letter_word(goal, *letter))),
            Target::Goal(_) => line.push_str(" the rows of an inner question"),
            Target::Entities(set) => {
                let name = set.asked.first().and_then(|id| vocabulary.entity(*id)).map_or("", |e| e.name.as_str());
                line.push_str(&format!(" {name}"));
                if set.members.len() > 1 {
                    line.push_str(&format!(" and {} more", set.members.len() - 1));
                }
            }
        }
        line.push_str(&format!(", about {} findings", step.estimate));
        if !step.contexts.is_empty() {
            let ids: Vec<String> = step.contexts.iter().map(|id| (id.0 + 1).to_string()).collect();
            line.push_str(&format!(", then test context {}", ids.join(", ")));
        }
        lines.push(line);
        if let (Target::Goal(inner), Some(plan)) = (&effect.target, &step.inner) {
            tell(inner, plan, vocabulary, depth + 1, lines);
        }
    }
}

fn verb(verb: &Verb, goal: &Goal, vocabulary: &Vocabulary) -> String {
    let name = |id: crate::model::RelationId| {
        vocabulary.schema().relations.get(id.index()).map_or(String::new(), |relation| relation.name.clone())
    };
    match verb {
        Verb::Any => "any verb".to_owned(),
        Verb::Relations { asked, .. } | Verb::Benefit { asked, .. } => name(*asked),
        Verb::NoEffect => "no effect on".to_owned(),
        Verb::Contested => "contested on".to_owned(),
        Verb::Includes => "includes".to_owned(),
        Verb::Defined(id) => goal.definitions.get(id.0 as usize).map_or_else(String::new, |found| found.name.clone()),
        Verb::Chain(chain) => format!("indirectly {} within {}", name(chain.asked), chain.within),
    }
}

impl Plan {
    /// How an effect's findings are found.
    #[must_use]
    pub fn effect(&self, id: EffectId) -> Option<&super::EffectPlan> {
        self.effects.get(id.0 as usize)
    }
}
