//! Section 8 of the page: chains, by walking along every simple path there is.

use super::finding::{Kleene, and};
use super::row::Without;
use super::{Mutant, Reference};
use std::collections::{BTreeMap, BTreeSet};
use whereof::eval::{Derivation, RowId, Sign, Step, StepKind};
use whereof::goal::{Chain, EffectId, Role, Verb};
use whereof::model::{Benefit, Direction, EntityId, FindingId, SlotId, SlotType, StudyId, Value};

/// Which findings carry a chain.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Carried {
    Surely,
    Perhaps,
    WithoutContexts,
}

/// One step: from, the treatment that bridges, to, the sign of what is stated, the findings.
#[derive(Clone)]
struct Move {
    from: EntityId,
    via: Option<EntityId>,
    to: EntityId,
    sign: char,
    findings: Vec<FindingId>,
}

fn times(one: char, two: char) -> char {
    match (one, two) {
        ('?', _) | (_, '?') => '?',
        (one, two) if one == two => '+',
        _ => '-',
    }
}

fn as_sign(sign: char) -> Sign {
    match sign {
        '+' => Sign::Plus,
        '-' => Sign::Minus,
        _ => Sign::Unclear,
    }
}

impl Reference<'_> {
    fn bridge(&self, treatment: EntityId) -> Option<(EntityId, char)> {
        let entity = self.facts.vocabulary().entities().get(treatment).unwrap();
        let kind = &self.facts.vocabulary().schema().kinds[entity.kind.index()];
        let operation = entity.operation.clone()?;
        let sign = match (kind.raising.contains(&operation), kind.lowering.contains(&operation)) {
            (true, false) => '+',
            (false, true) if self.mutant == Mutant::BridgeSignIgnored => '+',
            (false, true) => '-',
            _ => return None,
        };
        if entity.parts.is_empty() { Some((entity.agent?, sign)) } else { None }
    }

    /// Entities that are rows only because something is done to them.
    pub fn agents(&self) -> BTreeSet<EntityId> {
        if !self.goal.effects.iter().any(|effect| matches!(effect.verb, Verb::Chain(_))) {
            return BTreeSet::new();
        }
        let standing = self.all.iter().flat_map(|f| [f.subject, f.object]);
        standing.filter_map(|id| self.bridge(id)).map(|(agent, _)| agent).collect()
    }

    fn moves(&self, id: EffectId, within: &[StudyId], carried: Carried) -> Vec<Move> {
        let effect = self.effect(id);
        let mut edges: BTreeMap<(EntityId, EntityId, char), Vec<FindingId>> = BTreeMap::new();
        for (f, at) in self.all.iter().zip(0u32..) {
            let contexts: Vec<Kleene> = effect.contexts.iter().map(|c| self.context(*c, f)).collect();
            let holds = match (carried, and(&contexts)) {
                (Carried::Surely, value) => value == Some(true),
                (Carried::Perhaps, value) => value != Some(false),
                (Carried::WithoutContexts, _) => true,
            };
            let sign = match self.sign(f) {
                '0' if self.mutant == Mutant::NullsAreSteps => '+',
                sign => sign,
            };
            let cites = within.iter().all(|study| f.studies.contains(study));
            if holds && cites && sign != '0' && f.subject != f.object && (f.stance.witnesses() || self.asks_stance(id))
            {
                edges.entry((f.subject, f.object, sign)).or_default().push(FindingId(at));
            }
        }
        let mut moves = Vec::new();
        for ((from, to, sign), findings) in edges {
            if self.goal.min_studies > 1 && self.cited(&findings) < self.goal.min_studies as usize {
                continue;
            }
            if let Some((agent, _)) = self.bridge(from)
                && agent != to
            {
                moves.push(Move { from: agent, via: Some(from), to, sign, findings: findings.clone() });
            }
            moves.push(Move { from, via: None, to, sign, findings });
        }
        moves
    }

    fn sign_of(&self, one: &Move) -> char {
        match one.via.and_then(|via| self.bridge(via)) {
            Some((_, bridge)) => times(bridge, one.sign),
            None => one.sign,
        }
    }

    fn wanted(&self, chain: Chain, object: EntityId) -> Option<char> {
        let direction = self.facts.vocabulary().schema().relations[chain.asked.index()].direction;
        let benefit = self.facts.vocabulary().entities().get(object).unwrap().benefit;
        Some(match (direction, benefit) {
            (Direction::Increase, _)
            | (Direction::Better, Some(Benefit::MoreIsBetter))
            | (Direction::Worse, Some(Benefit::MoreIsWorse)) => '+',
            (Direction::Decrease, _)
            | (Direction::Better, Some(Benefit::MoreIsWorse))
            | (Direction::Worse, Some(Benefit::MoreIsBetter)) => '-',
            _ => return None,
        })
    }

    /// What thresholds count of a step: studies, or findings where the question says so.
    fn cited(&self, findings: &[FindingId]) -> usize {
        if self.goal.count_findings { findings.len() } else { self.studies(findings).len() }
    }

    fn apart(&self, one: FindingId, two: FindingId) -> bool {
        let slots = &self.facts.vocabulary().schema().slots;
        let declared = (0..slots.len())
            .filter(|i| slots[*i].holds != SlotType::Text && !slots[*i].mechanism)
            .map(|i| SlotId(i as u32));
        let values = |slot: SlotId, at: FindingId| -> Vec<Value> {
            self.finding(at).values(slot).map(|value| value.value.clone()).collect()
        };
        declared.into_iter().any(|slot| {
            let (one, two) = (values(slot, one), values(slot, two));
            let meet = one.iter().any(|a| two.iter().any(|b| self.related(a, b)));
            !one.is_empty() && !two.is_empty() && !meet
        })
    }

    /// Leaves the findings of each move that go together with some of all others; none where there is no such choice.
    fn together(&self, path: &[Move]) -> Option<Vec<Move>> {
        let mut choices: Vec<Vec<FindingId>> = vec![Vec::new()];
        for one in path {
            choices = choices
                .iter()
                .flat_map(|chosen| one.findings.iter().map(|at| [chosen.as_slice(), &[*at]].concat()))
                .filter(|chosen| chosen.iter().all(|a| chosen.iter().all(|b| a == b || !self.apart(*a, *b))))
                .collect();
        }
        if choices.is_empty() {
            return None;
        }
        let kept = path.iter().enumerate().map(|(i, one)| {
            let kept = |at: &FindingId| choices.iter().any(|chosen| chosen[i] == *at);
            Move { findings: one.findings.iter().copied().filter(kept).collect(), ..one.clone() }
        });
        Some(kept.collect())
    }

    /// All chains by which a row meets an effect, the first twenty in order.
    pub fn chains(&self, id: EffectId, row: RowId, within: &[StudyId], carried: Carried) -> Vec<Derivation> {
        let effect = self.effect(id);
        let Verb::Chain(chain) = effect.verb else { return Vec::new() };
        let Some(bearer) = row.entity(effect.bearer) else { return Vec::new() };
        let all: Vec<EntityId> = (0..self.facts.vocabulary().entities().len() as u32).map(EntityId).collect();
        let is_target = |other: &EntityId| match (self.target(id, row, *other), carried) {
            (value, Carried::Perhaps) => value != Some(false),
            (value, _) => value == Some(true),
        };
        let others: Vec<EntityId> = all.into_iter().filter(is_target).collect();
        let active = effect.role != Role::Object;
        let (starts, ends) = if active { (vec![bearer], others) } else { (others, vec![bearer]) };
        let moves = self.moves(id, within, carried);
        let mut paths: Vec<Vec<Move>> = Vec::new();
        for start in starts {
            let mut open: Vec<Vec<Move>> = vec![Vec::new()];
            for _ in 0..chain.within {
                let longer: Vec<Vec<Move>> = open
                    .iter()
                    .flat_map(|path| {
                        let at = path.last().map_or(start, |last| last.to);
                        moves
                            .iter()
                            .filter(move |next| next.from == at)
                            .map(|next| [path.as_slice(), std::slice::from_ref(next)].concat())
                    })
                    .filter(|path| self.simple(start, path))
                    .collect();
                paths.extend(
                    longer.iter().filter(|path| path.len() > 1 && ends.contains(&path[path.len() - 1].to)).cloned(),
                );
                open = longer;
            }
        }
        paths.retain(|path| {
            let sign = path.iter().map(|one| self.sign_of(one)).fold('+', times);
            let last = &path[path.len() - 1];
            let sign = if self.mutant == Mutant::SignsNotMultiplied { self.sign_of(last) } else { sign };
            self.wanted(chain, last.to) == Some(sign)
        });
        if chain.one_context {
            paths = paths.iter().filter_map(|path| self.together(path)).collect();
            let least = self.goal.min_studies as usize;
            paths.retain(|path| least < 2 || path.iter().all(|one| self.cited(&one.findings) >= least));
        }
        paths.sort_by_key(|path| {
            let key =
                |one: &Move| (if active { one.to } else { one.from }, one.via, "+-?".find(self.sign_of(one)), one.sign);
            let mut keys: Vec<_> = path.iter().map(key).collect();
            if !active {
                keys.reverse();
            }
            (path.len(), keys)
        });
        paths.truncate(20);
        paths.iter().map(|path| self.told(path, bearer, active)).collect()
    }

    fn simple(&self, start: EntityId, path: &[Move]) -> bool {
        let mut met: Vec<EntityId> = vec![start];
        for one in path {
            met.extend(one.via);
            met.push(one.to);
        }
        self.mutant == Mutant::PathsNotSimple || met.iter().collect::<BTreeSet<_>>().len() == met.len()
    }

    fn told(&self, path: &[Move], bearer: EntityId, active: bool) -> Derivation {
        let mut steps = Vec::new();
        for one in path {
            let mut from = one.from;
            if let Some(via) = one.via {
                let sign = self.bridge(via).map_or(Sign::Unclear, |(_, sign)| as_sign(sign));
                let (findings, against, kind) = (Vec::new(), Vec::new(), StepKind::Bridge);
                steps.push(Step { from, to: via, sign, findings, against, kind });
                from = via;
            }
            let contrary = |at: &FindingId| {
                let f = self.finding(*at);
                let signs = (one.sign, self.sign(f));
                let same = f.subject == from && f.object == one.to && f.stance.witnesses();
                same && (signs.1 == '0' || signs == ('+', '-') || signs == ('-', '+'))
            };
            let against: Vec<_> = (0..self.all.len()).map(|i| FindingId(i as u32)).filter(contrary).collect();
            let (sign, findings, kind) = (as_sign(one.sign), one.findings.clone(), StepKind::Stated);
            steps.push(Step { from, to: one.to, sign, findings, against, kind });
        }
        let sign = as_sign(path.iter().map(|one| self.sign_of(one)).fold('+', times));
        let other = if active { path[path.len() - 1].to } else { path[0].from };
        Derivation { bearer, other, sign, definition: None, steps }
    }

    /// What the chains of a row are worth.
    pub fn chained(&self, id: EffectId, row: RowId, within: &[StudyId], without: Without) -> Kleene {
        let surely = match without {
            Without::Asked => Carried::WithoutContexts,
            _ => Carried::Surely,
        };
        if !self.chains(id, row, within, surely).is_empty() {
            Some(true)
        } else if !self.chains(id, row, within, Carried::Perhaps).is_empty() {
            None
        } else {
            Some(false)
        }
    }

    /// The chains that count as witnesses: of a row, of a possible row, or with contexts taken away.
    pub fn told_chains(
        &self,
        id: EffectId,
        row: RowId,
        within: &[StudyId],
        without: Without,
        maybe: bool,
    ) -> Vec<Derivation> {
        let mut told = self.chains(id, row, within, Carried::Surely);
        if told.is_empty() && maybe {
            told = self.chains(id, row, within, Carried::Perhaps);
        }
        if without == Without::Asked {
            told.extend(self.chains(id, row, within, Carried::WithoutContexts));
        }
        told
    }

    /// The contexts that a chain does not meet: of each step those of the finding that fails the fewest.
    pub fn fails_on_the_way(&self, id: EffectId, chain: &Derivation) -> BTreeMap<whereof::goal::ContextId, FindingId> {
        let fails = |at: FindingId| -> Vec<whereof::goal::ContextId> {
            let contexts = self.effect(id).contexts.iter();
            contexts.filter(|c| self.context(**c, self.finding(at)) != Some(true)).copied().collect()
        };
        let mut failed = BTreeMap::new();
        for step in chain.steps.iter().filter(|step| !step.findings.is_empty()) {
            let best = step.findings.iter().copied().min_by_key(|at| (fails(*at).len(), *at)).unwrap();
            for context in fails(best) {
                failed.entry(context).or_insert(best);
            }
        }
        failed
    }

    pub fn is_chain(&self, id: EffectId) -> bool {
        matches!(self.effect(id).verb, Verb::Chain(_))
    }
}
