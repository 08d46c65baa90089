//! Pages for eyes.

use super::fixtures::*;
use whereof::render::{Format, Style, header, is_banned, render};

fn at(width: usize) -> Style {
    Style { width, ..Style::default() }
}

#[test]
fn headline_at_80() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Table, &at(80)));
}

#[test]
fn headline_at_120() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Table, &at(120)));
}

#[test]
fn headline_at_40() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Table, &at(40)));
}

#[test]
fn headline_in_ascii() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Table, &Style { unicode: false, ..at(80) }));
}

#[test]
fn disputed_rows() {
    insta::assert_snapshot!(render(&reply(disputed()), Format::Table, &at(80)));
}

#[test]
fn no_row() {
    insta::assert_snapshot!(render(&reply(none()), Format::Table, &at(80)));
}

#[test]
fn headline_in_markdown() {
    insta::assert_snapshot!(render(&reply(headline()), Format::Markdown, &at(80)));
}

#[test]
fn what_surrounds_rows() {
    insta::assert_snapshot!(header(&reply(headline()), &at(80)));
}

#[test]
fn other_replies() {
    let pages: Vec<String> = others().iter().map(|reply| render(reply, Format::Table, &at(80))).collect();
    insta::assert_snapshot!(pages.join("\n=====\n"));
}

#[test]
fn no_line_is_wider_than_the_surface() {
    for answers in [headline(), disputed(), none()] {
        for width in [40, 60, 80, 120] {
            let page = render(&reply(answers.clone()), Format::Table, &at(width));
            for line in page.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "wider than {width}: {line}");
            }
        }
    }
}

#[test]
fn a_page_without_colour_has_no_escape_and_one_with_colour_says_the_same() {
    let plain = render(&reply(disputed()), Format::Table, &at(80));
    assert!(!plain.contains('\u{1b}'));
    let colored = render(&reply(disputed()), Format::Table, &Style { color: true, ..at(80) });
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
    for format in Format::ALL {
        for width in [40, 80] {
            let page = render(&reply(hostile()), format, &at(width));
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
