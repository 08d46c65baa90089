//! Each mistake in a base is told at its place.

use super::{ENTITIES, SCHEMA, load_texts};
use whereof::diagnostic::{Diagnostic, Severity};
use whereof::text::Source;

fn mistakes(text: &str) -> Vec<Diagnostic> {
    let mut found = load_texts(&[SCHEMA, ENTITIES, text]).diagnostics;
    found.retain(|located| located.diagnostic.severity == Severity::Error);
    found.into_iter().inspect(|located| assert_eq!(located.file, 2)).map(|located| located.diagnostic).collect()
}

/// One mistake: its code, the words that it points at, its message.
#[track_caller]
fn told(text: &str, code: &str, at: &str, message: &str) -> Diagnostic {
    let found = mistakes(text);
    let [one] = found.as_slice() else { panic!("{text}: {found:#?}") };
    let source = Source::new("base", text);
    assert_eq!((one.code, source.slice(one.span()), one.message.as_str()), (code, at, message), "{text}");
    one.clone()
}

fn fixes(diagnostic: &Diagnostic, text: &str) -> Vec<String> {
    diagnostic.fixes.iter().filter_map(|fix| fix.apply(text)).collect()
}

fn finding(words: &str) -> String {
    format!("study 1 {{ at \"1\" 1: {words}; }}")
}

#[test]
fn unknown_names_come_with_near_ones() {
    let text = finding("rapamycin increases CXCR44");
    let one = told(&text, "W0301", "CXCR44", "no name `CXCR44` is declared");
    assert_eq!(fixes(&one, &text)[0], finding("rapamycin increases CXCR4"));
    let text = finding("HGF overexpresion increases CXCR4");
    let one = told(&text, "W0301", "HGF overexpresion", "no name `HGF overexpresion` is declared");
    assert_eq!(fixes(&one, &text)[0], finding("\"HGF overexpression\" increases CXCR4"));
    told("entity X is genus;", "W0301", "genus", "no noun `genus` is declared");
    told("entity X is gene with member of = Y;", "W0301", "Y", "no entity `Y` is declared");
    told("verb v with direction = none, opposite = w;", "W0301", "w", "no verb `w` is declared");
    told("at \"1\" 1: cirrosis is a fibrosis;", "W0301", "cirrosis", "no entity `cirrosis` is declared");
    let found = mistakes("given in vitroo { at \"1\" 1: A increases B; }");
    assert_eq!(found.iter().map(|each| each.code).collect::<Vec<_>>(), ["W0301", "W0301", "W0301"]);
}

#[test]
fn kinds_are_those_that_the_verb_allows() {
    told(&finding("rapamycin increases rat"), "W0302", "rat", "`rat` is a species");
    told(&finding("MSC increases secretion of CXCR4"), "W0302", "MSC", "`MSC` is a cell");
    told(&finding("rapamycin increases secretion of ratio(BAX, BCL2)"), "W0302", "ratio(BAX, BCL2)", "this is a ratio");
    told(&finding("rapamycin increases CXCR4 with disease = rat"), "W0302", "rat", "`rat` is a species");
    told(&finding("rapamycin increases CXCR4 in CXCR4"), "W0302", "CXCR4", "`CXCR4` is a gene");
}

#[test]
fn slots_and_values_are_checked() {
    let text = finding("rapamycin increases CXCR4 with diseas = fibrosis");
    let one = told(&text, "W0303", "diseas", "no slot `diseas` is declared");
    assert_eq!(fixes(&one, &text)[0], finding("rapamycin increases CXCR4 with disease = fibrosis"));
    told(&finding("rapamycin increases CXCR4 with stance = guess"), "W0304", "guess", "`guess` is no stance");
    told(
        &finding("rapamycin increases CXCR4 with disease != fibrosis"),
        "W0304",
        "fibrosis",
        "a finding states a value with `=`, not with `!=`",
    );
    told(
        &finding("rapamycin increases CXCR4 with disease = any of (fibrosis, cirrhosis)"),
        "W0304",
        "any of (fibrosis, cirrhosis)",
        "a finding states one value",
    );
}

#[test]
fn amounts_are_checked() {
    for (amount, at, message) in [
        ("24", "24", "a unit is missing"),
        ("24 H", "24 H", "no unit `H` in this base"),
        ("24 %", "24 %", "`%` measures an amount fraction, not duration"),
        ("long", "long", "`long` is not a number"),
        ("3 h to 2 h", "3 h to 2 h", "the lower end of the range lies above the upper end"),
    ] {
        told(&finding(&format!("hypoxia increases homing with duration = {amount}")), "W0305", at, message);
    }
    let one = told(
        &finding("hypoxia increases homing with duration = 24 hrs"),
        "W0305",
        "24 hrs",
        "no unit `hrs` in this base",
    );
    assert_eq!(one.expected, ["h", "d"]);
    told(
        &finding("hypoxia increases homing with duration < 2 h to 3 h"),
        "W0305",
        "2 h to 3 h",
        "`<` and `2 h to 3 h` make no amount",
    );
}

#[test]
fn what_is_declared_twice_says_where_first() {
    for (text, again) in [
        ("noun organ; noun Organ;", "Organ"),
        ("entity X-1 is gene; entity x1 is gene;", "x1"),
        ("slot site is text; slot site is text;", "site"),
        ("unit s is duration with factor = 1; unit s is duration with factor = 1;", "s"),
        ("verb v with direction = none; verb V with direction = none;", "V"),
    ] {
        let one = told(text, "W0306", again, &format!("`{again}` is declared twice"));
        assert_eq!(one.labels.len(), 2, "{text}");
        assert!(one.labels[1].span.start < one.labels[0].span.start, "{text}");
    }
    let one = told("noun gene;", "W0306", "gene", "`gene` is declared twice");
    assert_eq!(one.labels.len(), 1, "the first one is in another text");
    told("reference 1 with pmid = 1; reference 1 with pmid = 2;", "W0306", "1", "reference 1 is declared twice");
    assert_eq!(mistakes("unit S is a with factor = 1; unit s is a with factor = 1;"), [], "units differ by case");
}

#[test]
fn ambiguous_names_list_their_senses() {
    let text = format!("entity twin is gene; entity twin is process; {}", finding("rapamycin increases twin"));
    let one = told(&text, "W0308", "twin", "`twin` may mean `gene:twin` or `process:twin`");
    assert!(fixes(&one, &text)[0].contains("increases gene:twin;"), "{one:?}");
    assert_eq!(mistakes(&text.replace("increases twin", "increases gene:twin")), []);
    let text = format!(
        "entity \"HGF inhibition\" is treatment with agent = HGF; {}",
        finding("HGF increases secretion of BAX")
    );
    told(&text, "W0308", "HGF", "`HGF` may mean `treatment:HGF overexpression` or `treatment:HGF inhibition`");
}

#[test]
fn runs_without_one_reading_say_so() {
    let text = finding("rapamycin increasse CXCR4");
    let one = told(&text, "W0309", "rapamycin increasse CXCR4", "no verb in this finding");
    assert_eq!(fixes(&one, &text)[0], finding("rapamycin increases CXCR4"));
    let text = format!(
        "entity \"rapamycin increases\" is treatment; entity \"increases CXCR4\" is gene; {}",
        finding("rapamycin increases increases CXCR4")
    );
    told(
        &text,
        "W0310",
        "rapamycin increases increases CXCR4",
        "this may be `rapamycin` `increases` `increases CXCR4` or `rapamycin increases` `increases` `CXCR4`",
    );
    let text = format!(
        "entity a is process; entity \"a of MSC\" is process; entity \"MSC of rat\" is cell; {}",
        finding("rapamycin increases a of MSC of rat")
    );
    told(&text, "W0310", "a of MSC of rat", "this may be `a` of `MSC of rat` or `a of MSC` of `rat`");
    let many = vec!["word"; 100].join(" ");
    told(&finding(&many), "W0310", &many, "a finding of 100 words cannot be read");
}

#[test]
fn sources_and_properties_are_needed() {
    let loaded = load_texts(&["noun gene; study 1 { at \"1\" 1: A increases B; }"]);
    let codes: Vec<&str> = loaded.diagnostics.iter().map(|located| located.diagnostic.code).collect();
    assert!(codes.contains(&"W0311"), "{codes:?}");
    let text = "entity X is gene with aliass = Y;";
    let one = told(text, "W0312", "aliass", "no property `aliass` is known here");
    assert_eq!(fixes(&one, text), ["entity X is gene with alias = Y;"]);
    told("verb v;", "W0313", "v", "verb `v` needs a direction");
    told("verb v with direction = sideways;", "W0313", "sideways", "`direction` cannot have this value");
    told("entity X;", "W0313", "X", "entity `X` needs a noun");
    told("unit x is y with factor = many;", "W0313", "many", "`factor` cannot have this value");
    told(
        "unit x is y with factor = 0;",
        "W0313",
        "unit x is y with factor = 0",
        "the factor of unit `x` must be above 0",
    );
    told("unit x is y;", "W0313", "unit x is y", "unit `x` needs a factor");
    told("slot x;", "W0313", "slot x", "slot `x` takes nothing");
    told("slot x is number;", "W0313", "number", "no slot can be `number`");
    told("entity X is gene with alias;", "W0313", "alias", "`alias` cannot have this value");
    told("reference first;", "W0313", "first", "a reference is known by its number");
    told("at \"1\" 0: cirrhosis is a fibrosis;", "W0313", "\"1\" 0", "sentences are counted from 1");
    told("entity X is gene with member of = X;", "W0313", "X", "`X` is declared by itself");
    told("entity X is ratio with parts = (BAX);", "W0313", "X", "ratio `X` needs two parts");
    told("entity X is gene with parts = (BAX);", "W0313", "BAX", "a composite has two parts or more");
}

#[test]
fn questions_places_and_trees_are_checked() {
    told("treatment where increases CXCR4;", "W0314", "treatment where increases CXCR4", "a base holds no questions");
    told(
        "slot where-seen with takes = cell, place;",
        "W0315",
        "slot where-seen with takes = cell, place",
        "`in` reaches a cell in slot `cell` already",
    );
    told(
        "verb lifts with direction = increase, broader = decreases;",
        "W0316",
        "verb lifts with direction = increase, broader = decreases",
        "verb `lifts` and the broader `decreases` differ in direction",
    );
    let found = mistakes("verb a with direction = none, broader = b; verb b with direction = none, broader = a;");
    assert_eq!(found.iter().map(|each| each.code).collect::<Vec<_>>(), ["W0316", "W0316"]);
    let text = "verb a with direction = increase, opposite = b; verb b with direction = increase;";
    told(
        text,
        "W0317",
        "verb a with direction = increase, opposite = b",
        "verb `a` and its opposite `b` do not go opposite ways",
    );
    let text = "verb lifts with direction = increase, opposite = decreases;";
    told(
        text,
        "W0317",
        "verb lifts with direction = increase, opposite = decreases",
        "verb `lifts` names `decreases` as its opposite, but that names `increases`",
    );
    told("at \"1\" 1: cirrhosis is near fibrosis;", "W0318", "near fibrosis", "no step of a hierarchy begins so");
}

#[test]
fn a_mistake_hides_nothing_else() {
    let loaded = load_texts(&[
        SCHEMA,
        ENTITIES,
        "study 1 { at \"1\" 1: rapamycin increases NOBODY, CXCR4; at \"1\" 2: hypoxia increases HGF; }",
    ]);
    assert_eq!(loaded.findings.len(), 2);
    assert!(loaded.has_errors());
}
