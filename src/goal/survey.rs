//! Tables and comparisons: which names stand on their axes, and what is asked of their cells.
//!
//! Trees of `matrix`, `gaps`, `compare`, `contested` and `similar` come in, ids go out, or all that is wrong with the words. It does not know
//! which findings there are.

use super::effect::verb_of;
use super::resolve::{resolve, resolve_name, stands_in_findings};
use super::{Condition, Context, Effect, Goal, Purpose, Role, Scope, Sense, Target, Verb, WordUse};
use crate::diagnostic::Diagnostic;
use crate::model::{EntityId, KindId, SlotId};
use crate::names::Vocabulary;
use crate::syntax::ast;
use crate::text::Span;

mod axes;

use axes::{Named, names, nowhere, places};

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
    // What is more than a verb is read, or refused, as an effect is.
    let alone = of.target.is_none() && of.within.is_none() && of.in_one_context.is_none();
    let bare = if alone { vocabulary.verbs_named(&text) } else { Vec::new() };
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

/// The bearer's and the target's place of an effect.
#[must_use]
pub fn ends(role: Role) -> (Place, Place) {
    match role {
        Role::Subject | Role::Either => (Place::Subject, Place::Object),
        Role::Object => (Place::Object, Place::Subject),
    }
}

impl Among {
    /// The entities, sorted.
    #[must_use]
    pub fn entities(&self, vocabulary: &Vocabulary) -> Vec<EntityId> {
        match self {
            Among::Kind(kind) => vocabulary.entities().of_kind(*kind).collect(),
            Among::Names(names) => {
                let mut names = names.clone();
                names.sort_unstable();
                names.dedup();
                names
            }
        }
    }
}
