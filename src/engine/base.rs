//! Bases: where findings come from.
//!
//! Text or a file comes in, an immutable store that can be cloned and shared goes out.

use super::findings::{FINDINGS, told_of, undeclared, written};
use super::opening::{Access, held};
use super::sources::json_lines;
use super::{Answers, Error, ErrorKind, NewFinding, Query};
use crate::answer::{BaseInfo, Graph, Reply};
use crate::base::column::Column;
use crate::base::{Census, Facts, Memory, Parts, builtin, merge};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::Vocabulary;
use crate::notation;
use crate::syntax::{self, Parsed, TextLimits};
use crate::tell;
use crate::text::Source;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A base of cited findings: immutable, cheap to clone, shared between threads.
///
/// ```
/// use whereof::Base;
/// let base = Base::builtin();
/// assert_eq!(base.info().name, "Hu 2020");
/// assert!(base.info().findings > 100);
/// ```
#[derive(Clone)]
pub struct Base {
    facts: Arc<dyn Facts>,
    /// What a further text is laid upon.
    layers: Layers,
    /// How many findings each name has: counted when it is first asked for.
    census: Arc<OnceLock<Census>>,
}

/// A store of which a copy of the parts can be had.
#[derive(Clone)]
enum Layers {
    Memory(Arc<Memory>),
    Column(Arc<Column>),
    Foreign,
}

impl std::fmt::Debug for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Base").field("name", &self.facts.name()).field("findings", &self.facts.finding_count()).finish()
    }
}

/// The largest text of a base.
const LARGEST: usize = 1 << 30;

impl Base {
    /// The base that ships with the program: a review of pre-treated mesenchymal stem cells in liver disease.
    ///
    /// ```
    /// let base = whereof::Base::builtin();
    /// assert_eq!(base.info().name, "Hu 2020");
    /// ```
    #[must_use]
    pub fn builtin() -> Base {
        static BASE: OnceLock<Base> = OnceLock::new();
        BASE.get_or_init(|| {
            // The image is made from the texts; were it damaged, the texts would still say the same.
            match builtin::column() {
                Ok(column) => Base::of_column(column),
                Err(_) => {
                    Base::of(read(Parts::default(), &builtin::TEXTS.map(|(name, text)| Source::new(name, text))).0)
                }
            }
        })
        .clone()
    }

    /// A base of one text in the notation of `docs/bases.md`.
    ///
    /// ```
    /// use whereof::Base;
    /// use whereof::Source;
    /// let text = "source review; noun gene; noun treatment;
    ///     verb upregulates with direction = increase, subject = treatment, object = gene;
    ///     entity resveratrol is treatment; entity CXCR4 is gene;
    ///     study 59 { at \"4.1\" 8: resveratrol upregulates CXCR4; }";
    /// let base = Base::from_text(&Source::new("mine", text))?;
    /// assert_eq!(base.info().findings, 1);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// Everything in the text that could not be read.
    pub fn from_text(text: impl Into<Source>) -> Result<Base, Error> {
        checked(Parts::default(), &[text.into()])
    }

    /// This base with a text laid upon it: its names can be used, what it declares is added. The base itself stays as it is.
    ///
    /// ```
    /// use whereof::{Base, Source};
    /// let own = Source::new("notes", "source Notes; entity quercetin is treatment; study 1 { quercetin upregulates CXCR4; }");
    /// let base = Base::builtin().with_text(&own)?;
    /// assert_eq!(base.query("treatment where upregulates CXCR4")?.len(), 4);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// Everything in the text that could not be read.
    pub fn with_text(&self, text: impl Into<Source>) -> Result<Base, Error> {
        let source = text.into();
        checked(self.parts().map_err(|_| foreign(&source))?, &[source])
    }

    /// A base of declarations, in the notation of `docs/bases.md`, and of findings that a program has.
    ///
    /// Nouns, verbs, slots and units must be declared. A name that is not becomes an entity of the noun that its verb or slot takes, where
    /// that is one: see [`NewFinding`].
    ///
    /// ```
    /// use whereof::{Base, NewFinding};
    /// let declared = "source Notes; noun drug; noun gene; verb raises with direction = increase, subject = drug, object = gene;";
    /// let base = Base::from_findings(declared, [NewFinding::new("quercetin", "raises", "CXCR4").study(1)])?;
    /// assert_eq!(&base.query("drug where raises CXCR4")?.get(0).unwrap()["drug"], "quercetin");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// Everything in the declarations that could not be read; else in the findings, each with its place in the list, at most twenty.
    pub fn from_findings(
        declarations: impl Into<Source>,
        findings: impl IntoIterator<Item = NewFinding>,
    ) -> Result<Base, Error> {
        let declarations = declarations.into();
        let findings: Vec<NewFinding> = findings.into_iter().collect();
        let declared = Base::from_text(&declarations)?;
        let names = undeclared(&findings, declared.vocabulary());
        let texts = [declarations, Source::new(FINDINGS, written(&findings)), Source::new("names", names)];
        checked(Parts::default(), &texts).map_err(|error| told_of(error, &findings, declared.vocabulary()))
    }

    /// This base with findings laid upon it that a program has. Their names must be those of the base or be declared: `declarations` is a
    /// text in the notation of `docs/bases.md` and says at least which source they come from.
    ///
    /// ```
    /// use whereof::{Base, NewFinding};
    /// let base = Base::builtin().with_findings(
    ///     "source Notebook; entity quercetin is treatment;",
    ///     [NewFinding::new("quercetin", "upregulates", "CXCR4").with("setting", "in vitro").study(1)],
    /// )?;
    /// assert_eq!(&base.query("treatment where upregulates CXCR4 in vitro")?.get(0).unwrap()["treatment"], "quercetin");
    /// let typo = Base::builtin().with_findings("source Notebook;", [NewFinding::new("hypoxia", "upregulates", "CXCR44")]);
    /// assert!(typo.unwrap_err().report().contains("CXCR44"));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Base::from_findings`]; no source is declared, so that nobody could tell these findings from those of the base; and the base is a
    /// foreign store.
    pub fn with_findings(
        &self,
        declarations: impl Into<Source>,
        findings: impl IntoIterator<Item = NewFinding>,
    ) -> Result<Base, Error> {
        let declarations = declarations.into();
        let findings: Vec<NewFinding> = findings.into_iter().collect();
        let parts = self.parts().map_err(|_| foreign(&declarations))?;
        let texts = [declarations, Source::new(FINDINGS, written(&findings))];
        checked(parts.clone(), &texts).map_err(|error| {
            let [declarations, _] = texts;
            match checked(parts, &[declarations]) {
                Ok(declared) => told_of(error, &findings, declared.vocabulary()),
                Err(_) => error,
            }
        })
    }

    /// A base from a file: one in columns, as `whereof import` writes it, by its first bytes; JSON Lines where the name ends in `.jsonl`; else
    /// text in the notation of `docs/bases.md`. A base in columns is mapped, see [`Base::open_as`].
    ///
    /// ```
    /// use whereof::{Base, ErrorKind};
    /// let base = Base::open("examples/bases/snails.whereof")?;
    /// assert!(base.info().findings > 0);
    /// assert_eq!(Base::open("no such file").unwrap_err().kind(), ErrorKind::File);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// The file cannot be read, or something in it.
    pub fn open(path: impl AsRef<Path>) -> Result<Base, Error> {
        Base::open_as(path, Access::Mapped)
    }

    /// This base with a file laid upon it, as [`Base::with_text`]; of JSON Lines, which hold a whole base, entities are joined where a
    /// cross-reference is equal.
    ///
    /// ```
    /// use whereof::{Base, ErrorKind};
    /// let both = Base::builtin().with_file("tests/readers/nasty.jsonl")?;
    /// assert!(both.info().findings > Base::builtin().info().findings);
    /// let missing = both.with_file("no such file").unwrap_err();
    /// assert_eq!(missing.kind(), ErrorKind::File);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Base::open`].
    pub fn with_file(&self, path: impl AsRef<Path>) -> Result<Base, Error> {
        self.with_held(held(path.as_ref(), Access::Mapped)?)
    }

    /// This base with JSON Lines laid upon it.
    pub(super) fn with_json_lines(&self, source: &Source) -> Result<Base, Error> {
        match self.parts() {
            Ok(parts) => Ok(Base::of_parts(merge(parts, json_lines(source)?))),
            Err(_) => self.with_text(source),
        }
    }

    /// A base of JSON Lines.
    pub(super) fn from_json_lines(source: &Source) -> Result<Base, Error> {
        Ok(Base::of_parts(json_lines(source)?))
    }

    /// How many findings each name has, once it was counted.
    pub(super) fn census(&self) -> &OnceLock<Census> {
        &self.census
    }

    /// The store, shared.
    pub(super) fn shared(&self) -> Arc<dyn Facts> {
        Arc::clone(&self.facts)
    }

    /// A base over somebody else's store.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use whereof::{Base, Facts, store};
    ///
    /// /// What is held elsewhere: here, for once, nothing but the names.
    /// struct Elsewhere(store::Vocabulary);
    ///
    /// impl Facts for Elsewhere {
    ///     fn name(&self) -> &str { "elsewhere" }
    ///     fn vocabulary(&self) -> &store::Vocabulary { &self.0 }
    ///     fn sources(&self) -> &[store::Source] { &[] }
    ///     fn study_count(&self) -> usize { 0 }
    ///     fn study(&self, _: store::StudyId) -> Option<std::borrow::Cow<'_, store::Study>> { None }
    ///     fn finding_count(&self) -> usize { 0 }
    ///     fn finding(&self, _: store::FindingId) -> Option<std::borrow::Cow<'_, store::Finding>> { None }
    ///     fn scan<'a>(&'a self, _: &store::Scan) -> Box<dyn store::Batches + 'a> { Box::new(std::iter::empty()) }
    ///     fn estimate(&self, _: &store::Scan) -> usize { 0 }
    ///     fn fingerprint(&self) -> u128 { 0 }
    /// }
    ///
    /// let base = Base::with_facts(Arc::new(Elsewhere(Base::builtin().vocabulary().clone())));
    /// assert!(base.query("treatment where upregulates CXCR4")?.is_empty());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn with_facts(facts: Arc<dyn Facts>) -> Base {
        Base { facts, layers: Layers::Foreign, census: Arc::default() }
    }

    /// Prepares one question for rows, or one `count`: it is read and checked once, and may be run many times.
    ///
    /// The text may be as long as [`Limits::untrusted`](crate::Limits::untrusted) says; values that are bound are no part of it.
    ///
    /// ```
    /// use whereof::Base;
    /// let mut query = Base::builtin().prepare("treatment where upregulates $gene")?;
    /// assert_eq!(query.bind("gene", "CXCR4").run()?.len(), 3);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with the question, each with the ways out; where it has parameters, what is wrong with its names is said when
    /// it is run. A text that is no question for rows, or several, is for a [`Session`](crate::Session).
    pub fn prepare(&self, text: impl Into<Source>) -> Result<Query, Error> {
        Query::new(self.clone(), text.into())
    }

    /// Answers one question for rows, or one `count`, under [`Limits::untrusted`](crate::Limits::untrusted).
    ///
    /// ```
    /// let base = whereof::Base::builtin();
    /// for row in &base.query("treatment where upregulates CXCR4 and disease = fibrosis")? {
    ///     assert_eq!(&row["treatment"], "resveratrol");
    /// }
    /// let wrong = base.query("treatment where upregulates CXCR44").unwrap_err();
    /// assert_eq!(wrong.diagnostics()[0].fixes[0].rows, Some(3));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Base::prepare`]; and a limit was reached.
    pub fn query(&self, text: impl Into<Source>) -> Result<Answers, Error> {
        self.prepare(text)?.run()
    }

    /// Two bases as one, this one first; entities are one where a cross-reference is equal, studies where they are the same work.
    ///
    /// ```
    /// use whereof::{Base, Source};
    /// let own = "source Notes; noun gene; noun treatment;
    ///     verb upregulates with passive = \"upregulated by\", direction = increase, subject = treatment, object = gene;
    ///     entity tea is treatment; entity CXCR4 is gene with id = HGNC:2561, id from = HGNC; study 1 { tea upregulates CXCR4; }";
    /// let both = Base::builtin().merge(&Base::from_text(&Source::from(own))?)?;
    /// assert_eq!(both.info().findings, Base::builtin().info().findings + 1);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// One of them is a foreign store.
    pub fn merge(&self, other: &Base) -> Result<Base, Error> {
        Ok(Base::of_parts(merge(self.parts()?, other.parts()?)))
    }

    /// The names of the base: its nouns, verbs, slots, units and entities with all their spellings.
    ///
    /// ```
    /// let base = whereof::Base::builtin();
    /// let found = base.vocabulary().entities_named("cxcr-4");
    /// assert_eq!(base.vocabulary().entity_name(found[0]), "CXCR4");
    /// ```
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        self.facts().vocabulary()
    }

    /// What a reply of this base rests on, as a graph: things, findings, studies. The reply must be of this very base, for its ids mean nothing
    /// in another; see [`Graph`] for an example.
    ///
    /// ```
    /// use whereof::{Base, Limits, Session};
    /// let base = Base::builtin();
    /// let reply = Session::new(base.clone(), Limits::script()).eval("why rapamycin upregulates CXCR4").remove(0)?;
    /// let graph = base.graph(&reply);
    /// assert_eq!(graph.statement(&graph.edges[0]), "rapamycin increases expression of CXCR4");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn graph(&self, reply: &Reply) -> Graph {
        tell::graph(reply, self.facts())
    }

    /// Its name and how much it holds.
    ///
    /// ```
    /// let info = whereof::Base::builtin().info();
    /// assert_eq!((info.name.as_str(), info.hash.len()), ("Hu 2020", 32));
    /// ```
    #[must_use]
    pub fn info(&self) -> BaseInfo {
        tell::base_info(self.facts())
    }

    /// The store itself.
    ///
    /// ```
    /// use whereof::{Base, store::FindingId};
    /// let base = Base::builtin();
    /// let first = base.facts().finding(FindingId(0)).unwrap();
    /// assert!(!base.vocabulary().entity_name(first.subject).is_empty());
    /// ```
    #[must_use]
    pub fn facts(&self) -> &dyn Facts {
        self.facts.as_ref()
    }

    /// A copy of what it holds.
    pub(super) fn parts(&self) -> Result<Parts, Error> {
        match &self.layers {
            Layers::Memory(memory) => Ok(memory.parts()),
            Layers::Column(column) => Ok(Parts::of(column.as_ref())),
            Layers::Foreign => Err(foreign(&Source::from(""))),
        }
    }

    pub(super) fn of_parts(parts: Parts) -> Base {
        let name = name_of(&parts.sources);
        Base::of(Memory::from_parts(name, parts))
    }

    fn of(memory: Memory) -> Base {
        let memory = Arc::new(memory);
        Base { facts: memory.clone(), layers: Layers::Memory(memory), census: Arc::default() }
    }

    pub(super) fn of_column(column: Column) -> Base {
        let column = Arc::new(column);
        Base { facts: column.clone(), layers: Layers::Column(column), census: Arc::default() }
    }
}

fn foreign(source: &Source) -> Error {
    let wrong = Diagnostic::error("W0604", "nothing can be laid upon a foreign store", source.span(0, 0), "");
    Error::new(ErrorKind::Base, source.clone(), vec![wrong])
}

pub(super) fn parse(sources: &[Source]) -> Vec<Parsed> {
    let limits = TextLimits { bytes: LARGEST, ..TextLimits::default() };
    sources.iter().map(|source| syntax::parse(source, limits)).collect()
}

/// A base of texts; where some are wrong, the errors of the first of them.
fn checked(parts: Parts, sources: &[Source]) -> Result<Base, Error> {
    let (memory, mut diagnostics) = read(parts, sources);
    // a declaration that swallowed the next one is the cause of what is wrong behind it
    let wrong = diagnostics.iter().any(|(_, each)| each.severity == Severity::Error);
    diagnostics.retain(|(_, each)| each.severity == Severity::Error || wrong && each.code == "W0101");
    diagnostics.iter_mut().for_each(|(_, each)| each.severity = Severity::Error);
    let Some(first) = diagnostics.iter().map(|(file, _)| *file).min() else { return Ok(Base::of(memory)) };
    let source = sources.get(first).cloned().unwrap_or_else(|| Source::from(""));
    let errors = diagnostics.into_iter().filter(|(file, _)| *file == first).map(|(_, each)| each);
    Err(Error::new(ErrorKind::Base, source, errors.collect()))
}

fn read(parts: Parts, sources: &[Source]) -> (Memory, Vec<(usize, Diagnostic)>) {
    let parsed = parse(sources);
    let scripts: Vec<_> = parsed.iter().map(|parsed| &parsed.script).collect();
    let loaded = notation::load_onto(parts, &scripts);
    let mut diagnostics: Vec<(usize, Diagnostic)> = Vec::new();
    for (file, parsed) in parsed.iter().enumerate() {
        diagnostics.extend(parsed.diagnostics.iter().map(|each| (file, each.clone())));
    }
    diagnostics.extend(loaded.diagnostics.iter().map(|located| (located.file, located.diagnostic.clone())));
    let name = name_of(&loaded.sources);
    (loaded.memory(name), diagnostics)
}

/// A base is called by its sources.
fn name_of(sources: &[crate::model::Source]) -> String {
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    if names.is_empty() { "base".to_owned() } else { names.join(" + ") }
}
