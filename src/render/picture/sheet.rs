//! A sheet with a picture: the question above it, what its marks mean and which base was asked below.
//!
//! The elements of a picture come in, a whole SVG goes out. It does not know what is drawn.

use super::super::grid::wrap;
use super::super::html::escaped;
use super::super::sanitise::sanitise;
use super::svg::{Anchor, Svg, fitted, n, width};
use crate::answer::BaseInfo;

/// How all pictures look; a page that holds them has it once.
pub(in super::super) const LOOKS: &str = include_str!("picture.css");

const MARGIN: f64 = 16.0;
/// Letters of the question.
const QUERY: f64 = 13.0;
/// Lines of a question that are shown.
const QUERY_LINES: usize = 4;
const SMALL: f64 = 12.0;
const LINE: f64 = 20.0;
/// A sample in the legend, and the blank behind an entry.
const SAMPLE: f64 = 34.0;
const BETWEEN: f64 = 22.0;
/// A narrower sheet would have no room for its legend.
const NARROWEST: f64 = 460.0;

/// An entry of the legend.
#[derive(Debug)]
pub(super) struct Key {
    /// Drawn in a box of 28 by 16 whose middle line is at 0.
    pub(super) sample: String,
    /// How wide the sample is where it needs more.
    pub(super) wide: f64,
    pub(super) words: String,
}

impl Key {
    pub(super) fn new(words: impl Into<String>, sample: impl FnOnce(&mut Svg)) -> Key {
        let mut svg = Svg::default();
        sample(&mut svg);
        Key { sample: svg.into_string(), wide: SAMPLE, words: words.into() }
    }
}

/// A picture and what belongs to it.
#[derive(Debug)]
pub(super) struct Sheet {
    /// What is seen, in one sentence, for those who do not see it.
    pub(super) says: String,
    pub(super) queries: Vec<String>,
    pub(super) bases: Vec<BaseInfo>,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) body: Svg,
    pub(super) legend: Vec<Key>,
    /// What a reader should know of what is not there.
    pub(super) remarks: Vec<String>,
}

impl Sheet {
    /// A file of its own: with looks, question and base.
    pub(super) fn alone(self) -> String {
        self.written(true)
    }

    /// Part of a page that has the looks, and tells question and base itself.
    pub(super) fn inline(self) -> String {
        self.written(false)
    }

    fn written(self, alone: bool) -> String {
        let Sheet { says, queries, bases, width: wide, height, body, legend, remarks } = self;
        let inner = wide.max(NARROWEST);
        let whole = inner + 2.0 * MARGIN;
        let mut svg = Svg::default();
        let mut y = MARGIN;
        if alone {
            let columns = (inner / (QUERY * 0.61)) as usize;
            let safe: Vec<String> = queries.iter().map(|query| sanitise(query).into_owned()).collect();
            let lines: Vec<String> = safe.iter().flat_map(|query| wrap(query, columns)).collect();
            for (at, line) in lines.iter().take(QUERY_LINES).enumerate() {
                let is_cut = at + 1 == QUERY_LINES && lines.len() > QUERY_LINES;
                svg.text(
                    "query",
                    MARGIN,
                    y + QUERY,
                    Anchor::Start,
                    &if is_cut { format!("{line} …") } else { line.clone() },
                );
                svg.add("\n");
                y += LINE;
            }
            y += if lines.is_empty() { 0.0 } else { 8.0 };
        }
        // a small picture stands in the middle of its sheet
        svg.moved("body", MARGIN + (inner - wide) / 2.0, y, &format!("\n{}", body.into_string()));
        y += height + 12.0;
        y = keys(&mut svg, &legend, inner, y);
        let told = |base: &BaseInfo| {
            format!("base {}, fingerprint {}; whereof {}", base.name, base.hash, env!("CARGO_PKG_VERSION"))
        };
        let bases = bases.iter().filter(|_| alone).map(told);
        for remark in remarks.into_iter().chain(bases) {
            for line in wrap(&sanitise(&remark), (inner / (SMALL * 0.64)) as usize) {
                svg.text("remark", MARGIN, y + SMALL, Anchor::Start, &line);
                svg.add("\n");
                y += LINE - 2.0;
            }
        }
        let tall = y + MARGIN - 4.0;
        let (w, h) = (n(whole), n(tall));
        let (opening, title, looks) = match alone {
            true => (
                " xmlns=\"http://www.w3.org/2000/svg\"",
                format!("<title>{}</title>\n", escaped(&queries.join("; "))),
                format!("<style>\n{LOOKS}</style>\n"),
            ),
            false => ("", String::new(), String::new()),
        };
        format!(
            "<svg{opening} class=\"picture\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\">\n{title}{looks}<rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>\n{}</svg>\n",
            escaped(&says),
            svg.into_string()
        )
    }
}

/// The legend from a height on; gives the height below it.
fn keys(svg: &mut Svg, legend: &[Key], inner: f64, from: f64) -> f64 {
    let (mut x, mut y) = (MARGIN, from);
    for key in legend {
        let words = fitted(&key.words, SMALL, inner - key.wide);
        let wide = key.wide + width(&words, SMALL);
        if x > MARGIN && x + wide > MARGIN + inner {
            x = MARGIN;
            y += LINE;
        }
        let mut one = Svg::default();
        one.add(&key.sample);
        one.text("words", key.wide, 4.0, Anchor::Start, &words);
        svg.moved("key", x, y + 8.0, &one.into_string());
        x += wide + BETWEEN;
    }
    if legend.is_empty() { from } else { y + LINE + 2.0 }
}
