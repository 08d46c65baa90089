//! What could come next: values ranked by their findings under the question, and nothing that leads nowhere.

use super::{answers, eval, session, small};
use crate::reliability::cases;
use std::collections::BTreeSet;
use whereof::answer::Reply;
use whereof::engine::{Completion, Completions, What};
use whereof::limits::Cancel;
use whereof::names::Fit;
use whereof::syntax::{TextLimits, is_incomplete, parse};
use whereof::text::Source;
use whereof::{Limits, Session};

fn complete(session: &Session, line: &str) -> Completions {
    session.complete(line, line.len())
}

fn shown(found: &Completions) -> Vec<&str> {
    found.offers.iter().map(|one| one.display.as_str()).collect()
}

/// What is offered for a line, as it would be put in.
fn offered(line: &str) -> Vec<String> {
    let found = complete(&session(), line);
    // words before it may belong to longer names that are offered too
    let typed = line[found.start..].to_owned();
    let plain = |one: Completion| one.replacement.strip_prefix(&typed).map_or(one.replacement.clone(), str::to_owned);
    let blank = line.ends_with(' ');
    found.offers.into_iter().map(|one| if blank { plain(one) } else { one.replacement }).collect()
}

fn one<'f>(found: &'f Completions, name: &str) -> &'f Completion {
    found.offers.iter().find(|one| one.display == name).unwrap_or_else(|| panic!("{name} among {:?}", shown(found)))
}

/// The findings of an answer that meet the effect with these words.
fn findings(session: &mut Session, question: &str, effect: &str) -> u64 {
    let found = answers(session, question);
    let effects = found.rows.iter().flat_map(|row| &row.effects).filter(|one| one.effect.contains(effect));
    let all: BTreeSet<u32> = effects.flat_map(|one| &one.witnesses).map(|witness| witness.finding.0).collect();
    all.len() as u64
}

#[test]
fn values_are_ranked_under_the_question() {
    let mut session = session();
    // the number beside a value is that of the findings in the answer that it would give
    for (line, effect) in [
        ("treatment where upregulates ", ""),
        ("gene where upregulated by ", ""),
        ("treatment where improves ", ""),
        ("treatment where has no effect on ", ""),
        ("treatment where disease = fibrosis and increases ", "increases"),
        ("treatment where upregulates CXCR4 and disease = ", ""),
        ("treatment where increases homing in ", ""),
        ("treatment where increases homing and improves ", "improves"),
        ("treatment where disease = ", ""),
        ("treatment where species = exactly ", ""),
        ("treatment where increases exactly ", ""),
        ("finding where species = ", ""),
        ("treatment where (upregulates CXCR4 or improves homing) and disease = ", "nothing to compare"),
        ("study where upregulates ", ""),
    ] {
        let found = complete(&session, line);
        let names: Vec<&Completion> = found.offers.iter().filter(|one| one.what == What::Name).collect();
        assert!(!names.is_empty(), "{line}");
        let counts: Vec<u64> =
            names.iter().map(|one| one.findings.unwrap_or_else(|| panic!("{line}: {one:?}"))).collect();
        assert!(counts.is_sorted_by(|a, b| a >= b), "{line}: {counts:?}");
        for one in names.iter().step_by(3) {
            let whole = format!("{}{}", &line[..found.start], one.replacement);
            if effect != "nothing to compare" {
                assert_eq!(one.findings, Some(findings(&mut session, &whole, effect)), "{whole}");
            }
        }
    }
}

#[test]
fn what_is_typed_before_and_behind_binds() {
    let session = session();
    let all = complete(&session, "treatment where upregulates ");
    let some = complete(&session, "treatment where disease = fibrosis and upregulates ");
    assert!(some.offers.len() < all.offers.len() || one(&some, "ALB").findings < one(&all, "ALB").findings);
    assert!(!shown(&some).contains(&"CD34"), "nothing raises it in fibrosis");
    let line = "treatment where upregulates  and disease = fibrosis";
    let behind = session.complete(line, "treatment where upregulates ".len());
    let names = |found: &Completions| -> Vec<(String, Option<u64>)> {
        let names = found.offers.iter().filter(|one| one.what == What::Name);
        names.map(|one| (one.display.clone(), one.findings)).collect()
    };
    assert_eq!(names(&behind), names(&some));
    assert_eq!(one(&behind, "CXCR4").findings, Some(1));
}

#[test]
fn a_candidate_says_what_it_is() {
    let session = session();
    let found = complete(&session, "treatment where upregulates ck18");
    let krt18 = &found.offers[0];
    assert_eq!(found.start, "treatment where upregulates ".len());
    assert_eq!((krt18.display.as_str(), krt18.kind.as_str(), krt18.what), ("KRT18", "gene", What::Name));
    assert_eq!(krt18.xref.as_deref(), Some("NCBIGene:3875"));
    assert_eq!(krt18.through.as_deref(), Some("CK-18"));
    assert!(!found.more);
    // by its cross-reference as well
    let found = complete(&session, "treatment where upregulates NCBIGene:785");
    assert_eq!(shown(&found), ["CXCR4"]);
    assert!(complete(&session, "treatment where upregulates ").more, "there are more than are shown");
}

#[test]
fn names_are_typed_as_fingers_go() {
    for (line, wanted, fit) in [
        ("treatment where upregulates cxcr", "CXCR4", Fit::Begins),
        ("treatment where upregulates R4", "CXCR4", Fit::Inside),
        ("treatment where increases fnctn", "liver function", Fit::Scattered),
        ("treatment where increases function", "liver function", Fit::Word),
        ("treatment where upregulates tgfb", "TGF-β1", Fit::Begins),
        ("treatment where is ifng", "IFN-γ", Fit::Begins),
        ("treatment where is IFN-γ pre", "IFN-γ pre-treatment", Fit::Begins),
        ("treatment where increases homing in bile d", "bile duct ligation", Fit::Begins),
        ("treatment where increases homing in \"bile", "bile duct ligation", Fit::Begins),
        ("trtm", "treatment", Fit::Scattered),
        ("treatment where uprgl", "upregulates", Fit::Scattered),
        ("treatment where upregulates CXCR4 and dis", "disease", Fit::Begins),
        ("cmpr", "compare", Fit::Scattered),
    ] {
        let found = complete(&session(), line);
        let known = found.offers.iter().find(|one| one.display == wanted);
        // what nothing is found of need not be there
        if let Some(known) = known {
            assert_eq!(known.fit, fit, "{line}");
        } else if !["TGF-β1", "IFN-γ pre-treatment", "liver function", "bile duct ligation"].contains(&wanted) {
            panic!("{line}: {:?}", shown(&found));
        }
    }
    // letters scattered through a name are only looked for where nothing else is found
    let found = complete(&session(), "treatment where upregulates cxc");
    assert!(found.offers.iter().all(|one| one.fit < Fit::Scattered));
}

#[test]
fn names_that_need_quotes_get_them() {
    let base = small(
        "entity \"in the dark\" is gene; entity \"or\" is gene; entity \"8 (eight)\" is gene; entity \"where, else\" is gene;
         study 1 { tea lifts \"in the dark\"; tea lifts \"or\"; tea lifts \"8 (eight)\"; tea lifts \"where, else\"; }",
    );
    let mut session = Session::new(base, Limits { time: None, ..Limits::script() });
    let found = complete(&session, "treatment where lifts ");
    let names: Vec<&Completion> = found.offers.iter().filter(|one| one.what == What::Name).collect();
    assert_eq!(names.len(), 4, "{found:?}");
    for one in names {
        let line = format!("treatment where lifts {}", one.replacement);
        assert_eq!(answers(&mut session, &line).rows.len(), 1, "{line}");
    }
    // inside a quote the whole is quoted once
    let found = complete(&session, "treatment where lifts \"in th");
    assert_eq!(found.offers[0].replacement, "\"in the dark\"");
    assert_eq!(found.start, "treatment where lifts ".len());
}

#[test]
fn names_of_several_things_are_told_apart() {
    let base = small(
        "entity HGF is gene; entity HGF is treatment; verb meets with subject = treatment, direction = unclear;
         study 1 { \"treatment:HGF\" lifts \"gene:HGF\"; tea meets \"gene:HGF\"; milk meets \"treatment:HGF\"; }",
    );
    let mut session = Session::new(base, Limits { time: None, ..Limits::script() });
    let found = complete(&session, "treatment where meets ");
    let names: Vec<&str> =
        found.offers.iter().filter(|one| one.what == What::Name).map(|one| one.replacement.as_str()).collect();
    assert_eq!(names, ["gene:HGF", "treatment:HGF"]);
    for name in names {
        assert_eq!(answers(&mut session, &format!("treatment where meets {name}")).rows.len(), 1);
    }
    // where only one of them can stand its name is enough
    let found = complete(&session, "treatment where lifts ");
    assert_eq!(found.offers[0].replacement, "HGF");
}

#[test]
fn other_words_are_offered_where_they_make_sense() {
    let has = |line: &str, words: &[&str]| {
        let found = offered(line);
        for word in words {
            assert!(found.iter().any(|one| one == word), "{line}: no {word} in {found:?}");
        }
    };
    let hasnt = |line: &str, words: &[&str]| {
        let found = offered(line);
        for word in words {
            assert!(found.iter().all(|one| one != word), "{line}: {word} in {found:?}");
        }
    };
    has("", &["treatment", "finding", "study", "count", "describe", "kinds of", "matrix", "why not", "paths from"]);
    hasnt("", &["species", "where", "and"]);
    has("treatment ", &["where"]);
    hasnt("treatment ", &["and", "or", "="]);
    has("treatment where ", &["upregulates", "disease", "not", "is", "in"]);
    hasnt("treatment where ", &["and", "where", "="]);
    has("treatment where disease ", &["=", "!=", "not stated"]);
    hasnt("treatment where disease ", &["and", "in"]);
    has("treatment where upregulates ", &["CXCR4", "any of (", "exactly", "("]);
    hasnt("treatment where upregulates ", &["and", "=", "within 2"]);
    has("treatment where upregulates CXCR4 ", &["and", "or", "and also", "in", "limit 10"]);
    hasnt("treatment where upregulates CXCR4 ", &["=", "any of (", "with at least 2 studies", "within 2"]);
    has("treatment where indirectly increases homing ", &["within 2"]);
    has("treatment where upregulates VEGF ", &["with at least 2 studies"]);
    has("treatment where increases homing order by ", &["studies", "verdict"]);
    has("treatment where increases homing show ", &["disease", "evidence"]);
    has("count treatment by ", &["disease", "species"]);
    has("count treatment by disease ", &["where"]);
    has("treatment A, ", &["gene B", "treatment B"]);
    has("treatment A, gene G where ", &["A", "G"]);
    has("treatment A, gene G where A upregulates ", &["G", "CXCR4"]);
    has("gene where upregulated by (", &["treatment"]);
    hasnt("gene where upregulated by (", &["disease", "gene"]);
    has("gene where upregulated by (treatment where includes ", &["IFN-γ"]);
    has("why ", &["treatment", "hypoxia"]);
    has("why rapamycin ", &["upregulates"]);
    has("why rapamycin upregulates ", &["CXCR4"]);
    has("why not ", &["hypoxia"]);
    has("why not hypoxia: ", &["treatment"]);
    has("compare rapamycin ", &["with"]);
    has("compare rapamycin with ", &["hypoxia"]);
    hasnt("compare rapamycin with ", &["CXCR4"]);
    has("paths from hypoxia ", &["to"]);
    has("paths from hypoxia to ", &["homing"]);
    has("matrix treatment by ", &["disease"]);
    has("matrix treatment by disease of ", &["improves"]);
    has("matrix treatment by disease of improves ", &["homing"]);
    has("kinds of ", &["fibrosis"]);
    hasnt("kinds of ", &["CXCR4"]);
    has("describe ", &["treatment", "homing"]);
    has("describe cx", &["CXCR4"]);
    has("describe up", &["upregulates"]);
    has("expect ", &["none:", "some:"]);
    has("finding where stance = ", &["measured null", "gap"]);
    has("finding where evidence >= ", &["animal"]);
    has("finding where oxygen = ", &["1 %"]);
    has("finding where study = ", &["59"]);
    has("finding where duration >= 20 ", &["h"]);
    hasnt("finding where duration >= 20 ", &["%", "and"]);
    has("finding where section = ", &["4.1", "\"Table 1\""]);
    has("nouns; treatment where upregulates cxc", &["CXCR4"]);
}

#[test]
fn a_session_offers_what_it_defined() {
    let mut session = session();
    let script = "define homing booster = treatment where improves homing or upregulates CXCR4;
        define treatment A antagonises treatment B = gene G where A upregulates G and B downregulates G;
        let $gene = CXCR4; let $nothing = IL-37; let $dose = 1 %";
    assert!(eval(&mut session, script).iter().all(Result::is_ok));
    let has = |line: &str, word: &str| complete(&session, line).offers.iter().any(|one| one.replacement == word);
    assert!(has("", "homing booster") || has("hom", "homing booster"));
    assert!(has("treatment where is homing b", "homing booster"));
    assert!(has("treatment where ", "antagonises") && has("treatment where anta", "antagonised by"));
    assert!(
        has("treatment where antagonises ", "\"injured liver tissue\"")
            || has("treatment where antagonises inj", "injured liver tissue")
    );
    assert!(has("treatment where upregulates $", "$gene") && has("treatment where upregulates ", "$gene"));
    assert!(!has("treatment where upregulates $", "$dose"), "an amount is no name");
    assert!(!has("treatment where downregulates $", "$gene"), "nothing lowers it");
    let found = complete(&session, "treatment where upregulates $g");
    assert_eq!(found.offers[0].kind, "a name `CXCR4`");
}

#[test]
fn nothing_is_offered_where_nothing_can_be_known() {
    for line in [
        "treatment where upregulates CXCR4 # rem",
        "study 59 { rapa",
        "treatment where )",
        "[",
        "define boo",
        "treatment where upregulates zzzz",
    ] {
        assert_eq!(offered(line), [""; 0], "{line}");
    }
    let long = format!("treatment where {}", "upregulates CXCR4 or ".repeat(1000));
    assert_eq!(offered(&long), [""; 0]);
    // a name that is not known elsewhere in the line is no reason to be silent
    assert!(offered("treatment where upregulates CXCR44 and disease = ").iter().any(|one| one == "fibrosis"));
}

#[test]
fn cancelled_or_out_of_time_means_nothing() {
    let cancel = Cancel::default();
    cancel.cancel();
    let limits = Limits { cancel, time: None, ..Limits::script() };
    let stopped = Session::new(whereof::Base::builtin(), limits);
    let none = Limits { time: Some(std::time::Duration::ZERO), ..Limits::script() };
    let late = Session::new(whereof::Base::builtin(), none);
    for session in [stopped, late] {
        for line in ["", "treatment where upregulates ", "treatment where not upregulates ", "paths from hypoxia to "] {
            assert_eq!(complete(&session, line).offers, [], "{line}");
        }
    }
}

/// Where a question may not be looked at as a whole, each name is asked by itself: the numbers are the same.
#[test]
fn both_ways_to_count_agree() {
    let few = Session::new(whereof::Base::builtin(), Limits { time: None, steps: 2, ..Limits::script() });
    let whole = session();
    for line in [
        "treatment where disease = fibrosis and upregulates ",
        "treatment where upregulates CXCR4 and disease = ",
        "treatment where increases homing in ",
        "gene where upregulated by hypoxia and upregulated by ",
    ] {
        let (one, other) = (complete(&few, line), complete(&whole, line));
        let names = |found: &Completions| -> BTreeSet<(String, Option<u64>)> {
            let names = found.offers.iter().filter(|one| one.what == What::Name);
            names.map(|one| (one.display.clone(), one.findings)).collect()
        };
        assert_eq!(names(&one), names(&other), "{line}");
        assert!(!names(&one).is_empty(), "{line}");
    }
}

// ---- whatever is accepted reads and gives something ----

/// The questions of the examples and of the tour, each with the script before it.
pub(super) fn questions() -> Vec<(String, String)> {
    let mut all = Vec::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("examples/queries")).unwrap().map(|one| one.unwrap().path()).collect();
    files.sort();
    let mut scripts: Vec<String> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let tour = std::fs::read_to_string(folder.join("docs/tour.md")).unwrap();
    scripts.push(
        tour.split("```")
            .filter_map(|fence| fence.strip_prefix("whereof")?.split_once('\n'))
            .map(|(_, text)| format!("{text};\n"))
            .collect(),
    );
    for script in scripts {
        let parsed = parse(&Source::new("script", script.as_str()), TextLimits::default());
        for item in &parsed.script.items {
            let span = item.span();
            let start = script[..span.start as usize].rfind(['\n', ';']).map_or(0, |at| at + 1);
            let text = script[start..span.end as usize].trim_start().to_owned();
            all.push((script[..start].to_owned(), text));
        }
    }
    all
}

/// Whether an accepted line is as good as it was said to be.
fn judge(session: &Session, line: &str, start: usize, offer: &Completion) {
    let source = Source::new("line", line);
    let parsed = parse(&source, TextLimits::default());
    if parsed.has_errors() {
        // nothing that was typed rightly is made wrong before its end, where a quote may be open
        let end = parsed.diagnostics.iter().map(|wrong| wrong.span().start as usize).min().unwrap_or(0);
        let open = parsed.diagnostics.iter().all(|wrong| wrong.code == "W0105");
        assert!(is_incomplete(&source) || open || end >= line.trim_end().len(), "{line}: {:?}", parsed.diagnostics);
        return;
    }
    let begins = matches!(offer.what, What::Verb | What::Slot | What::Letter | What::Keyword | What::Noun);
    match session.clone().eval(&source).pop() {
        Some(Ok(Reply::Answers(answers))) => {
            assert!(
                !answers.rows.is_empty() || answers.counts.is_some_and(|counts| counts.total > 0),
                "{line}: no row"
            );
        }
        Some(Ok(Reply::Paths(paths))) => assert!(paths.total > 0, "{line}: no path"),
        Some(Ok(_)) | None => {}
        Some(Err(error)) => {
            let first = &error.diagnostics()[0];
            // what was wrong before it was accepted stays wrong
            let typed = if offer.what == What::Keyword { line.len() - offer.display.len() } else { start };
            if first.span().end as usize <= typed {
                return;
            }
            let code = first.code;
            let still_open = matches!(code, "W0230" | "W0223")
                || (begins && matches!(code, "W0205" | "W0207" | "W0209" | "W0231" | "W0263" | "W0610"));
            assert!(still_open || code == "W0610", "{line}: {offer:?}: {error:?}");
        }
    }
}

#[test]
fn whatever_is_accepted_reads_and_gives_something() {
    // a generator of its own, so that the same places are tried each time
    let mut seed = 88172645463325252u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    let questions = questions();
    assert!(questions.len() > 100, "{}", questions.len());
    let places = cases(300).max(questions.len() as u64) as usize;
    let mut tried = 0;
    for turn in 0..places {
        let (before, text) = &questions[turn % questions.len()];
        if text.starts_with("use") || before.contains("use \"") || text.starts_with("diff") {
            continue;
        }
        let mut session = session();
        eval(&mut session, before);
        let mut at = random(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = &text[..at];
        let found = session.complete(line, at);
        assert!(found.start <= at && text.is_char_boundary(found.start));
        assert!(found.offers.len() <= 40);
        let few = 1 + found.offers.len() / 8;
        for offer in found.offers.iter().skip(random(few)).step_by(few) {
            judge(&session, &format!("{}{}", &line[..found.start], offer.replacement), found.start, offer);
            tried += 1;
        }
    }
    assert!(tried > places, "{tried}");
}
