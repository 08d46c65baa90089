//! whereof: a query language for cited findings.
//!
//! You type what you would ask a colleague who has read the papers, and every answer shows whereof it speaks: the findings that support it,
//! those that speak against it, what each name was taken to mean, and what was left out and why. One base is built in: what a review of
//! pre-treated mesenchymal stem cells in liver disease reports, finding by finding. Others are text, come from a program, or stay in a store of
//! yours.
//!
//! ```
//! use whereof::{Base, Verdict};
//!
//! let base = Base::builtin();
//! for row in &base.query("treatment where upregulates CXCR4 and disease = fibrosis")? {
//!     assert_eq!(&row["treatment"], "resveratrol");
//!     assert_eq!(row.verdict(), Verdict::Supported);
//!     assert_eq!(row.citations()[0].to_string(), "Hu 2020 [59]");
//!     assert_eq!(row.evidence()[0].locators[0], "Hu 2020, section 4.1, sentence 8");
//! }
//! # Ok::<(), whereof::Error>(())
//! ```
//!
//! The library prints nothing, reads no environment, keeps no global state and never panics. `docs/embedding.md` shows in five minutes how to build
//! with it, `examples/` has a short program for each part, `docs/manual.md` tells the language.
//!
//! # Two minutes
//!
//! **Read the answer above.** *Treatments with a finding that raises CXCR4, in fibrosis*: one row. The study was done in cirrhosis; the base says that
//! cirrhosis is a stage of fibrosis, and the row says that it was found *through* that step. Hypoxia and rapamycin raise CXCR4 too, but those
//! findings state no disease: they are no rows, and they are counted.
//!
//! ```
//! # let base = whereof::Base::builtin();
//! let answers = base.query("treatment where upregulates CXCR4 and disease = fibrosis")?;
//! assert_eq!(answers.words()?.rows[0].through, ["cirrhosis (stage of fibrosis)"]);
//! let skipped = &answers.excluded()?[0];
//! assert_eq!((skipped.slot.as_str(), skipped.rows), ("disease", 2));
//! # Ok::<(), whereof::Error>(())
//! ```
//!
//! **A question inside a question.** What raises a gene that rapamycin raises?
//!
//! ```
//! # let base = whereof::Base::builtin();
//! let answers = base.query("treatment where upregulates (gene where upregulated by rapamycin)")?;
//! assert_eq!(answers.iter().map(|row| row.name()).collect::<Vec<_>>(), ["hypoxia", "rapamycin", "resveratrol"]);
//! # Ok::<(), whereof::Error>(())
//! ```
//!
//! **"No effect" is a finding, not a blank.** Two treatments were measured in vivo and changed nothing; in the dish both did. The verdict says that
//! the setting tells the two sides apart.
//!
//! ```
//! # use whereof::Verdict;
//! # let base = whereof::Base::builtin();
//! let answers = base.query("treatment where no effect on immunomodulation in vivo")?;
//! for row in &answers {
//!     assert_eq!(row.verdict(), Verdict::ContextSplit);
//!     assert!(row.against().iter().all(|evidence| evidence.sign == '+'));
//! }
//! assert_eq!(answers.words()?.rows[0].effects[0].separators, ["setting"]);
//! # Ok::<(), whereof::Error>(())
//! ```
//!
//! **None is an answer.** It says what comes close, and which weaker question would have rows.
//!
//! ```
//! # let base = whereof::Base::builtin();
//! let answers = base.query("treatment where increases GSH and disease = fibrosis")?;
//! assert!(answers.is_empty());
//! let near = &answers.near_misses()?[0];
//! assert_eq!((near.name.as_str(), near.failed[0].reason.as_str()), ("HGF overexpression", "disease is acute liver failure"));
//! assert_eq!(answers.words()?.looser[0].query, "treatment where increases GSH and also disease = fibrosis");
//! # Ok::<(), whereof::Error>(())
//! ```
//!
//! **A slip of the finger is never guessed away.** The nearest names come with the rows that each would give.
//!
//! ```
//! # let base = whereof::Base::builtin();
//! let error = base.query("treatment where upregulates CXCR44").unwrap_err();
//! let fix = &error.diagnostics()[0].fixes[0];
//! assert_eq!((fix.message.as_str(), fix.rows), ("CXCR4 (gene)", Some(3)));
//! println!("{}", error.report());
//! ```
//!
//! **Why not?** The condition that fails, the finding that comes nearest, the smallest change that lets the row in. Such statements are asked of a
//! [`Session`].
//!
//! ```
//! use whereof::{Base, Limits, Reply, Session};
//!
//! let mut session = Session::new(Base::builtin(), Limits::interactive());
//! let asked = "why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis";
//! let Reply::WhyNot(told) = session.eval(asked).remove(0)? else { panic!("no answer to `why not`") };
//! assert_eq!(told.nearest.unwrap().statement, "rapamycin increases expression of CXCR4");
//! assert_eq!(told.relaxations[0].query, "treatment where upregulates CXCR4");
//! # Ok::<(), whereof::Error>(())
//! ```
//!
//! **In a pipe.** [`Format`] has what others read.
//!
//! ```
//! # use whereof::{Base, Format};
//! # let base = Base::builtin();
//! let answers = base.query("treatment where upregulates VEGF")?;
//! assert!(answers.text(Format::Tsv)?.starts_with("treatment\tverdict\trefs"));
//! # Ok::<(), whereof::Error>(())
//! ```
//!
//! **Your own findings** are text that can be read aloud, or a vector of [`NewFinding`], here laid upon the built-in base.
//!
//! ```
//! # use whereof::{Base, Source};
//! let notebook = r#"
//! source "Our notebook";
//! entity quercetin is treatment;
//! study 1 "plate 7, spring" in MSC, in vitro {
//!   at "plate 7" 1: quercetin upregulates CXCR4 with dose = 5 ng/mL, duration = 24 h;
//!   at "plate 7" 2: quercetin has no effect on viability;
//! }
//! "#;
//! let base = Base::builtin().with_text(&Source::new("notebook.whereof", notebook))?;
//! let answers = base.query("treatment where upregulates CXCR4 in vitro")?;
//! assert_eq!(answers.get(0).unwrap().citations()[0].to_string(), "Our notebook [1]");
//! # Ok::<(), whereof::Error>(())
//! ```
//!
//! # Where to go
//!
//! | to | see |
//! |---|---|
//! | ask one question | [`Base::query`], [`Answers`], [`Answer`] |
//! | ask it often, with other values | [`Base::prepare`], [`Query`], [`Parameter`] |
//! | use the whole language: definitions, values, tables, proofs | [`Session`], [`Reply`], [`render()`] |
//! | bring findings | [`Base::open`], [`Base::from_text`], [`Base::from_findings`], [`Base::merge`], `import` (a feature) |
//! | leave findings where they are | [`Facts`], [`Base::with_facts`], [`mod@store`] |
//! | let strangers ask | [`Limits::untrusted`], [`Cancel`] |
//! | show or mend mistakes | [`Error`], [`Diagnostic`] |
//! | write replies for other tools | [`Format`], [`Answers::write`], [`mod@output`] |
//! | build a prompt, a notebook, an editor | [`Session::complete`], [`Session::hint`], [`Session::highlight`], [`mod@prompt`] |
//!
//! The names at the root and the modules [`mod@answer`], [`mod@diagnostic`], [`mod@output`], [`mod@prompt`] and, in builds with that feature, `import` are
//! what the library promises.

pub mod answer;
pub mod diagnostic;

/// What a store of findings is made of, for who keeps them elsewhere.
///
/// A [`Facts`] says what it holds and hands out findings by their ends; [`Base::with_facts`] asks the whole language of it. The words here are
/// those of `docs/bases.md`. This module follows the needs of evaluation and may change between versions below 1.0.
pub mod store {
    pub use crate::base::fingerprint::fingerprint;
    pub use crate::base::{Batches, Core, Facts, Links, Scan, Side};
    pub use crate::model::{
        Aspect, Benefit, Bound, Direction, Edge, EdgeKind, Entity, EntityId, Finding, FindingId, Imprint, Kind, KindId,
        Locator, Quantity, Relation, RelationId, Schema, Slot, SlotId, SlotType, SlotValue, Source, SourceId, Stance,
        Study, StudyId, Tier, Unit, UnitId, Value, Xref,
    };
    pub use crate::names::{Closure, NameIndex, Named, Vocabulary};
}

/// What is said of a question around its asking: for prompts, notebooks and editors.
///
/// While it is typed, a [`Session`] completes, colours and counts it; when it went wrong, it gives whole questions that can be asked instead;
/// and it has questions to begin with. Files are checked and printed in canonical form by functions.
///
/// ```
/// use whereof::prompt::{Fit, Mended, What, check, explain, fmt};
/// use whereof::{Base, Limits, Session};
///
/// let mut session = Session::new(Base::builtin(), Limits { time: None, ..Limits::interactive() });
/// let line = "treatment where upregulates cxc";
/// let list = session.complete(line, line.len());
/// let first = &list.offers[0];
/// assert_eq!((&line[list.start..], first.replacement.as_str()), ("cxc", "CXCR4"));
/// assert_eq!((first.what, first.kind.as_str(), first.fit), (What::Name, "gene", Fit::Begins));
///
/// let hint = session.hint("treatment where upregulates CXCR4", 33).unwrap();
/// assert_eq!(hint.count.unwrap().to_string(), "3 treatments · 3 studies");
///
/// let wrong = session.eval("treatment where upregulates CXCR44").remove(0).unwrap_err();
/// let Mended { text, rows, .. } = &session.fix(&wrong)[0];
/// assert_eq!((text.as_str(), *rows), ("treatment where upregulates CXCR4", Some(3)));
///
/// let file = "noun gene;\n  nouns".into();
/// assert!(explain(wrong.diagnostics()[0].code).unwrap().page().contains("CXCR4"));
/// assert_eq!(fmt(&file)?, "noun gene;\nnouns;\n");
/// assert!(!check(&[file]).is_empty());
/// # Ok::<(), whereof::Error>(())
/// ```
pub mod prompt {
    pub use crate::engine::{
        Completion, Completions, Counted, Example, Fit, Hint, Lesson, Looked, Mended, Part, Term, Topic, What,
        WordClass, check, fmt, look_up, term, term_list, terms, tour,
    };
    pub use crate::render::{Code, codes, explain};
}

/// Replies of a [`Session`] as the bytes of files, and what stands beside them.
///
/// [`render()`] gives the text of one reply, [`Answers::files`] the files of one answer; here several replies make one document.
///
/// ```
/// use whereof::output::{Told, header, not_held, write};
/// use whereof::{Base, Format, Limits, Session, Style};
///
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// let mut kept = Vec::new();
/// session.eval_with_base(&"treatment where upregulates CXCR4; contested treatment, disease".into(), &mut |reply, base| {
///     kept.extend(reply.map(|reply| (base.graph(&reply), reply)));
///     true
/// });
/// let told: Vec<Told<'_>> = kept.iter().map(|(graph, reply)| Told { reply, graph }).collect();
/// let written = write(&told, Format::Kgx, &Style::default())?;
/// assert_eq!(written.files.len(), Format::Kgx.file_names("answer").len());
///
/// // what a format has no room for is told, and so is how the question was read
/// assert!(not_held(&written, Format::Kgx, &Style::default()).starts_with("not in kgx:"));
/// assert!(header(told[0].reply, &Style::default()).starts_with("treatments with a finding that says"));
/// # Ok::<(), whereof::output::Unwritable>(())
/// ```
pub mod output {
    pub use crate::render::{Expansions, RESULT_SCHEMA, Told, Unwritable, Written, header, not_held, write};
}

/// Files of others, read into a base. In builds with the feature `import`.
///
/// Tables of findings, KGX, OBO, HGNC, SSSOM, SIGNOR, INDRA and BEL; `docs/importing.md` tells of mappings. A record that cannot be used is
/// rejected with its line and a reason.
///
/// ```
/// use whereof::Source;
/// use whereof::import::{Import, Options};
///
/// let mapping = r#"
///     declarations = "noun treatment; noun gene; verb upregulates with direction = increase, subject = treatment, object = gene;"
///     [verbs]
///     raises = "upregulates"
/// "#;
/// let table = "subject\trelation\tobject\tstudy\nhypoxia\traises\tCXCR4\tPMID:1\nhypoxia\tsaves\tCXCR4\tPMID:1\n";
/// let options = Options { source: Some("our table".to_owned()), ..Options::default() };
/// let mut import = Import::new(None, Some(&Source::new("map.toml", mapping)), options)?;
/// import.read("table.tsv", &mut table.as_bytes())?;
/// let imported = import.finish()?;
/// assert_eq!((imported.counts.kept, imported.rejected[0].line), (1, 3));
/// assert_eq!(imported.base.query("treatment where upregulates CXCR4")?.len(), 1);
/// # Ok::<(), whereof::Error>(())
/// ```
#[cfg(feature = "import")]
pub mod import {
    pub use crate::engine::{BaseFile, Counts, Event, Form, Import, Imported, Listen, Options, Rejection};
}

// The stages, for the program itself, its tests and its benchmarks. They are no part of the library's promise.
#[doc(hidden)]
pub mod base;
#[doc(hidden)]
pub mod columns;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod eval;
#[doc(hidden)]
pub mod goal;
#[cfg(feature = "import")]
#[doc(hidden)]
pub mod importing;
#[doc(hidden)]
pub mod limits;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod names;
#[doc(hidden)]
pub mod notation;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod syntax;
#[doc(hidden)]
pub mod tell;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod typing;

/// The pages with code: it is compiled and run with the tests.
#[cfg(doctest)]
mod pages {
    #[allow(rustdoc::invalid_codeblock_attributes, reason = "fences say how much of an output they show")]
    #[doc = include_str!("../README.md")]
    struct Readme;
    #[doc = include_str!("../docs/embedding.md")]
    struct Embedding;
}

#[doc(inline)]
pub use answer::{Citation, Reply, Verdict};
pub use base::Facts;
#[doc(inline)]
pub use diagnostic::Diagnostic;
pub use engine::{Access, Answer, Answers, Base, Error, ErrorKind, Explained, NewFinding, Parameter, Query, Session};
pub use limits::{Cancel, Exceeded, Limits};
pub use plan::Step as PlanStep;
pub use render::{Format, Style, render};
pub use text::Source;
