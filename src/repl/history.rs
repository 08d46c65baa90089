//! What was typed before, kept in the user's state folder.
//!
//! The environment's folders come in, a file to append to goes out. A file that cannot be read is moved aside, never written over.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Bytes of a history that is still read; a bigger file is none that this program wrote.
const LARGEST: u64 = 8 << 20;

/// Where the history is kept; nowhere where there is no folder for it.
#[derive(Debug, Default)]
pub(super) struct History {
    /// The file, where it may be read and written.
    pub(super) path: Option<PathBuf>,
}

impl History {
    /// Finds the file and looks whether it can be used; also says what was wrong, once.
    pub(super) fn open() -> (History, Option<String>) {
        match folder(|name| env::var_os(name).map(PathBuf::from)) {
            Some(folder) => History::in_folder(&folder),
            None => (History::default(), None),
        }
    }

    fn in_folder(folder: &Path) -> (History, Option<String>) {
        let nowhere = |why: String| (History::default(), Some(why));
        if let Err(error) = make_folder(folder) {
            return nowhere(format!("no history is kept: cannot make `{}`: {error}", folder.display()));
        }
        let path = folder.join("history");
        match readable(&path) {
            Ok(()) => (History { path: Some(path) }, None),
            Err(why) => {
                let aside =
                    (0..100).map(|turn| folder.join(format!("history.bad{turn}"))).find(|aside| !aside.exists());
                match aside.map(|aside| (fs::rename(&path, &aside), aside)) {
                    Some((Ok(()), aside)) => {
                        let words =
                            format!("the history could not be read ({why}) and now lies in `{}`", aside.display());
                        (History { path: Some(path) }, Some(words))
                    }
                    _ => nowhere(format!("no history is kept: it cannot be read ({why})")),
                }
            }
        }
    }
}

/// The state folder of this program.
fn folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).filter(|path| path.is_absolute());
    absolute("XDG_STATE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))
        .map(|at| at.join("whereof"))
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Whether a history can be loaded; one that is not there yet can.
fn readable(path: &Path) -> Result<(), String> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.to_string()),
        Ok(meta) if !meta.is_file() => return Err("not a file".to_owned()),
        Ok(meta) if meta.len() > LARGEST => return Err("too big".to_owned()),
        Ok(_) => {}
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let text = std::str::from_utf8(&bytes).map_err(|_| "not UTF-8".to_owned())?;
    if text.contains('\0') { Err("it holds NUL characters".to_owned()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("whereof-history-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn the_folder_follows_the_environment() {
        let only =
            |given: &'static str, path: &'static str| move |name: &str| (name == given).then(|| PathBuf::from(path));
        assert_eq!(folder(only("XDG_STATE_HOME", "/s")), Some(PathBuf::from("/s/whereof")));
        assert_eq!(folder(only("HOME", "/h")), Some(PathBuf::from("/h/.local/state/whereof")));
        assert_eq!(folder(only("XDG_STATE_HOME", "relative")), None);
        assert_eq!(folder(|_| None), None);
    }

    #[test]
    fn a_bad_history_is_moved_aside_once_and_not_lost() {
        for (name, bytes) in [("latin", b"caf\xe9\n".as_slice()), ("nul", b"a\0b\n")] {
            let folder = scratch(name);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("history"), bytes).unwrap();
            let (history, said) = History::in_folder(&folder);
            assert!(history.path.is_some());
            assert!(said.unwrap().contains("history.bad0"));
            assert_eq!(fs::read(folder.join("history.bad0")).unwrap(), bytes);
            assert!(!folder.join("history").exists());
            let (_, said) = History::in_folder(&folder);
            assert_eq!(said, None);
            fs::remove_dir_all(&folder).unwrap();
        }
    }

    #[test]
    fn a_folder_in_the_way_means_no_history() {
        let folder = scratch("file");
        fs::write(&folder, "").unwrap();
        let (history, said) = History::in_folder(&folder);
        assert!(history.path.is_none() && said.is_some());
        fs::remove_file(&folder).unwrap();
    }
}
