//! Where things stand on the rows of a terminal.
//!
//! A line and a width come in, rows and candidates that fit them go out. It mends what the editor's list of candidates overwrites, puts labels
//! beside what they say, and knows nothing of words.

use rustyline::completion::{Pair, longest_common_prefix};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use whereof::render::{Style, prose};

/// Columns between two stops of the tabulator, as the editor draws them.
const TAB: usize = 8;

/// Columns of the terminal, as the editor counts them.
pub(super) fn columns() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)).max(1)
}

/// A label and what is said beside it, so many columns from the margin; below it where there is no room for both.
pub(super) fn beside(label: &str, columns: usize, said: &[&str], style: &Style) -> String {
    let is_narrow = style.width < columns + 32;
    let indent = if is_narrow { columns.min(4) } else { columns };
    let lines: String = said.iter().map(|one| prose(one, indent, style)).collect();
    match is_narrow {
        true => format!("{}\n{lines}", label.trim_end()),
        false => format!("{label}{}{}", " ".repeat(columns.saturating_sub(label.width())), lines.trim_start()),
    }
}

/// A page whose lines are broken where the surface ends, each as far from the margin as it was.
pub(super) fn fitting(page: &str, style: &Style) -> String {
    let fits = |line: &str| line.width() <= style.width;
    let fitted = |line: &str| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if fits(line) { format!("{line}\n") } else { prose(line.trim_start(), indent, style) }
    };
    page.lines().map(fitted).collect()
}

/// Rows that a text fills from a column on, the first one not counted.
fn rows(text: &str, from: usize, columns: usize) -> usize {
    let (mut row, mut column) = (0, from);
    for each in text.chars() {
        let width = match each {
            '\n' => {
                row += 1;
                column = 0;
                continue;
            }
            '\t' => TAB - column % TAB,
            other => other.width().unwrap_or(0),
        };
        column += width;
        if column > columns {
            row += 1;
            column = width;
        }
    }
    row + usize::from(column >= columns)
}

/// Candidates for a list below a line of several rows, such that the line can be drawn again without a loss.
///
/// The editor draws the line anew as many rows too high as there are above the cursor, over the end of the list, and does not clear
/// the rows below the cursor that the list is written on. So the list gets one column, as many empty rows at its end as are lost, and
/// rows as wide as the terminal where something stands below.
pub(super) fn spaced(mut pairs: Vec<Pair>, line: &str, start: usize, at: usize, prompt: usize) -> Vec<Pair> {
    spaced_in(&mut pairs, line, start, at, prompt, columns());
    pairs
}

fn spaced_in(pairs: &mut Vec<Pair>, line: &str, start: usize, at: usize, prompt: usize, columns: usize) {
    let (Some(before), Some(after)) = (line.get(..start.min(at)), line.get(at..)) else { return };
    let Some(first) = pairs.first().map(|pair| pair.replacement.clone()) else { return };
    if pairs.len() < 2 {
        return;
    }
    // what all candidates begin with is put in before the list is shown
    let typed = line.get(start.min(at)..at).unwrap_or("");
    let common = longest_common_prefix(pairs).filter(|common| common.len() > typed.len()).unwrap_or(typed);
    let (rest, below) = after.split_once('\n').map_or((after, false), |(rest, _)| (rest, true));
    let above = rows(&format!("{before}{common}{rest}"), prompt, columns);
    if above == 0 && !below {
        return;
    }
    let wide = if below { columns.saturating_sub(1) } else { columns / 2 };
    for pair in pairs.iter_mut() {
        let width: usize = pair.display.chars().map(|each| each.width().unwrap_or(0)).sum();
        pair.display.push_str(&" ".repeat(wide.saturating_sub(width)));
    }
    let empty = (0..above).map(|_| Pair { display: String::new(), replacement: first.clone() });
    pairs.extend(empty);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(words: &[&str]) -> Vec<Pair> {
        words.iter().map(|word| Pair { display: (*word).to_owned(), replacement: (*word).to_owned() }).collect()
    }

    #[test]
    fn rows_are_counted_as_the_terminal_wraps() {
        assert_eq!(rows("", 9, 20), 0);
        assert_eq!(rows("0123456789", 9, 20), 0);
        assert_eq!(rows("0123456789a", 9, 20), 1);
        assert_eq!(rows("0123456789ab", 9, 20), 1);
        assert_eq!(rows("a\nb\nc", 9, 20), 2);
        // a wide character goes to the next row whole
        assert_eq!(rows("0123456789治", 9, 20), 1);
        assert_eq!(rows("e\u{301}".repeat(10).as_str(), 9, 20), 0);
        assert_eq!(rows("\t\t", 9, 20), 1);
    }

    #[test]
    fn a_line_of_one_row_changes_nothing() {
        let mut few = pairs(&["CXCL12", "CXCR4"]);
        spaced_in(&mut few, "gene where upregulates CX", 23, 25, 9, 80);
        assert_eq!(few.len(), 2);
        assert_eq!(few[0].display, "CXCL12");
    }

    #[test]
    fn what_is_overwritten_is_empty() {
        let mut few = pairs(&["CXCL12", "CXCR4"]);
        let line = "gene where\nupregulates CX\nand";
        spaced_in(&mut few, line, 23, 25, 9, 80);
        assert_eq!(few.len(), 3);
        assert!(few[2].display.is_empty() && few[2].replacement == "CXCL12");
        assert_eq!(few[1].display.len(), 79);
        assert_eq!(longest_common_prefix(&few), Some("CXC"));
        // one candidate is put in, and no list is shown
        let mut one = pairs(&["CXCR4"]);
        spaced_in(&mut one, line, 23, 25, 9, 80);
        assert_eq!(one.len(), 1);
    }
}
