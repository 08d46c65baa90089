//! The file of settings.
//!
//! TOML comes in, values go out, and back with comments and unknown keys as they were. It lies in the user's config folder and nowhere else.

use super::{Settings, Shown, named};
use crate::repl::folders;
use crate::terminal::{NewFile, Stop, shown};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, Item, Value};
use whereof::engine::{file_trouble, text_of};

/// Bytes of a file of settings that is still read.
const LARGEST: u64 = 1 << 20;

/// A file of settings, as it was read.
#[derive(Debug, Default)]
pub(crate) struct ConfigFile(DocumentMut);

impl ConfigFile {
    /// Where it lies, be it there or not; nowhere without a home folder.
    pub(crate) fn path() -> Option<PathBuf> {
        folders::config().map(|folder| folder.join("config.toml"))
    }

    /// Reads a file; one that is not there is empty.
    ///
    /// # Errors
    /// It cannot be read.
    pub(crate) fn read(path: &Path) -> Result<ConfigFile, String> {
        let failed = |why: &str| format!("the settings in `{}` cannot be read: {why}", shown(path));
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(ConfigFile::default()),
            Ok(meta) if !meta.is_file() => return Err(failed("it is no file")),
            Ok(meta) if meta.len() > LARGEST => return Err(failed("it is larger than any settings")),
            _ => {}
        }
        let bytes = fs::read(path).map_err(|error| failed(&file_trouble(path, &error)))?;
        let text = text_of(bytes).map_err(|wrong| {
            let line = wrong.place.map(|(line, _)| format!("line {line}: ")).unwrap_or_default();
            failed(&format!("{line}{}", wrong.why))
        })?;
        ConfigFile::parse(&text).map_err(|why| failed(&why))
    }

    /// Reads a text.
    ///
    /// # Errors
    /// It is no TOML: the line, and why.
    pub(crate) fn parse(text: &str) -> Result<ConfigFile, String> {
        text.parse().map(ConfigFile).map_err(|error: toml_edit::TomlError| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            // what the reader says is said to those who know how it reads
            format!("line {line} is no TOML: a line is `name = value`, with quotes around a text")
        })
    }

    /// Gives settings the values of the file; gives back what in it cannot be heeded.
    pub(crate) fn put(&self, settings: &mut Settings) -> Vec<String> {
        let mut wrong = Vec::new();
        for (name, item) in self.0.iter() {
            let done = match item {
                Item::Value(Value::String(text)) => settings.set(name, text.value()),
                Item::Value(Value::Integer(number)) => settings.set(name, &number.value().to_string()),
                Item::Value(Value::Boolean(is)) => settings.set(name, &is.value().to_string()),
                _ => named(name)
                    .and_then(|_| Err(format!("`{name}` stays as it was: a text, a number or a truth is wanted"))),
            };
            wrong.extend(done.err());
        }
        wrong
    }

    /// Puts one value into the file, and leaves everything else in it as it is.
    ///
    /// # Errors
    /// The file cannot be read or written; it is then as it was.
    pub(crate) fn keep(path: &Path, name: &str, shown_value: Shown) -> Result<(), String> {
        let mut file = ConfigFile::read(path).map_err(|why| format!("{why}; nothing was written"))?;
        file.change(name, value(shown_value));
        let told = |stop: Stop| match stop {
            Stop::Closed => format!("cannot write `{}`", shown(path)),
            Stop::Failed(_, why) => why,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| format!("cannot make `{}`: {}", shown(folder), file_trouble(folder, &error)))?;
        }
        let mut new = NewFile::begin(path).map_err(told)?;
        new.write(file.0.to_string().as_bytes()).map_err(told)?;
        new.commit().map_err(told)
    }

    fn change(&mut self, name: &str, mut new: Value) {
        match self.0.get_mut(name).and_then(Item::as_value_mut) {
            Some(old) => {
                // a remark behind the old value stays behind the new one
                *new.decor_mut() = old.decor().clone();
                *old = new;
            }
            None => {
                self.0.insert(name, Item::Value(new));
            }
        }
    }
}

/// A value as TOML.
pub(super) fn value(shown: Shown) -> Value {
    match shown {
        Shown::Text(text) => Value::from(text),
        Shown::Number(number) => Value::from(i64::try_from(number).unwrap_or(i64::MAX)),
        Shown::Truth(is) => Value::from(is),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TEXT: &str = "# mine\nwidth = 100 # narrow screen\n\ncolour = \"never\"\n\n[hereafter]\nnew = 1\n";

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("whereof-config-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn unknown_keys_are_told_and_never_lost() {
        let mut file = ConfigFile::parse(TEXT).unwrap();
        let mut settings = Settings::default();
        let wrong = file.put(&mut settings);
        assert_eq!(settings.width, 100);
        assert_eq!(wrong[0], "no setting `colour`; did you mean `color`?");
        assert!(wrong[1].starts_with("no setting `hereafter`; there are "), "{wrong:?}");
        file.change("width", value(Shown::Number(90)));
        file.change("timer", value(Shown::Truth(true)));
        let text = file.0.to_string();
        assert!(text.starts_with("# mine\nwidth = 90 # narrow screen\n\ncolour = \"never\"\n"), "{text}");
        assert!(text.contains("\ntimer = true\n") && text.ends_with("[hereafter]\nnew = 1\n"), "{text}");
        let mut again = Settings::default();
        ConfigFile::parse(&text).unwrap().put(&mut again);
        assert!(again.width == 90 && again.timer);
    }

    #[test]
    fn a_file_is_made_with_its_folder_and_a_wrong_one_is_left_alone() {
        let folder = scratch("made");
        let path = folder.join("deep/config.toml");
        ConfigFile::keep(&path, "mode", Shown::Text("csv".to_owned())).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mode = \"csv\"\n");
        for wrong in [b"mode = \n".as_slice(), b"mode = \"\xff\"", b"\0"] {
            fs::write(&path, wrong).unwrap();
            let why = ConfigFile::keep(&path, "mode", Shown::Text("tsv".to_owned())).unwrap_err();
            assert!(why.ends_with("nothing was written"), "{why}");
            assert_eq!(fs::read(&path).unwrap(), wrong);
        }
        assert!(ConfigFile::read(&folder).unwrap_err().contains("it is no file"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_value_of_another_sort_is_told() {
        let mut settings = Settings::default();
        let wrong = ConfigFile::parse("mode = [1]\nwidth = 1.5\ntimer = \"on\"").unwrap().put(&mut settings);
        assert_eq!(wrong.len(), 2);
        assert!(wrong[0].contains("a text, a number or a truth is wanted") && settings.timer);
        assert!(ConfigFile::parse("a = 1\nb =").unwrap_err().starts_with("line 2 is no TOML"));
    }
}
