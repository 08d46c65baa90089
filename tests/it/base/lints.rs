//! What is allowed and probably wrong.

use super::{ENTITIES, SCHEMA, load_texts};
use whereof::diagnostic::Severity;
use whereof::notation::lint::lint;
use whereof::text::Source;

/// The warnings about a text, as code and the words that they point at.
fn warnings(text: &str) -> Vec<(&'static str, String)> {
    let loaded = load_texts(&[SCHEMA, ENTITIES, text]);
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    let source = Source::new("base", text);
    let found = lint(&loaded).into_iter().filter(|located| located.file == 2);
    found
        .inspect(|located| assert_eq!(located.diagnostic.severity, Severity::Warning))
        .map(|located| (located.diagnostic.code, source.slice(located.diagnostic.span()).to_owned()))
        .collect()
}

#[track_caller]
fn one(text: &str, code: &str, at: &str) {
    assert_eq!(warnings(text), [(code, at.to_owned())], "{text}");
}

#[test]
fn a_sound_text_is_left_alone() {
    assert_eq!(
        warnings(
            "study 1 in vitro { at \"1\" 1: rapamycin increases CXCR4; at \"1\" 1: rapamycin has no effect on HGF; }"
        ),
        []
    );
}

#[test]
fn w0401_nothing_refers_to_it() {
    one("entity lonely is gene;", "W0401", "lonely");
    assert_eq!(
        warnings("entity part is gene; entity \"part + BAX\" is gene with parts = (part, BAX);"),
        [("W0401", "\"part + BAX\"".to_owned())]
    );
    // A narrower name of something used lets a question be asked.
    assert_eq!(warnings("entity HGF2 is gene with broader = HGF;"), []);
}

#[test]
fn w0402_the_same_finding_twice() {
    let text = "study 1 { at \"1\" 1: rapamycin increases CXCR4; at \"1\" 2: rapamycin increases CXCR-4; }";
    one(text, "W0402", "at \"1\" 2: rapamycin increases CXCR-4");
    assert_eq!(warnings(&text.replace("CXCR-4;", "CXCR-4 in rat;")), []);
}

#[test]
fn w0403_one_study_says_two_contrary_things() {
    let text = "study 1 in rat { at \"1\" 1: rapamycin increases CXCR4; at \"1\" 2: rapamycin decreases CXCR4; }";
    one(text, "W0403", "at \"1\" 2: rapamycin decreases CXCR4");
    assert_eq!(warnings(&text.replace("decreases CXCR4;", "decreases CXCR4 in vitro;")), []);
    assert_eq!(warnings(&text.replace("decreases CXCR4;", "decreases CXCR4 with stance = gap;")), []);
}

#[test]
fn w0403_sees_through_remarks_inference_and_benefit() {
    for (one_side, other) in [
        ("rapamycin increases homing in rat", "rapamycin decreases homing in rat with comment = \"so\""),
        ("rapamycin increases homing in rat", "rapamycin decreases homing with inferred species = rat"),
        ("rapamycin betters trust in rat", "rapamycin decreases trust in rat"),
        ("rapamycin betters trust in rat, in vitro", "rapamycin has no effect on trust in rat, in vitro"),
        ("rapamycin has no effect on homing in vitro", "rapamycin increases homing in vitro"),
    ] {
        let text = format!(
            "verb betters with direction = better, opposite = harms; verb harms with direction = worse;
             entity trust is process with benefit = more; entity \"trust of all\" is process with broader = trust;
             study 1 {{ at \"1\" 1: {one_side}; at \"1\" 2: {other}; }}"
        );
        one(&text, "W0403", &format!("at \"1\" 2: {other}"));
        // the same, for a rise of what is better when more of it is there
        let alike = text.replace(other, "rapamycin increases trust in rat");
        assert!(!warnings(&alike).iter().any(|(code, _)| *code == "W0403"), "{alike}");
    }
}

#[test]
fn w0404_a_null_without_setting() {
    one(
        "study 1 { at \"1\" 1: rapamycin has no effect on CXCR4; }",
        "W0404",
        "at \"1\" 1: rapamycin has no effect on CXCR4",
    );
}

#[test]
fn w0405_amounts_beyond_belief() {
    for slot in ["dose = 120 %", "duration = 40000 days", "duration = -1 h"] {
        let text = format!("study 1 {{ at \"1\" 1: hypoxia increases CXCR4 with {slot}; }}");
        one(&text, "W0405", &format!("at \"1\" 1: hypoxia increases CXCR4 with {slot}"));
    }
}

#[test]
fn w0405_knows_units_by_their_names() {
    let asked = |units: &str, dose: &str| {
        warnings(&format!("{units} study 1 {{ at \"1\" 1: hypoxia increases CXCR4 with {dose}; }}")).len()
    };
    // 10 mg/µL, where ng was meant
    let unit = "unit \"mg/µL\" is mass concentration with factor = 1000;";
    let beyond = |dose: &str| asked(unit, dose);
    assert_eq!((beyond("dose = 10 \"mg/µL\""), beyond("dose = 0.1 \"mg/µL\"")), (1, 0));
    // a unit that nobody knows is told by another of its dimension
    let unit = "unit age is duration with factor = 31536000;";
    let beyond = |dose: &str| asked(unit, dose);
    assert_eq!((beyond("duration = 101 age"), beyond("duration = 99 age")), (1, 0));
}

#[test]
fn w0406_no_place_in_the_source() {
    one("study 1 { rapamycin increases CXCR4; }", "W0406", "rapamycin increases CXCR4");
}

#[test]
fn w0407_steps_that_lead_back() {
    one("at \"2\" 1: fibrosis is a cirrhosis;", "W0407", "at \"2\" 1: fibrosis is a cirrhosis");
    assert_eq!(warnings("at \"2\" 1: fibrosis is part of cirrhosis;"), []);
    let base = load_texts(&[SCHEMA, ENTITIES, "at \"2\" 1: fibrosis is a cirrhosis;"]).memory("circle");
    let vocabulary = whereof::base::Facts::vocabulary(&base);
    let ids = vocabulary.entities_named("fibrosis");
    assert_eq!(vocabulary.narrower(ids[0]).len(), 2);
}

#[test]
fn w0407_parts_of_their_own_parts() {
    one(
        "at \"2\" 1: BAX is part of BCL2; at \"2\" 2: BCL2 is part of BAX;",
        "W0407",
        "at \"2\" 2: BCL2 is part of BAX",
    );
    assert_eq!(warnings("at \"2\" 1: BAX is part of BCL2; at \"2\" 2: BCL2 is part of HGF;"), []);
}

#[test]
fn w0408_two_entities_of_one_kind_answer_to_one_name() {
    let text = "entity CD184 is gene with alias = \"cxcr 4\", member of = HGF; study 1 { at \"1\" 1: rapamycin increases CD184; }";
    one(text, "W0408", "CD184");
    assert_eq!(
        warnings(
            &text.replace("is gene with alias = \"cxcr 4\", member of = HGF", "is process with alias = \"cxcr 4\"")
        ),
        []
    );
}

#[test]
fn w0409_cross_references_of_the_wrong_shape() {
    for id in ["2561", "HGNC:CXCR4", "MONDO:155", "\"HGNC: 2561\"", "\"HG NC:1\""] {
        let text = format!("entity X is gene with id = {id}; study 1 {{ at \"1\" 1: rapamycin increases X; }}");
        one(&text, "W0409", "X");
    }
    for id in ["HGNC:1", "MONDO:0005155", "hgnc:1", "MESH:D005355", "wikidata:Q42"] {
        let text = format!("entity X is gene with id = {id}; study 1 {{ at \"1\" 1: rapamycin increases X; }}");
        assert_eq!(warnings(&text), [], "{id}");
    }
}

#[test]
fn w0409_what_a_word_is_elsewhere() {
    for text in [
        "noun outcome with id = Outcome;",
        "slot site with id = \"biolink: site\", takes = cell;",
        "verb treats with id = treats, direction = unclear;",
    ] {
        let codes: Vec<_> = load_texts(&[SCHEMA, ENTITIES, text])
            .diagnostics
            .iter()
            .map(|each| (each.diagnostic.code, each.diagnostic.severity))
            .collect();
        assert_eq!(codes, [("W0409", Severity::Warning)], "{text}");
        let right =
            text.replace("= Outcome", "= biolink:Outcome").replace(": site", ":site").replace("= treats", "= x:treats");
        assert_eq!(load_texts(&[SCHEMA, ENTITIES, &right]).diagnostics, [], "{right}");
    }
}

#[test]
fn w0410_and_w0411_verbs() {
    one("verb lifts with direction = increase;", "W0410", "verb lifts with direction = increase");
    one(
        "verb \"does nothing to\" with direction = none, alias = \"have no effect on\";",
        "W0411",
        "verb \"does nothing to\" with direction = none, alias = \"have no effect on\"",
    );
}

#[test]
fn w0409_identifiers_of_documents() {
    for wrong in ["doi = \"doi.org/10.1/x\"", "doi = \"10.1111\"", "pmid = PMC12", "pmcid = 12"] {
        let loaded = load_texts(&[SCHEMA, ENTITIES, &format!("source other with {wrong};")]);
        let codes: Vec<_> =
            loaded.diagnostics.iter().map(|each| (each.diagnostic.code, each.diagnostic.severity)).collect();
        assert_eq!(codes, [("W0409", Severity::Warning)], "{wrong}");
    }
    let loaded =
        load_texts(&[SCHEMA, ENTITIES, "reference 7 with doi = \"x\"; reference 8 with doi = \"10.1/x\", pmid = 12;"]);
    assert_eq!(loaded.diagnostics.len(), 1);
    let right = "source other with doi = \"10.1111/jcmm.14788\", pmid = 31691463, pmcid = PMC6933358;";
    assert_eq!(load_texts(&[SCHEMA, ENTITIES, right]).diagnostics, []);
}

#[test]
fn w0412_factors_that_do_not_fit() {
    let week = "unit week is duration with factor = 86400";
    one(&format!("{week};"), "W0412", week);
    assert_eq!(warnings("unit week is duration with factor = 604800; unit moon is duration with factor = 5;"), []);
    // whatever the base unit is, and whatever the dimension is called
    assert_eq!(warnings("unit mM is strength with factor = 1; unit \"μM\" is strength with factor = 0.001;"), []);
    let micro = "unit \"μM\" is strength with factor = 0.01";
    one(&format!("unit mM is strength with factor = 1; {micro};"), "W0412", micro);
}

#[test]
fn w0413_one_cross_reference_for_two() {
    let text = "entity fusin is gene with id = hgnc:2561, broader = HGF;";
    one(text, "W0413", "fusin");
    assert_eq!(warnings(&text.replace("is gene", "is process").replace(", broader = HGF", ", broader = homing")), []);
}
