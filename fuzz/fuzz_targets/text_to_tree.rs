//! Any bytes as text: tokens, tree, diagnostics, print and format keep their promises.
//!
//! `cargo fuzz run -s none text_to_tree fuzz/corpus/text_to_tree fuzz/seeds/text_to_tree -- -dict=fuzz/whereof.dict -max_len=4096 -timeout=5`
//! runs on stable Rust. What it finds goes to `fuzz/seeds/text_to_tree` under a telling name, and is replayed by an ordinary test.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whereof::syntax::format::format;
use whereof::syntax::{TextLimits, is_incomplete, parse};
use whereof::text::Source;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::new("fuzz", String::from_utf8_lossy(bytes));
    let parsed = parse(&source, TextLimits::default());
    for diagnostic in &parsed.diagnostics {
        for label in &diagnostic.labels {
            assert!(source.text().get(label.span.range()).is_some());
        }
        for fix in &diagnostic.fixes {
            assert!(fix.apply(source.text()).is_some());
        }
    }
    let printed = parsed.script.to_string();
    let again = parse(&Source::new("printed", printed.clone()), TextLimits::default());
    assert!(!again.has_errors());
    assert_eq!(again.script.to_string(), printed);
    let _ = is_incomplete(&source);
    if !parsed.has_errors() {
        let once = format(&source).expect("it parses");
        assert_eq!(format(&Source::new("formatted", once.clone())).expect("it parses"), once);
    }
});
