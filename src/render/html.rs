//! Replies as one page for a browser: reading, pictures, tables, evidence, references.
//!
//! Blocks, pictures and references come in, HTML goes out that needs nothing from elsewhere: no script, no font, no file. It is well-formed XML
//! too, and does not know what the blocks tell.

mod evidence;

use super::Style;
use super::cite::{self, Entry};
use super::document::{Block, Mark};
use super::sanitise::sanitise;
use super::write::Told;
use super::{marks, picture, replies, words};
use crate::answer::Graph;
use crate::model::FindingId;
use std::borrow::Cow;
use std::collections::BTreeMap;

const LOOKS: &str = include_str!("html.css");

/// One page for all replies.
pub(super) fn write(told: &[Told<'_>], graph: &Graph) -> String {
    let entries = cite::entries(graph);
    let linker = Linker::new(&entries, evidence::told(graph));
    let queries: Vec<&str> = told.iter().filter_map(|one| one.reply.query()).collect();
    let pages: Vec<Vec<Block>> = told.iter().map(|one| replies::whole(one.reply)).collect();
    let pictures: Vec<Option<Result<String, String>>> = told.iter().map(picture::inline).collect();
    let title = queries.first().copied().unwrap_or("whereof");
    // a page without a picture needs no looks of one
    let drawn = if pictures.iter().any(|one| matches!(one, Some(Ok(_)))) { picture::LOOKS } else { "" };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"generator\" content=\"whereof {}\"/>\n<title>{}</title>\n<style>\n{LOOKS}{drawn}</style>\n</head>\n<body>\n<main>\n",
        env!("CARGO_PKG_VERSION"),
        escaped(title),
    );
    if told.len() > 1 {
        contents(&mut out, told, &pages, graph, !entries.is_empty());
    }
    for (at, ((one, blocks), picture)) in told.iter().zip(&pages).zip(pictures).enumerate() {
        out.push_str("<article>\n");
        if let Some(query) = one.reply.query() {
            out.push_str(&format!("<h1 id=\"_{}\"><code>{}</code></h1>\n", at + 1, escaped(query)));
        }
        // what is seen stands between how the question was read and what was found
        let reading = blocks.iter().take_while(|block| matches!(block, Block::Lead(_) | Block::Fact(..))).count();
        let (reading, rest) = blocks.split_at_checked(reading).unwrap_or((blocks, &[]));
        Page { out: &mut out, linker: &linker, open: None }.blocks(reading);
        match picture {
            Some(Ok(svg)) => out.push_str(&format!("<figure>\n{svg}</figure>\n")),
            Some(Err(why)) => out.push_str(&format!("<p class=\"legend\">{}</p>\n", escaped(&why))),
            None => {}
        }
        Page { out: &mut out, linker: &linker, open: None }.blocks(rest);
        out.push_str("</article>\n");
    }
    evidence::cards(&mut out, graph, &entries, &linker);
    references(&mut out, &entries);
    out.push_str("</main>\n<footer>\n");
    for base in &graph.bases {
        let name = escaped(&base.name);
        out.push_str(&format!("<p>base {name}, fingerprint <code>{}</code></p>\n", escaped(&base.hash)));
    }
    out.push_str(&format!("<p>whereof {}</p>\n</footer>\n</body>\n</html>\n", env!("CARGO_PKG_VERSION")));
    out
}

/// What a page of several replies holds: the bases, and where each question is.
fn contents(out: &mut String, told: &[Told<'_>], pages: &[Vec<Block>], graph: &Graph, cited: bool) {
    out.push_str("<header>\n<dl>\n");
    for base in &graph.bases {
        let held = format!(
            "{} ({}, {})",
            base.name,
            words::count(base.findings, "finding"),
            words::count(base.studies, "study")
        );
        let hash = escaped(&base.hash);
        out.push_str(&format!("<dt>base</dt><dd>{}, fingerprint <code>{hash}</code></dd>\n", escaped(&held)));
    }
    out.push_str("</dl>\n<nav>\n<ol>\n");
    for (at, (one, blocks)) in told.iter().zip(pages).enumerate() {
        let Some(query) = one.reply.query() else { continue };
        // how it ended; of what has no end what is said first
        let close = blocks.iter().rev().find_map(|block| match block {
            Block::Close(text) => text.split("; base ").next(),
            _ => None,
        });
        let lead = blocks.iter().find_map(|block| match block {
            Block::Lead(text) if text != query => Some(text.as_str()),
            _ => None,
        });
        let close = close.or(lead);
        let close = close.map(|close| format!(" <span class=\"legend\">{}</span>", escaped(close))).unwrap_or_default();
        out.push_str(&format!("<li><a href=\"#_{}\"><code>{}</code></a>{close}</li>\n", at + 1, escaped(query)));
    }
    out.push_str("</ol>\n");
    let parts = [(!graph.edges.is_empty(), "_evidence", "Evidence"), (cited, "_references", "References")];
    let parts = parts.into_iter().filter(|(is_there, ..)| *is_there);
    let links: Vec<String> = parts.map(|(_, place, name)| format!("<a href=\"#{place}\">{name}</a>")).collect();
    if !links.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", links.join(" · ")));
    }
    out.push_str("</nav>\n</header>\n");
}

/// What wraps blocks of one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrap {
    Facts,
    List,
}

impl Wrap {
    fn tag(self) -> &'static str {
        match self {
            Wrap::Facts => "dl",
            Wrap::List => "ul",
        }
    }
}

struct Page<'o> {
    out: &'o mut String,
    linker: &'o Linker,
    open: Option<Wrap>,
}

impl Page<'_> {
    fn blocks(mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
        self.wrap(None);
    }

    /// Ends what is open and begins what is needed.
    fn wrap(&mut self, wanted: Option<Wrap>) {
        if self.open != wanted {
            if let Some(open) = self.open {
                self.out.push_str(&format!("</{}>\n", open.tag()));
            }
            if let Some(wrap) = wanted {
                self.out.push_str(&format!("<{}>\n", wrap.tag()));
            }
            self.open = wanted;
        }
    }

    fn line(&mut self, wrap: Option<Wrap>, html: &str) {
        self.wrap(wrap);
        self.out.push_str(html);
        self.out.push('\n');
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Lead(text) => self.line(None, &format!("<p class=\"lead\">{}</p>", escaped(text))),
            Block::Fact(label, text) => {
                let text = self.linker.linked(text);
                self.line(Some(Wrap::Facts), &format!("<dt>{}</dt><dd>{text}</dd>", escaped(label)));
            }
            Block::Link(label, text, url) => {
                let html =
                    format!("<dt>{}</dt><dd><a href=\"{}\">{}</a></dd>", escaped(label), escaped(url), escaped(text));
                self.line(Some(Wrap::Facts), &html);
            }
            Block::Grid(columns, rows) => {
                let rows: Vec<Vec<String>> =
                    rows.iter().map(|cells| cells.iter().map(|cell| self.td("", cell)).collect()).collect();
                self.table(columns, &rows);
            }
            Block::Rows(columns, rows, _) => {
                let plain = Style::default();
                let rows: Vec<Vec<String>> = rows
                    .iter()
                    .map(|cells| cells.iter().map(|cell| self.td("", &cell.text(&plain))).collect())
                    .collect();
                self.table(columns, &rows);
            }
            Block::Marks(corner, columns, rows) => self.marks(corner, columns, rows),
            Block::Title(0, text) => self.line(None, &format!("<h2>{}</h2>", self.linker.linked(text))),
            Block::Title(_, text) => self.line(None, &format!("<h3>{}</h3>", self.linker.linked(text))),
            Block::Item(level, text) => {
                let html = format!("<li class=\"in{}\">{}</li>", level.min(&3), self.linker.linked(text));
                self.line(Some(Wrap::List), &html);
            }
            Block::Query(level, text) => {
                let html = format!("<li class=\"in{}\"><code>{}</code></li>", level.min(&3), escaped(text));
                self.line(Some(Wrap::List), &html);
            }
            Block::Finding(level, sign, statement, under, finding) => {
                let (class, glyph, word) = sign_looks(*sign);
                let card = finding.and_then(|id| self.linker.card(id, statement)).unwrap_or_default();
                let under: String = under
                    .iter()
                    .map(|more| format!("<div class=\"under\">{}</div>", self.linker.linked(more)))
                    .collect();
                let html = format!(
                    "<li class=\"finding in{}\"><span class=\"{class}\" title=\"{word}\">{glyph}</span> {}{card}{under}</li>",
                    level.min(&3),
                    self.linker.linked(statement),
                );
                self.line(Some(Wrap::List), &html);
            }
            Block::Untold(count) => {
                let html = format!("<li>{}</li>", escaped(&words::untold(*count, &Style::default())));
                self.line(Some(Wrap::List), &html);
            }
            Block::Close(text) => self.line(None, &format!("<p class=\"close\">{}</p>", escaped(text))),
        }
    }

    fn td(&self, class: &str, text: &str) -> String {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        format!("<td{class}>{}</td>", self.linker.linked(text))
    }

    fn table(&mut self, columns: &[String], rows: &[Vec<String>]) {
        let head: String = columns.iter().map(|name| format!("<th scope=\"col\">{}</th>", escaped(name))).collect();
        let body: String = rows.iter().map(|cells| format!("<tr>{}</tr>\n", cells.concat())).collect();
        self.line(
            None,
            &format!(
                "<div class=\"wide\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>"
            ),
        );
    }

    fn marks(&mut self, corner: &str, columns: &[String], rows: &[(String, Vec<Mark>)]) {
        let plain = Style::default();
        let names: Vec<String> = std::iter::once(corner.to_owned()).chain(columns.iter().cloned()).collect();
        let mark = |mark: &Mark| {
            let class = match (mark.signs.as_str(), mark.verdict) {
                ("", _) => "silent",
                (_, Some('!')) => "contested",
                (_, Some('/')) => "split",
                ("+", _) => "up",
                ("-", _) => "down",
                _ => "flat",
            };
            self.td(class, &marks::text(mark, &plain))
        };
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|(name, marks)| {
                let name = format!("<th scope=\"row\">{}</th>", escaped(name));
                std::iter::once(name).chain(marks.iter().map(mark)).collect()
            })
            .collect();
        self.table(&names, &cells);
        for line in marks::legend(rows, &plain) {
            self.line(None, &format!("<p class=\"legend\">{}</p>", escaped(&line)));
        }
    }
}

/// Class, glyph and meaning of a sign.
fn sign_looks(sign: char) -> (&'static str, &'static str, &'static str) {
    match sign {
        '+' => ("up", "↑", "more"),
        '-' => ("down", "↓", "less"),
        '0' => ("flat", "○", "measured, no change"),
        _ => ("flat", "?", "not said which way"),
    }
}

/// Turns references in brackets into links to the list at the end.
struct Linker {
    /// By label: the place in the page.
    places: BTreeMap<String, String>,
    /// Findings that have a card, and what they say.
    cards: BTreeMap<FindingId, String>,
}

impl Linker {
    fn new(entries: &[Entry], cards: BTreeMap<FindingId, String>) -> Linker {
        let places = entries.iter().filter_map(|entry| Some((entry.label.clone()?, entry.key.clone())));
        Linker { places: places.collect(), cards }
    }

    /// A link to the card of a finding, where that is the finding which is told.
    fn card(&self, id: FindingId, statement: &str) -> Option<String> {
        self.cards.get(&id).filter(|says| statement.starts_with(says.as_str()))?;
        Some(format!(" <a class=\"more\" href=\"#{}\">card</a>", evidence::place(id)))
    }

    /// A text with each `[59, 62]` whose references are all listed as links.
    fn linked(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('[') {
            let (before, from) = rest.split_at(start);
            let Some(end) = from.find(']') else { break };
            let inside = from.get(1..end).unwrap_or_default();
            let links: Option<Vec<String>> = inside.split(", ").map(|label| self.link(label)).collect();
            out.push_str(&escaped(before));
            match links {
                Some(links) => out.push_str(&format!("[{}]", links.join(", "))),
                None => out.push_str(&escaped(from.get(..=end).unwrap_or_default())),
            }
            rest = from.get(end + 1..).unwrap_or_default();
        }
        out.push_str(&escaped(rest));
        out
    }

    fn link(&self, label: &str) -> Option<String> {
        let key = self.places.get(label)?;
        Some(format!("<a href=\"#{}\">{}</a>", escaped(key), escaped(label)))
    }
}

fn references(out: &mut String, entries: &[Entry]) {
    if entries.is_empty() {
        return;
    }
    out.push_str("<section>\n<h1 id=\"_references\">References</h1>\n<ul class=\"references\">\n");
    for entry in entries {
        let label = entry.label.as_ref().map(|label| format!("<b>[{}]</b> ", escaped(label))).unwrap_or_default();
        let mut parts = Vec::new();
        if !entry.authors.is_empty() {
            parts.push(format!("{}.", escaped(&entry.author_words())));
        }
        parts.push(format!("<cite>{}</cite>.", escaped(&entry.title)));
        let printed = entry.printed_words();
        if !printed.is_empty() {
            parts.push(format!("{}.", escaped(&printed)));
        }
        for (name, url) in entry.addresses() {
            parts.push(format!("<a href=\"{}\">{}</a>", escaped(&url), escaped(&name)));
        }
        out.push_str(&format!("<li id=\"{}\">{label}{}", escaped(&entry.key), parts.join(" ")));
        out.push_str(&format!("<div class=\"under\">{}</div></li>\n", escaped(&entry.note)));
    }
    out.push_str("</ul>\n</section>\n");
}

/// A text without markup, and without what could hide or turn it.
pub(super) fn escaped(text: &str) -> String {
    let safe: Cow<'_, str> = sanitise(text);
    let legal: String =
        safe.chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect();
    quick_xml::escape::escape(legal.as_str()).into_owned()
}
