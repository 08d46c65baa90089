//! Bases from files: which form one has, and what of it is read.
//!
//! A path comes in, and a base in columns or the text of one goes out, or why there is none. What the base says is not known here.

use super::sources::{json_lines, misnamed, read_file};
use super::unread::{file_trouble, near_file};
use super::{Base, Error, ErrorKind};
use crate::answer::reply::Listing;
use crate::base::column::{self, Column, Damage, MAGIC};
use crate::columns::Bytes;
use crate::diagnostic::Diagnostic;
use crate::text::Source;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// How the file of a base in columns is read; text and JSON Lines are read whole.
///
/// ```
/// use whereof::{Access, Base};
/// let file = "src/base/builtin/image.whereof-base";
/// let (one, two) = (Base::open_as(file, Access::Mapped)?, Base::open_as(file, Access::Whole)?);
/// assert_eq!(one.info(), two.info());
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Mapped: what is not asked for is not read, and opening takes no longer for a larger base.
    #[default]
    Mapped,
    /// Copied into memory, and every byte looked at: for files of strangers, and where another program might write into the file.
    Whole,
}

/// What a file holds.
pub(super) enum Held {
    Column(Box<Column>),
    JsonLines(Source),
    Text(Source),
}

/// Reads the file of a base.
pub(super) fn held(path: &Path, access: Access) -> Result<Held, Error> {
    if let Some(column) = column_of(path, access)? {
        return Ok(Held::Column(Box::new(column)));
    }
    let source = read_file(path)?;
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"));
    Ok(if is_json { Held::JsonLines(source) } else { Held::Text(source) })
}

/// The base in columns that a file is, by its first bytes or its name.
pub(super) fn column_of(path: &Path, access: Access) -> Result<Option<Column>, Error> {
    let named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("whereof-base"));
    let failed = |error: io::Error| unread(path, &error);
    if !named && !std::fs::metadata(path).is_ok_and(|meta| meta.is_file()) {
        // whatever cannot be looked into twice is read as text is
        return Ok(None);
    }
    let mut file = File::open(path).map_err(failed)?;
    let mut head = [0; MAGIC.len()];
    let begun = file.read(&mut head).map_err(failed)?;
    if !named && head != MAGIC {
        return Ok(None);
    }
    if begun == 0 {
        return Err(damaged(path, &Damage::Short(0, 64)));
    }
    let read = match access {
        Access::Mapped => Bytes::mapped(&file),
        Access::Whole => File::open(path).and_then(|file| Bytes::read(&file)),
    };
    let bytes = read.map_err(failed)?;
    let opened = match access {
        Access::Mapped => column::open(bytes),
        Access::Whole => column::verify(bytes),
    };
    opened.map(Some).map_err(|damage| damaged(path, &damage))
}

impl Base {
    /// A base from a file, as [`Base::open`], with a choice of what of a base in columns is read.
    ///
    /// ```
    /// use whereof::{Base, Access};
    /// let base = Base::open_as("src/base/builtin/image.whereof-base", Access::Whole)?;
    /// assert_eq!(base.info().name, "Hu 2020");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    ///
    /// # Errors
    /// The file cannot be read, or something in it.
    pub fn open_as(path: impl AsRef<Path>, access: Access) -> Result<Base, Error> {
        match held(path.as_ref(), access)? {
            Held::Column(column) => Ok(Base::of_column(*column)),
            Held::JsonLines(source) => Base::from_json_lines(&source),
            Held::Text(source) => Base::from_text(&source).map_err(misnamed),
        }
    }

    /// Lays what a file holds upon this base.
    pub(super) fn with_held(&self, held: Held) -> Result<Base, Error> {
        match held {
            Held::Column(column) => self.merge(&Base::of_column(*column)),
            Held::JsonLines(source) => self.with_json_lines(&source),
            Held::Text(source) => self.with_text(&source).map_err(misnamed),
        }
    }
}

/// Looks at every byte of the file of a base, and at whether all that it refers to is there.
///
/// ```
/// use std::path::Path;
/// use whereof::engine::verify;
/// let base = verify(Path::new("src/base/builtin/image.whereof-base"))?;
/// assert!(base.info().findings > 0);
/// assert!(verify(Path::new("Cargo.toml")).is_err());
/// # Ok::<(), whereof::Error>(())
/// ```
///
/// # Errors
/// The file cannot be read, or is not what was written; or it is text or JSON Lines that are wrong.
pub fn verify(path: &Path) -> Result<Base, Error> {
    let held = held(path, Access::Whole)?;
    let base = match held {
        Held::Column(column) => Base::of_column(*column),
        Held::JsonLines(source) => Base::of_parts(json_lines(&source)?),
        Held::Text(source) => Base::from_text(&source).map_err(misnamed)?,
    };
    let sum = crate::base::fingerprint::fingerprint(base.facts());
    match sum == base.facts().fingerprint() {
        true => Ok(base),
        false => Err(damaged(path, &Damage::Corrupt("its fingerprint"))),
    }
}

/// What a base holds that was found whole, in one line.
#[must_use]
pub fn verified(base: &Base) -> Listing {
    let info = base.info();
    let row = vec![
        "whole".to_owned(),
        info.name.clone(),
        base.vocabulary().entities().len().to_string(),
        info.findings.to_string(),
        info.studies.to_string(),
        info.hash.clone(),
    ];
    Listing {
        title: format!("{} is whole", info.name),
        columns: ["state", "base", "names", "findings", "studies", "fingerprint"].map(str::to_owned).to_vec(),
        rows: vec![row],
    }
}

fn unread(path: &Path, error: &io::Error) -> Error {
    let name = path.display().to_string();
    let message = format!("`{name}` cannot be read: {}", file_trouble(path, error));
    let source = Source::new(name, "");
    let mut wrong = Diagnostic::error("W0605", message, source.span(0, 0), "");
    wrong.notes.extend(near_file(path).map(|near| format!("`{near}` is there")));
    Error::new(ErrorKind::File, source, vec![wrong])
}

fn damaged(path: &Path, damage: &Damage) -> Error {
    let name = path.display().to_string();
    let message = format!("`{name}` cannot be read: {damage}");
    let source = Source::new(name, "");
    let wrong = Diagnostic::error("W0618", message, source.span(0, 0), "").with_note(damage.advice());
    Error::new(ErrorKind::File, source, vec![wrong])
}
