//! How an answer is to look: width, colour, glyphs.
//!
//! The caller decides each of these from its own flags and surroundings; the renderers obey. Nothing here asks a terminal or the environment.

use super::Format;
use crate::answer::Telling;
use std::fmt;
use std::str::FromStr;

/// What the surface can show.
///
/// ```
/// use whereof::Style;
/// let style = Style { width: 120, ..Style::default() };
/// assert!(!style.color && style.unicode);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the surface.
    pub width: usize,
    /// Whether colour may be used; meaning never rests on it alone.
    pub color: bool,
    /// Whether lines and arrows may be drawn with characters beyond ASCII. Names are shown as they are in either case.
    pub unicode: bool,
    /// CSV and TSV as they are: no `'` before what a spreadsheet would take for a formula, no spelled-out control characters.
    pub raw: bool,
    /// Whether the surface makes an address out of OSC 8 codes; where it does not, addresses are written out.
    pub links: bool,
    /// Whether rows of a table are numbered, for orders such as `.show 3`.
    pub numbered: bool,
    /// How much is told of what names and verbs were widened by.
    pub expansions: Expansions,
    /// Rows of a table for eyes that are shown; the others are counted below it. All where it is 0. Other formats are always whole.
    pub rows: usize,
    /// Whether the lists on a page are told to their end: findings, near misses, cells of a table. Of long ones the first are told otherwise, and
    /// how many there are.
    pub whole: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            width: 80,
            color: false,
            unicode: true,
            raw: false,
            links: false,
            numbered: false,
            expansions: Expansions::Some,
            rows: 0,
            whole: false,
        }
    }
}

/// How much of an expansion is told on a page. The JSON forms hold all of it in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Expansions {
    /// Every name with the step that leads to it and where the source says so.
    All,
    /// The few names of a short one; of a long one the first, and how many there are.
    #[default]
    Some,
    /// How many there are.
    None,
}

impl Expansions {
    /// All of them.
    pub const ALL: [Expansions; 3] = [Expansions::All, Expansions::Some, Expansions::None];

    /// As typed.
    ///
    /// ```
    /// use whereof::output::Expansions;
    /// assert_eq!("all".parse().map(Expansions::word), Ok("all"));
    /// ```
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Expansions::All => "all",
            Expansions::Some => "some",
            Expansions::None => "none",
        }
    }
}

impl fmt::Display for Expansions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Expansions {
    type Err = String;

    fn from_str(word: &str) -> Result<Expansions, String> {
        Expansions::ALL.into_iter().find(|one| one.word() == word).ok_or_else(|| {
            let words: Vec<&str> = Expansions::ALL.iter().map(|one| one.word()).collect();
            format!("expansions are told as {}; `{word}` is none of these", words.join(", "))
        })
    }
}

/// A meaning that is shown by colour too. The colours can be told from light and from dark backgrounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// A heading.
    Strong,
    /// Of lesser weight.
    Faint,
    /// A rise. Blue and orange are told apart by colour-blind eyes too.
    Up,
    /// A fall.
    Down,
    /// No change.
    Flat,
    /// A change, not said which way.
    Unclear,
    /// Take care.
    Warn,
    /// Wrong.
    Error,
}

impl Style {
    /// How much of an answer is looked at where it is shown in a format.
    ///
    /// ```
    /// use whereof::answer::Telling;
    /// use whereof::{Format, Style};
    /// let style = Style { rows: 20, ..Style::default() };
    /// assert_eq!(style.telling(Format::Table), Telling::Page { rows: 20 });
    /// assert_eq!(style.telling(Format::Csv), Telling::Lines);
    /// assert_eq!(style.telling(Format::Json), Telling::Whole);
    /// ```
    #[must_use]
    pub fn telling(&self, format: Format) -> Telling {
        match format {
            Format::Table if !self.whole => Telling::Page { rows: self.rows },
            Format::Tsv | Format::Csv | Format::Jsonl => Telling::Lines,
            _ => Telling::Whole,
        }
    }

    /// Wraps a text in the codes of an ink, where colour may be used.
    pub(super) fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.color || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Up => "38;5;32",
            Ink::Down => "38;5;166",
            Ink::Flat => "38;5;243",
            Ink::Unclear => "38;5;97",
            Ink::Warn => "38;5;136",
            Ink::Error => "38;5;160",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// The glyph for a sign: `+`, `-`, `0`, `?`.
    pub(super) fn sign(&self, sign: char) -> String {
        let glyph = match (sign, self.unicode) {
            ('+', true) => "↑",
            ('+', false) => "+",
            ('-', true) => "↓",
            ('-', false) => "-",
            ('0', true) => "○",
            ('0', false) => "0",
            _ => "?",
        };
        self.signed(sign, glyph)
    }

    /// A text in the colour of a sign.
    pub(super) fn signed(&self, sign: char, text: &str) -> String {
        let ink = match sign {
            '+' => Ink::Up,
            '-' => Ink::Down,
            '0' => Ink::Flat,
            _ => Ink::Unclear,
        };
        self.ink(ink, text)
    }

    /// A text that leads to an address where the surface can do that. The address holds only what [`crate::model::citation`] lets stand in one.
    pub(super) fn link(&self, text: &str, url: &str) -> String {
        if self.links { format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\") } else { text.to_owned() }
    }

    pub(super) fn dash(&self) -> &'static str {
        if self.unicode { "–" } else { "-" }
    }

    pub(super) fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Red, green and blue of one of the 256 colours, from 16 on.
    fn rgb(code: u8) -> [u8; 3] {
        match code {
            232..=255 => [8 + 10 * (code - 232); 3],
            _ => {
                let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
                let code = code - 16;
                [level(code / 36), level(code / 6 % 6), level(code % 6)]
            }
        }
    }

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(rgb: [u8; 3]) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
    }

    #[test]
    fn colours_stand_out_on_light_and_on_dark() {
        let style = Style { color: true, ..Style::default() };
        for ink in [Ink::Up, Ink::Down, Ink::Flat, Ink::Unclear, Ink::Warn, Ink::Error] {
            let text = style.ink(ink, "x");
            let code: u8 = text.trim_start_matches("\u{1b}[38;5;").split('m').next().unwrap().parse().unwrap();
            let own = luminance(rgb(code));
            let (on_white, on_black) = (1.05 / (own + 0.05), (own + 0.05) / 0.05);
            assert!(on_white > 3.0 && on_black > 3.0, "{ink:?}: {on_white:.1} on white, {on_black:.1} on black");
        }
    }
}
