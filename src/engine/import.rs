//! Bases out of the files of others.
//!
//! Bytes come in through [`Import`], a base goes out, with a reason for each record that could not be used. How a format is read is not known
//! here.

use super::{Base, Error, ErrorKind};
use crate::base::column::{self, Image};
use crate::base::{Bulk, Parts, jsonl};
use crate::diagnostic::Diagnostic;
use crate::importing::{Counts, Event, Form, Importer, Listen, Options, Rejection, Wrong};
use crate::limits::Exceeded;
use crate::notation::{self, Written};
use crate::text::{Source, Span};
use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;

/// Files of others on their way into a base.
///
/// A record that cannot be used is rejected with its line and a reason; what is kept and what is rejected is what was read.
///
/// ```
/// use whereof::Source;
/// use whereof::import::Import;
/// let mapping = r#"
///     declarations = "noun treatment; noun gene; verb upregulates with direction = increase, subject = treatment, object = gene;"
///     [verbs]
///     raises = "upregulates"
/// "#;
/// let table = "subject\trelation\tobject\tstudy\nhypoxia\traises\tCXCR4\tPMID:1\nhypoxia\tsaves\tCXCR4\tPMID:1\n";
/// let mut import = Import::with_mapping(&Source::new("map.toml", mapping))?;
/// import.read("table.tsv", &mut table.as_bytes())?;
/// let imported = import.finish()?;
/// assert_eq!((imported.counts.kept, imported.rejected[0].line), (1, 3));
/// assert_eq!(imported.base.query("treatment where upregulates CXCR4")?.len(), 1);
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Debug)]
pub struct Import {
    importer: Importer,
    rejected: Vec<Rejection>,
}

/// What became of the files, with the base as it was asked for.
#[derive(Debug)]
pub struct Imported<B = Base> {
    /// The base.
    pub base: B,
    /// How much was read.
    pub counts: Counts,
    /// What could not be used; empty where somebody listened.
    pub rejected: Vec<Rejection>,
    /// What was left out of what was kept, in plain words.
    pub left_out: Vec<String>,
}

impl Import {
    /// With the words of a mapping, in TOML.
    ///
    /// ```
    /// use whereof::import::Import;
    /// assert!(Import::with_mapping(&"[verbs]\nraises = \"upregulates\"".into()).is_ok());
    /// assert!(Import::with_mapping(&"[verbs".into()).is_err());
    /// ```
    ///
    /// # Errors
    /// What is wrong with the mapping.
    pub fn with_mapping(mapping: &Source) -> Result<Import, Error> {
        Import::new(None, Some(mapping), Options::default())
    }

    /// On top of a base, with a mapping, in the way that is wanted.
    ///
    /// ```
    /// use whereof::Base;
    /// use whereof::import::{Import, Options};
    /// let strict = Options { strict: true, ..Options::default() };
    /// assert!(Import::new(Some(&Base::builtin()), None, strict).is_ok());
    /// ```
    ///
    /// # Errors
    /// What is wrong with the mapping; and the base is a foreign store.
    pub fn new(onto: Option<&Base>, mapping: Option<&Source>, options: Options) -> Result<Import, Error> {
        let parts = match onto {
            None => Parts::default(),
            Some(base) => base.parts()?,
        };
        let importer = Importer::new(parts, mapping, options).map_err(error)?;
        Ok(Import { importer, rejected: Vec::new() })
    }

    /// Reads a file, whose format its name or its first bytes tell.
    ///
    /// ```
    /// use whereof::import::{Form, Import, Options};
    /// let mut import = Import::new(None, None, Options::default())?;
    /// let terms = "[Term]\nid: X:1\nname: light\nnamespace: influence\n";
    /// assert_eq!(import.read("terms.obo", &mut terms.as_bytes())?, Form::Obo);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// The file is of no format that is known, or cannot be read to its end.
    pub fn read(&mut self, name: &str, input: &mut dyn BufRead) -> Result<Form, Error> {
        let rejected = &mut self.rejected;
        let mut keep = |event: Event<'_>| {
            if let Event::Rejected(rejection) = event {
                rejected.push(rejection.clone());
            }
            ControlFlow::Continue(())
        };
        self.importer.read(name, None, input, &mut keep).map_err(error)
    }

    /// The same, of a format that is said, with a listener.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use whereof::import::{Event, Form, Import, Options};
    /// let mut import = Import::new(None, None, Options::default())?;
    /// let terms = "[Term]\nid: X:1\nname: light\nnamespace: influence\n";
    /// import.listen("stdin", Some(Form::Obo), &mut terms.as_bytes(), &mut |event| {
    ///     if let Event::Rejected(why) = event {
    ///         println!("line {}: {}", why.line, why.reason);
    ///     }
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(import.counts().kept, 1);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Import::read`]; and the listener ended it.
    pub fn listen(
        &mut self,
        name: &str,
        form: Option<Form>,
        input: &mut dyn BufRead,
        listen: &mut Listen<'_>,
    ) -> Result<Form, Error> {
        self.importer.read(name, form, input, listen).map_err(error)
    }

    /// How much was read so far.
    ///
    /// ```
    /// use whereof::import::{Import, Options};
    /// assert_eq!(Import::new(None, None, Options::default())?.counts().read, 0);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.importer.counts()
    }

    /// The base of what was read.
    ///
    /// ```
    /// use whereof::import::{Import, Options};
    /// let mut import = Import::new(None, None, Options::default())?;
    /// let terms = "[Term]\nid: X:1\nname: light\nnamespace: influence\n";
    /// import.read("terms.obo", &mut terms.as_bytes())?;
    /// let base = import.finish()?.base;
    /// assert_eq!(base.vocabulary().entities_named("light").len(), 1);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// Something can only be looked up at the end and is not there, where strictness was asked for.
    pub fn finish(self) -> Result<Imported, Error> {
        let Imported { base, counts, rejected, left_out } = self.bulk()?;
        Ok(Imported { base: Base::of_parts(Parts::from(base)), counts, rejected, left_out })
    }

    /// The file of a base of what was read, which takes less memory and time than a base that is at once asked; `name` is what the base is called.
    ///
    /// ```
    /// use whereof::Base;
    /// use whereof::import::{Import, Options};
    /// let mut import = Import::new(None, None, Options::default())?;
    /// let terms = "[Term]\nid: X:1\nname: light\nnamespace: influence\n";
    /// import.read("terms.obo", &mut terms.as_bytes())?;
    /// let file = import.finish_file("terms")?.base;
    /// let mut bytes = Vec::new();
    /// file.write(&mut bytes).unwrap();
    /// assert_eq!((bytes.len(), file.counts()), (file.length(), (0, 0, 1)));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Import::finish`]; and there is more of something than a file can hold.
    pub fn finish_file(self, name: &str) -> Result<Imported<BaseFile>, Error> {
        let Imported { base, counts, rejected, left_out } = self.bulk()?;
        Ok(Imported { base: BaseFile::of(name, base)?, counts, rejected, left_out })
    }

    fn bulk(self) -> Result<Imported<Bulk>, Error> {
        let mut rejected = self.rejected;
        let imported = self.importer.finish(&mut |event| {
            if let Event::Rejected(rejection) = event {
                rejected.push(rejection.clone());
            }
            ControlFlow::Continue(())
        });
        let imported = imported.map_err(error)?;
        Ok(Imported { base: imported.parts, counts: imported.counts, rejected, left_out: imported.left_out })
    }
}

/// The file of a base in columns, `.whereof-base`, not yet written.
#[derive(Debug)]
pub struct BaseFile {
    image: Image,
}

impl BaseFile {
    fn of(name: &str, bulk: Bulk) -> Result<BaseFile, Error> {
        let image = column::image(name, bulk).map_err(|damage| {
            let mut wrong = Diagnostic::error("W0617", damage.to_string(), Span::default(), "");
            wrong.labels.clear();
            Error::new(ErrorKind::Base, Source::new(name, ""), vec![wrong])
        })?;
        Ok(BaseFile { image })
    }

    /// That of a base which is open.
    ///
    /// ```
    /// use whereof::{Base, import::BaseFile};
    /// assert!(BaseFile::of_base(&Base::builtin())?.counts().0 > 500);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// It is a foreign store; or there is more of something than a file can hold.
    pub fn of_base(base: &Base) -> Result<BaseFile, Error> {
        BaseFile::of(base.facts().name(), base.parts()?.into())
    }

    /// How many bytes it will have.
    ///
    /// ```
    /// let file = whereof::import::Import::new(None, None, Default::default())?.finish_file("nothing")?.base;
    /// assert!(file.length() < 10_000);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn length(&self) -> usize {
        self.image.length()
    }

    /// How many findings, studies and entities the base has.
    ///
    /// ```
    /// let file = whereof::import::Import::new(None, None, Default::default())?.finish_file("nothing")?.base;
    /// assert_eq!(file.counts(), (0, 0, 0));
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        self.image.counts()
    }

    /// Writes the bytes, from first to last.
    ///
    /// ```
    /// let file = whereof::import::Import::new(None, None, Default::default())?.finish_file("nothing")?.base;
    /// let mut bytes = Vec::new();
    /// file.write(&mut bytes)?;
    /// assert!(bytes.starts_with(b"\x8fwhereof") && bytes.len() == file.length());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.image.write(out)
    }
}

fn error(wrong: Wrong) -> Error {
    let kind = if wrong.interrupted { ErrorKind::Limit(Exceeded::Cancelled) } else { ErrorKind::Base };
    Error::new(kind, wrong.source, wrong.diagnostics)
}

/// A base as text in the notation of `docs/bases.md`, and what such a text cannot hold.
#[must_use]
pub fn written(base: &Base) -> Written {
    notation::write(base.facts())
}

/// The lines of a base as JSON Lines, one after the other: see [`export`](super::export).
pub fn lines(base: &Base) -> impl Iterator<Item = String> + '_ {
    jsonl::lines(base.facts())
}
