//! Claims: `rapamycin upregulates CXCR4` as the query that has that row.
//!
//! An effect's tree whose run starts with its subject comes in; a query's tree goes out.

use super::Scope;
use super::effect::VERB_WORDS;
use super::lookup::{Found, Lookup, Position, span_of, text_of};
use crate::diagnostic::Diagnostic;
use crate::model::EntityId;
use crate::syntax::ast::{Body, Condition, Effect, Group, Identity, Joiner, Part, PartKind, Query, Run, RunOrChoice};
use crate::text::Span;

/// The query that a claim is a row of: `treatment where is exactly rapamycin and upregulates CXCR4`.
///
/// # Errors
/// What of the claim could not be read: codes `W02xx`.
pub fn claim_query<'a>(claim: &Effect, scope: impl Into<Scope<'a>>) -> Result<Query, Vec<Diagnostic>> {
    let scope = scope.into();
    read(claim, scope, &Lookup::new(scope))
}

/// As [`claim_query`], for a claim that is only looked at: nothing is said of what it could have meant.
#[must_use]
pub fn claim_look<'a>(claim: &Effect, scope: impl Into<Scope<'a>>) -> Option<Query> {
    let scope = scope.into();
    read(claim, scope, &Lookup::quiet(scope)).ok()
}

fn read(claim: &Effect, scope: Scope<'_>, lookup: &Lookup<'_>) -> Result<Query, Vec<Diagnostic>> {
    let vocabulary = scope.vocabulary;
    let parts = &claim.run.parts;
    let any = Position { kinds: &[], words: "the subject of a claim".to_owned() };
    // The longest verb wins, then the longest subject.
    let mut best: Option<(usize, usize, Vec<EntityId>)> = None;
    let mut with_verb = None;
    for verb in 1..parts.len().min(SUBJECT_WORDS) {
        for end in (verb + 1..=parts.len().min(verb + VERB_WORDS)).rev() {
            let phrase = text_of(parts.get(verb..end).unwrap_or_default());
            let plain = phrase.strip_prefix(super::chain::INDIRECTLY).unwrap_or(&phrase);
            let verbs = vocabulary.verbs_named(plain);
            let defined = scope.definitions.verb(&phrase);
            if verbs.is_empty() && defined.is_none() && !COMMON.contains(&phrase.as_str()) {
                continue;
            }
            with_verb.get_or_insert(verb);
            // The verb says what its subject may be, so that an agent's name means the treatment.
            let relation = verbs.first().and_then(|&(id, passive)| Some((vocabulary.relation(id)?, passive)));
            let kinds =
                relation.map(|(relation, passive)| if passive { &relation.objects } else { &relation.subjects });
            let own = defined.and_then(|(id, passive)| scope.definitions.get(id)?.kinds.get(usize::from(passive)));
            let kinds = own.map(std::slice::from_ref).or(kinds.map(Vec::as_slice));
            let position = Position { kinds: kinds.unwrap_or(&[]), words: any.words.clone() };
            let Some(subject) = lookup.found(parts.get(..verb).unwrap_or_default(), &position) else { continue };
            if best.as_ref().is_none_or(|(from, to, _)| end - verb > to - from) {
                best = Some((verb, end, subject));
            }
        }
    }
    let Some((verb, _, subject)) = best else {
        return Err(vec![not_a_claim(lookup, claim, with_verb, &any)]);
    };
    let kinds = subject
        .first()
        .and_then(|&id| vocabulary.entity(id))
        .and_then(|entity| vocabulary.schema().kinds.get(entity.kind.index()));
    let noun = kinds.map_or_else(String::new, |kind| kind.name.clone());
    let (front, rest) = parts.split_at(verb);
    let front_span = span_of(front);
    let name = Run { parts: front.to_vec(), span: front_span };
    let effect = Effect { run: Run { parts: rest.to_vec(), span: span_of(rest) }, ..claim.clone() };
    let identity = Identity { letter: None, not: false, exactly: true, what: RunOrChoice::Run(name), span: front_span };
    Ok(Query {
        head: vec![word(&noun, front_span)],
        body: Body {
            groups: vec![Group {
                joiner: Joiner::And,
                conditions: vec![Condition::Identity(identity), Condition::Effect(effect)],
                in_one_study: false,
                span: claim.span,
            }],
            tails: Vec::new(),
        },
        span: claim.span,
    })
}

/// Words of a claim's subject.
const SUBJECT_WORDS: usize = 80;

/// Verb phrases that every base has and that a claim may use.
const COMMON: [&str; 4] = ["contested on", "unstudied on", "unstudied", "includes"];

fn not_a_claim(lookup: &Lookup<'_>, claim: &Effect, with_verb: Option<usize>, any: &Position<'_>) -> Diagnostic {
    let parts = &claim.run.parts;
    if let Some(verb) = with_verb
        && let Found::Wrong(wrong) = lookup.find(parts.get(..verb).unwrap_or_default(), any)
    {
        return *wrong;
    }
    Diagnostic::error(
        "W0223",
        format!("`{}` is no claim", claim.run.text()),
        claim.run.span,
        "subject, verb and object are wanted",
    )
    .with_note(
        "a claim reads `why rapamycin upregulates CXCR4`; a question reads `why treatment where upregulates CXCR4`",
    )
}

fn word(text: &str, span: Span) -> Run {
    Run { parts: vec![Part { kind: PartKind::Word, text: text.to_owned(), span }], span }
}
