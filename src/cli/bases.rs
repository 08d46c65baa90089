//! Commands about whole bases: beginning one, telling what one holds, comparing two.
//!
//! Paths come in, tables and an exit code go out. It does not know how bases are counted or compared.

use super::args::AboutBase;
use super::tools::{fail, print};
use crate::terminal::{Exit, Look, Sink, Stop, files, shown};
use std::fs::OpenOptions;
use std::io::{IsTerminal, Write};
use std::path::Path;
use whereof::answer::reply::Listing;
use whereof::answer::{Graph, Reply};
use whereof::render::{Format, Told};
use whereof::{Base, engine};

/// Writes the template of a base, never over a file that is there.
///
/// # Errors
/// The file exists, or cannot be written.
pub(super) fn begin(file: Option<&Path>) -> Result<Exit, Stop> {
    let Some(path) = file else { return print(None, engine::TEMPLATE) };
    let failed = |error: std::io::Error| {
        let message = match error.kind() {
            std::io::ErrorKind::AlreadyExists => format!("`{}` is there already and is left as it was", shown(path)),
            _ => format!("cannot write `{}`: {}", shown(path), engine::file_trouble(path, &error)),
        };
        Stop::Failed(Exit::File, message)
    };
    // one step for the question and the writing: nobody can put a file there in between
    let mut new = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    new.write_all(engine::TEMPLATE.as_bytes()).map_err(failed)?;
    Ok(Exit::Answered)
}

/// Runs `base info`, `base verify` and `base diff`.
///
/// # Errors
/// What ends the program before its time.
pub(super) fn run(what: &AboutBase, look: &Look) -> Result<Exit, Stop> {
    match what {
        AboutBase::Info { file, format, .. } => {
            let base = match file {
                None => Base::builtin(),
                Some(file) => match Base::open(file) {
                    Ok(base) => base,
                    Err(error) => return Ok(fail(&error, look)),
                },
            };
            show(engine::survey(&base), *format, look)?;
            Ok(Exit::Answered)
        }
        AboutBase::Verify { file, format, .. } => match engine::verify(file) {
            Ok(base) => {
                show(engine::verified(&base), *format, look)?;
                Ok(Exit::Answered)
            }
            Err(error) => {
                fail(&error, look);
                Ok(Exit::File)
            }
        },
        AboutBase::Diff { old, new, format, .. } => {
            let mut open = Vec::new();
            for file in [old, new] {
                match Base::open(file) {
                    Ok(base) => open.push(base),
                    Err(error) => {
                        fail(&error, look);
                        // 1 is kept for bases that differ, so that a script can tell: this file holds no base that could be read
                        return Ok(Exit::File);
                    }
                }
            }
            let [old, new] = open.as_slice() else { return Ok(Exit::File) };
            let table = engine::compare(old, new);
            let same = table.rows.is_empty();
            show(table, *format, look)?;
            Ok(if same { Exit::Answered } else { Exit::Wrong })
        }
    }
}

pub(super) fn show(table: Listing, format: Option<Format>, look: &Look) -> Result<(), Stop> {
    let by_place = || if std::io::stdout().is_terminal() { Format::Table } else { Format::Tsv };
    let mut sink = Sink::open(None)?;
    let format = format.unwrap_or_else(by_place);
    let (reply, graph) = (Reply::Listing(table), Graph::default());
    let written = files::made(&[Told { reply: &reply, graph: &graph }], format, &look.stdout(false))?;
    let [text] = written.files.as_slice() else {
        return Err(Stop::Failed(Exit::Usage, format!("{format} is several files, and this is one table")));
    };
    sink.write_bytes(text)?;
    sink.finish()
}
