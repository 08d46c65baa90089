//! What an answer rests on, as a graph: things, findings between them, the studies that are cited.
//!
//! Telling makes it from a base when somebody asks for it, beside a reply that stays as it is; formats of other tools and pictures are made
//! from it. It owns all its words and does not know how it is drawn or written.

use super::BaseInfo;
use crate::model::{
    Aspect, Benefit, Direction, EdgeKind, EntityId, FindingId, Locator, Source, SourceId, Stance, Study, StudyId,
};
use std::collections::BTreeSet;

/// The findings of one reply, or of several, with all that they speak of.
///
/// ```
/// use whereof::Source;
/// use whereof::{Base, Limits, Session};
///
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// let replies = session.eval(&Source::new("query", "treatment where upregulates CXCR4 and disease = fibrosis"));
/// let graph = session.graph(replies[0].as_ref().unwrap());
/// let edge = &graph.edges[0];
/// assert_eq!(graph.node(edge.subject).map(|node| node.name.as_str()), Some("resveratrol"));
/// assert_eq!(graph.node(edge.object).map(|node| node.name.as_str()), Some("CXCR4"));
/// assert_eq!((edge.sign, edge.relation.as_str()), ('+', "upregulates"));
/// assert_eq!(graph.studies[0].1.number, 59);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// The statements in canonical spelling, each once.
    pub queries: Vec<String>,
    /// The bases that were asked: more than one only where a script changed its base between two questions.
    pub bases: Vec<BaseInfo>,
    /// Everything that the findings speak of, by id: their ends, and what stands in their slots.
    pub nodes: Vec<Node>,
    /// The findings, by id.
    pub edges: Vec<Edge>,
    /// What the base declares between the nodes, no finding.
    pub links: Vec<Link>,
    /// The studies that are cited, by id; with those of replies that tell studies and no findings.
    pub studies: Vec<(StudyId, Study)>,
    /// The sources of studies and findings, by id.
    pub sources: Vec<(SourceId, Source)>,
    /// Whether the base has several sources, so that a number alone does not say which study is meant.
    pub several_sources: bool,
}

/// A thing that findings speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its id in the base.
    pub id: EntityId,
    /// Preferred name.
    pub name: String,
    /// What kind of thing it is: a noun of the base.
    pub kind: String,
    /// What that noun is in a public vocabulary: `biolink:Gene`.
    pub kind_xref: Option<String>,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Cross-references, the first first: `NCBIGene:7852`.
    pub xrefs: Vec<String>,
    /// Whether more of it is better or worse.
    pub benefit: Option<Benefit>,
    /// A remark of the curator.
    pub note: Option<String>,
    /// Whether it is a row of an answer, or one of the things that make one.
    pub is_row: bool,
}

/// A finding between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Its id in the base.
    pub finding: FindingId,
    /// Who or what acts.
    pub subject: EntityId,
    /// The verb, as printed.
    pub relation: String,
    /// What the verb is in a public vocabulary: `biolink:treats`.
    pub relation_xref: Option<String>,
    /// To whom or what.
    pub object: EntityId,
    /// Which way the object goes, as the verb says.
    pub direction: Direction,
    /// The same once the object's benefit is read: `+`, `-`, `0` measured and unchanged, `?`.
    pub sign: char,
    /// What of the object changes, as the verb says; empty where it says nothing.
    pub aspects: Vec<Aspect>,
    /// In what sense the source says so.
    pub stance: Stance,
    /// The context: slots that are stated, in the order of the base.
    pub slots: Vec<EdgeSlot>,
    /// Cited studies; empty where the source speaks for itself.
    pub studies: Vec<StudyId>,
    /// Where the source says so.
    pub locators: Vec<Locator>,
    /// How it stands to the answer; several where it does so in several rows.
    pub stands: BTreeSet<Standing>,
}

impl Edge {
    /// Whether it was measured, and nothing changed.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where no effect on immunomodulation in vivo")?.graph()?;
    /// assert!(graph.edges.iter().any(|edge| edge.is_null() && edge.stance_words() == "measured null"));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.stance == Stance::Reported && self.direction == Direction::None
    }

    /// As printed: `reported`, `measured null`, `hypothesised`, `gap`.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where no effect on immunomodulation in vivo")?.graph()?;
    /// assert!(graph.edges.iter().any(|edge| edge.stance_words() == "measured null"));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn stance_words(&self) -> &'static str {
        match self.stance {
            Stance::Reported if self.is_null() => "measured null",
            Stance::Reported => "reported",
            Stance::Hypothesised => "hypothesised",
            Stance::Gap => "gap",
        }
    }
}

/// One slot of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeSlot {
    /// Its name.
    pub slot: String,
    /// What it is in a public vocabulary: `biolink:disease_context_qualifier`.
    pub xref: Option<String>,
    /// What is stated.
    pub values: Vec<EdgeValue>,
    /// Whether one of them was inferred by the curator.
    pub inferred: bool,
}

/// One stated value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EdgeValue {
    /// A node.
    Node(EntityId),
    /// An amount or free words, as printed.
    Text(String),
}

/// How a finding stands to an answer, the weightier first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It stands for a row, or is a step that leads to one.
    For,
    /// It stands against a row, in the contexts that were asked for.
    Against,
    /// It stands against a row, in other contexts.
    Elsewhere,
    /// It is told beside the rows: a hypothesis, a declared gap, a finding on a neighbour of what was asked.
    Beside,
}

impl Standing {
    /// As printed: `against elsewhere`.
    ///
    /// ```
    /// use whereof::answer::graph::Standing;
    /// assert_eq!(Standing::For.words(), "for");
    /// ```
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Standing::For => "for",
            Standing::Against => "against",
            Standing::Elsewhere => "against elsewhere",
            Standing::Beside => "beside",
        }
    }
}

/// What a base declares between two things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The narrower thing, the part, or the treatment.
    pub from: EntityId,
    /// The broader thing, the whole, or the agent.
    pub to: EntityId,
    /// What lies between them.
    pub kind: LinkKind,
}

/// What lies between the ends of a [`Link`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// A step of the hierarchy, from the narrower to the broader.
    Step(EdgeKind),
    /// The combination `from` has `to` as a component.
    Component,
    /// The treatment `from` applies `to`, so that there is more of it.
    Raises,
    /// The treatment `from` applies `to`, so that there is less of it.
    Lowers,
    /// The treatment `from` applies `to`; which way is not said.
    Applies,
}

impl LinkKind {
    /// As a person reads it: `stage of`, `raises`.
    ///
    /// ```
    /// use whereof::answer::graph::LinkKind;
    /// assert_eq!(LinkKind::Component.words(), "contains");
    /// ```
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            LinkKind::Step(kind) => kind.words(),
            LinkKind::Component => "contains",
            LinkKind::Raises => "raises",
            LinkKind::Lowers => "lowers",
            LinkKind::Applies => "applies",
        }
    }
}

impl Graph {
    /// Whether there is nothing in it.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// assert!(!graph.is_empty());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty() && self.studies.is_empty()
    }

    /// A node by its id.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// let node = graph.node(graph.edges[0].object).unwrap();
    /// assert_eq!((node.name.as_str(), node.xrefs[0].as_str()), ("CXCR4", "NCBIGene:7852"));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn node(&self, id: EntityId) -> Option<&Node> {
        let place = self.nodes.binary_search_by_key(&id, |node| node.id).ok()?;
        self.nodes.get(place)
    }

    /// A study by its id.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// assert_eq!(graph.study(graph.edges[0].studies[0]).unwrap().number, 59);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn study(&self, id: StudyId) -> Option<&Study> {
        let place = self.studies.binary_search_by_key(&id, |(known, _)| *known).ok()?;
        self.studies.get(place).map(|(_, study)| study)
    }

    /// A source by its id.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// assert_eq!(graph.source(graph.edges[0].locators[0].source).unwrap().name, "Hu 2020");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        let place = self.sources.binary_search_by_key(&id, |(known, _)| *known).ok()?;
        self.sources.get(place).map(|(_, source)| source)
    }

    /// The nodes that are ends of findings or links; the others stand in slots only.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// let mut names: Vec<&str> = graph.ends().map(|node| node.name.as_str()).collect();
    /// names.sort();
    /// assert_eq!(names, ["CXCR4", "resveratrol"]);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    pub fn ends(&self) -> impl Iterator<Item = &Node> {
        let mut ends: BTreeSet<EntityId> = self.edges.iter().flat_map(|edge| [edge.subject, edge.object]).collect();
        ends.extend(self.links.iter().flat_map(|link| [link.from, link.to]));
        self.nodes.iter().filter(move |node| ends.contains(&node.id))
    }

    /// A study as printed between brackets: `59`, or `Hu 2020:59` where a number alone would not say which.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// assert_eq!(graph.reference(&graph.studies[0].1), "59");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn reference(&self, study: &Study) -> String {
        match self.source(study.source).filter(|_| self.several_sources) {
            Some(source) => format!("{}:{}", source.name, study.number),
            None => study.number.to_string(),
        }
    }

    /// A place as printed: `Hu 2020, section 4.1, sentence 8`.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// assert_eq!(graph.place(&graph.edges[0].locators[0]), "Hu 2020, section 4.1, sentence 8");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn place(&self, locator: &Locator) -> String {
        let source = self.source(locator.source).map_or("?", |source| source.name.as_str());
        format!("{source}, section {}, sentence {}", locator.section, locator.sentence)
    }

    /// A finding as printed: subject, verb, object.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// assert_eq!(graph.statement(&graph.edges[0]), "resveratrol upregulates CXCR4");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn statement(&self, edge: &Edge) -> String {
        let name = |id| self.node(id).map_or("?", |node| node.name.as_str());
        format!("{} {} {}", name(edge.subject), edge.relation, name(edge.object))
    }

    /// A stated value as printed.
    ///
    /// ```
    /// let graph = whereof::Base::builtin().query("treatment where upregulates CXCR4 and disease = fibrosis")?.graph()?;
    /// let disease = graph.edges[0].slots.iter().find(|slot| slot.slot == "disease").unwrap();
    /// assert_eq!(graph.value(&disease.values[0]), "cirrhosis");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self, value: &EdgeValue) -> String {
        match value {
            EdgeValue::Node(id) => self.node(*id).map_or_else(|| "?".to_owned(), |node| node.name.clone()),
            EdgeValue::Text(text) => text.clone(),
        }
    }

    /// Adds what another reply of the same session rests on; what both hold stands once.
    ///
    /// ```
    /// let base = whereof::Base::builtin();
    /// let one = base.query("treatment where upregulates CXCR4")?.graph()?;
    /// let two = base.query("treatment where upregulates VEGF")?.graph()?;
    /// let edges = one.edges.len() + two.edges.len();
    /// assert_eq!(one.with(two).edges.len(), edges); // no finding is in both
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn with(mut self, more: Graph) -> Graph {
        add_new(&mut self.queries, more.queries);
        add_new(&mut self.bases, more.bases);
        for node in more.nodes {
            let is_row = node.is_row;
            if let Some(known) = put(&mut self.nodes, node, |node| node.id) {
                known.is_row |= is_row;
            }
        }
        for edge in more.edges {
            let stands = edge.stands.clone();
            if let Some(known) = put(&mut self.edges, edge, |edge| edge.finding) {
                known.stands.extend(stands);
            }
        }
        add_new(&mut self.links, more.links);
        self.links.sort_by_key(|link| (link.from, link.to, link.kind));
        for study in more.studies {
            put(&mut self.studies, study, |(id, _)| *id);
        }
        for source in more.sources {
            put(&mut self.sources, source, |(id, _)| *id);
        }
        self.several_sources |= more.several_sources;
        self
    }
}

fn add_new<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}

/// Puts an item into a list in the order of its keys; where the key is there already the item goes, and what is there comes back.
fn put<T, K: Ord>(list: &mut Vec<T>, item: T, key: impl Fn(&T) -> K) -> Option<&mut T> {
    match list.binary_search_by_key(&key(&item), &key) {
        Ok(place) => list.get_mut(place),
        Err(place) => {
            list.insert(place, item);
            None
        }
    }
}
