//! A query's tree to its goal.
//!
//! A tree and a vocabulary come in, a [`Goal`] or all that is wrong with the words goes out. Contexts are bound to effects here
//! (`docs/semantics.md`, section 1); nothing is known of how many findings there are.

use super::effect::SplitVerb;
use super::heads::{Nouns, bind, nouns};
use super::lookup::{Lookup, Position};
use super::spelled::is_spelled;
use super::tails::resolve_tail;
use super::{
    Condition, Context, ContextId, CountBy, Effect, EffectId, Goal, Head, Letter, Purpose, Role, Scope, Target, Test,
    Verb,
};
use crate::diagnostic::Diagnostic;
use crate::model::{EntityId, KindId};
use crate::names::{Vocabulary, a};
use crate::syntax::ast;
use crate::text::Span;

/// Resolves a query.
///
/// # Errors
/// Every word that could not be read, with the nearest that could: codes `W02xx`.
pub fn resolve<'a>(query: &ast::Query, scope: impl Into<Scope<'a>>) -> Result<Goal, Vec<Diagnostic>> {
    let mut lookup = Lookup::new(scope);
    let goal = resolve_boxed(&mut lookup, &query.head, Some(&query.body), None, query.span).map(|goal| *goal);
    finish(lookup, goal)
}

/// Resolves a count.
///
/// # Errors
/// As [`resolve`].
pub fn resolve_count<'a>(count: &ast::Count, scope: impl Into<Scope<'a>>) -> Result<Goal, Vec<Diagnostic>> {
    let mut lookup = Lookup::new(scope);
    let goal = super::tally::counted(&mut lookup, count);
    finish(lookup, goal)
}

/// The names of one row: an entity of each of the goal's nouns.
///
/// # Errors
/// As [`resolve`].
pub fn resolve_row<'a>(
    runs: &[ast::Run],
    goal: &Goal,
    scope: impl Into<Scope<'a>>,
) -> Result<Vec<EntityId>, Vec<Diagnostic>> {
    let mut lookup = Lookup::new(scope);
    let mut row = Vec::new();
    if runs.len() != goal.width() {
        let place = runs.last().map_or(Span::default(), |run| run.span);
        let nouns = super::print::columns(goal, lookup.vocabulary);
        return Err(vec![Diagnostic::error(
            "W0237",
            format!("a row of this question has {}", counted(goal.width(), "name")),
            place,
            format!("name {}", nouns.join(", ")),
        )]);
    }
    for (run, letter) in runs.iter().zip((0u8..).map(Letter)) {
        let kinds: Vec<KindId> = goal.kind(letter).into_iter().collect();
        let found = lookup.entities(run, &Position { kinds: &kinds, words: "a row of this question".to_owned() });
        row.extend(found.and_then(|entities| entities.first().copied()));
    }
    if row.len() == runs.len() && lookup.diagnostics.is_empty() { Ok(row) } else { Err(lookup.diagnostics) }
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The entities of any kind that a name stands for; several only where it means an agent in all its roles, the agent first.
///
/// # Errors
/// As [`resolve`].
pub fn resolve_name<'a>(run: &ast::Run, scope: impl Into<Scope<'a>>) -> Result<Vec<EntityId>, Vec<Diagnostic>> {
    let mut lookup = Lookup::new(scope);
    match lookup.entities(run, &Position { kinds: &[], words: "a name".to_owned() }) {
        Some(mut entities) => {
            // A preferred name comes before an alias, an agent before what is done with it.
            let text = run.text();
            let vocabulary = lookup.vocabulary;
            let named = |&id: &EntityId| vocabulary.entity(id).is_some_and(|entity| entity.name == text);
            let agent = |&id: &EntityId| !vocabulary.operations_on(id).is_empty();
            let first = entities.iter().position(named).or_else(|| entities.iter().position(agent));
            entities.swap(0, first.unwrap_or(0));
            Ok(entities)
        }
        None => Err(lookup.diagnostics),
    }
}

fn finish(lookup: Lookup<'_>, goal: Option<Goal>) -> Result<Goal, Vec<Diagnostic>> {
    match goal {
        Some(mut goal) if lookup.diagnostics.is_empty() => {
            goal.words = lookup.words;
            goal.words.sort_by_key(|word| word.span.start);
            lookup.definitions.attach(&mut goal);
            Ok(goal)
        }
        _ => Err(lookup.diagnostics),
    }
}

/// Resolves a query inside another; what is wrong is reported to the lookup.
pub(super) fn resolve_boxed(
    lookup: &mut Lookup<'_>,
    head: &[ast::Run],
    body: Option<&ast::Body>,
    count: Option<CountBy>,
    span: Span,
) -> Option<Box<Goal>> {
    let nouns = nouns(lookup, head, span)?;
    resolve_nouns(lookup, nouns, body, count, span, None)
}

/// Resolves what is asked of some nouns; of a definition, the first `own` are what is defined.
pub(super) fn resolve_nouns(
    lookup: &mut Lookup<'_>,
    nouns: Nouns,
    body: Option<&ast::Body>,
    count: Option<CountBy>,
    span: Span,
    own: Option<usize>,
) -> Option<Box<Goal>> {
    let lowered = lower(lookup, nouns, body, span)?;
    finish_nouns(lookup, lowered, body, count, own)
}

/// What a body says, before it is a goal.
struct Lowered {
    nouns: Nouns,
    contexts: Vec<Context>,
    effects: Vec<Effect>,
    condition: Condition,
}

/// Goes through the tree. Apart from what makes the goal, since queries nest and each level is on the stack.
#[inline(never)]
fn lower(lookup: &mut Lookup<'_>, nouns: Nouns, body: Option<&ast::Body>, span: Span) -> Option<Box<Lowered>> {
    let (head, set) = (nouns.head, nouns.set);
    let mut lowering = Lowering { lookup, head, nouns, contexts: Vec::new(), effects: Vec::new() };
    let condition = match body {
        Some(body) => lowering.groups(&body.groups),
        None => lowering.any_finding(span),
    };
    let condition = match set {
        Some(set) => {
            let member = lowering.member(Letter(0), set, span);
            condition.map(|condition| Condition::All(vec![member, condition]))
        }
        None => condition,
    };
    let Lowering { contexts, effects, nouns, .. } = lowering;
    Some(Box::new(Lowered { nouns, contexts, effects, condition: condition? }))
}

#[inline(never)]
#[allow(clippy::boxed_local)] // so that the frames on the way hold a pointer only
fn finish_nouns(
    lookup: &mut Lookup<'_>,
    lowered: Box<Lowered>,
    body: Option<&ast::Body>,
    count: Option<CountBy>,
    own: Option<usize>,
) -> Option<Box<Goal>> {
    let Lowered { nouns, contexts, effects, condition } = *lowered;
    let mut goal = Goal { contexts, effects, condition, count, ..Goal::new(nouns.head) };
    bind(lookup, &nouns, &mut goal, own)?;
    for tail in body.map(|body| body.tails.as_slice()).unwrap_or_default() {
        resolve_tail(lookup, tail, &mut goal);
    }
    Some(Box::new(goal))
}

/// Whether entities of a kind can be subject or object of some relation. A verb that says nothing of its subjects or objects admits all, so a
/// kind that no verb names, while others are named, is one that only stands in slots.
pub(super) fn stands_in_findings(vocabulary: &Vocabulary, kind: KindId) -> bool {
    let schema = vocabulary.schema();
    let mut named =
        schema.relations.iter().flat_map(|relation| relation.subjects.iter().chain(&relation.objects)).peekable();
    named.peek().is_none() || named.any(|&other| other == kind) || !schema.slots.iter().any(|slot| slot.takes(kind))
}

/// Whether a condition is about the context of a finding only.
pub(super) fn is_context(condition: &ast::Condition) -> bool {
    match condition {
        ast::Condition::Slot(_) | ast::Condition::Items(_) => true,
        ast::Condition::Not(inner, _) => is_context(inner),
        ast::Condition::Bracket(group, _) => !group.in_one_study && group.conditions.iter().all(is_context),
        ast::Condition::Identity(_) | ast::Condition::Effect(_) => false,
    }
}

/// Lowers the conditions of one query.
pub(super) struct Lowering<'l, 'v> {
    pub(super) lookup: &'l mut Lookup<'v>,
    pub(super) head: Head,
    pub(super) nouns: Nouns,
    pub(super) contexts: Vec<Context>,
    pub(super) effects: Vec<Effect>,
}

impl Lowering<'_, '_> {
    fn groups(&mut self, groups: &[ast::Group]) -> Option<Condition> {
        // Every group is read even where one fails, so that all errors are told at once.
        let lowered: Vec<Option<Condition>> =
            groups.iter().map(|group| self.group(group, &[], groups.len() == 1)).collect();
        let mut conditions: Vec<Condition> = lowered.into_iter().collect::<Option<_>>()?;
        match conditions.len() {
            1 => conditions.pop(),
            _ => Some(Condition::All(conditions)),
        }
    }

    fn group(&mut self, group: &ast::Group, outer: &[ContextId], alone: bool) -> Option<Condition> {
        let first = self.effects.len();
        let condition = match group.joiner {
            ast::Joiner::And => self.and_group(group, outer, alone),
            ast::Joiner::Or => self.or_group(group, outer),
        }?;
        let defined = self.effects.iter().skip(first).find(|effect| matches!(effect.verb, Verb::Defined(_)));
        if let (true, Some(effect)) = (group.in_one_study, defined) {
            let wrong = Diagnostic::error(
                "W0236",
                "`in one study` asks of findings, and what is defined is none",
                effect.span,
                "a definition of the session",
            );
            self.lookup.wrong(wrong.with_note("put `in one study` into the definition, or say `and also` before it"));
            return None;
        }
        Some(if group.in_one_study { Condition::InOneStudy(Box::new(condition)) } else { condition })
    }

    /// `alone` says that nothing stands beside the group.
    fn and_group(&mut self, group: &ast::Group, outer: &[ContextId], alone: bool) -> Option<Condition> {
        let first = self.effects.len();
        let (contexts, others): (Vec<_>, Vec<_>) = group.conditions.iter().partition(|condition| is_context(condition));
        let own: Vec<Option<ContextId>> = contexts.iter().map(|condition| self.context(condition)).collect();
        let own_known: Vec<ContextId> = own.iter().flatten().copied().collect();
        let bound = union(outer, &own_known);
        let mut conditions: Vec<Option<Condition>> = Vec::new();
        let mut before: Option<&ast::Effect> = None;
        for condition in &others {
            conditions.push(self.condition(condition, &bound, before));
            if let ast::Condition::Effect(effect) = condition {
                before = Some(effect);
            }
        }
        if own.iter().any(Option::is_none) {
            return None;
        }
        let mut conditions: Vec<Condition> = conditions.into_iter().collect::<Option<_>>()?;
        // A name alone, or a combination's part alone, asks for a finding too: no row without one.
        let only_names = others.iter().all(|condition| is_identity(condition, self.lookup.vocabulary));
        let lowered = self.effects.get(first..).unwrap_or_default();
        let only_parts = !lowered.is_empty() && lowered.iter().all(|effect| effect.verb == Verb::Includes);
        let names_alone = only_names && (!own_known.is_empty() || others.is_empty() || alone);
        // What `is` says of letters binds none of them, which is told where letters are looked at.
        let of_letters = self.nouns.many() && own_known.is_empty() && !others.is_empty();
        if (names_alone || only_parts && alone) && !of_letters {
            conditions.push(self.context_effect(&bound, group.span)?);
        }
        match conditions.len() {
            1 => conditions.pop(),
            _ => Some(Condition::All(conditions)),
        }
    }

    fn or_group(&mut self, group: &ast::Group, outer: &[ContextId]) -> Option<Condition> {
        let mut arms: Vec<Option<Condition>> = Vec::new();
        let mut before: Option<&ast::Effect> = None;
        for condition in &group.conditions {
            if is_context(condition) {
                let own = self.context(condition);
                arms.push(own.and_then(|own| {
                    let bound = union(outer, &[own]);
                    self.context_effect(&bound, span_of_condition(condition))
                }));
            } else {
                arms.push(self.condition(condition, outer, before));
                if let ast::Condition::Effect(effect) = condition {
                    before = Some(effect);
                }
            }
        }
        Some(Condition::Any(arms.into_iter().collect::<Option<_>>()?))
    }

    /// A condition that is no context. `before` is the effect before it in its group, for messages.
    fn condition(
        &mut self,
        condition: &ast::Condition,
        bound: &[ContextId],
        before: Option<&ast::Effect>,
    ) -> Option<Condition> {
        match condition {
            ast::Condition::Not(inner, span) => {
                if is_identity(inner, self.lookup.vocabulary) {
                    return Some(Condition::Not(Box::new(self.condition(inner, bound, None)?)));
                }
                let first = self.effects.len();
                let denied = self.condition(inner, bound, None)?;
                Some(self.denied(denied, first, bound, *span))
            }
            ast::Condition::Bracket(group, _) => self.group(group, bound, false),
            ast::Condition::Identity(identity) => self.identity(identity),
            ast::Condition::Effect(effect) => self.effect(effect, bound, before),
            ast::Condition::Slot(_) | ast::Condition::Items(_) => {
                let own = self.context(condition)?;
                let bound = union(bound, &[own]);
                self.context_effect(&bound, span_of_condition(condition))
            }
        }
    }

    /// `not`: the candidates, without those of whom the denied is true. Effects from `first` on are the denied ones.
    pub(super) fn denied(&mut self, denied: Condition, first: usize, bound: &[ContextId], span: Span) -> Condition {
        if self.nouns.many() {
            // Every letter is bound by what stands outside: no candidates are to be looked for.
            return Condition::Not(Box::new(denied));
        }
        let mut roles =
            self.effects.iter().skip(first).filter(|effect| effect.purpose == Purpose::Asked).map(|effect| effect.role);
        let role = match roles.next() {
            Some(role) if roles.all(|other| other == role) => role,
            _ => Role::Either,
        };
        let candidate = self.push(Effect::new(role, Verb::Any, Target::Any, bound.to_vec(), Purpose::Candidate, span));
        Condition::All(vec![Condition::Effect(candidate), Condition::Not(Box::new(denied))])
    }

    fn identity(&mut self, identity: &ast::Identity) -> Option<Condition> {
        let letter = self.bearer_of_identity(identity)?;
        let kinds = match self.nouns.kind(letter) {
            Some(kind) => vec![kind],
            None => {
                self.lookup.wrong(
                    Diagnostic::error(
                        "W0215",
                        "a finding or a study has no name to be compared",
                        identity.span,
                        "`is` compares names",
                    )
                    .with_note("ask for a slot of it: `subject = ...`, `object = ...`, `study = 59`"),
                );
                return None;
            }
        };
        let words = a(&self.lookup.kind_name(kinds[0]));
        let position = Position { kinds: &kinds, words };
        let exactly = identity.exactly;
        let condition = match &identity.what {
            ast::RunOrChoice::Run(run) => self.identity_of(letter, run, &position, exactly)?,
            ast::RunOrChoice::Choice(choice) => {
                let each: Vec<Option<Condition>> =
                    choice.runs.iter().map(|run| self.identity_of(letter, run, &position, exactly)).collect();
                quantified(choice.quantifier, each.into_iter().collect::<Option<_>>()?)
            }
        };
        Some(if identity.not { Condition::Not(Box::new(condition)) } else { condition })
    }

    pub(super) fn context_effect(&mut self, bound: &[ContextId], span: Span) -> Option<Condition> {
        if self.nouns.many() {
            let wrong = Diagnostic::error(
                "W0232",
                "the question has several nouns: contexts alone do not say whose finding has them",
                span,
                "put them beside an effect",
            );
            self.lookup.wrong(wrong.with_note("contexts bind the effects in the same `and`-group"));
            return None;
        }
        let effect =
            self.push(Effect::new(Role::Either, Verb::Any, Target::Any, bound.to_vec(), Purpose::Context, span));
        Some(Condition::Effect(effect))
    }

    fn any_finding(&mut self, span: Span) -> Option<Condition> {
        self.context_effect(&[], span)
    }

    pub(super) fn push(&mut self, effect: Effect) -> EffectId {
        let mut effect = effect;
        if !self.lookup.hold(effect.contexts.len(), effect.span) {
            // the goal is not used: that it became too large was told
            effect.contexts = Vec::new();
        }
        if self.lookup.hole.is_some() {
            self.keep_alone(&effect);
        }
        self.effects.push(effect);
        EffectId((self.effects.len() - 1) as u32)
    }

    pub(super) fn push_context(&mut self, test: Test, span: Span) -> ContextId {
        self.contexts.push(Context { test, span });
        ContextId((self.contexts.len() - 1) as u32)
    }

    /// What a verb's target may be, for messages and to tell senses apart.
    pub(super) fn target_kinds(&self, verb: &SplitVerb) -> Vec<KindId> {
        match verb {
            SplitVerb::Relation { relation, passive } | SplitVerb::Chain { relation, passive } => {
                let Some(relation) = self.lookup.vocabulary.schema().relations.get(relation.index()) else {
                    return Vec::new();
                };
                if *passive { relation.subjects.clone() } else { relation.objects.clone() }
            }
            SplitVerb::Defined { definition, passive } => {
                let kinds = self.lookup.definitions.get(*definition).map(|found| found.kinds.as_slice());
                match kinds {
                    Some([subject, object]) => vec![if *passive { *subject } else { *object }],
                    _ => Vec::new(),
                }
            }
            SplitVerb::Contested | SplitVerb::Unstudied | SplitVerb::Includes => Vec::new(),
        }
    }
}

/// Joins conditions under a quantifier, without the candidates that `none of` and `exactly` need.
pub(super) fn quantified(quantifier: ast::Quantifier, each: Vec<Condition>) -> Condition {
    match quantifier {
        ast::Quantifier::Any => Condition::Any(each),
        ast::Quantifier::All => Condition::All(each),
        ast::Quantifier::None => Condition::Not(Box::new(Condition::Any(each))),
        ast::Quantifier::AtLeast(n) => Condition::AtLeast(n, each),
        ast::Quantifier::Exactly(n) => Condition::All(vec![
            Condition::AtLeast(n, each.clone()),
            Condition::Not(Box::new(Condition::AtLeast(n.saturating_add(1), each))),
        ]),
    }
}

/// Whether a condition is about names only.
fn is_identity(condition: &ast::Condition, vocabulary: &Vocabulary) -> bool {
    match condition {
        ast::Condition::Identity(_) => true,
        ast::Condition::Effect(effect) => is_spelled(&effect.run, vocabulary),
        ast::Condition::Not(inner, _) => is_identity(inner, vocabulary),
        ast::Condition::Bracket(group, _) => group.conditions.iter().all(|each| is_identity(each, vocabulary)),
        _ => false,
    }
}

pub(super) fn span_of_condition(condition: &ast::Condition) -> Span {
    match condition {
        ast::Condition::Not(_, span) | ast::Condition::Bracket(_, span) => *span,
        ast::Condition::Items(items) => items.span,
        ast::Condition::Slot(slot) => slot.span,
        ast::Condition::Identity(identity) => identity.span,
        ast::Condition::Effect(effect) => effect.span,
    }
}

pub(super) fn union(left: &[ContextId], right: &[ContextId]) -> Vec<ContextId> {
    let mut all: Vec<ContextId> = left.iter().chain(right).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
