//! A session as a file that runs again.
//!
//! What a session records comes in, a script grows in a file. What the script claims is the session's affair, and nobody else's file is ever
//! written over.

use crate::repl::folders;
use crate::terminal::shown;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use whereof::engine::file_trouble;

/// First words of a log: what tells it from other files.
const MARK: &str = "# whereof log";
/// Bytes of a log that are looked at before more is added.
const LARGEST: u64 = 64 << 20;
/// Statements that change what later ones mean.
const CHANGES: [&str; 4] = ["let ", "define ", "use ", "retract "];

/// A file that a session is written to.
#[derive(Debug)]
pub(super) struct Log {
    file: File,
    /// Where it lies.
    pub(super) path: PathBuf,
}

impl Log {
    /// Begins a log, or goes on with one; `about` are lines that say what is open.
    ///
    /// # Errors
    /// The file is there and is no log, or one that cannot be gone on with, or it cannot be written.
    pub(super) fn begin(typed: &str, about: &[String], changes: &str) -> Result<Log, String> {
        let path = folders::typed(typed);
        let name = shown(&path);
        let failed = |error: io::Error| format!("cannot write `{name}`: {}", file_trouble(&path, &error));
        let old = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
            Ok(_) => {
                Some(read(&path).map_err(|error| format!("cannot read `{name}`: {}", file_trouble(&path, &error)))?)
            }
        };
        if let Some(old) = &old {
            if !old.starts_with(MARK) {
                return Err(format!(
                    "`{name}` is there and is no log of whereof: it stays as it is; take another name"
                ));
            }
            // what was defined or retracted there would hold for what comes now
            if let Some(line) = old.lines().find(|line| CHANGES.iter().any(|change| line.starts_with(change))) {
                return Err(format!(
                    "`{name}` is a log whose statements would change what is asked now (`{line}`); take another name"
                ));
            }
        }
        let mut options = OpenOptions::new();
        match &old {
            Some(_) => options.append(true),
            None => options.append(true).create_new(true),
        };
        let file = options.open(&path).map_err(failed)?;
        let mut log = Log { file, path };
        let mut head = String::new();
        if old.is_some() {
            head.push('\n');
        }
        head.push_str(&format!("{MARK}, {}\n", today()));
        for line in about {
            head.push_str(&format!("# {}\n", line.replace(char::is_control, " ")));
        }
        head.push('\n');
        if !changes.is_empty() {
            head.push_str(&format!("{changes}\n"));
        }
        log.add(&head)?;
        Ok(log)
    }

    /// The folder that it lies in.
    pub(super) fn folder(typed: &str) -> PathBuf {
        let path = folders::typed(typed);
        match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
            _ => Path::new(".").to_path_buf(),
        }
    }

    /// Adds what was recorded.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn add(&mut self, text: &str) -> Result<(), String> {
        let failed =
            |error: io::Error| format!("cannot write `{}`: {}", shown(&self.path), file_trouble(&self.path, &error));
        self.file.write_all(text.as_bytes()).map_err(failed)
    }
}

/// A file that may be a log; a device or a pipe may never end.
fn read(path: &Path) -> io::Result<String> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut text = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut text)?;
    // whatever it is, only its lines are looked at
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The date, in Greenwich.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    date(seconds / 86_400)
}

/// The date so many days after 1970-01-01, by Hinnant's reckoning: years begin in March, so that a leap day is the last.
fn date(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn days_have_their_dates() {
        for (days, told) in [(0, "1970-01-01"), (58, "1970-02-28"), (11_016, "2000-02-29"), (20_088, "2024-12-31")] {
            assert_eq!(date(days), told);
        }
    }

    #[test]
    fn only_a_log_of_its_own_is_written_to() {
        let folder = std::env::temp_dir().join(format!("whereof-log-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let at = |name: &str| folder.join(name).display().to_string();
        let about = ["base A\nB".to_owned()];
        Log::begin(&at("a"), &about, "").unwrap().add("nouns;\n").unwrap();
        let mut again = Log::begin(&at("a"), &about, "let $g = CXCR4;\n").unwrap();
        again.add("verbs;\n").unwrap();
        let text = fs::read_to_string(at("a")).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(MARK)).collect();
        assert_eq!(lines, ["# base A B", "", "nouns;", "", "# base A B", "", "let $g = CXCR4;", "", "verbs;"]);
        assert!(Log::begin(&at("a"), &about, "").unwrap_err().contains("`let $g = CXCR4;`"));
        fs::write(at("mine"), "my notes").unwrap();
        assert!(Log::begin(&at("mine"), &about, "").unwrap_err().contains("is no log of whereof"));
        assert_eq!(fs::read_to_string(at("mine")).unwrap(), "my notes");
        assert!(Log::begin(&at("no/such"), &about, "").unwrap_err().starts_with("cannot write"));
        assert!(Log::begin(&at(""), &about, "").is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
