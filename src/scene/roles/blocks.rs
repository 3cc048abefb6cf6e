//! Blocks: lines of one lettering that are stacked evenly belong together.

use crate::{
    color::Color,
    measure::Rect,
    scene::{
        line::Line,
        roles::{
            frame::{Frame, apart},
            order,
        },
    },
};

/// The largest ratio of two cap heights of one lettering.
const SIZES: f32 = 1.27;
/// The largest turn between two lines of one block, in radians (6°).
const TURN: f32 = 0.105;
/// The largest difference of two inks in any channel: what a gradient or a compressed picture makes of one colour.
const INKS: u8 = 64;
/// From middle to middle of two lines, in cap heights: a tight headline to an airy caption.
const LEADING: std::ops::Range<f32> = 1.0..2.8;
/// How much wider than its neighbour a leading may be.
const UNEVEN: f32 = 1.35;
/// How far edges that are flush may lie apart, in cap heights: letters have bearings, quads are not exact.
const FLUSH: f32 = 0.6;

/// Two lines of which the second may be the continuation of the first.
struct Link {
    from: usize,
    to: usize,
    /// From middle to middle, in cap heights.
    leading: f32,
    /// Which edges are flush: left, middle, right.
    flush: [bool; 3],
}

/// Puts lines in reading order and numbers their blocks.
pub(super) fn group(lines: Vec<Line>) -> Vec<Line> {
    let blocks = chains(&lines);
    let order = order::reading(&lines, &blocks);
    let mut slots: Vec<Option<Line>> = lines.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(slots.len());
    for (number, block) in order.into_iter().enumerate() {
        for index in &blocks[block] {
            sorted.extend(slots[*index].take().map(|line| Line { block: number, ..line }));
        }
    }
    sorted
}

/// Chains of lines, each from its first line to its last.
fn chains(lines: &[Line]) -> Vec<Vec<usize>> {
    let mut links: Vec<Link> =
        (0..lines.len()).flat_map(|from| (0..lines.len()).filter_map(move |to| link(lines, from, to))).collect();
    links.sort_by(|a, b| a.leading.total_cmp(&b.leading).then((a.from, a.to).cmp(&(b.from, b.to))));
    let (mut next, mut previous) = (vec![None; lines.len()], vec![None; lines.len()]);
    for (index, link) in links.iter().enumerate() {
        // The tightest links are made first: what comes later must keep their pace and share an edge with them.
        let fits = |other: Option<usize>| {
            other.is_none_or(|other: usize| {
                link.leading <= links[other].leading * UNEVEN && (0..3).any(|e| link.flush[e] && links[other].flush[e])
            })
        };
        let free = next[link.from].is_none() && previous[link.to].is_none();
        if free && fits(previous[link.from]) && fits(next[link.to]) {
            next[link.from] = Some(index);
            previous[link.to] = Some(index);
        }
    }
    let heads = (0..lines.len()).filter(|&line| previous[line].is_none());
    heads
        .map(|head| std::iter::successors(Some(head), |&line| next[line].map(|l: usize| links[l].to)).collect())
        .collect()
}

fn link(lines: &[Line], from: usize, to: usize) -> Option<Link> {
    let (a, b) = (&lines[from], &lines[to]);
    let (small, large) = ordered(a.lettering.cap_height, b.lettering.cap_height);
    if from == to || small <= 0.0 || large > small * SIZES || !inks_agree(a.lettering.ink, b.lettering.ink) {
        return None;
    }
    // A line of two letters has hardly a direction of its own.
    let longer = if a.quad.width() >= b.quad.width() { a } else { b };
    if apart(a.quad.angle(), b.quad.angle()) > TURN {
        return None;
    }
    let frame = Frame::of(&longer.quad);
    let (upper, lower) = (frame.bounds(&a.quad), frame.bounds(&b.quad));
    let cap = (small + large) / 2.0;
    let leading = (middle(&lower)[1] - middle(&upper)[1]) / cap;
    let near = |a: f32, b: f32| (a - b).abs() <= FLUSH * cap;
    let flush =
        [near(upper.x, lower.x), near(middle(&upper)[0], middle(&lower)[0]), near(upper.right(), lower.right())];
    let stacked = LEADING.contains(&leading) && flush.contains(&true);
    let between = |other: &Line| {
        let rect = frame.bounds(&other.quad);
        let along = rect.x < upper.right().min(lower.right()) && rect.right() > upper.x.max(lower.x);
        along && middle(&rect)[1] > middle(&upper)[1] + 0.3 * cap && middle(&rect)[1] < middle(&lower)[1] - 0.3 * cap
    };
    let parted = || lines.iter().enumerate().any(|(i, line)| i != from && i != to && between(line));
    (stacked && !parted()).then_some(Link { from, to, leading, flush })
}

fn middle(rect: &Rect) -> [f32; 2] {
    [rect.x + rect.w / 2.0, rect.y + rect.h / 2.0]
}

fn ordered(a: f32, b: f32) -> (f32, f32) {
    (a.min(b), a.max(b))
}

fn inks_agree(a: Color, b: Color) -> bool {
    a.r.abs_diff(b.r).max(a.g.abs_diff(b.g)).max(a.b.abs_diff(b.b)) <= INKS
}
