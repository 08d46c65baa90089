//! Questions for rows: their noun, and how conditions follow each other.
//!
//! Pieces of a text come in, the parts of a question go out. A word that fits nowhere ends the attempt.

use super::denied::UNSTUDIED;
use super::pieces::{Form, Noun, Piece};
use super::question::{Clause, Joined, Question, Target};
use super::words::Word;
use super::{FILLERS, HELPERS, Reader};
use crate::syntax::print;

/// What joins names and conditions.
pub(super) const JOINERS: &[&str] = &["and", "or", "but", "plus", "nor", "then"];
/// What stands between a noun and what is said of it.
pub(super) const RELATIVE: &[&str] = &["that", "which", "who", "where", "whose", "when", "while", "if", "such", "as"];
/// What denies.
pub(super) const DENIES: &[&str] = &["not", "never", "without", "neither", "except", "excluding"];
/// What is said of a thing that is looked for, and says nothing.
const VAGUE: &[&str] = &[
    "help",
    "helps",
    "helpful",
    "work",
    "works",
    "useful",
    "effective",
    "used",
    "good",
    "beneficial",
    "active",
    "tested",
    "studied",
    "investigated",
    "available",
    "exist",
    "exists",
    "described",
    "relevant",
    "important",
    "involved",
];
/// What asks for an order, which only the evidence behind findings can give.
const BEST: &[&str] = &["best", "strongest", "better", "most"];
/// Words of other query languages around what is asked.
const FOREIGN: &[&str] =
    &["name", "from", "as", "return", "select", "match", "optional", "id", "label", "distinct", "prefix"];

impl Reader<'_> {
    /// `which treatments upregulate CXCR4 in fibrosis`
    pub(super) fn rows(&mut self) -> Vec<String> {
        match self.question() {
            Some(question) if self.ended() => self.told(&question),
            _ => Vec::new(),
        }
    }

    fn question(&mut self) -> Option<Question> {
        let mut question = Question { count: self.counts(), ..Question::default() };
        let asked = self.opener() || question.count;
        if self.is(0, BEST) && self.piece(0).is_some_and(Piece::is_unknown) {
            self.at += 1;
            self.skip(VAGUE);
            question.tails.push("order by evidence".to_owned());
        }
        question.head = self.head(&mut question, asked)?;
        // `which treatment is best for fibrosis`
        if self.is(0, &["is", "are", "works", "work"]) && self.is(1, BEST) && question.tails.is_empty() {
            self.at += 2;
            self.skip(VAGUE);
            question.tails.push("order by evidence".to_owned());
        }
        self.conditions(&mut question)?;
        let says = !question.clauses.is_empty() || !question.contexts.is_empty() || !question.names.is_empty();
        (says || !question.unstudied.is_empty()).then_some(question)
    }

    pub(super) fn counts(&mut self) -> bool {
        self.eat_any(&[
            &["how", "many", "different"],
            &["how", "many", "of", "the"],
            &["how", "many"],
            &["what", "number", "of"],
            &["the", "number", "of"],
            &["number", "of"],
            &["count", "of"],
            &["count"],
        ])
    }

    /// The noun that rows are of; none where the first verb must tell.
    fn head(&mut self, question: &mut Question, asked: bool) -> Option<Option<Noun>> {
        self.skip(FILLERS);
        if self.foreign {
            return Some(self.foreign_head(question));
        }
        if let Some(noun) = self.piece(0).and_then(|piece| piece.noun.clone())
            && !self.names_it(&noun, self.at + 1)
        {
            self.at += 1;
            question.clauses.extend(self.subject_first());
            return Some(Some(noun));
        }
        if self.is(0, RELATIVE) && self.piece(0).is_some_and(Piece::is_unknown) {
            self.at += 1;
        }
        // `what upregulates CXCR4`, `upregulates CXCR4`
        if self.verb_next() {
            return Some(None);
        }
        // `what does rapamycin upregulate`
        if asked && let Some(clause) = self.subject_first() {
            question.clauses.push(clause);
            return Some(None);
        }
        // `drugs that upregulate CXCR4`, where the base has no such noun: what is said of it tells which there are.
        let closed = [HELPERS, super::places::PLACES, JOINERS, RELATIVE, DENIES];
        let open = self.piece(0).is_some_and(|piece| piece.is_unknown() && !closed.iter().any(|words| piece.is(words)));
        if open {
            self.at += 1;
            let with_verb = self.is(0, &["with"]) && self.piece(1).is_some_and(|next| next.verb.is_some());
            if self.is(0, RELATIVE) || with_verb || self.verb_next() || self.is(0, VAGUE) {
                return Some(None);
            }
            self.at -= 1;
        }
        None
    }

    /// Whether a verb, or its denial, is what comes next but for helpers.
    fn verb_next(&self) -> bool {
        let mut ahead = 0;
        while self.is(ahead, HELPERS) && self.piece(ahead).is_some_and(Piece::is_unknown) {
            ahead += 1;
        }
        self.piece(ahead)
            .is_some_and(|piece| piece.verb.is_some() || piece.is(&["not", "never"]) || piece.is(UNSTUDIED))
    }

    /// In a query of another language the noun may stand anywhere.
    fn foreign_head(&mut self, question: &mut Question) -> Option<Noun> {
        question.count |= self.pieces.iter().any(|piece| piece.is(&["count"]));
        self.at = 0;
        let said = |piece: &Piece| {
            let noise = piece.is(FOREIGN) || piece.is(&["count"]);
            !(noise && piece.is_unknown() || piece.sign == Some(Word::Comma))
        };
        self.pieces.retain(said);
        // Not what only says the kind of a name, `Gene CXCR4`, and not what is compared.
        let head = (0..self.pieces.len()).find(|&at| {
            let compared = self.pieces.get(at + 1).is_some_and(|next| matches!(next.sign, Some(Word::Compare(_))));
            let noun = self.pieces.get(at).and_then(|piece| piece.noun.as_ref());
            noun.is_some_and(|noun| !self.names_it(noun, at + 1) && !compared)
        });
        let noun = head.map(|at| self.pieces.remove(at)).and_then(|piece| piece.noun);
        // `FROM findings` behind `SELECT treatment` says only where all rows are.
        if noun.is_some() {
            let other = |piece: &Piece| piece.noun.as_ref().is_some_and(|noun| noun.kind.is_none());
            self.pieces.retain(|piece| !other(piece) || piece.slot.is_some());
        }
        // Who acts stands in front: `rapamycin UPREGULATES`.
        question.clauses.extend(self.subject_first());
        noun
    }

    /// `that rapamycin upregulates`, `does rapamycin upregulate`: who acts stands before the verb, so that the rows are acted upon.
    pub(super) fn subject_first(&mut self) -> Option<Clause> {
        let start = self.at;
        self.skip(RELATIVE);
        self.skip(&["do", "does", "did", "can", "could", "will", "would", "may", "is", "are"]);
        let found = self.name().and_then(|(name, ids)| {
            self.skip(HELPERS);
            let verb = self.piece(0)?.verb.clone()?;
            self.at += 1;
            let ends = self.ended() || self.is(0, super::places::PLACES) || self.is(0, JOINERS);
            let turned = self.turned(&verb)?;
            let fits = ends && verb.form == Form::Plain && !verb.passive && self.takes(&turned, &ids);
            fits.then(|| Clause::of(turned, Target::Names(Joined::One, vec![name])))
        });
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// What is said of the rows, up to the end.
    pub(super) fn conditions(&mut self, question: &mut Question) -> Option<()> {
        loop {
            if let Some(unstudied) = self.unstudied() {
                question.unstudied.extend(unstudied);
                continue;
            }
            let (or, not) = self.joined();
            if self.ended() {
                return (!not).then_some(());
            }
            if !self.tail(question) && !self.condition(question, not, or) {
                return None;
            }
        }
    }

    /// What stands between two conditions: whether it says `or`, and whether it denies.
    fn joined(&mut self) -> (bool, bool) {
        let (mut or, mut not) = (false, false);
        loop {
            let before_verb = self.is(0, &["with", "having", "for", "by"])
                && self.piece(1).and_then(|next| next.verb.as_ref()).is_some_and(|verb| verb.form == Form::Plain);
            let sign = self.piece(0).and_then(|piece| piece.sign.as_ref());
            if self.is(0, &["or", "nor"]) {
                or = true;
            } else if self.is(0, DENIES) {
                not = !not;
            } else if !(before_verb || matches!(sign, Some(Word::Comma | Word::Compare(":"))) || self.says_nothing()) {
                return (or, not);
            }
            self.at += 1;
        }
    }

    fn says_nothing(&self) -> bool {
        let Some(piece) = self.piece(0).filter(|piece| piece.is_unknown()) else { return false };
        [JOINERS, RELATIVE, FILLERS, VAGUE, &["both", "also", "there"]].iter().any(|words| piece.is(words))
    }

    fn condition(&mut self, question: &mut Question, not: bool, or: bool) -> bool {
        let start = self.at;
        if let Some(clause) = self.clause(question.clauses.is_empty()) {
            question.clauses.push(Clause { not: clause.not != not, or, ..clause });
            return true;
        }
        self.at = start;
        if let Some(name) = self.own_name(question) {
            question.names.push(name);
            return !not && !or;
        }
        self.at = start;
        if let Some(name) = self.done_to_it(question) {
            question.names.push(name);
            return !not && !or;
        }
        self.at = start;
        if let Some(contexts) = self.contexts() {
            let first = contexts.len();
            question.contexts.extend(contexts);
            let added = question.contexts.len() - first;
            if let Some(context) = question.contexts.get_mut(added) {
                context.not = context.not != not;
                context.or = or;
                // nearly everything is not about a name: only the place is denied
                if context.not && context.slots.len() > 2 {
                    context.slots.truncate(1);
                }
            }
            return true;
        }
        self.at = start;
        // `upregulates CXCR4 but not VEGF`: the verb before is meant again.
        if let Some(last) = question.clauses.last().map(|clause| clause.verb.clone())
            && let Some((name, ids)) = self.name()
            && self.takes(&last, &ids)
        {
            question.clauses.push(Clause { not, or, ..Clause::of(last, Target::Names(Joined::One, vec![name])) });
            return true;
        }
        self.at = start;
        false
    }

    /// `name = rapamycin`, `treatment = rapamycin` of treatments: the row itself.
    fn own_name(&mut self, question: &Question) -> Option<String> {
        let kind = question.head.as_ref()?.kind?;
        let bare = question.clauses.is_empty() && question.contexts.is_empty();
        let piece = self.piece(0)?;
        // `treatment = rapamycin`
        if bare && matches!(piece.sign, Some(Word::Compare("="))) {
            self.at += 1;
            let (name, ids) = self.name()?;
            return ids.iter().any(|&id| self.kind_of(id) == Some(kind)).then_some(name);
        }
        let own = piece.is(&["name", "names", "called", "named"]) && piece.is_unknown()
            || piece.slot.is_none() && piece.noun.as_ref().is_some_and(|noun| noun.kind == Some(kind));
        let compared =
            self.piece(1).is_some_and(|next| matches!(next.sign, Some(Word::Compare(_))) || next.is(&["is"]));
        (own && compared).then(|| self.at += 2)?;
        let (name, ids) = self.name()?;
        ids.iter().any(|&id| self.kind_of(id) == Some(kind)).then_some(name)
    }

    /// `genes that are upregulated by rapamycin` behind a verb.
    pub(super) fn inner(&mut self) -> Option<String> {
        let start = self.at;
        self.skip(FILLERS);
        let noun = self.piece(0).and_then(|piece| piece.noun.clone()).filter(|noun| noun.kind.is_some());
        let Some(noun) = noun.filter(|noun| !self.names_it(noun, self.at + 1)) else {
            self.at = start;
            return None;
        };
        self.at += 1;
        let clause = self.subject_first().or_else(|| {
            self.skip(RELATIVE);
            self.clause(true)
        });
        let Some(clause) = clause else {
            self.at = start;
            return None;
        };
        let head = print::name(&noun.text);
        Some(Question { head: Some(noun), clauses: vec![clause], ..Question::default() }.text(&head, 0, true))
    }
}
