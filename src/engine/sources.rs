//! Bases as files: which form one has, and what keeps it from being read.
//!
//! A path or the text of a file comes in, a source or the parts of a base goes out. What a base means is not known here.

use super::unread::{NoText, file_trouble, near_file, text_of};
use super::{Error, ErrorKind};
use crate::base::{Parts, jsonl};
use crate::diagnostic::{Diagnostic, Fix};
use crate::text::Source;
use std::path::Path;

pub(super) fn is_json_lines(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"))
}

/// What is wrong with the text of a base; where it is JSON Lines, that is all that is to be said.
pub(super) fn misnamed(error: Error) -> Error {
    let source = error.source_text();
    if !source.text().trim_start().starts_with("{\"") {
        return error;
    }
    let span = source.span(0, source.text().find('\n').unwrap_or(source.text().len()));
    let found = Diagnostic::error("W0605", "this is JSON Lines", span, "no declaration begins so")
        .with_note(format!("JSON Lines are read from a file whose name ends in .jsonl; `{}` does not", source.name()));
    Error::new(ErrorKind::Base, source.clone(), vec![found])
}

pub(super) fn json_lines(source: &Source) -> Result<Parts, Error> {
    jsonl::read(source.text()).map_err(|wrong| {
        let mut starts = vec![0usize];
        starts.extend(source.text().match_indices('\n').map(|(at, _)| at + 1));
        let located = wrong.into_iter().map(|each| {
            let start = starts.get(each.line.saturating_sub(1)).copied().unwrap_or(0);
            let span = source.span(start + each.at.start, start + each.at.end);
            let mut found = Diagnostic::error("W0607", each.message, span, "not read");
            found.expected = each.expected;
            found.notes.extend(each.note);
            found.fixes.extend(each.near.map(|near| Fix::replace(format!("`{near}`"), span, near)));
            found
        });
        Error::new(ErrorKind::Base, source.clone(), located.collect())
    })
}

pub(super) fn read_file(path: &Path) -> Result<Source, Error> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        let message = format!("`{name}` cannot be read: {}", file_trouble(path, &error));
        let source = Source::new(name.clone(), "");
        let mut wrong = Diagnostic::error("W0605", message, source.span(0, 0), "");
        wrong.notes.extend(near_file(path).map(|near| format!("`{near}` is there")));
        Error::new(ErrorKind::File, source, vec![wrong])
    })?;
    let text = text_of(bytes).map_err(|wrong| no_text(&name, wrong))?;
    Ok(Source::new(name, text))
}

/// A file that is no text, with the place where it ceases to be one.
pub(super) fn no_text(name: &str, wrong: NoText) -> Error {
    let source = Source::new(name, wrong.text);
    let message = format!("`{name}` cannot be read: {}", wrong.why);
    let (span, label) = match wrong.place {
        Some(_) => (source.span(wrong.at, wrong.at + '\u{fffd}'.len_utf8()), "not UTF-8"),
        None => (source.span(0, 0), ""),
    };
    let found = Diagnostic::error("W0605", message, span, label).with_note(wrong.advice);
    Error::new(ErrorKind::File, source, vec![found])
}
