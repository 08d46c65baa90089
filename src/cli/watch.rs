//! Doing something again whenever files change.
//!
//! Paths and a task come in; the task is done at once and after each change, until Ctrl-C. It does not know what the task is.

use crate::terminal::{Exit, Stop, on_interrupt, say, shown};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// How often the files are looked at: often enough to seem at once, seldom enough to cost nothing.
const PAUSE: Duration = Duration::from_millis(300);

/// What tells that a file changed; nothing while it is not there, as between the two steps in which many editors save.
type Stamp = Option<(Option<SystemTime>, u64)>;

/// Does a task now and after every change of a file, until Ctrl-C.
///
/// A file that cannot be read ends the program only the first time: later it may be on its way back.
///
/// # Errors
/// What ends the program before its time.
pub(super) fn watch(files: &[PathBuf], task: &mut dyn FnMut() -> Result<Exit, Stop>) -> Result<Exit, Stop> {
    if files.iter().any(|file| file.as_os_str() == "-") {
        return Err(Stop::Failed(Exit::Usage, "standard input cannot be watched, only files can".to_owned()));
    }
    let interrupted = on_interrupt();
    // looked at before the task reads them, so that a change in between is not missed
    let mut last = stamps(files);
    task()?;
    loop {
        say(&format!("watching {}; Ctrl-C ends\n", names(files)));
        loop {
            if interrupted.is_cancelled() {
                return Ok(Exit::Interrupted);
            }
            sleep(PAUSE);
            let now = stamps(files);
            if now != last && now.iter().all(Option::is_some) {
                last = now;
                break;
            }
        }
        match task() {
            Ok(_) => {}
            Err(Stop::Failed(Exit::File | Exit::Wrong, message)) => say(&format!("whereof: {message}\n")),
            Err(stop) => return Err(stop),
        }
    }
}

fn names(files: &[PathBuf]) -> String {
    match files {
        [one] => format!("`{}`", shown(one)),
        many => format!("{} files", many.len()),
    }
}

fn stamps(files: &[PathBuf]) -> Vec<Stamp> {
    files.iter().map(|file| stamp(file)).collect()
}

fn stamp(file: &Path) -> Stamp {
    let meta = fs::metadata(file).ok()?;
    Some((meta.modified().ok(), meta.len()))
}
