//! Where answers go: standard output, or a file written all or nothing.
//!
//! Text comes in; it reaches its reader, or the failure is told as an exit. It does not know what the text says.

use super::Exit;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use whereof::engine::file_trouble;

/// Why the program ends before its time.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The reader closed the pipe: nothing is to be said.
    Closed,
    /// Something is to be said, and the code.
    Failed(Exit, String),
}

/// A place for answers.
pub(crate) enum Sink {
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
    /// A file under construction.
    File(NewFile),
}

impl Sink {
    /// Opens standard output, or begins a file.
    ///
    /// # Errors
    /// The file's folder cannot be written.
    pub(crate) fn open(path: Option<&Path>) -> Result<Sink, Stop> {
        match path {
            None => Ok(Sink::Stdout(BufWriter::new(io::stdout()))),
            Some(path) => Ok(Sink::File(NewFile::begin(path)?)),
        }
    }

    /// Writes text.
    ///
    /// # Errors
    /// The pipe is closed, or the device is full.
    pub(crate) fn write(&mut self, text: &str) -> Result<(), Stop> {
        self.write_bytes(text.as_bytes())
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// As [`Sink::write`].
    pub(crate) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        match self {
            Sink::Stdout(out) => out.write_all(bytes).map_err(stdout_failed),
            Sink::File(file) => file.write(bytes),
        }
    }

    /// Hands on what is buffered for standard output.
    ///
    /// # Errors
    /// As [`Sink::write`].
    pub(crate) fn flush(&mut self) -> Result<(), Stop> {
        match self {
            Sink::Stdout(out) => out.flush().map_err(stdout_failed),
            Sink::File(_) => Ok(()),
        }
    }

    /// Ends the output; a file takes its name only now.
    ///
    /// # Errors
    /// As [`Sink::write`]; the old file is then left as it was.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        self.flush()?;
        match self {
            Sink::Stdout(_) => Ok(()),
            Sink::File(file) => file.commit(),
        }
    }
}

fn stdout_failed(error: io::Error) -> Stop {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Stop::Closed
    } else {
        Stop::Failed(Exit::File, format!("cannot write the answer: {}", file_trouble(Path::new("-"), &error)))
    }
}

/// A file that appears whole or not at all: written beside its place, then renamed.
pub(crate) struct NewFile {
    path: PathBuf,
    /// Beside the place; none where the target is a device or a pipe and is written as it is.
    temporary: Option<PathBuf>,
    out: Option<BufWriter<File>>,
}

impl NewFile {
    /// Begins a file.
    ///
    /// # Errors
    /// Its folder cannot be written.
    pub(crate) fn begin(path: &Path) -> Result<NewFile, Stop> {
        let failed = |error: io::Error| unwritten(path, &error);
        // through a link to the file itself, so that the link stays one
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let old = fs::metadata(&path).ok();
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            let file = OpenOptions::new().write(true).open(&path).map_err(failed)?;
            return Ok(NewFile { path, temporary: None, out: Some(BufWriter::new(file)) });
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut turn = 0u32;
        loop {
            let beside = path.with_file_name(format!(".{name}.{}-{turn}.new", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&beside) {
                Ok(file) => {
                    if let Some(old) = old {
                        // a file keeps the rights that it had; where it may not, its rights are those of a new one
                        let _ = file.set_permissions(old.permissions());
                    }
                    return Ok(NewFile { path, temporary: Some(beside), out: Some(BufWriter::new(file)) });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && turn < 100 => turn += 1,
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// The device is full or gone.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let result = self.out.as_mut().map_or(Ok(()), |out| out.write_all(bytes));
        result.map_err(|error| self.failed(&error))
    }

    /// Lets something be written to it.
    ///
    /// # Errors
    /// As [`NewFile::write`].
    pub(crate) fn write_with(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
        let result = self.out.as_mut().map_or(Ok(()), |out| write(out));
        result.map_err(|error| self.failed(&error))
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// As [`NewFile::write`]; the old file is then left as it was.
    pub(crate) fn commit(mut self) -> Result<(), Stop> {
        let Some(out) = self.out.take() else { return Ok(()) };
        let done = out.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| match &self.temporary {
            None => Ok(()),
            Some(temporary) => {
                file.sync_all()?;
                fs::rename(temporary, &self.path)?;
                sync_folder(&self.path)
            }
        });
        match done {
            Ok(()) => {
                self.temporary = None;
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Stop::Closed),
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn failed(&self, error: &io::Error) -> Stop {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Stop::Closed;
        }
        unwritten(&self.path, error)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Makes a rename last; not every system lets a folder be opened, and the file itself is safe already.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Why a file cannot be written.
fn unwritten(path: &Path, error: &io::Error) -> Stop {
    Stop::Failed(Exit::File, format!("cannot write `{}`: {}", shown(path), file_trouble(path, error)))
}

/// A path for messages.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}
