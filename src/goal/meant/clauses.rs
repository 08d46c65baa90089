//! What is said of a row: a verb, and what it acts upon.
//!
//! Pieces of a text come in behind what joins it to the condition before, and one clause goes out. What the rows are is not known here.

use super::pieces::{Form, Piece, Verb, verb_named};
use super::places::PLACES;
use super::question::{Clause, Context, Joined, Target};
use super::rows::{JOINERS, RELATIVE};
use super::words::Word;
use super::{FILLERS, HELPERS, Reader};
use crate::model::{Direction, EntityId};
use crate::syntax::print;

/// Words for what one thing does to another where no verb says what.
pub(super) const EFFECTS: &[&str] = &["effect", "effects", "impact", "influence", "role", "action", "consequences"];

impl Reader<'_> {
    /// `does not upregulate CXCR4`, `always upregulates both CXCR4 and VEGF`, `has no effect on homing`
    pub(super) fn clause(&mut self, first: bool) -> Option<Clause> {
        let mut not = false;
        let mut before = String::new();
        loop {
            if self.is(0, &["not", "never"]) {
                not = !not;
            } else if self.is(0, &["always", "only", "indirectly"]) {
                before = self.piece(0)?.low.clone();
            } else if !(self.is(0, HELPERS) && self.piece(0).is_some_and(Piece::is_unknown)) {
                break;
            }
            self.at += 1;
        }
        // `CXCR4 is upregulated`, `CXCR4 upregulated`: what happens stands behind what it happens to.
        if first && let Some(clause) = self.happens() {
            return Some(Clause { not, before, ..clause });
        }
        if let Some(verb) = self.nothing() {
            let (target, ids) = self.target(&verb)?;
            let verb = self.fitting(&verb, &ids);
            return Some(Clause { not, before, ..Clause::of(verb, target) });
        }
        let verb = self.piece(0)?.verb.clone()?;
        self.at += 1;
        // `upregulated under hypoxia`, where hypoxia is what acts
        if verb.form == Form::Participle
            && let Some(clause) = self.done_under(&verb)
        {
            return Some(Clause { not, before, ..clause });
        }
        let verb = self.of_what(&verb).unwrap_or(verb);
        if verb.form == Form::Noun {
            self.is(0, &["of"]).then(|| self.at += 1)?;
        }
        // `upregulates = CXCR4`
        if self.piece(0).is_some_and(|piece| matches!(piece.sign, Some(Word::Compare(_)))) {
            self.at += 1;
        }
        if self.is(0, &["not"]) {
            not = !not;
            self.at += 1;
        }
        let (target, ids) = self.target(&verb)?;
        let mut verb = self.fitting(&verb, &ids);
        if matches!(target, Target::Names(Joined::One, _)) {
            verb = self.what_of_it(&verb).unwrap_or(verb);
        }
        Some(Clause { not, before, ids, ..Clause::of(Verb { form: Form::Plain, ..verb }, target) })
    }

    /// `increases the expression of`: the verb that says what of a name changes, where there is one.
    pub(super) fn of_what(&mut self, verb: &Verb) -> Option<Verb> {
        let start = self.at;
        self.skip(&["the", "a", "an"]);
        let word = self.piece(0).filter(|piece| piece.sign.is_none() && self.is(1, &["of"]));
        let Some(word) = word.map(|piece| piece.low.clone()) else {
            self.at = start;
            return None;
        };
        let longer = verb_named(&format!("{} {word} of", verb.phrase), self.scope);
        self.at = if longer.is_some() { self.at + 2 } else { start };
        longer
    }

    /// `increases CXCR4 expression`: the same where what changes stands behind the name.
    pub(super) fn what_of_it(&mut self, verb: &Verb) -> Option<Verb> {
        let word = self.piece(0).filter(|piece| piece.is_unknown())?;
        let longer = verb_named(&format!("{} {} of", verb.phrase, word.low), self.scope)?;
        self.at += 1;
        Some(longer)
    }

    fn happens(&mut self) -> Option<Clause> {
        let start = self.at;
        let found = self.name().and_then(|(name, ids)| {
            self.skip(HELPERS);
            let verb = self.piece(0)?.verb.clone()?;
            self.at += 1;
            let ends = self.ended() || self.is(0, JOINERS) || self.is(0, PLACES);
            let fits = verb.form != Form::Plain && ends && self.takes(&verb, &ids);
            let verb = Verb { form: Form::Plain, ..verb };
            fits.then(|| Clause::of(verb, Target::Names(Joined::One, vec![name])))
        });
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// `no effect on`, where the base says so with other words.
    fn nothing(&mut self) -> Option<Verb> {
        let start = self.at;
        let none = self.is(0, &["no", "without"]);
        self.at += usize::from(none);
        self.skip(&["any", "measurable", "significant"]);
        if !none || !self.is(0, EFFECTS) {
            self.at = start;
            return None;
        }
        self.at += 1;
        self.skip(&["on", "upon", "in"]);
        self.null_verb()
    }

    /// The verb of this base that says that nothing changed.
    pub(super) fn null_verb(&self) -> Option<Verb> {
        let relations = &self.scope.vocabulary.schema().relations;
        let nothing = relations.iter().find(|relation| relation.direction == Direction::None)?;
        verb_named(&nothing.name, self.scope)
    }

    /// `effect on homing`, `about CXCR4`: any finding on it.
    pub(super) fn affected(&mut self) -> Option<Context> {
        let start = self.at;
        self.skip(&["has", "have", "had", "an", "any", "a"]);
        let affects = self.is(0, EFFECTS) && self.piece(0).is_some_and(Piece::is_unknown);
        self.at += usize::from(affects);
        self.skip(&["on", "upon"]);
        match self.name().filter(|_| affects) {
            Some((name, _)) => Some(Context::of(vec!["object".to_owned()], vec![name])),
            None => {
                self.at = start;
                None
            }
        }
    }

    // ---- what a verb acts upon ----

    /// Names, or a question inside.
    fn target(&mut self, verb: &Verb) -> Option<(Target, Vec<EntityId>)> {
        let said = self.quantified();
        let bracket = self.piece(0).is_some_and(|piece| piece.sign == Some(Word::Open));
        self.at += usize::from(bracket);
        if let Some(inner) = self.inner() {
            if bracket {
                self.close()?;
            }
            return Some((Target::Inner(inner), Vec::new()));
        }
        let (name, ids) = match self.name() {
            Some(found) => found,
            None => (self.guess(verb)?, Vec::new()),
        };
        let mut names = vec![self.borne(name)];
        let mut joined = None;
        while let Some((name, by)) = self.next_name(verb, bracket) {
            names.push(name);
            // One word between two of them says how all are joined.
            joined = match (joined, by) {
                (None | Some(Joined::Either), by) => Some(by),
                (joined, _) => joined,
            };
        }
        if bracket {
            self.close()?;
        }
        if names.len() == 1 && said.is_none() {
            return Some((Target::Names(Joined::One, names), ids));
        }
        let joined = said.or(joined).unwrap_or(Joined::Any);
        Some((Target::Names(joined, names), ids))
    }

    /// A further name that the verb takes, and what joins it to those before.
    fn next_name(&mut self, verb: &Verb, bracket: bool) -> Option<(String, Joined)> {
        let start = self.at;
        // In brackets nothing else than a list can be meant.
        let mut joined = bracket.then_some(Joined::Either);
        loop {
            match self.piece(0) {
                Some(piece) if piece.sign == Some(Word::Comma) => joined = Some(joined.unwrap_or(Joined::Either)),
                Some(piece) if piece.is(&["and", "plus"]) => joined = Some(Joined::All),
                Some(piece) if piece.is(&["or", "nor"]) => joined = Some(Joined::Any),
                _ => break,
            }
            self.at += 1;
        }
        let next = self.name().filter(|(_, ids)| {
            let compared = self.piece(0).is_some_and(|next| matches!(next.sign, Some(Word::Compare(_))));
            let acts = self.piece(0).is_some_and(|next| next.verb.is_some());
            self.takes(verb, ids) && !compared && !acts
        });
        match (next, joined) {
            (Some((name, _)), Some(joined)) => Some((self.borne(name), joined)),
            _ => {
                self.at = start;
                None
            }
        }
    }

    /// `both`, `any of`, `at least two of`: how many of a list are meant.
    fn quantified(&mut self) -> Option<Joined> {
        for (words, joined) in [
            (&["all", "of"][..], Joined::All),
            (&["both", "of"], Joined::All),
            (&["each", "of"], Joined::All),
            (&["both"], Joined::All),
            (&["all"], Joined::All),
            (&["any", "of"], Joined::Any),
            (&["one", "of"], Joined::Any),
            (&["either", "of"], Joined::Any),
            (&["either"], Joined::Any),
            (&["any"], Joined::Any),
            (&["none", "of"], Joined::None),
            (&["neither"], Joined::None),
        ] {
            if self.eat(words) {
                return Some(joined);
            }
        }
        let start = self.at;
        let exactly = self.eat(&["exactly"]);
        let least = !exactly && self.eat(&["at", "least"]);
        match self.whole() {
            Some(number) if self.eat(&["of"]) || self.piece(0).is_some_and(|next| next.sign == Some(Word::Open)) => {
                Some(if exactly || !least { Joined::Exactly(number) } else { Joined::AtLeast(number) })
            }
            _ => {
                self.at = start;
                None
            }
        }
    }

    fn close(&mut self) -> Option<()> {
        let closes = self.piece(0).is_some_and(|piece| piece.sign == Some(Word::Close));
        closes.then(|| self.at += 1)
    }

    /// `proliferation of hepatocyte`: what bears it belongs to the name.
    fn borne(&mut self, name: String) -> String {
        let start = self.at;
        if self.eat(&["of"])
            && let Some((bearer, _)) = self.name()
        {
            return format!("{name} of {bearer}");
        }
        self.at = start;
        name
    }

    /// The nearest name to words that are none, where it may stand behind a verb.
    fn guess(&mut self, verb: &Verb) -> Option<String> {
        let start = self.at;
        self.skip(FILLERS);
        let closed = [JOINERS, PLACES, RELATIVE, HELPERS];
        let mut words = Vec::new();
        while let Some(piece) = self.piece(0).filter(|piece| piece.is_unknown() && !closed.iter().any(|w| piece.is(w)))
        {
            words.push(piece.text.clone());
            self.at += 1;
        }
        let typed = words.join(" ");
        let kinds = self.kinds_behind(verb);
        let admits = |id: EntityId| kinds.is_empty() || self.kind_of(id).is_some_and(|kind| kinds.contains(&kind));
        let near = self.scope.vocabulary.nearest_entities(&typed, 1, &admits);
        match near.into_iter().next() {
            Some((spelling, _)) if self.guessed.len() < 2 && words.len() <= 4 => {
                self.guessed.push((typed, spelling.clone()));
                Some(print::name(&spelling))
            }
            _ => {
                self.at = start;
                None
            }
        }
    }
}
