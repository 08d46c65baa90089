//! What is allowed in a base and probably wrong.
//!
//! A loaded base comes in; warnings at the places of its texts go out. What was there before the texts is looked at, but never warned of.

use super::plausible::{implausible, misfit};
use super::state::listed;
use super::{Loaded, Located, Origin};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Benefit, Direction, EdgeKind, Entity, EntityId, Finding, KindId, RelationId, SlotId, Stance, Value,
};
use crate::names::{NameIndex, Named, quantity};
use rustc_hash::{FxHashMap, FxHashSet};

/// Everything that looks wrong in a base, in the order of its texts.
#[must_use]
pub fn lint(loaded: &Loaded) -> Vec<Located> {
    let mut lint = Lint { loaded, found: Vec::new() };
    lint.unused_entities();
    lint.findings();
    lint.repeated();
    lint.opposed();
    lint.cycles();
    lint.circles_of_parts();
    lint.shared_names();
    lint.references();
    lint.shared_references();
    lint.units();
    lint.verbs();
    lint.found.sort_by_key(|located| (located.file, located.diagnostic.span().start));
    lint.found
}

struct Lint<'a> {
    loaded: &'a Loaded,
    found: Vec<Located>,
}

impl<'a> Lint<'a> {
    fn tell(&mut self, origin: Origin, code: &'static str, message: String, label: &str, first: Option<Origin>) {
        let mut warning = Diagnostic::warning(code, message, origin.span, label);
        if let Some(first) = first {
            warning = if first.file == origin.file {
                warning.with_label(first.span, "the other one is here")
            } else {
                warning.with_note("the other one is in another text of this base")
            };
        }
        self.found.push(Located { file: origin.file, diagnostic: warning });
    }

    fn entity_origin(&self, id: EntityId) -> Option<Origin> {
        self.loaded.origins.entities.get(id.index()).copied().flatten()
    }

    fn entities(&self) -> impl Iterator<Item = (EntityId, &'a Entity)> + use<'a> {
        self.loaded.vocabulary.entities().iter().enumerate().map(|(at, entity)| (EntityId(at as u32), entity))
    }

    fn name(&self, id: EntityId) -> &'a str {
        self.loaded.vocabulary.entity_name(id)
    }

    /// Findings that were written in these texts.
    fn written(&self) -> impl Iterator<Item = (Origin, &'a Finding)> + use<'a> {
        let origins = self.loaded.origins.findings.iter().copied();
        origins.zip(&self.loaded.findings).filter_map(|(origin, finding)| Some((origin?, finding)))
    }

    fn direction(&self, id: RelationId) -> Direction {
        self.loaded.vocabulary.relation(id).map_or(Direction::Unclear, |relation| relation.direction)
    }

    /// Which way a finding says that its object goes, better and worse read through the object's benefit.
    fn way(&self, finding: &Finding) -> Direction {
        let benefit = self.loaded.vocabulary.entity(finding.object).and_then(|object| object.benefit);
        match (self.direction(finding.relation), benefit) {
            (Direction::Better, Some(Benefit::MoreIsBetter)) | (Direction::Worse, Some(Benefit::MoreIsWorse)) => {
                Direction::Increase
            }
            (Direction::Better, Some(Benefit::MoreIsWorse)) | (Direction::Worse, Some(Benefit::MoreIsBetter)) => {
                Direction::Decrease
            }
            (direction, _) => direction,
        }
    }

    /// W0401: nothing refers to it.
    fn unused_entities(&mut self) {
        let mut used: FxHashSet<EntityId> = FxHashSet::default();
        for finding in &self.loaded.findings {
            used.extend([finding.subject, finding.object]);
            used.extend(finding.slots.iter().filter_map(|value| match value.value {
                Value::Entity(id) => Some(id),
                _ => None,
            }));
        }
        for (_, entity) in self.entities() {
            used.extend(entity.parts.iter().chain(&entity.agent));
            used.extend(entity.broader.iter().map(|edge| edge.to));
        }
        for (id, entity) in self.entities() {
            // A narrower name of something used lets a question be asked, and offers the wider one.
            let narrows = entity.broader.iter().any(|edge| used.contains(&edge.to));
            if let (false, Some(origin)) = (used.contains(&id) || narrows, self.entity_origin(id)) {
                self.tell(origin, "W0401", format!("nothing refers to `{}`", entity.name), "not used", None);
            }
        }
    }

    /// W0404, W0405, W0406: what single findings lack, or state beyond belief.
    fn findings(&mut self) {
        let setting = self.loaded.vocabulary.slots_named("setting").first().copied();
        for (origin, finding) in self.written() {
            if finding.locators.is_empty() {
                let message = "this finding has no place in the source".to_owned();
                self.tell(origin, "W0406", message, "`at \"section\" sentence:` is missing", None);
            }
            let null = self.direction(finding.relation) == Direction::None && finding.stance == Stance::Reported;
            if let (true, Some(setting)) = (null, setting)
                && finding.values(setting).next().is_none()
            {
                let message = "a measured null without its setting".to_owned();
                self.tell(origin, "W0404", message, "in vitro or in vivo is not stated", None);
            }
            for value in &finding.slots {
                if let Value::Quantity(quantity) = &value.value
                    && let Some(why) = implausible(&self.loaded.vocabulary.schema().units, quantity)
                {
                    let text = quantity::print(&self.loaded.vocabulary, quantity);
                    self.tell(origin, "W0405", format!("`{text}` is hard to believe"), why, None);
                }
            }
        }
    }

    /// W0402: the same finding, written again.
    fn repeated(&mut self) {
        type Key<'f> = (EntityId, RelationId, EntityId, &'f [crate::model::StudyId], Stance);
        let mut seen: FxHashMap<Key<'a>, Vec<(Option<Origin>, &'a Finding)>> = FxHashMap::default();
        for (origin, finding) in self.loaded.origins.findings.iter().copied().zip(&self.loaded.findings) {
            let key = (finding.subject, finding.relation, finding.object, finding.studies.as_slice(), finding.stance);
            let alike = seen.entry(key).or_default();
            let first = alike.iter().find(|(_, other)| other.slots == finding.slots).map(|(first, _)| *first);
            alike.push((origin, finding));
            if let (Some(first), Some(origin)) = (first, origin) {
                let message = "this finding is written twice".to_owned();
                self.tell(origin, "W0402", message, "once, with both places, is enough", first);
            }
        }
    }

    /// W0403: one study, one context, opposite results.
    fn opposed(&mut self) {
        let mut seen: FxHashMap<(EntityId, EntityId), Vec<(Origin, &'a Finding)>> = FxHashMap::default();
        for (origin, finding) in self.written().filter(|(_, finding)| finding.stance == Stance::Reported) {
            let alike = seen.entry((finding.subject, finding.object)).or_default();
            let first = alike.iter().find(|(_, other)| {
                context(other) == context(finding)
                    && other.studies.iter().any(|study| finding.studies.contains(study))
                    && oppose(self.way(other), self.way(finding))
            });
            let first = first.map(|(first, _)| *first);
            alike.push((origin, finding));
            if let Some(first) = first {
                let (subject, object) = (self.name(finding.subject), self.name(finding.object));
                let message =
                    format!("one study says two contrary things of `{subject}` and `{object}` in one context");
                self.tell(origin, "W0403", message, "a slot that tells them apart may be missing", Some(first));
            }
        }
    }

    /// W0407: steps that lead back; all entities of the circle then count as each other's kinds.
    fn cycles(&mut self) {
        let mut told: FxHashSet<EntityId> = FxHashSet::default();
        // The step written last is the one that closes a circle.
        for (narrower, broader, origin) in self.loaded.origins.edges.iter().rev() {
            if told.contains(narrower) {
                continue;
            }
            let followed =
                self.loaded.vocabulary.entity(*narrower).is_some_and(|entity| {
                    entity.broader.iter().any(|edge| edge.to == *broader && edge.kind.is_followed())
                });
            let above: Vec<EntityId> =
                self.loaded.vocabulary.broader(*broader).into_iter().map(|closure| closure.entity).collect();
            if followed && above.contains(narrower) {
                let circle: Vec<EntityId> = above
                    .into_iter()
                    .filter(|id| self.loaded.vocabulary.broader(*id).iter().any(|up| up.entity == *narrower))
                    .collect();
                let names: Vec<String> = circle.iter().map(|id| format!("`{}`", self.name(*id))).collect();
                let message = format!("{} are each broader than the other", listed(&names, "and"));
                self.tell(*origin, "W0407", message, "this step closes a circle; they are taken for one", None);
                told.extend(circle);
            }
        }
    }

    /// W0407 for what no question follows: a thing that is part of its own part.
    fn circles_of_parts(&mut self) {
        let wholes = |id: EntityId| {
            let entity = self.loaded.vocabulary.entity(id);
            let steps = entity.into_iter().flat_map(|entity| &entity.broader);
            steps.filter(|edge| edge.kind == EdgeKind::PartOf).map(|edge| edge.to)
        };
        let mut told: FxHashSet<EntityId> = FxHashSet::default();
        let mut found = Vec::new();
        for (part, whole, origin) in self.loaded.origins.edges.iter().rev() {
            if told.contains(part) || !wholes(*part).any(|up| up == *whole) {
                continue;
            }
            let mut above = vec![*whole];
            let mut next = 0;
            while let Some(id) = above.get(next).copied() {
                next += 1;
                let more: Vec<EntityId> = wholes(id).filter(|up| !above.contains(up)).collect();
                above.extend(more);
            }
            if above.contains(part) {
                found.push((*origin, format!("`{}` is part of itself", self.name(*part))));
                told.extend(above);
            }
        }
        for (origin, message) in found {
            self.tell(origin, "W0407", message, "this step closes a circle", None);
        }
    }

    /// W0408: two entities of one kind answer to one name; W0411: two verbs to one phrase.
    fn shared_names(&mut self) {
        let index: &NameIndex = self.loaded.vocabulary.index();
        let mut before: Vec<(&str, Named)> = Vec::new();
        let mut told: FxHashSet<(Named, Named)> = FxHashSet::default();
        for (form, entry) in index.iter() {
            before.retain(|(other, _)| *other == form);
            for (_, other) in &before {
                if told.insert((entry.named, *other)) {
                    self.shared_name(form, entry.named, *other, entry.spelling);
                }
            }
            before.push((form, entry.named));
        }
    }

    fn shared_name(&mut self, form: &str, named: Named, other: Named, spelling: u16) {
        let text = self.loaded.vocabulary.spelling(named, spelling).unwrap_or(form).to_owned();
        match (named, other) {
            (Named::Entity(id), Named::Entity(first)) => {
                let kind = |id: EntityId| self.loaded.vocabulary.entity(id).map_or(KindId(0), |entity| entity.kind);
                if let (true, Some(origin)) = (kind(id) == kind(first), self.entity_origin(id)) {
                    let (one, two) = (self.name(first), self.name(id));
                    let message = format!("`{text}` names both `{one}` and `{two}`");
                    let label = "whoever types it is asked which one is meant";
                    self.tell(origin, "W0408", message, label, self.entity_origin(first));
                }
            }
            (Named::Verb(id, passive), Named::Verb(first, side)) if passive == side => {
                let origin = |id: RelationId| self.loaded.origins.relations.get(id.index()).copied().flatten();
                if let Some(at) = origin(id) {
                    let message = format!("`{text}` names two verbs");
                    self.tell(at, "W0411", message, "whoever types it is asked which one is meant", origin(first));
                }
            }
            _ => {}
        }
    }

    /// W0409: cross-references that cannot be right.
    fn references(&mut self) {
        for (id, entity) in self.entities() {
            let Some(origin) = self.entity_origin(id) else { continue };
            for xref in &entity.xrefs {
                if let Some(why) = misshapen(&xref.curie) {
                    let message = format!("`{}` is no cross-reference", xref.curie);
                    self.tell(origin, "W0409", message, &why, None);
                }
            }
        }
    }

    /// W0413: one cross-reference, two entities of a kind; another base laid beside this one would make them one.
    fn shared_references(&mut self) {
        let mut seen: FxHashMap<(KindId, String), EntityId> = FxHashMap::default();
        for (id, entity) in self.entities() {
            for xref in &entity.xrefs {
                let first = *seen.entry((entity.kind, xref.curie.to_ascii_lowercase())).or_insert(id);
                if let (true, Some(origin)) = (first != id, self.entity_origin(id)) {
                    let message =
                        format!("`{}` stands for both `{}` and `{}`", xref.curie, self.name(first), entity.name);
                    let label = "one thing in the world is one entity here";
                    self.tell(origin, "W0413", message, label, self.entity_origin(first));
                }
            }
        }
    }

    /// W0412: units whose factors cannot both be right.
    fn units(&mut self) {
        let units = &self.loaded.vocabulary.schema().units;
        for (at, origin) in self.loaded.origins.units.iter().enumerate() {
            if let (Some(origin), Some(unit), Some((other, right))) = (origin, units.get(at), misfit(units, at)) {
                let said = unit.factor / units.iter().find(|one| one.name == other).map_or(1.0, |one| one.factor);
                let message = format!("one `{}` is {right} of `{other}`, here it is {said}", unit.name);
                self.tell(*origin, "W0412", message, "one of the two factors is a slip", None);
            }
        }
    }

    /// W0410: a verb that goes one way, and none that goes the other.
    fn verbs(&mut self) {
        let relations = &self.loaded.vocabulary.schema().relations;
        for (relation, origin) in relations.iter().zip(&self.loaded.origins.relations) {
            let sided = !matches!(relation.direction, Direction::None | Direction::Unclear);
            if let (Some(origin), true, None) = (origin, sided, relation.opposite) {
                let message = format!("verb `{}` has no opposite", relation.name);
                self.tell(*origin, "W0410", message, "findings against it are still found by direction", None);
            }
        }
    }
}

/// The circumstances of a finding: remarks are none, and whether a value was inferred makes no other one of it.
fn context(finding: &Finding) -> Vec<(SlotId, &Value)> {
    let values = finding.slots.iter().filter(|slot| !matches!(slot.value, Value::Text(_)));
    values.map(|slot| (slot.slot, &slot.value)).collect()
}

fn oppose(one: Direction, two: Direction) -> bool {
    use Direction::{Better, Decrease, Increase, None, Worse};
    let contrary = |one, two| matches!((one, two), (Increase, Decrease) | (Better, Worse));
    let null = |one, two| one == None && matches!(two, Increase | Decrease | Better | Worse);
    contrary(one, two) || contrary(two, one) || null(one, two) || null(two, one)
}

/// Vocabularies whose identifiers are digits, with how many; 0 for any number of them.
const NUMBERED: [(&str, usize); 14] = [
    ("BTO", 7),
    ("CHEBI", 0),
    ("CL", 7),
    ("DOID", 0),
    ("EFO", 7),
    ("GO", 7),
    ("HGNC", 0),
    ("HP", 7),
    ("MONDO", 7),
    ("NCBIGENE", 0),
    ("NCBITAXON", 0),
    ("PUBCHEM", 0),
    ("RGD", 0),
    ("UBERON", 7),
];

/// Why a cross-reference cannot be right.
pub(super) fn misshapen(curie: &str) -> Option<String> {
    let Some((prefix, local)) = curie.split_once(':') else {
        return Some("prefix and identifier are joined by a colon".into());
    };
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if !word(prefix) || local.is_empty() || local.contains(char::is_whitespace) {
        return Some("prefix and identifier are words".into());
    }
    let (_, digits) = NUMBERED.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix))?;
    let number = local.bytes().all(|byte| byte.is_ascii_digit());
    match (number, *digits) {
        (true, 0) => None,
        (true, digits) if digits == local.len() => None,
        (_, 0) => Some(format!("identifiers of {prefix} are numbers")),
        (_, digits) => Some(format!("identifiers of {prefix} have {digits} digits")),
    }
}
