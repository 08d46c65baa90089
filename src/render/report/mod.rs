//! Diagnostics as text: a drawn report, one line, or JSON.
//!
//! A source and diagnostics come in, text goes out; `ariadne` is used here and nowhere else. Whatever the text and wherever the spans, the
//! report is small, quick and safe to look at; it does not know where it will be printed.

mod excerpt;
mod labels;

use super::grid::{hanging, wrap};
use super::sanitise::capped;
use super::style::{Ink, Style};
use super::words::count;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::text::{Source, Span};
use ariadne::{CharSet, Color, Config, IndexType, Label, Report, ReportKind};
use excerpt::{Excerpt, excerpt};
use serde::Serialize;

/// Characters of one message; a message may quote a text of any length.
const MESSAGE: usize = 400;
/// Characters of one label.
const LABEL: usize = 120;
/// Words of an expected list that are told; the others are counted.
const EXPECTED: usize = 10;
/// The same where there is a way out.
const EXPECTED_BESIDE: usize = 6;
/// Notes and ways out that are told.
const NOTES: usize = 8;
/// Ways out that are told with their rows and the question that each makes.
const FEW: usize = 3;
/// The longest mended question that is shown whole.
const MENDED: usize = 160;
/// Columns by which further lines of a headline are set in.
const FURTHER: usize = 2;
/// Stands for the place in what `ariadne` writes: it only knows the clipped text, so we put the true place in afterwards.
const PLACE: &str = "(place)";

/// Diagnostics drawn with their excerpts, at most so many; the others are counted.
///
/// ```
/// use whereof::diagnostic::Diagnostic;
/// use whereof::render::{Style, report};
/// use whereof::Source;
/// let source = Source::new("query", "treatment where upregulates CXCR44");
/// let found = Diagnostic::error("W0201", "no name `CXCR44` in this base", source.span(28, 34), "not known");
/// let text = report::human(&source, &[found], 20, &Style::default());
/// assert!(text.starts_with("[W0201] error: no name `CXCR44` in this base\n"));
/// assert!(text.contains("[ query:1:29 ]"));
/// ```
#[must_use]
pub fn human(source: &Source, diagnostics: &[Diagnostic], limit: usize, style: &Style) -> String {
    let mut out = String::new();
    for (at, diagnostic) in diagnostics.iter().take(limit.max(1)).enumerate() {
        if at > 0 {
            out.push('\n');
        }
        drawn(&mut out, source, diagnostic, style);
    }
    let untold = diagnostics.len().saturating_sub(limit.max(1));
    if untold > 0 {
        out.push_str(&format!("\nand {} more\n", count(untold as u64, "message")));
    }
    out
}

/// Diagnostics, one line each: `query:1:29: error W0201: no name ...`.
#[must_use]
pub fn short(source: &Source, diagnostics: &[Diagnostic], limit: usize) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(limit.max(1)) {
        let (line, column) = source.line_column(diagnostic.span().start);
        out.push_str(&format!(
            "{}:{line}:{column}: {} {}: {}",
            capped(source.name(), LABEL, "..."),
            word(diagnostic.severity),
            diagnostic.code,
            capped(&diagnostic.message, MESSAGE, "...")
        ));
        if let Some(fix) = diagnostic.fixes.first() {
            out.push_str(&format!("; {}", way_out(fix)));
        }
        out.push('\n');
    }
    out
}

/// Diagnostics as JSON, one object a line.
#[must_use]
pub fn json(source: &Source, diagnostics: &[Diagnostic], limit: usize) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(limit.max(1)) {
        let place = |span: Span| {
            let span = source.span(span.start as usize, span.end as usize);
            let (line, column) = source.line_column(span.start);
            let (end_line, end_column) = source.line_column(span.end);
            Place { start: span.start, end: span.end, line, column, end_line, end_column }
        };
        let form = Form {
            schema: crate::answer::SCHEMA,
            source: source.name(),
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            labels: diagnostic.labels.iter().map(|l| Placed { place: place(l.span), message: &l.message }).collect(),
            expected: &diagnostic.expected,
            notes: &diagnostic.notes,
            fixes: diagnostic
                .fixes
                .iter()
                .map(|fix| {
                    let edits = fix.edits.iter().map(|edit| Replacement {
                        start: edit.span.start,
                        end: edit.span.end,
                        replacement: &edit.replacement,
                    });
                    Way { message: &fix.message, edits: edits.collect(), rows: fix.rows, examples: &fix.examples }
                })
                .collect(),
        };
        out.push_str(&super::json::escaped(&serde_json::to_string(&form).unwrap_or_default()));
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct Form<'d> {
    schema: u32,
    source: &'d str,
    code: &'static str,
    severity: Severity,
    message: &'d str,
    labels: Vec<Placed<'d>>,
    expected: &'d [String],
    notes: &'d [String],
    fixes: Vec<Way<'d>>,
}

#[derive(Serialize)]
struct Place {
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Placed<'d> {
    #[serde(flatten)]
    place: Place,
    message: &'d str,
}

#[derive(Serialize)]
struct Way<'d> {
    message: &'d str,
    edits: Vec<Replacement<'d>>,
    rows: Option<u64>,
    examples: &'d [String],
}

#[derive(Serialize)]
struct Replacement<'d> {
    start: u32,
    end: u32,
    replacement: &'d str,
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A way out in words: `CXCR4 (gene): 1 row`.
fn way_out(fix: &Fix) -> String {
    let message = capped(&fix.message, MESSAGE, "...");
    match fix.rows {
        Some(rows) if fix.examples.is_empty() => format!("{message}: {}", count(rows, "row")),
        Some(rows) => {
            let more = if (fix.examples.len() as u64) < rows { ", ..." } else { "" };
            let examples = capped(&fix.examples.join(", "), MESSAGE, "...");
            format!("{message}: {} ({examples}{more})", count(rows, "row"))
        }
        None => message,
    }
}

fn drawn(out: &mut String, source: &Source, diagnostic: &Diagnostic, style: &Style) {
    let message = capped(&diagnostic.message, MESSAGE, style.ellipsis());
    let (color, ink) = match diagnostic.severity {
        Severity::Note => (Color::Fixed(33), Ink::Up),
        Severity::Warning => (Color::Yellow, Ink::Warn),
        Severity::Error => (Color::Red, Ink::Error),
    };
    let excerpt = excerpt(source, &diagnostic.labels, style);
    let name = capped(source.name(), LABEL, style.ellipsis());
    let place = format!("{name}:{}:{}", excerpt.line, excerpt.column);
    let notes = notes(source, diagnostic, &excerpt, style);
    let head = format!("[{}] {}:", diagnostic.code, word(diagnostic.severity));
    let is_of_nothing = source.text().is_empty() && diagnostic.labels.iter().all(|label| label.message.is_empty());
    let Some(text) = excerpt.text.as_ref().filter(|_| !is_of_nothing) else {
        headline(out, &head, &message, ink, style);
        // of a file that could not be read there is no line
        if !is_of_nothing {
            out.push_str(&format!("  at {place}\n"));
        }
        plain(out, &excerpt, &notes);
        return;
    };
    let config = Config::new()
        .with_index_type(IndexType::Byte)
        .with_color(style.color)
        .with_char_set(if style.unicode { CharSet::Unicode } else { CharSet::Ascii })
        .with_compact(false);
    let start = excerpt.labels.first().map_or(0..0, |label| label.span.clone());
    let mut report = Report::build(ReportKind::Error, (PLACE, start)).with_config(config);
    // from above to below: for a label above the one before it, `ariadne` begins the picture anew
    let mut order: Vec<usize> = (0..excerpt.labels.len()).collect();
    order.sort_by_key(|at| excerpt.labels.get(*at).map(|label| label.line));
    for (rank, at) in order.into_iter().enumerate() {
        let Some(label) = excerpt.labels.get(at) else { continue };
        let mut drawn = Label::new((PLACE, label.span.clone())).with_order(rank as i32);
        if !label.message.is_empty() {
            let message = capped(label.message, LABEL, style.ellipsis());
            drawn = drawn.with_message(format!("{}{message}", labels::MARK));
        }
        if style.color {
            drawn = drawn.with_color(if at == 0 { color } else { Color::Cyan });
        }
        report = report.with_label(drawn);
    }
    for (kind, text) in notes {
        match kind {
            "help" => report.add_help(text),
            _ => report.add_note(text),
        }
    }
    let mut bytes = Vec::new();
    // writing to memory has no way to fail
    let _ = report.finish().write((PLACE, ariadne::Source::from(text.as_str())), &mut bytes);
    // its first line is ours: `ariadne` colours the word of a kind of report that it does not know whatever it is told
    headline(out, &head, &message, ink, style);
    let drawn = String::from_utf8_lossy(&bytes);
    put_place(out, drawn.split_once('\n').map_or("", |(_, rest)| rest), &place, style);
}

/// What was found, in as many lines as it takes.
fn headline(out: &mut String, head: &str, message: &str, ink: Ink, style: &Style) {
    let lines = hanging(&format!("{head} {message}"), style.width, FURTHER);
    for (turn, line) in lines.iter().enumerate() {
        match line.strip_prefix(head) {
            Some(rest) if turn == 0 => out.push_str(&format!("{}{rest}\n", style.ink(ink, head))),
            _ => out.push_str(&format!("{line}\n")),
        }
    }
}

/// Copies what was drawn without blanks at line ends, the true place put in and labels fitted to the width.
fn put_place(out: &mut String, drawn: &str, place: &str, style: &Style) {
    let mut put = false;
    let mut lines = drawn.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        match line.split_once(PLACE) {
            Some((before, after)) if !put => {
                put = true;
                let after = after.trim_start_matches(|c: char| c == ':' || c == '?' || c.is_ascii_digit());
                out.push_str(&format!("{before}{place}{after}\n"));
            }
            _ => match line.split_once(labels::MARK) {
                Some((before, message)) => {
                    let next = lines.peek().copied().unwrap_or("");
                    labels::put(out, before, message, next, style.width);
                }
                None => out.push_str(&format!("{line}\n")),
            },
        }
    }
}

/// For places that are not drawn: the same words without a picture.
fn plain(out: &mut String, excerpt: &Excerpt<'_>, notes: &[(&str, String)]) {
    for line in &excerpt.plain {
        out.push_str(&format!("  {line}\n"));
    }
    for (kind, text) in notes {
        out.push_str(&format!("  {kind}: {}\n", text.replace('\n', "\n    ")));
    }
}

/// What stands under the picture: places that are not in it, what was expected, advice, ways out.
fn notes(
    source: &Source,
    diagnostic: &Diagnostic,
    excerpt: &Excerpt<'_>,
    style: &Style,
) -> Vec<(&'static str, String)> {
    // the margin and `Note: `, or `Note 2: ` where there are several
    let told = excerpt.beside.len().min(NOTES) + usize::from(!diagnostic.expected.is_empty()) + diagnostic.notes.len();
    let room = style.width.clamp(28, 240) - 11 - excerpt.digits() - if told > 1 { 1 } else { 0 };
    let mut notes = Vec::new();
    for beside in excerpt.beside.iter().take(NOTES) {
        notes.push(("note", wrap(beside, room).join("\n")));
    }
    // the label may say it already
    let label = diagnostic.labels.first().map_or("", |label| label.message.as_str());
    if !diagnostic.expected.iter().all(|word| label.contains(word.as_str())) {
        let most = if diagnostic.fixes.is_empty() { EXPECTED } else { EXPECTED_BESIDE };
        // "1 more" is no shorter than the one
        let most = if diagnostic.expected.len() == most + 1 { most + 1 } else { most };
        let mut words: Vec<String> =
            diagnostic.expected.iter().take(most).map(|word| capped(word, LABEL, style.ellipsis())).collect();
        let untold = diagnostic.expected.len() - words.len();
        if untold > 0 {
            words.push(format!("{untold} more"));
        }
        let last = words.pop().unwrap_or_default();
        let list = if words.is_empty() { last } else { format!("{} or {last}", words.join(", ")) };
        notes.push(("note", wrap(&format!("expected {list}"), room).join("\n")));
    }
    for note in diagnostic.notes.iter().take(NOTES) {
        notes.push(("note", wrap(&capped(note, MESSAGE, style.ellipsis()), room).join("\n")));
    }
    if !diagnostic.fixes.is_empty() {
        let told = diagnostic.fixes.len().min(NOTES);
        let mut lines = Vec::new();
        for fix in diagnostic.fixes.iter().take(told) {
            // of many ways out the rows are named by number alone, or they would fill the screen
            let shown = if told <= FEW { way_out(fix) } else { way_out(&Fix { examples: Vec::new(), ..fix.clone() }) };
            lines.extend(wrap(&shown, room));
            if told <= FEW {
                let text = mended(source, fix, room - 4).map(|text| hanging(&text, room - 2, 2)).unwrap_or_default();
                lines.extend(text.iter().map(|line| format!("  {line}")));
            }
        }
        if diagnostic.fixes.len() > told {
            lines.push(format!("and {} more", diagnostic.fixes.len() - told));
        }
        notes.push(("help", lines.join("\n")));
    }
    notes
}

/// The mended text, where it is short and the message does not say it already.
fn mended(source: &Source, fix: &Fix, room: usize) -> Option<String> {
    if fix.edits.is_empty() || source.text().len() > MENDED {
        return None;
    }
    let text = fix.apply(source.text())?;
    let text = capped(text.trim(), MENDED, "...");
    let is_cut = text.split(' ').any(|word| word.chars().count() > room);
    if text.contains("\\u{a}") || fix.message.contains(&text) || is_cut { None } else { Some(text) }
}
