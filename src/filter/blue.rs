//! Blue: thresholds without a pattern and without clumps.

use std::sync::OnceLock;

use crate::seed::Seed;

/// Side of the square of thresholds, which goes on beyond its edges without a seam.
pub const SIDE: usize = 64;
const CELLS: usize = SIDE * SIDE;

/// The order in which dots are set, 0 to 4095: each as far from those before as can be.
///
/// R. Ulichney, "The void-and-cluster method for dither array generation", 1993. It takes some hundredths of a second,
/// once in a run.
pub fn ranks() -> &'static [u16; CELLS] {
    static RANKS: OnceLock<Box<[u16; CELLS]>> = OnceLock::new();
    RANKS.get_or_init(|| {
        let mut ranks = Box::new([0; CELLS]);
        rank(&mut ranks);
        ranks
    })
}

/// Dots on a torus, and how crowded each cell is by them.
struct Dots {
    set: Vec<bool>,
    crowd: Vec<f32>,
    /// What a dot does to a cell so many rows and columns away; rows twice, so that a slice never wraps.
    kernel: Vec<f32>,
}

impl Dots {
    fn new() -> Self {
        let near = |d: usize| (d.min(SIDE - d) * d.min(SIDE - d)) as f32;
        let kernel = (0..SIDE)
            .flat_map(|y| (0..2 * SIDE).map(move |x| libm::expf(-(near(x % SIDE) + near(y)) / (2.0 * 1.5 * 1.5))))
            .collect();
        Dots { set: vec![false; CELLS], crowd: vec![0.0; CELLS], kernel }
    }

    fn put(&mut self, cell: usize, on: bool) {
        self.set[cell] = on;
        let sign = if on { 1.0 } else { -1.0 };
        let (x, y) = (cell % SIDE, cell / SIDE);
        for (row, crowd) in self.crowd.chunks_exact_mut(SIDE).enumerate() {
            let kernel = &self.kernel[(row + SIDE - y) % SIDE * 2 * SIDE + (SIDE - x) % SIDE..];
            crowd.iter_mut().zip(kernel).for_each(|(crowd, kernel)| *crowd += sign * kernel);
        }
    }

    /// The dot that is crowded most.
    fn cluster(&self) -> usize {
        (0..CELLS).filter(|&n| self.set[n]).max_by(|&a, &b| self.crowd[a].total_cmp(&self.crowd[b])).unwrap_or(0)
    }

    /// The empty cell that is crowded least.
    fn void(&self) -> usize {
        (0..CELLS).filter(|&n| !self.set[n]).min_by(|&a, &b| self.crowd[a].total_cmp(&self.crowd[b])).unwrap_or(0)
    }
}

fn rank(ranks: &mut [u16; CELLS]) {
    let mut dots = Dots::new();
    let mut dice = Seed(1993).at("void and cluster").dice();
    let count = CELLS / 10;
    let mut placed = 0;
    while placed < count {
        let cell = dice.below(CELLS);
        if !dots.set[cell] {
            dots.put(cell, true);
            placed += 1;
        }
    }
    // Dots move from where they are crowded to where there is room, until the one that moves comes back.
    for _ in 0..CELLS {
        let from = dots.cluster();
        dots.put(from, false);
        let to = dots.void();
        dots.put(to, true);
        if from == to {
            break;
        }
    }
    let first: Vec<usize> = (0..CELLS).filter(|&n| dots.set[n]).collect();
    for n in (0..count).rev() {
        let cell = dots.cluster();
        dots.put(cell, false);
        ranks[cell] = n as u16;
    }
    first.into_iter().for_each(|cell| dots.put(cell, true));
    // The void of the dots is also the cluster of what is empty, so one rule serves to the end.
    for n in count..CELLS {
        let cell = dots.void();
        dots.put(cell, true);
        ranks[cell] = n as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rank_occurs_once() {
        let mut all = ranks().to_vec();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..CELLS as u16));
    }

    #[test]
    fn there_are_no_low_frequencies() {
        // A discrete Fourier transform of the dots of a quarter grey, by rings of equal frequency.
        let dots: Vec<f64> = ranks().iter().map(|&r| if usize::from(r) < CELLS / 4 { 0.75 } else { -0.25 }).collect();
        let turn = |n: usize| libm::sincos(std::f64::consts::TAU * (n % SIDE) as f64 / SIDE as f64);
        let mut rings = [(0.0, 0); SIDE];
        for v in 0..SIDE / 2 {
            for u in 0..SIDE / 2 {
                let (mut re, mut im) = (0.0, 0.0);
                for (n, dot) in dots.iter().enumerate() {
                    let (sin, cos) = turn(u * (n % SIDE) + v * (n / SIDE));
                    (re, im) = (re + dot * cos, im + dot * sin);
                }
                let ring = &mut rings[((u * u + v * v) as f64).sqrt() as usize];
                *ring = (ring.0 + re * re + im * im, ring.1 + 1);
            }
        }
        let power = |from: usize, to: usize| {
            let (sum, count) = rings[from..to].iter().fold((0.0, 0), |a, ring| (a.0 + ring.0, a.1 + ring.1));
            sum / f64::from(count)
        };
        assert!(power(1, 10) < 0.05 * power(24, 32), "{} {}", power(1, 10), power(24, 32));
    }
}
