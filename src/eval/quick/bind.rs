//! Binding letters, one after the other.
//!
//! One way to bind them comes in; each combination that meets it is written down or counted. At each step the letter is what all links to
//! the letters before it allow, the shortest list first.

use super::Quick;
use super::join::{LETTERS, Way};
use super::links::Link;
use super::set::{Bits, Set, from, keep_common};
use crate::goal::{Condition, Letter};
use crate::limits::{Budget, Exceeded};

/// Letters being bound.
pub(super) struct Binding<'q, 'c, 'a, 'o> {
    quick: &'q Quick<'a>,
    links: Vec<Link<'a>>,
    steps: Vec<Step<'c>>,
    /// Where combinations are written to; none where they are counted.
    found: Option<&'o mut Vec<u32>>,
    /// By letter.
    row: [u32; LETTERS],
}

/// What is done to bind one letter.
struct Step<'c> {
    letter: Letter,
    /// Links to letters that are bound before, with that letter.
    links: Vec<(usize, Letter)>,
    /// What of it was looked up for letters bound earlier than the last.
    marks: Vec<Marks>,
    domain: Option<Set>,
    /// Whether the links let only entities of its noun through.
    of_noun: bool,
    /// Letters of the same noun that are bound before.
    others: Vec<Letter>,
    /// Letters that it must come behind, and before: of such pairs one order is given.
    behind: Vec<Letter>,
    before: Vec<Letter>,
    tests: Vec<&'c Condition>,
    /// Places for lists.
    room: Vec<u32>,
    items: Vec<u32>,
}

/// The list of a letter that was bound a while ago, as bits: it stays while the letters behind it change.
#[derive(Default)]
struct Marks {
    /// Whose list it is.
    of: Option<u32>,
    /// Whose list was asked for last: the second time it is marked.
    asked: Option<u32>,
    bits: Bits,
    list: Vec<u32>,
}

/// Lookups from which on bits are asked rather than lists.
const SEVERAL: usize = 16;

/// Lookups from which on a link is made into one table.
const OFTEN: usize = 4096;

impl<'q, 'c, 'a, 'o> Binding<'q, 'c, 'a, 'o> {
    pub(super) fn new(
        quick: &'q Quick<'a>,
        way: Way<'c, 'a>,
        found: Option<&'o mut Vec<u32>>,
        budget: &mut Budget,
    ) -> Result<Binding<'q, 'c, 'a, 'o>, Exceeded> {
        let Way { mut links, mut domains, tests } = way;
        let letters: Vec<Letter> = (0..quick.goal.width() as u8).map(Letter).collect();
        let mut order: Vec<Letter> = Vec::new();
        let mut steps: Vec<Step<'c>> = Vec::new();
        // How often a step is taken, about.
        let mut times = 1usize;
        while order.len() < letters.len() {
            let fan = |letter: Letter| -> (bool, usize) {
                let domain = domains.get(letter.0 as usize).and_then(Option::as_ref).map_or(usize::MAX, Set::len);
                let linked = links.iter().filter_map(|link| {
                    link.other(letter).filter(|other| order.contains(other)).map(|to| link.degree(to))
                });
                match linked.min() {
                    Some(degree) => (false, degree.min(domain)),
                    None => {
                        let keys =
                            links.iter().filter(|link| link.other(letter).is_some()).map(|link| link.keys(letter));
                        (!order.is_empty(), keys.min().unwrap_or(usize::MAX).min(domain))
                    }
                }
            };
            let left = letters.iter().copied().filter(|letter| !order.contains(letter));
            let Some((letter, (_, fan))) = left.map(|letter| (letter, fan(letter))).min_by_key(|(_, fan)| *fan) else {
                break;
            };
            let mut to_bound = Vec::new();
            for (at, link) in links.iter_mut().enumerate() {
                if let Some(other) = link.other(letter).filter(|other| order.contains(other)) {
                    to_bound.push((at, other));
                    // lists that are asked for often are put together once
                    if times > OFTEN && times > link.keys(other) / 4 {
                        link.make_whole(other, quick.size, budget)?;
                    }
                }
            }
            let kind = quick.goal.kind(letter);
            let of_noun = to_bound.iter().any(|(at, _)| {
                links.get(*at).is_some_and(|link| {
                    link.side(letter).iter().all(|view| view.side.kind(true, |id| quick.kind_of(id.0)) == kind)
                })
            });
            let mut domain = domains.get_mut(letter.0 as usize).and_then(Option::take);
            if let Some(list) = domain.take_if(|_| times > SEVERAL) {
                domain = Some(list.into_bits(quick.size, budget)?);
            }
            let alike = &quick.goal.alike;
            let bound = |other: &Letter| order.contains(other);
            let step = Step {
                letter,
                marks: to_bound.iter().map(|_| Marks::default()).collect(),
                links: to_bound,
                domain,
                of_noun,
                others: order.iter().copied().filter(|other| quick.goal.kind(*other) == kind).collect(),
                behind: alike.iter().filter(|(_, two)| *two == letter).map(|(one, _)| *one).filter(bound).collect(),
                before: alike.iter().filter(|(one, _)| *one == letter).map(|(_, two)| *two).filter(bound).collect(),
                tests: Vec::new(),
                room: Vec::new(),
                items: Vec::new(),
            };
            steps.push(step);
            order.push(letter);
            times = times.saturating_mul(fan.max(1));
        }
        for (test, speaks_of) in tests {
            let last = order.iter().rposition(|letter| speaks_of >> letter.0 & 1 == 1).unwrap_or(0);
            if let Some(step) = steps.get_mut(last) {
                step.tests.push(test);
            }
        }
        for (at, step) in steps.iter_mut().enumerate() {
            // letters bound right before change each time: nothing is gained by marking
            let last = at.checked_sub(1).and_then(|at| order.get(at)).copied();
            for ((_, other), marks) in step.links.iter().zip(&mut step.marks) {
                if Some(*other) != last {
                    marks.bits = Bits::new(quick.size, budget)?;
                }
            }
        }
        Ok(Binding { quick, links, steps, found, row: [0; LETTERS] })
    }

    /// Finds all combinations and says how many there are.
    pub(super) fn run(mut self, budget: &mut Budget) -> Result<u64, Exceeded> {
        let mut steps = std::mem::take(&mut self.steps);
        let total = self.bind(&mut steps, budget)?;
        self.quick.tell_links(&self.links);
        Ok(total)
    }

    fn bind(&mut self, steps: &mut [Step<'c>], budget: &mut Budget) -> Result<u64, Exceeded> {
        let Some((step, rest)) = steps.split_first_mut() else { return Ok(1) };
        self.candidates(step, budget)?;
        let items = std::mem::take(&mut step.items);
        let letter = step.letter.0 as usize;
        let mut total = 0;
        match (rest.is_empty(), &mut self.found) {
            (true, None) => total = items.len() as u64,
            (true, Some(_)) => {
                for item in &items {
                    if let Some(place) = self.row.get_mut(letter) {
                        *place = *item;
                    }
                    self.keep(budget)?;
                }
                total = items.len() as u64;
            }
            (false, _) => {
                for item in &items {
                    if let Some(place) = self.row.get_mut(letter) {
                        *place = *item;
                    }
                    total += self.bind(rest, budget)?;
                }
            }
        }
        step.items = items;
        Ok(total)
    }

    fn keep(&mut self, budget: &mut Budget) -> Result<(), Exceeded> {
        let Some(found) = &mut self.found else { return Ok(()) };
        for entity in self.row.iter().take(self.quick.goal.width()) {
            super::push(budget, found, *entity)?;
        }
        Ok(())
    }

    /// Finds what the letter of a step may be.
    fn candidates(&mut self, step: &mut Step<'c>, budget: &mut Budget) -> Result<(), Exceeded> {
        let Step { letter, links, marks, domain, of_noun, others, behind, before, tests, room, items } = step;
        let row = &mut self.row;
        let at = |letter: &Letter| row.get(letter.0 as usize).copied();
        let least = behind.iter().filter_map(at).map(|id| id.saturating_add(1)).max().unwrap_or(0);
        let most = before.iter().filter_map(at).min().unwrap_or(u32::MAX);
        items.clear();
        let mut first: Option<(usize, usize)> = None;
        for (place, (link, other)) in links.iter().enumerate() {
            let (Some(link), Some(entity)) = (self.links.get(*link), at(other)) else { continue };
            let length = link.of(*other, entity, room).len();
            if first.is_none_or(|(_, shortest)| length < shortest) {
                first = Some((place, length));
            }
        }
        let known = domain.as_ref().filter(|domain| first.is_none_or(|(_, length)| domain.len() < length / 8));
        match (first, known) {
            (Some((place, _)), None) => {
                if let Some((link, other)) = links.get(place)
                    && let (Some(link), Some(entity)) = (self.links.get(*link), at(other))
                {
                    let list = link.of(*other, entity, room);
                    let list = if least > 0 { from(list, least) } else { list };
                    link.look(list.len());
                    items.extend(list.iter().take_while(|id| **id < most));
                    items.dedup();
                }
            }
            (_, Some(domain)) => domain.each(|id| {
                if id >= least && id < most {
                    items.push(id);
                }
            }),
            (None, None) => {
                let links = self.links.iter().filter(|link| link.other(*letter).is_some());
                if let Some(link) = links.min_by_key(|link| link.keys(*letter)) {
                    let keys: Vec<&[u32]> = link.side(*letter).iter().map(|view| view.keys).collect();
                    link.look(keys.iter().map(|keys| keys.len()).sum());
                    let all = Set::union(&keys, self.quick.size, budget)?;
                    all.each(|id| {
                        if id >= least && id < most {
                            items.push(id);
                        }
                    });
                }
            }
        }
        budget.steps(1 + items.len() as u64)?;
        for (place, ((link, other), marks)) in links.iter().zip(marks).enumerate() {
            if items.is_empty() {
                return Ok(());
            }
            if known.is_none() && first.is_some_and(|(shortest, _)| shortest == place) {
                continue;
            }
            let (Some(link), Some(entity)) = (self.links.get(*link), at(other)) else { continue };
            let again = marks.asked.replace(entity) == Some(entity);
            if marks.bits.is_made() && again {
                if marks.of != Some(entity) {
                    let list = link.of(*other, entity, room);
                    budget.steps(list.len() as u64)?;
                    link.look(list.len());
                    marks.bits.remove(&marks.list);
                    marks.list.clear();
                    marks.list.extend_from_slice(list);
                    marks.bits.add(&marks.list);
                    marks.of = Some(entity);
                }
                items.retain(|id| marks.bits.has(*id));
            } else {
                let list = link.of(*other, entity, room);
                link.look(list.len());
                keep_common(items, list);
            }
        }
        if let (Some(domain), None) = (&domain, known) {
            items.retain(|id| domain.has(*id));
        }
        let taken: [Option<u32>; LETTERS] = std::array::from_fn(|place| others.get(place).and_then(at));
        if !others.is_empty() {
            items.retain(|id| !taken.contains(&Some(*id)));
        }
        if !*of_noun {
            let kind = self.quick.goal.kind(*letter);
            items.retain(|id| self.quick.kind_of(*id) == kind);
        }
        if !tests.is_empty() {
            budget.steps(items.len() as u64 * tests.len() as u64)?;
            let mut row = *row;
            items.retain(|id| {
                if let Some(place) = row.get_mut(letter.0 as usize) {
                    *place = *id;
                }
                tests.iter().all(|test| self.quick.holds(test, &row))
            });
        }
        Ok(())
    }
}
