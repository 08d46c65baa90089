//! Files of others, read into a base.
//!
//! Bytes of a known format come in; records with their lines go through one builder, and the parts of a base go out, with a reason for each
//! record that could not be used: kept and rejected are what was read. No word of any base is known in the code: what a format's words are
//! stands in the mappings under `maps`, written as those of users are.

mod bel;
mod build;
mod cite;
mod form;
mod hgnc;
mod indra;
mod items;
mod kgx;
mod lines;
mod mapping;
mod memo;
mod names;
mod obo;
mod plan;
mod quick;
mod record;
mod row;
mod signor;
mod sssom;
mod studies;
mod table;
#[cfg(test)]
mod tests;
mod things;
mod words;

pub use form::Form;
pub use mapping::Mapping;

use crate::base::column::MAGIC;
use crate::base::{Bulk, Parts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Schema;
use crate::notation;
use crate::syntax::{self, TextLimits};
use crate::text::Source;
use build::{Builder, Origin, Pending};
use lines::Failure;
use mapping::Layout;
use quick::Quick;
use record::{Record, Unit};
use row::{Row, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;
use std::ops::ControlFlow;

/// Units between two tellings of how far it is.
const PACE: u64 = 1 << 13;

/// A record that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The file.
    pub file: String,
    /// The line on which the record begins, from 1.
    pub line: u64,
    /// Why, in plain words.
    pub reason: String,
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records read.
    pub read: u64,
    /// Records of which something stands in the base.
    pub kept: u64,
    /// Records that could not be used.
    pub rejected: u64,
}

/// What is told while a file is read.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A record could not be used.
    Rejected(&'a Rejection),
    /// So much was read of all files.
    Progress(Counts),
}

/// Who is told; breaking ends the reading.
pub type Listen<'l> = dyn FnMut(Event<'_>) -> ControlFlow<()> + 'l;

/// Why a file or a mapping cannot be read, with the text that is spoken of.
#[derive(Debug)]
pub struct Wrong {
    /// The text.
    pub source: Source,
    /// What is to be said.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the listener ended it.
    pub interrupted: bool,
}

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the source is called where neither mapping nor file says; `import` where this is left out.
    pub source: Option<String>,
    /// Whether the first record that cannot be used ends the reading.
    pub strict: bool,
}

/// Files on their way into a base.
///
/// ```
/// use std::ops::ControlFlow;
/// use whereof::base::Parts;
/// use whereof::importing::{Importer, Options};
/// let mut import = Importer::new(Parts::default(), None, Options::default()).unwrap();
/// let gene = "[Term]\nid: X:1\nname: light\nnamespace: influence\n";
/// import.read("x.obo", None, &mut gene.as_bytes(), &mut |_| ControlFlow::Continue(())).unwrap();
/// assert_eq!(import.counts().kept, 1);
/// ```
#[derive(Debug)]
pub struct Importer {
    builder: Builder,
    mapping: Option<Mapping>,
    /// Whether the user's own declarations stand for those of the formats.
    declared: bool,
    options: Options,
    counts: Counts,
    files: Vec<String>,
    unused: BTreeMap<String, BTreeSet<String>>,
    /// Whether rows of tables are read the quick way where they can be.
    quick: bool,
}

/// What became of the files.
#[derive(Debug)]
pub struct Imported {
    /// The base.
    pub parts: Bulk,
    /// How much was read.
    pub counts: Counts,
    /// What was left out of what was kept, in plain words.
    pub left_out: Vec<String>,
}

impl Importer {
    /// Begins with a base to build on, empty for a new one, and with a user's mapping.
    ///
    /// # Errors
    /// What is wrong with the mapping.
    pub fn new(onto: Parts, mapping: Option<&Source>, options: Options) -> Result<Importer, Wrong> {
        let mapping = match mapping {
            None => None,
            Some(source) => {
                let read = Mapping::read(source);
                Some(read.map_err(|diagnostics| Wrong { source: source.clone(), diagnostics, interrupted: false })?)
            }
        };
        let mut declared = !onto.schema.kinds.is_empty() || !onto.schema.relations.is_empty();
        let mut parts = onto;
        if let Some((text, name)) = mapping.as_ref().and_then(|own| own.declarations.as_ref().zip(Some(&own.name))) {
            parts = declare(parts, &Source::new(format!("{name}, declarations"), text.as_str()))?;
            declared = true;
        }
        let own_name = options.source.clone().unwrap_or_else(|| match parts.sources.as_slice() {
            [one] => one.name.clone(),
            _ => "import".to_owned(),
        });
        let builder = Builder::new(Bulk::from(parts), mapping.clone().unwrap_or_default(), own_name);
        let (counts, files, unused) = (Counts::default(), Vec::new(), BTreeMap::new());
        Ok(Importer { builder, mapping, declared, options, counts, files, unused, quick: true })
    }

    /// How much was read so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Reads a file; the format is found out where none is given.
    ///
    /// # Errors
    /// The file is not of the format, or cannot be read to its end; or a record cannot be used, where strictness was asked for; or the listener
    /// ended it.
    pub fn read(
        &mut self,
        name: &str,
        form: Option<Form>,
        input: &mut dyn BufRead,
        listen: &mut Listen<'_>,
    ) -> Result<Form, Wrong> {
        let head = input.fill_buf().map_err(|error| failed(name, &Failure::reading(0, &error)))?;
        if form.is_none() && is_base(name, head) {
            let note = "--base FILE asks it, and --onto FILE lays files of others upon it";
            return Err(failed(name, &Failure::new(0, "this is a base already", note)));
        }
        let (form, head) = (form.or_else(|| Form::detect(name, head)), head.to_vec());
        let Some(form) = form else {
            let note = "say the format with --from";
            return Err(failed(name, &Failure::new(0, "nothing tells which format this file has", note)));
        };
        self.turn_to(form)?;
        let file = self.files.len();
        self.files.push(name.to_owned());
        let mapping = self.builder.words.mapping.clone();
        let shape = shape(name, &head, &mapping.file);
        let lists = mapping.file.lists.clone().unwrap_or_default();
        let short = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        let mut unused = BTreeSet::new();
        let mut taking = Taking {
            builder: &mut self.builder,
            counts: &mut self.counts,
            listen,
            strict: self.options.strict,
            file,
            name,
            short: &short,
            ended: None,
        };
        let done = match form {
            Form::Findings => {
                let quick = self.quick;
                tables(input, shape, &lists, &mapping, &mut unused, quick, &mut taking)
            }
            Form::Kgx => kgx::read(input, shape, &mapping, &mut |unit| taking.take(unit)),
            Form::Obo => obo::read(input, &mapping, &mut |unit| taking.take(unit)),
            Form::Hgnc => hgnc::read(input, &mut |unit| taking.take(unit)),
            Form::Sssom => sssom::read(input, &mut |unit| taking.take(unit)),
            Form::Signor => signor::read(input, &mut |unit| taking.take(unit)),
            Form::Indra => indra::read(input, &mut |unit| taking.take(unit)),
            Form::Bel => bel::read(input, &mut |unit| taking.take(unit)),
        };
        if !unused.is_empty() {
            self.unused.insert(name.to_owned(), unused);
        }
        match (done, taking.ended) {
            (Ok(()), _) => Ok(form),
            (Err(_), Some((Some(rejection), text))) => Err(refused(&rejection, &text)),
            (Err(_), Some((None, _))) => {
                Err(Wrong { source: Source::new(name, ""), diagnostics: Vec::new(), interrupted: true })
            }
            (Err(failure), None) => Err(failed(name, &failure)),
        }
    }

    /// The mapping of a format, with what the user says on top.
    fn turn_to(&mut self, form: Form) -> Result<(), Wrong> {
        let source = Source::new(format!("{form}.toml"), form.mapping());
        let own = Mapping::read(&source).map_err(|diagnostics| Wrong {
            source: source.clone(),
            diagnostics,
            interrupted: false,
        })?;
        let mut schema = None;
        if let (false, Some(text)) = (self.declared, &own.declarations) {
            let parts = Parts { schema: self.builder.words.schema.clone(), ..Parts::default() };
            schema = Some(declare(parts, &Source::new(format!("{form}.toml, declarations"), text.as_str()))?.schema);
        }
        let mapping = match &self.mapping {
            Some(user) => user.clone().over(own),
            None => own,
        };
        self.builder.words.turn_to(mapping, schema);
        Ok(())
    }

    /// The base, once all files are read.
    ///
    /// # Errors
    /// What could only be looked up at the end cannot be used, where strictness was asked for.
    pub fn finish(mut self, listen: &mut Listen<'_>) -> Result<Imported, Wrong> {
        let waiting = self.builder.pending.iter().filter(|one| matches!(one, Pending::Redirect { .. })).count() as u64;
        let wrong = self.builder.settle();
        self.counts.kept += waiting - wrong.len() as u64;
        for (origin, reason) in wrong {
            self.counts.rejected += 1;
            let file = self.files.get(origin.file).cloned().unwrap_or_default();
            let rejection = Rejection { file, line: origin.line, reason };
            if self.options.strict {
                return Err(refused(&rejection, ""));
            }
            let _ = listen(Event::Rejected(&rejection));
        }
        let counted = self.builder.left_out.iter().map(|(what, count)| format!("{count} {what}"));
        let mut left_out: Vec<String> = counted.collect();
        if self.builder.things.shared > 0 {
            left_out.push(format!("{} cross-references that another thing has already", self.builder.things.shared));
        }
        if self.builder.things.taken > 0 {
            left_out.push(format!("{} other spellings that are the name of another thing", self.builder.things.taken));
        }
        if self.builder.things.crowded > 0 {
            left_out.push(format!(
                "{} spellings and cross-references of things that have too many",
                self.builder.things.crowded
            ));
        }
        for (file, columns) in self.unused {
            let columns: Vec<String> = columns.into_iter().map(|column| format!("`{column}`")).collect();
            left_out.push(format!("of {file}, what stands in {}", columns.join(", ")));
        }
        Ok(Imported { parts: self.builder.finish(), counts: self.counts, left_out })
    }
}

/// Whether a file holds a base of this library.
fn is_base(name: &str, head: &[u8]) -> bool {
    let types = ["source", "kind", "slot", "unit", "relation", "entity", "study", "finding"];
    let is_line = |of: &str| head.starts_with(format!("{{\"type\":\"{of}\"").as_bytes());
    head.starts_with(&MAGIC) || name.to_ascii_lowercase().ends_with(".whereof") || types.into_iter().any(is_line)
}

/// How a table stands in a file: as the mapping says, else by name, else by its first line.
fn shape(name: &str, head: &[u8], layout: &Layout) -> Shape {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'{') && layout.separator.is_none() {
        return Shape::Json;
    }
    let line = head.split(|byte| *byte == b'\n').find(|line| !line.starts_with(b"#")).unwrap_or_default();
    let is_csv = name.ends_with(".csv") || (!name.ends_with(".tsv") && !line.contains(&b'\t'));
    let separator = layout.separator.unwrap_or(if is_csv { b',' } else { b'\t' });
    Shape::Cells { separator, quotes: layout.quotes.unwrap_or(separator != b'\t') }
}

/// Units of a file on their way to the builder, with the account of them.
struct Taking<'t, 'l> {
    builder: &'t mut Builder,
    counts: &'t mut Counts,
    listen: &'t mut Listen<'l>,
    strict: bool,
    file: usize,
    name: &'t str,
    /// The name without folders.
    short: &'t str,
    /// What ended the reading, and the text of it; nothing where the listener did.
    ended: Option<(Option<Rejection>, String)>,
}

impl Taking<'_, '_> {
    fn take(&mut self, unit: Unit) -> Result<(), Failure> {
        let Unit { line, says, text } = unit;
        self.counts.read += 1;
        let is_pending = matches!(says, Ok(Record::Redirect { .. }));
        let origin = Origin { file: self.file, line };
        match says.and_then(|record| self.builder.take(record, &origin, self.short)) {
            Ok(()) if is_pending => {}
            Ok(()) => self.counts.kept += 1,
            Err(reason) => {
                self.counts.rejected += 1;
                let rejection = Rejection { file: self.name.to_owned(), line, reason };
                if self.strict {
                    self.ended = Some((Some(rejection), text));
                    return Err(Failure::new(line, "", ""));
                }
                if (self.listen)(Event::Rejected(&rejection)).is_break() {
                    return self.broken(line);
                }
            }
        }
        self.told(line)
    }

    /// Takes a row the quick way, if it can be.
    fn quickly(&mut self, quick: &mut Quick, cells: &[&str], line: u64) -> Option<Result<(), Failure>> {
        quick.take(self.builder, cells, line, self.short)?;
        self.counts.read += 1;
        self.counts.kept += 1;
        Some(self.told(line))
    }

    /// Tells how far it is.
    fn told(&mut self, line: u64) -> Result<(), Failure> {
        if self.counts.read.is_multiple_of(PACE) && (self.listen)(Event::Progress(*self.counts)).is_break() {
            return self.broken(line);
        }
        if self.builder.finding_count() >= u32::MAX as usize {
            return Err(Failure::new(line, "more findings than a base can hold", "import a part of the file"));
        }
        Ok(())
    }

    fn broken(&mut self, line: u64) -> Result<(), Failure> {
        self.ended = Some((None, String::new()));
        Err(Failure::new(line, "", ""))
    }
}

/// Reads a table of findings or of things.
fn tables(
    input: &mut dyn BufRead,
    shape: Shape,
    lists: &str,
    mapping: &Mapping,
    unused: &mut BTreeSet<String>,
    is_quick: bool,
    taking: &mut Taking<'_, '_>,
) -> Result<(), Failure> {
    let mut known: Option<table::Of> = None;
    let mut quick = None;
    row::rows(input, shape, lists, None, &mut |row| match row {
        Err((line, why, text)) => taking.take(Unit::new(line, text, Err(why))),
        Ok(row) => {
            if let (Some(quick), Some((_, cells))) = (&mut quick, row.cells())
                && let Some(taken) = taking.quickly(quick, cells, row.line)
            {
                return taken;
            }
            let of = match known {
                // each object of JSON Lines has columns of its own
                Some(of) if shape != Shape::Json => of,
                _ => match table::of(row, mapping) {
                    Ok(of) => {
                        unused.extend(table::unused(row, of, mapping));
                        if let (table::Of::Findings, true, Some((columns, _))) = (of, is_quick, row.cells()) {
                            quick = Some(Quick::new(columns, mapping, lists));
                        }
                        *known.insert(of)
                    }
                    Err(why) if shape == Shape::Json => return taking.take(Unit::new(row.line, row.text(), Err(why))),
                    Err(why) => {
                        let note = "[columns] of a mapping says what the columns are called";
                        return Err(Failure::new(1, why, note));
                    }
                },
            };
            taking.take(table::unit(row, of, mapping, taking.strict))
        }
    })
}

/// Rows with a header of their own that must have some columns.
fn fixed_rows(
    input: &mut dyn BufRead,
    shape: Shape,
    comment: Option<u8>,
    needed: &[&str],
    visit: &mut dyn FnMut(&Row<'_>) -> Unit,
    take: &mut dyn FnMut(Unit) -> Result<(), Failure>,
) -> Result<(), Failure> {
    row::rows(input, shape, "|", comment, &mut |row| match row {
        Err((line, why, text)) => take(Unit::new(line, text, Err(why))),
        Ok(row) => match needed.iter().find(|column| !row.has(column)) {
            Some(missing) if shape == Shape::Json => {
                take(Unit::new(row.line, row.text(), Err(format!("no `{missing}`"))))
            }
            Some(missing) => Err(Failure::new(1, format!("no column `{missing}`"), "--from says another format")),
            None => take(visit(row)),
        },
    })
}

/// Lays declarations upon parts.
fn declare(parts: Parts, source: &Source) -> Result<Parts, Wrong> {
    let parsed = syntax::parse(source, TextLimits { bytes: 1 << 24, ..TextLimits::default() });
    let loaded = notation::load_onto(parts, &[&parsed.script]);
    let mut diagnostics = parsed.diagnostics;
    diagnostics.extend(loaded.diagnostics.iter().map(|located| located.diagnostic.clone()));
    diagnostics.retain(|each| each.severity == Severity::Error);
    if !diagnostics.is_empty() {
        return Err(Wrong { source: source.clone(), diagnostics, interrupted: false });
    }
    let schema: Schema = loaded.vocabulary.schema().clone();
    let entities = loaded.vocabulary.entities().to_vec();
    Ok(Parts { schema, entities, sources: loaded.sources, studies: loaded.studies, findings: loaded.findings })
}

/// A text with one line of a file at its place, so that a report can show it.
fn at_line(file: &str, line: u64, text: &str) -> (Source, usize) {
    let before = usize::try_from(line.saturating_sub(1)).unwrap_or(0).min(1 << 26);
    let shown: String = text.chars().take(2_000).map(|c| if c == '\n' { ' ' } else { c }).collect();
    (Source::new(file, "\n".repeat(before) + &shown), before)
}

fn refused(rejection: &Rejection, text: &str) -> Wrong {
    let (source, start) = at_line(&rejection.file, rejection.line, text);
    let span = source.span(start, usize::MAX);
    let wrong = Diagnostic::error("W0615", rejection.reason.clone(), span, "cannot be used")
        .with_note("without --strict the rest is imported, and --rejected FILE lists what was not");
    Wrong { source, diagnostics: vec![wrong], interrupted: false }
}

fn failed(name: &str, failure: &Failure) -> Wrong {
    let (source, start) = at_line(name, failure.line, &failure.text);
    let mut wrong = Diagnostic::error("W0617", failure.message.clone(), source.span(start, usize::MAX), "");
    if failure.line == 0 {
        wrong.labels.clear();
    }
    if !failure.note.is_empty() {
        wrong = wrong.with_note(failure.note.clone());
    }
    Wrong { source, diagnostics: vec![wrong], interrupted: false }
}
