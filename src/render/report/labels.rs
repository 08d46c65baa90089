//! Labels beside their places, in as many lines as the width makes of them.
//!
//! A drawn line and the words of its label come in, the line with its words fitted goes out. `ariadne` puts all of a label on one line.

use crate::render::grid::wrap;
use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

/// Stands before the words of a label in what is drawn: no text that is shown has it.
pub(super) const MARK: char = '\u{1}';
/// Columns that words beside a place get at least; else they stand below it.
const BESIDE: usize = 24;
/// Bars that go on in the lines below.
const BARS: [char; 2] = ['\u{2502}', '|'];

/// What leads from a place to its words.
const STALK: [char; 2] = ['\u{2500}', '-'];

/// Puts the words of a label behind a drawn line; `next` is the line below it, whose bars go on beside further lines.
pub(super) fn put(out: &mut String, before: &str, message: &str, next: &str, width: usize) {
    let column = columns(before);
    let room = width.saturating_sub(column);
    let Some(margin) =
        before.find(BARS).map(|at| at + before.get(at..).and_then(|bar| bar.chars().next()).map_or(0, char::len_utf8))
    else {
        out.push_str(&format!("{before}{message}\n"));
        return;
    };
    if room >= message.width() || room >= BESIDE {
        let mut lines = wrap(message, room).into_iter();
        out.push_str(&format!("{before}{}\n", lines.next().unwrap_or_default()));
        for line in lines {
            out.push_str(&format!("{}{line}\n", bars(before, margin, next, column)));
        }
        return;
    }
    let mut stalk = before.trim_end().to_owned();
    // the place may be the last that there is room for
    while columns(&stalk) > width
        && let Some(at) = stalk.rfind(STALK)
    {
        stalk.remove(at);
    }
    out.push_str(&format!("{stalk}\n"));
    let start = before.get(..margin).unwrap_or("");
    let inside = width.saturating_sub(columns(start) + 1);
    let lines = wrap(message, inside);
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    // as near to the place as may be
    let blanks = " ".repeat(1 + inside.saturating_sub(widest).min(column));
    for line in lines {
        out.push_str(&format!("{start}{}{blanks}{line}\n", reset(start)));
    }
}

/// The margin of a line, and behind it the bars of the next one, so many columns in all.
fn bars(before: &str, margin: usize, next: &str, column: usize) -> String {
    let start = before.get(..margin).unwrap_or("");
    let skipped = columns(start);
    let mut out = format!("{start}{}", reset(start));
    let mut at = 0;
    for c in plainly(next) {
        let wide = c.width().unwrap_or(0);
        if at >= skipped && at + wide <= column {
            out.push(if BARS.contains(&c) { c } else { ' ' });
            out.extend(std::iter::repeat_n(' ', wide.saturating_sub(1)));
        }
        at += wide;
    }
    let missing = column.saturating_sub(columns(&out));
    out.push_str(&" ".repeat(missing));
    out
}

/// What ends the colour of a text that was cut off, where it had one.
fn reset(text: &str) -> &'static str {
    if text.contains('\u{1b}') { "\u{1b}[0m" } else { "" }
}

/// The characters of a text without the codes of its colours.
fn plainly(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut is_code = false;
    text.chars().filter(move |c| {
        if *c == '\u{1b}' {
            is_code = true;
        }
        let shown = !is_code;
        if *c == 'm' {
            is_code = false;
        }
        shown
    })
}

/// The columns that a text takes, colours left out.
fn columns(text: &str) -> usize {
    plainly(text).map(|c| c.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::put;

    fn shown(before: &str, message: &str, next: &str, width: usize) -> String {
        let mut out = String::new();
        put(&mut out, before, message, next, width);
        out
    }

    #[test]
    fn words_go_on_under_their_first() {
        let words = "a gene, a metabolite or a process is wanted here";
        let found = shown("   | `--- ", words, "   |   |", 36);
        assert_eq!(found, "   | `--- a gene, a metabolite or a\n   |   |  process is wanted here\n");
    }

    #[test]
    fn without_room_they_stand_below() {
        let found = shown("   |                    `-- ", "name what is wanted", "", 40);
        let blanks = " ".repeat(40 - 4 - "name what is wanted".len());
        assert_eq!(found, format!("   |                    `--\n   |{blanks}name what is wanted\n"));
    }

    #[test]
    fn what_leads_to_them_is_no_wider_than_the_rest() {
        let before = format!("   |{}`----- ", " ".repeat(33));
        let found = shown(&before, "name what is wanted", "", 40);
        assert!(found.lines().all(|line| line.len() <= 40) && found.contains("`--\n"), "{found}");
    }

    #[test]
    fn colours_end_where_they_are_cut() {
        let found = shown("\u{1b}[2m   |\u{1b}[0m \u{1b}[31m`--\u{1b}[0m ", "one two three four five", "", 24);
        assert!(found.lines().all(|line| line.matches('\u{1b}').count() % 2 == 0), "{found:?}");
    }
}
