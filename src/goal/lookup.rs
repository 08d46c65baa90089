//! Names to entities, kinds, slots and verbs.
//!
//! Runs of words come in with what their position admits; ids or located diagnostics go out. It never guesses: what stays ambiguous is
//! an error that lists the senses.

use super::{Definitions, EntitySet, Scope, Sense, SlotRef, WordUse};
use crate::diagnostic::{Diagnostic, Edit};
use crate::model::{EntityId, KindId, RelationId};
use crate::names::Vocabulary;
use crate::syntax::ast::{Part, PartKind, Run};
use crate::text::Span;
use rustc_hash::FxHashSet;

/// Mistakes of one question for which nearest names are looked for: the search costs a look at every name.
const SUGGESTED: usize = 20;
/// Mistakes of one question that are kept.
const KEPT: usize = 1000;
/// Names and contexts that one goal may hold, each time counted.
const HELD: usize = 16 << 20;
/// Names in a combination; none has so many parts.
const PARTS: usize = 16;

/// What a position admits: kinds of entity, all where empty, and how the position is called.
pub(super) struct Position<'a> {
    /// Kinds admitted; all where empty.
    pub(super) kinds: &'a [KindId],
    /// `the object of upregulates`
    pub(super) words: String,
}

/// Looks names up in one vocabulary and keeps account of how they were read.
pub(super) struct Lookup<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    /// What the session defined.
    pub(super) definitions: &'a Definitions,
    pub(super) words: Vec<WordUse>,
    pub(super) diagnostics: Vec<Diagnostic>,
    known: FxHashSet<(Span, Sense)>,
    /// Names and contexts that the goal holds so far, each time that it holds them.
    held: usize,
    /// Whether nearest names are looked for where a name is not known.
    advises: bool,
    /// Where a word is still to come.
    pub(super) hole: Option<Box<super::hole::Watch>>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(scope: impl Into<Scope<'a>>) -> Lookup<'a> {
        let Scope { vocabulary, definitions } = scope.into();
        Lookup {
            vocabulary,
            definitions,
            words: Vec::new(),
            diagnostics: Vec::new(),
            known: FxHashSet::default(),
            held: 0,
            advises: true,
            hole: None,
        }
    }

    /// A lookup that looks for no nearest names.
    pub(super) fn quiet(scope: impl Into<Scope<'a>>) -> Lookup<'a> {
        Lookup { advises: false, ..Lookup::new(scope) }
    }

    pub(super) fn used(&mut self, span: Span, sense: Sense) {
        if self.known.insert((span, sense)) {
            self.words.push(WordUse { span, sense, respelled: false });
        }
    }

    /// The entities that a run names in a position; several only where one name means an agent in all its roles.
    /// `None` after an error was reported.
    pub(super) fn entities(&mut self, run: &Run, position: &Position<'_>) -> Option<Vec<EntityId>> {
        match self.find(&run.parts, position) {
            Found::These(entities) => {
                for &entity in &entities {
                    self.used(run.span, Sense::Entity(entity));
                }
                Some(entities)
            }
            Found::Wrong(wrong) => {
                self.wrong(*wrong);
                None
            }
        }
    }

    /// Whether looking for nearest names is still worth its cost.
    pub(super) fn may_suggest(&self) -> bool {
        self.advises && self.diagnostics.len() < SUGGESTED
    }

    /// Keeps a mistake, unless there are so many that nobody reads one more.
    pub(super) fn wrong(&mut self, wrong: Diagnostic) {
        if self.diagnostics.len() < KEPT {
            self.diagnostics.push(wrong);
        }
    }

    /// Whether the goal became too large to be held.
    pub(super) fn is_full(&self) -> bool {
        self.held > HELD
    }

    /// Accounts for names and contexts that a goal is about to hold; false where it becomes too large, which is then told.
    pub(super) fn hold(&mut self, more: usize, span: Span) -> bool {
        let before = self.held;
        self.held = self.held.saturating_add(more);
        if self.held <= HELD {
            return true;
        }
        if before <= HELD {
            let found = Diagnostic::error("W0504", "the memory limit was reached", span, "too much is asked at once")
                .with_note("each condition holds all kinds of the names in it, and all contexts that bind it")
                .with_note("ask in several questions");
            // In front of all others: it says that the rest was not looked at.
            self.diagnostics.insert(0, found);
        }
        false
    }

    /// As [`Lookup::find`], where only a name that is found matters.
    pub(super) fn found(&self, parts: &[Part], position: &Position<'_>) -> Option<Vec<EntityId>> {
        match self.find_with(parts, position, false) {
            Found::These(entities) => Some(entities),
            Found::Wrong(_) => None,
        }
    }

    /// As [`Lookup::entities`], without account or report.
    pub(super) fn find(&self, parts: &[Part], position: &Position<'_>) -> Found {
        self.find_with(parts, position, self.may_suggest())
    }

    fn find_with(&self, parts: &[Part], position: &Position<'_>, suggest: bool) -> Found {
        if self.is_hole(parts) {
            self.learn(position.kinds);
            return Found::These(Vec::new());
        }
        let text = text_of(parts);
        let span = span_of(parts);
        let mut senses = self.vocabulary.entities_named(&text);
        if senses.is_empty()
            && let Some(composite) = self.composite(parts)
        {
            senses.push(composite);
        }
        let admitted: Vec<EntityId> = senses.iter().copied().filter(|&id| self.admits(id, position)).collect();
        match admitted.as_slice() {
            [] if senses.is_empty() => Found::Wrong(Box::new(self.unknown(parts, position, suggest))),
            [] => self.by_operation(&senses, &text, span, position),
            // Where every kind may stand, a bare name means the agent in any role.
            [one] if position.kinds.is_empty() && !self.vocabulary.operations_on(*one).is_empty() => {
                Found::These(self.one_agent(&[*one]).unwrap_or_default())
            }
            [one] => Found::These(vec![*one]),
            several => match self.one_agent(several) {
                Some(mut all) => {
                    all.retain(|&id| self.admits(id, position));
                    Found::These(all)
                }
                None => Found::Wrong(Box::new(self.ambiguous(&text, span, several))),
            },
        }
    }

    pub(super) fn admits(&self, id: EntityId, position: &Position<'_>) -> bool {
        position.kinds.is_empty()
            || self.vocabulary.entity(id).is_some_and(|entity| position.kinds.contains(&entity.kind))
    }

    /// The bare agent's name names the treatment where only one operation of it exists.
    fn by_operation(&self, senses: &[EntityId], text: &str, span: Span, position: &Position<'_>) -> Found {
        let mut operations: Vec<EntityId> = senses
            .iter()
            .flat_map(|&agent| self.vocabulary.operations_on(agent).iter())
            .filter(|&id| self.admits(id, position))
            .collect();
        operations.sort_unstable();
        operations.dedup();
        match operations.as_slice() {
            [] => Found::Wrong(Box::new(self.wrong_kind(senses, text, span, position))),
            [one] => Found::These(vec![*one]),
            several => Found::Wrong(Box::new(self.ambiguous(text, span, several))),
        }
    }

    /// Where all senses are one agent and treatments that apply it, the name means the agent in any role.
    fn one_agent(&self, senses: &[EntityId]) -> Option<Vec<EntityId>> {
        let agent = senses.iter().copied().find(|&candidate| {
            senses.iter().all(|&other| {
                other == candidate
                    || self.vocabulary.entity(other).is_some_and(|entity| entity.agent == Some(candidate))
            })
        })?;
        let mut all = vec![agent];
        all.extend(self.vocabulary.operations_on(agent).iter());
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    fn composite(&self, parts: &[Part]) -> Option<EntityId> {
        let joints = parts.iter().filter(|part| part.kind == PartKind::Plus).count();
        if joints == 0 || joints >= PARTS {
            return None;
        }
        let mut choices: Vec<Vec<EntityId>> = Vec::new();
        for piece in parts.split(|part| part.kind == PartKind::Plus) {
            if piece.is_empty() {
                return None;
            }
            choices.push(self.vocabulary.entities_named(&text_of(piece)));
        }
        // A part may be named like its agent: every reading of every part is tried, which stays small.
        let mut found: Vec<EntityId> = Vec::new();
        let mut stack: Vec<Vec<EntityId>> = vec![Vec::new()];
        while let Some(chosen) = stack.pop() {
            match choices.get(chosen.len()) {
                None => found.extend(self.vocabulary.composite_of(&chosen)),
                Some(next) if stack.len() < 256 => {
                    stack.extend(next.iter().map(|&id| chosen.iter().copied().chain([id]).collect::<Vec<_>>()));
                }
                Some(_) => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The members of a set: narrower entities unless `exactly`, those of `except` taken away.
    pub(super) fn set(&mut self, asked: Vec<EntityId>, exactly: bool, except: Vec<EntityId>) -> EntitySet {
        if self.is_full() {
            return EntitySet::default();
        }
        let mut members: Vec<EntityId> = if exactly { asked.clone() } else { self.closure(&asked) };
        members.sort_unstable();
        members.dedup();
        if !except.is_empty() {
            let out = self.closure(&except);
            let out: FxHashSet<EntityId> = out.into_iter().collect();
            members.retain(|id| !out.contains(id));
        }
        let size = asked.len() + members.len();
        self.hold(size, self.words.last().map_or(Span::default(), |word| word.span));
        EntitySet { asked, except, exactly, members, containing: None }
    }

    fn closure(&self, asked: &[EntityId]) -> Vec<EntityId> {
        asked.iter().flat_map(|&id| self.vocabulary.below(id)).collect()
    }

    pub(super) fn kind_of(&self, id: EntityId) -> String {
        self.vocabulary.entity(id).map_or_else(|| "thing".to_owned(), |entity| self.kind_name(entity.kind))
    }

    pub(super) fn kind_name(&self, kind: KindId) -> String {
        self.vocabulary.schema().kinds.get(kind.index()).map_or_else(|| "thing".to_owned(), |kind| kind.name.clone())
    }

    pub(super) fn relation_name(&self, id: RelationId) -> String {
        self.vocabulary.schema().relations.get(id.index()).map_or_else(String::new, |relation| relation.name.clone())
    }

    /// The slot that a run names: a declared one, or one common to all findings.
    pub(super) fn slot(&mut self, run: &Run) -> Option<SlotRef> {
        let text = run.text();
        let slot = match self.vocabulary.slots_named(&text).as_slice() {
            [one] => Some(SlotRef::Declared(*one)),
            _ => common_slot(&text),
        };
        match slot {
            Some(slot) => {
                self.used(run.span, Sense::Slot(slot));
                Some(slot)
            }
            None => {
                let diagnostic = self.unknown_slot(&text, run);
                self.wrong(diagnostic);
                None
            }
        }
    }

    /// The slot of which values are counted: `in at least 2 species`, also by the noun of its values where `in` reaches it.
    pub(super) fn slot_of_values(&mut self, run: &Run) -> Option<SlotRef> {
        let text = run.text();
        if self.vocabulary.slots_named(&text).is_empty() && common_slot(&text).is_none() {
            let kind = self.vocabulary.kinds_named(&text).first().copied();
            let common = COMMON_SLOTS.iter().find(|(name, _)| plural(name) == text).map(|(_, slot)| *slot);
            let place = kind.and_then(|kind| self.vocabulary.schema().place_of(kind)).map(SlotRef::Declared);
            if let Some(slot) = place.or(common) {
                self.used(run.span, Sense::Slot(slot));
                return Some(slot);
            }
        }
        self.slot(run)
    }

    pub(super) fn slot_name(&self, slot: SlotRef) -> String {
        slot_name(self.vocabulary, slot)
    }
}

/// What a name was found to be.
pub(super) enum Found {
    /// These entities.
    These(Vec<EntityId>),
    /// None, or too many, with the message.
    Wrong(Box<Diagnostic>),
}

/// A slot's name as printed.
#[must_use]
pub fn slot_name(vocabulary: &Vocabulary, slot: SlotRef) -> String {
    let common = match slot {
        SlotRef::Declared(id) => {
            return vocabulary.schema().slots.get(id.index()).map_or_else(String::new, |slot| slot.name.clone());
        }
        SlotRef::Subject => "subject",
        SlotRef::Object => "object",
        SlotRef::Verb => "verb",
        SlotRef::Direction => "direction",
        SlotRef::Stance => "stance",
        SlotRef::Study => "study",
        SlotRef::Source => "source",
        SlotRef::Section => "section",
        SlotRef::Evidence => "evidence",
    };
    common.to_owned()
}

/// The slots that all findings have, as typed.
pub const COMMON_SLOTS: [(&str, SlotRef); 9] = [
    ("subject", SlotRef::Subject),
    ("object", SlotRef::Object),
    ("verb", SlotRef::Verb),
    ("direction", SlotRef::Direction),
    ("stance", SlotRef::Stance),
    ("study", SlotRef::Study),
    ("source", SlotRef::Source),
    ("section", SlotRef::Section),
    ("evidence", SlotRef::Evidence),
];

/// `studies`, `sources`
fn plural(name: &str) -> String {
    name.strip_suffix('y').map_or_else(|| format!("{name}s"), |stem| format!("{stem}ies"))
}

pub(super) fn common_slot(text: &str) -> Option<SlotRef> {
    COMMON_SLOTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, slot)| *slot)
}

/// The words of parts, joined by blanks.
pub(super) fn text_of(parts: &[Part]) -> String {
    let words: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    words.join(" ")
}

/// From the first to the last part.
pub(super) fn span_of(parts: &[Part]) -> Span {
    match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

/// `a, b or c`
pub(super) fn list(words: &[String], last: &str) -> String {
    match words {
        [] => "thing".to_owned(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

/// A name as it can be typed: in quotes where it would otherwise be cut.
pub(super) fn quoted(name: &str) -> String {
    crate::syntax::print::name(name)
}

/// An edit that puts text before a place.
pub(super) fn insert(at: Span, text: impl Into<String>) -> Edit {
    Edit { span: Span { start: at.start, end: at.start }, replacement: text.into() }
}
