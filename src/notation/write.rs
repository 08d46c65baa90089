//! A base as text in the notation.
//!
//! A store comes in, a text goes out that loads as the same base, with what such a text cannot hold. Findings stand by the studies that they
//! cite; nothing else of the order in which things were said is kept.

use crate::base::Facts;
use crate::model::{
    Aspect, Benefit, Direction, Edge, EdgeKind, Entity, EntityId, Finding, FindingId, Imprint, KindId, Relation,
    RelationId, SlotType, Source, SourceId, Stance, Study, StudyId, Value,
};
use crate::names::quantity;
use crate::syntax::print::quoted;
use std::collections::{BTreeMap, BTreeSet};

/// A base as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// What it does not hold, in plain words.
    pub not_held: Vec<String>,
}

/// Writes a base.
///
/// ```
/// use whereof::{Base, Source, base::Facts, notation};
/// let text = "source S; noun gene; entity A is gene; entity B is gene; verb raises with direction = increase; study 1 { A raises B; }";
/// let base = Base::from_text(&Source::new("s", text))?;
/// let written = notation::write(base.facts());
/// assert!(written.text.contains("study 1 {\n  \"A\" \"raises\" \"B\";\n}\n"));
/// assert_eq!(Base::from_text(&Source::new("t", written.text))?.facts().fingerprint(), base.facts().fingerprint());
/// # Ok::<(), whereof::Error>(())
/// ```
#[must_use]
pub fn write(base: &dyn Facts) -> Written {
    let mut writer = Writer { base, names: Vec::new(), out: String::new(), lost: BTreeMap::new() };
    writer.names = (0..base.vocabulary().entities().len()).map(|at| writer.told_apart(EntityId(at as u32))).collect();
    writer.schema();
    for at in 0..base.vocabulary().entities().len() {
        writer.entity(EntityId(at as u32));
    }
    for at in 0..base.sources().len() {
        writer.source(SourceId(at as u32));
    }
    let not_held = writer.lost.into_iter().map(|(what, count)| format!("{what} ({count})")).collect();
    Written { text: writer.out, not_held }
}

struct Writer<'b> {
    base: &'b dyn Facts,
    /// For each entity a text that names it and nothing else, in quotes.
    names: Vec<String>,
    out: String,
    lost: BTreeMap<&'static str, u64>,
}

impl Writer<'_> {
    fn lose(&mut self, what: &'static str) {
        *self.lost.entry(what).or_default() += 1;
    }

    fn told_apart(&mut self, id: EntityId) -> String {
        let vocabulary = self.base.vocabulary();
        let Some(entity) = vocabulary.entity(id) else { return quoted("?") };
        let full = vocabulary.full_name(id);
        let xrefs = entity.xrefs.iter().map(|xref| xref.curie.as_str());
        let mut ways = [entity.name.as_str(), full.as_str()].into_iter().chain(xrefs);
        match ways.find(|text| vocabulary.entities_named(text).as_slice() == [id]) {
            Some(text) => quoted(text),
            None => {
                self.lose("names that are told from others by nothing that can be typed");
                quoted(&entity.name)
            }
        }
    }

    fn name(&self, id: EntityId) -> String {
        self.names.get(id.index()).cloned().unwrap_or_else(|| quoted("?"))
    }

    /// A declaration with what it says.
    fn declare(&mut self, head: &str, properties: &[String]) {
        self.out.push_str(head);
        if !properties.is_empty() {
            self.out.push_str(" with ");
            self.out.push_str(&properties.join(", "));
        }
        self.out.push_str(";\n");
    }

    fn kinds(&self, ids: &[KindId]) -> Vec<String> {
        ids.iter().map(|id| self.base.vocabulary().kind_name(*id).to_owned()).collect()
    }

    fn schema(&mut self) {
        let schema = self.base.vocabulary().schema().clone();
        for kind in &schema.kinds {
            let mut says = Properties::default();
            says.text("plural", kind.plural.as_deref());
            says.texts("alias", &kind.aliases);
            says.text("id", kind.xref.as_deref());
            says.texts("raising operation", &kind.raising);
            says.texts("lowering operation", &kind.lowering);
            says.text("note", kind.note.as_deref());
            self.declare(&format!("noun {}", quoted(&kind.name)), &says.0);
        }
        for unit in &schema.units {
            let mut says = Properties(vec![format!("factor = {}", unit.factor)]);
            says.texts("alias", &unit.aliases);
            self.declare(&format!("unit {} is {}", quoted(&unit.name), quoted(&unit.dimension)), &says.0);
        }
        for slot in &schema.slots {
            let mut says = Properties::default();
            let is = match &slot.holds {
                SlotType::Text => " is text",
                SlotType::Quantity(dimensions) => {
                    says.texts("dimension", dimensions);
                    " is quantity"
                }
                SlotType::Entities(kinds) => {
                    says.texts("takes", &self.kinds(kinds));
                    ""
                }
            };
            says.texts("alias", &slot.aliases);
            says.text("id", slot.xref.as_deref());
            says.flag("place", slot.place);
            says.flag("mechanism", slot.mechanism);
            says.text("note", slot.note.as_deref());
            self.declare(&format!("slot {}{is}", quoted(&slot.name)), &says.0);
        }
        for relation in &schema.relations {
            self.verb(relation, &schema.relations);
        }
        self.out.push('\n');
    }

    fn verb(&mut self, relation: &Relation, all: &[Relation]) {
        let mut says = Properties::default();
        let verb = |id: Option<RelationId>| id.and_then(|id| all.get(id.index())).map(|other| other.name.as_str());
        says.text("passive", relation.passive.as_deref());
        says.texts("alias", &relation.aliases);
        says.texts("passive alias", &relation.passive_aliases);
        says.text("id", relation.xref.as_deref());
        says.word("direction", direction(relation.direction));
        says.texts("aspect", &relation.aspects.iter().map(|one| aspect(*one).to_owned()).collect::<Vec<_>>());
        says.text("opposite", verb(relation.opposite));
        says.text("broader", verb(relation.broader));
        says.texts("subject", &self.kinds(&relation.subjects));
        says.texts("object", &self.kinds(&relation.objects));
        says.text("note", relation.note.as_deref());
        self.declare(&format!("verb {}", quoted(&relation.name)), &says.0);
    }

    fn entity(&mut self, id: EntityId) {
        let Some(entity) = self.base.vocabulary().entity(id).cloned() else { return };
        let Entity { name, kind, aliases, xrefs, broader, benefit, evidence, parts, agent, operation, note } = entity;
        let mut says = Properties::default();
        says.texts("alias", &aliases);
        says.texts("id", &xrefs.iter().map(|xref| xref.curie.clone()).collect::<Vec<_>>());
        let verified: BTreeSet<Option<&str>> = xrefs.iter().map(|xref| xref.verified_in.as_deref()).collect();
        match verified.first() {
            Some(from) if verified.len() == 1 => says.text("id from", *from),
            Some(_) => self.lose("where each of several cross-references was verified"),
            None => {}
        }
        match benefit {
            Some(Benefit::MoreIsBetter) => says.word("benefit", "more"),
            Some(Benefit::MoreIsWorse) => says.word("benefit", "less"),
            None => {}
        }
        if let Some(tier) = evidence {
            says.word("evidence", tier.word());
        }
        for kind in EdgeKind::ALL {
            let to: Vec<String> = broader
                .iter()
                .filter(|edge| edge.kind == kind && edge.locators.is_empty())
                .map(|edge| self.name(edge.to))
                .collect();
            says.names(if kind == EdgeKind::IsA { "broader" } else { kind.words() }, to);
        }
        if broader.iter().any(|edge| edge.locators.is_empty() && edge.note.is_some()) {
            self.lose("remarks on steps without a place");
        }
        says.names("parts", parts.iter().map(|part| self.name(*part)).collect());
        says.names("agent", agent.iter().map(|agent| self.name(*agent)).collect());
        says.text("operation", operation.as_deref());
        says.text("note", note.as_deref());
        let kind = quoted(self.base.vocabulary().kind_name(kind));
        self.declare(&format!("entity {} is {kind}", quoted(&name)), &says.0);
    }

    fn source(&mut self, id: SourceId) {
        let Some(source) = self.base.sources().get(id.index()).cloned() else { return };
        let Source { name, title, doi, pmid, pmcid, year, imprint, curator, curated, note } = source;
        let mut says = Properties::default();
        says.text("title", title.as_deref());
        says.text("doi", doi.as_deref());
        says.text("pmid", pmid.as_deref());
        says.text("pmcid", pmcid.as_deref());
        says.number("year", year);
        says.imprint(&imprint);
        says.text("curator", curator.as_deref());
        says.text("curated", curated.as_deref());
        says.text("note", note.as_deref());
        self.out.push('\n');
        self.declare(&format!("source {}", quoted(&name)), &says.0);
        self.steps(id);
        let mut blocks: BTreeMap<Vec<u32>, Vec<Finding>> = BTreeMap::new();
        for at in 0..self.base.study_count() {
            let Some(study) = self.base.study(StudyId(at as u32)).filter(|study| study.source == id) else { continue };
            if !self.reference(&study) || study.label.is_some() {
                blocks.entry(vec![study.number]).or_default();
            }
        }
        for at in 0..self.base.finding_count() {
            let Some(finding) = self.base.finding(FindingId(at as u32)) else { continue };
            if self.home(&finding) == id {
                let numbers = self.numbers(&finding, id);
                blocks.entry(numbers).or_default().push(finding.into_owned());
            }
        }
        for (numbers, findings) in blocks {
            self.block(id, &numbers, &findings);
        }
    }

    /// The source under which a finding is written: that of its studies, else of its places.
    fn home(&self, finding: &Finding) -> SourceId {
        let study = finding.studies.first().and_then(|id| self.base.study(*id)).map(|study| study.source);
        study.or_else(|| finding.locators.first().map(|locator| locator.source)).unwrap_or(SourceId(0))
    }

    fn numbers(&mut self, finding: &Finding, id: SourceId) -> Vec<u32> {
        let studies = finding.studies.iter().filter_map(|study| self.base.study(*study));
        let (own, others): (Vec<_>, Vec<_>) = studies.partition(|study| study.source == id);
        let numbers = own.iter().map(|study| study.number).collect();
        if !others.is_empty() {
            self.lose("findings on studies of several sources");
        }
        if finding.locators.iter().any(|locator| locator.source != id) {
            self.lose("places in another source than that of the study");
        }
        numbers
    }

    /// Steps that a source says.
    fn steps(&mut self, source: SourceId) {
        let entities = self.base.vocabulary().entities().len();
        for at in 0..entities {
            let id = EntityId(at as u32);
            let edges: Vec<Edge> = self.base.vocabulary().entity(id).map(|one| one.broader.clone()).unwrap_or_default();
            for edge in edges {
                let spots = spots(edge.locators.iter().filter(|locator| locator.source == source));
                if spots.is_empty() {
                    continue;
                }
                let words = if edge.kind == EdgeKind::IsA { "a" } else { edge.kind.words() };
                let mut says = Properties::default();
                says.text("note", edge.note.as_deref());
                let head = format!("{spots}{} is {words} {}", self.name(id), self.name(edge.to));
                self.declare(&head, &says.0);
            }
        }
    }

    /// What is known of a study; says whether anything is.
    fn reference(&mut self, study: &Study) -> bool {
        let mut says = Properties::default();
        says.text("title", study.title.as_deref());
        says.text("doi", study.doi.as_deref());
        says.text("pmid", study.pmid.as_deref());
        says.number("year", study.year);
        says.imprint(&study.imprint);
        if !says.0.is_empty() {
            self.declare(&format!("reference {}", study.number), &says.0);
        }
        !says.0.is_empty()
    }

    fn block(&mut self, source: SourceId, numbers: &[u32], findings: &[Finding]) {
        let listed: Vec<String> = numbers.iter().map(u32::to_string).collect();
        let label = match numbers {
            [one] => (0..self.base.study_count())
                .filter_map(|at| self.base.study(StudyId(at as u32)))
                .find(|study| study.source == source && study.number == *one)
                .and_then(|study| study.label.clone()),
            _ => None,
        };
        let label = label.map_or_else(String::new, |label| format!(" {}", quoted(&label)));
        let head = if numbers.is_empty() { "given".to_owned() } else { format!("study {}{label}", listed.join(", ")) };
        if findings.is_empty() {
            self.out.push_str(&format!("{head} {{}}\n"));
            return;
        }
        self.out.push_str(&format!("{head} {{\n"));
        for finding in findings {
            self.finding(source, finding);
        }
        self.out.push_str("}\n");
    }

    fn finding(&mut self, source: SourceId, finding: &Finding) {
        let schema = self.base.vocabulary().schema();
        let mut says = Vec::new();
        for value in &finding.slots {
            let Some(slot) = schema.slots.get(value.slot.index()) else { continue };
            let name = if value.inferred { format!("inferred {}", slot.name) } else { slot.name.clone() };
            let told = match &value.value {
                Value::Entity(id) => self.name(*id),
                Value::Quantity(amount) => quoted(&quantity::print_with(schema, amount)),
                Value::Text(text) => quoted(text),
            };
            says.push(format!("{} = {told}", quoted(&name)));
        }
        match finding.stance {
            Stance::Reported => {}
            Stance::Hypothesised => says.push("stance = hypothesised".to_owned()),
            Stance::Gap => says.push("stance = gap".to_owned()),
        }
        let verb = schema.relations.get(finding.relation.index()).map_or("?", |relation| relation.name.as_str());
        let spots = spots(finding.locators.iter().filter(|locator| locator.source == source));
        let head = format!("  {spots}{} {} {}", self.name(finding.subject), quoted(verb), self.name(finding.object));
        self.declare(&head, &says);
    }
}

fn spots<'l>(locators: impl Iterator<Item = &'l crate::model::Locator>) -> String {
    let spots: Vec<String> =
        locators.map(|locator| format!("{} {}", quoted(&locator.section), locator.sentence)).collect();
    if spots.is_empty() { String::new() } else { format!("at {}: ", spots.join(", ")) }
}

/// What a declaration says, each as it stands in the text.
#[derive(Default)]
struct Properties(Vec<String>);

impl Properties {
    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.0.push(format!("{name} = {}", quoted(value)));
        }
    }

    fn texts(&mut self, name: &str, values: &[String]) {
        self.names(name, values.iter().map(|value| quoted(value)).collect());
    }

    /// Values that stand in quotes already.
    fn names(&mut self, name: &str, values: Vec<String>) {
        match values.as_slice() {
            [] => {}
            [one] => self.0.push(format!("{name} = {one}")),
            several => self.0.push(format!("{name} = ({})", several.join(", "))),
        }
    }

    fn word(&mut self, name: &str, word: &str) {
        self.0.push(format!("{name} = {word}"));
    }

    fn number(&mut self, name: &str, number: Option<u32>) {
        if let Some(number) = number {
            self.0.push(format!("{name} = {number}"));
        }
    }

    fn flag(&mut self, name: &str, is: bool) {
        if is {
            self.0.push(name.to_owned());
        }
    }

    fn imprint(&mut self, imprint: &Imprint) {
        self.texts("author", &imprint.authors);
        self.text("journal", imprint.journal.as_deref());
        self.text("volume", imprint.volume.as_deref());
        self.text("issue", imprint.issue.as_deref());
        self.text("pages", imprint.pages.as_deref());
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Increase => "increase",
        Direction::Decrease => "decrease",
        Direction::None => "none",
        Direction::Unclear => "unclear",
        Direction::Better => "better",
        Direction::Worse => "worse",
    }
}

fn aspect(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Amount => "amount",
        Aspect::Activity => "activity",
        Aspect::Secretion => "secretion",
        Aspect::Process => "process",
        Aspect::Benefit => "benefit",
    }
}
