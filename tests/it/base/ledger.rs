//! The ledger beside the embedded base: every sentence of the review with the findings taken from it, or the reason why there is none.
//!
//! What the ledger says is held against the base, and both against the review where that is at hand. Sentences are split by the rule at
//! the head of section4.whereof, not by what the ledger says.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use whereof::base::{Facts, Memory, builtin};

type Place = (String, u32);

/// One line of the ledger.
struct Line {
    place: Place,
    findings: usize,
    reason: String,
    references: BTreeSet<u32>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/base/builtin/ledger")
}

/// The files of the ledger: section and text.
fn files() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "tsv"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn ledger() -> Vec<Line> {
    let mut lines = Vec::new();
    for (section, text) in files() {
        let mut rows = text.lines();
        assert_eq!(rows.next(), Some("section\tsentence\tfindings\treason\treferences"), "{section}");
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            assert_eq!((cells.len(), cells[0]), (5, section.as_str()), "{section}: {row}");
            let references = cells[4].split(',').map(str::trim).filter(|cell| !cell.is_empty());
            lines.push(Line {
                place: (section.clone(), cells[1].parse().unwrap()),
                findings: cells[2].parse().unwrap(),
                reason: cells[3].trim().to_owned(),
                references: references.map(|cell| cell.parse().unwrap()).collect(),
            });
        }
    }
    lines
}

/// How many findings stand at each place.
fn located(base: &Memory) -> BTreeMap<Place, usize> {
    let mut places = BTreeMap::new();
    for finding in base.findings() {
        let own: BTreeSet<Place> = finding.locators.iter().map(|at| (at.section.clone(), at.sentence)).collect();
        for place in own {
            *places.entry(place).or_default() += 1;
        }
    }
    places
}

#[test]
fn each_line_counts_the_findings_of_its_sentence() {
    let places = located(&builtin::memory().unwrap());
    let wrong: Vec<String> = ledger()
        .iter()
        .filter(|line| line.findings != places.get(&line.place).copied().unwrap_or(0))
        .map(|line| format!("{:?}: ledger {}, base {:?}", line.place, line.findings, places.get(&line.place)))
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn each_locator_is_in_the_ledger() {
    let base = builtin::memory().unwrap();
    let known: BTreeSet<Place> = ledger().into_iter().map(|line| line.place).collect();
    let steps = base.vocabulary().entities().iter().flat_map(|entity| &entity.broader).flat_map(|edge| &edge.locators);
    let mut used: BTreeSet<Place> = located(&base).into_keys().collect();
    used.extend(steps.map(|at| (at.section.clone(), at.sentence)));
    let missing: Vec<&Place> = used.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn sentences_are_numbered_without_a_gap() {
    let mut sections: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for line in ledger() {
        sections.entry(line.place.0).or_default().push(line.place.1);
    }
    for (section, numbers) in sections {
        let wanted: Vec<u32> = (1..=numbers.len() as u32).collect();
        assert_eq!(numbers, wanted, "{section}");
    }
}

#[test]
fn a_sentence_without_findings_has_its_reason() {
    for line in ledger() {
        assert!(line.findings > 0 || line.reason.split_whitespace().count() >= 3, "{:?}", line.place);
    }
}

/// The references that a reason names, which stand in square brackets: `[40]`, `[19, 42]`.
fn named(reason: &str) -> BTreeSet<u32> {
    let inside = reason.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(inside, _)| inside);
    inside.flat_map(|inside| inside.split(',')).filter_map(|number| number.trim().parse().ok()).collect()
}

#[test]
fn each_reference_is_cited_or_named() {
    let base = builtin::memory().unwrap();
    let mut met: BTreeSet<u32> = BTreeSet::new();
    for finding in base.findings() {
        met.extend(finding.studies.iter().map(|id| base.study(*id).unwrap().number));
    }
    for line in ledger() {
        met.extend(&line.references);
        met.extend(named(&line.reason));
    }
    let missing: Vec<u32> = (1..=76).filter(|number| !met.contains(number)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let beyond: Vec<&u32> = met.iter().filter(|number| !(1..=76).contains(*number)).collect();
    assert!(beyond.is_empty(), "the review has no such number: {beyond:?}");
}

#[test]
fn a_number_that_closes_a_sentence_is_cited_there() {
    let base = builtin::memory().unwrap();
    let mut cited: BTreeMap<Place, BTreeSet<u32>> = BTreeMap::new();
    for finding in base.findings() {
        for at in &finding.locators {
            let numbers = finding.studies.iter().map(|id| base.study(*id).unwrap().number);
            cited.entry((at.section.clone(), at.sentence)).or_default().extend(numbers);
        }
    }
    for line in ledger().iter().filter(|line| line.findings > 0) {
        let none = BTreeSet::new();
        let there = cited.get(&line.place).unwrap_or(&none);
        let missing: Vec<&u32> = line
            .references
            .iter()
            .filter(|number| !there.contains(number) && !named(&line.reason).contains(number))
            .collect();
        assert!(missing.is_empty(), "{:?}: {missing:?}", line.place);
    }
}

// ---- against the review, where it is at hand ----

#[allow(clippy::print_stderr)] // whoever runs the tests without the review must see that less was tested
fn review() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/source/review.txt");
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: the review is not at hand, so the ledger was not held against its sentences and words");
    }
    text
}

/// The section that a heading opens: `4.1 | Chemical` opens 4.1.
fn heading(line: &str) -> Option<&str> {
    let (number, _) = line.trim_start().split_once('|')?;
    let number = number.trim_end();
    let dotted = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    (dotted && number.starts_with(|c: char| c.is_ascii_digit())).then_some(number)
}

/// The texts of the sections. The layout prints the abstract and the captions inside the running text; a line that begins with a blank
/// ends each of them.
fn sections(review: &str) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let (mut section, mut inserted, mut in_heading) = (String::new(), None::<String>, false);
    for line in review.lines() {
        let mut line = line;
        if in_heading && !line.trim().is_empty() {
            continue;
        }
        in_heading = false;
        if let Some(number) = heading(line) {
            (section, inserted, in_heading) = (number.to_owned(), None, true);
            continue;
        }
        if line.trim() == "Abstract" {
            inserted = Some("abstract".to_owned());
            continue;
        } else if let Some(rest) = line.strip_prefix("F I G U R E") {
            let (number, rest) = rest.trim_start().split_once(' ').unwrap();
            inserted = Some(format!("figure {number}"));
            line = rest;
        } else if line.starts_with(' ') {
            inserted = None;
        }
        let text = texts.entry(inserted.clone().unwrap_or_else(|| section.clone())).or_default();
        text.push_str(line);
        text.push('\n');
    }
    texts
}

/// How many sentences a section has. A sentence ends at a full stop, with the reference numbers glued to it, that is followed by a capital,
/// by c-Met, by a paragraph, or by nothing; a caption without a stop is one sentence.
fn sentences(text: &str) -> u32 {
    let mut count = 0;
    let mut rest = text;
    while let Some(at) = rest.find('.') {
        let behind = rest[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit() || [',', '-', '‐'].contains(&c));
        let next = behind.trim_start();
        let gap = &behind[..behind.len() - next.len()];
        let paragraph = gap.matches('\n').count() > 1;
        let opens = next.starts_with(char::is_uppercase) || next.starts_with("c‐Met") || next.starts_with("c-Met");
        if next.is_empty() || (!gap.is_empty() && (opens || paragraph)) {
            count += 1;
        }
        rest = behind;
    }
    count + u32::from(!rest.trim().is_empty())
}

#[test]
fn the_ledger_has_as_many_sentences_as_the_review() {
    let Some(review) = review() else { return };
    let mut written: BTreeMap<String, u32> = BTreeMap::new();
    for line in ledger() {
        *written.entry(line.place.0).or_default() += 1;
    }
    written.remove("Table 1");
    let mut counted: BTreeMap<String, u32> =
        sections(&review).iter().map(|(section, text)| (section.clone(), sentences(text))).collect();
    counted.retain(|_, count| *count > 0);
    assert_eq!(written, counted);
}

/// Words in lower case, without hyphens, marks, and numbers glued to their ends; numbers are no words.
fn words(text: &str) -> Vec<String> {
    // a hyphen at the end of a line splits a word
    let mut joined = String::new();
    for line in text.lines() {
        let line = line.trim();
        match line.strip_suffix('‐') {
            Some(start) => joined.push_str(start),
            None => {
                joined.push_str(line);
                joined.push(' ');
            }
        }
    }
    let joined: String = joined.to_lowercase().chars().filter(|c| !['-', '‐'].contains(c)).collect();
    let words = joined.split(|c: char| !c.is_alphanumeric());
    words
        .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Leaves out the names of entities, the longest first.
fn without_names(words: &[String], names: &HashSet<Vec<String>>, longest: usize) -> Vec<String> {
    let (mut at, mut left) = (0, Vec::new());
    while at < words.len() {
        let name = (1..=longest.min(words.len() - at)).rev().find(|length| names.contains(&words[at..at + length]));
        if name.is_none() {
            left.push(words[at].clone());
        }
        at += name.unwrap_or(1);
    }
    left
}

#[test]
fn the_base_is_in_own_words() {
    let Some(review) = review() else { return };
    let base = builtin::memory().unwrap();
    let entities = base.vocabulary().entities();
    let spellings = entities.iter().flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases));
    let names: HashSet<Vec<String>> = spellings.map(|name| words(name)).collect();
    let longest = names.iter().map(Vec::len).max().unwrap();
    let plain = |text: &str| without_names(&words(text), &names, longest);
    let mut theirs: HashSet<Vec<String>> = HashSet::new();
    for text in sections(&review).values() {
        theirs.extend(plain(text).windows(9).map(<[String]>::to_vec));
    }
    assert!(theirs.len() > 1_000, "the review was read");
    let mut copied = Vec::new();
    let texts = builtin::TEXTS.map(|(name, text)| (name.to_owned(), text.to_owned()));
    for (name, text) in texts.into_iter().chain(files()) {
        let ours = plain(&text);
        copied.extend(
            ours.windows(9).filter(|run| theirs.contains(*run)).map(|run| format!("{name}: {}", run.join(" "))),
        );
    }
    assert_eq!(copied, [""; 0]);
}

#[test]
fn the_rule_of_sentences() {
    assert_eq!(sentences("It is so.12 But (1.5 %, eg this) it is 0.1%‐0.3% here.1,2-4\nThen c."), 3);
    assert_eq!(sentences("One.7 c‐Met is.\n\nmiRNAs are.\nno end"), 3);
    assert_eq!(sentences("A caption without a stop"), 1);
    let text = " 1  | HEAD\nMORE\n\nBefore the \n Abstract\nInside it. And on.\n end.\nF I G U R E  1   A caption\n Of it all.";
    let found = sections(text);
    assert_eq!((sentences(&found["1"]), sentences(&found["abstract"]), sentences(&found["figure 1"])), (2, 2, 1));
}

#[test]
fn references_in_a_reason() {
    assert_eq!(named("as [40] has it, see 4.1, 8 and [19, 42]"), BTreeSet::from([19, 40, 42]));
}

#[test]
fn words_of_a_broken_text() {
    assert_eq!(
        words("The trans‐ \nplantation of MSC‐cells.12\nIL-10 and 5"),
        ["the", "transplantation", "of", "msccells", "il", "and"]
    );
    let names: HashSet<Vec<String>> = [words("liver injury"), words("liver")].into_iter().collect();
    assert_eq!(without_names(&words("of liver injury in a liver"), &names, 2), ["of", "in", "a"]);
}
