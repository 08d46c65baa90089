//! Findings and the blocks that hold them.

use super::pick::{ambiguous, pick};
use super::split::{Cut, MOST_WORDS, Uncut, bearers, cut, name_of};
use super::state::{Loader, typed};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{Entity, EntityId, Finding, KindId, SlotId, SlotType, SlotValue, Stance, StudyId, Value};
use crate::names::{normal, one_of};
use crate::syntax::ast::{
    self, Block, Comparison, Entry, Given, Item, Items, Operator, Part, Ratio, Run, RunOrChoice, RunOrRatio, SlotTest,
};
use crate::text::Span;

const STANCES: [(&str, Stance); 3] =
    [("reported", Stance::Reported), ("hypothesised", Stance::Hypothesised), ("gap", Stance::Gap)];

/// What blocks around a finding say of it.
#[derive(Clone, Default)]
struct Context {
    values: Vec<SlotValue>,
    stance: Option<Stance>,
}

/// What one block or finding says itself.
#[derive(Default)]
struct Level {
    values: Vec<SlotValue>,
    cleared: Vec<SlotId>,
    stance: Option<Stance>,
}

impl Context {
    /// What is said inside replaces what is said outside, slot by slot.
    fn with(&self, level: Level) -> Context {
        let mut values = self.values.clone();
        values.retain(|value| {
            !level.cleared.contains(&value.slot) && !level.values.iter().any(|inner| inner.slot == value.slot)
        });
        for value in level.values {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Context { values, stance: level.stance.or(self.stance) }
    }
}

impl<'a> Loader<'a> {
    /// Reads all blocks of findings.
    pub(super) fn read_findings(&mut self) {
        self.each_item(|loader, item| match item {
            Item::Block(Block::Study(block)) => {
                let mut level = Level::default();
                if let Some(items) = &block.items {
                    loader.items(items, &mut level);
                }
                let mut studies: Vec<StudyId> =
                    block.numbers.iter().filter_map(|(number, _)| loader.study(*number)).collect();
                studies.sort_unstable();
                studies.dedup();
                loader.entries(&block.entries, &Context::default().with(level), &studies);
            }
            Item::Block(Block::Given(given)) => loader.given(given, &Context::default(), &[]),
            Item::Statement(ast::Statement::Declaration(_) | ast::Statement::Edge(_)) => {}
            Item::Statement(statement) => {
                if let Some(span) = question_span(statement) {
                    let error = Diagnostic::error("W0314", "a base holds no questions", span, "a question");
                    loader.tell(error.with_note(
                        "a base is made of declarations, steps between entities, and findings in `study` or `given`",
                    ));
                }
            }
        });
    }

    fn given(&mut self, given: &'a Given, around: &Context, studies: &[StudyId]) {
        let mut level = Level::default();
        if let Some(items) = &given.items {
            self.items(items, &mut level);
        }
        self.entries(&given.entries, &around.with(level), studies);
    }

    fn entries(&mut self, entries: &'a [Entry], context: &Context, studies: &[StudyId]) {
        for entry in entries {
            match entry {
                Entry::Given(given) => self.given(given, context, studies),
                Entry::Finding(finding) => self.finding(finding, context, studies),
            }
        }
    }

    fn finding(&mut self, finding: &'a ast::Finding, around: &Context, studies: &[StudyId]) {
        let mut level = Level::default();
        if let Some(items) = &finding.items {
            self.items(items, &mut level);
        }
        for slot in &finding.slots {
            self.slot(&slot.name, &slot.test, &mut level);
        }
        let context = around.with(level);
        let parts = &finding.run.parts;
        if parts.len() > MOST_WORDS {
            let message = format!("a finding of {} words cannot be read", parts.len());
            self.tell(Diagnostic::error("W0310", message, finding.run.span, format!("at most {MOST_WORDS}")));
            return;
        }
        let way = match cut(&self.vocabulary, parts, finding.ratio.is_some()) {
            Ok(way) => way,
            Err(uncut) => {
                self.tell_uncut(parts, finding.run.span, &uncut);
                // With subject and verb known, what further objects say is not lost.
                match uncut {
                    Uncut::Unknown(way) if self.names_something(parts, &way.subject) => way,
                    _ => return,
                }
            }
        };
        let Some(relation) = self.parts.schema.relations.get(way.relation.index()) else { return };
        let (subjects, objects) = (relation.subjects.clone(), relation.objects.clone());
        let (left_kinds, right_kinds) = if way.passive { (&objects, &subjects) } else { (&subjects, &objects) };
        let left = self.side(parts, &way.subject, left_kinds);
        let mut rights: Vec<(EntityId, Option<SlotValue>)> = Vec::new();
        match &finding.ratio {
            Some(ratio) => rights.extend(self.ratio(ratio, right_kinds).map(|id| (id, None))),
            None if self.is_object(parts, &way.object) => rights.extend(self.object(parts, &way.object, right_kinds)),
            None => {}
        }
        for object in &finding.objects {
            match object {
                RunOrRatio::Run(run) => rights.extend(self.object(&run.parts, &(0..run.parts.len()), right_kinds)),
                RunOrRatio::Ratio(ratio) => rights.extend(self.ratio(ratio, right_kinds).map(|id| (id, None))),
            }
        }
        let locators = self.locators(&finding.spots);
        // Laid upon a base, a finding that names nobody would be told as one of that base.
        if studies.is_empty() && locators.is_empty() && self.is_laid_upon() && self.the_source(finding.span).is_none() {
            return;
        }
        let Some(left) = left else { return };
        for (right, bearer) in rights {
            let context = match bearer {
                Some(value) => context.with(Level { values: vec![value], ..Level::default() }),
                None => context.clone(),
            };
            let mut slots = context.values;
            slots.sort_by_key(|value| value.slot);
            let (subject, object) = if way.passive { (right, left) } else { (left, right) };
            self.parts.findings.push(Finding {
                subject,
                relation: way.relation,
                object,
                slots,
                studies: studies.to_vec(),
                locators: locators.clone(),
                stance: context.stance.unwrap_or(Stance::Reported),
            });
            let origin = self.origin(finding.span);
            self.origins.findings.push(Some(origin));
        }
    }

    /// The entity that a side of the verb names.
    fn side(&mut self, parts: &[Part], range: &std::ops::Range<usize>, kinds: &[KindId]) -> Option<EntityId> {
        let span = span_of(parts, range);
        let Some(name) = name_of(parts, range.clone()) else {
            self.tell(Diagnostic::error("W0301", "a quoted name stands alone", span, "more words beside it"));
            return None;
        };
        self.pick(&name, span, kinds)
    }

    fn names_something(&self, parts: &[Part], range: &std::ops::Range<usize>) -> bool {
        name_of(parts, range.clone()).is_some_and(|name| !self.vocabulary.entities_named(&name).is_empty())
    }

    fn is_object(&self, parts: &[Part], range: &std::ops::Range<usize>) -> bool {
        self.names_something(parts, range) || !bearers(&self.vocabulary, parts, range).is_empty()
    }

    fn pick(&mut self, name: &str, span: Span, kinds: &[KindId]) -> Option<EntityId> {
        let suggest = self.may_suggest_for(name);
        match pick(&self.vocabulary, name, span, kinds, suggest) {
            Ok(id) => Some(id),
            Err(diagnostic) => {
                self.tell(*diagnostic);
                None
            }
        }
    }

    fn may_suggest_for(&mut self, name: &str) -> bool {
        self.vocabulary.entities_named(name).is_empty() && self.may_suggest()
    }

    /// An object, and its bearer where it is `X of Y` and not a name as a whole.
    fn object(
        &mut self,
        parts: &[Part],
        range: &std::ops::Range<usize>,
        kinds: &[KindId],
    ) -> Option<(EntityId, Option<SlotValue>)> {
        let ways =
            if self.names_something(parts, range) { Vec::new() } else { bearers(&self.vocabulary, parts, range) };
        match ways.as_slice() {
            [] => Some((self.side(parts, range, kinds)?, None)),
            [of] => {
                let id = self.side(parts, &(range.start..*of), kinds)?;
                let bearer = of + 1..range.end;
                let name = name_of(parts, bearer.clone())?;
                let (slot, entity) = self.place(&name, span_of(parts, &bearer))?;
                Some((id, Some(SlotValue { slot, value: Value::Entity(entity), inferred: false })))
            }
            [first, .., last] => {
                let reading = |of: usize| {
                    let words = |range| name_of(parts, range).unwrap_or_default();
                    format!("`{}` of `{}`", words(range.start..of), words(of + 1..range.end))
                };
                let message = format!("this may be {} or {}", reading(*first), reading(*last));
                let span = span_of(parts, range);
                self.tell(Diagnostic::error("W0310", message, span, "quotes around a name decide it"));
                None
            }
        }
    }

    /// The ratio of two names; made where no entity is declared for it.
    fn ratio(&mut self, ratio: &Ratio, kinds: &[KindId]) -> Option<EntityId> {
        let numerator = self.pick(&ratio.numerator.text(), ratio.numerator.span, &[])?;
        let denominator = self.pick(&ratio.denominator.text(), ratio.denominator.span, &[])?;
        let Some(kind) = self.vocabulary.ratio_kind() else {
            let error = Diagnostic::error("W0301", "no noun `ratio` is declared", ratio.span, "a ratio");
            self.tell(error.with_note("`noun ratio;` lets a base speak of ratios"));
            return None;
        };
        if !kinds.is_empty() && !kinds.contains(&kind) {
            let wanted: Vec<String> = kinds.iter().map(|kind| self.vocabulary.kind_name(*kind).to_owned()).collect();
            let label = format!("{} is wanted here", one_of(&wanted, "or"));
            self.tell(Diagnostic::error("W0302", "this is a ratio", ratio.span, label));
            return None;
        }
        let parts = vec![numerator, denominator];
        let place = self.parts.entities.iter().position(|entity| entity.kind == kind && entity.parts == parts);
        let place = place.unwrap_or_else(|| {
            let name =
                format!("{}/{}", self.vocabulary.entity_name(numerator), self.vocabulary.entity_name(denominator));
            let origin = self.origin(ratio.span);
            self.origins.entities.push(Some(origin));
            self.parts.entities.push(Entity { parts, ..Entity::new(name, kind) });
            self.parts.entities.len() - 1
        });
        Some(EntityId(place as u32))
    }

    fn items(&mut self, items: &Items, level: &mut Level) {
        for place in &items.places {
            match &place.comparison {
                Some(comparison) => self.comparison(&place.run, comparison, level),
                None => {
                    if let Some(name) = name_of(&place.run.parts, 0..place.run.parts.len())
                        && let Some((slot, entity)) = self.place(&name, place.run.span)
                    {
                        level.values.push(SlotValue { slot, value: Value::Entity(entity), inferred: false });
                    }
                }
            }
        }
    }

    /// The slot and the entity that `in` and a name mean.
    fn place(&mut self, name: &str, span: Span) -> Option<(SlotId, EntityId)> {
        let places = self.vocabulary.places_named(name);
        match places.as_slice() {
            [one] => Some(*one),
            [] => {
                // Kinds that no place slot takes are told apart from names that nothing has.
                let slots = self.parts.schema.slots.iter().filter(|slot| slot.place);
                let kinds: Vec<KindId> = slots
                    .filter_map(|slot| if let SlotType::Entities(kinds) = &slot.holds { Some(kinds) } else { None })
                    .flatten()
                    .copied()
                    .collect();
                let suggest = self.may_suggest_for(name);
                if let Err(diagnostic) = pick(&self.vocabulary, name, span, &kinds, suggest) {
                    self.tell(*diagnostic);
                } else {
                    let error = Diagnostic::error("W0304", format!("`in` does not reach `{name}`"), span, "no place");
                    self.tell(error.with_note("name the slot: `slot = value`"));
                }
                None
            }
            several => {
                let ids: Vec<EntityId> = several.iter().map(|(_, id)| *id).collect();
                let mut error = ambiguous(&self.vocabulary, name, span, &ids);
                error.fixes.clear();
                for (slot, id) in several {
                    let Some(slot) = self.parts.schema.slots.get(slot.index()) else { continue };
                    let value = typed(&self.vocabulary.full_name(*id));
                    let text = format!("{} = {value}", slot.name);
                    error = error.with_fix(Fix::replace(format!("`{text}`"), span, text));
                }
                self.tell(error);
                None
            }
        }
    }

    fn slot(&mut self, name: &Run, test: &SlotTest, level: &mut Level) {
        match test {
            SlotTest::Compare(comparison) => self.comparison(name, comparison, level),
            SlotTest::NotStated => {
                if let Some((id, _)) = self.slot_named(name) {
                    level.cleared.push(id);
                }
            }
        }
    }

    /// The slot that words name, and whether the curator inferred its value.
    fn slot_named(&mut self, name: &Run) -> Option<(SlotId, bool)> {
        let text = name.text();
        if let Some(id) = self.vocabulary.slots_named(&text).first() {
            return Some((*id, false));
        }
        if let Some(rest) = text.strip_prefix("inferred ")
            && let Some(id) = self.vocabulary.slots_named(rest).first()
        {
            return Some((*id, true));
        }
        let near = if self.may_suggest() { self.vocabulary.nearest_slots(&text, 3) } else { Vec::new() };
        let mut error = Diagnostic::error("W0303", format!("no slot `{text}` is declared"), name.span, "not known");
        error.expected = self.parts.schema.slots.iter().map(|slot| slot.name.clone()).collect();
        error.expected.push("stance".into());
        for (near, _) in near {
            error = error.with_fix(Fix::replace(format!("`{near}`"), name.span, typed(&near)));
        }
        self.tell(error);
        None
    }

    fn comparison(&mut self, name: &Run, comparison: &Comparison, level: &mut Level) {
        let value = &comparison.value;
        let run = match &value.what {
            RunOrChoice::Run(run) if !value.exactly && value.except.is_none() => run,
            _ => {
                let error = Diagnostic::error("W0304", "a finding states one value", value.span, "a choice of values");
                return self.tell(
                    error.with_note(
                        "several values of one slot are stated one by one: `species = rat, species = mouse`",
                    ),
                );
            }
        };
        if normal(&name.text()) == "stance" {
            let form = normal(&run.text());
            let stance = STANCES
                .iter()
                .find(|(word, _)| normal(word) == form || (form == "hypothesized" && *word == "hypothesised"));
            match stance {
                Some((_, stance)) if comparison.operator == Operator::Equal => level.stance = Some(*stance),
                _ => {
                    let mut error =
                        Diagnostic::error("W0304", format!("`{}` is no stance", run.text()), value.span, "not known");
                    error.expected = STANCES.iter().map(|(word, _)| (*word).to_owned()).collect();
                    self.tell(error);
                }
            }
            return;
        }
        let Some((slot, inferred)) = self.slot_named(name) else { return };
        let Some(holds) = self.parts.schema.slots.get(slot.index()).map(|slot| slot.holds.clone()) else { return };
        let read = match &holds {
            SlotType::Quantity(dimensions) => self.quantity(run, comparison.operator, dimensions).map(Value::Quantity),
            _ if comparison.operator != Operator::Equal => {
                let message = format!("a finding states a value with `=`, not with `{}`", comparison.operator.text());
                self.tell(Diagnostic::error("W0304", message, value.span, "only amounts can be above or below"));
                None
            }
            SlotType::Entities(kinds) => self.entity_value(run, slot, kinds).map(Value::Entity),
            SlotType::Text => Some(Value::Text(run.text())),
        };
        if let Some(value) = read {
            level.values.push(SlotValue { slot, value, inferred });
        }
    }

    fn entity_value(&mut self, run: &Run, slot: SlotId, kinds: &[KindId]) -> Option<EntityId> {
        let text = run.text();
        // `in vivo` may be declared with its `in`, which cannot be typed behind `=` without quotes.
        let with_in: Vec<EntityId> = self
            .vocabulary
            .places_named(&text)
            .into_iter()
            .filter(|(place, _)| *place == slot)
            .map(|(_, id)| id)
            .collect();
        match with_in.as_slice() {
            [one] => Some(*one),
            _ => self.pick(&text, run.span, kinds),
        }
    }

    fn tell_uncut(&mut self, parts: &[Part], span: Span, uncut: &Uncut) {
        let words = |range: &std::ops::Range<usize>| {
            parts.get(range.clone()).unwrap_or(&[]).iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        match uncut {
            Uncut::NoVerb => {
                let mut error =
                    Diagnostic::error("W0309", "no verb in this finding", span, "subject, verb and object stand here");
                // `COX2 blocked by aspirin`
                let passive = parts.windows(2).find_map(|pair| match pair {
                    [verb, by] if by.text == "by" && verb.text.ends_with("ed") => Some(verb),
                    _ => None,
                });
                if let Some(verb) = passive {
                    error = error
                        .with_note(format!("a passive is declared with its verb: `passive = \"{} by\"`", verb.text));
                } else if self.may_suggest() {
                    let inner = parts.iter().skip(1).take(MOST_WORDS);
                    let near = inner.filter(|part| part.text.len() > 3).find_map(|part| {
                        let (name, _) = self.vocabulary.nearest_verbs(&part.text, 1).into_iter().next()?;
                        Some((part.span, name))
                    });
                    if let Some((at, name)) = near {
                        error = error.with_fix(Fix::replace(format!("`{name}`"), at, name));
                    }
                }
                self.tell(error);
            }
            Uncut::Unknown(way) => {
                if !self.names_something(parts, &way.subject) {
                    self.pick(&words(&way.subject), span_of(parts, &way.subject), &[]);
                }
                if !way.object.is_empty() && !self.is_object(parts, &way.object) {
                    self.pick(&words(&way.object), span_of(parts, &way.object), &[]);
                }
            }
            Uncut::Several(first, second) => {
                let reading =
                    |way: &Cut| format!("`{}` `{}` `{}`", words(&way.subject), words(&way.verb), words(&way.object));
                let message = format!("this may be {} or {}", reading(first), reading(second));
                self.tell(Diagnostic::error("W0310", message, span, "quotes around a name decide it"));
            }
        }
    }
}

fn span_of(parts: &[Part], range: &std::ops::Range<usize>) -> Span {
    let inside = parts.get(range.clone()).unwrap_or(&[]);
    match (inside.first(), inside.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

fn question_span(statement: &ast::Statement) -> Option<Span> {
    match statement {
        ast::Statement::Declaration(_) | ast::Statement::Edge(_) => None,
        question => Some(question.span()),
    }
}
