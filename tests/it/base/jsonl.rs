//! JSON Lines, both ways.

use super::base_of;
use whereof::base::{Facts, Memory, builtin, image, jsonl};

fn rich() -> Memory {
    base_of(
        "at \"2\" 19: cirrhosis is a fibrosis with note = \"so told\";
         reference 2 with title = \"T \\ é\", doi = \"10.1/x\", pmid = 12;
         study 1, 2 in rat { at \"1\" 1, \"2\" 3: rapamycin decreases ratio(BAX, BCL2), homing of MSC with dose = about 0.1 % to less than 0.3 %,
           duration > 2 h, inferred setting = \"in vitro\", comment = \"a \"\"quoted\"\" word\"; }
         given in mouse { at \"1\" 1: hypoxia increases HGF with stance = hypothesised, dose = 1e-300 %; }",
    )
}

#[test]
fn nothing_is_lost_either_way() {
    for base in [rich(), builtin::memory().unwrap()] {
        let text = jsonl::write(&base);
        let again = Memory::from_parts("again", jsonl::read(&text).unwrap());
        assert_eq!(again.parts(), base.parts());
        assert_eq!(jsonl::write(&again), text);
        assert_eq!(again.fingerprint(), base.fingerprint());
        let bytes = image::write(&base).unwrap();
        assert_eq!(image::read(&bytes).unwrap().parts(), base.parts());
    }
}

#[test]
fn who_curated_and_when_is_data_of_the_source() {
    let base = rich();
    let source = &base.sources()[0];
    assert_eq!((source.curator.as_deref(), source.curated.as_deref()), (Some("A. Reader"), Some("2026-11-23")));
    let line = jsonl::lines(&base).next().unwrap();
    assert!(line.contains(r#""curator":"A. Reader","curated":"2026-11-23""#), "{line}");
    // absent is fine, and leaves no trace
    assert!(!jsonl::write(&base_without_curator()).contains("curat"));
}

fn base_without_curator() -> Memory {
    let mut parts = rich().parts();
    for source in &mut parts.sources {
        (source.curator, source.curated) = (None, None);
    }
    Memory::from_parts("bare", parts)
}

#[test]
fn lines_may_stand_in_any_order() {
    let base = rich();
    let text = jsonl::write(&base);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.reverse();
    let turned = Memory::from_parts("turned", jsonl::read(&lines.join("\n\n")).unwrap());
    assert_eq!(turned.fingerprint(), base.fingerprint());
}

#[test]
fn two_entities_of_one_name_stay_two() {
    let mut parts = rich().parts();
    let double = parts.entities[1].clone();
    parts.entities.push(double);
    let base = Memory::from_parts("double", parts);
    let again = jsonl::read(&jsonl::write(&base)).unwrap();
    assert_eq!(again, base.parts());
}

#[test]
fn mistakes_are_told_by_line() {
    let kind = r#"{"type":"kind","name":"gene"}"#;
    for (line, message) in [
        ("{", "EOF while parsing an object (column 1)"),
        (
            r#"{"type":"thing"}"#,
            "unknown variant `thing`, expected one of `source`, `kind`, `slot`, `unit`, `relation`, `entity`, `study`, `finding`",
        ),
        (r#"{"type":"entity","name":"X"}"#, "missing field `kind`"),
        (
            r#"{"type":"kind","name":"x","colour":1}"#,
            "unknown field `colour`, expected one of `name`, `plural`, `aliases`, `xref`, `raising`, `lowering`, `note`",
        ),
        (r#"{"type":"entity","kind":"gene","name":"X","agent":"gene:Y"}"#, "no entity `gene:Y` stands on any line"),
        (r#"{"type":"entity","kind":"genus","name":"X"}"#, "no kind `genus` stands on any line"),
        (r#"{"type":"kind","name":"gene"}"#, "kind `gene` stands on two lines"),
        (r#"{"type":"unit","name":"h","dimension":"d","factor":0}"#, "the factor of unit `h` must be above 0"),
        (r#"{"type":"slot","name":"s","kinds":[],"dimensions":[]}"#, "slot `s` has both kinds and dimensions"),
    ] {
        let errors = jsonl::read(&format!("{kind}\n\n{line}\n")).unwrap_err();
        let told: Vec<(usize, &str)> = errors.iter().map(|error| (error.line, error.message.as_str())).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, 3, "{line}");
        assert!(told[0].1.starts_with(message), "{line}: {}", told[0].1);
    }
}

#[test]
fn a_damaged_image_is_refused() {
    let bytes = image::write(&rich()).unwrap();
    assert!(image::read(&bytes[..bytes.len() / 2]).is_err());
    assert!(image::read(&[]).is_err());
    let mut other = bytes.clone();
    other[0] = 99;
    assert_eq!(image::read(&other).unwrap_err(), image::ImageError::Version(99));
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x15;
        if let Ok(base) = image::read(&damaged) {
            let _ = base.vocabulary().index().containing("c").count();
            let _ = base.vocabulary().is_prefix_of_name("bile");
        }
    }
}

/// The lines that `docs/bases.md` shows.
#[test]
fn the_lines_of_the_manual_are_read() {
    let page = include_str!("../../../docs/bases.md");
    let shown = page.split("## JSON Lines").nth(1).unwrap();
    let shown: String = shown.lines().filter_map(|line| line.strip_prefix("    ")).collect::<Vec<_>>().join("\n");
    let shown = shown.replace(",\n ", ",").replace("\n ", "");
    let rest = r#"
        {"type":"kind","name":"gene"}
        {"type":"kind","name":"treatment"}
        {"type":"kind","name":"disease"}
        {"type":"slot","name":"disease","kinds":["disease"]}
        {"type":"slot","name":"duration","dimensions":["duration"]}
        {"type":"unit","name":"h","dimension":"duration","factor":3600}
        {"type":"relation","name":"upregulates","direction":"increase"}
        {"type":"entity","kind":"treatment","name":"resveratrol"}
        {"type":"entity","kind":"disease","name":"cirrhosis"}
        {"type":"source","name":"Hu 2020"}
        {"type":"study","source":"Hu 2020","number":59}"#;
    let base = Memory::from_parts("manual", jsonl::read(&format!("{shown}\n{rest}")).unwrap());
    let written = jsonl::write(&base);
    for line in shown.lines() {
        assert!(written.contains(line), "{line}\n{written}");
    }
}
