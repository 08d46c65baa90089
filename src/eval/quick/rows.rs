//! Rows of one noun as one set.
//!
//! A condition over effects that are ready comes in, the set of all rows goes out: each part is worked out among those that the parts before
//! it left, the cheapest first. Witnesses, names and the order of rows are not known here.

use super::Quick;
use super::lists::{Aim, Part};
use super::set::{Bits, Set};
use crate::goal::{Condition, Effect, EffectId, Letter, Purpose, Role, Target, Verb};
use crate::limits::{Budget, Exceeded};
use crate::model::KindId;
use crate::plan::ListWay;

impl<'a> Quick<'a> {
    /// All rows of a goal of one noun.
    pub(super) fn rows(&self, budget: &mut Budget) -> Result<Set, Exceeded> {
        self.meeting(&self.goal.condition, None, budget)
    }

    pub(super) fn part(&self, id: EffectId) -> Option<&Part<'a>> {
        self.parts.get(id.0 as usize)
    }

    /// Those of whom a condition is true, of all or among some; only of questions of one noun.
    pub(super) fn meeting(
        &self,
        condition: &Condition,
        some: Option<&Set>,
        budget: &mut Budget,
    ) -> Result<Set, Exceeded> {
        budget.step()?;
        match condition {
            Condition::Effect(id) => {
                let Some(part) = self.part(*id) else { return Ok(Set::default()) };
                let found = match some {
                    None => self.bearing(part, budget)?,
                    Some(some) => part.among(some, self.size, budget)?,
                };
                if self.told.is_some() {
                    let way = match some {
                        None => ListWay::Read,
                        Some(_) if part.seen.one_by_one.get() => ListWay::LookedUp,
                        Some(_) => ListWay::Compared,
                    };
                    self.tell(*id, way, Some(found.len()));
                }
                Ok(found)
            }
            Condition::Is(_, set) => {
                let named = set.members.iter().map(|id| id.0);
                Ok(Set::List(match some {
                    Some(some) => named.filter(|id| some.has(*id)).collect(),
                    None => {
                        named.filter(|id| self.kind_of(*id) == self.goal.kind(Letter(0)) && self.stands(*id)).collect()
                    }
                }))
            }
            Condition::Not(part) => {
                let mut all = self.all(some, budget)?;
                let denied = self.meeting(part, Some(&all), budget)?;
                all.without(&denied);
                Ok(all)
            }
            Condition::Any(parts) => {
                let mut all = Set::default();
                for part in parts {
                    let more = self.meeting(part, some, budget)?;
                    all = all.or(more, self.size, budget)?;
                }
                Ok(all)
            }
            Condition::All(_) => {
                let mut parts = Vec::new();
                conjuncts(condition, &mut parts);
                self.drop_implied(&mut parts);
                let mut parts: Vec<(usize, &Condition)> =
                    parts.into_iter().map(|part| (self.cost(part), part)).collect();
                // equal costs keep their order
                parts.sort_by_key(|(cost, _)| *cost);
                let mut left: Option<Set> = None;
                for (_, part) in parts {
                    let next = self.meeting(part, left.as_ref().or(some), budget)?;
                    if next.is_empty() {
                        return Ok(next);
                    }
                    left = Some(next);
                }
                match left {
                    Some(left) => Ok(left),
                    None => self.all(some, budget),
                }
            }
            Condition::AtLeast(need, parts) => self.at_least(*need as usize, parts, some, budget),
            // Studies are not in the lists.
            Condition::InOneStudy(_) => Ok(Set::default()),
        }
    }

    /// Those who bear an effect and are of the kind that it is said of.
    pub(super) fn bearing(&self, part: &Part<'a>, budget: &mut Budget) -> Result<Set, Exceeded> {
        let mut all = part.all(self.size, budget)?;
        let worth = |keys: usize| keys < all.len().saturating_mul(16);
        let same = part.lists.iter().all(|lists| {
            let kind = lists.from.side.kind(worth(lists.from.keys.len()), |id| self.kind_of(id.0));
            kind == Some(part.kind)
        });
        if !same {
            budget.steps(all.len() as u64)?;
            all.retain(|id| self.kind_of(id) == Some(part.kind));
        }
        Ok(all)
    }

    /// Those among whom a part is looked for: some, or all that can be a row.
    fn all(&self, some: Option<&Set>, budget: &mut Budget) -> Result<Set, Exceeded> {
        match (some, self.goal.kind(Letter(0))) {
            (Some(some), _) => {
                budget.allocate(some.len() / 8)?;
                Ok(some.clone())
            }
            (None, Some(kind)) => self.standing(kind, budget),
            (None, None) => Ok(Set::default()),
        }
    }

    /// All of a kind that stand in some finding.
    pub(super) fn standing(&self, kind: KindId, budget: &mut Budget) -> Result<Set, Exceeded> {
        let mut lists = Vec::new();
        let mut mixed = false;
        for side in self.sides() {
            let of = side.kind(true, |id| self.kind_of(id.0));
            if of.is_none() || of == Some(kind) {
                mixed |= of.is_none();
                lists.push(side.keys());
            }
        }
        if let Some(told) = &self.told {
            told.borrow_mut().standing += lists.iter().map(|list| list.len() as u64).sum::<u64>();
        }
        let mut all = Set::union(&lists, self.size, budget)?;
        if mixed {
            budget.steps(all.len() as u64)?;
            all.retain(|id| self.kind_of(id) == Some(kind));
        }
        Ok(all)
    }

    /// Whether an entity stands in some finding.
    pub(super) fn stands(&self, id: u32) -> bool {
        self.sides().any(|side| side.key(id).is_some())
    }

    fn at_least(
        &self,
        need: usize,
        parts: &[Condition],
        some: Option<&Set>,
        budget: &mut Budget,
    ) -> Result<Set, Exceeded> {
        if need == 0 {
            return self.all(some, budget);
        }
        let mut all = Vec::new();
        for part in parts {
            let meeting = self.meeting(part, some, budget)?.into_list(budget)?;
            budget.allocate(size_of_val(meeting.as_slice()))?;
            all.extend(meeting);
        }
        budget.steps(all.len() as u64)?;
        all.sort_unstable();
        let often = all.chunk_by(|one, two| one == two).filter(|same| same.len() >= need);
        Ok(Set::List(often.filter_map(|same| same.first().copied()).collect()))
    }

    /// About how much work it is to find all of whom a condition is true; what only leaves out comes last.
    fn cost(&self, condition: &Condition) -> usize {
        let of = |parts: &[Condition]| parts.iter().map(|part| self.cost(part)).fold(0, usize::saturating_add);
        match condition {
            Condition::Effect(id) => self.part(*id).map_or(0, Part::cost),
            Condition::Is(_, set) => set.members.len(),
            Condition::Not(_) | Condition::InOneStudy(_) | Condition::AtLeast(0, _) => usize::MAX,
            Condition::All(parts) => parts.iter().map(|part| self.cost(part)).min().unwrap_or(usize::MAX),
            Condition::Any(parts) | Condition::AtLeast(_, parts) => of(parts),
        }
    }

    /// Leaves out who could be a row at all where another part asks for more: whoever bears that on the same side stands there.
    fn drop_implied(&self, parts: &mut Vec<&Condition>) {
        let effect = |condition: &Condition| match condition {
            Condition::Effect(id) => self.goal.effects.get(id.0 as usize),
            _ => None,
        };
        let anything = |condition: &Condition| {
            let open = |effect: &&Effect| {
                effect.verb == Verb::Any && effect.target == Target::Any && effect.contexts.is_empty()
            };
            effect(condition).filter(open)
        };
        let asked: Vec<Role> = parts
            .iter()
            .filter(|part| anything(part).is_none())
            .filter_map(|part| effect(part).map(|effect| effect.role))
            .collect();
        parts.retain(|part| {
            anything(part).is_none_or(|open| {
                let implied = match open.role {
                    Role::Either => !asked.is_empty(),
                    role => asked.contains(&role),
                };
                !implied || open.purpose != Purpose::Candidate
            })
        });
    }

    /// Turns what effects aim at into bits, which are asked quickly.
    pub(super) fn aim_by_bits(&mut self, budget: &mut Budget) -> Result<(), Exceeded> {
        for part in &mut self.parts {
            if let Aim::These(set) = &mut part.aim
                && set.len() > 1
            {
                *set = std::mem::take(set).into_bits(self.size, budget)?;
            }
        }
        Ok(())
    }

    /// What is at the other end of an effect whose target is another question: its rows and all narrower ones.
    pub(super) fn aim_of(&self, rows: Set, budget: &mut Budget) -> Result<Aim, Exceeded> {
        let children = &self.vocabulary.steps().children;
        let (starts, items) = (children.starts.as_slice(), children.items.as_slice());
        let below = |id: u32| match starts.get(id as usize..(id as usize).saturating_add(2)) {
            Some([start, end]) => items.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        };
        budget.steps(rows.len() as u64)?;
        let mut waiting: Vec<u32> = Vec::new();
        rows.each(|id| waiting.extend_from_slice(below(id)));
        if waiting.is_empty() {
            return Ok(Aim::These(rows));
        }
        let mut seen = Bits::new(self.size, budget)?;
        let mut narrower: Vec<u32> = Vec::new();
        while let Some(id) = waiting.pop() {
            budget.step()?;
            if !seen.has(id) {
                seen.add(&[id]);
                super::push(budget, &mut narrower, id)?;
                waiting.extend_from_slice(below(id));
            }
        }
        narrower.sort_unstable();
        Ok(Aim::These(rows.or(Set::List(narrower), self.size, budget)?))
    }
}

/// The parts of which all must hold.
pub(super) fn conjuncts<'c>(condition: &'c Condition, into: &mut Vec<&'c Condition>) {
    match condition {
        Condition::All(parts) => parts.iter().for_each(|part| conjuncts(part, into)),
        other => into.push(other),
    }
}
