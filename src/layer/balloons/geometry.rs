//! Plain geometry of polygons, by which tests judge balloons; it knows nothing of how they were placed.

use crate::{
    layer::balloons::{draw::flat, oval::Point},
    measure::Rect,
    plan::{Segment, ShapeMark},
    polygon,
};

/// The closed paths of a mark, the balloon first.
pub fn paths(mark: &ShapeMark) -> Vec<Vec<Point>> {
    let mut paths: Vec<Vec<Segment>> = Vec::new();
    for segment in &mark.outline {
        if matches!(segment, Segment::Move(_)) {
            paths.push(Vec::new());
        }
        paths.last_mut().unwrap().push(*segment);
    }
    paths.iter().map(|path| flat(path)).collect()
}

pub fn crosses(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

pub fn holds(polygon: &[Point], [x, y]: Point) -> bool {
    let mut inside = false;
    for (a, b) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
        if (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) {
            inside = !inside;
        }
    }
    inside
}

/// Whether two polygons have anything in common.
pub fn touch(a: &[Point], b: &[Point]) -> bool {
    if bounds(a).meet(&bounds(b)).area() <= 0.0 {
        return false;
    }
    let sides = |p: &[Point]| p.iter().copied().zip(p.iter().copied().cycle().skip(1)).collect::<Vec<_>>();
    holds(a, b[0])
        || holds(b, a[0])
        || sides(a).iter().any(|(p, q)| sides(b).iter().any(|(r, s)| crosses(*p, *q, *r, *s)))
}

pub fn ellipse(rect: &Rect) -> Vec<Point> {
    let at = |i: i32| {
        let turn = i as f32 / 90.0 * std::f32::consts::TAU;
        [rect.x + rect.w * (0.5 + 0.5 * turn.cos()), rect.y + rect.h * (0.5 + 0.5 * turn.sin())]
    };
    (0..90).map(at).collect()
}

pub fn bounds(points: &[Point]) -> Rect {
    polygon::bounds(points).unwrap()
}

pub fn length2(a: Point, b: Point) -> f32 {
    ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt()
}
