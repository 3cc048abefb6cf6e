//! Calipers: the convex hull of points, and the smallest rectangle round it.

use crate::quad::Quad;

/// The convex hull, clockwise as y runs down (Andrew 1979).
pub(crate) fn hull(points: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    sorted.dedup();
    if sorted.len() < 3 {
        return sorted;
    }
    let half = |points: &mut dyn Iterator<Item = &[f32; 2]>| {
        let mut chain: Vec<[f32; 2]> = Vec::new();
        for &p in points {
            while let [.., a, b] = chain[..]
                && (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) <= 0.0
            {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut all = half(&mut sorted.iter());
    all.extend(half(&mut sorted.iter().rev()));
    all
}

/// The rectangle of least area round a convex hull (Freeman and Shapira 1975: one side lies on an edge), its width
/// along its reading direction, and its height. The direction is the one within 45 degrees of the right; one
/// that is hardly larger and stands upright is preferred.
pub(crate) fn smallest_rectangle(hull: &[[f32; 2]]) -> (Quad, f32, f32) {
    let edges = hull.iter().zip(hull.iter().cycle().skip(1)).map(|(a, b)| [b[0] - a[0], b[1] - a[1]]);
    let turned = edges.filter(|[x, y]| x.abs() + y.abs() > 1e-3).map(|[x, y]| {
        let length = libm::hypotf(x, y);
        rectangle(hull, [x / length, y / length])
    });
    let area = |&(_, w, h): &(Quad, f32, f32)| (w + 1.0) * (h + 1.0);
    let upright = rectangle(hull, [1.0, 0.0]);
    let least = turned.min_by(|a, b| area(a).total_cmp(&area(b)));
    match least {
        Some(least) if area(&least) * 1.06 < area(&upright) => least,
        _ => upright,
    }
}

/// The rectangle round points along a direction (or one square to it, whichever points more to the right).
fn rectangle(points: &[[f32; 2]], [ux, uy]: [f32; 2]) -> (Quad, f32, f32) {
    let [ux, uy] = if uy.abs() > ux.abs() { [-uy, ux] } else { [ux, uy] };
    let [ux, uy] = if ux < 0.0 { [-ux, -uy] } else { [ux, uy] };
    let span = |x: f32, y: f32| {
        let along = points.iter().map(|p| p[0] * x + p[1] * y);
        along.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let ((left, right), (top, bottom)) = (span(ux, uy), span(-uy, ux));
    if left > right {
        return (Quad::default(), 0.0, 0.0);
    }
    let corner = |u: f32, v: f32| [u * ux - v * uy, u * uy + v * ux];
    let quad = Quad([corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)]);
    (quad, right - left, bottom - top)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_turned_rectangle_is_found_again(
            x in 0.0f32..900.0, y in 0.0f32..900.0, w in 60.0f32..400.0, h in 10.0f32..40.0, degrees in -44.0f32..44.0,
        ) {
            let quad = Quad::turned([x, y], w, h, degrees.to_radians());
            let points: Vec<_> = (0..=20).flat_map(|i| (0..=4).map(move |j| quad.at(i as f32 / 20.0, j as f32 / 4.0))).collect();
            let (found, width, height) = smallest_rectangle(&hull(&points));
            prop_assert!((width * height) / (w * h) < 1.08);
            if degrees.abs() > 8.0 {
                prop_assert!((found.angle() - degrees.to_radians()).abs() < 0.01);
                prop_assert!((width - w).abs() < 0.1 && (height - h).abs() < 0.1);
            }
        }

        #[test]
        fn a_hull_holds_its_points(points in prop::collection::vec(prop::array::uniform2(-99.0f32..99.0), 3..60)) {
            let hull = hull(&points);
            for p in &points {
                for (a, b) in hull.iter().zip(hull.iter().cycle().skip(1)) {
                    prop_assert!((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > -0.5);
                }
            }
        }
    }
}
