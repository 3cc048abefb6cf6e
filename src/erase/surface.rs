//! Surfaces: colours of a smooth ground as polynomials of the place, fitted so that strangers do not count.

/// The most terms: 1, x, y, x², xy, y².
const TERMS: usize = 6;
/// Rounds of weighing and fitting again.
const ROUNDS: usize = 4;

/// A colour at a place.
pub(super) type Sample = ([f32; 2], [f32; 3]);

/// A polynomial of up to the second order for every channel.
#[derive(Clone, Debug)]
pub(super) struct Surface {
    centre: [f32; 2],
    scale: f32,
    terms: [[f32; TERMS]; 3],
    /// Robust standard deviation of the samples about it (1.48 of the median distance), the largest channel's.
    pub rough: f32,
    /// Share of the samples that lie within three deviations, or within a few levels.
    pub agree: f32,
}

/// Levels that no eye tells apart.
const NOTHING: f32 = 4.0;

impl Surface {
    /// Fits by iteratively reweighted least squares with Cauchy's weights (Holland and Welsch 1977). Fewer samples give
    /// a lower order; `None` of none.
    pub(super) fn fit(samples: &[Sample], order: usize) -> Option<Self> {
        let count = samples.len();
        if count == 0 {
            return None;
        }
        let n = count as f32;
        let centre = [0, 1].map(|axis| samples.iter().map(|(p, _)| p[axis]).sum::<f32>() / n);
        let reach = |(p, _): &Sample| (p[0] - centre[0]).abs().max((p[1] - centre[1]).abs());
        let scale = samples.iter().map(reach).fold(1.0, f32::max);
        let used = match (order, count) {
            (0, _) | (_, ..12) => 1,
            (1, _) | (_, ..40) => 3,
            _ => TERMS,
        };
        let basis: Vec<[f32; TERMS]> = samples.iter().map(|(p, _)| basis(*p, centre, scale)).collect();
        let mut surface = Surface { centre, scale, terms: [[0.0; TERMS]; 3], rough: 0.0, agree: 1.0 };
        let mut weights = vec![1.0f32; count];
        let mut off = vec![0.0f32; count];
        for _ in 0..ROUNDS {
            surface.terms = solve(&basis, samples, &weights, used);
            for ((off, basis), (_, colour)) in off.iter_mut().zip(&basis).zip(samples) {
                let at = surface.of(basis);
                *off = (0..3).map(|c| (at[c] - colour[c]).abs()).fold(0.0, f32::max);
            }
            let mut sorted = off.clone();
            let middle = *sorted.select_nth_unstable_by(count / 2, f32::total_cmp).1;
            surface.rough = 1.4826 * middle;
            let width = (2.0 * surface.rough).max(1.0);
            for (weight, off) in weights.iter_mut().zip(&off) {
                let ratio = off / width;
                *weight = 1.0 / (1.0 + ratio * ratio);
            }
        }
        let near = (3.0 * surface.rough).clamp(NOTHING, 3.0 * NOTHING);
        surface.agree = off.iter().filter(|off| **off <= near).count() as f32 / n;
        Some(surface)
    }

    /// Its colour at a place, which may lie beyond 0 to 255.
    pub(super) fn at(&self, place: [f32; 2]) -> [f32; 3] {
        self.of(&basis(place, self.centre, self.scale))
    }

    fn of(&self, basis: &[f32; TERMS]) -> [f32; 3] {
        self.terms.map(|terms| terms.iter().zip(basis).map(|(a, b)| a * b).sum())
    }
}

fn basis([x, y]: [f32; 2], centre: [f32; 2], scale: f32) -> [f32; TERMS] {
    let (x, y) = ((x - centre[0]) / scale, (y - centre[1]) / scale);
    [1.0, x, y, x * x, x * y, y * y]
}

/// The weighted normal equations of the first `used` terms by Cholesky's decomposition, in double precision.
fn solve(basis: &[[f32; TERMS]], samples: &[Sample], weights: &[f32], used: usize) -> [[f32; TERMS]; 3] {
    let mut left = [[0.0f64; TERMS]; TERMS];
    let mut right = [[0.0f64; TERMS]; 3];
    for ((basis, (_, colour)), weight) in basis.iter().zip(samples).zip(weights) {
        for i in 0..used {
            let weighted = f64::from(weight * basis[i]);
            for (cell, other) in left[i].iter_mut().zip(&basis[..=i]) {
                *cell += weighted * f64::from(*other);
            }
            for (right, value) in right.iter_mut().zip(colour) {
                right[i] += weighted * f64::from(*value);
            }
        }
    }
    // A little stiffness, so that samples on one line leave the rest flat.
    let stiff = 1e-6 * left[0][0].max(1e-9);
    let mut lower = [[0.0f64; TERMS]; TERMS];
    for i in 0..used {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let rest = left[i][j] - dot;
            lower[i][j] =
                if i != j { rest / lower[j][j] } else { (rest + if i > 0 { stiff } else { 0.0 }).max(1e-12).sqrt() };
        }
    }
    right.map(|right| {
        let mut y = [0.0f64; TERMS];
        for i in 0..used {
            let dot: f64 = (0..i).map(|k| lower[i][k] * y[k]).sum();
            y[i] = (right[i] - dot) / lower[i][i];
        }
        let mut x = [0.0f64; TERMS];
        for i in (0..used).rev() {
            let dot: f64 = (i + 1..used).map(|k| lower[k][i] * x[k]).sum();
            x[i] = (y[i] - dot) / lower[i][i];
        }
        x.map(|value| value as f32)
    })
}
