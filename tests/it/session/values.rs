//! `let` and parameters: typed where they are used, never pasted.

use super::{answers, error, eval, last, rows, said, session};
use whereof::answer::Reply;
use whereof::engine::Parameter;

#[test]
fn a_value_stands_for_what_could_be_typed() {
    for (script, typed) in [
        ("let $g = CXCR4; treatment where upregulates $g", "treatment where upregulates CXCR4"),
        ("let $g = \"CXCR4\"; treatment where upregulates exactly $g", "treatment where upregulates exactly CXCR4"),
        (
            "let $g = any of (CXCR4, c-Met); treatment where upregulates $g",
            "treatment where upregulates any of (CXCR4, c-Met)",
        ),
        (
            "let $g = all of (VEGF, HGF); treatment where upregulates $g",
            "treatment where upregulates all of (VEGF, HGF)",
        ),
        (
            "let $g = any of (CXCR4, VEGF); treatment where upregulates at least 2 of ($g, HGF)",
            "treatment where upregulates at least 2 of (CXCR4, VEGF, HGF)",
        ),
        (
            "let $d = fibrosis; treatment where disease = $d and increases homing",
            "treatment where disease = fibrosis and increases homing",
        ),
        (
            "let $d = fibrosis; let $x = cirrhosis; finding where disease = $d except $x",
            "finding where disease = fibrosis except cirrhosis",
        ),
        ("let $o = 1 %; finding where dose >= $o", "finding where dose >= 1 %"),
        ("let $n = 24; finding where duration >= $n h", "finding where duration >= 24 h"),
        ("let $s = 59; finding where study = $s", "finding where study = 59"),
        ("let $p = rat; treatment where increases homing in $p", "treatment where increases homing in rat"),
        (
            "let $t = any of (hypoxia, melatonin); treatment where increases homing and is $t",
            "treatment where increases homing and is any of (hypoxia, melatonin)",
        ),
        (
            "let $t = IFN-γ + TGF-β + retinoic acid; treatment where increases inhibition of CD4+ T cell proliferation and is $t",
            "treatment where increases inhibition of CD4+ T cell proliferation and is IFN-γ + TGF-β + retinoic acid",
        ),
        (
            "let $a = CXCR4; let $b = $a; count treatment where upregulates $b",
            "count treatment where upregulates CXCR4",
        ),
    ] {
        let (bound, plain) = (answers(&mut session(), script), answers(&mut session(), typed));
        assert_eq!(rows(&bound), rows(&plain), "{script}");
        assert_eq!(bound.counts, plain.counts, "{script}");
        assert!(!bound.rows.is_empty() || bound.counts.is_some(), "{script}");
    }
}

#[test]
fn a_program_binds_the_same_values() {
    let mut session = session();
    session.bind("genes", vec!["CXCR4", "c-Met"]);
    session.bind("nested", Parameter::List(vec![vec!["CXCR4"].into(), "c-Met".into()]));
    session.bind("dose", Parameter::Amount(1.0, "%".into()));
    session.bind("hours", 24u32);
    for (bound, typed) in [
        ("treatment where upregulates $genes", "treatment where upregulates any of (CXCR4, c-Met)"),
        ("treatment where upregulates $nested", "treatment where upregulates any of (CXCR4, c-Met)"),
        ("treatment where upregulates all of ($genes)", "treatment where upregulates all of (CXCR4, c-Met)"),
        ("finding where dose = $dose", "finding where dose = 1 %"),
        ("finding where duration = $hours h", "finding where duration = 24 h"),
    ] {
        let (bound, typed) = (answers(&mut session, bound), answers(&mut session, typed));
        assert_eq!(rows(&bound), rows(&typed));
        assert!(!bound.rows.is_empty());
    }
    let mut deep = Parameter::from("CXCR4");
    for _ in 0..10_000 {
        deep = Parameter::List(vec![deep]);
    }
    session.bind("deep", deep);
    assert_eq!(answers(&mut session, "treatment where upregulates $deep").rows.len(), 3);
}

#[test]
fn a_value_is_never_pasted() {
    for value in [
        "CXCR4 or improves homing",
        "CXCR4 and disease = fibrosis",
        "CXCR4\"; verbs; \"",
        "any of (CXCR4)",
        "$other",
        "CXCR4 limit 1",
    ] {
        let mut session = session();
        session.bind("x", value);
        let wrong = error(&mut session, "treatment where upregulates $x");
        assert_eq!(said(&wrong).0, "W0201", "{value}");
        let quoted = whereof::syntax::print::quoted(value);
        let wrong = error(&mut session, &format!("let $x = {quoted}; treatment where upregulates $x"));
        assert_eq!(said(&wrong).0, "W0201", "{value}");
    }
    // a value may not become part of the verb
    let wrong = error(&mut session(), "let $x = secretion of HGF; treatment where increases $x");
    assert_eq!(said(&wrong).0, "W0201");
    assert!(!answers(&mut session(), "treatment where increases secretion of HGF").rows.is_empty());
}

#[test]
fn what_does_not_fit_is_told_where_it_is_used() {
    for (script, code, at, words) in [
        ("let $d = 1 %; treatment where upregulates $d", "W0608", "$d", "an amount `1 %`"),
        ("let $d = 1 %; treatment where increases homing in $d", "W0608", "$d", "a name is wanted here"),
        (
            "let $g = any of (rat, mouse); treatment where increases homing in $g",
            "W0608",
            "$g",
            "the list `any of (rat, mouse)`",
        ),
        (
            "let $g = any of (CXCR4, HGF); treatment where upregulates exactly $g",
            "W0608",
            "$g",
            "one name is wanted here",
        ),
        ("let $g = all of (CXCR4, HGF); treatment where upregulates any of ($g, VEGF)", "W0608", "$g", "`all of`"),
        ("let $g = any of (CXCR4, HGF); describe $g", "W0608", "$g", "one name"),
        ("let $g = CXCR4; finding where dose = $g", "W0219", "$g", "`$g` stands for a name `CXCR4`"),
        ("let $g = CXCR44; treatment where upregulates $g", "W0201", "$g", "`$g` stands for a name `CXCR44`"),
        ("treatment where upregulates $g", "W0602", "$g", "let $g = ..."),
        ("let $gene = CXCR4; treatment where upregulates $gen", "W0602", "$gen", "`$gene`"),
    ] {
        let wrong = error(&mut session(), script);
        let (found, said) = said(&wrong);
        assert_eq!(found, code, "{script}: {said}");
        assert_eq!(&script[wrong.diagnostics()[0].span().range()], at, "{script}");
        assert!(said.contains(words), "{script}: {said}");
    }
    let mut session = session();
    session.bind("none", Parameter::List(vec![]));
    assert_eq!(said(&error(&mut session, "treatment where upregulates $none")).0, "W0608");
}

/// The rows that a fix gives are counted with the values that are bound.
#[test]
fn a_fix_beside_a_parameter_is_counted() {
    let wrong = error(&mut session(), "let $d = fibrosis; treatment where upregulates CXCR44 and disease = $d");
    let fix = &wrong.diagnostics()[0].fixes[0];
    assert_eq!((fix.message.as_str(), fix.rows), ("CXCR4 (gene)", Some(1)));
}

#[test]
fn a_value_lasts_and_a_failing_statement_changes_nothing() {
    let mut session = session();
    let Reply::Noted(noted) = last(&mut session, "let $g = CXCR4") else { panic!() };
    assert_eq!(noted.statement, "let $g = CXCR4");
    assert_eq!(noted.did, ["`$g` stands for a name `CXCR4`"]);
    assert_eq!(answers(&mut session, "treatment where upregulates $g").rows.len(), 3);
    for failing in [
        "let $g = $missing",
        "let $g = any of (HGF, $missing)",
        "let $g = ",
        "let g = HGF",
        "treatment where upregulates $missing",
    ] {
        assert!(eval(&mut session, failing).iter().all(Result::is_err), "{failing}");
        assert_eq!(answers(&mut session, "treatment where upregulates $g").rows.len(), 3, "{failing}");
    }
    last(&mut session, "let $g = HGF");
    assert_ne!(answers(&mut session, "treatment where upregulates $g").rows.len(), 3);
}
