//! Counts as bars: the longest first, each with its number at its end.
//!
//! Counts come in, a sheet goes out. It does not know what was counted.

use super::super::words::{count, thousands};
use super::sheet::{Key, Sheet};
use super::svg::{Anchor, Svg, fitted, n, width};
use crate::answer::{Answers, Counts};

/// Bars that a picture holds; the others are counted.
const BARS: usize = 60;
const HIGH: f64 = 18.0;
const STEP: f64 = 26.0;
const LETTERS: f64 = 13.0;
const NAME: f64 = 240.0;
/// The longest bar.
const LONG: f64 = 420.0;

/// One bar.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) rows: u64,
    /// Whether it stands for rows that do not state the slot.
    pub(super) rest: bool,
}

/// The bars of a count, those that do not state the slot last, and a sentence on what was cut.
pub(super) fn bars(counts: &Counts) -> (Vec<Bar>, Option<String>) {
    let mut all: Vec<Bar> = counts
        .groups
        .iter()
        .take(BARS)
        .map(|group| Bar { name: group.value.clone(), rows: group.rows, rest: false })
        .collect();
    if counts.not_stated > 0 {
        all.push(Bar { name: "(not stated)".to_owned(), rows: counts.not_stated, rest: true });
    }
    let cut = counts.groups.len().saturating_sub(BARS);
    (all, (cut > 0).then(|| format!("not drawn: {}; --format tsv has all", count(cut as u64, "smaller group"))))
}

/// `11 treatments in all; a row may stand in several groups`
pub(super) fn total(answers: &Answers, counts: &Counts) -> String {
    let several = if counts.overlapping { "; one may stand in several groups" } else { "" };
    format!("{} in all{several}", count(counts.total, answers.noun()))
}

pub(super) fn sheet(answers: &Answers, counts: &Counts) -> Sheet {
    let (bars, cut) = bars(counts);
    let names: Vec<String> = bars.iter().map(|bar| fitted(&bar.name, LETTERS, NAME)).collect();
    let left = names.iter().map(|name| width(name, LETTERS)).fold(40.0, f64::max) + 10.0;
    let most = bars.iter().map(|bar| bar.rows).max().unwrap_or(1).max(1);
    let mut body = Svg::default();
    for (at, (bar, name)) in bars.iter().zip(&names).enumerate() {
        let y = at as f64 * STEP;
        let long = (bar.rows as f64 / most as f64 * LONG).max(1.0);
        let class = if bar.rest { "bars rest" } else { "bars" };
        body.mark(class, &format!("{}: {}", bar.name, count(bar.rows, answers.noun())), |svg| {
            svg.text("side", left - 8.0, y + HIGH / 2.0 + 4.5, Anchor::End, name);
            svg.rect("bar", left, y, long, HIGH, 2.0);
            svg.text("count", left + long + 7.0, y + HIGH / 2.0 + 4.5, Anchor::Start, &thousands(bar.rows));
        });
    }
    let tall = bars.len() as f64 * STEP;
    let foot = (tall - STEP + HIGH + 4.0).max(0.0);
    body.path("grid", &format!("M{} -4V{}", n(left), n(foot)), None);
    body.add("\n");
    let by = counts.by.as_deref().unwrap_or_default();
    let mut legend = Vec::new();
    if bars.iter().any(|bar| !bar.rest) {
        legend.push(Key::new(format!("{} by {by}", count(0, answers.noun()).replacen("0 ", "", 1)), |svg| {
            svg.rect("bar", 0.0, -6.0, 26.0, 12.0, 2.0);
        }));
    }
    if bars.iter().any(|bar| bar.rest) {
        legend.push(Key::new(format!("{by} not stated"), |svg| {
            svg.add("<g class=\"rest\">");
            svg.rect("bar", 1.0, -6.0, 24.0, 12.0, 2.0);
            svg.add("</g>");
        }));
    }
    Sheet {
        says: format!("bar chart of {}", count(bars.len() as u64, "group")),
        queries: vec![answers.query.clone()],
        bases: vec![answers.base.clone()],
        width: left + LONG + 50.0,
        height: tall,
        body,
        legend,
        remarks: std::iter::once(total(answers, counts)).chain(cut).collect(),
    }
}
