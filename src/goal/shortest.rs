//! `shortest path from ... to ...`: between which names, and by which verbs.
//!
//! The statement's tree comes in; ids go out, or all that is wrong with its words. Findings are not known here.

use super::chain::resolve_ends;
use super::lookup::{Lookup, quoted};
use super::{Goal, Head, Sense, ShortestGoal};
use crate::diagnostic::{Diagnostic, Fix};
use crate::names::Vocabulary;
use crate::syntax::ast;

/// Resolves `shortest path from ... to ...`.
///
/// # Errors
/// Every word that could not be read: codes `W02xx`.
pub fn resolve_shortest(shortest: &ast::Shortest, vocabulary: &Vocabulary) -> Result<ShortestGoal, Vec<Diagnostic>> {
    let mut lookup = Lookup::new(vocabulary);
    let (from, to) = resolve_ends(&mut lookup, &shortest.from, &shortest.to);
    let mut verbs = Vec::new();
    for run in &shortest.by {
        let text = run.text();
        let found = vocabulary.verbs_named(&text);
        if found.is_empty() {
            let words = format!("`{text}` is no verb of this base");
            let mut wrong = Diagnostic::error("W0207", words, run.span, "not known");
            for (phrase, _) in vocabulary.nearest_verbs(&text, 5) {
                wrong = wrong.with_fix(Fix::replace(phrase.clone(), run.span, quoted(&phrase)));
            }
            lookup.wrong(wrong);
        }
        for (relation, passive) in found {
            lookup.used(run.span, Sense::Relation { relation, passive });
            verbs.extend(vocabulary.narrower_relations(relation).into_iter().map(|id| (id, passive)));
        }
    }
    verbs.sort_unstable();
    verbs.dedup();
    let ends = from.zip(to).filter(|_| lookup.diagnostics.is_empty());
    let Some((from, to)) = ends else { return Err(lookup.diagnostics) };
    if from.iter().any(|id| to.contains(id)) {
        let wrong = Diagnostic::error("W0265", "both names are one", shortest.to.span, "the same again")
            .with_note("a path leads from one name to another");
        return Err(vec![wrong]);
    }
    let goal = Goal { words: lookup.words, ..Goal::new(Head::Finding) };
    Ok(ShortestGoal { from, to, verbs, either_way: shortest.either_way.is_some(), goal })
}
