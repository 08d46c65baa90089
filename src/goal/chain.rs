//! Chains: `indirectly` before a verb, and `paths from ... to ...`.
//!
//! An effect's tree or a statement comes in; what is asked of the chain goes out, or why it cannot be asked. Findings are not known here.

use super::effect::{Split, SplitVerb};
use super::heads::Nouns;
use super::lookup::{Lookup, Position, span_of};
use super::resolve::Lowering;
use super::{Chain, Goal, Head, PathsGoal};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{Direction, EntityId, KindId, RelationId};
use crate::names::Vocabulary;
use crate::syntax::ast;
use crate::text::Span;

/// Before a verb: the effect is met by a chain of findings.
pub(super) const INDIRECTLY: &str = "indirectly ";

/// Resolves `paths from ... to ...`.
///
/// # Errors
/// Every word that could not be read: codes `W02xx`.
pub fn resolve_paths(paths: &ast::Paths, vocabulary: &Vocabulary) -> Result<PathsGoal, Vec<Diagnostic>> {
    let mut lookup = Lookup::new(vocabulary);
    let (from, to) = resolve_ends(&mut lookup, (&paths.from, &[]), (&paths.to, &[]));
    let within = steps(&mut lookup, paths.within);
    let nouns = Nouns::of(Head::Finding);
    let mut lowering =
        Lowering { lookup: &mut lookup, head: Head::Finding, nouns, contexts: Vec::new(), effects: Vec::new() };
    if let Some(items) = &paths.items {
        lowering.items(items);
    }
    let contexts = std::mem::take(&mut lowering.contexts);
    let ends = from.filter(|_| lookup.diagnostics.is_empty()).zip(to).zip(within);
    let Some(((from, to), within)) = ends else { return Err(lookup.diagnostics) };
    let goal = Goal { contexts, words: lookup.words, ..Goal::new(Head::Finding) };
    Ok(PathsGoal { from, to, within, one_context: paths.in_one_context.is_some(), goal })
}

/// The two ends of a path, each of these nouns, or of any, and sorted.
pub(super) fn resolve_ends(
    lookup: &mut Lookup<'_>,
    from: (&ast::Run, &[KindId]),
    to: (&ast::Run, &[KindId]),
) -> (Option<Vec<EntityId>>, Option<Vec<EntityId>>) {
    let mut end = |(run, kinds): (&ast::Run, &[KindId])| {
        let mut ids = lookup.entities(run, &Position { kinds, words: "an end of a path".to_owned() })?;
        ids.sort_unstable();
        ids.dedup();
        Some(ids)
    };
    (end(from), end(to))
}

/// At most how many steps; none where that cannot be asked.
fn steps(lookup: &mut Lookup<'_>, within: Option<(u32, Span)>) -> Option<u32> {
    let Some((steps, span)) = within else { return Some(Chain::USUAL) };
    if (2..=Chain::MOST).contains(&steps) {
        return Some(steps);
    }
    let (label, fixed) = match steps {
        0 | 1 => ("one step is a finding itself", 2),
        _ => ("too many steps", Chain::MOST),
    };
    let wrong = Diagnostic::error("W0216", format!("a chain has 2 to {} steps, not {steps}", Chain::MOST), span, label)
        .with_note("each step is a finding of its own; in a longer chain nearly everything leads to everything")
        .with_fix(Fix::replace(format!("within {fixed}"), span, format!("within {fixed}")));
    lookup.wrong(wrong);
    None
}

impl Lowering<'_, '_> {
    /// What an effect asks of a chain; the outer none where it cannot be asked, the inner where it asks for a finding.
    // Questions nest, and most ask for no chain.
    #[inline(never)]
    pub(super) fn chain(&mut self, split: &Split<'_>, effect: &ast::Effect) -> Option<Option<Chain>> {
        let SplitVerb::Chain { relation, .. } = split.verb else {
            let words = [
                effect.within.map(|(_, span)| (span, "within")),
                effect.in_one_context.map(|span| (span, "in one context")),
            ];
            let Some((span, words)) = words.into_iter().flatten().next() else { return Some(None) };
            let found = Diagnostic::error(
                "W0216",
                format!("`{words}` is said of a chain of findings, and no chain is asked for"),
                span,
                "one finding has no steps",
            );
            let verb = span_of(effect.run.parts.get(..split.words).unwrap_or_default());
            let start = Span { start: verb.start, end: verb.start };
            let found = match self.direction(split) {
                Some(_) => found.with_fix(Fix::replace("ask for chains", start, INDIRECTLY)),
                None => found,
            };
            self.lookup.wrong(found.with_fix(Fix::replace("leave it out", span, "")));
            return None;
        };
        let verb = span_of(effect.run.parts.get(..split.words).unwrap_or_default());
        if matches!(self.way(relation), Direction::None | Direction::Unclear) {
            let name = self.lookup.relation_name(relation);
            let parts = &effect.run.parts;
            let first = parts.first().map_or(verb, |part| part.span);
            let plain = Span { start: first.start, end: parts.get(1).map_or(first.end, |part| part.span.start) };
            let found = Diagnostic::error(
                "W0216",
                format!("`{name}` says neither more nor less, so no chain can come to it"),
                verb,
                "a verb with a direction is wanted",
            )
            .with_fix(Fix::replace("ask for a finding", plain, ""));
            self.lookup.wrong(found);
            return None;
        }
        if !matches!(self.head, Head::Noun(_)) {
            let found = Diagnostic::error(
                "W0216",
                "a chain is of several findings and studies, so no single one bears it",
                verb,
                "a noun is wanted as head",
            )
            .with_note("ask for `treatment where indirectly ...`, or for `paths from ... to ...`");
            self.lookup.wrong(found);
            return None;
        }
        let within = steps(self.lookup, effect.within)?;
        Some(Some(Chain { asked: relation, within, one_context: effect.in_one_context.is_some() }))
    }

    fn direction(&self, split: &Split<'_>) -> Option<Direction> {
        match split.verb {
            SplitVerb::Relation { relation, .. } => {
                Some(self.way(relation)).filter(|way| !matches!(way, Direction::None | Direction::Unclear))
            }
            _ => None,
        }
    }

    fn way(&self, relation: RelationId) -> Direction {
        let declared = self.lookup.vocabulary.schema().relations.get(relation.index());
        declared.map_or(Direction::Unclear, |relation| relation.direction)
    }
}
