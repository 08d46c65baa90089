//! `define`: a session learns a set or a verb.
//!
//! The tree of a definition and what the session defined before come in; the same with one more, and the reply, go out. What is already
//! defined is never changed in place.

use super::run::{Asked, small, total};
use super::{Error, ErrorKind, fixes};
use crate::answer::Reply;
use crate::answer::reply::Defined;
use crate::goal::print::{head_word, reading};
use crate::goal::{
    Column, Condition, Definitions, Effect, EffectId, Goal, Head, Letter, Purpose, Role, Scope, Target, Verb,
};
use crate::syntax::ast;

/// Reads a definition.
///
/// # Errors
/// What cannot be read of it.
pub(super) fn define(asked: &Asked<'_>, tree: &ast::Define) -> Result<(Definitions, Reply), Error> {
    let vocabulary = asked.facts.vocabulary();
    let made = asked.definitions.define(tree, vocabulary).map_err(|wrong| fixes::error(asked, wrong))?;
    let (definitions, id) = made;
    let found = definitions.list().get(id.0 as usize);
    let Some(found) = found else { return Err(Error::new(ErrorKind::Question, asked.source.clone(), Vec::new())) };
    let noun =
        |at: usize| found.kinds.get(at).map_or_else(String::new, |kind| head_word(Head::Noun(*kind), vocabulary));
    let mut goal = Goal::new(found.kinds.first().map_or(Head::Finding, |kind| Head::Noun(*kind)));
    let name = crate::syntax::print::name(&found.name);
    let (kind, uses) = match found.kinds.as_slice() {
        [_, other] => {
            goal.others.push(Column { kind: *other, letter: Some('B') });
            let target = Target::Letter(Letter(1));
            let effect = Effect::new(Role::Subject, Verb::Defined(id), target, Vec::new(), Purpose::Asked, tree.span);
            goal.effects.push(effect);
            goal.condition = Condition::Effect(EffectId(0));
            let uses = vec![
                format!("{} A, {} B where A {} B", noun(0), noun(1), found.name),
                format!("{} where {} ...", noun(1), found.passive()),
                format!("{} where {} ...", noun(1), found.inverse()),
            ];
            ("verb", uses)
        }
        _ => {
            let none = Vec::new();
            goal.effects.push(Effect::new(
                Role::Subject,
                Verb::Defined(id),
                Target::Any,
                none,
                Purpose::Member,
                tree.span,
            ));
            goal.condition = Condition::Effect(EffectId(0));
            ("set", vec![format!("{name} where ..."), format!("{} where is {name} and ...", noun(0))])
        }
    };
    let scope = Scope { vocabulary, definitions: &definitions };
    let goal = scope.attach(goal);
    let members = total(asked.facts, &goal, &small(asked.limits));
    let sentences = definitions.goal(id).map_or_else(Vec::new, |goal| reading(&scope.attach(goal.clone()), vocabulary));
    let reply = Defined { name: found.name.clone(), kind: kind.to_owned(), reading: sentences, uses, members };
    Ok((definitions, Reply::Defined(reply)))
}
