//! What a session defines: named sets, and named verbs between two letters.
//!
//! The tree of a definition comes in and is kept with its meaning; later questions look its words up here. It knows no finding; whether a
//! definition can be worked out at all, without one half denying the other, is seen when it is made.

use super::heads::{Nouns, nouns, single_letter};
use super::letters::{bound_by, every_alternative};
use super::lookup::{Lookup, list, span_of, text_of};
use super::resolve::{resolve_nouns, stands_in_findings};
use super::{Column, Condition, Definition, DefinitionId, Goal, Head, Letter, Quantifier, Target, Verb};
use crate::diagnostic::Diagnostic;
use crate::model::KindId;
use crate::names::{Vocabulary, a, normal};
use crate::syntax::ast::{self, Define, Part};
use crate::text::Span;

/// What words are looked up in: a base's vocabulary, and what the session defined on top of it.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Of the base.
    pub vocabulary: &'a Vocabulary,
    /// Of the session.
    pub definitions: &'a Definitions,
}

impl Scope<'_> {
    /// A goal with the definitions that it uses.
    #[must_use]
    pub fn attach(&self, mut goal: Goal) -> Goal {
        self.definitions.attach(&mut goal);
        goal
    }
}

impl<'a> From<&'a Vocabulary> for Scope<'a> {
    fn from(vocabulary: &'a Vocabulary) -> Scope<'a> {
        static NONE: Definitions = Definitions { all: Vec::new() };
        Scope { vocabulary, definitions: &NONE }
    }
}

/// All definitions of a session, by [`DefinitionId`].
///
/// ```
/// use whereof::goal::Definitions;
/// assert!(Definitions::default().list().is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    all: Vec<Defined>,
}

/// One definition.
#[derive(Clone, Debug)]
pub struct Defined {
    /// Its words, without letters: `homing booster`, `antagonises`.
    pub name: String,
    /// The nouns that it is about: one of a set, two of a verb.
    pub kinds: Vec<KindId>,
    /// As typed.
    pub tree: Define,
    /// What it says; none while it is being read.
    goal: Option<Goal>,
}

impl Defined {
    /// How it is said the other way round: `antagonised by`.
    #[must_use]
    pub fn passive(&self) -> String {
        let mut words = self.name.splitn(2, ' ');
        let first = words.next().unwrap_or_default();
        let stem = match first {
            _ if first.ends_with("ies") => format!("{}ied", first.trim_end_matches("ies")),
            _ if ["ses", "xes", "ches", "shes", "zzes"].iter().any(|end| first.ends_with(end))
                && !first.ends_with("ises") =>
            {
                format!("{}ed", first.strip_suffix("es").unwrap_or(first))
            }
            _ if first.ends_with("es") => format!("{}d", first.strip_suffix('s').unwrap_or(first)),
            _ => format!("{}ed", first.strip_suffix('s').unwrap_or(first)),
        };
        match words.next() {
            Some(rest) => format!("{stem} {rest} by"),
            None => format!("{stem} by"),
        }
    }

    /// How it is said the other way round where [`Defined::passive`] is bad English.
    #[must_use]
    pub fn inverse(&self) -> String {
        format!("inverse of {}", self.name)
    }
}

impl Definitions {
    /// All of them, in the order in which they were made.
    #[must_use]
    pub fn list(&self) -> &[Defined] {
        &self.all
    }

    /// The set that a name stands for, and the noun of its members.
    pub(crate) fn set(&self, text: &str) -> Option<(DefinitionId, KindId)> {
        let wanted = normal(text);
        let ids = (0u32..).map(DefinitionId).zip(&self.all);
        let mut sets = ids.filter_map(|(id, found)| match found.kinds.as_slice() {
            [kind] => Some((id, *kind, found)),
            _ => None,
        });
        // `homing boosters` as well.
        let is = |name: &str| normal(name) == wanted || normal(&format!("{name}s")) == wanted;
        sets.find(|(_, _, found)| is(&found.name)).map(|(id, kind, _)| (id, kind))
    }

    /// The verb that a phrase stands for, and whether it is the other way round.
    pub(crate) fn verb(&self, text: &str) -> Option<(DefinitionId, bool)> {
        let ids = (0u32..).map(DefinitionId).zip(&self.all);
        let mut verbs = ids.filter(|(_, found)| found.kinds.len() == 2);
        verbs.find_map(|(id, found)| match () {
            () if found.name == text => Some((id, false)),
            () if found.passive() == text || found.inverse() == text => Some((id, true)),
            () => None,
        })
    }

    /// What one of them says.
    #[must_use]
    pub fn goal(&self, id: DefinitionId) -> Option<&Goal> {
        self.get(id)?.goal.as_ref()
    }

    /// The same definitions read anew over another vocabulary.
    ///
    /// # Errors
    /// What cannot be read over it.
    pub fn again(&self, vocabulary: &Vocabulary) -> Result<Definitions, Vec<Diagnostic>> {
        // They may use each other: all names first, then what each says.
        let mut made = Definitions::default();
        let mut owns = Vec::new();
        for found in &self.all {
            let mut lookup = Lookup::new(Scope { vocabulary, definitions: self });
            let Some((name, own)) = signature(&mut lookup, &found.tree) else { return Err(lookup.diagnostics) };
            made.all.push(Defined { name, kinds: own.kinds(), tree: found.tree.clone(), goal: None });
            owns.push(own);
        }
        let mut goals = Vec::new();
        for (found, own) in self.all.iter().zip(owns) {
            let mut lookup = Lookup::new(Scope { vocabulary, definitions: &made });
            match body(&mut lookup, &found.tree, own) {
                Some(goal) if lookup.diagnostics.is_empty() => goals.push(goal),
                _ => return Err(lookup.diagnostics),
            }
        }
        for (found, goal) in made.all.iter_mut().zip(goals) {
            found.goal = Some(goal);
        }
        Ok(made)
    }

    /// One of them.
    pub(crate) fn get(&self, id: DefinitionId) -> Option<&Defined> {
        self.all.get(id.0 as usize)
    }

    /// Puts the definitions into a goal that uses some, inner goals included.
    pub(crate) fn attach(&self, goal: &mut Goal) {
        if self.all.is_empty() || !uses_any(goal) {
            return;
        }
        let all: Vec<Definition> = self
            .all
            .iter()
            .map(|found| Definition {
                name: found.name.clone(),
                goal: found.goal.clone().unwrap_or_else(|| Goal::new(Head::Finding)),
                width: found.kinds.len() as u8,
            })
            .collect();
        give(goal, &all);
    }

    /// The same definitions with one more, or with one of the same name replaced.
    ///
    /// # Errors
    /// What cannot be read of it: codes `W02xx`.
    pub fn define(
        &self,
        tree: &Define,
        vocabulary: &Vocabulary,
    ) -> Result<(Definitions, DefinitionId), Vec<Diagnostic>> {
        let mut lookup = Lookup::new(Scope { vocabulary, definitions: self });
        let Some((name, own)) = signature(&mut lookup, tree) else { return Err(lookup.diagnostics) };
        let kinds = own.kinds();
        let mut next = self.clone();
        let place = next.all.iter().position(|found| normal(&found.name) == normal(&name));
        let entry = Defined { name, kinds, tree: tree.clone(), goal: None };
        let id = match place {
            Some(place) => {
                if let Some(found) = next.all.get_mut(place) {
                    *found = entry;
                }
                DefinitionId(place as u32)
            }
            None => {
                next.all.push(entry);
                DefinitionId((next.all.len() - 1) as u32)
            }
        };
        let mut lookup = Lookup::new(Scope { vocabulary, definitions: &next });
        let goal = body(&mut lookup, tree, own);
        match goal {
            Some(goal) if lookup.diagnostics.is_empty() => {
                if let Some(found) = next.all.get_mut(id.0 as usize) {
                    found.goal = Some(goal);
                }
            }
            _ => return Err(lookup.diagnostics),
        }
        match next.denied_cycle(id) {
            Some(cycle) => Err(vec![next.cycle(&cycle, tree.span)]),
            None => Ok((next, id)),
        }
    }

    fn cycle(&self, cycle: &[DefinitionId], span: Span) -> Diagnostic {
        let names: Vec<&str> = cycle.iter().filter_map(|id| self.get(*id)).map(|found| found.name.as_str()).collect();
        let first = names.first().copied().unwrap_or_default();
        Diagnostic::error(
            "W0233",
            format!("`{first}` depends on its own denial, so it can neither hold nor fail"),
            span,
            format!("{} -> {first}", names.join(" -> ")),
        )
        .with_note(
            "a definition may use itself beside a verb, but not under `not`, `always`, `only`, a limit, or in brackets",
        )
    }

    /// A way from a definition back to itself on which something must be known to be absent, or complete.
    fn denied_cycle(&self, from: DefinitionId) -> Option<Vec<DefinitionId>> {
        // Depth first over (definition, whether a denial was met).
        let mut seen = vec![[false; 2]; self.all.len()];
        let mut stack = vec![(from, false, vec![from])];
        while let Some((at, denied, path)) = stack.pop() {
            let Some(goal) = self.get(at).and_then(|found| found.goal.as_ref()) else { continue };
            let mut uses = Vec::new();
            used_by(goal, false, &mut uses);
            for (next, whole) in uses {
                let denied = denied || whole;
                if next == from && denied {
                    return Some(path);
                }
                let Some(place) = seen.get_mut(next.0 as usize).and_then(|seen| seen.get_mut(usize::from(denied)))
                else {
                    continue;
                };
                if !*place {
                    *place = true;
                    stack.push((next, denied, [path.as_slice(), &[next]].concat()));
                }
            }
        }
        None
    }
}

/// The definitions that a goal uses, and whether all of what they give must be known first.
pub(crate) fn used_by(goal: &Goal, whole: bool, into: &mut Vec<(DefinitionId, bool)>) {
    // What is cut or counted must be complete.
    let whole = whole || goal.limit.is_some();
    fn walk(condition: &Condition, goal: &Goal, whole: bool, into: &mut Vec<(DefinitionId, bool)>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().for_each(|part| walk(part, goal, whole, into));
            }
            Condition::Not(part) => walk(part, goal, true, into),
            Condition::InOneStudy(part) => walk(part, goal, whole, into),
            Condition::Is(..) => {}
            Condition::Effect(id) => {
                let Some(effect) = goal.effects.get(id.0 as usize) else { return };
                let whole = whole || effect.quantifier != Quantifier::Some;
                if let Verb::Defined(id) = effect.verb {
                    into.push((id, whole));
                }
                if let Target::Goal(inner) = &effect.target {
                    used_by(inner, true, into);
                }
            }
        }
    }
    walk(&goal.condition, goal, whole, into);
}

fn uses_any(goal: &Goal) -> bool {
    let mut used = Vec::new();
    used_by(goal, false, &mut used);
    !used.is_empty()
}

/// Gives a goal and its inner goals the definitions.
fn give(goal: &mut Goal, all: &[Definition]) {
    goal.definitions = all.to_vec();
    for effect in &mut goal.effects {
        if let Target::Goal(inner) = &mut effect.target {
            give(inner, all);
        }
    }
}

/// Gives a definition's goal the definitions of the question that uses it.
#[must_use]
pub(crate) fn body_of(goal: &Goal, id: DefinitionId) -> Option<Goal> {
    let mut body = goal.definitions.get(id.0 as usize)?.goal.clone();
    give(&mut body, &goal.definitions);
    Some(body)
}

// ---- the two sides of a definition ----

/// Name and own nouns of what is defined.
fn signature(lookup: &mut Lookup<'_>, tree: &Define) -> Option<(String, Nouns)> {
    let parts = &tree.what.parts;
    let first = parts.iter().position(|part| single_letter(part).is_some());
    let last = parts.split_last().filter(|(last, _)| single_letter(last).is_some());
    let (Some(first), Some((last, before))) = (first, last) else { return set_signature(lookup, tree) };
    let noun = |parts: &[Part]| lookup.vocabulary.kinds_named(&text_of(parts)).first().copied();
    let subject = noun(parts.get(..first).unwrap_or_default());
    let middle = before.get(first + 1..).unwrap_or_default();
    // The longest noun in front of the last letter.
    let cut = (1..middle.len()).find(|cut| noun(middle.get(*cut..).unwrap_or_default()).is_some());
    let object = cut.and_then(|cut| noun(middle.get(cut..).unwrap_or_default()));
    let (Some(subject), Some(object), Some(cut)) = (subject, object, cut) else {
        lookup.wrong(no_signature(&tree.what));
        return None;
    };
    let phrase = middle.get(..cut).unwrap_or_default();
    let name = text_of(phrase);
    if !lookup.vocabulary.verbs_named(&name).is_empty() {
        lookup.wrong(Diagnostic::error(
            "W0235",
            format!("`{name}` is a verb of the base already"),
            span_of(phrase),
            "take another word",
        ));
        return None;
    }
    let letter = |part: &Part| (single_letter(part), part.span);
    let one = parts.get(first).map_or((None, tree.what.span), letter);
    let two = letter(last);
    if one.0 == two.0 {
        lookup.wrong(Diagnostic::error("W0235", "the two sides need different letters", two.1, "take another letter"));
        return None;
    }
    for (kind, span) in [(subject, one.1), (object, two.1)] {
        if !stands_in_findings(lookup.vocabulary, kind) {
            let kind = lookup.kind_name(kind);
            lookup.wrong(Diagnostic::error(
                "W0211",
                format!("no finding says anything of {}: it is neither subject nor object", a(&kind)),
                span,
                "only where and in whom findings were made",
            ));
            return None;
        }
    }
    let others = vec![Column { kind: object, letter: two.0 }];
    Some((name, Nouns { head: Head::Noun(subject), letters: vec![one, two], others, set: None }))
}

fn set_signature(lookup: &mut Lookup<'_>, tree: &Define) -> Option<(String, Nouns)> {
    let name = tree.what.text();
    if tree.head.is_empty() || tree.what.parts.iter().any(|part| single_letter(part).is_some()) {
        lookup.wrong(no_signature(&tree.what));
        return None;
    }
    let taken = !lookup.vocabulary.kinds_named(&name).is_empty() || matches!(name.as_str(), "finding" | "study");
    if taken {
        lookup.wrong(Diagnostic::error(
            "W0235",
            format!("`{name}` is a noun of the base already"),
            tree.what.span,
            "take another name",
        ));
        return None;
    }
    let found = nouns(lookup, tree.head.get(..1).unwrap_or_default(), tree.span)?;
    if let Head::Finding | Head::Study = found.head {
        let place = tree.head.first().map_or(tree.span, |run| run.span);
        lookup.wrong(Diagnostic::error("W0235", "a set is made of names, not of findings", place, "a noun is wanted"));
        return None;
    }
    Some((name, found))
}

fn no_signature(what: &ast::Run) -> Diagnostic {
    Diagnostic::error("W0235", format!("`{}` is no head of a definition", what.text()), what.span, "not understood")
        .with_note("a set reads `define homing booster = treatment where ...`")
        .with_note("a verb reads `define treatment A antagonises treatment B = gene G where ...`")
}

/// What a definition says.
fn body(lookup: &mut Lookup<'_>, tree: &Define, own: Nouns) -> Option<Goal> {
    let is_verb = own.many();
    let width = own.letters.len();
    let nouns = if !is_verb {
        nouns(lookup, &tree.head, tree.span)?
    } else if tree.head.is_empty() {
        own
    } else {
        let more = nouns(lookup, &tree.head, tree.span)?;
        let Head::Noun(kind) = more.head else {
            let place = tree.head.first().map_or(tree.span, |run| run.span);
            lookup.wrong(Diagnostic::error("W0235", "a letter stands for a noun", place, "a noun is wanted"));
            return None;
        };
        let mut all = own;
        let first = more.letters.first().and_then(|(letter, _)| *letter);
        let columns = std::iter::once(Column { kind, letter: first }).chain(more.others);
        for (column, (letter, span)) in columns.zip(more.letters) {
            let twice = all.letters.iter().any(|(other, _)| *other == letter);
            if twice || letter.is_none() || all.letters.len() == super::MOST_LETTERS {
                lookup.wrong(Diagnostic::error(
                    "W0210",
                    "each noun of a definition needs a letter of its own",
                    span,
                    "another letter is wanted",
                ));
                return None;
            }
            all.others.push(column);
            all.letters.push((letter, span));
        }
        all
    };
    if let Some(tail) = tree.body.tails.iter().find(|tail| !matches!(tail, ast::Tail::MinStudies(..))) {
        let span = tail.span();
        lookup.wrong(Diagnostic::error(
            "W0234",
            "a definition has no order, no limit and nothing to show",
            span,
            "put it behind the question that uses the definition",
        ));
        return None;
    }
    let letters = nouns.letters.clone();
    let goal = *resolve_nouns(lookup, nouns, Some(&tree.body), None, tree.span, Some(width))?;
    let bound =
        |way: &Vec<super::EffectId>| way.iter().any(|at| bound_by(*at, &goal.effects).any(|at| at == Letter(0)));
    if !is_verb && letters.len() == 1 && !super::letters::alternatives(&goal.condition, &goal.effects).iter().all(bound)
    {
        lookup.wrong(
            Diagnostic::error("W0230", "nothing says what is in the set: it could be anything", tree.span, "not bound")
                .with_note("every side of an `or` needs an effect or a context"),
        );
        return None;
    }
    // A letter that no way binds would be asked for in vain.
    let (ways, whole) = every_alternative(&goal.condition, &goal.effects);
    if !whole && letters.len() > width {
        lookup.wrong(
            Diagnostic::error(
                "W0234",
                "a definition has too many alternatives",
                tree.span,
                "too many to be worked out",
            )
            .with_note("cut it into several definitions, and let one use the others"),
        );
        return None;
    }
    for (place, (letter, span)) in letters.iter().enumerate().skip(width) {
        let this = Letter(place as u8);
        let bound = ways.iter().flatten().any(|binder| bound_by(*binder, &goal.effects).any(|at| at == this));
        if !bound {
            let name = letter.map_or_else(String::new, String::from);
            let names: Vec<String> = letters.iter().filter_map(|(letter, _)| letter.map(String::from)).collect();
            lookup.wrong(
                Diagnostic::error("W0230", format!("nothing says what {name} is"), *span, "not bound by any effect")
                    .with_note(format!("the letters of this definition are {}", list(&names, "and"))),
            );
            return None;
        }
    }
    Some(goal)
}
