//! Findings as a signed network: arrows for more, T-bars for less.
//!
//! A graph comes in, a sheet goes out. Things stand in layers, treatments before targets before diseases; a line stands for all findings that
//! say the same of two things and tells each of them to whoever points at it.

use super::super::network::drawn::{Drawn, Shape, Way, lines, shape};
use super::super::network::references;
use super::super::sanitise::sanitise;
use super::super::words::count;
use super::layout::{Face, Layout, Place, Route, Thing, layout};
use super::sheet::{Key, Sheet};
use super::svg::{Anchor, Svg, fitted, n, width};
use crate::answer::Graph;
use crate::answer::graph::{Edge, EdgeSlot, Link, Node};
use crate::model::EntityId;
use std::collections::{BTreeMap, BTreeSet};

/// Things and lines that a picture holds; of more nobody reads anything.
pub(super) const THINGS: usize = 200;
pub(super) const LINES: usize = 500;
/// Findings told of one line; the others are counted.
const TOLD: usize = 10;
const LETTERS: f64 = 13.0;
/// The widest name, and the narrowest box.
const NAME: f64 = 260.0;
const BOX: f64 = 72.0;
/// How deep the corners of a hexagon are, how round those of a pill.
const CORNER: f64 = 12.0;
/// What the head of a line takes of it, and half its height.
const HEAD: f64 = 9.0;
const TOUCH: f64 = 5.0;

/// How many things and lines a graph makes.
pub(super) fn size(graph: &Graph) -> (usize, usize) {
    (ends(graph).len(), lines(graph).len())
}

fn ends(graph: &Graph) -> BTreeSet<EntityId> {
    graph.edges.iter().flat_map(|edge| [edge.subject, edge.object]).collect()
}

/// A line to be drawn.
struct Line<'g> {
    from: usize,
    to: usize,
    class: String,
    head: Head,
    title: String,
    /// Studies; none of what the base declares.
    studies: Option<usize>,
    drawn: What<'g>,
}

enum What<'g> {
    Finding(Way),
    Declared(&'g Link),
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Head {
    Arrow,
    Bar,
    Ring,
    Open,
    None,
}

pub(super) fn sheet(graph: &Graph) -> Sheet {
    let ends = ends(graph);
    let mut nodes: Vec<&Node> = graph.nodes.iter().filter(|node| ends.contains(&node.id)).collect();
    // rows first, so that what was asked for stands above where lines leave the choice
    nodes.sort_by(|one, other| {
        other.is_row.cmp(&one.is_row).then_with(|| one.name.cmp(&other.name)).then(one.id.cmp(&other.id))
    });
    let number: BTreeMap<EntityId, usize> = nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
    let lines = all_lines(graph, &number);
    let names: Vec<String> = nodes.iter().map(|node| fitted(&node.name, LETTERS, NAME)).collect();
    let layers = layers(graph, &nodes);
    let things: Vec<Thing> = names
        .iter()
        .zip(layers)
        .map(|(name, layer)| Thing { layer, width: (width(name, LETTERS) * 1.04 + 26.0).max(BOX) })
        .collect();
    let pairs: Vec<(usize, usize)> = lines.iter().map(|line| (line.from, line.to)).collect();
    let made = layout(&things, &pairs);
    let mut body = Svg::default();
    let mut labels = Vec::new();
    for (line, route) in lines.iter().zip(&made.routes) {
        draw_line(&mut body, line, route, &nodes, &made, &mut labels);
    }
    for ((node, name), place) in nodes.iter().zip(&names).zip(&made.places) {
        let class = format!("thing {}{}", shape_word(shape(node)), if node.is_row { " row" } else { "" });
        body.mark(&class, &told(node), |svg| {
            outline(svg, shape(node), place);
            svg.text("name", place.x, place.y + 4.5, Anchor::Middle, name);
        });
    }
    Sheet {
        says: format!(
            "signed network of {} and {}",
            count(nodes.len() as u64, "thing"),
            count(lines.len() as u64, "line")
        ),
        queries: graph.queries.clone(),
        bases: graph.bases.clone(),
        width: made.width,
        height: made.height,
        body,
        legend: legend(&lines, &nodes),
        remarks: Vec::new(),
    }
}

/// Treatments, targets, diseases; layers in which nothing stands are left out. Where no kind is a treatment, what only acts begins.
fn layers(graph: &Graph, nodes: &[&Node]) -> Vec<usize> {
    let objects: BTreeSet<EntityId> = graph.edges.iter().map(|edge| edge.object).collect();
    let has_treatment = nodes.iter().any(|node| shape(node) == Shape::Treatment);
    let layer = |node: &&Node| match shape(node) {
        Shape::Treatment => 0,
        Shape::Disease => 2,
        Shape::Other if !objects.contains(&node.id) => 0,
        Shape::Molecule if !has_treatment && !objects.contains(&node.id) => 0,
        Shape::Molecule | Shape::Other => 1,
    };
    let all: Vec<usize> = nodes.iter().map(layer).collect();
    let used: BTreeSet<usize> = all.iter().copied().collect();
    all.iter().map(|layer| used.range(..layer).count()).collect()
}

fn all_lines<'g>(graph: &'g Graph, number: &BTreeMap<EntityId, usize>) -> Vec<Line<'g>> {
    let mut all = Vec::new();
    for (way, drawn) in lines(graph) {
        let (Some(from), Some(to)) = (number.get(&way.from), number.get(&way.to)) else { continue };
        let (sign, head) = match way.sign {
            _ if way.is_gap => ("unclear", Head::None),
            '+' => ("up", Head::Arrow),
            '-' => ("down", Head::Bar),
            '0' => ("flat", Head::Ring),
            _ => ("unclear", Head::Open),
        };
        let dashes = match way.sign {
            _ if way.is_gap => " dotted",
            '?' => " dashed",
            _ if way.is_supposed => " dashed",
            _ => "",
        };
        let beside = if way.is_beside { " beside" } else { "" };
        all.push(Line {
            from: *from,
            to: *to,
            class: format!("line {sign}{dashes}{beside}"),
            head,
            title: findings(graph, &drawn),
            studies: Some(drawn.references.len()),
            drawn: What::Finding(way),
        });
    }
    for link in &graph.links {
        let (Some(from), Some(to)) = (number.get(&link.from), number.get(&link.to)) else { continue };
        let name = |id| graph.node(id).map_or("?", |node| node.name.as_str());
        all.push(Line {
            from: *from,
            to: *to,
            class: "line declared".to_owned(),
            head: Head::None,
            title: format!(
                "{} {} {}: declared by the base, no finding",
                name(link.from),
                link.kind.words(),
                name(link.to)
            ),
            studies: None,
            drawn: What::Declared(link),
        });
    }
    all
}

/// The findings behind a line, a line each.
fn findings(graph: &Graph, drawn: &Drawn) -> String {
    let edges: Vec<&Edge> = drawn.findings.iter().filter_map(|at| graph.edges.get(*at)).collect();
    let mut told: Vec<String> = edges.iter().take(TOLD).map(|edge| finding(graph, edge)).collect();
    if edges.len() > TOLD {
        told.push(format!("and {}", count((edges.len() - TOLD) as u64, "more finding")));
    }
    told.join("\n")
}

fn finding(graph: &Graph, edge: &Edge) -> String {
    let refs = references(graph, edge);
    let refs = if refs.is_empty() { String::new() } else { format!(" [{}]", refs.join(", ")) };
    let stance = match edge.stance_words() {
        "reported" => String::new(),
        words => format!(" ({words})"),
    };
    let slot = |slot: &EdgeSlot| {
        let values: Vec<String> = slot.values.iter().map(|value| graph.value(value)).collect();
        format!("{}: {}", slot.slot, values.join(", "))
    };
    let context: Vec<String> = edge.slots.iter().map(slot).collect();
    let context = if context.is_empty() { String::new() } else { format!("; {}", context.join("; ")) };
    sanitise(&format!("{}{refs}{stance}{context}", graph.statement(edge))).into_owned()
}

fn told(node: &Node) -> String {
    let mut about = vec![node.kind.clone()];
    about.extend(node.xrefs.first().cloned());
    if node.is_row {
        about.push("a row of the answer".to_owned());
    }
    sanitise(&format!("{} ({})", node.name, about.join(", "))).into_owned()
}

fn shape_word(shape: Shape) -> &'static str {
    match shape {
        Shape::Treatment => "treatment",
        Shape::Molecule => "molecule",
        Shape::Disease => "disease",
        Shape::Other => "other",
    }
}

/// The outline of a thing.
fn outline(svg: &mut Svg, shape: Shape, place: &Place) {
    let Place { x, y, width, height } = *place;
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    match shape {
        Shape::Treatment => svg.rect("shape", left, top, width, height, 0.0),
        Shape::Molecule => svg.rect("shape", left, top, width, height, round(height)),
        Shape::Other => svg.rect("shape plain", left, top, width, height, 4.0),
        Shape::Disease => {
            let (right, bottom) = (left + width, top + height);
            let way = format!(
                "M{} {}L{} {}L{} {}L{} {}L{} {}L{} {}Z",
                n(left),
                n(y),
                n(left + CORNER),
                n(top),
                n(right - CORNER),
                n(top),
                n(right),
                n(y),
                n(right - CORNER),
                n(bottom),
                n(left + CORNER),
                n(bottom)
            );
            svg.path("shape", &way, None);
        }
    }
}

fn round(height: f64) -> f64 {
    (height / 2.0).min(15.0)
}

/// How far inside the box the outline is, at some height from its middle.
fn inset(shape: Shape, place: &Place, from_middle: f64) -> f64 {
    let half = place.height / 2.0;
    match shape {
        Shape::Treatment | Shape::Other => 0.0,
        // the head of a line is as high as it is: it touches with the nearer half
        Shape::Disease => CORNER * ((from_middle.abs() - TOUCH).max(0.0) / half).min(1.0),
        Shape::Molecule => {
            let round = round(place.height);
            let into = (from_middle.abs() - TOUCH - (half - round)).clamp(0.0, round);
            round - (round * round - into * into).sqrt()
        }
    }
}

/// One curve of a line: its ends, and where it is drawn to.
type Curve = [(f64, f64); 4];

fn draw_line(
    svg: &mut Svg,
    line: &Line<'_>,
    route: &Route,
    nodes: &[&Node],
    made: &Layout,
    labels: &mut Vec<(f64, f64)>,
) {
    let (Some(first), Some(last)) = (route.points.first().copied(), route.points.last().copied()) else { return };
    let at = |thing: usize, y: f64| match (nodes.get(thing), made.places.get(thing)) {
        (Some(node), Some(place)) => inset(shape(node), place, y - place.y),
        _ => 0.0,
    };
    let out = |face: Face| if face == Face::Left { -1.0 } else { 1.0 };
    let begin = (first.0 - out(route.faces.0) * at(line.from, first.1), first.1);
    let outwards = out(route.faces.1);
    let tip = (last.0 - outwards * at(line.to, last.1), last.1);
    let wide = line.studies.map_or(1.2, |studies| 1.6 + 0.8 * (studies.saturating_sub(1).min(6)) as f64);
    // the line ends inside its head
    let short = match line.head {
        Head::Arrow => HEAD + wide * 0.6,
        Head::Bar => 3.2,
        Head::Ring => 10.0,
        Head::Open => 3.0,
        Head::None => 1.0,
    };
    let end = (tip.0 + outwards * short, tip.1);
    let mut points = vec![begin];
    points.extend(route.points.get(1..route.points.len() - 1).unwrap_or(&[]));
    points.push(end);
    let mut curves: Vec<Curve> = Vec::new();
    let mut way = format!("M{} {}", n(begin.0), n(begin.1));
    for (turn, pair) in points.windows(2).enumerate() {
        let [from, to] = *pair else { continue };
        if turn % 2 == 1 {
            // through a layer that it passes
            way.push_str(&format!("L{} {}", n(to.0), n(to.1)));
            continue;
        }
        let (reach, back) = match route.faces {
            (one, other) if one == other => (out(one) * route.bend, out(one) * route.bend),
            _ => ((to.0 - from.0) * 0.5, (from.0 - to.0) * 0.5),
        };
        let curve = [from, (from.0 + reach, from.1), (to.0 + back, to.1), to];
        let [_, one, two, _] = curve;
        way.push_str(&format!("C{} {} {} {} {} {}", n(one.0), n(one.1), n(two.0), n(two.1), n(to.0), n(to.1)));
        curves.push(curve);
    }
    let label = line.studies.filter(|studies| *studies > 0).and_then(|studies| {
        let place = label_place(&curves, fans_out(line, made), labels)?;
        Some((place, studies.to_string()))
    });
    svg.mark(&line.class, &line.title, |svg| {
        svg.path("way", &way, Some(wide));
        head(svg, line.head, tip, outwards, wide);
        if let Some(((x, y), words)) = &label {
            svg.text("label", *x, *y + 4.0, Anchor::Middle, words);
        }
    });
}

/// Whether more lines leave where it begins than come where it ends: then they are apart at their ends.
fn fans_out(line: &Line<'_>, made: &Layout) -> bool {
    let height = |thing: usize| made.places.get(thing).map_or(0.0, |place| place.height);
    height(line.from) > height(line.to)
}

/// Where on its curves a number stands on no other.
fn label_place(curves: &[Curve], at_end: bool, taken: &mut Vec<(f64, f64)>) -> Option<(f64, f64)> {
    const PARTS: [f64; 7] = [0.34, 0.42, 0.5, 0.26, 0.58, 0.66, 0.74];
    let curve = if at_end { curves.last() } else { curves.first() }?;
    let places = PARTS.iter().map(|part| on(curve, if at_end { 1.0 - part } else { *part }));
    let clear = |(x, y): &(f64, f64)| !taken.iter().any(|(a, b)| (a - x).abs() < 17.0 && (b - y).abs() < 12.0);
    let chosen = places.clone().find(clear).or_else(|| places.clone().next())?;
    taken.push(chosen);
    Some(chosen)
}

fn on(curve: &Curve, part: f64) -> (f64, f64) {
    let rest = 1.0 - part;
    let weights = [rest * rest * rest, 3.0 * rest * rest * part, 3.0 * rest * part * part, part * part * part];
    let sum = |of: fn(&(f64, f64)) -> f64| curve.iter().zip(weights).map(|(point, weight)| of(point) * weight).sum();
    (sum(|point| point.0), sum(|point| point.1))
}

/// The head of a line whose tip touches a thing; `outwards` is the side from which it comes.
fn head(svg: &mut Svg, head: Head, (x, y): (f64, f64), outwards: f64, wide: f64) {
    // no higher than the blank between two ports
    let half = (4.0 + wide * 0.4).min(5.4);
    let base = x + outwards * (HEAD + wide * 0.8);
    match head {
        Head::Arrow => {
            let way = format!("M{} {}L{} {}L{} {}Z", n(x + outwards), n(y), n(base), n(y - half), n(base), n(y + half));
            svg.path("solid", &way, None);
        }
        Head::Bar => {
            let at = x + outwards * 3.2;
            svg.path("head", &format!("M{} {}V{}", n(at), n(y - half), n(y + half)), Some(2.6));
        }
        Head::Ring => svg.circle("head", x + outwards * 5.5, y, 4.2, 1.8),
        Head::Open => {
            let way =
                format!("M{} {}L{} {}L{} {}", n(base), n(y - half), n(x + outwards * 2.0), n(y), n(base), n(y + half));
            svg.path("head", &way, Some(1.8));
        }
        Head::None => {}
    }
}

/// What the lines and outlines mean that were used.
fn legend(lines: &[Line<'_>], nodes: &[&Node]) -> Vec<Key> {
    let mut keys = Vec::new();
    for (used, word) in [
        (Shape::Treatment, "treatment"),
        (Shape::Molecule, "gene, protein, molecule"),
        (Shape::Disease, "disease or phenotype"),
        (Shape::Other, "other"),
    ] {
        if nodes.iter().any(|node| shape(node) == used) {
            let place = Place { x: 13.0, y: 0.0, width: 26.0, height: 15.0 };
            keys.push(Key::new(word, |svg| match used {
                Shape::Disease => svg.path("shape", "M0 0L6 -7.5L20 -7.5L26 0L20 7.5L6 7.5Z", None),
                _ => outline(svg, used, &place),
            }));
        }
    }
    if nodes.iter().any(|node| node.is_row) {
        keys.push(Key::new("row of the answer", |svg| {
            svg.add("<g class=\"row\">");
            svg.rect("shape", 1.0, -7.0, 24.0, 14.0, 0.0);
            svg.add("</g>");
        }));
    }
    let sample = |class: &'static str, end: Head, words: &'static str| {
        Key::new(words, move |svg| {
            svg.add(&format!("<g class=\"{class}\">"));
            let to = match end {
                Head::Arrow => 17.0,
                Head::Ring => 18.0,
                _ => 25.0,
            };
            svg.path("way", &format!("M0 0H{}", n(to)), Some(1.6));
            head(svg, end, (28.0, 0.0), -1.0, 1.6);
            svg.add("</g>");
        })
    };
    let ways: Vec<Way> =
        lines.iter().filter_map(|line| if let What::Finding(way) = line.drawn { Some(way) } else { None }).collect();
    let measured = |sign: char| ways.iter().any(|way| way.sign == sign && !way.is_gap);
    for (sign, class, end, words) in [
        ('+', "up", Head::Arrow, "more"),
        ('-', "down", Head::Bar, "less"),
        ('0', "flat", Head::Ring, "measured, no change"),
        ('?', "unclear dashed", Head::Open, "changes, not said which way"),
    ] {
        if measured(sign) {
            keys.push(sample(class, end, words));
        }
    }
    if ways.iter().any(|way| way.is_supposed && !way.is_gap) {
        keys.push(sample("flat dashed", Head::None, "dashed: supposed, not measured"));
    }
    if ways.iter().any(|way| way.is_gap) {
        keys.push(sample("unclear dotted", Head::None, "gap declared by the source"));
    }
    if lines.iter().any(|line| matches!(line.drawn, What::Declared(_))) {
        let kinds: BTreeSet<&str> = lines
            .iter()
            .filter_map(|line| if let What::Declared(link) = line.drawn { Some(link.kind.words()) } else { None })
            .collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let mut key = sample("declared", Head::None, "");
        key.words = format!("declared by the base, no finding: {}", kinds.join(", "));
        keys.push(key);
    }
    if ways.iter().any(|way| way.is_beside) {
        keys.push(sample("flat beside", Head::None, "pale: told beside the answer"));
    }
    if lines.iter().any(|line| line.studies.is_some_and(|studies| studies > 0)) {
        let mut key =
            Key::new("studies, as the width of the line", |svg| svg.text("count", 2.0, 4.0, Anchor::Start, "2"));
        key.wide = 16.0;
        keys.push(key);
    }
    keys
}
