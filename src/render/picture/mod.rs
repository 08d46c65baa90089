//! Pictures of replies: a signed network of findings, a heat map of a matrix, bars of counts.
//!
//! Replies come in with what they rest on, SVG or lines for a terminal go out, the same bytes for the same replies. A reply of which there is no
//! picture is told so, with what has one. Colours are told apart by colour-blind eyes, never stand alone, and follow the reader's light or dark.

mod bars;
mod heat;
mod layout;
mod network;
mod sheet;
mod svg;
mod terminal;

pub(super) use sheet::LOOKS;

use super::style::Style;
use super::words::count;
use super::write::{Told, Unwritable};
use crate::answer::tables::Matrix;
use crate::answer::{Answers, Counts, Graph, Reply};

/// Things of a network that is part of a page; a bigger one is a file of its own.
const ON_A_PAGE: usize = 80;

/// What of a reply can be drawn without its findings.
enum Drawable<'r> {
    Heat(&'r Matrix),
    Bars(&'r Answers, &'r Counts),
}

fn drawable(reply: &Reply) -> Option<Drawable<'_>> {
    match reply {
        Reply::Matrix(matrix) if !matrix.cells.is_empty() => Some(Drawable::Heat(matrix)),
        Reply::Answers(answers) => {
            let counts = answers.counts.as_ref().filter(|counts| counts.by.is_some())?;
            (!counts.groups.is_empty() || counts.not_stated > 0).then_some(Drawable::Bars(answers, counts))
        }
        _ => None,
    }
}

/// Whether the findings behind a reply are its picture.
fn is_network(one: &Told<'_>) -> bool {
    let drawn = match one.reply {
        Reply::Matrix(_) => false,
        Reply::Answers(answers) => answers.counts.is_none(),
        _ => true,
    };
    drawn && !one.graph.edges.is_empty()
}

/// Why a reply has no picture; none of one that nobody would draw.
fn undrawn(one: &Told<'_>) -> Option<&'static str> {
    match one.reply {
        Reply::Noted(_) | Reply::Expected(_) | Reply::Defined(_) => None,
        Reply::Answers(answers) if answers.counts.is_some() => {
            Some("a count of one number, or of nothing: `count ... by` makes bars")
        }
        Reply::Answers(_) => Some("an answer that rests on no finding"),
        Reply::Matrix(_) => Some("a matrix in which no cell holds anything"),
        Reply::Changes(_) => Some("what changed: it rests on two bases"),
        Reply::Description(_) | Reply::Kinds(_) | Reply::Listing(_) | Reply::Resolved(_) => {
            Some("a list of words: it rests on no finding")
        }
        _ => Some("a reply that rests on no finding"),
    }
}

const DRAWN: &str = "answers with findings are drawn as a network, `matrix` as a heat map, `count ... by` as bars";

/// The one picture of some replies as a file, and what it does not hold.
///
/// # Errors
/// There is none, there are several, or it would hold more than anybody reads.
pub(super) fn svg(told: &[Told<'_>], graph: &Graph) -> Result<(String, Vec<String>), Unwritable> {
    let drawables: Vec<Drawable<'_>> = told.iter().filter_map(|one| drawable(one.reply)).collect();
    let networks = told.iter().filter(|one| is_network(one)).count();
    let others = || {
        let undrawn = told.iter().filter(|one| drawable(one.reply).is_none() && !is_network(one)).filter_map(undrawn);
        let mut told: Vec<String> = undrawn.map(|why| format!("{why}; no picture of it")).collect();
        told.dedup();
        told
    };
    let sheet = match (drawables.as_slice(), networks) {
        ([], 0) => return Err(nothing(told, "svg", DRAWN)),
        ([], _) => {
            let (things, lines) = network::size(graph);
            if things > network::THINGS || lines > network::LINES {
                return Err(Unwritable::new(format!(
                    "{} and {} make no picture that anybody reads: ask less, or write cx2 or graphml for Cytoscape and Gephi, or dot for Graphviz",
                    count(things as u64, "thing"),
                    count(lines as u64, "line")
                )));
            }
            network::sheet(graph)
        }
        ([one], 0) => sheet_of(one),
        (several, networks) => {
            let pictures = several.len() + usize::from(networks > 0);
            return Err(Unwritable::new(format!(
                "{} make {} of different kinds, and a file of svg holds one: ask one question at a time, or write html, which holds all",
                count(told.len() as u64, "reply"),
                count(pictures as u64, "picture")
            )));
        }
    };
    let mut not_held = others();
    not_held.extend(sheet.remarks.iter().filter(|remark| remark.starts_with("not drawn")).cloned());
    if networks > 0 {
        not_held.push("rows and verdicts: svg shows the findings behind them".to_owned());
    }
    Ok((sheet.alone(), not_held))
}

fn sheet_of(drawable: &Drawable<'_>) -> sheet::Sheet {
    match drawable {
        Drawable::Heat(matrix) => heat::sheet(matrix),
        Drawable::Bars(answers, counts) => bars::sheet(answers, counts),
    }
}

/// The picture of one reply as part of a page, or why it has none there; nothing of a reply whose page is better without one.
pub(super) fn inline(one: &Told<'_>) -> Option<Result<String, String>> {
    if let Some(drawable) = drawable(one.reply) {
        return Some(Ok(sheet_of(&drawable).inline()));
    }
    // proofs and cards tell few findings, which stand there already
    if !is_network(one)
        || !matches!(one.reply, Reply::Answers(_) | Reply::Paths(_) | Reply::Contested(_) | Reply::Compared(_))
    {
        return None;
    }
    let (things, lines) = network::size(one.graph);
    if things > ON_A_PAGE || lines > network::LINES {
        let (things, lines) = (count(things as u64, "thing"), count(lines as u64, "line"));
        return Some(Err(format!(
            "not drawn here: a network of {things} and {lines}; svg, cx2, graphml and dot are for those"
        )));
    }
    Some(Ok(network::sheet(one.graph).inline()))
}

/// The pictures of some replies for a terminal, and what they do not hold.
///
/// # Errors
/// None of them has one.
pub(super) fn chart(told: &[Told<'_>], style: &Style) -> Result<(String, Vec<String>), Unwritable> {
    const CHARTED: &str = "`matrix` is drawn as a heat map and `count ... by` as bars; svg draws findings too";
    let mut charts = Vec::new();
    let mut not_held = Vec::new();
    for one in told {
        match drawable(one.reply) {
            Some(Drawable::Heat(matrix)) => charts.push(terminal::of_matrix(matrix, style)),
            Some(Drawable::Bars(answers, counts)) => charts.push(terminal::of_counts(answers, counts, style)),
            None if is_network(one) => not_held.push("a network of findings: svg draws it".to_owned()),
            None => not_held.extend(undrawn(one).map(|why| format!("{why}; no chart of it"))),
        }
    }
    if charts.is_empty() {
        return Err(nothing(told, "chart", CHARTED));
    }
    not_held.dedup();
    Ok((charts.join("\n"), not_held))
}

fn nothing(told: &[Told<'_>], what: &str, drawn: &str) -> Unwritable {
    let why = match told {
        [] => "nothing was asked".to_owned(),
        _ => match told.iter().find_map(undrawn) {
            _ if told.iter().any(is_network) => "no chart of an answer with findings".to_owned(),
            Some(why) => format!("no picture of {why}"),
            None => "no question was asked".to_owned(),
        },
    };
    Unwritable::new(format!("{what}: {why}; {drawn}"))
}

#[cfg(test)]
mod tests;
