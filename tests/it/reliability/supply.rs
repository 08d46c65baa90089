//! What the project is built from: how much, under which licences, from where; and what the library never touches.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
];

/// The clipboard of the line editor: in the lock, built on Windows only, where no feature leaves it out.
const OF_WINDOWS: &[(&str, &str)] = &[("clipboard-win", "BSL-1.0"), ("error-code", "BSL-1.0")];

fn cargo(arguments: &[&str]) -> Option<String> {
    let cargo = std::env::var("CARGO").ok()?;
    let done = Command::new(cargo).current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().ok()?;
    done.status.success().then(|| String::from_utf8(done.stdout).unwrap())
}

/// Whether an expression of licences can be met with those of the list.
fn met(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
    // all of the parts that `AND` joins, one of those that `OR` joins; brackets only ever stand around an `OR` here
    expression.split(" AND ").all(|all| all.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}

#[test]
fn licences_are_told_apart() {
    assert!(
        met("MIT OR Apache-2.0")
            && met("GPL-3.0 OR MIT")
            && met("(MIT OR Apache-2.0) AND Unicode-3.0")
            && met("MIT/Apache-2.0")
    );
    assert!(!met("GPL-3.0") && !met("MIT AND GPL-3.0") && !met(""));
}

#[test]
fn every_dependency_has_a_licence_of_the_list_and_comes_from_the_registry() {
    let told = cargo(&["-vV"]).unwrap_or_default();
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let of = |more: &[&str]| cargo(&[&["metadata", "--format-version", "1", "--offline", "--locked"], more].concat());
    // a machine knows what it has fetched: all, what its own system can build, what it builds by default
    let text = of(&["--all-features"])
        .or_else(|| of(&["--all-features", "--filter-platform", host]))
        .or_else(|| of(&["--filter-platform", host]));
    let Some(text) = text else {
        println!("cargo metadata is not to be had: not looked at");
        return;
    };
    let metadata: Value = serde_json::from_str(&text).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 20);
    for package in packages {
        let name = &package["name"];
        let licence = package["license"].as_str().unwrap_or("");
        let is_of_windows = OF_WINDOWS.iter().any(|(known, under)| name == known && licence == *under);
        assert!(met(licence) || is_of_windows, "{name}: {licence:?}");
        let source = package["source"].as_str();
        assert!(
            *name == "whereof" || source.is_some_and(|source| source.starts_with("registry+")),
            "{name}: {source:?}"
        );
    }
}

/// The crates of the normal tree, this one apart.
fn tree(more: &[&str]) -> Option<usize> {
    let arguments = ["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let text = cargo(&[&arguments, more].concat())?;
    let all: BTreeSet<&str> =
        text.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty()).collect();
    Some(all.len() - 1)
}

#[test]
fn the_tree_stays_small() {
    let (Some(library), Some(all)) = (tree(&["--no-default-features"]), tree(&[])) else {
        println!("cargo tree is not to be had: not looked at");
        return;
    };
    println!("{library} crates in the library, {all} with the command line");
    assert!(library > 5 && library <= 33, "{library} crates in the library");
    assert!(all > library && all <= 90, "{all} crates with the command line");
}

/// Every source file of a folder, with its path from there.
fn files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name =
                path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap().display().to_string();
            found.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
}

#[test]
fn no_room_touches_the_network_and_one_file_starts_processes() {
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    assert!(all.len() > 80);
    let mut variables = BTreeSet::new();
    for (name, text) in &all {
        // tests inside a file stand at its end
        let code = text.split("#[cfg(test)]").next().unwrap();
        for banned in [
            "std::net",
            "TcpStream",
            "UdpSocket",
            "UnixStream",
            "process::Command",
            "Command::new",
            "static mut",
            "unsafe ",
        ] {
            // the user's pager and the user's editor
            let is_programs = name == "repl/programs.rs" && banned.contains("Command");
            // one line maps a file; what is said around it has the word once more
            let is_map = name == "columns/mapped.rs" && banned == "unsafe " && code.matches("unsafe {").count() == 1;
            assert!(is_programs || is_map || !code.contains(banned), "{name} has {banned}");
        }
        let outer = ["cli/", "repl/", "terminal/", "main.rs"].iter().any(|room| name.starts_with(room));
        for (at, _) in code.match_indices("env::").chain(code.match_indices("variable(")) {
            assert!(outer, "{name} reads the environment");
            let rest = &code[at..code.len().min(at + 120)];
            variables.extend(rest.split('"').skip(1).step_by(2).take(1).map(str::to_owned));
        }
        for banned in ["println!", "eprintln!", "print!(", "process::exit"] {
            assert!(
                outer || !code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(banned)),
                "{name} has {banned}"
            );
        }
    }
    // the list that the page tells
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reliability.md")).unwrap();
    for (name, text) in &all {
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in [
                "NO_COLOR",
                "CLICOLOR_FORCE",
                "TERM",
                "LC_ALL",
                "LC_CTYPE",
                "LANG",
                "COLUMNS",
                "HOME",
                "XDG_STATE_HOME",
                "XDG_CONFIG_HOME",
                "PAGER",
                "VISUAL",
                "EDITOR",
            ] {
                if line.contains(&format!("\"{word}\"")) {
                    variables.insert(word.to_owned());
                    assert!(
                        page.contains(&format!("`{word}`")),
                        "{name} reads {word}, which docs/reliability.md does not tell"
                    );
                }
            }
        }
    }
    assert!(variables.contains("HOME"), "{variables:?}");
}
