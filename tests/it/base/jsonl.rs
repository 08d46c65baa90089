//! JSON Lines, both ways.

use super::base_of;
use whereof::base::fingerprint::fingerprint;
use whereof::base::{Facts, Memory, Parts, builtin, column, jsonl};
use whereof::columns::Bytes;

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
        let bytes = column::image(base.name(), base.parts().into()).unwrap().to_bytes();
        let column = column::verify(Bytes::owned(&bytes)).unwrap();
        assert_eq!(Parts::of(&column), base.parts());
        assert_eq!((column.fingerprint(), fingerprint(&column)), (base.fingerprint(), base.fingerprint()));
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
    for (line, at, message) in [
        ("{", "", "the line ends inside an object: `}` is missing"),
        (r#"{"type":"kind" "name":"x"}"#, "", "`,` or `}` is missing"),
        (r#"{"type":"kind","name":x}"#, "x", "this is no value"),
        ("gene", "gene", "this is no object in braces"),
        ("[1]", "[1]", "this is no object in braces"),
        (r#"{"name":"x"}"#, "{", "the line does not say its `type`"),
        (r#"{"type":7}"#, r#""type""#, "`type` cannot be `7`"),
        (r#"{"type":"thing"}"#, r#""thing""#, "no line has the type `thing`"),
        (r#"{"type":"entity","name":"X"}"#, r#""entity""#, "`kind` is missing: each entity has one"),
        (r#"{"type":"kind","name":"x","colour":1}"#, r#""colour""#, "a kind has no `colour`"),
        (r#"{"type":"kind","name":1}"#, r#""name""#, "`name` of a kind is a text in quotes, not `1`"),
        (
            r#"{"type":"kind","name":"x","aliases":"y"}"#,
            r#""aliases""#,
            "`aliases` of a kind is a list in square brackets, not the text `y`",
        ),
        (r#"{"type":"kind","name":"x","name":"y"}"#, r#""name""#, "`name` stands twice in a kind"),
        (
            r#"{"type":"study","source":"S","number":-1}"#,
            r#""number""#,
            "`number` of a study is a whole number from 0 on, not `-1`",
        ),
        (r#"{"type":"relation","name":"v","direction":"up"}"#, r#""up""#, "`direction` of a relation cannot be `up`"),
        (
            r#"{"type":"entity","kind":"gene","name":"X","agent":"gene:Y"}"#,
            r#""gene:Y""#,
            "no entity `gene:Y` stands on any line",
        ),
        (r#"{"type":"entity","kind":"genus","name":"X"}"#, r#""genus""#, "no kind `genus` stands on any line"),
        (r#"{"type":"kind","name":"gene"}"#, r#""gene""#, "kind `gene` stands on two lines"),
        (
            r#"{"type":"unit","name":"h","dimension":"d","factor":0}"#,
            r#"{"type":"unit","name":"h","dimension":"d","factor":0}"#,
            "the factor of unit `h` must be above 0",
        ),
        (
            r#"{"type":"slot","name":"s","kinds":[],"dimensions":[]}"#,
            r#"{"type":"slot","name":"s","kinds":[],"dimensions":[]}"#,
            "slot `s` has both kinds and dimensions",
        ),
    ] {
        let errors = jsonl::read(&format!("{kind}\n\n{line}\n")).unwrap_err();
        let [told] = errors.as_slice() else { panic!("{line}: {errors:?}") };
        assert_eq!((told.line, &line[told.at.clone()], told.message.as_str()), (3, at, message), "{line}");
    }
}

#[test]
fn what_was_meant_is_offered() {
    let kind = r#"{"type":"kind","name":"gene"}"#;
    for (line, mended) in [
        (r#"{"type":"kind","name":"x""#, r#"{"type":"kind","name":"x"}"#),
        (r#"{"type":"kind" "name":"x"}"#, r#"{"type":"kind","name":"x"}"#),
        (r#"{"type":"kid","name":"x"}"#, r#"{"type":"kind","name":"x"}"#),
        (r#"{"type":"kind","nmae":"x"}"#, r#"{"type":"kind","name":"x"}"#),
        (r#"{"type":"entity","kind":"gen","name":"x"}"#, r#"{"type":"entity","kind":"gene","name":"x"}"#),
        (
            r#"{"type":"relation","name":"v","direction":"increases"}"#,
            r#"{"type":"relation","name":"v","direction":"increase"}"#,
        ),
    ] {
        let errors = jsonl::read(&format!("{kind}\n{line}\n")).unwrap_err();
        let mut text = line.to_owned();
        text.replace_range(errors[0].at.clone(), errors[0].near.as_deref().unwrap());
        assert_eq!(text.replace(' ', ""), mended, "{errors:?}");
        assert!(jsonl::read(&format!("{kind}\n{text}\n")).is_ok(), "{text}");
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
