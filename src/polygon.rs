//! Polygons: closed outlines as lists of corners.

use crate::measure::Rect;

/// Corners of an ellipse.
const STEPS: usize = 24;

/// The smallest upright rectangle round a polygon; nothing when it has fewer than three corners.
pub fn bounds(points: &[[f32; 2]]) -> Option<Rect> {
    let ends = |axis: usize| {
        points.iter().map(|p| p[axis]).fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let ((left, right), (top, bottom)) = (ends(0), ends(1));
    (points.len() > 2).then(|| Rect::new(left, top, right - left, bottom - top))
}

/// The area that an outline encloses, where it does not cross itself.
pub fn area(points: &[[f32; 2]]) -> f32 {
    signed_area(points).abs()
}

/// Above 0 where the corners run clockwise, as y runs down.
fn signed_area(points: &[[f32; 2]]) -> f32 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f32>() / 2.0
}

/// An ellipse round a point: `along` is its half axis in a direction of `angle` radians (clockwise, as y
/// runs down), `across` the other.
pub fn ellipse([cx, cy]: [f32; 2], along: f32, across: f32, angle: f32) -> Vec<[f32; 2]> {
    let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
    let corner = |step: usize| {
        let turn = std::f32::consts::TAU * step as f32 / STEPS as f32;
        let (u, v) = (along * libm::cosf(turn), across * libm::sinf(turn));
        [cx + u * cos - v * sin, cy + u * sin + v * cos]
    };
    (0..STEPS).map(corner).collect()
}

/// Each side pushed outward. Sharp corners are cut off at twice the distance.
pub fn grown(points: &[[f32; 2]], by: f32) -> Vec<[f32; 2]> {
    let out = if signed_area(points) < 0.0 { -1.0 } else { 1.0 };
    let count = points.len();
    let normal = |from: [f32; 2], to: [f32; 2]| {
        let (x, y) = (to[0] - from[0], to[1] - from[1]);
        let length = libm::hypotf(x, y).max(1e-6);
        [y / length * out, -x / length * out]
    };
    let corner = |i: usize| {
        let (before, at, after) = (points[(i + count - 1) % count], points[i], points[(i + 1) % count]);
        let (a, b) = (normal(before, at), normal(at, after));
        let sum = [a[0] + b[0], a[1] + b[1]];
        // |sum|² = 2 + 2cos: the distance along the mean direction at which both sides have moved by 1.
        let reach = (2.0 / (sum[0] * sum[0] + sum[1] * sum[1]).max(1e-6)).min(2.0);
        [at[0] + sum[0] * reach * by, at[1] + sum[1] * reach * by]
    };
    (0..count).map(corner).collect()
}

/// Whether a point lies inside, by the even-odd rule.
pub fn holds(points: &[[f32; 2]], [x, y]: [f32; 2]) -> bool {
    let sides = points.iter().zip(points.iter().cycle().skip(1));
    let crossed = |(a, b): &(&[f32; 2], &[f32; 2])| {
        (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
    };
    sides.filter(crossed).count() % 2 == 1
}

/// What of a polygon lies in a rectangle (Sutherland and Hodgman 1974); no corners when nothing does.
pub fn cut(points: &[[f32; 2]], to: &Rect) -> Vec<[f32; 2]> {
    let sides = [(0, to.x, 1.0), (0, to.right(), -1.0), (1, to.y, 1.0), (1, to.bottom(), -1.0)];
    let mut kept = points.to_vec();
    for (axis, edge, sign) in sides {
        let depth = |p: [f32; 2]| (p[axis] - edge) * sign;
        let mut next = Vec::with_capacity(kept.len() + 2);
        for (a, b) in kept.iter().copied().zip(kept.iter().copied().cycle().skip(1)) {
            let (from, to) = (depth(a), depth(b));
            if from >= 0.0 {
                next.push(a);
            }
            if (from >= 0.0) != (to >= 0.0) {
                let t = from / (from - to);
                let mut crossing = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
                crossing[axis] = edge;
                next.push(crossing);
            }
        }
        kept = next;
    }
    if area(&kept) > 0.0 { kept } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quad::Quad;

    proptest! {
        #[test]
        fn what_is_cut_lies_inside_and_covers_as_much(
            (x, y) in (-60.0f32..160.0, -60.0f32..160.0), w in 1.0f32..90.0, h in 1.0f32..90.0, angle in -3.0f32..3.0,
        ) {
            let (frame, quad) = (Rect::new(0.0, 0.0, 100.0, 80.0), Quad::turned([x, y], w, h, angle));
            let kept = cut(&quad.0, &frame);
            if let Some(bounds) = bounds(&kept) {
                prop_assert!(frame.holds(&bounds, 1e-3));
            }
            let inside = |i: usize| quad.holds([(i % 200) as f32 / 2.0 + 0.25, (i / 200) as f32 / 2.0 + 0.25]);
            let counted = (0..200 * 160).filter(|i| inside(*i)).count() as f32 / 4.0;
            prop_assert!((area(&kept) - counted).abs() <= 2.0 + 0.6 * (w + h), "{} for {counted}", area(&kept));
        }

        #[test]
        fn growing_a_quad_moves_its_sides_whichever_way_round(
            w in 5.0f32..90.0, h in 5.0f32..90.0, angle in -3.0f32..3.0, by in 0.0f32..9.0, turned in any::<bool>(),
        ) {
            let mut corners = Quad::turned([0.0, 0.0], w, h, angle).0.to_vec();
            if turned {
                corners.reverse();
            }
            let expected = (w + 2.0 * by) * (h + 2.0 * by);
            prop_assert!((area(&grown(&corners, by)) / expected - 1.0).abs() < 0.01);
        }
    }

    #[test]
    fn an_ellipse_has_nearly_its_area_and_odd_outlines_are_survived() {
        let round = ellipse([10.0, 10.0], 8.0, 4.0, 0.5);
        assert!((area(&round) / (std::f32::consts::PI * 32.0) - 1.0).abs() < 0.02);
        assert!(cut(&round, &Rect::new(50.0, 0.0, 9.0, 9.0)).is_empty());
        for odd in [vec![], vec![[1.0, 2.0]], vec![[1.0, 2.0]; 4]] {
            assert_eq!(grown(&odd, 3.0).len(), odd.len());
            assert!(cut(&odd, &Rect::new(0.0, 0.0, 9.0, 9.0)).is_empty());
        }
    }
}
