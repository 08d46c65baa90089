//! Bases as a whole, in words: what one holds, and how two differ.
//!
//! Stores come in, tables that own their words go out. It does not know from which files the stores were read.

use super::evidence::Teller;
use super::nearby::each;
use crate::answer::reply::Listing;
use crate::base::compare::{Change, compare};
use crate::base::{Facts, Scan};
use crate::goal::print::direction_words;
use crate::model::{Finding, Source, Study};
use std::collections::{BTreeMap, BTreeSet};

/// What a base holds: its name, sources and fingerprint, and counts of entities and findings from several sides.
///
/// A finding with two places, settings or studies is counted for both, so those counts may add up to more than there are.
#[must_use]
pub fn survey(facts: &dyn Facts) -> Listing {
    let teller = Teller::new(facts);
    let schema = facts.vocabulary().schema();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut say = |of: &str, which: &str, count: String| rows.push(vec![of.to_owned(), which.to_owned(), count]);
    say("base", facts.name(), String::new());
    say("fingerprint", &format!("{:032x}", facts.fingerprint()), String::new());
    for source in facts.sources() {
        say("source", &source_words(source), String::new());
    }
    let entities = facts.vocabulary().entities();
    say("entities", "all", entities.len().to_string());
    for (at, kind) in schema.kinds.iter().enumerate() {
        let count = entities.of_kind(crate::model::KindId(at as u32)).count();
        if count > 0 {
            say("entities by kind", &kind.name, count.to_string());
        }
    }
    say("findings", "all", facts.findings_held().to_string());
    let setting = facts.vocabulary().slots_named("setting").first().copied();
    let sides: [(&str, Side<'_>); 5] = [
        ("findings by stance", Box::new(|finding| vec![teller.stance(finding)])),
        ("findings by verb", Box::new(|finding| vec![teller.relation(finding.relation)])),
        (
            "findings by direction",
            Box::new(|finding| {
                let relation = schema.relations.get(finding.relation.index());
                relation.map(|relation| direction_words(relation.direction).to_owned()).into_iter().collect()
            }),
        ),
        (
            "findings by section",
            Box::new(|finding| finding.locators.iter().map(|place| place.section.clone()).collect()),
        ),
        (
            "findings by setting",
            Box::new(|finding| {
                let values = setting.into_iter().flat_map(|slot| finding.values(slot));
                values.map(|value| teller.value(&value.value)).collect()
            }),
        ),
    ];
    for (of, side) in &sides {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut none = 0u64;
        each(&teller, &Scan::default(), &mut |_, finding| {
            // twice in one section is once
            let groups: BTreeSet<String> = side(finding).into_iter().collect();
            none += u64::from(groups.is_empty());
            for group in groups {
                *counts.entry(group).or_insert(0) += 1;
            }
        });
        for (group, count) in counts {
            say(of, &group, count.to_string());
        }
        if none > 0 {
            say(of, "not stated", none.to_string());
        }
    }
    studies(&teller, &mut say);
    Listing {
        title: format!("what {} holds", facts.name()),
        columns: ["of", "which", "count"].map(str::to_owned).to_vec(),
        rows,
    }
}

/// The groups that a finding belongs to, seen from one side.
type Side<'a> = Box<dyn Fn(&Finding) -> Vec<String> + 'a>;

fn studies(teller: &Teller<'_>, say: &mut dyn FnMut(&str, &str, String)) {
    let mut counts = vec![0u64; teller.facts.study_count()];
    let mut none = 0u64;
    each(teller, &Scan::default(), &mut |_, finding| {
        none += u64::from(finding.studies.is_empty());
        for study in &finding.studies {
            if let Some(count) = counts.get_mut(study.index()) {
                *count += 1;
            }
        }
    });
    say("studies", "all", counts.len().to_string());
    let several = teller.facts.sources().len() > 1;
    let mut told: Vec<(Study, u64)> = (0u32..)
        .zip(counts)
        .filter_map(|(at, count)| Some((teller.facts.study(crate::model::StudyId(at))?.into_owned(), count)))
        .collect();
    told.sort_by_key(|(study, _)| (study.source, study.number));
    for (study, count) in told {
        let source = teller.facts.sources().get(study.source.index()).filter(|_| several);
        let source = source.map(|source| format!("{}:", source.name)).unwrap_or_default();
        let title = study.called().map(|title| format!(" {title}")).unwrap_or_default();
        say("findings by study", &format!("[{source}{}]{title}", study.number), count.to_string());
    }
    if none > 0 {
        say("findings by study", "citing nobody", none.to_string());
    }
}

fn source_words(source: &Source) -> String {
    let mut words = vec![source.name.clone()];
    words.extend(source.title.clone());
    words.extend(source.year.map(|year| year.to_string()));
    words.extend(source.doi.as_ref().map(|doi| format!("doi {doi}")));
    words.extend(source.pmid.as_ref().map(|pmid| format!("PMID {pmid}")));
    words.extend(source.pmcid.clone());
    words.extend(source.curator.as_ref().map(|curator| format!("curated by {curator}")));
    words.extend(source.curated.as_ref().map(|date| format!("curated {date}")));
    words.join("; ")
}

/// How two bases differ, a row a difference; no row exactly where their fingerprints are equal.
#[must_use]
pub fn compared(old: &dyn Facts, new: &dyn Facts) -> Listing {
    let found = compare(old, new);
    let count = |wanted: fn(&Change) -> bool| found.iter().filter(|one| wanted(&one.change)).count();
    let title = if found.is_empty() {
        "both bases say the same".to_owned()
    } else {
        format!(
            "the new base against the old one: {} added, {} removed, {} changed",
            count(|change| matches!(change, Change::Added(_))),
            count(|change| matches!(change, Change::Removed(_))),
            count(|change| matches!(change, Change::Changed { .. })),
        )
    };
    let rows = found.into_iter().map(|one| {
        let (change, part, old, new) = match one.change {
            Change::Added(new) => ("added", String::new(), String::new(), new),
            Change::Removed(old) => ("removed", String::new(), old, String::new()),
            Change::Changed { part, old, new } => ("changed", part, old, new),
        };
        vec![change.to_owned(), one.what.to_owned(), one.name, part, old, new]
    });
    Listing {
        title,
        columns: ["change", "what", "name", "part", "old", "new"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
