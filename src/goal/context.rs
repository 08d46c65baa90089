//! Contexts: slots and values to tests of one finding.
//!
//! Conditions on slots come in, entries of the goal's contexts go out. Which effects they bind is decided by the caller.

use super::lookup::Position;
use super::resolve::{Lowering, is_context};
use super::{Compare, ContextId, QuantityOperator, QuantityTest, Sense, SlotRef, StanceTest, Test};
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::model::{Direction, EntityId, KindId, SlotId, SlotType, Stance, Tier};
use crate::names::one_of;
use crate::syntax::ast::{self, Operator, RunOrChoice};
use crate::text::Span;

impl Lowering<'_, '_> {
    /// One context of the goal for a condition on contexts only.
    pub(super) fn context(&mut self, condition: &ast::Condition) -> Option<ContextId> {
        let span = super::resolve::span_of_condition(condition);
        let test = self.test(condition)?;
        Some(self.push_context(test, span))
    }

    /// One context of the goal for `in ...`.
    pub(super) fn items(&mut self, items: &ast::Items) -> Option<ContextId> {
        let test = self.items_test(items)?;
        Some(self.push_context(test, items.span))
    }

    fn test(&mut self, condition: &ast::Condition) -> Option<Test> {
        match condition {
            ast::Condition::Slot(slot) => self.slot_test(slot),
            ast::Condition::Items(items) => self.items_test(items),
            ast::Condition::Not(inner, _) => Some(Test::Not(Box::new(self.test(inner)?))),
            ast::Condition::Bracket(group, _) => {
                debug_assert!(group.conditions.iter().all(is_context));
                let each: Vec<Option<Test>> = group.conditions.iter().map(|condition| self.test(condition)).collect();
                let each: Vec<Test> = each.into_iter().collect::<Option<_>>()?;
                Some(match group.joiner {
                    ast::Joiner::And => Test::All(each),
                    ast::Joiner::Or => Test::Any(each),
                })
            }
            // `is_context` keeps these out.
            ast::Condition::Identity(_) | ast::Condition::Effect(_) => None,
        }
    }

    fn slot_test(&mut self, slot: &ast::Slot) -> Option<Test> {
        if self.lookup.is_hole(&slot.name.parts) {
            return Some(self.lookup.learn_slot());
        }
        let named = self.lookup.slot(&slot.name);
        match &slot.test {
            ast::SlotTest::NotStated => Some(Test::NotStated(named?)),
            ast::SlotTest::Compare(comparison) => self.comparison(named?, &slot.name, comparison),
        }
    }

    fn items_test(&mut self, items: &ast::Items) -> Option<Test> {
        let each: Vec<Option<Test>> = items.places.iter().map(|place| self.place(place)).collect();
        let mut each: Vec<Test> = each.into_iter().collect::<Option<_>>()?;
        if each.len() == 1 { each.pop() } else { Some(Test::All(each)) }
    }

    /// `rat`, or `disease = fibrosis`. A value's kind tells its slot: `in` reaches one slot for one kind.
    fn place(&mut self, place: &ast::Place) -> Option<Test> {
        if let Some(comparison) = &place.comparison {
            let slot = self.lookup.slot(&place.run)?;
            return self.comparison(slot, &place.run, comparison);
        }
        let schema = self.lookup.vocabulary.schema();
        let mut kinds: Vec<KindId> = Vec::new();
        for slot in schema.slots.iter().filter(|slot| slot.place) {
            if let SlotType::Entities(takes) = &slot.holds {
                kinds.extend_from_slice(takes);
            }
        }
        let slots: Vec<String> = schema.slots.iter().filter(|slot| slot.place).map(|slot| slot.name.clone()).collect();
        let words = format!("reached by `in` ({})", one_of(&slots, "or"));
        if self.lookup.is_hole(&place.run.parts) {
            return Some(self.lookup.learn_place(&kinds));
        }
        let run = self.with_in(&place.run, &kinds);
        let asked = self.lookup.entities(run.as_ref().unwrap_or(&place.run), &Position { kinds: &kinds, words })?;
        let kind = self.lookup.vocabulary.entity(*asked.first()?)?.kind;
        let slot = self.lookup.vocabulary.schema().place_of(kind)?;
        let set = self.lookup.set(asked, false, Vec::new());
        Some(Test::Slot { slot: SlotRef::Declared(slot), compare: Compare::Entities(set) })
    }

    /// The name of a place that itself begins with `in`, of which the grammar has taken that word: `in vitro`.
    fn with_in(&self, run: &ast::Run, kinds: &[KindId]) -> Option<ast::Run> {
        let text = format!("in {}", run.text());
        let vocabulary = self.lookup.vocabulary;
        let is_place = |id: &EntityId| vocabulary.entity(*id).is_some_and(|entity| kinds.contains(&entity.kind));
        if !vocabulary.entities_named(&text).iter().any(is_place) {
            return None;
        }
        Some(ast::Run { parts: vec![ast::Part { kind: ast::PartKind::Quoted, text, span: run.span }], span: run.span })
    }

    fn comparison(&mut self, slot: SlotRef, name: &ast::Run, comparison: &ast::Comparison) -> Option<Test> {
        let value = &comparison.value;
        let test = match &value.what {
            RunOrChoice::Run(run) => self.compare(slot, comparison.operator, run, value, name)?,
            RunOrChoice::Choice(choice) => {
                let each: Vec<Option<Test>> =
                    choice.runs.iter().map(|run| self.compare(slot, comparison.operator, run, value, name)).collect();
                let each: Vec<Test> = each.into_iter().collect::<Option<_>>()?;
                match choice.quantifier {
                    ast::Quantifier::Any => Test::Any(each),
                    ast::Quantifier::All => Test::All(each),
                    ast::Quantifier::None => Test::Not(Box::new(Test::Any(each))),
                    ast::Quantifier::AtLeast(n) => Test::AtLeast(n, each),
                    ast::Quantifier::Exactly(n) => Test::All(vec![
                        Test::AtLeast(n, each.clone()),
                        Test::Not(Box::new(Test::AtLeast(n.saturating_add(1), each))),
                    ]),
                }
            }
        };
        Some(if comparison.operator == Operator::NotEqual { Test::Not(Box::new(test)) } else { test })
    }

    /// `slot = run`; `!=` is put around it by the caller.
    fn compare(
        &mut self,
        slot: SlotRef,
        operator: Operator,
        run: &ast::Run,
        value: &ast::Value,
        name: &ast::Run,
    ) -> Option<Test> {
        if let Some(diagnostic) = self.misfit(slot, operator, run, name) {
            self.lookup.wrong(diagnostic);
            return None;
        }
        if self.lookup.is_hole(&run.parts) {
            let declared = match slot {
                SlotRef::Declared(id) => self.lookup.vocabulary.schema().slots.get(id.index()),
                _ => None,
            };
            let kinds = match declared.map(|slot| &slot.holds) {
                Some(SlotType::Entities(kinds)) => kinds.as_slice(),
                _ => &[],
            };
            return Some(self.lookup.learn_value(slot, kinds, value.exactly));
        }
        let text = run.text();
        let compare = match slot {
            SlotRef::Declared(id) => return self.compare_declared(id, operator, run, value),
            SlotRef::Subject | SlotRef::Object => {
                let set = self.entity_set(run, value, &[], "a subject or object")?;
                Compare::Entities(set)
            }
            SlotRef::Verb => {
                let found = self.lookup.vocabulary.verbs_named(&text);
                if found.is_empty() {
                    let mut wrong =
                        Diagnostic::error("W0207", format!("`{text}` is no verb of this base"), run.span, "not known");
                    for (phrase, _) in
                        self.lookup.vocabulary.nearest_verbs(&text, if self.lookup.may_suggest() { 5 } else { 0 })
                    {
                        wrong = wrong.with_fix(Fix::replace(phrase.clone(), run.span, super::lookup::quoted(&phrase)));
                    }
                    self.lookup.wrong(wrong);
                    return None;
                }
                let mut members = Vec::new();
                for (relation, passive) in found {
                    self.lookup.used(run.span, Sense::Relation { relation, passive });
                    if value.exactly {
                        members.push(relation);
                    } else {
                        members.extend(self.lookup.vocabulary.narrower_relations(relation));
                    }
                }
                members.sort_unstable();
                members.dedup();
                Compare::Relations(members)
            }
            SlotRef::Direction => Compare::Direction(self.one_of(
                run,
                &[
                    ("increase", Direction::Increase),
                    ("decrease", Direction::Decrease),
                    ("none", Direction::None),
                    ("unclear", Direction::Unclear),
                    ("better", Direction::Better),
                    ("worse", Direction::Worse),
                ],
            )?),
            SlotRef::Stance => Compare::Stance(self.one_of(
                run,
                &[
                    ("reported", StanceTest::Is(Stance::Reported)),
                    ("measured null", StanceTest::MeasuredNull),
                    ("hypothesised", StanceTest::Is(Stance::Hypothesised)),
                    ("hypothesized", StanceTest::Is(Stance::Hypothesised)),
                    ("gap", StanceTest::Is(Stance::Gap)),
                    ("declared gap", StanceTest::Is(Stance::Gap)),
                ],
            )?),
            SlotRef::Study => match text.parse::<u32>() {
                Ok(number) => Compare::Numbers(vec![number]),
                Err(_) => {
                    self.lookup.wrong(
                        Diagnostic::error(
                            "W0220",
                            format!("`{text}` is no study's number"),
                            run.span,
                            "a number is wanted here",
                        )
                        .with_note("studies go by the number under which their source cites them: `study = 59`"),
                    );
                    return None;
                }
            },
            SlotRef::Source | SlotRef::Section => Compare::Texts(vec![text]),
            SlotRef::Evidence => {
                let tiers = Tier::ALL.map(|tier| (tier.word(), tier));
                Compare::Tier(compared(operator), self.one_of(run, &tiers)?)
            }
        };
        Some(Test::Slot { slot, compare })
    }

    fn compare_declared(&mut self, id: SlotId, operator: Operator, run: &ast::Run, value: &ast::Value) -> Option<Test> {
        let slot = SlotRef::Declared(id);
        let declared = self.lookup.vocabulary.schema().slots.get(id.index())?;
        let compare = match &declared.holds {
            SlotType::Entities(kinds) => {
                let words = format!("a value of `{}`", declared.name);
                Compare::Entities(self.entity_set(run, value, kinds, &words)?)
            }
            SlotType::Quantity(dimensions) => {
                let quantity = match self.quantity(&run.text(), dimensions) {
                    Ok(quantity) => quantity,
                    Err(wrong) => {
                        let wrong = self.no_amount(wrong, id, run, dimensions);
                        self.lookup.wrong(wrong);
                        return None;
                    }
                };
                Compare::Quantity(QuantityTest { operator: compared(operator), quantity })
            }
            SlotType::Text => Compare::Texts(vec![run.text()]),
        };
        Some(Test::Slot { slot, compare })
    }

    fn entity_set(
        &mut self,
        run: &ast::Run,
        value: &ast::Value,
        kinds: &[KindId],
        words: &str,
    ) -> Option<super::EntitySet> {
        let position = Position { kinds, words: words.to_owned() };
        let asked = self.lookup.entities(run, &position);
        let except = match &value.except {
            None => Some(Vec::new()),
            Some(RunOrChoice::Run(run)) => self.lookup.entities(run, &position),
            Some(RunOrChoice::Choice(choice)) => {
                let each: Vec<Option<Vec<EntityId>>> =
                    choice.runs.iter().map(|run| self.lookup.entities(run, &position)).collect();
                each.into_iter().collect::<Option<Vec<_>>>().map(|each| each.concat())
            }
        };
        Some(self.lookup.set(asked?, value.exactly, except?))
    }

    fn one_of<T: Copy + PartialEq>(&mut self, run: &ast::Run, words: &[(&str, T)]) -> Option<T> {
        let text = run.text();
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text)).map(|(_, value)| *value);
        if found.is_none() {
            let mut wrong = Diagnostic::error(
                "W0221",
                format!("`{text}` is none of the values of this slot"),
                run.span,
                "not known",
            );
            wrong.expected = words.iter().map(|(word, _)| (*word).to_owned()).collect();
            let mut named: Vec<&str> = Vec::new();
            for (at, (word, value)) in words.iter().enumerate() {
                // of two spellings of one value the first is enough
                if words.iter().position(|(_, one)| one == value) == Some(at) {
                    named.push(word);
                }
            }
            if let Some(meant) = meant_by(&text, &named) {
                named = vec![meant];
            }
            let replace = |word: &str| Fix::replace(word.to_owned(), run.span, word.to_owned());
            wrong.fixes = named.into_iter().take(5).map(replace).collect();
            self.lookup.wrong(wrong);
        }
        found
    }

    /// `<` on a slot that holds no amounts.
    fn misfit(&self, slot: SlotRef, operator: Operator, run: &ast::Run, name: &ast::Run) -> Option<Diagnostic> {
        if matches!(operator, Operator::Equal | Operator::NotEqual) {
            return None;
        }
        let amounts = match slot {
            SlotRef::Declared(id) => {
                matches!(
                    self.lookup.vocabulary.schema().slots.get(id.index()).map(|slot| &slot.holds),
                    Some(SlotType::Quantity(_))
                )
            }
            SlotRef::Evidence => true,
            _ => false,
        };
        if amounts {
            return None;
        }
        let between = Span { start: name.span.end, end: run.span.start };
        let mut found = Diagnostic::error(
            "W0222",
            format!("`{}` holds no amounts, so nothing is less or more", self.lookup.slot_name(slot)),
            between,
            format!("`{}` compares amounts", operator.text()),
        )
        .with_fix(Fix::replace("use `=`", between, " = "));
        found.labels.push(Label { span: name.span, message: "this slot holds names".to_owned() });
        Some(found)
    }
}

/// How amounts and tiers are compared; `!=` is `=` with a `not` around it.
fn compared(operator: Operator) -> QuantityOperator {
    match operator {
        Operator::Equal | Operator::NotEqual => QuantityOperator::Equal,
        Operator::Less => QuantityOperator::Less,
        Operator::LessOrEqual => QuantityOperator::LessOrEqual,
        Operator::Greater => QuantityOperator::Greater,
        Operator::GreaterOrEqual => QuantityOperator::GreaterOrEqual,
    }
}

/// Words for values that all findings share, as people say them.
const SAID: &[(&str, &str)] = &[
    ("up", "increase"),
    ("more", "increase"),
    ("higher", "increase"),
    ("down", "decrease"),
    ("less", "decrease"),
    ("lower", "decrease"),
    ("reduced", "decrease"),
    ("unchanged", "none"),
    ("no effect", "none"),
    ("null", "measured null"),
    ("negative", "measured null"),
    ("proven", "reported"),
    ("shown", "reported"),
    ("measured", "reported"),
    ("speculation", "hypothesised"),
    ("unknown", "gap"),
    ("clinical", "patients"),
    ("people", "patients"),
    ("in vivo", "animal"),
    ("in vitro", "cells"),
];

/// The one of some values that was probably meant by a word that is none of them.
fn meant_by<'w>(text: &str, values: &[&'w str]) -> Option<&'w str> {
    let low = text.to_lowercase();
    let said = SAID.iter().find(|(word, _)| *word == low).map(|(_, value)| *value);
    let is_near = |value: &&str| {
        let begins = low.len() > 2 && (value.starts_with(low.as_str()) || low.starts_with(*value));
        said == Some(*value) || begins || low.len() < 32 && strsim::osa_distance(value, &low) <= value.len() / 4
    };
    let mut near = values.iter().copied().filter(is_near);
    near.next().filter(|_| near.next().is_none())
}
