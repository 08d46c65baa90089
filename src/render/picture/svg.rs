//! SVG as text: numbers, letters and how wide they are, marks with a title.
//!
//! Shapes come in, elements go out, each text without markup and without what could hide or turn it. It does not know what is drawn.

use super::super::html::escaped;
use super::super::sanitise::sanitise;
use unicode_width::UnicodeWidthChar;

/// Elements one after the other.
#[derive(Debug, Default)]
pub(super) struct Svg {
    out: String,
}

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// The elements.
    pub(super) fn into_string(self) -> String {
        self.out
    }

    /// A mark: what it stands for is told to whoever points at it, or has it read out.
    pub(super) fn mark(&mut self, class: &str, title: &str, inside: impl FnOnce(&mut Svg)) {
        let lines: Vec<String> = title.lines().map(escaped).collect();
        self.out.push_str(&format!("<g class=\"mark {class}\"><title>{}</title>", lines.join("\n")));
        inside(self);
        self.out.push_str("</g>\n");
    }

    /// Elements moved to a place.
    pub(super) fn moved(&mut self, class: &str, x: f64, y: f64, inside: &str) {
        self.out.push_str(&format!("<g class=\"{class}\" transform=\"translate({} {})\">{inside}</g>\n", n(x), n(y)));
    }

    pub(super) fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64, round: f64) {
        let round = if round > 0.0 { format!(" rx=\"{}\"", n(round)) } else { String::new() };
        let (x, y, width, height) = (n(x), n(y), n(width), n(height));
        self.out.push_str(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round}/>"
        ));
    }

    /// A circle, its line so wide.
    pub(super) fn circle(&mut self, class: &str, x: f64, y: f64, radius: f64, width: f64) {
        let (x, y, radius, width) = (n(x), n(y), n(radius), n(width));
        self.out.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" stroke-width=\"{width}\"/>"
        ));
    }

    /// A path; `width` of its line where the class does not say.
    pub(super) fn path(&mut self, class: &str, way: &str, width: Option<f64>) {
        let width = width.map(|width| format!(" stroke-width=\"{}\"", n(width))).unwrap_or_default();
        self.out.push_str(&format!("<path class=\"{class}\" d=\"{way}\"{width}/>"));
    }

    /// A text that stands on a line.
    pub(super) fn text(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, text: &str) {
        self.turned(class, x, y, anchor, 0, text);
    }

    /// A text turned by so many degrees about the place where it is held.
    pub(super) fn turned(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, degrees: i32, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y) = (n(x), n(y));
        let turn = if degrees == 0 { String::new() } else { format!(" transform=\"rotate({degrees} {x} {y})\"") };
        self.out
            .push_str(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}{turn}>{}</text>", escaped(text)));
    }

    /// Elements that are written already.
    pub(super) fn add(&mut self, elements: &str) {
        self.out.push_str(elements);
    }
}

/// A number with at most one decimal, the same on every machine.
pub(super) fn n(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

/// How wide a text is about to be, for there is no font to ask: rather too wide, by the letters of wide fonts.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let hundredths: u32 = text.chars().map(letter).sum();
    f64::from(hundredths) * size / 100.0
}

/// The width of a letter in hundredths of the size.
fn letter(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '.' | ',' | ':' | ';' | '|' | 'I' | ' ' | '!' => 34,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '\\' | '"' => 42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 98,
        '+' | '<' | '>' | '=' | '~' | 'O' | 'Q' | '↑' | '↓' | '○' => 84,
        'A'..='Z' => 72,
        'a'..='z' | '0'..='9' => 64,
        _ => match c.width() {
            Some(0) => 0,
            Some(1) => 66,
            _ => 104,
        },
    }
}

/// A text without what could hide or turn it, cut where it is wider than there is room.
pub(super) fn fitted(text: &str, size: f64, room: f64) -> String {
    let safe = sanitise(text);
    if width(&safe, size) <= room {
        return safe.into_owned();
    }
    let room = room - width("…", size);
    let mut out = String::new();
    let mut used = 0.0;
    for c in safe.chars() {
        used += f64::from(letter(c)) * size / 100.0;
        if used > room {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([n(1.0), n(1.25), n(-0.01), n(-2.55), n(100.04)].join(" "), "1 1.3 0 -2.6 100");
    }

    #[test]
    fn what_is_too_long_is_cut_and_what_is_hostile_is_spelled_out() {
        assert_eq!(fitted("CXCR4", 13.0, 100.0), "CXCR4");
        assert_eq!(fitted("mesenchymal stem cells", 13.0, 80.0), "mesench…");
        assert_eq!(fitted("a\u{202e}b", 13.0, 200.0), "a\\u{202e}b");
        assert!(width("线粒体", 10.0) > 30.0 && width("e\u{301}", 10.0) < 7.0);
    }
}
