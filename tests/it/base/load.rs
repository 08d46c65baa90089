//! Text to findings.

use super::{ENTITIES, SCHEMA, base_of, load_texts};
use whereof::base::{Facts, Memory, Scan};
use whereof::model::{Direction, EdgeKind, Finding, Stance, Value};
use whereof::names::quantity;
use whereof::notation::{load, load_onto};
use whereof::syntax::parser::{TextLimits, parse};
use whereof::text::Source;

/// A finding in one line, slots by name.
fn told(base: &Memory, finding: &Finding) -> String {
    let vocabulary = base.vocabulary();
    let mut line = format!(
        "{} {} {}",
        vocabulary.entity_name(finding.subject),
        vocabulary.relation(finding.relation).unwrap().name,
        vocabulary.entity_name(finding.object)
    );
    for value in &finding.slots {
        let slot = &vocabulary.schema().slots[value.slot.index()].name;
        let text = match &value.value {
            Value::Entity(id) => vocabulary.entity_name(*id).to_owned(),
            Value::Quantity(amount) => quantity::print(vocabulary, amount),
            Value::Text(text) => text.clone(),
        };
        line += &format!(" {slot}{}{text}", if value.inferred { "~" } else { "=" });
    }
    let studies = finding.studies.iter().map(|id| base.study(*id).unwrap().number.to_string());
    line += &format!(" [{}]", studies.collect::<Vec<_>>().join(", "));
    if finding.stance != Stance::Reported {
        line += &format!(" {:?}", finding.stance);
    }
    line
}

fn all(text: &str) -> Vec<String> {
    let base = base_of(text);
    base.findings().iter().map(|finding| told(&base, finding)).collect()
}

#[test]
fn contexts_are_inherited_replaced_and_taken_back() {
    let found = all(r#"
        study 60, 59 in rat, disease = fibrosis {
          at "4" 1: rapamycin increases CXCR4;
          at "4" 2: rapamycin increases CXCR4 in mouse with disease not stated;
          given in mouse, in vitro, disease = cirrhosis {
            at "4" 3: rapamycin increases CXCR4 in vivo with species = rat, species = mouse;
          }
          at "4" 4: rapamycin decreases CXCR4;
        }
        given in rat { at "4" 5: rapamycin increases CXCR4 with stance = gap; }
    "#);
    assert_eq!(
        found,
        [
            "rapamycin increases CXCR4 disease=fibrosis species=rat [59, 60]",
            "rapamycin increases CXCR4 species=mouse [59, 60]",
            "rapamycin increases CXCR4 disease=cirrhosis species=rat species=mouse setting=vivo [59, 60]",
            "rapamycin decreases CXCR4 disease=fibrosis species=rat [59, 60]",
            "rapamycin increases CXCR4 species=rat [] Gap",
        ]
    );
}

#[test]
fn runs_are_cut_at_the_longest_verb() {
    let found = all(r#"study 1 {
        at "1" 1: rapamycin increases secretion of CXCR4, HGF;
        at "1" 2: rapamycin increase CXCR-4 of MSC;
        at "1" 3: CXCR4 is increased by rapamycin;
        at "1" 4: HGF overexpression has no effect on homing of MSC;
        at "1" 5: rapamycin decreases ratio(BAX, Bcl-2), ratio(BCL2, BAX), ratio(Bax, Bcl2);
    }"#
    .replace("is increased", "increased")
    .as_str());
    assert_eq!(
        found,
        [
            "rapamycin increases secretion of CXCR4 [1]",
            "rapamycin increases secretion of HGF [1]",
            "rapamycin increases CXCR4 cell=MSC [1]",
            "rapamycin increases CXCR4 [1]",
            "HGF overexpression has no effect on homing cell=MSC [1]",
            "rapamycin decreases BAX/BCL2 [1]",
            "rapamycin decreases BCL2/BAX [1]",
            "rapamycin decreases BAX/BCL2 [1]",
        ]
    );
}

#[test]
fn amounts_inferences_and_stances_are_kept() {
    let found = all(r#"study 1 {
        at "1" 1: hypoxia increases homing with dose = 0.5 % to less than 5 %, duration = about 24 h;
        at "1" 2: hypoxia increases homing with dose < 5 %, duration >= 2 days, inferred setting = "in vitro";
        at "1" 3: hypoxia increases homing with stance = hypothesised, comment = "told as an aim", via = homing;
    }"#);
    assert_eq!(
        found,
        [
            "hypoxia increases homing dose=0.5 % to less than 5 % duration=about 24 h [1]",
            "hypoxia increases homing setting~in vitro dose=less than 5 % duration=at least 2 d [1]",
            "hypoxia increases homing via=homing comment=told as an aim [1] Hypothesised",
        ]
    );
}

#[test]
fn an_agent_names_its_only_treatment_where_one_is_asked_for() {
    assert_eq!(
        all(r#"study 1 { at "1" 1: HGF increases secretion of CXCR4; }"#),
        ["HGF overexpression increases secretion of CXCR4 [1]"]
    );
}

#[test]
fn declarations_may_stand_after_their_use_and_in_another_text() {
    let findings = "study 1 { at \"1\" 1: rapamycin increases CXCR4 in rat; }";
    let one = load_texts(&[SCHEMA, ENTITIES, findings]).memory("one");
    let joined = format!("{SCHEMA}\n{findings}\n{ENTITIES}");
    let other = load_texts(&[&joined]).memory("another name");
    assert_eq!(one.finding_count(), 1);
    assert_eq!(one.parts(), other.parts());
    assert_eq!(one.fingerprint(), other.fingerprint());
}

#[test]
fn the_fingerprint_knows_what_is_said_and_not_in_which_order() {
    let one = base_of("study 1 { at \"1\" 1: rapamycin increases CXCR4; at \"1\" 2: hypoxia increases HGF; }");
    let turned = base_of("study 1 { at \"1\" 2: hypoxia increases HGF; at \"1\" 1: rapamycin increases CXCR4; }");
    let changed = base_of("study 1 { at \"1\" 2: hypoxia increases HGF; at \"1\" 3: rapamycin increases CXCR4; }");
    assert_eq!(one.fingerprint(), turned.fingerprint());
    assert_ne!(one.fingerprint(), changed.fingerprint());
    assert_eq!(one.clone().named("other").fingerprint(), one.fingerprint());
}

#[test]
fn steps_carry_their_places_and_notes() {
    let base = base_of("at \"2\" 19, \"2\" 20: cirrhosis is a fibrosis with note = \"so told\";");
    let vocabulary = base.vocabulary();
    let cirrhosis = vocabulary.entity(vocabulary.entities_named("cirrhosis")[0]).unwrap();
    let kinds: Vec<EdgeKind> = cirrhosis.broader.iter().map(|edge| edge.kind).collect();
    assert_eq!(kinds, [EdgeKind::StageOf, EdgeKind::IsA]);
    assert_eq!(cirrhosis.broader[1].locators.len(), 2);
    assert_eq!(cirrhosis.broader[1].note.as_deref(), Some("so told"));
}

#[test]
fn opposites_are_completed() {
    let base = base_of("");
    for relation in &base.vocabulary().schema().relations {
        assert_eq!(relation.opposite.is_some(), relation.direction != Direction::None, "{}", relation.name);
    }
}

#[test]
fn studies_are_numbered_by_source_and_number() {
    let base = base_of(
        "study 9 \"label\" { at \"1\" 1: rapamycin increases CXCR4; } study 3 { at \"1\" 2: rapamycin increases CXCR4; }
         reference 9 with title = \"A title\", pmid = 123; source other; study 9 { at \"1\" 1: hypoxia increases CXCR4; }",
    );
    assert_eq!(base.studies()[1].label.as_deref(), Some("label"));
    assert_eq!(base.studies()[1].called(), Some("A title"));
    let told: Vec<_> =
        base.studies().iter().map(|s| (s.source.0, s.number, s.title.as_deref(), s.pmid.as_deref())).collect();
    assert_eq!(told, [(0, 3, None, None), (0, 9, Some("A title"), Some("123")), (1, 9, None, None)]);
    let scan = Scan { studies: Some(vec![base.findings()[0].studies[0]]), ..Scan::default() };
    assert_eq!(base.estimate(&scan), 1);
}

#[test]
fn what_others_call_it_and_where_it_was_printed_is_kept() {
    let base = base_of(
        "noun marker with id = biolink:ClinicalAttribute; slot site with takes = cell, id = biolink:anatomical_context_qualifier;
         verb treats with id = biolink:treats, direction = unclear;
         source print with author = (\"Hu, C\", \"Li, L\"), journal = \"A Journal\", volume = 24, issue = 1, pages = \"40-49\";
         reference 2 with title = \"A title\", author = \"Wu, Z\", year = 2019, journal = \"Another\";
         study 2 { at \"1\" 1: rapamycin treats fibrosis; }",
    );
    let schema = base.vocabulary().schema();
    let xref = |found: Option<&Option<String>>| found.cloned().flatten();
    assert_eq!(xref(schema.kinds.last().map(|kind| &kind.xref)), Some("biolink:ClinicalAttribute".to_owned()));
    assert_eq!(xref(schema.relations.last().map(|one| &one.xref)), Some("biolink:treats".to_owned()));
    assert_eq!(xref(schema.slots.last().map(|one| &one.xref)), Some("biolink:anatomical_context_qualifier".to_owned()));
    let source = &base.sources()[1];
    assert_eq!(source.imprint.authors, ["Hu, C", "Li, L"]);
    assert_eq!(source.imprint.pages.as_deref(), Some("40-49"));
    let study = &base.studies()[0];
    assert_eq!((study.year, study.imprint.journal.as_deref()), (Some(2019), Some("Another")));
    assert!(study.is_known() && study.label.is_none());
    let again = whereof::base::jsonl::read(&whereof::base::jsonl::write(&base)).unwrap();
    assert_eq!(again, base.parts());
}

#[test]
fn names_that_begin_as_words_of_the_language_are_names() {
    let names = [
        "NOTCH1",
        "orexin",
        "andexanet",
        "insulin",
        "inhibits",
        "isoleucine",
        "asthma",
        "NO",
        "ALL",
        "OR",
        "at-RA",
        "bySIS",
        "ofloxacin",
        "withaferin",
        "exactin",
        "study",
        "given",
        "count",
        "limit",
        "kinds",
        "ratio",
        "verbs",
        "gaps",
    ];
    let entities: String = names.iter().map(|name| format!("entity {name} is gene;\n")).collect();
    let findings: String = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            format!("at \"1\" {}: rapamycin increases {name}; at \"2\" {0}: {name} increases CXCR4;\n", at + 1)
        })
        .collect();
    let base = base_of(&format!("{entities} study 1 {{ {findings} }}"));
    for name in names {
        let ids = base.vocabulary().entities_named(name);
        assert_eq!(ids.iter().map(|id| base.vocabulary().entity_name(*id)).collect::<Vec<_>>(), [name]);
        let acts = Scan { subjects: Some(ids.clone()), ..Scan::default() };
        let suffers = Scan { objects: Some(ids), ..Scan::default() };
        assert_eq!((base.estimate(&acts), base.estimate(&suffers)), (1, 1), "{name}");
    }
}

#[test]
fn a_text_is_laid_upon_a_base() {
    let below = base_of("study 1 { at \"1\" 1: rapamycin increases CXCR4; }");
    let text = Source::new(
        "more",
        "source other; noun gene; entity Cxcr4 is gene with id = hgnc:2561, alias = fusin; entity HGF is gene;
         study 1 { at \"1\" 1: rapamycin increases fusin; at \"1\" 1: hypoxia decreases BAX; }",
    );
    let parsed = parse(&text, TextLimits::default());
    let base = load_onto(below.parts(), &[&parsed.script]).memory("both");
    let found: Vec<String> = base.findings().iter().map(|finding| told(&base, finding)).collect();
    assert_eq!(found, ["rapamycin increases CXCR4 [1]", "rapamycin increases CXCR4 [1]", "hypoxia decreases BAX [1]"]);
    assert_eq!(base.studies().len(), 2, "equal numbers of two sources are two studies");
    assert_eq!(base.vocabulary().entities_named("CXCR4").len(), 1, "an equal cross-reference makes one entity");
    assert_eq!(base.vocabulary().entities_named("HGF").len(), 2, "an equal name alone does not");
    assert_eq!(base.vocabulary().schema().kinds.len(), below.vocabulary().schema().kinds.len());
}

#[test]
fn nothing_makes_the_loader_panic() {
    use proptest::prelude::*;
    let words = prop::sample::select(vec![
        "study",
        "1",
        "{",
        "}",
        ";",
        "given",
        "in",
        "rat",
        "at",
        "\"4\"",
        ":",
        "rapamycin",
        "increases",
        "CXCR4",
        "of",
        "MSC",
        "with",
        "dose",
        "=",
        "5",
        "%",
        ",",
        "not",
        "stated",
        "entity",
        "is",
        "gene",
        "noun",
        "verb",
        "slot",
        "unit",
        "ratio",
        "(",
        ")",
        "+",
        "\"a b\"",
        "alias",
        "broader",
        "part",
        "direction",
        "none",
        "source",
        "reference",
        "stance",
        "inferred",
        "to",
        "less",
        "than",
    ]);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let base = parse(&Source::new("base", format!("{SCHEMA}{ENTITIES}")), TextLimits::default()).script;
    let texts = prop::collection::vec(words, 0..40);
    runner
        .run(&texts, |words| {
            let source = Source::new("noise", words.join(" "));
            let parsed = parse(&source, TextLimits::default());
            let loaded = load(&[&base, &parsed.script]);
            for located in &loaded.diagnostics {
                for label in &located.diagnostic.labels {
                    prop_assert!(located.file == 0 || source.slice(label.span).len() == label.span.len());
                }
            }
            loaded.memory("noise").fingerprint();
            Ok(())
        })
        .unwrap();
}
