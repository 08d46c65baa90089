//! What a loader knows while it reads.

use super::{Loaded, Located, Origin, Origins};
use crate::base::Parts;
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{SourceId, StudyId};
use crate::names::{Vocabulary, normal};
use crate::syntax::ast::{Declared, Item, Run, Script, Statement};
use crate::syntax::lexer::is_plain_word;
use crate::syntax::print::quoted;
use crate::text::Span;
use rustc_hash::FxHashMap;

/// Diagnostics kept; a text with more mistakes than these is read no better with more of them.
const MOST_DIAGNOSTICS: usize = 1000;

/// Unknown names for which nearest ones are looked for: the search costs a look at every name.
const MOST_SUGGESTIONS: usize = 50;

/// The state of a loader; each stage adds to it.
pub(super) struct Loader<'a> {
    pub(super) scripts: &'a [&'a Script],
    pub(super) parts: Parts,
    /// Names of what was declared so far.
    pub(super) vocabulary: Vocabulary,
    pub(super) origins: Origins,
    /// What was declared in these texts, by class and normal form.
    pub(super) declared: FxHashMap<(Declared, String), Declaration>,
    /// How many entities were there before.
    pub(super) beneath: usize,
    /// The text being read.
    pub(super) file: usize,
    /// The source that statements belong to.
    pub(super) source: Option<SourceId>,
    /// The sources that texts declare, by text and item.
    pub(super) sources: FxHashMap<(usize, usize), SourceId>,
    /// The studies of all sources, by number.
    pub(super) studies: FxHashMap<(SourceId, u32), StudyId>,
    found: Vec<Located>,
    suggested: usize,
}

/// What was declared under a name, and where; nowhere if it was there before.
#[derive(Clone, Copy)]
pub(super) struct Declaration {
    pub(super) index: usize,
    pub(super) origin: Option<Origin>,
}

impl<'a> Loader<'a> {
    pub(super) fn new(parts: Parts, scripts: &'a [&'a Script]) -> Loader<'a> {
        let mut declared = FxHashMap::default();
        let mut add = |class, name: &str, index| {
            declared.insert((class, normal(name)), Declaration { index, origin: None });
        };
        parts.schema.kinds.iter().enumerate().for_each(|(at, kind)| add(Declared::Noun, &kind.name, at));
        parts.schema.slots.iter().enumerate().for_each(|(at, slot)| add(Declared::Slot, &slot.name, at));
        parts.schema.relations.iter().enumerate().for_each(|(at, verb)| add(Declared::Verb, &verb.name, at));
        parts.sources.iter().enumerate().for_each(|(at, source)| add(Declared::Source, &source.name, at));
        // Units are told apart by case, so they are not known by their normal form.
        for (index, unit) in parts.schema.units.iter().enumerate() {
            declared.insert((Declared::Unit, unit.name.clone()), Declaration { index, origin: None });
        }
        let origins = Origins {
            units: vec![None; parts.schema.units.len()],
            relations: vec![None; parts.schema.relations.len()],
            entities: vec![None; parts.entities.len()],
            findings: vec![None; parts.findings.len()],
            edges: Vec::new(),
        };
        Loader {
            scripts,
            beneath: parts.entities.len(),
            parts,
            vocabulary: Vocabulary::default(),
            origins,
            declared,
            file: 0,
            source: None,
            sources: FxHashMap::default(),
            studies: FxHashMap::default(),
            found: Vec::new(),
            suggested: 0,
        }
    }

    pub(super) fn finish(mut self) -> Loaded {
        let stale = self.vocabulary.entities().len() != self.parts.entities.len();
        if stale {
            self.index();
        }
        self.found.sort_by_key(|located| (located.file, located.diagnostic.span().start));
        Loaded {
            vocabulary: self.vocabulary,
            sources: self.parts.sources,
            studies: self.parts.studies,
            findings: self.parts.findings,
            origins: self.origins,
            diagnostics: self.found,
        }
    }

    /// Indexes the names declared so far.
    pub(super) fn index(&mut self) {
        self.vocabulary = Vocabulary::new(self.parts.schema.clone(), self.parts.entities.clone());
    }

    /// Goes through all items of all texts in order, with the source that each belongs to.
    pub(super) fn each_item(&mut self, mut visit: impl FnMut(&mut Loader<'a>, &'a Item)) {
        // The only source of all texts is theirs whatever their order; else a statement belongs to the one before it.
        let mut declared = self.sources.values();
        self.source = declared.next().copied().filter(|first| declared.all(|other| other == first));
        for (file, script) in self.scripts.iter().enumerate() {
            self.file = file;
            for (at, item) in script.items.iter().enumerate() {
                if let Some(source) = self.sources.get(&(file, at)) {
                    self.source = Some(*source);
                }
                visit(self, item);
            }
        }
    }

    /// Goes through all declarations.
    pub(super) fn each_declaration(
        &mut self,
        mut visit: impl FnMut(&mut Loader<'a>, &'a crate::syntax::ast::Declaration),
    ) {
        self.each_item(|loader, item| {
            if let Item::Statement(Statement::Declaration(declaration)) = item {
                visit(loader, declaration);
            }
        });
    }

    pub(super) fn tell(&mut self, diagnostic: Diagnostic) {
        if self.found.len() < MOST_DIAGNOSTICS {
            self.found.push(Located { file: self.file, diagnostic });
        }
    }

    pub(super) fn origin(&self, span: Span) -> Origin {
        Origin { file: self.file, span }
    }

    /// Whether looking for a nearest name is still worth its cost.
    pub(super) fn may_suggest(&mut self) -> bool {
        self.suggested += 1;
        self.suggested <= MOST_SUGGESTIONS
    }

    /// Tells of a name that nothing has, with names near it.
    pub(super) fn tell_unknown(&mut self, class: &str, run: &Run, near: impl FnOnce(&Vocabulary, &str) -> Vec<String>) {
        let text = run.text();
        let near = if self.may_suggest() { near(&self.vocabulary, &text) } else { Vec::new() };
        self.tell(unknown(class, &text, run.span, near));
    }

    /// Registers a name; tells where it was declared before, if it was, and gives back that earlier one.
    pub(super) fn register(&mut self, class: Declared, name: &Run, index: usize) -> Option<Declaration> {
        let text = name.text();
        let form = if class == Declared::Unit { text.clone() } else { normal(&text) };
        let origin = Some(self.origin(name.span));
        let key = (class, form);
        let Some(earlier) = self.declared.get(&key).copied() else {
            self.declared.insert(key, Declaration { index, origin });
            return None;
        };
        if let Some(first) = earlier.origin {
            self.tell_twice(&text, name.span, first);
        }
        Some(earlier)
    }

    /// Tells that a name was declared before.
    pub(super) fn tell_twice(&mut self, name: &str, span: Span, first: Origin) {
        let mut twice = Diagnostic::error("W0306", format!("`{name}` is declared twice"), span, "declared again here");
        twice = if first.file == self.file {
            twice.with_label(first.span, "declared first here")
        } else {
            twice.with_note("it is declared first in another text of this base")
        };
        self.tell(twice);
    }
}

/// A name that nothing has.
pub(super) fn unknown(class: &str, text: &str, span: Span, near: Vec<String>) -> Diagnostic {
    let message = format!("no {class} `{text}` is declared");
    let mut unknown = Diagnostic::error("W0301", message, span, "not known");
    for name in near {
        unknown = unknown.with_fix(Fix::replace(format!("`{name}`"), span, typed(&name)));
    }
    unknown
}

/// A name as it is typed: in quotes, unless it is one plain word.
pub(super) fn typed(name: &str) -> String {
    if is_plain_word(name) { name.to_owned() } else { quoted(name) }
}

/// Names in a row: `a`, `b` or `c`.
pub(super) fn listed(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [front @ .., end] => format!("{} {last} {end}", front.join(", ")),
    }
}
