//! What the library promises: the names at its root, the modules beside them, and what can be done with each.
//!
//! The list is a snapshot: whoever changes it sees what becomes of programs that embed the library.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Names that stand at the root, each with the one that it has where it is declared; and modules, each with whether it is hidden.
fn root() -> (BTreeMap<String, String>, BTreeMap<String, bool>) {
    let text = std::fs::read_to_string("src/lib.rs").unwrap();
    let (mut names, mut modules) = (BTreeMap::new(), BTreeMap::new());
    let mut hidden = false;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("pub use ") {
            let list = rest.trim_end_matches(';');
            let list = list.split_once('{').map_or_else(|| list.rsplit("::").next().unwrap(), |(_, list)| list);
            for name in list.trim_end_matches('}').split(',').map(str::trim) {
                let (own, shown) = name.split_once(" as ").unwrap_or((name, name));
                names.insert(shown.to_owned(), own.to_owned());
            }
        } else if let Some(rest) = line.strip_prefix("pub mod ") {
            modules.insert(rest.trim_end_matches([';', '{', ' ']).to_owned(), hidden);
        }
        hidden = line.trim() == "#[doc(hidden)]";
    }
    (names, modules)
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
    found.sort();
}

/// The type that an `impl` line speaks of, and the trait if it is of one.
fn implemented(line: &str) -> Option<(String, Option<String>)> {
    let rest = line.strip_prefix("impl")?;
    let rest = match rest.strip_prefix('<') {
        Some(rest) => rest.split_once("> ")?.1,
        None => rest.trim_start(),
    };
    let rest = rest.trim_end_matches(" {").trim_end_matches(" {}");
    let (of, whom) = match rest.split_once(" for ") {
        Some((of, whom)) => (Some(of.to_owned()), whom),
        None => (None, rest),
    };
    Some((whom.split(['<', ' ']).next()?.trim_start_matches('&').to_owned(), of))
}

/// The methods of the types at the root, those apart that are hidden.
fn methods(names: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    // Other rooms have words of the same name: what stands behind a name at the root is said in `src/lib.rs`.
    let rooms = ["engine", "limits.rs", "render/format.rs", "render/style.rs", "text.rs", "diagnostic.rs", "answer"];
    for room in rooms {
        let path = Path::new("src").join(room);
        let mut files = Vec::new();
        if path.is_dir() {
            sources(&path, &mut files)
        } else {
            files.push(path)
        }
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let (mut of, mut hidden) = (None, false);
            for line in text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")) {
                if line.starts_with("impl") {
                    of = implemented(line)
                        .filter(|(whom, of)| of.is_none() && names.contains_key(whom))
                        .map(|(whom, _)| whom);
                } else if line.starts_with('}') {
                    of = None;
                }
                // The words of `answer::Answers` are not those of the answers at the root.
                let words = room == "answer" && of.as_ref().is_some_and(|of| of.starts_with("Answer"));
                if let (Some(of), false) = (&of, words)
                    && let Some(rest) = line.strip_prefix("    pub ")
                {
                    let rest = rest.trim_start_matches("const ");
                    if let Some(name) = rest.strip_prefix("fn ").filter(|_| !hidden) {
                        let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                        found.entry(of.clone()).or_default().insert(name);
                    }
                }
                hidden = line.trim() == "#[doc(hidden)]" || (hidden && line.trim_start().starts_with("#["));
            }
        }
    }
    found
}

#[test]
fn the_surface_is_the_one_that_is_kept() {
    let (names, modules) = root();
    let shown: Vec<&str> = modules.iter().filter(|(_, hidden)| !**hidden).map(|(name, _)| name.as_str()).collect();
    assert!(names.len() <= 25, "{} names", names.len());
    assert!(names.len() > 15 && modules.len() > shown.len(), "src/lib.rs was not read");
    let mut told =
        format!("modules: {}\nnames: {}\n", shown.join(" "), names.keys().cloned().collect::<Vec<_>>().join(" "));
    for (name, methods) in methods(&names) {
        told.push_str(&format!("{name}: {}\n", methods.into_iter().collect::<Vec<_>>().join(" ")));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("surface", told));
}

/// Whoever meets a name in the documentation finds out how it is used.
#[test]
fn every_name_at_the_root_has_an_example() {
    let (names, _) = root();
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut without = Vec::new();
    for name in names.values() {
        let mut shown = false;
        for file in &files {
            let text = std::fs::read_to_string(file).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            for (at, line) in lines.iter().enumerate() {
                let item = ["struct", "enum", "trait", "fn"].iter().any(|word| {
                    line.strip_prefix(&format!("pub {word} {name}"))
                        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
                });
                if item {
                    let above =
                        lines[..at].iter().rev().take_while(|line| line.starts_with("///") || line.starts_with("#["));
                    shown |= above.into_iter().any(|line| line.starts_with("/// ```"));
                }
            }
        }
        if !shown {
            without.push(name);
        }
    }
    assert!(without.is_empty(), "without an example: {without:?}");
}

/// Bases and questions are shared between threads, answers handed to others.
#[test]
fn what_is_shared_can_be_sent() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<whereof::Base>();
    shared::<whereof::Query>();
    shared::<whereof::Answers>();
    shared::<whereof::Session>();
    shared::<whereof::Reply>();
    shared::<whereof::Error>();
    shared::<whereof::Limits>();
    shared::<whereof::Parameter>();
    shared::<whereof::NewFinding>();
    fn sent<T: Send + Sync>() {}
    sent::<whereof::Answer<'_>>();
    sent::<Box<dyn whereof::Facts>>();
}

/// The front page of the documentation is the tour of the README: it asks the same questions.
#[test]
fn the_front_page_asks_what_the_readme_asks() {
    let front: String = std::fs::read_to_string("src/lib.rs")
        .unwrap()
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    let readme = std::fs::read_to_string("README.md").unwrap();
    let mut asked = 0;
    for fence in readme.split("```whereof").skip(1) {
        let question = fence.split_once('\n').unwrap().1.split("```").next().unwrap().trim();
        assert!(front.contains(question), "not on the front page:\n{question}");
        asked += 1;
    }
    assert!(asked >= 6, "{asked}");
}
