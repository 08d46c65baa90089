//! Bases as text.
//!
//! Trees of declarations and findings come in; the parts of a base go out, with a diagnostic at the place of everything that could not be
//! read. It does not parse and knows nothing of questions.

mod amounts;
mod declare;
mod entities;
mod findings;
pub mod lint;
mod pick;
mod plausible;
mod property;
mod split;
mod state;
mod write;

use crate::base::{Memory, Parts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Finding, Source, Study};
use crate::names::Vocabulary;
use crate::syntax::ast::Script;
use crate::text::Span;

pub use write::{Written, write};

/// A small base to begin one's own with: every kind of statement, explained, with invented findings to be replaced.
pub const TEMPLATE: &str = include_str!("template.whereof");

/// What became of the texts of a base.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Schema, entities and their names.
    pub vocabulary: Vocabulary,
    /// By [`crate::model::SourceId`].
    pub sources: Vec<Source>,
    /// By [`crate::model::StudyId`].
    pub studies: Vec<Study>,
    /// By [`crate::model::FindingId`].
    pub findings: Vec<Finding>,
    /// Where everything was said.
    pub origins: Origins,
    /// What could not be read, in the order of the texts.
    pub diagnostics: Vec<Located>,
}

impl Loaded {
    /// Whether something that was written is missing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|each| each.diagnostic.severity == Severity::Error)
    }

    /// The base, of what could be read.
    #[must_use]
    pub fn memory(self, name: impl Into<String>) -> Memory {
        Memory::with_vocabulary(name, self.vocabulary, self.sources, self.studies, self.findings)
    }
}

/// A diagnostic, and which text it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The place of the text among those loaded together.
    pub file: usize,
    /// What is to be said.
    pub diagnostic: Diagnostic,
}

/// A place in one of the texts that were loaded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The place of the text among those loaded together.
    pub file: usize,
    /// Where in it.
    pub span: Span,
}

/// Where the things of a base were declared; nothing for what was there before.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// By [`crate::model::UnitId`].
    pub units: Vec<Option<Origin>>,
    /// By [`crate::model::RelationId`].
    pub relations: Vec<Option<Origin>>,
    /// By [`crate::model::EntityId`].
    pub entities: Vec<Option<Origin>>,
    /// By [`crate::model::FindingId`].
    pub findings: Vec<Option<Origin>>,
    /// Steps of a hierarchy, with the narrower and the broader entity.
    pub edges: Vec<(crate::model::EntityId, crate::model::EntityId, Origin)>,
}

/// Reads the trees of a base's texts: declarations may stand after their use, and in another text.
///
/// ```
/// use whereof::notation::load;
/// use whereof::syntax::parser::{TextLimits, parse};
/// use whereof::text::Source;
/// let text = Source::new("base", "source review; noun gene; noun treatment;
///     verb upregulates with direction = increase, subject = treatment, object = gene;
///     study 59 { at \"4.1\" 8: resveratrol upregulates CXCR4; }
///     entity resveratrol is treatment; entity CXCR4 is gene;");
/// let loaded = load(&[&parse(&text, TextLimits::default()).script]);
/// assert!(!loaded.has_errors());
/// assert_eq!(loaded.findings.len(), 1);
/// ```
#[must_use]
pub fn load(scripts: &[&Script]) -> Loaded {
    load_onto(Parts::default(), scripts)
}

/// Reads trees on top of what there is already. What is declared again is taken for the same thing if it is a noun, slot, unit or verb; an
/// entity only if a cross-reference is the same.
#[must_use]
pub fn load_onto(parts: Parts, scripts: &[&Script]) -> Loaded {
    let mut loader = state::Loader::new(parts, scripts);
    loader.declare_schema();
    loader.declare_entities();
    loader.read_findings();
    loader.finish()
}
