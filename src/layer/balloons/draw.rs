//! Drawing: the outlines of balloons with their tails, each kind in the manner of letterers.

use std::f32::consts::TAU;

use crate::{
    layer::{
        balloons::{
            oval::{Oval, Point, across, add, dot, length, sub, times, toward, unit},
            search::Spot,
            tail::Tail,
            turns::Kind,
        },
        outline::{hundredth, placed},
    },
    plan::Segment,
    seed::Dice,
};

/// Half the width of a tail where it leaves the outline, in ems.
const ROOT: f32 = 0.4;
/// How far bumps and spikes reach past the oval that holds the words, in ems.
const BUMP: f32 = 0.44;
const SPIKE: f32 = 0.8;
/// Curves that an oval is drawn with.
const CURVES: usize = 28;

/// How far an outline reaches past the oval that holds its words, in ems.
pub fn reach(kind: Kind) -> f32 {
    match kind {
        Kind::Thought => BUMP,
        Kind::Shout => SPIKE,
        _ => 0.0,
    }
}

/// The outline of a balloon and its tail: one path, but for the bubbles of a thought.
pub fn outline(spot: &Spot, kind: Kind, em: f32, dice: &mut Dice) -> Vec<Segment> {
    let inner = spot.oval.grown(-reach(kind) * em);
    let path = match kind {
        Kind::Thought => thought(&inner, &spot.tail, em, dice),
        Kind::Shout => shout(&inner, &spot.tail, em, dice),
        _ => speech(&inner, &spot.tail, em),
    };
    placed(&path, |x, y| [hundredth(x), hundredth(y)])
}

/// The angle on either side of a tail's root at which it leaves the outline.
fn opening(oval: &Oval, angle: f32, half: f32) -> f32 {
    let (mut low, mut high) = (0.0, 1.2);
    for _ in 0..16 {
        let middle = 0.5 * (low + high);
        let apart = length(sub(oval.at(angle + middle), oval.at(angle - middle)));
        if apart < 2.0 * half { low = middle } else { high = middle }
    }
    low
}

/// Curves along an oval from one angle to a greater one; the pen is there already.
fn arc(oval: &Oval, from: f32, to: f32, path: &mut Vec<Segment>) {
    let count = ((to - from) / TAU * CURVES as f32).ceil().max(1.0) as usize;
    let step = (to - from) / count as f32;
    let slope = |angle: f32| times(sub(oval.at(angle + 0.005), oval.at(angle - 0.005)), 100.0);
    for i in 0..count {
        let (a, b) = (from + i as f32 * step, from + (i + 1) as f32 * step);
        let (start, end) = (oval.at(a), oval.at(b));
        let (out, back) = (add(start, times(slope(a), step / 3.0)), sub(end, times(slope(b), step / 3.0)));
        path.push(Segment::Cubic([out[0], out[1], back[0], back[1], end[0], end[1]]));
    }
}

fn speech(oval: &Oval, tail: &Tail, em: f32) -> Vec<Segment> {
    let half = (ROOT * em).min(0.45 * oval.half[0].min(oval.half[1]));
    let open = opening(oval, tail.angle, half);
    let (after, before) = (oval.at(tail.angle + open), oval.at(tail.angle - open));
    let mut path = vec![Segment::Move(after)];
    arc(oval, tail.angle + open, tail.angle + TAU - open, &mut path);
    // The handles of either side keep a share of the root's width, so that the tail tapers evenly through its bend.
    let handle = |side: Point| add(tail.control, times(sub(side, tail.root), 0.55));
    for (control, end) in [(handle(before), tail.tip), (handle(after), after)] {
        path.push(Segment::Quad([control[0], control[1], end[0], end[1]]));
    }
    path.push(Segment::Close);
    path
}

/// Angles that part an oval into stretches of about `length`, unequal by up to a share.
fn stretches(oval: &Oval, from: f32, to: f32, each: f32, uneven: f32, dice: &mut Dice) -> Vec<f32> {
    const FINE: usize = 256;
    let at = |i: usize| from + (to - from) * i as f32 / FINE as f32;
    let mut along = vec![0.0];
    for i in 1..=FINE {
        along.push(along[i - 1] + length(sub(oval.at(at(i)), oval.at(at(i - 1)))));
    }
    let count = (along[FINE] / each).round().max(5.0) as usize;
    let ends = (0..=count).map(|i| {
        let loose = if i == 0 || i == count { 0.0 } else { dice.between(-uneven, uneven) };
        let wanted = (i as f32 + loose) / count as f32 * along[FINE];
        at(along.partition_point(|so_far| *so_far < wanted).min(FINE))
    });
    ends.collect()
}

fn thought(oval: &Oval, tail: &Tail, em: f32, dice: &mut Dice) -> Vec<Segment> {
    let turn = dice.between(0.0, 0.6);
    let angles = stretches(oval, turn, turn + TAU, 1.9 * em, 0.16, dice);
    let mut path = vec![Segment::Move(oval.at(angles[0]))];
    for pair in angles.windows(2) {
        let (a, b) = (oval.at(pair[0]), oval.at(if pair[1] == angles[angles.len() - 1] { angles[0] } else { pair[1] }));
        // A bump is a cubic whose handles stand square to its chord.
        let chord = sub(b, a);
        let rise = times(unit([chord[1], -chord[0]]), BUMP.min(0.4 * length(chord) / em) * em / 0.75);
        let (out, back) = (add(a, rise), add(b, rise));
        path.push(Segment::Cubic([out[0], out[1], back[0], back[1], b[0], b[1]]));
    }
    path.push(Segment::Close);
    for (share, size) in bubbles(tail, em) {
        let [x, y] = along(tail, share);
        let round = Oval { centre: [x, y], half: [size, 0.86 * size], power: 2.0 };
        path.push(Segment::Move(round.at(0.0)));
        arc(&round, 0.0, TAU, &mut path);
        path.push(Segment::Close);
    }
    path
}

/// Where the bubbles of a thought lie along its route, and their radii: smaller and smaller, about evenly apart.
fn bubbles(tail: &Tail, em: f32) -> Vec<(f32, f32)> {
    let long = (tail.points.windows(2).map(|pair| length(sub(pair[1], pair[0]))).sum::<f32>() / em).max(0.5);
    let count = (long / 1.1).round().clamp(2.0, 5.0) as usize;
    // Clear of the bumps, which reach a little past the root.
    let first = (0.55 / long).min(0.4);
    let bubble = |i: usize| {
        let part = i as f32 / (count - 1) as f32;
        (first + (1.0 - first) * part, (0.4 - 0.27 * part.sqrt()).min(0.3 * long) * em)
    };
    (0..count).map(bubble).collect()
}

fn along(tail: &Tail, share: f32) -> Point {
    toward(toward(tail.root, tail.control, share), toward(tail.control, tail.tip, share), share)
}

fn shout(oval: &Oval, tail: &Tail, em: f32, dice: &mut Dice) -> Vec<Segment> {
    let half = (0.9 * ROOT * em).min(0.45 * oval.half[0].min(oval.half[1]));
    let open = opening(oval, tail.angle, half);
    let angles = stretches(oval, tail.angle + open, tail.angle + TAU - open, 1.35 * em, 0.2, dice);
    let mut path = vec![Segment::Move(oval.at(angles[0]))];
    for pair in angles.windows(2) {
        let (a, b) = (oval.at(pair[0]), oval.at(pair[1]));
        let middle = 0.5 * (pair[0] + pair[1]);
        let out = times(oval.outward(middle), dice.between(0.62, 0.97) * SPIKE * em);
        let tip = add(add(oval.at(middle), out), times(sub(b, a), dice.between(-0.14, 0.14)));
        // Sides are drawn in a little, as a pen flicks.
        for (from, to) in [(a, tip), (tip, b)] {
            let inward = toward(toward(from, to, 0.5), oval.centre, 0.035);
            path.push(Segment::Quad([inward[0], inward[1], to[0], to[1]]));
        }
    }
    path.extend(bolt(oval.at(angles[angles.len() - 1]), oval.at(angles[0]), tail, half));
    path.push(Segment::Close);
    path
}

/// A jagged tail: two strokes of lightning, the second set off to the side of the first.
fn bolt(before: Point, after: Point, tail: &Tail, half: f32) -> Vec<Segment> {
    // Stretches from one share of the length to another, and how far to the side they lie at either end: down the one
    // side with its barb, up the other with its own.
    const STRETCHES: [[f32; 4]; 4] =
        [[0.0, 0.44, 1.0, 0.15], [0.36, 1.0, 0.85, 0.0], [1.0, 0.62, 0.0, -0.1], [0.7, 0.0, -0.62, -1.0]];
    const POINTS: usize = 5;
    // Seen from the root, `before` lies on one side and `after` on the other.
    let sign = if dot(sub(before, after), across(sub(tail.control, tail.root))) < 0.0 { -1.0 } else { 1.0 };
    let at = |[from, to, start, end]: [f32; 4], i: usize| {
        let part = i as f32 / POINTS as f32;
        let share = from + (to - from) * part;
        let way = unit(sub(toward(tail.control, tail.tip, share), toward(tail.root, tail.control, share)));
        add(along(tail, share), times(across(way), sign * (start + (end - start) * part) * half))
    };
    let mut path: Vec<Segment> = Vec::new();
    for (i, stretch) in STRETCHES.into_iter().enumerate() {
        // The ends at the root are the outline's.
        let (first, last) = (usize::from(i == 0), if i == 3 { POINTS - 1 } else { POINTS });
        path.extend((first..=last).map(|i| Segment::Line(at(stretch, i))));
    }
    path.push(Segment::Line(after));
    path
}

/// The same outline in dashes.
pub fn dashed(path: &[Segment], dash: f32, gap: f32) -> Vec<Segment> {
    let points = flat(path);
    let whole: f32 = points.windows(2).map(|pair| length(sub(pair[1], pair[0]))).sum();
    // As many dashes as go round evenly.
    let count = (whole / (dash + gap)).round().max(1.0);
    let (dash, all) = (dash * whole / count / (dash + gap), whole / count);
    let (mut dashes, mut walked, mut drawn) = (Vec::new(), 0.0f32, false);
    for pair in points.windows(2) {
        let long = length(sub(pair[1], pair[0]));
        let mut so_far = 0.0;
        while so_far < long {
            let phase = walked % all;
            let left = (if phase < dash { dash - phase } else { all - phase }).max(0.01);
            let next = (so_far + left).min(long);
            if phase < dash {
                let [a, b] = [so_far, next].map(|at| toward(pair[0], pair[1], at / long).map(hundredth));
                if !drawn {
                    dashes.push(Segment::Move(a));
                }
                dashes.push(Segment::Line(b));
            }
            drawn = phase < dash;
            walked += next - so_far;
            so_far = next;
        }
    }
    dashes
}

/// A path as a chain of points.
pub fn flat(path: &[Segment]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let mut start = [0.0; 2];
    for segment in path {
        let from = points.last().copied().unwrap_or(start);
        let curve =
            |points: &mut Vec<Point>, at: &dyn Fn(f32) -> Point| points.extend((1..=10).map(|i| at(i as f32 / 10.0)));
        match *segment {
            Segment::Move(point) => {
                start = point;
                points.push(point);
            }
            Segment::Line(point) => points.push(point),
            Segment::Quad([a, b, x, y]) => {
                curve(&mut points, &|t| toward(toward(from, [a, b], t), toward([a, b], [x, y], t), t));
            }
            Segment::Cubic([a, b, c, d, x, y]) => {
                let quad = |p: Point, q: Point, r: Point, t: f32| toward(toward(p, q, t), toward(q, r, t), t);
                curve(&mut points, &|t| toward(quad(from, [a, b], [c, d], t), quad([a, b], [c, d], [x, y], t), t));
            }
            Segment::Close => points.push(start),
        }
    }
    points
}
