//! Texts from files and standard input.
//!
//! Paths come in, sources go out. It does not know what the texts mean.

use crate::terminal::{Exit, Stop, shown};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use whereof::text::Source;

/// Reads a file, or standard input for `-`, one byte beyond the limit at most: the parser says the rest.
///
/// # Errors
/// It cannot be read, or is not UTF-8.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Source, Stop> {
    if path.as_os_str() == "-" {
        return stdin(limit);
    }
    let failed = |error: io::Error| {
        let mut message = format!("cannot read `{}`: {error}", shown(path));
        if error.kind() == io::ErrorKind::NotFound && shown(path).contains(' ') {
            message.push_str("; a question is asked with -c 'treatment where ...'");
        }
        Stop::Failed(Exit::File, message)
    };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    text(&shown(path), bytes, limit)
}

/// Reads standard input.
///
/// # Errors
/// As [`read`].
pub(crate) fn stdin(limit: usize) -> Result<Source, Stop> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Stop::Failed(Exit::File, format!("cannot read standard input: {error}")))?;
    text("stdin", bytes, limit)
}

fn text(name: &str, bytes: Vec<u8>, limit: usize) -> Result<Source, Stop> {
    let too_long = bytes.len() > limit;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if too_long && error.utf8_error().valid_up_to() + 4 > limit => {
            // the cut went through a character
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
            return Err(Stop::Failed(Exit::Wrong, format!("`{name}` is not UTF-8: line {line}, byte {}", at + 1)));
        }
    };
    // a byte order mark is no part of the text
    Ok(Source::new(name, text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}
