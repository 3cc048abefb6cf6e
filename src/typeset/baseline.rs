//! Baselines: where letters stand on a line that is not quite level, or not quite straight.

/// Height as a polynomial of the place along the line; y grows downward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Baseline([f32; 3]);

impl Baseline {
    pub fn level(y: f32) -> Self {
        Baseline([y, 0.0, 0.0])
    }

    /// The baseline of letters whose feet stand at these places, and how far they lie off it on average. `bent` lines
    /// may be bent more or less than they were taken to be.
    pub fn along(feet: &[(f32, f32)], bent: bool, cap: f32) -> (Self, f32) {
        let slack = 0.05 * cap;
        let flat = robust(feet, 1, slack).unwrap_or_default();
        let mut best = (flat, off(feet, flat, slack));
        let most = if bent { 3 } else { 2 };
        for terms in (2..=most).filter(|terms| feet.len() > 2 * terms) {
            let Some(curve) = robust(feet, terms, slack) else { continue };
            let rough = off(feet, curve, slack);
            // What hardly helps is chance.
            if rough < 0.8 * best.1 && best.1 > 0.012 * cap {
                best = (curve, rough);
            }
        }
        (Baseline(best.0), best.1)
    }

    pub fn at(&self, x: f32) -> f32 {
        value(self.0, x)
    }

    pub fn slope(&self, x: f32) -> f32 {
        self.0[1] + 2.0 * self.0[2] * x
    }

    pub fn is_straight(&self) -> bool {
        self.0[2] == 0.0
    }

    /// The same where a unit is worth `by`.
    pub fn scaled(&self, by: f32) -> Self {
        Baseline([self.0[0] * by, self.0[1], self.0[2] / by])
    }
}

fn value([a, b, c]: [f32; 3], x: f32) -> f32 {
    a + x * (b + x * c)
}

/// How far points lie off a curve on average; far ones count as four times `slack`.
pub(crate) fn off(points: &[(f32, f32)], curve: [f32; 3], slack: f32) -> f32 {
    let each = points.iter().map(|(x, y)| (y - value(curve, *x)).abs().min(4.0 * slack));
    each.sum::<f32>() / points.len().max(1) as f32
}

/// The polynomial of so many terms that lies closest to points, once those are left out that lie off it by more than
/// `slack` and by much more than most.
pub(crate) fn robust(points: &[(f32, f32)], terms: usize, slack: f32) -> Option<[f32; 3]> {
    let mut curve = least_squares(points, terms)?;
    if terms == 1 {
        let mut ys: Vec<f32> = points.iter().map(|p| p.1).collect();
        ys.sort_by(f32::total_cmp);
        curve = [ys[ys.len() / 2], 0.0, 0.0];
    }
    for _ in 0..3 {
        let mut away: Vec<f32> = points.iter().map(|(x, y)| (y - value(curve, *x)).abs()).collect();
        away.sort_by(f32::total_cmp);
        let limit = (2.5 * away[away.len() / 2]).max(slack);
        let near: Vec<(f32, f32)> =
            points.iter().copied().filter(|(x, y)| (y - value(curve, *x)).abs() <= limit).collect();
        curve = least_squares(&near, terms).unwrap_or(curve);
    }
    Some(curve)
}

/// By the normal equations about the mean place, which keeps them sound.
fn least_squares(points: &[(f32, f32)], terms: usize) -> Option<[f32; 3]> {
    let n = points.len();
    if n < terms || n == 0 {
        return None;
    }
    let mean = points.iter().map(|p| f64::from(p.0)).sum::<f64>() / n as f64;
    let mut m = [[0.0f64; 4]; 3];
    for (x, y) in points {
        let x = f64::from(*x) - mean;
        let powers = [1.0, x, x * x];
        for i in 0..terms {
            for j in 0..terms {
                m[i][j] += powers[i] * powers[j];
            }
            m[i][3] += powers[i] * f64::from(*y);
        }
    }
    for i in 0..terms {
        if m[i][i].abs() < 1e-9 {
            return None;
        }
        for j in 0..terms {
            if i != j {
                let factor = m[j][i] / m[i][i];
                let row = m[i];
                m[j].iter_mut().zip(row).for_each(|(value, other)| *value -= factor * other);
            }
        }
    }
    let [a, b, c] = [0, 1, 2].map(|i| if i < terms { m[i][3] / m[i][i] } else { 0.0 });
    let curve = [a - mean * (b - mean * c), b - 2.0 * mean * c, c];
    Some(curve.map(|v| v as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_found_among_stray_points() {
        let mut feet: Vec<(f32, f32)> =
            (0..20).map(|i| i as f32 * 10.0).map(|x| (x, 30.0 + 0.002 * x * x - 0.1 * x)).collect();
        feet[4].1 += 20.0;
        let (bent, _) = Baseline::along(&feet, true, 28.0);
        assert!((bent.at(100.0) - 40.0).abs() < 0.3 && !bent.is_straight(), "{bent:?}");
        assert!((bent.scaled(2.0).at(200.0) - 80.0).abs() < 0.6);
        let (level, off) = Baseline::along(&[(0.0, 5.0), (10.0, 5.1), (20.0, 4.9), (30.0, 5.0)], false, 28.0);
        assert_eq!((level.slope(9.0), level.is_straight(), off < 0.1), (0.0, true, true));
    }
}
