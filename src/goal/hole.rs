//! Questions in which a name is still to come, and questions that are only looked at.
//!
//! A query's tree and the place of the missing word come in; a goal that leaves the place open goes out, with what could stand there. Which
//! names give a row is not known here.

use super::lookup::Lookup;
use super::resolve::{Lowering, resolve_boxed};
use super::{
    Compare, Condition, Context, ContextId, Effect, EffectId, EntitySet, Goal, Head, Letter, Purpose, Role, Scope,
    SlotRef, Target, Test, Verb, WordUse,
};
use crate::diagnostic::Diagnostic;
use crate::model::KindId;
use crate::syntax::ast::{self, Part};
use crate::text::Span;
use std::cell::{Cell, RefCell};

/// What a missing word would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hole {
    /// The target of this effect.
    Target(EffectId),
    /// What a slot is compared with, and the effects whose findings must state it.
    Value(SlotRef, Vec<EffectId>),
    /// The value of one of the slots that `in` reaches.
    Place(Vec<EffectId>),
    /// What this noun of the row is.
    Name(Letter),
    /// A condition, of which nothing is typed: this effect stands for it and asks for any finding.
    Condition(EffectId),
    /// The name of a slot that the findings of these effects state.
    Slot(Vec<EffectId>),
    /// Something else, or it could not be read.
    #[default]
    Elsewhere,
}

/// A question with its hole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Open {
    /// What would stand there.
    pub hole: Hole,
    /// Kinds of name that could; all where empty.
    pub kinds: Vec<KindId>,
    /// The question with whatever could stand there; none where what stands around the hole cannot be read.
    pub goal: Option<Goal>,
    /// Whether the goal is the whole question, rather than the condition with the hole alone.
    pub whole: bool,
    /// Whether the findings that it gives are those of the question: it is whole, or only letters are not bound yet.
    pub told: bool,
    /// Whether a name there stands for itself only.
    pub exactly: bool,
    /// Whether a name is wanted there at all.
    pub names: bool,
}

/// A question that was looked at: all that could be read of it, and nothing that would be offered instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looked {
    /// Its meaning, where all of it could be read.
    pub goal: Option<Goal>,
    /// How its words were read.
    pub words: Vec<WordUse>,
    /// What could not be read; without the nearest names, which take a look at every name.
    pub wrong: Vec<Diagnostic>,
}

/// Where a lookup expects nothing to be typed yet, and what it learns there.
pub(super) struct Watch {
    span: Span,
    kinds: RefCell<Option<Vec<KindId>>>,
    slot: Cell<Option<SlotRef>>,
    place: Cell<bool>,
    exactly: Cell<bool>,
    named: Cell<Option<Letter>>,
    condition: Option<EffectId>,
    slot_name: bool,
    /// The first effect that has to do with the hole, alone.
    alone: Option<(Effect, Vec<Context>, Option<KindId>)>,
}

impl Watch {
    fn new(span: Span) -> Watch {
        Watch {
            span,
            kinds: RefCell::new(None),
            slot: Cell::new(None),
            place: Cell::new(false),
            exactly: Cell::new(false),
            named: Cell::new(None),
            condition: None,
            slot_name: false,
            alone: None,
        }
    }

    fn is_in(&self, span: Span) -> bool {
        span.start <= self.span.start && self.span.end <= span.end
    }
}

/// Resolves a question with a hole where a word of it stands.
#[must_use]
pub fn resolve_open<'a>(query: &ast::Query, hole: Span, scope: impl Into<Scope<'a>>) -> Open {
    let mut lookup = Lookup::quiet(scope);
    lookup.hole = Some(Box::new(Watch::new(hole)));
    let goal = resolve_boxed(&mut lookup, &query.head, Some(&query.body), None, query.span).map(|goal| *goal);
    let goal = goal.filter(|_| lookup.diagnostics.is_empty());
    let Some(watch) = lookup.hole.take() else {
        return Open { hole: Hole::Elsewhere, ..Open::default() };
    };
    let whole = goal.is_some();
    let told = whole || lookup.diagnostics.iter().all(|wrong| wrong.code == "W0230");
    let goal = goal.or_else(|| {
        let (effect, contexts, kind) = watch.alone.clone()?;
        let head = kind.map_or(Head::Finding, Head::Noun);
        let effect = Effect { bearer: Letter(0), ..effect };
        let contexts = effect.contexts.iter().all(|id| (id.0 as usize) < contexts.len()).then_some(contexts)?;
        Some(Goal { contexts, effects: vec![effect], condition: Condition::Effect(EffectId(0)), ..Goal::new(head) })
    });
    let mut goal = goal;
    if let Some(goal) = &mut goal {
        lookup.definitions.attach(goal);
    }
    let hole = goal.as_mut().map_or(Hole::Elsewhere, |goal| open(goal, &watch, whole));
    // Ways out of a mistake try the hole as other things too. A ratio is not known before both its names are.
    let refused = |wrong: &Diagnostic| watch.is_in(wrong.span()) && wrong.code != "W0218";
    let refused = lookup.diagnostics.iter().any(refused);
    let (exactly, kinds) = (watch.exactly.get(), watch.kinds.into_inner().filter(|_| !refused));
    Open { hole, names: kinds.is_some(), kinds: kinds.unwrap_or_default(), goal, whole, told, exactly }
}

/// Reads a question without looking for what else could have been meant.
#[must_use]
pub fn look<'a>(head: &[ast::Run], body: Option<&ast::Body>, span: Span, scope: impl Into<Scope<'a>>) -> Looked {
    let mut lookup = Lookup::quiet(scope);
    let goal = resolve_boxed(&mut lookup, head, body, None, span).map(|goal| *goal);
    let mut goal = goal.filter(|_| lookup.diagnostics.is_empty());
    if let Some(goal) = &mut goal {
        lookup.definitions.attach(goal);
    }
    Looked { goal, words: lookup.words, wrong: lookup.diagnostics }
}

/// Leaves the place of the hole open in a goal: whatever could stand there is met.
fn open(goal: &mut Goal, watch: &Watch, whole: bool) -> Hole {
    if let (Some(id), true) = (watch.condition, whole) {
        return Hole::Condition(id);
    }
    if watch.condition.is_some() {
        return Hole::Condition(EffectId(0));
    }
    let ids = || (0u32..).map(EffectId);
    for (id, effect) in ids().zip(&mut goal.effects) {
        if watch.is_in(effect.span) && is_hole(&effect.target) {
            effect.target = Target::Any;
            return Hole::Target(id);
        }
    }
    let context = (0u32..).map(ContextId).zip(&mut goal.contexts).filter(|(_, context)| watch.is_in(context.span));
    if let Some((context, found)) = context.min_by_key(|(_, context)| context.span.len()) {
        open_test(&mut found.test, true);
        let bound = ids().zip(&goal.effects).filter(|(_, effect)| effect.contexts.contains(&context));
        let bound: Vec<EffectId> = bound.map(|(id, _)| id).collect();
        return match (watch.slot_name, watch.place.get(), watch.slot.get()) {
            (true, ..) => Hole::Slot(bound),
            (_, true, _) => Hole::Place(bound),
            (_, _, Some(slot)) => Hole::Value(slot, bound),
            // a name whose bearer is still to come: `increases secretion of HGF of ...`
            _ => Hole::Place(bound),
        };
    }
    if open_names(&mut goal.condition, true) {
        return Hole::Name(watch.named.get().unwrap_or_default());
    }
    Hole::Elsewhere
}

fn is_hole(target: &Target) -> bool {
    matches!(target, Target::Entities(set) if set.asked.is_empty())
}

/// Where the hole stands, its slot must be stated.
fn open_test(test: &mut Test, positive: bool) {
    match test {
        Test::Slot { slot, compare: Compare::Entities(set) } if set.asked.is_empty() => {
            let open = Test::NotStated(*slot);
            *test = if positive { Test::Not(Box::new(open)) } else { open };
        }
        Test::Slot { .. } | Test::NotStated(_) => {}
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => {
            tests.iter_mut().for_each(|test| open_test(test, positive));
        }
        Test::Not(test) => open_test(test, !positive),
    }
}

/// Where the hole stands, a row may be anything.
fn open_names(condition: &mut Condition, positive: bool) -> bool {
    match condition {
        Condition::Is(_, set) if set.asked.is_empty() => {
            *condition = if positive { Condition::All(Vec::new()) } else { Condition::Any(Vec::new()) };
            true
        }
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter_mut().any(|part| open_names(part, positive))
        }
        Condition::Not(part) => open_names(part, !positive),
        Condition::InOneStudy(part) => open_names(part, positive),
        Condition::Is(..) | Condition::Effect(_) => false,
    }
}

impl Lookup<'_> {
    /// Whether the parts are nothing but the hole.
    pub(super) fn is_hole(&self, parts: &[Part]) -> bool {
        match (&self.hole, parts) {
            (Some(hole), [one]) => hole.span == one.span,
            _ => false,
        }
    }

    /// Keeps what a name in the hole could be.
    #[inline(never)]
    pub(super) fn learn(&self, kinds: &[KindId]) {
        if let Some(hole) = &self.hole {
            *hole.kinds.borrow_mut() = Some(kinds.to_vec());
        }
    }

    /// Keeps that narrower names do not count in the hole.
    pub(super) fn learn_exactly(&self) {
        if let Some(hole) = &self.hole {
            hole.exactly.set(true);
        }
    }

    /// Keeps of which slot the hole is a value.
    #[inline(never)]
    pub(super) fn learn_value(&self, slot: SlotRef, kinds: &[KindId], exactly: bool) -> Test {
        self.learn(kinds);
        if let Some(hole) = &self.hole {
            hole.slot.set(Some(slot));
            hole.exactly.set(exactly);
        }
        Test::Slot { slot, compare: Compare::Entities(EntitySet::default()) }
    }

    /// Keeps that the hole is a value behind `in`.
    #[inline(never)]
    pub(super) fn learn_place(&self, kinds: &[KindId]) -> Test {
        self.learn(kinds);
        if let Some(hole) = &self.hole {
            hole.place.set(true);
        }
        let slots = (0u32..).zip(&self.vocabulary.schema().slots).filter(|(_, slot)| slot.place);
        let slots = slots.map(|(id, _)| SlotRef::Declared(crate::model::SlotId(id)));
        Test::Any(slots.map(|slot| Test::Slot { slot, compare: Compare::Entities(EntitySet::default()) }).collect())
    }

    /// Keeps that the hole says what a noun of the row is.
    pub(super) fn learn_name(&self, letter: Letter) {
        if let Some(hole) = &self.hole {
            hole.named.set(Some(letter));
        }
    }

    /// Keeps that the hole is the name of a slot.
    #[inline(never)]
    pub(super) fn learn_slot(&mut self) -> Test {
        if let Some(hole) = &mut self.hole {
            hole.slot_name = true;
        }
        Test::All(Vec::new())
    }
}

impl Lowering<'_, '_> {
    /// The effect that stands for a condition of which nothing is typed.
    #[inline(never)]
    pub(super) fn open_condition(
        &mut self,
        letter: Letter,
        effect: &ast::Effect,
        bound: &[ContextId],
    ) -> Option<Condition> {
        let own = match &effect.items {
            Some(items) => Some(self.items(items)?),
            None => None,
        };
        let contexts = own.map_or_else(|| bound.to_vec(), |own| super::resolve::union(bound, &[own]));
        let any = Effect::new(Role::Either, Verb::Any, Target::Any, contexts, Purpose::Asked, effect.span);
        let id = self.push(Effect { bearer: letter, ..any });
        if let Some(hole) = &mut self.lookup.hole {
            hole.condition = Some(id);
        }
        Some(Condition::Effect(id))
    }

    /// Keeps the first effect that has to do with the hole, for where the rest of the question cannot be read.
    #[inline(never)]
    pub(super) fn keep_alone(&mut self, effect: &Effect) {
        let Some(hole) = self.lookup.hole.as_mut().filter(|hole| hole.alone.is_none()) else { return };
        let context = |id: &ContextId| self.contexts.get(id.0 as usize);
        let in_context = effect.contexts.iter().filter_map(context).any(|context| hole.is_in(context.span));
        if in_context || hole.is_in(effect.span) {
            hole.alone = Some((effect.clone(), self.contexts.clone(), self.nouns.kind(effect.bearer)));
        }
    }
}
