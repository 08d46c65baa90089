//! Texts from files and standard input.
//!
//! Paths come in, sources go out. It does not know what the texts mean.

use crate::terminal::{Exit, Stop, shown};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use whereof::engine::{file_trouble, near_file, text_of};
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
        let mut message = format!("cannot read `{}`: {}", shown(path), file_trouble(path, &error));
        if error.kind() == io::ErrorKind::NotFound {
            if let Some(near) = near_file(path) {
                message.push_str(&format!("; `{near}` is there"));
            } else if shown(path).contains(' ') {
                message.push_str("; a question is asked with -c 'treatment where ...'");
            }
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
    read.map_err(|error| {
        Stop::Failed(Exit::File, format!("cannot read standard input: {}", file_trouble(Path::new("-"), &error)))
    })?;
    text("stdin", bytes, limit)
}

fn text(name: &str, bytes: Vec<u8>, limit: usize) -> Result<Source, Stop> {
    if bytes.len() > limit {
        // the cut may go through a character; that the text is too long is told anyhow
        let cut = String::from_utf8_lossy(&bytes);
        return Ok(Source::new(
            name,
            cut.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or_else(|| cut.into_owned()),
        ));
    }
    let text = text_of(bytes).map_err(|wrong| {
        let place = wrong.place.map(|(line, column)| format!(", line {line}, column {column}")).unwrap_or_default();
        Stop::Failed(Exit::Wrong, format!("cannot read `{name}`{place}: {}; {}", wrong.why, wrong.advice))
    })?;
    Ok(Source::new(name, text))
}
