//! Arcs: lines of lettering that run along a circle.

use std::f32::consts::TAU;

use crate::scene::text::{detect::Found, path::Path};

/// A region that fills less of its rectangle may be curved.
const HOLLOW: f32 = 0.6;

/// The arc that a curved region runs along, its letters' heads outward; read it [reversed](Path::reversed) for a
/// line that runs along the foot of a circle. `None` where the region is no part of a ring.
pub(crate) fn arc(found: &Found) -> Option<Path> {
    if found.fill > HOLLOW || found.points.len() < 40 {
        return None;
    }
    let [x, y] = circle(&found.points)?;
    let mut radii: Vec<f32> = found.points.iter().map(|p| libm::hypotf(p[0] - x, p[1] - y)).collect();
    radii.sort_by(f32::total_cmp);
    let at = |share: f32| radii[((radii.len() - 1) as f32 * share) as usize];
    let (inner, outer) = (at(0.02), at(0.98));
    let band = outer - inner;
    // A ring is thin beside its radius.
    if band < 2.0 || band > 0.6 * inner {
        return None;
    }
    let mut angles: Vec<f32> = found.points.iter().map(|p| libm::atan2f(p[1] - y, p[0] - x)).collect();
    angles.sort_by(f32::total_cmp);
    // The line begins behind the widest gap.
    let gap = |i: usize| if i == 0 { angles[0] + TAU - angles[angles.len() - 1] } else { angles[i] - angles[i - 1] };
    let start = (0..angles.len()).max_by(|&a, &b| gap(a).total_cmp(&gap(b)))?;
    let from = angles[start];
    let to = angles[(start + angles.len() - 1) % angles.len()] + if start > 0 { TAU } else { 0.0 };
    if (to - from) * outer < 3.0 * band {
        return None;
    }
    // Detection draws regions at about 0.4 of their height.
    let grow = 0.7 * band;
    let turn = grow / outer;
    Some(Path::Arc {
        centre: [x, y],
        from: from - turn,
        to: to + turn,
        top: outer + grow,
        foot: (inner - grow).max(1.0),
    })
}

/// Centre of the circle that lies closest to points: by least squares on its equation (Kåsa 1976), which draws short
/// arcs too tight, and from there by Gauss and Newton's method on the distances themselves.
fn circle(points: &[[f32; 2]]) -> Option<[f32; 2]> {
    let n = points.len() as f64;
    let mean = [0, 1].map(|axis| points.iter().map(|p| f64::from(p[axis])).sum::<f64>() / n);
    let points: Vec<[f64; 2]> = points.iter().map(|p| [0, 1].map(|axis| f64::from(p[axis]) - mean[axis])).collect();
    let sum = |value: &dyn Fn(&[f64; 2]) -> f64| points.iter().map(value).sum::<f64>();
    let square = |p: &[f64; 2]| p[0] * p[0] + p[1] * p[1];
    let (uu, uv, vv) = (sum(&|p| p[0] * p[0]), sum(&|p| p[0] * p[1]), sum(&|p| p[1] * p[1]));
    let (ur, vr) = (sum(&|p| p[0] * square(p)) / 2.0, sum(&|p| p[1] * square(p)) / 2.0);
    let mut centre = solve(uu, uv, vv, ur, vr)?;
    for _ in 0..8 {
        let away = |p: &[f64; 2]| {
            let (x, y) = (p[0] - centre[0], p[1] - centre[1]);
            let distance = libm::hypot(x, y).max(1e-9);
            (x / distance, y / distance, distance)
        };
        // The radius follows from the centre: what is left are two unknowns.
        let (cos, sin) = (sum(&|p| away(p).0) / n, sum(&|p| away(p).1) / n);
        let radius = sum(&|p| away(p).2) / n;
        let part = |p: &[f64; 2]| {
            let (c, s, distance) = away(p);
            (c - cos, s - sin, distance - radius)
        };
        let step = solve(
            sum(&|p| part(p).0 * part(p).0),
            sum(&|p| part(p).0 * part(p).1),
            sum(&|p| part(p).1 * part(p).1),
            sum(&|p| part(p).0 * part(p).2),
            sum(&|p| part(p).1 * part(p).2),
        )?;
        centre = [centre[0] + step[0], centre[1] + step[1]];
    }
    let centre = [0, 1].map(|axis| (centre[axis] + mean[axis]) as f32);
    centre.iter().all(|v| v.is_finite()).then_some(centre)
}

/// The `x` and `y` of `a x + b y = e`, `b x + d y = f`.
fn solve(a: f64, b: f64, d: f64, e: f64, f: f64) -> Option<[f64; 2]> {
    let determinant = a * d - b * b;
    let sound = determinant.abs() > 1e-9 * (a + d) * (a + d);
    sound.then(|| [(e * d - f * b) / determinant, (f * a - e * b) / determinant])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quad::Quad;

    proptest! {
        #[test]
        fn a_ring_is_found_again(
            x in -200.0f32..900.0, y in -200.0f32..900.0, r in 150.0f32..500.0, from in -3.1f32..3.1, span in 1.2f32..4.0,
        ) {
            let points: Vec<[f32; 2]> = (0..400)
                .map(|i| (r - 8.0 + (i % 9) as f32 * 2.0, from + span * i as f32 / 399.0))
                .map(|(r, a)| [x + r * libm::cosf(a), y + r * libm::sinf(a)])
                .collect();
            let found = Found { quad: Quad::default(), score: 0.9, fill: 0.3, points };
            let Some(Path::Arc { centre, from: start, to, top, foot }) = arc(&found) else { panic!("no arc") };
            prop_assert!((centre[0] - x).abs() < 0.03 * r && (centre[1] - y).abs() < 0.03 * r, "{centre:?}");
            prop_assert!((to - start - span).abs() < 0.3 && top > r + 8.0 && foot < r - 8.0);
            prop_assert!(libm::cosf((start + to) / 2.0 - from - span / 2.0) > 0.99);
        }
    }
}
