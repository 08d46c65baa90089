//! Where things of layers stand, and how the lines between them run.
//!
//! Widths, layers and lines come in, places go out: things of a layer below one another, ordered so that few lines cross, each line with a
//! port of its own at either end. The same input gives the same places. It does not know what is drawn.

use std::collections::BTreeMap;

/// Ports are so far from one another.
const PORT: f64 = 12.0;
const LEAST_HEIGHT: f64 = 28.0;
/// Between things of a layer.
const GAP: f64 = 11.0;
/// What a line takes of a layer that it only passes.
const PASSING: f64 = 6.0;
/// Rounds of ordering, and of moving things to where their lines go.
const SWEEPS: usize = 12;
const ROUNDS: usize = 8;

/// A thing to be placed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thing {
    pub(super) layer: usize,
    pub(super) width: f64,
}

/// A thing in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Place {
    /// Of its middle.
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Which way a line leaves a thing or comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Face {
    Left,
    Right,
}

/// How a line runs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Route {
    /// The sides at which it leaves and comes.
    pub(super) faces: (Face, Face),
    /// Begin, pairs of places in the layers that it passes, end. A place at the middle height of a port, at the side of the box.
    pub(super) points: Vec<(f64, f64)>,
    /// How far it bends out, where both ends are in one layer.
    pub(super) bend: f64,
}

/// All places.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) places: Vec<Place>,
    pub(super) routes: Vec<Route>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// What stands in a layer: a thing, or a line that passes.
#[derive(Clone, Debug)]
struct Vertex {
    layer: usize,
    height: f64,
    /// What it is joined to in the layers beside its own.
    beside: Vec<usize>,
    y: f64,
    /// Its place in the order of its layer.
    at: f64,
}

/// Lays out things and lines; a line is a pair of numbers of things.
pub(super) fn layout(things: &[Thing], lines: &[(usize, usize)]) -> Layout {
    let layers = things.iter().map(|thing| thing.layer + 1).max().unwrap_or(0);
    let faces: Vec<(Face, Face)> = lines.iter().map(|line| faces(things, *line, layers)).collect();
    let mut ports: BTreeMap<(usize, Face), Vec<(usize, bool)>> = BTreeMap::new();
    for (at, ((from, to), (leaves, comes))) in lines.iter().zip(&faces).enumerate() {
        ports.entry((*from, *leaves)).or_default().push((at, true));
        ports.entry((*to, *comes)).or_default().push((at, false));
    }
    let mut vertices: Vec<Vertex> = things
        .iter()
        .enumerate()
        .map(|(at, thing)| {
            let most = [Face::Left, Face::Right].iter().filter_map(|face| ports.get(&(at, *face))).map(Vec::len).max();
            let height = (PORT * most.unwrap_or(0) as f64 + 8.0).max(LEAST_HEIGHT);
            Vertex { layer: thing.layer, height, beside: Vec::new(), y: 0.0, at: 0.0 }
        })
        .collect();
    let passed: Vec<Vec<usize>> = lines.iter().map(|line| chain(&mut vertices, things, *line)).collect();
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); layers];
    for (at, vertex) in vertices.iter().enumerate() {
        if let Some(layer) = order.get_mut(vertex.layer) {
            layer.push(at);
        }
    }
    ordered(&mut vertices, &mut order);
    heights(&mut vertices, &order);
    let top = vertices.iter().map(|one| one.y - one.height / 2.0).fold(f64::INFINITY, f64::min);
    vertices.iter_mut().for_each(|one| one.y -= top);
    let bottom = vertices.iter().map(|one| one.y + one.height / 2.0).fold(0.0, f64::max);
    placed(things, lines, &vertices, &passed, &faces, &ports, bottom)
}

fn faces(things: &[Thing], (from, to): (usize, usize), layers: usize) -> (Face, Face) {
    let layer = |at: usize| things.get(at).map_or(0, |thing| thing.layer);
    match layer(from).cmp(&layer(to)) {
        std::cmp::Ordering::Less => (Face::Right, Face::Left),
        std::cmp::Ordering::Greater => (Face::Left, Face::Right),
        // lines inside the first layer run outside, all others on the side where fewer come
        std::cmp::Ordering::Equal if layer(from) == 0 && layers > 1 => (Face::Left, Face::Left),
        std::cmp::Ordering::Equal => (Face::Right, Face::Right),
    }
}

/// Joins the ends of a line through the layers between them; gives what stands there for it, from its beginning on.
fn chain(vertices: &mut Vec<Vertex>, things: &[Thing], (from, to): (usize, usize)) -> Vec<usize> {
    let layer = |at: usize| things.get(at).map_or(0, |thing| thing.layer);
    let (first, last) = (layer(from), layer(to));
    if first == last {
        return Vec::new();
    }
    let between: Vec<usize> =
        if first < last { (first + 1..last).collect() } else { (last + 1..first).rev().collect() };
    let mut passed = Vec::new();
    let mut before = from;
    for layer in between {
        let new = vertices.len();
        vertices.push(Vertex { layer, height: PASSING, beside: Vec::new(), y: 0.0, at: 0.0 });
        join(vertices, before, new);
        passed.push(new);
        before = new;
    }
    join(vertices, before, to);
    passed
}

fn join(vertices: &mut [Vertex], one: usize, other: usize) {
    for (one, other) in [(one, other), (other, one)] {
        if let Some(vertex) = vertices.get_mut(one) {
            vertex.beside.push(other);
        }
    }
}

/// Orders each layer by the middle of what its things are joined to, and keeps the order in which fewest lines cross.
fn ordered(vertices: &mut [Vertex], order: &mut Vec<Vec<usize>>) {
    number(vertices, order);
    let mut best = (crossings(vertices, order), order.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        let layers: Vec<usize> =
            if sweep % 2 == 0 { (0..order.len()).collect() } else { (0..order.len()).rev().collect() };
        for layer in layers {
            let Some(list) = order.get_mut(layer) else { continue };
            let mut keyed: Vec<(f64, usize)> = list.iter().map(|at| (middle(vertices, *at), *at)).collect();
            keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
            *list = keyed.into_iter().map(|(_, at)| at).collect();
            number(vertices, order);
        }
        let crossed = crossings(vertices, order);
        if crossed < best.0 {
            best = (crossed, order.clone());
        }
    }
    *order = best.1;
    number(vertices, order);
}

/// Tells each vertex its place, as a part of its layer, so that layers of different length can be compared.
fn number(vertices: &mut [Vertex], order: &[Vec<usize>]) {
    for layer in order {
        let all = layer.len().max(1) as f64;
        for (place, at) in layer.iter().enumerate() {
            if let Some(vertex) = vertices.get_mut(*at) {
                vertex.at = (place as f64 + 0.5) / all;
            }
        }
    }
}

fn middle(vertices: &[Vertex], at: usize) -> f64 {
    let Some(vertex) = vertices.get(at) else { return 0.0 };
    let beside: Vec<f64> =
        vertex.beside.iter().filter_map(|other| vertices.get(*other)).map(|other| other.at).collect();
    if beside.is_empty() { vertex.at } else { beside.iter().sum::<f64>() / beside.len() as f64 }
}

/// How many pairs of lines cross between neighbouring layers.
fn crossings(vertices: &[Vertex], order: &[Vec<usize>]) -> usize {
    let mut crossed = 0;
    for (layer, list) in order.iter().enumerate() {
        // in the order of their left ends; two cross where the right ends are the other way round
        let mut ends: Vec<f64> = Vec::new();
        for vertex in list.iter().filter_map(|at| vertices.get(*at)) {
            let right = vertex.beside.iter().filter_map(|other| vertices.get(*other));
            let mut right: Vec<f64> = right.filter(|other| other.layer > layer).map(|other| other.at).collect();
            right.sort_by(f64::total_cmp);
            ends.extend(right);
        }
        for (at, end) in ends.iter().enumerate() {
            crossed += ends.get(at + 1..).unwrap_or(&[]).iter().filter(|later| *later < end).count();
        }
    }
    crossed
}

/// Gives each vertex its height on the sheet: near what it is joined to, none upon another, in the order of its layer.
fn heights(vertices: &mut [Vertex], order: &[Vec<usize>]) {
    for layer in order {
        let mut y = 0.0;
        for at in layer {
            if let Some(vertex) = vertices.get_mut(*at) {
                vertex.y = y + vertex.height / 2.0;
                y += vertex.height + GAP;
            }
        }
        // all layers about one middle
        layer.iter().for_each(|at| vertices.get_mut(*at).into_iter().for_each(|vertex| vertex.y -= y / 2.0));
    }
    for round in 0..ROUNDS {
        let layers: Vec<usize> =
            if round % 2 == 0 { (0..order.len()).collect() } else { (0..order.len()).rev().collect() };
        for layer in layers.into_iter().filter_map(|layer| order.get(layer)) {
            let wanted: Vec<f64> = layer.iter().map(|at| wanted(vertices, *at)).collect();
            let heights: Vec<f64> = layer.iter().filter_map(|at| vertices.get(*at)).map(|one| one.height).collect();
            for (at, y) in layer.iter().zip(apart(&wanted, &heights)) {
                vertices.get_mut(*at).into_iter().for_each(|vertex| vertex.y = y);
            }
        }
    }
}

fn wanted(vertices: &[Vertex], at: usize) -> f64 {
    let Some(vertex) = vertices.get(at) else { return 0.0 };
    let beside: Vec<f64> = vertex.beside.iter().filter_map(|other| vertices.get(*other)).map(|other| other.y).collect();
    if beside.is_empty() { vertex.y } else { beside.iter().sum::<f64>() / beside.len() as f64 }
}

/// Places as near as can be to those that are wanted, in their order and with room for each: what is too near is pooled about its middle.
fn apart(wanted: &[f64], heights: &[f64]) -> Vec<f64> {
    // how far each is below the first where all stand as close as they may
    let mut offsets = Vec::with_capacity(heights.len());
    let mut below = 0.0;
    let mut before: Option<f64> = None;
    for height in heights {
        below += before.map_or(0.0, |before| (before + height) / 2.0 + GAP);
        before = Some(*height);
        offsets.push(below);
    }
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (wanted, offset) in wanted.iter().zip(&offsets) {
        let mut pool = (wanted - offset, 1usize);
        while let Some(last) = pools.last().copied().filter(|last| last.0 > pool.0) {
            let count = last.1 + pool.1;
            pool = ((last.0 * last.1 as f64 + pool.0 * pool.1 as f64) / count as f64, count);
            pools.pop();
        }
        pools.push(pool);
    }
    let starts = pools.into_iter().flat_map(|(start, count)| std::iter::repeat_n(start, count));
    starts.zip(offsets).map(|(start, offset)| start + offset).collect()
}

fn placed(
    things: &[Thing],
    lines: &[(usize, usize)],
    vertices: &[Vertex],
    passed: &[Vec<usize>],
    faces: &[(Face, Face)],
    ports: &BTreeMap<(usize, Face), Vec<(usize, bool)>>,
    height: f64,
) -> Layout {
    let layers = things.iter().map(|thing| thing.layer + 1).max().unwrap_or(0);
    let y = |at: usize| vertices.get(at).map_or(0.0, |vertex| vertex.y);
    let bends: Vec<f64> = lines.iter().map(|(from, to)| 26.0 + (y(*from) - y(*to)).abs().min(340.0) * 0.28).collect();
    let bent = |layer: usize, face: Face| {
        let here = lines.iter().zip(faces).zip(&bends).filter(|((line, faces), _)| {
            things.get(line.0).is_some_and(|thing| thing.layer == layer) && **faces == (face, face)
        });
        here.map(|(_, bend)| *bend * 0.75 + 14.0).fold(0.0, f64::max)
    };
    // steep lines need room to turn
    let turn = 130.0 + (height * 0.12).min(150.0);
    let mut columns: Vec<(f64, f64)> = Vec::new();
    let mut x = bent(0, Face::Left);
    for layer in 0..layers {
        let here = things.iter().filter(|thing| thing.layer == layer).map(|thing| thing.width);
        let width = here.fold(0.0, f64::max);
        columns.push((x, width));
        let more = bent(layer, Face::Right);
        x += width + if layer + 1 < layers { turn.max(more + 40.0) } else { more };
    }
    let place = |(thing, vertex): (&Thing, &Vertex)| {
        let (left, width) = columns.get(thing.layer).copied().unwrap_or_default();
        Place { x: left + width / 2.0, y: vertex.y, width, height: vertex.height }
    };
    let places: Vec<Place> = things.iter().zip(vertices).map(place).collect();
    let next = |line: usize, begins: bool| {
        let way = passed.get(line).map_or(&[][..], Vec::as_slice);
        let ends = lines.get(line).copied().unwrap_or_default();
        let inner = if begins { way.first() } else { way.last() };
        inner.copied().unwrap_or(if begins { ends.1 } else { ends.0 })
    };
    let mut at_port: BTreeMap<(usize, bool), f64> = BTreeMap::new();
    for ((thing, _), list) in ports {
        let mut sorted = list.clone();
        // lines to the same thing keep their order at both ends, so that they run beside one another
        sorted.sort_by(|one, other| {
            y(next(one.0, one.1)).total_cmp(&y(next(other.0, other.1))).then(one.0.cmp(&other.0))
        });
        let middle = (sorted.len() as f64 - 1.0) / 2.0;
        for (turn, (line, begins)) in sorted.iter().enumerate() {
            at_port.insert((*line, *begins), y(*thing) + (turn as f64 - middle) * PORT);
        }
    }
    let side = |thing: usize, face: Face| {
        let place = places.get(thing).copied().unwrap_or_default();
        place.x + if face == Face::Left { -place.width / 2.0 } else { place.width / 2.0 }
    };
    let mut routes = Vec::with_capacity(lines.len());
    for (at, (((from, to), faces), bend)) in lines.iter().zip(faces).zip(&bends).enumerate() {
        let port = |begins: bool, thing: usize| at_port.get(&(at, begins)).copied().unwrap_or(y(thing));
        let mut points = vec![(side(*from, faces.0), port(true, *from))];
        for vertex in passed.get(at).into_iter().flatten() {
            let layer = vertices.get(*vertex).map_or(0, |vertex| vertex.layer);
            let (left, width) = columns.get(layer).copied().unwrap_or_default();
            let (near, far) = if faces.0 == Face::Right { (left, left + width) } else { (left + width, left) };
            points.extend([(near, y(*vertex)), (far, y(*vertex))]);
        }
        points.push((side(*to, faces.1), port(false, *to)));
        routes.push(Route { faces: *faces, points, bend: *bend });
    }
    Layout { places, routes, width: x, height }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn thing(layer: usize) -> Thing {
        Thing { layer, width: 80.0 }
    }

    #[test]
    fn no_thing_stands_upon_another() {
        let things: Vec<Thing> = (0..30).map(|at| thing(at % 3)).collect();
        let lines: Vec<(usize, usize)> = (0..60).map(|at| (at * 7 % 30, at * 11 % 30)).collect();
        let made = layout(&things, &lines);
        for (at, one) in made.places.iter().enumerate() {
            assert!(one.y - one.height / 2.0 >= -0.01 && one.y + one.height / 2.0 <= made.height + 0.01);
            for (other_at, other) in made.places.iter().enumerate().skip(at + 1) {
                let apart = (one.y - other.y).abs() + 0.01 >= (one.height + other.height) / 2.0 + GAP;
                assert!(apart || (one.x - other.x).abs() > 80.0, "{at} and {other_at}");
            }
        }
        assert_eq!(made.routes.len(), lines.len());
    }

    #[test]
    fn lines_that_need_not_cross_do_not() {
        let things = [thing(0), thing(0), thing(0), thing(1), thing(1), thing(1)];
        let made = layout(&things, &[(0, 5), (1, 4), (2, 3)]);
        let y = |at: usize| made.places[at].y;
        assert_eq!((y(0) < y(1), y(1) < y(2)), (y(5) < y(4), y(4) < y(3)));
    }

    #[test]
    fn a_line_passes_a_layer_beside_its_things() {
        let things = [thing(0), thing(1), thing(2)];
        let made = layout(&things, &[(0, 1), (0, 2), (1, 2)]);
        let passing = &made.routes[1].points;
        assert_eq!(passing.len(), 4);
        let between = made.places[1];
        assert!((passing[1].1 - between.y).abs() > between.height / 2.0, "{passing:?} {between:?}");
    }

    #[test]
    fn two_lines_between_the_same_things_run_beside_one_another() {
        let made = layout(&[thing(0), thing(1)], &[(0, 1), (0, 1)]);
        let (one, other) = (&made.routes[0].points, &made.routes[1].points);
        assert_eq!(one[0].1 - other[0].1, one[1].1 - other[1].1);
        assert_eq!((one[0].1 - other[0].1).abs(), PORT);
    }

    #[test]
    fn what_is_pooled_stands_about_its_middle() {
        assert_eq!(apart(&[0.0, 0.0], &[10.0, 10.0]), [-10.5, 10.5]);
        assert_eq!(apart(&[0.0, 100.0], &[10.0, 10.0]), [0.0, 100.0]);
        assert!(apart(&[], &[]).is_empty());
    }
}
