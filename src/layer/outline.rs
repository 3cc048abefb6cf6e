//! Outlines: the paths of boxes and bursts.

use crate::{measure::Rect, plan::Segment};

/// A rectangle with corners of radius `round`.
pub fn rect(r: &Rect, round: f32) -> Vec<Segment> {
    let k = round.min(r.w / 2.0).min(r.h / 2.0);
    if k <= 0.0 {
        return polygon(&corners(r));
    }
    // A quarter circle as one cubic: handles at 0.5523 of the radius (error below 0.03 %).
    let h = k * 0.447_7;
    let (x, y, x2, y2) = (r.x, r.y, r.right(), r.bottom());
    vec![
        Segment::Move([x + k, y]),
        Segment::Line([x2 - k, y]),
        Segment::Cubic([x2 - h, y, x2, y + h, x2, y + k]),
        Segment::Line([x2, y2 - k]),
        Segment::Cubic([x2, y2 - h, x2 - h, y2, x2 - k, y2]),
        Segment::Line([x + k, y2]),
        Segment::Cubic([x + h, y2, x, y2 - h, x, y2 - k]),
        Segment::Line([x, y + k]),
        Segment::Cubic([x, y + h, x + h, y, x + k, y]),
        Segment::Close,
    ]
}

/// An ellipse that fills a rectangle.
pub fn ellipse(r: &Rect) -> Vec<Segment> {
    let (cx, cy, a, b) = (r.x + r.w / 2.0, r.y + r.h / 2.0, r.w / 2.0, r.h / 2.0);
    let (ha, hb) = (a * 0.552_3, b * 0.552_3);
    vec![
        Segment::Move([cx + a, cy]),
        Segment::Cubic([cx + a, cy + hb, cx + ha, cy + b, cx, cy + b]),
        Segment::Cubic([cx - ha, cy + b, cx - a, cy + hb, cx - a, cy]),
        Segment::Cubic([cx - a, cy - hb, cx - ha, cy - b, cx, cy - b]),
        Segment::Cubic([cx + ha, cy - b, cx + a, cy - hb, cx + a, cy]),
        Segment::Close,
    ]
}

/// A star that fills a rectangle: `points` tips, notches at `inner` of the radius.
pub fn star(r: &Rect, points: u32, inner: f32) -> Vec<Segment> {
    let (cx, cy) = (r.x + r.w / 2.0, r.y + r.h / 2.0);
    let tips = 2 * points.max(2);
    let vertices: Vec<[f32; 2]> = (0..tips)
        .map(|i| {
            let angle = std::f32::consts::TAU * i as f32 / tips as f32 - std::f32::consts::FRAC_PI_2;
            let reach = if i % 2 == 0 { 1.0 } else { inner };
            [cx + reach * r.w / 2.0 * libm::cosf(angle), cy + reach * r.h / 2.0 * libm::sinf(angle)]
        })
        .collect();
    polygon(&vertices)
}

/// A closed polygon.
pub fn polygon(points: &[[f32; 2]]) -> Vec<Segment> {
    let mut outline: Vec<Segment> = points.iter().map(|point| Segment::Line(*point)).collect();
    if let Some(first) = points.first() {
        outline[0] = Segment::Move(*first);
        outline.push(Segment::Close);
    }
    outline
}

/// The corners, clockwise from the top left.
pub fn corners(r: &Rect) -> [[f32; 2]; 4] {
    [[r.x, r.y], [r.right(), r.y], [r.right(), r.bottom()], [r.x, r.bottom()]]
}

/// A turn by `degrees` (clockwise on the page) about the centre of a rectangle, as `[a, b, c, d, e, f]`.
pub fn tilt(r: &Rect, degrees: f32) -> [f32; 6] {
    if degrees == 0.0 {
        return [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    }
    let angle = degrees.to_radians();
    let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
    let (cx, cy) = (r.x + r.w / 2.0, r.y + r.h / 2.0);
    [cos, sin, -sin, cos, cx - cos * cx + sin * cy, cy - sin * cx - cos * cy]
}

/// A rectangle in pieces about as long as they are thick, where it is turned: the upright rectangle
/// round the whole would take in much that it never comes near.
pub fn slices(r: &Rect, degrees: f32) -> Vec<Rect> {
    let (long, thick) = (r.w.max(r.h), r.w.min(r.h));
    let count = if degrees == 0.0 { 1 } else { (long / thick.max(1.0)).clamp(1.0, 64.0).ceil() as usize };
    let step = long / count as f32;
    let piece = |i: usize| match r.w >= r.h {
        true => Rect { x: r.x + i as f32 * step, w: step, ..*r },
        false => Rect { y: r.y + i as f32 * step, h: step, ..*r },
    };
    (0..count).map(piece).collect()
}

/// A point under a transform.
pub fn map(m: &[f32; 6], [x, y]: [f32; 2]) -> [f32; 2] {
    [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]]
}

/// An outline under a transform, rounded to a hundredth of a pixel so that plans stay readable.
pub fn mapped(outline: &[Segment], m: &[f32; 6]) -> Vec<Segment> {
    placed(outline, |x, y| map(m, [x, y]).map(hundredth))
}

/// An outline with every point put elsewhere.
pub fn placed(outline: &[Segment], at: impl Fn(f32, f32) -> [f32; 2]) -> Vec<Segment> {
    let step = |segment: &Segment| match *segment {
        Segment::Move([x, y]) => Segment::Move(at(x, y)),
        Segment::Line([x, y]) => Segment::Line(at(x, y)),
        Segment::Quad([a, b, x, y]) => {
            let ([a, b], [x, y]) = (at(a, b), at(x, y));
            Segment::Quad([a, b, x, y])
        }
        Segment::Cubic([a, b, c, d, x, y]) => {
            let ([a, b], [c, d], [x, y]) = (at(a, b), at(c, d), at(x, y));
            Segment::Cubic([a, b, c, d, x, y])
        }
        Segment::Close => Segment::Close,
    };
    outline.iter().map(step).collect()
}

/// Rounded to a hundredth.
pub fn hundredth(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// The upright rectangle round a rectangle under a transform.
pub fn bounds(r: &Rect, m: &[f32; 6]) -> Rect {
    let points = corners(r).map(|corner| map(m, corner));
    let first = Rect::new(points[0][0], points[0][1], 0.0, 0.0);
    points.iter().fold(first, |all, [x, y]| all.join(&Rect::new(*x, *y, 0.0, 0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilt_keeps_the_centre() {
        let r = Rect::new(10.0, 20.0, 30.0, 40.0);
        let [x, y] = map(&tilt(&r, 33.0), [25.0, 40.0]);
        assert!((x - 25.0).abs() < 1e-3 && (y - 40.0).abs() < 1e-3);
    }
}
