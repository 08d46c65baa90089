//! Evidence cards as pages and rows.
//!
//! A card comes in, blocks or cells go out for the same printers as those of answers. It does not know layout.

use super::document::{Block, finding};
use super::style::Style;
use super::words;
use crate::answer::card::{Card, CitedSource, CitedStudy, Link, Side};
use crate::answer::{Evidence, Verdict};

/// Other findings listed on a card; more are counted.
const LISTED: usize = 8;

/// The page of a card.
pub(super) fn page(card: &Card, style: &Style) -> Vec<Block> {
    let mut page = vec![Block::Lead(heading(card))];
    page.push(Block::fact(side(card.side), about(card)));
    let evidence = &card.evidence;
    let refs = words::references(&evidence.refs);
    let refs = if refs.is_empty() { String::new() } else { format!(" {refs}") };
    let says = format!("{} {} {}{refs}{}", card.subject, card.verb, card.object, words::stance(evidence));
    page.push(Block::Finding(0, evidence.sign, says, Vec::new(), None));
    for slot in &evidence.context {
        let inferred = if slot.inferred { " (inferred by the curator)" } else { "" };
        page.push(Block::fact(slot.slot.clone(), format!("{}{inferred}", slot.values.join(", "))));
    }
    let tier = card.tier.as_deref().unwrap_or("not stated");
    page.push(Block::fact("evidence", tier));
    for place in words::places(&evidence.locators).split("; ").filter(|place| !place.is_empty()) {
        page.push(Block::fact("where", place));
    }
    card.studies.iter().for_each(|one| study(&mut page, one));
    if card.studies.is_empty() {
        page.push(Block::fact("study", "none: the source says it itself"));
    }
    card.sources.iter().for_each(|one| source(&mut page, one));
    beside(&mut page, "says the same", &card.same, card.same_studies, style);
    beside(&mut page, "says otherwise", &card.contrary, card.contrary_studies, style);
    page
}

/// `resveratrol, row 1 of 3: finding 1 of 2`
fn heading(card: &Card) -> String {
    format!(
        "{}, row {} of {}: finding {} of {}",
        card.row,
        words::thousands(card.row_number),
        words::thousands(card.rows),
        words::thousands(card.number),
        words::thousands(card.of)
    )
}

fn side(side: Side) -> &'static str {
    match side {
        Side::For => "speaks for",
        Side::Step => "a step of",
        Side::Direct => "beside",
        Side::Against | Side::AgainstElsewhere => "against",
        Side::Instead => "instead of",
        Side::Proof => "proves",
    }
}

fn about(card: &Card) -> String {
    let mut said: Vec<String> = Vec::new();
    if card.side == Side::AgainstElsewhere {
        said.push("in another context".to_owned());
    }
    let slots = card.separators.join(", ");
    match (card.verdict, slots.is_empty()) {
        (Some(Verdict::ContextSplit), false) => said.push(format!("context-split, told apart by {slots}")),
        (Some(Verdict::Contested), false) => said.push(format!("contested; only one side states {slots}")),
        (Some(verdict), _) => said.push(verdict.words().to_owned()),
        (None, _) => {}
    }
    match said.is_empty() {
        true => card.about.clone(),
        false => format!("{} ({})", card.about, said.join("; ")),
    }
}

fn study(page: &mut Vec<Block>, study: &CitedStudy) {
    let number = words::reference(&study.reference);
    let called = study.title.as_ref().or(study.label.as_ref()).map(|called| format!(" {called}")).unwrap_or_default();
    let findings = words::count(study.findings, "finding");
    page.push(Block::fact("study", format!("[{number}]{called} ({findings} here)")));
    page.extend(study.printed.iter().map(|printed| Block::fact("study", printed.as_str())));
    links(page, "study", &study.links);
}

fn source(page: &mut Vec<Block>, source: &CitedSource) {
    let title = source.title.as_ref().map(|title| format!(": {title}")).unwrap_or_default();
    page.push(Block::fact("source", format!("{}{title}", source.name)));
    page.extend(source.printed.iter().map(|printed| Block::fact("source", printed.as_str())));
    links(page, "source", &source.links);
    let curated = match (&source.curator, &source.curated) {
        (Some(who), Some(when)) => Some(format!("{who}, {when}")),
        (Some(only), None) | (None, Some(only)) => Some(only.clone()),
        (None, None) => None,
    };
    page.extend(curated.map(|curated| Block::fact("curated by", curated)));
}

fn links(page: &mut Vec<Block>, label: &'static str, links: &[Link]) {
    page.extend(links.iter().map(|link| Block::Link(label.into(), link.text.clone(), link.url.clone())));
}

fn beside(page: &mut Vec<Block>, title: &str, evidence: &[Evidence], studies: u64, style: &Style) {
    if evidence.is_empty() {
        page.push(Block::Item(0, format!("{title}: no other finding of this base")));
        return;
    }
    let findings = words::count(evidence.len() as u64, "finding");
    page.push(Block::Title(0, format!("{title}: {findings}, {}", words::count(studies, "study"))));
    let shown = words::shown(evidence.len(), LISTED, style);
    page.extend(evidence.iter().take(shown).map(|one| finding(1, one)));
    if evidence.len() > shown {
        page.push(Block::Item(1, words::rest((evidence.len() - shown) as u64, "more finding", style)));
    }
}
