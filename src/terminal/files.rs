//! Replies as files: all of them whole, or none.
//!
//! Replies with what they rest on come in, the files of a format appear. It does not know what was asked.

use super::{Exit, NewFile, Stop, shown};
use std::path::{Path, PathBuf};
use whereof::render::{Format, Style, Told, Written, write};

/// The files that a format makes of a name.
pub(crate) fn paths(format: Format, path: &Path) -> Vec<PathBuf> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format.file_names(&name).into_iter().map(|name| path.with_file_name(name)).collect()
}

/// Writes replies under a name; gives what the format could not hold.
///
/// # Errors
/// The format does not take them, or a file cannot be written; files that were there are left as they were.
pub(crate) fn save(told: &[Told<'_>], format: Format, path: &Path, style: &Style) -> Result<Written, Stop> {
    let written = made(told, format, style)?;
    let mut new = Vec::new();
    for (path, bytes) in paths(format, path).iter().zip(&written.files) {
        let mut file = NewFile::begin(path)?;
        file.write(bytes)?;
        new.push(file);
    }
    new.into_iter().try_for_each(NewFile::commit)?;
    Ok(written)
}

/// The bytes of a format.
///
/// # Errors
/// The format does not take these replies.
pub(crate) fn made(told: &[Told<'_>], format: Format, style: &Style) -> Result<Written, Stop> {
    write(told, format, style).map_err(|why| Stop::Failed(Exit::Usage, why.to_string()))
}

/// The format that a file's name asks for; none where it has no ending.
///
/// # Errors
/// The ending is that of no format, or of one that this build cannot write.
pub(crate) fn format_of(path: &Path) -> Result<Option<Format>, String> {
    match (Format::of_file_name(&shown(path)), path.extension()) {
        (Some(format), _) => format.missing().map_or(Ok(Some(format)), Err),
        (None, None) => Ok(None),
        (None, Some(ending)) => {
            Err(format!("no format goes by the ending .{}; there are {}", ending.to_string_lossy(), Format::words()))
        }
    }
}
