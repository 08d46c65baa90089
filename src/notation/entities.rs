//! Declarations of sources, studies and entities, and the steps between entities.

use super::pick::ambiguous;
use super::property::Properties;
use super::state::Loader;
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{
    Benefit, Edge, EdgeKind, Entity, EntityId, Imprint, KindId, Locator, Source, SourceId, Study, StudyId, Tier, Xref,
};
use crate::names::normal;
use crate::syntax::ast::{self, Block, Declaration, Declared, Item, Part, Run, Spot, Statement};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

const TIERS: [(&str, Tier); 3] = [("cells", Tier::Cells), ("animal", Tier::Animal), ("patients", Tier::Patients)];

const BENEFITS: [(&str, Benefit); 2] = [("more", Benefit::MoreIsBetter), ("less", Benefit::MoreIsWorse)];

/// Properties that are steps of a hierarchy.
const STEPS: [(&str, EdgeKind); 6] = [
    ("broader", EdgeKind::IsA),
    ("is a", EdgeKind::IsA),
    ("stage of", EdgeKind::StageOf),
    ("member of", EdgeKind::MemberOf),
    ("measure of", EdgeKind::MeasureOf),
    ("part of", EdgeKind::PartOf),
];

impl<'a> Loader<'a> {
    /// Reads sources, studies and entities: names first, then what refers to them.
    pub(super) fn declare_entities(&mut self) {
        self.declare_sources();
        self.declare_studies();
        let mut open: Vec<(usize, EntityId, &'a Declaration)> = Vec::new();
        let mut known: FxHashMap<(KindId, String), EntityId> = FxHashMap::default();
        self.each_declaration(|loader, declaration| {
            if declaration.what == Declared::Entity
                && let Some(id) = loader.entity(declaration, &mut known)
            {
                open.push((loader.file, id, declaration));
            }
        });
        self.index();
        for (file, id, declaration) in open {
            self.file = file;
            self.entity_relations(id, declaration);
        }
        self.each_item(|loader, item| {
            if let Item::Statement(Statement::Edge(edge)) = item {
                loader.edge(edge);
            }
        });
        self.index();
    }

    fn declare_sources(&mut self) {
        for (file, script) in self.scripts.iter().enumerate() {
            self.file = file;
            for (at, item) in script.items.iter().enumerate() {
                if let Item::Statement(Statement::Declaration(declaration)) = item
                    && declaration.what == Declared::Source
                {
                    let id = self.one_source(declaration);
                    self.sources.insert((file, at), id);
                }
            }
        }
    }

    fn one_source(&mut self, declaration: &'a Declaration) -> SourceId {
        let mut properties = Properties::new(&declaration.properties);
        let source = Source {
            name: declaration.name.text(),
            title: properties.text("title"),
            doi: properties.text("doi"),
            pmid: properties.text("pmid"),
            pmcid: properties.text("pmcid"),
            year: properties.number("year"),
            imprint: imprint(&mut properties),
            curator: properties.text("curator"),
            curated: properties.text("curated"),
            note: properties.text("note"),
        };
        self.tell_all(properties);
        self.check_identifiers(
            declaration.name.span,
            [("doi", &source.doi), ("pmid", &source.pmid), ("pmcid", &source.pmcid)],
        );
        let earlier = self.register(Declared::Source, &declaration.name, self.parts.sources.len());
        let id = earlier.map_or(self.parts.sources.len(), |earlier| earlier.index);
        if earlier.is_none() {
            self.parts.sources.push(source);
        }
        SourceId(id as u32)
    }

    /// W0409 for what finds a document: a slip there leads a reader astray, or joins two studies that are none.
    fn check_identifiers<const N: usize>(&mut self, span: Span, told: [(&str, &Option<String>); N]) {
        for (name, value) in told {
            let Some(text) = value else { continue };
            let (right, shape) = match name {
                "doi" => (text.starts_with("10.") && text.contains('/'), "a DOI begins with 10. and has a / in it"),
                "pmid" => (is_number(text), "a PMID is a number"),
                _ => (text.strip_prefix("PMC").is_some_and(is_number), "a PMCID is PMC and a number"),
            };
            if !right {
                self.tell(Diagnostic::warning("W0409", format!("`{text}` is no {name}"), span, shape));
            }
        }
    }

    /// Studies in the order of sources and numbers, so that their ids do not depend on the order of blocks.
    fn declare_studies(&mut self) {
        let mut studies: BTreeMap<(SourceId, u32), Study> = BTreeMap::new();
        self.each_item(|loader, item| match item {
            Item::Statement(Statement::Declaration(declaration)) if declaration.what == Declared::Reference => {
                let Some(source) = loader.the_source(declaration.span) else { return };
                let mut properties = Properties::new(&declaration.properties);
                let (title, doi, pmid) = (properties.text("title"), properties.text("doi"), properties.text("pmid"));
                let (year, imprint) = (properties.number("year"), imprint(&mut properties));
                properties.text("note");
                loader.tell_all(properties);
                loader.check_identifiers(declaration.name.span, [("doi", &doi), ("pmid", &pmid)]);
                let number = match declaration.name.parts.as_slice() {
                    [Part { text, .. }] => text.parse::<u32>().ok(),
                    _ => None,
                };
                let Some(number) = number else {
                    let span = declaration.name.span;
                    loader.tell(Diagnostic::error(
                        "W0313",
                        "a reference is known by its number",
                        span,
                        "no whole number",
                    ));
                    return;
                };
                let study = studies.entry((source, number)).or_insert_with(|| Study::new(source, number));
                if study.doi.is_some() || study.pmid.is_some() {
                    let span = declaration.name.span;
                    loader.tell(Diagnostic::error(
                        "W0306",
                        format!("reference {number} is declared twice"),
                        span,
                        "declared again here",
                    ));
                }
                *study = Study { label: study.label.take(), title, doi, pmid, year, imprint, source, number };
            }
            Item::Block(Block::Study(block)) => {
                let Some(source) = loader.the_source(block.span) else { return };
                for (number, _) in &block.numbers {
                    let study = studies.entry((source, *number)).or_insert_with(|| Study::new(source, *number));
                    if let (None, Some(label)) = (&study.label, &block.label) {
                        study.label = Some(label.text.clone());
                    }
                }
            }
            _ => {}
        });
        let before = self.parts.studies.iter().map(|study| (study.source, study.number));
        self.studies = before.zip((0..).map(StudyId)).collect();
        for (key, study) in studies {
            let next = StudyId(self.parts.studies.len() as u32);
            if *self.studies.entry(key).or_insert(next) == next {
                self.parts.studies.push(study);
            }
        }
    }

    /// Whether the texts are laid upon a base with findings of somebody else.
    pub(super) fn is_laid_upon(&self) -> bool {
        self.beneath > 0 && !self.parts.sources.is_empty()
    }

    /// The source that the present statement belongs to.
    pub(super) fn the_source(&mut self, span: Span) -> Option<SourceId> {
        if self.source.is_none() {
            let error = Diagnostic::error(
                "W0311",
                "no source is declared before this",
                span,
                "whose finding, study or place is this",
            );
            self.tell(error.with_note("`source \"Hu 2020\";` says which document was read"));
        }
        self.source
    }

    /// The study of a number in the present source.
    pub(super) fn study(&self, number: u32) -> Option<StudyId> {
        let source = self.source?;
        self.studies.get(&(source, number)).copied()
    }

    fn entity(
        &mut self,
        declaration: &'a Declaration,
        known: &mut FxHashMap<(KindId, String), EntityId>,
    ) -> Option<EntityId> {
        let Some(is) = &declaration.is else {
            let message = format!("entity `{}` needs a noun", declaration.name.text());
            let mut error = Diagnostic::error("W0313", message, declaration.name.span, "`is` and its noun are missing");
            error.expected = self.parts.schema.kinds.iter().map(|kind| kind.name.clone()).collect();
            self.tell(error);
            return None;
        };
        let kind = self.kind(is)?;
        let mut properties = Properties::new(&declaration.properties);
        let from = properties.text("id from");
        let entity = Entity {
            aliases: properties.texts("alias"),
            xrefs: properties.texts("id").into_iter().map(|curie| Xref { curie, verified_in: from.clone() }).collect(),
            benefit: properties.word("benefit", &BENEFITS),
            evidence: properties.word("evidence", &TIERS),
            operation: properties.text("operation"),
            note: properties.text("note"),
            ..Entity::new(declaration.name.text(), kind)
        };
        for (step, _) in STEPS {
            properties.runs(step);
        }
        let _ = (properties.runs("parts"), properties.run("agent"));
        self.tell_all(properties);
        if let Some(same) = self.same_as_beneath(&entity) {
            return Some(self.merge(same, entity));
        }
        let id = EntityId(self.parts.entities.len() as u32);
        if let Some(first) = known.insert((kind, normal(&entity.name)), id) {
            if let Some(Some(origin)) = self.origins.entities.get(first.index()).copied() {
                self.tell_twice(&entity.name, declaration.name.span, origin);
            }
            known.insert((kind, normal(&entity.name)), first);
            return None;
        }
        let origin = self.origin(declaration.name.span);
        self.origins.entities.push(Some(origin));
        self.parts.entities.push(entity);
        Some(id)
    }

    /// The entity that was there before and has the same cross-reference: an equal name alone makes no entity the same.
    fn same_as_beneath(&self, entity: &Entity) -> Option<EntityId> {
        let shares = |other: &Entity| {
            other.kind == entity.kind
                && other
                    .xrefs
                    .iter()
                    .any(|xref| entity.xrefs.iter().any(|own| own.curie.eq_ignore_ascii_case(&xref.curie)))
        };
        let place = self.parts.entities.iter().take(self.beneath).position(shares)?;
        Some(EntityId(place as u32))
    }

    fn merge(&mut self, id: EntityId, entity: Entity) -> EntityId {
        if let Some(known) = self.parts.entities.get_mut(id.index()) {
            for name in std::iter::once(entity.name).chain(entity.aliases) {
                if known.name != name && !known.aliases.contains(&name) {
                    known.aliases.push(name);
                }
            }
            for xref in entity.xrefs {
                if !known.xrefs.iter().any(|other| other.curie.eq_ignore_ascii_case(&xref.curie)) {
                    known.xrefs.push(xref);
                }
            }
            known.benefit = known.benefit.or(entity.benefit);
            known.evidence = known.evidence.or(entity.evidence);
        }
        id
    }

    fn entity_relations(&mut self, id: EntityId, declaration: &'a Declaration) {
        let Some(kind) = self.parts.entities.get(id.index()).map(|entity| entity.kind) else { return };
        let mut properties = Properties::new(&declaration.properties);
        let mut edges = Vec::new();
        for (step, edge_kind) in STEPS {
            for run in properties.runs(step) {
                if let Some(to) = self.related(id, kind, run) {
                    edges.push(Edge { to, kind: edge_kind, locators: Vec::new(), note: None });
                    let origin = self.origin(run.span);
                    self.origins.edges.push((id, to, origin));
                }
            }
        }
        let runs = properties.runs("parts");
        let parts: Vec<EntityId> = runs.iter().filter_map(|run| self.related(id, kind, run)).collect();
        let ratio = Some(kind) == self.vocabulary.ratio_kind();
        if runs.len() == 1 && !ratio {
            let span = runs.first().map_or(declaration.span, |run| run.span);
            self.tell(Diagnostic::error("W0313", "a composite has two parts or more", span, "only one part"));
        }
        if ratio && parts.len() != 2 {
            let message = format!("ratio `{}` needs two parts", declaration.name.text());
            self.tell(Diagnostic::error(
                "W0313",
                message,
                declaration.name.span,
                "`with parts = (numerator, denominator)`",
            ));
        }
        let agent = properties.run("agent").and_then(|run| self.related(id, kind, run));
        let Some(entity) = self.parts.entities.get_mut(id.index()) else { return };
        edges.retain(|edge| !entity.broader.iter().any(|known| known.to == edge.to && known.kind == edge.kind));
        entity.broader.extend(edges);
        if entity.parts.is_empty() {
            entity.parts = parts;
        }
        entity.agent = entity.agent.or(agent);
    }

    /// The entity that another one's declaration refers to: never itself, and one of the same kind before others.
    fn related(&mut self, id: EntityId, kind: KindId, run: &Run) -> Option<EntityId> {
        let text = run.text();
        let mut candidates = self.vocabulary.entities_named(&text);
        if candidates.as_slice() == [id] {
            self.tell(Diagnostic::error(
                "W0313",
                format!("`{text}` is declared by itself"),
                run.span,
                "names the same entity",
            ));
            return None;
        }
        candidates.retain(|candidate| *candidate != id);
        let same_kind = |candidate: &EntityId| self.vocabulary.kind_of(*candidate) == Some(kind);
        if candidates.len() > 1 && candidates.iter().filter(|candidate| same_kind(candidate)).count() == 1 {
            candidates.retain(same_kind);
        }
        match candidates.as_slice() {
            [one] => Some(*one),
            [] => {
                self.tell_unknown("entity", run, |vocabulary, text| {
                    vocabulary.nearest_entities(text, 3, &|near| near != id).into_iter().map(|(name, _)| name).collect()
                });
                None
            }
            several => {
                let error = ambiguous(&self.vocabulary, &text, run.span, several);
                self.tell(error);
                None
            }
        }
    }

    fn edge(&mut self, edge: &'a ast::Edge) {
        let text = edge.narrower.text();
        let (kind, broader) = match step(&edge.broader) {
            Some(step) => step,
            None => {
                let mut error =
                    Diagnostic::error("W0318", "no step of a hierarchy begins so", edge.broader.span, "not known");
                error.expected =
                    EdgeKind::ALL.iter().map(|kind| kind.words().trim_start_matches("is ").to_owned()).collect();
                self.tell(error);
                return;
            }
        };
        let candidates = self.vocabulary.entities_named(&text);
        let narrower = match candidates.as_slice() {
            [one] => *one,
            [] => {
                self.tell_unknown("entity", &edge.narrower, |vocabulary, text| {
                    vocabulary.nearest_entities(text, 3, &|_| true).into_iter().map(|(name, _)| name).collect()
                });
                return;
            }
            several => match self.same_kind_as(several, &broader.text()) {
                Some(one) => one,
                None => {
                    let error = ambiguous(&self.vocabulary, &text, edge.narrower.span, several);
                    self.tell(error);
                    return;
                }
            },
        };
        let narrower_kind = self.vocabulary.entity(narrower).map_or(KindId(0), |entity| entity.kind);
        let Some(to) = self.related(narrower, narrower_kind, &broader) else { return };
        let mut properties = Properties::new(&edge.properties);
        let note = properties.text("note");
        self.tell_all(properties);
        let locators = self.locators(&edge.spots);
        let origin = self.origin(edge.span);
        self.origins.edges.push((narrower, to, origin));
        let Some(entity) = self.parts.entities.get_mut(narrower.index()) else { return };
        match entity.broader.iter_mut().find(|known| known.to == to && known.kind == kind) {
            Some(known) => {
                known.locators.extend(locators);
                known.note = known.note.take().or(note);
            }
            None => entity.broader.push(Edge { to, kind, locators, note }),
        }
    }

    /// The one of several that has the kind of what another name names.
    fn same_kind_as(&self, several: &[EntityId], name: &str) -> Option<EntityId> {
        let kind = |id: EntityId| self.vocabulary.kind_of(id);
        let others: Vec<Option<KindId>> = self.vocabulary.entities_named(name).into_iter().map(kind).collect();
        let mut same = several.iter().copied().filter(|id| others.contains(&kind(*id)));
        let one = same.next()?;
        same.next().is_none().then_some(one)
    }

    /// Places in the present source.
    pub(super) fn locators(&mut self, spots: &[Spot]) -> Vec<Locator> {
        let Some(first) = spots.first() else { return Vec::new() };
        let Some(source) = self.the_source(first.span) else { return Vec::new() };
        let mut locators: Vec<Locator> = spots
            .iter()
            .map(|spot| Locator { source, section: spot.section.clone(), sentence: spot.sentence })
            .collect();
        for spot in spots.iter().filter(|spot| spot.sentence == 0) {
            let fix = Fix::replace("the first sentence is 1", spot.span, format!("\"{}\" 1", spot.section));
            self.tell(
                Diagnostic::error("W0313", "sentences are counted from 1", spot.span, "no sentence 0").with_fix(fix),
            );
        }
        locators.dedup();
        locators
    }
}

fn imprint(properties: &mut Properties<'_>) -> Imprint {
    Imprint {
        authors: properties.texts("author"),
        journal: properties.text("journal"),
        volume: properties.text("volume"),
        issue: properties.text("issue"),
        pages: properties.text("pages"),
    }
}

/// Cuts `stage of fibrosis` into the kind of step and the broader entity.
fn step(run: &Run) -> Option<(EdgeKind, Run)> {
    let word = |at: usize| run.parts.get(at).map(|part| part.text.as_str());
    let (kind, length) = match (word(0)?, word(1)) {
        ("a" | "an", _) => (EdgeKind::IsA, 1),
        ("stage", Some("of")) => (EdgeKind::StageOf, 2),
        ("member", Some("of")) => (EdgeKind::MemberOf, 2),
        ("measure", Some("of")) => (EdgeKind::MeasureOf, 2),
        ("part", Some("of")) => (EdgeKind::PartOf, 2),
        _ => return None,
    };
    let parts = run.parts.get(length..)?.to_vec();
    let span = parts.first()?.span.to(parts.last()?.span);
    Some((kind, Run { parts, span }))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
