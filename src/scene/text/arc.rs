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
    let ([x, y], _) = circle(&found.points)?;
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

/// Centre and radius of the circle that lies closest to points, by least squares on its equation (Kåsa 1976).
fn circle(points: &[[f32; 2]]) -> Option<([f32; 2], f32)> {
    let n = points.len() as f64;
    let mean = |axis: usize| points.iter().map(|p| f64::from(p[axis])).sum::<f64>() / n;
    let (mx, my) = (mean(0), mean(1));
    let (mut uu, mut uv, mut vv, mut ur, mut vr, mut rr) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for p in points {
        let (u, v) = (f64::from(p[0]) - mx, f64::from(p[1]) - my);
        let r = u * u + v * v;
        (uu, uv, vv) = (uu + u * u, uv + u * v, vv + v * v);
        (ur, vr, rr) = (ur + u * r, vr + v * r, rr + r);
    }
    let determinant = uu * vv - uv * uv;
    if determinant.abs() < 1e-6 * (uu + vv) * (uu + vv) {
        return None;
    }
    let (a, b) = ((ur * vv - vr * uv) / determinant / 2.0, (vr * uu - ur * uv) / determinant / 2.0);
    let radius = (a * a + b * b + rr / n).sqrt();
    Some(([(a + mx) as f32, (b + my) as f32], radius as f32))
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
            prop_assert!((centre[0] - x).abs() < 2.0 && (centre[1] - y).abs() < 2.0);
            prop_assert!((to - start - span).abs() < 0.3 && top > r + 8.0 && foot < r - 8.0);
            prop_assert!(libm::cosf((start + to) / 2.0 - from - span / 2.0) > 0.99);
        }
    }
}
