//! Replies as documents: the bytes of files, and what a format could not hold.
//!
//! Replies come in, each with what it rests on, files in memory go out. This room opens none of them.

#[cfg(feature = "columns")]
use super::columns;
use super::document::Block;
#[cfg(feature = "xlsx")]
use super::xlsx;
use super::{Format, Style, cite, html, network, page, picture, render};
use crate::answer::{Graph, Reply};
use std::fmt;

/// A reply with what it rests on.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The reply.
    pub reply: &'a Reply,
    /// Its findings, of the base that was asked: [`crate::Session::graph`].
    pub graph: &'a Graph,
}

/// What a format makes of replies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The files, in the order of [`Format::parts`]: one for most formats.
    pub files: Vec<Vec<u8>>,
    /// What the format could not hold, a line each; empty where all is there.
    pub not_held: Vec<String>,
}

impl Written {
    fn text(text: String, not_held: Vec<String>) -> Written {
        Written { files: vec![text.into_bytes()], not_held }
    }
}

/// Why replies cannot be written in a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(String);

impl Unwritable {
    pub(super) fn new(why: String) -> Unwritable {
        Unwritable(why)
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

/// Writes replies in any format, as the bytes of its files.
///
/// The same replies give the same bytes. What is in a reply and has no place in the format is told in [`Written::not_held`].
///
/// ```
/// use whereof::output::{Told, write};
/// use whereof::{Base, Format, Limits, Session, Style};
///
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// let replies = session.eval("treatment where upregulates CXCR4 and disease = fibrosis");
/// let reply = replies[0].as_ref().unwrap();
/// let graph = session.graph(reply);
/// let written = write(&[Told { reply, graph: &graph }], Format::Ris, &Style::default())?;
/// let text = String::from_utf8(written.files[0].clone())?;
/// assert!(text.contains("DO  - 10.1111/jcmm.14788"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The format does not take these replies; the words say why and which does.
pub fn write(told: &[Told<'_>], format: Format, style: &Style) -> Result<Written, Unwritable> {
    if let Some(why) = format.missing() {
        return Err(Unwritable::new(why));
    }
    if !format.is_document() {
        let style = &Style { color: false, ..*style };
        let texts =
            told.iter().map(|one| render(one.reply, format, style)).collect::<Result<Vec<String>, Unwritable>>()?;
        let between = if matches!(format, Format::Json | Format::Jsonl) { "" } else { "\n" };
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        return Ok(Written::text(texts.join(between), Vec::new()));
    }
    let graph = told.iter().fold(Graph::default(), |graph, one| graph.with(one.graph.clone()));
    let of_findings = |(files, more): (Vec<String>, Vec<String>)| {
        let mut not_held: Vec<String> = told.iter().filter_map(|one| without_findings(one, format)).collect();
        not_held.dedup();
        not_held.extend(more);
        Written { files: files.into_iter().map(String::into_bytes).collect(), not_held }
    };
    match format {
        Format::Html => Ok(Written::text(html::write(told, &graph), Vec::new())),
        Format::Svg => picture::svg(told, &graph).map(|(text, not_held)| Written::text(text, not_held)),
        Format::Chart => picture::chart(told, style).map(|(text, not_held)| Written::text(text, not_held)),
        Format::Bibtex | Format::Ris | Format::CslJson => Ok(of_findings(cite::write(&graph, format))),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => {
            let (bytes, not_held) = xlsx::write(told, &graph)?;
            Ok(Written { files: vec![bytes], not_held })
        }
        #[cfg(feature = "columns")]
        Format::Parquet | Format::Arrow => {
            let bytes = columns::write(told, &graph, format)?;
            Ok(Written { files: vec![bytes], not_held: Vec::new() })
        }
        _ => Ok(of_findings(network::write(&graph, format))),
    }
}

/// Said of a reply that rests on nothing that a format of findings could hold.
fn without_findings(told: &Told<'_>, format: Format) -> Option<String> {
    let what = match told.reply {
        _ if !told.graph.is_empty() => return None,
        Reply::Answers(answers) if answers.counts.is_some() => "a count: it has no rows; ask without `count`",
        Reply::Answers(_) => "an answer without rows",
        Reply::Changes(_) => "what changed: it rests on two bases",
        Reply::Noted(_) | Reply::Expected(_) | Reply::Defined(_) => return None,
        Reply::Description(_) | Reply::Kinds(_) | Reply::Listing(_) | Reply::Resolved(_) => {
            "a list of words: it rests on no finding"
        }
        _ => "a reply that rests on no finding",
    };
    Some(format!("{what}, and {format} holds what an answer rests on"))
}

/// What a format could not hold, as plain lines for the reader; empty where all is there.
///
/// ```
/// use whereof::output::{Written, not_held};
/// use whereof::{Format, Style};
/// let written = Written { files: vec![Vec::new()], not_held: vec!["contexts".to_owned()] };
/// assert_eq!(not_held(&written, Format::Ris, &Style::default()), "not in ris:\n  contexts\n");
/// ```
#[must_use]
pub fn not_held(written: &Written, format: Format, style: &Style) -> String {
    if written.not_held.is_empty() {
        return String::new();
    }
    let mut blocks = vec![Block::Title(0, format!("not in {format}:"))];
    blocks.extend(written.not_held.iter().map(|line| Block::Item(1, line.clone())));
    page::print(&blocks, style)
}
