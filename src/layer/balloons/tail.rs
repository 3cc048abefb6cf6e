//! Tails: the route from a balloon to a mouth, or to the edge from beyond which somebody speaks.

use crate::{
    layer::balloons::{
        field::{Field, Head, Kept, inside},
        oval::{Oval, Point, add, distance, dot, length, sub, times, toward, unit},
    },
    measure::Rect,
};

/// Points along a route, the root first.
pub const STEPS: usize = 21;
/// Half of what a tail takes up at its root, in ems, and how much less of it at the tip.
const WIDE: f32 = 0.46;
const TAPER: f32 = 0.66;
/// How far along its way from the mouth the route begins to bend, as a share of the whole.
const BENDS: [f32; 2] = [0.42, 0.66];
/// The longest tail to a mouth, and to an edge, in ems.
const LONGEST: [f32; 2] = [20.0, 6.0];

/// A tail: a curve of two straight handles, tapering from its root to its tip.
#[derive(Clone, Debug)]
pub struct Tail {
    /// Where on the balloon's outline it begins.
    pub angle: f32,
    pub root: Point,
    pub control: Point,
    pub tip: Point,
    pub points: [Point; STEPS],
    bounds: Rect,
    pub cost: f32,
}

/// Whose a balloon is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// That of a face, by its place among all faces.
    Face(usize),
    /// Somebody's who is not in the picture.
    Beyond,
}

/// What a tail takes up on either side at a share of its length.
pub fn breadth(share: f32, em: f32) -> f32 {
    WIDE * em * (1.0 - TAPER * share)
}

/// The share of its length at which a point of a route lies.
pub fn share(step: usize) -> f32 {
    step as f32 / (STEPS - 1) as f32
}

impl Tail {
    fn new(balloon: &Oval, control: Point, tip: Point) -> Self {
        let angle = balloon.facing(control);
        let root = balloon.at(angle);
        let mut points = [root; STEPS];
        let mut bounds = Rect::new(root[0], root[1], 0.0, 0.0);
        for (step, point) in points.iter_mut().enumerate() {
            let t = share(step);
            *point = toward(toward(root, control, t), toward(control, tip, t), t);
            bounds = bounds.join(&Rect::new(point[0], point[1], 0.0, 0.0));
        }
        Tail { angle, root, control, tip, points, bounds, cost: 0.0 }
    }

    /// Whether two routes keep apart by `gap` beside what they take up.
    pub fn clears(&self, other: &Tail, em: f32, gap: f32) -> bool {
        if self.bounds.grown(2.0 * WIDE * em + gap).meet(&other.bounds.grown(0.01)).area() <= 0.0 {
            return true;
        }
        let near = |a: &Tail, b: &Tail| {
            // Every other point will do: what a curve strays between them is less than the gap.
            a.points.iter().enumerate().step_by(2).any(|(i, point)| {
                let mine = breadth(share(i), em);
                (2..STEPS)
                    .step_by(2)
                    .any(|j| distance(*point, b.points[j - 2], b.points[j]) < mine + breadth(share(j - 2), em) + gap)
            })
        };
        !(near(self, other) || near(other, self))
    }

    /// Whether the route keeps out of an oval by `gap`.
    pub fn avoids(&self, oval: &Oval, em: f32, gap: f32) -> bool {
        if self.bounds.grown(breadth(0.0, em) + gap).meet(&oval.bounds()).area() <= 0.0 {
            return true;
        }
        let wide = oval.grown(breadth(0.0, em) + gap);
        self.points
            .iter()
            .enumerate()
            .all(|(i, point)| !wide.holds(*point) || !oval.grown(breadth(share(i), em) + gap).holds(*point))
    }
}

/// The best routes from a balloon to a voice, best first; none where there is no way.
pub fn routes(balloon: &Oval, voice: Voice, field: &Field<'_>, em: f32, most: usize) -> Vec<Tail> {
    let ends = match voice {
        Voice::Face(face) => to_mouth(balloon, &field.heads[face], field),
        Voice::Beyond => to_edge(balloon, field),
    };
    // What promises to be the handsomest is looked at first, and no more than is needed.
    let outer = balloon.grown(0.3 * em);
    let guess = |(control, tip): (Point, Point)| {
        let (out, end) = (sub(control, balloon.centre), sub(tip, control));
        let straight = dot(unit(out), unit(end));
        let fits = straight > -0.2 && !outer.holds(control) && !balloon.holds(tip);
        fits.then(|| (length(out) + length(end) + 3.0 * em * (straight - 0.9).abs(), control, tip))
    };
    let mut ends: Vec<(f32, Point, Point)> = ends.into_iter().filter_map(guess).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut tails: Vec<Tail> = Vec::new();
    for (_, control, tip) in ends {
        // Two that arrive alike are one choice.
        if tails.iter().any(|other| length(sub(other.tip, tip)) < 1.0) {
            continue;
        }
        let mut tail = Tail::new(balloon, control, tip);
        if let Some(cost) = judged(&tail, balloon, voice, field, em) {
            tail.cost = cost;
            tails.push(tail);
        }
        if tails.len() == most {
            break;
        }
    }
    tails
}

fn to_mouth(balloon: &Oval, head: &Head, field: &Field<'_>) -> Vec<(Point, Point)> {
    let mut ends = Vec::with_capacity(2 * head.ways.len());
    for (way, tip) in &head.ways {
        let to = sub(balloon.centre, *tip);
        // Where another mouth is nearer, nobody would know whose tail it is.
        let own = length(sub(head.mouth, *tip));
        let doubtful =
            field.heads.iter().any(|other| length(sub(other.mouth, *tip)) < 1.1 * own && other.mouth != head.mouth);
        if doubtful || !inside(&field.edge, *tip, 1.0) || dot(*way, to) < -0.3 * length(to) {
            continue;
        }
        let far = length(to) - 0.5 * (balloon.half[0].min(balloon.half[1]));
        ends.extend(BENDS.map(|bend| (add(*tip, times(*way, bend * far.max(1.0))), *tip)));
    }
    ends
}

fn to_edge(balloon: &Oval, field: &Field<'_>) -> Vec<(Point, Point)> {
    let ([cx, cy], [a, b], edge) = (balloon.centre, balloon.half, &field.edge);
    let mut ends = Vec::new();
    for slide in [0.9, 0.5, 1.4, -0.6] {
        for (x, side) in [(edge.x, 1.0), (edge.right(), -1.0)] {
            let tip = [x, cy + slide * b];
            let far = (x - cx).abs() - a;
            ends.push(([x + side * 0.55 * far, cy + 0.45 * slide * b], tip));
        }
    }
    for slide in [-0.5, 0.5, -0.1, 0.1] {
        let far = edge.bottom() - cy - b;
        ends.push(([cx + 0.5 * slide * a, edge.bottom() - 0.5 * far], [cx + slide * a, edge.bottom()]));
    }
    let inside = |(_, tip): &(Point, Point)| tip[1] > edge.y && tip[1] <= edge.bottom();
    ends.retain(inside);
    ends
}

/// What a route costs, in ems of length; nothing where it must not go.
fn judged(tail: &Tail, balloon: &Oval, voice: Voice, field: &Field<'_>, em: f32) -> Option<f32> {
    let long = length(sub(tail.tip, tail.root));
    let longest = LONGEST[usize::from(voice == Voice::Beyond)];
    if !(0.7 * em..longest * em).contains(&long) {
        return None;
    }
    let (out, end) = (unit(sub(tail.control, tail.root)), unit(sub(tail.tip, tail.control)));
    let (straight, square) = (dot(out, end), dot(out, balloon.outward(tail.angle)));
    if straight < -0.1 || square < 0.35 {
        return None;
    }
    let around = tail.bounds.grown(WIDE * em + 0.2 * em);
    let heads: Vec<(usize, &Head)> = field
        .heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.face.bounds().grown(1.0).meet(&around).area() > 0.0)
        .collect();
    let kept: Vec<&Kept> = field.kept.iter().filter(|kept| kept.bounds.meet(&around).area() > 0.0).collect();
    // Points between as well: what is small must not slip through.
    for step in 0..2 * STEPS - 1 {
        let t = step as f32 / (2 * STEPS - 2) as f32;
        let point = toward(tail.points[step / 2], tail.points[step.div_ceil(2)], 0.5);
        let room = breadth(t, em);
        if t > 0.2 && balloon.grown(0.6 * room).holds(point) {
            return None;
        }
        let last = voice == Voice::Beyond && t > 0.6;
        if !last && !inside(&field.edge, point, room) {
            return None;
        }
        let clear = |(i, head): &(usize, &Head)| {
            if Voice::Face(*i) == voice {
                // Its own face is entered by the tip alone, where it is thin.
                let own = length(sub(point, tail.tip)) < 0.45 * head.face.half[0] && t > 0.6;
                own && head.keeps_eyes(point) || !head.face.grown(0.5 * room + 0.03 * head.face.half[0]).holds(point)
            } else {
                !head.face.grown(room + (0.15 * em).max(0.08 * head.face.half[0])).holds(point)
            }
        };
        if !heads.iter().all(clear) || kept.iter().any(|kept| kept.near(point, room + 0.1 * em)) {
            return None;
        }
    }
    // A tail of two to five ems that bends a little is the handsomest.
    let ems = long / em;
    let bend = (straight.clamp(-1.0, 1.0) - 0.9).abs();
    Some((ems - 4.0).max(0.0) + 2.0 * (1.8 - ems).max(0.0) + 3.0 * bend + 1.5 * (0.9 - square).max(0.0))
}
