//! What was typed before, kept in the user's state folder.
//!
//! Inputs come in, a file that several prompts append to goes out. A file that cannot be read is moved aside, never written over. The editor's
//! own files are not used: where two prompts are open they are cut and written anew in place, and a crash in between loses all of it.

use super::folders;
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use whereof::engine::file_trouble;

/// Bytes of a history that is still read; a bigger file is none that this program wrote.
const LARGEST: u64 = 8 << 20;
/// Bytes of an input that is still kept: what is pasted from a file has its place there.
const LONGEST: usize = 32 << 10;
/// First line of the file; behind it one input a line, with `\n` and `\\` for line ends and backslashes.
const MARK: &str = "#V2";

/// Inputs typed before, and where they are kept; nowhere where there is no folder for it.
#[derive(Debug, Default)]
pub(super) struct History {
    /// The file, where it may be read and written.
    path: Option<PathBuf>,
    /// The inputs, oldest first, none twice.
    entries: Vec<String>,
    /// How many are kept.
    most: usize,
}

impl History {
    /// Finds the file and reads it; also says what was wrong, once. Of the newest so many inputs are kept for later, none for 0.
    pub(super) fn open(most: usize) -> (History, Option<String>) {
        match folders::state() {
            Some(folder) if most > 0 => History::in_folder(&folder, most),
            _ => (History { most, ..History::default() }, None),
        }
    }

    fn in_folder(folder: &Path, most: usize) -> (History, Option<String>) {
        let mut history = History { path: None, entries: Vec::new(), most };
        let said = match make_folder(folder) {
            Err(error) => Some(format!(
                "no history is kept: the folder `{}` cannot be made: {}",
                folder.display(),
                file_trouble(folder, &error)
            )),
            Ok(()) => history.take(folder),
        };
        (history, said)
    }

    /// Reads the file of a folder, or moves it aside; says what a user should know.
    fn take(&mut self, folder: &Path) -> Option<String> {
        let path = folder.join("history");
        match read(&path) {
            Ok(text) => {
                let lines = text.lines().count();
                self.entries = entries(&text, self.most);
                // what is too old or comes again stays in the file until there is much of it
                if lines > 2 * self.entries.len() + 100 && shorten(&path, self.most).is_err() {
                    return Some(format!("the history `{}` cannot be shortened", path.display()));
                }
                self.path = Some(path);
                None
            }
            Err(why) => {
                let aside =
                    (0..100).map(|turn| folder.join(format!("history.bad{turn}"))).find(|aside| !aside.exists());
                match aside.map(|aside| (fs::rename(&path, &aside), aside)) {
                    Some((Ok(()), aside)) => {
                        self.path = Some(path);
                        Some(format!("the history could not be read ({why}) and now lies in `{}`", aside.display()))
                    }
                    _ => Some(format!("no history is kept: it cannot be read ({why})")),
                }
            }
        }
    }

    /// The inputs so far, oldest first.
    pub(super) fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Keeps an input, at once, so that it outlives whatever comes next; gives it back as it is kept.
    ///
    /// What begins with a blank is not kept, nor what is the same as the input before it.
    ///
    /// # Errors
    /// What the user should know, once: it cannot be written.
    pub(super) fn keep(&mut self, text: &str) -> Result<Option<&str>, String> {
        let text = text.trim_end();
        let is_wanted = !text.is_empty()
            && !text.starts_with(char::is_whitespace)
            && text.len() <= LONGEST
            && !text.contains('\0')
            && self.entries.last().is_none_or(|last| last != text);
        if !is_wanted {
            return Ok(None);
        }
        self.entries.push(text.to_owned());
        if let Some(path) = &self.path
            && let Err(error) = append(path, text)
        {
            let words = format!("the history `{}` cannot be written: {}", path.display(), file_trouble(path, &error));
            self.path = None;
            return Err(words);
        }
        Ok(self.entries.last().map(String::as_str))
    }
}

/// The inputs in a file, in order: of those that come again the last, and no more than so many.
fn entries(text: &str, most: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let lines = text.lines().filter(|line| *line != MARK && !line.is_empty());
    let mut kept: Vec<String> = lines.rev().filter(|line| seen.insert(*line)).take(most).map(typed_of).collect();
    kept.reverse();
    kept
}

/// An input as one line of the file.
fn line_of(typed: &str) -> String {
    format!("{}\n", typed.replace('\\', "\\\\").replace('\n', "\\n"))
}

/// The input of a line of the file; an unknown sequence is taken as it stands.
fn typed_of(line: &str) -> String {
    let mut typed = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(one) = rest.next() {
        match (one, rest.clone().next()) {
            ('\\', Some('n')) => typed.push('\n'),
            ('\\', Some('\\')) => typed.push('\\'),
            (other, _) => {
                typed.push(other);
                continue;
            }
        }
        rest.next();
    }
    typed
}

/// Adds one line at the end, in one piece and alone: another prompt may be doing the same.
fn append(path: &Path, typed: &str) -> io::Result<()> {
    loop {
        let file = opened(path, true)?;
        file.lock()?;
        // it may have been written anew since it was opened
        if !is_at(&file, path) {
            continue;
        }
        let mark = if file.metadata()?.len() == 0 { format!("{MARK}\n") } else { String::new() };
        return (&file).write_all(format!("{mark}{}", line_of(typed)).as_bytes());
    }
}

/// Puts a file with the newest inputs in the place of the old one.
fn shorten(path: &Path, most: usize) -> io::Result<()> {
    let old = opened(path, true)?;
    old.lock()?;
    if !is_at(&old, path) {
        return Ok(());
    }
    // read again: another prompt may have added to it
    let text = fs::read_to_string(path)?;
    let lines: String = entries(&text, most).iter().map(|one| line_of(one)).collect();
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let written = opened(&beside, false).and_then(|file| {
        (&file).write_all(format!("{MARK}\n{lines}").as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Opens a file that only its owner may read: an old one to append to, or a new one.
fn opened(path: &Path, append: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    if append {
        options.append(true).create(true);
    } else {
        options.write(true).create_new(true);
    }
    owner_only(&mut options);
    let file = options.open(path)?;
    close_to_others(&file);
    Ok(file)
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(unix)]
fn close_to_others(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(meta) = file.metadata() else { return };
    if meta.is_file() && meta.permissions().mode() & 0o077 != 0 {
        // a file of somebody else stays as it is
        let _ = file.set_permissions(fs::Permissions::from_mode(0o600));
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |meta: fs::Metadata| (meta.dev(), meta.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(there)) => id(open) == id(there),
        _ => true,
    }
}

#[cfg(not(unix))]
fn owner_only(_: &mut OpenOptions) {}

#[cfg(not(unix))]
fn close_to_others(_: &File) {}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
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

/// The text of a history; one that is not there yet is empty.
fn read(path: &Path) -> Result<String, String> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(file_trouble(path, &error)),
        Ok(meta) if !meta.is_file() => return Err("it is no file".to_owned()),
        Ok(meta) if meta.len() > LARGEST => return Err("it is larger than any history".to_owned()),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| {
        file.lock_shared()?;
        file.take(LARGEST + 1).read_to_end(&mut bytes)
    });
    read.map_err(|error| file_trouble(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| "it is no text in UTF-8".to_owned())?;
    if text.contains('\0') { Err("it holds NUL characters".to_owned()) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("whereof-history-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let _ = fs::remove_file(&folder);
        folder
    }

    fn at(folder: &Path) -> History {
        let (history, said) = History::in_folder(folder, 100);
        assert_eq!(said, None);
        history
    }

    #[test]
    fn what_was_typed_is_there_again() {
        let folder = scratch("again");
        let mut history = at(&folder);
        let typed = ["nouns", "treatment where\n  upregulates CXCR4\n", "a \\n b \\", "Ω TGF-β"];
        for one in typed {
            assert_eq!(history.keep(one).unwrap(), Some(one.trim_end()));
        }
        assert_eq!(at(&folder).entries(), typed.map(str::trim_end));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn blanks_repeats_and_pages_are_not_kept() {
        let folder = scratch("unwanted");
        let mut history = at(&folder);
        for one in ["nouns", "nouns", " secret", "", "verbs", "nouns", &"x".repeat(LONGEST + 1), "a\0b"] {
            history.keep(one).unwrap();
        }
        assert_eq!(history.entries(), ["nouns", "verbs", "nouns"]);
        // of those that come again the last is enough
        assert_eq!(at(&folder).entries(), ["verbs", "nouns"]);
        assert!(!fs::read_to_string(folder.join("history")).unwrap().contains("secret"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn prompts_side_by_side_lose_nothing() {
        let folder = scratch("beside");
        at(&folder);
        let threads: Vec<_> = (0..4)
            .map(|who| {
                let folder = folder.clone();
                std::thread::spawn(move || {
                    let mut history = at(&folder);
                    for turn in 0..50 {
                        history.keep(&format!("{who} {turn}")).unwrap();
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        let (history, said) = History::in_folder(&folder, 1000);
        assert_eq!((history.entries().len(), said), (200, None));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_long_file_is_shortened_to_the_newest() {
        let folder = scratch("long");
        fs::create_dir_all(&folder).unwrap();
        let lines: String = (0..500).map(|turn| format!("q{turn}\n")).collect();
        fs::write(folder.join("history"), &lines).unwrap();
        let history = at(&folder);
        assert_eq!((history.entries().len(), history.entries()[99].as_str()), (100, "q499"));
        assert_eq!(fs::read_to_string(folder.join("history")).unwrap().lines().count(), 101);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_bad_history_is_moved_aside_once_and_not_lost() {
        for (name, bytes) in [("latin", b"caf\xe9\n".as_slice()), ("nul", b"a\0b\n")] {
            let folder = scratch(name);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("history"), bytes).unwrap();
            let (mut history, said) = History::in_folder(&folder, 100);
            assert!(said.unwrap().contains("history.bad0"));
            assert_eq!(fs::read(folder.join("history.bad0")).unwrap(), bytes);
            assert!(!folder.join("history").exists());
            history.keep("nouns").unwrap();
            assert_eq!(at(&folder).entries(), ["nouns"]);
            assert_eq!(fs::read(folder.join("history.bad0")).unwrap(), bytes);
            fs::remove_dir_all(&folder).unwrap();
        }
    }

    #[test]
    fn what_is_in_the_way_means_no_history_and_no_harm() {
        let folder = scratch("file");
        fs::write(&folder, "").unwrap();
        let (mut history, said) = History::in_folder(&folder, 100);
        assert!(history.path.is_none() && said.unwrap().contains("no history is kept"));
        // it still goes on in memory
        assert_eq!(history.keep("nouns"), Ok(Some("nouns")));
        fs::remove_file(&folder).unwrap();

        let folder = scratch("folder");
        fs::create_dir_all(folder.join("history")).unwrap();
        let (_, said) = History::in_folder(&folder, 100);
        assert!(said.unwrap().contains("it is no file"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_it_and_links_stay_links() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = scratch("mode");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("history"), "nouns\n").unwrap();
        fs::set_permissions(folder.join("history"), fs::Permissions::from_mode(0o644)).unwrap();
        at(&folder).keep("verbs").unwrap();
        assert_eq!(fs::metadata(folder.join("history")).unwrap().permissions().mode() & 0o777, 0o600);
        // a link to nowhere: kept where it leads, or told once, and nothing is lost
        fs::remove_file(folder.join("history")).unwrap();
        symlink(folder.join("away/history"), folder.join("history")).unwrap();
        let mut history = at(&folder);
        assert!(history.keep("nouns").unwrap_err().contains("cannot be written"));
        assert_eq!(history.keep("verbs"), Ok(Some("verbs")));
        assert!(fs::symlink_metadata(folder.join("history")).unwrap().is_symlink());
        fs::remove_dir_all(&folder).unwrap();
    }
}
