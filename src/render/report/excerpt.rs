//! The piece of a text that a report shows: few lines, clipped, every character safe, labels moved along.
//!
//! A source and labels come in; lines that can be drawn and spans in them go out. It does not know who draws.

use crate::diagnostic::Label;
use crate::render::sanitise::{capped, push_safe};
use crate::render::style::Style;
use crate::text::Source;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// Labels drawn for one report; `ariadne` needs seconds for a thousand on one line.
const LABELS: usize = 8;
/// Lines between the first and the last drawn label.
const LINES: usize = 1_000;
/// The last line that can be drawn: the lines before it are handed over as empty ones, so that numbers are right.
const DEEPEST: usize = 100_000;
/// Blanks and the bar beside a line's number.
const MARGIN: usize = 4;
/// Columns of a line, at most.
const COLUMNS: usize = 240;

/// What is shown of a text.
pub(super) struct Excerpt<'l> {
    /// The lines to be drawn, those above them empty; none where the place lies too far down.
    pub(super) text: Option<String>,
    /// The labels, as bytes of `text`.
    pub(super) labels: Vec<Drawn<'l>>,
    /// Labels that are not drawn, in words.
    pub(super) beside: Vec<String>,
    /// For a place that is not drawn: its line and a line that points into it.
    pub(super) plain: Vec<String>,
    /// Line of the first label, from 1.
    pub(super) line: usize,
    /// Column of the first label in characters, from 1.
    pub(super) column: usize,
    /// The last line that is drawn.
    deepest: usize,
}

impl Excerpt<'_> {
    /// Digits of the greatest line number that is drawn.
    pub(super) fn digits(&self) -> usize {
        self.deepest.max(1).ilog10() as usize + 1
    }
}

/// A label in the text that is drawn.
pub(super) struct Drawn<'l> {
    pub(super) span: Range<usize>,
    pub(super) message: &'l str,
    pub(super) line: usize,
}

/// A label with its line.
struct Placed<'l> {
    message: &'l str,
    start: usize,
    end: usize,
    line: usize,
    line_start: usize,
}

/// One clipped line and where it stands.
struct Shown {
    number: usize,
    /// Bytes of the source that are in it.
    window: Range<usize>,
    text: String,
    /// Where the window begins in `text`, behind an ellipsis.
    lead: usize,
    /// Where `text` begins in what is drawn.
    base: usize,
}

/// Chooses, clips and escapes.
pub(super) fn excerpt<'l>(source: &Source, labels: &'l [Label], style: &Style) -> Excerpt<'l> {
    let text = source.text();
    let mut placed: Vec<Placed<'l>> = Vec::new();
    for label in labels.iter().take(LABELS) {
        let at = place(source, label, placed.last());
        placed.push(at);
    }
    let Some(first) = placed.first() else {
        return Excerpt {
            text: Some(String::new()),
            labels: Vec::new(),
            beside: Vec::new(),
            plain: Vec::new(),
            line: 1,
            column: 1,
            deepest: 1,
        };
    };
    let (line, column) = (first.line, text.get(first.line_start..first.start).unwrap_or("").chars().count() + 1);
    let mut out =
        Excerpt { text: None, labels: Vec::new(), beside: Vec::new(), plain: Vec::new(), line, column, deepest: line };
    if labels.len() > LABELS {
        out.beside.push(format!("{} more places are not shown", labels.len() - LABELS));
    }

    let near = |at: &Placed<'_>| at.line.abs_diff(line) <= LINES && at.line <= DEEPEST;
    let mut lines: Vec<Shown> = Vec::new();
    for at in placed.iter().filter(|at| near(at)) {
        if !lines.iter().any(|shown| shown.number == at.line) {
            lines.push(clip(text, at, style));
        }
    }
    if line > DEEPEST {
        let shown = clip(text, first, style);
        let from = shown.map(text, first.start);
        let to = shown.map(text, first.end).max(from);
        let mark = shown.text.get(from..to).unwrap_or("").width().max(1);
        let blank = shown.text.get(..from).unwrap_or("").width();
        out.plain.push(shown.text.clone());
        out.plain.push(format!(
            "{}{} {}",
            " ".repeat(blank),
            "^".repeat(mark),
            capped(first.message, COLUMNS, style.ellipsis())
        ));
        placed.remove(0);
    }
    lines.sort_by_key(|shown| shown.number);
    out.deepest = lines.last().map_or(1, |shown| shown.number);
    let mut drawn = String::new();
    let mut number = 1;
    for shown in &mut lines {
        drawn.extend(std::iter::repeat_n('\n', shown.number - number));
        number = shown.number;
        shown.base = drawn.len();
        drawn.push_str(&shown.text);
    }
    for at in placed {
        let shown = lines
            .iter()
            .find(|shown| shown.number == at.line && shown.window.start <= at.start && at.start <= shown.window.end);
        match shown {
            Some(shown) => {
                let start = shown.base + shown.map(text, at.start);
                let end = shown.base + shown.map(text, at.end);
                out.labels.push(Drawn { span: start..end.max(start), message: at.message, line: at.line });
            }
            None => {
                let (line, column) = source.line_column(at.start as u32);
                out.beside.push(format!(
                    "at line {line}, column {column}: {}",
                    capped(at.message, COLUMNS, style.ellipsis())
                ));
            }
        }
    }
    if line <= DEEPEST {
        out.text = Some(drawn);
    }
    out
}

/// Finds the line of a label, counting from a label already placed.
fn place<'l>(source: &Source, label: &'l Label, before: Option<&Placed<'l>>) -> Placed<'l> {
    let text = source.text();
    let span = source.span(label.span.start as usize, label.span.end as usize);
    let (start, end) = (span.start as usize, span.end as usize);
    let line_start = text.get(..start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let lines = |range: Range<usize>| text.get(range).unwrap_or("").matches('\n').count();
    let line = match before {
        Some(known) if known.line_start <= line_start => known.line + lines(known.line_start..line_start),
        Some(known) => known.line - lines(line_start..known.line_start),
        None => 1 + lines(0..line_start),
    };
    // a label over several lines is drawn on its first one
    let line_end = text.get(start..).and_then(|tail| tail.find('\n')).map_or(text.len(), |at| start + at);
    Placed { message: &label.message, start, end: end.min(line_end), line, line_start }
}

/// Cuts a line to what fits, the label's beginning in sight.
fn clip(text: &str, at: &Placed<'_>, style: &Style) -> Shown {
    // the number and the bar before it
    let margin = at.line.max(1).ilog10() as usize + 1 + MARGIN;
    let room = style.width.saturating_sub(margin).clamp(20, COLUMNS);
    let line_end = text.get(at.start..).and_then(|tail| tail.find('\n')).map_or(text.len(), |found| at.start + found);
    let line_end = if text.get(at.line_start..line_end).is_some_and(|line| line.ends_with('\r')) && line_end > at.start
    {
        line_end - 1
    } else {
        line_end
    };
    // what does not fit whole wants room for the signs that say so
    let whole = text.get(at.line_start..line_end).unwrap_or("");
    let room = if fits(whole, room) { room } else { room - 2 };
    let mut spent = 0usize;
    let mut from = at.start;
    let mut to = at.start;
    // a third of the room before the label, the rest behind, and what is left over before it again
    let mut before = text.get(at.line_start..at.start).unwrap_or("").chars().rev().peekable();
    let mut take_before = |spent: &mut usize, room: usize| {
        while let Some(c) = before.peek() {
            let cost = cost(*c);
            if *spent + cost > room {
                break;
            }
            *spent += cost;
            from -= c.len_utf8();
            before.next();
        }
    };
    take_before(&mut spent, room / 3);
    for c in text.get(at.start..line_end).unwrap_or("").chars() {
        let cost = cost(c);
        if spent + cost > room {
            break;
        }
        spent += cost;
        to += c.len_utf8();
    }
    take_before(&mut spent, room);
    let mut shown = String::new();
    if from > at.line_start {
        shown.push_str(style.ellipsis());
    }
    let lead = shown.len();
    for c in text.get(from..to).unwrap_or("").chars() {
        push(&mut shown, c);
    }
    if to < line_end {
        shown.push_str(style.ellipsis());
    }
    Shown { number: at.line, window: from..to, text: shown, lead, base: 0 }
}

/// Whether a line has room as it is.
fn fits(line: &str, room: usize) -> bool {
    let mut spent = 0usize;
    line.chars().all(|c| {
        spent += cost(c);
        spent <= room
    })
}

/// Columns that a character costs; at least one, so that a million combining marks are clipped too.
fn cost(c: char) -> usize {
    let mut shown = String::new();
    push(&mut shown, c);
    shown.width().max(1)
}

fn push(out: &mut String, c: char) {
    if c == '\t' { out.push(' ') } else { push_safe(out, c) }
}

impl Shown {
    /// The byte of the shown line where a byte of the source stands.
    fn map(&self, text: &str, byte: usize) -> usize {
        let byte = byte.clamp(self.window.start, self.window.end);
        let mut shown = String::new();
        for c in text.get(self.window.start..byte).unwrap_or("").chars() {
            push(&mut shown, c);
        }
        self.lead + shown.len()
    }
}
