//! Findings, studies, entities and rows in words.
//!
//! Ids come in, words go out. What was asked is not known here.

use crate::answer::{Evidence, Ref, SlotWords};
use crate::base::{Core, Facts};
use crate::eval::outcome::RowId;
use crate::goal::SlotRef;
use crate::goal::print::{direction_words, stance_words};
use crate::model::{
    Benefit, Direction, EntityId, Finding, FindingId, Locator, RelationId, SlotId, Stance, StudyId, Value,
};
use crate::names::evidence::tier;
use crate::names::{Closure, Vocabulary, quantity};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Puts the things of one base into words.
pub(super) struct Teller<'a> {
    pub(super) facts: &'a dyn Facts,
    several_sources: bool,
    /// What is narrower than the entities that were asked for so far, by id.
    narrower: RefCell<FxHashMap<EntityId, Rc<[Closure]>>>,
    /// How often it was asked why something is narrower.
    reasons: Cell<u32>,
}

/// So many reasons are looked for one by one, from below; for more all that is narrower is listed.
const ONE_BY_ONE: u32 = 16;

impl<'a> Teller<'a> {
    pub(super) fn new(facts: &'a dyn Facts) -> Teller<'a> {
        Teller {
            facts,
            several_sources: facts.sources().len() > 1,
            narrower: RefCell::default(),
            reasons: Cell::new(0),
        }
    }

    pub(super) fn vocabulary(&self) -> &'a Vocabulary {
        self.facts.vocabulary()
    }

    pub(super) fn name(&self, id: EntityId) -> String {
        self.vocabulary().entity(id).map_or_else(|| "?".to_owned(), |entity| entity.name.clone())
    }

    pub(super) fn kind(&self, id: EntityId) -> String {
        let kind =
            self.vocabulary().entity(id).and_then(|entity| self.vocabulary().schema().kinds.get(entity.kind.index()));
        kind.map_or_else(|| "thing".to_owned(), |kind| kind.name.clone())
    }

    pub(super) fn relation(&self, id: RelationId) -> String {
        self.vocabulary()
            .schema()
            .relations
            .get(id.index())
            .map_or_else(|| "?".to_owned(), |relation| relation.name.clone())
    }

    pub(super) fn slot(&self, id: SlotId) -> String {
        self.vocabulary().schema().slots.get(id.index()).map_or_else(|| "?".to_owned(), |slot| slot.name.clone())
    }

    pub(super) fn row_name(&self, id: RowId) -> String {
        match id {
            RowId::Entity(entity) => self.name(entity),
            RowId::Tuple(tuple) => {
                let names: Vec<String> = tuple.entities().iter().map(|&entity| self.name(entity)).collect();
                names.join(" · ")
            }
            RowId::Finding(finding) => {
                self.facts.finding(finding).map_or_else(|| "?".to_owned(), |finding| self.statement(&finding))
            }
            RowId::Study(study) => match self.facts.study(study) {
                Some(study) => match study.called() {
                    Some(title) => format!("[{}] {title}", study.number),
                    None => format!("[{}]", study.number),
                },
                None => "?".to_owned(),
            },
        }
    }

    pub(super) fn value(&self, value: &Value) -> String {
        match value {
            Value::Entity(entity) => self.name(*entity),
            Value::Quantity(quantity) => quantity::print(self.vocabulary(), quantity),
            Value::Text(text) => text.clone(),
        }
    }

    /// Subject, verb, object.
    pub(super) fn statement(&self, finding: &Finding) -> String {
        let name = |id: EntityId| self.vocabulary().entity(id).map_or("?", |entity| entity.name.as_str());
        let relation = self.vocabulary().relation(finding.relation).map_or("?", |relation| relation.name.as_str());
        format!("{} {relation} {}", name(finding.subject), name(finding.object))
    }

    /// `cirrhosis (stage of liver fibrosis)`: the step that leads up towards what was asked.
    pub(super) fn with_reason(&self, id: EntityId, asked: &[EntityId]) -> String {
        let name = self.name(id);
        self.reasons.set(self.reasons.get().saturating_add(1));
        for &top in asked {
            let step = if self.reasons.get() <= ONE_BY_ONE {
                self.vocabulary().step_below(top, id)
            } else {
                let closure = self.closure(top);
                let place = closure.binary_search_by_key(&id, |step| step.entity);
                place.ok().and_then(|place| closure.get(place)).copied()
            };
            if let Some(step) = step
                && let Some(kind) = step.step
            {
                return format!("{name} ({} {})", kind.words(), self.name(step.above));
            }
        }
        name
    }

    fn closure(&self, top: EntityId) -> Rc<[Closure]> {
        let mut known = self.narrower.borrow_mut();
        Rc::clone(known.entry(top).or_insert_with(|| self.vocabulary().narrower(top).into()))
    }

    pub(super) fn refs(&self, studies: &[StudyId]) -> Vec<Ref> {
        let mut refs: Vec<Ref> = studies
            .iter()
            .filter_map(|&id| {
                let study = self.facts.study(id)?;
                let source = if self.several_sources {
                    self.facts.sources().get(study.source.index()).map(|source| source.name.clone())
                } else {
                    None
                };
                Some(Ref { number: study.number, study: id, source })
            })
            .collect();
        refs.sort_by(|a, b| (&a.source, a.number).cmp(&(&b.source, b.number)));
        refs
    }

    pub(super) fn locator(&self, locator: &Locator) -> String {
        let source = self.facts.sources().get(locator.source.index()).map_or("?", |source| source.name.as_str());
        format!("{source}, section {}, sentence {}", locator.section, locator.sentence)
    }

    pub(super) fn evidences(&self, findings: &[FindingId]) -> Vec<Evidence> {
        findings.iter().filter_map(|&id| self.evidence(id)).collect()
    }

    /// Findings of which no more is told than which they are, their signs and studies.
    pub(super) fn signs(&self, findings: &[FindingId]) -> Vec<Evidence> {
        let signs = |&id: &FindingId| {
            let core = self.facts.core(id)?;
            Some(Evidence {
                finding: id,
                statement: String::new(),
                sign: self.sign(core),
                context: Vec::new(),
                refs: self.refs(&self.facts.cited(id).unwrap_or_default()),
                locators: Vec::new(),
                stance: String::new(),
            })
        };
        findings.iter().filter_map(signs).collect()
    }

    pub(super) fn evidence(&self, id: FindingId) -> Option<Evidence> {
        self.facts.finding(id).map(|finding| self.evidence_of(id, &finding))
    }

    /// The same of a finding that is at hand.
    pub(super) fn evidence_of(&self, id: FindingId, finding: &Finding) -> Evidence {
        let mut context: Vec<SlotWords> = Vec::new();
        for stated in &finding.slots {
            let slot = self.slot(stated.slot);
            let value = self.value(&stated.value);
            match context.iter_mut().find(|words| words.slot == slot) {
                Some(words) => {
                    words.values.push(value);
                    words.inferred |= stated.inferred;
                }
                None => context.push(SlotWords { slot, values: vec![value], inferred: stated.inferred }),
            }
        }
        Evidence {
            finding: id,
            statement: self.statement(finding),
            sign: self.sign(finding),
            context,
            refs: self.refs(&finding.studies),
            locators: finding.locators.iter().map(|locator| self.locator(locator)).collect(),
            stance: self.stance(finding),
        }
    }

    pub(super) fn stance(&self, finding: &Finding) -> String {
        if finding.stance == Stance::Reported && self.direction(finding) == Direction::None {
            return "measured null".to_owned();
        }
        stance_words(finding.stance).to_owned()
    }

    fn direction(&self, finding: impl Into<Core>) -> Direction {
        let finding = finding.into();
        let relation = self.vocabulary().schema().relations.get(finding.relation.index());
        relation.map_or(Direction::Unclear, |relation| relation.direction)
    }

    pub(super) fn sign(&self, finding: impl Into<Core>) -> char {
        let finding = finding.into();
        let benefit = self.vocabulary().entity(finding.object).and_then(|entity| entity.benefit);
        match (self.direction(finding), benefit) {
            (Direction::Increase, _)
            | (Direction::Better, Some(Benefit::MoreIsBetter))
            | (Direction::Worse, Some(Benefit::MoreIsWorse)) => '+',
            (Direction::Decrease, _)
            | (Direction::Better, Some(Benefit::MoreIsWorse))
            | (Direction::Worse, Some(Benefit::MoreIsBetter)) => '-',
            (Direction::None, _) => '0',
            _ => '?',
        }
    }

    /// Distinct values of a slot among findings, in order of appearance; `not stated` where one states none.
    pub(super) fn slot_values(&self, findings: &[FindingId], slot: SlotRef) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        let mut unstated = false;
        for &id in findings {
            let Some(finding) = self.facts.finding(id) else { continue };
            let stated = self.values_of(&finding, slot);
            unstated |= stated.is_empty();
            for value in stated {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        if unstated {
            values.push("not stated".to_owned());
        }
        values
    }

    /// What one finding states in a slot, in words.
    pub(super) fn values_of(&self, finding: &Finding, slot: SlotRef) -> Vec<String> {
        let mut values: Vec<String> = match slot {
            SlotRef::Declared(slot) => finding.values(slot).map(|value| self.value(&value.value)).collect(),
            SlotRef::Subject => vec![self.name(finding.subject)],
            SlotRef::Object => vec![self.name(finding.object)],
            SlotRef::Verb => vec![self.relation(finding.relation)],
            SlotRef::Direction => vec![direction_words(self.direction(finding)).to_owned()],
            SlotRef::Stance => vec![self.stance(finding)],
            SlotRef::Study => self.refs(&finding.studies).iter().map(|r| r.number.to_string()).collect(),
            SlotRef::Source => finding
                .locators
                .iter()
                .filter_map(|locator| self.facts.sources().get(locator.source.index()))
                .map(|source| source.name.clone())
                .collect(),
            SlotRef::Evidence => {
                tier(self.vocabulary(), finding).map(|tier| tier.word().to_owned()).into_iter().collect()
            }
            SlotRef::Section => finding.locators.iter().map(|locator| locator.section.clone()).collect(),
        };
        values.dedup();
        values
    }
}
