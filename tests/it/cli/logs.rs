//! A session that is written down, and run again.

use super::{fed, run, scratch};
use std::path::Path;

/// The built-in base as a file, without findings whose lines have these words.
fn base_without(folder: &Path, name: &str, words: &[&str]) -> String {
    let all = run(&["export"]).out;
    let kept: Vec<&str> =
        all.lines().filter(|line| words.is_empty() || !words.iter().all(|word| line.contains(word))).collect();
    assert_eq!(kept.len() + usize::from(!words.is_empty()), all.lines().count(), "one finding goes");
    let path = folder.join(name);
    std::fs::write(&path, format!("{}\n", kept.join("\n"))).unwrap();
    path.display().to_string()
}

#[test]
fn a_log_runs_again_and_tells_what_changed() {
    let folder = scratch("log");
    let log = folder.join("session.whereof");
    let log = log.to_str().unwrap();
    let typed = format!(
        "let $gene = CXCR4\n.log {log}\ntreatments where upregulates $gene\ntreatment where upregulates CXCR44\n\
         describe CXCR4\ncount treatment where upregulates VEGF\n.mode csv\n.log off\nnouns\n"
    );
    let done = fed(&["-i", "-q"], typed.as_bytes());
    assert!(done.out.contains(&format!("the log ends: {log} runs again with `whereof {log}`")), "{}", done.out);
    let text = std::fs::read_to_string(log).unwrap();
    let shown =
        text.lines().filter(|line| !line.starts_with("# whereof") && !line.starts_with("# to see")).collect::<Vec<_>>();
    insta::assert_snapshot!(shown.join("\n"));

    let again = run(&[log, "-q", "--format", "tsv"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""));
    // the same base from a file
    let same = base_without(&folder, "same.jsonl", &[]);
    let again = run(&["--no-builtin", "--base", &same, log, "-q"]);
    assert_eq!(again.code, 0, "{}", again.err);
    // and with a finding less
    let less = base_without(
        &folder,
        "less.jsonl",
        &["\"subject\":\"treatment:resveratrol\"", "\"upregulates\"", "\"object\":\"gene:CXCR4\""],
    );
    let again = run(&["--no-builtin", "--base", &less, log, "-q", "--keep-going"]);
    assert_eq!(again.code, 5, "{}", again.err);
    assert!(again.err.contains("1 row missing") && again.err.contains("missing: resveratrol"), "{}", again.err);
    assert!(again.err.contains("missing: [59]"), "{}", again.err);
}

#[test]
fn a_file_of_somebody_else_stays_and_a_log_goes_on() {
    let folder = scratch("log-own");
    let at = |name: &str| folder.join(name).display().to_string();
    std::fs::write(at("mine"), "notes").unwrap();
    let refused = fed(&["-i", "-q"], format!(".log {}\n", at("mine")).as_bytes());
    assert!(refused.err.contains("is there and is no log of whereof"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(at("mine")).unwrap(), "notes");
    for _ in 0..2 {
        fed(&["-i", "-q"], format!(".log {}\ngene where upregulated by rapamycin\n", at("log")).as_bytes());
    }
    let text = std::fs::read_to_string(at("log")).unwrap();
    assert_eq!(text.matches("expect exactly (CXCR4): gene where upregulated by rapamycin;").count(), 2);
    assert_eq!(run(&[&at("log"), "-q"]).code, 0);
    assert!(fed(&["-i", "-q"], b".log /no/such/folder/log\n").err.contains("cannot write"));
}

#[test]
fn a_full_or_endless_device_is_told_and_the_prompt_goes_on() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let typed = ".log /dev/full\n.log /dev/zero\n.read /dev/zero\nnouns\n.save over /dev/full\nnouns\n";
    let done = fed(&["-i", "-q"], typed.as_bytes());
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(done.out.matches("16 entries").count(), 2);
    assert_eq!(done.err.matches("it is no file").count(), 3, "{}", done.err);
    assert!(done.err.contains("cannot write `/dev/full`"), "{}", done.err);
}
