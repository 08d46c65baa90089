//! Letters in conditions: who bears an effect, what it is about, and what a letter is.
//!
//! Runs that may begin or end with a declared letter come in, letters go out. A letter counts only where it stands alone on its side of
//! the verb; everywhere else it is a part of a name.

use super::heads::single_letter;
use super::lookup::{Position, list, text_of};
use super::resolve::Lowering;
use super::{Condition, DefinitionId, Effect, EffectId, Goal, Head, Letter, Purpose, Role, Target, Verb};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::KindId;
use crate::names::{a, one_of};
use crate::syntax::ast::{self, Part};
use crate::text::Span;

impl Lowering<'_, '_> {
    /// Takes the letter off the front of an effect; where rows have several nouns there must be one.
    #[inline(never)]
    pub(super) fn take_bearer(&mut self, effect: &ast::Effect) -> Option<(Letter, Option<Box<ast::Effect>>)> {
        let first = effect.run.parts.first();
        if let (Some(first), Some((_, rest))) = (first, effect.run.parts.split_first())
            && !rest.is_empty()
            && let Some(letter) = self.nouns.letter(first)
        {
            let span = super::lookup::span_of(rest);
            let run = ast::Run { parts: rest.to_vec(), span };
            return Some((letter, Some(Box::new(ast::Effect { run, ..effect.clone() }))));
        }
        if let Some(first) = first.filter(|first| effect.run.parts.len() > 1 && self.starts_with_verb(effect, 1, first))
        {
            let wrong = self.undeclared(first);
            self.lookup.wrong(wrong);
            return None;
        }
        if self.nouns.many() {
            let names = self.nouns.names();
            let mut wrong = Diagnostic::error(
                "W0231",
                "the question has several nouns: say which of them this is said of",
                effect.run.span,
                format!("put {} before the verb", list(&names, "or")),
            );
            for name in names {
                let text = effect.run.to_string();
                wrong =
                    wrong.with_fix(Fix::replace(format!("{name} {text}"), effect.run.span, format!("{name} {text}")));
            }
            self.lookup.wrong(wrong);
            return None;
        }
        Some((Letter(0), None))
    }

    /// Whether a run is an undeclared letter followed by a verb.
    fn starts_with_verb(&self, effect: &ast::Effect, at: usize, first: &Part) -> bool {
        if single_letter(first).is_none() {
            return false;
        }
        let rest = effect.run.parts.get(at..).unwrap_or_default();
        (1..=rest.len().min(super::effect::VERB_WORDS)).any(|words| {
            let text = text_of(rest.get(..words).unwrap_or_default());
            !self.lookup.vocabulary.verbs_named(&text).is_empty() || self.lookup.definitions.verb(&text).is_some()
        })
    }

    fn undeclared(&self, part: &Part) -> Diagnostic {
        let letter = &part.text;
        let names = self.nouns.names();
        let declared = if names.is_empty() { String::new() } else { format!("; declared are {}", list(&names, "and")) };
        let found = Diagnostic::error(
            "W0231",
            format!("the letter {letter} stands for nothing: no noun before `where` declares it{declared}"),
            part.span,
            "not declared",
        );
        let place = self.nouns.letters.first().map(|(_, span)| *span);
        match (self.head, place) {
            (Head::Noun(kind), Some(place)) if !self.nouns.many() && names.is_empty() => {
                let noun = self.lookup.kind_name(kind);
                found.with_fix(Fix::replace(
                    format!("declare it: `{noun} {letter} where ...`"),
                    place,
                    format!("{noun} {letter}"),
                ))
            }
            _ => found.with_note(format!("declare it before `where`: `..., gene {letter} where ...`")),
        }
    }

    /// Whether a name is one capital letter.
    pub(super) fn is_letter(&self, name: &[Part]) -> bool {
        name.first().is_some_and(|part| single_letter(part).is_some())
    }

    /// A capital letter behind a verb that no noun declares, and that is no name either.
    pub(super) fn undeclared_target(&self, name: &[Part], kinds: &[KindId]) -> Diagnostic {
        let Some(part) = name.first() else { return Diagnostic::error("W0231", "", Span::default(), "") };
        let mut found = self.undeclared(part);
        found.fixes.clear();
        let last = self.nouns.letters.last().filter(|(letter, _)| letter.is_some());
        if let (Some((_, place)), [kind, ..]) = (last, kinds) {
            let noun = format!(", {} {}", crate::syntax::print::name(&self.lookup.kind_name(*kind)), part.text);
            let end = Span { start: place.end, end: place.end };
            found.notes.clear();
            found.fixes.push(Fix::replace(
                format!("declare it before `where`: `{}`", noun.trim_start_matches(", ")),
                end,
                noun,
            ));
        }
        found
    }

    /// The letter that a name is, where it is nothing but a letter.
    pub(super) fn lone_letter(&self, name: &[Part]) -> Option<Letter> {
        match name {
            [one] => self.nouns.letter(one),
            _ => None,
        }
    }

    /// A letter as a target, if it is of a kind that can be one.
    pub(super) fn letter_target(
        &mut self,
        letter: Letter,
        span: Span,
        kinds: &[KindId],
        words: &str,
    ) -> Option<Target> {
        let kind = self.nouns.kind(letter)?;
        if kinds.is_empty() || kinds.contains(&kind) {
            return Some(Target::Letter(letter));
        }
        let wanted: Vec<String> = kinds.iter().map(|&kind| self.lookup.kind_name(kind)).collect();
        let name = self.lookup.kind_name(kind);
        self.lookup.wrong(Diagnostic::error(
            "W0204",
            format!("{} cannot be {words}", a(&name)),
            span,
            format!("{} is wanted here", one_of(&wanted, "or")),
        ));
        None
    }

    /// Which noun an `is` speaks of.
    pub(super) fn bearer_of_identity(&mut self, identity: &ast::Identity) -> Option<Letter> {
        match &identity.letter {
            None if !self.nouns.many() => Some(Letter(0)),
            None => {
                let names = self.nouns.names();
                self.lookup.wrong(
                    Diagnostic::error(
                        "W0231",
                        "the question has several nouns: say which of them this is said of",
                        identity.span,
                        format!("put {} before `is`", list(&names, "or")),
                    )
                    .with_note(format!("as in `{} is ...`", names.first().map_or("A", String::as_str))),
                );
                None
            }
            Some(run) => match (self.lone_letter(&run.parts), run.parts.as_slice()) {
                (Some(letter), _) => Some(letter),
                (None, [one]) if single_letter(one).is_some() => {
                    let wrong = self.undeclared(one);
                    self.lookup.wrong(wrong);
                    None
                }
                (None, _) => {
                    self.lookup.wrong(
                        Diagnostic::error("W0214", "only a letter can stand before `is`", run.span, "not a letter")
                            .with_fix(Fix::replace("speak of the row itself", run.span, "")),
                    );
                    None
                }
            },
        }
    }

    /// `is name`, of a name or a set of the session.
    pub(super) fn identity_of(
        &mut self,
        letter: Letter,
        run: &ast::Run,
        position: &Position<'_>,
        exactly: bool,
    ) -> Option<Condition> {
        if self.lone_letter(&run.parts).is_some() {
            self.lookup.wrong(Diagnostic::error(
                "W0214",
                "different letters always stand for different rows",
                run.span,
                "a letter is no name",
            ));
            return None;
        }
        if self.lookup.is_hole(&run.parts) {
            self.lookup.learn_name(letter);
            if exactly {
                self.lookup.learn_exactly();
            }
        }
        let known = self.lookup.found(&run.parts, position).is_some();
        if let Some((set, kind)) = self.lookup.definitions.set(&run.text()).filter(|_| !known) {
            if position.kinds.contains(&kind) {
                return Some(self.member(letter, set, run.span));
            }
            let name = self.lookup.kind_name(kind);
            self.lookup.wrong(Diagnostic::error(
                "W0204",
                format!("`{}` is a set of another noun: {name}", run.text()),
                run.span,
                format!("{} is wanted here", position.words),
            ));
            return None;
        }
        let asked = self.lookup.entities(run, position)?;
        Some(Condition::Is(letter, self.lookup.set(asked, exactly, Vec::new())))
    }

    /// A set of the session as a target: its rows.
    pub(super) fn set_target(&self, name: &[Part], kinds: &[KindId]) -> Option<Target> {
        let (set, kind) = self.lookup.definitions.set(&text_of(name))?;
        if !kinds.is_empty() && !kinds.contains(&kind) {
            return None;
        }
        let effects = vec![member(Letter(0), set, super::lookup::span_of(name))];
        let condition = Condition::Effect(EffectId(0));
        Some(Target::Goal(Box::new(Goal { condition, effects, ..Goal::new(Head::Noun(kind)) })))
    }

    /// That a noun of the row is in a set of the session.
    pub(super) fn member(&mut self, letter: Letter, set: DefinitionId, span: Span) -> Condition {
        Condition::Effect(self.push(member(letter, set, span)))
    }
}

/// That a noun of the row is in a set of the session.
fn member(letter: Letter, set: DefinitionId, span: Span) -> Effect {
    let effect = Effect::new(Role::Subject, Verb::Defined(set), Target::Any, Vec::new(), Purpose::Member, span);
    Effect { bearer: letter, ..effect }
}
