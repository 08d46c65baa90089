//! Names where a noun or a place was looked for: `which pre-treatments`, `under hypoxia`, `of the cells`.
//!
//! Pieces of a text come in; the row itself, or a note on what a base has instead, goes out.

use super::clauses::EFFECTS;
use super::pieces::{Noun, Verb};
use super::places::PLACES;
use super::question::{Clause, Context, Joined, Question, Target};
use super::rows::{JOINERS, RELATIVE};
use super::{FILLERS, HELPERS, Reader};
use crate::model::{EntityId, KindId};
use crate::syntax::print;

/// What stands before something that is done, as if it were a place.
const UNDER: &[&str] = &["under", "during", "with", "after", "following", "upon", "via", "using", "through"];

impl Reader<'_> {
    /// `which pre-treatments upregulate CXCR4`, `pre-treatment where upregulates CXCR4`: a name that has kinds of its own.
    pub(super) fn of_class(&mut self) -> Vec<String> {
        match self.class() {
            Some(question) if self.ended() => self.told(&question),
            _ => Vec::new(),
        }
    }

    fn class(&mut self) -> Option<Question> {
        if self.foreign {
            return None;
        }
        let count = self.counts();
        let asked = self.opener() || count;
        let plural = self.piece(0)?.plural;
        let (name, ids) = self.name()?;
        let [id] = ids.as_slice() else { return None };
        let kind = self.kind_of(*id).filter(|kind| self.acts(*kind))?;
        let classes = !self.scope.vocabulary.narrower(*id).is_empty();
        if !classes || !(asked || plural || self.is(0, RELATIVE)) {
            return None;
        }
        let text = self.scope.vocabulary.kind_name(kind).to_owned();
        let head = Some(Noun { text, kind: Some(kind) });
        let mut question = Question { head, names: vec![name], count, ..Question::default() };
        self.conditions(&mut question)?;
        let says = !(question.clauses.is_empty() && question.contexts.is_empty() && question.unstudied.is_empty());
        says.then_some(question)
    }

    /// Whether a verb may be said of things of a kind.
    fn acts(&self, kind: KindId) -> bool {
        let schema = self.scope.vocabulary.schema();
        schema.relations.iter().any(|relation| relation.subjects.contains(&kind))
    }

    /// `under hypoxia` of treatments, where hypoxia is one of them: the row itself.
    pub(super) fn done_to_it(&mut self, question: &Question) -> Option<String> {
        let kinds = match (&question.head, question.clauses.first()) {
            (Some(noun), _) => vec![noun.kind?],
            (None, Some(clause)) => self.kinds_before(&clause.verb),
            (None, None) => return None,
        };
        self.is(0, UNDER).then(|| self.at += 1)?;
        self.skip(FILLERS);
        let (name, ids) = self.name()?;
        let [id] = ids.as_slice() else { return None };
        let kind = self.kind_of(*id).filter(|kind| kinds.contains(kind))?;
        if self.scope.vocabulary.schema().place_of(kind).is_some() || self.is(0, EFFECTS) {
            return None;
        }
        self.skip(&["condition", "conditions", "treatment", "exposure"]);
        let noun = self.scope.vocabulary.kind_name(kind);
        let note = format!("this base records {name} as {}, not as a place of findings", crate::names::a(noun));
        self.notes.push(note);
        Some(name)
    }

    /// `under hypoxia` behind `upregulated`: who acts.
    pub(super) fn done_under(&mut self, verb: &Verb) -> Option<Clause> {
        let start = self.at;
        let found = self.is(0, UNDER).then(|| self.turned(verb)).flatten().and_then(|turned| {
            self.at += 1;
            let (name, ids) = self.name()?;
            let place = ids
                .iter()
                .filter_map(|&id| self.kind_of(id))
                .any(|kind| self.scope.vocabulary.schema().place_of(kind).is_some());
            self.skip(&["condition", "conditions"]);
            (self.takes(&turned, &ids) && !place).then(|| Clause::of(turned, Target::Names(Joined::One, vec![name])))
        });
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// Behind a preposition, where no name stands: `of stem cells` for mesenchymal ones, `of the cells` for any.
    pub(super) fn loose_place(&mut self) -> Option<Vec<Context>> {
        if let Some((typed, id)) = self.end_of_a_name() {
            let name = self.scope.vocabulary.entity_name(id).to_owned();
            let slots = self.slots_of(&[id], false);
            self.guessed.push((typed, name.clone()));
            return Some(vec![Context::of(slots, vec![print::name(&name)])]);
        }
        let piece = self.piece(0)?;
        let kind = piece.noun.as_ref().and_then(|noun| noun.kind)?;
        let schema = self.scope.vocabulary.schema();
        let slot = schema.place_of(kind).and_then(|slot| schema.slots.get(slot.index()))?;
        let typed = piece.text.clone();
        let note = format!(
            "any {} is meant by `{typed}`; one of them is named so: `{} = NAME`",
            self.scope.vocabulary.kind_name(kind),
            print::name(&slot.name)
        );
        self.at += 1;
        let ends = self.ended() || self.is(0, JOINERS) || self.is(0, PLACES);
        ends.then(|| self.notes.push(note))?;
        Some(Vec::new())
    }

    /// The end of a longer name of something that has a place in findings.
    fn end_of_a_name(&mut self) -> Option<(String, EntityId)> {
        let closed = [JOINERS, PLACES, RELATIVE, HELPERS];
        let word = |ahead: &usize| {
            self.piece(*ahead).is_some_and(|piece| {
                let open = piece.is_unknown() || piece.noun.is_some() && piece.names.is_empty();
                open && piece.sign.is_none() && !closed.iter().any(|words| piece.is(words))
            })
        };
        let most = (0..4).take_while(word).count();
        let schema = self.scope.vocabulary.schema();
        let admits = |id: EntityId| self.kind_of(id).is_some_and(|kind| schema.place_of(kind).is_some());
        for length in (2..=most).rev() {
            let words = self.pieces.get(self.at..self.at + length)?;
            let typed = words.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
            let end = format!(" {}", typed.to_lowercase());
            let near = self.scope.vocabulary.nearest_entities(&typed, 5, &admits);
            let mut fits = near.into_iter().filter(|(spelling, _)| spelling.to_lowercase().ends_with(&end));
            if let Some((_, id)) = fits.next().filter(|_| self.guessed.len() < 2) {
                self.at += length;
                return Some((typed, id));
            }
        }
        None
    }
}
