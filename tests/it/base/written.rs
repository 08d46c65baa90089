//! A base written as text loads as the same base.

use whereof::engine::written;
use whereof::{Base, Source};

fn again(base: &Base) -> Vec<String> {
    let text = written(base);
    let loaded = Base::from_text(Source::new("again", text.text.clone()));
    let loaded = loaded.unwrap_or_else(|error| panic!("{}\n{}", error.report(), text.text));
    if text.not_held.is_empty() {
        let differs = whereof::engine::compare(base, &loaded);
        assert_eq!(differs.rows, Vec::<Vec<String>>::new());
        assert_eq!(loaded.facts().fingerprint(), base.facts().fingerprint());
        assert_eq!(written(&loaded).text, text.text);
    }
    text.not_held
}

#[test]
fn bases_of_all_sorts_survive() {
    assert_eq!(again(&Base::builtin()), [""; 0]);
    for file in ["examples/bases/snails.whereof", "src/notation/template.whereof"] {
        let text = std::fs::read_to_string(file).unwrap();
        assert_eq!(again(&Base::from_text(Source::new(file, text)).unwrap()), [""; 0]);
    }
    let page = std::fs::read_to_string("docs/bases.md").unwrap();
    let garden = page.split("```whereof file=garden.whereof\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(again(&Base::from_text(Source::new("garden", garden)).unwrap()), [""; 0]);
}

#[test]
fn what_a_text_cannot_hold_is_told() {
    let text = "source A; source B; noun gene; verb raises with direction = increase; entity X is gene with id = P:1, id from = p;
        entity Y is gene; source B; study 2 { X raises Y; }";
    let one = Base::from_text(Source::new("one", text));
    assert!(one.is_err(), "a source is declared once");
    let a = "source A; noun gene; verb raises with direction = increase; entity X is gene with alias = Z; entity Y is gene; study 1 { at \"1\" 1: X raises Y; }";
    let b = "source B; noun gene; verb raises with direction = increase; entity X is gene; entity W is gene; study 1 { X raises W; }";
    let base = |text: &str| Base::from_text(Source::new("t", text)).unwrap();
    // two things of one name and kind, which only two bases can have
    let both = base(a).merge(&base(b)).unwrap();
    let told = written(&both).not_held;
    assert_eq!(told, ["names that are told from others by nothing that can be typed (2)"]);
}
