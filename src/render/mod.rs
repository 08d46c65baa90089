//! Answers and diagnostics as text: tables, rows, JSON, Markdown, reports.
//!
//! Replies and diagnostics come in with a [`Style`], text goes out, and nothing of it can move a cursor or turn a line round. This room does
//! not know files, terminals or how an answer was found.

mod card;
mod cells;
mod chains;
mod cite;
mod codes;
#[cfg(feature = "columns")]
mod columns;
mod comparisons;
mod document;
mod format;
mod grid;
mod heads;
mod html;
mod json;
mod markdown;
mod marks;
mod network;
mod page;
mod picture;
mod replies;
pub mod report;
mod rows;
mod sanitise;
mod script;
mod style;
mod tables;
mod words;
mod write;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use codes::{Code, codes, explain};
pub use format::Format;
pub use json::RESULT_SCHEMA;
pub use sanitise::{is_banned, sanitise};
pub use style::{Expansions, Style};
pub use write::{Told, Unwritable, Written, not_held, write};

use crate::answer::Reply;

/// One reply in one format, with its line ends.
///
/// The row formats hold rows and nothing else; what surrounds them is given by [`header`](crate::output::header). Formats that are documents
/// need more than a reply's words: [`output::write`](crate::output::write) gives the bytes of all.
///
/// ```
/// use whereof::{Reply, answer::reply::Listing};
/// use whereof::{Format, Style, render};
/// let reply = Reply::Listing(Listing {
///     title: "nouns".to_owned(),
///     columns: vec!["noun".to_owned(), "entities".to_owned()],
///     rows: vec![vec!["gene".to_owned(), "48".to_owned()]],
/// });
/// assert_eq!(render(&reply, Format::Tsv, &Style::default())?, "noun\tentities\ngene\t48\n");
/// assert_eq!(render(&reply, Format::Jsonl, &Style::default())?, "{\"noun\":\"gene\",\"entities\":\"48\"}\n");
/// assert!(render(&reply, Format::Html, &Style::default()).is_err());
/// # Ok::<(), whereof::output::Unwritable>(())
/// ```
///
/// # Errors
/// The format is a document: [`Format::is_document`].
pub fn render(reply: &Reply, format: Format, style: &Style) -> Result<String, Unwritable> {
    Ok(match format {
        Format::Table => page::print(&replies::page(reply, style), style),
        Format::Markdown => markdown::print(&replies::page(reply, style), style),
        Format::Json => json::reply(reply),
        Format::Tsv => rows::Rows::of(reply).tsv(style),
        Format::Csv => rows::Rows::of(reply).csv(style),
        Format::Jsonl => rows::Rows::of(reply).jsonl(),
        _ => {
            return Err(Unwritable::new(format!(
                "{format} is a document, not the text of one reply: `output::write` gives its bytes"
            )));
        }
    })
}

/// A text on lines of the surface's width, each behind so many blanks; nothing in it can move a cursor.
///
/// ```
/// use whereof::render::{Style, prose};
/// let narrow = Style { width: 24, ..Style::default() };
/// assert_eq!(prose("a finding was made in some context", 2, &narrow), "  a finding was made in\n  some context\n");
/// ```
#[must_use]
pub fn prose(text: &str, indent: usize, style: &Style) -> String {
    let blanks = " ".repeat(indent);
    let lines = grid::wrap(&sanitise(text), style.width.saturating_sub(indent));
    lines.into_iter().map(|line| format!("{blanks}{line}\n")).collect()
}

/// What surrounds the rows, as plain lines: the reading, what was expanded, near misses, whether this is all.
///
/// It belongs beside the row formats; [`Format::Table`], [`Format::Markdown`] and [`Format::Json`] hold it already. Empty where a reply has
/// nothing but rows.
///
/// ```
/// use whereof::output::header;
/// use whereof::{Base, Style};
/// let answers = Base::builtin().query("treatment where upregulates CXCR4")?;
/// assert!(header(answers.reply()?, &Style::default()).ends_with("complete: 3 rows, 3 studies; base Hu 2020 (587 findings, 76 studies)\n"));
/// # Ok::<(), whereof::Error>(())
/// ```
#[must_use]
pub fn header(reply: &Reply, style: &Style) -> String {
    page::print(&replies::header(reply, style), style)
}
