//! Section 3 of the page: `always`, `only`, and how many values the witnesses state.

use super::finding::{Kleene, amounts, and, not, or};
use super::row::{Without, standings};
use super::{Mutant, Reference};
use std::collections::BTreeSet;
use whereof::eval::{GroupValue, RowId};
use whereof::goal::{EffectId, Head, Quantifier, SlotRef, Target};
use whereof::model::{EntityId, Finding, FindingId, KindId, StudyId, Value};

impl Reference<'_> {
    /// Whether an entity is asked for or a kind of what is, whatever the verb wants.
    fn covered(&self, id: EffectId, row: RowId, other: EntityId) -> Kleene {
        match &self.effect(id).target {
            Target::Goal(_) => {
                let (rows, possible) = &self.inner[id.0 as usize];
                let of = |rows: &[EntityId]| rows.iter().any(|row| self.is_kind_of(other, *row));
                if of(rows) {
                    Some(true)
                } else if of(possible) {
                    None
                } else {
                    Some(false)
                }
            }
            _ => self.target(id, row, other),
        }
    }

    /// The nouns of what an effect asks for.
    fn nouns(&self, id: EffectId) -> Vec<KindId> {
        let kind = |entity: &EntityId| self.facts.vocabulary().entity(*entity).unwrap().kind;
        match &self.effect(id).target {
            Target::Entities(set) => set.asked.iter().map(kind).collect(),
            Target::Goal(inner) => match inner.head {
                Head::Noun(kind) => vec![kind],
                _ => Vec::new(),
            },
            Target::Any | Target::Letter(_) => Vec::new(),
        }
    }

    /// To which degree a finding breaks an effect of a row.
    fn breaks(&self, id: EffectId, row: RowId, at: FindingId, without: Without) -> Kleene {
        let (effect, f) = (self.effect(id), self.finding(at));
        if !f.stance.witnesses() && !self.asks_stance(id) {
            return Some(false);
        }
        let here = standings(effect.role, f).into_iter().filter(|(bearer, _)| self.stands(id, row, at, *bearer));
        let about: Vec<Kleene> = here
            .map(|(_, other)| {
                let says = Some(self.verb_alone(id, f));
                let alike = self.nouns(id).contains(&self.facts.vocabulary().entity(other).unwrap().kind);
                let alike = Some(alike || self.mutant == Mutant::OnlyAmongAllNouns);
                match effect.quantifier {
                    Quantifier::Some => Some(false),
                    Quantifier::Always => and(&[not(says), self.covered(id, row, other)]),
                    Quantifier::Only => and(&[says, alike, not(self.covered(id, row, other))]),
                }
            })
            .collect();
        let contexts = match self.mutant {
            Mutant::BreakersNeedNoContext => Some(true),
            _ => self.contexts(id, f, without),
        };
        and(&[or(&about), contexts])
    }

    /// The findings that break an effect, among those that cite all of `within`; with `maybe` also those that may.
    pub fn breakers(
        &self,
        id: EffectId,
        row: RowId,
        within: &[StudyId],
        without: Without,
        maybe: bool,
    ) -> BTreeSet<FindingId> {
        let ids = (0..self.all.len()).map(|i| FindingId(i as u32));
        ids.filter(|at| within.iter().all(|s| self.finding(*at).studies.contains(s)))
            .filter(|at| self.breaks(id, row, *at, without).unwrap_or(maybe))
            .collect()
    }

    /// Whether nothing breaks an effect.
    pub fn unbroken(&self, id: EffectId, row: RowId, within: &[StudyId], without: Without) -> Kleene {
        let ignored = match self.effect(id).quantifier {
            Quantifier::Some => true,
            Quantifier::Always => self.mutant == Mutant::AlwaysIsSome,
            Quantifier::Only => self.mutant == Mutant::OnlyIsSome,
        };
        if ignored || without == Without::Quantifiers || self.breakers(id, row, within, without, true).is_empty() {
            Some(true)
        } else if self.breakers(id, row, within, without, false).is_empty() {
            if self.mutant == Mutant::PossibleBreakersIgnored { Some(true) } else { None }
        } else {
            Some(false)
        }
    }

    /// How many values findings state of which no other is narrower, and how many findings state none.
    pub fn values_of(&self, findings: &BTreeSet<FindingId>, slot: SlotRef) -> (usize, usize) {
        let stated: Vec<Vec<GroupValue>> = findings.iter().map(|at| self.printed(slot, self.finding(*at))).collect();
        let none = stated.iter().filter(|values| values.is_empty()).count();
        let mut kept: Vec<&GroupValue> = Vec::new();
        for value in stated.iter().flatten() {
            if !kept.iter().any(|other| self.within(value, other) && self.within(other, value)) {
                kept.push(value);
            }
        }
        let narrowest = |value: &&&GroupValue| {
            self.mutant == Mutant::BroadValuesCount
                || !kept.iter().any(|other| self.within(other, value) && !self.within(value, other))
        };
        let count = kept.iter().filter(narrowest).count();
        (count, if self.mutant == Mutant::UnstatedValuesIgnored { 0 } else { none })
    }

    /// Whether one value is another or lies in it.
    fn within(&self, one: &GroupValue, two: &GroupValue) -> bool {
        match (one, two) {
            (GroupValue::Value(Value::Entity(one)), GroupValue::Value(Value::Entity(two))) => {
                self.is_kind_of(*one, *two)
            }
            (GroupValue::Value(Value::Text(one)), GroupValue::Value(Value::Text(two)))
            | (GroupValue::Word(one), GroupValue::Word(two)) => super::folded(one) == super::folded(two),
            (GroupValue::Value(Value::Quantity(one)), GroupValue::Value(Value::Quantity(two))) => {
                let (nl, nlo, nh, nho, nd) = amounts(self.facts, one);
                let (bl, blo, bh, bho, bd) = amounts(self.facts, two);
                let low = bl < nl || bl == nl && (!blo || nlo);
                let high = bh > nh || bh == nh && (!bho || nho);
                nd == bd && low && high
            }
            (one, two) => one == two,
        }
    }

    /// Whether the row stands in a finding with this entity on its side.
    pub fn stands(&self, id: EffectId, row: RowId, at: FindingId, bearer: EntityId) -> bool {
        match row {
            RowId::Entity(_) | RowId::Tuple(_) => row.entity(self.effect(id).bearer) == Some(bearer),
            RowId::Finding(finding) => finding == at,
            RowId::Study(study) => self.finding(at).studies.contains(&study),
        }
    }

    /// Whether the contexts of an effect hold of a finding, with some taken away.
    pub fn contexts(&self, id: EffectId, f: &Finding, without: Without) -> Kleene {
        let effect = self.effect(id);
        let asked = whereof::goal::Purpose::Asked;
        let contexts = effect.contexts.iter().filter(|c| match without {
            Without::Nothing | Without::Quantifiers => true,
            Without::Asked => effect.purpose != asked,
            Without::One(one) => effect.purpose != whereof::goal::Purpose::Context || **c != one,
        });
        match self.mutant {
            Mutant::ContextsForgotten => Some(true),
            _ => and(&contexts.map(|c| self.context(*c, f)).collect::<Vec<_>>()),
        }
    }
}
