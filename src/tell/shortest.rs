//! The shortest path between two names in words.
//!
//! Steps come in as ids, words go out. Which path it is, is not decided here.

use super::chain::step_words;
use super::evidence::Teller;
use super::reading;
use crate::answer::DerivationWords;
use crate::answer::reply::Paths as PathsWords;
use crate::base::Facts;
use crate::eval::outcome::Step;
use crate::goal::ShortestGoal;
use crate::model::EntityId;
use crate::text::Source;

/// A reply to `shortest path from ... to ...`; `query` is the statement in canonical spelling.
#[must_use]
pub fn shortest(
    asked: &ShortestGoal,
    found: Option<&[Step]>,
    facts: &dyn Facts,
    source: &Source,
    query: String,
) -> PathsWords {
    let teller = Teller::new(facts);
    let names = |ids: &[EntityId]| -> String {
        let names: Vec<String> = ids.iter().map(|id| teller.name(*id)).collect();
        names.join(" or ")
    };
    let (from, to) = (names(&asked.from), names(&asked.to));
    let mut told = reading::reading(&teller, &asked.goal, source);
    let verbs: Vec<String> = asked.asked.iter().map(|id| teller.relation(*id)).collect();
    let narrower = if asked.verbs.len() > verbs.len() { " or a narrower verb" } else { "" };
    let by = match verbs.is_empty() {
        true => String::new(),
        false => format!(" that say `{}`{narrower} and", verbs.join("` or `")),
    };
    let way = if asked.either_way { ", from subject to object or back" } else { "" };
    told.sentences = vec![format!(
        "the fewest findings{by}{} lead from {from} to {to}{way}",
        if by.is_empty() { " that" } else { "" }
    )];
    let paths: Vec<DerivationWords> = found
        .iter()
        .map(|steps| DerivationWords {
            says: format!("{from} to {to}: {}", counted(steps.len())),
            sign: '?',
            steps: steps.iter().map(|step| step_words(&teller, &asked.goal, step)).collect(),
            weakest: None,
        })
        .collect();
    let note = match found {
        Some(_) => {
            "no path has fewer steps; others may have as many. It says who is linked to whom, not what the one does to the other"
        }
        None => "no findings lead there, however many",
    };
    PathsWords {
        query,
        reading: told,
        from,
        to,
        total: paths.len() as u64,
        paths,
        total_is_least: found.is_some(),
        direct: Vec::new(),
        notes: vec![note.to_owned()],
    }
}

fn counted(steps: usize) -> String {
    if steps == 1 { "1 step".to_owned() } else { format!("{steps} steps") }
}
