//! Tables and comparisons: which names stand on their axes, and what is asked of their cells.
//!
//! Trees of `matrix`, `gaps`, `compare`, `contested` and `similar` come in, ids go out, or all that is wrong with the words. It does not know
//! which findings there are.

use super::effect::verb_of;
use super::lookup::{Lookup, Position, list};
use super::resolve::{resolve, resolve_name, stands_in_findings};
use super::{Condition, Context, Effect, Goal, Head, Purpose, Role, Scope, Sense, SlotRef, Target, Verb, WordUse};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{EntityId, KindId, Relation, SlotId, SlotType};
use crate::names::Vocabulary;
use crate::syntax::ast;
use crate::text::Span;

/// `matrix` and `gaps`: rows by columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What the rows are.
    pub rows: Axis,
    /// What the columns are.
    pub columns: Axis,
    /// What is asked of each cell; without it a cell holds every finding of its pair.
    pub claim: Option<Claim>,
    /// How words were read.
    pub words: Vec<WordUse>,
}

/// One side of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Which names stand on it.
    pub entries: Entries,
    /// Where a finding has them.
    pub place: Place,
}

/// The names of an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Entries {
    /// Whatever stands in the place.
    Any,
    /// Entities of a kind that stand in the place.
    Noun(KindId),
    /// What is one step below a name; what is deeper rolls up.
    Kinds(EntityId),
    /// The rows of a question.
    Rows(Box<Goal>),
}

/// Where a finding has the names of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// It acts.
    Subject,
    /// It is acted upon.
    Object,
    /// It is stated as a context.
    Slot(SlotId),
}

/// `of improves homing`: what is asked of each cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The effect; its target is anything where an axis holds the targets.
    pub effect: Effect,
    /// The contexts that it names.
    pub contexts: Vec<Context>,
}

/// `compare A with B`
#[derive(Clone, Debug, PartialEq)]
pub struct Comparing {
    /// The first name; several entities where it means an agent in all its roles.
    pub left: Vec<EntityId>,
    /// The second name.
    pub right: Vec<EntityId>,
    /// Contexts that findings of both must meet.
    pub contexts: Vec<Context>,
}

/// `contested K`, `contested K, K`
#[derive(Clone, Debug, PartialEq)]
pub struct Disputed {
    /// The subjects; where it stands alone, the subjects or the objects.
    pub first: Among,
    /// The objects.
    pub second: Option<Among>,
    /// Contexts that the findings must meet.
    pub contexts: Vec<Context>,
}

/// Entities by their kind, or by name.
#[derive(Clone, Debug, PartialEq)]
pub enum Among {
    /// All of a kind.
    Kind(KindId),
    /// These.
    Names(Vec<EntityId>),
}

/// `similar to X`
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// With what.
    pub to: EntityId,
    /// Contexts that the findings must meet.
    pub contexts: Vec<Context>,
}

/// Resolves the axes and the claim of a table.
///
/// # Errors
/// What could not be read (`W02xx`); an axis that stands nowhere in a finding (`W0261`), axes of one place (`W0262`), a claim that cells cannot
/// be judged by (`W0263`).
pub fn resolve_table<'a>(
    rows: &ast::Axis,
    columns: &ast::Axis,
    of: Option<&ast::Effect>,
    scope: impl Into<Scope<'a>>,
) -> Result<Table, Vec<Diagnostic>> {
    let scope = scope.into();
    let vocabulary = scope.vocabulary;
    let mut words = Vec::new();
    let claim = of.map(|of| claim(of, vocabulary, &mut words)).transpose();
    let first = names(rows, scope, &mut words);
    let second = names(columns, scope, &mut words);
    let mut wrong: Vec<Diagnostic> = Vec::new();
    let mut keep = |result: Result<Named, Vec<Diagnostic>>| result.map_err(|found| wrong.extend(found)).ok();
    let (first, second) = (keep(first), keep(second));
    let claim = match claim {
        Ok(claim) => claim,
        Err(found) => {
            wrong.extend(found);
            return Err(wrong);
        }
    };
    let (Some(first), Some(second)) = (first, second) else { return Err(wrong) };
    let (row_place, column_place) =
        places(&first, &second, claim.as_ref(), of, vocabulary).map_err(|found| vec![*found])?;
    let axis = |named: Named, place| Axis { entries: named.entries, place };
    Ok(Table { rows: axis(first, row_place), columns: axis(second, column_place), claim, words })
}

/// Resolves the names and contexts of `compare`.
///
/// # Errors
/// What could not be read (`W02xx`), or one name twice (`W0265`).
pub fn resolve_comparing(compare: &ast::Compare, vocabulary: &Vocabulary) -> Result<Comparing, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut name = |run: &ast::Run| resolve_name(run, vocabulary).map_err(|found| wrong.extend(found)).ok();
    let (left, right) = (name(&compare.left), name(&compare.right));
    let contexts = items(compare.items.as_ref(), vocabulary).map_err(|found| wrong.extend(found)).ok();
    match (left, right, contexts) {
        (Some(left), Some(right), Some(contexts)) if wrong.is_empty() => {
            if left == right {
                let found = Diagnostic::error("W0265", "both names are one", compare.right.span, "the same again")
                    .with_note("`describe NAME` tells what a base knows of one name; `similar to NAME` finds another");
                return Err(vec![found]);
            }
            Ok(Comparing { left, right, contexts })
        }
        _ => Err(wrong),
    }
}

/// Resolves the kinds, names and contexts of `contested`.
///
/// # Errors
/// What could not be read (`W02xx`), or more than two kinds (`W0264`).
pub fn resolve_disputed(contested: &ast::Contested, vocabulary: &Vocabulary) -> Result<Disputed, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    if let Some(third) = contested.kinds.get(2) {
        let note = "a pair has a subject and an object: `contested treatment, disease`";
        return Err(vec![
            Diagnostic::error("W0264", "findings disagree on pairs, not on more", third.span, "a third")
                .with_note(note),
        ]);
    }
    let mut among: Vec<Among> = Vec::new();
    for run in &contested.kinds {
        match vocabulary.kinds_named(&run.text()).first() {
            Some(&kind) if vocabulary.entities_named(&run.text()).is_empty() => {
                if !stands_in_findings(vocabulary, kind) {
                    wrong.push(nowhere(&run.text(), run.span, None, vocabulary));
                }
                among.push(Among::Kind(kind));
            }
            _ => match resolve_name(run, vocabulary) {
                Ok(names) => among.push(Among::Names(names)),
                Err(found) => wrong.extend(found),
            },
        }
    }
    let contexts = items(contested.items.as_ref(), vocabulary).unwrap_or_else(|found| {
        wrong.extend(found);
        Vec::new()
    });
    let mut among = among.into_iter();
    match among.next() {
        Some(first) if wrong.is_empty() => Ok(Disputed { first, second: among.next(), contexts }),
        _ => Err(wrong),
    }
}

/// Resolves the name and contexts of `similar to`.
///
/// # Errors
/// What could not be read (`W02xx`).
pub fn resolve_alike(similar: &ast::Similar, vocabulary: &Vocabulary) -> Result<Alike, Vec<Diagnostic>> {
    let names = resolve_name(&similar.to, vocabulary);
    let contexts = items(similar.items.as_ref(), vocabulary);
    match (names, contexts) {
        (Ok(names), Ok(contexts)) => match names.first() {
            Some(&to) => Ok(Alike { to, contexts }),
            None => Err(Vec::new()),
        },
        (names, contexts) => Err(names.err().into_iter().chain(contexts.err()).flatten().collect()),
    }
}

/// The contexts of `in ...`, read as those of a question for findings.
fn items(items: Option<&ast::Items>, vocabulary: &Vocabulary) -> Result<Vec<Context>, Vec<Diagnostic>> {
    let Some(items) = items else { return Ok(Vec::new()) };
    Ok(resolve(&findings_where(ast::Condition::Items(items.clone()), items.span), vocabulary)?.contexts)
}

/// `finding where CONDITION`
fn findings_where(condition: ast::Condition, span: Span) -> ast::Query {
    let word = ast::Part { kind: ast::PartKind::Word, text: "finding".to_owned(), span };
    let group = ast::Group { joiner: ast::Joiner::And, conditions: vec![condition], in_one_study: false, span };
    ast::Query {
        head: vec![ast::Run { parts: vec![word], span }],
        body: ast::Body { groups: vec![group], tails: Vec::new() },
        span,
    }
}

// ---- claims ----

fn claim(of: &ast::Effect, vocabulary: &Vocabulary, words: &mut Vec<WordUse>) -> Result<Claim, Vec<Diagnostic>> {
    let unfit = |found: &str| {
        let wrong =
            Diagnostic::error("W0263", format!("cells cannot be judged by {found}"), of.span, "no claim of one verb");
        vec![
            wrong.with_note(
                "a claim is one verb, with what it is about or without: `of improves homing`, `of upregulates`",
            ),
        ]
    };
    let text = of.run.text();
    let bare = if of.target.is_none() { vocabulary.verbs_named(&text) } else { Vec::new() };
    if let [(relation, passive)] = bare.as_slice() {
        let Some(verb) = verb_of(vocabulary, *relation) else { return Err(unfit("this verb")) };
        words.push(WordUse {
            span: of.run.span,
            sense: Sense::Relation { relation: *relation, passive: *passive },
            respelled: false,
        });
        let role = if *passive { Role::Object } else { Role::Subject };
        let contexts = items(of.items.as_ref(), vocabulary)?;
        let bound = (0..contexts.len() as u32).map(super::ContextId).collect();
        let effect = Effect::new(role, verb, Target::Any, bound, Purpose::Asked, of.span);
        return Ok(Claim { effect, contexts });
    }
    let goal = resolve(&findings_where(ast::Condition::Effect(of.clone()), of.span), vocabulary)?;
    let Condition::Effect(id) = goal.condition else { return Err(unfit("several effects at once")) };
    let Some(effect) = goal.effects.get(id.0 as usize).cloned() else { return Err(unfit("this")) };
    match effect.verb {
        Verb::Relations { .. } | Verb::Benefit { .. } | Verb::NoEffect => {}
        Verb::Any | Verb::Contested | Verb::Includes | Verb::Defined(_) | Verb::Chain(_) => {
            return Err(unfit("what no single finding says"));
        }
    }
    words.extend(goal.words);
    Ok(Claim { effect, contexts: goal.contexts })
}

// ---- axes ----

/// An axis whose place is not known yet.
struct Named {
    entries: Entries,
    /// Of which kind the names are; none where the place was named instead.
    kind: Option<KindId>,
    place: Option<Place>,
    text: String,
    span: Span,
}

fn names(axis: &ast::Axis, scope: Scope<'_>, words: &mut Vec<WordUse>) -> Result<Named, Vec<Diagnostic>> {
    let vocabulary = scope.vocabulary;
    match axis {
        ast::Axis::Run(run) => noun_or_slot(run, vocabulary, words),
        ast::Axis::Kinds(run, span) => {
            if vocabulary.entities_named(&run.text()).is_empty() && !vocabulary.kinds_named(&run.text()).is_empty() {
                return noun_or_slot(run, vocabulary, words);
            }
            let found = resolve_name(run, vocabulary)?;
            let Some(&top) = found.first() else { return Err(Vec::new()) };
            words.push(WordUse { span: run.span, sense: Sense::Entity(top), respelled: false });
            if vocabulary.narrower(top).len() < 2 {
                let wrong =
                    Diagnostic::error("W0261", format!("`{}` has no kinds", run.text()), *span, "nothing is below it")
                        .with_note("`kinds of NAME` lists what is below a name");
                return Err(vec![wrong]);
            }
            let kind = vocabulary.entity(top).map(|entity| entity.kind);
            Ok(Named { entries: Entries::Kinds(top), kind, place: None, text: run.text(), span: *span })
        }
        ast::Axis::Query(query, span) => {
            let goal = resolve(query, scope)?;
            let text = query.head.first().map_or_else(String::new, ast::Run::text);
            match goal.head {
                Head::Noun(kind) if goal.others.is_empty() => {
                    words.extend(goal.words.iter().cloned());
                    Ok(Named {
                        entries: Entries::Rows(Box::new(goal)),
                        kind: Some(kind),
                        place: None,
                        text,
                        span: *span,
                    })
                }
                Head::Noun(_) | Head::Finding | Head::Study => Err(vec![
                    Diagnostic::error("W0261", "the rows of this question are no names", *span, "cannot be an axis")
                        .with_note("an axis is a noun, `kinds of NAME`, or a question for one noun in brackets"),
                ]),
            }
        }
    }
}

fn noun_or_slot(run: &ast::Run, vocabulary: &Vocabulary, words: &mut Vec<WordUse>) -> Result<Named, Vec<Diagnostic>> {
    let text = run.text();
    let named = |entries, kind, place| Named { entries, kind, place, text: text.clone(), span: run.span };
    if let Some(&kind) = vocabulary.kinds_named(&text).first() {
        words.push(WordUse { span: run.span, sense: Sense::Kind(kind), respelled: false });
        return Ok(named(Entries::Noun(kind), Some(kind), None));
    }
    match text.as_str() {
        "subject" => return Ok(named(Entries::Any, None, Some(Place::Subject))),
        "object" => return Ok(named(Entries::Any, None, Some(Place::Object))),
        _ => {}
    }
    if let Some(&slot) = vocabulary.slots_named(&text).first() {
        let holds = vocabulary.schema().slots.get(slot.index()).map(|slot| &slot.holds);
        if matches!(holds, Some(SlotType::Entities(_))) {
            words.push(WordUse { span: run.span, sense: Sense::Slot(SlotRef::Declared(slot)), respelled: false });
            return Ok(named(Entries::Any, None, Some(Place::Slot(slot))));
        }
        let wrong = Diagnostic::error("W0261", format!("`{text}` holds no names"), run.span, "cannot be an axis");
        return Err(vec![
            wrong.with_note("an axis takes names; `count finding by SLOT where ...` counts amounts and words"),
        ]);
    }
    let mut lookup = Lookup::new(vocabulary);
    let position = Position { kinds: &[], words: "an axis".to_owned() };
    let wrong = match lookup.entities(run, &position) {
        // A name where a noun is wanted: what is below it, if anything.
        Some(_) => {
            let wrong = Diagnostic::error("W0261", format!("`{text}` is one name"), run.span, "an axis needs several");
            let whole = format!("kinds of {run}");
            wrong.with_fix(Fix::replace(whole.clone(), run.span, whole))
        }
        None => {
            let mut wrong =
                Diagnostic::error("W0261", format!("`{text}` is no noun of this base"), run.span, "an axis is a noun");
            for (name, _) in vocabulary.nearest_kinds(&text, 3) {
                wrong = wrong.with_fix(Fix::replace(name.clone(), run.span, name));
            }
            wrong.with_note(
                "or `kinds of NAME`, a question in brackets, a slot, `subject`, `object`; `nouns` lists the nouns",
            )
        }
    };
    Err(vec![wrong])
}

/// Where findings have the names of both axes.
fn places(
    rows: &Named,
    columns: &Named,
    claim: Option<&Claim>,
    of: Option<&ast::Effect>,
    vocabulary: &Vocabulary,
) -> Result<(Place, Place), Box<Diagnostic>> {
    let found = match claim {
        Some(claim) => claimed(rows, columns, &claim.effect, vocabulary)?,
        None => free(rows, columns, vocabulary)?,
    };
    if found.0 == found.1 {
        let place = place_words(found.0, vocabulary);
        let wrong = Diagnostic::error("W0262", format!("both axes are {place}"), columns.span, "the same again");
        return Err(Box::new(wrong.with_note(
            "a table sets two things of one finding against each other: its subject, its object, or a slot",
        )));
    }
    if let (Some(claim), Some(of)) = (claim, of) {
        let (_, target) = ends(claim.effect.role);
        let open = claim.effect.target == Target::Any;
        let held = found.0 == target || found.1 == target;
        if open && !held {
            let wrong = Diagnostic::error(
                "W0263",
                format!("`{}` does not say what it is about, and no axis does", of.run.text()),
                of.span,
                "a name is missing behind the verb",
            );
            return Err(Box::new(wrong.with_note(
                "name it: `of improves homing`; or make it an axis: `matrix treatment by gene of upregulates`",
            )));
        }
        if !open && held {
            let axis = if found.0 == target { rows } else { columns };
            let wrong = Diagnostic::error(
                "W0263",
                "the claim says what it is about, and an axis does too",
                axis.span,
                "this axis holds the targets",
            );
            return Err(Box::new(wrong.with_note("leave the name behind the verb out, or take another axis")));
        }
    }
    Ok(found)
}

/// The bearer's and the target's place of an effect.
#[must_use]
pub fn ends(role: Role) -> (Place, Place) {
    match role {
        Role::Subject | Role::Either => (Place::Subject, Place::Object),
        Role::Object => (Place::Object, Place::Subject),
    }
}

/// A claim's bearer and target take the axes that fit; what is left is a slot.
fn claimed(
    rows: &Named,
    columns: &Named,
    effect: &Effect,
    vocabulary: &Vocabulary,
) -> Result<(Place, Place), Box<Diagnostic>> {
    let (bearer, target) = ends(effect.role);
    let open = effect.target == Target::Any;
    let asked = match &effect.verb {
        Verb::Relations { asked, .. } | Verb::Benefit { asked, .. } => vocabulary.relation(*asked),
        _ => None,
    };
    // The verb itself says what it may be about, if it says anything.
    let verb_admits = |kind: KindId, place: Place| {
        let kinds = asked.map_or(&[][..], |asked| match place {
            Place::Subject => &asked.subjects,
            Place::Object => &asked.objects,
            Place::Slot(_) => &[],
        });
        kinds.is_empty() || kinds.contains(&kind)
    };
    let fits = |named: &Named, place: Place| match (named.place, named.kind) {
        (Some(known), _) => known == place,
        (None, Some(kind)) => stands(kind, place, vocabulary) && (place == bearer || verb_admits(kind, place)),
        (None, None) => false,
    };
    let slotted = |named: &Named| match (named.place, named.kind) {
        (Some(place), _) => matches!(place, Place::Slot(_)),
        (None, Some(kind)) => vocabulary.schema().place_of(kind).is_some(),
        (None, None) => false,
    };
    if open {
        if fits(rows, bearer) && fits(columns, target) {
            return Ok((bearer, target));
        }
        if fits(rows, target) && fits(columns, bearer) {
            return Ok((target, bearer));
        }
    }
    // The bearer of a claim stands in the rows where it can.
    let other = |named: &Named| named.place.map_or_else(|| slot_of(named, vocabulary), Ok);
    if fits(rows, bearer) && (!slotted(rows) || !fits(columns, bearer)) {
        return Ok((bearer, other(columns)?));
    }
    if fits(columns, bearer) {
        return Ok((other(rows)?, bearer));
    }
    Ok((other(rows)?, other(columns)?))
}

/// Without a claim: a kind that `in` reaches is its slot; of the others the rows act and the columns are acted upon, where that can be.
fn free(rows: &Named, columns: &Named, vocabulary: &Vocabulary) -> Result<(Place, Place), Box<Diagnostic>> {
    let settled = |named: &Named| {
        let reached = named.kind.and_then(|kind| vocabulary.schema().place_of(kind));
        named.place.or(reached.map(Place::Slot))
    };
    let (row, column) = (settled(rows), settled(columns));
    let side = |named: &Named, taken: Option<Place>| -> Result<Place, Box<Diagnostic>> {
        let kind = named.kind;
        for place in [Place::Subject, Place::Object] {
            if taken != Some(place) && kind.is_some_and(|kind| stands(kind, place, vocabulary)) {
                return Ok(place);
            }
        }
        slot_of(named, vocabulary)
    };
    match (row, column) {
        (Some(row), Some(column)) => Ok((row, column)),
        (Some(row), None) => Ok((row, side(columns, Some(row))?)),
        (None, Some(column)) => Ok((side(rows, Some(column))?, column)),
        (None, None) => {
            let (one, two) = (rows.kind, columns.kind);
            let pair = |subject: Option<KindId>, object: Option<KindId>| match (subject, object) {
                (Some(subject), Some(object)) => {
                    stands(subject, Place::Subject, vocabulary)
                        && stands(object, Place::Object, vocabulary)
                        && vocabulary.schema().relations.iter().any(|relation| admits(relation, subject, object))
                }
                _ => false,
            };
            if pair(one, two) {
                Ok((Place::Subject, Place::Object))
            } else if pair(two, one) {
                Ok((Place::Object, Place::Subject))
            } else {
                let row = side(rows, None)?;
                Ok((row, side(columns, Some(row))?))
            }
        }
    }
}

fn admits(relation: &Relation, subject: KindId, object: KindId) -> bool {
    (relation.subjects.is_empty() || relation.subjects.contains(&subject))
        && (relation.objects.is_empty() || relation.objects.contains(&object))
}

/// Whether some verb names a kind for a place; where no verb names any, all kinds stand anywhere.
fn stands(kind: KindId, place: Place, vocabulary: &Vocabulary) -> bool {
    let sides = |relation: &Relation| match place {
        Place::Subject => relation.subjects.clone(),
        Place::Object => relation.objects.clone(),
        Place::Slot(_) => Vec::new(),
    };
    let mut named = vocabulary.schema().relations.iter().flat_map(sides).peekable();
    !matches!(place, Place::Slot(_)) && (named.peek().is_none() || named.any(|other| other == kind))
}

/// The slot of an axis that is neither subject nor object: the one that `in` reaches, else the only one that takes its kind.
fn slot_of(named: &Named, vocabulary: &Vocabulary) -> Result<Place, Box<Diagnostic>> {
    let wrong = |slots: &[String]| nowhere(&named.text, named.span, Some(slots), vocabulary);
    let Some(kind) = named.kind else { return Err(Box::new(wrong(&[]))) };
    let schema = vocabulary.schema();
    if let Some(slot) = schema.place_of(kind) {
        return Ok(Place::Slot(slot));
    }
    let takes: Vec<(u32, &str)> = (0u32..)
        .zip(&schema.slots)
        .filter(|(_, slot)| slot.takes(kind))
        .map(|(at, slot)| (at, slot.name.as_str()))
        .collect();
    match takes.as_slice() {
        [(slot, _)] => Ok(Place::Slot(SlotId(*slot))),
        several => Err(Box::new(wrong(&several.iter().map(|(_, name)| (*name).to_owned()).collect::<Vec<_>>()))),
    }
}

/// An axis that has no place, or several.
fn nowhere(text: &str, span: Span, slots: Option<&[String]>, vocabulary: &Vocabulary) -> Diagnostic {
    match slots {
        Some(slots) if slots.len() > 1 => {
            let said = format!("`{text}` may stand in {} places of a finding", slots.len());
            let mut wrong = Diagnostic::error("W0261", said, span, "which one is meant?")
                .with_note(format!("it is a value of {}", list(slots, "and of")));
            for slot in slots {
                wrong = wrong.with_fix(Fix::replace(format!("the slot {slot}"), span, slot.clone()));
            }
            wrong
        }
        _ => {
            let places: Vec<String> =
                vocabulary.schema().slots.iter().filter(|slot| slot.place).map(|slot| slot.name.clone()).collect();
            let wrong = Diagnostic::error("W0261", format!("`{text}` has no place here"), span, "cannot be this axis");
            wrong.with_note(format!(
                "an axis is the subject or the object of findings, or a slot such as {}; `slots` lists them",
                list(&places, "or")
            ))
        }
    }
}

fn place_words(place: Place, vocabulary: &Vocabulary) -> String {
    match place {
        Place::Subject => "the subjects of findings".to_owned(),
        Place::Object => "the objects of findings".to_owned(),
        Place::Slot(slot) => format!("the slot {}", super::slot_name(vocabulary, SlotRef::Declared(slot))),
    }
}

impl Among {
    /// The entities, sorted.
    #[must_use]
    pub fn entities(&self, vocabulary: &Vocabulary) -> Vec<EntityId> {
        match self {
            Among::Kind(kind) => {
                let of_kind = (0u32..).zip(vocabulary.entities()).filter(|(_, entity)| entity.kind == *kind);
                of_kind.map(|(id, _)| EntityId(id)).collect()
            }
            Among::Names(names) => {
                let mut names = names.clone();
                names.sort_unstable();
                names.dedup();
                names
            }
        }
    }
}
