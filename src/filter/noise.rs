//! Noise: numbers for a place, the same whatever is drawn round it and in whatever order.

use crate::seed::Seed;

/// Noise over the integer plane.
#[derive(Clone, Copy, Debug)]
pub struct Noise(u32);

impl Noise {
    /// The noise that belongs to a named use of a seed.
    pub fn new(seed: Seed, part: &str) -> Self {
        let bits = seed.at(part).0;
        Noise((bits ^ (bits >> 32)) as u32)
    }

    /// The noise of one row: the part of the work that its pixels share.
    #[inline(always)]
    pub fn row(self, y: i32) -> Noise {
        Noise(spread(self.0 ^ (y as u32).wrapping_mul(0x9e37_79b1)))
    }

    /// 32 bits at a place of a row.
    #[inline(always)]
    pub fn bits(self, x: i32) -> u32 {
        spread(self.0.wrapping_add((x as u32).wrapping_mul(0x85eb_ca77)))
    }

    /// Roughly bell-shaped, −255 to 255, standard deviation about 104 (a sum of two dice).
    #[inline(always)]
    pub fn bell(self, x: i32) -> i32 {
        let bits = self.bits(x);
        (bits & 0xff) as i32 + (bits >> 8 & 0xff) as i32 - 255
    }

    /// 0 to 1 at a place of a row.
    #[inline(always)]
    pub fn unit(self, x: i32) -> f32 {
        (self.bits(x) >> 8) as f32 / (1u32 << 24) as f32
    }

    /// Clouds: 0 to 1, changing smoothly between lattice points that lie `cell` apart.
    #[inline(always)]
    pub fn cloud(self, x: f32, y: f32, cell: f32) -> f32 {
        let (x, y) = (x / cell, y / cell);
        let (left, top) = (x.floor(), y.floor());
        let ease = |t: f32| t * t * (3.0 - 2.0 * t);
        let (u, v) = (ease(x - left), ease(y - top));
        let line = |row: i32| {
            let row = self.row(row);
            let (a, b) = (row.unit(left as i32), row.unit((left as i32).wrapping_add(1)));
            a + (b - a) * u
        };
        let (a, b) = (line(top as i32), line((top as i32).wrapping_add(1)));
        a + (b - a) * v
    }
}

/// Spreads every input bit over all output bits (the finaliser of MurmurHash3, Appleby 2011).
#[inline(always)]
fn spread(mut h: u32) -> u32 {
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bells_are_centred_and_neighbours_differ() {
        let noise = Noise::new(Seed(3), "test");
        let values: Vec<i32> = (0..100_000).map(|n| noise.row(n / 300).bell(n % 300)).collect();
        let mean = values.iter().sum::<i32>() as f32 / 100_000.0;
        let alike: i64 = values.windows(2).map(|w| i64::from(w[0]) * i64::from(w[1])).sum();
        assert!(mean.abs() < 1.5, "{mean}");
        assert!((alike as f32 / 100_000.0).abs() < 150.0, "neighbours go together: {alike}");
    }
}
