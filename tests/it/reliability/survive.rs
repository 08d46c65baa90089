//! What must hold of any text asked of any base: the property that the fuzz target and the ordinary tests share.
//!
//! A base and a text come in, a panic comes out where a promise is broken. It knows the library by its public names only.

use std::fmt::Write as _;
use whereof::answer::Reply;
use whereof::render::{Format, Style, Told, header, is_banned, not_held, render, report, write};
use whereof::text::Source;
use whereof::{Base, Error, Limits, Session};

/// A small base whose names are what no curator would write.
pub fn hostile() -> Base {
    let long = "x".repeat(100_000);
    let text = format!(
        "source \"so\u{1b}]0;u\u{7}rce\" with title = \"a\u{202e}b\";
noun treatment with plural = treatments; noun gene; noun \"where\"; noun \"\u{2066}dis\u{200b}ease\" with plural = \"and\"; noun cell; noun ratio;
slot disease with takes = \"\u{2066}dis\u{200b}ease\", place; slot cell with takes = cell, place;
slot \"not\" is text; slot dose is quantity with dimension = mass; slot \"sl\u{1b}[2Jot\" is text;
unit g is mass with factor = 1; unit \"\u{3bc}g\" is mass with factor = 0.000001;
verb increases with direction = increase, opposite = decreases;
verb upregulates with passive = \"upregulated by\", direction = increase, broader = increases, subject = treatment, object = (gene, ratio);
verb decreases with passive = \"decreased by\", direction = decrease;
verb improves with direction = better; verb \"has no effect on\" with direction = none, alias = \"no effect on\";
verb \"in\u{1b}hibits in\" with passive = \"not by\", direction = decrease, broader = decreases;
entity \"a\u{1b}[31mred\" is treatment; entity \"b\u{202e}idi\" is treatment with alias = (\"=1+1\", \"@cmd\", \"-2\");
entity \"where\" is treatment with alias = \"and\"; entity \"not\" is gene with alias = (\"in\", \"limit 3\"); entity \"any of (a, b)\" is gene;
entity \"TGF-\u{3b2}\" is gene with benefit = more, alias = \"transforming growth factor\"; entity \"CXCR\u{2010}4\" is gene with alias = CD184;
entity \u{7ebf}\u{7c92}\u{4f53} is gene with benefit = less; entity \"{long}\" is gene; entity long is treatment with alias = \"{long}y\";
entity \"tab\there\" is gene; entity \"new\u{85}line\u{2028}sep\" is treatment; entity \"e\u{301}\" is gene;
entity liver is \"\u{2066}dis\u{200b}ease\"; entity \"fib\u{ad}rosis\" is \"\u{2066}dis\u{200b}ease\" with broader = liver; entity MSC is cell;
entity \"a + b\" is treatment with parts = (\"where\", \"b\u{202e}idi\"); entity \"gene of\" is gene with broader = \"not\";
entity \"TGF/CXCR\" is ratio with parts = (\"TGF-\u{3b2}\", \"CXCR\u{2010}4\");
study 1 \"ti\u{1b}tle\" {{ at \"1\u{7}\" 1: \"a\u{1b}[31mred\" upregulates TGF-\u{3b2}, \"CXCR\u{2010}4\", \"{long}\" in \"fib\u{ad}rosis\" with dose = 1 g;
  at \"1\" 2: \"b\u{202e}idi\" decreases \u{7ebf}\u{7c92}\u{4f53} with \"not\" = \"\u{1b}[2J\u{2067}\", dose = 5 \u{3bc}g to 7 \u{3bc}g; at \"1\" 3: long improves \"e\u{301}\" in MSC; }}
study 2 {{ at \"2\" 1: \"where\" upregulates \"not\", \"any of (a, b)\", \"tab\there\", \"gene of\" with \"sl\u{1b}[2Jot\" = \"=cmd|x\"; at \"2\" 2: \"new\u{85}line\u{2028}sep\" \"has no effect on\" \"not\" in liver;
  at \"2\" 3: \"a + b\" decreases \"TGF/CXCR\"; at \"2\" 4: \"where\" decreases \"TGF-\u{3b2}\" in liver, in MSC; at \"2\" 5: \"a\u{1b}[31mred\" \"in\u{1b}hibits in\" \"CXCR\u{2010}4\" with stance = gap; }}"
    );
    match Base::from_text(Source::new("host\u{1b}ile", text)) {
        Ok(base) => base,
        Err(error) => panic!("{}", report::short(error.source_text(), error.diagnostics(), 20)),
    }
}

/// The limits of strangers, by counts alone, so that a busy machine changes nothing.
pub fn counted() -> Limits {
    Limits { time: None, ..Limits::untrusted() }
}

/// Asks a text, shows all that comes back in every form, and gives it back as one text.
pub fn told(base: &Base, text: &str, limits: &Limits) -> String {
    let source = Source::new("fu\u{1b}zz", text);
    let mut session = Session::new(base.clone(), limits.clone());
    let mut all = String::new();
    let mut failed = 0;
    session.eval_with_base(&source, &mut |result, base| {
        match result {
            Ok(reply) => replied(&reply, base, &mut all),
            Err(error) => {
                failed += 1;
                refused(&error, &mut all);
            }
        }
        // so many errors are like those before them
        failed < 20
    });
    all
}

/// As [`told`], twice, with the same bytes.
pub fn survives(base: &Base, text: &str) -> usize {
    let limits = counted();
    let (once, twice) = (told(base, text, &limits), told(base, text, &limits));
    assert!(once == twice, "not the same twice: {text:?}");
    let session = Session::new(base.clone(), limits);
    let _ = session.is_incomplete(text);
    let source = Source::new("line", text);
    for (span, _) in session.highlight(text) {
        assert!(source.text().get(span.range()).is_some(), "a colour outside the text: {text:?}");
    }
    for at in [0, text.len() / 2, text.len()] {
        let start = session.complete(text, at).start;
        assert!(text.is_char_boundary(start), "a completion inside a character: {text:?}");
    }
    once.len()
}

fn replied(reply: &Reply, base: &Base, all: &mut String) {
    let narrow = Style { width: 40, unicode: false, ..Style::default() };
    for style in [Style::default(), narrow] {
        for format in Format::ALL.into_iter().filter(|format| !format.is_document()) {
            let shown = render(reply, format, &style).unwrap();
            let cells = matches!(format, Format::Tsv);
            safe(&shown, cells);
            all.push_str(&shown);
        }
        let around = header(reply, &style);
        safe(&around, false);
        all.push_str(&around);
    }
    let graph = base.graph(reply);
    for format in Format::ALL.into_iter().filter(|format| format.is_document()) {
        let Ok(written) = write(&[Told { reply, graph: &graph }], format, &Style::default()) else { continue };
        for file in written.files.iter().filter(|_| !format.is_binary()) {
            let shown = std::str::from_utf8(file).unwrap();
            safe(shown, true);
            all.push_str(shown);
        }
        safe(&not_held(&written, format, &Style::default()), false);
    }
    let colored = render(reply, Format::Table, &Style { color: true, ..Style::default() }).unwrap();
    safe(&without_ink(&colored), false);
    if let Reply::Answers(answers) = reply {
        assert!(answers.complete() || !answers.rows.is_empty());
    }
}

fn refused(error: &Error, all: &mut String) {
    let (source, found) = (error.source_text(), error.diagnostics());
    assert!(!found.is_empty(), "an error that says nothing: {error:?}");
    for diagnostic in found {
        assert!(whereof::render::explain(diagnostic.code).is_some(), "{} is not explained", diagnostic.code);
        for label in &diagnostic.labels {
            assert!(source.text().get(label.span.range()).is_some(), "{diagnostic:?}");
        }
        for fix in &diagnostic.fixes {
            assert!(fix.apply(source.text()).is_some(), "{fix:?}");
        }
    }
    let human = report::human(source, found, 5, &Style::default());
    assert!(human.len() <= 64 << 10, "{} bytes of report", human.len());
    for shown in [human, report::json(source, found, 5), report::short(source, found, 5)] {
        safe(&shown, false);
        all.push_str(&shown);
    }
    let colored = report::human(source, found, 5, &Style { color: true, ..Style::default() });
    safe(&without_ink(&colored), false);
    let _ = writeln!(all, "{error}");
}

/// No character that a terminal obeys or that a reader cannot see, but line ends, and tabs between cells.
fn safe(shown: &str, cells: bool) {
    let banned = |c: char| is_banned(c) && c != '\n' && !(cells && c == '\t');
    if let Some(c) = shown.chars().find(|c| banned(*c)) {
        panic!("{c:?} is shown: {shown:?}");
    }
}

/// The text without the codes of the renderer's own colours.
fn without_ink(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some(at) = rest.find("\u{1b}[") {
        let (before, code) = rest.split_at(at);
        out.push_str(before);
        let body = &code[2..];
        let length = body.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(body.len());
        assert!(length <= 8 && body[length..].starts_with('m'), "a code that no ink has: {shown:?}");
        rest = &body[length + 1..];
    }
    out + rest
}
