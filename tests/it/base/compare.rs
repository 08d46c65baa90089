//! What one base says and another does not.

use super::base_of;
use whereof::base::compare::{Change, compare};
use whereof::base::{Facts, Memory, builtin, jsonl};

const OLD: &str = "study 1 in rat { at \"1\" 1: rapamycin increases CXCR4 with dose = 1 %, comment = \"so\"; }
    study 2 { at \"1\" 2: hypoxia increases HGF; at \"1\" 3: hypoxia decreases BAX; }";

/// Class, name and change in one line each.
fn told(old: &Memory, new: &Memory) -> Vec<String> {
    let found = compare(old, new);
    assert_eq!(found.is_empty(), old.fingerprint() == new.fingerprint(), "{found:?}");
    let line = |change| match change {
        Change::Added(new) => format!("+ {new}"),
        Change::Removed(old) => format!("- {old}"),
        Change::Changed { part, old, new } => format!("{part}: {old} -> {new}"),
    };
    found.into_iter().map(|one| format!("{} {} | {}", one.what, one.name, line(one.change))).collect()
}

/// The changes from [`OLD`] to a text.
fn to(new: &str) -> Vec<String> {
    told(&base_of(OLD), &base_of(new))
}

#[test]
fn order_and_form_do_not_count() {
    let turned = "study 2 { at \"1\" 3: hypoxia decreases BAX; at \"1\" 2: hypoxia increases HGF; }
        study 1 { at \"1\" 1: rapamycin increases CXCR-4 in rat with comment = \"so\", dose = 1 %; }";
    assert_eq!(to(turned), [""; 0]);
    let base = base_of(OLD);
    let lines = Memory::from_parts("lines", jsonl::read(&jsonl::write(&base)).unwrap());
    assert_eq!(told(&base, &lines), [""; 0]);
}

#[test]
fn findings_are_matched_by_statement_studies_and_place() {
    assert_eq!(
        to(&OLD.replace("1 %, comment = \"so\"", "2 %, inferred setting = \"in vitro\"")),
        [
            "finding at \"1\" 1: rapamycin increases CXCR4 [1] | slot comment: so -> ",
            "finding at \"1\" 1: rapamycin increases CXCR4 [1] | slot dose: 1 % -> 2 %",
            "finding at \"1\" 1: rapamycin increases CXCR4 [1] | slot setting:  -> in vitro (inferred)",
        ]
    );
    assert_eq!(
        to(&OLD.replace("increases HGF;", "increases HGF with stance = hypothesised;")),
        ["finding at \"1\" 2: hypoxia increases HGF [2] | stance: reported -> hypothesised"]
    );
    assert_eq!(
        to(&OLD.replace("\"1\" 3:", "\"1\" 3, \"5\" 1:")),
        ["finding at \"1\" 3: hypoxia decreases BAX [2] | place: at \"1\" 3 -> at \"1\" 3, \"5\" 1"]
    );
    assert_eq!(
        to(&OLD.replace("decreases BAX", "increases BAX in mouse")),
        [
            "finding at \"1\" 3: hypoxia decreases BAX [2] | - ",
            "finding at \"1\" 3: hypoxia increases BAX [2] | + species: mouse",
        ]
    );
}

#[test]
fn of_several_findings_alike_the_nearest_are_paired() {
    let two = |one: &str, two: &str| {
        base_of(&format!(
            "study 1 {{ at \"1\" 1: hypoxia increases HGF in {one}; at \"1\" 1: hypoxia increases HGF in {two}; }}"
        ))
    };
    assert_eq!(told(&two("rat", "mouse"), &two("mouse", "rat")), [""; 0]);
    let found =
        told(&two("rat, in vitro with dose = 1 %", "mouse"), &two("mouse, in vitro", "rat, in vivo with dose = 1 %"));
    assert_eq!(
        found,
        [
            "finding at \"1\" 1: hypoxia increases HGF [1] | slot setting: in vitro -> vivo",
            "finding at \"1\" 1: hypoxia increases HGF [1] | slot setting:  -> in vitro",
        ]
    );
    // written twice is not the same as written once
    let once = base_of("study 1 { at \"1\" 1: hypoxia increases HGF in rat; }");
    assert_eq!(told(&two("rat", "rat"), &once), ["finding at \"1\" 1: hypoxia increases HGF [1] | - species: rat"]);
}

#[test]
fn declarations_are_matched_by_name() {
    let found = to(&format!(
        "{OLD} entity new is gene with alias = newer, id = HGNC:7, member of = HGF; reference 2 with pmid = 12;
         at \"2\" 4: mouse is a rat with note = \"so told\"; unit week is duration with factor = 604800;"
    ));
    assert_eq!(
        found,
        [
            "unit week | + dimension: duration; factor: 604800.0",
            "entity mouse (species) | broader:  -> is a species:rat (at \"2\" 4; so told)",
            "entity new (gene) | + alias: newer; broader: member of gene:HGF; id: HGNC:7",
            "study [2] of review | pmid:  -> 12",
        ]
    );
}

#[test]
fn any_change_of_the_embedded_base_is_seen() {
    let base = builtin::memory().unwrap();
    let parts = base.parts();
    // every one of a sample of findings, left out in turn
    for at in (0..parts.findings.len()).step_by(7) {
        let mut less = parts.clone();
        less.findings.remove(at);
        let less = Memory::from_parts("less", less);
        let (gone, come) = (compare(&base, &less), compare(&less, &base));
        assert!(matches!(gone.as_slice(), [one] if matches!(one.change, Change::Removed(_))), "{gone:?}");
        assert!(matches!(come.as_slice(), [one] if matches!(one.change, Change::Added(_))), "{come:?}");
    }
}
