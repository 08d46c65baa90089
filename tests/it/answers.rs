//! Golden answers over the embedded base: what the review says, row by row, with its reference numbers.

use whereof::answer::reply::Reply;
use whereof::answer::{Answers, Verdict};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn reply(text: &str) -> Result<Reply, whereof::Error> {
    let mut session = Session::new(Base::builtin(), Limits::script());
    let mut replies = session.eval(&Source::new("query", text));
    assert_eq!(replies.len(), 1, "{text}: one statement, one reply");
    replies.remove(0)
}

fn ask(text: &str) -> Answers {
    match reply(text) {
        Ok(Reply::Answers(answers)) => *answers,
        Ok(other) => panic!("{text}: {other:?}"),
        Err(error) => panic!("{text}: {error}: {:?}", error.diagnostics()),
    }
}

/// Rows as `name [refs]`, in order of name.
fn rows(answers: &Answers) -> Vec<String> {
    let mut rows: Vec<String> = answers
        .rows
        .iter()
        .map(|row| format!("{} {:?}", row.cells[0], row.refs.iter().map(|r| r.number).collect::<Vec<_>>()))
        .collect();
    rows.sort();
    rows
}

#[track_caller]
fn check(query: &str, expect: &[&str]) -> Answers {
    let answers = ask(query);
    assert!(answers.complete());
    let mut expect: Vec<String> = expect.iter().map(|row| (*row).to_owned()).collect();
    expect.sort();
    assert_eq!(rows(&answers), expect, "{query}");
    answers
}

#[test]
fn the_headline() {
    let answers = check("treatment where upregulates CXCR4 and disease = fibrosis", &["resveratrol [59]"]);
    let row = &answers.rows[0];
    assert_eq!(row.verdict, Verdict::Supported);
    assert!(
        row.through.iter().any(|through| through.contains("cirrhosis") && through.contains("stage of")),
        "{:?}",
        row.through
    );
    let near: Vec<String> = answers
        .near_misses
        .iter()
        .map(|near| format!("{} {:?}", near.name, near.refs.iter().map(|r| r.number).collect::<Vec<_>>()))
        .collect();
    assert_eq!(near.len(), 2);
    assert!(near.contains(&"rapamycin [56]".to_owned()) && near.contains(&"hypoxia [62]".to_owned()), "{near:?}");
    for near in &answers.near_misses {
        assert!(near.skipped && near.failed[0].reason.starts_with("disease not stated"), "{near:?}");
    }
    let rapamycin = answers.near_misses.iter().find(|near| near.name == "rapamycin").unwrap();
    assert!(
        rapamycin.failed[0].reason.contains("other findings of [56] are in ischaemia-reperfusion injury"),
        "{rapamycin:?}"
    );
    assert_eq!((answers.skipped.len(), answers.skipped[0].slot.as_str(), answers.skipped[0].rows), (1, "disease", 2));
    assert!(answers.possible.is_empty(), "told once, as near misses");
    assert!(answers.reading.names.iter().any(|name| name.typed == "CXCR4" && name.kind == "gene"));
    assert!(answers.reading.names.iter().any(|name| name.typed == "fibrosis" && name.kind == "disease"));
    let fibrosis = answers.reading.expansions.iter().find(|expansion| expansion.name.contains("fibrosis")).unwrap();
    assert!(
        fibrosis
            .includes
            .iter()
            .any(|included| included.name.contains("cirrhosis") && included.because.contains("stage of"))
    );
}

#[test]
fn effects() {
    check("treatment where upregulates cxcr-4", &["rapamycin [56]", "hypoxia [62]", "resveratrol [59]"]);
    check("treatment where upregulates VEGF", &["dexmedetomidine [20]", "midazolam [20]", "hypoxia [61, 63]"]);
    check("treatment where no effect on viability", &["rapamycin [56]"]);
    check("treatment where no effect on homing", &["FOXA-2 overexpression [68]"]);
    check("gene where upregulated by rapamycin", &["CXCR4 [56]"]);
}

#[test]
fn a_null_with_a_positive_on_a_kind_of_it() {
    let answers = check(
        "treatment where no effect on immunomodulation in vivo",
        &["IFN-γ [67]", "IFN-γ + TGF-β + retinoic acid [67]"],
    );
    for row in &answers.rows {
        assert_eq!(row.verdict, Verdict::ContextSplit, "{}", row.cells[0]);
        assert!(row.effects[0].separators.contains(&"setting".to_owned()), "{:?}", row.effects[0].separators);
        let against: Vec<&str> = row.effects[0].against_elsewhere.iter().map(|e| e.statement.as_str()).collect();
        assert!(against.iter().any(|statement| statement.contains("T cell")), "{against:?}");
    }
}

#[test]
fn a_ratio_is_not_its_component() {
    let answers =
        check("treatment where downregulates Bax", &["heat shock [57]", "melatonin [17]", "injured liver tissue [65]"]);
    assert_eq!(answers.related.len(), 1, "{:?}", answers.related);
    assert_eq!(answers.related[0].name, "HGF overexpression");
    assert_eq!(answers.related[0].evidence.refs[0].number, 70);
    check("treatment where downregulates ratio(Bax, Bcl-2)", &["HGF overexpression [70]"]);
    let inverse = check("treatment where downregulates ratio(Bcl-2, Bax)", &[]);
    assert!(inverse.notes.iter().any(|note| note.contains("the other way round")), "{:?}", inverse.notes);
}

#[test]
fn findings_of_one_study() {
    check(
        "treatment where upregulates MMP-9 and downregulates TIMP-1 and disease = fibrosis in one study",
        &["HGF overexpression [72]"],
    );
}

#[test]
fn an_empty_answer_is_explained() {
    let answers = check("treatment where increases GSH and disease = fibrosis", &[]);
    let apart = answers.looser.iter().find(|looser| looser.change.contains("another finding")).unwrap();
    assert!(apart.query.contains("and also"), "{}", apart.query);
    assert!(apart.rows >= 1);
    let direct = check_some("treatment where increases GSH and also disease = fibrosis");
    assert!(rows(&direct).iter().any(|row| row.starts_with("HGF overexpression [70")), "{:?}", rows(&direct));
    assert_eq!(apart.rows, direct.rows.len() as u64);
    assert!(apart.examples.iter().any(|row| row.starts_with("HGF overexpression [70")), "{:?}", apart.examples);
}

#[track_caller]
fn check_some(query: &str) -> Answers {
    let answers = ask(query);
    assert!(!answers.rows.is_empty(), "{query}: no row");
    answers
}

#[test]
fn nested_nouns() {
    let answers = check(
        "treatment where upregulates (gene where upregulated by rapamycin)",
        &["rapamycin [56]", "hypoxia [62]", "resveratrol [59]"],
    );
    assert!(
        answers.notes.iter().any(|note| note.starts_with("rapamycin itself is one of the rows")),
        "{:?}",
        answers.notes
    );
    check(
        "treatment where upregulates (gene where upregulated by rapamycin) and is not rapamycin",
        &["hypoxia [62]", "resveratrol [59]"],
    );
}

#[test]
fn complement_rows_are_tagged() {
    let answers = check_some("treatment where disease = fibrosis and not upregulates CXCR4");
    for row in &answers.rows {
        assert_ne!(row.cells[0], "resveratrol");
        assert!(
            matches!(row.verdict, Verdict::Silent | Verdict::Null | Verdict::Opposed),
            "{}: {:?}",
            row.cells[0],
            row.verdict
        );
    }
}

#[test]
fn an_unknown_name_lists_the_nearest_with_their_rows() {
    let error = reply("treatment where upregulates CXCR44").unwrap_err();
    let wrong = &error.diagnostics()[0];
    assert_eq!(wrong.code, "W0201");
    let first = &wrong.fixes[0];
    assert!(first.message.contains("CXCR4"), "{first:?}");
    assert_eq!(first.rows, Some(3));
}

#[test]
fn mixed_and_or_shows_both_bracketings() {
    let error = reply("treatment where upregulates CXCR4 or improves homing and disease = fibrosis").unwrap_err();
    let wrong = &error.diagnostics()[0];
    let mut rows: Vec<u64> = wrong.fixes.iter().filter_map(|fix| fix.rows).collect();
    rows.sort_unstable();
    assert_eq!(rows, [3, 5], "{:?}", wrong.fixes);
    let three = wrong.fixes.iter().find(|fix| fix.rows == Some(3)).unwrap();
    for name in ["melatonin [17]", "resveratrol [59]", "injured liver tissue [65]"] {
        assert!(three.examples.iter().any(|row| row == name), "{name}: {:?}", three.examples);
    }
    let five = wrong.fixes.iter().find(|fix| fix.rows == Some(5)).unwrap();
    for name in ["rapamycin [56]", "hypoxia [62]"] {
        assert!(five.examples.iter().any(|row| row == name), "{name}: {:?}", five.examples);
    }
}

#[test]
fn except_and_exactly_cut_a_disease_in_two() {
    let findings = |query: &str| -> Vec<u32> { ask(query).rows.iter().map(|row| row.findings[0].0).collect() };
    let all = findings("finding where disease = fibrosis");
    let mut without = findings("finding where disease = fibrosis except cirrhosis");
    let only = findings("finding where disease = exactly cirrhosis");
    assert!(!without.is_empty() && !only.is_empty());
    assert!(without.iter().all(|id| !only.contains(id)), "disjoint");
    without.extend(&only);
    without.sort_unstable();
    let mut sorted = all.clone();
    sorted.sort_unstable();
    assert_eq!(without, sorted, "and together they are the first");
    let cirrhosis = ask("finding where disease = exactly cirrhosis");
    let mut studies: Vec<u32> = cirrhosis.rows.iter().flat_map(|row| row.refs.iter().map(|r| r.number)).collect();
    studies.sort_unstable();
    studies.dedup();
    assert_eq!(studies, [59, 71]);
}

#[test]
fn why_not_names_what_fails_and_the_smallest_change() {
    let reply = reply("why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis").unwrap();
    let Reply::WhyNot(why_not) = reply else { panic!("{reply:?}") };
    assert!(!why_not.is_row);
    assert!(why_not.failing[0].contains("disease"), "{:?}", why_not.failing);
    let nearest = why_not.nearest.unwrap();
    assert!(nearest.statement.contains("CXCR4") && nearest.refs[0].number == 56, "{nearest:?}");
    assert!(
        why_not.relaxations.iter().any(|looser| looser.rows == 3 && looser.change.contains("disease")),
        "{:?}",
        why_not.relaxations
    );
}

#[test]
fn why_shows_the_findings_and_the_steps() {
    let reply = reply("why treatment where upregulates CXCR4 and disease = fibrosis").unwrap();
    let Reply::Why(why) = reply else { panic!("{reply:?}") };
    assert_eq!(why.rows.len(), 1);
    let proof = &why.rows[0].proofs[0];
    assert_eq!(proof.evidence.len(), 1);
    assert!(proof.steps.iter().any(|step| step.contains("cirrhosis")), "{:?}", proof.steps);
    let claim = self::reply("why rapamycin upregulates CXCR4").unwrap();
    let Reply::Why(why) = claim else { panic!("{claim:?}") };
    assert_eq!(why.rows[0].proofs[0].evidence[0].refs[0].number, 56);
}
