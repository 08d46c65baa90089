//! Files that a script names: `use` and `diff`.
//!
//! The name of a file comes in with the folder where it was written, and a base or a richer session goes out. Nothing is read unless whoever
//! made the session let it read files; what the files say is not known here.

use super::opening::{Access, column_of};
use super::record::Record;
use super::sources::{is_json_lines, no_text};
use super::unread::{file_trouble, near_file, text_of};
use super::{Base, Error, ErrorKind, Session};
use crate::answer::{Noted, Reply};
use crate::diagnostic::{Diagnostic, Fix};
use crate::syntax::ast::{Declared, Item, Part, Script, Statement, Use};
use crate::syntax::print::quoted;
use crate::syntax::{self, TextLimits};
use crate::text::Source;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file that a script may name, in bytes.
const LARGEST: u64 = 256 << 20;
/// Files that may use one another, one inside the other.
const DEEP: usize = 16;

/// What a session may read, and what it has read.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    /// Where relative names start; nothing is read where there is none.
    pub(super) folder: Option<PathBuf>,
    /// The files whose statements are running, the outermost first.
    running: Vec<PathBuf>,
    /// The files that are part of the session.
    used: Vec<PathBuf>,
    /// Bases under names of their own.
    named: Vec<(String, Base)>,
}

/// A file that was read.
struct Opened {
    path: PathBuf,
    source: Source,
    /// A base in columns, which has no text.
    column: Option<Base>,
}

impl Session {
    /// Lets `use` and `diff` read files. A relative name starts at `folder`; inside a used file, at the folder of that file. A session that
    /// was never told so reads nothing.
    ///
    /// ```
    /// use whereof::Source;
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// let refused = session.eval(&Source::new("script", "use \"more.whereof\""));
    /// assert_eq!(refused[0].as_ref().unwrap_err().diagnostics()[0].code, "W0611");
    /// session.read_files("scripts");
    /// let missing = session.eval(&Source::new("script", "use \"no such file.whereof\""));
    /// assert_eq!(missing[0].as_ref().unwrap_err().diagnostics()[0].code, "W0605");
    /// ```
    pub fn read_files(&mut self, folder: impl Into<PathBuf>) {
        self.files.folder = Some(folder.into());
    }

    /// Gives a base a name that `diff` can use in place of a file's.
    ///
    /// ```
    /// use whereof::Source;
    /// use whereof::{Base, Limits, Session};
    /// let mut session = Session::new(Base::builtin(), Limits::script());
    /// session.name_base("before", Base::builtin());
    /// let query = "retract study 59; diff before session: treatment where upregulates CXCR4";
    /// let replies = session.eval(&Source::new("script", query));
    /// assert!(replies.iter().all(Result::is_ok), "{replies:?}");
    /// ```
    pub fn name_base(&mut self, name: impl Into<String>, base: Base) {
        let name = name.into();
        self.files.named.retain(|(known, _)| *known != name);
        self.files.named.push((name, base));
    }

    /// `use "more.whereof"`
    pub(super) fn use_file(&mut self, source: &Source, used: &Use) -> Result<Reply, Error> {
        let found = read(self, source, &used.file)?;
        let noted = |did: Vec<String>| Ok(Reply::Noted(Noted { statement: used.to_string(), did }));
        let wrong = |message: String, label: &str| {
            let found = Diagnostic::error("W0612", message, used.file.span, label);
            Error::new(ErrorKind::Question, source.clone(), vec![found])
        };
        if self.files.running.contains(&found.path) {
            return Err(wrong(format!("`{}` uses itself", used.file.text), "it is being read already"));
        }
        if self.files.running.len() >= DEEP {
            return Err(wrong(format!("more than {DEEP} files use one another"), "one too many"));
        }
        if self.files.used.contains(&found.path) {
            return noted(vec!["it is part of this session already".to_owned()]);
        }
        let before = self.whole.info();
        if let Some(column) = &found.column {
            let whole = self.whole.merge(column)?;
            self.lay_again(whole, source, used)?;
        } else if is_json_lines(&found.path) {
            let whole = self.whole.with_json_lines(&found.source)?;
            self.lay_again(whole, source, used)?;
        } else {
            let limits = TextLimits { bytes: LARGEST as usize, ..TextLimits::default() };
            let parsed = syntax::parse(&found.source, limits);
            if parsed.script.items.iter().any(is_of_a_base) {
                let whole = self.whole.with_text(&found.source)?;
                self.lay_again(whole, source, used)?;
            } else {
                let did = self.run_used(&found, &parsed.script)?;
                self.files.used.push(found.path);
                return noted(did);
            }
        }
        self.files.used.push(found.path);
        let after = self.whole.info();
        let counted = |number: u64, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
        noted(vec![format!(
            "added {} and {}: {} of {} are open",
            counted(after.findings.saturating_sub(before.findings), "finding", "findings"),
            counted(after.studies.saturating_sub(before.studies), "study", "studies"),
            counted(after.findings, "finding", "findings"),
            counted(after.studies, "study", "studies"),
        )])
    }

    /// Asks a richer base from now on; what the session defined is read anew over its names.
    fn lay_again(&mut self, whole: Base, source: &Source, used: &Use) -> Result<(), Error> {
        let definitions = self.definitions.again(whole.facts().vocabulary()).map_err(|wrong| {
            let message = format!("with `{}` a definition of this session cannot be read any more", used.file.text);
            let mut found = Diagnostic::error("W0612", message, used.file.span, "not laid upon the session");
            found.notes.extend(wrong.into_iter().take(3).map(|each| each.message));
            Error::new(ErrorKind::Question, source.clone(), vec![found])
        })?;
        self.definitions = definitions;
        self.lay(whole);
        Ok(())
    }

    /// Runs the statements of a used file; the session takes them over only where all of them succeed.
    fn run_used(&mut self, file: &Opened, script: &Script) -> Result<Vec<String>, Error> {
        for item in &script.items {
            if let Some(wrong) = not_for_use(item) {
                return Err(Error::new(ErrorKind::Question, file.source.clone(), vec![wrong]));
            }
        }
        let mut inner = self.clone();
        inner.record = Record::default();
        inner.files.folder = file.path.parent().map(Path::to_path_buf);
        inner.files.running.push(file.path.clone());
        let mut did = Vec::new();
        let mut failed = None;
        inner.eval_each(&file.source, &mut |result| match result {
            Ok(Reply::Noted(noted)) => {
                did.extend(noted.did);
                true
            }
            Ok(Reply::Defined(defined)) => {
                did.push(format!("the {} `{}` is defined", defined.kind, defined.name));
                true
            }
            Ok(_) => true,
            Err(error) => {
                failed = Some(error);
                false
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        inner.files.folder.clone_from(&self.files.folder);
        inner.files.running.clone_from(&self.files.running);
        // what is remembered of the session is that it used the file, not what stands in it
        inner.record = std::mem::take(&mut self.record);
        *self = inner;
        Ok(did)
    }
}

/// Whether it belongs in a base rather than in a script.
fn is_of_a_base(item: &Item) -> bool {
    matches!(item, Item::Block(_) | Item::Statement(Statement::Declaration(_) | Statement::Edge(_)))
}

/// A question in a used file would be answered to nobody.
fn not_for_use(item: &Item) -> Option<Diagnostic> {
    let Item::Statement(statement) = item else { return None };
    if matches!(
        statement,
        Statement::Define(_) | Statement::Let(_) | Statement::Use(_) | Statement::Retract(_) | Statement::Expect(_)
    ) {
        return None;
    }
    let found = Diagnostic::error(
        "W0612",
        "a file that is used asks no question",
        statement.span(),
        "nobody is told the answer",
    );
    Some(found.with_note("`use` takes bases, and scripts of `define`, `let`, `use`, `retract study` and `expect`"))
}

/// The base that a name stands for: one that is open, else that of a file.
///
/// # Errors
/// No base has that name and no file can be read, or what it holds is wrong.
pub(super) fn base_named(session: &Session, source: &Source, part: &Part) -> Result<Base, Error> {
    let name = part.text.as_str();
    if let Some((_, base)) = session.files.named.iter().find(|(known, _)| known == name) {
        return Ok(base.clone());
    }
    match name {
        "session" => return Ok(session.base.clone()),
        "builtin" => return Ok(Base::builtin()),
        _ if name == session.base.facts().name() => return Ok(session.base.clone()),
        _ => {}
    }
    let found = read(session, source, part)?;
    if let Some(column) = found.column {
        return Ok(column);
    }
    if is_json_lines(&found.path) {
        return Base::from_json_lines(&found.source);
    }
    let limits = TextLimits { bytes: LARGEST as usize, ..TextLimits::default() };
    let declares = syntax::parse(&found.source, limits).script.items.iter().any(|item| {
        matches!(item, Item::Statement(Statement::Declaration(declaration)) if declaration.what == Declared::Noun)
    });
    // A text without nouns of its own speaks of what is open.
    if declares { Base::from_text(&found.source) } else { session.whole.with_text(&found.source) }
}

fn read(session: &Session, source: &Source, part: &Part) -> Result<Opened, Error> {
    let Some(folder) = &session.files.folder else {
        let names = "`diff` knows `session`, `builtin` and the bases that were named";
        let found = Diagnostic::error("W0611", "this session reads no files", part.span, "a file")
            .with_note(format!("whoever opened the session did not let it; {names}"));
        return Err(Error::new(ErrorKind::File, source.clone(), vec![found]));
    };
    let failed = |path: &Path, why: String| {
        let message = format!("`{}` cannot be read: {why}", part.text);
        let mut found = Diagnostic::error("W0605", message, part.span, "this file");
        if let Some(near) = near_file(path) {
            // as it was typed: a relative name stays one
            let typed = Path::new(&near).strip_prefix(folder).map_or(near.clone(), |name| name.display().to_string());
            found.fixes.push(Fix::replace(format!("`{typed}` is there"), part.span, quoted(&typed)));
        }
        Error::new(ErrorKind::File, source.clone(), vec![found])
    };
    let typed = folder.join(&part.text);
    let path = fs::canonicalize(&typed).map_err(|error| failed(&typed, file_trouble(&typed, &error)))?;
    match fs::metadata(&path) {
        Ok(meta) if meta.is_file() => {}
        Ok(meta) if meta.is_dir() => return Err(failed(&path, "it is a folder".to_owned())),
        // A pipe or a device may never end.
        _ => return Err(failed(&path, "it is no file".to_owned())),
    }
    // a script may name a file that it wrote itself: nothing of it is believed unread
    if let Some(column) = column_of(&path, Access::Whole)? {
        return Ok(Opened { path, source: Source::new(part.text.clone(), ""), column: Some(Base::of_column(column)) });
    }
    let mut bytes = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| failed(&path, file_trouble(&path, &error)))?;
    if bytes.len() as u64 > LARGEST {
        return Err(failed(&path, format!("it is longer than {LARGEST} bytes")));
    }
    let text = text_of(bytes).map_err(|wrong| no_text(&part.text, wrong))?;
    Ok(Opened { path, source: Source::new(part.text.clone(), text), column: None })
}
