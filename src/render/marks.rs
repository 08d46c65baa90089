//! A table of marks: signs and counts of studies, wide ones in bands.
//!
//! Names and marks come in, lines go out, and a legend of the marks that were used. It does not know what the rows and columns are.

use super::document::Mark;
use super::grid::Table;
use super::sanitise::sanitise;
use super::style::Style;
use super::words;

/// Rows shown of a table; the others are counted.
const ROWS: usize = 60;
/// Columns shown of a table; the others are counted.
const COLUMNS: usize = 60;

/// One mark: `↑↓ 3 !*`.
pub(super) fn text(mark: &Mark, style: &Style) -> String {
    let plain = Style { color: false, ..*style };
    if mark.signs.is_empty() {
        return if mark.gap { "gap".to_owned() } else { silent(style).to_owned() };
    }
    let mut out: String = mark.signs.chars().map(|sign| plain.sign(sign)).collect();
    out.push_str(&format!(" {}", mark.studies));
    let flags = [mark.verdict, mark.rolled.then_some('*')];
    if flags.iter().any(Option::is_some) {
        out.push(' ');
        out.extend(flags.into_iter().flatten());
    }
    if mark.gap {
        out.push_str(" gap");
    }
    out
}

fn silent(style: &Style) -> &'static str {
    if style.unicode { "·" } else { "." }
}

/// Lines of a table: as many columns side by side as there is room for, the others below, each band with the rows that have a mark in it.
pub(super) fn print(corner: &str, columns: &[String], rows: &[(String, Vec<Mark>)], style: &Style) -> Vec<String> {
    let rows_shown = rows.get(..words::shown(rows.len(), ROWS, style)).unwrap_or(&[]);
    let shown = words::shown(columns.len(), COLUMNS, style);
    let names: Vec<String> = columns.iter().map(|name| sanitise(name).into_owned()).collect();
    let mut lines = Vec::new();
    let mut from = 0;
    while from < shown {
        let mut to = from + 1;
        while to < shown
            && Table::of_marks(&head(corner, &names, from..to + 1), &body(rows_shown, from..to + 1, style))
                .fits(style.width)
        {
            to += 1;
        }
        let whole = from == 0 && to == shown;
        let band = if whole {
            body(rows_shown, from..to, style)
        } else {
            let marked = |marks: &[Mark]| marks.iter().any(|mark| *mark != Mark::default());
            let some: Vec<(String, Vec<Mark>)> =
                rows_shown.iter().filter(|row| row.1.get(from..to).is_some_and(marked)).cloned().collect();
            body(&some, from..to, style)
        };
        if from > 0 {
            lines.push(String::new());
        }
        lines.extend(Table::of_marks(&head(corner, &names, from..to), &band).lines(style));
        from = to;
    }
    for (more, one) in [(rows.len() - rows_shown.len(), "row"), (columns.len() - shown, "column")] {
        if more > 0 {
            lines.push(words::rest(more as u64, &format!("more {one}"), style));
        }
    }
    lines
}

fn head(corner: &str, columns: &[String], band: std::ops::Range<usize>) -> Vec<String> {
    std::iter::once(corner.to_owned()).chain(columns.get(band).unwrap_or(&[]).iter().cloned()).collect()
}

fn body(rows: &[(String, Vec<Mark>)], band: std::ops::Range<usize>, style: &Style) -> Vec<Vec<String>> {
    let cells = |marks: &[Mark]| marks.iter().map(|mark| text(mark, style)).collect::<Vec<_>>();
    let row = |(name, marks): &(String, Vec<Mark>)| {
        std::iter::once(name.clone()).chain(cells(marks.get(band.clone()).unwrap_or(&[]))).collect()
    };
    rows.iter().map(row).collect()
}

/// What the marks mean that were used.
pub(super) fn legend(rows: &[(String, Vec<Mark>)], style: &Style) -> Vec<String> {
    let plain = Style { color: false, ..*style };
    let any = |test: &dyn Fn(&Mark) -> bool| rows.iter().any(|(_, marks)| marks.iter().any(test));
    let mut told: Vec<String> = Vec::new();
    let signs = [('+', "rises"), ('-', "falls"), ('0', "measured, no change"), ('?', "changes, not said which way")];
    for (sign, words) in signs {
        if any(&|mark| mark.signs.contains(sign)) {
            told.push(format!("{} {words}", plain.sign(sign)));
        }
    }
    if !told.is_empty() {
        told.push("the number counts studies".to_owned());
    }
    let verdicts = [('!', "contested"), ('/', "context-split"), ('x', "only against the claim")];
    for (sign, words) in verdicts {
        if any(&|mark| mark.verdict == Some(sign)) {
            told.push(format!("{sign} {words}"));
        }
    }
    if any(&|mark| mark.rolled) {
        told.push("* findings on kinds among them".to_owned());
    }
    if any(&|mark| mark.gap) {
        told.push("gap declared by the source".to_owned());
    }
    if any(&|mark| mark.signs.is_empty() && !mark.gap) {
        told.push(format!("{} no finding in this base", silent(style)));
    }
    if told.is_empty() { Vec::new() } else { vec![told.join("; ")] }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use unicode_width::UnicodeWidthStr;

    fn mark(signs: &str, studies: u64) -> Mark {
        Mark { signs: signs.to_owned(), studies, ..Mark::default() }
    }

    #[test]
    fn marks_have_twins_in_ascii() {
        let ascii = Style { unicode: false, ..Style::default() };
        let split = Mark { verdict: Some('!'), rolled: true, gap: true, ..mark("+-0?", 3) };
        assert_eq!(text(&split, &Style::default()), "↑↓○? 3 !* gap");
        assert_eq!(text(&split, &ascii), "+-0? 3 !* gap");
        assert_eq!(text(&Mark::default(), &ascii), ".");
        assert_eq!(text(&Mark { gap: true, ..Mark::default() }, &ascii), "gap");
    }

    #[test]
    fn a_wide_table_goes_on_below_and_never_beyond_the_width() {
        let columns: Vec<String> = (0..30).map(|at| format!("disease {at}")).collect();
        let rows: Vec<(String, Vec<Mark>)> =
            (0..3).map(|row| (format!("treatment {row}"), (0..30).map(|at| mark("+", at)).collect())).collect();
        for width in [40, 80, 120] {
            let lines = print("treatment", &columns, &rows, &Style { width, ..Style::default() });
            assert!(lines.iter().all(|line| line.width() <= width), "{lines:#?}");
            let heads = lines.iter().filter(|line| line.starts_with("treatment ") && !line.contains('↑')).count();
            assert!(heads > 1, "{lines:#?}");
            for at in 0..30 {
                assert!(lines.iter().any(|line| line.contains(&format!("↑ {at}"))), "{at}: {lines:#?}");
            }
        }
    }

    #[test]
    fn what_is_not_shown_is_counted() {
        let columns: Vec<String> = vec!["d".to_owned()];
        let rows: Vec<(String, Vec<Mark>)> = (0..100).map(|row| (format!("t{row}"), vec![mark("+", 1)])).collect();
        let lines = print("treatment", &columns, &rows, &Style::default());
        assert!(lines.last().unwrap().contains("40 more rows"), "{lines:#?}");
    }
}
