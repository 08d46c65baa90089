//! Scripts as a shell runs them.

use super::{HEADLINE, Ran, fed, program, run, scratch};

const EXPECTS: &str = "nouns; expect none: treatment where upregulates CXCR4; verbs";

#[test]
fn a_failed_expectation_is_5() {
    let ran = fed(&["-q", "--format", "jsonl"], EXPECTS.as_bytes());
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.err.contains("W0610") && ran.err.contains("[62]"), "{ran:?}");
    assert!(ran.out.contains("treatment") && !ran.out.contains("upregulates"), "{ran:?}");
    let ran = fed(&["-q", "--format", "jsonl", "--keep-going"], EXPECTS.as_bytes());
    assert_eq!(ran.code, 5);
    assert!(ran.out.contains("upregulates"), "{ran:?}");
    let ran = fed(&["-q", "--error-format", "json"], EXPECTS.as_bytes());
    let value: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(value["code"], "W0610");
    assert_eq!(fed(&["-q"], b"expect some: treatment where upregulates CXCR4").code, 0);
}

#[test]
fn the_first_failure_gives_the_code() {
    let broken = "expect none: treatment where upregulates CXCR4";
    let wrong = "treatment where upregulates CXCR44";
    for (first, second, code) in [(broken, wrong, 5), (wrong, broken, 1)] {
        let ran = run(&["-q", "--keep-going", "-c", first, "-c", second]);
        assert_eq!(ran.code, code, "{ran:?}");
        assert!(ran.err.contains("W0610") && ran.err.contains("W0201"), "{ran:?}");
    }
}

/// Rows only: what a script says to its session is told on standard error.
#[test]
fn statements_without_rows_print_none() {
    let script = b"let $gene = CXCR4; expect 3 rows: treatment where upregulates $gene; retract study 59";
    for format in ["tsv", "csv", "jsonl"] {
        let ran = fed(&["--format", format], script);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{format}");
        for words in
            ["`$gene` stands for a name `CXCR4`", "as expected: 3 rows", "study 59 is left out: 8 findings gone"]
        {
            assert!(ran.err.contains(words), "{format}: {ran:?}");
        }
        assert_eq!(fed(&["-q", "--format", format], script).err, "");
    }
    // and no empty line stands for them
    let asked = format!("let $x = CXCR4; {HEADLINE}; let $y = CXCR4; {HEADLINE}");
    let ran = fed(&["-q", "--format", "tsv"], asked.as_bytes());
    let lines: Vec<bool> = ran.out.lines().map(str::is_empty).collect();
    assert_eq!(lines, [false, false, true, false, false], "{ran:?}");
}

#[test]
fn a_difference_is_rows() {
    let asked = "retract study 59; diff builtin session: treatment where upregulates CXCR4";
    let ran = run(&["-q", "--format", "tsv", "-c", asked]);
    assert_eq!(
        ran.out,
        "row\tchange\tleft\tright\tonly_left\tonly_right\nresveratrol\tremoved\tsupported\t\tresveratrol upregulates CXCR4 [59]\t\n"
    );
    let ran = run(&["-q", "--format", "jsonl", "-c", asked]);
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(value["only_left"], serde_json::json!(["resveratrol upregulates CXCR4 [59]"]));
    assert_eq!(value["right"], serde_json::Value::Null);
}

#[test]
fn a_parameter_given_twice_is_a_list() {
    let asked = "treatment where upregulates all of ($gene)";
    let ran = run(&["-q", "--param", "gene=VEGF", "--param", "gene=HGF", "-c", asked]);
    let typed = run(&["-q", "-c", "treatment where upregulates all of (VEGF, HGF)"]);
    assert_eq!((ran.code, &ran.out), (0, &typed.out));
    assert!(typed.out.lines().count() > 1);
}

#[test]
fn files_are_found_beside_the_script() {
    let folder = scratch("use");
    std::fs::create_dir(folder.join("sub")).unwrap();
    std::fs::write(folder.join("sub/values.whereof"), "let $gene = CXCR4").unwrap();
    std::fs::write(folder.join("sub/main.whereof"), "use \"values.whereof\"; treatment where upregulates $gene")
        .unwrap();
    let script = folder.join("sub/main.whereof");
    let ran = run(&["-q", script.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 4), "{ran:?}");
    // where no file is run, names start where the program stands
    let asked = ["-q", "-c", "use \"values.whereof\"; treatment where upregulates $gene"];
    let here: Ran = program().current_dir(folder.join("sub")).args(asked).output().unwrap().into();
    assert_eq!((here.code, &here.out), (0, &ran.out), "{here:?}");
    let bare: Ran = program().current_dir(folder.join("sub")).args(["-q", "main.whereof"]).output().unwrap().into();
    assert_eq!((bare.code, &bare.out), (0, &ran.out), "{bare:?}");
    let elsewhere = run(&asked);
    assert!(elsewhere.code == 3 && elsewhere.err.contains("W0605"), "{elsewhere:?}");
}

#[test]
fn what_a_broken_script_wrote_does_not_replace_a_file() {
    let folder = scratch("broken");
    let out = folder.join("out.tsv");
    std::fs::write(&out, "before").unwrap();
    let path = out.to_str().unwrap();
    assert_eq!(run(&["-q", "-o", path, "-c", EXPECTS]).code, 5);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "before");
    assert_eq!(run(&["-q", "--keep-going", "-o", path, "-c", EXPECTS]).code, 5);
    assert!(std::fs::read_to_string(&out).unwrap().contains("upregulates"));
}

#[test]
fn check_reads_scripts_without_running_them() {
    let folder = scratch("check");
    let path = folder.join("script.whereof");
    for (text, code, words) in [
        ("let $g = CXCR4; expect none: treatment where upregulates $g; treatment where upregulates $outside", 0, ""),
        ("let $g = CXCR44; treatment where upregulates $g", 1, "W0201"),
        ("let $d = 1 %; treatment where upregulates $d", 1, "W0608"),
        ("expect none: treatment where upregulates CXCR44", 1, "W0201"),
        ("use \"nowhere.whereof\"; treatment where upregulates whatever", 0, ""),
    ] {
        std::fs::write(&path, text).unwrap();
        let ran = run(&["check", path.to_str().unwrap()]);
        assert!(ran.code == code && ran.out.contains(words), "{text}: {ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_script_is_a_program() {
    use std::os::unix::fs::PermissionsExt;
    let path = scratch("shebang").join("claims");
    let text = format!(
        "#!{} -q\n# what we believe, and what it rests on\nlet $gene = CXCR4;\n\nexpect 3 rows: treatment where upregulates $gene; # all three\ntreatment where upregulates $gene\n",
        env!("CARGO_BIN_EXE_whereof")
    );
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let ran: Ran = std::process::Command::new(&path).env_clear().output().unwrap().into();
    assert_eq!((ran.code, ran.err.as_str(), ran.out.lines().count()), (0, "", 4), "{ran:?}");
}
