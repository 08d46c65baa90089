//! Chains as pages.
//!
//! Derivations in words come in, blocks go out. It does not know layout.

use super::document::{Block, finding, reading};
use super::style::Style;
use super::words;
use crate::answer::reply::Paths;
use crate::answer::{DerivationWords, EffectAnswer, StepWords};

/// The page of `paths from ... to ...`.
pub(super) fn paths_page(paths: &Paths, style: &Style) -> Vec<Block> {
    let mut page = Vec::new();
    reading(&mut page, &paths.reading, style.expansions);
    if paths.paths.is_empty() {
        page.push(Block::Title(0, "no path".to_owned()));
    }
    for derivation in &paths.paths {
        chain(&mut page, 1, derivation);
    }
    if !paths.direct.is_empty() {
        page.push(Block::Title(0, "said by findings themselves, no path:".to_owned()));
        page.extend(paths.direct.iter().map(|one| finding(1, one)));
    }
    page.extend(paths.notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
    let least = if paths.total_is_least { "at least " } else { "" };
    page.push(Block::Close(format!("{least}{}", words::count(paths.total, "path"))));
    page
}

/// What surrounds the paths.
pub(super) fn paths_header(paths: &Paths, style: &Style) -> Vec<Block> {
    let mut page = Vec::new();
    reading(&mut page, &paths.reading, style.expansions);
    page.extend(paths.notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
    page
}

/// What meets an effect that no finding meets itself.
pub(super) fn derived(page: &mut Vec<Block>, level: usize, effect: &EffectAnswer) {
    for derivation in &effect.derivations {
        chain(page, level, derivation);
    }
    if !effect.direct.is_empty() {
        page.push(Block::Item(level, "beside it, said by a finding itself:".to_owned()));
        page.extend(effect.direct.iter().map(|one| finding(level + 1, one)));
    }
}

fn chain(page: &mut Vec<Block>, level: usize, derivation: &DerivationWords) {
    page.push(Block::Finding(level, derivation.sign, derivation.says.clone(), Vec::new(), None));
    let steps = derivation.steps.iter();
    page.extend(steps.map(|one| Block::Finding(level + 1, one.sign, step(one), Vec::new(), None)));
    let weakest = derivation.weakest.iter();
    page.extend(weakest.map(|weakest| Block::Item(level + 1, format!("weakest link: {weakest}"))));
}

/// A step on one line: `hypoxia upregulates HGF [61]`.
fn step(step: &StepWords) -> String {
    let refs = words::references(&step.refs);
    let refs = if refs.is_empty() { String::new() } else { format!(" {refs}") };
    let mut against = Vec::new();
    for one in &step.against {
        against.extend(one.refs.iter().cloned());
    }
    against.sort();
    against.dedup();
    let against = match step.against.is_empty() {
        true => String::new(),
        false => format!("; contested: other findings {} say otherwise", words::references(&against)),
    };
    format!("{}{refs}{against}", step.words)
}
