//! Small phrases that several formats share: references, contexts, counts.
//!
//! Pieces of answers come in, safe words go out. They do not know the format in which they will stand.

use super::sanitise::sanitise;
use super::style::Style;
use crate::answer::{Answers, BaseInfo, Completeness, Evidence, Ref, SlotWords};

/// `1 row`, `2 rows`.
pub(super) fn count(number: u64, one: &str) -> String {
    if number == 1 {
        return format!("1 {one}");
    }
    let many = match one.strip_suffix('y') {
        // `study` but not `assay`
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if one.ends_with('s') || one.ends_with('x') => format!("{one}es"),
        _ => format!("{one}s"),
    };
    format!("{} {many}", thousands(number))
}

/// That there are more findings, and where all of them are.
pub(super) fn untold(findings: u64, style: &Style) -> String {
    let more = count(findings, "more finding");
    match style.numbered {
        true => format!("and {more}; `.show 3` shows those of row 3, {}", all(style)),
        false => format!("and {more}; {}", all(style)),
    }
}

/// How a list is shown to its end.
pub(super) fn all(style: &Style) -> &'static str {
    if style.numbered { "`.limit all` shows all" } else { "--rows all shows all" }
}

/// How many of a list are shown where it is not to be told to its end. Where one would be left, it stands in place of the line that counts it.
pub(super) fn shown(length: usize, most: usize, style: &Style) -> usize {
    if style.whole || length <= most.saturating_add(1) { length } else { most }
}

/// `and 22 more cells; --rows all shows all`: how many are left, and how to see them. Those beyond what is held are nowhere to be seen.
pub(super) fn rest(left: u64, one: &str, style: &Style) -> String {
    match style.whole {
        true => format!("and {}, not listed", count(left, one)),
        false => format!("and {}; {}", count(left, one), all(style)),
    }
}

/// `1,737,401`
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `59`, or `Hu 2020:59` while several sources are open.
pub(super) fn reference(reference: &Ref) -> String {
    match &reference.source {
        Some(source) => format!("{}:{}", sanitise(source), reference.number),
        None => reference.number.to_string(),
    }
}

/// `[61, 63]`; empty where there is none.
pub(super) fn references(refs: &[Ref]) -> String {
    if refs.is_empty() {
        return String::new();
    }
    let numbers: Vec<String> = refs.iter().map(reference).collect();
    format!("[{}]", numbers.join(", "))
}

/// `disease: cirrhosis`
pub(super) fn slot(words: &SlotWords) -> String {
    let values: Vec<String> = words.values.iter().map(|value| sanitise(value).into_owned()).collect();
    let inferred = if words.inferred { " (inferred)" } else { "" };
    format!("{}: {}{inferred}", sanitise(&words.slot), values.join(", "))
}

/// All slots of a finding: `disease: cirrhosis · species: rat`.
pub(super) fn context(evidence: &Evidence, between: &str) -> String {
    let slots: Vec<String> = evidence.context.iter().map(slot).collect();
    slots.join(between)
}

/// Locators, those of one section together: `Hu 2020, section 2, sentences 16, 17`.
pub(super) fn places(locators: &[String]) -> String {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for locator in locators {
        let (section, sentence) = locator.rsplit_once(", sentence ").unwrap_or((locator, ""));
        match sections.iter_mut().find(|known| known.0 == section) {
            Some(known) => known.1.push(sentence),
            None => sections.push((section, vec![sentence])),
        }
    }
    let sections: Vec<String> = sections
        .into_iter()
        .map(|(section, sentences)| match sentences.as_slice() {
            [] | [""] => section.to_owned(),
            [one] => format!("{section}, sentence {one}"),
            many => format!("{section}, sentences {}", many.join(", ")),
        })
        .collect();
    sections.join("; ")
}

/// The stance where it is not the usual one.
pub(super) fn stance(evidence: &Evidence) -> String {
    if evidence.stance == "reported" { String::new() } else { format!(" ({})", sanitise(&evidence.stance)) }
}

/// The last line of an answer: `complete: 1 row, 1 study`.
pub(super) fn completeness(answers: &Answers) -> String {
    let mut studies: Vec<_> = answers.rows.iter().flat_map(|row| row.refs.iter().map(|r| r.study)).collect();
    studies.sort_unstable();
    studies.dedup();
    let studies = answers.untold.as_ref().map_or(studies.len() as u64, |untold| untold.studies);
    let rows = answers.len() as u64;
    let tally = format!("{}, {}", count(rows, "row"), count(studies, "study"));
    match (&answers.completeness, &answers.counts) {
        (Completeness::CutShort { limit }, _) => format!("not complete: {}; {tally} until then", sanitise(limit)),
        (Completeness::Complete, Some(counts)) => {
            let groups = counts.groups.len() as u64;
            let cut = match groups < counts.groups_total {
                true => format!("; the first {} of {}", thousands(groups), count(counts.groups_total, "group")),
                false => String::new(),
            };
            format!("complete: {} counted{cut}", count(counts.total, "row"))
        }
        (Completeness::FirstOf { total }, Some(_)) => {
            format!("first groups of {}: the question has a limit", thousands(*total))
        }
        (Completeness::Complete, None) => format!("complete: {tally}"),
        (Completeness::FirstOf { total }, None) => {
            format!("first {} of {}: the question has a limit", thousands(rows), count(*total, "row"))
        }
    }
}

/// `base Hu 2020 (412 findings, 71 studies)`
pub(super) fn base(answers: &Answers) -> String {
    format!("base {}", base_info(&answers.base))
}

/// `Hu 2020 (412 findings, 71 studies)`
pub(super) fn base_info(base: &BaseInfo) -> String {
    format!("{} ({}, {})", sanitise(&base.name), count(base.findings, "finding"), count(base.studies, "study"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_one_section_stand_together() {
        let all =
            ["Hu 2020, section 2, sentence 16", "Hu 2020, section 2, sentence 17", "Hu 2020, section 4.1, sentence 3"];
        let all = all.map(str::to_owned);
        assert_eq!(places(&all), "Hu 2020, section 2, sentences 16, 17; Hu 2020, section 4.1, sentence 3");
        assert_eq!(places(&all[..1]), "Hu 2020, section 2, sentence 16");
        assert_eq!(places(&["table 1".to_owned()]), "table 1");
        assert_eq!(places(&[]), "");
    }

    #[test]
    fn numbers_are_read_aloud() {
        assert_eq!(count(0, "row"), "0 rows");
        assert_eq!(count(1, "study"), "1 study");
        assert_eq!(count(1_737_401, "study"), "1,737,401 studies");
        assert_eq!(count(2, "assay"), "2 assays");
    }
}
