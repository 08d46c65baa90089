//! Terminals, locales, pipes and signals.

use super::{HEADLINE, Ran, program, run};
use std::io::Read;
use std::process::Stdio;

fn with(variables: &[(&str, &str)], args: &[&str]) -> Ran {
    program().envs(variables.iter().copied()).args(args).output().unwrap().into()
}

const TABLE: [&str; 4] = ["--format", "table", "-c", HEADLINE];

#[test]
fn colour_follows_the_flags_and_the_environment() {
    let is_colored = |ran: Ran| ran.out.contains('\u{1b}');
    assert!(!is_colored(run(&TABLE)));
    assert!(is_colored(with(&[("CLICOLOR_FORCE", "1")], &TABLE)));
    assert!(!is_colored(with(&[("CLICOLOR_FORCE", "0")], &TABLE)));
    assert!(!is_colored(with(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &TABLE)));
    assert!(is_colored(with(&[("NO_COLOR", "1")], &[&["--color", "always"], &TABLE[..]].concat())));
    assert!(!is_colored(with(&[("CLICOLOR_FORCE", "1")], &[&["--color", "never"], &TABLE[..]].concat())));
    let wrong = with(&[("TERM", "dumb")], &["-c", "treatment where upregulates CXCR44"]);
    assert!(wrong.code == 1 && !wrong.err.contains('\u{1b}'));
}

#[test]
fn lines_are_ascii_where_the_locale_is_not_utf_8() {
    let drawn = |ran: Ran| ran.out.contains('─');
    assert!(drawn(run(&TABLE)));
    assert!(drawn(with(&[("LANG", "en_GB.UTF-8")], &TABLE)));
    assert!(!drawn(with(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")], &TABLE)));
    assert!(!drawn(run(&[&["--ascii"], &TABLE[..]].concat())));
}

#[test]
fn neither_home_nor_a_terminal_is_needed() {
    for variables in [&[][..], &[("HOME", "/no/such/place")], &[("TERM", "dumb")], &[("TERM", "")]] {
        let ran = with(variables, &TABLE);
        assert!(ran.code == 0 && ran.out.contains("resveratrol"), "{variables:?}: {ran:?}");
    }
}

#[test]
fn a_closed_pipe_is_silent() {
    for format in ["table", "tsv", "csv", "json", "jsonl", "markdown"] {
        let many = "finding where disease = fibrosis;".repeat(200);
        let mut child = program()
            .args(["-q", "--format", format, "-c", &many])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0u8; 1];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut first).unwrap();
        drop(out);
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{format}");
    }
}

#[test]
fn a_full_device_is_3() {
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else { return };
    let ran: Ran = program().args(["-q", "-c", "nouns"]).stdout(full).output().unwrap().into();
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("cannot write"), "{ran:?}");
    let ran = run(&["-q", "-o", "/dev/full", "-c", "nouns"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(run(&["-q", "-o", "/dev/null", "-c", "nouns"]).code, 0);
}

#[test]
fn a_time_limit_is_6_and_prints_no_row() {
    // big enough that the clock is looked at while it is asked
    let mut base = String::from(
        "source Mine; noun gene; noun treatment; verb lifts with passive = \"lifted by\", direction = increase, subject = treatment, object = gene; entity tea is treatment;\n",
    );
    for number in 0..3000 {
        base.push_str(&format!(
            "entity GENE{number} is gene; study {} {{ at \"1\" 1: tea lifts GENE{number}; }}\n",
            number + 1
        ));
    }
    let path = super::scratch("slow").join("base.whereof");
    std::fs::write(&path, base).unwrap();
    let asked = ["--no-builtin", "--base", path.to_str().unwrap(), "-c", "gene where lifted by tea"];
    let whole = run(&[&["-q"], &asked[..]].concat());
    assert_eq!((whole.code, whole.out.lines().count()), (0, 3001), "{}", whole.err);
    for format in ["tsv", "csv", "jsonl"] {
        let ran = run(&[&["--timeout", "1e-9", "--format", format], &asked[..]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (6, ""), "{format}: {}", ran.err);
        assert!(ran.err.contains("time limit"), "{ran:?}");
    }
}
