//! Bases and scripts as files: looked through for mistakes, printed, told, compared. Nothing is asked here.
//!
//! Texts and bases come in; diagnostics, text and tables go out. What is said of a mistake is said by the stage that finds it.

use super::base::parse;
use super::parameters::{self, Bound};
use super::{Base, Error, ErrorKind};
use crate::answer::reply::Listing;
use crate::base::{Parts, jsonl};
use crate::diagnostic::{Diagnostic, Severity};
use crate::goal::{self, Definitions, Scope};
use crate::notation;
use crate::syntax::ast::{Declared, Item, Statement, Why};
use crate::syntax::{self, Parsed};
use crate::tell;
use crate::text::Source;
use std::collections::BTreeMap;

/// Everything that a reader of a base's texts should know: what cannot be read, and what looks wrong; each with the place of its text
/// among those given, in the order of the texts. Texts that declare no noun are read as an addition to the embedded base; texts of
/// questions alone are read as a script.
///
/// ```
/// use whereof::prompt::check;
/// use whereof::Source;
/// let found = check(&[Source::new("mine", "source mine; study 59 { resveratrol upregulates CXCR44; }")]);
/// assert_eq!(found[0].0, 0);
/// assert!(found[0].1.message.contains("CXCR44"));
/// ```
#[must_use]
pub fn check(sources: &[Source]) -> Vec<(usize, Diagnostic)> {
    let parsed = parse(sources);
    if parsed.iter().all(|parsed| parsed.script.items.iter().all(is_question)) {
        return check_questions(sources, &parsed);
    }
    let declares = parsed.iter().flat_map(|parsed| &parsed.script.items).any(|item| {
        matches!(item, Item::Statement(Statement::Declaration(declaration)) if declaration.what == Declared::Noun)
    });
    let parts = if declares { Parts::default() } else { Base::builtin().parts().unwrap_or_default() };
    let scripts: Vec<_> = parsed.iter().map(|parsed| &parsed.script).collect();
    let loaded = notation::load_onto(parts, &scripts);
    let mut found: Vec<(usize, Diagnostic)> = Vec::new();
    for (file, parsed) in parsed.iter().enumerate() {
        found.extend(parsed.diagnostics.iter().map(|each| (file, each.clone())));
    }
    found.extend(loaded.diagnostics.iter().map(|located| (located.file, located.diagnostic.clone())));
    // What looks wrong is worth saying once everything can be read.
    if found.iter().all(|(_, each)| each.severity != Severity::Error) {
        found.extend(notation::lint::lint(&loaded).into_iter().map(|located| (located.file, located.diagnostic)));
    }
    found.sort_by_key(|(file, each)| (*file, each.span().start));
    found
}

fn is_question(item: &Item) -> bool {
    !matches!(item, Item::Block(_) | Item::Statement(Statement::Declaration(_) | Statement::Edge(_)))
}

/// What is wrong with scripts of questions, asked of the embedded base; nothing is run.
fn check_questions(sources: &[Source], parsed: &[Parsed]) -> Vec<(usize, Diagnostic)> {
    let base = Base::builtin();
    let vocabulary = base.facts().vocabulary();
    let mut found: Vec<(usize, Diagnostic)> = Vec::new();
    for (file, parsed) in parsed.iter().enumerate().take(sources.len()) {
        found.extend(parsed.diagnostics.iter().map(|each| (file, each.clone())));
        let mut bound = BTreeMap::new();
        let mut definitions = Definitions::default();
        for item in &parsed.script.items {
            let mut item = item.clone();
            // What a used file declares is not known here, so no name behind it is called wrong; neither is one from outside.
            if matches!(item, Item::Statement(Statement::Use(_))) {
                break;
            }
            if let Err(wrong) = parameters::put(&mut item, &bound) {
                found.extend(wrong.into_iter().filter(|each| each.code != "W0602").map(|each| (file, each)));
                continue;
            }
            let Item::Statement(statement) = &item else { continue };
            if let Statement::Let(binding) = statement {
                bound.insert(binding.name.text.clone(), Bound::of_let(&binding.value, vocabulary));
            }
            let wrong = match statement {
                Statement::Define(tree) => match definitions.define(tree, vocabulary) {
                    Ok((more, _)) => {
                        definitions = more;
                        Vec::new()
                    }
                    Err(wrong) => wrong,
                },
                statement => wrong_names(statement, Scope { vocabulary, definitions: &definitions }),
            };
            found.extend(wrong.into_iter().map(|each| (file, each)));
        }
    }
    found.sort_by_key(|(file, each)| (*file, each.span().start));
    found
}

/// The names of a question that cannot be read.
fn wrong_names(statement: &Statement, scope: Scope<'_>) -> Vec<Diagnostic> {
    let resolved = match statement {
        Statement::Query(query) | Statement::Why(Why::Query(query)) => goal::resolve(query, scope).map(drop),
        Statement::Expect(expect) => goal::resolve(&expect.query, scope).map(drop),
        Statement::Count(count) => goal::resolve_count(count, scope).map(drop),
        Statement::WhyNot(asked) => {
            goal::resolve(&asked.query, scope).and_then(|goal| goal::resolve_row(&asked.rows, &goal, scope).map(drop))
        }
        Statement::Why(Why::Claim(claim)) => {
            goal::claim_query(claim, scope.vocabulary).and_then(|query| goal::resolve(&query, scope).map(drop))
        }
        _ => Ok(()),
    };
    resolved.err().unwrap_or_default()
}

/// A text in canonical form, comments kept.
///
/// ```
/// use whereof::prompt::fmt;
/// assert_eq!(fmt(&"nouns;verbs   # all of them".into())?, "nouns;\nverbs; # all of them\n");
/// # Ok::<(), whereof::Error>(())
/// ```
///
/// # Errors
/// What in the text could not be read.
pub fn fmt(source: &Source) -> Result<String, Error> {
    syntax::format::format(source).map_err(|wrong| Error::new(ErrorKind::Question, source.clone(), wrong))
}

/// A base as JSON Lines: one declaration, entity, study or finding a line, in names, without loss.
#[must_use]
pub fn export(base: &Base) -> String {
    jsonl::write(base.facts())
}

/// What a base holds, as a table: name, sources, fingerprint, and counts of entities and findings.
///
/// ```
/// use whereof::{Base, engine::survey};
/// let table = survey(&Base::builtin());
/// assert_eq!(table.columns, ["of", "which", "count"]);
/// assert_eq!(table.rows[0], ["base", "Hu 2020", ""]);
/// ```
#[must_use]
pub fn survey(base: &Base) -> Listing {
    tell::survey(base.facts())
}

/// How a base differs from an older one, as a table: what was added, removed and changed. No row where both say the same.
///
/// ```
/// use whereof::{Base, engine::compare, text::Source};
/// let old = Base::from_text(&Source::new("old", "source notes; noun gene; entity A is gene;"))?;
/// let new = Base::from_text(&Source::new("new", "source notes; noun gene; entity A is gene; entity B is gene;"))?;
/// assert_eq!(compare(&old, &new).rows, [["added", "entity", "B (gene)", "", "", ""]]);
/// assert!(compare(&new, &new).rows.is_empty());
/// # Ok::<(), whereof::Error>(())
/// ```
#[must_use]
pub fn compare(old: &Base, new: &Base) -> Listing {
    tell::compared(old.facts(), new.facts())
}
