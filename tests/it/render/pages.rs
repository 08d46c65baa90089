//! Pages for eyes.

use super::fixtures::*;
use whereof::render::{Format, Style, header, is_banned, render};

fn at(width: usize) -> Style {
    Style { width, ..Style::default() }
}

#[test]
fn headline_at_80() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Table, &at(80)).unwrap());
}

#[test]
fn headline_at_120() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Table, &at(120)).unwrap());
}

#[test]
fn headline_at_40() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Table, &at(40)).unwrap());
}

#[test]
fn headline_in_ascii() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Table, &Style { unicode: false, ..at(80) }).unwrap());
}

#[test]
fn disputed_rows() {
    insta::assert_snapshot!(render(&reply(disputed()), Format::Table, &at(80)).unwrap());
}

#[test]
fn no_row() {
    insta::assert_snapshot!(render(&reply(none()), Format::Table, &at(80)).unwrap());
}

#[test]
fn headline_in_markdown() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Markdown, &at(80)).unwrap());
}

#[test]
fn what_surrounds_rows() {
    insta::assert_snapshot!(header(&reply(headline()), &at(80)));
}

#[test]
fn other_replies() {
    let pages: Vec<String> = others().iter().map(|reply| render(reply, Format::Table, &at(80)).unwrap()).collect();
    insta::assert_snapshot!(pages.join("\n=====\n"));
}

#[test]
fn no_line_is_wider_than_the_surface() {
    for answers in [headline(), disputed(), none()] {
        for width in [40, 60, 80, 120] {
            let page = render(&reply(answers.clone()), Format::Table, &at(width)).unwrap();
            for line in page.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "wider than {width}: {line}");
            }
        }
    }
}

/// The table of a page: all above its findings.
fn table(answers: &whereof::answer::Answers, style: &Style) -> String {
    let page = render(&reply(answers.clone()), Format::Table, style).unwrap();
    page.split("\nIFN-γ + TGF-β ·").next().unwrap().trim().to_owned()
}

#[test]
fn tables_from_30_to_200_columns() {
    let shown =
        [30, 40, 60, 80, 120, 200].map(|width| format!("==== {width}\n{}\n", table(&many_columns(), &at(width))));
    insta::assert_snapshot!(shown.join("\n"));
    let ascii = Style { unicode: false, numbered: true, ..at(100) };
    insta::assert_snapshot!("numbered_in_ascii", table(&many_columns(), &ascii));
    let mut narrow = many_columns();
    for row in &mut narrow.rows {
        (row.cells, row.refs_against) = (row.cells[..2].to_vec(), vec![]);
        row.effects[0].against_inside.clear();
    }
    narrow.columns.truncate(2);
    insta::assert_snapshot!("empty_columns_give_way", table(&narrow, &at(56)));
}

/// At every width: nothing wider, no column of single letters, rows of bounded height.
#[test]
fn a_table_never_becomes_a_column_of_letters() {
    for width in 30..=200 {
        for answers in [many_columns(), disputed(), headline()] {
            let page = render(&reply(answers.clone()), Format::Table, &at(width)).unwrap();
            let lines: Vec<&str> = page.lines().collect();
            for line in &lines {
                assert!(unicode_width::UnicodeWidthStr::width(*line) <= width, "wider than {width}: {line}");
            }
            let short = lines.windows(3).filter(|three| {
                three
                    .iter()
                    .all(|line| !line.is_empty() && line.trim().chars().filter(|c| c.is_alphabetic()).count() == 1)
            });
            assert_eq!(short.count(), 0, "{page}");
        }
        // of a record at most: each column on a line, and on six what is long
        assert!(table(&many_columns(), &at(width)).lines().count() <= 3 * (8 + 5) + 3, "{width}");
    }
}

#[test]
fn signs_of_a_dispute_have_glyph_and_colour() {
    let page = table(&many_columns(), &Style { color: true, ..at(120) });
    assert!(page.contains("contested \u{1b}[38;5;32m↑1\u{1b}[0m \u{1b}[38;5;166m↓2\u{1b}[0m"), "{page:?}");
    let plain = table(&many_columns(), &at(200));
    assert!(plain.contains("contested ↑1 ↓2"), "{plain}");
    assert!(plain.contains("[1, 2, 3, 4, 5 and 25 more]"), "{plain}");
    let markdown = render(&reply(many_columns()), Format::Markdown, &at(80)).unwrap();
    assert!(markdown.contains("26, 27, 28, 29, 30]"), "{markdown}");
}

#[test]
fn expansions_are_told_as_wanted() {
    use whereof::render::Expansions;
    let mut answers = headline();
    let includes = &mut answers.reading.expansions[0].includes;
    let one = includes[0].clone();
    includes.extend((2..=41).map(|n| whereof::answer::Included { name: format!("stage {n}"), ..one.clone() }));
    let shown = Expansions::ALL.map(|expansions| {
        let page = header(&reply(answers.clone()), &Style { expansions, ..at(80) });
        format!("==== {expansions}\n{}", page.split("\n\n").next().unwrap())
    });
    insta::assert_snapshot!(shown.join("\n"));
    assert_eq!("none".parse(), Ok(Expansions::None));
    assert!("few".parse::<Expansions>().unwrap_err().contains("all, some, none"));
}

#[test]
fn a_page_without_colour_has_no_escape_and_one_with_colour_says_the_same() {
    let plain = render(&reply(disputed()), Format::Table, &at(80)).unwrap();
    assert!(!plain.contains('\u{1b}'));
    let colored = render(&reply(disputed()), Format::Table, &Style { color: true, ..at(80) }).unwrap();
    assert!(colored.contains('\u{1b}'));
    let mut bare = String::new();
    let mut inside = false;
    for c in colored.chars() {
        match c {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if inside => {}
            _ => bare.push(c),
        }
    }
    assert_eq!(bare, plain);
}

#[test]
fn nothing_hostile_reaches_a_surface() {
    for format in Format::ALL.into_iter().filter(|format| !format.is_document()) {
        for width in [40, 80] {
            let page = render(&reply(hostile()), format, &at(width)).unwrap();
            let bad: Vec<char> = page.chars().filter(|c| *c != '\n' && *c != '\t' && is_banned(*c)).collect();
            assert!(bad.is_empty(), "{format}: {bad:?} in {page}");
            assert!(
                page.contains("\\u{1b}") || page.contains("\\u001b") || page.contains("\\\\u{1b}"),
                "{format}: {page}"
            );
        }
    }
    assert!(!header(&reply(hostile()), &at(80)).chars().any(|c| c != '\n' && is_banned(c)));
}
