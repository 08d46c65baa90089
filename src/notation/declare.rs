//! Declarations of the schema: nouns, slots, units, verbs.

use super::property::Properties;
use super::state::{Loader, listed};
use crate::diagnostic::Diagnostic;
use crate::model::{Aspect, Direction, Kind, KindId, Relation, RelationId, Slot, SlotType, Unit};
use crate::names::a;
use crate::syntax::ast::{Declaration, Declared, Run};

const DIRECTIONS: [(&str, Direction); 6] = [
    ("increase", Direction::Increase),
    ("decrease", Direction::Decrease),
    ("none", Direction::None),
    ("unclear", Direction::Unclear),
    ("better", Direction::Better),
    ("worse", Direction::Worse),
];

const ASPECTS: [(&str, Aspect); 5] = [
    ("amount", Aspect::Amount),
    ("activity", Aspect::Activity),
    ("secretion", Aspect::Secretion),
    ("process", Aspect::Process),
    ("benefit", Aspect::Benefit),
];

impl<'a> Loader<'a> {
    /// Reads all declarations of the schema: names first, then what refers to them.
    pub(super) fn declare_schema(&mut self) {
        let mut open: Vec<(usize, usize, &'a Declaration)> = Vec::new();
        self.each_declaration(|loader, declaration| {
            let index = match declaration.what {
                Declared::Noun => loader.noun(declaration),
                Declared::Unit => loader.unit(declaration),
                Declared::Slot => loader.slot_name(declaration),
                Declared::Verb => loader.verb_names(declaration),
                Declared::Entity | Declared::Source | Declared::Reference => None,
            };
            if let Some(index) = index {
                open.push((loader.file, index, declaration));
            }
        });
        self.index();
        for (file, index, declaration) in open {
            self.file = file;
            match declaration.what {
                Declared::Slot => self.slot_type(index, declaration),
                Declared::Verb => self.verb_relations(index, declaration),
                _ => {}
            }
        }
        self.check_verbs();
        self.index();
    }

    fn no_type(&mut self, declaration: &Declaration) {
        if let Some(is) = &declaration.is {
            self.tell(Diagnostic::error("W0313", "nothing can stand here behind `is`", is.span, "one too many"));
        }
    }

    fn noun(&mut self, declaration: &'a Declaration) -> Option<usize> {
        self.no_type(declaration);
        let mut properties = Properties::new(&declaration.properties);
        let kind = Kind {
            name: declaration.name.text(),
            plural: properties.text("plural"),
            aliases: properties.texts("alias"),
            xref: properties.text("id"),
            raising: properties.texts("raising operation"),
            lowering: properties.texts("lowering operation"),
            note: properties.text("note"),
        };
        self.tell_all(properties);
        self.check_xref(declaration, kind.xref.as_deref());
        match self.register(Declared::Noun, &declaration.name, self.parts.schema.kinds.len()) {
            None => self.parts.schema.kinds.push(kind),
            Some(earlier) => {
                if let Some(known) = self.parts.schema.kinds.get_mut(earlier.index) {
                    add_missing(&mut known.aliases, kind.aliases);
                    known.xref = known.xref.take().or(kind.xref);
                    add_missing(&mut known.raising, kind.raising);
                    add_missing(&mut known.lowering, kind.lowering);
                }
            }
        }
        None
    }

    fn unit(&mut self, declaration: &'a Declaration) -> Option<usize> {
        let mut properties = Properties::new(&declaration.properties);
        let factor = properties.number::<f64>("factor");
        let aliases = properties.texts("alias");
        properties.text("note");
        let told = !properties.problems.is_empty();
        self.tell_all(properties);
        let name = declaration.name.text();
        let Some(is) = &declaration.is else {
            let message = format!("unit `{name}` needs a dimension");
            self.tell(Diagnostic::error("W0313", message, declaration.span, "`is` and what it measures are missing"));
            return None;
        };
        let factor = match factor {
            Some(factor) if factor.is_finite() && factor > 0.0 => factor,
            Some(_) => {
                let message = format!("the factor of unit `{name}` must be above 0");
                self.tell(Diagnostic::error("W0313", message, declaration.span, "not above 0"));
                return None;
            }
            None => {
                if !told {
                    let message = format!("unit `{name}` needs a factor");
                    self.tell(Diagnostic::error(
                        "W0313",
                        message,
                        declaration.span,
                        "`with factor = 1` for the base unit",
                    ));
                }
                return None;
            }
        };
        let unit = Unit { name, aliases, dimension: is.text(), factor };
        match self.register(Declared::Unit, &declaration.name, self.parts.schema.units.len()) {
            None => {
                self.parts.schema.units.push(unit);
                let origin = self.origin(declaration.span);
                self.origins.units.push(Some(origin));
            }
            Some(earlier) => {
                if let Some(known) = self.parts.schema.units.get_mut(earlier.index) {
                    add_missing(&mut known.aliases, unit.aliases);
                }
            }
        }
        None
    }

    fn slot_name(&mut self, declaration: &'a Declaration) -> Option<usize> {
        let mut properties = Properties::new(&declaration.properties);
        let slot = Slot {
            name: declaration.name.text(),
            aliases: properties.texts("alias"),
            xref: properties.text("id"),
            holds: SlotType::Text,
            place: properties.flag("place"),
            mechanism: properties.flag("mechanism"),
            note: properties.text("note"),
        };
        self.check_xref(declaration, slot.xref.as_deref());
        let index = self.parts.schema.slots.len();
        if self.register(Declared::Slot, &declaration.name, index).is_some() {
            return None;
        }
        self.parts.schema.slots.push(slot);
        Some(index)
    }

    fn slot_type(&mut self, index: usize, declaration: &'a Declaration) {
        let mut properties = Properties::new(&declaration.properties);
        let place = properties.flag("place");
        // read before; asked for again so that they count as known
        let _ =
            (properties.texts("alias"), properties.text("id"), properties.flag("mechanism"), properties.text("note"));
        let is = declaration.is.as_ref().map(Run::text);
        let holds = match is.as_deref() {
            Some("quantity") => SlotType::Quantity(properties.texts("dimension")),
            Some("text") => SlotType::Text,
            Some(other) => {
                let span = declaration.is.as_ref().map_or(declaration.span, |run| run.span);
                let mut error = Diagnostic::error("W0313", format!("no slot can be `{other}`"), span, "not known");
                error.expected = vec!["`quantity`".into(), "`text`".into()];
                self.tell(error.with_note(format!(
                    "a slot of amounts is `quantity with dimension = {other}`; one that holds names has `with takes = NOUN`"
                )));
                SlotType::Text
            }
            None => SlotType::Entities(self.kinds(&properties.runs("takes"))),
        };
        let empty = matches!(&holds, SlotType::Entities(kinds) if kinds.is_empty())
            || matches!(&holds, SlotType::Quantity(dimensions) if dimensions.is_empty());
        if empty && properties.problems.is_empty() {
            let message = format!("slot `{}` takes nothing", declaration.name.text());
            let label = "`with takes = ...`, `is quantity with dimension = ...` or `is text` is missing";
            self.tell(Diagnostic::error("W0313", message, declaration.span, label));
        }
        self.tell_all(properties);
        if let (true, SlotType::Entities(kinds)) = (place, &holds) {
            let shared = self.parts.schema.slots.iter().enumerate().find_map(|(at, other)| {
                let kind = kinds.iter().find(|kind| at != index && other.place && other.takes(**kind))?;
                Some((other.name.clone(), self.vocabulary.kind_name(*kind).to_owned()))
            });
            if let Some((other, kind)) = shared {
                let message = format!("`in` reaches {} in slot `{other}` already", a(&kind));
                let label = format!("{} would be reached in two slots", a(&kind));
                self.tell(Diagnostic::error("W0315", message, declaration.span, label));
            }
        }
        if let Some(slot) = self.parts.schema.slots.get_mut(index) {
            slot.holds = holds;
        }
    }

    fn verb_names(&mut self, declaration: &'a Declaration) -> Option<usize> {
        self.no_type(declaration);
        let mut properties = Properties::new(&declaration.properties);
        let relation = Relation {
            name: declaration.name.text(),
            aliases: properties.texts("alias"),
            passive: properties.text("passive"),
            passive_aliases: properties.texts("passive alias"),
            xref: properties.text("id"),
            direction: Direction::Unclear,
            aspects: Vec::new(),
            opposite: None,
            broader: None,
            subjects: Vec::new(),
            objects: Vec::new(),
            note: properties.text("note"),
        };
        self.check_xref(declaration, relation.xref.as_deref());
        let index = self.parts.schema.relations.len();
        if let Some(earlier) = self.register(Declared::Verb, &declaration.name, index) {
            if let Some(known) = self.parts.schema.relations.get_mut(earlier.index) {
                add_missing(&mut known.aliases, relation.aliases);
                add_missing(&mut known.passive_aliases, relation.passive_aliases);
                known.xref = known.xref.take().or(relation.xref);
            }
            return None;
        }
        self.parts.schema.relations.push(relation);
        let origin = self.origin(declaration.span);
        self.origins.relations.push(Some(origin));
        Some(index)
    }

    fn verb_relations(&mut self, index: usize, declaration: &'a Declaration) {
        let mut properties = Properties::new(&declaration.properties);
        // Read before; asked for again so that they count as known and their problems are told, once.
        let _ = (
            properties.runs("alias"),
            properties.run("passive"),
            properties.runs("passive alias"),
            properties.run("id"),
            properties.run("note"),
        );
        let direction = properties.word("direction", &DIRECTIONS);
        if direction.is_none() && properties.problems.is_empty() {
            let message = format!("verb `{}` needs a direction", declaration.name.text());
            let mut error =
                Diagnostic::error("W0313", message, declaration.name.span, "`with direction = ...` is missing");
            error.expected = DIRECTIONS.iter().map(|(word, _)| (*word).to_owned()).collect();
            self.tell(error);
        }
        let aspects = properties.words("aspect", &ASPECTS);
        let opposite = properties.run("opposite").and_then(|run| self.verb(run));
        let broader = properties.run("broader").and_then(|run| self.verb(run));
        let subjects = self.kinds(&properties.runs("subject"));
        let objects = self.kinds(&properties.runs("object"));
        self.tell_all(properties);
        if let Some(relation) = self.parts.schema.relations.get_mut(index) {
            relation.direction = direction.unwrap_or(Direction::Unclear);
            relation.aspects = aspects;
            relation.opposite = opposite;
            relation.broader = broader;
            relation.subjects = subjects;
            relation.objects = objects;
        }
    }

    /// A verb that another refers to, by its active phrase.
    fn verb(&mut self, run: &Run) -> Option<RelationId> {
        let mut named = self.vocabulary.verbs_named(&run.text());
        named.retain(|(_, passive)| !passive);
        match named.as_slice() {
            [] => {
                self.tell_unknown("verb", run, |vocabulary, text| {
                    vocabulary.nearest_verbs(text, 3).into_iter().map(|(name, _)| name).collect()
                });
                None
            }
            [(id, _)] => Some(*id),
            _ => {
                let text = run.text();
                let exact =
                    |id: &RelationId| self.vocabulary.relation(*id).is_some_and(|relation| relation.name == text);
                let found = named.iter().map(|(id, _)| *id).find(exact);
                if found.is_none() {
                    let message = format!("`{text}` names more than one verb");
                    self.tell(Diagnostic::error("W0308", message, run.span, "which one"));
                }
                found
            }
        }
    }

    /// Kinds that a list names.
    pub(super) fn kinds(&mut self, runs: &[&Run]) -> Vec<KindId> {
        let mut kinds: Vec<KindId> = runs.iter().filter_map(|run| self.kind(run)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The kind that a word names.
    pub(super) fn kind(&mut self, run: &Run) -> Option<KindId> {
        let named = self.vocabulary.kinds_named(&run.text());
        if named.is_empty() {
            self.tell_unknown("noun", run, |vocabulary, text| {
                vocabulary.nearest_kinds(text, 3).into_iter().map(|(name, _)| name).collect()
            });
        }
        named.first().copied()
    }

    /// Checks the tree of verbs and completes opposites that were said on one side only.
    fn check_verbs(&mut self) {
        let relations = self.parts.schema.relations.clone();
        for (index, relation) in relations.iter().enumerate() {
            let Some(Some(origin)) = self.origins.relations.get(index).copied() else { continue };
            self.file = origin.file;
            let name = &relation.name;
            if let Some(above) = relation.broader.and_then(|id| relations.get(id.index()))
                && above.direction != relation.direction
            {
                let message = format!("verb `{name}` and the broader `{}` differ in direction", above.name);
                self.tell(Diagnostic::error("W0316", message, origin.span, "verbs of one direction form a tree"));
            }
            if is_below_itself(&relations, index) {
                let message = format!("verb `{name}` is broader than itself");
                self.tell(Diagnostic::error("W0316", message, origin.span, "a tree of verbs has no circles"));
                if let Some(relation) = self.parts.schema.relations.get_mut(index) {
                    relation.broader = None;
                }
            }
            let id = RelationId(index as u32);
            let Some(opposite) = relation.opposite else { continue };
            let Some(other) = self.parts.schema.relations.get_mut(opposite.index()) else { continue };
            let opposed = matches!(
                (relation.direction, other.direction),
                (Direction::Increase, Direction::Decrease)
                    | (Direction::Decrease, Direction::Increase)
                    | (Direction::Better, Direction::Worse)
                    | (Direction::Worse, Direction::Better)
            );
            let back = *other.opposite.get_or_insert(id);
            let other = other.name.clone();
            if !opposed {
                let message = format!("verb `{name}` and its opposite `{other}` do not go opposite ways");
                self.tell(Diagnostic::error("W0317", message, origin.span, "check the directions"));
            } else if back != id {
                let named = relations.get(back.index()).map_or("", |relation| relation.name.as_str());
                let message = format!(
                    "verb `{name}` names `{other}` as its opposite, but that names {}",
                    listed(&[format!("`{named}`")], "")
                );
                self.tell(Diagnostic::error("W0317", message, origin.span, "opposites name each other"));
            }
        }
    }

    /// W0409 for what a word of the schema is in a public vocabulary.
    fn check_xref(&mut self, declaration: &Declaration, xref: Option<&str>) {
        if let Some((curie, why)) = xref.and_then(|curie| Some((curie, super::lint::misshapen(curie)?))) {
            let message = format!("`{curie}` is no cross-reference");
            self.tell(Diagnostic::warning("W0409", message, declaration.name.span, why));
        }
    }

    pub(super) fn tell_all(&mut self, properties: Properties<'_>) {
        for problem in properties.finish() {
            self.tell(problem);
        }
    }
}

fn is_below_itself(relations: &[Relation], start: usize) -> bool {
    let mut at = relations.get(start).and_then(|relation| relation.broader);
    for _ in 0..relations.len() {
        match at {
            Some(id) if id.index() == start => return true,
            Some(id) => at = relations.get(id.index()).and_then(|relation| relation.broader),
            None => return false,
        }
    }
    false
}

fn add_missing(known: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if !known.contains(&name) {
            known.push(name);
        }
    }
}
