//! An answer as a page: what is told, in which order, before any layout.
//!
//! `Answers` come in, blocks of words go out; terminal and Markdown print the same blocks. It does not know widths, colours or markup, and
//! leaves making text safe to the printers.

use super::cells::Cell;
use super::heads::row_grid;
use super::style::{Expansions, Style};
use super::words;
use crate::answer::{
    Answers, Counts, EffectAnswer, Emptied, Evidence, Expansion, Included, Looser, NearMiss, Reading, Room, Verdict,
};
use crate::model::FindingId;
use std::borrow::Cow;

/// One piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// What the page is about.
    Lead(String),
    /// A label and what belongs to it, in the margin of the lead.
    Fact(Cow<'static, str>, String),
    /// A label, a text and the address that it leads to, in the margin of the lead.
    Link(Cow<'static, str>, String, String),
    /// A table of words.
    Grid(Vec<String>, Vec<Vec<String>>),
    /// The rows of an answer, and how many there are besides; numbered where the surface wants that.
    Rows(Vec<String>, Vec<Vec<Cell>>, usize),
    /// A table of marks: its corner, its columns, a name and marks a row; what stands nowhere is silent. Legends follow it.
    Marks(String, Vec<String>, Vec<(String, Vec<Mark>)>),
    /// Begins a part of the page; indented so many steps.
    Title(usize, String),
    /// A line of a part; indented so many steps.
    Item(usize, String),
    /// A question that can be typed.
    Query(usize, String),
    /// A finding: its sign, its statement, lines under it, and which it is where it is one finding.
    Finding(usize, char, String, Vec<String>, Option<FindingId>),
    /// Findings that are not told here.
    Untold(u64),
    /// The last line.
    Close(String),
}

impl Block {
    /// A label and what belongs to it.
    pub(super) fn fact(label: impl Into<Cow<'static, str>>, text: impl Into<String>) -> Block {
        Block::Fact(label.into(), text.into())
    }
}

/// What one cell of a table of marks shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mark {
    /// The signs that findings say: `+`, `-`, `0`, `?`.
    pub(super) signs: String,
    /// Distinct studies.
    pub(super) studies: u64,
    /// `!` contested, `/` context-split, `x` opposed.
    pub(super) verdict: Option<char>,
    /// Whether findings on kinds are among them.
    pub(super) rolled: bool,
    /// Whether a source declares a gap.
    pub(super) gap: bool,
}

/// Changes of a question named that were not tried; all are counted.
const UNTRIED: usize = 3;

/// Near misses shown on one page; the others are counted.
const NEAR: usize = 5;
/// Possible rows shown on one page; the others are counted.
const POSSIBLE: usize = 20;

/// The page of an answer.
pub(super) fn answers(answers: &Answers, style: &Style) -> Vec<Block> {
    let mut page = Vec::new();
    reading(&mut page, &answers.reading, style.expansions);
    match &answers.counts {
        Some(counts) => {
            page.push(count_grid(answers, counts));
            if answers.emptied.is_some() {
                no_row(&mut page, answers.emptied.as_ref());
            }
        }
        None if answers.is_empty() => no_row(&mut page, answers.emptied.as_ref()),
        None => page.push(row_grid(answers)),
    }
    findings(&mut page, answers, style.whole);
    aside(&mut page, answers, style);
    page
}

/// What surrounds the rows: for surfaces that hold rows only.
pub(super) fn header(answers: &Answers, style: &Style) -> Vec<Block> {
    let mut page = Vec::new();
    reading(&mut page, &answers.reading, style.expansions);
    aside(&mut page, answers, style);
    page
}

/// How the question was read.
pub(super) fn reading(page: &mut Vec<Block>, reading: &Reading, expansions: Expansions) {
    page.extend(reading.sentences.iter().map(|sentence| Block::Lead(sentence.clone())));
    let mut told: Vec<String> = Vec::new();
    for name in &reading.names {
        let is_entity = !matches!(name.kind.as_str(), "verb" | "slot" | "noun");
        if !is_entity && !name.respelled {
            continue;
        }
        let xref = name.xref.as_ref().map(|xref| format!(", {xref}")).unwrap_or_default();
        let words = if name.typed == name.name {
            format!("{} ({}{xref})", name.name, name.kind)
        } else {
            format!("{} as {} ({}{xref})", name.typed, name.name, name.kind)
        };
        if !told.contains(&words) {
            told.push(words);
        }
    }
    if !told.is_empty() {
        page.push(Block::fact("read", told.join("; ")));
    }
    if expansions == Expansions::None {
        page.extend(tally(&reading.expansions).map(|tally| Block::fact("includes", tally)));
        return;
    }
    for expansion in &reading.expansions {
        let lists = [
            ("includes", &expansion.includes, expansion.more),
            ("without", &expansion.leaves_out, expansion.more_left_out),
        ];
        for (label, list, more) in lists {
            if !list.is_empty() {
                page.push(Block::fact(
                    label,
                    format!("{}: {}", expansion.name, taken(expansion, list, more, expansions)),
                ));
            }
        }
    }
}

/// Names of an expansion that are told with the steps that lead to them.
const EXPLAINED: u64 = 2;
/// Names of an expansion that are told.
const NAMED: u64 = 6;
/// Names told of a longer one.
const BEGUN: usize = 3;

/// What an expansion took in or left out, as much of it as is wanted.
fn taken(expansion: &Expansion, list: &[Included], more: u64, wanted: Expansions) -> String {
    let total = list.len() as u64 + more;
    let names = |count: usize| list.iter().take(count).map(|one| one.name.clone()).collect::<Vec<_>>().join(", ");
    // a verb has few kinds, and no listing of its own
    let named = if expansion.listed_by.is_none() { u64::MAX } else { NAMED };
    let listed =
        expansion.listed_by.as_ref().map(|statement| format!("; `{statement}` lists them")).unwrap_or_default();
    if wanted == Expansions::All || total <= EXPLAINED {
        let mut all: Vec<String> = list.iter().map(included).collect();
        if more > 0 {
            all.push(format!("{} more{listed}", words::thousands(more)));
        }
        all.join(", ")
    } else if total <= named {
        names(list.len())
    } else {
        format!("{} and others, {} in all{listed}", names(BEGUN), words::count(total, "kind"))
    }
}

/// How much was taken in, without names: `5 narrower names, 3 narrower verbs`.
fn tally(expansions: &[Expansion]) -> Option<String> {
    let of = |verbs: bool| -> u64 {
        let those = expansions.iter().filter(|one| one.listed_by.is_none() == verbs);
        those.map(|one| one.includes.len() as u64 + one.more).sum()
    };
    let parts = [(of(false), "narrower name"), (of(true), "narrower verb")];
    let told: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| words::count(*count, what)).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// One thing that an expansion took in or left out, with the step that leads to it.
fn included(included: &Included) -> String {
    let places = words::places(&included.locators);
    let parts: Vec<&str> = [included.because.as_str(), &places].into_iter().filter(|part| !part.is_empty()).collect();
    let because = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) };
    format!("{}{because}", included.name)
}

/// That there is no row, and what each condition leaves.
fn no_row(page: &mut Vec<Block>, emptied: Option<&Emptied>) {
    let Some(emptied) = emptied else { return page.push(Block::Title(0, "no row".to_owned())) };
    let at = emptied.at.and_then(|at| emptied.conditions.get(at as usize));
    page.push(Block::Title(
        0,
        match at {
            Some(at) => format!("no row: nothing is left at `{}`", at.condition),
            None => "no row".to_owned(),
        },
    ));
    let count = |rows: Option<u64>| rows.map_or_else(String::new, words::thousands);
    let cells = emptied
        .conditions
        .iter()
        .map(|one| vec![one.condition.clone(), count(one.rows_so_far), count(one.rows_without)]);
    let columns = ["condition", "rows so far", "rows without it"].map(str::to_owned).to_vec();
    page.push(Block::Grid(columns, cells.collect()));
    if emptied.uncounted > 0 {
        let more = words::count(u64::from(emptied.uncounted), "more condition");
        page.push(Block::Item(1, format!("and {more}, not counted one by one")));
    }
}

fn count_grid(answers: &Answers, counts: &Counts) -> Block {
    let noun = answers.noun();
    let many = words::count(0, noun).replacen("0 ", "", 1);
    let of =
        |cells: Vec<String>, rows: u64| -> Vec<String> { cells.into_iter().chain([words::thousands(rows)]).collect() };
    if counts.by.is_none() {
        return Block::Grid(vec![many], vec![vec![words::thousands(counts.total)]]);
    }
    let mut rows: Vec<Vec<String>> = counts.groups.iter().map(|group| of(group.values.clone(), group.rows)).collect();
    let first = |words: String| -> Vec<String> {
        std::iter::once(words).chain(counts.places.iter().skip(1).map(|_| String::new())).collect()
    };
    let left = counts.groups_total.saturating_sub(counts.groups.len() as u64);
    if left > 0 {
        rows.push(vec![String::new(); counts.places.len() + 1]);
        if let Some(cell) = rows.last_mut().and_then(|row| row.first_mut()) {
            *cell = format!("(and {})", words::count(left, "more group"));
        }
    }
    if counts.not_stated > 0 {
        rows.push(of(first("(not stated)".to_owned()), counts.not_stated));
    }
    let total = if counts.overlapping { "(distinct, a row may stand in several)" } else { "(all)" };
    rows.push(of(first(total.to_owned()), counts.total));
    Block::Grid(counts.places.iter().cloned().chain([many]).collect(), rows)
}

/// The findings for and against each row.
fn findings(page: &mut Vec<Block>, answers: &Answers, whole: bool) {
    let mut room = Room::new(whole);
    let left = answers.untold.as_ref();
    let mut untold = left.map_or(0, |left| left.findings);
    // what is to be noted of every row is noted once
    let shared: Vec<&String> = match answers.rows.as_slice() {
        [first, rest @ ..] if answers.len() > 1 => {
            let by_each = |note: &&String| {
                let of_others = left.is_none_or(|left| left.rows == 0 || left.notes.contains(note));
                of_others && rest.iter().all(|row| row.notes.contains(note))
            };
            first.notes.iter().filter(by_each).collect()
        }
        _ => Vec::new(),
    };
    for row in &answers.rows {
        let here: usize = row.effects.iter().map(evidence_count).sum();
        if !room.takes(here) {
            untold += here as u64;
            continue;
        }
        let notes: Vec<&String> = row.notes.iter().filter(|note| !shared.contains(note)).collect();
        if here == 0 && notes.is_empty() {
            continue;
        }
        if let ("finding", [effect]) = (answers.noun(), row.effects.as_slice())
            && let ([witness], true) = (effect.witnesses.as_slice(), here == 1 && notes.is_empty())
        {
            // the row is the finding
            page.push(finding(0, witness));
            continue;
        }
        page.push(Block::Title(0, answers.name(row)));
        for effect in &row.effects {
            let level = if row.effects.len() > 1 {
                page.push(Block::Item(1, format!("{}: {}", effect.effect, verdict(effect))));
                2
            } else {
                if !effect.separators.is_empty() {
                    page.push(Block::Item(1, verdict(effect)));
                }
                1
            };
            match effect.derivations.is_empty() {
                true => page.extend(effect.witnesses.iter().map(|one| finding(level, one))),
                false => super::chains::derived(page, level, effect),
            }
            let (inside, elsewhere) = match is_denied(effect) {
                true => ("what is said instead", "what is said elsewhere"),
                false => ("against it, here", "against it, elsewhere"),
            };
            against(page, level, inside, &effect.against_inside);
            against(page, level, elsewhere, &effect.against_elsewhere);
        }
        page.extend(notes.into_iter().map(|note| Block::Item(1, format!("note: {note}"))));
    }
    if untold > 0 {
        page.push(Block::Untold(untold));
    }
    page.extend(shared.into_iter().map(|note| Block::Item(0, format!("note on each row: {note}"))));
}

/// Whether the row is there because the effect is not.
pub(super) fn is_denied(effect: &EffectAnswer) -> bool {
    matches!(effect.verdict, Verdict::Silent | Verdict::Null | Verdict::Opposed)
}

fn evidence_count(effect: &EffectAnswer) -> usize {
    effect.witnesses.len() + effect.against_inside.len() + effect.against_elsewhere.len()
}

fn verdict(effect: &EffectAnswer) -> String {
    let word = effect.verdict.words();
    let slots = effect.separators.join(", ");
    match (effect.verdict, slots.is_empty()) {
        (Verdict::ContextSplit, false) => format!("{word}, told apart by {slots}"),
        (Verdict::Contested, false) => format!("{word}; only one side states {slots}"),
        _ => word.to_owned(),
    }
}

fn against(page: &mut Vec<Block>, level: usize, title: &str, evidence: &[Evidence]) {
    if evidence.is_empty() {
        return;
    }
    page.push(Block::Item(level, format!("{title}:")));
    page.extend(evidence.iter().map(|one| finding(level + 1, one)));
}

/// One finding with its context and its place.
pub(super) fn finding(level: usize, evidence: &Evidence) -> Block {
    let refs = words::references(&evidence.refs);
    let refs = if refs.is_empty() { String::new() } else { format!(" {refs}") };
    let statement = format!("{}{refs}{}", evidence.statement, words::stance(evidence));
    let mut under = Vec::new();
    let context = words::context(evidence, "; ");
    if !context.is_empty() {
        under.push(context);
    }
    if !evidence.locators.is_empty() {
        under.push(words::places(&evidence.locators));
    }
    Block::Finding(level, evidence.sign, statement, under, Some(evidence.finding))
}

/// What was left out, what is near, what is weaker, and whether this is all.
fn aside(page: &mut Vec<Block>, answers: &Answers, style: &Style) {
    let mut near: Vec<&NearMiss> = answers.near_misses.iter().collect();
    // those that may be rows are told as such where the list of near misses is too long for them
    let beyond = near.split_off(if style.whole { near.len() } else { near.len().min(NEAR) });
    let (mut possible, others): (Vec<&NearMiss>, Vec<&NearMiss>) = beyond.into_iter().partition(|miss| miss.skipped);
    let mut near_left = answers.near_misses_total.saturating_sub((near.len() + possible.len()) as u64);
    if let ([one], 1) = (others.as_slice(), near_left) {
        near.push(one);
        near_left = 0;
    }
    let possible_total = answers.possible_total + possible.len() as u64;
    possible.extend(&answers.possible);
    possible.truncate(words::shown(possible.len(), POSSIBLE, style));
    let possible_left = possible_total.saturating_sub(possible.len() as u64);
    let noun = answers.noun();
    for skipped in &answers.skipped {
        let rows = words::count(skipped.rows, noun);
        let who = if noun == "finding" { "that" } else { "whose matching findings" };
        page.push(Block::Title(0, format!("skipped: {rows} {who} state no {}", skipped.slot)));
        skipped_for(page, &format!("{} not stated", skipped.slot), &mut near, &mut possible);
    }
    if !near.is_empty() {
        page.push(Block::Title(0, "near misses, no rows:".to_owned()));
        page.extend(near.into_iter().map(near_miss));
    }
    if near_left > 0 {
        page.push(Block::Item(1, words::rest(near_left, "more near miss", style)));
    }
    if !possible.is_empty() {
        page.push(Block::Title(0, "possible, no rows:".to_owned()));
        page.extend(possible.into_iter().map(near_miss));
    }
    if possible_left > 0 {
        page.push(Block::Item(1, words::rest(possible_left, "more possible row", style)));
    }
    if !answers.related.is_empty() {
        page.push(Block::Title(0, "related, not counted:".to_owned()));
        for related in &answers.related {
            page.push(Block::Item(1, format!("{}: {}", related.name, related.reason)));
            page.push(finding(2, &related.evidence));
        }
    }
    if !answers.beside.is_empty() {
        page.push(Block::Title(0, "said, but not measured:".to_owned()));
        page.extend(answers.beside.iter().map(|one| finding(1, one)));
    }
    let weaker = answers.looser.iter().all(|one| one.weaker);
    let title = if weaker { "a weaker question gives rows:" } else { "no weaker question gives rows; near it:" };
    looser(page, title, &answers.looser);
    let untried = &answers.looser_untried;
    if !untried.is_empty() {
        // of two changes at once the words say too much for what they are worth
        let single: Vec<String> =
            untried.iter().filter(|change| !change.contains("; ")).take(UNTRIED).cloned().collect();
        let named = if single.is_empty() { String::new() } else { format!(", among them {}", single.join(" and ")) };
        let changes = words::count(untried.len() as u64, "further change");
        let told = format!("{changes} of the question not tried, so as not to keep you waiting{named}");
        page.push(Block::Item(0, told));
    }
    page.extend(answers.notes.iter().map(|note| Block::Item(0, format!("note: {note}"))));
    page.push(Block::Close(format!("{}; {}", words::completeness(answers), words::base(answers))));
}

/// Tells those that one unstated slot kept out, and takes them from the lists: those of whom no more is to be said on one line.
fn skipped_for<'a>(
    page: &mut Vec<Block>,
    unsaid: &str,
    near: &mut Vec<&'a NearMiss>,
    possible: &mut Vec<&'a NearMiss>,
) {
    let is_here = |miss: &&NearMiss| miss.skipped && miss.failed.iter().any(|failed| failed.reason.starts_with(unsaid));
    let mut bare = Vec::new();
    let mut told = Vec::new();
    for list in [near, possible] {
        for miss in list.iter().copied().filter(|miss| is_here(miss)) {
            match told_of(miss, Some(unsaid)) {
                (who, reasons) if reasons.is_empty() => bare.push(who),
                (who, reasons) => told.push(Block::Item(1, format!("{who}: {reasons}"))),
            }
        }
        list.retain(|miss| !is_here(miss));
    }
    page.extend(told);
    if !bare.is_empty() {
        page.push(Block::Item(1, bare.join(", ")));
    }
}

/// Weaker questions, each with what it gives.
pub(super) fn looser(page: &mut Vec<Block>, title: &str, looser: &[Looser]) {
    if looser.is_empty() {
        return;
    }
    page.push(Block::Title(0, title.to_owned()));
    for one in looser {
        let mut text = format!("{}: {}", one.change, words::count(one.rows, "row"));
        if !one.examples.is_empty() {
            let more = (one.rows as usize).saturating_sub(one.examples.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            text.push_str(&format!(", {}{more}", one.examples.join(", ")));
        }
        page.push(Block::Item(1, text));
        page.push(Block::Query(2, one.query.clone()));
    }
}

/// A near miss on one line.
fn near_miss(miss: &NearMiss) -> Block {
    let (who, reasons) = told_of(miss, None);
    let reasons = if reasons.is_empty() { String::new() } else { format!(": {reasons}") };
    Block::Item(1, format!("{who}{reasons}"))
}

/// A near miss and its reasons; what its title already says is not said again.
fn told_of(miss: &NearMiss, said: Option<&str>) -> (String, String) {
    let refs = words::references(&miss.refs);
    let refs = if refs.is_empty() { String::new() } else { format!(" {refs}") };
    let mut reasons: Vec<String> = Vec::new();
    for failed in &miss.failed {
        let reason = match said.and_then(|said| failed.reason.strip_prefix(said)) {
            Some(rest) => rest.trim_start_matches([';', ',', ' ']),
            None => failed.reason.as_str(),
        };
        if !reason.is_empty() && !reasons.iter().any(|told| told == reason) {
            reasons.push(reason.to_owned());
        }
    }
    (format!("{}{refs}", miss.name), reasons.join("; "))
}
