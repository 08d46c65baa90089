//! Counts by letters and by the nouns of both ends, from lists.
//!
//! A plain goal with a tally comes in; for each group the number of what is counted goes out, and how much there is in all. One letter is gone
//! through, and for each of its entities the other ends are marked that the lists lead to, so that each counts once; no combination is written
//! down. Names are not known here.

use super::ends::ends;
use super::lists::{Part, View};
use super::order::derives;
use super::ranked::Ranked;
use super::rows::conjuncts;
use super::set::Set;
use super::{Quick, push};
use crate::base::Facts;
use crate::eval::{Group, GroupValue};
use crate::goal::letters::every_alternative;
use crate::goal::{Condition, EffectId, Goal, GroupBy, Head, Letter, Target};
use crate::limits::{Budget, Exceeded};
use crate::model::{EntityId, Value};
use crate::plan::Plan;
use std::cmp::Reverse;

/// How much a goal counts in all, and its groups, those of most first, without those of fewer than it asks for; `None` where lists do not
/// tell.
///
/// # Errors
/// The limit that is reached.
#[inline(never)]
pub fn tally(
    goal: &Goal,
    plan: &Plan,
    facts: &dyn Facts,
    budget: &mut Budget,
) -> Result<Option<(u64, Vec<Group>)>, Exceeded> {
    let Some(tally) = &goal.tally else { return Ok(None) };
    // contexts make near misses and rows that are only possible, which are told as well
    if !plan.choices.has(crate::plan::Rewrite::Sets) || !goal.contexts.is_empty() || derives(goal) {
        return Ok(None);
    }
    if goal.head == Head::Finding {
        return ends(goal, tally, facts, budget);
    }
    let letters: Option<Vec<Letter>> = tally
        .by
        .iter()
        .map(|by| match by {
            GroupBy::Letter(letter) => Some(*letter),
            _ => None,
        })
        .collect();
    let Some(letters) = letters else { return Ok(None) };
    let Some(quick) = Quick::new(goal, plan, facts, budget)? else { return Ok(None) };
    if let ([by], 1) = (letters.as_slice(), tally.counted)
        && *by != Letter(0)
        && let Some(found) = quick.marked(*by, budget)?
    {
        return Ok(Some(found));
    }
    quick.told_apart(&letters, tally.counted, budget).map(Some)
}

/// One way in which what is counted is linked to what makes a group.
struct Way<'a> {
    /// The letter between, where there is one.
    between: Option<Letter>,
    /// Lists from the letter that is gone through.
    first: Vec<View<'a>>,
    /// Lists from the letter between.
    second: Vec<View<'a>>,
    /// All that the lists lead to at last.
    ends: Vec<&'a [u32]>,
    /// By letter: what it may be.
    domains: Vec<Option<Set>>,
    /// What letters may not be.
    without: Vec<(Letter, Set)>,
}

/// By letter what it may be, and what letters may not be.
type Narrowed = (Vec<Option<Set>>, Vec<(Letter, Set)>);

/// Stands for an entity of another noun.
const NEVER: u32 = u32::MAX;

/// Ways of one question that are told apart; a question of more has its combinations written down.
const WAYS: usize = 8;

impl<'a> Quick<'a> {
    /// Counts one letter for each entity of another, with at most one letter between.
    fn marked(&self, by: Letter, budget: &mut Budget) -> Result<Option<(u64, Vec<Group>)>, Exceeded> {
        let counted = Letter(0);
        let Some(ways) = self.ways_of_effects() else { return Ok(None) };
        let (mut by_group, mut by_counted) = (Vec::new(), Vec::new());
        for way in ways {
            let Some((domains, without)) = self.domains(&way, budget)? else { return Ok(None) };
            let narrowed = (domains.as_slice(), without.as_slice());
            let (Some(one), Some(other)) =
                (self.way_from(by, counted, &way, narrowed), self.way_from(counted, by, &way, narrowed))
            else {
                return Ok(None);
            };
            by_group.push(one);
            by_counted.push(other);
        }
        // what has fewer entities is gone through
        let width = |ways: &[Way<'a>], letter: Letter| ways.iter().map(|way| way.width(letter)).sum::<usize>();
        let found = if width(&by_group, by) <= width(&by_counted, counted) {
            self.through(&by_group, by, counted, true, budget)?
        } else {
            self.through(&by_counted, counted, by, false, budget)?
        };
        let (total, counts) = found;
        self.as_groups(counts, budget).map(|groups| Some((total, groups)))
    }

    /// The ways in which the condition can hold, each as effects that must all hold; none where it says more than effects do.
    fn ways_of_effects(&self) -> Option<Vec<Vec<EffectId>>> {
        let mut parts = Vec::new();
        conjuncts(&self.goal.condition, &mut parts);
        let linking: Vec<Condition> =
            parts.iter().filter(|part| !is_of_one(part, self.goal)).map(|p| (*p).clone()).collect();
        linking.iter().all(is_positive).then_some(())?;
        let (ways, whole) = every_alternative(&Condition::All(linking), &self.goal.effects);
        (whole && ways.len() <= WAYS).then_some(ways)
    }

    /// What each letter may be and may not be, by what is said of it alone; none where something cannot be told so.
    fn domains(&self, way: &[EffectId], budget: &mut Budget) -> Result<Option<Narrowed>, Exceeded> {
        let mut domains: Vec<Option<Set>> = vec![None; self.goal.width()];
        let mut narrow = |letter: Letter, set: Set| match domains.get_mut(letter.0 as usize) {
            Some(Some(before)) => before.and(&set),
            Some(place) => *place = Some(set),
            None => {}
        };
        let mut parts = Vec::new();
        conjuncts(&self.goal.condition, &mut parts);
        let mut without: Vec<(Letter, Set)> = Vec::new();
        let named = |set: &crate::goal::EntitySet| Set::List(set.members.iter().map(|id| id.0).collect());
        for part in parts.into_iter().filter(|part| is_of_one(part, self.goal)) {
            match part {
                Condition::Is(letter, set) => narrow(*letter, named(set)),
                Condition::Effect(id) => {
                    let (Some(effect), Some(part)) = (self.goal.effects.get(id.0 as usize), self.part(*id)) else {
                        return Ok(None);
                    };
                    let bearing = self.bearing(part, budget)?;
                    narrow(effect.bearer, bearing);
                }
                Condition::Not(denied) => match denied.as_ref() {
                    Condition::Is(letter, set) => without.push((*letter, named(set))),
                    Condition::Effect(id) => {
                        let (Some(effect), Some(part)) = (self.goal.effects.get(id.0 as usize), self.part(*id)) else {
                            return Ok(None);
                        };
                        let bearing = self.bearing(part, budget)?;
                        without.push((effect.bearer, bearing));
                    }
                    _ => return Ok(None),
                },
                _ => return Ok(None),
            }
        }
        for id in way {
            let (Some(effect), Some(part)) = (self.goal.effects.get(id.0 as usize), self.part(*id)) else {
                return Ok(None);
            };
            if !matches!(effect.target, Target::Letter(_)) {
                let bearing = self.bearing(part, budget)?;
                narrow(effect.bearer, bearing);
            }
        }
        for domain in domains.iter_mut().flatten() {
            // asked for each entity that lists lead to
            *domain = std::mem::take(domain).into_bits(self.size, budget)?;
        }
        Ok(Some((domains, without)))
    }

    /// A way as lists from one letter to another; none where letters are linked otherwise.
    fn way_from(
        &self,
        from: Letter,
        to: Letter,
        way: &[EffectId],
        narrowed: (&[Option<Set>], &[(Letter, Set)]),
    ) -> Option<Way<'a>> {
        let mut links: Vec<(Letter, Letter, &Part<'a>)> = Vec::new();
        for id in way {
            let effect = self.goal.effects.get(id.0 as usize)?;
            if let Target::Letter(other) = effect.target {
                links.push((effect.bearer, other, self.part(*id)?));
            }
        }
        let lists = |one: Letter, two: Letter| -> Option<(Vec<View<'a>>, Vec<&'a [u32]>)> {
            let mut between = links.iter().filter(|(a, b, _)| (*a, *b) == (one, two) || (*b, *a) == (one, two));
            let (bearer, _, part) = between.next().filter(|_| between.next().is_none())?;
            let straight = *bearer == one;
            let sides =
                part.lists.iter().map(|each| if straight { (each.from, each.to) } else { (each.to, each.from) });
            Some(sides.map(|(from, to)| (from, to.keys)).unzip())
        };
        let (domains, without) = (narrowed.0.to_vec(), narrowed.1.to_vec());
        match (self.goal.width(), links.len()) {
            (2, 1) => {
                let (first, ends) = lists(from, to)?;
                Some(Way { between: None, first, second: Vec::new(), ends, domains, without })
            }
            (3, 2) => {
                let between = (0..3).map(Letter).find(|letter| *letter != from && *letter != to)?;
                let ((first, _), (second, ends)) = (lists(from, between)?, lists(between, to)?);
                Some(Way { between: Some(between), first, second, ends, domains, without })
            }
            _ => None,
        }
    }

    /// Goes through one letter and marks what of another the ways lead to: how much is counted in all, and the number of each group.
    fn through(
        &self,
        ways: &[Way<'a>],
        outer: Letter,
        inner: Letter,
        groups: bool,
        budget: &mut Budget,
    ) -> Result<(u64, Vec<(u32, u32)>), Exceeded> {
        let mut all = Set::default();
        for way in ways {
            all = all.or(way.keys(outer, self.size, budget)?, self.size, budget)?;
        }
        let ends: Vec<&[u32]> = ways.iter().flat_map(|way| way.ends.iter().copied()).collect();
        let ranked = Ranked::new(&ends, self.size, budget)?;
        budget.allocate(3 * ranked.len() * size_of::<u32>())?;
        let numbers = ranked.numbers();
        // by place: for whom it was met last
        let of_noun = |id: &u32| self.kind_of(*id) == self.goal.kind(inner);
        let mut marks: Vec<u32> = numbers.iter().map(|id| if of_noun(id) { 0 } else { NEVER }).collect();
        let mut counts = vec![0u32; if groups { 0 } else { ranked.len() }];
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut total = 0u64;
        let kind = |letter: Letter| self.goal.kind(letter);
        let (of, same) = (kind(inner), kind(inner) == kind(outer));
        let indexed = ways.iter().map(|way| way.index(self.size, budget)).collect::<Result<Vec<_>, Exceeded>>()?;
        for (entity, mark) in all.into_list(budget)?.into_iter().zip(1u32..) {
            if self.kind_of(entity) != kind(outer) {
                continue;
            }
            let mut met = 0u32;
            let mut work = 1usize;
            for (way, indexed) in ways.iter().zip(&indexed) {
                if !way.admits(outer, entity) {
                    continue;
                }
                let mut touch = |list: &[u32], but: u32| {
                    for id in list.iter().copied() {
                        let Some(place) = ranked.place(id) else { continue };
                        let Some(last) = marks.get_mut(place).filter(|last| **last != mark && **last != NEVER) else {
                            continue;
                        };
                        if id != but && !(same && id == entity) && way.admits(inner, id) {
                            *last = mark;
                            met += 1;
                            if let Some(count) = counts.get_mut(place) {
                                *count += 1;
                            }
                        }
                    }
                };
                match way.between {
                    None => {
                        for view in &way.first {
                            let list = view.of(entity);
                            work += list.len();
                            touch(list, u32::MAX);
                        }
                    }
                    Some(between) => {
                        let (middle, differs) = (kind(between), kind(between) == of);
                        for view in &way.first {
                            let mut last = None;
                            for id in view.of(entity).iter().copied() {
                                // the same one stands there once for each finding
                                if last.replace(id) == Some(id) || id == entity {
                                    continue;
                                }
                                if self.kind_of(id) != middle || !way.admits(between, id) {
                                    continue;
                                }
                                for (view, places) in way.second.iter().zip(indexed) {
                                    let list = places.place(id).map_or(&[][..], |key| view.at(view.bounds(key)));
                                    work += 1 + list.len();
                                    touch(list, if differs { id } else { u32::MAX });
                                }
                            }
                        }
                    }
                }
            }
            budget.steps(1 + work as u64 / 8)?;
            if met > 0 {
                total += 1;
                if groups {
                    push(budget, &mut found, (entity, met))?;
                }
            }
        }
        if groups {
            let reached = marks.iter().filter(|last| !matches!(**last, 0 | NEVER)).count();
            return Ok((reached as u64, found));
        }
        found.extend(numbers.iter().zip(&counts).filter(|(_, count)| **count > 0).map(|(id, count)| (*id, *count)));
        Ok((total, found))
    }

    /// The same of all other questions: combinations are written down and told apart.
    fn told_apart(&self, by: &[Letter], counted: u8, budget: &mut Budget) -> Result<(u64, Vec<Group>), Exceeded> {
        let width = self.goal.width();
        let tuples: Vec<EntityId> = match width {
            1 => self.rows(budget)?.into_list(budget)?.into_iter().map(EntityId).collect(),
            _ => self.tuples(budget)?,
        };
        budget.steps(tuples.len() as u64)?;
        budget.allocate(tuples.len().saturating_mul(3 * size_of::<EntityId>()))?;
        let rows = || tuples.chunks_exact(width.max(1));
        let first = |row: &[EntityId]| row.get(..counted as usize).unwrap_or(row).to_vec();
        let mut all: Vec<Vec<EntityId>> = rows().map(first).collect();
        all.sort_unstable();
        all.dedup();
        let key = |row: &[EntityId]| -> Vec<EntityId> {
            by.iter().filter_map(|letter| row.get(letter.0 as usize).copied()).collect()
        };
        let mut pairs: Vec<(Vec<EntityId>, Vec<EntityId>)> = rows().map(|row| (key(row), first(row))).collect();
        budget.steps(pairs.len() as u64)?;
        pairs.sort_unstable();
        pairs.dedup();
        if by.is_empty() {
            return Ok((all.len() as u64, Vec::new()));
        }
        let mut groups: Vec<(Reverse<u64>, Vec<Option<u32>>, Group)> = Vec::new();
        let ranks = self.vocabulary.ranks().as_slice();
        for same in pairs.chunk_by(|one, two| one.0 == two.0) {
            let (Some((key, _)), rows) = (same.first(), same.len() as u64) else { continue };
            if rows < self.goal.least_rows {
                continue;
            }
            let mut values: Vec<GroupValue> = key.iter().map(|id| GroupValue::Value(Value::Entity(*id))).collect();
            let value = match (values.len(), values.pop()) {
                (1, Some(one)) => one,
                (_, last) => GroupValue::Several(values.into_iter().chain(last).collect()),
            };
            let order = key.iter().map(|id| ranks.get(id.index()).copied()).collect();
            push(budget, &mut groups, (Reverse(rows), order, Group { value, rows }))?;
        }
        groups.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        Ok((all.len() as u64, groups.into_iter().map(|(.., group)| group).collect()))
    }

    /// Groups of one entity each, in order.
    fn as_groups(&self, mut counts: Vec<(u32, u32)>, budget: &mut Budget) -> Result<Vec<Group>, Exceeded> {
        let ranks = self.vocabulary.ranks().as_slice();
        budget.steps(counts.len() as u64)?;
        counts.retain(|(_, rows)| u64::from(*rows) >= self.goal.least_rows);
        counts.sort_unstable_by_key(|(id, rows)| (Reverse(*rows), ranks.get(*id as usize).copied()));
        budget.allocate(counts.len().saturating_mul(size_of::<Group>()))?;
        let group = |(id, rows): (u32, u32)| Group {
            value: GroupValue::Value(Value::Entity(EntityId(id))),
            rows: u64::from(rows),
        };
        Ok(counts.into_iter().map(group).collect())
    }
}

impl Way<'_> {
    /// How many entities a letter may be, about.
    fn width(&self, letter: Letter) -> usize {
        let domain = self.domains.get(letter.0 as usize).and_then(Option::as_ref).map_or(usize::MAX, Set::len);
        self.first.iter().map(|view| view.keys.len()).sum::<usize>().min(domain)
    }

    /// The entities that the letter which is gone through may be.
    fn keys(&self, letter: Letter, size: usize, budget: &mut Budget) -> Result<Set, Exceeded> {
        let keys: Vec<&[u32]> = self.first.iter().map(|view| view.keys).collect();
        match self.domains.get(letter.0 as usize) {
            Some(Some(domain)) => Ok(domain.clone()),
            _ => Set::union(&keys, size, budget),
        }
    }

    #[inline]
    fn admits(&self, letter: Letter, entity: u32) -> bool {
        let named = match self.domains.get(letter.0 as usize) {
            Some(Some(domain)) => domain.has(entity),
            _ => true,
        };
        named && !self.without.iter().any(|(of, out)| *of == letter && out.has(entity))
    }

    /// The places of the lists from the letter between.
    fn index(&self, size: usize, budget: &mut Budget) -> Result<Vec<Ranked>, Exceeded> {
        self.second.iter().map(|view| Ranked::new(&[view.keys], size, budget)).collect()
    }
}

/// Whether a part of the condition speaks of one letter alone and can be told of it as a set.
fn is_of_one(condition: &Condition, goal: &Goal) -> bool {
    match condition {
        Condition::Is(..) => true,
        Condition::Effect(id) => {
            goal.effects.get(id.0 as usize).is_some_and(|effect| !matches!(effect.target, Target::Letter(_)))
        }
        Condition::Not(part) => {
            matches!(part.as_ref(), Condition::Is(..) | Condition::Effect(_)) && is_of_one(part, goal)
        }
        _ => false,
    }
}

/// Whether a condition is made of effects alone, none of them denied.
fn is_positive(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(is_positive),
        Condition::Effect(_) => true,
        _ => false,
    }
}
