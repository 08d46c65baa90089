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

/// The modules of `src/lib.rs` that gather names of several rooms, each with its names.
fn gathered() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string("src/lib.rs").unwrap();
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for part in text.split("\npub mod ").skip(1) {
        let Some((name, body)) = part.split_once(" {\n") else { continue };
        if !name.chars().all(char::is_alphanumeric) {
            continue;
        }
        let body = body.split("\n}").next().unwrap();
        for list in body.split("pub use ").skip(1).map(|rest| rest.split(';').next().unwrap()) {
            let list = list.rsplit_once("::").map_or(list, |(path, last)| match list.split_once('{') {
                Some((_, names)) => names,
                None => {
                    if path.is_empty() {
                        list
                    } else {
                        last
                    }
                }
            });
            let names =
                list.trim_end_matches(['}', ' ', '\n']).split(',').map(str::trim).filter(|name| !name.is_empty());
            modules.entry(name.to_owned()).or_default().extend(names.map(str::to_owned));
        }
    }
    modules
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
    for (module, names) in gathered().iter().filter(|(module, _)| *module != "store") {
        told.push_str(&format!("{module}: {}\n", names.iter().cloned().collect::<Vec<_>>().join(" ")));
    }
    for (name, methods) in methods(&names) {
        told.push_str(&format!("{name}: {}\n", methods.into_iter().collect::<Vec<_>>().join(" ")));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("surface", told));
}

/// One item or method of what is documented: where it stands, what is said above it, and how it is declared.
struct Said {
    place: String,
    name: String,
    above: Vec<String>,
    /// From `pub` to the brace that opens its body.
    declared: String,
}

/// The rooms of which something is documented.
const ROOMS: [&str; 13] = [
    "answer",
    "base/facts.rs",
    "diagnostic.rs",
    "engine",
    "limits.rs",
    "names/typed.rs",
    "plan/explain.rs",
    "render/codes.rs",
    "render/format.rs",
    "render/mod.rs",
    "render/style.rs",
    "render/write.rs",
    "text.rs",
];

/// Every public item and method of the rooms above and of `typing`, those apart that are hidden.
fn said() -> Vec<Said> {
    let mut files = Vec::new();
    for room in ROOMS.iter().chain(&["typing"]) {
        let path = Path::new("src").join(room);
        if path.is_dir() { sources(&path, &mut files) } else { files.push(path) }
    }
    let mut found = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).collect();
        let mut of: Option<String> = None;
        for (at, line) in lines.iter().enumerate() {
            if line.starts_with("impl") {
                of = implemented(line).filter(|(_, of)| of.is_none()).map(|(whom, _)| whom);
            } else if line.starts_with('}') {
                of = None;
            }
            let inside =
                line.strip_prefix("    pub ").filter(|rest| rest.starts_with("fn ") || rest.starts_with("const fn "));
            let Some(rest) = line.strip_prefix("pub ").or(inside) else { continue };
            let rest = rest.trim_start_matches("const ").trim_start_matches("fn ");
            let rest = ["struct ", "enum ", "trait "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let name = match &of {
                Some(whom) if inside.is_some() => format!("{whom}::{name}"),
                None if inside.is_some() => continue,
                _ => name,
            };
            let is_above = |line: &&&str| line.trim_start().starts_with("///") || line.trim_start().starts_with("#[");
            let above: Vec<String> =
                lines[..at].iter().rev().take_while(is_above).map(|line| line.trim().to_owned()).collect();
            if above.iter().any(|line| line == "#[doc(hidden)]") {
                continue;
            }
            let declared: String = lines[at..].iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
            let declared = declared.split([';', '{']).next().unwrap().to_owned();
            found.push(Said { place: format!("{}:{}", file.display(), at + 1), name, above, declared });
        }
    }
    found
}

/// The names that somebody who embeds the library can say: those at the root, those of the modules, and how many there are.
fn known() -> BTreeSet<String> {
    let (names, _) = root();
    let mut known: BTreeSet<String> = names.into_iter().flat_map(|(shown, own)| [shown, own]).collect();
    known.extend(gathered().into_values().flatten());
    let mut files = vec![Path::new("src/diagnostic.rs").to_owned()];
    sources(Path::new("src/answer"), &mut files);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.lines() {
            let rest =
                ["pub struct ", "pub enum ", "pub use crate::text::"].iter().find_map(|word| line.strip_prefix(word));
            if let Some(rest) = rest {
                known.insert(rest.chars().take_while(|c| c.is_alphanumeric()).collect());
            }
        }
    }
    known
}

/// Whether an item belongs to what the library promises: a name that can be said, or a method of one. Of plans it is the steps, told in
/// words; the function of the same name as another makes them.
fn is_promised(one: &Said, known: &BTreeSet<String>) -> bool {
    let made_inside = one.place.starts_with("src/plan") && one.declared.contains("fn ");
    known.contains(one.name.split("::").next().unwrap()) && !made_inside
}

/// Whoever meets a name or a method in the documentation finds out how it is used, in words that can be typed outside.
#[test]
fn every_promised_function_and_name_at_the_root_has_an_example() {
    let (names, _) = root();
    let known = known();
    let (mut without, mut looked) = (Vec::new(), 0);
    for one in said().iter().filter(|one| is_promised(one, &known)) {
        let is_function = one.declared.contains("fn ");
        let is_root = names.values().any(|name| *name == one.name);
        if !is_function && !is_root {
            continue;
        }
        looked += 1;
        if !one.above.iter().any(|line| line.starts_with("/// ```")) {
            without.push(format!("{} {}", one.place, one.name));
        }
    }
    assert!(looked > 140, "{looked} functions and names were looked at");
    assert!(without.is_empty(), "without an example:\n{}", without.join("\n"));
}

/// An example takes nothing from rooms that are hidden.
#[test]
fn examples_of_the_documentation_use_what_is_documented() {
    let (_, modules) = root();
    let known = known();
    let mut wrong = Vec::new();
    for one in said().iter().filter(|one| is_promised(one, &known)) {
        for line in &one.above {
            for (module, _) in modules.iter().filter(|(_, hidden)| **hidden) {
                if line.contains(&format!("whereof::{module}::")) {
                    wrong.push(format!("{} {}: {line}", one.place, one.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a documented function takes and gives can be named by whoever calls it.
#[test]
fn types_of_promised_functions_can_be_named() {
    let known = known();
    let common = "Self Option Result Vec String Box Arc Rc Cow Path PathBuf Into IntoIterator Iterator Item AtomicBool Write Iter Range FnMut Fn T Display AsRef BufRead";
    let common: BTreeSet<&str> = common.split(' ').collect();
    let mut wrong = Vec::new();
    for one in said().iter().filter(|one| one.declared.contains("fn ") && is_promised(one, &known)) {
        let words = one.declared.split(|c: char| !c.is_alphanumeric() && c != '_');
        for word in words.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase())) {
            if !known.contains(word) && !common.contains(word) {
                wrong.push(format!("{} {}: {word}", one.place, one.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
