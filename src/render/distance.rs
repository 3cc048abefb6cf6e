//! Distance: masks pushed outward or inward, and faded in.

use crate::filter::rows;

/// The farthest that an edge can be felt, in pixels.
pub const REACH: f32 = 16_000.0;

/// Moves the edge of a plane of coverage outward by `grow` pixels and fades it in over `feather` pixels
/// inside the new edge (neither beyond [`REACH`]). Distances are exact Euclidean ones between the middles
/// of pixels; the border of the plane is no edge.
pub fn reshape(bytes: &mut [u8], width: usize, grow: f32, feather: f32) {
    // Pixels of this signed distance (positive inside) or less are bare; from `full` on they are covered.
    let ramp = feather.max(1.0);
    let bare = if feather > 1.0 { -grow } else { -grow - 0.5 };
    let full = bare + ramp;
    let limit = (bare.abs().max(full.abs()) + 2.0) as u16;
    // Outside counts only when coverage begins there, inside only when it does not end before.
    let away = if bare < 0.0 { Columns::new(bytes, width, limit, |v| v >= 128) } else { Columns::none() };
    let deep = if full > 0.0 { Columns::new(bytes, width, limit, |v| v < 128) } else { Columns::none() };
    rows::each_of(bytes, width, |y, row| {
        let mut search = Vec::with_capacity(width);
        let (mut out, mut inner) = (vec![0; width], vec![0; width]);
        away.distances(y, &mut search, &mut out);
        deep.distances(y, &mut search, &mut inner);
        for ((byte, away), deep) in row.iter_mut().zip(&out).zip(&inner) {
            let signed = if *byte >= 128 { (*deep as f32).sqrt() - 0.5 } else { 0.5 - (*away as f32).sqrt() };
            *byte = (((signed - bare) / ramp).clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        }
    });
}

/// For each pixel of a plane the distance to the nearest of some kind in its column, or `limit` when
/// that is as far or farther: the first half of the distance transform of A. Meijster, J. Roerdink and
/// W. Hesselink ("A general algorithm for computing distance transforms in linear time", 2000).
struct Columns {
    down: Vec<u16>,
    width: usize,
    limit: u16,
}

/// The squared distance of what is too far to matter.
const FAR: u64 = 1 << 40;

impl Columns {
    fn new(bytes: &[u8], width: usize, limit: u16, is: impl Fn(u8) -> bool) -> Self {
        let mut down: Vec<u16> = bytes.iter().map(|&v| if is(v) { 0 } else { limit }).collect();
        let nearer = |row: &mut [u16], other: &[u16]| {
            row.iter_mut().zip(other).for_each(|(d, o)| *d = (*d).min(o.saturating_add(1)));
        };
        let height = bytes.len() / width;
        for y in 1..height {
            let (above, row) = down.split_at_mut(y * width);
            nearer(&mut row[..width], &above[(y - 1) * width..]);
        }
        for y in (1..height).rev() {
            let (row, below) = down.split_at_mut(y * width);
            nearer(&mut row[(y - 1) * width..], &below[..width]);
        }
        Columns { down, width, limit }
    }

    /// Where nothing is near.
    fn none() -> Self {
        Columns { down: Vec::new(), width: 0, limit: 0 }
    }

    /// The squared distances of row `y`: the lowest of the parabolas that stand on its columns.
    /// `lowest` is room to work in: the column of each parabola, and where its reign begins.
    fn distances(&self, y: usize, lowest: &mut Vec<(i64, i64)>, out: &mut [u64]) {
        out.fill(FAR);
        if self.width == 0 {
            return;
        }
        let row = &self.down[y * self.width..][..self.width];
        let width = self.width as i64;
        let height = |x: i64| i64::from(row[x as usize]).pow(2);
        let value = |x: i64, of: i64| (x - of).pow(2) + height(of);
        lowest.clear();
        for x in (0..width).filter(|&x| row[x as usize] < self.limit) {
            while lowest.last().is_some_and(|&(of, from)| value(from, of) > value(from, x)) {
                lowest.pop();
            }
            // The first column where this parabola is not above the last one.
            let from = lowest
                .last()
                .map_or(0, |&(of, _)| (x * x - of * of + height(x) - height(of)).div_euclid(2 * (x - of)) + 1);
            if from < width {
                lowest.push((x, from));
            }
        }
        let mut end = width;
        for &(of, from) in lowest.iter().rev() {
            (from..end).for_each(|x| out[x as usize] = value(x, of) as u64);
            end = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_brute_force() {
        let (width, height) = (23, 17);
        let bytes: Vec<u8> = (0..width * height).map(|n| if n * n % 41 == 5 { 255 } else { 0 }).collect();
        for limit in [4, 99] {
            let columns = Columns::new(&bytes, width, limit, |v| v == 255);
            let (mut lowest, mut row) = (Vec::new(), vec![0; width]);
            for n in 0..bytes.len() {
                columns.distances(n / width, &mut lowest, &mut row);
                let to = |m: usize| {
                    let (dx, dy) = ((n % width).abs_diff(m % width), (n / width).abs_diff(m / width));
                    (dx * dx + dy * dy) as u64
                };
                let nearest = (0..bytes.len()).filter(|&m| bytes[m] == 255).map(to).min().unwrap();
                let got = row[n % width];
                let near = u64::from(limit) * u64::from(limit);
                assert!(got == nearest || (nearest >= near && got >= near), "{n}: {got}, not {nearest}");
            }
        }
    }
}
