//! References, read back.

use super::{NASTY, asked, nasty, text, written};
use biblatex::{Bibliography, ChunksExt};
use serde_json::Value;
use whereof::Base;
use whereof::render::Format;

const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

#[test]
fn of_the_headline() {
    let told = asked(Base::builtin(), HEADLINE);
    for format in Format::CITATIONS {
        insta::assert_snapshot!(format!("headline_{format}"), text(&told, format));
    }
    insta::assert_snapshot!(written(&told, Format::Bibtex).not_held.join("\n"));
}

/// A reader of LaTeX's own format finds the entries, and in them what the base says.
#[test]
fn bibtex_is_read_back() {
    let told = asked(nasty(), NASTY);
    let parsed = Bibliography::parse(&text(&told, Format::Bibtex)).unwrap();
    let keys: Vec<&str> = parsed.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys.len(), 6, "{keys:?}");
    let field = |at: usize, name: &str| parsed.iter().nth(at).unwrap().get(name).map(|chunks| chunks.format_verbatim());
    assert_eq!(field(0, "title").unwrap(), "100 % of α_β: {open & \"shut\"} <script>alert(1)</script> $x^2$ #1 ~");
    assert_eq!(field(0, "doi").unwrap(), "10.1000/a_b&c<d>");
    assert_eq!(field(3, "title").unwrap(), "A title, {braced} & 100% <i>real</i>");
    assert_eq!(field(4, "title").unwrap(), "@article{evil, }");
    let authors = parsed.iter().next().unwrap().author().unwrap();
    let names: Vec<(&str, &str)> = authors.iter().map(|one| (one.name.as_str(), one.given_name.as_str())).collect();
    assert_eq!(names, [("Rosa", "María"), ("The A and B Consortium", ""), ("O'Neil {x}", "\"Q\"")]);
    // nobody printed a title: none is given
    assert!(field(2, "title").unwrap().starts_with("Reference 1 of "), "{:?}", field(2, "title"));
    assert!(field(2, "note").unwrap().contains("title and authors are not in this base"));
}

#[test]
fn csl_json_keeps_every_character() {
    let told = asked(nasty(), NASTY);
    let items: Value = serde_json::from_str(&text(&told, Format::CslJson)).unwrap();
    assert_eq!(items[0]["title"], "100 % of α_β: {open & \"shut\"} <script>alert(1)</script> $x^2$ #1 ~");
    assert_eq!(items[0]["author"][1], serde_json::json!({"literal": "The A and B Consortium"}));
    assert_eq!(items[3]["issued"]["date-parts"][0][0], 2001);
    let ids: std::collections::BTreeSet<&str> =
        items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 6);
}

/// Each line of RIS is a tag of two letters and its value; nothing of a name begins a line.
#[test]
fn ris_is_tags_and_values() {
    let told = asked(nasty(), NASTY);
    let ris = text(&told, Format::Ris);
    let mut open = false;
    for line in ris.lines().filter(|line| !line.is_empty()) {
        let (tag, value) = line.split_once("  - ").unwrap_or_else(|| panic!("{line:?}"));
        assert!(
            tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
            "{line:?}"
        );
        match tag {
            "TY" => assert!(!std::mem::replace(&mut open, true), "{line:?}"),
            "ER" => assert!(std::mem::replace(&mut open, false) && value.is_empty(), "{line:?}"),
            _ => assert!(open && !value.is_empty(), "{line:?}"),
        }
    }
    assert_eq!(ris.matches("\nER  - ").count(), 6);
}

#[test]
fn a_study_that_speaks_against_a_row_is_a_reference_too() {
    let told = asked(Base::builtin(), "treatment where no effect on immunomodulation in vivo");
    let ris = text(&told, Format::Ris);
    assert!(ris.contains("KW  - for\nKW  - against elsewhere\n"), "{ris}");
    assert!(ris.contains(
        "N1  - for: IFN-γ has no effect on immunomodulation, measured null (Hu 2020, section 4.3, sentence 9)"
    ));
}
