//! Beginning, watching and comparing bases.

use super::{program, run, scratch};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn a_new_base_is_sound_and_never_written_over_another() {
    let path = scratch("new-base").join("mine.whereof");
    let path = path.to_str().unwrap();
    let ran = run(&["new-base", path]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let checked = run(&["check", path]);
    assert_eq!((checked.code, checked.out.as_str(), checked.err.as_str()), (0, "", "0 errors, 0 warnings in 1 file\n"));
    let text = fs::read_to_string(path).unwrap();
    assert_eq!(run(&["new-base"]).out, text);
    assert_eq!(text.matches("comment = \"INVENTED\"").count(), 3);
    let asked =
        ["-q", "--no-builtin", "--base", path, "--format", "tsv", "-c", "treatment where raises height in greenhouse"];
    assert_eq!(run(&asked).out, "treatment\tverdict\trefs\trefs_against\tfindings\nwatering\tsupported\t1\t\t0\n");
    fs::write(path, "mine").unwrap();
    let again = run(&["new-base", path]);
    assert!(again.code == 3 && again.err.contains("there already"), "{again:?}");
    assert_eq!(fs::read_to_string(path).unwrap(), "mine");
    assert_eq!(run(&["new-base", "/no/such/folder/x"]).code, 3);
}

/// A base in columns is written, looked at whole, counted and compared as one in text; a damaged one is told of.
#[test]
fn a_base_in_columns_is_a_base_as_others_are() {
    let folder = scratch("columns");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (file, lines) = (path("hu.whereof-base"), path("hu.jsonl"));
    for to in [&file, &lines] {
        let ran = run(&["export", "-o", to]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    }
    assert_eq!(fs::read(&file).unwrap(), fs::read("src/base/builtin/image.whereof-base").unwrap());
    assert_eq!(run(&["base", "diff", &file, &lines]).code, 0);
    let info = |file: &str| run(&["base", "info", file, "--format", "tsv"]).out;
    assert_eq!(info(&file), info(&lines));
    let verified = run(&["base", "verify", &file, "--format", "tsv"]);
    let info = whereof::Base::builtin().info();
    assert!(verified.code == 0 && verified.out.contains(&info.hash), "{verified:?}");
    assert_eq!(run(&["base", "verify", &lines]).code, 0);
    let asked = |file: &str| {
        let question = "treatment where upregulates CXCR4 and disease = fibrosis";
        run(&["--no-builtin", "--base", file, "--format", "json", "-c", question]).out
    };
    assert_eq!(asked(&file), asked(&lines));
    let mut bytes = fs::read(&file).unwrap();
    bytes[90_000] ^= 4;
    fs::write(&file, bytes).unwrap();
    let ran = run(&["base", "verify", &file]);
    assert!(ran.code == 3 && ran.err.contains("is not what was written") && ran.err.contains("W0618"), "{ran:?}");
    assert!(run(&["--no-builtin", "--base", &file, "-c", "nouns"]).code != 0);
}

#[test]
fn info_counts_what_a_base_holds() {
    let ran = run(&["base", "info", "--builtin", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let table: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let rows: Vec<Vec<String>> = serde_json::from_value(table["rows"].clone()).unwrap();
    let sum =
        |of: &str| -> u64 { rows.iter().filter(|row| row[0] == of).map(|row| row[2].parse::<u64>().unwrap()).sum() };
    let findings = whereof::Base::builtin().info().findings;
    assert_eq!(sum("findings"), findings);
    // one stance, one verb and one direction each
    for of in ["findings by stance", "findings by verb", "findings by direction"] {
        assert_eq!(sum(of), findings, "{of}");
    }
    assert!(sum("findings by section") >= findings && sum("findings by setting") >= findings);
    assert_eq!(sum("entities by kind"), sum("entities"));
    let path = scratch("info").join("two.whereof");
    let text = run(&["new-base"]).out;
    fs::write(&path, &text).unwrap();
    let ran = run(&["base", "info", path.to_str().unwrap()]);
    assert!(ran.code == 0 && ran.out.contains("curated by your name; curated 2026-01-31"), "{ran:?}");
    assert!(ran.out.contains("findings by stance\tmeasured null\t1\n"), "{ran:?}");
    assert!(ran.out.contains("findings by setting\tnot stated\t1\n"), "{ran:?}");
    assert!(ran.out.contains("findings by study\tciting nobody\t1\n"), "{ran:?}");
    for wrong in [&["base", "info"][..], &["base", "info", "x", "--builtin"], &["base"], &["base", "diff", "x"]] {
        assert_eq!(run(wrong).code, 2, "{wrong:?}");
    }
    fs::write(&path, "nouns where").unwrap();
    assert_eq!(run(&["base", "info", path.to_str().unwrap()]).code, 1);
    assert_eq!(run(&["base", "info", "no-such-base.whereof"]).code, 3);
}

#[test]
fn diff_is_0_for_the_same_1_for_different_and_3_for_no_base() {
    let folder = scratch("diff");
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let text = run(&["new-base"]).out;
    let (old, new) = (file("old.whereof", &text), file("new.whereof", &text.replace("10 d", "11 d")));
    let spaced = file("spaced.whereof", &format!("# a remark\n\n{text}"));
    let same = run(&["base", "diff", &old, &spaced, "--format", "table"]);
    assert!(same.code == 0 && same.out.starts_with("both bases say the same"), "{same:?}");
    let lines = folder.join("old.jsonl");
    let lines = lines.to_str().unwrap();
    assert_eq!(run(&["export", "--no-builtin", "--base", &old, "-o", lines]).code, 0);
    assert_eq!(run(&["base", "diff", lines, &old]).code, 0);
    let differs = run(&["base", "diff", &old, &new]);
    assert_eq!((differs.code, differs.err.as_str()), (1, ""));
    assert_eq!(
        differs.out,
        "change\twhat\tname\tpart\told\tnew\n\
         changed\tfinding\tat \"2\" 4: watering raises plant height [1]\tslot duration\t10 d\t11 d\n"
    );
    let json = run(&["base", "diff", &old, &new, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["reply"], &json["rows"][0][5]), (&"listing".into(), &"11 d".into()));
    let broken = file("broken.whereof", &text.replace("watering raises", "sowing raises"));
    let ran = run(&["base", "diff", &old, &broken]);
    assert!(ran.code == 3 && ran.out.is_empty() && ran.err.contains("sowing"), "{ran:?}");
    assert_eq!(run(&["base", "diff", &old, "no-such-base.whereof"]).code, 3);
}

#[cfg(unix)]
#[test]
fn watch_checks_after_each_change_until_it_is_interrupted() {
    let path = scratch("watch").join("mine.whereof");
    let sound = run(&["new-base"]).out;
    fs::write(&path, &sound).unwrap();
    let name = path.to_str().unwrap();
    let mut child = program()
        .args(["check", "--watch", "--error-format", "short", name])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut next = || (told.next().unwrap_or_default(), told.next().unwrap_or_default());
    let (first, waits) = next();
    assert_eq!(first, "0 errors, 0 warnings in 1 file");
    assert!(waits.starts_with("watching `") && waits.ends_with("Ctrl-C ends"), "{waits}");
    // in one step, for a file half written would be checked too
    let beside = path.with_extension("new");
    fs::write(&beside, sound.replace("watering raises", "sowing raises")).unwrap();
    fs::rename(&beside, &path).unwrap();
    let second = next().0;
    assert!(second.starts_with("1 error, "), "{second}");
    // as an editor does that puts a new file in the place of the old one
    fs::remove_file(&path).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    fs::write(&beside, &sound).unwrap();
    fs::rename(&beside, &path).unwrap();
    assert_eq!(next().0, "0 errors, 0 warnings in 1 file");
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let out = std::io::read_to_string(child.stdout.take().unwrap()).unwrap();
    assert_eq!(out.matches(" error ").count(), 1, "{out}");
    assert!(out.contains("sowing"), "{out}");
    assert_eq!(run(&["check", "--watch", "-"]).code, 2);
    assert_eq!(run(&["check", "--watch", "no-such-base.whereof"]).code, 3);
}
