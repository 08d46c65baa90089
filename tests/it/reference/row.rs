//! Sections 3 and 4 of the page: what holds of one row, and what stands for and against it.

use super::finding::{Kleene, amounts, and, at_least, not, or, overlap};
use super::{Mutant, Reference};
use std::collections::{BTreeMap, BTreeSet};
use whereof::answer::Verdict;
use whereof::eval::{EffectOutcome, RowId, Tuple};
use whereof::goal::{Condition, ContextId, EffectId, Head, Letter, Purpose, Role, SlotRef, Target, Verb};
use whereof::model::{Direction, EntityId, Finding, FindingId, SlotId, SlotType, StudyId, Value};

/// Which contexts are taken away, of effects in positive position.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Without {
    Nothing,
    /// All contexts of asked effects.
    Asked,
    /// One context of context effects.
    One(ContextId),
    /// `always` and `only` of asked effects.
    Quantifiers,
}

/// What is found for an effect: its findings, those that do not do without taking something away, and the first that breaks it.
pub type Found = BTreeMap<EffectId, (BTreeSet<FindingId>, BTreeSet<FindingId>, BTreeSet<FindingId>)>;

/// The sides on which a row stands in a finding, and who stands on the other.
pub fn standings(role: Role, f: &Finding) -> Vec<(EntityId, EntityId)> {
    match role {
        Role::Subject => vec![(f.subject, f.object)],
        Role::Object => vec![(f.object, f.subject)],
        Role::Either => vec![(f.subject, f.object), (f.object, f.subject)],
    }
}

impl Reference<'_> {
    pub fn finding(&self, id: FindingId) -> &Finding {
        &self.all[id.index()]
    }

    /// Section 2, "meets": to which degree a finding meets an effect for a row.
    fn meets(&self, id: EffectId, row: RowId, at: FindingId, without: Without) -> Kleene {
        let (effect, f) = (self.effect(id), self.finding(at));
        if !f.stance.witnesses()
            && (!self.asks_stance(id) || effect.verb == Verb::Contested)
            && self.mutant != Mutant::AllStancesWitness
        {
            return Some(false);
        }
        let role = match effect.role {
            Role::Either if self.mutant == Mutant::EitherIsSubject => Role::Subject,
            role => role,
        };
        let here = standings(role, f).into_iter().filter(|(bearer, _)| self.stands(id, row, at, *bearer));
        let about: Vec<_> =
            here.map(|(_, other)| and(&[Some(self.verb(id, f, other)), self.target(id, row, other)])).collect();
        and(&[or(&about), self.contexts(id, f, without)])
    }

    /// The certain witnesses of an effect, or with `maybe` the certain and the possible ones, among findings that cite all of `within`.
    pub fn witnesses(
        &self,
        id: EffectId,
        row: RowId,
        within: &[StudyId],
        without: Without,
        maybe: bool,
    ) -> BTreeSet<FindingId> {
        if self.is_chain(id) {
            let told = self.told_chains(id, row, within, without, maybe);
            return told.iter().flat_map(|chain| chain.findings()).collect();
        }
        let meets = |at: &FindingId| match self.meets(id, row, *at, without) {
            Some(value) => value,
            None => maybe,
        };
        let ids = (0..self.all.len()).map(|i| FindingId(i as u32));
        let found = ids.filter(|at| within.iter().all(|s| self.finding(*at).studies.contains(s))).filter(meets);
        if self.effect(id).verb != Verb::Contested {
            return found.collect();
        }
        let found: Vec<_> = found.collect();
        let mut contested = BTreeSet::new();
        for (asked, kinds) in self.asked(id, row, maybe) {
            let others = |at: FindingId| {
                let here = standings(self.effect(id).role, self.finding(at));
                here.into_iter()
                    .filter(|(bearer, _)| row.entity(self.effect(id).bearer).is_none_or(|entity| entity == *bearer))
                    .map(|(_, other)| other)
                    .collect::<Vec<_>>()
            };
            let side = |sign: char| -> Vec<FindingId> {
                let on = |at: &FindingId| {
                    others(*at).iter().any(|other| if sign == '0' { *other == asked } else { kinds.contains(other) })
                };
                found.iter().copied().filter(on).filter(|at| self.sign(self.finding(*at)) == sign).collect()
            };
            for (one, two) in [('+', '-'), ('+', '0'), ('-', '0')] {
                let (one, two) = (side(one), side(two));
                let separated = !self.separators(id, &one, &two).is_empty();
                if !one.is_empty() && !two.is_empty() && (!separated || self.mutant == Mutant::ContestedThoughSeparated)
                {
                    contested.extend(one.into_iter().chain(two));
                }
            }
        }
        contested
    }

    pub fn studies<'f>(&self, findings: impl IntoIterator<Item = &'f FindingId>) -> BTreeSet<StudyId> {
        findings.into_iter().flat_map(|at| self.finding(*at).studies.clone()).collect()
    }

    /// Section 3: whether an effect is true of a row.
    pub fn effect_holds(&self, id: EffectId, row: RowId, within: &[StudyId], without: Without) -> Kleene {
        let effect = self.effect(id);
        if effect.verb == Verb::Includes {
            let Some(entity) = row.entity(effect.bearer) else { return Some(false) };
            let parts = &self.facts.vocabulary().entity(entity).unwrap().parts;
            return or(&parts.iter().map(|part| self.target(id, row, *part)).collect::<Vec<_>>());
        }
        if let Verb::Defined(_) = effect.verb {
            return self.defined(id, row);
        }
        if self.is_chain(id) {
            return self.chained(id, row, within, without);
        }
        let certain = self.witnesses(id, row, within, without, false);
        let maybe = self.witnesses(id, row, within, without, true);
        let enough = |findings: &BTreeSet<FindingId>, more: bool| {
            if findings.is_empty() || effect.purpose != Purpose::Asked {
                return !findings.is_empty();
            }
            let cited = match self.goal.count_findings || self.mutant == Mutant::FindingsInsteadOfStudies {
                true => findings.len(),
                false => self.studies(findings).len(),
            };
            let need = self.goal.min_studies as usize;
            (need <= 1 || cited >= need)
                && self.goal.least_values.iter().all(|(need, slot)| {
                    let (values, none) = self.values_of(findings, *slot);
                    values + if more { none } else { 0 } >= *need as usize
                })
        };
        let said = if enough(&certain, false) {
            Some(true)
        } else if enough(&maybe, true) {
            None
        } else {
            Some(false)
        };
        and(&[said, self.unbroken(id, row, within, without)])
    }

    /// Whether a condition is true of a row, with contexts taken away in positive position.
    pub fn holds(
        &self,
        condition: &Condition,
        row: RowId,
        within: &[StudyId],
        without: Without,
        positive: bool,
    ) -> Kleene {
        let each = |parts: &[Condition]| {
            parts.iter().map(|part| self.holds(part, row, within, without, positive)).collect::<Vec<_>>()
        };
        match condition {
            Condition::All(parts) => and(&each(parts)),
            Condition::Any(parts) => or(&each(parts)),
            Condition::AtLeast(n, parts) if self.mutant == Mutant::AtLeastOneFewer && *n > 1 => {
                at_least(*n as usize - 1, &each(parts))
            }
            Condition::AtLeast(n, parts) => at_least(*n as usize, &each(parts)),
            Condition::Not(part) => not(self.holds(part, row, within, without, !positive)),
            Condition::Is(letter, set) => Some(row.entity(*letter).is_some_and(|entity| set.members.contains(&entity))),
            Condition::Effect(id) => {
                let keeps = !positive && self.mutant != Mutant::NearDropsAllContexts;
                self.effect_holds(*id, row, within, if keeps { Without::Nothing } else { without })
            }
            Condition::InOneStudy(part) if self.mutant == Mutant::StudiesNotShared => {
                self.holds(part, row, within, without, positive)
            }
            Condition::InOneStudy(part) => {
                let of = |study| self.holds(part, row, &[within, &[study]].concat(), without, positive);
                or(&self.all_studies().map(of).collect::<Vec<_>>())
            }
        }
    }

    pub fn all_studies(&self) -> impl Iterator<Item = StudyId> + use<> {
        (0..self.facts.study_count()).map(|i| StudyId(i as u32))
    }

    /// Section 3, "witnesses of a row": by effect in positive position and true, all its witnesses, and those that count with all contexts.
    pub fn found(
        &self,
        condition: &Condition,
        row: RowId,
        within: &[StudyId],
        without: Without,
        positive: bool,
        found: &mut Found,
    ) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.found(part, row, within, without, positive, found));
            }
            Condition::Not(part) => self.found(part, row, within, without, !positive, found),
            Condition::Is(..) => {}
            Condition::Effect(id) => {
                let candidate =
                    self.effect(*id).purpose == Purpose::Candidate && self.mutant != Mutant::CandidatesWitness;
                if positive && !candidate && self.effect_holds(*id, row, within, without) == Some(true) {
                    if self.is_chain(*id) {
                        let mut drawn = self.drawn.borrow_mut();
                        let [told, nearly] = drawn.entry(*id).or_default();
                        for one in self.told_chains(*id, row, within, without, false) {
                            if !told.contains(&one) {
                                told.push(one);
                            }
                        }
                        if self.effect_holds(*id, row, within, Without::Nothing) != Some(true) {
                            nearly.extend(self.chains(*id, row, within, super::chain::Carried::WithoutContexts));
                        }
                    }
                    let entry = found.entry(*id).or_default();
                    entry.0.extend(self.witnesses(*id, row, within, without, false));
                    // What met the effect all along did not fail; what did not, is where contexts failed.
                    if self.effect_holds(*id, row, within, Without::Nothing) != Some(true) {
                        let full = self.witnesses(*id, row, within, Without::Nothing, false);
                        let free = self.witnesses(*id, row, within, without, false);
                        entry.1.extend(free.difference(&full));
                        let breakers = |maybe| self.breakers(*id, row, within, Without::Nothing, maybe);
                        entry.2.extend(breakers(false).first().or(breakers(true).first()));
                    }
                }
            }
            Condition::InOneStudy(part) => {
                for study in self.all_studies() {
                    let within = [within, &[study]].concat();
                    if self.holds(part, row, &within, without, positive) == Some(positive) {
                        self.found(part, row, &within, without, positive, found);
                    }
                }
            }
        }
    }

    /// The effects that are unknown of a possible row, with their certain and possible witnesses.
    pub fn unknown(
        &self,
        condition: &Condition,
        row: RowId,
        within: &[StudyId],
        found: &mut BTreeMap<EffectId, BTreeSet<FindingId>>,
    ) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.unknown(part, row, within, found));
            }
            Condition::Not(part) => self.unknown(part, row, within, found),
            Condition::Is(..) => {}
            Condition::Effect(id) => {
                if self.effect_holds(*id, row, within, Without::Nothing).is_none() {
                    let maybe = self.witnesses(*id, row, within, Without::Nothing, true);
                    for one in self.told_chains(*id, row, within, Without::Nothing, true) {
                        let mut drawn = self.drawn.borrow_mut();
                        let [told, _] = drawn.entry(*id).or_default();
                        if !told.contains(&one) {
                            told.push(one);
                        }
                    }
                    found.entry(*id).or_default().extend(maybe);
                    let breakers = self.breakers(*id, row, within, Without::Nothing, true);
                    found.entry(*id).or_default().extend(breakers);
                }
            }
            Condition::InOneStudy(part) => {
                for study in self.all_studies() {
                    let within = [within, &[study]].concat();
                    if self.holds(part, row, &within, Without::Nothing, true).is_none() {
                        self.unknown(part, row, &within, found);
                    }
                }
            }
        }
    }

    /// Section 4: whether a finding says the contrary of an effect, where `itself` says that it is on one of the asked entities itself.
    fn opposes(&self, id: EffectId, f: &Finding, itself: bool) -> bool {
        let null = self.sign(f) == '0'
            && match self.mutant {
                Mutant::NullOnKindCounts => true,
                Mutant::NullNeverCounts => false,
                _ => itself,
            };
        let direction = match &self.effect(id).verb {
            Verb::Relations { asked, .. } => self.facts.vocabulary().schema().relations[asked.index()].direction,
            Verb::Benefit { better: true, .. } => Direction::Better,
            Verb::Benefit { better: false, .. } => Direction::Worse,
            Verb::NoEffect => Direction::None,
            Verb::Any | Verb::Contested | Verb::Includes | Verb::Defined(_) | Verb::Chain(_) => Direction::Unclear,
        };
        match direction {
            Direction::Increase => self.sign(f) == '-' || null,
            Direction::Decrease => self.sign(f) == '+' || null,
            Direction::None => self.sign(f) == '+' || self.sign(f) == '-',
            Direction::Better => self.good(f) == Some(false) || null,
            Direction::Worse => self.good(f) == Some(true) || null,
            Direction::Unclear => false,
        }
    }

    /// What stands against an effect: of a row with these witnesses, or (none given) of a complement row.
    pub fn against(&self, id: EffectId, row: RowId, witnesses: Option<&BTreeSet<FindingId>>) -> BTreeSet<FindingId> {
        let effect = self.effect(id);
        let mut against = BTreeSet::new();
        if effect.target == Target::Any {
            return against;
        }
        let meets =
            |w: FindingId, other| self.verb(id, self.finding(w), other) && self.target(id, row, other) == Some(true);
        // Who bears the effect: the row, or of findings and studies those who stand there in a witness.
        let bears = |at: FindingId, slot: usize, bearer: EntityId| match (row, witnesses) {
            (RowId::Entity(_) | RowId::Tuple(_), _) => row.entity(effect.bearer) == Some(bearer),
            (RowId::Finding(finding), None) => at == finding,
            (RowId::Study(study), None) => self.finding(at).studies.contains(&study),
            (_, Some(witnesses)) => witnesses.iter().any(|w| {
                let (theirs, other) = standings(effect.role, self.finding(*w))[slot];
                theirs == bearer && meets(*w, other)
            }),
        };
        for (asked, kinds) in self.asked(id, row, false) {
            let on = |at: FindingId| -> Vec<EntityId> {
                let here = standings(effect.role, self.finding(at)).into_iter().enumerate();
                here.filter(|(slot, (bearer, other))| kinds.contains(other) && bears(at, *slot, *bearer))
                    .map(|(_, (_, other))| other)
                    .collect()
            };
            let witnessed = |w: &FindingId| on(*w).iter().any(|other| meets(*w, *other));
            if witnesses.is_some_and(|witnesses| !witnesses.iter().any(witnessed)) {
                continue;
            }
            for at in (0..self.all.len()).map(|i| FindingId(i as u32)) {
                let f = self.finding(at);
                if f.stance.witnesses() && on(at).iter().any(|other| self.opposes(id, f, *other == asked)) {
                    against.insert(at);
                }
            }
        }
        against
    }

    fn values(&self, id: EffectId, slot: SlotRef, at: FindingId) -> Vec<Value> {
        let f = self.finding(at);
        match (slot, self.effect(id).role) {
            (SlotRef::Declared(slot), _) => f.values(slot).map(|value| value.value.clone()).collect(),
            (SlotRef::Object, Role::Subject) => vec![Value::Entity(f.object)],
            (SlotRef::Subject, Role::Object) => vec![Value::Entity(f.subject)],
            _ => Vec::new(),
        }
    }

    pub fn related(&self, one: &Value, two: &Value) -> bool {
        match (one, two) {
            (Value::Entity(one), Value::Entity(two)) if self.mutant == Mutant::SeparatorsForgetKinds => one == two,
            (Value::Entity(one), Value::Entity(two)) => self.is_kind_of(*one, *two) || self.is_kind_of(*two, *one),
            (Value::Quantity(one), Value::Quantity(two)) => {
                amounts(self.facts, one).4 == amounts(self.facts, two).4 && overlap(self.facts, one, two)
            }
            (Value::Text(one), Value::Text(two)) => super::finding::same_text(one, std::slice::from_ref(two)),
            _ => false,
        }
    }

    fn slots(&self) -> impl Iterator<Item = SlotRef> + use<> {
        let slots = &self.facts.vocabulary().schema().slots;
        let how = self.mutant != Mutant::MechanismSeparates;
        let words: Vec<bool> = slots.iter().map(|slot| slot.holds == SlotType::Text || slot.mechanism && how).collect();
        let declared = (0..words.len()).filter(move |i| !words[*i]).map(|i| SlotRef::Declared(SlotId(i as u32)));
        declared.chain([SlotRef::Subject, SlotRef::Object])
    }

    /// The slots that separate two sides.
    fn separators(&self, id: EffectId, one: &[FindingId], two: &[FindingId]) -> Vec<SlotRef> {
        let separates = |slot: &SlotRef| {
            let values = |side: &[FindingId]| side.iter().map(|at| self.values(id, *slot, *at)).collect::<Vec<_>>();
            let (one, two) = (values(one), values(two));
            let stated = match self.mutant {
                Mutant::SeparatorsForgetUnstated => {
                    one.iter().any(|values| !values.is_empty()) && two.iter().any(|values| !values.is_empty())
                }
                _ => one.iter().chain(&two).all(|values| !values.is_empty()),
            };
            stated && !one.iter().flatten().any(|a| two.iter().flatten().any(|b| self.related(a, b)))
        };
        self.slots().filter(separates).collect()
    }

    /// Section 4: one effect of one row with its verdict; of a complement row without witnesses.
    pub fn outcome(&self, id: EffectId, row: RowId, witnesses: Option<&BTreeSet<FindingId>>) -> EffectOutcome {
        let against = match (self.effect(id).purpose, witnesses) {
            (Purpose::Asked, _) => self.against(id, row, witnesses),
            _ => BTreeSet::new(),
        };
        let holds = |at: &FindingId| {
            let f = self.finding(*at);
            and(&self.effect(id).contexts.iter().map(|c| self.context(*c, f)).collect::<Vec<_>>()) == Some(true)
        };
        let (mut inside, mut elsewhere): (Vec<_>, Vec<_>) = against.iter().copied().partition(holds);
        let list: Vec<_> = witnesses.into_iter().flatten().copied().collect();
        let both: Vec<_> = against.iter().copied().collect();
        let mut separators = Vec::new();
        let zero = |at: &FindingId| self.sign(self.finding(*at)) == '0';
        let verdict = if witnesses.is_none() {
            match () {
                () if self.mutant == Mutant::ComplementIsSilent => Verdict::Silent,
                () if inside.iter().any(|at| !zero(at)) => Verdict::Opposed,
                () if !inside.is_empty() => Verdict::Null,
                () => Verdict::Silent,
            }
        } else if self.is_chain(id) {
            Verdict::Derived
        } else if against.is_empty() {
            Verdict::Supported
        } else {
            separators = self.separators(id, &list, &both);
            if separators.is_empty() {
                let states = |side: &[FindingId], slot| side.iter().any(|at| !self.values(id, slot, *at).is_empty());
                separators = self.slots().filter(|slot| states(&list, *slot) != states(&both, *slot)).collect();
                Verdict::Contested
            } else {
                Verdict::ContextSplit
            }
        };
        if self.mutant == Mutant::InsideAndElsewhereSwapped {
            std::mem::swap(&mut inside, &mut elsewhere);
        }
        let drawn = witnesses.and_then(|_| self.drawn.borrow().get(&id).cloned());
        let derived = drawn.map_or(Vec::new(), |[told, _]| told);
        EffectOutcome { effect: id, verdict, separators, witnesses: list, derived, inside, elsewhere }
    }

    /// Section 3, "rows of several nouns": all combinations of entities that stand in findings, of letters that may be exchanged those in order.
    fn tuples(&self) -> Vec<RowId> {
        let entities = self.facts.vocabulary().entities();
        let stands = |id: &EntityId| self.all.iter().any(|f| f.subject == *id || f.object == *id);
        let of = |letter: Letter| -> Vec<EntityId> {
            let ids = (0..entities.len()).map(|i| EntityId(i as u32));
            ids.filter(|id| Some(entities.get(*id).unwrap().kind) == self.goal.kind(letter)).filter(stands).collect()
        };
        let mut all: Vec<Vec<EntityId>> = vec![Vec::new()];
        for letter in (0..self.goal.width() as u8).map(Letter) {
            let of = of(letter);
            let longer = all.iter().flat_map(|row| of.iter().map(move |id| [row.as_slice(), &[*id]].concat()));
            all = longer.collect();
        }
        let distinct = |row: &Vec<EntityId>| row.iter().collect::<BTreeSet<_>>().len() == row.len();
        let name = |id: EntityId| (super::folded(&entities.get(id).unwrap().name), id);
        let in_order = |row: &Vec<EntityId>| {
            self.goal.alike.iter().all(|(a, b)| name(row[a.0 as usize]) < name(row[b.0 as usize]))
        };
        let rows = all.into_iter().filter(distinct).filter(in_order);
        rows.map(|row| RowId::Tuple(Tuple::new(&row).unwrap())).collect()
    }

    /// Section 3, "rows": everything that can be a row at all.
    pub fn domain(&self) -> Vec<RowId> {
        let entities = self.facts.vocabulary().entities();
        let findings = || (0..self.all.len()).map(|i| FindingId(i as u32));
        let effects = || (0..self.goal.effects.len()).map(|i| EffectId(i as u32));
        match self.goal.head {
            Head::Noun(_) if !self.goal.others.is_empty() => self.tuples(),
            Head::Noun(kind) => {
                let includes = self.goal.effects.iter().any(|effect| effect.verb == Verb::Includes);
                let agents = self.agents();
                let stands =
                    |id: EntityId| agents.contains(&id) || self.all.iter().any(|f| f.subject == id || f.object == id);
                let ids = (0..entities.len()).map(|i| EntityId(i as u32));
                ids.filter(|id| entities.get(*id).unwrap().kind == kind)
                    .filter(|id| stands(*id) || includes && !entities.get(*id).unwrap().parts.is_empty())
                    .map(RowId::Entity)
                    .collect()
            }
            Head::Finding => findings()
                .filter(|at| self.finding(*at).stance.witnesses() || effects().any(|id| self.asks_stance(id)))
                .map(RowId::Finding)
                .collect(),
            Head::Study => self.studies(&findings().collect::<Vec<_>>()).into_iter().map(RowId::Study).collect(),
        }
    }
}
