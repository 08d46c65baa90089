//! Golden chains over the embedded base: what follows from what the review says, step by step, with its reference numbers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use whereof::answer::reply::{Paths, Reply};
use whereof::answer::{Answers, DerivationWords, Verdict};
use whereof::render::{Format, Style, render};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn reply(text: &str) -> Reply {
    let mut session = Session::new(Base::builtin(), Limits::script());
    let mut replies = session.eval(&Source::new("query", text));
    assert_eq!(replies.len(), 1, "{text}: one statement, one reply");
    replies.remove(0).unwrap_or_else(|error| panic!("{text}: {error}: {:?}", error.diagnostics()))
}

fn ask(text: &str) -> Answers {
    match reply(text) {
        Reply::Answers(answers) => *answers,
        other => panic!("{text}: {other:?}"),
    }
}

fn paths(text: &str) -> Paths {
    match reply(text) {
        Reply::Paths(paths) => *paths,
        other => panic!("{text}: {other:?}"),
    }
}

/// A chain on one line: its sign, then each step with its sign and studies; a bridge in brackets.
fn line(chain: &DerivationWords) -> String {
    let steps: Vec<String> = chain
        .steps
        .iter()
        .map(|step| match step.kind.as_str() {
            "bridge" => format!("({} {})", step.sign, step.to),
            _ => {
                let refs: Vec<u32> = step.refs.iter().map(|one| one.number).collect();
                format!("{} {} {refs:?}", step.sign, step.words)
            }
        })
        .collect();
    format!("{}: {}", chain.sign, steps.join(" "))
}

/// The chains of a row, by name.
fn chains(answers: &Answers, name: &str) -> Vec<String> {
    let row = answers.rows.iter().find(|row| row.cells[0] == name);
    let row = row.unwrap_or_else(|| {
        panic!("no row {name}: {:?}", answers.rows.iter().map(|row| &row.cells[0]).collect::<Vec<_>>())
    });
    assert_eq!(row.verdict, Verdict::Derived, "{name} is a hypothesis");
    assert!(row.notes.iter().any(|note| note.contains("a chain of findings, not a finding")), "{:?}", row.notes);
    row.effects[0].derivations.iter().map(line).collect()
}

const HOMING: &str = "treatment where indirectly increases homing within 2";

#[test]
fn let_7b_inhibition_raises_urea_through_mir_122() {
    let found = paths("paths from \"let-7b inhibition\" to urea within 2");
    assert_eq!(
        found.paths.iter().map(line).collect::<Vec<_>>(),
        [
            "+: + let-7b inhibition upregulates MIR122 [49] (+ miR-122 overexpression) + miR-122 overexpression increases urea production [48]"
        ]
    );
    assert_eq!((found.total, found.total_is_least), (1, false));
    assert!(found.notes.iter().any(|note| note.contains("hypothesis")));
    assert!(found.paths[0].weakest.is_some());
}

#[test]
fn a_combination_is_no_step_of_its_parts() {
    // Study 43 raises urea with HNF-4α and FOXA-2 together, and let-7b inhibition raises HNF-4α.
    for within in 2..=6 {
        let found = paths(&format!("paths from \"let-7b inhibition\" to urea within {within}"));
        for step in found.paths.iter().flat_map(|path| &path.steps) {
            assert!(!step.refs.iter().any(|one| one.number == 43), "{within}: {step:?}");
        }
    }
    let itself = paths("paths from \"HNF-4α + FOXA-2 overexpression\" to urea");
    assert!(itself.direct.iter().any(|one| one.refs.iter().any(|one| one.number == 43)), "{:?}", itself.direct);
}

#[test]
fn what_raises_homing_indirectly() {
    let answers = ask(HOMING);
    let hypoxia = chains(&answers, "hypoxia");
    let through = |gene: &str, refs: [&str; 2]| {
        let found = hypoxia.iter().find(|chain| chain.contains(&format!("(+ {gene} overexpression)")));
        let found = found.unwrap_or_else(|| panic!("{gene}: {hypoxia:?}"));
        assert!(refs.iter().all(|one| found.contains(one)) && found.starts_with("+:"), "{found}");
    };
    through("c-Met", ["[18]", "[75]"]);
    through("HGF", ["[61]", "[70]"]);
    for (name, study) in
        [("dexmedetomidine", 20), ("midazolam", 20), ("HLC transplantation", 54), ("FOXA-2 overexpression", 69)]
    {
        let told = chains(&answers, name);
        let hgf = told.iter().find(|chain| chain.contains(&format!("[{study}] (+ HGF overexpression)")));
        assert!(
            hgf.is_some_and(|chain| chain.ends_with("HGF overexpression increases homing [70]")),
            "{name}: {told:?}"
        );
    }
    // Beside the chain stands what is said of the row itself: a measured null.
    let foxa = answers.rows.iter().find(|row| row.cells[0] == "FOXA-2 overexpression").unwrap();
    let direct: Vec<(char, u32)> = foxa.effects[0].direct.iter().map(|one| (one.sign, one.refs[0].number)).collect();
    assert_eq!(direct, [('0', 68)]);
    // What comes out the other way is no row, and told with what is said of it itself.
    assert!(!answers.rows.iter().any(|row| row.cells[0] == "injured liver tissue"));
    let turned = answers.related.iter().find(|one| one.name == "injured liver tissue").unwrap();
    for part in ["comes out negative", "[65]", "[70]"] {
        assert!(turned.reason.contains(part), "{}", turned.reason);
    }
    assert_eq!((turned.evidence.sign, turned.evidence.refs[0].number), ('+', 65));
}

#[test]
fn the_other_sign_has_the_other_rows() {
    let answers = ask("treatment where indirectly decreases homing within 2");
    let told = chains(&answers, "injured liver tissue");
    assert!(told[0].starts_with("-: - injured liver tissue downregulates HGF [65] (+ HGF overexpression)"), "{told:?}");
    assert!(answers.related.iter().any(|one| one.name == "midazolam" && one.reason.contains("comes out positive")));
}

#[test]
fn passive_chains_end_at_the_row() {
    let answers = ask("gene where indirectly upregulated by hypoxia within 2");
    let told = chains(&answers, "MMP13");
    assert!(
        told.iter().any(|chain| chain
            .contains("[61] (+ HGF overexpression) + HGF overexpression increases expression of MMP13 [72]")),
        "{told:?}"
    );
}

#[test]
fn benefit_is_read_of_the_object() {
    // More homing is better by declaration: what raises it improves it.
    let (improved, raised) = (ask("treatment where indirectly improves homing within 2"), ask(HOMING));
    let names = |answers: &Answers| answers.rows.iter().map(|row| row.cells[0].clone()).collect::<Vec<_>>();
    assert_eq!(names(&improved), names(&raised));
}

#[test]
fn contexts_and_studies_are_asked_of_every_step() {
    assert!(ask("treatment where indirectly increases homing within 2 with at least 2 studies").rows.is_empty());
    let mice = ask("treatment where indirectly increases homing within 2 in mouse");
    assert!(mice.rows.is_empty());
    assert!(mice.possible_total + mice.near_misses_total > 0, "what is not stated is no row and no silence");
    let near = mice.near_misses.iter().chain(&mice.possible).find(|one| one.name == "midazolam").unwrap();
    assert!(near.failed.iter().any(|failed| failed.context.contains("species")), "{near:?}");
    // Midazolam's step is in the dish and HGF's in the animal: told apart by the setting.
    let one = ask("treatment where indirectly increases homing within 2 in one context");
    let all = ask(HOMING);
    assert!(one.rows.len() < all.rows.len(), "{} of {}", one.rows.len(), all.rows.len());
}

#[test]
fn a_contested_step_gives_both_signs_and_says_so() {
    let found = paths("paths from hypoxia to homing within 3");
    assert!(found.paths.iter().any(|path| path.sign == '+'));
    assert_eq!(found.direct.len(), 1, "hypoxia increases homing [62] is said itself: {:?}", found.direct);
    // An unclear step makes the whole unclear.
    for path in &found.paths {
        assert_eq!(path.sign == '?', path.steps.iter().any(|step| step.sign == '?'), "{}", line(path));
    }
}

#[test]
fn a_cut_is_told() {
    let found = paths("paths from hypoxia to \"liver injury\" within 6");
    let told = found.paths.len() as u64;
    assert!(told <= found.total);
    if told < found.total {
        let least = if found.total_is_least { "at least " } else { "" };
        let note = format!("the first {told} of {least}{} paths", found.total);
        assert!(found.notes.iter().any(|one| one.starts_with(&note)), "{:?}", found.notes);
    }
}

#[test]
fn why_gives_the_steps_and_names_the_bridge() {
    let Reply::Why(why) = reply("why \"HLC transplantation\" indirectly increases homing within 2") else {
        panic!("no why")
    };
    let [row] = why.rows.as_slice() else { panic!("{:?}", why.rows) };
    let proof = &row.proofs[0];
    assert_eq!(proof.evidence.len(), 2);
    assert!(proof.steps.iter().any(|step| step.contains("bridge")), "{:?}", proof.steps);
    assert!(proof.steps.iter().any(|step| step.contains("product of the signs")), "{:?}", proof.steps);
}

#[test]
fn paths_in_every_format() {
    let reply = reply("paths from \"let-7b inhibition\" to urea within 2");
    let style = Style::default();
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/chains" }, {
        for (name, format) in [
            ("table", Format::Table),
            ("markdown", Format::Markdown),
            ("tsv", Format::Tsv),
            ("csv", Format::Csv),
            ("json", Format::Json),
            ("jsonl", Format::Jsonl),
        ] {
            insta::assert_snapshot!(format!("paths_{name}"), render(&reply, format, &style).unwrap());
        }
        insta::assert_snapshot!("homing_table", render(&Reply::Answers(Box::new(ask(HOMING))), Format::Table, &style).unwrap());
    });
}
