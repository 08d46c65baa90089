//! What was probably meant by a text that is no question of the language.
//!
//! A statement in English, or in another query language, comes in with the words of a base; texts of the language go out, the likeliest first.
//! Every word of the statement is accounted for, or nothing is offered. Whether a text is accepted, and what it gives, is for the caller to
//! see: nothing here is ever run.

mod claims;
mod classes;
mod clauses;
mod denied;
mod disputes;
mod pieces;
mod places;
mod question;
mod rows;
mod words;

use super::Scope;
use crate::model::{EntityId, KindId};
use crate::syntax::print;
use pieces::{Noun, Piece, Verb, pieces};
use question::Question;
use words::words;

/// Bytes of a statement in which a question is looked for: who asks a person says less.
const LONGEST: usize = 600;
/// Words of it.
const WORDS: usize = 60;
/// Texts that are offered.
const MOST: usize = 16;

/// One text that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// A statement of the language.
    pub text: String,
    /// Names that were taken for the nearest known one: as typed, and as read.
    pub guessed: Vec<(String, String)>,
    /// What a base says otherwise than the text did, in plain words.
    pub notes: Vec<String>,
}

/// Statements that were probably meant by a text, the likeliest first; none where a word of it says something that no statement would.
///
/// ```
/// use whereof::Base;
/// use whereof::goal::{Definitions, Scope, meant::meant};
/// let (base, definitions) = (Base::builtin(), Definitions::default());
/// let scope = Scope { vocabulary: base.facts().vocabulary(), definitions: &definitions };
/// let found = meant("which treatments don't upregulate CXCR4 in patients with fibrosis?", scope);
/// assert_eq!(found[0].text, "treatment where not upregulates CXCR4 and species = human and disease = fibrosis");
/// ```
#[must_use]
pub fn meant<'a>(text: &str, scope: Scope<'a>) -> Vec<Meant> {
    let words = if text.len() > LONGEST { words::Words::default() } else { words(text) };
    // Braces are those of a base, but for other query languages.
    if words.list.is_empty() || text.contains(['{', '}']) && !words.foreign || words.list.len() > WORDS {
        return Vec::new();
    }
    let reader = Reader { foreign: words.foreign, pieces: pieces(&words.list, scope), ..Reader::of(scope) };
    let mut found: Vec<Meant> = Vec::new();
    let ways: [fn(&mut Reader<'a>) -> Vec<String>; 6] =
        [Reader::about_names, Reader::disputes, Reader::of_class, Reader::claims, Reader::rows, Reader::keywords];
    for way in ways {
        let mut reader = reader.clone();
        for text in way(&mut reader) {
            if found.len() < MOST && !found.iter().any(|known| known.text == text) {
                found.push(Meant { text, guessed: reader.guessed.clone(), notes: reader.notes.clone() });
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// Goes through the pieces of one statement.
#[derive(Clone)]
struct Reader<'a> {
    scope: Scope<'a>,
    foreign: bool,
    pieces: Vec<Piece>,
    at: usize,
    guessed: Vec<(String, String)>,
    notes: Vec<String>,
}

/// What asks for rows and says nothing else.
const OPENERS: &[&[&str]] = &[
    &["i", "would", "like", "to", "know"],
    &["i", "would", "like", "to", "see"],
    &["i", "am", "looking", "for"],
    &["i'm", "looking", "for"],
    &["i", "want", "to", "know"],
    &["i", "want", "to", "see"],
    &["what", "is", "known", "about"],
    &["do", "you", "know"],
    &["we", "want"],
    &["i", "want"],
    &["i", "need"],
    &["can", "you"],
    &["could", "you"],
    &["show", "me"],
    &["give", "me"],
    &["get", "me"],
    &["tell", "me"],
    &["find", "me"],
    &["search", "for"],
    &["look", "for"],
    &["looking", "for"],
    &["is", "there"],
    &["are", "there"],
    &["do", "any"],
    &["does", "any"],
    &["what", "are"],
    &["which", "are"],
    &["which", "of"],
    &["names", "of"],
    &["please"],
    &["show"],
    &["list"],
    &["find"],
    &["give"],
    &["get"],
    &["tell"],
    &["search"],
    &["select"],
    &["match"],
    &["distinct"],
    &["return"],
    &["fetch"],
    &["display"],
    &["print"],
    &["enumerate"],
    &["name"],
    &["query"],
    &["which"],
    &["what"],
    &["who"],
];

/// What may stand anywhere and says nothing.
const FILLERS: &[&str] = &[
    "the",
    "a",
    "an",
    "all",
    "any",
    "some",
    "every",
    "each",
    "me",
    "us",
    "please",
    "known",
    "different",
    "various",
    "other",
    "there",
    "of",
    "these",
    "those",
    "their",
    "its",
    "actually",
    "really",
];

/// What stands before a verb and says nothing.
const HELPERS: &[&str] = &[
    "do",
    "does",
    "did",
    "can",
    "could",
    "will",
    "would",
    "may",
    "might",
    "has",
    "have",
    "had",
    "been",
    "be",
    "being",
    "to",
    "also",
    "is",
    "are",
    "was",
    "were",
    "shown",
    "known",
    "found",
    "reported",
    "able",
    "significantly",
    "directly",
];

impl<'a> Reader<'a> {
    fn of(scope: Scope<'a>) -> Reader<'a> {
        Reader { scope, foreign: false, pieces: Vec::new(), at: 0, guessed: Vec::new(), notes: Vec::new() }
    }

    fn piece(&self, ahead: usize) -> Option<&Piece> {
        self.pieces.get(self.at + ahead)
    }

    fn is(&self, ahead: usize, words: &[&str]) -> bool {
        self.piece(ahead).is_some_and(|piece| piece.is(words))
    }

    fn ended(&self) -> bool {
        self.at >= self.pieces.len()
    }

    /// Takes a phrase of single words, if it stands here.
    fn eat(&mut self, phrase: &[&str]) -> bool {
        // A piece that the base knows may hold several words of a phrase.
        let mut at = 0;
        let mut ahead = 0;
        while at < phrase.len() {
            let Some(piece) = self.piece(ahead).filter(|piece| piece.sign.is_none()) else { return false };
            let words: Vec<&str> = piece.low.split(' ').collect();
            if !phrase.get(at..).is_some_and(|rest| rest.starts_with(&words)) {
                return false;
            }
            at += words.len();
            ahead += 1;
        }
        self.at += ahead;
        true
    }

    fn eat_any(&mut self, phrases: &[&[&str]]) -> bool {
        phrases.iter().any(|phrase| self.eat(phrase))
    }

    fn skip(&mut self, words: &[&str]) {
        while self.is(0, words) && self.piece(0).is_some_and(Piece::is_unknown) {
            self.at += 1;
        }
    }

    /// Takes what only asks; true where something was taken.
    fn opener(&mut self) -> bool {
        let start = self.at;
        loop {
            let before = self.at;
            let known = self.piece(0).is_some_and(|piece| !piece.names.is_empty() || piece.noun.is_some());
            if !known || self.is(0, &["which", "what", "who"]) {
                self.eat_any(OPENERS);
            }
            self.skip(FILLERS);
            if self.at == before {
                return self.at > start;
            }
        }
    }

    /// Whether the piece at an index names something of a noun's kind, so that the noun before it says no more.
    fn names_it(&self, noun: &Noun, index: usize) -> bool {
        let named = |piece: &Piece| piece.names.iter().any(|&id| self.kind_of(id) == noun.kind) && piece.verb.is_none();
        noun.kind.is_some() && self.pieces.get(index).is_some_and(named)
    }

    fn kind_of(&self, id: EntityId) -> Option<KindId> {
        self.scope.vocabulary.kind_of(id)
    }

    /// The name here, a noun that says its kind left out: `the gene CXCR4`, `CXCR4 gene`.
    fn name(&mut self) -> Option<(String, Vec<EntityId>)> {
        let start = self.at;
        self.skip(FILLERS);
        let noun = self.piece(0).and_then(|piece| piece.noun.as_ref());
        if noun.is_some_and(|noun| self.names_it(noun, self.at + 1)) {
            self.at += 1;
        }
        let Some(piece) = self.piece(0).filter(|piece| !piece.names.is_empty()) else {
            self.at = start;
            return None;
        };
        let (mut text, mut ids) = (piece.text.clone(), piece.names.clone());
        self.at += 1;
        // A combination, or a name and what bears it: the parts belong together.
        while self.is(0, &["+"]) && self.piece(1).is_some_and(|next| !next.names.is_empty()) {
            let more = self.piece(1).map_or_else(String::new, |next| next.text.clone());
            text = format!("{text} + {more}");
            ids = self.scope.vocabulary.entities_named(&text);
            self.at += 2;
        }
        let follows = |noun: &Noun| noun.kind.is_some() && ids.iter().any(|&id| self.kind_of(id) == noun.kind);
        if self.piece(0).and_then(|piece| piece.noun.as_ref()).is_some_and(follows) {
            self.at += 1;
        }
        Some((if text.contains(" + ") { text } else { print::name(&text) }, ids))
    }

    /// Whether a verb may act upon one of these, or be done by it.
    fn takes(&self, verb: &Verb, ids: &[EntityId]) -> bool {
        let kinds = self.kinds_behind(verb);
        kinds.is_empty()
            || ids.iter().any(|&id| {
                let operations = self.scope.vocabulary.operations_on(id).iter();
                let mut all = std::iter::once(id).chain(operations);
                all.any(|id| self.kind_of(id).is_some_and(|kind| kinds.contains(&kind)))
            })
    }

    /// The kinds that stand behind a verb; all where empty.
    fn kinds_behind(&self, verb: &Verb) -> Vec<KindId> {
        let relation = verb.relation.and_then(|id| self.scope.vocabulary.relation(id));
        relation.map_or_else(
            Vec::new,
            |relation| {
                if verb.passive { relation.subjects.clone() } else { relation.objects.clone() }
            },
        )
    }

    /// The kinds of which a verb is said; all where empty.
    fn kinds_before(&self, verb: &Verb) -> Vec<KindId> {
        let relation = verb.relation.and_then(|id| self.scope.vocabulary.relation(id));
        relation.map_or_else(
            Vec::new,
            |relation| {
                if verb.passive { relation.objects.clone() } else { relation.subjects.clone() }
            },
        )
    }

    /// The other voice of a verb.
    fn turned(&self, verb: &Verb) -> Option<Verb> {
        let relation = self.scope.vocabulary.relation(verb.relation?)?;
        let phrase = if verb.passive { relation.name.clone() } else { relation.passive.clone()? };
        Some(Verb { phrase, passive: !verb.passive, ..verb.clone() })
    }

    /// A verb, or the nearest broader one that takes these names: homing is increased, not activated.
    fn fitting(&self, verb: &Verb, ids: &[EntityId]) -> Verb {
        let mut fit = verb.clone();
        let relations = self.scope.vocabulary.schema().relations.len();
        for _ in 0..relations {
            if self.takes(&fit, ids) {
                return fit;
            }
            let broader = fit.relation.and_then(|id| self.scope.vocabulary.relation(id)).and_then(|one| one.broader);
            let Some(relation) = broader.and_then(|id| self.scope.vocabulary.relation(id)) else { break };
            let phrase = if fit.passive { relation.passive.clone() } else { Some(relation.name.clone()) };
            let Some(phrase) = phrase else { break };
            fit = Verb { phrase, relation: broader, ..fit };
        }
        verb.clone()
    }

    /// A question as it is typed, for each noun, slot and list that it may be about.
    fn told(&self, question: &Question) -> Vec<String> {
        let heads: Vec<String> = match (&question.head, question.clauses.first()) {
            (Some(noun), _) => vec![print::name(&noun.text)],
            (None, Some(first)) => {
                let kinds = self.kinds_before(&first.verb);
                let all = self.scope.vocabulary.schema().kinds.len() as u32;
                let kinds = if kinds.is_empty() { (0..all).map(KindId).collect() } else { kinds };
                kinds.iter().map(|&kind| print::name(self.scope.vocabulary.kind_name(kind))).collect()
            }
            // What is looked for may be whatever findings speak of.
            (None, None) => {
                let schema = self.scope.vocabulary.schema();
                let acts = |kind: &KindId| schema.relations.iter().any(|relation| relation.subjects.contains(kind));
                let kinds = (0..schema.kinds.len() as u32).map(KindId).filter(acts);
                kinds.map(|kind| print::name(self.scope.vocabulary.kind_name(kind))).collect()
            }
        };
        // `gene where upregulated by CXCR4`: who acts and what is acted upon were exchanged.
        if let ([clause], [], []) =
            (question.clauses.as_slice(), question.contexts.as_slice(), question.names.as_slice())
            && !clause.ids.is_empty()
            && !self.takes(&clause.verb, &clause.ids)
        {
            let Some(turned) = self.turned(&clause.verb).filter(|turned| self.takes(turned, &clause.ids)) else {
                return Vec::new();
            };
            let kinds = self.kinds_behind(&clause.verb);
            let mut question = question.clone();
            question.clauses = vec![question::Clause { verb: turned, ..clause.clone() }];
            let head = |kind: &KindId| print::name(self.scope.vocabulary.kind_name(*kind));
            return kinds.iter().map(|kind| question.text(&head(kind), 0, true)).collect();
        }
        let slots = question.contexts.iter().map(|context| context.slots.len()).max().unwrap_or(1).clamp(1, 3);
        let lists = question
            .clauses
            .iter()
            .any(|clause| matches!(clause.target, question::Target::Names(question::Joined::Either, _)));
        let mut all = Vec::new();
        for head in &heads {
            for slot in 0..slots {
                all.push(question.text(head, slot, true));
                if lists {
                    all.push(question.text(head, slot, false));
                }
            }
        }
        all
    }
}
