//! `shortest path from ... to ...`: between which names, and by which verbs.
//!
//! The statement's tree comes in; ids go out, or all that is wrong with its words. Findings are not known here.

use super::chain::resolve_ends;
use super::lookup::{Lookup, quoted};
use super::{Goal, Head, Sense, ShortestGoal};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{KindId, RelationId};
use crate::names::Vocabulary;
use crate::syntax::ast;

/// Resolves `shortest path from ... to ...`.
///
/// # Errors
/// Every word that could not be read: codes `W02xx`.
pub fn resolve_shortest(shortest: &ast::Shortest, vocabulary: &Vocabulary) -> Result<ShortestGoal, Vec<Diagnostic>> {
    let mut lookup = Lookup::new(vocabulary);
    let (mut verbs, mut asked) = (Vec::new(), Vec::new());
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
            asked.push(relation);
            verbs.extend(vocabulary.narrower_relations(relation).into_iter().map(|id| (id, passive)));
        }
    }
    verbs.sort_unstable();
    verbs.dedup();
    asked.sort_unstable();
    asked.dedup();
    let kinds = ends_of(&verbs, shortest.either_way.is_some(), vocabulary);
    let (from, to) = resolve_ends(&mut lookup, (&shortest.from, &kinds.0), (&shortest.to, &kinds.1));
    let ends = from.zip(to).filter(|_| lookup.diagnostics.is_empty());
    let Some((from, to)) = ends else { return Err(lookup.diagnostics) };
    if from.iter().any(|id| to.contains(id)) {
        let wrong = Diagnostic::error("W0265", "both names are one", shortest.to.span, "the same again")
            .with_note("a path leads from one name to another");
        return Err(vec![wrong]);
    }
    let goal = Goal { words: lookup.words, ..Goal::new(Head::Finding) };
    Ok(ShortestGoal { from, to, verbs, asked, either_way: shortest.either_way.is_some(), goal })
}

/// Of which nouns the ends of a path by these verbs may be; empty for all.
fn ends_of(verbs: &[(RelationId, bool)], either_way: bool, vocabulary: &Vocabulary) -> (Vec<KindId>, Vec<KindId>) {
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for (id, passive) in verbs {
        let Some(relation) = vocabulary.relation(*id) else { continue };
        // a verb that says nothing of its subjects or objects admits all
        if relation.subjects.is_empty() || relation.objects.is_empty() {
            return (Vec::new(), Vec::new());
        }
        for turned in [*passive, !passive].into_iter().take(1 + usize::from(either_way)) {
            let (first, last) =
                if turned { (&relation.objects, &relation.subjects) } else { (&relation.subjects, &relation.objects) };
            from.extend(first.iter().copied());
            to.extend(last.iter().copied());
        }
    }
    for kinds in [&mut from, &mut to] {
        kinds.sort_unstable();
        kinds.dedup();
    }
    (from, to)
}
