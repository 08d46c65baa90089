//! What shells and `man` read: they name every command, and `man` finds nothing wrong with its pages.

use super::run;
use std::io::Write;
use std::process::{Command, Stdio};

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = run(&["--help"]).out;
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // what goes on from the line before is set in further
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    assert!(names.len() > 8 && names.contains(&"check".to_owned()), "{help}");
    names
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        for word in commands().iter().map(String::as_str).chain(["error-format", "no-builtin"]) {
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
    let ran = run(&["completions", "tcsh"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("bash, elvish, fish, powershell, zsh"), "{ran:?}");
}

/// A script of completions is one that its shell can read, where the shell is there.
#[test]
fn shells_can_read_them() {
    for (shell, arguments) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"])] {
        let script = run(&["completions", shell]).out;
        let started = Command::new(shell).args(arguments).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let Ok(mut child) = started else { continue };
        child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{shell}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

#[test]
fn every_command_has_a_page_without_a_warning() {
    let mut pages = vec![Vec::new(), vec!["base".to_owned(), "diff".to_owned()]];
    pages.extend(commands().into_iter().map(|command| vec![command]));
    for page in pages {
        let asked: Vec<&str> = std::iter::once("man").chain(page.iter().map(String::as_str)).collect();
        let ran = run(&asked);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{page:?}");
        assert!(ran.out.contains(".SH NAME\nwhereof"), "{page:?}: {}", ran.out);
        let started = Command::new("groff")
            .args(["-man", "-Tutf8", "-ww", "-z"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = started else { continue };
        child.stdin.take().unwrap().write_all(ran.out.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{page:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    assert!(run(&["man"]).out.contains("130 interrupted"));
    assert_eq!(run(&["man", "nothing"]).code, 2);
}

#[test]
fn a_wrong_argument_is_told_in_the_form_asked_for() {
    let ran = run(&["--error-format", "json", "--nonsense"]);
    let value: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!((ran.code, value["code"].as_str()), (2, Some("W0702")));
    let ran = run(&["--error-format=short", "--format", "yaml", "-c", "nouns"]);
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    assert!(ran.err.starts_with("whereof: error W0702: not accepted: 'yaml' for '--format"), "{ran:?}");
}
