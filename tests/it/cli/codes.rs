//! The explained codes against the source: none missing, none invented, each example true.

use super::fed;
use std::collections::BTreeSet;
use std::path::Path;
use whereof::render::{codes, explain};

/// All codes in the text of the source, but for examples in comments.
fn used(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("render/codes") {
                used(&path, found);
            }
            continue;
        }
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for (at, _) in line.match_indices("\"W") {
                let code: String = line[at + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
                if code.len() == 5 && code[1..].bytes().all(|byte| byte.is_ascii_digit()) {
                    found.insert(code);
                }
            }
        }
    }
}

#[test]
fn every_code_is_explained_and_every_explained_code_is_used() {
    let mut used_codes = BTreeSet::new();
    used(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut used_codes);
    let explained: BTreeSet<String> = codes().map(|one| one.code.to_owned()).collect();
    assert!(used_codes.len() > 30);
    let missing: Vec<&String> = used_codes.difference(&explained).collect();
    let invented: Vec<&String> = explained.difference(&used_codes).collect();
    assert!(missing.is_empty() && invented.is_empty(), "missing: {missing:?}\ninvented: {invented:?}");
}

#[test]
fn entries_are_in_order_and_found() {
    let all: Vec<&str> = codes().map(|one| one.code).collect();
    assert!(all.is_sorted_by(|a, b| a < b), "{all:?}");
    for one in codes() {
        assert_eq!(explain(one.code), Some(one));
        assert!(one.meaning.chars().count() <= 70, "{}", one.code);
        assert!(one.page().lines().all(|line| line.chars().count() <= 100), "{}", one.page());
        assert!(!one.meaning.ends_with('.') && one.words.ends_with('.'), "{}", one.code);
    }
}

/// Codes that no short text causes, and why.
const NO_TEXT: &[(&str, &str)] = &[
    ("W0108", "129 brackets"),
    ("W0109", "a mebibyte"),
    ("W0206", "a base in which one phrase names two verbs"),
    ("W0502", "a limit that only programs set"),
    ("W0503", "a limit that only programs set"),
    ("W0504", "a limit that only programs set"),
    ("W0505", "Ctrl-C"),
    ("W0604", "a store that only programs make"),
    ("W0606", "a program that asks without a session"),
    ("W0607", "a broken file of JSON Lines"),
    ("W0611", "a program that lets no files be read"),
    ("W0612", "a second file"),
    ("W0613", "a program that binds a name which is not there"),
    ("W0614", "a foreign store that fails"),
    ("W0615", "a file to import"),
    ("W0616", "a mapping to import by"),
    ("W0617", "a file to import"),
    ("W0618", "a damaged base in columns"),
    ("W0703", "bytes that are no text"),
];

/// Codes of which what is right depends on the files that there are.
const NO_REMEDY: &[&str] = &["W0605"];

#[test]
fn every_entry_has_a_text_that_causes_it_and_the_mended_one() {
    for one in codes() {
        let none = NO_TEXT.iter().any(|(code, _)| *code == one.code);
        assert_eq!(none, one.wrong.is_empty(), "{}", one.code);
        assert_eq!(none || NO_REMEDY.contains(&one.code), one.right.is_empty(), "{}", one.code);
    }
}

/// Arguments as a shell would part them, single quotes taken off.
fn arguments(line: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            parts.push(part.to_owned());
        } else {
            parts.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    parts
}

/// The codes that a text gives, as a question, as a base or as a command line.
fn given(code: &str, text: &str) -> (BTreeSet<String>, String) {
    let ran = if let Some(line) = text.strip_prefix("whereof ") {
        let typed = arguments(line);
        let all = ["-q", "--error-format", "json"].into_iter().chain(typed.iter().map(String::as_str));
        super::run(&all.collect::<Vec<_>>())
    } else if matches!(&code[1..3], "03" | "04") {
        let ran = fed(&["check", "--error-format", "json", "-"], text.as_bytes());
        super::Ran { code: ran.code, out: String::new(), err: ran.out }
    } else {
        fed(&["-q", "--keep-going", "--error-format", "json"], text.as_bytes())
    };
    let found = ran.err.lines().map(|line| match serde_json::from_str::<serde_json::Value>(line) {
        Ok(value) => value["code"].as_str().unwrap_or_default().to_owned(),
        Err(_) => format!("no JSON: {line}"),
    });
    (found.collect(), ran.err.clone())
}

#[test]
fn every_example_gives_its_code_and_its_remedy_does_not() {
    let mut wrong = Vec::new();
    for one in codes() {
        if !one.wrong.is_empty() {
            let (found, err) = given(one.code, one.wrong);
            if !found.contains(one.code) {
                wrong.push(format!("{}: `{}` gives {found:?}\n{err}", one.code, one.wrong));
            }
        }
        if !one.right.is_empty() {
            let (found, err) = given(one.code, one.right);
            if !found.is_empty() {
                wrong.push(format!("{}: the remedy `{}` gives {found:?}\n{err}", one.code, one.right));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
