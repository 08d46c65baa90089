//! Replies that hold no rows, as pages.
//!
//! A reply comes in, blocks go out for the same printers as those of answers. It does not know layout.

use super::document::{Block, finding, looser, reading};
use super::style::{Expansions, Style};
use super::{comparisons, script, tables, words};
use crate::answer::reply::{Defined, Description, Kinds, Listing, Reply, Resolved, SenseWords, Why, WhyNot};

/// The whole page of any reply.
pub(super) fn page(reply: &Reply, style: &Style) -> Vec<Block> {
    match reply {
        Reply::Answers(answers) => super::document::answers(answers, style),
        Reply::Why(why) => why_page(why, style),
        Reply::WhyNot(why_not) => why_not_page(why_not),
        Reply::Description(description) => description_page(description),
        Reply::Kinds(kinds) => kinds_page(kinds),
        Reply::Listing(listing) => listing_page(listing),
        Reply::Resolved(resolved) => resolved_page(resolved),
        Reply::Noted(noted) => script::noted(noted),
        Reply::Expected(expected) => script::expected(expected),
        Reply::Changes(changes) => script::changes(changes),
        Reply::Matrix(matrix) => tables::matrix(matrix),
        Reply::Gaps(gaps) => tables::gaps(gaps, style),
        Reply::Compared(compared) => comparisons::compared(compared),
        Reply::Contested(contested) => comparisons::contested(contested, style),
        Reply::Similar(similar) => comparisons::similar(similar, style),
        Reply::Defined(defined) => defined_page(defined),
        Reply::Paths(paths) => super::chains::paths_page(paths, style),
        Reply::Card(card) => super::card::page(card, style),
    }
}

/// The whole page of any reply, with nothing counted that could be told.
pub(super) fn whole(reply: &Reply) -> Vec<Block> {
    page(reply, &Style { expansions: Expansions::All, whole: true, ..Style::default() })
}

fn defined_page(defined: &Defined) -> Vec<Block> {
    let members = match (defined.members, defined.kind.as_str()) {
        (None, _) => String::new(),
        (Some(members), "set") => format!(", {} in it now", words::thousands(members)),
        (Some(members), _) => format!(", {} now", words::count(members, "pair")),
    };
    let mut page = vec![Block::Lead(format!("defined: {} (a {}{members})", defined.name, defined.kind))];
    page.extend(defined.reading.iter().map(|sentence| Block::Item(1, sentence.clone())));
    page.push(Block::Title(0, "how to use it:".to_owned()));
    page.extend(defined.uses.iter().map(|usage| Block::Item(1, usage.clone())));
    page
}

/// What surrounds the rows of any reply.
pub(super) fn header(reply: &Reply, style: &Style) -> Vec<Block> {
    let mut page = Vec::new();
    match reply {
        Reply::Answers(answers) => return super::document::header(answers, style),
        Reply::Why(why) => {
            reading(&mut page, &why.reading, style.expansions);
            page.extend(why.notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
        }
        Reply::Paths(paths) => return super::chains::paths_header(paths, style),
        Reply::WhyNot(why_not) => page.extend(why_not.notes.iter().map(|note| Block::Item(0, format!("note: {note}")))),
        Reply::Noted(noted) => return script::noted(noted),
        Reply::Expected(expected) => return script::expected(expected),
        Reply::Changes(changes) => return script::changes_aside(changes),
        Reply::Matrix(matrix) => return tables::matrix_header(matrix),
        Reply::Gaps(gaps) => return tables::gaps_header(gaps),
        Reply::Compared(compared) => return comparisons::compared_header(compared),
        Reply::Contested(contested) => return comparisons::contested_header(contested),
        Reply::Similar(similar) => return comparisons::similar_header(similar),
        _ => {}
    }
    page
}

fn why_page(why: &Why, style: &Style) -> Vec<Block> {
    let mut page = Vec::new();
    reading(&mut page, &why.reading, style.expansions);
    if why.rows.is_empty() {
        page.push(Block::Title(0, "no row, so nothing to prove".to_owned()));
    }
    for row in &why.rows {
        page.push(Block::Title(0, row.name.clone()));
        for (at, proof) in row.proofs.iter().enumerate() {
            if row.proofs_total > 1 {
                page.push(Block::Item(1, format!("proof {} of {}", at + 1, row.proofs_total)));
            }
            page.extend(proof.evidence.iter().map(|one| finding(1, one)));
            page.extend(proof.steps.iter().map(|step| Block::Item(2, format!("- {step}"))));
        }
    }
    page.extend(why.notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
    page
}

fn why_not_page(why_not: &WhyNot) -> Vec<Block> {
    let mut page = Vec::new();
    if why_not.is_row {
        page.push(Block::Lead(format!("{} is in the answer", why_not.row)));
    } else {
        page.push(Block::Lead(format!("why {} is not in the answer", why_not.row)));
    }
    page.push(Block::fact("asked", why_not.query.clone()));
    page.extend(why_not.failing.iter().map(|failing| Block::fact("fails", failing.clone())));
    if let Some(nearest) = &why_not.nearest {
        page.push(Block::Title(0, "the finding that comes nearest:".to_owned()));
        page.push(finding(1, nearest));
    }
    looser(&mut page, &format!("smallest changes that let {} in:", why_not.row), &why_not.relaxations);
    page.extend(why_not.notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
    page
}

fn description_page(description: &Description) -> Vec<Block> {
    let mut page = vec![Block::Lead(format!("{} ({})", description.name, description.kind))];
    if !description.aliases.is_empty() {
        page.push(Block::fact("also", description.aliases.join(", ")));
    }
    if !description.xrefs.is_empty() {
        page.push(Block::fact("xrefs", description.xrefs.join(", ")));
    }
    page.extend(description.facts.iter().map(|(label, text)| Block::Item(1, format!("{label}: {text}"))));
    if !description.tallies.is_empty() {
        let rows = description
            .tallies
            .iter()
            .map(|tally| vec![tally.role.clone(), words::thousands(tally.findings), words::thousands(tally.studies)]);
        page.push(Block::Grid(["stands as", "findings", "studies"].map(str::to_owned).to_vec(), rows.collect()));
    }
    if !description.questions.is_empty() {
        page.push(Block::Title(0, "questions with rows:".to_owned()));
        page.extend(description.questions.iter().map(|query| Block::Query(1, query.clone())));
    }
    page.push(Block::Close(format!(
        "{}, {}",
        words::count(description.findings, "finding"),
        words::count(description.studies, "study")
    )));
    page
}

fn kinds_page(kinds: &Kinds) -> Vec<Block> {
    let mut page = vec![Block::Lead(format!("kinds of {} ({})", kinds.name, kinds.kind))];
    if !kinds.broader.is_empty() {
        page.push(Block::fact("broader", kinds.broader.join(", ")));
    }
    for line in &kinds.lines {
        let because = if line.because.is_empty() { String::new() } else { format!(", {}", line.because) };
        let source = line.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
        let findings = words::count(line.findings, "finding");
        page.push(Block::Item(1 + line.depth.min(64) as usize, format!("{}{because}: {findings}{source}", line.name)));
    }
    page
}

fn listing_page(listing: &Listing) -> Vec<Block> {
    if listing.rows.is_empty() {
        return vec![Block::Lead(listing.title.clone())];
    }
    vec![
        Block::Lead(listing.title.clone()),
        Block::Grid(listing.columns.clone(), listing.rows.clone()),
        Block::Close(words::count(listing.rows.len() as u64, "entry")),
    ]
}

fn resolved_page(resolved: &Resolved) -> Vec<Block> {
    let mut page = Vec::new();
    let senses = match resolved.senses.len() {
        0 => {
            page.push(Block::Lead(format!("{} is not known to this base", resolved.typed)));
            if !resolved.nearest.is_empty() {
                page.push(Block::Title(0, "nearest names:".to_owned()));
            }
            &resolved.nearest
        }
        1 => {
            page.push(Block::Lead(format!("{} means one thing", resolved.typed)));
            &resolved.senses
        }
        many => {
            page.push(Block::Lead(format!("{} may mean {many} things", resolved.typed)));
            &resolved.senses
        }
    };
    page.insert(1, Block::fact("compared as", resolved.normal.clone()));
    if !senses.is_empty() {
        let columns = ["name", "kind", "identifier", "by", "findings"].map(str::to_owned).to_vec();
        page.push(Block::Grid(columns, senses.iter().map(sense_cells).collect()));
    }
    page
}

fn sense_cells(sense: &SenseWords) -> Vec<String> {
    vec![
        sense.name.clone(),
        sense.kind.clone(),
        sense.xref.clone().unwrap_or_default(),
        sense.because.clone(),
        words::thousands(sense.findings),
    ]
}
