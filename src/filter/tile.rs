//! Tile: a texture that is reckoned once and then laid over the canvas again and again.

use crate::filter::noise::Noise;

/// A plane of bytes that goes on beyond its edges without a seam. Two tiles whose sides have no common divisor, laid
/// over each other, repeat so late that no eye finds it.
#[derive(Clone, Debug)]
pub struct Tile {
    side: usize,
    values: Vec<f32>,
}

/// A tile that is done, in bytes.
#[derive(Clone, Debug)]
pub struct Texture {
    side: usize,
    bytes: Vec<u8>,
}

impl Tile {
    /// Nothing yet.
    pub fn new(side: usize) -> Self {
        Tile { side, values: vec![0.0; side * side] }
    }

    /// A bell's number (deviation about 1) in every cell.
    pub fn white(side: usize, noise: Noise) -> Self {
        let values = (0..side)
            .flat_map(|y| {
                let row = noise.row(y as i32);
                (0..side).map(move |x| row.bell(x as i32) as f32 / 104.0)
            })
            .collect();
        Tile { side, values }
    }

    /// The value at a place, on whatever copy of the tile it lies.
    pub fn at(&mut self, x: i32, y: i32) -> &mut f32 {
        let (x, y) = (x.rem_euclid(self.side as i32) as usize, y.rem_euclid(self.side as i32) as usize);
        &mut self.values[y * self.side + x]
    }

    /// Blurs by `radius` (any number), twice over, and brings the deviation back to 1.
    pub fn smooth(mut self, radius: f32) -> Self {
        for _ in 0..2 {
            self.values = self.along_rows(radius);
            self.values = self.down_columns(radius);
        }
        self.levelled()
    }

    /// Mean 0, deviation 1.
    pub fn levelled(mut self) -> Self {
        let count = self.values.len().max(1) as f32;
        let mean = self.values.iter().sum::<f32>() / count;
        let spread = (self.values.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / count).sqrt().max(1e-6);
        self.values.iter_mut().for_each(|v| *v = (*v - mean) / spread);
        self
    }

    /// Adds `weight` of another of the same side.
    pub fn plus(mut self, other: &Tile, weight: f32) -> Self {
        self.values.iter_mut().zip(&other.values).for_each(|(a, b)| *a += b * weight);
        self
    }

    /// The mean along each row of a window of 2·`radius` + 1, whose ends count by their fraction.
    fn along_rows(&self, radius: f32) -> Vec<f32> {
        let side = self.side;
        let radius = radius.clamp(0.0, side as f32 / 2.0 - 2.0);
        let (whole, part) = (radius as usize, radius - radius.floor());
        let scale = 1.0 / (2.0 * radius + 1.0);
        let mut out = Vec::with_capacity(self.values.len());
        // Each row with what it goes on to on either side, so that nothing wraps within the loop.
        let mut long = vec![0.0; side + 2 * whole + 2];
        for row in self.values.chunks_exact(side) {
            long[..=whole].copy_from_slice(&row[side - whole - 1..]);
            long[whole + 1..][..side].copy_from_slice(row);
            long[side + whole + 1..].copy_from_slice(&row[..=whole]);
            let mut sum: f32 = long[1..2 * whole + 2].iter().sum();
            let ends = long.iter().zip(&long[2 * whole + 2..]);
            for ((before, after), first) in ends.zip(&long[1..]) {
                out.push((sum + part * (before + after)) * scale);
                sum += after - first;
            }
        }
        out
    }

    /// The same down each column.
    fn down_columns(&self, radius: f32) -> Vec<f32> {
        let side = self.side;
        let radius = radius.clamp(0.0, side as f32 / 2.0 - 2.0);
        let (whole, part) = (radius as usize, radius - radius.floor());
        let scale = 1.0 / (2.0 * radius + 1.0);
        let row = |y: usize| &self.values[y % side * side..][..side];
        let mut sums = vec![0f32; side];
        for n in 0..=2 * whole {
            sums.iter_mut().zip(row(n + side - whole)).for_each(|(sum, v)| *sum += v);
        }
        let mut out = vec![0.0; self.values.len()];
        for (y, line) in out.chunks_exact_mut(side).enumerate() {
            let (before, first, after) = (row(y + 2 * side - whole - 1), row(y + side - whole), row(y + whole + 1));
            let ends = before.iter().zip(first).zip(after);
            for ((out, sum), ((before, first), after)) in line.iter_mut().zip(&mut sums).zip(ends) {
                *out = (*sum + part * (before + after)) * scale;
                *sum += after - first;
            }
        }
        out
    }

    /// Bytes of which each occurs as often as any other, in the order of the values: thresholds.
    pub fn even(&self) -> Texture {
        let mut order: Vec<u32> = (0..self.values.len() as u32).collect();
        let value = |n: u32| self.values[n as usize];
        order.sort_unstable_by(|&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
        let mut bytes = vec![0; order.len()];
        let count = order.len().max(1);
        order.iter().enumerate().for_each(|(rank, &n)| bytes[n as usize] = (rank * 256 / count) as u8);
        Texture { side: self.side, bytes }
    }

    /// Light that falls on the tile as on a relief, from `angle` degrees (0 is from the right, 90 from above).
    pub fn lit(&self, angle: f32) -> Self {
        let (sin, cos) = (libm::sinf(angle.to_radians()), libm::cosf(angle.to_radians()));
        let (side, v) = (self.side, &self.values);
        let values = (0..side * side)
            .map(|n| {
                let (x, y) = (n % side, n / side);
                let dx = v[y * side + (x + 1) % side] - v[y * side + (x + side - 1) % side];
                let dy = v[(y + 1) % side * side + x] - v[(y + side - 1) % side * side + x];
                dy * sin - dx * cos
            })
            .collect();
        Tile { side, values }.levelled()
    }

    /// Bytes: `middle` for 0, `swing` more for each deviation.
    pub fn bytes(&self, middle: f32, swing: f32) -> Texture {
        let bytes = self.values.iter().map(|v| (middle + v * swing + 0.5).clamp(0.0, 255.0) as u8).collect();
        Texture { side: self.side, bytes }
    }
}

impl Texture {
    /// The bytes from a place of the canvas on, as far as the right edge of the tile. Walk a row by asking again.
    #[inline(always)]
    pub fn run(&self, x: u32, y: u32) -> &[u8] {
        let (x, y) = (x as usize % self.side, y as usize % self.side);
        &self.bytes[y * self.side + x..(y + 1) * self.side]
    }

    /// Gives every value along a row that begins at a place of the canvas to `take`, piece by piece: first index,
    /// values.
    #[inline(always)]
    pub fn along(&self, x: u32, y: u32, len: usize, mut take: impl FnMut(usize, &[u8])) {
        let mut done = 0;
        while done < len {
            let run = self.run(x.wrapping_add(done as u32), y);
            let run = &run[..run.len().min(len - done)];
            take(done, run);
            done += run.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn a_tile_has_no_seam() {
        let tile = Tile::white(64, Noise::new(Seed(1), "tile")).smooth(3.4);
        let step = |a: usize, b: usize| {
            (0..64).map(|y| (tile.values[y * 64 + a] - tile.values[y * 64 + b]).abs()).sum::<f32>()
        };
        assert!(step(63, 0) < 1.6 * step(30, 31), "{} {}", step(63, 0), step(30, 31));
    }
}
