//! Depth, width and growth: no text makes the parser overflow, hang or grow faster than the text.

use whereof::syntax::parser::probe::steps;
use whereof::syntax::{Parsed, TextLimits, parse};
use whereof::text::Source;

/// What opens a level, what stands inside, what closes it.
const NESTING: &[(&str, &str, &str, &str, &str)] = &[
    ("not", "a where ", "not ", "b c", ""),
    ("bracket", "a where ", "(", "b c", ")"),
    ("bracket after and", "a where ", "b c and (", "b c", ")"),
    ("mixed", "a where ", "b c or d e and (", "b c", ")"),
    ("query", "a where ", "b (c where ", "d e", ")"),
    ("not bracket query", "a where ", "not (b (c where ", "d e", "))"),
    ("given", "", "given in a {", "a b c;", "}"),
    ("study and given", "study 1 {", "given in a {", "a b c;", "}"),
];

fn nested(case: &(&str, &str, &str, &str, &str), levels: usize, closed: bool) -> String {
    let (_, start, open, inner, close) = case;
    let close = if closed { close.repeat(levels) } else { String::new() };
    format!("{start}{}{inner}{close}", open.repeat(levels))
}

/// Runs in a thread with the smallest stack that the language promises to fit.
fn in_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(512 << 10).spawn(work).unwrap().join().unwrap()
}

fn whole(text: String, limit: u32) -> Parsed {
    parse(&Source::new("deep", text), TextLimits { nesting: limit, ..TextLimits::default() })
}

/// Reads, copies, compares, shows, prints and drops the tree.
fn live(parsed: Parsed) -> usize {
    let copy = parsed.clone();
    assert!(copy == parsed);
    let shown = format!("{copy:?}").len();
    drop(copy);
    shown + parsed.script.to_string().len()
}

#[test]
fn every_depth_up_to_the_limit_and_none_beyond() {
    in_small_stack(|| {
        for case in NESTING.iter().filter(|case| case.0 != "mixed") {
            // Some of them open several levels at once, one of them one before it begins.
            let each = case.2.matches(['(', '{']).count() + case.2.matches("not ").count();
            let before = case.1.matches('{').count();
            for levels in 1..=129 {
                let text = nested(case, levels, true) + &"}".repeat(before);
                let parsed = whole(text.clone(), 128);
                let fits = levels * each + before <= 128;
                assert_eq!(parsed.diagnostics.is_empty(), fits, "{} {levels}: {:?}", case.0, parsed.diagnostics);
                if !fits {
                    assert_eq!(parsed.diagnostics[0].code, "W0108", "{} {levels}", case.0);
                    assert!(text.get(parsed.diagnostics[0].span().range()).is_some());
                }
                if levels % 8 == 0 {
                    live(parsed);
                }
            }
        }
    });
}

#[test]
fn a_million_levels_are_an_error() {
    in_small_stack(|| {
        for case in NESTING {
            for (levels, closed) in
                [(1_000, true), (1_000, false), (10_000, false), (100_000, true), (1_000_000, false)]
            {
                let parsed = whole(nested(case, levels, closed), 128);
                assert!(parsed.has_errors(), "{} {levels}", case.0);
                live(parsed);
            }
        }
    });
}

#[test]
fn a_smaller_limit_holds_too() {
    assert!(!whole("a where not not b c".to_owned(), 2).has_errors());
    let parsed = whole("a where not not not b c".to_owned(), 2);
    assert_eq!((parsed.diagnostics[0].code, parsed.diagnostics[0].span().start), ("W0108", 16));
}

#[test]
fn a_hundred_thousand_conditions() {
    in_small_stack(|| {
        for joiner in [" and ", " or ", " and also "] {
            let text = format!("a where {}", vec!["b c"; 100_000].join(joiner));
            let parsed = whole(text, 128);
            assert!(!parsed.has_errors());
            live(parsed);
        }
    });
}

/// What is repeated, and what stands before and behind.
const REPEATED: &[(&str, &str, &str)] = &[
    ("a where ", "b c and ", "d e"),
    ("a where ", "b c or ", "d and e"),
    ("a where ", "(b c or d and ", "e"),
    ("a where b any of (", "c, ", "d)"),
    ("a where in ", "b, in c = d except e, ", "f"),
    ("a where ", "not ", "b"),
    ("a where b ", "(c where d ", "e"),
    ("", "verbs;", ""),
    ("", "verbs nouns;", ""),
    ("", "matrix a, b;", ""),
    ("matrix a by b of c any of (", "d, ", "e)"),
    ("matrix ", "a by b of ", "c"),
    ("compare ", "a to ", "b"),
    ("contested ", "a, ", "b in c"),
    ("paths from ", "a to ", "b within 2"),
    ("", "expect 3: a where b;", ""),
    ("expect exactly (", "a, ", "b): c where d"),
    ("expect ", "exactly a ", ": b where c"),
    ("why not ", "a, ", "b: c where d"),
    ("retract study ", "1, ", "2"),
    ("define a ", "= b ", "where c"),
    ("let $a ", "= b ", ""),
    ("a where b ", "in at least 2 c ", ""),
    ("", "diff a b: ", "c where d"),
    ("", "!", ""),
    ("", "\"", ""),
    ("", "\n\n", ""),
    ("", "}", ""),
    ("", "{", ""),
    ("", "study 1 {", ""),
    ("", "given in a {", ""),
    ("study 1 {", "at \"4.1\" 8: a b c, d in e, f = g with h = i;", "}"),
    ("study 1 {", "at 8;", "}"),
    ("entity a is b with ", "c = (d, e), ", "f"),
    ("a ", "within 2 ", "b"),
    ("a where b ", "at least 2 of ", "c"),
    ("a where b c ", "limit 2 ", ""),
    ("", "a where b c\n", ""),
    ("a where b ", "“c” ", ""),
    ("", "WHERE AND ", ""),
    ("a where b ", "c? ", ""),
];

#[test]
fn work_grows_with_the_text() {
    for (before, repeated, behind) in REPEATED {
        let work = |count: usize| {
            let text = format!("{before}{}{behind}", repeated.repeat(count));
            steps(&Source::new("long", text)) as f64
        };
        for count in [64, 256, 1024, 4096] {
            let growth = work(2 * count) / work(count);
            assert!(growth <= 2.5, "{repeated:?} times {count} grows by {growth:.2}");
        }
    }
}

/// Ten million bytes in one line: of one word, of words, of a string, of nothing that is known.
#[test]
fn ten_megabytes_on_one_line() {
    let size = 10 << 20;
    for piece in ["x", "CXCR4 ", "\u{2010}", "[", "a where b c;", "\" ", "肝 ", "# ", "? ", "(", "a:", "\"\""] {
        let text = piece.repeat(size / piece.len());
        let started = std::time::Instant::now();
        let parsed = parse(&Source::new("line", text), TextLimits::default());
        assert!(parsed.diagnostics.len() <= 100);
        // A bound against quadratic time, generous enough for a busy machine.
        assert!(started.elapsed().as_secs() < 60, "{piece:?} took {:?}", started.elapsed());
    }
}

#[test]
fn a_text_beyond_the_limit_is_refused() {
    let source = Source::new("long", "verbs;".repeat(100));
    let parsed = parse(&source, TextLimits { bytes: 599, ..TextLimits::default() });
    assert_eq!(parsed.diagnostics[0].code, "W0109");
    assert!(parsed.script.items.is_empty());
    assert!(!parse(&source, TextLimits { bytes: 600, ..TextLimits::default() }).has_errors());
}
