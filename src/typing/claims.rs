//! Claims and tables as the questions that they are rows of, as far as they are typed.
//!
//! The tree of a claim with a hole comes in, a question with the same hole goes out.

use super::Known;
use crate::goal::{self, Hole};
use crate::model::KindId;
use crate::syntax::ast::{Body, Condition, Effect, Group, Identity, Joiner, Part, PartKind, Query, Run, RunOrChoice};
use crate::text::Span;

/// The question that a claim is a row of, as far as it is typed.
pub(super) fn claim_query(known: &Known<'_>, claim: &Effect, hole: Span, preceding: &[Part]) -> Option<Query> {
    if let Some(query) = goal::claim_look(claim, known.scope()) {
        return Some(query);
    }
    // Only the subject is there: what is said of it?
    let text = preceding.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
    let vocabulary = known.facts.vocabulary();
    let id = vocabulary.entities_named(&text).first().copied()?;
    let kind = vocabulary.kind_name(vocabulary.entity(id)?.kind).to_owned();
    let first = preceding.first()?;
    let name = Run { parts: preceding.to_vec(), span: first.span.to(preceding.last()?.span) };
    let missing = claim.run.parts.iter().find(|part| part.span == hole)?.clone();
    let run = Run { span: missing.span, parts: vec![missing] };
    let span = name.span;
    let what = RunOrChoice::Run(name);
    let identity = Condition::Identity(Identity { letter: None, not: false, exactly: true, what, span });
    let effect = Condition::Effect(Effect { run, ..claim.clone() });
    Some(asking(&kind, vec![identity, effect], claim.span))
}

/// The question that the cells of a table answer: of the first noun of an axis of which the verb can be said, else of any.
pub(super) fn table_query(known: &Known<'_>, heads: &[Run], claim: &Effect, hole: Span) -> Option<Query> {
    let vocabulary = known.facts.vocabulary();
    let axes = heads.iter().flat_map(|run| vocabulary.kinds_named(&run.text()));
    let all = (0..vocabulary.schema().kinds.len() as u32).map(KindId);
    axes.chain(all).find_map(|kind| {
        let query = asking(vocabulary.kind_name(kind), vec![Condition::Effect(claim.clone())], claim.span);
        let open = goal::resolve_open(&query, hole, known.scope());
        (open.whole && (open.names || matches!(open.hole, Hole::Condition(_)))).then_some(query)
    })
}

pub(super) fn asking(noun: &str, conditions: Vec<Condition>, span: Span) -> Query {
    let part = Part { kind: PartKind::Quoted, text: noun.to_owned(), span: Span::default() };
    let head = Run { parts: vec![part], span: Span::default() };
    let group = Group { joiner: Joiner::And, conditions, in_one_study: false, span };
    Query { head: vec![head], body: Body { groups: vec![group], tails: Vec::new() }, span }
}
