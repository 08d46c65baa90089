//! The table of rooms in ARCHITECTURE.md against every `crate::` path of the source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Rooms and what they may use, as the page says.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let page = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let mut rooms = BTreeMap::new();
    let mut inside = false;
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if line.starts_with("| room | may use") {
            inside = true;
        } else if !line.starts_with('|') {
            inside = false;
        } else if inside && cells.len() >= 4 && cells[1].starts_with('`') {
            let names =
                |cell: &str| cell.split('`').filter(|word| !word.trim().is_empty()).map(str::to_owned).collect();
            let room: Vec<String> = names(cells[1]);
            rooms.insert(room[0].clone(), names(cells[2]).into_iter().collect());
        }
    }
    rooms
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The room of a file, and the rooms that it names.
fn uses(path: &Path) -> (String, BTreeSet<String>) {
    let inside = path.strip_prefix("src").unwrap();
    let room = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let mut named = BTreeSet::new();
    for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")) {
        for prefix in ["crate::", "whereof::"] {
            for (at, _) in line.match_indices(prefix) {
                // `$crate::`, `macro_crate::` and the like are no paths of ours.
                let before = line[..at].chars().last();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                    continue;
                }
                let rest = &line[at + prefix.len()..];
                let names: Vec<&str> = match rest.strip_prefix('{') {
                    Some(list) => list.split('}').next().unwrap().split(',').map(str::trim).collect(),
                    None => vec![rest],
                };
                for name in names {
                    let word: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    named.insert(word);
                }
            }
        }
    }
    (room, named)
}

#[test]
fn rooms_use_only_what_the_page_allows() {
    let table = table();
    assert!(table.len() > 10, "the table was not found");
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut wrong = Vec::new();
    for file in &files {
        let (room, named) = uses(file);
        if room == "lib" || room == "main" {
            continue;
        }
        let Some(allowed) = table.get(&room) else {
            wrong.push(format!("{}: the room `{room}` is not in the table", file.display()));
            continue;
        };
        for name in named {
            // What the facade re-exports at the root belongs to its rooms.
            let target = match name.as_str() {
                "Answer" | "Answers" | "Base" | "Error" | "ErrorKind" | "NewFinding" | "Parameter" | "Query"
                | "Session" => "engine",
                "Cancel" | "Exceeded" | "Limits" => "limits",
                "Citation" | "Reply" | "Verdict" => "answer",
                "Facts" => "base",
                "Format" | "Style" => "render",
                "Source" => "text",
                "Diagnostic" => "diagnostic",
                other => other,
            };
            if target != room && !allowed.contains(target) && table.contains_key(target) {
                wrong.push(format!("{}: `{room}` may not use `{target}`", file.display()));
            }
            assert!(
                table.contains_key(target) || target.is_empty() || target == "self",
                "{}: `crate::{name}` is no room",
                file.display()
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for room in table.keys() {
        let there = files.iter().any(|file| uses(file).0 == *room);
        assert!(there, "the page has a room `{room}` that the source has not");
    }
}

#[test]
fn each_outside_library_has_one_user() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let only = [
        ("nom", "syntax"),
        ("ariadne", "render"),
        ("comfy_table", "render"),
        ("quick_xml", "render"),
        ("rust_xlsxwriter", "render"),
        ("arrow_array", "render"),
        ("parquet", "render"),
        ("rustyline", "repl"),
        ("clap", "cli"),
        ("clap_complete", "cli"),
        ("clap_mangen", "cli"),
    ];
    for file in &files {
        let (room, _) = uses(file);
        let text = std::fs::read_to_string(file).unwrap();
        for (library, owner) in only {
            let used = text.lines().any(|line| {
                let line = line.trim_start();
                !line.starts_with("//")
                    && (line.contains(&format!("{library}::")) || line.contains(&format!("use {library};")))
            });
            assert!(!used || room == owner, "{}: only `{owner}` may use {library}", file.display());
        }
    }
}

#[test]
fn every_test_file_is_run() {
    let mut files = Vec::new();
    sources(Path::new("tests/it"), &mut files);
    let all: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    for file in &files {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let name = if stem == "mod" { file.parent().unwrap().file_name().unwrap().to_str().unwrap() } else { stem };
        if name == "main" {
            continue;
        }
        assert!(all.contains(&format!("mod {name};")), "{} is run by nobody", file.display());
    }
}
